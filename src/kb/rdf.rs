//! An extraction as RDF: plain facts, a graph for each statement, evidence, actors, concepts, the article.
//!
//! "China wies die Anschuldigungen zurück" is `actor:china r:reject concept:anschuldigung`: in the default graph, as the article
//! says so itself, and in the graph `statement:ID`, on which the evidence hangs. What is said not to be so stands in its graph with
//! the relation's negation: `actor:china not:join actor:nato`.

mod mentions;
mod checks;

use std::collections::BTreeMap;

use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};

use crate::extract::attribution::Status;
use crate::extract::entity::Entity;
use crate::record::article::Article;

use crate::extract::gloss::slug;
use crate::extract::quotation::Quotation;
use crate::extract::statement::{Argument, Extraction, Statement};
use crate::kb::vocab;
use crate::language::gazetteer::ActorType;
use crate::record::error::{Error, Result};
use crate::record::span::{CodePoints, Span};
use mentions::Voices;

/// Where instances live unless the user says otherwise.
pub const BASE: &str = "https://tripel.example/";

const SCHEMA: &str = "https://schema.org/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";

/// The quads of an article, sorted, each once.
///
/// # Errors
/// Where the base is no IRI.
pub fn quads(article: &Article, extraction: &Extraction, base: &str) -> Result<Vec<Quad>> {
    let base = NamedNode::new(base)
        .map_err(|error| Error::because(format!("the base '{base}' is no IRI"), error))?;
    let mut writer = Writer {
        article,
        extraction,
        base: base.into_string(),
        points: CodePoints::new(&article.text),
        voices: Voices::of(extraction),
        quads: BTreeMap::new(),
    };
    writer.article();
    writer.activity();
    for actor in &extraction.actors {
        writer.actor(actor);
        writer.mentions(actor);
    }
    for statement in &extraction.statements {
        writer.statement(statement);
    }
    for quotation in &extraction.quotations {
        writer.quotation(quotation);
    }
    Ok(writer.quads.into_values().collect())
}

struct Writer<'a> {
    article: &'a Article,
    extraction: &'a Extraction,
    base: String,
    points: CodePoints,
    voices: [Voices; 2],
    /// By their text, so that the order is the same everywhere.
    quads: BTreeMap<String, Quad>,
}

