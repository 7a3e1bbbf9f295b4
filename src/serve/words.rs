//! The words of the pages, in English and in German.

use std::sync::LazyLock;

use crate::export::words::Tongue;
use crate::extract::attribution::Status;
use crate::kb::rdf::{plural, third_person};
use crate::kb::rows::{Part, StatementRow};
use crate::record::plover::EventType;
use crate::record::tables::{Map, rows};

macro_rules! words {
    ($($name:ident),+ $(,)?) => {
        /// What pages say: a row of data/explorer.csv.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($name),+ }

        /// The keys of the rows, in the order of the words.
        const KEYS: &[&str] = &[$(stringify!($name)),+];
    };
}

words! {
    Tagline, Skip, Menu, Overview, Network, Actors, Articles, Queries, Review, Search, Find,
    Downloads, Statements, Statement, Article, Quotations, From, To, Checked, Accepted,
    Corrected, Rejected, Ledger, LedgerNote, Accuser, Accused, OfWhat, Answer, NoAnswer, Nothing,
    Pairs, OneSource, OneSourceNote, SingleSource, Newest, Busiest, All, Show, Any, Type,
    Status_, Event_, Source, Topic, Actor, Since, Until, Most, NetworkNote, Number, Tone_,
    Conflict, Cooperation, Neither, Names, Descriptions, Does, Suffers, Says, With, OverTime,
    Merged, Who, DoesWhat, Whom, Speaker, Words_, Predicate, Polarity, Affirmed, Negated, Time,
    Score, Confidence, Rule, Content, ContentOf, Complement, Addressee, Place, Why, Tree,
    InArticle, Unknown, NoStatements, Marks, Original, NotShown, Results, NoResults, Concepts,
    Concept, SearchNote, Run, Sparql, Prefixes, Rows, Cut, Yes, No, Next, Right, Wrong, Skipping,
    Left, Done, Keys, Doubles, Merge, SameWikidata, SameLetters, SameInitial, SameAcronym, Log,
    Undo, Undone, ReadOnly, Correct, Change, NewValue, Reason, YourName, Save, AddStatement,
    AddNote, QuoteWords, Verb, ReadAll, ReadBy, Rename, Retype, MergeWith, Split, Drop, NotFound,
    Failed, OtherTongue, Back, Applying, Saved, MadeWith, Tables, Data, Pictures, Endpoint,
    Report, Contents, Both, And, Title, Date, Filter_, Zoom, MoreHere,
}

/// English and German of each word.
static WORDS: LazyLock<Vec<[&'static str; 2]>> =
    LazyLock::new(|| read().expect("the table is tested"));

fn read() -> Result<Vec<[&'static str; 2]>, String> {
    let mut known = Map::default();
    rows("explorer.csv", include_str!("../../data/explorer.csv"), |row| {
        let [key, en, de] = row.cells else { return Err("has other columns".to_owned()) };
        known.insert(*key, [*en, *de]);
        Ok(())
    })?;
    let own =
        |key: &&str| known.get(key).copied().ok_or_else(|| format!("explorer.csv lacks {key}"));
    KEYS.iter().map(own).collect()
}

impl Word {
    pub fn of(self, tongue: Tongue) -> &'static str {
        let [english, german] = WORDS[self as usize];
        tongue.pick(english, german)
    }
}

/// "rejects", "do not reject"; in German the infinitive: "nicht zurückweisen".
pub fn relation(row: &StatementRow, tongue: Tongue) -> String {
    if tongue == Tongue::German && !row.relation_de.is_empty() {
        let not = if row.negated { "nicht " } else { "" };
        return format!("{not}{}", row.relation_de);
    }
    let english = row.relation_en.as_str();
    let finite = third_person(english);
    if !row.negated {
        return finite;
    }
    match finite.split_once(' ').map_or((finite.as_str(), ""), |(verb, rest)| (verb, rest)) {
        (verb @ ("is" | "can" | "must" | "may"), rest) => {
            format!("{verb} not {rest}").trim().to_owned()
        }
        _ => format!("does not {}", plural(english)),
    }
}

/// The name of an actor or concept; its words where it has none.
pub fn label(part: &Part, tongue: Tongue) -> &str {
    let labels = tongue.pick([&part.label_en, &part.label_de], [&part.label_de, &part.label_en]);
    let known = labels.into_iter().find(|own| !own.is_empty());
    known.unwrap_or(&part.text)
}

pub fn status(status: &str, tongue: Tongue) -> &'static str {
    let (english, german) = match Status::parse(status) {
        Some(Status::Asserted) => ("asserted", "festgestellt"),
        Some(Status::Claimed) => ("claimed", "behauptet"),
        Some(Status::Planned) => ("planned", "geplant"),
        Some(Status::Demanded) => ("demanded", "gefordert"),
        Some(Status::Hypothetical) => ("hypothetical", "denkbar"),
        Some(Status::Denied) => ("denied", "bestritten"),
        None => ("", ""),
    };
    tongue.pick(english, german)
}

/// "accuse", "beschuldigen" of an event type.
pub fn event(kind: &str, tongue: Tongue) -> &str {
    let code = EventType::parse(kind).and_then(|kind| kind.code(None));
    let label = code.map(|code| tongue.pick(code.label_en.as_str(), code.label_de.as_str()));
    label.filter(|label| !label.is_empty()).unwrap_or(kind)
}

/// "12,345", "12.345".
pub fn count(number: usize, tongue: Tongue) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(tongue.pick(',', '.'));
        }
        text.push(digit);
    }
    text
}

/// What the fields of a correction are called.
pub fn change(what: &str, tongue: Tongue) -> &str {
    let (english, german) = match what {
        "accept" => ("accepted", "bestätigt"),
        "reject" => ("rejected", "verworfen"),
        "status" => ("status", "Status"),
        "polarity" => ("polarity", "Verneinung"),
        "speaker" => ("speaker", "Sprecher"),
        "subject" => ("who", "wer"),
        "predicate" => ("predicate", "Prädikat"),
        "object" => ("whom or what", "wen oder was"),
        "event" => ("event", "Ereignis"),
        "add" => ("added", "hinzugefügt"),
        "merge" => ("merged", "vereint"),
        "split" => ("split", "getrennt"),
        "rename" => ("renamed", "umbenannt"),
        "retype" => ("other type", "andere Art"),
        "drop" => ("nobody", "niemand"),
        "read" => ("read to the end", "ganz gelesen"),
        "undo" => ("undone", "zurückgenommen"),
        other => (other, other),
    };
    tongue.pick(english, german)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_is_in_the_table() {
        assert_eq!(super::read().map(|words| words.len()), Ok(super::KEYS.len()));
    }
}
