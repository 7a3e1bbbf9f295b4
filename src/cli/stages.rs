//! The stages' findings as people read them.

use std::io;
use std::io::{IsTerminal, Write};

use tripel::extract::Analysis;
use tripel::extract::clause::{Clause, ClauseMood, Role, Voice};
use tripel::read::{Body, Page};
use tripel::record::article::Article;
use tripel::record::span::Span;
use tripel::syntax::parse::Tree;
use tripel::syntax::phrase;

use super::style::{BOLD, CYAN, DIM, GREEN, YELLOW};
use super::table::{Cell, Table};

/// A line of a text or of the page that it comes from.
struct Shown<'a> {
    /// Where it stands in the article's text, or would stand.
    at: usize,
    text: &'a str,
    story: bool,
    reason: Option<&'static str>,
}

/// The lines of an article in their order, with why each is in the story or not.
fn shown<'a>(article: &'a Article, body: &Body, page: Option<&'a Page>) -> Vec<Shown<'a>> {
    let lines = page.map(|page| page.lines.as_slice()).unwrap_or_default();
    // the line of the page that a part of the text comes from
    let witness = |span: &Span| {
        let line = lines.iter().rev().find(|line| line.verdict.is_ok() && line.at <= span.start)?;
        line.verdict.ok().map(tripel::read::Witness::sentence)
    };
    let of = |span: &Span, story, reason| Shown {
        at: span.start,
        text: span.of(&article.text),
        story,
        reason,
    };
    let mut shown: Vec<Shown> =
        body.story.iter().map(|span| of(span, true, witness(span))).collect();
    let skipped = body.skipped.iter();
    shown.extend(skipped.map(|skipped| of(&skipped.span, false, Some(skipped.reason.sentence()))));
    shown.extend(lines.iter().filter_map(|line| {
        let reason = line.verdict.err()?.sentence();
        Some(Shown { at: line.at, text: &line.text, story: false, reason: Some(reason) })
    }));
    shown.sort_by_key(|line| line.at);
    shown
}

/// The story, and between it what was left out, with the reason; in a terminal also why a line was kept.
pub fn body(
    article: &Article,
    body: &Body,
    page: Option<&Page>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let people = io::stdout().is_terminal();
    for Shown { text, story, reason, .. } in shown(article, body, page) {
        let reason = reason.unwrap_or_default();
        match (story, people && !reason.is_empty()) {
            (true, true) => {
                writeln!(out, "{GREEN}story  {GREEN:#}  {text}  {DIM}({reason}){DIM:#}")?;
            }
            (true, false) => writeln!(out, "{GREEN}story  {GREEN:#}  {text}")?,
            _ => writeln!(
                out,
                "{YELLOW}skipped{YELLOW:#}  {DIM}{text}{DIM:#}  {YELLOW}({reason}){YELLOW:#}"
            )?,
        }
    }
    Ok(())
}

/// The same as JSON Lines, a record for each line.
pub fn body_records(
    article: &Article,
    body: &Body,
    page: Option<&Page>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for Shown { text, story, reason, .. } in shown(article, body, page) {
        let record = serde_json::json!({
            "article": article.id, "story": story, "text": text, "reason": reason,
        });
        writeln!(out, "{record}")?;
    }
    Ok(())
}

pub fn tokens(article: &Article, analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    for (at, sentence) in analysis.sentences.iter().enumerate() {
        let tokens: Vec<&str> =
            sentence.tokens.iter().map(|token| token.of(&article.text)).collect();
        writeln!(out, "{BOLD}{at}{BOLD:#}\t{}", tokens.join(&format!(" {DIM}·{DIM:#} ")))?;
    }
    Ok(())
}

pub fn clauses(analysis: &Analysis) -> Table {
    let mut table =
        Table::new(["no.", "in", "sentence", "kind", "predicate", "arguments", "form", "rule"]);
    for (at, clause) in analysis.clauses.iter().enumerate() {
        let tree = &analysis.trees[clause.tree];
        let english = clause.frame.map_or(String::new(), |frame| format!(" ({})", frame.english));
        table.push(vec![
            at.to_string().into(),
            clause.parent.map_or(String::new(), |parent| parent.to_string()).into(),
            clause.tree.to_string().into(),
            format!("{:?}", clause.kind).to_lowercase().into(),
            Cell::styled(format!("{}{english}", clause.lemma), BOLD),
            arguments(tree, clause).into(),
            form(clause).into(),
            Cell::styled(clause.rule, DIM),
        ]);
    }
    table
}

