//! Pictures: no text stands over another, each theme is as it was, and letters are the same on every machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use petgraph::graph::DiGraph;
use resvg::tiny_skia::Pixmap;
use resvg::usvg::{Group, Node as Part, Rect};
use tripel::export::dot::Options;
use tripel::export::graphviz::Program;
use tripel::export::layout::Engine;
use tripel::export::look::Theme;
use tripel::export::{png, svg};
use tripel::extract::attribution::Status;
use tripel::kb::rows::{ArticleRow, Part as Party, StatementRow};
use tripel::network::{Edge, Link, Network, Node};

use crate::nasty::{all, bytes, graph};

const ACTORS: &[(&str, &str)] = &[
    ("Nordland", "State"),
    ("Südland", "State"),
    ("WWW World Wide Waste Management Watch", "Organization"),
    ("Bund der Küstenstaaten", "InternationalOrganisation"),
    ("Hafenministerium", "GovernmentBody"),
    ("Maximiliane Freifrau von Weidenbrück-Altmühl", "Person"),
    ("Jo", "Person"),
    ("Fischerpartei", "Party"),
    ("MEERWERK AG", "Company"),
    ("Küstenbote", "Media"),
    ("Rote Netze", "ArmedGroup"),
    ("Fischer", "Group"),
    ("Windbucht", "Place"),
];

