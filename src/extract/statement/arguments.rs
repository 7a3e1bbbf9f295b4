//! Arguments: a phrase as an actor or a concept, with the phrases coordinated with it; and who says so.

use super::polarity::Contrast;
use super::{Argument, Filled, Reading};
use crate::extract::attribution::{Attribution, Speaker};
use crate::extract::clause::{self, Clause};
use crate::extract::concept;
use crate::extract::entity::Entity;
use crate::language::lexicon::NounClass;
use crate::record::span::Span;
use crate::syntax::phrase;
use crate::ud::{Number, Person, Upos};

impl Reading<'_> {
    /// An argument and the phrases coordinated with it.
    pub(super) fn distribute(&self, tree: usize, argument: &clause::Argument) -> Vec<Filled> {
        let shared = if argument.shared { 0.9 } else { 1.0 };
        let words = &self.trees[tree];
        let heads = phrase::conjuncts(words, argument.head);
        let contrast = |head: usize| self.contrast(words, head);
        let either = heads.iter().any(|&head| contrast(head) == Contrast::Either);
        let filled =
            heads.iter().filter(|&&head| !self.is_aside(words, head)).filter_map(|&head| {
                let own = if either { Contrast::Either } else { contrast(head) };
                Some(Filled { contrast: own, ..self.filled(tree, head, shared)? })
            });
        filled.collect()
    }

    pub(super) fn filled(&self, tree: usize, head: usize, trust: f32) -> Option<Filled> {
        let argument = self.argument(tree, head)?;
        let pronoun = self.trees[tree].words[head].upos == Upos::Pron;
        let class = self.lang.lexicon.noun(&argument.head).and_then(|noun| noun.class);
        // "verlor 20 Prozent": a measure of nothing tells little
        let trust = if argument.actor.is_none() && class == Some(NounClass::Measure) {
            trust * 0.6
        } else {
            trust
        };
        let agent = matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body));
        let thing = argument.actor.is_none() && !agent;
        let trust = if pronoun { trust * 0.85 } else { trust };
        Some(Filled {
            argument,
            head,
            place: self.trees[tree].words[head].span,
            trust,
            topic: false,
            thing,
            preposition: None,
            dative: false,
            contrast: Contrast::None,
            pronoun,
        })
    }

    /// The phrase as an actor or a concept; `None` for pronouns that nobody resolved and for measures.
    pub(super) fn argument(&self, tree: usize, head: usize) -> Option<Argument> {
        let words = &self.trees[tree];
        let span = phrase::span(words, &phrase::phrase(words, head));
        if let Some(actor) = self.entities.of(tree, head).or_else(|| self.first_person(tree, head))
        {
            let entity = &self.entities.actors[actor];
            return Some(Argument {
                actor: Some(actor),
                label_de: entity.label_de.clone(),
                label_en: entity.label_en.clone(),
                head: self.head_of(entity, tree, head),
                head_en: entity.label_en.clone(),
                english: None,
                span,
                plural: entity.plural,
            });
        }
        concept::concept(words, head, self.lang).map(|concept| Argument {
            actor: None,
            label_de: concept.label_de,
            label_en: concept.label_en,
            head: concept.head,
            head_en: concept.head_en,
            english: concept.english,
            span,
            plural: concept.plural,
        })
    }

    /// "Ich will nicht ...", sagte Rubio: the speaker.
    pub(super) fn first_person(&self, tree: usize, head: usize) -> Option<usize> {
        let feats = self.trees[tree].words[head].feats;
        if feats.person != Some(Person::First) || feats.number == Some(Number::Plur) {
            return None;
        }
        let takes = |clause: &Clause| clause.arguments.iter().any(|argument| argument.head == head);
        let first = self.clauses.partition_point(|clause| clause.tree < tree);
        let own = self.clauses[first..].iter().take_while(|clause| clause.tree == tree);
        let at = first + own.into_iter().position(takes)?;
        match self.attributions[at].speaker.as_ref()? {
            Speaker::Actor(actor, _) => *actor,
            Speaker::Phrase(tree, word) => self.entities.of(*tree, *word),
        }
    }

    /// Of a description the noun ("Hacker"), of a name the name.
    pub(super) fn head_of(&self, entity: &Entity, tree: usize, head: usize) -> String {
        let word = &self.trees[tree].words[head];
        let described =
            word.upos == Upos::Noun && entity.label_de != word.form && entity.wikidata.is_none();
        if described {
            phrase::compound_lemma(&self.trees[tree], head)
        } else {
            entity.label_de.clone()
        }
    }

    /// Who speaks: an actor, a role, a report; of "Hännis Sicht" or "der Vorwurf der Opposition" whose it is. A thing says nothing.
    fn voice(&self, tree: usize, head: usize) -> Option<Argument> {
        let own = self.argument(tree, head)?;
        if own.actor.is_some() {
            return Some(own);
        }
        let owner = phrase::owner(&self.trees[tree], head);
        if let Some(owner) = owner.and_then(|owner| self.argument(tree, owner))
            && owner.actor.is_some()
        {
            return Some(owner);
        }
        let lemma = &self.trees[tree].words[head].lemma;
        let class = self.lang.lexicon.noun(lemma).and_then(|noun| noun.class);
        let name = self.trees[tree].words[head].upos == Upos::Propn;
        let speaks = matches!(
            class,
            Some(NounClass::Role | NounClass::Group | NounClass::Body | NounClass::Speech)
        );
        (name || speaks).then_some(own)
    }

    pub(super) fn speaker(&self, attribution: &Attribution) -> (Option<Argument>, Option<Span>) {
        let speaker = match &attribution.speaker {
            Some(Speaker::Phrase(tree, head)) => self.voice(*tree, *head),
            Some(Speaker::Actor(Some(actor), span)) => {
                let entity = &self.entities.actors[*actor];
                Some(Argument {
                    actor: Some(*actor),
                    label_de: entity.label_de.clone(),
                    label_en: entity.label_en.clone(),
                    head: entity.label_de.clone(),
                    head_en: entity.label_en.clone(),
                    english: None,
                    span: *span,
                    plural: entity.plural,
                })
            }
            Some(Speaker::Actor(None, span)) => Some(self.unknown_speaker(*span)),
            None => None,
        };
        (speaker, attribution.cue)
    }

    /// "laut Medienberichten", "ersten Angaben zufolge": the phrase as a concept, in the nominative;
    /// as the text has it where it is no plain phrase.
    fn unknown_speaker(&self, span: Span) -> Argument {
        let at = self.trees.partition_point(|tree| tree.span.end <= span.start);
        let head = self.trees.get(at).and_then(|tree| {
            let inside = |word: usize| span.contains(tree.words[word].span);
            let words = (0..tree.words.len()).filter(|&word| inside(word));
            words.into_iter().find(|&word| !tree.heads[word].is_some_and(inside))
        });
        if let Some(argument) = head.and_then(|head| self.argument(at, head)) {
            return Argument { span, ..argument };
        }
        let text = span.of(&self.article.text).to_owned();
        Argument {
            actor: None,
            label_de: text.clone(),
            label_en: text.clone(),
            head: text.clone(),
            head_en: text,
            english: None,
            span,
            plural: false,
        }
    }
}
