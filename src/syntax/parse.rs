//! Trees: the words of a sentence, the arcs between them, and the names in it.

mod interrupted;
mod mend;
mod mst;
mod written;
mod settle;

use std::collections::HashMap;
use std::ops::Range;

use crate::language::Language;
use crate::language::model::encoder::{self, Encoder, Form};
use crate::language::model::lstm::Batch;
use crate::language::model::matrix::log_softmax;
use crate::language::model::scorers::{Scorers, Scores};
use crate::language::model::{Balance, Models};
use crate::language::morphology::{Forms, READINGS};
use crate::record::span::Span;
use crate::record::work;
use crate::syntax::sentence::Sentence;
use crate::syntax::tag::{self, Word};
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
    /// How likely the analysers take each arc with its label to be, 0 to 1; empty where a tree was given.
    pub chances: Vec<f32>,
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
        work::step(self.words.len());
        (0..self.words.len()).filter(move |&i| self.heads[i] == Some(head))
    }

    /// The range that a word and all below it cover.
    pub fn subtree(&self, head: usize) -> Range<usize> {
        let count = self.words.len();
        work::step(count);
        // whether each word stands below the head, as far as that is known
        let mut below: Vec<Option<bool>> = vec![None; count];
        below[head] = Some(true);
        let mut range = head..head + 1;
        let mut path = Vec::new();
        for word in 0..count {
            let mut at = Some(word);
            while let Some(open) = at.filter(|&at| below[at].is_none()) {
                below[open] = Some(false);
                path.push(open);
                at = self.heads[open];
            }
            let inside = at.is_some_and(|at| below[at] == Some(true));
            path.drain(..).for_each(|at| below[at] = Some(inside));
            if inside {
                range = range.start.min(word)..range.end.max(word + 1);
            }
        }
        range
    }

    /// The words above a word, the nearest first; it ends even where the arcs were no tree.
    pub fn above(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.heads[word], |&at| self.heads[at]).take(self.words.len())
    }

    /// The word with which a coordination begins: of "C" in "A, B und C" it is "A", of other words the word itself.
    pub fn first_conjunct(&self, word: usize) -> usize {
        let mut first = word;
        for above in self.above(word) {
            if self.deprels[first] != Deprel::Conj {
                break;
            }
            first = above;
        }
        first
    }

    /// How likely the arc of a word is; 1 in a tree that was given.
    pub fn chance(&self, word: usize) -> f32 {
        self.chances.get(word).copied().unwrap_or(1.0)
    }

    pub fn root(&self) -> Option<usize> {
        self.heads.iter().position(Option::is_none)
    }
}

/// The trees of sentences, one each, in order. Sentences are analysed in batches; the result does not depend on the batching.
pub fn trees(text: &str, sentences: &[Sentence], lang: &Language) -> Vec<Tree> {
    let mut given: Vec<(Span, Vec<Word>)> = sentences
        .iter()
        .map(|sentence| (sentence.span, tag::words(text, sentence, lang.words.contractions)))
        .collect();
    let written = written::ease(&mut given, lang);
    let interrupted = interrupted::interrupted(&given);
    given.extend(interrupted::parts(&given, &interrupted));
    let mut trees = trees_of(given, &lang.models, lang.forms);
    interrupted::join(&mut trees, &interrupted);
    written.restore(&mut trees, lang);
    settle::settle(&mut trees, lang);
    trees
}

