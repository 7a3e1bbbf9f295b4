//! Networks as matrices: CSV, GraphML, GEXF, DL of UCINET, .net of Pajek. The weight of an edge is a number, which may be negative.
//!
//! `export dl` and `net` write the network of actors so, with how many statements there are from one to the other.

use std::collections::BTreeMap;
use std::io::Write;

use petgraph::visit::EdgeRef;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use crate::export::clean::{self, Syntax};
use crate::export::fields::{CODING, Coding, STATEMENT, TIE, Tie, chosen};
use crate::export::gephi::{colour, key, keyed};
use crate::export::markup::{Xml, element, empty};
use crate::export::{csv, fields, in_xml, look};
use crate::kb::rows::{ArticleRow, Rows};
use crate::network::Tone;
use crate::network::coding::Claim;
use crate::network::discourse::{Matrix, Point, Shape, Slice};
use crate::network::{Network, Node};
use crate::record::error::{Error, Result};

/// The network of actors: in a cell stands how many statements there are from the row to the column.
pub fn of_network(network: &Network) -> Matrix {
    let point = |node: &Node| Point {
        id: node.id.clone(),
        label: node.label_en.clone(),
        kind: node.kind.clone(),
    };
    let points: Vec<Point> = network.graph.node_weights().map(point).collect();
    let cell = |edge: petgraph::graph::EdgeReference<crate::network::Edge>| {
        ((edge.source().index(), edge.target().index()), edge.weight().links.len() as f64)
    };
    let cells = network.graph.edge_references().map(cell).collect();
    Matrix { rows: points.clone(), columns: points, cells, shape: Shape::Directed }
}

/// A weight with at most six decimals: "2", "-0.333333".
fn number(weight: f64) -> String {
    let text = format!("{weight:.6}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// Labels as a format spells them, each once: of several nodes with one label all but the first have their id behind it.
fn labels(points: &[Point], spelled: fn(&str) -> String) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let label = |point: &Point| {
        let name = look::plain(if point.label.is_empty() { &point.id } else { &point.label });
        let times = seen.entry(spelled(&name)).or_default();
        *times += 1;
        if *times == 1 { spelled(&name) } else { spelled(&format!("{name} ({})", point.id)) }
    };
    points.iter().map(label).collect()
}

/// Writes the matrix as CSV: a row and a column for each node, 0 where nothing joins them.
///
/// # Errors
/// Where `out` cannot be written.
pub fn table(matrix: &Matrix, out: &mut dyn Write) -> Result<()> {
    let columns = labels(&matrix.columns, str::to_owned);
    let mut lines = vec![[vec![String::new()], columns].concat()];
    for (row, label) in labels(&matrix.rows, str::to_owned).into_iter().enumerate() {
        let cell = |column| number(matrix.cells.get(&(row, column)).copied().unwrap_or(0.0));
        lines.push([vec![label], (0..matrix.columns.len()).map(cell).collect()].concat());
    }
    csv::print(&lines, false, out)
}

/// Writes the edges of slices as one table: period, source, ends, weight.
///
/// # Errors
/// Where `out` cannot be written.
pub fn ties(slices: &[(Slice, Matrix)], out: &mut dyn Write) -> Result<()> {
    let mut lines = vec![TIE.iter().map(|field| field.name.to_owned()).collect::<Vec<_>>()];
    for (slice, matrix) in slices {
        for (from, to, weight) in matrix.edges() {
            let ends = [matrix.rows[from].clone(), matrix.columns[to].clone()];
            let source = slice.source.map(str::to_owned);
            let tie = Tie { days: slice.days, source, ends, weight };
            lines.push(TIE.iter().map(|field| field.text(&tie, &())).collect());
        }
    }
    csv::print(&lines, false, out)
}

/// The fields of the statement that stand beside a concept.
pub const CODED: &[&str] = &[
    "id", "subject", "relation", "object", "speaker", "status", "negated", "event", "quote",
    "article", "date", "source", "start", "end",
];

/// Writes each concept of each claim as a row, with the statement that it was found in.
///
/// # Errors
/// Where `out` cannot be written.
pub fn claims(claims: &[Claim], rows: &Rows, out: &mut dyn Write) -> Result<()> {
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|row| (row.id.as_str(), row)).collect();
    let none = ArticleRow::default();
    let fields = chosen(STATEMENT, CODED.iter().copied());
    let names = CODING.iter().map(|field| field.name).chain(CODED.iter().copied());
    let mut lines = vec![names.map(str::to_owned).collect::<Vec<_>>()];
    for claim in claims {
        let article = articles.get(claim.row.article.as_str()).copied().unwrap_or(&none);
        for coded in &claim.concepts {
            let coding = Coding {
                concept: coded.concept.to_owned(),
                stance: coded.stance,
                holder: claim.holder.cloned(),
                line: coded.line,
            };
            let own = CODING.iter().map(|field| field.text(&coding, &()));
            let of_statement = fields.iter().map(|field| field.text(claim.row, article));
            lines.push(own.chain(of_statement).collect());
        }
    }
    csv::print(&lines, false, out)
}

