//! Statements: who does or says what to whom, by whose word, written where.

mod evidence;
mod identifier;
mod extraction;
mod links;
mod polarity;
mod arguments;
mod beside;
pub mod confidence;
mod objects;
mod pairs;
mod predicate;

use std::collections::{HashMap, HashSet};

use crate::extract::attribution::{Attribution, Speaker, Status};
use crate::extract::clause::{self, Clause, ClauseKind, ClauseMood, Role, Voice};
use crate::extract::entity::{Entities, Entity};
use crate::extract::event::Event;
use crate::extract::judgement::Check;
use crate::extract::quotation::{Quotation, QuotationKind};
use crate::extract::time::{Time, time};
use crate::language::Language;
use crate::record::article::{Article, Date};
use crate::record::span::Span;
use crate::record::work;
use crate::syntax::parse::Tree;
use crate::ud::Deprel;
use crate::ud::Person;
use crate::ud::Upos;
use confidence::{Making, Signs, confidence, signs};
use identifier::hashed;
use identifier::identifier;
use identifier::said;
pub use links::Links;
use pairs::{name_first, pairs, speaker_first};
use polarity::Contrast;

/// Statements less likely right than this are left out unless the user asks for them.
pub const LIKELY: f32 = 0.68;

/// What an article says: its actors, who is quoted, and the statements, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    pub actors: Vec<Entity>,
    pub quotations: Vec<Quotation>,
    pub statements: Vec<Statement>,
}

/// One subject-predicate-object statement with its evidence.
#[derive(Clone, Debug)]
pub struct Statement {
    /// 16 hexadecimal digits from article, the clause's words, subject, predicate and object.
    pub id: String,
    /// The index of the sentence in the story, and its span.
    pub sentence: usize,
    pub sentence_span: Span,
    /// `None` where the agent of a passive is not named.
    pub subject: Option<Argument>,
    pub predicate: Predicate,
    /// `None` for an intransitive event.
    pub object: Option<Argument>,
    /// What somebody is called, held to be, made: "nannte Berg eine Lügnerin"; the predicate of "sein".
    pub complement: Option<Argument>,
    /// To whom it is said, given, promised: "dem Spiegel", "gegenüber der BBC".
    pub addressee: Option<Argument>,
    /// Where it happens, where the clause names a place: "in Bonn".
    pub place: Option<Argument>,
    /// Who says so, where the article attributes the statement.
    pub speaker: Option<Argument>,
    /// The words that attribute it.
    pub cue: Option<Span>,
    pub negated: bool,
    pub status: Status,
    pub event: Option<Event>,
    pub time: Option<Time>,
    /// The clause in the article, verbatim; where subject or object stand in the clause that governs
    /// it, with that one, so that it reads by itself.
    pub evidence: Span,
    /// The statement of saying, hoping, doubting, demanding whose content this one is: index into `Extraction::statements`.
    pub content_of: Option<usize>,
    /// The object is only what the content is about: "comments on".
    pub topic: bool,
    /// Which part of the grammar made it: "de.clause.passive".
    pub rule: &'static str,
    /// How likely who, verb and whom are right, 0 to 1, calibrated on statements that people judged.
    pub confidence: f32,
    /// What the confidence is computed from.
    pub signs: Signs,
    /// Which judgements of people it passed or was changed by.
    pub checks: Vec<Check>,
}

impl Statement {
    /// Likely enough to be shown where nobody asks for another confidence.
    pub fn is_likely(&self) -> bool {
        self.confidence >= LIKELY
    }

    /// "hofft, dass ...": neither an object nor an event.
    fn says_nothing_alone(&self) -> bool {
        self.object.is_none() && self.event.is_none()
    }
}

/// The subject, object or speaker of a statement: an actor or a concept.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Index into `Extraction::actors`; `None` for a concept.
    pub actor: Option<usize>,
    /// The canonical names of the actor or of the concept.
    pub label_de: String,
    pub label_en: String,
    /// The head word's lemma (of a name: the name) and its English gloss.
    pub head: String,
    pub head_en: String,
    /// Of a concept its English name in the singular, for the graph; `None` where it has none.
    pub english: Option<String>,
    /// The phrase in the article.
    pub span: Span,
    /// Several in English as well: "western allies".
    pub plural: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The German infinitive, with particle and "sich".
    pub lemma: String,
    /// The English verb in its base form: "call on".
    pub en: String,
    /// The predicate's words in the order of the text, gaps as "...": "wies ... zurück".
    pub surface: String,
}

