//! The network for Gephi and its like: GraphML, GEXF 1.3, tables with Gephi's headers.
//!
//! In GraphML an edge is one statement with all that is known of it; elsewhere it is all statements from one actor to another.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::export::clean::Syntax;
use crate::export::fields::{EDGE, Kind, Measured, NODE, STATEMENT, chosen, names, plain};
use crate::export::layout::layout;
use crate::export::markup::{Xml, element, empty, text};
use crate::export::words::Tongue;
use crate::export::{clean, yed};
use crate::export::{in_xml, layout, look, whole};
use crate::network::{Network, Node, measure};
use crate::record::error::{Error, Result};

/// The attributes of actors in GraphML: fields of a node.
pub const NODE_KEYS: &[&str] = &[
    "label",
    "label (German)",
    "type",
    "wikidata",
    "statements from",
    "statements to",
    "pagerank",
    "betweenness",
    "community",
];

/// The attributes of statements in GraphML: each with the field that it has the value of.
pub const EDGE_KEYS: &[(&str, &str)] = &[
    ("relation", "relation"),
    ("relation_de", "relation (German)"),
    ("predicate_as_written", "predicate as written"),
    ("subject_as_written", "subject as written"),
    ("object_as_written", "object as written"),
    ("status", "status"),
    ("negated", "negated"),
    ("asserted", "asserted"),
    ("event", "event"),
    ("quad_class", "quad class"),
    ("mode", "mode"),
    ("contexts", "contexts"),
    ("content", "content"),
    ("topic_only", "topic only"),
    ("score", "score"),
    ("speaker", "speaker"),
    ("speaker_id", "speaker id"),
    ("speaker_as_written", "speaker as written"),
    ("cue", "cue"),
    ("time", "time"),
    ("date", "day"),
    ("quote", "quote"),
    ("sentence", "sentence"),
    ("start", "start"),
    ("end", "end"),
    ("article", "article"),
    ("title", "title"),
    ("source", "source"),
    ("url", "url"),
    ("published", "date"),
    ("rule", "rule"),
    ("confidence", "confidence"),
    ("checked", "checked"),
];

/// The attributes of actors in GEXF.
pub const GEXF_NODE: &[&str] =
    &["type", "label (German)", "wikidata", "pagerank", "betweenness", "community"];

/// The attributes of edges in GEXF: each with its field.
pub const GEXF_EDGE: &[(&str, &str)] = &[
    ("asserted", "any asserted"),
    ("statements_asserted", "asserted"),
    ("mean_score", "mean score"),
    ("net_score", "net score"),
    ("events", "events"),
    ("statuses", "statuses"),
    ("speakers", "speakers"),
    ("articles", "articles"),
    ("quote", "quote"),
];

/// The columns of nodes.csv for Gephi: each with its field.
pub const NODE_COLUMNS: &[(&str, &str)] = &[
    ("Id", "id"),
    ("Label", "label"),
    ("Label (German)", "label (German)"),
    ("Kind", "type"),
    ("Wikidata", "wikidata"),
];

/// The columns of edges.csv for Gephi behind "Type", which is "Directed": each with its field.
pub const EDGE_COLUMNS: &[(&str, &str)] = &[
    ("Weight", "statements"),
    ("Label", "relations"),
    ("Asserted", "any asserted"),
    ("Mean score", "mean score"),
    ("Net score", "net score"),
    ("Events", "events"),
    ("Statuses", "statuses"),
    ("Speakers", "speakers"),
    ("First date", "first date"),
    ("Last date", "last date"),
];

