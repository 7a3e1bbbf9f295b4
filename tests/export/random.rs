//! Random graphs through every data format and filter: another reader finds each statement and actor that the filter lets
//! through, and no other.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad, Term};
use proptest::prelude::*;
use proptest::sample::select;
use tripel::export::clean::acts;
use tripel::export::csv::{self, Names, Options};
use tripel::export::rdf::{self as triples, Format};
use tripel::export::{dot, gephi, json, svg, web, xlsx};
use tripel::extract::attribution::Status;
use tripel::extract::statement::Argument;
use tripel::extract::statement::Extraction;
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::rdf::BASE;
use tripel::kb::rows::rows;
use tripel::kb::selection;
use tripel::kb::selection::selected;
use tripel::network::Filter;
use tripel::network::network;
use tripel::record::article::Article;
use tripel::record::plover::EventType;
use tripel::record::span::Span;

use crate::nasty::{bytes, entity, statement};

/// A statement in numbers: article, subject, object, speaker, status, whether it is negated, event.
#[derive(Clone, Debug)]
struct Told {
    article: usize,
    subject: Option<usize>,
    object: Option<usize>,
    speaker: Option<usize>,
    status: Status,
    negated: bool,
    event: Option<EventType>,
}

/// Those from here on are concepts.
const ACTORS: usize = 5;
const NAMES: [&str; 7] = [
    "China",
    "Rat; =1+1",
    "\u{202e}Bund\u{9b}31m",
    "＝Firma \"A\" & <B>",
    "O'Neil\u{1}\nCo.",
    "Vertrag",
    "@Anfrage",
];
const DAYS: [Option<&str>; 3] = [None, Some("1949-05-23"), Some("2021-07-20")];
static EVENTS: [EventType; 3] = [EventType::Accuse, EventType::Agree, EventType::Assault];

fn told() -> impl Strategy<Value = Told> {
    let part = || prop::option::of(0..NAMES.len());
    let event = prop::option::of(select(&EVENTS[..]));
    let status = select(Status::ALL);
    (0..DAYS.len(), part(), part(), part(), status, any::<bool>(), event).prop_map(
        |(article, subject, object, speaker, status, negated, event)| Told {
            article,
            subject,
            object,
            speaker,
            status,
            negated,
            event,
        },
    )
}

fn filter() -> impl Strategy<Value = Filter> {
    let days = || prop::option::of(select(vec!["1949-05-23", "1990-01-01", "2021-07-20"]));
    let actors =
        prop::collection::vec(select(vec!["a0", "CHINA", "a3", "nobody", "Vertrag"]), 0..2);
    let articles = prop::collection::vec(select(vec!["0", "1", "2", "none"]), 0..2);
    let events = prop::collection::vec(select(&EVENTS[..]), 0..2);
    let statuses = prop::collection::vec(select(Status::ALL), 0..2);
    let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
    (actors, articles, events, statuses, days(), days(), any::<bool>()).prop_map(
        move |(actors, articles, events, statuses, since, until, claims)| Filter {
            actors: owned(actors),
            articles: owned(articles),
            events,
            statuses,
            since: since.map(|day| day.parse().expect("a day")),
            until: until.map(|day| day.parse().expect("a day")),
            claims,
            ..Filter::default()
        },
    )
}

