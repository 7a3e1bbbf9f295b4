//! The network as JSON for pictures in a browser: d3's nodes and links, and what graphology reads for sigma.

use std::io::Write;

use petgraph::graph::EdgeReference;
use petgraph::visit::EdgeRef;
use serde_json::{Value, json};

use crate::export::clean;
use crate::export::clean::Syntax;
use crate::export::layout::layout;
use crate::export::words::Tongue;
use crate::export::{layout, look};
use crate::network::{Edge, Link, Network, Tone, measure};
use crate::record::error::{Error, Result};

/// Writes JSON with "nodes" and "links" for d3's force layout.
///
/// # Errors
/// Where `out` cannot be written.
pub fn d3(network: &Network, out: &mut dyn Write) -> Result<()> {
    let graph = &network.graph;
    let nodes: Vec<Value> = actors(network);
    let link = |edge: EdgeReference<'_, Edge>| {
        let (source, target) = (&graph[edge.source()].id, &graph[edge.target()].id);
        merged(
            json!({ "source": source, "target": target, "value": edge.weight().links.len() }),
            about(edge.weight()),
        )
    };
    let links: Vec<Value> = graph.edge_references().map(link).collect();
    print(&json!({ "nodes": nodes, "links": links }), out)
}

/// Writes the JSON that `graphology.Graph.from` reads, with places, sizes and colours for sigma.
///
/// # Errors
/// Where `out` cannot be written.
pub fn sigma(network: &Network, out: &mut dyn Write) -> Result<()> {
    let graph = &network.graph;
    let places = layout(&layout::plain(network));
    let rounded = |value: f64| (value * 10.0).round() / 10.0;
    let node = |(at, known): (usize, Value)| {
        let (x, y) = places[at];
        let (from, to) = network.degrees(petgraph::graph::NodeIndex::new(at));
        let (colour, size) =
            (known["colour"].clone(), rounded(4.0 + 2.0 * ((from + to) as f64).sqrt()));
        let drawn =
            json!({ "x": rounded(x), "y": rounded(0.0 - y), "size": size, "color": colour });
        json!({ "key": known["id"], "attributes": merged(known, drawn) })
    };
    let nodes: Vec<Value> = actors(network).into_iter().enumerate().map(node).collect();
    let link = |edge: EdgeReference<'_, Edge>| {
        let weight = edge.weight();
        let drawn = json!({ "size": 1.0 + f64::from(weight.links.len().ilog2()), "color": look::colour(weight.tone()) });
        json!({
            "key": edge.id().index().to_string(), "source": graph[edge.source()].id, "target": graph[edge.target()].id,
            "attributes": merged(drawn, about(weight)),
        })
    };
    let edges: Vec<Value> = graph.edge_references().map(link).collect();
    let options = json!({ "type": "directed", "multi": false, "allowSelfLoops": false });
    print(
        &json!({ "attributes": { "name": "Who acts on whom" }, "options": options, "nodes": nodes, "edges": edges }),
        out,
    )
}

/// What is known of each actor.
fn actors(network: &Network) -> Vec<Value> {
    let graph = &network.graph;
    let (rank, groups) = (network.page_rank(), measure::communities(network));
    let actor = |index: petgraph::graph::NodeIndex| {
        let (from, to) = network.degrees(index);
        let node = &graph[index];
        let kind = look::kind(&node.kind);
        // "type" would choose sigma's program
        json!({
            "id": node.id, "iri": node.iri, "label": node.label_en, "label_de": node.label_de, "kind": kind.label,
            "colour": kind.line, "wikidata": node.wikidata, "from": from, "to": to, "community": groups[index.index()] + 1,
            "pagerank": (rank[index.index()] * 1e6).round() / 1e6,
        })
    };
    graph.node_indices().map(actor).collect()
}

/// What is known of an edge, with its statements.
fn about(edge: &Edge) -> Value {
    let tone = match edge.tone() {
        Tone::Conflict => "conflict",
        Tone::Cooperation => "cooperation",
        Tone::Neither => "neither",
    };
    let statements: Vec<Value> = edge.links.iter().map(statement).collect();
    json!({
        "label": look::sentence(edge, 2, Tongue::English), "tone": tone, "asserted": edge.asserted(), "score": edge.score(),
        "net": edge.net(), "statements": statements,
    })
}

fn statement(link: &Link) -> Value {
    let (row, article) = (&link.row, &link.article);
    let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    json!({
        "statement": row.iri, "relation": row.relation_en, "relation_de": row.relation_de, "status": row.status,
        "content": row.content, "topic": row.topic, "negated": row.negated, "event": given(&row.event), "mode": given(&row.mode),
        "quad_class": link.event.map(|event| event.quad().as_str()), "score": row.score,
        "speaker": link.speaker(), "cue": given(&row.cue), "quote": row.quote, "article": row.article,
        "title": given(&article.title), "url": given(&article.url), "date": link.date.map(|date| date.to_string()),
        "confidence": row.confidence,
    })
}

/// Both objects' entries.
fn merged(mut first: Value, second: Value) -> Value {
    if let (Value::Object(first), Value::Object(second)) = (&mut first, second) {
        first.extend(second);
    }
    first
}

fn print(value: &Value, out: &mut dyn Write) -> Result<()> {
    let unwritten = |error: std::io::Error| Error::because("cannot write the network", error);
    clean::escaped(out, Syntax::Json, |out| {
        serde_json::to_writer_pretty(&mut *out, value).map_err(|error| unwritten(error.into()))?;
        out.write_all(b"\n").map_err(unwritten)
    })
}
