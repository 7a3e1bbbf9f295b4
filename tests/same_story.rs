//! Copies of a story are found, however they were cut and put together, and other stories are none.
//!
//! Where ../shared/pages lies beside the clone, 200 copies are made of its pages: cut, in another order, with another title, tag of an agency
//! and end, and in sentences rewritten. Each must be found as a copy of its own page and of no other.
//!
//! On texts that lie elsewhere, 200 such pairs beside 200 pairs of other stories on the same topic:
//! `TRIPEL_TEXTS=news.jsonl,pages.jsonl cargo test --release --test same_story -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tripel::kb::copies::{Copy, copies};
use tripel::kb::graph::Graph;
use tripel::kb::rdf::BASE;
use tripel::kb::store::{Entry, Store};
use tripel::record::article::{Article, Metadata, parse_date};

/// Which articles of a store of these are copies.
fn found(articles: &[Article]) -> Vec<Copy> {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("tripel.kb")).expect("a store");
    for article in articles {
        store.add(article, BASE, 0, "").expect("added");
    }
    let entries: Vec<Entry> = store.list().expect("a list").into_iter().flatten().collect();
    copies(&entries)
}

fn pages() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/pages");
    let mut files: Vec<PathBuf> = Vec::new();
    for country in fs::read_dir(folder).into_iter().flatten().flatten() {
        let inside = fs::read_dir(country.path()).into_iter().flatten().flatten();
        files.extend(inside.map(|file| file.path()));
    }
    files.retain(|file| file.to_string_lossy().contains(".html"));
    files.sort();
    let read =
        files.iter().filter_map(|file| Article::read(file, &Metadata::default()).next()?.ok());
    // one page was fetched twice, a year and a half apart
    let mut seen = BTreeSet::new();
    let longest = |article: &Article| {
        let paragraphs = article.text.split("\n\n").map(str::to_owned);
        paragraphs.max_by_key(String::len).unwrap_or_default()
    };
    read.filter(|article| article.text.len() > 600 && seen.insert(longest(article))).collect()
}

/// The kinds of copies that newspapers make; each keeps the words of the story and changes what stands around them.
fn copied(article: &Article, kind: usize, n: usize) -> Article {
    let paragraphs: Vec<&str> = article.text.split("\n\n").filter(|own| own.len() > 40).collect();
    let count = paragraphs.len();
    let text = match kind {
        // cut to its first half
        0 => paragraphs[..count.div_ceil(2)].join("\n\n"),
        // in another order
        1 => paragraphs.iter().rev().copied().collect::<Vec<_>>().join("\n\n"),
        // another title, the tag of an agency, an end of its own, without the second paragraph
        2 => {
            let kept: Vec<&str> =
                (0..count).filter(|at| *at != 1).map(|at| paragraphs[at]).collect();
            format!(
                "Neues aus der Region {n}\n\nNorderau (dpa/lno) - {}\n\nMehr dazu lesen Sie morgen in unserer Ausgabe für Norderau und das Umland. \
                 Fragen beantwortet die Redaktion unter der bekannten Nummer.",
                kept.join("\n\n")
            )
        }
        // only what stands at the end of the story
        4 => paragraphs[count / 3..].join("\n\n"),
        // every fourth sentence in other words
        _ => {
            let sentences: Vec<String> = article
                .text
                .split_inclusive(". ")
                .enumerate()
                .map(|(at, own)| match at % 4 {
                    3 => format!("Das ergaben am Abend Gespräche mit der Redaktion {at}. "),
                    _ => own.to_owned(),
                })
                .collect();
            sentences.concat()
        }
    };
    let source = (kind != 3).then(|| format!("Zeitung {kind}")).or(article.source.clone());
    Article { id: format!("{}-copy-{kind}", article.id), text, source, ..article.clone() }
}