/// The articles with what is told in them.
fn world(told: &[Told]) -> Vec<(Article, Extraction)> {
    let text = NAMES.join(" | ");
    let at = |name: &str| {
        text.find(name).map(|start| Span::new(start, start + name.len())).expect("it stands there")
    };
    let argument = |number: usize| Argument {
        actor: Some(number).filter(|&number| number < ACTORS),
        label_de: NAMES[number].to_owned(),
        label_en: NAMES[number].to_owned(),
        head: NAMES[number].to_owned(),
        head_en: NAMES[number].to_owned(),
        english: Some(NAMES[number].to_owned()),
        span: at(NAMES[number]),
        plural: false,
    };
    let article = |number: usize| {
        let actors =
            (0..ACTORS).map(|actor| entity(&format!("a{actor}"), NAMES[actor], at(NAMES[actor])));
        let own = told.iter().enumerate().filter(|(_, told)| told.article == number);
        let statements = own.map(|(number, told)| {
            let mut statement = statement(&format!("s{number}"), &text);
            statement.subject = told.subject.map(argument);
            statement.object = told.object.map(argument);
            statement.speaker = told.speaker.map(argument);
            (statement.status, statement.negated) = (told.status, told.negated);
            statement.event = told.event.map(|kind| tripel::extract::event::Event {
                kind,
                mode: None,
                contexts: Vec::new(),
                score: kind.score(None),
            });
            statement
        });
        let article = Article {
            id: number.to_string(),
            title: Some("=Titel; @1\u{2066}".to_owned()),
            date: DAYS[number].map(|day| day.parse().expect("a day")),
            source: None,
            url: None,
            authors: Vec::new(),
            language: Some("de".to_owned()),
            text: text.clone(),
            ..Article::default()
        };
        let extraction = Extraction {
            actors: actors.collect(),
            quotations: Vec::new(),
            statements: statements.collect(),
        };
        (article, extraction)
    };
    (0..DAYS.len()).map(article).collect()
}

/// The reference: which statements the filter lets through, by its words alone.
fn wanted(told: &Told, filter: &Filter) -> bool {
    let in_time = match DAYS[told.article] {
        None => filter.since.is_none() && filter.until.is_none(),
        Some(day) => {
            let day = day.parse().expect("a day");
            filter.since.is_none_or(|since| since <= day)
                && filter.until.is_none_or(|until| day <= until)
        }
    };
    let acts = |name: &str, number: usize| {
        number < ACTORS
            && (name == format!("a{number}") || name.to_lowercase() == NAMES[number].to_lowercase())
    };
    let parties = || [told.subject, told.object].into_iter().flatten();
    let by_actor = filter.actors.is_empty()
        || filter.actors.iter().any(|name| parties().any(|number| acts(name, number)));
    let by_status = if filter.statuses.is_empty() {
        filter.claims || told.status == Status::Asserted && !told.negated
    } else {
        filter.statuses.contains(&told.status)
    };
    let by_event =
        filter.events.is_empty() || told.event.is_some_and(|event| filter.events.contains(&event));
    let by_article =
        filter.articles.is_empty() || filter.articles.contains(&told.article.to_string());
    in_time && by_actor && by_status && by_event && by_article
}

type Ids = BTreeSet<String>;

fn set<'a>(texts: impl IntoIterator<Item = &'a str>) -> Ids {
    texts.into_iter().map(str::to_owned).collect()
}

/// What is expected, and the graph that it is expected of.
struct Case {
    world: Vec<(Article, Extraction)>,
    graph: Graph,
    filter: Filter,
    statements: Ids,
    actors: Ids,
    /// Statements from one actor to another.
    edges: Ids,
    ends: Ids,
    asserted: usize,
}

fn case(told: &[Told], filter: Filter) -> Case {
    let world = world(told);
    let quads: Vec<Quad> = world
        .iter()
        .flat_map(|(article, extraction)| rdf::quads(article, extraction, BASE).expect("quads"))
        .collect();
    let left: Vec<(usize, &Told)> =
        told.iter().enumerate().filter(|(_, told)| wanted(told, &filter)).collect();
    let id = |number: usize| format!("a{number}");
    let is_actor = |number: &usize| *number < ACTORS;
    let actors: Ids = if filter.is_open() {
        (0..ACTORS).map(id).collect()
    } else {
        let parts = left.iter().flat_map(|(_, told)| [told.subject, told.object, told.speaker]);
        parts.flatten().filter(is_actor).map(id).collect()
    };
    let ends = |told: &Told| {
        let ends = told.subject.filter(is_actor).zip(told.object.filter(is_actor));
        ends.filter(|(from, to)| from != to)
    };
    let facts: BTreeSet<(Option<usize>, Option<usize>)> = left
        .iter()
        .filter(|(_, told)| told.status == Status::Asserted && !told.negated)
        .map(|(_, told)| (told.subject, told.object))
        .collect();
    Case {
        graph: Graph::of(quads, BASE),
        world,
        filter,
        statements: left.iter().map(|(number, _)| format!("s{number}")).collect(),
        actors,
        edges: left
            .iter()
            .filter(|(_, told)| ends(told).is_some())
            .map(|(number, _)| format!("s{number}"))
            .collect(),
        ends: left
            .iter()
            .filter_map(|(_, told)| ends(told))
            .flat_map(|(from, to)| [id(from), id(to)])
            .collect(),
        asserted: facts.len(),
    }
}

