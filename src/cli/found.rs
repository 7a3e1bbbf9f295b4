//! The statement that a person names by its id, or by the beginning of it.

use tripel::kb::graph::Graph;
use tripel::record::error::{Error, Result};

use super::did_you_mean;

/// The id that begins as given, and the article that it stands in.
///
/// # Errors
/// Where no statement or several have such an id.
pub fn found(graph: &Graph, given: &str) -> Result<(String, String)> {
    let given = given.trim().trim_start_matches("statement:").to_lowercase();
    let statements = graph.statements()?;
    let mut found = statements.iter().filter(|(id, _)| id.starts_with(&given));
    match (found.next(), found.count()) {
        (Some(found), 0) => Ok(found.clone()),
        (Some(_), more) => Err(Error::new(format!(
            "{} statements begin with '{given}'; give more of the id",
            more + 1
        ))),
        (None, _) => {
            let hint = did_you_mean(&given, statements.iter().map(|(id, _)| id.as_str()));
            let hint = match hint.as_str() {
                "" => "; 'tripel query events' and exports name their ids".to_owned(),
                hint => hint.to_owned(),
            };
            Err(Error::new(format!("there is no statement '{given}'{hint}")))
        }
    }
}
