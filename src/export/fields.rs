//! What statements, quotations, actors, articles and the edges of networks consist of: each field once, with its name, its meaning, its type, its
//! property in RDF, its place in JSON Lines, and how it is read.
//!
//! The columns of tables and workbooks, the attributes of GraphML and GEXF and the page docs/fields.md are chosen from these lists. A format
//! writes a name in its own way: "subject (German)" in a table for people, "Subject (German)" in a workbook, `subject_de` for programs.

use std::collections::BTreeSet;

use crate::kb::rows::{ActorRow, ArticleRow, Part, QuotationRow, StatementRow};
use crate::kb::vocab::{self, PREFIXES, TERMS};
use crate::network::coding::Stance;
use crate::network::discourse::Point;
use crate::network::{Edge, Node};
use crate::record::article::Date;

const LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const OTHER_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
const CLASS: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DERIVED: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";
const IDENTIFIER: &str = "https://schema.org/identifier";
const HEADLINE: &str = "https://schema.org/headline";
const PUBLISHED: &str = "https://schema.org/datePublished";
const SOURCE: &str = "http://purl.org/dc/terms/source";
const AUTHOR: &str = "https://schema.org/author";
const URL: &str = "https://schema.org/url";
const LANGUAGE: &str = "https://schema.org/inLanguage";

/// The type of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A whole number.
    Count,
    /// A number with so many decimals.
    Number(usize),
    /// true or false
    Truth,
    /// A day, ISO 8601.
    Day,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Count => "whole number",
            Kind::Number(_) => "number",
            Kind::Truth => "true or false",
            Kind::Day => "day",
        }
    }
}

/// What a field says of one statement, actor ...
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Count(u64),
    Number(f64),
    Truth(bool),
    Nothing,
}

/// A field of a `Row`; what `Row` alone does not know stands in `Beside`: the article of a statement, the ends of an edge.
pub struct Field<Row, Beside> {
    /// In small letters: "subject", "subject (German)".
    pub name: &'static str,
    pub kind: Kind,
    /// An IRI; "" for what is counted or put together.
    pub property: &'static str,
    /// The path in JSON Lines: "subject.label_en"; "" where they do not have it.
    pub json: &'static str,
    /// "" for a property of the vocabulary whose comment says it.
    comment: &'static str,
    value: fn(&Row, &Beside) -> Value,
}

impl<Row, Beside> Field<Row, Beside> {
    pub fn meaning(&self) -> &'static str {
        let declared = || TERMS.iter().find(|term| term.iri == self.property);
        if self.comment.is_empty() {
            declared().map_or("", |term| term.comment)
        } else {
            self.comment
        }
    }

    pub fn value(&self, row: &Row, beside: &Beside) -> Value {
        (self.value)(row, beside)
    }

    /// The value as a text; "" for nothing.
    pub fn text(&self, row: &Row, beside: &Beside) -> String {
        match (self.value(row, beside), self.kind) {
            (Value::Text(text), _) => text,
            (Value::Count(count), _) => count.to_string(),
            // no "-0.0"
            (Value::Number(number), Kind::Number(places)) => format!("{:.places$}", number + 0.0),
            (Value::Number(number), _) => number.to_string(),
            (Value::Truth(truth), _) => truth.to_string(),
            (Value::Nothing, _) => String::new(),
        }
    }

    /// The property with its prefix: `t:status`; "" where it has none.
    pub fn short_property(&self) -> String {
        let shortened = PREFIXES.iter().find_map(|(prefix, iri)| {
            self.property.strip_prefix(iri).map(|local| format!("{prefix}:{local}"))
        });
        shortened.unwrap_or_else(|| self.property.to_owned())
    }
}

/// The fields of these names, in their order.
///
/// # Panics
/// Where a format asks for a field that there is not; a test asks for all of them.
pub fn chosen<'a, Row, Beside>(
    fields: &'a [Field<Row, Beside>],
    names: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a Field<Row, Beside>> {
    let field = |name| fields.iter().find(|field| field.name == name).expect("a field's name");
    names.into_iter().map(field).collect()
}

