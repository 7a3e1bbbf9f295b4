//! Expressions of time in a clause, and the day they mean.
//!
//! "am Dienstag" in an article of 2021-07-20 means 2021-07-20; "Mitte November" means no single day.

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::article::Date;
use crate::clause::Clause;
use crate::parse::Tree;
use crate::phrase;
use crate::span::Span;
use crate::ud::{Deprel, Upos};

/// The words, and the day that they mean where the article's date tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    pub span: Span,
    pub value: Option<Date>,
}

const WEEKDAYS: [(&str, Weekday); 8] = [
    ("Montag", Weekday::Monday),
    ("Dienstag", Weekday::Tuesday),
    ("Mittwoch", Weekday::Wednesday),
    ("Donnerstag", Weekday::Thursday),
    ("Freitag", Weekday::Friday),
    ("Samstag", Weekday::Saturday),
    ("Sonnabend", Weekday::Saturday),
    ("Sonntag", Weekday::Sunday),
];

const MONTHS: [&str; 14] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jänner",
    "Feber",
];

/// The first time expression among the words of a clause.
pub fn time(tree: &Tree, clause: &Clause, published: Option<Date>) -> Option<Time> {
    let below = |word: usize| clause.predicate.iter().any(|&verb| tree.heads[word] == Some(verb));
    (0..tree.words.len()).filter(|&word| below(word)).find_map(|word| expression(tree, word, published))
}

fn expression(tree: &Tree, head: usize, published: Option<Date>) -> Option<Time> {
    let word = &tree.words[head];
    match tree.deprels[head] {
        Deprel::Advmod => {
            let days = match word.form.to_lowercase().as_str() {
                "heute" => 0,
                "gestern" => -1,
                "vorgestern" => -2,
                "morgen" => 1,
                "übermorgen" => 2,
                _ => return None,
            };
            let value = published.and_then(|date| date.checked_add(days.days()).ok());
            Some(Time { span: word.span, value })
        }
        Deprel::Obl | Deprel::OblArg | Deprel::Nmod | Deprel::Obj if matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Num) => {
            let range = with_preposition(tree, head);
            let span = phrase::span(tree, &range);
            let weekday = WEEKDAYS.iter().find(|(name, _)| word.form.starts_with(name)).map(|&(_, day)| day);
            let value = exact_day(tree, &range, published).or_else(|| latest(weekday?, published?));
            let month = tree.words[range.clone()].iter().any(|word| MONTHS.contains(&word.form.as_str()));
            let year = tree.words[range].iter().any(|word| is_year(&word.form).is_some());
            (weekday.is_some() || month || year).then_some(Time { span, value })
        }
        _ => None,
    }
}

fn with_preposition(tree: &Tree, head: usize) -> std::ops::Range<usize> {
    let range = phrase::phrase(tree, head);
    let first = tree.children(head).filter(|&child| tree.deprels[child] == Deprel::Case).min().unwrap_or(range.start);
    first.min(range.start)..range.end
}

/// "20. Juli 2021", "20. Juli" of the article's year.
fn exact_day(tree: &Tree, range: &std::ops::Range<usize>, published: Option<Date>) -> Option<Date> {
    let words = &tree.words[range.clone()];
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| {
        let month = MONTHS.iter().position(|month| *month == word.form)?;
        Some((at, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2][month]))
    })?;
    let day: i8 = words[..at].iter().rev().find_map(|word| word.form.strip_suffix('.')?.parse().ok())?;
    let year = words[at..].iter().find_map(|word| is_year(&word.form)).or(published.map(|date| date.year()))?;
    Date::new(year, month, day).ok()
}

fn is_year(form: &str) -> Option<i16> {
    form.parse().ok().filter(|year| form.len() == 4 && (1800..2200).contains(year))
}

/// The last such weekday up to the article's date.
fn latest(weekday: Weekday, published: Date) -> Option<Date> {
    let back = i64::from(published.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset()).rem_euclid(7);
    published.checked_sub(back.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_the_last_one() {
        let published = Date::constant(2021, 7, 20);
        assert_eq!(latest(Weekday::Tuesday, published), Some(published));
        assert_eq!(latest(Weekday::Wednesday, published), Some(Date::constant(2021, 7, 14)));
    }
}
