//! Measures of a network: how much each actor does and suffers, who matters, who stands between others, who belongs together.

use std::collections::{BTreeMap, VecDeque};

use petgraph::visit::EdgeRef;

use crate::network::{Edge, Link, Network};

/// The statements from and to an actor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Degrees {
    pub given: Counts,
    pub taken: Counts,
}

/// How many statements, and how many of them are of cooperation and of conflict, by the sign of their score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: usize,
    pub cooperation: usize,
    pub conflict: usize,
}

impl Counts {
    fn add(&mut self, edge: &Edge) {
        let scores = || edge.links.iter().filter_map(Link::score);
        self.all += edge.links.len();
        self.cooperation += scores().filter(|score| *score > 0.0).count();
        self.conflict += scores().filter(|score| *score < 0.0).count();
    }
}

/// The degrees of each actor by its index.
pub fn degrees(network: &Network) -> Vec<Degrees> {
    let mut degrees = vec![Degrees::default(); network.graph.node_count()];
    for edge in network.graph.edge_references() {
        degrees[edge.source().index()].given.add(edge.weight());
        degrees[edge.target().index()].taken.add(edge.weight());
    }
    degrees
}

/// Above so many actors betweenness is estimated from so many sources.
const MOST: usize = 5000;

/// Betweenness of each actor by its index: over how many shortest paths between others it lies, directed, unweighted.
/// (Brandes 2001.) Above 5,000 actors every n-th is a source, and the sums are scaled.
pub fn betweenness(network: &Network) -> Vec<f64> {
    sampled(network, MOST)
}

/// The same from at most so many sources, evenly spread.
fn sampled(network: &Network, most: usize) -> Vec<f64> {
    let graph = &network.graph;
    let count = graph.node_count();
    let next: Vec<Vec<usize>> = graph
        .node_indices()
        .map(|node| graph.neighbors(node).map(|next| next.index()).collect())
        .collect();
    let step = count.div_ceil(most).max(1);
    let mut between = vec![0.0; count];
    for source in (0..count).step_by(step) {
        let (mut paths, mut distance) = (vec![0.0; count], vec![usize::MAX; count]);
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
        let (mut order, mut queue) = (Vec::new(), VecDeque::from([source]));
        (paths[source], distance[source]) = (1.0, 0);
        while let Some(node) = queue.pop_front() {
            order.push(node);
            for &other in &next[node] {
                if distance[other] == usize::MAX {
                    distance[other] = distance[node] + 1;
                    queue.push_back(other);
                }
                if distance[other] == distance[node] + 1 {
                    paths[other] += paths[node];
                    before[other].push(node);
                }
            }
        }
        let mut share = vec![0.0; count];
        for &node in order.iter().rev() {
            let own = (1.0 + share[node]) / paths[node];
            for &earlier in &before[node] {
                share[earlier] += paths[earlier] * own;
            }
            if node != source {
                between[node] += share[node] * step as f64;
            }
        }
    }
    between
}

/// The community of each actor by its index, numbered from 0 in the order of the largest; edges count by their statements,
/// whatever their direction. (Blondel and others 2008: Louvain; actors are visited in the order of their index.)
pub fn communities(network: &Network) -> Vec<usize> {
    let count = network.graph.node_count();
    let mut links: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
    for edge in network.graph.edge_references() {
        let (from, to, weight) =
            (edge.source().index(), edge.target().index(), edge.weight().links.len() as f64);
        *links[from].entry(to).or_default() += weight;
        *links[to].entry(from).or_default() += weight;
    }
    let mut member: Vec<usize> = (0..count).collect();
    loop {
        let (groups, moved) = moved(&links);
        for own in &mut member {
            *own = groups[*own];
        }
        if !moved {
            return by_size(&member);
        }
        let mut merged: Vec<BTreeMap<usize, f64>> =
            vec![BTreeMap::new(); groups.iter().max().map_or(0, |most| most + 1)];
        for (node, own) in links.iter().enumerate() {
            for (&other, &weight) in own {
                *merged[groups[node]].entry(groups[other]).or_default() += weight;
            }
        }
        links = merged;
    }
}

