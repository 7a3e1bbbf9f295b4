//! The tree of a page, read piece by piece within a budget of nodes and depth: a few kilobytes can ask for millions of elements.
//!
//! Each `<p>` after 1,990 open `<b>` opens them all again; elements that close themselves (`<path/>`) and words in scripts count for
//! nothing, as they make the tree no deeper.

use dom_query::{Document, Tree};
use html5ever::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;

/// Bytes that are read before the budget is looked at again.
const PIECE: usize = 512;
/// More elements, texts and comments than any article's page has.
const NODES: usize = 4_000_000;
/// A page with none of its tags left out has less than a node for each byte.
const SPARE: usize = 2000;
/// As deep as browsers let elements stand inside each other.
const DEEPEST: usize = 512;
/// New nodes after which the depth is measured again; later in proportion to the page.
const MEASURED: usize = 2000;

/// The tree of a page, or why it is none: a clause about the file.
pub(super) fn parse(html: &str) -> Result<Document, String> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
    let options = ParseOpts { tree_builder, ..Default::default() };
    let mut parser = html5ever::parse_document(Document::default(), options);
    let mut read = 0;
    let mut measured = 0;
    for piece in pieces(html) {
        parser.process(StrTendril::from_slice(piece));
        read += piece.len();
        let tree = &parser.tokenizer.sink.sink.tree;
        if tree.len() > NODES.min(read + SPARE) {
            return Err("is HTML that becomes far more elements than an article has".into());
        }
        if tree.len() - measured > MEASURED.max(measured / 8) {
            check_depth(tree)?;
            measured = tree.len();
        }
    }
    let document = parser.finish();
    check_depth(&document.tree)?;
    Ok(document)
}

fn pieces(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let end = (PIECE..rest.len()).find(|&at| rest.is_char_boundary(at));
        let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

fn check_depth(tree: &Tree) -> Result<(), String> {
    match depth(tree) > DEEPEST {
        true => Err("is HTML nested too deeply to be an article".into()),
        false => Ok(()),
    }
}

/// How many nodes stand inside each other; of a tree that is too deep, a number above what is allowed.
fn depth(tree: &Tree) -> usize {
    let (mut depth, mut most) = (0, 0);
    let mut node = tree.root();
    // each node is entered once and left once
    for _ in 0..2 * tree.len() + 2 {
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            most = most.max(depth);
            if most > DEEPEST {
                return most;
            }
            continue;
        }
        while node.next_sibling().is_none() && depth > 0 {
            let Some(parent) = node.parent() else { return most };
            (node, depth) = (parent, depth - 1);
        }
        let Some(next) = node.next_sibling().filter(|_| depth > 0) else { return most };
        node = next;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole() {
        let html = format!("<p>{}</p>", "ä€😀x".repeat(700));
        assert_eq!(pieces(&html).collect::<String>(), html);
        assert!(pieces(&html).all(|piece| piece.len() < PIECE + 4));
    }

    #[test]
    fn the_tree_does_not_depend_on_the_pieces() {
        let html = format!(
            "<!doctype html><body>{}<svg>{}</svg>",
            "<p>Ein <b>Satz &amp; mehr</b> und\r\nnoch einer.<table><tr><td>x</table>".repeat(200),
            "<path d='x'/>".repeat(3000)
        );
        let whole = Document::from(html.as_str());
        assert_eq!(parse(&html).expect("a page").html(), whole.html());
    }

    #[test]
    fn depth_is_that_of_elements() {
        let nested = |n: usize| format!("{}x{}", "<div>".repeat(n), "</div>".repeat(n));
        assert!(parse(&nested(400)).is_ok());
        assert!(parse(&nested(600)).is_err());
        assert!(parse(&format!("<math>{}", "<td>".repeat(100_000))).is_err());
        assert!(parse(&"<p>".repeat(100_000)).is_ok());
    }

    #[test]
    fn open_marks_that_every_paragraph_opens_again_are_refused() {
        let marks: String = (0..400).map(|at| format!("<b a={at}>")).collect();
        let bomb = format!("<p>{marks}{}", "</p><p>x".repeat(4000));
        assert!(parse(&bomb).is_err_and(|what| what.contains("far more elements")));
    }
}
