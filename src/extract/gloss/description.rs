//! Descriptions: a phrase without a name comes in, its English goes out, word by word: "westliche
//! Verbündete" -> "western allies".
//!
//! All of it or nothing: where a word is not known the description has no English.

use super::english::{number, plural_of, with_articles};
use super::{adjective, gloss, is_name};
use crate::language::Language;
use crate::language::gazetteer::ActorType;
use crate::language::gazetteer::Known;

/// The English of a description; `noun` is the lemma of its head. `None` where one of its words has
/// none.
pub fn description(name: &str, noun: &str, plural: bool, lang: &Language) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut reader = Reader { words, noun, plural, lang, english: Vec::new(), head: None };
    let mut at = 0;
    while at < reader.words.len() {
        at += reader.read(at)?;
    }
    reader.head?;
    let english = reader.english;
    // "zwei Millionen Menschen": "two million people"
    let many = |at: usize| {
        let word = english[at].rsplit(' ').next().unwrap_or_default();
        matches!(word, "millions" | "billions" | "thousands" | "hundreds" | "dozens")
    };
    let counted = |at: usize| at > 0 && english.get(at + 1).is_some() && many(at);
    // "Millionen Menschen": "millions of people"
    let uncounted = |at: usize| many(at) && !counted(at) && at + 1 < english.len();
    let words = english.iter().enumerate().map(|(at, word)| match word.as_str() {
        word if counted(at) => word.trim_end_matches('s').to_owned(),
        word if uncounted(at) && !english[at + 1].starts_with("of ") => format!("{word} of"),
        word => word.to_owned(),
    });
    Some(with_articles(&words.collect::<Vec<_>>().join(" ")))
}

struct Reader<'a> {
    words: Vec<&'a str>,
    noun: &'a str,
    plural: bool,
    lang: &'a Language,
    english: Vec<String>,
    /// Where the head stands in `english`.
    head: Option<usize>,
}

impl<'a> Reader<'a> {
    /// Adds the English of the word and tells how many words it took.
    fn read(&mut self, at: usize) -> Option<usize> {
        let word = self.words[at];
        if let Some((taken, known)) = self.name(at) {
            self.add_name(at, taken, known);
            return Some(taken);
        }
        if let Some(head) = self.head.filter(|_| self.is_seat(at)) {
            self.english.insert(head, word.to_owned());
            self.head = Some(head + 1);
            return Some(1);
        }
        // "US-amerikanische": an adjective, whatever its first letter
        let adjective = word
            .rsplit_once('-')
            .is_some_and(|(_, last)| last.chars().next().is_some_and(char::is_lowercase));
        let capital = !adjective && word.chars().next().is_some_and(char::is_uppercase);
        let digits = |letter: char| letter.is_ascii_digit() || ".,".contains(letter);
        let english = if word.starts_with(|letter: char| letter.is_ascii_digit())
            && word.chars().all(digits)
        {
            number(word)
        } else if self.head.is_none() && shares_stem(last_part(word), self.noun) {
            self.head = Some(self.english.len());
            self.head_noun(word)?
        } else if capital {
            self.capital_word(at)?
        } else {
            self.small_word(at)?
        };
        self.english.push(english);
        Some(1)
    }

    /// "Staatsanwaltschaft Gießen": what stands bare behind the head, and is no noun of the tables, is
    /// a name.
    fn is_seat(&self, at: usize) -> bool {
        let upper = |word: &str| word.starts_with(char::is_uppercase);
        let before = at.checked_sub(1).map_or("", |before| self.words[before]);
        let noun = self.lang.lexicon.exact_noun(self.words[at]);
        let genitive = noun_in_any_case(self.words[at], self.lang).is_some() && noun.is_none();
        upper(self.words[at])
            && upper(before)
            && shares_stem(before, self.noun)
            && !genitive
            && noun.is_none_or(|noun| noun.english.ends_with("ing"))
    }

    fn head_noun(&self, word: &str) -> Option<String> {
        if let Some((front, last)) = word.rsplit_once('-').filter(|_| !self.noun.contains('-')) {
            return self.compound(front, last);
        }
        if let Some(own) = super::own_row(word, self.noun, self.lang) {
            return Some(own.english.clone());
        }
        gloss(self.noun, self.lang).map(|english| self.in_number(english))
    }

    /// "US-Behörden", "Bank-Austria-Mitarbeiter": a name or an acronym before the head, or what the
    /// whole compound is called.
    fn compound(&self, front: &str, last: &str) -> Option<String> {
        let named = || {
            let own = self.lang.gazetteer.name(front);
            let known = own.or_else(|| self.lang.gazetteer.name(&front.replace('-', " ")))?;
            Some(match known.kind {
                ActorType::Person => front.replace('-', " "),
                // "Office of the Austrian President" stands before no noun
                _ if super::is_acronym(front) || known.name_en.contains(" of ") => front.to_owned(),
                _ => known.name_en.clone(),
            })
        };
        let head = super::own_row(last, self.noun, self.lang);
        let beside = |name: String| {
            let english = match head {
                Some(own) => own.english.clone(),
                None => self.in_number(super::head_english(self.noun, self.lang)?),
            };
            Some(format!("{name} {english}"))
        };
        let whole =
            || gloss(&format!("{front}-{}", self.noun), self.lang).map(|it| self.in_number(it));
        named().and_then(beside).or_else(whole)
    }

