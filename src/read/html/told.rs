//! What a page says about itself: JSON-LD, Open Graph and other meta tags, microdata, `time` elements.
//!
//! `<meta property="og:title" content="Streit um die Brücke | Bote">` is one of the titles. What is said several times is kept in
//! the order of its weight, which each function states; the first that can be understood counts.

use dom_query::Document;
use serde_json::Value;

use crate::record::date;

/// What a page says, each list with what weighs most first.
#[derive(Default)]
pub(super) struct Told {
    /// The headline in JSON-LD.
    pub headline: Option<String>,
    /// Open Graph, Twitter, `<title>`.
    pub titles: Vec<String>,
    /// The lead, as search engines and networks are shown it.
    pub descriptions: Vec<String>,
    /// The whole story in JSON-LD.
    pub body: Option<String>,
    /// It is a live blog.
    pub live: bool,
    /// Its entries in JSON-LD.
    pub entries: Vec<Entry>,
    /// When it was published.
    pub dates: Vec<String>,
    /// When it was changed, for pages that do not say when they were published.
    pub changed: Vec<String>,
    pub authors: Vec<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// An entry of a live blog.
pub(super) struct Entry {
    /// "12.03.2024, 09:15 Uhr"
    pub moment: Option<String>,
    pub headline: Option<String>,
    pub body: String,
}

/// What the page says about itself.
pub(super) fn told(page: &Document) -> Told {
    let linked = linked_data(page);
    let article = linked.first();
    let of = |path: &[&str]| article.and_then(|article| text_at(article, path));
    let meta = |keys: &[&str]| metas(page, keys);
    let entries = article.map(entries).unwrap_or_default();
    let mut told = Told {
        headline: of(&["headline"]).or_else(|| of(&["name"])),
        titles: meta(&["og:title", "twitter:title", "dc.title", "title"]),
        descriptions: of(&["description"]).into_iter().collect(),
        body: of(&["articleBody"])
            .or_else(|| of(&["reviewBody"]))
            .or_else(|| Some(text_of(&entries)).filter(|text| !text.is_empty())),
        live: article.is_some_and(|article| article.get("liveBlogUpdate").is_some())
            || article.is_some_and(|article| article["@type"] == "LiveBlogPosting"),
        entries,
        dates: linked.iter().filter_map(|article| text_at(article, &["datePublished"])).collect(),
        changed: ["dateModified", "dateCreated", "uploadDate"]
            .iter()
            .filter_map(|key| of(&[key]))
            .collect(),
        authors: article.map(|article| authors_of(&article["author"])).unwrap_or_default(),
        source: of(&["publisher", "name"])
            .or_else(|| meta(&["og:site_name"]).pop())
            .or_else(|| meta(&["publisher", "dc.publisher", "application-name"]).pop()),
        url: attribute(page, "link[rel='canonical']", "href")
            .or_else(|| meta(&["og:url"]).pop())
            .or_else(|| of(&["url"]))
            .or_else(|| of(&["mainEntityOfPage", "@id"]))
            .filter(|url| url.starts_with("http")),
        language: attribute(page, "html[lang]", "lang")
            .or_else(|| of(&["inLanguage"]))
            .or_else(|| meta(&["content-language", "og:locale", "language"]).pop()),
    };
    told.titles.extend(element_texts(page, "head > title").into_iter().take(1));
    told.descriptions.extend(meta(&["og:description", "description", "twitter:description"]));
    told.dates.extend(meta(&PUBLISHED));
    told.dates.extend(microdata(page, "[itemprop='datePublished']"));
    told.changed.extend(meta(&CHANGED));
    if told.authors.is_empty() {
        told.authors = meta(&AUTHORS);
    }
    if told.authors.is_empty() {
        told.authors = element_texts(page, "[itemprop='author'] [itemprop='name']");
    }
    if told.authors.is_empty() {
        told.authors = element_texts(page, "a[rel~='author'], [itemprop='author']");
    }
    told
}

/// No live blog has more entries that are read.
const ENTRIES: usize = 2000;

/// The entries of a live blog in JSON-LD.
fn entries(article: &Value) -> Vec<Entry> {
    let entries = article.get("liveBlogUpdate").and_then(Value::as_array).into_iter().flatten();
    let read = |entry: &Value| {
        let written = text_at(entry, &["datePublished"]);
        let moment = written.and_then(|written| {
            Some(date::entry_line(date::parse(&written), &date::hour(&written)?))
        });
        let body = text_at(entry, &["articleBody"])?;
        Some(Entry { moment, headline: text_at(entry, &["headline"]), body })
    };
    entries.take(ENTRIES).filter_map(read).collect()
}

/// Each entry with its time, its headline and its text, a line each.
fn text_of(entries: &[Entry]) -> String {
    let lines = entries
        .iter()
        .flat_map(|entry| [entry.moment.as_ref(), entry.headline.as_ref(), Some(&entry.body)]);
    lines.flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Names of meta tags with the day of publication, in the order of their weight.
const PUBLISHED: [&str; 16] = [
    "article:published_time",
    "article:published:time",
    "og:article:published_time",
    "og:published_time",
    "date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "publish-date",
    "pubdate",
    "publishdate",
    "publication_date",
    "parsely-pub-date",
    "datepublished",
];
const CHANGED: [&str; 4] =
    ["article:modified_time", "og:updated_time", "last-modified", "dcterms.modified"];
/// Names of meta tags with authors, in the order of their weight.
const AUTHORS: [&str; 8] = [
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "byl",
];

/// The contents of meta tags with one of the names, in the order of the names; `name`, `property`, `itemprop` and `http-equiv` are one.
fn metas(page: &Document, keys: &[&str]) -> Vec<String> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for tag in page.select("meta[content]").nodes() {
        let name =
            ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tag.attr(key));
        let Some(name) = name.map(|name| name.trim().to_ascii_lowercase()) else { continue };
        let Some(at) = keys.iter().position(|key| *key == name) else { continue };
        found.extend(tag.attr("content").and_then(|text| plain(&text)).map(|text| (at, text)));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, text)| text).collect()
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).and_then(|value| plain(&value))
}

