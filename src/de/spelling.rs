//! Spellings: what is written otherwise is read as the tables have it: "Strasse", "Tuerkei", "AFD", "Kolleg:innen".

use crate::language::lexicon::capitalised;
use crate::language::{Language, Spelling};

/// How a form is read, where that is not as it is written. `shouted`: the whole sentence stands in capitals.
pub(super) fn spelling(form: &str, shouted: bool, lang: &Language) -> Option<Spelling> {
    if let Some(read) = gender_form(form, lang) {
        return Some(Spelling { read, stays: true });
    }
    let read = sharp(form, lang)
        .or_else(|| umlauts(form, lang))
        .or_else(|| capitals(form, lang))
        .or_else(|| if shouted { quietly(form, lang) } else { None })?;
    Some(Spelling { read, stays: false })
}

/// "Kolleg:innen", "Politiker*in", "KollegInnen", "Ein:e": the feminine form, which the analysers know.
fn gender_form(form: &str, lang: &Language) -> Option<String> {
    let signs = [':', '*', '_', '·', '/', '('];
    if let Some((stem, end)) = form.split_once(signs) {
        let end = end.trim_start_matches('-').replace(')', "");
        let stem_ends = stem.chars().count() > 1 && stem.ends_with(char::is_lowercase);
        return match end.as_str() {
            "innen" | "in" if stem_ends => Some(format!("{stem}{end}")),
            "e" if stem_ends && form.contains([':', '*', '_']) => Some(format!("{stem}e")),
            "r" | "n" | "s" if stem.ends_with('e') && form.contains([':', '*', '_']) => {
                Some(stem.to_owned())
            }
            _ => None,
        };
    }
    let inner = |end: &str| {
        form.strip_suffix(end)
            .filter(|stem| stem.chars().count() > 2 && stem.ends_with(char::is_lowercase))
    };
    if let Some(stem) = inner("Innen") {
        return Some(format!("{stem}innen"));
    }
    let stem = inner("In")?;
    lang.gazetteer.office(stem).is_some().then(|| format!("{stem}in"))
}

/// Stems with "ß", which Switzerland writes with "ss"; "=" before those that are whole words, "^" before those that begin one, particles aside.
const SHARP: &[&str] = &[
    "straß",
    "größ",
    "groß",
    "stöß",
    "stoß",
    "mäßig",
    "gemäß",
    "maßnahm",
    "maßgeb",
    "maßstab",
    "ausmaß",
    "außenmin",
    "außenpol",
    "außenhandel",
    "außenwirtschaft",
    "außenamt",
    "außerhalb",
    "außerdem",
    "außergew",
    "außerord",
    "draußen",
    "äußer",
    "fußball",
    "fußgäng",
    "heiß",
    "schließ",
    "fließ",
    "genieß",
    "schieß",
    "dreißig",
    "weißruss",
    "grüß",
    "süß",
    "fleiß",
    "verdrieß",
    "entblöß",
    "büß",
    "spaß",
    "ließ",
    "hieß",
    "stieß",
    "bloß",
    "^reiß",
    "^beiß",
    "^gieß",
    "=saß",
    "=saßen",
    "=besaß",
    "=besaßen",
    "=weiß",
    "=weiße",
    "=weißen",
    "=weißer",
    "=weißes",
    "=außer",
    "=außen",
    "=fuß",
    "=füße",
    "=füßen",
];
const PARTICLES: &[&str] = &[
    "ver", "zer", "ent", "ab", "an", "auf", "aus", "ein", "hin", "mit", "um", "weg", "los", "über",
    "nieder", "heraus",
];

fn sharp(form: &str, lang: &Language) -> Option<String> {
    if !form.contains("ss") || lang.lexicon.exact_noun(form).is_some() {
        return None;
    }
    let lower = form.to_lowercase();
    let found = SHARP.iter().find_map(|stem| {
        let swiss = stem.trim_start_matches(['=', '^']).replace('ß', "ss");
        let at = match stem.chars().next() {
            Some('=') => (lower == swiss).then_some(0),
            Some('^') => {
                let begins = |particle: &&str| {
                    lower.strip_prefix(*particle).is_some_and(|rest| rest.starts_with(&swiss))
                };
                let particle = PARTICLES.iter().find(|particle| begins(particle));
                if lower.starts_with(&swiss) {
                    Some(0)
                } else {
                    particle.map(|particle| particle.len())
                }
            }
            _ => lower.find(&swiss),
        }?;
        Some(at + swiss.find("ss")?)
    })?;
    (form.len() == lower.len()).then(|| format!("{}ß{}", &form[..found], &form[found + 2..]))
}

