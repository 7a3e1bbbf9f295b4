//! How long a store of 500,000 quads takes to open, and what the named queries take on it: `cargo bench --bench load`.
//!
//! The store holds the sample article again and again, each time with another id and other statements.

use std::path::Path;
use std::time::{Duration, Instant};

use oxigraph::sparql::QueryResults;
use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::graph::Graph;
use tripel::kb::store::Store;
use tripel::kb::{query, rdf};
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};

const QUADS: usize = 500_000;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path()).expect("a store");
    let (articles, quads) = fill(&store);
    println!("{articles} articles, {quads} quads");
    let before = processor_time();
    let (graph, best) = open(&store);
    let processor = (processor_time() - before) / 3.0;
    println!(
        "open: {:.2} s, {} different quads; {:.2} s of processor time",
        best.as_secs_f64(),
        graph.len(),
        processor
    );
    for named in query::queries() {
        let sparql = query::filled(named.sparql, &[]).expect("a query");
        let begin = Instant::now();
        let QueryResults::Solutions(solutions) = graph.query(&sparql).expect("an answer") else {
            continue;
        };
        let rows = solutions.filter(Result::is_ok).count();
        println!("{}: {:.2} s, {rows} rows", named.name, begin.elapsed().as_secs_f64());
    }
}

fn fill(store: &Store) -> (usize, usize) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let sample =
        Article::read(&file, &Metadata::default()).next().expect("an article").expect("readable");
    let extraction =
        extract::extract(&sample, language("de").expect("German"), &Corrections::default());
    let quads = rdf::quads(&sample, &extraction, rdf::BASE).expect("quads");
    let text: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    let articles = QUADS / quads.len() + 1;
    for number in 0..articles {
        let own = Article { id: format!("{}-{number}", sample.id), ..sample.clone() };
        let text = text
            .replace("/statement/", &format!("/statement/{number:04x}"))
            .replace("/article/", &format!("/article/{number}-"));
        store.add(&own, rdf::BASE, extraction.statements.len(), &text).expect("added");
    }
    (articles, articles * quads.len())
}

/// Seconds of processor time of this process: on a busy machine they tell more than the clock. 0 where there is no /proc.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    // user and system time in hundredths of a second
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The best of three.
fn open(store: &Store) -> (Graph, Duration) {
    let mut best: Option<(Graph, Duration)> = None;
    for _ in 0..3 {
        let begin = Instant::now();
        let (graph, warnings) = Graph::open(store).expect("a graph");
        let time = begin.elapsed();
        assert!(warnings.is_empty(), "{warnings:?}");
        if best.as_ref().is_none_or(|(_, own)| time < *own) {
            best = Some((graph, time));
        }
    }
    best.expect("three times")
}
