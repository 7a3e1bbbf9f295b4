//! Files of every form become articles, and articles lose their boilerplate; bad files are named in one clear sentence.

#[path = "clock/mod.rs"]
mod clock;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tripel::language::Reason;
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};
use tripel::record::error::Result;

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Article>> {
    Article::from_bytes(name, bytes.into(), &Metadata::default()).collect()
}

fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Article {
    let mut articles = read(name, bytes);
    assert_eq!(articles.len(), 1);
    articles.remove(0).expect("the article is good")
}

fn fault(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    let faults: Vec<String> = read(name, bytes)
        .into_iter()
        .filter_map(|article| Some(article.err()?.to_string()))
        .collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].clone()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn story(article: &Article) -> Vec<&str> {
    let body = article.body(language("de").expect("German is built in"));
    body.story.iter().map(|span| span.of(&article.text)).collect()
}

fn skipped(article: &Article) -> Vec<(Reason, &str)> {
    let body = article.body(language("de").expect("German is built in"));
    body.skipped.iter().map(|part| (part.reason, part.span.of(&article.text))).collect()
}

#[test]
fn the_sample_has_its_metadata_beside_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let article = Article::read(&path, &Metadata::default())
        .next()
        .expect("one article")
        .expect("a good one");
    assert_eq!(article.id, "cyberangriffe");
    assert_eq!(
        article.title.as_deref(),
        Some("China reagiert auf US-geführte Anschuldigungen von Cyberangriffen")
    );
    assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2021-07-20"));
    assert_eq!(article.language.as_deref(), Some("de"));
    let reasons: Vec<Reason> = skipped(&article).into_iter().map(|(reason, _)| reason).collect();
    use Reason::{Comments, Credit, Newsletter, Teaser};
    assert_eq!(reasons, [Teaser, Teaser, Credit, Newsletter, Newsletter, Comments, Comments]);
    assert_eq!(story(&article).len(), 19);
    assert_eq!(Article::read(&path.with_extension("meta.json"), &Metadata::default()).count(), 0);
}

#[test]
fn options_override_the_file() {
    let known = Metadata {
        source: Some("Die Zeitung".into()),
        language: Some("de-CH".into()),
        ..Metadata::default()
    };
    let article = Article::read(&fixture("seite.html"), &known)
        .next()
        .expect("one article")
        .expect("a good one");
    assert_eq!(article.source.as_deref(), Some("Die Zeitung"));
    assert_eq!(article.language.as_deref(), Some("de"));
}

#[test]
fn a_web_page() {
    let article = Article::read(&fixture("seite.html"), &Metadata::default())
        .next()
        .expect("one article")
        .expect("a good one");
    assert_eq!(article.id, "seite");
    assert_eq!(article.title.as_deref(), Some("Norland weist Vorwürfe zurück"));
    assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2022-03-04"));
    assert_eq!(article.source.as_deref(), Some("Der Beobachter"));
    assert_eq!(article.url.as_deref(), Some("https://www.beobachter.example/politik/norland"));
    assert_eq!(article.language.as_deref(), Some("de"));
    let story = story(&article);
    assert_eq!(story[0], "Norland weist Vorwürfe zurück");
    assert!(
        story[1].starts_with("Die Regierung von Norland hat die Vorwürfe ihrer Nachbarn"),
        "{story:?}"
    );
    assert_eq!(story.len(), 5, "{story:?}");
    // what the page's own elements show to be no story does not become text
    assert_eq!(skipped(&article), [(Reason::Dateline, "Nordstadt (dpa) – ")]);
}

#[test]
fn markdown() {
    let article = Article::read(&fixture("notiz.md"), &Metadata::default())
        .next()
        .expect("one article")
        .expect("a good one");
    assert_eq!(article.title.as_deref(), Some("Zölle auf Stahl"));
    assert_eq!(article.source.as_deref(), Some("Der Beobachter"));
    assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2022-05-06"));
    assert_eq!(
        article.text,
        "Zölle auf Stahl\n\nSüdland hat neue Zölle auf Stahl verhängt. Norland kündigte an, das nicht hinzunehmen.\n\nDie Folgen\n\nDie Preise steigen.\nDie Werke klagen."
    );
}

