//! `tripel man`: the manual pages.

use std::path::PathBuf;

use clap::CommandFactory;
use tripel::record::error::{Error, Result};

use super::output::{failed, to_stdout};
use super::{Arguments, Outcome};

/// Print the manual page, or write a page for each command
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel man | man -l -
  tripel man -o ~/.local/share/man/man1")]
pub struct Args {
    /// Write tripel.1, tripel-add.1 ... into this folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub fn run(args: Args) -> Result<Outcome> {
    let command = Arguments::command();
    match args.output {
        Some(dir) => {
            let failed = |error| {
                Error::because(
                    format!("cannot write the manual pages into {}", dir.display()),
                    error,
                )
            };
            std::fs::create_dir_all(&dir).map_err(failed)?;
            clap_mangen::generate_to(command, &dir).map_err(failed)?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page).map_err(failed)?;
            to_stdout(|out| out.write_all(&page).map_err(failed))?;
        }
    }
    Ok(Outcome::Done)
}
