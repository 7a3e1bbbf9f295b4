//! `tripel sync` follows a folder exactly, and `tripel add https://...` fetches what the site allows.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

fn tripel(place: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command.args(arguments).arg("--fast").current_dir(place.path()).stdin(Stdio::null());
    for name in
        ["TRIPEL_STORE", "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"]
    {
        command.env_remove(name);
    }
    command.output().expect("started")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The last line that sync prints, and the ids of the store.
fn synced(place: &TempDir, arguments: &[&str]) -> (String, Vec<String>) {
    let output = tripel(place, arguments);
    let printed = out(&output);
    let last = printed.lines().last().unwrap_or_default().to_owned();
    let list = out(&tripel(place, &["list"]));
    let ids = list.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    (last, ids.map(str::to_owned).collect())
}

#[test]
fn a_folder_is_followed_exactly() {
    let place = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = place.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    file("news/a.txt", "China weist die Vorwürfe der USA zurück.");
    file("news/2024/b.txt", "Russland kritisiert die NATO.");
    file("news/all.csv", "titel;text\nEins;Polen lobt die Ukraine.\nZwei;Ungarn warnt Polen.\n");
    file(
        "news/ids.jsonl",
        "{\"id\": \"x\", \"text\": \"Wien lobt Bern.\"}\n{\"id\": \"y\", \"text\": \"Bern lobt Wien.\"}\n",
    );
    file("other/c.txt", "Japan kritisiert China.");
    assert!(tripel(&place, &["add", "other/c.txt"]).status.success());
    let all = ["a", "all-1", "all-2", "b", "c", "x", "y"];
    let (last, ids) = synced(&place, &["sync", "news"]);
    assert_eq!(last, "6 added, 0 replaced, 0 removed, 0 articles as before");
    assert_eq!(ids, all);
    let (last, _) = synced(&place, &["sync", "news"]);
    assert_eq!(last, "nothing has changed: 6 articles");

    file("news/a.txt", "China weist die Vorwürfe Japans zurück.");
    fs::remove_file(place.path().join("news/2024/b.txt")).expect("removed");
    file("news/d.txt", "Indien lobt Kanada.");
    file("news/all.csv", "titel;text\nEins;Polen lobt die Ukraine.\n");
    file("news/ids.jsonl", "{\"id\": \"y\", \"text\": \"Bern lobt Wien.\"}\n");
    let (last, ids) = synced(&place, &["sync", "news"]);
    assert_eq!(last, "1 added, 2 replaced, 3 removed, 1 article as before");
    assert_eq!(ids, ["a", "all-1", "c", "d", "y"], "what lies elsewhere stays");

    // a file that cannot be read keeps its article, and the others go on
    file("news/d.txt", "\u{0}\u{1}\u{2}");
    file("news/e.txt", "Spanien lobt Portugal.");
    let output = tripel(&place, &["sync", "news"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let (_, ids) = synced(&place, &["sync", "news"]);
    assert_eq!(ids, ["a", "all-1", "c", "d", "e", "y"]);

    // a file that moves keeps its article
    fs::rename(place.path().join("news/e.txt"), place.path().join("news/2024/e.txt"))
        .expect("moved");
    fs::remove_file(place.path().join("news/d.txt")).expect("removed");
    let (last, ids) = synced(&place, &["sync", "news"]);
    assert_eq!(ids, ["a", "all-1", "c", "e", "y"], "{last}");
    assert!(said(&tripel(&place, &["sync", "absent"])).contains("absent does not exist"));
}

/// A site on this machine, and how often it was asked.
fn site() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream);
        }
    });
    port
}

