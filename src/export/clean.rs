//! Characters that act instead of being seen: controls, and marks that turn the direction of writing.
//!
//! Tables and pictures drop them, data formats write each as the escape of its syntax: U+202E is `\u202e` in JSON, `\u202E` in
//! Turtle, `&#x202E;` in XML. So nothing that an article holds acts on the terminal or the editor in which a file is read.

use std::io::{self, BufWriter, Write};

use crate::record::error::Error;
use crate::record::error::Result;

/// Whether a character acts instead of being seen; tabs and line ends do not.
pub fn acts(letter: char) -> bool {
    matches!(
        letter,
        '\0'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// The text without such characters; line separators become spaces.
pub fn seen(text: &str) -> String {
    let letter = |letter: char| match letter {
        '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => Some(' '),
        letter => (!acts(letter)).then_some(letter),
    };
    text.chars().filter_map(letter).collect()
}

/// How a format writes a character by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    Json,
    /// Also TriG and N-Quads.
    Turtle,
    Xml,
}

/// Writes through `write` what acts as escapes of the syntax. The syntax itself has no such characters, so that they stand in
/// texts alone.
///
/// # Errors
/// `write`'s own, and where `out` cannot be written.
pub fn escaped(
    out: &mut dyn Write,
    syntax: Syntax,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let mut escaping = BufWriter::new(Escaping { out, syntax, tail: Vec::new() });
    write(&mut escaping)?;
    escaping.flush().map_err(|error| Error::because("cannot write the export", error))
}

struct Escaping<'a> {
    out: &'a mut dyn Write,
    syntax: Syntax,
    /// The beginning of a letter whose rest has not come yet.
    tail: Vec<u8>,
}

impl Escaping<'_> {
    fn letter(&mut self, letter: char) -> io::Result<()> {
        let number = u32::from(letter);
        match self.syntax {
            Syntax::Json => write!(self.out, "\\u{number:04x}"),
            Syntax::Turtle => write!(self.out, "\\u{number:04X}"),
            Syntax::Xml => write!(self.out, "&#x{number:X};"),
        }
    }
}

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tail.extend_from_slice(bytes);
        let end = match std::str::from_utf8(&self.tail) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.tail.len(),
        };
        let rest = self.tail.split_off(end);
        let ready = std::mem::replace(&mut self.tail, rest);
        let Ok(text) = std::str::from_utf8(&ready) else {
            self.out.write_all(&ready)?;
            return Ok(bytes.len());
        };
        let mut from = 0;
        for (at, letter) in text.char_indices().filter(|(_, letter)| acts(*letter)) {
            self.out.write_all(&text.as_bytes()[from..at])?;
            self.letter(letter)?;
            from = at + letter.len_utf8();
        }
        self.out.write_all(&text.as_bytes()[from..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let tail = std::mem::take(&mut self.tail);
        self.out.write_all(&tail)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(pieces: &[&[u8]], syntax: Syntax) -> String {
        let mut out = Vec::new();
        let mut escaping = Escaping { out: &mut out, syntax, tail: Vec::new() };
        for piece in pieces {
            escaping.write_all(piece).expect("written");
        }
        escaping.flush().expect("flushed");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn each_syntax_has_its_escape() {
        let text = "\u{202e}a\u{9b}".as_bytes();
        assert_eq!(written(&[text], Syntax::Json), "\\u202ea\\u009b");
        assert_eq!(written(&[text], Syntax::Turtle), "\\u202Ea\\u009B");
        assert_eq!(written(&[text], Syntax::Xml), "&#x202E;a&#x9B;");
        assert_eq!(seen("a\u{202e}b\u{1b}[1m\u{2028}c\td\n„e“"), "ab[1m c\td\n„e“");
    }

    proptest! {
        /// However a text is cut into pieces, JSON reads the same text, and nothing in it acts.
        #[test]
        fn json_reads_the_same_text(text in "[a\u{0}-\u{20}\u{7f}-\u{9f}ä„\u{202e}\u{2066}\u{feff}😀]{0,30}", cut in 0usize..60) {
            let json = serde_json::to_string(&text).expect("JSON");
            let cut = cut.min(json.len());
            let escaped = written(&[&json.as_bytes()[..cut], &json.as_bytes()[cut..]], Syntax::Json);
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).expect("JSON"), text);
            prop_assert!(!escaped.chars().any(acts));
        }
    }
}
