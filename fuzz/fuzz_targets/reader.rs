//! Any bytes are read as a file whose ending the first byte chooses, and each article goes the whole road.

#![no_main]

#[path = "../../tests/holds/mod.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    holds::file(holds::READ[usize::from(*kind) % holds::READ.len()], rest);
});
