//! Where results go: standard output or a file, flushed so that a full disk is an error.

use std::io;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;

use tripel::record::error::{Error, Result};

use super::visible::{Visible, visible};

/// Runs `write` on standard output: on a terminal nothing that it writes acts on the terminal,
/// anywhere else every byte goes through as it is.
pub fn to_stdout(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    if io::stdout().is_terminal() {
        // older consoles do not know escape sequences: anstream translates them
        let mut out = Visible::new(BufWriter::new(anstream::stdout().lock()));
        write(&mut out)?;
        return out.flush().map_err(failed);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush().map_err(failed)
}

/// Says something on standard error, in lines that begin with the program's name. Where nobody
/// can read it, there is nothing to be done.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "tripel: {}", visible(text));
}

/// Runs `write` on a file, whole or not at all, or on standard output where there is none or it is `-`.
pub fn to(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let Some(path) = path.filter(|path| path.as_os_str() != "-") else { return to_stdout(write) };
    if let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty() && !dir.exists()) {
        return Err(Error::new(format!(
            "cannot write {}: there is no folder {}",
            path.display(),
            dir.display()
        )));
    }
    tripel::export::whole(path, |out| {
        write(out)
            .map_err(|error| Error::because(format!("cannot write {}", path.display()), error))
    })
}

/// Refuses to write what is no text to a terminal.
///
/// # Errors
/// Where standard output is one and no file is named.
pub fn refuse_terminal(path: Option<&Path>, format: &str) -> Result<()> {
    let named = path.is_some_and(|path| path.as_os_str() != "-");
    if named || !io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Error::new(format!("{format} is no text for a terminal; name a file: -o network.{format}")))
}

pub fn failed(error: io::Error) -> Error {
    Error::because("cannot write to standard output", error)
}

/// Whoever reads standard output has seen enough: "tripel ... | head".
pub fn is_broken_pipe(error: &Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
        {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// "1 statement", "2 statements".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The program as it was called, with its store where that is not the usual one: what a person can
/// type next.
pub fn program(store: &Path) -> String {
    let name = std::env::args_os().next().unwrap_or_else(|| "tripel".into());
    let name = quoted(Path::new(&name));
    if store == Path::new("tripel.kb") { name } else { format!("{name} --store {}", quoted(store)) }
}

/// A path as one types it into a shell.
pub fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+:@,=%\\".contains(letter);
    if !path.is_empty() && path.chars().all(plain) && !path.starts_with('-') {
        return path;
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}
