//! The commands: a file for each, with its `Args` and its `run`.

mod extract;

use clap::{Parser, Subcommand};
use tripel::error::Result;

/// News articles become a knowledge graph of who does and says what to whom.
#[derive(Parser)]
#[command(name = "tripel", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Extract(extract::Args),
}

/// What a command came to: the exit code is 0 or 1.
pub enum Outcome {
    Done,
    Nothing,
}

pub fn run(arguments: Arguments) -> Result<Outcome> {
    match arguments.command {
        Command::Extract(args) => extract::run(args),
    }
}
