//! A table of German texts with their tokens and words; and each token's span gives its very letters in the source.

use tripel::record::span::{CodePoints, Span};
use tripel::syntax::sentence::sentences;
use tripel::syntax::tag;

use crate::holds::german;

const TABLE: &str = include_str!("../tables/tokens.txt");

#[test]
fn tokens_of_every_kind() {
    let (mut wrong, mut kind, mut found, mut kinds, mut sentences) =
        (Vec::new(), "", Vec::new(), 0, 0);
    let mut lines =
        TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).peekable();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            (kind, kinds) = (name, kinds + 1);
            continue;
        }
        let known = line.strip_prefix("wrong: ");
        let text = unescaped(known.unwrap_or(line));
        found.clear();
        found.extend(shown(&text));
        let mut expected = Vec::new();
        while let Some(sentence) = lines.next_if(|line| line.starts_with("  ")) {
            expected.push(unescaped(sentence.trim_start()));
        }
        sentences += expected.len();
        if known.is_some() && found == expected {
            wrong.push(format!("{line}\n  is right now: take `wrong:` away"));
        } else if known.is_none() && found != expected {
            wrong.push(format!("{kind}: {line}\n  wanted {expected:#?}\n  found {found:#?}"));
        }
    }
    println!("{sentences} sentences of {kinds} kinds");
    assert!(sentences >= 60 && kinds >= 10);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn unescaped(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').expect("a bracket closes");
        text.push(u32::from_str_radix(number, 16).ok().and_then(char::from_u32).expect("a letter"));
        text += rest;
    }
    text.replace("\\n", "\n")
}

/// The tokens of each sentence, with blanks between, and the words of those that have several.
fn shown(text: &str) -> Vec<String> {
    let (points, letters) = (CodePoints::new(text), text.chars().collect::<Vec<_>>());
    let mut rest = text;
    let mut lines = Vec::new();
    for sentence in sentences(text, &[Span::new(0, text.len())], german()) {
        let words = tag::words(text, &sentence, tripel::de::CONTRACTIONS);
        let mut tokens = Vec::new();
        for (number, &token) in sentence.tokens.iter().enumerate() {
            let form = token.of(text);
            // nothing but white space lies before it, and its code points are the same letters
            let skipped = rest.trim_start();
            assert_eq!(
                (text.len() - skipped.len(), skipped.starts_with(form)),
                (token.start, true),
                "{text}: {form}"
            );
            assert_eq!(
                letters[points.at(token.start)..points.at(token.end)].iter().collect::<String>(),
                form
            );
            rest = &skipped[form.len()..];
            let own: Vec<_> = words.iter().filter(|word| word.token == number).collect();
            assert!(own.iter().all(|word| word.span == token), "{text}: {form}");
            let forms: Vec<&str> = own.iter().map(|word| word.form.as_str()).collect();
            tokens.push(if forms.len() > 1 {
                format!("{form}→{}", forms.join("+"))
            } else {
                form.to_owned()
            });
        }
        lines.push(tokens.join(" "));
    }
    assert!(rest.trim().is_empty(), "{text}: {rest} is in no token");
    lines
}
