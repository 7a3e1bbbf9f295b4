//! Names of one person: "Katharina Maria Brandt", "Katharina M. Brandt", "K. Brandt"; "Maaßen" and "Maassen".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name in small letters without accents, umlauts in two letters: "Müller" and "Mueller" are one.
pub(super) fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            letter => {
                folded.extend(std::iter::once(letter).nfd().filter(|&c| !is_combining_mark(c)));
            }
        }
    }
    folded
}

/// Whether two full names may be one person's: the same last name, and given names that are the same, shortened or left out.
pub(super) fn is_one_person(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let parts = |name: &str| name.split([' ', '-']).map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (parts(&one), parts(&other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (Some(last), Some(first)) = (short.last(), short.first()) else { return false };
    if short.len() < 2 || Some(last) != long.last() || !agrees(first, &long[0]) {
        return false;
    }
    // in their order; each is there or left out
    let mut rest = long[1..long.len() - 1].iter();
    short[1..short.len() - 1].iter().all(|name| rest.any(|own| agrees(name, own)))
}

/// The same name, or its first letter: "M." of "Maria".
fn agrees(one: &str, other: &str) -> bool {
    let short =
        |a: &str, b: &str| a.strip_suffix('.').is_some_and(|a| !a.is_empty() && b.starts_with(a));
    one == other || short(one, other) || short(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_several_names() {
        for (one, other) in [
            ("Katharina Maria Brandt", "Katharina M. Brandt"),
            ("Katharina Maria Brandt", "Katharina Brandt"),
            ("K. Brandt", "Katharina Brandt"),
            ("Hans-Georg Maaßen", "Hans-Georg Maassen"),
            ("Jörg Müller", "Joerg Mueller"),
            ("Viktor Orbán", "Viktor Orban"),
        ] {
            assert!(is_one_person(one, other) && is_one_person(other, one), "{one}, {other}");
        }
        for (one, other) in [
            ("Katharina Brandt", "Maria Brandt"),
            ("Anna M. Brandt", "Anna Klara Brandt"),
            ("Brandt", "Anna Brandt"),
        ] {
            assert!(!is_one_person(one, other) && !is_one_person(other, one), "{one}, {other}");
        }
    }
}
