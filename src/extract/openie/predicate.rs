//! The words of a relation, in an order that can be read: "hat gewonnen", "kündigte an zu senken", "gewann den Preis".

use std::ops::Range;

use super::{Part, PartKind, Reading, phrases};
use crate::extract::clause::{Argument, Clause, ClauseKind, Voice};
use crate::record::span::Span;
use crate::syntax::phrase;
use crate::ud::{Deprel, Upos, VerbForm};

impl Reading<'_> {
    /// The words of the predicate and what negates it; of an infinitive also those of the verb that it hangs on.
    pub(super) fn predicate(&self) -> Vec<usize> {
        let own = self.own(self.clause);
        if own.is_empty() {
            return own;
        }
        let mut words = self.shared_auxiliaries();
        words.extend(self.governing());
        let last = self.above_bare().is_some() && words.last() > own.first();
        words.extend(own);
        // "entfernen lässt"
        if last {
            words.sort_unstable();
        }
        words
    }

    /// The finite verb first where words of its clause follow it, the others in the order of the text.
    fn own(&self, clause: &Clause) -> Vec<usize> {
        let tree = self.tree;
        let verb = |&word: &usize| {
            !clause.copular
                || word != clause.head
                || matches!(tree.words[word].upos, Upos::Verb | Upos::Aux)
        };
        let mut words: Vec<usize> = clause.predicate.iter().copied().filter(verb).collect();
        let beside: Vec<usize> =
            clause.predicate.iter().flat_map(|&verb| tree.children(verb)).collect();
        let negates = |&child: &usize| {
            tree.deprels[child] == Deprel::Advmod && tree.words[child].feats.negative
        };
        let marks = |&child: &usize| {
            let particle =
                tree.words[child].upos == Upos::Part && tree.deprels[child] == Deprel::Mark;
            particle || clause.kind == ClauseKind::Purpose && tree.deprels[child] == Deprel::Mark
        };
        // "im Zentrum stand": the noun of the predicate with its preposition
        let nouns = words
            .iter()
            .filter(|&&word| tree.words[word].upos == Upos::Noun)
            .flat_map(|&noun| tree.children(noun));
        let edges =
            nouns.filter(|&child| matches!(tree.deprels[child], Deprel::Case | Deprel::Det));
        let more: Vec<usize> = beside
            .iter()
            .copied()
            .filter(|child| negates(child) || marks(child))
            .chain(edges)
            .collect();
        words.extend(more);
        words.sort_unstable();
        words.dedup();
        let finite =
            words.iter().position(|&word| tree.words[word].feats.verb_form == Some(VerbForm::Fin));
        if let Some(at) = finite {
            let verb = words[at];
            let follows = words.last() != Some(&verb)
                || clause.arguments.iter().any(|argument| !argument.shared && argument.head > verb)
                || beside.iter().any(|&child| {
                    child > verb && matches!(tree.deprels[child], Deprel::Obl | Deprel::Obj)
                });
            if follows {
                words[..=at].rotate_right(1);
            }
        }
        words
    }

    /// "wurde übersetzt und verfilmt": the auxiliary of the first participle is that of the second.
    fn shared_auxiliaries(&self) -> Vec<usize> {
        let (tree, clause) = (self.tree, self.clause);
        let form = tree.words[clause.head].feats.verb_form;
        let bare = clause
            .predicate
            .iter()
            .all(|&word| tree.words[word].feats.verb_form != Some(VerbForm::Fin));
        if !bare || tree.deprels[clause.head] != Deprel::Conj || self.has_zu(clause) {
            return Vec::new();
        }
        let Some(first) = clause.parent.map(|parent| &self.clauses[parent]) else {
            return Vec::new();
        };
        if tree.words[first.head].feats.verb_form != form || form.is_none() {
            return Vec::new();
        }
        let auxiliary = |&word: &usize| {
            word != first.head && matches!(tree.words[word].upos, Upos::Aux | Upos::Verb)
        };
        first.predicate.iter().copied().filter(auxiliary).collect()
    }

    fn has_zu(&self, clause: &Clause) -> bool {
        let zu = |child: usize| {
            self.tree.words[child].upos == Upos::Part && self.tree.deprels[child] == Deprel::Mark
        };
        clause.predicate.iter().flat_map(|&verb| self.tree.children(verb)).any(zu)
    }

    /// "beschloss, die Firma zu verkaufen": an infinitive is read with the verb above whose subject it shares.
    fn governing(&self) -> Vec<usize> {
        if !matches!(self.clause.kind, ClauseKind::Infinitive | ClauseKind::Purpose) {
            return Vec::new();
        }
        let Some(mut parent) = self.clause.parent.map(|parent| &self.clauses[parent]) else {
            return Vec::new();
        };
        // "um zu leben und sich zu erholen": both hang on the same verb
        let conjunct = self.tree.deprels[self.clause.head] == Deprel::Conj;
        for _ in 0..self.clauses.len() {
            match parent.parent {
                Some(above)
                    if conjunct
                        && matches!(parent.kind, ClauseKind::Infinitive | ClauseKind::Purpose) =>
                {
                    parent = &self.clauses[above];
                }
                _ => break,
            }
        }
        if self.above_bare().is_some() {
            return self.own(parent);
        }
        if parent.kind == ClauseKind::Nominal
            || self.subject(parent) != self.subject(self.clause)
            || parent.copular
        {
            return Vec::new();
        }
        if self.clause.kind == ClauseKind::Purpose && parent.kind == ClauseKind::Infinitive {
            return Vec::new();
        }
        let mut words = self.own(parent);
        let last = words.last().copied().unwrap_or(0);
        let object = parent
            .object()
            .filter(|_| self.clause.kind == ClauseKind::Purpose && parent.voice != Voice::Passive);
        if let Some(object) = object {
            words.extend(phrases::whole(self.tree, object));
            if last > object {
                words[1..].sort_unstable();
            }
        }
        words
    }

    /// The relation with the object inside: complete, and minimal.
    pub(super) fn with_object(&self, predicate: &[usize], part: &Part) -> [String; 2] {
        let tree = self.tree;
        let heads = phrase::conjuncts(tree, part.head);
        let last = if part.kind == PartKind::Object {
            *heads.last().unwrap_or(&part.head)
        } else {
            part.head
        };
        let complete = phrases::whole(tree, part.head).start..phrases::whole(tree, last).end;
        let minimal = phrases::minimal(tree, part.head).start..phrases::minimal(tree, last).end;
        let with = |range: Range<usize>| {
            let lent = part.preposition.is_some();
            let range =
                if lent { range } else { phrases::with_preposition(tree, part.head, range) };
            let mut words: Vec<usize> =
                predicate.iter().copied().filter(|word| !range.contains(word)).collect();
            let finite = words.first().copied().unwrap_or(0);
            // in a main clause the verb stays in front: "Den Preis gewann er 1990"
            let front = words.iter().any(|&word| word < finite)
                || range.start > finite
                || self.is_second(finite);
            let at = words
                .iter()
                .position(|&word| word > range.start && !(front && word == finite))
                .unwrap_or(words.len());
            words.splice(at..at, range);
            self.written(&words)
        };
        [with(complete), with(minimal)]
    }

    /// A finite verb that words of its clause follow.
    fn is_second(&self, verb: usize) -> bool {
        let finite = self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin);
        let follows = |argument: &Argument| !argument.shared && argument.head > verb;
        finite
            && (self.clause.arguments.iter().any(follows)
                || self.clause.predicate.iter().any(|&word| word > verb))
    }

    pub(super) fn written(&self, words: &[usize]) -> String {
        let mut written = String::new();
        let mut last: Option<Span> = None;
        for &word in words {
            let (mark, span) =
                (self.tree.words[word].upos == Upos::Punct, self.tree.words[word].span);
            let glued = last.is_some_and(|last| last.end == span.start);
            // "im" is two words at one place; of marks those inside "Top-Stürmer" stay
            let inside =
                || words.contains(&(word + 1)) && self.tree.words[word + 1].span.start == span.end;
            if last == Some(span) || mark && !(glued && inside()) {
                continue;
            }
            if last.is_some() && !glued {
                written.push(' ');
            }
            written += span.of(self.text);
            last = Some(span);
        }
        written
    }
}
