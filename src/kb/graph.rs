//! The graph: a store's RDF, for SPARQL by oxigraph.
//!
//! The graph stands on the store's index on the disk (`disk`), or on one in memory, of quads that are given.

use std::collections::BTreeMap;
use std::convert::Infallible;

use oxigraph::model::{NamedNode, Quad, Term};
use oxigraph::sparql::{CancellationToken, QueryResults};
use rayon::prelude::*;

use crate::kb::copies::{Copy, copies};
use crate::kb::disk;
use crate::kb::index::{Coding, Index, Part};
use crate::kb::quads::{is_head, link, quads};
use crate::kb::query;
use crate::kb::rdf::BASE;
use crate::kb::store::{Entry, Store};
use crate::kb::vocab::PREFIXES;
use crate::record::error::{Error, Result};

/// The quads of articles, ready for queries. The default graph is never the union of all graphs: a claim is no fact.
pub struct Graph {
    index: Index,
    /// The base IRI of the store's own names.
    base: String,
    notes: Vec<String>,
}

/// A version of the program that read articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub version: String,
    /// The first digits of the hash of its models; "" where nothing says so.
    pub model: String,
    pub articles: usize,
}

impl Graph {
    /// The graph of a store's articles, as its index on the disk has it, which is brought up to date; what cannot be read is left
    /// out and returned as warnings. An article that tells the story of another points at it with `t:duplicateOf` or `t:version`.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn open(store: &Store) -> Result<(Graph, Vec<Error>)> {
        Graph::on_disk(store, true, true)
    }

    /// The same, with each story once: of an article that tells the story of another only stands what it is called and where it
    /// appeared.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_once(store: &Store) -> Result<(Graph, Vec<Error>)> {
        Graph::on_disk(store, false, true)
    }

    /// The same, with or without copies, at once: no part of the index is compared with its checksum before a query reads it.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_lazily(store: &Store, copies: bool) -> Result<(Graph, Vec<Error>)> {
        Graph::on_disk(store, copies, false)
    }

    fn on_disk(store: &Store, copies: bool, check: bool) -> Result<(Graph, Vec<Error>)> {
        let opened = disk::open(store, !copies).and_then(|opened| {
            match opened.index.check().err().filter(|_| check) {
                None => Ok(opened),
                Some(damage) => {
                    disk::discard(store);
                    let mut anew = disk::open(store, !copies)?;
                    anew.notes.insert(0, damage.to_string());
                    Ok(anew)
                }
            }
        });
        match opened {
            Ok(opened) => {
                let (index, notes) = (opened.index, opened.notes);
                let base = index.base().to_owned();
                Ok((Graph { index, base, notes }, opened.warnings))
            }
            // a folder that cannot be written to is read all the same
            Err(error) => {
                let (mut graph, warnings) = Graph::read(store, copies)?;
                graph.notes = vec![format!(
                    "no index is kept, and every command reads all articles: {error}"
                )];
                Ok((graph, warnings))
            }
        }
    }

    /// The graph of a store's articles, read from their files into memory; with each story once, or with the copies.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn read(store: &Store, whole: bool) -> Result<(Graph, Vec<Error>)> {
        let (entries, mut warnings) = split(store.list()?);
        let base = entries.first().map_or(BASE, |entry| entry.base.as_str()).to_owned();
        let coding = Coding::new(&base);
        let copies: BTreeMap<String, Copy> =
            copies(&entries).into_iter().map(|copy| (copy.id.clone(), copy)).collect();
        let part = |entry: &Entry| {
            let copy = copies.get(&entry.id);
            let quads = quads(store, entry)?;
            let stays = |quad: &Result<Quad>| {
                quad.as_ref().map_or(true, |quad| is_head(quad, &entry.base, &entry.id))
            };
            match copy {
                Some(_) if !whole => Part::of(quads.filter(stays), &coding, 0),
                _ => Part::of(quads, &coding, 0),
            }
        };
        let (mut parts, damaged) = split(entries.par_iter().map(part).collect::<Vec<_>>());
        warnings.extend(damaged);
        if !copies.is_empty() {
            let links = copies.values().map(|copy| Ok::<_, Infallible>(link(copy, &base)));
            let Ok(links) = Part::of(links, &coding, 0);
            parts.push(links);
        }
        Ok((Graph { index: Index::of(parts, &base), base, notes: Vec::new() }, warnings))
    }

    /// The graph of quads.
    pub fn of(quads: impl IntoIterator<Item = Quad>, base: &str) -> Graph {
        let Ok(part) = Part::of(quads.into_iter().map(Ok::<_, Infallible>), &Coding::new(base), 0);
        Graph { index: Index::of(vec![part], base), base: base.to_owned(), notes: Vec::new() }
    }

    /// What was done besides when the graph was opened, in words: that its index was damaged and made anew.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Runs a SPARQL query; our prefixes, and `actor:`, `concept:`, `statement:`, `article:`, need no declaration.
    ///
    /// # Errors
    /// Where the query is not SPARQL (line and column are named), or cannot be evaluated.
    pub fn query(&self, sparql: &str) -> Result<QueryResults<'_>> {
        self.query_until(sparql, &CancellationToken::new())
    }

    /// The same, until somebody cancels: then the rows end with an error. What runs between two patterns, such as planning, is not
    /// interrupted.
    ///
    /// # Errors
    /// As `query`.
    pub fn query_until(&self, sparql: &str, stop: &CancellationToken) -> Result<QueryResults<'_>> {
        let query = query::parsed(sparql, &self.base, stop)?;
        query
            .on_queryable_dataset(&self.index)
            .execute()
            .map_err(|error| Error::because("the query cannot be answered", error))
    }

    /// The same on a dataset of other graphs, as the SPARQL protocol names them; where none is named, on the whole.
    ///
    /// # Errors
    /// As `query`, and where a name is no IRI.
    pub fn query_in(
        &self,
        sparql: &str,
        stop: &CancellationToken,
        default: &[String],
        named: &[String],
    ) -> Result<QueryResults<'_>> {
        if default.is_empty() && named.is_empty() {
            return self.query_until(sparql, stop);
        }
        let node = |iri: &String| {
            NamedNode::new(iri).map_err(|error| Error::because(format!("'{iri}' is no IRI"), error))
        };
        let default: Vec<NamedNode> = default.iter().map(node).collect::<Result<_>>()?;
        let named: Vec<NamedNode> = named.iter().map(node).collect::<Result<_>>()?;
        let mut query = query::parsed(sparql, &self.base, stop)?;
        let dataset = query.dataset_mut();
        dataset.set_default_graph(default.into_iter().map(Into::into).collect());
        dataset.set_available_named_graphs(named.into_iter().map(Into::into).collect());
        query
            .on_queryable_dataset(&self.index)
            .execute()
            .map_err(|error| Error::because("the query cannot be answered", error))
    }

    /// The quads whose subject or graph has an IRI.
    pub fn about(&self, iri: &str) -> Vec<Quad> {
        NamedNode::new(iri).map_or_else(|_| Vec::new(), |node| self.index.about(&node))
    }

    /// Whether the graph has a quad.
    pub fn says(&self, quad: &Quad) -> bool {
        self.index.says(quad)
    }

    /// Every quad, in the order of the index.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.index.quads()
    }

    /// Every name of every actor, each once, sorted.
    ///
    /// # Errors
    /// Where the graph cannot be queried.
    pub fn actor_names(&self) -> Result<Vec<String>> {
        let rows = self.texts(
            "SELECT DISTINCT ?a { VALUES ?how { skos:prefLabel skos:altLabel skos:hiddenLabel } ?actor a t:Actor ; ?how ?a }",
            &["a"],
        )?;
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
        let rows = self.texts(
            "SELECT ?s ?a { ?s prov:wasDerivedFrom ?article . ?article schema:identifier ?a }",
            &["s", "a"],
        )?;
        let prefix = format!("{}statement/", self.base);
        let id = |iri: &str| iri.strip_prefix(&prefix).map(str::to_owned);
        let mut statements: Vec<(String, String)> =
            rows.into_iter().filter_map(|row| Some((id(&row[0])?, row[1].clone()))).collect();
        statements.sort();
        Ok(statements)
    }

    /// Which versions of the program read the articles, with which models, sorted.
    ///
    /// # Errors
    /// Where the graph cannot be queried.
    pub fn readers(&self) -> Result<Vec<Reader>> {
        let rows = self.texts(
            "SELECT ?version ?model (COUNT(?read) AS ?count) {
               ?read a prov:Activity ; schema:softwareVersion ?version OPTIONAL { ?read t:model ?model }
             } GROUP BY ?version ?model ORDER BY ?version ?model",
            &["version", "model", "count"],
        )?;
        let reader = |row: Vec<String>| Reader {
            articles: row[2].parse().unwrap_or(0),
            version: row[0].clone(),
            model: row[1].clone(),
        };
        Ok(rows.into_iter().map(reader).collect())
    }

    /// The rows of a query as texts, "" where a variable is not bound.
    fn texts(&self, sparql: &str, variables: &[&str]) -> Result<Vec<Vec<String>>> {
        let QueryResults::Solutions(solutions) = self.query(sparql)? else { return Ok(Vec::new()) };
        let text = |term: Option<&Term>| match term {
            Some(Term::Literal(literal)) => literal.value().to_owned(),
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            _ => String::new(),
        };
        let rows = solutions
            .map(|row| row.map(|row| variables.iter().map(|&name| text(row.get(name))).collect()));
        rows.collect::<std::result::Result<_, _>>()
            .map_err(|error| Error::because("the query cannot be answered", error))
    }

    /// An IRI as a prefix and a name, where a prefix fits: `r:reject`, `actor:china`.
    pub fn shortened(&self, iri: &str) -> String {
        if let Some((kind, id)) = iri.strip_prefix(&self.base).and_then(|rest| rest.split_once('/'))
        {
            return format!("{kind}:{id}");
        }
        let prefix =
            PREFIXES.iter().filter_map(|(prefix, own)| Some((prefix, iri.strip_prefix(own)?)));
        prefix
            .min_by_key(|(_, rest)| rest.len())
            .map_or_else(|| format!("<{iri}>"), |(prefix, rest)| format!("{prefix}:{rest}"))
    }

    /// The first quad that only one of two graphs has, and which; `None` where both say the same.
    pub fn difference(&self, other: &Graph) -> Option<String> {
        let sorted = |graph: &Graph| {
            let mut quads: Vec<String> = graph.quads().map(|quad| quad.to_string()).collect();
            quads.sort_unstable();
            quads
        };
        let (own, others) = (sorted(self), sorted(other));
        let more = own.iter().find(|quad| others.binary_search(quad).is_err());
        let less = others.iter().find(|quad| own.binary_search(quad).is_err());
        let count = (self.len() != other.len())
            .then(|| format!("it counts {} quads and {} are there", self.len(), other.len()));
        more.map(|quad| format!("it has {quad}"))
            .or_else(|| less.map(|quad| format!("it lacks {quad}")))
            .or(count)
    }

    /// Compares the whole index with its checksums.
    ///
    /// # Errors
    /// Where a file of it is not as it was written.
    pub fn check(&self) -> Result<()> {
        self.index.check().map_err(|damage| Error::new(damage.to_string()))
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

#[cfg(test)]
mod tests {
    use oxigraph::io::{RdfFormat, RdfParser};

    use super::*;

    #[test]
    fn a_query_ends_when_it_is_cancelled() {
        let text: String = (0..2000).map(|n| format!("<a:{n}> <a:b> <a:c> .\n")).collect();
        let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(text.as_bytes());
        let graph = Graph::of(quads.map(|quad| quad.expect("a quad")), BASE);
        let stop = CancellationToken::new();
        let timer = stop.clone();
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(200));
            timer.cancel();
        });
        let results = graph.query_until("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", &stop);
        let Ok(QueryResults::Solutions(rows)) = results else { panic!("rows are expected") };
        assert!(rows.into_iter().any(|row| row.is_err()), "it ends with an error");
    }
}
