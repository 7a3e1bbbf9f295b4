//! Concepts: arguments that are no actors, by their head noun, with German and English labels.
//!
//! "den von den USA angeführten Anschuldigungen" is the concept `Anschuldigung`, "accusation"; "der
//! multilaterale Ansatz" is `multilateraler Ansatz`, "multilateral approach".

mod complement;
mod count;

use crate::extract::gloss;
use crate::language::Language;
use crate::language::lexicon::{Adjective, NounClass};
use crate::syntax::parse::{NameClass, Tree};
use crate::syntax::phrase;
use crate::ud::{Deprel, Number, Upos};

#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    /// With what tells which: "multilateraler Ansatz", "Ausfuhr von Panzern".
    pub label_de: String,
    /// In the number of the text, with how many there are; the German label where the head has no
    /// English.
    pub label_en: String,
    /// The English label in the singular, as the graph calls the concept; `None` where the head has
    /// none.
    pub english: Option<String>,
    /// The head noun's lemma and its gloss; the lemma again where it has none.
    pub head: String,
    pub head_en: String,
    /// The English label is plural.
    pub plural: bool,
}

/// The concept of a phrase; `None` where its head is a pronoun, a number or a measure of nothing.
pub fn concept(tree: &Tree, head: usize, lang: &Language) -> Option<Concept> {
    let (measure, head) = (head, measured(tree, head, lang));
    let word = &tree.words[head];
    if !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::X)
        || !word.form.chars().any(char::is_alphabetic)
    {
        return None;
    }
    if lang.lexicon.exact_noun(&word.lemma).is_some_and(|noun| noun.class == Some(NounClass::Time))
    {
        return None;
    }
    let named = word.upos != Upos::Noun || is_person(tree, head);
    let (head_de, head_en) = if named { name(tree, head) } else { noun(tree, head, lang) };
    let (adjectives_de, adjectives_en) = adjectives(tree, head, lang, false);
    let (_, all_en) = adjectives(tree, head, lang, true);
    let count_en = match measure {
        _ if measure == head => count::count(tree, head, lang),
        _ => count::share(tree, measure, head, lang),
    };
    let count_en = count_en.unwrap_or_default();
    let behind = count::behind(tree, head, lang).unwrap_or_default();
    let (complement_de, complement_en) =
        if named { Default::default() } else { complement::complement(tree, head, lang) };
    let label_de = adjectives_de + &head_de + &complement_de;
    let english = head_en.as_ref().map(|head| format!("{adjectives_en}{head}{complement_en}"));
    let several = !count_en.is_empty() && !matches!(count_en.as_str(), "1 " | "one ");
    let plural = !named && english.is_some() && (several || is_plural(tree, head));
    let label_en = match &head_en {
        Some(head) if plural => {
            format!("{count_en}{all_en}{}{behind}{complement_en}", gloss::plural_of(head))
        }
        Some(head) => format!("{count_en}{all_en}{head}{behind}{complement_en}"),
        None => label_de.clone(),
    };
    let head_en = head_en.unwrap_or_else(|| head_de.clone());
    Some(Concept { label_de, label_en, english, head: head_de, head_en, plural })
}

/// A name stays as the text has it.
fn name(tree: &Tree, head: usize) -> (String, Option<String>) {
    if tree.words[head].upos == Upos::Noun {
        let name = phrase::compound_lemma(tree, head);
        return (name.clone(), Some(name));
    }
    let end = phrase::phrase(tree, head).end;
    let words = phrase::compound_start(tree, head)..end;
    let name = phrase::joined(tree, words, |at| tree.words[at].form.clone());
    (name.clone(), Some(name))
}

/// A noun's lemma and its English.
fn noun(tree: &Tree, head: usize, lang: &Language) -> (String, Option<String>) {
    let word = &tree.words[head];
    let mut lemma = phrase::compound_lemma(tree, head);
    if lemma == word.form && lang.lexicon.noun(&lemma).is_none() {
        lemma = lang.lexicon.noun_behind(&lemma).unwrap_or(lemma);
    }
    let company = tree.words.iter().enumerate().filter(|&(at, _)| at != head);
    let company: Vec<String> = company.map(|(_, word)| word.form.to_lowercase()).collect();
    let sense = lang.lexicon.sense(&lemma, company.iter().map(String::as_str));
    let english = sense.map(str::to_owned).or_else(|| gloss::noun(&word.form, &lemma, lang));
    (lemma, english)
}

/// "Kohlschreiber", "Vogel": a noun that the text has as a person's name.
fn is_person(tree: &Tree, head: usize) -> bool {
    tree.names.iter().any(|name| name.class == NameClass::Person && name.words.contains(&head))
}

/// By the noun's own number, unless its article is one of the singular.
fn is_plural(tree: &Tree, head: usize) -> bool {
    let single = ["das", "dem", "des", "ein", "eine", "einem", "einen", "einer", "eines"];
    let article = tree.children(head).filter(|&child| child < head).any(|child| {
        let form = tree.words[child].form.to_lowercase();
        tree.deprels[child] == Deprel::Det && single.contains(&form.as_str())
    });
    tree.words[head].feats.number == Some(Number::Plur) && !article
}

/// "eine Vielzahl von Organisationen", "Zehntausende Menschen": what is counted, not the count.
pub fn measured(tree: &Tree, head: usize, lang: &Language) -> usize {
    let word = &tree.words[head];
    let measure = lang
        .lexicon
        .exact_noun(&word.lemma)
        .is_some_and(|noun| noun.class == Some(NounClass::Measure))
        || word.upos == Upos::Num;
    if !measure {
        return head;
    }
    let counted = tree.children(head).find(|&child| {
        child > head
            && matches!(
                tree.deprels[child],
                Deprel::Nmod | Deprel::Appos | Deprel::Obl | Deprel::Flat
            )
            && matches!(phrase::preposition(tree, child), None | Some("von" | "an"))
            && matches!(tree.words[child].upos, Upos::Noun | Upos::Propn)
    });
    counted.unwrap_or(head)
}

fn is_vague(adjective: &Adjective) -> bool {
    adjective.class.as_deref() == Some("vague")
}

/// The adjectives before the noun that tell which, German and English, each with a blank behind it.
/// `all`: those too that say little of which, for the label: "wichtig", "groß".
fn adjectives(tree: &Tree, head: usize, lang: &Language, all: bool) -> (String, String) {
    let (mut de, mut en) = (String::new(), String::new());
    for child in tree.children(head) {
        let word = &tree.words[child];
        if tree.deprels[child] != Deprel::Amod
            || child > head
            || tree.children(child).next().is_some()
        {
            continue;
        }
        // "anderer": the tagger leaves some adjectives as they are
        let stem = || {
            let ends = ["er", "en", "es", "em", "e"].iter();
            let mut stems = ends.filter_map(|end| word.form.strip_suffix(end));
            stems.find_map(|stem| lang.lexicon.adjective(stem))
        };
        let tells = lang
            .lexicon
            .adjective(&word.lemma)
            .or_else(stem)
            .filter(|adjective| adjective.class.is_none() || all && is_vague(adjective));
        if let Some(adjective) = tells {
            de += &phrase::nominative_adjective(&word.form, &tree.words[head].feats);
            de.push(' ');
            en += &gloss::adjective(&word.form, lang).unwrap_or_else(|| adjective.english.clone());
            en.push(' ');
        }
    }
    (de, en)
}
