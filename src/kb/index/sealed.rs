//! A file of the index: written once, mapped into memory, and every part of it checked before it is believed.
//!
//! Behind the content stand a checksum of each 64 KiB of it, a checksum of these, and the length: a file that was cut off or
//! changed is told from a whole one, and no more of it is read than a query needs.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use memmap2::Mmap;

const CHUNK: usize = 1 << 16;
const MAGIC: &[u8; 8] = b"tripelix";
/// Length of the content, checksum of the checksums, magic.
const FOOTER: usize = 8 + 4 + 8;
/// Shorter files are checked as a whole when they are opened.
const SHORT: usize = 4 << 20;

/// That a file of the index is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage(pub PathBuf);

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.0.display();
        write!(f, "{path} is damaged: it is not as it was written; the next command makes it anew")
    }
}

impl std::error::Error for Damage {}

enum Source {
    Memory(Vec<u8>),
    Mapped(Mmap),
}

/// The content of a file, or what never was one.
pub struct Sealed {
    source: Source,
    path: PathBuf,
    length: usize,
    checks: Vec<u32>,
    /// A bit for each chunk that was found whole.
    whole: Vec<AtomicU64>,
}

impl Sealed {
    /// Content that stays in memory.
    pub fn memory(content: Vec<u8>) -> Sealed {
        let length = content.len();
        let (checks, whole) = (Vec::new(), Vec::new());
        Sealed { source: Source::Memory(content), path: PathBuf::new(), length, checks, whole }
    }

    /// # Errors
    /// Where there is no such file, or it is not as it was written.
    pub fn open(path: &Path) -> io::Result<Sealed> {
        let file = File::open(path)?;
        // SAFETY: a file of the index is written once, named in the manifest when it is whole, and then only deleted, which
        // leaves the mapping as it is. Whoever cuts a file off while it is read ends the process by a signal, as with every
        // mapped file; nothing is read that was not compared with its checksum.
        #[allow(unsafe_code)]
        let map = unsafe { Mmap::map(&file)? };
        let damage = || io::Error::new(io::ErrorKind::InvalidData, Damage(path.to_owned()));
        let (length, checks) = footer(&map).ok_or_else(damage)?;
        let whole = (0..checks.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let sealed =
            Sealed { source: Source::Mapped(map), path: path.to_owned(), length, checks, whole };
        if length <= SHORT {
            sealed.check().map_err(|_| damage())?;
        }
        Ok(sealed)
    }

    pub fn length(&self) -> usize {
        self.length
    }

    /// The checksum of the checksums.
    pub fn sum(&self) -> u32 {
        let checks: Vec<u8> = self.checks.iter().flat_map(|own| own.to_le_bytes()).collect();
        sum(&checks, self.length)
    }

    fn all(&self) -> &[u8] {
        match &self.source {
            Source::Memory(content) => content,
            Source::Mapped(map) => &map[..self.length],
        }
    }

    /// Some bytes of the content.
    ///
    /// # Errors
    /// Where they are not as they were written.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> Result<&[u8], Damage> {
        if !self.checks.is_empty() {
            let last = range.end.saturating_sub(1).max(range.start) / CHUNK;
            for chunk in range.start / CHUNK..=last {
                self.checked(chunk)?;
            }
        }
        self.all().get(range).ok_or_else(|| self.damage())
    }

    #[inline]
    fn checked(&self, chunk: usize) -> Result<(), Damage> {
        let bit = 1 << (chunk % 64);
        match self.whole.get(chunk / 64) {
            Some(seen) if seen.load(Ordering::Relaxed) & bit != 0 => Ok(()),
            Some(_) => self.compare(chunk),
            None => Err(self.damage()),
        }
    }

    fn compare(&self, chunk: usize) -> Result<(), Damage> {
        let content = self.all();
        let begin = (chunk * CHUNK).min(content.len());
        let bytes = &content[begin..(begin + CHUNK).min(content.len())];
        if self.checks.get(chunk) != Some(&crc32fast::hash(bytes)) {
            return Err(self.damage());
        }
        self.whole[chunk / 64].fetch_or(1 << (chunk % 64), Ordering::Relaxed);
        Ok(())
    }

