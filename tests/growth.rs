//! An article costs in proportion to its length, whatever it says; one that costs far more is left out, by name, and the corpus goes on.

mod clock;
#[path = "holds/growing.rs"]
mod growing;

use std::path::Path;

use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::language::Analyser;
use tripel::languages::language_with;
use tripel::record::article::Article;
use tripel::record::article::Metadata;
use tripel::record::work;

fn article(text: &str) -> Article {
    let mut articles = Article::from_bytes("a.txt", text.as_bytes().to_vec(), &Metadata::default());
    articles.next().expect("one article").expect("a good one")
}

/// Steps and seconds of processor time of an article.
fn cost(text: &str) -> (f64, f64) {
    let article = article(text);
    let begin = clock::processor_time();
    let lang = language_with("de", Analyser::Small).expect("German is built in");
    let (_, steps) = work::counted(|| extract(&article, lang, &Corrections::default()));
    let seconds = (clock::processor_time() - begin).as_secs_f64();
    (steps as f64 + text.len() as f64, seconds)
}

/// Steps are the same on every machine, so their bound is near; the bound of time is one that only a search of the whole article for
/// each of its parts breaks, on a machine that does other things as well.
#[test]
fn four_times_the_text_costs_about_four_times_as_much() {
    let mut wrong = Vec::new();
    for kind in growing::KINDS {
        let count = kind.count.div_ceil(10).max(4);
        let ((steps, seconds), (more, longer)) =
            (cost(&kind.text(count)), cost(&kind.text(4 * count)));
        let exponent = |first: f64, last: f64| (last / first).log2() / 2.0;
        let (steps, time) = (exponent(steps, more), exponent(seconds + 0.05, longer));
        println!("{}: steps {steps:.2}, time {time:.2}", kind.name);
        if steps > 1.2 || time > 1.7 {
            wrong.push(format!("{}: steps {steps:.2}, time {time:.2}", kind.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No kind of text comes near its budget.
#[test]
fn the_budget_is_wide() {
    for kind in growing::KINDS {
        let text = kind.text(kind.count.div_ceil(10));
        let steps = cost(&text).0;
        let share = steps / work::budget(text.len()) as f64;
        assert!(share < 0.5, "{} takes {share:.2} of its budget", kind.name);
    }
}

/// The stages and what they use; `loop` and a climb along arcs or parents that nothing bounds are what never ended.
#[test]
fn no_loop_of_the_stages_can_stand_still() {
    let mut wrong = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy().replace('\\', "/");
            // tables are read once when the program is built, files a line, an XML event or a packed file at a time, and the first that
            // fails ends it; the rest does not go down the road
            let other = [
                "/cli",
                "/export",
                "/tables.rs",
                "/measure.rs",
                "/work.rs",
                "/read/articles.rs",
                "/read/feed.rs",
                "/read/formats.rs",
                "/read/lines.rs",
                "/read/press.rs",
                "/read/office.rs",
                "/read/warc.rs",
                // it answers until it is told to end
                "/serve/server.rs",
            ];
            if other.iter().any(|part| name.contains(part)) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).expect("a source");
            seen += 1;
            let climbs = |header: &str| header.contains("heads[") || header.contains(".parent");
            for (at, _) in source.match_indices("while let ") {
                let header = source[at..].split('{').next().unwrap_or("");
                wrong.extend(climbs(header).then(|| format!("{name}: {}", header.trim())));
            }
            wrong.extend(source.contains(" loop {").then(|| format!("{name}: loop")));
        }
    }
    assert!(seen > 50, "{seen} sources");
    assert!(wrong.is_empty(), "use Tree::above or a range:\n{}", wrong.join("\n"));
}

/// What is beyond its budget is an error by the article's name; with its own budget the same article is read.
#[test]
fn an_article_beyond_its_budget_is_named() {
    let article =
        article("China weist die Vorwürfe der USA zurück. Russland kritisiert die NATO.\n");
    let lang = language_with("de", Analyser::Small).expect("German is built in");
    let work = || Ok(extract(&article, lang, &Corrections::default()).statements.len());
    let error = work::within(100, &article.id, work).expect_err("100 steps are too few");
    assert_eq!(
        error.to_string(),
        "the article 'a' takes far more work than its length allows and is left out"
    );
    assert!(work::bounded(&article.id, article.text.len(), work).expect("read") > 0);
}
