//! What belongs to a clause: its contents by attribution and the quotations of its sentence, found once for the whole article.

use std::collections::HashMap;

use crate::extract::attribution::Attribution;
use crate::extract::quotation::{Places, Quotation};
use crate::syntax::parse::Tree;

#[derive(Clone, Debug, Default)]
pub struct Links {
    pub(super) quotations: Places,
    /// For a clause those whose content it is attributed, in their order.
    contents: HashMap<usize, Vec<usize>>,
}

impl Links {
    pub fn new(trees: &[Tree], quotations: &[Quotation], attributions: &[Attribution]) -> Links {
        let mut contents: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, attribution) in attributions.iter().enumerate() {
            if let Some(governor) = attribution.content_of {
                contents.entry(governor).or_default().push(at);
            }
        }
        Links { quotations: Places::new(trees, quotations), contents }
    }

    /// The clauses that are the content of a clause.
    pub(super) fn contents(&self, clause: usize) -> &[usize] {
        self.contents.get(&clause).map_or(&[], Vec::as_slice)
    }
}
