//! Formats that hold articles in more than plain text: which module reads which, and how its articles are called.
//!
//! The second row of "artikel.csv" is the article "artikel-2" where no column says its id; "a.html" in "artikel.zip" is the article "a".

use std::io::{BufRead, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::exports::{factiva, nexis, wiso};
use super::given::Given;
use super::kind::{self, Kind};
use super::office::Document;
use super::{LARGEST_RECORD, LARGEST_TEXT, stem};
use super::{encoding, feed, html, mail, office, packed, pdf, press, record, rtf, sheet};
use super::{table, warc};
use crate::record::article::{Article, Metadata};
use crate::record::error::{Error, Result};

/// Articles, each made when it is asked for.
pub(super) type Found = Box<dyn Iterator<Item = Result<Article>>>;

/// Reads a file of an archive by its name and bytes.
type ReadFile = fn(&str, Vec<u8>, &Given) -> Result<Found>;

/// The articles of a ZIP archive, or of a document that is one.
pub(super) fn zip(
    name: &str,
    source: Box<dyn packed::Source>,
    given: &Given,
    read_file: ReadFile,
) -> Result<Found> {
    let wrong = |what: String| Error::new(format!("{name} {what}"));
    let mut archive = packed::archive(source).map_err(wrong)?;
    let read = match office::document(&mut archive).map_err(wrong)? {
        Some(Document::Workbook) => {
            if !archive.is_small(LARGEST_RECORD as u64) {
                let what = format!("is damaged or has a part of more than {MOST} MB");
                return Err(wrong(what));
            }
            let records = sheet::records(archive.into_source(), &given.how).map_err(wrong)?;
            return rows(name, records, given);
        }
        Some(Document::Word) => office::word(&mut archive),
        Some(Document::OpenText) => office::open_document(&mut archive),
        Some(Document::Book) => return book(name, archive, given),
        None if given.packed => return Err(wrong(NESTED.to_owned())),
        None => return files(name, archive, given, read_file),
    };
    document(name, read, given)
}

const MOST: usize = LARGEST_RECORD >> 20;
const NESTED: &str = "is an archive in an archive; unpack it first";

/// The articles of a document whose text was read: it may be the export of a database.
fn document(
    name: &str,
    read: std::result::Result<(String, Metadata), String>,
    given: &Given,
) -> Result<Found> {
    let wrong = |what: String| Error::new(format!("{name} {what}"));
    let (text, own) = read.map_err(wrong)?;
    if text.trim().is_empty() {
        return Err(wrong("has no text".into()));
    }
    if text.len() > LARGEST_TEXT {
        return Err(wrong(format!("has more than {} MB of text", LARGEST_TEXT >> 20)));
    }
    match kind::export(&text) {
        Some(kind) => of_text(name, kind, &text, given),
        None => Ok(one(given.article(own, &stem(name), text))),
    }
}

fn one(article: Article) -> Found {
    Box::new(std::iter::once(Ok(article)))
}

/// The files of a ZIP archive, one after the other.
fn files(
    name: &str,
    mut archive: packed::Archive,
    given: &Given,
    read_file: ReadFile,
) -> Result<Found> {
    if archive.len() == 0 {
        return Err(Error::new(format!("{name} is an empty ZIP archive")));
    }
    let next = move || archive.next(LARGEST_RECORD as u64);
    Ok(each_file(name, next, given, read_file))
}

/// The files of a tar archive, one after the other.
pub(super) fn tar(name: &str, bytes: Vec<u8>, given: &Given, read_file: ReadFile) -> Result<Found> {
    if given.packed {
        return Err(Error::new(format!("{name} {NESTED}")));
    }
    let mut archive = packed::Tar::new(bytes);
    Ok(each_file(name, move || archive.next(), given, read_file))
}

/// The articles of the files that `next` gives; a bad file is an error of its own.
fn each_file(
    name: &str,
    mut next: impl FnMut() -> Option<(String, std::result::Result<Vec<u8>, String>)> + 'static,
    given: &Given,
    read_file: ReadFile,
) -> Found {
    let (name, given) = (name.to_owned(), given.clone());
    let mut current: Option<Found> = None;
    Box::new(std::iter::from_fn(move || {
        loop {
            if let Some(article) = current.as_mut().and_then(Iterator::next) {
                return Some(article);
            }
            let (file, bytes) = next()?;
            let inner = format!("{name}/{file}");
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(what) => return Some(Err(Error::new(format!("{inner} {what}")))),
            };
            match read_file(&inner, bytes, &given.inside(&file)) {
                Ok(articles) => current = Some(articles),
                Err(error) => return Some(Err(error)),
            }
        }
    }))
}

/// Chapters of fewer letters are title pages and lists.
const CHAPTER: usize = 300;

