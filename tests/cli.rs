//! The program from outside: what it prints, what it leaves, and how it fails.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use tripel::kb::store::Store;

/// A folder to work in.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    /// A place whose store holds the sample article.
    fn with_sample() -> Place {
        let place = Place::new();
        let output = place.run(&["add", sample().to_str().expect("a path")]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), bytes).expect("written");
        self.path(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
        command
            .current_dir(self.0.path())
            .args(arguments)
            .env_remove("TRIPEL_STORE")
            .env_remove("COLUMNS")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("started")
    }

    /// What the command prints where all goes well.
    fn out(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        stdout(&output)
    }

    /// The message of a command that fails: one sentence, without a panic.
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}{}", stdout(&output), stderr(&output));
        let message = stderr(&output);
        assert!(
            message.starts_with("tripel: ") && !message.contains("panicked"),
            "{arguments:?}: {message}"
        );
        message
    }

    fn with_input(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        child.stdin.take().expect("an input").write_all(input).expect("written");
        child.wait_with_output().expect("ended")
    }

    fn store_files(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("tripel.kb")) else { return Vec::new() };
        let names = entries
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
        let mut names: Vec<String> =
            names.filter(|name| ![".lock", ".tripel", ".index"].contains(&name.as_str())).collect();
        names.sort();
        names
    }
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_main_job() {
    let place = Place::new();
    let printed = place.out(&["add", sample().to_str().expect("a path"), "--export", "out"]);
    assert!(printed.starts_with("added cyberangriffe: "), "{printed}");
    for part in [
        "The most telling statements",
        "rejects",
        "What to type next",
        "query accusations",
        "tripel.kb",
    ] {
        assert!(printed.contains(part), "{part} is missing in {printed}");
    }
    assert!(!printed.contains('\u{1b}'), "no colours where the output is no terminal");
    assert_eq!(place.store_files().len(), 3);
    assert!(
        fs::read_to_string(place.path("out/network.dot"))
            .expect("the network")
            .starts_with("digraph")
    );
    for table in ["statements.csv", "actors.csv", "edges.csv"] {
        assert!(place.path("out").join(table).is_file(), "{table}");
    }
    let again = place.out(&["add", sample().to_str().expect("a path")]);
    assert!(again.starts_with("replaced cyberangriffe: "), "{again}");
    assert!(place.out(&["verify"]).contains("no breach"));
    assert!(place.out(&["list"]).contains("cyberangriffe"));
    assert!(place.out(&["stats"]).contains("plain facts"));
}

#[test]
fn every_command_has_help_with_examples() {
    let place = Place::new();
    let help = place.out(&["--help"]);
    for command in [
        "add",
        "extract",
        "show",
        "query",
        "export",
        "list",
        "remove",
        "rebuild",
        "stats",
        "verify",
        "why",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        assert!(place.out(&[command, "--help"]).contains("Example"), "{command}");
    }
    assert!(place.out(&["completions", "bash"]).contains("_tripel"));
    assert!(place.out(&["man"]).contains(".TH tripel"));
    place.out(&["man", "-o", "pages"]);
    assert!(place.path("pages/tripel-add.1").is_file());
    assert!(place.out(&["vocab"]).contains("t:Statement a rdfs:Class"));
}

#[test]
fn statements_in_every_format() {
    let place = Place::new();
    let file = sample();
    let file = file.to_str().expect("a path");
    assert!(place.out(&["extract", file]).contains("rejects"));
    for line in place.out(&["extract", file, "--format", "jsonl"]).lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(record["article"], "cyberangriffe");
    }
    for format in ["actors", "quotations"] {
        assert!(place.out(&["extract", file, "--format", format]).starts_with("{\"article\":"));
    }
    assert!(place.out(&["extract", file, "--format", "turtle"]).contains("@prefix"));
    assert!(
        place
            .out(&["extract", file, "--format", "nquads"])
            .contains("<https://tripel.example/statement/")
    );
    assert!(
        place
            .out(&["extract", file, "--format", "trig", "--base", "https://example.org/x/"])
            .contains("https://example.org/x/")
    );
    serde_json::from_str::<serde_json::Value>(&place.out(&["extract", file, "--format", "jsonld"]))
        .expect("JSON");
    let all = place.out(&["extract", file, "--format", "jsonl"]).lines().count();
    let sure = place
        .out(&["extract", file, "--format", "jsonl", "--min-confidence", "0.8"])
        .lines()
        .count();
    assert!(0 < sure && sure < all, "{sure} of {all}");
    assert!(
        place
            .fails(&["extract", file, "--format", "turtle", "--base", "not an iri"])
            .contains("is no IRI")
    );
    assert!(place.store_files().is_empty(), "extract needs no store");
}

