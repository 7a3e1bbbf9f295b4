//! PDF: the text that a file holds beside its looks; a scan, which holds none, is told as one.
//!
//! Letters have places on a page and no order: `pieces` finds them, `layout` makes lines, columns and paragraphs of them.

mod font;
mod pieces;
mod layout;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object};

use crate::record::article::{Date, Metadata};
use crate::record::date;
use crate::record::reading::{Says, words};
use layout::Paragraph;
use pieces::{Page, Piece};

/// No part of a file becomes larger when it is unpacked (bytes).
const LARGEST: usize = 64 << 20;

/// The text of a file and what it says about itself, or why there is none: a clause about the file.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Metadata), String> {
    // what a damaged file does to a parser of others ends here
    catch_unwind(AssertUnwindSafe(|| parsed(bytes))).unwrap_or_else(|_| Err(DAMAGED.to_owned()))
}

const DAMAGED: &str = "is a damaged PDF file; --pdftotext may still read it";

fn parsed(bytes: &[u8]) -> Result<(String, Metadata), String> {
    let options = LoadOptions::with_max_decompressed_size(LARGEST);
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| failure(&error))?;
    if document.is_encrypted() {
        return Err(LOCKED.to_owned());
    }
    let pages = pieces::pages(&document);
    let letters = |text: &str| text.chars().filter(|sign| sign.is_alphabetic()).count();
    let pieces = || pages.iter().flat_map(|page| &page.pieces);
    let (mut known, mut lost) = (0, 0);
    for piece in pieces() {
        known += letters(&piece.text);
        lost += piece.text.matches(char::REPLACEMENT_CHARACTER).count();
    }
    let pictures: usize = pages.iter().map(|page| page.pictures).sum();
    if known < 20 * pages.len().max(1) && pictures > 0 && lost < 20 {
        return Err(
            "is a scan: pictures of pages without a text; 'ocrmypdf FILE NEW' gives it one".into(),
        );
    }
    if lost * 3 > known {
        return Err("is a PDF file whose fonts do not say which letters they show; \
                    'ocrmypdf --force-ocr FILE NEW' reads them from the pictures"
            .into());
    }
    if known == 0 {
        return Err("is a PDF file without a text".into());
    }
    let (paragraphs, heads) = layout::paragraphs(&pages);
    let own = metadata(&document, &paragraphs, &heads);
    Ok((whole(&paragraphs), own))
}

const LOCKED: &str = "is locked with a password; 'qpdf --decrypt --password=... FILE NEW' opens it";

fn failure(error: &lopdf::Error) -> String {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => LOCKED.to_owned(),
        lopdf::Error::Decompress(_) => {
            format!("is a PDF file with a part of more than {} MB", LARGEST >> 20)
        }
        _ => DAMAGED.to_owned(),
    }
}

/// Letters as people write them: "ﬁ" is two, an invisible hyphen is none, an accent stands on its letter.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut accent = false;
    for sign in text.chars() {
        match sign {
            '\u{fb00}' => clean.push_str("ff"),
            '\u{fb01}' => clean.push_str("fi"),
            '\u{fb02}' => clean.push_str("fl"),
            '\u{fb03}' => clean.push_str("ffi"),
            '\u{fb04}' => clean.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => clean.push_str("st"),
            // at the end of a line it is seen
            '\u{ad}' => clean.push('\u{ad}'),
            '¨' => accent = true,
            sign if accent && "aouAOUeiEI".contains(sign) => {
                clean.push(sign);
                clean.push('\u{308}');
                accent = false;
            }
            '\u{200b}' | '\u{feff}' => {}
            sign if sign.is_whitespace() || sign.is_control() => clean.push(' '),
            sign => clean.push(sign),
        }
    }
    use unicode_normalization::UnicodeNormalization;
    let clean: String = clean.nfc().collect();
    clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Adds a line to a text; a word that was parted between them is one again.
fn join(text: &mut String, line: &str) {
    let visible = |text: &str| text.trim_end_matches('\u{ad}').len();
    if text.ends_with('\u{ad}') {
        text.truncate(visible(text));
        text.push_str(line);
        return;
    }
    let hyphen = text.ends_with(['-', '\u{2010}']);
    let before = text.trim_end_matches(['-', '\u{2010}']).chars().next_back();
    let word = line.split(' ').next().unwrap_or_default();
    if !hyphen
        || !before.is_some_and(char::is_alphanumeric)
        || words(Says::BehindHyphen).contains(&word)
    {
        text.push(' ');
        text.push_str(line);
        return;
    }
    // "Nordrhein-" and "Westfalen" keep their hyphen, "Bürger-" and "meister" do not
    let small = line.starts_with(char::is_lowercase) && before.is_some_and(char::is_alphabetic);
    if small {
        text.pop();
    }
    text.push_str(line);
}

