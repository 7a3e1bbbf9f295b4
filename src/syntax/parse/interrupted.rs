//! Interrupted speech: what the reporting clause parts is one sentence, and is analysed as one.
//!
//! In "„Russland“, sagte Berg, „hat die Ukraine angegriffen.“" the words in quotation marks are parsed without those between
//! them; then they become the content of the verb that stands there.

use std::ops::Range;

use super::{Name, Tree};
use crate::record::span::Span;
use crate::syntax::tag::Word;
use crate::ud::{Deprel, Upos};

/// Words that a reporting clause has at most.
const LONGEST: usize = 16;

/// A sentence whose speech is interrupted.
pub(super) struct Interrupted {
    /// Index of the sentence.
    at: usize,
    /// The reporting clause, without the commas and marks around it.
    reporting: Range<usize>,
}

impl Interrupted {
    /// The words of the speech: all but the reporting clause, its commas, and the marks that close and open again.
    fn speech(&self, count: usize) -> impl Iterator<Item = usize> {
        (0..self.reporting.start - 2).chain(self.reporting.end + 2..count)
    }
}

/// The sentences whose speech a clause between commas interrupts.
pub(super) fn interrupted(sentences: &[(Span, Vec<Word>)]) -> Vec<Interrupted> {
    let found = sentences
        .iter()
        .enumerate()
        .filter_map(|(at, (_, words))| Some(Interrupted { at, reporting: reporting(words)? }));
    found.collect()
}

/// The speech and the reporting clause of each, as sentences of their own.
pub(super) fn parts(
    sentences: &[(Span, Vec<Word>)],
    found: &[Interrupted],
) -> Vec<(Span, Vec<Word>)> {
    let parts = found.iter().flat_map(|own| {
        let (span, words) = &sentences[own.at];
        let speech = own.speech(words.len()).map(|word| words[word].clone()).collect();
        [(*span, speech), (*span, words[own.reporting.clone()].to_vec())]
    });
    parts.collect()
}

/// Puts the trees of the parts, which stand behind those of the sentences, into the place of the sentences' own.
pub(super) fn join(trees: &mut Vec<Tree>, found: &[Interrupted]) {
    let first = trees.len() - 2 * found.len();
    let parts = trees.split_off(first);
    for (own, pair) in found.iter().zip(parts.chunks_exact(2)) {
        if let Some(joined) = joined(&trees[own.at], own, &pair[0], &pair[1]) {
            trees[own.at] = joined;
        }
    }
}

fn joined(whole: &Tree, own: &Interrupted, speech: &Tree, reporting: &Tree) -> Option<Tree> {
    let (said, says) = (speech.root()?, reporting.root()?);
    // "„Die Zeit“, das Blatt aus Hamburg, „Die Welt“": a list, no speech
    if reporting.words[says].upos != Upos::Verb || says > 1 {
        return None;
    }
    let count = whole.words.len();
    let places: Vec<usize> = own.speech(count).collect();
    let says_at = own.reporting.start + says;
    let mut tree = whole.clone();
    tree.names.clear();
    // the commas and marks between the two
    tree.heads = vec![Some(says_at); count];
    tree.deprels = vec![Deprel::Punct; count];
    tree.chances = vec![1.0; count];
    let mut place = |part: &Tree, to: &dyn Fn(usize) -> usize| {
        for (word, own) in part.words.iter().enumerate() {
            tree.words[to(word)] = own.clone();
            tree.heads[to(word)] = part.heads[word].map(to);
            tree.deprels[to(word)] = part.deprels[word];
            tree.chances[to(word)] = part.chance(word);
        }
        let together =
            |words: &Range<usize>| to(words.end - 1) - to(words.start) + 1 == words.len();
        tree.names.extend(part.names.iter().filter(|name| together(&name.words)).map(|name| {
            let words = to(name.words.start)..to(name.words.end - 1) + 1;
            Name { words, ..name.clone() }
        }));
    };
    place(speech, &|word| places[word]);
    place(reporting, &|word| own.reporting.start + word);
    let said_at = places[said];
    tree.heads[said_at] = Some(says_at);
    tree.deprels[said_at] = Deprel::Ccomp;
    tree.names.sort_by_key(|name| name.words.start);
    Some(tree)
}

/// "„A“, sagte B, „C“": the words between the commas, where what stands before is no whole sentence.
fn reporting(words: &[Word]) -> Option<Range<usize>> {
    let form = |at: usize| words.get(at).map_or("", |word| word.form.as_str());
    let opens = |at: usize| matches!(form(at), "„" | "»" | "\"");
    let closes = |at: usize| matches!(form(at), "“" | "«" | "”" | "\"");
    if !opens(0) {
        return None;
    }
    let close = (1..words.len()).find(|&at| closes(at))?;
    let ended = matches!(form(close - 1), "." | "!" | "?" | "…");
    if close < 2 || ended || form(close + 1) != "," {
        return None;
    }
    let start = close + 2;
    let end = (start + 1..words.len().min(start + LONGEST))
        .find(|&at| form(at) == "," && opens(at + 1))?;
    let marks = (start..end).any(|at| opens(at) || closes(at));
    let small = words[start].form.starts_with(char::is_lowercase);
    (!marks && small && end + 2 < words.len()).then_some(start..end)
}
