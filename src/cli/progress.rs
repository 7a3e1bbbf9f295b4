//! How far a long command is, on standard error: a bar with the share and the time left on a
//! terminal, else a plain line now and then.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::{count, say};

/// A command that is faster shows nothing.
const FAST: Duration = Duration::from_secs(2);
/// Between two plain lines.
const PAUSE: Duration = Duration::from_secs(10);

/// Articles that are done, and the share of all work that they are.
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    articles: AtomicUsize,
    /// Of all work, in the unit of `reached`; `None` where nobody knows.
    total: Option<u64>,
    begin: Instant,
    last_line: Instant,
}

impl Progress {
    pub fn new(total: Option<u64>, quiet: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{bar:24} {percent:>3} %  {msg}, {eta} left",
            None => "{spinner} {msg}, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let now = Instant::now();
        Progress { bar, quiet, articles: AtomicUsize::new(0), total, begin: now, last_line: now }
    }

    /// An article is done.
    pub fn step(&self) {
        let articles = 1 + self.articles.fetch_add(1, Ordering::Relaxed);
        if !self.quiet && self.bar.is_hidden() && self.begin.elapsed() > FAST {
            // draws nothing where standard error is no terminal
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(count(articles, "article"));
    }

    /// So much of the whole is done.
    pub fn reached(&mut self, done: u64) {
        self.bar.set_position(done);
        if !self.quiet && self.bar.is_hidden() && self.last_line.elapsed() > PAUSE {
            self.last_line = Instant::now();
            say(&self.line(done));
        }
    }

    fn line(&self, done: u64) -> String {
        let articles = count(self.articles.load(Ordering::Relaxed), "article");
        match self.total {
            Some(total) if done > 0 && done <= total => {
                let left = self.begin.elapsed().mul_f64((total - done) as f64 / done as f64);
                let share = 100 * done / total;
                format!("{articles} done, {share} %, about {} left", span(left))
            }
            _ => format!("{articles} done"),
        }
    }

    /// Prints while the bar is out of the way.
    pub fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// "40 s", "3 min", "2 h 10 min".
fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..90 => format!("{seconds} s"),
        seconds @ 90..5400 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_line_tells_share_and_time_left() {
        let mut progress = Progress::new(Some(1000), false);
        progress.begin -= Duration::from_secs(30);
        for _ in 0..12 {
            progress.step();
        }
        assert_eq!(progress.line(250), "12 articles done, 25 %, about 2 min left");
        assert_eq!(Progress::new(None, false).line(250), "0 articles done");
        assert_eq!(span(Duration::from_secs(7800)), "2 h 10 min");
    }
}
