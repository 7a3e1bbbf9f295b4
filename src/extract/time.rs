//! Expressions of time in a clause, and the day they mean.
//!
//! "am Dienstag" in an article of 2021-07-20 means 2021-07-20; "Mitte November" means no single day.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::extract::clause::{Clause, Voice};
use crate::language::lexicon::NounClass;
use crate::language::{Language, Modal, Turn};
use crate::record::article::Date;
use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, Mood, Tense, Upos, VerbForm};

/// The words, and the day that they mean where the article's date tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    pub span: Span,
    pub value: Option<Date>,
}

/// The first time expression among the words of a clause.
pub fn time(
    tree: &Tree,
    clause: &Clause,
    published: Option<Date>,
    lang: &Language,
) -> Option<Time> {
    let below = |word: usize| clause.predicate.iter().any(|&verb| tree.heads[word] == Some(verb));
    let reader = Reader { tree, published, lang, ahead: is_ahead(tree, clause, lang) };
    (0..tree.words.len()).filter(|&word| below(word)).find_map(|word| reader.expression(word))
}

/// Whether a clause tells of what is to come, so that "am Montag" is the next one.
fn is_ahead(tree: &Tree, clause: &Clause, lang: &Language) -> bool {
    let finite = clause
        .predicate
        .iter()
        .map(|&word| &tree.words[word])
        .find(|word| word.feats.verb_form == Some(VerbForm::Fin));
    let Some(finite) = finite else { return false };
    let now = finite.feats.tense != Some(Tense::Past) && finite.feats.mood != Some(Mood::Sub);
    let planned = matches!(clause.modal, Some(Modal::Intention | Modal::Obligation));
    let other = |word: &&usize| **word != clause.head;
    let words = || clause.predicate.iter().filter(other).map(|&word| &tree.words[word]);
    let auxiliary = finite.lemma == lang.grammar.have || finite.lemma == lang.grammar.be;
    let participle = tree.words[clause.head].feats.verb_form == Some(VerbForm::Part);
    // "hat am Montag eröffnet", "ist eröffnet worden", "soll eröffnet haben"
    let have = || {
        words().any(|word| {
            word.lemma == lang.grammar.have && word.feats.verb_form == Some(VerbForm::Inf)
        })
    };
    let perfect = participle && (auxiliary || have());
    // "wird am Mittwoch erwartet" can be of today, "beginnt am Montag" as well: the future and plans alone are sure
    // "berichtet am Freitag": said it is
    let says = clause.frame.is_some_and(|frame| frame.flags.reports());
    let present = clause.voice == Voice::Active && !clause.copular && !auxiliary && !says;
    now && !perfect && (clause.future || planned || present)
}

/// A tree, and the day from which its times are reckoned.
struct Reader<'a> {
    tree: &'a Tree,
    published: Option<Date>,
    lang: &'a Language,
    ahead: bool,
}

