//! `tripel extract`: statements of articles, without a store.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tripel::error::{Error, Result};
use tripel::{
    article::{Article, Articles, Metadata},
    export::json,
    extract, lang,
};

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
        for article in articles(file)? {
            let article = article?;
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
    }
    Ok(Outcome::Done)
}

/// The articles of a file, or of standard input.
fn articles(file: &Path) -> Result<Articles> {
    if file != Path::new("-") {
        return Ok(Article::read(file, &Metadata::default()));
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::because("cannot read standard input", error))?;
    Ok(Article::from_bytes("-", bytes, &Metadata::default()))
}
