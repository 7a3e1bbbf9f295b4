//! The quads of an article of the store, one after the other, and what stays of them where it tells the story of another.

use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};

use crate::kb::copies::Copy;
use crate::kb::rdf::article_iri;
use crate::kb::store::{Entry, Store};
use crate::kb::vocab::{DUPLICATE_OF, MENTIONS, VERSION};
use crate::record::error::{Error, Result};

/// What an article is called and where it appeared, and that it is one and whom it names not.
pub fn is_head(quad: &Quad, base: &str, id: &str) -> bool {
    let article = article_iri(base, id);
    let hidden = [oxrdf::vocab::rdf::TYPE.as_str(), MENTIONS];
    quad.graph_name == GraphName::DefaultGraph
        && quad.subject == NamedNode::new_unchecked(article).into()
        && !hidden.contains(&quad.predicate.as_str())
}

/// From an article to the one whose story it tells.
pub fn link(copy: &Copy, base: &str) -> Quad {
    let article = |id: &str| NamedNode::new_unchecked(article_iri(base, id));
    let property = if copy.version { VERSION } else { DUPLICATE_OF };
    let property = NamedNode::new_unchecked(property);
    Quad::new(article(&copy.id), property, article(&copy.of), GraphName::DefaultGraph)
}

/// The quads of one article, one after the other.
///
/// # Errors
/// Where its file cannot be read or is damaged.
pub fn quads(store: &Store, entry: &Entry) -> Result<impl Iterator<Item = Result<Quad>>> {
    let text = match store.quads(entry) {
        Ok(text) => text,
        // another process may have replaced or removed the article since the folder was listed
        Err(_) if !store.contains(&entry.id) => String::new(),
        Err(error) => match store.find(&entry.id) {
            Ok(newer) if newer != *entry => store.quads(&newer)?,
            _ => return Err(error),
        },
    };
    parsed(&text, &store.dir().join(&entry.quads))
}

/// The quads of a text that a file holds.
///
/// # Errors
/// Where it holds what no article says.
pub fn parsed(text: &str, path: &Path) -> Result<impl Iterator<Item = Result<Quad>> + use<>> {
    // no article has triples in triples, and the parser calls itself for each
    if has_triple_terms(text) {
        return Err(Error::new(format!(
            "{} is damaged: it holds triples in triples",
            path.display()
        )));
    }
    let path = path.to_owned();
    let damaged = move |error| Error::because(format!("{} is damaged", path.display()), error);
    let text = std::io::Cursor::new(text.to_owned());
    let parser = RdfParser::from_format(RdfFormat::NQuads).for_reader(text);
    Ok(parser.map(move |quad| quad.map_err(&damaged)))
}

/// "<<" outside of strings.
fn has_triple_terms(text: &str) -> bool {
    let outside = |line: &str| {
        let (mut inside, mut escaped, mut last) = (false, false, ' ');
        line.chars().any(|letter| {
            let found = !inside && letter == '<' && last == '<';
            inside ^= letter == '"' && !escaped;
            escaped = inside && letter == '\\' && !escaped;
            last = letter;
            found
        })
    };
    text.contains("<<") && text.lines().any(outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triples_in_triples_are_seen_and_quotes_are_not() {
        assert!(has_triple_terms("<a:b> <a:c> <<( <a:b> <a:c> <a:d> )>> ."));
        assert!(has_triple_terms(
            "<a:b> <a:c> \"x\\\\\" .\n<a:b> <a:c> <<( <a:b> <a:c> \"<\" )>> ."
        ));
        assert!(!has_triple_terms("<a:b> <a:c> \"a \\\" << b\"@de ."));
    }
}