/// A column of a table.
fn column(text: &[u8], name: &str) -> Vec<String> {
    let mut reader = ::csv::Reader::from_reader(text);
    let at = reader.headers().expect("a header").iter().position(|own| own == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}"));
    reader.records().map(|row| row.expect("a row")[at].to_owned()).collect()
}

fn sum(cells: Vec<String>) -> usize {
    cells.iter().map(|cell| cell.parse::<usize>().expect("a number")).sum()
}

/// The attributes of every element of a name, all of them read.
fn attributes(xml: &[u8], name: &str) -> Vec<BTreeMap<String, String>> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_reader(xml);
    let (mut found, mut buffer) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == name.as_bytes() => {
                let attribute = |own: quick_xml::events::attributes::Attribute| {
                    let key = String::from_utf8_lossy(own.key.as_ref()).into_owned();
                    (key, own.unescape_value().expect("a value").into_owned())
                };
                found.push(tag.attributes().map(|own| attribute(own.expect("one"))).collect());
            }
            Event::Text(text) => drop(text.unescape().expect("a text")),
            Event::Eof => return found,
            _ => {}
        }
        buffer.clear();
    }
}

/// Nothing in a text acts instead of being seen, nor is anything that XML forbids.
fn assert_seen(text: &[u8], what: &str) -> Result<(), TestCaseError> {
    let text = std::str::from_utf8(text).expect("UTF-8");
    let found: Vec<char> = text.chars().filter(|&letter| acts(letter)).collect();
    prop_assert!(found.is_empty(), "{}: {:?}", what, found);
    Ok(())
}

fn tables(case: &Case) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().expect("a folder");
    let options = Options { excel: false, names: Names::Plain };
    let files = csv::tables(&case.graph, &case.filter, options, dir.path()).expect("written");
    let read = |at: usize| std::fs::read(&files[at].path).expect("read");
    let (statements, actors, edges) = (read(0), read(1), read(2));
    let ids = |text: &[u8]| column(text, "id").into_iter().collect::<Ids>();
    prop_assert_eq!(ids(&statements), case.statements.clone());
    prop_assert_eq!(files[0].rows, case.statements.len());
    prop_assert_eq!(ids(&actors), case.actors.clone());
    prop_assert_eq!(sum(column(&edges, "statements")), case.edges.len());
    for table in [&statements, &actors, &edges] {
        assert_seen(table, "csv")?;
        // wherever it is split, no cell is a formula
        let text = std::str::from_utf8(table).expect("UTF-8");
        for cell in text.split(['\n', ';', ',']).map(|cell| cell.trim_start_matches(['"', ' '])) {
            let number = cell.parse::<f64>().is_ok();
            let runs = cell.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff20}']);
            prop_assert!(!runs || number, "{}", cell);
        }
    }
    Ok(())
}

fn workbook(case: &Case) -> Result<(), TestCaseError> {
    let left = selected(rows(&case.graph), &case.filter);
    let book =
        bytes(|out| xlsx::workbook_of(&left, &case.filter, Names::Words, out).expect("written"));
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a workbook");
    let mut part = |name: &str| {
        let mut text = Vec::new();
        std::io::copy(&mut parts.by_name(name).expect("a part"), &mut text).expect("read");
        text
    };
    let strings = part("xl/sharedStrings.xml");
    assert_seen(&strings, "xlsx")?;
    let text = String::from_utf8(strings).expect("UTF-8");
    let has = |id: &str| text.contains(&format!("<t>{id}</t>"));
    for (sheet, ids) in [(1, &case.statements), (2, &case.actors)] {
        let sheet = part(&format!("xl/worksheets/sheet{sheet}.xml"));
        prop_assert_eq!(attributes(&sheet, "row").len(), ids.len() + 1);
        prop_assert!(ids.iter().all(|id| has(id)));
    }
    Ok(())
}

