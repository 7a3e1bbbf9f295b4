//! German.
//!
//! The files of data/de and the actors of data come in; [`german`] goes out, the record that the stages read.
//!
//! ```
//! use tripel::language::Analyser;
//!
//! let german = tripel::de::german(Analyser::Small);
//! assert_eq!(german.grammar.passive, "werden");
//! ```

mod spelling;
mod vocabulary;

use std::sync::LazyLock;

use crate::language::gazetteer::{self, Gazetteer, Hints};
use crate::language::lexicon::{self, Lexicon};
use crate::language::model::encoder::Encoder;
use crate::language::model::{Models, Weights};
use crate::language::morphology::Forms;
use crate::language::{Analyser, Boilerplate, Grammar, Language, Modal, Segmentation};
use crate::record::error::Error;
use crate::record::work::side_by_side;

pub use vocabulary::CONTRACTIONS;

// statics, for a constant may come to stand in the binary more than once
static VECTORS: &[u8] = include_bytes!("../../data/de/vectors.bin");
static NETWORK: &[u8] = include_bytes!("../../data/de/network.bin");
static ENCODER: &[u8] = include_bytes!("../../data/de/encoder.bin");
static FORMS: &[u8] = include_bytes!("../../data/de/forms.bin");

static TABLES: LazyLock<Tables> =
    LazyLock::new(|| read(&WORDS, &ACTORS).expect("tests read the embedded tables and models"));
static LARGE: LazyLock<Language> = LazyLock::new(|| {
    let encoder = || Weights::new(ENCODER).map(|weights| Encoder::new(&weights));
    // side by side: reading is most of the time that a short article takes
    let (tables, encoder) = side_by_side(|| &*TABLES, encoder);
    tables.language(Some(encoder.expect("tests read the embedded models")))
});
static SMALL: LazyLock<Language> = LazyLock::new(|| TABLES.language(None));

/// What both analysers share.
struct Tables {
    segmentation: Segmentation,
    boilerplate: Boilerplate,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    forms: Forms,
    models: Models,
}

impl Tables {
    fn language(&'static self, encoder: Option<Encoder>) -> Language {
        Language {
            code: "de",
            segmentation: &self.segmentation,
            boilerplate: &self.boilerplate,
            lexicon: &self.lexicon,
            gazetteer: &self.gazetteer,
            grammar: GRAMMAR,
            words: vocabulary::VOCABULARY,
            forms: &self.forms,
            spelling: spelling::spelling,
            models: Models { encoder, ..self.models.clone() },
        }
    }
}

fn read(words: &lexicon::Sources, actors: &gazetteer::Sources) -> Result<Tables, String> {
    let tables = || {
        let (lexicon, gazetteer) =
            side_by_side(|| Lexicon::read(words), || Gazetteer::read(actors));
        let (lexicon, gazetteer) = (lexicon?, gazetteer?);
        let hints = Hints::new(&gazetteer, &lexicon);
        Ok::<_, String>((lexicon, gazetteer, hints))
    };
    let models =
        || Ok::<_, Error>((Forms::new(FORMS)?, Models::new(VECTORS, NETWORK, Hints::default())?));
    let text = || {
        let abbreviations = include_str!("../../data/de/abbreviations.csv");
        let boundaries = include_str!("../../data/de/boundaries.csv");
        let boilerplate = Boilerplate::new(include_str!("../../data/de/boilerplate.csv"))?;
        Ok::<_, String>((Segmentation::new(abbreviations, boundaries, &DOMAINS)?, boilerplate))
    };
    let (tables, (models, text)) = side_by_side(tables, || side_by_side(models, text));
    let (lexicon, gazetteer, hints) = tables?;
    let (segmentation, boilerplate) = text?;
    let (forms, models) = models.map_err(|error| error.to_string())?;
    let models = Models { hints, ..models };
    Ok(Tables { segmentation, boilerplate, lexicon, gazetteer, forms, models })
}

