//! Search: actors, concepts, the words of statements and of articles.

use maud::{Markup, html};

use crate::kb::rows::{ActorRow, Part, StatementRow};
use crate::review::draft::decoded;
use crate::serve::overview::short;
use crate::serve::shelf::tokens;
use crate::serve::view::View;
use crate::serve::words::{self, Word};

const MOST: usize = 30;

/// The page's content.
pub fn search(view: &View, asked: &str) -> Markup {
    let wanted = asked.trim().to_lowercase();
    let words: Vec<String> = tokens(&wanted).collect();
    html! {
        form.search method="get" action="/search" role="search" {
            label for="q" { (view.say(Word::SearchNote)) }
            input #q type="search" name="q" value=(asked);
            button { (view.say(Word::Find)) }
        }
        @if !words.is_empty() { (results(view, &wanted, &words)) }
    }
}

fn results(view: &View, wanted: &str, words: &[String]) -> Markup {
    let shelf = view.shelf;
    let holds = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut actors: Vec<&ActorRow> = shelf
        .rows
        .actors
        .iter()
        .filter(|row| {
            [&row.label_de, &row.label_en].into_iter().chain(&row.aliases).any(|name| holds(name))
        })
        .collect();
    let exact = |row: &ActorRow| {
        row.label_de.to_lowercase() == wanted || row.label_en.to_lowercase() == wanted
    };
    actors.sort_by_key(|row| {
        (!exact(row), std::cmp::Reverse(row.as_subject + row.as_object + row.as_speaker))
    });
    let mut concepts: Vec<&Part> =
        shelf.concepts().filter(|own| holds(&own.label_de) || holds(&own.label_en)).collect();
    concepts.sort_by(|a, b| a.id.cmp(&b.id));
    let statements: Vec<&StatementRow> =
        shelf.rows.statements.iter().filter(|row| holds(&row.quote)).collect();
    let articles = shelf.articles_with(words);
    let found = actors.len() + concepts.len() + statements.len() + articles.len();
    html! {
        @if found == 0 { p.none role="status" { (view.say(Word::NoResults)) } }
        @if !actors.is_empty() {
            section { h2 { (view.say(Word::Actors)) " " span.number { (actors.len()) } }
                ul.plain { @for row in actors.iter().take(MOST) { li { (view.actor(row)) " " small { (view.kind(&row.kind)) } } } } }
        }
        @if !concepts.is_empty() {
            section { h2 { (view.say(Word::Concepts)) " " span.number { (concepts.len()) } }
                ul.tags { @for own in concepts.iter().take(MOST) { li { a.concept href=(view.href("concept", &decoded(&own.id))) { (words::label(own, view.tongue)) } } } } }
        }
        @if !articles.is_empty() {
            section { h2 { (view.say(Word::Articles)) " " span.number { (articles.len()) } }
                ul.plain {
                    @for row in articles.iter().take(MOST) {
                        li { (view.article(row)) small { (view.dated(row)) }
                            @if let Some(words) = snippet(view, &row.id, words) { p.quote lang="de" { (words) } } }
                    }
                } }
        }
        @if !statements.is_empty() {
            section { h2 { (view.say(Word::Statements)) " " span.number { (statements.len()) } } (view.list(&statements, MOST, None)) }
        }
    }
}

/// The words of an article around the first word that was asked for.
fn snippet(view: &View, id: &str, words: &[String]) -> Option<String> {
    let text = view.shelf.text(id).ok()?.text;
    let line = text.lines().find(|line| {
        let line = line.to_lowercase();
        words.iter().any(|word| line.contains(word.as_str()))
    })?;
    Some(short(line.trim(), 200))
}
