//! Articles as published.

pub use jiff::civil::Date;

/// An article: its text as published, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
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

impl Article {
    /// The spans of the text that are the story.
    pub fn body(&self, _lang: &crate::lang::Language) -> Vec<crate::span::Span> {
        vec![crate::span::Span::new(0, self.text.len())]
    }
}
