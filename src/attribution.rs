//! Attribution: by whose word a clause stands in the article, and how the article stands to it.
//!
//! In "Die USA behaupteten, dass das Ministerium Angriffe steuerte" the inner clause is claimed, by the USA.

use crate::clause::{Clause, ClauseKind, ClauseMood, Voice};
use crate::lang::{Language, Modal};
use crate::lexicon::{CueKind, NounClass};
use crate::parse::Tree;
use crate::quotation::{Quotation, QuotationKind};
use crate::span::Span;
use crate::ud::{Deprel, Tense, Upos, VerbForm, names};

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
    let mut attributions: Vec<Attribution> = Vec::with_capacity(clauses.len());
    let mut own: Vec<Status> = clauses.iter().map(|clause| own_status(&trees[clause.tree], clause, lang)).collect();
    for condition in clauses.iter().filter(|clause| is_condition(clause, lang)) {
        // "wenn A geschieht, gewährt die EU ...": what depends on a condition is not said to happen
        if let Some(main) =
            condition.parent.filter(|&main| own[main] == Status::Asserted && clauses[main].tense != Some(Tense::Past))
        {
            own[main] = Status::Hypothetical;
        }
    }
    for at in 0..clauses.len() {
        if clauses[at].kind == ClauseKind::Nominal {
            own[at] = nominal_status(&clauses[at], &trees[clauses[at].tree], clauses, &own, lang);
        }
    }
    for at in 0..clauses.len() {
        if own[at] == Status::Asserted && tells_of_words(&clauses[at], clauses, &trees[clauses[at].tree], lang) {
            own[at] = Status::Claimed;
        }
        let inherited = chain(at, clauses, trees).or_else(|| quoted(at, clauses, trees, quotations));
        attributions.push(combine(own[at], clauses[at].mood, inherited));
    }
    attributions
}

/// An event in a noun is what the verb above makes of it: "forderte Sanktionen gegen ..." tells of none yet.
fn nominal_status(clause: &Clause, tree: &Tree, clauses: &[Clause], own: &[Status], lang: &Language) -> Status {
    let hedged = |word: usize| {
        lang.lexicon.adjective(&tree.words[word].lemma).is_some_and(|adjective| adjective.class.as_deref() == Some("hedge"))
    };
    if tree.children(clause.head).any(|child| tree.deprels[child] == Deprel::Amod && hedged(child)) {
        return Status::Claimed;
    }
    let Some(parent) = clause.parent else { return Status::Asserted };
    let governor = &clauses[parent];
    let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
    if own[parent] != Status::Asserted {
        own[parent]
    } else if flags.demand() {
        Status::Demanded
    } else if flags.promise() || flags.try_to() {
        Status::Planned
    } else if flags.deny() {
        Status::Denied
    } else if flags.prevent() || flags.refuse() || governor.negated {
        Status::Hypothetical
    } else if flags.accuse() {
        Status::Claimed
    } else {
        Status::Asserted
    }
}

/// "den Anschuldigungen, dass Peking ...": the content of an accusation, a rumour, a suspicion is no fact.
fn tells_of_words(clause: &Clause, clauses: &[Clause], tree: &Tree, lang: &Language) -> bool {
    let marker = clause.marker.as_deref().unwrap_or("");
    let Some(governor) = clause.parent.map(|parent| &clauses[parent]).filter(|governor| governor.tree == clause.tree) else {
        return false;
    };
    if clause.kind != ClauseKind::Content || !lang.grammar.content.contains(&marker) {
        return false;
    }
    let speech = |word: usize| {
        let noun = lang.lexicon.noun(&tree.words[word].lemma);
        tree.words[word].upos == Upos::Noun && noun.is_some_and(|noun| noun.class == Some(NounClass::Speech))
    };
    tree.heads[clause.head].is_some_and(speech)
        || governor.arguments.iter().any(|argument| argument.head < clause.head && speech(argument.head))
}

/// "wenn ...", "falls ..."
fn is_condition(clause: &Clause, lang: &Language) -> bool {
    let marker = clause.marker.as_deref().unwrap_or("");
    clause.kind == ClauseKind::Adverbial && lang.grammar.conditional.contains(&marker)
}

/// What the clause itself says about its truth: modals, mood, hedges, conditions.
fn own_status(tree: &Tree, clause: &Clause, lang: &Language) -> Status {
    let conditional = is_condition(clause, lang);
    let participle = clause.voice == Voice::Active && tree.words[clause.head].feats.verb_form == Some(VerbForm::Part);
    let perfect = participle
        || clause.predicate.iter().any(|&word| {
            word != clause.head
                && tree.words[word].lemma == lang.grammar.have
                && tree.words[word].feats.verb_form == Some(VerbForm::Inf)
        });
    let hedged = tree.words.iter().enumerate().any(|(word, form)| {
        let below = clause.predicate.iter().any(|&verb| tree.heads[word] == Some(verb));
        below && matches!(tree.deprels[word], Deprel::Advmod) && lang.lexicon.is_cue(&form.lemma.to_lowercase(), CueKind::Hedge)
    });
    if conditional || clause.mood == ClauseMood::Unreal {
        return Status::Hypothetical;
    }
    match clause.modal {
        Some(Modal::Possibility) => return Status::Hypothetical,
        Some(Modal::Intention) => return Status::Planned,
        Some(Modal::Obligation) => return if perfect { Status::Claimed } else { Status::Planned },
        Some(Modal::Necessity) | None => {}
    }
    if clause.future || clause.kind == ClauseKind::Purpose {
        Status::Planned
    } else if hedged || clause.mood == ClauseMood::Reported {
        Status::Claimed
    } else if clause.mood == ClauseMood::Imperative {
        Status::Demanded
    } else {
        Status::Asserted
    }
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
        if flags.refuse() || flags.prevent() {
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
fn quoted(at: usize, clauses: &[Clause], trees: &[Tree], quotations: &[Quotation]) -> Option<Attribution> {
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
    Some(Attribution {
        status: Status::Claimed,
        speaker: quotation.speaker.map(|span| Speaker::Actor(quotation.actor, span)),
        cue: quotation.cue,
        prevented: false,
        content_of: content_of.filter(|&governor| governor != at),
    })
}

/// What the clause says of itself goes before what its speaker makes of it, unless the mood only marks reported speech.
fn combine(own: Status, mood: ClauseMood, inherited: Option<Attribution>) -> Attribution {
    let Some(inherited) = inherited else {
        return Attribution { status: own, speaker: None, cue: None, prevented: false, content_of: None };
    };
    let status = match (own, inherited.status) {
        (Status::Hypothetical, Status::Claimed) if mood == ClauseMood::Unreal => Status::Claimed,
        (Status::Asserted | Status::Claimed, status) => status,
        (Status::Planned, Status::Demanded | Status::Denied) => inherited.status,
        (own, _) => own,
    };
    Attribution { status, ..inherited }
}