/// "Tuerkei", "Duesseldorf", "fuer": where the word as it is written is not known, and is with the umlaut.
fn umlauts(form: &str, lang: &Language) -> Option<String> {
    const SIGNS: [(&str, &str); 6] =
        [("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("Ae", "Ä"), ("Oe", "Ö"), ("Ue", "Ü")];
    let places: Vec<(usize, &str)> = SIGNS
        .iter()
        .flat_map(|(sign, umlaut)| form.match_indices(sign).map(move |(at, _)| (at, *umlaut)))
        .collect();
    if places.is_empty() || is_known(form, lang) {
        return None;
    }
    let with = |chosen: &[(usize, &str)]| {
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        let mut read = form.to_owned();
        chosen.iter().rev().for_each(|&(at, umlaut)| read.replace_range(at..at + 2, umlaut));
        read
    };
    let mut choices = vec![with(&places)];
    if places.len() > 1 {
        choices.extend(places.iter().map(|&place| with(&[place])));
    }
    choices.into_iter().find(|read| is_known(read, lang))
}

/// "AFD", "Fdp", "RUSSLAND": a known name in other letters.
fn capitals(form: &str, lang: &Language) -> Option<String> {
    let letters = form.chars().count();
    let upper = form.chars().all(char::is_uppercase);
    if upper && letters > 2 && lang.gazetteer.name(form).is_none() {
        return lang.gazetteer.name_in_any_case(form).map(str::to_owned);
    }
    let mut rest = form.chars();
    let title = rest.next().is_some_and(char::is_uppercase) && rest.all(char::is_lowercase);
    if !title
        || !(2..=4).contains(&letters)
        || is_known(form, lang)
        || lang.gazetteer.given_name(form).is_some()
    {
        return None;
    }
    let read = form.to_uppercase();
    lang.gazetteer.name(&read).filter(|known| known.is_alliance()).map(|_| read)
}

/// A word of a sentence in capitals as it is written within others.
fn quietly(form: &str, lang: &Language) -> Option<String> {
    let letters = form.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters < 2 || lang.gazetteer.name(form).is_some() {
        return None;
    }
    let small = form.to_lowercase();
    let capital = capitalised(&small);
    let noun =
        lang.lexicon.noun_behind(&capital).is_some() || lang.lexicon.head_noun(&capital).is_some();
    Some(if is_small_word(&small, lang) || !noun && is_verb(&small, lang) {
        small
    } else {
        capital
    })
}

fn is_small_word(small: &str, lang: &Language) -> bool {
    let stems = ["", "e", "en", "er", "es", "em"].iter().filter_map(|end| small.strip_suffix(end));
    lang.lexicon.word(small).is_some()
        || lang.segmentation.opens(&capitalised(small))
        || stems.clone().any(|stem| lang.lexicon.adjective(stem).is_some())
        || stems.clone().any(|stem| lang.gazetteer.adjective(stem).is_some())
}

fn is_verb(small: &str, lang: &Language) -> bool {
    let lexicon = &lang.lexicon;
    !lexicon.frames(small).is_empty()
        || lexicon.verb_behind(small).is_some()
        || lexicon.participle(small).is_some()
        || lexicon.strong_verbs(small).next().is_some()
}

fn is_known(form: &str, lang: &Language) -> bool {
    let gazetteer = &lang.gazetteer;
    let name = || {
        gazetteer.name(form).is_some()
            || gazetteer.metonym(form).is_some()
            || gazetteer.capital(form).is_some()
            || gazetteer.inhabitant(form).is_some()
    };
    let noun = || {
        form.starts_with(char::is_uppercase)
            && (lang.lexicon.noun_behind(form).is_some() || lang.lexicon.head_noun(form).is_some())
    };
    let small = form.to_lowercase();
    name() || noun() || is_small_word(&small, lang) || is_verb(&small, lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::de::german;
    use crate::language::Analyser;

    fn read(form: &str) -> Option<String> {
        spelling(form, false, german(Analyser::Small)).map(|spelling| spelling.read)
    }

    #[test]
    fn other_spellings_are_read() {
        for (form, known) in [
            ("verstösst", "verstößt"),
            ("Strassen", "Straßen"),
            ("Grossbritannien", "Großbritannien"),
            ("Tuerkei", "Türkei"),
            ("fuer", "für"),
            ("Aerzte", "Ärzte"),
            ("Ueber", "Über"),
            ("AFD", "AfD"),
            ("Fdp", "FDP"),
            ("RUSSLAND", "Russland"),
            ("Kolleg:innen", "Kolleginnen"),
            ("Politiker/-innen", "Politikerinnen"),
            ("BürgerInnen", "Bürgerinnen"),
            ("Ein:e", "Eine"),
            ("jede:r", "jede"),
        ] {
            assert_eq!(read(form).as_deref(), Some(known), "{form}");
        }
        for form in [
            "Masse",
            "Busse",
            "Klasse",
            "Ausschuss",
            "Israel",
            "Steuer",
            "neue",
            "Duell",
            "Michael",
            "Goethe",
            "AfD",
            "Bund",
            "Was",
            "LinkedIn",
        ] {
            assert_eq!(read(form), None, "{form}");
        }
    }
}
