//! Tables for a spreadsheet: statements.csv, actors.csv, edges.csv, each with one header row of plain words.
//!
//! A cell that a spreadsheet would take for a formula ("=1+1", "@SUM") gets a leading apostrophe.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use petgraph::visit::EdgeRef;

use crate::error::{Error, Result};
use crate::export::whole;
use crate::graph::Graph;
use crate::network::{Filter, Network, network};
use crate::rows::{Part, Rows, rows};

type Table = (&'static str, Vec<Vec<String>>);

/// Writes the tables into a folder, made where there is none; the files it wrote. With `excel`, a German Excel opens them: a
/// mark that says UTF-8, semicolons, commas in decimals.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(graph: &Graph, dir: &Path, excel: bool) -> Result<Vec<PathBuf>> {
    let rows = rows(graph);
    let everything = Filter { claims: true, ..Filter::default() };
    let network = network(graph, &everything);
    std::fs::create_dir_all(dir).map_err(|error| Error::because(format!("cannot make the folder {}", dir.display()), error))?;
    let tables: [Table; 3] =
        [("statements.csv", statements(&rows, excel)), ("actors.csv", actors(&rows)), ("edges.csv", edges(&network, excel))];
    let mut files = Vec::new();
    for (name, table) in tables {
        let path = dir.join(name);
        whole(&path, |out| print(&table, excel, out))?;
        files.push(path);
    }
    Ok(files)
}

pub(super) fn print(table: &[Vec<String>], excel: bool, out: &mut dyn Write) -> Result<()> {
    let failed = |error: std::io::Error| Error::because("cannot write the table", error);
    if excel {
        out.write_all("\u{feff}".as_bytes()).map_err(failed)?;
    }
    let terminator = csv::Terminator::Any(b'\n');
    let delimiter = if excel { b';' } else { b',' };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(out);
    for row in table {
        let cells = row.iter().map(|cell| harmless(cell));
        writer.write_record(cells).map_err(|error| failed(error.into()))?;
    }
    writer.flush().map_err(failed)
}

/// A cell that no spreadsheet runs: numbers stay as they are.
fn harmless(cell: &str) -> String {
    let number = cell.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number { format!("'{cell}") } else { cell.to_owned() }
}

fn number(value: Option<f64>, places: usize, excel: bool) -> String {
    let text = value.map_or(String::new(), |value| format!("{value:.places$}"));
    if excel { text.replace('.', ",") } else { text }
}

fn header(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn statements(rows: &Rows, excel: bool) -> Vec<Vec<String>> {
    let mut table = vec![header(&[
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
        "speaker id",
        "speaker",
        "speaker (German)",
        "cue",
        "status",
        "negated",
        "event",
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
    ])];
    let articles: BTreeMap<&str, _> = rows.articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let unknown = Default::default();
    for row in &rows.statements {
        let article = articles.get(row.article.as_str()).copied().unwrap_or(&unknown);
        let labels = |part: &Part| [part.id.clone(), part.label_en.clone(), part.label_de.clone()];
        let count = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
        let mut cells = vec![row.id.clone()];
        cells.extend(labels(&row.subject));
        cells.extend([row.subject.kind.clone(), row.relation_en.clone(), row.relation_de.clone()]);
        cells.extend(labels(&row.object));
        cells.push(row.object.kind.clone());
        cells.extend(labels(&row.speaker));
        cells.extend([row.cue.clone(), row.status.clone(), yes_no(row.negated), row.event.clone(), row.mode.clone()]);
        cells.extend([row.contexts.join(", "), number(row.score, 1, excel), row.time.clone(), row.quote.clone()]);
        cells.extend([row.subject.text.clone(), row.object.text.clone(), row.article.clone()]);
        cells.extend([article.title.clone(), article.date.clone(), article.source.clone(), article.url.clone()]);
        cells.extend([count(row.sentence), count(row.start), count(row.end), row.rule.clone(), number(row.confidence, 2, excel)]);
        table.push(cells);
    }
    table
}

fn actors(rows: &Rows) -> Vec<Vec<String>> {
    let mut table = vec![header(&[
        "id",
        "name",
        "name (German)",
        "type",
        "country code",
        "wikidata",
        "other names",
        "articles",
        "as subject",
        "as object",
        "as speaker",
    ])];
    for row in &rows.actors {
        let mut cells = vec![row.id.clone(), row.label_en.clone(), row.label_de.clone(), row.kind.clone(), row.iso3.clone()];
        cells.extend([row.wikidata.clone(), row.aliases.join(" | ")]);
        cells.extend([row.articles, row.as_subject, row.as_object, row.as_speaker].map(|count| count.to_string()));
        table.push(cells);
    }
    table
}

fn edges(network: &Network, excel: bool) -> Vec<Vec<String>> {
    let mut table = vec![header(&[
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
    ])];
    for edge in network.graph.edge_references() {
        let (from, to) = (&network.graph[edge.source()], &network.graph[edge.target()]);
        let edge = edge.weight();
        let asserted = edge.links.iter().filter(|link| link.asserted()).count();
        let counted = |names: Vec<(String, usize)>| {
            let texts = names.into_iter().map(|(name, count)| if count == 1 { name } else { format!("{name} ({count})") });
            texts.collect::<Vec<_>>().join(", ")
        };
        let (first, last) = edge.dates().map_or_else(Default::default, |(first, last)| (first.to_string(), last.to_string()));
        let articles: BTreeSet<&str> = edge.links.iter().map(|link| link.row.article.as_str()).collect();
        let mut cells: Vec<String> =
            [from, to].into_iter().flat_map(|node| [&node.id, &node.label_en, &node.label_de]).cloned().collect();
        cells.extend([edge.links.len(), asserted, edge.links.len() - asserted].map(|count| count.to_string()));
        cells.extend([number(edge.score(), 1, excel), counted(edge.relations()), counted(edge.events())]);
        cells.extend([
            first,
            last,
            articles.len().to_string(),
            edge.links.first().map_or(String::new(), |link| link.row.quote.clone()),
        ]);
        table.push(cells);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_harmless_and_numbers_stay_numbers() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless("- Peking"), "'- Peking");
        assert_eq!(harmless("-4.5"), "-4.5");
        assert_eq!(harmless("-4,5"), "-4,5");
        assert_eq!(harmless("\tx"), "'\tx");
        assert_eq!(harmless("China"), "China");
    }
}
