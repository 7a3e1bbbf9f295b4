//! The graph: a store's RDF in oxigraph, for SPARQL.
//!
//! The graph lives in memory and is read from the folder at every start; an index on disk can stand behind the same type.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store as Quads;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::store::{Entry, Store};

/// The quads of articles, ready for queries. The default graph is never the union of all graphs: a claim is no fact.
pub struct Graph {
    quads: Quads,
}

impl Graph {
    /// The graph of a store's articles; what cannot be read is left out and returned as warnings.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn open(store: &Store) -> Result<(Graph, Vec<Error>)> {
        let (entries, mut warnings) = split(store.list()?);
        let (parsed, damaged) = split(entries.par_iter().map(|entry| read(store, entry)).collect::<Vec<_>>());
        warnings.extend(damaged);
        Ok((Graph::of(parsed.into_iter().flatten())?, warnings))
    }

    /// The graph of quads.
    ///
    /// # Errors
    /// Where memory runs out.
    pub fn of(quads: impl IntoIterator<Item = Quad>) -> Result<Graph> {
        let failed = |error: oxigraph::store::StorageError| Error::because("cannot build the graph", error);
        let store = Quads::new().map_err(failed)?;
        let mut loader = store.bulk_loader();
        loader.load_quads(quads).map_err(|error| Error::because("cannot build the graph", error))?;
        loader.commit().map_err(failed)?;
        Ok(Graph { quads: store })
    }

    /// Runs a SPARQL query.
    ///
    /// # Errors
    /// Where the query is not SPARQL (line and column are named), or cannot be evaluated.
    pub fn query(&self, sparql: &str) -> Result<QueryResults<'_>> {
        let query =
            SparqlEvaluator::new().parse_query(sparql).map_err(|error| Error::because("the query is not valid SPARQL", error))?;
        query.on_store(&self.quads).execute().map_err(|error| Error::because("the query cannot be answered", error))
    }

    /// Every quad, in no order.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.quads.iter().filter_map(|quad| quad.ok())
    }

    pub fn len(&self) -> usize {
        self.quads.len().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn read(store: &Store, entry: &Entry) -> Result<Vec<Quad>> {
    let text = store.quads(entry)?;
    let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(text.as_bytes());
    parser.collect::<std::result::Result<Vec<_>, _>>().map_err(|error| {
        let path = store.dir().join(&entry.quads);
        Error::because(format!("{} is damaged; the article '{}' is left out", path.display(), entry.id), error)
    })
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