/// One level: each node moves to the neighbouring group that raises modularity most, until none moves. Groups are numbered
/// without gaps.
fn moved(links: &[BTreeMap<usize, f64>]) -> (Vec<usize>, bool) {
    let degree: Vec<f64> = links.iter().map(|own| own.values().sum()).collect();
    let all: f64 = degree.iter().sum();
    let mut group: Vec<usize> = (0..links.len()).collect();
    let mut total = degree.clone();
    let mut any = false;
    for _ in 0..100 {
        let mut changed = false;
        for node in 0..links.len() {
            let own = group[node];
            total[own] -= degree[node];
            let mut gain: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
            for (&other, &weight) in links[node].iter().filter(|(other, _)| **other != node) {
                *gain.entry(group[other]).or_default() += weight;
            }
            let value = |at: usize, weight: f64| weight - total[at] * degree[node] / all.max(1.0);
            let mut best = (own, value(own, gain[&own]));
            for (&at, &weight) in &gain {
                if value(at, weight) > best.1 + 1e-9 {
                    best = (at, value(at, weight));
                }
            }
            group[node] = best.0;
            total[best.0] += degree[node];
            changed |= best.0 != own;
        }
        any |= changed;
        if !changed {
            break;
        }
    }
    let mut numbers = BTreeMap::new();
    for own in &mut group {
        let next = numbers.len();
        *own = *numbers.entry(*own).or_insert(next);
    }
    (group, any)
}

fn by_size(member: &[usize]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for &own in member {
        *sizes.entry(own).or_default() += 1;
    }
    let mut order: Vec<(usize, usize)> = sizes.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let number: BTreeMap<usize, usize> =
        order.into_iter().enumerate().map(|(at, (own, _))| (own, at)).collect();
    member.iter().map(|own| number[own]).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use petgraph::graph::DiGraph;

    use super::*;
    use crate::extract::attribution::Status;
    use crate::kb::rows::StatementRow;
    use crate::network::Node;

    fn network(count: usize, edges: &[(usize, usize)]) -> Network {
        let mut graph = DiGraph::new();
        let nodes: Vec<_> = (0..count)
            .map(|at| {
                let name = format!("a{at}");
                graph.add_node(Node {
                    iri: name.clone(),
                    id: name.clone(),
                    label_de: name.clone(),
                    label_en: name,
                    kind: "State".to_owned(),
                    wikidata: None,
                })
            })
            .collect();
        let link = Link {
            row: StatementRow::default(),
            article: Arc::default(),
            status: Status::Asserted,
            event: None,
            date: None,
        };
        for &(from, to) in edges {
            graph.add_edge(nodes[from], nodes[to], Edge { links: vec![link.clone()] });
        }
        let edges_found = edges.len();
        Network { graph, actors_found: count, edges_found, statements_outside: 0 }
    }

    #[test]
    fn the_middle_of_a_chain_lies_between() {
        assert_eq!(betweenness(&network(4, &[(0, 1), (1, 2), (2, 3)])), [0.0, 2.0, 2.0, 0.0]);
    }

    /// Edges without chance that look like it.
    fn scattered(count: usize) -> Network {
        let edge = |at: usize| (at % count, (at * 7919 + 31) % 9973 % count);
        let edges: Vec<(usize, usize)> =
            (0..count * 3).map(edge).filter(|(from, to)| from != to).collect();
        network(count, &edges)
    }

    #[test]
    fn samples_of_all_are_exact_and_samples_of_some_are_near() {
        let network = scattered(300);
        let (exact, all, some) =
            (betweenness(&network), sampled(&network, 300), sampled(&network, 100));
        assert!(exact.iter().zip(&all).all(|(a, b)| (a - b).abs() < 1e-6));
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        assert!((sum(&some) / sum(&exact) - 1.0).abs() < 0.2, "{} {}", sum(&some), sum(&exact));
    }

    #[test]
    fn degrees_count_by_sign() {
        let mut network = network(2, &[(0, 1)]);
        for edge in network.graph.edge_weights_mut() {
            let link = edge.links[0].clone();
            let scored = |score| Link {
                row: StatementRow { score, ..StatementRow::default() },
                ..link.clone()
            };
            edge.links.extend([scored(Some(-4.0)), scored(Some(3.0)), scored(Some(-1.0))]);
        }
        let counts = Counts { all: 4, cooperation: 1, conflict: 2 };
        let none = Counts::default();
        assert_eq!(
            degrees(&network),
            [Degrees { given: counts, taken: none }, Degrees { given: none, taken: counts }]
        );
    }

    #[test]
    fn two_triangles_with_a_bridge_are_two_communities() {
        let network = network(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)]);
        assert_eq!(communities(&network), [0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn ranks_sum_to_one() {
        let rank = network(5, &[(0, 1), (1, 2), (3, 2)]).page_rank();
        assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-6 && rank[2] > rank[0]);
    }
}
