//! Compounds: a German noun comes in, the words that it is made of go out.
//!
//! "Marktzugangsverhandlungen" is Markt|zugangs|verhandlungen with the head "Verhandlung". A part
//! is a word that the lexicon has, with or without a linking element, and the parts hold every
//! letter; the split with the lowest cost wins. Where only the last part is known, `lexicon::head_noun`
//! finds it: enough to tell a kind of thing, too little to translate.

use crate::language::Language;
use crate::language::gazetteer::{ActorType, Known};
use crate::language::lexicon::{LINKS, capitalised};

/// A compound's parts in their order, at least two.
#[derive(Clone, Debug, PartialEq)]
pub struct Compound {
    pub parts: Vec<Part>,
    /// The lemma of the last part.
    pub head: String,
}

/// A part as written, its linking element included.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub text: String,
    pub word: PartWord,
}

/// The word behind a part.
#[derive(Clone, Debug, PartialEq)]
pub enum PartWord {
    /// A noun of the lexicon, by its lemma.
    Noun(String),
    /// An adjective, by its lemma: "Groß|bank".
    Adjective(String),
    /// The stem of a verb, as its infinitive: "Fahr|plan".
    Verb(String),
    /// A row of parts.csv: "Sonder|".
    First,
    /// A state, a place or an organisation, by its identifier: "Balkan|route".
    Name(String),
    /// What nobody knows, before a hyphen.
    Unknown,
}

/// Parts of fewer letters are too often chance: "Vor|tei|l". The first part may be shorter when it
/// is a noun: "Öl|preis".
const SHORTEST: usize = 3;
/// Longer words are no words.
const LONGEST: usize = 60;
/// What each further part costs, beside what speaks against the parts themselves.
const PART: u32 = 10;

/// The parts of a compound noun; `None` for a simple word and where a part is not known.
pub fn compound(form: &str, lang: &Language) -> Option<Compound> {
    if let Some((front, last)) = form.rsplit_once('-') {
        return hyphenated(front, last, lang);
    }
    let letters: Vec<char> = form.chars().collect();
    let whole = letters.first().is_some_and(|c| c.is_uppercase())
        && letters.iter().all(|c| c.is_alphabetic());
    if !whole || !(2 * SHORTEST..=LONGEST).contains(&letters.len()) || letters[1].is_uppercase() {
        return None;
    }
    let lower: Vec<char> = letters.iter().flat_map(|c| c.to_lowercase()).collect();
    let cuts = split(&lower, lang)?;
    let mut parts: Vec<Part> = Vec::new();
    for pair in cuts.windows(2) {
        let piece: String = lower[pair[0]..pair[1]].iter().collect();
        let (first, last) = (pair[0] == 0, pair[1] == lower.len());
        let word = if last {
            PartWord::Noun(head_lemma(&piece, lang)?)
        } else {
            front_word(&piece, first, lang)?.1
        };
        parts.push(Part { text: if first { capitalised(&piece) } else { piece }, word });
    }
    let head = head_lemma(&parts.last()?.text, lang)?;
    Some(Compound { parts, head })
}

/// "EU-Kommission", "Saab-Fabrik": any name can stand before a hyphen, a noun behind it.
fn hyphenated(front: &str, last: &str, lang: &Language) -> Option<Compound> {
    let noun = last.chars().next().is_some_and(char::is_uppercase) && !front.is_empty();
    let pieces = noun.then(|| front.split('-'))?;
    let mut parts: Vec<Part> = pieces
        .map(|piece| Part { text: piece.to_owned(), word: before_hyphen(piece, lang) })
        .collect();
    match compound(last, lang).filter(|_| lang.lexicon.exact_noun(last).is_none()) {
        Some(inner) => {
            parts.extend(inner.parts);
            Some(Compound { parts, head: inner.head })
        }
        None => {
            let lemma = head_lemma(&last.to_lowercase(), lang);
            let word = lemma.clone().map_or(PartWord::Unknown, PartWord::Noun);
            parts.push(Part { text: last.to_owned(), word });
            Some(Compound { parts, head: lemma.unwrap_or_else(|| last.to_owned()) })
        }
    }
}

