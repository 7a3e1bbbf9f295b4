//! The network as SVG whose actors and lines are links, by our own layout; colours come from the style of the page.
//!
//! A type of actor has a shape, a tone has a sign and a colour, what is not asserted is dashed: a picture in grey says the same.

use maud::{Markup, html};
use petgraph::visit::EdgeRef;

use crate::export::layout::{Place, Plan, layout};
use crate::export::look::{self, Shape};
use crate::network::{Edge, Network, Tone};
use crate::review::draft::decoded;
use crate::serve::view::View;
use crate::serve::words::Word;

/// The height of a line of letters; they are large, as the picture is as wide as a page.
const LINE: f64 = 22.0;

/// Draws a network.
pub fn draw(view: &View, network: &Network) -> Markup {
    let graph = &network.graph;
    let labels: Vec<Vec<String>> = graph
        .node_indices()
        .map(|index| look::lines(&look::plain(view.tongue.name(&graph[index])), 18))
        .collect();
    let mut plan = Plan::default();
    for (index, lines) in graph.node_indices().zip(&labels) {
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(1);
        let (wide, high) = (longest as f64 * 11.0 + 28.0, lines.len() as f64 * LINE + 18.0);
        plan.boxes.push(around(look::kind(&graph[index].kind).shape, wide, high));
    }
    for edge in graph.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        // what stands between two actors has room of its own
        plan.lines.extend([(from, plan.boxes.len()), (plan.boxes.len(), to)]);
        plan.boxes.push((26.0, 20.0));
    }
    let places = layout(&plan);
    let drawing = Drawing { view, network, plan, places, labels };
    drawing.svg()
}

fn around(shape: Shape, wide: f64, high: f64) -> (f64, f64) {
    match shape {
        Shape::Ellipse => (wide * 1.15, high * 1.2),
        Shape::Diamond => (wide * 1.35, high * 1.7),
        Shape::Hexagon | Shape::Octagon | Shape::Trapezium => (wide + 18.0, high),
        Shape::House | Shape::Tab => (wide, high + 10.0),
        _ => (wide, high),
    }
}

struct Drawing<'a> {
    view: &'a View<'a>,
    network: &'a Network,
    plan: Plan,
    places: Vec<Place>,
    labels: Vec<Vec<String>>,
}

impl Drawing<'_> {
    fn svg(&self) -> Markup {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (&(x, y), &(wide, tall)) in self.places.iter().zip(&self.plan.boxes) {
            low = (low.0.min(x - wide / 2.0), low.1.min(y - tall / 2.0));
            high = (high.0.max(x + wide / 2.0), high.1.max(y + tall / 2.0));
        }
        let (x, y) = (low.0 - 16.0, low.1 - 16.0);
        let (wide, tall) = (high.0 - low.0 + 32.0, high.1 - low.1 + 32.0);
        let graph = &self.network.graph;
        html! {
            svg.network xmlns="http://www.w3.org/2000/svg" viewBox=(format!("{x:.0} {y:.0} {wide:.0} {tall:.0}"))
                role="group" aria-label=(self.view.tongue.title()) data-zoom="1" {
                defs { (marker("against")) (marker("with")) (marker("neither")) }
                @for (edge, at) in graph.edge_references().zip(graph.node_count()..) {
                    (self.edge(edge.source().index(), edge.target().index(), at, edge.weight()))
                }
                @for index in graph.node_indices() { (self.actor(index.index())) }
            }
        }
    }

    fn edge(&self, from: usize, to: usize, at: usize, edge: &Edge) -> Markup {
        let tongue = self.view.tongue;
        let (a, b, middle) = (self.places[from], self.places[to], self.places[at]);
        let bend = (2.0 * middle.0 - (a.0 + b.0) / 2.0, 2.0 * middle.1 - (a.1 + b.1) / 2.0);
        let start = rim(a, self.plan.boxes[from], bend);
        let end = rim(b, self.plan.boxes[to], bend);
        let line = format!(
            "M{:.0},{:.0}Q{:.0},{:.0} {:.0},{:.0}",
            start.0, start.1, bend.0, bend.1, end.0, end.1
        );
        let (tone, sign) = match edge.tone() {
            Tone::Conflict => ("against", "−"),
            Tone::Cooperation => ("with", "+"),
            Tone::Neither => ("neither", "·"),
        };
        let nodes = &self.network.graph;
        let node = |at: usize| &nodes[petgraph::graph::NodeIndex::new(at)];
        let phrase = look::sentence(edge, 3, tongue);
        let said = format!("{} → {}: {phrase}", tongue.name(node(from)), tongue.name(node(to)));
        let count = edge.links.len();
        let width = 1.8 + 1.4 * (count as f64).ln();
        let doubt = if edge.asserted() { "" } else { " doubtful" };
        html! {
            a href=(self.view.pair(&node(from).id, &node(to).id)) class={ "line " (tone) (doubt) } aria-label=(said) {
                title { (said) }
                path.hit d=(line) {}
                path d=(line) stroke-width=(format!("{width:.1}")) marker-end={ "url(#end-" (tone) ")" } {}
                text x=(format!("{:.0}", middle.0)) y=(format!("{:.0}", middle.1 + 6.0)) {
                    (sign) @if count > 1 { (count) }
                }
            }
        }
    }

    fn actor(&self, at: usize) -> Markup {
        let node = &self.network.graph[petgraph::graph::NodeIndex::new(at)];
        let kind = look::kind(&node.kind);
        let (x, y) = self.places[at];
        let (wide, high) = self.plan.boxes[at];
        let lines = &self.labels[at];
        let roof = if matches!(kind.shape, Shape::House | Shape::Tab) { 4.0 } else { 0.0 };
        let first = y - (lines.len() as f64 - 1.0) * LINE / 2.0 + 6.5 + roof;
        let name = self.view.tongue.name(node);
        html! {
            a href=(self.view.href("actor", &decoded(&node.id))) class={ "node k-" (kind.class) }
                aria-label={ (name) ", " (kind.name(self.view.tongue)) } {
                title { (name) " (" (kind.name(self.view.tongue)) ")" }
                (outline(kind.shape, x, y, wide, high))
                @for (number, line) in lines.iter().enumerate() {
                    text x=(format!("{x:.0}")) y=(format!("{:.0}", first + number as f64 * LINE)) { (line) }
                }
            }
        }
    }
}

