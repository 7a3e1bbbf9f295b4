//! What the tables say of the words of a sentence, as inputs of the network: a known given name, a place, a common noun.
//!
//! They are hints, not answers: in training they are left out at random, so that a word is also understood without its row.

use super::{ActorType, Gazetteer, fold_word};
use crate::language::lexicon::Lexicon;
use crate::record::tables::Map;
use crate::record::work::side_by_side;

/// How many hints a word may have.
pub const HINTS: usize = 15;

const GIVEN: u16 = 1;
const SURNAME: u16 = 1 << 1;
const PLACE: u16 = 1 << 2;
const ORGANISATION: u16 = 1 << 3;
const ADJECTIVE: u16 = 1 << 4;
const INHABITANT: u16 = 1 << 5;
const NOUN: u16 = 1 << 6;
/// The end of a compound is a known noun.
const HEAD: u16 = 1 << 7;
/// "China-", "EU-", "Merkel-" of a word with hyphens.
const PART_PLACE: u16 = 1 << 8;
const PART_ORGANISATION: u16 = 1 << 9;
const PART_PERSON: u16 = 1 << 10;
/// A word of a known name of several words.
const IN_PERSON: u16 = 1 << 11;
const IN_ORGANISATION: u16 = 1 << 12;
const IN_PLACE: u16 = 1 << 13;
/// "Hamburger": a known place and "er".
const PLACE_ER: u16 = 1 << 14;

/// Words and names under a hash of their letters: a wrong hint in a billion does no harm.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    words: Map<u64, u16>,
    /// Names of several words, folded, and how they begin.
    names: Map<u64, u16>,
    longest: usize,
}

impl Hints {
    pub fn new(gazetteer: &Gazetteer, lexicon: &Lexicon) -> Self {
        // side by side, as all of the reading
        let (words, names) = side_by_side(|| words(gazetteer, lexicon), || names(gazetteer));
        Hints { words, names, longest: gazetteer.longest }
    }

    /// The hints of each word of a sentence.
    pub fn of(&self, forms: &[&str]) -> Vec<u16> {
        let mut hints: Vec<u16> = forms.iter().map(|form| self.alone(form)).collect();
        let capital = |form: &str| form.chars().next().is_some_and(char::is_uppercase);
        let folded: Vec<String> = forms.iter().map(|form| fold_word(form)).collect();
        for first in 0..forms.len() {
            let mut key = START;
            for last in first..forms.len().min(first + self.longest) {
                key = hash(key, &folded[last]);
                let Some(&within) = self.names.get(&key) else { break };
                if within != 0 && capital(forms[last]) {
                    hints[first..=last].iter_mut().for_each(|hint| *hint |= within);
                }
            }
        }
        hints
    }

    /// The hints of a word by itself.
    fn alone(&self, form: &str) -> u16 {
        let get = |word: &str| self.words.get(&hash(START, word)).copied().unwrap_or(0);
        let lower = form.to_lowercase();
        if form.chars().next().is_none_or(|c| !c.is_uppercase()) {
            let adjective =
                ["e", "en", "er", "es", "em", ""].iter().filter_map(|end| lower.strip_suffix(end));
            let first = form.split_once('-').map_or(0, |(first, _)| part(get(first)));
            return adjective.fold(first, |sum, stem| sum | get(stem) & ADJECTIVE);
        }
        let names = GIVEN | SURNAME | PLACE | ORGANISATION | INHABITANT;
        let genitive =
            form.strip_suffix('s').or(form.strip_suffix(['\'', '’'])).filter(|stem| stem.len() > 3);
        let mut hints = get(form) & (names | NOUN) | genitive.map_or(0, get) & names;
        for stem in
            ["e", "en", "er", "es", "em", ""].iter().filter_map(|end| lower.strip_suffix(end))
        {
            hints |= get(stem) & ADJECTIVE;
        }
        if form.strip_suffix("er").map_or(0, get) & PLACE != 0 {
            hints |= PLACE_ER;
        }
        for stem in ["s", "es", "n", "en", "e", "er", "ern", "nen"]
            .iter()
            .filter_map(|end| form.strip_suffix(end))
        {
            hints |= get(stem) & NOUN;
        }
        if let Some((first, _)) = form.split_once('-') {
            hints |= part(get(first));
        }
        if hints & NOUN == 0 && self.head(form) {
            hints |= HEAD;
        }
        hints
    }