/// A name for programs: `subject_de` for "subject (German)".
pub fn plain(name: &str) -> String {
    name.to_lowercase().replace(" (german)", "_de").replace(' ', "_")
}

macro_rules! fields {
    ($(#[$doc:meta])* $list:ident of $row:ty, $beside:ty;
     $($name:literal $kind:expr, $property:expr, $json:literal, $comment:literal, $value:expr;)+) => {
        $(#[$doc])*
        pub const $list: &[Field<$row, $beside>] = &[
            $(Field { name: $name, kind: $kind, property: $property, json: $json, comment: $comment, value: $value }),+
        ];
    };
}

fields! {
    /// Of a statement and its article.
    STATEMENT of StatementRow, ArticleRow;
    "id" Kind::Text, "", "id", "The statement: the last part of its IRI, which is also the name of its graph.", |row, _| text(&row.id);
    "subject id" Kind::Text, "", "subject.actor", "Who acts or speaks: the last part of its IRI; in JSON Lines of actors only.", |row, _| text(&row.subject.id);
    "subject" Kind::Text, LABEL, "subject.label_en", "Who acts or speaks; empty where the article leaves it open.", |row, _| text(&row.subject.label_en);
    "subject (German)" Kind::Text, LABEL, "subject.label_de", "The same in German.", |row, _| text(&row.subject.label_de);
    "subject type" Kind::Text, CLASS, "subject.type", "State, Person, Organization ...; Concept for what is no actor.", |row, _| text(&row.subject.kind);
    "subject as written" Kind::Text, vocab::SUBJECT_TEXT, "subject.text", "", |row, _| text(&row.subject.text);
    "relation" Kind::Text, vocab::RELATION, "predicate.en", "What is done or said: the English verb, without its negation.", |row, _| text(&row.relation_en);
    "relation (German)" Kind::Text, vocab::LEMMA, "predicate.lemma", "", |row, _| text(&row.relation_de);
    "predicate as written" Kind::Text, vocab::SURFACE, "predicate.text", "", |row, _| text(&row.surface);
    "object id" Kind::Text, "", "object.actor", "To whom or about what: the last part of its IRI; in JSON Lines of actors only.", |row, _| text(&row.object.id);
    "object" Kind::Text, LABEL, "object.label_en", "To whom or about what; empty where there is none.", |row, _| text(&row.object.label_en);
    "object (German)" Kind::Text, LABEL, "object.label_de", "The same in German.", |row, _| text(&row.object.label_de);
    "object type" Kind::Text, CLASS, "object.type", "State, Person, Organization ...; Concept for what is no actor.", |row, _| text(&row.object.kind);
    "object as written" Kind::Text, vocab::OBJECT_TEXT, "object.text", "", |row, _| text(&row.object.text);
    "complement" Kind::Text, vocab::COMPLEMENT, "complement.label_en", "", |row, _| text(&row.complement.label_en);
    "complement as written" Kind::Text, vocab::COMPLEMENT_TEXT, "complement.text", "", |row, _| text(&row.complement.text);
    "addressee id" Kind::Text, "", "addressee.actor", "To whom it is said, given, promised: the last part of its IRI.", |row, _| text(&row.addressee.id);
    "addressee" Kind::Text, vocab::ADDRESSEE, "addressee.label_en", "", |row, _| text(&row.addressee.label_en);
    "addressee as written" Kind::Text, vocab::ADDRESSEE_TEXT, "addressee.text", "", |row, _| text(&row.addressee.text);
    "place" Kind::Text, vocab::PLACE, "place.label_en", "", |row, _| text(&row.place.label_en);
    "place as written" Kind::Text, vocab::PLACE_TEXT, "place.text", "", |row, _| text(&row.place.text);
    "content" Kind::Text, vocab::CONTENT, "content", "The ids of the statements that are what is said, hoped, demanded, doubted.", |row, _| text(&row.content.join(" "));
    "topic only" Kind::Truth, vocab::TOPIC_ONLY, "topic", "", |row, _| Value::Truth(row.topic);
    "speaker id" Kind::Text, "", "speaker.actor", "To whom the article attributes it: the last part of the actor's IRI.", |row, _| text(&row.speaker.id);
    "speaker" Kind::Text, vocab::SPEAKER, "speaker.label_en", "", |row, _| text(&row.speaker.label_en);
    "speaker (German)" Kind::Text, vocab::SPEAKER, "speaker.label_de", "The same in German.", |row, _| text(&row.speaker.label_de);
    "speaker as written" Kind::Text, vocab::SPEAKER_TEXT, "speaker.text", "", |row, _| text(&row.speaker.text);
    "cue" Kind::Text, vocab::CUE, "cue.text", "", |row, _| text(&row.cue);
    "status" Kind::Text, vocab::STATUS, "status", "asserted (the article says so itself), claimed, planned, demanded, hypothetical or denied.", |row, _| text(&row.status);
    "negated" Kind::Truth, vocab::NEGATED, "negated", "", |row, _| Value::Truth(row.negated);
    "asserted" Kind::Truth, "", "", "true where the article says so in its own voice, and not that it is not so.", |row, _| Value::Truth(row.status == "asserted" && !row.negated);
    "event" Kind::Text, vocab::EVENT, "event.type", "", |row, _| text(&row.event);
    "quad class" Kind::Text, "", "", "Of the event: by word or by deed, cooperation or conflict.", |row, _| text(row.quad_class());
    "mode" Kind::Text, vocab::MODE, "event.mode", "", |row, _| text(&row.mode);
    "contexts" Kind::Text, vocab::CONTEXT, "event.context", "The PLOVER contexts of the event.", |row, _| text(&row.contexts.join(", "));
    "score" Kind::Number(1), vocab::SCORE, "event.score", "", |row, _| number(row.score);
    "time" Kind::Day, vocab::TIME, "time.value", "", |row, _| text(&row.time);
    "time as written" Kind::Text, vocab::TIME_TEXT, "time.text", "", |row, _| text(&row.time_text);
    "day" Kind::Day, "", "", "The day that the article gives for it, else that on which the article appeared.", |row, article| day(row, article);
    "quote" Kind::Text, vocab::QUOTE, "evidence", "", |row, _| text(&row.quote);
    "article" Kind::Text, DERIVED, "article", "The article: its id.", |row, _| text(&row.article);
    "title" Kind::Text, HEADLINE, "", "The article's headline.", |_, article| text(&article.title);
    "date" Kind::Day, PUBLISHED, "", "The day on which the article appeared.", |_, article| text(&article.date);
    "source" Kind::Text, SOURCE, "", "Where the article appeared.", |_, article| text(&article.source);
    "authors" Kind::Text, AUTHOR, "", "Who wrote the article.", |_, article| text(&article.authors);
    "url" Kind::Text, URL, "", "The article's address.", |_, article| text(&article.url);
    "sentence" Kind::Count, vocab::SENTENCE, "sentence.index", "", |row, _| count(row.sentence);
    "start" Kind::Count, vocab::START, "", "", |row, _| count(row.start);
    "end" Kind::Count, vocab::END, "", "", |row, _| count(row.end);
    "rule" Kind::Text, vocab::RULE, "rule", "", |row, _| text(&row.rule);
    "confidence" Kind::Number(2), vocab::CONFIDENCE, "confidence", "", |row, _| number(row.confidence);
    "checked" Kind::Text, "", "", "What people decided about it, and who: 'accept (anna); status (ben)'; empty where nobody looked at it.", |row, _| text(&row.checked());
}

fields! {
    /// Of a quotation and its article.
    QUOTATION of QuotationRow, ArticleRow;
    "speaker id" Kind::Text, "", "", "Who says it: the last part of the actor's IRI.", |row, _| text(&row.speaker.id);
    "speaker" Kind::Text, vocab::SPEAKER, "actor", "Who says it; in JSON Lines the actor's id.", |row, _| text(&row.speaker.label_en);
    "speaker as written" Kind::Text, vocab::SPEAKER_TEXT, "speaker", "The words that name the speaker in the article; in JSON Lines where they stand.", |row, _| text(&row.speaker.text);
    "cue" Kind::Text, vocab::CUE, "cue", "The words that attribute it; in JSON Lines where they stand.", |row, _| text(&row.cue);
    "kind" Kind::Text, vocab::KIND, "type", "", |row, _| text(&row.kind);
    "quote" Kind::Text, vocab::QUOTE, "quote", "The words of the article; in JSON Lines where they stand.", |row, _| text(&row.quote);
    "article" Kind::Text, DERIVED, "article", "The article: its id.", |row, _| text(&row.article);
    "date" Kind::Day, PUBLISHED, "", "The day on which the article appeared.", |_, article| text(&article.date);
    "start" Kind::Count, vocab::START, "", "", |row, _| count(row.start);
    "end" Kind::Count, vocab::END, "", "", |row, _| count(row.end);
    "id" Kind::Text, "", "", "The quotation: the last part of its IRI.", |row, _| text(&row.id);
}

fields! {
    /// Of an actor.
    ACTOR of ActorRow, ();
    "id" Kind::Text, "", "id", "The actor: the last part of its IRI.", |row, ()| text(&row.id);
    "name" Kind::Text, LABEL, "label_en", "The English name.", |row, ()| text(&row.label_en);
    "name (German)" Kind::Text, LABEL, "label", "The German name.", |row, ()| text(&row.label_de);
    "type" Kind::Text, CLASS, "type", "State, Person, Organization ...", |row, ()| text(&row.kind);
    "country code" Kind::Text, vocab::ISO3, "", "ISO 3166-1 alpha-3, of states.", |row, ()| text(&row.iso3);
    "wikidata" Kind::Text, SAME_AS, "wikidata", "The same actor in Wikidata; in JSON Lines without the address.", |row, ()| text(&row.wikidata);
    "other names" Kind::Text, OTHER_LABEL, "aliases", "The names by which articles call it.", |row, ()| text(&row.aliases.join(" | "));
    "articles" Kind::Count, vocab::MENTIONS, "", "How many articles name it.", |row, ()| sum(row.articles);
    "as subject" Kind::Count, "", "", "Statements in which it acts or speaks.", |row, ()| sum(row.as_subject);
    "as object" Kind::Count, "", "", "Statements about it or directed at it.", |row, ()| sum(row.as_object);
    "as speaker" Kind::Count, "", "", "Statements that are attributed to it.", |row, ()| sum(row.as_speaker);
}

fields! {
    /// Of an article.
    ARTICLE of ArticleRow, ();
    "title" Kind::Text, HEADLINE, "", "The headline.", |row, ()| text(&row.title);
    "date" Kind::Day, PUBLISHED, "", "The day on which it appeared.", |row, ()| text(&row.date);
    "source" Kind::Text, SOURCE, "", "Where it appeared.", |row, ()| text(&row.source);
    "authors" Kind::Text, AUTHOR, "", "Who wrote it.", |row, ()| text(&row.authors);
    "url" Kind::Text, URL, "", "Its address.", |row, ()| text(&row.url);
    "language" Kind::Text, LANGUAGE, "", "ISO 639-1.", |row, ()| text(&row.language);
    "statements" Kind::Count, "", "", "How many statements it holds.", |row, ()| sum(row.statements);
    "id" Kind::Text, IDENTIFIER, "", "The article in the store.", |row, ()| text(&row.id);
}

/// An actor in a network, with what is measured of it.
pub struct Measured {
    pub node: Node,
    pub from: usize,
    pub to: usize,
    pub rank: f64,
    pub between: f64,
    /// From 1.
    pub group: usize,
}

fields! {
    /// Of an actor in a network.
    NODE of Measured, ();
    "id" Kind::Text, "", "", "The actor: the last part of its IRI.", |row, ()| text(&row.node.id);
    "label" Kind::Text, LABEL, "", "The English name.", |row, ()| text(&row.node.label_en);
    "label (German)" Kind::Text, LABEL, "", "The German name.", |row, ()| text(&row.node.label_de);
    "type" Kind::Text, CLASS, "", "The type in words: state, person, organisation ...", |row, ()| text(crate::export::look::kind(&row.node.kind).label);
    "wikidata" Kind::Text, SAME_AS, "", "The same actor in Wikidata.", |row, ()| text(row.node.wikidata.as_deref().unwrap_or_default());
    "statements from" Kind::Count, "", "", "Statements in which it acts on another actor of the network.", |row, ()| sum(row.from);
    "statements to" Kind::Count, "", "", "Statements in which another actor acts on it.", |row, ()| sum(row.to);
    "pagerank" Kind::Number(6), "", "", "Its share in a long walk along the edges (PageRank); all shares are 1.", |row, ()| number(Some(row.rank));
    "betweenness" Kind::Number(3), "", "", "How many shortest ways between two others lead through it.", |row, ()| number(Some(row.between));
    "community" Kind::Count, "", "", "The number of the group of actors that act on each other more than on the others.", |row, ()| sum(row.group);
}

fields! {
    /// Of an edge: the statements from one actor to another, with these two.
    EDGE of Edge, [Node; 2];
    "from id" Kind::Text, "", "", "Who acts: the last part of the actor's IRI.", |_, ends| text(&ends[0].id);
    "from" Kind::Text, LABEL, "", "Who acts.", |_, ends| text(&ends[0].label_en);
    "from (German)" Kind::Text, LABEL, "", "The same in German.", |_, ends| text(&ends[0].label_de);
    "to id" Kind::Text, "", "", "On whom: the last part of the actor's IRI.", |_, ends| text(&ends[1].id);
    "to" Kind::Text, LABEL, "", "On whom.", |_, ends| text(&ends[1].label_en);
    "to (German)" Kind::Text, LABEL, "", "The same in German.", |_, ends| text(&ends[1].label_de);
    "statements" Kind::Count, "", "", "How many statements there are.", |edge, _| sum(edge.links.len());
    "asserted" Kind::Count, "", "", "How many of them articles say in their own voice, not negated.", |edge, _| sum(asserted(edge));
    "not asserted" Kind::Count, "", "", "How many of them are claimed, planned, demanded, denied, negated.", |edge, _| sum(edge.links.len() - asserted(edge));
    "any asserted" Kind::Truth, "", "", "true where an article says one of them in its own voice, not negated.", |edge, _| Value::Truth(edge.asserted());
    "mean score" Kind::Number(1), "", "", "Of the events that take place: from -10 (conflict) to 10 (cooperation).", |edge, _| number(edge.score());
    "net score" Kind::Number(1), "", "", "The sum of these events' scores.", |edge, _| number(edge.net());
    "relations" Kind::Text, "", "", "What is done, most frequent first.", |edge, _| text(&names(edge.relations()));
    "events" Kind::Text, "", "", "Event types of PLOVER, most frequent first.", |edge, _| text(&names(edge.events()));
    "statuses" Kind::Text, "", "", "How articles stand to the statements, most frequent first.", |edge, _| text(&names(edge.statuses()));
    "speakers" Kind::Text, "", "", "Who says what no article says in its own voice, most frequent first.", |edge, _| text(&names(edge.speakers()));
    "first date" Kind::Day, "", "", "The first day.", |edge, _| date(edge.dates().map(|days| days.0));
    "last date" Kind::Day, "", "", "The last day.", |edge, _| date(edge.dates().map(|days| days.1));
    "articles" Kind::Count, "", "", "How many articles say so.", |edge, _| sum(articles(edge));
    "quote" Kind::Text, "", "", "The words of the first statement.", |edge, _| text(edge.links.first().map_or("", |link| &link.row.quote));
}

/// That a codebook gives a concept to a claim.
pub struct Coding {
    pub concept: String,
    pub stance: Option<Stance>,
    /// Whose claim it is.
    pub holder: Option<Part>,
    /// Of the codebook.
    pub line: u64,
}

fields! {
    /// Of a concept that a codebook gives to a claim.
    CODING of Coding, ();
    "concept" Kind::Text, "", "", "A concept of the codebook.", |coding, ()| text(&coding.concept);
    "stance" Kind::Text, "", "", "agree or disagree; empty where it is only possible, or only spoken of.", |coding, ()| text(coding.stance.map_or("", Stance::as_str));
    "holder id" Kind::Text, "", "", "The actor whose claim it is: the last part of its IRI.", |coding, ()| text(coding.holder.as_ref().map_or("", |own| &own.id));
    "holder" Kind::Text, "", "", "The actor whose claim it is.", |coding, ()| text(coding.holder.as_ref().map_or("", |own| &own.label_en));
    "line" Kind::Count, "", "", "The line of the codebook that says so.", |coding, ()| Value::Count(coding.line);
}

/// An edge of a discourse network, in a period or of a source.
pub struct Tie {
    /// The first and the last day of the period.
    pub days: Option<(Date, Date)>,
    pub source: Option<String>,
    pub ends: [Point; 2],
    pub weight: f64,
}

fields! {
    /// Of an edge of a discourse network.
    TIE of Tie, ();
    "first day" Kind::Day, "", "", "Where the period begins; empty for all of the time.", |tie, ()| date(tie.days.map(|days| days.0));
    "last day" Kind::Day, "", "", "Where it ends.", |tie, ()| date(tie.days.map(|days| days.1));
    "source" Kind::Text, SOURCE, "", "Where the articles appeared; empty for all sources together.", |tie, ()| text(tie.source.as_deref().unwrap_or_default());
    "from id" Kind::Text, "", "", "The actor: the last part of its IRI; in a network of concepts a concept.", |tie, ()| text(&tie.ends[0].id);
    "from" Kind::Text, "", "", "The actor, or a concept of the codebook.", |tie, ()| text(&tie.ends[0].label);
    "to id" Kind::Text, "", "", "The concept; in a network of actors the other actor.", |tie, ()| text(&tie.ends[1].id);
    "to" Kind::Text, "", "", "The concept, or the other actor.", |tie, ()| text(&tie.ends[1].label);
    "weight" Kind::Number(6), "", "", "What --weight counts, divided as --normalise says.", |tie, ()| number(Some(tie.weight));
}

/// What JSON Lines know of each argument (subject, object, complement, addressee, place, speaker), with its meaning.
pub const ARGUMENT: &[(&str, &str)] = &[
    ("actor", "The actor: the last part of its IRI; null for a concept."),
    ("label", "As `label_de`."),
    ("label_en", "The English name; empty for a concept that the tables do not translate."),
    ("label_de", "The German name."),
    ("type", "The actor's type (state, person ...), or concept."),
    ("wikidata", "The actor in Wikidata."),
    ("head", "The German noun that heads it."),
    ("head_en", "Its English."),
    ("text", "Its words in the article."),
    ("start", "Where they begin: Unicode code points into the article's text."),
    ("end", "Where they end."),
];

/// What JSON Lines alone know of a statement, with its meaning.
pub const JSON_ONLY: &[(&str, &str)] = &[
    ("sentence.start", "Where the sentence begins: Unicode code points into the article's text."),
    ("sentence.end", "Where it ends."),
    ("predicate.iri", "The relation in RDF."),
    ("cue.start", "Where the words begin that attribute the statement."),
    ("cue.end", "Where they end."),
];

fn text(text: &str) -> Value {
    if text.is_empty() { Value::Nothing } else { Value::Text(text.to_owned()) }
}

fn number(number: Option<f64>) -> Value {
    number.map_or(Value::Nothing, Value::Number)
}

fn count(count: Option<u64>) -> Value {
    count.map_or(Value::Nothing, Value::Count)
}

fn sum(sum: usize) -> Value {
    Value::Count(sum as u64)
}

fn date(day: Option<Date>) -> Value {
    day.map_or(Value::Nothing, |day| Value::Text(day.to_string()))
}

fn day(row: &StatementRow, article: &ArticleRow) -> Value {
    let day = if row.time.is_empty() { &article.date } else { &row.time };
    date(day.parse().ok())
}

fn asserted(edge: &Edge) -> usize {
    edge.links.iter().filter(|link| link.asserted()).count()
}

fn articles(edge: &Edge) -> usize {
    edge.links.iter().map(|link| &link.row.article).collect::<BTreeSet<_>>().len()
}

/// "accuse (3), reject".
pub fn names(counted: Vec<(String, usize)>) -> String {
    let texts = counted
        .into_iter()
        .map(|(name, count)| if count == 1 { name } else { format!("{name} ({count})") });
    texts.collect::<Vec<_>>().join(", ")
}
