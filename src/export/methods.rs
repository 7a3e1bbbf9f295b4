//! What a paper says of its data: the paragraph on methods, and references to statements and to the program.
//!
//! Figures of quality are those of docs/quality.md and docs/quality.csv, which tests keep; none stands here.

use std::collections::BTreeMap;

use crate::kb::graph::Reader;
use crate::kb::rows::{ArticleRow, Rows, StatementRow};
use crate::network::counted;
use crate::record::article::Date;

const READ: &str = include_str!("../../docs/quality.md");
const SCORED: &str = include_str!("../../docs/quality.csv");
/// The title of the program in a list of references.
const TITLE: &str =
    "tripel: news articles become a knowledge graph of who does and says what to whom";
const ADDRESS: &str = "https://w3id.org/tripel";

/// The paragraph for a paper's appendix: what was read, with what, and how often it is wrong. `fast` is how many articles the
/// small analyser read.
pub fn methods(rows: &Rows, readers: &[Reader], fast: usize) -> String {
    [corpus(rows), tool(readers, rows.articles.len(), fast), found(rows), quality()].join(" ")
}

fn corpus(rows: &Rows) -> String {
    let days = rows.articles.iter().filter_map(|article| article.date.parse::<Date>().ok());
    let days: Vec<Date> = days.collect();
    let span = match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first == last => format!(" of {first}"),
        (Some(first), Some(last)) => format!(" from {first} to {last}"),
        _ => String::new(),
    };
    let sources = rows.articles.iter().map(|article| article.source.clone());
    let sources = counted(sources.filter(|source| !source.is_empty()));
    let of = match sources.len() {
        0 => String::new(),
        1 => format!(" of {}", sources[0].0),
        many => format!(" of {many} sources"),
    };
    format!("The corpus has {}{of}{span}.", count(rows.articles.len(), "article"))
}

fn tool(readers: &[Reader], articles: usize, fast: usize) -> String {
    let name = |reader: &Reader| match reader.model.as_str() {
        "" => format!("tripel {}", reader.version),
        model => format!("tripel {} (models {model})", reader.version),
    };
    let with = match readers {
        [] => format!("tripel {}", env!("CARGO_PKG_VERSION")),
        [one] => name(one),
        many => {
            let part =
                |own: &Reader| format!("{} for {}", name(own), count(own.articles, "article"));
            many.iter().map(part).collect::<Vec<_>>().join(", ")
        }
    };
    let analyser = match fast {
        0 => "its large analyser".to_owned(),
        all if all >= articles => "its small analyser".to_owned(),
        some => format!("its large analyser ({some} with the small one)"),
    };
    format!(
        "It was read with {with}, {analyser}: a dependency parser gives the trees of the sentences, rules make clauses, actors, \
         quotations and statements of them, and each statement keeps the words of the article that say so, their place, and \
         a confidence."
    )
}

fn found(rows: &Rows) -> String {
    let statements = &rows.statements;
    let statuses = counted(statements.iter().map(|row| row.status.clone()));
    let statuses: Vec<String> =
        statuses.into_iter().map(|(status, count)| format!("{count} {status}")).collect();
    let checked = statements.iter().filter(|row| !row.checks.is_empty()).count();
    let events = statements.iter().filter(|row| !row.event.is_empty()).count();
    let looked_at = match checked {
        0 => "none was checked by a person".to_owned(),
        1 => "1 was checked by a person".to_owned(),
        some => format!("{some} were checked by people"),
    };
    format!(
        "This gives {} about {} ({}), {events} of them with an event type of PLOVER; {looked_at}.",
        count(statements.len(), "statement"),
        count(rows.actors.len(), "actor"),
        statuses.join(", ")
    )
}

/// What was measured, as docs/quality.md says it.
fn quality() -> String {
    let [all, between] =
        ["all", "between two actors"].map(|name| read_row(name).unwrap_or_default());
    let cell = |row: &[&str], at: usize| row.get(at).copied().unwrap_or("-").replace('*', "");
    let [precision, recall, speaker, status, event] =
        ["precision", "recall", "speaker_agreement", "status_agreement", "event_agreement"]
            .map(scored);
    format!(
        "Of {} statements of articles that nobody had looked at, two automated readers held {} for wrong, and who, verb and whom \
         for right in {} (between two actors: {}, and {}). On seven annotated articles, on which the rules were tuned, \
         precision is {precision} and the recall of core statements {recall}; speaker, status and event type agree with the \
         annotation in {speaker}, {status} and {event} (measured on {}). The small analyser makes more mistakes.",
        cell(&all, 1),
        cell(&all, 4),
        cell(&all, 5),
        cell(&between, 4),
        cell(&between, 5),
        value("measured,date,")
    )
}

/// The cells of a row of the first table of docs/quality.md.
fn read_row(name: &str) -> Option<Vec<&'static str>> {
    let cells = |line: &'static str| -> Vec<&'static str> {
        line.trim_matches('|').split('|').map(str::trim).collect()
    };
    READ.lines().filter(|line| line.starts_with('|')).map(cells).find(|row| row[0] == name)
}

/// A figure of the annotated articles.
fn scored(figure: &str) -> String {
    let value = value(&format!("gold,{figure},"));
    value.parse::<f64>().map_or("-".to_owned(), |value| format!("{value:.2}"))
}

