//! `ID.json`: what the store knows of an article, sealed by a hash of what it says.

use serde::{Deserialize, Serialize};

use super::names::{file_name, hash, owner};
use crate::kb::sketch::Sketch;
use crate::language::Analyser;
use crate::record::error::{Error, Result};

/// What the store knows of an article, as it stands in `ID.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub title: Option<String>,
    pub date: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    pub language: Option<String>,
    /// The file by whose name the article is called, seen from the store's folder: "../news/artikel-1.txt". Another file of that
    /// name is another article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The file and the place in it where the article was read, where that is not its origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The text in short, by which copies of it are found; `None` where it is too short to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sketch: Option<Sketch>,
    /// The base IRI of the article's RDF.
    pub base: String,
    /// Names of the files beside this one.
    pub text: String,
    pub quads: String,
    pub statements: usize,
    /// The fingerprint of the user's rows about actors with which it was extracted; `None` for no rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<String>,
    /// The analyser with which it was read; nothing is written of the usual one.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub analyser: Analyser,
}

fn is_usual(analyser: &Analyser) -> bool {
    *analyser == Analyser::default()
}

/// By what two articles are seen to have the same text.
pub fn text_hash(text: &str) -> String {
    hash(text)
}

/// An entry as it is written: with the hash of what stands before it.
#[derive(Serialize)]
struct Sealed<'a> {
    #[serde(flatten)]
    entry: &'a Entry,
    check: String,
}

impl Entry {
    /// The hash of the article's text, as `text_hash` gives it.
    pub fn text_hash(&self) -> &str {
        self.text.rsplit('.').nth(1).unwrap_or("")
    }

    /// The entry as JSON, sealed.
    pub(super) fn sealed(&self) -> Result<String> {
        let failed = |error| Error::because("cannot write the metadata", error);
        let check = hash(&serde_json::to_string(self).map_err(failed)?);
        let json = serde_json::to_string_pretty(&Sealed { entry: self, check }).map_err(failed)?;
        Ok(json + "\n")
    }

    /// The entry that stands in `NAME.json`; every byte must be as it was written.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence that begins with the file's name.
    pub(super) fn unsealed(name: &str, text: &str) -> std::result::Result<Entry, String> {
        let entry: Entry = serde_json::from_str(text).map_err(|error| {
            format!("is damaged: line {}, column {}", error.line(), error.column())
        })?;
        let own = Some(name);
        let names_own_files = owner(&entry.text) == own
            && owner(&entry.quads) == own
            && own == Some(file_name(&entry.id).as_str());
        if !names_own_files {
            return Err("is damaged: it names files of another article".to_owned());
        }
        match entry.sealed() {
            Ok(sealed) if sealed == text => Ok(entry),
            _ => Err("is damaged: it is not as it was written".to_owned()),
        }
    }
}
