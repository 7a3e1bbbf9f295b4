//! The page of a statement: its words in their sentence, what is known of it, how it was found, and forms that put it right.

use maud::{Markup, html};

use crate::export::tree;
use crate::extract::attribution::Status;
use crate::extract::entity::Entity;
use crate::extract::{Analysis, analyse};
use crate::kb::rows::{Part, StatementRow};
use crate::record::article::Article;
use crate::record::plover::EventType;
use crate::record::span::Span;
use crate::review::apply::language_of;
use crate::review::draft;
use crate::serve::actor::hidden;
use crate::serve::view::{View, own};
use crate::serve::words::{self, Word};

/// What is shown beyond the facts: it is made when somebody asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct More {
    pub why: bool,
    pub tree: bool,
}

/// The page's content.
pub fn statement(view: &View, row: &StatementRow, more: More) -> Markup {
    let article = view.shelf.text(&row.article).ok();
    let about = view.shelf.article(&row.article);
    html! {
        p.kicker { (view.status(row)) " " (view.event(row)) " " (view.checks(row)) }
        @if let Some(article) = &article {
            blockquote.large { p lang="de" { (marked(article, row)) } }
        } @else { blockquote.large { p lang="de" { (row.quote) } } }
        @if let Some(about) = about { p.meta { span { (view.article(about)) (view.dated(about)) } } }
        (facts(view, row))
        (contents(view, row))
        (explained(view, row, article.as_ref(), more))
        @if let Some(key) = view.edit() { (correcting(view, row, key)) }
        @else if !view.is_report() { p.note { (view.say(Word::ReadOnly)) } }
    }
}

/// The sentence with who, does, whom marked; the quote stands on a tint.
pub fn marked(article: &Article, row: &StatementRow) -> Markup {
    let text = article.text.as_str();
    let Some(quote) = draft::span(text, row.start, row.end) else { return html! { (row.quote) } };
    let told = draft::told(row, article);
    let around = sentence(text, quote);
    let mut marks: Vec<(Span, &str)> = Vec::new();
    for (party, class) in
        [(&told.subject, "who"), (&told.object, "whom"), (&told.speaker, "speaker")]
    {
        if let Some(party) = party {
            let span = Span::new(party.words.start, party.words.end);
            // words that stand for the whole quote name nobody
            marks.extend((span != quote && around.contains(span)).then_some((span, class)));
        }
    }
    for word in row.surface.split("...").map(str::trim).filter(|word| !word.is_empty()) {
        let from = marks
            .iter()
            .filter(|mark| mark.1 == "does")
            .map(|mark| mark.0.end)
            .max()
            .unwrap_or(quote.start);
        if let Some(at) = text.get(from..quote.end).and_then(|rest| rest.find(word)) {
            marks.push((Span::new(from + at, from + at + word.len()), "does"));
        }
    }
    marks.sort_by_key(|(span, _)| (span.start, span.end));
    let mut pieces = Vec::new();
    let mut at = around.start;
    for (span, class) in marks {
        if span.start >= at {
            pieces.push((Span::new(at, span.start), ""));
            pieces.push((span, class));
            at = span.end;
        }
    }
    pieces.push((Span::new(at, around.end), ""));
    html! {
        @for (span, class) in pieces {
            @if class.is_empty() { (span.of(text)) } @else { mark class=(class) { (span.of(text)) } }
        }
    }
}

/// The sentence or sentences around a quote: from the line's beginning or the stop before to the stop behind.
fn sentence(text: &str, quote: Span) -> Span {
    let before = &text[..quote.start];
    let start = before.rfind(['\n', '!', '?']).map_or(0, |at| at + 1);
    let start = before.rfind(". ").map_or(start, |at| start.max(at + 2));
    let behind = &text[quote.end..];
    let stop = behind.find(['\n', '!', '?']).unwrap_or(behind.len());
    let stop = behind.find(". ").map_or(stop, |at| stop.min(at + 1));
    // a quote with its full stop is whole
    let stop = if quote.of(text).trim_end().ends_with(['.', '!', '?']) { 0 } else { stop };
    let own = Span::new(start.min(quote.start), quote.end + stop);
    let blank = |span: Span| span.of(text).len() - span.of(text).trim_start().len();
    Span::new(own.start + blank(own), own.end)
}

