//! Every row of every named query is backed by statements: on random small graphs each query answers exactly what a reference in
//! plain Rust does, with and without each of its parameters; and no row of a graph pattern says what nobody says.

mod reference;
mod world;

use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use tripel::extract::attribution::Status;
use tripel::kb::graph::Graph;
use tripel::kb::query;

use reference::{Row, rows};
use world::{ACTORS, Told, VERBS, graph, world};

/// Values worth trying for each parameter: names in other letters, another name, a description, nobody.
fn values(parameter: &str) -> &'static [&'static str] {
    match parameter {
        "actor" | "speaker" => {
            &["CHINA", "united states", "Peking", "zhao", "attack", "der Rivale", "Niemand"]
        }
        "type" => &["person", "Country", "Niemand"],
        "status" => &["claimed", "denied", "asserted"],
        "kind" => &["direct", "indirect", "free", "mixed"],
        other => panic!("values are wanted for the parameter {other}"),
    }
}

fn answer(graph: &Graph, sparql: &str) -> Vec<Row> {
    let QueryResults::Solutions(solutions) = graph.query(sparql).expect("an answer") else {
        panic!("the query selects nothing")
    };
    let text = |term: &Option<Term>| match term {
        None => String::new(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(other) => other.to_string(),
    };
    let row =
        |solution: oxigraph::sparql::QuerySolution| solution.values().iter().map(text).collect();
    solutions.map(|solution| row(solution.expect("a row"))).collect()
}

fn same(name: &str, parameter: &str, value: &str, graph: &Graph, world: &[Told]) -> TestCaseResult {
    let given: Vec<(String, String)> =
        if parameter.is_empty() { Vec::new() } else { vec![(parameter.into(), value.into())] };
    let named = query::named(name).expect("a query");
    let mut found = answer(graph, &query::filled(named.sparql, &given).expect("filled"));
    let mut wanted = rows(name, parameter, value, world);
    found.sort();
    wanted.sort();
    prop_assert_eq!(found, wanted, "{} {}={}", name, parameter, value);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_row_of_every_query_is_backed(world in world()) {
        let graph = graph(&world);
        for named in query::queries() {
            same(named.name, "", "", &graph, &world)?;
            for (parameter, _) in &named.parameters {
                for value in values(parameter) {
                    same(named.name, parameter, value, &graph, &world)?;
                }
            }
        }
    }

    /// Whoever writes `GRAPH ?g { ?a ?p ?b }` and nothing more meets no relation that is said not to be.
    #[test]
    fn a_graph_says_what_its_statement_says(world in world()) {
        let graph = graph(&world);
        const PLAIN: &str = "SELECT ?a ?p ?b { GRAPH ?g { ?a ?p ?b } FILTER(STRSTARTS(STR(?p), STR(r:))) }";
        let mut positive: Vec<Row> = answer(&graph, PLAIN);
        let is_positive = |said: &&world::Said| said.negated == (said.status == Status::Denied);
        let all = || world.iter().flat_map(|told| &told.statements);
        let mut wanted: Vec<Row> = all().filter(is_positive).map(triple).collect();
        positive.sort();
        wanted.sort();
        prop_assert_eq!(positive, wanted);
        let negative = answer(&graph, "SELECT ?g ?label { GRAPH ?g { ?a ?p ?b } ?p t:negationOf ?r ; rdfs:label ?label FILTER(LANG(?label) = \"en\") }");
        prop_assert_eq!(negative.len(), all().count() - all().filter(is_positive).count());
        prop_assert!(negative.iter().all(|row| row[1].contains("not")));
    }

    /// A description is nobody's name, anywhere in the default graph.
    #[test]
    fn a_description_is_no_name(world in world()) {
        let graph = graph(&world);
        for label in ["skos:prefLabel", "skos:altLabel", "skos:hiddenLabel"] {
            let names = answer(&graph, &format!("SELECT ?n {{ ?a {label} ?n }}"));
            prop_assert!(names.iter().all(|row| ACTORS.iter().all(|actor| actor.6 != row[0])));
        }
        let described = answer(&graph, "SELECT ?n ?a { ?m a t:Description ; t:name ?n ; t:refersTo ?a }");
        prop_assert_eq!(described.len(), ACTORS.len() * world.len());
    }
}

fn triple(said: &world::Said) -> Row {
    let node = |node: Option<world::Node>, absent: &str| match node {
        None => format!("https://w3id.org/tripel#{absent}"),
        Some(world::Node::Actor(at)) => format!("https://tripel.example/actor/{}", ACTORS[at].0),
        Some(world::Node::Concept(at)) => {
            format!("https://tripel.example/concept/{}", world::CONCEPTS[at].0.to_lowercase())
        }
    };
    let relation = format!("https://w3id.org/tripel/relation/{}", VERBS[said.verb].1);
    vec![node(said.subject, "unknown"), relation, node(said.object, "nothing")]
}
