//! Counts: how many or how much of a noun, before it in the English label.
//!
//! "rund 50.000 Wohnungen" are "around 50,000 flats", "74,9 Prozent der Anteile" "74.9 percent of the
//! shares": without the number the statement says little. The concept itself stays that of the noun.

use crate::extract::gloss;
use crate::language::Language;
use crate::syntax::parse::Tree;
use crate::ud::{Deprel, Number, Upos};

/// The English of what counts a noun, with a blank behind it.
pub(super) fn count(tree: &Tree, head: usize, lang: &Language) -> Option<String> {
    let english = numeral(tree, head, lang).or_else(|| determiner(tree, head, lang))?;
    Some(english + " ")
}

/// "20 Prozent der", "Tausende": the English of a measure before what is counted; `None` where it
/// has no number.
pub(super) fn share(
    tree: &Tree,
    measure: usize,
    counted: usize,
    lang: &Language,
) -> Option<String> {
    let noun = &tree.words[measure];
    let lower = noun.form.to_lowercase();
    let english = match english(lang.words.counts.crowds, &lower) {
        Some(english) => english.to_owned(),
        None => {
            let number = numeral(tree, measure, lang)?;
            let english = gloss::noun(&noun.form, &noun.lemma, lang)?;
            let one = number == "1" || number == "one";
            let english = if one { english } else { gloss::plural_of(&english) };
            format!("{number} {english}")
        }
    };
    let definite = tree.children(counted).any(|child| {
        child < counted
            && matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss)
            && tree.words[child].lemma == lang.words.forms.the
    });
    Some(format!("{english} of {}", if definite { "the " } else { "" }))
}

/// "Platz drei", "Version 8": the English of a number behind a noun, with a blank before it.
pub(super) fn behind(tree: &Tree, head: usize, lang: &Language) -> Option<String> {
    let word = tree.words.get(head + 1)?;
    let number = tree.heads[head + 1] == Some(head) && word.upos == Upos::Num;
    let english = match is_digits(&word.form) {
        true => gloss::number(&word.form),
        false => lang.lexicon.word(&word.form.to_lowercase())?.to_owned(),
    };
    number.then(|| format!(" {english}"))
}

/// "rund 28 Millionen", "drei".
fn numeral(tree: &Tree, head: usize, lang: &Language) -> Option<String> {
    let number = tree.children(head).find(|&at| at < head && tree.deprels[at] == Deprel::Nummod)?;
    let mut start = number;
    while start > 0 && number - start < 4 && belongs(tree, start - 1, number) {
        start -= 1;
    }
    let counts = &lang.words.counts;
    let mut parts: Vec<String> = Vec::new();
    let mut at = start;
    while at <= number {
        let form = tree.words[at].form.as_str();
        let lower = form.to_lowercase();
        let next = (at < number).then(|| tree.words[at + 1].form.to_lowercase());
        let two = next.and_then(|next| english(counts.about, &format!("{lower} {next}")));
        if let Some(about) = two {
            parts.push(about.to_owned());
            at += 1;
        } else if is_digits(form) {
            parts.push(gloss::number(form));
        } else if let Some(word) = english(counts.units, &lower)
            .filter(|_| at > start || at < number)
            .or_else(|| english(counts.about, &lower))
        {
            parts.push(word.to_owned());
        } else if let Some(crowd) = english(counts.crowds, &lower).filter(|_| at == number) {
            parts.push(format!("{crowd} of"));
        } else if tree.words[at].upos == Upos::Num {
            parts.push(lang.lexicon.word(&lower)?.to_owned());
        } else if at == number {
            return None;
        }
        at += 1;
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn is_digits(form: &str) -> bool {
    form.starts_with(|letter: char| letter.is_ascii_digit())
        && form.chars().all(|letter| letter.is_ascii_digit() || ".,".contains(letter))
}

fn english(rows: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    rows.iter().find(|(german, _)| *german == word).map(|(_, english)| *english)
}

/// Whether a word stands below a number in the tree.
fn belongs(tree: &Tree, word: usize, number: usize) -> bool {
    let above = tree.heads[word];
    above == Some(number)
        || above.is_some_and(|above| above < number && tree.heads[above] == Some(number))
}

/// "mehrere Häuser", "alle Parteien".
fn determiner(tree: &Tree, head: usize, lang: &Language) -> Option<String> {
    const ENDS: [&str; 4] = ["e", "er", "en", "em"];
    // "alles", "vieles" count nothing
    if tree.words[head].feats.number != Some(Number::Plur) {
        return None;
    }
    let rows = lang.words.counts.determiners;
    let before = tree.children(head).filter(|&at| at < head && tree.words[at].upos == Upos::Det);
    let forms = before.map(|at| tree.words[at].form.to_lowercase());
    forms.into_iter().find_map(|form| {
        let is = |stem: &str| form.strip_prefix(stem).is_some_and(|end| ENDS.contains(&end));
        rows.iter().find(|(stem, _)| is(stem)).map(|(_, english)| (*english).to_owned())
    })
}
