//! The graph: a store's RDF, for SPARQL by oxigraph.
//!
//! The graph lives in memory and is read from the folder at every start; an index on disk can stand behind the same type.

use std::collections::BTreeMap;
use std::convert::Infallible;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use oxigraph::sparql::{CancellationToken, QueryResults};
use rayon::prelude::*;

use crate::kb::copies::{Copy, copies};
use crate::kb::index::{Index, Part};
use crate::kb::query;
use crate::kb::rdf::{BASE, article_iri};
use crate::kb::store::{Entry, Store};
use crate::kb::vocab::{DUPLICATE_OF, MENTIONS, PREFIXES, VERSION};
use crate::record::error::{Error, Result};

/// The quads of articles, ready for queries. The default graph is never the union of all graphs: a claim is no fact.
pub struct Graph {
    index: Index,
    /// The base IRI of the store's own names.
    base: String,
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
    /// The graph of a store's articles; what cannot be read is left out and returned as warnings. An article that tells the story of
    /// another points at it with `t:duplicateOf` or `t:version`.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn open(store: &Store) -> Result<(Graph, Vec<Error>)> {
        Graph::with_copies(store, true)
    }

    /// The same, with each story once: of an article that tells the story of another only stands what it is called and where it
    /// appeared.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_once(store: &Store) -> Result<(Graph, Vec<Error>)> {
        Graph::with_copies(store, false)
    }

    fn with_copies(store: &Store, whole: bool) -> Result<(Graph, Vec<Error>)> {
        let (entries, mut warnings) = split(store.list()?);
        let base = entries.first().map_or(BASE, |entry| entry.base.as_str()).to_owned();
        let copies: BTreeMap<String, Copy> =
            copies(&entries).into_iter().map(|copy| (copy.id.clone(), copy)).collect();
        let part = |entry: &Entry| {
            let copy = copies.get(&entry.id);
            let quads = quads(store, entry)?;
            match copy {
                Some(_) if !whole => Part::of(quads.filter(|quad| is_head(quad, entry))),
                _ => Part::of(quads),
            }
        };
        let (mut parts, damaged) = split(entries.par_iter().map(part).collect::<Vec<_>>());
        warnings.extend(damaged);
        if !copies.is_empty() {
            let links = copies.values().map(|copy| Ok::<_, Infallible>(link(copy, &base)));
            let Ok(links) = Part::of(links);
            parts.push(links);
        }
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

    /// Every quad, in no order.
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

/// What an article is called and where it appeared, and that it is one and whom it names not.
fn is_head(quad: &Result<Quad>, entry: &Entry) -> bool {
    let Ok(quad) = quad else { return true };
    let article = article_iri(&entry.base, &entry.id);
    let hidden = [oxrdf::vocab::rdf::TYPE.as_str(), MENTIONS];
    quad.graph_name == GraphName::DefaultGraph
        && quad.subject == NamedNode::new_unchecked(article).into()
        && !hidden.contains(&quad.predicate.as_str())
}

/// From an article to the one whose story it tells.
fn link(copy: &Copy, base: &str) -> Quad {
    let article = |id: &str| NamedNode::new_unchecked(article_iri(base, id));
    let property = if copy.version { VERSION } else { DUPLICATE_OF };
    let property = NamedNode::new_unchecked(property);
    Quad::new(article(&copy.id), property, article(&copy.of), GraphName::DefaultGraph)
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
    // no article has triples in triples, and the parser calls itself for each
    if has_triple_terms(&text) {
        return Err(Error::new(format!(
            "{} is damaged: it holds triples in triples",
            path.display()
        )));
    }
    let damaged = move |error| Error::because(format!("{} is damaged", path.display()), error);
    let parser = RdfParser::from_format(RdfFormat::NQuads).for_reader(std::io::Cursor::new(text));
    Ok(parser.map(move |quad| quad.map_err(&damaged)))
}

/// "<<" outside of strings.
fn has_triple_terms(text: &str) -> bool {
    let outside = |line: &str| {
        let (mut inside, mut escaped, mut last) = (false, false, ' ');
        line.chars().any(|letter| {
            let found = !inside && letter == '<' && last == '<';
            inside ^= letter == '"' && !escaped;
            escaped = inside && letter == '\\' && !escaped;
            last = letter;
            found
        })
    };
    text.contains("<<") && text.lines().any(outside)
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
    use super::*;

    #[test]
    fn triples_in_triples_are_seen_and_quotes_are_not() {
        assert!(has_triple_terms("<a:b> <a:c> <<( <a:b> <a:c> <a:d> )>> ."));
        assert!(has_triple_terms(
            "<a:b> <a:c> \"x\\\\\" .\n<a:b> <a:c> <<( <a:b> <a:c> \"<\" )>> ."
        ));
        assert!(!has_triple_terms("<a:b> <a:c> \"a \\\" << b\"@de ."));
    }

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