    /// Compares the whole content with its checksums.
    ///
    /// # Errors
    /// Where it is not as it was written.
    pub fn check(&self) -> Result<(), Damage> {
        (0..self.checks.len()).try_for_each(|chunk| self.checked(chunk))
    }

    pub fn damage(&self) -> Damage {
        Damage(self.path.clone())
    }
}

/// The length of the content and its checksums; `None` where the end of a file is not as it was written.
fn footer(file: &[u8]) -> Option<(usize, Vec<u32>)> {
    let (rest, footer) = file.split_at_checked(file.len().checked_sub(FOOTER)?)?;
    let length = usize::try_from(u64::from_le_bytes(footer[..8].try_into().ok()?)).ok()?;
    let own = u32::from_le_bytes(footer[8..12].try_into().ok()?);
    let checks = rest.get(length..)?;
    let is_ours = &footer[12..] == MAGIC && checks.len() == length.div_ceil(CHUNK) * 4;
    (is_ours && own == sum(checks, length)).then(|| {
        let number = |bytes: &[u8]| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        (length, checks.chunks_exact(4).map(number).collect())
    })
}

/// The content of a file that was just written into memory.
pub fn content(mut file: Vec<u8>) -> Vec<u8> {
    let length = footer(&file).map_or(0, |(length, _)| length);
    file.truncate(length);
    file
}

fn sum(checks: &[u8], length: usize) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(checks);
    hasher.update(&(length as u64).to_le_bytes());
    hasher.finalize()
}

/// What is written to it goes on, and its checksums with it.
pub struct Sealing<W> {
    out: W,
    length: usize,
    hasher: crc32fast::Hasher,
    checks: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    pub fn new(out: W) -> Sealing<W> {
        Sealing { out, length: 0, hasher: crc32fast::Hasher::new(), checks: Vec::new() }
    }

    /// So many bytes of content are written by now.
    pub fn length(&self) -> usize {
        self.length
    }

    pub fn put(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        while !bytes.is_empty() {
            let room = CHUNK - self.length % CHUNK;
            let (own, rest) = bytes.split_at(room.min(bytes.len()));
            self.hasher.update(own);
            self.length += own.len();
            if self.length.is_multiple_of(CHUNK) {
                self.end_chunk();
            }
            bytes = rest;
        }
        Ok(())
    }

    fn end_chunk(&mut self) {
        let hasher = std::mem::replace(&mut self.hasher, crc32fast::Hasher::new());
        self.checks.extend(hasher.finalize().to_le_bytes());
    }

    /// Writes what stands behind the content.
    pub fn finish(mut self) -> io::Result<W> {
        if !self.length.is_multiple_of(CHUNK) {
            self.end_chunk();
        }
        self.out.write_all(&self.checks)?;
        self.out.write_all(&(self.length as u64).to_le_bytes())?;
        self.out.write_all(&sum(&self.checks, self.length).to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flip_and_every_cut_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        for length in [0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 7] {
            let content: Vec<u8> = (0..length).map(|at| (at * 7 % 251) as u8).collect();
            let mut sealing = Sealing::new(Vec::new());
            content.chunks(1000).for_each(|part| sealing.put(part).expect("written"));
            let file = sealing.finish().expect("written");
            std::fs::write(&path, &file).expect("written");
            assert_eq!(Sealed::open(&path).expect("whole").get(0..length), Ok(&content[..]));
            for at in (0..file.len()).step_by(file.len() / 50 + 1) {
                let mut other = file.clone();
                other[at] ^= 16;
                std::fs::write(&path, &other).expect("written");
                assert!(Sealed::open(&path).is_err(), "{length}: byte {at}");
                std::fs::write(&path, &file[..at]).expect("written");
                assert!(Sealed::open(&path).is_err(), "{length}: cut at {at}");
            }
        }
    }
}
