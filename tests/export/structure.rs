//! GEXF 1.3 and GraphML by the rules of their schemas: which element stands in which, with which attributes and values.

use std::collections::{BTreeMap, BTreeSet};

use tripel::export::gephi;

use crate::nasty::{all, bytes, graph};

/// An element: its name, those it may stand in, its attributes; those with `!` must be there.
type Rule = (&'static str, &'static [&'static str], &'static [&'static str]);

/// After the GEXF 1.3 schema (gexf.xsd, viz.xsd), as far as we use it.
const GEXF: &[Rule] = &[
    ("gexf", &[""], &["xmlns!", "xmlns:viz", "xmlns:xsi", "xsi:schemaLocation", "version!"]),
    ("meta", &["gexf"], &["lastmodifieddate"]),
    ("creator", &["meta"], &[]),
    ("description", &["meta"], &[]),
    (
        "graph",
        &["gexf"],
        &["defaultedgetype", "mode", "timeformat", "timerepresentation", "idtype"],
    ),
    ("attributes", &["graph"], &["class!", "mode"]),
    ("attribute", &["attributes"], &["id!", "title!", "type!"]),
    ("nodes", &["graph"], &["count"]),
    ("node", &["nodes"], &["id!", "label"]),
    ("edges", &["graph"], &["count"]),
    ("edge", &["edges"], &["id", "source!", "target!", "label", "weight", "type", "kind"]),
    ("attvalues", &["node", "edge"], &[]),
    ("attvalue", &["attvalues"], &["for!", "value!"]),
    ("spells", &["node", "edge"], &[]),
    ("spell", &["spells"], &["start", "end"]),
    ("viz:color", &["node", "edge"], &["r!", "g!", "b!", "a"]),
    ("viz:position", &["node"], &["x!", "y!", "z"]),
    ("viz:size", &["node"], &["value!"]),
    ("viz:shape", &["node", "edge"], &["value!"]),
];

/// After graphml.xsd.
const GRAPHML: &[Rule] = &[
    ("graphml", &[""], &["xmlns!", "xmlns:xsi", "xmlns:y", "xsi:schemaLocation"]),
    ("key", &["graphml"], &["id!", "for!", "attr.name", "attr.type", "yfiles.type"]),
    ("graph", &["graphml"], &["id", "edgedefault!"]),
    ("node", &["graph"], &["id!"]),
    ("edge", &["graph"], &["id", "source!", "target!", "directed"]),
    ("data", &["node", "edge"], &["key!"]),
    // yEd's own
    ("y:ShapeNode", &["data"], &[]),
    ("y:Geometry", &["y:ShapeNode"], &["x!", "y!", "width!", "height!"]),
    ("y:Fill", &["y:ShapeNode"], &["color!", "transparent"]),
    ("y:BorderStyle", &["y:ShapeNode"], &["color!", "type", "width"]),
    ("y:NodeLabel", &["y:ShapeNode"], &[]),
    ("y:Shape", &["y:ShapeNode"], &["type!"]),
    ("y:PolyLineEdge", &["data"], &[]),
    ("y:LineStyle", &["y:PolyLineEdge"], &["color!", "type!", "width"]),
    ("y:Arrows", &["y:PolyLineEdge"], &["source!", "target!"]),
    ("y:EdgeLabel", &["y:PolyLineEdge"], &[]),
];

/// An element with its attributes, what it stands in, and its text.
struct Element {
    name: String,
    within: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

fn elements(xml: &[u8], rules: &[Rule]) -> Vec<Element> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_reader(xml);
    let (mut found, mut open, mut buffer): (Vec<Element>, Vec<usize>, _) =
        (Vec::new(), Vec::new(), Vec::new());
    loop {
        let event = reader.read_event_into(&mut buffer).expect("XML").into_owned();
        let empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |own: quick_xml::events::attributes::Attribute| {
                    let name = String::from_utf8_lossy(own.key.as_ref()).into_owned();
                    (name, own.unescape_value().expect("a value").into_owned())
                };
                found.push(Element {
                    name: String::from_utf8_lossy(tag.name().as_ref()).into_owned(),
                    within: open.last().map_or(String::new(), |&at| found[at].name.clone()),
                    attributes: tag
                        .attributes()
                        .map(|own| attribute(own.expect("an attribute")))
                        .collect(),
                    text: String::new(),
                });
                if !empty {
                    open.push(found.len() - 1);
                }
            }
            Event::Text(text) => {
                if let Some(&at) = open.last() {
                    found[at].text += &text.unescape().expect("a text");
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    for element in &found {
        let name = &element.name;
        let rule =
            rules.iter().find(|rule| rule.0 == name).unwrap_or_else(|| panic!("no element {name}"));
        assert!(rule.1.contains(&element.within.as_str()), "{name} stands in {}", element.within);
        let known: BTreeSet<&str> = rule.2.iter().map(|own| own.trim_end_matches('!')).collect();
        assert!(
            element.attributes.keys().all(|own| known.contains(own.as_str())),
            "{name}: {:?}",
            element.attributes
        );
        let needed = rule.2.iter().filter_map(|own| own.strip_suffix('!'));
        needed.for_each(|own| assert!(element.attributes.contains_key(own), "{name} has no {own}"));
    }
    found
}

fn ids(elements: &[Element], name: &str) -> BTreeSet<String> {
    let of = |element: &Element| element.attributes["id"].clone();
    let all: Vec<String> = elements.iter().filter(|element| element.name == name).map(of).collect();
    let once: BTreeSet<String> = all.iter().cloned().collect();
    assert_eq!(all.len(), once.len(), "no id of a {name} stands twice");
    once
}

/// Whether a value is of a type as XML Schema has it.
fn is(value: &str, kind: &str) -> bool {
    match kind {
        "boolean" => matches!(value, "true" | "false"),
        "int" | "integer" => value.parse::<i64>().is_ok(),
        "double" => value.parse::<f64>().is_ok(),
        "anyURI" => value.starts_with("http"),
        "string" => true,
        other => panic!("no type {other}"),
    }
}

#[test]
fn gexf_is_as_its_schema_says() {
    let xml = bytes(|out| gephi::gexf(&all(&graph()), out).expect("written"));
    let found = elements(&xml, GEXF);
    let of = |name: &'static str| found.iter().filter(move |element| element.name == name);
    let root = of("gexf").next().expect("a root");
    assert_eq!(
        (root.attributes["xmlns"].as_str(), root.attributes["version"].as_str()),
        ("http://gexf.net/1.3", "1.3")
    );
    let (nodes, edges) = (ids(&found, "node"), ids(&found, "edge"));
    assert_eq!((nodes.len(), edges.len()), (4, 3));
    assert!(of("edge").all(|edge| nodes.contains(&edge.attributes["source"])
        && nodes.contains(&edge.attributes["target"])));
    let types: BTreeMap<&str, &str> =
        of("attribute").map(|own| (&*own.attributes["id"], &*own.attributes["type"])).collect();
    for value in of("attvalue") {
        let kind = types[value.attributes["for"].as_str()];
        assert!(is(&value.attributes["value"], kind), "{:?} is no {kind}", value.attributes);
    }
    for colour in of("viz:color") {
        assert!(
            ["r", "g", "b"].iter().all(|part| colour.attributes[*part].parse::<u8>().is_ok()),
            "{:?}",
            colour.attributes
        );
    }
    assert_eq!(of("viz:position").count(), 4);
    assert!(of("viz:shape").all(|shape| matches!(
        shape.attributes["value"].as_str(),
        "solid" | "dotted" | "dashed" | "double"
    )));
    let days: Vec<&str> =
        of("spell").flat_map(|spell| spell.attributes.values()).map(String::as_str).collect();
    assert!(
        days.len() == 6
            && days.iter().all(|day| day.parse::<tripel::record::article::Date>().is_ok()),
        "{days:?}"
    );
}

#[test]
fn graphml_is_as_its_schema_says() {
    let xml = bytes(|out| gephi::graphml(&all(&graph()), out).expect("written"));
    let found = elements(&xml, GRAPHML);
    let of = |name: &'static str| found.iter().filter(move |element| element.name == name);
    let (keys, nodes, edges) = (ids(&found, "key"), ids(&found, "node"), ids(&found, "edge"));
    assert_eq!((nodes.len(), edges.len()), (4, 3));
    // ids are name tokens
    let token = |id: &String| {
        id.chars().all(|letter| letter.is_alphanumeric() || "-._:".contains(letter))
            && !id.is_empty()
    };
    assert!(keys.iter().chain(&nodes).chain(&edges).all(token));
    assert!(of("edge").all(|edge| nodes.contains(&edge.attributes["source"])
        && nodes.contains(&edge.attributes["target"])));
    let known: BTreeMap<&str, (&str, &str)> = of("key")
        .map(|key| {
            let kind = key.attributes.get("attr.type").map_or("graphics", |kind| &**kind);
            (&*key.attributes["id"], (&*key.attributes["for"], kind))
        })
        .collect();
    for value in of("data") {
        let (owner, kind) = known[value.attributes["key"].as_str()];
        assert_eq!(owner, value.within);
        assert!(kind == "graphics" || is(&value.text, kind), "{} is no {kind}", value.text);
    }
    let labels: Vec<&str> = of("y:NodeLabel").map(|label| label.text.as_str()).collect();
    assert_eq!(labels.len(), 4);
    assert!(labels[0].starts_with("\"A\" & <B>"));
}
