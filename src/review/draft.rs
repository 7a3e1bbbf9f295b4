//! Drafts: a decision as a person gives it (a statement's id, a word, a name) becomes a judgement that stands on words of an article.

use crate::extract::attribution::Status;
use crate::extract::judged;
use crate::extract::judgement::{Judgement, Party, Told, What, Words};
use crate::kb::rows::{ActorRow, Part, Rows, StatementRow};
use crate::language::gazetteer::ActorType;
use crate::record::article::Article;
use crate::record::error::{Error, Result};
use crate::record::span::Span;
use crate::review::log;

/// Who decides, and why.
#[derive(Clone, Debug, Default)]
pub struct By {
    pub who: String,
    pub why: Option<String>,
}

/// What a person types to add a statement: words of the article.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    pub quote: String,
    pub subject: Option<String>,
    /// The German infinitive.
    pub lemma: String,
    pub relation: Option<String>,
    pub object: Option<String>,
    pub speaker: Option<String>,
    pub status: Option<String>,
    pub negated: bool,
    pub event: Option<String>,
}

fn blank(by: &By, what: What) -> Judgement {
    let who = if by.who.trim().is_empty() { "somebody" } else { by.who.trim() };
    Judgement {
        id: String::new(),
        at: log::now(),
        who: who.to_owned(),
        what,
        value: None,
        place: None,
        why: by.why.as_deref().map(str::trim).filter(|why| !why.is_empty()).map(str::to_owned),
        article: None,
        statement: None,
        actor: None,
        of: None,
    }
}

/// A decision about a statement; `article` is the one that it stands in.
///
/// # Errors
/// Where the value is none that this change takes.
pub fn about_statement(
    row: &StatementRow,
    article: &Article,
    what: What,
    value: Option<&str>,
    by: &By,
) -> Result<Judgement> {
    let value = checked(what, value)?;
    Ok(Judgement {
        value,
        article: Some(article.id.clone()),
        statement: Some(told(row, article)),
        ..blank(by, what)
    })
}

/// The value of a change, as it stands in the log.
fn checked(what: What, value: Option<&str>) -> Result<Option<String>> {
    let given = value.map(str::trim).filter(|value| !value.is_empty());
    if what.is_verdict() {
        return Ok(None);
    }
    let Some(given) = given else {
        return Err(Error::new(format!("the {what} of a statement needs a value")));
    };
    match what {
        What::Status if Status::parse(given).is_none() => {
            let names: Vec<&str> = Status::ALL.iter().map(|own| own.as_str()).collect();
            Err(Error::new(format!("'{given}' is no status; statuses are {}", names.join(", "))))
        }
        What::Polarity if !["affirmed", "negated"].contains(&given) => {
            Err(Error::new(format!("'{given}' is no polarity; it is affirmed or negated")))
        }
        What::Event => {
            let event = judged::event(given).map_err(Error::new)?;
            let name = event.map(|own| judged::event_name(own.kind.as_str(), own.mode.as_deref()));
            Ok(Some(name.unwrap_or_else(|| judged::NONE.to_owned())))
        }
        What::Predicate if given == judged::NONE => {
            Err(Error::new("a statement has a predicate; 'reject' takes the statement away"))
        }
        _ => Ok(Some(given.to_owned())),
    }
}

