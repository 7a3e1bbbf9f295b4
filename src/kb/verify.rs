//! Verification: what must hold in a store, checked on what lies in its folder.
//!
//! Every quote stands in its article at its offsets; every statement has a graph of one triple, a quote and an article; the plain
//! facts are exactly the triples of asserted, unnegated statements; and nothing else stands in the default graph, names included,
//! that neither the article nor a table backs (`backing`). The index on the disk says what the articles say, quad by quad.

mod backing;

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;

use crate::kb::disk::discard;
use crate::kb::graph::Graph;
use crate::kb::quads::quads;
use crate::kb::store::{Entry, Store};
use crate::kb::vocab;
use crate::record::error::Result;

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
    let own = Verification { breaches: indexed(store)?, ..Verification::default() };
    Ok(parts.into_iter().fold(own, |mut all, part| {
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

/// One sentence for each graph of the index that is not what the articles say; it is then made anew.
fn indexed(store: &Store) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for copies in [false, true] {
        let (own, _) = if copies { Graph::open(store)? } else { Graph::open_once(store)? };
        let (anew, _) = Graph::read(store, copies)?;
        if let Some(difference) = own.difference(&anew) {
            breaches.push(format!("the index is not what the articles say: {difference}"));
        }
    }
    if !breaches.is_empty() {
        discard(store);
    }
    Ok(breaches)
}

fn broken(breach: String) -> Verification {
    Verification { breaches: vec![breach], ..Verification::default() }
}

/// What the graph says of one statement or quotation.
#[derive(Default)]
struct Seen {
    statement: bool,
    quotation: bool,
    mention: bool,
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
        words.is_some_and(|words| {
            self.quotes.first().is_some_and(|quote| quote.chars().eq(words.iter().copied()))
        })
    }

    fn is_vouched(&self) -> bool {
        self.statement && self.asserted && !self.negated
    }
}

fn of_article(store: &Store, entry: &Entry) -> Result<Verification> {
    let text: Vec<char> = store.article(entry)?.text.chars().collect();
    let quads = quads(store, entry)?.collect::<Result<Vec<Quad>>>()?;
    let (mut seen, facts) = read(&quads);
    let mut breaches = backing::unbacked(&quads, entry);
    let is_mention = |seen: &Seen| seen.mention && !seen.statement && !seen.quotation;
    for (iri, _) in seen.iter().filter(|(_, seen)| is_mention(seen) && !seen.is_verbatim(&text)) {
        breaches.push(format!("the mention {} does not stand in the text", local(iri)));
    }
    seen.retain(|_, seen| !is_mention(seen));
    let statements = seen.values().filter(|seen| !seen.quotation).count();
    let asserted = seen.values().filter(|seen| seen.is_vouched()).count();
    let quotes = seen.values().filter(|seen| seen.is_verbatim(&text)).count();
    if statements != entry.statements {
        breaches
            .push(format!("{} statements are expected, {statements} are there", entry.statements));
    }
    for (iri, seen) in &seen {
        let id = local(iri);
        let what = if seen.quotation { "quotation" } else { "statement" };
        if !(seen.statement || seen.quotation) || seen.articles != 1 || seen.quotes.len() != 1 {
            breaches.push(format!("the {what} {id} has no evidence"));
        }
        if !seen.is_verbatim(&text) {
            breaches.push(format!(
                "the quote of the {what} {id} does not stand in the text at its offsets"
            ));
        }
        if seen.triples.len() != usize::from(!seen.quotation) {
            breaches
                .push(format!("the graph of the {what} {id} holds {} triples", seen.triples.len()));
        }
    }
    let vouched: BTreeSet<&String> =
        seen.values().filter(|seen| seen.is_vouched()).flat_map(|seen| &seen.triples).collect();
    let unfounded = facts.iter().filter(|fact| !vouched.contains(fact));
    breaches
        .extend(unfounded.map(|fact| format!("the plain fact {fact} is asserted by no statement")));
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

fn local(iri: &str) -> &str {
    iri.rsplit('/').next().unwrap_or(iri)
}

/// The statements, quotations and mentions by their IRI, and the plain facts.
fn read(quads: &[Quad]) -> (BTreeMap<String, Seen>, BTreeSet<String>) {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    let mut facts = BTreeSet::new();
    for quad in quads {
        let triple = format!("{} {} {}", quad.subject, quad.predicate, quad.object);
        match &quad.graph_name {
            GraphName::NamedNode(graph) => {
                seen.entry(graph.as_str().to_owned()).or_default().triples.push(triple);
            }
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
    let known =
        [vocab::QUOTE, vocab::START, vocab::END, vocab::STATUS, vocab::NEGATED, TYPE, DERIVED]
            .contains(&property);
    let classes = [vocab::STATEMENT, vocab::QUOTATION, vocab::NAMING, vocab::DESCRIPTION];
    if !known || (property == TYPE && !classes.contains(&value)) {
        return;
    }
    let seen = seen.entry(subject.as_str().to_owned()).or_default();
    match property {
        TYPE if value == vocab::QUOTATION => seen.quotation = true,
        TYPE if value == vocab::STATEMENT => seen.statement = true,
        TYPE => seen.mention = true,
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
