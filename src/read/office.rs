//! Documents of offices: Word (.docx), OpenDocument (.odt), and books (.epub), each a ZIP archive of XML.
//!
//! A paragraph becomes a line of its own; title and author are those of the document. When a document was made says nothing of when the
//! article appeared: its day is the one that stands in a line of its own before the story.

use xml::Reader;
use xml::events::{BytesStart, Event};

use super::packed::Archive;
use crate::record::article::Metadata;
use crate::record::date;

/// No part of a document is larger (bytes).
const LARGEST: u64 = 64 << 20;

/// What a ZIP archive is, by the files in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    Word,
    OpenText,
    Workbook,
    Book,
}

/// The document that an archive is. Fails with why it is not read: a clause about the file.
pub(super) fn document(archive: &mut Archive) -> Result<Option<Document>, String> {
    if archive.has("word/document.xml") {
        return Ok(Some(Document::Word));
    }
    if archive.has("xl/workbook.xml") {
        return Ok(Some(Document::Workbook));
    }
    if archive.has("ppt/presentation.xml") {
        return Err("is a presentation, which is not read; save its text as .txt".into());
    }
    let kind = archive.file("mimetype", 200).unwrap_or_default();
    match String::from_utf8_lossy(&kind).trim() {
        "application/epub+zip" => Ok(Some(Document::Book)),
        "application/vnd.oasis.opendocument.text" => Ok(Some(Document::OpenText)),
        kind if kind.starts_with("application/vnd.oasis.opendocument") => Err(
            "is an OpenDocument file without a text, which is not read; save it as .xlsx or .odt"
                .into(),
        ),
        _ if archive.has("META-INF/MANIFEST.MF") || archive.has("AndroidManifest.xml") => {
            Err("is a program, not text".into())
        }
        _ => Ok(None),
    }
}

/// The text of a Word document.
pub(super) fn word(archive: &mut Archive) -> Result<(String, Metadata), String> {
    let text = paragraphs(&part(archive, "word/document.xml")?, "p", "t")?;
    let own = properties(archive, "docProps/core.xml");
    Ok(titled(text, own))
}

/// The text of an OpenDocument text.
pub(super) fn open_document(archive: &mut Archive) -> Result<(String, Metadata), String> {
    let text = paragraphs(&part(archive, "content.xml")?, "p", "")?;
    let own = properties(archive, "meta.xml");
    Ok(titled(text, own))
}

/// The chapters of a book in their order, as names and pages of the archive.
pub(super) fn chapters(archive: &mut Archive) -> Result<Vec<String>, String> {
    let container = part(archive, "META-INF/container.xml")?;
    let package = attributes(&container, "rootfile", "full-path")?;
    let package = package.first().ok_or("is a book without a list of its chapters")?;
    let list = part(archive, package)?;
    let folder = package.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let files = pairs(&list, "item", "id", "href")?;
    let order = attributes(&list, "itemref", "idref")?;
    let file = |id: &String| files.iter().find(|(own, _)| own == id);
    Ok(order.iter().filter_map(file).map(|(_, href)| format!("{folder}{href}")).collect())
}

fn part(archive: &mut Archive, name: &str) -> Result<String, String> {
    let bytes = archive
        .file(name, LARGEST)
        .ok_or(format!("is damaged or too large: '{name}' cannot be read"))?;
    String::from_utf8(bytes).map_err(|_| format!("is damaged: '{name}' is not valid UTF-8"))
}

/// A day stands in one of so many lines, if it stands before the story.
const HEAD: usize = 5;
/// A line with a day and nothing else is no longer (bytes).
const DAY: usize = 60;

/// The title of a document is that of its properties, else its first line where that is short.
pub(super) fn titled(text: String, own: Metadata) -> (String, Metadata) {
    let first = text.split_once("\n\n").map(|(first, _)| first.to_owned());
    let title =
        first.filter(|first| first.chars().count() <= 200 && !first.ends_with(['.', ':', ',']));
    let head = text.split("\n\n").take(HEAD).filter(|line| line.len() <= DAY);
    let date = head.filter(|line| few_words(line)).find_map(date::parse);
    let own = own.or(Metadata { title, date, ..Metadata::default() });
    (text, own)
}

/// "Dienstag, 12. März 2024" has two words, "Er wurde am 12. März 2024 gewählt" five.
fn few_words(line: &str) -> bool {
    line.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).count() <= 3
}

/// The paragraphs of a document. `run` is the element with text, or empty where all text of a paragraph counts.
fn paragraphs(source: &str, paragraph: &str, run: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(source);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let (mut inside, mut hidden) = (0usize, 0usize);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|error| format!("is damaged: {error}"))? {
            Event::Start(start) => match start.local_name().as_ref() {
                "del" | "note" | "annotation" | "instrText" | "tracked-changes" => hidden += 1,
                name if name == paragraph || name == "h" => depth += 1,
                name if !run.is_empty() && name == run => inside += 1,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "del" | "note" | "annotation" | "instrText" | "tracked-changes" => {
                    hidden = hidden.saturating_sub(1);
                }
                name if name == paragraph || name == "h" => {
                    depth = depth.saturating_sub(1);
                    lines.push(std::mem::take(&mut line));
                }
                name if !run.is_empty() && name == run => inside = inside.saturating_sub(1),
                _ => {}
            },
            Event::Empty(empty) => match empty.local_name().as_ref() {
                "tab" | "s" => line.push(' '),
                "br" | "cr" | "line-break" => line.push('\n'),
                _ => {}
            },
            Event::Text(text) if hidden == 0 && depth > 0 && (run.is_empty() || inside > 0) => {
                line.push_str(&text.xml10_content());
            }
            // "&amp;"
            Event::GeneralRef(name)
                if hidden == 0 && depth > 0 && (run.is_empty() || inside > 0) =>
            {
                let sign = format!("&{};", &*name);
                line.push_str(&xml::escape::unescape(&sign).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let tidy = lines.iter().map(|line| super::html::tidy(line)).filter(|line| !line.is_empty());
    Ok(tidy.collect::<Vec<_>>().join("\n\n"))
}

/// Title and author in the properties of a document; none where it has no such part.
fn properties(archive: &mut Archive, name: &str) -> Metadata {
    let Ok(source) = part(archive, name) else { return Metadata::default() };
    let value = |name: &str| {
        let (_, rest) = source.split_once(&format!("<{name}"))?;
        let (_, rest) = rest.split_once('>')?;
        let (value, _) = rest.split_once('<')?;
        xml::escape::unescape(value.trim())
            .ok()
            .map(|text| text.into_owned())
            .filter(|text| !text.is_empty())
    };
    Metadata {
        title: value("dc:title"),
        authors: value("dc:creator").or(value("meta:initial-creator")).into_iter().collect(),
        ..Metadata::default()
    }
}

/// The values of an attribute of all elements with a name.
fn attributes(source: &str, element: &str, attribute: &str) -> Result<Vec<String>, String> {
    Ok(pairs(source, element, attribute, attribute)?.into_iter().map(|(value, _)| value).collect())
}

/// The values of two attributes of all elements with a name.
fn pairs(
    source: &str,
    element: &str,
    one: &str,
    other: &str,
) -> Result<Vec<(String, String)>, String> {
    let mut reader = Reader::from_str(source);
    let mut found = Vec::new();
    let value = |start: &BytesStart, name: &str| {
        let found = start.try_get_attribute(name).ok()??;
        xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
    };
    loop {
        match reader.read_event().map_err(|error| format!("is damaged: {error}"))? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == element => {
                found.extend(value(&start, one).zip(value(&start, other)));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
