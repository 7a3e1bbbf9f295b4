//! Confidence: how likely who, verb and whom of a statement are right, by signs of its making.
//!
//! A logistic model: each sign has a weight in `data/de/confidence.csv`, which `tripel-train confidence`
//! fits on statements that people judged (data/README.md says which).

use std::sync::LazyLock;

use super::Filled;
use crate::extract::attribution::{Attribution, Speaker};
use crate::extract::clause::{Clause, ClauseKind, Role, Voice};
use crate::extract::entity::{Entities, Entity};
use crate::language::gazetteer::ActorType;
use crate::record::tables;
use crate::syntax::parse::Tree;
use crate::ud::{Deprel, Upos, VerbForm};

/// What a statement was made from, as far as it tells how sure it is.
pub(super) struct Making<'a> {
    pub tree: &'a Tree,
    pub clause: &'a Clause,
    pub subject: Option<&'a Filled>,
    pub object: Option<&'a Filled>,
    pub attribution: &'a Attribution,
    pub entities: &'a Entities,
    pub event: bool,
    pub claim: bool,
    pub content: bool,
}

/// A sign: its name in the table and its value, 0 or 1 for what holds or does not.
type Sign = (&'static str, fn(&Making) -> f32);

/// All signs, in the order of [`Signs`].
const SIGNS: [Sign; COUNT] = [
    ("always", |_| 1.0),
    // chances of arcs, as logarithms: 0 is certain
    ("arc of the subject", |own| own.arc(own.subject)),
    ("arc of the object", |own| own.arc(own.object)),
    ("arc of the verb", |own| log(own.tree.chance(own.clause.head))),
    ("arcs of the clause", |own| own.arcs_around()),
    ("arcs of the sentence", |own| own.arcs_of_sentence()),
    // what the stages before say of the parts, as logarithms
    ("trust in the subject", |own| log(own.subject.map_or(1.0, |subject| subject.trust))),
    ("trust in the object", |own| log(own.object.map_or(1.0, |object| object.trust))),
    ("referent of the subject", |own| own.referent(own.subject)),
    ("referent of the object", |own| own.referent(own.object)),
    ("words of the sentence", |own| own.tree.words.len() as f32 / 20.0),
    ("broken by a mark", |own| yes((0..own.tree.words.len()).any(|at| breaks(own.tree, at)))),
    ("torn", |own| yes(separated(own).1)),
    ("comma between", |own| yes(separated(own).0)),
    ("distance", |own| own.distance()),
    ("two verbs between", |own| yes(own.verbs_between() > 1)),
    ("event", |own| yes(own.event)),
    ("claim", |own| yes(own.claim)),
    ("content", |own| yes(own.content)),
    ("empty verb", |own| yes(is_empty(own.clause))),
    ("state", |own| yes(own.clause.frame.is_some_and(|frame| frame.flags.state()))),
    ("alone", |own| yes(own.object.is_none() && !own.content)),
    ("copular", |own| yes(own.clause.copular)),
    ("light verb", |own| yes(own.clause.rule == "de.clause.light")),
    ("passive", |own| yes(own.clause.voice == Voice::Passive)),
    ("negated", |own| yes(own.clause.negated)),
    ("coordinated verb", |own| yes(own.tree.deprels[own.clause.head] == Deprel::Conj)),
    ("attribute", |own| yes(own.clause.kind == ClauseKind::Attribute)),
    ("noun as verb", |own| yes(own.clause.kind == ClauseKind::Nominal)),
    ("relative", |own| yes(own.clause.kind == ClauseKind::Relative)),
    ("infinitive", |own| {
        yes(matches!(own.clause.kind, ClauseKind::Infinitive | ClauseKind::Purpose))
    }),
    ("no subject", |own| yes(own.subject.is_none())),
    ("no object", |own| yes(own.object.is_none())),
    ("pronoun as subject", |own| yes(own.subject.is_some_and(|filled| filled.pronoun))),
    ("pronoun as object", |own| yes(own.object.is_some_and(|filled| filled.pronoun))),
    ("described subject", |own| yes(own.is_described(own.subject))),
    ("described object", |own| yes(own.is_described(own.object))),
    ("nameless subject", |own| yes(own.is_nameless(own.subject))),
    ("nameless object", |own| yes(own.is_nameless(own.object))),
    ("two actors and one nameless", |own| {
        let two = is_actor(own.subject) && is_actor(own.object);
        yes(two && (own.is_nameless(own.subject) || own.is_nameless(own.object)))
    }),
    ("two actors and a preposition", |own| {
        let preposition = own.object.is_some_and(|object| object.preposition.is_some());
        yes(preposition && is_actor(own.subject) && is_actor(own.object))
    }),
    ("two actors and an event", |own| {
        yes(own.event && is_actor(own.subject) && is_actor(own.object))
    }),
    ("shared subject", |own| yes(own.is_shared(own.subject))),
    ("shared object", |own| yes(own.is_shared(own.object))),
    ("coordinated subject", |own| yes(own.is_conjunct(own.subject))),
    ("coordinated object", |own| yes(own.is_conjunct(own.object))),
    ("actor as subject", |own| yes(is_actor(own.subject))),
    ("actor as object", |own| yes(is_actor(own.object))),
    ("person as subject", |own| yes(own.is_person(own.subject))),
    ("person as object", |own| yes(own.is_person(own.object))),
    ("two actors", |own| yes(is_actor(own.subject) && is_actor(own.object))),
    ("group as subject", |own| yes(own.is_vague(own.subject))),
    ("group as object", |own| yes(own.is_vague(own.object))),
    ("preposition", |own| yes(own.object.is_some_and(|object| object.preposition.is_some()))),
    ("thing behind a preposition", |own| {
        yes(own.object.is_some_and(|object| object.thing && object.preposition.is_some()))
    }),
    ("topic", |own| yes(own.object.is_some_and(|object| object.topic))),
    ("two actors and an empty verb", |own| {
        yes(is_empty(own.clause) && is_actor(own.subject) && is_actor(own.object))
    }),
    ("two actors and a dative", |own| {
        let dative = own.object.is_some_and(|object| object.dative);
        yes(dative && is_actor(own.subject) && is_actor(own.object))
    }),
    ("beside another object", |own| yes(own.is_beside_another())),
    ("object before the verb", |own| {
        let before = |object: &Filled| own.is_here(object) && object.head < own.clause.head;
        let bare = |object: &&Filled| object.preposition.is_none() && !object.topic;
        yes(own.clause.voice == Voice::Active && own.object.filter(bare).is_some_and(before))
    }),
    ("place as subject", |own| yes(own.is_of(own.subject, &[ActorType::Place]))),
    ("place as object", |own| yes(own.is_of(own.object, &[ActorType::Place]))),
    ("state as object", |own| yes(own.is_of(own.object, &[ActorType::State]))),
    ("medium as subject", |own| yes(own.is_of(own.subject, &[ActorType::Media]))),
    ("unknown verb", |own| yes(own.clause.frame.is_none())),
    ("pronoun says", |own| {
        let word = |speaker: &Speaker| match speaker {
            Speaker::Phrase(_, word) => own.tree.words.get(*word).map(|word| word.upos),
            Speaker::Actor(..) => None,
        };
        yes(own.attribution.speaker.as_ref().and_then(word) == Some(Upos::Pron))
    }),
];

/// How many signs there are.
pub const COUNT: usize = 66;

/// What a statement's confidence is computed from: the value of each sign.
pub type Signs = [f32; COUNT];

/// The names of the signs.
pub fn names() -> [&'static str; COUNT] {
    SIGNS.map(|(name, _)| name)
}

static WEIGHTS: LazyLock<Signs> = LazyLock::new(|| {
    let mut weights = [0.0; COUNT];
    let table = include_str!("../../../data/de/confidence.csv");
    tables::rows("confidence.csv", table, |row| {
        let name = row.cell("sign");
        let at = SIGNS.iter().position(|(sign, _)| *sign == name);
        let at = at.ok_or_else(|| format!("there is no sign '{name}'"))?;
        let weight = row.cell("weight").parse();
        weights[at] = weight.map_err(|_| format!("the weight of '{name}' is no number"))?;
        Ok(())
    })
    .expect("tests read the embedded tables");
    weights
});

pub(super) fn signs(making: &Making) -> Signs {
    SIGNS.map(|(_, value)| value(making))
}

/// The chance that goes with signs, 0 to 1, in hundredths.
pub fn confidence(signs: &Signs) -> f32 {
    let odds: f32 = signs.iter().zip(WEIGHTS.iter()).map(|(value, weight)| value * weight).sum();
    (100.0 / (1.0 + (-odds).exp())).round() / 100.0
}

fn yes(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// The logarithm of a chance, bounded.
fn log(chance: f32) -> f32 {
    chance.max(0.01).ln()
}

fn is_actor(filled: Option<&Filled>) -> bool {
    filled.is_some_and(|filled| filled.argument.actor.is_some())
}

/// "hat", "macht", "steht": little is said.
fn is_empty(clause: &Clause) -> bool {
    clause.rule != "de.clause.light"
        && clause.frame.is_some_and(|frame| frame.flags.light() || frame.flags.state())
}

impl Making<'_> {
    /// Whether a phrase stands in the sentence of the clause.
    fn is_here(&self, filled: &Filled) -> bool {
        self.tree.span.contains(filled.argument.span) && filled.head < self.tree.words.len()
    }

    fn arc(&self, filled: Option<&Filled>) -> f32 {
        filled
            .filter(|filled| self.is_here(filled))
            .map_or(0.0, |filled| log(self.tree.chance(filled.head)))
    }

    /// The least sure arc right below the verb.
    fn arcs_around(&self) -> f32 {
        let words = self.clause.predicate.iter().flat_map(|&verb| self.tree.children(verb));
        let words = words.filter(|&word| self.tree.words[word].upos != Upos::Punct);
        words.map(|word| log(self.tree.chance(word))).fold(0.0, f32::min)
    }

    /// The mean of the sentence.
    fn arcs_of_sentence(&self) -> f32 {
        let count = self.tree.words.len().max(1) as f32;
        (0..self.tree.words.len()).map(|word| log(self.tree.chance(word))).sum::<f32>() / count
    }

    fn between(&self) -> std::ops::Range<usize> {
        match (self.subject, self.object) {
            (Some(subject), Some(object)) if self.is_here(subject) && self.is_here(object) => {
                subject.head.min(object.head)..subject.head.max(object.head)
            }
            _ => 0..0,
        }
    }

    /// Words between subject and object.
    fn distance(&self) -> f32 {
        (self.between().len() as f32 / 10.0).min(3.0)
    }

    fn verbs_between(&self) -> usize {
        self.between().filter(|&at| self.tree.words[at].upos == Upos::Verb).count()
    }

    fn actor(&self, filled: Option<&Filled>) -> Option<&Entity> {
        self.entities.actors.get(filled?.argument.actor?)
    }

    /// "der Minister" for somebody with a name.
    fn is_described(&self, filled: Option<&Filled>) -> bool {
        self.actor(filled).is_some_and(|actor| actor.specified)
            && filled.is_some_and(|filled| {
                self.is_here(filled) && self.tree.words[filled.head].upos == Upos::Noun
            })
    }

    fn is_shared(&self, filled: Option<&Filled>) -> bool {
        filled.is_some_and(|filled| {
            self.clause.arguments.iter().any(|own| own.head == filled.head && own.shared)
        })
    }

    /// "B" of "A und B".
    fn is_conjunct(&self, filled: Option<&Filled>) -> bool {
        filled.is_some_and(|filled| {
            self.is_here(filled) && self.tree.deprels[filled.head] == Deprel::Conj
        })
    }

    /// Somebody of this article alone, by a bare description: "ein Mann", "Experten".
    fn is_nameless(&self, filled: Option<&Filled>) -> bool {
        self.actor(filled).is_some_and(|actor| actor.described && !actor.specified)
    }

    /// The chance that a pronoun means whom it is taken to mean, as a logarithm.
    fn referent(&self, filled: Option<&Filled>) -> f32 {
        filled.map_or(0.0, |filled| log(self.entities.chance(self.clause.tree, filled.head)))
    }

    fn is_of(&self, filled: Option<&Filled>, kinds: &[ActorType]) -> bool {
        self.actor(filled).is_some_and(|actor| kinds.contains(&actor.kind))
    }

    /// "Brasilien" of "setzten Brasilien eine Frist": the clause has a bare object, and it is another one.
    fn is_beside_another(&self) -> bool {
        let other = |object: &Filled| self.clause.object().is_some_and(|own| own != object.head);
        self.object.is_some_and(|object| !object.topic && other(object))
    }

    fn is_person(&self, filled: Option<&Filled>) -> bool {
        self.actor(filled).is_some_and(|actor| actor.kind == ActorType::Person)
    }

    /// "Polizisten", "drei Männer": nobody in particular.
    fn is_vague(&self, filled: Option<&Filled>) -> bool {
        self.actor(filled).is_some_and(|actor| !actor.specified)
    }
}

/// "Peking diesen Monat Verweigerung der Gewährung Wendy Sherman trifft sich ...": in a German main clause one phrase stands before the
/// finite verb; where there are two arguments, words are missing.
pub(super) fn is_broken(tree: &Tree, clause: &Clause) -> bool {
    let finite = clause
        .predicate
        .iter()
        .copied()
        .find(|&word| tree.words[word].feats.verb_form == Some(VerbForm::Fin));
    let Some(finite) = finite
        .filter(|_| clause.kind == ClauseKind::Main && clause.marker.is_none() && !clause.copular)
    else {
        return false;
    };
    let last = tree.words[finite + 1..].iter().all(|word| word.upos == Upos::Punct);
    let core =
        |role: &Role| matches!(role, Role::Subject | Role::Object | Role::Dative | Role::Genitive);
    let before = clause
        .arguments
        .iter()
        .filter(|argument| core(&argument.role) && !argument.shared && argument.head < finite);
    let several =
        before.clone().count() > 1 && before.clone().any(|argument| argument.role != Role::Subject);
    several && !last
}

/// A colon, a semicolon, or a dash between blanks.
fn breaks(tree: &Tree, at: usize) -> bool {
    let form = tree.words[at].form.as_str();
    let apart = || {
        let end = |other: usize| tree.words.get(other).map(|word| word.span);
        at > 0 && end(at - 1).is_some_and(|before| before.end < tree.words[at].span.start)
    };
    matches!(form, ":" | ";") || (matches!(form, "–" | "—" | "-") && apart())
}

/// Whether a comma, and whether a break, stands between subject and object. Topics and relative clauses have them by nature.
fn separated(making: &Making) -> (bool, bool) {
    let &Making { tree, clause, subject, object, .. } = making;
    let (Some(subject), Some(object)) = (subject, object) else { return (false, false) };
    let here = |filled: &Filled| tree.span.contains(filled.argument.span);
    if object.topic || clause.kind == ClauseKind::Relative || !here(subject) || !here(object) {
        return (false, false);
    }
    let mut between = subject.head.min(object.head)..subject.head.max(object.head);
    let torn = between.clone().any(|at| breaks(tree, at));
    (between.any(|at| tree.words[at].form == ","), torn)
}
