//! The named queries of queries/: each a SPARQL file that begins with its title, what a row means, and its parameters.
//!
//! A parameter stands in the query as `$name` and is replaced by a string; one that is declared (`# param name: meaning`) and not
//! given is the empty string.

mod limits;

use oxigraph::sparql::{CancellationToken, PreparedSparqlQuery, SparqlEvaluator};

use crate::kb::rdf::BASE;
use crate::kb::vocab::{KINDS, PREFIXES};
use crate::record::error::{Error, Result};

/// A query with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedQuery {
    pub name: &'static str,
    /// The first comment line.
    pub title: &'static str,
    /// The second: what a row means.
    pub row: &'static str,
    /// Name and meaning of each parameter.
    pub parameters: Vec<(&'static str, &'static str)>,
    pub sparql: &'static str,
}

macro_rules! queries {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../../queries/", $name, ".rq")))),+] };
}

const QUERIES: &[(&str, &str)] = queries!(
    "accusations",
    "active-actors",
    "actor",
    "answers",
    "co-mentions",
    "demands",
    "edges",
    "events",
    "facts",
    "negated",
    "quotations",
    "said-about",
    "said-by",
    "timeline",
    "unvouched",
);

/// All named queries, by name.
pub fn queries() -> Vec<NamedQuery> {
    QUERIES.iter().map(|&(name, sparql)| read(name, sparql)).collect()
}

/// The query with a name.
pub fn named(name: &str) -> Option<NamedQuery> {
    QUERIES.iter().find(|(own, _)| *own == name).map(|&(name, sparql)| read(name, sparql))
}

fn read(name: &'static str, sparql: &'static str) -> NamedQuery {
    let mut comments = sparql.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
    let title = comments.next().unwrap_or("");
    let row = comments.next().unwrap_or("");
    NamedQuery { name, title, row, parameters: parameters(sparql).collect(), sparql }
}

/// Name and meaning of each parameter that the comments at the head of a query declare.
pub fn parameters(sparql: &str) -> impl Iterator<Item = (&str, &str)> {
    let comments = sparql.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
    comments.filter_map(|line| line.strip_prefix("param ")?.split_once(": "))
}

/// The query with its parameters filled in: those that are given, and as empty strings those that it declares. Any other `$name`
/// is a variable.
///
/// # Errors
/// Where a given parameter does not stand in the query.
pub fn filled(sparql: &str, given: &[(String, String)]) -> Result<String> {
    for (name, _) in given {
        if !words(sparql).any(|word| word.strip_prefix('$') == Some(name)) {
            return Err(Error::new(format!("there is no parameter '{name}'{}", known(sparql))));
        }
    }
    let declared: Vec<&str> = parameters(sparql).map(|(name, _)| name).collect();
    let mut text = String::with_capacity(sparql.len());
    let mut rest = sparql;
    while let Some(at) = rest.find('$') {
        let after = &rest[at + 1..];
        let name = &after[..after
            .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .unwrap_or(after.len())];
        text += &rest[..at];
        match given.iter().rev().find(|(own, _)| own == name) {
            Some((_, value)) => text += &literal(value),
            None if declared.contains(&name) => text += "\"\"",
            None => text += &rest[at..=at + name.len()],
        }
        rest = &after[name.len()..];
    }
    Ok(text + rest)
}

fn known(sparql: &str) -> String {
    let names: Vec<&str> = parameters(sparql).map(|(name, _)| name).collect();
    if names.is_empty() {
        "; it has none".to_owned()
    } else {
        format!("; it has {}", names.join(", "))
    }
}

fn words(sparql: &str) -> impl Iterator<Item = &str> {
    sparql.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '$'))
}

