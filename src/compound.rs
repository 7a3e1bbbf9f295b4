//! Compounds: a German noun comes in, the words that it is made of go out.
//!
//! "Marktzugangsverhandlungen" is Markt|zugangs|verhandlungen with the head "Verhandlung". A part is a word that the program
//! knows (the lexicon's nouns, the words with a vector), with or without a linking element; the split with the lowest cost wins.

use crate::lang::Language;
use crate::tag::capitalised;
use crate::ud::Upos;

/// A compound's parts as written, linking elements included, and the lemma of the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compound {
    pub parts: Vec<String>,
    pub head: String,
}

/// Linking elements, the more usual first: "Zugang|s", "Tag|es", "Länder", "Klasse|n", "Frau|en", "Bund|es", "Herz|ens".
const LINKS: [&str; 7] = ["", "s", "n", "es", "en", "er", "e"];
/// Parts of fewer letters are too often chance: "Vor|tei|l". The first part may be shorter when it is a noun: "Öl|preis".
const SHORTEST: usize = 3;
/// Longer words are no words.
const LONGEST: usize = 60;
/// What each further part costs, beside what speaks against the parts themselves.
const PART: u32 = 10;

/// The parts of a compound noun; `None` for a simple word and where the parts are not known.
pub fn compound(form: &str, lang: &Language) -> Option<Compound> {
    if let Some((front, last)) = form.rsplit_once('-') {
        let noun = last.chars().next().is_some_and(char::is_uppercase) && !front.is_empty();
        let mut parts: Vec<String> = noun.then(|| front.split('-').map(str::to_owned).collect())?;
        let inner = compound(last, lang);
        let head = inner.as_ref().map_or_else(|| lemma(last, lang), |inner| inner.head.clone());
        parts.extend(inner.map_or_else(|| vec![last.to_owned()], |inner| inner.parts));
        return Some(Compound { parts, head });
    }
    let letters: Vec<char> = form.chars().collect();
    let whole = letters.first().is_some_and(|c| c.is_uppercase()) && letters.iter().all(|c| c.is_alphabetic());
    if !whole || !(2 * SHORTEST..=LONGEST).contains(&letters.len()) || letters[1].is_uppercase() {
        return None;
    }
    let lower: Vec<char> = letters.iter().flat_map(|c| c.to_lowercase()).collect();
    let cuts = split(&lower, lang)?;
    let mut parts: Vec<String> = Vec::new();
    for pair in cuts.windows(2) {
        let part: String = lower[pair[0]..pair[1]].iter().collect();
        parts.push(if pair[0] == 0 { capitalised(&part) } else { part });
    }
    let head = lemma(&capitalised(parts.last()?), lang);
    Some(Compound { parts, head })
}

fn lemma(noun: &str, lang: &Language) -> String {
    lang.forms.lemma(noun, &lang.forms.hidden(&[noun]), Upos::Noun)
}

/// Where the parts begin, and the end; at least two parts.
fn split(letters: &[char], lang: &Language) -> Option<Vec<usize>> {
    let n = letters.len();
    // the lowest cost of a split of the letters before each place, and where its last part begins
    let mut best: Vec<Option<(u32, usize)>> = vec![None; n + 1];
    best[0] = Some((0, 0));
    for end in SHORTEST - 1..=n {
        for start in (0..=end.saturating_sub(SHORTEST - 1)).rev() {
            let Some((before, _)) = best[start] else { continue };
            if start == 0 && end == n {
                continue;
            }
            let piece: String = letters[start..end].iter().collect();
            let cost = if end == n { head_cost(&piece, lang) } else { part_cost(&piece, start == 0, lang) };
            let Some(cost) = cost else { continue };
            let sum = before + cost + PART;
            if best[end].is_none_or(|(old, _)| sum < old) {
                best[end] = Some((sum, start));
            }
        }
    }
    let mut cuts = vec![n];
    let mut at = n;
    while at > 0 {
        at = best[at]?.1;
        cuts.push(at);
    }
    cuts.reverse();
    Some(cuts)
}

/// What speaks against letters as the last part: it must be a noun of its own.
fn head_cost(piece: &str, lang: &Language) -> Option<u32> {
    let noun = capitalised(piece);
    let length = piece.chars().count();
    if length < SHORTEST || SUFFIXES.contains(&piece) || !is_noun(&noun, lang) {
        return None;
    }
    Some(short(length))
}

/// What speaks against letters as an earlier part: a noun with or without a link, or another known word.
fn part_cost(piece: &str, first: bool, lang: &Language) -> Option<u32> {
    let costs = LINKS.iter().enumerate().filter_map(|(rank, link)| {
        let stem = piece.strip_suffix(link)?;
        let length = stem.chars().count();
        if length < if first { SHORTEST - 1 } else { SHORTEST } || SUFFIXES.contains(&stem) {
            return None;
        }
        let link_cost = if rank == 0 { 0 } else { 1 + rank as u32 / 2 };
        let noun = is_noun(&capitalised(stem), lang).then_some(0);
        // "Sprach|e", "Grenz|e": a final e that fell
        let fallen = || (rank < 2 && length > 3 && is_noun(&format!("{}e", capitalised(stem)), lang)).then_some(3);
        // "Groß|bank", "Schnell|zug"
        let other = || (rank == 0 && length > 3 && lang.models.vectors.knows(stem)).then_some(4);
        // "Fahr|plan", "Warn|streik": the stem of a verb
        let verb = || (rank == 0 && length > 2 && lang.models.vectors.knows(&format!("{stem}en"))).then_some(5);
        // "Finanz|", "Plenar|": what stands before several nouns
        let front = || (rank == 0 && length > 3 && fronts(&capitalised(stem), lang) >= 3).then_some(6);
        Some(noun.or_else(fallen).or_else(other).or_else(verb).or_else(front)? + link_cost + short(length))
    });
    costs.min()
}

/// How many words with a vector begin with the letters and go on with a noun, up to three.
fn fronts(stem: &str, lang: &Language) -> usize {
    let words = lang.models.vectors.beginning_with(stem);
    let nouns = words.filter(|word| {
        let rest = &word[stem.len()..];
        rest.chars().count() > 3 && is_noun(&capitalised(rest), lang)
    });
    nouns.take(3).count()
}

fn short(length: usize) -> u32 {
    [40, 30, 16, 7, 2].get(length).copied().unwrap_or(0)
}

/// Ends of words that are also written as words.
const SUFFIXES: [&str; 22] = [
    "heit", "keit", "lich", "ungen", "ung", "schaft", "tion", "ion", "ions", "tionen", "tät", "nis", "chen", "lein", "isch", "bar",
    "sam", "ling", "ler", "ner", "ist", "erin",
];

fn is_noun(noun: &str, lang: &Language) -> bool {
    lang.lexicon.exact_noun(noun).is_some() || lang.models.vectors.knows(noun)
}
