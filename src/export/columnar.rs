//! A Parquet file: typed columns come in, bytes go out, without a crate of its own (format version 2.x, parquet.apache.org/docs).
//!
//! `PAR1`, then for each group of rows and each column its pages, then the description of all that (`thrift`'s compact protocol) and its
//! length, `PAR1`. Each column may be empty in any row. Texts that repeat stand once in a dictionary; pages are packed with zstd.
//! The same columns give the same bytes.

use std::collections::BTreeMap;
use std::io::Write;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::record::error::{Error, Result};

/// Rows of a group: readers take a group at once.
const GROUP: usize = 65_536;

/// A column with its name; all columns of a file are equally long.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub cells: Cells,
}

/// The values of a column, `None` where a row has none.
#[derive(Clone, Debug)]
pub enum Cells {
    Text(Vec<Option<String>>),
    Count(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Truth(Vec<Option<bool>>),
    /// Days since 1970-01-01.
    Day(Vec<Option<i32>>),
}

/// Writes a file. `notes` are pairs of a key and a text, which readers show as the file's metadata.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(columns: &[Column], notes: &[(String, String)], out: &mut dyn Write) -> Result<()> {
    let failed = |error: std::io::Error| Error::because("cannot write the Parquet file", error);
    let rows = columns.first().map_or(0, |column| column.cells.len());
    let mut at = MAGIC.len() as u64;
    out.write_all(MAGIC).map_err(failed)?;
    let mut groups = Vec::new();
    for from in (0..rows).step_by(GROUP) {
        let to = rows.min(from + GROUP);
        let mut chunks = Vec::new();
        for column in columns {
            let chunk = column.cells.chunk(from, to, at);
            out.write_all(&chunk.bytes).map_err(failed)?;
            at += chunk.bytes.len() as u64;
            chunks.push(Chunk { bytes: Vec::new(), ..chunk });
        }
        groups.push((to - from, chunks));
    }
    let footer = footer(columns, rows, &groups, notes);
    out.write_all(&footer).map_err(failed)?;
    let length = u32::try_from(footer.len())
        .map_err(|_| Error::new("the Parquet file has too many groups of rows"))?;
    out.write_all(&length.to_le_bytes()).map_err(failed)?;
    out.write_all(MAGIC).map_err(failed)
}

const MAGIC: &[u8] = b"PAR1";
/// Numbers of the format: encodings, kinds of pages, and zstd.
const PLAIN: i64 = 0;
const RLE: i64 = 3;
const RLE_DICTIONARY: i64 = 8;
const DATA_PAGE: i64 = 0;
const DICTIONARY_PAGE: i64 = 2;
const ZSTD: i64 = 6;

impl Cells {
    pub fn len(&self) -> usize {
        match self {
            Cells::Text(cells) => cells.len(),
            Cells::Count(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
            Cells::Truth(cells) => cells.len(),
            Cells::Day(cells) => cells.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the physical type: BOOLEAN, INT32, INT64, DOUBLE, BYTE_ARRAY.
    fn physical(&self) -> i64 {
        match self {
            Cells::Truth(_) => 0,
            Cells::Day(_) => 1,
            Cells::Count(_) => 2,
            Cells::Number(_) => 5,
            Cells::Text(_) => 6,
        }
    }

    /// What the physical type means: the number of the old name for it (UTF8, DATE) and that of the new one (STRING, DATE).
    fn logical(&self) -> Option<(i64, i16)> {
        match self {
            Cells::Text(_) => Some((0, 1)),
            Cells::Day(_) => Some((6, 6)),
            _ => None,
        }
    }

    /// The pages of some rows, which will stand at a place of the file.
    fn chunk(&self, from: usize, to: usize, at: u64) -> Chunk {
        let mut chunk = Chunk { at, rows: to - from, ..Chunk::default() };
        let (present, values) = match self {
            Cells::Text(cells) => {
                let (present, texts) = parted(&cells[from..to], String::as_str);
                if let Some((entries, indices)) = dictionary(&texts) {
                    let count = entries.len();
                    chunk.dictionary(count, &plain_texts(&entries));
                    chunk.data(&present, RLE_DICTIONARY, &indices);
                    return chunk;
                }
                (present, plain_texts(&texts))
            }
            Cells::Count(cells) => {
                let (present, numbers) = parted(&cells[from..to], |number| number.to_le_bytes());
                (present, numbers.concat())
            }
            Cells::Number(cells) => {
                let (present, numbers) = parted(&cells[from..to], |number| number.to_le_bytes());
                (present, numbers.concat())
            }
            Cells::Day(cells) => {
                let (present, days) = parted(&cells[from..to], |day| day.to_le_bytes());
                (present, days.concat())
            }
            Cells::Truth(cells) => {
                let (present, truths) = parted(&cells[from..to], |truth| u32::from(*truth));
                (present, packed(&truths, 1))
            }
        };
        chunk.data(&present, PLAIN, &values);
        chunk
    }
}

/// For each row 1 where it has a value and 0 where not, and the values that there are.
fn parted<'a, T, V>(cells: &'a [Option<T>], value: impl Fn(&'a T) -> V) -> (Vec<u32>, Vec<V>) {
    let present = cells.iter().map(|cell| u32::from(cell.is_some())).collect();
    (present, cells.iter().flatten().map(value).collect())
}

fn plain_texts(texts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend((text.len() as u32).to_le_bytes());
        bytes.extend(text.as_bytes());
    }
    bytes
}

/// The different texts, in the order of their first use, and the texts as places among them; `None` where most texts stand once.
fn dictionary<'a>(texts: &[&'a str]) -> Option<(Vec<&'a str>, Vec<u8>)> {
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    let mut entries = Vec::new();
    let mut indices = Vec::with_capacity(texts.len());
    for &text in texts {
        let place = *places.entry(text).or_insert_with(|| {
            entries.push(text);
            entries.len() as u32 - 1
        });
        indices.push(place);
    }
    if entries.is_empty() || entries.len() > texts.len() / 2 + 1 {
        return None;
    }
    let width = (u32::BITS - (entries.len() as u32 - 1).leading_zeros()).max(1);
    let mut bytes = vec![width as u8];
    bytes.extend(hybrid(&indices, width));
    Some((entries, bytes))
}

