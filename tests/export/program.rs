//! `tripel export` from outside: every format is the same each time, and a full disk or a closed folder is one clear error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Every format; the last four are folders.
const FORMATS: &[&str] = &[
    "dot", "svg", "png", "xlsx", "graphml", "gexf", "d3", "sigma", "turtle", "rdfxml", "trig",
    "nquads", "jsonld", "jsonl", "plover", "dl", "net", "qdpx", "dna", "csv", "gephi", "parquet",
    "neo4j",
];

/// More ways to write some of them.
const FORMS: &[&[&str]] = &[
    &["turtle", "--reified"],
    &["rdfxml", "--reified"],
    &["jsonld", "--reified"],
    &["turtle", "--rdf12"],
    &["trig", "--rdf12"],
    &["nquads", "--gzip"],
    &["svg", "--dark", "--grey", "--german", "--top", "5"],
    &["png", "--width", "300", "--asserted"],
    &["dot", "--dark"],
    &["gexf", "--status", "claimed"],
    &["csv", "--excel"],
    &["csv", "--names", "plain"],
];

const ARTICLES: &str = r#"{"id": "a \"1\" & <x>", "title": "Streit um \"Müller & Söhne\" <Update>\nאבג 🚀", "date": "2024-05-01", "source": "=Blatt & Co", "url": "https://example.org/?a=1&b=2", "text": "Der Bürgermeister von Kiel kritisierte am Mittwoch die Firma \"Müller & Söhne\" GmbH. Die Firma wies die Vorwürfe zurück. \"Das ist <falsch> & dreist\", sagte Bürgermeister Klaus O'Neill 🚀. Deutschland verurteilte den Angriff auf Dänemark."}
{"id": "b", "title": "Treffen", "date": "2024-05-02", "source": "Blatt", "text": "Bundeskanzler Olaf Scholz traf am Donnerstag den französischen Präsidenten Emmanuel Macron in Berlin. Frankreich warf Russland vor, die Ukraine anzugreifen. Russland wies das zurück."}
{"id": "c", "text": "Die USA haben China vorgeworfen, Taiwan zu bedrohen. China widersprach den USA. Deutschland unterstützt Frankreich."}
"#;

fn run(dir: &Path, threads: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command
        .current_dir(dir)
        .args(arguments)
        .env_remove("TRIPEL_STORE")
        .env("RAYON_NUM_THREADS", threads)
        .stdin(Stdio::null());
    command.output().expect("started")
}

