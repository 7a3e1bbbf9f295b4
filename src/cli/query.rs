//! `tripel query`: a named query, a file, or SPARQL itself, on the store.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use oxigraph::model::{Literal, Quad, Term};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolution, QuerySolutionIter};
use tripel::export::{csv, rdf as triples};
use tripel::kb::disk;
use tripel::kb::graph::Graph;
use tripel::kb::query;
use tripel::kb::watch::{Bounds, Watch};
use tripel::record::error::{Error, Result};

use super::output::{failed, say, to_stdout};
use super::style::CYAN;
use super::table::{Cell, Table};
use super::{Global, Outcome, did_you_mean, wrong_query};

/// Ask the store: by the name of a query, a file, or in SPARQL
///
/// The prefixes t:, r:, plover:, schema:, skos:, prov:, dcterms:, owl:, rdf:, rdfs:, xsd:, wd: and, for the store's own
/// names, actor:, concept:, statement:, article: need no declaration.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel query accusations
  tripel query said-about --param actor=China --format csv
  tripel query said-about --param actor=China --format csv --excel > about.csv
  tripel query mine.rq
  tripel query timeline --timeout 10 --memory 500
  tripel query 'SELECT ?who ?what { ?who r:reject ?what }'")]
pub struct Args {
    /// The name of a query ('tripel queries' lists them), a file with SPARQL, or SPARQL
    #[arg(value_name = "QUERY")]
    query: String,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// A parameter of the query, such as actor=China
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// End the query after so many seconds; 0 is never
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    timeout: u64,
    /// End the query where the program needs more than so many megabytes of memory; 0 is no limit
    #[arg(long, value_name = "MB", default_value_t = 2000)]
    memory: u64,
    /// CSV for a German Excel: semicolons, a byte order mark, and no cell that it would run as a formula
    #[arg(long)]
    excel: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For a spreadsheet: what it would run as a formula gets an apostrophe; the others hold it as it is
    Csv,
    Tsv,
    Json,
    Xml,
    /// Of CONSTRUCT and DESCRIBE
    Turtle,
}

impl Format {
    fn of_results(self) -> Option<QueryResultsFormat> {
        match self {
            Format::Csv => Some(QueryResultsFormat::Csv),
            Format::Tsv => Some(QueryResultsFormat::Tsv),
            Format::Json => Some(QueryResultsFormat::Json),
            Format::Xml => Some(QueryResultsFormat::Xml),
            Format::Table | Format::Turtle => None,
        }
    }
}