fn marker(tone: &str) -> Markup {
    html! {
        marker id={ "end-" (tone) } class=(tone) viewBox="0 0 8 8" refX="7" refY="4" markerWidth="12" markerHeight="12"
            markerUnits="userSpaceOnUse" orient="auto" { path d="M0,0L8,4L0,8z" {} }
    }
}

fn outline(shape: Shape, x: f64, y: f64, wide: f64, high: f64) -> Markup {
    let (l, r, t, b) = (x - wide / 2.0, x + wide / 2.0, y - high / 2.0, y + high / 2.0);
    let corner = 11.0_f64.min(high / 3.0);
    let points = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.0},{y:.0}")).collect();
        html! { polygon points=(points.join(" ")) {} }
    };
    let rect = |inset: f64, round: f64| {
        html! {
            rect x=(format!("{:.0}", l + inset)) y=(format!("{:.0}", t + inset)) width=(format!("{:.0}", wide - 2.0 * inset))
                height=(format!("{:.0}", high - 2.0 * inset)) rx=(round) {}
        }
    };
    match shape {
        Shape::Ellipse => html! {
            ellipse cx=(format!("{x:.0}")) cy=(format!("{y:.0}")) rx=(format!("{:.0}", wide / 2.0)) ry=(format!("{:.0}", high / 2.0)) {}
        },
        Shape::Diamond => points(&[(l, y), (x, t), (r, y), (x, b)]),
        Shape::Hexagon => points(&[
            (l, y),
            (l + corner, t),
            (r - corner, t),
            (r, y),
            (r - corner, b),
            (l + corner, b),
        ]),
        Shape::Octagon => points(&[
            (l, t + corner),
            (l + corner, t),
            (r - corner, t),
            (r, t + corner),
            (r, b - corner),
            (r - corner, b),
            (l + corner, b),
            (l, b - corner),
        ]),
        Shape::Trapezium => points(&[(l, b), (l + corner, t), (r - corner, t), (r, b)]),
        Shape::House => points(&[(l, b), (l, t + 9.0), (x, t), (r, t + 9.0), (r, b)]),
        Shape::Tab => points(&[
            (l, b),
            (l, t),
            (l + wide / 3.0, t),
            (l + wide / 3.0, t + 8.0),
            (r, t + 8.0),
            (r, b),
        ]),
        Shape::Note => points(&[(l, b), (l, t), (r - 8.0, t), (r, t + 8.0), (r, b)]),
        Shape::Rounded => rect(0.0, 9.0),
        Shape::Double => html! { (rect(0.0, 0.0)) (rect(3.0, 0.0)) },
        Shape::Box => rect(0.0, 0.0),
    }
}

/// Where the line from the middle of a box towards a point leaves it.
fn rim((x, y): Place, (wide, high): (f64, f64), towards: Place) -> Place {
    let (dx, dy) = (towards.0 - x, towards.1 - y);
    let length = (dx.abs() / (wide / 2.0 + 2.0)).max(dy.abs() / (high / 2.0 + 2.0)).max(1.0);
    (x + dx / length, y + dy / length)
}

/// Which shape is which type, and what lines mean.
pub fn legend(view: &View, network: &Network) -> Markup {
    let graph = &network.graph;
    let kinds: std::collections::BTreeSet<&str> =
        graph.node_indices().map(|index| look::kind(&graph[index].kind).class).collect();
    html! {
        ul.legend {
            @for kind in look::KINDS.iter().filter(|kind| kinds.contains(kind.class)) {
                li {
                    svg class={ "key node k-" (kind.class) } viewBox="0 0 40 26" aria-hidden="true" { (outline(kind.shape, 20.0, 13.0, 36.0, 20.0)) }
                    (kind.name(view.tongue))
                }
            }
            li.against { "− " (view.say(Word::Conflict)) }
            li.with { "+ " (view.say(Word::Cooperation)) }
            li.neither { "· " (view.say(Word::Neither)) }
        }
    }
}
