//! Which spans of an article's text are the story, and why the others are not.
//!
//! "Peking – China ..." loses its dateline, "Siehe auch ..." is left out, and after the newsletter box at the end nothing is story.

use crate::language::{Language, Reason};
use crate::record::article::Article;
use crate::record::date;
use crate::record::reading::{self, Says};
use crate::record::span::{Span, char_start};

/// The spans of the story, and those left out, each in order; together they hold all but white space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Paragraphs, or the parts of them between what was left out.
    pub story: Vec<Span>,
    pub skipped: Vec<Skipped>,
}

/// A line, or a part of one, that is no part of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub span: Span,
    pub reason: Reason,
}

impl Article {
    /// The story without boilerplate. Every part of the text stands in one of the two lists.
    pub fn body(&self, lang: &Language) -> Body {
        let units = units(&self.text);
        let times = units.iter().filter(|unit| is_time(unit.span.of(&self.text)));
        let live = times.take(2).count() == 2;
        let mut cutter =
            Cutter { article: self, lang, units: &units, live, teasers: 0, seen_title: false };
        let mut body = Body::default();
        let mut tail = false;
        let mut last_block = None;
        for (n, &Unit { span, block }) in units.iter().enumerate() {
            let verdict = cutter.verdict(n);
            tail |= verdict.is_some_and(|(_, ends)| ends);
            let reason = verdict.map(|(reason, _)| reason).or(tail.then_some(Reason::Tail));
            if let Some(reason) = reason {
                body.skipped.push(Skipped { span, reason });
                last_block = None;
                continue;
            }
            let cuts = cutter.cuts(n);
            let mut start = span.start;
            for cut in &cuts {
                push_story(
                    &mut body.story,
                    &self.text,
                    Span::new(start, cut.span.start),
                    &mut last_block,
                    block,
                );
                body.skipped.push(*cut);
                start = cut.span.end;
                last_block = None;
            }
            push_story(
                &mut body.story,
                &self.text,
                Span::new(start, span.end),
                &mut last_block,
                block,
            );
        }
        body
    }
}

/// Adds the span without white space at its ends; lines of one paragraph become one span.
fn push_story(
    story: &mut Vec<Span>,
    text: &str,
    span: Span,
    last_block: &mut Option<usize>,
    block: usize,
) {
    let part = span.of(text);
    let trimmed = part.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = span.start + (part.len() - part.trim_start().len());
    let span = Span::new(start, start + trimmed.len());
    match story.last_mut().filter(|_| *last_block == Some(block)) {
        Some(last) => last.end = span.end,
        None => story.push(span),
    }
    *last_block = Some(block);
}

/// A line, or a paragraph whose lines were only full.
#[derive(Clone, Copy)]
struct Unit {
    span: Span,
    block: usize,
}

fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut block = 0;
    let mut first = 0;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        let empty_return = line == "\n" && text[..at].ends_with('\r');
        at += line.len();
        if !trimmed.is_empty() {
            units.push(Unit { span: Span::new(start, start + trimmed.len()), block });
        } else if !empty_return && units.len() > first {
            join_wrapped(text, &mut units, first);
            first = units.len();
            block += 1;
        }
    }
    join_wrapped(text, &mut units, first);
    units
}

/// Lines that were broken because they were full are one: none had room for the first word of the next.
fn join_wrapped(text: &str, units: &mut Vec<Unit>, first: usize) {
    let lines = &units[first..];
    let (Some(start), Some(end)) = (lines.first(), lines.last()) else { return };
    let width = |unit: &Unit| unit.span.of(text).chars().take(200).count();
    let longest = lines.iter().map(width).max().unwrap_or(0);
    let word = |unit: &Unit| {
        unit.span.of(text).split_whitespace().next().map_or(0, |word| word.chars().count())
    };
    let full = lines.windows(2).all(|pair| width(&pair[0]) + 1 + word(&pair[1]) > longest);
    if lines.len() > 1 && (40..=120).contains(&longest) && full {
        let joined = Unit { span: start.span.cover(end.span), block: start.block };
        units.truncate(first);
        units.push(joined);
    }
}

struct Cutter<'a> {
    article: &'a Article,
    lang: &'a Language,
    units: &'a [Unit],
    /// Several lines are times: those of the entries of a live blog.
    live: bool,
    /// Short lines after a heading such as "Mehr zum Thema" that may still be headlines of other articles.
    teasers: usize,
    seen_title: bool,
}

/// After "Mehr zum Thema": so many headlines of other articles at most.
const TEASERS: usize = 6;
/// A line without a full stop up to this length may be a headline (code points).
const HEADLINE: usize = 140;
/// Datelines stand in the first lines.
const DATELINES: usize = 6;

