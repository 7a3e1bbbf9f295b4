//! The mistakes that people make, and the sentence that each gets: tests/messages/sentences.txt holds
//! them, a mistake a paragraph. `UPDATE=1` writes it anew; a person reads the difference.
//!
//! Whatever goes wrong, it is said on standard error in one sentence that begins with "tripel: ".

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A mistake: what it is, and the command line as one types it. "<" gives a file as the input.
type Mistake = (&'static str, &'static str);

const FILES: &[Mistake] = &[
    ("a file that is not there", "add absent.txt"),
    ("a folder", "add folder"),
    ("an empty file", "add empty.txt"),
    ("a file of blanks", "add blank.txt"),
    ("a binary file", "add binary.txt"),
    ("a PDF", "add report.pdf"),
    ("an office document", "add report.docx"),
    ("an old office document", "add report.doc"),
    ("an RTF document that holds no text", "add report.rtf"),
    ("a list of addresses that is none", "add --urls good.txt"),
    ("a column that is none", "add good.txt --column text"),
    ("a pattern of names that is none", "add good.txt --name datum"),
    ("a folder to follow that is not there", "sync absent"),
    ("a picture", "add photo.txt"),
    ("an archive", "add news.gz"),
    ("a broken encoding", "add broken.txt"),
    ("an address that is none of the web", "add ftp://example.org/article.html"),
    ("a web page without a text", "add blank.html"),
    ("JSON that is cut off", "add cut.json"),
    ("JSON without a text", "add textless.json"),
    ("JSON that is a number", "add number.json"),
    ("a record with a bad date", "add bad-date.json"),
    ("JSON Lines with a damaged line", "add lines.jsonl"),
    ("JSON Lines without a line", "add blank.jsonl"),
    ("bad metadata beside a text", "add beside.txt"),
    ("an article in English", "add english.txt"),
    ("nothing on standard input", "add - < empty.txt"),
    ("one bad file among good ones", "add good.txt absent.txt"),
    ("the same text under another name", "add good.txt copy.txt"),
    ("an article in which nobody acts", "extract quiet.txt"),
    ("no propositions", "extract --format openie title.txt"),
];

const OPTIONS: &[Mistake] = &[
    ("no file", "add"),
    ("a command of other programs", "import good.txt"),
    ("a mistyped command", "qurey accusations"),
    ("no command at all", "nonsense"),
    ("an option that is not there", "add good.txt --titel x"),
    ("an option without its value", "add good.txt --title"),
    ("a bad day", "add good.txt --date soon"),
    ("a day that is not in the calendar", "add good.txt --date 31.2.2021"),
    ("a bad day in a filter", "network --since yesterday"),
    ("an id for several files", "add good.txt copy.txt --id x"),
    ("a language that is not built in", "add good.txt --language fr"),
    ("a language by its name", "add good.txt --language Deutsch"),
    ("a base that is no IRI", "extract good.txt --format turtle --base here"),
    ("another base than the store's", "add good.txt --base https://other.example/"),
    ("an unknown format of extract", "extract good.txt --format yaml"),
    ("a format that scope does not have", "extract good.txt --scope all --format trig"),
    ("an unknown stage", "show good.txt --stage trees"),
    ("a stage without JSON Lines", "show good.txt --stage tree --format jsonl"),
    ("a sentence that is not there", "show good.txt --svg --sentence 99"),
    ("a confidence that is no number", "extract good.txt --min-confidence high"),
    ("a confidence of what has none", "extract good.txt --min-confidence 0.8 --format openie"),
    ("a base where no IRI is written", "extract good.txt --base https://a.example/"),
    ("an unknown status", "network --status true"),
    ("an unknown event type", "network --event WAR"),
    ("a width beyond all bounds", "export png --width 99999999 -o n.png"),
    ("a file of actors that is not there", "add good.txt --actors absent.csv"),
    ("a bad row about actors", "add good.txt --actors wrong.csv"),
    ("a row about nobody", "rebuild --actors nobody.csv"),
];

const STORES: &[Mistake] = &[
    ("no store", "list --store absent.kb"),
    ("an empty store: list", "list --store empty.kb"),
    ("an empty store: query", "query accusations --store empty.kb"),
    ("an empty store: stats", "stats --store empty.kb"),
    ("an empty store: network", "network --store empty.kb"),
    ("an empty store: export", "export png -o n.png --store empty.kb"),
    ("an empty store: records", "export jsonl --store empty.kb"),
    ("an empty store: rebuild", "rebuild --store empty.kb"),
    ("an empty store: why", "why 1234 --store empty.kb"),
    ("a store that is a file", "add good.txt --store good.txt"),
    ("an unknown article", "remove godo"),
    ("an article that is nothing like the others", "rebuild xyz"),
    ("an unknown statement", "why zzzz"),
    ("a damaged article", "query facts --store damaged.kb"),
    ("records of a damaged article", "export jsonl --store damaged.kb"),
    ("a named pipe as the lock", "add good.txt --store piped.kb"),
];