#[test]
fn copies_are_found_and_other_stories_are_none() {
    let pages = pages();
    if pages.is_empty() {
        println!("skipped: ../shared/pages is not there");
        return;
    }
    let mut articles: Vec<Article> = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        let page = Article { id: format!("page-{n}"), ..page.clone() };
        articles.extend((0..5).map(|kind| copied(&page, kind, n)));
        articles.push(page);
    }
    let story = |id: &str| id.split("-copy").next().unwrap_or_default().to_owned();
    let found = found(&articles);
    let groups: BTreeMap<&str, &str> =
        found.iter().map(|copy| (copy.id.as_str(), copy.of.as_str())).collect();
    // what an article is counted as: itself, or the one whose story it tells
    let first = |id: &str| groups.get(id).map_or(id.to_owned(), |of| (*of).to_owned());
    let pairs = articles.iter().filter(|article| article.id.contains("-copy"));
    let (mut all, mut right, mut missed) = (0, 0, Vec::new());
    for copy in pairs {
        all += 1;
        match first(&copy.id) == first(&story(&copy.id)) {
            true => right += 1,
            false => missed.push(copy.id.clone()),
        }
    }
    let wrong: Vec<&Copy> =
        found.iter().filter(|copy| story(&copy.id) != story(&copy.of)).collect();
    let recall = f64::from(right) / f64::from(all);
    let precision = 1.0 - wrong.len() as f64 / found.len().max(1) as f64;
    println!("{all} copies of {} pages: precision {precision:.3}, recall {recall:.3}", pages.len());
    assert!(precision >= 0.97, "{wrong:?}");
    assert!(recall >= 0.97, "{missed:?}");
}

/// The texts of the JSON Lines files that TRIPEL_TEXTS names, all of one day, as days must not tell them apart.
fn held_out() -> Vec<Article> {
    let files = std::env::var("TRIPEL_TEXTS").unwrap_or_default();
    let paths = files.split(',').filter(|path| !path.is_empty()).map(Path::new);
    let read = paths.flat_map(|path| Article::read(path, &Metadata::default()));
    let mut seen = BTreeSet::new();
    let articles = read.map(|article| article.expect("an article"));
    let fresh =
        articles.filter(|article| article.text.len() > 600 && seen.insert(article.id.clone()));
    let today = parse_date("2024-03-12");
    fresh.map(|article| Article { date: today, ..article }).collect()
}

fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(". ").map(str::trim).collect()
}

/// Another story with the same background: a fifth of the sentences of one stand at the end of the other.
fn with_background(article: &Article, other: &Article) -> Article {
    let own = sentences(&other.text);
    let text = format!("{} {}", article.text, own[own.len() - own.len() / 5..].join(" "));
    Article { text, ..article.clone() }
}

/// A text as another newspaper prints it, in four ways in turn.
fn reprinted(article: &Article, n: usize) -> Article {
    let sentences = sentences(&article.text);
    let count = sentences.len();
    let text = match n % 4 {
        // cut to its first half
        0 => sentences[..count.div_ceil(2)].join(" "),
        // the last third first
        1 => [&sentences[count - count / 3..], &sentences[..count - count / 3]].concat().join(" "),
        // another title and a sentence of the newspaper's own
        2 => format!(
            "Was heute in der Welt geschah\n\n{} Mehr dazu morgen in unserer gedruckten Ausgabe.",
            sentences.join(" ")
        ),
        // the tag of another agency, without the lead, cut at the end
        _ => format!("BERLIN (AFP) - {}", sentences[count.min(1)..count - count / 4].join(" ")),
    };
    let source = Some("Bote".to_owned());
    Article { id: format!("{}-copy", article.id), text, source, ..article.clone() }
}

/// How much two texts are about the same: the cosine of their long words, rare ones counting more.
struct Topics(Vec<BTreeMap<String, f64>>);

