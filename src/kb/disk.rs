//! The index of a store on the disk: made of the articles, opened at once, and brought up to date by what has changed since.
//!
//! It lies in the folder `.index` of the store, and may be deleted: it is made anew of the articles. When an article was added,
//! its quads become a small segment; when one was removed, a segment that takes its quads back; small segments become larger
//! ones. A manifest names the files that belong together (`manifest`), so that a kill at any moment leaves the old or the new index.

mod manifest;
mod catalogue;
mod stack;
mod change;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::kb::index::{Coding, Damage, Delta, Index, Segment, subjects};
use crate::kb::rdf::BASE;
use crate::kb::store::{INDEX, Store};
use crate::record::error::{Error, Result};
use catalogue::{Changes, Row};
use change::{FEW, Plan};
use manifest::{Absence, Manifest, Part, Told};
use stack::{Desk, Labels, Stack, Stop};

/// So many quads are gathered before they are written.
const GATHERED: usize = 2_000_000;
/// So many articles are read side by side.
const AT_ONCE: usize = 64;
/// So many files of rows become one.
const MOST_ROWS: usize = 24;
/// So often the index is looked for again, where another process replaces it meanwhile.
const ATTEMPTS: usize = 5;

/// An index, ready for queries.
pub struct Opened {
    pub index: Index,
    /// What cannot be read and is left out.
    pub warnings: Vec<Error>,
    /// What was done besides, in words.
    pub notes: Vec<String>,
}

/// The index of a store, brought up to date; with each story once, or with the copies.
///
/// # Errors
/// Where it cannot be read and cannot be written.
pub fn open(store: &Store, once: bool) -> Result<Opened> {
    let mut notes = Vec::new();
    for _ in 0..ATTEMPTS {
        let manifest = current(store).map_or_else(|| refresh(store), |own| Ok((own, None)))?;
        let (manifest, note) = manifest;
        notes.extend(note);
        match opened(store, &manifest, once) {
            Ok(index) => {
                let warnings = manifest.damaged.into_iter().map(|(_, why)| Error::new(why));
                return Ok(Opened { index, warnings: warnings.collect(), notes });
            }
            // another process may have replaced the files since; else they are damaged, and made anew
            Err(error) => {
                if Manifest::read(&folder(store)).is_ok_and(|own| own == manifest) {
                    notes.push(error.to_string());
                    Manifest::discard(&folder(store));
                }
            }
        }
    }
    Err(Error::new(format!("the index in {} changes too often", folder(store).display())))
}

/// Says that the index is not as it was written: the next that opens it makes it anew.
pub fn discard(store: &Store) {
    Manifest::discard(&folder(store));
}

fn folder(store: &Store) -> PathBuf {
    store.dir().join(INDEX)
}

fn opened(store: &Store, manifest: &Manifest, once: bool) -> std::io::Result<Index> {
    let copies = manifest.copies_add.iter().filter(|_| !once);
    let parts = manifest.once.iter().chain(copies);
    let segments = parts.map(|part| stack::segment(&folder(store), part));
    let len = if once { manifest.quads_once } else { manifest.quads };
    Ok(Index::new(segments.collect::<std::io::Result<_>>()?, &manifest.base, manifest.salt, len))
}

/// When the folder changed last.
fn changed(store: &Store) -> u128 {
    let time = store.dir().metadata().and_then(|own| own.modified()).ok();
    time.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |own| own.as_nanos())
}

/// The manifest, where nothing was changed in the folder since; `None` where somebody must look.
fn current(store: &Store) -> Option<Manifest> {
    let manifest = Manifest::read(&folder(store)).ok()?;
    if manifest.changed != changed(store) || !manifest.damaged.is_empty() {
        return None;
    }
    // of a few articles each file is looked at: somebody may have written into it
    if manifest.articles <= FEW {
        let rows = rows(store, &manifest).ok()?;
        let is_same = |row: &Row| change::stamp(store, &row.quads) == row.stamp;
        rows.values().all(is_same).then_some(manifest)
    } else {
        Some(manifest)
    }
}

