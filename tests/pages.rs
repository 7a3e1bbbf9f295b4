//! Small pages, each a kind of fault that extractors make: "caption-p.html" is read as "caption-p.txt" says.
//!
//! Beside each page stands what is expected: title and day, a blank line, and the lines of the story.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::language::Reason;
use tripel::languages::language;
use tripel::read::page;
use tripel::record::article::{Article, Metadata, parse_date};

/// What is still read wrongly, by the name of its page.
const WRONG: [&str; 0] = [];

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages.sort();
    pages
}

/// Title, day and story of a page as they are expected, and as they are read: a line each.
fn both(page: &Path) -> (Vec<String>, Vec<String>) {
    let expected = fs::read_to_string(page.with_extension("txt")).expect("what is expected");
    let lines = expected.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
    let article = Article::read(page, &Metadata::default()).next().expect("one").expect("a page");
    let day = article.date.map_or("None".to_owned(), |day| day.to_string());
    let title = article.title.clone().unwrap_or_default();
    let mut found = vec![format!("title: {title}"), format!("date: {day}")];
    let body = article.body(language("de").expect("German is built in"));
    let story = body.story.iter().flat_map(|span| span.of(&article.text).lines());
    found.extend(story.map(str::to_owned).filter(|line| *line != title));
    (lines.collect(), found)
}

