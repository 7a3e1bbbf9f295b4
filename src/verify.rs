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
    pub quotations: usize,
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
        all.quotations += part.quotations;
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

/// What the graph says of one statement or quotation.
#[derive(Default)]
struct Seen {
    statement: bool,
    quotation: bool,
    triples: Vec<String>,
    quotes: Vec<String>,
    start: Option<usize>,
    end: Option<usize>,
    asserted: bool,
    negated: bool,
    articles: usize,
}

impl Seen {
    /// The words of the article at the offsets are those of the quote.
    fn is_verbatim(&self, text: &[char]) -> bool {
        let words = self.start.zip(self.end).and_then(|(start, end)| text.get(start..end));
        words.is_some_and(|words| self.quotes.first().is_some_and(|quote| quote.chars().eq(words.iter().copied())))
    }

    fn is_vouched(&self) -> bool {
        self.statement && self.asserted && !self.negated
    }
}

fn of_article(store: &Store, entry: &Entry) -> Result<Verification> {
    let text: Vec<char> = store.article(entry)?.text.chars().collect();
    let (seen, facts) = read(quads(store, entry)?)?;
    let statements = seen.values().filter(|seen| !seen.quotation).count();
    let asserted = seen.values().filter(|seen| seen.is_vouched()).count();
    let quotes = seen.values().filter(|seen| seen.is_verbatim(&text)).count();
    let mut breaches = Vec::new();
    if statements != entry.statements {
        breaches.push(format!("{} statements are expected, {statements} are there", entry.statements));
    }
    for (iri, seen) in &seen {
        let id = iri.rsplit('/').next().unwrap_or(iri);
        let what = if seen.quotation { "quotation" } else { "statement" };
        if !(seen.statement || seen.quotation) || seen.articles != 1 || seen.quotes.len() != 1 {
            breaches.push(format!("the {what} {id} has no evidence"));
        }
        if !seen.is_verbatim(&text) {
            breaches.push(format!("the quote of the {what} {id} does not stand in the text at its offsets"));
        }
        if seen.triples.len() != usize::from(!seen.quotation) {
            breaches.push(format!("the graph of the {what} {id} holds {} triples", seen.triples.len()));
        }
    }
    let vouched: BTreeSet<&String> = seen.values().filter(|seen| seen.is_vouched()).flat_map(|seen| &seen.triples).collect();
    let unfounded = facts.iter().filter(|fact| !vouched.contains(fact));
    breaches.extend(unfounded.map(|fact| format!("the plain fact {fact} is asserted by no statement")));
    let missing = vouched.iter().filter(|triple| !facts.contains(**triple));
    breaches.extend(missing.map(|triple| format!("the asserted triple {triple} is no plain fact")));
    Ok(Verification {
        articles: 1,
        statements,
        quotations: seen.len() - statements,
        quotes,
        asserted,
        unvouched: statements - asserted,
        facts: facts.len(),
        breaches: breaches.into_iter().map(|breach| format!("{}: {breach}", entry.id)).collect(),
    })
}

/// The statements and quotations by their IRI, and the plain facts.
fn read(quads: impl Iterator<Item = Result<Quad>>) -> Result<(BTreeMap<String, Seen>, BTreeSet<String>)> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    let mut facts = BTreeSet::new();
    for quad in quads {
        let quad = quad?;
        let triple = format!("{} {} {}", quad.subject, quad.predicate, quad.object);
        match &quad.graph_name {
            GraphName::NamedNode(graph) => seen.entry(graph.as_str().to_owned()).or_default().triples.push(triple),
            GraphName::DefaultGraph if quad.predicate.as_str().starts_with(vocab::R) => {
                facts.insert(triple);
            }
            GraphName::DefaultGraph => evidence(&quad, &mut seen),
            GraphName::BlankNode(_) => {}
        }
    }
    Ok((seen, facts))
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
    if !known || (property == TYPE && value != vocab::STATEMENT && value != vocab::QUOTATION) {
        return;
    }
    let seen = seen.entry(subject.as_str().to_owned()).or_default();
    match property {
        TYPE if value == vocab::QUOTATION => seen.quotation = true,
        TYPE => seen.statement = true,
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
