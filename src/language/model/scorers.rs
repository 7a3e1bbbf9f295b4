//! What stands above an encoder of words: the scores of parts of speech, features, names, heads and labels
//! (after Dozat and Manning 2017, with a smaller scorer of labels). Both analysers share it.
//!
//! A vector for each word of a sentence comes in; `Scores` go out. The sizes are those of the file's arrays.

use super::Weights;
use super::matrix::Matrix;
use crate::ud::{Feats, Upos};

/// The longest distance between a word and its head that is told from a longer one.
pub const REACH: isize = 12;

/// The weights.
#[derive(Clone, Debug)]
pub struct Scorers {
    /// What the scorers see of a word, side by side: head and dependent of an arc, of a label, tags, names.
    projection: Matrix,
    projection_bias: Vec<f32>,
    upos: Matrix,
    upos_bias: Vec<f32>,
    feats: Matrix,
    feats_bias: Vec<f32>,
    names: Matrix,
    names_bias: Vec<f32>,
    /// What each tag of a name (rows) adds to the next word's tags; the last row is that of the sentence's beginning.
    pub names_next: Vec<f32>,
    arcs: Matrix,
    arcs_bias: Vec<f32>,
    arc_root: Vec<f32>,
    /// By distance, from -REACH to REACH; the last is the root's.
    distances: Vec<f32>,
    label_root: Vec<f32>,
    labels: Matrix,
    labels_bias: Vec<f32>,
    /// The sets of features that are told apart.
    pub sets: Vec<Feats>,
    /// Which of them go with each part of speech, in the order of `Upos::ALL`.
    pub sets_of: Vec<Vec<usize>>,
}

/// What is said of a sentence of n words.
#[derive(Clone, Debug)]
pub struct Scores {
    /// n rows of as many as there are parts of speech.
    pub upos: Vec<f32>,
    pub feats: Vec<f32>,
    pub names: Vec<f32>,
    /// n rows of n + 1: the root, then each word as the head.
    pub arcs: Vec<f32>,
    /// Dependents' and heads' halves of the hidden layer of labels; the first head is the root.
    label_dependents: Vec<f32>,
    label_heads: Vec<f32>,
}

impl Scorers {
    pub fn new(weights: &Weights) -> Self {
        let mut sets: Vec<Feats> = Vec::new();
        let mut sets_of = vec![Vec::new(); Upos::ALL.len()];
        for line in weights.lines("feats.sets") {
            // "Case=Nom|Number=Sing TAB NOUN PROPN"
            let (set, parts) = line.split_once('\t').unwrap_or((line, ""));
            for upos in parts.split(' ').filter_map(Upos::parse) {
                sets_of[upos as usize].push(sets.len());
            }
            sets.push(Feats::parse(set));
        }
        Scorers {
            projection: weights.matrix("projection"),
            projection_bias: weights.values("projection.bias"),
            upos: weights.matrix("upos"),
            upos_bias: weights.values("upos.bias"),
            feats: weights.matrix("feats"),
            feats_bias: weights.values("feats.bias"),
            names: weights.matrix("names"),
            names_bias: weights.values("names.bias"),
            names_next: weights.values("names.next"),
            arcs: weights.matrix("arcs"),
            arcs_bias: weights.values("arcs.bias"),
            arc_root: weights.values("arc.root"),
            distances: weights.values("distances"),
            label_root: weights.values("label.root"),
            labels: weights.matrix("labels"),
            labels_bias: weights.values("labels.bias"),
            sets,
            sets_of,
        }
    }

    /// The projections of words, a row each.
    pub fn project(&self, words: &[f32]) -> Vec<f32> {
        let mut projections =
            self.projection_bias.repeat(words.len() / self.projection.inputs.max(1));
        self.projection.multiply(words, &mut projections);
        projections
    }

    /// The scores of a sentence of `n` words; `row` is where each word's projection stands.
    pub fn scores(&self, n: usize, projections: &[f32], row: impl Fn(usize) -> usize) -> Scores {
        let (arc, label) = (self.arcs.inputs, self.labels.inputs);
        let (tag, name) = (self.upos.inputs, self.names.inputs);
        let width = self.projection.outputs;
        let part = |from: usize, size: usize, positive: bool| -> Vec<f32> {
            let from_row = |i: usize| row(i) * width + from;
            let values = (0..n).flat_map(|i| &projections[from_row(i)..from_row(i) + size]);
            values.map(|&x| if positive { x.max(0.0) } else { x }).collect()
        };
        let linear = |input: &[f32], matrix: &Matrix, bias: &[f32]| -> Vec<f32> {
            let mut output = bias.repeat(n);
            matrix.multiply(input, &mut output);
            output
        };
        let dependents = linear(&part(0, arc, true), &self.arcs, &self.arcs_bias);
        let heads = [self.arc_root.clone(), part(arc, arc, true)].concat();
        let mut columns = vec![0.0; heads.len()];
        for (j, head) in heads.chunks_exact(arc).enumerate() {
            head.iter().enumerate().for_each(|(k, &x)| columns[k * (n + 1) + j] = x);
        }
        let mut arcs = self.by_distance(n);
        Matrix::new(arc, n + 1, &columns).multiply(&dependents, &mut arcs);
        let tags = part(2 * arc + 2 * label, tag, true);
        let named = part(2 * arc + 2 * label + tag, name, true);
        Scores {
            upos: linear(&tags, &self.upos, &self.upos_bias),
            feats: linear(&tags, &self.feats, &self.feats_bias),
            names: linear(&named, &self.names, &self.names_bias),
            arcs,
            label_dependents: part(2 * arc, label, false),
            label_heads: [self.label_root.clone(), part(2 * arc + label, label, false)].concat(),
        }
    }

    /// What the distance alone speaks for each head of each of n words.
    fn by_distance(&self, n: usize) -> Vec<f32> {
        let mut arcs = Vec::with_capacity(n * (n + 1));
        for i in 0..n as isize {
            arcs.push(self.distances[2 * REACH as usize + 1]);
            let place = |j: isize| ((j - i).clamp(-REACH, REACH) + REACH) as usize;
            arcs.extend((0..n as isize).map(|j| self.distances[place(j)]));
        }
        arcs
    }

    /// The scores of labels for each word under its head (0 for the root, else the word's index plus one).
    pub fn labels(&self, scores: &Scores, heads: &[usize]) -> Vec<f32> {
        let width = self.labels.inputs;
        let mut hidden = scores.label_dependents.clone();
        for (row, &head) in hidden.chunks_exact_mut(width).zip(heads) {
            let head = &scores.label_heads[head * width..(head + 1) * width];
            row.iter_mut().zip(head).for_each(|(x, h)| *x = (*x + h).max(0.0));
        }
        let mut labels = self.labels_bias.repeat(heads.len());
        self.labels.multiply(&hidden, &mut labels);
        labels
    }
}
