//! Files become articles: one from a text, Markdown, HTML or JSON file, many from JSON Lines.
//!
//! A bad article is an error of its own; those after it are read.

use std::io::Read;
use std::path::Path;

use serde_json::Value;

use super::{Article, Metadata, encoding, html, markdown, record};
use crate::error::{Error, Result};

/// The articles of a file, in its order; each is read when it is asked for.
pub struct Articles {
    source: Source,
}

enum Source {
    Ready(std::vec::IntoIter<Result<Article>>),
    Lines { name: String, bytes: Vec<u8>, at: usize, line: usize, known: Metadata },
}

/// No article's text is larger (64 MiB).
const LARGEST_TEXT: usize = 64 << 20;
/// Markup and escapes around a text.
const LARGEST_RECORD: usize = 4 * LARGEST_TEXT;
/// A file of many articles.
const LARGEST_FILE: u64 = 8 << 30;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Html,
    Json,
    Lines,
}

impl Article {
    /// The articles of a file; `known` overrides what the file says. Beside "NAME.txt" a file "NAME.meta.json" may lie
    /// that says title, date, source, url, language and id.
    pub fn read(path: &Path, known: &Metadata) -> Articles {
        let name = path.display().to_string();
        if is_sidecar(path) {
            return Articles::ready(Vec::new());
        }
        match sidecar(path).and_then(|beside| Ok((bytes(path, &name)?, beside))) {
            Ok((bytes, beside)) => Article::from_bytes(&name, bytes, &known.clone().or(beside)),
            Err(error) => Articles::ready(vec![Err(error)]),
        }
    }

    /// The articles of bytes that came from somewhere: `name` is for messages and, by its ending, for the format.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, known: &Metadata) -> Articles {
        articles(name, bytes, known).unwrap_or_else(|error| Articles::ready(vec![Err(error)]))
    }
}

impl Articles {
    fn ready(articles: Vec<Result<Article>>) -> Self {
        Articles { source: Source::Ready(articles.into_iter()) }
    }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Result<Article>> {
        let (name, bytes, at, line, known) = match &mut self.source {
            Source::Ready(articles) => return articles.next(),
            Source::Lines { name, bytes, at, line, known } => (name, bytes, at, line, known),
        };
        while *at < bytes.len() {
            let rest = &bytes[*at..];
            let end = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
            let record = rest[..end].trim_ascii();
            *at += end + 1;
            *line += 1;
            if !record.is_empty() {
                return Some(from_line(name, *line, record, known));
            }
        }
        None
    }
}

fn from_line(name: &str, line: usize, bytes: &[u8], known: &Metadata) -> Result<Article> {
    let wrong = |what: String| Error::new(format!("{name}, line {line}: {what}"));
    if bytes.len() > LARGEST_RECORD {
        return Err(wrong(format!("the record is larger than {} MB", LARGEST_RECORD >> 20)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("the line is not valid UTF-8".into()))?;
    let record = serde_json::from_str(text).map_err(|error| wrong(broken(&error)))?;
    // an id names one article, so that of the options cannot name those of many lines
    let known = Metadata { id: None, ..known.clone() };
    record::article(record, known, &format!("{}-{line}", stem(name)), LARGEST_TEXT).map_err(wrong)
}

fn broken(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof => format!("the record is cut off at column {}", error.column()),
        _ => format!("the record is not valid JSON: {error}").replace("at line 1 column", "at column"),
    }
}

fn bytes(path: &Path, name: &str) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::new(format!("{name} does not exist")),
        std::io::ErrorKind::PermissionDenied => Error::new(format!("{name} may not be read: permission denied")),
        _ => Error::because(format!("{name} cannot be read"), error),
    };
    if path.is_dir() {
        return Err(Error::new(format!("{name} is a folder, not a file")));
    }
    let file = std::fs::File::open(path).map_err(failed)?;
    let limit = if by_name(name) == Some(Format::Lines) { LARGEST_FILE } else { LARGEST_RECORD as u64 };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Error::new(format!("{name} is larger than {} MB", limit >> 20)));
    }
    Ok(bytes)
}

/// "NAME.meta.json" beside "NAME.txt".
fn sidecar(path: &Path) -> Result<Metadata> {
    let beside = path.with_extension("meta.json");
    if !beside.is_file() {
        return Ok(Metadata::default());
    }
    let name = beside.display().to_string();
    let text = encoding::decode(bytes(&beside, &name)?, false).map_err(|what| Error::new(format!("{name} {what}")))?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(fields)) => record::metadata(&fields).map_err(|what| Error::new(format!("{name}: {what}"))),
        Ok(_) => Err(Error::new(format!("{name}: the record is not a JSON object"))),
        Err(error) => Err(Error::because(format!("{name} is not valid JSON"), error)),
    }
}

fn is_sidecar(path: &Path) -> bool {
    let Some(stem) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".meta.json")) else {
        return false;
    };
    ["txt", "md", "markdown", "html", "htm", "xhtml", "json"]
        .iter()
        .any(|ending| path.with_file_name(format!("{stem}.{ending}")).is_file())
}

