//! What yEd shows of GraphML: labels, shapes, colours and places, in its own elements beside the data of each node and edge.

use std::io::Result;

use crate::export::in_xml;
use crate::export::look::{self, Kind, Shape};
use crate::export::markup::Xml;
use crate::export::markup::element;
use crate::export::markup::empty;
use crate::export::markup::text;
use crate::network::Tone;

/// The namespace of yEd's elements.
pub(super) const NAMESPACE: (&str, &str) = ("xmlns:y", "http://www.yworks.com/xml/graphml");

/// Declares the data that hold graphics.
pub(super) fn keys(xml: &mut Xml) -> Result<()> {
    empty(
        xml,
        "key",
        &[("id", "node_graphics"), ("for", "node"), ("yfiles.type", "nodegraphics")],
    )?;
    empty(xml, "key", &[("id", "edge_graphics"), ("for", "edge"), ("yfiles.type", "edgegraphics")])
}

/// A node around the middle (x, y), as wide as its label.
pub(super) fn node(xml: &mut Xml, label: &str, kind: &Kind, (x, y): (f64, f64)) -> Result<()> {
    // whole, as other readers take this for the node's label
    let label = in_xml(label);
    let (wide, high) = (label.chars().count().min(60) as f64 * 7.0 + 24.0, 32.0);
    let number = |value: f64| format!("{value:.1}");
    element(xml, "data", &[("key", "node_graphics")], |xml| {
        element(xml, "y:ShapeNode", &[], |xml| {
            let (left, top) = (number(x - wide / 2.0), number(y - high / 2.0));
            let place = [("x", left.as_str()), ("y", top.as_str())];
            let extent = [("width", number(wide)), ("height", number(high))];
            let extent: Vec<(&str, &str)> =
                extent.iter().map(|(name, value)| (*name, value.as_str())).collect();
            empty(xml, "y:Geometry", &[&extent[..], &place[..]].concat())?;
            empty(xml, "y:Fill", &[("color", kind.fill), ("transparent", "false")])?;
            let border = [("color", kind.line), ("type", "line"), ("width", "1.5")];
            empty(xml, "y:BorderStyle", &border)?;
            text(xml, "y:NodeLabel", &label)?;
            empty(xml, "y:Shape", &[("type", shape(kind.shape))])
        })
    })
}

/// yEd's nearest.
fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Ellipse => "ellipse",
        Shape::Hexagon => "hexagon",
        Shape::Octagon => "octagon",
        Shape::Diamond => "diamond",
        Shape::Trapezium => "trapezoid",
        Shape::Rounded => "roundrectangle",
        Shape::Box | Shape::Double | Shape::Note | Shape::Tab | Shape::House => "rectangle",
    }
}

/// An edge with its label; dashed where no article says so in its own voice.
pub(super) fn edge(xml: &mut Xml, label: &str, tone: Tone, asserted: bool) -> Result<()> {
    let label = in_xml(label);
    element(xml, "data", &[("key", "edge_graphics")], |xml| {
        element(xml, "y:PolyLineEdge", &[], |xml| {
            let line = if asserted { "line" } else { "dashed" };
            let style = [("color", look::colour(tone)), ("type", line), ("width", "1.5")];
            empty(xml, "y:LineStyle", &style)?;
            empty(xml, "y:Arrows", &[("source", "none"), ("target", arrow(tone))])?;
            text(xml, "y:EdgeLabel", &label)
        })
    })
}

fn arrow(tone: Tone) -> &'static str {
    match tone {
        Tone::Conflict => "t_shape",
        Tone::Cooperation => "standard",
        Tone::Neither => "plain",
    }
}
