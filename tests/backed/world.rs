//! Random small worlds: articles whose statements are drawn, not read, and the graph that is made of them.

use proptest::prelude::*;
use tripel::extract::attribution::Status;
use tripel::extract::entity::Alias;
use tripel::extract::entity::Entity;
use tripel::extract::event::Event;
use tripel::extract::mention::MentionKind;
use tripel::extract::quotation::Quotation;
use tripel::extract::quotation::QuotationKind;
use tripel::extract::statement::Argument;
use tripel::extract::statement::Extraction;
use tripel::extract::statement::Predicate;
use tripel::extract::statement::Statement;
use tripel::extract::statement::confidence::COUNT;
use tripel::extract::time::Time;
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::rdf::BASE;
use tripel::language::gazetteer::ActorType;
use tripel::record::article::Article;
use tripel::record::plover::EventType;
use tripel::record::span::Span;

/// Id, German label, English label, type with its class of schema.org, another name, a description.
pub const ACTORS: [(&str, &str, &str, ActorType, &str, &str, &str); 4] = [
    ("china", "China", "China", ActorType::State, "Country", "Peking", "der Nachbar"),
    ("usa", "USA", "United States", ActorType::State, "Country", "Washington", "der Rivale"),
    ("zhao", "Zhao Lijian", "Zhao Lijian", ActorType::Person, "Person", "Zhao", "der Sprecher"),
    ("nato", "Nato", "NATO", ActorType::Igo, "Organization", "Nordatlantikpakt", "das Bündnis"),
];
/// German and English label; a word that no list translates has a German one alone.
pub const CONCEPTS: [(&str, Option<&str>); 3] =
    [("Angriff", Some("attack")), ("Vorwurf", Some("accusation")), ("Quengelei", None)];
/// Infinitive, English, third person, its negation.
pub const VERBS: [(&str, &str, &str, &str); 3] = [
    ("beschuldigen", "accuse", "accuses", "does not accuse"),
    ("sein", "is", "is", "is not"),
    ("beitreten", "join", "joins", "does not join"),
];
static EVENTS: [Option<(EventType, f32)>; 5] = [
    None,
    Some((EventType::Accuse, -3.0)),
    Some((EventType::Reject, -2.0)),
    Some((EventType::Concede, 2.0)),
    Some((EventType::Request, 0.0)),
];
static STATUSES: [Status; 6] = [
    Status::Asserted,
    Status::Claimed,
    Status::Planned,
    Status::Demanded,
    Status::Hypothetical,
    Status::Denied,
];
static KINDS: [QuotationKind; 5] = [
    QuotationKind::Direct,
    QuotationKind::Indirect,
    QuotationKind::Mixed,
    QuotationKind::Free,
    QuotationKind::Reported,
];
/// Words that stand for the place of each statement and quotation in its article.
const PLACES: usize = 12;
const DAY: &str = "2021-07-20";

/// An actor or a concept, by its place in the lists above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Actor(usize),
    Concept(usize),
}

impl Node {
    pub fn english(self) -> &'static str {
        match self {
            Node::Actor(at) => ACTORS[at].2,
            Node::Concept(at) => CONCEPTS[at].1.unwrap_or(CONCEPTS[at].0),
        }
    }

    /// The English label, where there is one.
    fn translated(self) -> Option<&'static str> {
        match self {
            Node::Actor(at) => Some(ACTORS[at].2),
            Node::Concept(at) => CONCEPTS[at].1,
        }
    }

    fn german(self) -> &'static str {
        match self {
            Node::Actor(at) => ACTORS[at].1,
            Node::Concept(at) => CONCEPTS[at].0,
        }
    }

    /// By one of its names, in any case; a description is no name.
    pub fn is_called(self, name: &str) -> bool {
        let other = if let Node::Actor(at) = self { ACTORS[at].5 } else { "" };
        let name = name.to_lowercase();
        [self.german(), self.english(), other].iter().any(|own| own.to_lowercase() == name)
    }
}

/// A statement as it is drawn.
#[derive(Clone, Debug)]
pub struct Said {
    pub subject: Option<Node>,
    pub object: Option<Node>,
    pub speaker: Option<Node>,
    pub verb: usize,
    pub event: Option<(EventType, f32)>,
    pub status: Status,
    pub negated: bool,
    pub sentence: usize,
    pub dated: bool,
    pub cued: bool,
    /// The statement of the same article whose content it is.
    pub content_of: Option<usize>,
}

/// A quotation as it is drawn.
#[derive(Clone, Debug)]
pub struct Quoted {
    pub kind: QuotationKind,
    pub actor: Option<usize>,
    /// Its speaker is named by words at least.
    pub named: bool,
}

/// What one article says.
#[derive(Clone, Debug)]
pub struct Told {
    pub statements: Vec<Said>,
    pub quotations: Vec<Quoted>,
}

fn node() -> impl Strategy<Value = Node> {
    prop_oneof![
        4 => (0..ACTORS.len()).prop_map(Node::Actor),
        1 => (0..CONCEPTS.len()).prop_map(Node::Concept),
    ]
}

fn said() -> impl Strategy<Value = Said> {
    let nodes = (
        prop::option::weighted(0.9, node()),
        prop::option::weighted(0.8, node()),
        prop::option::weighted(0.5, node()),
    );
    let kind =
        (0..VERBS.len(), prop::sample::select(&EVENTS[..]), prop::sample::select(&STATUSES[..]));
    let rest = (
        prop::bool::weighted(0.2),
        0..3usize,
        prop::bool::weighted(0.3),
        any::<bool>(),
        prop::option::weighted(0.4, 0..4usize),
    );
    (nodes, kind, rest).prop_map(|((subject, object, speaker), (verb, event, status), rest)| {
        let (negated, sentence, dated, cued, content_of) = rest;
        Said {
            subject,
            object,
            speaker,
            verb,
            event,
            status,
            negated,
            sentence,
            dated,
            cued,
            content_of,
        }
    })
}

