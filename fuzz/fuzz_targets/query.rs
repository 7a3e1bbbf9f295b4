//! Any text is put to a small graph as a query.

#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

thread_local! {
    static GRAPH: tripel::kb::graph::Graph = holds::small_graph();
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    GRAPH.with(|graph| holds::query(graph, &String::from_utf8_lossy(bytes)));
});