impl Writer<'_> {
    fn article(&mut self) {
        let article = self.article;
        let node = self.instance("article", &article.id);
        self.fact(&node, rdf::TYPE.as_str(), schema("NewsArticle"));
        self.fact(&node, "https://schema.org/identifier", Literal::from(article.id.as_str()));
        self.fact(
            &node,
            vocab::TEXT_HASH,
            Literal::from(blake3::hash(article.text.as_bytes()).to_hex().as_str()),
        );
        let language = article.language.clone().unwrap_or_else(|| "de".to_owned());
        self.fact(&node, "https://schema.org/inLanguage", Literal::from(language.as_str()));
        if let Some(title) = &article.title {
            self.fact(&node, "https://schema.org/headline", tagged(title, &language));
        }
        if let Some(date) = article.date {
            self.fact(
                &node,
                "https://schema.org/datePublished",
                Literal::new_typed_literal(date.to_string(), xsd::DATE),
            );
        }
        for author in &article.authors {
            self.fact(&node, "https://schema.org/author", Literal::from(author.as_str()));
        }
        if let Some(source) = &article.source {
            self.fact(&node, "http://purl.org/dc/terms/source", Literal::from(source.as_str()));
        }
        if let Some(url) = article.url.as_deref().and_then(|url| NamedNode::new(url).ok()) {
            self.fact(&node, "https://schema.org/url", url);
        }
    }

    fn actor(&mut self, actor: &Entity) {
        let node = self.instance("actor", &actor.id);
        self.fact(&node, rdf::TYPE.as_str(), named(vocab::ACTOR));
        let (own, standard) = actor_class(actor.kind);
        if let Some(own) = own {
            self.fact(&node, rdf::TYPE.as_str(), named(own));
        }
        self.fact(&node, rdf::TYPE.as_str(), schema(standard));
        // a description that nobody could translate has no English label
        let english = !actor.described || actor.label_en != actor.label_de;
        self.labels(&node, &actor.label_de, english.then_some(&actor.label_en));
        // a description is what somebody calls the actor, and no name
        for name in actor.names().into_iter().filter(|name| *name != actor.label_de) {
            self.fact(&node, &format!("{SKOS}altLabel"), tagged(name, "de"));
        }
        if let Some(wikidata) = &actor.wikidata {
            self.fact(
                &node,
                &format!("{OWL}sameAs"),
                named(&format!("{}{wikidata}", vocab::WIKIDATA)),
            );
        }
        if let Some(iso3) = &actor.iso3 {
            self.fact(&node, vocab::ISO3, Literal::from(iso3.as_str()));
        }
        let article = self.instance("article", &self.article.id);
        self.fact(&article, vocab::MENTIONS, node.clone());
        for row in &actor.corrected {
            self.fact(&node, vocab::CORRECTED, Literal::from(row.as_str()));
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let node = self.instance("statement", &statement.id);
        let relation = self.relation(statement);
        let subject = self.argument(statement.subject.as_ref(), vocab::UNKNOWN);
        let object = self.argument(statement.object.as_ref(), vocab::NOTHING);
        if statement.status == Status::Asserted && !statement.negated {
            self.add(Quad::new(
                subject.clone(),
                relation.clone(),
                object.clone(),
                GraphName::DefaultGraph,
            ));
        }
        self.fact(&node, vocab::RELATION, relation.clone());
        let said = if is_said_not_to_be(statement) { self.negation(statement) } else { relation };
        self.add(Quad::new(subject, said, object, node.clone()));
        self.evidence(&node, statement);
        self.checks(&node, statement);
    }

    fn evidence(&mut self, node: &NamedNode, statement: &Statement) {
        let text = self.article.text.as_str();
        let article = self.instance("article", &self.article.id);
        self.fact(node, rdf::TYPE.as_str(), named(vocab::STATEMENT));
        self.fact(node, &format!("{PROV}wasDerivedFrom"), article);
        self.fact(node, vocab::STATUS, named(&format!("{}{}", vocab::T, statement.status)));
        self.fact(node, vocab::NEGATED, Literal::from(statement.negated));
        self.fact(node, vocab::QUOTE, tagged(statement.evidence.of(text), "de"));
        self.fact(node, vocab::START, integer(self.points.at(statement.evidence.start)));
        self.fact(node, vocab::END, integer(self.points.at(statement.evidence.end)));
        self.fact(node, vocab::SENTENCE, integer(statement.sentence));
        self.fact(node, vocab::LEMMA, tagged(&statement.predicate.lemma, "de"));
        self.fact(node, vocab::SURFACE, tagged(&statement.predicate.surface, "de"));
        self.fact(node, vocab::RULE, Literal::from(statement.rule));
        self.fact(node, vocab::CONFIDENCE, decimal(statement.confidence, 2));
        for (argument, property) in
            [(&statement.subject, vocab::SUBJECT_TEXT), (&statement.object, vocab::OBJECT_TEXT)]
        {
            if let Some(argument) = argument {
                self.fact(node, property, tagged(argument.span.of(text), "de"));
            }
        }
        if let Some(speaker) = &statement.speaker {
            self.fact(node, vocab::SPEAKER_TEXT, tagged(speaker.span.of(text), "de"));
            let speaker = self.argument(Some(speaker), vocab::UNKNOWN);
            self.fact(node, vocab::SPEAKER, speaker);
        }
        let beside = [
            (&statement.complement, vocab::COMPLEMENT, vocab::COMPLEMENT_TEXT),
            (&statement.addressee, vocab::ADDRESSEE, vocab::ADDRESSEE_TEXT),
            (&statement.place, vocab::PLACE, vocab::PLACE_TEXT),
        ];
        for (argument, property, words) in beside {
            if let Some(own) = argument {
                self.fact(node, words, tagged(own.span.of(text), "de"));
                let argument = self.argument(Some(own), vocab::UNKNOWN);
                self.fact(node, property, argument);
            }
        }
        if let Some(cue) = statement.cue {
            self.fact(node, vocab::CUE, tagged(cue.of(text), "de"));
        }
        if let Some(event) = &statement.event {
            self.fact(node, vocab::EVENT, named(&format!("{}{}", vocab::PLOVER, event.kind)));
            self.fact(node, vocab::SCORE, decimal(event.score, 1));
            if let Some(mode) = &event.mode {
                self.fact(
                    node,
                    vocab::MODE,
                    named(&format!("{}{}-{mode}", vocab::PLOVER, event.kind)),
                );
            }
            for context in &event.contexts {
                self.fact(node, vocab::CONTEXT, Literal::from(context.as_str()));
            }
        }
        if let Some(time) = &statement.time {
            self.fact(node, vocab::TIME_TEXT, tagged(time.span.of(text), "de"));
            if let Some(day) = time.value {
                self.fact(
                    node,
                    vocab::TIME,
                    Literal::new_typed_literal(day.to_string(), xsd::DATE),
                );
            }
        }
        if statement.topic {
            self.fact(node, vocab::TOPIC_ONLY, Literal::from(true));
        }
        if let Some(governor) =
            statement.content_of.and_then(|at| self.extraction.statements.get(at))
        {
            let governor = self.instance("statement", &governor.id);
            self.fact(&governor, vocab::CONTENT, node.clone());
        }
    }

    fn quotation(&mut self, quotation: &Quotation) {
        let Some(quote) = quotation.quote.iter().copied().reduce(Span::cover) else { return };
        let text = self.article.text.as_str();
        let (start, end) = (self.points.at(quote.start), self.points.at(quote.end));
        let key = format!(
            "{}\u{1f}{start}\u{1f}{}\u{1f}{:?}",
            self.article.id,
            quote.of(text),
            quotation.cue
        );
        let node = self.instance("quotation", &blake3::hash(key.as_bytes()).to_hex()[..16]);
        let article = self.instance("article", &self.article.id);
        self.fact(&node, rdf::TYPE.as_str(), named(vocab::QUOTATION));
        self.fact(&node, &format!("{PROV}wasDerivedFrom"), article);
        self.fact(&node, vocab::KIND, Literal::from(quotation.kind.as_str()));
        self.fact(&node, vocab::QUOTE, tagged(quote.of(text), "de"));
        self.fact(&node, vocab::START, integer(start));
        self.fact(&node, vocab::END, integer(end));
        if let Some(cue) = quotation.cue {
            self.fact(&node, vocab::CUE, tagged(cue.of(text), "de"));
        }
        if let Some(speaker) = quotation.speaker {
            self.fact(&node, vocab::SPEAKER_TEXT, tagged(speaker.of(text), "de"));
        }
        if let Some(actor) = quotation.actor {
            let actor = self.instance("actor", &self.extraction.actors[actor].id);
            self.fact(&node, vocab::SPEAKER, actor);
        }
    }

    /// The relation with its labels and the event type that it belongs to.
    fn relation(&mut self, statement: &Statement) -> NamedNode {
        let node = named(&relation_iri(&statement.predicate.en));
        self.fact(&node, rdf::TYPE.as_str(), rdf::PROPERTY.into_owned());
        self.fact(
            &node,
            rdfs::LABEL.as_str(),
            tagged(&third_person(&statement.predicate.en), "en"),
        );
        self.fact(&node, rdfs::LABEL.as_str(), tagged(&statement.predicate.lemma, "de"));
        if let Some(event) = &statement.event {
            self.fact(
                &node,
                &format!("{SKOS}broader"),
                named(&format!("{}{}", vocab::PLOVER, event.kind)),
            );
        }
        node
    }

    /// The negation of a statement's relation: "does not join".
    fn negation(&mut self, statement: &Statement) -> NamedNode {
        let english = &statement.predicate.en;
        let node = named(&negation_iri(english));
        self.fact(&node, rdf::TYPE.as_str(), rdf::PROPERTY.into_owned());
        self.fact(&node, vocab::NEGATION_OF, named(&relation_iri(english)));
        self.fact(&node, rdfs::LABEL.as_str(), tagged(&not_third_person(english), "en"));
        let german = format!("nicht {}", statement.predicate.lemma);
        self.fact(&node, rdfs::LABEL.as_str(), tagged(&german, "de"));
        node
    }

    fn argument(&mut self, argument: Option<&Argument>, absent: &str) -> NamedNode {
        let Some(argument) = argument else { return named(absent) };
        if let Some(actor) = argument.actor {
            return self.instance("actor", &self.extraction.actors[actor].id);
        }
        let node = self.instance("concept", &slug(&argument.label_de));
        self.fact(&node, rdf::TYPE.as_str(), named(vocab::CONCEPT));
        self.labels(&node, &argument.label_de, argument.english.as_ref());
        node
    }

    fn labels(&mut self, node: &NamedNode, de: &str, en: Option<&String>) {
        self.fact(node, &format!("{SKOS}prefLabel"), tagged(de, "de"));
        if let Some(en) = en {
            self.fact(node, &format!("{SKOS}prefLabel"), tagged(en, "en"));
        }
    }

    fn instance(&self, kind: &str, id: &str) -> NamedNode {
        let id = if id.is_empty() { "_" } else { id };
        NamedNode::new_unchecked(format!("{}{kind}/{}", self.base, encoded(id)))
    }

    fn fact(&mut self, subject: &NamedNode, property: &str, object: impl Into<Term>) {
        self.add(Quad::new(subject.clone(), named(property), object, GraphName::DefaultGraph));
    }

    fn add(&mut self, quad: Quad) {
        self.quads.insert(quad.to_string(), quad);
    }
}