fn quoted() -> impl Strategy<Value = Quoted> {
    (prop::sample::select(&KINDS[..]), prop::option::of(0..ACTORS.len()), any::<bool>())
        .prop_map(|(kind, actor, named)| Quoted { kind, actor, named })
}

fn told() -> impl Strategy<Value = Told> {
    (prop::collection::vec(said(), 0..8), prop::collection::vec(quoted(), 0..3)).prop_map(
        |(mut statements, quotations)| {
            // nothing is the content of itself or of what is not there
            for (at, statement) in statements.iter_mut().enumerate() {
                statement.content_of = statement.content_of.filter(|&other| other < at);
            }
            Told { statements, quotations }
        },
    )
}

pub fn world() -> impl Strategy<Value = Vec<Told>> {
    prop::collection::vec(told(), 1..4)
}

/// The place of a statement or quotation: an article's text is "w0 w1 w2 ...".
pub fn word(article: usize, at: usize) -> String {
    format!("w{article}x{at}")
}

pub fn article_id(article: usize) -> String {
    format!("article-{article}")
}

/// The graph of a world.
pub fn graph(world: &[Told]) -> Graph {
    let quads = world.iter().enumerate().flat_map(|(number, told)| {
        let (article, extraction) = extraction(number, told);
        rdf::quads(&article, &extraction, BASE).expect("quads")
    });
    Graph::of(quads.collect::<Vec<_>>(), BASE)
}

pub fn extraction(number: usize, told: &Told) -> (Article, Extraction) {
    let words: Vec<String> = (0..PLACES).map(|at| word(number, at)).collect();
    let names = ACTORS.iter().flat_map(|actor| [actor.1, actor.5, actor.6]);
    let text = format!("{} {}", words.join(" "), names.collect::<Vec<_>>().join(" "));
    let span = |part: &str| {
        let start = text.find(part).expect("a part of the text");
        Span::new(start, start + part.len())
    };
    // "w0x1" is also the beginning of "w0x10"
    let place = |at: usize| {
        let start = words[..at].iter().map(|word| word.len() + 1).sum();
        Span::new(start, start + words[at].len())
    };
    let actors = ACTORS.iter().map(|actor| entity(actor, &span)).collect();
    let statements = told.statements.iter().enumerate();
    let statements = statements.map(|(at, said)| statement(number, at, said, place(at))).collect();
    let quotations = told.quotations.iter().enumerate().map(|(at, quoted)| Quotation {
        kind: quoted.kind,
        quote: vec![place(8 + at)],
        speaker: quoted.named.then(|| place(11)),
        actor: quoted.actor,
        cue: None,
    });
    let quotations = quotations.collect();
    let article = Article {
        id: article_id(number),
        title: None,
        date: None,
        source: None,
        url: None,
        authors: Vec::new(),
        language: Some("de".to_owned()),
        text: text.clone(),
        ..Article::default()
    };
    (article, Extraction { actors, quotations, statements })
}

fn entity(
    actor: &(&str, &str, &str, ActorType, &str, &str, &str),
    span: &impl Fn(&str) -> Span,
) -> Entity {
    let &(id, german, english, kind, _, name, description) = actor;
    let alias = |words: &str, kind: MentionKind| Alias {
        span: span(words),
        name: Some(words.to_owned()),
        reason: "drawn".to_owned(),
        kind,
    };
    Entity {
        id: id.to_owned(),
        kind,
        label_de: german.to_owned(),
        label_en: english.to_owned(),
        wikidata: None,
        iso3: None,
        described: false,
        specified: true,
        plural: false,
        mentions: vec![
            alias(german, MentionKind::Name),
            alias(name, MentionKind::Name),
            alias(description, MentionKind::Description),
        ],
        corrected: Vec::new(),
    }
}

fn statement(article: usize, at: usize, said: &Said, place: Span) -> Statement {
    let argument = |node: Node| Argument {
        actor: if let Node::Actor(actor) = node { Some(actor) } else { None },
        label_de: node.german().to_owned(),
        label_en: node.english().to_owned(),
        head: node.german().to_owned(),
        head_en: node.english().to_owned(),
        english: node.translated().map(str::to_owned),
        span: place,
        plural: false,
    };
    let verb = VERBS[said.verb];
    Statement {
        id: format!("{article:08x}{at:08x}"),
        sentence: said.sentence,
        sentence_span: place,
        subject: said.subject.map(argument),
        predicate: Predicate {
            lemma: verb.0.to_owned(),
            en: verb.1.to_owned(),
            surface: verb.0.to_owned(),
        },
        object: said.object.map(argument),
        complement: None,
        addressee: None,
        place: None,
        signs: [0.0; COUNT],
        checks: Vec::new(),
        speaker: said.speaker.map(argument),
        cue: said.cued.then_some(place),
        negated: said.negated,
        status: said.status,
        event: said.event.map(|(kind, score)| Event {
            kind,
            mode: None,
            contexts: Vec::new(),
            score,
        }),
        time: said.dated.then(|| Time { span: place, value: DAY.parse().ok() }),
        evidence: place,
        topic: false,
        content_of: said.content_of,
        rule: "de.clause.active",
        confidence: 0.9,
    }
}

pub fn day() -> &'static str {
    DAY
}
