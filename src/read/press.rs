//! Articles in XML: TEI, NITF, NewsML-G2 and NewsML 1, and exports of Factiva; a file may hold many.
//!
//! `<nitf><head>...<hl1>Brücke gebaut</hl1>...<body.content><p>Der Rat ...</p>` is an article. What its elements are called stands in
//! a table of shapes, a row for each format.

use serde_json::{Value, json};
use xml::Reader;
use xml::events::{BytesStart, Event};

use super::exports::without_by;

/// What the elements of a format are called, in small letters and without prefixes.
struct Shape {
    /// The first element of a file.
    roots: &'static [&'static str],
    /// The element of an article; the outermost counts.
    article: &'static [&'static str],
    /// Elements that hold the story, and those that are a paragraph of it.
    body: &'static [&'static str],
    paragraph: &'static [&'static str],
    title: &'static [&'static str],
    /// Elements and attributes with the day; no attribute is the text.
    day: &'static [(&'static str, &'static str)],
    author: &'static [&'static str],
    source: &'static [(&'static str, &'static str)],
    /// Elements whose text is no part of anything.
    out: &'static [&'static str],
}

const SHAPES: [Shape; 5] = [
    Shape {
        roots: &["tei", "teicorpus"],
        article: &["tei"],
        body: &["body"],
        paragraph: &["p", "head", "ab", "l", "item", "q", "quote"],
        title: &["title"],
        day: &[("date", "when"), ("date", "")],
        author: &["author"],
        source: &[("publisher", "")],
        out: &["note", "fw", "figure", "revisiondesc", "encodingdesc", "profiledesc"],
    },
    Shape {
        roots: &["nitf"],
        article: &["nitf"],
        body: &["body.content"],
        paragraph: &["p", "hl2", "li", "h2", "h3"],
        title: &["hl1", "title"],
        day: &[("date.issue", "norm"), ("story.date", "norm")],
        author: &["byline"],
        source: &[("pubdata", "name"), ("doc.copyright", "holder"), ("distributor", "")],
        out: &["media", "table", "note", "block.copyright"],
    },
    Shape {
        roots: &["newsitem", "newsmessage", "itemset", "packageitem"],
        article: &["newsitem"],
        body: &["inlinexml", "inlinedata"],
        paragraph: &["p", "h2", "h3", "h4", "li", "hl2"],
        title: &["headline", "hl1", "title"],
        day: &[
            ("contentcreated", ""),
            ("firstcreated", ""),
            ("versioncreated", ""),
            ("date.issue", "norm"),
        ],
        author: &["by", "byline"],
        source: &[("creditline", ""), ("provider", "literal"), ("infosource", "literal")],
        out: &["head", "media", "table", "note", "style", "script", "description"],
    },
    Shape {
        roots: &["newsml"],
        article: &["newsitem"],
        body: &["datacontent"],
        paragraph: &["p", "h2", "h3", "li", "hl2"],
        title: &["headline", "hl1"],
        day: &[("firstcreated", ""), ("dateid", ""), ("thisrevisioncreated", "")],
        author: &["byline"],
        source: &[("creditline", ""), ("provider", "")],
        out: &["media", "table"],
    },
    Shape {
        roots: &["ppsarticle", "ppsarticles", "articles", "factiva", "document", "articleresponse"],
        article: &["article"],
        body: &["leadparagraph", "tailparagraphs"],
        paragraph: &["paragraph"],
        title: &["headline"],
        day: &[("publicationdate", ""), ("date", "")],
        author: &["byline"],
        source: &[("sourcename", "")],
        out: &["columnname", "art", "credit"],
    },
];

/// A file with this first element is one of these formats; Factiva's elements are too common to tell it by the first alone.
pub(super) fn is_press(root: &str, head: &str) -> bool {
    let factiva = head.contains("leadParagraph") || head.contains("tailParagraphs");
    let own = |shape: &Shape| shape.roots.contains(&root);
    SHAPES[..4].iter().any(own) || factiva && (own(&SHAPES[4]) || root == "article")
}

