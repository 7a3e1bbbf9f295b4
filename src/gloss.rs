//! Glosses: what German nouns and descriptions are called in English, and names as identifiers.
//!
//! "Cyberangriff" is a cyber attack by its parts; "Sprecher des chinesischen Außenministeriums" is the "spokesperson of the
//! Chinese foreign ministry" word by word.

use std::collections::BTreeMap;

use crate::gazetteer::{ActorType, Known};
use crate::lang::Language;
use crate::lexicon::capitalised;
use crate::parse::Tree;
use crate::phrase;
use crate::ud::{Deprel, Upos};

/// The English of a noun; a compound is glossed by its parts ("Cyberangriff": cyber attack), an unknown word stays as it is.
pub fn gloss(lemma: &str, lang: &Language) -> String {
    if let Some(noun) = lang.lexicon.exact_noun(lemma) {
        return noun.english.clone();
    }
    if let Some(noun) = lang.lexicon.noun_behind(lemma).and_then(|lemma| lang.lexicon.exact_noun(&lemma)) {
        return noun.english.clone();
    }
    let own = std::iter::once(lemma.to_owned()).chain(other_forms(lemma));
    for form in own {
        if let Some(noun) = lang.lexicon.exact_noun(&form) {
            return noun.english.clone();
        }
        if let Some(english) = compound(&form, lang) {
            return english;
        }
    }
    lemma.to_owned()
}

/// The English of a compound by its parts; what the first is may stay open where the last says enough by itself.
fn compound(form: &str, lang: &Language) -> Option<String> {
    if let Some((first, last)) = form.rsplit_once('-') {
        // "Saab-Fabrik": any name can stand before a hyphen
        let noun = lang.lexicon.exact_noun(last).map(|noun| noun.english.clone());
        let office = || lang.gazetteer.office(last).filter(|office| office.lemma == last).map(|office| office.english.clone());
        let english = noun.or_else(office).or_else(|| compound(last, lang))?;
        return Some(format!("{} {english}", first_part(first, lang).unwrap_or_else(|| first.to_owned())));
    }
    let (begin, noun) = lang.lexicon.head_noun(form)?;
    match first_part(&form[..begin], lang) {
        Some(first) => Some(format!("{first} {}", noun.english)),
        // "Störaktion" is an action, but "Journalist" no list
        None => (form[begin..].chars().count() >= LONG_HEAD).then(|| noun.english.clone()),
    }
}

/// Letters of a last part that is hardly the end of another word.
const LONG_HEAD: usize = 6;

/// What a word may be whose lemma came out wrong: "Bundesländer" as "Bundesland", "Lieferkett" as "Lieferkette".
fn other_forms(lemma: &str) -> impl Iterator<Item = String> {
    let plain = lemma.replace('ä', "a").replace('ö', "o").replace('ü', "u");
    let whole = ["e", "a", "en", "um"].map(|end| format!("{lemma}{end}"));
    let stems = [lemma.to_owned(), plain];
    let cut = stems.into_iter().flat_map(|stem| {
        ["ern", "er", "en", "es", "e", "n", "s", ""]
            .iter()
            .filter_map(|end| stem.strip_suffix(end).map(str::to_owned))
            .collect::<Vec<_>>()
    });
    cut.chain(whole).filter(|form| form.chars().count() > 3 && form.chars().any(char::is_lowercase))
}

/// The first part of a compound: with and without linking letters ("Regierungs-", "Staaten-"); `None` where it is unknown.
fn first_part(part: &str, lang: &Language) -> Option<String> {
    let part = capitalised(part);
    // "Standardsituation" is none of the newspaper
    let word = |known: &Known| known.kind == ActorType::Media && lang.lexicon.exact_noun(&part).is_some();
    if let Some(known) = lang.gazetteer.name(&part).filter(|known| !word(known)) {
        return Some(known.name_en.clone());
    }
    for stem in ["", "s", "es", "en", "n", "e", "er"].iter().filter_map(|link| part.strip_suffix(link)) {
        for ending in ["", "e", "en"] {
            if let Some(noun) = lang.lexicon.exact_noun(&format!("{stem}{ending}")) {
                return Some(noun.english.clone());
            }
        }
        if let Some(adjective) = lang.lexicon.adjective(&stem.to_lowercase()) {
            return Some(adjective.english.clone());
        }
    }
    let (begin, noun) = lang.lexicon.head_noun(&part).filter(|(begin, _)| *begin > 2)?;
    Some(format!("{} {}", first_part(part[..begin].trim_end_matches('-'), lang)?, noun.english))
}