/// The trees of words that are given, with the span of each sentence; only the words' forms, tokens and spans are read.
pub fn trees_of(sentences: Vec<(Span, Vec<Word>)>, models: &Models, forms: &Forms) -> Vec<Tree> {
    let looks = Distinct::new(&sentences);
    let hidden = forms.hidden(&looks.forms());
    let look = Look::new(&sentences, &looks, &hidden, models, forms);
    let balance = models.balance;
    let network = |scores| Opinion { scores, scorers: &models.network.scorers };
    let (chunks, analyses) = match &models.encoder {
        Some(encoder) => encoded(&sentences, encoder, |chunks, large| {
            let small = each_chunk(chunks, &look, models, |scores, _| scores);
            let both = large.into_iter().zip(small).map(|(large, small)| {
                let large = Opinion { scores: large, scorers: &encoder.scorers };
                Analysis::new(&[(large, balance), (network(small), balance.rest())])
            });
            both.collect()
        }),
        None => {
            let chunks = chunks(&sentences);
            let make = |scores: Scores, _| Analysis::new(&[(network(scores), Balance::ALONE)]);
            let analyses = each_chunk(&chunks, &look, models, make);
            (chunks, analyses)
        }
    };
    let numbers = looks.numbers;
    let mut trees: Vec<Tree> = sentences
        .into_iter()
        .map(|(span, words)| Tree {
            span,
            heads: Vec::new(),
            deprels: Vec::new(),
            chances: Vec::new(),
            names: Vec::new(),
            words,
        })
        .collect();
    let mut lemmas: HashMap<(usize, Upos), String> = HashMap::new();
    for (chunk, analysis) in chunks.into_iter().zip(analyses) {
        let tree = &mut trees[chunk.sentence];
        let start = chunk.words.start;
        let first_root = tree.root();
        for (i, (upos, feats)) in analysis.tags.into_iter().enumerate() {
            let word = &mut tree.words[start + i];
            (word.upos, word.feats) = (upos, feats);
            let number = numbers[chunk.sentence][start + i];
            let own = &hidden[number * forms.width()..(number + 1) * forms.width()];
            let lemma =
                lemmas.entry((number, upos)).or_insert_with(|| forms.lemma(&word.form, own, upos));
            word.lemma.clone_from(lemma);
            let root = analysis.heads[i] == 0;
            tree.heads.push(if root { first_root } else { Some(start + analysis.heads[i] - 1) });
            tree.deprels.push(if root && first_root.is_some() {
                Deprel::Parataxis
            } else {
                analysis.deprels[i]
            });
        }
        tree.chances.extend(analysis.chances);
        let names = analysis.names.into_iter();
        tree.names.extend(
            names.map(|name| Name {
                words: name.words.start + start..name.words.end + start,
                ..name
            }),
        );
    }
    trees
}

/// What the network says of each sentence of 1 to 256 words, in order; the share of it in the time is measured by benches.
pub fn scores_of(sentences: &[(Span, Vec<Word>)], models: &Models, forms: &Forms) -> Vec<Scores> {
    if let Some(encoder) = &models.encoder {
        return encoded(sentences, encoder, |_, scores| scores).1;
    }
    let looks = Distinct::new(sentences);
    let hidden = forms.hidden(&looks.forms());
    let look = Look::new(sentences, &looks, &hidden, models, forms);
    each_chunk(&chunks(sentences), &look, models, |scores, _| scores)
}

/// Pieces of words that pass through the encoder together: enough to keep it busy, few enough to stay near the processor.
const TOGETHER: usize = 384;

/// What is made of the encoder's scores of the chunks of sentences, a few chunks at a time, with the chunks, in order.
fn encoded<T>(
    sentences: &[(Span, Vec<Word>)],
    encoder: &Encoder,
    make: impl Fn(&[Chunk], Vec<Scores>) -> Vec<T>,
) -> (Vec<Chunk>, Vec<T>) {
    let mut known: HashMap<(&str, bool), Vec<u32>> = HashMap::new();
    let mut chunks = Vec::new();
    let mut pieces: Vec<Vec<Vec<u32>>> = Vec::new();
    for (sentence, (_, words)) in sentences.iter().enumerate() {
        let (mut start, mut size) = (0, 0);
        let mut own: Vec<Vec<u32>> = Vec::with_capacity(words.len());
        for (i, word) in words.iter().enumerate() {
            let before = i.checked_sub(1).map(|before| &words[before]);
            let space =
                before.is_none_or(|b| b.token == word.token || b.span.end < word.span.start);
            let cut = known
                .entry((&word.form, space))
                .or_insert_with(|| encoder.pieces(Form { text: &word.form, space }))
                .clone();
            if size + cut.len() > encoder::LONGEST || own.len() == LONGEST {
                chunks.push(Chunk { sentence, words: start..i });
                pieces.push(std::mem::take(&mut own));
                (start, size) = (i, 0);
            }
            size += cut.len();
            own.push(cut);
        }
        if !own.is_empty() {
            chunks.push(Chunk { sentence, words: start..words.len() });
            pieces.push(own);
        }
    }
    let mut made = Vec::with_capacity(chunks.len());
    let mut from = 0;
    while from < pieces.len() {
        let (mut until, mut size) = (from, 0);
        while until < pieces.len() && (until == from || size < TOGETHER) {
            size += pieces[until].iter().map(Vec::len).sum::<usize>() + 2;
            until += 1;
        }
        made.extend(make(&chunks[from..until], encoder.scores(&pieces[from..until])));
        from = until;
    }
    (chunks, made)
}

