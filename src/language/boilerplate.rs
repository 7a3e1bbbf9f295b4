//! What a language knows about text that is not the story: cue phrases, agencies (boilerplate.csv).

use std::collections::{HashMap, HashSet};

use crate::record::tables::rows;

/// Why a line is not part of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    Teaser,
    Newsletter,
    Comments,
    Consent,
    Share,
    Credit,
    Byline,
    Caption,
    Dateline,
    Navigation,
    Hashtags,
    Copyright,
    Address,
    Publication,
    Entry,
    Advertisement,
    RepeatedTitle,
    Tail,
    Hidden,
    Player,
    Paywall,
    Kicker,
    Box,
    AboutAuthor,
    Broadcast,
    Elsewhere,
    Untold,
    Twice,
}

impl Reason {
    /// For people: why the line was left out.
    pub fn sentence(self) -> &'static str {
        match self {
            Reason::Teaser => "points to another article",
            Reason::Newsletter => "asks to subscribe",
            Reason::Comments => "belongs to the comment form",
            Reason::Consent => "asks for consent to cookies or foreign content",
            Reason::Share => "offers to share or print the article",
            Reason::Credit => "names who contributed to the report",
            Reason::Byline => "names the author",
            Reason::Caption => "describes or credits a picture",
            Reason::Dateline => "says where and for whom the report was written",
            Reason::Navigation => "belongs to the navigation of the site",
            Reason::Hashtags => "consists of hashtags",
            Reason::Copyright => "states the copyright",
            Reason::Address => "consists of web addresses",
            Reason::Publication => {
                "says when the article was published or how long it takes to read"
            }
            Reason::Entry => "says when an entry of a live blog was written",
            Reason::Advertisement => "marks an advertisement",
            Reason::RepeatedTitle => "repeats the title",
            Reason::Tail => "follows the end of the story",
            Reason::Hidden => "is not shown to readers",
            Reason::Player => "belongs to a player of sound or pictures",
            Reason::Paywall => "asks to pay for the article",
            Reason::Kicker => "stands over the title as its keyword",
            Reason::Box => "stands in a box beside the story",
            Reason::AboutAuthor => "introduces the author",
            Reason::Broadcast => "says when and where it was or will be broadcast",
            Reason::Elsewhere => "stands outside of the main part of the page",
            Reason::Untold => "is missing from the story that the page gives in its JSON-LD",
            Reason::Twice => "stands in the page twice",
        }
    }

    /// The reason that a table names.
    pub(crate) fn named(name: &str) -> Option<Reason> {
        Some(match name {
            "teaser" => Reason::Teaser,
            "newsletter" => Reason::Newsletter,
            "comments" => Reason::Comments,
            "consent" => Reason::Consent,
            "share" => Reason::Share,
            "credit" => Reason::Credit,
            "byline" => Reason::Byline,
            "caption" => Reason::Caption,
            "navigation" => Reason::Navigation,
            "copyright" => Reason::Copyright,
            "publication" => Reason::Publication,
            "advertisement" => Reason::Advertisement,
            "hidden" => Reason::Hidden,
            "player" => Reason::Player,
            "paywall" => Reason::Paywall,
            "kicker" => Reason::Kicker,
            "box" => Reason::Box,
            "about-author" => Reason::AboutAuthor,
            "broadcast" => Reason::Broadcast,
            _ => return None,
        })
    }
}

/// Where in a line a cue counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The line begins with it.
    Start,
    /// The line begins with it and is no full sentence: "Weitere Artikel zum Streit".
    Heading,
    /// The line is nothing else.
    Whole,
    Contains,
    /// A sentence inside the line begins with it; what follows it in the line is left out too.
    Inline,
}

/// A phrase that marks a line as no part of the story.
#[derive(Clone, Debug)]
pub struct Cue {
    /// In small letters.
    pub phrase: String,
    pub position: Position,
    /// Code points; longer lines are story.
    pub longest: usize,
    pub reason: Reason,
    /// Near the end of an article, nothing after it is story.
    pub tail: bool,
}

/// The cues by their first word, and the names of news agencies.
pub struct Boilerplate {
    first: HashMap<String, Vec<Cue>>,
    inside: Vec<Cue>,
    agencies: HashSet<String>,
    authors: HashSet<String>,
    in_authors: HashSet<String>,
    in_places: HashSet<String>,
    longest: usize,
}

