//! The overview: what is in the store, who accuses whom and who answers, who has most to do with whom, what only one source says.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::kb::rows::StatementRow;
use crate::serve::view::View;
use crate::serve::words::Word;

/// The page's content.
pub fn overview(view: &View) -> Markup {
    let wide = !view.is_report();
    html! {
        (figures(view))
        (ledger(view, if wide { 12 } else { 60 }))
        div.columns {
            (busiest_pairs(view))
            (busiest_actors(view))
            (one_source(view))
            (newest(view))
        }
    }
}

/// "12 articles, 480 statements ..."
fn figures(view: &View) -> Markup {
    let rows = &view.shelf.rows;
    let checked = rows.statements.iter().filter(|row| !row.checks.is_empty());
    let corrected = checked.clone().filter(|row| row.checks.iter().any(|own| own.what != "accept"));
    let (checked, corrected) = (checked.count(), corrected.count());
    let rejected = view.shelf.log().active();
    let rejected =
        rejected.iter().filter(|own| own.what == crate::extract::judgement::What::Reject);
    let rejected = rejected.count();
    let figure = |number: usize, word: Word| {
        html! { div { dt { (view.say(word)) } dd { (view.count(number)) } } }
    };
    html! {
        dl.figures {
            (figure(rows.articles.len(), Word::Articles))
            (figure(rows.statements.len(), Word::Statements))
            (figure(rows.actors.len(), Word::Actors))
            (figure(rows.quotations.len(), Word::Quotations))
            div {
                dt { (view.say(Word::Checked)) }
                dd { (view.count(checked))
                    @if corrected + rejected > 0 {
                        small { " " (view.count(corrected)) " " (view.say(Word::Corrected)) ", "
                            (view.count(rejected)) " " (view.say(Word::Rejected)) }
                    }
                }
            }
            @if let Some((first, last)) = view.shelf.days() {
                div { dt { (view.say(Word::Time)) } dd.days { (view.day(first)) @if first != last { " – " (view.day(last)) } } }
            }
        }
    }
}

/// An accusation, and how the accused answers.
struct Charge<'a> {
    row: &'a StatementRow,
    answers: Vec<&'a StatementRow>,
}

/// Accusations that name both, by pair; the answers are what the accused rejects, denies or concedes in the same article, or elsewhere
/// about the accuser.
fn charges<'a>(view: &View<'a>) -> Vec<Charge<'a>> {
    let rows = &view.shelf.rows;
    let is_actor = |part: &crate::kb::rows::Part| !part.iri.is_empty() && part.kind != "Concept";
    let is_charge = |row: &&StatementRow| {
        row.event == "ACCUSE" && !row.negated && is_actor(&row.subject) && is_actor(&row.object)
    };
    let mut answers: BTreeMap<&str, Vec<&StatementRow>> = BTreeMap::new();
    for row in &rows.statements {
        if matches!(row.event.as_str(), "REJECT" | "CONCEDE") {
            answers.entry(&row.subject.iri).or_default().push(row);
        } else if row.status == "denied" {
            answers.entry(&row.speaker.iri).or_default().push(row);
        }
    }
    let answered = |row: &'a StatementRow| {
        let is_near = |other: &&&StatementRow| {
            other.article == row.article || other.object.iri == row.subject.iri
        };
        let own = answers.get(row.object.iri.as_str()).into_iter().flatten();
        let answers = own.filter(is_near).filter(|other| other.id != row.id).copied().collect();
        Charge { row, answers }
    };
    rows.statements.iter().filter(is_charge).map(answered).collect()
}

