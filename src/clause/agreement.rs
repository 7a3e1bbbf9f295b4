//! Agreement: a finite verb has one subject, which agrees with it; what the arcs say against it gives way.

use super::{Argument, Grammar, Role, Voice};
use crate::lexicon::{Frame, NounClass, SlotKind};
use crate::phrase;
use crate::ud::{Deprel, Gender, Number, Upos, VerbForm};

impl Grammar<'_> {
    /// A finite verb has one subject: the one that agrees with it; another nominative behind it may be the object.
    pub(super) fn one_subject(&self, arguments: &mut Vec<Argument>, verbs: &[usize], voice: Voice) {
        let subject = if voice == Voice::Passive { Role::Object } else { Role::Subject };
        let nominative = |argument: &Argument| {
            argument.role == subject && matches!(self.tree.deprels[argument.head], Deprel::Nsubj | Deprel::NsubjPass)
        };
        // "weder Ungarn noch die Slowakei": both
        let joined = |at: usize| {
            let phrase = phrase::phrase(self.tree, arguments[at].head);
            let before = phrase.start.checked_sub(1).map(|word| &self.tree.words[word]);
            let inside = &self.tree.words[phrase.start];
            [Some(inside), before]
                .into_iter()
                .flatten()
                .any(|word| matches!(word.form.as_str(), "noch" | "und" | "sowie" | "oder" | "sondern"))
        };
        let rivals: Vec<usize> = (0..arguments.len()).filter(|&at| nominative(&arguments[at])).collect();
        let rivals: Vec<usize> = rivals.iter().copied().filter(|&at| at == rivals[0] || !joined(at)).collect();
        if rivals.len() < 2 {
            return;
        }
        let number = verbs.iter().find_map(|&verb| {
            self.tree.words[verb].feats.number.filter(|_| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin))
        });
        // the number of a name is a guess
        let agrees = |&at: &usize| {
            number.is_none()
                || self.tree.words[arguments[at].head].upos == Upos::Propn
                || self.tree.words[arguments[at].head].feats.number == number
                || phrase::conjuncts(self.tree, arguments[at].head).len() > 1
        };
        let finite = verbs.iter().any(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        // headlines put the sufferer next to the participle: "Razzia in Berlin – fünf Verdächtige festgenommen"
        let nearest = rivals.iter().rev().copied().find(|at| agrees(at)).filter(|_| !finite);
        // "Auch Österreich muss man den Vorwurf machen": a form that is nothing but nominative goes before a name
        let sure = rivals.iter().copied().find(|&at| {
            let head = arguments[at].head;
            finite && self.is_nominative(head) && !self.is_apart(head, verbs)
        });
        let chosen = nearest.or(sure).or_else(|| rivals.iter().copied().find(agrees)).unwrap_or(rivals[0]);
        let free =
            voice == Voice::Active && !arguments.iter().any(|argument| argument.role == Role::Object) && self.takes_object(verbs);
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
            let feminine = self.lang.lexicon.noun(&word.lemma).is_some_and(|noun| noun.gender == "f") || word.form.ends_with("in");
            self.below[head].iter().filter(|&&child| child < head).any(|&child| {
                let form = self.tree.words[child].form.to_lowercase();
                let determiner = self.tree.words[child].upos == Upos::Det;
                determiner
                    && (matches!(form.as_str(), "dem" | "einem" | "seinem" | "ihrem" | "diesem")
                        || feminine
                            && word.form == word.lemma
                            && matches!(form.as_str(), "der" | "einer" | "seiner" | "ihrer" | "dieser"))
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
    pub(super) fn disagreeing_subject(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let position = |role: &Role| arguments.iter().position(|argument| &argument.role == role);
        let Some(subject) = position(&Role::Subject) else { return };
        if voice == Voice::Passive || position(&Role::Object).is_some() || !self.takes_object(verbs) {
            return;
        }
        let head = arguments[subject].head;
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let disagrees = match finite {
            Some(finite) => {
                let (verb, noun) = (self.tree.words[finite].feats.number, self.number(head));
                let one = verb == Some(Number::Sing) && noun == Some(Number::Plur);
                one && self.tree.words[head].upos != Upos::Pron && phrase::conjuncts(self.tree, head).len() == 1
            }
            None => verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj),
        };
        if disagrees && !self.is_nominative(head) {
            arguments[subject].role = Role::Object;
        }
    }

    /// The number of a noun: "ein Vertreter" is one, whatever the tagger says.
    fn number(&self, head: usize) -> Option<Number> {
        let one =
            |&child: &usize| child < head && self.tree.words[child].upos == Upos::Det && self.tree.words[child].lemma == "ein";
        if self.below[head].iter().any(one) { Some(Number::Sing) } else { self.tree.words[head].feats.number }
    }

    /// "der Minister", "er": what can be nothing but nominative.
    pub(super) fn is_nominative(&self, head: usize) -> bool {
        let word = &self.tree.words[head];
        let pronoun = matches!(word.form.to_lowercase().as_str(), "er" | "ich" | "wir" | "du" | "wer" | "man");
        let masculine = word.feats.gender == Some(Gender::Masc) && self.number(head) != Some(Number::Plur);
        let determined = |&child: &usize| {
            let form = self.tree.words[child].form.to_lowercase();
            child < head
                && self.tree.words[child].upos == Upos::Det
                && (form == "der" || masculine && matches!(form.as_str(), "ein" | "kein" | "sein" | "ihr"))
        };
        pronoun || (masculine && self.below[head].iter().any(determined))
    }

    /// What the lexicon knows of the content verb.
    pub(super) fn uses(&self, verbs: &[usize]) -> &'static [Frame] {
        let content =
            verbs.iter().copied().find(|&verb| !matches!(self.tree.deprels[verb], Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
        content.map_or(&[][..], |head| self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new())))
    }

    /// Some frame of the content verb has an accusative; a verb that nobody knows may have one.
    pub(super) fn takes_object(&self, verbs: &[usize]) -> bool {
        let frames = self.uses(verbs);
        frames.is_empty() || frames.iter().any(|frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative))
    }

    pub(super) fn takes_dative(&self, verbs: &[usize]) -> bool {
        let frames = self.uses(verbs);
        frames.iter().any(|frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Dative))
    }

    /// "Seit Jahren kämpft die Partei gegen ...": a finite verb wants a subject; what can be nominative becomes it.
    pub(super) fn missing_subject(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let Some(finite) = finite else { return };
        let subject_there = arguments.iter().any(|argument| argument.role == Role::Subject);
        let expletive = verbs
            .iter()
            .any(|&verb| self.below[verb].iter().any(|&child| matches!(self.tree.deprels[child], Deprel::Expl | Deprel::Csubj)));
        let coordinated = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj);
        // ", Spanien begrüßt ihn": a name between the comma and the verb
        let first = |argument: &&mut Argument| {
            let phrase = phrase::phrase(self.tree, argument.head);
            matches!(argument.role, Role::Object | Role::Dative)
                && self.tree.words[argument.head].upos == Upos::Propn
                && phrase.end == finite
                && phrase.start.checked_sub(1).is_some_and(|before| self.tree.words[before].form == ",")
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
            if several { Some(Number::Plur) } else { self.number(head) }
        };
        let several = arguments.iter().filter(|argument| argument.role == Role::Subject).count() > 1;
        if several {
            return;
        }
        let (one, other) = (arguments[subject].head, arguments[object].head);
        let verb = finite.and_then(|verb| self.tree.words[verb].feats.number);
        // "USA verhängen Sanktionen": the number of a bare name is a guess
        let named = self.tree.words[one].upos == Upos::Propn
            && !self.below[one].iter().any(|&child| self.tree.words[child].upos == Upos::Det);
        let disagrees = verb.is_some()
            && !named
            && number(one).is_some()
            && number(one) != verb
            && number(other) == verb
            && !self.is_accusative(other);
        let content =
            verbs.iter().copied().find(|&verb| !matches!(self.tree.deprels[verb], Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
        let carried = content.is_some_and(|content| {
            let lights = self.lang.lexicon.light(&self.verb_lemma(content, &mut Vec::new()));
            let lemma = &self.tree.words[one].lemma;
            lights.iter().any(|light| light.preposition.is_none() && &light.noun == lemma)
                && number(other) == verb
                && !self.is_accusative(other)
        });
        // "das der Sender verteidigt", ", meldete der Sender": the only form that is nothing but nominative is the subject
        let marked = self.is_nominative(other) && !self.is_nominative(one) && !self.is_apart(other, verbs);
        let (agent, thing) = (self.acts(other) && other < one, !self.acts(one));
        // "Sowohl A als auch B verurteilten die Übergriffe": where forms leave it open, the one who can act stands before what cannot
        let open = !self.is_nominative(one) && !self.is_accusative(other) && number(one).is_some();
        let between = finite.is_some_and(|verb| other < verb && verb < one);
        let deliberate = self.is_deliberate(verbs);
        let ordered = agent && thing && open && between && deliberate && (number(other) == verb || self.joins(other));
        // "Sie sollen mehrere Millionen Euro erbeutet haben": money and time do nothing where a pronoun can
        let measure = |head: usize| {
            let noun = self.lang.lexicon.exact_noun(&self.tree.words[head].lemma);
            noun.is_some_and(|noun| matches!(noun.class, Some(NounClass::Measure | NounClass::Time)))
        };
        let pronoun = self.tree.words[other].upos == Upos::Pron && !self.is_accusative(other) && number(other) == verb;
        let measured = measure(one) && pronoun && !self.is_reflexive(other);
        if disagrees || carried || marked || ordered || measured {
            arguments[subject].role = Role::Object;
            arguments[object].role = Role::Subject;
        }
    }

    /// "Israel greift an", so ein Sprecher: behind a comma after the verb.
    fn is_apart(&self, head: usize, verbs: &[usize]) -> bool {
        let last = verbs.iter().copied().filter(|&verb| verb < head).max();
        last.is_some_and(|verb| self.tree.words[verb..head].iter().any(|word| word.form == ","))
    }

    /// Who can act: a name, a pronoun, a role, a body, a group.
    fn acts(&self, head: usize) -> bool {
        let word = &self.tree.words[head];
        let class = self.lang.lexicon.noun(&word.lemma).and_then(|noun| noun.class);
        word.upos == Upos::Propn || matches!(class, Some(NounClass::Role | NounClass::Body | NounClass::Group))
    }

    /// Verbs of saying, judging, and of all that PLOVER counts as an event want somebody who means it.
    fn is_deliberate(&self, verbs: &[usize]) -> bool {
        let frames = self.uses(verbs);
        frames.iter().any(|frame| frame.event.is_some() || frame.flags.reports())
    }

    /// "sowohl A als auch B", "A und B": two make a plural.
    fn joins(&self, head: usize) -> bool {
        let start = phrase::phrase(self.tree, head).start;
        let both = |word: &str| matches!(word, "sowohl" | "auch" | "weder" | "und");
        (start.saturating_sub(2)..start).any(|at| both(&self.tree.words[at].form.to_lowercase()))
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
}
