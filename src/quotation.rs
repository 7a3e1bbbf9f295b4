//! Quotations: who says what, by which words; direct and indirect speech.

use crate::span::Span;

/// Words that an article attributes to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    pub kind: QuotationKind,
    /// What is said; several spans where the attribution stands in between.
    pub quote: Vec<Span>,
    /// Who says so, as written; `None` where it is left open ("hieß es").
    pub speaker: Option<Span>,
    /// Index into the article's actors.
    pub actor: Option<usize>,
    /// The words that attribute it: "sagte", "laut".
    pub cue: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotationKind {
    /// In quotation marks.
    Direct,
    /// In the article's words: "dass ...", Konjunktiv I, "laut ...".
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}
