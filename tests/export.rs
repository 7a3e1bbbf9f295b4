//! Exports, read back: a nasty article goes through every format, and other programs read what they know.

use std::path::Path;
use std::process::Command;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use tripel::article::Article;
use tripel::attribution::Status;
use tripel::entity::{Alias, Entity};
use tripel::event::Event;
use tripel::export::{csv, dot, gephi, json, rdf as triples, svg, whole, xlsx};
use tripel::gazetteer::ActorType;
use tripel::graph::Graph;
use tripel::network::{Filter, Network, network};
use tripel::plover::EventType;
use tripel::rdf::{self, BASE};
use tripel::span::Span;
use tripel::statement::{Argument, Extraction, Predicate, Statement};

/// Quotes, ampersands, a new line, a tag, right-to-left letters, an emoji, a formula, a semicolon.
const NASTY: &[&str] =
    &["\"A\" & <B>;\nCo.", "\u{5d0}\u{5d1}\u{5d2} \u{1f680}", "=SUM(1)+\u{e4}\u{f6}\u{fc}", "O'Neil, \\n \u{1}x"];

/// Every name acts on the next; the second statement is claimed, the third negated.
fn nasty() -> (Article, Extraction) {
    let text = NASTY.join(" | ");
    let at = |name: &str| text.find(name).map(|start| Span::new(start, start + name.len())).expect("the name stands in the text");
    let kinds = [ActorType::State, ActorType::Person, ActorType::Group, ActorType::Company];
    let actors: Vec<Entity> = NASTY
        .iter()
        .zip(kinds)
        .enumerate()
        .map(|(number, (&name, kind))| Entity {
            id: format!("actor-{number}"),
            kind,
            label_de: name.to_owned(),
            label_en: name.to_owned(),
            wikidata: (number == 0).then(|| "Q1".to_owned()),
            iso3: None,
            described: false,
            specified: false,
            plural: false,
            corrected: Vec::new(),
            mentions: vec![Alias { span: at(name), name: Some(name.to_owned()), reason: "gazetteer".to_owned() }],
        })
        .collect();
    let argument = |actor: usize| Argument {
        actor: Some(actor),
        label_de: actors[actor].label_de.clone(),
        label_en: actors[actor].label_en.clone(),
        head: actors[actor].label_de.clone(),
        head_en: actors[actor].label_en.clone(),
        span: at(NASTY[actor]),
        plural: false,
    };
    let statement = |number: usize| Statement {
        id: format!("{number:016x}"),
        sentence: 0,
        sentence_span: Span::new(0, text.len()),
        subject: Some(argument(number)),
        predicate: Predicate { lemma: "beschuldigen".to_owned(), en: "accuse".to_owned(), surface: "beschuldigte".to_owned() },
        object: Some(argument(number + 1)),
        speaker: (number == 1).then(|| argument(0)),
        cue: None,
        negated: number == 2,
        status: if number == 1 { Status::Claimed } else { Status::Asserted },
        event: Some(Event { kind: EventType::Accuse, mode: None, contexts: Vec::new(), score: -2.0 }),
        time: None,
        evidence: at(NASTY[number]).cover(at(NASTY[number + 1])),
        content_of: None,
        rule: "de.clause.active",
        confidence: 0.9,
    };
    let statements = (0..3).map(statement).collect();
    let article = Article {
        id: "nasty".to_owned(),
        title: Some("\"Title\" & <more>".to_owned()),
        date: Some("2021-07-20".parse().expect("a date")),
        source: Some("=Source".to_owned()),
        url: Some("https://example.org/a?b=1&c=2".to_owned()),
        language: Some("de".to_owned()),
        text,
    };
    (article, Extraction { actors, quotations: Vec::new(), statements })
}

fn quads() -> Vec<Quad> {
    let (article, extraction) = nasty();
    rdf::quads(&article, &extraction, BASE).expect("quads")
}

fn graph() -> Graph {
    Graph::of(quads(), BASE)
}

fn all(graph: &Graph) -> Network {
    network(graph, &Filter { claims: true, ..Filter::default() }).expect("a network")
}

