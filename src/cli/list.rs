//! `tripel list`: the articles of the store.

use tripel::error::Result;

use super::output::{BOLD, failed, to_stdout};
use super::table::{Cell, Table};
use super::{Global, Outcome, warn};

/// List the articles of the store
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel list --store news.kb")]
pub struct Args {}

pub fn run(_: Args, global: &Global) -> Result<Outcome> {
    let mut table = Table::new(["article", "date", "statements", "source", "title"]);
    for entry in global.store()?.list()? {
        match entry {
            Ok(entry) => table.push(vec![
                Cell::styled(entry.id, BOLD),
                entry.date.unwrap_or_default().into(),
                entry.statements.to_string().into(),
                entry.source.unwrap_or_default().into(),
                entry.title.unwrap_or_default().into(),
            ]),
            Err(error) => warn(&error),
        }
    }
    if table.len() == 0 {
        return Ok(Outcome::Nothing);
    }
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}
