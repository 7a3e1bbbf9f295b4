//! The encoder learns from raw text before it sees a tree: each direction of the first layer tells the word that it has not
//! read yet (as in Peters et al. 2018), and the second layer tells words that were hidden from the input (as in Devlin et al.
//! 2019). Words are told from a shared sample of wrong ones (Jean et al. 2015).

use std::collections::HashMap;
use std::time::Instant;

use tripel::language::model::Vectors;
use tripel::language::model::lstm::Batch;
use tripel::language::morphology::{Forms, READINGS};

use crate::corpora::Sentence;
use crate::joint::{Dropout, Example, Gradients, HIDDEN, Joint};
use crate::net::{Param, Rng, add_bias, add_sums, matmul, softmax};
use crate::network::{FeatureSets, example};
use crate::vectors::{DIM, Text};

/// Words that can be told, wrong ones in a sample, and the share of hidden words.
const WORDS: usize = 30_000;
const SAMPLE: usize = 1024;
const HIDE: f32 = 0.15;
const SENTENCES: usize = 48;
const MASKED_BUCKET: usize = 0;

const DROPOUT: Dropout = Dropout {
    word: 0.05,
    hints: 1.0,
    input: 0.1,
    hidden: 0.1,
    recurrent: 0.0,
    projection: 0.0,
    tags: 0.0,
};

/// What tells words: from the left, from the right, from the second layer; then the words' output vectors and biases.
struct Teller {
    params: Vec<Param>,
    words: Param,
    bias: Param,
    /// Logarithm of how often a sample holds the word.
    expected: Vec<f32>,
    table: Vec<u32>,
}

struct Told {
    grads: Gradients,
    projections: Vec<Vec<f32>>,
    words: Vec<(usize, Vec<f32>, f32)>,
    losses: [f32; 3],
}

pub fn train(
    joint: &mut Joint,
    sentences: &[Vec<String>],
    text: &Text,
    vectors: &Vectors,
    forms: &Forms,
    rate: f32,
    seed: u64,
) {
    let start = Instant::now();
    let number: HashMap<&str, usize> =
        text.words.iter().take(WORDS).enumerate().map(|(i, w)| (w.as_str(), i)).collect();
    let mut rng = Rng::new(seed + 5);
    let mut teller = Teller::new(joint, text, vectors, &mut rng);
    let sets = FeatureSets::new(&[]);
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    rng.shuffle(&mut order);
    let total = order.len().div_ceil(SENTENCES);
    let (mut losses, mut words) = ([0.0f32; 3], 0);
    for (done, chunk) in order.chunks(SENTENCES).enumerate() {
        let step = done + 1;
        let mut list: Vec<&Vec<String>> = chunk.iter().map(|&i| &sentences[i]).collect();
        list.sort_by_key(|s| std::cmp::Reverse(s.len()));
        let sample: Vec<usize> =
            (0..SAMPLE).map(|_| teller.table[rng.below(teller.table.len())] as usize).collect();
        let count: usize = list.iter().map(|s| s.len()).sum();
        let (shared, judge, number, sample, sets) = (&*joint, &teller, &number, &sample, &sets);
        let seeds = [rng.next(), rng.next()];
        let results: Vec<Told> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..2)
                .map(|h| {
                    let half: Vec<&Vec<String>> = list.iter().skip(h).step_by(2).copied().collect();
                    scope.spawn(move || {
                        judge.tell(
                            shared,
                            &half,
                            number,
                            sample,
                            count as f32,
                            vectors,
                            forms,
                            sets,
                            seeds[h],
                        )
                    })
                })
                .collect();
            workers.into_iter().filter_map(|w| w.join().ok()).collect()
        });
        for told in results {
            joint.add(&told.grads);
            for (param, g) in teller.params.iter_mut().zip(&told.projections) {
                param.g.iter_mut().zip(g).for_each(|(a, b)| *a += b);
            }
            for (word, g, bias) in &told.words {
                teller.words.add_row(*word, g);
                teller.bias.add_row(*word, &[*bias]);
            }
            losses.iter_mut().zip(told.losses).for_each(|(a, b)| *a += b);
        }
        words += count;
        let rate = rate * (step as f32 / 200.0).min(1.0) * (1.0 - 0.9 * step as f32 / total as f32);
        joint.step(rate, step);
        for param in teller.params.iter_mut().chain([&mut teller.words, &mut teller.bias]) {
            param.adam(rate, step, 1.0);
        }
        if step % 200 == 0 || step == total {
            let [l, r, m] = losses.map(|l| l / 200.0);
            eprintln!(
                "{:5.0?} step {step}/{total}, {words} words: left {l:.3}, right {r:.3}, hidden {m:.3}",
                start.elapsed()
            );
            losses = [0.0; 3];
        }
    }
}

