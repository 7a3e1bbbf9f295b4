//! Pages and feeds of the web, fetched only where somebody names their addresses.
//!
//! What a site's robots.txt forbids is left alone, a site is asked at most once a second, and no answer may take too long or be too
//! large. Forwarding to another address counts as a fetch of its own.

use std::collections::HashMap;
use std::io::Cursor;
use std::thread::sleep;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, Uri};
use ureq::{Agent, Error as Failure};

use super::articles::Articles;
use super::given::How;
use crate::record::article::{Article, Metadata};
use crate::record::error::{Error, Result};

/// By what name sites know us; their robots.txt may name it.
const NAME: &str = "tripel";
/// An answer may take so long, and have so many bytes.
const TIMEOUT: Duration = Duration::from_secs(30);
const LARGEST: u64 = 64 << 20;
/// A robots.txt has no more (RFC 9309 asks for half a megabyte at least).
const LARGEST_RULES: u64 = 1 << 20;
/// An address may forward to so many others.
const FORWARDS: usize = 5;
/// A site may ask for pauses of up to so many seconds.
const LONGEST_PAUSE: u64 = 60;

/// Fetches addresses, one after the other.
pub struct Fetcher {
    agent: Agent,
    pause: Duration,
    timeout: Duration,
    largest: u64,
    sites: HashMap<String, Site>,
}

/// What is known of a site.
struct Site {
    rules: Rules,
    last: Instant,
}

/// An answer: its bytes, and the address that gave them in the end.
struct Answer {
    url: String,
    bytes: Vec<u8>,
    status: u16,
    headers: HeaderMap,
}

impl Fetcher {
    /// A site is asked again only after so long.
    pub fn new(pause: Duration) -> Fetcher {
        Fetcher::within(pause, TIMEOUT, LARGEST)
    }

