//! `tripel add`: articles go into the store; with `--export` the network and the tables are written as well.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use tripel::export::{csv, dot};
use tripel::extract::attribution::Status;
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::extract::statement::{Extraction, Statement};
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::store::{Entry, Store, text_hash};
use tripel::language::Analyser;
use tripel::network::{Filter, TOP, network};
use tripel::record::article::Article;
use tripel::record::error::{Error, Result};

use super::input::{Input, Languages};
use super::origin::Origins;
use super::output::{count, failed, is_broken_pipe, program, quoted, say, to, to_stdout};
use super::style::{BOLD, DIM};
use super::{Global, Outcome, statements};

/// Extract the statements of articles into the store
///
/// An article that is there already, by its id, is replaced. Another file of the same name is another article.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel add article.txt --date 2021-07-20 --source 'Example Times'
  tripel add news/*.html corpus.jsonl --store news.kb
  tripel add article.txt --export tripel-out     the network and the tables as well
  tripel add articles.csv --column text=Volltext
  tripel add https://example.org/article.html    fetched as its robots.txt allows")]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// Write network.dot and CSV tables of the whole store into this folder
    #[arg(long, value_name = "DIR")]
    export: Option<PathBuf>,
    /// The base IRI of what RDF names; usually that of the store
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
}

/// An article, ready for the store.
pub struct Ready {
    article: Article,
    extraction: Extraction,
    quads: String,
}

/// The article with its statements and their RDF.
///
/// # Errors
/// Where its language is not built in, or the base is no IRI.
pub fn made_ready(
    article: Article,
    languages: &Languages,
    corrections: &Corrections,
    base: &str,
) -> Result<Ready> {
    let extraction = extract(&article, languages.of(&article)?, corrections);
    let quads = rdf::quads(&article, &extraction, base)?;
    let quads = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    Ok(Ready { article, extraction, quads })
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    let languages = args.input.languages(global)?;
    let mut target = Target::new(global, &corrections, args.base.as_deref())?;
    let base = target.base.clone();
    let work = |article: Article| made_ready(article, &languages, &corrections, &base);
    let mut teller = Teller::new(global);
    let mut best: Vec<Statement> = Vec::new();
    let mut origins = Origins::new(&global.store, &target.entries()?);
    let outcome =
        args.input.each_settled(global, args.input.files()?, &mut origins, work, |ready| {
            let replaced = target.add(&ready)?;
            let own = &ready.extraction.statements;
            best.extend(statements::telling(own, MOST_TELLING).into_iter().cloned());
            best = statements::telling(&best, MOST_TELLING).into_iter().cloned().collect();
            teller.tell(&ready, replaced)
        })?;
    let Some(store) = &target.store else { return Ok(outcome) };
    global.indexed(store);
    if let Some(unmet) = corrections.unmet().filter(|_| global.actor_rows.is_some()) {
        global.note(&unmet);
    }
    let outdated = if corrections.is_empty() { 0 } else { store.outdated()? };
    if outdated > 0 {
        global.note(&format!(
            "{} of the store were extracted before the rows about actors were as they are; \
             'tripel rebuild' applies them",
            count(outdated, "article")
        ));
    }
    let files = match &args.export {
        Some(dir) if teller.articles > 0 => exported(store, dir)?,
        _ => Vec::new(),
    };
    if teller.articles > 0 && !global.quiet {
        let (articles, statements) = (teller.articles, teller.statements);
        teller.print(|out| {
            if articles > 1 {
                let statements = count(statements, "statement");
                writeln!(out, "{} in all: {statements}", count(articles, "article"))
                    .map_err(failed)?;
            }
            summary(store, &best, &files, out)
        })?;
    }
    Ok(outcome)
}

/// The store that articles go into; made when the first one is ready, so that a failed command
/// leaves no empty store behind.
pub struct Target {
    dir: PathBuf,
    corrections: Option<String>,
    analyser: Analyser,
    pub base: String,
    store: Option<Store>,
    /// By its hash the article that has a text.
    texts: BTreeMap<String, String>,
}

impl Target {
    /// # Errors
    /// Where there is a store that cannot be written or has another base.
    pub fn new(global: &Global, corrections: &Corrections, base: Option<&str>) -> Result<Target> {
        let dir = global.store.clone();
        let (corrections, analyser) = (corrections.fingerprint(), global.analyser());
        if !dir.exists() {
            let base = base.unwrap_or(rdf::BASE).to_owned();
            let texts = BTreeMap::new();
            return Ok(Target { dir, corrections, analyser, base, store: None, texts });
        }
        let store = made(&dir, &corrections, analyser)?;
        let base = self::base(&store, base)?;
        if store.is_locked()? {
            global.note(&format!(
                "another process writes to {}; waiting for it",
                store.dir().display()
            ));
        }
        let mut target =
            Target { dir, corrections, analyser, base, store: Some(store), texts: BTreeMap::new() };
        let named = |entry: Entry| (entry.text_hash().to_owned(), entry.id);
        target.texts = target.entries()?.into_iter().map(named).collect();
        Ok(target)
    }

    /// The store, where there is one by now.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// What is there already.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        let list = self.store.as_ref().map(Store::list).transpose()?.unwrap_or_default();
        Ok(list.into_iter().flatten().collect())
    }

    /// Adds an article; true where it replaces one. The same text under another name is said.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn add(&mut self, ready: &Ready) -> Result<bool> {
        let store = match &mut self.store {
            Some(store) => store,
            none => none.insert(made(&self.dir, &self.corrections, self.analyser)?),
        };
        let Ready { article, extraction, quads } = ready;
        let replaced = store.add(article, &self.base, extraction.statements.len(), quads)?;
        let hash = text_hash(&article.text);
        let same = self.texts.insert(hash.clone(), article.id.clone());
        // the other one may have been replaced or removed since
        let still = |same: &String| {
            *same != article.id && store.find(same).is_ok_and(|entry| entry.text_hash() == hash)
        };
        if let Some(same) = same.filter(still) {
            say(&format!(
                "'{}' has the same text as '{same}': the story counts once, and twice with --copies",
                article.id
            ));
        }
        Ok(replaced)
    }
}

/// The store, which notes how its articles are read.
fn made(dir: &Path, corrections: &Option<String>, analyser: Analyser) -> Result<Store> {
    Ok(Store::create(dir)?.with_corrections(corrections.clone()).with_analyser(analyser))
}

/// Tells on standard output what was added; when nobody reads it any more, the rest is added in
/// silence.
struct Teller {
    articles: usize,
    statements: usize,
    quiet: bool,
    /// A terminal, where the progress is seen.
    terminal: bool,
    closed: bool,
}

/// So many articles are told one by one on a terminal.
const TOLD: usize = 20;

impl Teller {
    fn new(global: &Global) -> Teller {
        let terminal = std::io::stdout().is_terminal();
        Teller { articles: 0, statements: 0, quiet: global.quiet, terminal, closed: false }
    }

    fn tell(&mut self, ready: &Ready, replaced: bool) -> Result<()> {
        self.articles += 1;
        self.statements += ready.extraction.statements.len();
        if self.quiet || self.terminal && self.articles > TOLD {
            return Ok(());
        }
        self.print(|out| told(ready, replaced, out).map_err(failed))
    }

    fn print(&mut self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        if self.closed {
            return Ok(());
        }
        match to_stdout(write) {
            Err(error) if is_broken_pipe(&error) => {
                self.closed = true;
                Ok(())
            }
            result => result,
        }
    }
}

const MOST_TELLING: usize = 12;

/// The base IRI: as given, else that of the store's articles, else the usual one.
pub fn base(store: &Store, given: Option<&str>) -> Result<String> {
    let own = store.base()?;
    match (given, own) {
        (Some(given), Some(own)) if given != own => Err(Error::new(format!(
            "the store {} has the base {own}, not {given}; its actors would be two",
            store.dir().display()
        ))),
        (Some(given), _) => Ok(given.to_owned()),
        (None, own) => Ok(own.unwrap_or_else(|| rdf::BASE.to_owned())),
    }
}

/// Says what was added.
///
/// # Errors
/// Where nobody reads it.
pub fn told(ready: &Ready, replaced: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let extraction = &ready.extraction;
    let plain = extraction
        .statements
        .iter()
        .filter(|statement| statement.status == Status::Asserted && !statement.negated)
        .count();
    let all = extraction.statements.len();
    writeln!(
        out,
        "{} {BOLD}{}{BOLD:#}: {} ({plain} plain, {} claimed, negated or planned), {}, {}, {}",
        if replaced { "replaced" } else { "added" },
        ready.article.id,
        count(all, "statement"),
        all - plain,
        count(extraction.actors.len(), "actor"),
        count(extraction.quotations.len(), "quotation"),
        count(ready.quads.lines().count(), "RDF quad"),
    )
}

/// The network and the tables of the whole store.
fn exported(store: &Store, dir: &Path) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let (graph, warnings) = Graph::open_once(store)?;
    warnings.iter().for_each(super::damaged);
    let picture = dir.join("network.dot");
    let network = network(&graph, &Filter { claims: true, top: Some(TOP), ..Filter::default() });
    let failed = |error| Error::because(format!("cannot write {}", picture.display()), error);
    to(Some(&picture), |out| dot::write(&network, &dot::Options::default(), out).map_err(failed))?;
    let mut files = vec![picture];
    files.extend(csv::write(&graph, dir, false)?);
    Ok(files)
}

fn summary(
    store: &Store,
    best: &[Statement],
    files: &[PathBuf],
    out: &mut dyn Write,
) -> Result<()> {
    let telling = statements::telling(best, MOST_TELLING);
    let program = program(store.dir());
    let mut write = || -> std::io::Result<()> {
        if !telling.is_empty() {
            writeln!(out, "\n{BOLD}The most telling statements{BOLD:#}\n")?;
            let rows = telling.iter().map(|&statement| (statement, Vec::new()));
            statements::table(rows).write(out)?;
        }
        writeln!(out, "\n{BOLD}Where it is{BOLD:#}\n")?;
        writeln!(
            out,
            "  {:<28}  {DIM}the store: each article's text, metadata and RDF{DIM:#}",
            store.dir().display().to_string()
        )?;
        for file in files {
            writeln!(out, "  {:<28}  {DIM}{}{DIM:#}", file.display().to_string(), meaning(file))?;
        }
        writeln!(out, "\n{BOLD}What to type next{BOLD:#}\n")?;
        let mut next = vec![
            (format!("{program} query accusations"), "who accuses whom of what"),
            (format!("{program} queries"), "the other questions that have a name"),
        ];
        if let Some(statement) = telling.first() {
            next.push((
                format!("{program} why {}", &statement.id[..8]),
                "how a statement was found",
            ));
        }
        match files.first() {
            Some(picture) => {
                next.push((format!("dot -Tsvg -O {}", quoted(picture)), "draw the network"));
            }
            None => next.push((
                format!("{program} export dot -o network.dot"),
                "the network, for Graphviz",
            )),
        }
        let width = next.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
        next.iter()
            .try_for_each(|(command, why)| writeln!(out, "  {command:<width$}  {DIM}{why}{DIM:#}"))
    };
    write().map_err(failed)
}

fn meaning(file: &Path) -> &'static str {
    match file.file_name().and_then(|name| name.to_str()).unwrap_or("") {
        "network.dot" => "who acts on whom, for Graphviz",
        "statements.csv" => "every statement with its quote, for a spreadsheet",
        "actors.csv" => "the actors and their names",
        "edges.csv" => "the network as a table",
        _ => "",
    }
}
