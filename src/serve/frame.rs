//! The frame of every page: masthead, menu, language, foot; and the style and script that all share.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::export::clean;
use crate::export::words::Tongue;
use crate::serve::view::View;
use crate::serve::words::Word;

pub const STYLE: &str = include_str!("style.css");
pub const SCRIPT: &str = include_str!("explorer.js");

/// A page before it stands in its frame.
pub struct Page {
    pub title: String,
    /// The heading; nothing where the content has one of its own.
    pub heading: Markup,
    pub content: Markup,
    /// The entry of the menu that it belongs to.
    pub menu: &'static str,
}

impl Page {
    pub fn new(title: impl Into<String>, menu: &'static str, content: Markup) -> Page {
        let title = title.into();
        Page { heading: html! { (title) }, title, content, menu }
    }
}

/// The whole page of a server; `here` is its address without the language. Nothing in it acts instead of being seen.
pub fn framed(view: &View, page: &Page, here: &str, note: Option<Word>) -> String {
    let code = view.tongue.pick("en", "de");
    let other = view.tongue.pick("de", "en");
    let joint = if here.contains('?') { "&" } else { "?" };
    let menu = [
        ("/", Word::Overview),
        ("/network", Word::Network),
        ("/actors", Word::Actors),
        ("/articles", Word::Articles),
        ("/queries", Word::Queries),
        ("/review", Word::Review),
        ("/downloads", Word::Downloads),
    ];
    let page = html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " · tripel" }
                link rel="stylesheet" href={ "/style.css?" (version()) };
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                script src={ "/explorer.js?" (version()) } defer {}
            }
            body {
                a.skip href="#content" { (view.say(Word::Skip)) }
                header.masthead {
                    p.name { a href="/" { "tripel" } span.tagline { (view.say(Word::Tagline)) } }
                    form.find method="get" action="/search" role="search" aria-label=(view.say(Word::Search)) {
                        input type="search" name="q" aria-label=(view.say(Word::Search)) placeholder=(view.say(Word::Search));
                        button { (view.say(Word::Find)) }
                    }
                    a.tongue href={ (here) (joint) "lang=" (other) } hreflang=(other) lang=(other) { (view.say(Word::OtherTongue)) }
                }
                nav.menu aria-label=(view.say(Word::Menu)) {
                    @for (href, word) in menu { a href=(href) aria-current=[(href == page.menu).then_some("page")] { (view.say(word)) } }
                }
                main #content {
                    @if let Some(note) = note { p.saved role="status" { (view.say(note)) } }
                    h1 { (page.heading) }
                    (page.content)
                }
                footer { p { (view.say(Word::MadeWith)) } }
            }
        }
    };
    clean::seen(&page.into_string())
}

/// A page without a store behind it: what is wrong.
pub fn bare(tongue: Tongue, title: Word, words: &str) -> String {
    let code = tongue.pick("en", "de");
    let page = html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title.of(tongue)) " · tripel" }
                link rel="stylesheet" href={ "/style.css?" (version()) };
            }
            body {
                header.masthead { p.name { a href="/" { "tripel" } } }
                main #content { h1 { (title.of(tongue)) } p { (words) } p { a href="/" { (Word::Back.of(tongue)) } } }
            }
        }
    };
    clean::seen(&page.into_string())
}

/// A few digits that change with style and script.
fn version() -> String {
    use std::sync::LazyLock;
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        blake3::hash(format!("{STYLE}{SCRIPT}").as_bytes()).to_hex()[..8].to_owned()
    });
    VERSION.clone()
}

/// The style inside of a file of its own.
pub fn inline_style() -> Markup {
    html! { style { (PreEscaped(STYLE)) } }
}

/// Two people and what one does to the other.
pub const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"6\" fill=\"#7a1f1f\"/>\
<g fill=\"none\" stroke=\"#fff\" stroke-width=\"2.4\"><circle cx=\"8\" cy=\"16\" r=\"4\"/><circle cx=\"24\" cy=\"16\" r=\"4\"/><path d=\"M12 16h8m-3-3 3 3-3 3\"/></g></svg>";
