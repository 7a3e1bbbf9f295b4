//! Which statements a filter lets through, in every format alike: rows of the graph, its quads, or an extraction.
//!
//! `--actor China --status claimed` leaves the claimed statements from or to China, and with them what they need: the actors
//! who take part in them or say so, the articles that they stand in, and the quotations that hold them.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::extract::attribution::Status;
use crate::extract::statement::Argument;
use crate::extract::statement::Extraction;
use crate::extract::statement::Statement;
use crate::kb::graph::Graph;
use crate::kb::rdf;
use crate::kb::rows::ArticleRow;
use crate::kb::rows::Part;
use crate::kb::rows::QuotationRow;
use crate::kb::rows::Rows;
use crate::kb::rows::StatementRow;
use crate::kb::rows::rows;
use crate::record::article::Article;
use crate::record::article::Date;
use crate::record::plover::EventType;

/// Which statements and actors are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only articles with these ids; all where it is empty.
    pub articles: Vec<String>,
    /// Only statements from or to these actors (by id or by a label), all where it is empty.
    pub actors: Vec<String>,
    pub events: Vec<EventType>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// Also what is claimed, planned, demanded, denied, hypothetical or negated.
    pub claims: bool,
    /// Only these, negated or not, whatever `claims` says; where it is empty, `claims` decides.
    pub statuses: Vec<Status>,
    /// Of a network: at least so many statements on an edge.
    pub support: usize,
    /// Of a network: at most so many actors, the best connected; all where it is `None`.
    pub top: Option<usize>,
}

/// What a filter asks of a statement.
pub struct Candidate<'a> {
    article: &'a str,
    /// Who acts and who is acted upon, as far as they are actors: id and labels.
    parties: Vec<[&'a str; 3]>,
    event: Option<EventType>,
    status: Status,
    negated: bool,
    date: Option<Date>,
}

