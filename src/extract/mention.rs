//! Mentions: phrases that name, describe or point to an actor, and what their words say of it.
//!
//! "Israels Ministerpräsident Benjamin Netanyahu" is one mention: a name with an office and an owner.

mod description;
mod genitive;
mod names;

use std::ops::Range;

use crate::language::Language;
use crate::language::gazetteer::{ActorType, Known, NameGender};
use crate::language::lexicon::NounClass;
use crate::syntax::parse::{NameClass, NameKind, Tree};
use crate::syntax::phrase;
use crate::ud::{Case, Deprel, Gender, Number, Person, PronType, Upos};

/// A phrase that refers to somebody who may act.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Index of the tree.
    pub tree: usize,
    /// The head word of the phrase in its tree.
    pub head: usize,
    /// The words of the name or description, without a determiner.
    pub words: Range<usize>,
    pub kind: MentionKind,
    /// In the nominative and without determiner: "chinesische Regierung", "Xi Jinping"; of a pronoun its form.
    pub name: String,
    /// The actor that the gazetteer knows by this name.
    pub known: Option<&'static Known>,
    pub class: Option<ActorType>,
    pub gender: Option<Gender>,
    pub number: Option<Number>,
    /// The lemma of the noun that describes: "Ministerpräsident" of a person, "Polizei".
    pub noun: Option<String>,
    /// The state or organisation that an adjective, a compound or an owner names.
    pub owner: Option<Owner>,
    /// With a definite article, a possessive, or an owner before it.
    pub definite: bool,
    /// Adjectives, owners or compounds tell which one is meant.
    pub specified: bool,
    /// "Zhao Lijian, ein Sprecher ...": the head word of the phrase that this one explains.
    pub apposition_of: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// "Xi Jinping", "die Vereinigten Staaten", "Peking" where it acts.
    Name,
    /// A definite description or a group: "der Ministerpräsident", "die israelische Polizei", "westliche Verbündete".
    Description,
    /// An adjective that says whose an event is: "russischer Angriff".
    Modifier,
    /// "er", "ihnen".
    Pronoun,
    /// "seine", "ihr".
    Possessive,
}

impl Mention {
    /// A name that nothing else is known of.
    pub(crate) fn of_name(
        tree: usize,
        head: usize,
        words: Range<usize>,
        name: &str,
        kind: ActorType,
    ) -> Mention {
        Mention {
            tree,
            head,
            words,
            kind: MentionKind::Name,
            name: name.to_owned(),
            known: None,
            class: Some(kind),
            gender: None,
            number: Some(Number::Sing),
            noun: None,
            owner: None,
            definite: true,
            specified: true,
            apposition_of: None,
        }
    }
}

/// Whose somebody is.
#[derive(Clone, Debug, PartialEq)]
pub enum Owner {
    /// "chinesisch", "US-", "Israels": an actor of the gazetteer.
    Known(&'static Known),
    /// The head word of a phrase in the same tree.
    Word(usize),
}

/// The mentions of an article, in the order of the text; at most one for a head word.
pub fn mentions(_text: &str, trees: &[Tree], lang: &'static Language) -> Vec<Mention> {
    let (bare_names, full_names) = (name_words(trees, 1), name_words(trees, 2));
    let persons = persons(trees);
    let mut mentions = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let mut found = Finder {
            at,
            tree,
            lang,
            bare_names: &bare_names,
            full_names: &full_names,
            persons: &persons,
        }
        .mentions();
        found.sort_by_key(|mention| (mention.head, mention.kind));
        found.dedup_by_key(|mention| mention.head);
        mentions.extend(found);
    }
    mentions
}