fn chunks(sentences: &[(Span, Vec<Word>)]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    for (sentence, (_, words)) in sentences.iter().enumerate() {
        let count = words.len().div_ceil(LONGEST);
        let size = words.len().div_ceil(count.max(1));
        chunks.extend(
            (0..count)
                .map(|i| Chunk { sentence, words: i * size..((i + 1) * size).min(words.len()) }),
        );
    }
    chunks
}

/// What is made of the scores and the number of words of each chunk, in order.
fn each_chunk<T>(
    chunks: &[Chunk],
    look: &Look,
    models: &Models,
    make: impl Fn(Scores, usize) -> T,
) -> Vec<T> {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(chunks[i].words.len()), i));
    let mut made: Vec<Option<T>> = chunks.iter().map(|_| None).collect();
    for group in order.chunks(BATCH) {
        let batch = Batch::new(group.iter().map(|&i| chunks[i].words.len()).collect());
        let mut input = vec![0.0; batch.rows() * models.network.inputs()];
        for (s, &i) in group.iter().enumerate() {
            for (place, word) in chunks[i].words.clone().enumerate() {
                let row = batch.row(s, place) * models.network.inputs();
                look.write(
                    chunks[i].sentence,
                    word,
                    models,
                    &mut input[row..row + models.network.inputs()],
                );
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

/// The different forms of sentences: each is looked up once.
struct Distinct<'a> {
    /// For each sentence and word, the number of its form, with twice as many numbers for the first words.
    numbers: Vec<Vec<usize>>,
    /// Each form, and whether it stands first.
    distinct: Vec<(&'a str, bool)>,
}

impl<'a> Distinct<'a> {
    fn new(sentences: &'a [(Span, Vec<Word>)]) -> Self {
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
        Distinct { numbers, distinct }
    }

    fn forms(&self) -> Vec<&'a str> {
        self.distinct.iter().map(|(form, _)| *form).collect()
    }
}

/// What the network is told of each word: its vector, its affixes, its readings.
struct Look<'a> {
    numbers: &'a [Vec<usize>],
    rows: Vec<Option<usize>>,
    affixes: Vec<Vec<usize>>,
    readings: Vec<f32>,
    /// For each sentence and word.
    hints: Vec<Vec<u16>>,
}

impl<'a> Look<'a> {
    fn new(
        sentences: &[(Span, Vec<Word>)],
        looks: &'a Distinct,
        hidden: &[f32],
        models: &Models,
        forms: &Forms,
    ) -> Self {
        let affixes = |&(form, first): &(&str, bool)| {
            let mut list = Vec::new();
            tag::affixes(form, first, &mut list);
            list
        };
        let rows = looks.distinct.iter();
        Look {
            numbers: &looks.numbers,
            rows: rows.map(|(form, _)| models.vectors.row(&tag::spelling(form))).collect(),
            affixes: looks.distinct.iter().map(affixes).collect(),
            readings: forms.readings(hidden),
            hints: sentences.iter().map(|(_, words)| models.hints.of(&forms_of(words))).collect(),
        }
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
        hints.iter_mut().enumerate().for_each(|(i, x)| *x = f32::from(given >> i & 1));
    }
}

fn forms_of(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.form.as_str()).collect()
}