    /// The same with other limits for an answer: how long it may take, and how many bytes it may have.
    fn within(pause: Duration, timeout: Duration, largest: u64) -> Fetcher {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("tripel/", env!("CARGO_PKG_VERSION")))
            .accept("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5")
            .build();
        Fetcher { agent: config.into(), pause, timeout, largest, sites: HashMap::new() }
    }

    /// The articles at an address: of a page one, of a feed or a file as many as it has.
    pub fn articles(&mut self, url: &str, known: &Metadata, how: &How) -> Articles {
        let answer = match self.answer(url) {
            Ok(answer) => answer,
            Err(error) => return Articles::failed(error),
        };
        let bytes = in_utf8(answer.bytes, &answer.headers);
        let name = without_query(&answer.url);
        Article::from_reader_as(name, Cursor::new(bytes), known, how).at(&answer.url)
    }

    /// The answer of an address, or of the one that it forwards to.
    fn answer(&mut self, url: &str) -> Result<Answer> {
        let mut url = url.to_owned();
        for _ in 0..=FORWARDS {
            self.ask_for_leave(&url)?;
            let answer = self.get(&url, self.largest)?;
            match answer.status {
                200 => return Ok(answer),
                301 | 302 | 303 | 307 | 308 => {
                    let place = answer.headers.get("location").and_then(|to| to.to_str().ok());
                    url = place
                        .and_then(|place| joined(&url, place))
                        .ok_or_else(|| Error::new(format!("{url} forwards to no address")))?;
                }
                429 | 503 => {
                    let status = answer.status;
                    let what = format!("{url} answers {status}: it is asked too much; try later");
                    return Err(Error::new(what));
                }
                404 | 410 => return Err(Error::new(format!("{url} is not there (404)"))),
                status => return Err(Error::new(format!("{url} answers {status}"))),
            }
        }
        Err(Error::new(format!("{url} forwards to others without end")))
    }

    /// Whether the site lets us fetch an address; waits until it may be asked again.
    fn ask_for_leave(&mut self, url: &str) -> Result<()> {
        let (site, path) = parted(url)?;
        if !self.sites.contains_key(&site) {
            let rules = self.rules(&site)?;
            self.sites.insert(site.clone(), Site { rules, last: Instant::now() });
            sleep(self.pause);
        }
        let Some(own) = self.sites.get_mut(&site) else { return Ok(()) };
        if !own.rules.allow(&path) {
            let what = format!("{url} is closed to programs by the robots.txt of {site}");
            return Err(Error::new(what));
        }
        let pause = self.pause.max(own.rules.pause);
        sleep(pause.saturating_sub(own.last.elapsed()));
        own.last = Instant::now();
        Ok(())
    }

    /// The rules of a site: without a robots.txt everything is open; where it cannot be asked, nothing.
    fn rules(&mut self, site: &str) -> Result<Rules> {
        let mut url = format!("{site}/robots.txt");
        for _ in 0..=FORWARDS {
            let answer = self.get(&url, LARGEST_RULES)?;
            match answer.status {
                200 => return Ok(Rules::parse(&String::from_utf8_lossy(&answer.bytes))),
                301 | 302 | 303 | 307 | 308 => {
                    let place = answer.headers.get("location").and_then(|to| to.to_str().ok());
                    match place.and_then(|place| joined(&url, place)) {
                        Some(next) => url = next,
                        None => return Ok(Rules::default()),
                    }
                }
                400..=499 => return Ok(Rules::default()),
                status => {
                    let what = format!("{url} answers {status}, so {site} is left alone");
                    return Err(Error::new(what));
                }
            }
        }
        Ok(Rules::default())
    }

    fn get(&self, url: &str, most: u64) -> Result<Answer> {
        let larger = || Error::new(format!("{url} is larger than {} MB", most >> 20));
        let failed = |error: Failure| match error {
            Failure::Timeout(_) => {
                let seconds = self.timeout.as_secs_f32();
                Error::new(format!("{url} does not answer within {seconds} seconds; try later"))
            }
            Failure::HostNotFound => Error::new(format!("{url} has a host that nobody knows")),
            Failure::BodyExceedsLimit(_) => larger(),
            Failure::Io(error) if error.to_string().contains("certificate") => {
                let what = "has a certificate that proves nothing, so it is not fetched; save the page in a browser and add its file";
                Error::because(format!("{url} {what}"), error)
            }
            error => Error::because(format!("{url} cannot be fetched"), error),
        };
        let mut response = self.agent.get(url).call().map_err(failed)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let told = headers.get("content-length").and_then(|length| length.to_str().ok());
        if told.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > most) {
            return Err(larger());
        }
        let bytes = match status {
            200 => response.body_mut().with_config().limit(most).read_to_vec().map_err(failed)?,
            _ => Vec::new(),
        };
        Ok(Answer { url: url.to_owned(), bytes, status, headers })
    }
}

/// "https://bote.example" and "/politik/1?seite=2"
fn parted(url: &str) -> Result<(String, String)> {
    let wrong = || Error::new(format!("'{url}' is no address of the web"));
    let parsed: Uri = url.parse().map_err(|_| wrong())?;
    let scheme = parsed.scheme_str().filter(|own| ["http", "https"].contains(own));
    let (scheme, host) = scheme.zip(parsed.authority()).ok_or_else(wrong)?;
    let path = parsed.path_and_query().map_or("/", |path| path.as_str());
    Ok((format!("{scheme}://{host}"), path.to_owned()))
}

/// The address that a page means by "/politik/1" or "//bote.example/1".
fn joined(url: &str, place: &str) -> Option<String> {
    if place.starts_with("http://") || place.starts_with("https://") {
        return Some(place.to_owned());
    }
    let (site, path) = parted(url).ok()?;
    if let Some(rest) = place.strip_prefix("//") {
        return Some(format!("{}://{rest}", site.split_once("://")?.0));
    }
    if place.starts_with('/') {
        return Some(format!("{site}{place}"));
    }
    let folder = path.split('?').next()?.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(format!("{site}{folder}/{place}"))
}

