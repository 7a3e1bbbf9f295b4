//! Styles of the program's own words. They are written only where they are wanted, and no other
//! escape sequence is ever taken for one of them: data is neither stripped nor let through.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io::IsTerminal;
use std::sync::OnceLock;

use clap::ColorChoice;

/// How a text looks; used in `write!` as "{BOLD}text{BOLD:#}".
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Style(&'static str);

pub const BOLD: Style = Style("1");
pub const DIM: Style = Style("2");
pub const RED: Style = Style("31");
pub const GREEN: Style = Style("32");
pub const YELLOW: Style = Style("33");
pub const MAGENTA: Style = Style("35");
pub const CYAN: Style = Style("36");

/// What a style becomes on standard output.
enum Written {
    /// Nothing.
    Plain,
    /// An escape sequence: `--color always` into a pipe.
    Escape,
    /// A mark that only `super::visible::Visible` knows and turns into an escape sequence. It has
    /// a key of its own in each run, so that no text can hold it.
    Marked(String),
}

static WRITTEN: OnceLock<Written> = OnceLock::new();

/// Settles once, before anything is written, whether styles are shown.
pub fn choose(color: ColorChoice) {
    match color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let shown = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let written = match (shown, std::io::stdout().is_terminal()) {
        (false, _) => Written::Plain,
        (true, false) => Written::Escape,
        (true, true) => {
            Written::Marked(format!("\u{1b}{:016x};", RandomState::new().hash_one("style")))
        }
    };
    // a second call, as tests make it, changes nothing
    let _ = WRITTEN.set(written);
}

/// What stands before the code of a style in what is written to a terminal.
pub fn mark() -> Option<&'static str> {
    match WRITTEN.get() {
        Some(Written::Marked(mark)) => Some(mark.as_str()),
        _ => None,
    }
}

impl Style {
    /// As the text around it.
    pub const fn new() -> Style {
        Style("")
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = match WRITTEN.get() {
            _ if self.0.is_empty() => return Ok(()),
            None | Some(Written::Plain) => return Ok(()),
            Some(Written::Escape) => "\u{1b}[",
            Some(Written::Marked(mark)) => mark.as_str(),
        };
        let code = if f.alternate() { "0" } else { self.0 };
        // in one piece: a mark is never cut in two
        f.write_str(&format!("{before}{code}m"))
    }
}
