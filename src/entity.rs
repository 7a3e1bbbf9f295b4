//! Entities: the actors of an article, each with every name by which the article calls it.
//!
//! "Benjamin Netanyahu", "Netanyahu", "der Ministerpräsident" and "er" become one actor, each with the reason why.

mod descriptions;
mod pronouns;

use std::collections::HashMap;

use crate::gazetteer::{ActorType, Known};
use crate::gloss::{self, slug};
use crate::lang::Language;
use crate::mention::{Mention, MentionKind};
use crate::parse::Tree;
use crate::phrase;
use crate::span::Span;
use crate::ud::{Deprel, Gender, Number};

/// A state, government, organisation, company, party, group or person that the article names or describes.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// A slug: of the gazetteer where it knows the actor, else made from the German name.
    pub id: String,
    pub kind: ActorType,
    pub label_de: String,
    pub label_en: String,
    /// Only where the gazetteer is certain.
    pub wikidata: Option<String>,
    /// ISO 3166-1 alpha-3 code of a state.
    pub iso3: Option<String>,
    /// Known by a description ("westliche Verbündete"), not by a name.
    pub described: bool,
    /// The description tells which one: "chinesische Beamte", not "die Verwaltung"; of a name, that it is surely one.
    pub specified: bool,
    /// Several: "westliche Verbündete", "die Vereinigten Staaten" are one.
    pub plural: bool,
    /// In the order of the text.
    pub mentions: Vec<Alias>,
    /// The user's rows that changed its name or type.
    pub corrected: Vec<String>,
}

/// A place where the article calls the actor by a name, a description or a pronoun, and why we think so.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    pub span: Span,
    /// The name in the nominative; `None` for a pronoun.
    pub name: Option<String>,
    /// Why this is the same actor: "gazetteer", "last name", "pronoun er" ...
    pub reason: String,
}

