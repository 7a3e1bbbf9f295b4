//! Trees: the words of a sentence, the arcs between them, and the names in it.

mod mend;
mod mst;
mod settle;

use std::collections::HashMap;
use std::ops::Range;

use crate::lang::Language;
use crate::model::Models;
use crate::model::lstm::Batch;
use crate::model::matrix::log_softmax;
use crate::model::network::Scores;
use crate::morphology::{Forms, READINGS};
use crate::sentence::Sentence;
use crate::span::Span;
use crate::tag::{self, Word};
use crate::ud::{Deprel, Feats, Upos};

/// A dependency tree: one root, no cycle.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The sentence's span.
    pub span: Span,
    pub words: Vec<Word>,
    /// The head of each word, `None` for the root.
    pub heads: Vec<Option<usize>>,
    pub deprels: Vec<Deprel>,
    /// In order, not overlapping.
    pub names: Vec<Name>,
}

/// A named entity of a tree's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub words: Range<usize>,
    pub class: NameClass,
    pub kind: NameKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    Person,
    Location,
    Organisation,
    Other,
}

/// As in GermEval: the name itself, a word derived from it ("chinesisch"), a word with it as a part ("US-Außenminister").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Plain,
    Derived,
    Part,
}

impl Tree {
    /// The words that hang on a word, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len()).filter(move |&i| self.heads[i] == Some(head))
    }

    /// The range that a word and all below it cover.
    pub fn subtree(&self, head: usize) -> Range<usize> {
        let mut range = head..head + 1;
        let mut open = vec![head];
        while let Some(word) = open.pop() {
            range = range.start.min(word)..range.end.max(word + 1);
            open.extend(self.children(word));
        }
        range
    }

    pub fn root(&self) -> Option<usize> {
        self.heads.iter().position(Option::is_none)
    }
}

/// The trees of sentences, one each, in order. Sentences are analysed in batches; the result does not depend on the batching.
pub fn trees(text: &str, sentences: &[Sentence], lang: &Language) -> Vec<Tree> {
    let given = sentences.iter().map(|sentence| (sentence.span, tag::words(text, sentence))).collect();
    let mut trees = trees_of(given, &lang.models, &lang.forms);
    settle::settle(&mut trees, lang);
    trees
}

/// The trees of words that are given, with the span of each sentence; only the words' forms, tokens and spans are read.
pub fn trees_of(sentences: Vec<(Span, Vec<Word>)>, models: &Models, forms: &Forms) -> Vec<Tree> {
    let look = Look::new(&sentences, models, forms);
    let chunks = chunks(&sentences);
    let analyses = each_chunk(&chunks, &look, models, |scores, n| Analysis::new(&scores, models, n));
    let mut trees: Vec<Tree> = sentences
        .into_iter()
        .map(|(span, words)| Tree { span, heads: Vec::new(), deprels: Vec::new(), names: Vec::new(), words })
        .collect();
    let mut lemmas: HashMap<(usize, Upos), String> = HashMap::new();
    for (chunk, analysis) in chunks.into_iter().zip(analyses) {
        let tree = &mut trees[chunk.sentence];
        let start = chunk.words.start;
        let first_root = tree.root();
        for (i, (upos, feats)) in analysis.tags.into_iter().enumerate() {
            let word = &mut tree.words[start + i];
            (word.upos, word.feats) = (upos, feats);
            let number = look.numbers[chunk.sentence][start + i];
            let lemma = lemmas.entry((number, upos)).or_insert_with(|| forms.lemma(&word.form, look.hidden(number), upos));
            word.lemma.clone_from(lemma);
            let root = analysis.heads[i] == 0;
            tree.heads.push(if root { first_root } else { Some(start + analysis.heads[i] - 1) });
            tree.deprels.push(if root && first_root.is_some() { Deprel::Parataxis } else { analysis.deprels[i] });
        }
        let names = analysis.names.into_iter();
        tree.names.extend(names.map(|name| Name { words: name.words.start + start..name.words.end + start, ..name }));
    }
    trees
}

/// What the network says of each sentence of 1 to 256 words, in order; the share of it in the time is measured by benches.
pub fn scores_of(sentences: &[(Span, Vec<Word>)], models: &Models, forms: &Forms) -> Vec<Scores> {
    each_chunk(&chunks(sentences), &Look::new(sentences, models, forms), models, |scores, _| scores)
}

fn chunks(sentences: &[(Span, Vec<Word>)]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (sentence, (_, words)) in sentences.iter().enumerate() {
        let count = words.len().div_ceil(LONGEST);
        let size = words.len().div_ceil(count.max(1));
        chunks.extend((0..count).map(|i| Chunk { sentence, words: i * size..((i + 1) * size).min(words.len()) }));
    }
    chunks
}

