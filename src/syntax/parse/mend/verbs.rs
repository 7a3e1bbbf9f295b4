//! Verbs: their particles, participles and copulas, and which clause a word between two of them belongs to.

use super::{bears_finite, hang, has, is_finite, is_nominal, is_predicate, with_particle};
use crate::language::lexicon::{Frame, Lexicon, NounClass, SlotKind};
use crate::language::{Grammar, Language};
use crate::syntax::parse::Tree;
use crate::ud::{Definite, Deprel, Upos, VerbForm};

/// "lehnt den Vertrag ab, Spanien begrüßt ihn": the particle at the end of a clause is that of the verb in it.
pub(super) fn particle_of_the_next(tree: &mut Tree, word: usize) {
    let Some(head) =
        tree.heads[word].filter(|&head| tree.deprels[word] == Deprel::CompoundPrt && word < head)
    else {
        return;
    };
    let comma = |at: usize| tree.words[at].form == ",";
    if !(word..head).any(comma) {
        return;
    }
    let clause = (0..word).rev().take_while(|&at| !comma(at));
    let verb = clause.filter(|&at| tree.words[at].upos == Upos::Verb && is_finite(tree, at)).last();
    if let Some(verb) = verb {
        hang(tree, word, verb, Deprel::CompoundPrt);
    }
}

/// "war im Wahlkampf vom Präsidenten unterstützt worden": "von" with the article before somebody is no genitive, it says who does
/// what the passive says.
pub(super) fn agent(tree: &mut Tree, verb: usize, lang: &Language) {
    if !has(tree, verb, Deprel::AuxPass) {
        return;
    }
    let from = |tree: &Tree, noun: usize| {
        tree.children(noun).any(|child| {
            tree.deprels[child] == Deprel::Case
                && lang.grammar.agent.first() == Some(&tree.words[child].lemma.as_str())
        })
    };
    let is_agent = |child: usize| child < verb && is_nominal(tree, child) && from(tree, child);
    if tree.children(verb).any(is_agent) {
        return;
    }
    let acts = |noun: usize| {
        let known = lang.lexicon.noun(&tree.words[noun].lemma).and_then(|noun| noun.class);
        matches!(known, Some(NounClass::Role | NounClass::Body | NounClass::Group))
            || tree.words[noun].upos == Upos::Propn
            || tree.children(noun).any(|child| {
                tree.deprels[child] == Deprel::Appos && tree.words[child].upos == Upos::Propn
            })
    };
    let definite = |noun: usize| {
        tree.children(noun).any(|child| {
            tree.deprels[child] == Deprel::Det
                && tree.words[child].feats.definite == Some(Definite::Def)
        })
    };
    let first = tree.children(verb).filter(|&child| child < verb).min().unwrap_or(verb);
    let found = (first..verb).rev().find(|&noun| {
        tree.deprels[noun] == Deprel::Nmod
            && from(tree, noun)
            && definite(noun)
            && acts(noun)
            && tree.above(noun).take_while(|&above| above != verb).all(|above| {
                matches!(tree.deprels[above], Deprel::Nmod | Deprel::Obl | Deprel::NsubjPass)
            })
    });
    if let Some(noun) = found {
        hang(tree, noun, verb, Deprel::Obl);
    }
}

