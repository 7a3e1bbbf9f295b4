//! A project of Discourse Network Analyzer 3: a database of SQLite with the texts, and each statement at its place in them.
//!
//! A claim that is somebody's is a "DNA Statement" (person, organization, concept, agreement), one for each of its concepts: those of a
//! codebook, else the relation with the object ("accuse: Russia"). Besides, each statement stands as a "tripel" with our own
//! fields. `review::dna` reads codings back. The same rows give the same bytes.

use std::collections::BTreeMap;
use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::extract::attribution::Status;
use crate::extract::judged::BY_A_PERSON;
use crate::kb::rows::{ActorRow, ArticleRow, Part, Rows, StatementRow};
use crate::network::coding::{Claim, Stance};
use crate::record::article::Date;
use crate::record::error::{Error, Result};
use crate::review::dna::{CLAIM, Kind, LONGEST, OWN, Type, short, units};
use crate::review::draft;

const TABLES: &str = include_str!("dna.sql");
/// The version of the format, as a project says it, with that version's day.
const VERSION: [(&str, &str); 2] = [("version", "3.0.7"), ("date", "2022-06-10")];
/// The one coder of a project.
pub const CODER: &str = "Admin";
/// What we know of a person or an organisation, as attributes of their names.
const ATTRIBUTES: [&str; 3] = ["Type", "Alias", "Notes"];

/// Writes a project of rows. `texts` has the text of each article by its id, `claims` what a codebook makes of the statements, where
/// there is one; `password` is that of the coder.
///
/// # Errors
/// Where `out` cannot be written.
pub fn project(
    rows: &Rows,
    texts: &BTreeMap<String, String>,
    claims: &[Claim],
    has_codebook: bool,
    password: &str,
    out: &mut dyn Write,
) -> Result<()> {
    let database = Connection::open_in_memory().map_err(unwritten)?;
    let mut project = Project { database, entities: BTreeMap::new(), statements: 0 };
    project.begin(password).map_err(unwritten)?;
    let documents = project.documents(rows, texts).map_err(unwritten)?;
    for claim in claims {
        let Some(&document) = documents.get(claim.row.article.as_str()) else { continue };
        let text = texts.get(&claim.row.article).map_or("", String::as_str);
        let Some(place) = place(claim.row, text) else { continue };
        let place = Place { document, start: place[0], stop: place[1] };
        for told in told(claim, has_codebook) {
            project.statement(&CLAIM, &claim.row.id, &place, &told).map_err(unwritten)?;
        }
        project.statement(&OWN, &claim.row.id, &place, &own(claim.row)).map_err(unwritten)?;
    }
    project.attributes(rows).map_err(unwritten)?;
    project.database.execute_batch("COMMIT; VACUUM").map_err(unwritten)?;
    let bytes = project.database.serialize("main").map_err(unwritten)?;
    out.write_all(&bytes).map_err(|error| Error::because("cannot write the project", error))
}

fn unwritten(error: rusqlite::Error) -> Error {
    Error::because("cannot make the project", error)
}

/// Where the quote stands: UTF-16 units of the document's text.
fn place(row: &StatementRow, text: &str) -> Option<[usize; 2]> {
    let span = draft::span(text, row.start, row.end)?;
    Some([units(text, span.start), units(text, span.end)]).filter(|[start, stop]| start < stop)
}

struct Place {
    document: i64,
    start: usize,
    stop: usize,
}

/// The values of a statement, in the order of its type's variables; truth values are "true" and "false".
type Told = Vec<String>;

/// A claim as DNA Statements: none where it is nobody's or has no stance.
fn told(claim: &Claim, has_codebook: bool) -> Vec<Told> {
    let Some(holder) = claim.holder else { return Vec::new() };
    let (person, organization) = match holder.kind.as_str() {
        "Person" => (name(holder), String::new()),
        _ => (String::new(), name(holder)),
    };
    let told = |concept: &str, agrees: bool| {
        vec![person.clone(), organization.clone(), short(concept), agrees.to_string()]
    };
    if has_codebook {
        let coded = claim.concepts.iter();
        let stated = coded.filter_map(|own| Some(told(own.concept, own.stance? == Stance::Agree)));
        return stated.collect();
    }
    let row = claim.row;
    let turned = row.negated != (Status::parse(&row.status) == Some(Status::Denied));
    if is_typed(row) {
        return vec![told(&name(&row.object), (row.event == "REJECT") == turned)];
    }
    let relation = row.relation_en.as_str();
    let object = [&row.object, &row.complement].into_iter().map(name).find(|own| !own.is_empty());
    let concept = object.map_or(relation.to_owned(), |object| format!("{relation}: {object}"));
    vec![told(&concept, !turned)]
}

