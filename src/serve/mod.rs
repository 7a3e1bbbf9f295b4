//! The explorer: a store as pages that one can click through to the sentence, as a SPARQL endpoint, and as one file to send.
//!
//! Requests come in, pages, RDF and results go out. Pages are made here, whole, without a script; they only show unless the server was
//! started to correct.
//!
//! ```
//! use tripel::export::words::Tongue;
//! use tripel::kb::store::Store;
//! use tripel::serve::{report::report, shelf::Shelf};
//!
//! let folder = std::env::temp_dir().join("tripel-example-of-serve");
//! let shelf = Shelf::open(&Store::create(folder)?)?;
//! assert!(report(&shelf, Tongue::English, "Nothing yet", true).starts_with("<!DOCTYPE html>"));
//! # Ok::<(), tripel::record::error::Error>(())
//! ```

pub mod words;
pub mod shelf;
pub mod view;
pub mod drawing;
pub mod overview;
pub mod network;
pub mod actor;
pub mod statement;
pub mod article;
pub mod search;
pub mod review;
pub mod ask;
pub mod frame;
pub mod report;
pub mod answer;
pub mod guard;
pub mod sparql;
pub mod tongue;
pub mod files;
pub mod edit;
pub mod pages;
pub mod site;
pub mod server;
