//! The explorer from outside: every view, SPARQL over HTTP, corrections that survive a kill, strangers that are refused, hostile articles.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A folder with a store, and a server that runs on it.
struct Desk {
    place: TempDir,
    server: Option<Child>,
    address: String,
}

struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Desk {
    /// A store with the sample article and others, read with the small analyser.
    fn new(others: &[(&str, &str)]) -> Desk {
        let place = tempfile::tempdir().expect("a folder");
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
        let mut files = vec![sample.display().to_string()];
        for (name, text) in others {
            fs::write(place.path().join(name), text).expect("written");
            files.push((*name).to_owned());
        }
        let mut command = tripel(&place);
        command.args(["add", "--fast", "--quiet"]).args(files);
        assert!(command.status().expect("started").success());
        Desk { place, server: None, address: String::new() }
    }

    fn start(&mut self, options: &[&str]) {
        let mut command = tripel(&self.place);
        command.args(["serve", "--port", "0", "--quiet"]).args(options).stdout(Stdio::piped());
        let mut server = command.spawn().expect("started");
        let mut line = String::new();
        BufReader::new(server.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("an address");
        self.address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        self.server = Some(server);
    }

    fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let address = self.address.split('/').next().expect("an address");
        let mut stream = TcpStream::connect(address).expect("connected");
        let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
        let host = if headers.iter().any(|(name, _)| *name == "host") {
            String::new()
        } else {
            format!("host: {address}\r\n")
        };
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{host}{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        // a server that refuses a long body may close before it has come whole; what it said is read all the same
        let sent = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        if body.len() > 1 << 20 && bytes.is_empty() && (sent.is_err() || read.is_err()) {
            return self.send_again(method, path, body);
        }
        assert!(body.len() > 1 << 20 || sent.is_ok() && read.is_ok(), "{sent:?} {read:?}");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status =
            lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|own| own.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Reply {
            status: status.expect("a status"),
            headers: headers.collect(),
            body: body.to_owned(),
        }
    }

    /// The close had overtaken the answer.
    fn send_again(&self, method: &str, path: &str, body: &str) -> Reply {
        self.send(method, path, &[], body)
    }

    fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[("accept", "text/html")], "")
    }

    fn rdf(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &[("accept", accept)], "")
    }

    /// The page, which must be there.
    fn page(&self, path: &str) -> String {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        assert!(
            reply.headers["content-security-policy"].starts_with("default-src 'none'"),
            "{path}"
        );
        reply.body
    }

    /// Sends a form as a browser does.
    fn correct(&self, key: &str, fields: &[(&str, &str)]) -> Reply {
        let form: Vec<String> = [("key", key)]
            .iter()
            .chain(fields)
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send("POST", "/correct", &headers, &form.join("&"))
    }
}

fn tripel(place: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tripel"));
    command
        .current_dir(place.path())
        .env_remove("TRIPEL_STORE")
        .env("TRIPEL_WHO", "anna")
        .stdin(Stdio::null());
    command
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What stands between two texts.
fn between<'t>(text: &'t str, before: &str, behind: &str) -> Option<&'t str> {
    text.split_once(before)?.1.split_once(behind).map(|(found, _)| found)
}

/// Every link of a page to a page of the same server.
fn links(page: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = found.filter(|link| link.starts_with('/') && !link.starts_with("//"));
    own.map(|link| link.split('#').next().unwrap_or(link).replace("&amp;", "&")).collect()
}