/// The name of an article in RDF.
pub fn article_iri(base: &str, id: &str) -> String {
    format!("{base}article/{}", encoded(if id.is_empty() { "_" } else { id }))
}

fn actor_class(kind: ActorType) -> (Option<&'static str>, &'static str) {
    match kind {
        ActorType::State => (Some(vocab::STATE), "Country"),
        ActorType::Igo => (Some(vocab::IGO), "Organization"),
        ActorType::Government => (Some(vocab::GOVERNMENT), "GovernmentOrganization"),
        ActorType::Organisation => (None, "Organization"),
        ActorType::Company => (Some(vocab::COMPANY), "Corporation"),
        ActorType::Media => (Some(vocab::MEDIA), "NewsMediaOrganization"),
        ActorType::Party => (Some(vocab::PARTY), "PoliticalParty"),
        ActorType::ArmedGroup => (Some(vocab::ARMED_GROUP), "Organization"),
        ActorType::Group => (Some(vocab::GROUP), "Audience"),
        ActorType::Person => (None, "Person"),
        ActorType::Place => (None, "Place"),
    }
}

/// The IRI of an English relation: "call on" -> `https://w3id.org/tripel/relation/call-on`.
pub fn relation_iri(english: &str) -> String {
    format!("{}{}", vocab::R, encoded(&slug(english)))
}

