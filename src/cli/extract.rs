//! `tripel extract`: statements of articles, without a store.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use tripel::error::{Error, Result};
use tripel::{article::Article, export::json, extract, lang};

use super::Outcome;

/// Extract the statements of articles and print them.
#[derive(clap::Args)]
pub struct Args {
    /// Files: text, Markdown, HTML, JSON Lines; `-` is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Jsonl,
    Actors,
    Quotations,
}

pub fn run(args: Args) -> Result<Outcome> {
    let lang = lang::language("de").ok_or_else(|| Error::new("German is not built in"))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for file in &args.files {
        let text = std::fs::read_to_string(file).map_err(|e| Error::because(format!("cannot read {}", file.display()), e))?;
        let article: serde_json::Value = serde_json::from_str(&text).map_err(|e| Error::because("json", e))?;
        let article = Article {
            id: article["id"].as_str().unwrap_or("x").to_owned(),
            title: None,
            date: None,
            source: None,
            url: None,
            language: None,
            text: article["text"].as_str().unwrap_or("").to_owned(),
        };
        let extraction = extract::extract(&article, lang);
        let written = match args.format {
            Format::Jsonl => json::statements(&article, &extraction, &mut out),
            Format::Actors => json::actors(&article, &extraction, &mut out),
            Format::Quotations => json::quotations(&article, &extraction, &mut out),
            Format::Table => extraction.statements.iter().try_for_each(|s| {
                let label = |a: &Option<tripel::statement::Argument>| a.as_ref().map_or("-".to_owned(), |a| a.label_en.clone());
                writeln!(
                    out,
                    "[{}] {} - {} ({}) - {} | {} {} {} {}",
                    s.sentence,
                    label(&s.subject),
                    s.predicate.en,
                    s.predicate.lemma,
                    label(&s.object),
                    s.status,
                    if s.negated { "NOT" } else { "" },
                    s.event.as_ref().map_or("", |e| e.kind.as_str()),
                    label(&s.speaker)
                )
            }),
        };
        written.map_err(|error| Error::because("cannot write the statements", error))?;
    }
    Ok(Outcome::Done)
}
