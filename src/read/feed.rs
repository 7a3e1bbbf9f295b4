//! RSS and Atom: every item is an article, with its full text where the feed has it.
//!
//! `<item><title>Brücke gebaut</title><description>Der Rat ...</description></item>` is an article called "Brücke gebaut".

use serde_json::{Map, Value, json};
use xml::Reader;
use xml::events::{BytesStart, Event};

use super::html;

/// The items as records, or why there are none: a clause about the file.
pub(super) fn records(source: &str) -> Result<Vec<Value>, String> {
    let mut reader = Reader::from_str(source);
    let failed = |error: xml::Error| format!("is not valid XML: {error}");
    let mut records = Vec::new();
    let mut item: Option<Map<String, Value>> = None;
    let mut paper = None;
    loop {
        match reader.read_event().map_err(failed)? {
            Event::Start(start) => {
                let name = local(&start);
                match (&mut item, name.as_str()) {
                    (None, "item" | "entry") => item = Some(Map::new()),
                    (None, "title") => {
                        let title = inner(&mut reader, &start)?;
                        paper.get_or_insert(title);
                    }
                    (Some(fields), _) => add(fields, &name, &start, &mut reader)?,
                    _ => {}
                }
            }
            Event::Empty(start) if local(&start) == "link" => {
                if let Some(fields) = &mut item {
                    link(fields, &start);
                }
            }
            Event::End(end) if matches!(end.local_name().as_ref(), "item" | "entry") => {
                records.extend(item.take().map(|fields| record(fields, paper.as_deref())));
            }
            Event::DocType(_) if source.contains("<!ENTITY") => {
                return Err("defines entities of its own, which feeds have no need of".into());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(records)
}

fn local(start: &BytesStart) -> String {
    start.name().as_ref().to_ascii_lowercase()
}

/// Elements with the text of an item; the longest counts.
const TEXTS: [&str; 5] = ["content:encoded", "content", "description", "summary", "body"];

/// Keeps what an element of an item says.
fn add(
    fields: &mut Map<String, Value>,
    name: &str,
    start: &BytesStart,
    reader: &mut Reader<&[u8]>,
) -> Result<(), String> {
    link(fields, start);
    let key = match name {
        "title" => "title",
        "link" => "url",
        "pubdate" | "published" | "dc:date" => "date",
        "updated" => "updated",
        "dc:creator" | "author" => "author",
        name if TEXTS.contains(&name) => "text",
        _ => return Ok(()),
    };
    let mut value = inner(reader, start)?;
    // Atom's author holds its name
    if let Some((_, name)) = value.split_once("<name>") {
        value = name.split('<').next().unwrap_or_default().to_owned();
    }
    let longer =
        |old: &Value| key == "text" && old.as_str().is_some_and(|old| old.len() < value.len());
    if !value.is_empty() && fields.get(key).is_none_or(longer) {
        fields.insert(key.to_owned(), Value::String(value));
    }
    Ok(())
}

/// `<link href="..."/>` of Atom.
fn link(fields: &mut Map<String, Value>, start: &BytesStart) {
    let of = |name: &str| {
        let found = start.try_get_attribute(name).ok()??;
        xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
    };
    if local(start) == "link"
        && of("rel").is_none_or(|rel| rel == "alternate")
        && let Some(href) = of("href")
    {
        fields.entry("url").or_insert(Value::String(href));
    }
}

/// What stands in an element: its text, or its markup.
fn inner(reader: &mut Reader<&[u8]>, start: &BytesStart) -> Result<String, String> {
    let raw =
        reader.read_text(start.name()).map_err(|error| format!("is not valid XML: {error}"))?;
    let raw = raw.trim();
    let bare = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>"));
    Ok(match bare {
        Some(bare) => bare.trim().to_owned(),
        None if raw.contains('<') => raw.to_owned(),
        None => xml::escape::unescape(raw).map_or(raw.to_owned(), |text| text.into_owned()),
    })
}

fn record(mut fields: Map<String, Value>, source: Option<&str>) -> Value {
    let text = fields.remove("text").and_then(|text| text.as_str().map(html::fragment));
    let author = fields.remove("author").map(|author| match author.as_str().and_then(named) {
        Some(name) => Value::String(name.to_owned()),
        None => author,
    });
    let title = fields.remove("title").and_then(|title| title.as_str().map(html::fragment));
    let date = fields.remove("date").or_else(|| fields.remove("updated"));
    json!({
        "title": title, "date": date, "source": source, "url": fields.remove("url"),
        "author": author, "text": text,
    })
}

/// The name in "anders@bote.example (Mira Anders)", as RSS 2.0 has it.
fn named(author: &str) -> Option<&str> {
    let (address, name) = author.split_once(" (")?;
    name.strip_suffix(')').filter(|name| address.contains('@') && !name.is_empty())
}
