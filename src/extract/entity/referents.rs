//! Referents: whom a pronoun means. Each actor and thing before it is a candidate with features; learned weights rank them.
//!
//! A conditional logit: the weights of `data/de/referents.csv` are fitted by `tripel-train referents` on
//! pronouns whose referent people named (`data/train/annotations/referents.csv`). Nobody is a candidate
//! too, and where no candidate is likely enough the pronoun means nobody that we know.

use std::sync::LazyLock;

use super::{Found, Resolver};
use crate::extract::mention::{Mention, MentionKind};
use crate::language::gazetteer::ActorType;
use crate::record::span::Span;
use crate::record::{tables, work};
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, Gender, Number, Upos};

/// How many sentences before a pronoun its referent is looked for; who is mentioned most may be further away.
const WINDOW: usize = 6;
/// Mentions that are looked at for one pronoun, at most.
const MOST: usize = 120;
/// Below this chance a pronoun means nobody that we know.
pub const SURE: f32 = 0.5;

/// The value of each feature of a candidate.
pub type Features = [f32; COUNT];

/// Who or what may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Actor(usize),
    /// The head of a noun that is no actor.
    Thing(usize, usize),
    Nobody,
}

/// Somebody or something that a pronoun may mean, as seen from the pronoun.
struct Candidate<'a> {
    who: Who,
    found: Option<&'a Found>,
    /// Sentences back to its latest mention.
    distance: usize,
    /// Its latest mention: the tree and the head.
    place: (usize, usize),
    kind: Option<MentionKind>,
    /// How many other candidates stand nearer.
    nearer: usize,
    /// The same form meant it before.
    again: bool,
}

/// A pronoun with its candidates, to learn from.
pub struct Choice {
    pub span: Span,
    /// The places in the text that name the candidate, none for nobody, and its features.
    pub candidates: Vec<(Vec<Span>, Features)>,
    /// The candidate that is taken today.
    pub taken: Option<usize>,
}

type Feature = (&'static str, fn(&Asked, &Candidate) -> f32);

/// The pronoun and where it stands.
struct Asked<'a> {
    mention: &'a Mention,
    trees: &'a [Tree],
    subject: bool,
    possessive: bool,
    quoted: bool,
    clause: bool,
}

/// The word whose arc says what a name is in its clause: of "der Manager, Vincio Luna, hat" the manager.
fn role_bearer(tree: &Tree, head: usize) -> usize {
    let mut word = tree.first_conjunct(head);
    for _ in 0..4 {
        match (tree.deprels[word], tree.heads[word]) {
            (Deprel::Appos | Deprel::Flat, Some(above)) => word = tree.first_conjunct(above),
            _ => break,
        }
    }
    word
}

fn yes(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

impl Candidate<'_> {
    fn is(&self, kinds: &[ActorType]) -> bool {
        self.found.is_some_and(|found| kinds.contains(&found.kind))
    }

    fn is_person(&self) -> bool {
        self.is(&[ActorType::Person])
    }

    fn is_body(&self) -> bool {
        self.found.is_some() && !self.is_person() && !self.is_group() && !self.is_state()
    }

    fn is_group(&self) -> bool {
        self.is(&[ActorType::Group, ActorType::ArmedGroup])
    }

    fn is_state(&self) -> bool {
        self.is(&[ActorType::State, ActorType::Place])
    }

    fn is_thing(&self) -> bool {
        matches!(self.who, Who::Thing(..))
    }

    fn somebody(&self) -> bool {
        self.who != Who::Nobody
    }

    fn deprel(&self, asked: &Asked) -> Option<Deprel> {
        let tree = asked.trees.get(self.place.0).filter(|_| self.is_seen())?;
        Some(tree.deprels[role_bearer(tree, self.place.1)])
    }

    /// Mentioned in the sentences that are looked at.
    fn is_seen(&self) -> bool {
        self.somebody() && self.distance <= WINDOW
    }

    fn is_subject(&self, asked: &Asked) -> bool {
        matches!(self.deprel(asked), Some(Deprel::Nsubj | Deprel::NsubjPass))
    }

    fn is_object(&self, asked: &Asked) -> bool {
        matches!(self.deprel(asked), Some(Deprel::Obj | Deprel::Iobj | Deprel::OblArg))
    }

    fn is_embedded(&self, asked: &Asked) -> bool {
        matches!(self.deprel(asked), Some(Deprel::Nmod))
    }

    fn near(&self, distance: usize) -> bool {
        self.somebody() && self.distance == distance
    }
}

