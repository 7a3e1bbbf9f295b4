//! A text of headings, paragraphs and tables, as Markdown, and as HTML that Word and LibreOffice open.
//!
//! Whatever stands in a text is shown as it is: neither format takes a sign of it for markup.

use std::io::Write;

use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};

use crate::export::clean;
use crate::export::in_xml;
use crate::export::markup::{Xml, element, empty, text};
use crate::record::error::{Error, Result};

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Of level 1, 2 ...
    Heading(usize, String),
    Paragraph(String),
    /// The names of the columns, and the rows below them.
    Table(Vec<&'static str>, Vec<Vec<String>>),
}

/// Writes Markdown with the tables of GitHub and pandoc.
///
/// # Errors
/// Where `out` cannot be written.
pub fn markdown(blocks: &[Block], out: &mut dyn Write) -> Result<()> {
    let mut parts = Vec::new();
    for block in blocks {
        parts.push(match block {
            Block::Heading(level, text) => format!("{} {}\n", "#".repeat(*level), opening(text)),
            Block::Paragraph(text) => format!("{}\n", opening(text)),
            Block::Table(columns, rows) => {
                let head = columns.iter().map(|name| plain(name)).collect();
                let rule = vec!["---".to_owned(); columns.len()];
                let rows = rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect());
                let lines = [head, rule].into_iter().chain(rows);
                lines.map(|cells: Vec<String>| format!("| {} |\n", cells.join(" | "))).collect()
            }
        });
    }
    out.write_all(parts.join("\n").as_bytes()).map_err(unwritten)
}

/// A text on one line in which Markdown finds no markup.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for (at, word) in clean::seen(text).split_whitespace().enumerate() {
        if at > 0 {
            plain.push(' ');
        }
        for letter in word.chars() {
            if matches!(letter, '\\' | '|' | '*' | '_' | '`' | '<' | '[' | ']' | '&') {
                plain.push('\\');
            }
            plain.push(letter);
        }
    }
    plain
}

/// The same at the beginning of a block, where "- " begins a list, "1. " too, "# " a heading, "> " a quotation.
fn opening(text: &str) -> String {
    let mut plain = plain(text);
    let sign = plain.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(plain.len());
    let rest = &plain[sign..];
    let acts = match sign {
        0 => rest.starts_with(['#', '>', '+', '-', '=', '~']),
        _ => rest.starts_with(['.', ')']),
    };
    if acts {
        plain.insert(sign, '\\');
    }
    plain
}

/// What Word takes over with the tables.
const STYLE: &str = "body { font-family: Calibri, Arial, sans-serif; } \
     table { border-collapse: collapse; } \
     th, td { border: 1px solid #999999; padding: 2pt 5pt; text-align: left; vertical-align: top; }";

/// Writes HTML.
///
/// # Errors
/// Where `out` cannot be written.
pub fn html(title: &str, blocks: &[Block], out: &mut dyn Write) -> Result<()> {
    let written = |out: &mut dyn Write| -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 1);
        xml.write_event(Event::DocType(BytesText::new("html")))?;
        element(&mut xml, "html", &[("lang", "en")], |xml| {
            element(xml, "head", &[], |xml| {
                empty(xml, "meta", &[("charset", "utf-8")])?;
                text(xml, "title", &shown(title))?;
                text(xml, "style", STYLE)
            })?;
            element(xml, "body", &[], |xml| blocks.iter().try_for_each(|block| part(xml, block)))
        })?;
        xml.into_inner().write_all(b"\n")
    };
    written(out).map_err(unwritten)
}

fn part(xml: &mut Xml, block: &Block) -> std::io::Result<()> {
    match block {
        Block::Heading(level, words) => text(xml, &format!("h{level}"), &shown(words)),
        Block::Paragraph(words) => text(xml, "p", &shown(words)),
        Block::Table(columns, rows) => element(xml, "table", &[("border", "1")], |xml| {
            let row = |xml: &mut Xml, name: &str, cells: &[&str]| {
                element(xml, "tr", &[], |xml| {
                    cells.iter().try_for_each(|cell| text(xml, name, &shown(cell)))
                })
            };
            row(xml, "th", columns)?;
            rows.iter().try_for_each(|cells| {
                row(xml, "td", &cells.iter().map(String::as_str).collect::<Vec<_>>())
            })
        }),
    }
}

fn shown(text: &str) -> String {
    in_xml(&clean::seen(text))
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the document", error)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// The texts of paragraphs and cells as a reader of Markdown sees them.
    fn read(markdown: &str) -> Vec<String> {
        let mut texts = vec![String::new()];
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Text(text) => texts.last_mut().expect("a text").push_str(&text),
                Event::End(TagEnd::TableCell | TagEnd::Paragraph | TagEnd::Heading(_)) => {
                    texts.push(String::new());
                }
                Event::Start(Tag::List(_) | Tag::Emphasis | Tag::BlockQuote(_))
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Code(_) => panic!("markup in {markdown}"),
                _ => {}
            }
        }
        texts.pop();
        texts
    }

    #[test]
    fn no_text_is_taken_for_markup() {
        let texts = [
            "a | b",
            "*x* _y_ `z`",
            "<b>&amp;",
            "- no list",
            "1. none",
            "2021",
            "# no heading",
            "\\|",
            "[x](y)",
            "> none",
            "+",
            "=",
        ];
        for own in texts {
            let blocks = [
                Block::Paragraph(own.to_owned()),
                Block::Table(vec!["head"], vec![vec![own.to_owned()]]),
            ];
            let mut out = Vec::new();
            markdown(&blocks, &mut out).expect("written");
            let markdown = String::from_utf8(out).expect("UTF-8");
            assert_eq!(read(&markdown), [own, "head", own], "{markdown}");
        }
    }

    #[test]
    fn html_shows_the_same() {
        let blocks = [
            Block::Heading(1, "A & B".to_owned()),
            Block::Table(vec!["x"], vec![vec!["<i>".to_owned()]]),
        ];
        let mut out = Vec::new();
        html("T", &blocks, &mut out).expect("written");
        let html = String::from_utf8(out).expect("UTF-8");
        assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
        assert!(html.contains("<h1>A &amp; B</h1>") && html.contains("<td>&lt;i&gt;</td>"));
    }
}
