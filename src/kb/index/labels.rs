//! One preferred label for each thing and language, where articles call it differently.
//!
//! One article says "Bürgermeister" of one and another of several, so `actor:buergermeister` would be both "mayor" and "mayors",
//! and every query would have its rows twice. The label of most articles stays; the others become skos:hiddenLabel, by which the
//! thing is still found.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use oxigraph::model::Term;

use super::sealed::Damage;
use super::segment::{DEFAULT, LABELS, Segment};
use super::terms::{Coding, Key};

/// Each label of a thing by its key: its bytes, and whether it is preferred or hidden.
pub type Verdicts = BTreeMap<Key, (Vec<u8>, bool)>;

/// What becomes of the labels of a thing by what several segments say together.
///
/// # Errors
/// Where a segment is damaged.
pub fn verdicts(segments: &[&Segment], subject: Key, coding: &Coding) -> Result<Verdicts, Damage> {
    let mut counts: BTreeMap<Key, (i32, Vec<u8>)> = BTreeMap::new();
    for segment in segments {
        let Ok(number) = segment.number(subject)? else { continue };
        for label in segment.range(LABELS, &[number])? {
            let ([_, _, object, _], count) = label?;
            let own = counts.entry(segment.key(object)?);
            match own {
                std::collections::btree_map::Entry::Occupied(mut known) => {
                    known.get_mut().0 += count;
                }
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert((count, segment.text(object)?.to_vec()));
                }
            }
        }
    }
    counts.retain(|_, (count, _)| *count > 0);
    Ok(judged(counts, coding))
}

fn judged(counts: BTreeMap<Key, (i32, Vec<u8>)>, coding: &Coding) -> Verdicts {
    let mut best: BTreeMap<String, (i32, Reverse<String>, Key)> = BTreeMap::new();
    let mut verdicts = Verdicts::new();
    for (key, (count, bytes)) in counts {
        let literal = match coding.term(&bytes) {
            Some(Term::Literal(literal)) => Some(literal),
            _ => None,
        };
        verdicts.insert(key, (bytes, literal.is_none()));
        let Some(literal) = literal else { continue };
        // of equally frequent ones the first by its letters stays
        let own = (count, Reverse(literal.value().to_owned()), key);
        let language = literal.language().unwrap_or("").to_owned();
        match best.get_mut(&language) {
            Some(known) if *known < own => *known = own,
            Some(_) => {}
            None => drop(best.insert(language, own)),
        }
    }
    for (_, _, key) in best.into_values() {
        if let Some((_, preferred)) = verdicts.get_mut(&key) {
            *preferred = true;
        }
    }
    verdicts
}

/// The things whose labels a segment counts, each once: key and bytes.
///
/// # Errors
/// Where the segment is damaged.
pub fn subjects(segment: &Segment) -> Result<Vec<(Key, Vec<u8>)>, Damage> {
    let mut subjects = Vec::new();
    let mut last = DEFAULT;
    for label in segment.all(LABELS) {
        let ([subject, ..], _) = label?;
        if subject != last {
            subjects.push((segment.key(subject)?, segment.text(subject)?.to_vec()));
            last = subject;
        }
    }
    Ok(subjects)
}
