//! Files: style and script, tables, RDF, pictures, the report.

use maud::{Markup, html};

use crate::export::{csv, dot, svg};
use crate::kb::selection::Filter;
use crate::kb::vocab;
use crate::record::error::Result;
use crate::serve::answer::{Answer, Request, field};
use crate::serve::frame;
use crate::serve::network::{Wanted, wanted};
use crate::serve::report;
use crate::serve::shelf::Shelf;
use crate::serve::sparql::TRIPLES;
use crate::serve::tongue::tongue;
use crate::serve::view::View;
use crate::serve::words::Word;

const FOREVER: &str = "public, max-age=31536000, immutable";

/// The file at an address; `None` where a page may stand there.
pub fn file(shelf: &Shelf, request: &Request) -> Option<Answer> {
    let fields = request.fields();
    let excel = !field(&fields, "excel").is_empty();
    let failed = |answer: Result<Answer>| {
        answer.unwrap_or_else(|error| Answer::text(500, &error.to_string()))
    };
    Some(match request.path.as_str() {
        "/style.css" => {
            Answer::new(200, "text/css; charset=utf-8", frame::STYLE).with("cache-control", FOREVER)
        }
        "/explorer.js" => Answer::new(200, "text/javascript; charset=utf-8", frame::SCRIPT)
            .with("cache-control", FOREVER),
        "/icon.svg" | "/favicon.ico" => {
            Answer::new(200, "image/svg+xml", frame::ICON).with("cache-control", FOREVER)
        }
        "/robots.txt" => Answer::text(200, "User-agent: *\nDisallow: /"),
        "/vocab" => Answer::new(200, "text/turtle; charset=utf-8", vocab::vocabulary()),
        path @ ("/statements.csv" | "/actors.csv" | "/edges.csv") => {
            failed(table(shelf, &path[1..], excel))
        }
        "/network.svg" => failed(picture(shelf, &fields, request)),
        "/report.html" => {
            let texts = field(&fields, "texts") != "0";
            let html =
                report::report(shelf, tongue(request), Word::Report.of(tongue(request)), texts);
            Answer::page(200, html)
                .with("content-disposition", "attachment; filename=\"report.html\"")
        }
        _ => return None,
    })
}

fn table(shelf: &Shelf, name: &str, excel: bool) -> Result<Answer> {
    let failed = |error: std::io::Error| {
        crate::record::error::Error::because("the table cannot be made", error)
    };
    let dir = tempfile::tempdir().map_err(failed)?;
    let options = csv::Options { excel, ..csv::Options::default() };
    csv::tables(&shelf.graph, &Filter::everything(), options, dir.path())?;
    let bytes = std::fs::read(dir.path().join(name)).map_err(failed)?;
    Ok(Answer::new(200, "text/csv; charset=utf-8", bytes)
        .with("content-disposition", format!("attachment; filename=\"{name}\"")))
}

fn picture(shelf: &Shelf, fields: &[(String, String)], request: &Request) -> Result<Answer> {
    let network = wanted(shelf, &Wanted::of(&|name| field(fields, name).to_owned()));
    let options = dot::Options {
        german: tongue(request) == crate::export::words::Tongue::German,
        ..dot::Options::default()
    };
    let picture = svg::draw(&network, &options)?;
    Ok(Answer::new(200, "image/svg+xml", picture.svg))
}

/// The content of the page of downloads.
pub fn downloads(view: &View) -> Markup {
    html! {
        div.columns {
            section { h2 { (view.say(Word::Tables)) }
                ul.plain { @for name in ["statements", "actors", "edges"] {
                    li { a href={ "/" (name) ".csv" } { (name) ".csv" } " · " a href={ "/" (name) ".csv?excel=1" } { "Excel" } }
                } } }
            section { h2 { (view.say(Word::Data)) }
                ul.plain { @for (media, short, _) in TRIPLES { li { a href={ "/data?format=" (short) } download={ "graph." (short) } { "graph." (short) } " " small { (media) } } } } }
            section { h2 { (view.say(Word::Pictures)) }
                ul.plain { li { a href="/network.svg" { "network.svg" } } } }
            section { h2 { (view.say(Word::Report)) }
                ul.plain { li { a href="/report.html" { "report.html" } } li { a href="/report.html?texts=0" { "report.html" } " " small { (view.say(Word::NotShown)) } } } }
            section { h2 { (view.say(Word::Endpoint)) }
                p { code { "/query" } " · " a href="/queries" { (view.say(Word::Sparql)) } " · " code { "/data" } " · " a href="/vocab" { "vocabulary" } } }
        }
    }
}
