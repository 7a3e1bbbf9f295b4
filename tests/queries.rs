//! The named queries: on a small graph made by hand, and on the sample's graph against committed tables that somebody read.
//!
//! `UPDATE=1` rewrites the tables in tests/queries; read what has changed before you commit it.

mod copies;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;
use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::graph::Graph;
use tripel::kb::{query, rdf};
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn fixture() -> Graph {
    let file = std::fs::File::open(root().join("tests/queries/fixture.trig")).expect("the fixture");
    let quads = RdfParser::from_format(RdfFormat::TriG).for_reader(file);
    Graph::of(quads.map(|quad| quad.expect("TriG")), rdf::BASE)
}

fn sample() -> Graph {
    let file = root().join("data/articles/cyberangriffe.txt");
    let article = Article::read(Path::new(&file), &Metadata::default())
        .next()
        .expect("an article")
        .expect("readable");
    let extraction =
        extract::extract(&article, language("de").expect("German"), &Corrections::default());
    Graph::of(rdf::quads(&article, &extraction, rdf::BASE).expect("quads"), rdf::BASE)
}

/// The answer as a table: a header, then the rows, "" where there is nothing.
fn answer(graph: &Graph, name: &str, parameters: &[(&str, &str)]) -> Vec<Vec<String>> {
    let named = query::named(name).unwrap_or_else(|| panic!("no query {name}"));
    let given: Vec<(String, String)> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let sparql = query::filled(named.sparql, &given).expect("filled");
    let QueryResults::Solutions(solutions) = graph.query(&sparql).expect("an answer") else {
        panic!("{name} is no SELECT")
    };
    let mut table = vec![
        solutions
            .variables()
            .iter()
            .map(|variable| variable.as_str().to_owned())
            .collect::<Vec<_>>(),
    ];
    for solution in solutions {
        let solution = solution.expect("a row");
        table.push(solution.values().iter().map(|term| text(term.as_ref())).collect());
    }
    table
}

fn text(term: Option<&Term>) -> String {
    match term {
        None => String::new(),
        Some(Term::Literal(literal)) => literal.value().replace(['\n', '\t'], " "),
        Some(other) => other.to_string(),
    }
}

/// The rows without the header, with only the first `columns`.
fn rows(name: &str, parameters: &[(&str, &str)], columns: usize) -> Vec<String> {
    let table = answer(&fixture(), name, parameters);
    table[1..].iter().map(|row| row[..columns].join(" | ")).collect()
}

#[test]
fn accusations_have_a_content_and_answers_an_accuser() {
    assert_eq!(rows("accusations", &[], 4), ["United States | accuses | China | steers attack"]);
    assert_eq!(rows("accusations", &[("actor", "peking")], 4).len(), 1, "by any name, in any case");
    assert!(rows("accusations", &[("actor", "NATO")], 4).is_empty());
    assert_eq!(rows("answers", &[], 4), ["China | rejects | accusation | United States"]);
}

#[test]
fn a_claim_is_no_fact() {
    assert_eq!(
        rows("facts", &[], 3),
        ["China | rejects | accusation", "United States | accuses | China"]
    );
    assert_eq!(
        rows("unvouched", &[], 6),
        [
            "claimed | United States | China | steers | attack | false",
            "claimed | Zhao | China | joins | NATO | true",
            "demanded | Zhao | United States | stops | attack | false",
        ]
    );
    assert_eq!(rows("unvouched", &[("status", "demanded")], 1), ["demanded"]);
    assert_eq!(rows("edges", &[], 5), ["United States | China | ACCUSE | 1 | -3"]);
    assert_eq!(rows("negated", &[], 5), ["China | joins | NATO | claimed | Zhao"]);
    assert_eq!(rows("demands", &[], 4), ["Zhao | United States | stops | attack"]);
}

