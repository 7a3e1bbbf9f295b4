//! Verification: what must hold in a store, checked on what lies in its folder.
//!
//! Every quote stands in its article at its offsets; every statement has a graph of one triple, a quote and an article; and the plain
//! facts are exactly the triples of asserted, unnegated statements.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;

use crate::error::Result;
use crate::graph::quads;
use crate::store::{Entry, Store};
use crate::vocab;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    pub articles: usize,
    pub statements: usize,
    /// Quotes that stand verbatim in their article.
    pub quotes: usize,
    /// Statements that are plain facts.
    pub asserted: usize,
    /// Statements that are claimed, negated, planned, demanded, hypothetical or denied.
    pub unvouched: usize,
    pub facts: usize,
    /// One sentence each.
    pub breaches: Vec<String>,
}

/// Checks every article of a store.
///
/// # Errors
/// Where the folder cannot be read.
pub fn verify(store: &Store) -> Result<Verification> {
    let entries = store.list()?;
    let parts: Vec<Verification> = entries
        .par_iter()
        .map(|entry| match entry {
            Ok(entry) => of_article(store, entry).unwrap_or_else(|error| broken(error.to_string())),
            Err(error) => broken(error.to_string()),
        })
        .collect();
    Ok(parts.into_iter().fold(Verification::default(), |mut all, part| {
        all.articles += part.articles;
        all.statements += part.statements;
        all.quotes += part.quotes;
        all.asserted += part.asserted;
        all.unvouched += part.unvouched;
        all.facts += part.facts;
        all.breaches.extend(part.breaches);
        all
    }))
}

fn broken(breach: String) -> Verification {
    Verification { breaches: vec![breach], ..Verification::default() }
}

/// What the graph says of one statement.
#[derive(Default)]
struct Seen {
    declared: bool,
    triples: Vec<String>,
    quotes: Vec<String>,
    start: Option<usize>,
    end: Option<usize>,
    asserted: bool,
    negated: bool,
    articles: usize,
}

fn of_article(store: &Store, entry: &Entry) -> Result<Verification> {
    let text: Vec<char> = store.article(entry)?.text.chars().collect();
    let (seen, facts) = read(&quads(store, entry)?);
    let mut found = Verification { articles: 1, statements: seen.len(), facts: facts.len(), ..Verification::default() };
    let mut vouched: BTreeSet<&str> = BTreeSet::new();
    let mut breach = |what: String| found.breaches.push(format!("{}: {what}", entry.id));
    if seen.len() != entry.statements {
        breach(format!("{} statements are expected, {} are there", entry.statements, seen.len()));
    }
    for (statement, seen) in &seen {
        let id = statement.rsplit('/').next().unwrap_or(statement);
        if !seen.declared || seen.articles != 1 || seen.quotes.len() != 1 {
            breach(format!("the statement {id} has no evidence"));
        }
        if seen.triples.len() != 1 {
            breach(format!("the graph of the statement {id} holds {} triples, not one", seen.triples.len()));
        }
        let words =
            seen.start.zip(seen.end).and_then(|(start, end)| text.get(start..end)).map(|words| words.iter().collect::<String>());
        match (seen.quotes.first(), words) {
            (Some(quote), Some(words)) if *quote == words => found.quotes += 1,
            _ => breach(format!("the quote of the statement {id} does not stand in the text at its offsets")),
        }
        if seen.asserted && !seen.negated {
            found.asserted += 1;
            vouched.extend(seen.triples.iter().map(String::as_str));
        } else {
            found.unvouched += 1;
        }
    }
    for fact in &facts {
        if !vouched.contains(fact.as_str()) {
            breach(format!("the plain fact {fact} is asserted by no statement"));
        }
    }
    for triple in vouched {
        if !facts.contains(triple) {
            breach(format!("the asserted triple {triple} is no plain fact"));
        }
    }
    Ok(found)
}

/// The statements by their IRI, and the plain facts.
fn read(quads: &[Quad]) -> (BTreeMap<String, Seen>, BTreeSet<String>) {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    let mut facts = BTreeSet::new();
    for quad in quads {
        let triple = format!("{} {} {}", quad.subject, quad.predicate, quad.object);
        match &quad.graph_name {
            GraphName::NamedNode(graph) => seen.entry(graph.as_str().to_owned()).or_default().triples.push(triple),
            GraphName::DefaultGraph if quad.predicate.as_str().starts_with(vocab::R) => {
                facts.insert(triple);
            }
            GraphName::DefaultGraph => evidence(quad, &mut seen),
            GraphName::BlankNode(_) => {}
        }
    }
    (seen, facts)
}

fn evidence(quad: &Quad, seen: &mut BTreeMap<String, Seen>) {
    let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
    let property = quad.predicate.as_str();
    let value = match &quad.object {
        Term::NamedNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        _ => return,
    };
    let known = [vocab::QUOTE, vocab::START, vocab::END, vocab::STATUS, vocab::NEGATED, TYPE, DERIVED].contains(&property);
    if !known || (property == TYPE && value != vocab::STATEMENT) {
        return;
    }
    let seen = seen.entry(subject.as_str().to_owned()).or_default();
    match property {
        TYPE => seen.declared = true,
        DERIVED => seen.articles += 1,
        vocab::QUOTE => seen.quotes.push(value.to_owned()),
        vocab::START => seen.start = value.parse().ok(),
        vocab::END => seen.end = value.parse().ok(),
        vocab::STATUS => seen.asserted = value == vocab::ASSERTED,
        _ => seen.negated = value == "true",
    }
}

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DERIVED: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";
