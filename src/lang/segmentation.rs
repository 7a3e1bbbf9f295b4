//! What a language knows about the ends of words and sentences: abbreviations, ordinals, words that open a sentence.

use std::collections::HashMap;

/// Whether the full stop of an abbreviation may also be the end of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// "Dr.": something always follows.
    No,
    /// "Mio.": only where the next word opens a sentence.
    Maybe,
    /// "usw.": wherever the next word has a capital.
    Likely,
    /// "S. 5", "Art. 5": an abbreviation only before a number, else a word with a full stop.
    BeforeNumber,
}

/// Abbreviations and the words around full stops (abbreviations.csv, boundaries.csv).
pub struct Segmentation {
    abbreviations: HashMap<&'static str, Ends>,
    words: HashMap<&'static str, u8>,
    domains: &'static [&'static str],
}

const OPENER: u8 = 1;
const AFTER_ORDINAL: u8 = 2;
const BEFORE_ORDINAL: u8 = 4;
const BEFORE_S: u8 = 8;
const WITHIN: u8 = 16;
const BEFORE_TITLE: u8 = 32;
const PARTICLE: u8 = 64;

impl Segmentation {
    /// Both tables as text; rows that cannot be read are left out, and a test of each language sees to it that there are none.
    pub fn new(abbreviations: &'static str, boundaries: &'static str, domains: &'static [&'static str]) -> Self {
        let ends = |name| match name {
            "no" => Some(Ends::No),
            "maybe" => Some(Ends::Maybe),
            "likely" => Some(Ends::Likely),
            "number" => Some(Ends::BeforeNumber),
            _ => None,
        };
        let role = |name| match name {
            "opener" => Some(OPENER),
            "after ordinal" => Some(AFTER_ORDINAL),
            "before ordinal" => Some(BEFORE_ORDINAL),
            "before 's" => Some(BEFORE_S),
            "within" => Some(WITHIN),
            "before title" => Some(BEFORE_TITLE),
            "particle" => Some(PARTICLE),
            _ => None,
        };
        let mut words = HashMap::new();
        for (word, role) in rows(boundaries).filter_map(|(word, name)| Some((word, role(name)?))) {
            *words.entry(word).or_insert(0) |= role;
        }
        let abbreviations = rows(abbreviations).filter_map(|(form, name)| Some((form, ends(name)?))).collect();
        Segmentation { abbreviations, words, domains }
    }

    /// How an abbreviation, written with its full stop ("Dr.", "z.B."), ends; `None` for other words.
    pub fn abbreviation(&self, form: &str) -> Option<Ends> {
        self.abbreviations.get(form).or_else(|| self.abbreviations.get(form.to_lowercase().as_str())).copied()
    }

    /// Words that begin a sentence when they have a capital after a full stop: "Der", "Trotzdem".
    pub fn opens(&self, word: &str) -> bool {
        self.is(word, OPENER)
    }

    /// Openers that are hardly ever written with a capital within a sentence: "Die", "Daraufhin", and not "Sie".
    pub fn opens_alone(&self, word: &str) -> bool {
        self.is(word, OPENER) && !self.is(word, WITHIN)
    }

    /// "Film", "Zeitung": a name that begins with an article may follow without quotation marks.
    pub fn precedes_title(&self, word: &str) -> bool {
        self.is(word, BEFORE_TITLE)
    }

    /// "Juli", "Jahrhundert": what follows an ordinal number.
    pub fn follows_ordinal(&self, word: &str) -> bool {
        self.is(word, AFTER_ORDINAL)
    }

    /// "am", "der": what stands before an ordinal number.
    pub fn precedes_ordinal(&self, word: &str) -> bool {
        self.is(&word.to_lowercase(), BEFORE_ORDINAL)
    }

    /// "ab", "ein": particles that close a clause ("reist ab"), and stand before no article with a capital otherwise.
    pub fn is_particle(&self, word: &str) -> bool {
        self.is(word, PARTICLE)
    }

    /// "Gibt", "Wie": words that take a short "es" ("Gibt's").
    pub fn takes_short_es(&self, word: &str) -> bool {
        self.is(&word.to_lowercase(), BEFORE_S)
    }

    /// "de", "com": the last part of the name of a site.
    pub fn domain(&self, label: &str) -> bool {
        self.domains.contains(&label)
    }

    /// How many abbreviations, and how many words in roles, were read.
    #[cfg(test)]
    pub(super) fn rows(&self) -> (usize, usize) {
        (self.abbreviations.len(), self.words.values().map(|roles| roles.count_ones() as usize).sum())
    }

    fn is(&self, word: &str, role: u8) -> bool {
        self.words.get(word).is_some_and(|roles| roles & role != 0)
    }
}

/// The first two columns of a table without its header; these tables quote nothing in them.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(|line| {
        let mut columns = line.split(',');
        Some((columns.next()?, columns.next()?))
    })
}
