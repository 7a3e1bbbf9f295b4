//! The page of an actor, of a concept, of two actors, and the list of all.

use std::collections::BTreeMap;

use maud::{Markup, html};
use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;

use crate::kb::rows::{ActorRow, Part, StatementRow};
use crate::language::gazetteer::ActorType;
use crate::review::draft::decoded;
use crate::serve::overview::tone;
use crate::serve::shelf::by_month;
use crate::serve::view::{FIRST, View, outside};
use crate::serve::words::{self, Word};

/// A list of which a part may be asked for.
struct List<'a> {
    word: Word,
    name: &'static str,
    rows: Vec<&'a StatementRow>,
}

/// The content of an actor's page; `part` asks for one list in full.
pub fn actor(view: &View, row: &ActorRow, part: &str) -> Markup {
    let shelf = view.shelf;
    let of = |is: fn(&StatementRow) -> &Part| -> Vec<&StatementRow> {
        shelf.of_party(&row.iri).filter(|own| is(own).iri == row.iri).collect()
    };
    let parts = [
        List { word: Word::Does, name: "does", rows: of(|own| &own.subject) },
        List { word: Word::Suffers, name: "suffers", rows: of(|own| &own.object) },
        List { word: Word::Says, name: "says", rows: of(|own| &own.speaker) },
    ];
    let first = if view.is_report() { 12 } else { FIRST };
    html! {
        (head(view, row))
        @if !view.is_report() { (view.months(&by_month(shelf, shelf.of_party(&row.iri)))) }
        (partners(view, row))
        @for own in parts.iter().filter(|own| !own.rows.is_empty()) {
            section aria-labelledby=[(!view.is_report()).then_some(own.name)] {
                h2 id=[(!view.is_report()).then_some(own.name)] { (view.say(own.word)) " " span.number { (view.count(own.rows.len())) } }
                @let most = if part == own.name { usize::MAX } else { first };
                (view.list(&own.rows, most, (!view.is_report()).then(|| format!("?part={}", own.name))))
            }
        }
        @if let Some(key) = view.edit() { (correcting(view, row, key)) }
    }
}

fn head(view: &View, row: &ActorRow) -> Markup {
    let names = row.aliases.iter().filter(|name| **name != row.label_de && **name != row.label_en);
    let names: Vec<&String> = names.collect();
    let other = view.tongue.pick(&row.label_de, &row.label_en);
    let (named, described) =
        if view.is_report() { Default::default() } else { mentions(view, row) };
    html! {
        p.kicker { (view.kind(&row.kind)) @if !row.iso3.is_empty() { " · " (row.iso3) } }
        dl.facts {
            @if other != view.name(row) && !other.is_empty() { div { dt { (view.tongue.pick("German", "Englisch")) } dd { (other) } } }
            @if !names.is_empty() {
                div { dt { (view.say(Word::Names)) } dd { @for (at, name) in names.iter().enumerate() { @if at > 0 { ", " } span lang="de" { (name) } } } }
            }
            @if !row.wikidata.is_empty() { div { dt { "Wikidata" } dd { (outside(&row.wikidata, row.wikidata.rsplit('/').next().unwrap_or(""))) } } }
            div { dt { (view.say(Word::Articles)) } dd { (view.count(row.articles)) } }
        }
        @if !named.is_empty() || !described.is_empty() {
            details {
                summary { (view.say(Word::Merged)) }
                table {
                    @for (name, article, quote) in named.iter().chain(&described).take(60) {
                        tr { th scope="row" lang="de" { (name) } td lang="de" { "„" (quote) "“" } td { (article_link(view, article)) } }
                    }
                }
            }
        }
    }
}

fn article_link(view: &View, id: &str) -> Markup {
    html! { @if let Some(row) = view.shelf.article(id) { (view.article(row)) } }
}

type Mention = (String, String, String);

