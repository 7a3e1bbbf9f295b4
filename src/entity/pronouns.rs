//! Pronouns: the actor that agrees, is near, and is not bound to be somebody else.

use super::Resolver;
use crate::gazetteer::ActorType;
use crate::lexicon::NounClass;
use crate::mention::{Mention, MentionKind};
use crate::phrase;
use crate::ud::{Deprel, Gender, Mood, Number, VerbForm};

impl Resolver<'_> {
    pub(super) fn pronoun(&mut self, at: usize) {
        let mention = &self.mentions[at];
        let pointing = mention.name.starts_with("dies");
        let candidate =
            if pointing { self.latest(at, 1, |_| true).filter(|&actor| self.agrees(mention, actor)) } else { self.salient(at) };
        if let Some(actor) = candidate {
            let reason = format!("pronoun {}", mention.name);
            self.assign(at, actor, reason);
        }
    }

    /// The actor that a pronoun most likely means: agreement first, then nearness, subjects before others.
    pub(super) fn salient(&self, at: usize) -> Option<usize> {
        let mention = &self.mentions[at];
        // who is another argument of the same verb is no rival
        let near = |other: &usize| self.mentions[*other].tree == mention.tree && self.binds(mention, &self.mentions[*other]);
        let bound: Vec<usize> = (0..self.mentions.len()).filter(near).filter_map(|other| self.of[other]).collect();
        let mut best: Option<(i32, usize)> = None;
        let mut rival: Option<(i32, usize)> = None;
        for (earlier, other) in self.mentions[..at].iter().enumerate().rev() {
            let distance = (mention.tree - other.tree) as i32;
            if distance > 2 {
                break;
            }
            let Some(actor) = self.of[earlier] else { continue };
            if !self.agrees(mention, actor) || self.binds(mention, other) || self.is_source(mention, other) {
                continue;
            }
            let subject = self.is_subject(other);
            let found = &self.found[actor];
            let named = found.kind == ActorType::Person && other.kind == MentionKind::Name;
            // "er", "ihn": hardly ever a court or a company where there is a man
            let person =
                mention.number == Some(Number::Sing) && found.kind == ActorType::Person && mention.kind == MentionKind::Pronoun;
            let score = -4 * distance
                + if subject { 3 } else { 0 }
                + i32::from(named)
                + if person { 3 } else { 0 }
                + if self.found[actor].described { 0 } else { 2 };
            match best {
                Some((top, own)) if score > top => {
                    rival = if own == actor || bound.contains(&own) { rival } else { best };
                    best = Some((score, actor));
                }
                Some((_, own)) if own == actor => {}
                Some(_) if !bound.contains(&actor) && rival.is_none_or(|(second, _)| score > second) => {
                    rival = Some((score, actor))
                }
                Some(_) => {}
                None => best = Some((score, actor)),
            }
        }
        // two that fit as well as each other: nobody rather than a guess
        let (top, actor) = best?;
        let doubtful = rival.is_some_and(|(second, other)| other != actor && second >= top);
        (!doubtful || mention.kind == MentionKind::Possessive).then_some(actor)
    }

    /// A subject, or joined with one: "Altmaier und Lindner trafen sich".
    fn is_subject(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let mut word = mention.head;
        while let (Deprel::Conj, Some(above)) = (tree.deprels[word], tree.heads[word]) {
            word = above;
        }
        matches!(tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass)
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
                (ActorType::State | ActorType::Place, Some(Gender::Masc)) => mention.kind == MentionKind::Possessive,
                // "die Türkei ... sie", "die Schweiz ... ihr"
                (ActorType::State, Some(Gender::Fem)) if found.gender == Some(Gender::Fem) => true,
                // "es" is mostly nobody: "es gab", "es hieß"
                (_, _) if mention.name == "es" => false,
                (ActorType::State | ActorType::Place, _) => plural_actor && mention.number.is_none(),
                (_, Some(gender)) => {
                    found.gender == Some(gender)
                        || (mention.kind == MentionKind::Possessive && gender == Gender::Masc && found.gender == Some(Gender::Neut))
                }
                (_, None) => true,
            },
        }
    }

    /// Two arguments of one verb are two actors: in "Rubio lobte ihn", "ihn" is not Rubio.
    pub(super) fn binds(&self, mention: &Mention, other: &Mention) -> bool {
        mention.kind == MentionKind::Pronoun && (self.siblings(mention, other) || self.controls(mention, other))
    }

    /// "Nach Erkenntnissen der Ermittler sollen sie ...": whose word it is, it is hardly about themselves.
    fn is_source(&self, mention: &Mention, other: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        if mention.tree != other.tree || mention.kind != MentionKind::Pronoun || other.head > mention.head {
            return false;
        }
        let noun = tree.heads[other.head].filter(|_| tree.deprels[other.head] == Deprel::Nmod).unwrap_or(other.head);
        let verb = tree.heads[mention.head];
        let speech = self.lang.lexicon.noun(&tree.words[noun].lemma).and_then(|noun| noun.class) == Some(NounClass::Speech);
        let preposition = phrase::preposition(tree, noun);
        let cue = speech && preposition == Some("nach") || matches!(preposition, Some("laut" | "zufolge"));
        let hearsay = verb.is_some_and(|verb| {
            tree.children(verb)
                .chain([verb])
                .any(|word| tree.words[word].lemma == "sollen" || tree.words[word].feats.mood == Some(Mood::Sub))
        });
        cue && hearsay && tree.heads[noun] == verb
    }

    /// "Der Minister rief Abbas an, um ihm ... zu wünschen": the subject of the verb above an infinitive is its subject too.
    pub(super) fn controls(&self, mention: &Mention, other: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let Some(verb) = tree.heads[mention.head].filter(|_| mention.tree == other.tree) else { return false };
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
        mention.tree == other.tree && heads[mention.head].is_some() && heads[mention.head] == heads[other.head]
    }
}
