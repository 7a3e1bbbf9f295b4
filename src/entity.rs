//! Entities: the actors of an article, each with every name by which the article calls it.

use std::collections::HashMap;

use crate::gazetteer::ActorType;
use crate::lang::Language;
use crate::mention::Mention;
use crate::parse::Tree;
use crate::span::Span;

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
pub fn entities(_text: &str, _trees: &[Tree], _mentions: &[Mention], _lang: &'static Language) -> Entities {
    Entities::default()
}

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
