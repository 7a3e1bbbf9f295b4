//! What lies in a store's folder, article by article: by the names of the files alone.

use std::collections::BTreeMap;
use std::fs;

use super::Store;
use super::names::{hash, owner};
use crate::record::error::{Error, Result};

/// The folder of the index inside that of the store.
pub const INDEX: &str = ".index";
/// In it the quads of articles that were replaced or removed, until the index has taken them back.
pub(super) const GONE: &str = "gone";

/// The files of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub entry: bool,
    pub texts: Vec<String>,
    pub quads: Vec<String>,
}

impl Store {
    /// The files of each article, by its name.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub(in crate::kb) fn listing(&self) -> Result<BTreeMap<String, Files>> {
        let mut listing: BTreeMap<String, Files> = BTreeMap::new();
        for file in self.files()? {
            if let Some(name) = file.strip_suffix(".json") {
                listing.entry(name.to_owned()).or_default().entry = true;
            } else if let Some(name) = owner(&file) {
                let own = listing.entry(name.to_owned()).or_default();
                if file.ends_with(".nq") { &mut own.quads } else { &mut own.texts }.push(file);
            }
        }
        Ok(listing)
    }

    /// The quads that a file held when the index read them, wherever it lies now; `None` where they are lost.
    pub(in crate::kb) fn former(&self, file: &str) -> Option<String> {
        let gone = self.dir().join(INDEX).join(GONE).join(file);
        let whole = |text: &String| file.contains(&hash(text));
        let read = |path| fs::read_to_string(path).ok().filter(whole);
        read(gone).or_else(|| read(self.dir().join(file)))
    }

    /// Makes the folder of the index, and that of what is taken back.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub(in crate::kb) fn make_index_folder(&self) -> Result<()> {
        let gone = self.dir().join(INDEX).join(GONE);
        fs::create_dir_all(&gone)
            .map_err(|error| Error::because(format!("cannot make {}", gone.display()), error))
    }

    /// Deletes the quads that were taken back; those that the index still has stay.
    pub(in crate::kb) fn forget(&self, has: impl Fn(&str) -> bool) {
        let folder = self.dir().join(INDEX).join(GONE);
        for file in fs::read_dir(folder).into_iter().flatten().flatten() {
            if !file.file_name().to_str().is_some_and(&has) {
                drop(fs::remove_file(file.path()));
            }
        }
    }
}
