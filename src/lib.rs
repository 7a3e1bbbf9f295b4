//! tripel: news articles become a knowledge graph of who does and says what to whom.
//!
//! Each module below is a wing: a step of the road from a file to a graph and its exports. They stand in the order in
//! which data flows; a wing uses only wings above it (tests/house.rs).
//!
//! ```
//! use tripel::extract::{corrections::Corrections, extract};
//! use tripel::record::article::{Article, Metadata};
//!
//! let text = "Deutschland hat am Montag den Botschafter von Belarus ausgewiesen.";
//! let article = Article::from_bytes("note.txt", text.into(), &Metadata::default()).next();
//! let german = tripel::languages::language("de").expect("German is built in");
//! let extraction = extract(&article.expect("one")?, german, &Corrections::default());
//! assert_eq!(extraction.statements.len(), 1);
//! # Ok::<(), tripel::record::error::Error>(())
//! ```

// What travels between the steps: spans, articles, event types, errors.
pub mod record;
// Universal Dependencies: parts of speech, features, relations.
pub mod ud;
// What any language has: lexicon, gazetteer, word forms, models, segmentation.
pub mod language;
// German.
pub mod de;
// The languages of this build by their codes.
pub mod languages;
// Files become articles, articles become story and boilerplate.
pub mod read;
// Story becomes sentences, words and trees.
pub mod syntax;
// Trees become statements with their evidence.
pub mod extract;
// Statements become RDF, a store and a graph that SPARQL runs against.
pub mod kb;
// Who acts on whom: the network of actors and its measures.
#[cfg(feature = "graph")]
pub mod network;
// What people corrected: the log, its way into the store, the review queue, agreement.
#[cfg(feature = "graph")]
pub mod review;
// The formats in which all this leaves.
pub mod export;
// The explorer: pages, SPARQL over HTTP, the report.
#[cfg(feature = "serve")]
pub mod serve;