/// The names by which articles call an actor and the first place of each; and what others call it.
fn mentions(view: &View, row: &ActorRow) -> (Vec<Mention>, Vec<Mention>) {
    let sparql = format!(
        "SELECT ?class ?name ?quote ?article {{ ?m t:refersTo <{}> ; a ?class ; t:name ?name ; t:quote ?quote ; prov:wasDerivedFrom/schema:identifier ?article }} ORDER BY ?name ?article LIMIT 300",
        row.iri
    );
    let Ok(QueryResults::Solutions(rows)) = view.shelf.graph.query(&sparql) else {
        return Default::default();
    };
    let (mut named, mut described) = (BTreeMap::new(), BTreeMap::new());
    for row in rows.flatten() {
        let text = |name: &str| match row.get(name) {
            Some(Term::Literal(own)) => own.value().to_owned(),
            Some(Term::NamedNode(own)) => own.as_str().to_owned(),
            _ => String::new(),
        };
        let list = if text("class").ends_with("#Name") { &mut named } else { &mut described };
        list.entry(text("name")).or_insert((text("article"), text("quote")));
    }
    let flat = |own: BTreeMap<String, (String, String)>| {
        own.into_iter().map(|(name, (article, quote))| (name, article, quote)).collect()
    };
    (flat(named), flat(described))
}

/// With whom it has most to do.
fn partners(view: &View, row: &ActorRow) -> Markup {
    let mut others: BTreeMap<&str, (usize, f64, usize, &Part)> = BTreeMap::new();
    for own in view.shelf.of_party(&row.iri) {
        for part in [&own.subject, &own.object] {
            let is_other = part.iri != row.iri && !part.kind.is_empty() && part.kind != "Concept";
            let takes_part = own.subject.iri == row.iri || own.object.iri == row.iri;
            if is_other && takes_part {
                let other = others.entry(&part.iri).or_insert((0, 0.0, 0, part));
                other.0 += 1;
                if let Some(score) = own.score.filter(|_| !own.negated) {
                    other.1 += score;
                    other.2 += 1;
                }
            }
        }
    }
    let mut others: Vec<_> = others.into_values().collect();
    others.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.3.id.cmp(&b.3.id)));
    html! {
        @if !others.is_empty() {
            section.partners {
                h2 { (view.say(Word::With)) }
                ol.bars {
                    @for (count, sum, scored, part) in others.iter().take(12) {
                        li {
                            a href=(view.pair(&row.id, &part.id)) { (words::label(part, view.tongue)) }
                            span.number { (view.count(*count)) " " (tone(view, if *scored > 0 { sum / *scored as f64 } else { 0.0 })) }
                        }
                    }
                }
            }
        }
    }
}

fn correcting(view: &View, row: &ActorRow, key: &str) -> Markup {
    let id = decoded(&row.id);
    let form = |what: &str, word: Word, field: Markup| {
        html! {
            form.inline method="post" action="/correct" {
                (hidden(key, what, &format!("/actor/{}", crate::serve::view::path(&id))))
                input type="hidden" name="of" value=(id);
                label { (view.say(word)) (field) }
                button { (view.say(Word::Save)) }
            }
        }
    };
    html! {
        section.edit aria-labelledby="correct" {
            h2 #correct { (view.say(Word::Correct)) }
            (form("merge", Word::MergeWith, html! { input name="value" required list="actors"; }))
            (form("rename", Word::Rename, html! { input name="value" required placeholder="English|Deutsch"; }))
            (form("split", Word::Split, html! { select name="value" { @for name in &row.aliases { option { (name) } } } }))
            (form("retype", Word::Retype, html! { select name="value" { @for kind in ActorType::ALL { option { (kind.as_str()) } } } }))
            (form("drop", Word::Drop, html! {}))
            datalist #actors { @for own in view.shelf.rows.actors.iter().take(500) { option value=(view.name(own)) {} } }
        }
    }
}

/// What every form carries.
pub fn hidden(key: &str, what: &str, back: &str) -> Markup {
    html! {
        input type="hidden" name="key" value=(key);
        @if !what.is_empty() { input type="hidden" name="what" value=(what); }
        input type="hidden" name="back" value=(back);
    }
}

