//! Attribution: by whose word a clause stands in the article, and how the article stands to it.
//!
//! In "Die USA behaupteten, dass das Ministerium Angriffe steuerte" the inner clause is claimed, by the USA.

mod matrix;
mod status;
mod said;

use self::matrix::Verdict;
use self::said::Said;
use self::status::Stance;
use crate::extract::clause::{Clause, ClauseKind, ClauseMood};
use crate::extract::quotation::{Places, Quotation};
use crate::language::lexicon::{Flags, Frame, Slot, SlotKind};
use crate::language::{Language, Modal};
use crate::record::names::names;
use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::ud::{Deprel, Person, Tense, Upos};

names! {
    /// How the article stands to what a statement says.
    Status {
        Asserted = "asserted", Claimed = "claimed", Planned = "planned", Demanded = "demanded", Hypothetical = "hypothetical",
        Denied = "denied",
    }
}

/// Where a clause's word comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub status: Status,
    pub speaker: Option<Speaker>,
    pub cue: Option<Span>,
    /// The clause does not happen: "weigerte sich, zu unterschreiben".
    pub prevented: bool,
    /// The clause whose content this one is.
    pub content_of: Option<usize>,
}

/// Who says so: the head word of a phrase, or an actor and its words.
#[derive(Clone, Debug, PartialEq)]
pub enum Speaker {
    /// (tree, head word)
    Phrase(usize, usize),
    /// Index into the article's actors, and where it stands.
    Actor(Option<usize>, Span),
}

/// The attribution of each clause.
pub fn attributions(
    trees: &[Tree],
    clauses: &[Clause],
    quotations: &[Quotation],
    lang: &Language,
) -> Vec<Attribution> {
    let stances = status::stances(trees, clauses, lang);
    let places = Places::new(trees, quotations);
    let said = Said { trees, clauses, stances: &stances, quotations, places: &places, lang };
    let attribution = |at: usize| {
        let (clause, stance) = (&clauses[at], stances[at]);
        let inherited = match chain(at, clauses, trees, lang) {
            // "„Wir fordern ...“, sagte Orbán": he does
            Some(outer) if outer.speaker.as_ref().is_some_and(|own| is_first(own, trees)) => {
                let around = clause
                    .parent
                    .and_then(|parent| chain(parent, clauses, trees, lang))
                    .or_else(|| said.quoted(at));
                let speaker = around.and_then(|around| around.speaker).or(outer.speaker);
                Some(Attribution { speaker, ..outer })
            }
            // "Aus dem Bericht geht hervor, dass ...": the verb has no subject that speaks, the quotation has its source
            Some(outer) if outer.speaker.is_none() => {
                let speaker = said.quoted(at).and_then(|quoted| quoted.speaker);
                Some(Attribution { speaker, ..outer })
            }
            outer => outer.or_else(|| said.quoted(at)),
        };
        let own = combine(stance, clause, inherited.filter(|_| !said.is_aside(at)));
        let own = said.wanted(at, own);
        // "will die Tat beobachtet haben": who says so is the subject
        let speaker = own.speaker.or_else(|| {
            stance
                .by_subject
                .then(|| clause.subject())
                .flatten()
                .map(|word| Speaker::Phrase(clause.tree, word))
        });
        Attribution { speaker, prevented: own.prevented || stance.undone, ..own }
    };
    (0..clauses.len()).map(attribution).collect()
}

