//! English word forms: plurals, comparatives, numbers.

/// The English plural of a noun, which may have words behind it: "ally" -> "allies", "head of
/// state" -> "heads of state".
pub fn plural_of(english: &str) -> String {
    let words: Vec<&str> = english.split(' ').collect();
    let behind = words.iter().skip(1).position(|word| PREPOSITIONS.contains(word));
    let head = behind.unwrap_or(words.len() - 1);
    let general = words.get(head).is_some_and(|word| *word == "general") && words.len() == 2;
    let many = |(at, word): (usize, &&str)| match general {
        true if at == 0 => plural_word(word),
        false if at == head => plural_word(word),
        _ => (*word).to_owned(),
    };
    words.iter().enumerate().map(many).collect::<Vec<_>>().join(" ")
}

/// Behind one of these nothing has a number of its own: "members of parliament".
const PREPOSITIONS: [&str; 15] = [
    "about", "against", "at", "by", "for", "from", "in", "into", "of", "on", "over", "to", "under",
    "with", "without",
];

const IRREGULAR: [(&str, &str); 20] = [
    ("secretary-general", "secretaries-general"),
    ("man", "men"),
    ("woman", "women"),
    ("person", "people"),
    ("child", "children"),
    ("grandchild", "grandchildren"),
    ("medium", "media"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("mouse", "mice"),
    ("goose", "geese"),
    ("criterion", "criteria"),
    ("phenomenon", "phenomena"),
    ("runner-up", "runners-up"),
    ("passer-by", "passers-by"),
    ("son-in-law", "sons-in-law"),
    ("daughter-in-law", "daughters-in-law"),
    ("quiz", "quizzes"),
    ("ox", "oxen"),
    ("spokesperson", "spokespersons"),
];

/// What English does not count, or what is plural as it is.
const UNCOUNTED: [&str; 92] = [
    "accommodation",
    "advice",
    "aid",
    "aids",
    "aircraft",
    "baggage",
    "behaviour",
    "cash",
    "cattle",
    "chinese",
    "clothing",
    "conduct",
    "content",
    "currency",
    "data",
    "debris",
    "electricity",
    "equipment",
    "evidence",
    "fish",
    "food",
    "funding",
    "furniture",
    "gold",
    "hardware",
    "homework",
    "housing",
    "information",
    "infrastructure",
    "interference",
    "japanese",
    "jewellery",
    "knowledge",
    "labour",
    "legislation",
    "looting",
    "luggage",
    "machinery",
    "mail",
    "media",
    "merchandise",
    "milk",
    "misinformation",
    "money",
    "music",
    "news",
    "offspring",
    "oil",
    "packaging",
    "parking",
    "people",
    "percent",
    "personnel",
    "planning",
    "poetry",
    "police",
    "pollution",
    "poultry",
    "progress",
    "propaganda",
    "property",
    "prose",
    "research",
    "rice",
    "rubbish",
    "rubble",
    "series",
    "sheep",
    "software",
    "species",
    "spending",
    "staff",
    "sugar",
    "surveillance",
    "taliban",
    "testimony",
    "timber",
    "traffic",
    "training",
    "trouble",
    "turbulence",
    "unrest",
    "violence",
    "waste",
    "water",
    "wealth",
    "weather",
    "wheat",
    "wine",
    "work",
    "wreckage",
    "youth",
];

fn plural_word(word: &str) -> String {
    let lower = word.to_lowercase();
    if UNCOUNTED.contains(&lower.as_str()) {
        return word.to_owned();
    }
    if let Some((_, many)) = IRREGULAR.iter().find(|(one, _)| *one == lower) {
        return (*many).to_owned();
    }
    let compound =
        |end: &str| lower.ends_with(end) && !matches!(lower.as_str(), "human" | "german");
    if compound("man") && !lower.ends_with("oman") && !lower.ends_with("lman") {
        return format!("{}men", &word[..word.len() - 3]);
    }
    if compound("woman") {
        return format!("{}women", &word[..word.len() - 5]);
    }
    let end = |cut: usize, ending: &str| format!("{}{ending}", &word[..word.len() - cut]);
    let vowel = |letters: &str| letters.ends_with(['a', 'e', 'i', 'o', 'u']);
    let to_ves = ["half", "life", "wife", "knife", "thief", "wolf", "shelf", "leaf", "calf"];
    match lower.as_str() {
        _ if to_ves.iter().any(|own| lower == *own) => {
            end(if lower.ends_with("fe") { 2 } else { 1 }, "ves")
        }
        _ if lower.ends_with("sis") => end(2, "es"),
        "gas" | "bus" | "lens" | "virus" | "bonus" | "campus" | "status" | "circus" | "census"
        | "focus" | "chorus" | "atlas" | "canvas" | "surplus" | "consensus" | "minus" => {
            end(0, "es")
        }
        "hero" | "potato" | "tomato" | "veto" | "embargo" | "torpedo" | "echo" => end(0, "es"),
        "monarch" | "oligarch" | "patriarch" | "stomach" | "czech" => end(0, "s"),
        _ if lower.ends_with("ese") => word.to_owned(),
        _ if ["ss", "x", "ch", "sh", "zz"].iter().any(|own| lower.ends_with(own)) => end(0, "es"),
        _ if lower.ends_with('s') => word.to_owned(),
        _ if lower.ends_with('y') && !vowel(&lower[..lower.len() - 1]) => end(1, "ies"),
        _ => end(0, "s"),
    }
}

/// How an adjective is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degree {
    Comparative,
    Superlative,
}

