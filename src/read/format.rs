//! What a text is, by its name and how it begins: plain text, Markdown, a web page, JSON, JSON Lines, or a table.
//!
//! "artikel.md" is Markdown, and so is what begins with "# "; a page is a page under any name.

use std::path::Path;

use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Lines,
    Table,
}

pub(super) fn by_name(name: &str) -> Option<Format> {
    let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
        "md" | "markdown" => Some(Format::Markdown),
        "json" => Some(Format::Json),
        "jsonl" | "ndjson" => Some(Format::Lines),
        "txt" | "text" => Some(Format::Text),
        "csv" | "tsv" => Some(Format::Table),
        _ => None,
    }
}

/// By the name's ending, else by how the text begins; a page is a page under any name.
pub(super) fn format(told: Option<Format>, text: &str) -> Format {
    let start = text.trim_start();
    let head = start.chars().take(400).collect::<String>().to_ascii_lowercase();
    let page = is_page(text);
    match told {
        Some(Format::Text) | None if page => Format::Html,
        Some(format) => format,
        None if is_lines(start) => Format::Lines,
        None if start.starts_with('{')
            || start.starts_with('[') && serde_json::from_str::<Value>(start).is_ok() =>
        {
            Format::Json
        }
        None if head.starts_with('<')
            && (head.contains("<p") || head.contains("<div") || head.contains("<article")) =>
        {
            Format::Html
        }
        None if start.starts_with("# ") || start.starts_with("---\n") => Format::Markdown,
        None => Format::Text,
    }
}

/// The text begins as web pages do.
pub(super) fn is_page(text: &str) -> bool {
    let head = text.trim_start().chars().take(400).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<?xml")
            && first_element(&head).is_some_and(|tag| tag.starts_with("<html"))
}

/// The text from its first element on, behind what XML says of itself.
fn first_element(text: &str) -> Option<&str> {
    let tags = text.match_indices('<').map(|(at, _)| &text[at..]);
    tags.into_iter().find(|tag| tag[1..].starts_with(|sign: char| sign.is_ascii_alphabetic()))
}

/// Several lines, the first of them a whole object.
pub(super) fn is_lines(text: &str) -> bool {
    let start = text.trim_start();
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    let object = first.strip_prefix('{').map(str::trim_start);
    object.is_some_and(|inner| inner.starts_with(['"', '}']))
        && rest.trim_start().starts_with('{')
        && first.trim_end().ends_with('}')
}

/// JSON Lines in UTF-8, by the name and the beginning of the file. A line may be damaged without
/// harm to the others, so the whole need not be valid.
pub(super) fn is_lines_of(told: Option<Format>, head: &[u8]) -> bool {
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if marked || head.trim_ascii().is_empty() || legacy(head) {
        return false;
    }
    match told {
        Some(format) => format == Format::Lines,
        None => is_lines(&String::from_utf8_lossy(head)),
    }
}

/// Not one line with signs beyond ASCII is valid: the file is in an older encoding.
fn legacy(bytes: &[u8]) -> bool {
    let mut beyond = bytes.split(|&b| b == b'\n').filter(|line| !line.is_ascii()).peekable();
    beyond.peek().is_some() && beyond.all(|line| std::str::from_utf8(line).is_err())
}

/// The title of a plain text: a first line with more text after it that is no full sentence.
pub(super) fn first_line(text: &str) -> Option<String> {
    let (first, rest) = text.trim_start().split_once('\n')?;
    let first = first.trim();
    let heading = first.chars().count() <= 200
        && !first.ends_with(['.', ':', ',', ';'])
        && first.contains(char::is_alphabetic);
    (heading
        && !rest.trim().is_empty()
        && (rest.starts_with(['\n', '\r']) || first.chars().count() <= 120))
        .then(|| first.to_string())
}

/// "-" and "<stdin>" name no file.
pub(super) fn is_stream(name: &str) -> bool {
    name == "-" || name.starts_with('<') || super::stem(name).is_empty()
}
