//! The actor network: who acts on whom, as a petgraph graph, with measures for each actor.
//!
//! An edge merges the statements from one actor to another; it keeps apart what articles assert and what they only report.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::extract::attribution::Status;
use crate::kb::graph::Graph;
use crate::kb::rows::{ActorRow, ArticleRow, Rows, StatementRow, rows};
pub use crate::kb::selection::Filter;
use crate::kb::selection::selected;
use crate::record::article::Date;
use crate::record::plover::EventType;

/// How many actors a picture shows where nobody says otherwise.
pub const TOP: usize = 40;

/// Actors and the edges between them.
pub struct Network {
    pub graph: DiGraph<Node, Edge>,
    /// How many actors the filters left before the network was cut to the best connected.
    pub actors_found: usize,
    /// How many edges there were then.
    pub edges_found: usize,
    /// How many statements the filters let through that are no edge: one of their ends is no actor, or both are the same.
    pub statements_outside: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub iri: String,
    /// The last part of the IRI.
    pub id: String,
    pub label_de: String,
    pub label_en: String,
    /// A class of schema.org or of the vocabulary: "State", "Person".
    pub kind: String,
    pub wikidata: Option<String>,
}

/// The statements from one actor to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    pub links: Vec<Link>,
}

/// One statement of an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub row: StatementRow,
    pub article: Arc<ArticleRow>,
    pub status: Status,
    pub event: Option<EventType>,
    /// The day that the article gives for it, else that on which the article appeared.
    pub date: Option<Date>,
}

/// Whether an edge is with or against: by the sign of its mean score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Conflict,
    Cooperation,
    /// No event, or a mean of zero.
    Neither,
}

impl Tone {
    fn of(score: Option<f64>) -> Tone {
        match score {
            Some(score) if score < 0.0 => Tone::Conflict,
            Some(score) if score > 0.0 => Tone::Cooperation,
            _ => Tone::Neither,
        }
    }
}

impl From<ActorRow> for Node {
    fn from(row: ActorRow) -> Node {
        let wikidata = Some(row.wikidata).filter(|same| !same.is_empty());
        Node {
            iri: row.iri,
            id: row.id,
            label_de: row.label_de,
            label_en: row.label_en,
            kind: row.kind,
            wikidata,
        }
    }
}

impl Link {
    fn of(row: StatementRow, article: &Arc<ArticleRow>) -> Link {
        let date = if row.time.is_empty() { &article.date } else { &row.time };
        Link {
            status: Status::parse(&row.status).unwrap_or(Status::Claimed),
            event: EventType::parse(&row.event),
            date: date.parse().ok(),
            article: Arc::clone(article),
            row,
        }
    }

    /// The score of its event; `None` where that does not take place: "met not" is no cooperation.
    pub fn score(&self) -> Option<f64> {
        self.row.score.filter(|_| !self.row.negated && self.status != Status::Denied)
    }

    /// The English name of who says so, else the words that name them.
    pub fn speaker(&self) -> Option<&str> {
        let speaker = &self.row.speaker;
        [&speaker.label_en, &speaker.text]
            .into_iter()
            .map(String::as_str)
            .find(|own| !own.is_empty())
    }

    pub fn tone(&self) -> Tone {
        Tone::of(self.score())
    }

    /// It stands in the article's own voice, unnegated.
    pub fn asserted(&self) -> bool {
        self.status == Status::Asserted && !self.row.negated
    }
}

impl Edge {
    /// Some statement of the edge stands in an article's own voice, unnegated.
    pub fn asserted(&self) -> bool {
        self.links.iter().any(Link::asserted)
    }

    pub fn tone(&self) -> Tone {
        Tone::of(self.score())
    }

    /// The mean score of its events, -10 to 10; `None` where it has none.
    pub fn score(&self) -> Option<f64> {
        let scores: Vec<f64> = self.links.iter().filter_map(Link::score).collect();
        if scores.is_empty() {
            None
        } else {
            Some(scores.iter().sum::<f64>() / scores.len() as f64)
        }
    }

    /// The sum of its events' scores: what is left of cooperation after conflict; `None` where it has none.
    pub fn net(&self) -> Option<f64> {
        let scores = || self.links.iter().filter_map(Link::score);
        scores().next().map(|_| scores().sum())
    }

    /// Who says what no article says in its own voice, most frequent first, each with its count.
    pub fn speakers(&self) -> Vec<(String, usize)> {
        let reported = self.links.iter().filter(|link| link.status != Status::Asserted);
        counted(reported.filter_map(Link::speaker).map(str::to_owned))
    }

    /// The statuses of its statements, most frequent first, each with its count.
    pub fn statuses(&self) -> Vec<(String, usize)> {
        counted(self.links.iter().map(|link| link.row.status.clone()))
    }

    /// The relations, most frequent first, each with its count; "not" before those that are negated.
    pub fn relations(&self) -> Vec<(String, usize)> {
        let name = |link: &Link| {
            let relation = &link.row.relation_en;
            if link.row.negated { format!("not {relation}") } else { relation.clone() }
        };
        counted(self.links.iter().map(name))
    }

    /// The event types, most frequent first, each with its count.
    pub fn events(&self) -> Vec<(String, usize)> {
        counted(
            self.links.iter().filter_map(|link| link.event).map(|event| event.as_str().to_owned()),
        )
    }

    /// The first and the last day.
    pub fn dates(&self) -> Option<(Date, Date)> {
        let dates = || self.links.iter().filter_map(|link| link.date);
        dates().min().zip(dates().max())
    }
}

