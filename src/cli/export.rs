//! `tripel export`: the store's graph in the formats of other programs.

use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;
use tripel::error::{Error, Result};
use tripel::export::{csv, dot, json, rdf};
use tripel::extract::extract;
use tripel::graph::Graph;
use tripel::network::{Filter, TOP, network};
use tripel::store::Store;

use super::input::language;
use super::output::{failed, to};
use super::{Global, Outcome, warn};

/// Write the store's graph for other programs
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel export dot -o network.dot && dot -Tsvg -O network.dot
  tripel export csv -o tables/ --excel
  tripel export trig -o everything.trig
  tripel export jsonl | jq .predicate.en")]
pub struct Args {
    #[arg(value_enum)]
    format: Format,
    /// The file, or for csv the folder; standard output where it is not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// CSV for a German Excel: semicolons, and a mark that says UTF-8
    #[arg(long)]
    excel: bool,
    /// Of the network: only so many actors, the best connected; 0 is all
    #[arg(long, value_name = "NUMBER", default_value_t = TOP)]
    top: usize,
    /// Of the network: only this actor's edges (may be repeated)
    #[arg(long = "actor", value_name = "NAME")]
    actors: Vec<String>,
    /// Of the network: only what articles say themselves, no claims
    #[arg(long)]
    asserted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The actor network, for Graphviz
    Dot,
    /// Tables for a spreadsheet, into a folder
    Csv,
    /// Plain facts and evidence; no graphs of statements
    Turtle,
    Trig,
    Nquads,
    Jsonld,
    /// Statements as JSON Lines
    Jsonl,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let output = args.output.as_deref();
    if args.format == Format::Jsonl {
        let store = global.store()?;
        return to(output, |out| jsonl(&store, out)).map(|()| Outcome::Done);
    }
    let (_, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(Outcome::Nothing);
    }
    match args.format {
        Format::Dot => {
            let filter = Filter {
                actors: args.actors,
                top: Some(args.top).filter(|&top| top > 0),
                claims: !args.asserted,
                ..Filter::default()
            };
            let network = network(&graph, &filter)?;
            to(output, |out| dot::write(&network, &dot::Options::default(), out).map_err(unwritten))?;
        }
        Format::Csv => {
            let dir = output.ok_or_else(|| Error::new("CSV is several files; name a folder for them with -o"))?;
            csv::write(&graph, dir, args.excel)?;
        }
        Format::Turtle => triples(&graph, rdf::Format::Turtle, output)?,
        Format::Trig => triples(&graph, rdf::Format::TriG, output)?,
        Format::Nquads => triples(&graph, rdf::Format::NQuads, output)?,
        Format::Jsonld => triples(&graph, rdf::Format::JsonLd, output)?,
        Format::Jsonl => {}
    }
    Ok(Outcome::Done)
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the export", error)
}

fn triples(graph: &Graph, format: rdf::Format, output: Option<&std::path::Path>) -> Result<()> {
    to(output, |out| rdf::write(graph.quads(), format, out))
}

/// The statements of the stored articles, extracted again: the RDF does not hold all that the records do.
fn jsonl(store: &Store, out: &mut dyn std::io::Write) -> Result<()> {
    let entries = store.list()?;
    for batch in entries.chunks(8 * rayon::current_num_threads()) {
        let records: Vec<_> = batch
            .par_iter()
            .filter_map(|entry| entry.as_ref().ok())
            .map(|entry| {
                let article = store.article(entry)?;
                let mut records = Vec::new();
                json::statements(&article, &extract(&article, language(&article)?), &mut records).map_err(failed)?;
                Ok(records)
            })
            .collect();
        for records in records {
            match records {
                Ok(records) => out.write_all(&records).map_err(failed)?,
                Err(error) => warn(&error),
            }
        }
    }
    Ok(())
}
