//! The manifest of an index: which files belong to it, and what of the store they hold.
//!
//! It is written last, by one rename, and sealed by a hash: files that it does not name are no part of the index.

use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::kb::copies::Copy;
use crate::record::error::{Error, Result};

/// An index of another version is made anew.
pub const VERSION: u32 = 1;
const NAME: &str = "contents";

/// What an index is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub version: u32,
    /// The base IRI of the first article.
    pub base: String,
    /// How keys are made of terms; another number where two had the same.
    pub salt: u8,
    /// When the store's folder changed last, in nanoseconds, before it was read.
    pub changed: u128,
    pub articles: usize,
    /// What stands in the graph where each story is told once.
    pub once: Vec<Part>,
    /// What the copies add to it.
    pub copies_add: Vec<Part>,
    /// Different quads, without and with the copies.
    pub quads_once: usize,
    pub quads: usize,
    /// Which articles are in the index.
    pub rows: Vec<Part>,
    /// Which tell the story of another.
    pub copies: Vec<Told>,
    /// Articles that cannot be read, by name, with the reason.
    pub damaged: Vec<(String, String)>,
}

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub file: String,
    pub bytes: usize,
    /// The checksum of its checksums: another file may have had the name.
    pub sum: u32,
}

/// An article that tells the story of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub id: String,
    pub of: String,
    pub version: bool,
}

impl From<Copy> for Told {
    fn from(copy: Copy) -> Told {
        Told { id: copy.id, of: copy.of, version: copy.version }
    }
}

/// Why there is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    Missing,
    Damaged,
    Outdated,
}

impl Manifest {
    /// The manifest in the folder of an index.
    ///
    /// # Errors
    /// Why there is none.
    pub fn read(folder: &Path) -> std::result::Result<Manifest, Absence> {
        let Ok(bytes) = fs::read(folder.join(NAME)) else { return Err(Absence::Missing) };
        let text = String::from_utf8(bytes).map_err(|_| Absence::Damaged)?;
        let whole = text.strip_suffix('\n').and_then(|text| text.split_once('\n'));
        let is_whole = |(hash, json): &(&str, &str)| *hash == self::hash(json);
        let Some((_, json)) = whole.filter(is_whole) else { return Err(Absence::Damaged) };
        match serde_json::from_str::<Manifest>(json) {
            Ok(manifest) if manifest.version == VERSION => Ok(manifest),
            _ => Err(Absence::Outdated),
        }
    }

    /// Writes it: from now on the index is what it says.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn commit(&self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let failed = |error: std::io::Error| {
            Error::because(format!("cannot write {}", path.display()), error)
        };
        let json = serde_json::to_string(self).map_err(|error| failed(error.into()))?;
        let mut file =
            tempfile::Builder::new().prefix(".new-").tempfile_in(folder).map_err(failed)?;
        file.write_all(format!("{}\n{json}\n", hash(&json)).as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }

    /// Takes the index away: it is made anew when it is opened.
    pub fn discard(folder: &Path) {
        drop(fs::remove_file(folder.join(NAME)));
    }

    /// The names of all files that belong to the index.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let parts = self.once.iter().chain(&self.copies_add).chain(&self.rows);
        parts.map(|part| part.file.as_str()).chain([NAME])
    }
}

fn hash(json: &str) -> String {
    blake3::hash(json.as_bytes()).to_hex().to_string()
}
