//! `tripel show`: what each stage finds in an article.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tripel::article::Article;
use tripel::conllu;
use tripel::corrections::Corrections;
use tripel::error::{Error, Result};
use tripel::export::{json, tree};
use tripel::extract::{Analysis, analyse, analyse_story, analyse_trees};
use tripel::lang::{self, Language};
use tripel::parse::{Tree, trees_of};
use tripel::sentence::Sentence;
use tripel::span::Span;

use super::input::{Options, language, read};
use super::output::{failed, to_stdout};
use super::{Global, Outcome, drawn, stages};

/// Look inside the stages: what each finds in an article
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel show article.html --stage body        what is story, and why the rest is not
  tripel show article.txt --stage tree         the dependency trees: drawn in a terminal, else CoNLL-U
  tripel show article.txt --svg --sentence 3 > tree.svg     one of them as a picture, arcs over words
  tripel show article.txt --stage actors       who is meant by which words, and why
  echo 'Xi reiste nach Moskau.' | tripel show --raw - --stage clauses")]
pub struct Args {
    /// A file: text, Markdown, HTML, JSON, JSON Lines; `-` is standard input
    #[arg(required_unless_present = "tokens", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Statements where none is named, trees with --draw or --svg
    #[arg(long, value_enum)]
    stage: Option<Stage>,
    /// For people, or as JSON Lines (actors, quotations, statements)
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Draw the trees, a word a line, as in a terminal
    #[arg(long, conflicts_with_all = ["format", "svg"])]
    draw: bool,
    /// The trees as a picture: arcs over words, as SVG
    #[arg(long, conflicts_with = "format")]
    svg: bool,
    /// Only the tree of this sentence; 1 is the first (may be repeated)
    #[arg(long = "sentence", value_name = "NUMBER")]
    sentences: Vec<usize>,
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
    /// Dependency trees: drawn in a terminal, else as CoNLL-U
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
    /// Trees only
    Conllu,
}

impl Args {
    fn stage(&self) -> Stage {
        let usual = if self.draw || self.svg { Stage::Tree } else { Stage::Statements };
        self.stage.unwrap_or(usual)
    }

    /// What cannot be written together.
    fn wrong(&self) -> Option<&'static str> {
        let records = [Stage::Actors, Stage::Quotations, Stage::Statements];
        let (stage, tree) = (self.stage(), self.stage() == Stage::Tree);
        if self.format == Some(Format::Jsonl) && !records.contains(&stage) {
            return Some("--format jsonl is for the stages actors, quotations and statements");
        }
        let of_trees = self.draw || self.svg || !self.sentences.is_empty() || self.format == Some(Format::Conllu);
        (of_trees && !tree).then_some("--draw, --svg, --sentence and --format conllu are for the stage tree")
    }
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    if let Some(wrong) = args.wrong() {
        return Err(Error::new(wrong));
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
        (None, Some(file)) => {
            let mut articles = read(file, &args.options.metadata()?);
            let first = articles.next();
            let mut rest = articles.peekable();
            if args.svg && rest.peek().is_some() {
                return Err(Error::new(format!("a picture is of one article, and {} has several", file.display())));
            }
            first.into_iter().chain(rest).try_for_each(|article| {
                let article = article?;
                let lang = language(&article)?;
                print(&article, &analyse(&article, lang, &corrections), &args, Some(lang), out)
            })
        }
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
    match (args.stage(), args.format.unwrap_or(Format::Table)) {
        (Stage::Body, _) => match lang.filter(|_| !args.raw) {
            Some(lang) => stages::body(article, &article.body(lang), out),
            None => writeln!(out, "{}", article.text),
        },
        (Stage::Tokens, _) => stages::tokens(article, analysis, out),
        (Stage::Tree, _) => trees(article, &analysis.trees, args, out),
        (Stage::Clauses, _) => stages::clauses(analysis).write(out),
        (Stage::Mentions, _) => stages::mentions(article, analysis).write(out),
        (Stage::Actors, Format::Jsonl) => json::actors(article, extraction, out),
        (Stage::Quotations, Format::Jsonl) => json::quotations(article, extraction, out),
        (Stage::Statements, Format::Jsonl) => json::statements(article, extraction, out),
        (Stage::Actors, _) => stages::actors(article, analysis).write(out),
        (Stage::Quotations, _) => stages::quotations(article, analysis).write(out),
        (Stage::Statements, _) => super::statements::table(&extraction.statements).write(out),
    }
    .map_err(failed)
}

/// All trees, or those of the sentences that were asked for; a sentence that is not there gives none.
fn trees(article: &Article, trees: &[Tree], args: &Args, out: &mut dyn Write) -> io::Result<()> {
    let wanted = |number: &usize| args.sentences.is_empty() || args.sentences.contains(number);
    let shown: Vec<(usize, &Tree)> = (1..).zip(trees).filter(|(number, _)| wanted(number)).collect();
    if args.svg {
        return out.write_all(tree::draw(&article.text, &shown).as_bytes());
    }
    if args.draw || args.format.is_none() && io::stdout().is_terminal() {
        return shown.iter().try_for_each(|&(number, tree)| drawn::write(number, &article.text, tree, out));
    }
    conllu::write_numbered(&article.id, &article.text, &shown, out)
}
