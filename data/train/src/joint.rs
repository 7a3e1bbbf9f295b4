//! The joint network in training: the same layers as `tripel::model::network`, forwards with dropout and backwards.

use tripel::model::lstm::Batch;
use tripel::model::network::{ARC, LABEL, NAME, PROJECTION, REACH, TAG};
use tripel::model::{Array, Kind};
use tripel::morphology::READINGS;
use tripel::parse::NAME_TAGS;
use tripel::tag::AFFIX_BUCKETS;
use tripel::ud::{Deprel, Upos};

use crate::net::{Param, Rng, add_bias, add_sums, matmul, softmax};

/// Units of a layer's direction, values of the affixes, of the source.
pub const HIDDEN: usize = 128;
pub const AFFIX: usize = 64;
pub const SOURCE: usize = 8;
const INPUT: usize = crate::vectors::DIM + AFFIX + READINGS + SOURCE;
const SOURCES: usize = 4;

/// Where each array of the weights stands.
pub mod at {
    pub const AFFIXES: usize = 0;
    pub const UNKNOWN: usize = 1;
    pub const SOURCES: usize = 2;
    /// Then input, bias, recurrent of each direction of each layer.
    pub const LAYERS: usize = 3;
    pub const PROJECTION: usize = 15;
    pub const PROJECTION_BIAS: usize = 16;
    pub const UPOS: usize = 17;
    pub const UPOS_BIAS: usize = 18;
    pub const FEATS: usize = 19;
    pub const FEATS_BIAS: usize = 20;
    /// What the values of features ("Case=Nom") add to the sets that have them.
    pub const VALUES: usize = 21;
    pub const NAMES: usize = 22;
    pub const NAMES_BIAS: usize = 23;
    pub const ARCS: usize = 24;
    pub const ARCS_BIAS: usize = 25;
    pub const ARC_ROOT: usize = 26;
    pub const DISTANCES: usize = 27;
    pub const LABEL_ROOT: usize = 28;
    pub const LABELS: usize = 29;
    pub const LABELS_BIAS: usize = 30;
}

/// A sentence as numbers.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// The row of each word's vector.
    pub vectors: Vec<Option<usize>>,
    pub affixes: Vec<Vec<usize>>,
    /// `READINGS` for each word.
    pub readings: Vec<f32>,
    pub source: usize,
    pub upos: Option<Vec<usize>>,
    pub feats: Option<Vec<usize>>,
    pub heads: Option<Vec<usize>>,
    pub deprels: Vec<usize>,
    pub names: Option<Vec<usize>>,
}

impl Example {
    pub fn len(&self) -> usize {
        self.vectors.len()
    }
}

pub struct Joint {
    pub params: Vec<Param>,
    /// Word vectors, fixed.
    pub vectors: Vec<f32>,
    /// The values of each set of features.
    pub members: Vec<Vec<usize>>,
}

/// The gradients of a share of a step; rows of affixes come by number.
pub struct Gradients {
    pub dense: Vec<Vec<f32>>,
    pub affixes: Vec<(usize, Vec<f32>)>,
    pub loss: f32,
}

/// How much is left out in training.
#[derive(Clone, Copy)]
pub struct Dropout {
    pub word: f32,
    pub input: f32,
    pub hidden: f32,
    pub recurrent: f32,
    pub projection: f32,
}

pub const DROPOUT: Dropout = Dropout { word: 0.12, input: 0.2, hidden: 0.33, recurrent: 0.2, projection: 0.33 };

struct Direction {
    /// Gates after their activation, cells, outputs and masked last outputs of each row.
    gates: Vec<f32>,
    cells: Vec<f32>,
    before: Vec<f32>,
    mask: Vec<f32>,
}

struct Layer {
    input: Vec<f32>,
    directions: Vec<Direction>,
    /// Both directions, after dropout, and its mask.
    output: Vec<f32>,
    mask: Vec<f32>,
}

