//! Letters that a program read in the wrong encoding: "FÃ¼r" is "Für" where nothing else can be meant.
//!
//! UTF-8 that was taken for Windows-1252 leaves pairs and triples of signs that no language writes; they are put back. Letters that are
//! lost are left as they are, and `damage` counts them.

use std::borrow::Cow;

/// So often a text may have been read wrongly.
const TIMES: usize = 3;

/// The text with its letters put back where that is certain.
pub(super) fn repaired(text: String) -> String {
    let mut text = text;
    for _ in 0..TIMES {
        match once(&text) {
            Cow::Borrowed(_) => break,
            Cow::Owned(better) => text = better,
        }
    }
    text
}

/// The byte that Windows-1252 writes for a sign, also where it leaves a gap.
fn byte(sign: char) -> Option<u8> {
    const SIGNS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match u32::from(sign) {
        code @ ..=0xff => u8::try_from(code).ok(),
        _ => SIGNS.iter().position(|own| *own == sign).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

/// The letter that the first signs of a text stand for, and how many bytes of the text they take.
fn letter(rest: &str) -> Option<(char, usize)> {
    let mut signs = rest.chars();
    let first = signs.next()?;
    let length = match first {
        '\u{c2}'..='\u{df}' => 2,
        '\u{e0}'..='\u{ef}' => 3,
        '\u{f0}'..='\u{f4}' => 4,
        _ => return None,
    };
    let mut bytes = Vec::with_capacity(length);
    let mut taken = 0;
    for sign in rest.chars().take(length) {
        bytes.push(byte(sign)?);
        taken += sign.len_utf8();
    }
    let letter = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((letter, taken))
}

/// "Ã¼", "â€ž" and their like are written by nobody; "Ä“" may be a letter and a quotation mark.
fn is_certain(rest: &str, letter: char) -> bool {
    let begins = |sign: char| rest.starts_with(sign);
    begins('Ã') && letter.is_alphabetic()
        || begins('â') && matches!(letter, '\u{2010}'..='\u{2044}' | '€' | '™' | '−')
}

fn once(text: &str) -> Cow<'_, str> {
    let certain = |(at, _): (usize, char)| {
        letter(&text[at..]).is_some_and(|(letter, _)| is_certain(&text[at..], letter))
    };
    let suspects = || text.char_indices().filter(|(_, sign)| matches!(sign, 'Ã' | 'â'));
    if !suspects().any(certain) {
        return Cow::Borrowed(text);
    }
    let mut better = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        match letter(&text[at..]) {
            // where some are certain, the others are what they look like
            Some((letter, taken)) => {
                better.push(letter);
                at += taken;
            }
            None => {
                better.push(sign);
                at += sign.len_utf8();
            }
        }
    }
    Cow::Owned(better)
}

/// What is wrong with the letters of a text and cannot be put right: a clause about it.
pub fn damage(text: &str) -> Option<String> {
    let lost = text.chars().filter(|sign| *sign == '\u{fffd}').count();
    let wrong = text.matches("Ã").count() + text.matches("â€").count();
    let asked = text.split_whitespace().filter(|word| has_gap(word)).count();
    let places =
        |count: usize| if count == 1 { "a place".into() } else { format!("{count} places") };
    if lost > 0 {
        return Some(format!("has lost letters in {}; they are written as \u{fffd}", places(lost)));
    }
    if wrong > 2 {
        let (count, why) = (places(wrong), "it was read in a wrong encoding before it came here");
        return Some(format!("has wrong letters such as 'Ã' in {count}; {why}"));
    }
    (asked > 2).then(|| format!("has a question mark for a letter in {}", places(asked)))
}

/// "f?r" lacks a letter; "bote.example/a?b" is an address.
fn has_gap(word: &str) -> bool {
    let plain = !word.contains(['/', '=', '&', '.', '@']);
    let letters: Vec<char> = if plain { word.chars().collect() } else { Vec::new() };
    let inside =
        |three: &[char]| three[1] == '?' && three[0].is_alphabetic() && three[2].is_lowercase();
    letters.windows(3).any(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_letters_are_put_back() {
        for (wrong, right) in [
            ("FÃ¼r die GrÃ¼nen", "Für die Grünen"),
            ("â€žJaâ€œ, sagte sie â€“ und ging", "„Ja“, sagte sie – und ging"),
            ("100 â‚¬ in KÃ¶ln, StraÃŸe, Ãœbung", "100 € in Köln, Straße, Übung"),
            ("FÃƒÂ¼r", "Für"),
            ("KÃ¶ln:Â\u{a0}5 MarÅ¡al", "Köln:\u{a0}5 Maršal"),
        ] {
            assert_eq!(repaired(wrong.to_owned()), right);
        }
        for right in ["Für", "SÃO PAULO", "„Ä“ und „Å“", "Der Rat tagte.", "Île, château €"]
        {
            assert_eq!(repaired(right.to_owned()), right);
        }
    }

    #[test]
    fn lost_letters_are_told() {
        assert!(damage("f\u{fffd}r").is_some_and(|what| what.contains("a place")));
        assert!(damage("f?r die Gr?nen in K?ln").is_some());
        assert!(damage("Was nun? Wer? Wo? bote.example/a?b").is_none());
    }
}