/// Numbers of so many bits: a number that stands eight times or more in a row as a run, the others packed by eight.
fn hybrid(numbers: &[u32], width: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < numbers.len() {
        let run = run(&numbers[at..]);
        if run >= 8 {
            varint((run as u64) << 1, &mut bytes);
            bytes.extend(&numbers[at].to_le_bytes()[..width.div_ceil(8) as usize]);
            at += run;
            continue;
        }
        let mut end = at;
        while end < numbers.len() && self::run(&numbers[end..]) < 8 {
            end += 8;
        }
        let groups = (end - at) / 8;
        varint((groups as u64) << 1 | 1, &mut bytes);
        bytes.extend(packed(&numbers[at..end.min(numbers.len())], width));
        // the last group is filled up with zeros
        let missing = end.saturating_sub(numbers.len()) * width as usize;
        bytes.resize(bytes.len() + missing / 8, 0);
        at = end;
    }
    bytes
}

/// How often the first number stands in a row.
fn run(numbers: &[u32]) -> usize {
    numbers.iter().take_while(|&&number| number == numbers[0]).count()
}

/// The lowest bits of numbers, one after the other from the lowest bit of the first byte on.
fn packed(numbers: &[u32], width: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut open, mut bits) = (0_u64, 0);
    for &number in numbers {
        open |= u64::from(number) << bits;
        bits += width;
        while bits >= 8 {
            bytes.push(open as u8);
            open >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        bytes.push(open as u8);
    }
    bytes
}

/// The pages of a column in a group of rows, with what the description says of them.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    at: u64,
    rows: usize,
    /// Bytes of all pages with their heads: as they stand in the file, and if they were not packed.
    length: u64,
    unpacked: u64,
    /// How long the dictionary is in the file; 0 where there is none.
    dictionary: u64,
}

impl Chunk {
    fn dictionary(&mut self, count: usize, values: &[u8]) {
        let mut about = Thrift::default();
        about.number(1, I32, count as i64);
        about.number(2, I32, PLAIN);
        self.page(DICTIONARY_PAGE, 7, &about.end(), values);
        self.dictionary = self.length;
    }

    fn data(&mut self, present: &[u32], encoding: i64, values: &[u8]) {
        let mut about = Thrift::default();
        about.number(1, I32, self.rows as i64);
        about.number(2, I32, encoding);
        about.number(3, I32, RLE);
        about.number(4, I32, RLE);
        let levels = hybrid(present, 1);
        let mut body = (levels.len() as u32).to_le_bytes().to_vec();
        body.extend(levels);
        body.extend(values);
        self.page(DATA_PAGE, 5, &about.end(), &body);
    }

    /// A page with its head; what the head says of this kind of page is its field `own`.
    fn page(&mut self, kind: i64, own: i16, about: &[u8], body: &[u8]) {
        let short = compress_to_vec(body, CompressionLevel::Fastest);
        let mut head = Thrift::default();
        head.number(1, I32, kind);
        head.number(2, I32, body.len() as i64);
        head.number(3, I32, short.len() as i64);
        head.structure(own, about);
        let head = head.end();
        self.length += (head.len() + short.len()) as u64;
        self.unpacked += (head.len() + body.len()) as u64;
        self.bytes.extend(head);
        self.bytes.extend(short);
    }

