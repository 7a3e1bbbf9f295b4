//! Entities: the actors of an article, each with every name by which the article calls it.

use crate::gazetteer::ActorType;
use crate::span::Span;

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