impl Cutter<'_> {
    fn line(&self, n: usize) -> &str {
        self.units[n].span.of(&self.article.text)
    }

    /// Why the whole unit is no story, and whether nothing after it is.
    fn verdict(&mut self, n: usize) -> Option<(Reason, bool)> {
        let text = &self.article.text;
        let line = self.units[n].span.of(text);
        if line.len() > 4000 {
            self.teasers = 0;
            return None;
        }
        let title = self.article.title.as_deref().is_some_and(|title| same_words(title, line));
        if title {
            return std::mem::replace(&mut self.seen_title, true)
                .then_some((Reason::RepeatedTitle, false));
        }
        if let Some(cue) = self.lang.boilerplate.cue(line) {
            let (reason, ends) = (cue.reason, cue.tail && self.near_end(n, cue.reason));
            let heading = line.trim_end_matches([':', ' ', '…', '.']).chars().count()
                <= cue.phrase.chars().count() + 6;
            self.teasers = if reason == Reason::Teaser && heading { TEASERS } else { 0 };
            return Some((reason, ends));
        }
        let headline = line.chars().take(HEADLINE + 1).count() <= HEADLINE
            && !line.contains(". ")
            && !line.ends_with(['.', '!', '“', '"', ':', ',']);
        if self.teasers > 0 && headline {
            self.teasers -= 1;
            return Some((Reason::Teaser, false));
        }
        self.teasers = 0;
        self.by_form(n, line).map(|reason| (reason, false))
    }

    /// What a line is by its form alone.
    fn by_form(&self, n: usize, line: &str) -> Option<Reason> {
        let mut words = line.split_whitespace();
        let tag = |word: &str| {
            word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphabetic))
        };
        let address = |word: &str| {
            let lower = word.trim_start_matches(['(', '<', '[']).to_ascii_lowercase();
            ["http://", "https://", "www."].iter().any(|start| lower.starts_with(start))
        };
        if words.clone().all(tag) {
            return Some(Reason::Hashtags);
        }
        if words.all(address) {
            return Some(Reason::Address);
        }
        if !line.contains(char::is_alphanumeric) {
            return Some(Reason::Navigation); // "* * *", "-----"
        }
        let short = line.chars().take(121).count() <= 120;
        if short && n + 1 < self.units.len() && is_breadcrumb(line) {
            return Some(Reason::Navigation);
        }
        if short
            && line.starts_with('(')
            && line.trim_end_matches('.').ends_with(')')
            && self.is_credit(inside(line))
        {
            return Some(Reason::Credit);
        }
        if is_time(line) {
            return Some(if self.live { Reason::Entry } else { Reason::Publication });
        }
        if line.len() <= 60
            && date::parse(line).is_some()
            && line.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).count() <= 3
        {
            return Some(Reason::Publication);
        }
        let edge = n <= 5 || n + 4 >= self.units.len();
        if edge && self.article.authors.iter().any(|author| same_words(author, line)) {
            return Some(Reason::Byline);
        }
        if edge && short && self.is_sign_on(line) {
            return Some(Reason::Credit);
        }
        (edge && short && self.is_byline(line)).then_some(Reason::Byline)
    }

    /// "Reuters/kra Norderau": an agency, a sign and a place.
    fn is_sign_on(&self, line: &str) -> bool {
        let Some((agency, rest)) = line.split_once('/') else { return false };
        self.lang.boilerplate.agency(agency.trim())
            && rest.split_whitespace().count() <= 3
            && !line.ends_with(['.', '!', '?', ':'])
    }

    /// "Von Max Muster", "Von Max Muster und Anna Beispiel, Berlin"
    fn is_byline(&self, line: &str) -> bool {
        let Some((first, names)) = line.split_once(' ') else { return false };
        if !self.lang.boilerplate.introduces_author(first)
            || line.ends_with(['.', '!', '?', ':'])
            || line.chars().count() > 100
        {
            return false;
        }
        let joins =
            |word: &str| matches!(word, "/" | "&") || self.lang.boilerplate.is_in_author(word);
        let name = |word: &str| word.starts_with(char::is_uppercase);
        let words: Vec<&str> =
            names.split([' ', ',', '/']).filter(|word| !word.is_empty()).collect();
        let capitals = words.iter().filter(|word| name(word)).count();
        (2..=10).contains(&words.len())
            && capitals >= 2
            && words.iter().all(|word| name(word) || joins(word))
            && name(words[0])
            && name(words[1])
    }

    /// The tail may begin here: a comment form in the last two thirds, anything else in the last third.
    fn near_end(&self, n: usize, reason: Reason) -> bool {
        let length = |units: &[Unit]| {
            units.iter().map(|unit| unit.span.end - unit.span.start).sum::<usize>()
        };
        let before = length(&self.units[..n]);
        let after = length(&self.units[n + 1..]);
        if reason == Reason::Comments {
            before > 200 && before * 2 > after
        } else {
            before > 200 && before > 2 * after
        }
    }

    /// Parts of a unit that are no story: the dateline, the agencies' signs at the end, a teaser in its last sentence.
    fn cuts(&self, n: usize) -> Vec<Skipped> {
        let span = self.units[n].span;
        let line = self.line(n);
        let mut cuts = Vec::new();
        let cut = |from: usize, to: usize, reason| Skipped {
            span: Span::new(span.start + from, span.start + to),
            reason,
        };
        if let Some(length) = entry_time(line) {
            cuts.push(cut(0, length, Reason::Entry));
        } else if let Some((from, to)) = self.dateline(n, line) {
            cuts.push(cut(from, to, Reason::Dateline));
        }
        let from = cuts.first().map_or(0, |first| first.span.end - span.start);
        let end = self.credit(line).filter(|&start| start > from);
        if let Some((start, reason)) = self.inline_teaser(&line[..end.unwrap_or(line.len())], from)
        {
            cuts.push(cut(start, end.unwrap_or(line.len()), reason));
        }
        cuts.extend(end.map(|start| cut(start, line.len(), Reason::Credit)));
        if let Some(bare) = line.strip_suffix("+++").filter(|_| end.is_none() && from > 0) {
            cuts.push(cut(bare.trim_end().len(), line.len(), Reason::Entry));
        }
        cuts
    }

    /// "Peking – ", "BERLIN (dpa) - ": at the start of a line, or after the title in a text without lines.
    fn dateline(&self, n: usize, line: &str) -> Option<(usize, usize)> {
        let heading =
            n == 0 && self.units.len() > 1 && line.chars().take(HEADLINE + 1).count() <= HEADLINE;
        if let Some((length, agency)) = self.place(line) {
            // "FC Porto - AC Mailand 1:0" is no report
            if agency || n < DATELINES && !heading && line.chars().nth(60).is_some() {
                return Some((0, length));
            }
        }
        if n > 1 || line.len() < 200 {
            return None;
        }
        let ends = line.match_indices(['.', '!', '?']).take_while(|&(at, _)| at < 400);
        ends.filter(|&(at, _)| !line[..at].ends_with(|c: char| c.is_ascii_digit())).find_map(
            |(at, _)| {
                let rest = line[at + 1..].trim_start_matches(['"', '“', '”', '«', '»', ')', '\'']);
                let start = line.len() - rest.trim_start().len();
                let (length, _) = self.place(rest.strip_prefix(' ')?.trim_start())?;
                Some((start, start + length))
            },
        )
    }

    /// The length of a dateline with its dash and the blank after it, and whether it names an agency.
    fn place(&self, line: &str) -> Option<(usize, bool)> {
        let head = &line[..char_start(line, 90)];
        let (dash, sign) = [" – ", " - ", " — ", "– ", ") -"]
            .iter()
            .filter_map(|sign| Some((head.find(sign)?, *sign)))
            .min()?;
        let mut place = &head[..dash];
        if sign == ") -" {
            place = &head[..=dash];
        }
        let length = dash
            + sign.len()
            + (line[dash + sign.len()..].len() - line[dash + sign.len()..].trim_start().len());
        if !line[length..].starts_with(|c: char| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '"' | '„' | '“' | '»' | '«' | '\'')
        }) {
            return None;
        }
        let mut agency = false;
        if let Some((before, bracket)) =
            place.trim_end().strip_suffix(')').and_then(|place| place.rsplit_once('('))
        {
            agency = self.is_credit(bracket);
            if !agency && (bracket.len() > 25 || !bracket.starts_with(char::is_uppercase)) {
                return None;
            }
            place = before.trim_end();
        }
        // "Berlin, 20. Juli"
        let place = place
            .split_once(", ")
            .filter(|(_, day)| day.starts_with(|c: char| c.is_ascii_digit()))
            .map_or(place, |(place, _)| place);
        let places = place.split('/').map(str::trim);
        (!place.trim().is_empty()
            && places.clone().count() <= 4
            && places.clone().all(|place| self.is_place(place)))
        .then_some((length, agency))
    }

    /// One to three words with capitals, "Rio de Janeiro", "St. Pölten", "Zell am See".
    fn is_place(&self, place: &str) -> bool {
        let capital = |word: &str| {
            word.starts_with(char::is_uppercase)
                && (word == "St."
                    || word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’')))
        };
        let words: Vec<&str> = place.split(' ').filter(|word| !word.is_empty()).collect();
        let Some(first) = words.first() else { return false };
        let opens = self.lang.segmentation.opens(first);
        let last = words[words.len() - 1];
        !opens
            && words.len() <= 3 + usize::from(*first == "St.")
            && capital(first)
            && capital(last)
            && words.iter().all(|word| capital(word) || self.lang.boilerplate.is_in_place(word))
    }

    /// Where the agencies' or the author's sign at the end of a line begins: "(APA, dpa)", "(red, 12.3.2015)".
    fn credit(&self, line: &str) -> Option<usize> {
        let bare = line.trim_end_matches(['.', ' ']);
        let open = bare.strip_suffix(')')?.rfind('(')?;
        let before = line[..open].trim_end();
        let closed = before.ends_with(['.', '!', '?', '"', '“', '”', '«', '»', '…', ')', '\'']);
        let inside = inside(&line[open..]);
        (closed && inside.len() <= 120 && self.is_credit(inside)).then_some(open)
    }

    /// Agencies with the signs of authors, or anything that ends with a date.
    fn is_credit(&self, inside: &str) -> bool {
        let mut agencies = 0;
        let mut others = 0;
        let mut dated = false;
        for part in
            inside.split([',', ';', '/', '–', '+']).map(str::trim).filter(|part| !part.is_empty())
        {
            let digits = part.chars().filter(|c| c.is_ascii_digit()).count();
            let day = digits >= 3
                && part.matches('.').count() >= 2
                && part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
            let day_at_end = part.rsplit_once(' ').is_some_and(|(agency, day)| {
                self.lang.boilerplate.agency(agency) && date::parse(day).is_some()
            });
            if day || day_at_end {
                dated = true;
            } else if self.lang.boilerplate.agency(part) {
                agencies += 1;
            } else if !(part.chars().count() <= 5
                && part.chars().all(|c| c.is_alphabetic() || c == '.'))
            {
                others += 1;
            }
        }
        dated && inside.len() <= 110 || agencies > 0 && others == 0
    }

    /// "... sagte er. Lesen Sie auch: Neue Sanktionen": the last sentence of a line.
    fn inline_teaser(&self, line: &str, from: usize) -> Option<(usize, Reason)> {
        let start = char_start(line, line.len().saturating_sub(1500)).max(from);
        line[start..].match_indices(['.', '!', '?', '“', '"', '…', ')']).find_map(|(at, sign)| {
            let rest = line[start + at + sign.len()..].strip_prefix(' ')?.trim_start();
            if !rest.starts_with(['L', 'S', 'M', 'W', 'l', 's', 'm', '(']) {
                return None;
            }
            let cue = self.lang.boilerplate.inline_cue(rest)?;
            Some((line.len() - rest.len(), cue.reason))
        })
    }
}

