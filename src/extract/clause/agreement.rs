//! Agreement: a finite verb has one subject, which agrees with it; what the arcs say against it gives way.

use super::{Argument, Grammar, Role, Voice};
use crate::language::lexicon::{Frame, SlotKind};
use crate::syntax::phrase;
use crate::ud::{Deprel, Gender, Number, Upos, VerbForm};

impl Grammar<'_> {
    /// A finite verb has one subject: the one that agrees with it; another nominative behind it may be the object.
    pub(super) fn one_subject(&self, arguments: &mut Vec<Argument>, verbs: &[usize], voice: Voice) {
        let subject = if voice == Voice::Passive { Role::Object } else { Role::Subject };
        let nominative = |argument: &Argument| {
            argument.role == subject
                && matches!(self.tree.deprels[argument.head], Deprel::Nsubj | Deprel::NsubjPass)
        };
        // "weder Ungarn noch die Slowakei": both
        let joined = |at: usize| {
            let phrase = phrase::phrase(self.tree, arguments[at].head);
            let before = phrase.start.checked_sub(1).map(|word| &self.tree.words[word]);
            let inside = &self.tree.words[phrase.start];
            [Some(inside), before]
                .into_iter()
                .flatten()
                .any(|word| self.lang.words.forms.joining.contains(&word.form.as_str()))
        };
        let rivals: Vec<usize> =
            (0..arguments.len()).filter(|&at| nominative(&arguments[at])).collect();
        let rivals: Vec<usize> =
            rivals.iter().copied().filter(|&at| at == rivals[0] || !joined(at)).collect();
        if rivals.len() < 2 {
            return;
        }
        let number = verbs.iter().find_map(|&verb| {
            self.tree.words[verb]
                .feats
                .number
                .filter(|_| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin))
        });
        // the number of a name is a guess
        let agrees = |&at: &usize| {
            number.is_none()
                || self.tree.words[arguments[at].head].upos == Upos::Propn
                || self.tree.words[arguments[at].head].feats.number == number
                || phrase::conjuncts(self.tree, arguments[at].head).len() > 1
        };
        let finite =
            verbs.iter().any(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        // headlines put the sufferer next to the participle: "Razzia in Berlin – fünf Verdächtige festgenommen"
        let nearest = rivals.iter().rev().copied().find(|at| agrees(at)).filter(|_| !finite);
        // "Auch Österreich muss man den Vorwurf machen": a form that is nothing but nominative goes before a name
        let sure = rivals.iter().copied().find(|&at| {
            let head = arguments[at].head;
            finite && self.is_nominative(head) && !self.is_apart(head, verbs)
        });
        // "das Gelände, das Rieger erworben hatte": beside another nominative the relative pronoun is
        // what the verb acts on
        let acted_on = || {
            let first = arguments[rivals[0]].head;
            let relative = self.tree.words[first].upos == Upos::Pron
                && verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::AclRelcl)
                && self.tree.words[first].form != self.lang.words.forms.relative_masculine;
            let named = |at: &usize| {
                let head = arguments[*at].head;
                self.tree.words[head].upos == Upos::Propn
                    || self.tree.names.iter().any(|name| name.words.contains(&head))
            };
            rivals[1..].iter().copied().find(agrees).filter(|at| relative && named(at))
        };
        let chosen = nearest
            .or(sure)
            .or_else(acted_on)
            .or_else(|| rivals.iter().copied().find(agrees))
            .unwrap_or(rivals[0]);
        let free = voice == Voice::Active
            && !arguments.iter().any(|argument| argument.role == Role::Object)
            && self.takes_object(verbs);
        let bare_name = |head: usize| self.tree.words[head].upos == Upos::Propn;
        let recipient = voice == Voice::Active && !free && self.takes_dative(verbs);
        for &at in rivals.iter().rev().filter(|&&at| at != chosen) {
            if free && !self.is_nominative(arguments[at].head) {
                arguments[at].role = Role::Object;
            } else if recipient && bare_name(arguments[at].head) {
                // "sagte Griechenland Hilfe zu": a name does not show its case
                arguments[at].role = Role::Dative;
            } else {
                arguments.remove(at);
            }
        }
    }

    /// "Der Ministerin warf die Opposition Versagen vor": what can be nothing but dative is no subject.
    pub(super) fn dative_subject(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        if voice == Voice::Passive || !self.takes_dative(verbs) {
            return;
        }
        let dative = |head: usize| {
            let word = &self.tree.words[head];
            let feminine =
                self.lang.lexicon.noun(&word.lemma).is_some_and(|noun| noun.gender == "f")
                    || word.form.ends_with(self.lang.words.forms.feminine_ending);
            self.below[head].iter().filter(|&&child| child < head).any(|&child| {
                let form = self.tree.words[child].form.to_lowercase();
                let determiner = self.tree.words[child].upos == Upos::Det;
                determiner
                    && (self.lang.words.forms.dative.contains(&form.as_str())
                        || feminine
                            && word.form == word.lemma
                            && self.lang.words.forms.feminine_dative.contains(&form.as_str()))
            })
        };
        for argument in arguments.iter_mut().filter(|argument| argument.role == Role::Subject) {
            if self.tree.words[argument.head].upos == Upos::Noun && dative(argument.head) {
                argument.role = Role::Dative;
            }
        }
    }

    /// "und forderte die USA auf", "und deren Lager zerstört": a subject that the finite verb does not agree with, or that stands where
    /// the auxiliary of the verb before is shared, is the object, if it can be accusative.
    pub(super) fn disagreeing_subject(
        &self,
        arguments: &mut [Argument],
        verbs: &[usize],
        voice: Voice,
    ) {
        let position = |role: &Role| arguments.iter().position(|argument| &argument.role == role);
        let Some(subject) = position(&Role::Subject) else { return };
        if voice == Voice::Passive || position(&Role::Object).is_some() || !self.takes_object(verbs)
        {
            return;
        }
        let head = arguments[subject].head;
        let finite = verbs
            .iter()
            .copied()
            .find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let disagrees = match finite {
            Some(finite) => {
                let (verb, noun) = (self.tree.words[finite].feats.number, self.number(head));
                let one = verb == Some(Number::Sing) && noun == Some(Number::Plur);
                one && self.tree.words[head].upos != Upos::Pron
                    && phrase::conjuncts(self.tree, head).len() == 1
            }
            None => verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj),
        };
        if disagrees && !self.is_nominative(head) {
            arguments[subject].role = Role::Object;
        }
    }

    /// The number of a noun: "ein Vertreter" is one, whatever the tagger says.
    fn number(&self, head: usize) -> Option<Number> {
        let one = |&child: &usize| {
            child < head
                && self.tree.words[child].upos == Upos::Det
                && self.tree.words[child].lemma == self.lang.words.forms.one
        };
        if self.below[head].iter().any(one) {
            Some(Number::Sing)
        } else {
            self.tree.words[head].feats.number
        }
    }

    /// "der Minister", "er": what can be nothing but nominative.
    pub(super) fn is_nominative(&self, head: usize) -> bool {
        let word = &self.tree.words[head];
        let pronoun =
            self.lang.words.forms.nominative_pronouns.contains(&word.form.to_lowercase().as_str());
        let masculine =
            word.feats.gender == Some(Gender::Masc) && self.number(head) != Some(Number::Plur);
        let determined = |&child: &usize| {
            let form = self.tree.words[child].form.to_lowercase();
            child < head
                && self.tree.words[child].upos == Upos::Det
                && (form == self.lang.words.forms.masculine_nominative
                    || masculine
                        && self.lang.words.forms.masculine_determiners.contains(&form.as_str()))
        };
        pronoun || (masculine && self.below[head].iter().any(determined))
    }

    /// What the lexicon knows of the content verb.
    pub(super) fn uses(&self, verbs: &[usize]) -> &'static [Frame] {
        let content = verbs.iter().copied().find(|&verb| {
            !matches!(self.tree.deprels[verb], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
        });
        content.map_or(&[][..], |head| {
            self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new()))
        })
    }

    /// Some frame of the content verb has an accusative; a verb that nobody knows may have one.
    pub(super) fn takes_object(&self, verbs: &[usize]) -> bool {
        let frames = self.uses(verbs);
        frames.is_empty()
            || frames
                .iter()
                .any(|frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative))
    }

    pub(super) fn takes_dative(&self, verbs: &[usize]) -> bool {
        let frames = self.uses(verbs);
        frames.iter().any(|frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Dative))
    }

    /// "Seit Jahren kämpft die Partei gegen ...": a finite verb wants a subject; what can be nominative becomes it.
    pub(super) fn missing_subject(
        &self,
        arguments: &mut [Argument],
        verbs: &[usize],
        voice: Voice,
    ) {
        let finite = verbs
            .iter()
            .copied()
            .find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let Some(finite) = finite else { return };
        let subject_there = arguments.iter().any(|argument| argument.role == Role::Subject);
        let expletive = verbs.iter().any(|&verb| {
            self.below[verb]
                .iter()
                .any(|&child| matches!(self.tree.deprels[child], Deprel::Expl | Deprel::Csubj))
        });
        let coordinated = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj);
        // ", Spanien begrüßt ihn": a name between the comma and the verb
        let first = |argument: &&mut Argument| {
            let phrase = phrase::phrase(self.tree, argument.head);
            matches!(argument.role, Role::Object | Role::Dative)
                && self.tree.words[argument.head].upos == Upos::Propn
                && phrase.end == finite
                && phrase
                    .start
                    .checked_sub(1)
                    .is_some_and(|before| self.tree.words[before].form == ",")
        };
        if voice == Voice::Active
            && !subject_there
            && let Some(argument) = arguments.iter_mut().find(first)
        {
            argument.role = Role::Subject;
            return;
        }
        if voice == Voice::Passive || subject_there || expletive || coordinated {
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

    /// "Israel greift an", so ein Sprecher: behind a comma after the verb.
    fn is_apart(&self, head: usize, verbs: &[usize]) -> bool {
        let last = verbs.iter().copied().filter(|&verb| verb < head).max();
        last.is_some_and(|verb| self.tree.words[verb..head].iter().any(|word| word.form == ","))
    }

    /// "den Minister", "einen Plan": a determiner that is only accusative, or a pronoun that is.
    pub(super) fn is_accusative(&self, head: usize) -> bool {
        let only =
            |form: &str| self.lang.words.forms.accusative.contains(&form.to_lowercase().as_str());
        only(&self.tree.words[head].form)
            || self.below[head].iter().any(|&child| {
                child < head
                    && only(&self.tree.words[child].form)
                    && self.tree.words[child].upos == Upos::Det
            })
    }
}
