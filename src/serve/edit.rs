//! Corrections that forms send: each becomes a line of the log before the answer, then the store is made to say so.

use crate::extract::judgement::{Judgement, What};
use crate::record::error::{Error, Result};
use crate::review::draft::{self, Addition, By, decoded};
use crate::review::log::Log;
use crate::serve::answer::field;
use crate::serve::shelf::Shelf;

/// The judgement that the fields of a form say.
///
/// # Errors
/// Where they say none: a sentence for the person.
pub fn judgement(shelf: &Shelf, fields: &[(String, String)], who: &str) -> Result<Judgement> {
    let what = What::parse(field(fields, "what"))
        .ok_or_else(|| Error::new("the form does not say what to correct"))?;
    let given =
        |name: &str| Some(field(fields, name).to_owned()).filter(|own| !own.trim().is_empty());
    let by = By { who: who.to_owned(), why: given("why") };
    let of = field(fields, "of");
    let value = given("value");
    if what.is_about_a_statement() {
        let row = shelf
            .statement(of)
            .ok_or_else(|| Error::new(format!("there is no statement '{of}' any more")))?;
        return draft::about_statement(
            row,
            &shelf.text(&row.article)?,
            what,
            value.as_deref(),
            &by,
        );
    }
    if what.is_about_an_actor() {
        return draft::about_actor(
            &shelf.rows,
            &decoded(of),
            what,
            value.as_deref(),
            given("article").as_deref(),
            &by,
        );
    }
    match what {
        What::Add => {
            let addition = Addition {
                quote: field(fields, "quote").to_owned(),
                subject: given("subject"),
                lemma: field(fields, "predicate").to_owned(),
                relation: given("english"),
                object: given("object"),
                speaker: given("speaker"),
                status: given("status"),
                negated: field(fields, "negated") == "true",
                event: given("event"),
            };
            draft::addition(&shelf.text(of)?, &shelf.rows, &addition, &by)
        }
        What::Read => {
            shelf.text(of)?;
            Ok(draft::read(of, &by))
        }
        _ => Ok(draft::undo(&*Log::open(shelf.store.dir())?.find(of)?, &by)),
    }
}

/// Where a form wants to go back to: a place of this server.
pub fn back(fields: &[(String, String)]) -> String {
    let back = field(fields, "back");
    let is_local =
        back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
    if is_local { back.to_owned() } else { "/".to_owned() }
}
