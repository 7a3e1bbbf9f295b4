//! The codebook of a store: what fields, statuses, event types, relations and types of actors mean, how often each occurs in
//! it, and an example of its own.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::export::document::Block;
use crate::export::fields::{ACTOR, ARTICLE, Field, QUOTATION, STATEMENT};
use crate::export::look;
use crate::extract::attribution::Status;
use crate::kb::rows::{ArticleRow, Rows, StatementRow};
use crate::kb::vocab::{self, TERMS};
use crate::network::counted;
use crate::record::plover::codes;

/// Letters of a quote that stands as an example, and of a field's value.
const QUOTE: usize = 200;
const VALUE: usize = 60;

/// The codebook of rows; `methods` is its last paragraph, `examples` how many a code has at most.
pub fn codebook(rows: &Rows, methods: String, examples: usize) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(1, "Codebook".to_owned()),
        Block::Paragraph(
            "What stands in the exports of this store. Counts are of statements where nothing else is said; an example is the \
             statement with the highest confidence, with its id in brackets: 'tripel cite ID' gives its source, 'tripel why ID' \
             how it was found."
                .to_owned(),
        ),
    ];
    blocks.extend(statuses(rows, examples));
    blocks.extend(events(rows, examples));
    blocks.extend(relations(rows, examples));
    blocks.extend(kinds(rows, examples));
    blocks.extend(all_fields(rows));
    blocks.extend([Block::Heading(2, "Methods".to_owned()), Block::Paragraph(methods)]);
    blocks
}

/// The statements that a code has, those with the highest confidence first.
fn exemplary<'a>(rows: &[&'a StatementRow]) -> Vec<&'a StatementRow> {
    let mut rows = rows.to_vec();
    let confidence = |row: &StatementRow| (row.confidence.unwrap_or(0.0) * 1000.0) as u64;
    rows.sort_by_key(|row| Reverse(confidence(row)));
    rows
}

/// "quote" (id), one behind the other.
fn quotes(rows: &[&StatementRow], examples: usize) -> String {
    let quote =
        |row: &&StatementRow| format!("\"{}\" ({})", look::short(&row.quote, QUOTE), row.id);
    exemplary(rows).iter().take(examples).map(quote).collect::<Vec<_>>().join(" ")
}

fn grouped<'a, Key: Ord>(
    rows: &'a Rows,
    key: impl Fn(&'a StatementRow) -> Key,
) -> BTreeMap<Key, Vec<&'a StatementRow>> {
    let mut groups: BTreeMap<Key, Vec<&StatementRow>> = BTreeMap::new();
    for row in &rows.statements {
        groups.entry(key(row)).or_default().push(row);
    }
    groups
}

fn section(
    title: &str,
    text: &str,
    columns: &[&'static str],
    rows: Vec<Vec<String>>,
) -> [Block; 3] {
    [
        Block::Heading(2, title.to_owned()),
        Block::Paragraph(text.to_owned()),
        Block::Table(columns.to_vec(), rows),
    ]
}

fn statuses(rows: &Rows, examples: usize) -> [Block; 3] {
    let groups = grouped(rows, |row| row.status.as_str());
    let line = |status: &Status| {
        let iri = format!("{}{}", vocab::T, status.as_str());
        let meaning = TERMS.iter().find(|term| term.iri == iri).map_or("", |term| term.comment);
        let own = groups.get(status.as_str()).map_or(&[][..], Vec::as_slice);
        let negated = own.iter().filter(|row| row.negated).count();
        let cells = [status.as_str(), meaning, &own.len().to_string(), &negated.to_string()]
            .map(str::to_owned);
        [&cells[..], &[quotes(own, examples)]].concat()
    };
    section(
        "Status",
        "How an article stands to a statement. What is not asserted, or negated, is never counted as a fact.",
        &["status", "meaning", "count", "of them negated", "example"],
        Status::ALL.iter().map(line).collect(),
    )
}

fn events(rows: &Rows, examples: usize) -> [Block; 3] {
    let groups = grouped(rows, |row| (row.event.as_str(), row.mode.as_str()));
    let mut lines = Vec::new();
    for code in codes() {
        let mode = code.mode.as_deref().unwrap_or("");
        let own = groups.get(&(code.kind.as_str(), mode)).map_or(&[][..], Vec::as_slice);
        // every type is explained, of the modes those that occur
        if own.is_empty() && !mode.is_empty() {
            continue;
        }
        lines.push(vec![
            code.kind.as_str().to_owned(),
            mode.to_owned(),
            code.label_en.clone(),
            code.quad.as_str().to_owned(),
            format!("{:.1}", code.score),
            own.len().to_string(),
            quotes(own, examples),
        ]);
    }
    section(
        "Event types",
        "Types and modes of PLOVER, with their score from -10 (conflict) to 10 (cooperation). A statement has at most one; the \
         count of a type alone is of statements without a mode.",
        &["event", "mode", "meaning", "quad class", "score", "count", "example"],
        lines,
    )
}

fn relations(rows: &Rows, examples: usize) -> [Block; 3] {
    let groups = grouped(rows, |row| row.relation_en.as_str());
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(name, own)| (Reverse(own.len()), *name));
    let names = |texts: Vec<(String, usize)>| {
        texts.into_iter().filter(|(name, _)| !name.is_empty()).map(|(name, _)| name)
    };
    let line = |(name, own): (&str, Vec<&StatementRow>)| {
        let german = counted(own.iter().map(|row| row.relation_de.clone()));
        let events = counted(own.iter().map(|row| row.event.clone()));
        vec![
            name.to_owned(),
            names(german).collect::<Vec<_>>().join(", "),
            names(events).collect::<Vec<_>>().join(", "),
            own.len().to_string(),
            quotes(&own, examples),
        ]
    };
    section(
        "Relations",
        "What is done or said: the English verb, without its negation, and the German infinitives behind it, most frequent first.",
        &["relation", "German", "event", "count", "example"],
        groups.into_iter().map(line).collect(),
    )
}