fn local(node: &str) -> String {
    node.rsplit('/').next().unwrap_or_default().to_owned()
}

fn graphs(case: &Case) -> Result<(), TestCaseError> {
    let quads = selection::quads(&case.graph, &case.filter);
    let json = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    let forms = [
        (Format::Turtle, RdfFormat::Turtle),
        (Format::RdfXml, RdfFormat::RdfXml),
        (Format::TriG, RdfFormat::TriG),
        (Format::NQuads, RdfFormat::NQuads),
        (Format::JsonLd, json),
    ];
    for (format, own) in forms {
        let text = bytes(|out| triples::write(quads.clone(), format, BASE, out).expect("written"));
        assert_seen(&text, &format!("{format:?}"))?;
        let read: Result<Vec<Quad>, _> = RdfParser::from_format(own).for_slice(&text).collect();
        let read = read.unwrap_or_else(|error| panic!("{format:?}: {error}"));
        let of = |class: &str| -> Ids {
            let typed = read.iter().filter(
                |quad| matches!(&quad.object, Term::NamedNode(node) if node.as_str() == class),
            );
            typed
                .map(|quad| quad.subject.to_string())
                .map(|node| local(node.trim_matches(['<', '>'])))
                .collect()
        };
        prop_assert_eq!(of("https://w3id.org/tripel#Statement"), case.statements.clone());
        prop_assert_eq!(of("https://w3id.org/tripel#Actor"), case.actors.clone());
        let is_fact =
            |quad: &&Quad| quad.predicate.as_str() == "https://w3id.org/tripel/relation/accuse";
        let (plain, said): (Vec<&Quad>, Vec<&Quad>) =
            read.iter().partition(|quad| quad.graph_name == GraphName::DefaultGraph);
        prop_assert_eq!(plain.into_iter().filter(is_fact).count(), case.asserted, "{:?}", format);
        if format.has_graphs() {
            let names =
                said.iter().map(|quad| local(quad.graph_name.to_string().trim_matches(['<', '>'])));
            prop_assert_eq!(names.collect::<Ids>(), case.statements.clone());
        }
        // nothing is left that belongs to what is not there
        let subjects: Ids = read.iter().map(|quad| quad.subject.to_string()).collect();
        for quad in &read {
            if let Term::NamedNode(node) = &quad.object {
                let ours = node.as_str().starts_with(BASE);
                prop_assert!(!ours || subjects.contains(&node.to_string()), "{}", quad);
            }
        }
    }
    Ok(())
}

fn records(case: &Case) -> Result<(), TestCaseError> {
    let filter = case.filter.clone().by_id(&rows(&case.graph));
    let (mut statements, mut events) = (Ids::new(), Ids::new());
    for (article, extraction) in &case.world {
        let left = selection::extraction(article, extraction.clone(), &filter);
        let ids = |text: Vec<u8>| -> Ids {
            let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
            let record = |line| serde_json::from_slice::<serde_json::Value>(line).expect("JSON");
            lines.map(|line| record(line)["id"].as_str().expect("an id").to_owned()).collect()
        };
        let lines = bytes(|out| json::statements(article, &left, out).expect("written"));
        assert_seen(&lines, "jsonl")?;
        statements.extend(ids(lines));
        events.extend(ids(bytes(|out| json::plover(article, &left, out).expect("written"))));
    }
    prop_assert_eq!(&statements, &case.statements);
    prop_assert!(events.is_subset(&case.statements));
    Ok(())
}

