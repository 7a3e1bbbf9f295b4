//! Sharing: what a clause takes over from another one: subjects of coordinated verbs, antecedents, controlled subjects.

use super::{Argument, Clause, ClauseKind, Grammar, Role, Voice, rule};
use crate::language::lexicon::{CueKind, Flags, Frame};
use crate::syntax::parse::NameClass;
use crate::syntax::phrase;
use crate::ud::{Deprel, Gender, Number, PronType, Upos, VerbForm};

impl Grammar<'_> {
    /// "hatte Pläne, ein Stadion zu bauen": without the comma the arcs may give the plans to the infinitive, which has an object
    /// already.
    pub(super) fn plans_that_one_has(&self, clauses: &mut [Clause]) {
        let kinds = [CueKind::Intention, CueKind::Option];
        let plans = |&word: &usize| {
            let lemma = &self.tree.words[word].lemma;
            kinds.iter().any(|&kind| self.lang.lexicon.is_cue(lemma, kind))
        };
        for at in 0..clauses.len() {
            let clause = &clauses[at];
            let Some(parent) = clause.parent.filter(|_| clause.kind == ClauseKind::Infinitive)
            else {
                continue;
            };
            let objects = || {
                let own = clause.arguments.iter().filter(|argument| argument.role == Role::Object);
                own.map(|argument| argument.head)
            };
            let has = &clauses[parent];
            let noun = objects().find(plans).filter(|&noun| noun < clause.head && has.head < noun);
            let Some(noun) = noun.filter(|_| objects().count() > 1) else { continue };
            if has.lemma != self.lang.grammar.have || has.object().is_some() {
                continue;
            }
            clauses[at].arguments.retain(|argument| argument.head != noun);
            clauses[at].noun = Some(noun);
            let object = Argument { role: Role::Object, head: noun, shared: false };
            clauses[parent].arguments.push(object);
        }
    }

    /// The nearest predicate above, with attributes and relative clauses hanging on the clause that holds their noun.
    pub(super) fn governor(
        &self,
        head: usize,
        index: &dyn Fn(usize) -> Option<usize>,
    ) -> Option<usize> {
        for above in self.tree.above(self.top(head)) {
            let content = self.modal_content(above).unwrap_or(above);
            if let Some(clause) = index(content)
                && content != head
            {
                return Some(clause);
            }
        }
        None
    }

    /// "Er sagte, die Gruppe habe angegriffen, um ... zu erhalten": a purpose is that of the content before it, not of the verb that reports.
    pub(super) fn purposes(&self, clauses: &mut [Clause]) {
        for at in 0..clauses.len() {
            let Some(parent) =
                clauses[at].parent.filter(|_| clauses[at].kind == ClauseKind::Purpose)
            else {
                continue;
            };
            let between = |other: &usize| {
                let other = &clauses[*other];
                other.parent == Some(parent)
                    && other.kind == ClauseKind::Content
                    && other.head < clauses[at].head
            };
            let reports = self
                .lang
                .lexicon
                .frames(&clauses[parent].lemma)
                .iter()
                .any(|frame| frame.flags.reports());
            if reports
                && clauses[parent].head < clauses[at].head
                && let Some(content) = (0..clauses.len()).rfind(between)
            {
                clauses[at].parent = Some(content);
            }
        }
    }

    /// "verurteilte den Angriff, nannte den Täter aber nicht": what stands before the comma belongs to the verb before it.
    pub(super) fn divide_coordinated(
        &self,
        clauses: &mut [Clause],
        index: &dyn Fn(usize) -> Option<usize>,
    ) {
        for at in 0..clauses.len() {
            let head = clauses[at].head;
            if self.tree.deprels[head] != Deprel::Conj
                || self.tree.words[head].feats.verb_form != Some(VerbForm::Fin)
            {
                continue;
            }
            let Some(first) =
                self.tree.heads[head].and_then(index).filter(|&first| clauses[first].head < head)
            else {
                continue;
            };
            let joint = (clauses[first].head..head).rev().find(|&word| {
                self.tree.words[word].form == "," || self.tree.words[word].upos == Upos::Cconj
            });
            let Some(joint) = joint else { continue };
            let before = clauses[first].head..joint;
            let stray: Vec<Argument> = clauses[at]
                .arguments
                .iter()
                .filter(|argument| !argument.shared && before.contains(&argument.head))
                .cloned()
                .collect();
            for argument in stray {
                clauses[at].arguments.retain(|own| own.head != argument.head);
                if clauses[first].argument(&argument.role).is_none() {
                    clauses[first].arguments.push(argument);
                }
            }
        }
    }

    /// "kritisierten und verurteilten": a verb without a subject takes that of the verb it is coordinated with.
    pub(super) fn share_coordinated(
        &self,
        clauses: &mut [Clause],
        index: &dyn Fn(usize) -> Option<usize>,
    ) {
        for at in 0..clauses.len() {
            let top = self.top(clauses[at].head);
            if self.tree.deprels[top] != Deprel::Conj {
                continue;
            }
            let Some(first) = self.tree.heads[top]
                .and_then(|above| index(self.modal_content(above).unwrap_or(above)))
            else {
                continue;
            };
            let inherited = clauses[first].clone();
            let clause = &mut clauses[at];
            if clause.kind == ClauseKind::Infinitive
                && !matches!(inherited.kind, ClauseKind::Infinitive | ClauseKind::Purpose)
            {
                continue;
            }
            let finite = clause
                .predicate
                .iter()
                .any(|&word| self.tree.words[word].feats.verb_form == Some(VerbForm::Fin));
            if !finite {
                clause.modal = clause.modal.or(inherited.modal);
                clause.future |= inherited.future;
                clause.mood = inherited.mood;
                clause.negated |= inherited.negated && inherited.kind == ClauseKind::Infinitive;
                if inherited.voice == Voice::Passive
                    && self.tree.words[clause.head].feats.verb_form == Some(VerbForm::Part)
                {
                    turn_passive(clause);
                }
            }
            if clause.marker.is_none() {
                clause.marker = inherited.marker.clone();
            }
            let role = |clause: &Clause| {
                if clause.voice == Voice::Passive { Role::Object } else { Role::Subject }
            };
            // "ansprechen oder bestrafen": the object before two verbs side by side is that of both
            let beside = clause.head > inherited.head && clause.head - inherited.head <= 3;
            if beside
                && clause.arguments.is_empty()
                && clause.voice == Voice::Active
                && let Some(object) = inherited.object().filter(|&object| object < inherited.head)
            {
                clause.arguments.push(Argument { role: Role::Object, head: object, shared: true });
            }
            if self.has_own_field(clause, &inherited) {
                self.own_subject(clause);
                continue;
            }
            if clause.argument(&role(clause)).is_none()
                && let Some(shared) = inherited.argument(&role(&inherited))
            {
                let argument = Argument { role: role(clause), head: shared.head, shared: true };
                clause.arguments.push(argument);
            }
        }
    }

    /// "... wartet die Polizei, in Wien demonstrierten Tausende": where a phrase stands before the finite verb of a coordinated main clause,
    /// the clause has a subject of its own; only a verb that comes first shares one. So has a verb of another number.
    fn has_own_field(&self, clause: &Clause, first: &Clause) -> bool {
        let words = &self.tree.words;
        let finite = |clause: &Clause| {
            clause
                .predicate
                .iter()
                .copied()
                .find(|&word| words[word].feats.verb_form == Some(VerbForm::Fin))
        };
        let (Some(verb), Some(other)) = (finite(clause), finite(first)) else { return false };
        let main = |clause: &Clause| clause.kind == ClauseKind::Main && clause.marker.is_none();
        if verb < other || !main(clause) || !main(first) {
            return false;
        }
        let joint = (other..verb)
            .rev()
            .find(|&word| words[word].form == "," || words[word].upos == Upos::Cconj);
        let Some(joint) = joint else { return false };
        let field =
            |argument: &Argument| !argument.shared && (joint..verb).contains(&argument.head);
        let number = |verb: usize| words[verb].feats.number;
        let disagrees =
            number(verb).is_some() && number(other).is_some() && number(verb) != number(other);
        clause.arguments.iter().any(field) || disagrees
    }

    /// "sollten dort tausend Menschen ankommen": the phrase behind the verb that agrees with it and shows no other case.
    fn own_subject(&self, clause: &mut Clause) {
        let role = if clause.voice == Voice::Passive { Role::Object } else { Role::Subject };
        if clause.argument(&role).is_some() {
            return;
        }
        let words = &self.tree.words;
        let number = clause.predicate.iter().find_map(|&word| {
            words[word].feats.number.filter(|_| words[word].feats.verb_form == Some(VerbForm::Fin))
        });
        let fits = |argument: &&mut Argument| {
            argument.role == Role::Object
                && !argument.shared
                && !self.is_accusative(argument.head)
                && (number.is_none() || words[argument.head].feats.number == number)
        };
        if let Some(argument) = clause.arguments.iter_mut().find(fits) {
            argument.role = role;
        }
    }

    /// A relative pronoun gives way to its antecedent.
    pub(super) fn resolve_relatives(&self, clauses: &mut [Clause]) {
        let pronouns: Vec<(usize, usize)> = clauses
            .iter()
            .filter(|clause| clause.kind == ClauseKind::Relative)
            .filter_map(|clause| {
                let pronoun = self.relative_pronoun(clause.head)?;
                Some((pronoun, self.antecedent(clause.head, pronoun)?))
            })
            .collect();
        for argument in clauses.iter_mut().flat_map(|clause| &mut clause.arguments) {
            if let Some(&(_, antecedent)) =
                pronouns.iter().find(|(pronoun, _)| *pronoun == argument.head)
            {
                *argument =
                    Argument { role: argument.role.clone(), head: antecedent, shared: true };
            }
        }
    }

    /// The relative pronoun among the arguments of a clause; not one that determines a noun ("dessen Anwalt").
    pub(super) fn relative_pronoun(&self, head: usize) -> Option<usize> {
        let is_relative = |&child: &usize| {
            let word = &self.tree.words[child];
            let marked = matches!(
                word.feats.pron_type,
                Some(PronType::DemRel | PronType::Rel | PronType::IntRel)
            );
            word.upos == Upos::Pron
                && (marked
                    || self.lang.grammar.relative.contains(&word.form.to_lowercase().as_str()))
        };
        self.verbs(head).iter().find_map(|&verb| self.below[verb].iter().copied().find(is_relative))
    }

    /// The noun that a relative clause describes: the one it hangs on, or a nearer one that agrees better.
    pub(super) fn antecedent(&self, head: usize, pronoun: usize) -> Option<usize> {
        let mut top = self.top(head);
        // each step goes up, so there are no more of them than words
        for _ in 0..self.tree.words.len() {
            if self.tree.deprels[top] != Deprel::Conj {
                break;
            }
            top = self.top(self.tree.heads[top]?);
        }
        let attached = self.tree.heads[top]?;
        let nominal = |word: usize| {
            matches!(self.tree.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron)
        };
        if nominal(attached) && attached < pronoun {
            return Some(self.agreeing(attached, head, pronoun));
        }
        // of "Angela Merkel" the word that stands for the name
        let mut nearest = (0..pronoun).rev().find(|&word| nominal(word))?;
        for above in self.tree.above(nearest) {
            if self.tree.deprels[nearest] != Deprel::Flat {
                break;
            }
            nearest = above;
        }
        Some(nearest)
    }

    /// "ein Student aus Sofia, der ...", "die Berichte des Ministers, die ...": of the nouns that stand above one another the nearest
    /// that the relative pronoun agrees with.
    fn agreeing(&self, attached: usize, head: usize, pronoun: usize) -> usize {
        let subject = matches!(self.tree.deprels[pronoun], Deprel::Nsubj | Deprel::NsubjPass);
        let finite = |&&verb: &&usize| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin);
        let verbs = self.verbs(head);
        let number = verbs
            .iter()
            .find(finite)
            .and_then(|&verb| self.tree.words[verb].feats.number)
            .filter(|_| subject);
        let forms = &self.lang.words.forms;
        let gender = match self.tree.words[pronoun].form.to_lowercase().as_str() {
            form if form == forms.relative_masculine && subject => Some(Gender::Masc),
            form if form == forms.relative_feminine && number == Some(Number::Sing) => {
                Some(Gender::Fem)
            }
            form if form == forms.relative_neuter => Some(Gender::Neut),
            _ => None,
        };
        let fits = |noun: usize| {
            let several = phrase::conjuncts(self.tree, noun).len() > 1;
            let own = if several { Some(Number::Plur) } else { self.tree.words[noun].feats.number };
            let counts = number.is_none() || own.is_none() || own == number;
            let of_noun = self.gender(noun);
            counts && (several || gender.is_none() || of_noun.is_none() || of_noun == gender)
        };
        // "des Landes und des Roten Kreuzes, das ...": of several the last that agrees
        let joined = phrase::conjuncts(self.tree, attached);
        let last = joined
            .iter()
            .rev()
            .copied()
            .find(|&noun| noun < pronoun && noun != attached && fits(noun));
        if let Some(last) = last.filter(|_| !fits(attached)) {
            return last;
        }
        let mut noun = attached;
        for above in self.tree.above(attached) {
            if fits(noun) {
                return noun;
            }
            let described = matches!(self.tree.deprels[noun], Deprel::Nmod | Deprel::Appos)
                && self.tree.words[above].upos == Upos::Noun;
            if !described || above > noun {
                return attached;
            }
            noun = above;
        }
        if fits(noun) { noun } else { attached }
    }

    /// The gender of a noun; a place without an article is neuter.
    fn gender(&self, noun: usize) -> Option<Gender> {
        let word = &self.tree.words[noun];
        let place = self
            .tree
            .names
            .iter()
            .any(|name| name.class == NameClass::Location && name.words.contains(&noun));
        let bare = !self.below[noun].iter().any(|&child| self.tree.deprels[child] == Deprel::Det);
        match word.upos {
            Upos::Noun => word.feats.gender,
            Upos::Propn if place && bare => Some(Gender::Neut),
            _ => None,
        }
    }

    /// The noun that an infinitive is the content of: the one it hangs on, or one right before it that takes such a content, with only verbs
    /// between: "hat den Befehl gegeben, ... zu räumen".
    pub(super) fn contents_of_nouns(&self, clauses: &mut [Clause]) {
        let words = &self.tree.words;
        for at in 0..clauses.len() {
            let top = self.top(clauses[at].head);
            let Some(above) =
                self.tree.heads[top].filter(|_| clauses[at].kind == ClauseKind::Infinitive)
            else {
                continue;
            };
            let copular =
                self.below[above].iter().any(|&child| self.tree.deprels[child] == Deprel::Cop);
            if self.tree.deprels[top] == Deprel::Acl || words[above].upos == Upos::Noun && !copular
            {
                clauses[at].noun = Some(above).filter(|&above| words[above].upos == Upos::Noun);
                continue;
            }
            let start = self.tree.subtree(top).start;
            let nouns = (above.min(start)..start).rev().chain((0..above.min(start)).rev());
            let passed = |&word: &usize| {
                matches!(words[word].upos, Upos::Verb | Upos::Aux | Upos::Punct)
                    || self.tree.deprels[word] == Deprel::CompoundPrt
            };
            let noun = nouns.into_iter().find(|word| !passed(word));
            // "rief die Armee in einem Appell auf, ...": the verb itself says who is to do it
            let governor = clauses[at].parent.map_or("", |parent| clauses[parent].lemma.as_str());
            let flags = |frame: &Frame| frame.flags.control_acc() || frame.flags.control_dat();
            let governs = self.lang.lexicon.frames(governor).iter().any(flags);
            clauses[at].noun = noun.filter(|&noun| {
                words[noun].upos == Upos::Noun
                    && self.opens(noun)
                    && !(governs && self.preposition(noun).is_some())
            });
        }
    }

    /// Nouns whose infinitive is open: of a plan, a demand, an accusation, a possibility.
    fn opens(&self, noun: usize) -> bool {
        let lexicon = &self.lang.lexicon;
        let lemma = &self.tree.words[noun].lemma;
        let behind = lexicon.noun(lemma).and_then(|noun| noun.verb.as_deref()).unwrap_or("");
        let flags = lexicon.frames(behind).iter().map(|frame| frame.flags);
        lexicon.is_cue(lemma, CueKind::Intention)
            || lexicon.is_cue(lemma, CueKind::Option)
            || flags
                .into_iter()
                .any(|flags| flags.demand() || flags.promise() || flags.try_to() || flags.accuse())
    }

    /// Who does what the infinitive of a noun says: its owner ("der Plan der Regierung, ..."); of a demand the one it is made to, of an
    /// accusation the one it is raised against, of anything else the subject above.
    fn controller_by_noun(&self, noun: usize, governor: &Clause) -> Option<usize> {
        let lexicon = &self.lang.lexicon;
        let behind = lexicon
            .noun(&self.tree.words[noun].lemma)
            .and_then(|noun| noun.verb.as_deref())
            .unwrap_or("");
        let behind = lexicon.frames(behind).iter();
        let flagged = |has: fn(Flags) -> bool| behind.clone().any(|frame| has(frame.flags));
        let to = |preposition: &str| {
            let role = Role::Prepositional(preposition.to_owned());
            let below = || {
                self.below[noun]
                    .iter()
                    .copied()
                    .find(|&child| self.preposition(child).as_deref() == Some(preposition))
            };
            governor.argument(&role).map(|argument| argument.head).or_else(below)
        };
        let dative = || governor.argument(&Role::Dative).map(|argument| argument.head);
        let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
        // "erhielt den Auftrag, ...", "hat den Befehl, ..."
        let grammar = &self.lang.grammar;
        let verb = self.tree.words[governor.head].lemma.as_str();
        let receives = flags.control_subject()
            || verb == grammar.have
            || grammar.recipient_passive.contains(&verb);
        if receives {
            governor.subject()
        } else if flagged(Flags::demand) {
            dative().or_else(|| to(self.lang.words.prepositions.to))
        } else if flagged(Flags::accuse) {
            let raises = flags.accuse() || flags.say();
            to(self.lang.words.prepositions.against)
                .or_else(dative)
                .or_else(|| governor.subject().filter(|_| !raises))
        } else {
            phrase::owner(self.tree, noun)
                .filter(|&owner| owner > noun)
                .or_else(|| governor.subject())
        }
    }

    /// The subject of an infinitive is an argument of the verb above: "fordert Kanada auf, ... aufzugeben".
    pub(super) fn control(&self, clauses: &mut [Clause]) {
        for at in 0..clauses.len() {
            let subjectless = clauses[at].subject().is_none()
                && !(clauses[at].voice == Voice::Passive && clauses[at].object().is_some());
            if !subjectless
                || !matches!(clauses[at].kind, ClauseKind::Infinitive | ClauseKind::Purpose)
            {
                continue;
            }
            let Some(mut parent) = clauses[at].parent else { continue };
            // "um ..., entschlossen zu schützen": an adverbial without a subject passes on that of the clause above
            for _ in 0..clauses.len() {
                match clauses[parent].parent {
                    Some(above) if clauses[parent].arguments.is_empty() => parent = above,
                    _ => break,
                }
            }
            let mut governor = clauses[parent].clone();
            self.choose_frame(&mut governor);
            let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
            let purpose = clauses[at].kind == ClauseKind::Purpose;
            let dative = || governor.argument(&Role::Dative).map(|argument| argument.head);
            let controller = if let Some(noun) = clauses[at].noun {
                self.controller_by_noun(noun, &governor)
            } else if !purpose && flags.control_acc() {
                governor.object().or_else(dative)
            } else if !purpose && flags.control_dat() {
                dative().or_else(|| governor.object())
            } else if !purpose && flags.demand() && !flags.control_subject() {
                // "forderte, gegen die Täter vorzugehen": somebody else is to do it
                None
            } else {
                governor.subject()
            };
            if let Some(head) = controller {
                let role =
                    if clauses[at].voice == Voice::Passive { Role::Object } else { Role::Subject };
                clauses[at].arguments.push(Argument { role, head, shared: true });
            }
        }
    }
}

/// A participle that shares the passive auxiliary of the one before it: "wurde verhaftet und verurteilt".
fn turn_passive(clause: &mut Clause) {
    if clause.voice == Voice::Passive {
        return;
    }
    clause.voice = Voice::Passive;
    clause.rule = rule(Voice::Passive, false);
    for argument in &mut clause.arguments {
        if argument.role == Role::Subject {
            argument.role = Role::Object;
        }
    }
}
