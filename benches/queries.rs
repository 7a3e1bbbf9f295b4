//! What each named query takes, with and without its parameters, on 1,000 and 2,000 copies of the sample article:
//! `cargo bench --bench queries`, with the beginning of a query's name after `--` for that one. Fails where one takes longer than its bound, or grows faster than the articles.

#[path = "../tests/copies/mod.rs"]
mod copies;

use mimalloc::MiMalloc;
use oxigraph::sparql::QueryResults;
use tripel::kb::graph::Graph;
use tripel::kb::query;

use copies::{graph, processor_time};

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Seconds of processor time on 1,000 articles.
const BOUND: f64 = 3.0;
/// From 1,000 to 2,000 articles; a sort grows a little faster than its rows.
const GROWTH: f64 = 2.6;

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| argument != "--bench");
    let (small, large) = (graph(1000), graph(2000));
    println!("{} and {} quads", small.len(), large.len());
    let mut slow = Vec::new();
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|part| name.starts_with(part));
    for named in query::queries().into_iter().filter(|named| is_wanted(named.name)) {
        let mut runs = vec![Vec::new()];
        runs.extend(named.parameters.iter().map(|(name, _)| {
            let value = match *name {
                "type" => "Country",
                "status" => "claimed",
                "kind" => "indirect",
                _ => "China",
            };
            vec![((*name).to_owned(), value.to_owned())]
        }));
        for given in runs {
            let sparql = query::filled(named.sparql, &given).expect("a query");
            let (mut one, rows) = time(&small, &sparql);
            let (mut two, _) = time(&large, &sparql);
            // what else runs on the machine makes it slower, nothing makes it faster
            for _ in 0..3 {
                if is_fine(one, two) {
                    break;
                }
                one = one.min(time(&small, &sparql).0);
                two = two.min(time(&large, &sparql).0);
            }
            let name =
                given.first().map_or(String::new(), |(name, value)| format!(" {name}={value}"));
            println!("{}{name}: {one:.2} s, {two:.2} s, {rows} rows", named.name);
            if !is_fine(one, two) {
                slow.push(format!("{}{name}", named.name));
            }
        }
    }
    assert!(slow.is_empty(), "too slow: {slow:?}");
}

fn is_fine(one: f64, two: f64) -> bool {
    one <= BOUND && two <= GROWTH * one.max(0.1)
}

fn time(graph: &Graph, sparql: &str) -> (f64, usize) {
    let begin = processor_time();
    let QueryResults::Solutions(solutions) = graph.query(sparql).expect("an answer") else {
        panic!("the query selects nothing")
    };
    let rows = solutions.filter(Result::is_ok).count();
    (processor_time() - begin, rows)
}
