//! Text becomes raw tokens: every full stop still stands alone, sentences are not yet known.
//!
//! The conventions are those of the German treebank GSD: "US-Präsident" is three tokens, "Stahl-" two, "1,5" and "u.a." one.

use unicode_normalization::char::is_combining_mark;

use crate::language::Language;
use crate::record::span::Span;

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    pub span: Span,
    pub gap: Gap,
}

/// Longer runs without white space are cut, so that the work on each stays bounded.
const UNIT: usize = 4096;
/// Longer words are cut: nothing of a language is that long.
const WORD: usize = 120;
/// How far the end of an address is looked for.
const ADDRESS: usize = 512;

/// The raw tokens of a span of the text, in order; together they cover all but its white space.
pub(super) fn raw_tokens(text: &str, span: Span, lang: &Language) -> Vec<Raw> {
    let mut tokens = Vec::with_capacity((span.end - span.start) / 6);
    let mut unit: Vec<(usize, char)> = Vec::new();
    let mut gap = Gap::Paragraph;
    let mut lines = 0;
    let mut previous = ' ';
    for (at, c) in span.of(text).char_indices().map(|(at, c)| (span.start + at, c)) {
        if c.is_whitespace() {
            flush(&mut unit, at, &mut gap, lang, &mut tokens);
            lines = if gap == Gap::None { 0 } else { lines };
            lines += newlines(previous, c);
            gap = gap.max([Gap::Space, Gap::Line, Gap::Paragraph][lines.min(2)]);
        } else {
            if unit.len() == UNIT {
                flush(&mut unit, at, &mut gap, lang, &mut tokens);
            }
            unit.push((at, c));
        }
        previous = c;
    }
    flush(&mut unit, span.end, &mut gap, lang, &mut tokens);
    tokens
}

fn newlines(previous: char, c: char) -> usize {
    match c {
        '\n' if previous == '\r' => 0,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{b}' => 1,
        '\u{2029}' | '\u{c}' => 2,
        _ => 0,
    }
}

fn flush(
    unit: &mut Vec<(usize, char)>,
    end: usize,
    gap: &mut Gap,
    lang: &Language,
    tokens: &mut Vec<Raw>,
) {
    if unit.is_empty() {
        return;
    }
    let scanner = Scanner { chars: unit, end, lang, at_sign: unit.iter().any(|&(_, c)| c == '@') };
    let mut i = 0;
    while i < unit.len() {
        let next = scanner.token(i).max(i + 1).min(i + ADDRESS);
        tokens.push(Raw {
            span: Span::new(scanner.byte(i), scanner.byte(next)),
            gap: std::mem::replace(gap, Gap::None),
        });
        i = next;
    }
    unit.clear();
}

/// A run without white space.
struct Scanner<'a> {
    chars: &'a [(usize, char)],
    end: usize,
    lang: &'a Language,
    at_sign: bool,
}

