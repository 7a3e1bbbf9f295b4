//! Extractions: what becomes of the actors and of the contents when statements are left out.

use std::collections::{BTreeMap, HashSet};

use super::{Extraction, Statement};
use crate::extract::entity::Entity;
use crate::extract::quotation::Quotation;
use crate::language::gazetteer::ActorType;

impl Extraction {
    /// Leaves out what only stands there: places, descriptions and doubtful names that take part in no statement and say nothing.
    pub fn new(
        mut actors: Vec<Entity>,
        mut quotations: Vec<Quotation>,
        mut statements: Vec<Statement>,
    ) -> Extraction {
        let mut taking_part: HashSet<usize> =
            quotations.iter().filter_map(|quotation| quotation.actor).collect();
        for statement in &statements {
            let Statement { subject, object, speaker, complement, addressee, .. } = statement;
            let arguments = [subject, object, speaker, complement, addressee];
            taking_part
                .extend(arguments.into_iter().flatten().filter_map(|argument| argument.actor));
        }
        let someone = |actor: &Entity| actor.kind != ActorType::Place && actor.specified;
        let stays = |at: usize, actor: &Entity| taking_part.contains(&at) || someone(actor);
        let kept: Vec<usize> = (0..actors.len()).filter(|&at| stays(at, &actors[at])).collect();
        let moved = |actor: Option<usize>| actor.and_then(|actor| kept.binary_search(&actor).ok());
        for quotation in &mut quotations {
            quotation.actor = moved(quotation.actor);
        }
        for statement in &mut statements {
            let Statement { subject, object, speaker, complement, addressee, place, .. } =
                statement;
            let arguments = [subject, object, speaker, complement, addressee, place];
            for argument in arguments.into_iter().flatten() {
                argument.actor = moved(argument.actor);
            }
        }
        let mut at = 0;
        actors.retain(|_| {
            at += 1;
            kept.binary_search(&(at - 1)).is_ok()
        });
        Extraction { actors, quotations, statements }
    }

    /// For each statement what it says, hopes, doubts, demands: the statements of its clause or quotation, as indices. Whoever says it
    /// together with others ("A und B hoffen, dass ...") says the same.
    pub fn contents(&self) -> Vec<Vec<usize>> {
        let mut of_sentence: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, statement) in self.statements.iter().enumerate() {
            of_sentence.entry(statement.sentence).or_default().push(at);
        }
        let mut contents = vec![Vec::new(); self.statements.len()];
        for (at, statement) in self.statements.iter().enumerate() {
            let Some(governor) = statement.content_of else { continue };
            let governing = &self.statements[governor];
            for &own in &of_sentence[&governing.sentence] {
                if own == governor || says_the_same(&self.statements[own], governing) {
                    contents[own].push(at);
                }
            }
        }
        contents
    }

    /// Keeps the statements that `keep` wants, and the actors that then still take part.
    pub fn retain(&mut self, keep: impl Fn(&Statement) -> bool) {
        let mut wanted: Vec<bool> = self.statements.iter().map(keep).collect();
        // "hofft, dass ...": without what is hoped nothing is left; what stands in it may be such a statement itself, and stands behind
        let contents = self.contents();
        for at in (0..wanted.len()).rev() {
            let needs = self.statements[at].says_nothing_alone() && !contents[at].is_empty();
            wanted[at] &= !needs || contents[at].iter().any(|&content| wanted[content]);
        }
        let mut places = Vec::with_capacity(self.statements.len());
        let mut kept = 0;
        for &stays in &wanted {
            places.push(stays.then_some(kept));
            kept += usize::from(stays);
        }
        let mut at = 0;
        let keep = |_: &Statement| {
            at += 1;
            wanted[at - 1]
        };
        self.statements.retain(keep);
        for statement in &mut self.statements {
            statement.content_of = statement.content_of.and_then(|at| places[at]);
        }
        let Extraction { actors, quotations, statements } = std::mem::take(self);
        *self = Extraction::new(actors, quotations, statements);
    }
}

/// Two statements of one sentence in which several do the same.
fn says_the_same(one: &Statement, other: &Statement) -> bool {
    one.predicate == other.predicate
        && one.object == other.object
        && one.content_of == other.content_of
}
