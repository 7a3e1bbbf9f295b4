//! Predicates: the verbs that belong together, the infinitive that they stand for, and the voice.

use super::{Grammar, Voice};
use crate::lexicon::{Frame, SlotKind};
use crate::phrase;
use crate::ud::{Deprel, Upos, VerbForm};

impl Grammar<'_> {
    /// "will ... antreten" parsed with the modal on top: the infinitive below it.
    pub(super) fn modal_content(&self, word: usize) -> Option<usize> {
        let lemma = self.tree.words[word].lemma.as_str();
        let modal = self.lang.grammar.modals.iter().any(|(modal, _)| *modal == lemma);
        let bare = |child: usize| {
            self.tree.deprels[child] == Deprel::Xcomp
                && self.tree.words[child].feats.verb_form == Some(VerbForm::Inf)
                && self.marker(child).is_none()
        };
        let causative = lemma == self.lang.grammar.causative;
        let content = self.below[word].iter().copied().find(|&child| bare(child))?;
        (modal || (causative && self.is_done_to(word, content))).then_some(content)
    }

    /// "ließ das Lager räumen": the infinitive acts on the one accusative that there is; "ließ Helfer einreisen": there it acts itself.
    fn is_done_to(&self, causative: usize, infinitive: usize) -> bool {
        let accusative = |&&child: &&usize| {
            matches!(self.tree.deprels[child], Deprel::Obj | Deprel::Nsubj | Deprel::Obl)
                && phrase::preposition(self.tree, child).is_none()
                && !self.is_reflexive(child)
                && child > causative.min(infinitive)
        };
        let acts = |&&child: &&usize| self.tree.deprels[child] == Deprel::Nsubj;
        let own = self.below[infinitive].iter().filter(accusative).count();
        let above = self.below[causative].iter().filter(|child| accusative(child) && !acts(child)).count();
        let reflexive = [causative, infinitive].iter().any(|&verb| self.below[verb].iter().any(|&child| self.is_reflexive(child)));
        let takes = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional);
        let frames = self.lang.lexicon.frames(&self.verb_lemma(infinitive, &mut Vec::new()));
        own + above == 1 && !reflexive && frames.first().is_some_and(takes)
    }

    /// Whether somebody has it done: the infinitive stands below a causative verb.
    pub(super) fn has_done(&self, head: usize) -> bool {
        self.tree.heads[head].is_some_and(|above| {
            self.tree.words[above].lemma == self.lang.grammar.causative && self.modal_content(above) == Some(head)
        })
    }

    /// "bekam ... geliefert": the verb that makes the dative of a participle its subject, above or beside the participle.
    pub(super) fn recipient_verb(&self, head: usize) -> Option<usize> {
        let participle = |word: usize| self.tree.words[word].feats.verb_form == Some(VerbForm::Part);
        let raises =
            |word: usize| self.lang.grammar.recipient_passive.contains(&self.tree.words[word].lemma.as_str()) && !participle(word);
        if self.tree.words[head].upos != Upos::Verb || !participle(head) {
            return None;
        }
        let above = self.tree.heads[head].filter(|&above| self.tree.deprels[head] == Deprel::Xcomp && raises(above));
        let beside = |&child: &usize| {
            child < head && raises(child) && matches!(self.tree.deprels[child], Deprel::Parataxis | Deprel::Aux | Deprel::AuxPass)
        };
        above.or_else(|| self.below[head].iter().copied().find(beside))
    }

    pub(super) fn raises_recipient(&self, word: usize) -> bool {
        let beside = self.tree.heads[word].filter(|&above| self.recipient_verb(above) == Some(word));
        beside.is_some() || self.below[word].iter().any(|&child| self.recipient_verb(child) == Some(word))
    }

    /// The words that make up the predicate with the head: verbs above it that are modals, and its own auxiliaries.
    pub(super) fn verbs(&self, head: usize) -> Vec<usize> {
        let mut verbs = vec![head];
        let mut top = head;
        while let Some(above) = self.tree.heads[top].filter(|&above| self.modal_content(above) == Some(top)) {
            verbs.push(above);
            top = above;
        }
        verbs.extend(self.recipient_verb(head));
        for at in 0..verbs.len() {
            let own = self.below[verbs[at]].iter().copied();
            verbs.extend(own.filter(|&child| matches!(self.tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)));
        }
        verbs.sort_unstable();
        verbs.dedup();
        verbs
    }

    /// The word that stands for the clause towards the rest of the tree.
    pub(super) fn top(&self, head: usize) -> usize {
        let mut top = head;
        let governs =
            |above: &usize, top: usize| self.modal_content(*above) == Some(top) || self.recipient_verb(top) == Some(*above);
        while let Some(above) = self.tree.heads[top].filter(|above| governs(above, top)) {
            top = above;
        }
        top
    }

    /// "dass Clinton Präsidentin wird" parsed with the copula on top: the second of its two nominatives is what the first is.
    pub(super) fn equated(&self, head: usize) -> Option<usize> {
        let grammar = &self.lang.grammar;
        let lemma = self.tree.words[head].lemma.as_str();
        if ![grammar.be, grammar.passive].contains(&lemma) {
            return None;
        }
        let nominatives: Vec<usize> =
            self.below[head].iter().copied().filter(|&child| self.tree.deprels[child] == Deprel::Nsubj).collect();
        let bare = |&word: &usize| {
            self.tree.words[word].upos == Upos::Noun
                && !self.below[word].iter().any(|&child| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss))
        };
        match nominatives[..] {
            [_, second] => Some(second).filter(bare),
            _ => None,
        }
    }

    /// "stellt ... fest": the particle stands last.
    pub(super) fn verb_lemma(&self, head: usize, predicate: &mut Vec<usize>) -> String {
        let lemma = self.tree.words[head].lemma.clone();
        match self.particle(head) {
            Some(particle) => {
                predicate.push(particle);
                let form = self.tree.words[particle].form.to_lowercase();
                if lemma.starts_with(&form) { lemma } else { form + &lemma }
            }
            None => lemma,
        }
    }

    /// The particle of a verb: the one below it, unless a coordinated verb stands between that makes a known verb with it:
    /// "schloss die Grenze und bestellte den Botschafter ein".
    pub(super) fn particle(&self, head: usize) -> Option<usize> {
        let words = &self.tree.words;
        let between = |verb: usize, particle: usize| {
            (verb + 1..particle).rev().find(|&word| {
                let with = || words[particle].form.to_lowercase() + &words[word].lemma;
                words[word].upos == Upos::Verb
                    && words[word].feats.verb_form == Some(VerbForm::Fin)
                    && self.tree.deprels[word] == Deprel::Conj
                    && self.tree.heads[word] == Some(verb)
                    && !self.lang.lexicon.frames(&with()).is_empty()
            })
        };
        let own = |&particle: &usize| {
            self.tree.deprels[particle] == Deprel::CompoundPrt
                && self.tree.heads[particle].is_some_and(|verb| between(verb, particle).unwrap_or(verb) == head)
        };
        (0..words.len()).find(own)
    }

    /// The verb behind a participle used as an adjective: "angeführt" -> anführen, passive; "steigend" -> steigen, active.
    pub(super) fn participle(&self, word: usize) -> Option<(String, Voice)> {
        let word = &self.tree.words[word];
        let lexicon = &self.lang.lexicon;
        // "die Vereinigten Staaten": a name
        if word.form.chars().next().is_some_and(char::is_uppercase) && word.span.start > self.tree.span.start {
            return None;
        }
        let (verb, past) = lexicon.participle(&word.lemma).or_else(|| lexicon.participle(&word.form.to_lowercase()))?;
        // "erkrankt", "gestiegen": verbs without an object have no passive
        let takes_object = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
        let passive = past && lexicon.frames(verb).iter().any(takes_object);
        Some((verb.to_owned(), if passive { Voice::Passive } else { Voice::Active }))
    }

    pub(super) fn voice(&self, head: usize, verbs: &[usize]) -> Voice {
        let grammar = &self.lang.grammar;
        let participle = self.tree.words[head].feats.verb_form == Some(VerbForm::Part);
        if self.is_to_be_done(head, verbs) || self.recipient_verb(head).is_some() {
            return Voice::Passive;
        }
        let auxiliaries = || verbs.iter().filter(|&&verb| verb != head).map(|&verb| self.tree.words[verb].lemma.as_str());
        // "hat ... zerstört" is active whatever the arcs say
        if !participle || auxiliaries().any(|lemma| lemma == grammar.have) {
            return Voice::Active;
        }
        let takes_object = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
        let frames = self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new()));
        let transitive = frames.is_empty() || frames.iter().any(takes_object);
        let marked = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::AuxPass);
        let subject = verbs.iter().any(|&verb| self.below[verb].iter().any(|&child| self.tree.deprels[child] == Deprel::NsubjPass));
        let passive = if auxiliaries().any(|lemma| lemma == grammar.passive) {
            true
        } else if auxiliaries().any(|lemma| lemma == grammar.be) {
            // "ist verboten" against "ist gelungen"
            transitive && (marked || subject)
        } else {
            // headlines: "Fünf Verdächtige festgenommen"
            transitive && subject
        };
        if passive { Voice::Passive } else { Voice::Active }
    }
}
