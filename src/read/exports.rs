//! Text exports of press databases: many articles in one file, each between lines of its head and its end.
//!
//! The same exports come as plain text, RTF and Word documents; each is read as the text that it holds.

pub(super) mod nexis;
pub(super) mod factiva;
pub(super) mod wiso;

use crate::record::reading::{Says, words};

/// The blocks between blank lines, as paragraphs.
fn paragraphs(lines: &[&str]) -> String {
    let blocks = lines.split(|line| line.is_empty()).map(|block| block.join("\n"));
    blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// "Von Mira Anders" is Mira Anders.
pub(super) fn without_by(by: &str) -> String {
    let named = by
        .split_once(' ')
        .filter(|(word, _)| words(Says::BeforeAuthors).contains(&word.to_lowercase().as_str()));
    named.map_or(by, |(_, name)| name).trim().to_owned()
}