    /// Whether a word ends in a known noun of at least four letters, as compounds do.
    fn head(&self, form: &str) -> bool {
        form.char_indices().skip(2).any(|(at, c)| {
            let rest = &form[at + c.len_utf8()..];
            let long = rest.chars().count() >= 3;
            long && c.is_alphabetic() && {
                let key = c.to_uppercase().fold(START, letter);
                let known = |rest: &str| {
                    self.words.get(&hash(key, rest)).is_some_and(|hint| hint & NOUN != 0)
                };
                known(rest)
                    || ["s", "n", "en", "e"]
                        .iter()
                        .filter_map(|end| rest.strip_suffix(end))
                        .any(|r| r.len() > 2 && known(r))
            }
        })
    }
}

/// What the tables say of words.
fn words(gazetteer: &Gazetteer, lexicon: &Lexicon) -> Map<u64, u16> {
    let mut words = Map::default();
    words.reserve(1 << 15);
    let mut add = |word: &str, hint: u16| *words.entry(hash(START, word)).or_insert(0) |= hint;
    gazetteer.given.keys().for_each(|name| add(name, GIVEN));
    gazetteer.surnames.iter().for_each(|name| add(name, SURNAME));
    for (name, &at) in &gazetteer.names {
        let kind = gazetteer.actors[at].kind;
        if !name.contains(' ') {
            add(name, of_names(kind).0);
        } else if let Some((_, surname)) =
            name.rsplit_once(' ').filter(|_| kind == ActorType::Person)
        {
            add(surname, SURNAME);
        }
    }
    gazetteer.capitals.keys().chain(gazetteer.metonyms.keys()).for_each(|name| add(name, PLACE));
    gazetteer.adjectives.keys().for_each(|adjective| add(adjective, ADJECTIVE));
    gazetteer.inhabitants.keys().for_each(|name| add(name, INHABITANT));
    lexicon.noun_lemmas().for_each(|noun| add(noun, NOUN));
    words
}

/// What the tables say of names of several words and of how they begin.
fn names(gazetteer: &Gazetteer) -> Map<u64, u16> {
    let mut names = Map::default();
    names.reserve(1 << 15);
    for (name, &at) in gazetteer.names.iter().filter(|(name, _)| name.contains(' ')) {
        let mut parts = name.split(' ').peekable();
        let mut key = START;
        while let Some(part) = parts.next() {
            key = hash(key, &fold_word(part));
            let within =
                if parts.peek().is_none() { of_names(gazetteer.actors[at].kind).1 } else { 0 };
            *names.entry(key).or_insert(0) |= within;
        }
    }
    names
}

/// The hints of a name of one word, and of each word of a longer one.
fn of_names(kind: ActorType) -> (u16, u16) {
    match kind {
        ActorType::Person => (SURNAME, IN_PERSON),
        ActorType::State | ActorType::Place => (PLACE, IN_PLACE),
        ActorType::Group => (INHABITANT, 0),
        _ => (ORGANISATION, IN_ORGANISATION),
    }
}

/// What a word is as the first part of another.
fn part(hint: u16) -> u16 {
    let as_part = |is: u16, part: u16| if hint & is != 0 { part } else { 0 };
    as_part(PLACE, PART_PLACE)
        | as_part(ORGANISATION, PART_ORGANISATION)
        | as_part(GIVEN | SURNAME, PART_PERSON)
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over letters, closed by a mark, so that words of a name follow one another.
fn hash(key: u64, word: &str) -> u64 {
    letter(word.chars().fold(key, letter), '\u{1f}')
}

fn letter(key: u64, c: char) -> u64 {
    (key ^ u64::from(c)).wrapping_mul(0x100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_name_is_a_hint_and_no_actor() {
        let gazetteer = Gazetteer { surnames: vec!["Kowalski"], ..Default::default() };
        let hints = Hints::new(&gazetteer, &Lexicon::default());
        assert_eq!(
            hints.of(&["Kowalski", "Kowalskis", "Kowal", "Kowalski-Anhänger"]),
            [SURNAME, SURNAME, 0, PART_PERSON]
        );
        assert!(gazetteer.name("Kowalski").is_none());
    }
}
