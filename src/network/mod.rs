//! Who acts on whom.
//!
//! A graph comes in; a [`Network`] of actors goes out, whose edges merge the statements between two of them, with
//! [measures](measure) for each actor. A user's codebook makes concepts of claims ([coding]); who is for and against which of
//! them is a [discourse] network.
//!
//! ```
//! use tripel::kb::{graph::Graph, rdf};
//! use tripel::network::{Filter, network};
//!
//! let network = network(&Graph::of(Vec::new(), rdf::BASE), &Filter::default());
//! assert_eq!(network.graph.node_count(), 0);
//! ```

mod graph;
pub mod measure;
pub mod coding;
pub mod discourse;

pub(crate) use graph::counted;
pub use graph::{Edge, Filter, Link, Network, Node, TOP, Tone, network, network_of};