/// The last words of all persons' names of so many words or more as they stand, to tell "Abbas" from a genitive and to find them again.
fn name_words(trees: &[Tree], least: usize) -> Vec<&str> {
    let persons = |tree: &'_ Tree| {
        tree.names
            .iter()
            .filter(|name| {
                name.class == NameClass::Person
                    && name.kind == NameKind::Plain
                    && name.words.len() >= least
            })
            .map(|name| name.words.end - 1)
            // "Hanns Eislers Lieder": a genitive says nothing of how the name ends
            .filter(|&last| least == 1 || tree.words[last].feats.case != Some(Case::Gen))
            .collect::<Vec<_>>()
    };
    let mut words: Vec<&str> = trees
        .iter()
        .flat_map(|tree| persons(tree).into_iter().map(|at| tree.words[at].form.as_str()))
        .filter(|form| form.len() > 2)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The persons whom the article calls with a given name, as it writes them.
fn persons(trees: &[Tree]) -> Vec<String> {
    let full = |tree: &'_ Tree| {
        let names = tree.names.iter().filter(|name| {
            name.class == NameClass::Person && name.kind == NameKind::Plain && name.words.len() > 1
        });
        names
            .map(|name| phrase::joined(tree, name.words.clone(), |at| tree.words[at].form.clone()))
            .collect::<Vec<_>>()
    };
    let mut persons: Vec<String> = trees.iter().flat_map(full).collect();
    persons.sort_unstable();
    persons.dedup();
    persons
}

struct Finder<'a> {
    at: usize,
    tree: &'a Tree,
    lang: &'static Language,
    bare_names: &'a [&'a str],
    /// Those that stand behind a given name.
    full_names: &'a [&'a str],
    /// The names of persons of two words or more.
    persons: &'a [String],
}

/// A name before it is known which phrase it heads.
struct Named {
    words: Range<usize>,
    name: String,
    known: Option<&'static Known>,
    class: ActorType,
    /// What it is, where its words say so.
    noun: Option<String>,
}

