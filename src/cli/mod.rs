//! The commands: a file for each, with its `Args` and its `run`.

mod style;
mod visible;
mod output;
mod table;
mod progress;
mod origin;
mod folder;
mod reading;
mod input;
mod usage;
mod statements;
mod stages;
mod network;
mod found;
mod chosen;
mod code;
mod wrong_query;
mod add;
mod completions;
mod coverage;
mod drawn;
mod shards;
mod export;
mod extract;
mod list;
mod man;
#[cfg(feature = "fetch")]
mod push;
mod queries;
mod query;
mod rebuild;
mod remove;
mod show;
mod stats;
mod sync;
mod verify;
mod vocab;
mod why;
mod codebook;
mod cite;
mod discourse;
mod correct;
mod agreement;
mod review;
mod reporting;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory, Parser, Subcommand};
use tripel::extract::corrections::Corrections;
use tripel::kb::disk;
use tripel::kb::graph::Graph;
use tripel::kb::store::Store;
use tripel::language::Analyser;
use tripel::record::error::{Error, Result};
use tripel::review::log::Log;

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
  rename,Western allies,NATO allies|Nato-Verbündete    English|German
  drop,Goldener Bär                 nobody, here only a prize
  retype,Wega,company               state, igo, government, organisation, company, media, party,
                                    armed-group, group, person or place
  add,Zukunft Heimat,organisation   a name that was not seen as an actor

An actor is named by its id or label, as `show --stage actors` prints them, or by one of the names by which an article calls it;
then merge and drop take only the mentions by this name. The column article limits a row to one article, note is yours. Rows
count in their order, whenever an article is read; `tripel rebuild` applies them to the articles that are in the store already.";

/// Options of every command.
#[derive(Clone, clap::Args)]
pub struct Global {
    /// The folder of the store
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "tripel.kb",
        env = "TRIPEL_STORE",
        hide_env_values = true
    )]
    store: PathBuf,
    /// What you know better about actors, as CSV; without it `actors.csv` in the folder of the store, where there is one
    #[arg(long = "actors", global = true, value_name = "FILE", long_help = ACTORS)]
    actor_rows: Option<PathBuf>,
    /// Colours: where the output is a terminal, always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// Say only what is wrong: no progress, no lines on what was done
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Read with the small analyser: many times faster, with more mistakes; what is in the store stays
    /// as it was added, until 'tripel rebuild --fast'
    #[arg(long, global = true)]
    fast: bool,
    /// Count the copies of a story as stories of their own: what two articles say in the same words counts twice
    #[arg(long, global = true)]
    copies: bool,
}

#[derive(Subcommand)]
enum Command {
    Add(add::Args),
    Sync(sync::Args),
    Extract(extract::Args),
    Show(show::Args),
    Query(query::Args),
    Queries(queries::Args),
    Export(export::Args),
    #[cfg(feature = "fetch")]
    Push(push::Args),
    Network(network::Args),
    List(list::Args),
    Remove(remove::Args),
    Rebuild(rebuild::Args),
    Stats(stats::Args),
    Coverage(coverage::Args),
    Verify(verify::Args),
    Why(why::Args),
    Cite(cite::Args),
    Codebook(codebook::Args),
    Code(code::Args),
    Discourse(discourse::Args),
    Review(review::Args),
    Correct(correct::Args),
    Agreement(agreement::Args),
    Serve(serve::Args),
    Report(reporting::Args),
    Vocab(vocab::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// What a command came to: the exit code is 0, 1 or 2.
pub enum Outcome {
    Done,
    /// There is no answer; a sentence says why.
    Nothing(String),
    /// So many of so many articles went wrong; each was reported.
    Failed(usize, usize),
    /// An article of the store could not be read; each was named, and the rest is done.
    Damaged,
}

/// The arguments of this run.
///
/// # Errors
/// Where they are no command, or help was asked for: all is said then, and this is the exit code.
pub fn arguments() -> std::result::Result<Arguments, ExitCode> {
    let error = match Arguments::try_parse() {
        Ok(arguments) => return Ok(arguments),
        Err(error) => error,
    };
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // help is our own text, and a pipe that is closed is no failure
        let _ = error.print();
        return Err(if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS });
    }
    let command = Arguments::command();
    let names: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    say(&usage::sentence(&error, &names));
    Err(ExitCode::from(2))
}

/// Some article of the store could not be read; each was named.
static DAMAGED: AtomicBool = AtomicBool::new(false);

pub fn run(arguments: Arguments) -> Result<Outcome> {
    let outcome = answer(arguments)?;
    if !DAMAGED.load(Ordering::Relaxed) {
        return Ok(outcome);
    }
    Ok(match outcome {
        Outcome::Done => Outcome::Damaged,
        Outcome::Nothing(why) => {
            say(&why);
            Outcome::Damaged
        }
        outcome => outcome,
    })
}