fn fine(dir: &Path, threads: &str, arguments: &[&str]) {
    let output = run(dir, threads, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    if arguments[0] == "export" {
        // what was written, and what a network leaves out
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let known = |line: &str| {
            ["wrote ", "as an edge runs", "--top 0 takes all", "has no graphs", "opens it with"]
                .iter()
                .any(|words| line.contains(words))
        };
        assert!(said.lines().all(|line| line.starts_with("tripel: ") && known(line)), "{said}");
        assert_eq!(said.contains("wrote "), arguments.contains(&"-o"), "{arguments:?}: {said}");
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
            let name = path
                .strip_prefix(dir.parent().expect("a parent"))
                .expect("below it")
                .display()
                .to_string();
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
    assert_eq!(found.len(), FORMATS.len() + FORMS.len() + 2 + 1 + 3 + 7 + 4);
    found
}

#[test]
fn the_help_names_every_format() {
    let dir = tempfile::tempdir().expect("a folder");
    let help =
        String::from_utf8(run(dir.path(), "1", &["export", "--help"]).stdout).expect("UTF-8");
    let named = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "))
        .filter_map(|line| line.split([':', ' ']).next());
    let mut named: Vec<&str> = named
        .filter(|name| {
            let others = ["auto", "own", "sfdp", "always", "never", "words", "plain"];
            !others.contains(name)
        })
        .collect();
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
    let at = table
        .headers()
        .expect("a header")
        .iter()
        .position(|name| name == "title")
        .expect("a title");
    let title = "Streit um \"Müller & Söhne\" <Update>";
    assert!(table.records().any(|row| row.expect("a row")[at].starts_with(title)));
    let quads = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::TriG)
        .for_slice(read("trig").as_bytes())
        .collect::<Vec<_>>();
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
    assert!(
        message.starts_with("tripel: cannot ") && message.lines().count() == 1,
        "{arguments:?}: {message}"
    );
    assert_eq!(names(dir), before, "{arguments:?}");
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path().display().to_string());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

#[test]
fn a_full_disk_and_a_closed_place_are_one_error() {
    let dir = store(false);
    fs::write(dir.path().join("file"), "old").expect("written");
    for format in FORMATS {
        let folder = matches!(*format, "csv" | "gephi" | "neo4j" | "parquet");
        if Path::new("/dev/full").exists() && !folder {
            fails(dir.path(), &["export", format, "-o", "/dev/full"]);
            let output = Command::new(env!("CARGO_BIN_EXE_tripel"))
                .current_dir(dir.path())
                .args(["export", format])
                .stdout(fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full"))
                .output()
                .expect("started");
            let message = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(
                (output.status.code(), message.lines().count()),
                (Some(2), 1),
                "{format}: {message}"
            );
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

/// A filter works in each format, or the format refuses it by its name.
#[test]
fn every_filter_works_in_every_format_or_is_refused() {
    const FILTERS: &[&[&str]] = &[
        &["--actor", "China"],
        &["--article", "c"],
        &["--event", "ACCUSE"],
        &["--status", "claimed"],
        &["--since", "2024-05-02"],
        &["--until", "2024-05-01"],
        &["--asserted"],
        &["--top", "2"],
        &["--support", "2"],
    ];
    let dir = store(false);
    let networks = ["dot", "svg", "png", "graphml", "gexf", "gephi", "d3", "sigma", "dl", "net"];
    let written = |format: &str, filter: &[&str]| {
        let output = run(dir.path(), "2", &[&["export", format, "-o", "out"], filter].concat());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        let place = dir.path().join("out");
        let mut found = BTreeMap::new();
        if place.is_dir() {
            files(&place, &mut found);
            fs::remove_dir_all(&place).expect("removed");
        } else if place.is_file() {
            found.insert(String::new(), fs::read(&place).expect("read"));
            fs::remove_file(&place).expect("removed");
        }
        (output.status.code(), message, found)
    };
    for format in FORMATS {
        let (_, _, whole) = written(format, &[]);
        assert!(!whole.is_empty(), "{format}");
        for filter in FILTERS {
            let (code, message, found) = written(format, filter);
            let of_networks = matches!(filter[0], "--top" | "--support");
            if of_networks && !networks.contains(format) {
                let refused = format!("tripel: {} is for ", filter[0]);
                assert!(code == Some(2) && message.starts_with(&refused), "{format}: {message}");
                assert!(message.trim_end().ends_with(&format!("not for {format}")), "{message}");
                assert!(found.is_empty(), "{format}");
            } else if found.is_empty() {
                let nothing = message.contains("nothing was written");
                assert!(code == Some(1) && nothing, "{format} {filter:?}: {message}");
            } else {
                let known = matches!(code, Some(0 | 1));
                assert!(known && found != whole, "{format} {filter:?} changes nothing: {message}");
            }
        }
    }
}

/// An option that a format has no use for is refused by its name.
#[test]
fn options_of_other_formats_are_refused() {
    let dir = store(false);
    for (arguments, told) in [
        (&["trig", "--excel"][..], "--excel is for csv, not for trig"),
        (&["gexf", "--names", "plain"], "--names is for csv and xlsx, not for gexf"),
        (&["csv", "--german", "-o", "x"], "--german is for dot, svg and png, not for csv"),
        (&["svg", "--width", "100"], "--width is for png, not for svg"),
        (&["rdfxml", "--rdf12"], "--rdf12 is for turtle, trig and nquads, not for rdfxml"),
    ] {
        let output = run(dir.path(), "2", &[&["export"][..], arguments].concat());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(message.trim_end(), format!("tripel: {told}"));
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
    }
}

/// Data formats write every actor; a picture of forty says that it is one.
#[test]
fn only_pictures_are_cut_and_they_say_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let words = ["Nord", "Süd", "West", "Ost", "Mittel", "Ober", "Unter", "Neu"];
    let parts = ["hafen AG", "werk AG", "bank AG", "netz AG", "funk AG", "stahl AG"];
    let names: Vec<String> =
        words.iter().flat_map(|word| parts.map(|part| format!("{word}{part}"))).collect();
    let lines = names.chunks(2).enumerate().map(|(number, pair)| {
        let text = format!("Die {} verklagte am Montag die {}.", pair[0], pair[1]);
        format!("{{\"id\": \"{number}\", \"text\": \"{text}\"}}\n")
    });
    fs::write(dir.path().join("many.jsonl"), lines.collect::<String>()).expect("written");
    fine(dir.path(), "2", &["add", "many.jsonl"]);
    let exported = |format: &str| {
        let output = run(dir.path(), "2", &["export", format]);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (text(output.stdout), text(output.stderr))
    };
    let (gexf, said) = exported("gexf");
    let actors = gexf.matches("<node id=").count();
    assert!(actors > 40 && !said.contains("--top"), "{actors}: {said}");
    let (graphml, _) = exported("graphml");
    assert_eq!(graphml.matches("<node id=").count(), actors);
    for format in ["d3", "sigma"] {
        let (json, _) = exported(format);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["nodes"].as_array().map(Vec::len), Some(actors), "{format}");
    }
    let cut = format!("40 of {actors} actors and 20 of ");
    for format in ["svg", "dot"] {
        let (picture, said) = exported(format);
        assert!(picture.contains(&cut), "{format}");
        assert!(said.contains(&cut) && said.contains("--top 0 takes all"), "{format}: {said}");
    }
}

/// The store is not a place for exports, nor is what is not there exported in silence.
#[test]
fn the_store_is_no_place_for_exports() {
    let dir = store(false);
    for (format, output) in
        [("csv", "tripel.kb"), ("svg", "tripel.kb/a.svg"), ("gephi", "tripel.kb/x")]
    {
        fails(dir.path(), &["export", format, "-o", output]);
    }
    let output = run(dir.path(), "2", &["export", "trig", "--actor", "Chima"]);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("no actor is called 'Chima'; did you mean 'China'?"), "{message}");
    assert!(message.contains("nothing was written"), "{message}");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}