/// "small" -> "smaller", "dangerous" -> "more dangerous", "big" -> "biggest".
pub fn raised(english: &str, degree: Degree) -> String {
    let (ending, more) = match degree {
        Degree::Comparative => ("er", "more"),
        Degree::Superlative => ("est", "most"),
    };
    let irregular = [
        ("good", "better", "best"),
        ("bad", "worse", "worst"),
        ("far", "farther", "farthest"),
        ("little", "smaller", "smallest"),
        ("ill", "more seriously ill", "most seriously ill"),
    ];
    if let Some((_, comparative, superlative)) = irregular.iter().find(|(own, ..)| *own == english)
    {
        return if ending == "er" { *comparative } else { *superlative }.to_owned();
    }
    if !is_short(english) {
        return format!("{more} {english}");
    }
    let doubled = ["big", "hot", "thin", "fat", "wet", "sad", "fit", "slim", "dim", "red"];
    match english.strip_suffix('y') {
        Some(start) if !start.ends_with(['a', 'e', 'o', 'u']) => format!("{start}i{ending}"),
        _ if english.ends_with('e') => format!("{english}{}", &ending[1..]),
        _ if doubled.contains(&english) => {
            format!("{english}{}{ending}", &english[english.len() - 1..])
        }
        _ => format!("{english}{ending}"),
    }
}

/// Of one syllable, or of two with -y, -ow or -le at the end: these take endings.
fn is_short(english: &str) -> bool {
    let never = ["real", "right", "wrong", "just", "dead", "known", "evil", "own", "left", "lost"];
    let letters = english.chars().all(|letter| letter.is_ascii_lowercase());
    if !letters || never.contains(&english) || english.ends_with("ed") && english.len() > 4 {
        return false;
    }
    let vowels = |letter: char| "aeiouy".contains(letter);
    let core = english.strip_suffix('e').unwrap_or(english);
    let groups = core
        .chars()
        .zip(std::iter::once(' ').chain(core.chars()))
        .filter(|&(letter, before)| vowels(letter) && !vowels(before))
        .count();
    let easy = ["y", "ow", "le"].iter().any(|end| english.ends_with(end));
    groups <= 1 || groups == 2 && easy && english.len() < 8
}

/// "230.000" -> "230,000", "9,8" -> "9.8".
pub fn number(german: &str) -> String {
    let letter = |letter: char| match letter {
        '.' => ',',
        ',' => '.',
        letter => letter,
    };
    german.chars().map(letter).collect()
}

/// "a ally" -> "an ally".
pub fn with_articles(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut english = String::new();
    for (at, word) in words.iter().enumerate() {
        let vowel = words.get(at + 1).is_some_and(|next| {
            next.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O'])
                && !["eu", "one", "EU"].iter().any(|own| next.starts_with(own))
        });
        if at > 0 {
            english.push(' ');
        }
        english += if *word == "a" && vowel { "an" } else { word };
    }
    english
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        for (one, many) in [
            ("ally", "allies"),
            ("cyber gang", "cyber gangs"),
            ("policeman", "policemen"),
            ("church", "churches"),
            ("day", "days"),
            ("member of parliament", "members of parliament"),
            ("63-year-old", "63-year-olds"),
            ("information", "information"),
            ("crisis", "crises"),
            ("German", "Germans"),
            ("secretary general", "secretaries general"),
            ("basis for talks", "bases for talks"),
            ("hero", "heroes"),
        ] {
            assert_eq!(plural_of(one), many);
        }
    }

    #[test]
    fn adjectives_are_raised() {
        for (english, comparative, superlative) in [
            ("small", "smaller", "smallest"),
            ("big", "bigger", "biggest"),
            ("happy", "happier", "happiest"),
            ("large", "larger", "largest"),
            ("important", "more important", "most important"),
            ("good", "better", "best"),
            ("known", "more known", "most known"),
        ] {
            assert_eq!(raised(english, Degree::Comparative), comparative);
            assert_eq!(raised(english, Degree::Superlative), superlative);
        }
    }
}