impl Entity {
    /// The names by which the article calls the actor, each once, in the order of the text.
    pub fn aliases(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for name in self.mentions.iter().filter_map(|mention| mention.name.as_deref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// The actors of an article and where they stand.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    pub actors: Vec<Entity>,
    /// (tree, head word) of each resolved mention -> index into `actors`.
    of_word: HashMap<(usize, usize), usize>,
}

impl Entities {
    /// The actor that the phrase headed by a word refers to.
    pub fn of(&self, tree: usize, word: usize) -> Option<usize> {
        self.of_word.get(&(tree, word)).copied()
    }

    /// The words of a mention now refer to somebody else, or to nobody.
    pub(crate) fn point(&mut self, span: Span, from: usize, to: Option<usize>, trees: &[Tree]) {
        let inside = |&(tree, word): &(usize, usize)| span.contains(trees[tree].words[word].span);
        let words: Vec<(usize, usize)> =
            self.of_word.iter().filter(|(word, actor)| **actor == from && inside(word)).map(|(&word, _)| word).collect();
        for word in words {
            match to {
                Some(to) => self.of_word.insert(word, to),
                None => self.of_word.remove(&word),
            };
        }
    }

    /// Takes those mentions from an actor whose name passes a test.
    pub(crate) fn forget(&mut self, actor: usize, trees: &[Tree], test: impl Fn(Option<&str>) -> bool) {
        for mention in std::mem::take(&mut self.actors[actor].mentions) {
            if test(mention.name.as_deref()) {
                self.point(mention.span, actor, None, trees);
            } else {
                self.actors[actor].mentions.push(mention);
            }
        }
    }

    /// After actors were removed: each old index leads to its new one.
    pub(crate) fn renumber(&mut self, places: &[Option<usize>]) {
        self.of_word.retain(|_, actor| match places[*actor] {
            Some(place) => {
                *actor = place;
                true
            }
            None => false,
        });
    }
}

/// Which mentions are the same actor: by the gazetteer, by names, by offices, by agreement of pronouns.
pub fn entities(_text: &str, trees: &[Tree], mentions: &[Mention], lang: &'static Language) -> Entities {
    let mut resolver = Resolver {
        trees,
        mentions,
        lang,
        found: Vec::new(),
        of: vec![None; mentions.len()],
        reasons: vec![String::new(); mentions.len()],
    };
    resolver.names();
    resolver.descriptions_and_pronouns();
    resolver.entities()
}

/// An actor while its mentions are gathered.
struct Found {
    kind: ActorType,
    known: Option<&'static Known>,
    /// The canonical name.
    name: String,
    /// The fullest name in the article.
    full: String,
    gender: Option<Gender>,
    number: Option<Number>,
    /// Lemmas of offices and nouns that describe it.
    nouns: Vec<String>,
    /// A description, not a name.
    described: bool,
    /// The description tells which one.
    specified: bool,
    /// How often it is mentioned.
    count: usize,
}

impl Found {
    /// Worth naming where it takes part in nothing: known, with a full name, called by a noun as well, or mentioned again. A word that
    /// only the model took for a name ("Jailbreak") is not.
    fn is_sure(&self) -> bool {
        if self.described {
            return self.specified;
        }
        // "Xi Jinping", "International Cyber Policy Center"
        let words = self.name.split(' ').count();
        let full = words > 2 || self.kind == ActorType::Person && words > 1;
        self.known.is_some() || full || !self.nouns.is_empty() || self.count > 1
    }
}

struct Resolver<'a> {
    trees: &'a [Tree],
    mentions: &'a [Mention],
    lang: &'static Language,
    found: Vec<Found>,
    /// The actor of each mention.
    of: Vec<Option<usize>>,
    reasons: Vec<String>,
}

impl Resolver<'_> {
    /// Names first, in the whole article: a headline may say "Netanyahu" before the text says "Benjamin Netanyahu".
    fn names(&mut self) {
        let names: Vec<usize> = (0..self.mentions.len()).filter(|&at| self.mentions[at].kind == MentionKind::Name).collect();
        let mut longest = names.clone();
        longest.sort_by_key(|&at| (std::cmp::Reverse(self.mentions[at].name.split_whitespace().count()), at));
        for at in longest {
            let mention = &self.mentions[at];
            let (actor, reason) = match self.same_name(mention) {
                Some(found) => found,
                None => (self.create(mention), if mention.known.is_some() { "gazetteer" } else { "name" }),
            };
            self.assign(at, actor, reason.to_owned());
        }
    }

    fn same_name(&self, mention: &Mention) -> Option<(usize, &'static str)> {
        if let Some(known) = mention.known
            && let Some(at) = self.found.iter().position(|found| found.known.is_some_and(|other| other.id == known.id))
        {
            return Some((at, "gazetteer"));
        }
        let person = mention.class == Some(ActorType::Person);
        // one word that the model once took for a place and once for somebody is one actor all the same
        let unsure = mention.known.is_none() && !mention.name.contains(' ');
        let alike = |found: &Found| (found.kind == ActorType::Person) == person || unsure && found.known.is_none();
        let same = self.found.iter().position(|found| found.name == mention.name && alike(found));
        if let Some(at) = same {
            return Some((at, "same name"));
        }
        // "Clinton" is no town where "Hillary Clinton" is in the article
        if !person && !unsure {
            return None;
        }
        let mut candidates: Vec<usize> = (0..self.found.len()).filter(|&at| self.is_short_for(mention, at)).collect();
        // "Sobotka-Schelling" names a pair and no third person: of several, those that begin with a given name
        if candidates.len() > 1 {
            let given = |&at: &usize| {
                let first = self.found[at].name.split(' ').next().unwrap_or("");
                self.found[at].known.is_some() || self.lang.gazetteer.given_name(first).is_some()
            };
            let full: Vec<usize> = candidates.iter().copied().filter(given).collect();
            candidates = if full.is_empty() { candidates } else { full };
        }
        match candidates.as_slice() {
            [at] => Some((*at, "last name")),
            _ => None,
        }
    }

