//! Nodes and relationships for Neo4j: CSV files with the headers that `neo4j-admin database import` takes, and `load.cypher`, which loads
//! the same files into a database that runs.
//!
//! Statements are nodes with every field; SUBJECT, OBJECT, SPEAKER ... lead from them to actors and concepts, STANDS_IN to their article. ACTS_ON
//! leads from one actor straight to another, one for each statement. Every node has a key of its own: "actor:china", "statement:s1c2".

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use crate::export::csv::Written;
use crate::export::fields::{ACTOR, ARTICLE, Field, Kind, QUOTATION, STATEMENT, chosen, plain};
use crate::export::whole;
use crate::kb::rows::{ArticleRow, Part, Rows, StatementRow};
use crate::record::error::{Error, Result};

/// What stands at a relationship from actor to actor: fields of its statement.
const ACTS_ON: &[&str] = &[
    "id",
    "relation",
    "status",
    "negated",
    "asserted",
    "event",
    "quad class",
    "score",
    "speaker",
    "day",
    "quote",
    "article",
];

/// A file: its name, its header, its rows.
#[derive(Clone)]
struct Table {
    name: &'static str,
    /// The label of its nodes, or "" of relationships.
    label: &'static str,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Writes the files of rows into a folder, made where there is none.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(rows: &Rows, dir: &Path) -> Result<Vec<Written>> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|article| (article.id.as_str(), article)).collect();
    let tables = [nodes(rows, &articles), relationships(rows, &articles)].concat();
    let mut files = Vec::new();
    for table in &tables {
        let path = dir.join(table.name);
        whole(&path, |out| print(table, out))?;
        files.push(Written { path, rows: table.rows.len() });
    }
    let path = dir.join("load.cypher");
    let script = cypher(&tables);
    let unwritten = |error| Error::because("cannot write the script", error);
    whole(&path, |out| out.write_all(script.as_bytes()).map_err(unwritten))?;
    files.push(Written { path, rows: script.matches(";\n").count() });
    Ok(files)
}

fn print(table: &Table, out: &mut dyn Write) -> Result<()> {
    let failed = |error: std::io::Error| Error::because("cannot write the table", error);
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    for row in std::iter::once(&table.header).chain(&table.rows) {
        writer.write_record(row).map_err(|error| failed(error.into()))?;
    }
    writer.flush().map_err(failed)
}

fn nodes(rows: &Rows, articles: &BTreeMap<&str, &ArticleRow>) -> Vec<Table> {
    let unknown = ArticleRow::default();
    let article = |id: &str| articles.get(id).copied().unwrap_or(&unknown);
    let actors = rows.actors.iter().map(|row| (key("actor", &row.id), row, &()));
    let statements =
        rows.statements.iter().map(|row| (key("statement", &row.id), row, article(&row.article)));
    let quotations =
        rows.quotations.iter().map(|row| (key("quotation", &row.id), row, article(&row.article)));
    let told = rows.articles.iter().map(|row| (key("article", &row.id), row, &()));
    vec![
        table("actors.csv", "Actor", ACTOR, actors),
        concepts(rows),
        table("statements.csv", "Statement", STATEMENT, statements),
        table("quotations.csv", "Quotation", QUOTATION, quotations),
        table("articles.csv", "Article", ARTICLE, told),
    ]
}

fn table<'a, Row: 'a, Beside: 'a>(
    name: &'static str,
    label: &'static str,
    fields: &'static [Field<Row, Beside>],
    rows: impl Iterator<Item = (String, &'a Row, &'a Beside)>,
) -> Table {
    let own = fields.iter().map(header);
    let header = std::iter::once(":ID".to_owned()).chain(own).chain([":LABEL".to_owned()]);
    let cells = |(key, row, beside): (String, &'a Row, &'a Beside)| {
        let own = fields.iter().map(|field| field.text(row, beside));
        std::iter::once(key).chain(own).chain([label.to_owned()]).collect()
    };
    Table { name, label, header: header.collect(), rows: rows.map(cells).collect() }
}

