//! `tripel remove`: articles leave the store, with all that only they say.

use tripel::error::{Error, Result};

use super::output::{failed, to_stdout};
use super::{Global, Outcome, did_you_mean};

/// Remove articles from the store, with all that only they say
///
/// Where one of them is not there, none is removed.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel remove cyberangriffe")]
pub struct Args {
    /// Ids of articles, as 'tripel list' shows them
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let store = global.store()?;
    for id in &args.articles {
        if !store.contains(id) {
            let ids: Vec<String> = store.list()?.into_iter().flatten().map(|entry| entry.id).collect();
            let hint = did_you_mean(id, ids.iter().map(String::as_str));
            return Err(Error::new(format!("there is no article '{id}' in {}{hint}", store.dir().display())));
        }
    }
    for id in &args.articles {
        store.remove(id)?;
        to_stdout(|out| writeln!(out, "removed {id}").map_err(failed))?;
    }
    Ok(Outcome::Done)
}
