//! `tripel push`: the store's graph on a server of SPARQL 1.1.

use tripel::export::push::{Server, push};
use tripel::kb::graph::Graph;
use tripel::record::error::{Error, Result};

use super::output::{count, failed, say, to_stdout};
use super::{Global, Outcome};

/// Send the graph to a server of SPARQL 1.1 Update: all the first time, then what has changed
///
/// The server's default graph and the graphs of the statements become as the store's, article by article: what no article says any
/// more is deleted, what others put there stays. A push that was cut off goes on where it stopped.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel push http://localhost:7878/update                         oxigraph
  tripel push http://localhost:3030/news/update --batch 2000       Fuseki
  tripel push https://example.org/update --header 'Authorization: Bearer TOKEN'")]
pub struct Args {
    /// The address that takes updates
    #[arg(value_name = "URL")]
    url: String,
    /// About so many quads in one request
    #[arg(long, value_name = "NUMBER", default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
    /// A header of each request, such as one that says who asks (may be repeated)
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
}

fn header(text: &str) -> std::result::Result<(String, String), String> {
    let (name, value) =
        text.split_once(':').ok_or("write it as NAME: VALUE, such as 'Authorization: Bearer x'")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    if !["http://", "https://"].iter().any(|scheme| args.url.starts_with(scheme)) {
        return Err(Error::new(format!("'{}' is no address; it begins with http://", args.url)));
    }
    let store = global.store()?;
    let (store, graph) = global.told(store.clone(), Graph::open(&store)?)?;
    let server = Server::new(&args.url, args.headers);
    let told = |sent: usize, all: usize| {
        if !global.quiet {
            say(&format!("{sent} of {} sent", count(all, "article")));
        }
    };
    let done = push(&store, &graph, &server, args.batch as usize, told)?;
    to_stdout(|out| {
        writeln!(
            out,
            "{}: {} sent, {} removed, {} as before",
            args.url,
            count(done.sent, "article"),
            done.removed,
            done.as_before
        )
        .map_err(failed)
    })?;
    Ok(Outcome::Done)
}