/// "score:double", "subject_de": a name with its type where it is no text.
fn header<Row, Beside>(field: &Field<Row, Beside>) -> String {
    let kind = match field.kind {
        Kind::Text => "",
        Kind::Count => ":long",
        Kind::Number(_) => ":double",
        Kind::Truth => ":boolean",
        Kind::Day => ":date",
    };
    format!("{}{kind}", plain(field.name))
}

/// What takes part in statements and is no actor.
fn concepts(rows: &Rows) -> Table {
    let actors: BTreeSet<&str> = rows.actors.iter().map(|row| row.id.as_str()).collect();
    let parts = rows.statements.iter().flat_map(parts).map(|(_, part)| part);
    let own: BTreeMap<&str, &Part> = parts
        .filter(|part| !actors.contains(part.id.as_str()))
        .map(|part| (part.id.as_str(), part))
        .collect();
    let header = [":ID", "id", "name", "name_de", ":LABEL"].map(str::to_owned).to_vec();
    let cells = |part: &Part| {
        let label = "Concept".to_owned();
        vec![
            key("concept", &part.id),
            part.id.clone(),
            part.label_en.clone(),
            part.label_de.clone(),
            label,
        ]
    };
    let rows = own.into_values().map(cells).collect();
    Table { name: "concepts.csv", label: "Concept", header, rows }
}

/// The parts of a statement that are something, each with the name of its relationship.
fn parts(row: &StatementRow) -> impl Iterator<Item = (&'static str, &Part)> {
    let parts = [
        ("SUBJECT", &row.subject),
        ("OBJECT", &row.object),
        ("COMPLEMENT", &row.complement),
        ("ADDRESSEE", &row.addressee),
        ("PLACE", &row.place),
        ("SPEAKER", &row.speaker),
    ];
    parts.into_iter().filter(|(_, part)| !part.id.is_empty())
}

fn key(kind: &str, id: &str) -> String {
    format!("{kind}:{id}")
}

fn relationships(rows: &Rows, articles: &BTreeMap<&str, &ArticleRow>) -> Vec<Table> {
    let actors: BTreeSet<&str> = rows.actors.iter().map(|row| row.id.as_str()).collect();
    let known: BTreeMap<&str, &str> =
        rows.actors.iter().map(|row| (row.iri.as_str(), row.id.as_str())).collect();
    let ids: BTreeSet<&str> = rows.statements.iter().map(|row| row.id.as_str()).collect();
    let end = |part: &Part| {
        key(if actors.contains(part.id.as_str()) { "actor" } else { "concept" }, &part.id)
    };
    let mut plain: Vec<[String; 3]> = Vec::new();
    let mut tie = |from: String, to: String, kind: &str| plain.push([from, to, kind.to_owned()]);
    for row in &rows.statements {
        let own = key("statement", &row.id);
        parts(row).for_each(|(kind, part)| tie(own.clone(), end(part), kind));
        for content in row.content.iter().filter(|id| ids.contains(id.as_str())) {
            tie(own.clone(), key("statement", content), "CONTENT");
        }
        if articles.contains_key(row.article.as_str()) {
            tie(own, key("article", &row.article), "STANDS_IN");
        }
    }
    for row in &rows.quotations {
        let own = key("quotation", &row.id);
        if actors.contains(row.speaker.id.as_str()) {
            tie(own.clone(), end(&row.speaker), "SPEAKER");
        }
        if articles.contains_key(row.article.as_str()) {
            tie(own, key("article", &row.article), "STANDS_IN");
        }
    }
    for article in &rows.articles {
        for actor in article.actors.iter().filter_map(|iri| known.get(iri.as_str())) {
            tie(key("article", &article.id), key("actor", actor), "NAMES");
        }
    }
    let header = [":START_ID", ":END_ID", ":TYPE"].map(str::to_owned).to_vec();
    let plain = plain.into_iter().map(|row| row.to_vec()).collect();
    let plain = Table { name: "relationships.csv", label: "", header, rows: plain };
    vec![plain, acts_on(rows, &actors, articles)]
}

