//! Packed files: gzip, xz and zstd, and ZIP and tar archives with articles in them. Of a ZIP archive one file is in memory at a time.
//!
//! "artikel.zip" with "a.html" and "b.txt" is two articles; nothing is unpacked to the disk.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, Write};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;

/// The first bytes of ZIP archives and of the documents that are such.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// How a file is packed that holds one other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Xz,
    Zstd,
}

impl std::fmt::Display for Packing {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Packing::Gzip => "gzip",
            Packing::Xz => "xz",
            Packing::Zstd => "zstd",
        })
    }
}

impl Packing {
    /// By the first bytes of a file.
    pub fn of(head: &[u8]) -> Option<Packing> {
        let kinds: [(&[u8], Packing); 3] = [
            (b"\x1f\x8b", Packing::Gzip),
            (b"\xfd7zXZ", Packing::Xz),
            (b"\x28\xb5\x2f\xfd", Packing::Zstd),
        ];
        kinds.into_iter().find(|(start, _)| head.starts_with(start)).map(|(_, packing)| packing)
    }

    /// What is in a file; `None` where it is damaged or, for xz, has more than `most` bytes.
    pub fn unpacked(self, mut packed: Box<dyn Read>, most: u64) -> Option<Box<dyn Read>> {
        Some(match self {
            Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Packing::Zstd => Box::new(StreamingDecoder::new(packed).ok()?),
            Packing::Xz => {
                let mut bytes = Vec::new();
                packed.by_ref().take(most).read_to_end(&mut bytes).ok()?;
                Box::new(Cursor::new(unpacked_xz(&bytes, most)?))
            }
        })
    }
}

/// The bytes of a gzip file; `None` where it is damaged or has more than `most`.
pub(super) fn unpacked(bytes: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut whole).ok()?;
    (whole.len() as u64 <= most).then_some(whole)
}

/// The bytes of an xz file; `None` where it is damaged or has more than `most`.
fn unpacked_xz(bytes: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut whole = Bounded { bytes: Vec::new(), most };
    lzma_rs::xz_decompress(&mut &*bytes, &mut whole).ok()?;
    Some(whole.bytes)
}

/// Bytes that are written, up to a number of them.
struct Bounded {
    bytes: Vec<u8>,
    most: u64,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if (self.bytes.len() + bytes.len()) as u64 > self.most {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The bytes begin a tar archive.
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// A tar archive, the files in it yet to be read.
pub(super) struct Tar {
    bytes: Vec<u8>,
    at: usize,
}

impl Tar {
    pub fn new(bytes: Vec<u8>) -> Tar {
        Tar { bytes, at: 0 }
    }

    /// The next file with its name, or that it is cut off.
    pub fn next(&mut self) -> Option<(String, Result<Vec<u8>, String>)> {
        let text = |field: &[u8]| {
            let end = field.iter().position(|&b| b == 0).unwrap_or(field.len());
            String::from_utf8_lossy(&field[..end]).trim().to_owned()
        };
        let mut long_name = None;
        while let Some(head) = self.bytes.get(self.at..self.at + 512).filter(|head| is_tar(head)) {
            let size = usize::from_str_radix(&text(&head[124..136]), 8).unwrap_or(usize::MAX);
            let (kind, name) = (head[156], text(&head[..100]));
            let begin = self.at + 512;
            let name = long_name.take().unwrap_or(name);
            let Some(content) = begin.checked_add(size).and_then(|end| self.bytes.get(begin..end))
            else {
                self.at = self.bytes.len();
                return Some((name, Err("is cut off".into())));
            };
            self.at = begin + size.next_multiple_of(512);
            match kind {
                b'L' => long_name = Some(text(content)),
                b'0' | 0 if !is_of_system(&name) => return Some((name, Ok(content.to_vec()))),
                _ => {}
            }
        }
        None
    }
}

/// What a ZIP archive is read from: a file on the disk, or bytes.
pub(super) trait Source: Read + Seek {}
impl Source for BufReader<File> {}
impl Source for Cursor<Vec<u8>> {}

/// A ZIP archive, the files in it yet to be read.
pub(super) struct Archive {
    archive: ZipArchive<Box<dyn Source>>,
    next: usize,
}

/// The archive, or why it cannot be read: a clause about the file.
pub(super) fn archive(source: Box<dyn Source>) -> Result<Archive, String> {
    match ZipArchive::new(source) {
        Ok(archive) => Ok(Archive { archive, next: 0 }),
        Err(_) => Err("is a damaged ZIP archive, or a part of one; get it anew".into()),
    }
}

impl Archive {
    /// The file of this name, where the archive has it; nothing of more than `most` bytes.
    pub fn file(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.archive.by_name(name).ok()?;
        file.take(most + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= most).then_some(bytes)
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Nothing that is in it has more than so many bytes, whatever its head says.
    pub fn is_small(&mut self, most: u64) -> bool {
        (0..self.archive.len()).all(|at| {
            let Ok(file) = self.archive.by_index(at) else { return false };
            let read = std::io::copy(&mut file.take(most + 1), &mut std::io::sink());
            read.is_ok_and(|read| read <= most)
        })
    }

    /// What the archive is read from.
    pub fn into_source(self) -> Box<dyn Source> {
        self.archive.into_inner()
    }

    /// How many files and folders the archive has.
    pub fn len(&self) -> usize {
        self.archive.len()
    }

    /// The next file with its name, or what is wrong with it: a clause about the file in the archive.
    pub fn next(&mut self, most: u64) -> Option<(String, Result<Vec<u8>, String>)> {
        while self.next < self.archive.len() {
            self.next += 1;
            let Ok(file) = self.archive.by_index(self.next - 1) else {
                let name = format!("file {}", self.next);
                return Some((
                    name,
                    Err("is packed in a way that is not read, or locked; unpack it first".into()),
                ));
            };
            let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
            if file.is_dir() || is_of_system(&name) {
                continue;
            }
            return Some((name, small(file, most)));
        }
        None
    }
}

/// The bytes of a file of an archive, where there are no more than `most`, whatever its head says.
fn small<R: Read>(file: zip::read::ZipFile<'_, R>, most: u64) -> Result<Vec<u8>, String> {
    let larger = || Err(format!("is larger than {} MB", most >> 20));
    if file.size() > most {
        return larger();
    }
    let mut bytes = Vec::new();
    match file.take(most + 1).read_to_end(&mut bytes) {
        Err(_) => Err("is damaged; get the archive anew".into()),
        Ok(length) if length as u64 > most => larger(),
        Ok(_) => Ok(bytes),
    }
}

/// Files that systems put beside those of people: ".DS_Store", "__MACOSX/._a.txt".
pub(super) fn is_of_system(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.starts_with('.') || name.starts_with("__MACOSX/")
}
