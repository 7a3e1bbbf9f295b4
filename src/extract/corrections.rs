//! Corrections: what a user knows better about actors, a row each, applied whenever an article is read.
//!
//! A row of `actors.csv` says what to do, with whom: `merge,Bibi,Benjamin Netanyahu`, `drop,Goldener Bär`, `retype,Wega,company`. Rows
//! are applied in their order; each actor and each mention that one touched names its line as the reason.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::extract::entity::{Entities, Entity};
use crate::extract::gloss::slug;
use crate::extract::judgement::{Judgement, What};
use crate::extract::mention::{Mention, MentionKind};
use crate::language::Language;
use crate::language::gazetteer::ActorType;
use crate::record::error::{Error, Result};
use crate::record::names::names;
use crate::record::own::{self, OwnRow};
use crate::syntax::parse::Tree;

names! {
    /// What a row does with an actor.
    Action { Merge = "merge", Split = "split", Rename = "rename", Drop = "drop", Retype = "retype", Add = "add" }
}

/// The rows of a user's `actors.csv`; without rows, nothing changes.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    rows: Vec<Row>,
    /// The file's name, for reasons and errors.
    file: String,
    /// For each row, whether an article had its actor.
    met: Arc<[AtomicBool]>,
    /// What people decided about statements, in the order of time.
    judgements: Vec<Arc<Judgement>>,
    /// For each of them, whether its article has its words no more.
    lost: Arc<[AtomicBool]>,
}

#[derive(Clone, Debug)]
struct Row {
    line: u64,
    action: Action,
    /// An id, a label, or a name by which articles call the actor.
    actor: String,
    /// With whom it is merged, which name leaves it, its new label or type.
    value: String,
    /// Only in this article.
    article: Option<String>,
    /// Of a row that a log has: "correction c1f0e2a of anna: merge".
    reason: Option<String>,
}

impl Row {
    fn is_for(&self, article: &str) -> bool {
        self.article.as_deref().is_none_or(|own| own == article)
    }
}

