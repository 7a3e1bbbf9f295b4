//! Where actors and mentions are found again while they are resolved: no step looks through the whole article.
//!
//! "Hanson" leads to the persons whose names hold this word, "Minister" to whether anybody holds such an office at all.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::{Found, alike};
use crate::extract::mention::Mention;
use crate::language::gazetteer::{ActorType, Known};
use crate::ud::{Gender, Number};

/// What asks for the holder of an office: the noun, the gender, and whose office it is.
pub(super) type Office = (String, Option<Gender>, Whose);

/// Whose holder of an office is asked for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    Anybody,
    /// One of whom no owner is known; whether the state of a known person counts as an owner.
    Nobody(bool),
    Owner(String),
}

#[derive(Default)]
pub(super) struct Index {
    /// The mentions of each tree: indices into the article's mentions.
    trees: Vec<Range<usize>>,
    known: HashMap<&'static str, usize>,
    /// The actors of each canonical name, in their order.
    names: HashMap<String, Vec<usize>>,
    /// The persons whose name holds a word, in their order.
    words: HashMap<String, Vec<usize>>,
    /// The same by the word in plain letters: "Maaßen" and "Maassen" are one.
    folded: HashMap<String, Vec<usize>>,
    /// The persons of a last and a first given name in plain letters, in their order: "brandt", "katharina" or "k.".
    families: HashMap<(String, String), Vec<usize>>,
    /// The same by the first letter of the given name.
    initials: HashMap<(String, Option<char>), Vec<usize>>,
    /// The mentions of each actor, in the order of the text.
    places: Vec<Vec<usize>>,
    /// The persons that an actor or a state owns: by its id.
    owned: HashMap<String, Vec<usize>>,
    /// The last actor of a description's noun and number.
    described: HashMap<(String, Option<Number>), usize>,
    /// The nouns by which persons are called, in small letters, from their last letter on.
    nouns: BTreeSet<String>,
    /// For each office that was asked for: the mention that asked last, and who it was.
    pub(super) holders: HashMap<Office, (usize, Option<usize>)>,
}

impl Index {
    /// `mentions` are in the order of the trees.
    pub(super) fn new(trees: usize, mentions: &[Mention]) -> Index {
        let mut of_tree = vec![0..0; trees];
        for (at, mention) in mentions.iter().enumerate() {
            let range = &mut of_tree[mention.tree];
            let start = if range.start == range.end { at } else { range.start };
            *range = start..at + 1;
        }
        Index { trees: of_tree, ..Index::default() }
    }

    /// The mentions of a tree.
    pub(super) fn of_tree(&self, tree: usize) -> Range<usize> {
        self.trees[tree].clone()
    }

    /// A new actor can be found.
    pub(super) fn add(&mut self, actor: usize, found: &Found) {
        self.places.resize(self.places.len().max(actor + 1), Vec::new());
        if let Some(known) = found.known {
            self.known.entry(known.id.as_str()).or_insert(actor);
        }
        self.names.entry(found.name.clone()).or_default().push(actor);
        if found.kind == ActorType::Person {
            for word in found.name.split_whitespace() {
                let actors = self.words.entry(word.to_owned()).or_default();
                if actors.last() != Some(&actor) {
                    actors.push(actor);
                }
                let actors = self.folded.entry(alike::folded(word)).or_default();
                if actors.last() != Some(&actor) {
                    actors.push(actor);
                }
            }
            let (last, first) = family(&found.name);
            let initial = (last.clone(), first.chars().next());
            self.families.entry((last, first)).or_default().push(actor);
            self.initials.entry(initial).or_default().push(actor);
            let state = found.known.and_then(|known| known.state.as_ref());
            for owner in found.owner.iter().chain(state) {
                self.own(actor, owner);
            }
        }
    }

    /// A person has an owner.
    pub(super) fn own(&mut self, actor: usize, owner: &str) {
        let persons = self.owned.entry(owner.to_owned()).or_default();
        if persons.last() != Some(&actor) {
            persons.push(actor);
        }
    }

