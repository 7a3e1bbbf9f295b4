//! `tripel correct`: what a person knows better goes into the log and into the store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tripel::extract::judgement::{Judgement, What};
use tripel::kb::graph::Graph;
use tripel::kb::rows::{Rows, StatementRow, rows};
use tripel::kb::store::Store;
use tripel::record::error::{Error, Result};
use tripel::review::draft::{self, Addition, By};
use tripel::review::log::{self, Log};
use tripel::review::{apply, dna, table};

use super::output::{count, failed, say, to_stdout};
use super::style::{BOLD, DIM};
use super::table::{Cell, Table};
use super::{Global, Outcome, did_you_mean, is_there, warn};

/// Put right what is wrong: a statement, an actor, or whether an article is read
///
/// Every correction is a line of `corrections.jsonl` in the folder of the store, with who, when and why, and can be undone. It stands on
/// words of the article, so that it stays with another version of tripel, and when the article is added again.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel correct accept s528dbd3                        it is right
  tripel correct reject sfc2059d --why 'too vague'      it is not said there
  tripel correct status s528dbd3 claimed                asserted, claimed, planned, demanded, hypothetical, denied
  tripel correct polarity s528dbd3 negated              or affirmed
  tripel correct speaker s528dbd3 'United States'       an actor, words of the article, or none; so with subject and object
  tripel correct predicate s528dbd3 'bestreiten|deny'   the German infinitive, and its English
  tripel correct event s528dbd3 REJECT                  a PLOVER type, or none
  tripel correct add cyberangriffe --quote 'Peking im Zentrum' --subject China --predicate stehen
  tripel correct rename 'Western allies' 'NATO allies|Nato-Verbündete'
  tripel correct read cyberangriffe                    you read all of it
  tripel correct import anna.jsonl                     the log of somebody else, or a CSV with what,of,value,why
  tripel correct --from-dna project.dna                what was coded in a project of 'export dna'
  tripel correct list                                  what was corrected; undo takes an id of this list
  tripel correct judged > judged.csv                   as rows from which tripel-train learns

Of an actor: merge ONE OTHER, split ACTOR NAME, rename, retype, drop, as in actors.csv.")]
pub struct Args {
    /// What to do
    #[arg(value_enum, value_name = "WHAT", required_unless_present = "from_dna")]
    what: Option<Deed>,
    /// Of what (statements, an actor, an article, a correction, a file), and the new value
    #[arg(value_name = "OF")]
    of: Vec<String>,
    /// A project of Discourse Network Analyzer that 'export dna' wrote: what was deleted there is rejected, what was changed is
    /// changed, what was added is added
    #[arg(long, value_name = "FILE", conflicts_with = "what")]
    from_dna: Option<PathBuf>,
    /// Why, for whoever reads the log
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Who you are; without it the name of your account
    #[arg(long, value_name = "NAME", env = "TRIPEL_WHO", hide_env_values = true)]
    who: Option<String>,
    /// Of an actor: only in this article
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    #[command(flatten)]
    added: Added,
}