fn rows(store: &Store, manifest: &Manifest) -> std::io::Result<BTreeMap<String, Row>> {
    let mut rows = BTreeMap::new();
    for part in &manifest.rows {
        let file = stack::sealed(&folder(store), part)?;
        catalogue::apply(&file, &mut rows).map_err(std::io::Error::other)?;
    }
    Ok(rows)
}

/// Brings the index up to date, as `open` would; what was done besides, in words.
///
/// # Errors
/// Where the store cannot be read or the index not be written.
pub fn bring_up_to_date(store: &Store) -> Result<Option<String>> {
    match current(store) {
        Some(_) => Ok(None),
        None => refresh(store).map(|(_, note)| note),
    }
}

/// Brings the index up to date, one process after the other.
fn refresh(store: &Store) -> Result<(Manifest, Option<String>)> {
    store.make_index_folder()?;
    let path = folder(store).join("lock");
    let failed = |error| Error::because(format!("cannot lock the index {}", path.display()), error);
    let lock = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.map_err(failed)?;
    lock.lock().map_err(failed)?;
    if let Some(manifest) = current(store) {
        return Ok((manifest, None));
    }
    let (mut manifest, mut why) = match Manifest::read(&folder(store)) {
        Ok(manifest) => (manifest, None),
        Err(why) => (Manifest::default(), Some(why)),
    };
    let mut unreadable = BTreeMap::new();
    for _ in 0..ATTEMPTS {
        match brought(store, &manifest, &mut unreadable) {
            Ok(Some(fresh)) => {
                let note = why.and_then(|why| word(store, why, &fresh));
                return Ok((fresh, note));
            }
            // an article proved unreadable, which changes what the others are
            Ok(None) => {}
            Err(Stop::Anew(salt)) => {
                why.get_or_insert(Absence::Damaged);
                manifest = Manifest { salt, ..Manifest::default() };
            }
            Err(Stop::Lost) => {
                manifest = Manifest { salt: manifest.salt, ..Manifest::default() };
            }
            Err(Stop::Failed(error)) => return Err(error),
        }
    }
    Err(Error::new(format!("the articles in {} change too often", store.dir().display())))
}

/// Why an index was made anew; nothing of the first one.
fn word(store: &Store, why: Absence, made: &Manifest) -> Option<String> {
    let reason = match why {
        Absence::Missing => return None,
        Absence::Damaged => "is damaged",
        Absence::Outdated => "is of another version",
    };
    let articles = if made.articles == 1 { "article" } else { "articles" };
    Some(format!(
        "the index {} {reason}; it is made anew from {} {articles}",
        folder(store).display(),
        made.articles
    ))
}

