//! What an index must learn: which articles are new, gone or others, and what each of them adds and takes away.
//!
//! An article that tells the story of another adds its head to the graph in which each story is told once, and the rest to
//! what the copies add; where it stops doing so, both are taken back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::convert::Infallible;
use std::fs;
use std::time::UNIX_EPOCH;

use oxigraph::model::Quad;

use super::catalogue::Row;
use super::manifest::{Manifest, Told};
use crate::kb::copies::{Copy, copies};
use crate::kb::index::{Coding, Part};
use crate::kb::quads::{is_head, link, parsed, quads};
use crate::kb::store::{Entry, Files, Store};
use crate::record::error::{Error, Result};

/// Of so few articles the time of each file is compared at every opening: damage is seen at once.
pub const FEW: usize = 1000;
/// So many equal hashes may make two texts one story.
const LEAST_SHARED: usize = 4;

/// What the index must hold, and what it holds.
pub struct Plan {
    pub before: BTreeMap<String, Row>,
    pub after: BTreeMap<String, Row>,
    pub copies_before: HashMap<String, Told>,
    pub copies_after: HashMap<String, Told>,
    /// By name, the articles that cannot be read, with the reason.
    pub damaged: BTreeMap<String, Error>,
}

/// Length and time of change of an article's file of quads.
pub fn stamp(store: &Store, file: &str) -> (u64, u64) {
    let metadata = fs::metadata(store.dir().join(file)).ok();
    let time = |own: &fs::Metadata| {
        let time = own.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        u64::try_from(time.as_nanos()).ok()
    };
    metadata.map_or((0, 0), |own| (own.len(), time(&own).unwrap_or(0)))
}

/// The files of an article are still those that the index read.
pub fn is_same(store: &Store, row: &Row, files: &Files, few: bool) -> bool {
    files.entry
        && files.quads == [row.quads.as_str()]
        && files.texts == [row.text.as_str()]
        && (!few || stamp(store, &row.quads) == row.stamp)
}

impl Plan {
    /// Compares the folder with what the index holds; `unreadable` articles are left out.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn new(
        store: &Store,
        before: BTreeMap<String, Row>,
        manifest: &Manifest,
        mut unreadable: BTreeMap<String, Error>,
    ) -> Result<Plan> {
        let listing = store.listing()?;
        let few = listing.len() <= FEW;
        let mut after = BTreeMap::new();
        let mut is_lost = false;
        for (name, files) in &listing {
            if unreadable.contains_key(name) {
                continue;
            }
            match before.get(name) {
                Some(row) if is_same(store, row, files, few) => {
                    after.insert(name.clone(), row.clone());
                }
                _ if files.entry => match store.entry(&format!("{name}.json")) {
                    Ok(entry) => {
                        let own = stamp(store, &entry.quads);
                        after.insert(name.clone(), Row::of(&entry, own));
                    }
                    // another process may have removed it since
                    Err(_) if !store.dir().join(format!("{name}.json")).exists() => {}
                    Err(error) => drop(unreadable.insert(name.clone(), error)),
                },
                _ => is_lost = true,
            }
        }
        if is_lost {
            for (at, error) in store.lost(&store.files()?).into_iter().enumerate() {
                unreadable.insert(format!("~{at:06}"), error);
            }
        }
        let known = |told: &Told| (told.id.clone(), told.clone());
        let copies_before: HashMap<String, Told> = manifest.copies.iter().map(known).collect();
        let copies_after = if stories_change(&before, &after, &copies_before) {
            let entries: Vec<Entry> = after.values().map(Row::entry).collect();
            copies(&entries).into_iter().map(Told::from).map(|own| known(&own)).collect()
        } else {
            let ids: HashSet<&String> = after.values().map(|row| &row.id).collect();
            let still = copies_before.iter().filter(|(id, _)| ids.contains(id));
            still.map(|(id, told)| (id.clone(), told.clone())).collect()
        };
        Ok(Plan { before, after, copies_before, copies_after, damaged: unreadable })
    }

    /// The names of the articles of which the index must learn something.
    pub fn changed(&self) -> Vec<&String> {
        let names: BTreeSet<&String> = self.before.keys().chain(self.after.keys()).collect();
        names.into_iter().filter(|name| self.is_changed(name)).collect()
    }

    fn is_changed(&self, name: &str) -> bool {
        let (old, new) = (self.before.get(name), self.after.get(name));
        let told = |row: Option<&Row>, copies: &HashMap<String, Told>| {
            row.and_then(|row| copies.get(&row.id)).cloned()
        };
        old != new || told(old, &self.copies_before) != told(new, &self.copies_after)
    }

    /// What one article takes away and adds; `None` where what it said is lost.
    ///
    /// # Errors
    /// Where what it says now cannot be read.
    pub fn change(
        &self,
        store: &Store,
        name: &str,
        coding: &Coding,
        salt: u8,
    ) -> Result<Option<Change>> {
        let mut change = Change { parts: Vec::new() };
        if let Some(row) = self.before.get(name) {
            let Some(text) = store.former(&row.quads) else { return Ok(None) };
            let path = store.dir().join(&row.quads);
            let quads = parsed(&text, &path).and_then(Iterator::collect::<Result<Vec<Quad>>>);
            let Ok(quads) = quads else { return Ok(None) };
            change.put(quads, row, self.copies_before.get(&row.id), coding, salt, -1);
        }
        if let Some(row) = self.after.get(name) {
            let quads: Vec<Quad> = quads(store, &row.entry())?.collect::<Result<_>>()?;
            change.put(quads, row, self.copies_after.get(&row.id), coding, salt, 1);
        }
        Ok(Some(change))
    }
}

