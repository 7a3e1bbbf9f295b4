//! Any bytes are read as a file of a binary format, or refused in a sentence.

#![no_main]

#[allow(dead_code)]
#[path = "../../tests/holds/mod.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    holds::read(holds::BINARY[usize::from(*kind) % holds::BINARY.len()], rest);
});
