//! The index on the disk at several sizes: `cargo bench --bench store`, with numbers of articles after `--` for others than 1,000.
//!
//! Articles are copies of the sample with statements, quotes and actors of their own, written as files into a folder. Measured are
//! the making of the index, opening it, adding and removing one article, bytes a quad, and each named query, in processor time: on
//! a busy machine it tells more than the clock.

use std::path::Path;
use std::time::Instant;

use mimalloc::MiMalloc;
use oxigraph::sparql::QueryResults;
use tripel::extract;
use tripel::extract::corrections::Corrections;
use tripel::kb::disk::bring_up_to_date;
use tripel::kb::graph::Graph;
use tripel::kb::store::Store;
use tripel::kb::{query, rdf};
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};

/// As in the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Bytes of the index for each quad.
const MOST_BYTES: f64 = 25.0;
/// Milliseconds of processor time to open an index of any size.
const LONGEST: f64 = 10.0;

fn main() {
    let sizes: Vec<usize> =
        std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1000] } else { sizes };
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::create(folder.path().join("kb")).expect("a store");
    let sample = Sample::new();
    let mut there = 0;
    for size in sizes {
        (there..size).for_each(|number| sample.add(&store, number));
        there = size;
        std::fs::remove_dir_all(store.dir().join(".index")).ok();
        measure(&store, &sample, size);
    }
}

fn measure(store: &Store, sample: &Sample, size: usize) {
    let before = processor_time();
    bring_up_to_date(store).expect("an index");
    let load = processor_time() - before;
    let (graph, open) = timed(|| Graph::open_lazily(store, false).expect("a graph").0);
    let bytes = bytes(store) as f64 / graph.len() as f64;
    println!(
        "{size} articles, {} quads: index made in {load:.2} s, opened in {open:.1} ms, {bytes:.1} bytes a quad",
        graph.len(),
    );
    let before = processor_time();
    drop(Graph::read(store, false).expect("a graph"));
    println!("  all articles read into memory instead: {:.2} s", processor_time() - before);
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for number in 0..12 {
        sample.add(store, size + number);
        added.push(timed(|| bring_up_to_date(store).expect("an index")).1);
    }
    for number in 0..12 {
        store.remove(&id(size + number)).expect("removed");
        removed.push(timed(|| bring_up_to_date(store).expect("an index")).1);
    }
    println!(
        "  an article more: {:.1} ms, less: {:.1} ms (of 12, the middle)",
        middle(added),
        middle(removed)
    );
    for named in query::queries() {
        ask(&graph, &named, &[]);
        if named.parameters.iter().any(|(name, _)| *name == "actor") {
            ask(&graph, &named, &[("actor".to_owned(), "China".to_owned())]);
        }
    }
    assert!(bytes <= MOST_BYTES, "{bytes} bytes a quad");
    assert!(open < LONGEST, "{open} ms to open {size} articles");
}

fn ask(graph: &Graph, named: &query::NamedQuery, values: &[(String, String)]) {
    let sparql = query::filled(named.sparql, values).expect("a query");
    let rows = || match graph.query(&sparql) {
        Ok(QueryResults::Solutions(solutions)) => solutions.filter(Result::is_ok).count(),
        _ => 0,
    };
    let (rows, time) = timed(rows);
    let actor = if values.is_empty() { "" } else { " actor=China" };
    println!("  {}{actor}: {:.3} s, {rows} rows", named.name, time / 1000.0);
}

/// Milliseconds of processor time of this thread, where Linux tells it; else those that pass.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let nanoseconds = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok()
    };
    let (begin, before) = (Instant::now(), nanoseconds());
    let made = work();
    let processor = before.and_then(|before| Some((nanoseconds()? - before) / 1e6));
    (made, processor.unwrap_or(begin.elapsed().as_secs_f64() * 1000.0))
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn bytes(store: &Store) -> u64 {
    let files = std::fs::read_dir(store.dir().join(".index")).expect("an index").flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .filter(|own| own.is_file())
        .map(|own| own.len())
        .sum()
}

/// The sample article with its quads, of which any number of others are made.
struct Sample {
    article: Article,
    statements: usize,
    quads: String,
}

fn id(number: usize) -> String {
    format!("n{number:06}")
}

impl Sample {
    fn new() -> Sample {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles/cyberangriffe.txt");
        let read = Article::read(&file, &Metadata::default()).next();
        let article = read.expect("an article").expect("readable");
        let lang = language("de").expect("German");
        let extraction = extract::extract(&article, lang, &Corrections::default());
        let quads = rdf::quads(&article, &extraction, rdf::BASE).expect("quads");
        let quads = quads.iter().map(|quad| format!("{quad} .\n")).collect();
        Sample { article, statements: extraction.statements.len(), quads }
    }

    fn add(&self, store: &Store, number: usize) {
        let id = id(number);
        let mut quads = self.quads.replace("\"cyberangriffe\"", &format!("\"{id}\""));
        for kind in ["article", "activity"] {
            quads = quads.replace(&format!("/{kind}/cyberangriffe"), &format!("/{kind}/{id}"));
        }
        for kind in ["statement", "quotation", "mention"] {
            quads = renamed(&quads, &format!("/{kind}/"), &format!("{number:06x}"));
        }
        // half of the actors and concepts are others in each hundred articles
        for kind in ["actor/g", "actor/m", "concept/a", "concept/s", "concept/k"] {
            let other = format!("/{kind}{}-", number % 100);
            quads = quads.replace(&format!("/{kind}"), &other);
        }
        quads = quads.replace("tripel#quote> \"", &format!("tripel#quote> \"{number}: "));
        // a text that tells nobody else's story
        let article = Article { text: id.clone(), id, ..self.article.clone() };
        store.add(&article, rdf::BASE, self.statements, &quads).expect("added");
    }
}

/// The text with other digits behind each `mark`.
fn renamed(text: &str, mark: &str, digits: &str) -> String {
    let mut parts = text.split(mark);
    let mut renamed = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let cut = digits.len().min(part.len());
        renamed = renamed + mark + digits + &part[cut..];
    }
    renamed
}

/// Seconds of processor time of this process; 0 where there is no /proc.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    // user and system time in hundredths of a second
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}
