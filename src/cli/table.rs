//! Tables for people: aligned columns that fit the terminal, one line a row where the output is no terminal.

use std::io;
use std::io::{IsTerminal, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::style::{BOLD, Style};
use super::visible::visible_line;

/// Rows of cells under a header.
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// A text and how it looks.
pub struct Cell {
    text: String,
    style: Style,
}

/// Between two columns.
const GAP: usize = 2;
/// No column is narrower, unless its text is.
const NARROWEST: usize = 8;
/// A text of so many columns needs as much room.
const LONG: usize = 40;
/// Before a text that stands below its row.
const INDENT: usize = 4;

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::styled(text, Style::new())
    }
}

impl Cell {
    pub fn styled(text: impl Into<String>, style: Style) -> Cell {
        let text: String = text.into();
        Cell { text: text.split_whitespace().collect::<Vec<_>>().join(" "), style }
    }
}

impl Table {
    pub fn new<T: Into<String>>(header: impl IntoIterator<Item = T>) -> Table {
        Table { header: header.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// # Errors
    /// Where `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if !io::stdout().is_terminal() {
            return self.write_within(terminal_width(), out);
        }
        // before widths are measured: what is spelled out is wider
        let shown = |cell: &Cell| Cell { text: visible_line(&cell.text), style: cell.style };
        let header = self.header.iter().map(|text| visible_line(text)).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
        Table { header, rows }.write_within(terminal_width(), out)
    }

    fn write_within(&self, limit: Option<usize>, out: &mut dyn Write) -> io::Result<()> {
        let header: Vec<Cell> = self.header.iter().map(|text| Cell::styled(text, BOLD)).collect();
        let natural = self.natural();
        let below = limit.and_then(|limit| too_long(&natural, limit));
        let beside: Vec<usize> =
            (0..natural.len()).filter(|column| Some(*column) != below).collect();
        let widths = self.fitted(&natural, &beside, limit);
        let mut rows: Vec<&Vec<Cell>> = self.rows.iter().collect();
        if self.header.iter().any(|text| !text.is_empty()) {
            rows.insert(0, &header);
        }
        for row in rows {
            write_row(
                beside.iter().zip(&widths).map(|(&column, &width)| (&row[column], width)).collect(),
                out,
            )?;
            if let Some(cell) = below.and_then(|column| row.get(column)) {
                for line in wrapped(&cell.text, limit.unwrap_or(usize::MAX).saturating_sub(INDENT))
                {
                    writeln!(out, "{:INDENT$}{}{line}{:#}", "", cell.style, cell.style)?;
                }
            }
        }
        Ok(())
    }

    /// The width of each column's longest text.
    fn natural(&self) -> Vec<usize> {
        let of = |column: usize| {
            let cells =
                self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.width());
            cells.chain([self.header[column].width()]).max().unwrap_or(0)
        };
        (0..self.header.len()).map(of).collect()
    }

    /// As wide as the texts, or where that is too wide the widest columns narrower: first down to their longest words.
    fn fitted(&self, natural: &[usize], columns: &[usize], limit: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = columns.iter().map(|&column| natural[column]).collect();
        let Some(limit) = limit else { return widths };
        let room = limit.saturating_sub(GAP * widths.len().saturating_sub(1));
        let words: Vec<usize> =
            columns.iter().map(|&column| self.longest_word(column).max(NARROWEST)).collect();
        for least in [words, vec![NARROWEST; columns.len()]] {
            while widths.iter().sum::<usize>() > room {
                let spare = |at: &usize| widths[*at] > least[*at];
                let Some(widest) = (0..widths.len()).filter(spare).max_by_key(|&at| widths[at])
                else {
                    break;
                };
                widths[widest] -= 1;
            }
        }
        widths
    }

    fn longest_word(&self, column: usize) -> usize {
        let cells =
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.as_str());
        cells
            .chain([self.header[column].as_str()])
            .flat_map(|text| text.split(' '))
            .map(UnicodeWidthStr::width)
            .max()
            .unwrap_or(0)
    }
}

