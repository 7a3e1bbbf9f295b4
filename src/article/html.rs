//! A web page becomes text: the title, a blank line, and the paragraphs of the article; what the page says about itself is kept.

use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;

use super::{Metadata, date};

/// Pages of more elements than any article has.
const ELEMENTS: usize = 300_000;
/// Elements that are no text of the article, whatever stands in them.
const ASIDE: &str = "script:not([type='application/ld+json']), style, noscript, template, iframe, svg, form, button, select, nav, aside, figcaption, dialog";

/// The text and the metadata, or why there is none: a clause about the file.
pub(super) fn read(html: &str) -> Result<(String, Metadata), String> {
    let config = || Config { text_mode: TextMode::Formatted, max_elements_to_parse: ELEMENTS, ..Config::default() };
    if deep(html) {
        return Err("is HTML nested too deeply to be an article".into());
    }
    let mut page = Readability::new(html, None, Some(config())).map_err(|error| format!("cannot be read as HTML: {error}"))?;
    let linked = linked_data(&page);
    let found = metadata(&page, &linked);
    page.doc.select(ASIDE).remove();
    let body = match page.parse() {
        Ok(article) => article.text_content.to_string(),
        Err(_) => {
            let rest = Readability::new(html, None, None).map_err(|error| format!("cannot be read as HTML: {error}"))?;
            rest.doc.select(ASIDE).remove();
            rest.doc.select("script, head, header, footer").remove();
            rest.doc.formatted_text().to_string()
        }
    };
    let body = tidy(&body);
    let told = linked.as_ref().and_then(|data| data.get("articleBody")).and_then(Value::as_str).map(tidy).unwrap_or_default();
    let body = if body.len() * 2 < told.len() { told } else { body };
    if body.is_empty() {
        return Err("has no text in its HTML".into());
    }
    let text = match &found.title {
        Some(title) if body.lines().next().map(str::trim) != Some(title.as_str()) => format!("{title}\n\n{body}"),
        _ => body,
    };
    Ok((text, found))
}

/// What meta tags, JSON-LD, <html lang> and <title> say.
fn metadata(page: &Readability, linked: &Option<Value>) -> Metadata {
    let attribute = |selector: &str, name: &str| {
        let value = page.doc.select_single(selector).attr(name)?;
        Some(value.trim().to_string()).filter(|value| !value.is_empty())
    };
    let meta = |selector: &str| attribute(selector, "content");
    let linked = |path: &[&str]| {
        let value = path.iter().try_fold(linked.as_ref()?, |value, key| match value {
            Value::Array(values) => values.first()?.get(key),
            value => value.get(key),
        })?;
        let text = html_escape::decode_html_entities(value.as_str()?.trim()).to_string();
        Some(text).filter(|text| !text.is_empty())
    };
    let dates = [
        linked(&["datePublished"]),
        meta("meta[property='article:published_time']"),
        meta("meta[name='date']"),
        meta("meta[name='DC.date'], meta[name='dc.date'], meta[name='DC.date.issued'], meta[name='dcterms.created']"),
        meta(
            "meta[name='publish-date'], meta[name='pubdate'], meta[name='article:published_time'], meta[itemprop='datePublished']",
        ),
        attribute("[itemprop='datePublished']", "datetime"),
        attribute("article time[datetime], time[pubdate], time[datetime]", "datetime"),
    ];
    let source = linked(&["publisher", "name"])
        .or_else(|| meta("meta[property='og:site_name']"))
        .or_else(|| meta("meta[name='publisher'], meta[name='DC.publisher'], meta[name='application-name']"));
    Metadata {
        id: None,
        title: title(page, linked(&["headline"]).or_else(|| meta("meta[property='og:title']")), source.as_deref()),
        date: dates.into_iter().flatten().find_map(|written| date::parse(&written)),
        source,
        url: attribute("link[rel='canonical']", "href")
            .or_else(|| meta("meta[property='og:url']"))
            .or_else(|| linked(&["url"]))
            .or_else(|| linked(&["mainEntityOfPage", "@id"]))
            .filter(|url| url.starts_with("http")),
        language: attribute("html[lang]", "lang")
            .or_else(|| linked(&["inLanguage"]))
            .or_else(|| meta("meta[http-equiv='content-language'], meta[property='og:locale'], meta[name='language']")),
    }
}

/// The only heading of the page where it stands in the told title or nothing is told; else the told title without the site's name.
fn title(page: &Readability, told: Option<String>, site: Option<&str>) -> Option<String> {
    let clean = |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    let headings = page.doc.select("h1");
    let heading = (headings.length() == 1).then(|| clean(&headings.text())).flatten().filter(|text| text.chars().count() <= 300);
    let Some(told) = told.and_then(|text| clean(&text)) else {
        return heading.or_else(|| clean(&page.get_article_title()));
    };
    if let Some(heading) = heading.filter(|heading| told.contains(heading.as_str()) && heading.chars().count() > 10) {
        return Some(heading);
    }
    let bare = site.and_then(|site| told.strip_suffix(site)).map(|bare| bare.trim_end_matches([' ', '-', '–', '|', '»', ':', '·']));
    bare.filter(|bare| !bare.is_empty()).map(str::to_string).or(Some(told))
}

/// The object of schema.org that describes an article, wherever in the page's JSON-LD it stands.
fn linked_data(page: &Readability) -> Option<Value> {
    let mut waiting: Vec<Value> = Vec::new();
    for script in page.doc.select("script[type='application/ld+json']").iter() {
        waiting.extend(serde_json::from_str::<Value>(script.text().trim()).ok());
    }
    waiting.reverse();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.into_iter().rev()),
            Value::Object(mut object) => {
                let is_article = |kind: &Value| {
                    kind.as_str().is_some_and(|kind| {
                        kind.ends_with("Article") || matches!(kind, "Report" | "BlogPosting" | "LiveBlogPosting")
                    })
                };
                match object.get("@type") {
                    Some(Value::Array(kinds)) if kinds.iter().any(is_article) => return Some(Value::Object(object)),
                    Some(kind) if is_article(kind) => return Some(Value::Object(object)),
                    _ => waiting.extend(object.remove("@graph")),
                }
            }
            _ => {}
        }
    }
    None
}

/// Lines without blanks at their ends, paragraphs with one blank line between them, no invisible hyphens.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim) {
        blank |= line.is_empty();
        if line.is_empty() {
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank { "\n\n" } else { "\n" });
        }
        tidy.extend(line.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')));
        blank = false;
    }
    tidy
}

/// More tags are opened without being closed than the tree walks of the readability crate are made for.
fn deep(html: &str) -> bool {
    const DEEPEST: i64 = 2000;
    let mut depth: i64 = 0;
    let bytes = html.as_bytes();
    for (at, _) in html.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => depth = (depth - 1).max(0),
            Some(b) if b.is_ascii_alphabetic() && !void(&html[at + 1..]) => depth += 1,
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Elements that nothing closes.
fn void(tag: &str) -> bool {
    let end = tag.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(tag.len());
    const VOID: [&str; 20] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "td",
        "tr", "th", "dd", "option",
    ];
    VOID.contains(&tag[..end].to_ascii_lowercase().as_str())
}
