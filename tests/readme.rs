//! What README shows is what the program prints: every line `$ tripel ...` of README.md is run and the lines below it compared; the figures of its
//! table are those of docs/quality.csv. `UPDATE=1` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Columns of the terminal that README is written for.
const WIDTH: &str = "100";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn readme_shows_real_output() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md");
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("data/articles")).expect("a folder");
    for file in ["cyberangriffe.txt", "cyberangriffe.meta.json"] {
        fs::copy(
            root().join("data/articles").join(file),
            folder.path().join("data/articles").join(file),
        )
        .expect("copied");
    }
    let mut text = String::new();
    let mut shown = 0;
    let mut lines = readme.lines().peekable();
    while let Some(line) = lines.next() {
        text += line;
        text += "\n";
        let Some(command) = line.strip_prefix("$ tripel ") else { continue };
        text += &output(folder.path(), command);
        shown += 1;
        while lines.next_if(|line| !line.starts_with("```") && !line.starts_with("$ ")).is_some() {}
        if lines.peek().is_some_and(|line| line.starts_with("$ ")) {
            text += "\n";
        }
    }
    assert!(shown >= 4, "README shows what commands print");
    compare("README.md", &with_figures(&text), &readme);
}

/// What a command prints, as one types it into a shell, in a folder where the sample lies.
fn output(folder: &Path, command: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tripel"));
    #[cfg(unix)]
    std::os::unix::process::CommandExt::arg0(&mut program, "tripel");
    let output = program
        .args(arguments(command))
        .current_dir(folder)
        .env("COLUMNS", WIDTH)
        .output()
        .expect("tripel runs");
    assert!(
        output.status.success(),
        "tripel {command}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The words of a command line with single quotes.
fn arguments(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    let words = |(at, part): (usize, &str)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    };
    parts.flat_map(words).collect()
}

fn compare(name: &str, text: &str, known: &str) {
    if text == known {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root().join(name), text).expect("written");
        return;
    }
    let different = text.lines().zip(known.lines()).find(|(now, then)| now != then);
    panic!(
        "{name} does not show what the program prints; UPDATE=1 writes it anew. First difference: {different:?}"
    );
}

/// README with the table of figures that docs/quality.csv holds.
fn with_figures(readme: &str) -> String {
    let quality = fs::read_to_string(root().join("docs/quality.csv")).expect("docs/quality.csv");
    let figure = |set: &str, name: &str| {
        let line = quality.lines().find_map(|line| line.strip_prefix(&format!("{set},{name},")));
        line.and_then(|value| value.parse::<f64>().ok())
            .map_or("-".to_owned(), |value| format!("{value:.2}"))
    };
    let (before, rest) = readme.split_once("<!-- figures -->\n").expect("the figures begin");
    let (_, after) = rest.split_once("<!-- end of figures -->").expect("the figures end");
    let mut table = String::from("| | seven articles | the sample |\n|---|---|---|\n");
    for (name, words) in FIGURES {
        table += &format!("| {words} | {} | {} |\n", figure("gold", name), figure("sample", name));
    }
    table += &format!(
        "\nQuotations in Wikinews articles: F1 {}, with the right speaker {}, with the right cue too {}.\n",
        figure("quotations", "quote f1"),
        figure("quotations", "quote+speaker f1"),
        figure("quotations", "quote+speaker+cue f1")
    );
    format!("{before}<!-- figures -->\n{table}<!-- end of figures -->{after}")
}

const FIGURES: [(&str, &str); 10] = [
    ("precision", "statements: precision"),
    ("recall", "statements: recall of core ones"),
    ("actor_pair_recall", "pairs of actors found"),
    ("speaker_agreement", "speaker right"),
    ("negated_agreement", "negation right"),
    ("status_agreement", "status right"),
    ("event_agreement", "event type right"),
    ("actors found", "actors found"),
    ("actors precision", "actors: precision"),
    ("actors b-cubed", "names put together (B-cubed F1)"),
];
