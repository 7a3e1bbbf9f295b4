//! Judgements: what a person decided about a statement, an actor or an article, as one line of a log has it.
//!
//! `{"id":"c1f0...","at":"2026-03-01T10:00:00Z","who":"anna","what":"status","value":"claimed","article":"news-1",...}`. A statement is
//! meant by the words that tell it and by where they stood, so that a later version of the program, or of the article, still has it.

use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::record::names::names;
use crate::record::span::Span;

names! {
    /// What a person does.
    What {
        // with a statement
        Accept = "accept", Reject = "reject", Status = "status", Polarity = "polarity", Speaker = "speaker", Subject = "subject",
        Predicate = "predicate", Object = "object", Event = "event", Add = "add",
        // with an actor
        Merge = "merge", Split = "split", Rename = "rename", Retype = "retype", Drop = "drop",
        // with an article, with another judgement
        Read = "read", Undo = "undo",
    }
}

impl What {
    /// Whether it is about one statement that is there already.
    pub fn is_about_a_statement(self) -> bool {
        self.is_verdict() || self.changes()
    }

    /// "right" or "wrong", without a change.
    pub fn is_verdict(self) -> bool {
        matches!(self, What::Accept | What::Reject)
    }

    /// Whether it changes one part of a statement.
    pub fn changes(self) -> bool {
        matches!(
            self,
            What::Status
                | What::Polarity
                | What::Speaker
                | What::Subject
                | What::Predicate
                | What::Object
                | What::Event
        )
    }

    pub fn is_about_an_actor(self) -> bool {
        matches!(self, What::Merge | What::Split | What::Rename | What::Retype | What::Drop)
    }
}

impl Serialize for What {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for What {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<What, D::Error> {
        let name = String::deserialize(deserializer)?;
        What::parse(&name).ok_or_else(|| D::Error::custom(format!("'{name}' is no correction")))
    }
}

/// One decision of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// "c" and twelve hexadecimal digits of all else that is in it.
    #[serde(default)]
    pub id: String,
    /// When, in UTC: "2026-03-01T10:00:00.000001Z".
    pub at: String,
    pub who: String,
    pub what: What,
    /// The new status, name, type, words ...; which name is split off; with whom an actor is merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where the words of `value` stand, where they were marked in the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Words>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The article's id; of an actor, the one article that it is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The statement as it stood where the person judged it, or that is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Told>,
    /// Id or name of the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The judgement that is undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// A statement as a log has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub id: String,
    pub quote: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Party>,
    pub lemma: String,
    pub relation: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Party>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Party>,
    pub status: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub negated: bool,
    /// "ACCUSE", "ACCUSE-allege".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Who or what takes part, and by which words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Of an actor; nothing of a concept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Of an actor: "state", "person" ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    pub de: String,
    pub en: String,
    pub words: Words,
}

/// Words of an article, and the bytes where they stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Words {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// That a person judged a statement; stands at the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub id: String,
    pub who: String,
    pub at: String,
    pub what: What,
    pub why: Option<String>,
}

impl Judgement {
    pub fn check(&self) -> Check {
        Check {
            id: self.id.clone(),
            who: self.who.clone(),
            at: self.at.clone(),
            what: self.what,
            why: self.why.clone(),
        }
    }
}

impl Words {
    pub fn new(text: &str, span: Span) -> Words {
        Words { start: span.start, end: span.end, text: span.of(text).to_owned() }
    }

    /// Where the words stand in a text: where they stood, else the same words nearest to there, white space aside; `None` where the
    /// text has them no more.
    pub fn found(&self, text: &str) -> Option<Span> {
        self.found_moved(text, 0)
    }

    /// The same where the text before has become longer by so many bytes.
    pub fn found_moved(&self, text: &str, by: isize) -> Option<Span> {
        let start = self.start.saturating_add_signed(by);
        let end = start + self.text.len();
        if self.text.is_empty() {
            return None;
        }
        if text.get(start..end) == Some(self.text.as_str()) {
            return Some(Span::new(start, end));
        }
        let far = |span: &Span| (span.start.abs_diff(start), span.start);
        let same = text.match_indices(&self.text).map(|(at, own)| Span::new(at, at + own.len()));
        same.min_by_key(far).or_else(|| self.found_in_other_lines(text, start))
    }

    /// The same words in the same order, with other white space between them.
    fn found_in_other_lines(&self, text: &str, start: usize) -> Option<Span> {
        let (mut plain, mut places) = (String::new(), Vec::new());
        for (at, letter) in text.char_indices() {
            if !letter.is_whitespace() {
                plain.push(letter);
                places.resize(plain.len(), at);
            }
        }
        let wanted: String = self.text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let span = |(at, _): (usize, &str)| {
            let last = places[at + wanted.len() - 1];
            let end = last + text[last..].chars().next().map_or(1, char::len_utf8);
            Span::new(places[at], end)
        };
        let same = plain.match_indices(&wanted).map(span);
        same.min_by_key(|span| (span.start.abs_diff(start), span.start))
    }
}

/// The judgements that count, in the order of their time: those that nobody undid.
pub fn active(mut all: Vec<Arc<Judgement>>) -> Vec<Arc<Judgement>> {
    all.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    all.dedup_by(|a, b| a.id == b.id);
    let mut undone: Vec<&str> = Vec::new();
    // an undoing that was undone itself counts for nothing
    for judgement in all.iter().rev().filter(|own| own.what == What::Undo) {
        if !undone.contains(&judgement.id.as_str()) {
            undone.extend(judgement.of.as_deref());
        }
    }
    let undone: Vec<String> = undone.into_iter().map(str::to_owned).collect();
    all.retain(|own| own.what != What::Undo && !undone.contains(&own.id));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_words_are_found_and_lost_ones_are_told() {
        let text = "Peking weist das zurück. Berlin weist\ndas nicht zurück.";
        let words = |start: usize, text: &str| Words {
            start,
            end: start + text.len(),
            text: text.to_owned(),
        };
        let found = |own: Words| own.found(text).map(|span| span.of(text));
        assert_eq!(found(words(0, "Peking weist")), Some("Peking weist"));
        assert_eq!(words(90, "weist das").found(text), Some(Span::new(7, 16)));
        assert_eq!(found(words(3, "Berlin weist das")), Some("Berlin weist\ndas"));
        assert_eq!(found(words(26, "zurück")), Some("zurück"));
        assert_eq!(found(words(0, "Moskau")), None);
    }

    #[test]
    fn what_was_undone_does_not_count() {
        let judgement = |id: &str, what: What, of: Option<&str>| {
            Arc::new(Judgement {
                id: id.to_owned(),
                at: id.to_owned(),
                who: "anna".to_owned(),
                what,
                value: None,
                place: None,
                why: None,
                article: None,
                statement: None,
                actor: None,
                of: of.map(str::to_owned),
            })
        };
        let all = vec![
            judgement("3", What::Undo, Some("2")),
            judgement("1", What::Accept, None),
            judgement("2", What::Undo, Some("1")),
            judgement("4", What::Reject, None),
        ];
        let left: Vec<String> = active(all).iter().map(|own| own.id.clone()).collect();
        assert_eq!(left, ["1", "4"]);
    }
}
