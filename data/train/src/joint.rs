//! The joint network in training: the same layers as `tripel::language::model::network`, forwards with dropout and backwards.

mod chain;
mod heads;

use tripel::language::gazetteer::HINTS;
use tripel::language::model::lstm::Batch;
use tripel::language::model::network::{ARC, LABEL, NAME, PROJECTION, TAG};
use tripel::language::model::scorers::REACH;
use tripel::language::model::{Array, Kind};
use tripel::language::morphology::READINGS;
use tripel::syntax::parse::NAME_TAGS;
use tripel::syntax::tag::AFFIX_BUCKETS;
use tripel::ud::{Deprel, Upos};

use crate::net::{Param, Rng, add_sums, matmul};

/// Units of a layer's direction, values of the affixes, of the source.
pub const HIDDEN: usize = 128;
pub const AFFIX: usize = 64;
pub const SOURCE: usize = 8;
const INPUT: usize = crate::vectors::DIM + AFFIX + READINGS + HINTS + SOURCE;
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
    /// From a tag of a name to the next word's; the last row is that of the sentence's beginning.
    pub const NAMES_NEXT: usize = 31;
}

/// A sentence as numbers.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// The row of each word's vector.
    pub vectors: Vec<Option<usize>>,
    pub affixes: Vec<Vec<usize>>,
    /// `READINGS` for each word.
    pub readings: Vec<f32>,
    pub hints: Vec<u16>,
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
    /// Bucket and row of `affix_rows`.
    pub affixes: Vec<(usize, usize)>,
    pub affix_rows: Vec<f32>,
    pub loss: f32,
}

/// How much is left out in training.
#[derive(Clone, Copy)]
pub struct Dropout {
    pub word: f32,
    /// All hints of a word.
    pub hints: f32,
    pub input: f32,
    pub hidden: f32,
    pub recurrent: f32,
    /// Of what the scorers of arcs and labels see, and of what those of tags and names see.
    pub projection: f32,
    pub tags: f32,
}

pub const DROPOUT: Dropout = Dropout {
    word: 0.12,
    hints: 0.15,
    input: 0.2,
    hidden: 0.33,
    recurrent: 0.2,
    projection: 0.33,
    tags: 0.5,
};

struct Direction {
    /// Gates after their activation, cells, outputs and masked last outputs of each row.
    gates: Vec<f32>,
    cells: Vec<f32>,
    before: Vec<f32>,
    mask: Vec<f32>,
}