/// The next manifest, written; `None` where an article could not be read, which now stands among the unreadable.
fn brought(
    store: &Store,
    manifest: &Manifest,
    unreadable: &mut BTreeMap<String, Error>,
) -> std::result::Result<Option<Manifest>, Stop> {
    let changed = changed(store);
    let before = rows(store, manifest).map_err(|_| Stop::Anew(manifest.salt))?;
    let plan = Plan::new(store, before, manifest, std::mem::take(unreadable))?;
    let first = plan.after.values().next().map_or(BASE, |row| row.base.as_str());
    let base = if plan.before.is_empty() { first } else { manifest.base.as_str() }.to_owned();
    let coding = Coding::new(&base);
    let mut desk = Desk::new(&folder(store), &base, manifest.salt);
    let mut graphs = Graphs::open(&mut desk, manifest)?;
    let names = plan.changed();
    for names in names.chunks(AT_ONCE) {
        let read = |name: &&String| plan.change(store, name, &coding, manifest.salt);
        let read: Vec<Result<_>> = names.par_iter().map(read).collect();
        for (name, change) in names.iter().zip(read) {
            match change {
                Ok(Some(change)) => graphs.gather(change),
                // what it said is lost: nothing can be taken back
                Ok(None) => return Err(Stop::Lost),
                Err(error) => drop(unreadable.insert((*name).clone(), error)),
            }
        }
        graphs.write(&mut desk, GATHERED)?;
    }
    if !unreadable.is_empty() {
        let known = plan.damaged.into_iter().filter(|(name, _)| !name.starts_with('~'));
        unreadable.extend(known);
        return Ok(None);
    }
    let mut next = Manifest {
        version: manifest::VERSION,
        base,
        salt: manifest.salt,
        changed,
        articles: plan.after.len(),
        damaged: plan.damaged.iter().map(|(name, why)| (name.clone(), sentence(why))).collect(),
        ..manifest.clone()
    };
    if !names.is_empty() || manifest.version == 0 {
        graphs.write(&mut desk, 0)?;
        graphs.label(&mut desk, &coding)?;
        (next.quads_once, next.quads) = graphs.counted(manifest)?;
        graphs.merge(&mut desk)?;
        next.once = parts(&graphs.once);
        next.copies_add = parts(&graphs.copies_add);
        next.rows = written(&mut desk, manifest, &plan)?;
        let mut copies: Vec<Told> = plan.copies_after.values().cloned().collect();
        copies.sort_by(|a, b| a.id.cmp(&b.id));
        next.copies = copies;
    }
    if next != *manifest {
        next.commit(&folder(store))?;
        desk.clear(&next);
    }
    let has: std::collections::HashSet<&str> =
        plan.after.values().map(|row| row.quads.as_str()).collect();
    store.forget(|file| has.contains(file));
    Ok(Some(next))
}

/// An error and what caused it, as one sentence.
fn sentence(error: &Error) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        line += &format!(": {inner}");
        cause = inner.source();
    }
    line
}

fn parts(stack: &Stack) -> Vec<Part> {
    stack.iter().map(|(part, _)| part.clone()).collect()
}

/// The files of rows with what has changed; as one where there are many.
fn written(
    desk: &mut Desk,
    manifest: &Manifest,
    plan: &Plan,
) -> std::result::Result<Vec<Part>, Stop> {
    let differs = |name: &&String| plan.before.get(*name) != plan.after.get(*name);
    let names = plan.before.keys().chain(plan.after.keys()).filter(differs);
    let mut changes: Changes =
        names.map(|name| (name.clone(), plan.after.get(name).cloned())).collect();
    let mut rows = manifest.rows.clone();
    if rows.len() >= MOST_ROWS || changes.len() * 4 > plan.before.len() {
        rows.clear();
        changes = plan.after.iter().map(|(name, row)| (name.clone(), Some(row.clone()))).collect();
    }
    let part = desk.create("rows", |out| catalogue::write(&changes, out));
    rows.push(part.map_err(|error| desk.failed(error))?);
    Ok(rows)
}

/// The two graphs of a store: with each story once, and what the copies add to it.
struct Graphs {
    once: Stack,
    copies_add: Stack,
    /// How many segments of each were there before.
    old: [usize; 2],
    gathered: [Delta; 2],
    salt: u8,
}

impl Graphs {
    fn open(desk: &mut Desk, manifest: &Manifest) -> std::result::Result<Graphs, Stop> {
        let stack = |parts: &[Part]| -> std::result::Result<Stack, Stop> {
            parts.iter().map(|part| Ok((part.clone(), desk.open(part)?))).collect()
        };
        let (once, copies_add) = (stack(&manifest.once)?, stack(&manifest.copies_add)?);
        let old = [once.len(), copies_add.len()];
        Ok(Graphs { once, copies_add, old, gathered: Default::default(), salt: manifest.salt })
    }

    fn gather(&mut self, change: change::Change) {
        for (part, once, sign) in change.parts {
            self.gathered[usize::from(!once)].add(part, sign);
        }
    }

