//! The actor network as a picture, drawn without another program.
//!
//! Every label of an edge is a box of its own in the layout, and boxes are as wide as the letters of the built-in font, so that no
//! text stands over another.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::export::dot::Options;
use crate::export::font::{FAMILY, Font};
use crate::export::layout::{MANY, Plan, placed};
use crate::export::look::{KINDS, Kind, Shape, Theme};
use crate::export::words::Tongue;
use crate::export::{dot, look, xml};
use crate::network::{Edge, Network, Tone};
use crate::record::error::Result;

/// A picture as SVG.
pub struct Picture {
    pub svg: String,
    /// What a person should know about how it was drawn.
    pub note: Option<String>,
    /// How many lines have no words, as there is much to draw.
    pub without_words: usize,
}

/// A text in a box: the middle of the box is its place.
struct Text {
    lines: Vec<String>,
    size: f64,
    /// Width and height of the box.
    extent: (f64, f64),
}

/// Draws the network.
///
/// # Errors
/// Where a program of Graphviz was asked for and gives no places.
pub fn draw(network: &Network, options: &Options) -> Result<Picture> {
    let font = Font::built_in();
    let (plan, texts) = planned(network, options, &font);
    let (places, note) = placed(&plan, options.layout)?;
    let drawing = Drawing { network, options, plan, texts, places };
    let frame = Frame::around(&drawing, font);
    Ok(Picture { svg: frame.svg(&drawing), note, without_words: drawing.without_words() })
}

/// The boxes of actors, then those of the edges' labels. Where there are many, only edges of several statements have one.
fn planned(network: &Network, options: &Options, font: &Font) -> (Plan, Vec<Text>) {
    let graph = &network.graph;
    let (mut plan, mut texts) = (Plan::default(), Vec::new());
    for index in graph.node_indices() {
        let (given, taken) = network.degrees(index);
        let label = options.tongue().name(&graph[index]);
        let size = 11.0 + 2.5 * ((given + taken) as f64).sqrt().min(5.0);
        let text = Text::new(look::lines(label, 20), size, font);
        plan.boxes.push(around(look::kind(&graph[index].kind).shape, text.extent));
        texts.push(text);
    }
    let many = graph.node_count() + graph.edge_count() > MANY;
    for edge in graph.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        let lines = if many && edge.weight().links.len() < 2 {
            Vec::new()
        } else {
            look::label(edge.weight(), 2, options.tongue())
        };
        let text = Text::new(lines, 10.0, font);
        // an empty box is where the line bends
        plan.boxes.push(text.extent);
        plan.lines.extend([(from, texts.len()), (texts.len(), to)]);
        texts.push(text);
    }
    (plan, texts)
}

/// All that is drawn, with its place.
struct Drawing<'a> {
    network: &'a Network,
    options: &'a Options,
    plan: Plan,
    texts: Vec<Text>,
    places: Vec<(f64, f64)>,
}

