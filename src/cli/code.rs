//! `tripel code`: a user's codebook makes concepts of claims; what it covers, and what it does not.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ValueEnum;
use tripel::export::matrix;
use tripel::kb::rows::StatementRow;
use tripel::kb::selection::selected;
use tripel::network::coding::{Claim, Coded, Codes, Stance, claims};
use tripel::record::error::Result;

use super::chosen::{chosen_rows, outside, wrote};
use super::network::Chosen;
use super::output::{count, failed, to};
use super::style::BOLD;
use super::table::{Cell, Table};
use super::{Global, Outcome};

/// What a codebook looks like.
pub const CODEBOOK: &str = "The codebook, as CSV: a row gives a concept to the statements whose words it names

  concept,predicate,object,stance,quote,note
  sanctions,,sanktion*|embargo,,,              against where the relation is a conflict: 'rejects sanctions'
  phase out coal,abschaffen|aussteigen,kohle*,agree,,
  phase out coal,weiterbetreiben,kohle*,disagree,,

Words of a cell stand between |, of one alternative all must follow each other, and * is any letters. Predicates are compared
in English, German and as written, objects too; an empty cell fits everything. stance is agree, disagree, or empty: then who
rejects, accuses, sanctions what the object names is against it, and all others for it. A negation turns it, a denial too;
what is only possible has none. note is yours.";

/// Assign the concepts of your codebook to claims, and see what it does not cover yet
///
/// Who holds a claim: the one who rejects, demands, supports, accuses; else the speaker; else the subject. A newspaper holds none.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel code --codebook codes.csv
  tripel code --codebook codes.csv --missing 50 --since 2021-01-01
  tripel code --codebook codes.csv --format csv -o coded.csv      each claim with its concept")]
pub struct Args {
    /// The codebook, as CSV: concept,predicate,object,stance,quote,note
    #[arg(long, value_name = "FILE", long_help = CODEBOOK)]
    codebook: PathBuf,
    /// How many relations and objects without a concept are named, the most frequent first
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    missing: usize,
    /// A view of the codebook, or each coded claim as a row
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The file; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    chosen: Chosen,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let codes = Codes::read(&args.codebook)?;
    let output = args.output.as_deref();
    outside(&global.store, output)?;
    let filter = args.chosen.filter(true)?;
    let Some((_, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
    let rows = selected(rows, &filter);
    let claims = claims(&codes, &rows);
    if claims.is_empty() {
        return Ok(Outcome::Nothing(
            "no statement passes the filters; 'tripel stats' counts what is there".to_owned(),
        ));
    }
    let coded = claims.iter().filter(|claim| !claim.concepts.is_empty()).count();
    if args.format == Format::Csv {
        to(output, |out| matrix::claims(&claims, &rows, out))?;
        wrote(global, output, &count(coded, "coded claim"));
        return Ok(Outcome::Done);
    }
    let (concepts, missing) = (concepts(&codes, &claims), missing(&claims, args.missing));
    to(output, |out| {
        concepts.write(out).map_err(failed)?;
        let share = 100.0 * coded as f64 / claims.len() as f64;
        let covered = format!(
            "{coded} of {} have a concept ({share:.0} %)",
            count(claims.len(), "statement")
        );
        writeln!(out, "\n{covered}").map_err(failed)?;
        if missing.len() > 0 {
            writeln!(out).map_err(failed)?;
            missing.write(out).map_err(failed)?;
        }
        Ok(())
    })?;
    Ok(Outcome::Done)
}

/// A row for each concept of the codebook, also for those that no claim has.
fn concepts(codes: &Codes, claims: &[Claim]) -> Table {
    let mut groups: BTreeMap<&str, Vec<(&Claim, &Coded)>> =
        codes.names().into_iter().map(|name| (name, Vec::new())).collect();
    for claim in claims {
        for coded in &claim.concepts {
            groups.entry(coded.concept).or_default().push((claim, coded));
        }
    }
    let header =
        ["concept", "claims", "agree", "disagree", "open", "actors", "of nobody", "such as"];
    let mut table = Table::new(header);
    for (concept, own) in groups {
        let stance = |wanted: Option<Stance>| {
            own.iter().filter(|(_, coded)| coded.stance == wanted).count().to_string()
        };
        let holders: Vec<&str> =
            own.iter().filter_map(|(claim, _)| claim.holder).map(|part| part.id.as_str()).collect();
        let actors: BTreeSet<&str> = holders.iter().copied().collect();
        table.push(vec![
            Cell::styled(concept, BOLD),
            own.len().to_string().into(),
            stance(Some(Stance::Agree)).into(),
            stance(Some(Stance::Disagree)).into(),
            stance(None).into(),
            actors.len().to_string().into(),
            (own.len() - holders.len()).to_string().into(),
            own.first().map_or("", |(claim, _)| claim.row.id.as_str()).into(),
        ]);
    }
    table
}

/// What has no concept: relations with their objects, most frequent first.
fn missing(claims: &[Claim], most: usize) -> Table {
    let mut groups: BTreeMap<(String, &str), Vec<&StatementRow>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.concepts.is_empty()) {
        let row = claim.row;
        let not = if row.negated { "not " } else { "" };
        let object = [&row.object.label_en, &row.object.label_de, &row.object.text];
        let object = object.into_iter().find(|label| !label.is_empty()).map_or("", String::as_str);
        groups.entry((format!("{not}{}", row.relation_en), object)).or_default().push(row);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, own)| Reverse(own.len()));
    let mut table = Table::new(["without a concept", "object", "statements", "such as"]);
    for ((relation, object), own) in groups.into_iter().take(most) {
        table.push(vec![
            Cell::styled(relation, BOLD),
            object.into(),
            own.len().to_string().into(),
            own[0].id.as_str().into(),
        ]);
    }
    table
}