    /// The persons that an owner has.
    pub(super) fn owned_by(&self, owner: &str) -> &[usize] {
        self.owned.get(owner).map_or(&[], Vec::as_slice)
    }

    /// An actor is mentioned.
    pub(super) fn mention(&mut self, at: usize, actor: usize) {
        let places = &mut self.places[actor];
        let place = places.partition_point(|&own| own < at);
        places.insert(place, at);
    }

    /// The last mention of an actor before another mention.
    pub(super) fn place_before(&self, actor: usize, at: usize) -> Option<usize> {
        let places = &self.places[actor];
        places[..places.partition_point(|&own| own < at)].last().copied()
    }

    /// An actor is called by a noun as well.
    pub(super) fn call(&mut self, actor: usize, found: &Found, noun: &str) {
        if found.described {
            let last = self.described.entry((noun.to_owned(), found.number)).or_insert(actor);
            *last = actor.max(*last);
        }
        if found.kind == ActorType::Person {
            self.nouns.insert(reversed(noun));
        }
    }

    pub(super) fn known(&self, known: &Known) -> Option<usize> {
        self.known.get(known.id.as_str()).copied()
    }

    /// The actors with exactly this name, in their order.
    pub(super) fn named(&self, name: &str) -> &[usize] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The persons whose names may hold all words of a shorter one, in their order: those of its rarest word.
    pub(super) fn holding(&self, short: &str) -> &[usize] {
        let words = short.split_whitespace();
        let persons = words.map(|word| self.words.get(word).map_or(&[][..], Vec::as_slice));
        persons.min_by_key(|actors| actors.len()).unwrap_or(&[])
    }

    /// The same where the words are written in other letters.
    pub(super) fn holding_folded(&self, short: &str) -> &[usize] {
        let folded = short.split_whitespace().map(alike::folded);
        let persons = folded.map(|word| self.folded.get(&word).map_or(&[][..], Vec::as_slice));
        persons.min_by_key(|actors| actors.len()).unwrap_or(&[])
    }

    /// The persons with the last name of a name, in whatever letters, whose given name may be its first one: the same, or shortened
    /// on one of the sides. In their order.
    pub(super) fn family(&self, name: &str) -> Vec<usize> {
        let (last, first) = family(name);
        if first.ends_with('.') {
            let initial = (last, first.chars().next());
            return self.initials.get(&initial).cloned().unwrap_or_default();
        }
        let ends = first.char_indices().skip(1).map(|(end, _)| end).chain([first.len()]);
        let shortened = ends.map(|end| format!("{}.", &first[..end]));
        let names = shortened.chain([first.clone()]).map(|first| (last.clone(), first));
        let mut persons: Vec<usize> =
            names.filter_map(|name| self.families.get(&name)).flatten().copied().collect();
        persons.sort_unstable();
        persons
    }

    /// The last actor that is described by a noun, in this number.
    pub(super) fn described(&self, noun: &str, number: Option<Number>) -> Option<usize> {
        self.described.get(&(noun.to_owned(), number)).copied()
    }

    /// Whether any person is called by the noun, by one that ends with it, or by one with which it ends.
    pub(super) fn is_office(&self, noun: &str) -> bool {
        let own = reversed(noun);
        let longer =
            || self.nouns.range(own.clone()..).next().is_some_and(|other| other.starts_with(&own));
        let ends = own.char_indices().map(|(at, _)| at).chain([own.len()]);
        ends.into_iter().any(|end| self.nouns.contains(&own[..end])) || longer()
    }
}

/// The last name and the first given name in plain letters: "brandt" and "katharina".
fn family(name: &str) -> (String, String) {
    let last = alike::folded(name.rsplit(' ').next().unwrap_or(name));
    let first = name.split([' ', '-']).next().unwrap_or(name);
    (last, alike::folded(first))
}

fn reversed(noun: &str) -> String {
    noun.to_lowercase().chars().rev().collect()
}