/// What an article adds (1) and takes away (-1), in the graph of each story once, and in what the copies add.
pub struct Change {
    pub parts: Vec<(Part, bool, i32)>,
}

impl Change {
    fn put(
        &mut self,
        quads: Vec<Quad>,
        row: &Row,
        told: Option<&Told>,
        coding: &Coding,
        salt: u8,
        sign: i32,
    ) {
        let part = |quads: Vec<Quad>| {
            let Ok(part) = Part::of(quads.into_iter().map(Ok::<_, Infallible>), coding, salt);
            part
        };
        let Some(told) = told else {
            self.parts.push((part(quads), true, sign));
            return;
        };
        let (mut head, rest): (Vec<Quad>, Vec<Quad>) =
            quads.into_iter().partition(|quad| is_head(quad, &row.base, &row.id));
        let copy = Copy { id: told.id.clone(), of: told.of.clone(), version: told.version };
        head.push(link(&copy, coding.base()));
        self.parts.push((part(head), true, sign));
        self.parts.push((part(rest), false, sign));
    }
}

/// Whether what is new or gone can change who tells whose story: a text that shares nothing with another, or the end of one
/// that nobody copied, changes nothing, and of a large store not all texts are compared anew.
fn stories_change(
    before: &BTreeMap<String, Row>,
    after: &BTreeMap<String, Row>,
    copies: &HashMap<String, Told>,
) -> bool {
    let differs = |one: Option<&Row>, other: &Row| one.is_none_or(|one| one != other);
    let copied: HashSet<&str> = copies.values().map(|told| told.of.as_str()).collect();
    let gone = before.iter().filter(|(name, row)| differs(after.get(*name), row));
    let mut is_told_elsewhere = false;
    for (name, row) in gone {
        is_told_elsewhere |= copied.contains(row.id.as_str())
            || (after.contains_key(name) && copies.contains_key(&row.id));
    }
    let new: Vec<&Row> = after
        .iter()
        .filter(|(name, row)| differs(before.get(*name), row))
        .map(|own| own.1)
        .collect();
    if is_told_elsewhere || new.len() * 8 > after.len() {
        return true;
    }
    let texts: HashSet<&str> = new.iter().map(|row| text_hash(row)).collect();
    let hashes = |row: &'_ Row| row.sketch.as_ref().map_or(Vec::new(), |own| own.hashes.clone());
    let sought: HashSet<u32> = new.iter().flat_map(|row| hashes(row)).collect();
    let ids: HashSet<&str> = new.iter().map(|row| row.id.as_str()).collect();
    let others = after.values().filter(|row| !ids.contains(row.id.as_str()));
    let is_like = |row: &Row| {
        let own = row.sketch.as_ref().map_or(&[][..], |own| own.hashes.as_slice());
        texts.contains(text_hash(row))
            || own.iter().filter(|hash| sought.contains(hash)).take(LEAST_SHARED).count()
                == LEAST_SHARED
    };
    let among = || {
        let mut seen: HashMap<u32, usize> = HashMap::new();
        new.iter().flat_map(|row| hashes(row)).for_each(|hash| *seen.entry(hash).or_default() += 1);
        texts.len() < new.len()
            || seen.values().filter(|count| **count > 1).take(LEAST_SHARED).count() == LEAST_SHARED
    };
    others.into_iter().any(is_like) || among()
}

fn text_hash(row: &Row) -> &str {
    row.text.rsplit('.').nth(1).unwrap_or("")
}
