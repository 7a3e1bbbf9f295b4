//! Who somebody is, beside the name: "Hanson, Direktor des Zentrums", "der Maler Pablo Picasso".

use super::{Proposition, Words, phrases};
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Case, Deprel, PronType, Upos};

/// A proposition with "ist" for each apposition; the name is its subject.
pub(super) fn appositions(at: usize, tree: &Tree, found: &mut Vec<Proposition>) {
    for word in 0..tree.words.len() {
        let Some(first) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Appos) else {
            continue;
        };
        let tight = phrase::tight(tree, first, word);
        let (one, other) = (tree.words[first].upos, tree.words[word].upos);
        let (name, noun) = match (one, other) {
            (Upos::Propn | Upos::Noun, Upos::Noun) => (first, word),
            (Upos::Noun, Upos::Propn) => (word, first),
            _ => continue,
        };
        // "des Landes Niedersachsen", "darunter Gemälde von Rubens"
        let genitive = tree.words[noun].feats.case == Some(Case::Gen) && tight;
        let between = first.min(word)..first.max(word);
        let apart =
            tree.words[between].iter().any(|word| word.form == "(" || word.upos == Upos::Cconj);
        let letter = tree.words[name].form.chars().count() < 2;
        let included = tree.words[phrase::phrase(tree, word).start].upos == Upos::Adv;
        let (subject, object) = (phrases::words(tree, name), alone(tree, noun, name));
        if genitive || included || apart || letter {
            continue;
        }
        if !subject.complete.overlaps(object.complete) {
            let (relation, preposition, with_object) = ("ist".to_owned(), None, None);
            found.push(Proposition {
                sentence: at,
                subject,
                relation,
                with_object,
                preposition,
                object: Some(object),
            });
        }
    }
}

/// The phrase of a noun without the name beside it.
fn alone(tree: &Tree, noun: usize, name: usize) -> Words {
    let (mut whole, minimal) = (phrases::whole(tree, noun), phrases::minimal(tree, noun));
    if noun < name {
        whole.end = whole.end.min(phrase::phrase(tree, name).start.max(noun + 1));
    }
    // "den Maler Pablo Picasso": the article shows the case of both
    if noun < name && phrase::tight(tree, noun, name) {
        let article = |&word: &usize| {
            tree.words[word].upos == Upos::Det
                && tree.words[word].feats.pron_type == Some(PronType::Art)
        };
        whole.start = (whole.start..noun).find(|word| !article(word)).unwrap_or(noun);
    }
    let minimal = minimal.start.max(whole.start)..minimal.end.max(whole.start + 1);
    let minimal = minimal.start..minimal.end.min(whole.end);
    Words { complete: phrase::span(tree, &whole), minimal: phrase::span(tree, &minimal) }
}
