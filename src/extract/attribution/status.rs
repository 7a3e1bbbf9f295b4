//! What a clause itself says of its truth: modals, mood, hedges, conditions, questions, the noun or verb it hangs on.
//!
//! "Der Mann soll geflohen sein" is hearsay, "Das Werk soll schließen" a plan, "Schließt das Werk?" neither said nor planned.

use super::Status;
use super::matrix::{self, Verdict};
use crate::extract::clause::{Clause, ClauseKind, ClauseMood, Voice};
use crate::language::lexicon::{CueKind, Flags, NounClass};
use crate::language::{Language, Modal};
use crate::syntax::parse::Tree;
use crate::syntax::tag::Word;
use crate::ud::{Deprel, Mood, Tense, Upos, VerbForm};

/// How a clause stands to what it says, before anybody's word is considered.
#[derive(Clone, Copy)]
pub(super) struct Stance {
    pub status: Status,
    /// It depends on a condition, or is one.
    pub conditional: bool,
    /// "ohne zu unterschreiben": it does not happen.
    pub undone: bool,
    /// "will gesehen haben": the subject says so of itself.
    pub by_subject: bool,
}

/// The stance of each clause; what hangs on a clause that is open is open as well.
pub(super) fn stances(trees: &[Tree], clauses: &[Clause], lang: &Language) -> Vec<Stance> {
    let mut stances: Vec<Stance> =
        clauses.iter().map(|clause| own(&trees[clause.tree], clause, lang)).collect();
    for (condition, main) in conditions(trees, clauses, lang) {
        if let Some(condition) = condition {
            stances[condition] =
                Stance { status: Status::Hypothetical, conditional: true, ..stances[condition] };
        }
        let past = clauses[main].tense == Some(Tense::Past)
            && clauses[main].mood == ClauseMood::Indicative;
        // "wenn du gehst, wird das Land Probleme bekommen": a forecast, and nobody's plan
        let forecast = clauses[main].future
            && clauses[main].modal.is_none()
            && !has_temporal(main, clauses, lang);
        let open = matches!(stances[main].status, Status::Asserted | Status::Hypothetical);
        // "wenn A geschieht, gewährt die EU ...": what depends on a condition is not said to happen
        if !past && (open || (forecast && stances[main].status == Status::Planned)) {
            stances[main] =
                Stance { status: Status::Hypothetical, conditional: true, ..stances[main] };
        }
    }
    for at in 0..clauses.len() {
        let (clause, tree) = (&clauses[at], &trees[clauses[at].tree]);
        let status = match clause.kind {
            ClauseKind::Nominal => nominal(clause, tree, clauses, &stances, lang),
            _ if stances[at].status != Status::Asserted => continue,
            _ if tells_of_words(clause, clauses, tree, lang) => Status::Claimed,
            ClauseKind::Infinitive | ClauseKind::Content => {
                depends(clause, clauses, tree, &stances, lang)
            }
            _ => continue,
        };
        stances[at].status = status;
    }
    stances
}

/// Conditions with the clauses that depend on them: "wenn ...", and "Hätte Boeing ..., wäre ..." by the order of the words.
fn conditions(trees: &[Tree], clauses: &[Clause], lang: &Language) -> Vec<(Option<usize>, usize)> {
    let mut pairs: Vec<(Option<usize>, usize)> = Vec::new();
    for clause in clauses.iter().filter(|clause| is_condition(&trees[clause.tree], clause, lang)) {
        pairs.extend(clause.parent.map(|main| (None, main)));
    }
    for (at, tree) in trees.iter().enumerate() {
        let first = clauses.partition_point(|clause| clause.tree < at);
        let own = first..clauses.partition_point(|clause| clause.tree <= at);
        let finite = |word: usize| {
            tree.words.get(word).is_some_and(|word| word.feats.verb_form == Some(VerbForm::Fin))
        };
        if !finite(0) || tree.words.iter().any(|word| word.form.starts_with('?')) {
            continue;
        }
        let of = |word: usize| {
            own.clone().find(|&clause| {
                clauses[clause].kind != ClauseKind::Nominal
                    && clauses[clause].predicate.contains(&word)
            })
        };
        let opens = |word: usize| {
            if matches!(tree.words[word].form.as_str(), "so" | "dann") { word + 1 } else { word }
        };
        let commas =
            (3..tree.words.len().saturating_sub(1)).filter(|&word| tree.words[word].form == ",");
        let verb = commas.map(|comma| opens(comma + 1)).find(|&word| finite(word));
        let (Some(condition), Some(verb)) = (of(0), verb) else { continue };
        let Some(main) = of(verb).filter(|&main| main != condition) else { continue };
        let says = clauses[main].frame.is_some_and(|frame| frame.flags.say());
        if clauses[condition].mood == ClauseMood::Imperative || says {
            continue;
        }
        pairs.push((Some(condition), main));
        // "Gelingt ein Sieg und verliert Russland, ..."
        let joined = |&other: &usize| {
            tree.deprels[clauses[other].head] == Deprel::Conj
                && tree.heads[clauses[other].head] == Some(clauses[condition].head)
                && clauses[other].head < verb
        };
        pairs.extend(own.clone().filter(joined).map(|other| (Some(other), main)));
    }
    pairs
}