#[test]
fn every_view_is_there_and_every_link_leads_somewhere() {
    let mut desk = Desk::new(&[(
        "zwei.txt",
        "China weist die Vorwürfe der USA zurück. Russland kritisiert die NATO.",
    )]);
    desk.start(&["--edit"]);
    let mut open = vec![
        "/".to_owned(),
        "/log".to_owned(),
        "/doubles".to_owned(),
        "/search?q=China".to_owned(),
        "/network?status=claimed&top=10".to_owned(),
    ];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) || seen.len() > 700 {
            continue;
        }
        let reply = desk.get(&path);
        assert!(matches!(reply.status, 200 | 303), "{path}: {} {}", reply.status, reply.body);
        let is_page = reply.headers["content-type"].starts_with("text/html")
            && !reply.headers.contains_key("content-disposition");
        if is_page && reply.status == 200 {
            assert_eq!(reply.body.matches("<h1").count(), 1, "{path}");
            assert_eq!(reply.body.matches("<main").count(), 1, "{path}");
            open.extend(
                links(&reply.body)
                    .into_iter()
                    .filter(|link| !link.contains("lang=") && !link.contains("tree=")),
            );
        }
    }
    for view in [
        "/",
        "/network",
        "/actor/china",
        "/review",
        "/queries/accusations",
        "/downloads",
        "/statements.csv",
    ] {
        assert!(seen.contains(view), "no link leads to {view}");
    }
    assert!(
        seen.iter().any(|path| path.starts_with("/pair/"))
            && seen.iter().any(|path| path.starts_with("/statement/"))
    );
}

#[test]
fn pages_speak_the_language_that_is_wanted() {
    let mut desk = Desk::new(&[]);
    desk.start(&[]);
    let german = desk.send(
        "GET",
        "/",
        &[("accept", "text/html"), ("accept-language", "de-AT,en;q=0.5")],
        "",
    );
    assert!(
        german.body.contains("<html lang=\"de\">") && german.body.contains("Wer wen beschuldigt")
    );
    assert!(desk.page("/").contains("Who accuses whom"));
    let chosen = desk.get("/?lang=de");
    assert!(chosen.headers["set-cookie"].starts_with("lang=de"));
    let first = desk.get("/");
    assert!(first.body.len() < 100_000, "{} bytes", first.body.len());
    // the tests beside this one keep both cores busy now and then
    let quickest = (0..20).map(|_| {
        let begin = Instant::now();
        desk.get("/");
        begin.elapsed()
    });
    let quickest = quickest.min().expect("some");
    assert!(quickest < Duration::from_millis(500), "{quickest:?}");
    for view in ["/actor/china", "/review", "/article/cyberangriffe"] {
        assert!(!desk.page(view).contains("<form method=\"post\""), "{view}");
    }
    assert_eq!(desk.correct("", &[("what", "read"), ("of", "cyberangriffe")]).status, 403);
}

