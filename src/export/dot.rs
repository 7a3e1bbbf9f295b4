//! The actor network for Graphviz: one node an actor, one edge for all statements from one actor to another.
//!
//! Conflict is red-brown with a minus and a bar at the arrow's end, cooperation blue with a plus and a full arrow; dashed is what
//! no article says in its own voice. `dot -Tsvg network.dot` draws it, by forces where there are many edges.

use std::collections::BTreeSet;
use std::io::{self, Write};

use petgraph::visit::EdgeRef;

use crate::export::layout::{Engine, MANY};
use crate::export::look::{self, KINDS, Kind, Shape, Theme};
use crate::export::words::Tongue;
use crate::network::{Edge, Network, Node, Tone};

/// How the picture looks.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Stands above the picture; "Who acts on whom" where it is empty.
    pub title: String,
    /// Below it: where the statements come from; what the articles say of themselves where it is empty.
    pub source: String,
    /// Everything in German instead of English: names, relations, legend.
    pub german: bool,
    pub theme: Theme,
    /// Who places what is drawn without Graphviz.
    pub layout: Engine,
}

impl Options {
    pub fn tongue(&self) -> Tongue {
        if self.german { Tongue::German } else { Tongue::English }
    }
}

/// Writes the network as a directed graph of Graphviz.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let (graph, theme, tongue) = (&network.graph, options.theme, options.tongue());
    let (paper, ink) = (theme.paper(), theme.ink());
    writeln!(out, "digraph network {{")?;
    // layers of a large network are never done: any program of Graphviz then draws it by forces
    let engine = if graph.edge_count() > MANY { "layout=sfdp, K=1.2, " } else { "" };
    writeln!(
        out,
        "  graph [{engine}rankdir=LR, nodesep=0.35, ranksep=0.7, splines=true, overlap=prism, outputorder=nodesfirst, bgcolor=\"{paper}\","
    )?;
    writeln!(
        out,
        "    fontname=\"Helvetica\", fontsize=18, fontcolor=\"{ink}\", labelloc=t, labeljust=l, charset=\"UTF-8\", tooltip=\" \","
    )?;
    writeln!(out, "    label={}];", heading(network, options))?;
    writeln!(
        out,
        "  node [fontname=\"Helvetica\", fontsize=12, fontcolor=\"{ink}\", style=filled, penwidth=1.5, margin=\"0.12,0.06\"];"
    )?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=10];")?;
    for node in graph.node_indices() {
        let (given, taken) = network.degrees(node);
        let label = tongue.name(&graph[node]);
        let tooltip = tooltip(&graph[node], given, taken, tongue);
        let own = actor(&graph[node], label, given + taken, theme);
        writeln!(out, "  n{} [{own}, tooltip={}];", node.index(), quoted(&tooltip))?;
    }
    for edge in graph.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        let tooltip = quoted(&quotes(edge.weight(), tongue));
        let attributes = line(edge.weight(), theme, tongue);
        writeln!(
            out,
            "  n{from} -> n{to} [{attributes}, tooltip={tooltip}, labeltooltip={tooltip}];"
        )?;
    }
    legend(network, theme, tongue, out)?;
    writeln!(out, "}}")
}

fn heading(network: &Network, options: &Options) -> String {
    let tongue = options.tongue();
    let title = if options.title.is_empty() { tongue.title() } else { &options.title };
    let below = format!("{}. {}", tongue.shown(network), source(network, options));
    let lines = [look::short(title, 90), look::short(&below, 140)].map(|line| escaped(&line));
    format!("\"{}\\l{}\\l \\l\"", lines[0], lines[1])
}

/// "From 20 articles, 2021-07-01 to 2021-07-20 (Reuters, Zeit and 3 more). Made with tripel".
pub(super) fn source(network: &Network, options: &Options) -> String {
    if !options.source.is_empty() {
        return options.source.clone();
    }
    let links = || network.graph.edge_weights().flat_map(|edge| &edge.links);
    let articles: BTreeSet<&str> = links().map(|link| link.row.article.as_str()).collect();
    let dates = || links().map(|link| link.article.date.as_str()).filter(|date| !date.is_empty());
    let sources: BTreeSet<&str> = links()
        .map(|link| link.article.source.as_str())
        .filter(|source| !source.is_empty())
        .collect();
    let sources: Vec<&str> = sources.into_iter().collect();
    options.tongue().source(articles.len(), dates().min().zip(dates().max()), &sources)
}

/// "40 of 212 actors and 51 of 380 pairs shown".
pub fn shown(network: &Network) -> String {
    Tongue::English.shown(network)
}