/// What is made of the scores and the number of words of each chunk, in order.
fn each_chunk<T>(chunks: &[Chunk], look: &Look, models: &Models, make: impl Fn(Scores, usize) -> T) -> Vec<T> {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(chunks[i].words.len()), i));
    let mut made: Vec<Option<T>> = chunks.iter().map(|_| None).collect();
    for group in order.chunks(BATCH) {
        let batch = Batch::new(group.iter().map(|&i| chunks[i].words.len()).collect());
        let mut input = vec![0.0; batch.rows() * models.network.inputs()];
        for (s, &i) in group.iter().enumerate() {
            for (place, word) in chunks[i].words.clone().enumerate() {
                let row = batch.row(s, place) * models.network.inputs();
                look.write(chunks[i].sentence, word, models, &mut input[row..row + models.network.inputs()]);
            }
        }
        for (&i, scores) in group.iter().zip(models.network.scores(&batch, &input)) {
            made[i] = Some(make(scores, chunks[i].words.len()));
        }
    }
    made.into_iter().flatten().collect()
}

/// Sentences are analysed in pieces of at most so many words: the time of a tree grows with the square of its length.
const LONGEST: usize = 256;
/// Pieces that go through the network together.
const BATCH: usize = 32;

/// A piece of a sentence, nearly always the whole.
struct Chunk {
    sentence: usize,
    words: Range<usize>,
}

/// What the network is told of each word: its vector, its affixes, its readings. Each different form is looked up once.
struct Look {
    /// For each sentence and word, the number of its form, with twice as many numbers for the first words.
    numbers: Vec<Vec<usize>>,
    rows: Vec<Option<usize>>,
    affixes: Vec<Vec<usize>>,
    hidden: Vec<f32>,
    readings: Vec<f32>,
    width: usize,
    /// For each sentence and word.
    hints: Vec<Vec<u16>>,
}

impl Look {
    fn new(sentences: &[(Span, Vec<Word>)], models: &Models, forms: &Forms) -> Self {
        let mut number: HashMap<(&str, bool), usize> = HashMap::new();
        let mut distinct: Vec<(&str, bool)> = Vec::new();
        let mut numbers = Vec::with_capacity(sentences.len());
        for (_, words) in sentences {
            let mut row = Vec::with_capacity(words.len());
            for (i, word) in words.iter().enumerate() {
                let key = (word.form.as_str(), i == 0);
                row.push(*number.entry(key).or_insert_with(|| {
                    distinct.push(key);
                    distinct.len() - 1
                }));
            }
            numbers.push(row);
        }
        let affixes = |&(form, first): &(&str, bool)| {
            let mut list = Vec::new();
            tag::affixes(form, first, &mut list);
            list
        };
        let texts: Vec<&str> = distinct.iter().map(|(form, _)| *form).collect();
        let hidden = forms.hidden(&texts);
        Look {
            numbers,
            rows: texts.iter().map(|form| models.vectors.row(&tag::spelling(form))).collect(),
            affixes: distinct.iter().map(affixes).collect(),
            readings: forms.readings(&hidden),
            hidden,
            width: forms.width(),
            hints: sentences.iter().map(|(_, words)| models.hints.of(&forms_of(words))).collect(),
        }
    }

    fn hidden(&self, number: usize) -> &[f32] {
        &self.hidden[number * self.width..(number + 1) * self.width]
    }

    /// Writes vector, affixes, readings, hints side by side.
    fn write(&self, sentence: usize, word: usize, models: &Models, out: &mut [f32]) {
        let number = self.numbers[sentence][word];
        let (vector, rest) = out.split_at_mut(models.vectors.width());
        let (affixes, readings) = rest.split_at_mut(models.network.affixes.columns);
        match self.rows[number] {
            Some(row) => models.vectors.write(row, vector),
            None => vector.copy_from_slice(&models.network.unknown),
        }
        self.affixes[number].iter().for_each(|&row| models.network.affixes.add(row, affixes));
        let (readings, hints) = readings.split_at_mut(READINGS);
        readings.copy_from_slice(&self.readings[number * READINGS..(number + 1) * READINGS]);
        let given = self.hints[sentence][word];
        hints.iter_mut().enumerate().for_each(|(i, x)| *x = (given >> i & 1) as f32);
    }
}

fn forms_of(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.form.as_str()).collect()
}

/// What the scores of a piece come to.
struct Analysis {
    tags: Vec<(Upos, Feats)>,
    /// 0 for the root, else the word's place in the piece plus one.
    heads: Vec<usize>,
    deprels: Vec<Deprel>,
    names: Vec<Name>,
}

impl Analysis {
    fn new(scores: &Scores, models: &Models, n: usize) -> Self {
        let mut arcs = scores.arcs.clone();
        arcs.chunks_exact_mut(n + 1).for_each(log_softmax);
        let tags = tags(scores, models);
        let mut heads = mst::heads(n, &arcs);
        let punctuation: Vec<bool> = tags.iter().map(|(upos, _)| *upos == Upos::Punct).collect();
        punctuate(&mut heads, &punctuation, &arcs);
        let labels = models.network.labels(scores, &heads);
        let label = |row: &[f32]| Deprel::ALL[best((0..row.len()).filter(|&i| i != Deprel::Root as usize), row)];
        let deprels = labels.chunks_exact(Deprel::ALL.len()).zip(&heads);
        let deprels = deprels.map(|(row, &head)| if head == 0 { Deprel::Root } else { label(row) }).collect();
        Analysis { tags, heads, deprels, names: names(&scores.names, &models.network.names_next) }
    }
}

