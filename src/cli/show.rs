//! `tripel show`: what each stage finds in an article.

use std::io;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tripel::export::{json, tree};
use tripel::extract::corrections::Corrections;
use tripel::extract::{Analysis, analyse, analyse_story, analyse_trees};
use tripel::language::Language;
use tripel::read::{How, page};
use tripel::record::article::{Article, Metadata};
use tripel::record::error::{Error, Result};
use tripel::record::span::Span;
use tripel::syntax::conllu;
use tripel::syntax::parse::{Tree, trees_of};
use tripel::syntax::sentence::Sentence;

use super::input::Options;
use super::output::{count, failed, say, to_stdout};
use super::reading::read;
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
    /// A file of any format that is read (docs/formats.md); `-` is standard input
    #[arg(required_unless_present = "tokens", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Statements where none is named, trees with --draw or --svg
    #[arg(long, value_enum)]
    stage: Option<Stage>,
    /// For people, or as JSON Lines (body, actors, quotations, statements)
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
        let records = [Stage::Body, Stage::Actors, Stage::Quotations, Stage::Statements];
        let (stage, tree) = (self.stage(), self.stage() == Stage::Tree);
        if self.format == Some(Format::Jsonl) && !records.contains(&stage) {
            return Some(
                "--format jsonl is for the stages body, actors, quotations and statements",
            );
        }
        let of_trees = self.draw
            || self.svg
            || !self.sentences.is_empty()
            || self.format == Some(Format::Conllu);
        (of_trees && !tree)
            .then_some("--draw, --svg, --sentence and --format conllu are for the stage tree")
    }
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    if let Some(wrong) = args.wrong() {
        return Err(Error::new(wrong));
    }
    if let (Stage::Body, Some(file)) = (args.stage(), &args.file) {
        to_stdout(|out| bodies(file, &args, global, out))?;
        return Ok(Outcome::Done);
    }
    to_stdout(|out| match (&args.tokens, &args.file) {
        (Some(path), _) => {
            let lang = args.options.languages(global)?.told_or_german()?;
            let (text, given) = tokens(path)?;
            let article = bare(path, text, &args.options)?;
            let analysis = of_tokens(&article, given, lang, &corrections);
            print(&article, &analysis, &args, out)
        }
        (None, Some(file)) if args.raw => {
            let article = bare(file, raw(file)?, &args.options)?;
            let lang = args.options.languages(global)?.told_or_german()?;
            let all = [Span::new(0, article.text.len())];
            print(&article, &analyse_story(&article, &all, lang, &corrections), &args, out)
        }
        (None, Some(file)) => {
            let languages = args.options.languages(global)?;
            let mut articles = read(file, &args.options.metadata()?, &How::default());
            let first = articles.next();
            let mut rest = articles.peekable();
            if args.svg && rest.peek().is_some() {
                return Err(Error::new(format!(
                    "a picture is of one article, and {} has several",
                    file.display()
                )));
            }
            first.into_iter().chain(rest).try_for_each(|article| {
                let article = article?;
                let lang = languages.of(&article)?;
                print(&article, &analyse(&article, lang, &corrections), &args, out)
            })
        }
        (None, None) => Ok(()),
    })?;
    Ok(Outcome::Done)
}

/// The bodies of a file's articles; nothing of them is analysed.
fn bodies(file: &Path, args: &Args, global: &Global, out: &mut dyn Write) -> Result<()> {
    if args.raw {
        return writeln!(out, "{}", raw(file)?).map_err(failed);
    }
    let languages = args.options.languages(global)?;
    let page = page(file);
    for article in read(file, &args.options.metadata()?, &How::default()) {
        let article = article?;
        let body = article.body(languages.of(&article)?);
        match (&page, args.format) {
            (page, Some(Format::Jsonl)) => {
                stages::body_records(&article, &body, page.as_ref(), out)
            }
            (page, _) => stages::body(&article, &body, page.as_ref(), out),
        }
        .map_err(failed)?;
    }
    Ok(())
}

fn raw(file: &Path) -> Result<String> {
    let text = if file.as_os_str() == "-" {
        io::read_to_string(io::stdin().lock())
    } else {
        std::fs::read_to_string(file)
    };
    text.map_err(|error| Error::because(format!("cannot read {}", file.display()), error))
}

