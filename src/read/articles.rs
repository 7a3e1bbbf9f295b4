//! Files become articles: one from a text, Markdown, HTML or JSON file, many from JSON Lines; `formats` has the other formats.
//!
//! A bad article is an error of its own; those after it are read.

use std::fs::File;
#[cfg(feature = "formats")]
use std::io::Seek;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

use serde_json::Value;

use super::format::{
    Format, by_name, first_line, format, is_lines, is_lines_of, is_page, is_stream,
};
#[cfg(feature = "formats")]
use super::formats;
use super::given::{Given, How};
#[cfg(feature = "html")]
use super::html;
use super::kind::{self, Kind};
use super::lines::Lines;
#[cfg(feature = "formats")]
use super::packed::{self, Packing};
use super::{LARGEST_RECORD, LARGEST_TEXT, encoding, markdown, record, stem, unreadable};
use crate::record::article::{Article, Metadata};
use crate::record::error::{Error, Result};

/// The articles of a file, in its order; each is read when it is asked for.
pub struct Articles {
    source: Source,
    /// Where they stand on the web, for those that do not say so.
    url: Option<String>,
}

enum Source {
    Ready(std::vec::IntoIter<Result<Article>>),
    Lines(Box<Lines>),
    /// Of a file that holds many.
    #[cfg(feature = "formats")]
    Many(formats::Found),
}

/// As a web archive begins.
#[cfg(feature = "formats")]
const WARC: &[u8] = b"WARC/1.";
/// So much of the beginning tells what kind of text comes.
const HEAD: u64 = 1 << 20;

impl Article {
    /// The articles of a file; `known` overrides what the file says. Beside "NAME.txt" a file "NAME.meta.json" may lie
    /// that says title, date, source, url, language and id.
    pub fn read(path: &Path, known: &Metadata) -> Articles {
        Article::read_as(path, known, &How::default())
    }

    /// The same, with what is said of columns and names of files.
    pub fn read_as(path: &Path, known: &Metadata, how: &How) -> Articles {
        let name = path.display().to_string();
        if is_sidecar(path) {
            return Articles::ready(Vec::new());
        }
        let read = || {
            let file = opened(path, &name)?;
            let known = known.clone().or(sidecar(path)?);
            let given = named(Given::new(&known, how), &name)?;
            #[cfg(feature = "formats")]
            if how.pdftotext && name.to_ascii_lowercase().ends_with(".pdf") {
                return formats::by_pdftotext(&name, path, &given).map(many);
            }
            #[cfg(feature = "formats")]
            let file = match archive(file, &name)? {
                Ok(source) => {
                    return formats::zip(&name, Box::new(source), &given, inner).map(many);
                }
                Err(file) => file,
            };
            streamed(&name, Box::new(file), &given)
        };
        read().unwrap_or_else(|error| Articles::ready(vec![Err(error)]))
    }

    /// The articles that come from a stream: of JSON Lines one at a time, of everything else when
    /// it has ended. `name` is for messages and, by its ending, for the format.
    pub fn from_reader(name: &str, reader: impl Read + 'static, known: &Metadata) -> Articles {
        Article::from_reader_as(name, reader, known, &How::default())
    }

    /// The same, with what is said of columns.
    pub fn from_reader_as(
        name: &str,
        reader: impl Read + 'static,
        known: &Metadata,
        how: &How,
    ) -> Articles {
        streamed(name, Box::new(reader), &Given::new(known, how))
            .unwrap_or_else(|error| Articles::ready(vec![Err(error)]))
    }

    /// The articles of bytes that came from somewhere: `name` is for messages and, by its ending, for the format.
    pub fn from_bytes(name: &str, bytes: Vec<u8>, known: &Metadata) -> Articles {
        Article::from_reader(name, Cursor::new(bytes), known)
    }
}

impl Articles {
    fn ready(articles: Vec<Result<Article>>) -> Self {
        Articles { source: Source::Ready(articles.into_iter()), url: None }
    }

    /// There are none, for this reason.
    #[cfg(feature = "fetch")]
    pub(super) fn failed(error: Error) -> Self {
        Articles::ready(vec![Err(error)])
    }

    /// Those that stand at an address of the web.
    #[cfg(feature = "fetch")]
    pub(super) fn at(self, url: &str) -> Self {
        Articles { url: Some(url.to_owned()), ..self }
    }

