//! `tripel vocab`: the vocabulary in Turtle, with the relations that the tables know.

use tripel::kb::{relations, vocab};
use tripel::languages;
use tripel::record::error::Result;

use super::Outcome;
use super::output::{failed, to_stdout};

/// Print the vocabulary in Turtle: every class, property, event type and relation
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel vocab > tripel.ttl")]
pub struct Args {}

pub fn run(_: Args) -> Result<Outcome> {
    to_stdout(|out| {
        write!(out, "{}", vocab::vocabulary()).map_err(failed)?;
        let german = languages::language("de");
        german.map_or(Ok(()), |german| {
            write!(out, "{}", relations::relations(german)).map_err(failed)
        })
    })?;
    Ok(Outcome::Done)
}
