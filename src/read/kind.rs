//! What a file is, by its content: what can be read, and what is recognised and not read, with the way out.
//!
//! A mail begins with lines such as "From: Mira Anders <mira@bote.example>", a table with the names of its columns. What is none of
//! this is plain text; a file that is taken for plain text by mistake gives actors that nobody ever heard of.

use super::exports::{factiva, nexis, wiso};
#[cfg(feature = "formats")]
use super::press;
use super::table;
use crate::record::span::char_start;

/// A format that can be told by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    Mail,
    Mailbox,
    Feed,
    Nexis,
    Factiva,
    Wiso,
    /// Articles in XML: TEI, NITF, NewsML, Factiva.
    Press,
    Rtf,
    Pdf,
}

/// So much of the beginning is looked at (bytes).
const HEAD: usize = 16_000;

/// What a text is; `None` where it is plain text, Markdown, HTML or JSON. Fails with why it is not read: a clause about the file.
pub(super) fn kind(text: &str) -> Result<Option<Kind>, String> {
    let head = &text[..char_start(text, HEAD)];
    let start = head.trim_start();
    if let Some((what, way_out)) = refused(start) {
        return Err(format!("is {what}, which is not read; {way_out}"));
    }
    let kinds = [(is_feed(start), Kind::Feed), (is_press(start, text), Kind::Press)];
    let kind = kinds.into_iter().find(|(is, _)| *is).map(|(_, kind)| kind);
    let kind = kind.or_else(|| export(text)).or(table::is_table(start).then_some(Kind::Table));
    match kind {
        None if is_other_xml(start) => Err(format!("is an XML file, which is not read; {AS_TEXT}")),
        kind => Ok(kind),
    }
}

/// The database whose export a text is; the head of a file may be a list of what follows.
pub(super) fn export(text: &str) -> Option<Kind> {
    let head = &text[..char_start(text, 4 * HEAD)];
    let kinds = [
        (nexis::is_export(head), Kind::Nexis),
        (factiva::is_export(head), Kind::Factiva),
        (wiso::is_export(head), Kind::Wiso),
    ];
    kinds.into_iter().find(|(is, _)| *is).map(|(_, kind)| kind)
}

/// A web page that is an export of Factiva.
pub(super) fn is_factiva_page(text: &str) -> bool {
    factiva::is_page(&text[..char_start(text, 4 * HEAD)])
}

#[cfg(feature = "formats")]
fn is_press(start: &str, text: &str) -> bool {
    root(start).is_some_and(|root| press::is_press(&root, text))
}

#[cfg(not(feature = "formats"))]
fn is_press(_: &str, _: &str) -> bool {
    false
}

fn is_other_xml(start: &str) -> bool {
    start.starts_with("<?xml") && root(start).is_some_and(|root| root != "html")
}

/// What bytes are that are no text, or text in several encodings: a mail, or a box of mails.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<Kind> {
    // some programs write a few bytes before a PDF
    if bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-") {
        return Some(Kind::Pdf);
    }
    if bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Some(Kind::Rtf);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let start = head.trim_start();
    is_mail(start).then(|| if start.starts_with("From ") { Kind::Mailbox } else { Kind::Mail })
}

impl Kind {
    /// A file of this kind may be taken for one of text.
    pub fn is_text(self) -> bool {
        !matches!(self, Kind::Rtf | Kind::Pdf)
    }

    /// For people: "a mail".
    #[cfg(not(feature = "formats"))]
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Table => "a table",
            Kind::Mail => "a mail",
            Kind::Mailbox => "a box of mails",
            Kind::Feed => "a feed",
            Kind::Nexis => "an export of Nexis",
            Kind::Factiva => "an export of Factiva",
            Kind::Wiso => "an export of wiso or Genios",
            Kind::Press => "articles in XML",
            Kind::Rtf => "an RTF document",
            Kind::Pdf => "a PDF file",
        }
    }
}

/// Heads that mails have; one of the first three and one other is enough.
const HEADS: [&str; 14] = [
    "from",
    "subject",
    "message-id",
    "date",
    "to",
    "mime-version",
    "content-type",
    "received",
    "return-path",
    "delivered-to",
    "reply-to",
    "sender",
    "list-id",
    "cc",
];

/// The text begins with heads of a mail, and so does what a box of mails begins with.
fn is_mail(start: &str) -> bool {
    let mut lines = start.lines().peekable();
    if lines.peek().is_some_and(|line| line.starts_with("From ") && !line.contains(": ")) {
        lines.next();
    }
    let mut known = Vec::new();
    for line in lines.take(60).take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        let word = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if name.is_empty() || !word {
            return false;
        }
        known.extend(HEADS.iter().position(|head| name.eq_ignore_ascii_case(head)));
    }
    let machine = known.iter().any(|at| *at >= 2 && *at != 4);
    known.iter().any(|at| *at < 3) && known.len() > 1 && machine
}