/// What an analyser says of a piece.
struct Opinion<'a> {
    scores: Scores,
    scorers: &'a Scorers,
}

/// The weighted sum of the logarithms of chances, in rows of `width`.
fn mixed<'a>(parts: impl Iterator<Item = (&'a [f32], f32)>, width: usize) -> Vec<f32> {
    let mut sum: Vec<f32> = Vec::new();
    for (scores, weight) in parts {
        let mut scores = scores.to_vec();
        scores.chunks_exact_mut(width).for_each(log_softmax);
        sum.resize(scores.len(), 0.0);
        sum.iter_mut().zip(&scores).for_each(|(sum, x)| *sum = x.mul_add(weight, *sum));
    }
    sum
}

/// The share of one of several scores, which are logarithms of chances up to a constant.
fn chance(scores: &[f32], of: usize) -> f32 {
    let sum: f32 = scores.iter().map(|score| (score - scores[of]).exp()).sum();
    if sum.is_finite() { 1.0 / sum } else { 0.0 }
}

/// What the scores of a piece come to.
struct Analysis {
    tags: Vec<(Upos, Feats)>,
    /// 0 for the root, else the word's place in the piece plus one.
    heads: Vec<usize>,
    deprels: Vec<Deprel>,
    /// Of each arc with its label.
    chances: Vec<f32>,
    names: Vec<Name>,
}

