//! The network for Gephi and the web: GraphML, GEXF 1.3, tables with Gephi's headers, JSON for d3.
//!
//! In GraphML an edge is one statement with all that is known of it; elsewhere it is all statements from one actor to another.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use petgraph::visit::EdgeRef;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::json;

use crate::error::{Error, Result};
use crate::export::layout::{self, layout};
use crate::export::{in_xml, look, whole};
use crate::network::{Edge, Link, Network, Node, Tone};

/// Name and type of each attribute in GraphML.
const NODE_KEYS: &[(&str, &str)] = &[
    ("label", "string"),
    ("label_de", "string"),
    ("type", "string"),
    ("wikidata", "string"),
    ("statements_from", "int"),
    ("statements_to", "int"),
    ("pagerank", "double"),
];
const EDGE_KEYS: &[(&str, &str)] = &[
    ("relation", "string"),
    ("relation_de", "string"),
    ("status", "string"),
    ("negated", "boolean"),
    ("event", "string"),
    ("score", "double"),
    ("speaker", "string"),
    ("quote", "string"),
    ("article", "string"),
    ("date", "string"),
    ("confidence", "double"),
];

type Xml<'a> = Writer<&'a mut dyn Write>;
type Attributes = Vec<(&'static str, String)>;

/// Writes GraphML.
///
/// # Errors
/// Where `out` cannot be written.
pub fn graphml(network: &Network, out: &mut dyn Write) -> Result<()> {
    let written = || -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        element(&mut xml, "graphml", &[("xmlns", "http://graphml.graphdrawing.org/xmlns")], |xml| {
            for (of, keys) in [("node", NODE_KEYS), ("edge", EDGE_KEYS)] {
                for (name, kind) in keys {
                    let id = format!("{of}_{name}");
                    empty(xml, "key", &[("id", &id), ("for", of), ("attr.name", name), ("attr.type", kind)])?;
                }
            }
            element(xml, "graph", &[("id", "network"), ("edgedefault", "directed")], |xml| {
                let rank = network.page_rank();
                for node in network.graph.node_indices() {
                    let values = node_values(network, node, rank[node.index()]);
                    element(xml, "node", &[("id", &network.graph[node].id)], |xml| keyed(xml, "node", &values))?;
                }
                for edge in network.graph.edge_references() {
                    let (from, to) = (&network.graph[edge.source()].id, &network.graph[edge.target()].id);
                    for link in &edge.weight().links {
                        let id = link.statement.rsplit('/').next().unwrap_or("");
                        let ends = [("id", id), ("source", from.as_str()), ("target", to.as_str())];
                        element(xml, "edge", &ends, |xml| keyed(xml, "edge", &link_values(link)))?;
                    }
                }
                Ok(())
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    written().map_err(unwritten)
}

fn node_values(network: &Network, node: petgraph::graph::NodeIndex, rank: f64) -> Attributes {
    let (from, to) = network.degrees(node);
    let node = &network.graph[node];
    vec![
        ("label", node.label_en.clone()),
        ("label_de", node.label_de.clone()),
        ("type", look::kind(&node.kind).label.to_owned()),
        ("wikidata", node.wikidata.clone().unwrap_or_default()),
        ("statements_from", from.to_string()),
        ("statements_to", to.to_string()),
        ("pagerank", format!("{rank:.6}")),
    ]
}

fn link_values(link: &Link) -> Attributes {
    vec![
        ("relation", link.relation_en.clone()),
        ("relation_de", link.relation_de.clone()),
        ("status", link.status.to_string()),
        ("negated", link.negated.to_string()),
        ("event", link.event.map_or(String::new(), |event| event.to_string())),
        ("score", link.score.map_or(String::new(), |score| score.to_string())),
        ("speaker", link.speaker.clone().unwrap_or_default()),
        ("quote", link.quote.clone()),
        ("article", link.article.clone()),
        ("date", link.date.map_or(String::new(), |date| date.to_string())),
        ("confidence", link.confidence.to_string()),
    ]
}

fn keyed(xml: &mut Xml, of: &str, values: &Attributes) -> std::io::Result<()> {
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        let value = in_xml(value);
        xml.create_element("data")
            .with_attribute(("key", format!("{of}_{name}").as_str()))
            .write_text_content(BytesText::new(&value))?;
    }
    Ok(())
}

/// Writes GEXF 1.3 with colours, sizes, positions, and the days of an edge's statements as its spells.
///
/// # Errors
/// Where `out` cannot be written.
pub fn gexf(network: &Network, out: &mut dyn Write) -> Result<()> {
    let written = || -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let spaces = [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")];
        element(&mut xml, "gexf", &spaces, |xml| {
            element(xml, "meta", &[], |xml| text(xml, "creator", "tripel"))?;
            let graph =
                [("defaultedgetype", "directed"), ("mode", "dynamic"), ("timeformat", "date"), ("timerepresentation", "interval")];
            element(xml, "graph", &graph, |xml| {
                let attributes = |xml: &mut Xml, of: &str, names: &[(&str, &str)]| {
                    element(xml, "attributes", &[("class", of), ("mode", "static")], |xml| {
                        for (name, kind) in names {
                            empty(xml, "attribute", &[("id", name), ("title", name), ("type", kind)])?;
                        }
                        Ok(())
                    })
                };
                attributes(xml, "node", &[("type", "string"), ("label_de", "string"), ("pagerank", "double")])?;
                let names = [("asserted", "boolean"), ("score", "double"), ("events", "string"), ("quote", "string")];
                attributes(xml, "edge", &names)?;
                gexf_nodes(network, xml)?;
                gexf_edges(network, xml)
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    written().map_err(unwritten)
}

fn gexf_nodes(network: &Network, xml: &mut Xml) -> std::io::Result<()> {
    let rank = network.page_rank();
    let places = layout(&layout::plain(network));
    element(xml, "nodes", &[], |xml| {
        for index in network.graph.node_indices() {
            let node = &network.graph[index];
            let (from, to) = network.degrees(index);
            element(xml, "node", &[("id", &node.id), ("label", &in_xml(&node.label_en))], |xml| {
                let kind = look::kind(&node.kind);
                let rank = format!("{:.6}", rank[index.index()]);
                values(xml, &[("type", kind.label), ("label_de", &node.label_de), ("pagerank", &rank)])?;
                colour(xml, kind.line)?;
                empty(xml, "viz:size", &[("value", &format!("{:.1}", 10.0 + 4.0 * ((from + to) as f64).sqrt()))])?;
                let (x, y) = places[index.index()];
                // Gephi's y points up
                empty(xml, "viz:position", &[("x", &format!("{x:.1}")), ("y", &format!("{:.1}", 0.0 - y)), ("z", "0.0")])
            })?;
        }
        Ok(())
    })
}

fn gexf_edges(network: &Network, xml: &mut Xml) -> std::io::Result<()> {
    element(xml, "edges", &[], |xml| {
        for edge in network.graph.edge_references() {
            let (from, to) = (&network.graph[edge.source()].id, &network.graph[edge.target()].id);
            let id = edge.id().index().to_string();
            let edge = edge.weight();
            let (label, weight) = (in_xml(&names(edge.relations())), edge.links.len().to_string());
            let ends = [("id", id.as_str()), ("source", from), ("target", to), ("label", &label), ("weight", &weight)];
            element(xml, "edge", &ends, |xml| {
                let score = edge.score().map_or(String::new(), |score| format!("{score:.1}"));
                let quote = edge.links.first().map_or("", |link| link.quote.as_str());
                let events = names(edge.events());
                values(
                    xml,
                    &[("asserted", &edge.asserted().to_string()), ("score", &score), ("events", &events), ("quote", quote)],
                )?;
                let days: BTreeSet<String> = edge.links.iter().filter_map(|link| link.date).map(|date| date.to_string()).collect();
                if !days.is_empty() {
                    element(xml, "spells", &[], |xml| {
                        days.iter().try_for_each(|day| empty(xml, "spell", &[("start", day), ("end", day)]))
                    })?;
                }
                colour(xml, look::colour(edge.tone()))?;
                empty(xml, "viz:shape", &[("value", if edge.asserted() { "solid" } else { "dashed" })])
            })?;
        }
        Ok(())
    })
}

fn values(xml: &mut Xml, values: &[(&str, &str)]) -> std::io::Result<()> {
    element(xml, "attvalues", &[], |xml| {
        let given = values.iter().filter(|(_, value)| !value.is_empty());
        given.into_iter().try_for_each(|(name, value)| empty(xml, "attvalue", &[("for", name), ("value", &in_xml(value))]))
    })
}

fn colour(xml: &mut Xml, hex: &str) -> std::io::Result<()> {
    let part = |at: usize| hex.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).unwrap_or(0).to_string();
    empty(xml, "viz:color", &[("r", &part(1)), ("g", &part(3)), ("b", &part(5))])
}

fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    inner: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_inner_content(inner)?;
    Ok(())
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_empty()?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, value: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(value))?;
    Ok(())
}

/// "accuse (3), reject".
fn names(counted: Vec<(String, usize)>) -> String {
    let texts = counted.into_iter().map(|(name, count)| if count == 1 { name } else { format!("{name} ({count})") });
    texts.collect::<Vec<_>>().join(", ")
}

/// Writes nodes.csv and edges.csv with the headers that Gephi's import knows; the files.
///
/// # Errors
/// Where a file cannot be written.
pub fn tables(network: &Network, dir: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(dir).map_err(|error| Error::because(format!("cannot make the folder {}", dir.display()), error))?;
    let graph = &network.graph;
    let mut nodes = vec![["Id", "Label", "Label (German)", "Type", "Wikidata"].map(str::to_owned).to_vec()];
    let node = |node: &Node| {
        let wikidata = node.wikidata.clone().unwrap_or_default();
        vec![node.id.clone(), node.label_en.clone(), node.label_de.clone(), look::kind(&node.kind).label.to_owned(), wikidata]
    };
    nodes.extend(graph.node_weights().map(node));
    let head = ["Source", "Target", "Type", "Weight", "Label", "Asserted", "Score", "Events", "First date", "Last date"];
    let mut edges = vec![head.map(str::to_owned).to_vec()];
    for edge in graph.edge_references() {
        let ends = [graph[edge.source()].id.clone(), graph[edge.target()].id.clone()];
        edges.push([ends.to_vec(), edge_cells(edge.weight())].concat());
    }
    let mut files = Vec::new();
    for (name, table) in [("nodes.csv", nodes), ("edges.csv", edges)] {
        let path = dir.join(name);
        whole(&path, |out| super::csv::print(&table, false, out))?;
        files.push(path);
    }
    Ok(files)
}

fn edge_cells(edge: &Edge) -> Vec<String> {
    let (first, last) = edge.dates().map_or_else(Default::default, |(first, last)| (first.to_string(), last.to_string()));
    let score = edge.score().map_or(String::new(), |score| format!("{score:.1}"));
    let weight = edge.links.len().to_string();
    let asserted = edge.asserted().to_string();
    vec!["Directed".to_owned(), weight, names(edge.relations()), asserted, score, names(edge.events()), first, last]
}

/// Writes JSON with "nodes" and "links" for d3's force layout.
///
/// # Errors
/// Where `out` cannot be written.
pub fn d3(network: &Network, out: &mut dyn Write) -> Result<()> {
    let graph = &network.graph;
    let rank = network.page_rank();
    let nodes: Vec<_> = graph
        .node_indices()
        .map(|index| {
            let (from, to) = network.degrees(index);
            let node = &graph[index];
            let kind = look::kind(&node.kind);
            json!({
                "id": node.id, "iri": node.iri, "label": node.label_en, "label_de": node.label_de, "type": kind.label,
                "colour": kind.line, "wikidata": node.wikidata, "from": from, "to": to,
                "pagerank": (rank[index.index()] * 1e6).round() / 1e6,
            })
        })
        .collect();
    let tone = |tone: Tone| match tone {
        Tone::Conflict => "conflict",
        Tone::Cooperation => "cooperation",
        Tone::Neither => "neither",
    };
    let links: Vec<_> = graph
        .edge_references()
        .map(|edge| {
            let weight = edge.weight();
            let statements: Vec<_> = weight
                .links
                .iter()
                .map(|link| {
                    json!({
                        "statement": link.statement, "relation": link.relation_en, "relation_de": link.relation_de,
                        "status": link.status.as_str(), "negated": link.negated, "event": link.event.map(|event| event.as_str()),
                        "score": link.score, "speaker": link.speaker, "quote": link.quote, "article": link.article,
                        "date": link.date.map(|date| date.to_string()), "confidence": link.confidence,
                    })
                })
                .collect();
            json!({
                "source": graph[edge.source()].id, "target": graph[edge.target()].id, "value": weight.links.len(),
                "label": look::label(weight, 2).join(", "), "tone": tone(weight.tone()), "asserted": weight.asserted(),
                "score": weight.score(), "statements": statements,
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "nodes": nodes, "links": links })).map_err(|error| unwritten(error.into()))?;
    out.write_all(b"\n").map_err(unwritten)
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the network", error)
}