    fn in_number(&self, english: String) -> String {
        if self.plural { plural_of(&english) } else { english }
    }

    /// The longest name that begins here, of several words too, and how many they are:
    /// "Europäischen Union".
    fn name(&self, at: usize) -> Option<(usize, &'a Known)> {
        let longest = 4.min(self.words.len() - at);
        (1..=longest).rev().find_map(|count| {
            let name = self.words[at..at + count].join(" ");
            let last = last_part(self.words[at + count - 1]);
            let head = self.head.is_none() && shares_stem(last, self.noun);
            let known = self.lang.gazetteer.name(&name).filter(|_| !head)?;
            // of one word, what is also a noun or an adjective is no name
            let word = count == 1 && self.lang.lexicon.exact_noun(&name).is_some();
            (!word).then_some((count, known))
        })
    }

    fn add_name(&mut self, at: usize, taken: usize, known: &Known) {
        let word = self.words[at];
        let before = at.checked_sub(1).map(|before| self.words[before]);
        let beside = self.head.is_some()
            && before.is_some_and(|before| before.chars().next().is_some_and(char::is_uppercase));
        let name = match known.kind {
            ActorType::Person => self.words[at..at + taken].join(" "),
            _ => known.name_en.clone(),
        };
        let place = matches!(known.kind, ActorType::Place);
        match self.head {
            // "Polizei Dresden": the Dresden police
            Some(head) if beside && place && taken == 1 && known.name_de == word => {
                self.english.insert(head, name);
                self.head = Some(head + 1);
            }
            // "Ministerium Russlands", but "Botschaft in Estland"
            _ if beside && !matches!(known.kind, ActorType::Person | ActorType::Company) => {
                let the = if has_article(known) { "the " } else { "" };
                self.english.push(format!("of {the}{name}"));
            }
            _ => {
                let last = self.english.last_mut().filter(|last| last.ends_with("the"));
                let the = has_article(known);
                match last {
                    Some(last) if !the => {
                        *last = last.trim_end_matches("the").trim_end().to_owned();
                    }
                    None if the && before.is_some_and(|before| preposition(before).is_some()) => {
                        self.english.push("the".to_owned());
                    }
                    _ => {}
                }
                self.english.retain(|word| !word.is_empty());
                self.english.push(name);
            }
        }
    }

    fn capital_word(&self, at: usize) -> Option<String> {
        let word = self.words[at];
        if let Some(place) = of_place(word, self.lang) {
            return Some(place);
        }
        let before = at.checked_sub(1).map_or("", |before| self.words[before]);
        match noun_in_any_case(word, self.lang) {
            Some((lemma, english)) => {
                let many = is_plural(word, &lemma, before, self.lang);
                Some(if many { plural_of(&english) } else { english })
            }
            None => is_name(word, self.lang).then(|| word.to_owned()),
        }
    }

    fn small_word(&self, at: usize) -> Option<String> {
        let word = self.words[at];
        let lower = word.to_lowercase();
        let inside = self.head.is_some();
        let behind =
            at.checked_sub(1).is_some_and(|before| preposition(self.words[before]).is_some());
        match lower.as_str() {
            "der" | "des" if inside && !behind => return Some("of the".to_owned()),
            // "der Mann, den ...": no part of a name
            "den" | "dem" | "die" | "das" if inside && !behind => return None,
            "der" | "die" | "das" | "dem" | "den" | "des" => return Some("the".to_owned()),
            _ => {}
        }
        if let Some((of, small)) = small_word(&lower) {
            let of = of && inside && !behind;
            return Some(if of { format!("of {small}") } else { small.to_owned() });
        }
        if let Some(english) = preposition(&lower).filter(|_| inside) {
            return Some(english.to_owned());
        }
        if let Some(adjective) = adjective(word, self.lang) {
            // "Freunde alter Menschen": a genitive that only the adjective shows
            let bare = inside
                && !behind
                && at > 0
                && self.words[at - 1].chars().next().is_some_and(char::is_uppercase);
            return (!bare || lower.ends_with("er")).then(|| match bare {
                true => format!("of {adjective}"),
                false => adjective,
            });
        }
        // before the head a number or a degree: "drei", "sehr"
        let words = self.lang.lexicon.word(&lower).filter(|_| !inside || lower == "und");
        words.map(str::to_owned)
    }
}

