//! House rules that can be tested.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 600;
/// Tables that are not in the order of their first column: PLOVER's types stand in the manual's order.
const UNSORTED: [&str; 2] = ["plover.csv", "verbs.csv"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(dir) else { return files };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The modules of the library in the order of src/lib.rs.
fn modules() -> Vec<String> {
    let lib = read(&root().join("src/lib.rs"));
    let names = lib.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The modules that a source names after `crate::`, comments aside, with those of a braced list.
fn used(source: &str) -> BTreeSet<String> {
    let code: String = source.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let (mut depth, mut part) = (0, String::new());
            for letter in list.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => part.push('\n'),
                    letter => part.push(letter),
                }
            }
            names.extend(part.lines().filter_map(|part| first_word(part.trim())));
        } else {
            names.extend(first_word(rest));
        }
    }
    names
}

fn first_word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let modules = modules();
    assert!(modules.len() > 20, "src/lib.rs lists the modules");
    let mut wrong = Vec::new();
    for (at, module) in modules.iter().enumerate() {
        let file = root().join(format!("src/{module}.rs"));
        let files = if file.is_file() { vec![file] } else { rust_files(&root().join("src").join(module)) };
        assert!(!files.is_empty(), "{module} has no file");
        for file in files {
            for other in used(&read(&file)) {
                if modules.iter().position(|own| *own == other).is_some_and(|other| other > at) {
                    wrong.push(format!("{module} uses {other}, which stands below it ({})", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches", "data/train/src"] {
        for file in rust_files(&root().join(folder)) {
            let source = read(&file);
            let lines = source.lines().count();
            if lines > LONGEST_FILE {
                wrong.push(format!("{} has {lines} lines", file.display()));
            }
            if !source.starts_with("//! ") {
                wrong.push(format!("{} does not begin with //!", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_library_does_not_print() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        let own = file.strip_prefix(root().join("src")).expect("in src");
        if own.starts_with("cli") || own.ends_with("main.rs") {
            continue;
        }
        for word in ["println!", "eprintln!", "print!(", "dbg!", "todo!", "unimplemented!"] {
            if read(&file).contains(word) {
                wrong.push(format!("{}: {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_data_file_is_explained_and_every_table_is_sorted() {
    let mut wrong = Vec::new();
    let readme = fs::read_to_string(root().join("data/README.md")).ok();
    for folder in ["data", "data/de"] {
        for entry in fs::read_dir(root().join(folder)).expect("data") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && name != "README.md" && readme.as_ref().is_some_and(|readme| !readme.contains(&name)) {
                wrong.push(format!("data/README.md does not explain {name}"));
            }
            if name.ends_with(".csv") {
                wrong.extend(untidy(&read(&path), !UNSORTED.contains(&name.as_str())).map(|what| format!("{name}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first thing that is wrong with a table: rows lie in the order of their first column, none twice, none empty.
fn untidy(table: &str, sorted: bool) -> Option<String> {
    if table.contains('\r') {
        return Some("has carriage returns".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(table.as_bytes());
    let mut last: Option<csv::StringRecord> = None;
    for (number, record) in reader.records().enumerate() {
        let line = number + 2;
        let record = match record {
            Ok(record) => record,
            Err(error) => return Some(error.to_string()),
        };
        if let Some(last) = &last {
            if last == &record {
                return Some(format!("row {line} stands twice"));
            }
            if sorted && last.get(0) > record.get(0) {
                return Some(format!("row {line} is out of order: {} after {}", &record[0], &last[0]));
            }
        }
        last = Some(record);
    }
    None
}
