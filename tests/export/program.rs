//! `tripel export` from outside: every format is the same each time, and a full disk or a closed folder is one clear error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Every format; the last two are folders.
const FORMATS: &[&str] = &[
    "dot", "svg", "png", "xlsx", "graphml", "gexf", "d3", "sigma", "turtle", "rdfxml", "trig", "nquads", "jsonld", "jsonl",
    "plover", "csv", "gephi",
];

/// More ways to write some of them.
const FORMS: &[&[&str]] = &[
    &["turtle", "--reified"],
    &["rdfxml", "--reified"],
    &["jsonld", "--reified"],
    &["turtle", "--rdf12"],
    &["trig", "--rdf12"],
    &["svg", "--dark", "--grey", "--german", "--top", "5"],
    &["png", "--width", "300", "--asserted"],
    &["dot", "--dark"],
    &["gexf", "--status", "claimed"],
    &["csv", "--excel"],
];

const ARTICLES: &str = r#"{"id": "a \"1\" & <x>", "title": "Streit um \"Müller & Söhne\" <Update>\nאבג 🚀", "date": "2024-05-01", "source": "=Blatt & Co", "url": "https://example.org/?a=1&b=2", "text": "Der Bürgermeister von Kiel kritisierte am Mittwoch die Firma \"Müller & Söhne\" GmbH. Die Firma wies die Vorwürfe zurück. \"Das ist <falsch> & dreist\", sagte Bürgermeister Klaus O'Neill 🚀. Deutschland verurteilte den Angriff auf Dänemark."}
{"id": "b", "title": "Treffen", "date": "2024-05-02", "source": "Blatt", "text": "Bundeskanzler Olaf Scholz traf am Donnerstag den französischen Präsidenten Emmanuel Macron in Berlin. Frankreich warf Russland vor, die Ukraine anzugreifen. Russland wies das zurück."}
{"id": "c", "text": "Die USA haben China vorgeworfen, Taiwan zu bedrohen. China widersprach den USA. Deutschland unterstützt Frankreich."}
"#;

fn run(dir: &Path, threads: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command.current_dir(dir).args(arguments).env_remove("TRIPEL_STORE").env("RAYON_NUM_THREADS", threads).stdin(Stdio::null());
    command.output().expect("started")
}

fn fine(dir: &Path, threads: &str, arguments: &[&str]) {
    let output = run(dir, threads, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    if arguments[0] == "export" {
        assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A folder with a store of the articles, added in their order or against it.
fn store(backwards: bool) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let mut lines: Vec<&str> = ARTICLES.lines().collect();
    if backwards {
        lines.reverse();
    }
    for (number, line) in lines.iter().enumerate() {
        let name = format!("{number}.jsonl");
        fs::write(dir.path().join(&name), line).expect("written");
        fine(dir.path(), "2", &["add", &name]);
    }
    dir
}

/// Every file below a folder with its bytes.
fn files(dir: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let name = path.strip_prefix(dir.parent().expect("a parent")).expect("below it").display().to_string();
            found.insert(name, fs::read(&path).expect("read"));
        }
    }
}

fn exported(dir: &Path, threads: &str) -> BTreeMap<String, Vec<u8>> {
    fs::create_dir_all(dir.join("out")).expect("a folder");
    let plain = FORMATS.iter().map(std::slice::from_ref);
    for form in plain.chain(FORMS.iter().copied()) {
        let name = format!("out/{}", form.join("_").replace(' ', "_"));
        fine(dir, threads, &[&["export"][..], form, &["-o", &name]].concat());
    }
    let mut found = BTreeMap::new();
    files(&dir.join("out"), &mut found);
    assert!(found.values().all(|bytes| !bytes.is_empty()));
    assert_eq!(found.len(), FORMATS.len() + FORMS.len() + 2 + 1 + 2);
    found
}

#[test]
fn the_help_names_every_format() {
    let dir = tempfile::tempdir().expect("a folder");
    let help = String::from_utf8(run(dir.path(), "1", &["export", "--help"]).stdout).expect("UTF-8");
    let named = help.lines().filter_map(|line| line.trim().strip_prefix("- ")).filter_map(|line| line.split([':', ' ']).next());
    let mut named: Vec<&str> = named.filter(|name| !matches!(*name, "auto" | "own" | "sfdp" | "always" | "never")).collect();
    named.sort_unstable();
    named.dedup();
    let mut known = FORMATS.to_vec();
    known.sort_unstable();
    assert_eq!(named, known);
}

#[test]
fn every_export_is_byte_identical() {
    let (first, second) = (store(false), store(true));
    let (one, two) = (exported(first.path(), "1"), exported(second.path(), "4"));
    for (name, bytes) in &one {
        assert!(two[name] == *bytes, "{name} differs");
    }
}

#[test]
fn the_title_of_a_nasty_article_survives() {
    let dir = store(false);
    for format in ["trig", "jsonld", "graphml", "csv"] {
        fine(dir.path(), "2", &["export", format, "-o", format]);
    }
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).expect("UTF-8");
    let mut table = csv::Reader::from_path(dir.path().join("csv/statements.csv")).expect("a table");
    let at = table.headers().expect("a header").iter().position(|name| name == "title").expect("a title");
    let title = "Streit um \"Müller & Söhne\" <Update>";
    assert!(table.records().any(|row| row.expect("a row")[at].starts_with(title)));
    let quads =
        oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::TriG).for_slice(read("trig").as_bytes()).collect::<Vec<_>>();
    assert!(quads.into_iter().any(
        |quad| matches!(quad.expect("TriG").object, oxigraph::model::Term::Literal(literal) if literal.value().starts_with(title))
    ));
    serde_json::from_str::<serde_json::Value>(&read("jsonld")).expect("JSON");
    assert!(read("trig").contains("🚀") || read("trig").contains("\\U0001F680"));
}

/// One line, and nothing that looks like a result.
fn fails(dir: &Path, arguments: &[&str]) {
    let before = names(dir);
    let output = run(dir, "2", arguments);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
    assert!(message.starts_with("tripel: cannot ") && message.lines().count() == 1, "{arguments:?}: {message}");
    assert_eq!(names(dir), before, "{arguments:?}");
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path().display().to_string());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

#[test]
fn a_full_disk_and_a_closed_place_are_one_error() {
    let dir = store(false);
    fs::write(dir.path().join("file"), "old").expect("written");
    for format in FORMATS {
        let folder = matches!(*format, "csv" | "gephi");
        if Path::new("/dev/full").exists() && !folder {
            fails(dir.path(), &["export", format, "-o", "/dev/full"]);
            let output = Command::new(env!("CARGO_BIN_EXE_tripel"))
                .current_dir(dir.path())
                .args(["export", format])
                .stdout(fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full"))
                .output()
                .expect("started");
            let message = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!((output.status.code(), message.lines().count()), (Some(2), 1), "{format}: {message}");
        }
        // below a file, and in a folder that is not there
        fails(dir.path(), &["export", format, "-o", "file/out"]);
        if !folder {
            fails(dir.path(), &["export", format, "-o", "nowhere/out"]);
        }
        // a folder where a file is meant, a file where a folder is meant
        fails(dir.path(), &["export", format, "-o", if folder { "file" } else { "tripel.kb" }]);
    }
    assert_eq!(fs::read_to_string(dir.path().join("file")).expect("read"), "old");
}