/// Writes GraphML.
///
/// # Errors
/// Where `out` cannot be written.
pub fn graphml(network: &Network, out: &mut dyn Write) -> Result<()> {
    let written = |out: &mut dyn Write| -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let spaces = [
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            yed::NAMESPACE,
            (
                "xsi:schemaLocation",
                "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
            ),
        ];
        element(&mut xml, "graphml", &spaces, |xml| {
            let of_nodes = chosen(NODE, NODE_KEYS.iter().copied());
            let of_edges = chosen(STATEMENT, EDGE_KEYS.iter().map(|(_, field)| *field));
            for field in &of_nodes {
                key(xml, "node", &plain(field.name), field.kind)?;
            }
            for ((name, _), field) in EDGE_KEYS.iter().zip(&of_edges) {
                key(xml, "edge", name, field.kind)?;
            }
            yed::keys(xml)?;
            element(xml, "graph", &[("id", "network"), ("edgedefault", "directed")], |xml| {
                let places = layout(&layout::plain(network));
                for (node, actor) in network.graph.node_indices().zip(&measured(network)) {
                    let (kind, at) = (look::kind(&actor.node.kind), places[node.index()]);
                    element(xml, "node", &[("id", &token(network, node))], |xml| {
                        for field in &of_nodes {
                            keyed(xml, "node", &plain(field.name), &field.text(actor, &()))?;
                        }
                        yed::node(xml, &actor.node.label_en, kind, at)
                    })?;
                }
                for edge in network.graph.edge_references() {
                    let (from, to) = (token(network, edge.source()), token(network, edge.target()));
                    for link in &edge.weight().links {
                        let ends = [
                            ("id", link.row.id.as_str()),
                            ("source", from.as_str()),
                            ("target", to.as_str()),
                        ];
                        element(xml, "edge", &ends, |xml| {
                            for ((name, _), field) in EDGE_KEYS.iter().zip(&of_edges) {
                                keyed(xml, "edge", name, &field.text(&link.row, &link.article))?;
                            }
                            let label = Tongue::English.relation(link);
                            yed::edge(xml, &label, link.tone(), link.asserted())
                        })?;
                    }
                }
                Ok(())
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    clean::escaped(out, Syntax::Xml, |out| written(out).map_err(unwritten))
}

/// The actor's id as a name token of XML, which GraphML asks for: one with a percent sign gives way to a number.
fn token(network: &Network, node: NodeIndex) -> String {
    let id = &network.graph[node].id;
    let fits = !id.is_empty()
        && id.chars().all(|letter| letter.is_alphanumeric() || "-._".contains(letter));
    if fits { id.clone() } else { format!("actor:{}", node.index()) }
}

/// An actor's fields without what is measured.
fn unmeasured(node: &Node) -> Measured {
    Measured { node: node.clone(), from: 0, to: 0, rank: 0.0, between: 0.0, group: 0 }
}

/// The actors in the order of their indices, with what is measured of each.
fn measured(network: &Network) -> Vec<Measured> {
    let (between, group) = (measure::betweenness(network), measure::communities(network));
    let rank = network.page_rank();
    let actor = |index: NodeIndex| {
        let (from, to) = network.degrees(index);
        let at = index.index();
        let node = network.graph[index].clone();
        Measured { node, from, to, rank: rank[at], between: between[at], group: group[at] + 1 }
    };
    network.graph.node_indices().map(actor).collect()
}

pub(super) fn key(xml: &mut Xml, of: &str, name: &str, kind: Kind) -> std::io::Result<()> {
    let kind = match kind {
        Kind::Text | Kind::Day => "string",
        Kind::Count => "int",
        Kind::Number(_) => "double",
        Kind::Truth => "boolean",
    };
    let id = format!("{of}_{name}");
    empty(xml, "key", &[("id", &id), ("for", of), ("attr.name", name), ("attr.type", kind)])
}

pub(super) fn keyed(xml: &mut Xml, of: &str, name: &str, value: &str) -> std::io::Result<()> {
    if !value.is_empty() {
        xml.create_element("data")
            .with_attribute(("key", format!("{of}_{name}").as_str()))
            .write_text_content(BytesText::new(&in_xml(value)))?;
    }
    Ok(())
}

/// The name and the type of an attribute in GEXF.
fn gexf_attribute(name: &str, kind: Kind) -> (String, &'static str) {
    let kind = match kind {
        Kind::Text if name == "wikidata" => "anyURI",
        Kind::Text | Kind::Day => "string",
        Kind::Count => "integer",
        Kind::Number(_) => "double",
        Kind::Truth => "boolean",
    };
    (name.to_owned(), kind)
}

/// Writes GEXF 1.3 with colours, sizes, positions, and the days of an edge's statements as its spells.
///
/// # Errors
/// Where `out` cannot be written.
pub fn gexf(network: &Network, out: &mut dyn Write) -> Result<()> {
    let written = |out: &mut dyn Write| -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let spaces = [
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
            ("version", "1.3"),
        ];
        element(&mut xml, "gexf", &spaces, |xml| {
            element(xml, "meta", &[], |xml| {
                text(xml, "creator", "tripel")?;
                text(
                    xml,
                    "description",
                    "Who acts on whom; an edge is all statements from one actor to another",
                )
            })?;
            let graph = [
                ("defaultedgetype", "directed"),
                ("mode", "dynamic"),
                ("timeformat", "date"),
                ("timerepresentation", "interval"),
            ];
            element(xml, "graph", &graph, |xml| {
                let attributes = |xml: &mut Xml, of: &str, names: &[(String, &str)]| {
                    element(xml, "attributes", &[("class", of), ("mode", "static")], |xml| {
                        for (name, kind) in names {
                            empty(
                                xml,
                                "attribute",
                                &[("id", name), ("title", name), ("type", kind)],
                            )?;
                        }
                        Ok(())
                    })
                };
                let of_nodes = chosen(NODE, GEXF_NODE.iter().copied());
                let of_edges = chosen(EDGE, GEXF_EDGE.iter().map(|(_, field)| *field));
                let names: Vec<_> = of_nodes
                    .iter()
                    .map(|field| gexf_attribute(&plain(field.name), field.kind))
                    .collect();
                attributes(xml, "node", &names)?;
                let names: Vec<_> = GEXF_EDGE
                    .iter()
                    .zip(&of_edges)
                    .map(|((name, _), field)| gexf_attribute(name, field.kind))
                    .collect();
                attributes(xml, "edge", &names)?;
                gexf_nodes(network, xml)?;
                gexf_edges(network, xml)
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    clean::escaped(out, Syntax::Xml, |out| written(out).map_err(unwritten))
}

fn gexf_nodes(network: &Network, xml: &mut Xml) -> std::io::Result<()> {
    let places = layout(&layout::plain(network));
    let fields = chosen(NODE, GEXF_NODE.iter().copied());
    element(xml, "nodes", &[], |xml| {
        for (index, actor) in network.graph.node_indices().zip(&measured(network)) {
            let (node, kind) = (&actor.node, look::kind(&actor.node.kind));
            let (from, to) = (actor.from, actor.to);
            element(xml, "node", &[("id", &node.id), ("label", &in_xml(&node.label_en))], |xml| {
                let known = fields.iter().map(|field| (plain(field.name), field.text(actor, &())));
                values(xml, known)?;
                colour(xml, kind.line)?;
                empty(
                    xml,
                    "viz:size",
                    &[("value", &format!("{:.1}", 10.0 + 4.0 * ((from + to) as f64).sqrt()))],
                )?;
                let (x, y) = places[index.index()];
                // Gephi's y points up
                empty(
                    xml,
                    "viz:position",
                    &[("x", &format!("{x:.1}")), ("y", &format!("{:.1}", 0.0 - y)), ("z", "0.0")],
                )
            })?;
        }
        Ok(())
    })
}

fn gexf_edges(network: &Network, xml: &mut Xml) -> std::io::Result<()> {
    let fields = chosen(EDGE, GEXF_EDGE.iter().map(|(_, field)| *field));
    element(xml, "edges", &[], |xml| {
        for edge in network.graph.edge_references() {
            let (from, to) = (&network.graph[edge.source()].id, &network.graph[edge.target()].id);
            let id = edge.id().index().to_string();
            let nodes = [edge.source(), edge.target()].map(|end| network.graph[end].clone());
            let edge = edge.weight();
            let (label, weight) = (in_xml(&names(edge.relations())), edge.links.len().to_string());
            let ends = [
                ("id", id.as_str()),
                ("source", from),
                ("target", to),
                ("label", &label),
                ("weight", &weight),
            ];
            element(xml, "edge", &ends, |xml| {
                let known = GEXF_EDGE.iter().zip(&fields);
                let known = known.map(|((name, _), field)| (*name, field.text(edge, &nodes)));
                values(xml, known)?;
                let days: BTreeSet<String> = edge
                    .links
                    .iter()
                    .filter_map(|link| link.date)
                    .map(|date| date.to_string())
                    .collect();
                if !days.is_empty() {
                    element(xml, "spells", &[], |xml| {
                        days.iter().try_for_each(|day| {
                            empty(xml, "spell", &[("start", day), ("end", day)])
                        })
                    })?;
                }
                colour(xml, look::colour(edge.tone()))?;
                empty(
                    xml,
                    "viz:shape",
                    &[("value", if edge.asserted() { "solid" } else { "dashed" })],
                )
            })?;
        }
        Ok(())
    })
}

fn values(
    xml: &mut Xml,
    values: impl Iterator<Item = (impl AsRef<str>, String)>,
) -> std::io::Result<()> {
    element(xml, "attvalues", &[], |xml| {
        for (name, value) in values.filter(|(_, value)| !value.is_empty()) {
            empty(xml, "attvalue", &[("for", name.as_ref()), ("value", &in_xml(&value))])?;
        }
        Ok(())
    })
}

pub(super) fn colour(xml: &mut Xml, hex: &str) -> std::io::Result<()> {
    let [red, green, blue] = look::parts(hex).map(|part| part.to_string());
    empty(xml, "viz:color", &[("r", &red), ("g", &green), ("b", &blue)])
}

/// Writes nodes.csv and edges.csv with the headers that Gephi's import knows; the files.
///
/// # Errors
/// Where a file cannot be written.
pub fn tables(network: &Network, dir: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let graph = &network.graph;
    let fields = chosen(NODE, NODE_COLUMNS.iter().map(|(_, field)| *field));
    let mut nodes = vec![NODE_COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect()];
    nodes.extend(
        graph
            .node_weights()
            .map(unmeasured)
            .map(|actor| fields.iter().map(|field| field.text(&actor, &())).collect::<Vec<_>>()),
    );
    let fields = chosen(EDGE, EDGE_COLUMNS.iter().map(|(_, field)| *field));
    let head = ["Source", "Target", "Type"].into_iter();
    let head = head.chain(EDGE_COLUMNS.iter().map(|(name, _)| *name));
    let mut edges = vec![head.map(str::to_owned).collect::<Vec<_>>()];
    for edge in graph.edge_references() {
        let ends = [edge.source(), edge.target()].map(|end| graph[end].clone());
        let mut cells = vec![ends[0].id.clone(), ends[1].id.clone(), "Directed".to_owned()];
        cells.extend(fields.iter().map(|field| field.text(edge.weight(), &ends)));
        edges.push(cells);
    }
    let mut files = Vec::new();
    for (name, table) in [("nodes.csv", nodes), ("edges.csv", edges)] {
        let path = dir.join(name);
        whole(&path, |out| super::csv::print(&table, false, out))?;
        files.push(path);
    }
    Ok(files)
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the network", error)
}
