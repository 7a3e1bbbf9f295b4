//! Which quotations touch a sentence: what later stages ask of one place they need not look for in the whole article.

use std::ops::Range;

use super::Quotation;
use crate::record::span::Span;
use crate::syntax::parse::Tree;

/// For each tree the quotations that touch it by their words or their cue, in their order.
#[derive(Clone, Debug, Default)]
pub struct Places {
    of_tree: Vec<Vec<usize>>,
}

impl Places {
    pub fn new(trees: &[Tree], quotations: &[Quotation]) -> Places {
        let mut places = Places { of_tree: vec![Vec::new(); trees.len()] };
        for (at, quotation) in quotations.iter().enumerate() {
            places.add(trees, at, quotation);
        }
        places
    }

    /// The quotations that touch a tree: indices into those of the article.
    pub fn of(&self, tree: usize) -> &[usize] {
        &self.of_tree[tree]
    }

    fn add(&mut self, trees: &[Tree], at: usize, quotation: &Quotation) {
        for part in quotation.quote.iter().chain(&quotation.cue) {
            for tree in trees_of(trees, *part) {
                let own = &mut self.of_tree[tree];
                if own.last() != Some(&at) {
                    own.push(at);
                }
            }
        }
    }
}

/// The trees that a span overlaps.
pub fn trees_of(trees: &[Tree], span: Span) -> Range<usize> {
    let first = trees.partition_point(|tree| tree.span.end <= span.start);
    let end = trees.partition_point(|tree| tree.span.start < span.end);
    first..end.max(first)
}

/// The quotations found so far, and where they are.
pub(super) struct Before<'a> {
    trees: &'a [Tree],
    all: Vec<Quotation>,
    places: Places,
    /// Those whose speaker somebody else's words can be given to.
    told: Vec<usize>,
}

impl<'a> Before<'a> {
    pub(super) fn new(trees: &'a [Tree]) -> Before<'a> {
        Before { trees, all: Vec::new(), places: Places::new(trees, &[]), told: Vec::new() }
    }

    /// `told`: it has a speaker who is named outside of quotation marks.
    pub(super) fn push(&mut self, quotation: Quotation, told: bool) {
        let at = self.all.len();
        self.places.add(self.trees, at, &quotation);
        self.told.extend(told.then_some(at));
        self.all.push(quotation);
    }

    /// The last so many, the last one first.
    pub(super) fn last(&self, count: usize) -> impl Iterator<Item = &Quotation> {
        self.all.iter().rev().take(count)
    }

    /// Those that touch a tree, the last one first.
    pub(super) fn touching(&self, tree: usize) -> impl Iterator<Item = &Quotation> {
        self.places.of(tree).iter().rev().map(|&at| &self.all[at])
    }

    /// Those with a speaker, the last one first.
    pub(super) fn told(&self) -> impl Iterator<Item = &Quotation> {
        self.told.iter().rev().map(|&at| &self.all[at])
    }

    pub(super) fn all(self) -> Vec<Quotation> {
        self.all
    }
}