impl Joint {
    pub fn new(vectors: Vec<f32>, members: Vec<Vec<usize>>, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let r = &mut rng;
        let zero = |n: usize| Param::of(1, n, vec![0.0; n]);
        let values = members.iter().flatten().max().map_or(1, |v| v + 1);
        let mut params = vec![
            Param::new(r, AFFIX_BUCKETS, AFFIX, 0.08).sparse(),
            Param::new(r, 1, crate::vectors::DIM, 0.1),
            Param::new(r, SOURCES, SOURCE, 0.3),
        ];
        for layer in 0..2 {
            for _ in 0..2 {
                let inputs = if layer == 0 { INPUT } else { 2 * HIDDEN };
                params.push(Param::new(r, inputs, 4 * HIDDEN, (3.0 / (inputs + HIDDEN) as f32).sqrt()));
                let mut bias = zero(4 * HIDDEN);
                bias.w[HIDDEN..2 * HIDDEN].fill(1.0);
                params.push(bias);
                params.push(Param::new(r, HIDDEN, 4 * HIDDEN, (1.0 / HIDDEN as f32).sqrt()));
            }
        }
        params.push(Param::glorot(r, 2 * HIDDEN, PROJECTION));
        params.push(zero(PROJECTION));
        params.push(Param::glorot(r, TAG, Upos::ALL.len()));
        params.push(zero(Upos::ALL.len()));
        params.push(Param::new(r, TAG, members.len(), 0.02));
        params.push(zero(members.len()));
        params.push(Param::glorot(r, TAG, values));
        params.push(Param::glorot(r, NAME, NAME_TAGS));
        params.push(zero(NAME_TAGS));
        params.push(Param::new(r, ARC, ARC, 0.05));
        params.push(zero(ARC));
        params.push(Param::new(r, 1, ARC, 0.1));
        params.push(zero(2 * REACH as usize + 2));
        params.push(Param::new(r, 1, LABEL, 0.1));
        params.push(Param::glorot(r, LABEL, Deprel::ALL.len()));
        params.push(zero(Deprel::ALL.len()));
        Joint { params, vectors, members }
    }

    fn w(&self, at: usize) -> &[f32] {
        &self.params[at].w
    }

    /// Loss and gradients of examples whose lengths fall; every loss is divided by `scale` words.
    pub fn gradients(&self, examples: &[&Example], scale: f32, dropout: Dropout, seed: u64) -> Gradients {
        let mut rng = Rng::new(seed);
        let batch = Batch::new(examples.iter().map(|e| e.len()).collect());
        let mut grads = Gradients {
            dense: self.params.iter().enumerate().map(|(i, p)| vec![0.0; if i == at::AFFIXES { 0 } else { p.w.len() }]).collect(),
            affixes: Vec::new(),
            loss: 0.0,
        };
        let (input, known, input_mask) = self.input(examples, &batch, dropout, &mut rng);
        let first = self.forward(0, input, &batch, dropout, &mut rng);
        let second = self.forward(1, first.output.clone(), &batch, dropout, &mut rng);
        let top_g = self.heads(examples, &batch, &second.output, scale, dropout, &mut rng, &mut grads);
        let middle_g = self.backward(1, &second, top_g, &batch, &mut grads);
        let mut input_g = self.backward(0, &first, middle_g, &batch, &mut grads);
        input_g.iter_mut().zip(&input_mask).for_each(|(g, m)| *g *= m);
        let width = crate::vectors::DIM;
        for (s, example) in examples.iter().enumerate() {
            for i in 0..example.len() {
                let row = batch.row(s, i);
                let g = &input_g[row * INPUT..(row + 1) * INPUT];
                if !known[row] {
                    grads.dense[at::UNKNOWN].iter_mut().zip(g).for_each(|(a, b)| *a += b);
                }
                for &bucket in &example.affixes[i] {
                    grads.affixes.push((bucket, g[width..width + AFFIX].to_vec()));
                }
                let from = example.source * SOURCE;
                let source = &mut grads.dense[at::SOURCES][from..from + SOURCE];
                source.iter_mut().zip(&g[INPUT - SOURCE..]).for_each(|(a, b)| *a += b);
            }
        }
        grads
    }

