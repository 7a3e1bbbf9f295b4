//! Which articles an index holds, and what tells whether they are still as they were.
//!
//! A file of rows says what was added and removed since the one before it: "+a", "+b", then "-a", "+c" is b and c.

use std::collections::BTreeMap;
use std::io::Write;

use crate::kb::index::{Damage, Sealed, Sealing};
use crate::kb::sketch::Sketch;
use crate::kb::store::Entry;
use crate::language::Analyser;

/// An article as the index read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub id: String,
    pub base: String,
    pub date: Option<String>,
    pub source: Option<String>,
    /// The names of its files, which hold hashes of what is in them.
    pub text: String,
    pub quads: String,
    /// Length and time of the file of quads.
    pub stamp: (u64, u64),
    pub sketch: Option<Sketch>,
}

impl Row {
    pub fn of(entry: &Entry, stamp: (u64, u64)) -> Row {
        Row {
            id: entry.id.clone(),
            base: entry.base.clone(),
            date: entry.date.clone(),
            source: entry.source.clone(),
            text: entry.text.clone(),
            quads: entry.quads.clone(),
            stamp,
            sketch: entry.sketch.clone(),
        }
    }

    /// As much of the entry as tells copies.
    pub fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            title: None,
            date: self.date.clone(),
            source: self.source.clone(),
            url: None,
            authors: Vec::new(),
            language: None,
            origin: None,
            place: None,
            sketch: self.sketch.clone(),
            base: self.base.clone(),
            text: self.text.clone(),
            quads: self.quads.clone(),
            statements: 0,
            corrections: None,
            analyser: Analyser::default(),
        }
    }
}

/// By their names, the articles; `None` is one that was removed.
pub type Changes = BTreeMap<String, Option<Row>>;

/// Writes what was added and removed.
///
/// # Errors
/// Where it cannot be written.
pub fn write<W: Write>(changes: &Changes, out: W) -> std::io::Result<W> {
    let mut sealing = Sealing::new(out);
    let mut line = Vec::new();
    for (name, row) in changes {
        line.clear();
        text(name, &mut line);
        line.push(u8::from(row.is_some()));
        if let Some(row) = row {
            for own in [&row.id, &row.base, &row.text, &row.quads] {
                text(own, &mut line);
            }
            for own in [&row.date, &row.source] {
                line.push(u8::from(own.is_some()));
                text(own.as_deref().unwrap_or(""), &mut line);
            }
            line.extend(row.stamp.0.to_le_bytes());
            line.extend(row.stamp.1.to_le_bytes());
            let (runs, hashes) =
                row.sketch.as_ref().map_or((0, &[][..]), |own| (own.runs, own.hashes.as_slice()));
            line.extend(runs.to_le_bytes());
            line.extend((hashes.len() as u32).to_le_bytes());
            hashes.iter().for_each(|hash| line.extend(hash.to_le_bytes()));
        }
        sealing.put(&line)?;
    }
    sealing.finish()
}

fn text(text: &str, line: &mut Vec<u8>) {
    line.extend((text.len() as u32).to_le_bytes());
    line.extend(text.as_bytes());
}

/// Applies what a file says to the articles.
///
/// # Errors
/// Where the file is damaged.
pub fn apply(file: &Sealed, rows: &mut BTreeMap<String, Row>) -> Result<(), Damage> {
    let mut reader = Reader(file.get(0..file.length())?);
    while !reader.0.is_empty() {
        let (name, row) = reader.change().ok_or_else(|| file.damage())?;
        match row {
            Some(row) => drop(rows.insert(name, row)),
            None => drop(rows.remove(&name)),
        }
    }
    Ok(())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn change(&mut self) -> Option<(String, Option<Row>)> {
        let name = self.text()?;
        if self.take(1)? == [0] {
            return Some((name, None));
        }
        let [id, base, text, quads] = [self.text()?, self.text()?, self.text()?, self.text()?];
        let (date, source) = (self.option()?, self.option()?);
        let stamp = (self.long()?, self.long()?);
        let (runs, count) = (self.number()?, self.number()?);
        let hashes: Option<Vec<u32>> = (0..count).map(|_| self.number()).collect();
        let sketch = Sketch { runs, hashes: hashes? };
        let sketch = (count > 0).then_some(sketch);
        Some((name, Some(Row { id, base, date, source, text, quads, stamp, sketch })))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (own, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(own)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }

    fn option(&mut self) -> Option<Option<String>> {
        let is_there = self.take(1)? == [1];
        let text = self.text()?;
        Some(is_there.then_some(text))
    }
}