    fn description(&self, column: &Column) -> Vec<u8> {
        let mut about = Thrift::default();
        about.number(1, I32, column.cells.physical());
        let encodings =
            if self.dictionary > 0 { vec![PLAIN, RLE, RLE_DICTIONARY] } else { vec![PLAIN, RLE] };
        about.list(2, I32, encodings.into_iter().map(zigzag));
        about.list(3, BINARY, std::iter::once(binary(&column.name)));
        about.number(4, I32, ZSTD);
        about.number(5, I64, self.rows as i64);
        about.number(6, I64, self.unpacked as i64);
        about.number(7, I64, self.length as i64);
        about.number(9, I64, (self.at + self.dictionary) as i64);
        if self.dictionary > 0 {
            about.number(11, I64, self.at as i64);
        }
        let mut chunk = Thrift::default();
        chunk.number(2, I64, self.at as i64);
        chunk.structure(3, &about.end());
        chunk.end()
    }
}

/// The description at the end of the file.
fn footer(
    columns: &[Column],
    rows: usize,
    groups: &[(usize, Vec<Chunk>)],
    notes: &[(String, String)],
) -> Vec<u8> {
    let mut file = Thrift::default();
    file.number(1, I32, 2);
    let mut schema = vec![root(columns.len())];
    schema.extend(columns.iter().map(element));
    file.list(2, STRUCT, schema.into_iter());
    file.number(3, I64, rows as i64);
    let groups = groups.iter().map(|(rows, chunks)| {
        let descriptions =
            chunks.iter().zip(columns).map(|(chunk, column)| chunk.description(column));
        let mut group = Thrift::default();
        group.list(1, STRUCT, descriptions);
        group.number(2, I64, chunks.iter().map(|chunk| chunk.unpacked as i64).sum());
        group.number(3, I64, *rows as i64);
        group.end()
    });
    file.list(4, STRUCT, groups);
    let notes = notes.iter().map(|(key, text)| {
        let mut note = Thrift::default();
        note.bytes(1, key);
        note.bytes(2, text);
        note.end()
    });
    file.list(5, STRUCT, notes);
    file.bytes(6, &format!("tripel version {}", env!("CARGO_PKG_VERSION")));
    file.end()
}

fn root(columns: usize) -> Vec<u8> {
    let mut element = Thrift::default();
    element.bytes(4, "schema");
    element.number(5, I32, columns as i64);
    element.end()
}

fn element(column: &Column) -> Vec<u8> {
    let mut element = Thrift::default();
    element.number(1, I32, column.cells.physical());
    // optional
    element.number(3, I32, 1);
    element.bytes(4, &column.name);
    if let Some((old, new)) = column.cells.logical() {
        element.number(6, I32, old);
        let mut kind = Thrift::default();
        kind.structure(new, &Thrift::default().end());
        element.structure(10, &kind.end());
    }
    element.end()
}

/// Types of Thrift's compact protocol.
const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A structure in Thrift's compact protocol; fields come in the order of their numbers.
#[derive(Default)]
struct Thrift {
    bytes: Vec<u8>,
    last: i16,
}

impl Thrift {
    /// The head of a field: how far its number is behind the last one, and its type.
    fn field(&mut self, number: i16, kind: u8) {
        self.bytes.push(((number - self.last) as u8) << 4 | kind);
        self.last = number;
    }

    fn number(&mut self, field: i16, kind: u8, number: i64) {
        self.field(field, kind);
        self.bytes.extend(zigzag(number));
    }

    fn bytes(&mut self, field: i16, text: &str) {
        self.field(field, BINARY);
        self.bytes.extend(binary(text));
    }

    fn structure(&mut self, field: i16, written: &[u8]) {
        self.field(field, STRUCT);
        self.bytes.extend(written);
    }

    fn list(&mut self, field: i16, kind: u8, written: impl ExactSizeIterator<Item = Vec<u8>>) {
        self.field(field, LIST);
        match written.len() {
            short @ ..15 => self.bytes.push((short as u8) << 4 | kind),
            long => {
                self.bytes.push(0xf0 | kind);
                varint(long as u64, &mut self.bytes);
            }
        }
        self.bytes.extend(written.flatten());
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn binary(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    varint(text.len() as u64, &mut bytes);
    bytes.extend(text.as_bytes());
    bytes
}

/// 0, -1, 1, -2 ... as 0, 1, 2, 3 ...
fn zigzag(number: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    varint((number << 1 ^ number >> 63) as u64, &mut bytes);
    bytes
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_packed_as_the_format_says() {
        // the example of the format's own page: 0 to 7 with three bits each
        assert_eq!(packed(&[0, 1, 2, 3, 4, 5, 6, 7], 3), [0x88, 0xc6, 0xfa]);
        assert_eq!(hybrid(&[1; 100], 1), [0xc8, 0x01, 0x01]);
        assert_eq!(hybrid(&[1, 0, 1], 1), [0x03, 0b101]);
        assert_eq!(zigzag(-1), [1]);
        assert_eq!(zigzag(150), [0xac, 0x02]);
    }

    #[test]
    fn texts_that_repeat_stand_once() {
        let (entries, indices) = dictionary(&["a", "b", "a", "a"]).expect("two of four");
        assert_eq!(entries, ["a", "b"]);
        assert_eq!(indices, [1, 0x03, 0b0010]);
        assert!(dictionary(&["a", "b", "c", "d"]).is_none());
    }
}
