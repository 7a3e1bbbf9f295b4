//! What travels between the steps.
//!
//! Nothing comes in: these types use no other wing. Every later stage takes and returns them. A [`span::Span`] points
//! into [`article::Article::text`], which never changes.
//!
//! ```
//! use tripel::record::span::Span;
//!
//! let text = "China reagiert.";
//! assert_eq!(Span::new(0, 5).of(text), "China");
//! ```

pub mod error;
pub mod work;
pub mod span;
pub(crate) mod names;
pub mod tables;
pub mod own;
pub(crate) mod reading;
pub mod plover;
pub mod date;
pub mod ids;
pub mod article;
