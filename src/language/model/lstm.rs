//! Sentences through layers of bidirectional long short-term memory, many sentences at a time.

use super::matrix::{Matrix, cell};

/// One direction of a layer: weights of the inputs with bias, and of the direction's own last output.
#[derive(Clone, Debug)]
pub struct Direction {
    pub input: Matrix,
    pub bias: Vec<f32>,
    pub recurrent: Matrix,
}

/// Sentences side by side: their lengths fall, and the words of one place lie together.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Falling.
    pub lengths: Vec<usize>,
    /// Where the words of each place begin, and the end.
    pub starts: Vec<usize>,
}

impl Batch {
    /// Of lengths that fall.
    pub fn new(lengths: Vec<usize>) -> Self {
        let longest = lengths.first().copied().unwrap_or(0);
        let mut starts = vec![0];
        let mut active = lengths.len();
        let mut sum = 0;
        for place in 0..longest {
            while active > 0 && lengths[active - 1] <= place {
                active -= 1;
            }
            sum += active;
            starts.push(sum);
        }
        Batch { lengths, starts }
    }

    /// The row of a sentence's word.
    pub fn row(&self, sentence: usize, word: usize) -> usize {
        self.starts[word] + sentence
    }

    /// How many words there are.
    pub fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// How many sentences have a word at the place.
    pub fn active(&self, place: usize) -> usize {
        self.starts[place + 1] - self.starts[place]
    }
}

/// The outputs of both directions for each word: the left context's half, then the right context's.
pub fn layer(directions: &[Direction; 2], batch: &Batch, input: &[f32]) -> Vec<f32> {
    let width = directions[0].recurrent.inputs;
    let mut output = vec![0.0; batch.rows() * 2 * width];
    for (side, direction) in directions.iter().enumerate() {
        let mut gates: Vec<f32> = direction.bias.repeat(batch.rows());
        direction.input.multiply(input, &mut gates);
        run(direction, batch, side, &gates, &mut output);
    }
    output
}

fn run(direction: &Direction, batch: &Batch, side: usize, gates: &[f32], output: &mut [f32]) {
    let width = direction.recurrent.inputs;
    let count = batch.lengths.len();
    let mut cells = vec![0.0; count * width];
    let mut last = vec![0.0; count * width];
    let mut now = vec![0.0; count * 4 * width];
    for place in 0..batch.starts.len() - 1 {
        let active = batch.active(place);
        let row = |s: usize| {
            if side == 0 { batch.row(s, place) } else { batch.row(s, batch.lengths[s] - 1 - place) }
        };
        for s in 0..active {
            now[s * 4 * width..(s + 1) * 4 * width]
                .copy_from_slice(&gates[row(s) * 4 * width..(row(s) + 1) * 4 * width]);
        }
        direction.recurrent.multiply(&last[..active * width], &mut now[..active * 4 * width]);
        for s in 0..active {
            let at = s * width..(s + 1) * width;
            cell(
                &now[s * 4 * width..(s + 1) * 4 * width],
                &mut cells[at.clone()],
                &mut last[at.clone()],
            );
            let to = (row(s) * 2 + side) * width;
            output[to..to + width].copy_from_slice(&last[at]);
        }
    }
}
