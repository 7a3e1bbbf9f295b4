//! Trees become statements: who does or says what to whom, on whose word, with the evidence in the text.
//!
//! An article and its trees come in; an [`Extraction`](statement::Extraction) goes out: actors, quotations and
//! statements. No stage here can fail, print, read files or look at the clock.
//!
//! ```
//! use tripel::extract::{corrections::Corrections, extract};
//! use tripel::record::article::{Article, Metadata};
//!
//! let text = "Deutschland hat am Montag den Botschafter von Belarus ausgewiesen.".into();
//! let article = Article::from_bytes("note.txt", text, &Metadata::default()).next();
//! let german = tripel::languages::language("de").expect("German is built in");
//! let extraction = extract(&article.expect("one")?, german, &Corrections::default());
//! assert_eq!(extraction.statements[0].predicate.en, "expel");
//! # Ok::<(), tripel::record::error::Error>(())
//! ```

pub mod clause;
pub mod gloss;
pub mod concept;
pub mod mention;
pub mod entity;
pub mod judgement;
pub mod corrections;
pub mod quotation;
pub mod attribution;
pub mod event;
pub mod time;
pub mod statement;
pub mod judged;
mod analysis;
pub mod openie;

pub use analysis::{Analysis, analyse, analyse_story, analyse_trees, extract};
