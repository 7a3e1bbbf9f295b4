//! What tells statements apart: their identifiers, and what makes one the repetition of another.

use super::{Filled, Predicate};
use crate::record::span::Span;

/// From the article's id and the places of predicate, subject and object: it stays when an actor is renamed or a gloss is
/// corrected. It begins with a letter, for spreadsheets take 12e45678 for a number.
pub(super) fn identifier(
    article: &str,
    predicate: Span,
    subject: Option<&Filled>,
    object: Option<&Filled>,
) -> String {
    let place = |span: Span| format!("{}-{}", span.start, span.end);
    let of = |filled: Option<&Filled>| filled.map_or(String::new(), |filled| place(filled.place));
    hashed(&[article, &place(predicate), &of(subject), &of(object)])
}

pub(super) fn hashed(parts: &[&str]) -> String {
    format!("s{}", &blake3::hash(parts.join("\u{1f}").as_bytes()).to_hex()[..16])
}

pub(super) fn said(
    evidence: &str,
    subject: Option<&Filled>,
    predicate: &Predicate,
    object: Option<&Filled>,
) -> String {
    let label = |filled: Option<&Filled>| {
        filled.map_or(String::new(), |filled| filled.argument.label_de.clone())
    };
    [evidence, &label(subject), &predicate.lemma, &label(object)].join("\u{1f}")
}
