//! Pieces of text become lines, columns and paragraphs, in the order in which one reads them.
//!
//! A headline over two columns is read first, then the left column, then the right. What stands at the head or foot of many pages is no
//! text; a word that was parted at the end of a line is one again.

use std::collections::HashMap;

use super::pieces::{Page, Piece};

/// A paragraph, with the size of its letters and the page on which it begins.
pub(super) struct Paragraph {
    pub text: String,
    pub size: f64,
    pub page: usize,
}

/// A line of a column.
#[derive(Clone, Debug)]
struct Line {
    left: f64,
    right: f64,
    place: f64,
    size: f64,
    text: String,
}

/// Lines that stand below each other.
struct Block {
    page: usize,
    lines: Vec<Line>,
}

/// The paragraphs of all pages, and what stood at the heads and feet of the pages.
pub(super) fn paragraphs(pages: &[Page]) -> (Vec<Paragraph>, Vec<String>) {
    let mut parts: Vec<Vec<Line>> = pages.iter().map(|page| parts(&page.pieces)).collect();
    let heads = without_heads(&mut parts);
    let blocks: Vec<Block> = (0..)
        .zip(parts)
        .flat_map(|(page, parts)| {
            let blocks = columns(parts).into_iter();
            blocks.map(move |lines| Block { page, lines })
        })
        .collect();
    (joined(&blocks), heads)
}

/// The parts of lines of a page, from the top: pieces that stand beside each other with no more than a blank between them.
fn parts(pieces: &[Piece]) -> Vec<Line> {
    let mut order: Vec<&Piece> = pieces.iter().collect();
    order.sort_by(|a, b| b.line.total_cmp(&a.line));
    let mut rows: Vec<Vec<&Piece>> = Vec::new();
    for piece in order {
        let same = rows.last().and_then(|row| row.first()).is_some_and(|first| {
            (first.line - piece.line).abs() < 0.4 * first.size.max(piece.size).max(1.0)
        });
        match rows.last_mut().filter(|_| same) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows.into_iter().flat_map(row_parts).collect()
}

fn row_parts(mut row: Vec<&Piece>) -> Vec<Line> {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut lines: Vec<Line> = Vec::new();
    for piece in row {
        let size = piece.size.max(0.1);
        let line = |text: String| Line {
            left: piece.left,
            right: piece.right,
            place: piece.line,
            size,
            text,
        };
        let Some(last) = lines.last_mut() else {
            lines.push(line(piece.text.clone()));
            continue;
        };
        // bold letters are often the same ones twice
        let twice = (piece.left - last.left).abs() < 0.3 * size && piece.text == last.text;
        let gap = piece.left - last.right;
        if twice {
            continue;
        }
        if gap > 0.9 * size {
            lines.push(line(piece.text.clone()));
            continue;
        }
        let parted = last.text.ends_with(' ') || piece.text.starts_with(' ');
        if gap > 0.15 * size && !parted {
            last.text.push(' ');
        }
        last.text.push_str(&piece.text);
        last.right = last.right.max(piece.right);
        // a raised number does not make the line smaller
        last.size = last.size.max(size);
    }
    for line in &mut lines {
        line.text = super::clean(&line.text);
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// A line without its numbers, by which heads of pages are compared.
fn form(text: &str) -> String {
    let mut form = String::new();
    for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
        match sign.is_ascii_digit() {
            true if form.ends_with('#') => {}
            true => form.push('#'),
            false => form.extend(sign.to_lowercase()),
        }
    }
    form
}

/// "12", "Seite 12", "- 12 -": the number of a page.
fn is_number(text: &str) -> bool {
    let forms = ["#", "-#-", "–#–", "seite#", "page#", "s.#", "#/#", "seite#von#", "#von#"];
    forms.contains(&form(text).as_str())
}

/// So many lines from the top or the foot of a page may be its head or foot.
const MARGIN: usize = 3;

/// Takes away what stands at the same place at the head or foot of many pages, and the numbers of pages.
fn without_heads(pages: &mut [Vec<Line>]) -> Vec<String> {
    // places differ by less than a point
    let key = |top: bool, line: &Line| (top, (line.place / 4.0).round() as i64, form(&line.text));
    let mut seen: HashMap<(bool, i64, String), usize> = HashMap::new();
    for page in pages.iter() {
        for (top, at) in margins(page) {
            *seen.entry(key(top, &page[at])).or_default() += 1;
        }
    }
    let mut heads = Vec::new();
    let often = (pages.len() * 2).div_ceil(5).max(2);
    for page in pages.iter_mut() {
        let (mut out, others): (Vec<_>, Vec<_>) = margins(page)
            .into_iter()
            .partition(|(top, at)| seen.get(&key(*top, &page[*at])).is_some_and(|n| *n >= often));
        // "21" at the start of a justified line is no number of a page
        let alone = |at: usize| {
            let beside = |other: usize| (page[other].place - page[at].place).abs() < 2.0;
            others.iter().all(|(_, other)| *other == at || !beside(*other))
        };
        let numbers = others.iter().filter(|(_, at)| is_number(&page[*at].text) && alone(*at));
        out.extend(numbers);
        let mut out: Vec<usize> = out.into_iter().map(|(_, at)| at).collect();
        out.sort();
        out.dedup();
        for at in out.into_iter().rev() {
            heads.push(page.remove(at).text);
        }
    }
    heads
}

/// The parts of the first and last lines of a page: whether they are of the first, and where they stand.
fn margins(page: &[Line]) -> Vec<(bool, usize)> {
    let mut places: Vec<f64> = page.iter().map(|line| line.place).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() < 2.0);
    if places.len() <= 2 {
        return Vec::new();
    }
    let margin = MARGIN.min(places.len() / 2);
    let (foot, head) = (places[margin - 1] + 1.0, places[places.len() - margin] - 1.0);
    let at = |(at, line): (usize, &Line)| match line.place {
        place if place >= head => Some((true, at)),
        place if place <= foot => Some((false, at)),
        _ => None,
    };
    page.iter().enumerate().filter_map(at).collect()
}

/// The blocks of a page in the order in which one reads them: what stands over several columns parts what is above and below it.
fn columns(parts: Vec<Line>) -> Vec<Vec<Line>> {
    let borders = borders(&parts);
    if borders.is_empty() {
        return vec![rows(parts)];
    }
    let usual = usual_size(&parts);
    let column = |line: &Line| {
        let at = borders.iter().filter(|border| line.left >= **border - 3.0).count();
        let ends = borders.get(at).copied().unwrap_or(f64::MAX);
        (line.right <= ends + 3.0).then_some(at)
    };
    let mut blocks: Vec<Vec<Line>> = Vec::new();
    let mut open: Vec<Vec<Line>> = vec![Vec::new(); borders.len() + 1];
    let mut across: Vec<Line> = Vec::new();
    for line in parts {
        // the second line of a headline may be short
        let goes_on = across.last().is_some_and(|last: &Line| {
            let way = last.place - line.place;
            line.size > 1.15 * usual && same_size(last, &line) && way < 1.6 * line.size
        });
        match column(&line).filter(|_| !goes_on) {
            Some(at) => {
                if !across.is_empty() {
                    blocks.push(std::mem::take(&mut across));
                }
                open[at].push(line);
            }
            None => {
                blocks.extend(open.iter_mut().map(std::mem::take));
                across.push(line);
            }
        }
    }
    blocks.push(across);
    blocks.extend(open);
    blocks.into_iter().filter(|block| !block.is_empty()).map(rows).collect()
}

fn same_size(one: &Line, other: &Line) -> bool {
    (one.size - other.size).abs() < 0.12 * one.size.max(other.size)
}

/// The size that most letters have.
fn usual_size(lines: &[Line]) -> f64 {
    let mut sizes: Vec<(f64, usize)> =
        lines.iter().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, letters)| {
        seen += letters;
        seen >= half
    });
    middle.map_or(0.0, |(size, _)| *size)
}

