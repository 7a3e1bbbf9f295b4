//! What stands above the two layers: the losses of tags, features, names, heads and labels, and their gradients.

use tripel::language::model::lstm::Batch;
use tripel::language::model::network::{ARC, LABEL, NAME, PROJECTION, TAG};
use tripel::language::model::scorers::REACH;
use tripel::syntax::parse::NAME_TAGS;
use tripel::ud::Deprel;

use super::chain::chain_loss;
use super::{Dropout, Example, Gradients, HIDDEN, Joint, at, drop};
use crate::net::{Rng, add_bias, add_sums, matmul, softmax};

/// What a wrong part of speech and a wrong tag of a name weigh beside a wrong head.
const UPOS_WEIGHT: f32 = 1.5;
const NAME_WEIGHT: f32 = 2.0;

/// The sentence, the place in it, and the row of the batch.
type Place = (usize, usize, usize);

impl Joint {
    /// The losses of all tasks; the gradient of the top layer's output.
    #[allow(clippy::too_many_arguments)]
    pub fn heads(
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
        matmul(
            rows,
            2 * HIDDEN,
            PROJECTION,
            top,
            false,
            self.w(at::PROJECTION),
            false,
            &mut seen,
            true,
        );
        let label_part = 2 * ARC..2 * ARC + 2 * LABEL;
        let mut mask = vec![0.0; seen.len()];
        for (x, m) in seen.chunks_exact_mut(PROJECTION).zip(mask.chunks_exact_mut(PROJECTION)) {
            for j in 0..PROJECTION {
                let linear = label_part.contains(&j);
                let share = if j < label_part.end { dropout.projection } else { dropout.tags };
                m[j] =
                    if linear { 1.0 } else { f32::from(u8::from(x[j] > 0.0)) * drop(rng, share) };
                x[j] *= m[j];
            }
        }
        let mut seen_g = vec![0.0; seen.len()];
        let row_list = |has: &dyn Fn(&Example) -> bool| -> Vec<Place> {
            let all = examples.iter().enumerate().filter(|(_, e)| has(e));
            all.flat_map(|(s, e)| (0..e.len()).map(move |i| (s, i)))
                .map(|(s, i)| (s, i, batch.row(s, i)))
                .collect()
        };
        let tag_from = 2 * ARC + 2 * LABEL;
        let list = row_list(&|e| e.upos.is_some());
        let right =
            list.iter().map(|&(s, i, _)| examples[s].upos.as_ref().map_or(0, |u| u[i])).collect();
        let linear = Linear {
            weights: at::UPOS,
            bias: at::UPOS_BIAS,
            from: tag_from,
            width: TAG,
            weight: UPOS_WEIGHT / scale,
            values: false,
        };
        self.classify(linear, &list, right, &seen, &mut seen_g, grads);
        let list = row_list(&|e| e.feats.is_some());
        let right =
            list.iter().map(|&(s, i, _)| examples[s].feats.as_ref().map_or(0, |u| u[i])).collect();
        let linear = Linear {
            weights: at::FEATS,
            bias: at::FEATS_BIAS,
            from: tag_from,
            width: TAG,
            weight: 1.0 / scale,
            values: true,
        };
        self.classify(linear, &list, right, &seen, &mut seen_g, grads);
        self.names(examples, batch, NAME_WEIGHT / scale, &seen, &mut seen_g, grads);
        for (s, example) in examples.iter().enumerate() {
            if let Some(heads) = &example.heads {
                self.arcs(batch, s, heads, scale, &seen, &mut seen_g, grads);
                self.labels(
                    batch,
                    s,
                    heads,
                    &example.deprels,
                    scale,
                    dropout,
                    rng,
                    &seen,
                    &mut seen_g,
                    grads,
                );
            }
        }
        seen_g.iter_mut().zip(&mask).for_each(|(g, m)| *g *= m);
        matmul(
            2 * HIDDEN,
            rows,
            PROJECTION,
            top,
            true,
            &seen_g,
            false,
            &mut grads.dense[at::PROJECTION],
            true,
        );
        add_sums(&seen_g, &mut grads.dense[at::PROJECTION_BIAS]);
        let mut top_g = vec![0.0; top.len()];
        matmul(
            rows,
            PROJECTION,
            2 * HIDDEN,
            &seen_g,
            false,
            self.w(at::PROJECTION),
            true,
            &mut top_g,
            false,
        );
        top_g
    }

