//! Dates as people and programs write them: "2021-07-20T14:30:00Z", "20.07.2021", "20. Juli 2021", "Tue, 20 Jul 2021".

use jiff::civil::Date;

/// A run of digits or of letters.
enum Part {
    Number { value: i32, digits: usize },
    Month(i32),
    Other,
}

pub(super) fn parse(written: &str) -> Option<Date> {
    if written.len() > 60 {
        return None;
    }
    let parts: Vec<Part> = parts(written);
    let first = parts.iter().position(|part| !matches!(part, Part::Other))?;
    let (year, month, day) = match parts[first..] {
        [Part::Number { value, digits: 8 }, ..] => (value / 10_000, value / 100 % 100, value % 100),
        [Part::Number { value: year, digits: 4 }, Part::Number { value: month, .. }, Part::Number { value: day, .. }, ..] => {
            (year, month, day)
        }
        [Part::Number { value: day, .. }, Part::Number { value: month, .. }, Part::Number { value: year, digits: 4 }, ..] => {
            (year, month, day)
        }
        [Part::Number { value: day, .. }, Part::Month(month), Part::Number { value: year, digits: 4 }, ..] => (year, month, day),
        [Part::Month(month), Part::Number { value: day, .. }, Part::Number { value: year, digits: 4 }, ..] => (year, month, day),
        _ => return None,
    };
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
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
            parts.push(run.parse().map_or(Part::Other, |value| Part::Number { value, digits: run.len() }));
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
    Some(match start.as_str() {
        "jan" | "jän" => 1,
        "feb" => 2,
        "mär" | "mar" | "mrz" | "mae" => 3,
        "apr" => 4,
        "mai" | "may" => 5,
        "jun" => 6,
        "jul" => 7,
        "aug" => 8,
        "sep" => 9,
        "okt" | "oct" => 10,
        "nov" => 11,
        "dez" | "dec" => 12,
        _ => return None,
    })
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
        for written in ["", "gestern", "2021", "31.02.2021", "99999999999999", "20 Prozent"] {
            assert_eq!(super::parse(written), None, "{written}");
        }
    }
}