const PAGE: &str = "<!doctype html><html lang=\"de\"><body><article><h1>Rat beschließt die Brücke</h1><p>Der Rat von Norderau hat am Dienstag nach \
                    langem Streit den Bau der neuen Brücke beschlossen. China kritisiert die USA.</p></article></body></html>";

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let path = line.split_whitespace().nth(1).unwrap_or("/");
    let feed = "<rss><channel><title>Bote</title><item><title>Eins</title><link>https://bote.example/1</link>\
                <description>Polen lobt die Ukraine.</description></item></channel></rss>";
    let (status, more, body) = match path {
        "/robots.txt" => ("200 OK", "", "User-agent: *\nDisallow: /intern\n"),
        "/politik/bruecke" | "/intern/1" => {
            ("200 OK", "Content-Type: text/html; charset=utf-8\r\n", PAGE)
        }
        "/feed.xml" => ("200 OK", "Content-Type: application/rss+xml\r\n", feed),
        "/alt" => ("301 Moved Permanently", "Location: /politik/bruecke\r\n", ""),
        "/kreis" => ("302 Found", "Location: /kreis\r\n", ""),
        "/heimlich" => ("302 Found", "Location: /intern/1\r\n", ""),
        "/gross" => ("200 OK", "Content-Length: 99999999999\r\n", "x"),
        "/voll" => ("503 Service Unavailable", "", ""),
        _ => ("404 Not Found", "", ""),
    };
    let length = if path == "/gross" {
        String::new()
    } else {
        format!("Content-Length: {}\r\n", body.len())
    };
    write!(stream, "HTTP/1.1 {status}\r\n{more}{length}Connection: close\r\n\r\n{body}")
}

#[test]
fn pages_and_feeds_are_fetched_as_the_site_allows() {
    let place = tempfile::tempdir().expect("a folder");
    let site = format!("http://127.0.0.1:{}", site());
    let add = |path: &str| tripel(&place, &["add", "--pause", "0", &format!("{site}{path}")]);
    let output = add("/politik/bruecke");
    assert!(output.status.success(), "{}", said(&output));
    assert!(out(&output).contains("added bruecke"), "{}", out(&output));
    assert!(out(&add("/politik/bruecke")).contains("replaced bruecke"));
    assert!(out(&add("/alt")).contains("bruecke"), "forwarded");
    assert!(out(&add("/feed.xml")).contains("added feed-1"));
    for (path, what) in [
        ("/intern/1", "closed to programs by the robots.txt"),
        ("/heimlich", "closed to programs by the robots.txt"),
        ("/absent", "is not there (404)"),
        ("/kreis", "forwards to others without end"),
        ("/voll", "try later"),
        ("/gross", "is larger than 64 MB"),
    ] {
        let output = add(path);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(said(&output).contains(what), "{path}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{path}: {}", said(&output));
    }
    let list = format!("# Bote\n{site}/politik/bruecke\n{site}/absent\n");
    fs::write(place.path().join("list.txt"), list).expect("written");
    let output = tripel(&place, &["add", "--pause", "0", "--urls", "list.txt"]);
    assert!(out(&output).contains("replaced bruecke"), "{}{}", out(&output), said(&output));
    assert!(said(&output).contains("1 of 2 articles failed"), "{}", said(&output));
    fs::write(place.path().join("none.txt"), "bruecke\n").expect("written");
    let output = tripel(&place, &["add", "--urls", "none.txt"]);
    assert!(said(&output).contains("is no address of the web"), "{}", said(&output));
}

/// A site with a certificate that it wrote for itself; `None` where no `openssl` is there to play it.
fn site_of_nobody(place: &TempDir) -> Option<(Child, u16)> {
    let make = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost \
                -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE";
    let openssl = |arguments: &str| {
        let mut command = Command::new("openssl");
        command.args(arguments.split_whitespace()).current_dir(place.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    if !openssl(make).status().is_ok_and(|status| status.success()) {
        return None;
    }
    let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let serve = format!("s_server -www -key key.pem -cert cert.pem -accept 127.0.0.1:{port}");
    let child = openssl(&serve).spawn().ok()?;
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Some((child, port))
}

#[test]
fn a_certificate_of_nobody_is_refused() {
    let place = tempfile::tempdir().expect("a folder");
    let Some((mut server, port)) = site_of_nobody(&place) else {
        println!("skipped: openssl is not there");
        return;
    };
    let url = format!("https://localhost:{port}/bruecke");
    let output = tripel(&place, &["add", "--pause", "0", &url]);
    server.kill().expect("stopped");
    server.wait().expect("ended");
    assert_eq!(output.status.code(), Some(2), "{}", out(&output));
    assert!(said(&output).contains("has a certificate that proves nothing"), "{}", said(&output));
    assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    // what is no server of https at all
    let url = format!("https://127.0.0.1:{}/bruecke", site());
    let output = tripel(&place, &["add", "--pause", "0", &url]);
    assert!(said(&output).contains("cannot be fetched"), "{}", said(&output));
    assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
}
