//! Pronouns: the actor that agrees, is near, and is not bound to be somebody else.

use super::Resolver;
use crate::extract::mention::{Mention, MentionKind};
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::NounClass;
use crate::syntax::phrase;
use crate::ud::{Deprel, Gender, Mood, Number, VerbForm};

impl Resolver<'_> {
    pub(super) fn pronoun(&mut self, at: usize) {
        let mention = &self.mentions[at];
        let pointing = mention.name.starts_with("dies");
        let candidate = if mention.name.starts_with("letzter") || mention.name.starts_with("erster")
        {
            self.of_two(at)
        } else if pointing {
            self.latest(at, 1, |_| true).filter(|&actor| self.agrees(mention, actor))
        } else {
            self.referent(at)
        };
        if let Some(actor) = candidate {
            let reason = format!("pronoun {}", mention.name);
            self.assign(at, actor, reason);
        }
    }

    /// "Letztere": who was named last in the sentence before; "Erstere": first.
    fn of_two(&self, at: usize) -> Option<usize> {
        let mention = &self.mentions[at];
        let plural = mention.number == Some(Number::Plur);
        let before = mention.tree.checked_sub(1).map_or(0..0, |tree| self.index.of_tree(tree));
        let fits = |actor: &usize| {
            let found = &self.found[*actor];
            let gender = mention.gender.is_none()
                || found.gender.is_none()
                || found.gender == mention.gender;
            gender && (found.number == Some(Number::Plur)) == plural
        };
        let mut actors = before.filter_map(|other| self.of[other]).filter(fits);
        if mention.name.starts_with("letzter") { actors.next_back() } else { actors.next() }
    }

    pub(super) fn agrees(&self, mention: &Mention, actor: usize) -> bool {
        let found = &self.found[actor];
        let plural_actor = found.number == Some(Number::Plur);
        match mention.number {
            Some(Number::Plur) => plural_actor && found.kind != ActorType::Place,
            Some(Number::Sing) if plural_actor => false,
            _ => match (found.kind, mention.gender) {
                (ActorType::Person, Some(Gender::Neut)) => false,
                (ActorType::Person, Some(gender)) => found.gender.is_none_or(|own| own == gender),
                (ActorType::State | ActorType::Place, Some(Gender::Masc)) => {
                    mention.kind == MentionKind::Possessive
                }
                // "die Türkei ... sie", "die Schweiz ... ihr"
                (ActorType::State, Some(Gender::Fem)) if found.gender == Some(Gender::Fem) => true,
                // "es" is mostly nobody: "es gab", "es hieß"
                (_, _) if mention.name == "es" => false,
                (ActorType::State | ActorType::Place, _) => {
                    plural_actor && mention.number.is_none()
                }
                (_, Some(gender)) => {
                    found.gender == Some(gender)
                        || (mention.kind == MentionKind::Possessive
                            && gender == Gender::Masc
                            && found.gender == Some(Gender::Neut))
                }
                (_, None) => true,
            },
        }
    }

    /// Two arguments of one verb are two actors: in "Rubio lobte ihn", "ihn" is not Rubio.
    pub(super) fn binds(&self, mention: &Mention, other: &Mention) -> bool {
        mention.kind == MentionKind::Pronoun
            && (self.siblings(mention, other) || self.controls(mention, other))
    }

    /// "Nach Erkenntnissen der Ermittler sollen sie ...": whose word it is, it is hardly about themselves.
    pub(super) fn is_source(&self, mention: &Mention, other: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        if mention.tree != other.tree
            || mention.kind != MentionKind::Pronoun
            || other.head > mention.head
        {
            return false;
        }
        let noun = tree.heads[other.head]
            .filter(|_| tree.deprels[other.head] == Deprel::Nmod)
            .unwrap_or(other.head);
        let verb = tree.heads[mention.head];
        let speech = self.lang.lexicon.noun(&tree.words[noun].lemma).and_then(|noun| noun.class)
            == Some(NounClass::Speech);
        let preposition = phrase::preposition(tree, noun);
        let cue = speech && preposition == Some("nach")
            || matches!(preposition, Some("laut" | "zufolge"));
        let hearsay = verb.is_some_and(|verb| {
            tree.children(verb).chain([verb]).any(|word| {
                tree.words[word].lemma == "sollen" || tree.words[word].feats.mood == Some(Mood::Sub)
            })
        });
        cue && hearsay && tree.heads[noun] == verb
    }

    /// "Der Minister rief Abbas an, um ihm ... zu wünschen": the subject of the verb above an infinitive is its subject too.
    pub(super) fn controls(&self, mention: &Mention, other: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let Some(verb) = tree.heads[mention.head].filter(|_| mention.tree == other.tree) else {
            return false;
        };
        // "indem sie ... verwandeln": a verb with a subject of its own is no infinitive, whatever its form
        let infinitive = tree.words[verb].feats.verb_form == Some(VerbForm::Inf)
            && matches!(tree.deprels[verb], Deprel::Xcomp | Deprel::Advcl)
            && tree.deprels[mention.head] != Deprel::Nsubj;
        infinitive
            && tree.heads[verb].is_some()
            && tree.heads[verb] == tree.heads[other.head]
            && tree.deprels[other.head] == Deprel::Nsubj
    }

    pub(super) fn siblings(&self, mention: &Mention, other: &Mention) -> bool {
        let heads = &self.trees[mention.tree].heads;
        mention.tree == other.tree
            && heads[mention.head].is_some()
            && heads[mention.head] == heads[other.head]
    }
}
