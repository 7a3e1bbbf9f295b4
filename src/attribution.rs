//! Attribution: by whose word a clause stands in the article, and how the article stands to it.
//!
//! In "Die USA behaupteten, dass das Ministerium Angriffe steuerte" the inner clause is claimed, by the USA.

mod status;

use self::status::Stance;
use crate::clause::{Clause, ClauseKind, ClauseMood};
use crate::lang::{Language, Modal};
use crate::lexicon::NounClass;
use crate::parse::Tree;
use crate::quotation::{Quotation, QuotationKind};
use crate::span::Span;
use crate::ud::{Deprel, Upos, names};

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
pub fn attributions(trees: &[Tree], clauses: &[Clause], quotations: &[Quotation], lang: &Language) -> Vec<Attribution> {
    let stances = status::stances(trees, clauses, lang);
    let attribution = |at: usize| {
        let (clause, stance) = (&clauses[at], stances[at]);
        let inherited = match chain(at, clauses, trees) {
            // "Aus dem Bericht geht hervor, dass ...": the verb has no subject that speaks, the quotation has its source
            Some(outer) if outer.speaker.is_none() => {
                let speaker = quoted(at, clauses, trees, quotations, lang).and_then(|quoted| quoted.speaker);
                Some(Attribution { speaker, ..outer })
            }
            outer => outer.or_else(|| quoted(at, clauses, trees, quotations, lang)),
        };
        let own = combine(stance, clause, inherited);
        // "will die Tat beobachtet haben": who says so is the subject
        let speaker = own
            .speaker
            .or_else(|| stance.by_subject.then(|| clause.subject()).flatten().map(|word| Speaker::Phrase(clause.tree, word)));
        Attribution { speaker, prevented: own.prevented || stance.undone, ..own }
    };
    (0..clauses.len()).map(attribution).collect()
}

/// The verb of saying, demanding, planning above a clause, if its content this clause is.
fn chain(at: usize, clauses: &[Clause], trees: &[Tree]) -> Option<Attribution> {
    let clause = &clauses[at];
    let parent = clause.parent?;
    let governor = &clauses[parent];
    let tree = &trees[clause.tree];
    let content = matches!(clause.kind, ClauseKind::Content | ClauseKind::Infinitive) && !hangs_on_noun(tree, clause);
    let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
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
            let speaker = governor.subject().map(|word| Speaker::Phrase(governor.tree, word));
            let silent = flags.try_to() && !flags.say() && !flags.promise();
            let speaker = if silent { chain(parent, clauses, trees).and_then(|outer| outer.speaker) } else { speaker };
            return Some(Attribution {
                status,
                speaker,
                cue: (!silent).then(|| tree.words[governor.head].span),
                prevented: false,
                content_of: Some(parent),
            });
        }
        // "es gelang nicht, die Krise zu lösen": nor was it done
        let marked = tree.words[clause.head].form.contains("zu")
            || tree.children(clause.head).any(|child| tree.words[child].upos == Upos::Part && tree.deprels[child] == Deprel::Mark);
        let failed = governor.negated
            && clause.kind == ClauseKind::Infinitive
            && tree.deprels[clause.head] == Deprel::Xcomp
            && marked
            && !flags.reports()
            && clause.noun.is_none();
        if flags.refuse() || flags.prevent() || failed {
            let outer = chain(parent, clauses, trees);
            let status = outer.as_ref().map_or(Status::Asserted, |outer| outer.status);
            let (speaker, cue) = outer.map_or((None, None), |outer| (outer.speaker, outer.cue));
            return Some(Attribution { status, speaker, cue, prevented: true, content_of: None });
        }
    }
    // a clause inside a reported one is reported as well; one that stands beside it is not
    let inside = !matches!(clause.kind, ClauseKind::Main) || tree.deprels[clause.head] == Deprel::Conj;
    if inside { chain(parent, clauses, trees).map(|outer| Attribution { prevented: false, ..outer }) } else { None }
}