fn element_texts(page: &Document, selector: &str) -> Vec<String> {
    page.select(selector).nodes().iter().filter_map(|node| plain(&node.text())).collect()
}

/// `<time itemprop="datePublished" datetime="...">`, `<meta itemprop content>`, or the text itself.
fn microdata(page: &Document, selector: &str) -> Vec<String> {
    let written =
        |name: &str, node: &dom_query::NodeRef| node.attr(name).and_then(|text| plain(&text));
    page.select(selector)
        .nodes()
        .iter()
        .filter_map(|node| {
            written("datetime", node)
                .or_else(|| written("content", node))
                .or_else(|| plain(&node.text()))
        })
        .collect()
}

/// Text without entities that were written twice ("&amp;amp;") and with single blanks; `None` where nothing is left.
pub(super) fn plain(text: &str) -> Option<String> {
    let text = html_escape::decode_html_entities(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: String = words.join(" ").chars().filter(|c| !invisible(*c)).collect();
    (!text.is_empty()).then_some(text)
}

/// Hyphens that are seen only at the end of a line, and blanks without width.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The objects of schema.org that describe the article: those of articles, else those of claims, else those of pages.
fn linked_data(page: &Document) -> Vec<Value> {
    let mut found: Vec<(Kind, Value)> = Vec::new();
    for script in page.select("script[type='application/ld+json' i]").nodes() {
        collect(linked(&script.text()), &mut found);
    }
    found.sort_by_key(|(kind, object)| (*kind, object.get("datePublished").is_none()));
    found.into_iter().map(|(_, object)| object).collect()
}

/// The JSON of a script. Line ends inside strings, which JSON forbids and many pages have, count as blanks.
fn linked(script: &str) -> Value {
    let text = script.trim().trim_end_matches(';');
    let text = text.strip_prefix("<!--").and_then(|text| text.strip_suffix("-->")).unwrap_or(text);
    serde_json::from_str(text)
        .or_else(|_| {
            let even: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(even.trim())
        })
        .unwrap_or(Value::Null)
}

/// What an object is about; the first weighs most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Article,
    Claim,
    Page,
}

fn collect(value: Value, found: &mut Vec<(Kind, Value)>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, found)),
        Value::Object(mut object) => {
            // what stands in other keys, such as "mentions" or "itemListElement", is about other articles
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if object.get(key).is_some_and(|inner| inner.is_array() || inner.is_object()) {
                    collect(object.get_mut(key).map(Value::take).unwrap_or_default(), found);
                }
            }
            if let Some(kind) = object.get("@type").and_then(kind) {
                found.push((kind, Value::Object(object)));
            }
        }
        _ => {}
    }
}

fn kind(written: &Value) -> Option<Kind> {
    match written {
        Value::Array(kinds) => kinds.iter().filter_map(kind).min(),
        Value::String(name) if name.ends_with("Article") || name.ends_with("Posting") => {
            Some(Kind::Article)
        }
        Value::String(name) if name == "Report" || name == "Review" => Some(Kind::Article),
        Value::String(name) if name == "ClaimReview" => Some(Kind::Claim),
        Value::String(name) if name == "WebPage" => Some(Kind::Page),
        _ => None,
    }
}

/// The text under the keys; of a list its first member.
fn text_at(value: &Value, path: &[&str]) -> Option<String> {
    let value = path.iter().try_fold(value, |value, key| first(value).get(key))?;
    let text = first(value).as_str()?;
    // a story keeps its paragraphs
    if path == ["articleBody"] {
        let text = html_escape::decode_html_entities(text);
        return Some(text.chars().filter(|c| !invisible(*c)).collect::<String>())
            .filter(|text| !text.trim().is_empty());
    }
    plain(text)
}

fn first(value: &Value) -> &Value {
    value.as_array().and_then(|values| values.first()).unwrap_or(value)
}

/// `"author": [{"@type": "Person", "name": "Mira Anders"}]`
fn authors_of(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(authors_of).collect(),
        Value::String(name) => plain(name).into_iter().collect(),
        Value::Object(object) => object.get("name").map(authors_of).unwrap_or_default(),
        _ => Vec::new(),
    }
}
