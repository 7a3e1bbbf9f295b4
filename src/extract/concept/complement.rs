//! Complements: what stands behind a noun and tells which one is meant.
//!
//! "Ausfuhr von Panzern", "Aufsichtsrat der Deutschen Bank", "Kritik an der Regierung": the bare head
//! says little. In English the parts that the tables know are translated, names stay.

use std::ops::Range;

use crate::extract::concept::concept;
use crate::extract::gloss;
use crate::language::Language;
use crate::language::lexicon::NounClass;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, Number, Upos};

/// Words of a complement, at most.
const LONGEST: usize = 6;

/// The complement of a noun, German and English, each with a blank before it; empty where there is none.
pub(super) fn complement(tree: &Tree, head: usize, lang: &Language) -> (String, String) {
    let (mut de, mut en) = (String::new(), String::new());
    let mut end = head + 1;
    for child in tree.children(head).filter(|&child| child > head) {
        let own = with_preposition(tree, child);
        let kind = matches!(tree.deprels[child], Deprel::Nmod | Deprel::Appos);
        if !kind || own.start != end || own.end > head + 1 + LONGEST {
            break;
        }
        let Some(english) = english(tree, child, &own, lang) else { break };
        de.push(' ');
        de += &phrase::joined(tree, own.clone(), |at| tree.words[at].form.clone());
        en += &english;
        end = own.end;
    }
    (de, en)
}

/// The words of a phrase with the preposition before it and the phrases coordinated with it.
fn with_preposition(tree: &Tree, head: usize) -> Range<usize> {
    let own = phrase::phrase(tree, head);
    let before = tree.children(head).filter(|&at| at < own.start);
    let start = before.filter(|&at| tree.deprels[at] == Deprel::Case).min();
    let ends = phrase::conjuncts(tree, head).into_iter().map(|at| phrase::phrase(tree, at).end);
    start.unwrap_or(own.start)..ends.max().unwrap_or(own.end)
}

/// The English of one complement with its preposition; `None` where it tells nothing or is no plain phrase.
fn english(tree: &Tree, child: usize, own: &Range<usize>, lang: &Language) -> Option<String> {
    let word = &tree.words[child];
    let plain = |at: usize| match tree.words[at].upos {
        Upos::Verb | Upos::Aux | Upos::Pron | Upos::Sym => false,
        Upos::Punct => tree.words[at].form == ",",
        _ => true,
    };
    let is_time = |lemma: &str| {
        lang.lexicon.exact_noun(lemma).is_some_and(|noun| noun.class == Some(NounClass::Time))
    };
    if !own.clone().all(plain) || is_time(&word.lemma) {
        return None;
    }
    // "Partei Die Linke": what it is called; an apposition of another kind explains
    if tree.deprels[child] == Deprel::Appos {
        let bare = word.upos == Upos::Propn
            && own.start == child
            && phrase::preposition(tree, child).is_none();
        return bare.then(|| format!(" {}", named(tree, own, lang)));
    }
    let preposition = match phrase::preposition(tree, child) {
        None => lang.words.prepositions.genitive_english,
        Some(own) => {
            let rows = lang.words.prepositions.complements.iter();
            rows.into_iter().find(|(german, _)| *german == own).map(|(_, english)| *english)?
        }
    };
    let parts = phrase::conjuncts(tree, child).into_iter();
    let parts: Vec<String> = parts.map(|head| part(tree, head, lang)).collect::<Option<_>>()?;
    let (last, rest) = parts.split_last()?;
    let joined =
        if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) };
    Some(format!(" {preposition} {joined}"))
}

/// The English of one of the phrases of a complement.
fn part(tree: &Tree, head: usize, lang: &Language) -> Option<String> {
    let own = phrase::phrase(tree, head);
    let word = &tree.words[head];
    let determiner = |test: &dyn Fn(usize) -> bool| {
        tree.children(head).any(|at| {
            at < head && matches!(tree.deprels[at], Deprel::Det | Deprel::DetPoss) && test(at)
        })
    };
    match word.upos {
        Upos::Propn => {
            let article = tree.words[own.start].upos == Upos::Det;
            let start = own.start + usize::from(article);
            Some(named(tree, &(start.min(head)..own.end), lang))
        }
        Upos::Noun => {
            let nested = concept(tree, head, lang)?;
            let definite = determiner(&|at| {
                tree.words[at].lemma == lang.words.forms.the || tree.words[at].feats.possessive
            });
            let one = determiner(&|at| tree.words[at].lemma == lang.words.forms.one);
            Some(match nested.english {
                Some(_) if definite => format!("the {}", nested.label_en),
                Some(_) if one && word.feats.number == Some(Number::Sing) => {
                    gloss::with_articles(&format!("a {}", nested.label_en))
                }
                _ => nested.label_en,
            })
        }
        _ => None,
    }
}

/// A name in English where the gazetteer has it, else as the text has it.
fn named(tree: &Tree, words: &Range<usize>, lang: &Language) -> String {
    let text = phrase::joined(tree, words.clone(), |at| tree.words[at].form.clone());
    let known = lang.gazetteer.name(&text);
    known.map_or(text, |known| known.name_en.clone())
}
