//! The page of an article: its text with actors, quotations and statements marked, and its statements beside it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::kb::rows::{ArticleRow, StatementRow};
use crate::record::article::Article;
use crate::record::plover::EventType;
use crate::record::span::Span;
use crate::review::draft::decoded;
use crate::serve::actor::{hidden, pages};
use crate::serve::view::{Place, View, anchor, outside};
use crate::serve::words::{self, Word};

/// The page's content.
pub fn article(view: &View, row: &ArticleRow) -> Markup {
    let text = view.shelf.text(&row.id);
    let statements: Vec<&StatementRow> = view.shelf.of_article(&row.id).collect();
    let whole = !matches!(view.place, Place::Report { texts: false });
    let readers = view.shelf.readers(&row.id);
    html! {
        p.kicker {
            @if !row.source.is_empty() { (row.source) } @if !row.date.is_empty() { " · " time datetime=(row.date) { (view.day(&row.date)) } }
            @if !row.url.is_empty() { " · " (outside(&row.url, view.say(Word::Original))) }
            @if !readers.is_empty() { " · " span.checked { "✓ " (view.say(Word::ReadBy)) " " (readers.join(", ")) } }
        }
        @if whole && !view.is_report() { p.note { (view.say(Word::Marks)) } }
        div.reading {
            @if whole {
                @match &text {
                    Ok(article) => { div.text lang="de" { (marked(view, row, article, &statements)) } }
                    Err(error) => { p.none { (error.to_string()) } }
                }
            } @else { p.note { (view.say(Word::NotShown)) } }
            section.told aria-label=(view.say(Word::Statements)) {
                (heading(view, Word::Statements, statements.len()))
                ol.statements { @for own in &statements { (beside(view, own, !whole)) } }
            }
        }
        @if let Some(key) = view.edit() { (correcting(view, row, key)) }
    }
}

fn heading(view: &View, word: Word, count: usize) -> Markup {
    html! {
        @if view.is_report() { h4 { (view.say(word)) " " span.number { (count) } } }
        @else { h2 { (view.say(word)) " " span.number { (count) } } }
    }
}

/// A statement beside the text; with its words only where the text is left out. In a report this is its only place.
fn beside(view: &View, row: &StatementRow, words: bool) -> Markup {
    html! {
        li.statement id=[view.is_report().then(|| anchor("statement", &row.id))] {
            p.triple { (view.triple(row)) " " small { (view.status(row)) " " (view.event(row)) " " (view.checks(row)) } }
            @if words { blockquote { p lang="de" { (row.quote) } } }
        }
    }
}