fn bytes(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

fn sorted(quads: impl IntoIterator<Item = Quad>) -> Vec<String> {
    let mut lines: Vec<String> = quads.into_iter().map(|quad| quad.to_string()).collect();
    lines.sort();
    lines
}

/// What a Python program prints; `None`, with a message, where Python or one of its modules is not there.
fn python(modules: &str, program: &str, file: &Path) -> Option<String> {
    let available = Command::new("python3").args(["-c", &format!("import {modules}")]).output();
    if !available.is_ok_and(|output| output.status.success()) {
        println!("skipped: python3 with {modules} is not there");
        return None;
    }
    let output =
        Command::new("python3").args(["-c", program]).arg(file).env("PYTHONIOENCODING", "utf-8").output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn rdf_reads_back() {
    for (format, own, graphs) in [
        (triples::Format::Turtle, RdfFormat::Turtle, false),
        (triples::Format::RdfXml, RdfFormat::RdfXml, false),
        (triples::Format::TriG, RdfFormat::TriG, true),
        (triples::Format::NQuads, RdfFormat::NQuads, true),
        (triples::Format::JsonLd, RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }, true),
    ] {
        let quads = || {
            quads().into_iter().filter(|quad| {
                format != triples::Format::RdfXml || !(quad.to_string().contains('\u{1}') || quad.to_string().contains("\\u0001"))
            })
        };
        let written = bytes(|out| triples::write(quads(), format, out).expect("written"));
        let again = bytes(|out| triples::write(quads().rev(), format, out).expect("written"));
        assert_eq!(written, again, "{format:?} is the same whatever the order");
        let read: Result<Vec<Quad>, _> = RdfParser::from_format(own).for_slice(&written).collect();
        let wanted = quads().filter(|quad| graphs || quad.graph_name == GraphName::DefaultGraph);
        assert_eq!(sorted(read.unwrap_or_else(|error| panic!("{format:?}: {error}"))), sorted(wanted), "{format:?}");
    }
}

/// Where the default graph is the union of all, a claim must not become a fact.
#[test]
fn reified_claims_are_no_facts() {
    {
        let reified = triples::reified(quads());
        assert!(reified.iter().all(|quad| quad.graph_name == GraphName::DefaultGraph));
        let relations = |quads: &[Quad]| {
            let plain = |quad: &&Quad| quad.graph_name == GraphName::DefaultGraph && quad.predicate.as_str().contains("/relation/");
            quads.iter().filter(plain).count()
        };
        assert_eq!(relations(&reified), relations(&quads()));
        assert_eq!(relations(&reified), 1);
        let turtle = bytes(|out| triples::write(reified.clone(), triples::Format::Turtle, out).expect("written"));
        let read: Result<Vec<Quad>, _> = RdfParser::from_format(RdfFormat::Turtle).for_slice(&turtle).collect();
        assert_eq!(sorted(read.expect("Turtle")), sorted(reified));
    }
}

#[test]
fn another_rdf_library_reads_the_same_number_of_triples() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("graph.ttl");
    whole(&file, |out| triples::write(quads(), triples::Format::Turtle, out)).expect("written");
    let program = "import rdflib, sys; print(len(rdflib.Graph().parse(sys.argv[1])))";
    if let Some(count) = python("rdflib", program, &file) {
        let wanted = quads().iter().filter(|quad| quad.graph_name == GraphName::DefaultGraph).count();
        assert_eq!(count.trim(), wanted.to_string());
    }
}

#[test]
fn tables_survive_another_reader() {
    let dir = tempfile::tempdir().expect("a folder");
    for excel in [false, true] {
        let files = csv::write(&graph(), dir.path(), excel).expect("written");
        assert_eq!(files.len(), 3);
        let text = std::fs::read_to_string(&files[1]).expect("UTF-8");
        assert_eq!(text.starts_with('\u{feff}'), excel);
        assert!(text.lines().next().expect("a header").contains(if excel { "id;name;" } else { "id,name," }));
        let program = "import csv, json, sys\nwith open(sys.argv[1], newline='', encoding='utf-8-sig') as f:\n  first = f.readline(); f.seek(0)\n  rows = list(csv.reader(f, delimiter=';' if ';' in first else ','))\nprint(json.dumps([r[2] for r in rows[1:]]))";
        if let Some(names) = python("csv", program, &files[1]) {
            let names: Vec<String> = serde_json::from_str(&names).expect("JSON");
            let wanted: Vec<String> =
                NASTY.iter().map(|name| if name.starts_with('=') { format!("'{name}") } else { (*name).to_owned() }).collect();
            assert_eq!(names, wanted);
        }
    }
}

