//! Byte ranges of an article's text: the only way to point at text.

/// A half-open range of bytes of `Article::text`, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Turns byte offsets into Unicode code points, as records for other programs want them.
pub struct CodePoints {
    /// Code points before each block of 64 bytes.
    blocks: Vec<usize>,
    bytes: Vec<u8>,
}

impl CodePoints {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes().to_vec();
        let mut blocks = Vec::with_capacity(bytes.len() / 64 + 1);
        let mut count = 0;
        for block in bytes.chunks(64) {
            blocks.push(count);
            count += starts(block);
        }
        blocks.push(count);
        CodePoints { blocks, bytes }
    }

    /// The number of code points before the byte offset.
    pub fn at(&self, byte: usize) -> usize {
        let block = byte / 64;
        self.blocks[block] + starts(&self.bytes[block * 64..byte])
    }
}

/// The start of the character that holds the byte, or the end of the text.
pub fn char_start(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_begin_where_they_begin() {
        assert_eq!([0, 1, 2, 3, 9].map(|byte| char_start("aäb", byte)), [0, 1, 1, 3, 4]);
    }

    #[test]
    fn code_points_agree_with_chars() {
        let text = "Österreich – „größer“ 😀 ".repeat(20);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), count);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