fn answer(arguments: Arguments) -> Result<Outcome> {
    let global = arguments.global;
    style::choose(global.color);
    match arguments.command {
        Command::Add(args) => add::run(args, &global),
        Command::Sync(args) => sync::run(args, &global),
        Command::Extract(args) => extract::run(args, &global),
        Command::Show(args) => show::run(args, &global),
        Command::Query(args) => query::run(args, &global),
        Command::Queries(args) => queries::run(args),
        Command::Export(args) => export::run(args, &global),
        #[cfg(feature = "fetch")]
        Command::Push(args) => push::run(args, &global),
        Command::Network(args) => network::run(args, &global),
        Command::List(args) => list::run(args, &global),
        Command::Remove(args) => remove::run(args, &global),
        Command::Rebuild(args) => rebuild::run(args, &global),
        Command::Stats(args) => stats::run(args, &global),
        Command::Coverage(args) => coverage::run(args, &global),
        Command::Verify(args) => verify::run(args, &global),
        Command::Why(args) => why::run(args, &global),
        Command::Cite(args) => cite::run(args, &global),
        Command::Codebook(args) => codebook::run(args, &global),
        Command::Code(args) => code::run(args, &global),
        Command::Discourse(args) => discourse::run(args, &global),
        Command::Review(args) => review::run(args, &global),
        Command::Correct(args) => correct::run(args, &global),
        Command::Agreement(args) => agreement::run(args),
        Command::Serve(args) => serve::run(args, &global),
        Command::Report(args) => reporting::run(args, &global),
        Command::Vocab(args) => vocab::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}

impl Global {
    /// Says what was done, unless nobody wants to hear it.
    fn note(&self, text: &str) {
        if !self.quiet {
            say(text);
        }
    }

    /// "the store tripel.kb holds no articles; 'tripel add FILE' adds one"
    fn empty(&self) -> Outcome {
        Outcome::Nothing(format!(
            "the store {} holds no articles; 'tripel add FILE' adds one",
            self.store.display()
        ))
    }

    /// The analyser with which articles are read.
    fn analyser(&self) -> Analyser {
        if self.fast { Analyser::Small } else { Analyser::Large }
    }

    /// Brings the index up to date with what was written, so that the next command need not; where that fails, it is said and the
    /// next one tries again.
    fn indexed(&self, store: &Store) {
        match disk::bring_up_to_date(store) {
            Ok(note) => note.iter().for_each(|note| self.note(note)),
            Err(error) => self.note(&sentence(&error)),
        }
    }

    fn store(&self) -> Result<Store> {
        Store::open(&self.store)
    }

    /// The user's rows about actors, and what people decided in the store's log.
    fn corrections(&self) -> Result<Corrections> {
        Ok(self.rows_about_actors()?.with_judgements(Log::open(&self.store)?.active()))
    }

    /// The user's rows about actors: of the file that is named, else of `actors.csv` in the store's folder.
    fn rows_about_actors(&self) -> Result<Corrections> {
        let own = self.store.join("actors.csv");
        match &self.actor_rows {
            Some(file) => Corrections::read(file),
            None if own.is_file() => Corrections::read(&own),
            None => Ok(Corrections::default()),
        }
    }

    /// The store's graph, with each story once unless copies count; what is damaged is reported and left out.
    fn graph(&self) -> Result<(Store, Graph)> {
        let store = self.store()?;
        let opened = if self.copies { Graph::open(&store)? } else { Graph::open_once(&store)? };
        self.told(store, opened)
    }

    /// The same, of which no more is read than a query needs.
    fn graph_for_a_query(&self) -> Result<(Store, Graph)> {
        let store = self.store()?;
        let opened = Graph::open_lazily(&store, self.copies)?;
        self.told(store, opened)
    }

    /// Says what is damaged, and what was done when the graph was opened.
    fn told(&self, store: Store, (graph, warnings): (Graph, Vec<Error>)) -> Result<(Store, Graph)> {
        graph.notes().iter().for_each(|note| self.note(note));
        warnings.iter().for_each(damaged);
        if graph.is_empty() && !warnings.is_empty() {
            return Err(unreadable(&store));
        }
        Ok((store, graph))
    }
}

pub use output::{is_broken_pipe, say};

/// The error and its causes, on one line.
pub fn tell(error: &Error) {
    say(&sentence(error));
}

/// Names an article that cannot be read; the rest is done, and the exit code is 2.
fn damaged(error: &Error) {
    DAMAGED.store(true, Ordering::Relaxed);
    warn(error);
}

/// All articles of the store are damaged.
fn unreadable(store: &Store) -> Error {
    Error::new(format!(
        "no article of the store {} can be read; adding them again heals it",
        store.dir().display()
    ))
}

fn warn(error: &Error) {
    say(&format!("warning: {}", sentence(error)));
}

fn sentence(error: &Error) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !line.ends_with(&text) {
            line += &format!(": {text}");
        }
        cause = inner.source();
    }
    line
}

/// Makes sure that an article is in the store.
///
/// # Errors
/// Where it is not; the most similar id is named.
fn is_there(store: &Store, id: &str) -> Result<()> {
    if store.contains(id) {
        return Ok(());
    }
    let ids: Vec<String> = store.list()?.into_iter().flatten().map(|entry| entry.id).collect();
    let hint = match did_you_mean(id, ids.iter().map(String::as_str)).as_str() {
        "" => "; 'tripel list' shows what is there".to_owned(),
        hint => hint.to_owned(),
    };
    Err(Error::new(format!("there is no article '{id}' in {}{hint}", store.dir().display())))
}

/// ", did you mean 'x'?" with the most similar name, or nothing.
fn did_you_mean<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let given = given.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&given, &name.to_lowercase());
    let best = names
        .into_iter()
        .map(|name| (likeness(name), name))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.filter(|(likeness, _)| *likeness > 0.8)
        .map_or(String::new(), |(_, name)| format!("; did you mean '{name}'?"))
}
