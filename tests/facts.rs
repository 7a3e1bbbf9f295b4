//! Open mode against the facts of general sentences in tests/facts: precision, recall and F1 of each half against the committed
//! table docs/facts.csv. `UPDATE=1` rewrites the table; `SHOW=develop` prints each line and each missing fact of a half.

mod figures;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tripel::extract::analyse_story;
use tripel::extract::corrections::Corrections;
use tripel::extract::openie::{propositions, triples};
use tripel::record::article::Article;
use tripel::record::span::Span;

type Tokens = Vec<String>;

/// A sentence and its facts; a fact is the set of its wordings, each with tabs between the parts.
struct Case {
    sentence: String,
    facts: Vec<Fact>,
}

struct Fact {
    written: String,
    wordings: BTreeSet<String>,
}

#[derive(Default)]
struct Count {
    lines: usize,
    right: usize,
    facts: usize,
    found: usize,
}

impl Count {
    fn figures(&self) -> [(&'static str, f64); 3] {
        let precision = self.right as f64 / self.lines as f64;
        let recall = self.found as f64 / self.facts as f64;
        [
            ("f1", 2.0 * precision * recall / (precision + recall)),
            ("precision", precision),
            ("recall", recall),
        ]
    }
}

#[test]
fn facts_of_general_sentences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut figures = figures::Figures::new();
    for half in ["check", "develop"] {
        let cases = cases(&root.join("tests/facts").join(format!("{half}.txt")));
        assert!(cases.len() >= 50, "{half}: {} sentences", cases.len());
        let shown = std::env::var("SHOW").is_ok_and(|wanted| wanted == half);
        let mut count = Count::default();
        cases.iter().for_each(|case| measure(case, shown, &mut count));
        println!(
            "{half}: {} of {} lines, {} of {} facts",
            count.right, count.lines, count.found, count.facts
        );
        figures.extend(
            count.figures().map(|(name, value)| ((half.to_owned(), name.to_owned()), value)),
        );
    }
    figures::compare(&root.join("docs/facts.csv"), &figures);
}

fn measure(case: &Case, shown: bool, count: &mut Count) {
    let lines = lines(&case.sentence);
    let right = |line: &&String| case.facts.iter().any(|fact| fact.wordings.contains(*line));
    let missing = case.facts.iter().filter(|fact| fact.wordings.is_disjoint(&lines));
    count.lines += lines.len();
    count.right += lines.iter().filter(right).count();
    count.facts += case.facts.len();
    count.found += case.facts.len() - missing.clone().count();
    if shown {
        println!("\n{}", case.sentence);
        lines.iter().for_each(|line| {
            println!("  {} {}", if right(&line) { '+' } else { '-' }, line.replace('\t', " ; "));
        });
        missing.for_each(|fact| println!("    missing: {}", fact.written));
    }
}

/// What the program writes of a sentence, each line once.
fn lines(text: &str) -> BTreeSet<String> {
    let article = Article { id: "case".into(), text: text.to_owned(), ..Article::default() };
    let lang = tripel::languages::language("de").expect("German is built in");
    let analysis =
        analyse_story(&article, &[Span::new(0, text.len())], lang, &Corrections::default());
    let found = propositions(text, &analysis);
    triples(text, &found)
        .into_iter()
        .map(|triple| triple.parts.map(|part| tokens(&part).join(" ")).join("\t"))
        .collect()
}

fn cases(path: &PathBuf) -> Vec<Case> {
    let file = std::fs::read_to_string(path).expect("a file of facts");
    let mut cases: Vec<Case> = Vec::new();
    for line in file.lines() {
        if let Some(sentence) = line.strip_prefix("> ") {
            cases.push(Case { sentence: sentence.to_owned(), facts: Vec::new() });
        } else if let Some(fact) = line.strip_prefix("+ ") {
            let facts = &mut cases.last_mut().expect("a sentence comes first").facts;
            facts.push(Fact { written: fact.to_owned(), wordings: wordings(fact) });
        } else if let Some(fact) = line.strip_prefix("= ") {
            let facts = &mut cases.last_mut().expect("a sentence comes first").facts;
            facts.last_mut().expect("a fact comes first").wordings.extend(wordings(fact));
        }
    }
    cases
}

fn wordings(fact: &str) -> BTreeSet<String> {
    let parts: Vec<&str> = fact.split(';').map(str::trim).collect();
    let [subject, relation, object] = parts[..] else {
        panic!("subject ; relation ; object: {fact}")
    };
    let mut pairs = Vec::new();
    match object.find('(').zip(object.find(')')) {
        Some((open, close)) => {
            let (before, preposition, after) =
                (&object[..open], &object[open + 1..close], &object[close + 1..]);
            pairs.push((format!("{relation} {before} {preposition}"), after.to_owned()));
            pairs.push((relation.to_owned(), format!("{before} {preposition} {after}")));
        }
        None => pairs.push((relation.to_owned(), object.to_owned())),
    }
    let mut found = BTreeSet::new();
    for (relation, object) in pairs {
        let (subjects, relations, objects) =
            (expanded(subject), expanded(&relation), expanded(&object));
        for subject in &subjects {
            for relation in &relations {
                found.extend(objects.iter().map(|object| {
                    [subject, relation, object].map(|part| part.join(" ")).join("\t")
                }));
            }
        }
    }
    found
}

/// The sequences of words that a pattern with `[...]` and `{a|b}` stands for.
fn expanded(pattern: &str) -> Vec<Tokens> {
    let marked: String = pattern
        .chars()
        .map(|c| if "[]{}|".contains(c) { format!(" {c} ") } else { c.to_string() })
        .collect();
    let symbols: Vec<&str> = marked.split_whitespace().collect();
    let mut at = 0;
    let found = sequence(&symbols, &mut at);
    assert_eq!(at, symbols.len(), "brackets do not match: {pattern}");
    found
}

fn sequence(symbols: &[&str], at: &mut usize) -> Vec<Tokens> {
    let mut found: Vec<Tokens> = vec![Vec::new()];
    while let Some(&symbol) = symbols.get(*at) {
        let choices = match symbol {
            "]" | "}" | "|" => break,
            "[" => {
                *at += 1;
                let mut inside = sequence(symbols, at);
                inside.push(Vec::new());
                inside
            }
            "{" => {
                let mut inside = Vec::new();
                while symbols.get(*at).is_some_and(|&symbol| symbol != "}") {
                    *at += 1;
                    inside.extend(sequence(symbols, at));
                }
                inside
            }
            word => vec![tokens(word)],
        };
        *at += 1;
        found = found
            .iter()
            .flat_map(|start| choices.iter().map(move |more| [&start[..], &more[..]].concat()))
            .collect();
    }
    found
}

/// Words without capitals and marks.
fn tokens(text: &str) -> Tokens {
    let bare = |word: &str| {
        word.trim_matches(|c| ",()„“\"»«".contains(c)).trim_end_matches('.').to_lowercase()
    };
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

#[test]
fn wordings_are_what_the_marks_say() {
    let found = wordings("[Der] Rat ; {wählte|wählt} ihn ; (zum) Chef");
    assert_eq!(found.len(), 8, "{found:?}");
    assert!(
        found.contains("rat\twählt ihn zum\tchef")
            && found.contains("der rat\twählte ihn\tzum chef"),
        "{found:?}"
    );
    assert!(!found.contains("rat\twählte ihn\tchef"));
}
