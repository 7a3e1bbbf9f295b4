//! Events in nouns: "der Angriff Israels auf den Iran", "Pekings scharfe Reaktion", "die Festnahme der Frau durch die Polizei".

use super::{Argument, Clause, ClauseKind, ClauseMood, Grammar, Role, Voice};
use crate::language::lexicon::{Frame, Noun, NounClass, SlotKind};
use crate::syntax::phrase;
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
        let frame = self.nominal_frame(head, self.lang.grammar.base(verb))?;
        let arguments = self.nominal_arguments(head, noun, frame);
        if arguments.is_empty() {
            return None;
        }
        Some(Clause {
            noun: None,
            tree: self.at,
            head,
            kind: ClauseKind::Nominal,
            parent: None,
            predicate: vec![head],
            lemma: verb.to_owned(),
            frame: Some(frame),
            voice: if arguments.iter().any(|argument| argument.role == Role::Subject) {
                Voice::Active
            } else {
                Voice::Passive
            },
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

    /// The use of the verb that a preposition behind the noun points to ("Vorgehen gegen", "Gespräche zwischen" as "mit"), else the first.
    fn nominal_frame(&self, head: usize, verb: &str) -> Option<&'static Frame> {
        let frames = self.lang.lexicon.frames(verb);
        let prepositions = &self.lang.words.prepositions;
        let given: Vec<&str> = self.below[head]
            .iter()
            .filter_map(|&child| phrase::preposition(self.tree, child))
            .map(|own| if own == prepositions.between { prepositions.with } else { own })
            .collect();
        let points = |frame: &&Frame| matches!(&frame.target, Some(SlotKind::Preposition(own, _)) if given.contains(&own.as_str()));
        frames.iter().find(points).or(frames.first())
    }

    fn nominal_arguments(&self, head: usize, noun: &Noun, frame: &Frame) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let by = self.below[head].iter().any(|&child| {
            phrase::preposition(self.tree, child) == Some(self.lang.words.prepositions.by)
        });
        let towards = (head + 1..self.tree.words.len().min(head + 8)).any(|word| {
            let below = |&above: &usize| above == head || self.below[head].contains(&above);
            self.tree.heads[word].is_some_and(|above| below(&above))
                && phrase::preposition(self.tree, word)
                    .is_some_and(|own| self.lang.words.prepositions.towards.contains(&own))
        });
        let owner = if by {
            Role::Object
        } else if towards {
            Role::Subject
        } else {
            owner_role(noun, frame)
        };
        for &child in &self.below[head] {
            if let Some(role) = self.nominal_role(child, frame, &owner) {
                arguments.push(Argument { role, head: child, shared: false });
            }
        }
        // "Israels Angriff": a name in the genitive right before the noun does it
        let genitive = head.checked_sub(1).filter(|&before| {
            let word = &self.tree.words[before];
            word.upos == Upos::Propn
                && word.form.ends_with('s')
                && !arguments.iter().any(|argument| argument.head == before)
        });
        if let Some(before) =
            genitive.filter(|_| !arguments.iter().any(|argument| argument.role == Role::Subject))
        {
            arguments.push(Argument { role: Role::Subject, head: before, shared: false });
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
                    && phrase::preposition(self.tree, child).is_some_and(|own| {
                        self.lang.words.prepositions.towards.contains(&own)
                            || own == self.lang.words.prepositions.by
                    })
            };
            if let Some(child) = self.below[name].iter().copied().find(towards)
                && let Some(role) = self.nominal_role(child, frame, &owner)
                && !arguments.iter().any(|argument| argument.role == role)
            {
                arguments.push(Argument { role, head: child, shared: false });
            }
        }
        // "zwischen den USA und China": the one and the other
        if let Some(&between) = self.below[head].iter().find(|&&child| {
            phrase::preposition(self.tree, child) == Some(self.lang.words.prepositions.between)
        }) {
            let [one, other] = phrase::conjuncts(self.tree, between)[..] else { return arguments };
            arguments.push(Argument { role: Role::Subject, head: one, shared: true });
            arguments.push(Argument { role: Role::Object, head: other, shared: true });
        }
        arguments
    }

    fn nominal_role(&self, child: usize, frame: &Frame, owner: &Role) -> Option<Role> {
        let word = &self.tree.words[child];
        let prepositions = &self.lang.words.prepositions;
        match self.tree.deprels[child] {
            Deprel::Amod if self.lang.gazetteer.adjective(&word.lemma).is_some() => Some(Role::Subject),
            Deprel::DetPoss => Some(owner.clone()),
            Deprel::Nmod | Deprel::Obl | Deprel::OblArg => match phrase::preposition(self.tree, child) {
                None if word.feats.case != Some(Case::Dat) => Some(owner.clone()),
                Some(own) if own == prepositions.of => Some(owner.clone()),
                Some(own) if own == prepositions.by => Some(Role::Subject),
                Some(own) if prepositions.towards.contains(&own) => Some(Role::Object),
                Some(given)
                    if frame.target.as_ref().is_some_and(|slot| matches!(slot, SlotKind::Preposition(own, _) if own == given)) =>
                {
                    Some(Role::Object)
                }
                Some(own)
                    if own == prepositions.with && frame.slots.iter().any(|slot| matches!(&slot.kind, SlotKind::Preposition(with, _) if with == own)) =>
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
fn owner_role(noun: &Noun, frame: &Frame) -> Role {
    let transitive =
        frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional);
    let suffers = noun.class == Some(NounClass::Event) && transitive && noun.gender == "f";
    if suffers { Role::Object } else { Role::Subject }
}
