//! `tripel sync`: the store follows a folder. What is new is added, what changed is replaced, what is gone is removed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tripel::kb::store::{Entry, text_hash};
use tripel::record::article::Article;
use tripel::record::error::{Error, Result};

use super::add::{Target, made_ready, told};
use super::input::{Desk, Input};
use super::origin::{Origins, seen};
use super::output::{count, failed, say, to_stdout};
use super::{Global, Outcome};

/// Follow folders: add what is new, replace what changed, remove what is gone
///
/// Every article of the store that was read from these folders is compared with what lies there now. A file that cannot be read keeps its
/// articles. Of addresses of the web nothing is removed, as feeds forget. With --glob, what the pattern leaves out counts as gone.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel sync news
  tripel sync news --glob '*.html' --store news.kb
  tripel sync news --watch      and again whenever something changes there, until Ctrl-C")]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The base IRI of what RDF names; usually that of the store
    #[arg(long, value_name = "IRI")]
    base: Option<String>,
    /// Go on: look again every few seconds, until somebody ends it
    #[arg(long)]
    watch: bool,
    /// Seconds between two looks with --watch
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    every: u64,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    if let Some(absent) = args.input.named().iter().find(|path| is_absent(path)) {
        return Err(Error::new(format!("{} does not exist", absent.display())));
    }
    let outcome = once(&args, global)?;
    if !args.watch {
        return Ok(outcome);
    }
    let mut before = looks(&args.input)?;
    loop {
        std::thread::sleep(Duration::from_secs(args.every.max(1)));
        let now = looks(&args.input)?;
        if now != before {
            before = now;
            if let Outcome::Nothing(why) = once(&args, global)? {
                say(&why);
            }
        }
    }
}

fn is_absent(path: &Path) -> bool {
    let name = path.to_string_lossy();
    !path.exists() && !tripel::read::is_address(&name) && name != "-"
}

/// When each file changed, and how large it is.
type Looks = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

fn looks(input: &Input) -> Result<Looks> {
    let look = |file: PathBuf| {
        let metadata = file.metadata().ok();
        let look = metadata.and_then(|own| Some((own.modified().ok()?, own.len())));
        (file, look)
    };
    Ok(input.files()?.into_iter().map(look).collect())
}

/// What was done.
#[derive(Default)]
struct Done {
    added: usize,
    replaced: usize,
    removed: usize,
}

fn once(args: &Args, global: &Global) -> Result<Outcome> {
    let corrections = global.corrections()?;
    let languages = args.input.languages(global)?;
    let files: Vec<PathBuf> =
        args.input.files()?.into_iter().filter(|file| !file.is_dir()).collect();
    let mut target = Target::new(global, &corrections, args.base.as_deref())?;
    let base = target.base.clone();
    let mut desk = Folder::new(args, global, &files, target.entries()?, corrections.fingerprint());
    let work = |article: Article| made_ready(article, &languages, &corrections, &base);
    let mut done = Done::default();
    let outcome = args.input.each_settled(global, files, &mut desk, work, |ready| {
        let replaced = target.add(&ready)?;
        done.replaced += usize::from(replaced);
        done.added += usize::from(!replaced);
        print(global, |out| told(&ready, replaced, out))
    })?;
    if let Some(store) = target.store() {
        for id in desk.gone() {
            store.remove(&id)?;
            done.removed += 1;
            print(global, |out| writeln!(out, "removed {id}"))?;
        }
    }
    if let Some(store) = target.store() {
        global.indexed(store);
    }
    let Done { added, replaced, removed } = done;
    let kept = count(desk.kept, "article");
    print(global, |out| match added + replaced + removed {
        0 => writeln!(out, "nothing has changed: {kept}"),
        _ => {
            writeln!(out, "{added} added, {replaced} replaced, {removed} removed, {kept} as before")
        }
    })?;
    Ok(match outcome {
        Outcome::Nothing(_) if removed > 0 => Outcome::Done,
        outcome => outcome,
    })
}

fn print(
    global: &Global,
    write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>,
) -> Result<()> {
    if global.quiet {
        return Ok(());
    }
    to_stdout(|out| write(out).map_err(failed))
}

/// The articles of the store, and which of them still lie in the folders.
struct Folder {
    origins: Origins,
    /// Of the store, by id.
    there: BTreeMap<String, Entry>,
    /// Ids of articles that were read from the folders, and may be gone.
    ours: BTreeSet<String>,
    /// Where each article was read that was seen now.
    met: BTreeMap<String, String>,
    /// What could not be read, as the store names it.
    unread: Vec<String>,
    store: PathBuf,
    corrections: Option<String>,
    analyser: tripel::language::Analyser,
    /// How many are as they were.
    kept: usize,
}

