//! Speech that goes on: sentences in the Konjunktiv, or with "soll", after one that is attributed.

use super::mood::{Konjunktiv, konjunktiv};
use super::{Before, Quotation, QuotationKind, Reader, alike_span};
use crate::extract::clause::{Clause, ClauseKind, Voice};
use crate::language::lexicon::NounClass;
use crate::record::span::Span;
use crate::ud::{Deprel, Upos, VerbForm};

/// Sentences back to the word of saying that a sentence in the Konjunktiv goes on with.
const REACH: usize = 3;

/// How sure the form alone makes it that somebody else speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// "Er sei ..."
    Sure,
    /// "Er würde ...": after reported speech only.
    Unsure,
    /// "Er soll ..."
    Hearsay,
}

impl Reader<'_> {
    /// A sentence in the Konjunktiv after one that is attributed: the same speaker goes on. Hearsay by "soll" as well.
    pub(super) fn free(
        &self,
        at: usize,
        found: &[Quotation],
        before: &Before,
    ) -> Option<Quotation> {
        let tree = &self.trees[at];
        let whole = self.sentence(at);
        let root = tree.root()?;
        let own = tree.words[root].span;
        if self.is_marked(own) {
            return None;
        }
        let sign = self.sign(at, root)?;
        let outside = |other: &Quotation| other.kind != QuotationKind::Direct;
        let attributed = |other: &Quotation| {
            alike_span(&other.quote, whole)
                || (outside(other) && other.quote.iter().any(|quote| quote.contains(own)))
                || (outside(other)
                    && sign != Sign::Sure
                    && other.cue.is_some_and(|cue| cue.overlaps(own)))
        };
        if found.iter().any(attributed) {
            return None;
        }
        // "nannte den Besuch richtig. Die Soldaten hätten ihn begrüßt": who spoke goes on
        let spoke = || {
            let said = |own: &Quotation| own.kind != QuotationKind::Reported && own.actor.is_some();
            at.checked_sub(1).is_some_and(|place| before.touching(place).any(said))
        };
        if sign == Sign::Unsure && !self.was_reported(at, before) && !spoke() {
            return None;
        }
        // "Rebellen hätten ... eingeschlossen. Das Militär habe ...": what the second form tells alone is not enough, before the first it is
        let first = if sign == Sign::Sure && self.leads_to(at, before) { at - 1 } else { at };
        let whole = self.sentence(first).cover(whole);
        let at = first;
        let last = self.source_before(at, before, if sign == Sign::Unsure { 1 } else { REACH });
        let (speaker, actor) = match (last, sign) {
            (Some(last), _) => last,
            (None, Sign::Sure) => self
                .subject_before(at)
                .or_else(|| self.source_before(at, before, 3 * REACH))
                .unwrap_or((None, None)),
            (None, _) => return None,
        };
        Some(Quotation { kind: QuotationKind::Free, quote: vec![whole], speaker, actor, cue: None })
    }

    /// The sentence before stands in the second Konjunktiv, and nobody is known to say it.
    fn leads_to(&self, at: usize, before: &Before) -> bool {
        let Some(place) = at.checked_sub(1) else { return false };
        let tree = &self.trees[place];
        let gap = &self.text[tree.span.end..self.trees[at].span.start];
        let unsure = tree.root().is_some_and(|root| {
            !self.is_marked(tree.words[root].span) && self.sign(place, root) == Some(Sign::Unsure)
        });
        unsure && !gap.contains('\n') && before.touching(place).next().is_none()
    }

    /// What the finite verb of the main clause, or of one joined to it, tells.
    fn sign(&self, at: usize, root: usize) -> Option<Sign> {
        let tree = &self.trees[at];
        let main = |word: usize| {
            word == root
                || (tree.heads[word] == Some(root)
                    && matches!(
                        tree.deprels[word],
                        Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Conj
                    ))
        };
        let subject =
            self.clauses_of(at).find(|clause| clause.head == root).and_then(Clause::subject);
        let finite: Vec<usize> = (0..tree.words.len())
            .filter(|&word| main(word) && !self.is_marked(tree.words[word].span))
            .collect();
        let moods: Vec<Konjunktiv> =
            finite.iter().filter_map(|&word| konjunktiv(tree, word, subject, self.lang)).collect();
        let denn = tree.words.windows(3).any(|words| {
            let unless = self.lang.words.reporting.unless;
            words.iter().zip(unless).all(|(word, own)| word.form.eq_ignore_ascii_case(own))
        });
        let conditional = tree.words.iter().any(|word| {
            self.lang.words.reporting.conditional.contains(&word.form.to_lowercase().as_str())
        });
        let hearsay = |&word: &usize| {
            self.lang
                .words
                .reporting
                .hearsay
                .contains(&tree.words[word].form.to_lowercase().as_str())
                && tree.words[word].feats.verb_form == Some(VerbForm::Fin)
        };
        if moods.contains(&Konjunktiv::One) && !denn {
            Some(Sign::Sure)
        } else if moods.contains(&Konjunktiv::Two) && !conditional {
            Some(Sign::Unsure)
        } else if finite.iter().any(hearsay) {
            Some(Sign::Hearsay)
        } else {
            None
        }
    }

    /// Who spoke last in the sentences before: by a quotation, or as the subject of a verb of saying.
    pub(super) fn source_before(
        &self,
        at: usize,
        before: &Before,
        reach: usize,
    ) -> Option<(Option<Span>, Option<usize>)> {
        let first_person = |speaker: Option<Span>| {
            speaker.is_some_and(|speaker| self.is_first(speaker.of(self.text)))
        };
        for place in (at.saturating_sub(reach)..at).rev() {
            let touches = |quotation: &&Quotation| quotation.kind != QuotationKind::Reported;
            let named = |quotation: &&Quotation| {
                !first_person(quotation.speaker) && !self.refers(quotation)
            };
            let near = || before.touching(place).filter(touches).filter(named);
            let spoken = near().find(|quotation| quotation.speaker.is_some());
            if let Some(last) = spoken.or_else(|| near().next()) {
                let again = self
                    .subject_of(at - 1)
                    .filter(|(_, actor)| actor.is_some() && *actor == last.actor);
                return again.or(Some((last.speaker, last.actor)));
            }
            if at - place == 1 {
                // "brachte eine Darstellung in Umlauf" speaks as well; "hat die Vorwürfe nicht bestätigt" does not
                let gives = |clause: &Clause| {
                    clause.voice == Voice::Active
                        && clause.object().is_some_and(|object| {
                            self.tells(place, object) || self.is_content_noun(place, object)
                        })
                        && clause.subject().is_some_and(|subject| self.can_speak(place, subject))
                };
                let says = |clause: &&Clause| {
                    clause.kind == ClauseKind::Main
                        && !clause.negated
                        && (self.speaks(clause) || gives(clause))
                        && !self.is_marked(self.head_span(clause))
                };
                let subject =
                    self.clauses_of(place).filter(says).map(|clause| self.speaker(clause)).last();
                if let Some((Some(speaker), actor)) = subject {
                    return Some((Some(speaker), actor));
                }
            }
        }
        None
    }

    /// "demnach": a word that itself stands for the speaker.
    pub(super) fn refers(&self, quotation: &Quotation) -> bool {
        quotation.speaker.is_some() && quotation.speaker == quotation.cue
    }

    /// The verb has a use in which it tells of speech.
    fn speaks(&self, clause: &Clause) -> bool {
        let lemma = self.lang.grammar.base(&clause.lemma);
        self.reports(clause)
            || self
                .lang
                .lexicon
                .frames(lemma)
                .iter()
                .any(|frame| frame.flags.say() || frame.flags.accuse())
    }

    /// The sentence before ends in words that somebody else says, and says them in the Konjunktiv.
    fn was_reported(&self, at: usize, before: &Before) -> bool {
        let Some(place) = at.checked_sub(1) else { return false };
        let quoted = |span: Span| {
            let near = before.last(4).filter(|quotation| quotation.kind != QuotationKind::Direct);
            near.flat_map(|quotation| &quotation.quote).any(|quote| quote.contains(span))
        };
        let tree = &self.trees[place];
        (0..tree.words.len()).any(|word| {
            konjunktiv(tree, word, None, self.lang).is_some() && quoted(tree.words[word].span)
        })
    }

    /// Nobody spoke: the subject of the sentence before, or of one before that, if it can speak.
    fn subject_before(&self, at: usize) -> Option<(Option<Span>, Option<usize>)> {
        (at.saturating_sub(REACH)..at).rev().find_map(|place| self.subject_of(place))
    }

    /// The subject of a sentence's main clause, if it can speak.
    pub(super) fn subject_of(&self, place: usize) -> Option<(Option<Span>, Option<usize>)> {
        let speaks = |clause: &&Clause| {
            // "Dabei starb ein Agent": he says nothing any more
            let silent = self.lang.words.reporting.silenced.contains(&clause.lemma.as_str());
            clause.kind == ClauseKind::Main
                && clause.voice == Voice::Active
                && !silent
                && clause.subject().is_some_and(|subject| self.can_speak(place, subject))
        };
        self.clauses_of(place).find(speaks).map(|clause| self.speaker(clause))
    }

    /// An actor, a role, a body, a group, a report.
    pub(super) fn can_speak(&self, tree: usize, word: usize) -> bool {
        let own = &self.trees[tree].words[word];
        let class = self.lang.lexicon.noun(&own.lemma).and_then(|noun| noun.class);
        let speaks = matches!(
            class,
            Some(NounClass::Role | NounClass::Body | NounClass::Group | NounClass::Speech)
        );
        self.entities.of(tree, word).is_some() || own.upos == Upos::Propn || speaks
    }

    /// "Dies bestätigte der Minister": the sentence before is what was said; "..., das teilte die Stadt mit": the clause before.
    pub(super) fn referred(&self, at: usize, last: Option<usize>) -> Option<Quotation> {
        let tree = &self.trees[at];
        let words = &tree.words;
        let stands = |word: usize| {
            self.lang.words.reporting.this.contains(&words[word].form.to_lowercase().as_str())
        };
        let pronoun = (0..words.len().saturating_sub(2)).find(|&word| {
            stands(word)
                && (word == 0
                    || (word > 4 && matches!(words[word - 1].form.as_str(), "," | "–" | "-")))
        })?;
        let clause = self.clauses_of(at).find(|clause| {
            let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
            self.reports(clause)
                && !flags.deny()
                && !flags.demand()
                && !clause.negated
                && clause.predicate.iter().min() == Some(&(pronoun + 1))
        })?;
        let told = match pronoun {
            0 => self.sentence(last?),
            _ => self.trimmed(at, 0..pronoun)?,
        };
        let (speaker, actor) = self.speaker_outside(clause, words[pronoun].span);
        let (speaker, actor) =
            if clause.voice == Voice::Passive { self.sayer(clause) } else { (speaker, actor) };
        let named = speaker.filter(|speaker| !speaker.overlaps(words[pronoun].span));
        if named.is_none() && clause.voice == Voice::Active {
            return None;
        }
        Some(Quotation {
            kind: QuotationKind::Indirect,
            quote: vec![told, words[pronoun].span],
            speaker: named,
            actor,
            cue: Some(self.cue(clause)),
        })
    }

    /// "Der Anwalt widersprach: Sein Mandant sei ...": behind a colon speaks whom the clause before it names.
    pub(super) fn after_colon(&self, at: usize, found: &[Quotation]) -> Option<Quotation> {
        let tree = &self.trees[at];
        let words = &tree.words;
        let colon = (2..words.len().saturating_sub(3))
            .find(|&word| words[word].form == ":" && !self.is_marked(words[word].span))?;
        let quote = self.trimmed(at, colon + 1..words.len())?;
        let told = |other: &Quotation| other.quote.iter().any(|own| own.overlaps(quote));
        // the first finite verb behind the colon tells the mood of what stands there
        let finite = (colon + 1..words.len()).find(|&word| {
            words[word].feats.verb_form == Some(VerbForm::Fin) && !self.is_marked(words[word].span)
        })?;
        if konjunktiv(tree, finite, None, self.lang) != Some(Konjunktiv::One)
            || found.iter().any(told)
        {
            return None;
        }
        let speaks = |clause: &&Clause| {
            let subject = clause.subject().filter(|&subject| subject < colon);
            clause.head < colon
                && subject.is_some_and(|subject| {
                    self.can_speak(at, subject) || words[subject].upos == Upos::Pron
                })
        };
        let clause = self.clauses_of(at).filter(speaks).last()?;
        let (speaker, actor) = self.speaker(clause);
        let cue = self.reports(clause).then(|| self.cue(clause));
        Some(Quotation { kind: QuotationKind::Free, quote: vec![quote], speaker, actor, cue })
    }
}

/// Sentences that go on one after the other are one quotation.
pub(super) fn joined(text: &str, quotations: Vec<Quotation>) -> Vec<Quotation> {
    let mut all: Vec<Quotation> = Vec::with_capacity(quotations.len());
    let mut last: Option<usize> = None;
    for quotation in quotations {
        if quotation.kind != QuotationKind::Free {
            all.push(quotation);
            continue;
        }
        let goes_on = |last: &&mut Quotation| {
            let (end, start) = (last.quote[0].end, quotation.quote[0].start);
            last.speaker == quotation.speaker && end <= start && text[end..start].trim().is_empty()
        };
        match last.map(|last| &mut all[last]).filter(goes_on) {
            Some(last) => last.quote[0] = last.quote[0].cover(quotation.quote[0]),
            None => {
                last = Some(all.len());
                all.push(quotation);
            }
        }
    }
    all
}
