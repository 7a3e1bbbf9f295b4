//! Coverage: how many of the words of a text have an English gloss.

use std::collections::BTreeMap;

use super::gloss;
use crate::language::Language;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, Upos};

/// How many of the words of a kind have an English gloss, and the most frequent ones that have
/// none.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub known: usize,
    pub all: usize,
    pub missing: BTreeMap<String, usize>,
}

impl Coverage {
    fn count(&mut self, lemma: &str, known: bool) {
        self.all += 1;
        self.known += usize::from(known);
        if !known {
            *self.missing.entry(lemma.to_owned()).or_default() += 1;
        }
    }

    pub fn add(&mut self, other: Coverage) {
        self.known += other.known;
        self.all += other.all;
        for (lemma, count) in other.missing {
            *self.missing.entry(lemma).or_default() += count;
        }
    }
}

/// Of verbs, nouns and adjectives, in this order: which have a gloss; names have none and are not
/// counted.
pub fn coverage(trees: &[Tree], lang: &Language) -> [Coverage; 3] {
    let mut counts = <[Coverage; 3]>::default();
    for tree in trees {
        for (at, word) in tree.words.iter().enumerate() {
            match word.upos {
                Upos::Verb => {
                    let particle =
                        tree.children(at).find(|&child| tree.deprels[child] == Deprel::CompoundPrt);
                    let whole = particle.map_or(word.lemma.clone(), |at| {
                        tree.words[at].form.to_lowercase() + &word.lemma
                    });
                    let known = [&whole, &word.lemma]
                        .iter()
                        .any(|verb| !lang.lexicon.frames(verb).is_empty());
                    counts[0].count(&whole, known);
                }
                Upos::Noun if word.form.chars().all(char::is_alphabetic) => {
                    let lemma = phrase::compound_lemma(tree, at);
                    counts[1].count(
                        &lemma,
                        gloss(&lemma, lang).is_some() || lang.gazetteer.name(&word.form).is_some(),
                    );
                }
                Upos::Adj if word.form.chars().all(char::is_alphabetic) => {
                    let lexicon = &lang.lexicon;
                    let known = lexicon.adjective(&word.lemma).is_some()
                        || lexicon.participle(&word.lemma).is_some()
                        || lang.gazetteer.adjective(&word.lemma).is_some();
                    counts[2].count(&word.lemma, known);
                }
                _ => {}
            }
        }
    }
    counts
}
