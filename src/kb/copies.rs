//! The same story twice: agency copies in several newspapers, and updated versions in one.
//!
//! Entries of a store come in; which of them tell the story of another goes out. "bote-7", which has half of "dpa-3" under another title, is a
//! copy of it.

use std::collections::{BTreeMap, HashMap};

use crate::kb::store::Entry;
use crate::record::article::Date;

/// Where so much of the shorter text stands in the longer one, both are one story.
const SHARED: f64 = 0.35;
/// Copies appear within so many days; the weather report of next month is no copy of this one.
const DAYS: i32 = 31;
/// A hash that more articles have is of a phrase that everybody uses.
const COMMON: usize = 200;

/// An article that tells the story of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub id: String,
    /// The longest article with the story; of several the first.
    pub of: String,
    /// Both are of one source: the story was published anew.
    pub version: bool,
}

/// The articles of a store that are copies of others in it, by id.
pub fn copies(entries: &[Entry]) -> Vec<Copy> {
    let length = |entry: &Entry| entry.sketch.as_ref().map_or(0, |own| own.runs);
    let mut order: Vec<&Entry> = entries.iter().collect();
    order.sort_by(|a, b| {
        let day = |entry: &Entry| (entry.date.is_none(), entry.date.clone());
        length(b).cmp(&length(a)).then(day(a).cmp(&day(b))).then(a.id.cmp(&b.id))
    });
    let mut firsts: HashMap<u32, Vec<&Entry>> = HashMap::new();
    let mut texts: BTreeMap<&str, &Entry> = BTreeMap::new();
    let mut copies = Vec::new();
    for entry in order {
        let same = texts.get(entry.text_hash()).copied();
        match same.or_else(|| first(entry, &firsts)) {
            Some(of) => copies.push(Copy {
                id: entry.id.clone(),
                of: of.id.clone(),
                version: entry.source.is_some() && entry.source == of.source,
            }),
            None => {
                texts.insert(entry.text_hash(), entry);
                for hash in entry.sketch.iter().flat_map(|own| &own.hashes) {
                    firsts.entry(*hash).or_default().push(entry);
                }
            }
        }
    }
    copies.sort_by(|a, b| a.id.cmp(&b.id));
    copies
}

/// The longer article whose story an article tells, of several the one that shares most.
fn first<'a>(entry: &Entry, firsts: &HashMap<u32, Vec<&'a Entry>>) -> Option<&'a Entry> {
    let own = entry.sketch.as_ref()?;
    let mut shared: BTreeMap<&str, (usize, &Entry)> = BTreeMap::new();
    let hits = own.hashes.iter().filter_map(|hash| firsts.get(hash));
    for other in hits.filter(|hits| hits.len() <= COMMON).flatten() {
        shared.entry(&other.id).or_insert((0, other)).0 += 1;
    }
    let candidates =
        shared.into_values().filter(|(count, other)| *count >= 4 && near(entry, other));
    let part = candidates.filter_map(|(_, other)| {
        Some((own.shared(other.sketch.as_ref()?), other)).filter(|(part, _)| *part >= SHARED)
    });
    part.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.id.cmp(&a.1.id))).map(|(_, other)| other)
}

/// Both may be of the same days.
fn near(one: &Entry, other: &Entry) -> bool {
    let day = |entry: &Entry| entry.date.as_deref().and_then(|day| day.parse::<Date>().ok());
    let (Some(one), Some(other)) = (day(one), day(other)) else { return true };
    one.until(other).is_ok_and(|span| span.get_days().abs() <= DAYS)
}
