//! Objects: which phrases of a clause a statement can be about, and which clauses tell of no deed.

use super::{Filled, Reading};
use crate::extract::clause;
use crate::extract::clause::{Clause, ClauseKind, Role, Voice};
use crate::extract::quotation::QuotationKind;
use crate::language::Language;
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::{Frame, NounClass, SlotKind};
use crate::syntax::phrase;
use crate::ud::{Case, Deprel, Upos, VerbForm};

/// The English of the preposition before an object; `None` where the verb's English has it already, as the target of its use.
pub(super) fn english_preposition(frame: &Frame, object: &Filled) -> Option<&'static str> {
    let given = object.preposition.as_deref()?;
    let slot = |kind: &SlotKind| match kind {
        SlotKind::Preposition(own, case) if own == given => Some(*case),
        _ => None,
    };
    if frame.target.as_ref().and_then(slot).is_some() {
        return None;
    }
    let last = frame.english.rsplit(' ').next().unwrap_or("");
    if frame.english.contains(' ') && OF_ENGLISH.contains(&last) {
        return None;
    }
    let case = frame.slots.iter().find_map(|own| slot(&own.kind));
    Some(match given {
        "mit" => "with",
        "gegen" => "against",
        "über" => "about",
        "für" | "um" => "for",
        "nach" | "zu" | "an" => "to",
        "in" if case == Some(Case::Acc) => "into",
        "in" => "in",
        "aus" | "von" => "from",
        "auf" if case == Some(Case::Acc) => "onto",
        "auf" => "on",
        "bei" => "at",
        _ => return None,
    })
}

/// "gilt als Spezialist": a verb that says what its subject is.
fn takes_predicate(clause: &Clause) -> bool {
    clause.frame.is_some_and(|frame| {
        let predicative = frame.slots.iter().any(|slot| slot.kind == SlotKind::Predicative);
        predicative && frame.target.is_none() && frame.flags.state()
    }) && clause.object().is_none()
}

/// The English of a verb before one of its two bare objects: "übergab dem Institut die Proben" is
/// "hand over" towards the samples and "hand over to" towards the institute, "warf Merz Betrug vor"
/// "accuse" towards Merz and "accuse of" towards fraud.
pub(super) fn english_for_case(
    clause: &Clause,
    frame: &'static Frame,
    object: Option<&Filled>,
    lang: &'static Language,
) -> String {
    let same = || frame.english.clone();
    let Some(object) = object.filter(|object| object.preposition.is_none() && !object.topic) else {
        return same();
    };
    let bare = |own: &&clause::Argument| matches!(own.role, Role::Dative | Role::Object);
    let two = clause.arguments.iter().filter(bare).count() > 1;
    // "warf Angela Merkel Betrug vor": a name shows no case
    let unmarked = !clause.arguments.iter().any(|own| own.role == Role::Dative);
    let dative = object.dative || unmarked && object.argument.actor.is_some();
    let wanted = if dative { SlotKind::Dative } else { SlotKind::Accusative };
    let other = match &frame.target {
        Some(SlotKind::Dative | SlotKind::Accusative) | None => {
            frame.target.as_ref() != Some(&wanted)
        }
        _ => false,
    };
    if !two || !other || clause.rule == "de.clause.light" {
        return same();
    }
    let uses = lang.lexicon.frames(&frame.lemma).iter();
    let fits =
        |own: &&Frame| own.reflexive == frame.reflexive && own.target.as_ref() == Some(&wanted);
    // of several senses the one with the slots of the clause's use
    let has = |kind: &SlotKind| frame.slots.iter().any(|slot| slot.kind == *kind);
    let alike = |own: &Frame| own.slots.iter().filter(|slot| has(&slot.kind)).count();
    let best =
        uses.filter(fits).enumerate().max_by_key(|&(at, own)| (alike(own), std::cmp::Reverse(at)));
    if let Some((_, own)) = best {
        return own.english.clone();
    }
    let (verb, last) = frame.english.rsplit_once(' ').unwrap_or((&frame.english, ""));
    match (dative, last) {
        (true, "to" | "from" | "for" | "of") => same(),
        (true, _) => format!("{} to", frame.english),
        (false, "to" | "from" | "for") => verb.to_owned(),
        (false, _) if frame.english == "accuse" => "accuse of".to_owned(),
        (false, _) => same(),
    }
}

/// The English of a verb without an object: "be outraged at" nobody is "be outraged".
pub(super) fn english_alone(frame: &Frame) -> &str {
    let governed = matches!(frame.target, Some(SlotKind::Preposition(..) | SlotKind::Dative));
    match frame.english.rsplit_once(' ') {
        Some((verb, last)) if governed && OF_ENGLISH.contains(&last) => verb,
        _ => &frame.english,
    }
}

