//! Corrections of people: the log that keeps them, their way into the store, what is worth a look, and how far two people agree.
//!
//! Lines of `corrections.jsonl` in the store's folder come in; articles of the store read anew, queues and figures go out. The log is
//! only ever added to: what was wrong is undone by a line of its own.
//!
//! ```
//! # #[cfg(feature = "graph")] {
//! use tripel::review::agreement::alpha;
//!
//! let pairs = [("claimed", "claimed"), ("claimed", "asserted"), ("denied", "denied")];
//! let alpha = alpha(&pairs).expect("they use several names");
//! assert!((alpha - 6.0 / 11.0).abs() < 1e-9);
//! # }
//! ```

pub mod log;
pub mod draft;
#[cfg(feature = "dna")]
pub mod dna;
pub mod apply;
pub mod doubles;
pub mod queue;
pub mod agreement;
pub mod table;
