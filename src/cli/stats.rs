//! `tripel stats`: how much of what is in the store.

use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use tripel::export::look;
use tripel::kb::graph::Graph;
use tripel::record::error::Result;

use super::output::{failed, to_stdout};
use super::style::BOLD;
use super::table::{Cell, Table};
use super::{Global, Outcome};

/// Count what is in the store
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel stats --store news.kb")]
pub struct Args {}

const ACTORS: &str = "actors";

/// A heading, and a query whose rows are a name and a count.
const COUNTS: &[(&str, &str)] = &[
    ("articles", "SELECT (\"\" AS ?name) (COUNT(*) AS ?count) { ?article a schema:NewsArticle }"),
    ("plain facts", "SELECT (\"\" AS ?name) (COUNT(*) AS ?count) { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(r:))) }"),
    (
        "statements",
        "SELECT ?name (COUNT(*) AS ?count) { ?s t:status ?status ; t:negated ?negated
           BIND(CONCAT(STRAFTER(STR(?status), \"#\"), IF(?negated, \", negated\", \"\")) AS ?name) } GROUP BY ?name ORDER BY DESC(?count) ?name",
    ),
    (
        "checked",
        "SELECT ?name (COUNT(DISTINCT ?s) AS ?count) { ?s t:acceptedBy|t:correctedBy ?c
           BIND(IF(EXISTS { ?s t:correctedBy ?d }, \"corrected\", \"accepted\") AS ?name) } GROUP BY ?name ORDER BY ?name",
    ),
    (
        "events",
        "SELECT ?name (COUNT(*) AS ?count) { ?s t:event ?event BIND(STRAFTER(STR(?event), \"#\") AS ?name) }
           GROUP BY ?name ORDER BY DESC(?count) ?name",
    ),
    (
        ACTORS,
        // its own class of actor where it has one, else that of schema.org
        "SELECT ?name (COUNT(*) AS ?count) { ?actor a t:Actor
           OPTIONAL { ?actor a ?own FILTER(STRSTARTS(STR(?own), STR(t:)) && ?own != t:Actor) }
           OPTIONAL { ?actor a ?schema FILTER(STRSTARTS(STR(?schema), STR(schema:))) }
           BIND(IF(BOUND(?own), STRAFTER(STR(?own), STR(t:)), STRAFTER(STR(?schema), STR(schema:))) AS ?name)
         } GROUP BY ?name ORDER BY DESC(?count) ?name",
    ),
];

pub fn run(_: Args, global: &Global) -> Result<Outcome> {
    let (_, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    let mut table = Table::new(["what", "", "count"]);
    for (heading, sparql) in COUNTS {
        for (at, (name, count)) in counts(&graph, sparql)?.into_iter().enumerate() {
            let name = if *heading == ACTORS { look::kind(&name).label.to_owned() } else { name };
            table.push(vec![
                Cell::styled(if at == 0 { heading } else { "" }, BOLD),
                name.into(),
                count.into(),
            ]);
        }
    }
    table.push(vec![Cell::styled("RDF quads", BOLD), "".into(), graph.len().to_string().into()]);
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}

fn counts(graph: &Graph, sparql: &str) -> Result<Vec<(String, String)>> {
    let QueryResults::Solutions(solutions) = graph.query(sparql)? else { return Ok(Vec::new()) };
    let value = |term: Option<&Term>| match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        _ => String::new(),
    };
    Ok(solutions.flatten().map(|row| (value(row.get("name")), value(row.get("count")))).collect())
}
