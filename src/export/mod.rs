//! Exports: a file for each format, and what they share.

pub mod csv;
pub mod dot;
pub mod font;
pub mod gephi;
pub mod graphviz;
pub mod json;
pub mod layout;
pub mod look;
pub mod png;
pub mod rdf;
pub mod svg;
pub mod tree;
pub mod web;
pub mod xlsx;

use std::io::{BufWriter, Write};
use std::path::Path;

use crate::error::{Error, Result};

/// Writes a file whole or not at all: what stood there before stays until all is written.
///
/// # Errors
/// Where the file cannot be written; `write`'s own error where it has one.
pub fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let failed = |error: std::io::Error| Error::because(format!("cannot write {}", path.display()), error);
    // a device, a pipe or a link to one is written in place
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut out = BufWriter::new(std::fs::File::options().write(true).open(path).map_err(failed)?);
        write(&mut out)?;
        return out.flush().map_err(failed);
    }
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut out = BufWriter::new(builder.prefix(".tmp-").tempfile_in(dir).map_err(failed)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A text that may stand in XML: control characters other than tab and line ends become U+FFFD.
fn in_xml(text: &str) -> String {
    let forbidden = |letter: char| (letter < ' ' && !"\t\n\r".contains(letter)) || matches!(letter, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|letter| if forbidden(letter) { '\u{fffd}' } else { letter }).collect()
}

/// A text as it stands in XML, between tags or in an attribute.
fn xml(text: &str) -> String {
    quick_xml::escape::escape(in_xml(text)).into_owned()
}
