//! Statements become RDF, a store of articles, and a graph that SPARQL runs against.
//!
//! Extractions come in; quads, the folder of a [`store::Store`] and a [`graph::Graph`] go out. A plain fact stands in the
//! default graph, every statement with its evidence in a graph of its own.
//!
//! ```
//! # #[cfg(feature = "graph")] {
//! use tripel::kb::{graph::Graph, rdf};
//!
//! let graph = Graph::of(Vec::new(), rdf::BASE);
//! assert!(graph.is_empty());
//! assert!(graph.query("SELECT * { ?who ?does ?whom }").is_ok());
//! # }
//! ```

pub mod vocab;
pub mod rdf;
pub mod relations;
#[cfg(feature = "graph")]
pub mod sketch;
#[cfg(feature = "graph")]
pub mod store;
#[cfg(feature = "graph")]
pub mod copies;
#[cfg(feature = "graph")]
pub mod quads;
#[cfg(feature = "graph")]
pub mod query;
#[cfg(feature = "graph")]
pub mod watch;
#[cfg(feature = "graph")]
pub mod index;
#[cfg(feature = "graph")]
pub mod disk;
#[cfg(feature = "graph")]
pub mod graph;
#[cfg(feature = "graph")]
pub mod verify;
#[cfg(feature = "graph")]
pub mod rows;
#[cfg(feature = "graph")]
pub mod selection;