#[test]
fn each_kind_is_read_as_expected() {
    let mut wrong = Vec::new();
    for page in pages() {
        let name = page.file_stem().expect("a name").to_string_lossy().into_owned();
        let (expected, found) = both(&page);
        let known = WRONG.contains(&name.as_str());
        if (expected != found) != known {
            wrong.push(format!("{name}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_line_of_a_page_has_its_reason() {
    for path in pages() {
        let Some(page) = page(&path) else { panic!("{} is no page", path.display()) };
        let kept = page.lines.iter().filter(|line| line.verdict.is_ok());
        for line in kept {
            let stands = page.text.contains(&line.text);
            assert!(stands, "{}: '{}' is kept and not there", path.display(), line.text);
        }
        assert!(page.lines.windows(2).all(|pair| pair[0].at <= pair[1].at));
    }
}

/// The lines of a live blog that say when its entries were written.
fn times(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(name);
    let article = Article::read(&path, &Metadata::default()).next().expect("one").expect("a page");
    let body = article.body(language("de").expect("German is built in"));
    let entries = body.skipped.iter().filter(|skipped| skipped.reason == Reason::Entry);
    entries.map(|skipped| skipped.span.of(&article.text).to_owned()).collect()
}

#[test]
fn each_entry_of_a_live_blog_has_its_time() {
    let days = [
        "13.03.2024, 09:15 Uhr",
        "13.03.2024, 08:15 Uhr",
        "12.03.2024, 23:30 Uhr",
        "12.03.2024, 07:15 Uhr",
    ];
    assert_eq!(times("live-blog-days.html"), days, "time elements, or as it is written");
    assert_eq!(times("live-blog-hidden-times.html"), days, "only in the JSON-LD");
    let hours = ["09:15", "08:15", "07:15", "06:15"];
    assert_eq!(times("live-blog.html"), hours.map(|hour| format!("12.03.2024, {hour} Uhr")));
}

#[test]
fn days_in_an_entry_are_reckoned_from_its_own() {
    let article = Article {
        id: "ticker".into(),
        date: parse_date("2024-03-12"),
        text: "13.03.2024, 09:15 Uhr\n\nPetra Kallweit kritisierte gestern die Grünen.\n\n12.03.2024, 23:30 Uhr\n\n\
               Petra Kallweit lobte gestern die SPD."
            .into(),
        ..Article::default()
    };
    let german = language("de").expect("German is built in");
    let found = extract(&article, german, &Corrections::default());
    let days = found.statements.iter().filter_map(|said| said.time.as_ref()?.value);
    assert_eq!(days.map(|day| day.to_string()).collect::<Vec<_>>(), ["2024-03-12", "2024-03-11"]);
}

#[test]
fn the_time_before_an_entry_of_a_ticker_is_no_story() {
    let article = Article {
        text: "+++ 09:15 Uhr: Petra Kallweit lobt den Rat +++\n\n[9.30 Uhr] Die SPD tagt.\n\n9.15 Prozent sind viel.\n\n\
               20.15 Uhr ist Beginn der Sendung."
            .into(),
        ..Article::default()
    };
    let body = article.body(language("de").expect("German is built in"));
    let story: Vec<&str> = body.story.iter().map(|span| span.of(&article.text)).collect();
    let expected = [
        "Petra Kallweit lobt den Rat",
        "Die SPD tagt.",
        "9.15 Prozent sind viel.",
        "20.15 Uhr ist Beginn der Sendung.",
    ];
    assert_eq!(story, expected);
}

/// A page of so many bytes whose story is long.
fn page_of(bytes: usize) -> String {
    let paragraph = "<div class=\"text\"><p>Der Rat von Norderau hat die Brücke <a href='/b'>am Dienstag</a> beschlossen, \
                     sagte die Bürgermeisterin im Rathaus.</p></div>\n";
    format!(
        "<!doctype html><html lang=\"de\"><body><article><h1>Eine lange Seite</h1>{}</article>",
        paragraph.repeat(bytes / paragraph.len())
    )
}

#[test]
fn large_pages_take_time_in_proportion() {
    let read = |bytes| {
        let begin = Instant::now();
        let page = page_of(bytes);
        let mut articles = Article::from_bytes("a.html", page.into_bytes(), &Metadata::default());
        assert!(articles.next().expect("one").is_ok());
        begin.elapsed()
    };
    // generous: the machines that run this have other things to do
    assert!(read(4 << 20) < Duration::from_secs(60));
}

#[test]
fn elements_that_close_themselves_count_for_nothing() {
    let drawn = format!("{}<svg>{}</svg>", page_of(4000), "<path d='M0 0'/>".repeat(20_000));
    let mut articles = Article::from_bytes("a.html", drawn.into_bytes(), &Metadata::default());
    assert!(articles.next().expect("one").is_ok());
    let nested = format!("{}{}", "<div>".repeat(2000), page_of(400));
    let mut articles = Article::from_bytes("a.html", nested.into_bytes(), &Metadata::default());
    let error = articles.next().expect("one").expect_err("too deep");
    assert!(error.to_string().contains("nested too deeply"), "{error}");
}

#[test]
fn authors_and_days_are_weighed() {
    let page = |head: &str, body: &str| {
        let html = format!(
            "<!doctype html><html><head>{head}</head><body><article><h1>Rat beschließt die Brücke</h1>{body}\
             <p>Der Rat von Norderau hat am Dienstag nach langem Streit den Bau der Brücke beschlossen.</p></article>"
        );
        let mut articles = Article::from_bytes("a.html", html.into_bytes(), &Metadata::default());
        let article = articles.next().expect("one").expect("a page");
        (article.authors.join(" + "), article.date.map(|day| day.to_string()))
    };
    let linked = |text: &str| format!("<script type='application/ld+json'>{text}</script>");
    let (authors, day) = page(
        &linked(
            "{\"@type\": \"NewsArticle\", \"author\": [{\"name\": \"Mira Anders\"}, {\"name\": \"Jonas Wehling\"}],
             \"datePublished\": \"2024-07-31T22:30:00Z\"}",
        ),
        "<p>Von Lea Falk</p>",
    );
    assert_eq!(
        (authors.as_str(), day.as_deref()),
        ("Mira Anders + Jonas Wehling", Some("2024-08-01"))
    );
    let (authors, day) = page(
        "<meta property='og:site_name' content='Norderauer Bote'><meta name='author' content='Norderauer Bote'>",
        "<div>Von Mira Anders und Jonas Wehling</div><div>Stand: 6. Jänner 2026, 8 Uhr</div>",
    );
    assert_eq!(
        (authors.as_str(), day.as_deref()),
        ("Mira Anders + Jonas Wehling", Some("2026-01-06"))
    );
    let (_, day) =
        page("<meta name='date' content='2024-03-12'>", "<time datetime='2020-01-01'></time>");
    assert_eq!(day.as_deref(), Some("2024-03-12"));
}
