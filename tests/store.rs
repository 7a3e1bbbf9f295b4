//! The store: adding, replacing, removing are exact; a kill leaves the old or the new state; writers wait for each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tripel::article::Article;
use tripel::corrections::Corrections;
use tripel::graph::Graph;
use tripel::store::Store;
use tripel::{extract, lang, rdf};

const A: &str = "China weist die Vorwürfe der USA zurück. Die USA fordern China auf, die Angriffe zu beenden.";
const B: &str = "Die Regierung in Berlin kritisiert China. Deutschland verhängt Sanktionen gegen Russland.";

fn article(id: &str, text: &str) -> Article {
    Article { id: id.to_owned(), title: None, date: None, source: None, url: None, language: None, text: text.to_owned() }
}

fn add(store: &Store, article: &Article) -> bool {
    let extraction = extract::extract(article, lang::language("de").expect("German"), &Corrections::default());
    let quads = rdf::quads(article, &extraction, rdf::BASE).expect("quads");
    let text: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    store.add(article, rdf::BASE, extraction.statements.len(), &text).expect("added")
}

/// Every file with its bytes, besides the lock.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry"));
    let files = entries.map(|entry| (entry.file_name().into_string().expect("a name"), fs::read(entry.path()).expect("a file")));
    files.filter(|(name, _)| name != ".lock").collect()
}

fn sorted_quads(store: &Store) -> Vec<String> {
    let (graph, warnings) = Graph::open(store).expect("a graph");
    assert!(warnings.is_empty(), "{warnings:?}");
    let mut quads: Vec<String> = graph.quads().map(|quad| quad.to_string()).collect();
    quads.sort();
    quads
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("kb")).expect("a store");
    (folder, store)
}

#[test]
fn removing_is_exact() {
    let (_one, both) = store();
    let (_other, alone) = store();
    assert!(!add(&both, &article("a", A)));
    assert!(!add(&both, &article("b", B)));
    assert!(both.remove("a").expect("removed"));
    assert!(!both.remove("a").expect("looked for"));
    add(&alone, &article("b", B));
    assert_eq!(files(both.dir()), files(alone.dir()));
    assert_eq!(sorted_quads(&both), sorted_quads(&alone));
}

#[test]
fn facts_that_two_articles_share_stay_with_the_other() {
    let (_one, both) = store();
    let (_other, alone) = store();
    add(&both, &article("a", A));
    add(&both, &article("c", A));
    both.remove("a").expect("removed");
    add(&alone, &article("c", A));
    assert_eq!(sorted_quads(&both), sorted_quads(&alone));
}

#[test]
fn adding_again_replaces() {
    let (_one, replaced) = store();
    let (_other, fresh) = store();
    add(&replaced, &article("a", A));
    let before = files(replaced.dir());
    assert!(add(&replaced, &article("a", A)), "the same article");
    assert_eq!(files(replaced.dir()), before);
    assert!(add(&replaced, &article("a", B)), "another text");
    add(&fresh, &article("a", B));
    assert_eq!(files(replaced.dir()), files(fresh.dir()));
}

#[test]
fn ids_of_any_kind_have_files_of_their_own() {
    let (_folder, store) = store();
    let long = "x".repeat(500);
    let ids = ["a/b", "a%2Fb", "..", "Ä ö", "a.b", "", long.as_str(), "con:1"];
    for (number, id) in ids.iter().enumerate() {
        store.add(&article(id, &format!("text {number}")), rdf::BASE, 0, "").expect("added");
    }
    for (number, id) in ids.iter().enumerate() {
        let entry = store.find(id).expect("found");
        assert_eq!(store.article(&entry).expect("read").text, format!("text {number}"));
    }
    assert_eq!(store.list().expect("listed").len(), ids.len());
    for id in ids {
        assert!(store.remove(id).expect("removed"));
    }
    assert!(files(store.dir()).is_empty());
}

