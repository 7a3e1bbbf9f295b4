//! Quotations by a noun or adjective: "die Forderung der CSU, ... zu", "ist der Meinung, dass", "zeigte sich überzeugt, dass".

use super::mood::{Konjunktiv, konjunktiv};
use super::{Quotation, QuotationKind, Reader};
use crate::extract::clause::{Clause, ClauseKind, Voice};
use crate::language::lexicon::NounClass;
use crate::record::span::Span;
use crate::syntax::phrase;
use crate::ud::{Deprel, Upos};

impl Reader<'_> {
    pub(super) fn by_nouns(&self, at: usize, found: &[Quotation]) -> Vec<Quotation> {
        let tree = &self.trees[at];
        let mut all: Vec<Quotation> = Vec::new();
        for clause in self.clauses_of(at) {
            let head = self.head_span(clause);
            let told = |other: &Quotation| other.quote.iter().any(|quote| quote.contains(head));
            if self.is_marked(head) || found.iter().chain(&all).any(told) {
                continue;
            }
            let Some(start) = self.content_start(clause) else { continue };
            let Some((cue, speaker, actor)) = self.announced(at, start, clause.head) else {
                continue;
            };
            let end = tree.subtree(clause.head).end;
            let Some(quote) = self.trimmed(at, start + 1..end) else { continue };
            if tree.words.iter().filter(|word| quote.contains(word.span)).count() < 4 {
                continue;
            }
            let kind = if self.marks(quote).is_empty() {
                QuotationKind::Indirect
            } else {
                QuotationKind::Mixed
            };
            all.push(Quotation { kind, quote: vec![quote], speaker, actor, cue: Some(cue) });
        }
        all
    }

    /// The comma before a clause with "dass", with "zu", or in the Konjunktiv.
    fn content_start(&self, clause: &Clause) -> Option<usize> {
        let tree = &self.trees[clause.tree];
        let start = tree.subtree(clause.head).start.min(clause.head);
        let comma = (0..=start).rev().take(3).find(|&word| tree.words[word].form == ",")?;
        let marker = clause
            .marker
            .as_deref()
            .is_some_and(|own| self.lang.words.reporting.complementizers.contains(&own));
        let reported = || {
            clause.predicate.iter().chain([&clause.head]).any(|&word| {
                konjunktiv(tree, word, clause.subject(), self.lang) == Some(Konjunktiv::One)
            }) && !matches!(clause.kind, ClauseKind::Relative | ClauseKind::Adverbial)
        };
        let fits = marker || clause.kind == ClauseKind::Infinitive || reported();
        (fits && clause.kind != ClauseKind::Purpose && comma > 0).then_some(comma)
    }

    /// The noun or adjective before the comma, and whose it is.
    fn announced(
        &self,
        at: usize,
        comma: usize,
        head: usize,
    ) -> Option<(Span, Option<Span>, Option<usize>)> {
        let tree = &self.trees[at];
        let near = [
            Some(comma - 1),
            tree.heads[head].filter(|&above| above < comma && comma - above < 12),
        ];
        for start in near.into_iter().flatten() {
            let part = |word: usize| {
                let below = matches!(
                    tree.deprels[word],
                    Deprel::Nmod
                        | Deprel::Flat
                        | Deprel::Appos
                        | Deprel::Compound
                        | Deprel::Case
                        | Deprel::Advmod
                );
                below && tree.words[word].upos != Upos::Verb
            };
            let mut below = start;
            let above = tree.above(start).take_while(|&word| {
                let goes_up = word < comma && part(below);
                below = word;
                goes_up
            });
            let noun = std::iter::once(start).chain(above).find(|&w| self.is_content_noun(at, w));
            if let Some(word) = noun {
                let (speaker, actor) = self.owner_of(at, word);
                return Some((tree.words[word].span, speaker, actor));
            }
        }
        // "wurde bekannt, dass"
        if let Some(known) = (comma.saturating_sub(2)..comma)
            .find(|&word| tree.words[word].form == self.lang.words.reporting.known)
        {
            return Some((tree.words[known].span, None, None));
        }
        let state = |&word: &usize| {
            matches!(tree.words[word].upos, Upos::Adj | Upos::Adv | Upos::Verb)
                && self.lang.words.reporting.minds.contains(&tree.words[word].form.as_str())
        };
        let word = (comma.saturating_sub(3)..comma).rev().find(state)?;
        let clause = self.clauses_of(at).find(|clause| {
            clause.head < comma
                && (clause.head == word
                    || clause.predicate.contains(&word)
                    || tree.heads[word].is_some_and(|above| {
                        clause.head == above || clause.predicate.contains(&above)
                    }))
        })?;
        let (speaker, actor) = self.speaker(clause);
        let speaks = clause.subject().is_some_and(|subject| {
            self.can_speak(at, subject) || self.is_pronoun_of_speaker(&tree.words[subject].form)
        });
        (speaks && speaker.is_some()).then(|| (tree.words[word].span, speaker, actor))
    }

    pub(super) fn is_content_noun(&self, at: usize, word: usize) -> bool {
        let own = &self.trees[at].words[word];
        if own.upos != Upos::Noun {
            return false;
        }
        // "kein Zweifel, dass": nobody's
        let tree = &self.trees[at];
        let negative = |child: usize| {
            let lemma = tree.words[child].lemma.to_lowercase();
            self.lang.grammar.negative_determiners.iter().any(|none| lemma.starts_with(none))
        };
        if tree.children(word).any(negative) {
            return false;
        }
        let lexicon = &self.lang.lexicon;
        let base = lexicon.head_noun(&own.lemma).map_or(0, |(start, _)| start);
        let thought = self
            .lang
            .words
            .reporting
            .thoughts
            .iter()
            .any(|noun| own.lemma == *noun || own.lemma[base..].eq_ignore_ascii_case(noun));
        let noun = lexicon.noun(&own.lemma);
        let verb = noun.and_then(|noun| noun.verb.as_deref());
        let says =
            verb.is_some_and(|verb| lexicon.frames(verb).iter().any(|frame| frame.flags.reports()));
        thought || says || noun.is_some_and(|noun| noun.class == Some(NounClass::Speech))
    }

    /// "die Forderung der CSU", "seine Hoffnung", "die CSU erneuerte die Forderung": whose word a noun is.
    fn owner_of(&self, at: usize, noun: usize) -> (Option<Span>, Option<usize>) {
        let tree = &self.trees[at];
        if let Some(owner) = phrase::owner(tree, noun) {
            return (
                Some(phrase::span(tree, &phrase::phrase(tree, owner))),
                self.entities.of(at, owner),
            );
        }
        if let Some(own) = tree.children(noun).find(|&child| tree.words[child].feats.possessive) {
            return (Some(tree.words[own].span), self.entities.of(at, own));
        }
        let above = |clause: &&Clause| {
            clause.voice == Voice::Active
                && !matches!(clause.kind, ClauseKind::Attribute)
                && (clause.head == noun
                    || clause.predicate.contains(&noun)
                    || clause.arguments.iter().any(|argument| argument.head == noun)
                    || tree.heads[noun] == Some(clause.head))
                && clause.subject().is_some_and(|subject| subject != noun)
        };
        match self.clauses_of(at).find(above) {
            Some(clause)
                if clause.subject().is_some_and(|subject| {
                    self.can_speak(at, subject) || tree.words[subject].upos == Upos::Pron
                }) =>
            {
                self.speaker(clause)
            }
            _ => (None, None),
        }
    }
}
