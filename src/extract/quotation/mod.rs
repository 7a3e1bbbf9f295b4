//! Quotations: who says what, by which words; direct and indirect speech.
//!
//! In "„Das ist falsch“, sagte Hanson. Es sei für China schwer." both sentences are Hanson's, the second without a cue.

mod mood;
mod content;
mod direct;
mod free;
mod nouns;
mod phrases;
mod places;
mod verbs;

use crate::extract::clause::{Clause, ClauseKind, Voice};
use crate::extract::entity::Entities;
use crate::language::Language;
use crate::language::lexicon::capitalised;
use crate::record::names::names;
use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Case, Deprel, Upos, VerbForm};
pub(super) use mood::konjunktiv;
use places::Before;
pub use places::{Places, trees_of};

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
        // a sentence that goes on in the Konjunktiv, or by "soll", without a cue
        Free = "free",
        // what somebody says is told as a deed, without a content clause: "forderte die Rückgabe"
        Reported = "reported",
    }
}

/// Who says what in an article, in the order of the text.
pub fn quotations(
    text: &str,
    trees: &[Tree],
    clauses: &[Clause],
    entities: &Entities,
    lang: &'static Language,
) -> Vec<Quotation> {
    let marked = direct::marked(trees);
    let reader = Reader { text, trees, clauses, entities, lang, marked };
    let mut before = Before::new(trees);
    for at in 0..trees.len() {
        for quotation in reader.of_tree(at, &before) {
            let told = reader.is_told(&quotation);
            before.push(quotation, told);
        }
    }
    free::joined(text, before.all())
}

struct Reader<'a> {
    text: &'a str,
    trees: &'a [Tree],
    clauses: &'a [Clause],
    entities: &'a Entities,
    lang: &'static Language,
    marked: Vec<Span>,
}

