//! The log: `corrections.jsonl` in the folder of a store, one line of JSON for each decision of a person.
//!
//! Lines are only added, each written through to the disk before the answer. A last line that a killed writer left unfinished was never
//! answered for: it is left out, and cut off by the next writer.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::extract::judgement::{self, Judgement};
use crate::record::error::{Error, Result};

/// The log's name in the folder of a store.
pub const FILE: &str = "corrections.jsonl";
/// How many lines of it have been applied to the store.
const APPLIED: &str = "corrections.applied";

/// The lines of a log, in their order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub lines: Vec<Arc<Judgement>>,
}

impl Log {
    /// The log of a store's folder; one that is not there has no lines.
    ///
    /// # Errors
    /// Where it cannot be read or a line is damaged.
    pub fn open(dir: &Path) -> Result<Log> {
        let path = dir.join(FILE);
        if path.exists() { Log::read(&path) } else { Ok(Log::default()) }
    }

    /// The log in a file.
    ///
    /// # Errors
    /// Where it cannot be read or a line is damaged; the line is named.
    pub fn read(path: &Path) -> Result<Log> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::because(format!("cannot read {}", path.display()), error))?;
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let lines = whole.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let lines = lines.map(|(at, line)| {
            parsed(line)
                .map_err(|what| Error::new(format!("{}, line {}: {what}", path.display(), at + 1)))
        });
        Ok(Log { lines: lines.collect::<Result<_>>()? })
    }

    /// The decisions that count, in the order of their time.
    pub fn active(&self) -> Vec<Arc<Judgement>> {
        judgement::active(self.lines.clone())
    }

    /// The line whose id begins as given, where it is only one.
    ///
    /// # Errors
    /// Where there is none, or several.
    pub fn find(&self, given: &str) -> Result<Arc<Judgement>> {
        let given = given.trim().trim_start_matches("correction:");
        let mut found = self.lines.iter().filter(|own| own.id.starts_with(given));
        match (found.next(), found.next()) {
            (Some(own), None) => Ok(own.clone()),
            (Some(_), Some(_)) => Err(Error::new(format!(
                "several corrections begin with '{given}'; give more of it"
            ))),
            (None, _) => Err(Error::new(format!(
                "there is no correction '{given}'; 'tripel correct list' shows them"
            ))),
        }
    }
}

fn parsed(line: &str) -> std::result::Result<Arc<Judgement>, String> {
    let own: Judgement =
        serde_json::from_str(line).map_err(|error| format!("is no correction: {error}"))?;
    if identifier(&own) != own.id {
        return Err("is not as it was written; lines are added and undone, never edited".to_owned());
    }
    Ok(Arc::new(own))
}

/// "c" and twelve hexadecimal digits of all else that is in it.
fn identifier(judgement: &Judgement) -> String {
    let bare = Judgement { id: String::new(), ..judgement.clone() };
    let json = serde_json::to_string(&bare).expect("a judgement is JSON");
    format!("c{}", &blake3::hash(json.as_bytes()).to_hex()[..12])
}

/// The judgement with its identifier.
pub fn sealed(judgement: Judgement) -> Judgement {
    Judgement { id: identifier(&judgement), ..judgement }
}

/// This moment in UTC: "2026-03-01T10:00:00.000001Z".
pub fn now() -> String {
    format!("{:.6}", jiff::Timestamp::now())
}

/// Adds lines to the log of a store's folder and waits until the disk has them. Those that it has already are left out; the others
/// are returned.
///
/// # Errors
/// Where the file cannot be read or written; then none of them counts.
pub fn append(dir: &Path, new: &[Judgement]) -> Result<Vec<Arc<Judgement>>> {
    let path = dir.join(FILE);
    let failed =
        |error: std::io::Error| Error::because(format!("cannot write {}", path.display()), error);
    let is_new = !path.exists();
    let options = File::options().create(true).truncate(false).read(true).write(true).clone();
    let mut file = options.open(&path).map_err(failed)?;
    file.lock().map_err(failed)?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(failed)?;
    // what a killed writer left
    let end = text.rfind('\n').map_or(0, |end| end + 1);
    let mut known: BTreeSet<String> =
        Log::read(&path)?.lines.iter().map(|own| own.id.clone()).collect();
    let mut added = Vec::new();
    let mut lines = String::new();
    for own in new {
        let own = sealed(own.clone());
        if known.insert(own.id.clone()) {
            lines += &serde_json::to_string(&own)
                .map_err(|error| Error::because("cannot write the correction", error))?;
            lines.push('\n');
            added.push(Arc::new(own));
        }
    }
    let end = end as u64;
    file.set_len(end).map_err(failed)?;
    file.seek(SeekFrom::Start(end)).map_err(failed)?;
    let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_all());
    if let Err(error) = written {
        // half a line must not stand there
        let _ = file.set_len(end);
        return Err(failed(error));
    }
    if is_new {
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(failed)?;
    }
    Ok(added)
}

/// The lines that were not yet applied to the store.
pub fn pending(dir: &Path, log: &Log) -> Vec<Arc<Judgement>> {
    let applied = std::fs::read_to_string(dir.join(APPLIED)).unwrap_or_default();
    let done: BTreeSet<&str> = applied.lines().collect();
    log.lines.iter().filter(|own| !done.contains(own.id.as_str())).cloned().collect()
}

/// Notes that lines have been applied to the store.
///
/// # Errors
/// Where the folder cannot be written.
pub fn note_applied(dir: &Path, lines: &[Arc<Judgement>]) -> Result<()> {
    let path: PathBuf = dir.join(APPLIED);
    let failed =
        |error: std::io::Error| Error::because(format!("cannot write {}", path.display()), error);
    let mut file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    let ids: String = lines.iter().map(|own| format!("{}\n", own.id)).collect();
    file.write_all(ids.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::judgement::What;

    fn judgement(who: &str) -> Judgement {
        Judgement {
            id: String::new(),
            at: "2026-03-01T10:00:00.000001Z".to_owned(),
            who: who.to_owned(),
            what: What::Read,
            value: None,
            place: None,
            why: Some("„gelesen“\n".to_owned()),
            article: Some("a".to_owned()),
            statement: None,
            actor: None,
            of: None,
        }
    }

    #[test]
    fn what_is_added_is_read_and_what_is_torn_is_cut_off() {
        let dir = tempfile::tempdir().expect("a folder");
        let dir = dir.path();
        assert!(Log::open(dir).expect("none").lines.is_empty());
        assert_eq!(append(dir, &[judgement("anna")]).expect("added").len(), 1);
        assert_eq!(append(dir, &[judgement("anna")]).expect("known").len(), 0);
        let path = dir.join(FILE);
        let mut file = File::options().append(true).open(&path).expect("a file");
        file.write_all(b"{\"id\":\"c1\",\"at\":\"20").expect("written");
        assert_eq!(Log::open(dir).expect("read").lines.len(), 1);
        append(dir, &[judgement("ben")]).expect("added");
        let log = Log::open(dir).expect("read");
        assert_eq!(
            log.lines.iter().map(|own| own.who.as_str()).collect::<Vec<_>>(),
            ["anna", "ben"]
        );
        assert_eq!(pending(dir, &log).len(), 2);
        note_applied(dir, &log.lines[..1]).expect("noted");
        assert_eq!(pending(dir, &log).len(), 1);
        let text = std::fs::read_to_string(&path).expect("text").replace("ben", "eve");
        std::fs::write(&path, text).expect("written");
        let error = Log::open(dir).expect_err("edited").to_string();
        assert!(error.contains("line 2: is not as it was written"), "{error}");
    }
}
