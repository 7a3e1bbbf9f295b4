//! The store: a folder with each article's text as published, its metadata and its RDF.
//!
//! `ID.json` is the commit point: it names the text and the N-Quads that belong to it. It is written last and removed first,
//! each by one rename or unlink, so that a kill at any moment leaves the old or the new state.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::article::{Article, Date};
use crate::error::{Error, Result};

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
}

/// What the store knows of an article, as it stands in `ID.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub title: Option<String>,
    pub date: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// The base IRI of the article's RDF.
    pub base: String,
    /// Names of the files beside this one.
    pub text: String,
    pub quads: String,
    pub statements: usize,
}

impl Store {
    /// The store in a folder, made where there is none.
    ///
    /// # Errors
    /// Where the folder cannot be made or is a file.
    pub fn create(dir: impl Into<PathBuf>) -> Result<Store> {
        let dir = dir.into();
        fs::create_dir_all(&dir).map_err(|error| Error::because(format!("cannot make the store {}", dir.display()), error))?;
        Ok(Store { dir })
    }

    /// The store in a folder that is there.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Store> {
        let dir = dir.into();
        if !dir.is_dir() {
            return Err(Error::new(format!("there is no store at {}; 'tripel add FILE' makes one", dir.display())));
        }
        Ok(Store { dir })
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Adds an article, or replaces the one with its id; true where it replaced one.
    ///
    /// # Errors
    /// Where a file cannot be written; the store is then as it was.
    pub fn add(&self, article: &Article, base: &str, statements: usize, quads: &str) -> Result<bool> {
        let _lock = self.lock()?;
        let name = file_name(&article.id);
        let hash = &blake3::hash(format!("{}\u{1f}{quads}", article.text).as_bytes()).to_hex()[..12];
        let entry = Entry {
            id: article.id.clone(),
            title: article.title.clone(),
            date: article.date.map(|date| date.to_string()),
            source: article.source.clone(),
            url: article.url.clone(),
            language: article.language.clone(),
            base: base.to_owned(),
            text: format!("{name}.{hash}.txt"),
            quads: format!("{name}.{hash}.nq"),
            statements,
        };
        let commit = format!("{name}.json");
        let replaced = self.dir.join(&commit).exists();
        self.write(&entry.text, article.text.as_bytes())?;
        self.write(&entry.quads, quads.as_bytes())?;
        let mut json = serde_json::to_string_pretty(&entry).map_err(|error| Error::because("cannot write the metadata", error))?;
        json.push('\n');
        self.write(&commit, json.as_bytes())?;
        self.sweep(&name, Some(&entry))?;
        Ok(replaced)
    }

    /// Removes an article; false where there is none with this id.
    ///
    /// # Errors
    /// Where its files cannot be deleted.
    pub fn remove(&self, id: &str) -> Result<bool> {
        let _lock = self.lock()?;
        let name = file_name(id);
        let commit = self.dir.join(format!("{name}.json"));
        if !commit.exists() {
            return Ok(false);
        }
        fs::remove_file(&commit).map_err(|error| Error::because(format!("cannot remove {}", commit.display()), error))?;
        self.sweep(&name, None)?;
        Ok(true)
    }

    /// The articles by id; each entry that cannot be read is an error of its own.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Result<Entry>>> {
        let mut names = self.files()?;
        names.retain(|name| name.ends_with(".json"));
        names.sort();
        Ok(names.iter().map(|name| self.entry(name)).collect())
    }

    /// The entry of an article.
    ///
    /// # Errors
    /// Where there is none or it is damaged.
    pub fn find(&self, id: &str) -> Result<Entry> {
        let name = format!("{}.json", file_name(id));
        if !self.dir.join(&name).exists() {
            return Err(Error::new(format!(
                "there is no article '{id}' in {}; 'tripel list' shows what is there",
                self.dir.display()
            )));
        }
        self.entry(&name)
    }

    /// The article of an entry, as published.
    ///
    /// # Errors
    /// Where its text cannot be read.
    pub fn article(&self, entry: &Entry) -> Result<Article> {
        let text = self.read(&entry.text)?;
        Ok(Article {
            id: entry.id.clone(),
            title: entry.title.clone(),
            date: entry.date.as_deref().and_then(|date| date.parse::<Date>().ok()),
            source: entry.source.clone(),
            url: entry.url.clone(),
            language: entry.language.clone(),
            text,
        })
    }

    /// The N-Quads of an entry.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn quads(&self, entry: &Entry) -> Result<String> {
        self.read(&entry.quads)
    }

    fn entry(&self, name: &str) -> Result<Entry> {
        let text = self.read(name)?;
        serde_json::from_str(&text).map_err(|error| {
            let path = self.dir.join(name);
            Error::because(format!("{} is damaged: line {}, column {}", path.display(), error.line(), error.column()), error)
        })
    }

    fn read(&self, name: &str) -> Result<String> {
        let path = self.dir.join(name);
        fs::read_to_string(&path).map_err(|error| Error::because(format!("cannot read {}", path.display()), error))
    }

    /// Writes a file whole or not at all.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.dir.join(name);
        let failed = |error: std::io::Error| Error::because(format!("cannot write {}", path.display()), error);
        let mut file = tempfile::Builder::new().prefix(".tmp-").tempfile_in(&self.dir).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        // the rename itself must reach the disk as well
        File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(failed)
    }

    /// Deletes what no entry names any more: the files of an older version, and temporary files of a killed writer.
    fn sweep(&self, name: &str, keep: Option<&Entry>) -> Result<()> {
        for file in self.files()? {
            let rest = file.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
            let own = rest
                .and_then(|rest| rest.strip_suffix(".txt").or_else(|| rest.strip_suffix(".nq")))
                .is_some_and(|hash| hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let kept = keep.is_some_and(|entry| entry.text == file || entry.quads == file);
            if file.starts_with(".tmp-") || (own && !kept) {
                let path = self.dir.join(&file);
                fs::remove_file(&path).map_err(|error| Error::because(format!("cannot remove {}", path.display()), error))?;
            }
        }
        Ok(())
    }

    fn files(&self) -> Result<Vec<String>> {
        let failed = |error| Error::because(format!("cannot read the store {}", self.dir.display()), error);
        let mut names = Vec::new();
        for file in fs::read_dir(&self.dir).map_err(failed)? {
            names.extend(file.map_err(failed)?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    /// Held while a process writes; a second writer waits.
    fn lock(&self) -> Result<File> {
        let path = self.dir.join(".lock");
        let failed = |error| Error::because(format!("cannot lock the store {}", self.dir.display()), error);
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(file)
    }
}

/// An article's id as a file name: letters, digits, `-` and `_` stay, the rest is percent-encoded; long ids end in a hash.
fn file_name(id: &str) -> String {
    let mut name = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' {
            name.push(byte as char);
        } else {
            name += &format!("%{byte:02X}");
        }
    }
    if name.len() > 120 || name.is_empty() {
        name.truncate(100);
        name += &format!("-{}", &blake3::hash(id.as_bytes()).to_hex()[..16]);
    }
    name
}