/// From, to, relation, score, status, how many statements.
type Row = (usize, usize, &'static str, Option<f64>, Status, usize);

const EDGES: &[Row] = &[
    (0, 1, "accuse", Some(-2.0), Status::Asserted, 3),
    (1, 0, "reject", Some(-2.0), Status::Asserted, 1),
    (0, 3, "join", Some(5.0), Status::Planned, 1),
    (3, 1, "negotiate with", Some(3.0), Status::Asserted, 2),
    (4, 8, "investigate", Some(-3.0), Status::Asserted, 1),
    (5, 6, "praise", Some(3.5), Status::Claimed, 1),
    (6, 7, "leave", None, Status::Asserted, 1),
    (7, 4, "call on", Some(1.0), Status::Demanded, 5),
    (9, 8, "report on", None, Status::Asserted, 1),
    (10, 11, "threaten", Some(-5.0), Status::Claimed, 2),
    (11, 12, "block", Some(-6.5), Status::Asserted, 1),
    (2, 8, "sue", Some(-4.0), Status::Asserted, 1),
    (2, 0, "thank", Some(3.0), Status::Asserted, 1),
    (5, 4, "resign from", Some(0.0), Status::Asserted, 1),
];

fn link(relation: &str, score: Option<f64>, status: Status, number: usize) -> Link {
    let row = StatementRow {
        id: format!("{number:016x}"),
        relation_en: relation.to_owned(),
        score,
        status: status.to_string(),
        quote: format!("Words about \"{relation}\""),
        article: "one".to_owned(),
        ..StatementRow::default()
    };
    let article = ArticleRow {
        id: "one".to_owned(),
        date: "2024-05-01".to_owned(),
        source: "Küstenbote".to_owned(),
        ..ArticleRow::default()
    };
    Link { row, article: Arc::new(article), status, event: None, date: None }
}

fn network(actors: Vec<Node>, edges: impl IntoIterator<Item = (usize, usize, Edge)>) -> Network {
    let mut graph = DiGraph::new();
    let found = actors.len() + 7;
    let edges: Vec<_> = edges.into_iter().collect();
    let edges_found = edges.len() + 3;
    let index: Vec<_> = actors.into_iter().map(|actor| graph.add_node(actor)).collect();
    for (from, to, edge) in edges {
        graph.add_edge(index[from], index[to], edge);
    }
    Network { graph, actors_found: found, edges_found, statements_outside: 0 }
}

fn actor(at: usize, name: &str, kind: &str) -> Node {
    let id = format!("a{at}");
    let (label_de, label_en) = (name.to_owned(), name.to_owned());
    Node { iri: id.clone(), id, label_de, label_en, kind: kind.to_owned(), wikidata: None }
}

/// A written world: every kind of actor, every tone, and what is not asserted.
fn coast() -> Network {
    let actors =
        ACTORS.iter().enumerate().map(|(at, (name, kind))| actor(at, name, kind)).collect();
    let edges = EDGES.iter().map(|&(from, to, relation, score, status, count)| {
        let links = (0..count).map(|number| link(relation, score, status, number)).collect();
        (from, to, Edge { links })
    });
    network(actors, edges)
}

/// Many actors with names of many lengths, each with edges to some others.
fn crowd(count: usize, each: usize) -> Network {
    let name = |at: usize| {
        (0..=at % 4)
            .map(|part| ["Wasserwerk", "Illi", "MWM", "Verband"][(at + part) % 4])
            .collect::<Vec<_>>()
            .join(" ")
    };
    let actors = (0..count)
        .map(|at| actor(at, &format!("{} {at}", name(at)), ACTORS[at % ACTORS.len()].1))
        .collect();
    let mut edges = std::collections::BTreeMap::new();
    for at in 0..count * each {
        let (from, to) = (at % count, (at * at + 5 * at + 1) % count);
        if from != to {
            let links = vec![
                link(
                    EDGES[at % EDGES.len()].2,
                    EDGES[at % EDGES.len()].3,
                    Status::Asserted,
                    at
                );
                1 + at % 3
            ];
            edges.insert((from, to), Edge { links });
        }
    }
    network(actors, edges.into_iter().map(|((from, to), edge)| (from, to, edge)))
}

fn drawn(network: &Network, options: &Options) -> String {
    svg::draw(network, options).expect("a picture").svg
}

/// Every text with where it stands, as it is drawn.
fn texts(group: &Group, found: &mut Vec<(String, Rect)>) {
    for part in group.children() {
        match part {
            Part::Group(group) => texts(group, found),
            Part::Text(text) => {
                let words = text.chunks().iter().map(resvg::usvg::TextChunk::text).collect();
                found.push((words, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

fn assert_readable(picture: &str) -> usize {
    let tree = png::tree(picture).expect("SVG");
    let mut found = Vec::new();
    texts(tree.root(), &mut found);
    for (at, (words, place)) in found.iter().enumerate() {
        let inside = place.left() >= 0.0
            && place.top() >= 0.0
            && place.right() <= tree.size().width()
            && place.bottom() <= tree.size().height();
        assert!(inside, "'{words}' leaves the picture: {place:?}");
        for (other, second) in &found[..at] {
            let apart = place.left() >= second.right()
                || second.left() >= place.right()
                || place.top() >= second.bottom()
                || second.top() >= place.bottom();
            assert!(apart, "'{words}' stands over '{other}': {place:?} {second:?}");
        }
    }
    found.len()
}

#[test]
fn no_text_stands_over_another() {
    let title = Options {
        title: "A title that is much too long for the picture below it ".repeat(8),
        ..Options::default()
    };
    let german = Options { german: true, ..Options::default() };
    for network in [coast(), crowd(40, 2), crowd(60, 3), crowd(3, 1)] {
        for options in [&Options::default(), &title, &german] {
            let count = assert_readable(&drawn(&network, options));
            assert!(count > network.graph.node_count() + 5, "{count} texts");
        }
    }
    assert!(assert_readable(&drawn(&all(&graph()), &Options::default())) > 8);
}

/// Where there is much to draw, whoever places it; edges of one statement have no label then.
#[test]
fn large_pictures_are_readable_too() {
    let network = crowd(150, 3);
    for layout in [Engine::Own, Engine::Auto, Engine::Graphviz(Program::Sfdp)] {
        match svg::draw(&network, &Options { layout, ..Options::default() }) {
            Ok(picture) => assert!(assert_readable(&picture.svg) > 300),
            Err(error) => {
                assert_eq!(error.to_string(), "sfdp is not there; it is part of Graphviz");
                println!("skipped: {error}");
            }
        }
    }
}

#[test]
fn a_picture_says_what_it_shows() {
    let picture =
        drawn(&coast(), &Options { title: "Küste & \"Meer\"".to_owned(), ..Options::default() });
    for text in [
        "Küste &amp; &quot;Meer&quot;",
        ">13 of 20 actors and 14 of 17 pairs shown<",
        "From 1 article, 2024-05-01 (Küstenbote). Made with tripel",
        ">armed group<",
        "not asserted",
    ] {
        assert!(picture.contains(text), "{text}");
    }
    assert!(drawn(&all(&graph()), &Options::default()).contains(">all 4 actors shown<"));
}

/// What no article says in its own voice names whose word it is, and is not counted with what is asserted.
#[test]
fn a_picture_says_whose_word_it_is() {
    let speaker = |link: Link, name: &str| {
        let part =
            Party { label_en: name.to_owned(), label_de: format!("{name}e"), ..Party::default() };
        Link { row: StatementRow { speaker: part, ..link.row }, ..link }
    };
    let claimed = |name: &str, status: Status| speaker(link("leave", None, status, 1), name);
    let edge = |links: Vec<Link>| {
        network(vec![actor(0, "A", "State"), actor(1, "B", "State")], [(0, 1, Edge { links })])
    };
    let label = |links: Vec<Link>, german: bool| {
        let options = Options { german, ..Options::default() };
        drawn(&edge(links), &options)
    };
    let demand = || vec![claimed("Yul", Status::Demanded)];
    assert!(label(demand(), false).contains(">(demanded by Yul)<"));
    assert!(label(demand(), true).contains(">(fordert Yule)<"));
    let mixed = vec![
        claimed("Yul", Status::Claimed),
        claimed("Zoe", Status::Claimed),
        link("leave", None, Status::Asserted, 2),
    ];
    let picture = label(mixed, false);
    assert!(picture.contains(">leave<") && picture.contains(">leave ×2<"), "{picture}");
    assert!(picture.contains(">(claimed by Yul, 1 more)<"), "{picture}");
}

/// Nothing on a German picture is English.
#[test]
fn german_pictures_are_german() {
    let mut coast = coast();
    for edge in coast.graph.edge_weights_mut() {
        for link in &mut edge.links {
            link.row.relation_de = "beschuldigen".to_owned();
        }
    }
    let options = Options { german: true, ..Options::default() };
    let dot = String::from_utf8(bytes(|out| {
        tripel::export::dot::write(&coast, &options, out).expect("written");
    }));
    for picture in [drawn(&coast, &options), dot.expect("UTF-8")] {
        for text in [
            "Wer auf wen",
            "13 von 20 Akteuren",
            "bewaffnete Gruppe",
            "beschuldigen",
            "nicht festgestellt",
            "Aus 1 Artikel",
        ] {
            assert!(picture.contains(text), "{text}");
        }
        for text in [
            "actors",
            "conflict<",
            "asserted",
            "claimed",
            "demanded",
            "From ",
            "person<",
            "Made with",
            " more",
        ] {
            assert!(!picture.contains(text), "{text}");
        }
    }
}

/// The pictures of tests/pictures are what is drawn today; `UPDATE=1` draws them anew, to be looked at.
#[test]
fn pictures_are_as_they_were() {
    for (name, dark, grey) in [
        ("light", false, false),
        ("dark", true, false),
        ("light-grey", false, true),
        ("dark-grey", true, true),
    ] {
        let picture =
            drawn(&coast(), &Options { theme: Theme { dark, grey }, ..Options::default() });
        assert_eq!(
            picture,
            drawn(&coast(), &Options { theme: Theme { dark, grey }, ..Options::default() })
        );
        let pixels = bytes(|out| png::write(&picture, Some(500), out).expect("written"));
        assert_eq!(pixels, bytes(|out| png::write(&picture, Some(500), out).expect("written")));
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(file("light.svg").parent().expect("a folder")).expect("a folder");
            fs::write(file(&format!("{name}.svg")), &picture).expect("written");
            fs::write(file(&format!("{name}.png")), &pixels).expect("written");
            continue;
        }
        let known = fs::read_to_string(file(&format!("{name}.svg"))).expect("a reference");
        assert!(picture == known, "{name}.svg is another; UPDATE=1 draws it anew");
        let known = Pixmap::load_png(file(&format!("{name}.png"))).expect("a reference");
        let now = Pixmap::decode_png(&pixels).expect("a picture");
        assert_eq!((known.width(), known.height()), (now.width(), now.height()));
        // processors round differently at the rims of letters
        let different =
            known.data().iter().zip(now.data()).filter(|(a, b)| a.abs_diff(**b) > 24).count();
        assert!(different * 1000 < known.data().len(), "{name}.png differs in {different} values");
        if grey {
            assert!(
                now.pixels().iter().all(|pixel| pixel.red().abs_diff(pixel.blue()) <= 12),
                "{name}.png is grey"
            );
        }
    }
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name)
}
