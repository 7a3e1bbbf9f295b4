//! Any text goes the whole road: what must hold is what the property tests of tests/analysis/damage.rs ask.

#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| holds::road(&String::from_utf8_lossy(bytes)));
