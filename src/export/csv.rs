//! Tables for a spreadsheet: statements.csv, actors.csv, edges.csv, each with one header row of plain words.
//!
//! A cell that a spreadsheet would take for a formula ("=1+1", "@SUM") gets a leading apostrophe, and so does a part of a cell
//! that becomes one where the table is split at another sign ("x;=1+1"). Yes and no are `true` and `false`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use petgraph::visit::EdgeRef;

use crate::export::fields::{ACTOR, EDGE, Field, Kind, STATEMENT, chosen, plain};
use crate::export::{clean, whole};
use crate::kb::graph::Graph;
use crate::kb::rows::{ArticleRow, Rows, StatementRow, rows};
use crate::kb::selection::{Filter, selected};
use crate::network::{Network, Node, network_of};
use crate::record::error::{Error, Result};

type Table = (&'static str, Vec<Vec<String>>);

/// The fields of statements.csv.
pub const STATEMENTS: &[&str] = &[
    "id",
    "subject id",
    "subject",
    "subject (German)",
    "subject type",
    "relation",
    "relation (German)",
    "object id",
    "object",
    "object (German)",
    "object type",
    "complement",
    "addressee id",
    "addressee",
    "place",
    "content",
    "topic only",
    "speaker id",
    "speaker",
    "speaker (German)",
    "cue",
    "status",
    "negated",
    "event",
    "quad class",
    "mode",
    "contexts",
    "score",
    "time",
    "quote",
    "subject as written",
    "object as written",
    "article",
    "title",
    "date",
    "source",
    "url",
    "sentence",
    "start",
    "end",
    "rule",
    "confidence",
    "checked",
];

/// The fields of edges.csv.
pub const EDGES: &[&str] = &[
    "from id",
    "from",
    "from (German)",
    "to id",
    "to",
    "to (German)",
    "statements",
    "asserted",
    "not asserted",
    "mean score",
    "relations",
    "events",
    "first date",
    "last date",
    "articles",
    "quote",
];

/// How the tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// So that a German Excel opens them: a mark that says UTF-8, semicolons, commas in decimals.
    pub excel: bool,
    pub names: Names,
}

/// What the columns are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// "subject (German)", for people.
    #[default]
    Words,
    /// "subject_de", for R and other programs, which mangle blanks and brackets.
    Plain,
}

impl Names {
    pub(super) fn of(self, words: &str) -> String {
        match self {
            Names::Words => words.to_owned(),
            Names::Plain => plain(words),
        }
    }
}

/// A table that was written: where, and how many rows it has without its header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub path: PathBuf,
    pub rows: usize,
}

/// Writes the tables of everything into a folder, made where there is none; the files it wrote. With `excel`, a German Excel
/// opens them.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(graph: &Graph, dir: &Path, excel: bool) -> Result<Vec<PathBuf>> {
    let options = Options { excel, ..Options::default() };
    let written = tables(graph, &Filter::everything(), options, dir)?;
    Ok(written.into_iter().map(|table| table.path).collect())
}

/// Writes the tables of what a filter lets through into a folder, made where there is none.
///
/// # Errors
/// Where a file cannot be written.
pub fn tables(
    graph: &Graph,
    filter: &Filter,
    options: Options,
    dir: &Path,
) -> Result<Vec<Written>> {
    let rows = selected(rows(graph), filter);
    let network = network_of(rows.clone(), filter);
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let tables: [Table; 3] = [
        ("statements.csv", statements(&rows, options.excel)),
        ("actors.csv", actors(&rows)),
        ("edges.csv", edges(&network, options.excel)),
    ];
    let mut files = Vec::new();
    for (name, mut table) in tables {
        let path = dir.join(name);
        for word in table.first_mut().into_iter().flatten() {
            *word = options.names.of(word);
        }
        whole(&path, |out| print(&table, options.excel, out))?;
        files.push(Written { path, rows: table.len() - 1 });
    }
    Ok(files)
}

/// Writes a table as CSV without a cell that a spreadsheet would run; for a German Excel with semicolons and a byte order mark.
///
/// # Errors
/// Where `out` cannot be written.
pub fn print(table: &[Vec<String>], excel: bool, out: &mut dyn Write) -> Result<()> {
    let failed = |error: std::io::Error| Error::because("cannot write the table", error);
    if excel {
        out.write_all("\u{feff}".as_bytes()).map_err(failed)?;
    }
    let terminator = csv::Terminator::Any(b'\n');
    let delimiter = if excel { b';' } else { b',' };
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(out);
    for row in table {
        let cells = row.iter().map(|cell| harmless(&clean::seen(cell), excel));
        writer.write_record(cells).map_err(|error| failed(error.into()))?;
    }
    writer.flush().map_err(failed)
}

