//! Statements, actors and quotations as JSON Lines: the records that other programs read.
//!
//! Offsets are Unicode code points into the article's text.

use std::io;
use std::io::Write;

use serde::Serialize;

use crate::export::clean::acts;
use crate::extract::attribution::Status;
use crate::extract::judgement::Check;
use crate::extract::openie::{Proposition, Words, triples};
use crate::extract::statement::{Argument, Extraction, Statement};
use crate::kb::rdf::relation_iri;
use crate::record::article::Article;
use crate::record::span::{CodePoints, Span};

#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    article: &'a str,
    sentence: SentenceRecord,
    subject: Option<ArgumentRecord<'a>>,
    predicate: PredicateRecord<'a>,
    object: Option<ArgumentRecord<'a>>,
    complement: Option<ArgumentRecord<'a>>,
    addressee: Option<ArgumentRecord<'a>>,
    place: Option<ArgumentRecord<'a>>,
    content: Vec<&'a str>,
    topic: bool,
    speaker: Option<ArgumentRecord<'a>>,
    cue: Option<TextRecord<'a>>,
    negated: bool,
    status: &'a str,
    event: Option<EventRecord<'a>>,
    time: Option<TimeRecord<'a>>,
    evidence: &'a str,
    rule: &'a str,
    confidence: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checked: Vec<CheckRecord<'a>>,
}

/// What a person decided about it.
#[derive(Serialize)]
struct CheckRecord<'a> {
    id: &'a str,
    what: &'a str,
    who: &'a str,
    at: &'a str,
}

fn check(check: &Check) -> CheckRecord<'_> {
    CheckRecord { id: &check.id, what: check.what.as_str(), who: &check.who, at: &check.at }
}

#[derive(Serialize)]
struct SentenceRecord {
    index: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct ArgumentRecord<'a> {
    actor: Option<&'a str>,
    label: &'a str,
    label_en: &'a str,
    label_de: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    wikidata: Option<&'a str>,
    head: &'a str,
    head_en: &'a str,
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct PredicateRecord<'a> {
    lemma: &'a str,
    en: &'a str,
    text: &'a str,
    iri: String,
}

#[derive(Serialize)]
struct TextRecord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct EventRecord<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    mode: Option<&'a str>,
    context: &'a [String],
    score: f64,
}

#[derive(Serialize)]
struct TimeRecord<'a> {
    text: &'a str,
    value: Option<String>,
}

#[derive(Serialize)]
struct ActorRecord<'a> {
    article: &'a str,
    id: &'a str,
    label: &'a str,
    label_en: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    wikidata: Option<&'a str>,
    aliases: Vec<&'a str>,
    mentions: Vec<MentionRecord<'a>>,
}

#[derive(Serialize)]
struct MentionRecord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    reason: &'a str,
}

#[derive(Serialize)]
struct PropositionRecord<'a> {
    article: &'a str,
    sentence: usize,
    subject: PhraseRecord<'a>,
    relation: &'a str,
    preposition: Option<&'a str>,
    object: Option<PhraseRecord<'a>>,
}

#[derive(Serialize)]
struct PhraseRecord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    minimal: &'a str,
}

#[derive(Serialize)]
struct PloverRecord<'a> {
    id: &'a str,
    date: Option<String>,
    source: Option<PartyRecord>,
    target: Option<PartyRecord>,
    event_type: &'a str,
    event_mode: Option<&'a str>,
    auxiliary_modes: Vec<&'static str>,
    context: &'a [String],
    quad_category: &'a str,
    magnitude: f64,
    event_date: Option<String>,
    reported_by: Option<PartyRecord>,
    text: &'a str,
    article: &'a str,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    confidence: f64,
}

/// Who does it, to whom, or who says so.
#[derive(Serialize)]
struct PartyRecord {
    id: Option<String>,
    name: String,
    name_de: String,
    #[serde(rename = "type")]
    kind: &'static str,
    country: Option<String>,
    wikidata: Option<String>,
}

#[derive(Serialize)]
struct QuotationRecord<'a> {
    article: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    quote: Vec<[usize; 2]>,
    speaker: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    actor: Option<&'a str>,
}

/// One statement a line.
///
/// # Errors
/// Where `out` cannot be written.
pub fn statements(
    article: &Article,
    extraction: &Extraction,
    out: &mut dyn Write,
) -> io::Result<()> {
    let writer = Writer { article, extraction, points: CodePoints::new(&article.text) };
    for (statement, contents) in extraction.statements.iter().zip(extraction.contents()) {
        line(&writer.record(statement, &contents), out)?;
    }
    Ok(())
}