impl Boilerplate {
    /// The table as text; a malformed row is named by its content (tests read every embedded file).
    pub fn new(table: &'static str) -> Result<Self, String> {
        let mut found = Boilerplate {
            first: HashMap::new(),
            inside: Vec::new(),
            agencies: HashSet::new(),
            authors: HashSet::new(),
            in_authors: HashSet::new(),
            in_places: HashSet::new(),
            longest: 0,
        };
        rows("boilerplate.csv", table, |row| found.add(row.cells))?;
        Ok(found)
    }

    fn add(&mut self, cells: &[&str]) -> Result<(), String> {
        let phrase = cells[0].to_owned();
        let position = match cells[1] {
            "agency" => {
                self.agencies.insert(phrase);
                return Ok(());
            }
            "author" => {
                self.authors.insert(phrase);
                return Ok(());
            }
            "in-author" => {
                self.in_authors.insert(phrase);
                return Ok(());
            }
            "in-place" => {
                self.in_places.insert(phrase);
                return Ok(());
            }
            "start" => Position::Start,
            "heading" => Position::Heading,
            "whole" => Position::Whole,
            "contains" => Position::Contains,
            "inline" => Position::Inline,
            other => return Err(format!("'{other}' is no position")),
        };
        let longest = cells[2].parse().map_err(|_| format!("'{}' is no length", cells[2]))?;
        let reason =
            Reason::named(cells[3]).ok_or_else(|| format!("'{}' is no reason", cells[3]))?;
        self.longest = self.longest.max(longest);
        let cue = Cue { phrase, position, longest, reason, tail: cells[4] == "yes" };
        match position {
            Position::Contains | Position::Inline => self.inside.push(cue),
            _ => self.first.entry(first_word(&cue.phrase).to_owned()).or_default().push(cue),
        }
        Ok(())
    }

    /// How many rows were read.
    #[cfg(test)]
    pub(crate) fn rows(&self) -> usize {
        self.first.values().map(Vec::len).sum::<usize>()
            + self.inside.len()
            + self.agencies.len()
            + self.authors.len()
            + self.in_authors.len()
            + self.in_places.len()
    }

    /// The cue that makes a whole line boilerplate; the longest one where several do.
    pub fn cue(&self, line: &str) -> Option<&Cue> {
        let length = line.chars().take(self.longest + 1).count();
        if length > self.longest {
            return None;
        }
        let lower = line.to_lowercase();
        let bare = lower.trim_end_matches(|c: char| {
            c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '…' | '»' | '›')
        });
        let sentence = length > 60 && line.ends_with(['.', '!', '?']);
        let starts = self.first.get(first_word(&lower)).into_iter().flatten();
        let hit = |cue: &&Cue| {
            length <= cue.longest
                && match cue.position {
                    Position::Whole => bare == cue.phrase.trim_end_matches(['.', ':']),
                    Position::Start => begins(&lower, &cue.phrase),
                    Position::Heading => !sentence && begins(&lower, &cue.phrase),
                    Position::Contains => lower.contains(&cue.phrase),
                    Position::Inline => false,
                }
        };
        starts.chain(&self.inside).filter(hit).max_by_key(|cue| cue.phrase.len())
    }

    /// The cue with which a sentence inside a line begins.
    pub fn inline_cue(&self, rest: &str) -> Option<&Cue> {
        let cues = || self.inside.iter().filter(|cue| cue.position == Position::Inline);
        let longest = cues().map(|cue| cue.longest).max()?;
        if rest.chars().take(longest + 1).count() > longest {
            return None;
        }
        let lower = rest.to_lowercase();
        cues().find(|cue| begins(&lower, &cue.phrase))
    }

    /// "Von" before the names of a byline.
    pub fn introduces_author(&self, word: &str) -> bool {
        self.authors.contains(&word.to_lowercase())
    }

    /// "von" in "Anna von der Au", "und" between two of them.
    pub fn is_in_author(&self, word: &str) -> bool {
        self.in_authors.contains(word)
    }

    /// "am" in "Zell am See"
    pub fn is_in_place(&self, word: &str) -> bool {
        self.in_places.contains(word)
    }

    /// "dpa", "APA"
    pub fn agency(&self, name: &str) -> bool {
        self.agencies.contains(&name.to_lowercase())
    }
}

/// The phrase, and not only the first part of a longer word.
fn begins(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| {
        !phrase.ends_with(char::is_alphanumeric)
            || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
    if end == 0 { line.chars().next().map_or("", |c| &line[..c.len_utf8()]) } else { &line[..end] }
}
