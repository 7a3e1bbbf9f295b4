//! An input that takes too long ends the tests, with the input: a loop that does not advance would hang them for ever.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// What a text of a few kilobytes may take on a busy machine.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 600 } else { 120 });

/// Works on an input; ends the process where that takes too long.
pub fn watched(input: &[u8], work: impl FnOnce()) {
    let (done, end) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if end.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
                eprintln!("after {LONGEST:?} not done: {:?}", String::from_utf8_lossy(input));
                std::process::abort();
            }
        });
        let done = done;
        work();
        drop(done);
    });
}
