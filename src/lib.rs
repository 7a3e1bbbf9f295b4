//! tripel: news articles become a knowledge graph of who does and says what to whom.
//!
//! The order of the modules below is the order in which data flows; a module uses only modules above it (tests/house.rs).

// foundations
pub mod error;
pub mod span;
pub mod ud;
// what the program knows
pub mod tables;
pub mod plover;
pub mod lexicon;
pub mod gazetteer;
pub mod model;
pub mod morphology;
pub mod lang;
// the stages: text becomes statements
pub mod article;
pub mod sentence;
pub mod tag;
pub mod parse;
pub mod conllu;
pub mod phrase;
pub mod clause;
pub mod compound;
pub mod gloss;
pub mod concept;
pub mod mention;
pub mod entity;
pub mod corrections;
pub mod quotation;
pub mod attribution;
pub mod event;
pub mod time;
pub mod statement;
pub mod extract;
pub mod openie;
// the graph: statements become answers
pub mod vocab;
pub mod rdf;
pub mod store;
pub mod query;
pub mod index;
pub mod graph;
pub mod verify;
pub mod rows;
pub mod network;
pub mod measure;
pub mod export;
