//! Statements as people read them: a table row, and which of them tell most.

use tripel::extract::attribution::Status;
use tripel::extract::openie::{Proposition, Words};
use tripel::extract::statement::{Argument, Extraction, Statement};
use tripel::kb::rdf::{plural, third_person};
use tripel::record::article::Article;

use super::style::{CYAN, DIM, GREEN, MAGENTA, RED, Style, YELLOW};
use super::table::{Cell, Table};

/// Statements, and of each the ids of those that are its content.
pub fn table<'a>(statements: impl IntoIterator<Item = (&'a Statement, Vec<&'a str>)>) -> Table {
    let mut table =
        Table::new(["statement", "who", "does", "to whom or what", "status", "says", "event"]);
    for (statement, contents) in statements {
        table.push(row(statement, &contents));
    }
    table
}

/// All statements of an article, with what each of them says.
pub fn table_of(extraction: &Extraction) -> Table {
    let all = &extraction.statements;
    let ids = |contents: Vec<usize>| contents.into_iter().map(|at| all[at].id.as_str()).collect();
    table(all.iter().zip(extraction.contents().into_iter().map(ids)))
}

/// To whom or what; "about" where that is only the topic, and the statements that say what it is about by their ids: "(s3f1c90a)".
fn object(statement: &Statement, contents: &[&str]) -> String {
    let mut words = Vec::new();
    if let Some(object) = &statement.object {
        words.extend(statement.topic.then_some("about"));
        words.push(object.label_en.as_str());
    }
    let ids: Vec<&str> = contents.iter().map(|id| &id[..8]).collect();
    let said = format!("({})", ids.join(", "));
    words.extend((!ids.is_empty()).then_some(said.as_str()));
    words.join(" ")
}

fn row(statement: &Statement, contents: &[&str]) -> Vec<Cell> {
    let label = |argument: &Option<Argument>| {
        argument.as_ref().map_or("", |argument| argument.label_en.as_str()).to_owned()
    };
    let event = statement.event.as_ref().map(|event| match &event.mode {
        Some(mode) => format!("{} ({mode})", event.kind),
        None => event.kind.to_string(),
    });
    let conflict = statement.event.as_ref().is_some_and(|event| event.kind.quad().is_conflict());
    vec![
        Cell::styled(&statement.id[..8], DIM),
        Cell::styled(label(&statement.subject), style(&statement.subject)),
        relation(statement).into(),
        Cell::styled(object(statement, contents), style(&statement.object)),
        Cell::styled(statement.status.as_str(), of_status(statement.status)),
        Cell::styled(label(&statement.speaker), style(&statement.speaker)),
        Cell::styled(event.unwrap_or_default(), if conflict { RED } else { GREEN }),
    ]
}

/// "rejects", "does not reject"; of several "reject", "do not reject".
pub fn relation(statement: &Statement) -> String {
    let english = &statement.predicate.en;
    let several = statement.subject.as_ref().is_some_and(|subject| subject.plural);
    let finite = if several { plural(english) } else { third_person(english) };
    if !statement.negated {
        return finite;
    }
    let (verb, rest) = finite
        .split_once(' ')
        .map_or((finite.as_str(), ""), |(verb, _)| (verb, &finite[verb.len()..]));
    if matches!(verb, "is" | "are" | "can" | "must" | "may") {
        format!("{verb} not{rest}")
    } else {
        format!("{} not {english}", if several { "do" } else { "does" })
    }
}

pub fn of_status(status: Status) -> Style {
    match status {
        Status::Asserted => Style::new(),
        Status::Denied => RED,
        _ => YELLOW,
    }
}

fn style(argument: &Option<Argument>) -> Style {
    match argument {
        Some(Argument { actor: Some(_), .. }) => CYAN,
        Some(_) => MAGENTA,
        None => Style::new(),
    }
}

/// The statements that tell most, in the order of the text: events between actors before the rest, each triple once.
pub fn telling(statements: &[Statement], most: usize) -> Vec<&Statement> {
    let mut ranked: Vec<&Statement> = statements.iter().collect();
    ranked.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut seen = Vec::new();
    ranked.retain(|statement| {
        let label = |argument: &Option<Argument>| {
            argument.as_ref().map(|argument| argument.label_en.clone())
        };
        let key =
            (label(&statement.subject), statement.predicate.en.clone(), label(&statement.object));
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
    ranked.truncate(most);
    let place = |statement: &&Statement| {
        statements.iter().position(|other| std::ptr::eq(other, *statement))
    };
    ranked.sort_by_key(place);
    ranked
}

fn weight(statement: &Statement) -> f32 {
    let acts = |argument: &Option<Argument>| {
        argument.as_ref().is_some_and(|argument| argument.actor.is_some())
    };
    let mut weight = statement.confidence;
    weight += if acts(&statement.subject) { 0.3 } else { -0.3 };
    weight += if acts(&statement.object) { 0.2 } else { 0.0 };
    weight += if statement.event.is_some() { 0.5 } else { 0.0 };
    weight + if statement.object.is_some() { 0.1 } else { 0.0 }
}

/// Every predicate with one of its arguments, as the text has them.
pub fn propositions(article: &Article, found: &[Proposition]) -> Table {
    let mut table = Table::new(["sentence", "subject", "relation", "object"]);
    let words = |words: &Words| words.complete.of(&article.text).to_owned();
    for proposition in found {
        let object = proposition.object.as_ref().map_or(String::new(), words);
        let sentence = (proposition.sentence + 1).to_string();
        table.push(vec![
            sentence.into(),
            words(&proposition.subject).into(),
            proposition.relation_words().into(),
            object.into(),
        ]);
    }
    table
}
