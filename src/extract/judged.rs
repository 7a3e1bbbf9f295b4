//! Judged statements: what people decided, applied to what an article says.
//!
//! "China - accuse - USA" whose status anna corrected to claimed is claimed, and says by whom it was corrected. A statement that a
//! person accepted or changed and that is no more found is made again from the log; one whose words are gone is lost, and is told.

use std::collections::BTreeSet;

use crate::extract::attribution::Status;
use crate::extract::corrections::Corrections;
use crate::extract::entity::{Alias, Entity};
use crate::extract::event::Event;
use crate::extract::gloss::{self, slug};
use crate::extract::judgement::{Judgement, Party, Told, What, Words};
use crate::extract::mention::MentionKind;
use crate::extract::statement::confidence::COUNT;
use crate::extract::statement::{Argument, Extraction, Predicate, Statement};
use crate::language::Language;
use crate::language::gazetteer::{ActorType, Known};
use crate::record::article::Article;
use crate::record::plover::EventType;
use crate::record::span::Span;
use crate::syntax::parse::Tree;

/// The rule of statements that a person added.
pub const BY_A_PERSON: &str = "person";

/// The value that takes a speaker, subject, object or event away.
pub const NONE: &str = "none";

/// Applies what people decided about the statements of an article, in the order of time.
pub fn apply(
    article: &Article,
    trees: &[Tree],
    lang: &'static Language,
    corrections: &Corrections,
    extraction: &mut Extraction,
) {
    let mut rejected = BTreeSet::new();
    let mut desk = Desk { text: &article.text, trees, lang, extraction };
    for (number, judgement) in corrections.judgements(&article.id) {
        let Some(told) = &judgement.statement else { continue };
        let Some(quote) = told.quote.found(&article.text) else {
            corrections.lose(number);
            continue;
        };
        let found = desk.found(told, quote);
        let at = match (found, judgement.what) {
            (Some(at), _) => at,
            (None, What::Reject) => continue,
            (None, _) => desk.make(told, quote),
        };
        let id = desk.extraction.statements[at].id.clone();
        if judgement.what == What::Reject {
            rejected.insert(id);
        } else {
            rejected.remove(&id);
            desk.change(at, judgement);
        }
    }
    if !rejected.is_empty() {
        extraction.retain(|statement| !rejected.contains(&statement.id));
    }
}

/// What an event is called in a log: "ACCUSE", "ACCUSE-allege".
pub fn event_name(kind: &str, mode: Option<&str>) -> String {
    mode.map_or(kind.to_owned(), |mode| format!("{kind}-{mode}"))
}

/// The event with a name, `None` for no event.
///
/// # Errors
/// Where there is none with this name: a sentence.
pub fn event(name: &str) -> Result<Option<Event>, String> {
    if name == NONE || name.is_empty() {
        return Ok(None);
    }
    let (kind, mode) = name.split_once('-').map_or((name, None), |(kind, mode)| (kind, Some(mode)));
    let kind = EventType::parse(&kind.to_uppercase());
    let known = kind.filter(|kind| kind.code(mode).is_some());
    known.map(|kind| Some(Event::new(kind, mode))).ok_or_else(|| {
        let names: Vec<&str> = EventType::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("'{name}' is no event; events are none, {}", names.join(", "))
    })
}

struct Desk<'a> {
    text: &'a str,
    trees: &'a [Tree],
    lang: &'static Language,
    extraction: &'a mut Extraction,
}

