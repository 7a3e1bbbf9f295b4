//! Languages: a language is a record of data.

mod de;

use crate::gazetteer::Gazetteer;
use crate::lexicon::Lexicon;

/// What the stages know of a language.
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    pub lexicon: Lexicon,
    pub gazetteer: Gazetteer,
}

/// The language with an ISO 639-1 code, where there is one.
pub fn language(code: &str) -> Option<&'static Language> {
    match code {
        "de" => Some(de::german()),
        _ => None,
    }
}
