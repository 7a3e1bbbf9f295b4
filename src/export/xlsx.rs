//! The graph as an Excel workbook: Statements, Actors, Network, Quotations, Articles, and About, which says what each column means.
//!
//! Texts are written as texts, so that no cell is a formula; dates are dates, numbers numbers, and a statement links to its article.

use std::collections::BTreeMap;
use std::io::Write;

use petgraph::visit::EdgeRef;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use crate::error::{Error, Result};
use crate::export::in_xml;
use crate::graph::Graph;
use crate::network::{Filter, network};
use crate::rows::{ActorRow, ArticleRow, QuotationRow, Rows, StatementRow, rows};

enum Cell {
    Text(String),
    Number(f64),
    Date(String),
    /// An address and the text that shows.
    Link(String, String),
    Empty,
}

/// Name, meaning and width of a column.
type Column = (&'static str, &'static str, f64);

struct Sheet {
    name: &'static str,
    meaning: &'static str,
    columns: &'static [Column],
    rows: Vec<Vec<Cell>>,
}

const STATEMENTS: &[Column] = &[
    ("Subject", "Who acts or speaks; empty where the article leaves it open", 26.0),
    ("Relation", "What is done or said: the English verb", 20.0),
    ("Object", "To whom or about what; empty where there is none", 30.0),
    ("Subject (German)", "The same in German", 26.0),
    ("Relation (German)", "The German infinitive", 20.0),
    ("Object (German)", "The same in German", 30.0),
    ("Speaker", "Who says so, where the article attributes the statement", 24.0),
    ("Status", "asserted (the article says so itself), claimed, planned, demanded, hypothetical or denied", 12.0),
    ("Negated", "yes where the statement says that it is not so", 9.0),
    ("Event", "Event type of PLOVER", 13.0),
    ("Mode", "Mode of the event in PLOVER", 14.0),
    ("Score", "From -10 (conflict) to 10 (cooperation)", 8.0),
    ("Time", "The day that the article gives for it", 12.0),
    ("Quote", "The words of the article that say so", 70.0),
    ("Article", "The article; a link to its address, or to its row here", 30.0),
    ("Date", "When the article appeared", 12.0),
    ("Confidence", "How likely the statement is right, 0 to 1", 11.0),
    ("Subject type", "State, Person, Organization ...", 16.0),
    ("Object type", "State, Person, Organization ...; Concept for what is no actor", 16.0),
    ("Id", "The statement in the graph", 19.0),
];

const ACTORS: &[Column] = &[
    ("Name", "English name", 34.0),
    ("Name (German)", "German name", 34.0),
    ("Type", "State, Person, Organization ...", 24.0),
    ("Country code", "ISO 3166-1 alpha-3, of states", 13.0),
    ("Articles", "How many articles name it", 10.0),
    ("As subject", "Statements in which it acts or speaks", 11.0),
    ("As object", "Statements about it or directed at it", 11.0),
    ("As speaker", "Statements that are attributed to it", 11.0),
    ("Other names", "The names by which articles call it", 50.0),
    ("Wikidata", "The same actor in Wikidata", 18.0),
    ("Id", "The actor in the graph", 24.0),
];

const NETWORK: &[Column] = &[
    ("From", "Who acts", 28.0),
    ("To", "On whom", 28.0),
    ("Statements", "How many statements there are", 12.0),
    ("Asserted", "How many of them articles say themselves, not negated", 10.0),
    ("Mean score", "Of the events: from -10 (conflict) to 10 (cooperation)", 12.0),
    ("Net score", "The sum of the events' scores", 10.0),
    ("Relations", "What is done, most frequent first", 50.0),
    ("Events", "Event types of PLOVER, most frequent first", 30.0),
    ("First date", "The first day", 12.0),
    ("Last date", "The last day", 12.0),
];

const QUOTATIONS: &[Column] = &[
    ("Speaker", "Who says it", 26.0),
    ("Speaker as written", "The words that name the speaker in the article", 26.0),
    ("Cue", "The words that attribute it", 22.0),
    ("Kind", "direct (in quotation marks), indirect, mixed, free (goes on without a cue) or reported (told as a deed)", 10.0),
    ("Quote", "The words of the article", 80.0),
    ("Article", "The article; a link to its address, or to its row here", 30.0),
    ("Date", "When the article appeared", 12.0),
    ("Id", "The quotation in the graph", 19.0),
];

