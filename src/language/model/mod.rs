//! The trained models: a file of named arrays, read in place; reading and writing stand side by side.

pub mod matrix;
pub mod scorers;
pub mod lstm;
pub mod network;
pub mod pieces;
pub mod transformer;
pub mod encoder;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::language::gazetteer::Hints;
use crate::record::error::{Error, Result};
use encoder::Encoder;
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
    /// 4 bits each, a scale of 16 bits for each 32 values (as in llama.cpp's Q4_0); made by data/train/teacher alone.
    Blocks,
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
            Kind::Text | Kind::Blocks => out.extend(&array.text),
            Kind::Float => array.values.iter().for_each(|x| out.extend(x.to_le_bytes())),
            Kind::Short | Kind::Byte => {
                let top = if array.kind == Kind::Short { 32767.0 } else { 127.0 };
                let rows = || array.values.chunks(array.columns.max(1));
                let scales: Vec<f32> = rows()
                    .map(|row| row.iter().fold(0.0f32, |a, x| a.max(x.abs())) / top)
                    .collect();
                scales.iter().for_each(|x| out.extend(x.to_le_bytes()));
                for (row, scale) in rows().zip(&scales) {
                    for x in row {
                        let value = if *scale > 0.0 {
                            (x / scale).round().clamp(-top, top) as i16
                        } else {
                            0
                        };
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
    source: &'static [u8],
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
        let number =
            |bytes: &[u8]| bytes.iter().rev().fold(0usize, |sum, &b| sum << 8 | b as usize);
        for _ in 0..number(take(4)?) {
            let length = number(take(1)?);
            let name = std::str::from_utf8(take(length)?)
                .map_err(|e| Error::because("the embedded model is broken", e))?;
            let kind = [Kind::Float, Kind::Short, Kind::Byte, Kind::Text, Kind::Blocks]
                .get(number(take(1)?))
                .copied()
                .ok_or_else(broken)?;
            let (rows, columns) = (number(take(4)?), number(take(4)?));
            let size = match kind {
                Kind::Float => rows * columns * 4,
                Kind::Short => rows * (4 + columns * 2),
                Kind::Byte => rows * (4 + columns),
                Kind::Text => rows,
                Kind::Blocks => rows * columns.div_ceil(BLOCK) * BLOCK_BYTES,
            };
            arrays.insert(name, (kind, rows, columns, take(size)?));
        }
        Ok(Weights { source: bytes, arrays })
    }

    fn get(&self, name: &str) -> (Kind, usize, usize, &'static [u8]) {
        self.arrays.get(name).copied().unwrap_or((Kind::Text, 0, 0, &[]))
    }

    /// All values of an array, row by row; none where there is no such array.
    pub fn values(&self, name: &str) -> Vec<f32> {
        let (kind, rows, columns, bytes) = self.get(name);
        match kind {
            Kind::Text | Kind::Blocks => Vec::new(),
            Kind::Float => bytes.chunks_exact(4).map(float).collect(),
            Kind::Short | Kind::Byte => {
                let (scales, data) = bytes.split_at(rows * 4);
                let size = if kind == Kind::Short { 2 } else { 1 };
                let mut values = Vec::with_capacity(rows * columns);
                for (scale, row) in scales
                    .chunks_exact(4)
                    .map(float)
                    .zip(data.chunks_exact((columns * size).max(1)))
                {
                    match kind {
                        Kind::Short => values.extend(
                            row.as_chunks()
                                .0
                                .iter()
                                .map(|&b| f32::from(i16::from_le_bytes(b)) * scale),
                        ),
                        _ => values.extend(row.iter().map(|&b| f32::from(b as i8) * scale)),
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

    pub fn blocks(&self, name: &str) -> Blocks {
        let (_, rows, columns, bytes) = self.get(name);
        Blocks { rows, columns, bytes }
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
            *sum += f32::from(value as i8) * scale;
        }
    }
}

/// Values of a block, and the bytes that they take with their scale.
const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 18;

/// Rows of 4-bit values in place, a scale for each block of 32.
#[derive(Clone, Copy, Debug)]
pub struct Blocks {
    pub rows: usize,
    pub columns: usize,
    bytes: &'static [u8],
}

impl Blocks {
    /// Adds a row to `sum`.
    pub fn add(&self, row: usize, sum: &mut [f32]) {
        let size = self.columns.div_ceil(BLOCK) * BLOCK_BYTES;
        let blocks = self.bytes[row * size..(row + 1) * size].chunks_exact(BLOCK_BYTES);
        for (block, sum) in blocks.zip(sum.chunks_mut(BLOCK)) {
            let scale = half(u16::from_le_bytes([block[0], block[1]]));
            let (low, high) = sum.split_at_mut(BLOCK / 2);
            for ((byte, a), b) in block[2..].iter().zip(low).zip(high) {
                *a += (f32::from(byte & 15) - 8.0) * scale;
                *b += (f32::from(byte >> 4) - 8.0) * scale;
            }
        }
    }
}

/// A number of 16 bits (IEEE 754 binary16), finite.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023) / 1024.0);
    match exponent {
        0 => sign * fraction * 2f32.powi(-14),
        _ => sign * (1.0 + fraction) * 2f32.powi(exponent - 15),
    }
}

/// How much an analyser's opinion of each question weighs beside the other's; `tripel-train balance` fits it on dev.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    pub tags: f32,
    pub feats: f32,
    pub arcs: f32,
    pub labels: f32,
    pub names: f32,
}

impl Balance {
    pub const ALONE: Balance =
        Balance { tags: 1.0, feats: 1.0, arcs: 1.0, labels: 1.0, names: 1.0 };
    /// The large analyser's share.
    pub const LARGE: Balance =
        Balance { tags: 0.7, feats: 1.0, arcs: 0.7, labels: 0.7, names: 0.8 };

    /// What is left for the other analyser.
    pub fn rest(self) -> Self {
        Balance {
            tags: 1.0 - self.tags,
            feats: 1.0 - self.feats,
            arcs: 1.0 - self.arcs,
            labels: 1.0 - self.labels,
            names: 1.0 - self.names,
        }
    }
}

/// What a language's stages know from training.
#[derive(Clone, Debug)]
pub struct Models {
    pub vectors: Vectors,
    /// The small analyser.
    pub network: Network,
    /// The large analyser; where it is there, the small one is asked beside it.
    pub encoder: Option<Encoder>,
    pub balance: Balance,
    /// What the tables say of words.
    pub hints: Hints,
    /// The files that it was read from.
    pub(crate) sources: [&'static [u8]; 2],
    pub(crate) fingerprint: OnceLock<String>,
}

impl Models {
    /// From the files of word vectors and of the network, and the tables' hints; fails where one is broken.
    pub fn new(vectors: &'static [u8], network: &'static [u8], hints: Hints) -> Result<Self> {
        let sources = [vectors, network];
        let network = Network::new(&Weights::new(network)?);
        let vectors = Vectors::new(&Weights::new(vectors)?);
        let fingerprint = OnceLock::new();
        let balance = Balance::LARGE;
        Ok(Models { vectors, network, encoder: None, balance, hints, sources, fingerprint })
    }

    /// Which models these are: the first digits of the hash of their files.
    pub fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            self.sources.iter().chain(self.encoder.iter().map(Encoder::source)).for_each(
                |source| {
                    hasher.update(source);
                },
            );
            hasher.finalize().to_hex()[..12].to_owned()
        })
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
        let find =
            |word: &str| self.words.binary_search(&word).ok().filter(|&row| row < self.table.rows);
        find(spelling).or_else(|| find(&spelling.to_lowercase()))
    }

    /// Whether the word, as it is spelled, has a vector.
    pub fn knows(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
    }

    /// The words that begin with the letters, in byte order.
    pub fn beginning_with<'a>(
        &'a self,
        letters: &'a str,
    ) -> impl Iterator<Item = &'static str> + 'a {
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
        let weights = Weights::new(write(&arrays).leak()).expect("weights");
        assert_eq!(weights.values("a"), [0.5, -1.25]);
        assert_eq!(weights.values("b"), [1.0, -1.0, 0.0, 0.25]);
        let mut sum = [1.0];
        weights.table("c").add(1, &mut sum);
        assert!((sum[0] + 2.0).abs() < 1e-6);
        assert_eq!(weights.lines("d"), ["eins", "zwei"]);
    }

    #[test]
    fn blocks_are_values_about_a_scale() {
        // 0x3800 is 0.5 as a binary16; the first byte holds values 0 and 16
        let mut bytes = MAGIC.to_vec();
        bytes.extend(1u32.to_le_bytes());
        bytes.extend([1, b'e', Kind::Blocks as u8]);
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(32u32.to_le_bytes());
        bytes.extend([0x00, 0x38, 0x9f]);
        bytes.extend([0x88; 15]);
        let blocks = Weights::new(bytes.leak()).expect("weights").blocks("e");
        let mut row = [1.0; 32];
        blocks.add(0, &mut row);
        assert_eq!((row[0], row[16], row[1]), (1.0 + 3.5, 1.0 + 0.5, 1.0));
    }

    #[test]
    fn numbers_of_16_bits_are_read() {
        for (bits, value) in
            [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 5.960_464_5e-8), (0x3555, 0.333_251_95)]
        {
            assert_eq!(half(bits), value);
        }
    }

    #[test]
    fn broken_bytes_fail() {
        assert!(Weights::new(b"").is_err());
        assert!(Weights::new(b"tripel1\n\x01\0\0\0\x05abc").is_err());
    }
}
