//! The one table of fields: docs/fields.md is made from it (`UPDATE=1` writes it anew), every format chooses from it, and what RDF and
//! JSON Lines say of a statement stands in it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use tripel::export::fields::{
    ACTOR, ARGUMENT, ARTICLE, CODING, EDGE, Field, JSON_ONLY, NODE, QUOTATION, STATEMENT, TIE,
    chosen, plain,
};
use tripel::export::{csv, gephi, json, xlsx};
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::kb::vocab;
use tripel::language::Analyser;
use tripel::languages::language_with;
use tripel::record::article::Article;

type Own = (&'static str, &'static str);
const ARGUMENTS: [&str; 6] = ["subject", "object", "complement", "addressee", "place", "speaker"];

/// A format, and its own name for each field that it has.
struct Format {
    name: &'static str,
    fields: Vec<Own>,
}

fn named(name: &'static str, fields: impl IntoIterator<Item = &'static str>) -> Format {
    Format { name, fields: fields.into_iter().map(|field| (field, field)).collect() }
}

fn renamed(name: &'static str, fields: &[Own]) -> Format {
    Format { name, fields: fields.to_vec() }
}

fn sheet(columns: &[xlsx::Column]) -> Format {
    let name = |(name, _): &xlsx::Column| *name;
    named("XLSX", columns.iter().map(name).collect::<Vec<_>>())
}

/// Where a field stands: "CSV, XLSX, GraphML as `published`".
fn places(field: &str, formats: &[Format]) -> String {
    let place = |format: &Format| {
        let (own, _) = format.fields.iter().find(|(_, of)| *of == field)?;
        let same = plain(own) == plain(field);
        Some(if same { format.name.to_owned() } else { format!("{} as `{own}`", format.name) })
    };
    formats.iter().filter_map(place).collect::<Vec<_>>().join(", ")
}

fn section<Row, Beside>(
    page: &mut String,
    title: &str,
    opening: &str,
    fields: &'static [Field<Row, Beside>],
    formats: &[Format],
) {
    for format in formats {
        assert_eq!(
            chosen(fields, format.fields.iter().map(|own| own.1)).len(),
            format.fields.len()
        );
    }
    let names: BTreeSet<&str> = fields.iter().map(|field| field.name).collect();
    assert_eq!(names.len(), fields.len(), "{title}: a name stands twice");
    let with_json = fields.iter().any(|field| !field.json.is_empty());
    let json = if with_json { " JSON Lines |" } else { "" };
    let rule = if with_json { "---|" } else { "" };
    write!(page, "\n## {title}\n\n{opening}\n\n| field | meaning | type | RDF |{json} stands in |\n|---|---|---|---|{rule}---|\n")
        .expect("a text");
    for field in fields {
        let code = |text: &str| if text.is_empty() { String::new() } else { format!("`{text}`") };
        let json = if with_json { format!(" {} |", code(field.json)) } else { String::new() };
        let (meaning, kind) = (field.meaning(), field.kind.as_str());
        assert!(!meaning.is_empty(), "{title}: {} has no meaning", field.name);
        let (rdf, places) = (code(&field.short_property()), places(field.name, formats));
        writeln!(page, "| {} | {meaning} | {kind} | {rdf} |{json} {places} |", field.name)
            .expect("a text");
    }
}

fn all_ties() -> Vec<&'static str> {
    TIE.iter().map(|field| field.name).collect()
}

fn all_codings() -> Vec<&'static str> {
    CODING.iter().map(|field| field.name).collect()
}

