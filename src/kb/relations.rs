//! The relations that the tables of a language know, in Turtle: `r:accuse` with its labels and event types.
//!
//! What an article says with another verb gets a relation of its own, which stands in the article's RDF with its labels.

use std::collections::{BTreeMap, BTreeSet};

use crate::kb::rdf::relation_iri;
use crate::kb::rdf::third_person;
use crate::kb::vocab::R;
use crate::language::Language;

/// What is known of one relation.
#[derive(Default)]
struct Relation {
    english: BTreeSet<String>,
    german: BTreeSet<String>,
    events: BTreeSet<String>,
}

/// The relations by IRI, to stand behind `vocab::vocabulary()`, whose prefixes they use.
pub fn relations(lang: &Language) -> String {
    let mut relations: BTreeMap<String, Relation> = BTreeMap::new();
    for frame in lang.lexicon.verbs().filter(|frame| !frame.english.is_empty()) {
        let relation = relations.entry(relation_iri(&frame.english)).or_default();
        relation.english.insert(third_person(&frame.english));
        let reflexive = if frame.reflexive { "sich " } else { "" };
        relation.german.insert(format!("{reflexive}{}", frame.lemma));
        relation.events.extend(frame.event.map(|event| event.as_str().to_owned()));
    }
    let mut text = String::new();
    for (iri, relation) in relations {
        let local = iri.strip_prefix(R).unwrap_or(&iri);
        let labels = |names: &BTreeSet<String>, code: &str| {
            let quoted = |name: &String| format!("{}@{code}", quoted(name));
            names.iter().map(quoted).collect::<Vec<_>>().join(", ")
        };
        let events: Vec<String> =
            relation.events.iter().map(|event| format!("plover:{event}")).collect();
        let broader = if events.is_empty() {
            String::new()
        } else {
            format!(" ;\n    skos:broader {}", events.join(", "))
        };
        text += &format!(
            "\n<{R}{local}> a rdf:Property ;\n    rdfs:label {}, {} ;\n    \
             rdfs:isDefinedBy <https://w3id.org/tripel>{broader} .\n",
            labels(&relation.english, "en"),
            labels(&relation.german, "de"),
        );
    }
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kb::vocab::vocabulary;

    #[test]
    fn relations_are_turtle_behind_the_vocabulary() {
        let german = crate::languages::language("de").expect("German");
        let text = vocabulary() + &relations(german);
        let parser = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::Turtle);
        let quads: Result<Vec<_>, _> = parser.for_slice(text.as_bytes()).collect();
        let quads: Vec<String> =
            quads.expect("valid Turtle").iter().map(ToString::to_string).collect();
        for wanted in [
            "<https://w3id.org/tripel/relation/accuse> <http://www.w3.org/2000/01/rdf-schema#label> \"accuses\"@en",
            "<https://w3id.org/tripel/relation/accuse> <http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/tripel/plover#ACCUSE>",
        ] {
            assert!(quads.iter().any(|quad| quad.starts_with(wanted)), "{wanted}");
        }
    }
}