/// The address by whose last part an article is called.
fn without_query(url: &str) -> &str {
    let bare = url.split(['?', '#']).next().unwrap_or(url);
    if url.len() == bare.len() { bare.trim_end_matches('/') } else { url }
}

/// The bytes in UTF-8, where the head of the answer names another encoding.
fn in_utf8(bytes: Vec<u8>, headers: &HeaderMap) -> Vec<u8> {
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let charset = kind.split("charset=").nth(1).map(|name| name.trim_matches(['"', ' ', ';']));
    let encoding = charset.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    match encoding {
        Some(encoding)
            if encoding != encoding_rs::UTF_8 && std::str::from_utf8(&bytes).is_err() =>
        {
            encoding.decode(&bytes).0.into_owned().into_bytes()
        }
        _ => bytes,
    }
}

/// What a site's robots.txt (RFC 9309) says to us.
#[derive(Default)]
struct Rules {
    /// Whether a path is open, and its pattern.
    lines: Vec<(bool, String)>,
    pause: Duration,
}

impl Rules {
    fn parse(text: &str) -> Rules {
        let (mut ours, mut all) = (None::<Rules>, Rules::default());
        let mut agents: Vec<String> = Vec::new();
        let mut in_rules = false;
        for line in text.lines().take(50_000) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    agents.clear();
                }
                in_rules = false;
                agents.push(value.to_ascii_lowercase());
                continue;
            }
            in_rules = true;
            if agents.iter().any(|own| own == NAME) {
                ours.get_or_insert_default().add(&key, value);
            } else if agents.iter().any(|own| own == "*") {
                all.add(&key, value);
            }
        }
        ours.unwrap_or(all)
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => {
                self.lines.push((key == "allow", value.to_owned()));
            }
            "crawl-delay" => {
                let seconds = value.parse::<f64>().unwrap_or(0.0).clamp(0.0, LONGEST_PAUSE as f64);
                self.pause = Duration::from_secs_f64(seconds);
            }
            _ => {}
        }
    }

    /// The longest pattern that fits decides; of two as long the one that allows.
    fn allow(&self, path: &str) -> bool {
        let fitting = self.lines.iter().filter(|(_, pattern)| fits(pattern, path));
        fitting.max_by_key(|(open, pattern)| (pattern.len(), *open)).is_none_or(|(open, _)| *open)
    }
}

/// "/politik/*.pdf$" fits "/politik/2024/a.pdf".
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

