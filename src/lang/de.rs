//! German.

use std::sync::LazyLock;

use super::Language;
use crate::gazetteer::Gazetteer;
use crate::lexicon::Lexicon;

static GERMAN: LazyLock<Language> = LazyLock::new(|| Language { code: "de", lexicon: Lexicon {}, gazetteer: Gazetteer {} });

pub fn german() -> &'static Language {
    &GERMAN
}
