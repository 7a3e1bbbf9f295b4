//! Descriptions: "der russische Außenminister", "westliche Verbündete", "Staatsanwaltschaft Dresden".

use std::ops::Range;

use super::{Finder, Mention, MentionKind, Owner, adjective_stem, body_type, starts_upper};
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::NounClass;
use crate::syntax::parse::{NameClass, NameKind};
use crate::syntax::phrase;
use crate::ud::{Deprel, Feats, Number, Upos};

impl Finder<'_> {
    /// A noun that stands for somebody: an office, an institution, a group, a people.
    pub(super) fn description(&self, head: usize) -> Option<Mention> {
        let word = &self.tree.words[head];
        if !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj)
            || !starts_upper(&word.form)
            || matches!(self.tree.deprels[head], Deprel::Amod | Deprel::Compound)
        {
            return None;
        }
        let inhabitant = self
            .lang
            .gazetteer
            .inhabitant(&word.form)
            .or_else(|| self.lang.gazetteer.inhabitant(&word.lemma));
        // "Lautsprecher" is no "Sprecher": a noun that the tables know as a thing
        let thing =
            self.lang.lexicon.exact_noun(&word.lemma).is_some_and(|noun| noun.class.is_none())
                && !self.lang.gazetteer.is_office(&word.lemma);
        let office = self.lang.gazetteer.office(&word.lemma).filter(|_| !thing);
        let determined = self.tree.children(head).find_map(|child| {
            let determiner = &self.tree.words[child];
            let one = child < head && determiner.lemma == "ein" && determiner.upos == Upos::Det;
            one.then_some(Number::Sing)
        });
        let number = determined.or(word.feats.number);
        let plural = number == Some(Number::Plur);
        // "Rebellen" is a group, "Rebell" a role
        let several = if plural { self.lang.lexicon.exact_noun(&word.form) } else { None };
        let class =
            several.or_else(|| self.lang.lexicon.noun(&word.lemma)).and_then(|noun| noun.class);
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
        let owner = inhabitant
            .map(|(state, _)| Owner::Known(state))
            .or_else(|| self.owner(head, Some(&word.lemma)));
        let determiner = self
            .tree
            .children(head)
            .find(|&child| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss));
        let possessed = self
            .tree
            .children(head)
            .any(|child| child < head && self.tree.deprels[child] == Deprel::Nmod);
        let definite = possessed
            || determiner.is_some_and(|determiner| {
                let word = &self.tree.words[determiner];
                word.feats.possessive
                    || matches!(word.lemma.as_str(), "der" | "die" | "das" | "dieser" | "jener")
            });
        // "andere Gruppen", "beide Völker": as telling as an adjective
        let telling = |child: usize| {
            matches!(
                self.tree.words[child].lemma.as_str(),
                "ander" | "andere" | "anderer" | "beide" | "beid"
            )
        };
        let adjectives = self.tree.children(head).any(|child| {
            child < head
                && (matches!(self.tree.deprels[child], Deprel::Amod | Deprel::Nummod)
                    || telling(child))
        });
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
    pub(super) fn is_placed(&self, head: usize) -> bool {
        self.tree.children(head).any(|child| {
            child > head
                && self.tree.deprels[child] == Deprel::Nmod
                && matches!(phrase::preposition(self.tree, child), Some("in" | "aus" | "von"))
        })
    }

    /// Whom a described person or body belongs to: "chinesischer Präsident", "US-Außenminister", "Sprecher des Ministeriums".
    pub(super) fn owner(&self, head: usize, noun: Option<&str>) -> Option<Owner> {
        let gazetteer = &self.lang.gazetteer;
        for child in self.tree.children(head) {
            let word = &self.tree.words[child];
            if self.tree.deprels[child] == Deprel::Amod
                && let Some(known) = gazetteer
                    .adjective(&word.lemma)
                    .or_else(|| gazetteer.adjective(adjective_stem(&word.form)))
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
    pub(super) fn description_words(&self, head: usize) -> Range<usize> {
        let mut range = phrase::compound_start(self.tree, head)..head + 1;
        let word = |at: usize| &self.tree.words[at];
        if self.paired(head).is_some_and(|women| women < head) {
            range.start -= 2;
        }
        while range.start > 0
            && self.tree.heads[range.start - 1] == Some(head)
            && matches!(self.tree.deprels[range.start - 1], Deprel::Amod | Deprel::Nummod)
        {
            range.start -= 1;
            if word(range.start).upos == Upos::Adj {
                range.start = phrase::compound_start(self.tree, range.start);
            }
        }
        // "14 000 Menschen", "9,8 Milliarden Menschen": whatever the arcs say, the digits before belong to the number
        while range.start > 0
            && word(range.start).upos != Upos::Adj
            && word(range.start - 1).form.starts_with(|letter: char| letter.is_ascii_digit())
        {
            range.start -= 1;
        }
        // "Ministerium für Staatssicherheit": a body has its field in its name
        let field = |&child: &usize| {
            child > head
                && self.tree.deprels[child] == Deprel::Nmod
                && phrase::preposition(self.tree, child) == Some("für")
        };
        let body = self
            .lang
            .lexicon
            .noun(&word(head).lemma)
            .is_some_and(|noun| noun.class == Some(NounClass::Body));
        // "der Präsident von Niger": a name with "von" tells whose as a genitive does
        let named = |owner: usize| {
            word(owner).upos == Upos::Propn && word(head + 1).form == "von" && owner == head + 2
        };
        let owner = phrase::owner(self.tree, head).filter(|&owner| {
            owner > head && (phrase::preposition(self.tree, owner).is_none() || named(owner))
        });
        // "Staatsanwaltschaft Dresden", "Landeskriminalamt in Sachsen": a body has its place in its name
        let place = |at: usize| {
            let near = word(at).upos == Upos::Propn
                && self.is_place(at)
                && self.tree.heads[at].is_some_and(|above| range.contains(&above));
            near.then_some(at + 1)
        };
        let seat = [head + 1, head + 2].into_iter().find_map(|at| {
            let reached =
                at < self.tree.words.len() && (at == head + 1 || word(head + 1).form == "in");
            if reached && body { place(at) } else { None }
        });
        if let Some(end) = seat {
            range.end = end;
        } else if let Some(field) =
            self.tree.children(head).find(field).filter(|&field| body && field == head + 2)
        {
            range.end = field + 1;
        } else if let Some(owner) = owner {
            let own = phrase::phrase(self.tree, owner);
            let own = if named(owner) { head + 1..own.end } else { own };
            let plain =
                own.start == head + 1 && own.len() <= 6 && word(own.end - 1).upos != Upos::Punct;
            if plain {
                range.end = own.end;
            }
        }
        range
    }

    /// "Ukrainerinnen" of "Ukrainerinnen und Ukrainer".
    fn paired(&self, head: usize) -> Option<usize> {
        let near = |child: &usize| child.abs_diff(head) == 2;
        self.tree.children(head).filter(near).find(|&child| {
            self.tree.deprels[child] == Deprel::Compound
                && self.tree.words[child.min(head) + 1].upos == Upos::Cconj
        })
    }

    /// "Dresden", "Sachsen": by the gazetteer or by the model.
    pub(super) fn is_place(&self, at: usize) -> bool {
        let gazetteer = &self.lang.gazetteer;
        let form = &self.tree.words[at].form;
        let listed = gazetteer.name(form).is_some_and(|known| known.kind == ActorType::Place)
            || gazetteer.capital(form).is_some();
        listed
            || self.tree.names.iter().any(|name| {
                name.class == NameClass::Location
                    && name.kind == NameKind::Plain
                    && name.words == (at..at + 1)
            })
    }

    pub(super) fn description_name(
        &self,
        head: usize,
        words: &Range<usize>,
        number: Option<Number>,
    ) -> String {
        let feats = Feats { number, ..self.tree.words[head].feats };
        let paired = self.paired(head).filter(|&women| women < head);
        let name = phrase::joined(self.tree, words.clone(), |at| {
            let word = &self.tree.words[at];
            if paired.is_some_and(|women| at == women || at == women + 1) {
                return String::new();
            }
            let own_adjective = self.tree.heads[at] == Some(head)
                && self.tree.deprels[at] == Deprel::Amod
                && at < head;
            let opens = own_adjective
                && at == words.start
                && word.lemma.chars().next().is_some_and(char::is_lowercase)
                && !word.form.ends_with("er");
            if at == words.start && word.upos == Upos::Num {
                word.form.to_lowercase()
            } else if opens {
                // the first word of a sentence is written small inside it
                phrase::nominative_adjective(&word.form, &feats).to_lowercase()
            } else if at == head {
                phrase::nominative_noun(word)
            } else if own_adjective {
                phrase::nominative_adjective(&word.form, &feats)
            } else {
                word.form.clone()
            }
        });
        match paired {
            Some(_) => name.split_whitespace().collect::<Vec<_>>().join(" "),
            None => name,
        }
    }
}
