//! Entities: the actors of an article, each with every name by which the article calls it.
//!
//! "Benjamin Netanyahu", "Netanyahu", "der Ministerpräsident" and "er" become one actor, each with the reason why.

mod found;
mod alike;
mod index;
mod owners;
mod descriptions;
mod pronouns;
pub mod referents;

use std::collections::{HashMap, HashSet};

use crate::extract::gloss::{self, slug};
use crate::extract::mention::{Mention, MentionKind};
use crate::language::Language;
use crate::language::gazetteer::{ActorType, Known};
use crate::record::ids;
use crate::record::span::Span;
use crate::record::work;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, Gender, Number};
use index::Index;
use referents::Choice;

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
    /// A name names the actor wherever it stands; a description is only what somebody here calls it.
    pub kind: MentionKind,
}

impl Entity {
    /// The names and descriptions by which the article calls the actor, each once, in the order of the text.
    pub fn aliases(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for name in self.mentions.iter().filter_map(|mention| mention.name.as_deref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The proper names among them, each once, in the order of the text: "Netanyahu", not "der Ministerpräsident".
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for mention in self.mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
            if let Some(name) = mention.name.as_deref().filter(|name| !names.contains(name)) {
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
    /// The chance that a pronoun at such a place means its actor, where it is not certain.
    chances: HashMap<(usize, usize), f32>,
}

/// Which mentions are the same actor: by the gazetteer, by names, by offices, by agreement of pronouns.
pub fn entities(
    text: &str,
    trees: &[Tree],
    mentions: &[Mention],
    lang: &'static Language,
) -> Entities {
    let mut resolver = Resolver::new(trees, mentions, lang);
    resolver.resolve();
    resolver.entities(text)
}

/// The pronouns of an article with whom they may mean, to learn from.
pub fn choices(trees: &[Tree], mentions: &[Mention], lang: &'static Language) -> Vec<Choice> {
    let mut resolver =
        Resolver { choices: Some(Vec::new()), ..Resolver::new(trees, mentions, lang) };
    resolver.resolve();
    resolver.choices.unwrap_or_default()
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
    /// The state or body whose it is: "der polnische Präsident".
    owner: Option<String>,
    /// A description, not a name.
    described: bool,
    /// The description tells which one.
    specified: bool,
    /// How often it is mentioned.
    count: usize,
    /// The sentence that mentions it first.
    first: usize,
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
    /// The chance that a pronoun means its actor, for each that a weight was asked for.
    chances: Vec<(usize, f32)>,
    /// The parties that the gazetteer knows, where the article names one.
    parties: Vec<&'static Known>,
    index: Index,
    /// The actors that the article names most.
    leading: Vec<usize>,
    /// The pronouns with their candidates, where somebody wants to learn from them.
    choices: Option<Vec<Choice>>,
}

/// How many actors may be meant however far away they were mentioned.
const LEADING: usize = 3;

impl<'a> Resolver<'a> {
    fn new(trees: &'a [Tree], mentions: &'a [Mention], lang: &'static Language) -> Resolver<'a> {
        Resolver {
            trees,
            mentions,
            lang,
            found: Vec::new(),
            of: vec![None; mentions.len()],
            reasons: vec![String::new(); mentions.len()],
            chances: Vec::new(),
            parties: owners::parties(mentions, lang),
            index: Index::new(trees.len(), mentions),
            leading: Vec::new(),
            choices: None,
        }
    }

    fn resolve(&mut self) {
        self.names();
        let mut actors: Vec<usize> = (0..self.found.len()).collect();
        actors.sort_by_key(|&actor| std::cmp::Reverse(self.found[actor].count));
        actors.truncate(LEADING);
        self.leading = actors;
        self.descriptions_and_pronouns();
    }
}

impl Resolver<'_> {
    /// Names first, in the whole article: a headline may say "Netanyahu" before the text says "Benjamin Netanyahu".
    fn names(&mut self) {
        let names: Vec<usize> = (0..self.mentions.len())
            .filter(|&at| self.mentions[at].kind == MentionKind::Name)
            .collect();
        let mut longest = names.clone();
        longest.sort_by_key(|&at| {
            (std::cmp::Reverse(self.mentions[at].name.split_whitespace().count()), at)
        });
        let home = self.home();
        for at in longest {
            let mention = &self.mentions[at];
            if let Some(state) = home.and_then(|home| self.namesake(mention, home)) {
                let actor = self.known_actor(state);
                let reason = match state.kind {
                    ActorType::Party => "party of the article's country".to_owned(),
                    _ => format!("government of {}", state.name_de),
                };
                self.assign(at, actor, reason);
                continue;
            }
            let (actor, reason) = match self.same_name(mention) {
                Some(found) => found,
                None => (
                    self.create(mention),
                    if mention.known.is_some() { "gazetteer" } else { "name" },
                ),
            };
            self.assign(at, actor, reason.to_owned());
        }
    }

    fn same_name(&self, mention: &Mention) -> Option<(usize, &'static str)> {
        if let Some(at) = mention.known.and_then(|known| self.index.known(known)) {
            return Some((at, "gazetteer"));
        }
        let person = mention.class == Some(ActorType::Person);
        // one word that the model once took for a place and once for somebody is one actor all the same
        let unsure = mention.known.is_none() && !mention.name.contains(' ');
        let alike = |found: &Found| {
            (found.kind == ActorType::Person) == person || unsure && found.known.is_none()
        };
        let mut same = self.index.named(&mention.name).iter();
        if let Some(&at) = same.find(|&&at| alike(&self.found[at])) {
            return Some((at, "same name"));
        }
        if person && mention.name.contains(' ') {
            let family = self.index.family(&mention.name);
            work::step(family.len());
            let same = |at: &&usize| {
                let found = &self.found[**at];
                (found.known.is_none() || mention.known.is_none())
                    && alike::is_one_person(&found.name, &mention.name)
            };
            if let Some(&at) = family.iter().find(same) {
                return Some((at, "same name in other letters"));
            }
        }
        // "Clinton" is no town where "Hillary Clinton" is in the article
        if !person && !unsure {
            return None;
        }
        let mut candidates: Vec<usize> = self.index.holding(&mention.name).to_vec();
        if candidates.is_empty() {
            candidates = self.index.holding_folded(&mention.name).to_vec();
        }
        work::step(candidates.len());
        candidates.retain(|&at| self.is_short_for(mention, at));
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
        let within = |word: &&str| {
            full.contains(word) || full.iter().any(|own| alike::folded(own) == alike::folded(word))
        };
        let part = short.iter().all(within) && short.len() < full.len();
        let person = mention.class == Some(ActorType::Person);
        let first_or_last = short.last().map(|last| alike::folded(last))
            == full.last().map(|last| alike::folded(last))
            || (person && short.len() == 1 && short.first() == full.first());
        let clash = matches!((mention.gender, found.gender), (Some(a), Some(b)) if a != b);
        found.kind == ActorType::Person && part && first_or_last && !clash
    }

    fn create(&mut self, mention: &Mention) -> usize {
        let name =
            mention.known.map_or_else(|| mention.name.clone(), |known| known.name_de.clone());
        self.found.push(Found {
            kind: mention.class.unwrap_or(ActorType::Organisation),
            known: mention.known,
            name,
            full: mention.name.clone(),
            gender: mention.gender,
            number: mention.number,
            nouns: Vec::new(),
            owner: self.owned(mention).id,
            described: mention.kind == MentionKind::Description,
            specified: mention.specified,
            count: 0,
            first: usize::MAX,
        });
        self.added()
    }

    /// The actor that was found last can be found again from now on.
    fn added(&mut self) -> usize {
        let actor = self.found.len() - 1;
        self.index.add(actor, &self.found[actor]);
        actor
    }

    fn assign(&mut self, at: usize, actor: usize, reason: String) {
        let mention = &self.mentions[at];
        let owner = self.owned(mention).id;
        self.of[at] = Some(actor);
        self.index.mention(at, actor);
        self.reasons[at] = reason;
        let found = &mut self.found[actor];
        found.count += 1;
        found.first = found.first.min(mention.tree);
        if found.kind == ActorType::Person {
            found.gender = found.gender.or(mention.gender);
        }
        if found.owner.is_none() {
            if let Some(owner) = owner.as_deref().filter(|_| found.kind == ActorType::Person) {
                self.index.own(actor, owner);
            }
            found.owner = owner;
        }
        if let Some(noun) = &mention.noun
            && !found.nouns.contains(noun)
        {
            found.nouns.push(noun.clone());
            self.index.call(actor, found, noun);
        }
    }

    fn descriptions_and_pronouns(&mut self) {
        // offices that explain a name are known before anything else refers back to them
        for at in 0..self.mentions.len() {
            let mention = &self.mentions[at];
            if mention.kind != MentionKind::Description {
                continue;
            }
            let explained =
                mention.apposition_of.and_then(|head| self.actor_at(mention.tree, head));
            if let Some(actor) = explained.or_else(|| self.named_before(mention))
                && self.may_describe(mention, actor)
            {
                self.assign(at, actor, "apposition".to_owned());
            }
        }
        // "der Chef der Gewerkschaft, Frank Werneke": the name that explains a description
        for at in 0..self.mentions.len() {
            let (mention, Some(actor)) = (&self.mentions[at], self.of[at]) else { continue };
            let Some(head) = self.explained(mention) else { continue };
            let described = self.index.of_tree(mention.tree).find(|&other| {
                let other = &self.mentions[other];
                other.kind == MentionKind::Description && other.head == head
            });
            if let Some(other) = described.filter(|&other| {
                self.of[other].is_none() && self.may_describe(&self.mentions[other], actor)
            }) {
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
            other.kind == MentionKind::Name && other.words.end == comma
        };
        self.of[self.index.of_tree(mention.tree).find(name)?]
    }

    /// The phrase that a name behind it explains.
    fn explained(&self, mention: &Mention) -> Option<usize> {
        let tree = &self.trees[mention.tree];
        let behind =
            |head: &usize| *head < mention.head && tree.deprels[mention.head] == Deprel::Appos;
        tree.heads[mention.head].filter(|head| mention.kind == MentionKind::Name && behind(head))
    }

    fn actor_at(&self, tree: usize, head: usize) -> Option<usize> {
        let mut own = self.index.of_tree(tree);
        self.of[own.find(|&at| self.mentions[at].head == head)?]
    }

    fn may_describe(&self, mention: &Mention, actor: usize) -> bool {
        let person = |kind| kind == ActorType::Person;
        // "Staatsanwaltschaft Gießen": the place is a part of the name of the body
        let seat = self.found[actor].kind == ActorType::Place
            && mention.class != Some(ActorType::Place)
            && mention.words.end > mention.head + 1;
        mention.class.is_some_and(|class| person(class) == person(self.found[actor].kind))
            && mention.number != Some(Number::Plur)
            && !seat
    }

    /// The actor of the latest mention before one that passes a test, at most so many sentences back.
    fn latest(&self, at: usize, sentences: usize, test: impl Fn(&Found) -> bool) -> Option<usize> {
        let tree = self.mentions[at].tree;
        let earlier =
            (0..at).rev().take_while(|&other| tree - self.mentions[other].tree <= sentences);
        earlier.filter_map(|other| self.of[other]).find(|&actor| test(&self.found[actor]))
    }

    fn entities(self, text: &str) -> Entities {
        let mut actors: Vec<Entity> =
            self.found.iter().map(|found| entity(found, self.lang)).collect();
        // "ein Mann", "Experten" of one article are not those of another
        let nameless = |found: &Found| {
            let some = found.kind == ActorType::Group && !found.name.contains(' ');
            found.described && !found.specified && (some || found.kind == ActorType::Person)
        };
        let article = ids::mark(text);
        for (actor, _) in actors.iter_mut().zip(&self.found).filter(|(_, found)| nameless(found)) {
            actor.id = format!("{}-{article}", actor.id);
        }
        let mut of_word = HashMap::new();
        for (at, mention) in self.mentions.iter().enumerate() {
            let Some(actor) = self.of[at] else { continue };
            of_word.insert((mention.tree, mention.head), actor);
            let tree = &self.trees[mention.tree];
            let name = matches!(mention.kind, MentionKind::Name | MentionKind::Description);
            let span = phrase::span(tree, &mention.words);
            actors[actor].mentions.push(Alias {
                span,
                name: name.then(|| mention.name.clone()),
                reason: self.reasons[at].clone(),
                kind: mention.kind,
            });
            if let Some(noun) = mention.noun.as_ref().filter(|_| mention.kind == MentionKind::Name)
            {
                actors[actor].mentions.push(Alias {
                    span,
                    name: Some(noun.clone()),
                    reason: "office before the name".to_owned(),
                    kind: MentionKind::Description,
                });
            }
        }
        unique_ids(&mut actors);
        let place = |at: usize| (self.mentions[at].tree, self.mentions[at].head);
        let chances = self.chances.iter().map(|&(at, chance)| (place(at), chance)).collect();
        Entities { actors, of_word, chances }
    }
}

/// "Außenminister" for "US-Außenminister", "Minister" for "Innenminister".
fn same_office(own: &str, noun: &str) -> bool {
    own == noun
        || own.to_lowercase().ends_with(&noun.to_lowercase())
        || noun.to_lowercase().ends_with(&own.to_lowercase())
}

fn entity(found: &Found, lang: &Language) -> Entity {
    let label_en = match found.known {
        Some(known) => known.name_en.clone(),
        None if found.described => {
            let plural = found.number == Some(Number::Plur);
            gloss::description(
                &found.name,
                found.nouns.first().map_or("", String::as_str),
                plural,
                lang,
            )
            .unwrap_or_else(|| found.name.clone())
        }
        None => found.name.clone(),
    };
    Entity {
        id: found.known.map_or_else(|| slug(&found.name), |known| known.id.clone()),
        kind: found.kind,
        label_de: if found.kind == ActorType::Person {
            found.full.clone()
        } else {
            found.name.clone()
        },
        label_en: aged(found, lang).unwrap_or(label_en),
        wikidata: found.known.and_then(|known| known.wikidata.clone()),
        iso3: found.known.and_then(|known| known.iso3.clone()),
        described: found.described,
        specified: found.is_sure(),
        plural: found.number == Some(Number::Plur)
            && (found.described
                || matches!(
                    found.kind,
                    ActorType::Group | ActorType::ArmedGroup | ActorType::Party
                )),
        mentions: Vec::new(),
        corrected: Vec::new(),
    }
}

/// "49-Jähriger": "49-year-old man".
fn aged(found: &Found, lang: &Language) -> Option<String> {
    let (age, noun) = found.name.split_once('-')?;
    let aged = noun.to_lowercase().starts_with(lang.words.counts.aged);
    let digits = age.chars().all(|letter| letter.is_ascii_digit());
    let who = match (found.number, found.gender) {
        (Some(Number::Plur), _) => "-olds",
        (_, Some(Gender::Masc)) => "-old man",
        (_, Some(Gender::Fem)) => "-old woman",
        _ => "-old",
    };
    (found.described && aged && digits && !age.is_empty()).then(|| format!("{age}-year{who}"))
}

fn unique_ids(actors: &mut [Entity]) {
    let mut taken: HashSet<String> = HashSet::new();
    // for each id that was wanted again the next number to try: none below it is free
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for actor in actors {
        if !taken.insert(actor.id.clone()) {
            let number = numbers.entry(actor.id.clone()).or_insert(2);
            let mut free = (*number..).map(|own| (own, format!("{}-{own}", actor.id)));
            if let Some((own, id)) = free.find(|(_, id)| taken.insert(id.clone())) {
                *number = own + 1;
                actor.id = id;
            }
        }
    }
}
