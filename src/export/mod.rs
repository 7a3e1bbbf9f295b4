//! Exports: a file for each format.

pub mod csv;
pub mod dot;
pub mod json;
pub mod rdf;
