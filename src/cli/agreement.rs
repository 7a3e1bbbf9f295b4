//! `tripel agreement`: how far two people who corrected the same articles agree.

use std::path::PathBuf;

use tripel::record::error::Result;
use tripel::review::agreement::agreement;
use tripel::review::log::Log;

use super::Outcome;
use super::output::{failed, to_stdout};
use super::style::BOLD;
use super::table::{Cell, Table};

/// How far two people agree: Krippendorff's alpha of status, event and verdict, F1 of the statements that are right
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  tripel agreement anna.jsonl ben.jsonl      two logs: corrections.jsonl of their stores"
)]
pub struct Args {
    /// The log of one person
    #[arg(value_name = "LOG")]
    first: PathBuf,
    /// The log of another person
    #[arg(value_name = "LOG")]
    second: PathBuf,
}

pub fn run(args: Args) -> Result<Outcome> {
    let (first, second) = (Log::read(&args.first)?, Log::read(&args.second)?);
    let found = agreement(&first.active(), &second.active());
    if found.both == 0 {
        return Ok(Outcome::Nothing("there is no statement that both judged".to_owned()));
    }
    let figure = |value: Option<f64>| match value {
        Some(value) => format!("{value:.2}"),
        None => "-".to_owned(),
    };
    let mut table = Table::new(["what", "agreement", "measure"]);
    let alpha = "Krippendorff's alpha";
    for (what, value, measure) in [
        ("right or wrong", figure(found.verdict), alpha),
        ("status", figure(found.status), alpha),
        ("event", figure(found.event), alpha),
        ("statements", figure(found.f1()), "F1 of those held to be right"),
        ("judged by both", found.both.to_string(), "statements"),
    ] {
        table.push(vec![Cell::styled(what, BOLD), value.into(), measure.into()]);
    }
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}
