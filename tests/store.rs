//! The store: adding, replacing, removing are exact; a kill leaves the old or the new state; writers wait for each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::store::Store;
use tripel::languages::language;
use tripel::record::article::Article;

const A: &str =
    "China weist die Vorwürfe der USA zurück. Die USA fordern China auf, die Angriffe zu beenden.";
const B: &str =
    "Die Regierung in Berlin kritisiert China. Deutschland verhängt Sanktionen gegen Russland.";

fn article(id: &str, text: &str) -> Article {
    Article { id: id.to_owned(), text: text.to_owned(), ..Article::default() }
}

fn add(store: &Store, article: &Article) -> bool {
    let extraction =
        extract::extract(article, language("de").expect("German"), &Corrections::default());
    let quads = rdf::quads(article, &extraction, rdf::BASE).expect("quads");
    let text: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
    store.add(article, rdf::BASE, extraction.statements.len(), &text).expect("added")
}

/// Every file with its bytes, besides the lock, the mark of a store and its index.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry"));
    let entries = entries.filter(|entry| entry.file_type().is_ok_and(|own| own.is_file()));
    let besides = [".lock", ".tripel"].map(std::ffi::OsString::from);
    let entries = entries.filter(move |entry| !besides.contains(&entry.file_name()));
    let files = entries.map(|entry| {
        (entry.file_name().into_string().expect("a name"), fs::read(entry.path()).expect("a file"))
    });
    files.collect()
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
    sorted_quads(&both);
    assert!(!add(&both, &article("b", B)));
    sorted_quads(&both);
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
    fs::write(&quads, fs::read_to_string(&quads).expect("read").replacen("China", "Chile", 1))
        .expect("changed");
    fs::write(store.dir().join("c.json"), "{\"id\": \"c\",").expect("cut off");
    let (graph, warnings) = Graph::open(&store).expect("a graph");
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(
        warnings.iter().any(|warning| warning.contains("c.json is damaged: line 1")),
        "{warnings:?}"
    );
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
        let text =
            store.article(&store.find("x").expect("an entry")).expect("a whole article").text;
        let quads = store.quads(&store.find("x").expect("an entry")).expect("whole quads");
        // the index catches up with either
        let (own, _) = Graph::open(&store).expect("a graph");
        assert_eq!(own.difference(&Graph::read(&store, true).expect("a graph").0), None);
        let is_old = text == A;
        assert!(is_old || text == B);
        let state = if is_old { &old } else { &new };
        assert!(
            state.values().any(|bytes| bytes == quads.as_bytes()),
            "text and quads belong together"
        );
        if is_old { olds += 1 } else { news += 1 }
    }
    println!("{olds} old, {news} new");
}

#[test]
fn writers_wait_for_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let texts: Vec<String> = (0..6).map(|number| format!("{A} {B} Absatz {number}.")).collect();
    let children: Vec<Child> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| adding(dir, &format!("n{number}"), text))
        .collect();
    children.into_iter().for_each(finish);
    let store = Store::open(dir.join("kb")).expect("a store");
    assert_eq!(
        store.list().expect("listed").into_iter().filter_map(Result::ok).count(),
        texts.len()
    );
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
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("waiting"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Each single bit of each file of an article: turned over, it is seen.
#[test]
fn every_bit_flip_is_seen() {
    let (_folder, store) = store();
    add(&store, &article("a", A));
    let entry = store.find("a").expect("an entry");
    for (name, step) in [("a.json".to_owned(), 7), (entry.text, 31), (entry.quads, 9973)] {
        let path = store.dir().join(&name);
        let whole = fs::read(&path).expect("read");
        for bit in (0..whole.len() * 8).step_by(step) {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, bytes).expect("written");
            let (_, warnings) = Graph::read(&store, true).expect("a graph");
            let text = store
                .list()
                .expect("listed")
                .into_iter()
                .flatten()
                .next()
                .map(|entry| store.article(&entry));
            let seen = !warnings.is_empty() || matches!(text, Some(Err(_)));
            assert!(seen, "{name}, bit {bit}");
        }
        fs::write(&path, &whole).expect("written");
    }
    assert!(Graph::open(&store).expect("a graph").1.is_empty());
}

