//! The joint network: two bidirectional layers over the words of sentences, and above them the scores of parts of speech,
//! features, names, heads and labels (after Dozat and Manning 2017, with a smaller scorer of labels).

use super::lstm::{Batch, Direction, layer};
use super::matrix::Matrix;
use super::{Table, Weights};

/// Sizes of what the scorers see: head and dependent of an arc, of a label, tags, names. In this order in the projection.
pub const ARC: usize = 96;
pub const LABEL: usize = 96;
pub const TAG: usize = 128;
pub const NAME: usize = 64;
pub const PROJECTION: usize = 2 * ARC + 2 * LABEL + TAG + NAME;
/// The longest distance between a word and its head that the network tells from a longer one.
pub const REACH: isize = 12;

/// The network's weights.
#[derive(Clone, Debug)]
pub struct Network {
    pub affixes: Table,
    /// Stands for the vector of an unknown word.
    pub unknown: Vec<f32>,
    layers: [[Direction; 2]; 2],
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
}

/// What the network says of a sentence of n words.
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

impl Network {
    pub fn new(weights: &Weights) -> Self {
        let direction = |name: &str| Direction {
            input: weights.matrix(&format!("{name}.input")),
            bias: weights.values(&format!("{name}.bias")),
            recurrent: weights.matrix(&format!("{name}.recurrent")),
        };
        Network {
            affixes: weights.table("affixes"),
            unknown: weights.values("unknown"),
            layers: [[direction("left1"), direction("right1")], [direction("left2"), direction("right2")]],
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
        }
    }

    /// How many values describe a word.
    pub fn inputs(&self) -> usize {
        self.layers[0][0].input.inputs
    }

    /// The scores of each sentence of a batch; `input` has a row for each word in the batch's order.
    pub fn scores(&self, batch: &Batch, input: &[f32]) -> Vec<Scores> {
        let below = layer(&self.layers[0], batch, input);
        let top = layer(&self.layers[1], batch, &below);
        let mut projection = self.projection_bias.repeat(batch.rows());
        self.projection.multiply(&top, &mut projection);
        (0..batch.lengths.len()).map(|s| self.sentence(batch, s, &projection)).collect()
    }

    fn sentence(&self, batch: &Batch, sentence: usize, projection: &[f32]) -> Scores {
        let n = batch.lengths[sentence];
        let part = |from: usize, width: usize, positive: bool| -> Vec<f32> {
            let row = |i: usize| batch.row(sentence, i) * PROJECTION + from;
            let values = (0..n).flat_map(|i| &projection[row(i)..row(i) + width]);
            values.map(|&x| if positive { x.max(0.0) } else { x }).collect()
        };
        let linear = |input: &[f32], matrix: &Matrix, bias: &[f32]| -> Vec<f32> {
            let mut output = bias.repeat(n);
            matrix.multiply(input, &mut output);
            output
        };
        let dependents = linear(&part(0, ARC, true), &self.arcs, &self.arcs_bias);
        let heads = [self.arc_root.clone(), part(ARC, ARC, true)].concat();
        let mut columns = vec![0.0; heads.len()];
        for (j, head) in heads.chunks_exact(ARC).enumerate() {
            head.iter().enumerate().for_each(|(k, &x)| columns[k * (n + 1) + j] = x);
        }
        let mut arcs = Vec::with_capacity(n * (n + 1));
        for i in 0..n as isize {
            arcs.push(self.distances[2 * REACH as usize + 1]);
            arcs.extend((0..n as isize).map(|j| self.distances[((j - i).clamp(-REACH, REACH) + REACH) as usize]));
        }
        Matrix::new(ARC, n + 1, &columns).multiply(&dependents, &mut arcs);
        let tags = part(2 * ARC + 2 * LABEL, TAG, true);
        Scores {
            upos: linear(&tags, &self.upos, &self.upos_bias),
            feats: linear(&tags, &self.feats, &self.feats_bias),
            names: linear(&part(2 * ARC + 2 * LABEL + TAG, NAME, true), &self.names, &self.names_bias),
            arcs,
            label_dependents: part(2 * ARC, LABEL, false),
            label_heads: [self.label_root.clone(), part(2 * ARC + LABEL, LABEL, false)].concat(),
        }
    }

    /// The scores of labels for each word under its head (0 for the root, else the word's index plus one).
    pub fn labels(&self, scores: &Scores, heads: &[usize]) -> Vec<f32> {
        let mut hidden = scores.label_dependents.clone();
        for (row, &head) in hidden.chunks_exact_mut(LABEL).zip(heads) {
            let head = &scores.label_heads[head * LABEL..(head + 1) * LABEL];
            row.iter_mut().zip(head).for_each(|(x, h)| *x = (*x + h).max(0.0));
        }
        let mut labels = self.labels_bias.repeat(heads.len());
        self.labels.multiply(&hidden, &mut labels);
        labels
    }
}
