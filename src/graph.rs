//! The graph: a store's RDF, for SPARQL by oxigraph.
//!
//! The graph lives in memory and is read from the folder at every start; an index on disk can stand behind the same type.

use std::convert::Infallible;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use oxigraph::sparql::QueryResults;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::index::{Index, Part};
use crate::query;
use crate::rdf::BASE;
use crate::store::{Entry, Store};
use crate::vocab::PREFIXES;

/// The quads of articles, ready for queries. The default graph is never the union of all graphs: a claim is no fact.
pub struct Graph {
    index: Index,
    /// The base IRI of the store's own names.
    base: String,
}

impl Graph {
    /// The graph of a store's articles; what cannot be read is left out and returned as warnings.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn open(store: &Store) -> Result<(Graph, Vec<Error>)> {
        let (entries, mut warnings) = split(store.list()?);
        let base = entries.first().map_or(BASE, |entry| entry.base.as_str()).to_owned();
        let (parts, damaged) = split(entries.par_iter().map(|entry| Part::of(quads(store, entry)?)).collect::<Vec<_>>());
        warnings.extend(damaged);
        Ok((Graph { index: Index::new(parts), base }, warnings))
    }

    /// The graph of quads.
    pub fn of(quads: impl IntoIterator<Item = Quad>, base: &str) -> Graph {
        let Ok(part) = Part::of(quads.into_iter().map(Ok::<_, Infallible>));
        Graph { index: Index::new(vec![part]), base: base.to_owned() }
    }

    /// Runs a SPARQL query; our prefixes, and `actor:`, `concept:`, `statement:`, `article:`, need no declaration.
    ///
    /// # Errors
    /// Where the query is not SPARQL (line and column are named), or cannot be evaluated.
    pub fn query(&self, sparql: &str) -> Result<QueryResults<'_>> {
        let query = query::parsed(sparql, &self.base)?;
        query.on_queryable_dataset(&self.index).execute().map_err(|error| Error::because("the query cannot be answered", error))
    }

    /// Every quad, in no order.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.index.quads()
    }

    /// Every name of every actor, each once, sorted.
    ///
    /// # Errors
    /// Where the graph cannot be queried.
    pub fn actor_names(&self) -> Result<Vec<String>> {
        let rows = self.texts("SELECT DISTINCT ?a { ?actor a t:Actor ; skos:prefLabel|skos:altLabel ?a }", &["a"])?;
        let mut names: Vec<String> = rows.into_iter().flatten().collect();
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// The id of every statement with that of its article, sorted.
    ///
    /// # Errors
    /// Where the graph cannot be queried.
    pub fn statements(&self) -> Result<Vec<(String, String)>> {
        let rows = self.texts("SELECT ?s ?a { ?s prov:wasDerivedFrom/schema:identifier ?a }", &["s", "a"])?;
        let prefix = format!("{}statement/", self.base);
        let id = |iri: &str| iri.strip_prefix(&prefix).map(str::to_owned);
        let mut statements: Vec<(String, String)> =
            rows.into_iter().filter_map(|row| Some((id(&row[0])?, row[1].clone()))).collect();
        statements.sort();
        Ok(statements)
    }

    /// The rows of a query as texts, "" where a variable is not bound.
    fn texts(&self, sparql: &str, variables: &[&str]) -> Result<Vec<Vec<String>>> {
        let QueryResults::Solutions(solutions) = self.query(sparql)? else { return Ok(Vec::new()) };
        let text = |term: Option<&Term>| match term {
            Some(Term::Literal(literal)) => literal.value().to_owned(),
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            _ => String::new(),
        };
        let rows = solutions.map(|row| row.map(|row| variables.iter().map(|&name| text(row.get(name))).collect()));
        rows.collect::<std::result::Result<_, _>>().map_err(|error| Error::because("the query cannot be answered", error))
    }

    /// An IRI as a prefix and a name, where a prefix fits: `r:reject`, `actor:china`.
    pub fn shortened(&self, iri: &str) -> String {
        if let Some((kind, id)) = iri.strip_prefix(&self.base).and_then(|rest| rest.split_once('/')) {
            return format!("{kind}:{id}");
        }
        let prefix = PREFIXES.iter().filter_map(|(prefix, own)| Some((prefix, iri.strip_prefix(own)?)));
        prefix.min_by_key(|(_, rest)| rest.len()).map_or_else(|| format!("<{iri}>"), |(prefix, rest)| format!("{prefix}:{rest}"))
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }
}

/// The quads of one article, one after the other.
///
/// # Errors
/// Where its file cannot be read or is damaged.
pub fn quads(store: &Store, entry: &Entry) -> Result<impl Iterator<Item = Result<Quad>>> {
    let text = match store.quads(entry) {
        Ok(text) => text,
        // another process may have replaced or removed the article since the folder was listed
        Err(_) if !store.contains(&entry.id) => String::new(),
        Err(error) => match store.find(&entry.id) {
            Ok(newer) if newer != *entry => store.quads(&newer)?,
            _ => return Err(error),
        },
    };
    let path = store.dir().join(&entry.quads);
    let damaged = move |error| Error::because(format!("{} is damaged", path.display()), error);
    let parser = RdfParser::from_format(RdfFormat::NQuads).for_reader(std::io::Cursor::new(text));
    Ok(parser.map(move |quad| quad.map_err(&damaged)))
}

fn split<T>(results: Vec<Result<T>>) -> (Vec<T>, Vec<Error>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) => bad.push(error),
        }
    }
    (good, bad)
}