    /// How many bytes of JSON Lines have been read; `None` where all was read at once.
    pub fn bytes_read(&self) -> Option<u64> {
        match &self.source {
            Source::Ready(_) => None,
            #[cfg(feature = "formats")]
            Source::Many(_) => None,
            Source::Lines(lines) => Some(lines.read),
        }
    }
}

#[cfg(feature = "formats")]
fn many(found: formats::Found) -> Articles {
    Articles { source: Source::Many(found), url: None }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Result<Article>> {
        let mut next = match &mut self.source {
            Source::Ready(articles) => articles.next(),
            Source::Lines(lines) => lines.next(),
            #[cfg(feature = "formats")]
            Source::Many(articles) => articles.next(),
        };
        if let (Some(Ok(article)), Some(url)) = (&mut next, &self.url) {
            article.url.get_or_insert_with(|| url.clone());
        }
        // whatever the format: an article without a word is none
        next.map(|next| {
            next.and_then(|article| match article.text.trim().is_empty() {
                true => Err(Error::new(format!("{} has no text", article.id))),
                false => Ok(article),
            })
        })
    }
}

fn named(given: Given, name: &str) -> Result<Given> {
    given.named(name).map_err(|what| Error::new(format!("{name} {what}")))
}

fn opened(path: &Path, name: &str) -> Result<File> {
    if path.is_dir() {
        return Err(Error::new(format!(
            "{name} is a folder, not a file; name the files in it, such as {}",
            path.join("*.html").display()
        )));
    }
    File::open(path).map_err(|error| unreadable(name, error))
}

/// The file where it is a ZIP archive, which is read from the disk; else the file as it was.
#[cfg(feature = "formats")]
fn archive(mut file: File, name: &str) -> Result<std::result::Result<BufReader<File>, File>> {
    // a pipe cannot be read twice
    if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Ok(Err(file));
    }
    let failed = |error| unreadable(name, error);
    let mut head = [0; packed::ZIP.len()];
    let read = file.read(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;
    Ok(if head[..read] == *packed::ZIP { Ok(BufReader::new(file)) } else { Err(file) })
}

/// JSON Lines are read one by one, everything else as a whole.
fn streamed(name: &str, reader: Box<dyn Read>, given: &Given) -> Result<Articles> {
    let mut reader = BufReader::new(reader);
    let mut head = Vec::new();
    let failed = |error| unreadable(name, error);
    reader.by_ref().take(HEAD).read_to_end(&mut head).map_err(failed)?;
    #[cfg(feature = "formats")]
    if let Some(packing) = Packing::of(&head) {
        return unpacked(name, packing, Box::new(Cursor::new(head).chain(reader)), given);
    }
    whole(name, head, reader, given)
}

/// What stood in a gzip, xz or zstd file; one that was packed twice is refused, as it may be packed without end.
#[cfg(feature = "formats")]
fn unpacked(
    name: &str,
    packing: Packing,
    packed: Box<dyn Read>,
    given: &Given,
) -> Result<Articles> {
    let damaged = || {
        let what = "archive, or one that is cut off or too large; get it anew or unpack it first";
        Error::new(format!("{name} is a damaged {packing} {what}"))
    };
    let unpacked = packing.unpacked(packed, LARGEST_RECORD as u64).ok_or_else(damaged)?;
    let mut reader = BufReader::new(unpacked);
    let mut head = Vec::new();
    let read = reader.by_ref().take(HEAD).read_to_end(&mut head);
    // of a web archive that is cut off, as crawlers leave them, the pages before are read
    if read.is_err() && !head.starts_with(WARC) {
        return Err(damaged());
    }
    if Packing::of(&head).is_some() {
        return Err(Error::new(format!("{name} is packed twice; unpack it first")));
    }
    let bare = super::given::unpacked_name(name);
    whole(bare, head, BufReader::new(Box::new(reader)), given)
}

