//! Dependency trees as a picture: words on a line, arcs above them, a sentence below the other.
//!
//! An arc goes from a head to the word that hangs on it, where it has its arrow; what lies between is spanned by lower arcs. Words
//! stand as far apart as the names of the arcs between them need.

use std::fmt::Write as _;

use crate::export::font::{FAMILY, Font};
use crate::export::look::{Theme, plain};
use crate::export::xml;
use crate::network::Tone;
use crate::syntax::parse::Tree;
use crate::ud::Upos;

/// Sizes of the letters of words, of parts of speech, and of the names of arcs.
const WORD: f64 = 15.0;
const TAG: f64 = 9.5;
const NAME: f64 = 10.0;
/// Between two words, and around the name of an arc.
const GAP: f64 = 14.0;
/// From one height of arcs to the next.
const STEP: f64 = 19.0;
/// Between arcs that begin or end at the same word.
const BESIDE: f64 = 5.0;
/// Radius of the corners of an arc.
const CORNER: f64 = 6.0;
const MARGIN: f64 = 20.0;
/// A word that is wider, in its own size, is cut.
const WIDEST: f64 = 26.0;

/// Draws trees of a text as SVG, each with its number.
pub fn draw(text: &str, trees: &[(usize, &Tree)]) -> String {
    let font = Font::built_in();
    let theme = Theme::default();
    let (mut body, mut y, mut wide) = (String::new(), MARGIN, 200.0_f64);
    for &(number, tree) in trees.iter().filter(|(_, tree)| !tree.words.is_empty()) {
        let line = Line::new(tree, &font);
        line.draw(number, text, theme, y, &mut body);
        wide = wide.max(line.wide());
        y += line.height() + 14.0;
    }
    let (wide, high) = ((wide + MARGIN).ceil(), y.max(40.0).ceil());
    let paper = theme.paper();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.0}\" height=\"{high:.0}\" viewBox=\"0 0 {wide:.0} {high:.0}\" font-family=\"{FAMILY}\" text-anchor=\"middle\">\n\
         <rect width=\"{wide:.0}\" height=\"{high:.0}\" fill=\"{paper}\"/>\n{body}</svg>\n"
    )
}

/// A sentence with the places of its words and arcs.
struct Line<'a> {
    tree: &'a Tree,
    font: &'a Font,
    forms: Vec<String>,
    /// Widths of the words, and where the middle of each stands.
    widths: Vec<f64>,
    middles: Vec<f64>,
    arcs: Vec<Arc>,
}

/// An arc over words, from 1 upwards: none lies on another.
struct Arc {
    head: usize,
    word: usize,
    level: usize,
}

impl Arc {
    fn ends(&self) -> (usize, usize) {
        (self.head.min(self.word), self.head.max(self.word))
    }

    fn height(&self, floor: f64) -> f64 {
        floor - 4.0 - self.level as f64 * STEP
    }
}

