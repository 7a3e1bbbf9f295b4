//! Pairs: which subject of a clause goes with which object.

use super::{Filled, Pair};
use crate::extract::clause::{Clause, ClauseKind, Role, Voice};
use crate::extract::entity::Entity;
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::{Frame, SlotKind};
use crate::record::plover::EventType;

/// Every subject with every object; without an object only what tells enough by itself, has a clause as its content, or is what
/// somebody says.
pub(super) fn pairs(
    clause: &Clause,
    subjects: Vec<Option<Filled>>,
    objects: Vec<Filled>,
    content: bool,
    claim: bool,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let nobody = objects.iter().all(|object| object.argument.actor.is_none());
    if let ([Some(one), Some(other)], true) =
        (&subjects[..], nobody && !content && is_mutual(clause))
    {
        pairs.push(Pair { subject: Some(one.clone()), object: Some(other.clone()) });
        pairs.push(Pair { subject: Some(other.clone()), object: Some(one.clone()) });
        if objects.is_empty() {
            return pairs;
        }
    }
    for subject in subjects {
        if objects.is_empty()
            && subject.is_some()
            && (content || stands_alone(clause, subject.as_ref(), claim))
        {
            pairs.push(Pair { subject: subject.clone(), object: None });
        }
        pairs.extend(
            objects
                .iter()
                .map(|object| Pair { subject: subject.clone(), object: Some(object.clone()) }),
        );
    }
    pairs
}

/// Who says something is a person or a body; where the parser took the topic for the subject, they change places.
pub(super) fn speaker_first(clause: &Clause, pair: Pair, actors: &[Entity]) -> Pair {
    let says = clause.frame.is_some_and(|frame| frame.flags.say() && frame.event.is_none());
    let person = |filled: &Option<Filled>| {
        filled
            .as_ref()
            .and_then(|filled| filled.argument.actor)
            .is_some_and(|actor| actors[actor].kind == ActorType::Person)
    };
    let thing = |filled: &Option<Filled>| filled.as_ref().is_some_and(|filled| filled.thing);
    // "Das berichten Medien": what the sentence before is about does not speak
    let topic = pair.object.as_ref().is_some_and(|object| object.topic);
    if says
        && !topic
        && clause.voice == Voice::Active
        && thing(&pair.subject)
        && person(&pair.object)
    {
        return Pair { subject: pair.object, object: pair.subject };
    }
    pair
}

/// "Die Kandidaten waren Humala und García": what is said of somebody who has a name is said of him.
pub(super) fn name_first(clause: &Clause, pair: Pair, actors: &[Entity]) -> Pair {
    let named = |filled: &Option<Filled>| {
        let actor = filled.as_ref().and_then(|filled| filled.argument.actor);
        actor.is_some_and(|actor| !actors[actor].described)
    };
    let bare = pair.object.as_ref().is_some_and(|object| object.preposition.is_none());
    if clause.copular
        && pair.subject.is_some()
        && bare
        && named(&pair.object)
        && !named(&pair.subject)
    {
        return Pair { subject: pair.object, object: pair.subject };
    }
    pair
}

/// "A und B telefonierten": what two do with one another.
fn is_mutual(clause: &Clause) -> bool {
    let with = |slot: &SlotKind| matches!(slot, SlotKind::Preposition(preposition, _) if preposition == "mit");
    let shared = |frame: &Frame| {
        frame.event == Some(EventType::Consult) || frame.target.as_ref().is_some_and(with)
    };
    clause.voice == Voice::Active && clause.mutual
        || clause.frame.is_some_and(shared)
            && !clause.arguments.iter().any(
                |argument| matches!(&argument.role, Role::Prepositional(given) if given == "mit"),
            )
}

/// Without an object and without a content it says enough.
pub(super) fn stands_alone(clause: &Clause, subject: Option<&Filled>, claim: bool) -> bool {
    tells_alone(clause) || is_deed(clause, subject) || claim && is_whole(clause)
}

/// "Der Minister trat zurück": an event that wants no object.
fn tells_alone(clause: &Clause) -> bool {
    let finite = !matches!(
        clause.kind,
        ClauseKind::Infinitive | ClauseKind::Purpose | ClauseKind::Attribute | ClauseKind::Nominal
    );
    let complete = |frame: &Frame| {
        frame.slots.iter().all(|slot| slot.optional) && frame.event != Some(EventType::Consult)
    };
    finite && clause.frame.is_some_and(|frame| frame.event.is_some() && complete(frame))
}

/// "die Opposition zerbricht": a verb that wants no object.
fn is_whole(clause: &Clause) -> bool {
    let finite = matches!(clause.kind, ClauseKind::Main | ClauseKind::Content);
    let bare = clause.arguments.iter().all(|argument| argument.role == Role::Subject);
    finite
        && bare
        && !clause.copular
        && clause.voice == Voice::Active
        && clause.frame.is_some_and(|frame| {
            frame.slots.iter().all(|slot| slot.optional) && !frame.flags.reports()
        })
}

/// "Sieben Personen starben", "Die Feuerwehr rückte aus": what is worth telling of an actor without an object.
fn is_deed(clause: &Clause, subject: Option<&Filled>) -> bool {
    let finite =
        matches!(clause.kind, ClauseKind::Main | ClauseKind::Content | ClauseKind::Relative);
    finite
        && clause.voice == Voice::Active
        && clause.frame.is_some_and(|frame| frame.flags.tells())
        && subject.is_some_and(|subject| subject.argument.actor.is_some())
}