fn actor(node: &Node, label: &str, degree: usize, theme: Theme) -> String {
    let size = 11.0 + 3.0 * (degree as f64).sqrt().min(5.0);
    let label = broken(&look::lines(label, 22));
    format!("label=\"{label}\", {}, fontsize={size:.1}", shape(look::kind(&node.kind), theme))
}

fn line(edge: &Edge, theme: Theme, tongue: Tongue) -> String {
    let colour = theme.colour(edge.tone());
    let width = 1.2 + (edge.links.len() as f64).ln();
    let style = if edge.asserted() { "solid" } else { "dashed" };
    let head = arrow(edge.tone());
    let label = broken(&look::label(edge, 2, tongue));
    format!(
        "label=\"{label}\", color=\"{colour}\", fontcolor=\"{colour}\", style={style}, arrowhead={head}, penwidth={width:.1}"
    )
}

pub(super) fn tooltip(node: &Node, given: usize, taken: usize, tongue: Tongue) -> String {
    tongue.actor(node, look::kind(&node.kind).name(tongue), given, taken)
}

/// The quotes of an edge, the first five.
pub(super) fn quotes(edge: &Edge, tongue: Tongue) -> String {
    let mut lines: Vec<String> = Vec::new();
    for link in edge.links.iter().take(5) {
        let date = link.date.map_or(String::new(), |date| format!(", {date}"));
        let (relation, standing) = (tongue.relation(link), tongue.standing(link));
        let quote = look::short(&link.row.quote, 240);
        lines.push(format!("{relation} ({standing}{date}): \u{201e}{quote}\u{201c}"));
    }
    if edge.links.len() > 5 {
        lines.push(tongue.more(edge.links.len() - 5));
    }
    lines.join("\n")
}

/// What shapes, colours and lines mean, as far as the picture has them.
fn legend(network: &Network, theme: Theme, tongue: Tongue, out: &mut dyn Write) -> io::Result<()> {
    let classes: BTreeSet<&str> =
        network.graph.node_weights().map(|node| look::kind(&node.kind).class).collect();
    let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| classes.contains(kind.class)).collect();
    writeln!(out, "  subgraph cluster_legend {{")?;
    writeln!(
        out,
        "    label=\"{}\"; labeljust=l; fontsize=12; color=\"{}\"; style=rounded; margin=10;",
        tongue.legend(),
        theme.frame()
    )?;
    for kind in &kinds {
        let (class, label, shape) = (kind.class, kind.name(tongue), shape(kind, theme));
        writeln!(
            out,
            "    legend_{class} [label=\"{label}\", {shape}, fontsize=10, height=0.3, tooltip=\"{label}\"];"
        )?;
    }
    // rows of three
    for row in kinds.chunks(3).filter(|row| row.len() > 1) {
        let names: Vec<String> = row.iter().map(|kind| format!("legend_{}", kind.class)).collect();
        writeln!(out, "    {} [style=invis];", names.join(" -> "))?;
    }
    let lines = [
        (tongue.tone(Tone::Conflict), Tone::Conflict, "solid"),
        (tongue.tone(Tone::Cooperation), Tone::Cooperation, "solid"),
        (tongue.tone(Tone::Neither), Tone::Neither, "solid"),
        (tongue.not_asserted(), Tone::Neither, "dashed"),
    ];
    for (at, (label, tone, style)) in lines.into_iter().enumerate() {
        let (colour, head) = (theme.colour(tone), arrow(tone));
        let text = broken(&look::lines(&format!("{}{label}", look::sign(tone)), 26));
        writeln!(out, "    legend_a{at} [label=\" \", shape=plain, style=\"\", tooltip=\" \"];")?;
        writeln!(
            out,
            "    legend_b{at} [label=\"{text}\", shape=plain, style=\"\", fontsize=10, fontcolor=\"{colour}\", tooltip=\" \"];"
        )?;
        let line = format!(
            "color=\"{colour}\", style={style}, arrowhead={head}, penwidth=1.5, tooltip=\" \""
        );
        writeln!(out, "    legend_a{at} -> legend_b{at} [{line}];")?;
    }
    writeln!(out, "  }}")
}

fn shape(kind: &Kind, theme: Theme) -> String {
    let more = match kind.shape {
        Shape::Rounded => ", style=\"filled,rounded\"",
        Shape::Double => ", peripheries=2",
        _ => "",
    };
    format!(
        "shape={}{more}, fillcolor=\"{}\", color=\"{}\"",
        kind.shape.graphviz(),
        theme.fill(kind),
        theme.line(kind)
    )
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
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
