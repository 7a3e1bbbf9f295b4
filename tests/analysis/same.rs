//! Same input, same bytes out: with one thread and with two, and from run to run.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{articles, news, sample, tripel};

/// A dozen articles of the sample's sentences, each in another order of paragraphs: others are named first.
fn dozen(folder: &Path) -> PathBuf {
    let text = articles(&sample())[0].text.clone();
    let mut paragraphs: Vec<&str> =
        text.split('\n').filter(|line| !line.trim().is_empty()).collect();
    let mut lines = String::new();
    for number in 0..12 {
        let turn = 3.min(paragraphs.len());
        paragraphs.rotate_left(turn);
        let article = serde_json::json!({"id": format!("turned-{number}"), "title": "Cyberangriffe", "text": paragraphs.join("\n\n")});
        lines += &format!("{article}\n");
    }
    write(folder, "dozen.jsonl", &lines)
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    fs::write(folder.join(name), text).expect("written");
    folder.join(name)
}

#[test]
fn threads_and_runs_change_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = vec![sample(), dozen(folder.path())];
    if let Some(news) = news() {
        let line = |article: &tripel::record::article::Article| serde_json::json!({"id": article.id, "title": article.title, "text": article.text});
        let lines: Vec<String> =
            news.iter().step_by(80).take(12).map(|article| line(article).to_string()).collect();
        files.push(write(folder.path(), "news.jsonl", &lines.join("\n")));
    }
    let files: Vec<&str> = files.iter().map(|file| file.to_str().expect("a path")).collect();
    let statements =
        [&["extract", "--format", "jsonl", "--min-confidence", "0"], &files[..]].concat();
    let trees = |file: &&str| ["show", *file, "--stage", "tree"].map(str::to_owned).to_vec();
    let mut commands: Vec<Vec<String>> = files.iter().map(trees).collect();
    commands.push(statements.iter().map(|&word| word.to_owned()).collect());
    for command in &commands {
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let once = |threads: &str| tripel(&command, &[("RAYON_NUM_THREADS", threads)]);
        let first = once("1");
        assert!(first.lines().count() > 50, "{command:?}");
        for threads in ["2", "2", "1"] {
            assert!(first == once(threads), "{command:?} with {threads} threads");
        }
    }
}
