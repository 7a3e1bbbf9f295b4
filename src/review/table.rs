//! Judged statements as a table, in the form that `tripel-train confidence` reads: article, id, verdict, core, cause, reader.
//!
//! `core` is 1 where who, verb and whom are right. What users decided becomes what the tool learns from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::extract::judgement::{Judgement, What};

/// The rows under a header; of statements that a person added there is none, for no rule made them.
pub fn judged(lines: &[Arc<Judgement>]) -> Vec<Vec<String>> {
    let mut verdicts: BTreeMap<(&str, &str), (&str, bool, &str, &str)> = BTreeMap::new();
    for own in lines {
        let (Some(article), Some(told)) = (&own.article, &own.statement) else { continue };
        let verdict = match own.what {
            What::Accept => ("right", true, ""),
            What::Reject => ("wrong", false, own.why.as_deref().unwrap_or("")),
            What::Subject | What::Predicate | What::Object => ("part", false, own.what.as_str()),
            // who, verb and whom stay as they were found
            What::Status | What::Polarity | What::Speaker | What::Event => {
                ("part", true, own.what.as_str())
            }
            _ => continue,
        };
        let place = verdicts.entry((article, &told.id)).or_insert(("right", true, "", &own.who));
        let core = match own.what {
            What::Accept | What::Reject => verdict.1,
            _ => verdict.1 && place.1,
        };
        *place = (verdict.0, core, verdict.2, &own.who);
    }
    let header = ["article", "id", "verdict", "core", "cause", "reader"];
    let mut table = vec![header.map(str::to_owned).to_vec()];
    for ((article, id), (verdict, core, cause, reader)) in verdicts {
        let plain = |text: &str| text.replace([',', '\n', '\r', '"'], " ");
        let core = if core { "1" } else { "0" };
        table.push([article, id, verdict, core, cause, reader].map(plain).to_vec());
    }
    table
}
