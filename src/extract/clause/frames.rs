//! Frames: which use of a verb a clause is, by the arguments that it has.

use super::{Argument, Clause, Grammar, Role, Voice, fills};
use crate::language::lexicon::{Frame, LightVerb, SlotKind};
use crate::syntax::phrase;
use crate::ud::{Deprel, Upos};

impl Grammar<'_> {
    /// The light-verb construction or the frame that fits the arguments best.
    pub(super) fn choose_frame(&self, clause: &mut Clause) {
        if clause.frame.is_some() {
            return;
        }
        if let Some(light) = self.adjectival(clause) {
            clause.copular = false;
            clause.voice = Voice::Active;
            clause.lemma = light.lemma.clone();
            clause.frame = Some(light);
            for argument in &mut clause.arguments {
                let passive = self.tree.deprels[argument.head] == Deprel::NsubjPass;
                if passive && argument.role == Role::Object {
                    argument.role = Role::Subject;
                }
            }
            return;
        }
        if clause.copular {
            return;
        }
        let reflexive = self.lang.grammar.is_reflexive(&clause.lemma);
        let verb = self.lang.grammar.base(&clause.lemma).to_owned();
        if let Some((light, noun)) = self.light_verb(clause, &verb, reflexive) {
            clause.arguments.retain(|argument| argument.head != noun);
            clause.predicate.push(noun);
            clause.predicate.sort_unstable();
            clause.lemma = light.lemma.clone();
            clause.frame = Some(light);
            clause.rule = "de.clause.light";
            return;
        }
        if let Some((light, adjective)) = self.resultative(clause, &verb, reflexive) {
            clause.predicate.push(adjective);
            // "bekennt sich nicht schuldig"
            clause.negated |= self.below[adjective].iter().any(|&child| self.negates(child));
            clause.predicate.sort_unstable();
            clause.lemma = light.lemma.clone();
            clause.frame = Some(light);
            return;
        }
        let frames = self.lang.lexicon.frames(&verb);
        let best = frames
            .iter()
            .enumerate()
            .max_by_key(|&(at, frame)| (self.fit(clause, frame, reflexive), std::cmp::Reverse(at)));
        clause.frame = best.map(|(_, frame)| frame);
    }

    /// The light-verb construction that a clause is, and its noun.
    pub(super) fn light_verb(
        &self,
        clause: &Clause,
        verb: &str,
        reflexive: bool,
    ) -> Option<(&'static Frame, usize)> {
        let lights = self
            .lang
            .lexicon
            .light(verb)
            .iter()
            .filter(|light| light.frame.reflexive == reflexive && !light.is_resultative());
        lights
            .clone()
            .find_map(|light| Some((&light.frame, self.light_argument(clause, light)?)))
            .or_else(|| {
                // "Straftätern aus der Szene zur Verfügung stellen": the arcs may hang it on a noun before it
                lights
                    .clone()
                    .find_map(|light| Some((&light.frame, self.light_modifier(clause, light)?)))
            })
    }

    fn light_argument(&self, clause: &Clause, light: &'static LightVerb) -> Option<usize> {
        let argument = clause.arguments.iter().find(|argument| {
            let preposition = match &argument.role {
                Role::Prepositional(preposition) => Some(preposition.as_str()),
                Role::Object if !argument.shared => None,
                _ => return false,
            };
            let lemma = self.tree.words[argument.head].lemma.as_str();
            // "A und B lieferten sich ein Gefecht": each is the other's target
            let both = || {
                clause
                    .subject()
                    .is_some_and(|subject| phrase::conjuncts(self.tree, subject).len() == 2)
            };
            let target = || {
                light.frame.target.as_ref().is_some_and(|target| {
                    let with = matches!(target, SlotKind::Preposition(given, _) if given == self.lang.words.prepositions.with);
                    self.has_target(clause, argument.head, target) || (with && both())
                })
            };
            preposition == light.preposition.as_deref()
                && lemma == light.noun
                && (preposition.is_some() || light.frame.target.is_none() || target())
        })?;
        Some(argument.head)
    }

    /// "macht das Leben schwer", "sprach den Angeklagten schuldig": a bare adjective that says what becomes of the object makes one
    /// predicate with its verb.
    fn resultative(
        &self,
        clause: &Clause,
        verb: &str,
        reflexive: bool,
    ) -> Option<(&'static Frame, usize)> {
        let rows = self.lang.lexicon.light(verb).iter();
        let mut rows =
            rows.filter(|light| light.is_resultative() && light.frame.reflexive == reflexive);
        rows.find_map(|light| {
            let words = clause.predicate.iter().flat_map(|&verb| &self.below[verb]).copied();
            let word = words.into_iter().find(|&word| {
                let mut cases = self.below[word]
                    .iter()
                    .filter(|&&child| self.tree.deprels[child] == Deprel::Case)
                    .map(|&child| self.tree.words[child].lemma.as_str());
                self.tree.words[word].form == light.noun
                    && self.tree.deprels[word] != Deprel::Amod
                    && cases.next() == light.preposition.as_deref()
            })?;
            Some((&light.frame, word))
        })
    }

    /// "ist besorgt über die Lage", "war auf Hilfe angewiesen": an adjective with what it is about makes
    /// one predicate with "sein".
    fn adjectival(&self, clause: &Clause) -> Option<&'static Frame> {
        let grammar = &self.lang.grammar;
        let word = &self.tree.words[clause.head];
        let mut auxiliaries = self.below[clause.head].iter().filter(|&&child| {
            matches!(self.tree.deprels[child], Deprel::Cop | Deprel::Aux | Deprel::AuxPass)
        });
        let is = |lemma: &str| lemma == grammar.be;
        if !matches!(word.upos, Upos::Adj | Upos::Verb)
            || !auxiliaries.clone().any(|&child| is(&self.tree.words[child].lemma))
            || auxiliaries.any(|&child| self.tree.words[child].lemma == grammar.passive)
        {
            return None;
        }
        let form = word.form.to_lowercase();
        let rows = self.lang.lexicon.light(grammar.be).iter();
        let mut rows = rows.filter(|light| light.is_resultative() && light.noun == form);
        let about = |light: &&LightVerb| {
            let Some(target) = &light.frame.target else { return false };
            clause.arguments.iter().any(|argument| fills(argument, target))
        };
        rows.find(about).map(|light| &light.frame)
    }

    fn light_modifier(&self, clause: &Clause, light: &LightVerb) -> Option<usize> {
        let preposition = light.preposition.as_deref()?;
        let own = clause.arguments.iter().filter(|argument| !argument.shared);
        own.flat_map(|argument| self.tree.subtree(argument.head)).find(|&word| {
            self.tree.deprels[word] == Deprel::Nmod
                && self.tree.words[word].lemma == light.noun
                && self.preposition(word).as_deref() == Some(preposition)
        })
    }

    /// "Sanktionen gegen China verhängen": the target stands beside the verb or behind the noun. Without one, "Maßnahmen ergreifen"
    /// is a verb with its object.
    pub(super) fn has_target(&self, clause: &Clause, noun: usize, target: &SlotKind) -> bool {
        let behind = |&child: &usize| match target {
            SlotKind::Preposition(preposition, _) => {
                self.preposition(child).as_deref() == Some(preposition)
            }
            SlotKind::Genitive => {
                self.tree.deprels[child] == Deprel::Nmod && self.preposition(child).is_none()
            }
            _ => false,
        };
        clause.filler(target).is_some() || self.below[noun].iter().any(behind)
    }

    /// How well a frame fits: complements that it wants and that are there, less those that are missing.
    pub(super) fn fit(&self, clause: &Clause, frame: &Frame, reflexive: bool) -> i32 {
        let mut score = if frame.reflexive == reflexive { 0 } else { -5 };
        for slot in &frame.slots {
            let there = match slot.kind {
                SlotKind::Infinitive | SlotKind::Content => self.has_content(clause, &slot.kind),
                _ => clause.filler(&slot.kind).is_some() || self.has_judgement(clause, &slot.kind),
            };
            // "gilt als Spezialist für Batterien": what somebody is goes before what it is about
            let predicative = slot.kind == SlotKind::Predicative;
            score += match (there, slot.optional) {
                (true, _) if predicative => 3,
                (true, _) => 2,
                (false, true) => 0,
                (false, false) => -2,
            };
        }
        let wanted =
            |argument: &&Argument| frame.slots.iter().any(|slot| fills(argument, &slot.kind));
        let extra = |argument: &&Argument| {
            matches!(argument.role, Role::Object | Role::Dative | Role::Genitive)
                && !wanted(argument)
        };
        score - 2 * clause.arguments.iter().filter(extra).count() as i32
    }

    /// "hält den Fall für vergleichbar", "nannte das Gesetz absurd": an adjective fills the slot of what somebody takes a thing for.
    fn has_judgement(&self, clause: &Clause, slot: &SlotKind) -> bool {
        let fits = |child: usize| match slot {
            SlotKind::Preposition(preposition, _) => {
                self.preposition(child).as_deref() == Some(preposition)
            }
            SlotKind::Predicative => self.preposition(child).is_none(),
            _ => false,
        };
        clause.predicate.iter().flat_map(|&verb| &self.below[verb]).any(|&child| {
            let adjective = self.tree.words[child].upos == Upos::Adj;
            adjective
                && matches!(self.tree.deprels[child], Deprel::Xcomp | Deprel::Obl)
                && fits(child)
        })
    }

    pub(super) fn has_content(&self, clause: &Clause, kind: &SlotKind) -> bool {
        clause.predicate.iter().any(|&verb| {
            self.below[verb].iter().any(|&child| match self.tree.deprels[child] {
                Deprel::Xcomp => *kind == SlotKind::Infinitive,
                Deprel::Ccomp => {
                    (*kind == SlotKind::Infinitive) == self.has_infinitive_marker(child)
                }
                _ => false,
            })
        })
    }
}
