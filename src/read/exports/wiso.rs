//! Text exports of wiso and Genios: each document has a headline, its text, and lines such as "Quelle: Bote vom 12.03.2024, S. 8".
//!
//! "© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH" ends a document; "Dauerhafte Adresse des Dokuments:" is its address.

use serde_json::{Value, json};

use super::paragraphs;
use crate::record::date;
use crate::record::reading::{self, Says, words};

const END: &str = "GBI-Genios";

pub(in crate::read) fn is_export(start: &str) -> bool {
    start.contains(END)
        || start.contains("\nDauerhafte Adresse des Dokuments:")
        || start.contains("\nDokumentnummer:") && start.contains("\nQuelle:")
}

/// The articles as records.
pub(in crate::read) fn records(text: &str) -> Vec<Value> {
    let mut documents: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.split(['\n', '\u{c}']).map(str::trim) {
        if line.contains(END) {
            documents.push(Vec::new());
        } else if let Some(last) = documents.last_mut().filter(|_| !is_number(line)) {
            last.push(line);
        }
    }
    documents.iter().filter_map(|lines| record(lines)).collect()
}

/// "Seite 1 von 3", "Dokument 2 von 20"
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is = |word: &str, says: Says| reading::words(says).contains(&word);
    let [what, one, of, all] = words[..] else { return false };
    is(what, Says::WisoNumber) && number(one) && is(of, Says::WisoOf) && number(all)
}

/// The name of a line of the head or the end, and what stands behind it.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim().to_lowercase();
    words(Says::WisoField).contains(&name.as_str()).then_some((name, value.trim()))
}

fn record(lines: &[&str]) -> Option<Value> {
    let named = |says: Says| -> Option<String> {
        let value = |(at, line): (usize, &&str)| {
            let (_, value) =
                field(line).filter(|(name, _)| words(says).contains(&name.as_str()))?;
            // a value may stand in the next line
            let below = lines.get(at + 1).filter(|line| field(line).is_none());
            let value = if value.is_empty() { below.copied().unwrap_or_default() } else { value };
            (!value.is_empty()).then(|| value.to_owned())
        };
        lines.iter().enumerate().find_map(value)
    };
    let end = lines.iter().rposition(|line| field(line).is_none() && line.len() > 80)?;
    let story = &lines[..=end];
    let issue = story.iter().position(|line| is_issue(line));
    let told: Vec<&str> = story.iter().copied().filter(|line| field(line).is_none()).collect();
    let first = told.iter().position(|line| !line.is_empty() && !is_issue(line))?;
    let title = named(Says::WisoTitle).unwrap_or_else(|| told[first].trim_matches('"').to_owned());
    let long = told[first].chars().count() > 200 || told[first].ends_with('.');
    let body: Vec<&str> = told[if long { first } else { first + 1 }..]
        .iter()
        .copied()
        .filter(|line| !is_issue(line))
        .collect();
    let issue = named(Says::WisoSource).or_else(|| issue.map(|at| story[at].to_owned()));
    let (source, day) = issue.as_deref().map(parted).unwrap_or_default();
    Some(json!({
        "title": (!long).then_some(title),
        "source": source,
        "date": named(Says::WisoDate).and_then(|day| date::parse(&day)).map(|day| day.to_string()).or(day),
        "author": named(Says::WisoAuthor),
        "url": named(Says::WisoUrl),
        "text": paragraphs(&body),
    }))
}

/// "Norderauer Bote vom 12.03.2024, Nr. 61, S. 8"
fn is_issue(line: &str) -> bool {
    line.len() <= 160 && parted(line).1.is_some()
}

/// The newspaper and the day of an issue.
fn parted(issue: &str) -> (Option<String>, Option<String>) {
    let at = words(Says::WisoIssue).iter().find_map(|word| issue.split_once(&format!(" {word} ")));
    let Some((source, rest)) = at else {
        let (source, rest) = issue.split_once(',').unwrap_or((issue, ""));
        let day = date::parse(rest).map(|day| day.to_string());
        return (Some(source.trim().to_owned()).filter(|source| !source.is_empty()), day);
    };
    let day: String = rest.chars().take(20).collect();
    let day = day.split([',', ';', '/']).next().and_then(date::parse).map(|day| day.to_string());
    (Some(source.trim().to_owned()), day)
}
