//! The network for Gephi and its like: GraphML, GEXF 1.3, tables with Gephi's headers.
//!
//! In GraphML an edge is one statement with all that is known of it; elsewhere it is all statements from one actor to another.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::name::QName;

use crate::error::{Error, Result};
use crate::export::layout::{self, layout};
use crate::export::{in_xml, look, whole};
use crate::measure;
use crate::network::{Edge, Link, Network, Node, counted};

/// Name and type of each attribute in GraphML.
const NODE_KEYS: &[(&str, &str)] = &[
    ("label", "string"),
    ("label_de", "string"),
    ("type", "string"),
    ("wikidata", "string"),
    ("statements_from", "int"),
    ("statements_to", "int"),
    ("pagerank", "double"),
    ("betweenness", "double"),
    ("community", "int"),
];
const EDGE_KEYS: &[(&str, &str)] = &[
    ("relation", "string"),
    ("relation_de", "string"),
    ("predicate_as_written", "string"),
    ("subject_as_written", "string"),
    ("object_as_written", "string"),
    ("status", "string"),
    ("negated", "boolean"),
    ("asserted", "boolean"),
    ("event", "string"),
    ("mode", "string"),
    ("contexts", "string"),
    ("score", "double"),
    ("speaker", "string"),
    ("speaker_id", "string"),
    ("speaker_as_written", "string"),
    ("cue", "string"),
    ("time", "string"),
    ("date", "string"),
    ("quote", "string"),
    ("sentence", "int"),
    ("start", "int"),
    ("end", "int"),
    ("article", "string"),
    ("title", "string"),
    ("source", "string"),
    ("url", "string"),
    ("published", "string"),
    ("rule", "string"),
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
        let spaces = [
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"),
        ];
        element(&mut xml, "graphml", &spaces, |xml| {
            for (of, keys) in [("node", NODE_KEYS), ("edge", EDGE_KEYS)] {
                for (name, kind) in keys {
                    let id = format!("{of}_{name}");
                    empty(xml, "key", &[("id", &id), ("for", of), ("attr.name", name), ("attr.type", kind)])?;
                }
            }
            element(xml, "graph", &[("id", "network"), ("edgedefault", "directed")], |xml| {
                let measured = Measured::of(network);
                for node in network.graph.node_indices() {
                    let values = node_values(network, node, &measured);
                    element(xml, "node", &[("id", &token(network, node))], |xml| keyed(xml, "node", &values))?;
                }
                for edge in network.graph.edge_references() {
                    let (from, to) = (token(network, edge.source()), token(network, edge.target()));
                    for link in &edge.weight().links {
                        let ends = [("id", link.row.id.as_str()), ("source", from.as_str()), ("target", to.as_str())];
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

/// The actor's id as a name token of XML, which GraphML asks for: one with a percent sign gives way to a number.
fn token(network: &Network, node: NodeIndex) -> String {
    let id = &network.graph[node].id;
    let fits = !id.is_empty() && id.chars().all(|letter| letter.is_alphanumeric() || "-._".contains(letter));
    if fits { id.clone() } else { format!("actor:{}", node.index()) }
}

/// What is measured of each actor, by its index.
struct Measured {
    rank: Vec<f64>,
    between: Vec<f64>,
    group: Vec<usize>,
}

impl Measured {
    fn of(network: &Network) -> Measured {
        let (between, group) = (measure::betweenness(network), measure::communities(network));
        Measured { rank: network.page_rank(), between, group }
    }
}

fn node_values(network: &Network, index: NodeIndex, measured: &Measured) -> Attributes {
    let (from, to) = network.degrees(index);
    let node = &network.graph[index];
    let at = index.index();
    vec![
        ("label", node.label_en.clone()),
        ("label_de", node.label_de.clone()),
        ("type", look::kind(&node.kind).label.to_owned()),
        ("wikidata", node.wikidata.clone().unwrap_or_default()),
        ("statements_from", from.to_string()),
        ("statements_to", to.to_string()),
        ("pagerank", format!("{:.6}", measured.rank[at])),
        ("betweenness", format!("{:.3}", measured.between[at])),
        ("community", (measured.group[at] + 1).to_string()),
    ]
}

/// All that is known of a statement.
fn link_values(link: &Link) -> Attributes {
    let (row, article) = (&link.row, &link.article);
    let count = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    vec![
        ("relation", row.relation_en.clone()),
        ("relation_de", row.relation_de.clone()),
        ("predicate_as_written", row.surface.clone()),
        ("subject_as_written", row.subject.text.clone()),
        ("object_as_written", row.object.text.clone()),
        ("status", row.status.clone()),
        ("negated", row.negated.to_string()),
        ("asserted", link.asserted().to_string()),
        ("event", row.event.clone()),
        ("mode", row.mode.clone()),
        ("contexts", row.contexts.join(", ")),
        ("score", number(row.score)),
        ("speaker", row.speaker.label_en.clone()),
        ("speaker_id", row.speaker.id.clone()),
        ("speaker_as_written", row.speaker.text.clone()),
        ("cue", row.cue.clone()),
        ("time", row.time.clone()),
        ("date", link.date.map_or(String::new(), |date| date.to_string())),
        ("quote", row.quote.clone()),
        ("sentence", count(row.sentence)),
        ("start", count(row.start)),
        ("end", count(row.end)),
        ("article", row.article.clone()),
        ("title", article.title.clone()),
        ("source", article.source.clone()),
        ("url", article.url.clone()),
        ("published", article.date.clone()),
        ("rule", row.rule.clone()),
        ("confidence", number(row.confidence)),
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

/// Name and type of each attribute in GEXF.
const GEXF_NODE: &[(&str, &str)] = &[
    ("type", "string"),
    ("label_de", "string"),
    ("wikidata", "anyURI"),
    ("pagerank", "double"),
    ("betweenness", "double"),
    ("community", "integer"),
];
const GEXF_EDGE: &[(&str, &str)] = &[
    ("asserted", "boolean"),
    ("statements_asserted", "integer"),
    ("mean_score", "double"),
    ("net_score", "double"),
    ("events", "string"),
    ("statuses", "string"),
    ("articles", "integer"),
    ("quote", "string"),
];

/// Writes GEXF 1.3 with colours, sizes, positions, and the days of an edge's statements as its spells.
///
/// # Errors
/// Where `out` cannot be written.
pub fn gexf(network: &Network, out: &mut dyn Write) -> Result<()> {
    let written = || -> std::io::Result<()> {
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
                text(xml, "description", "Who acts on whom; an edge is all statements from one actor to another")
            })?;
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
                attributes(xml, "node", GEXF_NODE)?;
                attributes(xml, "edge", GEXF_EDGE)?;
                gexf_nodes(network, xml)?;
                gexf_edges(network, xml)
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    written().map_err(unwritten)
}

fn gexf_nodes(network: &Network, xml: &mut Xml) -> std::io::Result<()> {
    let measured = Measured::of(network);
    let places = layout(&layout::plain(network));
    element(xml, "nodes", &[], |xml| {
        for index in network.graph.node_indices() {
            let node = &network.graph[index];
            let (from, to) = network.degrees(index);
            element(xml, "node", &[("id", &node.id), ("label", &in_xml(&node.label_en))], |xml| {
                let kind = look::kind(&node.kind);
                let at = index.index();
                let rank = format!("{:.6}", measured.rank[at]);
                let (between, group) = (format!("{:.3}", measured.between[at]), (measured.group[at] + 1).to_string());
                let wikidata = node.wikidata.as_deref().unwrap_or("");
                let known = [kind.label, &node.label_de, wikidata, &rank, &between, &group];
                values(xml, &GEXF_NODE.iter().map(|(name, _)| *name).zip(known).collect::<Vec<_>>())?;
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
                let known = gexf_values(edge);
                values(xml, &GEXF_EDGE.iter().zip(&known).map(|((name, _), value)| (*name, value.as_str())).collect::<Vec<_>>())?;
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

/// In the order of the attributes of an edge.
fn gexf_values(edge: &Edge) -> [String; 8] {
    let tenth = |score: Option<f64>| score.map_or(String::new(), |score| format!("{:.1}", score + 0.0));
    let statuses = counted(edge.links.iter().map(|link| link.row.status.clone()));
    let articles: BTreeSet<&str> = edge.links.iter().map(|link| link.row.article.as_str()).collect();
    [
        edge.asserted().to_string(),
        edge.links.iter().filter(|link| link.asserted()).count().to_string(),
        tenth(edge.score()),
        tenth(edge.net()),
        names(edge.events()),
        names(statuses),
        articles.len().to_string(),
        edge.links.first().map_or(String::new(), |link| link.row.quote.clone()),
    ]
}

fn values(xml: &mut Xml, values: &[(&str, &str)]) -> std::io::Result<()> {
    element(xml, "attvalues", &[], |xml| {
        let given = values.iter().filter(|(_, value)| !value.is_empty());
        given.into_iter().try_for_each(|(name, value)| empty(xml, "attvalue", &[("for", name), ("value", &in_xml(value))]))
    })
}

fn colour(xml: &mut Xml, hex: &str) -> std::io::Result<()> {
    let [red, green, blue] = look::parts(hex).map(|part| part.to_string());
    empty(xml, "viz:color", &[("r", &red), ("g", &green), ("b", &blue)])
}

/// Attributes as they stand in XML: a reader makes a space of each line end that is not a character reference.
fn escaped<'a>(attributes: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = Attribute<'a>> {
    attributes.iter().map(|(name, value)| {
        let value = escape(*value).replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;");
        Attribute { key: QName(name.as_bytes()), value: Cow::Owned(value.into_bytes()) }
    })
}

fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    inner: impl FnOnce(&mut Xml) -> std::io::Result<()>,
) -> std::io::Result<()> {
    xml.create_element(name).with_attributes(escaped(attributes)).write_inner_content(inner)?;
    Ok(())
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> std::io::Result<()> {
    xml.create_element(name).with_attributes(escaped(attributes)).write_empty()?;
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
    let mut nodes = vec![["Id", "Label", "Label (German)", "Kind", "Wikidata"].map(str::to_owned).to_vec()];
    let node = |node: &Node| {
        let wikidata = node.wikidata.clone().unwrap_or_default();
        vec![node.id.clone(), node.label_en.clone(), node.label_de.clone(), look::kind(&node.kind).label.to_owned(), wikidata]
    };
    nodes.extend(graph.node_weights().map(node));
    let head =
        ["Source", "Target", "Type", "Weight", "Label", "Asserted", "Mean score", "Net score", "Events", "First date", "Last date"];
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
    let tenth = |score: Option<f64>| score.map_or(String::new(), |score| format!("{:.1}", score + 0.0));
    let weight = edge.links.len().to_string();
    let asserted = edge.asserted().to_string();
    vec![
        "Directed".to_owned(),
        weight,
        names(edge.relations()),
        asserted,
        tenth(edge.score()),
        tenth(edge.net()),
        names(edge.events()),
        first,
        last,
    ]
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the network", error)
}