#[test]
fn sparql_over_http_is_the_protocol() {
    let mut desk = Desk::new(&[]);
    desk.start(&["--limit", "50", "--timeout", "5", "--cors", "*"]);
    let ask =
        |accept: &str, sparql: &str| desk.rdf(&format!("/query?query={}", encoded(sparql)), accept);
    let select = "SELECT ?who ?what { ?who r:reject ?what }";
    for (accept, begins) in [
        ("application/sparql-results+json", "{\"head\""),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "who,what"),
        ("text/tab-separated-values", "?who\t?what"),
    ] {
        let reply = ask(accept, select);
        assert_eq!(
            (reply.status, reply.headers["content-type"].as_str()),
            (200, accept),
            "{}",
            reply.body
        );
        assert!(
            reply.body.starts_with(begins) && reply.body.contains("actor/china"),
            "{}",
            reply.body
        );
    }
    assert_eq!(ask("image/png", select).status, 406);
    assert!(ask("*/*", "ASK { ?a r:reject ?b }").body.contains("true"));
    let construct = "CONSTRUCT { ?a r:reject ?b } { ?a r:reject ?b }";
    for accept in [
        "text/turtle",
        "application/trig",
        "application/n-quads",
        "application/ld+json",
        "application/rdf+xml",
        "application/n-triples",
    ] {
        assert_eq!(ask(accept, construct).headers["content-type"], accept);
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(
        desk.send("POST", "/query", &form, &format!("query={}", encoded(select))).status,
        200
    );
    let direct = [("content-type", "application/sparql-query"), ("accept", "text/csv")];
    assert!(desk.send("POST", "/query", &direct, select).body.starts_with("who,what"));
    assert_eq!(
        desk.send("POST", "/query", &[("content-type", "application/sparql-update")], "CLEAR ALL")
            .status,
        403
    );
    assert_eq!(desk.send("POST", "/query", &[("content-type", "text/plain")], select).status, 415);
    let wrong = ask("*/*", "SELECT { nonsense");
    assert!(wrong.status == 400 && wrong.body.contains("is not valid SPARQL"), "{}", wrong.body);
    // the default graph is never the union
    let claimed = "SELECT (COUNT(*) AS ?n) { ?s t:status t:claimed . GRAPH ?s { ?a ?p ?b } FILTER NOT EXISTS { ?a ?p ?b } }";
    assert!(!ask("text/csv", claimed).body.trim().ends_with("\n0"));
    let too_many = ask("text/csv", "SELECT * { ?a ?b ?c }");
    assert!(
        too_many.status == 400 && too_many.body.contains("more than 50 rows"),
        "{}",
        too_many.body
    );
    let begin = Instant::now();
    let slow = ask("text/csv", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
    assert!(slow.status == 503 && begin.elapsed() < Duration::from_secs(15), "{}", slow.body);
    let description = desk.rdf("/query", "text/turtle");
    assert!(
        description.body.contains("sd:SPARQL11Query")
            && description.headers["access-control-allow-origin"] == "*"
    );
    let dataset = format!(
        "/query?default-graph-uri={}&query={}",
        encoded("https://tripel.example/statement/none"),
        encoded("ASK { ?a ?b ?c }")
    );
    assert!(desk.rdf(&dataset, "text/csv").body.contains("false"));
}

#[test]
fn every_name_answers_with_a_page_or_its_rdf() {
    let mut desk = Desk::new(&[]);
    desk.start(&[]);
    let rows = desk.rdf(&format!("/query?query={}", encoded("SELECT DISTINCT ?s { ?s a ?c FILTER(STRSTARTS(STR(?s), \"https://tripel.example/\")) }")), "text/csv");
    let mut kinds = BTreeMap::new();
    for iri in rows.body.lines().skip(1) {
        let path = iri.trim().trim_start_matches("https://tripel.example");
        let kind = path.split('/').nth(1).unwrap_or("").to_owned();
        let count: &mut usize = kinds.entry(kind).or_default();
        *count += 1;
        if *count > 25 {
            continue;
        }
        let path: String =
            path.chars()
                .map(|letter| {
                    if letter.is_ascii() {
                        letter.to_string()
                    } else {
                        encoded(&letter.to_string())
                    }
                })
                .collect();
        desk.page(&path);
        let turtle = desk.rdf(&path, "text/turtle");
        assert!(turtle.status == 200 && turtle.headers["content-type"] == "text/turtle", "{path}");
    }
    assert!(kinds.len() >= 6, "{kinds:?}");
    assert!(desk.rdf("/data?default", "text/turtle").body.contains("prefix"));
    assert_eq!(desk.rdf("/data?graph=https://tripel.example/none", "text/turtle").status, 404);
    assert_eq!(desk.get("/actor/nobody-at-all").status, 404);
    assert_eq!(desk.get("/../../etc/passwd").status, 404);
}

#[test]
fn strangers_are_refused() {
    let mut desk = Desk::new(&[]);
    desk.start(&["--edit"]);
    assert_eq!(desk.send("GET", "/", &[("host", "evil.example")], "").status, 421);
    let page = desk.page("/article/cyberangriffe");
    let key = between(&page, "name=\"key\" value=\"", "\"").expect("a key").to_owned();
    let form = format!("key={key}&what=read&of=cyberangriffe");
    let media = ("content-type", "application/x-www-form-urlencoded");
    assert_eq!(
        desk.send("POST", "/correct", &[media, ("origin", "https://evil.example")], &form).status,
        403
    );
    assert_eq!(desk.correct("guessed", &[("what", "read"), ("of", "cyberangriffe")]).status, 403);
    assert_eq!(
        desk.correct(&key, &[("what", "status"), ("of", "s0"), ("value", "claimed")]).status,
        422
    );
    assert_eq!(desk.correct(&key, &[("what", "read"), ("of", "cyberangriffe")]).status, 303);
    assert!(desk.page("/article/cyberangriffe").contains("anna"));
    assert_eq!(desk.send("PUT", "/data?default", &[], "").status, 405);
    assert_eq!(desk.send("POST", "/query", &[], &"x".repeat(2 << 20)).status, 413);
    desk.kill();
    desk.start(&["--host", "0.0.0.0"]);
    let (address, token) = desk
        .address
        .clone()
        .split_once("/?token=")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a token");
    desk.address = address.replace("0.0.0.0", "127.0.0.1");
    assert_eq!(desk.get("/").status, 401);
    let opened = desk.get(&format!("/?token={token}"));
    assert!(opened.status == 303 && opened.headers["set-cookie"].contains("HttpOnly"));
    assert_eq!(
        desk.send("GET", "/", &[("cookie", &format!("tripel-token={token}"))], "").status,
        200
    );
}

/// Each correction is answered only when it is on the disk: a server that is killed right behind the answer loses none.
#[test]
fn a_killed_server_loses_no_correction() {
    let mut desk = Desk::new(&[]);
    let times = if std::env::var_os("TRIPEL_SOAK").is_some() { 50 } else { 8 };
    let mut decided = Vec::new();
    for _ in 0..times {
        desk.start(&["--edit"]);
        let page = desk.page("/review");
        let key = between(&page, "name=\"key\" value=\"", "\"").expect("a key").to_owned();
        let Some(id) = between(&page, "name=\"of\" value=\"", "\"") else { break };
        let id = id.to_owned();
        let reply = desk.correct(&key, &[("what", "accept"), ("of", &id), ("back", "/review")]);
        assert_eq!((reply.status, reply.headers["location"].as_str()), (303, "/review"));
        // at once, before the store has it
        assert!(desk.page("/log").contains(&format!("/statement/{id}")), "{id}");
        desk.kill();
        assert!(!decided.contains(&id), "{id} was asked twice");
        decided.push(id);
    }
    let log =
        fs::read_to_string(desk.place.path().join("tripel.kb/corrections.jsonl")).expect("a log");
    assert!(decided.iter().all(|id| log.contains(id)), "{decided:?}");
    desk.start(&["--edit"]);
    for id in &decided {
        assert!(desk.page(&format!("/statement/{id}")).contains("✓ accepted · anna"), "{id}");
    }
}

const HOSTILE: &str = "{\"id\": \"x<script>alert(1)</script>\", \"title\": \"<img src=x onerror=alert(1)>\\u202eevil\", \
    \"url\": \"javascript:alert(1)\", \"source\": \"\\\"><script>alert(2)</script>\", \"date\": \"2021-07-20\", \
    \"text\": \"China weist die <script>alert(3)</script> Vorwürfe der USA zurück. \\u202eRussland kritisiert die \\\"NATO'><svg onload=alert(4)>\\\". Die USA beschuldigen China.\"}\n";

#[test]
fn a_hostile_article_is_harmless_in_every_view_and_in_the_report() {
    let mut desk = Desk::new(&[("hostile.jsonl", HOSTILE)]);
    desk.start(&["--edit"]);
    let mut paths: Vec<String> = [
        "/",
        "/network",
        "/articles",
        "/actors",
        "/search?q=%3Cscript%3Ealert%281%29",
        "/queries?query=%22%3E%3Cscript%3E",
        "/review",
        "/downloads",
    ]
    .map(str::to_owned)
    .to_vec();
    for page in paths.clone() {
        paths.extend(links(&desk.page(&page)).into_iter().filter(|link| {
            ["/article/", "/statement/", "/actor/", "/pair/"]
                .iter()
                .any(|kind| link.starts_with(kind))
        }));
    }
    paths.sort();
    paths.dedup();
    for path in &paths {
        let reply = desk.get(path);
        is_harmless(path, &reply.body);
    }
    let report = tripel(&desk.place).args(["report"]).output().expect("started");
    let report = String::from_utf8(report.stdout).expect("UTF-8");
    is_harmless("report", &report);
    assert!(report.contains("&lt;img src=x onerror=alert(1)&gt;") && !report.contains("<script"));
}

fn is_harmless(path: &str, page: &str) {
    let lower = page.to_lowercase();
    for wrong in [
        "<script>",
        "<img src=x",
        "<svg onload",
        "href=\"javascript:",
        "\u{202e}",
        "=alert(1)\"",
        " onerror=\"",
    ] {
        assert!(!lower.contains(wrong), "{path} has {wrong}");
    }
}

#[test]
fn the_report_is_one_file() {
    let desk = Desk::new(&[]);
    let made = tripel(&desk.place)
        .args(["report", "-o", "report.html", "--german"])
        .status()
        .expect("started");
    assert!(made.success());
    let report = fs::read_to_string(desk.place.path().join("report.html")).expect("a report");
    for wrong in ["src=\"", "<link", "href=\"/", "@import", "url(http"] {
        assert!(!report.contains(wrong), "{wrong}");
    }
    // every link in it leads to a place in it
    for link in report.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(report.contains(&format!("id=\"{link}\"")), "#{link} leads nowhere");
    }
    let short = tripel(&desk.place).args(["report", "--no-text"]).output().expect("started");
    let short = String::from_utf8(short.stdout).expect("UTF-8");
    assert!(short.contains("left out of this report") && !short.contains("class=\"text\""));
    println!("{} kB, {} kB without texts", report.len() / 1000, short.len() / 1000);
}

