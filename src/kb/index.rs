//! The index: quads as numbers in four orders, in memory, as oxigraph's evaluator reads them.
//!
//! "?s t:status t:claimed" is a range of the quads in the order object, predicate, subject, graph. Built from parts in parallel:
//! several times faster than a store that can be written to, which nothing here needs.

mod labels;

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use indexmap::IndexSet;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use spareval::{InternalQuad, QueryableDataset};

/// The number of a term; `DEFAULT` where there is none: the default graph.
type Number = u32;
const DEFAULT: Number = Number::MAX;

/// Quads, each once, in four orders.
#[derive(Default)]
pub struct Index {
    terms: IndexSet<Term>,
    orders: [Vec<[Number; 4]>; 4],
}

/// Places of subject (0), predicate (1), object (2) and graph (3) in each order.
const ORDERS: [[usize; 4]; 4] = [[0, 1, 2, 3], [1, 2, 0, 3], [2, 1, 0, 3], [3, 0, 1, 2]];
const SUBJECT: usize = 0;
const PREDICATE: usize = 1;
const OBJECT: usize = 2;
const GRAPH: usize = 3;

/// Quads with numbers of their own, which one thread makes.
pub struct Part {
    terms: Vec<Term>,
    quads: Vec<[Number; 4]>,
}

impl Part {
    /// # Errors
    /// The first error among the quads.
    pub fn of<E>(quads: impl IntoIterator<Item = Result<Quad, E>>) -> Result<Part, E> {
        let mut numbers: HashMap<Term, Number> = HashMap::new();
        let mut part = Part { terms: Vec::new(), quads: Vec::new() };
        for quad in quads {
            let quad = quad?;
            let graph = match quad.graph_name {
                GraphName::DefaultGraph => None,
                GraphName::NamedNode(node) => Some(Term::from(node)),
                GraphName::BlankNode(node) => Some(Term::from(node)),
            };
            let mut number = |term: Term| {
                *numbers.entry(term).or_insert_with_key(|term| {
                    part.terms.push(term.clone());
                    part.terms.len() as Number - 1
                })
            };
            let subject = number(Term::from(quad.subject));
            let predicate = number(Term::from(quad.predicate));
            let object = number(quad.object);
            part.quads.push([subject, predicate, object, graph.map_or(DEFAULT, number)]);
        }
        Ok(part)
    }
}

impl Index {
    /// The index of all parts; of several preferred labels of a thing in a language one stays (`labels`).
    pub fn new(parts: Vec<Part>) -> Index {
        let mut terms = IndexSet::new();
        let mut quads: Vec<[Number; 4]> =
            Vec::with_capacity(parts.iter().map(|part| part.quads.len()).sum());
        for part in parts {
            let numbers: Vec<Number> =
                part.terms.into_iter().map(|term| terms.insert_full(term).0 as Number).collect();
            let global =
                |number: Number| if number == DEFAULT { DEFAULT } else { numbers[number as usize] };
            quads.extend(part.quads.into_iter().map(|quad| quad.map(global)));
        }
        labels::prefer_one(&mut terms, &mut quads);
        let mut orders: Vec<Vec<[Number; 4]>> = ORDERS
            .par_iter()
            .map(|order| {
                let mut sorted: Vec<[Number; 4]> =
                    quads.iter().map(|quad| order.map(|place| quad[place])).collect();
                sorted.par_sort_unstable();
                sorted.dedup();
                sorted
            })
            .collect();
        let mut next = || orders.pop().unwrap_or_default();
        let (graph, object, predicate, subject) = (next(), next(), next(), next());
        Index { terms, orders: [subject, predicate, object, graph] }
    }

    pub fn len(&self) -> usize {
        self.orders[SUBJECT].len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every quad.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.orders[SUBJECT].iter().filter_map(|&quad| self.quad(quad))
    }

    /// The quads whose subject or graph is a node.
    pub fn about(&self, node: &NamedNode) -> Vec<Quad> {
        let Some(number) = self.terms.get_index_of(&Term::from(node.clone())) else {
            return Vec::new();
        };
        let begin = [number as Number];
        let (own, inside) = (self.range(SUBJECT, &begin), self.range(GRAPH, &begin));
        let place = |order: usize, quad: &[Number; 4]| {
            let mut placed = [DEFAULT; 4];
            quad.iter().zip(ORDERS[order]).for_each(|(value, place)| placed[place] = *value);
            placed
        };
        let own = own.iter().map(|quad| place(SUBJECT, quad));
        let inside = inside.iter().map(|quad| place(GRAPH, quad));
        own.chain(inside).filter_map(|quad| self.quad(quad)).collect()
    }

    fn quad(&self, [subject, predicate, object, graph]: [Number; 4]) -> Option<Quad> {
        let term = |number: Number| self.terms[number as usize].clone();
        let graph = match graph {
            DEFAULT => GraphName::DefaultGraph,
            graph => GraphName::from(NamedOrBlankNode::try_from(term(graph)).ok()?),
        };
        let subject = NamedOrBlankNode::try_from(term(subject)).ok()?;
        Some(Quad::new(subject, NamedNode::try_from(term(predicate)).ok()?, term(object), graph))
    }

    /// The quads of one order that begin with some numbers.
    fn range(&self, order: usize, begin: &[Number]) -> &[[Number; 4]] {
        let quads = &self.orders[order];
        let from = quads.partition_point(|quad| quad[..begin.len()] < *begin);
        let to = from + quads[from..].partition_point(|quad| quad[..begin.len()] == *begin);
        &quads[from..to]
    }

