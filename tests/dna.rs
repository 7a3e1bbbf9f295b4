//! Projects of Discourse Network Analyzer: written as DNA has them, coded on as DNA does it (rows of SQLite), and read back.
#![cfg(feature = "dna")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::{Connection, OpenFlags};
use tripel::export::dna::hashed;

const ARTICLES: &str = r#"{"id": "a", "title": "Streit 🚀 um Sanktionen", "date": "2024-05-01", "source": "Blatt", "text": "🚀 Eilmeldung: Deutschland verurteilte den Angriff auf Dänemark. Frankreich warf Russland vor, die Ukraine anzugreifen. Russland wies das zurück."}
{"id": "b", "text": "Die USA haben China vorgeworfen, Taiwan zu bedrohen. China widersprach den USA. Deutschland unterstützt Frankreich."}
"#;
const CODES: &str = "concept,predicate,object\nTreue,unterstützen,\n";

struct Desk(tempfile::TempDir);

impl Desk {
    /// A store of the articles, and its project.
    fn new(arguments: &[&str]) -> Desk {
        let desk = Desk(tempfile::tempdir().expect("a folder"));
        fs::write(desk.path("a.jsonl"), ARTICLES).expect("written");
        fs::write(desk.path("codes.csv"), CODES).expect("written");
        desk.run(&["add", "a.jsonl", "--fast"]);
        desk.export(arguments);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_tripel"))
            .current_dir(self.0.path())
            .args(arguments)
            .env_remove("TRIPEL_STORE")
            .env("TRIPEL_WHO", "anna")
            .stdin(Stdio::null())
            .output()
            .expect("started");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("UTF-8");
        assert!(output.status.success(), "{arguments:?}: {said}");
        said
    }

    fn export(&self, arguments: &[&str]) {
        self.run(&[&["export", "dna", "-o", "project.dna"][..], arguments].concat());
    }

    fn open(&self) -> Connection {
        let database = Connection::open(self.path("project.dna")).expect("a database");
        database.execute_batch("PRAGMA foreign_keys = ON").expect("a setting");
        database
    }

    fn edit(&self, statements: &str) {
        self.open().execute_batch(statements).expect("an edit that the tables allow");
    }

    /// Reads the project back; the first word of each correction, sorted.
    fn corrected(&self) -> Vec<String> {
        let said = self.run(&["correct", "--from-dna", "project.dna"]);
        let lines = said.lines().filter(|line| line.starts_with('c') && line.contains("  "));
        let mut words: Vec<String> =
            lines.filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned).collect();
        words.sort();
        words
    }

    /// The "DNA Statements" with their words: words, person, organization, concept, agreement.
    fn claims(&self) -> Vec<[String; 5]> {
        let text = |variable: &str| {
            format!(
                "(SELECT e.Value FROM DATASHORTTEXT x JOIN ENTITIES e ON e.ID = x.Entity JOIN VARIABLES v ON v.ID = x.VariableId \
                 WHERE x.StatementId = s.ID AND v.Variable = '{variable}')"
            )
        };
        let query = format!(
            "SELECT d.Text, s.Start, s.Stop, {}, {}, {}, (SELECT Value FROM DATABOOLEAN WHERE StatementId = s.ID) \
             FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId WHERE s.StatementTypeId = 1 ORDER BY s.ID",
            text("person"),
            text("organization"),
            text("concept")
        );
        let database = self.open();
        let mut statement = database.prepare(&query).expect("a query");
        let rows = statement.query_map([], |row| {
            let (text, start, stop): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let units: Vec<u16> = text.encode_utf16().collect();
            let words =
                String::from_utf16(&units[start as usize..stop as usize]).expect("whole letters");
            let agreement = row.get::<_, i64>(6)?.to_string();
            Ok([words, row.get(3)?, row.get(4)?, row.get(5)?, agreement])
        });
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    }
}

fn columns(database: &Connection) -> BTreeMap<String, Vec<(String, String, bool)>> {
    let query = "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'TRIPEL%' ORDER BY m.name, c.cid";
    let mut statement = database.prepare(query).expect("a query");
    let mut tables: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
    });
    for row in rows.expect("rows") {
        let (table, column) = row.expect("a row");
        tables.entry(table).or_default().push(column);
    }
    tables
}

