//! A JSON object becomes an article: id, title, date, source, url, text, language; gold files have the same keys.

use serde_json::{Map, Value};

use super::given::{Given, How};
use crate::record::article::{Article, Metadata};
use crate::record::date;
use crate::record::reading::{Says, words};

/// Whether a column or key of this name holds the text of an article.
pub(super) fn is_text(name: &str) -> bool {
    words(Says::Text).contains(&name)
}

/// Whether a column or key of this name says something about an article.
pub(super) fn is_known(name: &str) -> bool {
    use Says::{Authors, Date, Id, Language, Source, Text, Title, Url};
    let known = [Id, Title, Date, Source, Url, Language, Authors, Text];
    known.into_iter().any(|says| words(says).contains(&name))
}

/// The records of an object that holds a list of them: `{"articles": [...]}`.
pub(super) fn list(record: &mut Value, how: &How) -> Option<Vec<Value>> {
    let fields = record.as_object_mut()?;
    let holds_text = |key: &String| {
        let key = how.renamed(key.to_lowercase());
        is_text(&key) && !words(Says::List).contains(&key.as_str())
    };
    if fields.keys().any(holds_text) {
        return None;
    }
    let key = words(Says::List).iter().find(|key| fields.get(**key).is_some_and(is_list))?;
    match fields.remove(*key) {
        Some(Value::Array(records)) => Some(records),
        _ => None,
    }
}

fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|values| values.iter().all(Value::is_object))
}

/// The article of a record, or what is wrong with it: a clause about "the record".
pub(super) fn article(
    record: Value,
    given: &Given,
    fallback_id: &str,
    limit: usize,
) -> Result<Article, String> {
    let Value::Object(fields) = record else {
        return Err("the record is not a JSON object".into());
    };
    let mut fields: Map<String, Value> = fields
        .into_iter()
        .map(|(key, value)| (given.how.renamed(key.to_lowercase()), value))
        .collect();
    let own = metadata(&fields)?;
    let blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
    let empty = words(Says::Text).iter().any(|key| fields.get(*key).is_some_and(blank));
    let text = words(Says::Text).iter().find_map(|key| match fields.remove(*key) {
        Some(Value::Null) | None => None,
        Some(Value::String(text)) if text.trim().is_empty() => None,
        Some(value) => Some(value),
    });
    let text = match text {
        Some(Value::String(text)) => without_markup(text),
        Some(Value::Object(body)) if body.contains_key("sections") => sections(&body),
        None if empty => return Err("the record's text is empty".into()),
        None => return Err("the record has no \"text\"".into()),
        Some(_) => return Err("the record's \"text\" is not a string".into()),
    };
    if text.trim().is_empty() {
        return Err("the record's text is empty".into());
    }
    if text.len() > limit {
        return Err(format!("the record's text is larger than {} MB", limit >> 20));
    }
    Ok(given.article(own, fallback_id, text))
}

/// The body as fundus writes it: `{"summary": ["Der Rat ..."], "sections": [{"headline": [], "paragraphs": ["..."]}]}`.
fn sections(body: &Map<String, Value>) -> String {
    let strings = |value: Option<&Value>| -> Vec<String> {
        let values = value.and_then(Value::as_array).into_iter().flatten();
        values.filter_map(|line| line.as_str().map(str::to_owned)).collect()
    };
    let mut lines = strings(body.get("summary"));
    for section in body.get("sections").and_then(Value::as_array).into_iter().flatten() {
        lines.extend(strings(section.get("headline")));
        lines.extend(strings(section.get("paragraphs")));
    }
    lines.join("\n\n")
}

/// A text with the tags of paragraphs is read as markup: "<p>Der Rat tagte.</p>"; NewsAPI's "[+1234 chars]" is no part of it.
fn without_markup(text: String) -> String {
    #[cfg(feature = "html")]
    let text = match ["<p>", "<p ", "<br", "</p>"].iter().any(|tag| text.contains(tag)) {
        true => super::html::fragment(&text),
        false => text,
    };
    match text.trim_end().strip_suffix(" chars]").and_then(|start| start.rsplit_once("[+")) {
        Some((start, number)) if number.bytes().all(|b| b.is_ascii_digit()) => {
            start.trim_end().to_owned()
        }
        _ => text,
    }
}

/// What a record or a file beside the article says about it.
pub(super) fn metadata(fields: &Map<String, Value>) -> Result<Metadata, String> {
    let lower: Map<String, Value>;
    let fields = match fields.keys().any(|key| key.chars().any(char::is_uppercase)) {
        true => {
            let small = fields.iter().map(|(key, value)| (key.to_lowercase(), value.clone()));
            lower = small.collect();
            &lower
        }
        false => fields,
    };
    let date =
        match string(fields, words(Says::Date))? {
            None => None,
            Some(written) => Some(date::parse(&written).ok_or_else(|| {
                format!("\"{}\" is not a date (2021-07-20 is one)", short(&written))
            })?),
        };
    Ok(Metadata {
        id: string(fields, words(Says::Id))?,
        title: string(fields, words(Says::Title))?,
        date,
        source: string(fields, words(Says::Source))?,
        url: string(fields, words(Says::Url))?,
        authors: authors(fields),
        language: string(fields, words(Says::Language))?,
        origin: None,
    })
}

/// `"authors": ["Mira Anders"]`, `"author": "Mira Anders; Jonas Wehling"`
fn authors(fields: &Map<String, Value>) -> Vec<String> {
    let of = |value: &Value| -> Vec<String> {
        match value {
            Value::String(names) => {
                let names = names.split([';', '|']).map(str::trim);
                names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
            }
            Value::Object(inner) => {
                inner.get("name").and_then(Value::as_str).map(str::to_owned).into_iter().collect()
            }
            _ => Vec::new(),
        }
    };
    let found =
        words(Says::Authors).iter().filter_map(|key| fields.get(*key)).map(|value| match value {
            Value::Array(values) => values.iter().flat_map(of).collect(),
            value => of(value),
        });
    found.into_iter().find(|names: &Vec<String>| !names.is_empty()).unwrap_or_default()
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