fn articles(name: &str, bytes: Vec<u8>, known: &Metadata) -> Result<Articles> {
    let wrong = |what: String| Error::new(format!("{name} {what}"));
    if bytes.trim_ascii().is_empty() {
        return Err(wrong("is empty".into()));
    }
    let told = by_name(name);
    // a line of JSON Lines may be damaged without harm to the others, so the whole need not be valid
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if told == Some(Format::Lines) && !marked && !legacy(&bytes) {
        let at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        return Ok(lines(name, bytes, at, known));
    }
    let text = encoding::decode(bytes, told == Some(Format::Html)).map_err(wrong)?;
    if text.trim().is_empty() {
        return Err(wrong("is empty".into()));
    }
    let id = if is_stream(name) { format!("article-{}", &blake3::hash(text.as_bytes()).to_hex()[..12]) } else { stem(name) };
    let (text, own) = match format(told, &text) {
        Format::Lines => return Ok(lines(name, text.into_bytes(), 0, known)),
        Format::Json => return json(name, &id, text, known),
        Format::Html => html::read(&text).map_err(wrong)?,
        Format::Markdown => markdown::read(&text),
        Format::Text => {
            let own = Metadata { title: first_line(&text), ..Metadata::default() };
            (text, own)
        }
    };
    if text.trim().is_empty() {
        return Err(wrong("has no text".into()));
    }
    if text.len() > LARGEST_TEXT {
        return Err(wrong(format!("has more than {} MB of text", LARGEST_TEXT >> 20)));
    }
    Ok(Articles::ready(vec![Ok(known.clone().or(own).article(&id, text))]))
}

/// Not one line with signs beyond ASCII is valid: the file is in an older encoding.
fn legacy(bytes: &[u8]) -> bool {
    let mut beyond = bytes.split(|&b| b == b'\n').filter(|line| !line.is_ascii()).peekable();
    beyond.peek().is_some() && beyond.all(|line| std::str::from_utf8(line).is_err())
}

fn lines(name: &str, bytes: Vec<u8>, at: usize, known: &Metadata) -> Articles {
    Articles { source: Source::Lines { name: name.to_string(), bytes, at, line: 0, known: known.clone() } }
}

/// One record, or a list of them.
fn json(name: &str, id: &str, text: String, known: &Metadata) -> Result<Articles> {
    let records = match serde_json::from_str(&text) {
        Ok(Value::Array(records)) => records,
        Ok(record) => {
            let article = record::article(record, known.clone(), id, LARGEST_TEXT);
            return Ok(Articles::ready(vec![article.map_err(|what| Error::new(format!("{name}: {what}")))]));
        }
        // JSON Lines under another name
        Err(_) if is_lines(&text) => return Ok(lines(name, text.into_bytes(), 0, known)),
        Err(error) => return Err(Error::because(format!("{name} is not valid JSON"), error)),
    };
    if records.is_empty() {
        return Err(Error::new(format!("{name} is empty")));
    }
    let known = Metadata { id: None, ..known.clone() };
    let article = |(n, record): (usize, Value)| {
        record::article(record, known.clone(), &format!("{id}-{}", n + 1), LARGEST_TEXT)
            .map_err(|what| Error::new(format!("{name}, record {}: {what}", n + 1)))
    };
    Ok(Articles::ready(records.into_iter().enumerate().map(article).collect()))
}

fn by_name(name: &str) -> Option<Format> {
    let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
        "md" | "markdown" => Some(Format::Markdown),
        "json" => Some(Format::Json),
        "jsonl" | "ndjson" => Some(Format::Lines),
        "txt" | "text" => Some(Format::Text),
        _ => None,
    }
}

/// By the name's ending, else by how the text begins; a page is a page under any name.
fn format(told: Option<Format>, text: &str) -> Format {
    let start = text.trim_start();
    let head = start.chars().take(400).collect::<String>().to_ascii_lowercase();
    let page =
        head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<?xml") && head.contains("<html");
    match told {
        Some(Format::Text) | None if page => Format::Html,
        Some(format) => format,
        None if is_lines(start) => Format::Lines,
        None if start.starts_with('{') || start.starts_with('[') && serde_json::from_str::<Value>(start).is_ok() => Format::Json,
        None if head.starts_with('<') && (head.contains("<p") || head.contains("<div") || head.contains("<article")) => {
            Format::Html
        }
        None if start.starts_with("# ") || start.starts_with("---\n") => Format::Markdown,
        None => Format::Text,
    }
}

/// Several lines, the first of them a whole object.
fn is_lines(text: &str) -> bool {
    let start = text.trim_start();
    let (first, rest) = start.split_once('\n').unwrap_or((start, ""));
    first.starts_with('{') && rest.trim_start().starts_with('{') && first.trim_end().ends_with('}')
}

/// The title of a plain text: a first line with more text after it that is no full sentence.
fn first_line(text: &str) -> Option<String> {
    let (first, rest) = text.trim_start().split_once('\n')?;
    let first = first.trim();
    let heading = first.chars().count() <= 200 && !first.ends_with(['.', ':', ',', ';']) && first.contains(char::is_alphabetic);
    (heading && !rest.trim().is_empty() && (rest.starts_with(['\n', '\r']) || first.chars().count() <= 120))
        .then(|| first.to_string())
}

/// "-" and "<stdin>" name no file.
fn is_stream(name: &str) -> bool {
    name == "-" || name.starts_with('<') || stem(name).is_empty()
}

fn stem(name: &str) -> String {
    Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
