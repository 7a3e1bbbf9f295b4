//! Text exports of Nexis: many articles in one file, each with its head and "Load-Date: March 13, 2024".
//!
//! "1 of 20 DOCUMENTS" or "Dokument 1 von 20" begins an article; newspaper, day and title stand first, "LENGTH: 300 words" and other
//! lines in capitals are its head, and "End of Document" its end.

use serde_json::{Value, json};

use super::paragraphs;
use crate::record::date;
use crate::record::reading::{self, Says, words};

pub(in crate::read) fn is_export(start: &str) -> bool {
    let numbered = start.lines().take(40).any(|line| is_number(line.trim()));
    let loaded = words(Says::NexisLoaded).iter().any(|word| start.contains(word));
    numbered && loaded || start.contains("\nEnd of Document") && start.contains("Load-Date:")
}

/// "1 of 20 DOCUMENTS", "Dokument 1 von 20"
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let of = |word: &str| reading::words(Says::NexisOf).contains(&word);
    // "DOCUMENTS", "DOKUMENTE", "Dokument"
    let is_document = |word: &str| word.to_uppercase().starts_with("DO");
    match words[..] {
        [one, between, all, word] if number(one) => of(between) && number(all) && is_document(word),
        [word, one, between, all] => is_document(word) && number(one) && of(between) && number(all),
        _ => false,
    }
}

/// The articles as records.
pub(in crate::read) fn records(text: &str) -> Vec<Value> {
    let mut documents: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        if is_number(line) || line == "End of Document" {
            documents.push(Vec::new());
        } else if let Some(last) = documents.last_mut() {
            last.push(line);
        }
    }
    documents
        .iter()
        .filter(|lines| lines.iter().any(|line| line.len() > 80))
        .map(|lines| record(lines))
        .collect()
}

fn record(lines: &[&str]) -> Value {
    let field = |name: &str| {
        lines.iter().find_map(|line| {
            let start = line.get(..name.len())?;
            start.eq_ignore_ascii_case(name).then(|| line[name.len()..].trim().to_owned())
        })
    };
    let is_head = |line: &str| {
        let upper = line.to_uppercase();
        words(Says::NexisHead).iter().any(|name| upper.starts_with(name))
    };
    let body = lines
        .iter()
        .position(|line| *line == "Body")
        .or_else(|| {
            lines.iter().rposition(|line| {
                is_head(line) && !line.to_uppercase().starts_with("LOAD-DATE") && !is_tail(line)
            })
        })
        .map_or(0, |at| at + 1);
    let top: Vec<&&str> =
        lines[..body].iter().filter(|line| !line.is_empty() && !is_head(line)).collect();
    let day = top.iter().position(|line| date::parse(line).is_some());
    let written = day.map(|day| top[day].to_string());
    let title = match day {
        // older exports: newspaper, day, title; newer ones: title, newspaper, day
        Some(0 | 1) if top.len() > day.unwrap_or(0) + 1 => top.get(day.unwrap_or(0) + 1),
        _ => top.first(),
    };
    let source = day.and_then(|day| day.checked_sub(1)).and_then(|at| top.get(at));
    let story: Vec<&str> = lines[body..].iter().copied().filter(|line| !is_head(line)).collect();
    json!({
        "title": title.map(|title| title.to_string()),
        "source": source.map(|source| source.to_string()),
        "date": written.and_then(|day| date::parse(&day)).map(|day| day.to_string()),
        "author": words(Says::NexisAuthor).iter().find_map(|name| field(name)),
        "text": paragraphs(&story),
    })
}

/// Heads that stand behind the story.
fn is_tail(line: &str) -> bool {
    let upper = line.to_uppercase();
    words(Says::NexisTail).iter().any(|name| upper.starts_with(name))
}
