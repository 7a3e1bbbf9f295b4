//! A text in short, by which copies of it are found.
//!
//! The sketch of an article holds the smallest hashes of its runs of four words (bottom-k MinHash, Broder 1997). Two sketches tell how
//! much of the shorter text stands in the longer one, also where it was cut, put in another order or got another title.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// So many words in a row make a run.
const RUN: usize = 4;
/// So many hashes are kept.
const KEPT: usize = 128;
/// Shorter texts, in runs, are not told apart by what they share.
const SHORTEST: usize = 30;

/// A text in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Sketch {
    /// How many different runs of words the text has.
    pub runs: u32,
    /// The smallest hashes of them, ascending.
    pub hashes: Vec<u32>,
}

/// The sketch of a text; `None` where it is too short to be told.
pub fn sketch(text: &str) -> Option<Sketch> {
    let words: Vec<String> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let runs: BTreeSet<u64> = words.windows(RUN).map(hash).collect();
    (runs.len() >= SHORTEST).then(|| Sketch {
        runs: u32::try_from(runs.len()).unwrap_or(u32::MAX),
        hashes: runs.iter().take(KEPT).map(|hash| (hash >> 32) as u32).collect(),
    })
}

/// FNV-1a, whose bits are mixed once more so that all of them count; the same on every machine.
fn hash(words: &[String]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

impl From<Sketch> for String {
    fn from(sketch: Sketch) -> String {
        let hashes = sketch.hashes.iter().map(|hash| format!("{hash:08x}"));
        format!("{}:{}", sketch.runs, hashes.collect::<String>())
    }
}

impl TryFrom<String> for Sketch {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Sketch, &'static str> {
        let (runs, digits) = written.split_once(':').ok_or("a sketch without its length")?;
        let runs = runs.parse().map_err(|_| "a sketch without its length")?;
        let hash = |eight: &[u8]| {
            let eight = std::str::from_utf8(eight).ok()?;
            u32::from_str_radix(eight, 16).ok()
        };
        let hashes: Option<Vec<u32>> = digits.as_bytes().chunks(8).map(hash).collect();
        Ok(Sketch { runs, hashes: hashes.ok_or("a sketch with other signs")? })
    }
}

impl Sketch {
    /// How much of the shorter text stands in the longer one, 0 to 1.
    pub fn shared(&self, other: &Sketch) -> f64 {
        let whole = |own: &Sketch| own.hashes.len() < KEPT;
        // beyond the largest hash of a full sketch nothing is known
        let end =
            |own: &Sketch| if whole(own) { u32::MAX } else { *own.hashes.last().unwrap_or(&0) };
        let end = end(self).min(end(other));
        let (mut both, mut own, mut its) = (0, 0, 0);
        let (mut left, mut right) = (self.hashes.iter().peekable(), other.hashes.iter().peekable());
        while let Some(next) = [left.peek(), right.peek()].into_iter().flatten().min().copied() {
            if *next > end {
                break;
            }
            let (in_own, in_its) = (left.peek() == Some(&next), right.peek() == Some(&next));
            both += usize::from(in_own && in_its);
            own += usize::from(in_own);
            its += usize::from(in_its);
            if in_own {
                left.next();
            }
            if in_its {
                right.next();
            }
        }
        let shorter = if self.runs <= other.runs { own } else { its };
        if shorter < 4 { 0.0 } else { both as f64 / shorter as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: std::ops::Range<usize>) -> String {
        words.map(|n| format!("wort{n} ")).collect()
    }

    #[test]
    fn what_is_shared_is_seen() {
        let whole = sketch(&text(0..600)).expect("long enough");
        let shared = |words| sketch(&text(words)).map(|own| own.shared(&whole)).unwrap_or(-1.0);
        assert!(shared(0..600) > 0.99);
        assert!(shared(100..300) > 0.9, "{}", shared(100..300));
        assert!(shared(1000..1300) < 0.05);
        let half = shared(500..700);
        assert!((0.3..0.7).contains(&half), "{half}");
        assert!(sketch("Der Rat tagte.").is_none());
    }

    #[test]
    fn sketches_are_read_back() {
        let own = sketch(&text(0..60)).expect("long enough");
        assert_eq!(Sketch::try_from(String::from(own.clone())), Ok(own));
        assert!(Sketch::try_from("x".to_owned()).is_err());
    }
}
