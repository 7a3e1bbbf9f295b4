//! The actor network as a picture, drawn without another program.
//!
//! Every label of an edge is a box of its own in the layout, so that no text stands over another.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use petgraph::visit::EdgeRef;

use crate::export::dot::{self, Options, shown};
use crate::export::in_xml;
use crate::export::layout::{Plan, layout};
use crate::export::look::{self, KINDS, Kind, Shape};
use crate::network::{Network, Tone};

/// A text in a box: the middle of the box is its place.
struct Text {
    lines: Vec<String>,
    size: f64,
}

/// Writes the network as SVG.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(network: &Network, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let graph = &network.graph;
    let mut texts: Vec<Text> = Vec::new();
    let mut plan = Plan::default();
    for index in graph.node_indices() {
        let (given, taken) = network.degrees(index);
        let label = if options.german { &graph[index].label_de } else { &graph[index].label_en };
        let text = Text { lines: look::lines(label, 20), size: 11.0 + 2.5 * ((given + taken) as f64).sqrt().min(5.0) };
        plan.boxes.push(around(look::kind(&graph[index].kind).shape, text.extent()));
        texts.push(text);
    }
    for edge in graph.edge_references() {
        let text = Text { lines: look::label(edge.weight(), 2), size: 10.0 };
        plan.boxes.push(text.extent());
        plan.lines.extend([(edge.source().index(), texts.len()), (texts.len(), edge.target().index())]);
        texts.push(text);
    }
    let places = layout(&plan);
    let mut body = String::new();
    let mut labels = String::new();
    for (edge, at) in graph.edge_references().zip(graph.node_count()..) {
        let ends = [edge.source().index(), edge.target().index()];
        let shapes = ends.map(|end| look::kind(&graph[petgraph::graph::NodeIndex::new(end)].kind).shape);
        let path = curve(&plan, &places, ends, shapes, at);
        let weight = edge.weight();
        let tone = weight.tone();
        let dash = if weight.asserted() { "" } else { " stroke-dasharray=\"6 4\"" };
        let width = 1.2 + (weight.links.len() as f64).ln();
        let tooltip = xml(&dot::quotes(weight));
        let _ = writeln!(
            body,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width:.1}\"{dash} marker-end=\"url(#{})\"><title>{tooltip}</title></path>",
            look::colour(tone),
            marker(tone)
        );
        let ((x, y), (wide, high)) = (places[at], plan.boxes[at]);
        let _ = writeln!(
            labels,
            "<g><title>{tooltip}</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"#ffffff\" fill-opacity=\"0.85\"/>",
            x - wide / 2.0,
            y - high / 2.0
        );
        texts[at].draw(x, y, look::colour(tone), &mut labels);
        labels += "</g>\n";
    }
    body += &labels;
    for index in graph.node_indices() {
        let at = index.index();
        let kind = look::kind(&graph[index].kind);
        let (given, taken) = network.degrees(index);
        let _ = writeln!(body, "<g><title>{}</title>", xml(&dot::tooltip(&graph[index], given, taken)));
        body += &outline(kind, places[at], plan.boxes[at]);
        texts[at].draw(places[at].0, places[at].1, "#000000", &mut body);
        body += "</g>\n";
    }
    let all = places.iter().zip(&plan.boxes);
    let (left, right, top, bottom) = all.fold((0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64), |(left, right, top, bottom), (place, own)| {
        let (wide, high) = (own.0 / 2.0, own.1 / 2.0);
        (left.min(place.0 - wide), right.max(place.0 + wide), top.min(place.1 - high), bottom.max(place.1 + high))
    });
    let frame = Frame { left: left - 20.0, top: top - 80.0, wide: (right - left + 40.0).max(640.0), bottom: bottom + 30.0 };
    frame.write(network, options, &body, out)
}

/// The picture around the network: title above, legend and source below.
struct Frame {
    left: f64,
    top: f64,
    wide: f64,
    /// Where the network ends.
    bottom: f64,
}

