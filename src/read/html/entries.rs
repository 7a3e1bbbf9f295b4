//! The entries of a live blog: the line before each says when it was written.
//!
//! `<time datetime="2024-03-12T08:15:00Z">vor 5 Minuten</time><p>Der Rat tagt.</p>` becomes the lines "12.03.2024, 09:15 Uhr" and "Der Rat
//! tagt."; where a page shows no times, those of its JSON-LD are put before its entries.

use std::collections::{BTreeMap, HashMap};

use super::lines::{Kind, Line, letters};
use super::story::{Verdicts, Witness};
use super::told::{Entry, Told};
use crate::record::date;

/// So many entries with their times make a live blog of a page that does not say so.
const ENTRIES: usize = 3;
/// The time stands so many lines before what it is about.
const BEFORE: usize = 2;
/// So many letters tell which entry a line begins.
const START: usize = 40;

/// Keeps the times of entries, and adds those that only the JSON-LD has.
pub(super) fn timed(lines: &mut Vec<Line>, verdicts: &mut Verdicts, told: &Told) {
    let is_entry = |n: &usize| {
        let behind = verdicts[*n + 1..].iter().take(BEFORE);
        time(&lines[*n], told.live).is_some() && behind.into_iter().any(Result::is_ok)
    };
    let found: Vec<usize> = (0..lines.len()).filter(is_entry).collect();
    if !told.live && found.len() < ENTRIES {
        return;
    }
    for n in found {
        verdicts[n] = Ok(Witness::Hour);
        lines[n].text = time(&lines[n], told.live).unwrap_or_default();
    }
    let mut missing = missing(lines, verdicts, &told.entries).into_iter().peekable();
    let read = std::mem::take(lines).into_iter().zip(std::mem::take(verdicts));
    for (n, (line, verdict)) in read.enumerate() {
        if let Some((_, moment)) = missing.next_if(|(at, _)| *at == n) {
            lines.push(Line::plain(moment));
            verdicts.push(Ok(Witness::Hour));
        }
        lines.push(line);
        verdicts.push(verdict);
    }
}

/// The time that a line is: of its `time` element, else as it is written. On a page that does not say that it is a live blog only "09:15
/// Uhr" is one, as lists of other articles have days as well.
fn time(line: &Line, live: bool) -> Option<String> {
    if !live && !date::is_hour(&line.text) {
        return None;
    }
    let hour = date::hour_in(&line.text);
    let moment = line.moment.as_deref();
    if let Some((moment, hour)) = moment.and_then(|moment| Some((moment, date::hour(moment)?))) {
        return Some(date::entry_line(date::parse(moment), &hour));
    }
    Some(date::entry_line(date::parse(&line.text), &hour?))
}

/// Before which lines a time of the JSON-LD is to be put, in their order.
fn missing(lines: &[Line], verdicts: &Verdicts, entries: &[Entry]) -> Vec<(usize, String)> {
    let mut starts: HashMap<String, Vec<usize>> = HashMap::new();
    let first = |n: &usize| verdicts[*n].is_ok() && lines[*n].kind != Kind::Heading(1);
    for n in (0..lines.len()).filter(first) {
        starts.entry(start(&lines[n].text)).or_default().push(n);
    }
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut from = 0;
    for entry in entries {
        let Some(moment) = &entry.moment else { continue };
        let headline = entry.headline.as_deref().map(start);
        let body = Some(start(&entry.body)).filter(|body| body.chars().count() == START);
        let beginning = [headline, body].into_iter().flatten().find_map(|own| starts.get(&own));
        let Some(own) = beginning else { continue };
        // of lines that are alike the next one, as entries stand in the order of the page
        let next = own.get(own.partition_point(|n| *n < from));
        let at = next.copied().unwrap_or(own[0]);
        let shown = (at.saturating_sub(BEFORE)..at).any(|n| verdicts[n] == Ok(Witness::Hour));
        if !shown {
            found.entry(at).or_insert_with(|| moment.clone());
        }
        from = at + 1;
    }
    found.into_iter().collect()
}

/// The first letters of a line, by which it is known.
fn start(line: &str) -> String {
    letters(line).chars().take(START).collect()
}
