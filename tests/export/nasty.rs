//! One nasty article: its names hold what formats trip over.

use oxigraph::model::Quad;
use tripel::article::Article;
use tripel::attribution::Status;
use tripel::entity::{Alias, Entity};
use tripel::event::Event;
use tripel::gazetteer::ActorType;
use tripel::graph::Graph;
use tripel::network::{Filter, Network, network};
use tripel::plover::EventType;
use tripel::quotation::{Quotation, QuotationKind};
use tripel::rdf::{self, BASE};
use tripel::span::Span;
use tripel::statement::{Argument, Extraction, Predicate, Statement};

/// Quotes, ampersands, a new line, a tag, right-to-left letters, an emoji, a formula, a semicolon.
pub const NASTY: &[&str] =
    &["\"A\" & <B>;\nCo.", "\u{5d0}\u{5d1}\u{5d2} \u{1f680}", "=SUM(1)+\u{e4}\u{f6}\u{fc}", "O'Neil, \\n \u{1}x"];

/// Every name acts on the next; the second statement is claimed, the third negated.
pub fn nasty() -> (Article, Extraction) {
    let text = NASTY.join(" | ");
    let at = |name: &str| text.find(name).map(|start| Span::new(start, start + name.len())).expect("the name stands in the text");
    let kinds = [ActorType::State, ActorType::Person, ActorType::Group, ActorType::Company];
    let actors: Vec<Entity> = NASTY
        .iter()
        .zip(kinds)
        .enumerate()
        .map(|(number, (&name, kind))| Entity {
            id: format!("actor-{number}"),
            kind,
            label_de: name.to_owned(),
            label_en: name.to_owned(),
            wikidata: (number == 0).then(|| "Q1".to_owned()),
            iso3: None,
            described: false,
            specified: false,
            plural: false,
            corrected: Vec::new(),
            mentions: vec![Alias { span: at(name), name: Some(name.to_owned()), reason: "gazetteer".to_owned() }],
        })
        .collect();
    let argument = |actor: usize| Argument {
        actor: Some(actor),
        label_de: actors[actor].label_de.clone(),
        label_en: actors[actor].label_en.clone(),
        head: actors[actor].label_de.clone(),
        head_en: actors[actor].label_en.clone(),
        span: at(NASTY[actor]),
        plural: false,
    };
    let statement = |number: usize| Statement {
        id: format!("{number:016x}"),
        sentence: 0,
        sentence_span: Span::new(0, text.len()),
        subject: Some(argument(number)),
        predicate: Predicate { lemma: "beschuldigen".to_owned(), en: "accuse".to_owned(), surface: "beschuldigte".to_owned() },
        object: Some(argument(number + 1)),
        speaker: (number == 1).then(|| argument(0)),
        cue: None,
        negated: number == 2,
        status: if number == 1 { Status::Claimed } else { Status::Asserted },
        event: Some(Event { kind: EventType::Accuse, mode: None, contexts: Vec::new(), score: -2.0 }),
        time: None,
        evidence: at(NASTY[number]).cover(at(NASTY[number + 1])),
        content_of: None,
        rule: "de.clause.active",
        confidence: 0.9,
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
        language: Some("de".to_owned()),
        text,
    };
    (article, Extraction { actors, quotations, statements })
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
