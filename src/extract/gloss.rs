//! Glosses: what German nouns and adjectives are called in English, and names as identifiers.
//!
//! "Cyberangriff" is a cyber attack by its parts, "weitere" is "further". English is never guessed:
//! what the tables do not know has no English, and of a compound every part must be known.

mod english;
mod adjectives;
mod coverage;
mod description;

pub use adjectives::adjective;
pub use coverage::{Coverage, coverage};
pub use description::description;
pub use english::{number, plural_of, with_articles};

use crate::language::Language;
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::{Noun, PartEnglish};
use crate::syntax::compound;
use crate::syntax::compound::Part;
use crate::syntax::compound::{Compound, PartWord};

/// The English of a noun by its form in the text and its lemma, `None` where nobody knows it. A
/// form with a row of its own goes before its lemma: "Daten" is "data", whatever "Datum" is.
pub fn noun(form: &str, lemma: &str, lang: &Language) -> Option<String> {
    let own = own_row(form, lemma, lang).map(|noun| noun.english.clone());
    // "Asylkurs" with the lemma "Asylkur": a word of the tables, whatever the tagger made of it
    let form = || lang.lexicon.exact_noun(form).map(|noun| noun.english.clone());
    own.or_else(|| gloss(lemma, lang)).or_else(form)
}

/// The row of a plural that is a word of its own: "Daten", "Medien", "Leute".
pub fn own_row<'l>(form: &str, lemma: &str, lang: &'l Language) -> Option<&'l Noun> {
    lang.lexicon.exact_noun(form).filter(|noun| form != lemma && noun.gender == "p")
}

/// The English of a noun; a compound is glossed by its parts ("Cyberangriff": cyber attack).
pub fn gloss(lemma: &str, lang: &Language) -> Option<String> {
    let lexicon = &lang.lexicon;
    if let Some(noun) = lexicon.exact_noun(lemma) {
        return Some(noun.english.clone());
    }
    if let Some(noun) = lexicon.noun_behind(lemma).and_then(|lemma| lexicon.exact_noun(&lemma)) {
        return Some(noun.english.clone());
    }
    let forms: Vec<String> = std::iter::once(lemma.to_owned()).chain(other_forms(lemma)).collect();
    if let Some(noun) = forms.iter().find_map(|form| lexicon.exact_noun(form)) {
        return Some(noun.english.clone());
    }
    for form in forms {
        if let Some(office) = office(&form, lang) {
            return Some(office);
        }
        // the first form that can be split decides: "Gebührennote" is no kind of "Not"
        if let Some(compound) = compound::compound(&form, lang) {
            return of_parts(&compound, lang);
        }
    }
    None
}

fn office(form: &str, lang: &Language) -> Option<String> {
    let office = lang.gazetteer.office(form);
    office.filter(|office| office.lemma == form).map(|office| office.english.clone())
}

/// The English of a compound by its parts: all of them, or none.
fn of_parts(compound: &Compound, lang: &Language) -> Option<String> {
    let (last, front) = compound.parts.split_last()?;
    let head = match &last.word {
        PartWord::Noun(lemma) => head_english(lemma, lang)?,
        _ => office(&last.text, lang)?,
    };
    let mut english = String::new();
    let counted = is_count(front);
    for (at, part) in front.iter().enumerate() {
        let piece = first_english(part, lang)?;
        english += &piece;
        // "Ex-Präsident" is an "ex-president", "50-Prozent-Partner" a "50-percent partner"
        let glued = piece.ends_with('-') || counted && at == 0;
        english += match (glued, piece.ends_with('-')) {
            (true, false) => "-",
            (true, true) => "",
            _ => " ",
        };
    }
    let doubled = front.last().and_then(|part| first_english(part, lang)) == Some(head.clone());
    (!doubled).then(|| english + &head)
}

/// "50-Prozent-", "72-Stunden-": a number and what it counts.
fn is_count(front: &[Part]) -> bool {
    let digits = |part: &Part| part.text.chars().all(|letter| letter.is_ascii_digit());
    front.len() == 2 && front.first().is_some_and(digits)
}

fn head_english(lemma: &str, lang: &Language) -> Option<String> {
    let own = || {
        let english = &lang.lexicon.exact_noun(lemma)?.english;
        // "member of parliament": nothing can stand before it
        (!english.contains(" of ") && !english.contains(" for ")).then(|| english.clone())
    };
    match lang.lexicon.part(&lemma.to_lowercase()).map(|gloss| gloss.last) {
        Some(PartEnglish::Barred) => None,
        Some(PartEnglish::Is(english)) => Some(english.to_owned()),
        Some(PartEnglish::Own) | None => own(),
    }
}

