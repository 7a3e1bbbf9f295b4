//! Fonts of a PDF: which letters the codes of a text stand for, and how wide they are.
//!
//! A font's ToUnicode table counts before its encoding, as what programs write there is meant for readers such as this one.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// No table of a font is larger (bytes).
const LARGEST: usize = 4 << 20;

/// The letters and widths of a font.
pub(super) struct Font {
    /// Codes have two bytes.
    wide: bool,
    /// By ToUnicode.
    told: HashMap<u32, String>,
    /// By the encoding, for codes of one byte.
    table: Vec<Option<String>>,
    /// Codes are UTF-16 themselves.
    utf16: bool,
    /// In units of the font's size.
    widths: HashMap<u32, f64>,
    default: Option<f64>,
}

/// What a code of a text shows.
pub(super) struct Shown {
    pub text: String,
    /// In units of the font's size.
    pub width: f64,
    /// The blank that word spacing widens.
    pub blank: bool,
}

impl Font {
    pub fn of(dict: &Dictionary, document: &Document) -> Font {
        let kind = name(dict, b"Subtype", document);
        let wide = kind.as_deref() == Some("Type0");
        let encoding = dict.get_deref(b"Encoding", document).ok();
        let named = encoding.and_then(|own| own.as_name().ok()).map(String::from_utf8_lossy);
        let utf16 = named.is_some_and(|name| name.contains("UCS2") || name.contains("UTF16"));
        let told = dict
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .ok()
            .and_then(|stream| stream.get_plain_content_with_limit(LARGEST).ok())
            .map(|bytes| to_unicode(&bytes))
            .unwrap_or_default();
        let table = if wide { Vec::new() } else { table(encoding, document) };
        let (widths, default) = match wide {
            true => wide_widths(dict, document),
            false => widths(dict, document, kind.as_deref() == Some("Type3")),
        };
        Font { wide, told, table, utf16, widths, default }
    }

    /// What the codes of a text show, one after the other.
    pub fn shown(&self, bytes: &[u8]) -> Vec<Shown> {
        let size = if self.wide { 2 } else { 1 };
        let codes = bytes.chunks(size).map(|code| {
            let number = code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
            let text = self.letters(number);
            let width = self.widths.get(&number).copied().or(self.default);
            let width = width.unwrap_or_else(|| usual_width(&text));
            Shown { text, width, blank: size == 1 && number == 32 }
        });
        codes.collect()
    }

    fn letters(&self, code: u32) -> String {
        if let Some(text) = self.told.get(&code) {
            return text.clone();
        }
        let own = self.table.get(code as usize).cloned().flatten();
        let wide = self.utf16.then(|| char::from_u32(code).map(String::from)).flatten();
        own.or(wide).unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string())
    }
}

fn name(dict: &Dictionary, key: &[u8], document: &Document) -> Option<String> {
    let name = dict.get_deref(key, document).ok()?.as_name().ok()?;
    Some(String::from_utf8_lossy(name).into_owned())
}

pub(super) fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from).or_else(|| object.as_i64().ok().map(|own| own as f64))
}

/// Of fonts that do not say how wide their letters are, as those that every program has: about those of Helvetica.
fn usual_width(text: &str) -> f64 {
    match text.chars().next() {
        Some('i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '!' | '|' | '\'') => 0.27,
        Some(' ') => 0.28,
        Some('m' | 'w' | 'M' | 'W') => 0.83,
        Some(letter) if letter.is_uppercase() => 0.68,
        _ => 0.54,
    }
}

fn widths(dict: &Dictionary, document: &Document, drawn: bool) -> (HashMap<u32, f64>, Option<f64>) {
    let first = dict.get_deref(b"FirstChar", document).ok().and_then(|n| n.as_i64().ok());
    let list = dict.get_deref(b"Widths", document).and_then(Object::as_array);
    let (Some(first), Ok(list)) = (first, list) else { return (HashMap::new(), None) };
    // fonts that are drawn say what a unit of theirs is
    let matrix = dict.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
    let unit = matrix.and_then(|own| own.first()).and_then(number).filter(|_| drawn);
    let unit = unit.unwrap_or(0.001);
    let width = |object: &Object| document.dereference(object).ok().and_then(|own| number(own.1));
    let codes = (first.max(0) as u32..).zip(list.iter().take(256));
    let found = codes.filter_map(|(code, own)| Some((code, width(own)? * unit))).collect();
    let descriptor = dict.get_deref(b"FontDescriptor", document).and_then(Object::as_dict).ok();
    let missing = descriptor.and_then(|own| own.get(b"MissingWidth").ok()).and_then(number);
    (found, missing.map(|width| width * unit).filter(|width| *width > 0.0))
}

