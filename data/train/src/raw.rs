//! Raw text as words: the protocols of the Bundestag, a paragraph a line, cut into sentences in a plain way.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use tripel::syntax::tag::contraction;

/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "Abs.", "Art.", "Bd.", "Co.", "Dr.", "Fr.", "Hr.", "Kl.", "Mio.", "Mrd.", "Nr.", "Prof.",
    "Proz.", "S.", "St.", "Str.", "Tel.", "Ziff.", "abs.", "bzgl.", "bzw.", "ca.", "etc.", "evtl.",
    "ff.", "geb.", "ggf.", "inkl.", "max.", "min.", "rd.", "sog.", "usw.", "vgl.", "zzgl.",
];

/// The text of an `.xz` file.
pub fn read_xz(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    let mut input = BufReader::new(File::open(path)?);
    lzma_rs::xz_decompress(&mut input, &mut bytes)
        .map_err(|e| std::io::Error::other(format!("{e:?}")))?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

/// The text of a `.gz` file.
pub fn read_gz(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(BufReader::new(File::open(path)?)).read_to_string(&mut text)?;
    Ok(text)
}

/// Calls `each` with the words of every sentence.
pub fn sentences(text: &str, mut each: impl FnMut(&[String])) {
    let mut words: Vec<String> = Vec::new();
    for line in text.lines() {
        for chunk in line.split_whitespace() {
            let end = tokens(chunk, &mut words);
            if end && words.len() > 1 {
                each(&words);
                words.clear();
            }
        }
        if !words.is_empty() {
            each(&words);
            words.clear();
        }
    }
}

/// One in `skip` sentences of 4 to 60 words.
pub fn sample(text: &str, skip: usize) -> Vec<Vec<String>> {
    let mut list = Vec::new();
    let mut number = 0;
    sentences(text, |words| {
        if (4..=60).contains(&words.len()) {
            number += 1;
            if number % skip == 0 {
                list.push(words.to_vec());
            }
        }
    });
    list
}

fn tokens(chunk: &str, words: &mut Vec<String>) -> bool {
    let mut rest = chunk;
    while let Some(c) = rest.chars().next() {
        if !matches!(c, '„' | '"' | '“' | '»' | '«' | '(' | '[' | '‚' | '‘' | '–' | '…' | '/')
        {
            break;
        }
        words.push(c.to_string());
        rest = &rest[c.len_utf8()..];
    }
    let mut tail = Vec::new();
    let mut end = false;
    while let Some(c) = rest.chars().next_back() {
        let close = matches!(c, '"' | '“' | '”' | '»' | '«' | ')' | ']' | '’' | '‘');
        let stop = matches!(c, '.' | '!' | '?' | '…');
        if !(close || stop || matches!(c, ',' | ';' | ':' | '–' | '/'))
            || (c == '.' && abbreviation(rest))
        {
            break;
        }
        end |= stop;
        tail.push(c.to_string());
        rest = &rest[..rest.len() - c.len_utf8()];
    }
    if !rest.is_empty() {
        match contraction(rest, tripel::de::CONTRACTIONS) {
            Some((first, second)) => words.extend([first, second.to_string()]),
            None => words.push(rest.to_string()),
        }
    }
    words.extend(tail.into_iter().rev());
    end
}

fn abbreviation(token: &str) -> bool {
    let stem = &token[..token.len() - 1];
    stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic)
        || stem.contains('.')
        || (stem.len() < 3 && !stem.is_empty() && stem.bytes().all(|b| b.is_ascii_digit()))
        || ABBREVIATIONS.contains(&token)
}