const CORRECTIONS: &[Mistake] = &[
    ("a correction that is none", "correct improve s0"),
    ("a correction of nothing", "correct accept"),
    ("a statement that is not there", "correct accept s0000"),
    ("an id that several statements have", "correct status s claimed"),
    ("a word too many", "correct status s0 not claimed"),
    ("an actor that is not there", "correct drop Chna"),
    ("a merge with nobody", "correct merge China"),
    ("a type that is none", "correct retype China planet"),
    ("an article that is not there", "correct read absent"),
    (
        "words that the article does not have",
        "correct add good --quote Nie --subject China --predicate sein",
    ),
    ("nothing to undo", "correct undo c0"),
    ("no corrections", "correct list"),
    ("a log that is not there", "correct import absent.jsonl"),
    ("agreement of logs that are not there", "agreement absent.jsonl absent.jsonl"),
    ("an empty store: serve", "serve --port 0 --for 1 --store absent.kb"),
    ("an empty store: report", "report -o r.html --store empty.kb"),
];

const CODEBOOKS: &[Mistake] = &[
    ("a codebook that is not there", "code --codebook absent.csv"),
    ("a codebook of other columns", "code --codebook nobody.csv"),
    ("a row without words", "code --codebook wordless.csv"),
    ("a stance that is none", "discourse --codebook maybe.csv"),
    ("a weight of another network", "discourse --codebook codes.csv --weight conflict"),
    ("a network that is none", "discourse --codebook codes.csv --network people"),
    (
        "several networks without a folder",
        "discourse --codebook codes.csv --by-source --format gexf",
    ),
    ("a codebook that covers nothing", "discourse --codebook codes.csv"),
    ("a codebook where none is used", "export svg --codebook codes.csv"),
    ("a statement to cite that is not there", "cite zzzz"),
    ("an empty store: codebook", "codebook --store empty.kb"),
];

const QUERIES: &[Mistake] = &[
    ("a mistyped query", "query acusations"),
    ("a query file that is not there", "query absent.rq"),
    ("an unknown parameter", "query facts --param actr=China"),
    ("a parameter without a value", "query facts --param actor"),
    ("an actor that is not there", "query facts --param actor=Chna"),
    ("a query that finds nothing", "query 'SELECT ?x { ?x r:nothing ?y }'"),
    ("a question whose answer is no", "query 'ASK { t:x t:x t:x }'"),
    ("an update", "query 'INSERT DATA { t:a t:b t:c }'"),
    ("an undeclared prefix", "query 'SELECT ?x { ?x foaf:name ?y }'"),
    ("a mistyped SELECT", "query 'SELEC ?x { ?x ?y ?z }'"),
    ("an open bracket", "query 'SELECT ?x { ?x ?y ?z'"),
    ("an open string", "query 'SELECT ?x { ?x ?y \"z }'"),
    ("a triple without an object", "query 'SELECT ?x { ?x r:reject }'"),
    ("a graph where rows are wanted", "query 'CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }' --format csv"),
    ("rows where a graph is wanted", "query facts --format turtle"),
    ("another service", "query 'SELECT ?x { SERVICE <http://x.example/> { ?x ?y ?z } }'"),
    ("an unknown named query to print", "queries accusation"),
    ("an unknown format of export", "export pdf"),
    ("a folder that is not named", "export csv"),
    ("an option that is not for a format", "export csv -o t --rdf12"),
    ("a filter that leaves nothing", "export svg --actor Nobody"),
    ("a filter that leaves no actor", "network --since 1.1.2100"),
    ("a folder that is not there", "export dot -o absent/network.dot"),
];

fn sentences() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages/sentences.txt")
}

