//! One nasty article: its names hold what formats trip over.

use oxigraph::model::Quad;
use tripel::extract::attribution::Status;
use tripel::extract::entity::{Alias, Entity};
use tripel::extract::event::Event;
use tripel::extract::mention::MentionKind;
use tripel::extract::quotation::{Quotation, QuotationKind};
use tripel::extract::statement::confidence::COUNT;
use tripel::extract::statement::{Argument, Extraction, Predicate, Statement};
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::rdf::BASE;
use tripel::language::gazetteer::ActorType;
use tripel::network::{Filter, Network, network};
use tripel::record::article::Article;
use tripel::record::plover::EventType;
use tripel::record::span::Span;

/// Quotes, ampersands, a new line, a tag, right-to-left letters, an emoji, a formula, a semicolon.
pub const NASTY: &[&str] = &[
    "\"A\" & <B>;\nCo.",
    "\u{5d0}\u{5d1}\u{5d2} \u{1f680}",
    "=SUM(1)+\u{e4}\u{f6}\u{fc}",
    "O'Neil, \\n \u{1}x",
];

/// Every name acts on the next; the second statement is claimed, the third negated.
pub fn nasty() -> (Article, Extraction) {
    let text = NASTY.join(" | ");
    let at = |name: &str| {
        text.find(name)
            .map(|start| Span::new(start, start + name.len()))
            .expect("the name stands in the text")
    };
    let kinds = [ActorType::State, ActorType::Person, ActorType::Group, ActorType::Company];
    let actors: Vec<Entity> = NASTY
        .iter()
        .zip(kinds)
        .enumerate()
        .map(|(number, (&name, kind))| Entity {
            kind,
            wikidata: (number == 0).then(|| "Q1".to_owned()),
            ..entity(&format!("actor-{number}"), name, at(name))
        })
        .collect();
    let argument = |actor: usize| Argument {
        actor: Some(actor),
        label_de: actors[actor].label_de.clone(),
        label_en: actors[actor].label_en.clone(),
        head: actors[actor].label_de.clone(),
        head_en: actors[actor].label_en.clone(),
        english: None,
        span: at(NASTY[actor]),
        plural: false,
    };
    let statement = |number: usize| Statement {
        subject: Some(argument(number)),
        object: Some(argument(number + 1)),
        speaker: (number == 1).then(|| argument(0)),
        negated: number == 2,
        status: if number == 1 { Status::Claimed } else { Status::Asserted },
        event: Some(Event {
            kind: EventType::Accuse,
            mode: None,
            contexts: Vec::new(),
            score: -2.0,
        }),
        evidence: at(NASTY[number]).cover(at(NASTY[number + 1])),
        ..statement(&format!("{number:016x}"), &text)
    };
    let statements = (0..3).map(statement).collect();
    let quotations = vec![Quotation {
        kind: QuotationKind::Direct,
        quote: vec![at(NASTY[0])],
        speaker: Some(at(NASTY[1])),
        actor: Some(1),
        cue: Some(at(NASTY[3])),
    }];
    let article = Article {
        id: "nasty".to_owned(),
        title: Some("\"Title\" & <more>".to_owned()),
        date: Some("2021-07-20".parse().expect("a date")),
        source: Some("=Source".to_owned()),
        url: Some("https://example.org/a?b=1&c=2".to_owned()),
        authors: Vec::new(),
        language: Some("de".to_owned()),
        text,
        ..Article::default()
    };
    (article, Extraction { actors, quotations, statements })
}

/// A person whom the article names once.
pub fn entity(id: &str, name: &str, span: Span) -> Entity {
    Entity {
        id: id.to_owned(),
        kind: ActorType::Person,
        label_de: name.to_owned(),
        label_en: name.to_owned(),
        wikidata: None,
        iso3: None,
        described: false,
        specified: false,
        plural: false,
        corrected: Vec::new(),
        mentions: vec![Alias {
            span,
            name: Some(name.to_owned()),
            reason: "gazetteer".to_owned(),
            kind: MentionKind::Name,
        }],
    }
}

/// "... accuse ...", asserted, of nobody; its quote is the whole text.
pub fn statement(id: &str, text: &str) -> Statement {
    Statement {
        id: id.to_owned(),
        sentence: 0,
        sentence_span: Span::new(0, text.len()),
        subject: None,
        predicate: Predicate {
            lemma: "beschuldigen".to_owned(),
            en: "accuse".to_owned(),
            surface: "beschuldigte".to_owned(),
        },
        object: None,
        complement: None,
        addressee: None,
        place: None,
        signs: [0.0; COUNT],
        checks: Vec::new(),
        speaker: None,
        cue: None,
        negated: false,
        status: Status::Asserted,
        event: None,
        time: None,
        evidence: Span::new(0, text.len()),
        topic: false,
        content_of: None,
        rule: "de.clause.active",
        confidence: 0.9,
    }
}

pub fn quads() -> Vec<Quad> {
    let (article, extraction) = nasty();
    rdf::quads(&article, &extraction, BASE).expect("quads")
}

pub fn graph() -> Graph {
    Graph::of(quads(), BASE)
}

pub fn all(graph: &Graph) -> Network {
    network(graph, &Filter { claims: true, ..Filter::default() })
}

pub fn bytes(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out);
    out
}

pub fn sorted(quads: impl IntoIterator<Item = Quad>) -> Vec<String> {
    let mut lines: Vec<String> = quads.into_iter().map(|quad| quad.to_string()).collect();
    lines.sort();
    lines
}
