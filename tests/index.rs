//! The index on the disk: whatever was added, replaced and removed, it answers as one that is made anew of the articles, in the
//! same order; and what is damaged in it is seen, said and made anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use proptest::prelude::*;
use tripel::kb::graph::Graph;
use tripel::kb::rdf::BASE;
use tripel::kb::store::Store;
use tripel::record::article::{Article, Date};

const LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("kb")).expect("a store");
    (folder, store)
}

fn rows(results: QueryResults) -> Vec<String> {
    let QueryResults::Solutions(solutions) = results else { return Vec::new() };
    solutions.map(|row| format!("{:?}", row.expect("a row").values())).collect()
}

fn read(text: &str) -> Vec<Quad> {
    let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(text.as_bytes());
    quads.map(|quad| quad.expect("N-Quads")).collect()
}

const PATTERNS: &str = "<a:1> <p:1> <a:2> .\n<a:1> <p:2> \"x\"@de .\n<a:2> <p:1> <a:3> <g:1> .\n\
    <a:1> <p:1> <a:2> <g:2> .\n<a:3> <p:2> \"x\"@de <g:1> .\n<a:1> <p:1> <a:2> .\n_:b <p:1> _:c .\n";

/// Every pattern of subject, predicate, object and graph.
fn patterns() -> Vec<String> {
    let mut patterns = Vec::new();
    for subject in ["?s", "<a:1>", "<a:9>"] {
        for predicate in ["?p", "<p:1>", "<p:2>"] {
            for object in ["?o", "<a:2>", "\"x\"@de"] {
                for graph in ["", "?g", "<g:1>", "<g:9>"] {
                    let triple = format!("{subject} {predicate} {object}");
                    patterns.push(match graph {
                        "" => format!("SELECT * {{ {triple} }}"),
                        graph => format!("SELECT * {{ GRAPH {graph} {{ {triple} }} }}"),
                    });
                }
            }
        }
    }
    patterns
}

#[test]
fn every_pattern_finds_what_an_oxigraph_store_finds() {
    let theirs = oxigraph::store::Store::new().expect("a store");
    read(PATTERNS).iter().for_each(|quad| theirs.insert(quad).expect("inserted"));
    let in_memory = Graph::of(read(PATTERNS), BASE);
    let (_folder, store) = store();
    for (number, line) in PATTERNS.lines().enumerate() {
        let id = format!("n{number}");
        let article = Article { text: id.clone(), id, ..Article::default() };
        store.add(&article, BASE, 0, &format!("{line}\n")).expect("added");
        Graph::open(&store).expect("a graph");
    }
    let (on_disk, _) = Graph::open(&store).expect("a graph");
    for own in [in_memory, on_disk] {
        assert_eq!(own.len(), 6);
        assert_eq!(own.quads().count(), 6);
        for pattern in patterns() {
            let query = SparqlEvaluator::new().parse_query(&pattern).expect("SPARQL");
            let sorted = |mut rows: Vec<String>| {
                rows.sort();
                rows
            };
            let found = sorted(rows(own.query(&pattern).expect("an answer")));
            let wanted = rows(query.on_store(&theirs).execute().expect("an answer"));
            assert_eq!(found, sorted(wanted), "{pattern}");
        }
    }
}

#[test]
fn the_label_of_most_articles_stays() {
    let (_folder, store) = store();
    let labels = ["\"mayor\"@en", "\"mayors\"@en", "\"mayors\"@en", "\"a mayor\"@en"];
    for (number, label) in labels.iter().enumerate() {
        let quads = format!("<a:1> <{LABEL}> {label} .\n<a:1> <{LABEL}> \"Bürgermeister\"@de .\n");
        let id = number.to_string();
        let article = Article { text: id.clone(), id, ..Article::default() };
        store.add(&article, BASE, 0, &quads).expect("added");
    }
    let called = |store: &Store| {
        let (graph, _) = Graph::open(store).expect("a graph");
        let mut quads: Vec<String> = graph.quads().map(|quad| quad.to_string()).collect();
        quads.sort();
        quads
            .iter()
            .map(|quad| quad.replace("<a:1> <http://www.w3.org/2004/02/skos/core#", ""))
            .collect::<Vec<_>>()
    };
    let before = [
        "hiddenLabel> \"a mayor\"@en",
        "hiddenLabel> \"mayor\"@en",
        "prefLabel> \"Bürgermeister\"@de",
        "prefLabel> \"mayors\"@en",
    ];
    assert_eq!(called(&store), before);
    store.remove("1").expect("removed");
    store.remove("2").expect("removed");
    assert_eq!(
        called(&store),
        [
            "hiddenLabel> \"mayor\"@en",
            "prefLabel> \"Bürgermeister\"@de",
            "prefLabel> \"a mayor\"@en"
        ]
    );
}

