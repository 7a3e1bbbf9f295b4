//! What a terminal would act on instead of showing it, made visible: `ESC` is "^[", a mark that
//! turns the direction of writing "\u{202e}". Texts from outside cannot move the cursor, set the
//! title, or write to the clipboard.

use std::io;
use std::io::Write;

use super::style;

/// A text for a terminal: line ends and tabs stay, every other control sign is spelled out.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        spell(letter, &mut shown);
    }
    shown
}

/// A text for one line of a message: line ends and tabs are spelled out as well.
pub fn visible_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => shown += "\\n",
            '\t' => shown += "\\t",
            letter => spell(letter, &mut shown),
        }
    }
    shown
}

fn spell(letter: char, shown: &mut String) {
    match letter {
        '\n' | '\t' => shown.push(letter),
        '\0'..='\u{1f}' => {
            shown.push('^');
            shown.push(char::from(letter as u8 + b'@'));
        }
        '\u{7f}' => *shown += "^?",
        letter if acts(letter) => *shown += &format!("\\u{{{:x}}}", u32::from(letter)),
        letter => shown.push(letter),
    }
}

/// Beyond ASCII: the C1 controls, what turns the direction of writing, ends of lines and
/// paragraphs, and the invisible tags.
fn acts(letter: char) -> bool {
    matches!(
        letter,
        '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// A terminal, to which everything is written visibly; the program's own styles are set.
pub struct Visible<W: Write> {
    out: W,
    mark: Option<&'static str>,
    /// The beginning of a letter or a line end whose rest has not come yet.
    pending: Vec<u8>,
}

impl<W: Write> Visible<W> {
    pub fn new(out: W) -> Visible<W> {
        Visible { out, mark: style::mark(), pending: Vec::new() }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some((before, after)) = self.mark.and_then(|mark| rest.split_once(mark)) {
            self.out.write_all(shown(before).as_bytes())?;
            let (code, after) = after.split_once('m').unwrap_or((after, ""));
            write!(self.out, "\u{1b}[{code}m")?;
            rest = after;
        }
        self.out.write_all(shown(rest).as_bytes())
    }
}

/// Visible, but for the line ends of CSV.
fn shown(text: &str) -> String {
    visible(&text.replace("\r\n", "\n"))
}

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let end = whole(&all);
        self.pending = all.split_off(end);
        for chunk in all.utf8_chunks() {
            self.text(chunk.valid())?;
            for byte in chunk.invalid() {
                write!(self.out, "\\x{{{byte:02x}}}")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        for byte in std::mem::take(&mut self.pending) {
            match byte {
                b'\r' => self.out.write_all(b"^M")?,
                byte => write!(self.out, "\\x{{{byte:02x}}}")?,
            }
        }
        self.out.flush()
    }
}

/// How many bytes can be shown now: not a letter that is cut, nor a carriage return at the end.
fn whole(bytes: &[u8]) -> usize {
    if bytes.last() == Some(&b'\r') {
        return bytes.len() - 1;
    }
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => {
            let tail = bytes.len().saturating_sub(3);
            let cut = (tail..bytes.len()).find(|&at| {
                std::str::from_utf8(&bytes[at..])
                    .is_err_and(|error| error.error_len().is_none() && error.valid_up_to() == 0)
            });
            cut.unwrap_or(bytes.len())
        }
        Ok(_) => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_acted_on(letter: char) -> bool {
        !matches!(letter, '\n' | '\t') && (letter.is_ascii_control() || acts(letter))
    }

    fn written(pieces: &[&[u8]]) -> String {
        let mut out = Visible { out: Vec::new(), mark: Some("\u{1b}0123;"), pending: Vec::new() };
        for piece in pieces {
            out.write_all(piece).expect("written");
        }
        out.flush().expect("flushed");
        String::from_utf8(out.out).expect("UTF-8")
    }

    #[test]
    fn control_signs_are_spelled() {
        let hostile = "a\u{1b}]0;title\u{7}b\u{9b}31mc\u{202e}d\re\u{7f}";
        assert_eq!(visible(hostile), "a^[]0;title^Gb\\u{9b}31mc\\u{202e}d^Me^?");
        assert_eq!(visible("Zeile\n\tÄß – „Zitat“"), "Zeile\n\tÄß – „Zitat“");
        assert_eq!(visible_line("a\nb"), "a\\nb");
    }

    #[test]
    fn only_styles_with_the_key_are_styles() {
        let text = "\u{1b}0123;1mfett\u{1b}0123;0m und \u{1b}[1mFälschung";
        assert_eq!(written(&[text.as_bytes()]), "\u{1b}[1mfett\u{1b}[0m und ^[[1mFälschung");
    }

    #[test]
    fn lines_of_csv_stay_lines() {
        assert_eq!(written(&[b"a,b\r", b"\nc\rd\r\n"]), "a,b\nc^Md\n");
        assert_eq!(written(&[b"\xff", "ä".as_bytes(), b"\xc3"]), "\\x{ff}ä\\x{c3}");
    }

    proptest! {
        /// However a text is cut into pieces, the same is shown, and nothing that acts.
        #[test]
        fn pieces_do_not_matter(text in "[\\x00-\\x7fäß€\u{202e}\u{9b}😀]{0,40}", cut in 0usize..40) {
            let bytes = text.as_bytes();
            let cut = cut.min(bytes.len());
            let shown = written(&[&bytes[..cut], &bytes[cut..]]);
            prop_assert_eq!(&shown, &written(&[bytes]));
            prop_assert!(!shown.contains(is_acted_on));
        }
    }
}