/// The articles of a stream whose beginning has been read.
fn whole(
    name: &str,
    mut head: Vec<u8>,
    reader: BufReader<Box<dyn Read>>,
    given: &Given,
) -> Result<Articles> {
    let failed = |error| unreadable(name, error);
    #[cfg(feature = "formats")]
    if head.starts_with(WARC) {
        let reader = Box::new(Cursor::new(head).chain(reader));
        return Ok(many(formats::web_archive(name, reader, given)));
    }
    if is_lines_of(by_name(name), &head) {
        let mark: &[u8] = b"\xef\xbb\xbf";
        let read = if head.starts_with(mark) { mark.len() } else { 0 };
        let head = Cursor::new(head.split_off(read));
        return Ok(lines(name, Box::new(head.chain(reader)), given));
    }
    let limit = LARGEST_RECORD as u64;
    let rest = (limit + 1).saturating_sub(head.len() as u64);
    reader.take(rest).read_to_end(&mut head).map_err(failed)?;
    if head.len() as u64 > limit {
        return Err(Error::new(format!("{name} is larger than {} MB", limit >> 20)));
    }
    of_bytes(name, head, given)
}

/// "NAME.meta.json" beside "NAME.txt".
fn sidecar(path: &Path) -> Result<Metadata> {
    let beside = path.with_extension("meta.json");
    if !beside.is_file() {
        return Ok(Metadata::default());
    }
    let name = beside.display().to_string();
    let mut bytes = Vec::new();
    let failed = |error| unreadable(&name, error);
    File::open(&beside).and_then(|file| file.take(HEAD).read_to_end(&mut bytes)).map_err(failed)?;
    let text =
        encoding::decode(bytes, false).map_err(|what| Error::new(format!("{name} {what}")))?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(fields)) => {
            record::metadata(&fields).map_err(|what| Error::new(format!("{name}: {what}")))
        }
        Ok(_) => Err(Error::new(format!("{name}: the record is not a JSON object"))),
        Err(error) => Err(Error::because(format!("{name} is not valid JSON"), error)),
    }
}

fn is_sidecar(path: &Path) -> bool {
    let Some(stem) = path
        .file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.strip_suffix(".meta.json"))
    else {
        return false;
    };
    ["txt", "md", "markdown", "html", "htm", "xhtml", "json", "pdf", "rtf", "docx", "odt"]
        .iter()
        .any(|ending| path.with_file_name(format!("{stem}.{ending}")).is_file())
}

/// The articles of a file in an archive.
#[cfg(feature = "formats")]
fn inner(name: &str, bytes: Vec<u8>, given: &Given) -> Result<formats::Found> {
    let given = named(given.clone(), name)?;
    streamed(name, Box::new(Cursor::new(bytes)), &given)
        .map(|articles| Box::new(articles) as formats::Found)
}

/// The articles of a file's bytes.
fn of_bytes(name: &str, bytes: Vec<u8>, given: &Given) -> Result<Articles> {
    let wrong = |what: String| Error::new(format!("{name} {what}"));
    if bytes.trim_ascii().is_empty() {
        return Err(wrong("is empty".into()));
    }
    let told = by_name(name);
    let open = matches!(told, None | Some(Format::Text | Format::Table));
    #[cfg(feature = "formats")]
    if bytes.starts_with(packed::ZIP) {
        return formats::zip(name, Box::new(Cursor::new(bytes)), given, inner).map(many);
    }
    #[cfg(feature = "formats")]
    if packed::is_tar(&bytes) {
        return formats::tar(name, bytes, given, inner).map(many);
    }
    if let Some(kind) = kind::of_bytes(&bytes).filter(|kind| open || !kind.is_text()) {
        return in_format(name, kind, Contents::Bytes(&bytes), given);
    }
    let text = encoding::decode(bytes, told == Some(Format::Html)).map_err(wrong)?;
    if text.trim().is_empty() {
        return Err(wrong("is empty".into()));
    }
    if open && !is_page(&text) {
        let kind = match told {
            Some(Format::Table) => Some(Kind::Table),
            _ => kind::kind(&text).map_err(wrong)?,
        };
        if let Some(kind) = kind {
            return in_format(name, kind, Contents::Text(&text), given);
        }
    } else if kind::is_factiva_page(&text) {
        return in_format(name, Kind::Factiva, Contents::Text(&text), given);
    }
    let id = if is_stream(name) {
        format!("article-{}", &blake3::hash(text.as_bytes()).to_hex()[..12])
    } else {
        stem(name)
    };
    of_text(name, &id, text, given)
}

