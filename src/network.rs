//! The actor network: who acts on whom, as a petgraph graph, with measures for each actor.
//!
//! An edge merges the statements from one actor to another; it keeps apart what articles assert and what they only report.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, QuerySolution};
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::article::Date;
use crate::attribution::Status;
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::plover::EventType;
use crate::vocab;

/// How many actors a picture shows where nobody says otherwise.
pub const TOP: usize = 40;

/// Actors and the edges between them.
pub struct Network {
    pub graph: DiGraph<Node, Edge>,
    /// How many actors the filters left before the network was cut to the best connected.
    pub actors_found: usize,
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
    pub statement: String,
    pub relation_en: String,
    pub relation_de: String,
    pub status: Status,
    pub negated: bool,
    pub event: Option<EventType>,
    pub score: Option<f64>,
    pub speaker: Option<String>,
    pub quote: String,
    pub article: String,
    pub date: Option<Date>,
    pub confidence: f64,
}

/// Which statements and actors a network shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only articles with these ids; all where it is empty.
    pub articles: Vec<String>,
    /// Only edges of these actors (by id or by a label), all where it is empty.
    pub actors: Vec<String>,
    pub events: Vec<EventType>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    /// Also what is claimed, planned, demanded, denied, hypothetical or negated.
    pub claims: bool,
    /// At least so many statements on an edge.
    pub support: usize,
    /// At most so many actors, the best connected; all where it is `None`.
    pub top: Option<usize>,
}

/// Whether an edge is with or against: by the sign of its mean score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Conflict,
    Cooperation,
    /// No event, or a mean of zero.
    Neither,
}

impl Link {
    /// It stands in the article's own voice, unnegated.
    pub fn asserted(&self) -> bool {
        self.status == Status::Asserted && !self.negated
    }
}

impl Edge {
    /// Some statement of the edge stands in an article's own voice, unnegated.
    pub fn asserted(&self) -> bool {
        self.links.iter().any(Link::asserted)
    }

    pub fn tone(&self) -> Tone {
        match self.score() {
            Some(score) if score < 0.0 => Tone::Conflict,
            Some(score) if score > 0.0 => Tone::Cooperation,
            _ => Tone::Neither,
        }
    }

    /// The mean score of its events, -10 to 10; `None` where it has none.
    pub fn score(&self) -> Option<f64> {
        let scores: Vec<f64> = self.links.iter().filter_map(|link| link.score).collect();
        if scores.is_empty() { None } else { Some(scores.iter().sum::<f64>() / scores.len() as f64) }
    }

    /// The relations, most frequent first, each with its count; "not" before those that are negated.
    pub fn relations(&self) -> Vec<(String, usize)> {
        let name = |link: &Link| if link.negated { format!("not {}", link.relation_en) } else { link.relation_en.clone() };
        counted(self.links.iter().map(name))
    }

    /// The event types, most frequent first, each with its count.
    pub fn events(&self) -> Vec<(String, usize)> {
        counted(self.links.iter().filter_map(|link| link.event).map(|event| event.as_str().to_owned()))
    }

    /// The first and the last day.
    pub fn dates(&self) -> Option<(Date, Date)> {
        let dates = || self.links.iter().filter_map(|link| link.date);
        dates().min().zip(dates().max())
    }
}

fn counted(names: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut sorted: Vec<(String, usize)> = counts.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    sorted
}

/// The network of a graph under a filter; nodes by id, edges by their ends.
///
/// # Errors
/// Where the graph cannot be queried.
pub fn network(graph: &Graph, filter: &Filter) -> Result<Network> {
    let nodes = nodes(graph)?;
    let mut edges: BTreeMap<(String, String), Edge> = BTreeMap::new();
    for (from, to, link) in links(graph)? {
        if nodes.contains_key(&from) && nodes.contains_key(&to) && from != to && wanted(filter, &nodes[&from], &nodes[&to], &link) {
            edges.entry((from, to)).or_default().links.push(link);
        }
    }
    edges.retain(|_, edge| edge.links.len() >= filter.support.max(1));
    let actors: BTreeSet<&str> = edges.keys().flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
    let kept = best_connected(&edges, filter.top.unwrap_or(usize::MAX));
    Ok(Network { graph: build(&nodes, &edges, &kept), actors_found: actors.len() })
}