/// A text as it is, with what options say about it; called by its file where they do not name it.
fn bare(file: &Path, text: String, options: &Options) -> Result<Article> {
    let Metadata { id, title, date, source, url, language, .. } = options.metadata()?;
    let stem = || file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let id = id.unwrap_or_else(stem);
    Ok(Article { id, title, date, source, url, language, text, ..Article::default() })
}

/// The text of a CoNLL-U file, and its trees.
fn tokens(path: &Path) -> Result<(String, Vec<Tree>)> {
    let source = std::fs::read_to_string(path)
        .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
    conllu::read(&source).map_err(|error| Error::new(format!("{}: {error}", path.display())))
}

/// The words of such trees, tagged and parsed anew.
fn of_tokens(
    article: &Article,
    given: Vec<Tree>,
    lang: &'static Language,
    corrections: &Corrections,
) -> Analysis {
    let tokens = |words: &[tripel::syntax::tag::Word]| {
        let mut spans: Vec<Span> = words.iter().map(|word| word.span).collect();
        spans.dedup();
        spans
    };
    let sentences = given
        .iter()
        .map(|tree| Sentence { span: tree.span, tokens: tokens(&tree.words) })
        .collect();
    let trees = trees_of(
        given.into_iter().map(|tree| (tree.span, tree.words)).collect(),
        &lang.models,
        lang.forms,
    );
    analyse_trees(article, sentences, trees, lang, corrections)
}

fn print(article: &Article, analysis: &Analysis, args: &Args, out: &mut dyn Write) -> Result<()> {
    let extraction = &analysis.extraction;
    if let Some(absent) = absent(args.stage(), analysis) {
        say(&format!("no {absent} was found in '{}'", article.id));
    }
    match (args.stage(), args.format.unwrap_or(Format::Table)) {
        // of a file it is shown before anything is analysed; words that are given have nothing around them
        (Stage::Body, _) => writeln!(out, "{}", article.text),
        (Stage::Tokens, _) => stages::tokens(article, analysis, out),
        (Stage::Tree, _) => trees(article, &analysis.trees, args, out),
        (Stage::Clauses, _) => stages::clauses(analysis).write(out),
        (Stage::Mentions, _) => stages::mentions(article, analysis).write(out),
        (Stage::Actors, Format::Jsonl) => json::actors(article, extraction, out),
        (Stage::Quotations, Format::Jsonl) => json::quotations(article, extraction, out),
        (Stage::Statements, Format::Jsonl) => json::statements(article, extraction, out),
        (Stage::Actors, _) => stages::actors(article, analysis).write(out),
        (Stage::Quotations, _) => stages::quotations(article, analysis).write(out),
        (Stage::Statements, _) => super::statements::table_of(extraction).write(out),
    }
    .map_err(failed)
}

/// What a stage did not find at all.
fn absent(stage: Stage, analysis: &Analysis) -> Option<&'static str> {
    let found = &analysis.extraction;
    let (noun, empty) = match stage {
        Stage::Body => return None,
        Stage::Tokens => ("sentence", analysis.sentences.is_empty()),
        Stage::Tree => ("sentence", analysis.trees.is_empty()),
        Stage::Clauses => ("clause", analysis.clauses.is_empty()),
        Stage::Mentions => ("mention", analysis.mentions.is_empty()),
        Stage::Actors => ("actor", found.actors.is_empty()),
        Stage::Quotations => ("quotation", found.quotations.is_empty()),
        Stage::Statements => ("statement", found.statements.is_empty()),
    };
    empty.then_some(noun)
}

/// All trees, or those of the sentences that were asked for; one that is not there is named.
fn trees(article: &Article, trees: &[Tree], args: &Args, out: &mut dyn Write) -> io::Result<()> {
    let wanted = |number: &usize| args.sentences.is_empty() || args.sentences.contains(number);
    let shown: Vec<(usize, &Tree)> =
        (1..).zip(trees).filter(|(number, _)| wanted(number)).collect();
    if let Some(absent) = args.sentences.iter().find(|&&at| at == 0 || at > trees.len()) {
        say(&format!(
            "there is no sentence {absent} in '{}'; it has {}",
            article.id,
            count(trees.len(), "sentence")
        ));
    }
    if args.svg {
        return out.write_all(tree::draw(&article.text, &shown).as_bytes());
    }
    if args.draw || args.format.is_none() && io::stdout().is_terminal() {
        return shown
            .iter()
            .try_for_each(|&(number, tree)| drawn::write(number, &article.text, tree, out));
    }
    conllu::write_numbered(&article.id, &article.text, &shown, out)
}