const ARTICLES: &[Column] = &[
    ("Title", "The headline; a link where the address is known", 60.0),
    ("Date", "When it appeared", 12.0),
    ("Source", "Where it appeared", 24.0),
    ("Language", "ISO 639-1", 10.0),
    ("Statements", "How many statements it holds", 12.0),
    ("Id", "The article in the store", 30.0),
];

const ABOUT: &[Column] = &[("Sheet", "", 14.0), ("Column", "", 20.0), ("Meaning", "", 90.0)];

/// Writes the workbook.
///
/// # Errors
/// Where `out` cannot be written, or a sheet would have more rows than Excel can hold.
pub fn write(graph: &Graph, out: &mut dyn Write) -> Result<()> {
    let rows = rows(graph);
    let mut sheets = vec![
        Sheet { name: "Statements", meaning: "Who does or says what to whom", columns: STATEMENTS, rows: statements(&rows) },
        Sheet { name: "Actors", meaning: "Everybody who acts or is acted upon", columns: ACTORS, rows: actors(&rows) },
        Sheet { name: "Network", meaning: "Who acts on whom", columns: NETWORK, rows: edges(graph)? },
        Sheet { name: "Quotations", meaning: "What is attributed to a speaker", columns: QUOTATIONS, rows: quotations(&rows) },
        Sheet { name: "Articles", meaning: "Where it stands", columns: ARTICLES, rows: articles(&rows) },
    ];
    let about = about(&sheets);
    sheets.push(Sheet { name: "About", meaning: "", columns: ABOUT, rows: about });
    let bytes = workbook(&sheets).map_err(|error| Error::because("cannot make the workbook", error))?;
    out.write_all(&bytes).map_err(|error| Error::because("cannot write the workbook", error))
}

/// Columns from this width on hold sentences: their texts are wrapped.
const WRAPPED: f64 = 50.0;

/// The height of a row in points: programs do not agree on whether they find it out themselves.
fn height(columns: &[Column], cells: &[Cell]) -> f64 {
    let lines = |(column, cell): (&Column, &Cell)| match cell {
        Cell::Text(text) if column.2 >= WRAPPED => {
            text.split('\n').map(|line| (line.chars().count() as f64 / (column.2 * 0.95)).ceil().max(1.0)).sum()
        }
        _ => 1.0,
    };
    // Excel's highest row is of 409 points
    (columns.iter().zip(cells).map(lines).fold(1.0, f64::max) * 15.0).min(405.0)
}

fn workbook(sheets: &[Sheet]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // no clock: the same graph gives the same bytes
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let head = Format::new().set_bold().set_background_color(0xDDE6EE_u32).set_text_wrap().set_align(FormatAlign::Top);
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let date = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for sheet in sheets {
        let page = book.add_worksheet();
        // A4
        page.set_paper_size(9);
        page.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        page.set_name(sheet.name)?.set_freeze_panes(1, u16::from(sheet.name != "About"))?;
        for (at, (name, _, width)) in (0..).zip(sheet.columns) {
            page.write_string_with_format(0, at, *name, &head)?;
            page.set_column_width(at, *width)?;
        }
        for (row, cells) in (1..).zip(&sheet.rows) {
            page.set_row_height(row, height(sheet.columns, cells))?;
            for (at, cell) in (0_u16..).zip(cells) {
                let wide = sheet.columns.get(usize::from(at)).is_some_and(|column| column.2 >= WRAPPED);
                cell.write(page, row, at, if wide { &wrapped } else { &plain }, &date)?;
            }
        }
        let last = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        page.autofilter(0, 0, last, u16::try_from(sheet.columns.len()).unwrap_or(1) - 1)?;
    }
    book.save_to_buffer()
}

