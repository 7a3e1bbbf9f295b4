//! `tripel rebuild`: the articles of the store, extracted anew from their stored texts.

use rayon::prelude::*;
use tripel::error::{Error, Result};
use tripel::extract::extract;
use tripel::rdf;
use tripel::store::{Entry, Store};

use super::input::language;
use super::output::{count, failed, to_stdout};
use super::{Global, Outcome, did_you_mean, report};

/// Extract the articles of the store anew, from their stored texts
///
/// After a change of `actors.csv`, of the tables or of the program: what stands in the store is then what this version finds.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel rebuild                  every article, after a change of actors.csv
  tripel rebuild cyberangriffe    only this one")]
pub struct Args {
    /// Ids of articles, as 'tripel list' shows them; all where none is named
    #[arg(value_name = "ARTICLE")]
    articles: Vec<String>,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    let store = global.store()?.with_corrections(corrections.fingerprint());
    let entries = entries(&store, &args.articles)?;
    let (mut articles, mut statements, mut bad) = (0, 0, 0);
    for batch in entries.chunks(8 * rayon::current_num_threads()) {
        let work = |entry: &Entry| {
            let article = store.article(entry)?;
            let extraction = extract(&article, language(&article)?, &corrections);
            let quads: String = rdf::quads(&article, &extraction, &entry.base)?.iter().map(|quad| format!("{quad} .\n")).collect();
            Ok((article, extraction.statements.len(), quads))
        };
        let done: Vec<Result<_>> = batch.par_iter().map(work).collect();
        for (entry, done) in batch.iter().zip(done) {
            match done.and_then(|(article, found, quads)| store.add(&article, &entry.base, found, &quads).map(|_| found)) {
                Ok(found) => {
                    articles += 1;
                    statements += found;
                }
                Err(error) => {
                    bad += 1;
                    report(&error);
                }
            }
        }
    }
    to_stdout(|out| writeln!(out, "rebuilt {}: {}", count(articles, "article"), count(statements, "statement")).map_err(failed))?;
    Ok(match (articles, bad) {
        (_, 1..) => Outcome::Failed,
        (0, _) => Outcome::Nothing,
        _ => Outcome::Done,
    })
}

/// The entries of the articles that are named, or of all; a damaged one is reported.
fn entries(store: &Store, named: &[String]) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    if named.is_empty() {
        for entry in store.list()? {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(error) => report(&error),
            }
        }
        return Ok(entries);
    }
    for id in named {
        if !store.contains(id) {
            let ids: Vec<String> = store.list()?.into_iter().flatten().map(|entry| entry.id).collect();
            let hint = did_you_mean(id, ids.iter().map(String::as_str));
            return Err(Error::new(format!("there is no article '{id}' in {}{hint}", store.dir().display())));
        }
        entries.push(store.find(id)?);
    }
    Ok(entries)
}
