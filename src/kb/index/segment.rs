//! A segment: quads in sorted orders, as numbers of its own terms, each with how many articles say it.
//!
//! `[7, 2, 31, default]` and `[7, 2, 40, default]` stand in a block of 64 as one byte each for what changes and by how much.
//! A segment is never changed: what an article adds or takes away is a segment of its own, and where it takes away the number
//! of articles is below zero. A quad is there where the numbers of all segments add up to more than nothing.

use serde::{Deserialize, Serialize};

use super::sealed::{Damage, Sealed};
use super::terms::{DEFAULT_KEY, Key};

/// The number of a term in a segment; `DEFAULT` where there is none: the default graph.
pub type Number = u32;
pub const DEFAULT: Number = Number::MAX;
/// Four numbers in the order of the columns of an order.
pub type Columns = [Number; 4];

/// Places of subject (0), predicate (1), object (2) and graph (3) in each order.
pub const ORDERS: [[usize; 4]; 5] =
    [[0, 1, 2, 3], [1, 2, 0, 3], [2, 1, 0, 3], [3, 0, 1, 2], [0, 1, 2, 3]];
pub const SUBJECT: usize = 0;
pub const PREDICATE: usize = 1;
pub const OBJECT: usize = 2;
/// Only the quads of graphs with a name.
pub const GRAPH: usize = 3;
/// No quads of the graph, but the preferred labels as the articles give them.
pub const LABELS: usize = 4;

/// So many quads make a block.
pub const BLOCK: usize = 64;
/// So many terms share an offset.
pub const GROUP: usize = 16;
/// Bytes of a block's first quad and its place.
pub const STEP: usize = 24;
/// The first column that differs from the quad before (two bits), what follows below, and a small difference above.
pub const COUNTED: u8 = 4;
pub const IN_DEFAULT: u8 = 8;
pub const SMALL: u8 = 15;

/// What stands where; the last section of a segment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    pub base: String,
    pub terms: usize,
    /// Where the keys begin whose first bits are 0, 1, 2, and their end.
    pub classes: [usize; 4],
    /// Begin of the terms' bytes, of the offsets of each group, of the keys.
    pub texts: usize,
    pub offsets: usize,
    pub keys: usize,
    pub orders: [Section; 5],
    /// Some number of articles is below zero.
    pub takes_away: bool,
}

/// An order: its blocks, then their first quads.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Section {
    pub begin: usize,
    pub steps: usize,
    pub blocks: usize,
    pub quads: usize,
}

pub struct Segment {
    content: Sealed,
    head: Head,
}

impl Segment {
    /// # Errors
    /// Where the end of the content does not say what stands where.
    pub fn new(content: Sealed) -> Result<Segment, Damage> {
        let length = content.length();
        let end = content.get(length.saturating_sub(4)..length)?;
        let size: [u8; 4] = end.try_into().map_err(|_| content.damage())?;
        let size = u32::from_le_bytes(size) as usize;
        let begin = length.checked_sub(4 + size).ok_or_else(|| content.damage())?;
        let head = serde_json::from_slice(content.get(begin..length - 4)?);
        let head = head.map_err(|_| content.damage())?;
        Ok(Segment { content, head })
    }

    pub fn head(&self) -> &Head {
        &self.head
    }

    /// How many quads it has.
    pub fn len(&self) -> usize {
        self.head.orders[SUBJECT].quads
    }

