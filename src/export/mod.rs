//! Exports: a file for each format.

pub mod json;
