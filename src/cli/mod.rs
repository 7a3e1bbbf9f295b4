//! The commands: a file for each, with its `Args` and its `run`.

mod add;
mod completions;
mod coverage;
mod drawn;
mod export;
mod extract;
mod input;
mod list;
mod man;
mod network;
mod output;
mod queries;
mod query;
mod rebuild;
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
use tripel::corrections::Corrections;
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

/// What the user's rows look like.
const ACTORS: &str =
    "What you know better about actors, as CSV; without it `actors.csv` in the folder of the store, where there is one

  action,actor,value,article,note
  merge,Bibi,Benjamin Netanyahu     both are one, called as the second
  split,Angela Merkel,Kanzler       this name is not hers but somebody else's
  rename,western allies,NATO allies|Nato-Verbündete    English|German
  drop,Goldener Bär                 nobody, here only a prize
  retype,Wega,company               state, igo, government, organisation, company, media, party,
                                    armed-group, group, person or place
  add,Zukunft Heimat,organisation   a name that was not seen as an actor

An actor is named by its id or label, as `show --stage actors` prints them, or by one of the names by which an article calls it;
then merge and drop take only the mentions by this name. The column article limits a row to one article, note is yours. Rows
count in their order, whenever an article is read; `tripel rebuild` applies them to the articles that are in the store already.";

/// Options of every command.
#[derive(clap::Args)]
pub struct Global {
    /// The folder of the store
    #[arg(long, global = true, value_name = "DIR", default_value = "tripel.kb", env = "TRIPEL_STORE", hide_env_values = true)]
    store: PathBuf,
    /// What you know better about actors, as CSV; without it `actors.csv` in the folder of the store, where there is one
    #[arg(long, global = true, value_name = "FILE", long_help = ACTORS)]
    actors: Option<PathBuf>,
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
    Rebuild(rebuild::Args),
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
        Command::Extract(args) => extract::run(args, &global),
        Command::Show(args) => show::run(args, &global),
        Command::Query(args) => query::run(args, &global),
        Command::Queries(args) => queries::run(args),
        Command::Export(args) => export::run(args, &global),
        Command::Network(args) => network::run(args, &global),
        Command::List(args) => list::run(args, &global),
        Command::Remove(args) => remove::run(args, &global),
        Command::Rebuild(args) => rebuild::run(args, &global),
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

    /// The user's rows about actors: of the file that is named, else of `actors.csv` in the store's folder.
    fn corrections(&self) -> Result<Corrections> {
        let own = self.store.join("actors.csv");
        match &self.actors {
            Some(file) => Corrections::read(file),
            None if own.is_file() => Corrections::read(&own),
            None => Ok(Corrections::default()),
        }
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
