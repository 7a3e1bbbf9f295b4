//! What each named query must answer, in plain Rust over what was drawn: no graph, no SPARQL.

use std::collections::{BTreeMap, BTreeSet};

use tripel::extract::attribution::Status;
use tripel::extract::quotation::QuotationKind;
use tripel::record::plover::EventType;

use crate::world::ACTORS;
use crate::world::Node;
use crate::world::Said;
use crate::world::Told;
use crate::world::VERBS;
use crate::world::article_id;
use crate::world::day;
use crate::world::word;

pub type Row = Vec<String>;

/// A statement with its article and its place in it.
#[derive(Clone, Copy)]
struct Stated<'a> {
    world: &'a [Told],
    article: usize,
    at: usize,
    said: &'a Said,
}

impl<'a> Stated<'a> {
    fn who(self) -> String {
        label(self.said.subject)
    }

    fn what(self) -> String {
        label(self.said.object)
    }

    fn speaker(self) -> String {
        label(self.said.speaker)
    }

    fn relation(self) -> String {
        VERBS[self.said.verb].2.to_owned()
    }

    /// The relation as it stands in the statement's graph.
    fn said_relation(self) -> &'static str {
        let verb = VERBS[self.said.verb];
        if self.said.negated != (self.said.status == Status::Denied) { verb.3 } else { verb.2 }
    }

    fn status(self) -> String {
        self.said.status.to_string()
    }

    fn negated(self) -> String {
        self.said.negated.to_string()
    }

    fn quote(self) -> String {
        word(self.article, self.at)
    }

    fn article(self) -> String {
        article_id(self.article)
    }

    fn is(self, event: EventType) -> bool {
        self.said.event.is_some_and(|(own, _)| own == event)
    }

    fn contents(self) -> impl Iterator<Item = Stated<'a>> {
        of_article(self.world, self.article)
            .filter(move |other| other.said.content_of == Some(self.at))
    }

    fn touches(self, name: &str) -> bool {
        fits(self.said.subject, name) || fits(self.said.object, name)
    }
}

fn of_article(world: &[Told], article: usize) -> impl Iterator<Item = Stated<'_>> {
    let statements = world[article].statements.iter().enumerate();
    statements.map(move |(at, said)| Stated { world, article, at, said })
}

fn all(world: &[Told]) -> impl Iterator<Item = Stated<'_>> {
    (0..world.len()).flat_map(move |article| of_article(world, article))
}

fn label(node: Option<Node>) -> String {
    node.map_or(String::new(), |node| node.english().to_owned())
}

/// No name is given, or it is one of the node's.
fn fits(node: Option<Node>, name: &str) -> bool {
    name.is_empty() || node.is_some_and(|node| node.is_called(name))
}

fn actors() -> impl Iterator<Item = Node> {
    (0..ACTORS.len()).map(Node::Actor)
}

fn is_actor(node: Option<Node>) -> bool {
    matches!(node, Some(Node::Actor(_)))
}

/// The rows of a query under one parameter, "" where none is given.
pub fn rows(query: &str, parameter: &str, value: &str, world: &[Told]) -> Vec<Row> {
    match query {
        "accusations" => accusations(world, value),
        "active-actors" => active_actors(world, value),
        "actor" => actor(world, value),
        "answers" => answers(world, value),
        "co-mentions" => co_mentions(world, value),
        "demands" => demands(world, value),
        "edges" => edges(world, value),
        "events" => events(world),
        "facts" => facts(world, value),
        "negated" => negated(world, value),
        "quotations" if parameter == "kind" => quotations(world, "", value),
        "quotations" => quotations(world, value, ""),
        "said-about" => said_about(world, value),
        "said-by" => said_by(world, value),
        "timeline" => timeline(world, value),
        "unvouched" => unvouched(world, value),
        other => panic!("no reference for the query {other}"),
    }
}

fn accusations(world: &[Told], actor: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for s in all(world).filter(|s| s.is(EventType::Accuse) && s.touches(actor)) {
        let content =
            |c: Stated| format!("{} {}", c.said_relation(), c.what()).trim_end().to_owned();
        let mut contents: Vec<String> = s.contents().map(content).collect();
        if contents.is_empty() {
            contents.push(String::new());
        }
        for content in contents {
            rows.push(vec![
                s.who(),
                s.relation(),
                s.what(),
                content,
                s.status(),
                s.negated(),
                s.quote(),
                s.article(),
            ]);
        }
    }
    rows
}

