//! The phrases of open mode: without their prepositions, complete and minimal.

use std::ops::Range;

use super::Words;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, PronType, Upos};

/// A phrase without its preposition.
pub(super) fn words(tree: &Tree, head: usize) -> Words {
    Words {
        complete: phrase::span(tree, &whole(tree, head)),
        minimal: phrase::span(tree, &minimal(tree, head)),
    }
}

/// All words of a phrase behind its preposition; of an adjective also what measures it: "340 Meter lang".
pub(super) fn whole(tree: &Tree, head: usize) -> Range<usize> {
    let mut range = phrase::phrase(tree, head);
    range.end = reach(tree, head).min(range.end);
    if tree.words[head].upos == Upos::Adj {
        let grades = |&child: &usize| {
            child < head
                && matches!(
                    tree.deprels[child],
                    Deprel::Advmod | Deprel::Obl | Deprel::Nmod | Deprel::Obj | Deprel::Xcomp
                )
                && !tree.words[child].feats.negative
                && phrase::preposition(tree, child).is_none()
                && tree.subtree(child).end == range.start
        };
        if let Some(child) = tree.children(head).find(grades) {
            range.start = tree.subtree(child).start;
        }
    }
    range.start = behind_preposition(tree, head).unwrap_or(range.start).max(range.start);
    // "war einer ihrer Schüler"
    let copula = tree
        .children(head)
        .filter(|&child| child < head && tree.deprels[child] == Deprel::Cop)
        .last();
    range.start = copula.map_or(range.start, |copula| range.start.max(copula + 1));
    while range.start < head && is_edge(tree, head, range.start) {
        range.start += 1;
    }
    range
}

/// What stands before a phrase without being a part of it: "auch die Stadt", "im" that hangs on another word.
fn is_edge(tree: &Tree, head: usize, word: usize) -> bool {
    let next = &tree.words[word + 1];
    let focus = tree.words[word].upos == Upos::Adv
        && tree.deprels[word] == Deprel::Advmod
        && (tree.heads[word] == Some(head) || tree.heads[word] == Some(word + 1))
        && (word + 1 == head || matches!(next.upos, Upos::Det | Upos::Adv | Upos::Adp))
        && matches!(tree.words[head].upos, Upos::Noun | Upos::Propn | Upos::Pron)
        && next
            .feats
            .pron_type
            .is_none_or(|kind| matches!(kind, PronType::Art | PronType::Prs | PronType::Dem));
    // "bis zu 30 Zentimeter"
    let counts = tree.words[word + 1..].iter().take(2).any(|next| next.upos == Upos::Num);
    let contracted = word > 0 && tree.words[word - 1].span == tree.words[word].span;
    focus
        || contracted
        || matches!(tree.words[word].upos, Upos::Cconj)
        || tree.words[word].upos == Upos::Adp && !counts
}

/// Where a phrase ends, without the clauses and the loose appositions inside it.
fn reach(tree: &Tree, head: usize) -> usize {
    let mut end = head + 1;
    for child in tree.children(head).filter(|&child| child > head) {
        let clause = matches!(
            tree.deprels[child],
            Deprel::AclRelcl
                | Deprel::Acl
                | Deprel::Advcl
                | Deprel::Ccomp
                | Deprel::Xcomp
                | Deprel::Parataxis
                | Deprel::Punct
        );
        let loose = tree.deprels[child] == Deprel::Appos && !phrase::tight(tree, head, child);
        if !clause && !loose {
            end = end.max(reach(tree, child));
        }
    }
    // a quotation mark or bracket that closes
    let closes = tree
        .words
        .get(end)
        .is_some_and(|next| matches!(next.form.as_str(), "“" | "”" | "«" | "\""));
    let opens = |word: &crate::syntax::tag::Word| matches!(word.form.as_str(), "„" | "»" | "\"");
    if closes && tree.words[head.saturating_sub(3)..end].iter().any(opens) { end + 1 } else { end }
}

/// The phrase up to its head, with what else belongs to the head's name or date.
pub(super) fn minimal(tree: &Tree, head: usize) -> Range<usize> {
    let whole = whole(tree, head);
    let mut end = head + 1;
    while end < whole.end && is_name_part(tree, head, end) {
        end += 1;
    }
    whole.start.min(phrase::compound_start(tree, head))..end
}

fn is_name_part(tree: &Tree, head: usize, word: usize) -> bool {
    let below = tree.heads[word].is_some_and(|above| above >= head && above < word);
    below
        && matches!(
            tree.deprels[word],
            Deprel::Flat | Deprel::Nummod | Deprel::Appos | Deprel::Compound | Deprel::Punct
        )
}

/// The first word behind the preposition of a phrase.
fn behind_preposition(tree: &Tree, head: usize) -> Option<usize> {
    let case = tree
        .children(head)
        .filter(|&child| child < head && tree.deprels[child] == Deprel::Case)
        .last()?;
    // "im" is two words at one place
    let span = tree.words[case].span;
    (case..=head).find(|&word| tree.words[word].span != span)
}

/// The words before a phrase that belong to its preposition: "bis zu", "im".
fn prepositions(tree: &Tree, head: usize) -> Vec<usize> {
    let mut cases: Vec<usize> = tree
        .children(head)
        .filter(|&child| child < head && tree.deprels[child] == Deprel::Case)
        .collect();
    // those that stand together
    while cases.windows(2).any(|pair| pair[0] + 1 != pair[1]) {
        cases.remove(0);
    }
    cases
}

pub(super) fn preposition(text: &str, tree: &Tree, head: usize) -> Option<String> {
    let cases = prepositions(tree, head);
    let words: Vec<&str> = cases.iter().map(|&case| tree.words[case].span.of(text)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// "zwischen 1991 und 1997": one phrase.
pub(super) fn together(tree: &Tree, heads: &[usize]) -> Option<Words> {
    let (first, last) = (heads.first()?, heads.last()?);
    let complete = phrase::span(tree, &(whole(tree, *first).start..whole(tree, *last).end));
    Some(Words { complete, minimal: complete })
}

/// A range of a phrase with the preposition before it.
pub(super) fn with_preposition(tree: &Tree, head: usize, range: Range<usize>) -> Range<usize> {
    prepositions(tree, head).first().map_or(range.start, |&first| first.min(range.start))..range.end
}

/// A dependent clause as an object: all its words without the marks at its edges; nothing that is quoted.
pub(super) fn clause(tree: &Tree, head: usize) -> Option<Words> {
    let mut range = tree.subtree(head);
    while range.start < range.end && tree.words[range.start].upos == Upos::Punct {
        range.start += 1;
    }
    while range.end > range.start && tree.words[range.end - 1].upos == Upos::Punct {
        range.end -= 1;
    }
    let quotes = tree.words[range.clone()]
        .iter()
        .any(|word| matches!(word.form.as_str(), ":" | "„" | "»" | "\""));
    let span = (!range.is_empty() && !quotes).then(|| phrase::span(tree, &range))?;
    Some(Words { complete: span, minimal: span })
}

/// "der", "welche": a pronoun that stands for a noun before its clause.
pub(super) fn is_relative(tree: &Tree, word: usize) -> bool {
    let word = &tree.words[word];
    let relative =
        matches!(word.feats.pron_type, Some(PronType::DemRel | PronType::Rel | PronType::IntRel));
    word.upos == Upos::Pron && (relative || matches!(word.lemma.as_str(), "der" | "welcher"))
}