/// How many of the words of a kind have an English gloss, and the most frequent ones that have none.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub known: usize,
    pub all: usize,
    pub missing: BTreeMap<String, usize>,
}

impl Coverage {
    fn count(&mut self, lemma: &str, known: bool) {
        self.all += 1;
        self.known += usize::from(known);
        if !known {
            *self.missing.entry(lemma.to_owned()).or_default() += 1;
        }
    }

    pub fn add(&mut self, other: Coverage) {
        self.known += other.known;
        self.all += other.all;
        for (lemma, count) in other.missing {
            *self.missing.entry(lemma).or_default() += count;
        }
    }
}

/// Of verbs, nouns and adjectives, in this order: which have a gloss; names have none and are not counted.
pub fn coverage(trees: &[Tree], lang: &Language) -> [Coverage; 3] {
    let mut counts = <[Coverage; 3]>::default();
    for tree in trees {
        for (at, word) in tree.words.iter().enumerate() {
            match word.upos {
                Upos::Verb => {
                    let particle = tree.children(at).find(|&child| tree.deprels[child] == Deprel::CompoundPrt);
                    let whole = particle.map_or(word.lemma.clone(), |at| tree.words[at].form.to_lowercase() + &word.lemma);
                    let known = [&whole, &word.lemma].iter().any(|verb| !lang.lexicon.frames(verb).is_empty());
                    counts[0].count(&whole, known);
                }
                Upos::Noun if word.form.chars().all(char::is_alphabetic) => {
                    let lemma = phrase::compound_lemma(tree, at);
                    counts[1].count(
                        &lemma,
                        gloss(&lemma, lang) != lemma
                            || lang.lexicon.exact_noun(&lemma).is_some()
                            || lang.gazetteer.name(&word.form).is_some(),
                    );
                }
                Upos::Adj if word.form.chars().all(char::is_alphabetic) => {
                    let lexicon = &lang.lexicon;
                    let known = lexicon.adjective(&word.lemma).is_some()
                        || lexicon.participle(&word.lemma).is_some()
                        || lang.gazetteer.adjective(&word.lemma).is_some();
                    counts[2].count(&word.lemma, known);
                }
                _ => {}
            }
        }
    }
    counts
}

