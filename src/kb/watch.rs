//! A query is watched: where it takes longer or needs more memory than it may, it is cancelled, and it can be said why.
//!
//! `SELECT * { ?a ?b ?c . ?d ?e ?f }` of a large store ends after `--timeout`, and with `ORDER BY` at `--memory`.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use oxigraph::sparql::CancellationToken;

/// How long a query between two patterns, as in planning or in an endless path, may leave unheeded that it is cancelled.
const GRACE: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(20);

/// What a query may take; 0 is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    pub seconds: u64,
    /// Megabytes of memory of the whole process, without the files that are mapped; where the system does not tell, as anywhere
    /// but on Linux, there is no limit.
    pub megabytes: u64,
}

/// A query that is watched until this is dropped.
pub struct Watch {
    pub stop: CancellationToken,
    exceeded: Arc<OnceLock<String>>,
    /// Closed when the watch is dropped, which ends its thread.
    _done: Sender<()>,
}

impl Watch {
    /// Cancels `stop` at the first limit. `unheeded` is told the reason where the query goes on for two seconds all the same.
    pub fn new(bounds: Bounds, unheeded: impl FnOnce(&str) + Send + 'static) -> Watch {
        let (done, ended) = channel::<()>();
        let stop = CancellationToken::new();
        let exceeded = Arc::new(OnceLock::new());
        let watch = Watch { stop: stop.clone(), exceeded: Arc::clone(&exceeded), _done: done };
        if bounds == Bounds::default() {
            return watch;
        }
        std::thread::spawn(move || {
            let goes_on = |time| ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
            let begin = Instant::now();
            while goes_on(LOOK) {
                let Some(reason) = bounds.reason(begin.elapsed()) else { continue };
                let reason = exceeded.get_or_init(|| reason);
                stop.cancel();
                if goes_on(GRACE) {
                    unheeded(reason);
                }
                return;
            }
        });
        watch
    }

    /// Why the query was cancelled; `None` where it was not.
    pub fn exceeded(&self) -> Option<&str> {
        self.exceeded.get().map(String::as_str)
    }
}

impl Bounds {
    fn reason(self, time: Duration) -> Option<String> {
        if self.seconds > 0 && time >= Duration::from_secs(self.seconds) {
            let time = if self.seconds == 1 {
                "a second".to_owned()
            } else {
                format!("{} seconds", self.seconds)
            };
            return Some(format!(
                "the query took longer than {time} and was ended; --timeout gives it more"
            ));
        }
        let used = if self.megabytes > 0 { megabytes() } else { None };
        used.filter(|used| *used >= self.megabytes).map(|_| {
            format!(
                "the query needed more than {} MB of memory and was ended; --memory gives it more",
                self.megabytes
            )
        })
    }
}

/// The memory of this process without mapped files, where the system tells it.
fn megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? >> 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_that_needs_too_much_is_cancelled() {
        for (bounds, word) in [
            (Bounds { seconds: 1, megabytes: 0 }, "a second"),
            (Bounds { seconds: 0, megabytes: 1 }, "1 MB"),
        ] {
            if bounds.megabytes > 0 && megabytes().is_none() {
                continue;
            }
            let (tell, told) = channel();
            let watch = Watch::new(bounds, move |reason| drop(tell.send(reason.to_owned())));
            let reason = told.recv_timeout(Duration::from_secs(20)).expect("nobody heeds it");
            assert!(reason.contains(word) && watch.stop.is_cancelled(), "{reason}");
            assert_eq!(watch.exceeded(), Some(reason.as_str()));
        }
    }
}
