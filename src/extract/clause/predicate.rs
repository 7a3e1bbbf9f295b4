//! Predicates: the verbs that belong together, the infinitive that they stand for, and the voice.

use super::{Grammar, Voice};
use crate::language::lexicon::{Frame, SlotKind};
use crate::syntax::phrase;
use crate::ud::{Deprel, Number, Person, Upos, VerbForm};

impl Grammar<'_> {
    /// "Experten hätten die Granate gesprengt": where Konjunktiv I looks like the indicative, in the plural, Konjunktiv II reports; not beside
    /// a condition.
    pub(super) fn stands_for_present(&self, finite: usize) -> bool {
        let word = &self.tree.words[finite];
        let perfect = word.form.to_lowercase() == self.lang.words.forms.perfect_of_report
            && word.feats.number == Some(Number::Plur);
        let condition =
            self.tree.words.iter().any(|word| {
                self.lang.grammar.conditional.contains(&word.form.to_lowercase().as_str())
            });
        let verb = self.tree.heads[finite].unwrap_or(finite);
        let first = self.below[verb]
            .iter()
            .any(|&child| self.tree.words[child].feats.person == Some(Person::First));
        perfect && !condition && !first && self.is_participle_of(verb)
    }

    /// "hätten ... empfangen": beside the auxiliary a form that can be both is no infinitive, unless a modal is there.
    fn is_participle_of(&self, verb: usize) -> bool {
        let word = &self.tree.words[verb];
        let modal = |word: usize| self.modal(word).is_some();
        let alone = !modal(verb) && !self.verbs(verb).into_iter().any(modal);
        match word.feats.verb_form {
            Some(VerbForm::Part) => true,
            Some(VerbForm::Inf) => alone && word.upos == Upos::Verb,
            _ => false,
        }
    }

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
        let above =
            self.below[causative].iter().filter(|child| accusative(child) && !acts(child)).count();
        let reflexive = [causative, infinitive]
            .iter()
            .any(|&verb| self.below[verb].iter().any(|&child| self.is_reflexive(child)));
        let takes = |frame: &Frame| {
            frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional)
        };
        let frames = self.lang.lexicon.frames(&self.verb_lemma(infinitive, &mut Vec::new()));
        own + above == 1 && !reflexive && frames.first().is_some_and(takes)
    }

    /// Whether somebody has it done: the infinitive stands below a causative verb.
    pub(super) fn has_done(&self, head: usize) -> bool {
        self.tree.heads[head].is_some_and(|above| {
            self.tree.words[above].lemma == self.lang.grammar.causative
                && self.modal_content(above) == Some(head)
        })
    }

    /// "bekam ... geliefert": the verb that makes the dative of a participle its subject, above or beside the participle.
    pub(super) fn recipient_verb(&self, head: usize) -> Option<usize> {
        let participle =
            |word: usize| self.tree.words[word].feats.verb_form == Some(VerbForm::Part);
        let raises = |word: usize| {
            self.lang.grammar.recipient_passive.contains(&self.tree.words[word].lemma.as_str())
                && !participle(word)
        };
        if self.tree.words[head].upos != Upos::Verb || !participle(head) {
            return None;
        }
        let above = self.tree.heads[head]
            .filter(|&above| self.tree.deprels[head] == Deprel::Xcomp && raises(above));
        let beside = |&child: &usize| {
            child < head
                && raises(child)
                && matches!(
                    self.tree.deprels[child],
                    Deprel::Parataxis | Deprel::Aux | Deprel::AuxPass
                )
        };
        above.or_else(|| self.below[head].iter().copied().find(beside))
    }

    pub(super) fn raises_recipient(&self, word: usize) -> bool {
        let beside =
            self.tree.heads[word].filter(|&above| self.recipient_verb(above) == Some(word));
        beside.is_some()
            || self.below[word].iter().any(|&child| self.recipient_verb(child) == Some(word))
    }

    /// The words that make up the predicate with the head: verbs above it that are modals, and its own auxiliaries.
    pub(super) fn verbs(&self, head: usize) -> Vec<usize> {
        let mut verbs = vec![head];
        let mut top = head;
        for above in self.tree.above(head) {
            if self.modal_content(above) != Some(top) {
                break;
            }
            verbs.push(above);
            top = above;
        }
        verbs.extend(self.recipient_verb(head));
        for at in 0..verbs.len() {
            let own = self.below[verbs[at]].iter().copied();
            verbs.extend(own.filter(|&child| {
                matches!(self.tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
            }));
        }
        verbs.sort_unstable();
        verbs.dedup();
        verbs
    }

    /// The word that stands for the clause towards the rest of the tree.
    pub(super) fn top(&self, head: usize) -> usize {
        let mut top = head;
        for above in self.tree.above(head) {
            let governs =
                self.modal_content(above) == Some(top) || self.recipient_verb(top) == Some(above);
            if !governs {
                break;
            }
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
        let nominatives: Vec<usize> = self.below[head]
            .iter()
            .copied()
            .filter(|&child| self.tree.deprels[child] == Deprel::Nsubj)
            .collect();
        let bare = |&word: &usize| {
            self.tree.words[word].upos == Upos::Noun
                && !self.below[word]
                    .iter()
                    .any(|&child| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss))
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
                && self.tree.heads[particle]
                    .is_some_and(|verb| between(verb, particle).unwrap_or(verb) == head)
        };
        (0..words.len()).find(own)
    }

    /// The verb behind a participle used as an adjective: "angeführt" -> anführen, passive; "steigend" -> steigen, active.
    pub(super) fn participle(&self, word_at: usize) -> Option<(String, Voice)> {
        let word = &self.tree.words[word_at];
        let lexicon = &self.lang.lexicon;
        // "die Vereinigten Staaten": a name
        if word.form.chars().next().is_some_and(char::is_uppercase)
            && word.span.start > self.tree.span.start
        {
            return None;
        }
        let (verb, past) = lexicon
            .participle(&word.lemma)
            .or_else(|| lexicon.participle(&word.form.to_lowercase()))?;
        if self.is_mere_adjective(word_at) {
            return None;
        }
        // "erkrankt", "gestiegen": verbs without an object have no passive
        let takes_object =
            |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
        let passive = past && lexicon.frames(verb).iter().any(takes_object);
        Some((verb.to_owned(), if passive { Voice::Passive } else { Voice::Active }))
    }

    /// "das gesamte Haus", "verschiedene Länder": an adjective that only looks like the participle of a verb ("samen",
    /// "verscheiden"), for it says too little to be one without anything of its own: "die von ihm genannten Länder".
    fn is_mere_adjective(&self, word: usize) -> bool {
        let adjective = self.lang.lexicon.adjective(&self.tree.words[word].lemma);
        let vague = adjective.is_some_and(|own| own.class.as_deref() == Some("vague"));
        vague && self.below[word].is_empty()
    }

    pub(super) fn voice(&self, head: usize, verbs: &[usize]) -> Voice {
        let grammar = &self.lang.grammar;
        let participle = self.tree.words[head].feats.verb_form == Some(VerbForm::Part);
        if self.is_to_be_done(head, verbs) || self.recipient_verb(head).is_some() {
            return Voice::Passive;
        }
        let auxiliaries = || {
            verbs
                .iter()
                .filter(|&&verb| verb != head)
                .map(|&verb| self.tree.words[verb].lemma.as_str())
        };
        // "hat ... zerstört" is active whatever the arcs say
        if !participle || auxiliaries().any(|lemma| lemma == grammar.have) {
            return Voice::Active;
        }
        let takes_object =
            |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
        let frames = self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new()));
        let transitive = frames.is_empty() || frames.iter().any(takes_object);
        let marked = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::AuxPass);
        let subject = verbs.iter().any(|&verb| {
            self.below[verb].iter().any(|&child| self.tree.deprels[child] == Deprel::NsubjPass)
        });
        let passive = if auxiliaries().any(|lemma| lemma == grammar.passive) {
            !self.is_future_infinitive(head)
        } else if auxiliaries().any(|lemma| lemma == grammar.be) {
            // "ist verboten" against "ist gelungen"
            transitive && (marked || subject)
        } else {
            // headlines: "Fünf Verdächtige festgenommen"
            transitive && subject
        };
        if passive { Voice::Passive } else { Voice::Active }
    }

    /// "Der Ausschuss werde über den Verkauf beraten": with what the verb is about, a form that is
    /// infinitive and participle alike is the future.
    fn is_future_infinitive(&self, head: usize) -> bool {
        let word = &self.tree.words[head];
        let lemma = self.verb_lemma(head, &mut Vec::new());
        let frames = self.lang.lexicon.frames(&lemma);
        let about = |preposition: &str| {
            frames.iter().any(|frame| {
                matches!(&frame.target, Some(SlotKind::Preposition(own, _)) if own == preposition)
            })
        };
        let by = self.lang.words.prepositions.of;
        let governs = |&child: &usize| {
            matches!(self.tree.deprels[child], Deprel::Obl | Deprel::OblArg)
                && self.preposition(child).is_some_and(|own| own != by && about(&own))
        };
        let object = |&child: &usize| self.tree.deprels[child] == Deprel::Obj;
        let subject = self.below[head]
            .iter()
            .any(|&child| matches!(self.tree.deprels[child], Deprel::Nsubj | Deprel::NsubjPass));
        word.form == lemma
            && subject
            && self.below[head].iter().any(|child| governs(child) || object(child))
    }
}