/// Parts on one line become one line.
fn rows(parts: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(last) if (last.place - part.place).abs() < 0.4 * last.size.max(part.size) => {
                last.text.push(' ');
                last.text.push_str(&part.text);
                last.left = last.left.min(part.left);
                last.right = last.right.max(part.right);
            }
            _ => lines.push(part),
        }
    }
    lines
}

/// Where one column ends and the next begins: few lines go through there, many stand on both sides.
fn borders(parts: &[Line]) -> Vec<f64> {
    let left = parts.iter().map(|line| line.left).fold(f64::MAX, f64::min);
    let right = parts.iter().map(|line| line.right).fold(f64::MIN, f64::max);
    if parts.len() < 8 || !(right - left).is_finite() || right - left > 20_000.0 {
        return Vec::new();
    }
    let width = (right - left).ceil() as usize + 1;
    let mut through = vec![0usize; width];
    for line in parts {
        let (from, to) = ((line.left - left) as usize, (line.right - left) as usize);
        through[from..=to.min(width - 1)].iter_mut().for_each(|count| *count += 1);
    }
    let mut most_before = through.clone();
    for at in 1..width {
        most_before[at] = most_before[at].max(most_before[at - 1]);
    }
    let mut most_behind = through.clone();
    for at in (0..width - 1).rev() {
        most_behind[at] = most_behind[at].max(most_behind[at + 1]);
    }
    let is_gap = |at: usize| {
        let sides = most_before[at].min(most_behind[at]);
        sides >= 4 && through[at] * 4 <= sides
    };
    let mut borders = Vec::new();
    let mut at = 0;
    while at < width {
        let end = (at..width).find(|at| !is_gap(*at)).unwrap_or(width);
        // the middle of the place where the fewest go through
        if end - at >= 4 {
            let fewest = through[at..end].iter().min().copied().unwrap_or(0);
            let places: Vec<usize> = (at..end).filter(|at| through[*at] == fewest).collect();
            borders.push(left + places[places.len() / 2] as f64);
        }
        at = end.max(at) + 1;
    }
    checked(parts, borders, left, right)
}