impl Analysis {
    fn new(opinions: &[(Opinion, Balance)]) -> Self {
        let mix = |width: usize, of: fn(&Scores) -> &[f32], weight: fn(&Balance) -> f32| {
            mixed(opinions.iter().map(|(o, w)| (of(&o.scores), weight(w))), width)
        };
        let first = opinions[0].0.scorers;
        let upos = mix(Upos::ALL.len(), |s| &s.upos, |w| w.tags);
        let n = upos.len() / Upos::ALL.len();
        let tags = tags(&upos, &mix(first.sets.len(), |s| &s.feats, |w| w.feats), first);
        let arcs = mix(n + 1, |s| &s.arcs, |w| w.arcs);
        let mut heads = mst::heads(n, &arcs);
        let punctuation: Vec<bool> = tags.iter().map(|(upos, _)| *upos == Upos::Punct).collect();
        punctuate(&mut heads, &punctuation, &arcs);
        let labels: Vec<(Vec<f32>, f32)> =
            opinions.iter().map(|(o, w)| (o.scorers.labels(&o.scores, &heads), w.labels)).collect();
        let labels = mixed(labels.iter().map(|(l, w)| (&l[..], *w)), Deprel::ALL.len());
        let label = |row: &[f32]| {
            Deprel::ALL[best((0..row.len()).filter(|&i| i != Deprel::Root as usize), row)]
        };
        let deprels = labels.chunks_exact(Deprel::ALL.len()).zip(&heads);
        let deprels: Vec<Deprel> =
            deprels.map(|(row, &head)| if head == 0 { Deprel::Root } else { label(row) }).collect();
        let chances = arcs.chunks_exact(n + 1).zip(labels.chunks_exact(Deprel::ALL.len()));
        let chances = chances.zip(heads.iter().zip(&deprels));
        let chances = chances.map(|((arcs, labels), (&head, &deprel))| {
            let label = if head == 0 { 1.0 } else { chance(labels, deprel as usize) };
            chance(arcs, head) * label
        });
        let chances = chances.collect();
        let named = mix(NAME_TAGS, |s| &s.names, |w| w.names);
        let mut next = vec![0.0; (NAME_TAGS + 1) * NAME_TAGS];
        for (opinion, balance) in opinions {
            let own = opinion.scorers.names_next.iter();
            next.iter_mut().zip(own).for_each(|(x, &y)| *x = y.mul_add(balance.names, *x));
        }
        Analysis { tags, heads, deprels, chances, names: names(&named, &next) }
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
    let marks: Vec<usize> =
        (1..=n).filter(|&i| punctuation[i - 1] && !bears[i] && i != root).collect();
    for mark in marks {
        // the highest word that is reached from a neighbour without passing over the mark
        let top = |mut word: usize| {
            for _ in 0..n {
                let passes = |above: usize| above != 0 && (above < mark) == (word < mark);
                match word.checked_sub(1).map(|at| heads[at]).filter(|&above| passes(above)) {
                    Some(above) => word = above,
                    None => break,
                }
            }
            word
        };
        let before = (1..mark).rev().find(|&i| !punctuation[i - 1]).map_or(0, top);
        let after = (mark + 1..=n).find(|&i| !punctuation[i - 1]).map_or(0, top);
        let score = |head: usize| arcs[(mark - 1) * (n + 1) + head];
        let choice = [before, after]
            .into_iter()
            .filter(|&head| head != 0)
            .reduce(|a, b| if score(b) > score(a) { b } else { a });
        if let Some(choice) =
            choice.filter(|&choice| score(choice) + PUNCTUATION > score(heads[mark - 1]))
        {
            heads[mark - 1] = choice;
        }
    }
}

/// The index of the highest value, the first of equals.
fn best(mut indices: impl Iterator<Item = usize>, values: &[f32]) -> usize {
    let first = indices.next().unwrap_or(0);
    indices.fold(first, |a, b| if values[b] > values[a] { b } else { a })
}

/// The best part of speech of each word, and the best features that were seen with it.
fn tags(upos: &[f32], feats: &[f32], scorers: &Scorers) -> Vec<(Upos, Feats)> {
    let rows = upos.chunks_exact(Upos::ALL.len()).zip(feats.chunks_exact(scorers.sets.len()));
    rows.map(|(upos, feats)| {
        let upos = best(0..upos.len(), upos);
        let sets = &scorers.sets_of[upos];
        let set = (!sets.is_empty()).then(|| scorers.sets[best(sets.iter().copied(), feats)]);
        (Upos::ALL[upos], set.unwrap_or_default())
    })
    .collect()
}

/// The tags of names: none, then for each class and kind the first word and the ones after it.
pub const NAME_TAGS: usize = 1 + 2 * 4 * 3;
const CLASSES: [NameClass; 4] =
    [NameClass::Person, NameClass::Location, NameClass::Organisation, NameClass::Other];
const KINDS: [NameKind; 3] = [NameKind::Plain, NameKind::Derived, NameKind::Part];

/// The tag of a name's first or later word.
pub fn name_tag(class: NameClass, kind: NameKind, first: bool) -> usize {
    1 + (class as usize * KINDS.len() + kind as usize) * 2 + usize::from(!first)
}

/// The names of the best sequence of tags in which a name's later word follows a word of the same name (Viterbi).
/// `next`: what a tag (row) adds to those of the next word; the last row is that of the sentence's beginning.
fn names(scores: &[f32], next: &[f32]) -> Vec<Name> {
    let n = scores.len() / NAME_TAGS;
    let step =
        |before: usize, tag: usize| next.get(before * NAME_TAGS + tag).copied().unwrap_or(0.0);
    let may_follow =
        |before: usize, tag: usize| tag == 0 || tag % 2 == 1 || before == tag || before + 1 == tag;
    let mut sums: Vec<f32> = Vec::new();
    let mut back: Vec<[usize; NAME_TAGS]> = Vec::with_capacity(n);
    for row in scores.chunks_exact(NAME_TAGS) {
        let mut from = [0; NAME_TAGS];
        let mut best_sums = vec![f32::MIN; NAME_TAGS];
        for tag in 0..NAME_TAGS {
            if sums.is_empty() {
                best_sums[tag] =
                    if may_follow(0, tag) { row[tag] + step(NAME_TAGS, tag) } else { -1e9 };
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