impl Teller {
    fn new(joint: &Joint, text: &Text, vectors: &Vectors, rng: &mut Rng) -> Self {
        let mut words = vec![0.0; WORDS * DIM];
        for (word, row) in text.words.iter().zip(words.chunks_exact_mut(DIM)) {
            if let Some(from) = vectors.row(word) {
                row.copy_from_slice(&joint.vectors[from * DIM..(from + 1) * DIM]);
                row.iter_mut().for_each(|x| *x *= 0.5);
            }
        }
        let counts: Vec<f64> =
            text.counts.iter().take(WORDS).map(|&c| (c as f64).powf(0.75)).collect();
        let sum: f64 = counts.iter().sum();
        let expected: Vec<f32> =
            counts.iter().map(|c| (c / sum * SAMPLE as f64).ln() as f32).collect();
        let mut table = Vec::new();
        let mut share = 0.0;
        for (i, c) in counts.iter().enumerate() {
            share += c / sum * 1_000_000.0;
            while (table.len() as f64) < share {
                table.push(i as u32);
            }
        }
        let all: f64 = text.counts.iter().take(WORDS).map(|&c| c as f64).sum();
        let bias = text.counts.iter().take(WORDS).map(|&c| (c as f64 / all).ln() as f32).collect();
        Teller {
            params: vec![
                Param::glorot(rng, HIDDEN, DIM),
                Param::of(1, DIM, vec![0.0; DIM]),
                Param::glorot(rng, HIDDEN, DIM),
                Param::of(1, DIM, vec![0.0; DIM]),
                Param::glorot(rng, 2 * HIDDEN, DIM),
                Param::of(1, DIM, vec![0.0; DIM]),
            ],
            words: Param::of(WORDS, DIM, words).sparse(),
            bias: Param::of(WORDS, 1, bias).sparse(),
            expected,
            table,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn tell(
        &self,
        joint: &Joint,
        sentences: &[&Vec<String>],
        number: &HashMap<&str, usize>,
        sample: &[usize],
        scale: f32,
        vectors: &Vectors,
        forms: &Forms,
        sets: &FeatureSets,
        seed: u64,
    ) -> Told {
        let mut rng = Rng::new(seed);
        let mut examples: Vec<Example> = Vec::new();
        let mut targets: Vec<Vec<Option<usize>>> = Vec::new();
        let mut hidden: Vec<Vec<usize>> = Vec::new();
        for words in sentences {
            let sentence = Sentence { forms: (*words).clone(), ..Default::default() };
            let mut example = example(&sentence, vectors, forms, sets, None);
            targets.push(
                words
                    .iter()
                    .map(|w| number.get(tripel::syntax::tag::spelling(w).as_str()).copied())
                    .collect(),
            );
            let list: Vec<usize> = (0..words.len()).filter(|_| rng.uniform() < HIDE).collect();
            for &i in &list {
                example.vectors[i] = None;
                example.affixes[i] = vec![MASKED_BUCKET];
                example.readings[i * READINGS..(i + 1) * READINGS].fill(0.0);
            }
            hidden.push(list);
            examples.push(example);
        }
        let examples: Vec<&Example> = examples.iter().collect();
        let batch = Batch::new(examples.iter().map(|e| e.len()).collect());
        let mut told = Told {
            grads: joint.empty(),
            projections: self.params.iter().map(|p| vec![0.0; p.w.len()]).collect(),
            words: Vec::new(),
            losses: [0.0; 3],
        };
        let (input, known, mask) = joint.input(&examples, &batch, DROPOUT, &mut rng);
        let first = joint.forward(0, input, &batch, DROPOUT, &mut rng);
        let second = joint.forward(1, first.output.clone(), &batch, DROPOUT, &mut rng);
        let mut top_g = vec![0.0; second.output.len()];
        let target = |s: usize, i: usize| targets[s].get(i).copied().flatten();
        let places: Vec<(usize, usize)> = hidden
            .iter()
            .enumerate()
            .flat_map(|(s, list)| list.iter().map(move |&i| (s, i)))
            .filter_map(|(s, i)| Some((batch.row(s, i), target(s, i)?)))
            .collect();
        self.words(
            2,
            &places,
            0,
            2 * HIDDEN,
            &second.output,
            &mut top_g,
            sample,
            2.0 / scale,
            &mut told,
        );
        let mut middle_g = joint.backward(1, &second, top_g, &batch, &mut told.grads);
        for side in 0..2 {
            let mut places = Vec::new();
            for (s, example) in examples.iter().enumerate() {
                for i in 0..example.len() {
                    let other = if side == 0 { Some(i + 1) } else { i.checked_sub(1) };
                    if let Some(word) = other.and_then(|other| target(s, other)) {
                        places.push((batch.row(s, i), word));
                    }
                }
            }
            self.words(
                side,
                &places,
                side * HIDDEN,
                HIDDEN,
                &first.output,
                &mut middle_g,
                sample,
                0.5 / scale,
                &mut told,
            );
        }
        let input_g = joint.backward(0, &first, middle_g, &batch, &mut told.grads);
        joint.input_gradient(&examples, &batch, &known, &mask, input_g, &mut told.grads);
        told
    }

    /// The loss of telling words from parts of rows of `output`, and its gradients.
    #[allow(clippy::too_many_arguments)]
    fn words(
        &self,
        kind: usize,
        places: &[(usize, usize)],
        from: usize,
        width: usize,
        output: &[f32],
        output_g: &mut [f32],
        sample: &[usize],
        weight: f32,
        told: &mut Told,
    ) {
        let n = places.len();
        if n == 0 {
            return;
        }
        let slot = |row: usize| row * 2 * HIDDEN + from..row * 2 * HIDDEN + from + width;
        let x: Vec<f32> = places.iter().flat_map(|&(row, _)| &output[slot(row)]).copied().collect();
        let mut view = vec![0.0; n * DIM];
        matmul(n, width, DIM, &x, false, &self.params[kind * 2].w, false, &mut view, false);
        add_bias(&mut view, &self.params[kind * 2 + 1].w);
        let wrong: Vec<f32> =
            sample.iter().flat_map(|&word| self.words.row(word)).copied().collect();
        let mut scores = vec![0.0; n * SAMPLE];
        matmul(n, DIM, SAMPLE, &view, false, &wrong, true, &mut scores, false);
        let corrected: Vec<f32> =
            sample.iter().map(|&word| self.bias.w[word] - self.expected[word]).collect();
        let mut view_g = vec![0.0; n * DIM];
        let mut row = vec![0.0; SAMPLE + 1];
        for (k, &(_, right)) in places.iter().enumerate() {
            let view = &view[k * DIM..(k + 1) * DIM];
            let dot: f32 = view.iter().zip(self.words.row(right)).map(|(a, b)| a * b).sum();
            let scores = &mut scores[k * SAMPLE..(k + 1) * SAMPLE];
            for j in 0..SAMPLE {
                row[j] = if sample[j] == right { -1e9 } else { scores[j] + corrected[j] };
            }
            row[SAMPLE] = dot + self.bias.w[right] - self.expected[right];
            told.losses[kind] += softmax(&mut row, SAMPLE) / n as f32 * 0.5;
            row[SAMPLE] -= 1.0;
            row.iter_mut().for_each(|g| *g *= weight);
            scores.copy_from_slice(&row[..SAMPLE]);
            let g = row[SAMPLE];
            let to = &mut view_g[k * DIM..(k + 1) * DIM];
            to.iter_mut().zip(self.words.row(right)).for_each(|(a, b)| *a += g * b);
            told.words.push((right, view.iter().map(|v| g * v).collect(), g));
        }
        matmul(n, SAMPLE, DIM, &scores, false, &wrong, false, &mut view_g, true);
        let mut wrong_g = vec![0.0; SAMPLE * DIM];
        matmul(SAMPLE, n, DIM, &scores, true, &view, false, &mut wrong_g, false);
        let mut bias_g = vec![0.0; SAMPLE];
        add_sums(&scores, &mut bias_g);
        let rows = wrong_g.chunks_exact(DIM).zip(bias_g).zip(sample);
        told.words.extend(rows.map(|((g, bias), &word)| (word, g.to_vec(), bias)));
        matmul(width, n, DIM, &x, true, &view_g, false, &mut told.projections[kind * 2], true);
        add_sums(&view_g, &mut told.projections[kind * 2 + 1]);
        let mut x_g = vec![0.0; x.len()];
        matmul(n, DIM, width, &view_g, false, &self.params[kind * 2].w, true, &mut x_g, false);
        for (&(row, _), g) in places.iter().zip(x_g.chunks_exact(width)) {
            output_g[slot(row)].iter_mut().zip(g).for_each(|(a, b)| *a += b);
        }
    }
}
