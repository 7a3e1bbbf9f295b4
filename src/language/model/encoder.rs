//! The large analyser: the lower layers of a pretrained multilingual encoder, tuned on German trees and names, and the
//! scorers above them (multilingual-e5-small, Wang et al. 2024; data/train/teacher makes the file).
//!
//! Words of sentences come in; `Scores` go out. A word is the mean of its first and last piece.

use std::ops::Range;

use super::pieces::Pieces;
use super::scorers::{Scorers, Scores};
use super::transformer::{Layer, Norm};
use super::{Blocks, Weights};

/// The most pieces of a sentence: as many places as the encoder knows, less its begin and end.
pub const LONGEST: usize = 510;

/// The encoder's weights.
#[derive(Clone, Debug)]
pub struct Encoder {
    source: &'static [u8],
    pieces: Pieces,
    embeddings: Blocks,
    /// Of each place in a sentence, a row.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    pub scorers: Scorers,
}

/// A word as the encoder sees it.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    pub text: &'a str,
    /// Whether a blank stands before it.
    pub space: bool,
}

impl Encoder {
    pub fn new(weights: &Weights) -> Self {
        let [heads, depth] =
            [0, 1].map(|i| weights.values("shape").get(i).map_or(0, |&x| x as usize));
        Encoder {
            source: weights.source,
            pieces: Pieces::new(weights),
            embeddings: weights.blocks("embeddings"),
            positions: weights.values("positions"),
            norm: Norm::new(weights, "norm"),
            layers: (0..depth).map(|number| Layer::new(weights, number, heads)).collect(),
            scorers: Scorers::new(weights),
        }
    }

    /// The file that it was read from.
    pub fn source(&self) -> &&'static [u8] {
        &self.source
    }

    /// The pieces of a word.
    pub fn pieces(&self, form: Form) -> Vec<u32> {
        self.pieces.of(form.text, form.space)
    }

    /// The scores of sentences, each the pieces of its words, at most `LONGEST` of them.
    pub fn scores(&self, sentences: &[Vec<Vec<u32>>]) -> Vec<Scores> {
        let width = self.embeddings.columns;
        let mut x = Vec::new();
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(sentences.len());
        for words in sentences {
            let start = x.len() / width;
            let ends = [[self.pieces.begin], [self.pieces.end]];
            let pieces = ends[0].iter().chain(words.iter().flatten()).chain(&ends[1]);
            for (place, &piece) in pieces.enumerate() {
                let from = x.len();
                x.extend_from_slice(&self.positions[place * width..(place + 1) * width]);
                self.embeddings.add(piece as usize, &mut x[from..]);
            }
            ranges.push(start..x.len() / width);
        }
        self.norm.apply(&mut x);
        self.layers.iter().for_each(|layer| layer.apply(&mut x, &ranges));
        sentences.iter().zip(ranges).map(|(words, rows)| self.sentence(words, rows, &x)).collect()
    }

    fn sentence(&self, words: &[Vec<u32>], rows: Range<usize>, x: &[f32]) -> Scores {
        let width = self.embeddings.columns;
        let row = |at: usize| &x[at * width..(at + 1) * width];
        let mut vectors = Vec::with_capacity(words.len() * width);
        let mut first = rows.start + 1;
        for word in words {
            let last = first + word.len() - 1;
            vectors.extend(row(first).iter().zip(row(last)).map(|(a, b)| (a + b) * 0.5));
            first = last + 1;
        }
        self.scorers.scores(words.len(), &self.scorers.project(&vectors), |word| word)
    }
}
