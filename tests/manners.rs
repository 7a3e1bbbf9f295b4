//! What the program does beside its answers: it says what it wrote and what it did not do, leaves no
//! empty store behind, takes a word for a word, and is quiet where it is asked to be.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const GERMAN: &str = "China weist die Vorwürfe der USA zurück. Russland kritisiert die NATO.\n";
const ENGLISH: &str = "The government of the country has said that it would not be part of the talks with the others. It is what they said. China lobt Kanada.\n";

fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("a.txt"), GERMAN).expect("written");
    fs::write(place.path().join("b.txt"), GERMAN).expect("written");
    fs::write(place.path().join("english.txt"), ENGLISH).expect("written");
    place
}

fn tripel(place: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tripel"))
        .args(arguments)
        .current_dir(place.path())
        .env_remove("TRIPEL_STORE")
        .stdin(Stdio::null())
        .output()
        .expect("started")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Standard error of a command that succeeds.
fn done(place: &TempDir, arguments: &[&str]) -> String {
    let output = tripel(place, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

#[test]
fn a_failed_first_add_leaves_no_store() {
    let place = place();
    let output = tripel(&place, &["add", "absent.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(&place.path().join("tripel.kb")).exists());
    assert!(said(&tripel(&place, &["list"])).contains("there is no store at tripel.kb"));
}

#[test]
fn the_same_text_under_two_names_is_said() {
    let place = place();
    let known = "'b' has the same text as 'a'";
    assert!(done(&place, &["add", "a.txt", "b.txt"]).contains(known), "in one run");
    done(&place, &["remove", "b"]);
    assert!(done(&place, &["add", "b.txt"]).contains(known), "in two runs");
    // an article that is added again is no second one
    done(&place, &["remove", "b"]);
    assert_eq!(done(&place, &["add", "a.txt"]), "");
    // what the other one said before counts no more
    fs::write(place.path().join("a.txt"), "Die EU lobt Kanada.\n").expect("written");
    assert_eq!(done(&place, &["add", "a.txt", "b.txt"]), "");
}

#[test]
fn an_explicit_language_wins() {
    let place = place();
    let guessed = tripel(&place, &["add", "english.txt"]);
    assert!(said(&guessed).contains("--language de takes it as German"), "{}", said(&guessed));
    for command in ["extract", "show", "coverage"] {
        done(&place, &[command, "english.txt", "--language", "de"]);
    }
    done(&place, &["add", "english.txt", "--language", "de-AT"]);
    // and it is kept
    assert_eq!(done(&place, &["rebuild"]), "");
    let records = tripel(&place, &["export", "jsonl"]);
    assert!(out(&records).contains("\"article\":\"english\""), "{}", out(&records));
    for code in ["fr", "German", ""] {
        let output = tripel(&place, &["add", "a.txt", "--language", code]);
        assert_eq!(output.status.code(), Some(2), "{code}");
        assert!(said(&output).contains("--language takes de"), "{}", said(&output));
    }
}

#[test]
fn days_are_written_as_people_write_them() {
    let place = place();
    done(&place, &["add", "a.txt", "--date", "20.7.2021"]);
    for (since, code) in
        [("20.7.2021", 0), ("20. Juli 2021", 0), ("2021-07-20", 0), ("21.7.2021", 1)]
    {
        let output = tripel(&place, &["network", "--since", since]);
        assert_eq!(output.status.code(), Some(code), "{since}: {}", said(&output));
    }
}

#[test]
fn what_was_written_is_said_unless_nobody_wants_to_hear_it() {
    let place = place();
    done(&place, &["add", "a.txt"]);
    for (format, file) in
        [("dot", "n.dot"), ("csv", "tables"), ("jsonl", "s.jsonl"), ("xlsx", "n.xlsx")]
    {
        let told = done(&place, &["export", format, "-o", file]);
        assert!(told.contains(&format!("wrote {file}")), "{format}: {told}");
        assert_eq!(done(&place, &["export", format, "-o", file, "--quiet"]), "", "{format}");
    }
    let quiet = tripel(&place, &["add", "a.txt", "-q"]);
    assert_eq!((out(&quiet).as_str(), said(&quiet).as_str()), ("", ""));
    let several = tripel(&place, &["add", "a.txt", "english.txt", "--language", "de"]);
    assert!(out(&several).contains("2 articles in all: "), "{}", out(&several));
}

#[test]
fn rows_that_meet_nobody_are_named() {
    let place = place();
    done(&place, &["add", "a.txt"]);
    let rows =
        "action,actor,value\nmerge,Bibi,Benjamin Netanyahu\nrename,China,Cathay\ndrop,NATO,\n";
    fs::write(place.path().join("tripel.kb/actors.csv"), rows).expect("written");
    let told = done(&place, &["rebuild"]);
    assert!(told.contains("of 3 rows of actors.csv 1 met nobody: line 2 (merge 'Bibi')"), "{told}");
    assert_eq!(done(&place, &["rebuild", "a"]), "", "one article need not have all");
}

#[test]
fn what_was_read_fast_stays_so() {
    let place = place();
    let entry = || fs::read_to_string(place.path().join("tripel.kb/a.json")).expect("an entry");
    let is_fast = || entry().contains("\"analyser\": \"small\"");
    done(&place, &["add", "a.txt", "--fast"]);
    assert!(is_fast(), "{}", entry());
    done(&place, &["rebuild"]);
    assert!(is_fast(), "{}", entry());
    let records = out(&tripel(&place, &["export", "jsonl"]));
    let record: serde_json::Value =
        serde_json::from_str(records.lines().next().expect("a record")).expect("JSON");
    done(&place, &["why", record["id"].as_str().expect("an id")]);
    assert_eq!(records, out(&tripel(&place, &["extract", "a.txt", "--fast", "--format", "jsonl"])));
    done(&place, &["add", "a.txt"]);
    assert!(!entry().contains("analyser"), "the usual one needs no word: {}", entry());
    done(&place, &["rebuild", "--fast"]);
    assert!(is_fast(), "{}", entry());
}

#[test]
fn groups_are_called_groups() {
    let place = place();
    let text = "Die Kurden werfen China Untätigkeit vor. Die Opposition lobt die EU.\n";
    fs::write(place.path().join("a.txt"), text).expect("written");
    done(&place, &["add", "a.txt"]);
    let stats = out(&tripel(&place, &["stats"]));
    assert!(stats.contains("group of people") && !stats.contains("Audience"), "{stats}");
}

/// Many threads want the tables of German at once when a program starts with many articles.
#[test]
fn the_first_use_by_many_threads_ends() {
    let place = tempfile::tempdir().expect("a folder");
    let names: Vec<String> = (0..16).map(|number| format!("{number}.txt")).collect();
    for (number, name) in names.iter().enumerate() {
        let text = format!("China lobt Kanada. Russland kritisiert {number} Banken.\n");
        fs::write(place.path().join(name), text).expect("written");
    }
    let add: Vec<&str> =
        ["add", "--quiet"].into_iter().chain(names.iter().map(String::as_str)).collect();
    done(&place, &add);
    let start = |run: usize| {
        Command::new(env!("CARGO_BIN_EXE_tripel"))
            .args(["export", "jsonl", "-o", &format!("{run}.jsonl")])
            .env("RAYON_NUM_THREADS", (2 + run % 3).to_string())
            .current_dir(place.path())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started")
    };
    for round in 0..4 {
        // more than there are cores: threads are interrupted at any place
        for mut child in (4 * round..4 * round + 4).map(start).collect::<Vec<_>>() {
            let end = Instant::now() + Duration::from_mins(2);
            while child.try_wait().expect("waited").is_none() {
                if Instant::now() > end {
                    child.kill().expect("killed");
                    panic!("round {round} does not end");
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// Files of one name in different folders are different articles, in one call and in several; each added again replaces its own.
#[test]
fn files_of_one_name_do_not_replace_each_other() {
    let place = place();
    for (folder, text) in
        [("2024", GERMAN), ("2025", "Die EU lobt Kanada.\n"), ("2026", "Polen lobt China.\n")]
    {
        fs::create_dir(place.path().join(folder)).expect("a folder");
        fs::write(place.path().join(folder).join("artikel-1.txt"), text).expect("written");
        let record = serde_json::json!({"text": text}).to_string();
        fs::write(place.path().join(folder).join("all.jsonl"), format!("{record}\n{record}\n"))
            .expect("written");
    }
    let list = || {
        let list = out(&tripel(&place, &["list"]));
        let first = |line: &str| line.split_whitespace().next().unwrap_or("").to_owned();
        list.lines().skip(1).map(first).filter(|id| !id.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(done(&place, &["add", "2024/artikel-1.txt"]), "");
    let told = done(&place, &["add", "2025/artikel-1.txt"]);
    assert_eq!(
        told,
        "tripel: 'artikel-1' is the article of another file, ../2024/artikel-1.txt; \
         2025/artikel-1.txt becomes '2025/artikel-1', and --id names it otherwise\n"
    );
    assert_eq!(list(), ["2025/artikel-1", "artikel-1"]);
    // again, by another way, and beside a third
    fs::write(place.path().join("2024/artikel-1.txt"), "Ungarn lobt Polen.\n").expect("written");
    assert_eq!(done(&place, &["add", "2024/../2024/artikel-1.txt", "2026/artikel-1.txt"]), "");
    assert_eq!(list(), ["2025/artikel-1", "2026/artikel-1", "artikel-1"]);
    assert!(done(&place, &["rebuild"]).is_empty());
    assert!(out(&tripel(&place, &["add", "2025/artikel-1.txt"])).starts_with("replaced 2025/"));
    // records without ids of their own
    done(&place, &["add", "2024/all.jsonl", "--quiet"]);
    let told = done(&place, &["add", "2025/all.jsonl", "--quiet"]);
    assert!(told.contains("2025/all.jsonl#1 becomes '2025/all-1'"), "{told}");
    assert_eq!(told.matches("becomes").count(), 1, "once for a file: {told}");
    assert_eq!(list().len(), 7, "{:?}", list());
    // an id that somebody gives names one article
    assert_eq!(
        done(&place, &["add", "2026/artikel-1.txt", "--id", "artikel-1"]).lines().count(),
        1
    );
    assert_eq!(list().len(), 7, "{:?}", list());
}

/// What is taken as it is takes the options about articles as well.
#[test]
fn a_text_as_it_is_takes_options() {
    let place = place();
    let words =
        "1\tXi\tXi\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\treist\treisen\tVERB\t_\t_\t0\troot\t_\t_\n\n";
    fs::write(place.path().join("words.conllu"), words).expect("written");
    for how in [&["--raw", "a.txt"][..], &["--tokens", "words.conllu"][..]] {
        let show = |more: &[&str]| tripel(&place, &[&["show", "--fast"], how, more].concat());
        assert!(show(&["--language", "de"]).status.success(), "{how:?}");
        let refused = show(&["--language", "fr"]);
        assert_eq!(refused.status.code(), Some(2), "{how:?}");
        assert!(said(&refused).contains("--language takes de"), "{}", said(&refused));
        let told = out(&show(&["--stage", "statements", "--format", "jsonl", "--id", "mine"]));
        assert!(told.lines().all(|line| line.contains("\"article\":\"mine\"")), "{told}");
        assert_eq!(show(&["--date", "soon"]).status.code(), Some(2), "{how:?}");
    }
}

/// An article that costs more work than its length allows is named and left out; those beside it are stored.
#[test]
fn the_corpus_goes_on_behind_an_article_beyond_its_budget() {
    let place = place();
    let cheap = "a".repeat(20_000);
    fs::write(place.path().join("cheap.txt"), format!("China lobt Kanada.\n\n{cheap}\n"))
        .expect("written");
    let options = ["--fast", "--budget", "20"];
    let output = tripel(&place, &[&["add", "cheap.txt", "a.txt", "b.txt"], &options[..]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    for id in ["a", "b"] {
        let sentence = format!("the article '{id}' takes far more work than its length allows");
        assert!(said(&output).contains(&sentence), "{}", said(&output));
    }
    assert!(said(&output).contains("2 of 3 articles failed"), "{}", said(&output));
    let list = out(&tripel(&place, &["list"]));
    assert!(list.contains("cheap") && list.lines().count() == 2, "{list}");
    // with the usual budget all are read, and what is in the store stays where a rebuild costs too much
    done(&place, &["add", "a.txt", "b.txt", "--fast"]);
    let rebuilt = tripel(&place, &["rebuild", "--budget", "20"]);
    assert_eq!(rebuilt.status.code(), Some(2), "{}", said(&rebuilt));
    assert!(said(&rebuilt).contains("2 of 3 articles failed"), "{}", said(&rebuilt));
    assert_eq!(out(&tripel(&place, &["list"])).lines().count(), 4);
}
