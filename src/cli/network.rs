//! `tripel network`: the actors with their measures, and the pairs with what happens between them.

use petgraph::visit::EdgeRef;
use tripel::export::look;
use tripel::export::words::Tongue;
use tripel::extract::attribution::Status;
use tripel::network::{Filter, Network, TOP, measure, network};
use tripel::record::article::Date;
use tripel::record::error::{Error, Result};

use super::input::day;
use super::output::{failed, to_stdout};
use super::style::BOLD;
use super::table::{Cell, Table};
use super::{Global, Outcome};

/// Show who acts on whom: the actors, then the pairs
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel network
  tripel network --actor China --claims
  tripel network --since 2021-01-01 --until 2021-12-31 --support 2")]
pub struct Args {
    #[command(flatten)]
    view: View,
    /// Also what is claimed, planned, demanded, denied or negated
    #[arg(long)]
    claims: bool,
}

/// Which part of the network.
#[derive(clap::Args)]
pub struct View {
    /// Of a network: only so many actors, the best connected; 0 is all. Pictures and `network` show 40 where it is not given,
    /// data formats all
    #[arg(long, value_name = "NUMBER")]
    pub top: Option<usize>,
    #[command(flatten)]
    chosen: Chosen,
    /// Of a network: at least so many statements on an edge; 1 where it is not given
    #[arg(long, value_name = "NUMBER")]
    pub support: Option<usize>,
}

/// Which statements.
#[derive(clap::Args)]
pub struct Chosen {
    /// Only what this actor does and what is done to it (may be repeated)
    #[arg(id = "actor", long = "actor", value_name = "NAME")]
    actors: Vec<String>,
    /// Only this article (may be repeated)
    #[arg(long = "article", value_name = "ID")]
    articles: Vec<String>,
    /// Only this event type of PLOVER, such as ACCUSE (may be repeated)
    #[arg(long = "event", value_name = "TYPE")]
    events: Vec<String>,
    /// Only statements of this status: asserted, claimed, planned, demanded, hypothetical, denied (may be repeated)
    #[arg(long = "status", value_name = "STATUS", value_parser = status)]
    statuses: Vec<Status>,
    /// Only from this day on: 2021-07-20, 20.7.2021, "20. Juli 2021"
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Date>,
    /// Only up to this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Date>,
}

impl View {
    /// The filter; `top` is how many actors it takes where nobody says.
    ///
    /// # Errors
    /// Where an event type is not one of PLOVER's.
    pub fn filter(self, claims: bool, top: Option<usize>) -> Result<Filter> {
        let top = self.top.or(top).filter(|&top| top > 0);
        let support = self.support.unwrap_or(1);
        Ok(Filter { support, top, ..self.chosen.filter(claims)? })
    }
}

impl Chosen {
    /// The filter of statements.
    ///
    /// # Errors
    /// Where an event type is not one of PLOVER's.
    pub fn filter(self, claims: bool) -> Result<Filter> {
        let event = |name: &String| {
            tripel::record::plover::EventType::parse(&name.to_uppercase()).ok_or_else(|| {
                Error::new(format!(
                    "'{name}' is no event type of PLOVER; 'tripel vocab' lists them"
                ))
            })
        };
        let events = self.events.iter().map(event).collect::<Result<_>>()?;
        let (articles, actors, statuses) = (self.articles, self.actors, self.statuses);
        let (since, until) = (self.since, self.until);
        Ok(Filter { articles, actors, events, since, until, claims, statuses, ..Filter::default() })
    }
}

fn status(name: &str) -> std::result::Result<Status, String> {
    let names = || Status::ALL.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(", ");
    Status::parse(name).ok_or_else(|| format!("the statuses are {}", names()))
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let (_, graph) = global.graph()?;
    let network = network(&graph, &args.view.filter(args.claims, Some(TOP))?);
    if graph.is_empty() {
        return Ok(global.empty());
    }
    if network.graph.node_count() == 0 {
        return Ok(nothing_left());
    }
    to_stdout(|out| {
        actors(&network).write(out).map_err(failed)?;
        writeln!(out).map_err(failed)?;
        pairs(&network).write(out).map_err(failed)?;
        writeln!(out, "\n{}", tripel::export::dot::shown(&network)).map_err(failed)
    })?;
    Ok(Outcome::Done)
}

/// The filters leave no two actors with a statement between them.
fn nothing_left() -> Outcome {
    Outcome::Nothing(
        "no statement between two actors passes the filters; 'tripel stats' counts what is there"
            .to_owned(),
    )
}

fn actors(network: &Network) -> Table {
    let header = [
        "actor",
        "type",
        "acts",
        "(+)",
        "(\u{2212})",
        "acted on",
        "(+)",
        "(\u{2212})",
        "rank",
        "between",
        "group",
    ];
    let mut table = Table::new(header);
    let (rank, between) = (network.page_rank(), measure::betweenness(network));
    let (degrees, groups) = (measure::degrees(network), measure::communities(network));
    let mut order: Vec<_> = network.graph.node_indices().collect();
    order.sort_by(|a, b| rank[b.index()].total_cmp(&rank[a.index()]).then(a.cmp(b)));
    for node in order {
        let actor = &network.graph[node];
        let own = degrees[node.index()];
        table.push(vec![
            Cell::styled(actor.label_en.as_str(), BOLD),
            look::kind(&actor.kind).label.into(),
            own.given.all.to_string().into(),
            own.given.cooperation.to_string().into(),
            own.given.conflict.to_string().into(),
            own.taken.all.to_string().into(),
            own.taken.cooperation.to_string().into(),
            own.taken.conflict.to_string().into(),
            format!("{:.3}", rank[node.index()]).into(),
            format!("{:.0}", between[node.index()]).into(),
            (groups[node.index()] + 1).to_string().into(),
        ]);
    }
    table
}

/// A score with its sign; nothing where there is none.
fn signed(score: Option<f64>) -> String {
    // 0.0 is added as a sum may be -0.0
    score.map_or(String::new(), |score| format!("{:+.1}", score + 0.0))
}

fn pairs(network: &Network) -> Table {
    let mut table =
        Table::new(["from", "to", "statements", "net", "mean", "first", "last", "relations"]);
    let mut edges: Vec<_> = network.graph.edge_references().collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.weight().links.len()), edge.id()));
    for edge in edges {
        let (from, to) = (&network.graph[edge.source()], &network.graph[edge.target()]);
        let edge = edge.weight();
        let (first, last) = edge
            .dates()
            .map_or_else(Default::default, |(first, last)| (first.to_string(), last.to_string()));
        table.push(vec![
            Cell::styled(from.label_en.as_str(), BOLD),
            Cell::styled(to.label_en.as_str(), BOLD),
            edge.links.len().to_string().into(),
            signed(edge.net()).into(),
            signed(edge.score()).into(),
            first.into(),
            last.into(),
            look::sentence(edge, 4, Tongue::English).into(),
        ]);
    }
    table
}