fn parameter(text: &str) -> std::result::Result<(String, String), String> {
    let (name, value) =
        text.split_once('=').ok_or("write it as NAME=VALUE, such as actor=China")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let (name, sparql) = sparql(&args.query)?;
    let sparql = query::filled(&sparql, &args.parameters)
        .map_err(|error| Error::new(format!("{name}: {error}")))?;
    // before the store is read: an error in the query is seen at once
    query::check(&sparql).map_err(|error| {
        let reason = wrong_query::reason(&sparql).unwrap_or_else(|| error.to_string());
        Error::new(format!("{name}: {reason}"))
    })?;
    if args.excel && args.format != Format::Csv {
        return Err(Error::new("--excel is for --format csv"));
    }
    let (store, graph) = global.graph_for_a_query()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    let (mut rows, mut is_question) = (0, false);
    let bounds = Bounds { seconds: args.timeout, megabytes: args.memory };
    let watch = Watch::new(bounds, |reason| {
        say(reason);
        std::process::exit(2);
    });
    to_stdout(|out| {
        rows = match graph.query_until(&sparql, &watch.stop)? {
            QueryResults::Solutions(solutions) if args.excel => spreadsheet(solutions, out)?,
            QueryResults::Solutions(solutions) => {
                self::solutions(solutions, &graph, args.format, out)?
            }
            QueryResults::Boolean(answer) => {
                is_question = true;
                boolean(answer, args.format, out)?
            }
            QueryResults::Graph(answer) => {
                if args.format.of_results().is_some() {
                    return Err(Error::new("the query makes a graph; its format is turtle"));
                }
                let quads: Vec<Quad> = answer
                    .map(|triple| {
                        triple
                            .map(|triple| triple.in_graph(oxigraph::model::GraphName::DefaultGraph))
                    })
                    .collect::<std::result::Result<_, _>>()
                    .map_err(unanswered)?;
                let rows = quads.len();
                triples::write(quads, triples::Format::Turtle, graph.base(), out)?;
                rows
            }
        };
        Ok(())
    })
    .map_err(|error| {
        // the next command makes an index anew that is damaged
        if graph.check().is_err() {
            disk::discard(&store);
        }
        watch.exceeded().map_or(error, Error::new)
    })?;
    drop(watch);
    if rows == 0 && is_question {
        return Ok(Outcome::Nothing(format!("the answer to {name} is no")));
    }
    if rows == 0 {
        return nobody(&graph, &name, &args.parameters).map(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// The query's name, for messages, and its text.
fn sparql(given: &str) -> Result<(String, String)> {
    if let Some(query) = query::named(given) {
        return Ok((format!("the query '{given}'"), query.sparql.to_owned()));
    }
    let path = Path::new(given);
    let is_file = [".rq", ".sparql"].iter().any(|ending| given.ends_with(ending))
        || (!given.contains('{') && path.is_file());
    if is_file {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::because(format!("cannot read the query {given}"), error))?;
        return Ok((given.to_owned(), text));
    }
    if given.contains(['{', ' ', '\n']) {
        return Ok(("the query".to_owned(), given.to_owned()));
    }
    let names = query::queries();
    let hint = did_you_mean(given, names.iter().map(|query| query.name));
    let hint = if hint.is_empty() { "; 'tripel queries' lists them".to_owned() } else { hint };
    Err(Error::new(format!("there is no query '{given}'{hint}")))
}

fn unanswered(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::because("the query cannot be answered", error)
}

fn solutions(
    solutions: QuerySolutionIter,
    graph: &Graph,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    let mut rows = 0;
    if let Some(format) = format.of_results() {
        let serializer = QueryResultsSerializer::from_format(format);
        let mut writer = serializer
            .serialize_solutions_to_writer(out, solutions.variables().to_vec())
            .map_err(failed)?;
        for solution in solutions {
            let solution = solution.map_err(unanswered)?;
            match format {
                QueryResultsFormat::Xml => writer.serialize(&in_xml(&solution)),
                QueryResultsFormat::Csv => writer.serialize(&harmless(&solution)),
                _ => writer.serialize(&solution),
            }
            .map_err(failed)?;
            rows += 1;
        }
        let out = writer.finish().map_err(failed)?;
        // rows end with a line end of their own
        if !matches!(format, QueryResultsFormat::Csv | QueryResultsFormat::Tsv) {
            writeln!(out).map_err(failed)?;
        }
        return Ok(rows);
    }
    if format == Format::Turtle {
        return Err(Error::new(
            "the query makes a table; its formats are table, csv, tsv, json and xml",
        ));
    }
    let mut table =
        Table::new(solutions.variables().iter().map(|variable| variable.as_str().to_owned()));
    for solution in solutions {
        let solution = solution.map_err(unanswered)?;
        table.push(solution.values().iter().map(|term| cell(term.as_ref(), graph)).collect());
    }
    if table.len() > 0 {
        table.write(out).map_err(failed)?;
    }
    Ok(table.len())
}

/// No cell of a table is a formula: "=1+1" from an article becomes "'=1+1".
fn harmless(solution: &QuerySolution) -> QuerySolution {
    let safe = |term: &Option<Term>| match term {
        Some(Term::Literal(literal)) => {
            let text = csv::harmless(literal.value(), false);
            Some(Literal::new_simple_literal(text).into())
        }
        other => other.clone(),
    };
    let values: Vec<Option<Term>> = solution.values().iter().map(safe).collect();
    (solution.variables().to_vec(), values).into()
}

/// XML has no place for control characters.
fn in_xml(solution: &QuerySolution) -> QuerySolution {
    let values = solution.values().iter().cloned();
    let values: Vec<Option<Term>> = values.map(|term| term.map(triples::in_xml)).collect();
    (solution.variables().to_vec(), values).into()
}

/// CSV that a spreadsheet opens without harm.
fn spreadsheet(solutions: QuerySolutionIter, out: &mut dyn Write) -> Result<usize> {
    let header =
        solutions.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let text = |term: &Option<Term>| match term {
        None => String::new(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(other) => other.to_string(),
    };
    let mut table: Vec<Vec<String>> = vec![header];
    for solution in solutions {
        table.push(solution.map_err(unanswered)?.values().iter().map(text).collect());
    }
    csv::print(&table, true, out)?;
    Ok(table.len() - 1)
}

/// Literals without quotation marks, IRIs as short as the prefixes make them.
fn cell(term: Option<&Term>, graph: &Graph) -> Cell {
    match term {
        None => "".into(),
        Some(Term::Literal(literal)) => literal.value().into(),
        Some(Term::NamedNode(node)) => Cell::styled(graph.shortened(node.as_str()), CYAN),
        Some(other) => other.to_string().into(),
    }
}

fn boolean(answer: bool, format: Format, out: &mut dyn Write) -> Result<usize> {
    match format.of_results() {
        Some(format) => {
            let serializer = QueryResultsSerializer::from_format(format);
            serializer.serialize_boolean_to_writer(&mut *out, answer).map_err(failed)?;
            writeln!(out)
        }
        None if format == Format::Turtle => {
            return Err(Error::new(
                "the query answers yes or no; its formats are table, csv, tsv, json and xml",
            ));
        }
        None => writeln!(out, "{}", if answer { "yes" } else { "no" }),
    }
    .map_err(failed)?;
    Ok(usize::from(answer))
}

/// Why there is no row: a name that no actor has, with the nearest one, or just that there is none.
fn nobody(graph: &Graph, query: &str, parameters: &[(String, String)]) -> Result<String> {
    let names = graph.actor_names()?;
    let is_actor = |parameter: &&(String, String)| {
        matches!(parameter.0.as_str(), "actor" | "speaker") && !parameter.1.is_empty()
    };
    let known = |value: &str| names.iter().any(|name| name.to_lowercase() == value.to_lowercase());
    let unknown =
        parameters.iter().filter(is_actor).map(|(_, value)| value).find(|value| !known(value));
    Ok(match unknown {
        Some(value) => {
            let hint = did_you_mean(value, names.iter().map(String::as_str));
            format!("no actor is called '{value}'{hint}")
        }
        None => format!("{query} finds nothing in this store"),
    })
}