/// "09:15 Uhr", "12.03.2024, 09:15 Uhr"
fn is_time(line: &str) -> bool {
    date::is_hour(line) || date::entry_day(line).is_some()
}

/// How long the time is with which the entry of a ticker begins: "+++ 09:15 Uhr: ", "[9.15 Uhr] ".
fn entry_time(line: &str) -> Option<usize> {
    let signs = |c: char| c.is_whitespace() || matches!(c, '+' | '[' | '(' | '*');
    let start = line.trim_start_matches(signs);
    let framed = start.len() < line.len();
    let end = start.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.'))?;
    let number = start[..end].trim_end_matches(':');
    let behind = start[number.len()..].trim_start();
    let word = reading::words(Says::Hour).iter().find_map(|word| behind.strip_prefix(word));
    // "9.15 Prozent" is no time
    if !date::is_hour(number) || word.is_none() && !(framed && number.contains(':')) {
        return None;
    }
    let rest = word.unwrap_or(behind);
    let story = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '+' | ']' | ')' | '*' | ':' | '|' | '–' | '-' | '—')
    });
    // "09:15 Uhr ist es" goes on as a sentence
    let parted = rest.trim_start().starts_with(['+', ']', ')', '*', ':', '|', '–', '-', '—']);
    (parted && story.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric()))
        .then_some(line.len() - story.len())
}

/// "Startseite > Politik > Ausland", "Home | Politik | Wirtschaft"
fn is_breadcrumb(line: &str) -> bool {
    [" > ", " » ", " › ", " | ", " · "].iter().any(|sign| line.matches(sign).count() >= 2)
        && !line.ends_with(['.', '!', '?'])
}

fn inside(bracketed: &str) -> &str {
    bracketed.trim_start_matches('(').trim_end_matches(['.', ' ']).trim_end_matches(')')
}

/// The same letters and digits, whatever stands between them.
fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    one.len() <= 2 * other.len() && other.len() <= 2 * one.len() && letters(one) == letters(other)
}
