//! Dependency trees drawn for the terminal: a word a line, each hanging on its head.

use std::io;
use std::io::Write;

use tripel::syntax::parse::Tree;
use tripel::ud::Upos;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::style::{BOLD, CYAN, DIM, GREEN, Style, YELLOW};
use super::table::{blanks, terminal_width, wrapped};

/// Between two columns.
const GAP: usize = 2;
/// Columns from a word to those below it; less where the terminal is narrow.
const STEPS: [usize; 3] = [3, 2, 1];
/// No word and no lemma is cut shorter.
const SHORTEST: usize = 8;

/// Draws a tree below its sentence, as wide as the terminal where there is one.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(number: usize, text: &str, tree: &Tree, out: &mut dyn Write) -> io::Result<()> {
    write_within(terminal_width(), number, text, tree, out)
}

fn write_within(
    limit: Option<usize>,
    number: usize,
    text: &str,
    tree: &Tree,
    out: &mut dyn Write,
) -> io::Result<()> {
    let number = number.to_string();
    let sentence = tree.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let room =
        limit.map_or(usize::MAX, |limit| limit.saturating_sub(number.len() + GAP).max(SHORTEST));
    for (at, line) in wrapped(&sentence, room).iter().enumerate() {
        let before = if at == 0 { number.as_str() } else { "" };
        writeln!(out, "{BOLD}{before:>0$}{BOLD:#}  {line}", number.len())?;
    }
    writeln!(out)?;
    let drawn = Drawing::new(tree, limit);
    (0..tree.words.len()).try_for_each(|at| drawn.line(at, out))?;
    writeln!(out)
}

/// A tree with the widths of its columns.
struct Drawing<'a> {
    tree: &'a Tree,
    depths: Vec<usize>,
    step: usize,
    words: usize,
    relations: usize,
    lemmas: usize,
}

/// Columns of the longest part of speech: PUNCT, CCONJ.
const UPOS: usize = 5;

