//! Tables for pandas, R, DuckDB, polars and Spark: statements.parquet, actors.parquet, quotations.parquet, articles.parquet.
//!
//! Every field of docs/fields.md is a column under its plain name (`subject_de`), with its type: texts, whole numbers, numbers, truth
//! values, days; what is not known is null. Texts are those of the articles, to the last character, and no cell is
//! changed for a spreadsheet. What a column means stands in the file's metadata, under the column's name.

use std::collections::BTreeMap;
use std::path::Path;

use crate::export::columnar::{self, Cells, Column};
use crate::export::csv::Written;
use crate::export::fields::{ACTOR, ARTICLE, Field, Kind, QUOTATION, STATEMENT, Value, plain};
use crate::export::whole;
use crate::kb::rows::{ArticleRow, Rows};
use crate::record::article::Date;
use crate::record::error::{Error, Result};

/// A table in memory: its name, its columns, and what each of them means.
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub meanings: Vec<(String, String)>,
}

/// Writes the tables of rows into a folder, made where there is none.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(rows: &Rows, dir: &Path) -> Result<Vec<Written>> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let mut files = Vec::new();
    for table in tables(rows) {
        let path = dir.join(format!("{}.parquet", table.name));
        whole(&path, |out| columnar::write(&table.columns, &table.meanings, out))?;
        files.push(Written { path, rows: table.columns.first().map_or(0, |own| own.cells.len()) });
    }
    Ok(files)
}

/// The tables of rows.
pub fn tables(rows: &Rows) -> [Table; 4] {
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let unknown = ArticleRow::default();
    let article = |id: &str| articles.get(id).copied().unwrap_or(&unknown);
    let statements: Vec<_> =
        rows.statements.iter().map(|row| (row, article(&row.article))).collect();
    let quotations: Vec<_> =
        rows.quotations.iter().map(|row| (row, article(&row.article))).collect();
    let actors: Vec<_> = rows.actors.iter().map(|row| (row, &())).collect();
    let articles: Vec<_> = rows.articles.iter().map(|row| (row, &())).collect();
    [
        table("statements", STATEMENT, &statements),
        table("actors", ACTOR, &actors),
        table("quotations", QUOTATION, &quotations),
        table("articles", ARTICLE, &articles),
    ]
}

fn table<Row, Beside>(
    name: &'static str,
    fields: &'static [Field<Row, Beside>],
    rows: &[(&Row, &Beside)],
) -> Table {
    let columns = fields.iter().map(|field| column(field, rows)).collect();
    let meanings =
        fields.iter().map(|field| (plain(field.name), field.meaning().to_owned())).collect();
    Table { name, columns, meanings }
}

fn column<Row, Beside>(field: &Field<Row, Beside>, rows: &[(&Row, &Beside)]) -> Column {
    let values = rows.iter().map(|(row, beside)| field.value(row, beside));
    let cells = match field.kind {
        Kind::Text => Cells::Text(values.map(text).collect()),
        Kind::Count => Cells::Count(values.map(count).collect()),
        Kind::Number(_) => Cells::Number(values.map(number).collect()),
        Kind::Truth => Cells::Truth(values.map(truth).collect()),
        Kind::Day => Cells::Day(values.map(|value| text(value).as_deref().and_then(day)).collect()),
    };
    Column { name: plain(field.name), cells }
}

fn text(value: Value) -> Option<String> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

fn count(value: Value) -> Option<i64> {
    if let Value::Count(count) = value { i64::try_from(count).ok() } else { None }
}

fn number(value: Value) -> Option<f64> {
    if let Value::Number(number) = value { Some(number) } else { None }
}

fn truth(value: Value) -> Option<bool> {
    if let Value::Truth(truth) = value { Some(truth) } else { None }
}

/// Days since 1970-01-01.
fn day(written: &str) -> Option<i32> {
    let day: Date = written.parse().ok()?;
    day.since(jiff::civil::date(1970, 1, 1)).ok().map(|span| span.get_days())
}
