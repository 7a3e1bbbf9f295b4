//! The commands: a file for each, with its `Args` and its `run`.

mod add;
mod completions;
mod coverage;
mod export;
mod extract;
mod input;
mod list;
mod man;
mod network;
mod output;
mod queries;
mod query;
mod remove;
mod show;
mod stages;
mod statements;
mod stats;
mod table;
mod verify;
mod vocab;
mod why;

use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand};
use tripel::error::{Error, Result};
use tripel::graph::Graph;
use tripel::store::Store;

/// News articles become a knowledge graph of who does and says what to whom
#[derive(Parser)]
#[command(
    name = "tripel",
    version,
    about,
    after_help = "Examples:
  tripel add article.txt            extract its statements into the store tripel.kb
  tripel query accusations          who accuses whom of what
  tripel show article.txt           the statements of a file, without a store
  tripel queries                    the questions that have a name"
)]
pub struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(clap::Args)]
pub struct Global {
    /// The folder of the store
    #[arg(long, global = true, value_name = "DIR", default_value = "tripel.kb", env = "TRIPEL_STORE", hide_env_values = true)]
    store: PathBuf,
    /// Colours: where the output is a terminal, always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

#[derive(Subcommand)]
enum Command {
    Add(add::Args),
    Extract(extract::Args),
    Show(show::Args),
    Query(query::Args),
    Queries(queries::Args),
    Export(export::Args),
    Network(network::Args),
    List(list::Args),
    Remove(remove::Args),
    Stats(stats::Args),
    Coverage(coverage::Args),
    Verify(verify::Args),
    Why(why::Args),
    Vocab(vocab::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// What a command came to: the exit code is 0, 1 or 2.
pub enum Outcome {
    Done,
    /// There is no answer.
    Nothing,
    /// Some articles went wrong; each was reported.
    Failed,
}

pub fn run(arguments: Arguments) -> Result<Outcome> {
    let global = arguments.global;
    match global.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    match arguments.command {
        Command::Add(args) => add::run(args, &global),
        Command::Extract(args) => extract::run(args),
        Command::Show(args) => show::run(args),
        Command::Query(args) => query::run(args, &global),
        Command::Queries(args) => queries::run(args),
        Command::Export(args) => export::run(args, &global),
        Command::Network(args) => network::run(args, &global),
        Command::List(args) => list::run(args, &global),
        Command::Remove(args) => remove::run(args, &global),
        Command::Stats(args) => stats::run(args, &global),
        Command::Coverage(args) => coverage::run(args),
        Command::Verify(args) => verify::run(args, &global),
        Command::Why(args) => why::run(args, &global),
        Command::Vocab(args) => vocab::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

impl Global {
    fn store(&self) -> Result<Store> {
        Store::open(&self.store)
    }

    /// The store's graph; what is damaged is reported and left out.
    fn graph(&self) -> Result<(Store, Graph)> {
        let store = self.store()?;
        let (graph, warnings) = Graph::open(&store)?;
        warnings.iter().for_each(warn);
        Ok((store, graph))
    }
}

/// The error and its causes, on one line.
pub fn report(error: &Error) {
    print("tripel: ", error);
}

fn warn(error: &Error) {
    print("tripel: warning: ", error);
}

fn print(before: &str, error: &Error) {
    let mut line = format!("{before}{error}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !line.ends_with(&text) {
            line += &format!(": {text}");
        }
        cause = inner.source();
    }
    anstream::eprintln!("{line}");
}

/// ", did you mean 'x'?" with the most similar name, or nothing.
fn did_you_mean<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let given = given.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&given, &name.to_lowercase());
    let best = names.into_iter().map(|name| (likeness(name), name)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.filter(|(likeness, _)| *likeness > 0.8).map_or(String::new(), |(_, name)| format!("; did you mean '{name}'?"))
}
