//! Which page stands at an address: each view, and what the graph says of every other thing that has a name here.

use std::collections::BTreeSet;

use maud::{Markup, html};
use oxigraph::model::Term;
use oxigraph::sparql::CancellationToken;

use crate::kb::query;
use crate::kb::vocab;
use crate::review::draft::decoded;
use crate::serve::answer::{Answer, Request, field, preferred};
use crate::serve::frame::Page;
use crate::serve::network::Wanted;
use crate::serve::sparql::{self, TRIPLES};
use crate::serve::statement::More;
use crate::serve::view::{View, path, title};
use crate::serve::words::Word;
use crate::serve::{actor, article, ask, files, network, overview, review, search, statement};

/// What stands at an address.
pub enum Found {
    Page(Box<Page>),
    Answer(Answer),
    Nothing,
}

/// The page at an address.
pub fn page(
    view: &View,
    request: &Request,
    fields: &[(String, String)],
    decided: &BTreeSet<String>,
    stop: &CancellationToken,
) -> Found {
    let parts: Vec<String> = request.path.split('/').skip(1).map(decoded).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let number = |name: &str| field(fields, name).parse().unwrap_or(0);
    let simple = |word: Word, menu: &'static str, content: Markup| {
        Found::page(Page::new(view.say(word), menu, content))
    };
    match parts.as_slice() {
        [""] => {
            let mut page = Page::new(view.say(Word::Overview), "/", overview::overview(view));
            page.title = view.say(Word::Overview).to_owned();
            Found::page(page)
        }
        ["network"] => {
            let wanted = Wanted::of(&|name| field(fields, name).to_owned());
            simple(Word::Network, "/network", network::page(view, &wanted))
        }
        ["actors"] => simple(Word::Actors, "/actors", actor::actors(view, number("page"))),
        ["articles"] => {
            simple(Word::Articles, "/articles", article::articles(view, number("page")))
        }
        ["search"] => simple(Word::Search, "", search::search(view, field(fields, "q"))),
        ["queries"] => {
            simple(Word::Queries, "/queries", ask::queries(view, field(fields, "query"), stop))
        }
        ["queries", name] => match query::named(name) {
            Some(own) => {
                Found::page(Page::new(own.title, "/queries", ask::named(view, &own, fields, stop)))
            }
            None => Found::Nothing,
        },
        ["review"] => {
            simple(Word::Review, "/review", review::review(view, number("skip"), decided))
        }
        ["doubles"] => simple(Word::Doubles, "/review", review::doubles(view)),
        ["log"] => simple(Word::Log, "/review", review::log(view)),
        ["downloads"] => simple(Word::Downloads, "/downloads", files::downloads(view)),
        ["terms"] => Found::Answer(Answer::new(
            200,
            "text/plain; charset=utf-8",
            ask::terms(view).join("\n"),
        )),
        ["pair", one, other] => pair(view, one, other),
        [kind, rest @ ..] if !rest.is_empty() && vocab::KINDS.contains(kind) => {
            thing(view, request, fields, kind, &rest.join("/"))
        }
        _ => Found::Nothing,
    }
}

impl Found {
    fn page(page: Page) -> Found {
        Found::Page(Box::new(page))
    }
}

fn pair(view: &View, one: &str, other: &str) -> Found {
    let (Some(one), Some(other)) = (view.shelf.actor(one), view.shelf.actor(other)) else {
        return Found::Nothing;
    };
    let title = format!("{} {} {}", view.name(one), view.say(Word::And), view.name(other));
    Found::page(Page::new(title, "/network", actor::pair(view, one, other)))
}

/// A thing with a name under the base: as a page for people, as RDF for programs.
fn thing(
    view: &View,
    request: &Request,
    fields: &[(String, String)],
    kind: &str,
    id: &str,
) -> Found {
    // the name of a thing has the signs of its id percent-encoded that IRIs cannot have
    let iri = format!("{}{kind}/{}", view.shelf.graph.base(), crate::kb::rdf::encoded(id));
    let mut offered = vec!["text/html"];
    offered.extend(TRIPLES.iter().map(|own| own.0));
    offered.push("application/n-triples");
    let wanted = preferred(request.header("accept"), &offered);
    if wanted != Some("text/html") || !field(fields, "format").is_empty() {
        return sparql::about(&view.shelf.graph, &iri, request)
            .map_or(Found::Nothing, Found::Answer);
    }
    let found = match kind {
        "actor" => view.shelf.actor(id).map(|row| {
            Page::new(view.name(row), "/actors", actor::actor(view, row, field(fields, "part")))
        }),
        "concept" => view.shelf.concept(id).map(|part| {
            let name = crate::serve::words::label(part, view.tongue);
            Page::new(name, "", actor::concept(view, part, field(fields, "part") == "all"))
        }),
        "statement" => view.shelf.statement(id).map(|row| {
            let more = More {
                why: !field(fields, "why").is_empty(),
                tree: !field(fields, "tree").is_empty(),
            };
            let mut page = Page::new(view.plain(row), "", statement::statement(view, row, more));
            page.heading = view.triple(row);
            page
        }),
        "article" => view
            .shelf
            .article(id)
            .map(|row| Page::new(title(row), "/articles", article::article(view, row))),
        _ => None,
    };
    match found.or_else(|| described(view, &iri, kind, id)) {
        Some(mut page) => {
            page.content = html! { (page.content) p.more { "RDF: " @for (_, short, _) in TRIPLES { a href={ "/" (kind) "/" (path(id)) "?format=" (short) } { (short) } " " } } };
            Found::page(page)
        }
        None => Found::Nothing,
    }
}

/// What the graph says of anything else.
fn described(view: &View, iri: &str, kind: &str, id: &str) -> Option<Page> {
    let quads = view.shelf.graph.about(iri);
    if quads.is_empty() {
        return None;
    }
    let content = html! {
        p.kicker { code { (iri) } }
        table { tbody {
            @for quad in &quads {
                tr {
                    th scope="row" { code { (view.shelf.graph.shortened(quad.predicate.as_str())) } }
                    td { @match &quad.object {
                        Term::NamedNode(node) => {
                            @match node.as_str().strip_prefix(view.shelf.graph.base()).and_then(|rest| rest.split_once('/')) {
                                Some((kind, id)) => { a href={ "/" (kind) "/" (path(&decoded(id))) } { (view.shelf.graph.shortened(node.as_str())) } }
                                None => { code { (view.shelf.graph.shortened(node.as_str())) } }
                            }
                        }
                        Term::Literal(own) => { span lang=[own.language()] { (own.value()) } }
                        other => { code { (other.to_string()) } }
                    } }
                }
            }
        } }
    };
    Some(Page::new(format!("{kind}: {id}"), "", content))
}
