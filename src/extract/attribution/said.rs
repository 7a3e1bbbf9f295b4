//! What a quotation around a clause makes of it: whose word it is, and what is only wanted.

use super::status::{self, Stance};
use super::{Attribution, Speaker, Status};
use crate::extract::clause::{Clause, ClauseKind, ClauseMood, Role};
use crate::extract::quotation::{Places, Quotation, QuotationKind, konjunktiv, trees_of};
use crate::language::lexicon::NounClass;
use crate::language::{Language, Modal};
use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::ud::{Deprel, Upos};

/// What an article quotes, and where.
pub(super) struct Said<'a> {
    pub trees: &'a [Tree],
    pub clauses: &'a [Clause],
    pub stances: &'a [Stance],
    pub quotations: &'a [Quotation],
    pub places: &'a Places,
    pub lang: &'a Language,
}

impl Said<'_> {
    /// In a sentence that goes on without a cue only what stands in the Konjunktiv, or is hearsay, is the speaker's: "Der Mann ist
    /// frei; die Anklage bleibe bestehen", "Das Team soll 2030 starten".
    pub fn is_aside(&self, at: usize) -> bool {
        let free = |quotation: &Quotation| quotation.kind == QuotationKind::Free;
        let reported = |clause: &Clause| {
            let tree = &self.trees[clause.tree];
            let subject = clause.subject();
            let mut verbs = clause.predicate.iter().copied().chain([clause.head]);
            clause.mood == ClauseMood::Reported
                || verbs.any(|word| konjunktiv(tree, word, subject, self.lang).is_some())
        };
        let claimed = |place: usize| self.stances[place].status == Status::Claimed;
        if !self.around(at).is_some_and(free) {
            return false;
        }
        // "die Straße, die im Norden liegt": the article's own word
        let own = &self.clauses[at];
        let tree = &self.trees[own.tree];
        let told = |word: usize| {
            self.clauses[..at].iter().rev().take_while(|clause| clause.tree == own.tree).any(
                |clause| {
                    clause.head == word && clause.kind != ClauseKind::Nominal && reported(clause)
                },
            )
        };
        // "wäre die Nation, die Raketen baut": what he says it would be
        let apart = tree.heads[own.head].is_some_and(|word| !told(word));
        if own.kind == ClauseKind::Relative && !reported(own) && apart {
            return !claimed(at);
        }
        let above = |&place: &usize| {
            self.clauses[place].parent.filter(|&parent| self.clauses[parent].tree == own.tree)
        };
        !std::iter::successors(Some(at), above)
            .any(|place| reported(&self.clauses[place]) || claimed(place))
    }

    /// "fordert einen Waffenstillstand, der überwacht werden soll", "fordert die Schaffung von ...": what the demand is about is
    /// demanded too, by the same voice. "Es war nicht die Frau, die ...": she did not.
    pub fn wanted(&self, at: usize, own: Attribution) -> Attribution {
        let clause = &self.clauses[at];
        let tree = &self.trees[clause.tree];
        let Some(governor) = clause.parent.map(|parent| &self.clauses[parent]) else { return own };
        let above = tree.heads[clause.head];
        let cleft = clause.kind == ClauseKind::Relative
            && governor.copular
            && governor.negated
            && above == Some(governor.head)
            && governor.subject().is_some_and(|word| {
                tree.words[word].form.eq_ignore_ascii_case(self.lang.words.reporting.it)
            });
        if cleft {
            return Attribution { status: Status::Denied, ..own };
        }
        let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
        let object = || {
            let is = |word: usize| {
                governor
                    .arguments
                    .iter()
                    .any(|argument| argument.role == Role::Object && argument.head == word)
            };
            above.is_some_and(|word| {
                is(word) || (tree.deprels[word] == Deprel::Conj && tree.heads[word].is_some_and(is))
            })
        };
        let voice = || governor.subject().map(|word| Speaker::Phrase(governor.tree, word));
        let demanded = match clause.kind {
            ClauseKind::Nominal => own.status == Status::Demanded,
            ClauseKind::Relative => clause.modal == Some(Modal::Obligation) && object(),
            _ => false,
        };
        if !flags.demand() || !demanded || governor.tree != clause.tree {
            return own;
        }
        let cue = Some(tree.words[governor.head].span);
        Attribution {
            status: Status::Demanded,
            speaker: own.speaker.or_else(voice),
            cue: own.cue.or(cue),
            ..own
        }
    }

    /// The innermost quotation that a clause stands in, if its cue is not the clause itself.
    fn around(&self, at: usize) -> Option<&Quotation> {
        let &Said { trees, clauses, quotations, places, .. } = self;
        let clause = &clauses[at];
        let tree = &trees[clause.tree];
        let head = tree.words[clause.head].span;
        let own_cue =
            |cue: Span| clause.predicate.iter().any(|&word| cue.overlaps(tree.words[word].span));
        let holds = |quotation: &&Quotation| {
            quotation.quote.iter().any(|quote| quote.contains(head))
                && !quotation.cue.is_some_and(own_cue)
        };
        let length = |quotation: &Quotation| {
            quotation.quote.iter().map(|quote| quote.end - quote.start).sum::<usize>()
        };
        places
            .of(clause.tree)
            .iter()
            .map(|&quotation| &quotations[quotation])
            .filter(|quotation| quotation.kind != QuotationKind::Reported)
            .filter(holds)
            .min_by_key(|quotation| length(quotation))
    }

    /// By whose word a clause stands that a quotation holds.
    pub fn quoted(&self, at: usize) -> Option<Attribution> {
        let &Said { trees, clauses, lang, .. } = self;
        let (clause, quotation) = (&clauses[at], self.around(at)?);
        let content_of = quotation.cue.and_then(|cue| {
            let near = trees_of(trees, cue);
            let first = clauses.partition_point(|clause| clause.tree < near.start);
            let end = clauses.partition_point(|clause| clause.tree < near.end);
            (first..end).find(|&other| {
                let other = &clauses[other];
                other.predicate.iter().any(|&word| trees[other.tree].words[word].span.overlaps(cue))
            })
        });
        let demand = matches!(clause.kind, ClauseKind::Infinitive | ClauseKind::Content);
        let status =
            quotation.cue.filter(|_| demand).and_then(|cue| status_of_cue(cue, trees, lang));
        Some(Attribution {
            status: status.unwrap_or(Status::Claimed),
            speaker: quotation
                .speaker
                .filter(|&speaker| {
                    quotation.actor.is_some()
                        || (quotation.speaker != quotation.cue && can_speak(speaker, trees, lang))
                })
                .map(|span| Speaker::Actor(quotation.actor, span)),
            cue: quotation.cue,
            prevented: false,
            content_of: content_of.filter(|&governor| governor != at),
        })
    }
}

