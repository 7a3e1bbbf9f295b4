//! Articles as published: a file becomes articles, an article's text becomes story and boilerplate.
//!
//! Plain text, Markdown, HTML, JSON and JSON Lines come in; `Article::text` never changes after reading, and every later stage points into it.

mod body;
mod date;
mod encoding;
mod html;
mod markdown;
mod read;
mod record;

pub use jiff::civil::Date;

pub use crate::lang::Reason;
pub use body::{Body, Skipped};
pub use read::Articles;

/// An article: its text as published, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Letters, digits, "-", "_" and "." of ASCII, so that it can name a file: from the record, else from the file's name.
    pub id: String,
    pub title: Option<String>,
    pub date: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
    /// ISO 639-1; `None` where neither the file nor an option says.
    pub language: Option<String>,
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
    pub language: Option<String>,
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
            language: self.language.or(other.language),
        }
    }

    fn article(self, id: &str, text: String) -> Article {
        Article {
            id: slug(self.id.as_deref().unwrap_or(id)),
            title: self.title,
            date: self.date,
            source: self.source,
            url: self.url,
            language: self.language.and_then(|code| language_code(&code)),
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

/// Longer identifiers are cut and told apart by a hash.
const LONGEST_ID: usize = 100;

/// An identifier that can name a file and end an IRI: "Café in München" is "Cafe-in-Muenchen".
fn slug(id: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for c in id.trim().nfc() {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'Ä' => slug.push_str("Ae"),
            'Ö' => slug.push_str("Oe"),
            'Ü' => slug.push_str("Ue"),
            'ß' => slug.push_str("ss"),
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') => slug.push(c),
            c => match std::iter::once(c).nfkd().next().filter(char::is_ascii_alphanumeric) {
                Some(base) => slug.push(base),
                None if slug.ends_with('-') => {}
                None => slug.push('-'),
            },
        }
        if slug.len() > 4 * LONGEST_ID {
            break;
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() || slug.len() > LONGEST_ID {
        let hash = blake3::hash(id.as_bytes()).to_hex();
        let kept = slug[..slug.len().min(LONGEST_ID - 13)].trim_end_matches(['-', '.']);
        return format!("{}-{}", if kept.is_empty() { "article" } else { kept }, &hash[..12]);
    }
    slug.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_can_name_files() {
        assert_eq!(slug("gnad-0001"), "gnad-0001");
        assert_eq!(slug("Café in München"), "Cafe-in-Muenchen");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert!(slug("新聞").starts_with("article-"));
        assert!(slug(&"x".repeat(5000)).len() <= LONGEST_ID);
        assert_ne!(slug(&"x".repeat(5000)), slug(&"x".repeat(4999)));
    }

    #[test]
    fn language_codes_are_short() {
        assert_eq!(language_code("de-AT").as_deref(), Some("de"));
        assert_eq!(language_code("German"), None);
    }
}
