//! Committed tables of figures: set, figure, value. The rows `measured` say of which commit, and of which day it is.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// How far a figure may fall before the test fails.
const TOLERANCE: f64 = 0.005;

/// Set and name of each figure, and its value.
pub type Figures = BTreeMap<(String, String), f64>;

/// Prints the figures beside those of the table and fails where one has fallen; `UPDATE=1` rewrites the table.
pub fn compare(table: &Path, figures: &Figures) {
    let file = std::fs::read_to_string(table).unwrap_or_default();
    let known = read(&file);
    for ((set, name), now) in figures {
        let before = known
            .get(&(set.clone(), name.clone()))
            .map_or("new".to_owned(), |value| format!("{value:.3}"));
        println!("{set} {name}: {before} -> {now:.3}");
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(table, printed(figures)).expect("the table is written");
        return;
    }
    assert!(!known.is_empty(), "{} is empty", table.display());
    assert!(file.contains("measured,commit,"), "{} does not say of which commit", table.display());
    for ((set, name), value) in &known {
        let now = figures.get(&(set.clone(), name.clone())).copied().unwrap_or(0.0);
        assert!(now >= value - TOLERANCE, "{set} {name} fell from {value:.3} to {now:.3}");
    }
}

fn printed(figures: &Figures) -> String {
    let mut lines: Vec<String> =
        figures.iter().map(|((set, name), value)| format!("{set},{name},{value:.4}\n")).collect();
    lines.extend([
        format!("measured,commit,{}\n", git("%h")),
        format!("measured,date,{}\n", git("%cs")),
    ]);
    lines.sort();
    format!("set,figure,value\n{}", lines.concat())
}

/// What git says of the commit that is checked out; the table goes into the one after it.
fn git(format: &str) -> String {
    let output = Command::new("git")
        .args(["log", "-1", &format!("--format={format}")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    output.map_or("unknown".to_owned(), |output| {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    })
}

fn read(table: &str) -> Figures {
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter_map(|row| match row[..] {
        ["measured", _, _] => None,
        [set, name, value] => {
            Some(((set.to_owned(), name.to_owned()), value.parse().expect("a number")))
        }
        _ => panic!("three columns: {row:?}"),
    })
    .collect()
}
