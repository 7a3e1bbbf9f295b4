//! A project of Discourse Network Analyzer that a person has coded on: what was deleted, changed and added becomes corrections.
//!
//! `export dna` notes in two tables of its own what it wrote; a statement that is gone is rejected, one whose values are others is
//! changed, one that it did not write is added. What no correction can say (another concept) is told, with what it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::extract::judgement::{Judgement, Party, Told, What, Words};
use crate::kb::rows::{Rows, StatementRow};
use crate::network::coding::{Codes, claims};
use crate::record::article::Article;
use crate::record::error::{Error, Result};
use crate::record::span::Span;
use crate::review::draft::{self, By};

/// Titles and short texts of DNA have at most so many characters.
pub const LONGEST: usize = 190;

/// A type of statements: its number, its name, and its variables, whose numbers begin with `first`.
pub struct Type {
    pub id: i64,
    pub label: &'static str,
    pub first: i64,
    pub variables: &'static [(&'static str, Kind)],
}

/// The type of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Truth,
    Count,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "short text",
            Kind::Truth => "boolean",
            Kind::Count => "integer",
        }
    }
}

/// DNA's own type.
pub const CLAIM: Type = Type {
    id: 1,
    label: "DNA Statement",
    first: 1,
    variables: &[
        ("person", Kind::Text),
        ("organization", Kind::Text),
        ("concept", Kind::Text),
        ("agreement", Kind::Truth),
    ],
};

/// Ours; a field whose change is a correction stands under that correction's name.
pub const OWN: Type = Type {
    id: 2,
    label: "tripel",
    first: 5,
    variables: &[
        ("subject", Kind::Text),
        ("relation", Kind::Text),
        ("predicate", Kind::Text),
        ("object", Kind::Text),
        ("speaker", Kind::Text),
        ("status", Kind::Text),
        ("event", Kind::Text),
        ("negated", Kind::Truth),
        ("confidence", Kind::Count),
        ("id", Kind::Text),
    ],
};

/// What a project says beyond what was written into it.
#[derive(Debug, Default)]
pub struct Codings {
    pub judgements: Vec<Judgement>,
    /// What no correction says, each in a sentence.
    pub notes: Vec<String>,
}

/// A text in one line and as short as DNA takes it.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// A place in a text as DNA counts it: UTF-16 units, without carriage returns.
pub fn units(text: &str, byte: usize) -> usize {
    let letters = text[..byte].chars().filter(|letter| *letter != '\r');
    letters.map(char::len_utf16).sum()
}

/// The byte of a place that DNA counts; `None` behind the end of the text, or within a letter.
fn byte(text: &str, unit: usize) -> Option<usize> {
    let mut seen = 0;
    for (at, letter) in text.char_indices().filter(|(_, letter)| *letter != '\r') {
        if seen >= unit {
            return (seen == unit).then_some(at);
        }
        seen += letter.len_utf16();
    }
    (seen == unit).then_some(text.len())
}

/// A statement as it stands in the project, or as it was written there.
#[derive(Clone, Debug, PartialEq)]
struct Coded {
    /// Our statement's id; "" of one that is new.
    of: String,
    /// Its type's number.
    kind: i64,
    document: i64,
    start: i64,
    stop: i64,
    coder: String,
    /// By the name of the variable.
    values: BTreeMap<String, String>,
}

impl Coded {
    fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whose claim it is: the person, else the organisation.
    fn holder(&self) -> &str {
        let person = self.value("person");
        if person.is_empty() { self.value("organization") } else { person }
    }

    fn place(&self) -> (i64, i64, i64) {
        (self.document, self.start, self.stop)
    }
}

/// Reads what was coded in a project; `article` has an article of the store by its id.
///
/// # Errors
/// Where the file is no project of DNA 3, or an article cannot be read.
pub fn codings(
    path: &Path,
    rows: &Rows,
    article: impl Fn(&str) -> Result<Article>,
    by: &By,
) -> Result<Codings> {
    let project = Project::read(path).map_err(|error| {
        let what = format!("{} is no project of Discourse Network Analyzer 3", path.display());
        Error::because(what, error)
    })?;
    let mut desk = Desk { rows, by, project: &project, found: Codings::default() };
    let mut kept = BTreeSet::new();
    let mut deleted: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    for (id, written) in &project.written {
        // numbers of deleted statements are given out again
        let now = project.statements.get(id).filter(|now| now.place() == written.place());
        match now {
            Some(now) => {
                kept.insert((written.of.as_str(), written.kind));
                desk.change(written, now, &article)?;
            }
            None if project.documents.contains(&written.document) => {
                *deleted.entry((&written.of, written.kind)).or_default() += 1;
            }
            // whoever takes a text out of a project says nothing of its statements
            None => {}
        }
    }
    let mut rejected = BTreeSet::new();
    for (of, kind) in deleted.into_keys() {
        if kept.contains(&(of, kind)) {
            desk.note(format!("one of several concepts of {of} was deleted: the codebook has it"));
        } else if rejected.insert(of) {
            desk.reject(of, &article)?;
        }
    }
    for (id, now) in &project.statements {
        let known = project.written.get(id).is_some_and(|own| own.place() == now.place());
        if !known && now.kind == project.claims {
            desk.add(now, &article)?;
        }
    }
    Ok(desk.found)
}

