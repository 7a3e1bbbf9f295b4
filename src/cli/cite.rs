//! `tripel cite`: where a statement stands, as a reference.

use std::collections::BTreeMap;

use clap::ValueEnum;
use tripel::export::methods::{bibtex, program, program_bibtex, reference};
use tripel::kb::rows::{ArticleRow, StatementRow, rows};
use tripel::record::error::Result;

use super::found::found;
use super::output::{failed, to_stdout};
use super::{Global, Outcome};

/// Cite a statement: its words, who wrote them where and when, and where in the text they stand
///
/// Without a statement: how to cite tripel. Places are counted in characters (Unicode code points) of the article's text.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel cite s528dbd3                     the id of a statement, or the beginning of one
  tripel cite s528dbd3 s811e628 --format bibtex
  tripel cite                              the program itself")]
pub struct Args {
    /// Ids of statements, each as much of it as only one has
    #[arg(value_name = "STATEMENT")]
    statements: Vec<String>,
    /// A sentence, or an entry for BibTeX and biblatex
    #[arg(long, value_enum, default_value_t = Format::Plain)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Plain,
    Bibtex,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let is_plain = args.format == Format::Plain;
    if args.statements.is_empty() {
        let own = if is_plain { program() } else { program_bibtex() };
        to_stdout(|out| writeln!(out, "{own}").map_err(failed))?;
        return Ok(Outcome::Done);
    }
    let (_, graph) = Global { copies: true, ..global.clone() }.graph()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    let ids: Vec<(String, String)> =
        args.statements.iter().map(|given| found(&graph, given)).collect::<Result<_>>()?;
    let rows = rows(&graph);
    let statements: BTreeMap<&str, &StatementRow> =
        rows.statements.iter().map(|row| (row.id.as_str(), row)).collect();
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|row| (row.id.as_str(), row)).collect();
    let none = ArticleRow::default();
    let cite = if is_plain { reference } else { bibtex };
    let cited = ids.iter().filter_map(|(id, _)| statements.get(id.as_str()));
    let cited = cited.map(|row| cite(row, articles.get(row.article.as_str()).unwrap_or(&&none)));
    let cited: Vec<String> = cited.collect();
    to_stdout(|out| writeln!(out, "{}", cited.join("\n\n")).map_err(failed))?;
    Ok(Outcome::Done)
}