/// What stands at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark<'a> {
    Actor(&'a str),
    Statement(&'a str),
    Quotation,
}

/// The text in paragraphs, its parts as links.
fn marked(
    view: &View,
    row: &ArticleRow,
    article: &Article,
    statements: &[&StatementRow],
) -> Markup {
    let text = article.text.as_str();
    let places = Places::new(text);
    let mut marks: Vec<(Span, Mark)> = Vec::new();
    for own in statements {
        marks.extend(
            places.span(own.start, own.end).map(|span| (span, Mark::Statement(own.id.as_str()))),
        );
    }
    for own in view.shelf.quotations_of(&row.id) {
        marks.extend(places.span(own.start, own.end).map(|span| (span, Mark::Quotation)));
    }
    let names = names(view, row);
    marks.extend(named(text, &names).into_iter().map(|(span, id)| (span, Mark::Actor(id))));
    let mut begun = BTreeSet::new();
    html! {
        @for line in lines(text) {
            p { (paragraph(view, text, line, &marks, &mut begun)) }
        }
    }
}

/// A line cut at the ends of all marks; each piece is a link to what is narrowest there.
fn paragraph<'a>(
    view: &View,
    text: &str,
    line: Span,
    marks: &[(Span, Mark<'a>)],
    begun: &mut BTreeSet<&'a str>,
) -> Markup {
    let own: Vec<&(Span, Mark)> = marks.iter().filter(|(span, _)| span.overlaps(line)).collect();
    let mut cuts: BTreeSet<usize> = [line.start, line.end].into();
    for (span, _) in &own {
        cuts.extend(
            [span.start, span.end].into_iter().filter(|at| line.start < *at && *at < line.end),
        );
    }
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let mut pieces = Vec::new();
    for ends in cuts.windows(2) {
        let piece = Span::new(ends[0], ends[1]);
        let here = own.iter().filter(|(span, _)| span.contains(piece));
        let narrow = |is: fn(&Mark) -> bool| {
            here.clone()
                .filter(|(_, mark)| is(mark))
                .min_by_key(|(span, _)| span.end - span.start)
                .map(|(_, mark)| *mark)
        };
        let actor = narrow(|mark| matches!(mark, Mark::Actor(_)));
        let statement = narrow(|mark| matches!(mark, Mark::Statement(_)));
        let quoted = here.clone().any(|(_, mark)| *mark == Mark::Quotation);
        // the anchors of statements stand where they begin
        let ids = here.clone().filter_map(|(_, mark)| match mark {
            Mark::Statement(id) => Some(*id),
            _ => None,
        });
        let new: Vec<&str> = ids.filter(|id| begun.insert(id)).collect();
        pieces.push((piece, actor, statement, quoted, new));
    }
    html! {
        @for (piece, actor, statement, quoted, new) in pieces {
            @if !view.is_report() { @for id in new { span id=(anchor("statement", id)) {} } }
            (one(view, piece.of(text), actor, statement, quoted))
        }
    }
}

fn one(
    view: &View,
    words: &str,
    actor: Option<Mark>,
    statement: Option<Mark>,
    quoted: bool,
) -> Markup {
    let mut class = String::new();
    class += if statement.is_some() { "told " } else { "" };
    class += if quoted { "quoted " } else { "" };
    let title = match statement {
        Some(Mark::Statement(id)) => view.shelf.statement(id).map(|row| view.plain(row)),
        _ => None,
    };
    match (actor, statement) {
        (Some(Mark::Actor(id)), _) => {
            html! { a class={ (class) "named" } href=(view.href("actor", id)) title=[title] { (words) } }
        }
        (_, Some(Mark::Statement(id))) => {
            html! { a class=(class.trim()) href=(view.href("statement", id)) title=[title] data-statement=(id) { (words) } }
        }
        _ if quoted => html! { span.quoted { (words) } },
        _ => html! { (words) },
    }
}

/// Lines that are not blank.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + line.find(trimmed).unwrap_or(0);
            lines.push(Span::new(start, start + trimmed.len()));
        }
        at += line.len();
    }
    lines
}

/// Code points to bytes, for many places of one text.
struct Places(Vec<usize>);

impl Places {
    fn new(text: &str) -> Places {
        Places(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    fn span(&self, start: Option<u64>, end: Option<u64>) -> Option<Span> {
        let at = |place: Option<u64>| self.0.get(usize::try_from(place?).ok()?).copied();
        Some(Span::new(at(start)?, at(end)?)).filter(|span| span.start < span.end)
    }
}

/// The names of the actors that an article names, with their ids.
fn names(view: &View, row: &ArticleRow) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for iri in &row.actors {
        let id = decoded(iri.rsplit('/').next().unwrap_or(iri));
        let Some(actor) = view.shelf.actor(&id) else { continue };
        for name in actor.aliases.iter().chain([&actor.label_de]) {
            names.entry(name.clone()).or_insert_with(|| id.clone());
        }
    }
    names.retain(|name, _| name.len() > 1);
    names
}

/// Where names stand as whole words, the longest first; a genitive's s belongs to it.
fn named<'n>(text: &str, names: &'n BTreeMap<String, String>) -> Vec<(Span, &'n str)> {
    let mut longest: Vec<(&String, &String)> = names.iter().collect();
    longest.sort_by_key(|(name, _)| (std::cmp::Reverse(name.len()), *name));
    let mut found: BTreeMap<usize, (Span, &str)> = BTreeMap::new();
    for (name, id) in longest {
        for (at, _) in text.match_indices(name.as_str()) {
            let end = at + name.len();
            let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            let rest = text[end..].strip_prefix(['s', '\'', '’']).unwrap_or(&text[end..]);
            let whole = !inside(text[..at].chars().next_back()) && !inside(rest.chars().next());
            let span = Span::new(at, end);
            let before = found.range(..end).next_back();
            if whole && before.is_none_or(|(_, (other, _))| !other.overlaps(span)) {
                found.insert(at, (span, id));
            }
        }
    }
    found.into_values().collect()
}

