//! Referents: the weights by which candidates for a pronoun are ranked (`data/de/referents.csv`), fitted on pronouns
//! whose referent people named.
//!
//! In: articles as JSON Lines, and `data/train/annotations/referents.csv` (article, start, end, mention, kind, referent
//! as places in the text, in characters). Out: a conditional logit with a penalty, and how often its first choice is
//! right in articles that it was not fitted on.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::extract::entity::choices;
use tripel::extract::entity::referents::{COUNT, Features, names};
use tripel::record::article::{Article, Metadata};
use tripel::record::span::Span;

use crate::Outcome;

/// How strongly weights are drawn to nothing.
const PENALTY: f64 = 1.0;
const PARTS: usize = 10;

/// A pronoun with its candidates and those that are right.
struct Asked {
    article: String,
    candidates: Vec<Features>,
    right: Vec<bool>,
    /// The candidate is an actor or a thing that has a place in the text.
    somebody: Vec<bool>,
}

/// Fits the weights, writes them, prints how often they are right elsewhere; of `check`, which they are not fitted on, how often those
/// of today are right.
pub fn fit(articles: &[&Path], annotations: &Path, check: &Path, out: &Path) -> Outcome<()> {
    println!("{}:", check.display());
    asked(articles, check)?;
    println!("{}:", annotations.display());
    let asked = asked(articles, annotations)?;
    println!("{} pronouns whose referent is a candidate", asked.len());
    held_out(&asked);
    let weights = weights(&asked.iter().collect::<Vec<_>>());
    let rows: BTreeMap<&str, f64> = names().into_iter().zip(weights).collect();
    let mut table = String::from("feature,weight\n");
    for (name, weight) in rows {
        let name = if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() };
        table += &format!("{name},{weight:.3}\n");
    }
    std::fs::write(out, table)?;
    Ok(())
}

fn spans(cell: &str) -> Vec<Span> {
    let span = |place: &str| {
        let (start, end) = place.split_once(':')?;
        Some(Span { start: start.parse().ok()?, end: end.parse().ok()? })
    };
    cell.split(' ').filter_map(span).collect()
}

fn asked(articles: &[&Path], annotations: &Path) -> Outcome<Vec<Asked>> {
    let text = std::fs::read_to_string(annotations)?;
    let mut rows: HashMap<(&str, usize), (&str, Vec<Span>)> = HashMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [article, start, _, _, kind, referent] = cells[..] else {
            return Err(format!("{}: '{line}' lacks a cell", annotations.display()).into());
        };
        rows.insert((article, start.parse()?), (kind, spans(referent)));
    }
    let german = tripel::languages::language("de").ok_or("German is not built in")?;
    let (mut found, mut taken, mut right_taken, mut lost) = (Vec::new(), 0, 0, 0);
    for path in articles {
        for article in Article::read(path, &Metadata::default()) {
            let article = article?;
            if !rows.keys().any(|(own, _)| *own == article.id) {
                continue;
            }
            let analysis = analyse(&article, german, &Corrections::default());
            // places are counted in characters
            let place = |byte: usize| article.text[..byte].chars().count();
            for choice in choices(&analysis.trees, &analysis.mentions, german) {
                let Some((kind, referent)) =
                    rows.get(&(article.id.as_str(), place(choice.span.start)))
                else {
                    continue;
                };
                if referent.len() > 1 {
                    continue;
                }
                let means = |spans: &[Span]| {
                    spans.iter().any(|own| {
                        let (start, end) = (place(own.start), place(own.end));
                        referent.iter().any(|named| named.start < end && start < named.end)
                    })
                };
                let mut right: Vec<bool> =
                    choice.candidates.iter().map(|(spans, _)| means(spans)).collect();
                let last = right.len() - 1;
                if !right.contains(&true) {
                    // nobody, or somebody who is no candidate
                    lost += usize::from(*kind == "actor");
                    right[last] = true;
                }
                if let Some(own) = choice.taken {
                    taken += 1;
                    right_taken += usize::from(right[own]);
                }
                found.push(Asked {
                    article: article.id.clone(),
                    somebody: choice
                        .candidates
                        .iter()
                        .map(|(spans, _)| !spans.is_empty())
                        .collect(),
                    candidates: choice.candidates.into_iter().map(|(_, own)| own).collect(),
                    right,
                });
            }
        }
    }
    println!(
        "today {taken} are taken for somebody, {right_taken} of them rightly; {lost} actors are no candidate"
    );
    Ok(found)
}

