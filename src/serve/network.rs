//! The network page: filters, the picture, and the table that says the same.

use maud::{Markup, html};
use petgraph::visit::EdgeRef;

use crate::export::look;
use crate::extract::attribution::Status;
use crate::kb::rows::{Rows, StatementRow};
use crate::network::{Filter, Network, network_of};
use crate::record::plover::EventType;
use crate::serve::drawing;
use crate::serve::shelf::Shelf;
use crate::serve::view::View;
use crate::serve::words::{self, Word};

/// What the form asks for; "" asks for anything.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub kind: String,
    pub status: String,
    pub event: String,
    pub source: String,
    pub topic: String,
    pub actor: String,
    pub since: String,
    pub until: String,
    pub top: usize,
}

/// So many actors are drawn where nobody says otherwise, and at most.
pub const TOP: usize = 40;
const MOST: usize = 150;

impl Wanted {
    /// The fields of a form.
    pub fn of(fields: &dyn Fn(&str) -> String) -> Wanted {
        Wanted {
            kind: fields("type"),
            status: fields("status"),
            event: fields("event"),
            source: fields("source"),
            topic: fields("topic"),
            actor: fields("actor"),
            since: fields("since"),
            until: fields("until"),
            top: fields("top").parse().unwrap_or(TOP).clamp(2, MOST),
        }
    }

    fn takes(&self, shelf: &Shelf, row: &StatementRow) -> bool {
        let any = |wanted: &str, own: &str| wanted.is_empty() || wanted == own;
        let kind = any(&self.kind, &row.subject.kind) || any(&self.kind, &row.object.kind);
        let topic = self.topic.is_empty() || row.contexts.contains(&self.topic);
        let day = shelf.day(row);
        let since = self.since.is_empty() || (!day.is_empty() && day >= self.since.as_str());
        let until = self.until.is_empty() || (!day.is_empty() && day <= self.until.as_str());
        kind && topic
            && since
            && until
            && any(&self.status, &row.status)
            && any(&self.event, &row.event)
            && any(&self.source, shelf.source(row))
            && self.takes_actor(row)
    }

    fn takes_actor(&self, row: &StatementRow) -> bool {
        let wanted = self.actor.trim().to_lowercase();
        let is = |part: &crate::kb::rows::Part| {
            [&part.id, &part.label_en, &part.label_de]
                .iter()
                .any(|own| own.to_lowercase() == wanted)
        };
        wanted.is_empty() || is(&row.subject) || is(&row.object)
    }
}

/// The network of what is wanted.
pub fn wanted(shelf: &Shelf, wanted: &Wanted) -> Network {
    let is_actor = |kind: &str| !kind.is_empty() && kind != "Concept";
    let between = |row: &&StatementRow| is_actor(&row.subject.kind) && is_actor(&row.object.kind);
    let statements: Vec<StatementRow> = shelf
        .rows
        .statements
        .iter()
        .filter(between)
        .filter(|row| wanted.takes(shelf, row))
        .cloned()
        .collect();
    let named: std::collections::BTreeSet<&str> = statements
        .iter()
        .flat_map(|row| [row.subject.iri.as_str(), row.object.iri.as_str()])
        .collect();
    let actors =
        shelf.rows.actors.iter().filter(|row| named.contains(row.iri.as_str())).cloned().collect();
    let articles = shelf.rows.articles.clone();
    let rows = Rows { statements, quotations: Vec::new(), actors, articles };
    network_of(rows, &Filter { top: Some(wanted.top), ..Filter::everything() })
}

/// The page's content.
pub fn page(view: &View, wanted: &Wanted) -> Markup {
    let network = self::wanted(view.shelf, wanted);
    html! {
        @if !view.is_report() { (form(view, wanted)) }
        (picture(view, &network))
        (table(view, &network))
    }
}