impl Corrections {
    /// Reads a file with the columns action, actor, value, article, note; the last two may be absent.
    ///
    /// # Errors
    /// Where the file cannot be read or a row is wrong; the message names the file and the line.
    pub fn read(path: &Path) -> Result<Corrections> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
        let file =
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Corrections::parse(&text, &file)
            .map_err(|error| Error::new(format!("{}, {error}", path.display())))
    }

    /// The rows of a CSV text; `file` is what reasons call it.
    ///
    /// # Errors
    /// Where a row is wrong: "line 3: ...".
    pub fn parse(text: &str, file: &str) -> Result<Corrections> {
        let columns = ["action", "actor", "value", "article", "note"];
        let mut rows = Vec::new();
        for OwnRow { line, cells } in own::rows(text, &columns, 2)? {
            let [action, actor, value, article, _] = cells.try_into().unwrap_or_default();
            let article = Some(article).filter(|article: &String| !article.is_empty());
            let row = row(line, &action, actor, value, article);
            rows.push(row.map_err(|what| Error::new(format!("line {line}: {what}")))?);
        }
        Ok(Corrections { met: unset(rows.len()), rows, file: file.to_owned(), ..Self::default() })
    }

    /// The rows, and behind them what people decided (`judgement::active`).
    pub fn with_judgements(mut self, judgements: Vec<Arc<Judgement>>) -> Corrections {
        self.rows.extend(judgements.iter().filter_map(|own| of_judgement(own)));
        self.met = unset(self.rows.len());
        self.judgements = judgements;
        self.judgements.retain(|own| own.statement.is_some());
        self.lost = unset(self.judgements.len());
        self
    }

    /// What was decided about the statements of an article, with the place of each in the list.
    pub fn judgements(&self, article: &str) -> impl Iterator<Item = (usize, &Arc<Judgement>)> {
        let own =
            move |(_, own): &(usize, &Arc<Judgement>)| own.article.as_deref() == Some(article);
        self.judgements.iter().enumerate().filter(own)
    }

    /// Notes that an article has the words of a judgement no more.
    pub(crate) fn lose(&self, at: usize) {
        self.lost[at].store(true, Ordering::Relaxed);
    }

    /// The judgements whose words the articles read so far have no more.
    pub fn lost(&self) -> Vec<Arc<Judgement>> {
        let lost = self.judgements.iter().zip(self.lost.iter());
        lost.filter(|(_, lost)| lost.load(Ordering::Relaxed)).map(|(own, _)| own.clone()).collect()
    }

    /// Whether there are no rows of a file.
    pub fn is_empty(&self) -> bool {
        self.of_file().next().is_none()
    }

    fn of_file(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.reason.is_none())
    }

    /// A hash of what the rows of the file do; `None` where there are none.
    pub fn fingerprint(&self) -> Option<String> {
        let rows: Vec<String> = self
            .of_file()
            .map(|row| {
                [row.action.as_str(), &row.actor, &row.value, row.article.as_deref().unwrap_or("")]
                    .join("\u{1f}")
            })
            .collect();
        (!rows.is_empty())
            .then(|| blake3::hash(rows.join("\n").as_bytes()).to_hex()[..12].to_owned())
    }

    /// The rows whose actor no article had so far: "of 3 rows of actors.csv 1 met nobody: line 2
    /// (merge 'Bibi')"; `None` where each met somebody.
    pub fn unmet(&self) -> Option<String> {
        let unmet =
            |(row, met): &(&Row, &AtomicBool)| row.reason.is_none() && !met.load(Ordering::Relaxed);
        let rows: Vec<String> = self
            .rows
            .iter()
            .zip(self.met.iter())
            .filter(unmet)
            .map(|(row, _)| format!("line {} ({} '{}')", row.line, row.action, row.actor))
            .collect();
        let (all, file, number) = (self.of_file().count(), &self.file, rows.len());
        let noun = if all == 1 { "row" } else { "rows" };
        (number > 0)
            .then(|| format!("of {all} {noun} of {file} {number} met nobody: {}", rows.join(", ")))
    }

    fn of<'a>(&'a self, article: &'a str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| row.is_for(article))
    }

    fn reason(&self, row: &Row) -> String {
        if let Some(reason) = &row.reason {
            return reason.clone();
        }
        format!("{}, line {}: {}", self.file, row.line, row.action)
    }

    /// Before mentions become actors: the names that a user added, wherever the text has them.
    pub fn add(&self, article: &str, trees: &[Tree], mentions: &mut Vec<Mention>) {
        for row in self.of(article).filter(|row| row.action == Action::Add) {
            let Some(kind) = ActorType::parse(&row.value) else { continue };
            let name: Vec<&str> = row.actor.split_whitespace().collect();
            for (at, tree) in trees.iter().enumerate() {
                for start in 0..(tree.words.len() + 1).saturating_sub(name.len()) {
                    if stands_at(tree, start, &name) {
                        insert(mentions, tree, at, start..start + name.len(), &row.actor, kind);
                    }
                }
            }
        }
        if self.rows.iter().any(|row| row.action == Action::Add) {
            mentions.sort_by_key(|mention| (mention.tree, mention.head, mention.kind));
        }
    }

    /// After mentions became actors: merges, splits, new names and types, and what is nobody.
    pub fn apply(
        &self,
        article: &str,
        trees: &[Tree],
        entities: &mut Entities,
        lang: &'static Language,
    ) {
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row.is_for(article)) {
            let reason = self.reason(row);
            let mut board = Board { entities, trees, lang, reason };
            if board.knows(&row.actor) {
                self.met[at].store(true, Ordering::Relaxed);
            }
            match row.action {
                Action::Merge => board.merge(&row.actor, &row.value),
                Action::Split => board.split(&row.actor, &row.value),
                Action::Rename => board.rename(&row.actor, &row.value),
                Action::Retype => board.retype(&row.actor, &row.value),
                Action::Drop => board.drop(&row.actor),
                Action::Add => board.mark(&row.actor),
            }
        }
        if !self.rows.is_empty() {
            remove_empty(entities);
        }
    }
}

fn row(
    line: u64,
    action: &str,
    actor: String,
    value: String,
    article: Option<String>,
) -> std::result::Result<Row, String> {
    let Some(action) = Action::parse(&action.to_lowercase()) else {
        return Err(format!(
            "'{action}' is no action; actions are {}",
            listed(Action::ALL.iter().map(|one| one.as_str()))
        ));
    };
    if actor.is_empty() {
        return Err(format!("'{action}' does not say which actor"));
    }
    let missing = match action {
        Action::Merge => "with whom",
        Action::Split => "which name is somebody else",
        Action::Rename => "the new name",
        Action::Retype | Action::Add => "the type",
        Action::Drop => "",
    };
    if value.is_empty() && !missing.is_empty() {
        return Err(format!("'{action}' of '{actor}' does not say {missing} in the column value"));
    }
    if matches!(action, Action::Retype | Action::Add) && ActorType::parse(&value).is_none() {
        let types = listed(ActorType::ALL.iter().map(|kind| kind.as_str()));
        return Err(format!("'{value}' is no type of actor; types are {types}"));
    }
    Ok(Row { line, action, actor, value, article, reason: None })
}

