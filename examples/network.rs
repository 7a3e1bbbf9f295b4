//! A network: who acts on whom in an article, with a measure for each actor, and the drawing of Graphviz.
//!
//! `cargo run --release --example network | dot -Tsvg > network.svg`; the measures go to standard error.

use tripel::export::dot::{self, Options};
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::kb::{graph::Graph, rdf};
use tripel::languages::language;
use tripel::network::{Filter, measure, network};
use tripel::record::article::{Article, Metadata};
use tripel::record::error::{Error, Result};

fn main() -> Result<()> {
    let german = language("de").ok_or_else(|| Error::new("German is not built in"))?;
    let sample = std::path::Path::new("data/articles/cyberangriffe.txt");
    let mut quads = Vec::new();
    for article in Article::read(sample, &Metadata::default()) {
        let article = article?;
        let extraction = extract(&article, german, &Corrections::default());
        quads.extend(rdf::quads(&article, &extraction, rdf::BASE)?);
    }
    let network = network(&Graph::of(quads, rdf::BASE), &Filter::default());
    let between = measure::betweenness(&network);
    for (node, between) in network.graph.node_weights().zip(between) {
        eprintln!("{between:8.1}  {}", node.label_en);
    }
    dot::write(&network, &Options::default(), &mut std::io::stdout())
        .map_err(|error| Error::because("cannot write the network", error))
}