fn networks(case: &Case) -> Result<(), TestCaseError> {
    let network = network(&case.graph, &case.filter);
    let outside = case.statements.len() - case.edges.len();
    prop_assert_eq!(network.statements_outside, outside);
    let graphml = bytes(|out| gephi::graphml(&network, out).expect("written"));
    let gexf = bytes(|out| gephi::gexf(&network, out).expect("written"));
    let of = |xml: &[u8], name: &str, key: &str| -> Vec<String> {
        attributes(xml, name).into_iter().map(|mut own| own.remove(key).expect("it")).collect()
    };
    prop_assert_eq!(of(&graphml, "edge", "id").into_iter().collect::<Ids>(), case.edges.clone());
    prop_assert_eq!(of(&graphml, "node", "id").into_iter().collect::<Ids>(), case.ends.clone());
    prop_assert_eq!(attributes(&graphml, "y:Geometry").len(), case.ends.len());
    prop_assert_eq!(of(&gexf, "node", "id").into_iter().collect::<Ids>(), case.ends.clone());
    prop_assert_eq!(sum(of(&gexf, "edge", "weight")), case.edges.len());
    let read = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).expect("JSON");
    let (d3, sigma) = (
        bytes(|out| web::d3(&network, out).expect("written")),
        bytes(|out| web::sigma(&network, out).expect("written")),
    );
    let told = |list: &serde_json::Value, inner: &str| -> Ids {
        let links = list.as_array().expect("a list").iter();
        let statements = links
            .flat_map(|link| link.pointer(inner).and_then(|own| own.as_array()).expect("a list"));
        statements.map(|own| local(own["statement"].as_str().expect("an IRI"))).collect()
    };
    let named = |list: &serde_json::Value, key: &str| -> Ids {
        set(list.as_array().expect("a list").iter().filter_map(|node| node[key].as_str()))
    };
    prop_assert_eq!(told(&read(&d3)["links"], "/statements"), case.edges.clone());
    prop_assert_eq!(told(&read(&sigma)["edges"], "/attributes/statements"), case.edges.clone());
    prop_assert_eq!(named(&read(&d3)["nodes"], "id"), case.ends.clone());
    prop_assert_eq!(named(&read(&sigma)["nodes"], "key"), case.ends.clone());
    let dir = tempfile::tempdir().expect("a folder");
    let files = gephi::tables(&network, dir.path()).expect("written");
    let table = |at: usize| std::fs::read(&files[at]).expect("read");
    prop_assert_eq!(column(&table(0), "Id").into_iter().collect::<Ids>(), case.ends.clone());
    prop_assert_eq!(sum(column(&table(1), "Weight")), case.edges.len());
    let picture = svg::draw(&network, &dot::Options::default()).expect("drawn").svg;
    let drawn = bytes(|out| dot::write(&network, &dot::Options::default(), out).expect("written"));
    for (text, what) in [
        (&graphml, "graphml"),
        (&gexf, "gexf"),
        (&d3, "d3"),
        (&sigma, "sigma"),
        (&table(0), "gephi"),
        (&drawn, "dot"),
        (&picture.into_bytes(), "svg"),
    ] {
        assert_seen(text, what)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_format_holds_what_the_filter_lets_through(
        told in prop::collection::vec(told(), 0..12),
        filter in prop_oneof![1 => Just(Filter::everything()), 4 => filter()],
    ) {
        let case = case(&told, filter);
        tables(&case)?;
        workbook(&case)?;
        graphs(&case)?;
        records(&case)?;
        networks(&case)?;
    }

    /// Whatever is cut is counted: the picture says how many actors and pairs there are.
    #[test]
    fn what_is_cut_is_said(told in prop::collection::vec(told(), 0..12), top in 1usize..4) {
        let filter = Filter { top: Some(top), ..Filter::everything() };
        let case = case(&told, filter.clone());
        let network = network(&case.graph, &filter);
        prop_assert_eq!(network.actors_found, case.ends.len());
        if network.graph.node_count() > 0 && network.graph.node_count() < case.ends.len() {
            let text = format!("of {} actors and", case.ends.len());
            let picture = svg::draw(&network, &dot::Options::default()).expect("drawn").svg;
            prop_assert!(picture.contains(&text), "{}", text);
        }
    }
}
