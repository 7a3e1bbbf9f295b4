//! The shelf: a store as the pages read it, loaded once: the graph, its rows, and where each thing stands among them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::extract::judgement::What;
use crate::kb::graph::Graph;
use crate::kb::rows::{ActorRow, ArticleRow, Part, QuotationRow, Rows, StatementRow, rows};
use crate::kb::store::{Entry, Store};
use crate::record::article::Article;
use crate::record::error::Result;
use crate::review::doubles::{Double, doubles};
use crate::review::draft::decoded;
use crate::review::log::{self, Log};
use crate::review::queue::{Open, queue};

/// A store in memory.
pub struct Shelf {
    pub store: Store,
    pub graph: Graph,
    pub rows: Rows,
    /// The log, and how long its file was when it was read: lines are only added to it.
    log: Mutex<(u64, Arc<Log>)>,
    entries: HashMap<String, Entry>,
    statements: HashMap<String, usize>,
    actors: HashMap<String, usize>,
    concepts: HashMap<String, Part>,
    articles: HashMap<String, usize>,
    of_article: HashMap<String, Vec<usize>>,
    quotations_of: HashMap<String, Vec<usize>>,
    /// By the IRI of an actor or concept the statements that it takes part in.
    of_party: HashMap<String, Vec<usize>>,
    /// By the id of a statement that of which it is the content.
    governors: HashMap<String, usize>,
    /// By a word in small letters the articles that have it.
    words: HashMap<String, Vec<u32>>,
    queue: OnceLock<Vec<Open>>,
    doubles: OnceLock<Vec<Double>>,
}

impl Shelf {
    /// Loads a store.
    ///
    /// # Errors
    /// Where its folder or its log cannot be read.
    pub fn open(store: &Store) -> Result<Shelf> {
        let (graph, _) = Graph::open(store)?;
        let rows = rows(&graph);
        let entries: HashMap<String, Entry> =
            store.list()?.into_iter().flatten().map(|entry| (entry.id.clone(), entry)).collect();
        let mut shelf = Shelf {
            store: store.clone(),
            log: Mutex::new((length(store), Arc::new(Log::open(store.dir())?))),
            entries,
            statements: places(&rows.statements, |row| row.id.clone()),
            actors: places(&rows.actors, |row| decoded(&row.id)),
            articles: places(&rows.articles, |row| row.id.clone()),
            concepts: HashMap::new(),
            of_article: groups(&rows.statements, |row| &row.article),
            quotations_of: groups(&rows.quotations, |row| &row.article),
            of_party: HashMap::new(),
            governors: HashMap::new(),
            words: HashMap::new(),
            queue: OnceLock::new(),
            doubles: OnceLock::new(),
            graph,
            rows,
        };
        shelf.gather();
        shelf.read_texts();
        Ok(shelf)
    }