impl Finder<'_> {
    fn mentions(&self) -> Vec<Mention> {
        let mut mentions: Vec<Mention> = Vec::new();
        for named in self.names() {
            let mention = self.named(named);
            let prior = mentions.iter().any(|other: &Mention| other.words.contains(&mention.head));
            if !prior {
                mentions.push(mention);
            }
        }
        for word in 0..self.tree.words.len() {
            let inside_name = mentions
                .iter()
                .any(|mention| mention.kind == MentionKind::Name && mention.words.contains(&word));
            if inside_name {
                continue;
            }
            mentions.extend(
                self.pronoun(word)
                    .or_else(|| self.of_two(word))
                    .or_else(|| self.modifier(word))
                    .or_else(|| self.description(word)),
            );
        }
        mentions
    }

    /// The word of a range whose head lies outside.
    fn head_of(&self, range: &Range<usize>) -> usize {
        let outside =
            |&word: &usize| self.tree.heads[word].is_none_or(|head| !range.contains(&head));
        range.clone().find(outside).unwrap_or(range.start)
    }

    /// A name with the offices and titles around it.
    fn named(&self, named: Named) -> Mention {
        let Named { mut words, name, known, class, mut noun } = named;
        // "der Vorsitzende" is a man, though his office is also called so when a woman holds it
        let mut man = false;
        let mut start = words.start;
        if class == ActorType::Person
            || class == ActorType::Organisation
            || class == ActorType::Media
        {
            while start > 0
                && !self.is_genitive_of(&words, &name, start - 1)
                && self.is_title(start - 1)
            {
                start -= 1;
                let lemma = &self.tree.words[start].lemma;
                noun = noun.or_else(|| self.describes(start, class).then(|| lemma.clone()));
                man |= self.tree.words[start].feats.gender == Some(Gender::Masc);
            }
        }
        words.start = start;
        // "das Unternehmen Tactus", "die Stadt Azaz": the noun before it says what it is
        let body = noun.as_ref().filter(|noun| {
            self.lang.lexicon.noun(noun).and_then(|noun| noun.class) == Some(NounClass::Body)
        });
        let class = match body {
            Some(body) if known.is_none() && class == ActorType::Person => body_type(body),
            Some(body)
                if known.is_none() && class == ActorType::Organisation && !is_place_noun(body) =>
            {
                match body_type(body) {
                    ActorType::Government => class,
                    kind => kind,
                }
            }
            _ => class,
        };
        let head = self.head_of(&words);
        let feminine = noun
            .as_ref()
            .and_then(|noun| self.lang.gazetteer.office(noun))
            .is_some_and(|office| office.feminine && !man);
        let gender =
            if feminine { Some(Gender::Fem) } else { self.gender_of_name(&name, known, class) };
        // "der Manager Vincio Luna": where the name does not tell, the noun before it does
        let gender = gender.or_else(|| (man && class == ActorType::Person).then_some(Gender::Masc));
        let number = match known.and_then(|known| known.gender) {
            Some(NameGender::Plural) => Some(Number::Plur),
            _ => Some(Number::Sing),
        };
        let owner = self.owner(head, noun.as_deref());
        Mention {
            tree: self.at,
            head,
            kind: MentionKind::Name,
            name,
            known,
            class: Some(class),
            gender,
            number,
            noun,
            owner,
            definite: true,
            specified: true,
            apposition_of: self.apposition_of(head),
            words,
        }
    }

    /// A noun or title that stands before a name: "US-Außenminister Anthony Blinken", "die Nachrichtenagentur Xinhua".
    fn is_title(&self, word: usize) -> bool {
        let noun = &self.tree.words[word];
        let known =
            matches!(noun.upos, Upos::Noun | Upos::Propn | Upos::X) && starts_upper(&noun.form);
        let tied = self.tree.heads[word] == Some(word + 1)
            || self.tree.heads[word + 1] == Some(word)
            || matches!(
                self.tree.deprels[word + 1],
                Deprel::Appos | Deprel::Flat | Deprel::Nmod | Deprel::Compound
            )
            || matches!(self.tree.deprels[word], Deprel::Flat | Deprel::Compound | Deprel::Appos);
        let class = self.lang.lexicon.noun(&noun.lemma).and_then(|noun| noun.class);
        known
            && tied
            && (self.lang.gazetteer.office(&noun.lemma).is_some()
                || matches!(class, Some(NounClass::Role | NounClass::Body | NounClass::Group)))
    }

    /// "Anhänger Mussawis", "die Familie Scharons": whose they are, and no title before a name.
    fn is_genitive_of(&self, words: &Range<usize>, name: &str, noun: usize) -> bool {
        let form = self.tree.words[words.end - 1].form.as_str();
        let last = name.rsplit(' ').next().unwrap_or(name);
        let ended = form.strip_suffix('s').is_some_and(|stem| stem == last);
        ended && self.tree.heads[self.head_of(words)] == Some(noun)
    }

    fn describes(&self, word: usize, class: ActorType) -> bool {
        let lemma = &self.tree.words[word].lemma;
        let office = self.lang.gazetteer.office(lemma);
        match class {
            ActorType::Person => office.is_none_or(|office| office.class != "title"),
            _ => true,
        }
    }

    fn gender_of_name(
        &self,
        name: &str,
        known: Option<&Known>,
        class: ActorType,
    ) -> Option<Gender> {
        if let Some(gender) = known.and_then(|known| known.gender) {
            return match gender {
                NameGender::Masculine => Some(Gender::Masc),
                NameGender::Feminine => Some(Gender::Fem),
                NameGender::Neuter => Some(Gender::Neut),
                NameGender::Plural => None,
            };
        }
        // "Luna" after "Vincio Luna": a last name tells of no man or woman, though it is also a given name
        let last = !name.contains(' ') && self.full_names.binary_search(&name).is_ok();
        if class != ActorType::Person || last {
            return None;
        }
        // "Vincio Luna": the last word is no given name, though somebody else has it as one
        let before = name.rsplit_once(' ').map_or(name, |(given, _)| given);
        let given = before.split([' ', '-']).find_map(|part| self.lang.gazetteer.given_name(part));
        match given {
            Some("m") => Some(Gender::Masc),
            Some("f") => Some(Gender::Fem),
            _ => None,
        }
    }

    fn apposition_of(&self, head: usize) -> Option<usize> {
        // "Ruanda, ein Nachbarland": the arcs may call it a conjunct, but nothing joins the two
        let beside = |above: &usize| {
            self.tree.deprels[head] == Deprel::Conj
                && !phrase::conjuncts(self.tree, *above).contains(&head)
        };
        self.tree.heads[head]
            .filter(|above| self.tree.deprels[head] == Deprel::Appos || beside(above))
    }

    fn pronoun(&self, word: usize) -> Option<Mention> {
        let form = &self.tree.words[word];
        let feats = &form.feats;
        let lower = form.form.to_lowercase();
        let possessive = feats.possessive && form.upos == Upos::Det;
        let personal =
            form.upos == Upos::Pron && feats.pron_type == Some(PronType::Prs) && !feats.reflexive;
        // "Dieser habe ...": a demonstrative that stands alone
        let subject = matches!(self.tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass);
        let pointing = subject
            && matches!(form.upos, Upos::Pron | Upos::Det)
            && matches!(lower.as_str(), "dieser" | "diese");
        if !(possessive || personal || pointing)
            || matches!(lower.as_str(), "man" | "sich")
            || (lower == "es" && !subject)
        {
            return None;
        }
        if !possessive && feats.person.is_some_and(|person| person != Person::Third) {
            return None;
        }
        let (gender, number) = if possessive {
            owner_agreement(&lower)?
        } else {
            pronoun_agreement(&lower, feats.number, self.verb_number(word))?
        };
        Some(Mention {
            tree: self.at,
            head: word,
            words: word..word + 1,
            kind: if possessive { MentionKind::Possessive } else { MentionKind::Pronoun },
            name: lower,
            known: None,
            class: None,
            gender,
            number,
            noun: None,
            owner: None,
            definite: true,
            specified: false,
            apposition_of: None,
        })
    }

    /// "Letztere", "Erstere": one of two that were named before.
    fn of_two(&self, word: usize) -> Option<Mention> {
        let form = &self.tree.words[word];
        let name = form.form.to_lowercase();
        let stem = name.strip_prefix("letzter").or(name.strip_prefix("erster"))?;
        let plain = matches!(form.upos, Upos::Noun | Upos::Adj | Upos::Pron | Upos::Propn)
            && self.tree.deprels[word] != Deprel::Amod;
        let (gender, number) = match (stem, self.verb_number(word)) {
            ("e" | "en", Some(Number::Plur)) => (None, Number::Plur),
            ("e", _) => (Some(Gender::Fem), Number::Sing),
            ("es", _) => (Some(Gender::Neut), Number::Sing),
            ("er" | "en" | "em", _) => (Some(Gender::Masc), Number::Sing),
            _ => return None,
        };
        plain.then(|| Mention {
            kind: MentionKind::Pronoun,
            gender,
            number: Some(number),
            class: None,
            specified: false,
            ..Mention::of_name(self.at, word, word..word + 1, &name, ActorType::Person)
        })
    }

    /// The number of the verb that a subject agrees with: "sie sagte" is singular, "sie sagten" plural.
    fn verb_number(&self, word: usize) -> Option<Number> {
        if !matches!(self.tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass) {
            return None;
        }
        let verb = self.tree.heads[word]?;
        let auxiliaries = self.tree.children(verb).filter(|&child| {
            matches!(self.tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
        });
        auxiliaries.chain([verb]).find_map(|verb| self.tree.words[verb].feats.number)
    }

    /// "der russische Angriff": the adjective names who acts.
    fn modifier(&self, word: usize) -> Option<Mention> {
        if self.tree.deprels[word] != Deprel::Amod {
            return None;
        }
        let form = &self.tree.words[word];
        let noun = self.lang.lexicon.noun(&self.tree.words[self.tree.heads[word]?].lemma)?;
        noun.verb.as_ref()?;
        let known = self
            .lang
            .gazetteer
            .adjective(&form.lemma)
            .or_else(|| self.lang.gazetteer.adjective(adjective_stem(&form.form)))?;
        Some(Mention {
            tree: self.at,
            head: word,
            words: word..word + 1,
            kind: MentionKind::Modifier,
            name: known.name_de.clone(),
            known: Some(known),
            class: Some(known.kind),
            gender: None,
            number: None,
            noun: None,
            owner: None,
            definite: true,
            specified: true,
            apposition_of: None,
        })
    }
}

