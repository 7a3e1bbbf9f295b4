//! `tripel remove`: articles leave the store, with all that only they say.

use tripel::record::error::Result;

use super::output::{failed, to_stdout};
use super::{Global, Outcome, is_there};

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
        is_there(&store, id)?;
    }
    for id in &args.articles {
        store.remove(id)?;
        to_stdout(|out| writeln!(out, "removed {id}").map_err(failed))?;
    }
    global.indexed(&store);
    Ok(Outcome::Done)
}
