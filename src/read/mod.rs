//! Files become articles, and the text of an article becomes story and boilerplate.
//!
//! Plain text, Markdown, HTML, JSON, tables, mails, feeds, documents and archives come in; [`Article`]s go out, and
//! for each the spans of its text that are the story. The text never changes after reading.
//!
//! ```
//! use tripel::record::article::{Article, Metadata};
//!
//! let bytes = b"# A note\n\nChina reagiert.".to_vec();
//! let article = Article::from_bytes("note.md", bytes, &Metadata::default()).next();
//! assert_eq!(article.expect("one article")?.id, "note");
//! # Ok::<(), tripel::record::error::Error>(())
//! ```

mod encoding;
mod mojibake;
#[cfg(feature = "html")]
mod html;
mod markdown;
#[cfg_attr(not(feature = "formats"), allow(dead_code))]
mod given;
mod record;
mod format;
mod lines;
#[cfg_attr(not(feature = "formats"), allow(dead_code))]
mod table;
#[cfg_attr(not(feature = "formats"), allow(dead_code))]
mod exports;
#[cfg(feature = "formats")]
mod packed;
#[cfg(feature = "formats")]
mod sheet;
#[cfg(feature = "formats")]
mod mail;
#[cfg(feature = "formats")]
mod feed;
#[cfg(feature = "formats")]
mod press;
#[cfg(feature = "formats")]
mod office;
#[cfg(feature = "formats")]
mod rtf;
#[cfg(feature = "formats")]
mod pdf;
#[cfg(feature = "formats")]
mod warc;
mod kind;
#[cfg(feature = "formats")]
mod formats;
mod articles;
#[cfg(feature = "fetch")]
mod fetch;
mod body;
mod detect;

pub use articles::Articles;
#[cfg(feature = "html")]
pub use articles::page;
pub use body::{Body, Skipped};
pub use detect::detect;
#[cfg(feature = "fetch")]
pub use fetch::{Fetcher, addresses};
pub use given::{Field, How, Pattern, column};
#[cfg(feature = "html")]
pub use html::{Page, PageLine, Witness};
pub use mojibake::damage;

use std::io::ErrorKind;
use std::path::Path;

use crate::record::article::{Article, Metadata};
use crate::record::error::Error;

/// No article's text is larger (64 MiB).
const LARGEST_TEXT: usize = 64 << 20;
/// Markup and escapes around a text.
const LARGEST_RECORD: usize = 4 * LARGEST_TEXT;

/// The name of a file without folders and ending: "2024/artikel-1.txt" is "artikel-1".
fn stem(name: &str) -> String {
    Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The article of a text with what options say about it (`known`), and what the file itself says (`own`). A language that
/// the file claims gives way to the one that its text is clearly in: templates of pages often name a wrong one.
fn article(known: Metadata, own: Metadata, id: &str, text: String) -> Article {
    let text = mojibake::repaired(text);
    let own = Metadata { title: own.title.map(mojibake::repaired), ..own };
    let claimed = own.language.clone();
    let language = claimed.map(|claim| detect(&text).map_or(claim, str::to_owned));
    known.or(Metadata { language, ..own }).article(id, text)
}

/// Why a file cannot be read.
fn unreadable(name: &str, error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound if is_address(name) => Error::new(format!(
            "{name} is a web address; save the page and add its file with --url"
        )),
        ErrorKind::NotFound => Error::new(format!("{name} does not exist")),
        ErrorKind::PermissionDenied => {
            Error::new(format!("{name} may not be read: permission denied"))
        }
        _ => Error::because(format!("{name} cannot be read"), error),
    }
}

/// Text that begins like an address of the web, such as `https://bote.example/1` or `www.bote.example`.
pub fn is_address(name: &str) -> bool {
    ["http:/", "https:/", "www.", "ftp:/"].iter().any(|start| name.starts_with(start))
}
