//! Files of one name in different folders are different articles, in one call and in several.
//!
//! The store notes with each article that is called by its file's name which file that is, seen from the store's folder, so that both may
//! move together. `add 2024/artikel-1.txt` and later `add 2025/artikel-1.txt` are "artikel-1" and "2025/artikel-1"; each file added again
//! replaces its own article. An id that somebody gave names one article, wherever it comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use tripel::kb::store::Entry;
use tripel::read::is_address;
use tripel::record::article::Article;

use super::output::say;

/// The articles of a store and of the files read so far, by what they are called and made of.
#[derive(Default)]
pub struct Origins {
    /// The store's folder, from which files are seen; `None` keeps all names as they are.
    store: Option<PathBuf>,
    /// The file that an article is called by; `None` where somebody gave its id.
    by_id: BTreeMap<String, Option<String>>,
    by_file: BTreeMap<String, String>,
    /// Of which files it was said that they share a name with another.
    told: BTreeSet<String>,
}

impl Origins {
    /// Those of a store that lies, or will lie, in a folder.
    pub fn new(store: &Path, entries: &[Entry]) -> Origins {
        let mut origins = Origins { store: Some(real(store)), ..Origins::default() };
        entries.iter().for_each(|entry| origins.take(&entry.id, entry.origin.clone()));
        origins
    }

    /// The article by the name under which the store has its file, or under a name that no other file's article has.
    pub fn settled(&mut self, article: Article) -> Article {
        let Some(store) = &self.store else { return article };
        let place = article.place.as_deref().map(|place| seen(store, Path::new(place)));
        let Some(file) = &article.origin else { return Article { place, ..article } };
        let path = real(Path::new(file));
        let origin = seen(store, Path::new(file));
        let id = match self.by_file.get(&origin) {
            Some(own) => own.clone(),
            None => {
                let id = self.free(&article.id, &path, &origin);
                if id != article.id {
                    self.tell(file.clone(), &article.id, &id);
                }
                id
            }
        };
        self.take(&id, Some(origin.clone()));
        Article { id, origin: Some(origin), place, ..article }
    }

    /// Says that a file has another name than its own; of a file with many records once.
    fn tell(&mut self, file: String, id: &str, own: &str) {
        let other = self.by_id.get(id).cloned().flatten().unwrap_or_default();
        let whole = file.split('#').next().unwrap_or(&file).to_owned();
        if self.told.insert(whole) {
            say(&format!(
                "'{id}' is the article of another file, {other}; {file} becomes '{own}', and \
                 --id names it otherwise"
            ));
        }
    }

    fn take(&mut self, id: &str, origin: Option<String>) {
        if let Some(file) = &origin {
            self.by_file.insert(file.clone(), id.to_owned());
        }
        self.by_id.insert(id.to_owned(), origin);
    }

    /// The id, or where another file has it the id behind as many of the file's folders as tell the two apart.
    fn free(&self, id: &str, path: &Path, origin: &str) -> String {
        let is_free = |id: &String| match self.by_id.get(id) {
            Some(Some(other)) => other == origin,
            _ => true,
        };
        let folders: Vec<String> = path
            .parent()
            .into_iter()
            .flat_map(Path::components)
            .filter(|part| matches!(part, Component::Normal(_)))
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let own = id.rsplit('/').next().unwrap_or(id);
        let behind = |number: usize| {
            let mut parts = folders[folders.len() - number..].to_vec();
            parts.push(own.to_owned());
            parts.join("/")
        };
        let longer = (1..=folders.len()).map(behind).filter(|longer| longer.len() > id.len());
        std::iter::once(id.to_owned())
            .chain(longer)
            .find(is_free)
            .unwrap_or_else(|| format!("{id}-{}", &blake3::hash(origin.as_bytes()).to_hex()[..12]))
    }
}

/// The absolute path without links in its folders: what is not there yet stands behind what is.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.ancestors().skip(1).find_map(|folder| {
        let real = folder.canonicalize().ok()?;
        Some(real.join(path.strip_prefix(folder).ok()?))
    });
    folder.unwrap_or(path)
}

/// How a store names a file: seen from its folder. An address of the web stays as it is.
pub fn seen(store: &Path, file: &Path) -> String {
    match file.to_string_lossy() {
        name if is_address(&name) && name.contains("://") => name.into_owned(),
        _ => seen_from(&real(store), &real(file)),
    }
}

/// The way from a folder to a path: "../news/artikel-1.txt".
fn seen_from(folder: &Path, path: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (folder.components().collect(), path.components().collect());
    let shared = from.iter().zip(&to).take_while(|(own, other)| own == other).count();
    if shared == 0 {
        return path.to_string_lossy().into_owned();
    }
    let up = from[shared..].iter().map(|_| "..".to_owned());
    let down = to[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(origins: &mut Origins, file: &str, id: &str) -> String {
        let origin = Some(file.to_owned());
        origins.settled(Article { id: id.to_owned(), origin, ..Article::default() }).id
    }

    #[test]
    fn each_file_has_its_own_article() {
        let mut origins = Origins::new(Path::new("/absent/tripel.kb"), &[]);
        assert_eq!(settled(&mut origins, "/absent/2024/a.txt", "a"), "a");
        assert_eq!(settled(&mut origins, "/absent/2025/a.txt", "a"), "2025/a");
        assert_eq!(settled(&mut origins, "/absent/x/2025/a.txt", "a"), "x/2025/a");
        assert_eq!(settled(&mut origins, "/absent/2024/a.txt", "2024/a"), "a", "the same file");
        assert_eq!(settled(&mut origins, "/absent/2025/a.txt", "a"), "2025/a", "again");
        assert_eq!(settled(&mut origins, "/absent/all.jsonl#2", "all-2"), "all-2");
        assert_eq!(settled(&mut origins, "/absent/y/all.jsonl#2", "all-2"), "y/all-2");
        let given = Article { id: "a".to_owned(), ..Article::default() };
        assert_eq!(origins.settled(given).id, "a", "somebody gave it");
    }

    #[test]
    fn a_path_is_seen_from_the_store() {
        let seen = |path: &str| seen_from(Path::new("/news/kb"), Path::new(path));
        assert_eq!(seen("/news/2024/a.txt"), "../2024/a.txt");
        assert_eq!(seen("/other/a.txt"), "../../other/a.txt");
    }
}
