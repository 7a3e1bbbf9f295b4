//! What a language knows about text that is not the story: cue phrases, agencies (boilerplate.csv).

use std::collections::{HashMap, HashSet};

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
    Advertisement,
    RepeatedTitle,
    Tail,
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
            Reason::Publication => "says when the article was published or how long it takes to read",
            Reason::Advertisement => "marks an advertisement",
            Reason::RepeatedTitle => "repeats the title",
            Reason::Tail => "follows the end of the story",
        }
    }

    fn named(name: &str) -> Option<Reason> {
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
    longest: usize,
}

impl Boilerplate {
    /// The table as text; rows that cannot be read are left out, and a test sees to it that there are none.
    pub fn new(table: &str) -> Self {
        let mut found = Boilerplate {
            first: HashMap::new(),
            inside: Vec::new(),
            agencies: HashSet::new(),
            authors: HashSet::new(),
            longest: 0,
        };
        for row in csv::Reader::from_reader(table.as_bytes()).records().flatten() {
            let column = |n: usize| row.get(n).unwrap_or_default();
            let phrase = column(0).to_string();
            let position = match column(1) {
                "agency" => {
                    found.agencies.insert(phrase);
                    continue;
                }
                "author" => {
                    found.authors.insert(phrase);
                    continue;
                }
                "start" => Position::Start,
                "heading" => Position::Heading,
                "whole" => Position::Whole,
                "contains" => Position::Contains,
                "inline" => Position::Inline,
                _ => continue,
            };
            let (Ok(longest), Some(reason)) = (column(2).parse(), Reason::named(column(3))) else { continue };
            found.longest = found.longest.max(longest);
            let cue = Cue { phrase, position, longest, reason, tail: column(4) == "yes" };
            match position {
                Position::Contains | Position::Inline => found.inside.push(cue),
                _ => found.first.entry(first_word(&cue.phrase).to_string()).or_default().push(cue),
            }
        }
        found
    }

    /// How many rows were read.
    #[cfg(test)]
    pub(super) fn rows(&self) -> usize {
        self.first.values().map(Vec::len).sum::<usize>() + self.inside.len() + self.agencies.len() + self.authors.len()
    }

    /// The cue that makes a whole line boilerplate; the longest one where several do.
    pub fn cue(&self, line: &str) -> Option<&Cue> {
        let length = line.chars().take(self.longest + 1).count();
        if length > self.longest {
            return None;
        }
        let lower = line.to_lowercase();
        let bare = lower.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '…' | '»' | '›'));
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

    /// "dpa", "APA"
    pub fn agency(&self, name: &str) -> bool {
        self.agencies.contains(&name.to_lowercase())
    }
}

/// The phrase, and not only the first part of a longer word.
fn begins(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| {
        !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
    })
}

fn first_word(line: &str) -> &str {
    let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
    if end == 0 { line.chars().next().map_or("", |c| &line[..c.len_utf8()]) } else { &line[..end] }
}