/// Many at once: no error, and quick. `TRIPEL_SOAK` makes it a minute.
#[test]
fn many_clients_are_answered() {
    let mut desk = Desk::new(&[]);
    desk.start(&[]);
    let time = Duration::from_secs(if std::env::var_os("TRIPEL_SOAK").is_some() { 60 } else { 3 });
    let begin = Instant::now();
    let desk = &desk;
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let client = |number: usize| {
            scope.spawn(move || {
                let paths = [
                    "/",
                    "/actor/china",
                    "/article/cyberangriffe",
                    "/search?q=China",
                    "/network?top=10",
                    "/actors",
                ];
                let mut times = Vec::new();
                while begin.elapsed() < time {
                    let path = paths[(number + times.len()) % paths.len()];
                    let start = Instant::now();
                    assert_eq!(desk.get(path).status, 200, "{path}");
                    times.push(start.elapsed());
                }
                times
            })
        };
        let clients: Vec<_> = (0..50).map(client).collect();
        clients.into_iter().flat_map(|client| client.join().expect("no error")).collect()
    });
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!("{} requests, median {:?}, p99 {:?}", times.len(), at(50), at(99));
    assert!(at(99) < Duration::from_secs(20), "{:?}", at(99));
}

/// SPARQLWrapper and rdflib, where `TRIPEL_PYTHON` has them.
#[test]
fn other_programs_ask_the_endpoint() {
    let Some(python) = std::env::var_os("TRIPEL_PYTHON") else {
        println!("skipped: TRIPEL_PYTHON names no Python with tests/readers.txt");
        return;
    };
    let mut desk = Desk::new(&[]);
    desk.start(&[]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/clients.py");
    let asked = Command::new(python)
        .arg(script)
        .arg(format!("http://{}", desk.address))
        .output()
        .expect("started");
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    println!("{}", String::from_utf8_lossy(&asked.stdout).trim());
}
