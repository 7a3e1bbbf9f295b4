//! Arguments: the phrases below a predicate, in logical roles, with what German word order and agreement say where arcs err.

use super::{Argument, Grammar, Role, Voice};
use crate::lexicon::{NounClass, SlotKind};
use crate::phrase;
use crate::ud::{Case, Degree, Deprel, Gender, Number, PronType, Upos, VerbForm};

impl Grammar<'_> {
    /// The phrases below the verbs of a predicate, in logical roles.
    pub(super) fn arguments(&self, head: usize, verbs: &[usize], voice: Voice) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let copular = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Cop);
        for &verb in verbs {
            for &child in &self.below[verb] {
                if verbs.contains(&child) || (copular && verb == head && !self.belongs_to_clause(child)) {
                    continue;
                }
                if let Some(role) = self.role(child, voice) {
                    let head = if self.is_article(child) { self.noun_of(child) } else { Some(child) };
                    arguments.extend(head.map(|head| Argument { role, head, shared: false }));
                }
            }
        }
        arguments.sort_by_key(|argument| argument.head);
        arguments.dedup_by_key(|argument| argument.head);
        if self.is_to_be_done(head, verbs)
            && let Some(doer) = arguments.iter_mut().find(|argument| argument.role == Role::Prepositional("für".to_owned()))
        {
            doer.role = Role::Subject;
        }
        self.one_subject(&mut arguments, verbs, voice);
        self.disagreeing_subject(&mut arguments, verbs, voice);
        self.missing_subject(&mut arguments, verbs, voice);
        self.exchange(&mut arguments, verbs, voice);
        arguments
    }

    /// A finite verb has one subject: the one that agrees with it; another nominative behind it may be the object.
    pub(super) fn one_subject(&self, arguments: &mut Vec<Argument>, verbs: &[usize], voice: Voice) {
        let subject = if voice == Voice::Passive { Role::Object } else { Role::Subject };
        let nominative = |argument: &Argument| {
            argument.role == subject && matches!(self.tree.deprels[argument.head], Deprel::Nsubj | Deprel::NsubjPass)
        };
        let rivals: Vec<usize> = (0..arguments.len()).filter(|&at| nominative(&arguments[at])).collect();
        if rivals.len() < 2 {
            return;
        }
        let number = verbs.iter().find_map(|&verb| {
            self.tree.words[verb].feats.number.filter(|_| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin))
        });
        let agrees = |&at: &usize| {
            number.is_none()
                || self.tree.words[arguments[at].head].feats.number == number
                || phrase::conjuncts(self.tree, arguments[at].head).len() > 1
        };
        let finite = verbs.iter().any(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        // headlines put the sufferer next to the participle: "Razzia in Berlin – fünf Verdächtige festgenommen"
        let nearest = rivals.iter().rev().copied().find(|at| agrees(at)).filter(|_| !finite);
        let chosen = nearest.or_else(|| rivals.iter().copied().find(agrees)).unwrap_or(rivals[0]);
        let free =
            voice == Voice::Active && !arguments.iter().any(|argument| argument.role == Role::Object) && self.takes_object(verbs);
        for &at in rivals.iter().rev().filter(|&&at| at != chosen) {
            if free && at > chosen {
                arguments[at].role = Role::Object;
            } else {
                arguments.remove(at);
            }
        }
    }

    /// "und forderte die USA auf", "und deren Lager zerstört": a subject that the finite verb does not agree with, or that stands where
    /// the auxiliary of the verb before is shared, is the object, if it can be accusative.
    fn disagreeing_subject(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let position = |role: &Role| arguments.iter().position(|argument| &argument.role == role);
        let Some(subject) = position(&Role::Subject) else { return };
        if voice == Voice::Passive || position(&Role::Object).is_some() || !self.takes_object(verbs) {
            return;
        }
        let head = arguments[subject].head;
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let disagrees = match finite {
            Some(finite) => {
                let (verb, noun) = (self.tree.words[finite].feats.number, self.tree.words[head].feats.number);
                let one = verb == Some(Number::Sing) && noun == Some(Number::Plur);
                one && self.tree.words[head].upos != Upos::Pron && phrase::conjuncts(self.tree, head).len() == 1
            }
            None => verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj),
        };
        if disagrees && !self.is_nominative(head) {
            arguments[subject].role = Role::Object;
        }
    }

    /// "der Minister", "er": what can be nothing but nominative.
    fn is_nominative(&self, head: usize) -> bool {
        let word = &self.tree.words[head];
        let pronoun = matches!(word.form.to_lowercase().as_str(), "er" | "ich" | "wir" | "du" | "wer" | "man");
        let masculine = word.feats.gender == Some(Gender::Masc) && word.feats.number != Some(Number::Plur);
        let determined = |&child: &usize| {
            let form = self.tree.words[child].form.to_lowercase();
            child < head
                && self.tree.words[child].upos == Upos::Det
                && (form == "der" || masculine && matches!(form.as_str(), "ein" | "kein" | "sein" | "ihr"))
        };
        pronoun || (masculine && self.below[head].iter().any(determined))
    }

    /// An article that the arcs take for a phrase of its own: "dass die hinter den Moscheen stehenden Vereinigungen".
    fn is_article(&self, word: usize) -> bool {
        self.tree.words[word].upos == Upos::Det && self.tree.words[word].feats.pron_type == Some(PronType::Art)
    }

    /// The noun behind such an article: the next one below the same verb that has neither a determiner nor a preposition.
    fn noun_of(&self, article: usize) -> Option<usize> {
        let bare = |word: usize| {
            let determined = |&child: &usize| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss | Deprel::Case);
            matches!(self.tree.words[word].upos, Upos::Noun | Upos::Propn) && !self.below[word].iter().any(determined)
        };
        (article + 1..self.tree.words.len()).find(|&word| self.tree.heads[word] == self.tree.heads[article] && bare(word))
    }

    /// Some frame of the content verb has an accusative; a verb that nobody knows may have one.
    pub(super) fn takes_object(&self, verbs: &[usize]) -> bool {
        let content =
            verbs.iter().copied().find(|&verb| !matches!(self.tree.deprels[verb], Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
        let frames = content.map_or(&[][..], |head| self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new())));
        frames.is_empty() || frames.iter().any(|frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative))
    }

    /// "Seit Jahren kämpft die Partei gegen ...": a finite verb wants a subject; what can be nominative becomes it.
    pub(super) fn missing_subject(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let Some(finite) = finite else { return };
        let there = |role: &Role| arguments.iter().any(|argument| &argument.role == role);
        let expletive = verbs
            .iter()
            .any(|&verb| self.below[verb].iter().any(|&child| matches!(self.tree.deprels[child], Deprel::Expl | Deprel::Csubj)));
        let coordinated = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj);
        if voice == Voice::Passive || there(&Role::Subject) || expletive || coordinated {
            return;
        }
        let number = self.tree.words[finite].feats.number;
        let candidate = arguments.iter_mut().find(|argument| {
            let fits = self.tree.words[argument.head].feats.number == number || number.is_none();
            argument.role == Role::Object && fits && !self.is_accusative(argument.head)
        });
        if let Some(argument) = candidate {
            argument.role = Role::Subject;
        }
    }

    /// "Tonbänder, die Kohl angefertigt hatte", "Die Gespräche führen die EU und die EZB": where only the object agrees with the
    /// verb, or the subject is what the verb carries, the two change places.
    pub(super) fn exchange(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let position = |role: &Role| arguments.iter().position(|argument| &argument.role == role);
        let (Some(subject), Some(object)) = (position(&Role::Subject), position(&Role::Object)) else { return };
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        if voice == Voice::Passive {
            return;
        }
        let number = |head: usize| {
            let several = phrase::conjuncts(self.tree, head).len() > 1;
            if several { Some(Number::Plur) } else { self.tree.words[head].feats.number }
        };
        let (one, other) = (arguments[subject].head, arguments[object].head);
        let verb = finite.and_then(|verb| self.tree.words[verb].feats.number);
        let disagrees =
            verb.is_some() && number(one).is_some() && number(one) != verb && number(other) == verb && !self.is_accusative(other);
        let content =
            verbs.iter().copied().find(|&verb| !matches!(self.tree.deprels[verb], Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
        let carried = content.is_some_and(|content| {
            let lights = self.lang.lexicon.light(&self.verb_lemma(content, &mut Vec::new()));
            let lemma = &self.tree.words[one].lemma;
            lights.iter().any(|light| light.preposition.is_none() && &light.noun == lemma)
                && number(other) == verb
                && !self.is_accusative(other)
        });
        if disagrees || carried {
            arguments[subject].role = Role::Object;
            arguments[object].role = Role::Subject;
        }
    }

    /// "den Minister", "einen Plan": a determiner that is only accusative, or a pronoun that is.
    pub(super) fn is_accusative(&self, head: usize) -> bool {
        let only = |form: &str| {
            matches!(
                form.to_lowercase().as_str(),
                "den" | "einen" | "keinen" | "seinen" | "ihren" | "diesen" | "ihn" | "mich" | "dich" | "uns"
            )
        };
        only(&self.tree.words[head].form)
            || self.below[head]
                .iter()
                .any(|&child| child < head && only(&self.tree.words[child].form) && self.tree.words[child].upos == Upos::Det)
    }

    /// Under a copula a noun's own modifiers hang on the same word as the clause's arguments.
    pub(super) fn belongs_to_clause(&self, child: usize) -> bool {
        !matches!(self.tree.deprels[child], Deprel::Nmod | Deprel::Appos | Deprel::Amod | Deprel::Flat)
    }

    pub(super) fn role(&self, child: usize, voice: Voice) -> Option<Role> {
        let word = &self.tree.words[child];
        let passive = voice == Voice::Passive;
        // "Ende Juni", "Montag": a bare time is no argument
        let time = self.lang.lexicon.exact_noun(&word.lemma).is_some_and(|noun| noun.class == Some(NounClass::Time));
        if time && self.preposition(child).is_none() && self.tree.deprels[child] != Deprel::Nsubj {
            return None;
        }
        match self.tree.deprels[child] {
            Deprel::Nsubj => Some(if passive { Role::Object } else { Role::Subject }),
            Deprel::NsubjPass => Some(if passive { Role::Object } else { Role::Subject }),
            Deprel::Obj | Deprel::Iobj | Deprel::OblArg | Deprel::Obl | Deprel::Nmod => {
                match (self.preposition(child), word.feats.case) {
                    (Some(preposition), _) if passive && self.lang.grammar.agent.contains(&preposition.as_str()) => {
                        Some(Role::Subject)
                    }
                    (Some(preposition), _) if preposition == self.lang.grammar.as_word => {
                        (!self.is_compared(child)).then_some(Role::Predicative)
                    }
                    (Some(preposition), _) => Some(Role::Prepositional(preposition)),
                    (None, Some(Case::Dat)) => Some(Role::Dative),
                    (None, Some(Case::Gen)) => Some(Role::Genitive),
                    (None, _) if self.tree.deprels[child] == Deprel::Iobj => Some(Role::Dative),
                    (None, _) if self.tree.deprels[child] == Deprel::OblArg => Some(Role::Dative),
                    (None, _) if self.tree.deprels[child] == Deprel::Obj => Some(Role::Object),
                    // "am Dienstag", "diese Woche": a bare oblique is a time or a measure
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "stärker betroffen als die USA": behind a comparative, "als" names what is compared.
    fn is_compared(&self, child: usize) -> bool {
        let Some(verb) = self.tree.heads[child] else { return false };
        let comparative = |word: usize| {
            let word = &self.tree.words[word];
            word.feats.degree == Some(Degree::Cmp) || self.lang.grammar.comparatives.contains(&word.form.to_lowercase().as_str())
        };
        let before = self.below[verb].iter().copied().filter(|&word| word < child);
        comparative(verb)
            || before.into_iter().any(|word| comparative(word) || self.below[word].iter().any(|&below| comparative(below)))
    }

    /// The lemma of the preposition or of "als" before a phrase; of a postposition after it.
    pub(super) fn preposition(&self, word: usize) -> Option<String> {
        phrase::preposition(self.tree, word).map(str::to_lowercase)
    }

    /// "die von den USA angeführten Anschuldigungen", "die Hass predigenden Gruppen".
    pub(super) fn attribute_arguments(&self, head: usize, voice: Voice) -> Vec<Argument> {
        let mut arguments = self.arguments(head, &[head], voice);
        if let Some(noun) = self.tree.heads[head] {
            let role = if voice == Voice::Passive { Role::Object } else { Role::Subject };
            arguments.retain(|argument| argument.role != role);
            arguments.push(Argument { role, head: noun, shared: true });
        }
        arguments
    }

    pub(super) fn is_reflexive(&self, word: usize) -> bool {
        let word = &self.tree.words[word];
        word.lemma == self.lang.grammar.reflexive || word.form.to_lowercase() == self.lang.grammar.reflexive
    }

    /// "ist für China schwer zu bekämpfen": sein + zu is a passive of what can or must be done.
    pub(super) fn is_to_be_done(&self, head: usize, verbs: &[usize]) -> bool {
        let be = verbs.iter().any(|&verb| {
            verb != head
                && self.tree.words[verb].lemma == self.lang.grammar.be
                && self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin)
        });
        be && self.tree.words[head].feats.verb_form == Some(VerbForm::Inf) && self.has_infinitive_marker(head)
    }
}
