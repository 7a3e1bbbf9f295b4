//! Where results go: standard output or a file, flushed so that a full disk is an error.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use tripel::error::{Error, Result};

pub const BOLD: Style = Style::new().bold();
pub const DIM: Style = Style::new().dimmed();
pub const GREEN: Style = AnsiColor::Green.on_default();
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
pub const RED: Style = AnsiColor::Red.on_default();
pub const CYAN: Style = AnsiColor::Cyan.on_default();
pub const MAGENTA: Style = AnsiColor::Magenta.on_default();

/// Runs `write` on standard output; styles are dropped where it is no terminal.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    write(&mut out)?;
    out.flush().map_err(failed)
}

/// Runs `write` on a file, whole or not at all, or on standard output where there is none or it is `-`.
pub fn to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let Some(path) = path.filter(|path| path.as_os_str() != "-") else { return to_stdout(write) };
    tripel::export::whole(path, |out| write(out).map_err(|error| Error::because(format!("cannot write {}", path.display()), error)))
}

pub fn failed(error: io::Error) -> Error {
    Error::because("cannot write to standard output", error)
}

/// "1 statement", "2 statements".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The program as it was called, with its store where that is not the usual one: what a person can type next.
pub fn program(store: &Path) -> String {
    let name = std::env::args().next().unwrap_or_else(|| "tripel".to_owned());
    if store == Path::new("tripel.kb") { name } else { format!("{name} --store {}", store.display()) }
}