/// The name as the article writes it, without the genitive's ending.
fn known_name(known: &Known, text: &str, lang: &Language) -> String {
    let name = lang.gazetteer.nominative(text);
    // "Kommunistischen Partei": the adjective as in the full name
    match (name.split_once(' '), known.name_de.split_once(' ')) {
        (Some((first, rest)), Some((full, _)))
            if first.len() > 4
                && first != full
                && adjective_stem(first) == adjective_stem(full) =>
        {
            format!("{full} {rest}")
        }
        _ => name.to_owned(),
    }
}

fn starts_upper(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}

/// "chinesischen" -> "chinesisch".
fn adjective_stem(form: &str) -> &str {
    ["en", "er", "em", "es", "e"].iter().find_map(|end| form.strip_suffix(end)).unwrap_or(form)
}

/// The owner that a possessive pronoun points to: "seine" a man or a thing, "ihre" a woman or several.
fn owner_agreement(form: &str) -> Option<(Option<Gender>, Option<Number>)> {
    if form.starts_with("sein") {
        Some((Some(Gender::Masc), Some(Number::Sing)))
    } else if form.starts_with("ihr") {
        Some((Some(Gender::Fem), None))
    } else {
        None
    }
}

fn pronoun_agreement(
    form: &str,
    number: Option<Number>,
    verb: Option<Number>,
) -> Option<(Option<Gender>, Option<Number>)> {
    match form {
        "es" => Some((Some(Gender::Neut), Some(Number::Sing))),
        "er" | "ihn" | "ihm" | "dieser" => Some((Some(Gender::Masc), Some(Number::Sing))),
        "ihr" => Some((Some(Gender::Fem), Some(Number::Sing))),
        "ihnen" => Some((None, Some(Number::Plur))),
        "sie" | "diese" => match verb.or(number) {
            Some(Number::Plur) => Some((None, Some(Number::Plur))),
            Some(Number::Sing) => Some((Some(Gender::Fem), Some(Number::Sing))),
            None => None,
        },
        _ => None,
    }
}

