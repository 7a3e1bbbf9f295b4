//! The places of quotes as selectors of the Web Annotation vocabulary, for programs that know those and not ours.
//!
//! A statement, quotation or mention gets a target in its article, with the words (oa:TextQuoteSelector) and their place in code
//! points (oa:TextPositionSelector).

use std::collections::BTreeMap;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::kb::vocab;

const OA: &str = "http://www.w3.org/ns/oa#";
const DERIVED: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";

#[derive(Default)]
struct Place {
    article: Option<Term>,
    quote: Option<Term>,
    start: Option<Term>,
    end: Option<Term>,
}

/// The quads of the selectors; they stand beside the others, which they repeat in other words.
pub fn selectors(quads: impl IntoIterator<Item = Quad>) -> Vec<Quad> {
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    for quad in quads.into_iter().filter(|quad| quad.graph_name == GraphName::DefaultGraph) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
        let property = quad.predicate.as_str();
        if ![DERIVED, vocab::QUOTE, vocab::START, vocab::END].contains(&property) {
            continue;
        }
        let place = places.entry(subject.into_string()).or_default();
        *match property {
            DERIVED => &mut place.article,
            vocab::QUOTE => &mut place.quote,
            vocab::START => &mut place.start,
            _ => &mut place.end,
        } = Some(quad.object);
    }
    places.iter().flat_map(|(subject, place)| of(subject, place).unwrap_or_default()).collect()
}

fn of(subject: &str, place: &Place) -> Option<Vec<Quad>> {
    let article = place.article.clone()?;
    let (Term::Literal(quote), Term::Literal(start), Term::Literal(end)) =
        (place.quote.as_ref()?, place.start.as_ref()?, place.end.as_ref()?)
    else {
        return None;
    };
    let node = |part: &str| NamedNode::new_unchecked(format!("{subject}{part}"));
    let oa = |name: &str| NamedNode::new_unchecked(format!("{OA}{name}"));
    let count = |number: &Literal| {
        Literal::new_typed_literal(number.value(), xsd::NON_NEGATIVE_INTEGER.into_owned())
    };
    let (target, words, position) = (node("#target"), node("#quote"), node("#position"));
    let triples: [(NamedNode, NamedNode, Term); 10] = [
        (node(""), oa("hasTarget"), target.clone().into()),
        (target.clone(), rdf::TYPE.into_owned(), oa("SpecificResource").into()),
        (target.clone(), oa("hasSource"), article),
        (target.clone(), oa("hasSelector"), words.clone().into()),
        (target, oa("hasSelector"), position.clone().into()),
        (words.clone(), rdf::TYPE.into_owned(), oa("TextQuoteSelector").into()),
        (words, oa("exact"), Literal::from(quote.value()).into()),
        (position.clone(), rdf::TYPE.into_owned(), oa("TextPositionSelector").into()),
        (position.clone(), oa("start"), count(start).into()),
        (position, oa("end"), count(end).into()),
    ];
    let quads = triples.into_iter().map(|(subject, property, object)| {
        Quad::new(subject, property, object, GraphName::DefaultGraph)
    });
    Some(quads.collect())
}

#[cfg(test)]
mod tests {
    use oxrdfio::{RdfFormat, RdfParser};

    use super::*;

    #[test]
    fn a_quote_gets_its_words_and_its_place() {
        const TEXT: &str = "
            @prefix t: <https://w3id.org/tripel#> .
            <s:1> t:quote \"Xi reiste ab\"@de ; t:start 10 ; t:end 22 ; <http://www.w3.org/ns/prov#wasDerivedFrom> <a:1> .
            <s:2> t:quote \"ohne Ort\"@de .";
        let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(TEXT.as_bytes());
        let made = selectors(quads.map(|quad| quad.expect("Turtle")));
        let lines: Vec<String> = made.iter().map(ToString::to_string).collect();
        for wanted in [
            "<s:1#target> <http://www.w3.org/ns/oa#hasSource> <a:1>",
            "<s:1#quote> <http://www.w3.org/ns/oa#exact> \"Xi reiste ab\"",
            "<s:1#position> <http://www.w3.org/ns/oa#start> \"10\"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>",
        ] {
            assert!(lines.iter().any(|line| line == wanted), "{wanted}: {lines:#?}");
        }
        assert!(lines.iter().all(|line| line.starts_with("<s:1")));
    }
}