pub struct Layer {
    input: Vec<f32>,
    directions: Vec<Direction>,
    /// Both directions, after dropout, and its mask.
    pub output: Vec<f32>,
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
                params.push(Param::new(
                    r,
                    inputs,
                    4 * HIDDEN,
                    (3.0 / (inputs + HIDDEN) as f32).sqrt(),
                ));
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
        params.push(Param::of(NAME_TAGS + 1, NAME_TAGS, vec![0.0; (NAME_TAGS + 1) * NAME_TAGS]));
        Joint { params, vectors, members }
    }

    fn w(&self, at: usize) -> &[f32] {
        &self.params[at].w
    }

    /// Loss and gradients of examples whose lengths fall; every loss is divided by `scale` words.
    pub fn gradients(
        &self,
        examples: &[&Example],
        scale: f32,
        dropout: Dropout,
        seed: u64,
    ) -> Gradients {
        let mut rng = Rng::new(seed);
        let batch = Batch::new(examples.iter().map(|e| e.len()).collect());
        let mut grads = self.empty();
        let (input, known, input_mask) = self.input(examples, &batch, dropout, &mut rng);
        let first = self.forward(0, input, &batch, dropout, &mut rng);
        let second = self.forward(1, first.output.clone(), &batch, dropout, &mut rng);
        let top_g =
            self.heads(examples, &batch, &second.output, scale, dropout, &mut rng, &mut grads);
        let middle_g = self.backward(1, &second, top_g, &batch, &mut grads);
        let input_g = self.backward(0, &first, middle_g, &batch, &mut grads);
        self.input_gradient(examples, &batch, &known, &input_mask, input_g, &mut grads);
        grads
    }

    /// The weights of the input and the two layers, without those of the hints.
    pub fn encoder(&self) -> Vec<u8> {
        let arrays = self.params[..at::PROJECTION].iter().enumerate();
        arrays.flat_map(|(i, p)| encoded(i, p).flat_map(|x| p.w[x].to_le_bytes())).collect()
    }

    /// Reads what `encoder` wrote, and hints weigh nothing yet; nothing where the bytes are none.
    pub fn read_encoder(&mut self, bytes: &[u8]) {
        let values = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let mut values = values.peekable();
        for (i, param) in self.params[..at::PROJECTION].iter_mut().enumerate() {
            if values.peek().is_some() && hinted(i) {
                param.w[HINTS_FROM * param.columns..(HINTS_FROM + HINTS) * param.columns].fill(0.0);
            }
            encoded(i, param).zip(values.by_ref()).for_each(|(x, value)| param.w[x] = value);
        }
    }

    /// The network of other weights.
    pub fn with(&self, weights: &[Vec<f32>]) -> Self {
        let mut joint = Joint {
            params: self.params.clone(),
            vectors: self.vectors.clone(),
            members: self.members.clone(),
        };
        joint.params.iter_mut().zip(weights).for_each(|(param, w)| param.w.clone_from(w));
        joint
    }

    /// Adds gradients to those of the parameters.
    pub fn add(&mut self, grads: &Gradients) {
        for (param, grad) in self.params.iter_mut().zip(&grads.dense) {
            param.g.iter_mut().zip(grad).for_each(|(a, b)| *a += b);
        }
        for &(bucket, row) in &grads.affixes {
            self.params[at::AFFIXES]
                .add_row(bucket, &grads.affix_rows[row * AFFIX..(row + 1) * AFFIX]);
        }
    }

    /// A step of Adam with the gradient's length held to 2.
    pub fn step(&mut self, rate: f32, step: usize) {
        let norm = self.params.iter().map(Param::square).sum::<f32>().sqrt();
        let shrink = if norm > 2.0 { 2.0 / norm } else { 1.0 };
        self.params.iter_mut().for_each(|param| param.adam(rate, step, shrink));
    }

    pub fn empty(&self) -> Gradients {
        Gradients {
            dense: self
                .params
                .iter()
                .enumerate()
                .map(|(i, p)| vec![0.0; if i == at::AFFIXES { 0 } else { p.w.len() }])
                .collect(),
            affixes: Vec::new(),
            affix_rows: Vec::new(),
            loss: 0.0,
        }
    }

    pub fn input_gradient(
        &self,
        examples: &[&Example],
        batch: &Batch,
        known: &[bool],
        mask: &[f32],
        mut input_g: Vec<f32>,
        grads: &mut Gradients,
    ) {
        input_g.iter_mut().zip(mask).for_each(|(g, m)| *g *= m);
        let width = crate::vectors::DIM;
        for (s, example) in examples.iter().enumerate() {
            for i in 0..example.len() {
                let row = batch.row(s, i);
                let g = &input_g[row * INPUT..(row + 1) * INPUT];
                if !known[row] {
                    grads.dense[at::UNKNOWN].iter_mut().zip(g).for_each(|(a, b)| *a += b);
                }
                let number = grads.affix_rows.len() / AFFIX;
                grads.affix_rows.extend(&g[width..width + AFFIX]);
                grads.affixes.extend(example.affixes[i].iter().map(|&bucket| (bucket, number)));
                let from = example.source * SOURCE;
                let source = &mut grads.dense[at::SOURCES][from..from + SOURCE];
                source.iter_mut().zip(&g[INPUT - SOURCE..]).for_each(|(a, b)| *a += b);
            }
        }
    }

    pub fn input(
        &self,
        examples: &[&Example],
        batch: &Batch,
        dropout: Dropout,
        rng: &mut Rng,
    ) -> (Vec<f32>, Vec<bool>, Vec<f32>) {
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
                    Some(v) => {
                        row[..width].copy_from_slice(&self.vectors[v * width..(v + 1) * width]);
                    }
                    None => {
                        known[r] = false;
                        row[..width].copy_from_slice(self.w(at::UNKNOWN));
                    }
                }
                for &bucket in &example.affixes[i] {
                    let from = self.params[at::AFFIXES].row(bucket);
                    row[width..width + AFFIX].iter_mut().zip(from).for_each(|(a, b)| *a += b);
                }
                let (readings, rest) = row[width + AFFIX..].split_at_mut(READINGS);
                readings.copy_from_slice(&example.readings[i * READINGS..(i + 1) * READINGS]);
                if let Some(hints) = example.hints.get(i).filter(|_| rng.uniform() >= dropout.hints)
                {
                    rest[..HINTS]
                        .iter_mut()
                        .enumerate()
                        .for_each(|(bit, x)| *x = f32::from(hints >> bit & 1));
                }
                row[INPUT - SOURCE..].copy_from_slice(self.params[at::SOURCES].row(example.source));
                for (j, keep) in keep.iter().enumerate() {
                    row[j] *= keep;
                    mask[r * INPUT + j] = *keep;
                }
            }
        }
        (input, known, mask)
    }

    pub fn forward(
        &self,
        layer: usize,
        input: Vec<f32>,
        batch: &Batch,
        dropout: Dropout,
        rng: &mut Rng,
    ) -> Layer {
        let (rows, count) = (batch.rows(), batch.lengths.len());
        let inputs = input.len() / rows.max(1);
        let mut output = vec![0.0; rows * 2 * HIDDEN];
        let mut directions = Vec::new();
        for side in 0..2 {
            let base = at::LAYERS + (layer * 2 + side) * 3;
            let mut gates = self.w(base + 1).repeat(rows);
            matmul(rows, inputs, 4 * HIDDEN, &input, false, self.w(base), false, &mut gates, true);
            let mask: Vec<f32> =
                (0..count * HIDDEN).map(|_| drop(rng, dropout.recurrent)).collect();
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
                    now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN]
                        .copy_from_slice(&gates[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN]);
                    before[r * HIDDEN..(r + 1) * HIDDEN]
                        .copy_from_slice(&last[s * HIDDEN..(s + 1) * HIDDEN]);
                }
                matmul(
                    active,
                    HIDDEN,
                    4 * HIDDEN,
                    &last,
                    false,
                    self.w(base + 2),
                    false,
                    &mut now,
                    true,
                );
                for s in 0..active {
                    let r = row_of(batch, side, s, place);
                    let own = s * HIDDEN..(s + 1) * HIDDEN;
                    let raw = &now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN];
                    tripel::language::model::matrix::cell(
                        raw,
                        &mut last_cells[own.clone()],
                        &mut last[own.clone()],
                    );
                    cells[r * HIDDEN..(r + 1) * HIDDEN].copy_from_slice(&last_cells[own.clone()]);
                    gates[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN].copy_from_slice(raw);
                    let to = (r * 2 + side) * HIDDEN;
                    output[to..to + HIDDEN].copy_from_slice(&last[own]);
                }
            }
            tripel::language::model::matrix::gates(&mut gates, HIDDEN);
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
    pub fn backward(
        &self,
        layer: usize,
        cache: &Layer,
        mut output_g: Vec<f32>,
        batch: &Batch,
        grads: &mut Gradients,
    ) -> Vec<f32> {
        let (rows, count) = (batch.rows(), batch.lengths.len());
        let inputs = cache.input.len() / rows.max(1);
        output_g.iter_mut().zip(&cache.mask).for_each(|(g, m)| *g *= m);
        let mut input_g = vec![0.0; cache.input.len()];
        for side in 0..2 {
            let base = at::LAYERS + (layer * 2 + side) * 3;
            let Direction { gates, cells, before, mask } = &cache.directions[side];
            let mut bent = cells.clone();
            tripel::language::model::matrix::tanhs(&mut bent);
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
                        &bent[r * HIDDEN..(r + 1) * HIDDEN],
                        previous,
                        &output_g[from..from + HIDDEN],
                        &last_g[own.clone()],
                        &mut cells_g[own],
                        &mut now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN],
                    );
                    gates_g[r * 4 * HIDDEN..(r + 1) * 4 * HIDDEN]
                        .copy_from_slice(&now[s * 4 * HIDDEN..(s + 1) * 4 * HIDDEN]);
                }
                matmul(
                    active,
                    4 * HIDDEN,
                    HIDDEN,
                    &now,
                    false,
                    self.w(base + 2),
                    true,
                    &mut last_g,
                    false,
                );
                last_g[..active * HIDDEN].iter_mut().zip(mask).for_each(|(g, m)| *g *= m);
            }
            matmul(
                inputs,
                rows,
                4 * HIDDEN,
                &cache.input,
                true,
                &gates_g,
                false,
                &mut grads.dense[base],
                true,
            );
            add_sums(&gates_g, &mut grads.dense[base + 1]);
            matmul(
                HIDDEN,
                rows,
                4 * HIDDEN,
                before,
                true,
                &gates_g,
                false,
                &mut grads.dense[base + 2],
                true,
            );
            matmul(
                rows,
                4 * HIDDEN,
                inputs,
                &gates_g,
                false,
                self.w(base),
                true,
                &mut input_g,
                true,
            );
        }
        input_g
    }

    /// The arrays of the product's file, for sentences of a source; its embedding becomes part of the first biases.
    pub fn arrays(&self, source: usize, feats: &[String]) -> Vec<Array> {
        let array = |name: &str, kind: Kind, i: usize| {
            let p = &self.params[i];
            Array::new(name, kind, p.rows, p.columns, p.w.clone())
        };
        let mut arrays = vec![
            array("affixes", Kind::Byte, at::AFFIXES),
            array("unknown", Kind::Float, at::UNKNOWN),
        ];
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
            arrays.extend([
                input,
                bias,
                array(&format!("{name}.recurrent"), Kind::Short, base + 2),
            ]);
        }
        let mut sets = array("feats", Kind::Short, at::FEATS);
        let values = &self.params[at::VALUES];
        for (row, from) in
            sets.values.chunks_exact_mut(sets.columns).zip(values.w.chunks_exact(values.columns))
        {
            row.iter_mut()
                .zip(&self.members)
                .for_each(|(x, members)| *x += members.iter().map(|&v| from[v]).sum::<f32>());
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
            array("names.next", Kind::Float, at::NAMES_NEXT),
            Array::text("feats.sets", feats.join("\n")),
        ]);
        arrays
    }
}