fn active_actors(world: &[Told], class: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, actor) in ACTORS.iter().enumerate() {
        let node = Some(Node::Actor(at));
        let count = |test: &dyn Fn(&Said) -> bool| all(world).filter(|s| test(s.said)).count();
        let counts = [
            count(&|said| said.subject == node),
            count(&|said| said.object == node),
            count(&|said| said.speaker == node),
        ];
        let wanted = class.is_empty() || class.eq_ignore_ascii_case(actor.4);
        if wanted && counts.iter().any(|&count| count > 0) {
            let mut row = vec![actor.2.to_owned(), actor.4.to_owned()];
            row.extend(counts.map(|count| count.to_string()));
            rows.push(row);
        }
    }
    rows
}

fn actor(world: &[Told], name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for x in actors().filter(|x| fits(Some(*x), name)) {
        for s in all(world) {
            let roles = [
                ("acts", s.said.subject),
                ("is acted upon", s.said.object),
                ("speaks", s.said.speaker),
            ];
            for (role, _) in roles.iter().filter(|(_, node)| *node == Some(x)) {
                rows.push(vec![
                    x.english().to_owned(),
                    (*role).to_owned(),
                    s.who(),
                    s.relation(),
                    s.what(),
                    s.status(),
                    s.negated(),
                    s.speaker(),
                    s.quote(),
                    s.article(),
                ]);
            }
        }
    }
    rows
}

/// Who accuses an actor in an article: of itself, of a deed, or as the speaker of an accusation without an accuser.
fn accusers(world: &[Told], article: usize, who: Option<Node>) -> BTreeSet<&'static str> {
    let mut accusers = BTreeSet::new();
    for s in of_article(world, article) {
        if !s.is(EventType::Accuse) || s.said.negated {
            continue;
        }
        let mut found = Vec::new();
        if s.said.object == who {
            found.push(s.said.subject.or(s.said.speaker));
        }
        if s.contents().any(|content| content.said.subject == who) {
            found.push(s.said.subject);
        }
        accusers.extend(found.into_iter().flatten().filter(|x| Some(*x) != who).map(Node::english));
    }
    accusers
}

fn answers(world: &[Told], actor: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let answer = |s: &Stated| {
        (s.is(EventType::Reject) || s.is(EventType::Concede))
            && is_actor(s.said.subject)
            && fits(s.said.subject, actor)
    };
    for s in all(world).filter(answer) {
        let mut accusers = accusers(world, s.article, s.said.subject);
        if accusers.is_empty() {
            accusers.insert("");
        }
        for accuser in accusers {
            rows.push(vec![
                s.who(),
                s.relation(),
                s.what(),
                accuser.to_owned(),
                s.status(),
                s.negated(),
                s.quote(),
                s.article(),
            ]);
        }
    }
    rows
}

fn co_mentions(world: &[Told], name: &str) -> Vec<Row> {
    let mut sentences: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
    for s in all(world) {
        for node in [s.said.subject, s.said.object, s.said.speaker] {
            if let Some(Node::Actor(actor)) = node {
                sentences.entry((s.article, s.said.sentence)).or_default().insert(actor);
            }
        }
    }
    let mut rows = Vec::new();
    for (one, first) in ACTORS.iter().enumerate() {
        for (other, second) in ACTORS.iter().enumerate() {
            let count =
                sentences.values().filter(|s| s.contains(&one) && s.contains(&other)).count();
            let named = [one, other].iter().any(|&actor| fits(Some(Node::Actor(actor)), name));
            if first.0 < second.0 && count > 0 && named {
                rows.push(vec![first.2.into(), second.2.into(), count.to_string()]);
            }
        }
    }
    rows
}

fn demands(world: &[Told], name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for s in all(world) {
        if s.said.status == Status::Demanded && fits(s.said.speaker, name) {
            rows.push(vec![
                s.speaker(),
                s.who(),
                s.relation(),
                s.what(),
                s.negated(),
                s.quote(),
                s.article(),
            ]);
        }
        let is_call = s.is(EventType::Request)
            && s.said.status == Status::Asserted
            && !s.contents().any(|content| content.said.status == Status::Demanded);
        if is_call && fits(s.said.subject, name) {
            rows.push(vec![
                s.who(),
                s.what(),
                s.relation(),
                String::new(),
                s.negated(),
                s.quote(),
                s.article(),
            ]);
        }
    }
    rows
}

fn edges(world: &[Told], name: &str) -> Vec<Row> {
    let mut edges: BTreeMap<(Node, Node, String), Vec<Option<f32>>> = BTreeMap::new();
    for s in all(world).filter(|s| s.said.status == Status::Asserted && !s.said.negated) {
        let (Some(from @ Node::Actor(_)), Some(to @ Node::Actor(_))) =
            (s.said.subject, s.said.object)
        else {
            continue;
        };
        if from != to && s.touches(name) {
            let event = s.said.event.map_or("other".to_owned(), |(event, _)| event.to_string());
            edges.entry((from, to, event)).or_default().push(s.said.event.map(|(_, score)| score));
        }
    }
    let row = |((from, to, event), scores): ((Node, Node, String), Vec<Option<f32>>)| {
        let known: Vec<f32> = scores.iter().flatten().copied().collect();
        let mean = known.iter().sum::<f32>() / known.len() as f32;
        let mean = if known.is_empty() { String::new() } else { format!("{mean}") };
        vec![from.english().into(), to.english().into(), event, scores.len().to_string(), mean]
    };
    edges.into_iter().map(row).collect()
}

