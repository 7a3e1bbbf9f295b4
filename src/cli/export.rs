//! `tripel export`: the store's graph in the formats of other programs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;
use tripel::article::Article;
use tripel::corrections::Corrections;
use tripel::error::{Error, Result};
use tripel::export::graphviz::Program;
use tripel::export::layout::Engine;
use tripel::export::look::Theme;
use tripel::export::{csv, dot, gephi, json, png, rdf, svg, web, xlsx};
use tripel::extract::extract;
use tripel::network::{Network, network};
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
  tripel export png -o network.png --dark --width 1600
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
    /// The same with RDF 1.2: each statement reifies its triple
    #[arg(long, conflicts_with = "reified")]
    rdf12: bool,
    /// Of the network: only what articles say themselves, no claims
    #[arg(long)]
    asserted: bool,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    view: View,
}

/// How pictures look.
#[derive(clap::Args)]
#[command(next_help_heading = "Pictures: dot, svg, png")]
struct PictureArgs {
    /// The title
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    title: String,
    /// What stands below the picture; usually the number of articles, their dates and sources
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    source: String,
    /// German names
    #[arg(long)]
    german: bool,
    /// Light letters on dark paper
    #[arg(long)]
    dark: bool,
    /// No colours: shapes, signs and lines say the same
    #[arg(long)]
    grey: bool,
    /// Of png: how many pixels wide; twice as many as those of the svg where it is not given
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(50..=12_000))]
    width: Option<u32>,
    /// Who places the actors of svg and png
    #[arg(long, value_enum, default_value_t = Layout::Auto)]
    layout: Layout,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// tripel; sfdp of Graphviz where it is installed and there is much to draw
    Auto,
    /// tripel
    Own,
    /// Graphviz, in layers from left to right
    Dot,
    /// Graphviz, for large networks
    Sfdp,
}

impl PictureArgs {
    fn options(self) -> dot::Options {
        let layout = match self.layout {
            Layout::Auto => Engine::Auto,
            Layout::Own => Engine::Own,
            Layout::Dot => Engine::Graphviz(Program::Dot),
            Layout::Sfdp => Engine::Graphviz(Program::Sfdp),
        };
        let theme = Theme { dark: self.dark, grey: self.grey };
        dot::Options { title: self.title, source: self.source, german: self.german, theme, layout }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The actor network, for Graphviz
    Dot,
    /// The actor network as a picture; no other program is needed
    Svg,
    /// The same in pixels
    Png,
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
    /// The same for sigma: what graphology reads
    Sigma,
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
    let form = Form::of(&args)?;
    let triples = |format| {
        to(output, |out| match form {
            Form::Graphs => rdf::write(graph.quads(), format, graph.base(), out),
            Form::Reified => rdf::write(rdf::reified(graph.quads()), format, graph.base(), out),
            Form::Rdf12 => rdf::write(rdf::rdf12(graph.quads()), format, graph.base(), out),
        })
    };
    match args.format {
        Format::Csv => csv::write(&graph, folder(output)?, args.excel).map(drop)?,
        Format::Xlsx => to(output, |out| xlsx::write(&graph, out))?,
        Format::Turtle => triples(rdf::Format::Turtle)?,
        Format::Rdfxml => triples(rdf::Format::RdfXml)?,
        Format::Trig => triples(rdf::Format::TriG)?,
        Format::Nquads => triples(rdf::Format::NQuads)?,
        Format::Jsonld => triples(rdf::Format::JsonLd)?,
        Format::Jsonl | Format::Plover => {}
        Format::Dot | Format::Svg | Format::Png | Format::Graphml | Format::Gexf | Format::Gephi | Format::D3 | Format::Sigma => {
            let network = network(&graph, &args.view.filter(!args.asserted)?);
            if network.graph.node_count() == 0 {
                return Ok(Outcome::Nothing);
            }
            return drawn(args.format, &network, args.picture, output).map(|()| Outcome::Done);
        }
    }
    Ok(Outcome::Done)
}

/// The network in one of its formats.
fn drawn(format: Format, network: &Network, picture: PictureArgs, output: Option<&Path>) -> Result<()> {
    let width = picture.width;
    let options = picture.options();
    match format {
        Format::Svg | Format::Png => {
            let picture = svg::draw(network, &options)?;
            if let Some(note) = picture.note {
                warn(&Error::new(note));
            }
            match format {
                Format::Png => to(output, |out| png::write(&picture.svg, width, out)),
                _ => to(output, |out| out.write_all(picture.svg.as_bytes()).map_err(unwritten)),
            }
        }
        Format::Graphml => to(output, |out| gephi::graphml(network, out)),
        Format::Gexf => to(output, |out| gephi::gexf(network, out)),
        Format::Gephi => gephi::tables(network, folder(output)?).map(drop),
        Format::D3 => to(output, |out| web::d3(network, out)),
        Format::Sigma => to(output, |out| web::sigma(network, out)),
        _ => to(output, |out| dot::write(network, &options, out).map_err(unwritten)),
    }
}

/// How statements stand in RDF.
#[derive(Clone, Copy)]
enum Form {
    Graphs,
    Reified,
    Rdf12,
}

impl Form {
    fn of(args: &Args) -> Result<Form> {
        let is = |formats: &[Format]| formats.contains(&args.format);
        if args.rdf12 && !is(&[Format::Turtle, Format::Trig, Format::Nquads]) {
            return Err(Error::new("--rdf12 is for turtle, trig and nquads"));
        }
        if args.reified && !is(&[Format::Turtle, Format::Trig, Format::Nquads, Format::Jsonld, Format::Rdfxml]) {
            return Err(Error::new("--reified is for turtle, trig, nquads, jsonld and rdfxml"));
        }
        Ok(if args.reified {
            Form::Reified
        } else if args.rdf12 {
            Form::Rdf12
        } else {
            Form::Graphs
        })
    }
}

fn folder(output: Option<&Path>) -> Result<&Path> {
    output.ok_or_else(|| Error::new("this is several files; name a folder for them with -o"))
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