struct Desk<'a> {
    rows: &'a Rows,
    by: &'a By,
    project: &'a Project,
    found: Codings,
}

impl<'a> Desk<'a> {
    fn note(&mut self, text: String) {
        self.found.notes.push(text);
    }

    fn row(&self, id: &str) -> Option<&'a StatementRow> {
        self.rows.statements.iter().find(|row| row.id == id)
    }

    /// A statement that is no more in the store was rejected before.
    fn reject(&mut self, of: &str, article: &impl Fn(&str) -> Result<Article>) -> Result<()> {
        let Some(row) = self.row(of) else { return Ok(()) };
        let article = article(&row.article)?;
        let judgement = draft::about_statement(row, &article, What::Reject, None, self.by)?;
        self.found.judgements.push(judgement);
        Ok(())
    }

    fn change(
        &mut self,
        written: &Coded,
        now: &Coded,
        article: &impl Fn(&str) -> Result<Article>,
    ) -> Result<()> {
        if written.values == now.values {
            return Ok(());
        }
        let Some(row) = self.row(&written.of) else {
            self.note(format!("{} was changed, and is no more in the store", written.of));
            return Ok(());
        };
        let changes = if written.kind == OWN.id {
            of_own(written, now)
        } else {
            let changes = of_claim(written, now, row, self.rows, self.project.was_negated(row));
            if written.value("concept") != now.value("concept") {
                let (old, new) = (written.value("concept"), now.value("concept"));
                let note = format!("the concept of {} was '{old}' and is now '{new}'", row.id);
                self.found.notes.push(format!("{note}: a row of the codebook can say so"));
            }
            changes
        };
        let article = article(&row.article)?;
        let by = self.by_coder(now);
        for (what, value) in changes.into_iter().filter(|(what, value)| !is(row, *what, value)) {
            match draft::about_statement(row, &article, what, Some(&value), &by) {
                Ok(own) => self.found.judgements.push(own),
                Err(error) => self.note(format!("{what} of {} is not taken over: {error}", row.id)),
            }
        }
        Ok(())
    }

    /// The coder decides, where the project has several.
    fn by_coder(&self, now: &Coded) -> By {
        let who = if self.project.coders > 1 { now.coder.clone() } else { self.by.who.clone() };
        By { who, why: self.by.why.clone() }
    }

    /// A claim that a person coded: its holder is for or against the concept, in the words that were marked.
    fn add(&mut self, now: &Coded, article: &impl Fn(&str) -> Result<Article>) -> Result<()> {
        let Some(id) = self.project.articles.get(&now.document) else {
            self.note(format!(
                "a statement was added to document {}, which is no article of the store",
                now.document
            ));
            return Ok(());
        };
        let article = article(id)?;
        let place = |unit: i64| byte(&article.text, usize::try_from(unit).ok()?);
        let span = place(now.start).zip(place(now.stop));
        let Some((start, end)) = span.filter(|(start, end)| start < end) else {
            self.note(format!("the words of a statement added to '{id}' are not in its text"));
            return Ok(());
        };
        let quote = Words::new(&article.text, Span::new(start, end));
        let (holder, concept) = (now.holder(), now.value("concept"));
        if holder.is_empty() || concept.is_empty() {
            self.note(format!("a statement added to '{id}' has no holder or no concept"));
            return Ok(());
        }
        let (event, english) = if now.value("agreement") == "true" {
            ("SUPPORT", "favour")
        } else {
            ("REJECT", "reject")
        };
        let key = [id, &start.to_string(), holder, concept].join("\u{1f}");
        let told = Told {
            id: format!("s{}", &blake3::hash(key.as_bytes()).to_hex()[..16]),
            subject: Some(self.party(holder, &quote, &article)),
            lemma: german(english),
            relation: english.to_owned(),
            surface: None,
            object: Some(Party {
                actor: None,
                kind: None,
                de: concept.to_owned(),
                en: concept.to_owned(),
                words: quote.clone(),
            }),
            quote,
            speaker: None,
            status: "asserted".to_owned(),
            negated: false,
            event: Some(event.to_owned()),
        };
        if self.row(&told.id).is_none() {
            let by = self.by_coder(now);
            self.found.judgements.push(draft::added(&article, told, &by));
        }
        Ok(())
    }

    /// An actor of the store by one of its names, where the article names it; else somebody new.
    fn party(&self, name: &str, quote: &Words, article: &Article) -> Party {
        let actor = draft::called(self.rows, name);
        let names = actor.iter().flat_map(|own| own.aliases.iter().chain([&own.label_de]));
        let words = std::iter::once(name).chain(names.map(String::as_str)).find_map(|name| {
            let own =
                Words { start: quote.start, end: quote.start + name.len(), text: name.to_owned() };
            own.found(&article.text).map(|span| Words::new(&article.text, span))
        });
        let words = words.unwrap_or_else(|| quote.clone());
        match actor {
            Some(own) => draft::of_actor(own, words),
            None => {
                Party { actor: None, kind: None, de: name.to_owned(), en: name.to_owned(), words }
            }
        }
    }
}