    fn gather(&mut self) {
        for (at, row) in self.rows.statements.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for part in [&row.subject, &row.object, &row.speaker] {
                if !part.iri.is_empty() && seen.insert(&part.iri) {
                    self.of_party.entry(part.iri.clone()).or_default().push(at);
                }
                if part.kind == "Concept" {
                    let id = decoded(&part.id);
                    self.concepts.entry(id).or_insert_with(|| part.clone());
                }
            }
            for content in &row.content {
                self.governors.insert(content.clone(), at);
            }
        }
    }

    fn read_texts(&mut self) {
        for (at, row) in self.rows.articles.iter().enumerate() {
            let Some(entry) = self.entries.get(&row.id) else { continue };
            let Ok(article) = self.store.article(entry) else { continue };
            let mut words: BTreeSet<String> = tokens(&article.text).collect();
            words.extend(tokens(&row.title));
            for word in words {
                self.words.entry(word).or_default().push(at as u32);
            }
        }
    }

    /// The corrections as they stand on the disk now, also those that the store does not have yet; where they cannot be read, as they were read last.
    pub fn log(&self) -> Arc<Log> {
        let mut kept = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let length = length(&self.store);
        if length != kept.0
            && let Ok(log) = Log::open(self.store.dir())
        {
            *kept = (length, Arc::new(log));
        }
        Arc::clone(&kept.1)
    }

    pub fn statement(&self, id: &str) -> Option<&StatementRow> {
        self.statements.get(id).map(|&at| &self.rows.statements[at])
    }

    pub fn actor(&self, id: &str) -> Option<&ActorRow> {
        self.actors.get(id).map(|&at| &self.rows.actors[at])
    }

    pub fn concept(&self, id: &str) -> Option<&Part> {
        self.concepts.get(id)
    }

    pub fn concepts(&self) -> impl Iterator<Item = &Part> {
        self.concepts.values()
    }

    pub fn article(&self, id: &str) -> Option<&ArticleRow> {
        self.articles.get(id).map(|&at| &self.rows.articles[at])
    }

    /// The article as published.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn text(&self, id: &str) -> Result<Article> {
        match self.entries.get(id) {
            Some(entry) => self.store.article(entry),
            None => self.store.article(&self.store.find(id)?),
        }
    }

    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    pub fn of_article(&self, id: &str) -> impl Iterator<Item = &StatementRow> {
        let own = self.of_article.get(id).into_iter().flatten();
        own.map(|&at| &self.rows.statements[at])
    }

    pub fn quotations_of(&self, id: &str) -> impl Iterator<Item = &QuotationRow> {
        let own = self.quotations_of.get(id).into_iter().flatten();
        own.map(|&at| &self.rows.quotations[at])
    }

    /// The statements that an actor or concept takes part in, by its IRI.
    pub fn of_party(&self, iri: &str) -> impl Iterator<Item = &StatementRow> {
        let own = self.of_party.get(iri).into_iter().flatten();
        own.map(|&at| &self.rows.statements[at])
    }

    /// The statement of saying, hoping, doubting whose content this one is.
    pub fn governor(&self, id: &str) -> Option<&StatementRow> {
        self.governors.get(id).map(|&at| &self.rows.statements[at])
    }

    /// The articles that have all words.
    pub fn articles_with(&self, words: &[String]) -> Vec<&ArticleRow> {
        let mut lists =
            words.iter().map(|word| self.words.get(word).map_or(&[][..], Vec::as_slice));
        let Some(first) = lists.next() else { return Vec::new() };
        let mut found: Vec<u32> = first.to_vec();
        for list in lists {
            found.retain(|at| list.binary_search(at).is_ok());
        }
        found.into_iter().map(|at| &self.rows.articles[at as usize]).collect()
    }

    /// What is worth a look, without what was decided meanwhile.
    pub fn queue(&self) -> &[Open] {
        self.queue.get_or_init(|| queue(&self.rows, &BTreeSet::new()))
    }

    pub fn doubles(&self) -> &[Double] {
        self.doubles.get_or_init(|| doubles(&self.rows))
    }

    /// The day of a statement: that which the article gives for it, else that of the article.
    pub fn day<'s>(&'s self, row: &'s StatementRow) -> &'s str {
        if !row.time.is_empty() {
            return &row.time;
        }
        self.article(&row.article).map_or("", |article| article.date.as_str())
    }

    /// Who published the article of a statement.
    pub fn source<'s>(&'s self, row: &'s StatementRow) -> &'s str {
        let source = self.article(&row.article).map_or("", |article| article.source.as_str());
        if source.is_empty() { &row.article } else { source }
    }

    /// The sources, sorted, each once.
    pub fn sources(&self) -> Vec<&str> {
        let sources: BTreeSet<&str> =
            self.rows.articles.iter().map(|row| row.source.as_str()).collect();
        sources.into_iter().filter(|source| !source.is_empty()).collect()
    }

    /// First and last day of the articles.
    pub fn days(&self) -> Option<(&str, &str)> {
        let days =
            || self.rows.articles.iter().map(|row| row.date.as_str()).filter(|day| !day.is_empty());
        Some((days().min()?, days().max()?))
    }

    /// Who read an article to its end.
    pub fn readers(&self, article: &str) -> Vec<String> {
        let active = self.log().active();
        let of_article = active.iter().filter(|own| own.article.as_deref() == Some(article));
        let readers: BTreeSet<String> =
            of_article.filter(|own| own.what == What::Read).map(|own| own.who.clone()).collect();
        readers.into_iter().collect()
    }
}

fn length(store: &Store) -> u64 {
    store.dir().join(log::FILE).metadata().map_or(0, |own| own.len())
}

fn places<T>(rows: &[T], key: impl Fn(&T) -> String) -> HashMap<String, usize> {
    rows.iter().enumerate().map(|(at, row)| (key(row), at)).collect()
}

fn groups<T>(rows: &[T], key: impl Fn(&T) -> &String) -> HashMap<String, Vec<usize>> {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        groups.entry(key(row).clone()).or_default().push(at);
    }
    groups
}

/// The words of a text in small letters, those of one letter left out.
pub fn tokens(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.len() > 1).map(str::to_lowercase)
}

/// Statements by month: "2021-07" and how many.
pub fn by_month<'r>(
    shelf: &Shelf,
    rows: impl Iterator<Item = &'r StatementRow>,
) -> BTreeMap<String, usize> {
    let mut months = BTreeMap::new();
    for row in rows {
        if let Some(month) = shelf.day(row).get(..7) {
            *months.entry(month.to_owned()).or_default() += 1;
        }
    }
    months
}
