//! English of words in company: as a part of a compound, and beside the words that decide between
//! two senses.
//!
//! The rows are those of parts.csv and senses.csv: "Bundes-" is "federal", "Brand löschen" is
//! "extinguish".

use super::Lexicon;
use crate::record::tables::list;

/// What a word is in English as a part of a compound.
#[derive(Clone, Debug, PartialEq)]
pub struct PartGloss {
    /// Before other parts: "Bundes-" is "federal".
    pub first: PartEnglish,
    /// As the last part: "-chef" is "head".
    pub last: PartEnglish,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartEnglish {
    /// As nouns.csv has it.
    Own,
    /// No English can be put together with it.
    Barred,
    Is(&'static str),
}

/// What a word means in the company of others: "Brand löschen" is "extinguish", "Prozess" with a
/// judge a "trial".
#[derive(Clone, Debug, PartialEq)]
pub struct Sense {
    /// Beginnings or ends of words, in small letters.
    cues: Vec<&'static str>,
    english: &'static str,
}

impl PartGloss {
    pub(super) fn new(first: &'static str, last: &'static str) -> PartGloss {
        PartGloss { first: part(first), last: part(last) }
    }
}

impl Sense {
    pub(super) fn new(cues: &'static str, english: &'static str) -> Sense {
        Sense { cues: list(cues).collect(), english }
    }
}

fn part(cell: &'static str) -> PartEnglish {
    match cell {
        "" => PartEnglish::Own,
        "-" => PartEnglish::Barred,
        english => PartEnglish::Is(english),
    }
}

impl Lexicon {
    /// The English of a part of a compound, by the part as written or its lemma, in small letters.
    pub fn part(&self, part: &str) -> Option<&PartGloss> {
        self.parts.get(part)
    }

    /// The same where it says what the part is before others: "sonder", which is no noun.
    pub fn first_part(&self, part: &str) -> Option<PartEnglish> {
        self.parts.get(part).map(|gloss| gloss.first).filter(|first| *first != PartEnglish::Own)
    }

    /// The English of a word beside one of the cues that a row of senses.csv has; words in small
    /// letters. A verb's cue is the end of its object ("Waldbrand löschen"), a noun's the beginning
    /// or the end of a word of the sentence.
    pub fn sense<'w>(
        &self,
        lemma: &str,
        company: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<&'static str> {
        let noun = lemma.starts_with(char::is_uppercase);
        let near = |sense: &&Sense| {
            let points = |word: &str| {
                sense.cues.iter().any(|cue| word.ends_with(cue) || noun && word.starts_with(cue))
            };
            company.clone().any(points)
        };
        self.senses.get(lemma)?.iter().find(near).map(|sense| sense.english)
    }
}