#[test]
fn graphviz_draws_without_a_warning() {
    let graph = graph();
    let text = bytes(|out| dot::write(&all(&graph), &dot::Options::default(), out).expect("written"));
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("network.dot");
    std::fs::write(&file, text).expect("written");
    match Command::new("dot").arg("-Tsvg").arg(&file).output() {
        Ok(output) => {
            assert!(output.status.success());
            assert_eq!(String::from_utf8_lossy(&output.stderr), "");
            let picture = String::from_utf8(output.stdout).expect("UTF-8");
            assert!(picture.contains("\u{5d0}\u{5d1}\u{5d2}") && picture.contains("&quot;A&quot; &amp; &lt;B&gt;"));
        }
        Err(_) => println!("skipped: Graphviz is not there"),
    }
}

#[test]
fn gephi_files_are_read_by_networkx() {
    let graph = graph();
    let network = all(&graph);
    let dir = tempfile::tempdir().expect("a folder");
    let (graphml, gexf, d3) = (dir.path().join("n.graphml"), dir.path().join("n.gexf"), dir.path().join("n.json"));
    whole(&graphml, |out| gephi::graphml(&network, out)).expect("written");
    whole(&gexf, |out| gephi::gexf(&network, out)).expect("written");
    whole(&d3, |out| gephi::d3(&network, out)).expect("written");
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&d3).expect("read")).expect("JSON");
    assert_eq!((json["nodes"].as_array().map(Vec::len), json["links"].as_array().map(Vec::len)), (Some(4), Some(3)));
    assert_eq!(json["nodes"][1]["label"], NASTY[1]);
    for (file, reader) in [(&graphml, "graphml"), (&gexf, "gexf")] {
        let program = format!(
            "import networkx as nx, sys\ng = nx.read_{reader}(sys.argv[1])\nprint(len(g), g.size(), [d['label'] for n, d in sorted(g.nodes(data=True))][1])"
        );
        if let Some(answer) = python("networkx", &program, file) {
            assert_eq!(answer.trim(), format!("4 3 {}", NASTY[1]));
        }
    }
    let tables = gephi::tables(&network, dir.path()).expect("written");
    let headers: Vec<String> = tables
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("UTF-8").lines().next().expect("a header").to_owned())
        .collect();
    assert!(headers[0].starts_with("Id,Label,") && headers[1].starts_with("Source,Target,Type,Weight,"));
}

#[test]
fn the_workbook_opens() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("network.xlsx");
    let graph = graph();
    let book = bytes(|out| xlsx::write(&graph, out).expect("written"));
    assert_eq!(book, bytes(|out| xlsx::write(&graph, out).expect("written")));
    std::fs::write(&file, book).expect("written");
    let program = "import openpyxl, sys\nb = openpyxl.load_workbook(sys.argv[1])\nprint(b.sheetnames, b['Statements'].max_row, b['Statements'].freeze_panes)";
    if let Some(answer) = python("openpyxl", program, &file) {
        assert_eq!(answer.trim(), "['Statements', 'Actors', 'Network', 'Quotations', 'Articles', 'About'] 4 B2");
    }
}

#[test]
fn the_picture_is_xml_and_no_texts_overlap() {
    let graph = graph();
    let picture = bytes(|out| svg::write(&all(&graph), &dot::Options::default(), out).expect("written"));
    assert_eq!(picture, bytes(|out| svg::write(&all(&graph), &dot::Options::default(), out).expect("written")));
    let mut reader = quick_xml::Reader::from_reader(picture.as_slice());
    let (mut texts, mut buffer) = (0, Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == b"text" => texts += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    assert!(texts > 8);
    assert!(String::from_utf8(picture).expect("UTF-8").contains("all 4 actors shown"));
}

#[test]
fn records_are_json() {
    let (article, extraction) = nasty();
    let lines = bytes(|out| json::statements(&article, &extraction, out).expect("written"));
    let lines: Vec<serde_json::Value> = lines
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["subject"]["label"], NASTY[0]);
}

#[test]
fn a_full_disk_is_one_error_and_an_old_file_stays() {
    let full = Path::new("/dev/full");
    if full.exists() {
        let error = whole(full, |out| triples::write(quads(), triples::Format::NQuads, out)).expect_err("the disk is full");
        assert!(error.to_string().starts_with("cannot write"), "{error}");
    }
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("old.txt");
    std::fs::write(&file, "old").expect("written");
    whole(&file, |_| Err(tripel::error::Error::new("no"))).expect_err("an error");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), "old");
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 1, "nothing half-written is left");
    assert!(csv::write(&graph(), &file, false).is_err());
}
