//! `tripel export`: the store's graph in the formats of other programs.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use rayon::prelude::*;
use tripel::export::graphviz::Program;
use tripel::export::layout::Engine;
use tripel::export::look::Theme;
use tripel::export::words::Tongue;
use tripel::export::{
    annotation, csv, dna, dot, gephi, json, matrix, neo4j, parquet, png, qdpx, rdf, svg, web, xlsx,
};
use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::extract::statement::Extraction;
use tripel::kb::selection;
use tripel::kb::selection::selected;
use tripel::kb::store::Store;
use tripel::network::coding::{Codes, claims};
use tripel::network::{Filter, Network, TOP, network_of};
use tripel::record::article::Article;
use tripel::record::error::{Error, Result};

use super::chosen::{chosen_rows, folder, outside, wrote};
use super::code::CODEBOOK;
use super::input::stored_language;
use super::network::View;
use super::output::{count, failed, refuse_terminal, to};
use super::{Global, Outcome, damaged, shards, warn};

/// Write the store's graph for other programs
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel export dot -o network.dot && dot -Tsvg -O network.dot
  tripel export svg -o network.svg --actor China --title \"China in the news\"
  tripel export png -o network.png --dark --width 1600
  tripel export xlsx -o news.xlsx
  tripel export csv -o tables/ --excel
  tripel export csv -o accusations/ --event ACCUSE --names plain
  tripel export parquet -o tables/
  tripel export neo4j -o import/
  tripel export trig -o everything.trig
  tripel export nquads -o quads/ --shards 8 --gzip     for any store of RDF
  tripel export qdpx -o news.qdpx --codebook codes.csv
  tripel export dna -o project.dna --codebook codes.csv
  tripel export jsonl | jq .predicate.en")]
pub struct Args {
    #[arg(value_enum)]
    format: Format,
    /// The file, or for csv, parquet and neo4j the folder; standard output where it is not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// CSV for a German Excel: semicolons, and a mark that says UTF-8
    #[arg(long)]
    excel: bool,
    /// What the columns of csv and xlsx are called: words for people, or plain names for R ("subject_de")
    #[arg(long, value_enum, default_value_t = ColumnNames::Words)]
    names: ColumnNames,
    /// Of RDF: no named graphs; each statement as an rdf:Statement, for stores whose default graph is the union of all
    #[arg(long)]
    reified: bool,
    /// The same with RDF 1.2: each statement reifies its triple
    #[arg(long, conflicts_with = "reified")]
    rdf12: bool,
    /// Of turtle, trig, nquads, jsonld, rdfxml: the place of each quote as a Web Annotation selector as well
    #[arg(long)]
    selectors: bool,
    /// Of nquads: so many files of like size, in a folder
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=i64::from(shards::MOST)))]
    shards: Option<u16>,
    /// Of nquads: packed with gzip
    #[arg(long)]
    gzip: bool,
    /// Of qdpx and dna: your codebook, whose concepts become codes
    #[arg(long, value_name = "FILE", long_help = CODEBOOK)]
    codebook: Option<PathBuf>,
    /// Of dna: the word by which the coder Admin opens the project
    #[arg(long, value_name = "WORD", default_value = PASSWORD)]
    password: String,
    /// Only what articles say themselves, no claims
    #[arg(long)]
    asserted: bool,
    #[command(flatten)]
    picture: PictureArgs,
    #[command(flatten)]
    view: View,
}

/// How pictures look.
#[derive(clap::Args)]
#[command(next_help_heading = "Pictures: dot, svg, png")]
struct PictureArgs {
    /// The title
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    title: String,
    /// What stands below the picture; usually the number of articles, their dates and sources
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    source: String,
    /// In German: names, relations, legend
    #[arg(long)]
    german: bool,
    /// Light letters on dark paper
    #[arg(long)]
    dark: bool,
    /// No colours: shapes, signs and lines say the same
    #[arg(long)]
    grey: bool,
    /// Of png: how many pixels wide; twice as many as those of the svg where it is not given
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(50..=12_000))]
    width: Option<u32>,
    /// Who places the actors of svg and png; auto where it is not given
    #[arg(long, value_enum)]
    layout: Option<Layout>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColumnNames {
    /// "subject (German)"
    Words,
    /// "subject_de"
    Plain,
}