impl Drawing<'_> {
    fn without_words(&self) -> usize {
        let labels = &self.texts[self.network.graph.node_count()..];
        labels.iter().filter(|label| label.lines.is_empty()).count()
    }

    /// "40 of 212 actors and 51 of 380 pairs shown; 30 lines of a single statement without words"
    fn shown(&self) -> String {
        let tongue = self.options.tongue();
        let shown = tongue.shown(self.network);
        match self.without_words() {
            0 => shown,
            lines => format!("{shown}; {}", tongue.without_words(lines)),
        }
    }

    /// Lines below labels below actors.
    fn body(&self) -> String {
        let graph = &self.network.graph;
        let (mut lines, mut labels, mut actors) = (String::new(), String::new(), String::new());
        for (edge, at) in graph.edge_references().zip(graph.node_count()..) {
            self.edge(edge, at, &mut lines, &mut labels);
        }
        for index in graph.node_indices() {
            self.actor(index, &mut actors);
        }
        lines + &labels + &actors
    }

    fn edge(
        &self,
        edge: EdgeReference<'_, Edge>,
        at: usize,
        lines: &mut String,
        labels: &mut String,
    ) {
        let ends = [edge.source(), edge.target()];
        let shapes = ends.map(|end| look::kind(&self.network.graph[end].kind).shape);
        let path = curve(&self.plan, &self.places, ends.map(NodeIndex::index), shapes, at);
        let weight = edge.weight();
        let (tone, theme) = (weight.tone(), self.options.theme);
        let dash = if weight.asserted() { "" } else { " stroke-dasharray=\"6 4\"" };
        let width = 1.2 + f64::from(weight.links.len().ilog2()) * 0.7;
        let (tooltip, colour) =
            (xml(&dot::quotes(weight, self.options.tongue())), theme.colour(tone));
        let _ = writeln!(
            lines,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width:.1}\"{dash} marker-end=\"url(#{})\"><title>{tooltip}</title></path>",
            marker(tone)
        );
        if self.texts[at].lines.is_empty() {
            return;
        }
        let ((x, y), (wide, high)) = (self.places[at], self.plan.boxes[at]);
        let (left, top, paper) = (x - wide / 2.0, y - high / 2.0, theme.paper());
        let _ = writeln!(
            labels,
            "<g><title>{tooltip}</title><rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{paper}\" fill-opacity=\"0.85\"/>"
        );
        self.texts[at].draw(x, y, &colour, labels);
        *labels += "</g>\n";
    }

    fn actor(&self, index: NodeIndex, out: &mut String) {
        let (at, node) = (index.index(), &self.network.graph[index]);
        let (given, taken) = self.network.degrees(index);
        let tooltip = dot::tooltip(node, given, taken, self.options.tongue());
        let _ = writeln!(out, "<g><title>{}</title>", xml(&tooltip));
        let theme = self.options.theme;
        *out += &outline(look::kind(&node.kind), theme, self.places[at], self.plan.boxes[at]);
        self.texts[at].draw(self.places[at].0, self.places[at].1, theme.ink(), out);
        *out += "</g>\n";
    }
}

/// The picture around the network: title above, legend and source below.
struct Frame {
    font: Font,
    left: f64,
    top: f64,
    wide: f64,
    /// Where the network ends.
    bottom: f64,
}

/// Room at the left and the right of the picture.
const MARGIN: f64 = 20.0;