/// What is added.
#[derive(clap::Args)]
#[command(next_help_heading = "Of a statement that is added")]
struct Added {
    /// The words of the article that say so
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Who: an actor or words of the article
    #[arg(long, value_name = "WHO")]
    subject: Option<String>,
    /// Does: the German infinitive, such as bestreiten
    #[arg(long, value_name = "VERB")]
    predicate: Option<String>,
    /// Its English, where the tables do not know it
    #[arg(long, value_name = "VERB")]
    english: Option<String>,
    /// Whom or what: an actor or words of the article
    #[arg(long, value_name = "WHOM")]
    object: Option<String>,
    /// Who says so
    #[arg(long, value_name = "WHO")]
    speaker: Option<String>,
    /// asserted where nothing is said
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Its PLOVER type
    #[arg(long, value_name = "EVENT")]
    event: Option<String>,
    /// It is said not to be so
    #[arg(long)]
    negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deed {
    Accept,
    Reject,
    Status,
    Polarity,
    Speaker,
    Subject,
    Predicate,
    Object,
    Event,
    Add,
    Merge,
    Split,
    Rename,
    Retype,
    Drop,
    Read,
    Undo,
    List,
    Import,
    Judged,
}

impl Deed {
    /// What it is in the log; `None` of what only reads, or reads another file.
    fn what(self) -> Option<What> {
        let value = self.to_possible_value()?;
        What::parse(value.get_name())
    }
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let store = global.store()?;
    match args.what {
        Some(Deed::List) => return list(&store),
        Some(Deed::Judged) => {
            let rows = table::judged(&Log::open(store.dir())?.active());
            to_stdout(|out| tripel::export::csv::print(&rows, false, out))?;
            return Ok(Outcome::Done);
        }
        _ => {}
    }
    // a statement of a copy can be corrected as well
    let (store, graph) = Global { copies: true, ..global.clone() }.graph()?;
    let rows = rows(&graph);
    let desk = Desk { store: &store, graph: &graph, rows: &rows, by: by(&args) };
    let new = match (&args.from_dna, args.what) {
        (Some(project), _) => desk.coded(project)?,
        (_, Some(Deed::Import)) => desk.imported(&args)?,
        _ => desk.drafted(&args)?,
    };
    let added = log::append(store.dir(), &new)?;
    let applied = apply::catch_up(&store, &global.rows_about_actors()?, &rows)?;
    applied.failed.iter().for_each(warn);
    for lost in &applied.lost {
        global.note(&format!(
            "the words of {} ({}) stand no more in '{}'; it is kept in the log and changes nothing",
            lost.id,
            lost.what,
            lost.article.as_deref().unwrap_or("")
        ));
    }
    tell(&added, applied.articles.len(), new.len())?;
    let failed = applied.failed.len();
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::Failed(failed, failed + applied.articles.len())
    })
}

fn by(args: &Args) -> By {
    let account = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    By { who: args.who.clone().or_else(account).unwrap_or_default(), why: args.why.clone() }
}

fn tell(added: &[std::sync::Arc<Judgement>], articles: usize, all: usize) -> Result<()> {
    to_stdout(|out| {
        for own in added.iter().take(20) {
            writeln!(out, "{}  {}", own.id, sentence(own)).map_err(failed)?;
        }
        let known = match all - added.len() {
            0 => String::new(),
            known => format!(", {known} known already"),
        };
        writeln!(
            out,
            "{}{known}; {} read anew",
            count(added.len(), "correction"),
            count(articles, "article")
        )
        .map_err(failed)
    })
}

/// "status of s528dbd3: claimed"
fn sentence(own: &Judgement) -> String {
    let of = match (&own.statement, &own.actor, &own.of, &own.article) {
        (Some(told), ..) => told.id.get(..8).unwrap_or(&told.id).to_owned(),
        (_, Some(actor), ..) => actor.clone(),
        (.., Some(of), _) => of.clone(),
        (.., Some(article)) => article.clone(),
        _ => String::new(),
    };
    let value = own.value.as_ref().map_or(String::new(), |value| format!(": {value}"));
    format!("{} {of}{value}", own.what)
}

fn list(store: &Store) -> Result<Outcome> {
    let log = Log::open(store.dir())?;
    if log.lines.is_empty() {
        return Ok(Outcome::Nothing("nothing was corrected in this store".to_owned()));
    }
    let active = log.active();
    let mut table = Table::new(["correction", "when", "who", "what", "why", ""]);
    for own in &log.lines {
        let counts = own.what == What::Undo || active.iter().any(|other| other.id == own.id);
        table.push(vec![
            Cell::styled(own.id.as_str(), DIM),
            own.at.get(..16).unwrap_or(&own.at).replace('T', " ").into(),
            Cell::styled(own.who.as_str(), BOLD),
            sentence(own).into(),
            own.why.clone().unwrap_or_default().into(),
            if counts { "" } else { "undone" }.into(),
        ]);
    }
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}