    /// "Hanson" for "Fergus Hanson", "Xi" for "Xi Jinping".
    fn is_short_for(&self, mention: &Mention, at: usize) -> bool {
        let found = &self.found[at];
        let full: Vec<&str> = found.name.split_whitespace().collect();
        let short: Vec<&str> = mention.name.split_whitespace().collect();
        let part = short.iter().all(|word| full.contains(word)) && short.len() < full.len();
        let person = mention.class == Some(ActorType::Person);
        let first_or_last = short.last() == full.last() || (person && short.len() == 1 && short.first() == full.first());
        let clash = matches!((mention.gender, found.gender), (Some(a), Some(b)) if a != b);
        found.kind == ActorType::Person && part && first_or_last && !clash
    }

    fn create(&mut self, mention: &Mention) -> usize {
        let name = mention.known.map_or_else(|| mention.name.clone(), |known| known.name_de.clone());
        self.found.push(Found {
            kind: mention.class.unwrap_or(ActorType::Organisation),
            known: mention.known,
            name,
            full: mention.name.clone(),
            gender: mention.gender,
            number: mention.number,
            nouns: Vec::new(),
            described: mention.kind == MentionKind::Description,
            specified: mention.specified,
            count: 0,
        });
        self.found.len() - 1
    }

    fn assign(&mut self, at: usize, actor: usize, reason: String) {
        let mention = &self.mentions[at];
        self.of[at] = Some(actor);
        self.reasons[at] = reason;
        let found = &mut self.found[actor];
        found.count += 1;
        if found.kind == ActorType::Person {
            found.gender = found.gender.or(mention.gender);
        }
        if let Some(noun) = &mention.noun
            && !found.nouns.contains(noun)
        {
            found.nouns.push(noun.clone());
        }
    }

    fn descriptions_and_pronouns(&mut self) {
        // offices that explain a name are known before anything else refers back to them
        for at in 0..self.mentions.len() {
            let mention = &self.mentions[at];
            if mention.kind != MentionKind::Description {
                continue;
            }
            let explained = mention.apposition_of.and_then(|head| self.actor_at(mention.tree, head));
            if let Some(actor) = explained.or_else(|| self.named_before(mention))
                && self.may_describe(mention, actor)
            {
                self.assign(at, actor, "apposition".to_owned());
            }
        }
        // "der Chef der Gewerkschaft, Frank Werneke": the name that explains a description
        for at in 0..self.mentions.len() {
            let (mention, Some(actor)) = (&self.mentions[at], self.of[at]) else { continue };
            let head = self.explained(mention);
            let described = (0..self.mentions.len()).find(|&other| {
                let other = &self.mentions[other];
                other.kind == MentionKind::Description && other.tree == mention.tree && Some(other.head) == head
            });
            if let Some(other) =
                described.filter(|&other| self.of[other].is_none() && self.may_describe(&self.mentions[other], actor))
            {
                self.assign(other, actor, "the name stands behind it".to_owned());
            }
        }
        for at in 0..self.mentions.len() {
            if self.of[at].is_some() {
                continue;
            }
            match self.mentions[at].kind {
                MentionKind::Description => self.description(at),
                MentionKind::Pronoun | MentionKind::Possessive => self.pronoun(at),
                MentionKind::Modifier => {
                    if let Some(known) = self.mentions[at].known {
                        let actor = self.known_actor(known);
                        self.assign(at, actor, "adjective".to_owned());
                    }
                }
                MentionKind::Name => {}
            }
        }
    }

    /// "Zhao Lijian, ein Sprecher des Ministeriums, ...": the name before the comma, whatever the arcs say.
    fn named_before(&self, mention: &Mention) -> Option<usize> {
        let words = &self.trees[mention.tree].words;
        // "eine staatlich unterstützte Zeitung": words may stand between the article and the description
        let before = mention.words.start.saturating_sub(3)..mention.words.start;
        let article = before.rev().find(|&at| words[at].lemma == "ein")?;
        let comma = article.checked_sub(1).filter(|&at| words[at].form == ",")?;
        let name = |other: &usize| {
            let other = &self.mentions[*other];
            other.tree == mention.tree && other.kind == MentionKind::Name && other.words.end == comma
        };
        self.of[(0..self.mentions.len()).find(name)?]
    }

