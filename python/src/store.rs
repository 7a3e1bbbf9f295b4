//! A store on the disk: articles go in and out, SPARQL is answered, the network and the check of every quote come out.
//!
//! Every call opens the folder anew, so that what other programs write into it is seen.

use std::collections::BTreeMap;

use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use rayon::prelude::*;
use tripel::export::svg;
use tripel::export::{dot, gephi};
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::kb::graph::Graph;
use tripel::kb::query;
use tripel::kb::rdf;
use tripel::kb::rows::rows;
use tripel::kb::selection::selected;
use tripel::kb::store::Store;
use tripel::kb::verify::verify;
use tripel::network::{Filter, Network, TOP, network_of};
use tripel::record::error::{Error, Result};
use tripel::review::log::Log;

use crate::{Given, analyser, language_of, packed, raised};

/// The folder of a store.
#[pyclass(frozen)]
pub struct Folder {
    path: String,
}

/// A value of an answer.
enum Cell {
    Text(String),
    Whole(i64),
    Number(f64),
    Truth(bool),
    Nothing,
}

type Answer = (Vec<String>, Vec<Vec<Cell>>);

#[pymethods]
impl Folder {
    /// Makes the folder where there is none.
    #[new]
    fn new(py: Python<'_>, path: String) -> PyResult<Folder> {
        py.detach(|| Store::create(&path)).map_err(raised)?;
        Ok(Folder { path })
    }

    /// Adds articles, side by side; the number of statements of each.
    fn add(
        &self,
        py: Python<'_>,
        articles: Vec<Given>,
        fast: bool,
    ) -> PyResult<Vec<(String, usize)>> {
        py.detach(|| self.added(articles, fast)).map_err(raised)
    }

    fn remove(&self, py: Python<'_>, id: &str) -> PyResult<bool> {
        py.detach(|| Store::open(&self.path)?.remove(id)).map_err(raised)
    }

    /// The ids of the articles.
    fn articles(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let ids = || -> Result<Vec<String>> {
            Store::open(&self.path)?.list()?.into_iter().map(|entry| Ok(entry?.id)).collect()
        };
        py.detach(ids).map_err(raised)
    }

    /// The text of an article.
    fn text(&self, py: Python<'_>, id: &str) -> PyResult<String> {
        let text = || -> Result<String> {
            let store = Store::open(&self.path)?;
            Ok(store.article(&store.find(id)?)?.text)
        };
        py.detach(text).map_err(raised)
    }

    /// The names of the columns, and a dictionary for each row.
    fn query<'py>(
        &self,
        py: Python<'py>,
        sparql: &str,
        parameters: Vec<(String, String)>,
    ) -> PyResult<(Vec<String>, Bound<'py, PyList>)> {
        let (names, rows) = py.detach(|| self.answer(sparql, &parameters)).map_err(raised)?;
        let list = PyList::empty(py);
        for row in rows {
            let own = PyDict::new(py);
            for (name, cell) in names.iter().zip(row) {
                match cell {
                    Cell::Text(text) => own.set_item(name, text)?,
                    Cell::Whole(number) => own.set_item(name, number)?,
                    Cell::Number(number) => own.set_item(name, number)?,
                    Cell::Truth(truth) => own.set_item(name, truth)?,
                    Cell::Nothing => own.set_item(name, py.None())?,
                }
            }
            list.append(own)?;
        }
        Ok((names, list))
    }

    /// The network of actors as GraphML.
    fn graphml(&self, py: Python<'_>, asserted: bool) -> PyResult<String> {
        let graphml = || {
            let mut bytes = Vec::new();
            gephi::graphml(&self.network(asserted, None)?, &mut bytes)?;
            String::from_utf8(bytes).map_err(|error| Error::because("GraphML is no text", error))
        };
        py.detach(graphml).map_err(raised)
    }

    /// A picture of the network, of its best connected actors.
    fn svg(&self, py: Python<'_>, asserted: bool) -> PyResult<String> {
        let svg = || {
            let network = self.network(asserted, Some(TOP))?;
            Ok(svg::draw(&network, &dot::Options::default())?.svg)
        };
        py.detach(svg).map_err(raised)
    }

    /// A table as the bytes of a Parquet file.
    fn parquet<'py>(&self, py: Python<'py>, what: &str) -> PyResult<Bound<'py, PyBytes>> {
        let rows = py.detach(|| Ok(rows(&self.graph()?))).map_err(raised)?;
        packed(py, &rows, what)
    }

    /// Whether every quote stands in its article: figures, and what is wrong, in sentences.
    fn verify(&self, py: Python<'_>) -> PyResult<(BTreeMap<&'static str, usize>, Vec<String>)> {
        let found = py.detach(|| verify(&Store::open(&self.path)?)).map_err(raised)?;
        let figures = [
            ("articles", found.articles),
            ("statements", found.statements),
            ("quotations", found.quotations),
            ("quotes", found.quotes),
            ("asserted", found.asserted),
            ("facts", found.facts),
        ];
        Ok((figures.into(), found.breaches))
    }
}

