//! Exports, read back: a nasty article goes through every format, and other programs read what they know.

mod formats;
mod nasty;
mod neo4j;
mod parquet;
mod pictures;
mod program;
mod qda;
mod python;
mod random;
mod stores;
mod structure;