#[test]
fn damage_is_named_and_the_rest_answers() {
    let (_folder, store) = store();
    for id in ["a", "b", "c", "d"] {
        add(&store, &article(id, A));
    }
    let path = |file: String| store.dir().join(file);
    let quads = path(store.find("a").expect("found").quads);
    let whole = fs::read_to_string(&quads).expect("read");
    fs::write(&quads, &whole[..whole.len() / 2]).expect("cut off");
    // valid N-Quads, but not those that were written
    let quads = path(store.find("b").expect("found").quads);
    fs::write(&quads, fs::read_to_string(&quads).expect("read").replacen("China", "Chile", 1)).expect("changed");
    fs::write(store.dir().join("c.json"), "{\"id\": \"c\",").expect("cut off");
    let (graph, warnings) = Graph::open(&store).expect("a graph");
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.contains("c.json is damaged: line 1")), "{warnings:?}");
    assert!(!graph.is_empty());
    // adding again heals
    for id in ["a", "b", "c"] {
        add(&store, &article(id, A));
    }
    assert!(Graph::open(&store).expect("a graph").1.is_empty());
    assert_eq!(files(store.dir()).len(), 12);
}

/// `tripel add` of an article whose text is `text`.
fn adding(dir: &Path, id: &str, text: &str) -> Child {
    let file = dir.join(format!("{id}.txt"));
    fs::write(&file, text).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command.args(["add", "--store"]).arg(dir.join("kb")).arg(&file);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("started")
}

fn finish(child: Child) {
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_kill_leaves_the_old_or_the_new_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    // states as they are without a kill
    finish(adding(dir, "x", A));
    let old = files(&dir.join("kb"));
    let begin = Instant::now();
    finish(adding(dir, "x", B));
    let whole = begin.elapsed();
    let new = files(&dir.join("kb"));
    assert_ne!(old, new);
    let store = Store::open(dir.join("kb")).expect("a store");
    let (mut olds, mut news) = (0, 0);
    for round in 0..40u32 {
        finish(adding(dir, "x", A));
        assert_eq!(files(&dir.join("kb")), old, "what was left is gone");
        let mut child = adding(dir, "x", B);
        // writing comes last: most kills fall into the last third
        let share = if round < 8 { round * 8 } else { 64 + (round - 8) * 2 };
        std::thread::sleep(whole * share / 100 + Duration::from_micros(u64::from(round) * 37));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let text = store.article(&store.find("x").expect("an entry")).expect("a whole article").text;
        let quads = store.quads(&store.find("x").expect("an entry")).expect("whole quads");
        let is_old = text == A;
        assert!(is_old || text == B);
        let state = if is_old { &old } else { &new };
        assert!(state.values().any(|bytes| bytes == quads.as_bytes()), "text and quads belong together");
        if is_old { olds += 1 } else { news += 1 }
    }
    println!("{olds} old, {news} new");
}

#[test]
fn writers_wait_for_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let texts: Vec<String> = (0..6).map(|number| format!("{A} {B} Absatz {number}.")).collect();
    let children: Vec<Child> = texts.iter().enumerate().map(|(number, text)| adding(dir, &format!("n{number}"), text)).collect();
    children.into_iter().for_each(finish);
    let store = Store::open(dir.join("kb")).expect("a store");
    assert_eq!(store.list().expect("listed").into_iter().filter_map(Result::ok).count(), texts.len());
    assert_eq!(files(store.dir()).len(), 3 * texts.len());
    assert!(Graph::open(&store).expect("a graph").1.is_empty());
}

#[test]
fn a_second_writer_says_that_it_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    Store::create(dir.join("kb")).expect("a store");
    let lock = fs::File::create(dir.join("kb/.lock")).expect("a lock");
    lock.lock().expect("locked");
    let child = adding(dir, "x", A);
    std::thread::sleep(Duration::from_millis(700));
    assert!(files(&dir.join("kb")).is_empty(), "nothing is written while another one writes");
    drop(lock);
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("waiting"), "{}", String::from_utf8_lossy(&output.stderr));
}
