//! Agreement: how far two people who judged the same articles decide alike.
//!
//! Krippendorff's alpha for status and event (nominal, two coders: 1 is full agreement, 0 is that of chance; Krippendorff 2019,
//! chapter 12), and F1 for which statements are right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::extract::judgement::{Judgement, What};

/// How far two people agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Statements that both judged.
    pub both: usize,
    /// Krippendorff's alpha; `None` where all have the same value or nobody judged the same.
    pub status: Option<f64>,
    pub event: Option<f64>,
    /// Whether a statement is right at all.
    pub verdict: Option<f64>,
    /// Statements that the first, the second, and both hold to be right, of the articles that both looked at.
    pub right: [usize; 3],
}

impl Agreement {
    /// Twice what both hold to be right, by what each does; `None` where neither holds anything to be right.
    pub fn f1(&self) -> Option<f64> {
        let [first, second, both] = self.right;
        (first + second > 0).then(|| 2.0 * both as f64 / (first + second) as f64)
    }
}

/// What a person left of a statement.
#[derive(Clone, Debug, PartialEq)]
struct Opinion {
    right: bool,
    status: String,
    event: String,
}

type Opinions = BTreeMap<(String, String), Opinion>;

/// How far two logs agree, each of one person or one group.
pub fn agreement(first: &[Arc<Judgement>], second: &[Arc<Judgement>]) -> Agreement {
    let (first, second) = (opinions(first), opinions(second));
    let articles = |own: &Opinions| own.keys().map(|key| key.0.clone()).collect::<BTreeSet<_>>();
    let shared: BTreeSet<String> =
        articles(&first).intersection(&articles(&second)).cloned().collect();
    let right = |own: &Opinions| -> BTreeSet<(String, String)> {
        let right = own.iter().filter(|(key, own)| own.right && shared.contains(&key.0));
        right.map(|(key, _)| key.clone()).collect()
    };
    let (rights, others) = (right(&first), right(&second));
    let pairs: Vec<(&Opinion, &Opinion)> =
        first.iter().filter_map(|(key, own)| Some((own, second.get(key)?))).collect();
    let of = |part: fn(&Opinion) -> &str, both_right: bool| {
        let pairs = pairs.iter().filter(|(a, b)| !both_right || a.right && b.right);
        alpha(&pairs.map(|(a, b)| (part(a), part(b))).collect::<Vec<_>>())
    };
    Agreement {
        both: pairs.len(),
        status: of(|own| &own.status, true),
        event: of(|own| &own.event, true),
        verdict: of(|own| if own.right { "right" } else { "wrong" }, false),
        right: [rights.len(), others.len(), rights.intersection(&others).count()],
    }
}

/// By article and the words of the statement, what the lines come to.
fn opinions(lines: &[Arc<Judgement>]) -> Opinions {
    let mut opinions = Opinions::new();
    for own in lines {
        let (Some(article), Some(told)) = (&own.article, &own.statement) else { continue };
        let before = Opinion {
            right: true,
            status: told.status.clone(),
            event: told.event.clone().unwrap_or_default(),
        };
        let opinion = opinions.entry((article.clone(), told.id.clone())).or_insert(before);
        let value = own.value.clone().unwrap_or_default();
        match own.what {
            What::Reject => opinion.right = false,
            What::Status => opinion.status = value,
            What::Event => opinion.event = if value == "none" { String::new() } else { value },
            _ => opinion.right = true,
        }
    }
    opinions
}

/// Krippendorff's alpha of nominal values that two people gave; `None` where all are the same or there are none.
pub fn alpha(pairs: &[(&str, &str)]) -> Option<f64> {
    let values = 2.0 * pairs.len() as f64;
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for (one, other) in pairs {
        *counts.entry(one).or_default() += 1.0;
        *counts.entry(other).or_default() += 1.0;
    }
    let same: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
    let expected = values * (values - 1.0) - same;
    let observed = 2.0 * pairs.iter().filter(|(one, other)| one != other).count() as f64;
    (expected > 0.0).then(|| 1.0 - (values - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_is_that_of_the_book() {
        // Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section A: two coders, ten units, alpha 0.095
        let one = ["0", "1", "0", "0", "0", "0", "0", "0", "1", "0"];
        let other = ["1", "1", "1", "0", "0", "1", "0", "0", "0", "0"];
        let pairs: Vec<(&str, &str)> = one.into_iter().zip(other).collect();
        assert!((alpha(&pairs).expect("alpha") - 0.095).abs() < 0.001);
        assert_eq!(alpha(&[("a", "a"), ("a", "a")]), None);
        assert_eq!(alpha(&[]), None);
        assert_eq!(alpha(&[("a", "a"), ("b", "b")]), Some(1.0));
    }
}