/// RSS, Atom, and RSS 1.0.
fn is_feed(start: &str) -> bool {
    matches!(root(start).as_deref(), Some("rss" | "feed" | "rdf"))
}

/// The name of the first element of an XML file, without its prefix, in small letters.
pub(super) fn root(start: &str) -> Option<String> {
    if !start.starts_with('<') {
        return None;
    }
    let mut rest = start;
    while rest.starts_with("<?") || rest.starts_with("<!") {
        let end = if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest[..rest.find('>')?].contains('[') {
            rest.find("]>")? + 2
        } else {
            rest.find('>')? + 1
        };
        rest = rest[end..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = name[..end].rsplit(':').next()?.to_ascii_lowercase();
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

const AS_TEXT: &str = "save its text as .txt or .html";
const EXPORT_AS: &str = "export the articles as CSV, JSON or plain text, one file each";

/// What is recognised and not read: what it is, and what can be done.
fn refused(start: &str) -> Option<(&'static str, &'static str)> {
    let xml = [
        ("urlset", "a sitemap", "'tripel add --urls FILE' fetches the pages that it lists"),
        ("sitemapindex", "a list of sitemaps", "'tripel add --urls FILE' takes each of them"),
        ("opml", "a list of feeds", "'tripel add --urls FILE' fetches the feeds that it names"),
        ("mediawiki", "a dump of a wiki", AS_TEXT),
        ("svg", "a picture", "it has no article"),
        ("gpx", "a track", "it has no article"),
        ("kml", "a map", "it has no article"),
        ("plist", "a list of properties", "it has no article"),
        ("worddocument", "an old office document in XML", "save it as .docx or .txt"),
    ];
    if let Some(root) = root(start)
        && let Some((_, what, way_out)) = xml.iter().find(|(name, ..)| *name == root)
    {
        return Some((what, way_out));
    }
    let begins: [(&[&str], &str, &str); 10] = [
        (&["WEBVTT"], "a file of subtitles", AS_TEXT),
        (&["BEGIN:VCALENDAR"], "a calendar", "it has no article"),
        (&["BEGIN:VCARD"], "an address card", "it has no article"),
        (
            &["TY  - ", "%0 ", "PMID- "],
            "a list of references",
            "it has no articles, only where they are",
        ),
        (
            &["@article{", "@misc{", "@online{", "@book{"],
            "a list of references",
            "it has no articles, only where they are",
        ),
        (
            &["\\documentclass", "\\begin{document}"],
            "a LaTeX document",
            "'pandoc -t plain' makes a text of it",
        ),
        (&["@prefix ", "PREFIX ", "@base "], "RDF", "articles are made into RDF, not read from it"),
        (&["%!PS"], "a PostScript file", "'ps2ascii FILE' makes a text of it"),
        (&["#!/"], "a program", "it has no article"),
        (
            &["SQLite format 3", "CREATE TABLE", "INSERT INTO", "-- MySQL dump", "-- PostgreSQL"],
            "a database",
            EXPORT_AS,
        ),
    ];
    let found =
        begins.iter().find(|(starts, ..)| starts.iter().any(|sign| start.starts_with(sign)));
    if let Some(&(_, what, way_out)) = found {
        return Some((what, way_out));
    }
    if is_subtitles(start) {
        return Some(("a file of subtitles", AS_TEXT));
    }
    is_coded(start).then_some(("bytes written as letters (Base64)", "decode them first"))
}

/// "1", then "00:00:01,000 --> 00:00:04,000"
fn is_subtitles(start: &str) -> bool {
    let mut lines = start.lines();
    lines.next().is_some_and(|number| number.trim() == "1")
        && lines.next().is_some_and(|times| times.contains(" --> "))
}

/// Several long lines of nothing but letters, digits, "+" and "/".
fn is_coded(start: &str) -> bool {
    let coded = |line: &str| {
        line.len() >= 60
            && line.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    };
    start.lines().count() >= 3 && start.lines().take(3).all(coded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_have_no_prefix() {
        assert_eq!(
            root("<?xml version='1.0'?>\n<!-- a > b -->\n<rdf:RDF xmlns='x'>").as_deref(),
            Some("rdf")
        );
        assert_eq!(root("< 5 Prozent"), None);
    }

    #[test]
    fn prose_is_plain_text() {
        for text in [
            "Von: wem das Geld kommt, weiß niemand.\nDer Rat tagte.",
            "Titel, Datum und Ort fehlen.\nDer Rat tagte am Dienstag, und er beschloss nichts.",
            "From Russia with love\n\nDer Film lief.",
            "1\nDer Rat tagte.",
        ] {
            assert_eq!(kind(text), Ok(None), "{text}");
        }
    }
}
