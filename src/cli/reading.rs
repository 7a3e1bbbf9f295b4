//! Files and addresses of the web while their articles are read, one after the other.

use std::iter::Zip;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use tripel::read::{Articles, How, damage};
#[cfg(feature = "fetch")]
use tripel::read::{Fetcher, is_address};
use tripel::record::article::{Article, Metadata};
use tripel::record::error::Result;

use super::output::say;

/// How many bytes all files have; `None` where one is no plain file.
pub fn bytes_of(files: &[PathBuf]) -> Option<u64> {
    let bytes = |file: &PathBuf| {
        let metadata = file.metadata().ok()?;
        metadata.is_file().then_some(metadata.len())
    };
    files.iter().map(bytes).sum()
}

/// The articles of a file or of standard input.
pub fn read(file: &Path, known: &Metadata, how: &How) -> Articles {
    if file.as_os_str() == "-" {
        Article::from_reader_as("-", std::io::stdin(), known, how)
    } else {
        Article::read_as(file, known, how)
    }
}

/// Files, with the ids that tell files of one name in several folders apart.
type Files = Zip<IntoIter<PathBuf>, IntoIter<Option<String>>>;

/// Files while their articles are read.
pub struct Reading {
    files: Files,
    known: Metadata,
    how: How,
    /// The one that is being read.
    pub file: PathBuf,
    current: Option<(Articles, u64)>,
    /// What tells the current file's article from that of another one.
    id: Option<String>,
    /// How many bytes of the files have been read.
    pub read: u64,
    #[cfg(feature = "fetch")]
    fetcher: Fetcher,
}

impl Reading {
    pub fn new(files: Files, known: Metadata, how: How) -> Reading {
        Reading {
            files,
            known,
            how,
            file: PathBuf::new(),
            current: None,
            id: None,
            read: 0,
            #[cfg(feature = "fetch")]
            fetcher: Fetcher::new(std::time::Duration::from_secs(1)),
        }
    }

    /// A site of the web is asked again only after so many seconds.
    #[cfg(feature = "fetch")]
    pub fn with_pause(self, seconds: f64) -> Reading {
        let pause = std::time::Duration::from_secs_f64(seconds.clamp(0.0, 3600.0));
        Reading { fetcher: Fetcher::new(pause), ..self }
    }

    fn articles(&mut self) -> Articles {
        let name = self.file.to_string_lossy();
        let origin = (name != "-").then(|| name.clone().into_owned());
        let known = Metadata { origin, ..self.known.clone() };
        #[cfg(feature = "fetch")]
        if is_address(&name) && name.contains("://") {
            return self.fetcher.articles(&name, &known, &self.how);
        }
        read(&self.file, &known, &self.how)
    }
}

impl Iterator for Reading {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Result<Article>> {
        loop {
            if let Some((articles, begin)) = &mut self.current {
                let article = articles.next();
                if let Some(read) = articles.bytes_read() {
                    self.read = *begin + read;
                }
                if let Some(article) = article {
                    return Some(
                        article.map(|article| called(article, self.id.as_deref(), &self.file)),
                    );
                }
                self.current = None;
            }
            let (file, id) = self.files.next()?;
            (self.file, self.id) = (file, id);
            let begin = self.read;
            let articles = self.articles();
            if articles.bytes_read().is_none() {
                self.read += self.file.metadata().map_or(0, |metadata| metadata.len());
            }
            self.current = Some((articles, begin));
        }
    }
}

/// An article that is called by its file's name, with the id that tells it from another file's; what is wrong with its letters is said.
fn called(article: Article, id: Option<&str>, file: &Path) -> Article {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let article = match id.filter(|_| article.origin.is_some()) {
        Some(id) => {
            // "2024/all-3" is the third article of "2024/all.csv", "2024/all/a" the file "a.html" in "2024/all.zip"
            let own = match article.id.strip_prefix(&*stem) {
                Some(number) if number.is_empty() || number.starts_with('-') => {
                    format!("{id}{number}")
                }
                _ => format!("{id}/{}", article.id),
            };
            Article { id: own, ..article }
        }
        None => article,
    };
    if let Some(what) = damage(&article.text) {
        say(&format!("warning: the text of '{}' {what}", article.id));
    }
    article
}
