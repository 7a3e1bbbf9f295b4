//! `tripel list`: the articles of the store.

use std::collections::BTreeMap;

use tripel::kb::copies::{Copy, copies};
use tripel::kb::store::Entry;
use tripel::record::error::Result;

use super::output::{failed, to_stdout};
use super::style::BOLD;
use super::table::{Cell, Table};
use super::{Global, Outcome, damaged, unreadable};

/// List the articles of the store
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel list --store news.kb")]
pub struct Args {}

pub fn run(_: Args, global: &Global) -> Result<Outcome> {
    let store = global.store()?;
    let entries = store.list()?;
    if entries.is_empty() {
        return Ok(global.empty());
    }
    let good: Vec<Entry> = entries.iter().flatten().cloned().collect();
    let copies: BTreeMap<String, Copy> =
        copies(&good).into_iter().map(|copy| (copy.id.clone(), copy)).collect();
    // where no story is told twice, no column says so
    let header = ["article", "date", "statements", "source", "title", "tells the story of"];
    let columns = if copies.is_empty() { &header[..5] } else { &header[..] };
    let mut table = Table::new(columns.iter().copied());
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                damaged(&error);
                continue;
            }
        };
        let told = match copies.get(&entry.id) {
            Some(copy) if copy.version => format!("{} (another version)", copy.of),
            Some(copy) => copy.of.clone(),
            None => String::new(),
        };
        let mut cells: Vec<Cell> = vec![
            Cell::styled(entry.id, BOLD),
            entry.date.unwrap_or_default().into(),
            entry.statements.to_string().into(),
            entry.source.unwrap_or_default().into(),
            entry.title.unwrap_or_default().into(),
            told.into(),
        ];
        cells.truncate(columns.len());
        table.push(cells);
    }
    if table.len() == 0 {
        return Err(unreadable(&store));
    }
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}