    fn input(&self, examples: &[&Example], batch: &Batch, dropout: Dropout, rng: &mut Rng) -> (Vec<f32>, Vec<bool>, Vec<f32>) {
        let width = crate::vectors::DIM;
        let mut input = vec![0.0; batch.rows() * INPUT];
        let mut mask = vec![1.0; batch.rows() * INPUT];
        let mut known = vec![true; batch.rows()];
        for (s, example) in examples.iter().enumerate() {
            let keep: Vec<f32> = (0..INPUT - SOURCE).map(|_| drop(rng, dropout.input)).collect();
            for i in 0..example.len() {
                let r = batch.row(s, i);
                let row = &mut input[r * INPUT..(r + 1) * INPUT];
                match example.vectors[i].filter(|_| rng.uniform() >= dropout.word) {
                    Some(v) => row[..width].copy_from_slice(&self.vectors[v * width..(v + 1) * width]),
                    None => {
                        known[r] = false;
                        row[..width].copy_from_slice(self.w(at::UNKNOWN));
                    }
                }
                for &bucket in &example.affixes[i] {
                    let from = self.params[at::AFFIXES].row(bucket);
                    row[width..width + AFFIX].iter_mut().zip(from).for_each(|(a, b)| *a += b);
                }
                row[width + AFFIX..INPUT - SOURCE].copy_from_slice(&example.readings[i * READINGS..(i + 1) * READINGS]);
                row[INPUT - SOURCE..].copy_from_slice(self.params[at::SOURCES].row(example.source));
                for (j, keep) in keep.iter().enumerate() {
                    row[j] *= keep;
                    mask[r * INPUT + j] = *keep;
                }
            }
        }
        (input, known, mask)
    }

