//! Quotations: who says what, by which words; direct and indirect speech.

use crate::clause::Clause;
use crate::entity::Entities;
use crate::lang::Language;
use crate::parse::Tree;
use crate::span::Span;
use crate::ud::names;

/// Who says what in an article, in the order of the text.
pub fn quotations(
    _text: &str,
    _trees: &[Tree],
    _clauses: &[Clause],
    _entities: &Entities,
    _lang: &'static Language,
) -> Vec<Quotation> {
    Vec::new()
}

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

names! {
    QuotationKind {
        // in quotation marks
        Direct = "direct",
        // in the article's words: "dass ...", Konjunktiv I, "laut ..."
        Indirect = "indirect",
        // partly in quotation marks
        Mixed = "mixed",
    }
}
