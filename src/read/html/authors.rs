//! The authors of a page: "Von Mira Anders und Jonas Wehling, Norderau" are two.

use super::lines::{Line, letters};
use super::told::Told;
use crate::record::reading::{self, Says, words};

/// Signs between the names of authors.
const BETWEEN: [&str; 4] = [", ", "; ", " / ", " & "];

/// The authors: those in JSON-LD, else in meta tags, else in microdata, else in the line with the author's name. A person weighs more
/// than the paper itself, whoever names it.
pub(super) fn authors(told: &Told, lines: &[Line], title: Option<usize>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in told.authors.iter().flat_map(|written| names(written)) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    let persons: Vec<String> = found.iter().filter(|name| !is_paper(name, told)).cloned().collect();
    if !persons.is_empty() {
        return persons;
    }
    let seen = byline(lines, title);
    if seen.is_empty() { found } else { seen }
}

/// The name is that of the paper or of its address: "bote.example", "Norderauer Bote".
fn is_paper(name: &str, told: &Told) -> bool {
    let name = letters(name);
    let host =
        told.url.as_deref().and_then(|url| url.split('/').nth(2)).map(letters).unwrap_or_default();
    let source = told.source.as_deref().map(letters).unwrap_or_default();
    !source.is_empty() && (source.contains(&name) || name.contains(&source))
        || name.len() > 2 && host.contains(&name)
}

/// So many lines behind the title may be the byline.
const NEAR: usize = 12;

/// "Von Mira Anders und Jonas Wehling" in a short line behind the title.
fn byline(lines: &[Line], title: Option<usize>) -> Vec<String> {
    let from = title.unwrap_or(0);
    let near = lines.iter().skip(from).take(NEAR).filter(|line| line.text.chars().count() <= 120);
    let written = near.filter_map(|line| {
        let (first, rest) = line.text.split_once(' ')?;
        if !words(Says::Byline).contains(&first) {
            return None;
        }
        Some(rest.split(['|', '\n', '·']).next().unwrap_or_default().to_owned())
    });
    let shaped = |name: &String| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| {
                word.starts_with(char::is_uppercase) || reading::words(Says::InNames).contains(word)
            })
    };
    let found =
        written.map(|written| names(&written).into_iter().filter(shaped).collect::<Vec<_>>());
    found.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

/// The names in what a page writes.
fn names(written: &str) -> Vec<String> {
    let mut parts = vec![written.to_owned()];
    let between = words(Says::BetweenAuthors).iter().map(|word| format!(" {word} "));
    for sign in between.chain(BETWEEN.map(str::to_owned)) {
        parts = parts
            .iter()
            .flat_map(|part| part.split(&sign).map(str::to_owned).collect::<Vec<_>>())
            .collect();
    }
    let bare = |part: &String| {
        let mut words: Vec<&str> = part.split_whitespace().collect();
        while words.len() > 1
            && reading::words(Says::BeforeAuthors)
                .contains(&words[0].to_lowercase().trim_end_matches(':'))
        {
            words.remove(0);
        }
        words.join(" ")
    };
    let name =
        |part: &String| !part.is_empty() && !part.contains("://") && part.chars().count() <= 60;
    parts.iter().map(bare).filter(name).collect()
}
