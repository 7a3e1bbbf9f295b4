//! The title of a page: its heading, where one of the titles that the page tells has it, else what is told, without the name of the site.

use dom_query::Document;

use super::lines::letters;
use super::told::{Told, plain};
use crate::record::date;

/// Signs between a title and the name of the site: "Streit um die Brücke | Bote".
const SIGNS: [&str; 9] = [" | ", " - ", " – ", " — ", " » ", " · ", " :: ", " / ", ": "];

/// The title. What weighs, in this order: what Open Graph and JSON-LD both tell; a heading of the page that stands in a told title; the
/// first heading; what one of them tells.
pub(super) fn title(page: &Document, told: &Told) -> Option<String> {
    let chosen = told.titles.first().or(told.headline.as_ref()).map(|title| bare(title, told));
    let headline = told.headline.as_deref().map(letters);
    if !told.titles.is_empty()
        && chosen.as_deref().is_some_and(|title| Some(letters(title)) == headline)
    {
        return chosen;
    }
    let long = |text: &str| letters(text).chars().count() > 10;
    let headings = headings(page);
    let mut titles = told.titles.iter().chain(&told.headline).map(|title| letters(title));
    let agreed = titles.find_map(|title| {
        headings.iter().find(|heading| long(heading) && title.contains(&letters(heading))).cloned()
    });
    agreed.or_else(|| headings.into_iter().find(|heading| long(heading))).or(chosen)
}

/// Headings of the first order that are no longer than titles.
fn headings(page: &Document) -> Vec<String> {
    let headings = page.select("h1");
    let texts = headings.nodes().iter().filter_map(|node| plain(&spaced(node)));
    texts.filter(|text| text.chars().count() <= 300).collect()
}

/// The text of a heading; what stands in elements of its own is words of its own.
fn spaced(node: &dom_query::NodeRef) -> String {
    let texts = node.descendants_it().filter(|node| node.is_text());
    texts.map(|node| node.text().to_string()).collect::<Vec<_>>().join(" ")
}

/// The title without the name of the site and the day behind it.
fn bare(title: &str, told: &Told) -> String {
    let mut title = title.trim();
    while let Some((before, last)) = cut(title) {
        if !(is_site(last, told) || date::parse(last).is_some() || is_common(before, told)) {
            break;
        }
        title = before;
    }
    title.to_owned()
}

/// The title before its last sign, and what stands behind that.
fn cut(title: &str) -> Option<(&str, &str)> {
    let signs = SIGNS[..SIGNS.len() - 1].iter();
    let (at, sign) = signs.filter_map(|sign| Some((title.rfind(sign)?, *sign))).max()?;
    let (before, last) = (title[..at].trim(), title[at + sign.len()..].trim());
    (before.chars().count() > 10).then_some((before, last))
}

/// "Bote" where the site is "Norderauer Bote" or "www.bote.example".
fn is_site(last: &str, told: &Told) -> bool {
    let last = letters(last);
    let host =
        told.url.as_deref().and_then(|url| url.split('/').nth(2)).map(letters).unwrap_or_default();
    let source = told.source.as_deref().map(letters).unwrap_or_default();
    last.is_empty()
        || !source.is_empty() && (source.contains(&last) || last.contains(&source))
        || last.len() > 2 && host.contains(&last)
}

/// Another title of the page is the same without what stands behind the sign.
fn is_common(before: &str, told: &Told) -> bool {
    let before = letters(before);
    told.titles.iter().chain(&told.headline).any(|title| letters(title) == before)
}
