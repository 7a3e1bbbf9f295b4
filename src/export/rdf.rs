//! The graph in the standard formats of RDF.

use std::io::Write;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

use crate::error::{Error, Result};
use crate::vocab::PREFIXES;

/// A format of RDF. Turtle has no graphs: it carries plain facts and evidence, and no claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Turtle,
    TriG,
    NQuads,
    JsonLd,
}

/// Writes quads; those of named graphs only where the format has graphs.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(quads: impl IntoIterator<Item = Quad>, format: Format, out: &mut dyn Write) -> Result<()> {
    let failed = |error| Error::because("cannot write the triples", error);
    let own = match format {
        Format::Turtle => RdfFormat::Turtle,
        Format::TriG => RdfFormat::TriG,
        Format::NQuads => RdfFormat::NQuads,
        Format::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
    };
    let mut serializer = RdfSerializer::from_format(own);
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *iri).map_err(|error| Error::because("a prefix is no IRI", error))?;
    }
    let mut writer = serializer.for_writer(&mut *out);
    for quad in quads {
        if format != Format::Turtle || quad.graph_name == GraphName::DefaultGraph {
            writer.serialize_quad(&quad).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)?;
    Ok(())
}
