//! `tripel review`: what is worth a look, statements and actors that may be one.

use std::collections::BTreeSet;

use tripel::kb::rows::{Part, rows};
use tripel::record::error::Result;
use tripel::review::doubles::{Likeness, doubles};
use tripel::review::queue::queue;

use super::output::{failed, to_stdout};
use super::style::{CYAN, DIM};
use super::table::{Cell, Table};
use super::{Global, Outcome};

/// List what is worth a look: the statements that are least certain and most connected, actors that may be one
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel review                then: tripel correct accept ID, tripel correct reject ID
  tripel review --doubles      then: tripel correct merge ONE OTHER")]
pub struct Args {
    /// At most so many; 0 is all
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    top: usize,
    /// Actors that may be one: by initials, spelling, acronyms, Wikidata
    #[arg(long)]
    doubles: bool,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let (_, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    let rows = rows(&graph);
    let most = if args.top == 0 { usize::MAX } else { args.top };
    let mut table = if args.doubles {
        Table::new(["one", "other", "why"])
    } else {
        Table::new([
            "statement",
            "who",
            "does",
            "to whom or what",
            "status",
            "sure",
            "why",
            "quote",
        ])
    };
    if args.doubles {
        for double in doubles(&rows).into_iter().take(most) {
            let actor = |at: usize| Cell::styled(rows.actors[at].id.as_str(), CYAN);
            table.push(vec![actor(double.pair.0), actor(double.pair.1), why(double.why).into()]);
        }
    } else {
        for open in queue(&rows, &BTreeSet::new()).into_iter().take(most) {
            let row = &rows.statements[open.at];
            let reasons: Vec<&str> = open.why.iter().map(|why| why.as_str()).collect();
            let negated = if row.negated { "not " } else { "" };
            table.push(vec![
                Cell::styled(row.id.get(..8).unwrap_or(&row.id), DIM),
                Cell::styled(label(&row.subject), CYAN),
                format!("{negated}{}", row.relation_en).into(),
                Cell::styled(label(&row.object), CYAN),
                row.status.as_str().into(),
                row.confidence.map_or(String::new(), |sure| format!("{sure:.2}")).into(),
                reasons.join(", ").into(),
                row.quote.as_str().into(),
            ]);
        }
    }
    if table.len() == 0 {
        return Ok(Outcome::Nothing("nothing is left to look at".to_owned()));
    }
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}

fn label(part: &Part) -> &str {
    if part.label_en.is_empty() { &part.text } else { &part.label_en }
}

fn why(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Wikidata => "the same Wikidata entry",
        Likeness::Letters => "the same letters in another spelling",
        Likeness::Initial => "initial and first name",
        Likeness::Acronym => "an acronym and a long name",
    }
}