/// One actor a line, with every name by which the article calls it and why.
///
/// # Errors
/// Where `out` cannot be written.
pub fn actors(article: &Article, extraction: &Extraction, out: &mut dyn Write) -> io::Result<()> {
    let points = CodePoints::new(&article.text);
    for actor in &extraction.actors {
        let mentions = actor.mentions.iter().map(|alias| MentionRecord {
            text: alias.span.of(&article.text),
            start: points.at(alias.span.start),
            end: points.at(alias.span.end),
            reason: &alias.reason,
        });
        let record = ActorRecord {
            article: &article.id,
            id: &actor.id,
            label: &actor.label_de,
            label_en: &actor.label_en,
            kind: actor.kind.as_str(),
            wikidata: actor.wikidata.as_deref(),
            aliases: actor.names(),
            mentions: mentions.collect(),
        };
        line(&record, out)?;
    }
    Ok(())
}

/// One quotation a line: who says what, by which words.
///
/// # Errors
/// Where `out` cannot be written.
pub fn quotations(
    article: &Article,
    extraction: &Extraction,
    out: &mut dyn Write,
) -> io::Result<()> {
    let points = CodePoints::new(&article.text);
    let pair = |span: Span| [points.at(span.start), points.at(span.end)];
    for quotation in &extraction.quotations {
        let record = QuotationRecord {
            article: &article.id,
            kind: quotation.kind.as_str(),
            quote: quotation.quote.iter().map(|&span| pair(span)).collect(),
            speaker: quotation.speaker.map(pair).into_iter().collect(),
            cue: quotation.cue.map(pair).into_iter().collect(),
            actor: quotation.actor.map(|actor| extraction.actors[actor].id.as_str()),
        };
        line(&record, out)?;
    }
    Ok(())
}

/// One proposition a line: a predicate with one of its arguments, in the words of the text.
///
/// # Errors
/// Where `out` cannot be written.
pub fn propositions(
    article: &Article,
    propositions: &[Proposition],
    out: &mut dyn Write,
) -> io::Result<()> {
    let points = CodePoints::new(&article.text);
    let phrase = |words: &Words| PhraseRecord {
        text: words.complete.of(&article.text),
        start: points.at(words.complete.start),
        end: points.at(words.complete.end),
        minimal: words.minimal.of(&article.text),
    };
    for proposition in propositions {
        let record = PropositionRecord {
            article: &article.id,
            sentence: proposition.sentence,
            subject: phrase(&proposition.subject),
            relation: &proposition.relation,
            preposition: proposition.preposition.as_deref(),
            object: proposition.object.as_ref().map(phrase),
        };
        line(&record, out)?;
    }
    Ok(())
}

/// Article, number of the sentence (from 1), subject, relation, object, with tabs between: a line with the complete phrases, and one with
/// the minimal ones where these differ.
///
/// # Errors
/// Where `out` cannot be written.
pub fn openie(
    article: &Article,
    propositions: &[Proposition],
    out: &mut dyn Write,
) -> io::Result<()> {
    for triple in triples(&article.text, propositions) {
        writeln!(out, "{}\t{}\t{}", article.id, triple.sentence + 1, triple.parts.join("\t"))?;
    }
    Ok(())
}

/// The statements that are events, as PLOVER records: who, what, to whom, when, with the auxiliary modes and the evidence.
///
/// # Errors
/// Where `out` cannot be written.
pub fn plover(article: &Article, extraction: &Extraction, out: &mut dyn Write) -> io::Result<()> {
    let party = |argument: &Argument| {
        let actor = argument.actor.map(|actor| &extraction.actors[actor]);
        PartyRecord {
            id: actor.map(|actor| actor.id.clone()),
            name: argument.label_en.clone(),
            name_de: argument.label_de.clone(),
            kind: actor.map_or("concept", |actor| actor.kind.as_str()),
            country: actor.and_then(|actor| actor.iso3.clone()),
            wikidata: actor.and_then(|actor| actor.wikidata.clone()),
        }
    };
    for statement in &extraction.statements {
        let Some(event) = &statement.event else { continue };
        let record = PloverRecord {
            id: &statement.id,
            date: article.date.map(|day| day.to_string()),
            source: statement.subject.as_ref().map(party),
            target: statement.object.as_ref().map(party),
            event_type: event.kind.as_str(),
            event_mode: event.mode.as_deref(),
            auxiliary_modes: auxiliary_modes(article, statement),
            context: &event.contexts,
            quad_category: event.kind.quad().as_str(),
            magnitude: tenths(event.score, 10.0),
            event_date: statement
                .time
                .as_ref()
                .and_then(|time| time.value)
                .map(|day| day.to_string()),
            reported_by: statement.speaker.as_ref().map(party),
            text: statement.evidence.of(&article.text),
            article: &article.id,
            title: article.title.as_deref(),
            publisher: article.source.as_deref(),
            url: article.url.as_deref(),
            language: article.language.as_deref(),
            confidence: tenths(statement.confidence, 100.0),
        };
        line(&record, out)?;
    }
    Ok(())
}

