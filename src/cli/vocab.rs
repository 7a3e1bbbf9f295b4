//! `tripel vocab`: the vocabulary in Turtle.

use tripel::error::Result;
use tripel::vocab;

use super::Outcome;
use super::output::{failed, to_stdout};

/// Print the vocabulary in Turtle: every class, property and event type
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel vocab > tripel.ttl")]
pub struct Args {}

pub fn run(_: Args) -> Result<Outcome> {
    to_stdout(|out| write!(out, "{}", vocab::vocabulary()).map_err(failed))?;
    Ok(Outcome::Done)
}
