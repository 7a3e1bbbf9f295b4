//! tripel for Python: articles come in as dictionaries, statements go out as dictionaries and as the bytes of Parquet files.
//!
//! Only what Python cannot do stands here; the classes that people use are those of `python/tripel`. While Rust works, other
//! threads of Python run.

mod store;

use std::collections::BTreeMap;

use oxigraph::model::Quad;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use rayon::prelude::*;
use tripel::export::columnar;
use tripel::export::{json, parquet, tree};
use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::extract::statement::Extraction;
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::rows::{Rows, rows};
use tripel::language::{Analyser, Language};
use tripel::languages::language_with;
use tripel::read::detect;
use tripel::record::article::{Article, parse_date};
use tripel::record::error::{Error, Result};

create_exception!(_tripel, TripelError, PyException, "What went wrong, in one sentence.");

/// The error with its causes, on one line, as the program says it.
pub fn raised(error: Error) -> PyErr {
    TripelError::new_err(sentence(&error))
}

fn sentence(error: &Error) -> String {
    let mut line = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !line.ends_with(&text) {
            line += &format!(": {text}");
        }
        cause = inner.source();
    }
    line
}

/// An article as Python gives it.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Given {
    text: String,
    id: String,
    title: Option<String>,
    date: Option<String>,
    source: Option<String>,
    url: Option<String>,
    authors: Vec<String>,
}

impl Given {
    pub fn article(self) -> Result<Article> {
        let day = |date: &String| {
            parse_date(date).ok_or_else(|| {
                let id = &self.id;
                Error::new(format!(
                    "the date '{date}' of the article '{id}' is no day such as 2024-05-01"
                ))
            })
        };
        Ok(Article {
            date: self.date.as_ref().map(day).transpose()?,
            id: self.id,
            title: self.title,
            source: self.source,
            url: self.url,
            authors: self.authors,
            text: self.text,
            ..Article::default()
        })
    }
}

pub fn analyser(fast: bool) -> Analyser {
    if fast { Analyser::Small } else { Analyser::Large }
}

/// The language of an article; an error where it is none that is built in.
pub fn language_of(article: &Article, analyser: Analyser) -> Result<&'static Language> {
    let code = detect(&article.text).unwrap_or("de");
    language_with(code, analyser).ok_or_else(|| {
        Error::new(format!(
            "the article '{}' is in the language '{code}'; only German (de) is built in",
            article.id
        ))
    })
}

/// What was found in articles.
#[pyclass(frozen)]
struct Found {
    quads: Vec<Quad>,
    /// Articles that could not be read, by their ids, where they are to be left out.
    errors: Vec<(String, String)>,
    /// Of each article, in the order given: its id, and its lines of JSON.
    records: Vec<Records>,
}

struct Records {
    actors: String,
    quotations: String,
    statements: String,
    /// SVG of the sentences' trees.
    trees: Vec<String>,
}

/// Extracts the statements of articles, side by side on all cores but one article's on one.
#[pyfunction]
#[pyo3(signature = (articles, fast, confidence, trees, lenient=false))]
fn extract(
    py: Python<'_>,
    articles: Vec<Given>,
    fast: bool,
    confidence: f32,
    trees: bool,
    lenient: bool,
) -> PyResult<Found> {
    let wanted = Wanted { analyser: analyser(fast), confidence, trees };
    py.detach(|| found(articles, wanted, lenient)).map_err(raised)
}

#[derive(Clone, Copy)]
struct Wanted {
    analyser: Analyser,
    confidence: f32,
    trees: bool,
}