/// What happens to a store.
#[derive(Clone, Debug)]
enum Deed {
    /// The article with a number gets this text and says these of the facts.
    Add {
        article: u8,
        text: u8,
        day: u8,
        says: Vec<u8>,
    },
    Remove {
        article: u8,
    },
    /// The index is brought up to date.
    Look,
    /// Somebody deletes the index.
    Lose,
}

fn deed() -> impl Strategy<Value = Deed> {
    let says = prop::collection::vec(0..60_u8, 0..12);
    prop_oneof![
        6 => (0..8_u8, 0..6_u8, 1..28_u8, says)
            .prop_map(|(article, text, day, says)| Deed::Add { article, text, day, says }),
        3 => (0..8_u8).prop_map(|article| Deed::Remove { article }),
        3 => Just(Deed::Look),
        1 => Just(Deed::Lose),
    ]
}

/// Texts of which some tell the story of others: 1 and 2 begin like 0, 4 has half of 3.
fn text(number: u8) -> String {
    let (from, to) = match number {
        0 => (0, 200),
        1 => (0, 150),
        2 => (0, 120),
        3 => (1000, 1100),
        4 => (1050, 1150),
        _ => (5000, 5010),
    };
    (from..to).map(|word| format!("wort{word} ")).collect()
}

fn fact(number: u8, article: &str) -> String {
    let (thing, kind) = (number % 7, number / 7);
    match kind {
        0 | 1 => format!("<a:{thing}> <{LABEL}> \"name {kind}\"@de .\n"),
        2 => format!("<a:{thing}> <{LABEL}> \"name\"@en .\n"),
        3 => format!("<a:{thing}> <{LABEL}> \"other\"@en .\n"),
        4 => format!("<a:{thing}> <p:1> <a:{}> .\n", (thing + 1) % 7),
        5 => format!("<a:{thing}> <p:2> \"{thing}\" <{BASE}statement/{article}{thing}> .\n"),
        6 => format!("<{BASE}article/{article}> <p:3> \"head {thing}\" .\n"),
        _ => format!("<a:{thing}> <p:{kind}> \"{article}\" .\n"),
    }
}

fn done(store: &Store, deed: &Deed) {
    match deed {
        Deed::Add { article, text: own, day, says } => {
            let id = format!("n{article}");
            let date: Date = format!("2021-07-{day:02}").parse().expect("a day");
            let source = Some(format!("paper {}", article % 2));
            let text = text(*own);
            let article =
                Article { id: id.clone(), text, date: Some(date), source, ..Article::default() };
            let quads: std::collections::BTreeSet<String> =
                says.iter().map(|own| fact(*own, &id)).collect();
            store.add(&article, BASE, 0, &quads.into_iter().collect::<String>()).expect("added");
        }
        Deed::Remove { article } => {
            store.remove(&format!("n{article}")).expect("removed");
        }
        Deed::Look => same_as_anew(store),
        Deed::Lose => drop(fs::remove_dir_all(store.dir().join(".index"))),
    }
}

