//! Whose somebody is: "der polnische Ministerpräsident" and "der ungarische" are two, and "die Bundesregierung" is that of the article's
//! own country.

use super::{Found, Resolver};
use crate::extract::gloss::slug;
use crate::extract::mention::{Mention, Owner};
use crate::language::Language;
use crate::language::gazetteer::{ActorType, Known};

/// The owner that a mention names.
pub(super) struct Owned {
    /// The id of an actor, as far as it is known by now.
    pub(super) id: Option<String>,
    /// It is a state.
    state: bool,
}

impl Owned {
    /// "der ungarische Ministerpräsident" after "der polnische": the same office of somebody else's.
    pub(super) fn is_of_another(&self, found: &Found) -> bool {
        matches!((&self.id, self.of(found)), (Some(id), Some(own)) if id != own)
    }

    /// Whose an actor is: where a state is asked for, a known person is that of their state.
    pub(super) fn of<'a>(&self, found: &'a Found) -> Option<&'a String> {
        let state = found.known.and_then(|known| known.state.as_ref()).filter(|_| self.state);
        found.owner.as_ref().or(state)
    }

    /// The owner is a state.
    pub(super) fn is_state(&self) -> bool {
        self.state
    }
}

/// The country that an article is about, for bodies that have one name in several countries.
#[derive(Clone, Copy)]
pub(super) struct Home {
    /// The state whose people or bodies are named first.
    state: &'static str,
    /// The tree where they are.
    tree: usize,
}

/// The parties of states with namesakes, where the article names any party.
pub(super) fn parties(mentions: &[Mention], lang: &'static Language) -> Vec<&'static Known> {
    let party = |known: &Known| {
        let state = known.state.as_deref();
        known.kind == ActorType::Party
            && state.is_some_and(|state| lang.grammar.namesakes.contains(&state))
    };
    if !mentions.iter().any(|mention| mention.known.is_some_and(party)) {
        return Vec::new();
    }
    lang.gazetteer.actors().iter().filter(|known| party(known)).collect()
}

impl Resolver<'_> {
    pub(super) fn owned(&self, mention: &Mention) -> Owned {
        let (id, state) = match &mention.owner {
            Some(Owner::Known(known)) => (Some(known.id.clone()), known.kind == ActorType::State),
            Some(Owner::Word(word)) => {
                let actor = self.actor_at(mention.tree, *word).map(|actor| &self.found[actor]);
                let id = |found: &Found| {
                    found.known.map_or_else(|| slug(&found.name), |known| known.id.clone())
                };
                (actor.map(id), false)
            }
            None => (None, false),
        };
        Owned { id, state }
    }

    /// "Österreichs Kanzler", "Nehammer": the first state with namesakes whose people or bodies are named, where it is the only one.
    pub(super) fn home(&self) -> Option<Home> {
        let own = |known: &'static Known| match known.kind {
            ActorType::State => Some(known.id.as_str()),
            // "Bundesregierung" and "Grüne" say nothing of where
            ActorType::Government if !known.name_de.contains(' ') => None,
            ActorType::Party if self.sister(known, None).is_some() => None,
            _ => known.state.as_deref(),
        };
        let namesakes = self.lang.grammar.namesakes;
        let states = self.mentions.iter().filter_map(|mention| mention.known.and_then(own));
        let mut states: Vec<&str> = states.filter(|state| namesakes.contains(state)).collect();
        states.dedup();
        let &[state] = states.as_slice() else { return None };
        let belongs = |mention: &&Mention| match &mention.owner {
            Some(Owner::Known(owner)) => owner.id == state,
            Some(Owner::Word(word)) => self.index.of_tree(mention.tree).any(|other| {
                let other = &self.mentions[other];
                other.head == *word && other.known.is_some_and(|known| known.id == state)
            }),
            None => mention
                .known
                .is_some_and(|known| known.kind != ActorType::State && own(known) == Some(state)),
        };
        let first = self.mentions.iter().find(belongs)?;
        Some(Home { state, tree: first.tree })
    }

    /// The state whose "Bundesregierung" is meant, where it is not the one that the gazetteer knows by this name.
    pub(super) fn namesake(&self, mention: &Mention, home: Home) -> Option<&'static Known> {
        let known = mention.known?;
        if known.state.as_deref() == Some(home.state) {
            return None;
        }
        if known.kind == ActorType::Party {
            return self.sister(known, Some(home.state));
        }
        let plain = mention.noun.is_none() && mention.owner.is_none() && mention.tree > home.tree;
        let body = known.kind == ActorType::Government && !known.name_de.contains(' ');
        let namesakes = self.lang.grammar.namesakes;
        let other = known.state.as_deref().is_some_and(|own| namesakes.contains(&own));
        (plain && body && other).then(|| self.lang.gazetteer.by_id(home.state)).flatten()
    }

    /// The party of another state with namesakes that is called by the last word of a party's name: "Grüne".
    fn sister(&self, known: &Known, state: Option<&str>) -> Option<&'static Known> {
        let plain = |word: &'static str| word.trim_end_matches('n');
        let parts =
            |name: &'static str| name.split(|letter: char| !letter.is_alphanumeric()).map(plain);
        let own = known.name_de.rsplit(|letter: char| !letter.is_alphanumeric()).next()?;
        let own = own.trim_end_matches('n');
        let namesakes = self.lang.grammar.namesakes;
        let other = |party: &&&'static Known| {
            let of = party.state.as_deref();
            let meant = match state {
                Some(state) => of == Some(state),
                None => of != known.state.as_deref(),
            };
            meant
                && own.len() > 2
                && of.is_some_and(|of| namesakes.contains(&of))
                && parts(&party.name_de).any(|word| word == own)
        };
        self.parties.iter().find(other).copied()
    }
}