    /// The quads among which those of a pattern stand.
    fn place(&self, pattern: &[Option<Number>; 4]) -> &[[Number; 4]] {
        let order = order(pattern);
        let begin: Vec<Number> = ORDERS[order].iter().map_while(|&place| pattern[place]).collect();
        self.range(order, &begin)
    }
}

/// The order in which the quads of a pattern stand together.
fn order(pattern: &[Option<Number>; 4]) -> usize {
    match pattern {
        // a graph of a statement holds one triple
        [.., Some(graph)] if *graph != DEFAULT => GRAPH,
        [Some(_), ..] => SUBJECT,
        [_, _, Some(_), _] => OBJECT,
        [_, Some(_), ..] => PREDICATE,
        _ => GRAPH,
    }
}

/// A term as the evaluator holds it: by number, or whole where no quad has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InternalTerm {
    Known(Number),
    New(Arc<Term>),
}

impl InternalTerm {
    fn number(&self) -> Option<Number> {
        match self {
            InternalTerm::Known(number) => Some(*number),
            InternalTerm::New(_) => None,
        }
    }
}

impl<'a> QueryableDataset<'a> for &'a Index {
    type InternalTerm = InternalTerm;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&InternalTerm>,
        predicate: Option<&InternalTerm>,
        object: Option<&InternalTerm>,
        graph_name: Option<Option<&InternalTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<InternalTerm>, Infallible>> + use<'a> {
        let index: &'a Index = self;
        let given = [subject, predicate, object, graph_name.flatten()];
        // a term that no quad has is in no quad
        let absent = given.iter().flatten().any(|term| term.number().is_none());
        let mut pattern = given.map(|term| term.and_then(InternalTerm::number));
        if graph_name == Some(None) {
            pattern[GRAPH] = Some(DEFAULT);
        }
        let any_named = graph_name.is_none();
        let order = order(&pattern);
        let range: &'a [[Number; 4]] = if absent { &[] } else { index.place(&pattern) };
        let matching = range.iter().filter_map(move |quad| {
            let mut found = [DEFAULT; 4];
            for (value, place) in quad.iter().zip(ORDERS[order]) {
                found[place] = *value;
            }
            let fits = found
                .iter()
                .zip(pattern)
                .all(|(value, wanted)| wanted.is_none_or(|wanted| wanted == *value));
            (fits && !(any_named && found[GRAPH] == DEFAULT)).then_some(found)
        });
        matching.map(|[subject, predicate, object, graph]| {
            Ok(InternalQuad {
                subject: InternalTerm::Known(subject),
                predicate: InternalTerm::Known(predicate),
                object: InternalTerm::Known(object),
                graph_name: (graph != DEFAULT).then_some(InternalTerm::Known(graph)),
            })
        })
    }

    fn internalize_term(&self, term: Term) -> Result<InternalTerm, Infallible> {
        Ok(match self.terms.get_index_of(&term) {
            Some(number) => InternalTerm::Known(number as Number),
            None => InternalTerm::New(Arc::new(term)),
        })
    }

    fn externalize_term(&self, term: InternalTerm) -> Result<Term, Infallible> {
        Ok(match term {
            InternalTerm::Known(number) => self.terms[number as usize].clone(),
            InternalTerm::New(term) => Arc::unwrap_or_clone(term),
        })
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::io::{RdfFormat, RdfParser};
    use oxigraph::sparql::{QueryResults, SparqlEvaluator};
    use oxigraph::store::Store;

    use super::*;

    const QUADS: &str = "<a:1> <p:1> <a:2> .\n<a:1> <p:2> \"x\"@de .\n<a:2> <p:1> <a:3> <g:1> .\n<a:1> <p:1> <a:2> <g:2> .\n<a:3> <p:2> \"x\"@de <g:1> .\n<a:1> <p:1> <a:2> .\n";

    fn quads() -> Vec<Quad> {
        RdfParser::from_format(RdfFormat::NQuads)
            .for_slice(QUADS.as_bytes())
            .collect::<Result<_, _>>()
            .expect("N-Quads")
    }

    fn rows(results: QueryResults) -> Vec<String> {
        let QueryResults::Solutions(solutions) = results else { return Vec::new() };
        let mut rows: Vec<String> =
            solutions.map(|row| format!("{:?}", row.expect("a row").values())).collect();
        rows.sort();
        rows
    }

    #[test]
    fn every_pattern_finds_what_a_store_finds() {
        let parts = quads()
            .chunks(2)
            .map(|quads| Part::of(quads.iter().cloned().map(Ok::<_, Infallible>)).expect("a part"))
            .collect();
        let index = Index::new(parts);
        let store = Store::new().expect("a store");
        quads().iter().for_each(|quad| drop(store.insert(quad)));
        assert_eq!(index.len(), 5);
        assert_eq!(index.quads().count(), 5);
        for subject in ["?s", "<a:1>", "<a:9>"] {
            for predicate in ["?p", "<p:1>", "<p:2>"] {
                for object in ["?o", "<a:2>", "\"x\"@de"] {
                    for graph in ["", "?g", "<g:1>", "<g:9>"] {
                        let triple = format!("{subject} {predicate} {object}");
                        let pattern = if graph.is_empty() {
                            triple
                        } else {
                            format!("GRAPH {graph} {{ {triple} }}")
                        };
                        let query = SparqlEvaluator::new()
                            .parse_query(&format!("SELECT * {{ {pattern} }}"))
                            .expect("SPARQL");
                        let ours = rows(
                            query
                                .clone()
                                .on_queryable_dataset(&index)
                                .execute()
                                .expect("an answer"),
                        );
                        let theirs = rows(query.on_store(&store).execute().expect("an answer"));
                        assert_eq!(ours, theirs, "{pattern}");
                    }
                }
            }
        }
    }
}
