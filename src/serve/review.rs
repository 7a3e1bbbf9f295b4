//! The review pages: one statement at a time with one key for each answer, actors that may be one, and the log.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::extract::judgement::What;
use crate::review::doubles::Likeness;
use crate::serve::actor::hidden;
use crate::serve::statement::{marked, verdict};
use crate::serve::view::View;
use crate::serve::words::{self, Word};

/// The next statement that is worth a look; `skip` of them are passed over, `decided` were decided since the store was loaded.
pub fn review(view: &View, skip: usize, decided: &BTreeSet<String>) -> Markup {
    let rows = &view.shelf.rows.statements;
    let open: Vec<_> =
        view.shelf.queue().iter().filter(|own| !decided.contains(&rows[own.at].id)).collect();
    let next = open.get(skip.min(open.len().saturating_sub(1))).map(|own| &rows[own.at]);
    html! {
        p.kicker { (view.count(open.len())) " " (view.say(Word::Left)) " · " a href="/doubles" { (view.say(Word::Doubles)) } " · " a href="/log" { (view.say(Word::Log)) } }
        @if let Some(row) = next {
            div.card {
                p.triple { (view.triple(row)) }
                blockquote.large { p lang="de" {
                    @match view.shelf.text(&row.article) { Ok(article) => { (marked(&article, row)) } Err(_) => { (row.quote) } }
                } }
                p.meta { (view.status(row)) " " (view.event(row))
                    @if let Some(sure) = row.confidence { " " (view.say(Word::Confidence)) " " (format!("{sure:.2}")) }
                    @if let Some(article) = view.shelf.article(&row.article) { span.cite { (view.article(article)) (view.dated(article)) } } }
                @if let Some(key) = view.edit() { (verdict(view, row, key, &format!("/review?skip={skip}"))) }
                @else { p.note { (view.say(Word::ReadOnly)) } }
                p.more {
                    a href={ "/review?skip=" (skip + 1) } data-key="j" { (view.say(Word::Skipping)) kbd { "j" } }
                    " · " a href=(view.href("statement", &row.id)) data-key="e" { (view.say(Word::Correct)) kbd { "e" } }
                }
            }
            p.note { (view.say(Word::Keys)) }
        } @else { p.none { (view.say(Word::Done)) } }
    }
}

/// Actors that may be one.
pub fn doubles(view: &View) -> Markup {
    let rows = &view.shelf.rows.actors;
    let active = view.shelf.log().active();
    let merged: BTreeSet<&str> = active
        .iter()
        .filter(|own| own.what == What::Merge)
        .filter_map(|own| own.actor.as_deref())
        .collect();
    html! {
        @if view.shelf.doubles().is_empty() { p.none { (view.say(Word::Nothing)) } }
        @else {
            table {
                thead { tr { th scope="col" { (view.say(Word::Actor)) } th scope="col" { (view.say(Word::Actor)) } th scope="col" { (view.say(Word::Reason)) } th scope="col" {} } }
                tbody {
                    @for own in view.shelf.doubles().iter().take(200) {
                        @let (one, other) = (&rows[own.pair.0], &rows[own.pair.1]);
                        @if !merged.contains(other.id.as_str()) {
                            tr {
                                td { (view.actor(one)) " " small { (view.kind(&one.kind)) " · " (one.articles) } }
                                td { (view.actor(other)) " " small { (view.kind(&other.kind)) " · " (other.articles) } }
                                td { (likeness(view, own.why)) }
                                td { @if let Some(key) = view.edit() {
                                    form method="post" action="/correct" {
                                        (hidden(key, "merge", "/doubles"))
                                        input type="hidden" name="of" value=(other.id);
                                        input type="hidden" name="value" value=(one.id);
                                        button { (view.say(Word::Merge)) }
                                    }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn likeness(view: &View, why: Likeness) -> &'static str {
    view.say(match why {
        Likeness::Wikidata => Word::SameWikidata,
        Likeness::Letters => Word::SameLetters,
        Likeness::Initial => Word::SameInitial,
        Likeness::Acronym => Word::SameAcronym,
    })
}

/// What was corrected, the newest first.
pub fn log(view: &View) -> Markup {
    let log = view.shelf.log();
    let active = log.active();
    let counts: BTreeSet<&str> = active.iter().map(|own| own.id.as_str()).collect();
    html! {
        @if log.lines.is_empty() { p.none { (view.say(Word::Nothing)) } }
        @else {
            table data-filter="1" {
                thead { tr { th scope="col" { (view.say(Word::Time)) } th scope="col" { (view.say(Word::Who)) } th scope="col" { (view.say(Word::Change)) } th scope="col" { (view.say(Word::Reason)) } th scope="col" {} } }
                tbody {
                    @for own in log.lines.iter().rev().take(500) {
                        tr class=(if own.what == What::Undo || counts.contains(own.id.as_str()) { "" } else { "undone" }) {
                            td { time datetime=(own.at) { (own.at.get(..16).unwrap_or("").replace('T', " ")) } }
                            td { (own.who) }
                            td {
                                (words::change(own.what.as_str(), view.tongue)) ": "
                                @if let Some(told) = &own.statement { a href=(view.href("statement", &told.id)) lang="de" { "„" (crate::serve::overview::short(&told.quote.text, 90)) "“" } }
                                @else if let Some(actor) = &own.actor { a href=(view.href("actor", actor)) { (actor) } }
                                @else if let Some(of) = &own.of { code { (of) } }
                                @else if let Some(article) = &own.article { a href=(view.href("article", article)) { (article) } }
                                @if let Some(value) = &own.value { " → " strong { (value) } }
                            }
                            td { (own.why.as_deref().unwrap_or("")) }
                            td {
                                @if counts.contains(own.id.as_str()) { @if let Some(key) = view.edit() {
                                    form method="post" action="/correct" { (hidden(key, "undo", "/log")) input type="hidden" name="of" value=(own.id); button { (view.say(Word::Undo)) } }
                                } }
                                @else if own.what != What::Undo { (view.say(Word::Undone)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
