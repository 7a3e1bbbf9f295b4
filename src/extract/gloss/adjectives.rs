//! Adjectives: an inflected form comes in, its English goes out: "weiteren" -> "further", "größte"
//! -> "biggest".

use super::english::{Degree, raised};
use crate::language::Language;

/// The English of an attributive adjective by its form; `None` where nobody knows it. The form
/// without its ending goes before the degrees: "weitere" is "further" by its own row, "kleinere" is
/// "smaller" by that of "klein".
pub fn adjective(form: &str, lang: &Language) -> Option<String> {
    // "US-amerikanisch" keeps its capitals
    let written = form;
    let form = form.to_lowercase();
    let ends = ["e", "en", "em", "es", "er", ""];
    let stems: Vec<&str> = ends.iter().filter_map(|end| form.strip_suffix(end)).collect();
    let mut written = ends.iter().filter_map(|end| written.strip_suffix(end));
    let own = stems
        .iter()
        .find_map(|stem| row(stem, lang))
        .or_else(|| written.find_map(|stem| row(stem, lang)));
    // "böse", "dunkle", "teure", "hohe": stems that lose a sound before an ending
    let inflected = || {
        let whole = |stem: &str| {
            let inner =
                |letter: char| stem.strip_suffix(letter).map(|start| format!("{start}e{letter}"));
            let high = stem.strip_suffix('h').map(|start| format!("{start}ch"));
            [Some(format!("{stem}e")), inner('l'), inner('r'), high]
        };
        let ended = stems.iter().filter(|stem| stem.len() < form.len());
        ended.flat_map(|stem| whole(stem)).flatten().find_map(|stem| row(&stem, lang))
    };
    own.or_else(inflected)
        .or_else(|| stems.iter().find_map(|stem| of_two(stem, lang)))
        .or_else(|| stems.iter().find_map(|stem| degree(stem, lang)))
}

fn row(stem: &str, lang: &Language) -> Option<String> {
    let place = lang.gazetteer.adjective(stem).and_then(|known| known.adjective_en.clone());
    place.or_else(|| lang.lexicon.adjective(stem).map(|adjective| adjective.english.clone()))
}

/// "72-jährig", "deutsch-französisch", "pro-russisch".
fn of_two(stem: &str, lang: &Language) -> Option<String> {
    let (first, last) = stem.rsplit_once('-')?;
    if last == "jährig" && first.chars().all(|letter| letter.is_ascii_digit()) {
        return Some(format!("{first}-year-old"));
    }
    let prefix = ["pro", "anti", "ex", "ultra"].contains(&first);
    let first = if prefix { Some(first.to_owned()) } else { row(first, lang) }?;
    Some(format!("{first}-{}", row(last, lang)?))
}

/// "kleiner" -> "smaller", "gefährlichst" -> "most dangerous".
fn degree(stem: &str, lang: &Language) -> Option<String> {
    let irregular = [
        ("höher", "higher"),
        ("höchst", "highest"),
        ("näher", "closer"),
        ("teurer", "more expensive"),
    ];
    if let Some((_, english)) = irregular.iter().find(|(own, _)| *own == stem) {
        return Some((*english).to_owned());
    }
    let ends =
        [("er", Degree::Comparative), ("est", Degree::Superlative), ("st", Degree::Superlative)];
    ends.iter().find_map(|&(end, degree)| {
        let base = stem.strip_suffix(end).filter(|base| base.chars().count() > 2)?;
        let plain = base.replace('ä', "a").replace('ö', "o").replace('ü', "u");
        // "dunkler" of "dunkel"
        let inner = base.strip_suffix('l').map(|start| format!("{start}el"));
        let known = [Some(base), Some(&plain), inner.as_deref()]
            .into_iter()
            .flatten()
            .find_map(|base| lang.lexicon.adjective(base))?;
        Some(raised(&known.english, degree))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_go_before_lemmas() {
        let german = crate::languages::language("de").expect("German");
        for (form, english) in [
            ("weitere", "further"),
            ("nächsten", "next"),
            ("beste", "best"),
            ("größte", "largest"),
            ("höchsten", "highest"),
            ("wichtigste", "most important"),
            ("früheren", "former"),
            ("jüngster", "most recent"),
            ("kleinere", "smaller"),
            ("stärkste", "strongest"),
            ("gefährlicheren", "more dangerous"),
            ("72-jährige", "72-year-old"),
            ("US-amerikanische", "US"),
            ("deutsch-französischen", "Franco-German"),
            ("chinesischer", "Chinese"),
            ("dunkle", "dark"),
            ("böser", "evil"),
            ("hohe", "high"),
        ] {
            assert_eq!(adjective(form, german).as_deref(), Some(english), "{form}");
        }
        assert_eq!(adjective("unverwechselbare", german), None);
    }
}