/// The verb of saying, demanding, planning above a clause, if its content this clause is.
fn chain(at: usize, clauses: &[Clause], trees: &[Tree], lang: &Language) -> Option<Attribution> {
    let clause = &clauses[at];
    let parent = clause.parent?;
    let governor = &clauses[parent];
    let tree = &trees[clause.tree];
    // "forderte, den Krieg zu verhindern und zu verhandeln": demanded as well, and not prevented
    let beside = governor.tree == clause.tree
        && governor.kind == clause.kind
        && tree.deprels[clause.head] == Deprel::Conj
        && tree.heads[clause.head] == Some(governor.head);
    if beside && matches!(clause.kind, ClauseKind::Content | ClauseKind::Infinitive) {
        return chain(parent, clauses, trees, lang);
    }
    if governor.tree == clause.tree
        && let Some(verdict) = matrix::verdict(tree, governor, clause, lang)
    {
        let outer = chain(parent, clauses, trees, lang);
        return match verdict {
            Verdict::Holds => outer,
            Verdict::Is(status) => Some(judged(status, outer, tree.words[governor.head].span)),
        };
    }
    let content = matches!(clause.kind, ClauseKind::Content | ClauseKind::Infinitive)
        && !hangs_on_noun(tree, clause);
    let flags = flags_of(governor, tree, clause, lang);
    if content && governor.tree == clause.tree {
        let status = if flags.demand() || (flags.ask() && clause.kind == ClauseKind::Infinitive) {
            Some(Status::Demanded)
        } else if flags.deny() {
            Some(Status::Denied)
        } else if flags.promise() || flags.try_to() {
            Some(Status::Planned)
        } else if flags.accuse() || flags.say() || flags.think() || flags.ask() {
            Some(Status::Claimed)
        } else {
            None
        };
        if let Some(status) = status {
            let status = matrix::of_negated(governor).unwrap_or(status);
            let speaker = governor.subject().map(|word| Speaker::Phrase(governor.tree, word));
            let silent = (flags.try_to() && !flags.say() && !flags.promise())
                || (governor.negated && status == Status::Hypothetical);
            let speaker = if silent {
                chain(parent, clauses, trees, lang).and_then(|outer| outer.speaker)
            } else {
                speaker
            };
            return Some(Attribution {
                status,
                speaker,
                cue: (!silent).then(|| tree.words[governor.head].span),
                prevented: false,
                content_of: Some(parent),
            });
        }
        let failed = is_failed(tree, governor, clause, flags);
        if flags.refuse() || flags.prevent() || failed {
            let outer = chain(parent, clauses, trees, lang);
            let status = outer.as_ref().map_or(Status::Asserted, |outer| outer.status);
            let (speaker, cue) = outer.map_or((None, None), |outer| (outer.speaker, outer.cue));
            let content_of = Some(parent);
            return Some(Attribution { status, speaker, cue, prevented: true, content_of });
        }
    }
    // a clause inside a reported one is reported as well; one that stands beside it is not
    let inside =
        !matches!(clause.kind, ClauseKind::Main) || tree.deprels[clause.head] == Deprel::Conj;
    if inside {
        chain(parent, clauses, trees, lang).map(|outer| Attribution { prevented: false, ..outer })
    } else {
        None
    }
}

/// "es gelang nicht, die Krise zu lösen": nor was it done.
fn is_failed(tree: &Tree, governor: &Clause, clause: &Clause, flags: Flags) -> bool {
    let marked = tree.words[clause.head].form.contains("zu")
        || tree.children(clause.head).any(|child| {
            tree.words[child].upos == Upos::Part && tree.deprels[child] == Deprel::Mark
        });
    governor.negated
        && clause.kind == ClauseKind::Infinitive
        && tree.deprels[clause.head] == Deprel::Xcomp
        && marked
        && !flags.reports()
        && clause.noun.is_none()
}

/// What the governor's verb makes of its content; where the use chosen for it says nothing, the use that takes a content does:
/// "behauptet von sich, ... zu haben", "bietet an ... zu erhöhen".
fn flags_of(governor: &Clause, tree: &Tree, content: &Clause, lang: &Language) -> Flags {
    let own = governor.frame.map(|frame| frame.flags).unwrap_or_default();
    let marked = matches!(content.kind, ClauseKind::Infinitive | ClauseKind::Content);
    if own.reports() || own.try_to() || own.refuse() || own.prevent() || !marked {
        return own;
    }
    let takes = |frame: &&Frame| {
        let wanted = |slot: &Slot| match content.kind {
            ClauseKind::Infinitive => slot.kind == SlotKind::Infinitive,
            _ => slot.kind == SlotKind::Content,
        };
        !frame.reflexive && frame.slots.iter().any(wanted)
    };
    let used = |lemma: &str| lang.lexicon.frames(lemma).iter().find(takes).map(|frame| frame.flags);
    let particle = || {
        let next = tree.words.get(governor.head + 1).filter(|next| next.upos == Upos::Adp)?;
        let bare = governor.predicate.iter().all(|&word| tree.deprels[word] != Deprel::CompoundPrt);
        let lemma = format!("{}{}", next.form, tree.words[governor.head].lemma);
        bare.then(|| used(&lemma)).flatten().filter(|flags| flags.reports())
    };
    if governor.frame.is_some_and(|frame| frame.reflexive) {
        return own;
    }
    used(&governor.lemma).filter(|flags| flags.reports()).or_else(particle).unwrap_or(own)
}