#[test]
fn an_actor_has_its_own_statements_and_no_others() {
    assert_eq!(
        rows("actor", &[("actor", "NATO")], 5),
        ["NATO | is acted upon | China | joins | NATO"],
    );
    assert_eq!(
        rows("actor", &[("actor", "zhao")], 5),
        ["Zhao | speaks | China | joins | NATO", "Zhao | speaks | United States | stops | attack"]
    );
    assert_eq!(
        rows("said-about", &[("actor", "China")], 5),
        ["China | United States | China | steers | attack", "China | Zhao | China | joins | NATO"]
    );
    assert_eq!(
        rows("said-by", &[("speaker", "Zhao")], 5),
        ["Zhao | sagte | China | joins | NATO", "Zhao | forderte | United States | stops | attack"]
    );
    assert_eq!(
        rows("active-actors", &[], 5),
        [
            "China | Country | 3 | 1 | 0",
            "United States | Country | 2 | 0 | 1",
            "NATO | Organization | 0 | 1 | 0",
            "Zhao | Person | 0 | 0 | 2"
        ]
    );
    assert_eq!(rows("active-actors", &[("type", "person")], 1), ["Zhao"]);
}

#[test]
fn actors_of_a_sentence_are_mentioned_together_once() {
    assert_eq!(
        rows("co-mentions", &[], 3),
        [
            "China | United States | 2",
            "China | NATO | 1",
            "China | Zhao | 1",
            "NATO | United States | 1",
            "NATO | Zhao | 1",
            "United States | Zhao | 1"
        ]
    );
    assert_eq!(rows("co-mentions", &[("actor", "USA")], 3).len(), 3);
}

#[test]
fn quotations_days_and_events() {
    assert_eq!(rows("quotations", &[], 4), ["Zhao | direct | sagte | „Das ist falsch“"]);
    assert_eq!(rows("quotations", &[("kind", "indirect")], 2), ["Zhao | indirect"]);
    assert_eq!(rows("timeline", &[], 4), ["2021-07-20 | China | rejects | accusation"]);
    assert_eq!(
        rows("events", &[], 4),
        ["ACCUSE | asserted | false | 1", "REJECT | asserted | false | 1"]
    );
}

#[test]
fn the_sample_answers_as_the_tables_say() {
    let graph = sample();
    let mut wrong = String::new();
    for named in query::queries() {
        let table = answer(&graph, named.name, &[]);
        let text: String = table.iter().map(|row| format!("{}\n", row.join("\t"))).collect();
        let path = root().join("tests/queries").join(format!("{}.tsv", named.name));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect("written");
        } else {
            let known = std::fs::read_to_string(&path).unwrap_or_default();
            for (sign, one, other) in [('-', &known, &text), ('+', &text, &known)] {
                for line in one.lines().filter(|line| !other.lines().any(|own| own == *line)) {
                    writeln!(wrong, "{}: {sign} {line}", named.name).expect("a string");
                }
            }
            if wrong.is_empty() && known != text {
                writeln!(wrong, "{}: another order", named.name).expect("a string");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}UPDATE=1 rewrites the tables; read them");
}

/// Of twice the articles come twice the rows, and no query takes long: one that pairs what is not bound with everybody shows here.
#[test]
fn rows_grow_with_the_articles_and_time_is_bounded() {
    const COPIES: usize = 150;
    // of processor time; today's slowest takes a tenth
    const SECONDS: f64 = 2.0;
    // these count or name each thing once
    const SUMS: [&str; 5] = ["active-actors", "co-mentions", "edges", "events", "facts"];
    let (one, many) = (copies::graph(1), copies::graph(COPIES));
    for named in query::queries() {
        let few = answer(&one, named.name, &[]).len() - 1;
        let begin = copies::processor_time();
        let all = answer(&many, named.name, &[]).len() - 1;
        let time = copies::processor_time() - begin;
        assert!(time < SECONDS, "{}: {time} s", named.name);
        let wanted = if SUMS.contains(&named.name) { few } else { few * COPIES };
        assert_eq!(all, wanted, "{}", named.name);
    }
}
