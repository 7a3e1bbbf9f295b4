//! Mentions: phrases that name, describe or point to an actor, and what kind of actor their words make of them.

use std::ops::Range;

use crate::gazetteer::ActorType;
use crate::lang::Language;
use crate::parse::Tree;
use crate::ud::{Gender, Number};

/// A phrase that refers to somebody who acts.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Index of the tree.
    pub tree: usize,
    /// The head word of the phrase in its tree.
    pub head: usize,
    /// The words of the name or description without determiner, relative clause or apposition: "chinesischer Präsident Xi Jinping".
    pub words: Range<usize>,
    pub kind: MentionKind,
    /// In the nominative and without determiner: "chinesische Regierung", "Xi Jinping"; of a pronoun its lemma.
    pub name: String,
    pub class: Option<ActorType>,
    pub gender: Option<Gender>,
    pub number: Option<Number>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// "Xi Jinping", "die Vereinigten Staaten", "Peking".
    Name,
    /// A definite description or a group: "der Ministerpräsident", "die israelische Polizei", "westliche Verbündete".
    Description,
    /// An adjective or first part of a compound that names an actor: "chinesisch", "US-".
    Modifier,
    /// "er", "ihnen".
    Pronoun,
    /// "seine", "ihr".
    Possessive,
}

/// The mentions of an article, in the order of the text; at most one for a head word.
pub fn mentions(_text: &str, _trees: &[Tree], _lang: &'static Language) -> Vec<Mention> {
    Vec::new()
}
