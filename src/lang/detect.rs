//! Which language a text is in: "Die Regierung hat das nicht gesagt." is German.

/// Function words that are frequent in one language and rare in the others.
const WORDS: [(&str, &[&str]); 9] = [
    (
        "de",
        &[
            "der", "die", "das", "und", "nicht", "ist", "mit", "den", "von", "dem", "ein", "eine", "für", "auf", "sich", "auch",
            "wird", "sind", "dass", "bei", "einen", "einer", "nach", "aus", "wurde", "haben", "hat", "zum", "zur", "im", "am",
            "über", "sie", "er", "werden", "wie", "noch", "vor", "gegen", "sei",
        ],
    ),
    (
        "en",
        &[
            "the", "and", "of", "to", "that", "is", "for", "with", "was", "said", "his", "has", "have", "are", "from", "by", "it",
            "this", "which", "be", "not", "were", "their", "after", "would", "who",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "et", "des", "est", "pour", "dans", "que", "qui", "une", "du", "pas", "avec", "sur", "par", "au",
            "ce", "il", "plus", "été", "aux", "cette", "sont",
        ],
    ),
    (
        "es",
        &[
            "el", "los", "las", "del", "que", "y", "en", "por", "con", "para", "una", "su", "al", "lo", "como", "más", "pero",
            "sus", "ha", "fue", "este", "entre",
        ],
    ),
    (
        "it",
        &[
            "il", "di", "che", "è", "per", "della", "con", "non", "una", "del", "sono", "gli", "dei", "nel", "alla", "anche",
            "più", "ha", "delle", "stato", "le",
        ],
    ),
    (
        "nl",
        &[
            "het", "een", "van", "en", "niet", "zijn", "voor", "aan", "dat", "met", "op", "ook", "door", "naar", "maar", "bij",
            "heeft", "worden", "wordt", "uit", "deze",
        ],
    ),
    (
        "da",
        &["og", "ikke", "det", "til", "af", "på", "som", "med", "har", "den", "er", "de", "efter", "skal", "fra", "blev", "også"],
    ),
    ("pl", &["się", "nie", "jest", "że", "na", "do", "z", "w", "i", "to", "przez", "jak", "oraz", "po", "od", "został"]),
    ("pt", &["não", "uma", "os", "para", "com", "da", "do", "em", "por", "mais", "foi", "são", "ao", "pela", "pelo", "também"]),
];

/// Enough to know: the words at the start of the text.
const LOOKED_AT: usize = 2000;

/// ISO 639-1 code of the language whose function words the text has most of; `None` where it is none of those known,
/// or too short to tell.
pub fn detect(text: &str) -> Option<&'static str> {
    let mut counts = [0usize; WORDS.len()];
    let mut total = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(LOOKED_AT) {
        total += 1;
        let lower = word.to_lowercase();
        for (count, (_, words)) in counts.iter_mut().zip(&WORDS) {
            *count += usize::from(words.contains(&lower.as_str()));
        }
    }
    let best = (0..WORDS.len()).max_by_key(|&n| (counts[n], WORDS.len() - n))?;
    let rival = (0..WORDS.len()).filter(|&n| n != best).map(|n| counts[n]).max().unwrap_or(0);
    (counts[best] * 12 >= total && counts[best] > rival && total > 0).then_some(WORDS[best].0)
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn languages_are_told_apart() {
        assert_eq!(detect("Die Regierung in Wien hat das nicht bestätigt, sagte der Kanzler am Montag."), Some("de"));
        assert_eq!(detect("The government said on Monday that it was not able to confirm this."), Some("en"));
        assert_eq!(detect("Le gouvernement a dit lundi que les négociations dans la capitale sont closes."), Some("fr"));
        assert_eq!(detect("De regering heeft het niet bevestigd, zei een woordvoerder van de minister."), Some("nl"));
        assert_eq!(detect("Det er ikke en dansk avis, men det har den været."), Some("da"));
        assert_eq!(detect("12345 67890"), None);
        assert_eq!(detect(""), None);
    }
}