/// The addresses in a list: one a line, "#" before what is none; or those of a sitemap or a list of feeds.
pub fn addresses(text: &str) -> Vec<String> {
    let start = text.trim_start();
    if start.starts_with('<') {
        let tags = [("<loc>", "</loc>"), ("xmlUrl=\"", "\""), ("<link>", "</link>")];
        let found = tags.iter().flat_map(|(open, close)| {
            let parts = text.split(open).skip(1);
            parts.filter_map(move |part| part.split(close).next())
        });
        let found = found.map(|url| html_escape::decode_html_entities(url.trim()).into_owned());
        return found.filter(|url| super::is_address(url)).collect();
    }
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn rules_are_those_of_rfc_9309() {
        let rules = Rules::parse(
            "# Bote\nUser-agent: a\nUser-Agent: *\nDisallow: /intern\nAllow: /intern/offen\nDisallow: /*.pdf$\n\
             Crawl-delay: 2\n\nUser-agent: b\nDisallow: /\n",
        );
        for (path, open) in [
            ("/", true),
            ("/intern/1", false),
            ("/intern/offen/1", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
        ] {
            assert_eq!(rules.allow(path), open, "{path}");
        }
        assert_eq!(rules.pause, Duration::from_secs(2));
        assert!(
            !Rules::parse("User-agent: tripel\nDisallow: /\nUser-agent: *\nAllow: /").allow("/a")
        );
        assert!(Rules::parse("<html>").allow("/a"));
    }

    /// A site on this machine that answers each question with these bytes; what it was asked, and when.
    fn site(answer: fn(&str) -> Vec<u8>) -> (String, std::sync::mpsc::Receiver<(String, Instant)>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (asked, questions) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            // those that get no answer stay open
            let mut silent = Vec::new();
            for mut stream in listener.incoming().flatten() {
                let mut line = String::new();
                BufReader::new(&stream).read_line(&mut line).expect("a question");
                let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
                let bytes = answer(&path);
                let _ = asked.send((path, Instant::now()));
                match bytes.is_empty() {
                    true => silent.push(stream),
                    false => drop(stream.write_all(&bytes)),
                }
            }
        });
        (url, questions)
    }

    fn fault(mut fetcher: Fetcher, url: &str) -> String {
        let mut articles = fetcher.articles(url, &Metadata::default(), &How::default());
        articles.next().expect("one").expect_err("a fault").to_string()
    }

    #[test]
    fn answers_have_a_time_and_a_size() {
        let (none, tenth) = (Duration::ZERO, Duration::from_millis(100));
        let (url, _) = site(|path| match path {
            "/robots.txt" => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
            "/a" => Vec::new(),
            _ => [&b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"[..], &[b'x'; 5000]].concat(),
        });
        let slow = fault(Fetcher::within(none, tenth, LARGEST), &format!("{url}/a"));
        assert_eq!(slow, format!("{url}/a does not answer within 0.1 seconds; try later"));
        let large = fault(Fetcher::within(none, TIMEOUT, 4096), &format!("{url}/b"));
        assert_eq!(large, format!("{url}/b is larger than 0 MB"));
    }

    #[test]
    fn a_site_is_asked_again_after_a_pause() {
        let (url, questions) = site(|path| {
            let rules = "User-agent: *\nCrawl-delay: 0.3\n";
            let page = "<html><body><article><p>Der Rat von Norderau tagte am Dienstag lange.</p></article></body></html>";
            let body = if path == "/robots.txt" { rules } else { page };
            let length = body.len();
            format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .into()
        });
        let mut fetcher = Fetcher::new(Duration::from_millis(100));
        for path in ["/a", "/b"] {
            let url = format!("{url}{path}");
            let read = fetcher.articles(&url, &Metadata::default(), &How::default());
            assert_eq!(read.filter(Result::is_ok).count(), 1, "{path}");
        }
        let asked: Vec<(String, Instant)> = questions.try_iter().collect();
        let paths: Vec<&str> = asked.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["/robots.txt", "/a", "/b"]);
        let pause = |n: usize| asked[n + 1].1 - asked[n].1;
        // the clock of the site is a little late now and then
        assert!(pause(0) >= Duration::from_millis(250), "as the site asks");
        assert!(pause(1) >= Duration::from_millis(250), "as the site asks");
    }

    #[test]
    fn places_are_joined_with_addresses() {
        let url = "https://bote.example/a/b?c";
        for (place, whole) in [
            ("/d", "https://bote.example/d"),
            ("d", "https://bote.example/a/d"),
            ("//x.example/d", "https://x.example/d"),
            ("http://x.example", "http://x.example"),
        ] {
            assert_eq!(joined(url, place).as_deref(), Some(whole));
        }
    }

    #[test]
    fn lists_of_addresses_are_lines_or_sitemaps() {
        assert_eq!(addresses("# Bote\n\nhttps://a.example/1\n"), ["https://a.example/1"]);
        let sitemap = "<?xml version='1.0'?><urlset><url><loc>https://a.example/1?a&amp;b</loc></url></urlset>";
        assert_eq!(addresses(sitemap), ["https://a.example/1?a&b"]);
    }
}
