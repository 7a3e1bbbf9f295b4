//! What the names, classes and roles of an element say about the text in it (data/pages.csv).
//!
//! `<p class="article__caption">` is a caption, `<div id="newsletter-box">` is no story, `<p class="lead">` is the lead. No name of a
//! publisher stands in the table: it holds the words that people who build pages use for the kinds of things on them.

use std::sync::LazyLock;

use dom_query::NodeRef;

use super::measure::Measure;
use crate::language::Reason;
use crate::record::tables::{Map, rows};

/// What an element says about its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Lead,
    /// A box that belongs to the story.
    Box,
    Out(Reason),
}

/// When a row of the table counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Half of the letters stand in links.
    Linked,
    /// Less than 400 letters.
    Short,
    /// Less than 120 letters.
    Tiny,
    /// In another element of the same name, with a link, few letters and fewer in paragraphs.
    Nested,
}

#[derive(Default)]
struct Table {
    /// Names of elements.
    names: Map<&'static str, Vec<(When, Mark)>>,
    /// Words of classes, ids, roles and the like: "article__caption" has "article" and "caption".
    words: Map<&'static str, Vec<(When, Mark)>>,
    /// Parts of them, whatever stands beside: "newsletter".
    parts: Vec<(&'static str, When, Mark)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let read = rows("pages.csv", include_str!("../../../data/pages.csv"), |row| {
        let mark = match row.cells[3] {
            "lead" => Mark::Lead,
            "story" => Mark::Box,
            name => Mark::Out(Reason::named(name).ok_or(format!("'{name}' is no reason"))?),
        };
        let when = match row.cells[2] {
            "" => When::Always,
            "linked" => When::Linked,
            "short" => When::Short,
            "tiny" => When::Tiny,
            "nested" => When::Nested,
            other => return Err(format!("'{other}' is no condition")),
        };
        match row.cells[1] {
            "element" => table.names.entry(row.cells[0]).or_default().push((when, mark)),
            "word" => table.words.entry(row.cells[0]).or_default().push((when, mark)),
            "part" => table.parts.push((row.cells[0], when, mark)),
            other => return Err(format!("'{other}' is no place")),
        }
        Ok(())
    });
    read.map(|()| table).expect("our own table is well formed")
});

/// Attributes that name what an element is for.
const NAMING: [&str; 7] =
    ["class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label"];

/// What an element says about the text in it.
pub(super) fn marks(node: &NodeRef, measure: Measure) -> Vec<Mark> {
    let mut found: Vec<(When, Mark)> = Vec::new();
    let table = &*TABLE;
    let name = node.node_name().unwrap_or_default();
    found.extend(table.names.get(&*name).into_iter().flatten());
    for attribute in NAMING {
        let Some(value) = node.attr(attribute) else { continue };
        let lower = value.to_lowercase();
        for word in words(&value) {
            found.extend(table.words.get(word.as_str()).into_iter().flatten());
        }
        let parts = table.parts.iter().filter(|(part, ..)| lower.contains(part));
        found.extend(parts.map(|&(_, when, mark)| (when, mark)));
    }
    found.retain(|(when, _)| holds(*when, node, &name, measure));
    let mut marks: Vec<Mark> = found.into_iter().map(|(_, mark)| mark).collect();
    if hidden(node) && !(measure.block && node.has_attr("aria-hidden")) {
        marks.insert(0, Mark::Out(Reason::Hidden));
    }
    if is_beside_picture(&name, measure) {
        marks.push(Mark::Out(Reason::Caption));
    }
    marks
}

/// A picture and a few words are a picture and its caption.
fn is_beside_picture(name: &str, measure: Measure) -> bool {
    matches!(name, "div" | "section" | "li" | "a" | "span" | "picture" | "figure")
        && measure.picture
        && !measure.heading
        && measure.letters < 300
}

/// Readers do not see the element.
pub(super) fn hidden(node: &NodeRef) -> bool {
    let style = node.attr("style").map(|style| style.replace(' ', "")).unwrap_or_default();
    let class = node.class().unwrap_or_default().to_lowercase();
    let classes = [
        "visually-hidden",
        "visuallyhidden",
        "sr-only",
        "offscreen",
        "screen-reader",
        "screenreader",
    ];
    node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|value| &*value == "true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || classes.iter().any(|hidden| class.contains(hidden))
}

fn holds(when: When, node: &NodeRef, name: &str, measure: Measure) -> bool {
    let short = measure.letters < 400;
    match when {
        When::Always => true,
        When::Short => short,
        When::Tiny => measure.letters < 120,
        When::Linked => measure.linked * 2 > measure.letters,
        When::Nested => {
            short
                && measure.linked > 0
                && measure.paragraphs * 2 < measure.letters
                && node.ancestors_it(None).any(|above| above.has_name(name))
        }
    }
}

/// The words of "articleHeader__teaser-text": article, header, teaser, text.
fn words(value: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in value.chars() {
        if !c.is_alphabetic() || c.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if c.is_alphabetic() {
            words.last_mut().expect("never empty").extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}
