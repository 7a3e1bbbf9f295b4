//! Markdown becomes text: paragraphs with blank lines between them, links and emphasis without their signs.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::record::article::Metadata;
use crate::record::date;

/// The text, and what the block between "---" at the top and the first heading say.
pub(super) fn read(source: &str) -> (String, Metadata) {
    let mut text = String::with_capacity(source.len());
    let mut metadata = Metadata::default();
    let mut front = String::new();
    let mut hidden = 0usize;
    let mut in_front = false;
    let mut heading = None;
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(source, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => in_front = true,
            Event::End(TagEnd::MetadataBlock(_)) => in_front = false,
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => hidden += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                hidden = hidden.saturating_sub(1);
            }
            Event::Text(part) if in_front => front.push_str(&part),
            Event::Text(part) | Event::Code(part) if hidden == 0 => text.push_str(&part),
            Event::SoftBreak if hidden == 0 => text.push(' '),
            Event::HardBreak if hidden == 0 => text.push('\n'),
            Event::Start(Tag::Heading { .. }) => {
                paragraph(&mut text);
                heading = Some(text.len());
            }
            Event::End(TagEnd::Heading(_)) => {
                let start = heading.take().unwrap_or(text.len());
                let words = text[start..].trim();
                if metadata.title.is_none() && !words.is_empty() {
                    metadata.title = Some(words.to_string());
                }
                paragraph(&mut text);
            }
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::BlockQuote(_)) => {
                paragraph(&mut text);
            }
            Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::BlockQuote(_))
            | Event::Rule => paragraph(&mut text),
            Event::Start(Tag::Item) => line(&mut text),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    (text, front_matter(&front).or(metadata))
}

fn paragraph(text: &mut String) {
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

fn line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// "title: ..." lines; what else a block may hold is left alone.
fn front_matter(front: &str) -> Metadata {
    let mut metadata = Metadata::default();
    for (key, value) in front.lines().filter_map(|line| line.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().as_str() {
            "id" => metadata.id = Some(value.into()),
            "title" => metadata.title = Some(value.into()),
            "date" | "published" => metadata.date = date::parse(value),
            "source" | "publisher" => metadata.source = Some(value.into()),
            "url" | "link" => metadata.url = Some(value.into()),
            "lang" | "language" => metadata.language = Some(value.into()),
            _ => {}
        }
    }
    metadata
}