    #[allow(clippy::too_many_arguments)]
    fn classify(
        &self,
        linear: Linear,
        list: &[Place],
        right: Vec<usize>,
        seen: &[f32],
        seen_g: &mut [f32],
        grads: &mut Gradients,
    ) {
        let (n, classes) = (list.len(), self.params[linear.weights].columns);
        let slot = |row: usize| {
            row * PROJECTION + linear.from..row * PROJECTION + linear.from + linear.width
        };
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
        matmul(
            linear.width,
            n,
            classes,
            &x,
            true,
            &out,
            false,
            &mut grads.dense[linear.weights],
            true,
        );
        add_sums(&out, &mut grads.dense[linear.bias]);
        let mut x_g = vec![0.0; x.len()];
        matmul(
            n,
            classes,
            linear.width,
            &out,
            false,
            self.w(linear.weights),
            true,
            &mut x_g,
            false,
        );
        if linear.values {
            let mut part = vec![0.0; n * values];
            for (out, part) in out.chunks_exact(classes).zip(part.chunks_exact_mut(values)) {
                for (o, members) in out.iter().zip(&self.members) {
                    members.iter().for_each(|&v| part[v] += o);
                }
            }
            matmul(
                linear.width,
                n,
                values,
                &x,
                true,
                &part,
                false,
                &mut grads.dense[at::VALUES],
                true,
            );
            matmul(n, values, linear.width, &part, false, self.w(at::VALUES), true, &mut x_g, true);
        }
        for (&(_, _, row), g) in list.iter().zip(x_g.chunks_exact(linear.width)) {
            seen_g[slot(row)].iter_mut().zip(g).for_each(|(a, b)| *a += b);
        }
    }

    fn names(
        &self,
        examples: &[&Example],
        batch: &Batch,
        weight: f32,
        seen: &[f32],
        seen_g: &mut [f32],
        grads: &mut Gradients,
    ) {
        for (s, example) in examples.iter().enumerate() {
            let Some(right) = &example.names else { continue };
            let n = right.len();
            let slot = |i: usize| {
                let from = batch.row(s, i) * PROJECTION + 2 * ARC + 2 * LABEL + TAG;
                from..from + NAME
            };
            let x: Vec<f32> = (0..n).flat_map(|i| &seen[slot(i)]).copied().collect();
            let mut out = self.w(at::NAMES_BIAS).repeat(n);
            matmul(n, NAME, NAME_TAGS, &x, false, self.w(at::NAMES), false, &mut out, true);
            let next_g = &mut grads.dense[at::NAMES_NEXT];
            grads.loss +=
                chain_loss(&mut out, right, self.w(at::NAMES_NEXT), next_g, NAME_TAGS, weight);
            matmul(NAME, n, NAME_TAGS, &x, true, &out, false, &mut grads.dense[at::NAMES], true);
            add_sums(&out, &mut grads.dense[at::NAMES_BIAS]);
            let mut x_g = vec![0.0; x.len()];
            matmul(n, NAME_TAGS, NAME, &out, false, self.w(at::NAMES), true, &mut x_g, false);
            for (i, g) in x_g.chunks_exact(NAME).enumerate() {
                seen_g[slot(i)].iter_mut().zip(g).for_each(|(a, b)| *a += b);
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn arcs(
        &self,
        batch: &Batch,
        s: usize,
        heads: &[usize],
        scale: f32,
        seen: &[f32],
        seen_g: &mut [f32],
        grads: &mut Gradients,
    ) {
        let n = heads.len();
        let row = |i: usize| batch.row(s, i) * PROJECTION;
        let dependents: Vec<f32> =
            (0..n).flat_map(|i| &seen[row(i)..row(i) + ARC]).copied().collect();
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
            seen_g[r + ARC..r + 2 * ARC]
                .iter_mut()
                .zip(&all_g[(i + 1) * ARC..])
                .for_each(|(a, b)| *a += b);
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
            let of_head = if head == 0 {
                self.w(at::LABEL_ROOT)
            } else {
                &seen[dependent(head - 1) + LABEL..]
            };
            hidden.extend(seen[dependent(i)..].iter().zip(of_head).take(LABEL).map(|(a, b)| a + b));
        }
        let mask: Vec<f32> = hidden
            .iter()
            .map(|x| f32::from(u8::from(*x > 0.0)) * drop(rng, dropout.projection))
            .collect();
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