/// The text of a file, of which `pdftotext -bbox` tells the places of the words.
pub(super) fn of_boxes(source: &str) -> Result<(String, Metadata), String> {
    let pages: Vec<Page> = source.split("<page ").skip(1).map(boxes).collect();
    let (paragraphs, heads) = layout::paragraphs(&pages);
    if paragraphs.is_empty() {
        return Err("has no text that pdftotext finds".into());
    }
    let title = largest(&paragraphs).map(|own| own.text.clone());
    let own = Metadata { title, date: day(&paragraphs, &heads), ..Metadata::default() };
    Ok((whole(&paragraphs), own))
}

/// `<word xMin="70.0" yMin="35.1" xMax="84.9" yMax="44.1">Der</word>`
fn boxes(page: &str) -> Page {
    let number = |tag: &str, name: &str| -> Option<f64> {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split('"').next()?.parse().ok()
    };
    let height = number(page, "height").unwrap_or_default();
    let word = |tag: &str| {
        let (top, foot) = (number(tag, "yMin")?, number(tag, "yMax")?);
        let text = tag.split_once('>')?.1.split("</word>").next()?;
        Some(Piece {
            left: number(tag, "xMin")?,
            right: number(tag, "xMax")?,
            line: height - foot,
            size: foot - top,
            text: html_escape::decode_html_entities(text).into_owned(),
        })
    };
    Page { pieces: page.split("<word ").skip(1).filter_map(word).collect(), pictures: 0 }
}

fn whole(paragraphs: &[Paragraph]) -> String {
    let text: Vec<&str> = paragraphs.iter().map(|own| own.text.as_str()).collect();
    text.join("\n\n").replace('\u{ad}', "")
}

/// Title and author that a file gives, the title where it stands on the first page, else what is largest there; a day that stands at the
/// head of a page or in a short line before the story. When the file was made says nothing of when the article appeared.
fn metadata(document: &Document, paragraphs: &[Paragraph], heads: &[String]) -> Metadata {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok();
    let value = |key: &[u8]| text_of(info?, key, document);
    let letters = |text: &str| -> String {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let first = || paragraphs.iter().filter(|own| own.page == 0);
    let told = value(b"Title").filter(|title| {
        let title = letters(title);
        title.len() > 8 && first().any(|own| letters(&own.text).contains(&title))
    });
    Metadata {
        title: told.or_else(|| largest(paragraphs).map(|own| own.text.clone())),
        // "(anonymous)", "(unspecified)": what programs write for none
        authors: value(b"Author").filter(|name| !name.starts_with('(')).into_iter().collect(),
        date: day(paragraphs, heads),
        ..Metadata::default()
    }
}

/// What is set larger than the text on the first page, of several of one size the first.
fn largest(paragraphs: &[Paragraph]) -> Option<&Paragraph> {
    let mut sizes: Vec<(f64, usize)> =
        paragraphs.iter().map(|own| (own.size, own.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut seen = 0;
    let usual = sizes.iter().find(|(_, letters)| {
        seen += letters;
        seen >= half
    });
    let usual = usual.map_or(0.0, |(size, _)| *size);
    let heading = |own: &&Paragraph| {
        own.size > 1.15 * usual && own.text.len() <= 250 && own.text.contains(char::is_alphabetic)
    };
    let first = paragraphs.iter().filter(|own| own.page == 0).filter(heading);
    first.reduce(|best, own| if own.size > best.size + 0.1 { own } else { best })
}

/// The day that stands at the head of a page or in a short line before the story.
fn day(paragraphs: &[Paragraph], heads: &[String]) -> Option<Date> {
    let first = paragraphs.iter().filter(|own| own.page == 0).take(8);
    let short = first.map(|own| own.text.as_str()).filter(|text| text.len() <= 80);
    heads.iter().map(String::as_str).chain(short).find_map(date::parse)
}

fn text_of(info: &Dictionary, key: &[u8], document: &Document) -> Option<String> {
    let text = lopdf::decode_text_string(info.get_deref(key, document).ok()?).ok()?;
    let text = clean(&text);
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parted_words_are_one_again() {
        for (first, second, whole) in [
            ("Der Bürger-", "meister kam.", "Der Bürgermeister kam."),
            ("Nordrhein-", "Westfalen", "Nordrhein-Westfalen"),
            ("Bau-", "und Verkehr", "Bau- und Verkehr"),
            ("2021-", "2022", "2021-2022"),
            ("Er ging –", "sie blieb", "Er ging – sie blieb"),
            ("Der Bürger\u{ad}", "meister", "Der Bürgermeister"),
            ("Der", "Rat", "Der Rat"),
        ] {
            let mut text = first.to_owned();
            join(&mut text, second);
            assert_eq!(text, whole);
        }
        assert_eq!(clean("die ﬂießende  Grenze, Br¨ucke"), "die fließende Grenze, Brücke");
    }
}