impl Frame {
    fn around(drawing: &Drawing, font: Font) -> Frame {
        let all = drawing.places.iter().zip(&drawing.plan.boxes);
        let sides = all.map(|(&(x, y), (wide, high))| {
            (x - wide / 2.0, x + wide / 2.0, y - high / 2.0, y + high / 2.0)
        });
        let (left, right, top, bottom) = sides
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1), a.2.min(b.2), a.3.max(b.3)))
            .unwrap_or((0.0, 0.0, 0.0, 0.0));
        let wide = right - left + 2.0 * MARGIN;
        // a narrow network stands in the middle: title and legend need room
        let least = wide.max(680.0).ceil();
        Frame {
            font,
            left: left - MARGIN - (least - wide) / 2.0,
            top: top - 84.0,
            wide: least,
            bottom: bottom + 30.0,
        }
    }

    fn svg(&self, drawing: &Drawing) -> String {
        let theme = drawing.options.theme;
        let (legend, bottom) = self.legend(drawing.network, theme, drawing.options.tongue());
        let (left, top, wide) = (self.left, self.top, self.wide);
        // whole units, or a stripe at the rim would stay without paper
        let high = (bottom + 34.0 - top).ceil();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.0}\" height=\"{high:.0}\" viewBox=\"{left:.1} {top:.1} {wide:.1} {high:.1}\" font-family=\"{FAMILY}\">\n"
        );
        // the paper reaches beyond the rim, where pixels may be halves
        let (x, y, across, down) = (left - 4.0, top - 4.0, wide + 8.0, high + 8.0);
        svg += &format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{across:.1}\" height=\"{down:.1}\" fill=\"{}\"/>\n",
            theme.paper()
        );
        svg += &markers(theme);
        let options = drawing.options;
        let title =
            if options.title.is_empty() { options.tongue().title() } else { &options.title };
        self.line(title, self.top + 34.0, 20.0, theme.ink(), &mut svg);
        self.line(&drawing.shown(), self.top + 56.0, 13.0, theme.ink(), &mut svg);
        svg += &drawing.body();
        svg += &legend;
        self.line(
            &dot::source(drawing.network, options),
            bottom + 18.0,
            10.0,
            theme.faint(),
            &mut svg,
        );
        svg + "</svg>\n"
    }

    /// A text at the left, cut where the picture ends.
    fn line(&self, text: &str, y: f64, size: f64, colour: &str, out: &mut String) {
        let text = self.font.fitting(&look::plain(text), (self.wide - 2.0 * MARGIN) / size);
        let (x, text) = (self.left + MARGIN, xml(&text));
        *out += &format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\">{text}</text>\n"
        );
    }

    /// Samples in rows as wide as the picture, and where they end.
    fn legend(&self, network: &Network, theme: Theme, tongue: Tongue) -> (String, f64) {
        let classes: BTreeSet<&str> =
            network.graph.node_weights().map(|node| look::kind(&node.kind).class).collect();
        let mut body = String::new();
        let (mut x, mut y) = (self.left + MARGIN, self.bottom + 14.0);
        let mut place = |wide: f64| {
            if x + wide > self.left + self.wide - MARGIN && x > self.left + MARGIN {
                (x, y) = (self.left + MARGIN, y + 36.0);
            }
            let at = x;
            x += wide + 18.0;
            (at, y)
        };
        for kind in KINDS.iter().filter(|kind| classes.contains(kind.class)) {
            let text = Text::new(vec![kind.name(tongue).to_owned()], 10.0, &self.font);
            let own = around(kind.shape, text.extent);
            let (x, y) = place(own.0);
            let middle = (x + own.0 / 2.0, y);
            body += &outline(kind, theme, middle, own);
            text.draw(middle.0, middle.1, theme.ink(), &mut body);
            body.push('\n');
        }
        let lines = [
            (tongue.tone(Tone::Conflict), Tone::Conflict, ""),
            (tongue.tone(Tone::Cooperation), Tone::Cooperation, ""),
            (tongue.tone(Tone::Neither), Tone::Neither, ""),
            (tongue.not_asserted(), Tone::Neither, " stroke-dasharray=\"6 4\""),
        ];
        for (label, tone, dash) in lines {
            let text = Text::new(vec![format!("{}{label}", look::sign(tone))], 10.0, &self.font);
            let (x, y) = place(text.extent.0 + 44.0);
            let colour = theme.colour(tone);
            let _ = writeln!(
                body,
                "<path d=\"M{x:.1},{y:.1} h36\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dash} marker-end=\"url(#{})\"/>",
                marker(tone)
            );
            text.draw(x + 44.0 + text.extent.0 / 2.0, y, &colour, &mut body);
            body.push('\n');
        }
        let (_, y) = place(0.0);
        (body, y + 20.0)
    }
}

/// The ends of lines: a bar, a full and an open arrow.
fn markers(theme: Theme) -> String {
    let shapes = [
        (Tone::Conflict, "M0,0 L9,5 L0,10 z M9,0 L11,0 L11,10 L9,10 z", "fill"),
        (Tone::Cooperation, "M0,0 L11,5 L0,10 z", "fill"),
        (Tone::Neither, "M1,1 L10,5 L1,9", "stroke-width=\"1.6\" fill=\"none\" stroke"),
    ];
    let mut svg = String::from("<defs>\n");
    for (tone, path, paint) in shapes {
        let _ = writeln!(
            svg,
            "<marker id=\"{}\" viewBox=\"0 0 12 10\" refX=\"11\" refY=\"5\" markerWidth=\"11\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"{path}\" {paint}=\"{}\"/></marker>",
            marker(tone),
            theme.colour(tone)
        );
    }
    svg + "</defs>\n"
}