fn page() -> String {
    let mut page = String::from(
        "# Fields\n\nWhat a statement, a quotation, an actor, an article and an edge of the network consist of. Made from src/export/fields.rs: \
         `UPDATE=1 cargo test --release --test fields` writes this page anew.\n\nA table (`export csv`) has a field under its name, a workbook \
         with a capital letter, GraphML, GEXF and `--names plain` with `_` for blanks and `_de` for \"(German)\". RDF is the property \
         of the statement, actor or article; for a label, of what the statement's triple names. `export parquet` has every field of statements, \
         quotations, actors and articles, under the same plain names, with its type.\n",
    );
    let all = |fields: &'static [Field<_, _>]| fields.iter().map(|field| field.name);
    let statement = [
        named("CSV", csv::STATEMENTS.iter().copied()),
        sheet(xlsx::STATEMENTS),
        renamed("GraphML", gephi::EDGE_KEYS),
    ];
    section(
        &mut page,
        "Statement",
        "`export csv` (statements.csv), `xlsx` (Statements), `graphml` (edges), `jsonl`.",
        STATEMENT,
        &statement,
    );
    page += "\nJSON Lines have each argument (subject, object, complement, addressee, place, speaker) as an object, null where there is none:\n\n\
             | key | meaning |\n|---|---|\n";
    for (key, meaning) in ARGUMENT {
        writeln!(page, "| `{key}` | {meaning} |").expect("a text");
    }
    page += "\nand these besides:\n\n| path | meaning |\n|---|---|\n";
    for (path, meaning) in JSON_ONLY {
        writeln!(page, "| `{path}` | {meaning} |").expect("a text");
    }
    section(
        &mut page,
        "Quotation",
        "`export xlsx` (Quotations), `extract --format quotations`.",
        QUOTATION,
        &[sheet(xlsx::QUOTATIONS)],
    );
    let actor = [named("CSV", all(ACTOR)), sheet(xlsx::ACTORS)];
    section(
        &mut page,
        "Actor",
        "`export csv` (actors.csv), `xlsx` (Actors), `extract --format actors`.",
        ACTOR,
        &actor,
    );
    section(&mut page, "Article", "`export xlsx` (Articles).", ARTICLE, &[sheet(xlsx::ARTICLES)]);
    let edge = [
        named("CSV", csv::EDGES.iter().copied()),
        sheet(xlsx::NETWORK),
        renamed("GEXF", gephi::GEXF_EDGE),
        renamed("Gephi", gephi::EDGE_COLUMNS),
    ];
    section(
        &mut page,
        "Edge of the network",
        "All statements from one actor to another: `export csv` (edges.csv), `xlsx` (Network), `gexf`, `gephi`.",
        EDGE,
        &edge,
    );
    let node = [
        named("GraphML", gephi::NODE_KEYS.iter().copied()),
        named("GEXF", gephi::GEXF_NODE.iter().copied()),
        renamed("Gephi", gephi::NODE_COLUMNS),
    ];
    section(
        &mut page,
        "Actor of the network",
        "`export graphml`, `gexf`, `gephi` (nodes).",
        NODE,
        &node,
    );
    section(
        &mut page,
        "Coded claim",
        "`code --codebook FILE --format csv`: these, and of the statement what stands there.",
        CODING,
        &[named("CSV", all_codings())],
    );
    section(
        &mut page,
        "Edge of a discourse network",
        "`discourse --codebook FILE`.",
        TIE,
        &[named("CSV", all_ties())],
    );
    page
}

#[test]
fn the_page_of_fields_is_made_from_the_table() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/fields.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == page, "docs/fields.md is older than its table: UPDATE=1 writes it anew");
}

/// A property that the vocabulary declares for statements and evidence is a field.
#[test]
fn every_property_of_a_statement_is_a_field() {
    let of_statements: BTreeSet<&str> = STATEMENT.iter().map(|field| field.property).collect();
    let of_quotations: BTreeSet<&str> = QUOTATION.iter().map(|field| field.property).collect();
    let domain = |term: &vocab::Term, class: &str| {
        term.more.split(" ; ").any(|more| more == format!("rdfs:domain {class}"))
    };
    // the field "checked" says both
    let together = [vocab::CORRECTED_BY, vocab::ACCEPTED_BY];
    let is_own =
        |term: &&vocab::Term| term.kind == vocab::Kind::Property && !together.contains(&term.iri);
    let properties = vocab::TERMS.iter().filter(is_own);
    for term in properties {
        if domain(term, "t:Statement") || domain(term, "t:Evidence") {
            assert!(of_statements.contains(term.iri), "no field for {}", term.iri);
        }
        if domain(term, "t:Quotation") {
            assert!(of_quotations.contains(term.iri), "no field for {}", term.iri);
        }
    }
}

fn paths(value: &serde_json::Value, before: &str, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                let dot = if before.is_empty() { "" } else { "." };
                paths(value, &format!("{before}{dot}{key}"), found);
            }
        }
        // what is not there has no path
        serde_json::Value::Null if !before.contains('.') => {}
        _ => drop(found.insert(before.to_owned())),
    }
}

/// The paths that the lines of the sample have.
fn sample() -> BTreeSet<String> {
    let text = include_str!("../data/articles/cyberangriffe.txt");
    let article = Article { id: "a".into(), text: text.to_owned(), ..Article::default() };
    let german = language_with("de", Analyser::Small).expect("German is built in");
    let said = extract(&article, german, &Corrections::default());
    let mut lines = Vec::new();
    json::statements(&article, &said, &mut lines).expect("memory takes it");
    let mut found = BTreeSet::new();
    for line in String::from_utf8(lines).expect("UTF-8").lines() {
        paths(&serde_json::from_str(line).expect("JSON"), "", &mut found);
    }
    found
}

#[test]
fn json_lines_say_what_the_table_says() {
    let argument = |path: &str| {
        let (first, rest) = path.split_once('.')?;
        ARGUMENTS.contains(&first).then_some(rest.to_owned())
    };
    let keys: BTreeSet<&str> = ARGUMENT.iter().map(|(key, _)| *key).collect();
    let fields: BTreeSet<&str> = STATEMENT.iter().map(|field| field.json).collect();
    let known: BTreeSet<&str> =
        fields.iter().copied().chain(JSON_ONLY.iter().map(|(path, _)| *path)).collect();
    let found = sample();
    for path in &found {
        let is_known = match argument(path) {
            Some(key) => keys.contains(key.as_str()),
            None => known.contains(path.as_str()),
        };
        assert!(is_known, "{path} stands in JSON Lines and not in the table");
    }
    for path in known.into_iter().filter(|path| !path.is_empty()) {
        let is_there = match argument(path) {
            Some(key) => keys.contains(key.as_str()),
            None => found.contains(path),
        };
        assert!(is_there, "{path} stands in the table and not in JSON Lines");
    }
}
