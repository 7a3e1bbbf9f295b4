//! Arguments: the phrases below a predicate, in logical roles, with what German word order and agreement say where arcs err.

use super::{Argument, Grammar, Role, Voice};
use crate::language::lexicon::{CueKind, Frame, NounClass, SlotKind};
use crate::syntax::parse::NameClass;
use crate::syntax::phrase;
use crate::ud::{Case, Definite, Degree, Deprel, PronType, Upos, VerbForm};

impl Grammar<'_> {
    /// The phrases below the verbs of a predicate, in logical roles.
    pub(super) fn arguments(&self, head: usize, verbs: &[usize], voice: Voice) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let copular = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Cop);
        for &verb in verbs {
            for &child in &self.below[verb] {
                if verbs.contains(&child)
                    || self.is_before_colon(child)
                    || (copular && verb == head && !self.belongs_to_clause(child))
                {
                    continue;
                }
                if let Some(role) = self.role(child, voice) {
                    let head =
                        if self.is_article(child) { self.noun_of(child) } else { Some(child) };
                    arguments.extend(head.map(|head| Argument { role, head, shared: false }));
                }
            }
        }
        arguments.extend(self.behind_adverbs(verbs, voice).map(|head| Argument {
            role: Role::Dative,
            head,
            shared: false,
        }));
        arguments.retain(|argument| !self.is_behind_bracket(argument, head, verbs));
        arguments.sort_by_key(|argument| argument.head);
        arguments.dedup_by_key(|argument| argument.head);
        self.join_compounds(&mut arguments);
        self.infinitive_has_no_subject(&mut arguments, verbs);
        if self.is_to_be_done(head, verbs)
            && let Some(doer) = arguments.iter_mut().find(|argument| {
                argument.role
                    == Role::Prepositional(self.lang.words.prepositions.for_whom.to_owned())
            })
        {
            doer.role = Role::Subject;
        }
        self.fold_appositions(&mut arguments);
        self.correlates(&mut arguments, voice);
        self.dative_subject(&mut arguments, verbs, voice);
        self.one_subject(&mut arguments, verbs, voice);
        self.disagreeing_subject(&mut arguments, verbs, voice);
        self.missing_subject(&mut arguments, verbs, voice);
        self.second_object(&mut arguments, verbs, voice);
        arguments
    }

    /// "nannte ihn Kleiner Marco": beside the object of such a verb a second one says what it is called.
    fn second_object(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let frames = self.uses(verbs);
        let names =
            |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Predicative);
        if voice == Voice::Active && frames.iter().any(names) {
            // a name shows no case: "nannte Friedrich Merz einen Lügner"
            let accusative = |argument: &&mut Argument| {
                let shown = phrase::shown_case(self.tree, argument.head);
                argument.role == Role::Object
                    || argument.role == Role::Dative && shown != Some(Case::Dat)
            };
            let mut objects: Vec<&mut Argument> = arguments.iter_mut().filter(accusative).collect();
            if let [first, rest @ ..] = &mut objects[..]
                && !rest.is_empty()
            {
                first.role = Role::Object;
                rest.iter_mut().for_each(|argument| argument.role = Role::Predicative);
            }
        }
    }

    /// "Mikl-Leitner sprach": the parts of a hyphenated name are one argument, whatever the arcs say.
    fn join_compounds(&self, arguments: &mut Vec<Argument>) {
        let mut at = 1;
        while at < arguments.len() {
            let (first, second) = (arguments[at - 1].head, arguments[at].head);
            if (phrase::compound_start(self.tree, second)..second).contains(&first) {
                // the last part of a noun is its head, the first part of a name stands for it
                if self.tree.words[second].upos == Upos::Noun {
                    arguments[at - 1].head = second;
                }
                arguments.remove(at);
            } else {
                at += 1;
            }
        }
    }

    /// "um Hadi die Rückkehr zu ermöglichen": an infinitive with "zu" has no nominative; what the arcs take for one is an object.
    fn infinitive_has_no_subject(&self, arguments: &mut [Argument], verbs: &[usize]) {
        let form = |form: VerbForm| {
            verbs.iter().any(|&verb| self.tree.words[verb].feats.verb_form == Some(form))
        };
        let infinitive = verbs.iter().any(|&verb| self.has_infinitive_marker(verb));
        if !infinitive || form(VerbForm::Fin) {
            return;
        }
        for at in 0..arguments.len() {
            if arguments[at].role != Role::Subject || self.preposition(arguments[at].head).is_some()
            {
                continue;
            }
            let object = arguments.iter().any(|argument| argument.role == Role::Object);
            arguments[at].role =
                if object && self.takes_dative(verbs) { Role::Dative } else { Role::Object };
        }
    }

    /// "gewinnt weder A noch B, sondern C": what such a word joins to a phrase has that phrase's role.
    fn correlates(&self, arguments: &mut [Argument], voice: Voice) {
        let before = |argument: &Argument| {
            let start = phrase::phrase(self.tree, argument.head).start;
            let near = start.saturating_sub(2)..argument.head;
            near.map(|at| self.tree.words[at].form.to_lowercase()).collect::<Vec<_>>()
        };
        let core = |argument: &Argument| {
            matches!(argument.role, Role::Subject | Role::Object | Role::Dative)
        };
        let opens = |argument: &Argument| {
            core(argument)
                && before(argument)
                    .iter()
                    .any(|word| self.lang.words.forms.neither.contains(&word.as_str()))
        };
        let Some(first) = arguments.iter().position(opens) else { return };
        let role =
            if voice == Voice::Passive { Role::Object } else { arguments[first].role.clone() };
        for argument in arguments.iter_mut().skip(first + 1).filter(|argument| core(argument)) {
            if before(argument)
                .iter()
                .any(|word| word == self.lang.words.forms.nor || word == self.lang.grammar.instead)
            {
                argument.role = role.clone();
            }
        }
    }

    /// "hatte Anfragen abgelehnt, Treffen ...", "dass Peking im Zentrum stand, darunter ein Angriff": behind the verb that closes the
    /// clause and a comma no object follows.
    fn is_behind_bracket(&self, argument: &Argument, head: usize, verbs: &[usize]) -> bool {
        let words = &self.tree.words;
        let last = verbs.iter().copied().max().unwrap_or(head);
        let participle =
            matches!(words[head].feats.verb_form, Some(VerbForm::Part | VerbForm::Inf))
                && verbs.iter().any(|&verb| verb < head);
        let dependent =
            last == head && self.marker(self.top(head)).is_some_and(|marker| marker < head);
        let core =
            matches!(argument.role, Role::Subject | Role::Object | Role::Dative | Role::Genitive);
        (participle || dependent)
            && core
            && argument.head > last
            && words[last..argument.head].iter().any(|word| word.form == ",")
    }

    /// "übergab den Einsatz später der UNO": no owner of an adverb, but the recipient.
    fn behind_adverbs(&self, verbs: &[usize], voice: Voice) -> impl Iterator<Item = usize> {
        let takes = voice == Voice::Active && self.takes_dative(verbs);
        let adverbs = verbs
            .iter()
            .filter(move |_| takes)
            .flat_map(|&verb| &self.below[verb])
            .filter(|&&child| self.tree.deprels[child] == Deprel::Advmod);
        adverbs.flat_map(|&adverb| &self.below[adverb]).copied().filter(|&noun| {
            self.tree.deprels[noun] == Deprel::Nmod
                && matches!(self.tree.words[noun].upos, Upos::Noun | Upos::Propn)
                && self.preposition(noun).is_none()
        })
    }

    /// "nahm Karim Haddad, einen Anführer der Miliz, fest": what explains a name is no argument of its own; it shows the name's case.
    fn fold_appositions(&self, arguments: &mut Vec<Argument>) {
        let words = &self.tree.words;
        let mut at = 1;
        while at < arguments.len() {
            let (name, other) = (arguments[at - 1].head, arguments[at].head);
            let (first, second) =
                (phrase::phrase(self.tree, name), phrase::phrase(self.tree, other));
            let explains = words[name].upos == Upos::Propn
                && words[other].upos == Upos::Noun
                && self.preposition(name).is_none()
                && first.end + 1 == second.start
                && words[first.end].form == ","
                && words[second.start].lemma == self.lang.words.forms.one
                && words.get(second.end).is_none_or(|next| next.upos == Upos::Punct);
            if explains {
                let explained = arguments.remove(at);
                if explained.role == Role::Object {
                    arguments[at - 1].role = Role::Object;
                }
            } else {
                at += 1;
            }
        }
    }

    /// "Merkel: Griechenland muss sparen": who stands before a colon says it.
    pub(super) fn is_before_colon(&self, word: usize) -> bool {
        let phrase = phrase::phrase(self.tree, word);
        phrase.start == 0 && self.tree.words.get(phrase.end).is_some_and(|next| next.form == ":")
    }

    /// An article that the arcs take for a phrase of its own: "dass die hinter den Moscheen stehenden Vereinigungen".
    fn is_article(&self, word: usize) -> bool {
        let feats = &self.tree.words[word].feats;
        self.tree.words[word].upos == Upos::Det
            && (feats.pron_type == Some(PronType::Art) || feats.possessive)
    }

    /// The noun behind such an article: the next one below the same verb that has neither a determiner nor a preposition.
    fn noun_of(&self, article: usize) -> Option<usize> {
        let bare = |word: usize| {
            let determined = |&child: &usize| {
                matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss | Deprel::Case)
            };
            matches!(self.tree.words[word].upos, Upos::Noun | Upos::Propn)
                && !self.below[word].iter().any(determined)
        };
        (article + 1..self.tree.words.len())
            .find(|&word| self.tree.heads[word] == self.tree.heads[article] && bare(word))
    }

    /// Under a copula a noun's own modifiers hang on the same word as the clause's arguments.
    pub(super) fn belongs_to_clause(&self, child: usize) -> bool {
        !matches!(
            self.tree.deprels[child],
            Deprel::Nmod | Deprel::Appos | Deprel::Amod | Deprel::Flat
        )
    }

    pub(super) fn role(&self, child: usize, voice: Voice) -> Option<Role> {
        let word = &self.tree.words[child];
        let passive = voice == Voice::Passive;
        // "Ende Juni", "Montag": a bare time is no argument
        let time = self
            .lang
            .lexicon
            .exact_noun(&word.lemma)
            .is_some_and(|noun| noun.class == Some(NounClass::Time));
        if time && self.preposition(child).is_none() && self.tree.deprels[child] != Deprel::Nsubj {
            return None;
        }
        if self.is_duration(child)
            || self.is_at_home(child)
            || self.is_opinion(child)
            || self.is_likened(child)
        {
            return None;
        }
        match self.tree.deprels[child] {
            Deprel::Nsubj => Some(if passive { Role::Object } else { Role::Subject }),
            Deprel::NsubjPass => Some(if passive { Role::Object } else { Role::Subject }),
            Deprel::Obj | Deprel::Iobj | Deprel::OblArg | Deprel::Obl | Deprel::Nmod => {
                match (self.preposition(child), word.feats.case) {
                    (Some(preposition), _)
                        if passive
                            && self.lang.grammar.agent.contains(&preposition.as_str())
                            && !self.is_starting_point(child)
                            && !self.is_share(child)
                            && !self.is_governed_thing(child, &preposition) =>
                    {
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

    /// "ein Leben lang": how long it lasts.
    fn is_duration(&self, child: usize) -> bool {
        let after = phrase::phrase(self.tree, child).end;
        let lasts = |at: usize| {
            self.tree.words.get(at).is_some_and(|word| word.form == self.lang.words.forms.lasting)
        };
        self.preposition(child).is_none() && (lasts(after) || after > child + 1 && lasts(after - 1))
    }

    /// "seiner Meinung nach": whose word it is.
    fn is_opinion(&self, child: usize) -> bool {
        let word = &self.tree.words[child];
        let speech = self.lang.lexicon.noun(&word.lemma).and_then(|noun| noun.class)
            == Some(NounClass::Speech);
        let next = self.tree.words.get(child + 1);
        speech
            && next.is_some_and(|next| {
                self.lang.words.prepositions.opinion.contains(&next.form.as_str())
                    && next.upos == Upos::Adp
            })
    }

    /// "wie in Syrien", "wie bei der Wahl 2019": what it is like, and nobody to whom it is done.
    fn is_likened(&self, child: usize) -> bool {
        let next = |at: usize| self.tree.words.get(at + 1).map(|word| word.upos);
        self.below[child].iter().any(|&word| {
            word < child
                && self.tree.words[word].form.to_lowercase() == self.lang.words.forms.like
                && next(word) == Some(Upos::Adp)
        })
    }

    /// "von den 500 Mitarbeitern wurden 200 Mitarbeiter ...": of whom they are some.
    fn is_share(&self, child: usize) -> bool {
        let Some(verb) = self.tree.heads[child] else { return false };
        let definite = self.below[child]
            .iter()
            .any(|&word| self.tree.words[word].feats.definite == Some(Definite::Def));
        let mut siblings = self.below[verb].iter();
        definite
            && siblings.any(|&sibling| {
                self.tree.deprels[sibling] == Deprel::NsubjPass
                    && self.tree.words[sibling].lemma == self.tree.words[child].lemma
            })
    }

    /// "zu Hause", "nach Hause": an adverb of two words.
    fn is_at_home(&self, child: usize) -> bool {
        self.tree.words[child].form == self.lang.words.forms.home
            && self
                .preposition(child)
                .is_some_and(|own| self.lang.words.prepositions.homeward.contains(&own.as_str()))
    }

    /// "von Wien aus", "von Spangdahlem nach Łask": where it starts, not who does it.
    fn is_starting_point(&self, child: usize) -> bool {
        let after = phrase::phrase(self.tree, child).end;
        let town = self
            .tree
            .names
            .iter()
            .any(|name| name.class == NameClass::Location && name.words.contains(&child))
            && self.lang.gazetteer.name(&self.tree.words[child].form).is_none();
        let onward = self.tree.words.get(after).map(|word| word.form.as_str());
        if town && onward == Some(self.lang.words.prepositions.onward) {
            return true;
        }
        let out = |at: usize| {
            self.tree.words.get(at).is_some_and(|word| {
                word.form == self.lang.words.prepositions.from && word.upos != Upos::Verb
            })
        };
        let next = self.tree.words.get(after + 1).map(|word| word.upos);
        // "wurde von Wien aus dem Amt gedrängt" goes on with a noun
        (out(after) || after > child + 1 && out(after - 1))
            && !matches!(next, Some(Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj))
    }

    /// "wurde von ihrem Amt entbunden": where the verb governs "von", a thing behind it is no agent.
    fn is_governed_thing(&self, child: usize, preposition: &str) -> bool {
        let Some(verb) = self.tree.heads[child] else { return false };
        let governs = |frame: &Frame| {
            frame.slots.iter().any(|slot| matches!(&slot.kind, SlotKind::Preposition(given, _) if given == preposition))
        };
        let word = &self.tree.words[child];
        let is_thing = self.lang.lexicon.noun(&word.lemma).is_some_and(|noun| {
            !matches!(noun.class, Some(NounClass::Role | NounClass::Group | NounClass::Body))
        });
        let frames = self.lang.lexicon.frames(&self.verb_lemma(verb, &mut Vec::new()));
        word.upos == Upos::Noun && is_thing && frames.iter().any(governs)
    }

    /// "stärker betroffen als die USA": behind a comparative, "als" names what is compared.
    fn is_compared(&self, child: usize) -> bool {
        let Some(verb) = self.tree.heads[child] else { return false };
        let comparative = |word: usize| {
            let word = &self.tree.words[word];
            let stem = word
                .form
                .to_lowercase()
                .strip_suffix("er")
                .map(|stem| stem.replace('ä', "a").replace('ö', "o").replace('ü', "u"));
            let formed = word.upos == Upos::Adj && stem.as_deref() == Some(word.lemma.as_str());
            word.feats.degree == Some(Degree::Cmp)
                || formed
                || self.lang.grammar.comparatives.contains(&word.form.to_lowercase().as_str())
        };
        let before = self.below[verb].iter().copied().filter(|&word| word < child);
        comparative(verb)
            || before.into_iter().any(|word| {
                comparative(word) || self.below[word].iter().any(|&below| comparative(below))
            })
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
        word.lemma == self.lang.grammar.reflexive
            || word.form.to_lowercase() == self.lang.grammar.reflexive
    }

    /// "hat die Kosten zu tragen"
    pub(super) fn has_to(&self, head: usize, verbs: &[usize]) -> bool {
        let have = verbs.iter().any(|&verb| {
            verb != head
                && self.tree.words[verb].lemma == self.lang.grammar.have
                && self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin)
        });
        have && self.tree.words[head].feats.verb_form == Some(VerbForm::Inf)
            && self.has_infinitive_marker(head)
    }

    /// "hatte Pläne ein Stadion zu bauen": the plans are what one has, and nothing that is built.
    pub(super) fn leave_plans(&self, head: usize, verbs: &[usize], arguments: &mut Vec<Argument>) {
        let objects = arguments.iter().filter(|argument| argument.role == Role::Object).count();
        if objects < 2 || !self.has_to(head, verbs) {
            return;
        }
        arguments.retain(|argument| {
            let lemma = &self.tree.words[argument.head].lemma;
            argument.role != Role::Object || !self.lang.lexicon.is_cue(lemma, CueKind::Intention)
        });
    }

    /// "ist für China schwer zu bekämpfen": sein + zu is a passive of what can or must be done.
    pub(super) fn is_to_be_done(&self, head: usize, verbs: &[usize]) -> bool {
        let be = verbs.iter().any(|&verb| {
            verb != head
                && self.tree.words[verb].lemma == self.lang.grammar.be
                && self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin)
        });
        be && self.tree.words[head].feats.verb_form == Some(VerbForm::Inf)
            && self.has_infinitive_marker(head)
    }
}
