//! The day of a page: what it tells, else what readers see beside the title, else when it was changed, else what its address says.

use dom_query::Document;
use jiff::civil::Date;

use super::lines::Line;
use super::told::Told;
use crate::record::date;

/// The day of publication. What weighs, in this order: JSON-LD, Open Graph, other meta tags, microdata; `time` elements of the article;
/// a day that is written in the first lines or the last; when the page was changed; the address.
pub(super) fn day(
    page: &Document,
    told: &Told,
    lines: &[Line],
    title: Option<usize>,
) -> Option<Date> {
    let of = |written: &[String]| written.iter().find_map(|written| date::parse(written));
    of(&told.dates)
        .or_else(|| of(&times(page)))
        .or_else(|| visible(lines, title))
        .or_else(|| of(&told.changed))
        .or_else(|| told.url.as_deref().and_then(in_address))
}

/// `<time datetime="2026-01-06T08:00">6. Januar</time>` beside the title, else anywhere in the article.
fn times(page: &Document) -> Vec<String> {
    let selectors = ["time[pubdate]", "header time", "article time", "main time", "time"];
    let of = |selector: &str| {
        let times = page.select(selector);
        let written = |time: &dom_query::NodeRef| {
            time.attr("datetime").unwrap_or_else(|| time.text()).to_string()
        };
        times.nodes().iter().map(written).collect::<Vec<_>>()
    };
    selectors.into_iter().flat_map(of).collect()
}

/// So many lines before and behind the title are looked at.
const BEFORE: usize = 5;
const BEHIND: usize = 15;

/// "Di 12.03.24 | 14:07 Uhr", "Stand: 6. Jänner 2026" in a short line near the title.
fn visible(lines: &[Line], title: Option<usize>) -> Option<Date> {
    let title = title.unwrap_or(0);
    let near = &lines[title.saturating_sub(BEFORE)..lines.len().min(title + BEHIND)];
    let short = |line: &&Line| line.text.chars().count() <= 120;
    near.iter().filter(short).find_map(|line| written(&line.text))
}

/// The first day that is written somewhere in a text.
fn written(text: &str) -> Option<Date> {
    let starts = text.char_indices().filter(|&(at, c)| {
        c.is_ascii_digit() && !text[..at].ends_with(|c: char| c.is_ascii_digit())
    });
    starts.map(|(at, _)| &text[at..]).find_map(|rest| numbers(rest).or_else(|| named(rest)))
}

/// "12.03.2024", "12.3.24"
fn numbers(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '.');
    let (day, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let year: i16 = match end {
        4 => rest[..4].parse().ok()?,
        2 => 2000 + rest[..2].parse::<i16>().ok()?,
        _ => return None,
    };
    Date::new(year, month.trim().parse().ok()?, day.parse().ok()?).ok()
}

/// "6. Jänner 2026, 8 Uhr"
fn named(text: &str) -> Option<Date> {
    let mut words = text.split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let year: String = year.chars().take_while(char::is_ascii_digit).collect();
    let shaped = day.ends_with('.') && year.len() == 4 && month.starts_with(char::is_alphabetic);
    shaped.then(|| date::parse(&format!("{day} {month} {year}"))).flatten()
}

/// "https://zeitung.example/politik/2024/03/12/bruecke.html", ".../2024-03-12-bruecke"
fn in_address(url: &str) -> Option<Date> {
    let starts = url.match_indices(['/', '-']).map(|(at, _)| &url[at + 1..]);
    starts.filter(|rest| rest.starts_with("20") && rest.is_char_boundary(10)).find_map(|rest| {
        let day = rest.get(..10)?.replace('/', "-");
        day.parse().ok()
    })
}