/// The chapters of a book.
fn book(name: &str, mut archive: packed::Archive, given: &Given) -> Result<Found> {
    let chapters =
        office::chapters(&mut archive).map_err(|what| Error::new(format!("{name} {what}")))?;
    let (id, given) = (stem(name), given.clone());
    let read = (1..).zip(chapters).filter_map(move |(n, chapter)| {
        let bytes = archive.file(&chapter, LARGEST_TEXT as u64)?;
        let page = html::read(&String::from_utf8_lossy(&bytes)).ok()?;
        let long = page.text.len() >= CHAPTER;
        let id = format!("{id}-{n}");
        long.then(|| Ok(given.record(n).article(page.metadata, &id, page.text)))
    });
    let mut read = read.peekable();
    if read.peek().is_none() {
        return Err(Error::new(format!("{name} is a book without a chapter that can be read")));
    }
    Ok(Box::new(read))
}

/// The articles of a PDF file or an RTF document, of a mail or a box of mails: bytes that are no text, or text in several encodings.
pub(super) fn of_bytes(name: &str, kind: Kind, bytes: &[u8], given: &Given) -> Result<Found> {
    let id = stem(name);
    match kind {
        Kind::Pdf => return document(name, pdf::read(bytes), given),
        Kind::Rtf => return document(name, rtf::read(bytes), given),
        Kind::Mail => {
            let read = mail::read(bytes).map_err(|what| Error::new(format!("{name} {what}")));
            return read.map(|(text, own)| one(given.article(own, &id, text)));
        }
        _ => {}
    }
    let (name, given) = (name.to_owned(), given.clone());
    let mails = (1..).zip(mail::mails(bytes));
    Ok(Box::new(mails.map(move |(n, mail)| match mail::read(&mail) {
        Ok((text, own)) => Ok(given.record(n).article(own, &format!("{id}-{n}"), text)),
        Err(what) => Err(Error::new(format!("{name}, mail {n} {what}"))),
    })))
}

/// The text of a PDF file as the program `pdftotext` reads it.
pub(super) fn by_pdftotext(name: &str, path: &Path, given: &Given) -> Result<Found> {
    let failed = |error| Error::because("'pdftotext' cannot be run; is it installed?", error);
    let mut program = Command::new("pdftotext")
        .args(["-bbox", "-enc", "UTF-8", "-q", "--"])
        .arg(path)
        .arg("-")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let mut bytes = Vec::new();
    let limit = 2 * LARGEST_RECORD as u64;
    if let Some(out) = program.stdout.take() {
        out.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    }
    if !program.wait().map_err(failed)?.success() {
        return Err(Error::new(format!("{name} cannot be read by pdftotext")));
    }
    document(name, pdf::of_boxes(&String::from_utf8_lossy(&bytes)), given)
}

/// The articles of a table, a feed, of XML or an export of a database.
pub(super) fn of_text(name: &str, kind: Kind, text: &str, given: &Given) -> Result<Found> {
    let records = match kind {
        Kind::Feed => feed::records(text),
        Kind::Nexis => Ok(nexis::records(text)),
        Kind::Wiso => Ok(wiso::records(text)),
        Kind::Factiva if factiva::is_page(text) => Ok(factiva::records(&factiva::page_text(text))),
        Kind::Factiva => Ok(factiva::records(text)),
        Kind::Press => press::records(text, &kind::root(text.trim_start()).unwrap_or_default()),
        _ => table::records(text, &given.how),
    };
    rows(name, records.map_err(|what| Error::new(format!("{name} {what}")))?, given)
}

/// The articles of records; a bad one is named by its number.
fn rows(name: &str, records: Vec<Value>, given: &Given) -> Result<Found> {
    if records.is_empty() {
        return Err(Error::new(format!("{name} holds no articles")));
    }
    let (id, name, given) = (stem(name), name.to_owned(), given.clone());
    Ok(Box::new((1..).zip(records).map(move |(n, record)| {
        record::article(record, &given.record(n), &format!("{id}-{n}"), LARGEST_TEXT)
            .map_err(|what| Error::new(format!("{name}, row {n}: {what}")))
    })))
}

/// The pages of a web archive, each read when it is asked for.
pub(super) fn web_archive(name: &str, mut reader: Box<dyn BufRead>, given: &Given) -> Found {
    let (id, name, given) = (stem(name), name.to_owned(), given.clone());
    let mut number = 0;
    let mut over = false;
    Box::new(std::iter::from_fn(move || {
        if over {
            return None;
        }
        number += 1;
        let page = match warc::next(&mut reader)? {
            Ok(page) => page,
            Err(what) => {
                over = true;
                return Some(Err(Error::new(format!("{name} {what}"))));
            }
        };
        Some(fetched(&page, &given.record(number), &format!("{id}-{number}")))
    }))
}

fn fetched(page: &warc::Fetched, given: &Given, id: &str) -> Result<Article> {
    let wrong = |what: String| Error::new(format!("{} {what}", page.url));
    let text = encoding::decode(page.bytes.clone(), true).map_err(wrong)?;
    let read = html::read(&text).map_err(wrong)?;
    let own = Metadata { url: Some(page.url.clone()), ..Metadata::default() };
    Ok(given.article(read.metadata.or(own), id, read.text))
}
