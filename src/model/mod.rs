//! The trained models: a file of named arrays, read in place; reading and writing stand side by side.

pub mod lstm;
pub mod matrix;
pub mod network;

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::gazetteer::Hints;
use crate::ud::{Feats, Upos};
use matrix::Matrix;
use network::Network;

const MAGIC: &[u8; 8] = b"tripel1\n";

/// How the values of an array are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As they are.
    Float,
    /// 16 bits each, a scale for each row.
    Short,
    /// 8 bits each, a scale for each row.
    Byte,
    /// Bytes of text.
    Text,
}

/// An array to be written.
#[derive(Clone, Debug)]
pub struct Array {
    pub name: String,
    pub kind: Kind,
    pub rows: usize,
    pub columns: usize,
    pub values: Vec<f32>,
    pub text: Vec<u8>,
}

impl Array {
    pub fn new(name: &str, kind: Kind, rows: usize, columns: usize, values: Vec<f32>) -> Self {
        Array { name: name.to_string(), kind, rows, columns, values, text: Vec::new() }
    }

    pub fn text(name: &str, text: String) -> Self {
        Array {
            name: name.to_string(),
            kind: Kind::Text,
            rows: text.len(),
            columns: 1,
            values: Vec::new(),
            text: text.into_bytes(),
        }
    }
}

/// The bytes of a file of arrays.
pub fn write(arrays: &[Array]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend((arrays.len() as u32).to_le_bytes());
    for array in arrays {
        out.push(array.name.len() as u8);
        out.extend(array.name.as_bytes());
        out.push(array.kind as u8);
        out.extend((array.rows as u32).to_le_bytes());
        out.extend((array.columns as u32).to_le_bytes());
        match array.kind {
            Kind::Text => out.extend(&array.text),
            Kind::Float => array.values.iter().for_each(|x| out.extend(x.to_le_bytes())),
            Kind::Short | Kind::Byte => {
                let top = if array.kind == Kind::Short { 32767.0 } else { 127.0 };
                let rows = || array.values.chunks(array.columns.max(1));
                let scales: Vec<f32> = rows().map(|row| row.iter().fold(0.0f32, |a, x| a.max(x.abs())) / top).collect();
                scales.iter().for_each(|x| out.extend(x.to_le_bytes()));
                for (row, scale) in rows().zip(&scales) {
                    for x in row {
                        let value = if *scale > 0.0 { (x / scale).round().clamp(-top, top) as i16 } else { 0 };
                        match array.kind {
                            Kind::Short => out.extend(value.to_le_bytes()),
                            _ => out.push(value as i8 as u8),
                        }
                    }
                }
            }
        }
    }
    out
}

/// A file of arrays, read in place.
#[derive(Clone, Debug)]
pub struct Weights {
    arrays: BTreeMap<&'static str, (Kind, usize, usize, &'static [u8])>,
}

impl Weights {
    /// Fails where the bytes are not such a file.
    pub fn new(bytes: &'static [u8]) -> Result<Self> {
        let broken = || Error::new("the embedded model is broken");
        let mut arrays = BTreeMap::new();
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(broken)?;
        let mut take = |count: usize| {
            let (head, tail) = rest.split_at_checked(count).ok_or_else(broken)?;
            rest = tail;
            Ok::<_, Error>(head)
        };
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0usize, |sum, &b| sum << 8 | b as usize);
        for _ in 0..number(take(4)?) {
            let length = number(take(1)?);
            let name = std::str::from_utf8(take(length)?).map_err(|e| Error::because("the embedded model is broken", e))?;
            let kind = [Kind::Float, Kind::Short, Kind::Byte, Kind::Text].get(number(take(1)?)).copied().ok_or_else(broken)?;
            let (rows, columns) = (number(take(4)?), number(take(4)?));
            let size = match kind {
                Kind::Float => rows * columns * 4,
                Kind::Short => rows * (4 + columns * 2),
                Kind::Byte => rows * (4 + columns),
                Kind::Text => rows,
            };
            arrays.insert(name, (kind, rows, columns, take(size)?));
        }
        Ok(Weights { arrays })
    }

    fn get(&self, name: &str) -> (Kind, usize, usize, &'static [u8]) {
        self.arrays.get(name).copied().unwrap_or((Kind::Text, 0, 0, &[]))
    }

    /// All values of an array, row by row; none where there is no such array.
    pub fn values(&self, name: &str) -> Vec<f32> {
        let (kind, rows, columns, bytes) = self.get(name);
        match kind {
            Kind::Text => Vec::new(),
            Kind::Float => bytes.chunks_exact(4).map(float).collect(),
            Kind::Short | Kind::Byte => {
                let (scales, data) = bytes.split_at(rows * 4);
                let size = if kind == Kind::Short { 2 } else { 1 };
                let mut values = Vec::with_capacity(rows * columns);
                for (scale, row) in scales.chunks_exact(4).map(float).zip(data.chunks_exact((columns * size).max(1))) {
                    match kind {
                        Kind::Short => values.extend(row.as_chunks().0.iter().map(|&b| i16::from_le_bytes(b) as f32 * scale)),
                        _ => values.extend(row.iter().map(|&b| b as i8 as f32 * scale)),
                    }
                }
                values
            }
        }
    }

    pub fn matrix(&self, name: &str) -> Matrix {
        let (_, rows, columns, _) = self.get(name);
        Matrix::new(rows, columns, &self.values(name))
    }

    pub fn table(&self, name: &str) -> Table {
        let (_, rows, columns, bytes) = self.get(name);
        let (scales, values) = bytes.split_at_checked(rows * 4).unwrap_or((&[], &[]));
        Table { rows, columns, scales, values }
    }

    /// The lines of a text; none where there is no such text.
    pub fn lines(&self, name: &str) -> Vec<&'static str> {
        std::str::from_utf8(self.get(name).3).unwrap_or("").lines().collect()
    }
}