/// "sobald A geschieht, wird B folgen": the condition tells when, and not whether.
fn has_temporal(main: usize, clauses: &[Clause], lang: &Language) -> bool {
    clauses.iter().filter(|clause| clause.parent == Some(main)).any(|clause| {
        let marker = clause.marker.as_deref().unwrap_or("");
        lang.grammar.temporal.contains(&marker)
    })
}

/// "wenn ...", "falls ...", but not "auch wenn ...".
fn is_condition(tree: &Tree, clause: &Clause, lang: &Language) -> bool {
    let marker = clause.marker.as_deref().unwrap_or("");
    if clause.kind != ClauseKind::Adverbial
        || !lang.grammar.conditional.contains(&marker)
        || is_told(clause, lang)
    {
        return false;
    }
    let at =
        (0..clause.head).rev().find(|&word| tree.words[word].form.eq_ignore_ascii_case(marker));
    let around = at.map(|at| (at.checked_sub(1), at + 1));
    !around.is_some_and(|(before, after)| {
        [before, Some(after)].into_iter().flatten().any(|word| {
            tree.words.get(word).is_some_and(|word| {
                lang.words.status.conceding.contains(&word.form.to_lowercase().as_str())
            })
        })
    })
}

/// "sobald er die Stadt erreicht hatte": what the past tells after a word for time has happened.
fn is_told(clause: &Clause, lang: &Language) -> bool {
    let temporal =
        clause.marker.as_deref().is_some_and(|marker| lang.grammar.temporal.contains(&marker));
    temporal && clause.tense == Some(Tense::Past) && clause.mood == ClauseMood::Indicative
}

/// What modals, mood, hedges and the kind of sentence tell.
fn own(tree: &Tree, clause: &Clause, lang: &Language) -> Stance {
    let marker = clause.marker.as_deref().unwrap_or("");
    // "auch wenn er verliert": open itself, whatever becomes of the main clause
    let conditional = clause.kind == ClauseKind::Adverbial
        && lang.grammar.conditional.contains(&marker)
        && !is_told(clause, lang);
    let perfect = is_perfect(tree, clause, lang);
    let by_subject = clause.modal == Some(Modal::Intention)
        && perfect
        && clause.mood != ClauseMood::Unreal
        && clause.tense != Some(Tense::Past);
    let status = if conditional
        || clause.mood == ClauseMood::Unreal
        || marker == "ob"
        || is_asked(tree, clause)
    {
        Status::Hypothetical
    } else if by_subject {
        Status::Claimed
    } else {
        by_modal(tree, clause, perfect, lang).unwrap_or_else(|| by_words(tree, clause, lang))
    };
    Stance { status, conditional, undone: lang.grammar.undone.contains(&marker), by_subject }
}