fn events(world: &[Told]) -> Vec<Row> {
    type Seen = (usize, BTreeSet<(usize, usize, usize)>);
    let mut counts: BTreeMap<(String, String, String), Seen> = BTreeMap::new();
    for s in all(world) {
        let Some((event, _)) = s.said.event else { continue };
        let seen = counts.entry((event.to_string(), s.status(), s.negated())).or_default();
        seen.0 += 1;
        seen.1.insert((s.article, s.said.sentence, s.said.verb));
    }
    let row =
        |((event, status, negated), (statements, deeds)): ((String, String, String), Seen)| {
            vec![event, status, negated, statements.to_string(), deeds.len().to_string()]
        };
    counts.into_iter().map(row).collect()
}

fn facts(world: &[Told], name: &str) -> Vec<Row> {
    let is_fact = |s: &Stated| {
        s.said.status == Status::Asserted
            && !s.said.negated
            && is_actor(s.said.subject)
            && fits(s.said.subject, name)
    };
    let rows: BTreeSet<Row> =
        all(world).filter(is_fact).map(|s| vec![s.who(), s.relation(), s.what()]).collect();
    rows.into_iter().collect()
}

fn negated(world: &[Told], name: &str) -> Vec<Row> {
    let wanted = all(world).filter(|s| s.said.negated && fits(s.said.subject, name));
    let row = |s: Stated| {
        vec![s.who(), s.relation(), s.what(), s.status(), s.speaker(), s.quote(), s.article()]
    };
    wanted.map(row).collect()
}

fn quotations(world: &[Told], speaker: &str, kind: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (article, told) in world.iter().enumerate() {
        for (at, quoted) in told.quotations.iter().enumerate() {
            let usual = matches!(quoted.kind, QuotationKind::Direct | QuotationKind::Mixed);
            let right = if kind.is_empty() { usual } else { quoted.kind.as_str() == kind };
            let actor = quoted.actor.map(Node::Actor);
            if right && fits(actor, speaker) {
                let words = if quoted.named { word(article, 11) } else { String::new() };
                rows.push(vec![
                    actor.map_or(words, |actor| actor.english().to_owned()),
                    quoted.kind.to_string(),
                    String::new(),
                    word(article, 8 + at),
                    article_id(article),
                ]);
            }
        }
    }
    rows
}

fn said_about(world: &[Told], name: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for x in actors().filter(|x| fits(Some(*x), name)) {
        for s in all(world).filter(|s| s.said.speaker.is_some() && s.said.speaker != Some(x)) {
            let times =
                [s.said.subject, s.said.object].iter().filter(|node| **node == Some(x)).count();
            for _ in 0..times {
                rows.push(vec![
                    x.english().to_owned(),
                    s.speaker(),
                    s.who(),
                    s.relation(),
                    s.what(),
                    s.status(),
                    s.negated(),
                    s.quote(),
                    s.article(),
                ]);
            }
        }
    }
    rows
}

fn said_by(world: &[Told], name: &str) -> Vec<Row> {
    let wanted = all(world).filter(|s| s.said.speaker.is_some() && fits(s.said.speaker, name));
    let row = |s: Stated| {
        let cue = if s.said.cued { s.quote() } else { String::new() };
        vec![
            s.speaker(),
            cue,
            s.who(),
            s.relation(),
            s.what(),
            s.status(),
            s.negated(),
            s.quote(),
            s.article(),
        ]
    };
    wanted.map(row).collect()
}

fn timeline(world: &[Told], name: &str) -> Vec<Row> {
    let row = |s: Stated| {
        vec![
            day().to_owned(),
            s.who(),
            s.relation(),
            s.what(),
            s.status(),
            s.negated(),
            s.quote(),
            s.article(),
        ]
    };
    all(world).filter(|s| s.said.dated && s.touches(name)).map(row).collect()
}

fn unvouched(world: &[Told], status: &str) -> Vec<Row> {
    let wanted = all(world).filter(|s| {
        s.said.status != Status::Asserted && (status.is_empty() || s.status() == status)
    });
    let row = |s: Stated| {
        vec![
            s.status(),
            s.speaker(),
            s.who(),
            s.relation(),
            s.what(),
            s.negated(),
            s.quote(),
            s.article(),
        ]
    };
    wanted.map(row).collect()
}
