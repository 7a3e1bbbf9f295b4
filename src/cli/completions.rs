//! `tripel completions`: what a shell needs to complete commands.

use clap::CommandFactory;
use clap_complete::Shell;
use tripel::record::error::Result;

use super::output::{failed, to_stdout};
use super::{Arguments, Outcome};

/// Print the completions for a shell
#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  tripel completions bash > ~/.local/share/bash-completion/completions/tripel"
)]
pub struct Args {
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(args: Args) -> Result<Outcome> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "tripel", &mut text);
    to_stdout(|out| out.write_all(&text).map_err(failed))?;
    Ok(Outcome::Done)
}