/// What the stages before have found, as the grammar of statements reads it.
pub struct Reading<'a> {
    pub article: &'a Article,
    pub lang: &'static Language,
    pub trees: &'a [Tree],
    pub clauses: &'a [Clause],
    pub entities: &'a Entities,
    pub quotations: &'a [Quotation],
    pub attributions: &'a [Attribution],
    pub links: Links,
    /// Of a live blog the days of its entries, each with the byte from which it counts.
    pub days: Vec<(usize, Date)>,
}

/// The statements of an article, in the order of the text; each has an actor as its subject or object.
pub fn statements(reading: &Reading) -> Vec<Statement> {
    let mut drafts = Vec::new();
    for at in 0..reading.clauses.len() {
        reading.of_clause(at, &mut drafts);
    }
    drafts.sort_by_key(|draft: &Draft| (draft.sentence, draft.order));
    link(drafts)
}

/// What a statement costs beside looking at the words of its sentence.
const STEPS: usize = 1000;

/// A statement with the clause it came from, before the statements are numbered.
struct Draft {
    sentence: usize,
    /// Position of the predicate, then of the object: the order of the text.
    order: (usize, usize),
    clause: Option<usize>,
    /// The clause whose content it is.
    content_of: Option<usize>,
    /// What it says, in the words of the article: a clause that is told twice in the same words is one statement.
    said: String,
    /// Without a content it says nothing: "hofft, dass ...".
    needs_content: bool,
    statement: Statement,
}

/// Drops repetitions and what only its content would make a statement, where it has none; turns clauses into indices of statements.
fn link(drafts: Vec<Draft>) -> Vec<Statement> {
    let mut told = HashSet::new();
    let mut drafts: Vec<Draft> =
        drafts.into_iter().filter(|draft| told.insert(draft.said.clone())).collect();
    drop_empty(&mut drafts);
    // one verb may be a statement by each of two rules
    let mut ids = HashSet::new();
    for Draft { statement, .. } in &mut drafts {
        while !ids.insert(statement.id.clone()) {
            statement.id = hashed(&[&statement.id, "again"]);
        }
    }
    // the first statement of each clause
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        draft.clause.map(|clause| *first.entry(clause).or_insert(at));
    }
    let governs = |clause: usize| first.get(&clause).copied();
    let contents: Vec<Option<usize>> =
        drafts.iter().map(|draft| draft.content_of.and_then(governs)).collect();
    let statements = drafts.into_iter().zip(contents);
    statements.map(|(draft, content_of)| Statement { content_of, ..draft.statement }).collect()
}

/// Drops what only its content would make a statement where it has none, and then what had only this as its content.
fn drop_empty(drafts: &mut Vec<Draft>) {
    let mut contents: HashMap<usize, usize> = HashMap::new();
    let mut of_clause: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        if let Some(clause) = draft.content_of {
            *contents.entry(clause).or_default() += 1;
        }
        if let Some(clause) = draft.clause {
            of_clause.entry(clause).or_default().push(at);
        }
    }
    let is_empty = |draft: &Draft, contents: &HashMap<usize, usize>| {
        let has = draft.clause.is_none_or(|clause| contents.get(&clause).is_some_and(|&n| n > 0));
        draft.needs_content && !has
    };
    let mut dropped = vec![false; drafts.len()];
    let mut open: Vec<usize> = (0..drafts.len()).collect();
    while let Some(at) = open.pop() {
        if dropped[at] || !is_empty(&drafts[at], &contents) {
            continue;
        }
        dropped[at] = true;
        if let Some(governor) = drafts[at].content_of
            && let Some(count) = contents.get_mut(&governor)
        {
            *count -= 1;
            open.extend(of_clause.get(&governor).into_iter().flatten());
        }
    }
    let mut dropped = dropped.into_iter();
    drafts.retain(|_| dropped.next() != Some(true));
}

/// The heads that a statement links, each with what it costs in confidence.
struct Pair {
    subject: Option<Filled>,
    object: Option<Filled>,
}

#[derive(Clone)]
struct Filled {
    argument: Argument,
    head: usize,
    /// The head word.
    place: Span,
    /// How sure it is that this is the argument, 0 to 1.
    trust: f32,
    /// What the content of the verb is about, not its object.
    topic: bool,
    /// Nobody who could act: no actor, no role, no body.
    thing: bool,
    /// The preposition before it, where it is neither subject nor bare object.
    preposition: Option<String>,
    /// In the dative: to whom, from whom.
    dative: bool,
    /// "nicht Polen, sondern Litauen": what it is set against.
    contrast: Contrast,
    /// A pronoun; a topic may stand in another sentence than its verb, so its word is not asked for again.
    pronoun: bool,
}