#[test]
fn encodings() {
    let text = "Die Größe\n\nÄußerst schön, „sagte“ er – für 5 €.";
    let utf16 = |big: bool| {
        text.encode_utf16()
            .flat_map(move |unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
    assert_eq!(one("a.txt", text).text, text);
    assert_eq!(one("a.txt", marked(b"\xef\xbb\xbf", text.into())).text, text);
    assert_eq!(one("a.txt", marked(b"\xff\xfe", utf16(false))).text, text);
    assert_eq!(one("a.txt", marked(b"\xfe\xff", utf16(true))).text, text);
    assert_eq!(one("a.txt", utf16(false)).text, text);
    assert_eq!(one("a.txt", utf16(true)).text, text);
    assert_eq!(
        one(
            "a.txt",
            b"Die Gr\xf6\xdfe\n\n\xc4u\xdferst sch\xf6n, \x84sagte\x93 er \x96 f\xfcr 5 \x80."
                .to_vec()
        )
        .text,
        text
    );
    let apart = "Mu\u{308}nchen ist gro\u{df}.";
    assert_eq!(one("a.txt", apart).text, apart);
}

#[test]
fn records() {
    let lines = "{\"id\": \"a/1\", \"title\": \"T\", \"date\": \"2020-02-03\", \"source\": \"S\", \"url\": \"http://x.at\", \"text\": \"Er kam.\", \"language\": \"de\"}\n\n{\"text\": \"Sie ging.\", \"headline\": \"H\"}\n{\"text\": ";
    let articles = read("dir/b.jsonl", lines);
    assert_eq!(articles.len(), 3);
    let first = articles[0].as_ref().expect("good");
    assert_eq!(
        (first.id.as_str(), first.text.as_str(), first.url.as_deref()),
        ("a/1", "Er kam.", Some("http://x.at"))
    );
    let second = articles[1].as_ref().expect("good");
    assert_eq!((second.id.as_str(), second.title.as_deref()), ("b-3", Some("H")));
    let message = articles[2].as_ref().expect_err("cut off").to_string();
    assert_eq!(message, "dir/b.jsonl, line 4: the record is cut off at column 8");
    let gold = "{\n \"id\": \"seed\",\n \"language\": \"de\",\n \"source\": \"s\",\n \"text\": \"Er kam.\",\n \"sentences\": [\"Er kam.\"]\n}";
    assert_eq!(one("seed.json", gold).id, "seed");
    assert_eq!(one("-", gold).id, "seed");
    assert_eq!(read("list.json", "[{\"text\": \"A b.\"}, {\"text\": \"C d.\"}]").len(), 2);
    assert!(one("-", "Er kam.").id.starts_with("article-"));
}

#[test]
fn faults_are_named() {
    let missing: Vec<_> = Article::read(Path::new("no/such.txt"), &Metadata::default()).collect();
    assert_eq!(missing[0].as_ref().expect_err("missing").to_string(), "no/such.txt does not exist");
    let folder: Vec<_> = Article::read(&fixture(""), &Metadata::default()).collect();
    assert!(
        folder[0]
            .as_ref()
            .expect_err("a folder")
            .to_string()
            .contains("is a folder, not a file; name")
    );
    assert_eq!(fault("a.txt", ""), "a.txt is empty");
    assert_eq!(fault("a.txt", " \n\t\n"), "a.txt is empty");
    assert_eq!(
        fault("a.txt", "%PDF-1.7 ..."),
        "a.txt is a damaged PDF file; --pdftotext may still read it"
    );
    assert_eq!(fault("a.txt", b"abc\0def\0\x01\x02".to_vec()), "a.txt is a binary file, not text");
    assert_eq!(
        fault("a.txt", "schöne Größe\nschön sch\u{f6}".as_bytes().split_last().expect("bytes").1),
        "a.txt is not valid UTF-8 (line 2); save it in UTF-8"
    );
    assert_eq!(
        fault("a.html", "<html><body><script>x</script></body></html>"),
        "a.html has no text in its HTML"
    );
    assert_eq!(fault("a.jsonl", "[1]"), "a.jsonl, line 1: the record is not a JSON object");
    assert_eq!(fault("a.jsonl", "{\"id\": 1}"), "a.jsonl, line 1: the record has no \"text\"");
    assert_eq!(
        fault("a.jsonl", "{\"text\": \"  \"}"),
        "a.jsonl, line 1: the record's text is empty"
    );
    assert_eq!(
        fault("a.jsonl", "{\"text\": \"a\", \"date\": \"bald\"}"),
        "a.jsonl, line 1: \"bald\" is not a date (2021-07-20 is one)"
    );
    assert_eq!(
        fault("a.jsonl", b"{\"text\": \"\xc3\xb6\"}\n{\"text\": \"\xf6\"}".to_vec()),
        "a.jsonl, line 2: the line is not valid UTF-8"
    );
    assert_eq!(fault("a.json", "{\"text\": "), "a.json is not valid JSON");
}

#[test]
fn what_is_too_large_is_refused() {
    let line = format!("{{\"text\": \"{}\"}}", "a ".repeat(50 << 20));
    assert_eq!(fault("a.jsonl", line), "a.jsonl, line 1: the record's text is larger than 64 MB");
    assert_eq!(fault("a.txt", "a ".repeat(50 << 20)), "a.txt has more than 64 MB of text");
}

#[test]
fn pages_nested_without_end_do_no_harm() {
    for tag in [
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<ul><li>",
        "<p><span>",
        "<blockquote>",
        "</div>",
        "<a href=x>",
        "<svg>",
        "<!--",
        "<font>",
    ] {
        let start = clock::processor_time();
        for depth in [1_000, 20_000] {
            let _ = read("a.html", format!("<html><body>{}Ein Satz.", tag.repeat(depth)));
            println!("{tag} {depth} {:?}", clock::processor_time() - start);
        }
        let time = clock::processor_time() - start;
        assert!(time.as_secs() < 20, "{tag} took {time:?}");
    }
}

/// What makes a tree no deeper is no depth, and a few tags that ask for millions of elements are refused in a moment.
#[test]
fn pages_are_bounded_by_what_becomes_of_them() {
    let page = |inside: &str| {
        let story = "Die Ministerin lobte den Beschluss der Stadt, sagte sie am Montag. ".repeat(6);
        format!("<html><body><article><h1>Titel</h1><p>{story}</p>{inside}<p>{story}</p></article>")
    };
    let path = format!("<svg>{}</svg>", "<path d='M0 0'/>".repeat(2100));
    let script = format!("<script>let page = \"{}\";</script>", "<div>x".repeat(2100));
    for inside in [path, script] {
        let article = one("a.html", page(&inside));
        assert!(article.text.contains("Die Ministerin lobte"), "{}", article.text);
    }
    // alike marks are opened three times at most, different ones each
    let marks: String = (0..400).map(|at| format!("<b a={at}>")).collect();
    let bomb = format!("<p>{marks}{}", "</p><p>x".repeat(6000));
    let begin = clock::processor_time();
    assert_eq!(
        fault("a.html", page(&bomb)),
        "a.html is HTML that becomes far more elements than an article has"
    );
    let deep = format!("<math>{}", "<td>".repeat(100_000));
    assert_eq!(fault("a.html", page(&deep)), "a.html is HTML nested too deeply to be an article");
    let time = clock::processor_time() - begin;
    assert!(time.as_secs() < 20, "{time:?}");
}

#[test]
fn boilerplate_of_a_plain_text() {
    let article = one(
        "a.txt",
        "Norland weist Vorwürfe zurück\n\nVon Max Muster und Anna Beispiel\n\n4. März 2022, 18:20 Uhr\n\nFoto: dpa\n\nNORDSTADT (dpa) - Die Regierung hat Vorwürfe zurückgewiesen. Das sagte sie am Freitag. (APA, dpa)\n\nNorland weist Vorwürfe zurück\n\nMehr zum Thema\nStreit um Zölle\nWas Südland plant\n\nDie Opposition schweigt bisher. Lesen Sie auch: Das sagt die Opposition\n\n#Norland #Südland\n\nhttps://example.org/norland\n\nAuf Facebook teilen\n\n© 2022 Der Beobachter\n\nNewsletter\n\nJeden Morgen das Wichtigste.\n\nUnd noch etwas.",
    );
    assert_eq!(
        story(&article),
        [
            "Norland weist Vorwürfe zurück",
            "Die Regierung hat Vorwürfe zurückgewiesen. Das sagte sie am Freitag.",
            "Die Opposition schweigt bisher."
        ]
    );
    use Reason::*;
    let reasons: Vec<Reason> = skipped(&article).into_iter().map(|(reason, _)| reason).collect();
    assert_eq!(
        reasons,
        [
            Byline,
            Publication,
            Caption,
            Dateline,
            Credit,
            RepeatedTitle,
            Teaser,
            Teaser,
            Teaser,
            Teaser,
            Hashtags,
            Address,
            Share,
            Copyright,
            Newsletter,
            Tail,
            Tail
        ]
    );
}

#[test]
fn a_text_of_one_line_keeps_its_story() {
    let rest = "Der Minister sprach lange über den Haushalt und die Lage der Bahn. ".repeat(6);
    let article = one(
        "a.txt",
        format!(
            "Ein neuer Plan für die Bahn. St. Pölten/Wien – Der Bund baut. {rest}Das war alles. (red, 12.3.2015)"
        ),
    );
    let story = story(&article);
    assert_eq!(story[0], "Ein neuer Plan für die Bahn.");
    assert!(story[1].starts_with("Der Bund baut.") && story[1].ends_with("Das war alles."));
    assert_eq!(
        skipped(&article),
        [(Reason::Dateline, "St. Pölten/Wien – "), (Reason::Credit, "(red, 12.3.2015)")]
    );
}

#[test]
fn sentences_that_look_like_boilerplate_are_story() {
    for line in [
        "Siehe auch: er kam, sah und siegte, so lautet das Urteil der Richter über die lange und sehr verworrene Geschichte dieses Landes, das in den vergangenen hundert Jahren viermal seinen Namen, dreimal seine Hauptstadt und zweimal sein Geld gewechselt hat.",
        "Der Newsletter der Partei warf dem Kanzler Wortbruch vor.",
        "Weitere Artikel des Vertrags verlangen, dass die Truppen bis Juni abziehen.",
        "Von Wien aus reiste der Minister weiter nach Prag.",
        "Obama – so viel ist sicher – kommt nicht.",
        "Die USA – Russland hatte das verlangt – zogen ab.",
        "Der Kommentar erschien am Montag.",
        "Die Zeitung zeigte das Foto: darauf steht der Minister neben dem Botschafter.",
        "Die Kommission (APA meldete das zuerst) schweigt.",
    ] {
        let text = format!(
            "Ein Titel\n\nEin erster Satz steht hier.\n\n{line}\n\nEin letzter Satz steht hier."
        );
        let article = one("a.txt", text);
        assert!(story(&article).contains(&line), "{line}: {:?}", skipped(&article));
    }
}

/// Story and skipped parts are in order, do not overlap, and hold all but white space.
fn whole(article: &Article) -> std::result::Result<(), TestCaseError> {
    let body = article.body(language("de").expect("German is built in"));
    for pair in body.story.windows(2) {
        prop_assert!(pair[0].end <= pair[1].start);
    }
    let mut parts: Vec<_> =
        body.story.iter().copied().chain(body.skipped.iter().map(|part| part.span)).collect();
    parts.sort();
    let mut at = 0;
    for part in parts {
        prop_assert!(part.start >= at && part.start < part.end);
        prop_assert!(article.text[at..part.start].trim().is_empty());
        at = part.end;
    }
    prop_assert!(article.text[at..].trim().is_empty());
    Ok(())
}

const NAMES: [&str; 6] = ["a.txt", "a.html", "a.md", "a.json", "a.jsonl", "-"];

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600), name in 0..NAMES.len()) {
        for article in read(NAMES[name], bytes).into_iter().flatten() {
            whole(&article)?;
        }
    }

    #[test]
    fn any_text_is_read(text in "(\\PC{0,40}|[ \n\r]{1,3}|Siehe auch|\\(dpa\\)|Wien – |\\. |Newsletter\n){0,30}", name in 0..NAMES.len()) {
        for article in read(NAMES[name], text).into_iter().flatten() {
            whole(&article)?;
        }
    }

    #[test]
    fn damaged_pages_do_no_harm(cut in 0usize..3500, swaps in proptest::collection::vec((0usize..3500, any::<u8>()), 0..20)) {
        let mut page = std::fs::read(fixture("seite.html")).expect("the fixture is there");
        for (at, byte) in swaps {
            let length = page.len();
            page[at % length] = byte;
        }
        page.truncate(cut);
        for article in read("a.html", page).into_iter().flatten() {
            whole(&article)?;
        }
    }
}

/// JSON Lines without end, which counts how many bytes were read.
struct Endless {
    read: std::rc::Rc<std::cell::Cell<usize>>,
}

impl std::io::Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let line = b"{\"text\": \"China lobt Kanada.\"}\n";
        for byte in into.iter_mut() {
            *byte = line[self.read.get() % line.len()];
            self.read.set(self.read.get() + 1);
        }
        Ok(into.len())
    }
}

#[test]
fn lines_are_read_one_at_a_time() {
    for name in ["-", "stream.jsonl"] {
        let read = std::rc::Rc::new(std::cell::Cell::new(0));
        let stream = Endless { read: read.clone() };
        let mut articles = Article::from_reader(name, stream, &Metadata::default());
        for _ in 0..1000 {
            let article = articles.next().expect("another one").expect("an article");
            assert_eq!(article.text, "China lobt Kanada.");
        }
        assert!(read.get() < 2 << 20, "{name}: {} bytes were read", read.get());
        assert_eq!(articles.bytes_read(), Some(1000 * 31));
    }
}
