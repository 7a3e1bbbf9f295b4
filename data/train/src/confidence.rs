//! Confidence: the weights of the signs of a statement (`data/de/confidence.csv`), fitted on statements that people judged.
//!
//! In: articles as JSON Lines, and judged statements (`data/train/annotations/statements.csv`: article, id,
//! verdict, core, cause, reader; core is 1 where who, verb and whom are right). Out: a logistic regression
//! with a penalty, and how its chances agree with what was judged on articles that it was not fitted on.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::extract::statement::confidence::{COUNT, Signs, names};
use tripel::record::article::{Article, Metadata};

use crate::Outcome;

/// How strongly weights are drawn to nothing, in squared weights against log-likelihood.
const PENALTY: f64 = 2.0;
const PARTS: usize = 10;

/// A judged statement.
struct Judged {
    article: String,
    signs: Signs,
    right: bool,
    /// Between two actors.
    edge: bool,
}

/// Fits the weights, writes them, prints the table of reliability.
pub fn fit(articles: &[&Path], verdicts: &Path, out: &Path) -> Outcome<()> {
    let judged = judged(articles, verdicts)?;
    let right = judged.iter().filter(|own| own.right).count();
    println!("{} judged statements found again, {right} right in who, verb and whom", judged.len());
    reliability(&judged);
    let weights = weights(&judged.iter().collect::<Vec<_>>());
    let rows: BTreeMap<&str, f64> = names().into_iter().zip(weights).collect();
    let mut table = String::from("sign,weight\n");
    for (name, weight) in rows {
        table += &format!("{name},{weight:.3}\n");
    }
    std::fs::write(out, table)?;
    Ok(())
}

/// The judged statements that today's program still makes, with their signs.
fn judged(articles: &[&Path], verdicts: &Path) -> Outcome<Vec<Judged>> {
    let text = std::fs::read_to_string(verdicts)?;
    let mut verdict: HashMap<(&str, &str), bool> = HashMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [article, id, _, core, ..] = cells[..] else {
            return Err(format!("{}: '{line}' lacks a cell", verdicts.display()).into());
        };
        verdict.entry((article, id)).or_insert(core == "1");
    }
    let german = tripel::languages::language("de").ok_or("German is not built in")?;
    let mut judged = Vec::new();
    for path in articles {
        for article in Article::read(path, &Metadata::default()) {
            let article = article?;
            if !verdict.keys().any(|(own, _)| *own == article.id) {
                continue;
            }
            let extraction = analyse(&article, german, &Corrections::default()).extraction;
            for statement in &extraction.statements {
                let Some(&right) = verdict.get(&(&article.id, &statement.id)) else { continue };
                let actor = |argument: &Option<tripel::extract::statement::Argument>| {
                    argument.as_ref().is_some_and(|argument| argument.actor.is_some())
                };
                let edge = actor(&statement.subject) && actor(&statement.object);
                judged.push(Judged {
                    article: article.id.clone(),
                    signs: statement.signs,
                    right,
                    edge,
                });
            }
        }
    }
    Ok(judged)
}

fn chance(weights: &[f64; COUNT], signs: &Signs) -> f64 {
    let odds: f64 = weights.iter().zip(signs).map(|(weight, sign)| weight * f64::from(*sign)).sum();
    1.0 / (1.0 + (-odds).exp())
}

/// Logistic regression by gradient with a step of its own for each weight; the first sign is no evidence and is not drawn to nothing.
fn weights(judged: &[&Judged]) -> [f64; COUNT] {
    let mut weights = [0.0; COUNT];
    let mut squares = [1e-8; COUNT];
    for round in 0..3000 {
        let mut slope = [0.0; COUNT];
        for own in judged {
            let error = chance(&weights, &own.signs) - f64::from(u8::from(own.right));
            for (slope, sign) in slope.iter_mut().zip(&own.signs) {
                *slope += error * f64::from(*sign);
            }
        }
        let pace = 0.5 / (1.0 + f64::from(round) / 100.0);
        for at in 0..COUNT {
            slope[at] += if at > 0 { PENALTY * weights[at] } else { 0.0 };
            squares[at] = 0.99 * squares[at] + 0.01 * slope[at] * slope[at];
            weights[at] -= pace * 0.1 * slope[at] / squares[at].sqrt().max(1.0);
        }
    }
    weights
}

/// Of statements with each chance, how many are right, where the article was not fitted on.
fn reliability(judged: &[Judged]) {
    let mut articles: Vec<&str> = judged.iter().map(|own| own.article.as_str()).collect();
    articles.dedup();
    articles.sort_unstable();
    articles.dedup();
    let part: BTreeMap<&str, usize> =
        articles.iter().enumerate().map(|(at, name)| (*name, at % PARTS)).collect();
    let mut found: Vec<(f64, bool, bool)> = Vec::new();
    for held in 0..PARTS {
        let (test, train): (Vec<&Judged>, Vec<&Judged>) =
            judged.iter().partition(|own| part[own.article.as_str()] == held);
        let weights = weights(&train);
        found.extend(test.iter().map(|own| (chance(&weights, &own.signs), own.right, own.edge)));
    }
    println!("chance      | statements | right  | between two actors | right");
    for tenth in 0..10 {
        let low = f64::from(tenth) / 10.0;
        let own: Vec<_> = found.iter().filter(|(c, ..)| *c >= low && *c < low + 0.1).collect();
        let edges: Vec<_> = own.iter().filter(|(.., edge)| *edge).collect();
        let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
        println!(
            "{low:.1} to {:.1}  | {:10} | {:5.1}% | {:18} | {:5.1}%",
            low + 0.1,
            own.len(),
            share(own.iter().filter(|(_, right, _)| *right).count(), own.len()),
            edges.len(),
            share(edges.iter().filter(|(_, right, _)| *right).count(), edges.len()),
        );
    }
    println!("cut  | kept | right  | edges kept | right");
    for cut in [0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8] {
        let own: Vec<_> = found.iter().filter(|(chance, ..)| *chance >= cut).collect();
        let edges: Vec<_> = own.iter().filter(|(.., edge)| *edge).collect();
        let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
        println!(
            "{cut:.2} | {:4} | {:5.1}% | {:10} | {:5.1}%",
            own.len(),
            share(own.iter().filter(|(_, right, _)| *right).count(), own.len()),
            edges.len(),
            share(edges.iter().filter(|(_, right, _)| *right).count(), edges.len()),
        );
    }
}