/// The English of a part before others; `None` where it is barred or not known.
fn first_english(part: &Part, lang: &Language) -> Option<String> {
    let lexicon = &lang.lexicon;
    let table = |key: &str| lexicon.first_part(&key.to_lowercase());
    let lemma = match &part.word {
        PartWord::Noun(lemma) | PartWord::Adjective(lemma) | PartWord::Verb(lemma) => {
            lemma.as_str()
        }
        _ => part.text.as_str(),
    };
    match table(&part.text).or_else(|| table(lemma)) {
        Some(PartEnglish::Barred) => return None,
        Some(PartEnglish::Is(english)) => return Some(english.to_owned()),
        Some(PartEnglish::Own) | None => {}
    }
    match &part.word {
        PartWord::Noun(lemma) => lexicon.exact_noun(lemma).map(modifier),
        PartWord::Adjective(lemma) => {
            lexicon.adjective(lemma).map(|adjective| adjective.english.clone())
        }
        PartWord::Verb(_) | PartWord::First => None,
        PartWord::Name(id) => lang.gazetteer.by_id(id).map(|known| match known.kind {
            // "Erdogan-Gedicht": the name as the text has it
            ActorType::Person => part.text.clone(),
            _ if is_acronym(&part.text) => part.text.clone(),
            _ => known.name_en.clone(),
        }),
        PartWord::Unknown => is_name(&part.text, lang).then(|| part.text.clone()),
    }
}

/// "EU", "ÖVP", "G7".
fn is_acronym(text: &str) -> bool {
    text.chars().all(|letter| letter.is_uppercase() || letter.is_ascii_digit())
}

/// Before a hyphen an acronym, a number or a name, which nobody translates; no German word that the
/// tables lack.
fn is_name(text: &str, lang: &Language) -> bool {
    let digits = text.chars().all(|letter| letter.is_ascii_digit());
    let name = text.chars().next().is_some_and(char::is_uppercase)
        && lang.lexicon.head_noun(text).is_none()
        && !GERMAN_ENDS.iter().any(|end| text.to_lowercase().ends_with(end));
    digits || is_acronym(text) || name
}

/// Ends of German nouns as first parts.
const GERMAN_ENDS: [&str; 12] = [
    "ungs", "ung", "heits", "heit", "keits", "keit", "schafts", "schaft", "ions", "täts", "liga",
    "isten",
];

/// A noun before another one is singular in English: "Kosten" is "costs", "Kostendruck" "cost
/// pressure".
fn modifier(noun: &Noun) -> String {
    let english = &noun.english;
    let plural = noun.gender == "p" && english.ends_with('s') && !english.ends_with("ss");
    match english.strip_suffix("ies") {
        Some(stem) if plural => format!("{stem}y"),
        _ if plural => english.trim_end_matches('s').to_owned(),
        _ => english.clone(),
    }
}

/// What a word may be whose lemma came out wrong: "Bundesländer" as "Bundesland", "Lieferkett" as
/// "Lieferkette".
fn other_forms(lemma: &str) -> impl Iterator<Item = String> {
    let plain = lemma.replace('ä', "a").replace('ö', "o").replace('ü', "u");
    let whole = ["e", "a", "en", "um"].map(|end| format!("{lemma}{end}"));
    let stems = [lemma.to_owned(), plain];
    let cut = stems.into_iter().flat_map(|stem| {
        ["ern", "er", "en", "es", "e", "n", "s", ""]
            .iter()
            .filter_map(|end| stem.strip_suffix(end).map(str::to_owned))
            .collect::<Vec<_>>()
    });
    cut.chain(whole).filter(|form| form.chars().count() > 3 && form.chars().any(char::is_lowercase))
}

/// Lower-case ASCII letters, digits and hyphens: "Benjamin Netanyahu" -> "benjamin-netanyahu".
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            letter if letter.is_alphanumeric() => slug.push(letter),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Türkische Überläufer"), "tuerkische-ueberlaeufer");
    }

    #[test]
    fn compounds_are_glossed_whole_or_not_at_all() {
        let german = crate::languages::language("de").expect("German");
        for (noun, english) in [
            ("Cyberangriff", Some("cyber attack")),
            ("Bundesbehörde", Some("federal authority")),
            ("Sonderermittler", Some("special counsel")),
            ("Ex-Präsident", Some("ex-president")),
            ("50-Prozent-Partner", Some("50-percent partner")),
            ("Saab-Fabrik", Some("Saab factory")),
            ("Nichtannahme", Some("non-acceptance")),
            ("Umverteilung", Some("redistribution")),
            ("Kernfusion", Some("nuclear fusion")),
            ("Schreibzugriff", None),
            ("Kohlschreiber", None),
        ] {
            assert_eq!(gloss(noun, german).as_deref(), english, "{noun}");
        }
    }
}
