//! Web archives (WARC): every page that a crawler fetched with success is an article.
//!
//! A record has a head, "WARC-Type: response", and a body of as many bytes as "Content-Length" says: the answer of a server.

use std::io::{BufRead, Read};

/// No page is larger (bytes).
const LARGEST: u64 = 64 << 20;

/// A page of an archive.
pub(super) struct Fetched {
    pub url: String,
    pub bytes: Vec<u8>,
}

/// The next page of an archive; `None` at its end. Fails with what is wrong: a clause about the file.
pub(super) fn next(reader: &mut impl BufRead) -> Option<Result<Fetched, String>> {
    loop {
        let head = match head(reader) {
            Ok(head) if head.is_empty() => return None,
            Ok(head) => head,
            Err(error) => return Some(Err(error)),
        };
        let length = field(&head, "content-length").and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else {
            return Some(Err("has a record without its length".into()));
        };
        let mut body = Vec::new();
        let read = reader.by_ref().take(length.min(LARGEST)).read_to_end(&mut body);
        let short = length > LARGEST
            && std::io::copy(&mut reader.by_ref().take(length - LARGEST), &mut std::io::sink())
                .is_err();
        if read.is_err() || short || (body.len() as u64) < length.min(LARGEST) {
            return Some(Err("is cut off in the middle of a record".into()));
        }
        if field(&head, "warc-type").as_deref() == Some("response")
            && let Some(bytes) = page(&body)
        {
            let url = field(&head, "warc-target-uri").unwrap_or_default();
            return Some(Ok(Fetched { url: url.trim_matches(['<', '>']).to_owned(), bytes }));
        }
    }
}

/// The head of the next record; empty at the end of the archive.
fn head(reader: &mut impl BufRead) -> Result<String, String> {
    let mut head = String::new();
    loop {
        let mut line = Vec::new();
        let read = reader.by_ref().take(1 << 16).read_until(b'\n', &mut line);
        match read {
            Err(_) => return Err("is cut off or damaged".into()),
            Ok(0) => return Ok(head),
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim() {
            "" if head.is_empty() => {}
            "" => return Ok(head),
            line => {
                if head.is_empty() && !line.starts_with("WARC/") {
                    return Err("is a damaged web archive".into());
                }
                head.push_str(line);
                head.push('\n');
            }
        }
    }
}

fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The page in the answer of a server, where it is one.
fn page(answer: &[u8]) -> Option<Vec<u8>> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let good = head.lines().next()?.split_whitespace().nth(1)? == "200";
    let html = field(&head, "content-type").is_some_and(|kind| kind.contains("html"));
    let body = &answer[end + 4..];
    let whole = match field(&head, "transfer-encoding") {
        Some(coding) if coding.eq_ignore_ascii_case("chunked") => chunks(body),
        _ => body.to_vec(),
    };
    let packed = field(&head, "content-encoding").is_some_and(|coding| coding.contains("gzip"));
    let bytes = if packed { super::packed::unpacked(&whole, LARGEST)? } else { whole };
    (good && html).then_some(bytes)
}

/// "5\r\nHallo\r\n0\r\n\r\n" is "Hallo".
fn chunks(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&body[..end])
            .ok()
            .and_then(|size| usize::from_str_radix(size.split(';').next()?.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && end + 2 + size <= body.len()) else {
            break;
        };
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = body.get(end + 4 + size..).unwrap_or_default();
    }
    // some crawlers unpack the chunks and leave the head as it was
    if whole.is_empty() { body.to_vec() } else { whole }
}