impl Folder {
    fn added(&self, articles: Vec<Given>, fast: bool) -> Result<Vec<(String, usize)>> {
        let own = std::path::Path::new(&self.path).join("actors.csv");
        let rows = if own.is_file() { Corrections::read(&own)? } else { Corrections::default() };
        let corrections = rows.with_judgements(Log::open(self.path.as_ref())?.active());
        let store = Store::open(&self.path)?.with_corrections(corrections.fingerprint());
        let store = store.with_analyser(analyser(fast));
        let base = store.base()?.unwrap_or_else(|| rdf::BASE.to_owned());
        let read = |given: Given| {
            let article = given.article()?;
            let lang = language_of(&article, analyser(fast))?;
            let extraction = extract(&article, lang, &corrections);
            let quads = rdf::quads(&article, &extraction, &base)?;
            let quads: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
            Ok((article, extraction.statements.len(), quads))
        };
        let ready: Vec<_> = articles.into_par_iter().map(read).collect::<Result<_>>()?;
        let mut added = Vec::new();
        for (article, statements, quads) in ready {
            store.add(&article, &base, statements, &quads)?;
            added.push((article.id, statements));
        }
        Ok(added)
    }

    /// The store's graph, with each story once; damaged articles are an error.
    fn graph(&self) -> Result<Graph> {
        let (graph, mut damaged) = Graph::open_once(&Store::open(&self.path)?)?;
        if damaged.is_empty() { Ok(graph) } else { Err(damaged.remove(0)) }
    }

    fn network(&self, asserted: bool, top: Option<usize>) -> Result<Network> {
        let filter = Filter { claims: !asserted, top, ..Filter::everything() };
        let rows = rows(&self.graph()?);
        Ok(network_of(selected(rows, &filter), &filter))
    }

    fn answer(&self, given: &str, parameters: &[(String, String)]) -> Result<Answer> {
        let named = query::named(given);
        if named.is_none() && !given.contains(['{', ' ', '\n']) {
            return Err(Error::new(format!("there is no query '{given}'; queries() lists them")));
        }
        let sparql = query::filled(named.map_or(given, |own| own.sparql), parameters)?;
        query::check(&sparql)?;
        let graph = self.graph()?;
        let unanswered = |error| Error::because("the query cannot be answered", error);
        match graph.query(&sparql)? {
            QueryResults::Boolean(truth) => {
                Ok((vec!["answer".to_owned()], vec![vec![Cell::Truth(truth)]]))
            }
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().to_vec();
                let mut rows = Vec::new();
                for solution in solutions {
                    let solution = solution.map_err(unanswered)?;
                    rows.push(variables.iter().map(|name| cell(solution.get(name))).collect());
                }
                Ok((variables.iter().map(|name| name.as_str().to_owned()).collect(), rows))
            }
            QueryResults::Graph(triples) => {
                let names = ["subject", "predicate", "object"].map(str::to_owned).to_vec();
                let mut rows = Vec::new();
                for triple in triples {
                    let triple = triple.map_err(unanswered)?;
                    let (subject, predicate) = (triple.subject.into(), triple.predicate.into());
                    rows.push(
                        [subject, predicate, triple.object].map(|own| cell(Some(&own))).into(),
                    );
                }
                Ok((names, rows))
            }
        }
    }
}

/// A term as a value of Python: numbers and truth values by their types, names as their IRIs.
fn cell(term: Option<&Term>) -> Cell {
    let literal = match term {
        None => return Cell::Nothing,
        Some(Term::NamedNode(node)) => return Cell::Text(node.as_str().to_owned()),
        Some(Term::Literal(literal)) => literal,
        Some(other) => return Cell::Text(other.to_string()),
    };
    let text = literal.value();
    let kind = literal.datatype().as_str().strip_prefix("http://www.w3.org/2001/XMLSchema#");
    let typed = match kind {
        Some("integer") => text.parse().ok().map(Cell::Whole),
        Some("decimal" | "double" | "float") => text.parse().ok().map(Cell::Number),
        Some("boolean") => Some(Cell::Truth(text == "true")),
        _ => None,
    };
    typed.unwrap_or_else(|| Cell::Text(text.to_owned()))
}

/// Name, meaning and parameters of a named query.
type Asked = (&'static str, &'static str, Vec<(&'static str, &'static str)>);

#[pyfunction]
pub fn queries() -> Vec<Asked> {
    query::queries().into_iter().map(|own| (own.name, own.title, own.parameters)).collect()
}