/// "3 [250 333] 10 20 500": codes from 3 on are so wide, those from 10 to 20 all 500.
fn wide_widths(dict: &Dictionary, document: &Document) -> (HashMap<u32, f64>, Option<f64>) {
    let inner = || {
        let list = dict.get_deref(b"DescendantFonts", document).ok()?.as_array().ok()?;
        document.dereference(list.first()?).ok()?.1.as_dict().ok()
    };
    let Some(font) = inner() else { return (HashMap::new(), Some(1.0)) };
    let default = font.get(b"DW").ok().and_then(number).unwrap_or(1000.0) / 1000.0;
    let list = font.get_deref(b"W", document).and_then(Object::as_array);
    let list: Vec<&Object> = match list {
        Ok(list) => list.iter().filter_map(|own| Some(document.dereference(own).ok()?.1)).collect(),
        Err(_) => Vec::new(),
    };
    let mut found = HashMap::new();
    let mut rest = list.as_slice();
    while let [first, second, others @ ..] = rest {
        let Some(code) = number(first).map(|code| code as u32) else { break };
        if let Ok(widths) = second.as_array() {
            let own = (code..).zip(widths.iter().filter_map(number).take(1 << 16));
            found.extend(own.map(|(code, width)| (code, width / 1000.0)));
            rest = others;
            continue;
        }
        let (Some(last), Some(width)) =
            (number(second), others.first().and_then(|width| number(width)))
        else {
            break;
        };
        let last = (last as u32).min(code.saturating_add(1 << 16));
        found.extend((code..=last).map(|code| (code, width / 1000.0)));
        rest = &others[1..];
    }
    (found, Some(default))
}

/// Letters by codes of one byte: those of the named encoding, and the differences from it.
fn table(encoding: Option<&Object>, document: &Document) -> Vec<Option<String>> {
    let (base, differences) = match encoding {
        Some(Object::Name(name)) => (Some(name.clone()), None),
        Some(Object::Dictionary(own)) => {
            let base = own.get_deref(b"BaseEncoding", document).and_then(Object::as_name);
            let list = own.get_deref(b"Differences", document).and_then(Object::as_array);
            (base.ok().map(<[u8]>::to_vec), list.ok())
        }
        _ => (None, None),
    };
    let known: [&[u8]; 3] = [b"WinAnsiEncoding", b"MacRomanEncoding", b"MacExpertEncoding"];
    let base = base.filter(|name| known.contains(&name.as_slice()));
    let base = base.unwrap_or_else(|| b"StandardEncoding".to_vec());
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Name(base));
    let letters = font.get_font_encoding_with_limit(document, LARGEST);
    let of_base = |code: u8| -> Option<String> {
        let Ok(Encoding::OneByteEncoding(_)) = &letters else { return None };
        let text = letters.as_ref().ok()?.bytes_to_string(&[code]).ok()?;
        (!text.is_empty()).then_some(text)
    };
    let mut table: Vec<Option<String>> = (0..=255).map(of_base).collect();
    let mut code = 0usize;
    for object in differences.into_iter().flatten() {
        match object {
            Object::Integer(next) => code = usize::try_from(*next).unwrap_or(256),
            Object::Name(name) => {
                if let Some(own) = table.get_mut(code) {
                    *own = glyph(&String::from_utf8_lossy(name), document).or(own.take());
                }
                code += 1;
            }
            _ => {}
        }
    }
    table
}

/// The letters of a glyph's name: "adieresis", "uni00E4", "f_i", "a.sc".
fn glyph(name: &str, document: &Document) -> Option<String> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let parts = name.split('_').map(|part| {
        let hex = part.strip_prefix("uni").or_else(|| part.strip_prefix('u'));
        let code = hex
            .filter(|hex| hex.len() >= 4)
            .and_then(|hex| u32::from_str_radix(hex.get(..hex.len().min(6))?, 16).ok());
        code.and_then(char::from_u32).map(String::from).or_else(|| listed(part, document))
    });
    parts.collect()
}

