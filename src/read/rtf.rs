//! RTF: what word processors and press databases write for each other.
//!
//! `{\rtf1\ansi\ansicpg1252 Br\'fccke\par}` is the paragraph "Brücke". Groups may stand in each other; what is no text of the document
//! (fonts, styles, pictures, headers) is left out.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::record::article::Metadata;

/// Groups that hold no text of the story.
const OUT: [&str; 36] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "revtbl",
    "generator",
    "pict",
    "object",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "xmlnstbl",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "fldinst",
    "filetbl",
    "pntext",
    "pntxta",
    "pntxtb",
    "listtext",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "pgdsctbl",
    "userprops",
];

/// Groups stand no deeper in each other.
const DEEPEST: usize = 1000;

/// What holds in a group, and in those in it unless they say otherwise.
#[derive(Clone)]
struct Group {
    /// Its text goes nowhere, or into the document, or into what is known about it.
    into: Into,
    /// How many signs stand behind `\u` for programs that do not know it.
    skip: usize,
    /// Its text was deleted or is hidden.
    hidden: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Text,
    Nothing,
    Info,
    Title,
    Author,
}

/// The text of a document and what it says about itself, or why there is none: a clause about the file.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Metadata), String> {
    let start = Group { into: Into::Text, skip: 1, hidden: false };
    let mut reader = Reader {
        rest: bytes,
        groups: vec![start],
        encoding: WINDOWS_1252,
        pending: Vec::new(),
        units: Vec::new(),
        text: String::new(),
        title: String::new(),
        author: String::new(),
        skipping: 0,
    };
    while let Some((&byte, rest)) = reader.rest.split_first() {
        reader.rest = rest;
        match byte {
            b'{' => reader.open()?,
            b'}' => reader.close(),
            b'\\' => reader.control(),
            b'\r' | b'\n' | 0 => {}
            byte => reader.byte(byte),
        }
    }
    reader.flush();
    let lines = reader.text.lines().map(super::html::tidy).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n\n");
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let own = Metadata {
        title: given(&reader.title),
        authors: given(&reader.author).into_iter().collect(),
        ..Metadata::default()
    };
    Ok(super::office::titled(text, own))
}

struct Reader<'a> {
    rest: &'a [u8],
    groups: Vec<Group>,
    encoding: &'static Encoding,
    /// Bytes in the document's encoding that are yet to be decoded.
    pending: Vec<u8>,
    /// Units of UTF-16 that are yet to be decoded.
    units: Vec<u16>,
    text: String,
    title: String,
    author: String,
    /// Signs that are left out, as `\u` said the same.
    skipping: usize,
}

impl Reader<'_> {
    fn open(&mut self) -> Result<(), String> {
        self.flush();
        self.skipping = 0;
        if self.groups.len() > DEEPEST {
            return Err("is an RTF document whose groups are nested too deeply".into());
        }
        let inner = self.groups.last().cloned();
        self.groups.extend(inner);
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        self.skipping = 0;
        if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        self.flush_units();
        self.pending.push(byte);
    }

    fn push(&mut self, text: &str) {
        self.flush();
        let Some(group) = self.groups.last() else { return };
        match group.into {
            _ if group.hidden => {}
            Into::Text => self.text.push_str(text),
            Into::Title => self.title.push_str(text),
            Into::Author => self.author.push_str(text),
            _ => {}
        }
    }

    fn flush(&mut self) {
        self.flush_units();
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            let text = self.encoding.decode_without_bom_handling(&bytes).0;
            self.push(&text);
        }
    }

    fn flush_units(&mut self) {
        if !self.units.is_empty() {
            let units = std::mem::take(&mut self.units);
            let text = String::from_utf16_lossy(&units);
            let bytes = std::mem::take(&mut self.pending);
            self.push(&text);
            self.pending = bytes;
        }
    }

    /// What stands behind a backslash: a word with a number, a sign, or a byte.
    fn control(&mut self) {
        let Some(&first) = self.rest.first() else { return };
        if !first.is_ascii_alphabetic() {
            self.rest = &self.rest[1..];
            return self.sign(first);
        }
        let end = self.rest.iter().take(40).position(|b| !b.is_ascii_alphabetic());
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len().min(40)));
        let negative = rest.first() == Some(&b'-');
        let digits = &rest[usize::from(negative)..];
        let length = digits.iter().take(12).take_while(|b| b.is_ascii_digit()).count();
        let number =
            std::str::from_utf8(&digits[..length]).ok().and_then(|n| n.parse::<i64>().ok());
        let number = number.map(|number| if negative { -number } else { number });
        self.rest = if number.is_some() { &digits[length..] } else { rest };
        // the blank behind a word belongs to it
        self.rest = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
        let word = String::from_utf8_lossy(word).into_owned();
        self.word(&word, number);
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'\'' => {
                let digits = self.rest.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                if let Some(byte) = digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                    self.rest = &self.rest[2..];
                    self.byte(byte);
                }
            }
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("\u{2011}"),
            b'\\' | b'{' | b'}' => self.byte(sign),
            b'\r' | b'\n' => self.push("\n"),
            b'*' => {
                // a group that programs may not know: only a few of them hold text
                self.flush();
                if let Some(group) = self.groups.last_mut() {
                    group.into = Into::Nothing;
                }
            }
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        if OUT.contains(&word) {
            self.flush();
            return self.into(Into::Nothing);
        }
        match word {
            "par" | "line" | "row" | "sect" | "page" => self.push("\n"),
            "tab" | "cell" | "emspace" | "enspace" => self.push(" "),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            "uc" => {
                if let Some(group) = self.groups.last_mut() {
                    group.skip = number.unwrap_or(1).clamp(0, 8) as usize;
                }
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "v" | "deleted" => {
                self.flush();
                if let Some(group) = self.groups.last_mut() {
                    group.hidden = number != Some(0);
                }
            }
            "info" => self.into(Into::Info),
            "title" if self.is_info() => self.into(Into::Title),
            // LibreOffice writes the author once for the making and once for each change
            "author" if self.is_info() && self.author.is_empty() => self.into(Into::Author),
            "author" if self.is_info() => self.into(Into::Nothing),
            "bin" => {
                let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            _ => {}
        }
    }

    fn into(&mut self, into: Into) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            group.into = into;
        }
    }

    fn is_info(&self) -> bool {
        self.groups.last().is_some_and(|group| group.into == Into::Info)
    }

    fn unicode(&mut self, number: i64) {
        if !self.pending.is_empty() {
            self.flush();
        }
        self.units.push(number as i16 as u16);
        if !(-0x8000..=0x7fff).contains(&number) {
            self.units.pop();
            self.units.push(u16::try_from(number).unwrap_or(0xfffd));
        }
        self.skipping = self.groups.last().map_or(1, |group| group.skip);
    }
}