/// "Stadt", "Gemeinde", "Hauptstadt".
fn is_place_noun(lemma: &str) -> bool {
    let lower = lemma.to_lowercase();
    ["stadt", "gemeinde", "kommune"].iter().any(|end| lower.ends_with(end))
}

/// What kind of body a noun names, by its last part.
fn body_type(lemma: &str) -> ActorType {
    let lower = lemma.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if is_place_noun(lemma) {
        ActorType::Place
    } else if ends(&["partei", "fraktion", "koalition", "opposition"]) {
        ActorType::Party
    } else if ends(&["zeitung", "agentur", "magazin", "sender", "blatt", "zeitschrift", "portal"]) {
        ActorType::Media
    } else if ends(&[
        "konzern",
        "unternehmen",
        "firma",
        "bank",
        "hersteller",
        "anbieter",
        "gesellschaft",
    ]) {
        ActorType::Company
    } else if ends(&["miliz", "guerilla", "terrorgruppe", "terrororganisation", "rebellen"]) {
        ActorType::ArmedGroup
    } else if ends(&[
        "organisation",
        "verband",
        "verein",
        "institut",
        "stiftung",
        "gewerkschaft",
        "universität",
        "kirche",
        "bündnis",
        "krankenhaus",
        "klinik",
        "schule",
        "museum",
        "club",
        "klub",
        "mannschaft",
        "team",
        "band",
        "orchester",
        "liga",
    ]) {
        ActorType::Organisation
    } else {
        ActorType::Government
    }
}
