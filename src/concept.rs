//! Concepts: arguments that are no actors, by their head noun, with German and English labels.
//!
//! "den von den USA angeführten Anschuldigungen" is the concept `Anschuldigung`, "accusation"; "der multilaterale Ansatz" is
//! `multilateraler Ansatz`, "multilateral approach".

use crate::gloss::gloss;
use crate::lang::Language;
use crate::lexicon::NounClass;
use crate::parse::Tree;
use crate::phrase;
use crate::ud::{Deprel, Upos};

#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    /// With the adjectives that tell which: "multilateraler Ansatz".
    pub label_de: String,
    pub label_en: String,
    /// The head noun's lemma and its gloss.
    pub head: String,
    pub head_en: String,
}

/// The concept of a phrase; `None` where its head is a pronoun, a number or a measure of nothing.
pub fn concept(tree: &Tree, head: usize, lang: &Language) -> Option<Concept> {
    let head = measured(tree, head, lang);
    let word = &tree.words[head];
    if !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::X) || !word.form.chars().any(char::is_alphabetic) {
        return None;
    }
    if lang.lexicon.exact_noun(&word.lemma).is_some_and(|noun| noun.class == Some(NounClass::Time)) {
        return None;
    }
    let (head_de, head_en) = if word.upos == Upos::Noun {
        let mut lemma = phrase::compound_lemma(tree, head);
        if lemma == word.form && lang.lexicon.noun(&lemma).is_none() {
            lemma = lang.lexicon.noun_behind(&lemma).unwrap_or(lemma);
        }
        let english = gloss(&lemma, lang);
        (lemma, english)
    } else {
        let end = phrase::phrase(tree, head).end;
        let name = phrase::joined(tree, phrase::compound_start(tree, head)..end, |at| tree.words[at].form.clone());
        (name.clone(), name)
    };
    let (label_de, label_en) = with_adjectives(tree, head, &head_de, &head_en, lang);
    Some(Concept { label_de, label_en, head: head_de, head_en })
}

/// "eine Vielzahl von Organisationen", "Zehntausende Menschen": what is counted, not the count.
pub fn measured(tree: &Tree, head: usize, lang: &Language) -> usize {
    let word = &tree.words[head];
    let measure =
        lang.lexicon.exact_noun(&word.lemma).is_some_and(|noun| noun.class == Some(NounClass::Measure)) || word.upos == Upos::Num;
    if !measure {
        return head;
    }
    let counted = tree.children(head).find(|&child| {
        child > head
            && matches!(tree.deprels[child], Deprel::Nmod | Deprel::Appos | Deprel::Obl | Deprel::Flat)
            && matches!(phrase::preposition(tree, child), None | Some("von" | "an"))
            && matches!(tree.words[child].upos, Upos::Noun | Upos::Propn)
    });
    counted.unwrap_or(head)
}

fn with_adjectives(tree: &Tree, head: usize, head_de: &str, head_en: &str, lang: &Language) -> (String, String) {
    let (mut de, mut en) = (String::new(), String::new());
    for child in tree.children(head) {
        let word = &tree.words[child];
        if tree.deprels[child] != Deprel::Amod || child > head || tree.children(child).next().is_some() {
            continue;
        }
        let english =
            lang.lexicon.adjective(&word.lemma).filter(|adjective| adjective.class.is_none()).map(|adjective| &adjective.english);
        if let Some(english) = english {
            de += &phrase::nominative_adjective(&word.form, &tree.words[head].feats);
            de.push(' ');
            en += english;
            en.push(' ');
        }
    }
    (de + head_de, en + head_en)
}
