//! `tripel export`: the store's graph in the formats of other programs.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;
use tripel::article::Article;
use tripel::corrections::Corrections;
use tripel::error::{Error, Result};
use tripel::export::{csv, dot, gephi, json, rdf, svg, xlsx};
use tripel::extract::extract;
use tripel::network::network;
use tripel::statement::Extraction;
use tripel::store::Store;

use super::input::language;
use super::network::View;
use super::output::{failed, to};
use super::{Global, Outcome, warn};

/// Write the store's graph for other programs
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel export dot -o network.dot && dot -Tsvg -O network.dot
  tripel export svg -o network.svg --actor China --title \"China in the news\"
  tripel export xlsx -o news.xlsx
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
    /// Of RDF: no named graphs; each statement as an rdf:Statement, for stores whose default graph is the union of all
    #[arg(long)]
    reified: bool,
    /// Of the network: only what articles say themselves, no claims
    #[arg(long)]
    asserted: bool,
    /// Of pictures: German names
    #[arg(long)]
    german: bool,
    /// Of pictures: the title
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    title: String,
    #[command(flatten)]
    view: View,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The actor network, for Graphviz
    Dot,
    /// The actor network as a picture; no other program is needed
    Svg,
    /// Tables for a spreadsheet, into a folder
    Csv,
    /// A workbook for Excel or LibreOffice
    Xlsx,
    /// The actor network for Gephi, yEd and networkx, an edge for each statement
    Graphml,
    /// The actor network for Gephi, with days, colours and places
    Gexf,
    /// Node and edge tables for Gephi, into a folder
    Gephi,
    /// The actor network as JSON, for d3
    D3,
    /// Plain facts and evidence; no graphs of statements
    Turtle,
    /// The same as RDF/XML
    Rdfxml,
    Trig,
    Nquads,
    Jsonld,
    /// Statements as JSON Lines
    Jsonl,
    /// PLOVER events as JSON Lines
    Plover,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let output = args.output.as_deref();
    let records: Option<Records> = match args.format {
        Format::Jsonl => Some(json::statements),
        Format::Plover => Some(json::plover),
        _ => None,
    };
    if let Some(records) = records {
        let (store, corrections) = (global.store()?, global.corrections()?);
        return to(output, |out| jsonl(&store, &corrections, records, out)).map(|()| Outcome::Done);
    }
    let (_, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(Outcome::Nothing);
    }
    let folder = || output.ok_or_else(|| Error::new("this is several files; name a folder for them with -o"));
    let triples = |format| {
        to(output, |out| {
            if args.reified { rdf::write(rdf::reified(graph.quads()), format, out) } else { rdf::write(graph.quads(), format, out) }
        })
    };
    match args.format {
        Format::Csv => csv::write(&graph, folder()?, args.excel).map(drop)?,
        Format::Xlsx => to(output, |out| xlsx::write(&graph, out))?,
        Format::Turtle => triples(rdf::Format::Turtle)?,
        Format::Rdfxml => triples(rdf::Format::RdfXml)?,
        Format::Trig => triples(rdf::Format::TriG)?,
        Format::Nquads => triples(rdf::Format::NQuads)?,
        Format::Jsonld => triples(rdf::Format::JsonLd)?,
        Format::Jsonl | Format::Plover => {}
        Format::Dot | Format::Svg | Format::Graphml | Format::Gexf | Format::Gephi | Format::D3 => {
            let network = network(&graph, &args.view.filter(!args.asserted)?)?;
            let options = dot::Options { title: args.title, german: args.german, ..dot::Options::default() };
            match args.format {
                Format::Svg => to(output, |out| svg::write(&network, &options, out).map_err(unwritten))?,
                Format::Graphml => to(output, |out| gephi::graphml(&network, out))?,
                Format::Gexf => to(output, |out| gephi::gexf(&network, out))?,
                Format::Gephi => gephi::tables(&network, folder()?).map(drop)?,
                Format::D3 => to(output, |out| gephi::d3(&network, out))?,
                _ => to(output, |out| dot::write(&network, &options, out).map_err(unwritten))?,
            }
        }
    }
    Ok(Outcome::Done)
}

/// Writes the records of an article.
type Records = fn(&Article, &Extraction, &mut dyn Write) -> std::io::Result<()>;

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the export", error)
}

/// The statements of the stored articles, extracted again: the RDF does not hold all that the records do.
fn jsonl(store: &Store, corrections: &Corrections, write: Records, out: &mut dyn std::io::Write) -> Result<()> {
    let entries = store.list()?;
    for batch in entries.chunks(8 * rayon::current_num_threads()) {
        let records: Vec<_> = batch
            .par_iter()
            .filter_map(|entry| entry.as_ref().ok())
            .map(|entry| {
                let article = store.article(entry)?;
                let mut records = Vec::new();
                write(&article, &extract(&article, language(&article)?, corrections), &mut records).map_err(failed)?;
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