/// "will schließen" plans, "soll schließen" as well; "soll geschlossen haben" and "soll dort wohnen" are hearsay.
fn by_modal(tree: &Tree, clause: &Clause, perfect: bool, lang: &Language) -> Option<Status> {
    let finite = clause
        .predicate
        .iter()
        .map(|&word| &tree.words[word])
        .find(|word| word.feats.verb_form == Some(VerbForm::Fin));
    let past = finite.is_some_and(|word| {
        word.feats.tense == Some(Tense::Past) && word.feats.mood != Some(Mood::Sub)
    });
    let form = finite.map_or(String::new(), |word| word.form.to_lowercase());
    let words = &lang.words.status;
    let opens = |starts: &[&str]| starts.iter().any(|start| form.starts_with(start));
    // "konnte verhindern", "hatte verhindern können": could, and did
    let did = (past && opens(words.done)) || is_done_by_modal(tree, clause, finite, lang);
    match clause.modal? {
        _ if did => None,
        // "kann die Brücke nicht sanieren": it does not
        Modal::Possibility if clause.negated && opens(words.able) => None,
        Modal::Possibility => Some(Status::Hypothetical),
        Modal::Intention if opens(words.wish) => Some(Status::Demanded),
        // "wollte nicht bestätigen": and did not
        Modal::Intention if clause.negated && past => None,
        Modal::Intention => Some(Status::Planned),
        Modal::Obligation
            if perfect
                || (words.hearsay.contains(&form.as_str()) && is_state(tree, clause, lang)) =>
        {
            Some(Status::Claimed)
        }
        Modal::Obligation => Some(Status::Planned),
        // "muss es gewusst haben" infers, "muss noch zustimmen" has not done so yet
        Modal::Necessity
            if opens(words.must) && (perfect || is_outstanding(tree, clause, lang)) =>
        {
            Some(Status::Hypothetical)
        }
        // "muss die Blockade aufheben": who says so wants it done
        Modal::Necessity if opens(words.must) => Some(Status::Demanded),
        // "hatte Pläne, ein Stadion zu bauen", "hat die Kosten zu tragen"
        Modal::Necessity if finite.is_some_and(|word| word.lemma == lang.grammar.have) => {
            let plans = (0..clause.head).any(|word| {
                tree.heads[word] == Some(clause.head)
                    && lang.lexicon.is_cue(&tree.words[word].lemma, CueKind::Intention)
            });
            Some(if plans { Status::Planned } else { Status::Demanded })
        }
        Modal::Necessity => None,
    }
}

/// "hatte ... gewinnen können", "hat ... gehen müssen": the perfect of a modal tells what happened.
fn is_done_by_modal(tree: &Tree, clause: &Clause, finite: Option<&Word>, lang: &Language) -> bool {
    let have = finite
        .is_some_and(|word| word.lemma == lang.grammar.have && word.feats.mood == Some(Mood::Ind));
    let modal = |&&word: &&usize| {
        let own = &tree.words[word];
        own.feats.verb_form == Some(VerbForm::Inf)
            && lang.grammar.modals.iter().any(|(lemma, _)| *lemma == own.lemma)
    };
    let can = matches!(clause.modal, Some(Modal::Possibility | Modal::Necessity));
    have && can && clause.predicate.iter().any(|word| modal(&word))
}

/// "muss dem Vertrag noch zustimmen"
fn is_outstanding(tree: &Tree, clause: &Clause, lang: &Language) -> bool {
    tree.children(clause.head).any(|child| {
        tree.deprels[child] == Deprel::Advmod
            && tree.words[child].form.eq_ignore_ascii_case(lang.words.forms.nor)
    })
}

/// "geschlossen haben", "geflohen sein", "verletzt worden sein", "Chef gewesen sein".
fn is_perfect(tree: &Tree, clause: &Clause, lang: &Language) -> bool {
    let head = &tree.words[clause.head];
    let others = || {
        clause.predicate.iter().filter(|&&word| word != clause.head).map(|&word| &tree.words[word])
    };
    let infinitive = |word: &Word| {
        word.lemma == lang.grammar.have
            && (word.feats.verb_form == Some(VerbForm::Inf)
                || (clause.modal.is_some() && word.form == lang.grammar.have))
    };
    // "soll ihn bestochen und bedroht haben": the auxiliary of the second verb is the first one's as well
    let joined = || {
        tree.children(clause.head)
            .filter(|&child| tree.deprels[child] == Deprel::Conj)
            .filter(|&child| tree.words[child].feats.verb_form == Some(VerbForm::Part))
            .flat_map(|child| tree.children(child))
            .any(|word| infinitive(&tree.words[word]) && clause.modal.is_some())
    };
    let have = others().any(infinitive) || joined();
    let been = others().any(|word| matches!(word.form.as_str(), "worden" | "gewesen"));
    let gone = clause.voice == Voice::Active
        && head.feats.verb_form == Some(VerbForm::Part)
        && head.upos == Upos::Verb;
    have || been || gone
}