/// Where the weights of the hints stand in the matrices of the input.
const HINTS_FROM: usize = INPUT - SOURCE - HINTS;

/// Whether an array has weights of the hints: the input of both directions of the first layer.
fn hinted(array: usize) -> bool {
    array == at::LAYERS || array == at::LAYERS + 3
}

/// The places of an array's weights that a pretrained encoder has.
fn encoded(array: usize, param: &Param) -> impl Iterator<Item = usize> + use<> {
    let columns = param.columns;
    let hints =
        if hinted(array) { HINTS_FROM * columns..(HINTS_FROM + HINTS) * columns } else { 0..0 };
    (0..param.w.len()).filter(move |at| !hints.contains(at))
}

fn row_of(batch: &Batch, side: usize, sentence: usize, place: usize) -> usize {
    batch.row(sentence, if side == 0 { place } else { batch.lengths[sentence] - 1 - place })
}

fn drop(rng: &mut Rng, share: f32) -> f32 {
    if rng.uniform() < share { 0.0 } else { 1.0 / (1.0 - share) }
}

/// Back through one step of a row: `gates` after activation, `cell` after its tangent; `cells_g` goes from this step's to the last one's.
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
        let t = cell[j];
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
        let vectors: Vec<f32> =
            (0..10 * crate::vectors::DIM).map(|_| rng.uniform() - 0.5).collect();
        let joint = Joint::new(vectors, vec![vec![], vec![0], vec![0, 1]], 3);
        let example = |n: usize, rng: &mut Rng| Example {
            vectors: (0..n).map(|i| (i % 3 > 0).then_some(i)).collect(),
            affixes: (0..n).map(|i| vec![i, i + 5]).collect(),
            readings: (0..n * READINGS).map(|_| rng.uniform()).collect(),
            hints: (0..n as u16).collect(),
            source: 1,
            upos: Some((0..n).map(|i| i % 5).collect()),
            feats: Some((0..n).map(|i| i % 3).collect()),
            heads: Some((0..n).collect()),
            deprels: (0..n).map(|i| i % 7).collect(),
            names: Some((0..n).map(|i| i % 4).collect()),
        };
        let (a, b) = (example(5, &mut rng), example(3, &mut rng));
        let none = Dropout {
            word: 0.0,
            hints: 0.0,
            input: 0.0,
            hidden: 0.0,
            recurrent: 0.0,
            projection: 0.0,
            tags: 0.0,
        };
        let loss = |joint: &Joint| joint.gradients(&[&a, &b], 1.0, none, 1);
        let grads = loss(&joint);
        for (array, param) in joint.params.iter().enumerate().skip(1) {
            for k in 0..3 {
                let i = (k * 7919) % param.w.len();
                let mut moved = Joint {
                    params: joint.params.clone(),
                    vectors: joint.vectors.clone(),
                    members: joint.members.clone(),
                };
                moved.params[array].w[i] += 0.004;
                let up = loss(&moved).loss;
                moved.params[array].w[i] -= 0.008;
                let slope = (up - loss(&moved).loss) / 0.008;
                let got = grads.dense[array][i];
                assert!(
                    (slope - got).abs() < 0.02 + 0.05 * got.abs(),
                    "array {array} {i}: {slope} but {got}"
                );
            }
        }
    }
}
