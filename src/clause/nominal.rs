//! Events in nouns: "der Angriff Israels auf den Iran", "Pekings scharfe Reaktion", "die Festnahme der Frau durch die Polizei".

use super::{Argument, Clause, ClauseKind, ClauseMood, Grammar, Role, Voice};
use crate::lexicon::{Frame, Noun, NounClass, SlotKind};
use crate::phrase;
use crate::ud::{Case, Deprel, Upos};

impl Grammar<'_> {
    /// The nouns behind which the lexicon knows a verb, with the actors that hang on them.
    pub(super) fn nominal_clauses(&self) -> Vec<Clause> {
        (0..self.tree.words.len()).filter_map(|head| self.nominal_clause(head)).collect()
    }

    fn nominal_clause(&self, head: usize) -> Option<Clause> {
        let word = &self.tree.words[head];
        if word.upos != Upos::Noun {
            return None;
        }
        let noun = self.lang.lexicon.noun(&word.lemma)?;
        let verb = noun.verb.as_deref()?;
        if !matches!(noun.class, Some(NounClass::Event | NounClass::Speech)) {
            return None;
        }
        let frame = self.lang.lexicon.frames(verb.strip_prefix("sich ").unwrap_or(verb)).first()?;
        let arguments = self.nominal_arguments(head, noun, frame);
        if arguments.is_empty() {
            return None;
        }
        Some(Clause {
            tree: self.at,
            head,
            kind: ClauseKind::Nominal,
            parent: None,
            predicate: vec![head],
            lemma: verb.to_owned(),
            frame: Some(frame),
            voice: if arguments.iter().any(|argument| argument.role == Role::Subject) { Voice::Active } else { Voice::Passive },
            negated: self.below[head].iter().any(|&child| self.negates(child)),
            arguments,
            modal: None,
            mood: ClauseMood::Indicative,
            tense: None,
            future: false,
            copular: false,
            mutual: false,
            marker: None,
            rule: "de.noun",
        })
    }

    fn nominal_arguments(&self, head: usize, noun: &Noun, frame: &Frame) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let by = self.below[head].iter().any(|&child| phrase::preposition(self.tree, child) == Some("durch"));
        for &child in &self.below[head] {
            if let Some(role) = self.nominal_role(child, noun, frame, by) {
                arguments.push(Argument { role, head: child, shared: false });
            }
        }
        // "die Vorwürfe der USA gegen China": a name takes no such phrase, whatever it hangs on
        let names: Vec<usize> = arguments
            .iter()
            .map(|argument| argument.head)
            .filter(|&word| self.tree.words[word].upos == Upos::Propn || word > head)
            .collect();
        for name in names {
            let towards = |&child: &usize| {
                child > name
                    && self.tree.deprels[child] == Deprel::Nmod
                    && matches!(phrase::preposition(self.tree, child), Some("gegen" | "auf" | "an" | "durch"))
            };
            if let Some(child) = self.below[name].iter().copied().find(towards)
                && let Some(role) = self.nominal_role(child, noun, frame, by)
                && !arguments.iter().any(|argument| argument.role == role)
            {
                arguments.push(Argument { role, head: child, shared: false });
            }
        }
        // "zwischen den USA und China": the one and the other
        if let Some(&between) = self.below[head].iter().find(|&&child| phrase::preposition(self.tree, child) == Some("zwischen")) {
            let [one, other] = phrase::conjuncts(self.tree, between)[..] else { return arguments };
            arguments.push(Argument { role: Role::Subject, head: one, shared: true });
            arguments.push(Argument { role: Role::Object, head: other, shared: true });
        }
        arguments
    }

    fn nominal_role(&self, child: usize, noun: &Noun, frame: &Frame, by: bool) -> Option<Role> {
        let word = &self.tree.words[child];
        match self.tree.deprels[child] {
            Deprel::Amod if self.lang.gazetteer.adjective(&word.lemma).is_some() => Some(Role::Subject),
            Deprel::DetPoss => Some(owner_role(noun, frame, by)),
            Deprel::Nmod | Deprel::Obl | Deprel::OblArg => match phrase::preposition(self.tree, child) {
                None if word.feats.case != Some(Case::Dat) => Some(owner_role(noun, frame, by)),
                Some("von") => Some(owner_role(noun, frame, by)),
                Some("durch") => Some(Role::Subject),
                Some("gegen" | "auf" | "an") => Some(Role::Object),
                Some("mit")
                    if frame.slots.iter().any(|slot| matches!(&slot.kind, SlotKind::Preposition(with, _) if with == "mit")) =>
                {
                    Some(Role::Object)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// "die Festnahme des Mannes" names whom it happens to, "die Drohung Russlands" who does it.
fn owner_role(noun: &Noun, frame: &Frame, by: bool) -> Role {
    let transitive = frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional);
    let suffers = noun.class == Some(NounClass::Event) && transitive && noun.gender == "f";
    if by || suffers { Role::Object } else { Role::Subject }
}
