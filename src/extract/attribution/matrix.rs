//! What a governing clause that is nobody's word makes of its content: "es stimmt nicht, dass", "keine Beweise dafür, dass".
//!
//! The words are rows of the cues: what is true, proven, hinted at, doubted, untrue.

use super::Status;
use crate::extract::clause::{Clause, ClauseKind};
use crate::language::Language;
use crate::language::lexicon::CueKind;
use crate::syntax::parse::Tree;
use crate::ud::{Deprel, Upos};

/// How a governor stands to its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// "Es steht fest, dass", "kein Zweifel, dass": the content is as the governor is.
    Holds,
    /// The content is no fact.
    Is(Status),
}

/// The verdict of a governing clause on a content clause; `None` where it judges nothing.
pub(super) fn verdict(
    tree: &Tree,
    governor: &Clause,
    content: &Clause,
    lang: &Language,
) -> Option<Verdict> {
    if content.kind != ClauseKind::Content {
        return None;
    }
    let asked = content.marker.as_deref() == Some("ob");
    let judged = judges(tree, governor, content, lang).find_map(|(word, kind)| {
        let negated = governor.negated || is_denied(tree, governor, word, lang);
        Some(match kind {
            CueKind::Truth if negated => Verdict::Is(Status::Denied),
            CueKind::Proof | CueKind::Hint if negated => Verdict::Is(Status::Hypothetical),
            CueKind::Hint => Verdict::Is(Status::Claimed),
            CueKind::Doubt if negated => Verdict::Holds,
            CueKind::Doubt | CueKind::Open | CueKind::Guess => Verdict::Is(Status::Hypothetical),
            CueKind::Falsehood if negated => Verdict::Is(Status::Hypothetical),
            CueKind::Falsehood => Verdict::Is(Status::Denied),
            CueKind::Truth | CueKind::Proof => Verdict::Holds,
            _ => return None,
        })
    })?;
    match judged {
        Verdict::Holds if asked => Some(Verdict::Is(Status::Hypothetical)),
        verdict => Some(verdict),
    }
}

/// The words of the governor that judge: its verb, its predicate noun or adjective, a noun beside it that the content explains.
fn judges<'a>(
    tree: &'a Tree,
    governor: &'a Clause,
    content: &'a Clause,
    lang: &'a Language,
) -> impl Iterator<Item = (usize, CueKind)> + 'a {
    let verb = governor.head;
    // "ein Mann ohne Beweise sagte, dass": only what the governor itself has, before the content
    let nouns = governor
        .arguments
        .iter()
        .map(|argument| argument.head)
        .chain(tree.children(verb))
        .chain(governor.predicate.iter().copied())
        .chain(tree.heads[content.head])
        .filter(move |&word| word < content.head || word == verb);
    std::iter::once(verb).chain(nouns).filter_map(move |word| {
        let own = &tree.words[word];
        if own.upos == Upos::Adv && tree.deprels[word] == Deprel::Advmod {
            return None;
        }
        let texts = [
            (word == verb).then(|| governor.lemma.clone()),
            Some(own.lemma.clone()),
            Some(own.form.clone()),
            Some(own.form.to_lowercase()),
        ];
        texts.into_iter().flatten().find_map(|text| judgement(&text, lang)).map(|kind| (word, kind))
    })
}

fn judgement(text: &str, lang: &Language) -> Option<CueKind> {
    let kinds = [
        CueKind::Truth,
        CueKind::Proof,
        CueKind::Hint,
        CueKind::Doubt,
        CueKind::Falsehood,
        CueKind::Open,
        CueKind::Guess,
    ];
    kinds.into_iter().find(|&kind| lang.lexicon.is_cue(text, kind))
}

/// "es fehlen Beweise", "ohne Beweise", "steht außer Zweifel": what takes a word back without a negator at the verb.
fn is_denied(tree: &Tree, governor: &Clause, word: usize, lang: &Language) -> bool {
    let lacks = |word: usize| lang.lexicon.is_cue(&tree.words[word].lemma, CueKind::Lack);
    lacks(governor.head)
        || tree.children(word).any(|child| {
            let negative =
                lang.grammar.negative_determiners.iter().any(|determiner| {
                    tree.words[child].lemma.to_lowercase().starts_with(determiner)
                });
            negative || lacks(child)
        })
}

/// A verb of thinking or saying that is negated: "glaubt nicht, dass" denies, "bestätigte nicht, dass" leaves open,
/// "bestreitet nicht, dass" admits.
pub(super) fn of_negated(governor: &Clause) -> Option<Status> {
    let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
    if !governor.negated {
        None
    } else if flags.deny() {
        Some(Status::Claimed)
    } else if flags.think() {
        Some(Status::Denied)
    } else if flags.say() && !flags.demand() && !flags.promise() {
        Some(Status::Hypothetical)
    } else {
        None
    }
}
