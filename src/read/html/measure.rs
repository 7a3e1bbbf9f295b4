//! How much text stands in each element of a page, found in one way through it.
//!
//! `<div><p>Der Rat tagte.</p><a>Mehr</a></div>` has 15 letters, of which 11 stand in a paragraph and 4 in a link.

use dom_query::{Document, NodeId, NodeRef};

use crate::record::tables::Map;

/// What stands in an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// Letters and digits.
    pub letters: usize,
    /// Of these in links.
    pub linked: usize,
    /// Of these in `<p>`.
    pub paragraphs: usize,
    pub picture: bool,
    pub heading: bool,
    /// It ends a line, or something in it does.
    pub block: bool,
}

/// The measures of all elements with text, pictures or blocks in them.
pub(super) struct Measures(Map<NodeId, Measure>);

impl Measures {
    pub fn of(&self, node: &NodeRef) -> Measure {
        self.0.get(&node.id).copied().unwrap_or_default()
    }
}

/// What stands in each element of a page.
pub(super) fn measures(page: &Document) -> Measures {
    let mut found = Measures(Map::default());
    if let Some(body) = page.select_single("body").nodes().first() {
        measure(body, false, false, &mut found.0);
    }
    found
}

fn measure(
    node: &NodeRef,
    link: bool,
    paragraph: bool,
    found: &mut Map<NodeId, Measure>,
) -> Measure {
    if node.is_text() {
        let letters = node.text().chars().filter(|c| c.is_alphanumeric()).count();
        return Measure {
            letters,
            linked: if link { letters } else { 0 },
            paragraphs: if paragraph { letters } else { 0 },
            ..Measure::default()
        };
    }
    if !node.is_element() || skipped(node) {
        return Measure::default();
    }
    let name = node.node_name().unwrap_or_default();
    let link = link || &*name == "a";
    let paragraph = paragraph || &*name == "p";
    let mut whole = Measure {
        picture: matches!(&*name, "img" | "picture" | "amp-img"),
        heading: matches!(&*name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
        block: BLOCKS.contains(&&*name),
        ..Measure::default()
    };
    for child in node.children_it(false) {
        let part = measure(&child, link, paragraph, found);
        whole.letters += part.letters;
        whole.linked += part.linked;
        whole.paragraphs += part.paragraphs;
        whole.picture |= part.picture;
        whole.heading |= part.heading;
        whole.block |= part.block;
    }
    found.insert(node.id, whole);
    whole
}

/// Elements that end a line.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time-line",
    "tr",
    "ul",
];

/// Elements that are never text to read.
pub(super) fn skipped(node: &NodeRef) -> bool {
    node.node_name().is_some_and(|name| NO_TEXT.contains(&&*name))
}

const NO_TEXT: [&str; 15] = [
    "script", "style", "noscript", "template", "iframe", "svg", "math", "object", "video", "audio",
    "canvas", "select", "textarea", "head", "datalist",
];