impl Frame {
    fn write(&self, network: &Network, options: &Options, body: &str, out: &mut dyn Write) -> io::Result<()> {
        let (legend, bottom) = self.legend(network);
        let (left, top, wide) = (self.left, self.top, self.wide);
        let high = bottom + 34.0 - top;
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.0}\" height=\"{high:.0}\" viewBox=\"{left:.1} {top:.1} {wide:.1} {high:.1}\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">"
        )?;
        writeln!(out, "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"#ffffff\"/>")?;
        writeln!(out, "<defs>")?;
        let shapes = [
            (Tone::Conflict, "M0,0 L9,5 L0,10 z M9,0 L11,0 L11,10 L9,10 z", "fill"),
            (Tone::Cooperation, "M0,0 L11,5 L0,10 z", "fill"),
            (Tone::Neither, "M1,1 L10,5 L1,9", "stroke-width=\"1.6\" fill=\"none\" stroke"),
        ];
        for (tone, path, paint) in shapes {
            writeln!(
                out,
                "<marker id=\"{}\" viewBox=\"0 0 12 10\" refX=\"11\" refY=\"5\" markerWidth=\"11\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"{path}\" {paint}=\"{}\"/></marker>",
                marker(tone),
                look::colour(tone)
            )?;
        }
        writeln!(out, "</defs>")?;
        let title = if options.title.is_empty() { "Who acts on whom" } else { &options.title };
        let letters = (wide / 12.0) as usize;
        let (x, y) = (left + 20.0, top + 32.0);
        writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"20\">{}</text>", xml(&look::short(title, letters)))?;
        writeln!(out, "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"13\">{}</text>", y + 22.0, xml(&shown(network)))?;
        out.write_all(body.as_bytes())?;
        out.write_all(legend.as_bytes())?;
        let source =
            if options.source.is_empty() { "Made with tripel from news articles".to_owned() } else { options.source.clone() };
        let source = look::short(&source, (wide / 6.5) as usize);
        writeln!(out, "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"10\" fill=\"#5a5a5a\">{}</text>", bottom + 18.0, xml(&source))?;
        writeln!(out, "</svg>")
    }

    /// Samples in rows as wide as the picture, and where they end.
    fn legend(&self, network: &Network) -> (String, f64) {
        let classes: BTreeSet<&str> = network.graph.node_weights().map(|node| look::kind(&node.kind).class).collect();
        let mut body = String::new();
        let (mut x, mut y) = (self.left + 20.0, self.bottom + 14.0);
        let mut place = |wide: f64| {
            if x + wide > self.left + self.wide - 10.0 && x > self.left + 20.0 {
                (x, y) = (self.left + 20.0, y + 36.0);
            }
            let at = x;
            x += wide + 18.0;
            (at, y)
        };
        for kind in KINDS.iter().filter(|kind| classes.contains(kind.class)) {
            let text = Text { lines: vec![kind.label.to_owned()], size: 10.0 };
            let own = around(kind.shape, text.extent());
            let (x, y) = place(own.0);
            let middle = (x + own.0 / 2.0, y);
            body += &outline(kind, middle, own);
            text.draw(middle.0, middle.1, "#000000", &mut body);
            body.push('\n');
        }
        let lines = [
            ("conflict", Tone::Conflict, ""),
            ("cooperation", Tone::Cooperation, ""),
            ("no event, or both", Tone::Neither, ""),
            ("not asserted: claimed, demanded, planned, denied", Tone::Neither, " stroke-dasharray=\"6 4\""),
        ];
        for (label, tone, dash) in lines {
            let text = Text { lines: vec![format!("{}{label}", look::sign(tone))], size: 10.0 };
            let (x, y) = place(text.extent().0 + 44.0);
            let colour = look::colour(tone);
            let _ = writeln!(
                body,
                "<path d=\"M{x:.1},{y:.1} h36\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dash} marker-end=\"url(#{})\"/>",
                marker(tone)
            );
            text.draw(x + 44.0 + text.extent().0 / 2.0, y, colour, &mut body);
            body.push('\n');
        }
        let (_, y) = place(0.0);
        (body, y + 20.0)
    }
}

impl Text {
    /// Width and height, rather too large than too small: fonts differ.
    fn extent(&self) -> (f64, f64) {
        let wide = |line: &String| line.chars().map(|letter| if letter > '\u{2e80}' { 1.15 } else { 0.62 }).sum::<f64>();
        let widest = self.lines.iter().map(wide).fold(0.5, f64::max);
        (widest * self.size + 8.0, self.lines.len() as f64 * self.size * 1.2 + 6.0)
    }

    fn draw(&self, x: f64, y: f64, colour: &str, out: &mut String) {
        let size = self.size;
        let first = y - (self.lines.len() as f64 - 1.0) * size * 0.6 + size * 0.35;
        for (at, line) in self.lines.iter().enumerate() {
            let y = first + at as f64 * size * 1.2;
            let line = xml(line);
            let _ = write!(
                out,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\" text-anchor=\"middle\" fill=\"{colour}\">{line}</text>"
            );
        }
    }
}