/// Whether a statement of the store says already what a change would make of it.
fn is(row: &StatementRow, what: What, value: &str) -> bool {
    let named = |part: &crate::kb::rows::Part| {
        let labels = [&part.id, &part.label_en, &part.label_de, &part.text];
        labels.into_iter().any(|own| short(own) == value && !own.is_empty())
    };
    match what {
        What::Subject => named(&row.subject),
        What::Object => named(&row.object),
        What::Speaker => named(&row.speaker),
        What::Status => row.status == value,
        What::Polarity => row.negated == (value == "negated"),
        What::Predicate => format!("{}|{}", row.relation_de, row.relation_en) == value,
        _ => false,
    }
}

/// The German verb that the tables have for an English one.
fn german(english: &str) -> String {
    let german = crate::languages::language("de");
    let mut frames = german.into_iter().flat_map(|german| german.lexicon.verbs());
    frames.find(|frame| frame.english == english).map_or(english, |frame| &frame.lemma).to_owned()
}

/// What was changed of a statement with our own fields.
fn of_own(written: &Coded, now: &Coded) -> Vec<(What, String)> {
    let changed = |name: &str| written.value(name) != now.value(name);
    let or_none = |name: &str| match now.value(name) {
        "" => crate::extract::judged::NONE.to_owned(),
        value => value.to_owned(),
    };
    let mut changes = Vec::new();
    let named = [
        ("subject", What::Subject),
        ("object", What::Object),
        ("speaker", What::Speaker),
        ("status", What::Status),
        ("event", What::Event),
    ];
    let own = named.into_iter().filter(|(name, _)| changed(name));
    changes.extend(own.map(|(name, what)| (what, or_none(name))));
    if changed("relation") || changed("predicate") {
        let value = format!("{}|{}", now.value("predicate"), now.value("relation"));
        changes.push((What::Predicate, value));
    }
    if changed("negated") {
        let value = if now.value("negated") == "true" { "negated" } else { "affirmed" };
        changes.push((What::Polarity, value.to_owned()));
    }
    changes
}

/// What was changed of a claim: whose it is, and on which side.
fn of_claim(
    written: &Coded,
    now: &Coded,
    row: &StatementRow,
    rows: &Rows,
    was_negated: bool,
) -> Vec<(What, String)> {
    let mut changes = Vec::new();
    if written.holder() != now.holder() && !now.holder().is_empty() {
        let codes = Codes::default();
        let own = claims(&codes, rows).into_iter().find(|claim| claim.row.id == row.id);
        let holder = own.and_then(|claim| claim.holder).map(|part| &part.id);
        let is_speaker = holder == Some(&row.speaker.id) && holder != Some(&row.subject.id);
        let what = if is_speaker { What::Speaker } else { What::Subject };
        changes.push((what, now.holder().to_owned()));
    }
    if written.value("agreement") != now.value("agreement") {
        let value = if was_negated { "affirmed" } else { "negated" };
        changes.push((What::Polarity, value.to_owned()));
    }
    changes
}

struct Project {
    /// The number of DNA's own type of statements.
    claims: i64,
    coders: i64,
    documents: BTreeSet<i64>,
    /// The articles behind the documents.
    articles: BTreeMap<i64, String>,
    statements: BTreeMap<i64, Coded>,
    /// The statements as `export dna` wrote them.
    written: BTreeMap<i64, Coded>,
}

