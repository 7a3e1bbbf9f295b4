//! The words of the article that a statement stands on.
//!
//! "Draghi forderte die EU auf, der georgischen Gesellschaft beizustehen." The demand's own words
//! are those behind the comma, its subject stands before it; the evidence is the whole sentence, as
//! "die EU auf, der georgischen Gesellschaft beizustehen" cannot be read.

use super::{Filled, Reading};
use crate::extract::clause::{Clause, ClauseKind};
use crate::record::span::Span;
use crate::syntax::phrase;

impl Reading<'_> {
    /// The words of the clause, with its subject and object where they stand in the same sentence.
    pub(super) fn words(
        &self,
        clause: &Clause,
        subject: Option<&Filled>,
        object: Option<&Filled>,
    ) -> Span {
        let tree = &self.trees[clause.tree];
        let mut span = self.own_words(clause);
        for filled in [subject, object]
            .into_iter()
            .flatten()
            .filter(|filled| tree.span.contains(filled.argument.span))
        {
            span = span.cover(filled.argument.span);
        }
        self.without_signs(span)
    }

    /// The words, and where some of them belong to the clause that governs this one, all of that up
    /// to its predicate.
    pub(super) fn evidence(&self, clause: &Clause, words: Span) -> Span {
        let own = self.own_words(clause);
        if own.contains(words) || reads_as_phrase(clause.kind) {
            return words;
        }
        let Some(governor) = self.governor(clause, words) else { return words };
        let tree = &self.trees[clause.tree];
        let predicate = governor.predicate.iter().map(|&word| tree.words[word].span);
        let mut span = predicate.fold(words, Span::cover);
        if words.start < own.start {
            span.start = span.start.min(phrase::span(tree, &tree.subtree(governor.head)).start);
        }
        self.without_signs(span)
    }

    /// The clause's subtree, with a predicate that begins before it.
    fn own_words(&self, clause: &Clause) -> Span {
        let tree = &self.trees[clause.tree];
        let first = clause.predicate.first().copied().unwrap_or(clause.head);
        phrase::span(tree, &tree.subtree(clause.head)).cover(tree.words[first].span)
    }

    /// The nearest clause above in the tree that holds the words.
    fn governor(&self, clause: &Clause, words: Span) -> Option<&Clause> {
        let tree = &self.trees[clause.tree];
        // clauses stand in the order of their trees
        let first = self.clauses.partition_point(|other| other.tree < clause.tree);
        let last = self.clauses.partition_point(|other| other.tree <= clause.tree);
        let governs = |at: usize| {
            let phrase = || phrase::span(tree, &tree.subtree(at));
            let mut own = self.clauses[first..last].iter().filter(|other| other.head == at);
            own.find(|other| !reads_as_phrase(other.kind)).filter(|_| phrase().contains(words))
        };
        let mut at = clause.head;
        // as many steps as words: a tree has no longer way up
        for _ in 0..tree.words.len() {
            at = tree.heads[at]?;
            if let Some(found) = governs(at) {
                return Some(found);
            }
        }
        None
    }

    /// Without the signs that stand before its first word.
    fn without_signs(&self, span: Span) -> Span {
        let text = span.of(&self.article.text);
        let rest = text.trim_start_matches([',', ';', ':', '.', '-', '–', ')', ' ', '\n']);
        Span::new(span.start + text.len() - rest.len(), span.end)
    }
}

/// Clauses inside a noun phrase are read with their noun: "die EU, die der Gesellschaft hilft".
fn reads_as_phrase(kind: ClauseKind) -> bool {
    matches!(kind, ClauseKind::Relative | ClauseKind::Attribute | ClauseKind::Nominal)
}
