//! What commands that write for other programs share: the rows that a filter chooses, and where the output may lie.

use std::path::Path;

use tripel::kb::graph::Graph;
use tripel::kb::rows::{Rows, rows};
use tripel::network::Filter;
use tripel::record::error::{Error, Result};

use super::output::say;
use super::{Global, did_you_mean};

/// The store's graph and its rows; names in the filter that nothing has are said. `None` where the
/// store holds no articles.
pub fn chosen_rows(global: &Global, filter: &Filter) -> Result<Option<(Graph, Rows)>> {
    let (_, graph) = global.graph()?;
    if graph.is_empty() {
        return Ok(None);
    }
    let rows = rows(&graph);
    for name in filter.unknown_actors(&rows) {
        let names = rows.actors.iter().flat_map(|row| [&row.label_en, &row.label_de]);
        let hint = did_you_mean(&name, names.map(String::as_str));
        say(&format!("no actor is called '{name}'{hint}"));
    }
    for id in filter.unknown_articles(&rows) {
        let hint = did_you_mean(&id, rows.articles.iter().map(|row| row.id.as_str()));
        say(&format!("there is no article '{id}'{hint}"));
    }
    Ok(Some((graph, rows)))
}

/// "wrote FILE: what"; nothing where it went to standard output, from which it is seen.
pub fn wrote(global: &Global, output: Option<&Path>, what: &str) {
    if let Some(output) = output.filter(|output| output.as_os_str() != "-") {
        global.note(&format!("wrote {}: {what}", output.display()));
    }
}

/// Refuses the store's folder as a place for the output.
///
/// # Errors
/// Where the output lies in the folder of the store, which holds nothing but the store.
pub fn outside(store: &Path, output: Option<&Path>) -> Result<()> {
    let Some(output) = output else { return Ok(()) };
    let Ok(store_place) = store.canonicalize() else { return Ok(()) };
    let place = output.canonicalize().or_else(|_| {
        let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.unwrap_or(Path::new(".")).canonicalize()
    });
    if place.is_ok_and(|place| place.starts_with(&store_place)) {
        return Err(Error::new(format!(
            "cannot write {}: it lies in the store {}, whose files are its own",
            output.display(),
            store.display()
        )));
    }
    Ok(())
}

/// # Errors
/// Where no folder is named.
pub fn folder(output: Option<&Path>) -> Result<&Path> {
    output.ok_or_else(|| Error::new("this is several files; name a folder for them with -o"))
}