/// "warf dem im Exil lebenden Prediger vor, ...": no postposition, but the particle of the verb.
pub(super) fn stranded_particle(tree: &mut Tree, word: usize, lang: &Language) {
    let closes = tree.words.get(word + 1).is_none_or(|next| next.upos == Upos::Punct);
    let stranded =
        tree.deprels[word] == Deprel::Case && tree.words[word].upos == Upos::Adp && closes;
    let Some(noun) = tree.heads[word].filter(|&noun| stranded && noun < word) else { return };
    let Some(verb) = tree.heads[noun].filter(|&verb| {
        verb < noun && tree.words[verb].upos == Upos::Verb && is_finite(tree, verb)
    }) else {
        return;
    };
    let form = tree.words[word].form.to_lowercase();
    let prepositions =
        tree.children(noun).filter(|&child| tree.deprels[child] == Deprel::Case).count();
    let known = !lang.lexicon.frames(&format!("{form}{}", tree.words[verb].lemma)).is_empty();
    if known
        && prepositions == 1
        && !lang.grammar.postpositions.contains(&form.as_str())
        && !has(tree, verb, Deprel::CompoundPrt)
    {
        hang(tree, word, verb, Deprel::CompoundPrt);
        // what hangs on the noun from behind the particle belongs to the clause there
        let content = (word..tree.words.len()).find(|&at| {
            tree.heads[at] == Some(verb)
                && matches!(tree.deprels[at], Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl)
        });
        let behind: Vec<usize> =
            tree.children(noun).filter(|&child| child > word && is_nominal(tree, child)).collect();
        for child in behind.into_iter().filter(|_| content.is_some()) {
            hang(tree, child, content.unwrap_or(verb), Deprel::Obj);
        }
    }
}

/// "als in Alaska die Gespräche endeten": what stands between a subordinating word and the verb at the end belongs to that verb.
pub(super) fn enclosed(tree: &mut Tree, verb: usize) {
    let mark = tree.children(verb).find(|&child| {
        tree.deprels[child] == Deprel::Mark && tree.words[child].upos == Upos::Sconj
    });
    let Some(mark) = mark.filter(|&mark| mark < verb && is_finite(tree, verb)) else { return };
    let closed = tree.words.get(verb + 1).is_none_or(|next| next.upos == Upos::Punct);
    if !closed
        || (mark..verb).any(|at| tree.words[at].upos == Upos::Punct && tree.words[at].form != "-")
    {
        return;
    }
    let inside = |head: usize| (mark..=verb).contains(&head);
    let strays: Vec<usize> = (mark + 1..verb)
        .filter(|&word| tree.heads[word].is_some_and(|head| !inside(head)))
        .collect();
    for word in strays.into_iter().filter(|&word| word != mark) {
        let bare = is_nominal(tree, word) && !has(tree, word, Deprel::Case);
        let deprel = match tree.deprels[word] {
            _ if bare && !has(tree, verb, Deprel::Nsubj) => Deprel::Nsubj,
            _ if bare && !has(tree, verb, Deprel::Obj) => Deprel::Obj,
            Deprel::Nmod => Deprel::Obl,
            deprel => deprel,
        };
        hang(tree, word, verb, deprel);
    }
}

/// "ohne die Opposition zu fragen": no preposition, but what opens the infinitive.
pub(super) fn without(tree: &mut Tree, word: usize, grammar: &Grammar) {
    let form = tree.words[word].form.to_lowercase();
    let opens = grammar.undone.contains(&form.as_str()) || grammar.purpose.contains(&form.as_str());
    let first = word.checked_sub(1).is_none_or(|before| tree.words[before].upos == Upos::Punct);
    let Some(noun) =
        tree.heads[word].filter(|_| opens && first && tree.deprels[word] == Deprel::Case)
    else {
        return;
    };
    let Some(verb) = tree.heads[noun]
        .filter(|&verb| verb > noun && tree.words[verb].feats.verb_form == Some(VerbForm::Inf))
    else {
        return;
    };
    let marked = |child: usize| {
        tree.words[child].upos == Upos::Part && tree.words[child].lemma == grammar.infinitive
    };
    if tree.children(verb).any(marked) {
        hang(tree, word, verb, Deprel::Mark);
        if tree.deprels[noun] == Deprel::Obl {
            tree.deprels[noun] = Deprel::Obj;
        }
    }
}

