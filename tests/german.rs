//! No word of German stands outside its wing: string literals that are German are counted for each file, and a file has
//! at most as many as `CEILINGS` allows. Whoever moves words to src/de or data/de lowers the number.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// How many German literals a file may still have.
const CEILINGS: &[(&str, usize)] = &[
    ("cli/stages.rs", 1),
    ("extract/attribution.rs", 1),
    ("extract/attribution/matrix.rs", 1),
    ("extract/attribution/status.rs", 7),
    ("extract/clause/arguments.rs", 1),
    ("extract/concept.rs", 13),
    // endings of adjectives
    ("extract/concept/count.rs", 2),
    ("extract/entity.rs", 2),
    ("extract/entity/descriptions.rs", 18),
    ("extract/entity/pronouns.rs", 8),
    ("extract/entity/referents.rs", 3),
    ("extract/gloss.rs", 5),
    ("extract/gloss/adjectives.rs", 11),
    ("extract/gloss/description.rs", 72),
    ("extract/gloss/english.rs", 35),
    ("extract/mention.rs", 66),
    ("extract/mention/description.rs", 18),
    ("extract/mention/names.rs", 20),
    ("extract/openie.rs", 1),
    ("extract/openie/apposition.rs", 1),
    ("extract/openie/phrases.rs", 2),
    ("extract/quotation/direct.rs", 4),
    ("extract/quotation/mood.rs", 2),
    ("extract/quotation/phrases.rs", 49),
    ("extract/quotation/verbs.rs", 24),
    ("extract/statement/predicate.rs", 3),
    ("extract/statement/objects.rs", 23),
    ("extract/statement/pairs.rs", 2),
    ("kb/relations.rs", 1),
    ("language/gazetteer.rs", 5),
    ("language/gazetteer/hints.rs", 9),
    ("language/lexicon.rs", 17),
    ("language/lexicon/heads.rs", 12),
    ("language/morphology.rs", 4),
    // codes of Factiva
    ("read/exports/factiva.rs", 8),
    // an element of HTML
    ("read/html/lines.rs", 1),
    // the beginning of names of letters
    ("read/pdf/font.rs", 1),
    ("read/press.rs", 1),
    // a type of statements in Discourse Network Analyzer
    ("review/dna.rs", 1),
    ("review/doubles.rs", 4),
    ("serve/actor.rs", 2),
    ("serve/view.rs", 1),
    ("serve/words.rs", 21),
    ("syntax/compound.rs", 4),
    ("syntax/parse/mend/names.rs", 3),
    ("syntax/parse/mend/phrases.rs", 4),
    ("syntax/parse/mend/verbs.rs", 1),
    ("syntax/parse/settle.rs", 3),
    ("syntax/parse/written.rs", 11),
    ("syntax/phrase.rs", 13),
    ("syntax/sentence/mod.rs", 3),
    ("syntax/sentence/token.rs", 4),
];

/// Words that the tables of German list and that code means in English, or as names of formats.
const ENGLISH: &str = "ab action address advertisement agency all analyse april argument art articles audio \
     august auto bin box center check code community content copyright data de dem dialog \
     double echo element english event export feature fee form format gen gender headline \
     host human import info input integer intention international journal kicker kind label lang last \
     link links list location mac mark media medium minus mode model multi name net neutral \
     new newsletter norm normal not note november option optional organisation paragraph \
     party pdf person place player portal post posting protest provider publisher quote \
     reflex region relation report review root score sender september service show solid \
     standard start state statement status story support team teaser text tot transparent uni \
     union update user version veto video";

/// Words by which a message in English is known.
const MESSAGES: &[&str] = &[
    "The", "When", "Where", "Who", "a", "an", "articles", "cannot", "has", "is", "not", "of",
    "office", "outlet", "same", "the",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words of the first columns of the German tables, in small letters.
fn words() -> HashSet<String> {
    let mut words = HashSet::new();
    let tables = ["verbs", "nouns", "adjectives", "words", "cues", "light", "strong", "boundaries"];
    for table in tables {
        let text = read(&root().join(format!("data/de/{table}.csv")));
        let first = text.lines().skip(1).filter_map(|line| line.split(',').next());
        words.extend(first.flat_map(|cell| cell.split(' ')).map(str::to_lowercase));
    }
    words.retain(|word| word.chars().count() > 1 && !ENGLISH.split(' ').any(|own| own == word));
    words
}

/// The string literals of a file's code, tests and attributes aside.
struct Literals(Vec<String>);

impl<'ast> Visit<'ast> for Literals {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.0.push(literal.value());
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
    }
}

impl Literals {
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut after_hash = false;
        for token in tokens {
            let attribute = std::mem::replace(&mut after_hash, is_hash(&token));
            match token {
                proc_macro2::TokenTree::Group(_) if attribute => {}
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.0.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_hash(token: &proc_macro2::TokenTree) -> bool {
    matches!(token, proc_macro2::TokenTree::Punct(sign) if sign.as_char() == '#')
}

/// A few words without signs, one of them German: no message, no name of a format.
fn is_german(literal: &str, words: &HashSet<String>) -> bool {
    let parts: Vec<&str> = literal.split([' ', '|']).filter(|part| !part.is_empty()).collect();
    let plain = |part: &&str| part.chars().all(|c| c.is_alphabetic() || c == '-' || c == '.');
    let german = |part: &&str| {
        let lower = part.to_lowercase();
        lower.contains(['ä', 'ö', 'ü', 'ß']) || words.contains(&lower)
    };
    let english = |part: &&str| MESSAGES.contains(part);
    let message = parts.len() > 1 && parts.iter().any(english);
    (1..=4).contains(&parts.len())
        && !message
        && parts.iter().all(plain)
        && parts.iter().any(german)
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn german_words_stand_in_the_wing_of_german() {
    let (src, words) = (root().join("src"), words());
    let mut wrong = Vec::new();
    let mut counts = BTreeMap::new();
    for file in files(&src) {
        let name = file.strip_prefix(&src).expect("in src").display().to_string();
        if name.starts_with("de/") {
            continue;
        }
        let mut literals = Literals(Vec::new());
        literals.visit_file(&syn::parse_file(&read(&file)).expect("Rust"));
        literals.0.retain(|literal| is_german(literal, &words));
        let most = CEILINGS.iter().find(|(own, _)| *own == name).map_or(0, |(_, most)| *most);
        if literals.0.len() > most {
            wrong.push(format!("{name}: {} of {most}: {:?}", literals.0.len(), literals.0));
        }
        counts.insert(name, literals.0.len());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (name, _) in CEILINGS {
        assert!(counts.contains_key(*name), "{name} is no file");
    }
}
