//! Claims become categories: a user's codebook assigns concepts to statements, and each has somebody's agreement or not.
//!
//! A row of the codebook has a concept, and words that the predicate, the object or the quote must have: `sanctions,,sanktion*,`.
//! The words of a cell stand between `|`; of one alternative all must follow each other. `*` is any letters.

use std::collections::BTreeMap;
use std::path::Path;

use crate::extract::attribution::Status;
use crate::kb::rows::{Part, Rows, StatementRow};
use crate::record::error::{Error, Result};
use crate::record::names::names;
use crate::record::own::{self, OwnRow};
use crate::record::plover::{EventType, Quad};

names! {
    /// Whether who makes a claim is for its concept or against it.
    Stance { Agree = "agree", Disagree = "disagree" }
}

impl Stance {
    fn turned(self) -> Stance {
        match self {
            Stance::Agree => Stance::Disagree,
            Stance::Disagree => Stance::Agree,
        }
    }
}

/// The columns of a codebook.
pub const COLUMNS: [&str; 6] = ["concept", "predicate", "object", "stance", "quote", "note"];

/// The rows of a user's codebook.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    rows: Vec<Code>,
}

#[derive(Clone, Debug)]
struct Code {
    line: u64,
    concept: String,
    predicate: Words,
    object: Words,
    quote: Words,
    /// `None`: the relation says it.
    stance: Option<Stance>,
}

/// What a cell asks for: one of several runs of words, each a pattern.
#[derive(Clone, Debug, Default)]
struct Words(Vec<Vec<Vec<char>>>);

/// A statement with the concepts that rows gave it.
pub struct Claim<'a> {
    pub row: &'a StatementRow,
    /// The actor whose claim it is; `None` where it is nobody's.
    pub holder: Option<&'a Part>,
    /// Sorted by the concept.
    pub concepts: Vec<Coded<'a>>,
}

/// That a claim is about a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded<'a> {
    pub concept: &'a str,
    /// `None` where it is only possible ('könnte'), or only what somebody speaks of.
    pub stance: Option<Stance>,
    /// The line of the row that says so.
    pub line: u64,
}

/// The claims of rows, in their order.
pub fn claims<'a>(codes: &'a Codes, rows: &'a Rows) -> Vec<Claim<'a>> {
    let claim =
        |row: &'a StatementRow| Claim { row, holder: holder(row), concepts: codes.concepts(row) };
    rows.statements.iter().map(claim).collect()
}

impl Codes {
    /// Reads a codebook.
    ///
    /// # Errors
    /// Where the file cannot be read or a row is wrong; the message names the file and the line.
    pub fn read(path: &Path) -> Result<Codes> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
        Codes::parse(&text).map_err(|error| Error::new(format!("{}, {error}", path.display())))
    }

    /// The rows of a CSV text.
    ///
    /// # Errors
    /// Where a row is wrong: "line 3: ...".
    pub fn parse(text: &str) -> Result<Codes> {
        let rows = own::rows(text, &COLUMNS, 1)?;
        if rows.is_empty() {
            return Err(Error::new("line 2: a codebook needs a row: concept, and words of object"));
        }
        let row = |row: OwnRow| {
            let line = row.line;
            code(row).map_err(|what| Error::new(format!("line {line}: {what}")))
        };
        Ok(Codes { rows: rows.into_iter().map(row).collect::<Result<_>>()? })
    }

    /// The concepts of the rows, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.rows.iter().map(|row| row.concept.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The concepts of a statement; of several rows for one concept the first that fits counts.
    fn concepts(&self, row: &StatementRow) -> Vec<Coded<'_>> {
        let asked = Asked::of(row);
        let mut found: BTreeMap<&str, Coded> = BTreeMap::new();
        for code in self.rows.iter().filter(|code| code.fits(&asked)) {
            let coded =
                Coded { concept: &code.concept, stance: stance(code, row), line: code.line };
            found.entry(&code.concept).or_insert(coded);
        }
        found.into_values().collect()
    }
}

fn code(row: OwnRow) -> std::result::Result<Code, String> {
    let [concept, predicate, object, stance, quote, _] = row.cells.try_into().unwrap_or_default();
    if concept.is_empty() {
        return Err("the concept is missing".to_owned());
    }
    let stance = match stance.to_lowercase().as_str() {
        "" => None,
        name => Some(Stance::parse(name).ok_or_else(|| {
            format!("'{stance}' is no stance; it is agree, disagree, or empty for what the relation says")
        })?),
    };
    let [predicate, object, quote] = [predicate, object, quote].map(|cell| Words::of(&cell));
    if predicate.is_empty() && object.is_empty() && quote.is_empty() {
        return Err(format!("'{concept}' needs words in predicate, object or quote"));
    }
    Ok(Code { line: row.line, concept, predicate, object, quote, stance })
}

