//! Projects of MAXQDA and its like, and networks for UCINET and Pajek, read back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tripel::export::{matrix, qdpx, whole};
use tripel::kb::rows::{Rows, rows};
use tripel::network::coding::{Codes, claims};

use crate::nasty::{NASTY, all, bytes, graph, nasty};
use crate::python::python;

/// The elements that the standard lets stand in one another, in their order (REFI-QDA 1.0).
const ORDER: &[(&str, &[&str])] = &[
    (
        "Project",
        &["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"],
    ),
    ("Users", &["User"]),
    ("CodeBook", &["Codes", "Sets"]),
    ("Codes", &["Code"]),
    ("Code", &["Description", "NoteRef", "Code"]),
    ("Variables", &["Variable"]),
    ("Variable", &["Description"]),
    ("Sources", &["TextSource"]),
    (
        "TextSource",
        &[
            "Description",
            "PlainTextContent",
            "PlainTextSelection",
            "Coding",
            "NoteRef",
            "VariableValue",
        ],
    ),
    ("PlainTextSelection", &["Description", "Coding", "NoteRef"]),
    ("Coding", &["CodeRef", "NoteRef"]),
    ("VariableValue", &["VariableRef", "TextValue", "DateValue"]),
];

struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
}

fn element(start: &BytesStart) -> Element {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let attribute = |own: quick_xml::events::attributes::Attribute| {
        (text(own.key.as_ref()), own.unescape_value().expect("a value").into_owned())
    };
    Element {
        name: text(start.name().as_ref()),
        attributes: start.attributes().map(|own| attribute(own.expect("an attribute"))).collect(),
        children: Vec::new(),
    }
}

fn parsed(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open =
        vec![Element { name: String::new(), attributes: BTreeMap::new(), children: Vec::new() }];
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => open.last_mut().expect("open").children.push(element(&start)),
            Event::End(_) => {
                let done = open.pop().expect("open");
                open.last_mut().expect("open").children.push(done);
            }
            Event::Eof => return open.remove(0).children.remove(0),
            _ => {}
        }
    }
}

impl Element {
    fn each<'a>(&'a self, look: &mut dyn FnMut(&'a Element)) {
        look(self);
        self.children.iter().for_each(|child| child.each(look));
    }

    fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        self.each(&mut |own| found.extend(Some(own).filter(|own| own.name == name)));
        found
    }
}

/// The project of the nasty article, with the XML and the texts in it.
fn project(codes: &str) -> (Rows, Element, BTreeMap<String, String>) {
    let rows = rows(&graph());
    let codes = Codes::parse(codes).expect("a codebook");
    let texts = BTreeMap::from([("nasty".to_owned(), nasty().0.text)]);
    let claims = claims(&codes, &rows);
    let packed = bytes(|out| qdpx::project(&rows, &texts, &claims, out).expect("written"));
    let again = bytes(|out| qdpx::project(&rows, &texts, &claims, out).expect("written"));
    assert!(packed == again, "the same store gives the same bytes");
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).expect("a ZIP archive");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        files.insert(name, text);
    }
    let xml = parsed(&files.remove("project.qde").expect("the project"));
    (rows, xml, files)
}

const CODES: &str = "concept,predicate,object\nquarrel,accuse,\n";

#[test]
fn a_project_is_built_as_the_standard_says() {
    let (_, project, _) = project(CODES);
    let mut guids = BTreeSet::new();
    project.each(&mut |own| {
        if let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == own.name) {
            let places: Vec<Option<usize>> = own
                .children
                .iter()
                .map(|child| order.iter().position(|name| *name == child.name))
                .collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}", own.name);
        }
        if let Some(guid) = own.attributes.get("guid") {
            let dashes: Vec<usize> = guid.match_indices('-').map(|(at, _)| at).collect();
            assert_eq!((guid.len(), &dashes[..]), (36, &[8, 13, 18, 23][..]), "{guid}");
            assert!(guids.insert(guid.clone()), "{} {guid} stands twice", own.name);
        }
    });
    let mut known = BTreeSet::new();
    project.each(&mut |own| {
        known.extend(own.attributes.get("targetGUID").cloned());
        known.extend(own.attributes.get("creatingUser").cloned());
        known.extend(own.attributes.get("creatingUserGUID").cloned());
    });
    assert!(known.is_subset(&guids), "what is pointed at is there");
    let names: Vec<&str> =
        project.all("Code").iter().map(|code| code.attributes["name"].as_str()).collect();
    for name in
        ["Concept", "quarrel", "agree", "disagree", "Status", "claimed", "negated", "ACCUSE"]
    {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[test]
fn segments_are_the_quotes_in_code_points() {
    let (rows, project, texts) = project(CODES);
    let source = project.all("TextSource")[0];
    let path = &source.attributes["plainTextPath"];
    let text = &texts[&path.replace("internal://", "Sources/")];
    assert_eq!(*text, nasty().0.text);
    let letters: Vec<char> = text.chars().collect();
    let place =
        |own: &Element, name: &str| own.attributes[name].parse::<usize>().expect("a number");
    let told: BTreeSet<String> = project
        .all("PlainTextSelection")
        .into_iter()
        .map(|own| letters[place(own, "startPosition")..place(own, "endPosition")].iter().collect())
        .collect();
    let quotes = rows.statements.iter().map(|row| row.quote.clone());
    let quotes: BTreeSet<String> =
        quotes.chain(rows.quotations.iter().map(|row| row.quote.clone())).collect();
    assert_eq!(told, quotes);
}

/// What networkx finds: nodes, and edges with their weights.
const PAJEK: &str = "
import json, networkx, sys
g = networkx.read_pajek(sys.argv[1])
print(json.dumps({'directed': g.is_directed(), 'nodes': list(g.nodes()), 'edges': sorted([a, b, d['weight']] for a, b, d in g.edges(data=True))}))";

#[test]
fn networkx_reads_pajek() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, graph) = (dir.path().join("network.net"), graph());
    let matrix = matrix::of_network(&all(&graph));
    whole(&file, |out| matrix::pajek(&matrix, out)).expect("written");
    let Some(read) = python("networkx", PAJEK, &file) else { return };
    let read: serde_json::Value = serde_json::from_str(&read).expect("JSON");
    let labels: Vec<String> = read["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|own| own.as_str().expect("a label").to_owned())
        .collect();
    let plain = |name: &&str| {
        name.replace('\u{1}', "").replace('\n', " ").replace('"', "'").replace('\\', "/")
    };
    assert_eq!(labels, NASTY.iter().map(plain).collect::<Vec<_>>());
    let edges = read["edges"].as_array().expect("edges");
    assert!(
        read["directed"] == true && edges.len() == 3 && edges.iter().all(|edge| edge[2] == 1.0)
    );
}

#[test]
fn ucinet_gets_a_line_for_each_label_and_edge() {
    let matrix = matrix::of_network(&all(&graph()));
    let text =
        String::from_utf8(bytes(|out| matrix::dl(&matrix, out).expect("written"))).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..3], ["dl n=4", "format = edgelist1", "labels:"]);
    assert!(lines[3..7].iter().all(|line| !line.is_empty() && !line.contains([' ', '"', ','])));
    assert_eq!(lines[7..], ["data:", "1 2 1", "2 3 1", "3 4 1"]);
}
