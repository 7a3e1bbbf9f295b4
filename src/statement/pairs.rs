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

/// How likely the statement is right: what each of its parts was worth on annotated articles, multiplied.
pub(super) fn confidence(tree: &Tree, clause: &Clause, subject: Option<&Filled>, object: Option<&Filled>) -> f32 {
    let concept = |filled: &Filled| filled.argument.actor.is_none();
    let nominal = clause.kind == ClauseKind::Nominal;
    let factors = [
        (true, 0.93),
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
        (tree.words.len() > 45, 0.9),
        (is_broken(tree, clause), 0.5),
    ];
    let confidence: f32 = factors.iter().filter(|(holds, _)| *holds).map(|(_, factor)| factor).product();
    (confidence * 100.0).round() / 100.0
}
