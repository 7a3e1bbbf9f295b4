//! Sentences and tokens.

use crate::lang::Language;
use crate::span::Span;

/// A sentence of the story: tokens lie in order, do not overlap, and between them is only white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    pub tokens: Vec<Span>,
}

/// The sentences of the body's spans, in order; none crosses a span's end.
pub fn sentences(_text: &str, _body: &[Span], _lang: &Language) -> Vec<Sentence> {
    Vec::new()
}