/// "soll dort wohnen", "soll der Anführer sein", "sollen verletzt sein".
fn is_state(tree: &Tree, clause: &Clause, lang: &Language) -> bool {
    let role = |word: usize| {
        let class = lang.lexicon.noun(&tree.words[word].lemma).and_then(|noun| noun.class);
        tree.words[word].upos == Upos::Propn
            || matches!(class, Some(NounClass::Role | NounClass::Group))
    };
    let be = clause
        .predicate
        .iter()
        .any(|&word| word != clause.head && tree.words[word].form == lang.grammar.be);
    let participle = tree.words[clause.head].feats.verb_form == Some(VerbForm::Part)
        || tree.words[clause.head].upos == Upos::Adj;
    let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
    (be && (participle || role(clause.head)))
        || lang.words.status.states.contains(&clause.lemma.as_str())
        || (flags.state() && !clause.copular)
}

fn by_words(tree: &Tree, clause: &Clause, lang: &Language) -> Status {
    let hedged = |kind: CueKind| {
        tree.words.iter().enumerate().any(|(word, form)| {
            let here = |head: usize| {
                clause.predicate.contains(&head)
                    || clause
                        .arguments
                        .iter()
                        .any(|argument| argument.head == head && !argument.shared && word < head)
            };
            // "wohl aber gegen das Verbot" guesses nothing
            let contrasts = tree.words.get(word + 1).is_some_and(|next| {
                let text = format!("{} {}", form.form.to_lowercase(), next.form);
                lang.lexicon.is_cue(&text, CueKind::Contrast)
            });
            matches!(tree.deprels[word], Deprel::Advmod)
                && !contrasts
                && tree.heads[word].is_some_and(here)
                && lang.lexicon.is_cue(&form.lemma.to_lowercase(), kind)
        })
    };
    if hedged(CueKind::Guess) {
        Status::Hypothetical
    } else if clause.future
        || clause.kind == ClauseKind::Purpose
        || is_future_reported(tree, clause, lang)
    {
        Status::Planned
    } else if hedged(CueKind::Hedge) || clause.mood == ClauseMood::Reported {
        Status::Claimed
    } else if clause.mood == ClauseMood::Imperative {
        Status::Demanded
    } else {
        Status::Asserted
    }
}

/// "werde Maßnahmen ergreifen": the future in reported speech.
fn is_future_reported(tree: &Tree, clause: &Clause, lang: &Language) -> bool {
    let werde = |&word: &usize| {
        word != clause.head
            && tree.words[word].form.eq_ignore_ascii_case("werde")
            && tree.words[word].lemma == lang.grammar.passive
    };
    let infinitive = |word: &usize| tree.words[*word].feats.verb_form == Some(VerbForm::Inf);
    clause.predicate.iter().any(werde)
        && (infinitive(&clause.head) || clause.predicate.iter().any(infinitive))
}

/// The main clause of a question: "Steigt Polen aus?", "Er fragte: Wer regiert Mali?"
fn is_asked(tree: &Tree, clause: &Clause) -> bool {
    let words = &tree.words;
    let Some(mark) = (clause.head..words.len()).find(|&word| words[word].form.starts_with('?'))
    else {
        return false;
    };
    let breaks =
        |word: usize| matches!(words[word].form.as_str(), ":" | "." | "!" | ";" | "“" | "«" | "”");
    clause.kind == ClauseKind::Main && !(clause.head..mark).any(breaks)
}

/// The uses of the verb behind a noun: "Forderung" -> fordern.
pub(super) fn flags_of_noun<'l>(
    lemma: &str,
    lang: &'l Language,
) -> impl Iterator<Item = Flags> + use<'l> {
    let verb = lang.lexicon.noun(lemma).and_then(|noun| noun.verb.as_deref()).unwrap_or("");
    lang.lexicon.frames(verb).iter().map(|frame| frame.flags)
}

