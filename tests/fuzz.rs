//! Spoilt copies of small seeds go through the reader, the whole road and the query language: whatever comes, each ends, and what
//! tests/holds asks of any text holds.
//!
//! `cargo test` takes 150 inputs for each of the three, the same ones every time; `FUZZ_SECONDS=60` as many as fit in a minute, on from
//! there; with `FUZZ_FORMAT=docx` the seeds of one binary format. An input that takes too long is printed and ends the run: it would hang a corpus.

#[path = "holds/mod.rs"]
mod holds;

use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Inputs of each target where no time is given.
const INPUTS: u64 = 150;
/// Bytes of an input.
const LARGEST: usize = 3000;

/// What means something to the stages: marks, words that open constructions, names, markup, words of SPARQL.
const PIECES: [&str; 64] = [
    ".",
    ",",
    ":",
    ";",
    "-",
    " - ",
    "„",
    "“",
    "\"",
    "»",
    "«",
    "(",
    ")",
    "'",
    "…",
    "?",
    "!",
    "\n",
    "\n\n",
    "5,-",
    "12.",
    "z. B.",
    "-Euro",
    "Stein-Neubauer",
    "Jean-Claude ",
    "US-",
    "Kanzler ",
    "Präsident ",
    "Merkel",
    " und ",
    " oder ",
    " sondern ",
    "als ",
    "mehr als 200 ",
    "zu ",
    "um ",
    "dass ",
    "der ",
    "die ",
    "den ",
    "des ",
    "ein ",
    "er ",
    "sie ",
    "sei ",
    "habe ",
    "soll ",
    "wird ",
    "nach Angaben ",
    "laut ",
    "zufolge ",
    "<p>",
    "</p>",
    "<b a=i>",
    "<td>",
    "<svg>",
    "&amp;",
    "{",
    "}",
    "[",
    "]",
    "SELECT ",
    "?a ",
    "<< ",
];

/// Numbers that look drawn and are the same every time (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        number as usize % below.max(1)
    }

    fn part(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.roll(bytes.len());
        let longest = [4, 40, 400][self.roll(3)];
        let length = self.roll(longest);
        start..(start + length).min(bytes.len())
    }

    /// A seed, spoilt a few times.
    fn spoilt(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.roll(seeds.len())].clone();
        let part = self.part(&bytes);
        if self.roll(2) == 0 {
            bytes = bytes[part.start..].to_vec();
        }
        for _ in 0..=self.roll(12) {
            let part = self.part(&bytes);
            match self.roll(7) {
                0 => drop(bytes.drain(part)),
                1 => {
                    let copy = bytes[part.clone()].to_vec();
                    drop(bytes.splice(part.start..part.start, copy));
                }
                2 => bytes[part].reverse(),
                3 => {
                    let other = &seeds[self.roll(seeds.len())];
                    let copy = other[self.part(other)].to_vec();
                    drop(bytes.splice(part.start..part.start, copy));
                }
                4 => {
                    let byte = self.roll(256) as u8;
                    bytes.get_mut(part.start).into_iter().for_each(|own| *own = byte);
                }
                _ => {
                    let piece = PIECES[self.roll(PIECES.len())].bytes();
                    drop(bytes.splice(part.start..part.start, piece));
                }
            }
        }
        bytes.truncate(LARGEST);
        bytes
    }
}

fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).expect("a folder of seeds");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.retain(|path| path.is_file() && path.to_string_lossy().ends_with(ending));
    assert!(!paths.is_empty(), "{}", folder.display());
    paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect()
}

/// Puts spoilt seeds to a target, for so many inputs or for FUZZ_SECONDS.
fn fuzz(name: &'static str, seeds: &[Vec<u8>], target: impl Fn(&[u8])) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|given| given.parse::<u64>().ok());
    let begin = Instant::now();
    let mut count = 0;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let more = |done: u64| match seconds {
        Some(seconds) => begin.elapsed() < Duration::from_secs(seconds),
        None => done < INPUTS,
    };
    // first the seeds as they are
    for at in 0.. {
        if !more(at) && at >= seeds.len() as u64 {
            break;
        }
        let input = seeds.get(at as usize).cloned().unwrap_or_else(|| dice.spoilt(seeds));
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            panic!("{name}, input {at}: {:?}", String::from_utf8_lossy(&input));
        }
        count = at + 1;
    }
    println!("{name}: {count} inputs in {:.1?}", begin.elapsed());
}

#[test]
fn any_text_goes_the_whole_road() {
    let mut seeds = files("tests/fuzz/road", ".txt");
    seeds.extend(files("tests/cases/de", ".md"));
    seeds.extend(files("data/articles", ".txt"));
    fuzz("road", &seeds, |bytes| holds::road(&String::from_utf8_lossy(bytes)));
}

#[test]
fn any_bytes_are_read_or_refused() {
    let seeds = files("tests/fuzz/reader", "");
    fuzz("reader", &seeds, |bytes| {
        let Some((kind, rest)) = bytes.split_first() else { return };
        holds::file(holds::READ[usize::from(*kind) % holds::READ.len()], rest);
    });
}

/// Seeds of the binary formats; with FUZZ_FORMAT=pdf only those of one.
fn binary() -> Vec<Vec<u8>> {
    files("tests/fuzz/binary", &std::env::var("FUZZ_FORMAT").unwrap_or_default())
}

#[test]
fn any_file_is_read_or_refused() {
    let seeds = binary();
    fuzz("binary", &seeds, |bytes| {
        let Some((kind, rest)) = bytes.split_first() else { return };
        holds::read(holds::BINARY[usize::from(*kind) % holds::BINARY.len()], rest);
    });
}

type Parts = Vec<(String, Vec<u8>)>;

/// The parts of a document that is a ZIP archive; none of another file.
fn parts(document: &[u8]) -> Parts {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(document)) else { return Parts::new() };
    let count = archive.len();
    let read = |at: usize| {
        let mut file = archive.by_index(at).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        Some((file.name().ok()?.into_owned(), bytes))
    };
    (0..count).filter_map(read).collect()
}

fn document(parts: &Parts) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name.as_str(), stored).expect("a name");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// A byte that is changed in a packed file only breaks its sum: here a part is spoilt before it is packed.
#[test]
fn any_part_of_a_document_is_read_or_refused() {
    let documents: Vec<Parts> = binary()
        .iter()
        .filter_map(|seed| {
            let parts = parts(seed.get(1..)?);
            (!parts.is_empty()).then_some(parts)
        })
        .collect();
    let all: Vec<(usize, usize)> = (0..documents.len())
        .flat_map(|which| (0..documents[which].len()).map(move |part| (which, part)))
        .collect();
    // the first byte of an input says which part of which document it is
    let seeds: Vec<Vec<u8>> = all
        .iter()
        .enumerate()
        .map(|(at, (which, part))| [&[at as u8][..], &documents[*which][*part].1].concat())
        .collect();
    if seeds.is_empty() {
        return;
    }
    fuzz("parts", &seeds, |bytes| {
        let Some((at, rest)) = bytes.split_first() else { return };
        let (which, part) = all[usize::from(*at) % all.len()];
        let mut parts = documents[which].clone();
        parts[part].1 = rest.to_vec();
        holds::read("a.zip", &document(&parts));
    });
}

#[test]
fn any_query_is_answered_or_refused() {
    let mut seeds = files("tests/fuzz/query", ".rq");
    seeds.extend(files("queries", ".rq"));
    let graph = holds::small_graph();
    fuzz("query", &seeds, |bytes| holds::query(&graph, &String::from_utf8_lossy(bytes)));
}
