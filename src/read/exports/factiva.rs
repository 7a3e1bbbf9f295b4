//! Exports of Factiva: plain text (also from RTF), web pages, and XML, which `press` reads.
//!
//! "Document BOTE000020240312ek3c00001" ends each article. With field codes, "HD Rat beschließt die Brücke" is its title; without, the
//! lines stand in a fixed order: title, author, "345 words", day, newspaper, code, language, copyright, text.

use serde_json::{Value, json};

use super::{paragraphs, without_by};
use crate::record::date;
use crate::record::reading::{Says, words};

/// Codes of fields, of which a line has one at its start.
const CODES: [&str; 30] = [
    "HD", "CR", "WC", "PD", "ET", "SN", "SC", "PG", "LA", "CY", "LP", "TD", "CO", "IN", "NS", "RE",
    "PUB", "AN", "BY", "ED", "SE", "CLM", "ART", "RF", "IPD", "IPC", "VOL", "DLN", "CT", "GC",
];

/// "Document BOTE000020240312ek3c00001": such a line ends each article.
fn is_end(line: &str) -> bool {
    words(Says::FactivaEnd).iter().any(|word| {
        let id = line.trim().strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
        id.is_some_and(|id| {
            id.len() >= 20
                && id.bytes().all(|b| b.is_ascii_alphanumeric())
                && id.bytes().filter(u8::is_ascii_digit).count() >= 8
        })
    })
}

pub(in crate::read) fn is_export(start: &str) -> bool {
    start.lines().any(is_end)
}

/// A page with articles of Factiva in it.
pub(in crate::read) fn is_page(text: &str) -> bool {
    text.contains("class=\"article ") && text.contains("Headline") && text.contains("Article")
        || text.contains("id=\"article-") && text.contains("enHeadline")
        || text.contains("deHeadline")
}

/// The articles of a page as the lines of their text.
#[cfg(feature = "formats")]
pub(in crate::read) fn page_text(html: &str) -> String {
    let document = dom_query::Document::from(html);
    let mut text = String::new();
    for article in document.select("div.article").nodes() {
        lines_of(article, &mut text, 0);
        text.push('\n');
    }
    text
}

/// Elements stand no deeper in each other.
#[cfg(feature = "formats")]
const DEEPEST: usize = 200;

/// Blocks are lines, paragraphs have blank lines around them; a row of a table is one line.
#[cfg(feature = "formats")]
fn lines_of(node: &dom_query::NodeRef, text: &mut String, depth: usize) {
    for child in node.children() {
        if child.is_text() {
            let own = child.text();
            let own: Vec<&str> = own.split_whitespace().collect();
            if !own.is_empty() {
                if !text.is_empty() && !text.ends_with([' ', '\n']) {
                    text.push(' ');
                }
                text.push_str(&own.join(" "));
            }
            continue;
        }
        if !child.is_element() || depth > DEEPEST {
            continue;
        }
        let name = child.node_name().unwrap_or_default();
        let (before, after) = match &*name {
            "p" => ("\n\n", "\n\n"),
            "div" | "tr" | "li" | "br" => ("\n", "\n"),
            "td" | "th" => (" ", " "),
            _ => ("", ""),
        };
        let open = |text: &mut String, sign: &str| {
            let wanted = if text.is_empty() { "" } else { sign };
            if !text.ends_with(wanted) {
                text.push_str(wanted);
            }
        };
        open(text, before);
        lines_of(&child, text, depth + 1);
        open(text, after);
    }
}

/// The articles as records.
pub(in crate::read) fn records(text: &str) -> Vec<Value> {
    let mut records = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if is_end(line) {
            records.extend(record(&lines));
            lines.clear();
        } else {
            lines.push(line);
        }
    }
    records
}

fn record(lines: &[&str]) -> Option<Value> {
    let coded = lines.iter().filter_map(|line| code(line)).count();
    if coded >= 4 && lines.iter().any(|line| code(line).is_some_and(|(code, _)| code == "HD")) {
        return Some(of_codes(lines));
    }
    of_lines(lines)
}

/// The code that begins a line, and the rest: "PD 12 March 2024".
fn code(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_once([' ', '\t', '\u{a0}']).unwrap_or((line, ""));
    CODES.contains(&code).then_some((code, rest.trim_matches([' ', '\t', '\u{a0}'])))
}

fn of_codes(lines: &[&str]) -> Value {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        match code(line) {
            Some((code, rest)) => fields.push((code, vec![rest])),
            None => {
                if let Some((_, own)) = fields.last_mut() {
                    own.push(line);
                }
            }
        }
    }
    let one = |name: &str| -> Option<String> {
        let (_, lines) = fields.iter().find(|(code, _)| *code == name)?;
        let words: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let text: Vec<String> = fields
        .iter()
        .filter(|(code, _)| ["LP", "TD"].contains(code))
        .map(|(_, lines)| paragraphs(lines))
        .filter(|text| !text.is_empty())
        .collect();
    json!({
        "title": one("HD"), "source": one("SN"), "author": one("BY").map(|by| without_by(&by)),
        "date": one("PD").and_then(|day| date::parse(&day)).map(|day| day.to_string()),
        "text": text.join("\n\n"),
    })
}

/// "345 words", "1.234 Wörter"
fn is_length(line: &str) -> bool {
    let Some((number, word)) = line.split_once(' ') else { return false };
    words(Says::FactivaLength).contains(&word)
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

fn of_lines(lines: &[&str]) -> Option<Value> {
    let told: Vec<&str> = lines.iter().copied().skip_while(|line| line.is_empty()).collect();
    let length = told.iter().position(|line| is_length(line))?;
    let before: Vec<&str> = told[..length].iter().copied().filter(|l| !l.is_empty()).collect();
    let (title, author) = match before[..] {
        [] => return None,
        [title] => (title.to_owned(), None),
        [ref title @ .., by] => (title.join(" "), Some(without_by(by))),
    };
    let rest = &told[length + 1..];
    let day = rest.iter().take(4).position(|line| date::parse(line).is_some());
    let written = day.and_then(|at| date::parse(rest[at])).map(|day| day.to_string());
    let behind = day.map_or(0, |at| at + 1);
    // an hour may stand behind the day
    let is_hour = |line: &&&str| line.len() <= 8 && line.contains(':');
    let source = rest[behind..].iter().find(|line| !line.is_empty() && !is_hour(line));
    let head = rest.iter().position(|line| line.starts_with("Copyright") || line.contains('©'));
    let long = rest.iter().position(|line| line.len() > 80 && !line.starts_with("Copyright"));
    let begin = head.map(|at| at + 1).or(long).unwrap_or(rest.len());
    Some(json!({
        "title": title, "author": author, "source": source.map(|line| line.to_string()),
        "date": written, "text": paragraphs(&rest[begin..]),
    }))
}
