//! German analysis from outside: tokens, trees as CoNLL-U and as drawings, any damage, the same everywhere.

#[path = "../clock/mod.rs"]
mod clock;
mod conllu;
mod damage;
mod drawn;
#[path = "../holds/mod.rs"]
mod holds;
mod same;
mod tokens;

use std::path::{Path, PathBuf};
use std::process::Command;

use tripel::record::article::{Article, Metadata};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sample() -> PathBuf {
    root().join("data/articles/cyberangriffe.txt")
}

/// The articles of the corpus of news; `None`, and a line that says so, where it does not lie beside the clone.
fn news() -> Option<Vec<Article>> {
    let file = root().join("../shared/corpora/raw/news.jsonl");
    if !file.is_file() {
        println!("skipped: ../shared/corpora is not there");
        return None;
    }
    Some(articles(&file))
}

fn articles(file: &Path) -> Vec<Article> {
    Article::read(file, &Metadata::default()).map(|article| article.expect("an article")).collect()
}

/// What the program prints.
fn tripel(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command.args(arguments).env_remove("COLUMNS").envs(environment.iter().copied());
    let output = command.output().expect("tripel runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}
