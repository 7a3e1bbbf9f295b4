//! Dates as people and programs write them: "2021-07-20T14:30:00Z", "20.07.2021", "20. Juli 2021", "Tue, 20 Jul 2021".

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::record::reading;

/// A run of digits or of letters.
enum Part {
    Number { value: i32, digits: usize },
    Month(i32),
    Other,
}

/// The day that is written. A moment in UTC is the day in Berlin, Vienna and Zurich: "2024-03-11T23:30:00Z" is 12 March.
pub(crate) fn parse(written: &str) -> Option<Date> {
    if written.len() > 60 {
        return None;
    }
    if let Some(day) = of_moment(written.trim()) {
        return Some(day);
    }
    let parts: Vec<Part> = parts(written);
    let first = parts.iter().position(|part| !matches!(part, Part::Other))?;
    let (year, month, day) = match parts[first..] {
        [Part::Number { value, digits: 8 }, ..] => (value / 10_000, value / 100 % 100, value % 100),
        [
            Part::Number { value: year, digits: 4 },
            Part::Number { value: month, .. },
            Part::Number { value: day, .. },
            ..,
        ] => (year, month, day),
        [
            Part::Number { value: day, .. },
            Part::Number { value: month, .. },
            Part::Number { value: year, digits: 4 },
            ..,
        ] => (year, month, day),
        [
            Part::Number { value: day, .. },
            Part::Month(month),
            Part::Number { value: year, digits: 4 },
            ..,
        ] => (year, month, day),
        [
            Part::Month(month),
            Part::Number { value: day, .. },
            Part::Number { value: year, digits: 4 },
            ..,
        ] => (year, month, day),
        _ => return None,
    };
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The day in Berlin of a moment in UTC: "2024-03-11T23:30:00Z", "2024-03-11T23:30:00.000+00:00".
fn of_moment(written: &str) -> Option<Date> {
    let bare = ["Z", "+00:00", "+0000", " UTC", " GMT"]
        .iter()
        .find_map(|end| written.strip_suffix(end))?;
    let moment: DateTime = bare.trim_end().parse().ok()?;
    let hours = if is_summer(moment) { 2 } else { 1 };
    Some(moment.checked_add(hours.hours()).ok()?.date())
}

/// A line that is only a time of day: "09:15 Uhr", "9.15 Uhr", "17:05".
pub(crate) fn is_hour(line: &str) -> bool {
    let line = line.trim();
    let bare = reading::words(reading::Says::Hour).iter().find_map(|word| line.strip_suffix(word));
    let line = bare.unwrap_or(line).trim_end();
    let Some((hours, minutes)) = line.split_once([':', '.']) else { return false };
    let number = |text: &str, most: u8| text.parse::<u8>().is_ok_and(|number| number < most);
    (1..=2).contains(&hours.len()) && minutes.len() == 2 && number(hours, 24) && number(minutes, 60)
}

/// A line with a time and few words beside it is no longer (bytes).
const LONGEST: usize = 60;

/// The time of day in a short line: "09:15" of "Di, 12.03.2024 | 9.15 Uhr", "Aktualisiert um 09:15".
#[cfg_attr(not(feature = "html"), allow(dead_code))]
pub(crate) fn hour_in(line: &str) -> Option<String> {
    let few = line.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).count() <= 4;
    if line.len() > LONGEST || !few {
        return None;
    }
    let bare = |word: &str| word.trim_matches([',', ';', '|', '(', ')', '[', ']', '+']).to_owned();
    let words: Vec<String> = line.split_whitespace().map(bare).collect();
    let named = |at: usize| {
        let next = words.get(at + 1);
        next.is_some_and(|next| reading::words(reading::Says::Hour).contains(&next.as_str()))
    };
    // "12.03" may be a day
    let at = (0..words.len()).find(|&at| {
        is_hour(&words[at]) && (words[at].contains(':') || named(at) || words.len() == 1)
    })?;
    let (hours, minutes) = words[at].split_once([':', '.'])?;
    Some(format!("{hours:0>2}:{minutes}"))
}

