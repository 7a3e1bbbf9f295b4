//! The languages of this build: an ISO 639-1 code goes in, a [`Language`] comes out.
//!
//! ```
//! let german = tripel::languages::language("de").expect("German is built in");
//! assert_eq!(german.code, "de");
//! assert!(tripel::languages::language("xx").is_none());
//! ```

use crate::de;
use crate::language::{Analyser, Language};

/// The language with an ISO 639-1 code, where there is one.
pub fn language(code: &str) -> Option<&'static Language> {
    language_with(code, Analyser::default())
}

/// The language with an ISO 639-1 code and one of its analysers, where there is one.
pub fn language_with(code: &str, analyser: Analyser) -> Option<&'static Language> {
    match code {
        "de" => Some(de::german(analyser)),
        _ => None,
    }
}