#[test]
fn the_inside_of_every_stage() {
    let place = Place::new();
    let file = sample();
    let file = file.to_str().expect("a path");
    let shown = |stage: &str| place.out(&["show", file, "--stage", stage]);
    assert!(
        shown("body").contains("skipped") && shown("body").contains("points to another article")
    );
    assert!(shown("tokens").contains("China · hat · sich"));
    assert!(shown("tree").contains("# sent_id = cyberangriffe-1"));
    assert!(shown("clauses").contains("sich widersetzen"));
    assert!(shown("mentions").contains("china"));
    assert!(shown("actors").contains("gazetteer"));
    assert!(shown("statements").contains("rejects"));
    assert!(shown("quotations").contains("sagte"));
    let json = place.out(&["show", file, "--stage", "actors", "--format", "jsonl"]);
    assert!(json.lines().all(|line| line.starts_with("{\"article\":\"cyberangriffe\"")));
    assert!(
        place
            .fails(&["show", file, "--stage", "tree", "--format", "jsonl"])
            .contains("--format jsonl is for")
    );
    // bare text, and given words
    let raw = place.with_input(
        &["show", "--raw", "-", "--stage", "tree"],
        "Siehe auch: Xi reiste nach Moskau.".as_bytes(),
    );
    assert!(
        stdout(&raw).contains("# text = Siehe auch: Xi reiste nach Moskau."),
        "{}",
        stdout(&raw)
    );
    let words = place.write("words.conllu", stdout(&raw));
    let again =
        place.out(&["show", "--tokens", words.to_str().expect("a path"), "--stage", "tree"]);
    let forms = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.split('\t').nth(1).map(str::to_owned)).collect()
    };
    assert_eq!(forms(&again), forms(&stdout(&raw)));
}

#[test]
fn queries_in_every_format() {
    let place = Place::with_sample();
    let names = place.out(&["queries"]);
    assert!(names.lines().count() > 12 && names.contains("accusations"));
    assert!(place.out(&["queries", "accusations"]).starts_with("# Who accuses whom"));
    assert!(place.out(&["query", "facts", "--param", "actor=China"]).contains("rejects"));
    assert!(place.out(&["query", "facts", "--format", "csv"]).starts_with("who,relation,what\r\n"));
    assert!(
        place.out(&["query", "facts", "--format", "tsv"]).starts_with("?who\t?relation\t?what\n")
    );
    serde_json::from_str::<serde_json::Value>(&place.out(&["query", "facts", "--format", "json"]))
        .expect("JSON");
    assert!(place.out(&["query", "facts", "--format", "xml"]).contains("<sparql"));
    let own = place.write("own.rq", "SELECT $what { actor:china r:reject $what }");
    let answer = place.out(&["query", own.to_str().expect("a path")]);
    assert!(answer.contains("concept:"), "{answer}");
    assert_eq!(place.out(&["query", "ASK { actor:china ?p ?o }"]), "yes\n");
    let graph =
        place.out(&["query", "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b FILTER(?p = r:reject) }"]);
    assert!(graph.contains("r:reject"), "{graph}");
}

#[test]
fn a_claim_is_no_fact() {
    let place = Place::new();
    place.write(
        "a.txt",
        "Die USA behaupten, dass China die Angriffe steuert. Russland bestreitet nicht, dass es Waffen lieferte.\n",
    );
    place.out(&["add", "a.txt"]);
    let nothing = place
        .run(&["query", "SELECT ?x { actor:china ?p ?x FILTER(STRSTARTS(STR(?p), STR(r:))) }"]);
    assert_eq!((code(&nothing), stdout(&nothing).as_str()), (1, ""));
    place.out(&["query", "SELECT ?x { GRAPH ?s { actor:china ?p ?x } }"]);
}