fn correcting(view: &View, row: &ArticleRow, key: &str) -> Markup {
    let back = view.href("article", &row.id);
    let field = |name: &str, word: Word, needed: bool| {
        html! { label { (view.say(word)) input name=(name) required[needed] data-mark=(name); } }
    };
    html! {
        section.edit aria-labelledby="add" {
            h2 #add { (view.say(Word::AddStatement)) }
            p.note { (view.say(Word::AddNote)) }
            form.fields method="post" action="/correct" {
                (hidden(key, "add", &back))
                input type="hidden" name="of" value=(row.id);
                (field("quote", Word::QuoteWords, true))
                (field("subject", Word::Who, false))
                (field("predicate", Word::Verb, true))
                (field("object", Word::Whom, false))
                (field("speaker", Word::Speaker, false))
                label { (view.say(Word::Status_)) select name="status" {
                    @for own in crate::extract::attribution::Status::ALL { option value=(own.as_str()) { (words::status(own.as_str(), view.tongue)) } }
                } }
                label { (view.say(Word::Event_)) select name="event" {
                    option value="" { "–" }
                    @for own in EventType::ALL { option value=(own.as_str()) { (words::event(own.as_str(), view.tongue)) } }
                } }
                label.check { input type="checkbox" name="negated" value="true"; (view.say(Word::Negated)) }
                button { (view.say(Word::Save)) }
            }
            form.inline method="post" action="/correct" {
                (hidden(key, "read", &back))
                input type="hidden" name="of" value=(row.id);
                button { (view.say(Word::ReadAll)) }
            }
        }
    }
}

/// The content of the list of articles.
pub fn articles(view: &View, page: usize) -> Markup {
    const PAGE: usize = 200;
    let mut rows: Vec<&ArticleRow> = view.shelf.rows.articles.iter().collect();
    rows.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    html! {
        table data-filter="1" {
            thead { tr {
                th scope="col" { (view.say(Word::Title)) } th scope="col" { (view.say(Word::Source)) }
                th scope="col" { (view.say(Word::Date)) } th scope="col" { (view.say(Word::Statements)) }
            } }
            tbody {
                @for row in rows.iter().skip(page * PAGE).take(PAGE) {
                    tr {
                        td { (view.article(row)) } td { (row.source) }
                        td { @if !row.date.is_empty() { time datetime=(row.date) { (view.day(&row.date)) } } } td.number { (row.statements) }
                    }
                }
            }
        }
        (pages(view, "/articles", page, rows.len().div_ceil(PAGE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words_and_the_longest_wins() {
        let names: BTreeMap<String, String> =
            [("China", "china"), ("Xi", "xi"), ("Xi Jinping", "xi")]
                .map(|(name, id)| (name.to_owned(), id.to_owned()))
                .into();
        let text = "Xi Jinping lobt Chinas Maxi und China.";
        let found: Vec<&str> =
            named(text, &names).into_iter().map(|(span, _)| span.of(text)).collect();
        assert_eq!(found, ["Xi Jinping", "China", "China"]);
        assert_eq!(lines("a\n\n b \n").len(), 2);
    }
}
