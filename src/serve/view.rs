//! What all views share: in which language they speak, where their links lead, and how a statement, an actor, a list looks.

use maud::{Markup, PreEscaped, html};

use crate::export::look;
use crate::export::words::Tongue;
use crate::kb::rows::{ActorRow, ArticleRow, Part, StatementRow};
use crate::review::draft::decoded;
use crate::serve::shelf::Shelf;
use crate::serve::words::{self, Word};

/// Where a view is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// Pages of a server, each with an address.
    Server {
        /// The key that its forms carry; `None` where it only shows.
        edit: Option<&'a str>,
    },
    /// One file that holds all.
    Report {
        /// Whole texts of articles; without, only the words of statements.
        texts: bool,
    },
}

/// A view of a shelf.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub shelf: &'a Shelf,
    pub tongue: Tongue,
    pub place: Place<'a>,
}

/// So many entries of a list are shown at first.
pub const FIRST: usize = 25;

impl<'a> View<'a> {
    pub fn say(&self, word: Word) -> &'static str {
        word.of(self.tongue)
    }

    pub fn count(&self, number: usize) -> String {
        words::count(number, self.tongue)
    }

    pub fn is_report(&self) -> bool {
        matches!(self.place, Place::Report { .. })
    }

    /// The key of forms, where something may be corrected.
    pub fn edit(&self) -> Option<&'a str> {
        match self.place {
            Place::Server { edit } => edit,
            Place::Report { .. } => None,
        }
    }

    /// Where a thing has its page.
    pub fn href(&self, kind: &str, id: &str) -> String {
        match self.place {
            Place::Server { .. } => format!("/{kind}/{}", path(id)),
            Place::Report { .. } => format!("#{}", anchor(kind, id)),
        }
    }

    /// Where the statements between two actors stand; a report has them with the first actor.
    pub fn pair(&self, one: &str, other: &str) -> String {
        match self.place {
            Place::Server { .. } => {
                format!("/pair/{}/{}", path(&decoded(one)), path(&decoded(other)))
            }
            Place::Report { .. } => self.href("actor", &decoded(one)),
        }
    }

    /// A subject, object or speaker as a link.
    pub fn party(&self, part: &Part) -> Markup {
        let name = words::label(part, self.tongue);
        if part.iri.is_empty() {
            let name = if name.is_empty() { self.say(Word::Unknown) } else { name };
            return html! { span.nobody { (name) } };
        }
        let id = decoded(&part.id);
        if part.kind == "Concept" {
            return match self.place {
                Place::Server { .. } => {
                    html! { a.concept href=(self.href("concept", &id)) { (name) } }
                }
                Place::Report { .. } => html! { span.concept { (name) } },
            };
        }
        html! { a.actor href=(self.href("actor", &id)) { (name) } }
    }

    pub fn name<'r>(&self, row: &'r ActorRow) -> &'r str {
        let own = self.tongue.pick(&row.label_en, &row.label_de);
        if own.is_empty() { &row.label_de } else { own }
    }

    pub fn actor(&self, row: &ActorRow) -> Markup {
        html! { a.actor href=(self.href("actor", &decoded(&row.id))) { (self.name(row)) } }
    }

    /// The title of an article as a link.
    pub fn article(&self, row: &ArticleRow) -> Markup {
        html! { a.headline href=(self.href("article", &row.id)) { (title(row)) } }
    }

    /// "China rejects accusations", its verb the link to the statement.
    pub fn triple(&self, row: &StatementRow) -> Markup {
        let about = if row.topic { self.tongue.pick("about ", "über ") } else { "" };
        html! {
            (self.party(&row.subject)) " "
            a.verb href=(self.href("statement", &row.id)) { (words::relation(row, self.tongue)) }
            @if !row.object.iri.is_empty() || !row.object.text.is_empty() { " " (about) (self.party(&row.object)) }
        }
    }

    /// The same without links, for titles.
    pub fn plain(&self, row: &StatementRow) -> String {
        let subject = words::label(&row.subject, self.tongue);
        let subject = if subject.is_empty() { self.say(Word::Unknown) } else { subject };
        let object = words::label(&row.object, self.tongue);
        format!("{subject} {} {object}", words::relation(row, self.tongue)).trim().to_owned()
    }

    /// How the article stands to it, and whose word it is.
    pub fn status(&self, row: &StatementRow) -> Markup {
        html! {
            span class={ "status " (row.status) } { (words::status(&row.status, self.tongue)) }
            @if !words::label(&row.speaker, self.tongue).is_empty() {
                span.voice { " · " (self.party(&row.speaker)) }
            }
        }
    }

    pub fn event(&self, row: &StatementRow) -> Markup {
        let score = row.score.unwrap_or(0.0);
        let tone = if score < 0.0 { "against" } else { "with" };
        html! {
            @if !row.event.is_empty() {
                span class={ "event " (tone) } title=(row.event) { (words::event(&row.event, self.tongue)) }
            }
        }
    }

    /// Who decided what about it.
    pub fn checks(&self, row: &StatementRow) -> Markup {
        html! {
            @for check in &row.checks {
                span.checked { "✓ " (words::change(&check.what, self.tongue)) " · " (check.who) } " "
            }
        }
    }

    /// A statement with its words and its source.
    pub fn statement(&self, row: &StatementRow) -> Markup {
        let article = self.shelf.article(&row.article);
        html! {
            li.statement {
                p.triple { (self.triple(row)) }
                blockquote { p lang="de" { (row.quote) } }
                p.meta {
                    (self.status(row)) " " (self.event(row)) " " (self.checks(row))
                    @if let Some(article) = article {
                        span.cite { (self.article(article)) (self.dated(article)) }
                    }
                }
            }
        }
    }

    /// ", Example Times, 2021-07-20"
    pub fn dated(&self, row: &ArticleRow) -> Markup {
        html! {
            @if !row.source.is_empty() { ", " (row.source) }
            @if !row.date.is_empty() { ", " time datetime=(row.date) { (self.day(&row.date)) } }
        }
    }

    /// "20.7.2021", "20 July 2021"
    pub fn day(&self, iso: &str) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let parts: Vec<usize> = iso.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, day] = parts[..] else { return iso.to_owned() };
        let Some(name) = month.checked_sub(1).and_then(|at| MONTHS.get(at)) else {
            return iso.to_owned();
        };
        match self.tongue {
            Tongue::English => format!("{day} {name} {year}"),
            Tongue::German => format!("{day}.{month}.{year}"),
        }
    }

    /// A list of statements, and where there are more a link to all.
    pub fn list(&self, rows: &[&StatementRow], most: usize, all: Option<String>) -> Markup {
        html! {
            @if rows.is_empty() { p.none { (self.say(Word::NoStatements)) } }
            ol.statements { @for row in rows.iter().take(most) { (self.statement(row)) } }
            @if let Some(all) = all.filter(|_| rows.len() > most) {
                p.more { a href=(all) { (self.count(rows.len() - most)) " " (self.say(Word::MoreHere)) } }
            }
        }
    }

    /// "person", "Staat" of a class.
    pub fn kind(&self, class: &str) -> &'static str {
        look::kind(class).name(self.tongue)
    }

    /// Bars by month, beside a table that says the same.
    pub fn months(&self, months: &std::collections::BTreeMap<String, usize>) -> Markup {
        if months.len() < 2 {
            return html! {};
        }
        let most = months.values().copied().max().unwrap_or(1).max(1);
        let wide = 640 / months.len().clamp(16, 80);
        html! {
            section aria-labelledby="months" {
                h2 #months { (self.say(Word::OverTime)) }
                svg.months viewBox={ "0 0 " (wide * months.len() + 2) " 90" } role="img" aria-labelledby="months" {
                    @for (at, (month, count)) in months.iter().enumerate() {
                        @let high = (count * 70 / most).max(2);
                        rect x=(at * wide + 1) y=(76 - high) width=(wide.saturating_sub(3).max(1)) height=(high) {
                            title { (month) ": " (count) }
                        }
                        @if at == 0 || at + 1 == months.len() {
                            text x=(if at == 0 { 1 } else { at * wide + wide }) y="88"
                                text-anchor=(if at == 0 { "start" } else { "end" }) { (month) }
                        }
                    }
                }
                details {
                    summary { (self.say(Word::Number)) }
                    table {
                        @for (month, count) in months { tr { th scope="row" { (month) } td.number { (count) } } }
                    }
                }
            }
        }
    }
}

/// The title of an article; its id where it has none.
pub fn title(row: &ArticleRow) -> &str {
    if row.title.is_empty() { &row.id } else { &row.title }
}

/// An id as a part of a path.
pub fn path(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'~')
            || (byte == b'.' && id.len() > 2)
        {
            text.push(byte as char);
        } else {
            text += &format!("%{byte:02X}");
        }
    }
    text
}

/// An id as the name of a place in a page.
pub fn anchor(kind: &str, id: &str) -> String {
    format!("{kind}-{}", path(id).replace('%', "_"))
}

/// A link to another place on the web, where its address is one that browsers only fetch.
pub fn outside(url: &str, words: &str) -> Markup {
    let lower = url.trim().to_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return html! { a href=(url.trim()) rel="noopener noreferrer nofollow external" { (words) } };
    }
    html! { (words) }
}

/// A text that is markup already: our own pictures.
pub fn own(markup: String) -> Markup {
    PreEscaped(markup)
}
