//! The verb of a statement: which of its uses this object wants, its English, and its event.

use super::{Filled, Predicate, Reading, objects};
use crate::extract::clause::Clause;
use crate::extract::event::{Event, contexts, event};
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::{Frame, SlotKind};
use crate::record::plover::EventType;
use crate::record::span::Span;
use crate::ud::Upos;

impl Reading<'_> {
    /// "kämpft um den Markt gegen Netflix": towards an object behind another preposition the use of the verb with that one.
    pub(super) fn use_towards(
        &self,
        clause: &Clause,
        object: Option<&Filled>,
    ) -> Option<&'static Frame> {
        let frame = clause.frame?;
        let Some(preposition) = object.and_then(|object| object.preposition.as_ref()) else {
            return Some(frame);
        };
        let towards = |frame: &&Frame| matches!(&frame.target, Some(SlotKind::Preposition(own, _)) if own == preposition);
        if towards(&frame) || clause.rule == "de.clause.light" {
            return Some(frame);
        }
        let mut uses = self
            .lang
            .lexicon
            .frames(&frame.lemma)
            .iter()
            .filter(|other| other.reflexive == frame.reflexive);
        uses.find(towards).or(Some(frame))
    }

    /// Of the uses of a verb with the same target the one for such an object: "vertreibt Drohnen" sells and drives nobody out,
    /// one politician attacks another in words.
    pub(super) fn use_for(
        &self,
        frame: &'static Frame,
        subject: Option<&Filled>,
        object: Option<&Filled>,
    ) -> &'static Frame {
        let Some(object) = object else { return frame };
        let fits = |other: &Frame| match object.thing {
            true => other.flags.of_things(),
            false if self.quarrels(subject) && self.quarrels(Some(object)) => {
                other.flags.of_words()
            }
            false => other.flags.of_people(),
        };
        let same = |other: &&Frame| {
            other.reflexive == frame.reflexive && other.target == frame.target && fits(other)
        };
        self.lang.lexicon.frames(&frame.lemma).iter().find(same).unwrap_or(frame)
    }

    /// Who fights with words as a rule: a person who is known by name, a party.
    fn quarrels(&self, filled: Option<&Filled>) -> bool {
        let actor = filled.and_then(|filled| filled.argument.actor);
        actor.map(|actor| &self.entities.actors[actor]).is_some_and(|actor| match actor.kind {
            ActorType::Party => true,
            ActorType::Person => !actor.described,
            _ => false,
        })
    }

    /// The verb; its English names the preposition before an object that no use of the verb is about: "play against".
    pub(super) fn predicate(
        &self,
        clause: &Clause,
        frame: Option<&'static Frame>,
        object: Option<&Filled>,
    ) -> Option<Predicate> {
        let tree = &self.trees[clause.tree];
        let topic = object.is_some_and(|object| object.topic);
        let with = object.and_then(|object| objects::english_preposition(frame?, object));
        let en = match frame {
            Some(frame) if topic => self.about(frame).to_owned(),
            Some(frame) if object.is_none() => objects::english_alone(frame).to_owned(),
            Some(frame) => {
                let own = objects::english_for_case(clause, frame, object, self.lang);
                let english = self.sense(clause, object).unwrap_or(&own);
                match with.filter(|with| !english.ends_with(with)) {
                    Some(with) => format!("{english} {with}"),
                    None => english.to_owned(),
                }
            }
            None if clause.copular && clause.lemma == self.lang.grammar.be => "is".to_owned(),
            None if clause.copular && clause.lemma == self.lang.grammar.passive => {
                "become".to_owned()
            }
            None if clause.copular => "remain".to_owned(),
            None => return None,
        };
        let mut surface = String::new();
        let mut last: Option<usize> = None;
        for &word in clause.predicate.iter().filter(|&&word| {
            !clause.copular
                || word != clause.head
                || tree.words[word].upos == Upos::Verb
                || tree.words[word].upos == Upos::Aux
        }) {
            let gap = last.is_some_and(|last| word > last + 1);
            surface += if gap {
                " ... "
            } else if surface.is_empty() {
                ""
            } else {
                " "
            };
            surface += &tree.words[word].form;
            last = Some(word);
        }
        Some(Predicate { lemma: clause.lemma.clone(), en, surface })
    }

    /// "Brand löschen" is "extinguish", "Konto löschen" is "delete": the English of the verb with this object.
    fn sense(&self, clause: &Clause, object: Option<&Filled>) -> Option<&'static str> {
        let object = object.filter(|object| object.preposition.is_none())?;
        let thing = object.argument.actor.is_none() && clause.rule != "de.clause.light";
        let head = thing.then(|| object.argument.head.to_lowercase())?;
        self.lang.lexicon.sense(&clause.lemma, std::iter::once(head.as_str()))
    }

    /// Towards a topic, "say" is "comment on", "write" is "write about": the verb's use with "zu" or "über".
    fn about<'f>(&self, frame: &'f Frame) -> &'f str
    where
        Self: 'f,
    {
        let uses = self.lang.lexicon.frames(&frame.lemma).iter();
        let about = uses.filter(|other| other.flags.say()).find(|other| {
            matches!(&other.target, Some(SlotKind::Preposition(preposition, _)) if matches!(preposition.as_str(), "zu" | "über"))
        });
        about.map_or(frame.english.as_str(), |other| other.english.as_str())
    }

    pub(super) fn event(
        &self,
        frame: Option<&'static Frame>,
        tree: usize,
        subject: Option<&Filled>,
        object: Option<&Filled>,
        evidence: Span,
    ) -> Option<Event> {
        let nouns = self.trees[tree].words.iter().filter(|word| evidence.contains(word.span));
        let nouns = nouns
            .filter(|word| matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Verb | Upos::Propn));
        let contexts = contexts(nouns.map(|word| word.lemma.as_str()), self.lang);
        let acts = subject.is_none_or(|subject| subject.argument.actor.is_some());
        let concept = object
            .filter(|object| object.argument.actor.is_none())
            .map(|object| object.argument.head.as_str());
        // "traf eine Maßnahme", "sprach mit der Liste": nobody was met
        let nobody = frame.is_some_and(|frame| {
            frame.event == Some(EventType::Consult) && !frame.lemma.contains(' ')
        }) && object.is_some_and(|object| {
            let fills = match (frame.and_then(|frame| frame.target.as_ref()), &object.preposition) {
                (Some(SlotKind::Accusative), None) => true,
                (Some(SlotKind::Preposition(target, _)), Some(given)) => {
                    target == given && target == "mit"
                }
                _ => false,
            };
            object.thing && fills
        });
        let acts = acts && !nobody;
        event(frame, concept, self.lang).filter(|_| acts).map(|event| Event { contexts, ..event })
    }
}