fn float(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// Rows of 8-bit values in place, a scale for each.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub rows: usize,
    pub columns: usize,
    scales: &'static [u8],
    values: &'static [u8],
}

impl Table {
    /// Adds a row to `sum`.
    pub fn add(&self, row: usize, sum: &mut [f32]) {
        let scale = float(&self.scales[row * 4..row * 4 + 4]);
        let values = &self.values[row * self.columns..(row + 1) * self.columns];
        for (sum, &value) in sum.iter_mut().zip(values) {
            *sum += value as i8 as f32 * scale;
        }
    }
}

/// What a language's stages know from training.
#[derive(Clone, Debug)]
pub struct Models {
    pub vectors: Vectors,
    pub network: Network,
    /// The sets of features that the network tells apart.
    pub feats: Vec<Feats>,
    /// Which of them go with each part of speech, in the order of `Upos::ALL`.
    pub feats_of: Vec<Vec<usize>>,
    /// What the tables say of words.
    pub hints: Hints,
}

impl Models {
    /// From the files of word vectors and of the network, and the tables' hints; fails where one is broken.
    pub fn new(vectors: &'static [u8], network: &'static [u8], hints: Hints) -> Result<Self> {
        let weights = Weights::new(network)?;
        let mut feats: Vec<Feats> = Vec::new();
        let mut feats_of = vec![Vec::new(); Upos::ALL.len()];
        for line in weights.lines("feats.sets") {
            // "Case=Nom|Number=Sing TAB NOUN PROPN"
            let (set, parts) = line.split_once('\t').unwrap_or((line, ""));
            for upos in parts.split(' ').filter_map(Upos::parse) {
                feats_of[upos as usize].push(feats.len());
            }
            feats.push(Feats::parse(set));
        }
        Ok(Models { vectors: Vectors::new(&Weights::new(vectors)?), network: Network::new(&weights), feats, feats_of, hints })
    }
}

/// Vectors of frequent word forms.
#[derive(Clone, Debug)]
pub struct Vectors {
    words: Vec<&'static str>,
    table: Table,
}

impl Vectors {
    pub fn new(weights: &Weights) -> Self {
        Vectors { words: weights.lines("words"), table: weights.table("vectors") }
    }

    pub fn width(&self) -> usize {
        self.table.columns
    }

    /// The row of a spelling (`tag::spelling`), or of its small letters.
    pub fn row(&self, spelling: &str) -> Option<usize> {
        let find = |word: &str| self.words.binary_search(&word).ok().filter(|&row| row < self.table.rows);
        find(spelling).or_else(|| find(&spelling.to_lowercase()))
    }

    /// Whether the word, as it is spelled, has a vector.
    pub fn knows(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
    }

    /// The words that begin with the letters, in byte order.
    pub fn beginning_with<'a>(&'a self, letters: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        let first = self.words.partition_point(|word| *word < letters);
        self.words[first..].iter().copied().take_while(move |word| word.starts_with(letters))
    }

    /// Writes the vector of a row.
    pub fn write(&self, row: usize, out: &mut [f32]) {
        out.fill(0.0);
        self.table.add(row, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let arrays = [
            Array::new("a", Kind::Float, 1, 2, vec![0.5, -1.25]),
            Array::new("b", Kind::Short, 2, 2, vec![1.0, -1.0, 0.0, 0.25]),
            Array::new("c", Kind::Byte, 2, 1, vec![2.0, -3.0]),
            Array::text("d", "eins\nzwei".to_string()),
        ];
        let weights = Weights::new(write(&arrays).leak()).unwrap();
        assert_eq!(weights.values("a"), [0.5, -1.25]);
        assert_eq!(weights.values("b"), [1.0, -1.0, 0.0, 0.25]);
        let mut sum = [1.0];
        weights.table("c").add(1, &mut sum);
        assert!((sum[0] + 2.0).abs() < 1e-6);
        assert_eq!(weights.lines("d"), ["eins", "zwei"]);
    }

    #[test]
    fn broken_bytes_fail() {
        assert!(Weights::new(b"").is_err());
        assert!(Weights::new(b"tripel1\n\x01\0\0\0\x05abc").is_err());
    }
}