fn ledger(view: &View, most: usize) -> Markup {
    let charges = charges(view);
    // one row for each pair and content: the same charge told twice is told once
    let mut seen = BTreeSet::new();
    let told: Vec<&Charge> = charges
        .iter()
        .filter(|own| seen.insert((&own.row.subject.iri, &own.row.object.iri, &own.row.quote)))
        .collect();
    html! {
        section.ledger aria-labelledby="ledger" {
            h2 #ledger { (view.say(Word::Ledger)) }
            p.note { (view.say(Word::LedgerNote)) }
            @if told.is_empty() { p.none { (view.say(Word::Nothing)) } }
            @else {
                table {
                    thead { tr {
                        th scope="col" { (view.say(Word::Accuser)) }
                        th scope="col" { (view.say(Word::Accused)) }
                        th scope="col" { (view.say(Word::OfWhat)) }
                        th scope="col" { (view.say(Word::Answer)) }
                    } }
                    tbody { @for charge in told.iter().take(most) { (of_charge(view, charge)) } }
                }
                @if told.len() > most && !view.is_report() {
                    p.more { a href="/queries/accusations" { (view.count(told.len() - most)) " " (view.say(Word::MoreHere)) } }
                }
            }
        }
    }
}

fn of_charge(view: &View, charge: &Charge) -> Markup {
    let row = charge.row;
    let contents = row.content.iter().filter_map(|id| view.shelf.statement(id));
    let contents: Vec<&StatementRow> = contents.take(2).collect();
    html! {
        tr {
            td { (view.party(&row.subject)) @if row.status != "asserted" { br; small { (view.status(row)) } } }
            td { (view.party(&row.object)) }
            td {
                @for content in &contents { p { a href=(view.href("statement", &content.id)) { (view.plain(content)) } } }
                p.quote lang="de" { a href=(view.href("statement", &row.id)) { "„" (short(&row.quote, 180)) "“" } }
            }
            td {
                @if charge.answers.is_empty() { span.never { (view.say(Word::NoAnswer)) } }
                @for answer in charge.answers.iter().take(2) {
                    p.quote lang="de" { a href=(view.href("statement", &answer.id)) { "„" (short(&answer.quote, 140)) "“" } }
                }
                @if charge.answers.len() > 2 { small { "+" (charge.answers.len() - 2) } }
            }
        }
    }
}

