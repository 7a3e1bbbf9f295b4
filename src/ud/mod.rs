//! Universal Dependencies: the names that analyses are written with.
//!
//! Text as it stands in CoNLL-U comes in; enums and [`Feats`] go out, which print as they were read.
//!
//! ```
//! use tripel::ud::{Case, Feats};
//!
//! let feats = Feats::parse("Case=Nom|Number=Sing");
//! assert_eq!(feats.case, Some(Case::Nom));
//! assert_eq!(feats.to_string(), "Case=Nom|Number=Sing");
//! ```

mod names;

pub use names::{
    Case, Definite, Degree, Deprel, Feats, Gender, Mood, NumType, Number, Person, PronType, Tense,
    Upos, VerbForm,
};
