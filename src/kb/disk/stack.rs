//! The segments of an index as files: a large one, and smaller ones above it, of which those of like size become one.

use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, Part};
use crate::kb::index::{
    Coding, Delta, Failure, Key, Sealed, Segment, Verdicts, labelling, merged, verdicts,
};
use crate::record::error::Error;

/// A segment becomes one with those above it where it is not so many times as large.
const RATIO: usize = 4;

/// Why an index was not brought up to date.
pub enum Stop {
    /// What is there is not as it was written, or two terms have one key: it must be made anew, with these keys.
    Anew(u8),
    /// What an article said that is no more is not known: it must be made anew.
    Lost,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

/// The folder of an index, while one process writes to it.
pub struct Desk {
    pub folder: PathBuf,
    pub base: String,
    pub salt: u8,
    next: u64,
}

/// Segments of one graph, with their files.
pub type Stack = Vec<(Part, Segment)>;

impl Desk {
    pub fn new(folder: &Path, base: &str, salt: u8) -> Desk {
        let files = fs::read_dir(folder).into_iter().flatten().flatten();
        let number =
            |file: fs::DirEntry| file.file_name().to_str()?.split('.').next()?.parse::<u64>().ok();
        let next = files.filter_map(number).max().map_or(1, |most| most + 1);
        Desk { folder: folder.to_owned(), base: base.to_owned(), salt, next }
    }

    /// Writes a file that the index does not have yet.
    pub fn create<E: From<io::Error>>(
        &mut self,
        ending: &str,
        write: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, E>,
    ) -> Result<Part, E> {
        let file = format!("{}.{ending}", self.next);
        self.next += 1;
        let path = self.folder.join(&file);
        let out = File::options().write(true).create_new(true).open(&path)?;
        let written = write(BufWriter::with_capacity(1 << 16, out)).and_then(|out| {
            let out = out.into_inner().map_err(|error| E::from(error.into_error()))?;
            out.sync_all()?;
            let sealed = Sealed::open(&path)?;
            Ok(Part { file, bytes: sealed.length(), sum: sealed.sum() })
        });
        if written.is_err() {
            drop(fs::remove_file(&path));
        }
        written
    }

    pub fn failed(&self, error: io::Error) -> Stop {
        Stop::Failed(Error::because(format!("cannot write to {}", self.folder.display()), error))
    }

    fn stopped(&self, failure: Failure) -> Stop {
        match failure {
            Failure::Damage(_) => Stop::Anew(self.salt),
            Failure::Collision => Stop::Anew(self.salt.wrapping_add(1)),
            Failure::Io(error) => self.failed(error),
        }
    }

    /// Writes what is added and taken away as a segment above the others.
    pub fn push(&mut self, stack: &mut Stack, delta: Delta) -> Result<(), Stop> {
        if delta.collision {
            return Err(Stop::Anew(self.salt.wrapping_add(1)));
        }
        if delta.gathered() == 0 {
            return Ok(());
        }
        let base = self.base.clone();
        let part = self.create("quads", |out| delta.write(&base, out));
        let part = part.map_err(|error: io::Error| self.failed(error))?;
        stack.push((part.clone(), self.open(&part)?));
        Ok(())
    }

    pub fn open(&self, part: &Part) -> Result<Segment, Stop> {
        segment(&self.folder, part).map_err(|_| Stop::Anew(self.salt))
    }

    /// Makes one of the uppermost segments where they are of like size; of all where `whole`.
    pub fn merge(&mut self, stack: &mut Stack, whole: bool) -> Result<(), Stop> {
        let mut from = stack.len().saturating_sub(1);
        let mut bytes = stack.last().map_or(0, |(part, _)| part.bytes);
        while from > 0 && (whole || stack[from - 1].0.bytes < RATIO * bytes) {
            from -= 1;
            bytes += stack[from].0.bytes;
        }
        if stack.len() - from.min(stack.len()) < 2 {
            return Ok(());
        }
        let base = self.base.clone();
        let segments: Vec<&Segment> = stack[from..].iter().map(|(_, segment)| segment).collect();
        let part = self.create("quads", |out| merged(&segments, &base, out));
        let part = part.map_err(|failure: Failure| self.stopped(failure))?;
        let segment = self.open(&part)?;
        stack.truncate(from);
        // what took back all there was leaves nothing
        if !segment.is_empty() {
            stack.push((part, segment));
        }
        Ok(())
    }

    /// Deletes what no manifest names.
    pub fn clear(&self, manifest: &Manifest) {
        let named: BTreeSet<&str> = manifest.files().collect();
        for file in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = file.file_name();
            let is_ours = name.to_str().is_some_and(|name| {
                name.ends_with(".quads") || name.ends_with(".rows") || name.starts_with(".new-")
            });
            if is_ours && !name.to_str().is_some_and(|name| named.contains(name)) {
                drop(fs::remove_file(file.path()));
            }
        }
    }
}

/// The segment in a file of an index.
///
/// # Errors
/// Where the file is not there, or not as it was written.
pub fn segment(folder: &Path, part: &Part) -> io::Result<Segment> {
    Segment::new(sealed(folder, part)?)
        .map_err(|damage| io::Error::new(ErrorKind::InvalidData, damage))
}

/// A file of an index, as its manifest names it.
///
/// # Errors
/// As `segment`.
pub fn sealed(folder: &Path, part: &Part) -> io::Result<Sealed> {
    let sealed = Sealed::open(&folder.join(&part.file))?;
    if sealed.length() != part.bytes || sealed.sum() != part.sum {
        return Err(io::Error::new(ErrorKind::InvalidData, sealed.damage()));
    }
    Ok(sealed)
}

/// Before and after a change, the labels of a thing change from the one to the other; `take` is -1 to undo, 1 to do.
pub struct Labels<'a> {
    pub coding: &'a Coding,
    pub salt: u8,
    pub delta: Delta,
}

impl Labels<'_> {
    /// Adds the labels of a thing, as segments count them, to what is added, or takes them away.
    ///
    /// # Errors
    /// Where a segment is damaged.
    pub fn put(
        &mut self,
        segments: &[&Segment],
        (key, text): &(Key, Vec<u8>),
        sign: i32,
    ) -> Result<(), Stop> {
        let own: Verdicts =
            verdicts(segments, *key, self.coding).map_err(|_| Stop::Anew(self.salt))?;
        for (object, (bytes, preferred)) in own {
            let predicate = labelling(preferred, self.coding, self.salt);
            self.delta.push([(*key, text.clone()), predicate, (object, bytes)], sign);
        }
        Ok(())
    }
}