/// The articles of a text that is plain, Markdown, JSON or a web page.
fn of_text(name: &str, id: &str, text: String, given: &Given) -> Result<Articles> {
    let wrong = |what: String| Error::new(format!("{name} {what}"));
    let (text, own) = match format(by_name(name), &text) {
        Format::Lines => return Ok(lines(name, Box::new(Cursor::new(text)), given)),
        Format::Json => return json(name, id, text, given),
        #[cfg(feature = "html")]
        Format::Html => {
            let page = html::read(&text).map_err(wrong)?;
            (page.text, page.metadata)
        }
        #[cfg(not(feature = "html"))]
        Format::Html => return Err(wrong("is a web page, which this build does not read".into())),
        Format::Markdown => markdown::read(&text),
        Format::Text | Format::Table => {
            let own = Metadata { title: first_line(&text), ..Metadata::default() };
            (text, own)
        }
    };
    if text.trim().is_empty() {
        return Err(wrong("has no text".into()));
    }
    if text.len() > LARGEST_TEXT {
        return Err(wrong(format!("has more than {} MB of text", LARGEST_TEXT >> 20)));
    }
    Ok(Articles::ready(vec![Ok(given.article(own, id, text))]))
}

/// What a file holds, as bytes or decoded.
#[cfg_attr(not(feature = "formats"), expect(dead_code, reason = "only formats read it"))]
enum Contents<'a> {
    Bytes(&'a [u8]),
    Text(&'a str),
}

#[cfg(feature = "formats")]
fn in_format(name: &str, kind: Kind, held: Contents, given: &Given) -> Result<Articles> {
    match held {
        Contents::Bytes(bytes) => formats::of_bytes(name, kind, bytes, given),
        Contents::Text(text) => formats::of_text(name, kind, text, given),
    }
    .map(many)
}

#[cfg(not(feature = "formats"))]
fn in_format(name: &str, kind: Kind, _: Contents, _: &Given) -> Result<Articles> {
    Err(Error::new(format!("{name} is {}, which this build does not read", kind.noun())))
}

fn lines(name: &str, reader: Box<dyn BufRead>, given: &Given) -> Articles {
    Articles { source: Source::Lines(Box::new(Lines::new(name, reader, given))), url: None }
}

/// One record, or a list of them.
fn json(name: &str, id: &str, text: String, given: &Given) -> Result<Articles> {
    let records = match serde_json::from_str(&text) {
        Ok(Value::Array(records)) => records,
        Ok(mut record) => {
            if let Some(records) = record::list(&mut record, &given.how) {
                return listed(name, id, records, given);
            }
            let article = record::article(record, given, id, LARGEST_TEXT);
            return Ok(Articles::ready(vec![
                article.map_err(|what| Error::new(format!("{name}: {what}"))),
            ]));
        }
        // JSON Lines under another name
        Err(_) if is_lines(&text) => {
            return Ok(lines(name, Box::new(Cursor::new(text)), given));
        }
        Err(error) => return Err(Error::because(format!("{name} is not valid JSON"), error)),
    };
    listed(name, id, records, given)
}

/// The articles of a list of records.
fn listed(name: &str, id: &str, records: Vec<Value>, given: &Given) -> Result<Articles> {
    if records.is_empty() {
        return Err(Error::new(format!("{name} is empty")));
    }
    let article = |(n, record): (usize, Value)| {
        let id = format!("{id}-{}", n + 1);
        record::article(record, &given.record(n + 1), &id, LARGEST_TEXT)
            .map_err(|what| Error::new(format!("{name}, record {}: {what}", n + 1)))
    };
    Ok(Articles::ready(records.into_iter().enumerate().map(article).collect()))
}

/// A web page with what became of each of its lines; `None` where the file is no page that can be read.
#[cfg(feature = "html")]
pub fn page(path: &Path) -> Option<html::Page> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LARGEST_RECORD as u64).read_to_end(&mut bytes).ok()?;
    let told = by_name(&name);
    if kind::of_bytes(&bytes).is_some_and(|kind| !kind.is_text()) {
        return None;
    }
    let text = encoding::decode(bytes, told == Some(Format::Html)).ok()?;
    if told != Some(Format::Html) && !is_page(&text) && kind::kind(&text) != Ok(None) {
        return None;
    }
    (format(told, &text) == Format::Html).then(|| html::read(&text).ok()).flatten()
}
