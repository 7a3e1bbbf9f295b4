//! The whole road on one thread, and what part of it is from trees to statements: `cargo bench --bench statements`.
//!
//! The sample article, once and as one text of eight copies: words a second from text to statements, the time from text to trees,
//! from trees to statements and each stage of it, from trees to the propositions of open mode.

use std::hint::black_box;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tripel::extract::attribution::attributions;
use tripel::extract::clause::clauses;
use tripel::extract::corrections::Corrections;
use tripel::extract::entity::entities;
use tripel::extract::mention::mentions;
use tripel::extract::openie::propositions;
use tripel::extract::quotation::quotations;
use tripel::extract::statement::{Links, Reading, statements};

use tripel::extract::{analyse_story, analyse_trees};
use tripel::languages::language;
use tripel::record::article::Article;
use tripel::record::span::Span;
use tripel::syntax::parse::trees;
use tripel::syntax::sentence::sentences;

/// The largest share of the time from text to trees that trees to statements may take.
const SHARE: f64 = 0.5;

fn main() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let text = std::fs::read_to_string(file).expect("the sample article");
    for times in [1, 8] {
        measure(&vec![text.as_str(); times].join("\n\n"), times);
    }
}

fn measure(text: &str, times: usize) {
    let lang = language("de").expect("German");
    let none = Corrections::default();
    let article = Article { id: "bench".into(), text: text.to_owned(), ..Article::default() };
    let body = [Span::new(0, text.len())];
    let cut = sentences(text, &body, lang);
    let parsed = trees(text, &cut, lang);
    let words: usize = parsed.iter().map(|tree| tree.words.len()).sum();
    let up = best(|| {
        let cut = sentences(text, &body, lang);
        trees(text, &cut, lang).len()
    });
    let copied = best(|| parsed.clone().len());
    let down = best(|| {
        analyse_trees(&article, cut.clone(), parsed.clone(), lang, &none)
            .extraction
            .statements
            .len()
    })
    .saturating_sub(copied);
    let whole = best(|| analyse_story(&article, &body, lang, &none).extraction.statements.len());
    let share = down.as_secs_f64() / up.as_secs_f64();
    println!(
        "{times} times, {words} words: text to trees {up:.1?}, trees to statements {down:.1?} ({:.0} %)",
        100.0 * share
    );
    println!("  whole road {whole:.1?}: {:.0} words/s", words as f64 / whole.as_secs_f64());
    println!("  {}", if share <= SHARE { "within the bound" } else { "ABOVE THE BOUND of half" });
    let found = clauses(&parsed, lang);
    let named = mentions(text, &parsed, lang);
    let actors = entities(text, &parsed, &named, lang);
    let said = quotations(text, &parsed, &found, &actors, lang);
    let words_of = attributions(&parsed, &found, &said, lang);
    let reading = Reading {
        article: &article,
        lang,
        trees: &parsed,
        clauses: &found,
        entities: &actors,
        quotations: &said,
        attributions: &words_of,
        links: Links::new(&parsed, &said, &words_of),
        days: article.entry_days(),
    };
    let analysis = analyse_trees(&article, cut.clone(), parsed.clone(), lang, &none);
    println!(
        "  clauses {:.1?}, mentions {:.1?}, entities {:.1?}, quotations {:.1?}, attributions {:.1?}, statements {:.1?}; propositions {:.1?}",
        best(|| clauses(&parsed, lang).len()),
        best(|| mentions(text, &parsed, lang).len()),
        best(|| entities(text, &parsed, &named, lang).actors.len()),
        best(|| quotations(text, &parsed, &found, &actors, lang).len()),
        best(|| attributions(&parsed, &found, &said, lang).len()),
        best(|| statements(&reading).len()),
        best(|| propositions(text, &analysis).len()),
    );
}

/// The time of one round, the best of five times as many rounds as the clock can tell.
fn best(mut work: impl FnMut() -> usize) -> Duration {
    let mut least = Duration::MAX;
    let mut rounds = 1;
    let mut measured = 0;
    while measured < 5 {
        let start = clock();
        (0..rounds).for_each(|_| {
            black_box(work());
        });
        let time = clock() - start;
        if time < Duration::from_millis(80) {
            rounds *= 2;
            continue;
        }
        least = least.min(time / rounds);
        measured += 1;
    }
    least
}

/// The time that this thread has had of a processor, which other programs do not lengthen; the time of day where there is no /proc.
fn clock() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let read = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let own = read.and_then(|line| line.split(' ').next()?.parse().ok()).map(Duration::from_nanos);
    own.unwrap_or_else(|| START.get_or_init(Instant::now).elapsed())
}
