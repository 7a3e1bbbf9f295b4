//! What trained networks say of sentences that have no trees or no names, for another network to learn from.
//!
//! The shares that the teachers give each answer are averaged, and the other network learns the shares, so that what the
//! teachers are unsure of stays unsure (Hinton et al. 2015).

use tripel::model::Models;
use tripel::model::network::Scores;
use tripel::morphology::Forms;
use tripel::parse::{NAME_TAGS, scores_of};
use tripel::ud::{Deprel, Upos};

use crate::corpora::Sentence;
use crate::joint::{Example, Shares};
use crate::score;

/// What the teachers say of each word of a sentence.
struct Answers {
    upos: Vec<Shares>,
    feats: Vec<Shares>,
    names: Vec<Shares>,
    heads: Vec<Shares>,
    /// The relations under each of the heads.
    deprels: Vec<Vec<Shares>>,
}

/// Smaller shares are left out, and so are heads behind the third.
const LEAST: f32 = 0.02;
const HEADS: usize = 3;
/// What the teachers' answer weighs beside one of the corpora.
const TRUST: f32 = 0.7;

/// Gives examples the answers that they lack.
pub fn fill(examples: &mut [Example], sentences: &[Sentence], teachers: &[Models], forms: &Forms) {
    for (example, answers) in examples.iter_mut().zip(answers(sentences, teachers, forms)) {
        if let Some(answers) = answers {
            answers.fill(example);
        }
    }
}

/// The answers to each sentence; none where it is empty or very long.
fn answers(sentences: &[Sentence], teachers: &[Models], forms: &Forms) -> Vec<Option<Answers>> {
    let mut list = Vec::with_capacity(sentences.len());
    for part in sentences.chunks(256) {
        let short: Vec<&Sentence> = part.iter().filter(|s| fits(s)).collect();
        let given: Vec<_> = short.iter().map(|sentence| score::given(sentence)).collect();
        let mut scores: Vec<std::vec::IntoIter<Scores>> =
            teachers.iter().map(|models| scores_of(&given, models, forms).into_iter()).collect();
        for sentence in part {
            let own: Vec<Scores> = if fits(sentence) { scores.iter_mut().filter_map(Iterator::next).collect() } else { Vec::new() };
            list.push((!own.is_empty()).then(|| Answers::new(&own, teachers, sentence.forms.len())));
        }
    }
    list
}

fn fits(sentence: &Sentence) -> bool {
    (1..=80).contains(&sentence.forms.len())
}

impl Answers {
    fn new(scores: &[Scores], teachers: &[Models], n: usize) -> Self {
        let all = |part: &dyn Fn(&Scores) -> Vec<f32>, columns: usize| shares(scores.iter().map(part), columns);
        let mut heads = all(&|s| s.arcs.clone(), n + 1);
        for list in &mut heads {
            list.truncate(HEADS);
            whole(list);
        }
        let mut deprels: Vec<Vec<Shares>> = vec![Vec::new(); n];
        for rank in 0..HEADS {
            let of_rank: Vec<usize> = heads.iter().map(|list| list.get(rank).unwrap_or(&list[0]).0 as usize).collect();
            let labels = scores.iter().zip(teachers).map(|(s, models)| models.network.labels(s, &of_rank));
            let labels = shares(labels, Deprel::ALL.len());
            for ((word, labels), heads) in deprels.iter_mut().zip(labels).zip(&heads) {
                word.extend((rank < heads.len()).then_some(labels));
            }
        }
        Answers {
            upos: all(&|s| s.upos.clone(), Upos::ALL.len()),
            feats: all(&|s| s.feats.clone(), teachers[0].feats.len()),
            names: all(&|s| s.names.clone(), NAME_TAGS),
            heads,
            deprels,
        }
    }

    /// Fills what the example lacks.
    fn fill(self, example: &mut Example) {
        if example.heads.is_none() {
            example.upos = Some(self.upos);
            example.feats = Some(self.feats);
            example.heads = Some(self.heads);
            example.deprels = self.deprels;
            example.tree_weight = TRUST;
        }
        if example.names.is_none() {
            example.names = Some(self.names);
            example.name_weight = TRUST;
        }
    }
}

/// The mean shares of the answers in each row, falling.
fn shares(teachers: impl Iterator<Item = Vec<f32>>, columns: usize) -> Vec<Shares> {
    let mut sums: Vec<f32> = Vec::new();
    let mut count = 0.0;
    for mut scores in teachers {
        for row in scores.chunks_exact_mut(columns) {
            tripel::model::matrix::log_softmax(row);
            row.iter_mut().for_each(|x| *x = x.exp());
        }
        sums.resize(scores.len(), 0.0);
        sums.iter_mut().zip(&scores).for_each(|(sum, x)| *sum += x);
        count += 1.0;
    }
    let row = |row: &[f32]| {
        let mut list: Shares = row.iter().enumerate().map(|(i, x)| (i as u16, x / count)).collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let likely = list.iter().filter(|(_, share)| *share >= LEAST).count();
        list.truncate(likely.max(1));
        whole(&mut list);
        list
    };
    sums.chunks_exact(columns).map(row).collect()
}

/// Makes shares add up to 1.
fn whole(list: &mut Shares) {
    let sum: f32 = list.iter().map(|(_, share)| share).sum();
    list.iter_mut().for_each(|(_, share)| *share /= sum);
}
