//! Doubles: actors that may be one: by initials, ß and ss, transliterations, acronyms, the same Wikidata entry.
//!
//! "B. Netanyahu" and "Benjamin Netanyahu", "Selenskyj" and "Selenskij", "BKA" and "Bundeskriminalamt" are shown to a person, never
//! merged without one.

use std::collections::{BTreeMap, BTreeSet};

use crate::kb::rows::{ActorRow, Rows};

/// Two actors that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Double {
    /// Places in `Rows::actors`; the one that is named in more articles first.
    pub pair: (usize, usize),
    pub why: Likeness,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    Wikidata,
    /// The same letters in another spelling: "Straßburg", "Strassburg".
    Letters,
    /// "B. Netanyahu", "Benjamin Netanyahu".
    Initial,
    /// "BKA", "Bundeskriminalamt"
    Acronym,
}

/// The pairs, those of the same Wikidata entry first. A key under which more than a few stand tells nothing.
pub fn doubles(rows: &Rows) -> Vec<Double> {
    let mut keys: BTreeMap<(Likeness, String), BTreeSet<usize>> = BTreeMap::new();
    for (at, actor) in rows.actors.iter().enumerate() {
        for key in keys_of(actor) {
            keys.entry(key).or_default().insert(at);
        }
    }
    let mut found: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    for ((why, _), actors) in keys.iter().filter(|(_, actors)| (2..=4).contains(&actors.len())) {
        let actors: Vec<usize> = actors.iter().copied().collect();
        for (number, &one) in actors.iter().enumerate() {
            for &other in &actors[number + 1..] {
                if may_be_one(&rows.actors[one], &rows.actors[other], *why) {
                    let articles = |at: usize| rows.actors[at].articles;
                    let pair =
                        if articles(other) > articles(one) { (other, one) } else { (one, other) };
                    let known = found.entry(pair).or_insert(*why);
                    *known = (*known).min(*why);
                }
            }
        }
    }
    let mut doubles: Vec<Double> =
        found.into_iter().map(|(pair, why)| Double { pair, why }).collect();
    doubles.sort_by_key(|own| (own.why, own.pair));
    doubles
}

fn may_be_one(one: &ActorRow, other: &ActorRow, why: Likeness) -> bool {
    let same_kind = one.kind == other.kind;
    let two_known = !one.wikidata.is_empty() && !other.wikidata.is_empty();
    match why {
        Likeness::Wikidata => true,
        _ if two_known && one.wikidata != other.wikidata => false,
        Likeness::Letters | Likeness::Initial => same_kind,
        // "BKA" may have been taken for another kind than its long name
        Likeness::Acronym => one.kind != "Person" && other.kind != "Person",
    }
}

fn keys_of(actor: &ActorRow) -> Vec<(Likeness, String)> {
    let mut keys = Vec::new();
    if !actor.wikidata.is_empty() {
        keys.push((Likeness::Wikidata, actor.wikidata.clone()));
    }
    let name = actor.label_de.as_str();
    keys.push((Likeness::Letters, folded(name)));
    let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    if let ("Person", [first, .., last]) = (actor.kind.as_str(), words.as_slice()) {
        // a whole first name is known by its initial, and only where one of both is short
        let initial: String = first.chars().take(1).collect();
        keys.push((Likeness::Initial, format!("{initial} {}", folded(last))));
    }
    let capitals: String = words.iter().filter_map(|word| word.chars().next()).collect();
    if words.len() >= 3 && actor.kind != "Person" {
        keys.push((Likeness::Acronym, capitals.to_uppercase()));
    }
    let is_acronym = (2..=6).contains(&name.chars().count())
        && name.chars().all(|letter| letter.is_uppercase() || letter.is_numeric());
    if is_acronym {
        keys.push((Likeness::Acronym, name.to_owned()));
    }
    keys
}

/// Letters alone, in the spelling that transliterations share.
fn folded(name: &str) -> String {
    let mut text: String =
        name.to_lowercase().chars().filter(|own| own.is_alphanumeric()).collect();
    for (from, to) in [
        ("ß", "ss"),
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("sch", "sh"),
        ("tsch", "ch"),
        ("kh", "ch"),
        ("ij", "i"),
        ("yj", "i"),
        ("y", "i"),
        ("j", "i"),
        ("w", "v"),
    ] {
        text = text.replace(from, to);
    }
    let mut last = ' ';
    text.retain(|letter| std::mem::replace(&mut last, letter) != letter);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(label: &str, kind: &str) -> ActorRow {
        ActorRow { label_de: label.to_owned(), kind: kind.to_owned(), ..ActorRow::default() }
    }

    #[test]
    fn what_may_be_one_is_found() {
        let actors = vec![
            actor("Wolodymyr Selenskyj", "Person"),
            actor("Wolodymyr Selenskij", "Person"),
            actor("B. Netanjahu", "Person"),
            actor("Benjamin Netanjahu", "Person"),
            actor("Großbank", "Company"),
            actor("Grossbank", "Company"),
            actor("ASPI", "Organization"),
            actor("Australian Strategic Policy Institute", "Organization"),
            actor("Berlin", "Place"),
        ];
        let rows = Rows { actors, ..Rows::default() };
        let found: Vec<((usize, usize), Likeness)> =
            doubles(&rows).into_iter().map(|own| (own.pair, own.why)).collect();
        let wanted = [
            ((0, 1), Likeness::Letters),
            ((4, 5), Likeness::Letters),
            ((2, 3), Likeness::Initial),
            ((6, 7), Likeness::Acronym),
        ];
        assert_eq!(found, wanted);
    }
}
