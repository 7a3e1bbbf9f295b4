//! The program: runs the command, prints the error and its causes, sets the exit code.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(cli::Outcome::Done) => ExitCode::SUCCESS,
        Ok(cli::Outcome::Nothing) => ExitCode::from(1),
        Err(error) => {
            report(&error);
            ExitCode::from(2)
        }
    }
}

/// The error and its causes, on one line.
fn report(error: &tripel::error::Error) {
    let mut line = format!("tripel: {error}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        line += &format!(": {inner}");
        cause = inner.source();
    }
    anstream::eprintln!("{line}");
}
