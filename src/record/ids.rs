//! Identifiers: what somebody wrote names one article and no other.
//!
//! "https://a.example/politik/1", "politik-1" and "politik?1" are three articles; so are "Café" and "Cafe", "A" and "a". The same
//! letters in composed and decomposed form are one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// Longer identifiers (in bytes) are cut and told apart by a hash.
const LONGEST: usize = 200;

/// The identifier that somebody wrote: trimmed, in NFC. Where it is empty, long or holds control characters, the signs that cannot
/// stay are left out and a hash of the whole stands behind it.
pub(super) fn id(written: &str) -> String {
    let whole: String = written.trim().nfc().collect();
    if !whole.is_empty() && whole.len() <= LONGEST && !whole.contains(unfit) {
        return whole;
    }
    let mut kept = String::new();
    for letter in whole.chars().filter(|letter| !unfit(*letter)) {
        if kept.len() + letter.len_utf8() > LONGEST - 13 {
            break;
        }
        kept.push(letter);
    }
    let kept = if kept.is_empty() { "article" } else { kept.as_str() };
    format!("{kept}-{}", &blake3::hash(whole.as_bytes()).to_hex()[..12])
}

/// Six hexadecimal digits that tell a text from others.
pub fn mark(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..6].to_owned()
}

/// Control characters, and those that turn the direction of what stands behind them.
fn unfit(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_control() || turns
}

/// An identifier for each of several files whose own name does not tell it from the others: "2024/artikel-1.txt" beside
/// "2025/artikel-1.txt" is "2024/artikel-1", "b.html" beside "b.txt" is "b.html"; `None` where the name alone does.
pub fn distinct_ids(files: &[PathBuf]) -> Vec<Option<String>> {
    let mut alike: BTreeMap<String, Vec<&Path>> = BTreeMap::new();
    for file in files {
        let same = alike.entry(stem(file)).or_default();
        if !same.contains(&file.as_path()) {
            same.push(file);
        }
    }
    files
        .iter()
        .map(|file| {
            let others: Vec<&Path> =
                alike[&stem(file)].iter().copied().filter(|other| other != file).collect();
            let told = others.is_empty() || names_itself(file);
            (!told).then(|| among(file, &others))
        })
        .collect()
}

/// Records have ids of their own, and so may a file beside an article.
fn names_itself(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    matches!(ending.as_str(), "json" | "jsonl" | "ndjson")
        || file.with_extension("meta.json").is_file()
}

/// The shortest end of a path that no other ends in, without the ending where that is not needed.
fn among(file: &Path, others: &[&Path]) -> String {
    let parts = file.components().count();
    for with_ending in [false, true] {
        for length in 1..=parts {
            let own = end(file, length, with_ending);
            if others.iter().all(|other| end(other, length, with_ending) != own) {
                return own;
            }
        }
    }
    file.display().to_string()
}

fn end(file: &Path, length: usize, with_ending: bool) -> String {
    let named = if with_ending { file.to_owned() } else { file.with_file_name(stem(file)) };
    let parts: Vec<String> =
        named.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts[parts.len().saturating_sub(length)..].join("/")
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_is_written_differently_stays_different() {
        let long = "x".repeat(500);
        let longer = "x".repeat(501);
        let written = [
            "https://a.example/politik/1",
            "politik/1",
            "politik-1",
            "politik?1",
            "статья 7",
            "новость 7",
            "7",
            "Café",
            "Cafe",
            "café",
            "Ä",
            "Ae",
            "a\tb",
            "ab",
            "a\u{1b}b",
            "a\u{202e}b",
            "\u{1b}",
            "",
            &long,
            &longer,
        ];
        let ids: BTreeSet<String> = written.iter().map(|written| id(written)).collect();
        assert_eq!(ids.len(), written.len(), "{ids:?}");
        assert_eq!(id("Cafe\u{301}"), id(" Caf\u{e9}\n"), "one in two forms");
        assert_eq!(id("gnad-0001"), "gnad-0001");
        assert!(ids.iter().all(|id| !id.contains(char::is_control) && id.len() <= LONGEST));
    }

    #[test]
    fn files_of_one_name_are_told_apart() {
        let files =
            ["2024/artikel-1.txt", "2025/artikel-1.txt", "b.html", "b.txt", "c.txt", "x/c2.txt"];
        let ids = distinct_ids(&files.map(PathBuf::from));
        let ids: Vec<Option<&str>> = ids.iter().map(Option::as_deref).collect();
        assert_eq!(
            ids,
            [
                Some("2024/artikel-1"),
                Some("2025/artikel-1"),
                Some("b.html"),
                Some("b.txt"),
                None,
                None
            ]
        );
        let twice = ["a/x.txt", "a/x.txt"].map(PathBuf::from);
        assert_eq!(distinct_ids(&twice), [None, None], "the same file twice is one article");
    }
}