fn is_first(speaker: &Speaker, trees: &[Tree]) -> bool {
    matches!(speaker, Speaker::Phrase(tree, word) if trees[*tree].words[*word].feats.person == Some(Person::First))
}

/// "es stimmt nicht, dass ...", by the word of whoever says so, if anybody does.
fn judged(status: Status, outer: Option<Attribution>, cue: Span) -> Attribution {
    let content_of = outer.as_ref().and_then(|outer| outer.content_of);
    let speaker = outer.and_then(|outer| outer.speaker);
    Attribution { status, speaker, cue: Some(cue), prevented: false, content_of }
}

/// "der Versuch, ... zu": the infinitive is the content of a noun.
fn hangs_on_noun(tree: &Tree, clause: &Clause) -> bool {
    let head = tree.heads[clause.head];
    // "verzichtet darauf, ... zu"
    let correlate =
        head.is_some_and(|head| matches!(tree.words[head].upos, Upos::Adv | Upos::Pron));
    (tree.deprels[clause.head] == Deprel::Acl && !correlate)
        || tree.heads[clause.head].is_some_and(|head| {
            matches!(tree.words[head].upos, Upos::Noun | Upos::Propn) && !is_copular(tree, head)
        })
}

fn is_copular(tree: &Tree, head: usize) -> bool {
    tree.children(head).any(|child| tree.deprels[child] == Deprel::Cop)
}

/// What the clause says of itself goes before what its speaker makes of it, unless the mood only marks reported speech.
fn combine(stance: Stance, clause: &Clause, inherited: Option<Attribution>) -> Attribution {
    let own = stance.status;
    let Some(inherited) = inherited else {
        return Attribution {
            status: own,
            speaker: None,
            cue: None,
            prevented: false,
            content_of: None,
        };
    };
    // "Israel könnte angreifen" and "würde angreifen, wenn ..." stay open in anybody's mouth; "sie hätten angegriffen" is what he says
    let reported =
        clause.mood == ClauseMood::Unreal && clause.modal.is_none() && !stance.conditional;
    // "sollte er kommen, ..." is a condition: the verb stands before its subject
    let finite = clause.predicate.iter().min();
    let opens = clause.marker.is_none() && clause.subject().is_none_or(|word| finite < Some(&word));
    let obliged = matches!(clause.modal, Some(Modal::Obligation | Modal::Necessity))
        && clause.mood == ClauseMood::Unreal
        && !stance.conditional
        && !opens;
    let past = clause.tense == Some(Tense::Past) && clause.mood == ClauseMood::Indicative;
    let status = match (own, inherited.status) {
        (Status::Hypothetical, Status::Claimed) if reported => Status::Claimed,
        // "bestand darauf, dass die Renten nicht gekürzt würden"
        (Status::Hypothetical, Status::Demanded) if reported || obliged => inherited.status,
        (Status::Hypothetical, Status::Planned) if reported => inherited.status,
        // "sagte, die Partei müsste sich ändern"
        (Status::Hypothetical, Status::Claimed) if obliged => Status::Demanded,
        // "will die Wege sperren, die im Mai gebaut wurden": built they are
        (Status::Asserted, Status::Planned | Status::Demanded)
            if clause.kind == ClauseKind::Relative && past =>
        {
            Status::Claimed
        }
        (Status::Asserted | Status::Claimed, status) => status,
        (Status::Planned, Status::Demanded | Status::Denied) => inherited.status,
        (own, _) => own,
    };
    Attribution { status, ..inherited }
}
