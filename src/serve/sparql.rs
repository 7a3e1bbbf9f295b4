//! SPARQL 1.1 over HTTP: the protocol for queries, the service description, graphs and single things as RDF. Nothing is ever written.
//!
//! `GET /query?query=SELECT...` with `Accept: text/csv` gives CSV. The default graph is that of plain facts, never the union.

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{CancellationToken, QueryResults};

use crate::export::rdf;
use crate::kb::graph::Graph;
use crate::record::error::{Error, Result};
use crate::serve::answer::{Answer, Request, field, preferred};

/// What an answer to a query may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows or triples.
    pub rows: usize,
}

const ROWS: [(&str, &str, QueryResultsFormat); 4] = [
    ("application/sparql-results+json", "json", QueryResultsFormat::Json),
    ("application/sparql-results+xml", "xml", QueryResultsFormat::Xml),
    ("text/csv", "csv", QueryResultsFormat::Csv),
    ("text/tab-separated-values", "tsv", QueryResultsFormat::Tsv),
];

/// The formats of RDF by media type and short name.
pub const TRIPLES: [(&str, &str, rdf::Format); 5] = [
    ("text/turtle", "ttl", rdf::Format::Turtle),
    ("application/trig", "trig", rdf::Format::TriG),
    ("application/n-quads", "nq", rdf::Format::NQuads),
    ("application/ld+json", "jsonld", rdf::Format::JsonLd),
    ("application/rdf+xml", "rdf", rdf::Format::RdfXml),
];

/// Answers at /query.
pub fn query(graph: &Graph, request: &Request, stop: &CancellationToken, limits: Limits) -> Answer {
    let mut fields = request.fields();
    if request.method == "POST" {
        match request.media() {
            "application/x-www-form-urlencoded" => fields.extend(request.form()),
            "application/sparql-query" => match String::from_utf8(request.body.clone()) {
                Ok(text) => fields.push(("query".to_owned(), text)),
                Err(_) => return Answer::text(400, "the query is not UTF-8"),
            },
            "application/sparql-update" => return Answer::text(403, "this endpoint is read-only"),
            other => {
                return Answer::text(
                    415,
                    &format!(
                        "'{other}' is no form of a query; it is application/sparql-query or application/x-www-form-urlencoded"
                    ),
                );
            }
        }
    }
    if fields.iter().any(|(name, _)| name == "update") {
        return Answer::text(403, "this endpoint is read-only");
    }
    let queries: Vec<&(String, String)> =
        fields.iter().filter(|(name, _)| name == "query").collect();
    let [(_, sparql)] = queries[..] else {
        if queries.len() > 1 {
            return Answer::text(400, "one request carries one query");
        }
        if request.method == "POST" {
            return Answer::text(400, "the request carries no query");
        }
        return described(graph, request);
    };
    let all = |wanted: &str| -> Vec<String> {
        fields.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect()
    };
    let results = graph.query_in(sparql, stop, &all("default-graph-uri"), &all("named-graph-uri"));
    let answered = results
        .and_then(|results| written(results, graph, request, field(&fields, "format"), limits));
    match answered {
        Ok(answer) => answer,
        Err(error) => {
            use std::error::Error as _;
            let cause = error.source().map_or(String::new(), |cause| format!(": {cause}"));
            Answer::text(400, &format!("{error}{cause}"))
        }
    }
}

/// The results in the form that is wanted.
fn written(
    results: QueryResults<'_>,
    graph: &Graph,
    request: &Request,
    short: &str,
    limits: Limits,
) -> Result<Answer> {
    match results {
        QueryResults::Graph(triples) => {
            let mut quads = Vec::new();
            for triple in triples {
                quads.push(triple.map_err(unanswered)?.in_graph(GraphName::DefaultGraph));
                if quads.len() > limits.rows {
                    return Err(too_many(limits));
                }
            }
            serialized(quads, graph.base(), request, short)
        }
        QueryResults::Solutions(solutions) => {
            let Some((media, format)) = table_format(request, short) else {
                return Ok(not_acceptable(&ROWS.map(|own| own.0)));
            };
            let serializer = QueryResultsSerializer::from_format(format);
            let mut body = Vec::new();
            let failed =
                |error: std::io::Error| Error::because("the answer cannot be written", error);
            let mut writer = serializer
                .serialize_solutions_to_writer(&mut body, solutions.variables().to_vec())
                .map_err(failed)?;
            for (at, solution) in solutions.enumerate() {
                if at >= limits.rows {
                    return Err(too_many(limits));
                }
                writer.serialize(&solution.map_err(unanswered)?).map_err(failed)?;
            }
            writer.finish().map_err(failed)?;
            Ok(Answer::new(200, media, body))
        }
        QueryResults::Boolean(yes) => {
            let Some((media, format)) = table_format(request, short) else {
                return Ok(not_acceptable(&ROWS.map(|own| own.0)));
            };
            let mut body = Vec::new();
            QueryResultsSerializer::from_format(format)
                .serialize_boolean_to_writer(&mut body, yes)
                .map_err(|error| Error::because("the answer cannot be written", error))?;
            Ok(Answer::new(200, media, body))
        }
    }
}

fn table_format(request: &Request, short: &str) -> Option<(&'static str, QueryResultsFormat)> {
    if let Some(own) = ROWS.iter().find(|own| own.1 == short) {
        return Some((own.0, own.2));
    }
    let mut offered: Vec<&str> = ROWS.iter().map(|own| own.0).collect();
    offered.extend(["application/json", "application/xml", "text/xml"]);
    let chosen = preferred(request.header("accept"), &offered)?;
    let chosen = match chosen {
        "application/json" => ROWS[0].0,
        "application/xml" | "text/xml" => ROWS[1].0,
        own => own,
    };
    ROWS.iter().find(|own| own.0 == chosen).map(|own| (own.0, own.2))
}