/// The content of the page of a concept.
pub fn concept(view: &View, part: &Part, all: bool) -> Markup {
    let rows: Vec<&StatementRow> = view.shelf.of_party(&part.iri).collect();
    html! {
        p.kicker { (view.say(Word::Concept)) " · " (part.label_de) " · " (part.label_en) }
        (view.list(&rows, if all { usize::MAX } else { FIRST }, Some("?part=all".to_owned())))
    }
}

/// The content of the page of two actors: what each does to the other, by verb.
pub fn pair(view: &View, one: &ActorRow, other: &ActorRow) -> Markup {
    let between = |from: &ActorRow, to: &ActorRow| -> Vec<&StatementRow> {
        let both = |own: &&StatementRow| own.subject.iri == from.iri && own.object.iri == to.iri;
        view.shelf.of_party(&one.iri).filter(both).collect()
    };
    let (there, back) = (between(one, other), between(other, one));
    let said = |rows: &[&StatementRow]| {
        let mut verbs: BTreeMap<String, usize> = BTreeMap::new();
        rows.iter()
            .for_each(|row| *verbs.entry(words::relation(row, view.tongue)).or_default() += 1);
        let mut verbs: Vec<(String, usize)> = verbs.into_iter().collect();
        verbs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        verbs
            .into_iter()
            .take(6)
            .map(|(verb, count)| if count > 1 { format!("{verb} ({count})") } else { verb })
            .collect::<Vec<_>>()
            .join(", ")
    };
    html! {
        p.kicker { (view.actor(one)) " · " (view.actor(other)) }
        (view.months(&by_month(view.shelf, there.iter().chain(&back).copied())))
        @for (from, to, rows) in [(one, other, &there), (other, one, &back)] {
            section {
                h2 { (view.name(from)) " → " (view.name(to)) " " span.number { (rows.len()) } }
                @if !rows.is_empty() { p.note { (said(rows)) } }
                (view.list(rows, 200, None))
            }
        }
    }
}

/// The content of the list of actors.
pub fn actors(view: &View, page: usize) -> Markup {
    const PAGE: usize = 200;
    let mut rows: Vec<&ActorRow> = view.shelf.rows.actors.iter().collect();
    let uses = |row: &ActorRow| row.as_subject + row.as_object + row.as_speaker;
    rows.sort_by(|a, b| uses(b).cmp(&uses(a)).then_with(|| a.id.cmp(&b.id)));
    let shown = rows.iter().skip(page * PAGE).take(PAGE);
    html! {
        table data-filter="1" {
            thead { tr {
                th scope="col" { (view.say(Word::Actor)) } th scope="col" { (view.say(Word::Type)) }
                th scope="col" { (view.say(Word::Does)) } th scope="col" { (view.say(Word::Suffers)) }
                th scope="col" { (view.say(Word::Says)) } th scope="col" { (view.say(Word::Articles)) }
            } }
            tbody {
                @for row in shown {
                    tr {
                        td { (view.actor(row)) } td { (view.kind(&row.kind)) }
                        td.number { (row.as_subject) } td.number { (row.as_object) } td.number { (row.as_speaker) } td.number { (row.articles) }
                    }
                }
            }
        }
        (pages(view, "/actors", page, rows.len().div_ceil(PAGE)))
    }
}

/// Links to the parts of a long list.
pub fn pages(view: &View, path: &str, page: usize, all: usize) -> Markup {
    html! {
        @if all > 1 {
            nav.pages aria-label=(view.say(Word::Next)) {
                @if page > 0 { a href={ (path) "?page=" (page - 1) } rel="prev" { "←" } }
                " " (page + 1) " / " (all) " "
                @if page + 1 < all { a href={ (path) "?page=" (page + 1) } rel="next" { (view.say(Word::Next)) " →" } }
            }
        }
    }
}
