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

/// The paper and the paints of a picture: light or dark, in colour or in grey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    pub dark: bool,
    pub grey: bool,
}

impl Theme {
    pub fn paper(self) -> &'static str {
        if self.dark { "#16181c" } else { "#ffffff" }
    }

    /// Of names and titles.
    pub fn ink(self) -> &'static str {
        if self.dark { "#f2f2f2" } else { "#000000" }
    }

    /// Of the source below the picture.
    pub fn faint(self) -> &'static str {
        if self.dark { "#a8a8a8" } else { "#5a5a5a" }
    }

    /// Of what surrounds the legend.
    pub fn frame(self) -> &'static str {
        if self.dark { "#55585e" } else { "#bbbbbb" }
    }

    pub fn fill(self, kind: &Kind) -> String {
        // on dark paper the outline is the pale colour and the inside a dim shade of the strong one
        self.paint(&if self.dark { mixed(kind.line, self.paper(), 0.4) } else { kind.fill.to_owned() })
    }

    pub fn line(self, kind: &Kind) -> String {
        self.paint(if self.dark { kind.fill } else { kind.line })
    }

    /// Colour of an edge and of its text, readable on the paper.
    pub fn colour(self, tone: Tone) -> String {
        self.paint(match (tone, self.dark) {
            (tone, false) => colour(tone),
            (Tone::Conflict, true) => "#ffa066",
            (Tone::Cooperation, true) => "#7cc4f5",
            (Tone::Neither, true) => "#c2c2c2",
        })
    }

    fn paint(self, colour: &str) -> String {
        if !self.grey {
            return colour.to_owned();
        }
        let [red, green, blue] = parts(colour);
        let light = (0.2126 * red + 0.7152 * green + 0.0722 * blue).round() as u8;
        format!("#{light:02x}{light:02x}{light:02x}")
    }
}

/// Red, green and blue of "#rrggbb", 0 to 255.
pub fn parts(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| colour.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).map_or(0.0, f64::from))
}

/// So much of the first colour, the rest of the second.
fn mixed(first: &str, second: &str, share: f64) -> String {
    let (first, second) = (parts(first), parts(second));
    let part = |at: usize| (first[at] * share + second[at] * (1.0 - share)).round() as u8;
    format!("#{:02x}{:02x}{:02x}", part(0), part(1), part(2))
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

    /// WCAG's relative luminance.
    fn luminance(colour: &str) -> f64 {
        let linear = |part: f64| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = parts(colour).map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_is_readable_in_every_theme() {
        for (dark, grey) in [(false, false), (false, true), (true, false), (true, true)] {
            let theme = Theme { dark, grey };
            for tone in [Tone::Conflict, Tone::Cooperation, Tone::Neither] {
                assert!(contrast(&theme.colour(tone), theme.paper()) >= 4.5, "{theme:?} {tone:?}");
            }
            assert!(contrast(theme.faint(), theme.paper()) >= 4.5, "{theme:?}");
            for kind in KINDS {
                assert!(contrast(theme.ink(), &theme.fill(kind)) >= 7.0, "{theme:?} {}", kind.class);
                assert!(contrast(&theme.line(kind), theme.paper()) >= 3.0, "{theme:?} {}", kind.class);
            }
        }
    }

    #[test]
    fn kinds_differ_in_shape_and_colour() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[..at].iter().all(|other| other.fill != kind.fill && other.shape != kind.shape), "{}", kind.class);
        }
    }
}