/// The letter of a name in Adobe's list, which lopdf has.
fn listed(name: &str, document: &Document) -> Option<String> {
    let mut encoding = Dictionary::new();
    let differences = vec![Object::Integer(0), Object::Name(name.as_bytes().to_vec())];
    encoding.set("Differences", Object::Array(differences));
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", Object::Dictionary(encoding));
    match font.get_font_encoding_with_limit(document, LARGEST) {
        Ok(Encoding::Differences(own)) => {
            let unit = own.map.get(&0)?.utf16_code_unit();
            char::from_u32(u32::from(unit)).map(String::from)
        }
        _ => None,
    }
}

/// So many codes a table may have.
const CODES: usize = 1 << 17;

/// "1 beginbfchar <01> <0041> endbfchar", "<02> <05> <0042>": code 1 is A, codes 2 to 5 are B to E.
fn to_unicode(bytes: &[u8]) -> HashMap<u32, String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = HashMap::new();
    for (begin, end) in [("beginbfchar", "endbfchar"), ("beginbfrange", "endbfrange")] {
        for section in text.split(begin).skip(1) {
            let section = section.split(end).next().unwrap_or_default();
            let tokens = tokens(section);
            match begin {
                "beginbfchar" => chars(&tokens, &mut found),
                _ => ranges(&tokens, &mut found),
            }
        }
    }
    found
}

/// A token of a table: digits in angle brackets, or a bracket of a list.
enum Token<'a> {
    Hex(&'a str),
    Open,
    Close,
}

fn tokens(section: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = section;
    while let Some(at) = rest.find(['<', '[', ']']) {
        let (sign, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = after;
        match sign {
            b'[' => tokens.push(Token::Open),
            b']' => tokens.push(Token::Close),
            _ => {
                let end = after.find('>').unwrap_or(after.len());
                tokens.push(Token::Hex(&after[..end]));
                rest = after.get(end + 1..).unwrap_or_default();
            }
        }
    }
    tokens
}

fn code(hex: &str) -> Option<u32> {
    u32::from_str_radix(hex.trim(), 16).ok()
}

/// Digits of UTF-16.
fn units(hex: &str) -> Vec<u16> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let unit = |four: &[u8]| {
        std::str::from_utf8(four).ok().and_then(|four| u16::from_str_radix(four, 16).ok())
    };
    digits.chunks(4).take(16).filter_map(unit).collect()
}

fn chars(tokens: &[Token], found: &mut HashMap<u32, String>) {
    for pair in tokens.chunks(2) {
        if let [Token::Hex(from), Token::Hex(to)] = pair
            && let Some(code) = code(from)
            && found.len() < CODES
        {
            found.insert(code, String::from_utf16_lossy(&units(to)));
        }
    }
}

fn ranges(tokens: &[Token], found: &mut HashMap<u32, String>) {
    let mut rest = tokens;
    while let [Token::Hex(first), Token::Hex(last), target, others @ ..] = rest {
        let (Some(first), Some(last)) = (code(first), code(last)) else { return };
        let room = CODES.saturating_sub(found.len()) as u32;
        let last = last.min(first.saturating_add(room.min(0xffff)));
        rest = others;
        match target {
            Token::Hex(hex) => {
                let start = units(hex);
                for (n, code) in (first..=last).enumerate() {
                    let mut own = start.clone();
                    if let Some(unit) = own.last_mut() {
                        *unit = unit.wrapping_add(n as u16);
                    }
                    found.insert(code, String::from_utf16_lossy(&own));
                }
            }
            Token::Open => {
                let end = others.iter().position(|token| matches!(token, Token::Close));
                let list = &others[..end.unwrap_or(others.len())];
                for (code, token) in (first..=last).zip(list) {
                    if let Token::Hex(hex) = token {
                        found.insert(code, String::from_utf16_lossy(&units(hex)));
                    }
                }
                rest = others.get(list.len() + 1..).unwrap_or_default();
            }
            Token::Close => {}
        }
    }
}
