//! `tripel verify`: does the store keep what it promises?

use tripel::kb::verify::verify;
use tripel::record::error::{Error, Result};

use super::output::{count, failed, say, to_stdout};
use super::style::GREEN;
use super::{Global, Outcome};

/// Check the store: every quote stands in its article, every statement has evidence, no claim is a plain fact
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel verify && echo all is well")]
pub struct Args {}

const SHOWN: usize = 50;

pub fn run(_: Args, global: &Global) -> Result<Outcome> {
    let store = global.store()?;
    let found = verify(&store)?;
    for breach in found.breaches.iter().take(SHOWN) {
        say(&breach.clone());
    }
    to_stdout(|out| {
        let all = found.statements + found.quotations;
        let good = found.breaches.is_empty();
        writeln!(
            out,
            "{} with {} and {}",
            count(found.articles, "article"),
            count(found.statements, "statement"),
            count(found.quotations, "quotation")
        )
        .and_then(|()| {
            writeln!(
                out,
                "{} of {} stand verbatim in their article",
                found.quotes,
                count(all, "quote")
            )
        })
        .and_then(|()| {
            writeln!(
                out,
                "{} make {}",
                count(found.asserted, "asserted statement"),
                count(found.facts, "plain fact")
            )
        })
        .and_then(|()| {
            writeln!(
                out,
                "{} make none",
                count(found.unvouched, "claimed, planned or negated statement")
            )
        })
        .and_then(|()| if good { writeln!(out, "{GREEN}no breach{GREEN:#}") } else { Ok(()) })
        .map_err(failed)
    })?;
    match found.breaches.len() {
        0 if found.articles == 0 => Ok(global.empty()),
        0 => Ok(Outcome::Done),
        number => Err(Error::new(format!(
            "the store {} has {}",
            store.dir().display(),
            count(number, "breach").replace("breachs", "breaches")
        ))),
    }
}
