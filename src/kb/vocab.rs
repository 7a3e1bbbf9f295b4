//! Every RDF term, declared once, with its comment. `vocabulary()` is the vocabulary itself, in Turtle.

use std::collections::BTreeSet;

/// Prefix and IRI of each namespace that the graph uses.
pub const PREFIXES: &[(&str, &str)] = &[
    ("t", T),
    ("r", R),
    ("not", NOT),
    ("plover", PLOVER),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("wd", "http://www.wikidata.org/entity/"),
];

pub const T: &str = "https://w3id.org/tripel#";
pub const R: &str = "https://w3id.org/tripel/relation/";
/// The negations of relations: what is said not to be so stands in its graph with one of these.
pub const NOT: &str = "https://w3id.org/tripel/not/";
pub const PLOVER: &str = "https://w3id.org/tripel/plover#";
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// A term that tripel declares: its IRI, what it is, and what it says.
pub struct Term {
    pub iri: &'static str,
    pub kind: Kind,
    pub label: &'static str,
    pub comment: &'static str,
    /// What else is said of it, in Turtle: classes above it, domain, range; "" for nothing.
    pub more: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Class,
    Property,
    /// One of the values of a closed set.
    Value,
}

macro_rules! terms {
    ($($name:ident = $kind:ident $local:literal, $label:literal, $comment:literal $(, $more:literal)?;)+) => {
        $(#[doc = $comment] pub const $name: &str = concat!("https://w3id.org/tripel#", $local);)+
        /// The terms in the order of their declaration.
        pub const TERMS: &[Term] = &[
            $(Term { iri: $name, kind: Kind::$kind, label: $label, comment: $comment, more: concat!($($more)?) }),+
        ];
    };
}

terms! {
    EVIDENCE = Class "Evidence", "evidence", "Words of an article and what they tell: a statement, a quotation, a mention.", "rdfs:subClassOf prov:Entity";
    MENTION = Class "Mention", "mention", "Words of an article that mean an actor.", "rdfs:subClassOf t:Evidence";
    NAMING = Class "Name", "name", "A place where an actor is called by a name; the first in the article for each name.", "rdfs:subClassOf t:Mention";
    DESCRIPTION = Class "Description", "description", "A place where an actor is described: 'the chancellor'. It is no name and no fact about the actor.", "rdfs:subClassOf t:Mention";
    STATUS_CLASS = Class "Status", "status", "How an article stands to a statement.", "rdfs:subClassOf skos:Concept";
    STATEMENT = Class "Statement", "statement", "A subject-predicate-object statement of an article; its triple stands alone in the graph of the same name, with the relation's negation where it is said not to be so.", "rdfs:subClassOf t:Evidence";
    QUOTATION = Class "Quotation", "quotation", "Words that an article attributes to somebody, whether or not they make a statement.", "rdfs:subClassOf t:Evidence";
    ACTOR = Class "Actor", "actor", "A state, organisation, group or person that acts or is acted upon.";
    CONCEPT = Class "Concept", "concept", "An argument of a statement that is no actor.", "rdfs:subClassOf skos:Concept";
    STATE = Class "State", "state", "A state or territory; it stands for its government.", "rdfs:subClassOf t:Actor, schema:Country";
    IGO = Class "InternationalOrganisation", "international organisation", "An organisation or alliance of states.", "rdfs:subClassOf t:Actor, schema:Organization";
    GOVERNMENT = Class "GovernmentBody", "government body", "A ministry, court, parliament, police force, army, embassy.", "rdfs:subClassOf t:Actor, schema:GovernmentOrganization";
    COMPANY = Class "Company", "company", "A company.", "rdfs:subClassOf t:Actor, schema:Corporation";
    MEDIA = Class "Media", "media outlet", "A newspaper, broadcaster or news agency.", "rdfs:subClassOf t:Actor, schema:NewsMediaOrganization";
    PARTY = Class "Party", "party", "A political party.", "rdfs:subClassOf t:Actor, schema:PoliticalParty";
    ARMED_GROUP = Class "ArmedGroup", "armed group", "An armed group that is no state's army.", "rdfs:subClassOf t:Actor, schema:Organization";
    GROUP = Class "Group", "group", "People seen as a group: an ethnic, religious, political or occupational one.", "rdfs:subClassOf t:Actor, schema:Audience";
    STATUS = Property "status", "status", "How the article stands to the statement: one of t:asserted, t:claimed, t:planned, t:demanded, t:hypothetical, t:denied.", "rdfs:domain t:Statement ; rdfs:range t:Status";
    RELATION = Property "relation", "relation", "The relation of a statement, without its negation.", "rdfs:domain t:Statement ; rdfs:range rdf:Property";
    NEGATION_OF = Property "negationOf", "negation of", "From the negation of a relation to the relation: not:join to r:join.", "rdfs:domain rdf:Property ; rdfs:range rdf:Property";
    DUPLICATE_OF = Property "duplicateOf", "duplicate of", "From an article to a longer one of another source that tells the same story, in whole or in part with the same words.", "rdfs:domain schema:NewsArticle ; rdfs:range schema:NewsArticle";
    VERSION = Property "version", "version of", "From an article to a longer one of the same source that tells the same story: one of them is the other, published anew.", "rdfs:domain schema:NewsArticle ; rdfs:range schema:NewsArticle";
    REFERS_TO = Property "refersTo", "refers to", "From a mention to the actor that is meant.", "rdfs:domain t:Mention ; rdfs:range t:Actor";
    NAME = Property "name", "name or description", "The name or description of a mention, in the nominative.", "rdfs:domain t:Mention ; rdfs:range rdf:langString";
    CALLED_BY = Property "calledBy", "called by", "The actor in whose mouth an article puts a description; without it the article itself describes.", "rdfs:domain t:Description ; rdfs:range t:Actor";
    CORRECTED = Property "corrected", "corrected", "A user's row that changed an actor's name or type.", "rdfs:domain t:Actor ; rdfs:range xsd:string";
    CORRECTION = Class "Correction", "correction", "What a person decided about a statement: that it is right, or how it must be changed.", "rdfs:subClassOf prov:Activity";
    CORRECTED_BY = Property "correctedBy", "corrected by", "From a statement to the correction that changed or added it.", "rdfs:subPropertyOf prov:wasInfluencedBy ; rdfs:domain t:Statement ; rdfs:range t:Correction";
    ACCEPTED_BY = Property "acceptedBy", "accepted by", "From a statement to the correction by which a person said that it is right.", "rdfs:subPropertyOf prov:wasInfluencedBy ; rdfs:domain t:Statement ; rdfs:range t:Correction";
    CHANGE = Property "change", "change", "What a correction changed: 'status', 'speaker', 'event' ...; 'accept' and 'add' as well.", "rdfs:domain t:Correction ; rdfs:range xsd:string";
    MODEL = Property "model", "model", "The first digits of the hash of the models with which an article was read.", "rdfs:domain prov:Activity ; rdfs:range xsd:string";
    PROGRAM = Value "program", "tripel", "The program that reads articles.", "a prov:SoftwareAgent";
    ASSERTED = Value "asserted", "asserted", "The article says so in its own voice.", "a t:Status";
    CLAIMED = Value "claimed", "claimed", "The article attributes it to a speaker or marks it as unsure.", "a t:Status";
    PLANNED = Value "planned", "planned", "It is intended or announced.", "a t:Status";
    DEMANDED = Value "demanded", "demanded", "Somebody demands it.", "a t:Status";
    HYPOTHETICAL = Value "hypothetical", "hypothetical", "It is possible, conditional or unreal.", "a t:Status";
    DENIED = Value "denied", "denied", "Somebody denies it; in its graph stands the negated relation, which is what he says.", "a t:Status";
    NEGATED = Property "negated", "negated", "True where the statement says that it is not so.", "rdfs:domain t:Statement ; rdfs:range xsd:boolean";
    SPEAKER = Property "speaker", "speaker", "The actor to whom the article attributes the statement.", "rdfs:domain t:Evidence";
    SPEAKER_TEXT = Property "speakerText", "speaker as written", "The words that name the speaker in the article.", "rdfs:domain t:Evidence ; rdfs:range rdf:langString";
    KIND = Property "kind", "kind", "Of a quotation: direct (in quotation marks), indirect, mixed, free (goes on without a cue) or reported (told as a deed).", "rdfs:domain t:Quotation ; rdfs:range xsd:string";
    CUE = Property "cue", "cue", "The words that attribute the statement: 'sagte', 'laut'.", "rdfs:domain t:Evidence ; rdfs:range rdf:langString";
    EVENT = Property "event", "event type", "The PLOVER event type.", "rdfs:domain t:Statement ; rdfs:range skos:Concept";
    MODE = Property "mode", "mode", "The PLOVER mode of the event.", "rdfs:domain t:Statement ; rdfs:range skos:Concept";
    CONTEXT = Property "context", "context", "A PLOVER context of the event.", "rdfs:domain t:Statement ; rdfs:range xsd:string";
    SCORE = Property "score", "score", "From -10 (conflict) to +10 (cooperation).", "rdfs:range xsd:decimal";
    TIME = Property "time", "time", "The day that the article gives for it.", "rdfs:domain t:Statement ; rdfs:range xsd:date";
    TIME_TEXT = Property "timeText", "time as written", "The words that give the time.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    QUOTE = Property "quote", "quote", "The words of the article that say so, verbatim.", "rdfs:domain t:Evidence ; rdfs:range rdf:langString";
    START = Property "start", "start", "Where the quote begins: Unicode code points into the article's text.", "rdfs:domain t:Evidence ; rdfs:range xsd:integer";
    END = Property "end", "end", "Where the quote ends: Unicode code points into the article's text.", "rdfs:domain t:Evidence ; rdfs:range xsd:integer";
    SENTENCE = Property "sentence", "sentence", "The number of the sentence in the story, from 0.", "rdfs:domain t:Statement ; rdfs:range xsd:integer";
    LEMMA = Property "lemma", "lemma", "The German infinitive of the predicate.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    SURFACE = Property "surface", "surface", "The predicate's words as written.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    RULE = Property "rule", "rule", "The part of the grammar that made the statement.", "rdfs:domain t:Statement ; rdfs:range xsd:string";
    CONFIDENCE = Property "confidence", "confidence", "How likely the statement is right, 0 to 1.", "rdfs:domain t:Statement ; rdfs:range xsd:decimal";
    CONTENT = Property "content", "content", "From a statement of saying, hoping, demanding, doubting to what is said, hoped, demanded, doubted.", "rdfs:domain t:Statement ; rdfs:range t:Statement";
    TOPIC_ONLY = Property "topicOnly", "topic only", "True where the object is only what the content is about: 'comments on'.", "rdfs:domain t:Statement ; rdfs:range xsd:boolean";
    COMPLEMENT = Property "complement", "complement", "What somebody is called, held to be, made: 'nannte Berg eine Lügnerin'.", "rdfs:domain t:Statement";
    ADDRESSEE = Property "addressee", "addressee", "To whom it is said, given, promised.", "rdfs:domain t:Statement";
    PLACE = Property "place", "place", "Where it happens, where the clause names a place.", "rdfs:domain t:Statement";
    COMPLEMENT_TEXT = Property "complementText", "complement as written", "The complement's words in the article.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    ADDRESSEE_TEXT = Property "addresseeText", "addressee as written", "The addressee's words in the article.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    PLACE_TEXT = Property "placeText", "place as written", "The place's words in the article.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    SUBJECT_TEXT = Property "subjectText", "subject as written", "The subject's words in the article.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    OBJECT_TEXT = Property "objectText", "object as written", "The object's words in the article.", "rdfs:domain t:Statement ; rdfs:range rdf:langString";
    ISO3 = Property "iso3", "ISO 3166-1 alpha-3", "The code of a state.", "rdfs:domain t:Actor ; rdfs:range xsd:string";
    MENTIONS = Property "mentions", "mentions", "From an article to an actor that it names.", "rdfs:domain schema:NewsArticle ; rdfs:range t:Actor";
    TEXT_HASH = Property "textHash", "text hash", "BLAKE3 hash of the article's text, in hexadecimal digits.", "rdfs:domain schema:NewsArticle ; rdfs:range xsd:string";
    UNKNOWN = Value "unknown", "unknown", "The subject or object that an article leaves open: 'wurde verhaftet'.";
    NOTHING = Value "nothing", "nothing", "The object of a statement that has none: 'Xi reiste ab'.";
}

/// The vocabulary in Turtle: tripel's own terms and PLOVER's types, modes and quadrants.
pub fn vocabulary() -> String {
    let mut text = String::new();
    for (prefix, iri) in PREFIXES.iter().filter(|(prefix, _)| *prefix != "wd") {
        text += &format!("@prefix {prefix}: <{iri}> .\n");
    }
    text += &format!(
        "\n<https://w3id.org/tripel> a owl:Ontology ;\n    dcterms:title \"tripel: who does and says what to whom\"@en ;\n    \
         owl:versionInfo \"{}\" ;\n    dcterms:license <https://spdx.org/licenses/MIT>, <https://spdx.org/licenses/Apache-2.0> .\n",
        env!("CARGO_PKG_VERSION")
    );
    for term in TERMS {
        let kind = match term.kind {
            Kind::Class => "rdfs:Class, owl:Class",
            Kind::Property => "rdf:Property",
            Kind::Value => "skos:Concept",
        };
        let local = term.iri.strip_prefix(T).unwrap_or(term.iri);
        let more =
            if term.more.is_empty() { String::new() } else { format!(" ;\n    {}", term.more) };
        text += &format!(
            "\nt:{local} a {kind} ;\n    rdfs:label \"{}\"@en ;\n    rdfs:comment \"{}\"@en ;\n    \
             rdfs:isDefinedBy <https://w3id.org/tripel>{more} .\n",
            term.label, term.comment
        );
    }
    let quads: BTreeSet<String> =
        crate::record::plover::codes().iter().map(|code| code.quad.to_string()).collect();
    for quad in quads {
        text += &format!(
            "\nplover:{quad} a skos:Concept ;\n    skos:prefLabel \"{}\"@en .\n",
            quad.replace('-', " ")
        );
    }
    for code in crate::record::plover::codes() {
        match &code.mode {
            None => {
                text += &format!(
                    "\nplover:{0} a skos:Concept ;\n    skos:prefLabel \"{1}\"@en, \"{2}\"@de ;\n    skos:broader plover:{3} ;\n    t:score {4:.1} .\n",
                    code.kind, code.label_en, code.label_de, code.quad, code.score
                );
            }
            Some(mode) => {
                text += &format!(
                    "\nplover:{0}-{mode} a skos:Concept ;\n    skos:prefLabel \"{mode}\"@en ;\n    skos:broader plover:{0} ;\n    t:score {1:.1} .\n",
                    code.kind, code.score
                );
            }
        }
    }
    text
}

/// The kinds of things that have names of their own under the base of a store.
pub const KINDS: [&str; 9] = [
    "actor",
    "concept",
    "statement",
    "quotation",
    "mention",
    "article",
    "activity",
    "correction",
    "person",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_turtle() {
        let parser = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::Turtle);
        let quads: Result<Vec<_>, _> = parser.for_slice(vocabulary().as_bytes()).collect();
        assert!(quads.expect("valid Turtle").len() > TERMS.len() * 3);
    }
}