    fn forward(&self, layer: usize, input: Vec<f32>, batch: &Batch, dropout: Dropout, rng: &mut Rng) -> Layer {
        let (rows, count) = (batch.rows(), batch.lengths.len());
        let inputs = input.len() / rows.max(1);
        let mut output = vec![0.0; rows * 2 * HIDDEN];
        let mut directions = Vec::new();
        for side in 0..2 {
            let base = at::LAYERS + (layer * 2 + side) * 3;
            let mut gates = self.w(base + 1).repeat(rows);
            matmul(rows, inputs, 4 * HIDDEN, &input, false, self.w(base), false, &mut gates, true);
            let mask: Vec<f32> = (0..count * HIDDEN).map(|_| drop(rng, dropout.recurrent)).collect();
            let mut cells = vec![0.0; rows * HIDDEN];
            let mut before = vec![0.0; rows * HIDDEN];
            let mut last = vec![0.0; count * HIDDEN];
            let mut last_cells = vec![0.0; count * HIDDEN];
            let mut now = vec![0.0; count * 4 * HIDDEN];
            for place in 0..batch.starts.len() - 1 {
                let active = batch.active(place);
                for (x, m) in last[..active * HIDDEN].iter_mut().zip(&mask) {
                    *x *= m;
                }
                for s in 0..active {
                    let r = row_of(batch, side, s, place);
                    now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN].copy_from_slice(&gates[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN]);
                    before[r * HIDDEN..(r + 1) * HIDDEN].copy_from_slice(&last[s * HIDDEN..(s + 1) * HIDDEN]);
                }
                matmul(active, HIDDEN, 4 * HIDDEN, &last, false, self.w(base + 2), false, &mut now, true);
                for s in 0..active {
                    let r = row_of(batch, side, s, place);
                    let own = s * HIDDEN..(s + 1) * HIDDEN;
                    let raw = &now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN];
                    tripel::model::matrix::cell(raw, &mut last_cells[own.clone()], &mut last[own.clone()]);
                    cells[r * HIDDEN..(r + 1) * HIDDEN].copy_from_slice(&last_cells[own.clone()]);
                    gates[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN].copy_from_slice(raw);
                    let to = (r * 2 + side) * HIDDEN;
                    output[to..to + HIDDEN].copy_from_slice(&last[own]);
                }
            }
            tripel::model::matrix::gates(&mut gates, HIDDEN);
            directions.push(Direction { gates, cells, before, mask });
        }
        let mut mask = vec![1.0; output.len()];
        for s in 0..count {
            let keep: Vec<f32> = (0..2 * HIDDEN).map(|_| drop(rng, dropout.hidden)).collect();
            for place in 0..batch.lengths[s] {
                let r = batch.row(s, place) * 2 * HIDDEN;
                mask[r..r + 2 * HIDDEN].copy_from_slice(&keep);
            }
        }
        output.iter_mut().zip(&mask).for_each(|(x, m)| *x *= m);
        Layer { input, directions, output, mask }
    }

    /// The gradient of the layer's input from that of its output.
    fn backward(&self, layer: usize, cache: &Layer, mut output_g: Vec<f32>, batch: &Batch, grads: &mut Gradients) -> Vec<f32> {
        let (rows, count) = (batch.rows(), batch.lengths.len());
        let inputs = cache.input.len() / rows.max(1);
        output_g.iter_mut().zip(&cache.mask).for_each(|(g, m)| *g *= m);
        let mut input_g = vec![0.0; cache.input.len()];
        for side in 0..2 {
            let base = at::LAYERS + (layer * 2 + side) * 3;
            let Direction { gates, cells, before, mask } = &cache.directions[side];
            let mut gates_g = vec![0.0; rows * 4 * HIDDEN];
            let mut last_g = vec![0.0; count * HIDDEN];
            let mut cells_g = vec![0.0; count * HIDDEN];
            let mut now = vec![0.0; count * 4 * HIDDEN];
            let zero = [0.0; HIDDEN];
            for place in (0..batch.starts.len() - 1).rev() {
                let active = batch.active(place);
                for s in 0..active {
                    let r = row_of(batch, side, s, place);
                    let previous = if place == 0 {
                        &zero[..]
                    } else {
                        let p = row_of(batch, side, s, place - 1);
                        &cells[p * HIDDEN..(p + 1) * HIDDEN]
                    };
                    let own = s * HIDDEN..(s + 1) * HIDDEN;
                    let from = (r * 2 + side) * HIDDEN;
                    cell_gradient(
                        &gates[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN],
                        &cells[r * HIDDEN..(r + 1) * HIDDEN],
                        previous,
                        &output_g[from..from + HIDDEN],
                        &last_g[own.clone()],
                        &mut cells_g[own],
                        &mut now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN],
                    );
                    gates_g[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN].copy_from_slice(&now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN]);
                }
                matmul(active, 4 * HIDDEN, HIDDEN, &now, false, self.w(base + 2), true, &mut last_g, false);
                last_g[..active * HIDDEN].iter_mut().zip(mask).for_each(|(g, m)| *g *= m);
            }
            matmul(inputs, rows, 4 * HIDDEN, &cache.input, true, &gates_g, false, &mut grads.dense[base], true);
            add_sums(&gates_g, &mut grads.dense[base + 1]);
            matmul(HIDDEN, rows, 4 * HIDDEN, before, true, &gates_g, false, &mut grads.dense[base + 2], true);
            matmul(rows, 4 * HIDDEN, inputs, &gates_g, false, self.w(base), true, &mut input_g, true);
        }
        input_g
    }

    /// The losses of all tasks; the gradient of the top layer's output.
    #[allow(clippy::too_many_arguments)]
    fn heads(
        &self,
        examples: &[&Example],
        batch: &Batch,
        top: &[f32],
        scale: f32,
        dropout: Dropout,
        rng: &mut Rng,
        grads: &mut Gradients,
    ) -> Vec<f32> {
        let rows = batch.rows();
        let mut seen = self.w(at::PROJECTION_BIAS).repeat(rows);
        matmul(rows, 2 * HIDDEN, PROJECTION, top, false, self.w(at::PROJECTION), false, &mut seen, true);
        let label_part = 2 * ARC..2 * ARC + 2 * LABEL;
        let mut mask = vec![0.0; seen.len()];
        for (x, m) in seen.chunks_exact_mut(PROJECTION).zip(mask.chunks_exact_mut(PROJECTION)) {
            for j in 0..PROJECTION {
                let linear = label_part.contains(&j);
                m[j] = if linear { 1.0 } else { (x[j] > 0.0) as u8 as f32 * drop(rng, dropout.projection) };
                x[j] *= m[j];
            }
        }
        let mut seen_g = vec![0.0; seen.len()];
        let row_list = |has: &dyn Fn(&Example) -> bool| -> Vec<(usize, usize, usize)> {
            let all = examples.iter().enumerate().filter(|(_, e)| has(e));
            all.flat_map(|(s, e)| (0..e.len()).map(move |i| (s, i))).map(|(s, i)| (s, i, batch.row(s, i))).collect()
        };
        let tag_from = 2 * ARC + 2 * LABEL;
        let list = row_list(&|e| e.upos.is_some());
        let right = list.iter().map(|&(s, i, _)| examples[s].upos.as_ref().map_or(0, |u| u[i])).collect();
        let linear =
            Linear { weights: at::UPOS, bias: at::UPOS_BIAS, from: tag_from, width: TAG, weight: 1.0 / scale, values: false };
        self.classify(linear, &list, right, &seen, &mut seen_g, grads);
        let list = row_list(&|e| e.feats.is_some());
        let right = list.iter().map(|&(s, i, _)| examples[s].feats.as_ref().map_or(0, |u| u[i])).collect();
        let linear =
            Linear { weights: at::FEATS, bias: at::FEATS_BIAS, from: tag_from, width: TAG, weight: 1.0 / scale, values: true };
        self.classify(linear, &list, right, &seen, &mut seen_g, grads);
        let list = row_list(&|e| e.names.is_some());
        let right = list.iter().map(|&(s, i, _)| examples[s].names.as_ref().map_or(0, |u| u[i])).collect();
        let linear = Linear {
            weights: at::NAMES,
            bias: at::NAMES_BIAS,
            from: tag_from + TAG,
            width: NAME,
            weight: 1.0 / scale,
            values: false,
        };
        self.classify(linear, &list, right, &seen, &mut seen_g, grads);
        for (s, example) in examples.iter().enumerate() {
            if let Some(heads) = &example.heads {
                self.arcs(batch, s, heads, scale, &seen, &mut seen_g, grads);
                self.labels(batch, s, heads, &example.deprels, scale, dropout, rng, &seen, &mut seen_g, grads);
            }
        }
        seen_g.iter_mut().zip(&mask).for_each(|(g, m)| *g *= m);
        matmul(2 * HIDDEN, rows, PROJECTION, top, true, &seen_g, false, &mut grads.dense[at::PROJECTION], true);
        add_sums(&seen_g, &mut grads.dense[at::PROJECTION_BIAS]);
        let mut top_g = vec![0.0; top.len()];
        matmul(rows, PROJECTION, 2 * HIDDEN, &seen_g, false, self.w(at::PROJECTION), true, &mut top_g, false);
        top_g
    }

    fn classify(
        &self,
        linear: Linear,
        list: &[(usize, usize, usize)],
        right: Vec<usize>,
        seen: &[f32],
        seen_g: &mut [f32],
        grads: &mut Gradients,
    ) {
        let (n, classes) = (list.len(), self.params[linear.weights].columns);
        let slot = |row: usize| row * PROJECTION + linear.from..row * PROJECTION + linear.from + linear.width;
        let x: Vec<f32> = list.iter().flat_map(|&(_, _, row)| &seen[slot(row)]).copied().collect();
        let mut out = vec![0.0; n * classes];
        matmul(n, linear.width, classes, &x, false, self.w(linear.weights), false, &mut out, false);
        add_bias(&mut out, self.w(linear.bias));
        let values = self.params[at::VALUES].columns;
        if linear.values {
            let mut part = vec![0.0; n * values];
            matmul(n, linear.width, values, &x, false, self.w(at::VALUES), false, &mut part, false);
            for (out, part) in out.chunks_exact_mut(classes).zip(part.chunks_exact(values)) {
                for (o, members) in out.iter_mut().zip(&self.members) {
                    *o += members.iter().map(|&v| part[v]).sum::<f32>();
                }
            }
        }
        for (row, &right) in out.chunks_exact_mut(classes).zip(&right) {
            grads.loss += softmax(row, right) * linear.weight;
            row[right] -= 1.0;
            row.iter_mut().for_each(|g| *g *= linear.weight);
        }
        matmul(linear.width, n, classes, &x, true, &out, false, &mut grads.dense[linear.weights], true);
        add_sums(&out, &mut grads.dense[linear.bias]);
        let mut x_g = vec![0.0; x.len()];
        matmul(n, classes, linear.width, &out, false, self.w(linear.weights), true, &mut x_g, false);
        if linear.values {
            let mut part = vec![0.0; n * values];
            for (out, part) in out.chunks_exact(classes).zip(part.chunks_exact_mut(values)) {
                for (o, members) in out.iter().zip(&self.members) {
                    members.iter().for_each(|&v| part[v] += o);
                }
            }
            matmul(linear.width, n, values, &x, true, &part, false, &mut grads.dense[at::VALUES], true);
            matmul(n, values, linear.width, &part, false, self.w(at::VALUES), true, &mut x_g, true);
        }
        for (&(_, _, row), g) in list.iter().zip(x_g.chunks_exact(linear.width)) {
            seen_g[slot(row)].iter_mut().zip(g).for_each(|(a, b)| *a += b);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn arcs(&self, batch: &Batch, s: usize, heads: &[usize], scale: f32, seen: &[f32], seen_g: &mut [f32], grads: &mut Gradients) {
        let n = heads.len();
        let row = |i: usize| batch.row(s, i) * PROJECTION;
        let dependents: Vec<f32> = (0..n).flat_map(|i| &seen[row(i)..row(i) + ARC]).copied().collect();
        let mut all = self.w(at::ARC_ROOT).to_vec();
        (0..n).for_each(|i| all.extend(&seen[row(i) + ARC..row(i) + 2 * ARC]));
        let mut bent = self.w(at::ARCS_BIAS).repeat(n);
        matmul(n, ARC, ARC, &dependents, false, self.w(at::ARCS), false, &mut bent, true);
        let mut scores = vec![0.0; n * (n + 1)];
        matmul(n, ARC, n + 1, &bent, false, &all, true, &mut scores, false);
        let distance = |i: usize, j: usize| match j {
            0 => 2 * REACH as usize + 1,
            j => ((j as isize - 1 - i as isize).clamp(-REACH, REACH) + REACH) as usize,
        };
        for (i, row) in scores.chunks_exact_mut(n + 1).enumerate() {
            for (j, x) in row.iter_mut().enumerate() {
                *x += self.w(at::DISTANCES)[distance(i, j)];
            }
            grads.loss += softmax(row, heads[i]) / scale;
            row[heads[i]] -= 1.0;
            for (j, x) in row.iter_mut().enumerate() {
                *x /= scale;
                grads.dense[at::DISTANCES][distance(i, j)] += *x;
            }
        }
        let mut bent_g = vec![0.0; n * ARC];
        matmul(n, n + 1, ARC, &scores, false, &all, false, &mut bent_g, false);
        let mut all_g = vec![0.0; (n + 1) * ARC];
        matmul(n + 1, n, ARC, &scores, true, &bent, false, &mut all_g, false);
        add_sums(&bent_g, &mut grads.dense[at::ARCS_BIAS]);
        matmul(ARC, n, ARC, &dependents, true, &bent_g, false, &mut grads.dense[at::ARCS], true);
        let mut dependents_g = vec![0.0; n * ARC];
        matmul(n, ARC, ARC, &bent_g, false, self.w(at::ARCS), true, &mut dependents_g, false);
        grads.dense[at::ARC_ROOT].iter_mut().zip(&all_g).for_each(|(a, b)| *a += b);
        for i in 0..n {
            let r = row(i);
            seen_g[r..r + ARC].iter_mut().zip(&dependents_g[i * ARC..]).for_each(|(a, b)| *a += b);
            seen_g[r + ARC..r + 2 * ARC].iter_mut().zip(&all_g[(i + 1) * ARC..]).for_each(|(a, b)| *a += b);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn labels(
        &self,
        batch: &Batch,
        s: usize,
        heads: &[usize],
        deprels: &[usize],
        scale: f32,
        dropout: Dropout,
        rng: &mut Rng,
        seen: &[f32],
        seen_g: &mut [f32],
        grads: &mut Gradients,
    ) {
        let (n, classes) = (heads.len(), Deprel::ALL.len());
        let dependent = |i: usize| batch.row(s, i) * PROJECTION + 2 * ARC;
        let mut hidden = Vec::with_capacity(n * LABEL);
        for (i, &head) in heads.iter().enumerate() {
            let of_head = if head == 0 { self.w(at::LABEL_ROOT) } else { &seen[dependent(head - 1) + LABEL..] };
            hidden.extend(seen[dependent(i)..].iter().zip(of_head).take(LABEL).map(|(a, b)| a + b));
        }
        let mask: Vec<f32> = hidden.iter().map(|x| (*x > 0.0) as u8 as f32 * drop(rng, dropout.projection)).collect();
        hidden.iter_mut().zip(&mask).for_each(|(x, m)| *x *= m);
        let mut out = self.w(at::LABELS_BIAS).repeat(n);
        matmul(n, LABEL, classes, &hidden, false, self.w(at::LABELS), false, &mut out, true);
        for (row, &right) in out.chunks_exact_mut(classes).zip(deprels) {
            grads.loss += softmax(row, right) / scale;
            row[right] -= 1.0;
            row.iter_mut().for_each(|g| *g /= scale);
        }
        matmul(LABEL, n, classes, &hidden, true, &out, false, &mut grads.dense[at::LABELS], true);
        add_sums(&out, &mut grads.dense[at::LABELS_BIAS]);
        let mut hidden_g = vec![0.0; n * LABEL];
        matmul(n, classes, LABEL, &out, false, self.w(at::LABELS), true, &mut hidden_g, false);
        hidden_g.iter_mut().zip(&mask).for_each(|(g, m)| *g *= m);
        for (i, &head) in heads.iter().enumerate() {
            let g = &hidden_g[i * LABEL..(i + 1) * LABEL];
            let own = dependent(i);
            seen_g[own..own + LABEL].iter_mut().zip(g).for_each(|(a, b)| *a += b);
            if head == 0 {
                grads.dense[at::LABEL_ROOT].iter_mut().zip(g).for_each(|(a, b)| *a += b);
            } else {
                let from = dependent(head - 1) + LABEL;
                seen_g[from..from + LABEL].iter_mut().zip(g).for_each(|(a, b)| *a += b);
            }
        }
    }

    /// The arrays of the product's file, for sentences of a source; its embedding becomes part of the first biases.
    pub fn arrays(&self, source: usize, feats: &[String]) -> Vec<Array> {
        let array = |name: &str, kind: Kind, i: usize| {
            let p = &self.params[i];
            Array::new(name, kind, p.rows, p.columns, p.w.clone())
        };
        let mut arrays = vec![array("affixes", Kind::Byte, at::AFFIXES), array("unknown", Kind::Float, at::UNKNOWN)];
        for (i, name) in ["left1", "right1", "left2", "right2"].into_iter().enumerate() {
            let base = at::LAYERS + i * 3;
            let mut input = array(&format!("{name}.input"), Kind::Short, base);
            let mut bias = array(&format!("{name}.bias"), Kind::Float, base + 1);
            if i < 2 {
                input.rows -= SOURCE;
                let rest = input.values.split_off(input.rows * input.columns);
                let embedding = self.params[at::SOURCES].row(source);
                for (row, x) in rest.chunks_exact(input.columns).zip(embedding) {
                    bias.values.iter_mut().zip(row).for_each(|(b, w)| *b += x * w);
                }
            }
            arrays.extend([input, bias, array(&format!("{name}.recurrent"), Kind::Short, base + 2)]);
        }
        let mut sets = array("feats", Kind::Short, at::FEATS);
        let values = &self.params[at::VALUES];
        for (row, from) in sets.values.chunks_exact_mut(sets.columns).zip(values.w.chunks_exact(values.columns)) {
            row.iter_mut().zip(&self.members).for_each(|(x, members)| *x += members.iter().map(|&v| from[v]).sum::<f32>());
        }
        arrays.extend([
            array("projection", Kind::Short, at::PROJECTION),
            array("projection.bias", Kind::Float, at::PROJECTION_BIAS),
            array("upos", Kind::Short, at::UPOS),
            array("upos.bias", Kind::Float, at::UPOS_BIAS),
            sets,
            array("feats.bias", Kind::Float, at::FEATS_BIAS),
            array("names", Kind::Short, at::NAMES),
            array("names.bias", Kind::Float, at::NAMES_BIAS),
            array("arcs", Kind::Short, at::ARCS),
            array("arcs.bias", Kind::Float, at::ARCS_BIAS),
            array("arc.root", Kind::Float, at::ARC_ROOT),
            array("distances", Kind::Float, at::DISTANCES),
            array("label.root", Kind::Float, at::LABEL_ROOT),
            array("labels", Kind::Short, at::LABELS),
            array("labels.bias", Kind::Float, at::LABELS_BIAS),
            Array::text("feats.sets", feats.join("\n")),
        ]);
        arrays
    }
}

#[derive(Clone, Copy)]
struct Linear {
    weights: usize,
    bias: usize,
    from: usize,
    width: usize,
    weight: f32,
    values: bool,
}

fn row_of(batch: &Batch, side: usize, sentence: usize, place: usize) -> usize {
    batch.row(sentence, if side == 0 { place } else { batch.lengths[sentence] - 1 - place })
}

fn drop(rng: &mut Rng, share: f32) -> f32 {
    if rng.uniform() < share { 0.0 } else { 1.0 / (1.0 - share) }
}

/// Back through one step of a row: `gates` after activation; `cells_g` goes from this step's to the last one's.
fn cell_gradient(
    gates: &[f32],
    cell: &[f32],
    previous: &[f32],
    output_g: &[f32],
    last_g: &[f32],
    cells_g: &mut [f32],
    out: &mut [f32],
) {
    let (i, rest) = gates.split_at(HIDDEN);
    let (f, rest) = rest.split_at(HIDDEN);
    let (g, o) = rest.split_at(HIDDEN);
    let (i_g, rest) = out.split_at_mut(HIDDEN);
    let (f_g, rest) = rest.split_at_mut(HIDDEN);
    let (g_g, o_g) = rest.split_at_mut(HIDDEN);
    for j in 0..HIDDEN {
        let h = output_g[j] + last_g[j];
        let t = tripel::model::matrix::tanh(cell[j]);
        let c = cells_g[j] + h * o[j] * (1.0 - t * t);
        o_g[j] = h * t * o[j] * (1.0 - o[j]);
        i_g[j] = c * g[j] * i[j] * (1.0 - i[j]);
        g_g[j] = c * i[j] * (1.0 - g[j] * g[j]);
        f_g[j] = c * previous[j] * f[j] * (1.0 - f[j]);
        cells_g[j] = c * f[j];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gradient agrees with the change of the loss.
    #[test]
    fn gradients_are_right() {
        let mut rng = Rng::new(5);
        let vectors: Vec<f32> = (0..10 * crate::vectors::DIM).map(|_| rng.uniform() - 0.5).collect();
        let joint = Joint::new(vectors, vec![vec![], vec![0], vec![0, 1]], 3);
        let example = |n: usize, rng: &mut Rng| Example {
            vectors: (0..n).map(|i| (i % 3 > 0).then_some(i)).collect(),
            affixes: (0..n).map(|i| vec![i, i + 5]).collect(),
            readings: (0..n * READINGS).map(|_| rng.uniform()).collect(),
            source: 1,
            upos: Some((0..n).map(|i| i % 5).collect()),
            feats: Some((0..n).map(|i| i % 3).collect()),
            heads: Some((0..n).collect()),
            deprels: (0..n).map(|i| i % 7).collect(),
            names: Some((0..n).map(|i| i % 4).collect()),
        };
        let (a, b) = (example(5, &mut rng), example(3, &mut rng));
        let none = Dropout { word: 0.0, input: 0.0, hidden: 0.0, recurrent: 0.0, projection: 0.0 };
        let loss = |joint: &Joint| joint.gradients(&[&a, &b], 1.0, none, 1);
        let grads = loss(&joint);
        for (array, param) in joint.params.iter().enumerate().skip(1) {
            for k in 0..3 {
                let i = (k * 7919) % param.w.len();
                let mut moved =
                    Joint { params: joint.params.clone(), vectors: joint.vectors.clone(), members: joint.members.clone() };
                moved.params[array].w[i] += 0.004;
                let up = loss(&moved).loss;
                moved.params[array].w[i] -= 0.008;
                let slope = (up - loss(&moved).loss) / 0.008;
                let got = grads.dense[array][i];
                assert!((slope - got).abs() < 0.02 + 0.05 * got.abs(), "array {array} {i}: {slope} but {got}");
            }
        }
    }
}
