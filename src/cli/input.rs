//! Articles from files and options, worked on in parallel, handed on in order; a bad one is reported and the rest goes on.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tripel::language::{Analyser, Language};
use tripel::languages::language_with;
#[cfg(feature = "fetch")]
use tripel::read::addresses;
use tripel::read::{Field, How, Pattern, column, detect};
use tripel::record::article::{Article, Date, Metadata, distinct_ids, parse_date};
use tripel::record::error::{Error, Result};
use tripel::record::work;

use super::folder::files;
#[cfg(feature = "fetch")]
use super::folder::listed;
use super::origin::Origins;
use super::progress::Progress;
use super::reading::{Reading, bytes_of};
use super::{Global, Outcome, tell};

#[derive(clap::Args)]
pub struct Input {
    /// Files and folders: text, web pages, tables, feeds, mails, documents, archives (docs/formats.md); `-` is standard input
    #[arg(required_unless_present = "urls", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Of folders only files of this name, such as '*.html' (may be repeated)
    #[arg(long, value_name = "PATTERN")]
    glob: Vec<String>,
    /// Fetch the pages and feeds whose addresses stand in this file: one a line, a sitemap, or a list of feeds
    #[arg(long, value_name = "FILE")]
    urls: Option<PathBuf>,
    /// Seconds between two questions to a site of the web
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pause: f64,
    /// A column of tables, or a key of records, that is called otherwise: text=Volltext (may be repeated)
    #[arg(long = "column", value_name = "FIELD=NAME", value_parser = column)]
    columns: Vec<(String, Field)>,
    /// What the names of files say, such as '{date}_{source}_{title}'; '{}' is anything
    #[arg(long, value_name = "PATTERN")]
    name: Option<Pattern>,
    /// Read PDF files by the program pdftotext
    #[arg(long)]
    pdftotext: bool,
    #[command(flatten)]
    budget: Budget,
    #[command(flatten)]
    options: Options,
}

// how much work an article may cost
#[derive(clap::Args)]
pub struct Budget {
    /// Leave out, by name, an article that costs more steps of work than so many for each of its bytes: 20000 where
    /// nothing is given, and ordinary text takes about 30
    #[arg(long = "budget", value_name = "STEPS")]
    steps: Option<u64>,
}

impl Budget {
    /// Works on an article of so many bytes.
    ///
    /// # Errors
    /// That of the work; where the article costs more; where it brings a fault of the program to light.
    pub fn bounded<T>(
        &self,
        article: &str,
        bytes: usize,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        match self.steps {
            Some(steps) => work::within(steps.saturating_mul(bytes as u64), article, work),
            None => work::bounded(article, bytes, work),
        }
    }
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

/// What becomes of articles as they are read.
pub trait Desk {
    /// The article by the name under which it is kept; `None` where nothing needs to be done with it.
    fn settled(&mut self, article: Article) -> Option<Article>;

    /// A file, or a part of it, could not be read.
    fn unread(&mut self, _: &Path) {}
}

impl Desk for Origins {
    fn settled(&mut self, article: Article) -> Option<Article> {
        Some(Origins::settled(self, article))
    }
}

impl Input {
    /// The articles of the files, one after the other.
    fn reading(&self, files: Vec<PathBuf>) -> Result<Reading> {
        if self.options.id.is_some() && files.len() > 1 {
            return Err(Error::new("--id names one article, but several files are given"));
        }
        let known = self.options.metadata()?;
        let ids = distinct_ids(&files);
        let how = How {
            columns: self.columns.clone(),
            name: self.name.clone(),
            pdftotext: self.pdftotext,
        };
        let reading = Reading::new(files.into_iter().zip(ids), known, how);
        #[cfg(feature = "fetch")]
        let reading = reading.with_pause(self.pause);
        Ok(reading)
    }

    /// The files, those in the folders, and the addresses of the web.
    ///
    /// # Errors
    /// Where a folder or the list of addresses cannot be read.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = files(&self.files, &self.glob)?;
        #[cfg(feature = "fetch")]
        if let Some(list) = &self.urls {
            files.extend(listed(list, addresses)?);
        }
        Ok(files)
    }

    /// What the command line names.
    pub fn named(&self) -> &[PathBuf] {
        &self.files
    }

    /// # Errors
    /// Where an option names a language that is not built in.
    pub fn languages(&self, global: &Global) -> Result<Languages> {
        self.options.languages(global)
    }

    /// Works on articles in parallel and hands the results on in the order of the files.
    ///
    /// # Errors
    /// Only where `take` fails; an article that fails is reported, and makes the outcome `Failed`.
    pub fn each<T: Send>(
        &self,
        global: &Global,
        work: impl Fn(Article) -> Result<T> + Sync,
        take: impl FnMut(T) -> Result<()>,
    ) -> Result<Outcome> {
        self.each_settled(global, self.files()?, &mut Origins::default(), work, take)
    }