/// PLOVER's four: historical where the article dates the event more than a year before itself, future where it is planned or demanded,
/// hypothetical, negation.
fn auxiliary_modes(article: &Article, statement: &Statement) -> Vec<&'static str> {
    let dated = statement.time.as_ref().and_then(|time| time.value).zip(article.date);
    let historical =
        dated.is_some_and(|(day, today)| i32::from(day.year()) + 1 < i32::from(today.year()));
    let modes = [
        ("historical", historical),
        ("future", matches!(statement.status, Status::Planned | Status::Demanded)),
        ("hypothetical", statement.status == Status::Hypothetical),
        ("negation", statement.negated || statement.status == Status::Denied),
    ];
    modes.into_iter().filter(|(_, holds)| *holds).map(|(mode, _)| mode).collect()
}

fn line(record: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string(record)?;
    let mut from = 0;
    // characters that act instead of being seen are written by their number
    for (at, letter) in text.char_indices().filter(|(_, letter)| acts(*letter)) {
        out.write_all(&text.as_bytes()[from..at])?;
        write!(out, "\\u{:04x}", u32::from(letter))?;
        from = at + letter.len_utf8();
    }
    out.write_all(&text.as_bytes()[from..])?;
    out.write_all(b"\n")
}

struct Writer<'a> {
    article: &'a Article,
    extraction: &'a Extraction,
    points: CodePoints,
}

impl<'a> Writer<'a> {
    fn record(&self, statement: &'a Statement, contents: &[usize]) -> Record<'a> {
        let text = self.article.text.as_str();
        Record {
            id: &statement.id,
            article: &self.article.id,
            sentence: SentenceRecord {
                index: statement.sentence,
                start: self.points.at(statement.sentence_span.start),
                end: self.points.at(statement.sentence_span.end),
            },
            subject: statement.subject.as_ref().map(|argument| self.argument(argument)),
            predicate: PredicateRecord {
                lemma: &statement.predicate.lemma,
                en: &statement.predicate.en,
                text: &statement.predicate.surface,
                iri: relation_iri(&statement.predicate.en),
            },
            object: statement.object.as_ref().map(|argument| self.argument(argument)),
            complement: statement.complement.as_ref().map(|argument| self.argument(argument)),
            addressee: statement.addressee.as_ref().map(|argument| self.argument(argument)),
            place: statement.place.as_ref().map(|argument| self.argument(argument)),
            content: contents
                .iter()
                .map(|&at| self.extraction.statements[at].id.as_str())
                .collect(),
            topic: statement.topic,
            speaker: statement.speaker.as_ref().map(|argument| self.argument(argument)),
            cue: statement.cue.map(|span| TextRecord {
                text: span.of(text),
                start: self.points.at(span.start),
                end: self.points.at(span.end),
            }),
            negated: statement.negated,
            status: statement.status.as_str(),
            event: statement.event.as_ref().map(|event| EventRecord {
                kind: event.kind.as_str(),
                mode: event.mode.as_deref(),
                context: &event.contexts,
                score: tenths(event.score, 10.0),
            }),
            time: statement.time.as_ref().map(|time| TimeRecord {
                text: time.span.of(text),
                value: time.value.map(|day| day.to_string()),
            }),
            evidence: statement.evidence.of(text),
            rule: statement.rule,
            confidence: tenths(statement.confidence, 100.0),
            checked: statement.checks.iter().map(check).collect(),
        }
    }

    fn argument(&self, argument: &'a Argument) -> ArgumentRecord<'a> {
        let actor = argument.actor.map(|actor| &self.extraction.actors[actor]);
        ArgumentRecord {
            actor: actor.map(|actor| actor.id.as_str()),
            label: &argument.label_de,
            label_en: &argument.label_en,
            label_de: &argument.label_de,
            kind: actor.map_or("concept", |actor| actor.kind.as_str()),
            wikidata: actor.and_then(|actor| actor.wikidata.as_deref()),
            head: &argument.head,
            head_en: &argument.head_en,
            text: argument.span.of(&self.article.text),
            start: self.points.at(argument.span.start),
            end: self.points.at(argument.span.end),
        }
    }
}

/// A float that prints as short as it was meant: 0.91, not 0.9100000262260437.
fn tenths(number: f32, parts: f64) -> f64 {
    (f64::from(number) * parts).round() / parts
}