/// The row of a judgement about an actor.
fn of_judgement(judgement: &Judgement) -> Option<Row> {
    let action = match judgement.what {
        What::Merge => Action::Merge,
        What::Split => Action::Split,
        What::Rename => Action::Rename,
        What::Retype => Action::Retype,
        What::Drop => Action::Drop,
        _ => return None,
    };
    let Judgement { id, who, what, .. } = judgement;
    Some(Row {
        line: 0,
        action,
        actor: judgement.actor.clone()?,
        value: judgement.value.clone().unwrap_or_default(),
        article: judgement.article.clone(),
        reason: Some(format!("correction {id} of {who}: {what}")),
    })
}

fn unset(count: usize) -> Arc<[AtomicBool]> {
    (0..count).map(|_| AtomicBool::new(false)).collect()
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Whether the words of a name begin at a word; the last one may stand in the genitive.
fn stands_at(tree: &Tree, start: usize, name: &[&str]) -> bool {
    name.iter().enumerate().all(|(at, part)| {
        let form = tree.words[start + at].form.as_str();
        let genitive = at + 1 == name.len()
            && form.strip_prefix(part).is_some_and(|rest| matches!(rest, "s" | "'" | "’"));
        form == *part || genitive
    })
}

/// A name in the place of what was found in its words; a longer name around it stays as it is.
fn insert(
    mentions: &mut Vec<Mention>,
    tree: &Tree,
    at: usize,
    words: std::ops::Range<usize>,
    name: &str,
    kind: ActorType,
) {
    let longer = |mention: &Mention| {
        let around = mention.words.start <= words.start && words.end <= mention.words.end;
        mention.tree == at
            && mention.kind == MentionKind::Name
            && around
            && mention.words.len() > words.len()
    };
    if mentions.iter().any(longer) {
        return;
    }
    mentions.retain(|mention| mention.tree != at || !words.contains(&mention.head));
    let outside = |&word: &usize| tree.heads[word].is_none_or(|head| !words.contains(&head));
    let head = words.clone().find(outside).unwrap_or(words.start);
    mentions.push(Mention::of_name(at, head, words, name, kind));
}

/// The actors of an article while a row is applied to them.
struct Board<'a> {
    entities: &'a mut Entities,
    trees: &'a [Tree],
    lang: &'static Language,
    reason: String,
}

