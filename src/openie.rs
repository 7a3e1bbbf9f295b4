//! Open mode: every clause's predicate with each of its arguments and adjuncts, in the words of the text, whoever it is about.
//!
//! "Die Bahn wurde 1835 in Nürnberg eröffnet" gives (Die Bahn; wurde eröffnet in; Nürnberg): what an open information extraction
//! system gives. Nothing is resolved, turned around or translated.

use std::ops::Range;

use crate::clause::{Clause, ClauseKind, Role};
use crate::extract::Analysis;
use crate::parse::Tree;
use crate::phrase;
use crate::span::Span;
use crate::ud::{Deprel, Upos};

/// A predicate with its subject and one of its arguments or adjuncts.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// 0-based index of the sentence.
    pub sentence: usize,
    pub subject: Words,
    /// Verb, auxiliaries, particle, negation, in the order of the text.
    pub relation: String,
    /// "in" of "in Nürnberg": kept apart from the object.
    pub preposition: Option<String>,
    pub object: Option<Words>,
}

/// A phrase: all of it without its preposition, and its head as short as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub complete: Span,
    pub minimal: Span,
}

impl Proposition {
    /// The relation with the preposition behind it: "wurde eröffnet in".
    pub fn relation_words(&self) -> String {
        match &self.preposition {
            Some(preposition) => format!("{} {preposition}", self.relation),
            None => self.relation.clone(),
        }
    }
}

/// The propositions of an article, in the order of the text.
pub fn propositions(text: &str, analysis: &Analysis) -> Vec<Proposition> {
    let mut found = Vec::new();
    for clause in &analysis.clauses {
        let tree = &analysis.trees[clause.tree];
        if !matches!(clause.kind, ClauseKind::Nominal | ClauseKind::Attribute) {
            of_clause(text, tree, clause, &mut found);
        }
    }
    for (at, tree) in analysis.trees.iter().enumerate() {
        appositions(at, tree, &mut found);
    }
    found.sort_by_key(|proposition: &Proposition| (proposition.sentence, proposition.subject.complete.start));
    found
}

fn of_clause(text: &str, tree: &Tree, clause: &Clause, found: &mut Vec<Proposition>) {
    let relation = relation(text, tree, clause);
    let nominative = |head: usize| matches!(tree.deprels[head], Deprel::Nsubj | Deprel::NsubjPass);
    let subject =
        clause.arguments.iter().find(|argument| nominative(argument.head) || argument.role == Role::Subject && argument.shared);
    let Some(subject) = subject.filter(|_| !relation.is_empty()) else { return };
    let others: Vec<usize> = clause.arguments.iter().map(|argument| argument.head).filter(|&head| head != subject.head).collect();
    let adjuncts = clause.predicate.iter().flat_map(|&verb| tree.children(verb)).filter(|&child| {
        matches!(tree.deprels[child], Deprel::Obl | Deprel::Obj | Deprel::Iobj | Deprel::OblArg)
            && !clause.predicate.contains(&child)
    });
    let mut objects: Vec<usize> = others.into_iter().chain(adjuncts).collect();
    objects.sort_unstable();
    objects.dedup();
    for subject in phrase::conjuncts(tree, subject.head) {
        let mut push = |preposition, object| {
            let subject = words(tree, subject);
            found.push(Proposition { sentence: clause.tree, subject, relation: relation.clone(), preposition, object });
        };
        for object in objects.iter().flat_map(|&object| phrase::conjuncts(tree, object)) {
            push(preposition(text, tree, object), Some(words(tree, object)));
        }
        if objects.is_empty() {
            push(None, None);
        }
    }
}

/// "Hanson, Direktor des Zentrums": who somebody is, beside the name.
fn appositions(at: usize, tree: &Tree, found: &mut Vec<Proposition>) {
    for word in 0..tree.words.len() {
        let Some(name) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Appos) else { continue };
        if tree.words[name].upos == Upos::Propn && tree.words[word].upos == Upos::Noun {
            let (subject, object) = (words(tree, name), words(tree, word));
            if !subject.complete.overlaps(object.complete) {
                found.push(Proposition {
                    sentence: at,
                    subject,
                    relation: "ist".to_owned(),
                    preposition: None,
                    object: Some(object),
                });
            }
        }
    }
}

/// The words of the predicate and what negates it.
fn relation(text: &str, tree: &Tree, clause: &Clause) -> String {
    let verb = |&word: &usize| !clause.copular || word != clause.head || matches!(tree.words[word].upos, Upos::Verb | Upos::Aux);
    let mut words: Vec<usize> = clause.predicate.iter().copied().filter(verb).collect();
    let negations = words
        .iter()
        .flat_map(|&verb| tree.children(verb))
        .filter(|&child| tree.deprels[child] == Deprel::Advmod && tree.words[child].feats.negative);
    // "im Zentrum stand": the noun of the predicate with its preposition
    let nouns = words.iter().filter(|&&word| tree.words[word].upos == Upos::Noun).flat_map(|&noun| tree.children(noun));
    let edges = nouns.filter(|&child| matches!(tree.deprels[child], Deprel::Case | Deprel::Det));
    let more: Vec<usize> = negations.chain(edges).collect();
    words.extend(more);
    words.sort_unstable();
    let mut spans: Vec<Span> = words.iter().map(|&word| tree.words[word].span).collect();
    // "im" is two words at one place
    spans.dedup();
    spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ")
}

fn preposition(text: &str, tree: &Tree, head: usize) -> Option<String> {
    Some(tree.words[case(tree, head)?].span.of(text).to_owned())
}

fn case(tree: &Tree, head: usize) -> Option<usize> {
    tree.children(head).filter(|&child| child < head && tree.deprels[child] == Deprel::Case).last()
}

fn words(tree: &Tree, head: usize) -> Words {
    let whole = phrase::phrase(tree, head);
    let at = case(tree, head).map(|case| tree.words[case].span);
    let inside = |&word: &usize| tree.deprels[word] != Deprel::Case && Some(tree.words[word].span) != at;
    let start = whole.clone().find(inside).unwrap_or(whole.start);
    Words { complete: phrase::span(tree, &(start..whole.end)), minimal: phrase::span(tree, &minimal(tree, head)) }
}

/// The head with the parts of its name or compound.
fn minimal(tree: &Tree, head: usize) -> Range<usize> {
    let mut range = phrase::compound_start(tree, head)..head + 1;
    while range.end < tree.words.len() && tree.deprels[range.end] == Deprel::Flat && tree.heads[range.end] == Some(head) {
        range.end += 1;
    }
    range
}