impl Reader<'_> {
    fn of_tree(&self, at: usize, before: &Before) -> Vec<Quotation> {
        let tree = &self.trees[at];
        let mut found: Vec<Quotation> = Vec::new();
        let goes_on = |own: &Quotation| {
            before.last(3).any(|other| {
                other.kind == QuotationKind::Direct && shared(&other.quote, own.quote[0]) > 0
            })
        };
        for clause in self.clauses_of(at) {
            found.extend(self.by_verb(clause).filter(|own| !goes_on(own)));
        }
        // of two verbs with the same content the nearer one has it
        let far = |quotation: &Quotation| {
            let (quote, cue) = (quotation.quote[0], quotation.cue.unwrap_or(quotation.quote[0]));
            if cue.start >= quote.end {
                cue.start - quote.end
            } else {
                quote.start.saturating_sub(cue.end)
            }
        };
        found.sort_by_key(|quotation| (far(quotation), quotation.quote[0]));
        let mut nearest: Vec<Quotation> = Vec::new();
        for own in found {
            if !nearest.iter().any(|other| alike(other, &own)) {
                nearest.push(own);
            }
        }
        let mut found = nearest;
        // what the words of somebody say about a third is left to the clauses
        let outer: Vec<Quotation> = found.clone();
        found.retain(|own| {
            let inside = |other: &Quotation| {
                own.quote != other.quote
                    && other
                        .quote
                        .iter()
                        .any(|quote| own.cue.is_some_and(|cue| quote.contains(cue)))
            };
            !outer.iter().any(inside)
        });
        for other in self.by_phrases(at, before) {
            // "er hatte laut X kritisiert, dass ...": X tells of his words
            let tells_of = |own: &Quotation| {
                own.cue.is_some_and(|cue| other.quote.iter().any(|quote| quote.contains(cue)))
            };
            if !found.iter().any(|own| alike(own, &other) && !tells_of(own)) {
                found.push(other);
            }
        }
        let by_nouns = self.by_nouns(at, &found);
        found.extend(by_nouns.into_iter().filter(|own| !goes_on(own)));
        found.extend(self.after_colon(at, &found));
        if let Some(free) = self.free(at, &found, before) {
            found.retain(|other| shared(&free.quote, other.quote[0]) == 0);
            found.push(free);
        }
        let first = self.marked.partition_point(|mark| mark.start < tree.span.start);
        for &mark in self.marked[first..].iter().take_while(|mark| mark.start < tree.span.end) {
            let Some(direct) = self.direct(at, mark, &found, before) else { continue };
            found.retain(|other| !self.replaces(&direct, other));
            found.push(direct);
        }
        if found.is_empty()
            && let Some(referred) = self.referred(at, at.checked_sub(1))
        {
            found.push(referred);
        } else if found.is_empty() {
            found.extend(self.clauses_of(at).filter_map(|clause| self.reported(clause)).next());
        }
        found.sort_by_key(|quotation| quotation.quote[0]);
        found
    }

    fn clauses_of(&self, at: usize) -> impl Iterator<Item = &Clause> {
        let first = self.clauses.partition_point(|clause| clause.tree < at);
        self.clauses[first..]
            .iter()
            .take_while(move |clause| clause.tree == at)
            .filter(|clause| clause.kind != ClauseKind::Nominal)
    }

    fn sentence(&self, at: usize) -> Span {
        let span = self.trees[at].span;
        Span::new(span.start, span.start + self.text[span.start..span.end].trim_end().len())
    }

    fn head_span(&self, clause: &Clause) -> Span {
        self.trees[clause.tree].words[clause.head].span
    }

    fn speaker(&self, clause: &Clause) -> (Option<Span>, Option<usize>) {
        let tree = &self.trees[clause.tree];
        match clause.subject().filter(|&subject| {
            !tree.words[subject].form.eq_ignore_ascii_case(self.lang.words.reporting.it)
        }) {
            Some(subject) => {
                let subject = self.after_verb(clause, subject).unwrap_or(subject);
                // "ein Hacker, der behauptet, ...": the pronoun is who says so, the hacker whom it means
                let span = match self.which(clause).filter(|&which| subject < which) {
                    Some(which) => tree.words[which].span,
                    None => phrase::span(tree, &phrase::phrase(tree, subject)),
                };
                (Some(span), self.entities.of(clause.tree, subject))
            }
            None => (None, None),
        }
    }

    /// The pronoun that opens a relative clause as its subject.
    fn which(&self, clause: &Clause) -> Option<usize> {
        let tree = &self.trees[clause.tree];
        let relative = |&word: &usize| {
            tree.deprels[word] == Deprel::Nsubj
                && tree.words[word].upos == Upos::Pron
                && self.lang.grammar.relative.contains(&tree.words[word].form.as_str())
        };
        let own = || tree.children(clause.head).find(relative);
        (clause.kind == ClauseKind::Relative).then(own).flatten()
    }

    /// "Der Politik schlug er vor": the tree took what cannot speak for the subject, and a speaker stands behind the verb.
    fn after_verb(&self, clause: &Clause, subject: usize) -> Option<usize> {
        let tree = &self.trees[clause.tree];
        let own = &tree.words[subject];
        let speaks = own.upos == Upos::Pron || self.can_speak(clause.tree, subject);
        if speaks || clause.voice == Voice::Passive || clause.kind == ClauseKind::Nominal {
            return None;
        }
        let verbs = clause.predicate.iter().copied().chain([clause.head]);
        let verb =
            verbs.filter(|&word| tree.words[word].feats.verb_form == Some(VerbForm::Fin)).min()?;
        let free = |&word: &usize| {
            let other = &tree.words[word];
            let nominative = self.lang.words.reporting.third_person.contains(&other.form.as_str())
                || (matches!(other.upos, Upos::Noun | Upos::Propn)
                    && self.can_speak(clause.tree, word)
                    && !matches!(other.feats.case, Some(Case::Gen | Case::Dat))
                    && phrase::preposition(tree, word).is_none());
            nominative
                && tree.heads[word]
                    .is_some_and(|head| head == clause.head || clause.predicate.contains(&head))
        };
        (subject < verb).then(|| (verb + 1..tree.words.len().min(verb + 8)).find(free)).flatten()
    }

    fn trimmed(&self, tree: usize, mut range: std::ops::Range<usize>) -> Option<Span> {
        let words = &self.trees[tree].words;
        let edge = |word: usize| {
            matches!(words[word].form.as_str(), "," | ":" | ";" | "-" | "–" | "." | "(" | ")")
        };
        while !range.is_empty() && edge(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && edge(range.end - 1) {
            range.end -= 1;
        }
        (!range.is_empty()).then(|| phrase::span(&self.trees[tree], &range))
    }

    fn is_pronoun_of_speaker(&self, form: &str) -> bool {
        let form = form.to_lowercase();
        self.is_first(&form) || self.lang.words.reporting.third_person.contains(&form.as_str())
    }

    /// "ich" and "wir" are whoever speaks.
    fn is_first(&self, speaker: &str) -> bool {
        let own = self.lang.words.reporting.first_person;
        own.iter().any(|own| *own == speaker || capitalised(own) == speaker)
    }
}

fn size(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.end - span.start).sum()
}

/// Two quotations that share most of their text.
fn alike(one: &Quotation, other: &Quotation) -> bool {
    let common: usize = one.quote.iter().map(|span| shared(&other.quote, *span)).sum();
    common * 2 > size(&one.quote) + size(&other.quote) - common
}

fn alike_span(spans: &[Span], whole: Span) -> bool {
    let common = shared(spans, whole);
    common * 2 > size(spans) + (whole.end - whole.start) - common
}

fn shared(spans: &[Span], with: Span) -> usize {
    spans.iter().map(|span| span.end.min(with.end).saturating_sub(span.start.max(with.start))).sum()
}