impl Reader<'_> {
    fn expression(&self, head: usize) -> Option<Time> {
        let (tree, lang) = (self.tree, self.lang);
        let word = &tree.words[head];
        match tree.deprels[head] {
            Deprel::Advmod => {
                let form = word.form.to_lowercase();
                let &(_, days) = lang.words.time.days.iter().find(|(name, _)| *name == form)?;
                Some(Time { span: word.span, value: self.days_from(days) })
            }
            Deprel::Obl | Deprel::OblArg | Deprel::Nmod | Deprel::Obj
                if matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Num) =>
            {
                self.nominal(head).or_else(|| self.year_behind(head))
            }
            _ => None,
        }
    }

    /// "am Montag, den 3. Mai", "im März 2021", "Mitte November", "in der Nacht vom 2. auf den 3. Mai".
    fn nominal(&self, head: usize) -> Option<Time> {
        let (tree, lang) = (self.tree, self.lang);
        let word = &tree.words[head];
        let range = with_preposition(tree, head);
        let weekday = self.weekday(&word.form);
        let range = range.start..self.dated(&range).unwrap_or(range.end);
        let words = &tree.words[range.clone()];
        let month = words.iter().any(|word| is_month(&word.form, lang).is_some());
        let year = words.iter().any(|word| is_year(&word.form).is_some());
        // "Auf der Konferenz Expo 2005", "vor einer Katastrophe im Mai": no time, though they have one in them
        let class = lang.lexicon.noun(&word.lemma).and_then(|noun| noun.class);
        let own = weekday.is_some()
            || is_month(&word.form, lang).is_some()
            || is_year(&word.form).is_some()
            || is_numeric_date(&word.form).is_some()
            || lang.words.time.parts.contains(&word.form.as_str())
            || (class == Some(NounClass::Time) && (month || year))
            || (word.upos == Upos::Num && month);
        if !own {
            return None;
        }
        let exact = self.exact_day(&range);
        let value = exact.or_else(|| self.day_of_week(weekday?, &range));
        let span = phrase::span(tree, &range);
        (weekday.is_some() || month || year || exact.is_some()).then_some(Time { span, value })
    }

    /// "aufgrund seiner Arbeit 2010": the year behind a phrase that is no time.
    fn year_behind(&self, head: usize) -> Option<Time> {
        let range = phrase::phrase(self.tree, head);
        let last = range.end.checked_sub(1).filter(|&last| last > head)?;
        let word = &self.tree.words[last];
        let before = &self.tree.words[last - 1];
        is_year(&word.form)?;
        let common = before.upos == Upos::Noun && last - 1 == head;
        common.then_some(Time { span: word.span, value: None })
    }

    /// "Montag", "Montagabend", but not "Montagsausgabe".
    fn weekday(&self, form: &str) -> Option<Weekday> {
        let time = &self.lang.words.time;
        time.weekdays.iter().find_map(|&(name, day)| {
            let rest = form.strip_prefix(name)?;
            (rest.is_empty() || time.day_times.contains(&rest)).then_some(day)
        })
    }

    /// The end of the date behind a phrase: "am Mittwoch, den 25. Mai 2005".
    fn dated(&self, range: &Range<usize>) -> Option<usize> {
        let words = &self.tree.words;
        let form = |word: usize| words.get(word).map_or("", |word| word.form.as_str());
        let mut at = range.end;
        self.weekday(form(at.checked_sub(1)?))?;
        at += usize::from(form(at) == ",");
        at += usize::from(words.get(at).is_some_and(|word| word.upos == Upos::Det));
        if is_numeric_date(form(at)).is_some() {
            return Some(at + 1);
        }
        day_number(form(at))?;
        is_month(form(at + 1), self.lang)?;
        Some(at + 2 + usize::from(is_year(form(at + 2)).is_some()))
    }

    /// "20. Juli 2021"; "20. Juli" of the year that brings it nearest to the article.
    fn exact_day(&self, range: &Range<usize>) -> Option<Date> {
        let words = &self.tree.words[range.clone()];
        if let Some(date) = words.iter().find_map(|word| is_numeric_date(&word.form)) {
            return Some(date);
        }
        let (at, month) = words
            .iter()
            .enumerate()
            .find_map(|(at, word)| Some((at, is_month(&word.form, self.lang)?)))?;
        let day = words[..at].iter().rev().find_map(|word| day_number(&word.form))?;
        if let Some(year) = words[at..].iter().find_map(|word| is_year(&word.form)) {
            return Date::new(year, month, day).ok();
        }
        let published = self.published?;
        let years = published.year().checked_sub(1)?..=published.year().checked_add(1)?;
        let dates = years.filter_map(|year| Date::new(year, month, day).ok());
        dates.min_by_key(|&date| days_between(date, published).abs())
    }

    /// "am morgigen Sonntag", "am kommenden Montag", "am vergangenen Freitag"; without such a word the tense tells.
    fn day_of_week(&self, weekday: Weekday, range: &Range<usize>) -> Option<Date> {
        let time = &self.lang.words.time;
        let published = self.published?;
        let before = &self.tree.words[range.clone()];
        let named = before.iter().find_map(|word| {
            let form = word.form.to_lowercase();
            time.turned.iter().find(|(stem, _)| form.starts_with(stem)).map(|&(_, turn)| turn)
        });
        match named {
            Some(Turn::Days(days)) => self.days_from(days),
            Some(Turn::Next) => next(weekday, published),
            Some(Turn::Last) => latest(weekday, published.checked_sub(1.days()).ok()?),
            None if self.ahead && published.weekday() != weekday => next(weekday, published),
            None => latest(weekday, published),
        }
    }

    fn days_from(&self, days: i64) -> Option<Date> {
        self.published?.checked_add(days.days()).ok()
    }
}

fn with_preposition(tree: &Tree, head: usize) -> Range<usize> {
    let range = phrase::phrase(tree, head);
    let first = tree
        .children(head)
        .filter(|&child| tree.deprels[child] == Deprel::Case)
        .min()
        .unwrap_or(range.start);
    first.min(range.start)..range.end
}

fn is_month(form: &str, lang: &Language) -> Option<i8> {
    lang.words.time.months.iter().find(|(name, _)| *name == form).map(|&(_, month)| month)
}

fn is_year(form: &str) -> Option<i16> {
    form.parse().ok().filter(|year| form.len() == 4 && (1800..2200).contains(year))
}

/// "25." of "25. Mai".
fn day_number(form: &str) -> Option<i8> {
    form.strip_suffix('.')?.parse().ok()
}

/// "06.12.2004"
fn is_numeric_date(form: &str) -> Option<Date> {
    let mut parts = form.split('.');
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = is_year(parts.next()?)?;
    parts.next().is_none().then(|| Date::new(year, month, day).ok()).flatten()
}

fn days_between(one: Date, other: Date) -> i64 {
    let span = one.since(other).map(|span| span.get_days());
    i64::from(span.unwrap_or(i32::MAX))
}

/// The last such weekday up to a day.
fn latest(weekday: Weekday, day: Date) -> Option<Date> {
    let back = i64::from(day.weekday().to_monday_zero_offset() - weekday.to_monday_zero_offset())
        .rem_euclid(7);
    day.checked_sub(back.days()).ok()
}

/// The first such weekday after a day.
fn next(weekday: Weekday, day: Date) -> Option<Date> {
    latest(weekday, day)?.checked_add(7.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_the_last_one() {
        let published = Date::constant(2021, 7, 20);
        assert_eq!(latest(Weekday::Tuesday, published), Some(published));
        assert_eq!(latest(Weekday::Wednesday, published), Some(Date::constant(2021, 7, 14)));
        assert_eq!(next(Weekday::Tuesday, published), Some(Date::constant(2021, 7, 27)));
        assert_eq!(next(Weekday::Wednesday, published), Some(Date::constant(2021, 7, 21)));
    }

    #[test]
    fn a_date_in_figures_is_a_day() {
        assert_eq!(is_numeric_date("06.12.2004"), Some(Date::constant(2004, 12, 6)));
        assert_eq!(is_numeric_date("6.12."), None);
        assert_eq!(is_numeric_date("1.2.3.4"), None);
    }
}