impl Board<'_> {
    /// The actors with an id or a label.
    fn called(&self, name: &str) -> Vec<usize> {
        let is =
            |actor: &Entity| actor.id == name || actor.label_de == name || actor.label_en == name;
        (0..self.entities.actors.len())
            .filter(|&at| !self.actor(at).mentions.is_empty() && is(self.actor(at)))
            .collect()
    }

    /// The actors that the article calls by a name among others.
    fn also_called(&self, name: &str) -> Vec<usize> {
        (0..self.entities.actors.len())
            .filter(|&at| self.actor(at).aliases().contains(&name))
            .collect()
    }

    fn actor(&self, at: usize) -> &Entity {
        &self.entities.actors[at]
    }

    fn knows(&self, name: &str) -> bool {
        !self.called(name).is_empty() || !self.also_called(name).is_empty()
    }

    fn merge(&mut self, name: &str, into: &str) {
        let (whole, part) = (self.called(name), self.also_called(name));
        let Some(&like) = whole.first().or(part.first()) else { return };
        let target = match self.called(into).first().or(self.also_called(into).first()) {
            Some(&target) => target,
            None => self.create(into, like),
        };
        if whole.is_empty() {
            part.into_iter()
                .filter(|&from| from != target)
                .for_each(|from| self.hand_over(from, target, name));
        } else {
            whole
                .into_iter()
                .filter(|&from| from != target)
                .for_each(|from| self.move_mentions(from, target, |_| true));
        }
    }

    fn split(&mut self, name: &str, other: &str) {
        let owners =
            if self.called(name).is_empty() { self.also_called(name) } else { self.called(name) };
        for from in owners {
            if self.actor(from).aliases().contains(&other) {
                let known = self.called(other).into_iter().find(|&actor| actor != from);
                let target = known.unwrap_or_else(|| self.create(other, from));
                self.hand_over(from, target, other);
            }
        }
    }

    fn rename(&mut self, name: &str, value: &str) {
        let (english, german) = value
            .split_once('|')
            .map_or((value, value), |(english, german)| (english.trim(), german.trim()));
        for at in self.called(name) {
            let actor = &mut self.entities.actors[at];
            (actor.label_en, actor.label_de) = (english.to_owned(), german.to_owned());
            actor.corrected.push(self.reason.clone());
        }
    }

    fn retype(&mut self, name: &str, value: &str) {
        let Some(kind) = ActorType::parse(value) else { return };
        for at in self.called(name) {
            let actor = &mut self.entities.actors[at];
            actor.kind = kind;
            actor.corrected.push(self.reason.clone());
        }
    }

    /// An actor is nobody; where it is only one of somebody's names, these words name nobody.
    fn drop(&mut self, name: &str) {
        let whole = self.called(name);
        for &from in &whole {
            self.entities.forget(from, self.trees, |_| true);
        }
        if whole.is_empty() {
            for from in self.also_called(name) {
                self.entities.forget(from, self.trees, |alias| alias == Some(name));
            }
        }
    }

    /// What a row added says so.
    fn mark(&mut self, name: &str) {
        for at in self.also_called(name) {
            for mention in &mut self.entities.actors[at].mentions {
                if mention.name.as_deref() == Some(name) {
                    mention.reason = self.reason.clone();
                }
            }
        }
    }

    /// An actor that only a row names: of the tables, or of the kind of the one that it takes over from.
    fn create(&mut self, name: &str, like: usize) -> usize {
        let known = self.lang.gazetteer.by_id(name).or_else(|| self.lang.gazetteer.name(name));
        let entity = Entity {
            id: known.map_or_else(|| slug(name), |known| known.id.clone()),
            kind: known.map_or(self.actor(like).kind, |known| known.kind),
            label_de: known.map_or(name, |known| &known.name_de).to_owned(),
            label_en: known.map_or(name, |known| &known.name_en).to_owned(),
            wikidata: known.and_then(|known| known.wikidata.clone()),
            iso3: known.and_then(|known| known.iso3.clone()),
            described: false,
            specified: true,
            plural: self.actor(like).plural,
            mentions: Vec::new(),
            corrected: vec![self.reason.clone()],
        };
        self.entities.actors.push(entity);
        self.entities.actors.len() - 1
    }

    /// The mentions by one name become somebody else's, and the pronouns that follow them.
    fn hand_over(&mut self, from: usize, to: usize, name: &str) {
        let mut last = false;
        let goes: Vec<bool> = self
            .actor(from)
            .mentions
            .iter()
            .map(|mention| {
                if let Some(own) = &mention.name {
                    last = own == name;
                }
                last
            })
            .collect();
        let mut at = 0;
        self.move_mentions(from, to, |_| {
            at += 1;
            goes[at - 1]
        });
    }

    fn move_mentions(
        &mut self,
        from: usize,
        to: usize,
        mut goes: impl FnMut(Option<&str>) -> bool,
    ) {
        let mentions = std::mem::take(&mut self.entities.actors[from].mentions);
        for mut mention in mentions {
            if goes(mention.name.as_deref()) {
                self.entities.point(mention.span, from, Some(to), self.trees);
                mention.reason = format!("{} ({})", self.reason, mention.reason);
                self.entities.actors[to].mentions.push(mention);
            } else {
                self.entities.actors[from].mentions.push(mention);
            }
        }
        self.entities.actors[to]
            .mentions
            .sort_by_key(|mention| (mention.span.start, mention.span.end));
    }
}

/// Actors without a mention leave.
fn remove_empty(entities: &mut Entities) {
    let mut kept = 0;
    let places: Vec<Option<usize>> = entities
        .actors
        .iter()
        .map(|actor| {
            let stays = !actor.mentions.is_empty();
            kept += usize::from(stays);
            stays.then(|| kept - 1)
        })
        .collect();
    entities.actors.retain(|actor| !actor.mentions.is_empty());
    entities.renumber(&places);
}
