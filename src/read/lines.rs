//! JSON Lines: an article a line. A bad line is an error of its own; those after it are read.

use std::io::{BufRead, Cursor, Read};

use super::given::Given;
use super::{LARGEST_RECORD, LARGEST_TEXT, record, stem, unreadable};
use crate::record::article::Article;
use crate::record::error::{Error, Result};

/// JSON Lines, of which one is in memory at a time.
pub(super) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    line: usize,
    given: Given,
    /// How many bytes have been read.
    pub read: u64,
}

impl Iterator for Lines {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Result<Article>> {
        loop {
            let mut bytes = Vec::new();
            let limit = LARGEST_RECORD as u64 + 1;
            let read = self.reader.by_ref().take(limit).read_until(b'\n', &mut bytes);
            match read {
                Ok(0) => return None,
                Ok(length) => self.read += length as u64,
                Err(error) => {
                    // nothing can come after it
                    self.reader = Box::new(Cursor::new(Vec::new()));
                    return Some(Err(unreadable(&self.name, error)));
                }
            }
            self.line += 1;
            if bytes.len() > LARGEST_RECORD
                && bytes.last() != Some(&b'\n')
                && let Err(error) = self.skip_line()
            {
                return Some(Err(unreadable(&self.name, error)));
            }
            let record = bytes.trim_ascii();
            if !record.is_empty() {
                return Some(from_line(&self.name, self.line, record, &self.given));
            }
        }
    }
}

impl Lines {
    pub fn new(name: &str, reader: Box<dyn BufRead>, given: &Given) -> Lines {
        Lines { name: name.to_owned(), reader, line: 0, given: given.clone(), read: 0 }
    }

    /// Reads to the end of a line that is too long, and keeps nothing of it.
    fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            let bytes = self.reader.fill_buf()?;
            let end = bytes.iter().position(|&byte| byte == b'\n');
            let length = end.map_or(bytes.len(), |end| end + 1);
            self.reader.consume(length);
            self.read += length as u64;
            if end.is_some() || length == 0 {
                return Ok(());
            }
        }
    }
}

fn from_line(name: &str, line: usize, bytes: &[u8], given: &Given) -> Result<Article> {
    let wrong = |what: String| Error::new(format!("{name}, line {line}: {what}"));
    if bytes.len() > LARGEST_RECORD {
        return Err(wrong(format!("the record is larger than {} MB", LARGEST_RECORD >> 20)));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| wrong("the line is not valid UTF-8".into()))?;
    let record = serde_json::from_str(text).map_err(|error| wrong(broken(&error)))?;
    record::article(record, &given.record(line), &format!("{}-{line}", stem(name)), LARGEST_TEXT)
        .map_err(wrong)
}

fn broken(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof => {
            format!("the record is cut off at column {}", error.column())
        }
        _ => format!("the record is not valid JSON: {error}")
            .replace("at line 1 column", "at column"),
    }
}