    /// Neither quads nor counts of labels.
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.head.orders[LABELS].quads == 0
    }

    pub fn damage(&self) -> Damage {
        self.content.damage()
    }

    /// Bytes of the content.
    pub fn bytes(&self) -> usize {
        self.content.length()
    }

    /// # Errors
    /// Where a part of it is not as it was written.
    pub fn check(&self) -> Result<(), Damage> {
        self.content.check()
    }

    /// The key of a term.
    pub fn key(&self, number: Number) -> Result<Key, Damage> {
        let begin = self.head.keys + number as usize * 8;
        let bytes = self.content.get(begin..begin + 8)?;
        Ok(Key::from_le_bytes(bytes.try_into().map_err(|_| self.content.damage())?))
    }

    /// The term with a key, or how many have a smaller one. Keys are hashes: a few guesses by their size come near.
    pub fn number(&self, key: Key) -> Result<Result<Number, Number>, Damage> {
        let class = (key >> (Key::BITS - 2)) as usize;
        let (mut low, mut high) = match self.head.classes.get(class..class + 2) {
            Some(bounds) => (bounds[0], bounds[1]),
            None => return Ok(Err(self.head.terms as Number)),
        };
        let whole = (1_u128 << (Key::BITS - 2)) as f64;
        let share = |key: Key| (key << 2 >> 2) as f64 / whole;
        let (mut least, mut most) = (0.0, 1.0);
        let mut guesses = 0;
        while low < high {
            let span = (high - low) as f64;
            let guess = (share(key) - least) / f64::max(most - least, f64::MIN_POSITIVE) * span;
            let at = match guesses < 6 {
                true => low + (guess as usize).min(high - low - 1),
                false => low + (high - low) / 2,
            };
            guesses += 1;
            let found = self.key(at as Number)?;
            match found.cmp(&key) {
                std::cmp::Ordering::Equal => return Ok(Ok(at as Number)),
                std::cmp::Ordering::Less => (low, least) = (at + 1, share(found)),
                std::cmp::Ordering::Greater => (high, most) = (at, share(found)),
            }
        }
        Ok(Err(low as Number))
    }

    /// The bytes of a term.
    pub fn text(&self, number: Number) -> Result<&[u8], Damage> {
        let group = number as usize / GROUP;
        let begin = self.head.offsets + group * 8;
        let offset = self.content.get(begin..begin + 8)?;
        let offset: [u8; 8] = offset.try_into().map_err(|_| self.content.damage())?;
        let mut at = self.head.texts + u64::from_le_bytes(offset) as usize;
        for _ in 0..number as usize % GROUP {
            let (length, own) = self.length(at)?;
            at += own + length;
        }
        let (length, own) = self.length(at)?;
        self.content.get(at + own..at + own + length)
    }

    /// The length of the term at a place, and of its length.
    fn length(&self, at: usize) -> Result<(usize, usize), Damage> {
        let end = (at + 5).min(self.head.offsets);
        let mut bytes = self.content.get(at.min(end)..end)?;
        let before = bytes.len();
        let length = varint(&mut bytes).ok_or_else(|| self.content.damage())?;
        Ok((length as usize, before - bytes.len()))
    }

    /// The first quad of a block, and where its bytes begin.
    fn step(&self, section: &Section, block: usize) -> Result<(Columns, usize), Damage> {
        let begin = section.steps + block * STEP;
        let bytes = self.content.get(begin..begin + STEP)?;
        let number = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let place = u64::from(number(16)) | u64::from(number(20)) << 32;
        Ok(([number(0), number(4), number(8), number(12)], place as usize))
    }

    /// The quads of an order that begin with some numbers.
    pub fn range(&self, order: usize, begin: &[Number]) -> Result<Range<'_>, Damage> {
        let section = &self.head.orders[order];
        let mut prefix = [0; 4];
        prefix[..begin.len()].copy_from_slice(begin);
        let (mut low, mut high) = (0, section.blocks);
        while low < high {
            let middle = low.midpoint(high);
            let (first, _) = self.step(section, middle)?;
            if first < prefix { low = middle + 1 } else { high = middle }
        }
        let cursor = Cursor {
            segment: self,
            order,
            block: low.saturating_sub(1),
            left: 0,
            bytes: &[],
            last: [0; 4],
        };
        Ok(Range { cursor, prefix, length: begin.len(), ended: false })
    }

    /// Every quad of an order.
    pub fn all(&self, order: usize) -> Range<'_> {
        let cursor = Cursor { segment: self, order, block: 0, left: 0, bytes: &[], last: [0; 4] };
        Range { cursor, prefix: [0; 4], length: 0, ended: false }
    }

    /// Every quad with the keys of its terms, and how many articles say it.
    pub fn quads(&self) -> impl Iterator<Item = Result<([Key; 4], i32), Damage>> + '_ {
        self.all(SUBJECT).map(|quad| {
            let (columns, count) = quad?;
            let mut keys = [DEFAULT_KEY; 4];
            for (key, number) in keys.iter_mut().zip(columns).filter(|(_, own)| *own != DEFAULT) {
                *key = self.key(number)?;
            }
            Ok((keys, count))
        })
    }

    /// How many articles say a quad.
    pub fn says(&self, keys: [Key; 4]) -> Result<i32, Damage> {
        let mut columns = [DEFAULT; 4];
        for (column, key) in columns.iter_mut().zip(keys).filter(|(_, key)| *key != DEFAULT_KEY) {
            let Ok(number) = self.number(key)? else { return Ok(0) };
            *column = number;
        }
        Ok(self.range(SUBJECT, &columns)?.next().transpose()?.map_or(0, |(_, count)| count))
    }
}

