//! Articles from files and options, worked on in parallel, handed on in order; a bad one is reported and the rest goes on.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use tripel::article::{Article, Metadata, parse_date};
use tripel::error::{Error, Result};
use tripel::lang::{self, Language};

use super::{Outcome, report};

#[derive(clap::Args)]
pub struct Input {
    /// Files: text, Markdown, HTML, JSON, JSON Lines; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
}

/// What is known about an article; it overrides what the file says.
#[derive(clap::Args)]
#[command(next_help_heading = "What is known about the article")]
pub struct Options {
    /// Its title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The day it was published: 2021-07-20, 20.7.2021, "20. Juli 2021"
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who published it
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Where it stands on the web
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Its name in the store; usually that of the file
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Its language: de
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

impl Input {
    /// The articles of the files, one after the other.
    fn articles(&self) -> Result<impl Iterator<Item = Result<Article>>> {
        if self.options.id.is_some() && self.files.len() > 1 {
            return Err(Error::new("--id names one article, but several files are given"));
        }
        let known = self.options.metadata()?;
        Ok(self.files.iter().flat_map(move |file| read(file, &known)))
    }

    /// Works on articles in parallel and hands the results on in the order of the files.
    ///
    /// # Errors
    /// Only where `take` fails; an article that fails is reported, and makes the outcome `Failed`.
    pub fn each<T: Send>(
        &self,
        work: impl Fn(Article) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<Outcome> {
        let mut articles = self.articles()?;
        let progress = Progress::new();
        let (mut good, mut bad) = (0, 0);
        loop {
            let batch: Vec<Result<Article>> = articles.by_ref().take(8 * rayon::current_num_threads()).collect();
            if batch.is_empty() {
                break;
            }
            let results: Vec<Result<T>> =
                batch.into_par_iter().map(|article| article.and_then(&work)).inspect(|_| progress.step()).collect();
            for result in results {
                match result {
                    Ok(result) => {
                        good += 1;
                        progress.suspend(|| take(result))?;
                    }
                    Err(error) => {
                        bad += 1;
                        progress.suspend(|| report(&error));
                    }
                }
            }
        }
        progress.finish();
        Ok(match (good, bad) {
            (_, 1..) => Outcome::Failed,
            (0, _) => Outcome::Nothing,
            _ => Outcome::Done,
        })
    }
}

impl Options {
    pub fn metadata(&self) -> Result<Metadata> {
        let day = |text: &String| parse_date(text).ok_or_else(|| Error::new(format!("'{text}' is no day; write it as 2021-07-20")));
        Ok(Metadata {
            id: self.id.clone(),
            title: self.title.clone(),
            date: self.date.as_ref().map(day).transpose()?,
            source: self.source.clone(),
            url: self.url.clone(),
            language: self.language.clone(),
        })
    }
}

/// The articles of a file or of standard input.
pub fn read(file: &std::path::Path, known: &Metadata) -> Box<dyn Iterator<Item = Result<Article>>> {
    if file.as_os_str() != "-" {
        return Box::new(Article::read(file, known));
    }
    let mut bytes = Vec::new();
    match std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes) {
        Ok(_) => Box::new(Article::from_bytes("-", bytes, known)),
        Err(error) => Box::new(std::iter::once(Err(Error::because("cannot read standard input", error)))),
    }
}

/// The language of an article: what the text looks like, else what is said of it, else German.
///
/// # Errors
/// Where the language is not built in.
pub fn language(article: &Article) -> Result<&'static Language> {
    let code = lang::detect(&article.text).or(article.language.as_deref()).unwrap_or("de");
    lang::language(code).ok_or_else(|| {
        Error::new(format!("the article '{}' is in the language '{code}'; only German (de) is built in", article.id))
    })
}

/// A counter on standard error for what takes longer than two seconds, where that is a terminal.
struct Progress {
    bar: ProgressBar,
    begin: Instant,
}

impl Progress {
    fn new() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}") {
            bar.set_style(style);
        }
        Progress { bar, begin: Instant::now() }
    }

    fn step(&self) {
        if self.bar.is_hidden() && self.begin.elapsed() > Duration::from_secs(2) {
            // draws nothing where standard error is no terminal
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
