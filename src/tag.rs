//! Words: the syntactic units of a sentence with lemma, part of speech and features.

use crate::span::Span;
use crate::ud::{Feats, Upos};

/// A word as Universal Dependencies mean it: *zum* is one token and two words.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As written, NFC; for a part of a contraction its full form (zum: "zu", "dem").
    pub form: String,
    /// Index into `Sentence::tokens`; the words of one contraction share it.
    pub token: usize,
    /// The token's span.
    pub span: Span,
    pub lemma: String,
    pub upos: Upos,
    pub feats: Feats,
}