/// An event in a noun is what the verb above makes of it: "forderte Sanktionen gegen ..." tells of none yet.
fn nominal(
    clause: &Clause,
    tree: &Tree,
    clauses: &[Clause],
    stances: &[Stance],
    lang: &Language,
) -> Status {
    let class = |word: usize| {
        lang.lexicon
            .adjective(&tree.words[word].lemma)
            .and_then(|adjective| adjective.class.as_deref())
    };
    let classed = |wanted: &str| {
        tree.children(clause.head)
            .any(|child| tree.deprels[child] == Deprel::Amod && class(child) == Some(wanted))
    };
    if classed("hedge") {
        return Status::Claimed;
    }
    // "den geplanten Angriff auf ..."
    if classed("future") {
        return Status::Planned;
    }
    let Some(parent) = clause.parent else { return Status::Asserted };
    let governor = &clauses[parent];
    let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
    // "wollte sich nach dem Treffen nicht festlegen": the meeting was
    let own = governor.arguments.iter().any(|argument| argument.head == clause.head);
    let beside = governor.negated && !own && flags.is_empty();
    if beside && stances[parent].status == Status::Asserted {
        return Status::Asserted;
    }
    if stances[parent].status != Status::Asserted {
        stances[parent].status
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
    let Some(governor) = clause
        .parent
        .map(|parent| &clauses[parent])
        .filter(|governor| governor.tree == clause.tree)
    else {
        return false;
    };
    // "es besteht kein Zweifel, dass": nobody's word
    let holds = matrix::verdict(tree, governor, clause, lang) == Some(Verdict::Holds);
    if clause.kind != ClauseKind::Content || holds || !lang.grammar.content.contains(&marker) {
        return false;
    }
    let speech = |word: usize| {
        let noun = lang.lexicon.noun(&tree.words[word].lemma);
        tree.words[word].upos == Upos::Noun
            && noun.is_some_and(|noun| noun.class == Some(NounClass::Speech))
    };
    tree.heads[clause.head].is_some_and(speech)
        || governor
            .arguments
            .iter()
            .any(|argument| argument.head < clause.head && speech(argument.head))
}

/// A content clause or infinitive is as open as what it hangs on: "die Möglichkeit, ... zu schließen", "würde zulassen, dass ...".
fn depends(
    clause: &Clause,
    clauses: &[Clause],
    tree: &Tree,
    stances: &[Stance],
    lang: &Language,
) -> Status {
    let infinitive = clause.kind == ClauseKind::Infinitive;
    let perfect = infinitive && is_perfect(tree, clause, lang);
    if let Some(noun) = clause.noun {
        let status = of_noun(&tree.words[noun].lemma, lang);
        // "der Vorwurf, ... unterstützt zu haben": a deed that is past is said, not planned
        return if perfect && status != Status::Claimed { Status::Asserted } else { status };
    }
    let Some(parent) = clause.parent.filter(|&parent| clauses[parent].tree == clause.tree) else {
        return Status::Asserted;
    };
    let governor = &clauses[parent];
    let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
    // "ist bereit, ... zu", "es ist möglich, ... zu"
    if infinitive && !perfect && governor.copular {
        let intended = lang.lexicon.is_cue(&tree.words[governor.head].lemma, CueKind::Intention);
        let past = governor.tense == Some(Tense::Past);
        // "ist dafür bekannt, ... zu": it is done
        let mind = &tree.words[governor.head];
        let habits = lang.words.status.habits;
        let known = habits.contains(&mind.lemma.as_str()) || habits.contains(&mind.form.as_str());
        match (intended, past) {
            _ if known => {}
            (true, _) => return Status::Planned,
            (false, false) => return Status::Hypothetical,
            // "es war falsch, die Grenze zu schließen"
            (false, true) => {}
        }
    }
    match stances[parent].status {
        Status::Hypothetical | Status::Planned | Status::Demanded
            if !flags.factive() && !flags.reports() =>
        {
            stances[parent].status
        }
        _ => Status::Asserted,
    }
}

/// "der Plan, ... zu", "die Forderung, ... zu": nothing is done yet.
fn of_noun(lemma: &str, lang: &Language) -> Status {
    if lang.lexicon.is_cue(lemma, CueKind::Intention)
        || flags_of_noun(lemma, lang).any(|flags| flags.promise() || flags.try_to())
    {
        Status::Planned
    } else if flags_of_noun(lemma, lang).any(|flags| flags.demand()) {
        Status::Demanded
    } else if flags_of_noun(lemma, lang).any(|flags| flags.accuse()) {
        Status::Claimed
    } else {
        Status::Hypothetical
    }
}