fn kinds(rows: &Rows, examples: usize) -> [Block; 3] {
    let line = |(kind, count): (String, usize)| {
        let mut own: Vec<_> = rows.actors.iter().filter(|row| row.kind == kind).collect();
        own.sort_by_key(|row| (Reverse(row.as_subject + row.as_object + row.as_speaker), &row.id));
        let iri = format!("{}{kind}", vocab::T);
        let meaning = TERMS.iter().find(|term| term.iri == iri).map_or("", |term| term.comment);
        // a few more than of statements: names are short
        let named = own.iter().take(4 * examples).map(|row| row.label_en.as_str());
        vec![
            kind.clone(),
            look::kind(&kind).label.to_owned(),
            meaning.to_owned(),
            count.to_string(),
            named.collect::<Vec<_>>().join(", "),
        ]
    };
    section(
        "Types of actors",
        "Counts are of actors; the examples are those in most statements.",
        &["type", "name", "meaning", "count", "examples"],
        counted(rows.actors.iter().map(|row| row.kind.clone())).into_iter().map(line).collect(),
    )
}

fn all_fields(rows: &Rows) -> Vec<Block> {
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|row| (row.id.as_str(), row)).collect();
    let none = ArticleRow::default();
    let of = |id: &str| articles.get(id).copied().unwrap_or(&none);
    let best = exemplary(&rows.statements.iter().collect::<Vec<_>>());
    let statements: Vec<_> = best.into_iter().map(|row| (row, of(&row.article))).collect();
    let quotations: Vec<_> = rows.quotations.iter().map(|row| (row, of(&row.article))).collect();
    let actors: Vec<_> = rows.actors.iter().map(|row| (row, &())).collect();
    let own: Vec<_> = rows.articles.iter().map(|row| (row, &())).collect();
    let tables = [
        ("Fields of a statement", fields(STATEMENT, &statements)),
        ("Fields of a quotation", fields(QUOTATION, &quotations)),
        ("Fields of an actor", fields(ACTOR, &actors)),
        ("Fields of an article", fields(ARTICLE, &own)),
    ];
    let columns = ["field", "meaning", "type", "filled", "example"];
    let text = "'Filled' is how many have a value.";
    tables.into_iter().flat_map(|(title, lines)| section(title, text, &columns, lines)).collect()
}

fn fields<Row, Beside>(
    fields: &[Field<Row, Beside>],
    rows: &[(&Row, &Beside)],
) -> Vec<Vec<String>> {
    let line = |field: &Field<Row, Beside>| {
        let texts = || {
            let texts = rows.iter().map(|(row, beside)| field.text(row, beside));
            texts.filter(|text| !text.is_empty())
        };
        vec![
            field.name.to_owned(),
            field.meaning().to_owned(),
            field.kind.as_str().to_owned(),
            texts().count().to_string(),
            texts().next().map_or(String::new(), |text| look::short(&text, VALUE)),
        ]
    };
    fields.iter().map(line).collect()
}
