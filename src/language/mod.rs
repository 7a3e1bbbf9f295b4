//! What any language has: a [`Language`] is a record of data.
//!
//! Embedded tables and trained weights come in; lexicon, gazetteer, word forms, models and segmentation go out, tied
//! together by [`Language`]. No stage asks which language it is in.
//!
//! ```
//! let german = tripel::languages::language("de").expect("German is built in");
//! assert!(german.grammar.negators.contains(&"nicht"));
//! ```

mod flags;
pub mod lexicon;
pub mod gazetteer;
pub mod model;
pub mod morphology;
mod segmentation;
mod boilerplate;
mod vocabulary;
mod record;

pub use boilerplate::{Boilerplate, Position, Reason};
pub use record::{Analyser, Grammar, Language, Modal, Spelling};
pub use segmentation::{Ends, Segmentation};
pub use vocabulary::{
    Counts, Forms, Prepositions, Reporting, StatusWords, TimeWords, Turn, Vocabulary,
};