/// Ends of site names that German news writes; "in", "am", "so" are left out, for they are words.
const DOMAINS: [&str; 40] = [
    "at", "be", "berlin", "bg", "biz", "ch", "cn", "com", "cz", "de", "dk", "edu", "eu", "fm",
    "fr", "gov", "gv", "hu", "info", "int", "io", "it", "jp", "li", "lu", "mil", "net", "news",
    "nl", "online", "org", "pl", "ru", "se", "shop", "tv", "ua", "uk", "us", "wien",
];

pub fn german(analyser: Analyser) -> &'static Language {
    match analyser {
        Analyser::Large => &LARGE,
        Analyser::Small => &SMALL,
    }
}

static WORDS: lexicon::Sources = lexicon::Sources {
    verbs: include_str!("../../data/de/verbs.csv"),
    light: include_str!("../../data/de/light.csv"),
    nouns: include_str!("../../data/de/nouns.csv"),
    adjectives: include_str!("../../data/de/adjectives.csv"),
    words: include_str!("../../data/de/words.csv"),
    cues: include_str!("../../data/de/cues.csv"),
    strong: include_str!("../../data/de/strong.csv"),
    parts: include_str!("../../data/de/parts.csv"),
    senses: include_str!("../../data/de/senses.csv"),
    contexts: include_str!("../../data/de/contexts.csv"),
};

static ACTORS: gazetteer::Sources = gazetteer::Sources {
    states: include_str!("../../data/states.csv"),
    organisations: include_str!("../../data/organisations.csv"),
    regions: include_str!("../../data/regions.csv"),
    peoples: include_str!("../../data/peoples.csv"),
    persons: include_str!("../../data/persons.csv"),
    offices: include_str!("../../data/offices.csv"),
    given_names: include_str!("../../data/firstnames.csv"),
    surnames: include_str!("../../data/surnames.csv"),
};