/// "12.03.2024, 09:15 Uhr", as the time of an entry of a live blog stands in the text.
#[cfg_attr(not(feature = "html"), allow(dead_code))]
pub(crate) fn entry_line(day: Option<Date>, hour: &str) -> String {
    let word = reading::words(reading::Says::Hour).first().copied().unwrap_or_default();
    match day {
        Some(day) => {
            let (d, m, y) = (day.day(), day.month(), day.year());
            format!("{d:02}.{m:02}.{y:04}, {hour} {word}")
        }
        None => format!("{hour} {word}"),
    }
}

/// The day of such a line.
pub(crate) fn entry_day(line: &str) -> Option<Date> {
    let (day, hour) = line.trim().split_once(", ").filter(|_| line.len() <= LONGEST)?;
    if is_hour(hour) { parse(day) } else { None }
}

/// The time of day in Berlin of a moment: "09:15" of "2024-03-12T08:15:00Z"; with another shift than that of UTC as it is written.
#[cfg_attr(not(feature = "html"), allow(dead_code))]
pub(crate) fn hour(written: &str) -> Option<String> {
    let written = written.trim();
    let (_, time) = written.split_once(['T', ' '])?;
    let utc = ["Z", "+00:00", "+0000"].iter().find_map(|end| written.strip_suffix(end));
    let Some(bare) = utc else { return Some(time.get(..5)?.to_owned()).filter(|own| is_hour(own)) };
    let moment: DateTime = bare.parse().ok()?;
    let shift = if is_summer(moment) { 2 } else { 1 };
    let moment = moment.checked_add(shift.hours()).ok()?;
    Some(format!("{:02}:{:02}", moment.hour(), moment.minute()))
}

/// From the last Sunday of March to that of October, at one o'clock in UTC, clocks go forward by an hour.
fn is_summer(moment: DateTime) -> bool {
    let change = |month: i8| {
        let sunday = Date::new(moment.year(), month, 31).ok()?;
        let back = i64::from(sunday.weekday().to_sunday_zero_offset());
        Some(sunday.checked_sub(back.days()).ok()?.at(1, 0, 0, 0))
    };
    change(3).zip(change(10)).is_some_and(|(start, end)| start <= moment && moment < end)
}

fn parts(written: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let end = rest.find(|x| kind(x) != kind(c)).unwrap_or(rest.len());
        let run = &rest[..end];
        rest = &rest[end..];
        if c.is_ascii_digit() {
            parts.push(
                run.parse().map_or(Part::Other, |value| Part::Number { value, digits: run.len() }),
            );
        } else if c.is_alphabetic() {
            parts.push(month(run).map_or(Part::Other, Part::Month));
        }
    }
    parts
}

/// German and English names, short and long.
fn month(word: &str) -> Option<i32> {
    let lower = word.to_lowercase();
    let start: String = lower.chars().take(3).collect();
    reading::month(&start)
}

#[cfg(test)]
mod tests {
    #[test]
    fn dates_in_many_forms() {
        let day = jiff::civil::date(2021, 7, 20);
        for written in [
            "2021-07-20",
            "2021-07-20T14:30:00+02:00",
            "20.07.2021",
            "20. 7. 2021, 14:30 Uhr",
            "20. Juli 2021",
            "Dienstag, 20. Juli 2021",
            "Tue, 20 Jul 2021 10:00:00 GMT",
            "July 20, 2021",
            "20210720",
        ] {
            assert_eq!(super::parse(written), Some(day), "{written}");
        }
        for (written, day) in [
            ("2024-03-11T23:30:00Z", jiff::civil::date(2024, 3, 12)),
            ("2024-07-31T22:30:00.000+00:00", jiff::civil::date(2024, 8, 1)),
            ("2024-03-31T00:59:00Z", jiff::civil::date(2024, 3, 31)),
            ("2024-12-31T22:59:00Z", jiff::civil::date(2024, 12, 31)),
            ("2024-03-11T23:30:00+01:00", jiff::civil::date(2024, 3, 11)),
        ] {
            assert_eq!(super::parse(written), Some(day), "{written}");
        }
        for written in ["", "gestern", "2021", "31.02.2021", "99999999999999", "20 Prozent"] {
            assert_eq!(super::parse(written), None, "{written}");
        }
    }
}
