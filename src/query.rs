//! The named queries of queries/: each a SPARQL file that begins with its title, what a row means, and its parameters.
//!
//! A parameter stands in the query as `$name` and is replaced by a string; one that is not given is the empty string.

use crate::error::{Error, Result};

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
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../queries/", $name, ".rq")))),+] };
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
    let parameters = comments.filter_map(|line| line.strip_prefix("param ")?.split_once(": ")).collect();
    NamedQuery { name, title, row, parameters, sparql }
}

/// The query with its parameters filled in.
///
/// # Errors
/// Where a given parameter does not stand in the query.
pub fn filled(sparql: &str, parameters: &[(String, String)]) -> Result<String> {
    for (name, _) in parameters {
        if !words(sparql).any(|word| word == format!("${name}")) {
            return Err(Error::new(format!("the query has no parameter '{name}'")));
        }
    }
    let mut text = String::with_capacity(sparql.len());
    let mut rest = sparql;
    while let Some(at) = rest.find('$') {
        let end =
            rest[at + 1..].find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).map_or(rest.len(), |end| at + 1 + end);
        let name = &rest[at + 1..end];
        text += &rest[..at];
        if name.is_empty() {
            text.push('$');
        } else {
            let value = parameters.iter().rev().find(|(own, _)| own == name).map_or("", |(_, value)| value);
            text += &literal(value);
        }
        rest = &rest[end..];
    }
    Ok(text + rest)
}

fn words(sparql: &str) -> impl Iterator<Item = &str> {
    sparql.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '$'))
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
        let query = "SELECT ?x { FILTER($actor = \"\" || ?x = $actor) }";
        let text = filled(query, &[("actor".to_owned(), "a\"b".to_owned())]).expect("filled");
        assert_eq!(text, "SELECT ?x { FILTER(\"a\\\"b\" = \"\" || ?x = \"a\\\"b\") }");
        assert!(filled(query, &[("other".to_owned(), String::new())]).is_err());
    }

    #[test]
    fn every_query_has_a_title_and_is_sparql() {
        for query in queries() {
            assert!(!query.title.is_empty() && query.row.starts_with("A row"), "{}", query.name);
            let text = filled(query.sparql, &[]).expect("filled");
            oxigraph::sparql::SparqlEvaluator::new().parse_query(&text).unwrap_or_else(|error| panic!("{}: {error}", query.name));
        }
    }
}