/// From actor to actor.
fn acts_on(rows: &Rows, actors: &BTreeSet<&str>, articles: &BTreeMap<&str, &ArticleRow>) -> Table {
    let fields = chosen(STATEMENT, ACTS_ON.iter().copied());
    let mut header = [":START_ID", ":END_ID"].map(str::to_owned).to_vec();
    header.extend(fields.iter().map(|field| self::header(field)));
    header.push(":TYPE".to_owned());
    let unknown = ArticleRow::default();
    let is_actor = |part: &Part| actors.contains(part.id.as_str());
    let both = rows.statements.iter().filter(|row| is_actor(&row.subject) && is_actor(&row.object));
    let cells = |row: &StatementRow| {
        let article = articles.get(row.article.as_str()).copied().unwrap_or(&unknown);
        let ends = [&row.subject, &row.object].map(|part| key("actor", &part.id));
        let own = fields.iter().map(|field| field.text(row, article));
        ends.into_iter().chain(own).chain(["ACTS_ON".to_owned()]).collect()
    };
    Table { name: "acts_on.csv", label: "", header, rows: both.map(cells).collect() }
}

/// The script that loads the files, and the call that imports them.
fn cypher(tables: &[Table]) -> String {
    let mut script = String::from(
        "// Into an empty database that does not run, at once:\n//   neo4j-admin database import full neo4j --multiline-fields=true",
    );
    for table in tables {
        let kind = if table.label.is_empty() { "relationships" } else { "nodes" };
        write!(script, " \\\n//     --{kind}={}", table.name).expect("a text");
    }
    script += "\n// Into one that runs: put the files into its folder 'import', then: cypher-shell -f load.cypher\n\
               // (server.config: dbms.import.csv.legacy_quote_escaping=false, so that a backslash is one)\n\n\
               CREATE CONSTRAINT tripel_key IF NOT EXISTS FOR (n:Tripel) REQUIRE n.key IS UNIQUE;\n";
    for table in tables.iter().filter(|table| !table.label.is_empty()) {
        writeln!(script, "\n{}MERGE (n:Tripel {{key: row[':ID']}})", load(table)).expect("a text");
        writeln!(script, "SET n:{}{};", table.label, properties("n", table)).expect("a text");
    }
    for table in tables.iter().filter(|table| table.label.is_empty()) {
        let kinds: BTreeSet<&str> =
            table.rows.iter().filter_map(|row| row.last()).map(String::as_str).collect();
        for kind in kinds {
            let (ends, own) = (load(table), properties("r", table));
            let id = if own.is_empty() { "" } else { " {id: row['id']}" };
            let set = if own.is_empty() { String::new() } else { format!("\nSET {}", &own[2..]) };
            writeln!(
                script,
                "\n{ends}WITH row WHERE row[':TYPE'] = '{kind}'\n\
                 MATCH (a:Tripel {{key: row[':START_ID']}}), (b:Tripel {{key: row[':END_ID']}})\n\
                 MERGE (a)-[r:{kind}{id}]->(b){set};"
            )
            .expect("a text");
        }
    }
    script
}

fn load(table: &Table) -> String {
    format!("LOAD CSV WITH HEADERS FROM 'file:///{}' AS row\n", table.name)
}

/// ", n.score = toFloat(row['score:double'])" for each column that is a property.
fn properties(of: &str, table: &Table) -> String {
    let mut text = String::new();
    for column in table.header.iter().filter(|column| !column.starts_with(':')) {
        let (name, kind) = column.split_once(':').unwrap_or((column, ""));
        let cell = format!("row['{column}']");
        let value = match kind {
            "long" => format!("toInteger({cell})"),
            "double" => format!("toFloat({cell})"),
            "boolean" => format!("toBoolean({cell})"),
            "date" => format!("date({cell})"),
            _ => cell,
        };
        write!(text, ",\n  {of}.{name} = {value}").expect("a text");
    }
    text
}