/// "Putin empfing Xi", "dass die USA Polen schützen": of two bare nominatives the second is the object, where the verb wants one and
/// the form does not speak against it.
pub(super) fn two_nominatives(tree: &mut Tree, verb: usize, lexicon: &Lexicon) {
    if tree.words[verb].upos != Upos::Verb
        || has(tree, verb, Deprel::Obj)
        || has(tree, verb, Deprel::AuxPass)
    {
        return;
    }
    let subjects: Vec<usize> =
        tree.children(verb).filter(|&child| tree.deprels[child] == Deprel::Nsubj).collect();
    let &[first, second] = subjects.as_slice() else { return };
    let lemma = with_particle(tree, verb);
    let wants = |frame: &Frame| {
        frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional)
    };
    let name = |word: usize| tree.words[word].upos == Upos::Propn && !has(tree, word, Deprel::Case);
    let named = name(first) && name(second);
    let masculine =
        tree.children(second).any(|child| tree.words[child].form.eq_ignore_ascii_case("der"));
    let apart = (first..second).any(|at| at != verb && tree.words[at].upos == Upos::Punct);
    if named && !masculine && !apart && lexicon.frames(&lemma).first().is_some_and(wants) {
        tree.deprels[second] = Deprel::Obj;
    }
}

/// "wurde in 32 Sprachen übersetzt": what stands under the auxiliary of the passive is a verb.
pub(super) fn participle(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    if tree.words[word].upos != Upos::Adj || !has(tree, word, Deprel::AuxPass) {
        return;
    }
    let form = tree.words[word].form.to_lowercase();
    let Some((lemma, _)) = lexicon.participle(&form) else { return };
    tree.words[word].lemma = lemma.to_owned();
    tree.words[word].upos = Upos::Verb;
    tree.words[word].feats.verb_form = Some(VerbForm::Part);
}

/// "lernte den Maler kennen": two verbs that are one.
pub(super) fn split_verb(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(verb) =
        tree.heads[word].filter(|&verb| tree.deprels[word] == Deprel::Xcomp && verb < word)
    else {
        return;
    };
    let bare =
        tree.words[word].feats.verb_form == Some(VerbForm::Inf) && !has(tree, word, Deprel::Mark);
    let both = || format!("{}{}", tree.words[word].form, tree.words[verb].lemma);
    if bare && !lexicon.frames(&both()).is_empty() {
        tree.deprels[word] = Deprel::CompoundPrt;
        let below: Vec<usize> = tree.children(word).collect();
        below.into_iter().for_each(|child| tree.heads[child] = Some(verb));
    }
}

/// "wurde gegründet und ist damit die älteste Hochschule": a copula that was coordinated without what it says.
pub(super) fn displaced_copula(tree: &mut Tree, copula: usize) {
    let bare = tree.words[copula].upos == Upos::Aux
        && tree.deprels[copula] == Deprel::Conj
        && is_finite(tree, copula);
    let Some(first) = tree.heads[copula].filter(|_| bare) else { return };
    let takes = |&word: &usize| {
        let there = matches!(
            tree.deprels[word],
            Deprel::Conj | Deprel::Nsubj | Deprel::Obl | Deprel::Xcomp | Deprel::Obj
        );
        let plain = !has(tree, word, Deprel::Cc) && !has(tree, word, Deprel::Case);
        tree.heads[word] == Some(first)
            && there
            && plain
            && (is_nominal(tree, word) || tree.words[word].upos == Upos::Adj)
    };
    let Some(predicate) = (copula + 1..tree.words.len()).find(takes) else { return };
    if tree
        .children(copula)
        .any(|child| matches!(tree.deprels[child], Deprel::Xcomp | Deprel::Obj | Deprel::Nsubj))
    {
        return;
    }
    tree.deprels[predicate] = Deprel::Conj;
    let below: Vec<usize> = tree.children(copula).collect();
    below.into_iter().for_each(|child| tree.heads[child] = Some(predicate));
    hang(tree, copula, predicate, Deprel::Cop);
}

