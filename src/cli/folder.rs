//! Folders become the files in them: "corpus" with `--glob '*.html'` is every web page below it.

use std::path::{Path, PathBuf};

use tripel::record::error::{Error, Result};

/// The files, and of folders all files below them whose name one of the patterns has, in the order of their paths. A folder
/// without such files stays as it is, so that it is named.
///
/// # Errors
/// Where a folder cannot be read.
pub fn files(given: &[PathBuf], patterns: &[String]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in given {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        walk(path, patterns, 0, &mut inside)?;
        inside.sort();
        if inside.is_empty() {
            inside.push(path.clone());
        }
        found.append(&mut inside);
    }
    Ok(found)
}

/// The addresses of the web that stand in a file, as files.
///
/// # Errors
/// Where it cannot be read, or has none.
#[cfg(feature = "fetch")]
pub fn listed(list: &Path, addresses: fn(&str) -> Vec<String>) -> Result<Vec<PathBuf>> {
    let name = list.display();
    let text = std::fs::read_to_string(list)
        .map_err(|error| Error::because(format!("{name} cannot be read"), error))?;
    let found = addresses(&text);
    if let Some(other) = found.iter().find(|own| !tripel::read::is_address(own)) {
        return Err(Error::new(format!("{name} has '{other}', which is no address of the web")));
    }
    if found.is_empty() {
        return Err(Error::new(format!("{name} lists no addresses of the web")));
    }
    Ok(found.into_iter().map(PathBuf::from).collect())
}

/// Folders stand no deeper in each other.
const DEEPEST: usize = 64;

fn walk(folder: &Path, patterns: &[String], depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error| Error::because(format!("{} cannot be read", folder.display()), error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // a link may lead back to where it stands
        let link = entry.file_type().map_err(failed)?.is_symlink() && path.is_dir();
        if name.starts_with('.') || link {
            continue;
        }
        if path.is_dir() {
            // a store is a folder of its own kind
            if depth < DEEPEST && !name.ends_with(".kb") {
                walk(&path, patterns, depth + 1, found)?;
            }
        } else if patterns.is_empty() || patterns.iter().any(|pattern| fits(pattern, &name)) {
            found.push(path);
        }
    }
    Ok(())
}

/// "*.html" fits "a.html", "artikel-?.txt" fits "artikel-1.txt".
fn fits(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    // where the last star stood, and how much of the name it has taken
    let (mut at, mut read, mut star) = (0, 0, None);
    while read < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&sign) if sign == '?' || sign == name[read] => (at, read) = (at + 1, read + 1),
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                (at, read) = (place + 1, taken + 1);
            }
        }
    }
    pattern[at..].iter().all(|sign| *sign == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names() {
        for (pattern, name, is) in [
            ("*.html", "a.html", true),
            ("*.html", "a.html.gz", false),
            ("*", "a", true),
            ("a?c*", "abcd", true),
            ("*a*b", "xaybzb", true),
            ("artikel", "artikel.txt", false),
        ] {
            assert_eq!(fits(pattern, name), is, "{pattern} {name}");
        }
    }
}