struct Desk<'a> {
    store: &'a Store,
    graph: &'a Graph,
    rows: &'a Rows,
    by: By,
}

impl Desk<'_> {
    fn drafted(&self, args: &Args) -> Result<Vec<Judgement>> {
        let Some(what) = args.what.and_then(Deed::what) else { return Ok(Vec::new()) };
        let of = args.of.as_slice();
        if what.is_verdict() || what == What::Undo {
            if of.is_empty() {
                return Err(Error::new(format!("'{what}' does not say of what; ids follow it")));
            }
            return of.iter().map(|own| self.one(what, own, None, args)).collect();
        }
        match of {
            [] => Err(Error::new(format!("'{what}' does not say of what; it follows"))),
            [own] => Ok(vec![self.one(what, own, None, args)?]),
            [own, value] => Ok(vec![self.one(what, own, Some(value), args)?]),
            [_, _, rest, ..] => Err(Error::new(format!(
                "'{rest}' is one word too many; a value of several words stands in quotation marks"
            ))),
        }
    }

    fn one(&self, what: What, of: &str, value: Option<&str>, args: &Args) -> Result<Judgement> {
        match what {
            _ if what.is_about_a_statement() => self.about_statement(what, of, value, &self.by),
            _ if what.is_about_an_actor() => self.about_actor(what, of, value, args),
            What::Undo => Ok(draft::undo(&*Log::open(self.store.dir())?.find(of)?, &self.by)),
            What::Add => {
                is_there(self.store, of)?;
                let article = self.store.article(&self.store.find(of)?)?;
                draft::addition(&article, self.rows, &args.added.addition(), &self.by)
            }
            _ => {
                is_there(self.store, of)?;
                Ok(draft::read(of, &self.by))
            }
        }
    }

    fn about_statement(
        &self,
        what: What,
        of: &str,
        value: Option<&str>,
        by: &By,
    ) -> Result<Judgement> {
        let row = self.statement(of)?;
        let article = self.store.article(&self.store.find(&row.article)?)?;
        draft::about_statement(row, &article, what, value, by)
    }

    fn about_actor(
        &self,
        what: What,
        of: &str,
        value: Option<&str>,
        args: &Args,
    ) -> Result<Judgement> {
        if let Some(article) = &args.article {
            is_there(self.store, article)?;
        }
        let article = args.article.as_deref();
        draft::about_actor(self.rows, of, what, value, article, &self.by).map_err(|error| {
            let names = self.graph.actor_names().unwrap_or_default();
            let hint = did_you_mean(of, names.iter().map(String::as_str));
            if draft::called(self.rows, of).is_some() {
                error
            } else {
                Error::new(format!("{error}{hint}"))
            }
        })
    }

    /// The statement whose id begins as given.
    fn statement(&self, given: &str) -> Result<&StatementRow> {
        let given = given.trim().trim_start_matches("statement:").to_lowercase();
        let mut found = self.rows.statements.iter().filter(|row| row.id.starts_with(&given));
        match (found.next(), found.next()) {
            (Some(row), None) if !given.is_empty() => Ok(row),
            (None, _) => {
                let ids = self.rows.statements.iter().map(|row| row.id.as_str());
                let hint = match did_you_mean(&given, ids).as_str() {
                    "" => "; 'tripel review' and exports name their ids".to_owned(),
                    hint => hint.to_owned(),
                };
                Err(Error::new(format!("there is no statement '{given}'{hint}")))
            }
            _ => Err(Error::new(format!(
                "several statements begin with '{given}'; give more of the id"
            ))),
        }
    }

    /// What was coded in a project of Discourse Network Analyzer.
    fn coded(&self, project: &Path) -> Result<Vec<Judgement>> {
        let article = |id: &str| self.store.article(&self.store.find(id)?);
        let codings = dna::codings(project, self.rows, article, &self.by)?;
        codings.notes.iter().for_each(|note| say(note));
        Ok(codings.judgements)
    }

    /// The lines of somebody else's log, or the rows of a CSV.
    fn imported(&self, args: &Args) -> Result<Vec<Judgement>> {
        let mut all = Vec::new();
        for file in &args.of {
            let path = PathBuf::from(file);
            let is_log = path.extension().is_some_and(|ending| ending == "jsonl");
            if is_log {
                all.extend(Log::read(&path)?.lines.iter().map(|own| Judgement::clone(own)));
            } else {
                all.extend(self.of_csv(&path)?);
            }
        }
        if args.of.is_empty() {
            return Err(Error::new("'import' does not say which file; it follows"));
        }
        Ok(all)
    }

    /// Columns what, of, value, why; of what is added also quote, subject, predicate, object ...
    fn of_csv(&self, path: &Path) -> Result<Vec<Judgement>> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
        let text = text.trim_start_matches('\u{feff}');
        let header = text.lines().next().unwrap_or("");
        let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text.as_bytes());
        let wrong = |line: usize, what: String| {
            Error::new(format!("{}, line {line}: {what}", path.display()))
        };
        let names: Vec<String> = reader
            .headers()
            .map_err(|error| wrong(1, error.to_string()))?
            .iter()
            .map(str::to_lowercase)
            .collect();
        if !names.iter().any(|name| name == "what") || !names.iter().any(|name| name == "of") {
            return Err(wrong(1, "the columns are what, of, value, why".to_owned()));
        }
        let mut judgements = Vec::new();
        for (at, record) in reader.records().enumerate() {
            let record = record.map_err(|error| wrong(at + 2, error.to_string()))?;
            let cells: BTreeMap<&str, &str> =
                names.iter().map(String::as_str).zip(record.iter().map(str::trim)).collect();
            let row = self.of_row(&cells).map_err(|error| wrong(at + 2, error.to_string()))?;
            judgements.push(row);
        }
        Ok(judgements)
    }

    fn of_row(&self, cells: &BTreeMap<&str, &str>) -> Result<Judgement> {
        let cell = |name: &str| cells.get(name).copied().filter(|cell| !cell.is_empty());
        let (what, of) = (cell("what").unwrap_or(""), cell("of").unwrap_or(""));
        let Some(what) = What::parse(&what.to_lowercase()) else {
            return Err(Error::new(format!(
                "'{what}' is no correction; 'tripel correct --help' lists them"
            )));
        };
        let owned = |name: &str| cell(name).map(str::to_owned);
        let by = By {
            who: owned("who").unwrap_or_else(|| self.by.who.clone()),
            why: owned("why").or_else(|| self.by.why.clone()),
        };
        let added = Added {
            quote: owned("quote"),
            subject: owned("subject"),
            predicate: owned("predicate"),
            english: owned("english"),
            object: owned("object"),
            speaker: owned("speaker"),
            status: owned("status"),
            event: owned("event"),
            negated: cell("negated") == Some("true"),
        };
        let args = Args {
            what: Some(Deed::Add),
            from_dna: None,
            of: Vec::new(),
            why: by.why.clone(),
            who: Some(by.who.clone()),
            article: owned("article"),
            added,
        };
        let desk = Desk { by, ..*self };
        desk.one(what, of, cell("value"), &args)
    }
}

impl Added {
    fn addition(&self) -> Addition {
        Addition {
            quote: self.quote.clone().unwrap_or_default(),
            subject: self.subject.clone(),
            lemma: self.predicate.clone().unwrap_or_default(),
            relation: self.english.clone(),
            object: self.object.clone(),
            speaker: self.speaker.clone(),
            status: self.status.clone(),
            negated: self.negated,
            event: self.event.clone(),
        }
    }
}
