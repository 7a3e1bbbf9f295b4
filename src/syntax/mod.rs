//! The story becomes sentences, words and trees.
//!
//! The spans of the story come in; dependency trees in the manner of Universal Dependencies go out, one for each
//! sentence, with the names that stand in it.
//!
//! ```
//! use tripel::record::span::Span;
//! use tripel::syntax::{parse::trees, sentence::sentences};
//!
//! let german = tripel::languages::language("de").expect("German is built in");
//! let text = "China wies die Vorwürfe zurück.";
//! let sentences = sentences(text, &[Span::new(0, text.len())], german);
//! let trees = trees(text, &sentences, german);
//! let root = trees[0].root().expect("a root");
//! assert_eq!(trees[0].words[root].form, "wies");
//! ```

pub mod sentence;
pub mod tag;
pub mod parse;
pub mod conllu;
pub mod phrase;
pub mod compound;
