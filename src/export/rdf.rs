//! RDF for other stores: Turtle, TriG, N-Quads, JSON-LD, RDF/XML.
//!
//! Turtle and RDF/XML carry plain facts and evidence and no claim; the others carry the graph of each statement as well. A store
//! that takes the union of all graphs for its default graph would turn claims into facts: `reified` and `rdf12` are for those.

use std::io::Write;

use oxrdf::vocab::rdf;
use oxrdf::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};

use crate::export::clean::Syntax;
use crate::export::{clean, jsonld};
use crate::kb::vocab::{KINDS, PREFIXES};
use crate::record::error::{Error, Result};

/// A format of RDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Turtle,
    TriG,
    NQuads,
    JsonLd,
    RdfXml,
}

impl Format {
    fn rdf(self) -> RdfFormat {
        match self {
            Format::Turtle => RdfFormat::Turtle,
            Format::TriG => RdfFormat::TriG,
            Format::NQuads => RdfFormat::NQuads,
            Format::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Format::RdfXml => RdfFormat::RdfXml,
        }
    }

    /// Whether it carries the graph of each statement.
    pub fn has_graphs(self) -> bool {
        self.rdf().supports_datasets()
    }

    fn syntax(self) -> Syntax {
        match self {
            Format::Turtle | Format::TriG | Format::NQuads => Syntax::Turtle,
            Format::JsonLd => Syntax::Json,
            Format::RdfXml => Syntax::Xml,
        }
    }
}

/// Writes quads, sorted; those of named graphs only where the format has graphs. Names under `base` get prefixes as well.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(
    quads: impl IntoIterator<Item = Quad>,
    format: Format,
    base: &str,
    out: &mut dyn Write,
) -> Result<()> {
    let has_graphs = format.has_graphs();
    let kept =
        quads.into_iter().filter(|quad| has_graphs || quad.graph_name == GraphName::DefaultGraph);
    let mut sorted: Vec<((String, String, bool, String), Quad)> =
        kept.map(|quad| (order(&quad), quad)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.dedup_by(|a, b| a.1 == b.1);
    let failed = |error| Error::because("cannot write the triples", error);
    let own = KINDS.iter().map(|kind| ((*kind).to_owned(), format!("{base}{kind}/")));
    let known = PREFIXES.iter().map(|&(prefix, iri)| (prefix.to_owned(), iri.to_owned()));
    let prefixes: Vec<(String, String)> = known.chain(own).collect();
    if format == Format::RdfXml {
        for (_, quad) in &mut sorted {
            quad.object = in_xml(std::mem::replace(&mut quad.object, rdf::NIL.into_owned().into()));
        }
    }
    let quads = sorted.iter().map(|(_, quad)| quad);
    clean::escaped(out, format.syntax(), |out| {
        if format == Format::JsonLd {
            return jsonld::write(quads, &prefixes, out);
        }
        let mut serializer = RdfSerializer::from_format(format.rdf());
        for (prefix, iri) in prefixes {
            serializer = serializer
                .with_prefix(prefix, iri)
                .map_err(|error| Error::because("a prefix is no IRI", error))?;
        }
        let mut writer = serializer.for_writer(out);
        for quad in quads {
            writer.serialize_quad(quad).map_err(failed)?;
        }
        writer.finish().map_err(failed).map(drop)
    })
}

/// Graph, then subject, its type first.
fn order(quad: &Quad) -> (String, String, bool, String) {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => String::new(),
        name => name.to_string(),
    };
    (
        graph,
        quad.subject.to_string(),
        quad.predicate != rdf::TYPE,
        format!("{} {}", quad.predicate, quad.object),
    )
}

/// The same statements without named graphs: the triple of each stands as rdf:subject, rdf:predicate and rdf:object of the
/// statement, and nowhere else unless it is a plain fact.
pub fn reified(quads: impl IntoIterator<Item = Quad>) -> Vec<Quad> {
    let parts = |triple: Triple| {
        let parts: [(NamedNode, Term); 4] = [
            (rdf::TYPE.into_owned(), rdf::STATEMENT.into_owned().into()),
            (rdf::SUBJECT.into_owned(), triple.subject.into()),
            (rdf::PREDICATE.into_owned(), triple.predicate.into()),
            (rdf::OBJECT.into_owned(), triple.object),
        ];
        parts.to_vec()
    };
    without_graphs(quads, parts)
}

/// The same statements without named graphs, as RDF 1.2 has it: each reifies its triple, which is asserted nowhere unless it is a
/// plain fact. (`statement:ID rdf:reifies <<( actor:china r:reject concept:anfrage )>>`)
pub fn rdf12(quads: impl IntoIterator<Item = Quad>) -> Vec<Quad> {
    without_graphs(quads, |triple| vec![(rdf::REIFIES.into_owned(), triple.into())])
}

/// Plain facts as they are; of each named graph what `parts` says of its triple.
fn without_graphs(
    quads: impl IntoIterator<Item = Quad>,
    parts: impl Fn(Triple) -> Vec<(NamedNode, Term)>,
) -> Vec<Quad> {
    let mut plain = Vec::new();
    for quad in quads {
        let statement: NamedOrBlankNode = match quad.graph_name {
            GraphName::DefaultGraph => {
                plain.push(quad);
                continue;
            }
            GraphName::NamedNode(node) => node.into(),
            GraphName::BlankNode(node) => node.into(),
        };
        let triple = Triple::new(quad.subject, quad.predicate, quad.object);
        let said = parts(triple).into_iter();
        plain.extend(said.map(|(property, value)| {
            Quad::new(statement.clone(), property, value, GraphName::DefaultGraph)
        }));
    }
    plain
}

/// XML has no place for most control characters: they become U+FFFD.
pub fn in_xml(term: Term) -> Term {
    let Term::Literal(literal) = &term else { return term };
    let clean = super::in_xml(literal.value());
    if clean == literal.value() {
        return term;
    }
    match literal.language() {
        Some(language) => Literal::new_language_tagged_literal_unchecked(clean, language).into(),
        None => Literal::new_typed_literal(clean, literal.datatype()).into(),
    }
}