/// A description word by word: "westliche Verbündete" -> "western allies". `noun` is the lemma of its head; words that nobody
/// glossed stay as they are.
pub fn description(name: &str, noun: &str, plural: bool, lang: &Language) -> String {
    let mut english: Vec<String> = Vec::new();
    let mut head_seen = false;
    // "Los Angeles Philharmonic": what follows a word that is none of ours belongs to a name
    let mut foreign = false;
    let mut words = name.split_whitespace().peekable();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let unknown = |word: &str| lang.lexicon.exact_noun(word).is_none() && lang.gazetteer.name(word).is_none();
    let mut last = None;
    while let Some(word) = words.next() {
        let before = last.replace(word);
        let lower = word.to_lowercase();
        let upper = capital(word);
        let thing = lang.lexicon.exact_noun(word).is_some_and(|noun| noun.class.is_none());
        foreign |= head_seen && thing && words.peek().is_some_and(|next| capital(next) && unknown(next));
        if foreign && upper && !shares_stem(word, noun) {
            english.push(word.to_owned());
            continue;
        }
        foreign = false;
        if word.starts_with(|letter: char| letter.is_ascii_digit())
            && word.chars().all(|letter| letter.is_ascii_digit() || ".,".contains(letter))
        {
            english.push(number(word));
            continue;
        }
        let small = small_word(&lower).filter(|_| !upper);
        if matches!(lower.as_str(), "der" | "die" | "das" | "dem" | "den" | "des") {
            english.push(if head_seen { "of the" } else { "the" }.to_owned());
        } else if let Some((of, small)) = small {
            english.push(if head_seen && of { format!("of {small}") } else { small.to_owned() });
        } else if let Some(adjective) = adjective(word, lang).filter(|_| word != noun || !word.ends_with("er")) {
            english.push(adjective);
        } else if !head_seen && shares_stem(word, noun) {
            head_seen = true;
            let gloss = gloss(noun, lang);
            // what has no English stays as it is in the text
            let known = gloss != noun;
            english.push(match (plural, known) {
                (true, true) => plural_of(&gloss),
                (true, false) => word.to_owned(),
                _ => gloss,
            });
        } else if let Some(known) = lang.gazetteer.name(word) {
            // "Ministerium Russlands", but "Botschaft in Estland"
            let owned = head_seen && before.is_some_and(capital);
            english.push(if owned { format!("of {}", known.name_en) } else { known.name_en.clone() });
        } else if let Some(gloss) = lang.lexicon.word(&lower).filter(|_| !upper) {
            english.push(gloss.to_owned());
        } else {
            let gloss = noun_in_any_case(word, lang);
            foreign = head_seen && upper && gloss == word;
            english.push(gloss);
        }
    }
    let counted = |at: usize| english.get(at + 1).is_some() && matches!(english[at].as_str(), "millions" | "billions");
    let words = (0..english.len()).map(|at| if counted(at) { english[at].trim_end_matches('s') } else { &english[at] });
    let text = words.collect::<Vec<_>>().join(" ");
    text.split(' ').zip(text.split(' ').skip(1).chain([""])).fold(String::new(), |sum, (word, next)| {
        let vowel = next.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
        let blank = if sum.is_empty() { "" } else { " " };
        format!("{sum}{blank}{}", if word == "a" && vowel { "an" } else { word })
    })
}

/// Articles and possessives, and whether the genitive shows in their form: "eines" is "of a".
fn small_word(lower: &str) -> Option<(bool, &'static str)> {
    Some(match lower {
        "ein" | "eine" | "einen" | "einem" => (false, "a"),
        "eines" | "einer" => (true, "a"),
        "sein" | "seine" | "seinen" | "seinem" => (false, "his"),
        "seines" | "seiner" => (true, "his"),
        "ihr" | "ihre" | "ihren" | "ihrem" => (false, "their"),
        "ihres" | "ihrer" => (true, "their"),
        _ => return None,
    })
}

fn shares_stem(word: &str, noun: &str) -> bool {
    // "Länder" and "Land" share it
    let plain = |letter: char| match letter {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        'Ä' => 'A',
        'Ö' => 'O',
        'Ü' => 'U',
        letter => letter,
    };
    let letters = noun.chars().count().saturating_sub(3).max(3);
    word == noun || word.chars().map(plain).take(letters).eq(noun.chars().map(plain).take(letters))
}

/// "chinesischen" -> "Chinese", "westliche" -> "western", "Pekinger" -> "Beijing".
fn adjective(word: &str, lang: &Language) -> Option<String> {
    let tail = word.rsplit('-').next().unwrap_or(word);
    if let Some(place) = word.strip_suffix("er").filter(|_| word.chars().next().is_some_and(char::is_uppercase)) {
        let known = || lang.gazetteer.name(place).filter(|known| known.kind == ActorType::Place).map(|known| known.name_en.clone());
        return lang.gazetteer.capital(place).map(str::to_owned).or_else(known);
    }
    if !tail.chars().next().is_some_and(char::is_lowercase) {
        return None;
    }
    let stems: Vec<&str> = ["en", "er", "em", "es", "e", ""].iter().filter_map(|end| word.strip_suffix(end)).collect();
    let own = stems.iter().find_map(|stem| {
        let known = lang.gazetteer.adjective(stem).and_then(|known| known.adjective_en.clone());
        known.or_else(|| lang.lexicon.adjective(stem).map(|adjective| adjective.english.clone()))
    });
    // "72-jährige"
    let aged = || stems.iter().find_map(|stem| stem.strip_suffix("-jährig")).map(|years| format!("{years}-year-old"));
    own.or_else(aged).or_else(|| stems.iter().find_map(|stem| comparative(stem, lang)))
}