/// A file that somebody deleted is missed, and adding another article does not clear the rest away.
#[test]
fn what_somebody_deleted_is_missed() {
    for ending in ["json", "txt", "nq"] {
        let (_folder, store) = store();
        add(&store, &article("a", A));
        add(&store, &article("b", B));
        let lost = files(store.dir())
            .into_keys()
            .find(|name| name.starts_with("a.") && name.ends_with(ending));
        fs::remove_file(store.dir().join(lost.expect("a file"))).expect("deleted");
        let before = files(store.dir());
        let told = |store: &Store| {
            let broken = |entry: tripel::record::error::Result<tripel::kb::store::Entry>| {
                entry.and_then(|entry| store.article(&entry).and(store.quads(&entry))).is_err()
            };
            store.list().expect("listed").into_iter().map(broken).filter(|broken| *broken).count()
        };
        assert_eq!(told(&store), 1, "{ending}");
        assert!(!store.is_locked().expect("asked"));
        add(&store, &article("c", A));
        assert!(before.iter().all(|(name, bytes)| files(store.dir()).get(name) == Some(bytes)));
        assert_eq!(told(&store), 1, "{ending}");
        add(&store, &article("a", A));
        assert_eq!(told(&store), 0, "adding again heals");
    }
}

/// What was extracted anew from an article that meanwhile is another, or gone, is thrown away.
#[test]
fn a_rebuild_undoes_nothing_that_another_process_did() {
    let (_folder, store) = store();
    add(&store, &article("a", A));
    add(&store, &article("b", A));
    let [a, b] = ["a", "b"].map(|id| store.find(id).expect("an entry"));
    add(&store, &article("a", B));
    store.remove("b").expect("removed");
    let before = files(store.dir());
    assert!(!store.renew(&a, &article("a", A), 0, "").expect("left alone"));
    assert!(!store.renew(&b, &article("b", A), 0, "").expect("left alone"));
    assert_eq!(files(store.dir()), before);
    let newer = store.find("a").expect("an entry");
    assert!(store.renew(&newer, &article("a", B), 0, "").expect("renewed"));
    assert_eq!(store.find("a").expect("an entry").statements, 0);
}

#[test]
fn a_folder_with_other_things_is_no_store() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("letter.txt"), "mine").expect("written");
    assert!(Store::open(folder.path()).is_err());
    let error = Store::create(folder.path()).expect_err("refused").to_string();
    assert!(error.contains("letter.txt") && error.contains("a folder of its own"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing was written");
    fs::write(folder.path().join(".tripel"), "tripel store 99\n").expect("written");
    assert!(
        Store::open(folder.path()).expect_err("another version").to_string().contains("version")
    );
}

#[cfg(unix)]
#[test]
fn files_have_the_rights_that_the_umask_leaves() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, store) = store();
    add(&store, &article("a", A));
    let plain = store.dir().join("plain");
    fs::write(&plain, "").expect("written");
    let rights = |path: &Path| fs::metadata(path).expect("a file").permissions().mode();
    for name in files(store.dir()).keys() {
        assert_eq!(rights(&store.dir().join(name)), rights(&plain), "{name}");
    }
}

/// A store whose quads nest triples thousands of times is damaged, and no reason to die.
#[test]
fn triples_in_triples_are_damage() {
    let (_folder, store) = store();
    add(&store, &article("a", A));
    let (open, close) = ("<<( <a:b> <a:c> ".repeat(20_000), " )>>".repeat(20_000));
    let quads = format!("<a:b> <a:c> {open}<a:d>{close} .\n");
    store.add(&article("b", B), rdf::BASE, 0, &quads).expect("written");
    let (graph, warnings) = Graph::open(&store).expect("a graph");
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].to_string().contains("triples in triples"), "{}", warnings[0]);
    assert!(!graph.is_empty());
    let verified = tripel::kb::verify::verify(&store).expect("verified");
    assert_eq!(verified.breaches.len(), 1, "{:?}", verified.breaches);
}
