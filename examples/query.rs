//! A store and a query: articles go into a folder, SPARQL asks who acts on whom.
//!
//! `cargo run --release --example query`

use oxigraph::sparql::QueryResults;
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::kb::graph::Graph;
use tripel::kb::store::Store;
use tripel::kb::{query, rdf};
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};
use tripel::record::error::{Error, Result};

fn main() -> Result<()> {
    let german = language("de").ok_or_else(|| Error::new("German is not built in"))?;
    let folder = std::env::temp_dir().join(format!("tripel-example-{}", std::process::id()));
    let store = Store::create(&folder)?;
    let sample = std::path::Path::new("data/articles/cyberangriffe.txt");
    for article in Article::read(sample, &Metadata::default()) {
        let article = article?;
        let extraction = extract(&article, german, &Corrections::default());
        let quads = rdf::quads(&article, &extraction, rdf::BASE)?;
        let lines: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
        store.add(&article, rdf::BASE, extraction.statements.len(), &lines)?;
    }
    let (graph, warnings) = Graph::open(&store)?;
    warnings.iter().for_each(|warning| eprintln!("{warning}"));
    let named = query::named("accusations").ok_or_else(|| Error::new("no such query"))?;
    if let QueryResults::Solutions(rows) = graph.query(&query::filled(named.sparql, &[])?)? {
        for row in rows.flatten() {
            let values = row.values().iter().flatten().map(ToString::to_string);
            println!("{}", values.collect::<Vec<_>>().join(" | "));
        }
    }
    std::fs::remove_dir_all(&folder).map_err(|error| Error::because("cannot clean up", error))
}
