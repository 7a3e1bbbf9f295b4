//! `tripel add`: articles go into the store; with `--export` the network and the tables are written as well.

use std::io::Write;
use std::path::{Path, PathBuf};

use tripel::article::Article;
use tripel::attribution::Status;
use tripel::error::{Error, Result};
use tripel::export::{csv, dot};
use tripel::extract::extract;
use tripel::graph::Graph;
use tripel::network::{Filter, TOP, network};
use tripel::rdf;
use tripel::statement::{Extraction, Statement};
use tripel::store::Store;

use super::input::{Input, language};
use super::output::{BOLD, DIM, count, failed, program, to, to_stdout};
use super::{Global, Outcome, statements};

/// Extract the statements of articles into the store
///
/// An article that is there already, by its id, is replaced.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel add article.txt --date 2021-07-20 --source 'Example Times'
  tripel add news/*.html corpus.jsonl --store news.kb
  tripel add article.txt --export tripel-out     the network and the tables as well")]
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
struct Ready {
    article: Article,
    extraction: Extraction,
    quads: String,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    let store = Store::create(&global.store)?.with_corrections(corrections.fingerprint());
    let base = base(&store, args.base.as_deref())?;
    if store.is_locked()? {
        anstream::eprintln!("tripel: another process writes to {}; waiting for it", store.dir().display());
    }
    let work = |article: Article| {
        let extraction = extract(&article, language(&article)?, &corrections);
        let quads: String = rdf::quads(&article, &extraction, &base)?.iter().map(|quad| format!("{quad} .\n")).collect();
        Ok(Ready { article, extraction, quads })
    };
    let mut added = 0;
    let mut best: Vec<Statement> = Vec::new();
    let outcome = args.input.each(work, |ready| {
        let replaced = store.add(&ready.article, &base, ready.extraction.statements.len(), &ready.quads)?;
        added += 1;
        best.extend(statements::telling(&ready.extraction.statements, MOST_TELLING).into_iter().cloned());
        best = statements::telling(&best, MOST_TELLING).into_iter().cloned().collect();
        to_stdout(|out| told(&ready, replaced, out).map_err(failed))
    })?;
    let outdated = if corrections.is_empty() { 0 } else { store.outdated()? };
    if outdated > 0 {
        anstream::eprintln!(
            "tripel: {} of the store were extracted before the rows about actors were as they are; 'tripel rebuild' applies them",
            count(outdated, "article")
        );
    }
    let files = match &args.export {
        Some(dir) if added > 0 => exported(&store, dir)?,
        _ => Vec::new(),
    };
    if added > 0 {
        to_stdout(|out| summary(&store, &best, &files, out))?;
    }
    Ok(outcome)
}

const MOST_TELLING: usize = 12;

/// The base IRI: as given, else that of the store's articles, else the usual one.
pub fn base(store: &Store, given: Option<&str>) -> Result<String> {
    let own = store.base()?;
    match (given, own) {
        (Some(given), Some(own)) if given != own => {
            Err(Error::new(format!("the store {} has the base {own}, not {given}; its actors would be two", store.dir().display())))
        }
        (Some(given), _) => Ok(given.to_owned()),
        (None, own) => Ok(own.unwrap_or_else(|| rdf::BASE.to_owned())),
    }
}

fn told(ready: &Ready, replaced: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let extraction = &ready.extraction;
    let plain = extraction.statements.iter().filter(|statement| statement.status == Status::Asserted && !statement.negated).count();
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
    std::fs::create_dir_all(dir).map_err(|error| Error::because(format!("cannot make the folder {}", dir.display()), error))?;
    let (graph, warnings) = Graph::open(store)?;
    warnings.iter().for_each(super::warn);
    let picture = dir.join("network.dot");
    let network = network(&graph, &Filter { claims: true, top: Some(TOP), ..Filter::default() });
    let failed = |error| Error::because(format!("cannot write {}", picture.display()), error);
    to(Some(&picture), |out| dot::write(&network, &dot::Options::default(), out).map_err(failed))?;
    let mut files = vec![picture];
    files.extend(csv::write(&graph, dir, false)?);
    Ok(files)
}

fn summary(store: &Store, best: &[Statement], files: &[PathBuf], out: &mut dyn Write) -> Result<()> {
    let telling = statements::telling(best, MOST_TELLING);
    let program = program(store.dir());
    let mut write = || -> std::io::Result<()> {
        if !telling.is_empty() {
            writeln!(out, "\n{BOLD}The most telling statements{BOLD:#}\n")?;
            statements::table(telling.iter().copied()).write(out)?;
        }
        writeln!(out, "\n{BOLD}Where it is{BOLD:#}\n")?;
        writeln!(out, "  {:<28}  {DIM}the store: each article's text, metadata and RDF{DIM:#}", store.dir().display().to_string())?;
        for file in files {
            writeln!(out, "  {:<28}  {DIM}{}{DIM:#}", file.display().to_string(), meaning(file))?;
        }
        writeln!(out, "\n{BOLD}What to type next{BOLD:#}\n")?;
        let mut next = vec![
            (format!("{program} query accusations"), "who accuses whom of what"),
            (format!("{program} queries"), "the other questions that have a name"),
        ];
        if let Some(statement) = telling.first() {
            next.push((format!("{program} why {}", &statement.id[..8]), "how a statement was found"));
        }
        match files.first() {
            Some(picture) => next.push((format!("dot -Tsvg -O {}", picture.display()), "draw the network")),
            None => next.push((format!("{program} export dot -o network.dot"), "the network, for Graphviz")),
        }
        let width = next.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
        next.iter().try_for_each(|(command, why)| writeln!(out, "  {command:<width$}  {DIM}{why}{DIM:#}"))
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