impl Project {
    /// Whether a statement was negated when it was written into the project.
    fn was_negated(&self, row: &StatementRow) -> bool {
        let own = self.written.values().find(|own| own.kind == OWN.id && own.of == row.id);
        own.map_or(row.negated, |own| own.value("negated") == "true")
    }

    fn read(path: &Path) -> rusqlite::Result<Project> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags)?;
        let pair = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
        let mut project = Project {
            claims: database.query_row(
                "SELECT ID FROM STATEMENTTYPES WHERE Label = ?",
                [CLAIM.label],
                |row| row.get(0),
            )?,
            coders: database.query_row("SELECT COUNT(*) FROM CODERS", [], |row| row.get(0))?,
            documents: collected(&database, "SELECT ID FROM DOCUMENTS", |row| row.get(0))?,
            articles: BTreeMap::new(),
            statements: statements(&database)?,
            written: BTreeMap::new(),
        };
        let ours = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'TRIPELSTATEMENTS'";
        if database.query_row(ours, [], |row| row.get::<_, i64>(0))? > 0 {
            project.articles =
                collected(&database, "SELECT DocumentId, Article FROM TRIPELDOCUMENTS", pair)?;
            project.written = written(&database)?;
        }
        Ok(project)
    }
}

fn collected<T, C: FromIterator<T>>(
    database: &Connection,
    query: &str,
    take: impl FnMut(&rusqlite::Row) -> rusqlite::Result<T>,
) -> rusqlite::Result<C> {
    database.prepare(query)?.query_map([], take)?.collect()
}

/// The statements with their values, whatever the types and variables of the project are.
fn statements(database: &Connection) -> rusqlite::Result<BTreeMap<i64, Coded>> {
    let query = "SELECT s.ID, s.StatementTypeId, s.DocumentId, s.Start, s.Stop, IFNULL(c.Name, '') \
                 FROM STATEMENTS s LEFT JOIN CODERS c ON c.ID = s.Coder";
    let mut all: BTreeMap<i64, Coded> = collected(database, query, |row| {
        let coded = Coded {
            of: String::new(),
            kind: row.get(1)?,
            document: row.get(2)?,
            start: row.get(3)?,
            stop: row.get(4)?,
            coder: row.get(5)?,
            values: BTreeMap::new(),
        };
        Ok((row.get(0)?, coded))
    })?;
    let values = "SELECT d.StatementId, v.Variable, e.Value FROM DATASHORTTEXT d \
                  JOIN VARIABLES v ON v.ID = d.VariableId JOIN ENTITIES e ON e.ID = d.Entity \
                  UNION ALL SELECT d.StatementId, v.Variable, IIF(d.Value, 'true', 'false') \
                  FROM DATABOOLEAN d JOIN VARIABLES v ON v.ID = d.VariableId \
                  UNION ALL SELECT d.StatementId, v.Variable, CAST(d.Value AS TEXT) \
                  FROM DATAINTEGER d JOIN VARIABLES v ON v.ID = d.VariableId";
    let take = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let values: Vec<(i64, String, String)> = collected(database, values, take)?;
    for (id, variable, value) in values {
        if let Some(coded) = all.get_mut(&id) {
            coded.values.insert(variable, value);
        }
    }
    Ok(all)
}

fn written(database: &Connection) -> rusqlite::Result<BTreeMap<i64, Coded>> {
    let query =
        "SELECT StatementId, Statement, DocumentId, Start, Stop, Told FROM TRIPELSTATEMENTS";
    collected(database, query, |row| {
        let told: String = row.get(5)?;
        let told: Vec<&str> = told.split('\u{1f}').collect();
        let kind = if told.len() == CLAIM.variables.len() { &CLAIM } else { &OWN };
        let names = kind.variables.iter().map(|(name, _)| (*name).to_owned());
        let coded = Coded {
            of: row.get(1)?,
            kind: kind.id,
            document: row.get(2)?,
            start: row.get(3)?,
            stop: row.get(4)?,
            coder: String::new(),
            values: names.zip(told.into_iter().map(str::to_owned)).collect(),
        };
        Ok((row.get(0)?, coded))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_java_does() {
        let text = "a\r\n\u{1f680}ö!";
        assert_eq!(units(text, text.len()), 6);
        let places: Vec<_> = (0..=7).map(|unit| byte(text, unit)).collect();
        assert_eq!(places, [Some(0), Some(2), Some(3), None, Some(7), Some(9), Some(10), None]);
    }

    #[test]
    fn long_texts_are_cut_where_dna_cuts_them() {
        assert_eq!(short("a \n b"), "a b");
        assert_eq!(short(&"ä".repeat(300)).chars().count(), LONGEST);
    }
}