impl Folder {
    fn new(
        args: &Args,
        global: &Global,
        files: &[PathBuf],
        entries: Vec<Entry>,
        corrections: Option<String>,
    ) -> Folder {
        let store = global.store.clone();
        let folders: Vec<String> = args
            .input
            .named()
            .iter()
            .filter(|path| !tripel::read::is_address(&path.to_string_lossy()))
            .map(|path| seen(&store, path))
            .collect();
        let files: Vec<String> = files.iter().map(|file| seen(&store, file)).collect();
        let place = |entry: &Entry| entry.place.clone().or(entry.origin.clone());
        let ours = |entry: &&Entry| {
            place(entry).is_some_and(|place| folders.iter().any(|own| is_in(&place, own)))
        };
        let is_gone = |entry: &Entry| {
            let place = place(entry).unwrap_or_default();
            ours(&entry) && !files.iter().any(|file| is_in(&place, file))
        };
        let ids = entries.iter().filter(ours).map(|entry| entry.id.clone()).collect();
        // the name of a file that is gone is free for another
        let left: Vec<Entry> = entries.iter().filter(|entry| !is_gone(entry)).cloned().collect();
        Folder {
            origins: Origins::new(&store, &left),
            there: entries.into_iter().map(|entry| (entry.id.clone(), entry)).collect(),
            ours: ids,
            met: BTreeMap::new(),
            unread: Vec::new(),
            store,
            corrections,
            analyser: global.analyser(),
            kept: 0,
        }
    }

    /// The ids of articles that lie there no more.
    fn gone(&self) -> Vec<String> {
        let is_unread = |id: &String| {
            let entry = self.there.get(id);
            let place = entry.and_then(|own| own.place.as_ref().or(own.origin.as_ref()));
            place.is_some_and(|place| self.unread.iter().any(|file| is_in(place, file)))
        };
        let gone = self.ours.iter().filter(|id| !self.met.contains_key(*id) && !is_unread(id));
        gone.cloned().collect()
    }

    /// The article is in the store as it is.
    fn is_as_before(&self, article: &Article) -> bool {
        let Some(entry) = self.there.get(&article.id) else { return false };
        let date = article.date.map(|day| day.to_string());
        entry.text_hash() == text_hash(&article.text)
            && entry.title == article.title
            && entry.date == date
            && entry.source == article.source
            && entry.url == article.url
            && entry.authors == article.authors
            && entry.language == article.language
            && entry.origin == article.origin
            && entry.place.as_ref().or(entry.origin.as_ref()) == article.place.as_ref()
            && entry.corrections == self.corrections
            && entry.analyser == self.analyser
    }
}

/// A place lies in a folder, an archive or a file, or is that file itself: "../news/a.txt" is in "../news", and "../../x" is not in "..".
fn is_in(place: &str, outer: &str) -> bool {
    let up = |rest: &str| rest == ".." || rest.starts_with("../");
    match place.strip_prefix(outer) {
        Some(rest) if outer.is_empty() => !up(rest),
        Some(rest) => match rest.strip_prefix(['/', '#']) {
            Some(inner) => !up(inner),
            None => rest.is_empty(),
        },
        None => false,
    }
}

impl Desk for Folder {
    fn settled(&mut self, article: Article) -> Option<Article> {
        let article = self.origins.settled(article);
        let place = article.place.clone().unwrap_or_default();
        if let Some(other) = self.met.get(&article.id) {
            say(&format!(
                "warning: '{}' is the id of an article in {other} and of one in {place}; the first stays",
                article.id
            ));
            return None;
        }
        self.met.insert(article.id.clone(), place);
        let same = self.is_as_before(&article);
        self.kept += usize::from(same);
        (!same).then_some(article)
    }

    fn unread(&mut self, file: &Path) {
        self.unread.push(seen(&self.store, file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_in_folders_and_files() {
        for (place, outer, is) in [
            ("../news/a.txt", "../news", true),
            ("../news/a.txt", "../new", false),
            ("../all.zip/b.txt", "../all.zip", true),
            ("../all.csv#3", "../all.csv", true),
            ("../all.csv", "../all.csv", true),
            ("../../x/a.txt", "..", false),
            ("../a.txt", "..", true),
            ("../a.txt", "", false),
        ] {
            assert_eq!(is_in(place, outer), is, "{place} {outer}");
        }
    }
}
