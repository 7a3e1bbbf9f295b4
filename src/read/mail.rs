//! Mails: one of them (.eml), a box of them (.mbox), and pages that browsers save as one (MHTML).
//!
//! "Subject: Brücke gebaut" is the title, the day is that of "Date:", the text that of the part without markup, else of the page.
//! "Date:" of a saved page is when somebody saved it and says nothing of when the article appeared.

use mail_parser::{HeaderValue, MessageParser};

use crate::record::article::Metadata;

/// The text of a mail and what it says about itself, or why there is none: a clause about the mail.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Metadata), String> {
    let mail = MessageParser::default().parse(bytes).ok_or("cannot be read as a mail")?;
    let saved = ["Snapshot-Content-Location", "Content-Location"];
    let url = saved.iter().find_map(|name| mail.header(*name)).and_then(HeaderValue::as_text);
    let from = mail.from().and_then(|from| from.first());
    let name = from.and_then(|from| from.name().or(from.address())).map(str::to_owned);
    let date = mail.date().and_then(|date| crate::record::date::parse(&date.to_rfc3339()));
    let page = url.is_some();
    let date = date.filter(|_| !page);
    let own = Metadata {
        title: mail.subject().map(str::to_owned),
        date,
        source: name.filter(|_| !page),
        url: url.filter(|url| url.starts_with("http")).map(str::to_owned),
        ..Metadata::default()
    };
    let markup =
        mail.body_html(0).filter(|_| page || mail.text_body_count() == 0 || !has_plain(&mail));
    match markup {
        #[cfg(feature = "html")]
        Some(html) => {
            let page = super::html::read(&html)?;
            // a page knows its title better than the program that saved it
            Ok((
                page.text,
                if own.url.is_some() { page.metadata.or(own) } else { own.or(page.metadata) },
            ))
        }
        _ => {
            let text = mail.body_text(0).ok_or("has no text")?;
            Ok((text.replace("\r\n", "\n"), own))
        }
    }
}

/// The mail has a part that was written without markup.
fn has_plain(mail: &mail_parser::Message) -> bool {
    use mail_parser::PartType;
    mail.text_bodies().any(|part| matches!(part.body, PartType::Text(_)))
}

/// The mails of a box: each begins behind a blank line with "From ".
pub(super) fn mails(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut mails: Vec<Vec<u8>> = Vec::new();
    let mut blank = true;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if blank && line.starts_with(b"From ") {
            mails.push(Vec::new());
        } else if let Some(mail) = mails.last_mut() {
            // ">From" was written for a line that begins with "From"
            let quoted = line.starts_with(b">From ");
            mail.extend_from_slice(if quoted { &line[1..] } else { line });
        }
        blank = line.trim_ascii().is_empty();
    }
    mails
}
