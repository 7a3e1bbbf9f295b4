//! Objects: which phrases of a clause a statement can be about, and which clauses tell of no deed.

use super::{Filled, Reading};
use crate::clause::{self, Clause, ClauseKind, Role, Voice};
use crate::gazetteer::ActorType;
use crate::lexicon::{NounClass, SlotKind};
use crate::phrase;
use crate::quotation::QuotationKind;
use crate::ud::{Case, Deprel, Upos, VerbForm};

/// Prepositions that take the dative of a place and the accusative of a direction.
const TWO_WAY: &[&str] = &["an", "auf", "hinter", "in", "neben", "unter", "vor", "zwischen", "über"];

/// Prepositions that verbs govern, also where no use in the lexicon says so, and what they are in English then.
pub(super) const LOOSE: &[(&str, &str)] =
    &[("mit", "with"), ("gegen", "against"), ("über", "about"), ("für", "for"), ("um", "for")];

impl Reading<'_> {
    /// What the statement can have as its object: complements that the frame names, the topic of what is said, a predicate noun.
    pub(super) fn objects(&self, at: usize) -> Vec<Filled> {
        let clause = &self.clauses[at];
        let mut objects: Vec<Filled> = Vec::new();
        let unnamed = clause.voice == Voice::Passive && clause.subject().is_none();
        for argument in clause.arguments.iter().filter(|argument| !self.is_quoted(clause, argument)) {
            let trust = match &argument.role {
                Role::Subject => continue,
                Role::Object => 1.0,
                Role::Dative | Role::Genitive => 0.9,
                // "wurde ins Spital gebracht": of a passive whose agent nobody names, who or what it happens to
                Role::Prepositional(_) if unnamed && clause.object().is_some() => continue,
                // "sagte zur APA": whom he told, not what it was about
                Role::Prepositional(_) if self.is_told(clause, argument) => continue,
                Role::Prepositional(_) if self.is_governed(clause, argument) => 0.9,
                Role::Prepositional(_) => continue,
                // "ist stärker betroffen als die USA"
                Role::Predicative if clause.copular && self.is_comparison(clause, argument) => continue,
                Role::Predicative if clause.copular => match self.classifies(clause.tree, argument.head) {
                    Some(trust) => trust,
                    None => continue,
                },
                Role::Predicative => continue,
            };
            let preposition = match &argument.role {
                Role::Prepositional(preposition) => Some(preposition.clone()),
                _ => None,
            };
            // "befreite die Fahrer aus dem Tunnel": beside what the verb acts on, a thing behind a preposition is a circumstance, unless the
            // use of the verb is about it
            let beside = preposition.is_some() && clause.object().is_some() && !self.is_target(clause, argument);
            for filled in self.distribute(clause.tree, argument).into_iter().filter(|filled| !beside || !filled.thing) {
                objects.push(Filled { trust: filled.trust * trust, preposition: preposition.clone(), ..filled });
            }
        }
        if let Some(light) = clause.frame.filter(|_| clause.rule == "de.clause.light") {
            objects.extend(self.light_target(clause, light.target.as_ref()));
        }
        if objects.is_empty() && clause.voice == Voice::Active {
            objects.extend(self.loose_object(clause));
        }
        let reports = clause.frame.is_some_and(|frame| frame.flags.reports());
        if reports {
            let topic = self.topic(at);
            // "Zhao, ein Sprecher ..., betonte, dass die Vorwürfe ...": where there is a content, a bare object before the verb is hardly one
            if clause.frame.is_some_and(|frame| frame.flags.say() && frame.event.is_none()) && !topic.is_empty() {
                let stray = |object: &Filled| Some(object.head) == clause.object() && object.head < clause.head;
                objects
                    .retain(|object| !stray(object) && (object.argument.actor.is_some() || Some(object.head) == clause.object()));
            }
            if objects.is_empty() {
                objects.extend(topic);
            }
        }
        objects
    }

    /// Behind "zu", a newspaper or an agency is who heard it.
    fn is_told(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let heard = matches!(&argument.role, Role::Prepositional(given) if given == "zu");
        let media = self.entities.of(clause.tree, argument.head).map(|actor| self.entities.actors[actor].kind);
        heard && media == Some(ActorType::Media) && clause.frame.is_some_and(|frame| frame.flags.say())
    }

    /// "als" beside "sein" compares.
    fn is_comparison(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let preposition = phrase::preposition(&self.trees[clause.tree], argument.head);
        clause.lemma == self.lang.grammar.be && preposition == Some(self.lang.grammar.as_word)
    }

    /// How much a predicate noun tells of somebody: "ist Direktor" much, "ist ein Schritt" little, "ist an der Börse" nothing.
    fn classifies(&self, tree: usize, head: usize) -> Option<f32> {
        let words = &self.trees[tree];
        let class = self.lang.lexicon.noun(&words.words[head].lemma).and_then(|noun| noun.class);
        if phrase::preposition(words, head).is_some_and(|preposition| preposition != self.lang.grammar.as_word) {
            return None;
        }
        let somebody = self.entities.of(tree, head).is_some()
            || matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body))
            || self.lang.gazetteer.office(&words.words[head].lemma).is_some();
        Some(if somebody { 0.7 } else { 0.5 })
    }

    /// "spielte gegen Polen": without another object, a phrase with one of the prepositions that verbs govern; a thing behind "mit" or "für"
    /// is an instrument or a price.
    fn loose_object(&self, clause: &Clause) -> Vec<Filled> {
        let loose = |given: &str| LOOSE.iter().any(|(preposition, _)| *preposition == given);
        let governs = |argument: &&clause::Argument| matches!(&argument.role, Role::Prepositional(given) if loose(given));
        // "fuhr mit seiner Mutter über Graz": company and road are nothing that is done to anybody
        let moves = clause.frame.is_some_and(|frame| frame.flags.motion());
        let on_the_way = |role: &Role| matches!(role, Role::Prepositional(given) if given == "mit" || given == "über");
        let governs = |argument: &&clause::Argument| governs(argument) && !(moves && on_the_way(&argument.role));
        let finite = !matches!(clause.kind, ClauseKind::Nominal | ClauseKind::Attribute) && !clause.copular;
        let Some(argument) = clause.arguments.iter().find(governs).filter(|_| finite) else { return Vec::new() };
        let against = matches!(&argument.role, Role::Prepositional(given) if given == "gegen" || given == "über");
        let meant = |filled: &Filled| against || !filled.thing;
        let Role::Prepositional(preposition) = &argument.role else { return Vec::new() };
        let filled = self.distribute(clause.tree, argument).into_iter().filter(meant);
        filled.map(|filled| Filled { trust: filled.trust * 0.7, preposition: Some(preposition.clone()), ..filled }).collect()
    }

    /// What stands inside the quotation that the clause introduces is no argument of it.
    fn is_quoted(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let tree = &self.trees[clause.tree];
        let (verb, word) = (tree.words[clause.head].span, tree.words[argument.head].span);
        self.quotations.iter().any(|quotation| {
            quotation.kind != QuotationKind::Mixed
                && quotation.cue.is_some_and(|cue| cue.overlaps(verb))
                && quotation.quote.iter().any(|quote| quote.contains(word))
        })
    }

    fn is_governed(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let Role::Prepositional(given) = &argument.role else { return false };
        // "warteten auf slowenischer Seite": where the verb governs the accusative, a dative is a place
        let shown = phrase::shown_case(&self.trees[clause.tree], argument.head);
        let agrees = |case: &Case| !TWO_WAY.contains(&given.as_str()) || shown.is_none_or(|shown| shown == *case);
        let slot =
            |slot: &SlotKind| matches!(slot, SlotKind::Preposition(preposition, case) if preposition == given && agrees(case));
        clause.frame.is_some_and(|frame| frame.slots.iter().any(|own| slot(&own.kind)) || frame.target.as_ref().is_some_and(slot))
    }

    fn is_target(&self, clause: &Clause, argument: &clause::Argument) -> bool {
        let target = clause.frame.and_then(|frame| frame.target.as_ref());
        let Role::Prepositional(given) = &argument.role else { return false };
        matches!(target, Some(SlotKind::Preposition(preposition, _)) if preposition == given)
    }

    /// "Sanktionen gegen China verhängen": the target may hang on the noun.
    fn light_target(&self, clause: &Clause, target: Option<&SlotKind>) -> Vec<Filled> {
        let tree = &self.trees[clause.tree];
        let Some(target) = target else { return Vec::new() };
        let fits = |word: usize| match target {
            SlotKind::Preposition(preposition, _) => phrase::preposition(tree, word) == Some(preposition),
            SlotKind::Genitive => phrase::preposition(tree, word).is_none(),
            _ => false,
        };
        let below_noun =
            clause.predicate.iter().filter(|&&word| tree.words[word].upos == Upos::Noun).flat_map(|&noun| tree.children(noun));
        let found: Vec<usize> =
            below_noun.filter(|&word| matches!(tree.deprels[word], Deprel::Nmod | Deprel::Obl) && fits(word)).collect();
        let argument = |&head: &usize| clause::Argument { role: Role::Object, head, shared: false };
        found.iter().flat_map(|head| self.distribute(clause.tree, &argument(head))).collect()
    }

    /// "will ... schütteln", "will ... Lügen strafen": a modal that the arcs part from its infinitive is half a predicate.
    pub(super) fn is_torn(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let modal = self.lang.grammar.modals.iter().any(|(modal, _)| *modal == tree.words[clause.head].lemma);
        let behind = tree.words[clause.head + 1..].iter().take_while(|word| !matches!(word.form.as_str(), "," | ";" | ":"));
        modal && behind.into_iter().any(|word| word.feats.verb_form == Some(VerbForm::Inf))
    }

    /// "ist adrett gekleidet", "ist auf Hilfe angewiesen": what the lexicon has as an adjective is a state that nobody brought about.
    pub(super) fn is_state(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let word = &tree.words[clause.head];
        let has = |lemma: &str| clause.predicate.iter().any(|&verb| tree.words[verb].lemma == lemma);
        let bare = clause.predicate.len() == 1 || has(self.lang.grammar.be);
        let passive = clause.voice == Voice::Passive && clause.subject().is_none() && word.feats.verb_form == Some(VerbForm::Part);
        let class = self.lang.lexicon.adjective(&word.form.to_lowercase()).and_then(|adjective| adjective.class.as_deref());
        passive && bare && !has(self.lang.grammar.passive) && class == Some("state")
    }
}
