//! RDF for other stores: Turtle, TriG, N-Quads, JSON-LD.
//!
//! Turtle carries plain facts and evidence and no claim; the others carry the graph of each statement as well.

use std::io::Write;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Quad};

use crate::error::{Error, Result};
use crate::vocab::PREFIXES;

/// A format of RDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Turtle,
    TriG,
    NQuads,
    JsonLd,
}

impl Format {
    fn rdf(self) -> RdfFormat {
        match self {
            Format::Turtle => RdfFormat::Turtle,
            Format::TriG => RdfFormat::TriG,
            Format::NQuads => RdfFormat::NQuads,
            Format::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }
}

/// Writes quads, sorted; those of named graphs only where the format has graphs.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(quads: impl IntoIterator<Item = Quad>, format: Format, out: &mut dyn Write) -> Result<()> {
    let has_graphs = format.rdf().supports_datasets();
    let kept = quads.into_iter().filter(|quad| has_graphs || quad.graph_name == GraphName::DefaultGraph);
    let mut sorted: Vec<((String, String, bool, String), Quad)> = kept.map(|quad| (order(&quad), quad)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.dedup_by(|a, b| a.1 == b.1);
    let failed = |error| Error::because("cannot write the triples", error);
    let mut serializer = RdfSerializer::from_format(format.rdf());
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *iri).map_err(|error| Error::because("a prefix is no IRI", error))?;
    }
    let mut writer = serializer.for_writer(&mut *out);
    for (_, quad) in &sorted {
        writer.serialize_quad(quad).map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    Ok(())
}

/// Graph, then subject, its type first.
fn order(quad: &Quad) -> (String, String, bool, String) {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => String::new(),
        name => name.to_string(),
    };
    (graph, quad.subject.to_string(), quad.predicate != rdf::TYPE, format!("{} {}", quad.predicate, quad.object))
}
