//! Training of the joint network: examples of the corpora, epochs, and the files.

use std::collections::BTreeMap;
use std::time::Instant;

use tripel::language::gazetteer::Hints;
use tripel::language::model::{Models, Vectors, Weights, write};
use tripel::language::morphology::Forms;
use tripel::ud::Deprel;

use crate::corpora::{Sentence, Source};
use crate::joint::{DROPOUT, Example, Gradients, Joint};
use crate::net::Rng;
use crate::score;

/// The corpora as sentences.
pub struct Data {
    pub train: Vec<Sentence>,
    pub hdt: Vec<Sentence>,
    pub names: Vec<Sentence>,
    pub dev: Vec<Sentence>,
    pub names_dev: Vec<Sentence>,
}

/// Sets of features by number, the lines of the product's file, and the values of each set.
pub struct FeatureSets {
    number: BTreeMap<String, usize>,
    pub lines: Vec<String>,
    pub members: Vec<Vec<usize>>,
}

impl FeatureSets {
    pub fn new(sentences: &[Sentence]) -> Self {
        let mut parts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for sentence in sentences {
            let (Some(upos), Some(feats)) = (&sentence.upos, &sentence.feats) else { continue };
            for (upos, feats) in upos.iter().zip(feats) {
                *parts.entry(feats.clone()).or_default().entry(upos.as_str()).or_default() += 1;
            }
        }
        let mut values: BTreeMap<String, usize> = BTreeMap::new();
        let mut sets =
            FeatureSets { number: BTreeMap::new(), lines: Vec::new(), members: Vec::new() };
        for (set, upos) in parts {
            let names: Vec<&str> = upos.keys().copied().collect();
            sets.lines.push(format!("{set}\t{}", names.join(" ")));
            sets.members.push(
                set.split('|')
                    .map(|value| {
                        let next = values.len();
                        *values.entry(value.to_string()).or_insert(next)
                    })
                    .collect(),
            );
            sets.number.insert(set, sets.lines.len() - 1);
        }
        sets
    }
}

pub fn example(
    sentence: &Sentence,
    vectors: &Vectors,
    forms: &Forms,
    sets: &FeatureSets,
    hints: Option<&Hints>,
) -> Example {
    let texts: Vec<&str> = sentence.forms.iter().map(String::as_str).collect();
    let affixes = |(i, form): (usize, &String)| {
        let mut list = Vec::new();
        tripel::syntax::tag::affixes(form, i == 0, &mut list);
        list
    };
    Example {
        vectors: texts
            .iter()
            .map(|form| vectors.row(&tripel::syntax::tag::spelling(form)))
            .collect(),
        affixes: sentence.forms.iter().enumerate().map(affixes).collect(),
        readings: forms.readings(&forms.hidden(&texts)),
        hints: hints.map_or(Vec::new(), |hints| hints.of(&texts)),
        source: sentence.source as usize,
        upos: sentence.upos.as_ref().map(|u| u.iter().map(|&u| u as usize).collect()),
        feats: sentence
            .feats
            .as_ref()
            .map(|f| f.iter().map(|f| sets.number.get(f).copied().unwrap_or(0)).collect()),
        heads: sentence.heads.clone(),
        deprels: sentence.deprels.iter().map(|&d: &Deprel| d as usize).collect(),
        names: sentence
            .names
            .as_ref()
            .map(|names| names.iter().map(|tag| score::tag_number(tag)).collect()),
    }
}

/// How long and how fast to train.
pub struct Plan {
    pub epochs: usize,
    pub rate: f32,
    pub trees: usize,
    pub names: usize,
    pub seed: u64,
    /// The encoder learns from one in so many sentences of raw text.
    pub skip: usize,
}

