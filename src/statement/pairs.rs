//! Pairs: which subject of a clause goes with which object, and how sure that is.

use super::{Filled, Pair};
use crate::clause::{Clause, ClauseKind, Role, Voice};
use crate::entity::Entity;
use crate::gazetteer::ActorType;
use crate::lexicon::{Frame, SlotKind};
use crate::parse::Tree;
use crate::plover::EventType;
use crate::ud::{Upos, VerbForm};

/// Every subject with every object; without an object only what tells enough by itself.
pub(super) fn pairs(clause: &Clause, subjects: Vec<Option<Filled>>, objects: Vec<Filled>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let nobody = objects.iter().all(|object| object.argument.actor.is_none());
    if let ([Some(one), Some(other)], true) = (&subjects[..], nobody && is_mutual(clause)) {
        pairs.push(Pair { subject: Some(one.clone()), object: Some(other.clone()) });
        pairs.push(Pair { subject: Some(other.clone()), object: Some(one.clone()) });
        if objects.is_empty() {
            return pairs;
        }
    }
    for subject in subjects {
        if objects.is_empty() && subject.is_some() && tells_alone(clause) {
            pairs.push(Pair { subject: subject.clone(), object: None });
        }
        pairs.extend(objects.iter().map(|object| Pair { subject: subject.clone(), object: Some(object.clone()) }));
    }
    pairs
}

/// Who says something is a person or a body; where the parser took the topic for the subject, they change places.
pub(super) fn speaker_first(clause: &Clause, pair: Pair, actors: &[Entity]) -> Pair {
    let says = clause.frame.is_some_and(|frame| frame.flags.say() && frame.event.is_none());
    let person = |filled: &Option<Filled>| {
        filled.as_ref().and_then(|filled| filled.argument.actor).is_some_and(|actor| actors[actor].kind == ActorType::Person)
    };
    let thing = |filled: &Option<Filled>| filled.as_ref().is_some_and(|filled| filled.thing);
    // "Das berichten Medien": what the sentence before is about does not speak
    let topic = pair.object.as_ref().is_some_and(|object| object.topic);
    if says && !topic && clause.voice == Voice::Active && thing(&pair.subject) && person(&pair.object) {
        return Pair { subject: pair.object, object: pair.subject };
    }
    pair
}

/// "A und B telefonierten": what two do with one another.
fn is_mutual(clause: &Clause) -> bool {
    let with = |slot: &SlotKind| matches!(slot, SlotKind::Preposition(preposition, _) if preposition == "mit");
    let shared = |frame: &Frame| frame.event == Some(EventType::Consult) || frame.target.as_ref().is_some_and(with);
    clause.voice == Voice::Active && clause.mutual
        || clause.frame.is_some_and(shared)
            && !clause.arguments.iter().any(|argument| matches!(&argument.role, Role::Prepositional(given) if given == "mit"))
}

/// "Der Minister trat zurück": an event that wants no object.
fn tells_alone(clause: &Clause) -> bool {
    let finite = !matches!(clause.kind, ClauseKind::Infinitive | ClauseKind::Purpose | ClauseKind::Attribute | ClauseKind::Nominal);
    let complete = |frame: &Frame| frame.slots.iter().all(|slot| slot.optional) && frame.event != Some(EventType::Consult);
    finite && clause.frame.is_some_and(|frame| frame.event.is_some() && complete(frame))
}

/// "Peking diesen Monat Verweigerung der Gewährung Wendy Sherman trifft sich ...": in a German main clause one phrase stands before the
/// finite verb; where there are two arguments, words are missing.
fn is_broken(tree: &Tree, clause: &Clause) -> bool {
    let finite = clause.predicate.iter().copied().find(|&word| tree.words[word].feats.verb_form == Some(VerbForm::Fin));
    let Some(finite) = finite.filter(|_| clause.kind == ClauseKind::Main && clause.marker.is_none() && !clause.copular) else {
        return false;
    };
    let last = tree.words[finite + 1..].iter().all(|word| word.upos == Upos::Punct);
    let core = |role: &Role| matches!(role, Role::Subject | Role::Object | Role::Dative | Role::Genitive);
    let before = clause.arguments.iter().filter(|argument| core(&argument.role) && !argument.shared && argument.head < finite);
    let several = before.clone().count() > 1 && before.clone().any(|argument| argument.role != Role::Subject);
    several && !last
}