/// The nodes with their names in a file: of two modes first the rows and then the columns.
fn nodes(matrix: &Matrix) -> (Vec<&Point>, usize) {
    match matrix.shape {
        Shape::TwoMode => (matrix.rows.iter().chain(&matrix.columns).collect(), matrix.rows.len()),
        _ => (matrix.rows.iter().collect(), 0),
    }
}

fn name(at: usize) -> String {
    format!("n{at}")
}

fn direction(matrix: &Matrix) -> &'static str {
    if matrix.shape == Shape::Directed { "directed" } else { "undirected" }
}

/// Writes GraphML; the weight is that of the matrix.
///
/// # Errors
/// Where `out` cannot be written.
pub fn graphml(matrix: &Matrix, out: &mut dyn Write) -> Result<()> {
    let (nodes, offset) = nodes(matrix);
    let written = |out: &mut dyn Write| -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let space = [("xmlns", "http://graphml.graphdrawing.org/xmlns")];
        element(&mut xml, "graphml", &space, |xml| {
            for name in ["label", "id", "type"] {
                key(xml, "node", name, fields::Kind::Text)?;
            }
            key(xml, "edge", "weight", fields::Kind::Number(6))?;
            let graph = [("id", "network"), ("edgedefault", direction(matrix))];
            element(xml, "graph", &graph, |xml| {
                for (at, point) in nodes.iter().enumerate() {
                    element(xml, "node", &[("id", &name(at))], |xml| {
                        keyed(xml, "node", "label", &point.label)?;
                        keyed(xml, "node", "id", &point.id)?;
                        keyed(xml, "node", "type", &point.kind)
                    })?;
                }
                for (from, to, weight) in matrix.edges() {
                    let ends = [("source", &*name(from)), ("target", &*name(to + offset))];
                    element(xml, "edge", &ends, |xml| {
                        keyed(xml, "edge", "weight", &number(weight))
                    })?;
                }
                Ok(())
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    clean::escaped(out, Syntax::Xml, |out| written(out).map_err(unwritten))
}

/// Writes GEXF 1.3. Gephi wants weights above 0: the weight is without its sign, the attribute `value` has it, and the
/// colour shows it.
///
/// # Errors
/// Where `out` cannot be written.
pub fn gexf(matrix: &Matrix, out: &mut dyn Write) -> Result<()> {
    let (nodes, offset) = nodes(matrix);
    let attributes = |xml: &mut Xml, of: &str, name: &str, kind: &str| {
        element(xml, "attributes", &[("class", of), ("mode", "static")], |xml| {
            empty(xml, "attribute", &[("id", name), ("title", name), ("type", kind)])
        })
    };
    let value = |xml: &mut Xml, name: &str, value: &str| {
        element(xml, "attvalues", &[], |xml| {
            empty(xml, "attvalue", &[("for", name), ("value", &in_xml(value))])
        })
    };
    let written = |out: &mut dyn Write| -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let spaces = [
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("version", "1.3"),
        ];
        element(&mut xml, "gexf", &spaces, |xml| {
            element(xml, "graph", &[("defaultedgetype", direction(matrix))], |xml| {
                attributes(xml, "node", "type", "string")?;
                attributes(xml, "edge", "value", "double")?;
                element(xml, "nodes", &[], |xml| {
                    nodes.iter().enumerate().try_for_each(|(at, point)| {
                        let own = [("id", &*name(at)), ("label", &*in_xml(&point.label))];
                        element(xml, "node", &own, |xml| {
                            value(xml, "type", &point.kind)?;
                            colour(xml, look::kind(&point.kind).line)
                        })
                    })
                })?;
                element(xml, "edges", &[], |xml| {
                    matrix.edges().enumerate().try_for_each(|(at, (from, to, weight))| {
                        let own = [
                            ("id", &*at.to_string()),
                            ("source", &*name(from)),
                            ("target", &*name(to + offset)),
                            ("weight", &*number(weight.abs())),
                        ];
                        element(xml, "edge", &own, |xml| {
                            value(xml, "value", &number(weight))?;
                            colour(xml, look::colour(tone(weight)))
                        })
                    })
                })
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    clean::escaped(out, Syntax::Xml, |out| written(out).map_err(unwritten))
}

fn tone(weight: f64) -> Tone {
    if weight < 0.0 { Tone::Conflict } else { Tone::Cooperation }
}

/// A label between double quotes, for Pajek, which knows no escapes.
fn quoted(label: &str) -> String {
    format!("\"{}\"", label.replace('"', "'").replace('\\', "/"))
}

/// A label as one word, for UCINET and its readers: some of them part labels at blanks even between quotes.
fn bare(label: &str) -> String {
    let parts = |letter: char| letter.is_whitespace() || ",;\"'".contains(letter);
    let word = label.split(parts).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    if word.is_empty() { "-".to_owned() } else { word }
}

/// Writes DL, UCINET's text format, as a list of edges with labels.
///
/// # Errors
/// Where `out` cannot be written.
pub fn dl(matrix: &Matrix, out: &mut dyn Write) -> Result<()> {
    let list = |points: &[Point]| -> String {
        labels(points, bare).iter().map(|label| format!("{label}\n")).collect()
    };
    let rows = list(&matrix.rows);
    let head = match matrix.shape {
        Shape::TwoMode => format!(
            "dl nr={} nc={}\nformat = edgelist2\nrow labels:\n{rows}column labels:\n{}",
            matrix.rows.len(),
            matrix.columns.len(),
            list(&matrix.columns)
        ),
        _ => format!("dl n={}\nformat = edgelist1\nlabels:\n{rows}", matrix.rows.len()),
    };
    // of an undirected network both directions are there
    let edges = matrix.cells.iter().map(|(&(from, to), &weight)| (from, to, weight));
    let text = format!("{head}data:\n{}", numbered(edges, 0));
    out.write_all(text.as_bytes()).map_err(unwritten)
}

/// Writes a network for Pajek.
///
/// # Errors
/// Where `out` cannot be written.
pub fn pajek(matrix: &Matrix, out: &mut dyn Write) -> Result<()> {
    let (nodes, offset) = nodes(matrix);
    let points: Vec<Point> = nodes.into_iter().cloned().collect();
    let modes = if offset > 0 { format!(" {offset}") } else { String::new() };
    let mut text = format!("*Vertices {}{modes}\n", points.len());
    for (at, label) in labels(&points, quoted).iter().enumerate() {
        text += &format!("{} {label}\n", at + 1);
    }
    text += if matrix.shape == Shape::Directed { "*Arcs\n" } else { "*Edges\n" };
    text += &numbered(matrix.edges(), offset);
    out.write_all(text.as_bytes()).map_err(unwritten)
}

/// "1 2 0.5", counted from 1.
fn numbered(edges: impl Iterator<Item = (usize, usize, f64)>, offset: usize) -> String {
    let line = |(from, to, weight): (usize, usize, f64)| {
        format!("{} {} {}\n", from + 1, to + 1 + offset, number(weight))
    };
    edges.map(line).collect()
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the network", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(id: &str, label: &str) -> Point {
        Point { id: id.to_owned(), label: label.to_owned(), kind: String::new() }
    }

    fn written(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn two_modes_have_rows_and_columns() {
        let matrix = Matrix {
            rows: vec![point("a", "A \"x\""), point("b", "B")],
            columns: vec![point("c", "C, D")],
            cells: BTreeMap::from([((0, 0), -1.0 / 3.0), ((1, 0), 2.0)]),
            shape: Shape::TwoMode,
        };
        assert_eq!(
            written(|out| table(&matrix, out)),
            ",\"C, D\"\n\"A \"\"x\"\"\",-0.333333\nB,2\n"
        );
        assert_eq!(
            written(|out| dl(&matrix, out)),
            "dl nr=2 nc=1\nformat = edgelist2\nrow labels:\nA_x\nB\ncolumn labels:\nC_D\ndata:\n1 1 -0.333333\n2 1 2\n"
        );
        assert_eq!(
            written(|out| pajek(&matrix, out)),
            "*Vertices 3 2\n1 \"A 'x'\"\n2 \"B\"\n3 \"C, D\"\n*Edges\n1 3 -0.333333\n2 3 2\n"
        );
    }

    #[test]
    fn an_undirected_edge_stands_once_and_no_label_twice() {
        let points = vec![point("a", "A"), point("b", "A")];
        let matrix = Matrix {
            rows: points.clone(),
            columns: points,
            cells: BTreeMap::from([((0, 1), 1.0), ((1, 0), 1.0)]),
            shape: Shape::Undirected,
        };
        assert_eq!(
            written(|out| pajek(&matrix, out)),
            "*Vertices 2\n1 \"A\"\n2 \"A (b)\"\n*Edges\n1 2 1\n"
        );
        assert!(written(|out| dl(&matrix, out)).ends_with("data:\n1 2 1\n2 1 1\n"));
        assert_eq!(written(|out| graphml(&matrix, out)).matches("<edge ").count(), 1);
    }
}