/// The evaluator that every query of ours runs on: with our prefixes, and those of a store's own names.
pub fn evaluator(base: &str) -> SparqlEvaluator {
    let own = KINDS.map(|kind| (kind, format!("{base}{kind}/")));
    let standard = PREFIXES.iter().map(|&(prefix, iri)| (prefix, iri.to_owned()));
    own.into_iter().chain(standard).fold(SparqlEvaluator::new(), |evaluator, (prefix, iri)| {
        // a base that is no IRI is refused before a store can have it
        evaluator.clone().with_prefix(prefix, iri).unwrap_or(evaluator)
    })
}

/// Whether a text is a SPARQL query.
///
/// # Errors
/// Where it is not: line and column are named, and the line is shown.
pub fn check(sparql: &str) -> Result<()> {
    parsed(sparql, BASE, &CancellationToken::new()).map(drop)
}

/// The query, ready to run until it is cancelled.
///
/// # Errors
/// Where it is not SPARQL: line and column are named, and the line is shown; or where it nests deeper than can be evaluated.
pub fn parsed(sparql: &str, base: &str, stop: &CancellationToken) -> Result<PreparedSparqlQuery> {
    if let Some(reason) = limits::beyond(sparql) {
        return Err(Error::new(reason));
    }
    evaluator(base)
        .with_cancellation_token(stop.clone())
        .parse_query(sparql)
        .map_err(|error| Error::new(misread(sparql, &error.to_string())))
}

/// "error at 3:5: expected one of ..." as a sentence, with the line and a mark below the place.
fn misread(sparql: &str, message: &str) -> String {
    let place = message.strip_prefix("error at ").and_then(|rest| {
        let (place, expected) = rest.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, expected))
    });
    let Some((line, column, expected)) = place else {
        return format!("not valid SPARQL: {message}");
    };
    let shown = sparql.lines().nth(line.saturating_sub(1)).unwrap_or("");
    let blank: String = shown
        .chars()
        .take(column.saturating_sub(1))
        .map(|letter| if letter == '\t' { '\t' } else { ' ' })
        .collect();
    let expected = if expected.len() > 100 { String::new() } else { format!(", {expected}") };
    format!("line {line}, column {column} is not valid SPARQL{expected}\n  {shown}\n  {blank}^")
}

/// A string in SPARQL, whatever stands in it.
fn literal(value: &str) -> String {
    let mut text = String::from("\"");
    for letter in value.chars() {
        match letter {
            '"' => text += "\\\"",
            '\\' => text += "\\\\",
            '\n' => text += "\\n",
            '\r' => text += "\\r",
            '\t' => text += "\\t",
            _ => text.push(letter),
        }
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_strings_whatever_they_hold() {
        let query = "# t\n# param actor: who\nSELECT $x { FILTER($actor = \"\" || $x = $actor) }";
        let text = filled(query, &[("actor".to_owned(), "a\"b".to_owned())]).expect("filled");
        assert!(
            text.ends_with("SELECT $x { FILTER(\"a\\\"b\" = \"\" || $x = \"a\\\"b\") }"),
            "{text}"
        );
        assert!(
            filled(query, &[]).expect("filled").ends_with("FILTER(\"\" = \"\" || $x = \"\") }")
        );
        let error = filled(query, &[("other".to_owned(), String::new())]).expect_err("unknown");
        assert_eq!(error.to_string(), "there is no parameter 'other'; it has actor");
    }

    #[test]
    fn every_query_has_a_title_and_is_sparql() {
        for query in queries() {
            assert!(!query.title.is_empty() && query.row.starts_with("A row: "), "{}", query.name);
            let text = filled(query.sparql, &[]).expect("filled");
            assert!(SparqlEvaluator::new().parse_query(&text).is_ok(), "{}", query.name);
        }
    }

    #[test]
    fn a_wrong_query_is_shown_where_it_is_wrong() {
        let error = check("SELECT ?x {\n  ?x r:reject }").expect_err("wrong").to_string();
        assert!(error.starts_with("line 2, column 15 is not valid SPARQL"), "{error}");
        assert!(error.ends_with("\n    ?x r:reject }\n                ^"), "{error}");
    }
}
