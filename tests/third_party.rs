//! What others wrote and we ship: known faults of their versions, and their licences, listed in docs/third-party.csv.
//!
//! `UPDATE=1` rewrites the list. The licences come from `cargo metadata`, without the network.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Licences that a program under MIT or Apache-2.0 may carry along; of those that are weaker copyleft (MPL-2.0) the crates stay
/// as they are and are named in the list.
const ALLOWED: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    // of data: the certificates of Mozilla, free for any use
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Name and version of every package of Cargo.lock.
fn locked() -> Vec<(String, String)> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let value = |line: &str, key: &str| {
        line.strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(" = \"")?.strip_suffix('"').map(str::to_owned))
    };
    let mut packages = Vec::new();
    for block in lock.split("[[package]]").skip(1) {
        let find = |key: &str| block.lines().find_map(|line| value(line, key)).expect("a value");
        packages.push((find("name"), find("version")));
    }
    packages
}

/// "0.37.5" as numbers.
fn version(text: &str) -> Vec<u64> {
    let plain = text.split(['-', '+']).next().unwrap_or("");
    plain.split('.').map(|part| part.parse().expect("a number")).collect()
}

#[test]
fn no_locked_version_has_a_known_fault_that_nobody_weighed() {
    let packages = locked();
    assert!(packages.len() > 100);
    let mut reader = csv::Reader::from_path(root().join(".ci/advisories.csv")).expect("the list");
    let mut wrong = Vec::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let (id, name, last, reason) = (&row[0], &row[1], &row[2], &row[3]);
        let hit = packages.iter().any(|(own, has)| own == name && version(has) <= version(last));
        if hit && reason.is_empty() {
            wrong.push(format!("{id}: update {name} beyond {last}"));
        }
        if !hit {
            wrong.push(format!("{id}: {name} is beyond {last}; the row can go"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// The reason for which the rows on quick-xml are tolerated: XML is read by the newer version, which is called `xml` here.
#[test]
fn the_program_reads_no_xml_and_no_rdf_xml() {
    fn files(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }
    let mut sources = Vec::new();
    files(&root().join("src"), &mut sources);
    for source in
        sources.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
    {
        let text = std::fs::read_to_string(source).expect("read");
        let reads =
            ["quick_xml::Reader", "quick_xml::reader", "quick_xml::de", "QueryResultsParser"];
        assert!(reads.iter().all(|word| !text.contains(word)), "{}", source.display());
        let parses = text.contains("RdfParser::from_format(RdfFormat::RdfXml)");
        assert!(!parses, "{}", source.display());
    }
}

/// A choice of licences of which one is allowed, or all that are required.
fn is_allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let any = plain
        .split(" OR ")
        .any(|part| part.split(" AND ").all(|licence| ALLOWED.contains(&licence.trim())));
    // "(MIT OR Apache-2.0) AND Unicode-3.0": each part needs an allowed choice
    any || plain
        .split(" AND ")
        .all(|part| part.split(" OR ").any(|licence| ALLOWED.contains(&licence.trim())))
}

#[test]
fn licences_of_others_are_listed_and_allowed() {
    let metadata = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .current_dir(root())
            .args(["metadata", "--format-version", "1", "--locked"])
            .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
            .args(more)
            .output()
            .expect("cargo runs")
    };
    let mut output = metadata(&["--offline"]);
    // a cargo home that holds only what the program needs lacks the crates of tripel-train
    if !output.status.success() {
        output = metadata(&[]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    let packages: BTreeMap<String, &serde_json::Value> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| (text(&package["id"]), package))
        .collect();
    let mut table = String::from("crate,version,licence,source\n");
    let mut rows = BTreeSet::new();
    for id in shipped(&metadata) {
        let package = packages[&id];
        let (name, licence) = (text(&package["name"]), text(&package["license"]));
        assert!(is_allowed(&licence), "{name}: {licence}");
        rows.insert(format!(
            "{name},{},{licence},{}\n",
            text(&package["version"]),
            text(&package["repository"])
        ));
    }
    table.extend(rows);
    let path = root().join("docs/third-party.csv");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &table).expect("written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == table, "docs/third-party.csv is not of today; UPDATE=1 rewrites it");
}

/// The packages that the program is made of: what it needs to run, and what these need.
fn shipped(metadata: &serde_json::Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().expect("nodes");
    let is_normal = |dependency: &serde_json::Value| {
        let kinds = dependency["dep_kinds"].as_array().expect("kinds");
        kinds.iter().any(|kind| kind["kind"].is_null())
    };
    let own = metadata["resolve"]["root"].as_str().expect("the package").to_owned();
    let (mut found, mut open) = (BTreeSet::new(), vec![own.clone()]);
    while let Some(id) = open.pop() {
        let node = nodes.iter().find(|node| node["id"] == id.as_str()).expect("a node");
        for dependency in
            node["deps"].as_array().expect("dependencies").iter().filter(|d| is_normal(d))
        {
            let id = dependency["pkg"].as_str().expect("an id").to_owned();
            if found.insert(id.clone()) {
                open.push(id);
            }
        }
    }
    found
}