    /// Writes what was gathered, where it is more than so many quads.
    fn write(&mut self, desk: &mut Desk, most: usize) -> std::result::Result<(), Stop> {
        let [once, copies_add] = &mut self.gathered;
        for (delta, stack) in [(once, &mut self.once), (copies_add, &mut self.copies_add)] {
            if delta.gathered() > most {
                desk.push(stack, std::mem::take(delta))?;
            }
        }
        Ok(())
    }

    /// Chooses the labels anew of all things that something was said of.
    fn label(&mut self, desk: &mut Desk, coding: &Coding) -> std::result::Result<(), Stop> {
        let damaged = |_: Damage| Stop::Anew(desk.salt);
        let (mut once, mut copies_add) = (Delta::default(), Delta::default());
        let mut things = BTreeMap::new();
        for (stack, old) in [&self.once, &self.copies_add].into_iter().zip(self.old) {
            for (_, segment) in &stack[old..] {
                things.extend(subjects(segment).map_err(damaged)?);
            }
        }
        let of = |once: usize, copies_add: usize| -> Vec<&Segment> {
            let own = self.once[..once].iter().chain(&self.copies_add[..copies_add]);
            own.map(|(_, segment)| segment).collect()
        };
        let [old_once, old_copies] = self.old;
        let (all_once, all_copies) = (self.once.len(), self.copies_add.len());
        let has_copies = all_copies > 0;
        let salt = self.salt;
        for thing in things {
            let mut labels = Labels { coding, salt, delta: std::mem::take(&mut once) };
            labels.put(&of(old_once, 0), &thing, -1)?;
            labels.put(&of(all_once, 0), &thing, 1)?;
            once = labels.delta;
            if has_copies {
                let mut labels = Labels { coding, salt, delta: std::mem::take(&mut copies_add) };
                labels.put(&of(old_once, old_copies), &thing, -1)?;
                labels.put(&of(old_once, 0), &thing, 1)?;
                labels.put(&of(all_once, all_copies), &thing, 1)?;
                labels.put(&of(all_once, 0), &thing, -1)?;
                copies_add = labels.delta;
            }
        }
        desk.push(&mut self.once, once)?;
        desk.push(&mut self.copies_add, copies_add)
    }

    /// How many different quads there are without and with the copies.
    fn counted(&self, manifest: &Manifest) -> std::result::Result<(usize, usize), Stop> {
        let damaged = |_: Damage| Stop::Anew(self.salt);
        let [old_once, old_copies] = self.old;
        let once: Vec<&Segment> = self.once.iter().map(|(_, segment)| segment).collect();
        let copies: Vec<&Segment> = self.copies_add.iter().map(|(_, segment)| segment).collect();
        let mut before: Vec<&Segment> = once[..old_once].to_vec();
        let mut quads_once = manifest.quads_once as isize;
        for own in &once[old_once..] {
            quads_once += gained(&before, own).map_err(damaged)?;
            before.push(own);
        }
        let mut before: Vec<&Segment> =
            once[..old_once].iter().chain(&copies[..old_copies]).copied().collect();
        let mut quads = manifest.quads as isize;
        for own in once[old_once..].iter().chain(&copies[old_copies..]) {
            quads += gained(&before, own).map_err(damaged)?;
            before.push(own);
        }
        Ok((quads_once as usize, quads as usize))
    }

    fn merge(&mut self, desk: &mut Desk) -> std::result::Result<(), Stop> {
        // what was made at once is one segment
        let [old_once, old_copies] = self.old;
        desk.merge(&mut self.once, old_once == 0)?;
        desk.merge(&mut self.copies_add, old_copies == 0)
    }
}

/// How many more quads there are with a segment above others.
fn gained(before: &[&Segment], own: &Segment) -> std::result::Result<isize, Damage> {
    let mut gained = 0;
    for quad in own.quads() {
        let (keys, count) = quad?;
        let mut known = 0;
        for segment in before {
            known += segment.says(keys)?;
        }
        gained += isize::from(known + count > 0) - isize::from(known > 0);
    }
    Ok(gained)
}
