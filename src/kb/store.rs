//! The store: a folder with each article's text as published, its metadata and its RDF.
//!
//! `ID.json` is the commit point: it names the text and the N-Quads that belong to it. It is written last and removed first,
//! each by one rename or unlink, so that a kill at any moment leaves the old or the new state. The names of the others hold the hash
//! of what is in them, and `ID.json` a hash of itself, so that damage is seen.
//!
//! The folder is the store's own: it holds the file `.tripel`, and no other folder is ever written to. While a writer changes an
//! article, `.lock` names it; what a killed writer left is then told from what somebody lost, and only that is cleared away.

mod names;
mod entry;
mod listing;

use std::collections::BTreeMap;
use std::fs;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use crate::kb::sketch::sketch;
use crate::language::Analyser;
use crate::record::article::{Article, Date};
use crate::record::error::{Error, Result};
pub use entry::{Entry, text_hash};
use listing::GONE;
pub use listing::{Files, INDEX};
use names::{LOCK, MARKER, TEMPORARY, VERSION, file_name, hash, owner};

/// A folder of articles.
#[derive(Clone, Debug)]
pub struct Store {
    dir: PathBuf,
    /// The rows about actors with which articles are extracted that are added.
    corrections: Option<String>,
    /// With which they are read.
    analyser: Analyser,
}

impl Store {
    /// The store in a folder, made where there is none.
    ///
    /// # Errors
    /// Where the folder cannot be made, is a file, or holds other things.
    pub fn create(dir: impl Into<PathBuf>) -> Result<Store> {
        let dir = dir.into();
        let failed = |error: std::io::Error| {
            Error::because(format!("cannot make the store {}", dir.display()), error)
        };
        fs::create_dir_all(&dir).map_err(failed)?;
        if !is_store(&dir)? {
            if let Some(other) = foreign(&dir).map_err(failed)? {
                return Err(Error::new(format!(
                    "{} is no store and holds other things ({other}); a store needs a folder of its own, such as {}",
                    dir.display(),
                    dir.join("tripel.kb").display()
                )));
            }
            // another process may be as far
            fs::write(dir.join(MARKER), VERSION).map_err(failed)?;
        }
        Ok(Store { dir, corrections: None, analyser: Analyser::default() })
    }

