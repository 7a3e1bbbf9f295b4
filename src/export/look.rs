//! How actors and edges look in every picture: shapes and colours by type, sizes by degree, signs for conflict and cooperation.
//!
//! Colours are those of Okabe and Ito (Color Universal Design, 2008), which colour-blind readers tell apart; every difference in
//! colour is one in shape, sign or line as well, so that a picture in grey says the same.

use std::collections::BTreeMap;

use crate::export::clean;
use crate::export::words::Tongue;
use crate::extract::attribution::Status;
use crate::network::{Edge, Tone, counted};

/// The types of actors, with what a picture shows of each.
pub struct Kind {
    /// As the graph names it.
    pub class: &'static str,
    pub label: &'static str,
    /// Its key in data/pictures.csv.
    key: &'static str,
    pub shape: Shape,
    pub fill: &'static str,
    pub line: &'static str,
}

impl Kind {
    pub fn name(&self, tongue: Tongue) -> &'static str {
        tongue.kind(self.key)
    }
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

macro_rules! looks {
    ($($class:literal, $label:literal, $shape:ident, $fill:literal, $line:literal;)+) => {
        &[$(Kind {
            class: $class,
            label: $label,
            key: concat!("kind-", $class),
            shape: Shape::$shape,
            fill: $fill,
            line: $line,
        }),+]
    };
}

/// In the order of the legend; the last is for all others.
pub const KINDS: &[Kind] = looks! {
    "State", "state", Ellipse, "#cfe6f7", "#0072b2";
    "InternationalOrganisation", "international organisation", Hexagon, "#d3eef9", "#2b8cbe";
    "GovernmentBody", "government body", House, "#dfe3f3", "#4c5fa8";
    "Person", "person", Rounded, "#fbe6b8", "#b07d00";
    "Party", "party", Tab, "#fdf6bf", "#8f8400";
    "Organization", "organisation", Box, "#cdeee2", "#009e73";
    "Company", "company", Trapezium, "#d9ead0", "#4d7f2f";
    "Media", "media outlet", Note, "#efefef", "#595959";
    "ArmedGroup", "armed group", Octagon, "#f8d5c2", "#a84300";
    "Group", "group of people", Double, "#f3dcea", "#a6527f";
    "Place", "place or other", Diamond, "#ffffff", "#333333";
};

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
        self.paint(&if self.dark {
            mixed(kind.line, self.paper(), 0.4)
        } else {
            kind.fill.to_owned()
        })
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
    [1, 3, 5].map(|at| {
        colour
            .get(at..at + 2)
            .and_then(|part| u8::from_str_radix(part, 16).ok())
            .map_or(0.0, f64::from)
    })
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

/// What stands on an edge: a relation with its sign and count, and whose word it is where no article says so itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    pub relation: String,
    /// "claimed by Russia"
    pub voice: Option<String>,
}

/// The phrases of an edge, at most so many and then how many more there are: what articles say themselves comes first, then
/// what is most frequent. What is only claimed is never counted with what is asserted.
pub fn phrases(edge: &Edge, most: usize, tongue: Tongue) -> Vec<Phrase> {
    let mut groups: BTreeMap<(bool, String), Vec<Option<String>>> = BTreeMap::new();
    for link in &edge.links {
        let reported = link.status != Status::Asserted;
        let key = (reported, tongue.relation(link));
        groups.entry(key).or_default().push(tongue.voice(link));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|a, b| (a.0.0, b.1.len(), &a.0.1).cmp(&(b.0.0, a.1.len(), &b.0.1)));
    let rest: usize = groups.iter().skip(most).map(|(_, voices)| voices.len()).sum();
    let phrase = |((_, name), voices): ((bool, String), Vec<Option<String>>)| {
        let relation = match voices.len() {
            1 => short(&name, 28),
            count => format!("{} \u{d7}{count}", short(&name, 26)),
        };
        Phrase { relation, voice: voice(voices, tongue) }
    };
    let mut phrases: Vec<Phrase> = groups.into_iter().take(most).map(phrase).collect();
    if rest > 0 {
        phrases.push(Phrase { relation: tongue.more(rest), voice: None });
    }
    if let Some(first) = phrases.first_mut() {
        first.relation = format!("{}{}", sign(edge.tone()), first.relation);
    }
    phrases
}

/// The most frequent voice, and how many others there are: "claimed by Russia, 2 more".
fn voice(voices: Vec<Option<String>>, tongue: Tongue) -> Option<String> {
    let counted = counted(voices.into_iter().flatten());
    let (first, _) = counted.first()?;
    Some(match counted.len() {
        1 => first.clone(),
        many => format!("{first}, {}", tongue.more(many - 1)),
    })
}

/// The lines that stand on an edge in a picture.
pub fn label(edge: &Edge, most: usize, tongue: Tongue) -> Vec<String> {
    let mut label = Vec::new();
    for phrase in phrases(edge, most, tongue) {
        label.push(phrase.relation);
        if let Some(voice) = phrase.voice {
            label.extend(lines(&format!("({voice})"), 30));
        }
    }
    label
}

/// The same on one line: "accuse (claimed by Russia), meet".
pub fn sentence(edge: &Edge, most: usize, tongue: Tongue) -> String {
    let phrase = |phrase: Phrase| match phrase.voice {
        Some(voice) => format!("{} ({voice})", phrase.relation),
        None => phrase.relation,
    };
    phrases(edge, most, tongue).into_iter().map(phrase).collect::<Vec<_>>().join(", ")
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

/// A text on one line, without control characters and marks of direction.
pub fn plain(text: &str) -> String {
    let text = clean::seen(text);
    let spaced: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
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
        assert_eq!(
            lines("Internationale Atomenergiebehörde in Wien", 22),
            ["Internationale", "Atomenergiebehörde in", "Wien"]
        );
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
                assert!(
                    contrast(theme.ink(), &theme.fill(kind)) >= 7.0,
                    "{theme:?} {}",
                    kind.class
                );
                assert!(
                    contrast(&theme.line(kind), theme.paper()) >= 3.0,
                    "{theme:?} {}",
                    kind.class
                );
            }
        }
    }

    #[test]
    fn kinds_have_names_in_both_languages() {
        for kind in KINDS {
            assert_eq!(kind.name(Tongue::English), kind.label);
            assert_ne!(kind.name(Tongue::German), kind.key);
        }
    }

    #[test]
    fn kinds_differ_in_shape_and_colour() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert!(
                KINDS[..at]
                    .iter()
                    .all(|other| other.fill != kind.fill && other.shape != kind.shape),
                "{}",
                kind.class
            );
        }
    }
}
