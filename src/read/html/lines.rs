//! The lines of a page: each run of text between the borders of blocks, in the order of the page.
//!
//! `<div>Der Rat<br><br>tagte.<p class="caption">Foto: dpa</p></div>` has three lines; the third is a caption. Each line gets an element
//! of its own with its number, so that what an extractor keeps of the tree can be told by numbers.

use dom_query::{Document, NodeRef};

use super::marks::{Mark, hidden, marks};
use super::measure::{Measures, measures, skipped};
use super::told::invisible;
use crate::language::Reason;

/// The attribute that holds the number of a line.
pub(super) const NUMBER: &str = "data-line";

/// A line of a page.
pub(super) struct Line {
    /// White space is single blanks; `<br>` is the end of a line.
    pub text: String,
    pub kind: Kind,
    /// Letters of it that stand in links.
    pub linked: usize,
    /// All of it stands in `<em>` or `<i>`.
    pub slanted: bool,
    /// What the elements around it say that it is, if it is not the story.
    pub out: Option<Reason>,
    /// The elements around it say that it is the lead.
    pub lead: bool,
    /// The elements around it say that it is a box of the story.
    pub boxed: bool,
    /// When it was written, where it is little more than a `time` element that says so: "2024-03-12T09:15".
    pub moment: Option<String>,
    /// Names and classes of the elements around it; paragraphs of one story have the same.
    pub place: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u8),
    Paragraph,
    Item,
    Cell,
    /// Text of an element that is not one for text: `<div>`.
    Other,
}

impl Line {
    /// A line that stands in no element.
    pub fn plain(text: String) -> Line {
        let place = String::new();
        let (kind, linked, slanted) = (Kind::Other, 0, false);
        Line {
            text,
            kind,
            linked,
            slanted,
            out: None,
            lead: false,
            boxed: false,
            moment: None,
            place,
        }
    }

    /// Letters and digits in small letters, by which lines are compared.
    pub fn letters(&self) -> String {
        letters(&self.text)
    }
}

/// Letters and digits in small letters.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The lines of a page, each of which gets an element with its number.
pub(super) fn lines(page: &Document) -> Vec<Line> {
    let body = page.select_single("body");
    let mut walk = Walk { measures: measures(page), whole: 0, lines: Vec::new() };
    let Some(body) = body.nodes().first() else { return walk.lines };
    walk.whole = walk.measures.of(body).paragraphs;
    let start = Around { kind: Kind::Other, out: None, lead: false, boxed: false };
    walk.blocks(body, start);
    walk.lines
}

/// What the elements around a text say.
#[derive(Clone, Copy)]
struct Around {
    kind: Kind,
    out: Option<Reason>,
    lead: bool,
    boxed: bool,
}

/// A way through a page that collects its lines.
struct Walk {
    measures: Measures,
    /// Letters in paragraphs of the page.
    whole: usize,
    lines: Vec<Line>,
}

impl Walk {
    /// Adds the lines of an element and of those in it.
    fn blocks(&mut self, node: &NodeRef, around: Around) {
        let mut run: Vec<NodeRef> = Vec::new();
        for child in node.children() {
            let text = child.is_text();
            let element = child.is_element() && !skipped(&child);
            if text || element && !self.measures.of(&child).block {
                run.push(child);
            } else if element {
                self.close(&mut run, node, around);
                let inner = self.inside(&child, around);
                self.blocks(&child, inner);
            }
        }
        self.close(&mut run, node, around);
    }

    /// What stands around the text in an element.
    fn inside(&self, node: &NodeRef, around: Around) -> Around {
        let mut inner = around;
        let name = node.node_name().unwrap_or_default();
        inner.kind = match &*name {
            "p" | "pre" | "blockquote" | "summary" => Kind::Paragraph,
            "li" | "dd" | "dt" => Kind::Item,
            "td" | "th" => Kind::Cell,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading(name.as_bytes()[1] - b'0'),
            "div" | "span" | "section" | "article" if around.kind != Kind::Paragraph => around.kind,
            _ => Kind::Other,
        };
        let measure = self.measures.of(node);
        // a page whose body is called "newsletter" is no newsletter
        let small = measure.paragraphs * 3 < self.whole.max(1) || measure.letters < 200;
        for mark in marks(node, measure) {
            match mark {
                Mark::Lead => inner.lead = true,
                Mark::Box => inner.boxed = true,
                Mark::Out(reason) if small && inner.out.is_none() => inner.out = Some(reason),
                Mark::Out(_) => {}
            }
        }
        inner
    }

