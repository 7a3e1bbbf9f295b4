//! `tripel codebook`: what relations, event types, statuses and fields mean, with the store's own counts and examples.

use std::path::PathBuf;

use clap::ValueEnum;
use tripel::export::codebook::codebook;
use tripel::export::document::{Block, html, markdown};
use tripel::export::methods::methods;
use tripel::kb::graph::Graph;
use tripel::kb::rows::rows;
use tripel::kb::store::Store;
use tripel::language::Analyser;
use tripel::record::error::Result;

use super::output::{failed, to};
use super::{Global, Outcome};

/// Write the codebook for a paper: what every code and field means, how often it occurs here, and an example
///
/// Relations, event types, statuses, types of actors and fields, and at the end a paragraph on methods with the version,
/// the models and the measured quality. HTML opens in Word and LibreOffice, which save it as DOCX.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel codebook -o codebook.md
  tripel codebook --format html -o codebook.html
  tripel codebook --methods      the paragraph on methods alone")]
pub struct Args {
    /// The file; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Markdown, or HTML for Word
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    /// How many examples a code has at most
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    examples: usize,
    /// Only the paragraph on methods
    #[arg(long)]
    methods: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Markdown,
    Html,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let (store, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    let rows = rows(&graph);
    let paragraph = methods(&rows, &graph.readers()?, read_fast(&store, &graph)?);
    let output = args.output.as_deref();
    let blocks = match (args.methods, args.format) {
        (true, Format::Markdown) => {
            to(output, |out| writeln!(out, "{paragraph}").map_err(failed))?;
            return Ok(Outcome::Done);
        }
        (true, Format::Html) => vec![Block::Paragraph(paragraph)],
        (false, _) => codebook(&rows, paragraph, args.examples),
    };
    to(output, |out| match args.format {
        Format::Markdown => markdown(&blocks, out),
        Format::Html => html("Codebook", &blocks, out),
    })?;
    Ok(Outcome::Done)
}

/// How many articles of the graph the small analyser read.
fn read_fast(store: &Store, graph: &Graph) -> Result<usize> {
    let entries = store.list()?;
    let fast = entries.iter().flatten().filter(|entry| entry.analyser == Analyser::Small);
    let counted: std::collections::BTreeSet<String> =
        graph.statements()?.into_iter().map(|(_, article)| article).collect();
    Ok(fast.filter(|entry| counted.contains(&entry.id)).count())
}