impl Text {
    fn new(lines: Vec<String>, size: f64, font: &Font) -> Text {
        let widest = lines.iter().map(|line| font.width(line)).fold(0.0, f64::max);
        let extent = if lines.is_empty() {
            (4.0, 4.0)
        } else {
            (widest * size + 8.0, lines.len() as f64 * size * 1.2 + 6.0)
        };
        Text { lines, size, extent }
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

fn outline(kind: &Kind, theme: Theme, (x, y): (f64, f64), (wide, high): (f64, f64)) -> String {
    let (fill, line) = (theme.fill(kind), theme.line(kind));
    let paint = format!("fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"1.5\"");
    let (l, r, t, b) = (x - wide / 2.0, x + wide / 2.0, y - high / 2.0, y + high / 2.0);
    let polygon = |points: &[(f64, f64)]| {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!("<polygon points=\"{}\" {paint}/>", points.join(" "))
    };
    let corner = 12.0_f64.min(high / 3.0);
    match kind.shape {
        Shape::Ellipse => {
            format!(
                "<ellipse cx=\"{x:.1}\" cy=\"{y:.1}\" rx=\"{:.1}\" ry=\"{:.1}\" {paint}/>",
                wide / 2.0,
                high / 2.0
            )
        }
        Shape::Diamond => polygon(&[(l, y), (x, t), (r, y), (x, b)]),
        Shape::Hexagon => polygon(&[
            (l, y),
            (l + corner, t),
            (r - corner, t),
            (r, y),
            (r - corner, b),
            (l + corner, b),
        ]),
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
        Shape::Tab => polygon(&[
            (l, b),
            (l, t),
            (l + wide / 3.0, t),
            (l + wide / 3.0, t + 8.0),
            (r, t + 8.0),
            (r, b),
        ]),
        Shape::Note => polygon(&[(l, b), (l, t), (r - 8.0, t), (r, t + 8.0), (r, b)]),
        Shape::Box | Shape::Rounded | Shape::Double => {
            let rounded = if kind.shape == Shape::Rounded { 8.0 } else { 0.0 };
            let boxed = |inset: f64, fill: &str| {
                let (x, y, wide, high) =
                    (l + inset, t + inset, wide - 2.0 * inset, high - 2.0 * inset);
                format!(
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"{rounded}\" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"1.5\"/>"
                )
            };
            if kind.shape == Shape::Double {
                boxed(0.0, theme.paper()) + &boxed(3.0, &fill)
            } else {
                boxed(0.0, &fill)
            }
        }
    }
}

/// From one box through the label to the other box.
fn curve(
    plan: &Plan,
    places: &[(f64, f64)],
    [from, to]: [usize; 2],
    shapes: [Shape; 2],
    label: usize,
) -> String {
    let (a, b, middle) = (places[from], places[to], places[label]);
    let bend = (2.0 * middle.0 - (a.0 + b.0) / 2.0, 2.0 * middle.1 - (a.1 + b.1) / 2.0);
    let start = rim(a, plan.boxes[from], shapes[0], bend);
    let end = rim(b, plan.boxes[to], shapes[1], bend);
    format!("M{:.1},{:.1} Q{:.1},{:.1} {:.1},{:.1}", start.0, start.1, bend.0, bend.1, end.0, end.1)
}

/// Where the line from the middle of a shape towards a point leaves the shape.
fn rim(
    (x, y): (f64, f64),
    (wide, high): (f64, f64),
    shape: Shape,
    towards: (f64, f64),
) -> (f64, f64) {
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
