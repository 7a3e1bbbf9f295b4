//! The program: runs the command, prints the error and its causes, sets the exit code.

mod cli;

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = match cli::arguments() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match cli::run(arguments) {
        Ok(cli::Outcome::Done) => ExitCode::SUCCESS,
        Ok(cli::Outcome::Nothing(why)) => {
            cli::say(&why);
            ExitCode::from(1)
        }
        Ok(cli::Outcome::Failed(bad, all)) => {
            // of one article it was said already
            if all > 1 {
                cli::say(&format!("{bad} of {all} articles failed"));
            }
            ExitCode::from(2)
        }
        Ok(cli::Outcome::Damaged) => ExitCode::from(2),
        // "tripel ... | head": whoever reads has seen enough
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::tell(&error);
            ExitCode::from(2)
        }
    }
}