    /// The same of files that were listed before, with names that tell them apart from those that are there.
    ///
    /// # Errors
    /// Only where `take` fails; an article that fails is reported, and makes the outcome `Failed`.
    pub fn each_settled<T: Send>(
        &self,
        global: &Global,
        files: Vec<PathBuf>,
        desk: &mut impl Desk,
        work: impl Fn(Article) -> Result<T> + Sync,
        mut take: impl FnMut(T) -> Result<()>,
    ) -> Result<Outcome> {
        let mut progress = Progress::new(bytes_of(&files), global.quiet);
        let mut reading = self.reading(files)?;
        let (mut good, mut bad, mut settled) = (0, 0, 0);
        let mut batch = Batch::read(&mut reading, desk);
        let mut done: Vec<Result<T>> = Vec::new();
        while batch.read > 0 || !done.is_empty() {
            settled += batch.read - batch.articles.len();
            let (reached, articles) = (batch.reached, batch.articles);
            let step = || progress.step();
            let worked = || -> Vec<Result<T>> {
                let work = |article: Result<Article>| {
                    article.and_then(|article| self.within_budget(article, &work))
                };
                articles.into_par_iter().map(work).inspect(|_| step()).collect()
            };
            // while all cores work on a batch, the one before it is written and the next one read
            let (worked, next) = std::thread::scope(|scope| -> Result<_> {
                let worked = scope.spawn(worked);
                for result in done.drain(..) {
                    match result {
                        Ok(result) => {
                            good += 1;
                            progress.suspend(|| take(result))?;
                        }
                        Err(error) => {
                            bad += 1;
                            progress.suspend(|| tell(&error));
                        }
                    }
                }
                let next = Batch::read(&mut reading, desk);
                let worked = worked.join();
                Ok((worked.unwrap_or_else(|fault| std::panic::resume_unwind(fault)), next))
            })?;
            progress.reached(reached);
            (done, batch) = (worked, next);
        }
        progress.finish();
        Ok(match (good, bad) {
            (0, 0) if settled == 0 => Outcome::Nothing("the files hold no articles".to_owned()),
            (_, 0) => Outcome::Done,
            (_, bad) => Outcome::Failed(bad, good + bad),
        })
    }

    /// One article that costs too much or shows a fault is an error like another.
    fn within_budget<T>(&self, article: Article, work: impl Fn(Article) -> Result<T>) -> Result<T> {
        let (id, bytes) = (article.id.clone(), article.text.len());
        self.budget.bounded(&id, bytes, || work(article))
    }
}

/// Articles that are worked on at once; so many that a kill loses the work of about a second.
struct Batch {
    articles: Vec<Result<Article>>,
    /// How many were read, also those with which nothing needs to be done.
    read: usize,
    /// How many bytes of the files are read with it.
    reached: u64,
}

impl Batch {
    fn read(reading: &mut Reading, desk: &mut impl Desk) -> Batch {
        let mut articles = Vec::new();
        let mut read = 0;
        while read < 8 * rayon::current_num_threads()
            && let Some(article) = reading.next()
        {
            read += 1;
            match article {
                Ok(article) => articles.extend(desk.settled(article).map(Ok)),
                Err(error) => {
                    desk.unread(&reading.file);
                    articles.push(Err(error));
                }
            }
        }
        Batch { articles, read, reached: reading.read }
    }
}

impl Options {
    /// # Errors
    /// Where a language is named that is not built in.
    pub fn languages(&self, global: &Global) -> Result<Languages> {
        let analyser = global.analyser();
        let known = |code: &String| {
            let short = code.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
            language_with(&short, analyser).ok_or_else(|| {
                Error::new(format!("the language '{code}' is not built in; --language takes de"))
            })
        };
        Ok(Languages { told: self.language.as_ref().map(known).transpose()?, analyser })
    }

    /// What is known about the article.
    ///
    /// # Errors
    /// Where the day is none.
    pub fn metadata(&self) -> Result<Metadata> {
        Ok(Metadata {
            id: self.id.clone(),
            title: self.title.clone(),
            date: self.date.as_deref().map(day).transpose().map_err(Error::new)?,
            source: self.source.clone(),
            url: self.url.clone(),
            authors: Vec::new(),
            language: self.language.clone(),
            origin: None,
        })
    }
}

/// The day that is written.
///
/// # Errors
/// Where it is none.
pub fn day(text: &str) -> std::result::Result<Date, String> {
    parse_date(text).ok_or_else(|| format!("'{text}' is no day; write it as 2021-07-20"))
}

/// How the language of an article is chosen, and how its words are analysed.
#[derive(Clone, Copy)]
pub struct Languages {
    /// What an option names.
    told: Option<&'static Language>,
    analyser: Analyser,
}

impl Languages {
    /// Of a text that is taken as it is: no language is guessed.
    ///
    /// # Errors
    /// Where German is not built in.
    pub fn told_or_german(&self) -> Result<&'static Language> {
        let german = || language_with("de", self.analyser);
        self.told.or_else(german).ok_or_else(|| Error::new("German is not built in"))
    }

    /// The language of an article: what an option says, else what the text looks like, else what the
    /// file says, else German.
    ///
    /// # Errors
    /// Where the language is not built in.
    pub fn of(&self, article: &Article) -> Result<&'static Language> {
        if self.told.is_some() {
            return self.told_or_german();
        }
        let code = detect(&article.text).or(article.language.as_deref()).unwrap_or("de");
        language_with(code, self.analyser).ok_or_else(|| {
            Error::new(format!(
                "the article '{}' is in the language '{code}'; only German (de) is built in, and \
                 --language de takes it as German",
                article.id
            ))
        })
    }
}

/// The language of an article in the store, with the analyser that it was added with: the language
/// that it was added with, where it is built in.
///
/// # Errors
/// Where no language that it may be in is built in.
pub fn stored_language(article: &Article, analyser: Analyser) -> Result<&'static Language> {
    let known = |code| language_with(code, analyser);
    Languages { told: article.language.as_deref().and_then(known), analyser }.of(article)
}