fn unanswered(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::because("the query cannot be answered", error)
}

fn too_many(limits: Limits) -> Error {
    Error::new(format!(
        "the answer has more than {} rows, and a part of it would pass for the whole; LIMIT and OFFSET take it in parts",
        limits.rows
    ))
}

fn not_acceptable(offered: &[&str]) -> Answer {
    Answer::text(406, &format!("the answer can be had as {}", offered.join(", ")))
}

/// Quads as RDF in the form that is wanted.
///
/// # Errors
/// Where they cannot be written.
pub fn serialized(quads: Vec<Quad>, base: &str, request: &Request, short: &str) -> Result<Answer> {
    let media = TRIPLES.map(|own| own.0);
    let named = TRIPLES.iter().find(|own| own.1 == short);
    if short == "nt"
        || named.is_none()
            && request.header("accept").is_some_and(|own| own.contains("application/n-triples"))
    {
        let mut writer = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(Vec::new());
        let failed = |error: std::io::Error| Error::because("the answer cannot be written", error);
        for quad in quads.iter().filter(|quad| quad.graph_name == GraphName::DefaultGraph) {
            writer.serialize_quad(quad).map_err(failed)?;
        }
        return Ok(Answer::new(200, "application/n-triples", writer.finish().map_err(failed)?));
    }
    let chosen = match named {
        Some(own) => Some(own.0),
        None => preferred(request.header("accept"), &media),
    };
    let Some(own) = TRIPLES.iter().find(|own| Some(own.0) == chosen) else {
        return Ok(not_acceptable(&media));
    };
    let mut body = Vec::new();
    rdf::write(quads, own.2, base, &mut body)?;
    Ok(Answer::new(200, own.0, body))
}

/// What this endpoint is, as the SPARQL 1.1 Service Description has it.
fn described(graph: &Graph, request: &Request) -> Answer {
    let host = request.header("host").unwrap_or("127.0.0.1");
    let formats: Vec<&str> = vec![
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
        "N-Triples",
        "TriG",
        "N-Quads",
        "JSON-LD",
        "RDF_XML",
    ];
    let formats: Vec<String> =
        formats.iter().map(|own| format!("<http://www.w3.org/ns/formats/{own}>")).collect();
    let facts = graph.quads().filter(|quad| quad.graph_name == GraphName::DefaultGraph).count();
    let text = format!(
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n@prefix void: <http://rdfs.org/ns/void#> .\n\n\
         <http://{host}/query> a sd:Service ;\n    sd:endpoint <http://{host}/query> ;\n    sd:supportedLanguage sd:SPARQL11Query ;\n    \
         sd:resultFormat {} ;\n    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; void:triples {facts} ] ] .\n",
        formats.join(", ")
    );
    let quads: std::result::Result<Vec<Quad>, _> =
        oxigraph::io::RdfParser::from_format(RdfFormat::Turtle)
            .for_slice(text.as_bytes())
            .collect();
    let Ok(quads) = quads else { return Answer::text(400, "the host of the request is no name") };
    // with its own prefixes, readable
    if preferred(request.header("accept"), &["text/turtle", "text/html"]).is_some()
        && field(&request.fields(), "format").is_empty()
    {
        return Answer::new(200, "text/turtle", text);
    }
    serialized(quads, graph.base(), request, field(&request.fields(), "format"))
        .unwrap_or_else(|error| Answer::text(500, &error.to_string()))
}

/// The graph store protocol, for reading: `/data?default`, `/data?graph=IRI`, and without either the whole dataset.
pub fn data(graph: &Graph, request: &Request) -> Answer {
    let fields = request.fields();
    let short = field(&fields, "format").to_owned();
    let wanted = field(&fields, "graph");
    let is_default = fields.iter().any(|(name, _)| name == "default");
    let quads: Vec<Quad> = if is_default {
        graph.quads().filter(|quad| quad.graph_name == GraphName::DefaultGraph).collect()
    } else if !wanted.is_empty() {
        let own = graph.about(wanted).into_iter();
        let own: Vec<Quad> = own.filter(|quad| matches!(&quad.graph_name, GraphName::NamedNode(name) if name.as_str() == wanted)).collect();
        if own.is_empty() {
            return Answer::text(404, &format!("there is no graph <{wanted}>"));
        }
        own.into_iter().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad }).collect()
    } else {
        let mut request = request.clone();
        let takes_graphs = ["trig", "nq", "jsonld"].contains(&short.as_str());
        if !takes_graphs
            && request
                .header("accept")
                .is_none_or(|own| own.contains("*/*") || own.contains("text/html"))
        {
            request.headers.retain(|(name, _)| name != "accept");
            request.headers.push(("accept".to_owned(), "application/trig".to_owned()));
        }
        let quads = graph.quads().collect();
        return serialized(quads, graph.base(), &request, &short)
            .unwrap_or_else(|error| Answer::text(500, &error.to_string()));
    };
    serialized(quads, graph.base(), request, &short)
        .unwrap_or_else(|error| Answer::text(500, &error.to_string()))
}

/// What the graph says of one thing.
pub fn about(graph: &Graph, iri: &str, request: &Request) -> Option<Answer> {
    let quads = graph.about(iri);
    if quads.is_empty() {
        return None;
    }
    let short = field(&request.fields(), "format").to_owned();
    Some(
        serialized(quads, graph.base(), request, &short)
            .unwrap_or_else(|error| Answer::text(500, &error.to_string())),
    )
}
