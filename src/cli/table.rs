//! Tables for people: aligned columns that fit the terminal, one line a row where the output is no terminal.

use std::io::{self, IsTerminal, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::output::BOLD;

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
        let widths = self.widths(terminal_width());
        let header: Vec<Cell> = self.header.iter().map(|text| Cell::styled(text, BOLD)).collect();
        if self.header.iter().any(|text| !text.is_empty()) {
            write_row(&header, &widths, out)?;
        }
        self.rows.iter().try_for_each(|row| write_row(row, &widths, out))
    }

    /// As wide as the texts, or where that is too wide the widest columns equally narrower.
    fn widths(&self, limit: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.header.iter().map(|text| text.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.text.width());
            }
        }
        let Some(limit) = limit else { return widths };
        let room = limit.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let Some(widest) = widths.iter().copied().max().filter(|&widest| widest > NARROWEST) else { break };
            if let Some(width) = widths.iter_mut().find(|width| **width == widest) {
                *width -= 1;
            }
        }
        widths
    }
}

fn write_row(row: &[Cell], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, &width)| wrapped(&cell.text, width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut blank = 0;
        for (column, (cell, &width)) in row.iter().zip(widths).enumerate() {
            let text = cells[column].get(at).map_or("", String::as_str);
            if !text.is_empty() {
                write!(out, "{:blank$}{}{text}{:#}", "", cell.style, cell.style)?;
                blank = 0;
            }
            blank += width.saturating_sub(text.width()) + GAP;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The text in lines of at most `width` columns, broken at spaces where there are any.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for letter in word.chars() {
            if line.width() + letter.width().unwrap_or(0) > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Columns of the terminal; `None` where the output is none, unless COLUMNS says how wide it is meant.
pub fn terminal_width() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok()).filter(|&columns| columns >= 40);
    if !io::stdout().is_terminal() {
        return told;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|&width| width >= 40).or(told).or(Some(80))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_and_nothing_is_lost() {
        let mut table = Table::new(["who", "what"]);
        table.push(vec!["China".into(), "weist die von den USA angeführten Anschuldigungen entschieden zurück".into()]);
        let widths = table.widths(Some(40));
        assert!(widths.iter().sum::<usize>() + GAP <= 40 && widths[0] == 5);
        let lines = wrapped("weist die von den USA angeführten Anschuldigungen", 12);
        assert!(lines.iter().all(|line| line.width() <= 12));
        assert_eq!(lines.concat().replace(' ', ""), "weistdievondenUSAangeführtenAnschuldigungen");
    }
}