/// "of the United States", "of the European Union", but "of Germany", "of NATO".
fn has_article(known: &Known) -> bool {
    let name = known.name_en.as_str();
    let states = ["United ", "Netherlands", "Philippines", "Maldives", "Bahamas", "Czech Republic"];
    let bodies = matches!(
        known.kind,
        ActorType::Igo
            | ActorType::Government
            | ActorType::Party
            | ActorType::Organisation
            | ActorType::ArmedGroup
    );
    let several = name.contains(' ') && bodies && !name.starts_with("Doctors");
    states.iter().any(|own| name.starts_with(own)) || several
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
        "unser" | "unsere" | "unseren" | "unserem" => (false, "our"),
        "unseres" | "unserer" => (true, "our"),
        _ => return None,
    })
}

/// Prepositions behind a noun, where one English word mostly fits.
fn preposition(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "von" => "of",
        "vom" => "of the",
        "aus" => "from",
        "in" => "in",
        "im" => "in the",
        "für" => "for",
        "gegen" => "against",
        "mit" => "with",
        "ohne" => "without",
        "bei" => "at",
        "beim" => "at the",
        "an" => "at",
        "am" => "at the",
        "auf" => "on",
        "über" => "on",
        "zu" => "on",
        "zur" | "zum" => "for the",
        "zwischen" => "between",
        "um" => "around",
        _ => return None,
    })
}

/// "Behörden" of "US-Behörden".
fn last_part(word: &str) -> &str {
    word.rsplit_once('-').map_or(word, |(_, last)| last)
}

pub(super) fn shares_stem(word: &str, noun: &str) -> bool {
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

/// "Pekinger" -> "Beijing".
fn of_place(word: &str, lang: &Language) -> Option<String> {
    let place = word.strip_suffix("er")?;
    let known = || {
        let known = lang.gazetteer.name(place);
        known.filter(|known| known.kind == ActorType::Place).map(|known| known.name_en.clone())
    };
    lang.gazetteer.capital(place).map(str::to_owned).or_else(known)
}

/// The lemma and the English of a noun: "Außenministeriums" -> ("Außenministerium", "foreign
/// ministry").
fn noun_in_any_case(word: &str, lang: &Language) -> Option<(String, String)> {
    let lexicon = &lang.lexicon;
    if let Some(noun) = lexicon.exact_noun(word) {
        return Some((word.to_owned(), noun.english.clone()));
    }
    if let Some(lemma) = lexicon.noun_behind(word) {
        let english = lexicon.exact_noun(&lemma)?.english.clone();
        return Some((lemma, english));
    }
    ["", "s", "es", "n", "en", "e"].iter().filter_map(|end| word.strip_suffix(end)).find_map(
        |stem| {
            let english = gloss(stem, lang)?;
            Some((stem.to_owned(), english))
        },
    )
}

/// Whether a noun in a phrase is plural, by what stands before it: "der Gruppen", "den Hackern",
/// "für Flüchtlinge".
fn is_plural(word: &str, lemma: &str, before: &str, lang: &Language) -> bool {
    let gender = lang.lexicon.noun(lemma).map_or("", |noun| noun.gender.as_str());
    if gender == "p" {
        return false;
    }
    match before {
        "des" | "dem" | "eines" | "einem" | "im" | "zum" | "beim" | "am" | "vom" | "ein" => false,
        "der" | "einer" | "zur" if gender == "f" => word != lemma,
        // "der Hacker": the genitive of masculine and neuter nouns is plural behind "der"
        "der" => true,
        _ => word != lemma && !word.ends_with('s'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_word_by_word() {
        let german = crate::languages::language("de").expect("German");
        for (name, noun, english) in [
            ("230.000 Menschen", "Mensch", Some("230,000 people")),
            ("Millionen Menschen", "Mensch", Some("millions of people")),
            ("9,8 Milliarden Menschen", "Mensch", Some("9.8 billion people")),
            ("kleinere Gruppen", "Gruppe", Some("smaller groups")),
            ("72-jährige Palästinenser", "Palästinenser", Some("72-year-old Palestinians")),
            ("Botschaft in Estland", "Botschaft", Some("embassy in Estonia")),
            (
                "Staatsanwaltschaft Stuttgart",
                "Staatsanwaltschaft",
                Some("Stuttgart public prosecutor's office"),
            ),
            (
                "Sprecher der Europäischen Union",
                "Sprecher",
                Some("spokesperson of the European Union"),
            ),
            ("Vertreter der Gruppen", "Vertreter", Some("representative of the groups")),
            (
                "Staatsanwaltschaft Gießen",
                "Staatsanwaltschaft",
                Some("Gießen public prosecutor's office"),
            ),
            ("US-Behörden", "Behörde", Some("US authorities")),
            ("italienische Ferrari-Teams", "Team", Some("Italian Ferrari teams")),
            ("unverwechselbare Städte", "Stadt", None),
            ("Flüchtlinge seiner Einschätzung nach Österreich", "Flüchtling", None),
        ] {
            let plural = noun != "Vertreter" && !name.starts_with(noun);
            assert_eq!(description(name, noun, plural, german).as_deref(), english, "{name}");
        }
    }
}