/// "gehört zu Frankreich, ist aber kein Bundesland": a second finite verb behind a comma is that of a clause of its own.
pub(super) fn second_finite(tree: &mut Tree, second: usize) {
    let auxiliary = matches!(tree.deprels[second], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
        && is_finite(tree, second);
    let Some(verb) =
        tree.heads[second].filter(|&verb| auxiliary && verb < second && is_finite(tree, verb))
    else {
        return;
    };
    let joint = (verb..second)
        .rev()
        .find(|&word| tree.words[word].form == "," || tree.words[word].upos == Upos::Cconj);
    if joint.is_none() || tree.words[verb].upos != Upos::Verb {
        return;
    }
    let behind: Vec<usize> = tree
        .children(verb)
        .filter(|&child| child > second && tree.words[child].upos != Upos::Punct)
        .collect();
    let says = |&&word: &&usize| {
        let deprel = tree.deprels[word];
        let kind =
            is_nominal(tree, word) || matches!(tree.words[word].upos, Upos::Adj | Upos::Verb);
        kind && !has(tree, word, Deprel::Case)
            && matches!(deprel, Deprel::Nsubj | Deprel::Xcomp | Deprel::Obj | Deprel::Obl)
    };
    let predicate = behind.iter().find(says).copied();
    let head = predicate.unwrap_or(second);
    hang(tree, head, verb, Deprel::Conj);
    if head != second {
        hang(tree, second, head, Deprel::Cop);
    }
    for child in behind {
        if child != head {
            tree.heads[child] = Some(head);
        }
    }
}

/// "Hannover ist die Hauptstadt": what stands right before a copula that has no subject is the subject.
pub(super) fn nominative_before_copula(tree: &mut Tree, word: usize) {
    let Some(predicate) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Nmod) else {
        return;
    };
    let copula = tree.children(predicate).find(|&child| tree.deprels[child] == Deprel::Cop);
    let before = copula.is_some_and(|copula| word < copula && copula < predicate);
    let subject = tree
        .children(predicate)
        .any(|child| matches!(tree.deprels[child], Deprel::Nsubj | Deprel::Csubj | Deprel::Expl));
    if before && !subject && is_nominal(tree, word) && !has(tree, word, Deprel::Case) {
        tree.deprels[word] = Deprel::Nsubj;
    }
}

/// "besuchte die Schule in Ulm, brach sie ab und wurde Maler": what stands before the joint of two coordinated predicates belongs
/// to the first, what stands behind the second one to that one.
pub(super) fn strays(tree: &mut Tree, second: usize) {
    let Some(first) =
        tree.heads[second].filter(|&first| tree.deprels[second] == Deprel::Conj && first < second)
    else {
        return;
    };
    if !is_predicate(tree, first)
        || !is_predicate(tree, second)
        || bears_finite(tree, first) != bears_finite(tree, second)
    {
        return;
    }
    let Some(joint) = (first..second)
        .rev()
        .find(|&word| tree.words[word].form == "," || tree.words[word].upos == Upos::Cconj)
    else {
        return;
    };
    let stray = |child: &usize| (first + 1..joint).contains(child) && is_nominal(tree, *child);
    let before: Vec<usize> = tree.children(second).filter(stray).collect();
    for child in before {
        let deprel =
            if tree.deprels[child] == Deprel::Nmod { Deprel::Obl } else { tree.deprels[child] };
        hang(tree, child, first, deprel);
    }
    if !bears_finite(tree, second) {
        return;
    }
    let end = tree
        .children(first)
        .filter(|&child| child > second && tree.deprels[child] == Deprel::Conj)
        .min();
    let moves = |child: &usize| {
        matches!(
            tree.deprels[*child],
            Deprel::Obj
                | Deprel::Obl
                | Deprel::OblArg
                | Deprel::Iobj
                | Deprel::Advmod
                | Deprel::Xcomp
        )
    };
    let between = |&child: &usize| child > second && end.is_none_or(|end| child < end);
    let behind: Vec<usize> =
        tree.children(first).filter(|child| between(child) && moves(child)).collect();
    for child in behind {
        let deprel = tree.deprels[child];
        hang(tree, child, second, deprel);
    }
}