pub fn arguments(tree: &Tree, clause: &Clause) -> String {
    let one = |argument: &tripel::extract::clause::Argument| {
        let role = match &argument.role {
            Role::Prepositional(preposition) => preposition.clone(),
            role => format!("{role:?}").to_lowercase(),
        };
        let words: Vec<&str> = tree.words[phrase::phrase(tree, argument.head)]
            .iter()
            .map(|word| word.form.as_str())
            .collect();
        format!("{role}: {}{}", words.join(" "), if argument.shared { " (shared)" } else { "" })
    };
    clause.arguments.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Voice, polarity, modality, mood, where they are not the usual ones.
pub fn form(clause: &Clause) -> String {
    let mut parts = Vec::new();
    if clause.voice == Voice::Passive {
        parts.push("passive".to_owned());
    }
    if clause.negated {
        parts.push("negated".to_owned());
    }
    if let Some(modal) = clause.modal {
        parts.push(format!("{modal:?}").to_lowercase());
    }
    if clause.future {
        parts.push("future".to_owned());
    }
    match clause.mood {
        ClauseMood::Indicative => {}
        mood => parts.push(format!("{mood:?}").to_lowercase()),
    }
    parts.extend(clause.marker.as_ref().map(|marker| format!("\"{marker}\"")));
    parts.join(", ")
}

pub fn mentions(article: &Article, analysis: &Analysis) -> Table {
    let mut table = Table::new(["sentence", "words", "kind", "name", "actor", "type"]);
    for mention in &analysis.mentions {
        let tree = &analysis.trees[mention.tree];
        let words = phrase::span(tree, &mention.words);
        let actor = analysis
            .entities
            .of(mention.tree, mention.head)
            .map(|actor| &analysis.entities.actors[actor]);
        table.push(vec![
            mention.tree.to_string().into(),
            Cell::styled(words.of(&article.text), BOLD),
            format!("{:?}", mention.kind).to_lowercase().into(),
            mention.name.as_str().into(),
            Cell::styled(actor.map_or("", |actor| actor.id.as_str()), CYAN),
            actor.map_or("", |actor| actor.kind.as_str()).into(),
        ]);
    }
    table
}

/// Each actor, with every name by which the article calls it and why.
pub fn actors(article: &Article, analysis: &Analysis) -> Table {
    let mut table = Table::new(["actor", "type", "label", "Wikidata", "called, and why"]);
    for actor in &analysis.extraction.actors {
        let mut called: Vec<(String, usize)> =
            actor.corrected.iter().map(|reason| (reason.clone(), 1)).collect();
        for mention in &actor.mentions {
            let text = format!("{} ({})", mention.span.of(&article.text), mention.reason);
            match called.iter_mut().find(|(own, _)| *own == text) {
                Some((_, count)) => *count += 1,
                None => called.push((text, 1)),
            }
        }
        let called: Vec<String> = called
            .into_iter()
            .map(|(text, count)| if count > 1 { format!("{count} × {text}") } else { text })
            .collect();
        table.push(vec![
            Cell::styled(actor.id.as_str(), CYAN),
            actor.kind.as_str().into(),
            Cell::styled(actor.label_en.as_str(), BOLD),
            actor.wikidata.as_deref().unwrap_or("").into(),
            called.join("; ").into(),
        ]);
    }
    table
}

pub fn quotations(article: &Article, analysis: &Analysis) -> Table {
    let mut table = Table::new(["kind", "speaker", "cue", "quote"]);
    let text = |span: Option<Span>| span.map_or("", |span| span.of(&article.text)).to_owned();
    for quotation in &analysis.quotations {
        let actor = quotation.actor.map(|actor| analysis.entities.actors[actor].label_en.as_str());
        let speaker = match actor {
            Some(actor) => format!("{} ({actor})", text(quotation.speaker)),
            None => text(quotation.speaker),
        };
        let quote: Vec<&str> = quotation.quote.iter().map(|span| span.of(&article.text)).collect();
        table.push(vec![
            quotation.kind.as_str().into(),
            Cell::styled(speaker, CYAN),
            text(quotation.cue).into(),
            quote.join(" ... ").into(),
        ]);
    }
    table
}
