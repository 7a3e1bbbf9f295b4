//! JSON-LD with a context: `"@type": "t:Statement"` and `"t:quote": ...`, as people and other programs write it.
//!
//! A node with all that the default graph says of it, then each named graph with its own nodes.

use std::io::Write;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphName, Literal, Quad, Term};
use serde_json::{Map, Value, json};

use crate::record::error::Error;
use crate::record::error::Result;

/// Writes sorted quads: those of a graph stand together, and in a graph those of a subject.
///
/// # Errors
/// Where `out` cannot be written, or a quad holds a triple term, for which JSON-LD has no place.
pub fn write<'a>(
    quads: impl Iterator<Item = &'a Quad>,
    prefixes: &[(String, String)],
    out: &mut dyn Write,
) -> Result<()> {
    let mut context = Map::new();
    for (prefix, iri) in prefixes {
        context.insert(prefix.clone(), json!(iri));
    }
    let names = Names { prefixes };
    let failed = |error: std::io::Error| Error::because("cannot write the triples", error);
    let put = |out: &mut dyn Write, value: &Value| {
        serde_json::to_writer(out, value).map_err(|error| failed(error.into()))
    };
    out.write_all(b"{\"@context\":").map_err(failed)?;
    put(out, &Value::Object(context))?;
    out.write_all(b",\n\"@graph\":[").map_err(failed)?;
    let mut between: &[u8] = b"\n";
    let mut quads = quads.peekable();
    while let Some(first) = quads.next() {
        let mut nodes = vec![names.node(first)?];
        let (mut graph, mut subject) = (&first.graph_name, &first.subject);
        let inner = *graph != GraphName::DefaultGraph;
        while let Some(quad) =
            quads.next_if(|quad| quad.graph_name == *graph && (inner || quad.subject == *subject))
        {
            if quad.subject != *subject {
                nodes.push(names.node(quad)?);
                (graph, subject) = (&quad.graph_name, &quad.subject);
            } else if let Some(Value::Object(node)) = nodes.last_mut() {
                names.add(node, quad)?;
            }
        }
        let node = match (&first.graph_name, nodes.pop()) {
            (GraphName::DefaultGraph, Some(node)) => node,
            (name, last) => {
                nodes.extend(last);
                json!({ "@id": names.graph(name), "@graph": nodes })
            }
        };
        out.write_all(between).map_err(failed)?;
        put(out, &node)?;
        between = b",\n";
    }
    out.write_all(b"\n]}\n").map_err(failed)
}

/// Names as short as the prefixes make them.
struct Names<'a> {
    prefixes: &'a [(String, String)],
}

impl Names<'_> {
    /// The longest prefix that fits; the whole IRI where the rest would make another IRI of it ("http://...").
    fn short(&self, iri: &str) -> String {
        let fitting = self
            .prefixes
            .iter()
            .filter_map(|(prefix, own)| Some((prefix, iri.strip_prefix(own.as_str())?)))
            .filter(|(_, rest)| !rest.is_empty() && !rest.starts_with("//"));
        fitting
            .min_by_key(|(_, rest)| rest.len())
            .map_or_else(|| iri.to_owned(), |(prefix, rest)| format!("{prefix}:{rest}"))
    }

    fn graph(&self, name: &GraphName) -> String {
        match name {
            GraphName::NamedNode(node) => self.short(node.as_str()),
            other => other.to_string(),
        }
    }

    /// A new node with its first property.
    fn node(&self, quad: &Quad) -> Result<Value> {
        let mut node = Map::new();
        let id = match &quad.subject {
            oxrdf::NamedOrBlankNode::NamedNode(own) => self.short(own.as_str()),
            oxrdf::NamedOrBlankNode::BlankNode(own) => own.to_string(),
        };
        node.insert("@id".to_owned(), json!(id));
        self.add(&mut node, quad)?;
        Ok(Value::Object(node))
    }

    /// One value stands alone, several in a list.
    fn add(&self, node: &mut Map<String, Value>, quad: &Quad) -> Result<()> {
        let (key, value) = match &quad.object {
            Term::NamedNode(class) if quad.predicate == rdf::TYPE => {
                ("@type".to_owned(), json!(self.short(class.as_str())))
            }
            object => (self.short(quad.predicate.as_str()), self.value(object)?),
        };
        match node.get_mut(&key) {
            None => drop(node.insert(key, value)),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
        Ok(())
    }

    fn value(&self, term: &Term) -> Result<Value> {
        match term {
            Term::NamedNode(node) => Ok(json!({ "@id": self.short(node.as_str()) })),
            Term::BlankNode(node) => Ok(json!({ "@id": node.to_string() })),
            Term::Literal(literal) => Ok(self.literal(literal)),
            Term::Triple(_) => Err(Error::new("JSON-LD has no place for a triple in a triple")),
        }
    }

    fn literal(&self, literal: &Literal) -> Value {
        let text = literal.value();
        if let Some(language) = literal.language() {
            return json!({ "@value": text, "@language": language });
        }
        let kind = literal.datatype();
        if kind == xsd::STRING {
            return json!(text);
        }
        if kind == xsd::BOOLEAN && matches!(text, "true" | "false") {
            return json!(text == "true");
        }
        json!({ "@value": text, "@type": self.short(kind.as_str()) })
    }
}