    /// A run of texts and inline elements becomes one line, or several where two `<br>` follow each other.
    fn close(&mut self, run: &mut Vec<NodeRef>, node: &NodeRef, around: Around) {
        let mut part: Vec<NodeRef> = Vec::new();
        let mut breaks = 0;
        for inline in run.drain(..) {
            if inline.has_name("br") {
                breaks += 1;
                part.push(inline);
                continue;
            }
            let blank = inline.is_text() && inline.text().trim().is_empty();
            if breaks > 1 && !blank {
                self.line(&mut part, node, around);
            }
            breaks = if blank { breaks } else { 0 };
            part.push(inline);
        }
        self.line(&mut part, node, around);
    }

    /// Adds the line of a run, and wraps it in an element that has its number.
    fn line(&mut self, run: &mut Vec<NodeRef>, node: &NodeRef, around: Around) {
        let mut written = Written::default();
        run.iter().for_each(|node| written.add(node, false, false));
        let text = tidy(&written.text);
        if text.chars().any(char::is_alphanumeric) {
            // loose text in a "div" is a paragraph to the extractor
            let name = if around.kind == Kind::Other { "p" } else { "span" };
            let within = run.iter().flat_map(|part| part.descendants_it().chain([*part]));
            let moment = within.chain([*node]).find_map(|part| moment(&part, &text));
            let wrapper = run[0].tree.new_element(name);
            wrapper.set_attr(NUMBER, &self.lines.len().to_string());
            run[0].insert_before(&wrapper);
            run.iter().for_each(|node| wrapper.append_child(node));
            self.lines.push(Line {
                text,
                kind: around.kind,
                linked: written.linked,
                slanted: written.plain == 0 && written.slanted > 0,
                out: around.out,
                lead: around.lead,
                boxed: around.boxed,
                moment,
                place: place(node),
            });
        }
        run.clear();
    }
}

/// So many letters may stand beside a time: "Aktualisiert".
const BESIDE: usize = 12;

/// What a `time` element says that is nearly all of a line.
fn moment(node: &NodeRef, line: &str) -> Option<String> {
    if line.len() > 100 || !node.has_name("time") {
        return None;
    }
    let own = letters(&node.text()).len();
    let moment = node.attr("datetime")?;
    (letters(line).len() <= own + BESIDE).then(|| moment.trim().to_owned())
}

/// The element of a line and two around it: "div.box > div.modParagraph > p.text".
fn place(node: &NodeRef) -> String {
    let name = |node: &NodeRef| {
        let class = node.class().unwrap_or_default();
        format!("{}.{}", node.node_name().unwrap_or_default(), class.trim())
    };
    let around =
        node.ancestors_it(Some(2)).filter(|above| above.is_element()).map(|above| name(&above));
    around.chain([name(node)]).collect::<Vec<_>>().join(" ")
}

/// The text of a run while it is put together.
#[derive(Default)]
struct Written {
    text: String,
    linked: usize,
    slanted: usize,
    plain: usize,
    /// An element has just ended, with nothing behind it.
    ended: bool,
}

impl Written {
    fn add(&mut self, node: &NodeRef, link: bool, slanted: bool) {
        if node.is_text() {
            let text = node.text();
            let count = text.chars().filter(|c| c.is_alphanumeric()).count();
            self.linked += if link { count } else { 0 };
            *(if slanted { &mut self.slanted } else { &mut self.plain }) += count;
            self.text.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            self.ended = false;
            return;
        }
        if node.has_name("br") {
            self.text.push('\n');
            return;
        }
        if !node.is_element() || skipped(node) || hidden(node) {
            return;
        }
        if self.ended && self.glued(node) {
            self.text.push(' ');
        }
        let link = link || node.has_name("a");
        let slanted = slanted || node.has_name("em") || node.has_name("i");
        node.children_it(false).for_each(|child| self.add(&child, link, slanted));
        self.ended = true;
    }

    /// `<span>Umwelt</span><span>Grüne warnen</span>`: two words although nothing stands between them.
    fn glued(&self, node: &NodeRef) -> bool {
        let before = self.text.chars().next_back();
        let after = node.text().chars().next();
        before.is_some_and(|c| {
            c.is_lowercase() || c.is_ascii_digit() || matches!(c, '.' | ':' | '?' | '!')
        }) && after.is_some_and(char::is_uppercase)
    }
}

/// Lines without blanks at their ends, single blanks between words, no invisible hyphens, at most one end of a line in a row.
pub(in crate::read) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_some() && !tidy.is_empty() {
            tidy.push('\n');
        }
        for (n, word) in words.enumerate() {
            if n > 0 {
                tidy.push(' ');
            }
            tidy.extend(word.chars().filter(|c| !invisible(*c)));
        }
    }
    tidy
}
