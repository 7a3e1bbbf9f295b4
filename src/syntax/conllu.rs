//! CoNLL-U: trees as the tools of Universal Dependencies read and write them.
//!
//! Words are written with their offsets (Unicode code points into the article's text) in MISC; reading makes the text from the
//! forms and `SpaceAfter=No`.

use std::io::{self, Write};

use crate::record::error::{Error, Result};
use crate::record::span::{CodePoints, Span};
use crate::syntax::parse::Tree;
use crate::syntax::tag::Word;
use crate::ud::{Deprel, Feats, Upos};

/// Writes trees, contractions as multiword tokens.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(id: &str, text: &str, trees: &[Tree], out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<(usize, &Tree)> = (1..).zip(trees).collect();
    write_numbered(id, text, &all, out)
}

/// Writes some trees of a text, each with the number of its sentence.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_numbered(
    id: &str,
    text: &str,
    trees: &[(usize, &Tree)],
    out: &mut dyn Write,
) -> io::Result<()> {
    let points = CodePoints::new(text);
    for &(number, tree) in trees {
        writeln!(out, "# sent_id = {id}-{number}")?;
        writeln!(out, "# text = {}", one_line(tree.span.of(text)))?;
        for at in 0..tree.words.len() {
            line(text, tree, at, &points, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn line(
    text: &str,
    tree: &Tree,
    at: usize,
    points: &CodePoints,
    out: &mut dyn Write,
) -> io::Result<()> {
    let word = &tree.words[at];
    let same_token =
        |other: usize| tree.words.get(other).is_some_and(|other| other.token == word.token);
    let first = at == 0 || !same_token(at - 1);
    let last =
        tree.words[at..].iter().take_while(|other| other.token == word.token).count() - 1 + at;
    let misc = misc(text, tree, last, word.span, points);
    if first && last > at {
        writeln!(
            out,
            "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
            at + 1,
            last + 1,
            one_line(word.span.of(text))
        )?;
    }
    let head = tree.heads[at].map_or(0, |head| head + 1);
    let misc = if first && last == at { misc } else { "_".to_owned() };
    let form = if first && last == at { one_line(word.span.of(text)) } else { word.form.clone() };
    let lemma = if word.lemma.is_empty() { "_".to_owned() } else { one_line(&word.lemma) };
    writeln!(
        out,
        "{}\t{form}\t{lemma}\t{}\t_\t{}\t{head}\t{}\t_\t{misc}",
        at + 1,
        word.upos,
        word.feats,
        tree.deprels[at]
    )
}

fn misc(text: &str, tree: &Tree, last: usize, span: Span, points: &CodePoints) -> String {
    let next = tree.words.get(last + 1).map(|next| next.span.start);
    let glued = next.is_some_and(|next| next == span.end)
        || (next.is_none() && text[span.end..].starts_with(|letter: char| !letter.is_whitespace()));
    let space = if glued { "SpaceAfter=No|" } else { "" };
    format!("{space}TokenRange={}:{}", points.at(span.start), points.at(span.end))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads trees: the text that they cover, and the trees pointing into it.
///
/// # Errors
/// Where a line is not CoNLL-U; it is named by its number.
pub fn read(source: &str) -> Result<(String, Vec<Tree>)> {
    let mut text = String::new();
    let mut trees = Vec::new();
    let mut block = Vec::new();
    for (number, line) in source.lines().enumerate().chain([(0, "")]) {
        if !line.trim().is_empty() {
            block.push((number + 1, line));
            continue;
        }
        if !block.is_empty() {
            trees.push(tree(&block, &mut text)?);
            block.clear();
        }
    }
    Ok((text, trees))
}

fn tree(block: &[(usize, &str)], text: &mut String) -> Result<Tree> {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let begin = text.len();
    let (mut words, mut heads, mut deprels): (Vec<Word>, Vec<Option<usize>>, Vec<Deprel>) =
        (Vec::new(), Vec::new(), Vec::new());
    // the last word of the multiword token that is open, and its span
    let mut open: Option<(usize, Span)> = None;
    let mut token = 0;
    for &(number, line) in block.iter().filter(|(_, line)| !line.starts_with('#')) {
        let wrong = |what: &str| Error::new(format!("line {number} is not CoNLL-U: {what}"));
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() != 10 {
            return Err(wrong("it has not ten columns"));
        }
        let glued = columns[9].contains("SpaceAfter=No");
        if let Some((_, last)) = columns[0].split_once('-') {
            let span = push(text, columns[1], glued);
            open = Some((last.parse().map_err(|_| wrong("the range is no number"))?, span));
            continue;
        }
        if columns[0].contains('.') {
            continue;
        }
        let index: usize =
            columns[0].parse().map_err(|_| wrong("the first column is no number"))?;
        let (span, ends) = match open {
            Some((last, span)) => (span, index == last),
            None => (push(text, columns[1], glued), true),
        };
        words.push(Word {
            form: columns[1].to_owned(),
            token,
            span,
            lemma: columns[2].to_owned(),
            upos: Upos::parse(columns[3]).unwrap_or(Upos::X),
            feats: Feats::parse(columns[5]),
        });
        let head: usize = columns[6].parse().unwrap_or(0);
        heads.push(head.checked_sub(1));
        deprels.push(
            Deprel::parse(columns[7])
                .or_else(|| Deprel::parse(columns[7].split(':').next()?))
                .unwrap_or(Deprel::Dep),
        );
        if ends {
            token += 1;
            open = None;
        }
    }
    if heads.iter().flatten().any(|&head| head >= words.len()) {
        return Err(Error::new(format!(
            "the sentence at line {} has a head outside of it",
            block[0].0
        )));
    }
    let end = text.trim_end().len().max(begin);
    Ok(Tree {
        span: Span::new(begin, end),
        words,
        heads,
        deprels,
        chances: Vec::new(),
        names: Vec::new(),
    })
}

fn push(text: &mut String, form: &str, glued: bool) -> Span {
    let start = text.len();
    text.push_str(form);
    let span = Span::new(start, text.len());
    if !glued {
        text.push(' ');
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_survive_writing_and_reading() {
        let source = "# text = Er geht zum Arzt.\n1\tEr\ter\tPRON\t_\tCase=Nom\t2\tnsubj\t_\t_\n2\tgeht\tgehen\tVERB\t_\t_\t0\troot\t_\t_\n3-4\tzum\t_\t_\t_\t_\t_\t_\t_\t_\n3\tzu\tzu\tADP\t_\t_\t5\tcase\t_\t_\n4\tdem\tder\tDET\t_\t_\t5\tdet\t_\t_\n5\tArzt\tArzt\tNOUN\t_\t_\t2\tobl\t_\tSpaceAfter=No\n6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";
        let (text, trees) = read(source).expect("valid");
        assert_eq!(text.trim_end(), "Er geht zum Arzt.");
        let mut written = Vec::new();
        write("x", &text, &trees, &mut written).expect("written");
        let (again, trees_again) =
            read(std::str::from_utf8(&written).expect("UTF-8")).expect("valid");
        assert_eq!(again.trim_end(), text.trim_end());
        assert_eq!(trees_again[0].words, trees[0].words);
        assert_eq!(trees_again[0].heads, trees[0].heads);
    }
}