/// Each name with its count, most frequent first.
pub(crate) fn counted(names: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut sorted: Vec<(String, usize)> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    sorted
}

/// The network of a graph under a filter; nodes by id, edges by their ends.
pub fn network(graph: &Graph, filter: &Filter) -> Network {
    network_of(selected(rows(graph), filter), filter)
}

/// The network of rows that a filter has let through already.
pub fn network_of(rows: Rows, filter: &Filter) -> Network {
    let nodes: BTreeMap<String, Node> =
        rows.actors.into_iter().map(|row| (row.iri.clone(), Node::from(row))).collect();
    let articles: BTreeMap<String, Arc<ArticleRow>> =
        rows.articles.into_iter().map(|row| (row.id.clone(), Arc::new(row))).collect();
    let mut edges: BTreeMap<(String, String), Edge> = BTreeMap::new();
    let mut outside = 0;
    for row in rows.statements {
        let ends = (row.subject.iri.clone(), row.object.iri.clone());
        let are_actors = nodes.contains_key(&ends.0) && nodes.contains_key(&ends.1);
        match articles.get(&row.article) {
            Some(article) if are_actors && ends.0 != ends.1 => {
                edges.entry(ends).or_default().links.push(Link::of(row, article));
            }
            _ => outside += 1,
        }
    }
    edges.retain(|_, edge| edge.links.len() >= filter.support.max(1));
    let actors: BTreeSet<&str> =
        edges.keys().flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
    let kept = best_connected(&edges, filter.top.unwrap_or(usize::MAX));
    Network {
        graph: build(&nodes, &edges, &kept),
        actors_found: actors.len(),
        edges_found: edges.len(),
        statements_outside: outside,
    }
}

/// At most `top` actors that hang together: first the one with the most statements, then always the one with the most statements
/// from and to those chosen; where none is left that touches them, the next with the most statements.
fn best_connected(edges: &BTreeMap<(String, String), Edge>, top: usize) -> BTreeSet<&str> {
    let mut neighbours: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for ((from, to), edge) in edges {
        *neighbours.entry(from).or_default().entry(to).or_default() += edge.links.len();
        *neighbours.entry(to).or_default().entry(from).or_default() += edge.links.len();
    }
    let total = |id: &str| neighbours[id].values().sum::<usize>();
    let mut touching: BTreeMap<&str, usize> = neighbours.keys().map(|&id| (id, 0)).collect();
    let mut order: BTreeSet<(usize, usize, Reverse<&str>)> =
        touching.keys().map(|&id| (0, total(id), Reverse(id))).collect();
    let mut chosen = BTreeSet::new();
    while chosen.len() < top
        && let Some((_, _, Reverse(best))) = order.pop_last()
    {
        touching.remove(best);
        chosen.insert(best);
        for (&other, count) in &neighbours[best] {
            if let Some(own) = touching.get_mut(other) {
                order.remove(&(*own, total(other), Reverse(other)));
                *own += count;
                order.insert((*own, total(other), Reverse(other)));
            }
        }
    }
    chosen
}

fn build(
    nodes: &BTreeMap<String, Node>,
    edges: &BTreeMap<(String, String), Edge>,
    kept: &BTreeSet<&str>,
) -> DiGraph<Node, Edge> {
    let inner =
        |(from, to): &(String, String)| kept.contains(from.as_str()) && kept.contains(to.as_str());
    let ends: BTreeSet<&str> = edges
        .keys()
        .filter(|ends| inner(ends))
        .flat_map(|(from, to)| [from.as_str(), to.as_str()])
        .collect();
    let mut graph = DiGraph::new();
    let index: BTreeMap<&str, NodeIndex> =
        ends.iter().map(|&iri| (iri, graph.add_node(nodes[iri].clone()))).collect();
    for (ends, edge) in edges.iter().filter(|(ends, _)| inner(ends)) {
        graph.add_edge(index[ends.0.as_str()], index[ends.1.as_str()], edge.clone());
    }
    graph
}

impl Network {
    /// Statements that start from and arrive at an actor.
    pub fn degrees(&self, node: NodeIndex) -> (usize, usize) {
        let count = |direction| {
            self.graph.edges_directed(node, direction).map(|edge| edge.weight().links.len()).sum()
        };
        (count(Direction::Outgoing), count(Direction::Incoming))
    }

    /// PageRank of each node by its index: damping 0.85, edges weighted by their statements, until the change is below 1e-9.
    /// (Brin and Page 1998; dangling nodes give to all.)
    pub fn page_rank(&self) -> Vec<f64> {
        let count = self.graph.node_count();
        if count == 0 {
            return Vec::new();
        }
        let out: Vec<f64> =
            self.graph.node_indices().map(|node| self.degrees(node).0 as f64).collect();
        let mut rank = vec![1.0 / count as f64; count];
        for _ in 0..200 {
            let dangling: f64 =
                (0..count).filter(|&node| out[node] == 0.0).map(|node| rank[node]).sum();
            let mut next = vec![(0.15 + 0.85 * dangling) / count as f64; count];
            for edge in self.graph.edge_references() {
                let from = edge.source().index();
                next[edge.target().index()] +=
                    0.85 * rank[from] * edge.weight().links.len() as f64 / out[from];
            }
            let change: f64 = next.iter().zip(&rank).map(|(new, old)| (new - old).abs()).sum();
            rank = next;
            if change < 1e-9 {
                break;
            }
        }
        rank
    }
}
