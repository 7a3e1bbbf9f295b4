//! A JSON object becomes an article: id, title, date, source, url, text, language; gold files have the same keys.

use serde_json::{Map, Value};

use super::{Article, Metadata, date};

/// Other names that exports of newsrooms and databases use.
const ID: [&str; 3] = ["id", "_id", "guid"];
const TITLE: [&str; 3] = ["title", "headline", "titel"];
const DATE: [&str; 7] = ["date", "published", "published_at", "datePublished", "date_published", "publication_date", "datum"];
const SOURCE: [&str; 5] = ["source", "publisher", "site_name", "newspaper", "quelle"];
const URL: [&str; 3] = ["url", "link", "uri"];
const LANGUAGE: [&str; 3] = ["language", "lang", "inLanguage"];
const TEXT: [&str; 6] = ["text", "body", "content", "article_text", "articleBody", "fulltext"];

/// The article of a record, or what is wrong with it: a clause about "the record".
pub(super) fn article(record: Value, known: Metadata, fallback_id: &str, limit: usize) -> Result<Article, String> {
    let Value::Object(mut fields) = record else {
        return Err("the record is not a JSON object".into());
    };
    let own = metadata(&fields)?;
    let text = match TEXT.iter().find_map(|key| fields.remove(*key)) {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => return Err("the record has no \"text\"".into()),
        Some(_) => return Err("the record's \"text\" is not a string".into()),
    };
    if text.trim().is_empty() {
        return Err("the record's text is empty".into());
    }
    if text.len() > limit {
        return Err(format!("the record's text is larger than {} MB", limit >> 20));
    }
    Ok(known.or(own).article(fallback_id, text))
}

/// What a record or a file beside the article says about it.
pub(super) fn metadata(fields: &Map<String, Value>) -> Result<Metadata, String> {
    let date = match string(fields, &DATE)? {
        None => None,
        Some(written) => {
            Some(date::parse(&written).ok_or_else(|| format!("\"{}\" is not a date (2021-07-20 is one)", short(&written)))?)
        }
    };
    Ok(Metadata {
        id: string(fields, &ID)?,
        title: string(fields, &TITLE)?,
        date,
        source: string(fields, &SOURCE)?,
        url: string(fields, &URL)?,
        language: string(fields, &LANGUAGE)?,
    })
}

/// The first of the keys that says something; an object is named by its "name".
fn string(fields: &Map<String, Value>, keys: &[&str]) -> Result<Option<String>, String> {
    for key in keys {
        let found = match fields.get(*key) {
            None | Some(Value::Null) => continue,
            Some(Value::String(found)) => found.trim().to_string(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Object(inner)) if inner.get("name").is_some_and(Value::is_string) => {
                inner["name"].as_str().unwrap_or_default().trim().to_string()
            }
            Some(_) => return Err(format!("the record's \"{key}\" is not a string")),
        };
        if !found.is_empty() {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn short(written: &str) -> String {
    written.chars().take(40).collect()
}
