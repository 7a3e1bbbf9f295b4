//! The words by which files of several languages tell what is known of an article (data/reading.csv): names of keys and columns, months,
//! what stands before and between the names of authors, heads of Nexis.

use std::sync::LazyLock;

use crate::record::tables::rows;

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Names of keys and columns, in small letters.
    Id,
    Title,
    Date,
    Source,
    Url,
    Language,
    Authors,
    Text,
    /// Names of lists of articles in an object: `{"articles": [...]}`.
    List,
    /// The first three letters of a month; its rank is its number.
    Month,
    /// "Von Mira Anders": in small letters, part of no name.
    BeforeAuthors,
    /// "Mira Anders und Jonas Wehling"
    BetweenAuthors,
    /// "Anna von der Au"
    InNames,
    /// As a line with the names of authors begins.
    Byline,
    /// Lines of the head of a document of Nexis, and those that stand behind the story.
    NexisHead,
    NexisTail,
    /// One of them is in every export.
    NexisLoaded,
    NexisAuthor,
    /// "1 of 20 DOCUMENTS"
    NexisOf,
    /// Names of lines before or behind the story in exports of wiso, in small letters.
    WisoField,
    /// Of these the ones with the issue, the authors, the title, the day and the address.
    WisoSource,
    WisoAuthor,
    WisoTitle,
    WisoDate,
    WisoUrl,
    /// "Seite 1 von 3"
    WisoNumber,
    WisoOf,
    /// "Norderauer Bote vom 12.03.2024"
    WisoIssue,
    /// "Document BOTE000020240312ek3c00001"
    FactivaEnd,
    /// "345 words"
    FactivaLength,
    /// "09:15 Uhr"
    Hour,
    /// "Bau- und Verkehr": the hyphen stands for the rest of a word.
    BehindHyphen,
}

impl Says {
    const ALL: [(&'static str, Says); 32] = [
        ("id", Says::Id),
        ("title", Says::Title),
        ("date", Says::Date),
        ("source", Says::Source),
        ("url", Says::Url),
        ("language", Says::Language),
        ("authors", Says::Authors),
        ("text", Says::Text),
        ("list", Says::List),
        ("month", Says::Month),
        ("before-authors", Says::BeforeAuthors),
        ("between-authors", Says::BetweenAuthors),
        ("in-names", Says::InNames),
        ("byline", Says::Byline),
        ("nexis-head", Says::NexisHead),
        ("nexis-tail", Says::NexisTail),
        ("nexis-loaded", Says::NexisLoaded),
        ("nexis-author", Says::NexisAuthor),
        ("nexis-of", Says::NexisOf),
        ("wiso-field", Says::WisoField),
        ("wiso-source", Says::WisoSource),
        ("wiso-author", Says::WisoAuthor),
        ("wiso-title", Says::WisoTitle),
        ("wiso-date", Says::WisoDate),
        ("wiso-url", Says::WisoUrl),
        ("wiso-number", Says::WisoNumber),
        ("wiso-of", Says::WisoOf),
        ("wiso-issue", Says::WisoIssue),
        ("factiva-end", Says::FactivaEnd),
        ("factiva-length", Says::FactivaLength),
        ("hour", Says::Hour),
        ("behind-hyphen", Says::BehindHyphen),
    ];

    fn parse(name: &str) -> Option<Says> {
        Says::ALL.iter().find(|(own, _)| *own == name).map(|(_, says)| *says)
    }
}

/// The words of each kind in the order of their ranks: the first that is there counts.
static WORDS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let mut words: Vec<Vec<&'static str>> = vec![Vec::new(); Says::ALL.len()];
    let mut found = read().expect("the table is tested");
    found.sort_by_key(|(_, _, rank)| *rank);
    for (word, says, _) in found {
        words[says as usize].push(word);
    }
    words
});

fn read() -> Result<Vec<(&'static str, Says, usize)>, String> {
    let mut found = Vec::new();
    rows("reading.csv", include_str!("../../data/reading.csv"), |row| {
        let [word, says, rank] = row.cells else { return Err("has other columns".to_owned()) };
        let says = Says::parse(says).ok_or_else(|| format!("'{says}' is nothing that is said"))?;
        let rank = rank.parse().map_err(|_| format!("'{rank}' is no rank"))?;
        found.push((*word, says, rank));
        Ok(())
    })?;
    Ok(found)
}

/// The words that say so, the first of them first.
pub fn words(says: Says) -> &'static [&'static str] {
    &WORDS[says as usize]
}

/// The number of the month that begins with these three letters.
pub fn month(letters: &str) -> Option<i32> {
    static MONTHS: LazyLock<Vec<(&'static str, i32)>> = LazyLock::new(|| {
        let found = read().expect("the table is tested").into_iter();
        let months = found.filter(|(_, says, _)| *says == Says::Month);
        months.filter_map(|(word, _, rank)| Some((word, i32::try_from(rank).ok()?))).collect()
    });
    MONTHS.iter().find(|(word, _)| *word == letters).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_word_is_there() {
        assert!(read().is_ok());
        for (at, (name, says)) in Says::ALL.into_iter().enumerate() {
            assert_eq!(says as usize, at, "{name}");
            assert!(!words(says).is_empty(), "{name}");
        }
        assert_eq!(words(Says::Title).first(), Some(&"title"));
        assert_eq!((month("mär"), month("dec"), month("uhr")), (Some(3), Some(12), None));
    }
}