fn chances(weights: &[f64; COUNT], asked: &Asked) -> Vec<f64> {
    let odds = asked.candidates.iter().map(|own| {
        own.iter().zip(weights).map(|(own, weight)| f64::from(*own) * weight).sum::<f64>()
    });
    let odds: Vec<f64> = odds.collect();
    let top = odds.iter().copied().fold(f64::MIN, f64::max);
    let whole: f64 = odds.iter().map(|own| (own - top).exp()).sum();
    odds.iter().map(|own| (own - top).exp() / whole).collect()
}

/// Gradient ascent of the chance of what is right, all right candidates together.
fn weights(asked: &[&Asked]) -> [f64; COUNT] {
    let mut weights = [0.0; COUNT];
    let mut squares = [1e-8; COUNT];
    for round in 0..800 {
        let mut slope = [0.0; COUNT];
        for own in asked {
            let chances = chances(&weights, own);
            let right: f64 = chances
                .iter()
                .zip(&own.right)
                .filter(|(_, right)| **right)
                .map(|(own, _)| own)
                .sum();
            for ((chance, &is_right), features) in
                chances.iter().zip(&own.right).zip(&own.candidates)
            {
                let wanted = if is_right { chance / right.max(1e-9) } else { 0.0 };
                for (slope, feature) in slope.iter_mut().zip(features) {
                    *slope += (chance - wanted) * f64::from(*feature);
                }
            }
        }
        let pace = 0.5 / (1.0 + f64::from(round) / 100.0);
        for at in 0..COUNT {
            slope[at] += PENALTY * weights[at];
            squares[at] = 0.99 * squares[at] + 0.01 * slope[at] * slope[at];
            weights[at] -= pace * 0.1 * slope[at] / squares[at].sqrt().max(1.0);
        }
    }
    weights
}

/// How often the first choice is right in articles that the weights were not fitted on, by the least chance that is asked for.
fn held_out(asked: &[Asked]) {
    let mut articles: Vec<&str> = asked.iter().map(|own| own.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let part: HashMap<&str, usize> =
        articles.iter().enumerate().map(|(at, name)| (*name, at % PARTS)).collect();
    // chance, somebody, right; and whether somebody is right at all
    let mut found: Vec<(f64, bool, bool, bool)> = Vec::new();
    for held in 0..PARTS {
        let (test, train): (Vec<&Asked>, Vec<&Asked>) =
            asked.iter().partition(|own| part[own.article.as_str()] == held);
        let weights = weights(&train);
        for own in test {
            let chances = chances(&weights, own);
            let best =
                (0..chances.len()).max_by(|a, b| chances[*a].total_cmp(&chances[*b])).unwrap_or(0);
            let wanted =
                own.right.iter().zip(&own.somebody).any(|(right, somebody)| *right && *somebody);
            found.push((chances[best], own.somebody[best], own.right[best], wanted));
        }
    }
    println!("chance | taken | right | of those who are somebody found");
    for cut in [0.0, 0.3, 0.4, 0.5, 0.6, 0.7] {
        let taken: Vec<_> = found.iter().filter(|own| own.0 >= cut && own.1).collect();
        let right = taken.iter().filter(|own| own.2).count();
        let wanted = found.iter().filter(|own| own.3).count();
        let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
        println!(
            "{cut:.1}    | {:5} | {:4.1}% | {:4.1}%",
            taken.len(),
            share(right, taken.len()),
            share(right, wanted)
        );
    }
}