/// The column that stands below its row, as too little room is left for it beside the others: a quote in a narrow terminal.
fn too_long(natural: &[usize], limit: usize) -> Option<usize> {
    let (column, &width) = natural.iter().enumerate().max_by_key(|(_, width)| **width)?;
    let others: usize =
        natural.iter().sum::<usize>() - width + GAP * natural.len().saturating_sub(1);
    (width > LONG && limit.saturating_sub(others) < LONG).then_some(column)
}

fn write_row(row: Vec<(&Cell, usize)>, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> =
        row.iter().map(|&(cell, width)| wrapped(&cell.text, width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut blank = 0;
        for (&(cell, width), lines) in row.iter().zip(&cells) {
            let text = lines.get(at).map_or("", String::as_str);
            if !text.is_empty() {
                blanks(blank, out)?;
                write!(out, "{}{text}{:#}", cell.style, cell.style)?;
                blank = 0;
            }
            blank += width.saturating_sub(text.width()) + GAP;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Blanks in any number: a width in `write!` ends at 65,535.
pub fn blanks(number: usize, out: &mut dyn Write) -> io::Result<()> {
    const LINE: [u8; 64] = [b' '; 64];
    let mut left = number;
    while left > 0 {
        let now = left.min(LINE.len());
        out.write_all(&LINE[..now])?;
        left -= now;
    }
    Ok(())
}

/// The text in lines of at most `width` columns, broken at spaces where there are any.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut columns) = (String::new(), 0);
    for word in text.split(' ') {
        if !line.is_empty() && columns + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            columns += 1;
        }
        for letter in word.chars() {
            let own = letter.width().unwrap_or(0);
            if columns + own > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            line.push(letter);
            columns += own;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Columns of the terminal; `None` where the output is none, unless COLUMNS says how wide it is meant.
pub fn terminal_width() -> Option<usize> {
    let told = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse::<usize>().ok())
        .filter(|&columns| columns >= 40);
    if !io::stdout().is_terminal() {
        return told;
    }
    terminal_size::terminal_size()
        .map(|(width, _)| usize::from(width.0))
        .filter(|&width| width >= 40)
        .or(told)
        .or(Some(80))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTE: &str = "China hat sich den von den USA angeführten Anschuldigungen widersetzt, dass Peking im Zentrum stand";

    fn written(limit: Option<usize>) -> String {
        let mut table = Table::new(["who", "what", "quote"]);
        table.push(vec!["China".into(), "rejects".into(), QUOTE.into()]);
        let mut out = Vec::new();
        table.write_within(limit, &mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn columns_fit_and_nothing_is_lost() {
        assert_eq!(written(None).lines().count(), 2, "no terminal: one line a row");
        for limit in [40, 50, 60, 80, 120] {
            let text = written(Some(limit));
            assert!(text.lines().all(|line| line.width() <= limit), "{limit}\n{text}");
            let words: Vec<&str> = text.split_whitespace().collect();
            assert!(QUOTE.split(' ').all(|word| words.contains(&word)), "{limit}\n{text}");
        }
        assert!(
            written(Some(50)).contains("China  rejects\n    China hat sich"),
            "{}",
            written(Some(50))
        );
    }

    #[test]
    fn a_cell_may_be_as_wide_as_it_likes() {
        let mut table = Table::new(["a", "b"]);
        table.push(vec!["x".repeat(70_000).into(), "y".into()]);
        table.push(vec!["x".into(), "y".into()]);
        let mut out = Vec::new();
        table.write_within(None, &mut out).expect("written");
        let lines = String::from_utf8(out).expect("UTF-8");
        assert!(lines.lines().all(|line| line.len() == 70_000 + GAP + 1), "aligned");
    }

    #[test]
    fn long_words_are_cut() {
        let lines = wrapped("weist die Anschuldigungen zurück", 9);
        assert_eq!(lines, ["weist die", "Anschuldi", "gungen", "zurück"]);
    }
}