impl Asked<'_> {
    fn gender(&self) -> Option<Gender> {
        self.mention.gender.filter(|_| self.mention.number != Some(Number::Plur))
    }

    fn is_plural(&self) -> bool {
        self.mention.number == Some(Number::Plur)
    }

    fn is_es(&self) -> bool {
        self.mention.name == "es"
    }
}

const FEATURES: [Feature; COUNT] = [
    ("nobody", |_, own| yes(!own.somebody())),
    ("nobody, es", |asked, own| yes(!own.somebody() && asked.is_es())),
    ("nobody, plural", |asked, own| yes(!own.somebody() && asked.is_plural())),
    ("nobody, possessive", |asked, own| yes(!own.somebody() && asked.possessive)),
    ("nobody, subject", |asked, own| yes(!own.somebody() && asked.subject)),
    ("same sentence", |_, own| yes(own.near(0))),
    ("sentence before", |_, own| yes(own.near(1))),
    ("two sentences before", |_, own| yes(own.near(2))),
    ("further away", |_, own| yes(own.somebody() && own.distance > 2)),
    ("same sentence, subject", |asked, own| yes(own.near(0) && own.is_subject(asked))),
    ("sentence before, subject", |asked, own| yes(own.near(1) && own.is_subject(asked))),
    ("object", |asked, own| yes(own.is_object(asked))),
    ("embedded", |asked, own| yes(own.is_embedded(asked))),
    ("root", |asked, own| yes(own.deprel(asked) == Some(Deprel::Root))),
    ("compared", |asked, own| {
        let tree = &asked.trees[own.place.0];
        let as_what = |own: &&str| matches!(*own, "als" | "wie");
        yes(own.is_seen()
            && phrase::preposition(tree, own.place.1).is_some_and(|own| as_what(&own)))
    }),
    ("he, person", |asked, own| {
        yes(asked.gender() == Some(Gender::Masc) && !asked.possessive && own.is_person())
    }),
    ("he, body", |asked, own| {
        yes(asked.gender() == Some(Gender::Masc) && !asked.possessive && own.is_body())
    }),
    ("he, thing", |asked, own| {
        yes(asked.gender() == Some(Gender::Masc) && !asked.possessive && own.is_thing())
    }),
    ("she, person", |asked, own| {
        yes(asked.gender() == Some(Gender::Fem) && !asked.possessive && own.is_person())
    }),
    ("she, body", |asked, own| {
        yes(asked.gender() == Some(Gender::Fem) && !asked.possessive && own.is_body())
    }),
    ("she, state", |asked, own| {
        yes(asked.gender() == Some(Gender::Fem) && !asked.possessive && own.is_state())
    }),
    ("she, thing", |asked, own| {
        yes(asked.gender() == Some(Gender::Fem) && !asked.possessive && own.is_thing())
    }),
    ("it, thing", |asked, own| {
        yes(asked.gender() == Some(Gender::Neut) && !asked.possessive && own.is_thing())
    }),
    ("they, group", |asked, own| yes(asked.is_plural() && own.is_group())),
    ("they, body", |asked, own| yes(asked.is_plural() && own.is_body())),
    ("they, state", |asked, own| yes(asked.is_plural() && own.is_state())),
    ("they, thing", |asked, own| yes(asked.is_plural() && own.is_thing())),
    ("whose, person", |asked, own| yes(asked.possessive && own.is_person())),
    ("whose, body", |asked, own| yes(asked.possessive && own.is_body())),
    ("whose, group", |asked, own| yes(asked.possessive && own.is_group())),
    ("whose, state", |asked, own| yes(asked.possessive && own.is_state())),
    ("whose, thing", |asked, own| yes(asked.possessive && own.is_thing())),
    ("whose, subject of the sentence", |asked, own| {
        yes(asked.possessive && own.near(0) && own.is_subject(asked))
    }),
    ("whose, last word", |asked, own| yes(asked.possessive && own.nearer == 0)),
    ("gender known", |asked, own| {
        let known = own.found.is_some_and(|found| found.gender.is_some());
        yes(known && asked.mention.gender.is_some() && !asked.is_plural())
    }),
    ("described", |_, own| yes(own.found.is_some_and(|found| found.described))),
    ("name", |_, own| yes(own.kind == Some(MentionKind::Name))),
    ("pronoun", |_, own| {
        yes(matches!(own.kind, Some(MentionKind::Pronoun | MentionKind::Possessive)))
    }),
    ("modifier", |_, own| yes(own.kind == Some(MentionKind::Modifier))),
    ("how often", |_, own| own.found.map_or(0.0, |found| (1.0 + found.count as f32).ln())),
    ("how often, person", |_, own| {
        own.found.filter(|_| own.is_person()).map_or(0.0, |found| (1.0 + found.count as f32).ln())
    }),
    ("at the beginning", |_, own| yes(own.found.is_some_and(|found| found.first < 2))),
    ("nearest", |_, own| yes(own.somebody() && own.nearer == 0)),
    ("second", |_, own| yes(own.somebody() && own.nearer == 1)),
    ("many nearer", |_, own| own.nearer.min(6) as f32 / 6.0),
    ("again", |_, own| yes(own.again)),
    ("both subjects", |asked, own| yes(asked.subject && own.is_subject(asked))),
    ("both subjects, person", |asked, own| {
        yes(asked.subject && own.is_subject(asked) && own.is_person())
    }),
    ("inside the clause", |asked, own| yes(asked.clause && own.near(0))),
    ("quoted, same sentence, subject", |asked, own| {
        yes(asked.quoted && own.near(0) && own.is_subject(asked))
    }),
    ("quoted, near", |asked, own| yes(asked.quoted && own.somebody() && own.distance < 2)),
    ("first of its sentence", |_, own| yes(own.somebody() && own.place.1 < 3)),
];