fn picture(view: &View, network: &Network) -> Markup {
    html! {
        @if network.graph.node_count() == 0 { p.none { (view.say(Word::Nothing)) } }
        @else {
            figure.picture {
                (drawing::draw(view, network))
                figcaption {
                    p { (view.tongue.shown(network)) ". " (view.say(Word::NetworkNote)) }
                    p.js hidden { (view.say(Word::Zoom)) }
                    (drawing::legend(view, network))
                }
            }
        }
    }
}

fn form(view: &View, wanted: &Wanted) -> Markup {
    let shelf = view.shelf;
    let topics: std::collections::BTreeSet<&str> = shelf
        .rows
        .statements
        .iter()
        .flat_map(|row| row.contexts.iter().map(String::as_str))
        .collect();
    let kinds =
        look::KINDS.iter().map(|kind| (kind.class, kind.name(view.tongue).to_owned())).collect();
    let statuses = Status::ALL
        .iter()
        .map(|own| (own.as_str(), words::status(own.as_str(), view.tongue).to_owned()))
        .collect();
    let events = EventType::ALL
        .iter()
        .map(|own| (own.as_str(), words::event(own.as_str(), view.tongue).to_owned()))
        .collect();
    html! {
        form.filters method="get" action="/network" role="search" aria-label=(view.say(Word::Filter_)) {
            (select(view, Word::Type, "type", &wanted.kind, kinds))
            (select(view, Word::Status_, "status", &wanted.status, statuses))
            (select(view, Word::Event_, "event", &wanted.event, events))
            (select(view, Word::Source, "source", &wanted.source, shelf.sources().into_iter().map(|own| (own, own.to_owned())).collect()))
            (select(view, Word::Topic, "topic", &wanted.topic, topics.into_iter().map(|own| (own, own.replace('-', " "))).collect()))
            label { (view.say(Word::Actor)) input type="text" name="actor" value=(wanted.actor) list="actors"; }
            label { (view.say(Word::Since)) input type="date" name="since" value=(wanted.since); }
            label { (view.say(Word::Until)) input type="date" name="until" value=(wanted.until); }
            label { (view.say(Word::Most)) input type="number" name="top" min="2" max=(MOST) value=(wanted.top); }
            button { (view.say(Word::Show)) }
            datalist #actors {
                @for row in shelf.rows.actors.iter().filter(|row| row.as_subject + row.as_object > 1).take(400) { option value=(view.name(row)) {} }
            }
        }
    }
}

fn select(
    view: &View,
    word: Word,
    name: &str,
    chosen: &str,
    options: Vec<(&str, String)>,
) -> Markup {
    html! {
        label { (view.say(word))
            select name=(name) {
                option value="" { (view.say(Word::Any)) }
                @for (value, label) in &options { option value=(value) selected[*value == chosen] { (label) } }
            }
        }
    }
}

fn table(view: &View, network: &Network) -> Markup {
    let graph = &network.graph;
    let mut edges: Vec<_> = graph.edge_references().collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.weight().links.len()), edge.id()));
    html! {
        table.edges data-filter="1" {
            caption { (view.say(Word::Statements)) }
            thead { tr {
                th scope="col" { (view.say(Word::Who)) }
                th scope="col" { (view.say(Word::DoesWhat)) }
                th scope="col" { (view.say(Word::Whom)) }
                th scope="col" { (view.say(Word::Number)) }
                th scope="col" { (view.say(Word::Tone_)) }
            } }
            tbody {
                @for edge in edges {
                    @let (from, to, weight) = (&graph[edge.source()], &graph[edge.target()], edge.weight());
                    tr {
                        td { a.actor href=(view.href("actor", &crate::review::draft::decoded(&from.id))) { (view.tongue.name(from)) } }
                        td { a href=(view.pair(&from.id, &to.id)) { (look::sentence(weight, 3, view.tongue)) } }
                        td { a.actor href=(view.href("actor", &crate::review::draft::decoded(&to.id))) { (view.tongue.name(to)) } }
                        td.number { (weight.links.len()) }
                        td { (crate::serve::overview::tone(view, weight.score().unwrap_or(0.0))) }
                    }
                }
            }
        }
    }
}
