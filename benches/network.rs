//! What the network of 5,000 actors and 20,000 edges takes: `cargo bench --bench network`.
//!
//! The graph is made without chance: actors act on others whose numbers are scattered, and a few are acted upon by many.

use std::hint::black_box;
use std::time::{Duration, Instant};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use tripel::export::layout::{layout, plain};
use tripel::kb::graph::Graph;
use tripel::kb::rdf::BASE;
use tripel::kb::vocab;
use tripel::network::measure;
use tripel::network::{Filter, network};

const ACTORS: usize = 5000;
const EDGES: usize = 20_000;

fn main() {
    let graph = Graph::of(quads(), BASE);
    println!("{} quads", graph.len());
    let (network, made) = timed(|| network(&graph, &Filter { claims: true, ..Filter::default() }));
    let (actors, edges) = (network.graph.node_count(), network.graph.edge_count());
    println!("network of {actors} actors and {edges} edges: {made:.2?}");
    let (_, degrees) = timed(|| measure::degrees(&network));
    let (_, rank) = timed(|| network.page_rank());
    let (groups, communities) = timed(|| measure::communities(&network));
    let count = groups.iter().max().map_or(0, |most| most + 1);
    println!("degrees {degrees:.2?}, PageRank {rank:.2?}, {count} communities {communities:.2?}");
    let (_, between) = timed(|| measure::betweenness(&network));
    println!("betweenness {between:.2?}");
    let (_, places) = timed(|| layout(&plain(&network)));
    println!("places {places:.2?}");
    let measures = degrees + rank + communities;
    assert!(
        measures < Duration::from_millis(500),
        "the measures without betweenness take {measures:?}"
    );
    let all = made + measures + between + places;
    assert!(all < Duration::from_secs(10), "everything takes {all:?}");
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = black_box(work());
    (result, start.elapsed())
}

fn quads() -> Vec<Quad> {
    let mut quads = Vec::new();
    let named = |iri: String| NamedNode::new_unchecked(iri);
    let mut fact = |subject: &NamedNode, property: &str, object: Term| {
        quads.push(Quad::new(
            subject.clone(),
            named(property.to_owned()),
            object,
            GraphName::DefaultGraph,
        ));
    };
    let article = named(format!("{BASE}article/a"));
    fact(&article, rdf::TYPE.as_str(), named("https://schema.org/NewsArticle".to_owned()).into());
    fact(&article, "https://schema.org/identifier", Literal::from("a").into());
    let actors: Vec<NamedNode> =
        (0..ACTORS).map(|at| named(format!("{BASE}actor/a{at}"))).collect();
    for (at, actor) in actors.iter().enumerate() {
        fact(actor, rdf::TYPE.as_str(), named(vocab::ACTOR.to_owned()).into());
        fact(actor, rdf::TYPE.as_str(), named(vocab::STATE.to_owned()).into());
        for language in ["de", "en"] {
            let label =
                Literal::new_language_tagged_literal_unchecked(format!("Actor {at}"), language);
            fact(actor, "http://www.w3.org/2004/02/skos/core#prefLabel", label.into());
        }
    }
    let statements: Vec<NamedNode> =
        (0..EDGES).map(|at| named(format!("{BASE}statement/{at:016x}"))).collect();
    for (at, node) in statements.iter().enumerate() {
        fact(node, rdf::TYPE.as_str(), named(vocab::STATEMENT.to_owned()).into());
        fact(node, "http://www.w3.org/ns/prov#wasDerivedFrom", article.clone().into());
        fact(node, vocab::STATUS, named(vocab::ASSERTED.to_owned()).into());
        fact(node, vocab::QUOTE, Literal::from("words").into());
        fact(node, vocab::SCORE, Literal::from((at % 7) as f64 - 3.0).into());
    }
    for (at, node) in statements.iter().enumerate() {
        let from = at % ACTORS;
        // the step is another in each round, and every third edge leads to one of a few
        let to = (from * 31 + 17 * (at / ACTORS) + 1) % if at % 3 == 0 { 200 } else { ACTORS };
        let to = if to == from { (to + 1) % ACTORS } else { to };
        let relation = named(format!("{}meet", vocab::R));
        quads.push(Quad::new(actors[from].clone(), relation, actors[to].clone(), node.clone()));
    }
    quads
}
