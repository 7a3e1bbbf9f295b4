//! What people decided goes into the store: the articles that a line of the log is about are read anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::extract::corrections::Corrections;
use crate::extract::extract;
use crate::extract::judgement::{Judgement, What};
use crate::kb::rdf;
use crate::kb::rows::{ActorRow, Rows};
use crate::kb::store::{Entry, Store};
use crate::language::Language;
use crate::languages::language_with;
use crate::read::detect;
use crate::record::article::Article;
use crate::record::error::{Error, Result};
use crate::record::work;
use crate::review::draft::{called, decoded};
use crate::review::log::{Log, note_applied, pending};

/// What was done.
#[derive(Debug, Default)]
pub struct Applied {
    /// The articles that were read anew.
    pub articles: Vec<String>,
    /// Articles that could not be read.
    pub failed: Vec<Error>,
    /// Judgements whose words their article has no more.
    pub lost: Vec<Arc<Judgement>>,
}

/// Applies the lines of the log that the store does not have yet. `rows_about_actors` are those of `actors.csv`; `rows` are of the
/// store as it is.
///
/// # Errors
/// Where the log or the store's folder cannot be read or written.
pub fn catch_up(store: &Store, rows_about_actors: &Corrections, rows: &Rows) -> Result<Applied> {
    let log = Log::open(store.dir())?;
    let new = pending(store.dir(), &log);
    if new.is_empty() {
        return Ok(Applied::default());
    }
    let entries: Vec<Entry> = store.list()?.into_iter().flatten().collect();
    let mut wanted = BTreeSet::new();
    for judgement in &new {
        concerned(judgement, &log, rows, &entries, store, &mut wanted);
    }
    let corrections = rows_about_actors.clone().with_judgements(log.active());
    let store = store.clone().with_corrections(corrections.fingerprint());
    let mut applied = Applied::default();
    for entry in entries.iter().filter(|entry| wanted.contains(&entry.id)) {
        match renew(&store, entry, &corrections) {
            Ok(()) => applied.articles.push(entry.id.clone()),
            Err(error) => applied.failed.push(error),
        }
    }
    let is_new = |own: &Arc<Judgement>| new.iter().any(|other| other.id == own.id);
    applied.lost = corrections.lost().into_iter().filter(is_new).collect();
    note_applied(store.dir(), &new)?;
    Ok(applied)
}

/// Reads an article of the store anew.
fn renew(store: &Store, entry: &Entry, corrections: &Corrections) -> Result<()> {
    let article = store.article(entry)?;
    let (found, quads) = work::bounded(&article.id, article.text.len(), || {
        let extraction = extract(&article, language_of(&article, entry)?, corrections);
        let quads = rdf::quads(&article, &extraction, &entry.base)?;
        let quads: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
        Ok((extraction.statements.len(), quads))
    })?;
    let store = store.clone().with_analyser(entry.analyser);
    store.renew(entry, &article, found, &quads).map(drop)
}

/// The language that an article of the store was added with, and its analyser.
///
/// # Errors
/// Where the language is not built in.
pub fn language_of(article: &Article, entry: &Entry) -> Result<&'static Language> {
    let known = |code: &str| language_with(code, entry.analyser);
    let own = article.language.as_deref().and_then(known);
    own.or_else(|| detect(&article.text).and_then(known)).or_else(|| known("de")).ok_or_else(|| {
        Error::new(format!("the language of the article '{}' is not built in", article.id))
    })
}

/// The ids of the articles that a judgement changes.
fn concerned(
    judgement: &Judgement,
    log: &Log,
    rows: &Rows,
    entries: &[Entry],
    store: &Store,
    wanted: &mut BTreeSet<String>,
) {
    if judgement.what == What::Undo {
        let of = judgement.of.as_deref().unwrap_or("");
        if let Some(undone) = log.lines.iter().find(|own| own.id == of) {
            concerned(undone, log, rows, entries, store, wanted);
        }
        return;
    }
    if let Some(article) = &judgement.article {
        wanted.extend((judgement.what != What::Read).then(|| article.clone()));
        return;
    }
    let names = [judgement.actor.as_deref(), judgement.value.as_deref()];
    let actors: Vec<&ActorRow> =
        names.into_iter().flatten().filter_map(|name| called(rows, name)).collect();
    for article in &rows.articles {
        if actors.iter().any(|actor| article.actors.contains(&actor.iri)) {
            wanted.insert(article.id.clone());
        }
    }
    let dropped = judgement.what == What::Drop || actors.is_empty();
    if let Some(name) = judgement.actor.as_deref().filter(|_| dropped) {
        // who was left out is no more in the graph: whoever has the words of the name is read again
        let words: Vec<String> = decoded(name).split('-').map(|word| word.to_lowercase()).collect();
        let names_it = |entry: &&Entry| {
            let text = store.article(entry).map(|article| article.text.to_lowercase());
            text.is_ok_and(|text| words.iter().all(|word| text.contains(word.as_str())))
        };
        wanted.extend(entries.iter().filter(names_it).map(|entry| entry.id.clone()));
    }
}
