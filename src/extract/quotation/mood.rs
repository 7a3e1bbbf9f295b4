//! The Konjunktiv by its form: "sei", "gehe", "befänden"; the tags do not tell it well enough.

use crate::language::Language;
use crate::syntax::parse::Tree;
use crate::ud::{Mood, Number, Person, Upos, VerbForm};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Konjunktiv {
    /// "sei, habe, gehe": hardly ever but somebody's word.
    One,
    /// "wäre, hätten, befänden": somebody's word where the first has no form of its own.
    Two,
}

/// The Konjunktiv that a finite verb of the third person stands in.
pub(in crate::extract) fn konjunktiv(
    tree: &Tree,
    word: usize,
    subject: Option<usize>,
    lang: &Language,
) -> Option<Konjunktiv> {
    let own = &tree.words[word];
    if !matches!(own.upos, Upos::Verb | Upos::Aux)
        || !matches!(own.feats.verb_form, Some(VerbForm::Fin) | None)
    {
        return None;
    }
    let form = own.form.to_lowercase();
    let subject = subject.map(|subject| &tree.words[subject]);
    if subject
        .is_some_and(|subject| matches!(subject.feats.person, Some(Person::First | Person::Second)))
    {
        return None;
    }
    if lang.words.reporting.first_subjunctive.contains(&form.as_str()) {
        return Some(Konjunktiv::One);
    }
    if lang.words.reporting.second_subjunctive.contains(&form.as_str()) {
        return Some(Konjunktiv::Two);
    }
    if own.feats.mood == Some(Mood::Imp) && subject.is_none() {
        return None;
    }
    let plural = subject.is_some_and(|subject| subject.feats.number == Some(Number::Plur));
    if !plural && is_one(&form, &own.lemma) {
        return Some(Konjunktiv::One);
    }
    // "möchte" is a wish of today
    (!form.starts_with("möcht") && is_two(&form, &own.lemma, lang)).then_some(Konjunktiv::Two)
}

/// "gehe" of "gehen", "ändere" of "ändern".
fn is_one(form: &str, lemma: &str) -> bool {
    let stem = lemma.strip_suffix("en").or_else(|| lemma.strip_suffix('n'));
    let whole = stem.is_some_and(|stem| form.strip_suffix('e') == Some(stem));
    whole && lemma != "sein"
}

/// "befände" of "befinden", "ginge" of "gehen": the preterite with an umlaut or a new ending.
fn is_two(form: &str, lemma: &str, lang: &Language) -> bool {
    let starts = lemma.char_indices().map(|(at, _)| at);
    let past =
        starts.filter_map(|at| Some((&lemma[..at], lang.lexicon.preterite(&lemma[at..])?))).next();
    let Some((prefix, past)) = past else { return false };
    let Some(own) = form.strip_prefix(prefix) else { return false };
    let Some(own) = own.strip_suffix('n').unwrap_or(own).strip_suffix('e') else { return false };
    let weak = past.ends_with('e');
    let past = past.strip_suffix('e').unwrap_or(past);
    let umlaut = own.contains(['ä', 'ö', 'ü']) && !past.contains(['ä', 'ö', 'ü']);
    let plain = own.replace('ä', "a").replace('ö', "o").replace('ü', "u");
    let changed = plain == past || (past.ends_with("and") && own.replace('ü', "a") == past);
    (umlaut && changed) || (own == past && !weak && form.ends_with('e'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_the_konjunktiv() {
        let lang = crate::languages::language("de").expect("German");
        for (form, lemma) in [("gehe", "gehen"), ("ändere", "ändern"), ("richte", "richten")] {
            assert!(is_one(form, lemma), "{form}");
        }
        for (form, lemma) in [("geht", "gehen"), ("richtete", "richten"), ("konnte", "können")] {
            assert!(!is_one(form, lemma), "{form}");
        }
        for (form, lemma) in [
            ("befänden", "befinden"),
            ("ginge", "gehen"),
            ("brächten", "bringen"),
            ("gäbe", "geben"),
        ] {
            assert!(is_two(form, lemma, lang), "{form}");
        }
        for (form, lemma) in
            [("gingen", "gehen"), ("fand", "finden"), ("brachte", "bringen"), ("wurde", "werden")]
        {
            assert!(!is_two(form, lemma, lang), "{form}");
        }
    }
}