impl Reading<'_> {
    /// The day on which a place of the text was written.
    fn day(&self, at: usize) -> Option<Date> {
        let entry = self.days.partition_point(|(start, _)| *start <= at).checked_sub(1);
        entry.map(|entry| self.days[entry].1).or(self.article.date)
    }

    fn of_clause(&self, at: usize, drafts: &mut Vec<Draft>) {
        let clause = &self.clauses[at];
        let tree = &self.trees[clause.tree];
        let unknown = clause.frame.is_none() && !clause.copular && !self.is_verb(clause);
        if clause.mood == ClauseMood::Imperative
            || unknown
            || self.is_torn(clause)
            || confidence::is_broken(tree, clause)
            || self.is_state(clause)
        {
            return;
        }
        let claim = self.is_claim(at);
        let mut subjects = self.subjects(clause);
        let told = claim || self.attributions[at].speaker.is_some();
        if told && subjects.is_empty() && self.leaves_open(clause, claim) {
            subjects.push(None);
        }
        let mut objects = self.objects(at);
        self.rivals(clause, &mut subjects, &mut objects);
        let all: Vec<Contrast> =
            subjects.iter().flatten().chain(&objects).map(|filled| filled.contrast).collect();
        let content = !self.links.contents(at).is_empty();
        for pair in pairs(clause, subjects, objects, content, claim)
            .into_iter()
            .map(|pair| speaker_first(clause, pair, &self.entities.actors))
            .map(|pair| name_first(clause, pair, &self.entities.actors))
        {
            // its strings, its evidence, its identifier
            work::step(STEPS + 2 * tree.words.len());
            let (subject, object) = (pair.subject.as_ref(), pair.object.as_ref());
            let is_actor = |filled: Option<&Filled>| {
                filled.is_some_and(|filled| filled.argument.actor.is_some())
            };
            let same = is_actor(subject)
                && subject.map(|s| s.argument.actor) == object.map(|o| o.argument.actor);
            let nominal = clause.kind == ClauseKind::Nominal;
            // "staatlich unterstützte Zeitung", "Angriff auf ...": who did it is not said, and that it was done hardly
            let nobody = subject.is_none()
                && matches!(clause.kind, ClauseKind::Attribute | ClauseKind::Nominal);
            if nobody
                && (clause.kind == ClauseKind::Attribute
                    || clause.frame.is_none_or(|frame| frame.event.is_none()))
            {
                continue;
            }
            let enough = if nominal {
                is_actor(object) || (is_actor(subject) && object.is_some())
            } else {
                claim || is_actor(subject) || is_actor(object)
            };
            if same || !enough || (subject.is_none() && !is_actor(object) && !claim) {
                continue;
            }
            let frame = self.use_towards(clause, object);
            let frame = frame.map(|frame| self.use_for(frame, subject, object));
            let Some(predicate) = self.predicate(clause, frame, object) else { continue };
            let attribution = match self.speaks_itself(clause, subject, &self.attributions[at]) {
                true => &Attribution {
                    status: Status::Asserted,
                    speaker: None,
                    cue: None,
                    prevented: false,
                    content_of: None,
                },
                false => &self.attributions[at],
            };
            let words = self.words(clause, subject, object);
            let event = self.event(frame, clause.tree, subject, object, words);
            let signs = signs(&Making {
                tree,
                clause,
                subject,
                object,
                attribution,
                entities: self.entities,
                event: event.is_some(),
                claim,
                content,
            });
            let (speaker, cue) = self.speaker(attribution);
            let negated = self.is_negated(clause, [subject, object], &all);
            let either = [subject, object]
                .into_iter()
                .flatten()
                .any(|filled| filled.contrast == Contrast::Either);
            let status = match attribution.status {
                Status::Asserted if either => Status::Hypothetical,
                status => status,
            };
            let said = said(words.of(&self.article.text), subject, &predicate, object);
            let place = tree.words[clause.head].span;
            let beside = self.beside(clause, object, content);
            let statement = Statement {
                id: identifier(&self.article.id, place, subject, object),
                sentence: clause.tree,
                sentence_span: tree.span,
                subject: pair.subject.as_ref().map(|filled| filled.argument.clone()),
                predicate,
                object: pair.object.as_ref().map(|filled| filled.argument.clone()),
                complement: beside.complement,
                addressee: beside.addressee,
                place: beside.place,
                speaker,
                cue,
                negated: negated != attribution.prevented,
                status,
                event,
                time: time(tree, clause, self.day(tree.span.start), self.lang),
                evidence: self.evidence(clause, words),
                content_of: None,
                topic: object.is_some_and(|object| object.topic),
                rule: clause.rule,
                confidence: confidence(&signs),
                signs,
                checks: Vec::new(),
            };
            let order = (clause.head, pair.object.as_ref().map_or(0, |filled| filled.head));
            drafts.push(Draft {
                sentence: clause.tree,
                order,
                clause: Some(at),
                content_of: attribution.content_of.filter(|&governor| governor != at),
                needs_content: object.is_none() && !pairs::stands_alone(clause, subject, claim),
                said,
                statement,
            });
        }
    }

    /// "forderte, den Krieg zu beenden", "wir helfen": who does it is left open.
    fn leaves_open(&self, clause: &Clause, claim: bool) -> bool {
        let words = &self.trees[clause.tree].words;
        match clause.subject() {
            None => claim && clause.kind == ClauseKind::Infinitive,
            Some(subject) => words[subject].feats.person == Some(Person::First),
        }
    }

    /// An actor says so: it is kept whatever it is about.
    fn is_claim(&self, at: usize) -> bool {
        let kind = self.clauses[at].kind;
        let told = !matches!(kind, ClauseKind::Attribute | ClauseKind::Nominal);
        let speaker = match &self.attributions[at].speaker {
            Some(Speaker::Actor(actor, _)) => *actor,
            Some(Speaker::Phrase(tree, head)) => self.entities.of(*tree, *head),
            None => None,
        };
        told && speaker.is_some()
    }

    /// "Zhao betonte, ..., und forderte die USA auf": what somebody says or demands in the indicative is no report of his own.
    fn speaks_itself(
        &self,
        clause: &Clause,
        subject: Option<&Filled>,
        attribution: &Attribution,
    ) -> bool {
        let Some(actor) = subject.and_then(|subject| subject.argument.actor) else { return false };
        let speaker = match &attribution.speaker {
            Some(Speaker::Actor(actor, _)) => *actor,
            Some(Speaker::Phrase(tree, head)) => self.entities.of(*tree, *head),
            None => None,
        };
        let tree = &self.trees[clause.tree];
        let pronoun = subject.is_some_and(|subject| subject.pronoun);
        let coordinated = tree.deprels[clause.head] == Deprel::Conj;
        let indicative = clause.mood == ClauseMood::Indicative && clause.modal.is_none();
        let quoted = self.links.quotations.of(clause.tree).iter().any(|&quotation| {
            let quotation = &self.quotations[quotation];
            quotation.kind == QuotationKind::Direct
                && quotation.quote.iter().any(|quote| quote.contains(tree.words[clause.head].span))
        });
        let reports = clause.frame.is_some_and(|frame| frame.flags.reports());
        speaker == Some(actor) && !pronoun && coordinated && indicative && reports && !quoted
    }

    fn is_verb(&self, clause: &Clause) -> bool {
        let word = &self.trees[clause.tree].words[clause.head];
        word.upos == Upos::Verb && word.form.chars().all(char::is_alphabetic)
    }

    /// The logical subjects, coordination distributed; `None` stands for an agent that is not named.
    fn subjects(&self, clause: &Clause) -> Vec<Option<Filled>> {
        let tree = &self.trees[clause.tree];
        let mut subjects: Vec<clause::Argument> = clause
            .arguments
            .iter()
            .filter(|argument| argument.role == Role::Subject)
            .cloned()
            .collect();
        let aside = |argument: &clause::Argument| self.is_aside(tree, argument.head);
        // "Statt Polen kritisierte Ungarn die EU", "Polen lobte die EU, Ungarn nicht"
        let replaced = subjects.iter().any(aside);
        subjects.retain(|argument| !aside(argument));
        subjects.extend(self.second_subject(clause, replaced));
        if subjects.is_empty() && clause.voice == Voice::Passive {
            return vec![None];
        }
        subjects
            .into_iter()
            .flat_map(|argument| self.distribute(clause.tree, &argument))
            .map(Some)
            .collect()
    }

    /// What the content of a verb of saying is about: the subject of the content clause.
    fn topic(&self, at: usize) -> Vec<Filled> {
        let is_content = |&other: &usize| {
            matches!(
                self.clauses[other].kind,
                ClauseKind::Content | ClauseKind::Main | ClauseKind::Infinitive
            )
        };
        let mut contents = self.links.contents(at).iter().copied();
        let Some(content) = contents.find(is_content) else { return Vec::new() };
        let clause = &self.clauses[content];
        let tree = &self.trees[clause.tree];
        let nominative = |argument: &&clause::Argument| {
            matches!(tree.deprels[argument.head], Deprel::Nsubj | Deprel::NsubjPass)
        };
        let topic = clause
            .arguments
            .iter()
            .find(nominative)
            .or_else(|| clause.argument(&Role::Subject))
            .or_else(|| clause.argument(&Role::Object));
        topic.map_or(Vec::new(), |topic| {
            let filled = self.distribute(clause.tree, topic);
            filled
                .into_iter()
                .map(|filled| Filled { trust: filled.trust * 0.8, topic: true, ..filled })
                .collect()
        })
    }
}
