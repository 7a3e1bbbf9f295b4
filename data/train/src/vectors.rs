//! Word vectors: skip-gram with negative sampling whose contexts know their place (one output matrix for each of four
//! positions: two and more to the left, next to it on the left, on the right, two and more to the right; after
//! Ling et al. 2015, "Two/too simple adaptations of word2vec"). One thread, one seed: the same vectors every time.

use std::collections::HashMap;

use tripel::syntax::tag::spelling;

use crate::net::Rng;

pub const DIM: usize = 64;
const WINDOW: usize = 4;
const PLACES: usize = 4;
const NEGATIVES: usize = 5;

/// Words by falling frequency, and the text as their ids; sentences end with `u32::MAX`, unknown words are left out of none.
pub struct Text {
    pub words: Vec<String>,
    pub counts: Vec<u64>,
    pub ids: Vec<u32>,
    /// How often each form stands in the text, those outside the vocabulary too.
    pub all: HashMap<String, u64>,
}

/// The id that ends a sentence, and the id of a word outside the vocabulary.
pub const END: u32 = u32::MAX;
pub const UNKNOWN: u32 = u32::MAX - 1;

pub fn text(raw: &str, size: usize) -> Text {
    let mut number: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<u64> = Vec::new();
    let mut ids = Vec::new();
    crate::raw::sentences(raw, |words| {
        for word in words {
            let word = spelling(word);
            let next = counts.len() as u32;
            let id = *number.entry(word).or_insert(next);
            if id == next {
                counts.push(0);
            }
            counts[id as usize] += 1;
            ids.push(id);
        }
        ids.push(END);
    });
    let all = number.iter().map(|(word, id)| (word.clone(), counts[*id as usize])).collect();
    let mut order: Vec<(String, u32)> = number.into_iter().collect();
    order.sort_by(|a, b| counts[b.1 as usize].cmp(&counts[a.1 as usize]).then(a.0.cmp(&b.0)));
    order.truncate(size);
    let mut rank = vec![UNKNOWN; counts.len()];
    for (i, (_, id)) in order.iter().enumerate() {
        rank[*id as usize] = i as u32;
    }
    for id in &mut ids {
        if *id != END {
            *id = rank[*id as usize];
        }
    }
    let kept = order.iter().map(|(_, id)| counts[*id as usize]).collect();
    Text { words: order.into_iter().map(|(word, _)| word).collect(), counts: kept, ids, all }
}

/// Rows of `DIM` for each word of the text's vocabulary.
pub fn train(text: &Text, epochs: usize, seed: u64) -> Vec<f32> {
    let size = text.words.len();
    let mut rng = Rng::new(seed);
    let mut input: Vec<f32> = (0..size * DIM).map(|_| (rng.uniform() - 0.5) / DIM as f32).collect();
    let mut output = vec![0f32; PLACES * size * DIM];
    let table = unigrams(&text.counts);
    let total: u64 = text.counts.iter().sum();
    let keep: Vec<f32> = text
        .counts
        .iter()
        .map(|&c| {
            let f = c as f32 / total as f32 / 2e-4;
            (1.0 / f).sqrt() + 1.0 / f
        })
        .collect();
    let steps = (text.ids.len() * epochs) as f32;
    let mut done = 0usize;
    let mut sentence: Vec<u32> = Vec::new();
    let mut gradient = [0f32; DIM];
    for _ in 0..epochs {
        for &id in &text.ids {
            done += 1;
            if id != END {
                if id != UNKNOWN && rng.uniform() < keep[id as usize] {
                    sentence.push(id);
                }
                continue;
            }
            let rate = 0.03 * (1.0 - done as f32 / steps).max(0.001);
            for (at, &word) in sentence.iter().enumerate() {
                let reach = 1 + (rng.next() % WINDOW as u64) as usize;
                let row = word as usize * DIM;
                let around = at.saturating_sub(reach)..(at + reach + 1).min(sentence.len());
                for (other, &beside) in around.clone().zip(&sentence[around]) {
                    if other == at {
                        continue;
                    }
                    let place = match other as isize - at as isize {
                        ..-1 => 0,
                        -1 => 1,
                        1 => 2,
                        _ => 3,
                    };
                    gradient.fill(0.0);
                    for k in 0..=NEGATIVES {
                        let (target, label) = if k == 0 {
                            (beside, 1.0)
                        } else {
                            (table[(rng.next() % table.len() as u64) as usize], 0.0)
                        };
                        if k > 0 && target == beside {
                            continue;
                        }
                        let out = (place * size + target as usize) * DIM;
                        let (v, u) = (&input[row..row + DIM], &mut output[out..out + DIM]);
                        let mut lanes = [0f32; 16];
                        for (v, u) in v.chunks_exact(16).zip(u.chunks_exact(16)) {
                            for j in 0..16 {
                                lanes[j] += v[j] * u[j];
                            }
                        }
                        let dot: f32 = lanes.iter().sum();
                        let g = (label - 1.0 / (1.0 + (-dot).exp())) * rate;
                        for j in 0..DIM {
                            gradient[j] += g * u[j];
                            u[j] += g * v[j];
                        }
                    }
                    for j in 0..DIM {
                        input[row + j] += gradient[j];
                    }
                }
            }
            sentence.clear();
        }
    }
    input
}

/// Draws words in proportion to the 0.75th power of their counts.
fn unigrams(counts: &[u64]) -> Vec<u32> {
    let total: f64 = counts.iter().map(|&c| (c as f64).powf(0.75)).sum();
    let mut table = Vec::new();
    let mut share = 0.0;
    for (i, &c) in counts.iter().enumerate() {
        share += (c as f64).powf(0.75) / total * 4_000_000.0;
        while (table.len() as f64) < share {
            table.push(i as u32);
        }
    }
    table
}

/// The arrays of the vectors' file: words in byte order, each vector scaled to length one times a common size.
pub fn arrays(text: &Text, vectors: &[f32], size: usize) -> Vec<tripel::language::model::Array> {
    use tripel::language::model::{Array, Kind};
    let mut order: Vec<usize> = (0..size.min(text.words.len())).collect();
    order.sort_by(|&a, &b| text.words[a].cmp(&text.words[b]));
    let words: Vec<&str> = order.iter().map(|&i| text.words[i].as_str()).collect();
    let mut values = Vec::with_capacity(order.len() * DIM);
    for &i in &order {
        let row = &vectors[i * DIM..(i + 1) * DIM];
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        values.extend(row.iter().map(|x| x / length * 4.0));
    }
    vec![
        Array::text("words", words.join("\n")),
        Array::new("vectors", Kind::Byte, order.len(), DIM, values),
    ]
}