/// A cell that no spreadsheet runs: numbers stay as they are. A program that splits at the other sign, `;` for `,`, or does not
/// see the quotation marks for that reason, begins a cell after it and after a line end.
pub fn harmless(cell: &str, excel: bool) -> String {
    let number = cell.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite);
    if number {
        return cell.to_owned();
    }
    let other = if excel { ',' } else { ';' };
    let mut safe = String::with_capacity(cell.len());
    let mut begins = true;
    for letter in cell.chars() {
        if begins && runs(letter) {
            safe.push('\'');
        }
        safe.push(letter);
        let separates = letter == other || matches!(letter, '\n' | '\r' | '\t');
        // blanks and quotation marks before a formula do not keep it from being one
        begins = separates || begins && (letter.is_whitespace() || letter == '"');
    }
    safe
}

/// Signs that begin a formula; those of full width do in a Japanese or Chinese Excel.
fn runs(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r')
        || matches!(letter, '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
}

/// The names, then a row for each of what is told.
fn table<'a, Row: 'a, Beside: 'a>(
    columns: &[&Field<Row, Beside>],
    rows: impl Iterator<Item = (&'a Row, &'a Beside)>,
    excel: bool,
) -> Vec<Vec<String>> {
    let cell = |field: &Field<Row, Beside>, row: &Row, beside: &Beside| {
        let text = field.text(row, beside);
        if excel && matches!(field.kind, Kind::Number(_)) { text.replace('.', ",") } else { text }
    };
    let header = columns.iter().map(|field| field.name.to_owned()).collect();
    let cells =
        |(row, beside)| columns.iter().map(|field| cell(field, row, beside)).collect::<Vec<_>>();
    std::iter::once(header).chain(rows.map(cells)).collect()
}

fn statements(rows: &Rows, excel: bool) -> Vec<Vec<String>> {
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let unknown = ArticleRow::default();
    let told = |row: &'_ StatementRow| articles.get(row.article.as_str()).copied();
    let rows = rows.statements.iter().map(|row| (row, told(row).unwrap_or(&unknown)));
    table(&chosen(STATEMENT, STATEMENTS.iter().copied()), rows, excel)
}

fn actors(rows: &Rows) -> Vec<Vec<String>> {
    let columns: Vec<_> = ACTOR.iter().collect();
    table(&columns, rows.actors.iter().map(|row| (row, &())), false)
}

fn edges(network: &Network, excel: bool) -> Vec<Vec<String>> {
    let ends: Vec<[Node; 2]> = network
        .graph
        .edge_references()
        .map(|edge| [edge.source(), edge.target()].map(|end| network.graph[end].clone()))
        .collect();
    let edges = network.graph.edge_references().map(|edge| edge.weight());
    table(&chosen(EDGE, EDGES.iter().copied()), edges.zip(&ends), excel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_harmless_and_numbers_stay_numbers() {
        let safe = |cell: &str| harmless(cell, false);
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("- Peking"), "'- Peking");
        assert_eq!(safe(" \"=1"), " \"'=1");
        assert_eq!(safe("\u{ff1d}1+1"), "'\u{ff1d}1+1");
        assert_eq!(safe("-4.5"), "-4.5");
        assert_eq!(safe("-4,5"), "-4,5");
        assert_eq!(safe("\tx"), "'\tx");
        assert_eq!(safe("China"), "China");
        assert_eq!(safe("a-b = c"), "a-b = c");
    }

    #[test]
    fn what_another_separator_would_make_a_cell_is_harmless_too() {
        assert_eq!(harmless("x;=HYPERLINK(\"y\")", false), "x;'=HYPERLINK(\"y\")");
        assert_eq!(harmless("x; \"@y", false), "x; \"'@y");
        assert_eq!(harmless("x\n+y", false), "x\n'+y");
        assert_eq!(harmless("x,=y;=z", true), "x,'=y;=z");
    }

    #[test]
    fn plain_names_are_names_in_r() {
        assert_eq!(Names::Plain.of("subject (German)"), "subject_de");
        assert_eq!(Names::Plain.of("as subject"), "as_subject");
        assert_eq!(Names::Words.of("as subject"), "as subject");
    }
}
