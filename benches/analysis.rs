//! Raw text to trees and names: `cargo bench --bench analysis`.
//!
//! On one thread: words a second for a text once, twice, ... 64 times; the time of each stage; the first sentence after the start;
//! memory; and how much of what the processor can multiply and add the network uses. On one thread and on two: 200 articles.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use rayon::prelude::*;
use tripel::language::Language;
use tripel::language::model::matrix::Matrix;
use tripel::language::model::network::PROJECTION;
use tripel::languages::language;
use tripel::record::span::Span;
use tripel::syntax::parse::{scores_of, trees_of};
use tripel::syntax::sentence::sentences;
use tripel::syntax::tag;

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    let start = Instant::now();
    let lang = language("de").expect("German");
    let read = start.elapsed();
    let first = "Die Außenminister der EU haben am Montag in Brüssel neue Sanktionen gegen Russland beschlossen.";
    black_box(analysed(first, lang));
    println!(
        "tables and models read in {read:.1?}, first sentence after {:.1?}; {} MB resident",
        start.elapsed(),
        resident()
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
    let text = std::fs::read_to_string(file).expect("the sample article");
    for times in [1, 2, 4, 8, 16, 32, 64] {
        let longer = vec![text.as_str(); times].join("\n\n");
        let (words, time) = best(|| analysed(&longer, lang));
        println!(
            "{times:2} times: {words:6} words, {time:8.1?}, {:.0} words/s; {} MB resident",
            rate(words, time),
            resident()
        );
    }
    stages(&vec![text.as_str(); 16].join("\n\n"), lang);
    scaling(&text, lang);
}

/// Articles go to threads as the commands send them: each is analysed on one.
fn scaling(text: &str, lang: &Language) {
    let articles = vec![text; 200];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let time = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let (words, time) =
            pool.install(|| best(|| articles.par_iter().map(|text| analysed(text, lang)).sum()));
        println!(
            "200 articles on {threads} of {cores} cores: {words} words, {time:.1?}, {:.0} words/s",
            rate(words, time)
        );
        time.as_secs_f64()
    };
    let (one, two) = (time(1), time(2));
    println!("two threads are {:.2} times as fast as one", one / two);
}

/// The number of words of a text that was cut into sentences, tagged and parsed.
fn analysed(text: &str, lang: &Language) -> usize {
    let sentences = sentences(text, &[Span::new(0, text.len())], lang);
    tripel::syntax::parse::trees(text, &sentences, lang).iter().map(|tree| tree.words.len()).sum()
}

fn stages(text: &str, lang: &Language) {
    let body = [Span::new(0, text.len())];
    let (count, cut) = best(|| sentences(text, &body, lang).len());
    let found = sentences(text, &body, lang);
    let given: Vec<_> =
        found.iter().map(|s| (s.span, tag::words(text, s, lang.words.contractions))).collect();
    let words: usize = given.iter().map(|(_, words)| words.len()).sum();
    let (_, scored) = best(|| scores_of(&given, &lang.models, lang.forms).len());
    let (_, parsed) = best(|| trees_of(given.clone(), &lang.models, lang.forms).len());
    println!(
        "{count} sentences in {cut:.1?}; input and scores of {words} words {scored:.1?}, with trees, lemmas, names {parsed:.1?}"
    );
    // multiplications and additions for a word: both layers, projection; what stands above them is small
    let inputs = lang.models.network.inputs();
    let (width, gates) = (128, 512);
    let each = 2
        * (2 * (inputs + width) * gates + 2 * (2 * width + width) * gates + 2 * width * PROJECTION);
    let used = each as f64 * words as f64 / scored.as_secs_f64() / 1e9;
    println!("network: {used:.1} of {:.1} thousand million operations a second", peak());
}

/// Thousand million operations a second of products whose matrix and rows stay in the nearest memory.
fn peak() -> f64 {
    let (rows, inputs, outputs) = (48, 96, 64);
    let matrix = Matrix::new(inputs, outputs, &vec![0.01; inputs * outputs]);
    let (a, mut c) = (vec![0.5; rows * inputs], vec![0.0; rows * outputs]);
    let times = 2000;
    let (_, time) = best(|| {
        (0..times).for_each(|_| matrix.multiply(black_box(&a), black_box(&mut c)));
        times
    });
    (2 * rows * inputs * outputs * times) as f64 / time.as_secs_f64() / 1e9
}

/// The best time of five.
fn best(mut work: impl FnMut() -> usize) -> (usize, Duration) {
    let mut least = Duration::MAX;
    let mut result = 0;
    for _ in 0..5 {
        let start = Instant::now();
        result = black_box(work());
        least = least.min(start.elapsed());
    }
    (result, least)
}

fn rate(words: usize, time: Duration) -> f64 {
    words as f64 / time.as_secs_f64()
}

/// Memory of the process in MB; 0 where there is no /proc.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}
