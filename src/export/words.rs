//! The words of pictures, in English and in German (data/pictures.csv).

use std::sync::LazyLock;

use crate::extract::attribution::Status;
use crate::network::{Link, Network, Node, Tone};
use crate::record::tables::{Map, rows};

/// The language of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    #[default]
    English,
    German,
}

/// English and German by key.
static WORDS: LazyLock<Map<&'static str, [&'static str; 2]>> =
    LazyLock::new(|| read().expect("the table is tested"));

fn read() -> Result<Map<&'static str, [&'static str; 2]>, String> {
    let mut words = Map::default();
    rows("pictures.csv", include_str!("../../data/pictures.csv"), |row| {
        let [key, en, de] = row.cells else { return Err("has other columns".to_owned()) };
        words.insert(*key, [*en, *de]);
        Ok(())
    })?;
    Ok(words)
}

impl Tongue {
    pub fn pick<T>(self, english: T, german: T) -> T {
        match self {
            Tongue::English => english,
            Tongue::German => german,
        }
    }

    /// The words of a key; the key itself where the table has none.
    fn say(self, key: &'static str) -> &'static str {
        WORDS.get(key).map_or(key, |[english, german]| self.pick(english, german))
    }

    /// The words of a key with parts in the places of `{1}`, `{2}` ...
    fn fill(self, key: &'static str, parts: &[&str]) -> String {
        let mut pieces = self.say(key).split('{');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_once('}').unwrap_or(("", piece));
            let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            text += at.and_then(|at| parts.get(at)).copied().unwrap_or_default();
            text += rest;
        }
        text
    }

    pub fn title(self) -> &'static str {
        self.say("title")
    }

    pub fn legend(self) -> &'static str {
        self.say("legend")
    }

    /// The type of an actor: "state", "Staat". `key` is that of the type in the table.
    pub(super) fn kind(self, key: &'static str) -> &'static str {
        self.say(key)
    }

    pub fn tone(self, tone: Tone) -> &'static str {
        self.say(match tone {
            Tone::Conflict => "tone-conflict",
            Tone::Cooperation => "tone-cooperation",
            Tone::Neither => "tone-neither",
        })
    }

    /// What a dashed line means.
    pub fn not_asserted(self) -> &'static str {
        self.say("not-asserted")
    }

    pub fn name(self, node: &Node) -> &str {
        let (own, other) =
            self.pick((&node.label_en, &node.label_de), (&node.label_de, &node.label_en));
        if own.is_empty() { other } else { own }
    }

    /// "not accuse", "nicht beschuldigen".
    pub fn relation(self, link: &Link) -> String {
        let row = &link.row;
        let (own, other) =
            self.pick((&row.relation_en, &row.relation_de), (&row.relation_de, &row.relation_en));
        let relation = if own.is_empty() { other } else { own };
        if row.negated { self.fill("not", &[relation]) } else { relation.clone() }
    }

    fn speaker(self, link: &Link) -> Option<&str> {
        let speaker = &link.row.speaker;
        let labels = self.pick(
            [&speaker.label_en, &speaker.label_de, &speaker.text],
            [&speaker.label_de, &speaker.label_en, &speaker.text],
        );
        labels.into_iter().map(String::as_str).find(|own| !own.is_empty())
    }

    /// Whose word it is that an article only reports: "claimed by Russia", "sagt Russland"; where nobody is named, what it is:
    /// "claimed". Nothing where the article says so itself.
    pub fn voice(self, link: &Link) -> Option<String> {
        let (bare, by) = match link.status {
            Status::Asserted => return None,
            Status::Claimed => ("claimed", "claimed-by"),
            Status::Demanded => ("demanded", "demanded-by"),
            Status::Denied => ("denied", "denied-by"),
            Status::Planned => ("planned", "planned-by"),
            Status::Hypothetical => ("hypothetical", "hypothetical-by"),
        };
        Some(match self.speaker(link) {
            Some(speaker) => self.fill(by, &[speaker]),
            None => self.say(bare).to_owned(),
        })
    }

    /// "asserted" or whose word it is, for the list of an edge's quotes.
    pub fn standing(self, link: &Link) -> String {
        self.voice(link).unwrap_or_else(|| self.say("asserted").to_owned())
    }

    /// "3 more".
    pub fn more(self, count: usize) -> String {
        self.fill("more", &[&count.to_string()])
    }

    /// "40 of 212 actors and 51 of 380 pairs shown".
    pub fn shown(self, network: &Network) -> String {
        let shown = (network.graph.node_count(), network.graph.edge_count());
        let all = (network.actors_found, network.edges_found);
        let counts = [shown.0, all.0, shown.1, all.1].map(|count| count.to_string());
        let [actors, all_actors, pairs, all_pairs] = counts.each_ref().map(String::as_str);
        if shown == all {
            return self.fill("all-shown", &[all_actors]);
        }
        self.fill("shown", &[actors, all_actors, pairs, all_pairs])
    }

    /// Where so much is drawn that the lines of single statements have no words.
    pub fn without_words(self, lines: usize) -> String {
        self.fill("without-words", &[&lines.to_string()])
    }

    pub fn actor(self, node: &Node, kind: &str, given: usize, taken: usize) -> String {
        let key = if given == 1 { "actor-with-one" } else { "actor" };
        self.fill(key, &[self.name(node), kind, &given.to_string(), &taken.to_string()])
    }

    /// "From 20 articles, 2021-07-01 to 2021-07-20 (Reuters, Zeit and 3 more). Made with tripel".
    pub fn source(self, articles: usize, days: Option<(&str, &str)>, sources: &[&str]) -> String {
        let mut text = match articles {
            1 => self.say("from-one").to_owned(),
            many => self.fill("from", &[&many.to_string()]),
        };
        match days {
            Some((first, last)) if first == last => text += &format!(", {first}"),
            Some((first, last)) => text += &format!(", {}", self.fill("days", &[first, last])),
            None => {}
        }
        match sources {
            [] => {}
            few if few.len() <= 3 => text += &format!(" ({})", few.join(", ")),
            many => {
                let (named, more) = (many[..3].join(", "), self.more(many.len() - 3));
                text += &format!(" ({})", self.fill("and", &[&named, &more]));
            }
        }
        format!("{text}. {}", self.say("made"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_words_and_both_languages_the_same_places() {
        let places = |text: &str| {
            let mut found: Vec<&str> =
                text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            found.sort_unstable();
            found.join(" ")
        };
        for (key, [english, german]) in read().expect("a table") {
            assert!(!english.is_empty() && !german.is_empty(), "{key}");
            assert_eq!(places(english), places(german), "{key}");
        }
        // each key that the code names is a row
        let code = include_str!("words.rs").split("mod tests").next().unwrap_or_default();
        let quoted = code.split('"').skip(1).step_by(2);
        let is_key = |text: &&str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for key in line.split('"').skip(1).step_by(2).filter(is_key) {
                assert!(WORDS.contains_key(key), "no words for '{key}'");
            }
        }
        assert!(quoted.count() > 40);
    }

    #[test]
    fn parts_stand_in_their_places_and_are_not_read_again() {
        assert_eq!(Tongue::English.fill("days", &["{2}", "b"]), "{2} to b");
        assert_eq!(Tongue::German.fill("more", &["3"]), "3 weitere");
    }
}
