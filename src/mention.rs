//! Mentions: phrases that name, describe or point to an actor, and what their words say of it.
//!
//! "Israels Ministerpräsident Benjamin Netanyahu" is one mention: a name with an office and an owner.

use std::ops::Range;

use crate::gazetteer::{ActorType, Known, NameGender};
use crate::lang::Language;
use crate::lexicon::NounClass;
use crate::parse::{NameClass, NameKind, Tree};
use crate::phrase;
use crate::ud::{Case, Deprel, Feats, Gender, Number, Person, PronType, Upos};

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
    let bare_names = name_words(trees);
    let mut mentions = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let mut found = Finder { at, tree, lang, bare_names: &bare_names }.mentions();
        found.sort_by_key(|mention| (mention.head, mention.kind));
        found.dedup_by_key(|mention| mention.head);
        mentions.extend(found);
    }
    mentions
}

/// The last words of all persons' names as they stand, to tell "Abbas" from a genitive and to find them again.
fn name_words(trees: &[Tree]) -> Vec<&str> {
    let persons = |tree: &'_ Tree| {
        tree.names
            .iter()
            .filter(|name| name.class == NameClass::Person && name.kind == NameKind::Plain)
            .map(|name| name.words.end - 1)
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

struct Finder<'a> {
    at: usize,
    tree: &'a Tree,
    lang: &'static Language,
    bare_names: &'a [&'a str],
}

