//! The actor network for Graphviz: one node an actor, one edge for all statements from one actor to another.
//!
//! Conflict is red-brown with a minus and a bar at the arrow's end, cooperation blue with a plus and a full arrow; dashed is what
//! no article says in its own voice. `dot -Tsvg network.dot` draws it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use petgraph::visit::EdgeRef;

use crate::export::look::{self, KINDS, Kind, Shape};
use crate::network::{Edge, Network, Node, Tone};

/// How the picture looks.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Stands above the picture; "Who acts on whom" where it is empty.
    pub title: String,
    /// Below it, after how many actors are shown: where the statements come from.
    pub source: String,
    /// German names instead of English ones.
    pub german: bool,
}

/// Writes the network as a directed graph of Graphviz.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let graph = &network.graph;
    writeln!(out, "digraph network {{")?;
    writeln!(
        out,
        "  graph [rankdir=LR, nodesep=0.35, ranksep=0.7, splines=true, overlap=prism, outputorder=nodesfirst, bgcolor=white,"
    )?;
    writeln!(out, "    fontname=\"Helvetica\", fontsize=18, labelloc=t, labeljust=l, charset=\"UTF-8\", tooltip=\" \",")?;
    writeln!(out, "    label={}];", heading(network, options))?;
    writeln!(out, "  node [fontname=\"Helvetica\", fontsize=12, style=filled, penwidth=1.5, margin=\"0.12,0.06\"];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=10];")?;
    for node in graph.node_indices() {
        let (given, taken) = network.degrees(node);
        let label = if options.german { &graph[node].label_de } else { &graph[node].label_en };
        let tooltip = tooltip(&graph[node], given, taken);
        writeln!(out, "  n{} [{}, tooltip={}];", node.index(), actor(&graph[node], label, given + taken), quoted(&tooltip))?;
    }
    for edge in graph.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        let tooltip = quoted(&quotes(edge.weight()));
        let attributes = line(edge.weight());
        writeln!(out, "  n{from} -> n{to} [{attributes}, tooltip={tooltip}, labeltooltip={tooltip}];")?;
    }
    legend(network, out)?;
    writeln!(out, "}}")
}

fn heading(network: &Network, options: &Options) -> String {
    let title = if options.title.is_empty() { "Who acts on whom" } else { &options.title };
    let mut below = shown(network);
    if !options.source.is_empty() {
        below += &format!(". {}", options.source);
    }
    let lines = [look::short(title, 90), look::short(&below, 120)].map(|line| escaped(&line));
    format!("\"{}\\l{}\\l \\l\"", lines[0], lines[1])
}

/// "40 of 212 actors shown".
pub fn shown(network: &Network) -> String {
    let (shown, found) = (network.graph.node_count(), network.actors_found);
    if shown < found { format!("{shown} of {found} actors shown") } else { format!("all {shown} actors shown") }
}

fn actor(node: &Node, label: &str, degree: usize) -> String {
    let size = 11.0 + 3.0 * (degree as f64).sqrt().min(5.0);
    let label = broken(&look::lines(label, 22));
    format!("label=\"{label}\", {}, fontsize={size:.1}", shape(look::kind(&node.kind)))
}

fn line(edge: &Edge) -> String {
    let colour = look::colour(edge.tone());
    let width = 1.2 + (edge.links.len() as f64).ln();
    let style = if edge.asserted() { "solid" } else { "dashed" };
    let head = arrow(edge.tone());
    let label = broken(&look::label(edge, 2));
    format!("label=\"{label}\", color=\"{colour}\", fontcolor=\"{colour}\", style={style}, arrowhead={head}, penwidth={width:.1}")
}

pub(super) fn tooltip(node: &Node, given: usize, taken: usize) -> String {
    format!("{} ({}): {given} statements from it, {taken} to it", node.label_de, look::kind(&node.kind).label)
}

/// The quotes of an edge, the first five.
pub(super) fn quotes(edge: &Edge) -> String {
    let mut lines: Vec<String> = Vec::new();
    for link in edge.links.iter().take(5) {
        let by = link.speaker.as_ref().map_or(String::new(), |speaker| format!(", {speaker}"));
        let date = link.date.map_or(String::new(), |date| format!(", {date}"));
        let not = if link.negated { "not " } else { "" };
        let quote = look::short(&link.quote, 240);
        lines.push(format!("{not}{} ({}{by}{date}): \u{201e}{quote}\u{201c}", link.relation_en, link.status));
    }
    if edge.links.len() > 5 {
        lines.push(format!("{} more", edge.links.len() - 5));
    }
    lines.join("\n")
}

/// What shapes, colours and lines mean, as far as the picture has them.
fn legend(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let classes: BTreeSet<&str> = network.graph.node_weights().map(|node| look::kind(&node.kind).class).collect();
    let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| classes.contains(kind.class)).collect();
    writeln!(out, "  subgraph cluster_legend {{")?;
    writeln!(out, "    label=\"Legend\"; labeljust=l; fontsize=12; color=\"#bbbbbb\"; style=rounded; margin=10;")?;
    for kind in &kinds {
        let (class, label, shape) = (kind.class, kind.label, shape(kind));
        writeln!(out, "    legend_{class} [label=\"{label}\", {shape}, fontsize=10, height=0.3, tooltip=\"{label}\"];")?;
    }
    // rows of three
    for row in kinds.chunks(3).filter(|row| row.len() > 1) {
        let names: Vec<String> = row.iter().map(|kind| format!("legend_{}", kind.class)).collect();
        writeln!(out, "    {} [style=invis];", names.join(" -> "))?;
    }
    let lines = [
        ("conflict", Tone::Conflict, "solid"),
        ("cooperation", Tone::Cooperation, "solid"),
        ("no event, or both", Tone::Neither, "solid"),
        ("not asserted: claimed, demanded, planned, denied", Tone::Neither, "dashed"),
    ];
    for (at, (label, tone, style)) in lines.into_iter().enumerate() {
        let (colour, head) = (look::colour(tone), arrow(tone));
        let text = broken(&look::lines(&format!("{}{label}", look::sign(tone)), 26));
        writeln!(out, "    legend_a{at} [label=\" \", shape=plain, style=\"\", tooltip=\" \"];")?;
        writeln!(
            out,
            "    legend_b{at} [label=\"{text}\", shape=plain, style=\"\", fontsize=10, fontcolor=\"{colour}\", tooltip=\" \"];"
        )?;
        let line = format!("color=\"{colour}\", style={style}, arrowhead={head}, penwidth=1.5, tooltip=\" \"");
        writeln!(out, "    legend_a{at} -> legend_b{at} [{line}];")?;
    }
    writeln!(out, "  }}")
}

fn shape(kind: &Kind) -> String {
    let more = match kind.shape {
        Shape::Rounded => ", style=\"filled,rounded\"",
        Shape::Double => ", peripheries=2",
        _ => "",
    };
    format!("shape={}{more}, fillcolor=\"{}\", color=\"{}\"", kind.shape.graphviz(), kind.fill, kind.line)
}

fn arrow(tone: Tone) -> &'static str {
    match tone {
        Tone::Conflict => "normaltee",
        Tone::Cooperation => "normal",
        Tone::Neither => "vee",
    }
}

fn broken(lines: &[String]) -> String {
    lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\\n")
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| escaped(&look::plain(line))).collect();
    format!("\"{}\"", lines.join("\\n"))
}

/// A text between double quotes: Graphviz reads backslashes and entities.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
