//! The store: a folder with each article's text as published, its metadata and its RDF.
//!
//! `ID.json` is the commit point: it names the text and the N-Quads that belong to it. It is written last and removed first,
//! each by one rename or unlink, so that a kill at any moment leaves the old or the new state. The names of the others hold the hash
//! of what is in them, so that damage is seen.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::article::{Article, Date};
use crate::error::{Error, Result};

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
    /// The rows about actors with which articles are extracted that are added.
    corrections: Option<String>,
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
    /// The fingerprint of the user's rows about actors with which it was extracted; `None` for no rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<String>,
}

impl Store {
    /// The store in a folder, made where there is none.
    ///
    /// # Errors
    /// Where the folder cannot be made or is a file.
    pub fn create(dir: impl Into<PathBuf>) -> Result<Store> {
        let dir = dir.into();
        fs::create_dir_all(&dir).map_err(|error| Error::because(format!("cannot make the store {}", dir.display()), error))?;
        Ok(Store { dir, corrections: None })
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
        Ok(Store { dir, corrections: None })
    }

    /// The store, which notes with each article that is added with which rows about actors it was extracted.
    pub fn with_corrections(self, fingerprint: Option<String>) -> Store {
        Store { corrections: fingerprint, ..self }
    }

    /// How many articles were extracted with other rows about actors.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn outdated(&self) -> Result<usize> {
        Ok(self.list()?.into_iter().flatten().filter(|entry| entry.corrections != self.corrections).count())
    }

    /// Whether another process writes at this moment. Deletes what a killed writer left, where none does.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn is_locked(&self) -> Result<bool> {
        match self.lock_file()?.try_lock() {
            Ok(()) => self.tidy().map(|()| false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(Error::because(format!("cannot lock the store {}", self.dir.display()), error)),
        }
    }

    /// The base IRI of the articles; `None` where there are none.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn base(&self) -> Result<Option<String>> {
        let mut names = self.entries()?;
        names.truncate(10);
        Ok(names.iter().find_map(|name| self.entry(name).ok()).map(|entry| entry.base))
    }

    pub fn contains(&self, id: &str) -> bool {
        self.dir.join(format!("{}.json", file_name(id))).exists()
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
        let entry = Entry {
            id: article.id.clone(),
            title: article.title.clone(),
            date: article.date.map(|date| date.to_string()),
            source: article.source.clone(),
            url: article.url.clone(),
            language: article.language.clone(),
            base: base.to_owned(),
            text: format!("{name}.{}.txt", hash(&article.text)),
            quads: format!("{name}.{}.nq", hash(quads)),
            statements,
            corrections: self.corrections.clone(),
        };
        let commit = format!("{name}.json");
        let replaced = self.dir.join(&commit).exists();
        let old = self.files_of(&name, &commit)?;
        let written = self.write_all(&entry, article, quads, &commit);
        // what no entry names: the old files, or where writing failed the new ones
        let kept = if written.is_ok() { Some(&entry) } else { None };
        match kept {
            Some(entry) => self.delete(old.iter().filter(|file| **file != entry.text && **file != entry.quads))?,
            None => drop(self.delete([&entry.text, &entry.quads].into_iter().filter(|file| !old.contains(file)))),
        }
        written.map(|()| replaced)
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
        let files = self.files_of(&name, &format!("{name}.json"))?;
        fs::remove_file(&commit).map_err(|error| Error::because(format!("cannot remove {}", commit.display()), error))?;
        self.sync()?;
        self.delete(&files)?;
        Ok(true)
    }

    /// The articles by id; each entry that cannot be read is an error of its own.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Result<Entry>>> {
        Ok(self.entries()?.iter().map(|name| self.entry(name)).collect())
    }

    fn entries(&self) -> Result<Vec<String>> {
        let mut names = self.files()?;
        names.retain(|name| name.ends_with(".json"));
        Ok(names)
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
    /// Where its text cannot be read or is damaged.
    pub fn article(&self, entry: &Entry) -> Result<Article> {
        let text = self.whole(&entry.text)?;
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
    /// Where the file cannot be read or is damaged.
    pub fn quads(&self, entry: &Entry) -> Result<String> {
        self.whole(&entry.quads)
    }

    /// The entry in a file; it names only files of its own article.
    fn entry(&self, name: &str) -> Result<Entry> {
        let text = self.read(name)?;
        let path = self.dir.join(name);
        let entry: Entry = serde_json::from_str(&text).map_err(|error| {
            Error::because(format!("{} is damaged: line {}, column {}", path.display(), error.line(), error.column()), error)
        })?;
        let own = name.strip_suffix(".json");
        if owner(&entry.text) != own || owner(&entry.quads) != own || own != Some(file_name(&entry.id).as_str()) {
            return Err(Error::new(format!("{} is damaged: it names files of another article", path.display())));
        }
        Ok(entry)
    }

    /// A file whose name holds the hash of what was written to it.
    fn whole(&self, name: &str) -> Result<String> {
        let text = self.read(name)?;
        if !name.contains(&hash(&text)) {
            return Err(Error::new(format!("{} is damaged: it is not as it was written", self.dir.join(name).display())));
        }
        Ok(text)
    }

    fn read(&self, name: &str) -> Result<String> {
        let path = self.dir.join(name);
        fs::read_to_string(&path).map_err(|error| Error::because(format!("cannot read {}", path.display()), error))
    }

    fn write_all(&self, entry: &Entry, article: &Article, quads: &str, commit: &str) -> Result<()> {
        self.write(&entry.text, article.text.as_bytes())?;
        self.write(&entry.quads, quads.as_bytes())?;
        let mut json = serde_json::to_string_pretty(entry).map_err(|error| Error::because("cannot write the metadata", error))?;
        json.push('\n');
        self.write(commit, json.as_bytes())
    }

    /// Writes a file whole or not at all.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.dir.join(name);
        let failed = |error: std::io::Error| Error::because(format!("cannot write {}", path.display()), error);
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.dir).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        self.sync()
    }

    /// Renames and deletions must reach the disk as well.
    fn sync(&self) -> Result<()> {
        let failed = |error| Error::because(format!("cannot write to the store {}", self.dir.display()), error);
        File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(failed)
    }

    /// The files of an article besides its entry: those that the entry names, or where it is damaged those with its name.
    fn files_of(&self, name: &str, commit: &str) -> Result<Vec<String>> {
        if !self.dir.join(commit).exists() {
            return Ok(Vec::new());
        }
        match self.entry(commit) {
            Ok(entry) => Ok(vec![entry.text, entry.quads]),
            Err(_) => Ok(self.files()?.into_iter().filter(|file| owner(file) == Some(name)).collect()),
        }
    }

    /// Deletes files; one that is not there is no error.
    fn delete<'a>(&self, files: impl IntoIterator<Item = &'a String>) -> Result<()> {
        for file in files {
            let path = self.dir.join(file);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Error::because(format!("cannot remove {}", path.display()), error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Deletes what a killed writer left: temporary files, and files that no entry names.
    fn tidy(&self) -> Result<()> {
        let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in self.files()? {
            if file.starts_with(TEMPORARY) {
                self.delete([&file])?;
            } else if let Some(owner) = owner(&file) {
                files.entry(owner.to_owned()).or_default().push(file);
            }
        }
        for (name, files) in files {
            let commit = format!("{name}.json");
            if !self.dir.join(&commit).exists() {
                self.delete(&files)?;
            } else if files.len() > 2
                && let Ok(entry) = self.entry(&commit)
            {
                self.delete(files.iter().filter(|file| **file != entry.text && **file != entry.quads))?;
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
        let file = self.lock_file()?;
        file.lock().map_err(|error| Error::because(format!("cannot lock the store {}", self.dir.display()), error))?;
        Ok(file)
    }

    fn lock_file(&self) -> Result<File> {
        let failed = |error| Error::because(format!("cannot write to the store {}", self.dir.display()), error);
        File::options().create(true).truncate(false).write(true).open(self.dir.join(".lock")).map_err(failed)
    }
}

/// What files are called until they are whole.
const TEMPORARY: &str = ".tmp-";

/// The first digits of a text's hash: they stand in its file's name, and tell whether the file is as it was written.
fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..12].to_owned()
}

/// The article, by its file name, to which "NAME.HASH.txt" or "NAME.HASH.nq" belongs.
fn owner(file: &str) -> Option<&str> {
    let (name, hash) = file.strip_suffix(".txt").or_else(|| file.strip_suffix(".nq"))?.rsplit_once('.')?;
    (hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(name)
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
