//! The pages of queries: those with a name as forms, an editor for SPARQL, and answers as tables.

use maud::{Markup, html};
use oxigraph::model::Term;
use oxigraph::sparql::{CancellationToken, QueryResults};

use crate::kb::query::{self, NamedQuery};
use crate::kb::vocab::{KINDS, PREFIXES};
use crate::review::draft::decoded;
use crate::serve::view::{View, path};
use crate::serve::words::Word;

/// So many rows of an answer stand in a page.
const SHOWN: usize = 500;

/// The list of queries and the editor; with a query also its answer.
pub fn queries(view: &View, sparql: &str, stop: &CancellationToken) -> Markup {
    html! {
        div.columns {
            section { h2 { (view.say(Word::Queries)) }
                ul.plain { @for own in query::queries() { li { a href={ "/queries/" (own.name) } { (own.title) } } } } }
            section { h2 { (view.say(Word::Sparql)) } (editor(view, sparql)) }
        }
        @if !sparql.trim().is_empty() { (answer(view, sparql, stop)) }
    }
}

fn editor(view: &View, sparql: &str) -> Markup {
    let sample = "SELECT ?who ?what WHERE { ?who r:reject ?what } LIMIT 50";
    let base = view.shelf.graph.base();
    html! {
        form.sparql method="get" action="/queries" {
            label for="query" { "SPARQL 1.1" }
            textarea #query name="query" rows="9" spellcheck="false" autocomplete="off" data-terms="/terms" {
                (if sparql.trim().is_empty() { sample } else { sparql })
            }
            button { (view.say(Word::Run)) }
        }
        details {
            summary { (view.say(Word::Prefixes)) }
            dl.prefixes {
                @for (prefix, iri) in PREFIXES { dt { code { (prefix) ":" } } dd { (iri) } }
                @for kind in KINDS { dt { code { (kind) ":" } } dd { (base) (kind) "/" } }
            }
        }
    }
}

/// A query with a name as a form, and its answer.
pub fn named(
    view: &View,
    own: &NamedQuery,
    given: &[(String, String)],
    stop: &CancellationToken,
) -> Markup {
    let value =
        |name: &str| given.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value);
    let known: Vec<(String, String)> = given
        .iter()
        .filter(|(name, value)| {
            !value.is_empty() && own.parameters.iter().any(|(own, _)| own == name)
        })
        .cloned()
        .collect();
    let sparql = query::filled(own.sparql, &known).unwrap_or_else(|_| own.sparql.to_owned());
    html! {
        p.note { (own.row) }
        form.filters method="get" action={ "/queries/" (own.name) } {
            @for (name, meaning) in &own.parameters {
                label { (name) input name=(name) value=(value(name)) title=(meaning) list=[(*name == "actor" || *name == "speaker").then_some("actors")]; small { (meaning) } }
            }
            button { (view.say(Word::Run)) }
            datalist #actors { @for row in view.shelf.rows.actors.iter().filter(|row| row.as_subject + row.as_object > 1).take(400) { option value=(view.name(row)) {} } }
        }
        (answer(view, &sparql, stop))
        details { summary { "SPARQL" } pre { code { (sparql) } } }
    }
}

/// The answer as a table, and where it can be had as a file.
fn answer(view: &View, sparql: &str, stop: &CancellationToken) -> Markup {
    let results = match view.shelf.graph.query_until(sparql, stop) {
        Ok(results) => results,
        Err(error) => return html! { pre.error role="alert" { (error.to_string()) } },
    };
    let file = |format: &str| format!("/query?query={}&format={format}", path(sparql));
    match results {
        QueryResults::Boolean(yes) => html! {
            p.answer role="status" { (view.say(if yes { Word::Yes } else { Word::No })) }
        },
        QueryResults::Solutions(solutions) => {
            let names: Vec<String> =
                solutions.variables().iter().map(|own| own.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            let mut failed = None;
            for solution in solutions.take(SHOWN + 1) {
                match solution {
                    Ok(solution) => rows.push(solution.values().to_vec()),
                    Err(error) => {
                        failed = Some(error.to_string());
                        break;
                    }
                }
            }
            let cut = rows.len() > SHOWN;
            rows.truncate(SHOWN);
            html! {
                @if let Some(failed) = failed { pre.error role="alert" { (failed) } }
                p role="status" { (rows.len()) @if cut { "+" } " " (view.say(Word::Rows)) @if cut { ". " (view.say(Word::Cut)) }
                    span.files { @for format in ["csv", "tsv", "json", "xml"] { " " a href=(file(format)) download { (format.to_uppercase()) } } } }
                div.wide tabindex="0" role="region" aria-label=(view.say(Word::Results)) {
                    table data-filter="1" {
                        thead { tr { @for name in &names { th scope="col" { (name) } } } }
                        tbody { @for row in &rows { tr { @for term in row { td { (cell(view, term.as_ref())) } } } } }
                    }
                }
            }
        }
        QueryResults::Graph(triples) => {
            let triples: Vec<_> = triples.take(SHOWN).filter_map(Result::ok).collect();
            html! {
                p role="status" { (triples.len()) " " (view.say(Word::Rows))
                    span.files { @for format in ["ttl", "nt", "jsonld"] { " " a href=(file(format)) download { (format) } } } }
                div.wide tabindex="0" role="region" aria-label=(view.say(Word::Results)) {
                    table { tbody { @for own in &triples { tr {
                        td { (cell(view, Some(&own.subject.clone().into()))) }
                        td { (cell(view, Some(&own.predicate.clone().into()))) }
                        td { (cell(view, Some(&own.object))) }
                    } } } }
                }
            }
        }
    }
}

/// Literals as they are; what has a page here is a link.
fn cell(view: &View, term: Option<&Term>) -> Markup {
    match term {
        None => html! {},
        Some(Term::Literal(own)) => html! { span lang=[own.language()] { (own.value()) } },
        Some(Term::NamedNode(own)) => {
            let short = view.shelf.graph.shortened(own.as_str());
            match own
                .as_str()
                .strip_prefix(view.shelf.graph.base())
                .and_then(|rest| rest.split_once('/'))
            {
                Some((kind, id)) => html! { a href=(view.href(kind, &decoded(id))) { (short) } },
                None => html! { code { (short) } },
            }
        }
        Some(other) => html! { code { (other.to_string()) } },
    }
}

/// What the editor completes: our prefixes with the names of the vocabulary and of the relations in the store.
pub fn terms(view: &View) -> Vec<String> {
    let mut terms: Vec<String> =
        crate::kb::vocab::TERMS.iter().map(|own| view.shelf.graph.shortened(own.iri)).collect();
    let relations = view
        .shelf
        .rows
        .statements
        .iter()
        .map(|row| format!("r:{}", row.relation_en.replace(' ', "-")));
    terms.extend(relations);
    terms.extend(
        view.shelf
            .rows
            .actors
            .iter()
            .filter(|row| row.id.is_ascii() && !row.id.contains('%'))
            .map(|row| format!("actor:{}", row.id)),
    );
    terms.sort();
    terms.dedup();
    terms.truncate(5000);
    terms
}
