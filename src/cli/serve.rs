//! `tripel serve`: the explorer in a browser, and the SPARQL endpoint.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::time::Duration;

use tripel::record::error::{Error, Result};
use tripel::serve::guard::{Guard, secret};
use tripel::serve::server::{Bounds, serve};
use tripel::serve::site::{Options, Site};
use tripel::serve::sparql::Limits;

use super::output::{failed, to_stdout};
use super::{Global, Outcome};

/// Show the store in a browser: network, actors, statements in their articles, queries; and answer SPARQL at /query
///
/// Only this machine reaches it, unless --host says otherwise; then it wants a token. It only shows, unless --edit lets its pages
/// correct. Ctrl-C ends it.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel serve --for 5                     at http://127.0.0.1:7878, for five seconds
  tripel serve --port 0 --for 5            at a port that is free
  tripel serve --edit --who Anna --for 5   its pages correct, in this name
  tripel serve --cors '*' --for 5          pages of others may ask /query")]
pub struct Args {
    /// The port; 0 is one that is free
    #[arg(long, value_name = "PORT", default_value_t = 7878)]
    port: u16,
    /// The address of this machine at which it listens
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Another name by which browsers may call it, such as news.example.org or news.example.org:8080 (may be repeated)
    #[arg(long = "allow-host", value_name = "NAME")]
    names: Vec<String>,
    /// Let the pages correct
    #[arg(long)]
    edit: bool,
    /// Who corrects; without it the name of your account
    #[arg(long, value_name = "NAME", env = "TRIPEL_WHO", hide_env_values = true)]
    who: Option<String>,
    /// End what takes longer than so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
    /// Refuse answers of /query with more rows
    #[arg(long, value_name = "ROWS", default_value_t = 100_000)]
    limit: usize,
    /// The origin whose pages may read answers of /query; '*' is any
    #[arg(long, value_name = "ORIGIN")]
    cors: Option<String>,
    /// End by itself after so many seconds
    #[arg(long = "for", value_name = "SECONDS")]
    life: Option<u64>,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let store = global.store()?;
    let address = SocketAddr::new(args.host, args.port);
    let listener = TcpListener::bind(address).map_err(|error| {
        Error::because(
            format!("cannot listen at {address}; --port 0 takes a port that is free"),
            error,
        )
    })?;
    let port = listener.local_addr().map_err(failed)?.port();
    let token = (!args.host.is_loopback()).then(secret);
    let guard = Guard {
        hosts: hosts(&args, port),
        token: token.clone(),
        key: secret(),
        cors: args.cors.clone(),
    };
    let account = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let options = Options {
        guard,
        edit: args.edit,
        who: args.who.clone().or_else(account).unwrap_or_else(|| "somebody".to_owned()),
        limits: Limits { rows: args.limit },
    };
    let site = Site::open(store, global.rows_about_actors()?, options)?;
    let shown = SocketAddr::new(args.host, port);
    let question = token.map_or(String::new(), |token| format!("?token={token}"));
    to_stdout(|out| writeln!(out, "http://{shown}/{question}").map_err(failed))?;
    global.note(if args.edit {
        "its pages correct; Ctrl-C ends it"
    } else {
        "it only shows; Ctrl-C ends it"
    });
    let bounds = Bounds {
        time: Duration::from_secs(args.timeout.max(1)),
        queries: 4,
        life: args.life.map(Duration::from_secs),
    };
    serve(site, listener, bounds)?;
    Ok(Outcome::Done)
}

/// The names by which it may be called.
fn hosts(args: &Args, port: u16) -> Vec<String> {
    let mut hosts =
        vec![format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
    hosts.push(SocketAddr::new(args.host, port).to_string());
    for name in &args.names {
        hosts.extend([name.to_ascii_lowercase(), format!("{}:{port}", name.to_ascii_lowercase())]);
    }
    hosts
}
