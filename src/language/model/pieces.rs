//! Words into pieces, as the pretrained encoder knows them: the pieces whose scores have the best sum (SentencePiece's
//! unigram model, Kudo 2018). "Bundesverteidigungsministerin" gives "▁Bundes", "vert", "eidigung", "s", "ministerin".

use super::Weights;
use crate::record::tables::Map;

/// The mark of a blank before a word.
const BLANK: char = '\u{2581}';
/// What a letter costs that is no piece, below the lowest score.
const UNKNOWN_COST: f32 = 10.0;
/// More pieces of one word are left out: words of treebanks have at most half as many.
const MOST: usize = 24;

/// The pieces with their scores.
#[derive(Clone, Debug)]
pub struct Pieces {
    number: Map<&'static str, u32>,
    scores: Vec<f32>,
    normal: Map<char, &'static str>,
    unknown: u32,
    unknown_score: f32,
    /// In letters.
    longest: usize,
    pub begin: u32,
    pub end: u32,
}

impl Pieces {
    pub fn new(weights: &Weights) -> Self {
        let lines = weights.lines("pieces");
        let scores = weights.values("piece.scores");
        let lowest = scores.iter().copied().fold(0.0, f32::min);
        let special = |name: &str| lines.iter().position(|&line| line == name).unwrap_or(0) as u32;
        let normal = weights.lines("normal").into_iter().filter_map(|line| {
            // "ﬁ TAB fi"
            let (letter, text) = line.split_once('\t')?;
            Some((letter.chars().next()?, text))
        });
        Pieces {
            longest: lines.iter().map(|piece| piece.chars().count()).max().unwrap_or(0),
            begin: special("<s>"),
            end: special("</s>"),
            unknown: special("<unk>"),
            unknown_score: lowest - UNKNOWN_COST,
            normal: normal.collect(),
            number: lines.into_iter().zip(0..).collect(),
            scores,
        }
    }

    /// The pieces of a word; `space`: a blank stands before it.
    pub fn of(&self, form: &str, space: bool) -> Vec<u32> {
        let mut text = String::with_capacity(form.len() + 3);
        text.extend(space.then_some(BLANK));
        for letter in form.chars() {
            match self.normal.get(&letter) {
                Some(normal) => text.push_str(normal),
                None => text.push(letter),
            }
        }
        let mut pieces = self.best(&text.replace(' ', "\u{2581}"));
        if pieces.is_empty() {
            pieces.push(self.unknown);
        }
        if pieces.len() > MOST {
            // the ends say more than the middle
            pieces.drain(MOST / 2..pieces.len() - MOST / 2);
        }
        pieces
    }

    /// The best way through the letters (Viterbi).
    fn best(&self, text: &str) -> Vec<u32> {
        let places: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let last = places.len() - 1;
        let mut sums = vec![f32::NEG_INFINITY; places.len()];
        let mut back = vec![(0, self.unknown); places.len()];
        sums[0] = 0.0;
        for start in 0..last {
            let mut offer = |end: usize, piece: u32, score: f32| {
                if sums[start] + score > sums[end] {
                    sums[end] = sums[start] + score;
                    back[end] = (start, piece);
                }
            };
            for end in start + 1..=last.min(start + self.longest) {
                if let Some(&piece) = self.number.get(&text[places[start]..places[end]]) {
                    offer(end, piece, self.scores[piece as usize]);
                }
            }
            offer(start + 1, self.unknown, self.unknown_score);
        }
        let mut pieces = Vec::new();
        let mut end = last;
        while end > 0 {
            let (start, piece) = back[end];
            pieces.push(piece);
            end = start;
        }
        pieces.reverse();
        pieces
    }
}