impl<'a> Line<'a> {
    fn new(tree: &'a Tree, font: &'a Font) -> Line<'a> {
        let forms: Vec<String> =
            tree.words.iter().map(|word| font.fitting(&plain(&word.form), WIDEST)).collect();
        let width = |(form, word): (&String, &crate::syntax::tag::Word)| {
            (font.width(form) * WORD).max(font.width(word.upos.as_str()) * TAG)
        };
        let widths: Vec<f64> = forms.iter().zip(&tree.words).map(width).collect();
        let mut arcs: Vec<Arc> = (0..tree.words.len())
            .filter_map(|word| Some(Arc { head: tree.heads[word]?, word, level: 0 }))
            .collect();
        arcs.sort_by_key(|arc| (arc.ends().1 - arc.ends().0, arc.word));
        for at in 0..arcs.len() {
            let (from, to) = arcs[at].ends();
            let below = arcs[..at].iter().filter(|arc| arc.ends().0 < to && from < arc.ends().1);
            arcs[at].level = 1 + below.map(|arc| arc.level).max().unwrap_or(0);
        }
        let middles = middles(tree, &widths, &arcs, font);
        Line { tree, font, forms, widths, middles, arcs }
    }

    fn wide(&self) -> f64 {
        let last = self.middles.len() - 1;
        self.middles[last] + self.widths[last] / 2.0
    }

    /// Height of the arcs above the words.
    fn above(&self) -> f64 {
        let levels = self.arcs.iter().map(|arc| arc.level).max().unwrap_or(0);
        (levels + 1) as f64 * STEP + 22.0
    }

    fn height(&self) -> f64 {
        self.above() + WORD + TAG + 28.0
    }

    fn draw(&self, number: usize, text: &str, theme: Theme, top: f64, out: &mut String) {
        let floor = top + self.above();
        let _ = writeln!(out, "<g><title>{}</title>", xml(&plain(self.tree.span.of(text))));
        let (x, faint) = (MARGIN, theme.faint());
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{:.1}\" font-size=\"{TAG}\" fill=\"{faint}\">{number}</text>",
            top + TAG
        );
        self.root(theme, top, floor, out);
        let feet: Vec<(f64, f64)> = self
            .arcs
            .iter()
            .map(|arc| (self.foot(arc, arc.head), self.foot(arc, arc.word)))
            .collect();
        for (arc, &feet) in self.arcs.iter().zip(&feet) {
            self.arc(arc, feet, theme, floor, out);
        }
        // above all lines
        (0..feet.len()).for_each(|at| self.name(at, &feet, theme, floor, out));
        (0..self.forms.len()).for_each(|at| self.word(at, theme, floor, out));
        self.contractions(text, theme, floor, out);
        *out += "</g>\n";
    }

    /// The line from above that marks the root.
    fn root(&self, theme: Theme, top: f64, floor: f64, out: &mut String) {
        let Some(root) = self.tree.root() else { return };
        let (x, ink, y) = (self.middles[root], theme.ink(), top + NAME);
        let _ = writeln!(
            out,
            "<path d=\"M{x:.1},{:.1} V{:.1}\" stroke=\"{ink}\" fill=\"none\"/>{}<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{NAME}\" fill=\"{ink}\">{}</text>",
            y + 4.0,
            floor - 4.0,
            arrow(x, floor, ink),
            self.tree.deprels[root]
        );
    }

    /// Up from the head, over the words and down to the word.
    fn arc(&self, arc: &Arc, (from, to): (f64, f64), theme: Theme, floor: f64, out: &mut String) {
        let y = arc.height(floor);
        let turn = CORNER.min((to - from).abs() / 2.0).copysign(to - from);
        let (low, line) = (y + turn.abs(), theme.colour(Tone::Neither));
        let (before, behind, end) = (from + turn, to - turn, floor - 4.0);
        let _ = writeln!(
            out,
            "<path d=\"M{from:.1},{floor:.1} V{low:.1} Q{from:.1},{y:.1} {before:.1},{y:.1} H{behind:.1} Q{to:.1},{y:.1} {to:.1},{low:.1} V{end:.1}\" stroke=\"{line}\" fill=\"none\"/>{}",
            arrow(to, floor, &line)
        );
    }

    /// The name of an arc, in its middle or where no crossing line goes through it.
    fn name(&self, at: usize, feet: &[(f64, f64)], theme: Theme, floor: f64, out: &mut String) {
        let (arc, (from, to)) = (&self.arcs[at], feet[at]);
        let name = self.tree.deprels[arc.word].as_str();
        let wide = self.font.width(name) * NAME + 4.0;
        let higher = || self.arcs.iter().zip(feet).filter(|(other, _)| other.level > arc.level);
        let free = |x: &f64| {
            !higher().any(|(_, feet)| (feet.0 - x).abs().min((feet.1 - x).abs()) < wide / 2.0 + 1.0)
        };
        let within = |x: &f64| {
            (x - (from + to) / 2.0).abs() + wide / 2.0 + CORNER <= (to - from).abs() / 2.0
        };
        let middle = (from + to) / 2.0;
        let places = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].map(|part| from + (to - from) * part);
        let x = places.into_iter().filter(within).find(free).unwrap_or(middle);
        let (left, y) = (x - wide / 2.0, arc.height(floor));
        let (top, base) = (y - NAME / 2.0, y + NAME * 0.35);
        let (paper, colour) = (theme.paper(), colour(name, theme));
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{wide:.1}\" height=\"{NAME}\" fill=\"{paper}\"/><text x=\"{x:.1}\" y=\"{base:.1}\" font-size=\"{NAME}\" fill=\"{colour}\">{name}</text>"
        );
    }

    /// Where an arc stands on a word: arcs to the left on its left half, to the right on its right, the longest in the middle.
    fn foot(&self, arc: &Arc, word: usize) -> f64 {
        let other = |arc: &Arc| if arc.head == word { arc.word } else { arc.head };
        let right = other(arc) > word;
        let own = self
            .arcs
            .iter()
            .filter(|arc| (arc.head == word || arc.word == word) && (other(arc) > word) == right);
        let (mut count, mut longer) = (0, 0);
        for beside in own {
            count += 1;
            longer += usize::from(other(beside).abs_diff(word) > other(arc).abs_diff(word));
        }
        // the root has its own line in the middle
        let first = if self.tree.root() == Some(word) || self.both_sides(word) { 1.0 } else { 0.0 };
        let step = BESIDE.min((self.widths[word] / 2.0).max(8.0) / (f64::from(count) + first));
        let away = (longer as f64 + first) * step;
        self.middles[word] + if right { away } else { -away }
    }

    fn both_sides(&self, word: usize) -> bool {
        let own = || self.arcs.iter().filter(|arc| arc.head == word || arc.word == word);
        own().any(|arc| arc.ends().0 == word) && own().any(|arc| arc.ends().1 == word)
    }

    fn word(&self, at: usize, theme: Theme, floor: f64, out: &mut String) {
        let word = &self.tree.words[at];
        let (x, ink, tag) = (self.middles[at], theme.ink(), colour_of(word.upos, theme));
        let (y, below) = (floor + WORD, floor + WORD + TAG + 5.0);
        let title = xml(&plain(&format!("{}: {} {}", word.form, word.lemma, word.feats)));
        let (form, upos) = (xml(&self.forms[at]), word.upos);
        let _ = writeln!(
            out,
            "<g><title>{title}</title><text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{WORD}\" fill=\"{ink}\">{form}</text><text x=\"{x:.1}\" y=\"{below:.1}\" font-size=\"{TAG}\" fill=\"{tag}\">{upos}</text></g>"
        );
    }

    /// A bracket below the words of one token: "zu" and "dem" are "zum".
    fn contractions(&self, text: &str, theme: Theme, floor: f64, out: &mut String) {
        let words = &self.tree.words;
        for at in (1..words.len()).filter(|&at| words[at].token == words[at - 1].token) {
            let left = self.middles[at - 1] - self.widths[at - 1] / 2.0;
            let right = self.middles[at] + self.widths[at] / 2.0;
            let (y, faint) = (floor + WORD + TAG + 9.0, theme.faint());
            let token = xml(&plain(words[at].span.of(text)));
            let _ = writeln!(
                out,
                "<path d=\"M{left:.1},{y:.1} v3 H{right:.1} v-3\" stroke=\"{faint}\" fill=\"none\"/><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{TAG}\" fill=\"{faint}\">{token}</text>",
                (left + right) / 2.0,
                y + TAG + 4.0
            );
        }
    }
}