const GRAMMAR: Grammar = Grammar {
    modals: &[
        ("wollen", Modal::Intention),
        ("mögen", Modal::Intention),
        ("möchten", Modal::Intention),
        ("sollen", Modal::Obligation),
        ("müssen", Modal::Necessity),
        ("können", Modal::Possibility),
        ("dürfen", Modal::Possibility),
    ],
    passive: "werden",
    be: "sein",
    have: "haben",
    recipient_passive: &["bekommen", "erhalten", "kriegen"],
    accusative_article: "den",
    agent: &["von", "durch"],
    reflexive: "sich",
    infinitive: "zu",
    purpose: &["um"],
    undone: &["ohne", "anstatt", "statt"],
    conditional: &["wenn", "falls", "sofern", "sobald", "soweit", "ob"],
    temporal: &["sobald"],
    causative: "lassen",
    content: &["dass", "daß", "ob"],
    negators: &[
        "nicht",
        "nie",
        "niemals",
        "keinesfalls",
        "keineswegs",
        "kaum",
        "niemand",
        "nichts",
    ],
    negative_determiners: &["kein", "keinerlei"],
    not_only: &["nur", "zuletzt", "allein", "bloß", "lediglich"],
    relative: &[
        "der", "die", "das", "den", "dem", "dessen", "deren", "denen", "welcher", "welche",
        "welches", "welchen", "welchem",
    ],
    reported_forms: &["sei", "seien", "seiest", "solle", "wolle", "müsse", "könne", "dürfe"],
    as_word: "als",
    comparatives: &["mehr", "weniger", "anders", "lieber", "eher", "minder"],
    quantities: &["mehr", "weniger"],
    postpositions: &["aus", "entlang", "gegenüber", "halber", "nach", "wegen", "zufolge", "über"],
    connecting: &[
        ("Anlehnung", "an"),
        ("Bezug", "auf"),
        ("Blick", "auf"),
        ("Einklang", "mit"),
        ("Gegensatz", "zu"),
        ("Hinblick", "auf"),
        ("Rücksicht", "auf"),
        ("Verbindung", "mit"),
        ("Vergleich", "mit"),
        ("Vergleich", "zu"),
        ("Verhältnis", "zu"),
        ("Zusammenarbeit", "mit"),
        ("Zusammenhang", "mit"),
    ],
    weekdays: &[
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
    ],
    instead: "sondern",
    company_words: &[
        "AG",
        "Bank",
        "Company",
        "Corp",
        "Corporation",
        "Entertainment",
        "GmbH",
        "Group",
        "Holding",
        "Inc",
        "KG",
        "Ltd",
        "Media",
        "Motors",
        "Pictures",
        "Records",
        "Stiftung",
        "Studios",
        "Verlag",
    ],
    legal_forms: &[
        "AG", "SE", "GmbH", "mbH", "gGmbH", "KG", "KGaA", "OHG", "GbR", "UG", "eG", "e.V.", "e.V",
        "e. V.", "Inc", "Inc.", "Corp", "Corp.", "Ltd", "Ltd.", "LLC", "plc", "PLC", "S.A.",
        "S.p.A.", "N.V.", "B.V.", "& Co", "& Co.",
    ],
    namesakes: &["austria", "germany", "switzerland"],
    relational: &[
        "Amtskollege",
        "Amtskollegin",
        "Amtsvorgänger",
        "Bruder",
        "Cousin",
        "Cousine",
        "Ehefrau",
        "Ehemann",
        "Enkel",
        "Enkelin",
        "Freund",
        "Freundin",
        "Gattin",
        "Gegenspieler",
        "Gegner",
        "Gegnerin",
        "Großmutter",
        "Großvater",
        "Herausforderer",
        "Kollege",
        "Kollegin",
        "Konkurrent",
        "Konkurrentin",
        "Kontrahent",
        "Lebensgefährte",
        "Lebensgefährtin",
        "Mutter",
        "Nachbar",
        "Nachbarin",
        "Nachfolger",
        "Nachfolgerin",
        "Neffe",
        "Nichte",
        "Onkel",
        "Partner",
        "Partnerin",
        "Rivale",
        "Rivalin",
        "Schwager",
        "Schwester",
        "Sohn",
        "Stellvertreter",
        "Stellvertreterin",
        "Tante",
        "Tochter",
        "Vater",
        "Vorgänger",
        "Vorgängerin",
        "Widersacher",
        "Witwe",
    ],
    other_holder: &["neu", "künftig", "nächst", "zweit", "dritt", "ander", "weiter", "designiert"],
    indefinite: &[
        "kein",
        "jeder",
        "jede",
        "jedes",
        "jeglicher",
        "welcher",
        "welche",
        "mancher",
        "manche",
        "irgendein",
        "irgendwelcher",
        "solcher",
        "solche",
    ],
    generic: &[
        "Mensch",
        "Person",
        "Bürger",
        "Bürgerin",
        "Verbraucher",
        "Verbraucherin",
        "Kunde",
        "Kundin",
        "Wähler",
        "Wählerin",
        "Steuerzahler",
        "Gesetzgeber",
        "Leser",
        "Leserin",
        "Nutzer",
        "Nutzerin",
        "Gott",
    ],
    mutual: &[
        "miteinander",
        "gegeneinander",
        "untereinander",
        "einander",
        "aneinander",
        "füreinander",
        "gegenseitig",
        "wechselseitig",
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_understood() {
        let tables = [
            include_str!("../../data/de/abbreviations.csv"),
            include_str!("../../data/de/boundaries.csv"),
            include_str!("../../data/de/boilerplate.csv"),
        ];
        let rows: Vec<usize> = tables.iter().map(|table| table.lines().count() - 1).collect();
        assert_eq!(SMALL.segmentation.rows(), (rows[0], rows[1]));
        assert_eq!(SMALL.boilerplate.rows(), rows[2]);
        for table in tables {
            let keys: Vec<&str> = table.lines().skip(1).collect();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "a row stands twice");
        }
    }
}
