//! Beside who, verb and whom: what somebody is called or made, to whom it is said or given, and where
//! it happens.
//!
//! "Anna Berg nannte Merz einen Lügner": complement "Lügner"; "bestätigte dem Spiegel den Eingang":
//! addressee "Spiegel"; "wählten in Bonn": place "Bonn".

use super::{Argument, Filled, Reading};
use crate::extract::clause::{self, Clause, Role};
use crate::extract::gloss;
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::NounClass;
use crate::syntax::parse::NameClass;
use crate::syntax::phrase;
use crate::ud::{Deprel, Upos};

/// What stands beside a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Beside {
    pub complement: Option<Argument>,
    pub addressee: Option<Argument>,
    pub place: Option<Argument>,
}

impl Reading<'_> {
    pub(super) fn beside(&self, clause: &Clause, object: Option<&Filled>, content: bool) -> Beside {
        let taken = |argument: &&clause::Argument| {
            object.is_some_and(|object| object.head == argument.head && !object.topic)
        };
        let free = || clause.arguments.iter().filter(|argument| !taken(argument));
        let of = |argument: &clause::Argument| self.argument(clause.tree, argument.head);
        let complement = match object.filter(|_| clause.copular) {
            Some(predicate) => Some(predicate.argument.clone()),
            None => free()
                .find(|own| object.is_some() && self.is_complement(clause, own))
                .and_then(of)
                .or_else(|| self.judgement(clause).filter(|_| object.is_some())),
        };
        let said = content || object.is_some();
        Beside {
            complement,
            addressee: free().find(|own| said && self.is_addressee(clause, own)).and_then(of),
            place: free().find(|own| self.is_where(clause, own)).and_then(of),
        }
    }

    /// "einen Lügner" of "nannte Merz einen Lügner", "zum Präsidenten" of "wählte ihn zum Präsidenten".
    fn is_complement(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let lemma = &self.trees[clause.tree].words[argument.head].lemma;
        let office = || {
            let class = self.lang.lexicon.noun(lemma).and_then(|noun| noun.class);
            self.lang.gazetteer.office(lemma).is_some() || class == Some(NounClass::Role)
        };
        match &argument.role {
            Role::Predicative => true,
            Role::Prepositional(given) => {
                *given == self.lang.words.prepositions.role && office()
                    || self.makes_of(clause, given)
            }
            _ => false,
        }
    }

    /// "zur Stadt des Designs" of "ernannte Berlin ...", "für einen Weg" of "hielt das Verfahren ...":
    /// what a verb makes of its object, or takes it for.
    pub(super) fn makes_of(&self, clause: &Clause, preposition: &str) -> bool {
        let rows = self.lang.words.prepositions.making.iter();
        let verb = self.lang.grammar.base(&clause.lemma);
        rows.into_iter().any(|(own, verbs)| *own == preposition && verbs.contains(&verb))
    }

    /// "absurd" of "nannte das Gesetz absurd".
    fn judgement(&self, clause: &Clause) -> Option<Argument> {
        let tree = &self.trees[clause.tree];
        let below = clause.predicate.iter().flat_map(|&verb| tree.children(verb));
        let head = below.into_iter().find(|&child| {
            tree.words[child].upos == Upos::Adj && tree.deprels[child] == Deprel::Xcomp
        })?;
        let form = tree.words[head].form.to_lowercase();
        let english = gloss::adjective(&form, self.lang);
        let label_en = english.clone().unwrap_or_else(|| form.clone());
        Some(Argument {
            actor: None,
            label_de: form.clone(),
            label_en: label_en.clone(),
            head: form,
            head_en: label_en,
            english,
            span: tree.words[head].span,
            plural: false,
        })
    }

    /// "dem Spiegel", "gegenüber der BBC", "zu Reportern", "an Kuba".
    fn is_addressee(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let prepositions = &self.lang.words.prepositions;
        let somebody = || {
            let lemma = &self.trees[clause.tree].words[argument.head].lemma;
            let class = self.lang.lexicon.noun(lemma).and_then(|noun| noun.class);
            let agent = matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body));
            let actor = self.entities.of(clause.tree, argument.head);
            agent || actor.is_some_and(|at| self.entities.actors[at].kind != ActorType::Place)
        };
        let says = clause.frame.is_some_and(|frame| frame.flags.say());
        match &argument.role {
            Role::Dative => somebody(),
            Role::Prepositional(given) => {
                let towards = prepositions.faced.contains(&given.as_str());
                (towards || says && prepositions.heard.contains(&given.as_str())) && somebody()
            }
            _ => false,
        }
    }

    /// "in Bonn": a place that is named.
    fn is_where(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let tree = &self.trees[clause.tree];
        let Role::Prepositional(given) = &argument.role else { return false };
        let named = || {
            let actor = self.entities.of(clause.tree, argument.head);
            let kind = actor.map(|at| self.entities.actors[at].kind);
            let location = tree.names.iter().any(|name| {
                name.class == NameClass::Location && name.words.contains(&argument.head)
            });
            matches!(kind, Some(ActorType::Place | ActorType::State)) || location
        };
        let of_verb = phrase::preposition(tree, argument.head).is_some();
        self.lang.words.prepositions.places.contains(&given.as_str()) && of_verb && named()
    }
}