/// The bytes of the network's file. What speaks against names is weighed on the dev part at the end.
pub fn train(
    data: &Data,
    vectors_file: &'static [u8],
    forms: &Forms,
    hints: &Hints,
    encoder: &[u8],
    plan: &Plan,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let sets = FeatureSets::new(&data.train);
    let weights = Weights::new(vectors_file)?;
    let vectors = Vectors::new(&weights);
    let make = |list: &[Sentence]| -> Vec<Example> {
        list.iter().map(|s| example(s, &vectors, forms, &sets, Some(hints))).collect()
    };
    let trees: Vec<Example> = make(&data.train).into_iter().chain(make(&data.hdt)).collect();
    let names = make(&data.names);
    let mut joint = Joint::new(weights.values("vectors"), sets.members.clone(), plan.seed);
    joint.read_encoder(encoder);
    let mut rng = Rng::new(plan.seed + 17);
    let mut tree_order: Vec<usize> = (0..trees.len()).collect();
    let mut name_order: Vec<usize> = (0..names.len()).collect();
    let mut next_name = names.len();
    let steps_each = trees.len().div_ceil(plan.trees);
    let total = steps_each * plan.epochs;
    let mut step = 0;
    let mut average = Average::new(&joint);
    for epoch in 0..plan.epochs {
        rng.shuffle(&mut tree_order);
        let mut loss = 0.0;
        for chunk in tree_order.chunks(plan.trees) {
            let mut batch: Vec<Example> = chunk.iter().map(|&i| trees[i].clone()).collect();
            for _ in 0..plan.names.min(names.len()) {
                if next_name == names.len() {
                    rng.shuffle(&mut name_order);
                    next_name = 0;
                }
                let mut example = names[name_order[next_name]].clone();
                example.source = rng.below(3);
                batch.push(example);
                next_name += 1;
            }
            for example in &mut batch {
                // the product assumes no source: the treebank of another kind of tags keeps its name
                if rng.uniform() < 0.3 && example.source != Source::Hdt as usize {
                    example.source = Source::Any as usize;
                }
            }
            step += 1;
            let part = step as f32 / total as f32;
            let rate = plan.rate * (step as f32 / 100.0).min(1.0) * (1.0 - part).max(0.01);
            loss += update(&mut joint, &batch, rate, step, rng.next());
            if step % EVERY == 0 {
                average.take(&joint, step);
            }
        }
        let last = epoch + 1 == plan.epochs;
        if epoch % 4 == 3 || last {
            let scores =
                report(&joint.with(&average.weights), &sets, data, vectors_file, forms, hints)?;
            eprintln!(
                "{:5.0?} epoch {epoch} loss {:.4}\n{scores}",
                start.elapsed(),
                loss / steps_each as f32
            );
        } else {
            eprintln!(
                "{:5.0?} epoch {epoch} loss {:.4}",
                start.elapsed(),
                loss / steps_each as f32
            );
        }
    }
    let joint = joint.with(&average.weights);
    let mut best = (0.0, Vec::new());
    for tenths in 0..15 {
        let mut arrays = joint.arrays(Source::Any as usize, &sets.lines);
        let bias =
            arrays.iter_mut().filter(|a| a.name == "names.bias").flat_map(|a| a.values.first_mut());
        bias.for_each(|x| *x -= tenths as f32 / 10.0);
        let bytes: &'static [u8] = write(&arrays).leak();
        let models = Models::new(vectors_file, bytes, hints.clone())?;
        let scores =
            score::names(&data.names_dev, &score::analyse(&data.names_dev, &models, forms));
        eprintln!("no name less by {tenths}/10: plain {:.2}, places {:.2}", scores[0], scores[1]);
        if scores[0] > best.0 {
            best = (scores[0], bytes.to_vec());
        }
    }
    Ok(best.1)
}

/// The weights of the last steps, the latest with the most weight (Polyak and Juditsky 1992, with a window that moves).
struct Average {
    weights: Vec<Vec<f32>>,
}

/// Steps between two that the average takes, and what is left of it after one step.
const EVERY: usize = 4;
const DECAY: f32 = 0.998;

impl Average {
    fn new(joint: &Joint) -> Self {
        Average { weights: joint.params.iter().map(|p| p.w.clone()).collect() }
    }

    fn take(&mut self, joint: &Joint, step: usize) {
        let old = DECAY.powi(EVERY as i32).min(step as f32 / (step + 10 * EVERY) as f32);
        for (sums, param) in self.weights.iter_mut().zip(&joint.params) {
            sums.iter_mut().zip(&param.w).for_each(|(sum, w)| *sum += (1.0 - old) * (w - *sum));
        }
    }
}

/// Scores on the dev parts for each source that the product could assume.
fn report(
    joint: &Joint,
    sets: &FeatureSets,
    data: &Data,
    vectors: &'static [u8],
    forms: &Forms,
    hints: &Hints,
) -> Result<String, String> {
    let mut lines = Vec::new();
    for source in [Source::Any, Source::Gsd, Source::Pud] {
        let bytes: &'static [u8] = write(&joint.arrays(source as usize, &sets.lines)).leak();
        let models = Models::new(vectors, bytes, hints.clone()).map_err(|e| e.to_string())?;
        let t = score::trees(&data.dev, &score::analyse(&data.dev, &models, forms));
        let n = score::names(&data.names_dev, &score::analyse(&data.names_dev, &models, forms));
        lines.push(format!(
            "  {source:?}: upos {:.2} lemma {:.2} feats {:.2} uas {:.2} las {:.2} core {:.2} | names {:.2} loc {:.2} all {:.2}",
            t[0], t[1], t[2], t[3], t[4], t[5], n[0], n[1], n[2]
        ));
    }
    Ok(lines.join("\n"))
}

/// One step of Adam on a batch, its two halves side by side.
fn update(joint: &mut Joint, batch: &[Example], rate: f32, step: usize, seed: u64) -> f32 {
    let words: usize = batch.iter().map(Example::len).sum();
    let mut order: Vec<&Example> = batch.iter().collect();
    order.sort_by_key(|e| std::cmp::Reverse(e.len()));
    let halves: [Vec<&Example>; 2] =
        std::array::from_fn(|h| order.iter().skip(h).step_by(2).copied().collect());
    let shared = &*joint;
    let mut results: Vec<Gradients> = std::thread::scope(|scope| {
        let workers: Vec<_> = halves
            .iter()
            .enumerate()
            .map(|(h, half)| {
                scope.spawn(move || shared.gradients(half, words as f32, DROPOUT, seed ^ h as u64))
            })
            .collect();
        workers.into_iter().filter_map(|w| w.join().ok()).collect()
    });
    let loss = results.iter().map(|g| g.loss).sum();
    for grads in results.drain(..) {
        joint.add(&grads);
    }
    joint.step(rate, step);
    loss
}
