//! RDF in other stores: the same triples, the same answers, and no claim as a fact where the default graph is the union of all.

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use tripel::export::rdf::{self as triples, Format};
use tripel::export::whole;
use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::graph::Graph;
use tripel::kb::query;
use tripel::kb::rdf::BASE;
use tripel::languages::language;

use crate::nasty::{bytes, quads, sorted};
use crate::python::python;

const FORMATS: [(Format, RdfFormat, bool); 5] = [
    (Format::Turtle, RdfFormat::Turtle, false),
    (Format::RdfXml, RdfFormat::RdfXml, false),
    (Format::TriG, RdfFormat::TriG, true),
    (Format::NQuads, RdfFormat::NQuads, true),
    (Format::JsonLd, RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, true),
];

fn written(quads: impl IntoIterator<Item = Quad>, format: Format) -> Vec<u8> {
    bytes(|out| triples::write(quads, format, BASE, out).expect("written"))
}

fn parsed(text: &[u8], format: RdfFormat) -> Vec<Quad> {
    let read: Result<Vec<Quad>, _> = RdfParser::from_format(format).for_slice(text).collect();
    read.unwrap_or_else(|error| panic!("{format}: {error}"))
}

/// The quads of the sample article.
fn sample() -> Vec<Quad> {
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let article = tripel::record::article::Article::read(&file, &Default::default())
        .next()
        .expect("an article")
        .expect("readable");
    let extraction =
        extract::extract(&article, language("de").expect("German"), &Corrections::default());
    tripel::kb::rdf::quads(&article, &extraction, BASE).expect("quads")
}

#[test]
fn rdf_reads_back() {
    for (format, own, graphs) in FORMATS {
        // XML has no place for a control character: it becomes U+FFFD there
        let quads = || {
            let controlled = |quad: &Quad| {
                quad.to_string().contains('\u{1}') || quad.to_string().contains("\\u0001")
            };
            quads().into_iter().filter(move |quad| format != Format::RdfXml || !controlled(quad))
        };
        let text = written(quads(), format);
        assert_eq!(
            text,
            written(quads().collect::<Vec<_>>().into_iter().rev(), format),
            "{format:?} is the same whatever the order"
        );
        let wanted = quads().filter(|quad| graphs || quad.graph_name == GraphName::DefaultGraph);
        assert_eq!(sorted(parsed(&text, own)), sorted(wanted), "{format:?}");
    }
}

#[test]
fn jsonld_has_a_context_and_short_names() {
    let text = written(sample(), Format::JsonLd);
    let json: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(json["@context"]["t"], "https://w3id.org/tripel#");
    let nodes = json["@graph"].as_array().expect("nodes");
    let is_statement = |node: &&serde_json::Value| node["@type"] == "t:Statement";
    let statement = nodes.iter().find(is_statement).expect("a statement");
    assert!(statement["@id"].as_str().is_some_and(|id| id.starts_with("statement:")));
    assert!(statement["t:quote"]["@value"].is_string() && statement["t:negated"].is_boolean());
    let body = String::from_utf8(text).expect("UTF-8");
    let (_, body) = body.split_once("@graph").expect("a graph");
    let long = body.matches("http").count();
    assert_eq!(long, body.matches("\"schema:url\":{\"@id\":\"http").count());
}

#[test]
fn every_name_has_a_prefix() {
    let quads = sample();
    for turtle in
        [written(triples::reified(quads.clone()), Format::Turtle), written(quads, Format::TriG)]
    {
        let text = String::from_utf8(turtle).expect("UTF-8");
        let body = text.lines().filter(|line| !line.starts_with("@prefix"));
        let long: Vec<&str> = body.filter(|line| line.contains("<http")).collect();
        // the article's own address is no name of ours
        let unnamed: Vec<&&str> = long.iter().filter(|line| !line.contains("schema:url")).collect();
        assert!(unnamed.is_empty(), "{unnamed:?}");
        for prefix in [
            "t:",
            "r:",
            "plover:",
            "schema:",
            "skos:",
            "prov:",
            "actor:",
            "concept:",
            "statement:",
            "article:",
        ] {
            assert!(
                text.contains(&format!("@prefix {prefix} <")) && text.matches(prefix).count() > 1,
                "{prefix}"
            );
        }
    }
}

/// Every named query gives the same answers on our index and in oxigraph's own store.
#[test]
fn another_oxigraph_has_the_same_counts_and_answers() {
    for quads in [quads(), sample()] {
        let graph = Graph::of(quads.clone(), BASE);
        for (format, own, _) in FORMATS.into_iter().filter(|(_, _, graphs)| *graphs) {
            let store = Store::new().expect("a store");
            store.load_from_slice(own, &written(quads.clone(), format)).expect("loaded");
            assert_eq!(store.len().expect("a count"), graph.len(), "{format:?}");
            let mut rows = 0;
            for named in query::queries() {
                let sparql = query::filled(named.sparql, &[]).expect("a query");
                let theirs = SparqlEvaluator::new()
                    .parse_query(&sparql)
                    .expect("SPARQL")
                    .on_store(&store)
                    .execute();
                let (ours, theirs) = (
                    answers(graph.query(&sparql).expect("answers")),
                    answers(theirs.expect("answers")),
                );
                assert_eq!(ours, theirs, "{}", named.name);
                rows += ours.len();
            }
            assert!(rows > 10, "{rows}");
        }
    }
}

fn answers(results: QueryResults<'_>) -> Vec<String> {
    let QueryResults::Solutions(solutions) = results else { panic!("the query selects nothing") };
    let names: Vec<String> =
        solutions.variables().iter().map(|name| name.as_str().to_owned()).collect();
    let row = |solution: oxigraph::sparql::QuerySolution| {
        names
            .iter()
            .map(|name| solution.get(name.as_str()).map_or(String::new(), Term::to_string))
            .collect::<Vec<_>>()
            .join("\t")
    };
    let mut rows: Vec<String> =
        solutions.map(|solution| row(solution.expect("a solution"))).collect();
    rows.sort();
    rows
}

