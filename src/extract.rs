//! The stages, composed.

use crate::article::Article;
use crate::statement::Extraction;

/// What an article says.
pub fn extract(_article: &Article) -> Extraction {
    Extraction::default()
}