    /// The phrase that a name behind it explains.
    fn explained(&self, mention: &Mention) -> Option<usize> {
        let tree = &self.trees[mention.tree];
        let behind = |head: &usize| *head < mention.head && tree.deprels[mention.head] == Deprel::Appos;
        tree.heads[mention.head].filter(|head| mention.kind == MentionKind::Name && behind(head))
    }

    fn actor_at(&self, tree: usize, head: usize) -> Option<usize> {
        let at = self.mentions.iter().position(|mention| mention.tree == tree && mention.head == head)?;
        self.of[at]
    }

    fn may_describe(&self, mention: &Mention, actor: usize) -> bool {
        let person = |kind| kind == ActorType::Person;
        mention.class.is_some_and(|class| person(class) == person(self.found[actor].kind)) && mention.number != Some(Number::Plur)
    }

    /// The actor of the latest mention before one that passes a test, at most so many sentences back.
    fn latest(&self, at: usize, sentences: usize, test: impl Fn(&Found) -> bool) -> Option<usize> {
        let tree = self.mentions[at].tree;
        let earlier = (0..at).rev().take_while(|&other| tree - self.mentions[other].tree <= sentences);
        earlier.filter_map(|other| self.of[other]).find(|&actor| test(&self.found[actor]))
    }

    fn entities(self) -> Entities {
        let mut actors: Vec<Entity> = self.found.iter().map(|found| entity(found, self.lang)).collect();
        let mut of_word = HashMap::new();
        for (at, mention) in self.mentions.iter().enumerate() {
            let Some(actor) = self.of[at] else { continue };
            of_word.insert((mention.tree, mention.head), actor);
            let tree = &self.trees[mention.tree];
            let name = matches!(mention.kind, MentionKind::Name | MentionKind::Description);
            let span = phrase::span(tree, &mention.words);
            actors[actor].mentions.push(Alias { span, name: name.then(|| mention.name.clone()), reason: self.reasons[at].clone() });
            if let Some(noun) = mention.noun.as_ref().filter(|_| mention.kind == MentionKind::Name) {
                actors[actor].mentions.push(Alias { span, name: Some(noun.clone()), reason: "office before the name".to_owned() });
            }
        }
        unique_ids(&mut actors);
        Entities { actors, of_word }
    }
}

/// "Außenminister" for "US-Außenminister", "Minister" for "Innenminister".
fn same_office(own: &str, noun: &str) -> bool {
    own == noun || own.to_lowercase().ends_with(&noun.to_lowercase()) || noun.to_lowercase().ends_with(&own.to_lowercase())
}

fn entity(found: &Found, lang: &Language) -> Entity {
    let label_en = match found.known {
        Some(known) => known.name_en.clone(),
        None if found.described => {
            let plural = found.number == Some(Number::Plur);
            gloss::description(&found.name, found.nouns.first().map_or("", String::as_str), plural, lang)
        }
        None => found.name.clone(),
    };
    Entity {
        id: found.known.map_or_else(|| slug(&found.name), |known| known.id.clone()),
        kind: found.kind,
        label_de: if found.kind == ActorType::Person { found.full.clone() } else { found.name.clone() },
        label_en,
        wikidata: found.known.and_then(|known| known.wikidata.clone()),
        iso3: found.known.and_then(|known| known.iso3.clone()),
        described: found.described,
        specified: found.is_sure(),
        plural: found.number == Some(Number::Plur)
            && (found.described || matches!(found.kind, ActorType::Group | ActorType::ArmedGroup | ActorType::Party)),
        mentions: Vec::new(),
        corrected: Vec::new(),
    }
}

fn unique_ids(actors: &mut [Entity]) {
    for at in 1..actors.len() {
        let mut number = 2;
        let base = actors[at].id.clone();
        while actors[..at].iter().any(|other| other.id == actors[at].id) {
            actors[at].id = format!("{base}-{number}");
            number += 1;
        }
    }
}