/// How many features there are.
pub const COUNT: usize = 52;

/// The names of the features.
pub fn names() -> [&'static str; COUNT] {
    FEATURES.map(|(name, _)| name)
}

static WEIGHTS: LazyLock<Features> = LazyLock::new(|| {
    let mut weights = [0.0; COUNT];
    let table = include_str!("../../../data/de/referents.csv");
    tables::rows("referents.csv", table, |row| {
        let name = row.cell("feature");
        let at = FEATURES.iter().position(|(feature, _)| *feature == name);
        let at = at.ok_or_else(|| format!("there is no feature '{name}'"))?;
        let weight = row.cell("weight").parse();
        weights[at] = weight.map_err(|_| format!("the weight of '{name}' is no number"))?;
        Ok(())
    })
    .expect("tests read the embedded tables");
    weights
});

impl Resolver<'_> {
    /// The actor that a pronoun most likely means.
    pub(super) fn referent(&mut self, at: usize) -> Option<usize> {
        let ranked = self.ranked(at);
        let odds: Vec<f32> = ranked
            .iter()
            .map(|(_, own)| own.iter().zip(WEIGHTS.iter()).map(|(own, weight)| own * weight).sum())
            .collect();
        let top = odds.iter().copied().fold(f32::MIN, f32::max);
        let whole: f32 = odds.iter().map(|own| (own - top).exp()).sum();
        let best = (0..odds.len()).find(|&own| odds[own] >= top)?;
        let taken = match ranked[best].0 {
            Who::Actor(actor) if 1.0 / whole >= SURE => Some(actor),
            _ => None,
        };
        if taken.is_some() {
            self.chances.push((at, 1.0 / whole));
        }
        let choice = || self.choice(at, ranked, taken.map(|_| best));
        let choice = self.choices.is_some().then(choice);
        if let Some(choices) = &mut self.choices {
            choices.extend(choice);
        }
        taken
    }

    fn choice(&self, at: usize, ranked: Vec<(Who, Features)>, taken: Option<usize>) -> Choice {
        let mention = &self.mentions[at];
        let spans = |who: &Who| match who {
            Who::Actor(actor) => (0..self.mentions.len())
                .filter(|&other| self.of[other] == Some(*actor))
                .map(|other| {
                    let own = &self.mentions[other];
                    phrase::span(&self.trees[own.tree], &own.words)
                })
                .collect(),
            Who::Thing(tree, word) => vec![self.trees[*tree].words[*word].span],
            Who::Nobody => Vec::new(),
        };
        Choice {
            span: self.trees[mention.tree].words[mention.head].span,
            candidates: ranked.iter().map(|(who, features)| (spans(who), *features)).collect(),
            taken,
        }
    }

    /// Every candidate with its features, the nearest first, nobody last.
    fn ranked(&self, at: usize) -> Vec<(Who, Features)> {
        let mention = &self.mentions[at];
        let tree = &self.trees[mention.tree];
        let mut candidates = self.actors_before(at);
        candidates.extend(self.things_before(mention));
        candidates.sort_by_key(|own| std::cmp::Reverse(own.place));
        for (nearer, candidate) in candidates.iter_mut().enumerate() {
            candidate.nearer = nearer;
        }
        candidates.push(Candidate {
            who: Who::Nobody,
            found: None,
            distance: 0,
            place: (mention.tree, mention.head),
            kind: None,
            nearer: 0,
            again: false,
        });
        let quotes =
            |word: usize| matches!(tree.words[word].form.as_str(), "„" | "“" | "\"" | "»" | "«");
        let clause = tree.heads[mention.head].is_some_and(|verb| {
            matches!(
                tree.deprels[verb],
                Deprel::Ccomp | Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl
            )
        });
        let asked = Asked {
            mention,
            trees: self.trees,
            subject: matches!(tree.deprels[mention.head], Deprel::Nsubj | Deprel::NsubjPass),
            possessive: mention.kind == MentionKind::Possessive,
            quoted: (0..mention.head).filter(|&word| quotes(word)).count() % 2 == 1,
            clause,
        };
        let features = |own: &Candidate| FEATURES.map(|(_, value)| value(&asked, own));
        candidates.iter().map(|own| (own.who, features(own))).collect()
    }

    /// The actors of the sentences before that agree, each by its latest mention, and who is named most in the article.
    fn actors_before(&self, at: usize) -> Vec<Candidate<'_>> {
        let mention = &self.mentions[at];
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut barred: Vec<usize> = Vec::new();
        let near = (0..at).rev().take(MOST);
        for other in near.take_while(|&other| mention.tree - self.mentions[other].tree <= WINDOW) {
            work::step(1);
            let (earlier, Some(actor)) = (&self.mentions[other], self.of[other]) else { continue };
            let same = matches!(earlier.kind, MentionKind::Pronoun) && earlier.name == mention.name;
            if let Some(own) = candidates.iter_mut().find(|own| own.who == Who::Actor(actor)) {
                own.again |= same;
                continue;
            }
            if self.binds(mention, earlier) || self.is_source(mention, earlier) {
                barred.push(actor);
                continue;
            }
            if barred.contains(&actor) || !self.agrees(mention, actor) {
                continue;
            }
            candidates.push(Candidate {
                who: Who::Actor(actor),
                found: Some(&self.found[actor]),
                distance: mention.tree - earlier.tree,
                place: (earlier.tree, earlier.head),
                kind: Some(earlier.kind),
                nearer: 0,
                again: same,
            });
        }
        for &actor in &self.leading {
            let found = &self.found[actor];
            let known = candidates.iter().any(|own| own.who == Who::Actor(actor));
            let before = found.first + WINDOW < mention.tree;
            if !known && before && !barred.contains(&actor) && self.agrees(mention, actor) {
                candidates.push(Candidate {
                    who: Who::Actor(actor),
                    found: Some(found),
                    distance: WINDOW + 1,
                    place: (found.first, usize::MAX),
                    kind: Some(MentionKind::Name),
                    nearer: 0,
                    again: false,
                });
            }
        }
        candidates
    }

    /// Nouns of the sentence and of the one before that agree and are no actors.
    fn things_before(&self, mention: &Mention) -> Vec<Candidate<'static>> {
        let mut candidates = Vec::new();
        for distance in 0..2 {
            let Some(at) = mention.tree.checked_sub(distance) else { break };
            let tree = &self.trees[at];
            let end = if distance == 0 { mention.head } else { tree.words.len() };
            work::step(end);
            for head in (0..end).rev() {
                let word = &tree.words[head];
                let number = word.feats.number == Some(Number::Plur);
                let plural = mention.number == Some(Number::Plur);
                let gender = word.feats.gender.is_none()
                    || mention.gender.is_none()
                    || word.feats.gender == mention.gender
                    || mention.kind == MentionKind::Possessive
                        && mention.gender != Some(Gender::Fem)
                        && word.feats.gender != Some(Gender::Fem);
                let fits = word.upos == Upos::Noun
                    && (number == plural || mention.number.is_none())
                    && (gender || plural)
                    && self.actor_at(at, head).is_none()
                    && !matches!(tree.deprels[head], Deprel::Flat | Deprel::Compound);
                let sibling = distance == 0
                    && mention.kind == MentionKind::Pronoun
                    && tree.heads[head] == tree.heads[mention.head];
                if fits && !sibling && candidates.len() < 16 {
                    candidates.push(Candidate {
                        who: Who::Thing(at, head),
                        found: None,
                        distance,
                        place: (at, head),
                        kind: None,
                        nearer: 0,
                        again: false,
                    });
                }
            }
        }
        candidates
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight_of_its_own() {
        let mut names = names().to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COUNT);
        assert!(WEIGHTS.iter().any(|weight| *weight != 0.0));
    }
}
