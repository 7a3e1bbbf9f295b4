//! The report: the same views in one file, to be sent to somebody: no server, no network, no script.

use maud::{DOCTYPE, Markup, html};

use crate::export::clean;
use crate::export::words::Tongue;
use crate::kb::rows::{ActorRow, ArticleRow};
use crate::review::draft::decoded;
use crate::serve::frame;
use crate::serve::network::{self, Wanted};
use crate::serve::shelf::Shelf;
use crate::serve::view::{Place, View, anchor, title};
use crate::serve::words::Word;
use crate::serve::{actor, article, overview};

/// So many actors have a part of their own.
const ACTORS: usize = 60;

/// The file; without `texts` only the words of statements are in it.
pub fn report(shelf: &Shelf, tongue: Tongue, heading: &str, texts: bool) -> String {
    let view = View { shelf, tongue, place: Place::Report { texts } };
    let mut articles: Vec<&ArticleRow> = shelf.rows.articles.iter().collect();
    articles.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    let mut actors: Vec<&ActorRow> = shelf.rows.actors.iter().collect();
    let uses = |row: &ActorRow| row.as_subject + row.as_object + row.as_speaker;
    actors.sort_by(|a, b| uses(b).cmp(&uses(a)).then_with(|| a.id.cmp(&b.id)));
    let page = html! {
        (DOCTYPE)
        html lang=(tongue.pick("en", "de")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                title { (heading) }
                (frame::inline_style())
            }
            body.report {
                a.skip href="#content" { (view.say(Word::Skip)) }
                header.masthead { p.name { "tripel" span.tagline { (view.say(Word::Tagline)) } } }
                nav.menu aria-label=(view.say(Word::Contents)) {
                    a href="#overview" { (view.say(Word::Overview)) }
                    a href="#network" { (view.say(Word::Network)) }
                    a href="#actors" { (view.say(Word::Actors)) }
                    a href="#articles" { (view.say(Word::Articles)) }
                }
                main #content {
                    h1 { (heading) }
                    section #overview { (overview::overview(&view)) }
                    section #network { h2 { (view.say(Word::Network)) } (network::page(&view, &Wanted { top: network::TOP, ..Wanted::default() })) }
                    section #actors { h2 { (view.say(Word::Actors)) } (of_actors(&view, &actors)) }
                    section #articles { h2 { (view.say(Word::Articles)) } @for row in articles { (of_article(&view, row)) } }
                }
                footer { p { (view.say(Word::MadeWith)) } }
            }
        }
    };
    clean::seen(&page.into_string())
}

/// The most active ones with their statements, the others as places that links reach.
fn of_actors(view: &View, actors: &[&ActorRow]) -> Markup {
    html! {
        @for row in actors.iter().take(ACTORS) {
            section.entry id=(anchor("actor", &decoded(&row.id))) { h3 { (view.name(row)) } (actor::actor(view, row, "")) }
        }
        ul.tags {
            @for row in actors.iter().skip(ACTORS) {
                li id=(anchor("actor", &decoded(&row.id))) { (view.name(row)) " " small { (view.kind(&row.kind)) } }
            }
        }
    }
}

fn of_article(view: &View, row: &ArticleRow) -> Markup {
    html! {
        section.entry id=(anchor("article", &row.id)) { h3 { (title(row)) } (article::article(view, row)) }
    }
}