/// Somebody whom the article does not know as an actor: a role, a group, a body, a report; no pronoun and no thing.
fn can_speak(speaker: Span, trees: &[Tree], lang: &Language) -> bool {
    let tree = trees[trees.partition_point(|tree| tree.span.end <= speaker.start)..].first();
    tree.is_some_and(|tree| {
        tree.words.iter().filter(|word| speaker.contains(word.span)).any(|word| {
            let class = lang.lexicon.noun(&word.lemma).and_then(|noun| noun.class);
            let classed = matches!(
                class,
                Some(NounClass::Role | NounClass::Group | NounClass::Body | NounClass::Speech)
            );
            let named = word.upos == Upos::Noun && opens_mark(tree, word.span.start);
            word.upos == Upos::Propn || named || (word.upos == Upos::Noun && classed)
        })
    })
}

/// "die „Wochenpost“": the word right behind a mark that opens is a name.
fn opens_mark(tree: &Tree, start: usize) -> bool {
    tree.words.windows(2).any(|pair| {
        matches!(pair[0].form.as_str(), "„" | "»" | "\"") && pair[1].span.start == start
    })
}

/// What the cue makes of the content: "die Forderung der CSU, die Grenze zu schließen" tells of no deed yet.
fn status_of_cue(cue: Span, trees: &[Tree], lang: &Language) -> Option<Status> {
    let tree = &trees[trees.partition_point(|tree| tree.span.end <= cue.start)..].first()?;
    let word = tree.words.iter().find(|word| word.span.overlaps(cue) && word.upos == Upos::Noun)?;
    let mut flags = status::flags_of_noun(&word.lemma, lang);
    flags.find_map(|flags| {
        if flags.demand() {
            Some(Status::Demanded)
        } else if flags.deny() {
            Some(Status::Denied)
        } else if flags.promise() || flags.try_to() {
            Some(Status::Planned)
        } else {
            None
        }
    })
}
