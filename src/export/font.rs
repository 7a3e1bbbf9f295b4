//! The letters of pictures: DejaVu Sans is built in, so that a text is as wide on a bare machine as on any other.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// The name under which SVG asks for it, and what a browser may take instead: Verdana is as wide, the others are narrower.
pub const FAMILY: &str = "'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif";

/// How wide the letters are.
pub struct Font {
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

impl Font {
    /// The built-in font.
    pub fn built_in() -> Font {
        let font = FontRef::new(dejavu::sans::regular()).expect("the built-in font is one");
        Font {
            letters: font.charmap(),
            widths: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
        }
    }

    /// The width of a text of size 1. A letter that the font lacks counts as a wide one, as another font will show it.
    pub fn width(&self, text: &str) -> f64 {
        let wide = |letter: char| {
            let known = self.letters.map(letter).and_then(|glyph| self.widths.advance_width(glyph));
            known.map_or(1.3, f64::from)
        };
        text.chars().map(wide).sum()
    }

    /// Whether it has every letter of a text.
    pub fn has(&self, text: &str) -> bool {
        text.chars().all(|letter| letter.is_control() || self.letters.map(letter).is_some())
    }

    /// The text, cut with an ellipsis where it is wider than `room` in size 1.
    pub fn fitting(&self, text: &str, room: f64) -> String {
        if self.width(text) <= room {
            return text.to_owned();
        }
        let mut cut = String::new();
        for letter in text.chars() {
            if self.width(&cut) + self.width(&format!("{letter}\u{2026}")) > room {
                break;
            }
            cut.push(letter);
        }
        format!("{}\u{2026}", cut.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_a_width() {
        let font = Font::built_in();
        assert!(font.width("WWW") > 2.0 * font.width("iii"));
        assert!(font.has("Außenministerium (\u{5d0}) \u{2212}") && !font.has("\u{4e2d}"));
        assert_eq!(font.fitting("China", 10.0), "China");
        let cut = font.fitting("Internationale Atomenergiebehörde", 8.0);
        assert!(cut.ends_with('\u{2026}') && font.width(&cut) <= 8.0, "{cut}");
    }
}
