//! Exports: a file for each format, and what they share.
//!
//! Extractions, graphs and networks come in; tables, JSON, RDF and pictures go out. A file is written whole or not at all.
//!
//! ```
//! # #[cfg(feature = "graph")] {
//! use tripel::export::dot::{self, Options};
//! use tripel::kb::{graph::Graph, rdf};
//! use tripel::network::{Filter, network};
//!
//! let network = network(&Graph::of(Vec::new(), rdf::BASE), &Filter::default());
//! let mut out = Vec::new();
//! dot::write(&network, &Options::default(), &mut out).expect("memory takes it");
//! assert!(out.starts_with(b"digraph"));
//! # }
//! ```

pub mod clean;
#[cfg(feature = "graph")]
pub mod words;
#[cfg(feature = "graph")]
mod markup;
mod jsonld;
pub mod annotation;
pub mod json;
pub mod rdf;
#[cfg(feature = "pictures")]
pub mod font;
#[cfg(feature = "graph")]
pub mod look;
#[cfg(feature = "graph")]
pub mod fields;
#[cfg(feature = "graph")]
pub mod document;
#[cfg(feature = "graph")]
pub mod methods;
#[cfg(feature = "graph")]
pub mod codebook;
#[cfg(feature = "graph")]
pub mod csv;
#[cfg(feature = "graph")]
pub mod neo4j;
#[cfg(feature = "parquet")]
pub mod columnar;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "workbook")]
pub mod xlsx;
#[cfg(feature = "graph")]
mod yed;
#[cfg(feature = "graph")]
pub mod graphviz;
#[cfg(feature = "graph")]
pub mod layout;
#[cfg(feature = "graph")]
pub mod dot;
#[cfg(feature = "pictures")]
pub mod svg;
#[cfg(feature = "pictures")]
pub mod png;
#[cfg(feature = "pictures")]
pub mod tree;
#[cfg(feature = "graph")]
pub mod gephi;
#[cfg(feature = "graph")]
pub mod matrix;
#[cfg(feature = "qda")]
pub mod qdpx;
#[cfg(feature = "dna")]
pub mod dna;
#[cfg(all(feature = "fetch", feature = "graph"))]
pub mod push;
#[cfg(feature = "graph")]
pub mod web;

#[cfg(feature = "graph")]
use std::io::{BufWriter, Write};
#[cfg(feature = "graph")]
use std::path::Path;

#[cfg(feature = "graph")]
use crate::record::error::{Error, Result};

/// Writes a file whole or not at all: what stood there before stays until all is written.
///
/// # Errors
/// Where the file cannot be written or would lie in a store's folder; `write`'s own error where it has one.
#[cfg(feature = "graph")]
pub fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let failed =
        |error: std::io::Error| Error::because(format!("cannot write {}", path.display()), error);
    if let Some(store) = crate::kb::store::store_around(path) {
        return Err(Error::new(format!(
            "{} lies in the store {}, whose folder is its own; write elsewhere",
            path.display(),
            store.display()
        )));
    }
    // a device, a pipe or a link to one is written in place
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut out =
            BufWriter::new(std::fs::File::options().write(true).open(path).map_err(failed)?);
        write(&mut out)?;
        return out.flush().map_err(failed);
    }
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut out = BufWriter::new(builder.prefix(".tmp-").tempfile_in(dir).map_err(failed)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A text that may stand in XML: control characters other than tab and line ends become U+FFFD.
fn in_xml(text: &str) -> String {
    let forbidden = |letter: char| {
        (letter < ' ' && !"\t\n\r".contains(letter)) || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().map(|letter| if forbidden(letter) { '\u{fffd}' } else { letter }).collect()
}

/// A text as it stands in a picture's XML, between tags or in an attribute: without what acts instead of being seen.
#[cfg(feature = "pictures")]
fn xml(text: &str) -> String {
    quick_xml::escape::escape(in_xml(&clean::seen(text))).into_owned()
}
