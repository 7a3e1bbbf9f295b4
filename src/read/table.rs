//! Tables of articles: CSV and TSV with a row for each article, and names of columns in German or English.
//!
//! "Titel;Datum;Volltext" above "Brücke gebaut;12.03.2024;Der Rat ..." is an article. Commas, semicolons and tabs part the columns;
//! a cell in quotation marks may have lines of its own.

use csv::ReaderBuilder;
use serde_json::{Map, Value};

use super::given::How;
use super::record;

/// Signs between columns.
const SIGNS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// The first line names columns that articles have: a text, and one more.
pub(super) fn is_table(start: &str) -> bool {
    let Some(sign) = sign(start) else { return false };
    let columns = header(start, sign);
    columns.len() > 1
        && columns.iter().all(|column| column.chars().count() <= 40)
        && columns.iter().any(|column| record::is_text(column))
        && columns.iter().filter(|column| record::is_known(column)).count() > 1
        && start.lines().nth(1).is_some()
}

/// The rows as records, or why there are none: a clause about the file.
pub(super) fn records(text: &str, how: &How) -> Result<Vec<Value>, String> {
    let sign =
        sign(text).ok_or("is a table with one column; a column 'text' and others are needed")?;
    let columns = header(text, sign);
    if !columns.iter().any(|column| record::is_text(&how.renamed(column.clone()))) {
        return Err(format!(
            "is a table without a column for the text; it has {}; say which, as in --column text={}",
            columns.iter().take(12).map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", "),
            columns.last().map_or("", String::as_str),
        ));
    }
    let mut rows = ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(text.as_bytes());
    let rows = rows.records().map(|row| match row {
        Ok(row) => record_of(&columns, row.iter()),
        Err(_) => Value::Null,
    });
    Ok(rows.filter(|row| row.as_object().is_none_or(|row| !row.is_empty())).collect())
}

/// The record of a row; empty cells say nothing.
pub(super) fn record_of<'a>(columns: &[String], cells: impl Iterator<Item = &'a str>) -> Value {
    let cells = columns.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
    Value::Object(
        cells
            .map(|(column, cell)| (column.clone(), Value::String(cell.to_owned())))
            .collect::<Map<String, Value>>(),
    )
}

/// The sign that parts the most columns of the first line.
fn sign(text: &str) -> Option<u8> {
    let first = text.lines().next()?.as_bytes();
    let count = |sign: u8| first.iter().filter(|byte| **byte == sign).count();
    SIGNS.into_iter().rev().max_by_key(|sign| count(*sign)).filter(|sign| count(*sign) > 0)
}

/// The names of the columns in small letters.
fn header(text: &str, sign: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new()
        .delimiter(sign)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let first = reader.records().next().and_then(Result::ok).unwrap_or_default();
    first.iter().map(|name| name.trim().trim_start_matches('\u{feff}').to_lowercase()).collect()
}
