//! The sample article keeps docs/shapes.ttl, and a graph from which something is missing does not.
//!
//! The part of SHACL that the file uses is checked here; a constraint of another kind fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad, Term};
use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::languages;
use tripel::record::article::Article;
use tripel::record::article::Metadata;

const SH: &str = "http://www.w3.org/ns/shacl#";
const TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
const FIRST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>";
const REST: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>";

/// Values by subject and property, all as they stand in N-Quads.
type Triples = BTreeMap<String, BTreeMap<String, Vec<Term>>>;

fn triples(quads: impl IntoIterator<Item = Quad>) -> Triples {
    let mut triples = Triples::new();
    for quad in quads.into_iter().filter(|quad| quad.graph_name == GraphName::DefaultGraph) {
        let own = triples.entry(quad.subject.to_string()).or_default();
        own.entry(quad.predicate.to_string()).or_default().push(quad.object);
    }
    triples
}

fn values<'a>(triples: &'a Triples, subject: &str, property: &str) -> &'a [Term] {
    triples.get(subject).and_then(|own| own.get(property)).map_or(&[], Vec::as_slice)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn shapes() -> Triples {
    let text = std::fs::read(root().join("docs/shapes.ttl")).expect("the shapes");
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(&text);
    triples(quads.map(|quad| quad.expect("Turtle")))
}

/// The sample's quads, as a graph holds them.
fn sample() -> Vec<Quad> {
    let file = root().join("data/articles/cyberangriffe.txt");
    let article = Article::read(Path::new(&file), &Metadata::default())
        .next()
        .expect("an article")
        .expect("readable");
    let extraction = extract::extract(
        &article,
        languages::language("de").expect("German"),
        &Corrections::default(),
    );
    let quads = rdf::quads(&article, &extraction, rdf::BASE).expect("quads");
    Graph::of(quads, rdf::BASE).quads().collect()
}

/// One line for each breach; and how many nodes were looked at.
fn breaches(shapes: &Triples, data: &Triples) -> (Vec<String>, usize) {
    let (mut breaches, mut seen) = (Vec::new(), 0);
    let sh = |name: &str| format!("<{SH}{name}>");
    for shape in shapes.keys() {
        let properties = values(shapes, shape, &sh("property"));
        let class = values(shapes, shape, &sh("targetClass")).first().map(Term::to_string);
        let subjects_of =
            values(shapes, shape, &sh("targetSubjectsOf")).first().map(Term::to_string);
        let is_target = |node: &str| {
            class.as_ref().is_some_and(|class| has_class(data, node, class))
                || subjects_of.as_ref().is_some_and(|of| !values(data, node, of).is_empty())
        };
        for node in data.keys().filter(|node| is_target(node)) {
            seen += 1;
            for property in properties {
                breaches.extend(breach(shapes, data, node, &property.to_string()));
            }
        }
    }
    (breaches, seen)
}

fn has_class(data: &Triples, node: &str, class: &str) -> bool {
    values(data, node, TYPE).iter().any(|own| own.to_string() == class)
}

fn breach(shapes: &Triples, data: &Triples, node: &str, shape: &str) -> Vec<String> {
    let constraints = &shapes[shape];
    let path = constraints[&format!("<{SH}path>")][0].to_string();
    let found = values(data, node, &path);
    let number = |term: &Term| match term {
        Term::Literal(literal) => literal.value().parse::<usize>().expect("a number"),
        _ => panic!("a number is expected"),
    };
    let mut breaches = Vec::new();
    for (constraint, value) in constraints {
        let name = constraint.trim_start_matches(&format!("<{SH}")[..]).trim_end_matches('>');
        let kept = match name {
            "path" => true,
            "minCount" => found.len() >= number(&value[0]),
            "maxCount" => found.len() <= number(&value[0]),
            "datatype" => found.iter().all(|term| {
                matches!(term, Term::Literal(literal) if literal.datatype().to_string() == value[0].to_string())
            }),
            "class" => {
                found.iter().all(|term| has_class(data, &term.to_string(), &value[0].to_string()))
            }
            "nodeKind" => found.iter().all(|term| matches!(term, Term::NamedNode(_))),
            "in" => {
                let list = list(shapes, &value[0].to_string());
                found.iter().all(|term| list.contains(&term.to_string()))
            }
            "uniqueLang" => {
                let codes = found.iter().map(|term| match term {
                    Term::Literal(literal) => literal.language().unwrap_or("").to_owned(),
                    _ => String::new(),
                });
                codes.collect::<BTreeSet<_>>().len() == found.len()
            }
            other => panic!("the test does not know sh:{other}"),
        };
        if !kept {
            breaches.push(format!("{node} {path}: {name}"));
        }
    }
    breaches
}

fn list(shapes: &Triples, head: &str) -> BTreeSet<String> {
    let (mut list, mut at) = (BTreeSet::new(), head.to_owned());
    while let Some(first) = values(shapes, &at, FIRST).first() {
        list.insert(first.to_string());
        at = values(shapes, &at, REST)[0].to_string();
    }
    list
}

#[test]
fn the_sample_keeps_the_shapes() {
    let (breaches, seen) = breaches(&shapes(), &triples(sample()));
    assert!(breaches.is_empty(), "{breaches:#?}");
    assert!(seen > 100, "{seen} nodes");
}

#[test]
fn what_is_missing_is_found() {
    let (shapes, sample) = (shapes(), sample());
    for property in
        ["quote", "status", "relation", "refersTo", "textHash", "model", "prefLabel", "used"]
    {
        let ends = |quad: &Quad| quad.predicate.as_str().ends_with(&format!("#{property}"));
        let quads = sample.iter().filter(|quad| !ends(quad)).cloned();
        assert!(!breaches(&shapes, &triples(quads)).0.is_empty(), "{property}");
    }
}