impl Topics {
    fn of(articles: &[Article]) -> Topics {
        let long = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric());
            words.filter(|word| word.chars().count() > 4).map(str::to_lowercase).collect()
        };
        let words: Vec<Vec<String>> = articles.iter().map(|article| long(&article.text)).collect();
        let mut articles_with: BTreeMap<&str, f64> = BTreeMap::new();
        for own in &words {
            let distinct: BTreeSet<&str> = own.iter().map(String::as_str).collect();
            distinct.into_iter().for_each(|word| *articles_with.entry(word).or_default() += 1.0);
        }
        let all = articles.len() as f64;
        let weighed = |own: &Vec<String>| {
            let mut weights: BTreeMap<String, f64> = BTreeMap::new();
            for word in own {
                *weights.entry(word.clone()).or_default() +=
                    (all / articles_with[word.as_str()]).ln();
            }
            let length = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
            weights.values_mut().for_each(|weight| *weight /= length.max(f64::MIN_POSITIVE));
            weights
        };
        Topics(words.iter().map(weighed).collect())
    }

    fn alike(&self, one: usize, other: usize) -> f64 {
        let weight = |(word, weight): (&String, &f64)| {
            self.0[other].get(word).map_or(0.0, |other| weight * other)
        };
        self.0[one].iter().map(weight).sum()
    }

    /// So many pairs of texts, those first that are most alike.
    fn nearest(&self, count: usize) -> Vec<(usize, usize)> {
        let texts = self.0.len();
        let mut pairs: Vec<(f64, usize, usize)> = (0..texts)
            .flat_map(|one| (one + 1..texts).map(move |other| (one, other)))
            .map(|(one, other)| (self.alike(one, other), one, other))
            .collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        pairs.into_iter().take(count).map(|(_, one, other)| (one, other)).collect()
    }
}

#[test]
fn copies_of_texts_set_aside_are_found() {
    let articles = held_out();
    if articles.len() < 200 {
        println!("skipped: TRIPEL_TEXTS names no files with 200 texts");
        return;
    }
    let is_story =
        |one: &Article, other: &Article| !found(&[one.clone(), other.clone()]).is_empty();
    let step = articles.len() as f64 / 200.0;
    let copied = (0..200).map(|n| (n, &articles[(n as f64 * step) as usize]));
    let missed: Vec<&str> = copied
        .filter(|(n, article)| !is_story(article, &reprinted(article, *n)))
        .map(|(_, article)| article.id.as_str())
        .collect();
    // what has one title was published twice
    let near = Topics::of(&articles).nearest(220).into_iter();
    let pairs = near.map(|(one, other)| (&articles[one], &articles[other]));
    let title =
        |article: &Article| article.title.as_deref().map(|title| title.replace('\u{200b}', ""));
    let pairs: Vec<_> = pairs.filter(|(one, other)| title(one) != title(other)).take(200).collect();
    assert_eq!(pairs.len(), 200);
    let named = |pair: &&(&Article, &Article)| (pair.0.id.clone(), pair.1.id.clone());
    let alike = pairs.iter().filter(|(one, other)| is_story(one, other));
    let wrong: Vec<(String, String)> = alike.map(|pair| named(&pair)).collect();
    let shared =
        |(one, other): &&(&Article, &Article)| is_story(&with_background(one, other), other);
    let background = pairs.iter().filter(shared).count();
    let right = (200 - missed.len()) as f64;
    let (precision, recall) = (right / (right + wrong.len() as f64), right / 200.0);
    println!("{} texts: precision {precision:.3}, recall {recall:.3}", articles.len());
    println!("missed {missed:?}\nwrong {wrong:?}, {background} with a fifth as background");
    assert!(precision >= 0.97 && recall >= 0.97);
}

#[test]
fn each_story_is_in_the_graph_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let whole = Article::read(&path, &Metadata::default()).next().expect("one").expect("read");
    let half = whole.text[..whole.text.floor_char_boundary(whole.text.len() / 2)].to_owned();
    let copy =
        Article { id: "bote".into(), text: half, source: Some("Bote".into()), ..whole.clone() };
    let version = Article {
        id: "spaeter".into(),
        text: format!("{} Mehr dazu später.", copy.text),
        ..whole.clone()
    };
    let articles = [whole.clone(), copy, Article { source: whole.source.clone(), ..version }];
    let found = found(&articles);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|copy| copy.of == "cyberangriffe"));
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("tripel.kb")).expect("a store");
    for article in &articles {
        let node = format!("<{BASE}article/{}>", article.id);
        let quads = format!(
            "{node} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/NewsArticle> .\n\
             {node} <https://schema.org/identifier> \"{}\" .\n<{BASE}actor/a> <{BASE}r> <{BASE}actor/{}> .\n",
            article.id, article.id
        );
        store.add(article, BASE, 1, &quads).expect("added");
    }
    let (all, _) = Graph::open(&store).expect("a graph");
    let (once, _) = Graph::open_once(&store).expect("a graph");
    assert_eq!((all.len(), once.len()), (11, 7), "links stand in both");
}