/// Words at the end of an English verb that already govern its object.
const OF_ENGLISH: [&str; 16] = [
    "about", "against", "as", "at", "by", "for", "from", "in", "into", "of", "on", "onto", "over",
    "to", "towards", "with",
];

impl Reading<'_> {
    /// What the statement can have as its object: complements that the frame names, the topic of what is said, a predicate noun.
    pub(super) fn objects(&self, at: usize) -> Vec<Filled> {
        let clause = &self.clauses[at];
        let mut objects: Vec<Filled> = Vec::new();
        let unnamed = clause.voice == Voice::Passive && clause.subject().is_none();
        for argument in clause.arguments.iter().filter(|argument| !self.is_quoted(clause, argument))
        {
            let counted = self.is_counted(&self.trees[clause.tree], argument.head);
            if self.is_idle(clause, argument) {
                continue;
            }
            let trust = match &argument.role {
                Role::Subject => continue,
                Role::Prepositional(_) if counted => 0.9,
                Role::Object => 1.0,
                Role::Dative | Role::Genitive => 0.9,
                // "wurde ins Spital gebracht": of a passive whose agent nobody names, who or what it happens to
                Role::Prepositional(_) if unnamed && clause.object().is_some() => continue,
                // "ernannte Berlin zur Stadt des Designs": what Berlin became
                Role::Prepositional(given) if self.makes_of(clause, given) => continue,
                // "sagte zur APA": whom he told, not what it was about
                Role::Prepositional(_) if self.is_told(clause, argument) => continue,
                Role::Prepositional(_) if self.is_governed(clause, argument) => 0.9,
                Role::Prepositional(_) => continue,
                // "ist stärker betroffen als die USA"
                Role::Predicative if clause.copular && self.is_comparison(clause, argument) => {
                    continue;
                }
                Role::Predicative if clause.copular || takes_predicate(clause) => {
                    match self.classifies(clause.tree, argument.head) {
                        Some(trust) => trust,
                        None => continue,
                    }
                }
                Role::Predicative => continue,
            };
            let preposition = match &argument.role {
                Role::Prepositional(preposition) if !counted => Some(preposition.clone()),
                _ => None,
            };
            // "befreite die Fahrer aus dem Tunnel": beside what the verb acts on, a thing behind a preposition is a circumstance, unless the
            // use of the verb is about it
            let beside = preposition.is_some()
                && clause.object().is_some()
                && !self.is_target(clause, argument);
            for filled in self
                .distribute(clause.tree, argument)
                .into_iter()
                .filter(|filled| !beside || !filled.thing)
            {
                objects.push(Filled {
                    trust: filled.trust * trust,
                    preposition: preposition.clone(),
                    dative: argument.role == Role::Dative,
                    ..filled
                });
            }
        }
        if let Some(light) = clause.frame.filter(|_| clause.rule == "de.clause.light") {
            objects.extend(self.light_target(clause, light.target.as_ref()));
        }
        // "erreichte gegen Mailand ein 1:1": what was reached is there, though it is no noun; "verlor 2:6" is no object
        let tree = &self.trees[clause.tree];
        let has_object = clause.object().is_some_and(|own| {
            tree.words[own].upos != Upos::Num || tree.children(own).next().is_some()
        });
        if objects.is_empty() && clause.voice == Voice::Active && !has_object {
            objects.extend(self.loose_object(clause));
        }
        let reports = clause.frame.is_some_and(|frame| frame.flags.reports());
        if reports {
            let topic = self.topic(at);
            // "Zhao, ein Sprecher ..., betonte, dass die Vorwürfe ...": where there is a content, a bare object before the verb is hardly one
            if clause.frame.is_some_and(|frame| frame.flags.say() && frame.event.is_none())
                && !topic.is_empty()
            {
                let stray = |object: &Filled| {
                    Some(object.head) == clause.object() && object.head < clause.head
                };
                objects.retain(|object| {
                    !stray(object)
                        && (object.argument.actor.is_some() || Some(object.head) == clause.object())
                });
            }
            if objects.is_empty() && self.is_neutral(clause) {
                objects.extend(topic.into_iter().filter(|topic| self.tells(topic)));
            }
        }
        objects
    }

    /// A phrase that the verb does nothing to.
    fn is_idle(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let oblique = matches!(argument.role, Role::Dative | Role::Prepositional(_));
        // "ist den Flüchtlingen gegenüber ...": what somebody is was lost
        let copulas = [self.lang.grammar.be, self.lang.grammar.passive];
        let bare = clause.copular && copulas.contains(&clause.lemma.as_str());
        // "die in sein Kabinett berufene ...": whom it happens to is the noun behind
        let attribute = clause.kind == ClauseKind::Attribute && clause.voice == Voice::Passive;
        // "schleppte ihn nach Leningrad": the town is no object where who was towed is not known
        let prepositions = &self.lang.words.prepositions;
        let towards = |given: &str| {
            given == prepositions.onward
                || given != prepositions.to && prepositions.places.contains(&given)
        };
        let placed = matches!(&argument.role, Role::Prepositional(given) if towards(given));
        let lost = || {
            let object = clause.arguments.iter().find(|own| own.role == Role::Object);
            object.is_some_and(|own| self.distribute(clause.tree, own).is_empty())
        };
        let prepositional = matches!(argument.role, Role::Prepositional(_));
        // "lässt Palästinenser einreisen": without what they are let do it says nothing
        let let_do =
            clause.lemma == self.lang.grammar.causative && clause.rule != "de.clause.light";
        oblique && bare
            || argument.role == Role::Object && let_do
            || prepositional && attribute && !self.is_target(clause, argument)
            || placed && !self.is_target(clause, argument) && lost()
            || argument.role == Role::Dative && self.takes_no_dative(clause, argument)
    }

    /// "ein Airbus der Luftwaffe kehrte zurück": right behind a noun, where no use of the verb has a dative, it is a genitive that
    /// was misread.
    fn takes_no_dative(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let tree = &self.trees[clause.tree];
        let start = phrase::phrase(tree, argument.head).start;
        let determined = tree.words[start].upos == Upos::Det;
        let behind = start > 0 && matches!(tree.words[start - 1].upos, Upos::Noun | Upos::Propn);
        let frames = self.lang.lexicon.frames(self.lang.grammar.base(&clause.lemma));
        let dative = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Dative);
        determined && behind && !frames.is_empty() && !frames.iter().any(dative)
    }

    /// "sagte", "erklärte", "teilte mit": whoever says so says it about something; who hopes, demands or denies does not.
    fn is_neutral(&self, clause: &Clause) -> bool {
        let Some(frame) = clause.frame else { return false };
        let bare = clause.lemma.strip_prefix("sich ").unwrap_or(&clause.lemma);
        let about = |frame: &Frame| frame.flags.neutral();
        frame.flags.say()
            && frame.event.is_none()
            && self.lang.lexicon.frames(bare).iter().any(about)
    }

    /// An actor, or a noun that says what it is about: no time, no measure.
    fn tells(&self, topic: &Filled) -> bool {
        let class = self.lang.lexicon.noun(&topic.argument.head).and_then(|noun| noun.class);
        topic.argument.actor.is_some()
            || !matches!(class, Some(NounClass::Time | NounClass::Measure))
    }

    /// Behind "zu", a newspaper or an agency is who heard it.
    fn is_told(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let heard = matches!(&argument.role, Role::Prepositional(given) if given == "zu");
        let media = self
            .entities
            .of(clause.tree, argument.head)
            .map(|actor| self.entities.actors[actor].kind);
        heard
            && media == Some(ActorType::Media)
            && clause.frame.is_some_and(|frame| frame.flags.say())
    }

    /// "als" beside "sein" compares.
    fn is_comparison(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let preposition = phrase::preposition(&self.trees[clause.tree], argument.head);
        clause.lemma == self.lang.grammar.be && preposition == Some(self.lang.grammar.as_word)
    }

    /// How much a predicate noun tells of somebody: "ist Direktor" much, "ist ein Schritt" little, "ist an der Börse" nothing.
    fn classifies(&self, tree: usize, head: usize) -> Option<f32> {
        let words = &self.trees[tree];
        let class = self.lang.lexicon.noun(&words.words[head].lemma).and_then(|noun| noun.class);
        if phrase::preposition(words, head)
            .is_some_and(|preposition| preposition != self.lang.grammar.as_word)
        {
            return None;
        }
        let somebody = self.entities.of(tree, head).is_some()
            || matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body))
            || self.lang.gazetteer.office(&words.words[head].lemma).is_some();
        Some(if somebody { 0.7 } else { 0.5 })
    }

    /// "spielte gegen Polen": without another object, a phrase with one of the prepositions that verbs govern; a thing behind "mit" or "für"
    /// is an instrument or a price.
    fn loose_object(&self, clause: &Clause) -> Vec<Filled> {
        let loose = |given: &str| self.lang.words.prepositions.loose.contains(&given);
        let governs = |argument: &&clause::Argument| matches!(&argument.role, Role::Prepositional(given) if loose(given));
        // "fuhr mit seiner Mutter über Graz": company and road are nothing that is done to anybody
        let moves = clause.frame.is_some_and(|frame| frame.flags.motion());
        let on_the_way = |role: &Role| matches!(role, Role::Prepositional(given) if given == "mit" || given == "über");
        let governs = |argument: &&clause::Argument| {
            governs(argument) && !(moves && on_the_way(&argument.role))
        };
        let finite =
            !matches!(clause.kind, ClauseKind::Nominal | ClauseKind::Attribute) && !clause.copular;
        let Some(argument) = clause.arguments.iter().find(governs).filter(|_| finite) else {
            return Vec::new();
        };
        let against = matches!(&argument.role, Role::Prepositional(given) if given == "gegen" || given == "über");
        let meant = |filled: &Filled| against || !filled.thing;
        let Role::Prepositional(preposition) = &argument.role else { return Vec::new() };
        let filled = self.distribute(clause.tree, argument).into_iter().filter(meant);
        filled
            .map(|filled| Filled {
                trust: filled.trust * 0.7,
                preposition: Some(preposition.clone()),
                ..filled
            })
            .collect()
    }

    /// What stands inside the quotation that the clause introduces is no argument of it.
    fn is_quoted(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let tree = &self.trees[clause.tree];
        let (verb, word) = (tree.words[clause.head].span, tree.words[argument.head].span);
        self.links.quotations.of(clause.tree).iter().any(|&quotation| {
            let quotation = &self.quotations[quotation];
            quotation.kind != QuotationKind::Mixed
                && quotation.cue.is_some_and(|cue| cue.overlaps(verb))
                && quotation.quote.iter().any(|quote| quote.contains(word))
        })
    }

    fn is_governed(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let Role::Prepositional(given) = &argument.role else { return false };
        // "warteten auf slowenischer Seite": where the verb governs the accusative, a dative is a place
        let shown = phrase::shown_case(&self.trees[clause.tree], argument.head);
        let agrees = |case: &Case| {
            !self.lang.words.prepositions.two_way.contains(&given.as_str())
                || shown.is_none_or(|shown| shown == *case)
        };
        let slot = |slot: &SlotKind| matches!(slot, SlotKind::Preposition(preposition, case) if preposition == given && agrees(case));
        clause.frame.is_some_and(|frame| {
            frame.slots.iter().any(|own| slot(&own.kind)) || frame.target.as_ref().is_some_and(slot)
        })
    }

    fn is_target(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let target = clause.frame.and_then(|frame| frame.target.as_ref());
        let Role::Prepositional(given) = &argument.role else { return false };
        matches!(target, Some(SlotKind::Preposition(preposition, _)) if preposition == given)
    }

    /// "Sanktionen gegen China verhängen": the target may hang on the noun.
    fn light_target(&self, clause: &Clause, target: Option<&SlotKind>) -> Vec<Filled> {
        let tree = &self.trees[clause.tree];
        let Some(target) = target else { return Vec::new() };
        let fits = |word: usize| match target {
            SlotKind::Preposition(preposition, _) => {
                phrase::preposition(tree, word) == Some(preposition)
            }
            SlotKind::Genitive => phrase::preposition(tree, word).is_none(),
            _ => false,
        };
        let below_noun = clause
            .predicate
            .iter()
            .filter(|&&word| tree.words[word].upos == Upos::Noun)
            .flat_map(|&noun| tree.children(noun));
        let found: Vec<usize> = below_noun
            .filter(|&word| matches!(tree.deprels[word], Deprel::Nmod | Deprel::Obl) && fits(word))
            .collect();
        let argument = |&head: &usize| clause::Argument { role: Role::Object, head, shared: false };
        found.iter().flat_map(|head| self.distribute(clause.tree, &argument(head))).collect()
    }

    /// "will ... schütteln", "will ... Lügen strafen": a modal that the arcs part from its infinitive is half a predicate.
    pub(super) fn is_torn(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let modal = self
            .lang
            .grammar
            .modals
            .iter()
            .any(|(modal, _)| *modal == tree.words[clause.head].lemma);
        let behind = tree.words[clause.head + 1..]
            .iter()
            .take_while(|word| !matches!(word.form.as_str(), "," | ";" | ":"));
        modal && behind.into_iter().any(|word| word.feats.verb_form == Some(VerbForm::Inf))
    }

    /// "ist adrett gekleidet", "ist auf Hilfe angewiesen": what the lexicon has as an adjective is a state that nobody brought about.
    pub(super) fn is_state(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let word = &tree.words[clause.head];
        let has =
            |lemma: &str| clause.predicate.iter().any(|&verb| tree.words[verb].lemma == lemma);
        let bare = clause.predicate.len() == 1 || has(self.lang.grammar.be);
        let passive = clause.voice == Voice::Passive
            && clause.subject().is_none()
            && word.feats.verb_form == Some(VerbForm::Part);
        let class = self
            .lang
            .lexicon
            .adjective(&word.form.to_lowercase())
            .and_then(|adjective| adjective.class.as_deref());
        passive && bare && !has(self.lang.grammar.passive) && class == Some("state")
    }
}