impl<'a> Drawing<'a> {
    fn new(tree: &'a Tree, limit: Option<usize>) -> Drawing<'a> {
        let depths = depths(tree);
        let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
        let words = |step: usize| {
            longest(
                &mut (0..depths.len()).map(|at| depths[at] * step + tree.words[at].form.width()),
            )
        };
        let relations = longest(&mut tree.deprels.iter().map(|relation| relation.as_str().len()));
        let lemmas = longest(&mut (0..depths.len()).map(|at| lemma(tree, at).width()));
        // what is left for words and lemmas
        let room =
            limit.map_or(usize::MAX, |limit| limit.saturating_sub(3 * GAP + UPOS + relations));
        let fits = |step: &usize| words(*step).saturating_add(lemmas) <= room;
        let step = STEPS.into_iter().find(fits).unwrap_or(STEPS[2]);
        let deepest = longest(&mut depths.iter().copied()) * step;
        let lemmas = lemmas.min(room.saturating_sub(words(step)).max(SHORTEST));
        let words = words(step).min(room.saturating_sub(lemmas).max(deepest + SHORTEST));
        Drawing { tree, depths, step, words, relations, lemmas }
    }

    fn line(&self, at: usize, out: &mut dyn Write) -> io::Result<()> {
        let word = &self.tree.words[at];
        let indent = self.depths[at] * self.step;
        let form = cut(&word.form, self.words - indent);
        let style = if self.tree.heads[at].is_none() { BOLD } else { Style::new() };
        write!(out, "{DIM}{}{DIM:#}{style}{form}{style:#}", self.lines(at))?;
        let (blank, upos) = (self.words - indent - form.width() + GAP, word.upos);
        let style = if matches!(upos, Upos::Verb | Upos::Aux) { GREEN } else { YELLOW };
        blanks(blank, out)?;
        write!(out, "{style}{upos:<0$}{style:#}", UPOS, upos = upos.as_str())?;
        let relation = self.tree.deprels[at].as_str();
        let blank = self.relations - relation.len() + GAP;
        let lemma = cut(&lemma(self.tree, at), self.lemmas);
        write!(out, "{:GAP$}{CYAN}{relation}{CYAN:#}", "")?;
        blanks(blank, out)?;
        writeln!(out, "{DIM}{lemma}{DIM:#}")
    }

    /// The lines left of a word: its own from its head, and those that pass by to other words.
    fn lines(&self, at: usize) -> String {
        let mut cells = vec![' '; self.depths[at] * self.step];
        for (word, head) in
            self.tree.heads.iter().enumerate().filter_map(|(word, head)| Some((word, (*head)?)))
        {
            let column = self.depths[head] * self.step;
            // behind a word that stands in the way the line goes on
            let passes = word.min(head) < at && at < word.max(head) && column < cells.len();
            if passes && cells[column] == ' ' {
                cells[column] = '│';
            }
        }
        let Some(head) = self.tree.heads[at] else { return cells.into_iter().collect() };
        let column = self.depths[head] * self.step;
        let goes_on = cells[column] == '│';
        cells[column] = match (goes_on, at < head) {
            (true, _) => '├',
            (false, true) => '┌',
            (false, false) => '└',
        };
        let dashes = self.step.saturating_sub(2);
        cells[column + 1..=column + dashes].fill('─');
        cells.into_iter().collect()
    }
}

/// The lemma, and where lines cross the head, to which no line may be seen.
fn lemma(tree: &Tree, at: usize) -> String {
    let lemma = &tree.words[at].lemma;
    let Some(head) = tree.heads[at] else { return lemma.clone() };
    let below = |mut word: usize| {
        while let Some(next) = tree.heads[word].filter(|_| word != head) {
            word = next;
        }
        word == head
    };
    match (at.min(head) + 1..at.max(head)).all(below) {
        true => lemma.clone(),
        false => format!("{lemma} → {}", tree.words[head].form),
    }
}

/// How far each word is from the root.
fn depths(tree: &Tree) -> Vec<usize> {
    let depth = |mut word: usize| {
        let mut depth = 0;
        while let Some(head) = tree.heads[word].filter(|_| depth < tree.words.len()) {
            word = head;
            depth += 1;
        }
        depth
    };
    (0..tree.words.len()).map(depth).collect()
}

/// At most so many columns, with an ellipsis where something is left out.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        if cut.width() + letter.width().unwrap_or(0) + 1 > columns {
            break;
        }
        cut.push(letter);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use tripel::syntax::conllu;

    const TREE: &str = "\
1\tDie\tder\tDET\t_\t_\t2\tdet\t_\t_
2\tMinister\tMinister\tNOUN\t_\t_\t3\tnsubj\t_\t_
3\treisten\treisen\tVERB\t_\t_\t0\troot\t_\t_
4-5\tzum\t_\t_\t_\t_\t_\t_\t_\t_
4\tzu\tzu\tADP\t_\t_\t6\tcase\t_\t_
5\tdem\tder\tDET\t_\t_\t6\tdet\t_\t_
6\tGipfel\tGipfel\tNOUN\t_\t_\t3\tobl\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_
";

    fn written(source: &str, limit: Option<usize>) -> String {
        let (text, trees) = conllu::read(source).expect("CoNLL-U");
        let mut out = Vec::new();
        write_within(limit, 7, &text, &trees[0], &mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn each_word_hangs_on_its_head() {
        let expected = "\
7  Die Minister reisten zum Gipfel.

   ┌─ Die    DET    det    der
┌─ Minister  NOUN   nsubj  Minister
reisten      VERB   root   reisen
│  ┌─ zu     ADP    case   zu
│  ├─ dem    DET    det    der
├─ Gipfel    NOUN   obl    Gipfel
└─ .         PUNCT  punct  .

";
        assert_eq!(written(TREE, None), expected);
    }

    #[test]
    fn crossing_lines_name_the_head() {
        let crossing = TREE.replace("\t6\tdet", "\t2\tdet");
        assert!(
            written(&crossing, None).contains("der → Minister\n"),
            "{}",
            written(&crossing, None)
        );
    }

    #[test]
    fn a_narrow_terminal_is_wide_enough() {
        let long = TREE.replace("Gipfel\tG", "Wirtschaftsministerratspräsidentschaftsgipfel\tG");
        for limit in [40, 50, 60, 80] {
            assert!(
                written(&long, Some(limit)).lines().all(|line| line.width() <= limit),
                "{}",
                written(&long, Some(limit))
            );
        }
    }
}
