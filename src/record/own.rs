//! Tables that users write: CSV with a header, from an editor or a spreadsheet.

use crate::record::error::{Error, Result};

/// A row, with the cells of the columns that were asked for, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRow {
    pub line: u64,
    pub cells: Vec<String>,
}

/// The rows of a table that are not empty. Columns may stand in any order and have any case; those behind the first `needed`
/// may be absent, and their cells are empty then.
///
/// # Errors
/// Where a column is missing or the text is no CSV: "line 3: ...".
pub fn rows(text: &str, columns: &[&str], needed: usize) -> Result<Vec<OwnRow>> {
    // spreadsheets write a byte order mark, and semicolons where the comma is the decimal sign
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or("");
    let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let failed = |error: csv::Error| {
        Error::new(format!("line {}: {error}", error.position().map_or(1, |at| at.line())))
    };
    let header = reader.headers().map_err(failed)?.clone();
    let place = |name: &&str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
    let places: Vec<Option<usize>> = columns.iter().map(place).collect();
    if places[..needed].contains(&None) {
        return Err(Error::new(format!("line 1: the columns are {}", columns.join(", "))));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(failed)?;
        let line =
            record.position().map_or(0, |at| at.line() + blank_lines(&text[at.byte() as usize..]));
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cell = |at: &Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("").to_owned();
        rows.push(OwnRow { line, cells: places.iter().map(cell).collect() });
    }
    Ok(rows)
}

/// How many empty lines a text begins with: the reader counts them to the row behind them.
fn blank_lines(text: &str) -> u64 {
    text.bytes()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|byte| *byte == b'\n')
        .count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_line_and_their_cells() {
        let text = "\u{feff}Note;B;A\n\nx;2;1\n;;\n;;3\n";
        let rows = rows(text, &["a", "b", "c"], 2).expect("a table");
        let row =
            |line, cells: [&str; 3]| OwnRow { line, cells: cells.map(str::to_owned).to_vec() };
        assert_eq!(rows, [row(3, ["1", "2", ""]), row(5, ["3", "", ""])]);
        let error = super::rows("a\n1\n", &["a", "b"], 2).expect_err("no column b");
        assert_eq!(error.to_string(), "line 1: the columns are a, b");
    }
}
