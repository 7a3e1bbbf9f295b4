//! The graph as an Excel workbook: Statements, Actors, Network, Quotations, Articles, and About, which says what each column means.
//!
//! Texts are written as texts, so that no cell is a formula; dates are dates, numbers numbers, and a statement links to its article.

use std::collections::BTreeMap;
use std::io::Write;

use petgraph::visit::EdgeRef;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError,
};

use crate::export::clean;
use crate::export::csv::Names;
use crate::export::fields::{
    ACTOR, ARTICLE, EDGE, Field, Kind, QUOTATION, STATEMENT, Value, chosen,
};
use crate::export::in_xml;
use crate::kb::graph::Graph;
use crate::kb::rows::{ActorRow, ArticleRow, QuotationRow, Rows, StatementRow, rows};
use crate::kb::selection::Filter;
use crate::kb::selection::selected;
use crate::network::{Network, network_of};
use crate::record::article::Date;
use crate::record::error::{Error, Result};

enum Cell {
    Text(String),
    Number(f64),
    Truth(bool),
    Date(String),
    /// An address and the text that shows.
    Link(String, String),
    Empty,
}

/// The name of a field and the width of its column.
pub type Column = (&'static str, f64);

struct Sheet {
    name: &'static str,
    meaning: &'static str,
    /// Name, meaning and width.
    columns: Vec<(String, &'static str, f64)>,
    rows: Vec<Vec<Cell>>,
}

/// Columns of the sheet Statements.
pub const STATEMENTS: &[Column] = &[
    ("subject", 26.0),
    ("relation", 20.0),
    ("object", 30.0),
    ("subject (German)", 26.0),
    ("relation (German)", 20.0),
    ("object (German)", 30.0),
    ("content", 19.0),
    ("topic only", 9.0),
    ("speaker", 24.0),
    ("status", 12.0),
    ("negated", 9.0),
    ("event", 13.0),
    ("quad class", 20.0),
    ("mode", 14.0),
    ("score", 8.0),
    ("time", 12.0),
    ("quote", 70.0),
    ("article", 30.0),
    ("date", 12.0),
    ("confidence", 11.0),
    ("subject type", 16.0),
    ("object type", 16.0),
    ("checked", 16.0),
    ("id", 19.0),
];

/// Columns of the sheet Actors.
pub const ACTORS: &[Column] = &[
    ("name", 34.0),
    ("name (German)", 34.0),
    ("type", 24.0),
    ("country code", 13.0),
    ("articles", 10.0),
    ("as subject", 11.0),
    ("as object", 11.0),
    ("as speaker", 11.0),
    ("other names", 50.0),
    ("wikidata", 18.0),
    ("id", 24.0),
];

/// Columns of the sheet Network.
pub const NETWORK: &[Column] = &[
    ("from", 28.0),
    ("to", 28.0),
    ("statements", 12.0),
    ("asserted", 10.0),
    ("mean score", 12.0),
    ("net score", 10.0),
    ("relations", 50.0),
    ("events", 30.0),
    ("first date", 12.0),
    ("last date", 12.0),
];

/// Columns of the sheet Quotations.
pub const QUOTATIONS: &[Column] = &[
    ("speaker", 26.0),
    ("speaker as written", 26.0),
    ("cue", 22.0),
    ("kind", 10.0),
    ("quote", 80.0),
    ("article", 30.0),
    ("date", 12.0),
    ("id", 19.0),
];

/// Columns of the sheet Articles.
pub const ARTICLES: &[Column] = &[
    ("title", 60.0),
    ("date", 12.0),
    ("source", 24.0),
    ("authors", 24.0),
    ("language", 10.0),
    ("statements", 12.0),
    ("id", 30.0),
];

/// Writes the workbook of everything.
///
/// # Errors
/// Where `out` cannot be written, or a sheet would have more rows than Excel can hold.
pub fn write(graph: &Graph, out: &mut dyn Write) -> Result<()> {
    workbook_of(
        &selected(rows(graph), &Filter::everything()),
        &Filter::everything(),
        Names::Words,
        out,
    )
}

/// Writes the workbook of rows that a filter has let through.
///
/// # Errors
/// Where `out` cannot be written, or a sheet would have more rows than Excel can hold.
pub fn workbook_of(rows: &Rows, filter: &Filter, names: Names, out: &mut dyn Write) -> Result<()> {
    let network = network_of(rows.clone(), filter);
    let mut sheets = vec![
        Sheet::of(
            "Statements",
            "Who does or says what to whom",
            STATEMENT,
            STATEMENTS,
            statements(rows),
        ),
        Sheet::of("Actors", "Everybody who acts or is acted upon", ACTOR, ACTORS, actors(rows)),
        Sheet::of("Network", "Who acts on whom", EDGE, NETWORK, edges(&network)),
        Sheet::of(
            "Quotations",
            "What is attributed to a speaker",
            QUOTATION,
            QUOTATIONS,
            quotations(rows),
        ),
        Sheet::of("Articles", "Where it stands", ARTICLE, ARTICLES, articles(rows)),
    ];
    let about = about(&sheets, names);
    let columns = [("Sheet", 14.0), ("Column", 20.0), ("Meaning", 90.0)];
    let columns = columns.map(|(name, width)| (name.to_owned(), "", width)).to_vec();
    sheets.push(Sheet { name: "About", meaning: "", columns, rows: about });
    let bytes = workbook(&sheets, names)
        .map_err(|error| Error::because("cannot make the workbook", error))?;
    out.write_all(&bytes).map_err(|error| Error::because("cannot write the workbook", error))
}

/// Columns from this width on hold sentences: their texts are wrapped.
const WRAPPED: f64 = 50.0;

/// The height of a row in points: programs do not agree on whether they find it out themselves.
fn height(columns: &[(String, &str, f64)], cells: &[Cell]) -> f64 {
    let lines = |(column, cell): (&(String, &str, f64), &Cell)| match cell {
        Cell::Text(text) if column.2 >= WRAPPED => text
            .split('\n')
            .map(|line| (line.chars().count() as f64 / (column.2 * 0.95)).ceil().max(1.0))
            .sum(),
        _ => 1.0,
    };
    // Excel's highest row is of 409 points
    (columns.iter().zip(cells).map(lines).fold(1.0, f64::max) * 15.0).min(405.0)
}

fn workbook(sheets: &[Sheet], names: Names) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // no clock: the same graph gives the same bytes
    book.set_properties(
        &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let head = Format::new()
        .set_bold()
        .set_background_color(0xDDE6EE_u32)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let date = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for sheet in sheets {
        let page = book.add_worksheet();
        // A4
        page.set_paper_size(9);
        page.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        page.set_name(sheet.name)?.set_freeze_panes(1, u16::from(sheet.name != "About"))?;
        for (at, (name, _, width)) in (0..).zip(&sheet.columns) {
            page.write_string_with_format(0, at, names.of(name), &head)?;
            page.set_column_width(at, *width)?;
        }
        for (row, cells) in (1..).zip(&sheet.rows) {
            page.set_row_height(row, height(&sheet.columns, cells))?;
            for (at, cell) in (0_u16..).zip(cells) {
                let wide =
                    sheet.columns.get(usize::from(at)).is_some_and(|column| column.2 >= WRAPPED);
                cell.write(page, row, at, if wide { &wrapped } else { &plain }, &date)?;
            }
        }
        let last = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        page.autofilter(0, 0, last, u16::try_from(sheet.columns.len()).unwrap_or(1) - 1)?;
    }
    book.save_to_buffer()
}

impl Sheet {
    fn of<Row, Beside>(
        name: &'static str,
        meaning: &'static str,
        fields: &'static [Field<Row, Beside>],
        columns: &[Column],
        rows: Vec<Vec<Cell>>,
    ) -> Sheet {
        let known = chosen(fields, columns.iter().map(|(name, _)| *name));
        let column = |(field, (_, width)): (&Field<Row, Beside>, &Column)| {
            (capital(field.name), field.meaning(), *width)
        };
        Sheet { name, meaning, columns: known.into_iter().zip(columns).map(column).collect(), rows }
    }
}

/// "Subject" for "subject".
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

impl Cell {
    /// What a field says.
    fn of<Row, Beside>(field: &Field<Row, Beside>, row: &Row, beside: &Beside) -> Cell {
        match (field.value(row, beside), field.kind) {
            (Value::Nothing, _) => Cell::Empty,
            (Value::Text(text), Kind::Day) => Cell::Date(text),
            (Value::Text(text), _) => Cell::Text(text),
            (Value::Count(count), _) => Cell::Number(count as f64),
            (Value::Number(number), Kind::Number(places)) => {
                let parts = 10_f64.powi(i32::try_from(places).unwrap_or(0));
                Cell::Number((number * parts).round() / parts)
            }
            (Value::Number(number), _) => Cell::Number(number),
            (Value::Truth(truth), _) => Cell::Truth(truth),
        }
    }

    fn write(
        &self,
        page: &mut Worksheet,
        row: u32,
        at: u16,
        format: &Format,
        date: &Format,
    ) -> std::result::Result<(), XlsxError> {
        match self {
            Cell::Empty => {}
            Cell::Number(number) => {
                page.write_number_with_format(row, at, *number, format)?;
            }
            Cell::Truth(truth) => {
                page.write_boolean_with_format(row, at, *truth, format)?;
            }
            Cell::Text(text) => {
                page.write_string_with_format(row, at, fitting(text), format)?;
            }
            Cell::Date(text) => match day(text) {
                Some(day) => {
                    page.write_number_with_format(row, at, day, date)?;
                }
                None => {
                    page.write_string_with_format(row, at, fitting(text), format)?;
                }
            },
            Cell::Link(url, text) => {
                let text = fitting(text);
                let shown: String = text.chars().take(250).collect();
                let linked = format.clone().set_hyperlink();
                // an address that Excel does not take, or one too many, stays a text
                if !(url.starts_with("http") || url.starts_with("internal:"))
                    || page
                        .write_url_with_format(row, at, Url::new(url).set_text(&shown), &linked)
                        .is_err()
                {
                    page.write_string_with_format(row, at, text, format)?;
                }
            }
        }
        Ok(())
    }
}

/// A text that a cell can hold.
fn fitting(text: &str) -> String {
    in_xml(&clean::seen(text)).chars().take(32_000).collect()
}

/// The number by which Excel counts a day; `None` before March 1900, where it counts a day that never was.
fn day(text: &str) -> Option<f64> {
    let day: Date = text.parse().ok()?;
    let first: Date = "1899-12-30".parse().ok()?;
    let number = first.until(day).ok()?.get_days();
    (number > 60).then_some(f64::from(number))
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// The article's name, linked to its address, or where that is not known to its row in the sheet of articles.
fn link(article: &ArticleRow, place: usize) -> Cell {
    let name = if article.title.is_empty() { &article.id } else { &article.title };
    match article.url.as_str() {
        "" if place > 0 => Cell::Link(format!("internal:Articles!A{place}"), name.clone()),
        "" => text(name),
        url => Cell::Link(url.to_owned(), name.clone()),
    }
}

/// Each article with its row in its sheet, by its id.
fn by_id(rows: &Rows) -> BTreeMap<&str, (usize, &ArticleRow)> {
    (2..)
        .zip(&rows.articles)
        .map(|(place, article)| (article.id.as_str(), (place, article)))
        .collect()
}

fn statements(rows: &Rows) -> Vec<Vec<Cell>> {
    let (articles, unknown) = (by_id(rows), ArticleRow::default());
    let columns = chosen(STATEMENT, STATEMENTS.iter().map(|(name, _)| *name));
    let cells = |row: &StatementRow| {
        let (place, article) = articles.get(row.article.as_str()).copied().unwrap_or((0, &unknown));
        let cell = |field: &&Field<_, _>| match field.name {
            "article" => link(article, place),
            _ => Cell::of(field, row, article),
        };
        columns.iter().map(cell).collect()
    };
    rows.statements.iter().map(cells).collect()
}

fn actors(rows: &Rows) -> Vec<Vec<Cell>> {
    let columns = chosen(ACTOR, ACTORS.iter().map(|(name, _)| *name));
    let cells = |row: &ActorRow| {
        let cell = |field: &&Field<_, _>| match (field.name, row.wikidata.rsplit_once('/')) {
            ("wikidata", Some((_, number))) => Cell::Link(row.wikidata.clone(), number.to_owned()),
            _ => Cell::of(field, row, &()),
        };
        columns.iter().map(cell).collect()
    };
    rows.actors.iter().map(cells).collect()
}

fn edges(network: &Network) -> Vec<Vec<Cell>> {
    let columns = chosen(EDGE, NETWORK.iter().map(|(name, _)| *name));
    let cells = |edge: petgraph::graph::EdgeReference<'_, crate::network::Edge>| {
        let ends = [edge.source(), edge.target()].map(|end| network.graph[end].clone());
        columns.iter().map(|field| Cell::of(field, edge.weight(), &ends)).collect()
    };
    network.graph.edge_references().map(cells).collect()
}

fn quotations(rows: &Rows) -> Vec<Vec<Cell>> {
    let (articles, unknown) = (by_id(rows), ArticleRow::default());
    let columns = chosen(QUOTATION, QUOTATIONS.iter().map(|(name, _)| *name));
    let cells = |row: &QuotationRow| {
        let (place, article) = articles.get(row.article.as_str()).copied().unwrap_or((0, &unknown));
        let cell = |field: &&Field<_, _>| match field.name {
            "article" => link(article, place),
            _ => Cell::of(field, row, article),
        };
        columns.iter().map(cell).collect()
    };
    rows.quotations.iter().map(cells).collect()
}

fn articles(rows: &Rows) -> Vec<Vec<Cell>> {
    let columns = chosen(ARTICLE, ARTICLES.iter().map(|(name, _)| *name));
    let cells = |row: &ArticleRow| {
        let cell = |field: &&Field<_, _>| match field.name {
            "title" => link(row, 0),
            _ => Cell::of(field, row, &()),
        };
        columns.iter().map(cell).collect()
    };
    rows.articles.iter().map(cells).collect()
}

fn about(sheets: &[Sheet], names: Names) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for sheet in sheets {
        rows.push(vec![text(sheet.name), Cell::Empty, text(sheet.meaning)]);
        rows.extend(sheet.columns.iter().map(|(name, meaning, _)| {
            // a cell shows an article as people call it
            let shown = match name.as_str() {
                "Article" => "The article by its title; a link to its address, or to its row here.",
                "Title" => "The headline; a link where the address is known.",
                _ => meaning,
            };
            vec![text(sheet.name), text(&names.of(name)), text(shown)]
        }));
    }
    rows
}
