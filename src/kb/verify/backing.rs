//! What stands in the default graph besides evidence and plain facts, and what backs it: a name by a place where the article uses
//! it, a curated label by the tables, a concept by a statement about it.
//!
//! "Enkelin eines Nazis" as skos:altLabel of somebody who is only described so is a breach.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use super::{DERIVED, TYPE};
use crate::kb::store::Entry;
use crate::kb::vocab;

use crate::language::gazetteer::Gazetteer;
use crate::language::gazetteer::Known;

const PREFERRED: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const ALTERNATIVE: &str = "http://www.w3.org/2004/02/skos/core#altLabel";
const ASSOCIATED: &str = "http://www.w3.org/ns/prov#wasAssociatedWith";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";

/// What the quads of one article say of each node of the default graph, and what could back it.
#[derive(Default)]
struct Board<'a> {
    /// Property and value by subject.
    said: BTreeMap<&'a str, Vec<(&'a str, String)>>,
    /// Subjects and objects of statements, speakers, and who is called something.
    takes_part: BTreeSet<String>,
    /// Relations and negations that statements use.
    relations: BTreeSet<String>,
    /// Names and descriptions of each actor.
    names: BTreeMap<String, BTreeSet<String>>,
    descriptions: BTreeMap<String, BTreeSet<String>>,
    /// Statements with the predicate in their graph.
    graphs: BTreeMap<&'a str, &'a str>,
}

/// One sentence for each thing in the default graph that nothing backs.
pub(super) fn unbacked(quads: &[Quad], entry: &Entry) -> Vec<String> {
    let board = Board::of(quads);
    let german = crate::languages::language(entry.language.as_deref().unwrap_or("de"))
        .or(crate::languages::language("de"));
    let mut breaches = Vec::new();
    for (&subject, said) in &board.said {
        let kind =
            subject.strip_prefix(entry.base.as_str()).and_then(|rest| rest.split('/').next());
        match kind {
            // evidence has its own checks
            Some("statement") => breaches.extend(board.negation(subject, said)),
            Some("quotation" | "article" | "activity") => {}
            Some("mention") => breaches.extend(board.mention(subject, said)),
            Some("actor") => {
                breaches.extend(board.actor(subject, said, german.map(|german| german.gazetteer)));
            }
            // a person's decision about a statement, and the person
            Some("concept" | "correction" | "person") if board.takes_part.contains(subject) => {}
            _ if board.relations.contains(subject) => {}
            _ => breaches.push(format!("nothing in the article backs what is said of <{subject}>")),
        }
    }
    breaches
}

impl<'a> Board<'a> {
    fn of(quads: &'a [Quad]) -> Board<'a> {
        let mut board = Board::default();
        for quad in quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let (subject, property) = (subject.as_str(), quad.predicate.as_str());
            let value = value(&quad.object);
            if let GraphName::NamedNode(graph) = &quad.graph_name {
                board.graphs.insert(graph.as_str(), property);
                board.takes_part.extend([subject.to_owned(), value]);
                board.relations.insert(property.to_owned());
                continue;
            }
            match property {
                vocab::RELATION => drop(board.relations.insert(value.clone())),
                vocab::SPEAKER
                | vocab::COMPLEMENT
                | vocab::ADDRESSEE
                | vocab::PLACE
                | vocab::CALLED_BY
                | vocab::CORRECTED_BY
                | vocab::ACCEPTED_BY
                | ASSOCIATED => drop(board.takes_part.insert(value.clone())),
                _ => {}
            }
            // plain facts have their own check
            if !property.starts_with(vocab::R) {
                board.said.entry(subject).or_default().push((property, value));
            }
        }
        for said in board.said.values() {
            let (Some(actor), Some(name)) = (one(said, vocab::REFERS_TO), one(said, vocab::NAME))
            else {
                continue;
            };
            let list = if one(said, TYPE) == Some(vocab::NAMING) {
                &mut board.names
            } else {
                &mut board.descriptions
            };
            list.entry(actor.to_owned()).or_default().insert(name.to_owned());
        }
        board
    }