impl Cell {
    fn write(&self, page: &mut Worksheet, row: u32, at: u16, format: &Format, date: &Format) -> std::result::Result<(), XlsxError> {
        match self {
            Cell::Empty => {}
            Cell::Number(number) => {
                page.write_number_with_format(row, at, *number, format)?;
            }
            Cell::Text(text) => {
                page.write_string_with_format(row, at, fitting(text), format)?;
            }
            Cell::Date(text) => match day(text) {
                Some(day) => {
                    page.write_datetime_with_format(row, at, &day, date)?;
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
                    || page.write_url_with_format(row, at, Url::new(url).set_text(&shown), &linked).is_err()
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
    in_xml(text).chars().take(32_000).collect()
}

fn day(text: &str) -> Option<ExcelDateTime> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn date(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Date(text.to_owned()) }
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn count(count: usize) -> Cell {
    Cell::Number(count as f64)
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
    (2..).zip(&rows.articles).map(|(place, article)| (article.id.as_str(), (place, article))).collect()
}

fn statements(rows: &Rows) -> Vec<Vec<Cell>> {
    let articles = by_id(rows);
    let unknown = ArticleRow::default();
    let row = |row: &StatementRow| {
        let (place, article) = articles.get(row.article.as_str()).copied().unwrap_or((0, &unknown));
        vec![
            text(&row.subject.label_en),
            text(&row.relation_en),
            text(&row.object.label_en),
            text(&row.subject.label_de),
            text(&row.relation_de),
            text(&row.object.label_de),
            text(&row.speaker.label_en),
            text(&row.status),
            text(if row.negated { "yes" } else { "no" }),
            text(&row.event),
            text(&row.mode),
            number(row.score),
            date(&row.time),
            text(&row.quote),
            link(article, place),
            date(&article.date),
            number(row.confidence),
            text(&row.subject.kind),
            text(&row.object.kind),
            text(&row.id),
        ]
    };
    rows.statements.iter().map(row).collect()
}

fn actors(rows: &Rows) -> Vec<Vec<Cell>> {
    let cells = |row: &ActorRow| {
        let wikidata = row.wikidata.rsplit('/').next().unwrap_or("").to_owned();
        vec![
            text(&row.label_en),
            text(&row.label_de),
            text(&row.kind),
            text(&row.iso3),
            count(row.articles),
            count(row.as_subject),
            count(row.as_object),
            count(row.as_speaker),
            text(&row.aliases.join(" | ")),
            if wikidata.is_empty() { Cell::Empty } else { Cell::Link(row.wikidata.clone(), wikidata) },
            text(&row.id),
        ]
    };
    rows.actors.iter().map(cells).collect()
}

fn edges(graph: &Graph) -> Result<Vec<Vec<Cell>>> {
    let network = network(graph, &Filter { claims: true, ..Filter::default() });
    let tenth = |score: f64| (score * 10.0).round() / 10.0;
    let names = |counted: Vec<(String, usize)>| {
        let texts = counted.into_iter().map(|(name, count)| if count == 1 { name } else { format!("{name} ({count})") });
        text(&texts.collect::<Vec<_>>().join(", "))
    };
    let cells = |edge: petgraph::graph::EdgeReference<'_, crate::network::Edge>| {
        let (from, to) = (&network.graph[edge.source()], &network.graph[edge.target()]);
        let edge = edge.weight();
        let (first, last) = edge.dates().map_or_else(Default::default, |(first, last)| (first.to_string(), last.to_string()));
        vec![
            text(&from.label_en),
            text(&to.label_en),
            count(edge.links.len()),
            count(edge.links.iter().filter(|link| link.asserted()).count()),
            number(edge.score().map(tenth)),
            number(edge.net().map(tenth)),
            names(edge.relations()),
            names(edge.events()),
            date(&first),
            date(&last),
        ]
    };
    Ok(network.graph.edge_references().map(cells).collect())
}

fn quotations(rows: &Rows) -> Vec<Vec<Cell>> {
    let articles = by_id(rows);
    let unknown = ArticleRow::default();
    let cells = |row: &QuotationRow| {
        let (place, article) = articles.get(row.article.as_str()).copied().unwrap_or((0, &unknown));
        vec![
            text(&row.speaker.label_en),
            text(&row.speaker.text),
            text(&row.cue),
            text(&row.kind),
            text(&row.quote),
            link(article, place),
            date(&article.date),
            text(&row.id),
        ]
    };
    rows.quotations.iter().map(cells).collect()
}

fn articles(rows: &Rows) -> Vec<Vec<Cell>> {
    let cells = |row: &ArticleRow| {
        vec![link(row, 0), date(&row.date), text(&row.source), text(&row.language), count(row.statements), text(&row.id)]
    };
    rows.articles.iter().map(cells).collect()
}

fn about(sheets: &[Sheet]) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for sheet in sheets {
        rows.push(vec![text(sheet.name), Cell::Empty, text(sheet.meaning)]);
        rows.extend(sheet.columns.iter().map(|(name, meaning, _)| vec![text(sheet.name), text(name), text(meaning)]));
    }
    rows
}
