//! The small analyser: two bidirectional layers over the words of sentences, and the scorers above them.

use super::lstm::{Batch, Direction, layer};
use super::scorers::{Scorers, Scores};
use super::{Table, Weights};

/// Sizes of what the scorers see, for training: head and dependent of an arc, of a label, tags, names. In this order in the projection.
pub const ARC: usize = 96;
pub const LABEL: usize = 96;
pub const TAG: usize = 128;
pub const NAME: usize = 64;
pub const PROJECTION: usize = 2 * ARC + 2 * LABEL + TAG + NAME;

/// The network's weights.
#[derive(Clone, Debug)]
pub struct Network {
    pub affixes: Table,
    /// Stands for the vector of an unknown word.
    pub unknown: Vec<f32>,
    layers: [[Direction; 2]; 2],
    pub scorers: Scorers,
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
            layers: [
                [direction("left1"), direction("right1")],
                [direction("left2"), direction("right2")],
            ],
            scorers: Scorers::new(weights),
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
        let projections = self.scorers.project(&top);
        let sentence = |(s, &n): (usize, &usize)| {
            self.scorers.scores(n, &projections, |word| batch.row(s, word))
        };
        batch.lengths.iter().enumerate().map(sentence).collect()
    }
}
