//! N-Quads in several files of like size, packed or not: what a statement says and what is said of it stand in one of them.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use oxigraph::model::{GraphName, Quad};
use rayon::prelude::*;
use tripel::export::rdf;
use tripel::record::error::{Error, Result};

use super::output::{failed, to};

/// So many files at most.
pub const MOST: u16 = 4096;

/// Writes quads in one of the formats of RDF, packed with gzip or as they are; the same quads are the same bytes.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(
    quads: Vec<Quad>,
    format: rdf::Format,
    base: &str,
    packed: bool,
    out: &mut dyn Write,
) -> Result<()> {
    if !packed {
        return rdf::write(quads, format, base, out);
    }
    // no name and no time stand in the header
    let mut encoder = GzEncoder::new(out, Compression::default());
    rdf::write(quads, format, base, &mut encoder)?;
    encoder.finish().map_err(failed).map(drop)
}

/// Writes quads into so many files of a folder, "part-0001.nq" and on.
///
/// # Errors
/// Where one of them cannot be written.
pub fn write_all(quads: Vec<Quad>, count: u16, base: &str, packed: bool, dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let mut shards: BTreeMap<u16, Vec<Quad>> =
        (0..count).map(|number| (number, Vec::new())).collect();
    for quad in quads {
        shards.entry(shard(&quad, count)).or_default().push(quad);
    }
    let ending = if packed { "nq.gz" } else { "nq" };
    let shards: Vec<(u16, Vec<Quad>)> = shards.into_iter().collect();
    shards.into_par_iter().try_for_each(|(number, quads)| {
        let file = dir.join(format!("part-{:04}.{ending}", number + 1));
        to(Some(&file), |out| write(quads, rdf::Format::NQuads, base, packed, out))
    })
}

/// The file of a quad: by the statement that it belongs to, else by its subject.
fn shard(quad: &Quad, count: u16) -> u16 {
    let name = match &quad.graph_name {
        GraphName::NamedNode(graph) => graph.to_string(),
        _ => quad.subject.to_string(),
    };
    let hash = blake3::hash(name.as_bytes());
    let number = u64::from_be_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default());
    (number % u64::from(count)) as u16
}
