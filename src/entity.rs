//! Entities: the actors of an article, each with every name by which the article calls it.
//!
//! "Benjamin Netanyahu", "Netanyahu", "der Ministerpräsident" and "er" become one actor, each with the reason why.

use std::collections::HashMap;

use crate::gazetteer::{ActorType, Known};
use crate::gloss::{self, slug};
use crate::lang::Language;
use crate::lexicon::NounClass;
use crate::mention::{Mention, MentionKind, Owner};
use crate::parse::Tree;
use crate::phrase;
use crate::span::Span;
use crate::ud::{Deprel, Gender, Number, VerbForm};

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
    /// In the order of the text.
    pub mentions: Vec<Alias>,
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
        let same = self.found.iter().position(|found| found.name == mention.name && (found.kind == ActorType::Person) == person);
        if let Some(at) = same {
            return Some((at, "same name"));
        }
        if !person {
            return None;
        }
        let candidates: Vec<usize> = (0..self.found.len()).filter(|&at| self.is_short_for(mention, at)).collect();
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
        let first_or_last = short.last() == full.last() || (short.len() == 1 && short.first() == full.first());
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
        });
        self.found.len() - 1
    }

    fn assign(&mut self, at: usize, actor: usize, reason: String) {
        let mention = &self.mentions[at];
        self.of[at] = Some(actor);
        self.reasons[at] = reason;
        let found = &mut self.found[actor];
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
            if let Some(actor) = mention.apposition_of.and_then(|head| self.actor_at(mention.tree, head))
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

    fn description(&mut self, at: usize) {
        let mention = &self.mentions[at];
        if self.is_country(mention) {
            if let Some(state) = self.latest(at, 3, |found| found.kind == ActorType::State) {
                self.assign(at, state, "the country named before".to_owned());
            }
            return;
        }
        let resolved = self
            .government(mention)
            .or_else(|| self.office_holder(at))
            .or_else(|| self.named_body(at))
            .or_else(|| self.same_description(mention));
        if let Some((actor, reason)) = resolved {
            self.assign(at, actor, reason);
        } else if self.stands_alone(mention) {
            let actor = self.create(mention);
            self.assign(at, actor, "description".to_owned());
        }
    }

    /// "das Land", "der Inselstaat": a state that was named, or nobody.
    fn is_country(&self, mention: &Mention) -> bool {
        let noun = mention.noun.as_deref().unwrap_or("").to_lowercase();
        let country = ["land", "staat", "republik", "königreich", "nation"];
        let singular = mention.number != Some(Number::Plur);
        singular
            && mention.owner.is_none()
            && mention.class == Some(ActorType::Government)
            && (country.contains(&noun.as_str()) || noun.ends_with("staat"))
    }

    /// "die chinesische Regierung", "die Führung in Peking": the state itself.
    fn government(&mut self, mention: &Mention) -> Option<(usize, String)> {
        let noun = mention.noun.as_deref()?;
        let last = noun.rsplit('-').next().unwrap_or(noun);
        let governs = ["Regierung", "Führung", "Staatsführung", "Administration", "Kabinett", "Zentralregierung", "Staatsspitze"];
        if !governs.contains(&last) {
            return None;
        }
        let state = match &mention.owner {
            Some(Owner::Known(known)) => known,
            Some(Owner::Word(word)) => self.actor_at(mention.tree, *word).and_then(|actor| self.found[actor].known)?,
            None => self.seat(mention)?,
        };
        if state.kind == ActorType::Person {
            return None;
        }
        let actor = self.known_actor(state);
        Some((actor, format!("government of {}", state.name_de)))
    }

    /// "die Regierung in Warschau": the state whose capital stands behind it.
    fn seat(&self, mention: &Mention) -> Option<&'static Known> {
        let tree = &self.trees[mention.tree];
        let preposition = tree.words.get(mention.head + 1).filter(|word| word.form == "in")?;
        let capital = tree.words.iter().find(|word| word.span.start > preposition.span.start)?;
        self.lang.gazetteer.metonym(&capital.form)
    }

    fn known_actor(&mut self, known: &'static Known) -> usize {
        if let Some(at) = self.found.iter().position(|found| found.known.is_some_and(|other| other.id == known.id)) {
            return at;
        }
        self.found.push(Found {
            kind: known.kind,
            known: Some(known),
            name: known.name_de.clone(),
            full: known.name_de.clone(),
            gender: None,
            number: None,
            nouns: Vec::new(),
            described: false,
        });
        self.found.len() - 1
    }

    /// "der Ministerpräsident": the last person in this office.
    fn office_holder(&self, at: usize) -> Option<(usize, String)> {
        let mention = &self.mentions[at];
        let noun = mention.noun.as_deref()?;
        if mention.class != Some(ActorType::Person) || !mention.definite && !mention.specified {
            return None;
        }
        let holds = |found: &Found| {
            let agrees = found.gender.is_none() || mention.gender.is_none() || found.gender == mention.gender;
            found.kind == ActorType::Person && agrees && found.nouns.iter().any(|own| same_office(own, noun))
        };
        // a headline says the office before the text says the name
        let later = || (0..self.found.len()).find(|&actor| mention.tree < 2 && holds(&self.found[actor]));
        let candidate = self.latest(at, usize::MAX, holds).or_else(later);
        candidate.map(|actor| (actor, format!("office {noun}"))).or_else(|| self.other_words_for(at))
    }

    /// "der Senator aus Florida" after "Rubio": other words for the one person in the last two sentences that they fit.
    fn other_words_for(&self, at: usize) -> Option<(usize, String)> {
        let mention = &self.mentions[at];
        let singular = mention.number != Some(Number::Plur);
        if !mention.definite
            || !singular
            || matches!(mention.owner, Some(Owner::Word(_)))
            || mention.apposition_of.is_some()
            || self.is_predicate(mention)
        {
            return None;
        }
        let gender = mention.gender?;
        let near = (0..at).rev().take_while(|&other| mention.tree - self.mentions[other].tree <= 2);
        let mut persons: Vec<usize> = near
            .filter(|&other| self.mentions[other].tree < mention.tree)
            .filter_map(|other| self.of[other])
            .filter(|&actor| {
                self.found[actor].kind == ActorType::Person
                    && self.found[actor].gender == Some(gender)
                    && !self.found[actor].described
            })
            .collect();
        // who is another argument of the same verb is somebody else
        let beside = |actor: usize| {
            (0..self.mentions.len()).any(|other| {
                self.of[other] == Some(actor)
                    && self.mentions[other].tree == mention.tree
                    && self.siblings(mention, &self.mentions[other])
            })
        };
        persons.retain(|&actor| !beside(actor));
        // of several, those in the sentence before
        let before: Vec<usize> = (0..at)
            .filter(|&other| self.mentions[other].tree + 1 == mention.tree)
            .filter_map(|other| self.of[other])
            .filter(|actor| persons.contains(actor))
            .collect();
        if !before.is_empty() {
            persons = before;
        }
        persons.sort_unstable();
        persons.dedup();
        match persons[..] {
            [actor] => Some((actor, "other words for the only person near".to_owned())),
            _ => None,
        }
    }

    /// "die Zeitung", "die Partei", "der Konzern": the last actor that was called so, or that is of this kind.
    fn named_body(&self, at: usize) -> Option<(usize, String)> {
        let mention = &self.mentions[at];
        let noun = mention.noun.as_deref()?;
        if mention.class == Some(ActorType::Person)
            || !mention.definite
            || mention.number == Some(Number::Plur)
            || mention.owner.is_some()
        {
            return None;
        }
        let kind = mention.class?;
        if mention.specified && mention.words.end > mention.head + 1 {
            return None;
        }
        let candidate = self.latest(at, 12, |found| {
            let last = found.name.rsplit(' ').next().unwrap_or("").to_lowercase();
            let in_name = !found.described && (last.ends_with(&noun.to_lowercase()) || found.name.starts_with(noun));
            let called = in_name || found.nouns.iter().any(|own| own == noun || same_office(own, noun));
            let of_kind =
                matches!(kind, ActorType::Media | ActorType::Party | ActorType::Company) && found.kind == kind && !found.described;
            !matches!(found.kind, ActorType::Person | ActorType::State) && (called || of_kind)
        })?;
        Some((candidate, format!("{noun} again")))
    }

    /// The same description again, or its bare noun after it: "chinesische Beamte" ... "die Beamten".
    fn same_description(&self, mention: &Mention) -> Option<(usize, String)> {
        let noun = mention.noun.as_ref()?;
        let same = self.found.iter().position(|found| found.name == mention.name && found.described);
        let again = || {
            let bare = mention.definite && !mention.specified;
            self.found
                .iter()
                .rposition(|found| bare && found.described && found.nouns.contains(noun) && found.number == mention.number)
        };
        same.or_else(again).map(|actor| (actor, "same description".to_owned()))
    }

    /// A description that is an actor of its own: with an owner, an adjective, or as an institution; never a bare role.
    fn stands_alone(&self, mention: &Mention) -> bool {
        let plural = mention.number == Some(Number::Plur);
        let predicate = self.is_predicate(mention);
        match mention.class {
            _ if predicate => false,
            Some(ActorType::Person) => mention.owner.is_some() && !plural,
            Some(ActorType::Group) => mention.specified || mention.definite && self.is_group(mention),
            Some(_) => mention.specified || mention.definite,
            None => false,
        }
    }

    /// "die Rebellen", "die Opposition": a group by its noun, not several of a role.
    fn is_group(&self, mention: &Mention) -> bool {
        let lexicon = &self.lang.lexicon;
        let form = self.trees[mention.tree].words[mention.head].form.as_str();
        let noun = lexicon.exact_noun(form).or_else(|| mention.noun.as_ref().and_then(|noun| lexicon.noun(noun)));
        noun.is_some_and(|noun| noun.class == Some(NounClass::Group))
    }

    /// "ist Präsident", "als Kandidat": says what somebody is, and names nobody.
    fn is_predicate(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let copula = tree.children(mention.head).any(|child| tree.deprels[child] == Deprel::Cop);
        copula || phrase::preposition(tree, mention.head) == Some("als") || tree.deprels[mention.head] == Deprel::Appos
    }

    fn pronoun(&mut self, at: usize) {
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
    fn salient(&self, at: usize) -> Option<usize> {
        let mention = &self.mentions[at];
        let mut best: Option<(i32, usize)> = None;
        for (earlier, other) in self.mentions[..at].iter().enumerate().rev() {
            let distance = (mention.tree - other.tree) as i32;
            // "es" means a state in its own sentence, or nobody
            if distance > if mention.name == "es" { 0 } else { 2 } {
                break;
            }
            let Some(actor) = self.of[earlier] else { continue };
            if !self.agrees(mention, actor) || self.binds(mention, other) {
                continue;
            }
            let tree = &self.trees[other.tree];
            let subject = matches!(tree.deprels[other.head], Deprel::Nsubj | Deprel::NsubjPass);
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
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, actor));
            }
        }
        best.map(|(_, actor)| actor)
    }

    fn agrees(&self, mention: &Mention, actor: usize) -> bool {
        let found = &self.found[actor];
        let plural_actor = found.number == Some(Number::Plur);
        match mention.number {
            Some(Number::Plur) => plural_actor && found.kind != ActorType::Place,
            Some(Number::Sing) if plural_actor => false,
            _ => match (found.kind, mention.gender) {
                (ActorType::Person, Some(gender)) => found.gender.is_none_or(|own| own == gender),
                (ActorType::State | ActorType::Place, Some(Gender::Masc)) => mention.kind == MentionKind::Possessive,
                (ActorType::State, Some(Gender::Neut)) => mention.name == "es",
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
    fn binds(&self, mention: &Mention, other: &Mention) -> bool {
        mention.kind == MentionKind::Pronoun && (self.siblings(mention, other) || self.controls(mention, other))
    }

    /// "Der Minister rief Abbas an, um ihm ... zu wünschen": the subject of the verb above an infinitive is its subject too.
    fn controls(&self, mention: &Mention, other: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let Some(verb) = tree.heads[mention.head].filter(|_| mention.tree == other.tree) else { return false };
        let infinitive =
            tree.words[verb].feats.verb_form == Some(VerbForm::Inf) && matches!(tree.deprels[verb], Deprel::Xcomp | Deprel::Advcl);
        infinitive
            && tree.heads[verb].is_some()
            && tree.heads[verb] == tree.heads[other.head]
            && tree.deprels[other.head] == Deprel::Nsubj
    }

    fn siblings(&self, mention: &Mention, other: &Mention) -> bool {
        let heads = &self.trees[mention.tree].heads;
        mention.tree == other.tree && heads[mention.head].is_some() && heads[mention.head] == heads[other.head]
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
        mentions: Vec::new(),
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