/// The index answers as the articles themselves, in the same order.
fn same_as_anew(store: &Store) {
    for copies in [true, false] {
        let (anew, _) = Graph::read(store, copies).expect("a graph");
        let (own, warnings) = Graph::open_lazily(store, copies).expect("a graph");
        assert!(warnings.is_empty() && own.notes().is_empty(), "{warnings:?} {:?}", own.notes());
        let quads = |graph: &Graph| graph.quads().map(|quad| quad.to_string()).collect::<Vec<_>>();
        assert_eq!(quads(&own), quads(&anew), "copies: {copies}");
        assert_eq!(own.len(), anew.len(), "copies: {copies}");
        for query in [
            "SELECT * { ?a <p:1> ?b . ?b ?c ?d }",
            "SELECT * { ?a skos:prefLabel ?b OPTIONAL { ?a skos:hiddenLabel ?c } }",
            "SELECT * { GRAPH ?g { ?a ?b ?c } }",
            "SELECT * { <a:3> ?b ?c }",
            "SELECT * { ?a ?b \"name\"@en }",
        ] {
            let ask = |graph: &Graph| rows(graph.query(query).expect("an answer"));
            assert_eq!(ask(&own), ask(&anew), "{query}, copies: {copies}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn an_index_is_what_its_articles_say_whatever_happened(deeds in prop::collection::vec(deed(), 1..30)) {
        let (_folder, store) = store();
        deeds.iter().for_each(|deed| done(&store, deed));
        same_as_anew(&store);
        // and the files are those of the articles that are left
        let names = store.list().expect("listed").len();
        prop_assert!(store.list().expect("listed").iter().all(Result::is_ok), "{names}");
    }
}

/// Every file of the index with its bytes.
fn index_files(store: &Store) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = fs::read_dir(store.dir().join(".index")).expect("an index");
    let files = folder.map(|file| file.expect("a file").path()).filter(|path| path.is_file());
    let kept = files.filter(|path| path.file_name().is_some_and(|name| name != "lock"));
    kept.map(|path| (path.clone(), fs::read(path).expect("read"))).collect()
}

fn quads(graph: &Graph) -> Vec<String> {
    graph.quads().map(|quad| quad.to_string()).collect()
}

fn some_articles(store: &Store) {
    for article in 0..6 {
        let says = (0..40).map(|own| own + article).collect();
        done(store, &Deed::Add { article, text: article, day: 1 + article, says });
        Graph::open(store).expect("a graph");
    }
}

/// So many places of each file are tried.
const PLACES: usize = 60;

/// Each file flipped at many places, and cut off there: it is seen, said, and the answer is right.
#[test]
fn every_damaged_file_of_the_index_is_made_anew() {
    let (_folder, store) = store();
    some_articles(&store);
    let wanted = quads(&Graph::open(&store).expect("a graph").0);
    let files = index_files(&store);
    assert!(files.len() >= 3, "a manifest, rows and segments");
    for (path, bytes) in &files {
        for place in 0..PLACES {
            let at = place * bytes.len() / PLACES;
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (place % 8);
            for damaged in [&flipped[..], &bytes[..at]] {
                restore(&store, &files);
                fs::write(path, damaged).expect("written");
                let (graph, _) = Graph::open(&store).expect("a graph");
                assert_eq!(quads(&graph), wanted, "{}: {at}", path.display());
                let said = graph.notes().iter().any(|note| note.contains("damaged"));
                let said =
                    said || graph.notes().iter().any(|note| note.contains("another version"));
                assert!(said, "{}: {at} {:?}", path.display(), graph.notes());
            }
        }
    }
}

/// The index as it was.
fn restore(store: &Store, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in index_files(store).keys() {
        fs::remove_file(path).expect("removed");
    }
    files.iter().for_each(|(path, bytes)| fs::write(path, bytes).expect("written"));
}

#[test]
fn a_missing_file_of_the_index_is_made_anew() {
    let (_folder, store) = store();
    some_articles(&store);
    let wanted = quads(&Graph::open(&store).expect("a graph").0);
    for path in index_files(&store).keys() {
        fs::remove_file(path).ok();
        let (graph, warnings) = Graph::open(&store).expect("a graph");
        assert_eq!(quads(&graph), wanted, "{}", path.display());
        assert!(warnings.is_empty());
    }
}

/// What nobody told the index: files that came and went by other hands.
#[test]
fn what_other_hands_did_is_seen() {
    let (_folder, store) = store();
    some_articles(&store);
    let copy = |name: &str, from: &Path, to: &Path| {
        for file in fs::read_dir(from).expect("a folder").flatten() {
            if file.file_name().to_str().is_some_and(|own| own.starts_with(name)) {
                fs::copy(file.path(), to.join(file.file_name())).expect("copied");
            }
        }
    };
    let aside = tempfile::tempdir().expect("a folder");
    copy("n2.", store.dir(), aside.path());
    for file in fs::read_dir(aside.path()).expect("a folder").flatten() {
        fs::remove_file(store.dir().join(file.file_name())).expect("deleted");
    }
    let (graph, _) = Graph::open(&store).expect("a graph");
    assert_eq!(quads(&graph), quads(&Graph::read(&store, true).expect("a graph").0));
    copy("n2.", aside.path(), store.dir());
    same_as_anew(&store);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read_all_the_same() {
    let (_folder, store) = store();
    some_articles(&store);
    let wanted = quads(&Graph::open(&store).expect("a graph").0);
    fs::remove_dir_all(store.dir().join(".index")).expect("removed");
    // a file stands where the folder must be
    fs::write(store.dir().join(".index"), "").expect("written");
    let (graph, _) = Graph::open(&store).expect("a graph");
    assert_eq!(quads(&graph), wanted);
    assert!(graph.notes()[0].contains("no index is kept"), "{:?}", graph.notes());
}
