//! `tripel queries`: the questions that have a name.

use tripel::kb::query;
use tripel::record::error::{Error, Result};

use super::output::{failed, to_stdout};
use super::style::{BOLD, DIM};
use super::table::{Cell, Table};
use super::{Outcome, did_you_mean};

/// List the named queries, or print one
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel queries
  tripel queries accusations > mine.rq      a query of your own to start from")]
pub struct Args {
    /// Print the SPARQL of this one
    name: Option<String>,
}

pub fn run(args: Args) -> Result<Outcome> {
    let queries = query::queries();
    if let Some(name) = &args.name {
        let hint = || did_you_mean(name, queries.iter().map(|query| query.name));
        let query = query::named(name)
            .ok_or_else(|| Error::new(format!("there is no query '{name}'{}", hint())))?;
        to_stdout(|out| write!(out, "{}", query.sparql).map_err(failed))?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["query", "title", "parameters"]);
    for query in &queries {
        let parameters: Vec<&str> = query.parameters.iter().map(|(name, _)| *name).collect();
        table.push(vec![
            Cell::styled(query.name, BOLD),
            query.title.into(),
            Cell::styled(parameters.join(", "), DIM),
        ]);
    }
    to_stdout(|out| {
        let hint = "tripel query NAME runs one, with --param NAME=VALUE; tripel queries NAME prints its SPARQL";
        table.write(out).and_then(|()| writeln!(out, "\n{DIM}{hint}{DIM:#}")).map_err(failed)
    })?;
    Ok(Outcome::Done)
}
