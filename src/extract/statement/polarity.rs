//! Polarity: what a negation holds for, and what is set against it: "nicht gegen X, wohl aber gegen Y", "X unterstützt Y, Z nicht".
//!
//! The words are rows of the cues.

use super::{Filled, Reading};
use crate::extract::clause::{Argument, Clause, Role};
use crate::language::lexicon::CueKind;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Case, Deprel, Upos};

/// How one of several phrases stands to what the clause says of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Contrast {
    #[default]
    None,
    /// "nicht Polen, sondern Litauen": Lithuania.
    Affirmed,
    /// "die Ukraine, nicht aber Russland": Russia.
    Denied,
    /// "..., Ungarn nicht": what the clause says does not hold for whoever stands alone before the negator.
    Alone,
    /// "entweder A oder B"
    Either,
}

impl Reading<'_> {
    /// What the words around a phrase set it against.
    pub(super) fn contrast(&self, tree: &Tree, head: usize) -> Contrast {
        let before = |kind| self.stands_before(tree, head, kind);
        if before(CueKind::Contrast) {
            Contrast::Affirmed
        } else if before(CueKind::Exclusion) {
            Contrast::Denied
        } else if self.stands_alone(tree, head) {
            Contrast::Alone
        } else if before(CueKind::Either) {
            Contrast::Either
        } else {
            Contrast::None
        }
    }

    /// Words of a kind of cue right before a phrase with its preposition, article and adjectives.
    pub(super) fn stands_before(&self, tree: &Tree, head: usize, kind: CueKind) -> bool {
        let part = |word: usize| {
            let own = &tree.words[word];
            matches!(own.upos, Upos::Det | Upos::Adj | Upos::Num | Upos::Adp)
                || (own.upos == Upos::Propn && tree.heads[word] == Some(head))
        };
        for start in (0..=head).rev() {
            if (1..=3.min(start)).any(|count| self.is_cue_at(tree, start - count, count, kind)) {
                return true;
            }
            if start == 0 || !part(start - 1) {
                break;
            }
        }
        false
    }

    fn is_cue_at(&self, tree: &Tree, start: usize, count: usize, kind: CueKind) -> bool {
        let words = &tree.words[start..start + count];
        let forms: Vec<String> = words.iter().map(|word| word.form.to_lowercase()).collect();
        self.lang.lexicon.is_cue(&forms.join(" "), kind)
    }

    /// ", Ungarn nicht.": between a comma behind the verb and a negator before the next mark.
    fn stands_alone(&self, tree: &Tree, head: usize) -> bool {
        let words = &tree.words;
        let phrase = phrase::phrase(tree, head);
        let start = phrase.start;
        let end = (head + 1..words.len()).find(|&word| {
            !(tree.heads[word] == Some(head)
                && matches!(tree.deprels[word], Deprel::Flat | Deprel::Nmod | Deprel::Appos))
        });
        let negator = end.filter(|&end| {
            self.lang.grammar.negators.contains(&words[end].form.to_lowercase().as_str())
        });
        let comma = start.checked_sub(1).is_some_and(|before| words[before].form == ",");
        let verb = || words[..start].iter().any(|word| matches!(word.upos, Upos::Verb | Upos::Aux));
        let after = || {
            negator.is_some_and(|negator| {
                words.get(negator + 1).is_none_or(|next| next.upos == Upos::Punct)
            })
        };
        comma && after() && verb()
    }

    /// A nominative that is no argument yet: in the place of one that is put aside, or alone before a negator.
    pub(super) fn second_subject(&self, clause: &Clause, replaced: bool) -> Option<Argument> {
        let tree = &self.trees[clause.tree];
        let free = |&word: &usize| {
            let alone = matches!(
                tree.deprels[word],
                Deprel::Nsubj | Deprel::Appos | Deprel::Conj | Deprel::Parataxis | Deprel::Dep
            ) && matches!(tree.words[word].upos, Upos::Noun | Upos::Propn)
                && self.stands_alone(tree, word);
            (alone || (replaced && tree.deprels[word] == Deprel::Nsubj))
                && !clause.arguments.iter().any(|argument| argument.head == word)
                && !self.is_aside(tree, word)
        };
        let head = tree.children(clause.head).find(free)?;
        Some(Argument { role: Role::Subject, head, shared: false })
    }

    /// Whoever stands alone before the negator and is no accusative is a second subject: for him it does not hold.
    pub(super) fn rivals(
        &self,
        clause: &Clause,
        subjects: &mut Vec<Option<Filled>>,
        objects: &mut Vec<Filled>,
    ) {
        let tree = &self.trees[clause.tree];
        let rival = |object: &Filled| {
            object.contrast == Contrast::Alone
                && object.preposition.is_none()
                && !matches!(phrase::shown_case(tree, object.head), Some(Case::Acc | Case::Dat))
        };
        if !subjects.iter().any(Option::is_some) || objects.iter().all(rival) {
            return;
        }
        let (rivals, rest) = std::mem::take(objects).into_iter().partition(rival);
        *objects = rest;
        subjects.extend(Vec::into_iter(rivals).map(Some));
    }

    /// Whether a statement is negated: by what is set against what, else by the clause, where its negator is not already another phrase's.
    pub(super) fn is_negated(
        &self,
        clause: &Clause,
        pair: [Option<&Filled>; 2],
        all: &[Contrast],
    ) -> bool {
        let has = |wanted: &[Contrast]| {
            pair.into_iter().flatten().any(|filled| wanted.contains(&filled.contrast))
        };
        if has(&[Contrast::Denied, Contrast::Alone]) {
            return true;
        }
        let taken = all.iter().any(|own| matches!(own, Contrast::Denied | Contrast::Alone));
        let lone = self.negators(clause) < 2;
        let own = clause.negated || self.is_too_little(clause, pair);
        own && !has(&[Contrast::Affirmed]) && !(taken && lone)
    }

    fn negators(&self, clause: &Clause) -> usize {
        let tree = &self.trees[clause.tree];
        let negator = |&word: &usize| {
            self.lang.grammar.negators.contains(&tree.words[word].form.to_lowercase().as_str())
        };
        tree.subtree(clause.head).filter(negator).count()
    }

    /// "unterstützt die Ukraine nicht genug", "liefert zu wenig Waffen": what is too little is not done.
    fn is_too_little(&self, clause: &Clause, pair: [Option<&Filled>; 2]) -> bool {
        let tree = &self.trees[clause.tree];
        let heads = clause
            .predicate
            .iter()
            .copied()
            .chain(pair.into_iter().flatten().map(|filled| filled.head))
            .filter(|&head| head < tree.words.len());
        let little = |word: usize| {
            let count = |count: usize| {
                word + 1 >= count
                    && self.is_cue_at(tree, word + 1 - count, count, CueKind::Insufficient)
            };
            let undone = || {
                word > 0
                    && matches!(tree.words[word - 1].upos, Upos::Det | Upos::Part)
                    && tree.words[word - 1].form != self.lang.grammar.infinitive
            };
            count(2) || (count(1) && !undone())
        };
        heads.flat_map(|head| tree.children(head)).any(little)
    }

    /// "liefert zu wenig Waffen": an object, whatever the arcs take its "zu" for.
    pub(super) fn is_counted(&self, tree: &Tree, head: usize) -> bool {
        head > 1
            && tree.deprels[head - 2] == Deprel::Case
            && self.is_cue_at(tree, head - 2, 2, CueKind::Insufficient)
    }

    /// "gemeinsam mit X", "mit Blick auf X", "statt X", "nach Angaben von X": no part of what is done.
    pub(super) fn is_aside(&self, tree: &Tree, head: usize) -> bool {
        if self.stands_before(tree, head, CueKind::Aside) {
            return true;
        }
        let Some(preposition) = phrase::preposition(tree, head) else { return false };
        let own = &tree.words[head];
        let base = self.lang.lexicon.head_noun(&own.lemma).map(|(start, _)| {
            let mut letters = own.lemma[start..].chars();
            letters.next().map_or(String::new(), |first| {
                first.to_uppercase().chain(letters).collect::<String>()
            })
        });
        let forms = [Some(own.lemma.clone()), Some(own.form.clone()), base];
        forms.into_iter().flatten().any(|form| {
            let text = format!("{preposition} {form}");
            self.lang.lexicon.is_cue(&text, CueKind::Preposition)
                || self.lang.lexicon.is_cue(&text.to_lowercase(), CueKind::Aside)
        })
    }
}
