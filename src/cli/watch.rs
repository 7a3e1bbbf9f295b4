//! A query that takes too long is ended: cancelled, and where it does not heed that, with the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use oxigraph::sparql::CancellationToken;
use tripel::record::error::Error;

use super::output::say;

/// A query between two patterns, as in planning or in a product of many rows, does not see that it is cancelled.
const GRACE: Duration = Duration::from_secs(2);

/// The time that a query has; dropped when it has ended.
pub struct Watch {
    pub stop: CancellationToken,
    seconds: u64,
    over: Arc<AtomicBool>,
    /// Closed when the watch is dropped, which ends its thread.
    _done: Sender<()>,
}

impl Watch {
    /// Cancels after so many seconds; 0 is never.
    pub fn new(seconds: u64) -> Watch {
        let (done, ended) = channel::<()>();
        let stop = CancellationToken::new();
        let over = Arc::new(AtomicBool::new(false));
        if seconds > 0 {
            let (stop, over) = (stop.clone(), Arc::clone(&over));
            std::thread::spawn(move || {
                let closed = |time| {
                    ended.recv_timeout(time) != Err(std::sync::mpsc::RecvTimeoutError::Timeout)
                };
                if closed(Duration::from_secs(seconds)) {
                    return;
                }
                over.store(true, Ordering::Relaxed);
                stop.cancel();
                if !closed(GRACE) {
                    say(&sentence(seconds));
                    std::process::exit(2);
                }
            });
        }
        Watch { stop, seconds, over, _done: done }
    }

    /// The error with which a query ended, or that its time was over.
    pub fn reason(&self, error: Error) -> Error {
        if self.over.load(Ordering::Relaxed) { Error::new(sentence(self.seconds)) } else { error }
    }
}

fn sentence(seconds: u64) -> String {
    let time = if seconds == 1 { "a second".to_owned() } else { format!("{seconds} seconds") };
    format!("the query took longer than {time} and was ended; --timeout gives it more")
}
