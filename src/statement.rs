//! Statements: who does or says what to whom, by whose word, written where.

use crate::attribution::Status;
use crate::entity::Entity;
use crate::event::Event;
use crate::quotation::Quotation;
use crate::span::Span;
use crate::time::Time;

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
    /// 16 hexadecimal digits from article, evidence, subject, predicate and object.
    pub id: String,
    /// The index of the sentence in the story, and its span.
    pub sentence: usize,
    pub sentence_span: Span,
    /// `None` where the agent of a passive is not named.
    pub subject: Option<Argument>,
    pub predicate: Predicate,
    /// `None` for an intransitive event.
    pub object: Option<Argument>,
    /// Who says so, where the article attributes the statement.
    pub speaker: Option<Argument>,
    /// The words that attribute it.
    pub cue: Option<Span>,
    pub negated: bool,
    pub status: Status,
    pub event: Option<Event>,
    pub time: Option<Time>,
    /// The clause's words in the article, verbatim.
    pub evidence: Span,
    /// The statement of saying, accusing or demanding whose content this one is: index into `Extraction::statements`.
    pub content_of: Option<usize>,
    /// Which part of the grammar made it: "de.clause.passive".
    pub rule: &'static str,
    /// How likely it is right, 0 to 1, calibrated on annotated articles.
    pub confidence: f32,
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
    /// The phrase in the article.
    pub span: Span,
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
