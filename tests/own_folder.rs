//! The store and its queries from outside: a folder of its own, articles kept apart, queries that end, answers that harm nobody.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder to work in.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    /// A place whose store holds the sample article.
    fn with_sample() -> Place {
        let place = Place::new();
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles/cyberangriffe.txt");
        place.out(&["add", sample]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
        command.current_dir(self.0.path()).args(arguments).env_remove("TRIPEL_STORE");
        command.stdin(Stdio::null()).output().expect("started")
    }

    /// What the command prints where all goes well.
    fn out(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {message}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The message of a command that fails.
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(!message.contains("panicked"), "{message}");
        message
    }
}

#[test]
fn a_store_has_a_folder_of_its_own() {
    let place = Place::new();
    place.write("a.txt", "China weist die Vorwürfe zurück.\n");
    place.write("a.0123456789ab.txt", "mine");
    place.write(".tmp-mine", "mine");
    let message = place.fails(&["add", "a.txt", "--store", "."]);
    assert!(message.contains("is no store and holds other things"), "{message}");
    for (name, text) in [("a.0123456789ab.txt", "mine"), (".tmp-mine", "mine")] {
        assert_eq!(fs::read_to_string(place.path(name)).expect("still there"), text);
    }
    place.out(&["add", "a.txt"]);
    place.write("tripel.kb/actors.csv", "action,actor,value\n");
    place.write("tripel.kb/b.0123456789ab.txt", "mine");
    let message = place.fails(&["export", "csv", "-o", "tripel.kb"]);
    assert!(message.contains("lies in the store"), "{message}");
    place.fails(&["export", "nquads", "-o", "tripel.kb/out.nq"]);
    place.run(&["add", "a.txt"]);
    let rows = fs::read_to_string(place.path("tripel.kb/actors.csv")).expect("still there");
    assert_eq!(rows, "action,actor,value\n");
    assert!(place.path("tripel.kb/b.0123456789ab.txt").exists(), "nobody's file is deleted");
}

#[test]
fn files_of_one_name_are_several_articles() {
    let place = Place::new();
    for folder in ["2024", "2025"] {
        fs::create_dir(place.path(folder)).expect("a folder");
        place.write(&format!("{folder}/artikel-1.txt"), "China weist die Vorwürfe zurück.\n");
    }
    place.out(&["add", "2024/artikel-1.txt", "2025/artikel-1.txt"]);
    let list = place.out(&["list"]);
    assert!(list.contains("2024/artikel-1") && list.contains("2025/artikel-1"), "{list}");
    place.out(&["verify"]);
}

#[test]
fn a_query_ends_in_time() {
    let place = Place::with_sample();
    let begin = std::time::Instant::now();
    let product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let message = place.fails(&["query", product, "--timeout", "1"]);
    assert!(message.contains("took longer than a second"), "{message}");
    assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
    let deep = format!("ASK {{ FILTER({}1{}) }}", "(".repeat(5000), ")".repeat(5000));
    assert!(place.fails(&["query", &deep]).contains("nests more than"));
    let steps = format!("ASK {{ ?a r:say{} ?b }}", "/r:say".repeat(1000));
    assert!(place.fails(&["query", &steps]).contains("operators and steps"));
}

#[test]
fn answers_for_a_spreadsheet_and_for_xml_are_harmless() {
    let place = Place::with_sample();
    let query = "SELECT ?x { VALUES ?x { '=1+1' 'x;=HYPERLINK(1)' '＝1' 'a\\u0001b' 'plain' } }";
    let table = place.out(&["query", query, "--format", "csv", "--excel"]);
    assert!(table.starts_with('\u{feff}'), "{table}");
    for cell in ["'=1+1", "\"x;=HYPERLINK(1)\"", "'＝1", "plain"] {
        assert!(table.lines().any(|line| line == cell), "{cell}: {table}");
    }
    let plain = place.out(&["query", query, "--format", "csv"]);
    for cell in ["'=1+1", "x;'=HYPERLINK(1)", "'＝1", "plain"] {
        assert!(plain.lines().any(|line| line == cell), "{cell}: {plain}");
    }
    let exact = place.out(&["query", query, "--format", "tsv"]);
    assert!(exact.contains("\"=1+1\""), "{exact}");
    let xml = place.out(&["query", query, "--format", "xml"]);
    assert!(xml.contains("a\u{fffd}b") && !xml.contains('\u{1}'), "{xml}");
    assert!(place.fails(&["query", query, "--excel"]).contains("--format csv"));
}
