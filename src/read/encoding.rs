//! Bytes become text: UTF-8 and UTF-16 with and without a byte order mark, Windows-1252 and its like.
//!
//! What is not text is refused with its reason; nothing is replaced in silence.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text, or why it is none: the end of a sentence that begins with the file's name.
pub(super) fn decode(bytes: Vec<u8>, html: bool) -> Result<String, String> {
    if let Some((kind, way_out)) = signature(&bytes) {
        return Err(format!("is {kind}, not text{way_out}"));
    }
    let encoding = match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => Some(encoding),
        None => utf16(&bytes),
    };
    if let Some(encoding) = encoding.filter(|&encoding| encoding != UTF_8) {
        return decoded(encoding, &bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) if control_share(&text) => Err("is a binary file, not text".into()),
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text)),
        Err(error) => single_byte(&error.into_bytes(), html),
    }
}

/// What a file is that a person may take for text, and what can be done with it.
fn signature(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let kinds: [(&[u8], &str, &str); 12] = [
        (b"%PDF", "a PDF file", "; this build does not read it"),
        (b"PK\x03\x04", "a ZIP archive or an office document", SAVE_AS),
        (b"\x1f\x8b", "a gzip archive", UNPACK),
        (b"BZh", "a bzip2 archive", UNPACK),
        (b"\xfd7zXZ", "an xz archive", UNPACK),
        (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
        (b"\x89PNG", "a picture", ""),
        (b"\xff\xd8\xff", "a picture", ""),
        (b"GIF8", "a picture", ""),
        (b"{\\rtf", "an RTF document", SAVE_AS),
        (b"\xd0\xcf\x11\xe0", "an old office document", SAVE_AS),
        (b"\x7fELF", "a program", ""),
    ];
    let found = kinds.iter().find(|(start, ..)| bytes.starts_with(start));
    found.map(|&(_, kind, way_out)| (kind, way_out))
}

const SAVE_AS: &str = "; open it in its program and save it as plain text or HTML";
const UNPACK: &str = "; unpack it first";

/// UTF-16 without a mark: in text of the west nearly every second byte is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| {
        sample.iter().skip(from).step_by(2).filter(|&&b| b == 0).count() * 200 / sample.len()
    };
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > 60 && even < 5 => Some(UTF_16LE),
        (even, odd) if even > 60 && odd < 5 => Some(UTF_16BE),
        _ => None,
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let (text, used, errors) = encoding.decode(bytes);
    if errors {
        let line = 1 + text.split('\u{fffd}').next().unwrap_or_default().matches('\n').count();
        return Err(format!("is not valid {} (line {line})", used.name()));
    }
    if control_share(&text) {
        return Err("is a binary file, not text".into());
    }
    Ok(text.into_owned())
}

/// Not UTF-8: an older encoding, or UTF-8 that was damaged.
fn single_byte(bytes: &[u8], html: bool) -> Result<String, String> {
    let mut good = 0;
    let mut bad = 0;
    let mut first = None;
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            bad += 1;
            first.get_or_insert(at);
        }
        at += chunk.invalid().len();
    }
    let line = 1 + bytes[..first.unwrap_or(0)].iter().filter(|&&b| b == b'\n').count();
    if good > 10 * bad || good > 0 && bad == 1 && first.is_some_and(|at| at + 4 > bytes.len()) {
        return Err(format!("is not valid UTF-8 (line {line}); save it in UTF-8"));
    }
    if bytes.contains(&0) {
        return Err("is a binary file, not text".into());
    }
    let encoding = declared(bytes).filter(|_| html).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(Some(b"de"), Utf8Detection::Deny)
    });
    let text = decoded(encoding, bytes)?;
    // the C1 controls are what wrong guesses look like
    if text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)) {
        return Err(format!("is in an encoding that is not known (line {line}); save it in UTF-8"));
    }
    Ok(text)
}

/// `<meta charset="...">` and its older form.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let rest = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    let label = rest
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')))
        .next()?;
    Encoding::for_label(label.as_bytes()).filter(|&encoding| encoding != UTF_8)
}

/// More than one character in a hundred is a control sign, or one of them is zero.
fn control_share(text: &str) -> bool {
    let controls = text
        .bytes()
        .filter(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) || b == 0x7f)
        .count();
    text.contains('\0') || controls * 100 > text.len()
}