/// Columns hold lines of text; numbers before the items of a list are none.
fn checked(parts: &[Line], borders: Vec<f64>, left: f64, right: f64) -> Vec<f64> {
    let is_column = |from: f64, to: f64| {
        let own = parts.iter().filter(|line| line.left >= from - 3.0 && line.right <= to + 3.0);
        let (mut lines, mut letters) = (0, 0);
        for line in own {
            lines += 1;
            letters += line.text.chars().count();
        }
        to - from >= 0.12 * (right - left) && lines >= 4 && letters >= 10 * lines
    };
    let mut kept: Vec<f64> = Vec::new();
    for (n, border) in borders.iter().enumerate() {
        let from = kept.last().copied().unwrap_or(left);
        let to = borders.get(n + 1).copied().unwrap_or(right);
        if is_column(from, *border) && is_column(*border, to) {
            kept.push(*border);
        }
    }
    kept
}

/// Lines that belong together become paragraphs, also over the ends of columns and pages.
fn joined(blocks: &[Block]) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    // the last line of the block before has no room for another word
    let mut full = false;
    for block in blocks {
        let left = block.lines.iter().map(|line| line.left).fold(f64::MAX, f64::min);
        let right = block.lines.iter().map(|line| line.right).fold(f64::MIN, f64::max);
        let (spacing, usual) = (spacing(&block.lines), usual_size(&block.lines));
        let shape = Shape { left, right, spacing, usual };
        let mut last: Option<&Line> = None;
        for line in &block.lines {
            let goes_on = match last {
                Some(last) => is_one(last, line, &shape),
                None => paragraphs.last().is_some_and(|last| goes_over(last, line, full)),
            };
            match paragraphs.last_mut().filter(|_| goes_on) {
                Some(own) => super::join(&mut own.text, &line.text),
                None => paragraphs.push(Paragraph {
                    text: line.text.clone(),
                    size: line.size,
                    page: block.page,
                }),
            }
            last = Some(line);
        }
        full = last.is_some_and(|last| right - last.right < last.size);
    }
    paragraphs
}

/// What is longer (bytes) is no headline.
const HEADLINE: usize = 100;

/// A paragraph goes on in the next column or on the next page.
fn goes_over(last: &Paragraph, line: &Line, full: bool) -> bool {
    let parted = last.text.ends_with(['-', '\u{ad}']);
    (last.size - line.size).abs() < 0.12 * line.size
        && is_open(&last.text)
        && (parted || starts_small(&line.text) || full && last.text.len() > HEADLINE)
}

fn starts_small(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_lowercase() || sign.is_ascii_digit())
}

/// No sentence ends here.
fn is_open(text: &str) -> bool {
    !text.ends_with(['.', '!', '?', ':', '“', '"', '«', '»', '…'])
}

/// The usual way from a line to the next.
fn spacing(lines: &[Line]) -> f64 {
    let mut ways: Vec<f64> = lines.windows(2).map(|two| two[0].place - two[1].place).collect();
    ways.retain(|way| *way > 0.0);
    ways.sort_by(f64::total_cmp);
    ways.get(ways.len() / 2).copied().unwrap_or(f64::MAX)
}

/// What the lines of a block have in common.
struct Shape {
    left: f64,
    right: f64,
    spacing: f64,
    usual: f64,
}

/// A line goes on with the one above it.
fn is_one(above: &Line, line: &Line, shape: &Shape) -> bool {
    let way = above.place - line.place;
    let size = line.size.max(above.size);
    if !same_size(above, line) || way > 1.3 * shape.spacing.max(1.15 * size) {
        return false;
    }
    if size > 1.15 * shape.usual {
        // the lines of a headline end where one likes
        return true;
    }
    let indented = line.left - shape.left > 0.8 * size && above.left - shape.left < 0.5 * size;
    let list = line.text.starts_with(['•', '▪', '■', '\u{f0b7}']);
    if indented || list {
        return false;
    }
    // the first word of the line would have stood at the end of the one above
    let word = line.text.split(' ').next().map_or(0, |word| word.chars().count()) as f64;
    let room = shape.right - above.right > (word + 1.0) * 0.5 * size + size;
    !room || is_open(&above.text) && starts_small(&line.text)
}