/// Where the default graph is the union of all, TriG turns claims into facts; the other two forms do not.
#[test]
fn without_graphs_no_claim_is_a_fact_in_the_union() {
    const RELATIONS: &str = "SELECT ?a ?p ?b { ?a ?p ?b FILTER(STRSTARTS(STR(?p), \"https://w3id.org/tripel/relation/\")) }";
    for quads in [quads(), sample()] {
        let facts: Vec<String> = {
            let graph = Graph::of(quads.clone(), BASE);
            answers(graph.query(RELATIONS).expect("answers"))
        };
        let in_union = |quads: &[Quad], format: Format, own: RdfFormat| {
            let store = Store::new().expect("a store");
            store.load_from_slice(own, &written(quads.to_vec(), format)).expect("loaded");
            let mut query = SparqlEvaluator::new().parse_query(RELATIONS).expect("SPARQL");
            query.dataset_mut().set_default_graph_as_union();
            answers(query.on_store(&store).execute().expect("answers"))
        };
        assert!(
            in_union(&quads, Format::TriG, RdfFormat::TriG).len() > facts.len(),
            "there are claims"
        );
        for (format, own, _) in FORMATS {
            let controlled =
                |quad: &Quad| format == Format::RdfXml && quad.to_string().contains("\\u0001");
            let reified: Vec<Quad> = triples::reified(quads.clone())
                .into_iter()
                .filter(|quad| !controlled(quad))
                .collect();
            assert!(reified.iter().all(|quad| quad.graph_name == GraphName::DefaultGraph));
            assert_eq!(in_union(&reified, format, own), facts, "{format:?}");
        }
        for (format, own, _) in FORMATS
            .into_iter()
            .filter(|(format, ..)| !matches!(format, Format::RdfXml | Format::JsonLd))
        {
            let rdf12 = triples::rdf12(quads.clone());
            assert!(rdf12.iter().all(|quad| quad.graph_name == GraphName::DefaultGraph));
            assert_eq!(in_union(&rdf12, format, own), facts, "{format:?}");
            assert_eq!(
                sorted(parsed(&written(rdf12.clone(), format), own)),
                sorted(rdf12),
                "{format:?}"
            );
        }
    }
}

/// Both forms still say of every statement which triple it is.
#[test]
fn without_graphs_every_statement_is_still_told() {
    let quads = sample();
    let statements = quads.iter().filter(|quad| quad.graph_name != GraphName::DefaultGraph).count();
    for (quads, sparql) in [
        (
            triples::reified(quads.clone()),
            "SELECT ?s { ?s rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; t:quote ?q ; t:status ?x }",
        ),
        (
            triples::rdf12(quads.clone()),
            "SELECT ?s { ?s rdf:reifies <<( ?a ?p ?b )>> ; t:quote ?q ; t:status ?x }",
        ),
    ] {
        let graph = Graph::of(quads, BASE);
        assert_eq!(answers(graph.query(sparql).expect("answers")).len(), statements);
    }
}

#[test]
fn rdflib_reads_the_same_triples_and_gives_the_same_answers() {
    const PROGRAM: &str = "
import rdflib, sys
file, format = sys.argv[1], sys.argv[1].rsplit('.', 1)[1]
data = rdflib.Dataset(default_union=True)
data.parse(file, format={'ttl': 'turtle', 'rdf': 'xml', 'trig': 'trig', 'nq': 'nquads', 'jsonld': 'json-ld'}[format])
relation = 'https://w3id.org/tripel/relation/'
print(len(set(data.quads((None, None, None, None)))), len({(s, p, o) for s, p, o in data.triples((None, None, None)) if str(p).startswith(relation)}),
  len(set(data.query('PREFIX t: <https://w3id.org/tripel#> SELECT ?s ?q { ?s t:quote ?q ; t:status t:claimed }'))))";
    let dir = tempfile::tempdir().expect("a folder");
    let quads = sample();
    let count = |quads: &[Quad], test: &dyn Fn(&Quad) -> bool| {
        quads.iter().filter(|quad| test(quad)).count()
    };
    let relations = |quads: &[Quad], graphs: bool| {
        let kept = quads.iter().filter(|quad| graphs || quad.graph_name == GraphName::DefaultGraph);
        let is =
            |quad: &&Quad| quad.predicate.as_str().starts_with("https://w3id.org/tripel/relation/");
        // which actor, relation and object, whatever the graph
        let own: std::collections::BTreeSet<String> = kept
            .filter(is)
            .map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object))
            .collect();
        own.len()
    };
    let claimed =
        count(&quads, &|quad| quad.object.to_string() == "<https://w3id.org/tripel#claimed>");
    assert!(claimed > 5);
    for (quads, reified) in [(quads.clone(), false), (triples::reified(quads), true)] {
        for (format, _, graphs) in FORMATS {
            let ending = ["ttl", "rdf", "trig", "nq", "jsonld"]
                [FORMATS.iter().position(|own| own.0 == format).expect("a format")];
            let file = dir.path().join(format!("graph-{reified}.{ending}"));
            whole(&file, |out| triples::write(quads.clone(), format, BASE, out)).expect("written");
            let Some(answer) = python("rdflib", PROGRAM, &file) else { return };
            let own = count(&quads, &|quad| graphs || quad.graph_name == GraphName::DefaultGraph);
            assert_eq!(
                answer.trim(),
                format!("{own} {} {claimed}", relations(&quads, graphs)),
                "{format:?} {reified}"
            );
        }
    }
}