    /// In the graph stands the relation where it is said to be so, else its negation.
    fn negation(&self, statement: &str, said: &[(&str, String)]) -> Option<String> {
        let denied = one(said, vocab::STATUS) == Some(vocab::DENIED);
        let negated = one(said, vocab::NEGATED) == Some("true");
        let relation = one(said, vocab::RELATION)?;
        let wanted = if denied == negated {
            relation.to_owned()
        } else {
            relation.replacen(vocab::R, vocab::NOT, 1)
        };
        let found = self.graphs.get(statement)?;
        (wanted != *found).then(|| {
            let id = statement.rsplit('/').next().unwrap_or(statement);
            format!("the graph of the statement {id} says <{found}> where <{wanted}> is meant")
        })
    }

    fn mention(&self, mention: &str, said: &[(&str, String)]) -> Option<String> {
        let whole =
            [vocab::REFERS_TO, vocab::NAME, vocab::QUOTE, vocab::START, vocab::END, DERIVED]
                .iter()
                .all(|property| one(said, property).is_some());
        let id = mention.rsplit('/').next().unwrap_or(mention);
        (!whole).then(|| format!("the mention {id} has no evidence"))
    }

    /// Each name of an actor is one by which the article calls it, or a curated or corrected one.
    fn actor(
        &self,
        actor: &str,
        said: &[(&str, String)],
        gazetteer: Option<&Gazetteer>,
    ) -> Vec<String> {
        let id = actor.rsplit('/').next().unwrap_or(actor);
        let known = gazetteer.and_then(|gazetteer| known(id, gazetteer));
        let corrected = one(said, vocab::CORRECTED).is_some();
        let named = |name: &str| self.names.get(actor).is_some_and(|names| names.contains(name));
        let described =
            |name: &str| self.descriptions.get(actor).is_some_and(|names| names.contains(name));
        let labels: Vec<&str> = all(said, PREFERRED).collect();
        let called = labels.iter().any(|label| named(label) || described(label));
        let mut breaches = Vec::new();
        let curated = |label: &str| {
            known.is_some_and(|known| known.name_de == label || known.name_en == label)
        };
        if !called && !corrected && !labels.iter().all(|label| curated(label)) {
            breaches
                .push(format!("nowhere does the article call {id} '{}'", labels.join("' or '")));
        }
        for name in all(said, ALTERNATIVE).filter(|name| !named(name)) {
            breaches.push(if described(name) {
                format!("'{name}' only describes {id} and stands as its name")
            } else {
                format!("nowhere does the article call {id} '{name}'")
            });
        }
        for same in all(said, SAME_AS).filter(|same| !is_wikidata(same, known)) {
            breaches.push(format!("no table says that {id} is <{same}>"));
        }
        breaches
    }
}

/// The row of an actor, also of a second one with its name in an article ("paris-saint-germain-2").
fn known<'g>(id: &str, gazetteer: &'g Gazetteer) -> Option<&'g Known> {
    gazetteer.by_id(id).or_else(|| {
        let (first, number) = id.rsplit_once('-')?;
        number.parse::<usize>().ok()?;
        gazetteer.by_id(first)
    })
}

fn is_wikidata(iri: &str, known: Option<&Known>) -> bool {
    let own = known.and_then(|known| known.wikidata.as_deref());
    own.is_some_and(|own| iri.strip_prefix(vocab::WIKIDATA) == Some(own))
}

fn value(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

fn all<'b>(said: &'b [(&str, String)], property: &str) -> impl Iterator<Item = &'b str> {
    said.iter().filter(move |(own, _)| *own == property).map(|(_, value)| value.as_str())
}

fn one<'b>(said: &'b [(&str, String)], property: &str) -> Option<&'b str> {
    all(said, property).next()
}