fn facts(view: &View, row: &StatementRow) -> Markup {
    let fact = |word: Word, value: Markup| html! { div { dt { (view.say(word)) } dd { (value) } } };
    let party = |word: Word, part: &Part| {
        html! {
            @if !part.iri.is_empty() || !part.text.is_empty() {
                (fact(word, html! { (view.party(part)) @if !part.text.is_empty() { small lang="de" { " „" (part.text) "“" } } }))
            }
        }
    };
    html! {
        dl.facts {
            (fact(Word::Who, html! { (view.party(&row.subject)) @if !row.subject.text.is_empty() { small lang="de" { " „" (row.subject.text) "“" } } }))
            (fact(Word::Predicate, html! { (row.relation_de) " · " (row.relation_en) @if !row.surface.is_empty() { small lang="de" { " „" (row.surface) "“" } } }))
            (party(Word::Whom, &row.object))
            (party(Word::Complement, &row.complement))
            (party(Word::Addressee, &row.addressee))
            (party(Word::Place, &row.place))
            (fact(Word::Status_, html! { (words::status(&row.status, view.tongue)) @if row.negated { ", " (view.say(Word::Negated)) } }))
            (party(Word::Speaker, &row.speaker))
            @if !row.event.is_empty() {
                (fact(Word::Event_, html! {
                    (row.event) @if !row.mode.is_empty() { " (" (row.mode) ")" }
                    @if let Some(score) = row.score { " · " (format!("{score:+.1}")) }
                    @for context in &row.contexts { " · " (context.replace('-', " ")) }
                }))
            }
            @if !row.time.is_empty() { (fact(Word::Time, html! { (view.day(&row.time)) })) }
            @if let Some(sure) = row.confidence { (fact(Word::Confidence, html! { (format!("{sure:.2}")) })) }
            (fact(Word::Rule, html! { code { (row.rule) } }))
            (fact(Word::Statement, html! { code { (row.id) } }))
        }
    }
}

fn contents(view: &View, row: &StatementRow) -> Markup {
    let contents: Vec<&StatementRow> =
        row.content.iter().filter_map(|id| view.shelf.statement(id)).collect();
    let governor = view.shelf.governor(&row.id);
    html! {
        @if !contents.is_empty() { section { h2 { (view.say(Word::Content)) } (view.list(&contents, 50, None)) } }
        @if let Some(governor) = governor { section { h2 { (view.say(Word::ContentOf)) } (view.list(&[governor], 1, None)) } }
    }
}

/// How it was found, when somebody asks.
fn explained(view: &View, row: &StatementRow, article: Option<&Article>, more: More) -> Markup {
    if view.is_report() {
        return html! {};
    }
    let analysis = article.filter(|_| more.why || more.tree).and_then(|article| {
        let entry = view.shelf.entry(&row.article)?;
        let rows = crate::extract::corrections::Corrections::default();
        let corrections = rows.with_judgements(view.shelf.log().active());
        Some((article, analyse(article, language_of(article, entry).ok()?, &corrections)))
    });
    html! {
        section.why {
            h2 { (view.say(Word::Why)) }
            @if let Some((article, analysis)) = &analysis {
                (why(view, article, analysis, &row.id))
                @if more.tree { (drawn(view, article, analysis, &row.id)) }
            }
            p.more {
                @if !more.why { a href="?why=1#why" { (view.say(Word::Why)) } " · " }
                @if !more.tree { a href="?why=1&tree=1" { (view.say(Word::Tree)) } " · " }
                a href={ (view.href("article", &row.article)) "#" (crate::serve::view::anchor("statement", &row.id)) } { (view.say(Word::InArticle)) }
            }
        }
    }
}

fn why(view: &View, article: &Article, analysis: &Analysis, id: &str) -> Markup {
    let Some(own) = analysis.extraction.statements.iter().find(|own| own.id == id) else {
        return html! { p.none { (view.say(Word::Nothing)) } };
    };
    let clause = analysis.clauses.iter().find(|clause| {
        let word = analysis.trees.get(clause.tree).map(|tree| tree.words[clause.head].span);
        clause.rule == own.rule
            && clause.lemma == own.predicate.lemma
            && word.is_some_and(|word| own.evidence.contains(word))
    });
    html! {
        dl.facts #why {
            @if let Some(clause) = clause { div { dt { (view.say(Word::Predicate)) } dd { (clause.lemma) " · " (format!("{:?}", clause.kind).to_lowercase()) } } }
            div { dt { (view.say(Word::Rule)) } dd { code { (own.rule) } } }
            @for (word, argument) in [(Word::Who, &own.subject), (Word::Whom, &own.object), (Word::Speaker, &own.speaker)] {
                @if let Some(actor) = argument.as_ref().and_then(|own| own.actor).map(|at| &analysis.extraction.actors[at]) {
                    div {
                        dt { (view.say(word)) }
                        dd {
                            (view.tongue.pick(&actor.label_en, &actor.label_de))
                            ul.plain {
                                @for reason in &actor.corrected { li { em { (reason) } } }
                                @for ((words, reason), times) in mentions(actor, article) {
                                    li { span lang="de" { "„" (words) "“" } ": " (reason) @if times > 1 { " " small { "×" (times) } } }
                                }
                            }
                        }
                    }
                }
            }
            @if let Some(cue) = own.cue { div { dt { (view.say(Word::Words_)) } dd lang="de" { "„" (cue.of(&article.text)) "“" } } }
        }
    }
}