/// A statement that the program did not find.
///
/// # Errors
/// Where the article does not have the words, or a value is wrong.
pub fn addition(article: &Article, rows: &Rows, addition: &Addition, by: &By) -> Result<Judgement> {
    let text = &article.text;
    let missing = |words: &str| {
        Error::new(format!("the article '{}' does not have the words '{words}'", article.id))
    };
    let place = |words: &str, near: Option<Span>| {
        let words = words.trim();
        let start = near.map_or(0, |near| near.start);
        let inside = near.and_then(|near| {
            let at = near.of(text).find(words)?;
            Some(Words::new(text, Span::new(near.start + at, near.start + at + words.len())))
        });
        let own = Words { start, end: start + words.len(), text: words.to_owned() };
        inside.or_else(|| own.found(text).map(|span| Words::new(text, span)))
    };
    if addition.lemma.trim().is_empty() {
        return Err(Error::new("a statement needs a predicate, such as 'ablehnen'"));
    }
    if addition.quote.trim().is_empty() {
        return Err(Error::new("a statement needs the words of the article that say so"));
    }
    let quote = place(&addition.quote, None).ok_or_else(|| missing(&addition.quote))?;
    let near = Span::new(quote.start, quote.end);
    let party = |given: &Option<String>| -> Result<Option<Party>> {
        let Some(given) = given.as_deref().map(str::trim).filter(|own| !own.is_empty()) else {
            return Ok(None);
        };
        let actor = called(rows, given);
        let words = place(given, Some(near)).or_else(|| {
            let names = actor.iter().flat_map(|own| own.aliases.iter().chain([&own.label_de]));
            names.filter_map(|name| place(name, Some(near))).next()
        });
        // an actor may be meant by a pronoun or not be named at all in these words
        let words = words.or_else(|| actor.map(|_| quote.clone())).ok_or_else(|| missing(given))?;
        Ok(Some(match actor {
            Some(own) => of_actor(own, words),
            None => {
                Party { actor: None, kind: None, de: given.to_owned(), en: given.to_owned(), words }
            }
        }))
    };
    let (subject, object) = (party(&addition.subject)?, party(&addition.object)?);
    if subject.is_none() && object.is_none() {
        return Err(Error::new("a statement needs a subject or an object"));
    }
    let status = addition.status.as_deref().filter(|own| !own.is_empty()).unwrap_or("asserted");
    checked(What::Status, Some(status))?;
    let event = addition.event.as_deref().filter(|own| !own.is_empty());
    let event = event.map(|own| checked(What::Event, Some(own))).transpose()?.flatten();
    let lemma = addition.lemma.trim().to_owned();
    let relation = addition.relation.clone().filter(|own| !own.trim().is_empty());
    let key = [
        article.id.as_str(),
        &quote.start.to_string(),
        &lemma,
        subject.as_ref().map_or("", |own| &own.words.text),
        object.as_ref().map_or("", |own| &own.words.text),
    ];
    let id = format!("s{}", &blake3::hash(key.join("\u{1f}").as_bytes()).to_hex()[..16]);
    let told = Told {
        id,
        quote: quote.clone(),
        subject,
        relation: relation.unwrap_or_else(|| english(&lemma)),
        lemma,
        surface: None,
        object,
        speaker: party(&addition.speaker)?,
        status: status.to_owned(),
        negated: addition.negated,
        event: event.filter(|own| own != judged::NONE),
    };
    Ok(added(article, told, by))
}

/// That a statement is added which stands on words of the article.
pub fn added(article: &Article, told: Told, by: &By) -> Judgement {
    Judgement { article: Some(article.id.clone()), statement: Some(told), ..blank(by, What::Add) }
}

/// An actor of the store, meant by words of an article.
pub fn of_actor(actor: &ActorRow, words: Words) -> Party {
    Party {
        actor: Some(decoded(&actor.id)),
        kind: kind(&actor.kind),
        de: actor.label_de.clone(),
        en: actor.label_en.clone(),
        words,
    }
}

/// The English of a verb that the tables know, else the verb.
fn english(lemma: &str) -> String {
    let german = crate::languages::language("de");
    let frames = german.map_or(&[][..], |german| german.lexicon.frames(lemma));
    frames.first().map_or(lemma, |frame| frame.english.as_str()).to_owned()
}

/// A decision about an actor.
///
/// # Errors
/// Where no actor has this name, or the value is missing or wrong.
pub fn about_actor(
    rows: &Rows,
    name: &str,
    what: What,
    value: Option<&str>,
    article: Option<&str>,
    by: &By,
) -> Result<Judgement> {
    let Some(actor) = called(rows, name.trim()) else {
        return Err(Error::new(format!("no actor is called '{}'", name.trim())));
    };
    let value = value.map(str::trim).filter(|own| !own.is_empty());
    let needed = match what {
        What::Merge => "with whom it is merged",
        What::Split => "which name is somebody else",
        What::Rename => "the new name",
        What::Retype => "the type",
        _ => "",
    };
    if value.is_none() && !needed.is_empty() {
        return Err(Error::new(format!("'{what}' of '{name}' does not say {needed}")));
    }
    if let Some(given) = value.filter(|own| what == What::Retype && ActorType::parse(own).is_none())
    {
        let types: Vec<&str> = ActorType::ALL.iter().map(|own| own.as_str()).collect();
        return Err(Error::new(format!(
            "'{given}' is no type of actor; types are {}",
            types.join(", ")
        )));
    }
    // an actor that is there is named by its id, which stays
    let value = value.map(|own| match called(rows, own).filter(|_| what == What::Merge) {
        Some(other) => decoded(&other.id),
        None => own.to_owned(),
    });
    if what == What::Merge && value.as_deref() == Some(decoded(&actor.id).as_str()) {
        return Err(Error::new(format!("'{name}' and the other name are one actor already")));
    }
    Ok(Judgement {
        value,
        actor: Some(decoded(&actor.id)),
        article: article.map(str::to_owned),
        ..blank(by, what)
    })
}

