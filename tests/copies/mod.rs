//! The sample article again and again, each time another article with other statements and mentions: graphs of any size.

use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::languages;
use tripel::record::article::Article;
use tripel::record::article::Metadata;

/// The graph of so many copies.
pub fn graph(copies: usize) -> Graph {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let sample =
        Article::read(&file, &Metadata::default()).next().expect("an article").expect("readable");
    let extraction = extract::extract(
        &sample,
        languages::language("de").expect("German"),
        &Corrections::default(),
    );
    let quads = rdf::quads(&sample, &extraction, rdf::BASE).expect("quads");
    let text: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    Graph::of((0..copies).flat_map(|number| copy(&text, number)), rdf::BASE)
}

fn copy(text: &str, number: usize) -> Vec<Quad> {
    let mut own = text.to_owned();
    for kind in ["statement", "quotation", "mention", "article", "activity"] {
        own = own.replace(&format!("/{kind}/"), &format!("/{kind}/{number:05}-"));
    }
    own = own.replace("\"cyberangriffe\"", &format!("\"cyberangriffe-{number:05}\""));
    let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(own.as_bytes());
    quads.map(|quad| quad.expect("a quad")).collect()
}

/// Seconds of processor time of this thread: on a busy machine they tell more than the clock. 0 where there is no /proc.
pub fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    // user and system time in hundredths of a second
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