/// The IRI of its negation: "join" -> `https://w3id.org/tripel/not/join`.
pub fn negation_iri(english: &str) -> String {
    format!("{}{}", vocab::NOT, encoded(&slug(english)))
}

/// Who speaks says that it is not so: the statement is negated, or somebody denies it, but not both ("bestreitet, nicht ...").
fn is_said_not_to_be(statement: &Statement) -> bool {
    statement.negated != (statement.status == Status::Denied)
}

/// "join" -> "does not join", "is" -> "is not".
fn not_third_person(english: &str) -> String {
    let (verb, rest) =
        english.split_once(' ').map_or((english, ""), |(verb, _)| (verb, &english[verb.len()..]));
    match verb {
        "is" | "can" | "must" | "may" => format!("{verb} not{rest}"),
        "be" => format!("is not{rest}"),
        _ => format!("does not {english}"),
    }
}

/// "reject" -> "rejects", "carry out" -> "carries out", "is" stays.
pub fn third_person(english: &str) -> String {
    let (verb, rest) =
        english.split_once(' ').map_or((english, ""), |(verb, _)| (verb, &english[verb.len()..]));
    let third = match verb {
        "is" | "can" | "must" | "may" => verb.to_owned(),
        "be" => "is".to_owned(),
        "have" => "has".to_owned(),
        "do" | "go" | "undergo" | "forgo" | "veto" | "echo" => format!("{verb}es"),
        _ if verb.ends_with(['s', 'x', 'z']) || verb.ends_with("ch") || verb.ends_with("sh") => {
            format!("{verb}es")
        }
        _ => match verb.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
            _ => format!("{verb}s"),
        },
    };
    third + rest
}

/// The verb of a plural subject: "is" -> "are", "call on" -> "call on".
pub fn plural(english: &str) -> String {
    let (verb, rest) =
        english.split_once(' ').map_or((english, ""), |(verb, _)| (verb, &english[verb.len()..]));
    if matches!(verb, "is" | "be") { format!("are{rest}") } else { english.to_owned() }
}

/// An identifier as the last part of an IRI: letters, digits, `-`, `.`, `_` and `~` stay; everything else is percent-encoded.
pub(crate) fn encoded(id: &str) -> String {
    let mut text = String::new();
    for letter in id.chars() {
        if letter.is_alphanumeric() || matches!(letter, '-' | '.' | '_' | '~') {
            text.push(letter);
        } else {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                text += &format!("%{byte:02X}");
            }
        }
    }
    text
}

fn schema(name: &str) -> NamedNode {
    named(&format!("{SCHEMA}{name}"))
}

fn named(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn tagged(text: &str, language: &str) -> Literal {
    Literal::new_language_tagged_literal(text, language)
        .unwrap_or_else(|_| Literal::new_simple_literal(text))
}

fn integer(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

fn decimal(number: f32, places: usize) -> Literal {
    Literal::new_typed_literal(format!("{number:.places$}"), xsd::DECIMAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_verbs_take_their_third_person() {
        for (verb, third) in [
            ("reject", "rejects"),
            ("call on", "calls on"),
            ("carry out", "carries out"),
            ("is", "is"),
            ("push for", "pushes for"),
        ] {
            assert_eq!(third_person(verb), third);
        }
        assert_eq!([plural("is"), plural("call on")], ["are", "call on"]);
        for (verb, negated) in [
            ("join", "does not join"),
            ("is part", "is not part"),
            ("have", "does not have"),
            ("be", "is not"),
        ] {
            assert_eq!(not_third_person(verb), negated);
        }
        assert_eq!(relation_iri("comment on"), "https://w3id.org/tripel/relation/comment-on");
    }
}
