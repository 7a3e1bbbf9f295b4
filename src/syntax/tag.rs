//! Words: the syntactic units of a sentence with lemma, part of speech and features.
//!
//! Tokens come in; *zum* leaves as two words, "zu" and "dem". What a word looks like to the model is decided here, once.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::language::morphology::bucket;
use crate::record::span::Span;
use crate::syntax::sentence::Sentence;
use crate::ud::{Feats, Upos};

/// A word as Universal Dependencies mean it: *zum* is one token and two words.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As written, NFC; for a part of a contraction its full form (zum: "zu", "dem").
    pub form: String,
    /// Index into `Sentence::tokens`; the words of one contraction share it.
    pub token: usize,
    /// The token's span.
    pub span: Span,
    pub lemma: String,
    pub upos: Upos,
    pub feats: Feats,
}

/// Contractions of a language with the two words of each, sorted by the first column.
pub type Contractions = &'static [(&'static str, &'static str, &'static str)];

/// The two words of a contraction, the first with the token's capital: "Im" gives "In" and "dem".
pub fn contraction(token: &str, known: Contractions) -> Option<(String, &'static str)> {
    if token.len() > 8 {
        return None;
    }
    let lower = token.to_lowercase();
    let (_, first, second) = known[known.binary_search_by(|row| row.0.cmp(&lower)).ok()?];
    // "IM", "ANS" in capitals are as often an abbreviation
    if token.chars().nth(1).is_some_and(char::is_uppercase) {
        return None;
    }
    let capital = token.chars().next().is_some_and(char::is_uppercase);
    Some((if capital { capitalised(first) } else { first.to_string() }, second))
}

/// The word with its first letter in upper case.
pub fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The form in NFC without soft hyphens.
pub fn normal_form(token: &str) -> String {
    if is_nfc(token) && !token.contains('\u{ad}') {
        return token.to_string();
    }
    token.nfc().filter(|&c| c != '\u{ad}').collect()
}

/// The spelling under which the model knows a form: digits are `0`, quotation marks and dashes one kind each.
pub fn spelling(form: &str) -> String {
    form.chars()
        .map(|c| match c {
            '0'..='9' => '0',
            '„' | '“' | '”' | '»' | '«' | '‹' | '›' | '‚' | '‘' => '"',
            '–' | '—' => '–',
            '’' => '\'',
            c => c,
        })
        .collect()
}

/// Buckets of the affixes below.
pub const AFFIX_BUCKETS: usize = 1 << 15;

/// The buckets of a form as the network sees it: its beginnings, ends, itself, and its shape at the sentence's start or within.
pub fn affixes(form: &str, first: bool, buckets: &mut Vec<usize>) {
    buckets.clear();
    let chars: Vec<char> = spelling(form).chars().take(40).collect();
    let lower: Vec<char> = chars.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let mut add =
        |kind: u32, part: &[char]| buckets.push(bucket(kind, part) as usize % AFFIX_BUCKETS);
    add(100, &lower);
    for length in 1..=6.min(lower.len()) {
        add(110 + length as u32, &lower[lower.len() - length..]);
    }
    for length in 1..=5.min(lower.len()) {
        add(120 + length as u32, &lower[..length]);
    }
    let mut shape: Vec<char> = Vec::new();
    for c in &chars {
        let kind = match c {
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c if c.is_numeric() => '0',
            c => *c,
        };
        if shape.last() != Some(&kind) && shape.len() < 8 {
            shape.push(kind);
        }
    }
    add(130 + u32::from(first), &shape);
    add(132 + u32::from(first), &shape[..1.min(shape.len())]);
}

/// The words of a sentence, not yet analysed: lemma, part of speech and features are those of an unknown word.
pub fn words(text: &str, sentence: &Sentence, known: Contractions) -> Vec<Word> {
    let mut words = Vec::with_capacity(sentence.tokens.len() + 4);
    for (token, &span) in sentence.tokens.iter().enumerate() {
        let form = normal_form(span.of(text));
        let mut push = |form: String| {
            words.push(Word {
                form,
                token,
                span,
                lemma: String::new(),
                upos: Upos::X,
                feats: Feats::default(),
            });
        };
        match contraction(&form, known) {
            Some((first, second)) => {
                push(first);
                push(second.to_string());
            }
            None => push(form),
        }
    }
    words
}