/// How much more a mark's best place may score than the place where treebanks have it.
const PUNCTUATION: f32 = 2.0;

/// Hangs punctuation where treebanks have it, on the top of what stands right before or after it, unless the scores speak
/// clearly against it. Marks that have words below them stay.
fn punctuate(heads: &mut [usize], punctuation: &[bool], arcs: &[f32]) {
    let n = heads.len();
    let root = heads.iter().position(|&head| head == 0).map_or(0, |i| i + 1);
    let mut bears = vec![false; n + 1];
    heads.iter().for_each(|&head| bears[head] = true);
    let marks: Vec<usize> = (1..=n).filter(|&i| punctuation[i - 1] && !bears[i] && i != root).collect();
    for mark in marks {
        // the highest word that is reached from a neighbour without passing over the mark
        let top = |mut word: usize| {
            while word != 0 && heads[word - 1] != 0 && (heads[word - 1] < mark) == (word < mark) {
                word = heads[word - 1];
            }
            word
        };
        let before = (1..mark).rev().find(|&i| !punctuation[i - 1]).map_or(0, top);
        let after = (mark + 1..=n).find(|&i| !punctuation[i - 1]).map_or(0, top);
        let score = |head: usize| arcs[(mark - 1) * (n + 1) + head];
        let choice = [before, after].into_iter().filter(|&head| head != 0).reduce(|a, b| if score(b) > score(a) { b } else { a });
        if let Some(choice) = choice.filter(|&choice| score(choice) + PUNCTUATION > score(heads[mark - 1])) {
            heads[mark - 1] = choice;
        }
    }
}

/// The index of the highest value, the first of equals.
fn best(mut indices: impl Iterator<Item = usize>, values: &[f32]) -> usize {
    let first = indices.next().unwrap_or(0);
    indices.fold(first, |a, b| if values[b] > values[a] { b } else { a })
}

/// The best part of speech, and the best features that were seen with it.
fn tags(scores: &Scores, models: &Models) -> Vec<(Upos, Feats)> {
    let rows = scores.upos.chunks_exact(Upos::ALL.len()).zip(scores.feats.chunks_exact(models.feats.len()));
    rows.map(|(upos, feats)| {
        let upos = best(0..upos.len(), upos);
        let sets = &models.feats_of[upos];
        let set = (!sets.is_empty()).then(|| models.feats[best(sets.iter().copied(), feats)]);
        (Upos::ALL[upos], set.unwrap_or_default())
    })
    .collect()
}

/// The tags of names: none, then for each class and kind the first word and the ones after it.
pub const NAME_TAGS: usize = 1 + 2 * 4 * 3;
const CLASSES: [NameClass; 4] = [NameClass::Person, NameClass::Location, NameClass::Organisation, NameClass::Other];
const KINDS: [NameKind; 3] = [NameKind::Plain, NameKind::Derived, NameKind::Part];

/// The tag of a name's first or later word.
pub fn name_tag(class: NameClass, kind: NameKind, first: bool) -> usize {
    1 + (class as usize * KINDS.len() + kind as usize) * 2 + !first as usize
}

/// The names of the best sequence of tags in which a name's later word follows a word of the same name (Viterbi).
/// `next`: what a tag (row) adds to those of the next word; the last row is that of the sentence's beginning.
fn names(scores: &[f32], next: &[f32]) -> Vec<Name> {
    let n = scores.len() / NAME_TAGS;
    let step = |before: usize, tag: usize| next.get(before * NAME_TAGS + tag).copied().unwrap_or(0.0);
    let may_follow = |before: usize, tag: usize| tag == 0 || tag % 2 == 1 || before == tag || before + 1 == tag;
    let mut sums: Vec<f32> = Vec::new();
    let mut back: Vec<[usize; NAME_TAGS]> = Vec::with_capacity(n);
    for row in scores.chunks_exact(NAME_TAGS) {
        let mut from = [0; NAME_TAGS];
        let mut best_sums = vec![f32::MIN; NAME_TAGS];
        for tag in 0..NAME_TAGS {
            if sums.is_empty() {
                best_sums[tag] = if may_follow(0, tag) { row[tag] + step(NAME_TAGS, tag) } else { -1e9 };
                continue;
            }
            for before in (0..NAME_TAGS).filter(|&before| may_follow(before, tag)) {
                let sum = sums[before] + step(before, tag) + row[tag];
                if sum > best_sums[tag] {
                    (best_sums[tag], from[tag]) = (sum, before);
                }
            }
        }
        back.push(from);
        sums = best_sums;
    }
    let mut names: Vec<Name> = Vec::new();
    let mut end = n;
    let mut tag = best(0..sums.len(), &sums);
    for i in (0..n).rev() {
        if tag % 2 == 1 {
            let (class, kind) = (CLASSES[tag / 2 / KINDS.len()], KINDS[tag / 2 % KINDS.len()]);
            names.push(Name { words: i..end, class, kind });
        }
        if tag == 0 || tag % 2 == 1 {
            end = i;
        }
        tag = back[i][tag];
    }
    names.reverse();
    names
}