/// That a person read an article to its end.
pub fn read(article: &str, by: &By) -> Judgement {
    Judgement { article: Some(article.to_owned()), ..blank(by, What::Read) }
}

/// That an earlier judgement does not count.
pub fn undo(of: &Judgement, by: &By) -> Judgement {
    Judgement { of: Some(of.id.clone()), ..blank(by, What::Undo) }
}

/// The actor with an id, a label, or another name.
pub fn called<'r>(rows: &'r Rows, name: &str) -> Option<&'r ActorRow> {
    let lower = name.to_lowercase();
    let is = |own: &&ActorRow| {
        own.id == name
            || decoded(&own.id) == name
            || own.label_en.to_lowercase() == lower
            || own.label_de.to_lowercase() == lower
    };
    let also = |own: &&ActorRow| own.aliases.iter().any(|alias| alias.to_lowercase() == lower);
    rows.actors.iter().find(is).or_else(|| rows.actors.iter().find(also))
}

/// A statement of the graph, as a log has it.
pub fn told(row: &StatementRow, article: &Article) -> Told {
    let text = &article.text;
    let quote = span(text, row.start, row.end).unwrap_or(Span::new(0, 0));
    let party = |part: &Part| {
        let is_there = !part.iri.is_empty() || !part.text.is_empty();
        is_there.then(|| of_part(part, text, quote))
    };
    Told {
        id: row.id.clone(),
        quote: Words::new(text, quote),
        subject: party(&row.subject),
        lemma: row.relation_de.clone(),
        relation: row.relation_en.clone(),
        surface: Some(row.surface.clone()).filter(|own| !own.is_empty()),
        object: party(&row.object),
        speaker: party(&row.speaker),
        status: row.status.clone(),
        negated: row.negated,
        event: Some(judged::event_name(
            &row.event,
            Some(row.mode.as_str()).filter(|m| !m.is_empty()),
        ))
        .filter(|own| !own.is_empty()),
    }
}

fn of_part(part: &Part, text: &str, quote: Span) -> Party {
    // the words of an argument stand in the quote as a rule, a speaker's before or behind it
    let inside = quote.of(text).find(&part.text).map(|at| quote.start + at);
    let near = || {
        let same = text.match_indices(&part.text).map(|(at, _)| at);
        same.min_by_key(|at| at.abs_diff(quote.start))
    };
    let start = inside.or_else(near).filter(|_| !part.text.is_empty());
    let words = match start {
        Some(start) => Words::new(text, Span::new(start, start + part.text.len())),
        None => Words::new(text, quote),
    };
    let is_actor = part.kind != "Concept" && !part.iri.is_empty();
    Party {
        actor: is_actor.then(|| decoded(&part.id)),
        kind: kind(&part.kind).filter(|_| is_actor),
        de: if part.label_de.is_empty() { part.text.clone() } else { part.label_de.clone() },
        en: if part.label_en.is_empty() { part.text.clone() } else { part.label_en.clone() },
        words,
    }
}

/// Bytes for code points.
pub fn span(text: &str, start: Option<u64>, end: Option<u64>) -> Option<Span> {
    let (start, end) = (usize::try_from(start?).ok()?, usize::try_from(end?).ok()?);
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let from = places.nth(start)?;
    let to = if end > start { places.nth(end - start - 1)? } else { from };
    Some(Span::new(from, to))
}

/// The type behind a class of the graph.
fn kind(class: &str) -> Option<String> {
    let kind = match class {
        "State" | "Country" => ActorType::State,
        "InternationalOrganisation" => ActorType::Igo,
        "GovernmentBody" => ActorType::Government,
        "Organization" => ActorType::Organisation,
        "Company" => ActorType::Company,
        "Media" => ActorType::Media,
        "Party" => ActorType::Party,
        "ArmedGroup" => ActorType::ArmedGroup,
        "Group" => ActorType::Group,
        "Person" => ActorType::Person,
        "Place" => ActorType::Place,
        _ => return None,
    };
    Some(kind.as_str().to_owned())
}

/// The id behind the last part of an IRI: "%20" is a blank.
pub fn decoded(id: &str) -> String {
    let bytes = id.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| id.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_become_bytes_and_ids_are_decoded() {
        assert_eq!(span("äöü x", Some(1), Some(3)), Some(Span::new(2, 6)));
        assert_eq!(span("äöü", Some(0), Some(3)), Some(Span::new(0, 6)));
        assert_eq!(span("äöü", Some(2), Some(9)), None);
        assert_eq!(decoded("a%20b%C3%A4%"), "a bä%");
    }
}
