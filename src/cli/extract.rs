//! `tripel extract`: statements of articles, without a store.

use std::io::Write;

use clap::ValueEnum;
use tripel::article::Article;
use tripel::corrections::Corrections;
use tripel::error::{Error, Result};
use tripel::export::{json, rdf as triples};
use tripel::extract::analyse;
use tripel::openie::propositions;
use tripel::rdf;
use tripel::statement::{Extraction, LIKELY};

use super::input::{Input, language};
use super::output::{BOLD, failed, to_stdout};
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
    /// Only statements that are at least so likely right, 0 to 1
    #[arg(long, value_name = "NUMBER", default_value_t = LIKELY)]
    min_confidence: f32,
    /// The base IRI of what RDF names
    #[arg(long, value_name = "IRI", default_value = rdf::BASE)]
    base: String,
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

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    if args.scope == Scope::All || args.format == Format::Openie {
        return open(&args, &corrections);
    }
    let mut outcome = Outcome::Done;
    let mut found = 0;
    to_stdout(|out| {
        let mut quads = Vec::new();
        let work = |article: Article| {
            let mut extraction = analyse(&article, language(&article)?, &corrections).extraction;
            extraction.retain(|statement| statement.confidence >= args.min_confidence);
            let quads = match args.format.of_triples() {
                Some(_) => rdf::quads(&article, &extraction, &args.base)?,
                None => Vec::new(),
            };
            Ok((article, extraction, quads))
        };
        outcome = args.input.each(work, |(article, extraction, own)| {
            found += extraction.statements.len();
            quads.extend(own);
            write(&article, &extraction, args.format, out)
        })?;
        match args.format.of_triples() {
            // in one document: prefixes once, shared facts once
            Some(format) => triples::write(quads, format, &args.base, out),
            None => Ok(()),
        }
    })?;
    Ok(if found == 0 && matches!(outcome, Outcome::Done) { Outcome::Nothing } else { outcome })
}

/// Every predicate with each of its arguments.
fn open(args: &Args, corrections: &Corrections) -> Result<Outcome> {
    if !matches!(args.format, Format::Table | Format::Jsonl | Format::Openie) {
        return Err(Error::new("--scope all is written as table, jsonl or openie"));
    }
    let mut outcome = Outcome::Done;
    to_stdout(|out| {
        let work = |article: Article| {
            let found = propositions(&article.text, &analyse(&article, language(&article)?, corrections));
            Ok((article, found))
        };
        outcome = args.input.each(work, |(article, found)| {
            match args.format {
                Format::Jsonl => json::propositions(&article, &found, out),
                Format::Openie => json::openie(&article, &found, out),
                _ => statements::propositions(&article, &found).write(out).and_then(|()| writeln!(out)),
            }
            .map_err(failed)
        })?;
        Ok(())
    })?;
    Ok(outcome)
}

fn write(article: &Article, extraction: &Extraction, format: Format, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Table => {
            let title = article.title.as_deref().unwrap_or("");
            writeln!(out, "{BOLD}{}{BOLD:#}  {title}", article.id)
                .and_then(|()| statements::table(&extraction.statements).write(out))
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
