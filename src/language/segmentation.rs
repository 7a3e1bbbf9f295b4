//! What a language knows about the ends of words and sentences: abbreviations, ordinals, words that open a sentence.

use crate::record::tables::{Map, rows};

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
    abbreviations: Map<&'static str, Ends>,
    words: Map<&'static str, u8>,
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
    /// Both tables as text; a malformed row is named by its content (tests read every embedded file).
    pub fn new(
        abbreviations: &'static str,
        boundaries: &'static str,
        domains: &'static [&'static str],
    ) -> Result<Self, String> {
        let mut found =
            Segmentation { abbreviations: Map::default(), words: Map::default(), domains };
        rows("abbreviations.csv", abbreviations, |row| {
            found.abbreviations.insert(row.cells[0], ends(row.cells[1])?);
            Ok(())
        })?;
        rows("boundaries.csv", boundaries, |row| {
            *found.words.entry(row.cells[0]).or_insert(0) |= role(row.cells[1])?;
            Ok(())
        })?;
        Ok(found)
    }

    /// How an abbreviation, written with its full stop ("Dr.", "z.B."), ends; `None` for other words.
    pub fn abbreviation(&self, form: &str) -> Option<Ends> {
        self.abbreviations
            .get(form)
            .or_else(|| self.abbreviations.get(form.to_lowercase().as_str()))
            .copied()
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
    pub(crate) fn rows(&self) -> (usize, usize) {
        (
            self.abbreviations.len(),
            self.words.values().map(|roles| roles.count_ones() as usize).sum(),
        )
    }

    fn is(&self, word: &str, role: u8) -> bool {
        self.words.get(word).is_some_and(|roles| roles & role != 0)
    }
}

fn ends(name: &str) -> Result<Ends, String> {
    Ok(match name {
        "no" => Ends::No,
        "maybe" => Ends::Maybe,
        "likely" => Ends::Likely,
        "number" => Ends::BeforeNumber,
        _ => return Err(format!("'{name}' is no way to end a sentence")),
    })
}

fn role(name: &str) -> Result<u8, String> {
    Ok(match name {
        "opener" => OPENER,
        "after ordinal" => AFTER_ORDINAL,
        "before ordinal" => BEFORE_ORDINAL,
        "before 's" => BEFORE_S,
        "within" => WITHIN,
        "before title" => BEFORE_TITLE,
        "particle" => PARTICLE,
        _ => return Err(format!("'{name}' is no role of a word")),
    })
}
