//! Time that a bound can be set on: that of the processor for this thread, where Linux tells it, which does not grow when the machine is busy.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Since some moment; else the time that passes.
pub fn processor_time() -> Duration {
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| BEGIN.elapsed(), Duration::from_nanos)
}