/// By which words an actor is meant and why we think so, with how often.
fn mentions<'a>(actor: &'a Entity, article: &'a Article) -> Vec<((&'a str, &'a str), usize)> {
    let mut found: Vec<((&str, &str), usize)> = Vec::new();
    for mention in &actor.mentions {
        let own = (mention.span.of(&article.text), mention.reason.as_str());
        match found.iter_mut().find(|(known, _)| *known == own) {
            Some((_, times)) => *times += 1,
            None => found.push((own, 1)),
        }
    }
    found
}

fn drawn(view: &View, article: &Article, analysis: &Analysis, id: &str) -> Markup {
    let own = analysis.extraction.statements.iter().find(|own| own.id == id);
    let tree = own.and_then(|own| Some((own.sentence, analysis.trees.get(own.sentence)?)));
    html! {
        @if let Some(tree) = tree {
            h3 { (view.say(Word::Tree)) }
            div.tree tabindex="0" role="region" aria-label=(view.say(Word::Tree)) { (own_picture(tree::draw(&article.text, &[tree]))) }
        }
    }
}

/// The picture without its XML declaration.
fn own_picture(svg: String) -> Markup {
    let start = svg.find("<svg").unwrap_or(0);
    own(svg[start..].to_owned())
}

/// Forms: right or wrong, and a new value for each part.
fn correcting(view: &View, row: &StatementRow, key: &str) -> Markup {
    let back = view.href("statement", &row.id);
    let form = |what: &str, word: Word, field: Markup| {
        html! {
            form.inline method="post" action="/correct" {
                (hidden(key, what, &back))
                input type="hidden" name="of" value=(row.id);
                label { (view.say(word)) (field) }
                button { (view.say(Word::Save)) }
            }
        }
    };
    let text = |value: &str| html! { input name="value" value=(value) required list="actors"; };
    html! {
        section.edit aria-labelledby="correct" {
            h2 #correct { (view.say(Word::Correct)) }
            (verdict(view, row, key, &back))
            (form("subject", Word::Who, text(words::label(&row.subject, view.tongue))))
            (form("predicate", Word::Predicate, html! { input name="value" value={ (row.relation_de) "|" (row.relation_en) } required; }))
            (form("object", Word::Whom, text(words::label(&row.object, view.tongue))))
            (form("speaker", Word::Speaker, text(words::label(&row.speaker, view.tongue))))
            (form("status", Word::Status_, html! { select name="value" {
                @for own in Status::ALL { option value=(own.as_str()) selected[own.as_str() == row.status] { (words::status(own.as_str(), view.tongue)) } }
            } }))
            (form("polarity", Word::Polarity, html! { select name="value" {
                option value="affirmed" selected[!row.negated] { (view.say(Word::Affirmed)) }
                option value="negated" selected[row.negated] { (view.say(Word::Negated)) }
            } }))
            (form("event", Word::Event_, html! { select name="value" {
                option value="none" { "–" }
                @for own in EventType::ALL { option value=(own.as_str()) selected[own.as_str() == row.event] { (own.as_str()) " · " (words::event(own.as_str(), view.tongue)) } }
            } }))
            datalist #actors { @for own in view.shelf.rows.actors.iter().take(500) { option value=(view.name(own)) {} } }
        }
    }
}

/// Right, or wrong and why.
pub fn verdict(view: &View, row: &StatementRow, key: &str, back: &str) -> Markup {
    html! {
        form.verdict method="post" action="/correct" {
            (hidden(key, "", back))
            input type="hidden" name="of" value=(row.id);
            button.yes name="what" value="accept" data-key="y" { (view.say(Word::Right)) kbd { "y" } }
            button.no name="what" value="reject" data-key="n" { (view.say(Word::Wrong)) kbd { "n" } }
            label { (view.say(Word::Reason)) input name="why" maxlength="300"; }
        }
    }
}