fn all<T: rusqlite::types::FromSql>(database: &Connection, query: &str) -> Vec<T> {
    let mut statement = database.prepare(query).expect("a query");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

#[test]
fn the_tables_are_those_of_a_project_of_dna() {
    let desk = Desk::new(&[]);
    let database = desk.open();
    let own = columns(&database);
    assert_eq!(own.len(), 16);
    assert!(all::<String>(&database, "PRAGMA integrity_check") == ["ok"]);
    assert!(all::<String>(&database, "PRAGMA foreign_key_check").is_empty());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/dna/sample.dna");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let address = format!("file:{}?immutable=1", sample.display());
    let Ok(theirs) = Connection::open_with_flags(address, flags) else {
        println!("skipped: the sample of DNA is not there");
        return;
    };
    assert_eq!(own, columns(&theirs));
    let first =
        "SELECT Variable || ' ' || DataType FROM VARIABLES WHERE StatementTypeId = 1 ORDER BY ID";
    assert_eq!(all::<String>(&database, first), all::<String>(&theirs, first));
    let settings = "SELECT Property || Value FROM SETTINGS ORDER BY Property";
    assert_eq!(all::<String>(&database, settings), all::<String>(&theirs, settings));
}

#[test]
fn every_statement_stands_at_its_words() {
    let desk = Desk::new(&[]);
    let claims = desk.claims();
    let accused = ["Frankreich warf Russland vor", "", "France", "accuse: Russia", "1"];
    let found = claims.iter().find(|own| own[3] == "accuse: Russia").expect("an accusation");
    assert!(found[0].starts_with(accused[0]), "{found:?}");
    assert_eq!(found[1..], accused[1..]);
    let database = desk.open();
    let kinds: Vec<String> = all(
        &database,
        "SELECT v.AttributeValue FROM ATTRIBUTEVALUES v JOIN ENTITIES e ON e.ID = v.EntityId JOIN ATTRIBUTEVARIABLES a \
         ON a.ID = v.AttributeVariableId WHERE e.Value = 'France' AND e.VariableId = 2 AND a.AttributeVariable = 'Type'",
    );
    assert_eq!(kinds, ["State"]);
    let days: Vec<i64> = all(&database, "SELECT Date FROM DOCUMENTS ORDER BY Title");
    assert_eq!(days, [1_714_521_600, 0], "2024-05-01, and none");
    let own: i64 = all(&database, "SELECT COUNT(*) FROM STATEMENTS WHERE StatementTypeId = 2")[0];
    let told = desk.run(&["stats"]);
    assert!(own >= 5 && told.contains(&own.to_string()), "{own}: {told}");
    drop(database);
    desk.export(&["--codebook", "codes.csv"]);
    let coded = desk.claims();
    assert_eq!(coded.len(), 1, "{coded:?}");
    assert_eq!(coded[0][1..], ["", "Germany", "Treue", "1"]);
}

#[test]
fn the_password_is_kept_as_dna_keeps_it() {
    // computed with Python's hashlib: 16 bytes of salt, then SHA-256 100,000 times
    let expected = "0PyXS1JpHLcAWk6tICdN4NFuIaSnBqncIFbUVUEOg3lXvcbiRtQKeY0ATjpwEnnw";
    assert_eq!(hashed("tripel"), expected);
}

#[test]
fn what_was_not_touched_is_no_correction() {
    let desk = Desk::new(&[]);
    let before = fs::read(desk.path("project.dna")).expect("a project");
    assert_eq!(desk.corrected(), [""; 0]);
    desk.export(&[]);
    assert!(fs::read(desk.path("project.dna")).expect("a project") == before);
}

#[test]
fn codings_become_corrections_and_stand_in_the_next_project() {
    let desk = Desk::new(&[]);
    let database = desk.open();
    let id = |concept: &str| -> i64 {
        let query = format!(
            "SELECT x.StatementId FROM DATASHORTTEXT x JOIN ENTITIES e ON e.ID = x.Entity WHERE x.VariableId = 3 AND e.Value = '{concept}'"
        );
        all(&database, &query)[0]
    };
    let (accuse, support) = (id("accuse: Russia"), id("support: France"));
    let entity = |variable: i64, value: &str| {
        format!("(SELECT ID FROM ENTITIES WHERE VariableId = {variable} AND Value = '{value}')")
    };
    let text = all::<String>(&database, "SELECT Text FROM DOCUMENTS WHERE ID = 1").remove(0);
    let units: Vec<u16> = text.encode_utf16().collect();
    let start = text[..text.find("Russland wies").expect("there")].encode_utf16().count();
    drop(database);
    // as DNA does it: one deleted, one turned around and given to somebody else, one added
    desk.edit(&format!(
        "DELETE FROM STATEMENTS WHERE ID = {support};
         INSERT OR IGNORE INTO ENTITIES VALUES (NULL, 2, 'Germany', 0, 0, 0, NULL);
         INSERT OR IGNORE INTO ENTITIES VALUES (NULL, 2, 'Russia', 0, 0, 0, NULL);
         INSERT INTO ENTITIES VALUES (NULL, 3, 'Krieg beenden', 0, 0, 0, NULL);
         UPDATE DATABOOLEAN SET Value = 0 WHERE StatementId = {accuse};
         UPDATE DATASHORTTEXT SET Entity = {} WHERE StatementId = {accuse} AND VariableId = 2;
         INSERT INTO STATEMENTS VALUES (NULL, 1, 1, {start}, {}, 1);
         INSERT INTO DATASHORTTEXT SELECT NULL, MAX(ID), 1, {} FROM STATEMENTS;
         INSERT INTO DATASHORTTEXT SELECT NULL, MAX(ID), 2, {} FROM STATEMENTS;
         INSERT INTO DATASHORTTEXT SELECT NULL, MAX(ID), 3, {} FROM STATEMENTS;
         INSERT INTO DATABOOLEAN SELECT NULL, MAX(ID), 4, 0 FROM STATEMENTS;",
        entity(2, "Germany"),
        units.len(),
        entity(1, ""),
        entity(2, "Russia"),
        entity(3, "Krieg beenden"),
    ));
    assert_eq!(desk.corrected(), ["add", "polarity", "reject", "subject"]);
    assert_eq!(desk.corrected(), [""; 0], "the same project says nothing new");
    desk.export(&[]);
    let now = desk.claims();
    let said = |concept: &str| now.iter().find(|own| own[3] == concept).map(|own| &own[1..]);
    assert_eq!(said("support: France"), None);
    let turned = ["", "Germany", "accuse: Russia", "0"].map(str::to_owned);
    assert_eq!(said("accuse: Russia"), Some(&turned[..]));
    let added = ["", "Russia", "Krieg beenden", "0"].map(str::to_owned);
    assert_eq!(said("Krieg beenden"), Some(&added[..]));
    assert_eq!(desk.corrected(), [""; 0], "the new project has all of it");
}

#[test]
fn our_own_fields_are_changed_as_well() {
    let desk = Desk::new(&[]);
    let database = desk.open();
    let of = "SELECT x.StatementId FROM DATASHORTTEXT x JOIN ENTITIES e ON e.ID = x.Entity WHERE x.VariableId = 6 AND e.Value = 'support'";
    let id: i64 = all(&database, of)[0];
    drop(database);
    desk.edit(&format!(
        "INSERT OR IGNORE INTO ENTITIES VALUES (NULL, 10, 'claimed', 0, 0, 0, NULL);
         UPDATE DATASHORTTEXT SET Entity = (SELECT ID FROM ENTITIES WHERE VariableId = 10 AND Value = 'claimed')
         WHERE StatementId = {id} AND VariableId = 10;"
    ));
    assert_eq!(desk.corrected(), ["status"]);
}

#[test]
fn what_is_no_project_is_one_error() {
    let desk = Desk::new(&[]);
    let output = Command::new(env!("CARGO_BIN_EXE_tripel"))
        .current_dir(desk.0.path())
        .args(["correct", "--from-dna", "codes.csv"])
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.starts_with("tripel: codes.csv is no project of Discourse Network Analyzer 3")
            && said.lines().count() == 1,
        "{said}"
    );
}