/// The articles as records, or why there are none: a clause about the file.
pub(super) fn records(source: &str, root: &str) -> Result<Vec<Value>, String> {
    if source.contains("<!ENTITY") {
        return Err("defines entities of its own, which articles have no need of".into());
    }
    let shape = SHAPES.iter().find(|shape| shape.roots.contains(&root)).unwrap_or(&SHAPES[4]);
    let mut reader = Reader::from_str(source);
    reader.config_mut().trim_text(false);
    let mut walk = Walk { shape, path: Vec::new(), found: None, line: String::new() };
    let mut records = Vec::new();
    loop {
        match reader.read_event().map_err(|error| format!("is not valid XML: {error}"))? {
            Event::Start(start) => walk.open(&start)?,
            Event::Empty(empty) => walk.attributes(&empty),
            Event::End(_) => records.extend(walk.close()),
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text),
            Event::GeneralRef(name) => {
                let sign = format!("&{};", &*name);
                walk.text(&xml::escape::unescape(&sign).unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !walk.path.is_empty() {
        return Err("is cut off".into());
    }
    Ok(records)
}

/// Elements stand no deeper in each other.
const DEEPEST: usize = 500;

/// What was found of an article so far.
#[derive(Default)]
struct Found {
    title: Option<String>,
    day: Option<String>,
    authors: Vec<String>,
    source: Option<String>,
    paragraphs: Vec<String>,
}

/// A way through a file.
struct Walk {
    shape: &'static Shape,
    path: Vec<String>,
    found: Option<Found>,
    /// The text of the element that is being read.
    line: String,
}

fn local(start: &BytesStart) -> String {
    start.local_name().as_ref().to_ascii_lowercase()
}

impl Walk {
    fn open(&mut self, start: &BytesStart) -> Result<(), String> {
        if self.path.len() >= DEEPEST {
            return Err("has elements that are nested too deeply".into());
        }
        let name = local(start);
        if self.found.is_none() && self.shape.article.contains(&name.as_str()) {
            self.found = Some(Found::default());
            self.line.clear();
        }
        let block = |names: &[&str]| names.contains(&name.as_str());
        if block(self.shape.paragraph) {
            self.paragraph();
        } else {
            let body = block(self.shape.body) && !self.is_in_body();
            let known = || {
                let mut own = self.shape.day.iter().chain(self.shape.source);
                own.any(|(own, _)| *own == name)
            };
            if body || block(self.shape.title) || block(self.shape.author) || known() {
                self.line.clear();
            }
        }
        self.path.push(name);
        self.attributes(start);
        Ok(())
    }

    fn attributes(&mut self, start: &BytesStart) {
        let (shape, name) = (self.shape, local(start));
        let Some(found) = &mut self.found else { return };
        let value = |attribute: &str| {
            let found = start.try_get_attribute(attribute).ok()??;
            let value = xml::escape::unescape(&found.value).ok()?.trim().to_owned();
            (!value.is_empty()).then_some(value)
        };
        let told = |rows: &[(&str, &str)]| {
            let own =
                |(element, attribute): &&(&str, &str)| *element == name && !attribute.is_empty();
            rows.iter().filter(own).find_map(|(_, attribute)| value(attribute))
        };
        found.day = found.day.take().or_else(|| told(shape.day));
        found.source = found.source.take().or_else(|| told(shape.source));
        if name == "br" || name == "lb" {
            self.line.push(' ');
        }
    }

    fn text(&mut self, text: &str) {
        let out = self.path.iter().any(|name| self.shape.out.contains(&name.as_str()));
        if self.found.is_some() && !out {
            self.line.push_str(text);
        }
    }

    fn is_in_body(&self) -> bool {
        self.path.iter().any(|name| self.shape.body.contains(&name.as_str()))
    }

    /// The text so far becomes a paragraph, where it stands in the story.
    fn paragraph(&mut self) {
        let line = even(&std::mem::take(&mut self.line));
        if !self.is_in_body() {
            return;
        }
        if let Some(found) = self.found.as_mut().filter(|_| !line.is_empty()) {
            found.paragraphs.push(line);
        }
    }

    /// An element ends; where it is that of an article, the article's record.
    fn close(&mut self) -> Option<Value> {
        let name = self.path.last()?.clone();
        let shape = self.shape;
        let inside = self.is_in_body();
        let is = |names: &[&str]| names.contains(&name.as_str());
        let day = shape.day.iter().any(|(own, attribute)| *own == name && attribute.is_empty());
        let source =
            shape.source.iter().any(|(own, attribute)| *own == name && attribute.is_empty());
        if inside && (is(shape.paragraph) || is(shape.body)) {
            self.paragraph();
        } else if is(shape.title) || is(shape.author) || day || source {
            let text = even(&self.line);
            let kept = is(shape.title) && inside;
            if let Some(found) = self.found.as_mut().filter(|_| !text.is_empty()) {
                match () {
                    () if is(shape.title) => drop(found.title.get_or_insert(text)),
                    () if is(shape.author) => found.authors.push(without_by(&text)),
                    () if day => drop(found.day.get_or_insert(text)),
                    () => drop(found.source.get_or_insert(text)),
                }
            }
            if !kept {
                self.line.clear();
            }
        }
        self.path.pop();
        let outer = self.path.iter().any(|name| shape.article.contains(&name.as_str()));
        let ended = is(shape.article) && !outer;
        ended.then(|| self.found.take()).flatten().map(record)
    }
}

fn record(found: Found) -> Value {
    let day = found.day.as_deref().and_then(crate::record::date::parse);
    json!({
        "title": found.title, "date": day.map(|day| day.to_string()), "source": found.source,
        "authors": found.authors, "text": found.paragraphs.join("\n\n"),
    })
}

/// Text in one line, with single blanks.
fn even(text: &str) -> String {
    super::html::tidy(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
