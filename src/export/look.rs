//! How actors and edges look in every picture: shapes and colours by type, sizes by degree, signs for conflict and cooperation.
//!
//! Colours are those of Okabe and Ito (Color Universal Design, 2008), which colour-blind readers tell apart; every difference in
//! colour is one in shape, sign or line as well, so that a picture in grey says the same.

use crate::network::{Edge, Tone};

/// The types of actors, with what a picture shows of each.
pub struct Kind {
    /// As the graph names it.
    pub class: &'static str,
    pub label: &'static str,
    pub shape: Shape,
    pub fill: &'static str,
    pub line: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Ellipse,
    Hexagon,
    Box,
    Rounded,
    Octagon,
    /// A box with a double line.
    Double,
    Note,
    Trapezium,
    Tab,
    Diamond,
    House,
}

impl Shape {
    /// Graphviz's name.
    pub fn graphviz(self) -> &'static str {
        match self {
            Shape::Ellipse => "ellipse",
            Shape::Hexagon => "hexagon",
            Shape::Box | Shape::Rounded | Shape::Double => "box",
            Shape::Octagon => "octagon",
            Shape::Note => "note",
            Shape::Trapezium => "trapezium",
            Shape::Tab => "tab",
            Shape::Diamond => "diamond",
            Shape::House => "house",
        }
    }
}

const fn look(class: &'static str, label: &'static str, shape: Shape, fill: &'static str, line: &'static str) -> Kind {
    Kind { class, label, shape, fill, line }
}

/// In the order of the legend; the last is for all others.
pub const KINDS: &[Kind] = &[
    look("State", "state", Shape::Ellipse, "#cfe6f7", "#0072b2"),
    look("InternationalOrganisation", "international organisation", Shape::Hexagon, "#d3eef9", "#2b8cbe"),
    look("GovernmentBody", "government body", Shape::House, "#dfe3f3", "#4c5fa8"),
    look("Person", "person", Shape::Rounded, "#fbe6b8", "#b07d00"),
    look("Party", "party", Shape::Tab, "#fdf6bf", "#8f8400"),
    look("Organization", "organisation", Shape::Box, "#cdeee2", "#009e73"),
    look("Company", "company", Shape::Trapezium, "#d9ead0", "#4d7f2f"),
    look("Media", "media outlet", Shape::Note, "#efefef", "#595959"),
    look("ArmedGroup", "armed group", Shape::Octagon, "#f8d5c2", "#a84300"),
    look("Group", "group of people", Shape::Double, "#f3dcea", "#a6527f"),
    look("Place", "place or other", Shape::Diamond, "#ffffff", "#333333"),
];

pub fn kind(class: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.class == class).unwrap_or(&KINDS[KINDS.len() - 1])
}

/// Colour of an edge; each is readable as text on white.
pub fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Conflict => "#b84a00",
        Tone::Cooperation => "#0064a0",
        Tone::Neither => "#5a5a5a",
    }
}

/// A sign that says the same as the colour.
pub fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Conflict => "\u{2212} ",
        Tone::Cooperation => "+ ",
        Tone::Neither => "",
    }
}

/// What stands on an edge: its most frequent relations, each with its count where it is not 1.
pub fn label(edge: &Edge, most: usize) -> Vec<String> {
    let relations = edge.relations();
    let shown = relations.iter().take(most);
    let mut lines: Vec<String> = shown
        .map(|(name, count)| if *count == 1 { short(name, 28) } else { format!("{} \u{d7}{count}", short(name, 26)) })
        .collect();
    let rest: usize = relations.iter().skip(most).map(|(_, count)| count).sum();
    if rest > 0 {
        lines.push(format!("{rest} more"));
    }
    if let Some(first) = lines.first_mut() {
        *first = format!("{}{first}", sign(edge.tone()));
    }
    lines
}

/// A text of at most so many letters, cut with an ellipsis.
pub fn short(text: &str, letters: usize) -> String {
    let plain = plain(text);
    if plain.chars().count() <= letters {
        return plain;
    }
    let cut: String = plain.chars().take(letters.saturating_sub(1)).collect();
    format!("{}\u{2026}", cut.trim_end())
}

/// A text on one line, without control characters.
pub fn plain(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A label on lines of at most about so many letters, broken at spaces.
pub fn lines(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in short(text, letters * 3).split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_broken_by_letters() {
        assert_eq!(short("Außenministerium", 6), "Außen\u{2026}");
        assert_eq!(plain("a\n b\tc"), "a b c");
        assert_eq!(lines("Internationale Atomenergiebehörde in Wien", 22), ["Internationale", "Atomenergiebehörde in", "Wien"]);
    }

    #[test]
    fn kinds_differ_in_shape_and_colour() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[..at].iter().all(|other| other.fill != kind.fill && other.shape != kind.shape), "{}", kind.class);
        }
    }
}
