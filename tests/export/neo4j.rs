//! Files for Neo4j's import: headers of known types, keys that are unique, relationships whose ends are there.

use std::collections::BTreeSet;
use std::path::Path;

use tripel::export::neo4j;
use tripel::kb::rows::rows;

use crate::nasty::{NASTY, graph};

fn read(dir: &Path, name: &str) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_path(dir.join(name)).expect("a table");
    let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    (header, reader.records().map(|row| row.expect("a row")).collect())
}

#[test]
fn relationships_lead_from_node_to_node() {
    let dir = tempfile::tempdir().expect("a folder");
    let dir = dir.path();
    let files = neo4j::write(&rows(&graph()), dir).expect("written");
    assert_eq!(files.len(), 8);
    let mut keys = BTreeSet::new();
    for name in ["actors.csv", "concepts.csv", "statements.csv", "quotations.csv", "articles.csv"] {
        let (header, cells) = read(dir, name);
        assert_eq!(header.first().map(String::as_str), Some(":ID"));
        assert_eq!(header.last().map(String::as_str), Some(":LABEL"));
        let types = ["long", "double", "boolean", "date"];
        let typed = header[1..header.len() - 1].iter().filter_map(|name| name.split_once(':'));
        typed.for_each(|(_, kind)| assert!(types.contains(&kind), "{kind}"));
        assert!(cells.iter().all(|row| keys.insert(row[0].to_owned())), "{name}: a key twice");
    }
    let (_, plain) = read(dir, "relationships.csv");
    let (header, direct) = read(dir, "acts_on.csv");
    for row in plain.iter().chain(&direct) {
        assert!(keys.contains(&row[0]) && keys.contains(&row[1]), "{row:?}");
    }
    let types: BTreeSet<&str> = plain.iter().map(|row| &row[2]).collect();
    assert_eq!(
        types.into_iter().collect::<Vec<_>>(),
        ["NAMES", "OBJECT", "SPEAKER", "STANDS_IN", "SUBJECT"]
    );
    // each name acts on the next
    assert_eq!(direct.len(), NASTY.len() - 1);
    let negated = header.iter().position(|name| name == "negated:boolean").expect("a column");
    assert_eq!(
        direct.iter().map(|row| &row[negated]).collect::<Vec<_>>(),
        ["false", "false", "true"]
    );
}

#[test]
fn the_script_loads_every_column() {
    let dir = tempfile::tempdir().expect("a folder");
    let files = neo4j::write(&rows(&graph()), dir.path()).expect("written");
    let script = std::fs::read_to_string(dir.path().join("load.cypher")).expect("a script");
    for file in files.iter().filter(|file| file.path.extension().is_some_and(|own| own == "csv")) {
        let name = file.path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(
            script.contains(&format!("'file:///{name}'")) && script.contains(&format!("={name}"))
        );
        for column in read(dir.path(), &name).0 {
            assert!(column == ":LABEL" || script.contains(&format!("row['{column}']")), "{column}");
        }
    }
    assert!(script.contains("n.score = toFloat(row['score:double'])"), "{script}");
}
