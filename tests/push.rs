//! `tripel push`: a server has what the store has, after any change, a refusal and a server that was away.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store as Theirs;
use tripel::kb::graph::Graph;
use tripel::kb::store::Store;

/// A server of SPARQL Update on the loopback: oxigraph's store in memory.
struct Server {
    url: String,
    store: Theirs,
    /// So many requests are answered with 503 before one is taken.
    busy: Arc<AtomicUsize>,
    /// The length of each update.
    updates: Arc<Mutex<Vec<usize>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/update", listener.local_addr().expect("an address"));
        let server = Server {
            url,
            store: Theirs::new().expect("a store"),
            busy: Arc::default(),
            updates: Arc::default(),
        };
        let (store, busy, updates) =
            (server.store.clone(), Arc::clone(&server.busy), Arc::clone(&server.updates));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &store, &busy, &updates);
            }
        });
        server
    }

    fn quads(&self) -> Vec<String> {
        let quads = self.store.iter().map(|quad| quad.expect("a quad").to_string());
        let mut quads: Vec<String> = quads.collect();
        quads.sort();
        quads
    }
}

fn answer(stream: TcpStream, store: &Theirs, busy: &AtomicUsize, updates: &Mutex<Vec<usize>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a length");
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let body = String::from_utf8(body).expect("a text");
    let is_busy =
        busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |own| own.checked_sub(1)).is_ok();
    let status = if is_busy {
        "503 Service Unavailable"
    } else {
        updates.lock().expect("a list").push(body.len());
        let update = SparqlEvaluator::new().parse_update(&body);
        match update.map(|update| update.on_store(store).execute()) {
            Ok(Ok(())) => "204 No Content",
            _ => "400 Bad Request",
        }
    };
    let mut stream = stream;
    let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

fn tripel(here: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tripel"))
        .args(arguments)
        .current_dir(here)
        .env_remove("TRIPEL_STORE")
        .output()
        .expect("started")
}

fn fine(here: &Path, arguments: &[&str]) -> String {
    let output = tripel(here, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn ours(here: &Path) -> Vec<String> {
    let store = Store::open(here.join("tripel.kb")).expect("a store");
    let (graph, _) = Graph::open(&store).expect("a graph");
    // oxigraph writes 2.0 as 2
    let theirs = Theirs::new().expect("a store");
    graph.quads().for_each(|quad| theirs.insert(&quad).expect("inserted"));
    let mut quads: Vec<String> =
        theirs.iter().map(|quad| quad.expect("a quad").to_string()).collect();
    quads.sort();
    quads
}

#[test]
fn a_server_has_what_the_store_has() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let write = |name: &str, text: &str| fs::write(here.join(name), text).expect("written");
    write(
        "a.txt",
        "China weist die Vorwürfe der USA zurück. Die USA fordern China auf, die Angriffe zu beenden.\n",
    );
    write(
        "b.txt",
        "Die Regierung in Berlin kritisiert China. Deutschland verhängt Sanktionen gegen Russland.\n",
    );
    write("c.txt", "China weist die Vorwürfe der USA zurück. Russland kritisiert die NATO.\n");
    fine(here, &["add", "a.txt", "b.txt", "c.txt"]);
    let push = || fine(here, &["push", &server.url, "--batch", "50"]);
    assert!(push().ends_with("3 articles sent, 0 removed, 0 as before\n"));
    assert_eq!(server.quads(), ours(here));
    assert!(server.updates.lock().expect("a list").len() > 1, "in several requests");
    // nothing has changed, and nothing is sent
    let before = server.updates.lock().expect("a list").len();
    assert!(push().ends_with("0 articles sent, 0 removed, 3 as before\n"));
    assert_eq!(server.updates.lock().expect("a list").len(), before);
    // replaced, removed, told again by another: facts that others share stay
    write(
        "b.txt",
        "Deutschland verhängt Sanktionen gegen Russland. Der Bürgermeister von Kiel lobt Polen.\n",
    );
    fine(here, &["add", "b.txt"]);
    fine(here, &["remove", "a"]);
    server.busy.store(2, Ordering::SeqCst);
    assert!(push().ends_with("1 article sent, 1 removed, 1 as before\n"));
    assert_eq!(server.quads(), ours(here));
    // what somebody else put there stays
    let other = "INSERT DATA { <urn:a> <urn:b> <urn:c> }";
    let update = SparqlEvaluator::new().parse_update(other).expect("an update");
    update.on_store(&server.store).execute().expect("inserted");
    fine(here, &["remove", "b", "c"]);
    push();
    assert_eq!(server.quads(), ["<urn:a> <urn:b> <urn:c>"]);
}

#[test]
fn a_push_that_was_cut_off_goes_on() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let texts = ["China kritisiert die USA.", "Russland droht Polen.", "Japan lobt Kanada."];
    for (number, text) in texts.iter().enumerate() {
        fs::write(here.join(format!("n{number}.txt")), text).expect("written");
    }
    fine(here, &["add", "n0.txt", "n1.txt", "n2.txt"]);
    let output = tripel(here, &["push", "http://127.0.0.1:1/update"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("does not answer"), "{said}");
    let bad = tripel(here, &["push", "ftp://x"]);
    assert!(String::from_utf8_lossy(&bad.stderr).contains("is no address"));
    // an article a request: the second is refused for good
    let sent = Store::open(here.join("tripel.kb")).expect("a store");
    let quads = sent.find("n1").expect("an entry").quads;
    let path = here.join("tripel.kb").join(quads);
    let whole = fs::read(&path).expect("read");
    fs::remove_file(&path).expect("removed");
    let output = tripel(here, &["push", &server.url, "--batch", "1"]);
    assert_eq!(output.status.code(), Some(2));
    fs::write(&path, whole).expect("written");
    let said = fine(here, &["push", &server.url, "--batch", "1"]);
    assert!(said.ends_with("2 articles sent, 0 removed, 1 as before\n"), "{said}");
    assert_eq!(server.quads(), ours(here));
}

#[test]
fn quads_in_several_files_are_the_quads_in_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let texts = ["China kritisiert die USA.", "Russland droht Polen.", "Japan lobt Kanada."];
    for (number, text) in texts.iter().enumerate() {
        fs::write(here.join(format!("n{number}.txt")), text).expect("written");
    }
    fine(here, &["add", "n0.txt", "n1.txt", "n2.txt"]);
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let whole = lines(&fine(here, &["export", "nquads"]));
    fine(here, &["export", "nquads", "-o", "plain", "--shards", "3"]);
    fine(here, &["export", "nquads", "-o", "packed", "--shards", "3", "--gzip"]);
    let mut all = String::new();
    for number in 1..=3 {
        let plain = fs::read(here.join(format!("plain/part-{number:04}.nq"))).expect("a file");
        let packed = fs::File::open(here.join(format!("packed/part-{number:04}.nq.gz")));
        let mut unpacked = Vec::new();
        let mut decoder = flate2::read::GzDecoder::new(packed.expect("a file"));
        decoder.read_to_end(&mut unpacked).expect("gzip");
        assert_eq!(plain, unpacked);
        assert!(plain.len() > 1000, "of like size: {}", plain.len());
        all += &String::from_utf8(plain).expect("a text");
    }
    assert_eq!(lines(&all), whole);
    let refused = tripel(here, &["export", "turtle", "--shards", "2", "-o", "x"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--shards is for nquads"));
    assert!(tripel(here, &["export", "nquads", "--shards", "2"]).status.code() == Some(2));
}
