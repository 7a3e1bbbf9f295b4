//! tripel: news articles become a knowledge graph of who does and says what to whom.
//!
//! The order of the modules below is the order in which data flows; a module uses only modules above it (tests/house.rs).

// foundations
pub mod error;
pub mod plover;
pub mod span;
pub mod ud;
// what the program knows
pub mod gazetteer;
pub mod lang;
pub mod lexicon;
pub mod model;
pub mod morphology;
// the stages: text becomes statements
pub mod article;
pub mod attribution;
pub mod clause;
pub mod concept;
pub mod conllu;
pub mod entity;
pub mod event;
pub mod extract;
pub mod mention;
pub mod parse;
pub mod phrase;
pub mod quotation;
pub mod sentence;
pub mod statement;
pub mod tag;
pub mod time;
// the graph: statements become answers
pub mod export;
pub mod graph;
pub mod network;
pub mod query;
pub mod rdf;
pub mod store;
pub mod vocab;
