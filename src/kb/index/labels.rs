//! One preferred label for each thing and language, where articles call it differently.
//!
//! One article says "Bürgermeister" of one and another of several, so `actor:buergermeister` would be both "mayor" and "mayors",
//! and every query would have its rows twice. The label of most articles stays; the others become skos:hiddenLabel, by which the
//! thing is still found.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use oxigraph::model::{NamedNode, Term};

use super::{DEFAULT, GRAPH, Number, OBJECT, PREDICATE, SUBJECT};

const PREFERRED: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const HIDDEN: &str = "http://www.w3.org/2004/02/skos/core#hiddenLabel";

/// How often each label is preferred, by what it labels and its language.
type Counts<'a> = BTreeMap<(Number, &'a str), BTreeMap<Number, usize>>;

/// Turns all preferred labels but the most frequent of each thing and language into hidden ones; of equally frequent ones the first
/// by its letters stays.
pub(super) fn prefer_one(terms: &mut IndexSet<Term>, quads: &mut [[Number; 4]]) {
    let preferred = Term::from(NamedNode::new_unchecked(PREFERRED));
    let Some(preferred) = terms.get_index_of(&preferred).map(|number| number as Number) else {
        return;
    };
    let hidden = terms.insert_full(NamedNode::new_unchecked(HIDDEN).into()).0 as Number;
    let is_label = |quad: &[Number; 4]| quad[PREDICATE] == preferred && quad[GRAPH] == DEFAULT;
    let mut counts: Counts = BTreeMap::new();
    for quad in quads.iter().filter(|quad| is_label(quad)) {
        let Term::Literal(label) = &terms[quad[OBJECT] as usize] else { continue };
        let of = (quad[SUBJECT], label.language().unwrap_or(""));
        *counts.entry(of).or_default().entry(quad[OBJECT]).or_default() += 1;
    }
    let text = |label: Number| match &terms[label as usize] {
        Term::Literal(label) => label.value(),
        _ => "",
    };
    let mut others: BTreeSet<(Number, Number)> = BTreeSet::new();
    for ((subject, _), labels) in counts.iter().filter(|(_, labels)| labels.len() > 1) {
        let best = labels.iter().max_by_key(|(label, count)| (**count, Reverse(text(**label))));
        let best = best.map(|(label, _)| *label);
        let rest = labels.keys().filter(|label| Some(**label) != best);
        others.extend(rest.map(|label| (*subject, *label)));
    }
    for quad in quads.iter_mut().filter(|quad| is_label(quad)) {
        if others.contains(&(quad[SUBJECT], quad[OBJECT])) {
            quad[PREDICATE] = hidden;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use oxigraph::io::{RdfFormat, RdfParser};

    use crate::kb::index::Index;
    use crate::kb::index::Part;

    #[test]
    fn the_label_of_most_articles_stays() {
        const MAYOR: &str = "<a:1> <http://www.w3.org/2004/02/skos/core#prefLabel>";
        let part = |label: &str| {
            let text = format!("{MAYOR} {label} .\n{MAYOR} \"Bürgermeister\"@de .\n");
            let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(text.as_bytes());
            let quads: Vec<_> = quads.map(|quad| quad.expect("a quad")).collect();
            Part::of(quads.into_iter().map(Ok::<_, Infallible>)).expect("a part")
        };
        let labels = ["\"mayor\"@en", "\"mayors\"@en", "\"mayors\"@en", "\"a mayor\"@en"];
        let index = Index::new(labels.map(part).into());
        let mut quads: Vec<String> = index.quads().map(|quad| quad.to_string()).collect();
        quads.sort();
        assert_eq!(
            quads,
            [
                "<a:1> <http://www.w3.org/2004/02/skos/core#hiddenLabel> \"a mayor\"@en",
                "<a:1> <http://www.w3.org/2004/02/skos/core#hiddenLabel> \"mayor\"@en",
                "<a:1> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Bürgermeister\"@de",
                "<a:1> <http://www.w3.org/2004/02/skos/core#prefLabel> \"mayors\"@en",
            ]
        );
    }
}