impl From<ColumnNames> for csv::Names {
    fn from(names: ColumnNames) -> csv::Names {
        match names {
            ColumnNames::Words => csv::Names::Words,
            ColumnNames::Plain => csv::Names::Plain,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// tripel; sfdp of Graphviz where it is installed and there is much to draw
    Auto,
    /// tripel
    Own,
    /// Graphviz, in layers from left to right
    Dot,
    /// Graphviz, for large networks
    Sfdp,
}

impl PictureArgs {
    fn options(self) -> dot::Options {
        let layout = match self.layout.unwrap_or(Layout::Auto) {
            Layout::Auto => Engine::Auto,
            Layout::Own => Engine::Own,
            Layout::Dot => Engine::Graphviz(Program::Dot),
            Layout::Sfdp => Engine::Graphviz(Program::Sfdp),
        };
        let theme = Theme { dark: self.dark, grey: self.grey };
        dot::Options { title: self.title, source: self.source, german: self.german, theme, layout }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The actor network, for Graphviz
    Dot,
    /// The actor network as a picture; no other program is needed
    Svg,
    /// The same in pixels
    Png,
    /// Tables for a spreadsheet, into a folder
    Csv,
    /// Tables for pandas, R, DuckDB and Spark, into a folder
    Parquet,
    /// Nodes and relationships for Neo4j, into a folder
    Neo4j,
    /// A workbook for Excel or LibreOffice
    Xlsx,
    /// The actor network for Gephi, yEd and networkx, an edge for each statement
    Graphml,
    /// The actor network for Gephi, with days, colours and places
    Gexf,
    /// Node and edge tables for Gephi, into a folder
    Gephi,
    /// The actor network as JSON, for d3
    D3,
    /// The same for sigma: what graphology reads
    Sigma,
    /// Plain facts and evidence; no graphs of statements
    Turtle,
    /// The same as RDF/XML
    Rdfxml,
    Trig,
    Nquads,
    Jsonld,
    /// Statements as JSON Lines
    Jsonl,
    /// PLOVER events as JSON Lines
    Plover,
    /// The actor network for UCINET
    Dl,
    /// The actor network for Pajek
    Net,
    /// The texts with coded segments, for MAXQDA, NVivo, ATLAS.ti (REFI-QDA)
    Qdpx,
    /// A project of Discourse Network Analyzer 3; `correct --from-dna` reads codings back
    Dna,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    refuse_options(&args)?;
    if args.format.is_binary() || args.gzip {
        refuse_terminal(args.output.as_deref(), &args.format.name())?;
    }
    outside(&global.store, args.output.as_deref())?;
    match args.format.family() {
        Family::Records => records(args, global),
        Family::Tables => tables(args, global),
        Family::Triples => triples(args, global),
        Family::Network | Family::Picture => drawn(args, global),
        Family::Project => project(args, global),
    }
}

/// The password of a project of DNA, where nobody gives another.
const PASSWORD: &str = "tripel";
/// The filter leaves nothing to write.
const NOTHING_LEFT: &str = "the filter lets no statement through; nothing was written";
/// It leaves no edge of a network.
const NO_EDGE: &str =
    "no statement that the filter lets through runs from one actor to another; nothing was written";

fn tables(args: Args, global: &Global) -> Result<Outcome> {
    let output = args.output.as_deref();
    let filter = args.view.filter(!args.asserted, None)?;
    let dir = if args.format == Format::Xlsx { None } else { Some(folder(output)?) };
    let Some((graph, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
    let rows = selected(rows, &filter);
    if !filter.is_open() && rows.statements.is_empty() && rows.quotations.is_empty() {
        return Ok(Outcome::Nothing(NOTHING_LEFT.to_owned()));
    }
    let Some(dir) = dir else {
        to(output, |out| xlsx::workbook_of(&rows, &filter, args.names.into(), out))?;
        let (statements, actors) = (rows.statements.len(), rows.actors.len());
        wrote(
            global,
            output,
            &format!("{}, {}", count(statements, "statement"), count(actors, "actor")),
        );
        return Ok(Outcome::Done);
    };
    let options = csv::Options { excel: args.excel, names: args.names.into() };
    let files = match args.format {
        Format::Neo4j => neo4j::write(&rows, dir)?,
        Format::Parquet => parquet::write(&rows, dir)?,
        _ => csv::tables(&graph, &filter, options, dir)?,
    };
    for table in files {
        wrote(global, Some(&table.path), &count(table.rows, "row"));
    }
    Ok(Outcome::Done)
}

fn triples(args: Args, global: &Global) -> Result<Outcome> {
    let (output, form) = (args.output.as_deref(), Form::of(&args));
    let filter = args.view.filter(!args.asserted, None)?;
    let Some((graph, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
    let statements = selected(rows, &filter).statements.len();
    if !filter.is_open() && statements == 0 {
        return Ok(Outcome::Nothing(NOTHING_LEFT.to_owned()));
    }
    let mut quads = selection::quads(&graph, &filter);
    if args.selectors {
        let places = annotation::selectors(quads.iter().cloned());
        quads.extend(places);
    }
    let quads = match form {
        Form::Graphs => quads,
        Form::Reified => rdf::reified(quads),
        Form::Rdf12 => rdf::rdf12(quads),
    };
    let format = match args.format {
        Format::Turtle => rdf::Format::Turtle,
        Format::Rdfxml => rdf::Format::RdfXml,
        Format::Trig => rdf::Format::TriG,
        Format::Nquads => rdf::Format::NQuads,
        _ => rdf::Format::JsonLd,
    };
    match args.shards {
        Some(count) => shards::write_all(quads, count, graph.base(), args.gzip, folder(output)?)?,
        None => to(output, |out| shards::write(quads, format, graph.base(), args.gzip, out))?,
    }
    wrote(global, output, &format!("{} with their evidence", count(statements, "statement")));
    if form == Form::Graphs && !format.has_graphs() {
        let name = args.format.name();
        global.note(&format!(
            "{name} has no graphs: the triples of what is only claimed are not in it; --reified, trig, nquads and jsonld hold them"
        ));
    }
    Ok(Outcome::Done)
}

/// The texts with their coded segments.
fn project(args: Args, global: &Global) -> Result<Outcome> {
    let output = args.output.as_deref();
    let codes = args.codebook.as_deref().map(Codes::read).transpose()?.unwrap_or_default();
    let filter = args.view.filter(!args.asserted, None)?;
    let Some((_, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
    let rows = selected(rows, &filter);
    if rows.articles.is_empty() {
        return Ok(Outcome::Nothing(NOTHING_LEFT.to_owned()));
    }
    let store = global.store()?;
    let mut texts = BTreeMap::new();
    for row in &rows.articles {
        texts.insert(row.id.clone(), store.article(&store.find(&row.id)?)?.text);
    }
    let claims = claims(&codes, &rows);
    let with_codes = args.codebook.is_some();
    to(output, |out| match args.format {
        Format::Dna => dna::project(&rows, &texts, &claims, with_codes, &args.password, out),
        _ => qdpx::project(&rows, &texts, &claims, out),
    })?;
    let (articles, statements) = (rows.articles.len(), rows.statements.len());
    wrote(global, output, &[count(articles, "text"), count(statements, "statement")].join(", "));
    if args.format == Format::Dna && args.password == PASSWORD {
        global.note(&format!("the coder {} opens it with the password '{PASSWORD}'", dna::CODER));
    }
    Ok(Outcome::Done)
}

/// The network in one of its formats, or a picture of it.
fn drawn(args: Args, global: &Global) -> Result<Outcome> {
    let is_picture = args.format.family() == Family::Picture;
    let output = args.output.as_deref();
    let dir = if args.format == Format::Gephi { Some(folder(output)?) } else { None };
    let filter = args.view.filter(!args.asserted, Some(TOP).filter(|_| is_picture))?;
    let Some((_, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
    let network = &network_of(selected(rows, &filter), &filter);
    if network.graph.node_count() == 0 {
        return Ok(Outcome::Nothing(NO_EDGE.to_owned()));
    }
    let width = args.picture.width;
    let options = args.picture.options();
    let mut without_words = 0;
    match args.format {
        Format::Svg | Format::Png => {
            let picture = svg::draw(network, &options)?;
            without_words = picture.without_words;
            if let Some(note) = picture.note {
                warn(&Error::new(note));
            }
            match args.format {
                Format::Png => to(output, |out| png::write(&picture.svg, width, out))?,
                _ => to(output, |out| out.write_all(picture.svg.as_bytes()).map_err(unwritten))?,
            }
        }
        Format::Graphml => to(output, |out| gephi::graphml(network, out))?,
        Format::Gexf => to(output, |out| gephi::gexf(network, out))?,
        Format::D3 => to(output, |out| web::d3(network, out))?,
        Format::Sigma => to(output, |out| web::sigma(network, out))?,
        Format::Dl => to(output, |out| matrix::dl(&matrix::of_network(network), out))?,
        Format::Net => to(output, |out| matrix::pajek(&matrix::of_network(network), out))?,
        Format::Dot => to(output, |out| dot::write(network, &options, out).map_err(unwritten))?,
        _ => drop(gephi::tables(network, dir.unwrap_or(Path::new(".")))?),
    }
    let statements: usize = network.graph.edge_weights().map(|edge| edge.links.len()).sum();
    let (actors, pairs) = (network.graph.node_count(), network.graph.edge_count());
    wrote(
        global,
        output,
        &[count(actors, "actor"), count(pairs, "pair"), count(statements, "statement")].join(", "),
    );
    tell_left_out(global, network, without_words);
    Ok(Outcome::Done)
}

/// What is in the store, and passes the filter, but not in the network or its picture.
fn tell_left_out(global: &Global, network: &Network, without_words: usize) {
    if network.graph.node_count() < network.actors_found {
        global.note(&format!("{}; --top 0 takes all", dot::shown(network)));
    }
    if without_words > 0 {
        global.note(&Tongue::English.without_words(without_words));
    }
    if network.statements_outside > 0 {
        global.note(&format!(
            "{} left out, as an edge runs from one actor to another; csv, xlsx, jsonl and RDF hold them",
            count(network.statements_outside, "statement")
        ));
    }
}

/// Formats that share their options.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Picture,
    Network,
    Tables,
    Triples,
    Records,
    Project,
}

impl Format {
    fn family(self) -> Family {
        match self {
            Format::Dot | Format::Svg | Format::Png => Family::Picture,
            Format::Graphml
            | Format::Gexf
            | Format::Gephi
            | Format::D3
            | Format::Sigma
            | Format::Dl
            | Format::Net => Family::Network,
            Format::Csv | Format::Neo4j | Format::Parquet | Format::Xlsx => Family::Tables,
            Format::Turtle | Format::Rdfxml | Format::Trig | Format::Nquads | Format::Jsonld => {
                Family::Triples
            }
            Format::Jsonl | Format::Plover => Family::Records,
            Format::Dna | Format::Qdpx => Family::Project,
        }
    }

    /// No text: a terminal would take it for commands.
    fn is_binary(self) -> bool {
        matches!(self, Format::Dna | Format::Png | Format::Xlsx | Format::Qdpx)
    }

    fn name(self) -> String {
        self.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned())
    }
}

/// # Errors
/// Where an option is given that the format has no use for.
fn refuse_options(args: &Args) -> Result<()> {
    let of = |families: &[Family]| {
        let fits = |format: &Format| families.contains(&format.family());
        Format::value_variants().iter().copied().filter(fits).collect::<Vec<_>>()
    };
    let (picture, view) = (&args.picture, &args.view);
    let (pictures, networks) = (of(&[Family::Picture]), of(&[Family::Picture, Family::Network]));
    let rdf12 = vec![Format::Turtle, Format::Trig, Format::Nquads];
    let options = [
        ("--excel", args.excel, vec![Format::Csv]),
        ("--codebook", args.codebook.is_some(), of(&[Family::Project])),
        ("--password", args.password != PASSWORD, vec![Format::Dna]),
        ("--names", args.names != ColumnNames::Words, vec![Format::Csv, Format::Xlsx]),
        ("--reified", args.reified, of(&[Family::Triples])),
        ("--rdf12", args.rdf12, rdf12),
        ("--selectors", args.selectors, of(&[Family::Triples])),
        ("--shards", args.shards.is_some(), vec![Format::Nquads]),
        ("--gzip", args.gzip, vec![Format::Nquads]),
        ("--title", !picture.title.is_empty(), pictures.clone()),
        ("--source", !picture.source.is_empty(), pictures.clone()),
        ("--german", picture.german, pictures.clone()),
        ("--dark", picture.dark, pictures.clone()),
        ("--grey", picture.grey, pictures),
        ("--width", picture.width.is_some(), vec![Format::Png]),
        ("--layout", picture.layout.is_some(), vec![Format::Svg, Format::Png]),
        ("--top", view.top.is_some(), networks.clone()),
        ("--support", view.support.is_some(), networks),
    ];
    for (option, given, formats) in options {
        if given && !formats.contains(&args.format) {
            let names: Vec<String> = formats.into_iter().map(Format::name).collect();
            let list = match names.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                _ => names.concat(),
            };
            let format = args.format.name();
            return Err(Error::new(format!("{option} is for {list}, not for {format}")));
        }
    }
    Ok(())
}

/// How statements stand in RDF.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Graphs,
    Reified,
    Rdf12,
}

impl Form {
    fn of(args: &Args) -> Form {
        match (args.reified, args.rdf12) {
            (true, _) => Form::Reified,
            (_, true) => Form::Rdf12,
            _ => Form::Graphs,
        }
    }
}

/// Writes the records of an article.
type Records = fn(&Article, &Extraction, &mut dyn Write) -> std::io::Result<()>;

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the export", error)
}

/// What became of the articles.
#[derive(Default)]
struct Tally {
    records: usize,
    /// Articles that could not be read; each was reported.
    damaged: usize,
}

fn records(args: Args, global: &Global) -> Result<Outcome> {
    let (output, plover) = (args.output.as_deref(), args.format == Format::Plover);
    let mut filter = args.view.filter(!args.asserted, None)?;
    let (store, corrections) = (global.store()?, global.corrections()?);
    if store.list()?.is_empty() {
        return Ok(global.empty());
    }
    if !filter.actors.is_empty() || !filter.articles.is_empty() {
        let Some((_, rows)) = chosen_rows(global, &filter)? else { return Ok(global.empty()) };
        filter = filter.by_id(&rows);
    }
    let write: Records = if plover { json::plover } else { json::statements };
    let mut tally = Tally::default();
    to(output, |out| {
        tally = jsonl(&store, &corrections, &filter, write, out)?;
        Ok(())
    })?;
    let noun = if plover { "event" } else { "statement" };
    wrote(global, output, &count(tally.records, noun));
    Ok(match tally {
        // each was named, and the exit code is that of damage
        Tally { damaged: 1.., .. } => Outcome::Done,
        Tally { records: 0, .. } => {
            Outcome::Nothing(format!("the store holds no {noun} that the filter lets through"))
        }
        _ => Outcome::Done,
    })
}

/// The statements of the stored articles, extracted again: the RDF does not hold all that the records do.
fn jsonl(
    store: &Store,
    corrections: &Corrections,
    filter: &Filter,
    write: Records,
    out: &mut dyn Write,
) -> Result<Tally> {
    let entries = store.list()?;
    let mut tally = Tally::default();
    for error in entries.iter().filter_map(|entry| entry.as_ref().err()) {
        damaged(error);
        tally.damaged += 1;
    }
    let entries: Vec<_> = entries.iter().flatten().collect();
    for batch in entries.chunks(8 * rayon::current_num_threads()) {
        let records: Vec<_> = batch
            .par_iter()
            .map(|entry| {
                let article = store.article(entry)?;
                let lang = stored_language(&article, entry.analyser)?;
                let extraction = extract(&article, lang, corrections);
                let extraction = selection::extraction(&article, extraction, filter);
                let mut records = Vec::new();
                write(&article, &extraction, &mut records).map_err(failed)?;
                Ok(records)
            })
            .collect();
        for records in records {
            match records {
                Ok(records) => {
                    tally.records += records.iter().filter(|&&byte| byte == b'\n').count();
                    out.write_all(&records).map_err(failed)?;
                }
                Err(error) => {
                    damaged(&error);
                    tally.damaged += 1;
                }
            }
        }
    }
    Ok(tally)
}