/// Goes through the blocks of an order.
#[derive(Clone)]
struct Cursor<'a> {
    segment: &'a Segment,
    order: usize,
    /// The one that comes next.
    block: usize,
    /// Quads of this block that are still to come.
    left: usize,
    bytes: &'a [u8],
    last: Columns,
}

impl Cursor<'_> {
    #[inline]
    fn next(&mut self) -> Result<Option<(Columns, i32)>, Damage> {
        if self.left == 0 && !self.enter()? {
            return Ok(None);
        }
        self.left -= 1;
        match self.read() {
            Some(found) => Ok(Some(found)),
            None => Err(self.segment.content.damage()),
        }
    }

    /// Begins the next block; false where there is none.
    fn enter(&mut self) -> Result<bool, Damage> {
        let section = &self.segment.head.orders[self.order];
        if self.block >= section.blocks {
            return Ok(false);
        }
        let (first, begin) = self.segment.step(section, self.block)?;
        self.block += 1;
        let end = match self.block < section.blocks {
            true => self.segment.step(section, self.block)?.1,
            false => section.steps - section.begin,
        };
        self.bytes = self.segment.content.get(section.begin + begin..section.begin + end)?;
        self.left = BLOCK.min(section.quads - (self.block - 1) * BLOCK);
        self.last = first;
        Ok(true)
    }

    #[inline]
    fn read(&mut self) -> Option<(Columns, i32)> {
        let (&lead, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        let column = usize::from(lead & 3);
        let mut difference = u32::from(lead >> 4);
        if difference == u32::from(SMALL) {
            difference = varint(&mut self.bytes)?;
        }
        // the first of a block differs by nothing from what is known of it
        if difference > 0 {
            let graph = ORDERS[self.order].iter().position(|place| *place == 3)?;
            for at in column..4 {
                self.last[at] = if at == graph && lead & IN_DEFAULT != 0 {
                    DEFAULT
                } else if at == column {
                    self.last[at].checked_add(difference)?
                } else {
                    varint(&mut self.bytes)?
                };
            }
        }
        let count = match lead & COUNTED {
            0 => 1,
            _ => {
                let folded = varint(&mut self.bytes)?;
                (folded >> 1) as i32 ^ -((folded & 1) as i32)
            }
        };
        Some((self.last, count))
    }
}

/// Quads that begin alike, with how many articles say each.
#[derive(Clone)]
pub struct Range<'a> {
    cursor: Cursor<'a>,
    prefix: Columns,
    length: usize,
    ended: bool,
}

impl Iterator for Range<'_> {
    type Item = Result<(Columns, i32), Damage>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let (columns, count) = match self.cursor.next() {
                Ok(Some(found)) => found,
                Ok(None) => break,
                Err(damage) => {
                    self.ended = true;
                    return Some(Err(damage));
                }
            };
            match columns[..self.length].cmp(&self.prefix[..self.length]) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => return Some(Ok((columns, count))),
                std::cmp::Ordering::Greater => break,
            }
        }
        self.ended = true;
        None
    }
}

/// A number in as many bytes as it needs, seven bits each.
#[inline]
fn varint(bytes: &mut &[u8]) -> Option<u32> {
    let (mut value, mut shift) = (0_u32, 0);
    while shift < 35 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 127) << shift;
        if byte < 128 {
            return Some(value);
        }
        shift += 7;
    }
    None
}
