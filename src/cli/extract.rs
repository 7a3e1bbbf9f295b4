//! `tripel extract`: statements of articles, without a store.

use std::io::Write;

use clap::ValueEnum;
use tripel::export::{json, rdf as triples};
use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::extract::openie::{Proposition, propositions};
use tripel::extract::statement::Extraction;
use tripel::kb::rdf;
use tripel::record::article::Article;
use tripel::record::error::{Error, Result};

use super::input::Input;
use super::output::{failed, to_stdout};
use super::style::BOLD;
use super::{Global, Outcome, statements};

/// Print the statements of articles; no store is needed
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel extract article.txt
  tripel extract --format jsonl corpus.jsonl > statements.jsonl
  tripel extract --scope all article.txt
  tripel extract --format openie corpus.jsonl > propositions.tsv
  tripel extract --format turtle --base https://example.org/ article.html
  curl -s https://example.org/article.html | tripel extract --format trig -")]
pub struct Args {
    #[command(flatten)]
    input: Input,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Statements about actors, or every predicate with each of its arguments, in the words of the text
    #[arg(long, value_enum, default_value_t = Scope::Actors)]
    scope: Scope,
    /// Only statements that are at least so likely right, 0 to 1; 0.68 where none is given
    #[arg(long, value_name = "NUMBER")]
    min_confidence: Option<f32>,
    /// The base IRI of what RDF names
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scope {
    Actors,
    /// As a table, JSON Lines or openie
    All,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// Statements as JSON Lines
    Jsonl,
    /// Actors as JSON Lines
    Actors,
    /// Quotations as JSON Lines
    Quotations,
    /// PLOVER events as JSON Lines
    Plover,
    /// Article, sentence, subject, relation, object with tabs between, of every predicate
    Openie,
    /// Plain facts and evidence; no graphs of statements
    Turtle,
    Trig,
    Nquads,
    Jsonld,
}

impl Format {
    /// What is written.
    fn noun(self) -> &'static str {
        match self {
            Format::Actors => "actor",
            Format::Quotations => "quotation",
            _ => "statement",
        }
    }

    fn of_triples(self) -> Option<triples::Format> {
        match self {
            Format::Turtle => Some(triples::Format::Turtle),
            Format::Trig => Some(triples::Format::TriG),
            Format::Nquads => Some(triples::Format::NQuads),
            Format::Jsonld => Some(triples::Format::JsonLd),
            _ => None,
        }
    }
}

impl Args {
    /// What an option would not change.
    fn wrong(&self) -> Option<&'static str> {
        let open = self.scope == Scope::All || self.format == Format::Openie;
        let without_statements = open || matches!(self.format, Format::Actors | Format::Quotations);
        if self.min_confidence.is_some() && without_statements {
            return Some(
                "--min-confidence is about statements; it is not for --scope all and the formats \
                 openie, actors and quotations",
            );
        }
        (self.base.is_some() && self.format.of_triples().is_none())
            .then_some("--base is for the formats turtle, trig, nquads and jsonld")
    }
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    if let Some(wrong) = args.wrong() {
        return Err(Error::new(wrong));
    }
    let corrections = global.corrections()?;
    if args.scope == Scope::All || args.format == Format::Openie {
        return open(&args, global, &corrections);
    }
    let languages = args.input.languages(global)?;
    let base = args.base.as_deref().unwrap_or(rdf::BASE);
    let mut outcome = Outcome::Done;
    let mut found = 0;
    to_stdout(|out| {
        let mut quads = Vec::new();
        let work = |article: Article| {
            let mut extraction =
                analyse(&article, languages.of(&article)?, &corrections).extraction;
            extraction.retain(|statement| match args.min_confidence {
                Some(least) => statement.confidence >= least,
                None => statement.is_likely(),
            });
            let quads = match args.format.of_triples() {
                Some(_) => rdf::quads(&article, &extraction, base)?,
                None => Vec::new(),
            };
            Ok((article, extraction, quads))
        };
        outcome = args.input.each(global, work, |(article, extraction, own)| {
            found += match args.format {
                Format::Actors => extraction.actors.len(),
                Format::Quotations => extraction.quotations.len(),
                _ => extraction.statements.len(),
            };
            quads.extend(own);
            write(&article, &extraction, args.format, out)
        })?;
        match args.format.of_triples() {
            // in one document: prefixes once, shared facts once
            Some(_) if quads.is_empty() && matches!(outcome, Outcome::Failed(..)) => Ok(()),
            Some(format) => triples::write(quads, format, base, out),
            None => Ok(()),
        }
    })?;
    if let Some(unmet) = corrections.unmet().filter(|_| global.actor_rows.is_some()) {
        global.note(&unmet);
    }
    Ok(found_in(outcome, found, args.format.noun()))
}

/// Every predicate with each of its arguments.
fn open(args: &Args, global: &Global, corrections: &Corrections) -> Result<Outcome> {
    if !matches!(args.format, Format::Table | Format::Jsonl | Format::Openie) {
        return Err(Error::new("--scope all is written as table, jsonl or openie"));
    }
    let languages = args.input.languages(global)?;
    let mut outcome = Outcome::Done;
    let mut lines = 0;
    to_stdout(|out| {
        let work = |article: Article| {
            let found = propositions(
                &article.text,
                &analyse(&article, languages.of(&article)?, corrections),
            );
            Ok((article, found))
        };
        outcome = args.input.each(global, work, |(article, found)| {
            let written =
                |one: &&Proposition| args.format != Format::Openie || one.object.is_some();
            lines += found.iter().filter(written).count();
            match args.format {
                Format::Jsonl => json::propositions(&article, &found, out),
                Format::Openie => json::openie(&article, &found, out),
                _ => statements::propositions(&article, &found)
                    .write(out)
                    .and_then(|()| writeln!(out)),
            }
            .map_err(failed)
        })?;
        Ok(())
    })?;
    Ok(found_in(outcome, lines, "predicate"))
}

/// "no statement was found", where nothing else went wrong.
fn found_in(outcome: Outcome, found: usize, noun: &str) -> Outcome {
    match outcome {
        Outcome::Done if found == 0 => Outcome::Nothing(format!("no {noun} was found")),
        outcome => outcome,
    }
}

fn write(
    article: &Article,
    extraction: &Extraction,
    format: Format,
    out: &mut dyn Write,
) -> Result<()> {
    match format {
        Format::Table => {
            let title = article.title.as_deref().unwrap_or("");
            writeln!(out, "{BOLD}{}{BOLD:#}  {title}", article.id)
                .and_then(|()| statements::table_of(extraction).write(out))
                .and_then(|()| writeln!(out))
        }
        Format::Jsonl => json::statements(article, extraction, out),
        Format::Actors => json::actors(article, extraction, out),
        Format::Quotations => json::quotations(article, extraction, out),
        Format::Plover => json::plover(article, extraction, out),
        Format::Openie | Format::Turtle | Format::Trig | Format::Nquads | Format::Jsonld => Ok(()),
    }
    .map_err(failed)
}
