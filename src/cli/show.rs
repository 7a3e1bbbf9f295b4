//! `tripel show`: what each stage finds in an article.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tripel::article::Article;
use tripel::conllu;
use tripel::corrections::Corrections;
use tripel::error::{Error, Result};
use tripel::export::json;
use tripel::extract::{Analysis, analyse, analyse_story, analyse_trees};
use tripel::lang::{self, Language};
use tripel::parse::trees_of;
use tripel::sentence::Sentence;
use tripel::span::Span;

use super::input::{Options, language, read};
use super::output::{failed, to_stdout};
use super::{Global, Outcome, stages};

/// Look inside the stages: what each finds in an article
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel show article.html --stage body        what is story, and why the rest is not
  tripel show article.txt --stage tree         the dependency trees, as CoNLL-U
  tripel show article.txt --stage actors       who is meant by which words, and why
  echo 'Xi reiste nach Moskau.' | tripel show --raw - --stage clauses")]
pub struct Args {
    /// A file: text, Markdown, HTML, JSON, JSON Lines; `-` is standard input
    #[arg(required_unless_present = "tokens", value_name = "FILE")]
    file: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Stage::Statements)]
    stage: Stage,
    /// For people, or as JSON Lines (actors, quotations, statements)
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Take the file as it is: no markup, no boilerplate, no language to find out
    #[arg(long)]
    raw: bool,
    /// Take sentences and words from a CoNLL-U file; only the words' forms are read
    #[arg(long, value_name = "CONLLU", conflicts_with_all = ["file", "raw"])]
    tokens: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Which lines are the story, and why the others are not
    Body,
    Tokens,
    /// Dependency trees, as CoNLL-U
    Tree,
    Clauses,
    Mentions,
    Actors,
    Quotations,
    Statements,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Jsonl,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    let records = [Stage::Actors, Stage::Quotations, Stage::Statements];
    if args.format == Format::Jsonl && !records.contains(&args.stage) {
        return Err(Error::new("--format jsonl is for the stages actors, quotations and statements"));
    }
    to_stdout(|out| match (&args.tokens, &args.file) {
        (Some(path), _) => {
            let (article, analysis) = of_tokens(path, &corrections)?;
            print(&article, &analysis, &args, None, out)
        }
        (None, Some(file)) if args.raw => {
            let article = raw(file)?;
            let lang = german()?;
            let all = [Span::new(0, article.text.len())];
            print(&article, &analyse_story(&article, &all, lang, &corrections), &args, Some(lang), out)
        }
        (None, Some(file)) => read(file, &args.options.metadata()?).try_for_each(|article| {
            let article = article?;
            let lang = language(&article)?;
            print(&article, &analyse(&article, lang, &corrections), &args, Some(lang), out)
        }),
        (None, None) => Ok(()),
    })?;
    Ok(Outcome::Done)
}

fn german() -> Result<&'static Language> {
    lang::language("de").ok_or_else(|| Error::new("German is not built in"))
}

fn raw(file: &Path) -> Result<Article> {
    let text = if file.as_os_str() == "-" { io::read_to_string(io::stdin().lock()) } else { std::fs::read_to_string(file) };
    let text = text.map_err(|error| Error::because(format!("cannot read {}", file.display()), error))?;
    let id = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(bare(id, text))
}

fn bare(id: String, text: String) -> Article {
    Article { id, title: None, date: None, source: None, url: None, language: None, text }
}

/// The words of a CoNLL-U file, tagged and parsed anew.
fn of_tokens(path: &Path, corrections: &Corrections) -> Result<(Article, Analysis)> {
    let source = std::fs::read_to_string(path).map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
    let (text, given) = conllu::read(&source).map_err(|error| Error::new(format!("{}: {error}", path.display())))?;
    let lang = german()?;
    let tokens = |words: &[tripel::tag::Word]| {
        let mut spans: Vec<Span> = words.iter().map(|word| word.span).collect();
        spans.dedup();
        spans
    };
    let sentences = given.iter().map(|tree| Sentence { span: tree.span, tokens: tokens(&tree.words) }).collect();
    let trees = trees_of(given.into_iter().map(|tree| (tree.span, tree.words)).collect(), &lang.models, &lang.forms);
    let article = bare("tokens".to_owned(), text);
    let analysis = analyse_trees(&article, sentences, trees, lang, corrections);
    Ok((article, analysis))
}

fn print(article: &Article, analysis: &Analysis, args: &Args, lang: Option<&Language>, out: &mut dyn Write) -> Result<()> {
    let extraction = &analysis.extraction;
    match (args.stage, args.format) {
        (Stage::Body, _) => match lang.filter(|_| !args.raw) {
            Some(lang) => stages::body(article, &article.body(lang), out),
            None => writeln!(out, "{}", article.text),
        },
        (Stage::Tokens, _) => stages::tokens(article, analysis, out),
        (Stage::Tree, _) => conllu::write(&article.id, &article.text, &analysis.trees, out),
        (Stage::Clauses, _) => stages::clauses(analysis).write(out),
        (Stage::Mentions, _) => stages::mentions(article, analysis).write(out),
        (Stage::Actors, Format::Table) => stages::actors(article, analysis).write(out),
        (Stage::Quotations, Format::Table) => stages::quotations(article, analysis).write(out),
        (Stage::Statements, Format::Table) => super::statements::table(&extraction.statements).write(out),
        (Stage::Actors, Format::Jsonl) => json::actors(article, extraction, out),
        (Stage::Quotations, Format::Jsonl) => json::quotations(article, extraction, out),
        (Stage::Statements, Format::Jsonl) => json::statements(article, extraction, out),
    }
    .map_err(failed)
}
