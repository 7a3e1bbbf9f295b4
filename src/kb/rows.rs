//! The graph as rows: statements, actors and articles with all that is known of each, for tables.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use crate::kb::graph::Graph;
use crate::kb::vocab;
use crate::record::plover::EventType;

const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const ALT_LABEL: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const ENDED: &str = "http://www.w3.org/ns/prov#endedAtTime";
const ASSOCIATED: &str = "http://www.w3.org/ns/prov#wasAssociatedWith";
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const DERIVED: &str = "http://www.w3.org/ns/prov#wasDerivedFrom";

/// Every row of a graph, each list in the order of its ids.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// By article, then by the place of the quote.
    pub statements: Vec<StatementRow>,
    /// By article, then by their place.
    pub quotations: Vec<QuotationRow>,
    pub actors: Vec<ActorRow>,
    pub articles: Vec<ArticleRow>,
}

/// A statement with its evidence; texts are "" where there is nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementRow {
    pub iri: String,
    pub id: String,
    pub subject: Part,
    pub relation_en: String,
    pub relation_de: String,
    /// The predicate's words in the article.
    pub surface: String,
    pub object: Part,
    pub complement: Part,
    pub addressee: Part,
    pub place: Part,
    /// The ids of the statements that are its content, sorted.
    pub content: Vec<String>,
    /// The object is only what the content is about.
    pub topic: bool,
    pub speaker: Part,
    pub cue: String,
    pub status: String,
    pub negated: bool,
    pub event: String,
    pub mode: String,
    /// Of the event, sorted.
    pub contexts: Vec<String>,
    pub score: Option<f64>,
    /// The day that the article gives for it, ISO 8601.
    pub time: String,
    /// The words that give it.
    pub time_text: String,
    pub quote: String,
    /// Code points into the article's text.
    pub start: Option<u64>,
    pub end: Option<u64>,
    pub sentence: Option<u64>,
    /// The article's id.
    pub article: String,
    pub rule: String,
    pub confidence: Option<f64>,
    /// What people decided about it, in the order of time.
    pub checks: Vec<CheckRow>,
}

/// That a person accepted, changed or added a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CheckRow {
    /// In UTC, ISO 8601.
    pub at: String,
    pub id: String,
    pub who: String,
    /// "accept", "status", "speaker" ...
    pub what: String,
}

impl StatementRow {
    /// "accept (anna); status (ben)"; "" where nobody looked at it.
    pub fn checked(&self) -> String {
        let checks = self.checks.iter().map(|own| format!("{} ({})", own.what, own.who));
        checks.collect::<Vec<_>>().join("; ")
    }

    /// "verbal-conflict" ...; "" where there is no event.
    pub fn quad_class(&self) -> &'static str {
        EventType::parse(&self.event).map_or("", |event| event.quad().as_str())
    }
}

/// Words that an article attributes to somebody.
#[derive(Clone, Debug, Default)]
pub struct QuotationRow {
    pub iri: String,
    pub id: String,
    /// "direct", "indirect", "mixed" ...
    pub kind: String,
    pub speaker: Part,
    pub cue: String,
    pub quote: String,
    /// Code points into the article's text.
    pub start: Option<u64>,
    pub end: Option<u64>,
    pub article: String,
}

/// A subject, object or speaker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    pub iri: String,
    pub id: String,
    pub label_de: String,
    pub label_en: String,
    /// "State", "Person" ...; "Concept" for what is no actor.
    pub kind: String,
    /// Its words in the article.
    pub text: String,
}