impl Scanner<'_> {
    fn char(&self, i: usize) -> char {
        self.chars.get(i).map_or(' ', |&(_, c)| c)
    }

    fn byte(&self, i: usize) -> usize {
        self.chars.get(i).map_or(self.end, |&(at, _)| at)
    }

    fn string(&self, from: usize, to: usize) -> String {
        self.chars[from..to.min(self.chars.len())].iter().map(|&(_, c)| c).collect()
    }

    fn run(&self, from: usize, test: impl Fn(char) -> bool) -> usize {
        let limit = self.chars.len().min(from + ADDRESS);
        (from..limit).find(|&i| !test(self.char(i))).unwrap_or(limit)
    }

    /// The end of the token that begins at `i`.
    fn token(&self, i: usize) -> usize {
        let c = self.char(i);
        let next = self.char(i + 1);
        let fresh =
            i == 0 || !is_word(self.char(i - 1)) && !matches!(self.char(i - 1), '.' | '-' | '@');
        if is_word(c) {
            let address = if fresh { self.address(i) } else { None };
            return address.unwrap_or_else(|| self.word(i));
        }
        match c {
            '.' | '-' | '–' | '_' | '*' | '=' | '~' | '+' | '§' if next == c => {
                self.run(i, |x| x == c)
            }
            '`' | '\'' | '‘' | '’' | '<' | '>' if next == c => i + 2,
            '#' | '@' if fresh && is_word(next) => self.run(i + 1, |x| is_word(x) || x == '_'),
            '\'' | '’' | '‘' if (i == 0 || is_word(self.char(i - 1))) && self.clitic(i) => {
                self.run(i + 1, is_word)
            }
            ':' | ';' => self.emoticon(i).unwrap_or(i + 1),
            // the marks and joiners that hang on a sign: an emoji and its colour
            _ => self.run(i + 1, |x| is_combining_mark(x) || is_joiner(x)),
        }
    }

    /// "'s", "'ne", "'99": a short form that begins with the apostrophe.
    fn clitic(&self, i: usize) -> bool {
        let end = self.run(i + 1, is_word);
        let form = self.string(i + 1, end);
        matches!(form.as_str(), "s" | "n" | "ne" | "nen" | "nem" | "ner" | "ran" | "rein" | "raus")
            || form.len() == 2 && form.bytes().all(|b| b.is_ascii_digit())
    }

    /// ":-)" where nothing but an end follows.
    fn emoticon(&self, i: usize) -> Option<usize> {
        let face = if self.char(i + 1) == '-' { i + 2 } else { i + 1 };
        let alone =
            (i == 0 || !self.char(i - 1).is_alphanumeric()) && !is_word(self.char(face + 1));
        let mouth =
            matches!(self.char(face), ')' | '(' | 'D' | 'P' | '/' | '|') && face < self.chars.len();
        (alone && mouth).then_some(face + 1)
    }

    /// A web or mail address, "amazon.com".
    fn address(&self, i: usize) -> Option<usize> {
        let head = self.string(i, i + 8).to_ascii_lowercase();
        if ["http://", "https://", "ftp://", "www."].iter().any(|start| head.starts_with(start)) {
            return Some(self.address_end(
                i,
                self.run(i, |c| !matches!(c, '<' | '>' | '"' | '„' | '“' | '”' | '»' | '«')),
            ));
        }
        let name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
        let mut end = self.run(i, name);
        if self.at_sign && self.char(end) == '@' {
            end = self.run(end + 1, name);
            while end > i && !self.char(end - 1).is_alphanumeric() {
                end -= 1;
            }
            return self.string(i, end).rsplit('@').next()?.contains('.').then_some(end);
        }
        let mut dot = (i..end).rev().filter(|&k| self.char(k) == '.');
        let (dot, last) = dot.find_map(|dot| {
            let last = self.run(dot + 1, |c| c.is_ascii_alphabetic());
            let label = self.string(dot + 1, last);
            let upper = dot > i
                && self.char(dot - 1).is_uppercase()
                && label.bytes().all(|b| b.is_ascii_uppercase());
            let known = self
                .lang
                .segmentation
                .domain(if upper { label.to_ascii_lowercase() } else { label }.as_str());
            (known && !is_word(self.char(last))).then_some((dot, last))
        })?;
        if dot < i + 2 || !is_word(self.char(dot - 1)) {
            return None;
        }
        // a path belongs to it, a compound does not: "Ya.com-Homepage"
        let slash = self.char(last) == '/' && is_word(self.char(last + 1));
        Some(if slash {
            self.address_end(i, self.run(last, |c| c.is_ascii_graphic()))
        } else {
            last
        })
    }

    /// Without the punctuation of the sentence around it.
    fn address_end(&self, start: usize, mut end: usize) -> usize {
        let open = self.chars[start..end].iter().any(|&(_, c)| c == '(');
        while end > start + 1 {
            match self.char(end - 1) {
                ')' if open => break,
                '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'' | '’' | '…' | '*' => {
                    end -= 1;
                }
                _ => break,
            }
        }
        end
    }

    /// A word or number with what holds it together inside.
    fn word(&self, start: usize) -> usize {
        let mut end = start;
        let mut segment = start;
        while end < self.chars.len() && end - start < WORD {
            let c = self.char(end);
            let (before, after) = (self.char(end.saturating_sub(1)), self.char(end + 1));
            if is_word(c) {
                end += 1;
            } else if end == start || !self.joins(segment, end, before, c, after) {
                break;
            } else if c == '(' {
                end = self.run(end, |x| x != ')') + 1; // "Kolleg(inn)en"
            } else {
                end += 1;
                segment = end;
            }
        }
        let apostrophe = matches!(self.char(end), '\'' | '’')
            && !is_word(self.char(end + 1))
            && self.char(end + 1) != '\'';
        // "Darius' Heer"; a single quote that was opened in this run closes here instead
        let genitive = end > start && matches!(self.char(end - 1), 's' | 'x' | 'z' | 'ß');
        if apostrophe && genitive && start == 0 && end + 1 == self.chars.len() {
            end + 1
        } else {
            end
        }
    }

    /// Whether a sign inside a run holds what is before and after it together.
    fn joins(&self, segment: usize, at: usize, before: char, c: char, after: char) -> bool {
        let digits = before.is_ascii_digit() && after.is_ascii_digit();
        match c {
            '/' | '-' if !digits => self.feminine(at, before, c),
            ',' | '/' | '-' => digits, // "1,5", "1/2", "2013-2014"
            '.' => digits || self.dotted(segment, at),
            ':' | '*' if !digits => {
                let end = self.run(at + 1, is_word);
                let ending = matches!(self.string(at + 1, end).as_str(), "e" | "r" | "n" | "s");
                before.is_lowercase()
                    && (self.string(at + 1, at + 3) == "in" && after == 'i' || ending)
            }
            ':' => digits,
            '\'' | '’' | 'ʼ' | '‘' => {
                after.is_alphanumeric() && before.is_alphanumeric() && !self.short_es(segment, at)
            }
            '&' => (before.is_uppercase() && after.is_uppercase()) || digits, // "AT&T"
            '@' | '_' | '·' => is_word(after),
            '(' => {
                let close = self.run(at + 1, char::is_lowercase);
                before.is_lowercase()
                    && self.char(close) == ')'
                    && (2..=5).contains(&(close - at))
                    && at > segment + 2
            }
            _ => false,
        }
    }

    /// "Kolleg/innen", "Kolleg/-in": the ending of women behind a stroke.
    fn feminine(&self, at: usize, before: char, c: char) -> bool {
        let start = if c == '/' && self.char(at + 1) == '-' { at + 2 } else { at + 1 };
        let end = self.run(start, is_word);
        let stroke = c == '/' && before.is_lowercase() || c == '-' && before == '/';
        stroke && matches!(self.string(start, end).as_str(), "in" | "innen")
    }

    /// "z.B", "u.a", "U.S": parts of one to three letters.
    fn dotted(&self, segment: usize, at: usize) -> bool {
        let next = self.run(at + 1, is_word);
        let short = |from: usize, to: usize| {
            (1..=3).contains(&(to - from)) && (from..to).all(|i| self.char(i).is_alphabetic())
        };
        if !short(segment, at) || !short(at + 1, next) {
            return false;
        }
        let single = at - segment == 1 && next - at == 2;
        let known = || {
            self.lang
                .segmentation
                .abbreviation(&format!("{}.", self.string(segment, next)))
                .is_some()
        };
        single || at - segment == 1 && self.char(next) == '.' || known()
    }

    /// "geht's", "für's", "Gibt's": the "s" is a word of its own; "c't" and "Addenbrooke's" are whole.
    fn short_es(&self, segment: usize, at: usize) -> bool {
        let end = self.run(at + 1, is_word);
        let lower = self.char(segment).is_lowercase() && at - segment > 1;
        self.string(at + 1, end) == "s"
            && (lower || self.lang.segmentation.takes_short_es(&self.string(segment, at)))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_joiner(c) || (!c.is_ascii() && is_combining_mark(c))
}

/// Signs without width that are part of what they stand in: soft hyphen, joiners, the byte order mark.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}