impl Desk<'_> {
    /// The statement that was judged: by its id, else by its words.
    fn found(&self, told: &Told, quote: Span) -> Option<usize> {
        let all = &self.extraction.statements;
        let same_id = |own: &Statement| own.id == told.id && own.evidence.overlaps(quote);
        let by = moved(&told.quote, quote);
        let same_words = |own: &Statement| {
            let verb = own.predicate.lemma == told.lemma
                || told.surface.as_ref().is_some_and(|surface| *surface == own.predicate.surface);
            verb && own.evidence.overlaps(quote)
                && self.is_same(own.subject.as_ref(), told.subject.as_ref(), by)
                && self.is_same(own.object.as_ref(), told.object.as_ref(), by)
        };
        all.iter().position(same_id).or_else(|| all.iter().position(same_words))
    }

    fn is_same(&self, own: Option<&Argument>, told: Option<&Party>, by: isize) -> bool {
        match (own, told) {
            (Some(own), Some(told)) => {
                let place = told.words.found_moved(self.text, by);
                place.is_some_and(|place| place.overlaps(own.span))
            }
            (own, told) => own.is_none() && told.is_none(),
        }
    }

    /// The statement, made from what the log says of it; its place in the list.
    fn make(&mut self, told: &Told, quote: Span) -> usize {
        let by = moved(&told.quote, quote);
        let mut argument =
            |party: &Option<Party>| party.as_ref().map(|party| self.argument(party, quote, by));
        let (subject, object, speaker) =
            (argument(&told.subject), argument(&told.object), argument(&told.speaker));
        let sentence = self.trees.iter().position(|tree| tree.span.overlaps(quote)).unwrap_or(0);
        let statement = Statement {
            id: told.id.clone(),
            sentence,
            sentence_span: self.trees.get(sentence).map_or(quote, |tree| tree.span),
            subject,
            predicate: Predicate {
                lemma: told.lemma.clone(),
                en: told.relation.clone(),
                surface: told.surface.clone().unwrap_or_else(|| told.lemma.clone()),
            },
            object,
            complement: None,
            addressee: None,
            place: None,
            speaker,
            cue: None,
            negated: told.negated,
            status: Status::parse(&told.status).unwrap_or(Status::Claimed),
            event: told.event.as_deref().and_then(|name| event(name).ok().flatten()),
            time: None,
            evidence: quote,
            content_of: None,
            topic: false,
            rule: BY_A_PERSON,
            confidence: 1.0,
            signs: [0.0; COUNT],
            checks: Vec::new(),
        };
        self.extraction.statements.push(statement);
        self.extraction.statements.len() - 1
    }

    fn change(&mut self, at: usize, judgement: &Judgement) {
        let value = judgement.value.as_deref().unwrap_or("");
        let evidence = self.extraction.statements[at].evidence;
        match judgement.what {
            What::Speaker | What::Subject | What::Object => {
                let party = self.party(value, judgement.place.as_ref(), at);
                let argument = party.map(|party| self.argument(&party, evidence, 0));
                let statement = &mut self.extraction.statements[at];
                match judgement.what {
                    What::Speaker => statement.speaker = argument,
                    What::Subject => statement.subject = argument,
                    _ => statement.object = argument,
                }
            }
            What::Predicate => self.predicate(at, value),
            What::Status => {
                let statement = &mut self.extraction.statements[at];
                statement.status = Status::parse(value).unwrap_or(statement.status);
            }
            What::Polarity => self.extraction.statements[at].negated = value == "negated",
            What::Event => {
                let statement = &mut self.extraction.statements[at];
                statement.event = event(value).unwrap_or(statement.event.take());
            }
            _ => {}
        }
        let statement = &mut self.extraction.statements[at];
        // a person has looked at it
        statement.confidence = 1.0;
        statement.checks.push(judgement.check());
    }

    /// "ablehnen", "ablehnen|reject"
    fn predicate(&mut self, at: usize, value: &str) {
        let (lemma, english) = value.split_once('|').unwrap_or((value, ""));
        let frames = self.lang.lexicon.frames(lemma);
        let known = frames.first().map(|frame| frame.english.as_str());
        let english = if english.is_empty() { known.unwrap_or(lemma) } else { english };
        let predicate = &mut self.extraction.statements[at].predicate;
        (predicate.lemma, predicate.en) = (lemma.to_owned(), english.to_owned());
    }

    /// Who or what a person named: by an actor's id or name, else by words of the article.
    fn party(&self, value: &str, place: Option<&Words>, at: usize) -> Option<Party> {
        if value.is_empty() || value == NONE {
            return None;
        }
        let statement = &self.extraction.statements[at];
        let near = |span: Span| span.start.abs_diff(statement.evidence.start);
        let marked = place.and_then(|place| place.found(self.text));
        let same = self.text.match_indices(value).map(|(at, own)| Span::new(at, at + own.len()));
        let actor = self.called(value);
        let named = actor.and_then(|actor| {
            let mentions = self.extraction.actors[actor].mentions.iter();
            mentions.map(|mention| mention.span).min_by_key(|span| near(*span))
        });
        let span = marked.or_else(|| same.min_by_key(|span| near(*span))).or(named);
        let span = span.unwrap_or(statement.evidence);
        let known = self.known(value);
        let own = actor.map(|actor| &self.extraction.actors[actor]);
        let english = || gloss::gloss(value, self.lang).unwrap_or_else(|| value.to_owned());
        Some(Party {
            actor: own.map(|own| own.id.clone()).or_else(|| known.map(|own| own.id.clone())),
            kind: None,
            de: value.to_owned(),
            en: english(),
            words: Words::new(self.text, span),
        })
    }

    /// The actor with an id, a label, or a name by which the article calls it.
    fn called(&self, name: &str) -> Option<usize> {
        let actors = &self.extraction.actors;
        let is = |own: &Entity| own.id == name || own.label_de == name || own.label_en == name;
        let by_name = || actors.iter().position(|own| own.aliases().contains(&name));
        actors.iter().position(is).or_else(by_name)
    }

    fn known(&self, name: &str) -> Option<&'static Known> {
        let gazetteer = &self.lang.gazetteer;
        gazetteer.by_id(name).or_else(|| gazetteer.name(name))
    }

    fn argument(&mut self, party: &Party, quote: Span, by: isize) -> Argument {
        let span = party.words.found_moved(self.text, by).unwrap_or(quote);
        let actor = self.actor(party, span);
        let own = actor.map(|actor| &self.extraction.actors[actor]);
        let (de, en) = own.map_or((&party.de, &party.en), |own| (&own.label_de, &own.label_en));
        Argument {
            actor,
            label_de: de.clone(),
            label_en: en.clone(),
            head: party.de.clone(),
            head_en: party.en.clone(),
            english: Some(en.clone()).filter(|en| own.is_some() || en != de),
            span,
            plural: own.is_some_and(|own| own.plural),
        }
    }

    /// The actor of a party; one that the article does not have yet is added.
    fn actor(&mut self, party: &Party, span: Span) -> Option<usize> {
        let name = party.actor.as_deref()?;
        if let Some(at) = self.called(name).or_else(|| self.called(&party.de)) {
            return Some(at);
        }
        let known = self.known(name);
        let kind = party.kind.as_deref().and_then(ActorType::parse);
        let kind = known.map(|known| known.kind).or(kind)?;
        let reason = "named in a correction".to_owned();
        self.extraction.actors.push(Entity {
            id: known.map_or_else(|| slug(&party.de), |known| known.id.clone()),
            kind,
            label_de: known.map_or(&party.de, |known| &known.name_de).clone(),
            label_en: known.map_or(&party.en, |known| &known.name_en).clone(),
            wikidata: known.and_then(|known| known.wikidata.clone()),
            iso3: known.and_then(|known| known.iso3.clone()),
            described: false,
            specified: true,
            plural: false,
            mentions: vec![Alias {
                span,
                name: Some(party.words.text.clone()),
                reason: reason.clone(),
                kind: MentionKind::Name,
            }],
            corrected: vec![reason],
        });
        Some(self.extraction.actors.len() - 1)
    }
}

/// By how many bytes words have moved.
fn moved(words: &Words, now: Span) -> isize {
    now.start as isize - words.start as isize
}
