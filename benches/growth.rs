//! Processor time of one article at n, 2n, 4n for each kind of text that could cost more than its length: `cargo bench --bench growth`,
//! with a part of a kind's name after `--` for that one, a number for n times as much, and `fast` for the small analyser.
//!
//! Each is measured three times and the least counts: now and then the system takes memory back and gives it out anew.
//! The exponent is 1 where twice the text takes twice the time, 2 where it takes four times.

use std::hint::black_box;
use std::time::Instant;

use mimalloc::MiMalloc;
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::kb::rdf::BASE;
use tripel::kb::rdf::quads;
use tripel::language::{Analyser, Language};
use tripel::languages::language_with;
use tripel::record::work;

#[path = "../tests/holds/growing.rs"]
mod growing;

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let times = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(1);
    let is_kind = |argument: &&String| argument.parse::<usize>().is_err() && *argument != "fast";
    let wanted: Vec<&String> = arguments.iter().filter(is_kind).collect();
    let fast = arguments.iter().any(|argument| argument == "fast");
    let analyser = if fast { Analyser::Small } else { Analyser::default() };
    let lang = language_with("de", analyser).expect("German");
    black_box(measured("Merkel lobte Polen.", lang));
    println!("kind: n; seconds at n, 2n, 4n; exponent; steps a byte at n, 2n, 4n; exponent");
    for kind in growing::KINDS {
        if !wanted.is_empty() && !wanted.iter().any(|part| kind.name.contains(part.as_str())) {
            continue;
        }
        let count = kind.count * times;
        let found = [1, 2, 4].map(|more| least(&kind.text(count * more), lang));
        let exponent = |first: f64, last: f64| (last / first).log2() / 2.0;
        let steps = found.map(|(_, steps, bytes)| steps as f64 / bytes as f64);
        println!(
            "{}: {count}; {:.2} {:.2} {:.2} s; {:.2}; {:.0} {:.0} {:.0}; {:.2}",
            kind.name,
            found[0].0,
            found[1].0,
            found[2].0,
            exponent(found[0].0, found[2].0),
            steps[0],
            steps[1],
            steps[2],
            exponent(found[0].1.max(1) as f64, found[2].1.max(1) as f64)
        );
    }
}

fn least(text: &str, lang: &'static Language) -> (f64, u64, usize) {
    let runs = (0..3).map(|_| measured(text, lang));
    runs.min_by(|one, other| one.0.total_cmp(&other.0)).expect("three runs")
}

/// Seconds of processor time, steps of work and bytes of an article from its text to its quads.
fn measured(text: &str, lang: &'static Language) -> (f64, u64, usize) {
    let article = tripel::record::article::Article::from_bytes(
        "a.txt",
        text.as_bytes().to_vec(),
        &Default::default(),
    );
    let article = article.flatten().next().expect("an article");
    let begin = processor_time();
    let (_, steps) = work::counted(|| {
        let said = extract(&article, lang, &Corrections::default());
        black_box(quads(&article, &said, BASE).expect("quads").len())
    });
    (processor_time() - begin, steps, article.text.len())
}

/// Of this thread, where Linux tells it; else the time that passes.
fn processor_time() -> f64 {
    use std::sync::LazyLock;
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|number| number.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGIN.elapsed().as_secs_f64(), |number| number / 1e9)
}
