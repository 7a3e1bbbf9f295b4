//! Heads of compounds: the longest end of a word that is a known noun. "Cyberangriff" comes in, "Angriff" and where it begins go out.

use super::{Lexicon, Noun, capitalised};

/// Linking elements, the more usual first: "Zugang|s", "Tag|es", "Länder", "Klasse|n", "Frau|en",
/// "Bund|es", "Herz|ens".
pub const LINKS: [&str; 7] = ["", "s", "n", "es", "en", "er", "e"];

/// The longest last part of a compound that is a known noun, and the byte where it begins:
/// "Cyber|angriff". What stands before it need not be known.
pub fn head_noun<'l>(lemma: &str, lexicon: &'l Lexicon) -> Option<(usize, &'l Noun)> {
    let begin = lemma.rfind('-').map_or(0, |at| at + 1);
    if begin > 0
        && let Some(noun) = lexicon.exact_noun(&lemma[begin..])
    {
        return Some((begin, noun));
    }
    lemma[begin..].char_indices().skip(2).find_map(|(at, _)| {
        let tail = &lemma[begin + at..];
        let length = tail.chars().count();
        // "-schaft" is a suffix, no "Haft"
        if length < 4 || (tail == "haft" && lemma.ends_with("schaft")) {
            return None;
        }
        let noun = lexicon.exact_noun(&capitalised(tail))?;
        // "Ent|politisierung" is no kind of "Politisierung"
        if TURNING.contains(&lemma[begin..begin + at].to_lowercase().as_str()) {
            return None;
        }
        // "Kontami|nation", "Politi|kern": a short end may be chance
        let sure = length > SURE_END || is_front(&lemma[begin..begin + at], lexicon);
        sure.then_some((begin + at, noun))
    })
}

/// The first part of a compound, with or without linking letters: "Regierungs-", "Groß-", "Fahr-",
/// "Hauptstadt-".
fn is_front(front: &str, lexicon: &Lexicon) -> bool {
    let lower = front.to_lowercase();
    let stems = LINKS.iter().filter_map(|link| lower.strip_suffix(link));
    let known = |stem: &str| {
        let noun = capitalised(stem);
        let ends = ["", "e", "en", "a", "um"];
        ends.iter().any(|end| lexicon.exact_noun(&format!("{noun}{end}")).is_some())
            || lexicon.adjective(stem).is_some()
            || lexicon.word(stem).is_some()
            || ["en", "n"].iter().any(|end| !lexicon.frames(&format!("{stem}{end}")).is_empty())
            || FRONTS.contains(&stem)
    };
    let compound = |front: &str| head_noun(front, lexicon).is_some_and(|(begin, _)| begin > 0);
    stems.filter(|stem| stem.len() > 1).any(known)
        || compound(front)
        || front.ends_with('s') && compound(front.trim_end_matches('s'))
}

/// A known noun of more letters at the end of a word is hardly there by chance.
const SURE_END: usize = 6;

/// Prefixes that make another word, often the opposite one.
const TURNING: [&str; 14] =
    ["be", "de", "des", "dis", "ent", "er", "ge", "in", "ir", "miss", "re", "un", "ver", "zer"];

/// First parts that are no words of their own.
const FRONTS: [&str; 12] = [
    "haupt",
    "sonder",
    "einzel",
    "gesamt",
    "ober",
    "neben",
    "rück",
    "mindest",
    "höchst",
    "lieblings",
    "schwieger",
    "stief",
];
