//! `tripel report`: the explorer as one file to send to somebody.

use std::path::PathBuf;

use tripel::export::words::Tongue;
use tripel::record::error::Result;
use tripel::serve::report::report;
use tripel::serve::shelf::Shelf;

use super::output::{failed, to};
use super::{Global, Outcome};

/// Write the store as one page that needs no server and no network
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel report -o report.html
  tripel report -o report.html --no-text --german --title 'Cyberangriffe 2021'")]
pub struct Args {
    /// The file; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave the texts out: only the words of statements are in it
    #[arg(long)]
    no_text: bool,
    /// In German
    #[arg(long)]
    german: bool,
    /// Its title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let (store, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    drop(graph);
    let shelf = Shelf::open(&store)?;
    let tongue = if args.german { Tongue::German } else { Tongue::English };
    let title = args.title.as_deref().unwrap_or(tongue.title());
    let page = report(&shelf, tongue, title, !args.no_text);
    to(args.output.as_deref(), |out| out.write_all(page.as_bytes()).map_err(failed))?;
    Ok(Outcome::Done)
}