/// The box that a shape needs around a text.
fn around(shape: Shape, (wide, high): (f64, f64)) -> (f64, f64) {
    match shape {
        Shape::Ellipse => (wide * 1.3 + 6.0, high * 1.35 + 4.0),
        Shape::Diamond => (wide * 1.45 + 16.0, high * 1.9),
        Shape::Hexagon | Shape::Octagon | Shape::Trapezium => (wide + 30.0, high + 8.0),
        Shape::House | Shape::Tab => (wide + 10.0, high + 20.0),
        Shape::Box | Shape::Rounded | Shape::Double | Shape::Note => (wide + 14.0, high + 8.0),
    }
}

fn outline(kind: &Kind, (x, y): (f64, f64), (wide, high): (f64, f64)) -> String {
    let paint = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"", kind.fill, kind.line);
    let (l, r, t, b) = (x - wide / 2.0, x + wide / 2.0, y - high / 2.0, y + high / 2.0);
    let polygon = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!("<polygon points=\"{}\" {paint}/>", points.join(" "))
    };
    let corner = 12.0_f64.min(high / 3.0);
    match kind.shape {
        Shape::Ellipse => {
            format!("<ellipse cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{:.1}\" ry=\"{:.1}\" {paint}/>", wide / 2.0, high / 2.0)
        }
        Shape::Diamond => polygon(&[(l, y), (x, t), (r, y), (x, b)]),
        Shape::Hexagon => polygon(&[(l, y), (l + corner, t), (r - corner, t), (r, y), (r - corner, b), (l + corner, b)]),
        Shape::Octagon => polygon(&[
            (l, t + corner),
            (l + corner, t),
            (r - corner, t),
            (r, t + corner),
            (r, b - corner),
            (r - corner, b),
            (l + corner, b),
            (l, b - corner),
        ]),
        Shape::Trapezium => polygon(&[(l, b), (l + corner, t), (r - corner, t), (r, b)]),
        Shape::House => polygon(&[(l, b), (l, t + 10.0), (x, t), (r, t + 10.0), (r, b)]),
        Shape::Tab => polygon(&[(l, b), (l, t), (l + wide / 3.0, t), (l + wide / 3.0, t + 8.0), (r, t + 8.0), (r, b)]),
        Shape::Note => polygon(&[(l, b), (l, t), (r - 8.0, t), (r, t + 8.0), (r, b)]),
        Shape::Box | Shape::Rounded | Shape::Double => {
            let rounded = if kind.shape == Shape::Rounded { 8.0 } else { 0.0 };
            let boxed = |inset: f64, fill: &str| {
                let (x, y, wide, high) = (l + inset, t + inset, wide - 2.0 * inset, high - 2.0 * inset);
                format!(
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"{rounded}\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
                    kind.line
                )
            };
            if kind.shape == Shape::Double { boxed(0.0, "#ffffff") + &boxed(3.0, kind.fill) } else { boxed(0.0, kind.fill) }
        }
    }
}

/// From one box through the label to the other box.
fn curve(plan: &Plan, places: &[(f64, f64)], [from, to]: [usize; 2], shapes: [Shape; 2], label: usize) -> String {
    let (a, b, middle) = (places[from], places[to], places[label]);
    let bend = (2.0 * middle.0 - (a.0 + b.0) / 2.0, 2.0 * middle.1 - (a.1 + b.1) / 2.0);
    let start = rim(a, plan.boxes[from], shapes[0], bend);
    let end = rim(b, plan.boxes[to], shapes[1], bend);
    format!("M{:.1},{:.1} Q{:.1},{:.1} {:.1},{:.1}", start.0, start.1, bend.0, bend.1, end.0, end.1)
}

/// Where the line from the middle of a shape towards a point leaves the shape.
fn rim((x, y): (f64, f64), (wide, high): (f64, f64), shape: Shape, towards: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (towards.0 - x, towards.1 - y);
    let (across, down) = (dx.abs() / (wide / 2.0), dy.abs() / (high / 2.0));
    let length = match shape {
        Shape::Ellipse => (across * across + down * down).sqrt(),
        Shape::Diamond => across + down,
        _ => across.max(down),
    };
    let part = 1.0 / length.max(1.0);
    (x + dx * part, y + dy * part)
}

fn marker(tone: Tone) -> &'static str {
    match tone {
        Tone::Conflict => "conflict",
        Tone::Cooperation => "cooperation",
        Tone::Neither => "other",
    }
}

fn xml(text: &str) -> String {
    quick_xml::escape::escape(in_xml(text)).into_owned()
}