fn wanted(filter: &Filter, from: &Node, to: &Node, link: &Link) -> bool {
    let named = |node: &Node| {
        filter.actors.iter().any(|actor| {
            let actor = actor.to_lowercase();
            [&node.id, &node.label_de, &node.label_en].iter().any(|own| own.to_lowercase() == actor)
        })
    };
    let in_time = |date: Date| filter.since.is_none_or(|since| date >= since) && filter.until.is_none_or(|until| date <= until);
    (filter.articles.is_empty() || filter.articles.contains(&link.article))
        && (filter.actors.is_empty() || named(from) || named(to))
        && (filter.events.is_empty() || link.event.is_some_and(|event| filter.events.contains(&event)))
        && (filter.since.is_none() && filter.until.is_none() || link.date.is_some_and(in_time))
        && (filter.claims || link.asserted())
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
    let mut order: BTreeSet<(usize, usize, Reverse<&str>)> = touching.keys().map(|&id| (0, total(id), Reverse(id))).collect();
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

fn build(nodes: &BTreeMap<String, Node>, edges: &BTreeMap<(String, String), Edge>, kept: &BTreeSet<&str>) -> DiGraph<Node, Edge> {
    let inner = |(from, to): &(String, String)| kept.contains(from.as_str()) && kept.contains(to.as_str());
    let ends: BTreeSet<&str> =
        edges.keys().filter(|ends| inner(ends)).flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
    let mut graph = DiGraph::new();
    let index: BTreeMap<&str, NodeIndex> = ends.iter().map(|&iri| (iri, graph.add_node(nodes[iri].clone()))).collect();
    for (ends, edge) in edges.iter().filter(|(ends, _)| inner(ends)) {
        graph.add_edge(index[ends.0.as_str()], index[ends.1.as_str()], edge.clone());
    }
    graph
}

impl Network {
    /// Statements that start from and arrive at an actor.
    pub fn degrees(&self, node: NodeIndex) -> (usize, usize) {
        let count = |direction| self.graph.edges_directed(node, direction).map(|edge| edge.weight().links.len()).sum();
        (count(Direction::Outgoing), count(Direction::Incoming))
    }

    /// PageRank of each node by its index: damping 0.85, edges weighted by their statements, until the change is below 1e-9.
    /// (Brin and Page 1998; dangling nodes give to all.)
    pub fn page_rank(&self) -> Vec<f64> {
        let count = self.graph.node_count();
        if count == 0 {
            return Vec::new();
        }
        let out: Vec<f64> = self.graph.node_indices().map(|node| self.degrees(node).0 as f64).collect();
        let mut rank = vec![1.0 / count as f64; count];
        for _ in 0..200 {
            let dangling: f64 = (0..count).filter(|&node| out[node] == 0.0).map(|node| rank[node]).sum();
            let mut next = vec![(0.15 + 0.85 * dangling) / count as f64; count];
            for edge in self.graph.edge_references() {
                let from = edge.source().index();
                next[edge.target().index()] += 0.85 * rank[from] * edge.weight().links.len() as f64 / out[from];
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

fn nodes(graph: &Graph) -> Result<BTreeMap<String, Node>> {
    let sparql = format!(
        "PREFIX t: <{}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
         SELECT ?a ?class ?de ?en ?same {{ ?a a t:Actor ; a ?class ; skos:prefLabel ?de, ?en . OPTIONAL {{ ?a owl:sameAs ?same }}
         FILTER(LANG(?de) = \"de\" && LANG(?en) = \"en\" && ?class != t:Actor) }} ORDER BY ?a ?class ?de ?en",
        vocab::T
    );
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    for solution in solutions(graph, &sparql)? {
        let iri = text(&solution, "a");
        let kind = text(&solution, "class");
        let own = kind.starts_with(vocab::T);
        let node = nodes.entry(iri.clone()).or_insert_with(|| Node {
            id: iri.rsplit('/').next().unwrap_or(&iri).to_owned(),
            label_de: text(&solution, "de"),
            label_en: text(&solution, "en"),
            kind: String::new(),
            wikidata: Some(text(&solution, "same")).filter(|same| !same.is_empty()),
            iri,
        });
        if node.kind.is_empty() || own {
            node.kind = kind.rsplit(['#', '/']).next().unwrap_or("").to_owned();
        }
    }
    Ok(nodes)
}

fn links(graph: &Graph) -> Result<Vec<(String, String, Link)>> {
    let sparql = format!(
        "PREFIX t: <{}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX prov: <http://www.w3.org/ns/prov#>
         PREFIX schema: <https://schema.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
         SELECT ?s ?a ?b ?p ?lemma ?status ?negated ?event ?score ?speaker ?quote ?article ?date ?time ?confidence {{
           GRAPH ?s {{ ?a ?p ?b }} ?a a t:Actor . ?b a t:Actor .
           ?s t:status ?status ; t:negated ?negated ; t:quote ?quote ; t:lemma ?lemma ; t:confidence ?confidence ; prov:wasDerivedFrom ?art .
           ?art schema:identifier ?article .
           OPTIONAL {{ ?s t:event ?event ; t:score ?score }}
           OPTIONAL {{ ?s t:speaker ?sp . ?sp skos:prefLabel ?speaker . FILTER(LANG(?speaker) = \"en\") }}
           OPTIONAL {{ ?s t:time ?time }} OPTIONAL {{ ?art schema:datePublished ?date }}
         }} ORDER BY ?article ?s ?speaker ?score",
        vocab::T
    );
    let mut seen = BTreeSet::new();
    let mut links = Vec::new();
    for solution in solutions(graph, &sparql)? {
        let statement = text(&solution, "s");
        if !seen.insert(statement.clone()) {
            continue;
        }
        let local = |name: &str| text(&solution, name).rsplit(['#', '/']).next().unwrap_or("").to_owned();
        let date = Some(text(&solution, "time")).filter(|time| !time.is_empty()).unwrap_or_else(|| text(&solution, "date"));
        links.push((
            text(&solution, "a"),
            text(&solution, "b"),
            Link {
                statement,
                relation_en: local("p").replace('-', " "),
                relation_de: text(&solution, "lemma"),
                status: Status::parse(&local("status")).unwrap_or(Status::Claimed),
                negated: text(&solution, "negated") == "true",
                event: EventType::parse(&local("event")),
                score: text(&solution, "score").parse().ok(),
                speaker: Some(text(&solution, "speaker")).filter(|speaker| !speaker.is_empty()),
                quote: text(&solution, "quote"),
                article: text(&solution, "article"),
                date: date.parse().ok(),
                confidence: text(&solution, "confidence").parse().unwrap_or(0.0),
            },
        ));
    }
    Ok(links)
}

fn solutions(graph: &Graph, sparql: &str) -> Result<Vec<QuerySolution>> {
    match graph.query(sparql)? {
        QueryResults::Solutions(solutions) => {
            solutions.collect::<std::result::Result<_, _>>().map_err(|error| Error::because("the graph cannot be read", error))
        }
        _ => Ok(Vec::new()),
    }
}

fn text(solution: &QuerySolution, name: &str) -> String {
    match solution.get(name) {
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        _ => String::new(),
    }
}