/// Whether a person added it in DNA: its object is the concept as it was typed.
fn is_typed(row: &StatementRow) -> bool {
    let stance = row.event == "SUPPORT" || row.event == "REJECT";
    row.rule == BY_A_PERSON && stance && row.object.text == row.quote
}

/// The English name, else the German one, else the words.
fn name(part: &Part) -> String {
    let names = [&part.label_en, &part.label_de, &part.text];
    short(names.into_iter().find(|own| !own.is_empty()).map_or("", String::as_str))
}

/// A statement with our own fields.
fn own(row: &StatementRow) -> Told {
    let percent = row.confidence.map_or(0.0, |own| own * 100.0).round();
    let event = crate::extract::judged::event_name(
        &row.event,
        Some(row.mode.as_str()).filter(|own| !own.is_empty()),
    );
    vec![
        name(&row.subject),
        short(&row.relation_en),
        short(&row.relation_de),
        name(&row.object),
        name(&row.speaker),
        row.status.clone(),
        event,
        row.negated.to_string(),
        percent.to_string(),
        row.id.clone(),
    ]
}

struct Project {
    database: Connection,
    /// By variable and value.
    entities: BTreeMap<(i64, String), i64>,
    statements: i64,
}

impl Project {
    fn begin(&mut self, password: &str) -> rusqlite::Result<()> {
        self.database.execute_batch("PRAGMA foreign_keys = ON; BEGIN")?;
        self.database.execute_batch(TABLES)?;
        for (property, value) in VERSION {
            self.database
                .execute("INSERT INTO SETTINGS VALUES (?, ?)", params![property, value])?;
        }
        self.database.execute(
            "INSERT INTO CODERS (ID, Name, Red, Green, Password) VALUES (1, ?, 255, 255, ?)",
            params![CODER, hashed(password)],
        )?;
        for (kind, [red, green, blue]) in [(&CLAIM, [239, 208, 51]), (&OWN, [100, 170, 220])] {
            self.database.execute(
                "INSERT INTO STATEMENTTYPES VALUES (?, ?, ?, ?, ?)",
                params![kind.id, kind.label, red, green, blue],
            )?;
            for (id, (name, kind_of)) in (kind.first..).zip(kind.variables) {
                self.database.execute(
                    "INSERT INTO VARIABLES VALUES (?, ?, ?, ?)",
                    params![id, name, kind_of.as_str(), kind.id],
                )?;
                if *kind_of == Kind::Text {
                    self.entity(id, "")?;
                }
            }
        }
        Ok(())
    }