impl<'a> Candidate<'a> {
    pub fn of_row(row: &'a StatementRow, article: &ArticleRow) -> Candidate<'a> {
        let day = if row.time.is_empty() { &article.date } else { &row.time };
        Candidate {
            article: &row.article,
            parties: [&row.subject, &row.object].into_iter().filter_map(party).collect(),
            event: EventType::parse(&row.event),
            status: Status::parse(&row.status).unwrap_or(Status::Claimed),
            negated: row.negated,
            date: day.parse().ok(),
        }
    }

    /// A quotation is a claim of its speaker.
    fn of_quotation(row: &'a QuotationRow, article: &ArticleRow) -> Candidate<'a> {
        Candidate {
            article: &row.article,
            parties: party(&row.speaker).into_iter().collect(),
            event: None,
            status: Status::Claimed,
            negated: false,
            date: article.date.parse().ok(),
        }
    }
}

fn party(part: &Part) -> Option<[&str; 3]> {
    let is_actor = !part.iri.is_empty() && part.kind != "Concept";
    is_actor.then_some([part.id.as_str(), part.label_en.as_str(), part.label_de.as_str()])
}

impl Filter {
    /// Lets everything through.
    pub fn everything() -> Filter {
        Filter { claims: true, ..Filter::default() }
    }

    /// Whether it lets every statement through.
    pub fn is_open(&self) -> bool {
        let open_to_articles = self.articles.is_empty() && self.actors.is_empty();
        let open_to_days = self.since.is_none() && self.until.is_none();
        open_to_articles && open_to_days && self.events.is_empty() && self.takes_all_statuses()
    }

    fn takes_all_statuses(&self) -> bool {
        self.statuses.is_empty() && self.claims
    }

    pub fn lets_through(&self, candidate: &Candidate) -> bool {
        self.takes_article(candidate.article)
            && self.takes_parties(&candidate.parties)
            && self.takes_event(candidate.event)
            && self.takes_day(candidate.date)
            && self.takes_status(candidate.status, candidate.negated)
    }

    fn takes_article(&self, id: &str) -> bool {
        self.articles.is_empty() || self.articles.iter().any(|own| own == id)
    }

    fn takes_parties(&self, parties: &[[&str; 3]]) -> bool {
        self.actors.is_empty() || parties.iter().any(|names| self.names(names))
    }

    fn names(&self, names: &[&str; 3]) -> bool {
        self.actors.iter().any(|actor| is_called(actor, names))
    }

    fn takes_event(&self, event: Option<EventType>) -> bool {
        self.events.is_empty() || event.is_some_and(|event| self.events.contains(&event))
    }

    /// What has no day passes only where no day is asked for.
    fn takes_day(&self, date: Option<Date>) -> bool {
        let Some(date) = date else { return self.since.is_none() && self.until.is_none() };
        self.since.is_none_or(|since| date >= since) && self.until.is_none_or(|until| date <= until)
    }

    fn takes_status(&self, status: Status, negated: bool) -> bool {
        if self.statuses.is_empty() {
            return self.claims || (status == Status::Asserted && !negated);
        }
        self.statuses.contains(&status)
    }

    /// The names of actors that nobody in the graph has.
    pub fn unknown_actors(&self, rows: &Rows) -> Vec<String> {
        let known = |name: &&String| {
            rows.actors.iter().any(|row| is_called(name, &[&row.id, &row.label_en, &row.label_de]))
        };
        self.actors.iter().filter(|name| !known(name)).cloned().collect()
    }

    /// The ids of articles that the graph does not have.
    pub fn unknown_articles(&self, rows: &Rows) -> Vec<String> {
        let known = |id: &&String| rows.articles.iter().any(|row| row.id == **id);
        self.articles.iter().filter(|id| !known(id)).cloned().collect()
    }

    /// The same filter with the ids of the actors that the graph knows by a name: one article alone may not know it.
    pub fn by_id(mut self, rows: &Rows) -> Filter {
        let ids = |name: String| {
            let called = rows
                .actors
                .iter()
                .filter(|row| is_called(&name, &[&row.id, &row.label_en, &row.label_de]));
            let ids: Vec<String> = called.map(|row| row.id.clone()).collect();
            if ids.is_empty() { vec![name] } else { ids }
        };
        self.actors = self.actors.into_iter().flat_map(ids).collect();
        self
    }
}

fn is_called(name: &str, names: &[&str; 3]) -> bool {
    let name = name.to_lowercase();
    names.iter().any(|own| own.to_lowercase() == name)
}

/// The rows that a filter lets through: statements, and the actors, articles and quotations that belong to them. Counts are of
/// what is left.
pub fn selected(mut rows: Rows, filter: &Filter) -> Rows {
    if filter.is_open() {
        return rows;
    }
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|row| (row.id.as_str(), row)).collect();
    let unknown = ArticleRow::default();
    let article = |id: &str| articles.get(id).copied().unwrap_or(&unknown);
    rows.statements
        .retain(|row| filter.lets_through(&Candidate::of_row(row, article(&row.article))));
    let mut held: BTreeMap<&str, Vec<&StatementRow>> = BTreeMap::new();
    for row in &rows.statements {
        held.entry(&row.article).or_default().push(row);
    }
    let holds_one = |quotation: &QuotationRow| {
        held.get(quotation.article.as_str())
            .is_some_and(|rows| rows.iter().any(|row| overlap(row, quotation)))
    };
    rows.quotations.retain(|row| {
        let candidate = Candidate::of_quotation(row, article(&row.article));
        filter.lets_through(&candidate) || holds_one(row)
    });
    let actors: BTreeSet<&str> = rows
        .statements
        .iter()
        .flat_map(|row| [&row.subject, &row.object, &row.speaker])
        .chain(rows.quotations.iter().map(|row| &row.speaker))
        .map(|part| part.iri.as_str())
        .collect();
    let named: BTreeSet<&str> = rows
        .statements
        .iter()
        .map(|row| row.article.as_str())
        .chain(rows.quotations.iter().map(|row| row.article.as_str()))
        .collect();
    rows.actors.retain(|row| actors.contains(row.iri.as_str()));
    rows.articles.retain(|row| named.contains(row.id.as_str()));
    rows.count();
    rows
}

fn overlap(statement: &StatementRow, quotation: &QuotationRow) -> bool {
    let span = |start: Option<u64>, end: Option<u64>| start.zip(end);
    let (Some(one), Some(other)) =
        (span(statement.start, statement.end), span(quotation.start, quotation.end))
    else {
        return false;
    };
    one.0 < other.1 && other.0 < one.1
}

/// The quads of what a filter lets through, and of what they point at.
pub fn quads(graph: &Graph, filter: &Filter) -> Vec<Quad> {
    if filter.is_open() {
        return graph.quads().collect();
    }
    let all = rows(graph);
    let kept = selected(all.clone(), filter);
    let left: BTreeSet<String> = iris(&kept).map(str::to_owned).collect();
    let dropped: BTreeSet<String> =
        iris(&all).filter(|iri| !left.contains(*iri)).map(str::to_owned).collect();
    let asserted: BTreeSet<&str> = kept
        .statements
        .iter()
        .filter(|row| row.status == Status::Asserted.as_str() && !row.negated)
        .map(|row| row.iri.as_str())
        .collect();
    let (mut said, mut facts) = (BTreeSet::new(), BTreeSet::new());
    for quad in graph.quads() {
        if let GraphName::NamedNode(name) = &quad.graph_name {
            let triple = triple(&quad);
            if asserted.contains(name.as_str()) {
                facts.insert(triple.clone());
            }
            said.insert(triple);
        }
    }
    let is_plain = |quad: &Quad| quad.graph_name == GraphName::DefaultGraph;
    // a fact stays where a statement that is left asserts it
    let backed = |quad: &Quad| {
        let triple = triple(quad);
        !said.contains(&triple) || facts.contains(&triple)
    };
    let mentions_none = |quad: &Quad| nodes(quad).all(|node| !dropped.contains(&node));
    let is_description = |quad: &Quad| is_plain(quad) && !said.contains(&triple(quad));
    let left_over: BTreeSet<String> = graph
        .quads()
        .filter(|quad| is_description(quad) && !mentions_none(quad))
        .map(|quad| quad.subject.to_string())
        .collect();
    // what is no statement, actor, article or quotation goes with the one that it belongs to
    let stands = |quad: &Quad| {
        let subject = name(&quad.subject);
        left.contains(&subject)
            || !left_over.contains(&quad.subject.to_string())
            || !subject.starts_with(graph.base())
    };
    let quads: Vec<Quad> = graph
        .quads()
        .filter(|quad| mentions_none(quad) && stands(quad))
        .filter(|quad| !is_plain(quad) || backed(quad))
        .collect();
    reached(quads, left, graph.base())
}

/// The quads about the roots, about what they point at, and about our own nodes that point at them; of each graph that is a
/// root its triple.
fn reached(quads: Vec<Quad>, roots: BTreeSet<String>, base: &str) -> Vec<Quad> {
    let mut near: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for quad in &quads {
        let subject = name(&quad.subject);
        let is_ours = subject.starts_with(base) || subject.starts_with("_:");
        let mut others: Vec<String> = nodes(quad).collect();
        if let GraphName::NamedNode(graph) = &quad.graph_name {
            near.entry(graph.as_str().to_owned()).or_default().append(&mut others);
            continue;
        }
        for root in others.iter().filter(|node| is_ours && roots.contains(*node)) {
            near.entry(root.clone()).or_default().push(subject.clone());
        }
        near.entry(subject).or_default().append(&mut others);
    }
    let mut found = roots.clone();
    let mut open: Vec<String> = roots.into_iter().collect();
    while let Some(node) = open.pop() {
        for next in near.remove(&node).unwrap_or_default() {
            if found.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    let is_found = |quad: &Quad| match &quad.graph_name {
        GraphName::NamedNode(graph) => found.contains(graph.as_str()),
        _ => found.contains(&name(&quad.subject)),
    };
    quads.into_iter().filter(is_found).collect()
}

fn iris(rows: &Rows) -> impl Iterator<Item = &str> {
    let statements = rows.statements.iter().map(|row| row.iri.as_str());
    let quotations = rows.quotations.iter().map(|row| row.iri.as_str());
    let actors = rows.actors.iter().map(|row| row.iri.as_str());
    let articles = rows.articles.iter().map(|row| row.iri.as_str());
    statements.chain(quotations).chain(actors).chain(articles)
}

fn triple(quad: &Quad) -> (String, String, String) {
    (quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string())
}

/// The nodes of a quad: subject, relation, object, and the graph that it stands in.
fn nodes(quad: &Quad) -> impl Iterator<Item = String> {
    let object = match &quad.object {
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        Term::BlankNode(node) => Some(node.to_string()),
        _ => None,
    };
    let graph = match &quad.graph_name {
        GraphName::NamedNode(node) => Some(node.as_str().to_owned()),
        _ => None,
    };
    let predicate = quad.predicate.as_str().to_owned();
    [Some(name(&quad.subject)), Some(predicate), object, graph].into_iter().flatten()
}

fn name(node: &NamedOrBlankNode) -> String {
    match node {
        NamedOrBlankNode::NamedNode(node) => NamedNode::as_str(node).to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

/// The extraction with only the statements that a filter lets through; `filter` names actors by their ids.
pub fn extraction(article: &Article, mut extraction: Extraction, filter: &Filter) -> Extraction {
    if filter.is_open() {
        return extraction;
    }
    let ids: Vec<String> = extraction.actors.iter().map(|actor| rdf::encoded(&actor.id)).collect();
    let is_left: Vec<bool> = extraction
        .statements
        .iter()
        .map(|statement| filter.lets_through(&candidate(article, statement, &extraction, &ids)))
        .collect();
    // where each statement that is left stands then
    let mut places = Vec::new();
    let mut count = 0;
    for &left in &is_left {
        places.push(left.then_some(count));
        count += usize::from(left);
    }
    let mut left = is_left.iter();
    extraction.statements.retain(|_| left.next().copied().unwrap_or(false));
    for statement in &mut extraction.statements {
        statement.content_of =
            statement.content_of.and_then(|at| places.get(at).copied().flatten());
    }
    extraction
}

fn candidate<'a>(
    article: &'a Article,
    statement: &'a Statement,
    extraction: &'a Extraction,
    ids: &'a [String],
) -> Candidate<'a> {
    let names = |argument: &'a Argument| {
        let at = argument.actor?;
        let actor = &extraction.actors[at];
        Some([ids[at].as_str(), actor.label_en.as_str(), actor.label_de.as_str()])
    };
    let parties = [&statement.subject, &statement.object];
    Candidate {
        article: &article.id,
        parties: parties.into_iter().flatten().filter_map(names).collect(),
        event: statement.event.as_ref().map(|event| event.kind),
        status: statement.status,
        negated: statement.negated,
        date: statement.time.as_ref().and_then(|time| time.value).or(article.date),
    }
}