/// A folder with a store of one article and all that the mistakes need.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(place.path().join(name), bytes).expect("written");
    };
    let good =
        "China weist die Vorwürfe der USA zurück. Russland kritisiert die NATO.\n".as_bytes();
    let files: &[(&str, &[u8])] = &[
        ("good.txt", good),
        ("copy.txt", good),
        ("beside.txt", good),
        ("beside.meta.json", b"{\"date\": \"soon\"}"),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t "),
        ("blank.jsonl", b"\n \n\n"),
        ("binary.txt", &[0x7f, 0, 1, 2, 0, 0, 9, 0, 3]),
        ("report.pdf", b"%PDF-1.7 ..."),
        ("report.docx", b"PK\x03\x04 ..."),
        ("report.doc", b"\xd0\xcf\x11\xe0 ..."),
        ("report.rtf", b"{\\rtf1 }"),
        ("photo.txt", b"\x89PNG ..."),
        ("news.gz", b"\x1f\x8b ..."),
        ("blank.html", b"<html><body><script>x</script></body></html>"),
        ("cut.json", b"{\"text\": \"China"),
        ("textless.json", b"{\"title\": \"China\"}"),
        ("number.json", b"42"),
        ("bad-date.json", b"{\"date\": \"soon\", \"text\": \"China.\"}"),
        ("lines.jsonl", b"{\"text\": \"Die EU lobt Kanada.\"}\n{\"te\n"),
        ("english.txt", b"The government of the country has said that it would not be part of the talks with the others. It is what they said."),
        ("quiet.txt", "Es regnet seit Tagen, und kalt ist es auch.\n".as_bytes()),
        ("title.txt", "Wetter\n".as_bytes()),
        ("wrong.csv", b"action,actor,value\nmerge,China,\n"),
        ("codes.csv", b"concept,object\nweather,rain\n"),
        ("wordless.csv", b"concept,object\nweather,\n"),
        ("maybe.csv", b"concept,object,stance\nweather,rain,maybe\n"),
        ("nobody.csv", b"action,actor,value\nmerge,Bibi,Benjamin Netanyahu\n"),
    ];
    for (name, bytes) in files {
        write(name, bytes);
    }
    let mut broken = "Grüße aus Köln und München. ".repeat(20).into_bytes();
    broken.insert(300, 0xff);
    write("broken.txt", &broken);
    for folder in ["folder", "empty.kb", "piped.kb"] {
        fs::create_dir(place.path().join(folder)).expect("a folder");
    }
    for store in ["tripel.kb", "damaged.kb"] {
        let added = run(place.path(), &format!("add good.txt --quiet --store {store}"));
        assert!(added.status.success(), "{}", text(&added.stderr));
    }
    let damaged = place.path().join("damaged.kb");
    for file in fs::read_dir(damaged).expect("a store") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|ending| ending == "nq" || ending == "txt") {
            fs::write(path, "cut").expect("damaged");
        }
    }
    #[cfg(unix)]
    {
        let pipe = Command::new("mkfifo").arg(place.path().join("piped.kb/.lock")).status();
        assert!(pipe.is_ok_and(|status| status.success()), "a named pipe");
    }
    place
}

/// A copy of a folder, named pipes as new ones.
fn copied(from: &Path) -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    copy(from, place.path());
    place
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, to) =
            entry.map(|entry| (entry.path(), to.join(entry.file_name()))).expect("a file");
        if path.is_dir() {
            fs::create_dir(&to).expect("a folder");
            copy(&path, &to);
        } else if path.is_file() {
            fs::copy(&path, &to).expect("copied");
        } else {
            let pipe = Command::new("mkfifo").arg(&to).status();
            assert!(pipe.is_ok_and(|status| status.success()), "a named pipe");
        }
    }
}

/// Runs a command line in a folder.
fn run(here: &Path, line: &str) -> Output {
    let (line, input) = match line.split_once(" < ") {
        Some((line, input)) => (line, fs::read(here.join(input)).expect("an input")),
        None => (line, Vec::new()),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_tripel"))
        .args(words(line))
        .current_dir(here)
        .env_remove("TRIPEL_STORE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    // who does not read it closes the pipe
    let _ = child.stdin.take().expect("an input").write_all(&input);
    child.wait_with_output().expect("ended")
}

/// The words of a command line with single quotes.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let words = |(at, part): (usize, &str)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    };
    parts.flat_map(words).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// "good.9e7fcd19b849.nq" as "good.HASH.nq": what the program finds may change.
fn without_hashes(message: &str) -> String {
    let is_hash = |part: &str| part.len() == 12 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts = message.split('.').map(|part| if is_hash(part) { "HASH" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

#[test]
fn each_mistake_gets_its_sentence() {
    let mut all = String::new();
    let mut wrong = Vec::new();
    let mut number = 0;
    let whole = place();
    for (what, line) in [FILES, OPTIONS, STORES, CORRECTIONS, CODEBOOKS, QUERIES].concat() {
        // what one leaves must not help the next
        let place = copied(whole.path());
        let output = run(place.path(), line);
        let message = text(&output.stderr);
        let code = output.status.code();
        number += 1;
        if !message.lines().any(|line| line.starts_with("tripel: ")) {
            wrong.push(format!("{line}: nothing is said, and the code is {code:?}"));
        }
        if message.contains("panicked") || !matches!(code, Some(0..=2)) {
            wrong.push(format!("{line}: {code:?} {message}"));
        }
        if code == Some(1) && output.stdout.len() > 100 {
            wrong.push(format!("{line}: nothing was found, but much is written"));
        }
        let code = code.unwrap_or(-1);
        let message = without_hashes(message.trim_end());
        all += &format!("# {what}\n$ tripel {line}    [{code}]\n{message}\n\n");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(number >= 60, "{number} mistakes");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(sentences().parent().expect("a folder")).expect("made");
        fs::write(sentences(), &all).expect("written");
    }
    let known = fs::read_to_string(sentences()).expect("tests/messages/sentences.txt");
    for (now, then) in all.split("\n\n").zip(known.split("\n\n")) {
        assert_eq!(now, then, "UPDATE=1 writes tests/messages/sentences.txt anew");
    }
    assert_eq!(all.len(), known.len());
}
