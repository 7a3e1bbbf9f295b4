//! Parquet files, read back by DuckDB: the same rows as CSV, and columns of every kind and length.

use std::collections::BTreeMap;
use std::path::Path;

use tripel::export::columnar::{self, Cells, Column};
use tripel::export::{csv, parquet};
use tripel::kb::rows::rows;
use tripel::kb::selection::Filter;

use crate::nasty::{NASTY, bytes, graph};
use crate::python::python;

type Record = serde_json::Map<String, serde_json::Value>;

/// The rows of a file as DuckDB reads them, days as texts; `None` where it is not there.
fn read(file: &Path) -> Option<Vec<Record>> {
    let program = "import duckdb, json, sys
table = duckdb.sql(f\"select * from '{sys.argv[1]}'\")
rows = [dict(zip(table.columns, row)) for row in table.fetchall()]
print(json.dumps(rows, default=str))";
    let read = python("duckdb", program, file)?;
    Some(serde_json::from_str(&read).expect("rows as JSON"))
}

fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The cells of CSV and Parquet are the same; only CSV shields a formula, drops signs that are not seen and pads decimals.
#[test]
fn the_tables_have_the_rows_of_csv() {
    let dir = tempfile::tempdir().expect("a folder");
    let files = parquet::write(&rows(&graph()), dir.path()).expect("written");
    let names: Vec<_> = files.iter().map(|file| file.path.file_name().expect("a name")).collect();
    let wanted = ["statements.parquet", "actors.parquet", "quotations.parquet", "articles.parquet"];
    assert_eq!(names, wanted);
    let options = csv::Options { excel: false, names: csv::Names::Plain };
    let tables =
        csv::tables(&graph(), &Filter::everything(), options, dir.path()).expect("written");
    for (table, file) in tables.iter().zip(&files).take(2) {
        let Some(records) = read(&file.path) else { return };
        let mut reader = ::csv::Reader::from_path(&table.path).expect("a table");
        let header = reader.headers().expect("a header").clone();
        let cells: Vec<::csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!((records.len(), file.rows), (cells.len(), table.rows));
        for (record, cells) in records.iter().zip(&cells) {
            for (name, cell) in header.iter().zip(cells) {
                let own = shown(&record[name]);
                let number = own.parse::<f64>().ok().zip(cell.parse::<f64>().ok());
                let same = number.is_some_and(|(own, cell)| own == cell);
                let seen = csv::harmless(&tripel::export::clean::seen(&own), false);
                assert!(same || seen == cell, "{name}: {own:?} is {cell:?} in CSV");
            }
        }
    }
    let Some(records) = read(&files[0].path) else { return };
    assert_eq!(records[0]["subject_as_written"], NASTY[0], "a text keeps every sign");
    assert_eq!(records[2]["negated"], true);
    assert_eq!(records[0]["date"], "2021-07-20");
    assert!(records[0]["authors"].is_null() && records[0]["confidence"].is_f64());
}

/// Three groups of rows: texts with and without a dictionary, runs, single values and holes.
fn long_columns(rows: usize) -> Vec<Column> {
    let mut state = 7_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state >> 33
    };
    let column = |name: &str, cells| Column { name: name.to_owned(), cells };
    let mut each = |hole: u64| -> Vec<Option<u64>> {
        (0..rows).map(|_| Some(random()).filter(|own| hole == 0 || own % hole != 0)).collect()
    };
    let word = |own: u64| ["Bär", "", "Öl und Gas", "x"][(own % 4) as usize].to_owned();
    let few = each(0).into_iter().map(|own| own.map(word)).collect();
    let many = each(3).into_iter().map(|own| own.map(|own| format!("{own:x} \u{1f680}"))).collect();
    let counts = each(5).into_iter().map(|own| own.map(|own| own as i64 - 1_000)).collect();
    let numbers = each(2).into_iter().map(|own| own.map(|own| own as f64 / 8.0)).collect();
    let truths = each(7).into_iter().map(|own| own.map(|own| own % 3 == 0)).collect();
    let days = each(4).into_iter().map(|own| own.map(|own| (own % 30_000) as i32)).collect();
    vec![
        column("few", Cells::Text(few)),
        column("many", Cells::Text(many)),
        column("runs", Cells::Text((0..rows).map(|at| Some((at / 1_000).to_string())).collect())),
        column("none", Cells::Text(vec![None; rows])),
        column("counts", Cells::Count(counts)),
        column("numbers", Cells::Number(numbers)),
        column("truths", Cells::Truth(truths)),
        column("days", Cells::Day(days)),
    ]
}

#[test]
fn long_columns_are_read_back() {
    let dir = tempfile::tempdir().expect("a folder");
    for rows in [0, 1, 9, 150_001] {
        let columns = long_columns(rows);
        let packed = bytes(|out| columnar::write(&columns, &[], out).expect("written"));
        assert!(packed.starts_with(b"PAR1") && packed.ends_with(b"PAR1"));
        let again = bytes(|out| columnar::write(&columns, &[], out).expect("written"));
        assert!(packed == again, "the same columns give the same bytes");
        let file = dir.path().join("long.parquet");
        std::fs::write(&file, packed).expect("written");
        let Some(records) = read(&file) else { return };
        assert_eq!(records.len(), rows);
        let expected: BTreeMap<&str, Vec<String>> =
            columns.iter().map(|column| (column.name.as_str(), texts(&column.cells))).collect();
        for (at, record) in records.iter().enumerate() {
            for (name, cells) in &expected {
                assert_eq!(shown(&record[*name]), cells[at], "{name} of row {at} of {rows}");
            }
        }
    }
}

/// The cells as `read` shows them.
fn texts(cells: &Cells) -> Vec<String> {
    fn all<T>(cells: &[Option<T>], show: impl Fn(&T) -> String) -> Vec<String> {
        cells.iter().map(|cell| cell.as_ref().map(&show).unwrap_or_default()).collect()
    }
    let day = |day: &i32| {
        let first = jiff::civil::date(1970, 1, 1);
        let day = jiff::Span::new().days(*day);
        first.checked_add(day).expect("a day").to_string()
    };
    match cells {
        Cells::Text(cells) => all(cells, Clone::clone),
        Cells::Count(cells) => all(cells, ToString::to_string),
        Cells::Number(cells) => all(cells, |number| format!("{number:?}")),
        Cells::Truth(cells) => all(cells, ToString::to_string),
        Cells::Day(cells) => all(cells, day),
    }
}
