//! Which actor a word refers to, and how that changes when a user's row moves or drops an actor.

use super::Entities;
use crate::record::span::Span;
use crate::syntax::parse::Tree;

impl Entities {
    /// The actor that the phrase headed by a word refers to.
    pub fn of(&self, tree: usize, word: usize) -> Option<usize> {
        self.of_word.get(&(tree, word)).copied()
    }

    /// The chance that the phrase headed by a word refers to its actor.
    pub fn chance(&self, tree: usize, word: usize) -> f32 {
        self.chances.get(&(tree, word)).copied().unwrap_or(1.0)
    }

    /// The words of a mention now refer to somebody else, or to nobody.
    pub(crate) fn point(&mut self, span: Span, from: usize, to: Option<usize>, trees: &[Tree]) {
        let inside = |&(tree, word): &(usize, usize)| span.contains(trees[tree].words[word].span);
        let words: Vec<(usize, usize)> = self
            .of_word
            .iter()
            .filter(|(word, actor)| **actor == from && inside(word))
            .map(|(&word, _)| word)
            .collect();
        for word in words {
            match to {
                Some(to) => self.of_word.insert(word, to),
                None => self.of_word.remove(&word),
            };
        }
    }

    /// Takes those mentions from an actor whose name passes a test.
    pub(crate) fn forget(
        &mut self,
        actor: usize,
        trees: &[Tree],
        test: impl Fn(Option<&str>) -> bool,
    ) {
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