/// What articles say; of one that cannot be read an error, or with `lenient` only a note.
fn found(articles: Vec<Given>, wanted: Wanted, lenient: bool) -> Result<Found> {
    let ids: Vec<String> = articles.iter().map(|given| given.id.clone()).collect();
    // one article is read by the thread that asks, so that threads of Python do not wait for each other
    let read: Vec<_> = if articles.len() == 1 {
        articles.into_iter().map(|given| read(given, wanted)).collect()
    } else {
        articles.into_par_iter().map(|given| read(given, wanted)).collect()
    };
    let mut found = Found { quads: Vec::new(), errors: Vec::new(), records: Vec::new() };
    for (id, read) in ids.into_iter().zip(read) {
        match read {
            Ok((records, quads)) => {
                found.records.push(records);
                found.quads.extend(quads);
            }
            Err(error) if lenient => found.errors.push((id, sentence(&error))),
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

fn read(given: Given, wanted: Wanted) -> Result<(Records, Vec<Quad>)> {
    let article = given.article()?;
    let lang = language_of(&article, wanted.analyser)?;
    let mut analysis = analyse(&article, lang, &Corrections::default());
    analysis.extraction.retain(|statement| statement.confidence >= wanted.confidence);
    let quads = rdf::quads(&article, &analysis.extraction, rdf::BASE)?;
    let pictures = analysis.trees.iter().enumerate().filter(|_| wanted.trees);
    let pictures = pictures.map(|tree| tree::draw(&article.text, &[tree])).collect();
    Ok((records(&article, &analysis.extraction, pictures)?, quads))
}

fn records(article: &Article, extraction: &Extraction, trees: Vec<String>) -> Result<Records> {
    type Write = fn(&Article, &Extraction, &mut dyn std::io::Write) -> std::io::Result<()>;
    let lines = |write: Write| {
        let mut bytes = Vec::new();
        write(article, extraction, &mut bytes)
            .map_err(|error| Error::because("cannot write the records", error))?;
        String::from_utf8(bytes).map_err(|error| Error::because("the records are no text", error))
    };
    Ok(Records {
        actors: lines(json::actors)?,
        quotations: lines(json::quotations)?,
        statements: lines(json::statements)?,
        trees,
    })
}

#[pymethods]
impl Found {
    /// Lines of JSON of all articles: "statements", "actors" or "quotations".
    fn lines(&self, what: &str) -> String {
        let own = |records: &'_ Records| match what {
            "actors" => records.actors.clone(),
            "quotations" => records.quotations.clone(),
            _ => records.statements.clone(),
        };
        self.records.iter().map(own).collect()
    }

    /// Id and sentence of each article that was left out.
    fn errors(&self) -> Vec<(String, String)> {
        self.errors.clone()
    }

    fn trees(&self) -> Vec<String> {
        self.records.iter().flat_map(|records| records.trees.clone()).collect()
    }

    /// The statements with their evidence as N-Quads, sorted, none twice.
    fn nquads(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let mut lines: Vec<String> =
                self.quads.iter().map(|quad| format!("{quad} .\n")).collect();
            lines.sort();
            lines.dedup();
            lines.concat()
        })
    }

    fn parquet<'py>(&self, py: Python<'py>, what: &str) -> PyResult<Bound<'py, PyBytes>> {
        let rows = py.detach(|| rows(&Graph::of(self.quads.iter().cloned(), rdf::BASE)));
        packed(py, &rows, what)
    }
}

/// A table of rows as the bytes of a Parquet file.
pub fn packed<'py>(py: Python<'py>, rows: &Rows, what: &str) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = py.detach(|| {
        let table = parquet::tables(rows).into_iter().find(|table| table.name == what);
        let table = table.ok_or_else(|| Error::new(format!("there is no table '{what}'")))?;
        let mut bytes = Vec::new();
        columnar::write(&table.columns, &table.meanings, &mut bytes)?;
        Ok(bytes)
    });
    Ok(PyBytes::new(py, &bytes.map_err(raised)?))
}

/// The columns of a table with what each of them means.
#[pyfunction]
fn fields() -> BTreeMap<&'static str, Vec<(String, String)>> {
    let tables = parquet::tables(&Rows::default());
    tables.into_iter().map(|table| (table.name, table.meanings)).collect()
}

#[pymodule]
fn _tripel(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("TripelError", module.py().get_type::<TripelError>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Found>()?;
    module.add_class::<store::Folder>()?;
    module.add_function(wrap_pyfunction!(extract, module)?)?;
    module.add_function(wrap_pyfunction!(fields, module)?)?;
    module.add_function(wrap_pyfunction!(store::queries, module)?)
}