#[derive(Clone, Debug, Default)]
pub struct ActorRow {
    pub iri: String,
    pub id: String,
    pub label_de: String,
    pub label_en: String,
    pub kind: String,
    pub iso3: String,
    /// An IRI.
    pub wikidata: String,
    pub aliases: Vec<String>,
    /// How many articles name it, and how many statements have it as subject, object, speaker.
    pub articles: usize,
    pub as_subject: usize,
    pub as_object: usize,
    pub as_speaker: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleRow {
    pub iri: String,
    pub id: String,
    pub title: String,
    pub date: String,
    pub source: String,
    pub url: String,
    /// Sorted, with ", " between them.
    pub authors: String,
    pub language: String,
    pub statements: usize,
    /// The IRIs of the actors that it names.
    pub actors: Vec<String>,
}

/// What the default graph says of each subject, and the one triple of each statement's graph.
struct Facts {
    properties: BTreeMap<String, BTreeMap<String, Vec<Term>>>,
    triples: BTreeMap<String, (String, String, String)>,
}

/// The rows of a graph.
pub fn rows(graph: &Graph) -> Rows {
    let facts = Facts::of(graph.quads());
    let mut rows = Rows::default();
    for (iri, properties) in &facts.properties {
        let is = |class: &str| {
            properties.get(TYPE).is_some_and(|types| types.iter().any(|own| text(own) == class))
        };
        if is(vocab::STATEMENT) {
            rows.statements.push(facts.statement(iri));
        } else if is(vocab::QUOTATION) {
            rows.quotations.push(facts.quotation(iri));
        } else if is(vocab::ACTOR) {
            rows.actors.push(facts.actor(iri));
        } else if is("https://schema.org/NewsArticle") {
            rows.articles.push(facts.article(iri));
        }
    }
    rows.statements.sort_by(|a, b| (&a.article, a.start, &a.id).cmp(&(&b.article, b.start, &b.id)));
    rows.quotations.sort_by(|a, b| (&a.article, a.start, &a.id).cmp(&(&b.article, b.start, &b.id)));
    rows.count();
    rows
}

impl Rows {
    /// Counts uses anew, from the rows that are there.
    pub(crate) fn count(&mut self) {
        let mut uses: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        let mut articles: BTreeMap<&str, usize> = BTreeMap::new();
        for statement in &self.statements {
            for (at, part) in
                [&statement.subject, &statement.object, &statement.speaker].into_iter().enumerate()
            {
                uses.entry(&part.iri).or_default()[at] += 1;
            }
            *articles.entry(&statement.article).or_default() += 1;
        }
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for actor in self.articles.iter().flat_map(|article| &article.actors) {
            *named.entry(actor.as_str()).or_default() += 1;
        }
        for actor in &mut self.actors {
            let [subject, object, speaker] =
                uses.get(actor.iri.as_str()).copied().unwrap_or_default();
            (actor.as_subject, actor.as_object, actor.as_speaker) = (subject, object, speaker);
            actor.articles = named.get(actor.iri.as_str()).copied().unwrap_or(0);
        }
        for article in &mut self.articles {
            article.statements = articles.get(article.id.as_str()).copied().unwrap_or(0);
        }
    }
}

impl Facts {
    fn of(quads: impl Iterator<Item = Quad>) -> Facts {
        let mut facts = Facts { properties: BTreeMap::new(), triples: BTreeMap::new() };
        for quad in quads {
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.into_string(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            let predicate = quad.predicate.into_string();
            match quad.graph_name {
                GraphName::DefaultGraph => {
                    facts
                        .properties
                        .entry(subject)
                        .or_default()
                        .entry(predicate)
                        .or_default()
                        .push(quad.object);
                }
                GraphName::NamedNode(name) => {
                    facts
                        .triples
                        .insert(name.into_string(), (subject, predicate, text(&quad.object)));
                }
                GraphName::BlankNode(_) => {}
            }
        }
        for terms in facts.properties.values_mut().flat_map(BTreeMap::values_mut) {
            terms.sort_by_cached_key(Term::to_string);
        }
        facts
    }

    fn all(&self, subject: &str, property: &str) -> &[Term] {
        self.properties.get(subject).and_then(|own| own.get(property)).map_or(&[], Vec::as_slice)
    }

    fn one(&self, subject: &str, property: &str) -> String {
        self.all(subject, property).first().map(text).unwrap_or_default()
    }

    fn label(&self, subject: &str, language: &str) -> String {
        let own = |term: &&Term| matches!(term, Term::Literal(literal) if literal.language() == Some(language));
        let labels = self.all(subject, PREF_LABEL);
        // what has no English keeps its German label
        labels.iter().find(own).or_else(|| labels.first()).map(text).unwrap_or_default()
    }

    fn statement(&self, iri: &str) -> StatementRow {
        let one = |property| self.one(iri, property);
        let number = |property| self.one(iri, property).parse().ok();
        let empty = (String::new(), String::new(), String::new());
        let (subject, predicate, object) = self.triples.get(iri).unwrap_or(&empty);
        let mut contexts: Vec<String> = self.all(iri, vocab::CONTEXT).iter().map(text).collect();
        contexts.sort();
        let event = local(&one(vocab::EVENT));
        let mode = local(&one(vocab::MODE));
        StatementRow {
            iri: iri.to_owned(),
            id: local(iri),
            subject: self.part(subject, one(vocab::SUBJECT_TEXT)),
            relation_en: local(&self.relation(iri, predicate)).replace('-', " "),
            relation_de: one(vocab::LEMMA),
            surface: one(vocab::SURFACE),
            object: self.part(object, one(vocab::OBJECT_TEXT)),
            complement: self.part(&one(vocab::COMPLEMENT), one(vocab::COMPLEMENT_TEXT)),
            addressee: self.part(&one(vocab::ADDRESSEE), one(vocab::ADDRESSEE_TEXT)),
            place: self.part(&one(vocab::PLACE), one(vocab::PLACE_TEXT)),
            content: self.all(iri, vocab::CONTENT).iter().map(|own| local(&text(own))).collect(),
            topic: one(vocab::TOPIC_ONLY) == "true",
            speaker: self.part(&one(vocab::SPEAKER), one(vocab::SPEAKER_TEXT)),
            cue: one(vocab::CUE),
            status: local(&one(vocab::STATUS)),
            negated: one(vocab::NEGATED) == "true",
            mode: mode
                .strip_prefix(&event)
                .map_or(mode.as_str(), |mode| mode.trim_start_matches('-'))
                .to_owned(),
            event,
            contexts,
            score: one(vocab::SCORE).parse().ok(),
            time: one(vocab::TIME),
            time_text: one(vocab::TIME_TEXT),
            quote: one(vocab::QUOTE),
            start: number(vocab::START),
            end: number(vocab::END),
            sentence: number(vocab::SENTENCE),
            article: self.one(&one(DERIVED), "https://schema.org/identifier"),
            rule: one(vocab::RULE),
            confidence: one(vocab::CONFIDENCE).parse().ok(),
            checks: self.checks(iri),
        }
    }

    fn checks(&self, iri: &str) -> Vec<CheckRow> {
        let (accepted, corrected) =
            (self.all(iri, vocab::ACCEPTED_BY), self.all(iri, vocab::CORRECTED_BY));
        let mut checks: Vec<CheckRow> = accepted
            .iter()
            .chain(corrected)
            .map(text)
            .map(|check| CheckRow {
                at: self.one(&check, ENDED),
                id: local(&check),
                who: self.one(&self.one(&check, ASSOCIATED), RDFS_LABEL),
                what: self.one(&check, vocab::CHANGE),
            })
            .collect();
        checks.sort();
        checks
    }

    /// The relation of a statement without its negation; that of the triple where nothing says which it is.
    fn relation(&self, iri: &str, predicate: &str) -> String {
        let relation = self.one(iri, vocab::RELATION);
        if relation.is_empty() { predicate.to_owned() } else { relation }
    }

    fn quotation(&self, iri: &str) -> QuotationRow {
        let one = |property| self.one(iri, property);
        QuotationRow {
            iri: iri.to_owned(),
            id: local(iri),
            kind: one(vocab::KIND),
            speaker: self.part(&one(vocab::SPEAKER), one(vocab::SPEAKER_TEXT)),
            cue: one(vocab::CUE),
            quote: one(vocab::QUOTE),
            start: one(vocab::START).parse().ok(),
            end: one(vocab::END).parse().ok(),
            article: self.one(&one(DERIVED), "https://schema.org/identifier"),
        }
    }

    fn part(&self, iri: &str, words: String) -> Part {
        if iri.is_empty() || iri == vocab::UNKNOWN || iri == vocab::NOTHING {
            return Part { text: words, ..Part::default() };
        }
        Part {
            iri: iri.to_owned(),
            id: local(iri),
            label_de: self.label(iri, "de"),
            label_en: self.label(iri, "en"),
            kind: self.kind(iri),
            text: words,
        }
    }

    /// Our own class where there is one, else that of schema.org.
    fn kind(&self, iri: &str) -> String {
        let classes: Vec<String> =
            self.all(iri, TYPE).iter().map(text).filter(|class| class != vocab::ACTOR).collect();
        let own = classes.iter().find(|class| class.starts_with(vocab::T)).or(classes.first());
        own.map_or(String::new(), |class| local(class))
    }

    fn actor(&self, iri: &str) -> ActorRow {
        ActorRow {
            iri: iri.to_owned(),
            id: local(iri),
            label_de: self.label(iri, "de"),
            label_en: self.label(iri, "en"),
            kind: self.kind(iri),
            iso3: self.one(iri, vocab::ISO3),
            wikidata: self.one(iri, SAME_AS),
            aliases: self.all(iri, ALT_LABEL).iter().map(text).collect(),
            ..ActorRow::default()
        }
    }

    fn article(&self, iri: &str) -> ArticleRow {
        ArticleRow {
            iri: iri.to_owned(),
            id: self.one(iri, "https://schema.org/identifier"),
            title: self.one(iri, "https://schema.org/headline"),
            date: self.one(iri, "https://schema.org/datePublished"),
            source: self.one(iri, "http://purl.org/dc/terms/source"),
            url: self.one(iri, "https://schema.org/url"),
            authors: {
                let mut names: Vec<String> =
                    self.all(iri, "https://schema.org/author").iter().map(text).collect();
                names.sort();
                names.join(", ")
            },
            language: self.one(iri, "https://schema.org/inLanguage"),
            statements: 0,
            actors: self.all(iri, vocab::MENTIONS).iter().map(text).collect(),
        }
    }
}

/// The last part of an IRI.
fn local(iri: &str) -> String {
    iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned()
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}
