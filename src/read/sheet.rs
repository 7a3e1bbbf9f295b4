//! Workbooks (.xlsx): a row for each article, under the same names of columns as in other tables.
//!
//! The first sheet whose first row names a column for the text counts; "45363" in a column of days is 12 March 2024.

use calamine::{Data, Reader, Xlsx};
use jiff::civil::{Date, date};
use serde_json::Value;

use super::given::How;
use super::packed::Source;
use super::{record, table};

/// The rows as records, or why there are none: a clause about the file.
pub(super) fn records(source: Box<dyn Source>, how: &How) -> Result<Vec<Value>, String> {
    let failed = |error| format!("cannot be read as a workbook: {error}");
    let mut book: Xlsx<_> = Xlsx::new(source).map_err(failed)?;
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(failed)?;
        let mut rows = range.rows();
        let columns: Vec<String> = rows
            .next()
            .unwrap_or_default()
            .iter()
            .map(|cell| written(cell).trim().to_lowercase())
            .collect();
        if columns.iter().any(|column| record::is_text(&how.renamed(column.clone()))) {
            let record = |row: &[Data]| {
                let cells: Vec<String> = row.iter().map(written).collect();
                table::record_of(&columns, cells.iter().map(String::as_str))
            };
            let records = rows.map(record);
            return Ok(records
                .filter(|row| row.as_object().is_some_and(|row| !row.is_empty()))
                .collect());
        }
    }
    Err("is a workbook without a column for the text; say which it is, as in --column text=Volltext".into())
}

/// A cell as text; days as "2024-03-12".
fn written(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => day(moment.as_f64()).map_or(String::new(), |day| day.to_string()),
        cell => cell.to_string(),
    }
}

/// Workbooks count days from the end of 1899.
fn day(number: f64) -> Option<Date> {
    let days = jiff::Span::new().try_days(number.floor() as i64).ok()?;
    date(1899, 12, 30).checked_add(days).ok()
}
