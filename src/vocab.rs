//! Every RDF term, declared once, with its comment. `vocabulary()` is the vocabulary itself, in Turtle.

/// Prefix and IRI of each namespace that the graph uses.
pub const PREFIXES: &[(&str, &str)] = &[
    ("t", T),
    ("r", R),
    ("plover", PLOVER),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("wd", "http://www.wikidata.org/entity/"),
];

pub const T: &str = "https://w3id.org/tripel#";
pub const R: &str = "https://w3id.org/tripel/relation/";
pub const PLOVER: &str = "https://w3id.org/tripel/plover#";
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// A term that tripel declares: its IRI, what it is, and what it says.
pub struct Term {
    pub iri: &'static str,
    pub kind: Kind,
    pub label: &'static str,
    pub comment: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Class,
    Property,
    /// One of the values of a closed set.
    Value,
}

macro_rules! terms {
    ($($name:ident = $kind:ident $local:literal, $label:literal, $comment:literal;)+) => {
        $(#[doc = $comment] pub const $name: &str = concat!("https://w3id.org/tripel#", $local);)+
        /// The terms in the order of their declaration.
        pub const TERMS: &[Term] = &[$(Term { iri: $name, kind: Kind::$kind, label: $label, comment: $comment }),+];
    };
}

terms! {
    STATEMENT = Class "Statement", "statement", "A subject-predicate-object statement of an article; its triple stands alone in the graph of the same name.";
    QUOTATION = Class "Quotation", "quotation", "Words that an article attributes to somebody, whether or not they make a statement.";
    ACTOR = Class "Actor", "actor", "A state, organisation, group or person that acts or is acted upon.";
    CONCEPT = Class "Concept", "concept", "An argument of a statement that is no actor.";
    STATE = Class "State", "state", "A state or territory; it stands for its government.";
    IGO = Class "InternationalOrganisation", "international organisation", "An organisation or alliance of states.";
    GOVERNMENT = Class "GovernmentBody", "government body", "A ministry, court, parliament, police force, army, embassy.";
    COMPANY = Class "Company", "company", "A company.";
    MEDIA = Class "Media", "media outlet", "A newspaper, broadcaster or news agency.";
    PARTY = Class "Party", "party", "A political party.";
    ARMED_GROUP = Class "ArmedGroup", "armed group", "An armed group that is no state's army.";
    GROUP = Class "Group", "group", "People seen as a group: an ethnic, religious, political or occupational one.";
    STATUS = Property "status", "status", "How the article stands to the statement: one of t:asserted, t:claimed, t:planned, t:demanded, t:hypothetical, t:denied.";
    ASSERTED = Value "asserted", "asserted", "The article says so in its own voice.";
    CLAIMED = Value "claimed", "claimed", "The article attributes it to a speaker or marks it as unsure.";
    PLANNED = Value "planned", "planned", "It is intended or announced.";
    DEMANDED = Value "demanded", "demanded", "Somebody demands it.";
    HYPOTHETICAL = Value "hypothetical", "hypothetical", "It is possible, conditional or unreal.";
    DENIED = Value "denied", "denied", "Somebody denies it.";
    NEGATED = Property "negated", "negated", "True where the statement says that it is not so.";
    SPEAKER = Property "speaker", "speaker", "The actor to whom the article attributes the statement.";
    SPEAKER_TEXT = Property "speakerText", "speaker as written", "The words that name the speaker in the article.";
    KIND = Property "kind", "kind", "Of a quotation: direct (in quotation marks), indirect, or mixed.";
    CUE = Property "cue", "cue", "The words that attribute the statement: 'sagte', 'laut'.";
    EVENT = Property "event", "event type", "The PLOVER event type.";
    MODE = Property "mode", "mode", "The PLOVER mode of the event.";
    CONTEXT = Property "context", "context", "A PLOVER context of the event.";
    SCORE = Property "score", "score", "From -10 (conflict) to +10 (cooperation).";
    TIME = Property "time", "time", "The day that the article gives for it.";
    TIME_TEXT = Property "timeText", "time as written", "The words that give the time.";
    QUOTE = Property "quote", "quote", "The words of the article that say so, verbatim.";
    START = Property "start", "start", "Where the quote begins: Unicode code points into the article's text.";
    END = Property "end", "end", "Where the quote ends: Unicode code points into the article's text.";
    SENTENCE = Property "sentence", "sentence", "The number of the sentence in the story, from 0.";
    LEMMA = Property "lemma", "lemma", "The German infinitive of the predicate.";
    SURFACE = Property "surface", "surface", "The predicate's words as written.";
    RULE = Property "rule", "rule", "The part of the grammar that made the statement.";
    CONFIDENCE = Property "confidence", "confidence", "How likely the statement is right, 0 to 1.";
    CONTENT = Property "content", "content", "From a statement of saying, accusing or demanding to what is said.";
    SUBJECT_TEXT = Property "subjectText", "subject as written", "The subject's words in the article.";
    OBJECT_TEXT = Property "objectText", "object as written", "The object's words in the article.";
    ISO3 = Property "iso3", "ISO 3166-1 alpha-3", "The code of a state.";
    MENTIONS = Property "mentions", "mentions", "From an article to an actor that it names.";
    TEXT_HASH = Property "textHash", "text hash", "BLAKE3 hash of the article's text, in hexadecimal digits.";
    UNKNOWN = Value "unknown", "unknown", "The subject or object that an article leaves open: 'wurde verhaftet'.";
    NOTHING = Value "nothing", "nothing", "The object of a statement that has none: 'Xi reiste ab'.";
}

/// The vocabulary in Turtle: tripel's own terms and PLOVER's types, modes and quadrants.
pub fn vocabulary() -> String {
    let mut text = String::new();
    for (prefix, iri) in
        PREFIXES.iter().filter(|(prefix, _)| matches!(*prefix, "t" | "plover" | "skos" | "owl" | "rdf" | "rdfs" | "dcterms"))
    {
        text += &format!("@prefix {prefix}: <{iri}> .\n");
    }
    text += "\n<https://w3id.org/tripel> a owl:Ontology ;\n    dcterms:title \"tripel: who does and says what to whom\"@en .\n";
    for term in TERMS {
        let kind = match term.kind {
            Kind::Class => "rdfs:Class",
            Kind::Property => "rdf:Property",
            Kind::Value => "skos:Concept",
        };
        let local = term.iri.strip_prefix(T).unwrap_or(term.iri);
        text += &format!(
            "\nt:{local} a {kind} ;\n    rdfs:label \"{}\"@en ;\n    rdfs:comment \"{}\"@en .\n",
            term.label, term.comment
        );
    }
    for code in crate::plover::codes() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_turtle() {
        let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::Turtle);
        let quads: Result<Vec<_>, _> = parser.for_slice(vocabulary().as_bytes()).collect();
        assert!(quads.expect("valid Turtle").len() > TERMS.len() * 3);
    }
}