/// From left to right, each word as near as the words before it and the names of arcs that end at it allow.
fn middles(tree: &Tree, widths: &[f64], arcs: &[Arc], font: &Font) -> Vec<f64> {
    let mut ending: Vec<Vec<(usize, f64)>> = vec![Vec::new(); widths.len()];
    for arc in arcs {
        let (from, to) = arc.ends();
        // both feet may stand beside the middle of their words
        let room = font.width(tree.deprels[arc.word].as_str()) * NAME + 2.0 * CORNER + 4.0;
        ending[to].push((from, room + (widths[from] + widths[to]).min(8.0 * BESIDE) / 2.0));
    }
    let mut middles: Vec<f64> = Vec::with_capacity(widths.len());
    for (at, width) in widths.iter().enumerate() {
        let first = MARGIN + 16.0 + width / 2.0;
        let beside = at
            .checked_sub(1)
            .map_or(first, |last| middles[last] + (widths[last] + width) / 2.0 + GAP);
        let middle =
            ending[at].iter().map(|&(from, room)| middles[from] + room).fold(beside, f64::max);
        middles.push(middle);
    }
    middles
}

fn arrow(x: f64, floor: f64, colour: &str) -> String {
    let (left, right, y) = (x - 3.0, x + 3.0, floor - 6.0);
    format!("<path d=\"M{left:.1},{y:.1} H{right:.1} L{x:.1},{floor:.1} z\" fill=\"{colour}\"/>")
}

/// What tells who does what to whom stands out.
fn colour(deprel: &str, theme: Theme) -> String {
    match deprel.split(':').next().unwrap_or(deprel) {
        "nsubj" | "csubj" => theme.colour(Tone::Conflict),
        "obj" | "iobj" | "ccomp" | "xcomp" | "obl" => theme.colour(Tone::Cooperation),
        _ => theme.colour(Tone::Neither),
    }
}

fn colour_of(upos: Upos, theme: Theme) -> String {
    match upos {
        Upos::Verb | Upos::Aux => theme.colour(Tone::Conflict),
        Upos::Noun | Upos::Propn | Upos::Pron => theme.colour(Tone::Cooperation),
        _ => theme.colour(Tone::Neither),
    }
}