fn before_hyphen(piece: &str, lang: &Language) -> PartWord {
    let lower = piece.to_lowercase();
    if lang.lexicon.first_part(&lower).is_some() {
        return PartWord::First;
    }
    let capital = capitalised(piece);
    // "Standardsituation" is none of the newspaper
    let word = |known: &Known| {
        known.kind == ActorType::Media && lang.lexicon.exact_noun(&capital).is_some()
    };
    if let Some(known) = lang.gazetteer.name(&capital).filter(|known| !word(known)) {
        return PartWord::Name(known.id.clone());
    }
    front_word(&lower, true, lang).map_or(PartWord::Unknown, |(_, word)| word)
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
            let cost = if end == n {
                head_cost(&piece, lang)
            } else {
                front_word(&piece, start == 0, lang).map(|(cost, _)| cost)
            };
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
    let length = piece.chars().count();
    let no_word = length < SHORTEST || SUFFIXES.contains(&piece);
    let lemma = if no_word { None } else { head_lemma(piece, lang) }?;
    let inflected = u32::from(lemma.to_lowercase() != piece);
    Some(short(length) + inflected)
}

/// The lemma of a last part, itself or inflected: "plätze" -> "Platz".
fn head_lemma(piece: &str, lang: &Language) -> Option<String> {
    let noun = capitalised(piece);
    if lang.lexicon.exact_noun(&noun).is_some() {
        return Some(noun);
    }
    lang.lexicon.noun_behind(&noun).filter(|lemma| lemma.chars().count() > SHORTEST)
}

/// The word behind letters as an earlier part, and what speaks against it.
fn front_word(piece: &str, first: bool, lang: &Language) -> Option<(u32, PartWord)> {
    let lexicon = &lang.lexicon;
    // "UN", "US": acronyms stand before a hyphen
    if piece.chars().count() >= SHORTEST && lexicon.first_part(piece).is_some() {
        return Some((short(piece.chars().count()), PartWord::First));
    }
    let costs = LINKS.iter().enumerate().filter_map(|(rank, link)| {
        let stem = piece.strip_suffix(link)?;
        let length = stem.chars().count();
        if length < if first { SHORTEST - 1 } else { SHORTEST } || SUFFIXES.contains(&stem) {
            return None;
        }
        let noun = |lemma: String, cost: u32| {
            lexicon.exact_noun(&lemma).is_some().then_some((cost, PartWord::Noun(lemma)))
        };
        // "Sprach|e", "Grenz|e": a final e that fell; "Firm|en": an a or um
        let fallen = |end: &str, cost: u32| {
            let may_fall = rank < 2 && length > 3 || *link == "en" && end != "e";
            may_fall.then(|| noun(format!("{}{end}", capitalised(stem)), cost)).flatten()
        };
        let adjective = || {
            let known = rank == 0 && length > 2 && lexicon.adjective(stem).is_some();
            known.then(|| (4, PartWord::Adjective(stem.to_owned())))
        };
        // "Fahr|plan", "Warn|streik": the stem of a verb
        let verb = || {
            let infinitives = [format!("{stem}en"), format!("{stem}n")];
            let known = infinitives.into_iter().find(|verb| !lexicon.frames(verb).is_empty());
            known.filter(|_| rank == 0 && length > 2).map(|verb| (5, PartWord::Verb(verb)))
        };
        let found = noun(capitalised(stem), 0)
            .or_else(|| fallen("e", 3))
            .or_else(|| fallen("a", 4))
            .or_else(|| fallen("um", 4))
            .or_else(adjective)
            .or_else(verb)
            .or_else(|| place(stem, rank, lang))?;
        let link_cost = if rank == 0 { 0 } else { 1 + rank as u32 / 2 };
        Some((found.0 + link_cost + short(length), found.1))
    });
    costs.min_by_key(|(cost, _)| *cost)
}

/// "Syrien|konflikt", "Balkan|route": the name of a state, a place or an organisation of states.
fn place(stem: &str, rank: usize, lang: &Language) -> Option<(u32, PartWord)> {
    let known = lang.gazetteer.name(&capitalised(stem))?;
    let kind = matches!(known.kind, ActorType::State | ActorType::Place | ActorType::Igo);
    (kind && rank < 2 && stem.chars().count() > 3).then(|| (6, PartWord::Name(known.id.clone())))
}

fn short(length: usize) -> u32 {
    [40, 30, 16, 7, 2].get(length).copied().unwrap_or(0)
}

/// Ends of words that are also written as words.
const SUFFIXES: [&str; 22] = [
    "heit", "keit", "lich", "ungen", "ung", "schaft", "tion", "ion", "ions", "tionen", "tät",
    "nis", "chen", "lein", "isch", "bar", "sam", "ling", "ler", "ner", "ist", "erin",
];