/// A name before it is known which phrase it heads.
struct Named {
    words: Range<usize>,
    name: String,
    known: Option<&'static Known>,
    class: ActorType,
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
            let inside_name = mentions.iter().any(|mention| mention.kind == MentionKind::Name && mention.words.contains(&word));
            if inside_name {
                continue;
            }
            mentions.extend(self.pronoun(word).or_else(|| self.modifier(word)).or_else(|| self.description(word)));
        }
        mentions
    }

    /// Names by the gazetteer and by the model; the longer one counts, the gazetteer's where both are equal.
    fn names(&self) -> Vec<Named> {
        let mut names: Vec<Named> = Vec::new();
        let mut word = 0;
        while word < self.tree.words.len() {
            let model = self.tree.names.iter().find(|name| name.words.start == word && name.kind == NameKind::Plain);
            let listed = self.listed(word).filter(|listed| !self.is_overlapped(&listed.words));
            let model = model.filter(|name| !self.is_overlapped(&name.words));
            let longer =
                |listed: &Named| model.is_none_or(|name| listed.words.end >= name.words.end || name.class == NameClass::Other);
            if let Some(listed) = listed.filter(longer) {
                word = listed.words.end;
                names.push(listed);
            } else if model.is_none() && self.is_known_surname(word) {
                names.extend(self.model_name(word..word + 1, NameClass::Person));
                word += 1;
            } else if let Some(name) = model {
                let words = self.extended(name.words.clone(), name.class);
                word = words.end;
                names.extend(self.model_name(words, name.class));
            } else {
                word += 1;
            }
        }
        names
    }

    /// "Präsident Xi" against "Xi Jinping": a name of the gazetteer that begins inside and reaches as far or further is the better one.
    fn is_overlapped(&self, words: &Range<usize>) -> bool {
        let better = |listed: Named| {
            listed.words.len() > 1 && listed.words.end > words.end || listed.words.len() > 2 && listed.words.end == words.end
        };
        (words.start + 1..words.end).any(|start| self.listed(start).is_some_and(better))
    }

    /// "Netanyahus Büro": the last name of somebody whom the article names elsewhere.
    fn is_known_surname(&self, at: usize) -> bool {
        let word = &self.tree.words[at];
        let known = |form: &str| self.bare_names.binary_search(&form).is_ok();
        let form = word.form.as_str();
        word.upos == Upos::Propn && (known(form) || form.strip_suffix('s').is_some_and(known))
    }

    /// The longest name of the gazetteer that begins at a word.
    fn listed(&self, start: usize) -> Option<Named> {
        let words = &self.tree.words;
        if !starts_upper(&words[start].form)
            || !matches!(words[start].upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::X | Upos::Num)
        {
            return None;
        }
        let longest = self.lang.gazetteer.longest_name().min(words.len() - start);
        let glued = |at: usize| at > 0 && words.get(at).is_some_and(|word| words[at - 1].span.end == word.span.start);
        for length in (1..=longest).rev() {
            let range = start..start + length;
            // "US-Republikaner": the first part of a compound is no mention of its own
            if words.get(range.end).is_some_and(|word| word.form == "-") && glued(range.end) && glued(range.end + 1) {
                continue;
            }
            let text = phrase::joined(self.tree, range.clone(), |at| words[at].form.clone());
            if let Some(known) = self.lang.gazetteer.name(&text) {
                if length == 1 && words[start].upos == Upos::Adj {
                    continue;
                }
                return Some(Named { words: range, name: known_name(known, &text), known: Some(known), class: known.kind });
            }
            if length <= 2
                && let Some(state) = self.lang.gazetteer.metonym(&text)
                && (length > 1 || matches!(words[start].upos, Upos::Propn | Upos::Noun | Upos::X))
            {
                let head = self.head_of(&range);
                let (known, class) = if self.acts(head) { (Some(state), ActorType::State) } else { (None, ActorType::Place) };
                let name = self.nominative_name(&range);
                return Some(Named { words: range, name, known, class });
            }
        }
        None
    }

    /// A capital stands for its government where it is an argument or an owner, not where something happens in it.
    fn acts(&self, head: usize) -> bool {
        let mut word = head;
        while self.tree.deprels[word] == Deprel::Conj {
            match self.tree.heads[word] {
                Some(above) => word = above,
                None => break,
            }
        }
        let preposition = phrase::preposition(self.tree, word).map(str::to_owned);
        match self.tree.deprels[word] {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj => preposition.is_none(),
            Deprel::Obl | Deprel::OblArg => {
                matches!(preposition.as_deref(), Some("von" | "durch" | "gegen" | "mit" | "für"))
                    && self.tree.words[head].upos != Upos::Adv
            }
            Deprel::Nmod | Deprel::DetPoss => {
                preposition.as_deref().is_none_or(|preposition| matches!(preposition, "gegen" | "zwischen" | "mit"))
            }
            _ => false,
        }
    }

    /// A model's name with what belongs to it: parts joined by hyphens, given names, a second name right after it; without offices.
    fn extended(&self, mut range: Range<usize>, class: NameClass) -> Range<usize> {
        let words = &self.tree.words;
        let glued = |at: usize| at > 0 && at < words.len() && words[at - 1].span.end == words[at].span.start;
        let hyphen = |at: usize| words.get(at).is_some_and(|word| word.form == "-");
        while hyphen(range.end) && glued(range.end) && glued(range.end + 1) {
            range.end += 2;
        }
        while range.start >= 2 && hyphen(range.start - 1) && glued(range.start) && glued(range.start - 1) {
            range.start -= 2;
        }
        if let Some(comma) = range.clone().find(|&at| words[at].form == ",") {
            range.end = comma.max(range.start + 1);
        }
        if class != NameClass::Person {
            return range;
        }
        while range.len() > 1 && self.lang.gazetteer.office(&words[range.start].lemma).is_some() {
            range.start += 1;
        }
        while self
            .tree
            .names
            .iter()
            .any(|next| next.words.start == range.end && next.kind == NameKind::Plain && next.class == class)
        {
            range.end += 1;
        }
        let given = |at: usize| starts_upper(&words[at].form) && self.lang.gazetteer.given_name(&words[at].form).is_some();
        while range.start > 0 && given(range.start - 1) {
            range.start -= 1;
        }
        while range.end < words.len()
            && words[range.end].upos == Upos::Propn
            && self.tree.deprels[range.end] == Deprel::Flat
            && self.tree.heads[range.end].is_some_and(|head| range.contains(&head))
            && starts_upper(&words[range.end].form)
        {
            range.end += 1;
        }
        while range.len() > 1 && self.lang.gazetteer.office(&words[range.end - 1].form).is_some() {
            range.end -= 1;
        }
        range
    }

    fn model_name(&self, words: Range<usize>, class: NameClass) -> Option<Named> {
        let class = match class {
            NameClass::Person => ActorType::Person,
            NameClass::Organisation => ActorType::Organisation,
            NameClass::Location => ActorType::Place,
            NameClass::Other => return None,
        };
        let common = |word: &crate::tag::Word| {
            word.upos == Upos::Adj
                || (word.upos != Upos::Propn
                    && self.lang.lexicon.noun(&word.lemma).is_some()
                    && self.lang.gazetteer.given_name(&word.form).is_none())
        };
        // "Brute-Force-Angriffe", "Kalten": a common noun or an adjective is no name
        if self.tree.words[words.end - 1].form.chars().count() < 2
            || common(&self.tree.words[words.end - 1]) && class != ActorType::Organisation
            || self.tree.words[words.clone()].iter().all(|word| word.upos == Upos::Adj)
            || (words.len() > 1 && self.tree.words[words.end - 2].form == "-" && common(&self.tree.words[words.end - 1]))
        {
            return None;
        }
        let name = self.nominative_name(&words);
        name.chars().any(char::is_alphabetic).then_some(Named { words, name, known: None, class })
    }

    /// The words of a name without the genitive's ending: "Netanyahus" -> "Netanyahu".
    fn nominative_name(&self, range: &Range<usize>) -> String {
        let last = range.end - 1;
        let text = |at: usize| {
            let word = &self.tree.words[at];
            let stem = word.form.strip_suffix(['\'', '’']).or_else(|| word.form.strip_suffix('s'));
            match stem {
                Some(stem) if at == last && stem.chars().count() > 2 && self.is_genitive(word, stem) => stem.to_owned(),
                _ => word.form.clone(),
            }
        };
        phrase::joined(self.tree, range.clone(), text)
    }

    fn is_genitive(&self, word: &crate::tag::Word, stem: &str) -> bool {
        let seen = self.bare_names.binary_search(&stem).is_ok();
        seen || (word.feats.case == Some(Case::Gen) && !stem.ends_with(['s', 'a', 'e', 'i', 'o', 'u']))
            || (word.feats.case == Some(Case::Gen) && word.lemma == stem)
    }

    /// The word of a range whose head lies outside.
    fn head_of(&self, range: &Range<usize>) -> usize {
        let outside = |&word: &usize| self.tree.heads[word].is_none_or(|head| !range.contains(&head));
        range.clone().find(outside).unwrap_or(range.start)
    }

    /// A name with the offices and titles around it.
    fn named(&self, named: Named) -> Mention {
        let Named { mut words, name, known, class } = named;
        let mut noun = None;
        let mut start = words.start;
        if class == ActorType::Person || class == ActorType::Organisation || class == ActorType::Media {
            while start > 0 && self.is_title(start - 1) {
                start -= 1;
                let lemma = &self.tree.words[start].lemma;
                noun = noun.or_else(|| self.describes(start, class).then(|| lemma.clone()));
            }
        }
        words.start = start;
        let head = self.head_of(&words);
        let feminine = noun.as_ref().and_then(|noun| self.lang.gazetteer.office(noun)).is_some_and(|office| office.feminine);
        let gender = if feminine { Some(Gender::Fem) } else { self.gender_of_name(&name, known, class) };
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
        let known = matches!(noun.upos, Upos::Noun | Upos::Propn | Upos::X) && starts_upper(&noun.form);
        let tied = self.tree.heads[word] == Some(word + 1)
            || self.tree.heads[word + 1] == Some(word)
            || matches!(self.tree.deprels[word + 1], Deprel::Appos | Deprel::Flat | Deprel::Nmod | Deprel::Compound)
            || matches!(self.tree.deprels[word], Deprel::Flat | Deprel::Compound | Deprel::Appos);
        let class = self.lang.lexicon.noun(&noun.lemma).and_then(|noun| noun.class);
        known
            && tied
            && (self.lang.gazetteer.office(&noun.lemma).is_some()
                || matches!(class, Some(NounClass::Role | NounClass::Body | NounClass::Group)))
    }

    fn describes(&self, word: usize, class: ActorType) -> bool {
        let lemma = &self.tree.words[word].lemma;
        let office = self.lang.gazetteer.office(lemma);
        match class {
            ActorType::Person => office.is_none_or(|office| office.class != "title"),
            _ => true,
        }
    }

    fn gender_of_name(&self, name: &str, known: Option<&Known>, class: ActorType) -> Option<Gender> {
        if let Some(gender) = known.and_then(|known| known.gender) {
            return match gender {
                NameGender::Masculine => Some(Gender::Masc),
                NameGender::Feminine => Some(Gender::Fem),
                NameGender::Neuter => Some(Gender::Neut),
                NameGender::Plural => None,
            };
        }
        if class != ActorType::Person {
            return None;
        }
        let given = name.split([' ', '-']).find_map(|part| self.lang.gazetteer.given_name(part));
        match given {
            Some("m") => Some(Gender::Masc),
            Some("f") => Some(Gender::Fem),
            _ => None,
        }
    }

    fn apposition_of(&self, head: usize) -> Option<usize> {
        // "Ruanda, ein Nachbarland": the arcs may call it a conjunct, but nothing joins the two
        let beside =
            |above: &usize| self.tree.deprels[head] == Deprel::Conj && !phrase::conjuncts(self.tree, *above).contains(&head);
        self.tree.heads[head].filter(|above| self.tree.deprels[head] == Deprel::Appos || beside(above))
    }

    fn pronoun(&self, word: usize) -> Option<Mention> {
        let form = &self.tree.words[word];
        let feats = &form.feats;
        let lower = form.form.to_lowercase();
        let possessive = feats.possessive && form.upos == Upos::Det;
        let personal = form.upos == Upos::Pron && feats.pron_type == Some(PronType::Prs) && !feats.reflexive;
        // "Dieser habe ...": a demonstrative that stands alone
        let subject = matches!(self.tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass);
        let pointing = subject && matches!(form.upos, Upos::Pron | Upos::Det) && matches!(lower.as_str(), "dieser" | "diese");
        if !(possessive || personal || pointing) || matches!(lower.as_str(), "man" | "sich") || (lower == "es" && !subject) {
            return None;
        }
        if !possessive && feats.person.is_some_and(|person| person != Person::Third) {
            return None;
        }
        let (gender, number) =
            if possessive { owner_agreement(&lower)? } else { pronoun_agreement(&lower, feats.number, self.verb_number(word))? };
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

    /// The number of the verb that a subject agrees with: "sie sagte" is singular, "sie sagten" plural.
    fn verb_number(&self, word: usize) -> Option<Number> {
        if !matches!(self.tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass) {
            return None;
        }
        let verb = self.tree.heads[word]?;
        let auxiliaries = self
            .tree
            .children(verb)
            .filter(|&child| matches!(self.tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
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
        let known =
            self.lang.gazetteer.adjective(&form.lemma).or_else(|| self.lang.gazetteer.adjective(adjective_stem(&form.form)))?;
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

    /// A noun that stands for somebody: an office, an institution, a group, a people.
    fn description(&self, head: usize) -> Option<Mention> {
        let word = &self.tree.words[head];
        if !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj)
            || !starts_upper(&word.form)
            || matches!(self.tree.deprels[head], Deprel::Amod | Deprel::Compound)
        {
            return None;
        }
        let inhabitant = self.lang.gazetteer.inhabitant(&word.form).or_else(|| self.lang.gazetteer.inhabitant(&word.lemma));
        let office = self.lang.gazetteer.office(&word.lemma);
        let determined = self.tree.children(head).find_map(|child| {
            let determiner = &self.tree.words[child];
            let one = child < head && determiner.lemma == "ein" && determiner.upos == Upos::Det;
            one.then_some(Number::Sing)
        });
        let number = determined.or(word.feats.number);
        let plural = number == Some(Number::Plur);
        // "Rebellen" is a group, "Rebell" a role
        let several = if plural { self.lang.lexicon.exact_noun(&word.form) } else { None };
        let class = several.or_else(|| self.lang.lexicon.noun(&word.lemma)).and_then(|noun| noun.class);
        let kind = match (inhabitant, office, class) {
            (Some(_), _, _) => {
                if plural {
                    ActorType::Group
                } else {
                    ActorType::Person
                }
            }
            (_, Some(_), _) | (_, _, Some(NounClass::Role)) => {
                if plural {
                    ActorType::Group
                } else {
                    ActorType::Person
                }
            }
            (_, _, Some(NounClass::Group)) => ActorType::Group,
            (_, _, Some(NounClass::Body)) => body_type(&word.lemma),
            _ => return None,
        };
        let owner = inhabitant.map(|(state, _)| Owner::Known(state)).or_else(|| self.owner(head, Some(&word.lemma)));
        let determiner = self.tree.children(head).find(|&child| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss));
        let possessed = self.tree.children(head).any(|child| child < head && self.tree.deprels[child] == Deprel::Nmod);
        let definite = possessed
            || determiner.is_some_and(|determiner| {
                let word = &self.tree.words[determiner];
                word.feats.possessive || matches!(word.lemma.as_str(), "der" | "die" | "das" | "dieser" | "jener")
            });
        // "andere Gruppen", "beide Völker": as telling as an adjective
        let telling =
            |child: usize| matches!(self.tree.words[child].lemma.as_str(), "ander" | "andere" | "anderer" | "beide" | "beid");
        let adjectives = self
            .tree
            .children(head)
            .any(|child| child < head && (matches!(self.tree.deprels[child], Deprel::Amod | Deprel::Nummod) || telling(child)));
        let words = self.description_words(head);
        Some(Mention {
            tree: self.at,
            head,
            kind: MentionKind::Description,
            name: self.description_name(head, &words, number),
            known: None,
            class: Some(kind),
            gender: word.feats.gender,
            number,
            noun: Some(word.lemma.clone()),
            specified: owner.is_some()
                || adjectives
                || inhabitant.is_some()
                || words.end > head + 1
                || words.start < head
                || self.is_placed(head),
            owner,
            definite,
            apposition_of: self.apposition_of(head),
            words,
        })
    }

    /// "Hacker in den Vereinigten Staaten": a place or an owner behind the noun tells which.
    fn is_placed(&self, head: usize) -> bool {
        self.tree.children(head).any(|child| {
            child > head
                && self.tree.deprels[child] == Deprel::Nmod
                && matches!(phrase::preposition(self.tree, child), Some("in" | "aus" | "von"))
        })
    }

    /// Whom a described person or body belongs to: "chinesischer Präsident", "US-Außenminister", "Sprecher des Ministeriums".
    fn owner(&self, head: usize, noun: Option<&str>) -> Option<Owner> {
        let gazetteer = &self.lang.gazetteer;
        for child in self.tree.children(head) {
            let word = &self.tree.words[child];
            if self.tree.deprels[child] == Deprel::Amod
                && let Some(known) = gazetteer.adjective(&word.lemma).or_else(|| gazetteer.adjective(adjective_stem(&word.form)))
            {
                return Some(Owner::Known(known));
            }
        }
        if let Some((first, _)) = noun.and_then(|noun| noun.split_once('-'))
            && let Some(known) = gazetteer.name(first)
        {
            return Some(Owner::Known(known));
        }
        phrase::owner(self.tree, head).map(Owner::Word)
    }

    /// Adjectives and compounds before, an owner in the genitive after the noun.
    fn description_words(&self, head: usize) -> Range<usize> {
        let mut range = phrase::compound_start(self.tree, head)..head + 1;
        let word = |at: usize| &self.tree.words[at];
        while range.start > 0
            && self.tree.heads[range.start - 1] == Some(head)
            && matches!(self.tree.deprels[range.start - 1], Deprel::Amod | Deprel::Nummod)
        {
            range.start -= 1;
            if word(range.start).upos == Upos::Adj {
                range.start = phrase::compound_start(self.tree, range.start);
            }
        }
        // "Ministerium für Staatssicherheit": a body has its field in its name
        let field = |&child: &usize| {
            child > head && self.tree.deprels[child] == Deprel::Nmod && phrase::preposition(self.tree, child) == Some("für")
        };
        let body = self.lang.lexicon.noun(&word(head).lemma).is_some_and(|noun| noun.class == Some(NounClass::Body));
        let owner = phrase::owner(self.tree, head).filter(|&owner| owner > head && phrase::preposition(self.tree, owner).is_none());
        // "Staatsanwaltschaft Dresden", "Landeskriminalamt in Sachsen": a body has its place in its name
        let place = |at: usize| {
            let near = word(at).upos == Upos::Propn
                && self.is_place(at)
                && self.tree.heads[at].is_some_and(|above| range.contains(&above));
            near.then_some(at + 1)
        };
        let seat = [head + 1, head + 2].into_iter().find_map(|at| {
            let reached = at < self.tree.words.len() && (at == head + 1 || word(head + 1).form == "in");
            if reached && body { place(at) } else { None }
        });
        if let Some(end) = seat {
            range.end = end;
        } else if let Some(field) = self.tree.children(head).find(field).filter(|&field| body && field == head + 2) {
            range.end = field + 1;
        } else if let Some(owner) = owner {
            let own = phrase::phrase(self.tree, owner);
            let plain = own.start == head + 1 && own.len() <= 6 && word(own.end - 1).upos != Upos::Punct;
            if plain {
                range.end = own.end;
            }
        }
        range
    }

    /// "Dresden", "Sachsen": by the gazetteer or by the model.
    fn is_place(&self, at: usize) -> bool {
        let gazetteer = &self.lang.gazetteer;
        let form = &self.tree.words[at].form;
        let listed = gazetteer.name(form).is_some_and(|known| known.kind == ActorType::Place) || gazetteer.capital(form).is_some();
        listed
            || self
                .tree
                .names
                .iter()
                .any(|name| name.class == NameClass::Location && name.kind == NameKind::Plain && name.words == (at..at + 1))
    }

    fn description_name(&self, head: usize, words: &Range<usize>, number: Option<Number>) -> String {
        let feats = Feats { number, ..self.tree.words[head].feats };
        phrase::joined(self.tree, words.clone(), |at| {
            let word = &self.tree.words[at];
            let own_adjective = self.tree.heads[at] == Some(head) && self.tree.deprels[at] == Deprel::Amod && at < head;
            let opens = own_adjective
                && at == words.start
                && word.lemma.chars().next().is_some_and(char::is_lowercase)
                && !word.form.ends_with("er");
            if opens {
                // the first word of a sentence is written small inside it
                phrase::nominative_adjective(&word.form, &feats).to_lowercase()
            } else if at == head {
                phrase::nominative_noun(word)
            } else if own_adjective {
                phrase::nominative_adjective(&word.form, &feats)
            } else {
                word.form.clone()
            }
        })
    }
}

/// The name as the article writes it, without the genitive's ending.
fn known_name(known: &Known, text: &str) -> String {
    let stem = text.strip_suffix(['\'', '’']).or_else(|| text.strip_suffix('s')).filter(|stem| known.name_de == *stem);
    stem.unwrap_or(text).to_owned()
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

fn pronoun_agreement(form: &str, number: Option<Number>, verb: Option<Number>) -> Option<(Option<Gender>, Option<Number>)> {
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

/// What kind of body a noun names, by its last part.
fn body_type(lemma: &str) -> ActorType {
    let lower = lemma.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if ends(&["partei", "fraktion", "koalition", "opposition"]) {
        ActorType::Party
    } else if ends(&["zeitung", "agentur", "magazin", "sender", "blatt", "zeitschrift", "portal"]) {
        ActorType::Media
    } else if ends(&["konzern", "unternehmen", "firma", "bank", "hersteller", "anbieter", "gesellschaft"]) {
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
    ]) {
        ActorType::Organisation
    } else {
        ActorType::Government
    }
}
