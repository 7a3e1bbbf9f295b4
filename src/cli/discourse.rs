//! `tripel discourse`: who is for and against what, as a network.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tripel::export::matrix;
use tripel::kb::selection::selected;
use tripel::network::coding::{Codes, claims};
use tripel::network::discourse::{
    Counting, Cut, Kind, Matrix, Mode, Normalisation, Slice, Weight, opinions, slices,
};
use tripel::record::error::{Error, Result};

use super::chosen::{chosen_rows, folder, outside, wrote};
use super::code::CODEBOOK;
use super::network::Chosen;
use super::output::{count, to};
use super::{Global, Outcome};

/// Networks of discourse: actors and the concepts of your codebook, or actors (concepts) joined by what they share
///
/// The measures are those of Discourse Network Analyzer (Leifeld 2017); docs/discourse.md has the formulas.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel discourse --codebook codes.csv
  tripel discourse --codebook codes.csv --network actors --weight congruence --normalise average --format matrix
  tripel discourse --codebook codes.csv --format gexf -o debate.gexf
  tripel discourse --codebook codes.csv --network actors --window 30 --step 10 --format graphml -o months/
  tripel discourse --codebook codes.csv --window 365 --cumulative --by-source")]
pub struct Args {
    /// The codebook, as CSV: concept,predicate,object,stance,quote,note
    #[arg(long, value_name = "FILE", long_help = CODEBOOK)]
    codebook: PathBuf,
    /// two-mode: actors and concepts; actors: joined by the concepts that they share; concepts: joined by actors
    #[arg(long, value_name = "KIND", value_parser = modes(), default_value = "two-mode")]
    network: Mode,
    /// Of two modes: all statements, those that agree, that disagree, or agree less disagree (subtract); else how often both
    /// take the same side (congruence), opposite sides (conflict), congruence less conflict (subtract), or speak of the same (all)
    #[arg(long, value_name = "WEIGHT", value_parser = weights(), default_value = "subtract")]
    weight: Weight,
    /// Of two modes by the actor's activity or the concept's prominence; else by the average of both actors' statements, or
    /// as Jaccard's or the cosine similarity
    #[arg(long, value_name = "HOW", value_parser = normalisations(), default_value = "no")]
    normalise: Normalisation,
    /// How often the same actor, concept and stance count: every statement, once in an article, once in a period
    #[arg(long, value_name = "HOW", value_parser = countings(), default_value = "article")]
    count: Counting,
    /// A network for each so many days
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    window: Option<u32>,
    /// Days from the beginning of a window to the next; as many as it has where it is not given
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500), requires = "window")]
    step: Option<u32>,
    /// Each window begins with the first day
    #[arg(long, requires = "window")]
    cumulative: bool,
    /// A network for each source
    #[arg(long)]
    by_source: bool,
    /// A row for each edge, the matrix as CSV, or a file for another program
    #[arg(long, value_enum, default_value_t = Format::Edges)]
    format: Format,
    /// The file; for several networks the folder, except with edges; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    chosen: Chosen,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// CSV of all edges of all networks
    Edges,
    /// CSV with a row and a column for each node
    Matrix,
    Graphml,
    Gexf,
    /// UCINET
    Dl,
    /// Pajek
    Net,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Edges | Format::Matrix => "csv",
            Format::Graphml => "graphml",
            Format::Gexf => "gexf",
            Format::Dl => "dl",
            Format::Net => "net",
        }
    }

    fn write(self, matrix: &Matrix, out: &mut dyn Write) -> Result<()> {
        match self {
            Format::Edges | Format::Matrix => matrix::table(matrix, out),
            Format::Graphml => matrix::graphml(matrix, out),
            Format::Gexf => matrix::gexf(matrix, out),
            Format::Dl => matrix::dl(matrix, out),
            Format::Net => matrix::pajek(matrix, out),
        }
    }
}

/// Takes the names of a closed set.
macro_rules! parser {
    ($function:ident, $type:ident) => {
        fn $function() -> impl TypedValueParser<Value = $type> {
            let names = PossibleValuesParser::new($type::ALL.iter().map(|own| own.as_str()));
            names.try_map(|name| $type::parse(&name).ok_or("no such name"))
        }
    };
}

parser!(modes, Mode);
parser!(weights, Weight);
parser!(normalisations, Normalisation);
parser!(countings, Counting);

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let kind = Kind {
        mode: args.network,
        weight: args.weight,
        normalisation: args.normalise,
        counting: args.count,
    };
    kind.check()?;
    let (step, cumulative, by_source) = (args.step, args.cumulative, args.by_source);
    let cut = Cut { window: args.window, step, cumulative, by_source };
    let output = args.output.as_deref();
    outside(&global.store, output)?;
    let is_several = args.format != Format::Edges && (cut.window.is_some() || cut.by_source);
    let dir = if is_several { Some(folder(output)?) } else { None };
    let codes = Codes::read(&args.codebook)?;
    let filter = args.chosen.filter(true)?;
    let Some((_, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
    let rows = selected(rows, &filter);
    let opinions = opinions(&claims(&codes, &rows), &rows);
    let networks: Vec<(Slice, Matrix)> = slices(&opinions, cut)?
        .into_iter()
        .map(|slice| {
            let matrix = matrix_of(&slice, kind);
            (slice, matrix)
        })
        .collect();
    let edges: usize = networks.iter().map(|(_, matrix)| matrix.edges().count()).sum();
    if edges == 0 {
        return Ok(Outcome::Nothing(
            "no actor and concept are joined; 'tripel code' shows what the codebook covers"
                .to_owned(),
        ));
    }
    tell_undated(global, &opinions, cut);
    if let Some(dir) = dir {
        several(global, &networks, args.format, dir)?;
        return Ok(Outcome::Done);
    }
    to(output, |out| match args.format {
        Format::Edges => matrix::ties(&networks, out),
        format => format.write(&networks[0].1, out),
    })?;
    wrote(global, output, &count(edges, "edge"));
    Ok(Outcome::Done)
}

fn matrix_of(slice: &Slice, kind: Kind) -> Matrix {
    tripel::network::discourse::matrix(slice.opinions.iter().copied(), kind)
}

/// What stands in no period.
fn tell_undated(global: &Global, opinions: &[tripel::network::discourse::Opinion], cut: Cut) {
    let undated = opinions.iter().filter(|own| own.day.is_none()).count();
    if cut.window.is_some() && undated > 0 {
        global.note(&format!("{} without a day left out", count(undated, "claim")));
    }
}

/// A file for each network: "2021-07-01_2021-07-30_Bote.csv".
fn several(
    global: &Global,
    networks: &[(Slice, Matrix)],
    format: Format,
    dir: &Path,
) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::because(format!("cannot make the folder {}", dir.display()), error)
    })?;
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for (slice, matrix) in networks {
        let name = file_name(slice);
        // two sources may differ in signs that no file has in its name
        let times = taken.entry(name.to_lowercase()).or_default();
        *times += 1;
        let again = if *times > 1 { format!("-{times}") } else { String::new() };
        let path = dir.join(format!("{name}{again}.{}", format.ending()));
        to(Some(&path), |out| format.write(matrix, out))?;
        wrote(global, Some(&path), &count(matrix.edges().count(), "edge"));
    }
    Ok(())
}

fn file_name(slice: &Slice) -> String {
    let days = slice.days.map(|(first, last)| format!("{first}_{last}"));
    let letter = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let source = slice.source.map(|source| match source {
        "" => "no-source".to_owned(),
        source => source.chars().take(60).map(letter).collect(),
    });
    [days, source].into_iter().flatten().collect::<Vec<_>>().join("_")
}