/// The words of a statement that rows ask about.
struct Asked {
    predicate: Vec<Vec<Vec<char>>>,
    object: Vec<Vec<Vec<char>>>,
    quote: Vec<Vec<Vec<char>>>,
}

impl Asked {
    fn of(row: &StatementRow) -> Asked {
        let words = |texts: &[&String]| texts.iter().map(|text| words(text)).collect();
        let (object, complement) = (&row.object, &row.complement);
        Asked {
            predicate: words(&[&row.relation_en, &row.relation_de, &row.surface]),
            object: words(&[
                &object.label_en,
                &object.label_de,
                &object.text,
                &complement.label_en,
                &complement.label_de,
                &complement.text,
            ]),
            quote: words(&[&row.quote]),
        }
    }
}

impl Code {
    fn fits(&self, asked: &Asked) -> bool {
        self.predicate.fit(&asked.predicate)
            && self.object.fit(&asked.object)
            && self.quote.fit(&asked.quote)
    }
}

impl Words {
    fn of(cell: &str) -> Words {
        let runs = cell.split('|').map(words).filter(|run: &Vec<Vec<char>>| !run.is_empty());
        Words(runs.collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the texts has one of the runs; a cell without words fits everything.
    fn fit(&self, texts: &[Vec<Vec<char>>]) -> bool {
        let stands = |run: &Vec<Vec<char>>, text: &Vec<Vec<char>>| {
            text.windows(run.len())
                .any(|window| run.iter().zip(window).all(|(pattern, word)| glob(pattern, word)))
        };
        self.is_empty() || self.0.iter().any(|run| texts.iter().any(|text| stands(run, text)))
    }
}

/// The words of a text in small letters; a star counts as a letter.
fn words(text: &str) -> Vec<Vec<char>> {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '*');
    words.filter(|word| !word.is_empty()).map(|word| word.chars().collect()).collect()
}

/// Whether a word is as a pattern says, in which a star is any letters.
fn glob(pattern: &[char], word: &[char]) -> bool {
    let (mut at, mut place) = (0, 0);
    // where the last star stands, and the letter up to which it reaches
    let mut star = None;
    while place < word.len() {
        if at < pattern.len() && pattern[at] == '*' {
            star = Some((at, place));
            at += 1;
        } else if at < pattern.len() && pattern[at] == word[place] {
            at += 1;
            place += 1;
        } else if let Some((before, reach)) = star {
            star = Some((before, reach + 1));
            (at, place) = (before + 1, reach + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|letter| *letter == '*')
}

/// Whose claim it is. A verbal event ("rejects", "demands") is the stance of who acts, whoever reports it; anything else is
/// that of the speaker. A newspaper that reports has no stance.
fn holder(row: &StatementRow) -> Option<&Part> {
    let actor = |part: &&Part| !part.iri.is_empty() && part.kind != "Concept";
    let subject = Some(&row.subject).filter(actor);
    let speaker = Some(&row.speaker).filter(actor).filter(|part| part.kind != "Media");
    let verbal = EventType::parse(&row.event).is_some_and(|event| {
        matches!(event.quad(), Quad::VerbalConflict | Quad::VerbalCooperation)
    });
    if verbal { subject.or(speaker) } else { speaker.or(subject) }
}

/// For or against: what the row says, else against where the relation is a conflict with what the row's object names; turned
/// by a negation, and by somebody who denies it. Who demands a thing is for it. Who only speaks of it is neither.
fn stance(code: &Code, row: &StatementRow) -> Option<Stance> {
    let status = Status::parse(&row.status);
    let only_topic = row.topic && code.stance.is_none() && !code.object.is_empty();
    if status == Some(Status::Hypothetical) || only_topic {
        return None;
    }
    let event = EventType::parse(&row.event).filter(|event| *event != EventType::Request);
    let against = event.is_some_and(|event| event.quad().is_conflict()) && !code.object.is_empty();
    let own = if against { Stance::Disagree } else { Stance::Agree };
    let own = code.stance.unwrap_or(own);
    let turned = row.negated != (status == Some(Status::Denied));
    Some(if turned { own.turned() } else { own })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, kind: &str) -> Part {
        Part {
            iri: format!("x:{name}"),
            id: name.to_lowercase(),
            label_en: name.to_owned(),
            kind: kind.to_owned(),
            ..Part::default()
        }
    }

    fn row(subject: &str, relation: &str, event: &str, object: &str) -> StatementRow {
        StatementRow {
            subject: part(subject, "State"),
            relation_en: relation.to_owned(),
            event: event.to_owned(),
            object: part(object, "Concept"),
            status: "asserted".to_owned(),
            ..StatementRow::default()
        }
    }

    fn coded(codes: &str, row: &StatementRow) -> Vec<(String, Option<Stance>)> {
        let codes = Codes::parse(codes).expect("a codebook");
        codes.concepts(row).into_iter().map(|own| (own.concept.to_owned(), own.stance)).collect()
    }

    #[test]
    fn stars_are_any_letters() {
        let fits = |pattern: &str, word: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<char>>();
            glob(&letters(pattern), &letters(word))
        };
        assert!(
            fits("sanktion*", "sanktionen")
                && fits("*zoll", "strafzoll")
                && fits("a*b*c", "axxbyc")
        );
        assert!(fits("*", "x") && fits("x", "x") && fits("*a*", "banane"));
        assert!(!fits("sanktion", "sanktionen") && !fits("a*b", "abc") && !fits("ab", "a"));
    }

    #[test]
    fn words_of_a_run_follow_each_other() {
        let fits = |cell: &str, text: &str| Words::of(cell).fit(&[words(text)]);
        assert!(fits("nord stream", "the Nord Stream pipeline"));
        assert!(fits("x | CO2-Steuer", "die CO2-Steuer"));
        assert!(!fits("nord stream", "stream in the nord"));
        assert!(fits("", "anything"));
    }

    #[test]
    fn the_relation_the_negation_and_the_denial_say_who_is_for_it() {
        let codes = "concept,predicate,object,stance\nsanctions,,sanctions,\nban,ban,,\ntax,abolish,tax*,disagree\n";
        let agree = Some(Stance::Agree);
        let disagree = Some(Stance::Disagree);
        let only = |row: &StatementRow| coded(codes, row).remove(0).1;
        assert_eq!(only(&row("A", "support", "SUPPORT", "sanctions")), agree);
        assert_eq!(only(&row("A", "reject", "REJECT", "sanctions")), disagree);
        assert_eq!(only(&row("A", "demand", "REQUEST", "sanctions")), agree);
        assert_eq!(only(&row("A", "ban", "COERCE", "party")), agree, "the relation is the concept");
        let turned = |status: &str, negated: bool| {
            let row = row("A", "abolish", "", "taxes");
            only(&StatementRow { status: status.to_owned(), negated, ..row })
        };
        assert_eq!(turned("demanded", false), disagree);
        assert_eq!(turned("demanded", true), agree);
        assert_eq!(turned("denied", false), agree);
        assert_eq!(turned("denied", true), disagree);
        assert_eq!(turned("hypothetical", true), None);
        let topic = StatementRow { topic: true, ..row("A", "comment on", "", "sanctions") };
        assert_eq!(only(&topic), None);
    }

    #[test]
    fn a_claim_is_that_of_who_speaks_or_rejects() {
        let said = |speaker: &str, kind: &str, event: &str| {
            let own = StatementRow { speaker: part(speaker, kind), ..row("A", "do", event, "x") };
            holder(&own).map(|part| part.label_en.clone())
        };
        assert_eq!(said("B", "Person", ""), Some("B".to_owned()));
        assert_eq!(said("B", "Person", "REJECT"), Some("A".to_owned()));
        assert_eq!(said("Paper", "Media", ""), Some("A".to_owned()));
        let nobody = StatementRow { subject: part("sea", "Concept"), ..row("", "rise", "", "") };
        assert_eq!(holder(&nobody), None);
    }

    #[test]
    fn what_is_wrong_in_a_codebook_is_named() {
        let error = |text: &str| Codes::parse(text).expect_err("an error").to_string();
        assert_eq!(
            error("concept,object,stance\nx,y,maybe\n"),
            "line 2: 'maybe' is no stance; it is agree, disagree, or empty for what the relation says"
        );
        assert_eq!(
            error("concept,object\n\nx,\n"),
            "line 3: 'x' needs words in predicate, object or quote"
        );
        assert!(error("a,b\n1,2\n").starts_with("line 1: the columns are concept, predicate"));
        assert!(error("concept,object\n").starts_with("line 2: a codebook needs a row"));
    }
}