    /// The store in a folder that is there; an empty folder is an empty store.
    ///
    /// # Errors
    /// Where there is none.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Store> {
        let dir = dir.into();
        if !is_store(&dir)? && !matches!(foreign(&dir), Ok(None)) {
            return Err(Error::new(format!(
                "there is no store at {}; 'tripel add FILE' makes one",
                dir.display()
            )));
        }
        Ok(Store { dir, corrections: None, analyser: Analyser::default() })
    }

    /// The store, which notes with each article that is added with which rows about actors it was extracted.
    pub fn with_corrections(self, fingerprint: Option<String>) -> Store {
        Store { corrections: fingerprint, ..self }
    }

    /// The store, which notes with each article that is added with which analyser it was read.
    pub fn with_analyser(self, analyser: Analyser) -> Store {
        Store { analyser, ..self }
    }

    /// How many articles were extracted with other rows about actors.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn outdated(&self) -> Result<usize> {
        Ok(self
            .list()?
            .into_iter()
            .flatten()
            .filter(|entry| entry.corrections != self.corrections)
            .count())
    }

    /// Whether another process writes at this moment. Deletes what a killed writer left, where none does.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn is_locked(&self) -> Result<bool> {
        let mut lock = self.lock_file()?;
        match lock.try_lock() {
            Ok(()) => self.recover(&mut lock).map(|()| false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => {
                Err(Error::because(format!("cannot lock the store {}", self.dir.display()), error))
            }
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
    pub fn add(
        &self,
        article: &Article,
        base: &str,
        statements: usize,
        quads: &str,
    ) -> Result<bool> {
        let mut lock = self.lock()?;
        self.put(&mut lock, article, base, statements, quads)
    }

    /// Replaces the article of an entry by what was made of it anew; false where meanwhile another process replaced or removed it,
    /// which is then left as it is.
    ///
    /// # Errors
    /// Where a file cannot be written; the store is then as it was.
    pub fn renew(
        &self,
        entry: &Entry,
        article: &Article,
        statements: usize,
        quads: &str,
    ) -> Result<bool> {
        let mut lock = self.lock()?;
        if !self.contains(&entry.id) || self.find(&entry.id)? != *entry {
            return Ok(false);
        }
        self.put(&mut lock, article, &entry.base, statements, quads)?;
        Ok(true)
    }

    fn put(
        &self,
        lock: &mut File,
        article: &Article,
        base: &str,
        statements: usize,
        quads: &str,
    ) -> Result<bool> {
        let name = file_name(&article.id);
        let entry = Entry {
            id: article.id.clone(),
            title: article.title.clone(),
            date: article.date.map(|date| date.to_string()),
            source: article.source.clone(),
            url: article.url.clone(),
            authors: article.authors.clone(),
            language: article.language.clone(),
            origin: article.origin.clone(),
            place: article.place.clone().filter(|place| article.origin.as_ref() != Some(place)),
            sketch: sketch(&article.text),
            base: base.to_owned(),
            text: format!("{name}.{}.txt", hash(&article.text)),
            quads: format!("{name}.{}.nq", hash(quads)),
            statements,
            corrections: self.corrections.clone(),
            analyser: self.analyser,
        };
        let commit = format!("{name}.json");
        let replaced = self.dir.join(&commit).exists();
        let old = self.files_of(&name, &commit)?;
        self.begin(lock, &name)?;
        let written = self.write_all(&entry, article, quads, &commit);
        // what no entry names: the old files, or where writing failed the new ones
        let kept = if written.is_ok() { Some(&entry) } else { None };
        match kept {
            Some(entry) => self
                .delete(old.iter().filter(|file| **file != entry.text && **file != entry.quads))?,
            None => drop(self.delete(
                [&entry.text, &entry.quads].into_iter().filter(|file| !old.contains(file)),
            )),
        }
        self.end(lock)?;
        written.map(|()| replaced)
    }

    /// Removes an article; false where there is none with this id.
    ///
    /// # Errors
    /// Where its files cannot be deleted.
    pub fn remove(&self, id: &str) -> Result<bool> {
        let mut lock = self.lock()?;
        let name = file_name(id);
        let commit = self.dir.join(format!("{name}.json"));
        if !commit.exists() {
            return Ok(false);
        }
        let files = self.files_of(&name, &format!("{name}.json"))?;
        self.begin(&mut lock, &name)?;
        fs::remove_file(&commit).map_err(|error| {
            Error::because(format!("cannot remove {}", commit.display()), error)
        })?;
        self.sync()?;
        self.delete(&files)?;
        self.end(&mut lock)?;
        Ok(true)
    }

    /// The articles by id; each entry that cannot be read is an error of its own, and each that is lost.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Result<Entry>>> {
        let files = self.files()?;
        let entries = files.iter().filter(|name| name.ends_with(".json"));
        let mut list: Vec<Result<Entry>> = entries.map(|name| self.entry(name)).collect();
        list.extend(self.lost(&files).into_iter().map(Err));
        Ok(list)
    }

    /// Articles of which a text or quads are there and no entry, though no writer is at them.
    pub(in crate::kb) fn lost(&self, files: &[String]) -> Vec<Error> {
        let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
        for file in files {
            if let Some(owner) = owner(file) {
                owners.entry(owner).or_insert(file);
            }
        }
        owners.retain(|name, _| files.binary_search(&format!("{name}.json")).is_err());
        // a file that is not as we write them is somebody's own
        let is_lost = |name: &str, file: &str| {
            let being_written = fs::read_to_string(self.dir.join(LOCK)).unwrap_or_default();
            being_written != name
                && !self.dir.join(format!("{name}.json")).exists()
                && self.whole(file).is_ok()
        };
        owners
            .into_iter()
            .filter(|(name, file)| is_lost(name, file))
            .map(|(name, file)| {
                let path = self.dir.join(format!("{name}.json"));
                Error::new(format!(
                    "{} is missing, but {file} is there; add the article again",
                    path.display()
                ))
            })
            .collect()
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
            authors: entry.authors.clone(),
            language: entry.language.clone(),
            origin: entry.origin.clone(),
            place: entry.place.clone().or_else(|| entry.origin.clone()),
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
    pub(in crate::kb) fn entry(&self, name: &str) -> Result<Entry> {
        let text = self.read(name)?;
        let own = name.strip_suffix(".json").unwrap_or(name);
        Entry::unsealed(own, &text)
            .map_err(|what| Error::new(format!("{} {what}", self.dir.join(name).display())))
    }

    /// A file whose name holds the hash of what was written to it.
    fn whole(&self, name: &str) -> Result<String> {
        let text = self.read(name)?;
        if !name.contains(&hash(&text)) {
            return Err(Error::new(format!(
                "{} is damaged: it is not as it was written",
                self.dir.join(name).display()
            )));
        }
        Ok(text)
    }

    fn read(&self, name: &str) -> Result<String> {
        let path = self.dir.join(name);
        fs::read_to_string(&path)
            .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))
    }

    fn write_all(&self, entry: &Entry, article: &Article, quads: &str, commit: &str) -> Result<()> {
        self.write(&entry.text, article.text.as_bytes())?;
        self.write(&entry.quads, quads.as_bytes())?;
        self.write(commit, entry.sealed()?.as_bytes())
    }

    /// Writes a file whole or not at all.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.dir.join(name);
        let failed = |error: std::io::Error| {
            Error::because(format!("cannot write {}", path.display()), error)
        };
        let mut builder = tempfile::Builder::new();
        // less what the umask takes away: a store may be shared
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.prefix(TEMPORARY).tempfile_in(&self.dir).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        self.sync()
    }

    /// Renames and deletions must reach the disk as well.
    fn sync(&self) -> Result<()> {
        let failed = |error| {
            Error::because(format!("cannot write to the store {}", self.dir.display()), error)
        };
        File::open(&self.dir).and_then(|dir| dir.sync_all()).map_err(failed)
    }

    /// The files of an article besides its entry: those that the entry names, or where it is damaged those with its name.
    fn files_of(&self, name: &str, commit: &str) -> Result<Vec<String>> {
        if !self.dir.join(commit).exists() {
            return Ok(Vec::new());
        }
        match self.entry(commit) {
            Ok(entry) => Ok(vec![entry.text, entry.quads]),
            Err(_) => {
                Ok(self.files()?.into_iter().filter(|file| owner(file) == Some(name)).collect())
            }
        }
    }

    /// Deletes files; one that is not there is no error.
    fn delete<'a>(&self, files: impl IntoIterator<Item = &'a String>) -> Result<()> {
        for file in files {
            let path = self.dir.join(file);
            // what the index says of the article is taken back with its quads
            let gone = self.dir.join(INDEX).join(GONE);
            if file.ends_with(".nq") && fs::rename(&path, gone.join(file)).is_ok() {
                continue;
            }
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Error::because(format!("cannot remove {}", path.display()), error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Says which article is being changed, before anything of it is.
    fn begin(&self, lock: &mut File, name: &str) -> Result<()> {
        self.note(lock, name)
    }

    /// Nothing is being changed any more.
    fn end(&self, lock: &mut File) -> Result<()> {
        self.note(lock, "")
    }

    fn note(&self, lock: &mut File, name: &str) -> Result<()> {
        let write = |lock: &mut File| {
            lock.set_len(0)?;
            lock.rewind()?;
            lock.write_all(name.as_bytes())?;
            if name.is_empty() { Ok(()) } else { lock.sync_data() }
        };
        write(lock).map_err(|error| {
            Error::because(format!("cannot write to the store {}", self.dir.display()), error)
        })
    }

    /// Clears away what a killed writer left: its temporary files, and of the article that it changed the files that no entry names.
    fn recover(&self, lock: &mut File) -> Result<()> {
        let changed = fs::read_to_string(self.dir.join(LOCK)).unwrap_or_default();
        if changed.is_empty() {
            return Ok(());
        }
        let files = self.files()?;
        self.delete(files.iter().filter(|file| file.starts_with(TEMPORARY)))?;
        let own = files.iter().filter(|file| owner(file) == Some(changed.as_str()));
        let commit = format!("{changed}.json");
        if !self.dir.join(&commit).exists() {
            self.delete(own)?;
        } else if let Ok(entry) = self.entry(&commit) {
            self.delete(own.filter(|file| **file != entry.text && **file != entry.quads))?;
        }
        self.end(lock)
    }

    pub(in crate::kb) fn files(&self) -> Result<Vec<String>> {
        let failed =
            |error| Error::because(format!("cannot read the store {}", self.dir.display()), error);
        let mut names = Vec::new();
        for file in fs::read_dir(&self.dir).map_err(failed)? {
            names.extend(file.map_err(failed)?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    /// Held while a process writes; a second writer waits.
    fn lock(&self) -> Result<File> {
        let mut file = self.lock_file()?;
        file.lock().map_err(|error| {
            Error::because(format!("cannot lock the store {}", self.dir.display()), error)
        })?;
        self.recover(&mut file)?;
        Ok(file)
    }

    fn lock_file(&self) -> Result<File> {
        let failed = |error| {
            Error::because(format!("cannot write to the store {}", self.dir.display()), error)
        };
        let path = self.dir.join(LOCK);
        // to open a pipe for writing waits for a reader
        if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
            return Err(Error::new(format!("{} is no plain file; remove it", path.display())));
        }
        File::options().create(true).truncate(false).write(true).open(path).map_err(failed)
    }
}

/// Whether a folder is a store of ours.
///
/// # Errors
/// Where it is one of a version that this program does not know.
fn is_store(dir: &Path) -> Result<bool> {
    match fs::read_to_string(dir.join(MARKER)) {
        Ok(version) if version == VERSION => Ok(true),
        // another process has just made it
        Ok(version) if version.is_empty() => Ok(true),
        Ok(_) => Err(Error::new(format!(
            "the store {} was made by another version of tripel",
            dir.display()
        ))),
        Err(_) => Ok(false),
    }
}

/// Something in a folder that is to become a store; rows about actors may lie there before it.
fn foreign(dir: &Path) -> std::io::Result<Option<String>> {
    for file in fs::read_dir(dir)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if ![MARKER, LOCK, INDEX, "actors.csv", "corrections.jsonl"].contains(&name.as_str()) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// The store in whose folder a path lies, for those that must not write there.
pub fn store_around(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let folders = path.ancestors().skip(1);
    folders.filter(|dir| dir.join(MARKER).is_file()).map(Path::to_owned).next()
}
