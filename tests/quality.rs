//! The scorers' figures on annotated articles, against the committed table docs/quality.csv. `UPDATE=1` rewrites the table.
//!
//! The articles lie in ../shared and nowhere else; where it is not there, or Python is not, the test says so and passes.

mod figures;

use std::path::{Path, PathBuf};
use std::process::Command;

use figures::Figures;

#[test]
fn figures_do_not_fall() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("gold").is_dir() {
        println!("skipped: ../shared is not there");
        return;
    }
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: python3 is not there");
        return;
    }
    figures::compare(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/quality.csv"),
        &measure(&shared),
    );
}

fn measure(shared: &Path) -> Figures {
    let mut figures = Figures::new();
    let gold = shared.join("gold/dev");
    let mut articles: Vec<PathBuf> =
        std::fs::read_dir(&gold).expect("gold").map(|file| file.expect("file").path()).collect();
    articles.sort();
    let folder = tempfile::tempdir().expect("a folder");
    let seed: Vec<PathBuf> =
        articles.iter().filter(|path| path.ends_with("seed.json")).cloned().collect();
    // the sample alone: the scorer reads a folder
    let seed_gold = folder.path().join("seed");
    std::fs::create_dir(&seed_gold).expect("a folder");
    std::fs::copy(&seed[0], seed_gold.join("seed.json")).expect("copied");
    for (set, gold, articles) in [("gold", &gold, &articles), ("sample", &seed_gold, &seed)] {
        let statements = extracted(folder.path(), articles, "jsonl");
        for (name, value) in score(shared, "score_statements.py", gold, &statements, true) {
            figures.insert((set.to_owned(), name), value);
        }
        let actors = extracted(folder.path(), articles, "actors");
        for (name, value) in score(shared, "score_actors.py", gold, &actors, false) {
            figures.insert((set.to_owned(), format!("actors {name}")), value);
        }
    }
    let quotations = shared.join("quotations/dev.jsonl");
    let found = extracted(folder.path(), std::slice::from_ref(&quotations), "quotations");
    for (name, value) in score(shared, "score_quotations.py", &quotations, &found, true) {
        figures.insert(("quotations".to_owned(), name), value);
    }
    figures
}

fn extracted(folder: &Path, articles: &[PathBuf], format: &str) -> PathBuf {
    let path = folder.join(format!("{format}.jsonl"));
    let output = Command::new(env!("CARGO_BIN_EXE_tripel"))
        .arg("extract")
        .args(articles)
        .args(["--format", format])
        .output()
        .expect("tripel runs");
    assert!(output.status.code() != Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::write(&path, output.stdout).expect("written");
    path
}

/// The figures that a scorer prints: as JSON, or as lines of a name and a number.
fn score(
    shared: &Path,
    script: &str,
    gold: &Path,
    system: &Path,
    json: bool,
) -> Vec<(String, f64)> {
    let mut command = Command::new("python3");
    command.arg(shared.join("score").join(script)).arg(gold).arg(system);
    if json {
        command.arg("--json");
    }
    let output = command.output().expect("python3 runs");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    if !json {
        return text.lines().filter_map(figure_of_line).collect();
    }
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut figures = Vec::new();
    for (name, value) in value.as_object().expect("an object") {
        match value {
            serde_json::Value::Object(parts) => figures
                .extend(parts.get("f1").and_then(|f1| Some((format!("{name} f1"), f1.as_f64()?)))),
            value if value.is_f64() => {
                figures.extend(value.as_f64().map(|value| (name.clone(), value)));
            }
            _ => {}
        }
    }
    figures
}

fn figure_of_line(line: &str) -> Option<(String, f64)> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    if name == "b-cubed" {
        let f1 = line.split("f1 ").nth(1)?.split_whitespace().next()?;
        return Some((name.to_owned(), f1.parse().ok()?));
    }
    Some((name.to_owned(), words.next()?.parse().ok()?))
}
