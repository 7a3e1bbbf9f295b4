//! What people decided about a statement, as PROV: `statement:ID t:correctedBy correction:ID`, an activity of a person at a time.

use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{Literal, NamedNode};

use super::{PROV, Writer, named};
use crate::extract::judgement::What;
use crate::extract::statement::Statement;
use crate::kb::vocab;

impl Writer<'_> {
    pub(super) fn checks(&mut self, statement: &NamedNode, of: &Statement) {
        for check in &of.checks {
            let node = self.instance("correction", &check.id);
            let person = self.instance("person", &check.who);
            let by = match check.what {
                What::Accept => vocab::ACCEPTED_BY,
                _ => vocab::CORRECTED_BY,
            };
            self.fact(statement, by, node.clone());
            self.fact(&node, rdf::TYPE.as_str(), named(vocab::CORRECTION));
            self.fact(&node, vocab::CHANGE, Literal::from(check.what.as_str()));
            let at = Literal::new_typed_literal(check.at.as_str(), xsd::DATE_TIME);
            self.fact(&node, &format!("{PROV}endedAtTime"), at);
            self.fact(&node, &format!("{PROV}wasAssociatedWith"), person.clone());
            self.fact(&person, rdf::TYPE.as_str(), named(&format!("{PROV}Person")));
            self.fact(&person, rdfs::LABEL.as_str(), Literal::from(check.who.as_str()));
            if let Some(why) = &check.why {
                self.fact(&node, rdfs::COMMENT.as_str(), Literal::from(why.as_str()));
            }
        }
    }
}