/// "der Versuch, ... zu": the infinitive is the content of a noun.
fn hangs_on_noun(tree: &Tree, clause: &Clause) -> bool {
    tree.deprels[clause.head] == Deprel::Acl
        || tree.heads[clause.head]
            .is_some_and(|head| matches!(tree.words[head].upos, Upos::Noun | Upos::Propn) && !is_copular(tree, head))
}

fn is_copular(tree: &Tree, head: usize) -> bool {
    tree.children(head).any(|child| tree.deprels[child] == Deprel::Cop)
}

/// The innermost quotation that a clause stands in, if its cue is not the clause itself.
fn quoted(at: usize, clauses: &[Clause], trees: &[Tree], quotations: &[Quotation], lang: &Language) -> Option<Attribution> {
    let clause = &clauses[at];
    let tree = &trees[clause.tree];
    let head = tree.words[clause.head].span;
    let own_cue = |cue: Span| clause.predicate.iter().any(|&word| cue.overlaps(tree.words[word].span));
    let holds =
        |quotation: &&Quotation| quotation.quote.iter().any(|quote| quote.contains(head)) && !quotation.cue.is_some_and(own_cue);
    let length = |quotation: &Quotation| quotation.quote.iter().map(|quote| quote.end - quote.start).sum::<usize>();
    let quotation = quotations
        .iter()
        .filter(|quotation| quotation.kind != QuotationKind::Reported)
        .filter(holds)
        .min_by_key(|quotation| length(quotation))?;
    let content_of = quotation.cue.and_then(|cue| {
        clauses.iter().position(|other| other.predicate.iter().any(|&word| trees[other.tree].words[word].span.overlaps(cue)))
    });
    let demand = matches!(clause.kind, ClauseKind::Infinitive | ClauseKind::Content);
    let status = quotation.cue.filter(|_| demand).and_then(|cue| status_of_cue(cue, trees, lang));
    Some(Attribution {
        status: status.unwrap_or(Status::Claimed),
        speaker: quotation
            .speaker
            .filter(|&speaker| quotation.actor.is_some() || (quotation.speaker != quotation.cue && can_speak(speaker, trees, lang)))
            .map(|span| Speaker::Actor(quotation.actor, span)),
        cue: quotation.cue,
        prevented: false,
        content_of: content_of.filter(|&governor| governor != at),
    })
}

/// Somebody whom the article does not know as an actor: a role, a group, a body, a report; no pronoun and no thing.
fn can_speak(speaker: Span, trees: &[Tree], lang: &Language) -> bool {
    let tree = trees[trees.partition_point(|tree| tree.span.end <= speaker.start)..].first();
    tree.is_some_and(|tree| {
        tree.words.iter().filter(|word| speaker.contains(word.span)).any(|word| {
            let class = lang.lexicon.noun(&word.lemma).and_then(|noun| noun.class);
            let classed = matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body | NounClass::Speech));
            word.upos == Upos::Propn || (word.upos == Upos::Noun && classed)
        })
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

/// What the clause says of itself goes before what its speaker makes of it, unless the mood only marks reported speech.
fn combine(stance: Stance, clause: &Clause, inherited: Option<Attribution>) -> Attribution {
    let own = stance.status;
    let Some(inherited) = inherited else {
        return Attribution { status: own, speaker: None, cue: None, prevented: false, content_of: None };
    };
    // "Israel könnte angreifen" and "würde angreifen, wenn ..." stay open in anybody's mouth; "sie hätten angegriffen" is what he says
    let reported = clause.mood == ClauseMood::Unreal && clause.modal.is_none() && !stance.conditional;
    let status = match (own, inherited.status) {
        (Status::Hypothetical, Status::Claimed) if reported => Status::Claimed,
        (Status::Planned, Status::Claimed) if clause.modal == Some(Modal::Necessity) => Status::Claimed,
        (Status::Asserted | Status::Claimed, status) => status,
        (Status::Planned, Status::Demanded | Status::Denied) => inherited.status,
        (own, _) => own,
    };
    Attribution { status, ..inherited }
}