/// What stands behind the beginning of a line of docs/quality.csv.
fn value(start: &str) -> &'static str {
    SCORED.lines().find_map(|line| line.strip_prefix(start)).unwrap_or("-")
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A statement in a text: quote, title, source, day, place, address, id.
pub fn reference(row: &StatementRow, article: &ArticleRow) -> String {
    let mut parts = Vec::new();
    if !article.authors.is_empty() {
        parts.push(article.authors.clone());
    }
    let title = if article.title.is_empty() { &row.article } else { &article.title };
    parts.push(title.clone());
    let appeared = [&article.source, &article.date].map(String::as_str);
    let appeared: Vec<&str> = appeared.into_iter().filter(|part| !part.is_empty()).collect();
    if !appeared.is_empty() {
        parts.push(appeared.join(", "));
    }
    parts.extend(place(row));
    if !article.url.is_empty() {
        parts.push(article.url.clone());
    }
    let ends = |part: &String| if part.ends_with(['.', '?', '!']) { "" } else { "." };
    let parts: Vec<String> = parts.iter().map(|part| format!("{part}{}", ends(part))).collect();
    format!("\"{}\" {} [{}]", row.quote, parts.join(" "), row.id)
}

/// "Characters 120 to 240 of the text, sentence 3".
fn place(row: &StatementRow) -> Option<String> {
    let (start, end) = row.start.zip(row.end)?;
    let sentence = row.sentence.map_or(String::new(), |at| format!(", sentence {}", at + 1));
    Some(format!("Characters {start} to {end} of the text{sentence}"))
}

/// The same for BibTeX and biblatex.
pub fn bibtex(row: &StatementRow, article: &ArticleRow) -> String {
    let mut fields = BTreeMap::new();
    let title = if article.title.is_empty() { &row.article } else { &article.title };
    fields.insert("title", format!("{{{}}}", latex(title)));
    let authors: Vec<String> = article
        .authors
        .split(", ")
        .filter(|name| !name.is_empty())
        .map(|name| format!("{{{}}}", latex(name)))
        .collect();
    fields.insert("author", authors.join(" and "));
    fields.insert("journal", latex(&article.source));
    fields.insert("date", article.date.clone());
    fields.insert("year", article.date.get(..4).unwrap_or("").to_owned());
    fields.insert("url", article.url.replace('{', "%7B").replace('}', "%7D"));
    let place = place(row).map_or(String::new(), |place| format!(". {place}"));
    fields.insert("note", format!("``{}''{place}. Statement {}", latex(&row.quote), row.id));
    entry("article", &row.id, fields)
}

fn entry(kind: &str, key: &str, fields: BTreeMap<&str, String>) -> String {
    let known = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let lines: String = known.map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@{kind}{{{key},\n{lines}}}")
}

/// How to cite the program, in a text.
pub fn program() -> String {
    format!("The tripel maintainers. {TITLE}. Version {}. {ADDRESS}", env!("CARGO_PKG_VERSION"))
}

/// The same for BibTeX and biblatex.
pub fn program_bibtex() -> String {
    let fields = BTreeMap::from([
        ("author", "{The tripel maintainers}".to_owned()),
        ("title", format!("{{{TITLE}}}")),
        ("note", format!("Version {}", env!("CARGO_PKG_VERSION"))),
        ("url", ADDRESS.to_owned()),
    ]);
    entry("misc", "tripel", fields)
}

/// A text in LaTeX, on one line.
fn latex(text: &str) -> String {
    let mut latex = String::new();
    for letter in crate::export::look::plain(text).chars() {
        match letter {
            '\\' => latex.push_str("\\textbackslash{}"),
            '~' => latex.push_str("\\textasciitilde{}"),
            '^' => latex.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => latex.extend(['\\', letter]),
            letter => latex.push(letter),
        }
    }
    latex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_page() {
        let text = quality();
        assert!(!text.contains("- ") && !text.contains(" -"), "{text}");
        let all = read_row("all").expect("the page has the row");
        assert!(all.len() == 6 && text.contains(all[1]) && text.contains(all[5]), "{text}");
        assert!(text.contains(&scored("precision")), "{text}");
    }

    #[test]
    fn what_is_cited_says_where_it_stands() {
        let row = StatementRow {
            id: "s1".to_owned(),
            quote: "50 % & mehr".to_owned(),
            article: "a".to_owned(),
            start: Some(3),
            end: Some(14),
            sentence: Some(0),
            ..StatementRow::default()
        };
        let article = ArticleRow {
            title: "Was nun?".to_owned(),
            source: "Bote".to_owned(),
            date: "2024-05-01".to_owned(),
            authors: "Anna Berg, Ben Tal".to_owned(),
            ..ArticleRow::default()
        };
        assert_eq!(
            reference(&row, &article),
            "\"50 % & mehr\" Anna Berg, Ben Tal. Was nun? Bote, 2024-05-01. Characters 3 to 14 of the text, sentence 1. [s1]"
        );
        let entry = bibtex(&row, &article);
        assert!(entry.contains("author = {{Anna Berg} and {Ben Tal}}"), "{entry}");
        assert!(entry.contains("note = {``50 \\% \\& mehr''. Characters 3 to 14"), "{entry}");
        assert!(entry.contains("year = {2024}") && !entry.contains("url"), "{entry}");
    }

    #[test]
    fn the_program_is_cited_as_its_file_says() {
        let file = include_str!("../../CITATION.cff");
        assert!(file.contains(TITLE) && file.contains(env!("CARGO_PKG_VERSION")));
    }
}
