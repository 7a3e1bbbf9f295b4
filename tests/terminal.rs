//! What comes from outside acts on no terminal, and no byte of it is lost in a pipe.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Colours, the title, the clipboard, a bell, a string to the device, C1, and the direction of
/// writing; and a word behind them that must not be lost.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;Titel\u{7}\u{1b}]52;c;YQ==\u{7}\u{1b}[1m\u{1b}Pq\u{1b}\\\u{9b}31m\u{202e}Ende";

/// A folder whose store holds a hostile article among good ones.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let record = |id: &str, title: &str| {
        let text = format!("{title}\n\nRussland kritisiert die NATO. China lobt Kanada.\n");
        serde_json::json!({"id": id, "title": title, "source": title, "text": text})
    };
    let records: Vec<String> = [("a", "Gut"), ("b", HOSTILE), ("c", "Auch gut")]
        .iter()
        .map(|(id, title)| record(id, title).to_string())
        .collect();
    fs::write(place.path().join("a.jsonl"), records.join("\n")).expect("written");
    let added = tripel(place.path(), &["add", "a.jsonl"]);
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    place
}

fn command(here: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command.args(arguments).current_dir(here).env_remove("TRIPEL_STORE").stdin(Stdio::null());
    command
}

fn tripel(here: &Path, arguments: &[&str]) -> Output {
    command(here, arguments).output().expect("started")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const TITLES: &str = "SELECT ?a ?title { ?a schema:headline ?title } ORDER BY ?a";

#[test]
fn a_pipe_gets_every_row_and_every_byte() {
    let place = place();
    for (format, rows) in [("csv", 3), ("tsv", 3), ("json", 3), ("table", 3)] {
        let text = out(&tripel(place.path(), &["query", TITLES, "--format", format]));
        let found = ["/article/a", "/article/b", "/article/c"].iter().filter(|&&iri| {
            text.contains(iri) || text.contains(&iri.replace("/article/", "article:"))
        });
        assert_eq!(found.count(), rows, "{format}: {text:?}");
        assert!(text.contains("Ende"), "{format}: {text:?}");
    }
    let csv = out(&tripel(place.path(), &["query", TITLES, "--format", "csv"]));
    assert!(csv.contains(HOSTILE), "{csv:?}");
    let list = out(&tripel(place.path(), &["list"]));
    assert!(list.contains(HOSTILE), "{list:?}");
    let never = out(&tripel(place.path(), &["list", "--color", "never"]));
    assert_eq!(list, never);
    // our own styles come in addition, and only where they are wanted
    let always = out(&tripel(place.path(), &["list", "--color", "always"]));
    assert!(always.contains("\u{1b}[1mb\u{1b}[0m") && always.contains(HOSTILE), "{always:?}");
}

/// Runs a command on a pseudo terminal; `None` where there is no program that makes one.
fn on_a_terminal(here: &Path, arguments: &str) -> Option<String> {
    let line = format!("'{}' {arguments}", env!("CARGO_BIN_EXE_tripel"));
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(here)
        .env_remove("TRIPEL_STORE")
        .env("TERM", "xterm-256color")
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if !output.stdout.is_empty() => Some(out(&output)),
        _ => {
            println!("skipped: the program 'script' of util-linux is not here");
            None
        }
    }
}

/// Takes our own styles away; what is left holds no sign that a terminal acts on.
fn assert_harmless(text: &str, what: &str) {
    let mut rest = text.to_owned();
    for code in ["0", "1", "2", "31", "32", "33", "35", "36"] {
        rest = rest.replace(&format!("\u{1b}[{code}m"), "");
    }
    let acts = |letter: char| {
        (letter < ' ' && !"\n\r\t".contains(letter))
            || ('\u{7f}'..='\u{9f}').contains(&letter)
            || ('\u{202a}'..='\u{202e}').contains(&letter)
    };
    assert!(!rest.contains(acts), "{what}: {rest:?}");
    assert!(!rest.contains("\u{1b}"), "{what}: {rest:?}");
}

#[test]
fn a_terminal_is_shown_what_would_act_on_it() {
    let place = place();
    fs::write(place.path().join("b.txt"), format!("{HOSTILE}\n\nChina lobt Kanada.\n"))
        .expect("written");
    let evil_name = "absent\u{1b}]0;x\u{7}.txt";
    for arguments in [
        "list",
        "stats",
        "query 'SELECT ?a ?title { ?a schema:headline ?title }'",
        "query 'SELECT ?a ?title { ?a schema:headline ?title }' --format csv",
        "query 'SELECT ?a ?title { ?a schema:headline ?title }' --format json",
        "query quotations",
        "show b.txt --stage tokens",
        "show b.txt --stage tree",
        "show b.txt --stage body",
        "extract b.txt",
        "extract b.txt --format jsonl",
        "add b.txt",
        "export trig",
        "export dot",
        &format!("add '{evil_name}'"),
        &format!("'{evil_name}'"),
        &format!("add '--{evil_name}'"),
        &format!("query '{evil_name}'"),
    ] {
        let Some(text) = on_a_terminal(place.path(), arguments) else { return };
        assert_harmless(&text, arguments);
    }
    let Some(list) = on_a_terminal(place.path(), "list") else { return };
    assert!(list.contains("^[[2J") && list.contains("\\u{202e}"), "{list:?}");
    assert!(list.contains("\u{1b}[1ma"), "our own styles are shown: {list:?}");
}

#[test]
fn pictures_and_workbooks_are_not_written_to_a_terminal() {
    let place = place();
    for format in ["png", "xlsx"] {
        let Some(text) = on_a_terminal(place.path(), &format!("export {format}")) else { return };
        assert!(text.contains("is no text for a terminal; name a file"), "{text:?}");
        assert_eq!(text.trim().lines().count(), 1, "{text:?}");
    }
    let Some(help) = on_a_terminal(place.path(), "add b.txt --store 'a folder'") else { return };
    assert!(!help.contains("panicked"), "{help}");
}

#[test]
fn what_to_type_next_can_be_typed() {
    let place = place();
    fs::write(place.path().join("b.txt"), "Russland kritisiert die NATO.\n").expect("written");
    let words = ["add", "b.txt", "--store", "it's a store", "--export", "my tables"];
    let told = out(&tripel(place.path(), &words));
    assert!(told.contains("--store 'it'\\''s a store' query accusations"), "{told}");
    assert!(told.contains("dot -Tsvg -O 'my tables/network.dot'"), "{told}");
    let next = told.lines().find(|line| line.trim_end().ends_with("that have a name"));
    let line = next.expect("a command").trim().split("  ").next().expect("a command").to_owned();
    let ran = Command::new("sh").args(["-c", &line]).current_dir(place.path()).output();
    assert!(ran.expect("a shell").status.success(), "{line}");
}

#[test]
fn a_reader_that_stops_does_not_stop_the_loading() {
    let place = place();
    let record = |at: usize| serde_json::json!({"id": format!("n{at}"), "text": format!("China lobt Kanada zum {at}. Mal.")});
    let lines: Vec<String> = (0..40).map(|at| record(at).to_string()).collect();
    fs::write(place.path().join("many.jsonl"), lines.join("\n")).expect("written");
    let mut child = command(place.path(), &["add", "many.jsonl", "--store", "many.kb"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = out(&tripel(place.path(), &["list", "--store", "many.kb"]));
    assert_eq!(list.lines().count(), 41, "{list}");
}