/// How likely the statement is not wrong: a logistic model. Its first term is what each of the parts was worth on annotated articles, multiplied; the
/// weights of the others, in log-odds, come from 479 statements of 33 articles of all desks that a person read (docs/verdicts.md), fitted
/// with a penalty beside the annotated ones, then rounded.
pub(super) fn confidence(tree: &Tree, clause: &Clause, subject: Option<&Filled>, object: Option<&Filled>, event: bool) -> f32 {
    let empty = clause.frame.is_some_and(|frame| frame.flags.light() || frame.flags.state()) && clause.rule != "de.clause.light";
    let length = tree.words.len();
    let (far, torn) = separated(tree, clause, subject, object);
    let weights = [
        (true, 1.7),
        (event, 0.6),
        (length < 15, 0.25),
        (length > 30, -0.2),
        ((0..length).any(|at| breaks(tree, at)), -0.4),
        (torn, -1.5),
        (far, -0.25),
        // "hat", "macht", "steht": little is said
        (empty, -1.0),
        (subject.is_none(), -0.3),
        (object.is_none(), -0.5),
        (subject.is_some_and(|subject| subject.pronoun), -0.2),
        (object.is_some_and(|object| object.pronoun), -0.2),
        // a thing behind a preposition may be an instrument, a place, a measure
        (object.is_some_and(|object| object.thing && object.preposition.is_some()), -0.3),
        (clause.negated, -0.2),
        (clause.kind == ClauseKind::Attribute, 1.0),
    ];
    let odds: f32 = weights.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
    let odds = odds + 2.5 * parts(tree, clause, subject, object).ln();
    (100.0 / (1.0 + (-odds).exp())).round() / 100.0
}

/// What the parts of a statement are worth together: 1 where nothing speaks against them.
fn parts(tree: &Tree, clause: &Clause, subject: Option<&Filled>, object: Option<&Filled>) -> f32 {
    let concept = |filled: &Filled| filled.argument.actor.is_none();
    let nominal = clause.kind == ClauseKind::Nominal;
    let factors = [
        (true, subject.map_or(0.85, |subject| subject.trust)),
        (true, object.map_or(0.8, |object| object.trust)),
        // things rarely act
        (subject.is_some_and(|subject| subject.thing), 0.5),
        (subject.is_some_and(|subject| concept(subject) && !subject.thing), 0.8),
        (nominal, 0.7),
        (nominal && (subject.is_none() || object.is_none_or(concept)), 0.7),
        (clause.copular, 0.9),
        (clause.frame.is_none() && !clause.copular, 0.7),
        (clause.frame.is_some_and(|frame| frame.flags.state()), 0.7),
        (is_broken(tree, clause), 0.5),
    ];
    factors.iter().filter(|(holds, _)| *holds).map(|(_, factor)| factor).product()
}

/// A colon, a semicolon, or a dash between blanks.
fn breaks(tree: &Tree, at: usize) -> bool {
    let form = tree.words[at].form.as_str();
    let apart = || {
        let end = |other: usize| tree.words.get(other).map(|word| word.span);
        at > 0 && end(at - 1).is_some_and(|before| before.end < tree.words[at].span.start)
    };
    matches!(form, ":" | ";") || (matches!(form, "–" | "—" | "-") && apart())
}

/// Whether a comma, and whether a break, stands between subject and object. Topics and relative clauses have them by nature.
fn separated(tree: &Tree, clause: &Clause, subject: Option<&Filled>, object: Option<&Filled>) -> (bool, bool) {
    let (Some(subject), Some(object)) = (subject, object) else { return (false, false) };
    let here = |filled: &Filled| tree.span.contains(filled.argument.span);
    if object.topic || clause.kind == ClauseKind::Relative || !here(subject) || !here(object) {
        return (false, false);
    }
    let mut between = subject.head.min(object.head)..subject.head.max(object.head);
    let torn = between.clone().any(|at| breaks(tree, at));
    (between.any(|at| tree.words[at].form == ","), torn)
}