/// The beginning of a text, whole words.
pub fn short(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let cut: String = text.chars().take(letters).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// Between two actors, whoever acts: how many statements, and with which mean score.
pub fn pairs(view: &View) -> Vec<((String, String), usize, f64)> {
    let mut pairs: BTreeMap<(&str, &str), (usize, f64, usize)> = BTreeMap::new();
    for row in &view.shelf.rows.statements {
        let (from, to) = (&row.subject, &row.object);
        let both = |kind: &str| !kind.is_empty() && kind != "Concept";
        if !both(&from.kind) || !both(&to.kind) || from.iri == to.iri {
            continue;
        }
        let key = if from.id <= to.id { (&from.id, &to.id) } else { (&to.id, &from.id) };
        let pair = pairs.entry((key.0, key.1)).or_default();
        pair.0 += 1;
        if let Some(score) = row.score.filter(|_| !row.negated) {
            pair.1 += score;
            pair.2 += 1;
        }
    }
    let mut pairs: Vec<((String, String), usize, f64)> = pairs
        .into_iter()
        .map(|((one, other), (count, sum, scored))| {
            let mean = if scored > 0 { sum / scored as f64 } else { 0.0 };
            ((one.to_owned(), other.to_owned()), count, mean)
        })
        .collect();
    pairs.sort_by(|a, b| {
        let strength = b.2.abs().total_cmp(&a.2.abs());
        b.1.cmp(&a.1).then(strength).then_with(|| a.0.cmp(&b.0))
    });
    pairs
}

fn busiest_pairs(view: &View) -> Markup {
    let pairs = pairs(view);
    let name = |id: &str| {
        let row = view.shelf.actor(&crate::review::draft::decoded(id));
        row.map_or(id.to_owned(), |row| view.name(row).to_owned())
    };
    html! {
        section aria-labelledby="pairs" {
            h2 #pairs { (view.say(Word::Pairs)) }
            @if pairs.is_empty() { p.none { (view.say(Word::Nothing)) } }
            ol.bars {
                @for ((one, other), count, score) in pairs.iter().take(10) {
                    li {
                        a href=(view.pair(one, other)) { (name(one)) " – " (name(other)) }
                        span.number { (view.count(*count)) " " (tone(view, *score)) }
                    }
                }
            }
        }
    }
}

/// "conflict −2.4": a word, a sign and a number, whatever the colour.
pub fn tone(view: &View, score: f64) -> Markup {
    html! {
        @if score < 0.0 { span.against title=(view.say(Word::Conflict)) { "−" (format!("{:.1}", score.abs())) } }
        @else if score > 0.0 { span.with title=(view.say(Word::Cooperation)) { "+" (format!("{score:.1}")) } }
    }
}

fn busiest_actors(view: &View) -> Markup {
    let mut actors: Vec<_> = view.shelf.rows.actors.iter().collect();
    let uses = |row: &crate::kb::rows::ActorRow| row.as_subject + row.as_object + row.as_speaker;
    actors.sort_by(|a, b| uses(b).cmp(&uses(a)).then_with(|| a.id.cmp(&b.id)));
    html! {
        section aria-labelledby="busiest" {
            h2 #busiest { (view.say(Word::Busiest)) }
            ol.bars {
                @for row in actors.iter().take(10) {
                    li { (view.actor(row)) span.number { small { (view.kind(&row.kind)) } " " (view.count(uses(row))) } }
                }
            }
            @if !view.is_report() { p.more { a href="/actors" { (view.say(Word::Actors)) ": " (view.say(Word::All)) } } }
        }
    }
}

fn one_source(view: &View) -> Markup {
    let shelf = view.shelf;
    let mut told: BTreeMap<(&str, &str), (BTreeSet<&str>, &StatementRow)> = BTreeMap::new();
    for row in shelf.rows.statements.iter().filter(|row| !row.event.is_empty()) {
        let actors = [&row.subject, &row.object]
            .iter()
            .all(|part| !part.kind.is_empty() && part.kind != "Concept");
        if actors {
            let pair =
                told.entry((&row.subject.iri, &row.object.iri)).or_insert((BTreeSet::new(), row));
            pair.0.insert(shelf.source(row));
        }
    }
    let sources: BTreeSet<&str> =
        shelf.rows.articles.iter().map(|row| row.source.as_str()).collect();
    let mut lonely: Vec<(&str, &StatementRow)> = told
        .values()
        .filter(|(sources, _)| sources.len() == 1)
        .filter_map(|(sources, row)| Some((*sources.first()?, *row)))
        .collect();
    lonely.sort_by(|a, b| {
        (b.1.confidence.unwrap_or(0.0))
            .total_cmp(&a.1.confidence.unwrap_or(0.0))
            .then_with(|| a.1.id.cmp(&b.1.id))
    });
    html! {
        section aria-labelledby="lonely" {
            h2 #lonely { (view.say(Word::OneSource)) }
            @if sources.len() < 2 { p.none { (view.say(Word::SingleSource)) } }
            @else {
                p.note { (view.say(Word::OneSourceNote)) }
                ul.plain { @for (source, row) in lonely.iter().take(8) { li { (view.triple(row)) " " small { (source) } } } }
            }
        }
    }
}

fn newest(view: &View) -> Markup {
    let mut articles: Vec<_> = view.shelf.rows.articles.iter().collect();
    articles.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    html! {
        section aria-labelledby="newest" {
            h2 #newest { (view.say(Word::Newest)) }
            ul.plain { @for row in articles.iter().take(8) { li { (view.article(row)) small { (view.dated(row)) " · " (row.statements) } } } }
            @if !view.is_report() { p.more { a href="/articles" { (view.say(Word::Articles)) ": " (view.say(Word::All)) } } }
        }
    }
}
