//! The queue: which statements are worth a look, those first that are least certain and most connected.

use std::collections::{BTreeMap, BTreeSet};

use crate::kb::rows::{Rows, StatementRow};

/// A statement that nobody looked at yet, and how much a look at it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Its place in `Rows::statements`.
    pub at: usize,
    pub weight: f64,
    pub why: Vec<Reason>,
}

/// Why a statement is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Uncertain,
    /// Both ends are actors of which much is said.
    Central,
    /// Only one source says so of these two.
    OneSource,
    Event,
}

impl Reason {
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Uncertain => "least certain",
            Reason::Central => "well connected",
            Reason::OneSource => "one source",
            Reason::Event => "an event",
        }
    }
}

/// The statements that nobody looked at, those most worth a look first; `decided` were decided meanwhile.
pub fn queue(rows: &Rows, decided: &BTreeSet<String>) -> Vec<Open> {
    let degrees: BTreeMap<&str, usize> = rows
        .actors
        .iter()
        .map(|actor| (actor.iri.as_str(), actor.as_subject + actor.as_object + actor.as_speaker))
        .collect();
    let sources: BTreeMap<&str, &str> = rows
        .articles
        .iter()
        .map(|article| {
            let source = if article.source.is_empty() { &article.id } else { &article.source };
            (article.id.as_str(), source.as_str())
        })
        .collect();
    let mut told_by: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for row in &rows.statements {
        let source = sources.get(row.article.as_str()).copied().unwrap_or("");
        told_by.entry((&row.subject.iri, &row.object.iri)).or_default().insert(source);
    }
    let several_sources = sources.values().collect::<BTreeSet<_>>().len() > 1;
    let is_open =
        |row: &&(usize, &StatementRow)| row.1.checks.is_empty() && !decided.contains(&row.1.id);
    let mut open: Vec<Open> = rows
        .statements
        .iter()
        .enumerate()
        .collect::<Vec<_>>()
        .iter()
        .filter(is_open)
        .map(|&(at, row)| {
            let degree = |iri: &str| degrees.get(iri).copied().unwrap_or(0) as f64;
            let doubt = 1.0 - row.confidence.unwrap_or(0.5);
            let (from, to) = (degree(&row.subject.iri), degree(&row.object.iri));
            let central = (1.0 + from).ln() + (1.0 + to).ln();
            let lonely = several_sources
                && told_by
                    .get(&(row.subject.iri.as_str(), row.object.iri.as_str()))
                    .is_some_and(|sources| sources.len() == 1);
            let event = !row.event.is_empty();
            let mut why = Vec::new();
            why.extend((doubt > 0.25).then_some(Reason::Uncertain));
            why.extend((from > 4.0 && to > 4.0).then_some(Reason::Central));
            why.extend((lonely && event).then_some(Reason::OneSource));
            why.extend(event.then_some(Reason::Event));
            let bonus = if event { 1.5 } else { 1.0 } * if lonely { 1.1 } else { 1.0 };
            Open { at, weight: doubt * (1.0 + central) * bonus, why }
        })
        .collect();
    open.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.at.cmp(&b.at)));
    open
}