    /// The texts; their numbers by the articles' ids.
    fn documents<'r>(
        &mut self,
        rows: &'r Rows,
        texts: &BTreeMap<String, String>,
    ) -> rusqlite::Result<BTreeMap<&'r str, i64>> {
        let mut documents = BTreeMap::new();
        for (id, row) in (1..).zip(&rows.articles) {
            let text = texts.get(&row.id).map_or("", String::as_str).replace('\r', "");
            let title = if row.title.is_empty() { &row.id } else { &row.title };
            self.database.execute(
                "INSERT INTO DOCUMENTS VALUES (?, ?, ?, 1, ?, ?, '', ?, '', ?)",
                params![
                    id,
                    short(title),
                    text,
                    short(&row.authors),
                    short(&row.source),
                    row.url,
                    seconds(row)
                ],
            )?;
            self.database
                .execute("INSERT INTO TRIPELDOCUMENTS VALUES (?, ?)", params![id, row.id])?;
            documents.insert(row.id.as_str(), id);
        }
        Ok(documents)
    }

    fn statement(
        &mut self,
        kind: &Type,
        of: &str,
        place: &Place,
        told: &Told,
    ) -> rusqlite::Result<()> {
        self.statements += 1;
        let id = self.statements;
        let Place { document, start, stop } = place;
        let (start, stop) = (*start as i64, *stop as i64);
        self.database.execute(
            "INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?, 1)",
            params![id, kind.id, document, start, stop],
        )?;
        self.database.execute(
            "INSERT INTO TRIPELSTATEMENTS VALUES (?, ?, ?, ?, ?, ?)",
            params![id, of, document, start, stop, told.join("\u{1f}")],
        )?;
        for ((variable, (_, kind)), value) in (kind.first..).zip(kind.variables).zip(told) {
            let (table, value) = match kind {
                Kind::Text => ("DATASHORTTEXT", self.entity(variable, value)?),
                Kind::Truth => ("DATABOOLEAN", i64::from(value == "true")),
                Kind::Count => ("DATAINTEGER", value.parse().unwrap_or(0)),
            };
            let insert = format!("INSERT INTO {table} VALUES (NULL, ?, ?, ?)");
            self.database.prepare(&insert)?.execute(params![id, variable, value])?;
        }
        Ok(())
    }

    /// The number of a value of a variable.
    fn entity(&mut self, variable: i64, value: &str) -> rusqlite::Result<i64> {
        let key = (variable, value.to_owned());
        if let Some(&id) = self.entities.get(&key) {
            return Ok(id);
        }
        let id = self.entities.len() as i64 + 1;
        self.database.execute(
            "INSERT INTO ENTITIES VALUES (?, ?, ?, 0, 0, 0, NULL)",
            params![id, variable, value],
        )?;
        self.entities.insert(key, id);
        Ok(id)
    }

    /// Every value has every attribute, as DNA wants it; those of actors say something.
    fn attributes(&mut self, rows: &Rows) -> rusqlite::Result<()> {
        let mut actors: BTreeMap<String, &ActorRow> = BTreeMap::new();
        for row in &rows.actors {
            let own = if row.label_en.is_empty() { &row.label_de } else { &row.label_en };
            actors.entry(short(own)).or_insert(row);
        }
        let mut variables: Vec<i64> = self.entities.keys().map(|(variable, _)| *variable).collect();
        variables.dedup();
        let mut numbers = BTreeMap::new();
        for (variable, attribute) in
            variables.iter().flat_map(|own| ATTRIBUTES.iter().map(move |name| (*own, *name)))
        {
            let id = numbers.len() as i64 + 1;
            self.database.execute(
                "INSERT INTO ATTRIBUTEVARIABLES VALUES (?, ?, ?)",
                params![id, variable, attribute],
            )?;
            numbers.insert((variable, attribute), id);
        }
        for ((variable, value), entity) in &self.entities {
            let actor = actors.get(value);
            let values = [
                actor.map_or(String::new(), |row| row.kind.clone()),
                actor.map_or(String::new(), |row| short(&row.aliases.join(" | "))),
                actor.map_or(String::new(), |row| row.wikidata.clone()),
            ];
            for (attribute, value) in ATTRIBUTES.iter().zip(values) {
                let insert = "INSERT INTO ATTRIBUTEVALUES VALUES (NULL, ?, ?, ?)";
                let number = numbers[&(*variable, *attribute)];
                self.database.prepare(insert)?.execute(params![entity, number, value])?;
            }
        }
        Ok(())
    }
}

/// The day of an article as Unix seconds; DNA has no document without a day, so that 1970-01-01 is none.
fn seconds(row: &ArticleRow) -> i64 {
    let first = jiff::civil::date(1970, 1, 1);
    let days = row.date.parse::<Date>().ok().and_then(|day| day.since(first).ok());
    days.map_or(0, |span| i64::from(span.get_days()) * 86_400)
}

/// A password as DNA keeps it: 16 bytes of salt, and these with the password through SHA-256, 100,000 times; both in base64.
///
/// The salt comes from the password, so that the same project is the same bytes.
pub fn hashed(password: &str) -> String {
    let seed = blake3::hash(format!("tripel dna {password}").as_bytes());
    let salt = &seed.as_bytes()[..16];
    let mut digest = Sha256::new().chain_update(salt).chain_update(password.as_bytes()).finalize();
    for _ in 1..100_000 {
        digest = Sha256::digest(digest);
    }
    let hash = STANDARD.encode([salt, digest.as_slice()].concat());
    debug_assert!(hash.len() <= LONGEST);
    hash
}
