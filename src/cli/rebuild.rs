//! `tripel rebuild`: the articles of the store, extracted anew from their stored texts.

use rayon::prelude::*;
use tripel::extract::extract;
use tripel::kb::rdf;
use tripel::kb::store::{Entry, Store};
use tripel::language::Analyser;
use tripel::record::error::Result;

use super::input::{Budget, stored_language};
use super::output::{count, failed, say, to_stdout};
use super::progress::Progress;
use super::{Global, Outcome, damaged, is_there, tell, unreadable};

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
    #[command(flatten)]
    budget: Budget,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    let store = global.store()?.with_corrections(corrections.fingerprint());
    let entries = entries(&store, &args.articles)?;
    if entries.is_empty() {
        return if store.list()?.is_empty() { Ok(global.empty()) } else { Err(unreadable(&store)) };
    }
    let (mut articles, mut statements, mut bad) = (0, 0, 0);
    let mut progress = Progress::new(Some(entries.len() as u64), global.quiet);
    for batch in entries.chunks(8 * rayon::current_num_threads()) {
        let work = |entry: &Entry| {
            let article = store.article(entry)?;
            let analyser = if global.fast { Analyser::Small } else { entry.analyser };
            let (found, quads) = args.budget.bounded(&article.id, article.text.len(), || {
                let lang = stored_language(&article, analyser)?;
                let extraction = extract(&article, lang, &corrections);
                let quads: String = rdf::quads(&article, &extraction, &entry.base)?
                    .iter()
                    .map(|quad| format!("{quad} .\n"))
                    .collect();
                Ok((extraction.statements.len(), quads))
            })?;
            Ok((article, analyser, found, quads))
        };
        let done: Vec<Result<_>> =
            batch.par_iter().map(work).inspect(|_| progress.step()).collect();
        progress.reached((articles + bad + batch.len()) as u64);
        for (entry, done) in batch.iter().zip(done) {
            match done.and_then(|(article, analyser, found, quads)| {
                let store = store.clone().with_analyser(analyser);
                store.renew(entry, &article, found, &quads).map(|renewed| renewed.then_some(found))
            }) {
                Ok(Some(found)) => {
                    articles += 1;
                    statements += found;
                }
                Ok(None) => progress.suspend(|| {
                    say(&format!(
                        "another process replaced or removed '{}' meanwhile; it is left as it is",
                        entry.id
                    ));
                }),
                Err(error) => {
                    bad += 1;
                    progress.suspend(|| tell(&error));
                }
            }
        }
    }
    progress.finish();
    global.indexed(&store);
    if let Some(unmet) = corrections.unmet().filter(|_| args.articles.is_empty()) {
        global.note(&unmet);
    }
    to_stdout(|out| {
        writeln!(out, "rebuilt {}: {}", count(articles, "article"), count(statements, "statement"))
            .map_err(failed)
    })?;
    Ok(if bad == 0 { Outcome::Done } else { Outcome::Failed(bad, articles + bad) })
}

/// The entries of the articles that are named, or of all; a damaged one is reported.
fn entries(store: &Store, named: &[String]) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    if named.is_empty() {
        for entry in store.list()? {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(error) => damaged(&error),
            }
        }
        return Ok(entries);
    }
    for id in named {
        is_there(store, id)?;
        entries.push(store.find(id)?);
    }
    Ok(entries)
}
