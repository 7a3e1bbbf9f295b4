//! Articles as published: a file becomes articles, an article's text becomes story and boilerplate.
//!
//! Plain text, Markdown, HTML, JSON and JSON Lines come in; `Article::text` never changes after reading, and every later stage points into it.

use super::date;
use super::ids;

pub use ids::distinct_ids;
pub use jiff::civil::Date;

/// An article: its text as published, and what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// From the record, else from the file's name, as written there but in Unicode's composed form (NFC): "Artikel 7" and "artikel 7"
    /// are two. A long one, or one with control characters, ends in a hash of the whole.
    pub id: String,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
    /// Who wrote it, in the order of the byline: "Mira Anders", "dpa".
    pub authors: Vec<String>,
    /// ISO 639-1; `None` where neither the file nor an option says.
    pub language: Option<String>,
    /// The file by whose name it is called, such as "news/2024/artikel-1.txt" or "news/all.jsonl#3" for the record of a line;
    /// `None` where somebody gave the id, or nobody said which file it is.
    pub origin: Option<String>,
    /// The file and the place in it where the article was read, also where somebody gave its id: by this `sync` knows what is gone.
    pub place: Option<String>,
    /// Never changes; every stage points into it.
    pub text: String,
}

/// What is known about an article beside its text: from options, a file beside it, or the file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub authors: Vec<String>,
    pub language: Option<String>,
    /// The file that it comes from.
    pub origin: Option<String>,
}

impl Article {
    /// The days of the entries of a live blog, each with the byte of the text from which it counts: a line
    /// "12.03.2024, 09:15 Uhr" stands before each. One alone is the day of the article.
    pub fn entry_days(&self) -> Vec<(usize, Date)> {
        let mut at = 0;
        let mut days = Vec::new();
        for line in self.text.split_inclusive('\n') {
            days.extend(date::entry_day(line).map(|day| (at, day)));
            at += line.len();
        }
        if days.len() > 1 { days } else { Vec::new() }
    }
}

impl Metadata {
    /// What is known here, and where nothing is, what the other knows.
    pub fn or(self, other: Metadata) -> Metadata {
        Metadata {
            id: self.id.or(other.id),
            title: self.title.or(other.title),
            date: self.date.or(other.date),
            source: self.source.or(other.source),
            url: self.url.or(other.url),
            authors: if self.authors.is_empty() { other.authors } else { self.authors },
            language: self.language.or(other.language),
            origin: self.origin.or(other.origin),
        }
    }

    pub(crate) fn article(self, id: &str, text: String) -> Article {
        let is_given = self.id.is_some();
        Article {
            id: ids::id(self.id.as_deref().unwrap_or(id)),
            title: self.title,
            date: self.date,
            source: self.source,
            url: self.url,
            authors: self.authors,
            language: self.language.and_then(|code| language_code(&code)),
            origin: self.origin.clone().filter(|_| !is_given),
            place: self.origin,
            text,
        }
    }
}

/// The day that a person or a program wrote: "2021-07-20T14:30:00Z", "20.07.2021", "20. Juli 2021".
pub fn parse_date(written: &str) -> Option<Date> {
    date::parse(written)
}

/// "de-AT", "DE_at" and "de" are "de"; words such as "German" are nothing.
fn language_code(written: &str) -> Option<String> {
    let code = written.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let known = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    known.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_codes_are_short() {
        assert_eq!(language_code("de-AT").as_deref(), Some("de"));
        assert_eq!(language_code("German"), None);
    }
}