/// "kleiner" -> "smaller", "gefährlicher" -> "more dangerous".
fn comparative(stem: &str, lang: &Language) -> Option<String> {
    let base = stem.strip_suffix("er").filter(|base| base.chars().count() > 2)?;
    let plain = base.replace('ä', "a").replace('ö', "o").replace('ü', "u");
    let adjective = lang.lexicon.adjective(base).or_else(|| lang.lexicon.adjective(&plain))?;
    let english = adjective.english.as_str();
    let short = english.len() < 6 && english.chars().all(char::is_alphabetic);
    Some(match english.strip_suffix('y') {
        _ if !short => format!("more {english}"),
        Some(start) => format!("{start}ier"),
        None if english.ends_with('e') => format!("{english}r"),
        None if english == "big" => "bigger".to_owned(),
        None if english == "good" => "better".to_owned(),
        None => format!("{english}er"),
    })
}

/// "230.000" -> "230,000", "9,8" -> "9.8".
fn number(german: &str) -> String {
    german
        .chars()
        .map(|letter| {
            if letter == '.' {
                ','
            } else if letter == ',' {
                '.'
            } else {
                letter
            }
        })
        .collect()
}

/// "Außenministeriums" -> "foreign ministry".
fn noun_in_any_case(word: &str, lang: &Language) -> String {
    let stems = ["", "s", "es", "n", "en"].iter().filter_map(|end| word.strip_suffix(end));
    let known = stems.into_iter().find(|stem| lang.lexicon.noun(stem).is_some());
    known.map_or_else(|| word.to_owned(), |stem| gloss(stem, lang))
}

/// The English plural of a gloss: "ally" -> "allies".
pub fn plural_of(english: &str) -> String {
    let (rest, last) = english.rsplit_once(' ').map_or(("", english), |(rest, last)| (rest, last));
    let irregular = [
        ("man", "men"),
        ("woman", "women"),
        ("person", "people"),
        ("child", "children"),
        ("people", "people"),
        ("medium", "media"),
        ("media", "media"),
        ("data", "data"),
        ("police", "police"),
    ];
    let plural = match irregular
        .iter()
        .find(|(one, _)| last == *one || (last.ends_with(one) && one.len() == 3 && last != "human" && last != "german"))
    {
        Some((one, many)) => format!("{}{many}", &last[..last.len() - one.len()]),
        None if last.ends_with("ss") || last.ends_with('x') || last.ends_with("ch") || last.ends_with("sh") => format!("{last}es"),
        None if last.ends_with('s') => last.to_owned(),
        None => match last.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
            _ => format!("{last}s"),
        },
    };
    if rest.is_empty() { plural } else { format!("{rest} {plural}") }
}

/// Lower-case ASCII letters, digits and hyphens: "Benjamin Netanyahu" -> "benjamin-netanyahu".
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            letter if letter.is_alphanumeric() => slug.push(letter),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_slugs() {
        for (one, many) in
            [("ally", "allies"), ("cyber gang", "cyber gangs"), ("policeman", "policemen"), ("church", "churches"), ("day", "days")]
        {
            assert_eq!(plural_of(one), many);
        }
        assert_eq!(slug("Türkische Überläufer"), "tuerkische-ueberlaeufer");
    }

    #[test]
    fn numbers_ages_and_comparatives() {
        let german = crate::lang::language("de").expect("German");
        for (name, noun, english) in [
            ("230.000 Menschen", "Mensch", "230,000 people"),
            ("9,8 Milliarden Menschen", "Mensch", "9.8 billion people"),
            ("kleinere Gruppen", "Gruppe", "smaller groups"),
            ("72-jährige Palästinenser", "Palästinenser", "72-year-old Palestinians"),
            ("Botschaft in Estland", "Botschaft", "embassy in Estonia"),
        ] {
            assert_eq!(description(name, noun, !name.starts_with("Botschaft"), german), english);
        }
    }
}