#[test]
fn nothing_found_is_one() {
    let place = Place::with_sample();
    let output = place.run(&["query", "facts", "--param", "actor=Chna"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
    assert!(
        stderr(&output).contains("no actor is called 'Chna'; did you mean 'China'?"),
        "{}",
        stderr(&output)
    );
    assert_eq!(code(&place.run(&["query", "ASK { t:x t:x t:x }"])), 1);
    let empty = Place::new();
    fs::create_dir(empty.path("tripel.kb")).expect("a folder");
    for command in
        [&["list"][..], &["stats"], &["verify"], &["query", "facts"], &["export", "trig"]]
    {
        assert_eq!(code(&empty.run(command)), 1, "{command:?}");
    }
}

#[test]
fn wrong_questions_get_one_clear_sentence() {
    let place = Place::with_sample();
    assert!(
        place
            .fails(&["query", "acusations"])
            .contains("there is no query 'acusations'; did you mean 'accusations'?")
    );
    assert!(place.fails(&["query", "zzz"]).contains("'tripel queries' lists them"));
    assert!(place.fails(&["query", "absent.rq"]).contains("absent.rq"));
    assert!(
        place
            .fails(&["query", "facts", "--param", "actr=x"])
            .contains("there is no parameter 'actr'; it has actor")
    );
    let message = place.fails(&["query", "SELECT ?x {\n  ?x r:reject }"]);
    assert!(
        message.contains("line 2, column 15")
            && message.contains("\n    ?x r:reject }\n                ^\n"),
        "{message}"
    );
    let message = place.fails(&["query", "SELECT ?x { ?x nope:y ?z }"]);
    assert!(message.contains("the prefix 'nope:' of nope:y is not declared"), "{message}");
    assert!(place.fails(&["query", "ASK {}", "--format", "turtle"]).contains("yes or no"));
    assert!(place.fails(&["query", "facts", "--format", "turtle"]).contains("its formats are"));
    assert!(place.fails(&["why", "zz"]).contains("there is no statement 'zz'"));
    assert!(place.fails(&["why", ""]).contains("give more of the id"));
    assert!(place.fails(&["remove", "cyberangrife"]).contains("did you mean 'cyberangriffe'?"));
    assert_eq!(place.store_files().len(), 3);
    assert!(
        place.fails(&["list", "--store", "absent.kb"]).contains("there is no store at absent.kb")
    );
    assert!(place.fails(&["add", "x.txt", "--date", "soon"]).contains("'soon' is no day"));
    assert!(
        place.fails(&["add", "x.txt", "y.txt", "--id", "z"]).contains("--id names one article")
    );
}

#[test]
fn rows_about_actors_survive_a_rebuild() {
    let place = Place::with_sample();
    let rejects = "SELECT ?who { ?who r:reject ?what }";
    assert!(place.out(&["query", rejects]).contains("actor:china"));
    place.write("tripel.kb/actors.csv", "action,actor,value\nmerge,China,Volksrepublik Atlantis\n");
    assert!(
        place.out(&["query", rejects]).contains("actor:china"),
        "the store is as it was until it is rebuilt"
    );
    assert!(place.out(&["rebuild"]).starts_with("rebuilt 1 article: "));
    let csv = place.out(&[
        "query",
        "SELECT ?s { ?s t:event plover:REJECT ; t:status t:asserted }",
        "--format",
        "csv",
    ]);
    assert!(place.out(&["query", rejects]).contains("actor:volksrepublik-atlantis"));
    let id =
        csv.lines().nth(1).and_then(|iri| iri.rsplit('/').next()).expect("a statement").to_owned();
    assert!(place.out(&["why", &id]).contains("actors.csv, line 2: merge (gazetteer)"));
    let sample = sample();
    let file = sample.to_str().expect("a path");
    assert!(place.out(&["show", file, "--stage", "actors"]).contains("actors.csv, line 2: merge"));
    let other = place.write("rows.csv", "action,actor,value\nrename,China,Cathay\n");
    let other = other.to_str().expect("a path");
    assert!(place.out(&["extract", file, "--actors", other]).contains("Cathay"));
    assert!(
        stderr(&place.run(&["add", file, "--id", "again", "--actors", other]))
            .contains("'tripel rebuild' applies them")
    );
    assert!(place.fails(&["rebuild", "nobody"]).contains("there is no article 'nobody'"));
    place.write("tripel.kb/actors.csv", "action,actor,value\nmerge,China,\n");
    let message = place.fails(&["rebuild"]);
    assert!(
        message.contains("actors.csv, line 2: 'merge' of 'China' does not say with whom"),
        "{message}"
    );
}

#[test]
fn removing_and_the_why_of_a_statement() {
    let place = Place::with_sample();
    let csv = place.out(&[
        "query",
        "SELECT ?s { ?s t:event plover:REJECT ; t:status t:asserted }",
        "--format",
        "csv",
    ]);
    let id =
        csv.lines().nth(1).and_then(|iri| iri.rsplit('/').next()).expect("a statement").to_owned();
    let why = place.out(&["why", &id[..10]]);
    for part in ["[who: China]", "clause", "rule", "gazetteer", "confidence", &id] {
        assert!(why.contains(part), "{part} is missing in {why}");
    }
    assert_eq!(place.out(&["remove", "cyberangriffe"]), "removed cyberangriffe\n");
    assert!(place.store_files().is_empty());
}

#[test]
fn bad_files_leave_the_store_as_it_was() {
    let place = Place::with_sample();
    let before = place.store_files();
    let mut binary = vec![0u8; 4000];
    binary[0] = 0x7f;
    place.write("binary.txt", &binary);
    place.write("empty.txt", "");
    place.write("blank.txt", " \n\n\t ");
    place.write("cut.jsonl", "{\"id\": \"a\", \"text\": \"China");
    place.write("list.json", "[1]");
    place.write(
        "english.txt",
        "The government of the country has said that it would not be part of the talks with the others. It is what they said.",
    );
    fs::create_dir(place.path("folder.txt")).expect("a folder");
    for (file, part) in [
        ("absent.txt", "does not exist"),
        ("binary.txt", "binary.txt"),
        ("empty.txt", "empty.txt is empty"),
        ("blank.txt", "blank.txt is empty"),
        ("cut.jsonl", "cut.jsonl, line 1"),
        ("list.json", "list.json"),
        ("folder.txt", "folder.txt is a folder"),
        ("english.txt", "only German"),
    ] {
        let message = place.fails(&["add", file]);
        assert!(message.contains(part), "{file}: {message}");
        assert_eq!(message.trim_end().lines().count(), 1, "{message}");
        assert_eq!(place.store_files(), before, "{file}");
    }
}

#[test]
fn one_bad_article_does_not_stop_the_rest() {
    let place = Place::new();
    place.write("good.txt", "China weist die Vorwürfe der USA zurück.\n");
    place.write("bad.txt", "");
    place.write(
        "many.jsonl",
        "{\"id\": \"one\", \"text\": \"Russland kritisiert die NATO.\"}\n{\"id\": \"two\", \"te\n{\"id\": \"three\", \"text\": \"Die EU lobt Kanada.\"}\n",
    );
    let output = place.run(&["add", "bad.txt", "good.txt", "many.jsonl"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("bad.txt is empty")
            && stderr(&output).contains("many.jsonl, line 2"),
        "{}",
        stderr(&output)
    );
    let list = place.out(&["list"]);
    for id in ["good", "one", "three"] {
        assert!(list.contains(id), "{list}");
    }
    let order: Vec<usize> = ["added good", "added one", "added three"]
        .iter()
        .filter_map(|id| stdout(&output).find(id))
        .collect();
    assert!(order.len() == 3 && order.is_sorted(), "{}", stdout(&output));
}

#[test]
fn articles_come_from_standard_input() {
    let place = Place::new();
    let output = place.with_input(
        &["add", "-", "--id", "mine", "--title", "Titel"],
        "China weist die Vorwürfe zurück.".as_bytes(),
    );
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(place.out(&["list"]).contains("Titel"));
    assert_eq!(code(&place.with_input(&["add", "-"], b"")), 2);
}

#[test]
fn a_very_long_line_is_no_catastrophe() {
    let place = Place::new();
    let mut line = "China weist die Vorwürfe der USA zurück. ".repeat(3000);
    line.push('\n');
    place.write("long.txt", &line);
    place.out(&["extract", "long.txt"]);
    place.write("huge.txt", vec![b'x'; 100 << 20]);
    assert!(place.fails(&["add", "huge.txt"]).contains("huge.txt"));
}

#[test]
fn a_reader_that_stops_is_no_error() {
    let place = Place::with_sample();
    let mut child = place
        .command(&["export", "nquads"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let place = Place::with_sample();
    let full =
        || Stdio::from(fs::File::options().write(true).open("/dev/full").expect("/dev/full"));
    for arguments in
        [&["export", "trig"][..], &["query", "facts"], &["list"], &["vocab"], &["queries"]]
    {
        let output = place.command(arguments).stdout(full()).output().expect("started");
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains("cannot write"), "{}", stderr(&output));
    }
    assert!(place.fails(&["export", "nquads", "-o", "/dev/full"]).contains("/dev/full"));
    // no file may grow beyond 8 KiB, as on a disk that runs full while the RDF is written
    let before = place.store_files();
    let limited = format!(
        "trap '' XFSZ; ulimit -f 16; '{}' add '{}' --id other",
        env!("CARGO_BIN_EXE_tripel"),
        sample().display()
    );
    let output = Command::new("sh")
        .args(["-c", &limited])
        .current_dir(place.0.path())
        .output()
        .expect("started");
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("cannot write"), "{}", stderr(&output));
    assert_eq!(place.store_files(), before);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("file.kb", "no folder");
    assert!(
        place
            .fails(&["add", sample().to_str().expect("a path"), "--store", "file.kb"])
            .contains("file.kb")
    );
    fs::create_dir(place.path("locked")).expect("a folder");
    fs::set_permissions(place.path("locked"), fs::Permissions::from_mode(0o500))
        .expect("permissions");
    if fs::write(place.path("locked/probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    assert!(
        place
            .fails(&["add", sample().to_str().expect("a path"), "--store", "locked/kb"])
            .contains("locked/kb")
    );
    assert!(
        place
            .fails(&["add", sample().to_str().expect("a path"), "--store", "locked"])
            .contains("locked")
    );
}

#[test]
fn damage_is_named_and_the_rest_answers() {
    let place = Place::with_sample();
    place.write("b.txt", "Russland kritisiert die NATO.\n");
    place.out(&["add", "b.txt"]);
    let quads = place
        .store_files()
        .into_iter()
        .find(|name| name.starts_with("cyber") && name.ends_with(".nq"))
        .expect("quads");
    let path = place.path("tripel.kb").join(&quads);
    let bytes = fs::read(&path).expect("read");
    fs::write(&path, &bytes[..bytes.len() - 100]).expect("cut off");
    let output = place.run(&["query", "facts"]);
    assert_eq!(code(&output), 2, "the rest answers, but somebody must look");
    assert!(stdout(&output).contains("NATO"), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("warning") && stderr(&output).contains(&quads),
        "{}",
        stderr(&output)
    );
    assert!(place.fails(&["verify"]).contains(&quads));
    place.out(&["add", sample().to_str().expect("a path")]);
    place.out(&["verify"]);
}

#[test]
fn verify_finds_what_is_wrong() {
    let place = Place::new();
    place.write("a.txt", "Die USA behaupten, dass China die Angriffe steuert.\n");
    place.out(&["add", "a.txt"]);
    let dir = place.path("tripel.kb");
    let store = Store::open(&dir).expect("a store");
    let entry = store.find("a").expect("an entry");
    let mut quads = store.quads(&entry).expect("quads");
    quads += "<https://tripel.example/actor/china> <https://w3id.org/tripel/relation/steer> <https://tripel.example/concept/angriff> .\n";
    quads += "<https://tripel.example/actor/china> <http://www.w3.org/2004/02/skos/core#altLabel> \"der Schurke\"@de .\n";
    quads += "<https://tripel.example/actor/niemand> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Niemand\"@de .\n";
    quads += "<https://tripel.example/thing> <https://schema.org/name> \"x\" .\n";
    quads = quads.replace("China die Angriffe", "China keine Angriffe");
    let article = store.article(&entry).expect("a text");
    store.add(&article, &entry.base, entry.statements, &quads).expect("written");
    let message = place.fails(&["verify"]);
    assert!(message.contains("is asserted by no statement"), "{message}");
    assert!(message.contains("does not stand in the text at its offsets"), "{message}");
    assert!(message.contains("nowhere does the article call china 'der Schurke'"), "{message}");
    assert!(message.contains("nowhere does the article call niemand 'Niemand'"), "{message}");
    assert!(message.contains("nothing in the article backs what is said of"), "{message}");
}

#[test]
fn bases_do_not_mix() {
    let place = Place::new();
    place.write("a.txt", "China weist die Vorwürfe zurück.\n");
    place.out(&["add", "a.txt", "--base", "https://example.org/kb/"]);
    assert!(place.out(&["export", "nquads"]).contains("<https://example.org/kb/actor/china>"));
    place.out(&["add", "a.txt"]);
    assert!(
        place.out(&["export", "nquads"]).contains("<https://example.org/kb/actor/china>"),
        "the base is kept"
    );
    place.out(&["query", "SELECT ?x { actor:china r:reject ?x }"]);
    assert!(
        place.fails(&["add", "a.txt", "--base", "https://other.example/"]).contains("has the base")
    );
}

#[test]
fn colours_only_where_they_are_wanted() {
    let place = Place::with_sample();
    assert!(!place.out(&["list"]).contains('\u{1b}'));
    assert!(place.out(&["list", "--color", "always"]).contains('\u{1b}'));
    let narrow = place.command(&["query", "facts"]).env("COLUMNS", "60").output().expect("started");
    assert!(stdout(&narrow).lines().all(|line| line.chars().count() <= 60), "{}", stdout(&narrow));
}

#[test]
fn open_mode_gives_every_predicate_in_the_words_of_the_text() {
    let place = Place::new();
    let path = place.write(
        "bahn.txt",
        "Die Bahn\n\nDie Eisenbahn wurde am Dienstag in Nürnberg nicht eröffnet. Der Hund bellt.\n",
    );
    let path = path.to_str().expect("a path");
    let lines = place.out(&["extract", "--format", "openie", path]);
    assert!(lines.contains("\tDie Eisenbahn\twurde nicht eröffnet in\tNürnberg\n"), "{lines}");
    assert!(lines.contains("\tDie Eisenbahn\twurde nicht eröffnet am\tDienstag\n"), "{lines}");
    assert!(!lines.contains("bellt"), "a triple has an object: {lines}");
    assert!(lines.lines().all(|line| line.split('\t').count() == 5), "{lines}");
    let records = place.out(&["extract", "--scope", "all", "--format", "jsonl", path]);
    let record: serde_json::Value =
        serde_json::from_str(records.lines().next().expect("a record")).expect("JSON");
    assert_eq!(record["subject"]["minimal"], "Die Eisenbahn", "{record}");
    assert!(records.contains("\"bellt\""), "{records}");
    assert!(
        place.fails(&["extract", "--scope", "all", "--format", "trig", path]).contains("openie")
    );
}

#[test]
fn plover_records_name_both_parties() {
    let place = Place::with_sample();
    let lines = place.out(&["export", "plover"]);
    let records: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let accusation = |record: &&serde_json::Value| {
        record["event_type"] == "ACCUSE" && record["target"]["country"] == "CHN"
    };
    let record = records.iter().find(accusation).expect("somebody accuses China");
    assert_eq!(record["quad_category"], "verbal-conflict", "{record}");
    assert!(record["text"].as_str().is_some_and(|text| text.contains("China")), "{record}");
    let missing = place.out(&["coverage", sample().to_str().expect("a path")]);
    assert!(missing.contains("verbs") && missing.contains('%'), "{missing}");
}
