//! Arcs that German grammar rules out, put where they can stand: a verb has one subject, a finite verb no second finite verb inside
//! it, and between two coordinated main clauses nothing changes sides.

use super::{NameClass, Tree};
use crate::lexicon::{Frame, Lexicon, NounClass, SlotKind};
use crate::ud::{Deprel, Number, Upos, VerbForm};

pub fn mend(tree: &mut Tree, lexicon: &Lexicon) {
    for word in 0..tree.words.len() {
        participle(tree, word, lexicon);
        split_verb(tree, word, lexicon);
        as_phrase(tree, word);
        quantity(tree, word);
        measure(tree, word);
    }
    for word in 0..tree.words.len() {
        displaced_copula(tree, word);
        before_the_verb(tree, word);
        office_and_name(tree, word);
        particle_of_the_next(tree, word);
        stranded_particle(tree, word, lexicon);
        unjoined(tree, word, lexicon);
        second_finite(tree, word);
        nominative_before_copula(tree, word);
        second_subject(tree, word);
        time_before_subject(tree, word, lexicon);
    }
    for word in 0..tree.words.len() {
        strays(tree, word);
        person(tree, word);
        beside_time(tree, word, lexicon);
        wanted(tree, word, lexicon);
    }
}

fn is_finite(tree: &Tree, word: usize) -> bool {
    tree.words[word].feats.verb_form == Some(VerbForm::Fin)
}

/// The word or an auxiliary below it is finite.
fn bears_finite(tree: &Tree, word: usize) -> bool {
    let auxiliary = |child: usize| matches!(tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    is_finite(tree, word) || tree.children(word).any(|child| auxiliary(child) && is_finite(tree, child))
}

fn is_nominal(tree: &Tree, word: usize) -> bool {
    matches!(tree.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
}

fn has(tree: &Tree, head: usize, deprel: Deprel) -> bool {
    tree.children(head).any(|child| tree.deprels[child] == deprel)
}

fn is_predicate(tree: &Tree, word: usize) -> bool {
    matches!(tree.words[word].upos, Upos::Verb | Upos::Aux) || has(tree, word, Deprel::Cop)
}

fn hang(tree: &mut Tree, word: usize, head: usize, deprel: Deprel) {
    let mut above = Some(head);
    while let Some(at) = above {
        if at == word {
            return;
        }
        above = tree.heads[at];
    }
    (tree.heads[word], tree.deprels[word]) = (Some(head), deprel);
}

/// "Die Times, eine Zeitung, hat Hackern vorgeworfen": one phrase stands before the finite verb of a main clause, and what
/// follows it between commas is its apposition.
fn before_the_verb(tree: &mut Tree, word: usize) {
    let auxiliary =
        |&child: &usize| matches!(tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && is_finite(tree, child);
    let Some(verb) = Some(word).filter(|&word| is_finite(tree, word)).or_else(|| tree.children(word).find(auxiliary)) else {
        return;
    };
    let comma = |at: usize| tree.words[at].form == ",";
    if verb == 0 || !comma(verb - 1) {
        return;
    }
    let argument =
        |child: usize| matches!(tree.deprels[child], Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj | Deprel::Obl);
    // foreign names are no nouns to the tagger
    let noun = |child: usize| matches!(tree.words[child].upos, Upos::Noun | Upos::Propn | Upos::X);
    let bare = |child: usize| noun(child) && !has(tree, child, Deprel::Case);
    let before: Vec<usize> = tree.children(word).filter(|&child| child < verb && argument(child)).collect();
    let &[first, second] = before.as_slice() else { return };
    let range = tree.subtree(second);
    let start = range.start + usize::from(comma(range.start));
    let opens = matches!(tree.words[start].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num);
    if first + 1 < start && comma(start - 1) && opens && bare(first) && bare(second) {
        if matches!(tree.deprels[second], Deprel::Nsubj | Deprel::NsubjPass) {
            tree.deprels[first] = tree.deprels[second];
        }
        hang(tree, second, first, Deprel::Appos);
    }
}

/// "Außenministerin Annalena Baerbock warnte": two subjects side by side are an office and its name.
fn office_and_name(tree: &mut Tree, word: usize) {
    let Some(verb) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Nsubj && tree.words[word].upos == Upos::Propn)
    else {
        return;
    };
    let start = tree.subtree(word).start;
    let office = start.checked_sub(1).filter(|&office| {
        tree.words[office].upos == Upos::Noun && tree.heads[office] == Some(verb) && tree.deprels[office] == Deprel::Nsubj
    });
    if let Some(office) = office {
        hang(tree, word, office, Deprel::Appos);
    }
}

/// "lehnt den Vertrag ab, Spanien begrüßt ihn": the particle at the end of a clause is that of the verb in it.
fn particle_of_the_next(tree: &mut Tree, word: usize) {
    let Some(head) = tree.heads[word].filter(|&head| tree.deprels[word] == Deprel::CompoundPrt && word < head) else { return };
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

/// "warf dem im Exil lebenden Prediger vor, ...": no postposition, but the particle of the verb.
fn stranded_particle(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    const POSTPOSED: [&str; 8] = ["aus", "entlang", "gegenüber", "halber", "nach", "wegen", "zufolge", "über"];
    let closes = tree.words.get(word + 1).is_none_or(|next| next.upos == Upos::Punct);
    let stranded = tree.deprels[word] == Deprel::Case && tree.words[word].upos == Upos::Adp && closes;
    let Some(noun) = tree.heads[word].filter(|&noun| stranded && noun < word) else { return };
    let Some(verb) = tree.heads[noun].filter(|&verb| verb < noun && tree.words[verb].upos == Upos::Verb && is_finite(tree, verb))
    else {
        return;
    };
    let form = tree.words[word].form.to_lowercase();
    let prepositions = tree.children(noun).filter(|&child| tree.deprels[child] == Deprel::Case).count();
    let known = !lexicon.frames(&format!("{form}{}", tree.words[verb].lemma)).is_empty();
    if known && prepositions == 1 && !POSTPOSED.contains(&form.as_str()) && !has(tree, verb, Deprel::CompoundPrt) {
        hang(tree, word, verb, Deprel::CompoundPrt);
        // what hangs on the noun from behind the particle belongs to the clause there
        let content = (word..tree.words.len())
            .find(|&at| tree.heads[at] == Some(verb) && matches!(tree.deprels[at], Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl));
        let behind: Vec<usize> = tree.children(noun).filter(|&child| child > word && is_nominal(tree, child)).collect();
        for child in behind.into_iter().filter(|_| content.is_some()) {
            hang(tree, child, content.unwrap_or(verb), Deprel::Obj);
        }
    }
}

/// "liefern Polen und Rumänien Munition", "haben Rebellen Aleppo beschossen": what nothing joins to the subject is the object, where the
/// verb wants one and has none.
fn unjoined(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let start = tree.subtree(word).start;
    let Some(before) = start.checked_sub(1).filter(|_| matches!(tree.words[word].upos, Upos::Noun | Upos::Propn)) else { return };
    let side_by_side = matches!(tree.words[before].upos, Upos::Noun | Upos::Propn);
    let Some(mut subject) = tree.heads[word].filter(|&head| side_by_side && head < word) else { return };
    let several = tree.words[subject].feats.number == Some(Number::Plur) && tree.words[subject].upos == Upos::Noun;
    let bare = !tree.children(subject).any(|child| matches!(tree.deprels[child], Deprel::Det | Deprel::Nummod | Deprel::Amod));
    match tree.deprels[word] {
        Deprel::Conj if !has(tree, word, Deprel::Cc) => {}
        Deprel::Flat if several && bare && tree.words[word].upos == Upos::Propn && word == subject + 1 => {}
        _ => return,
    }
    while let Some(above) = tree.heads[subject].filter(|_| tree.deprels[subject] == Deprel::Conj) {
        subject = above;
    }
    let Some(verb) = tree.heads[subject].filter(|_| tree.deprels[subject] == Deprel::Nsubj) else { return };
    let particle = tree.children(verb).find(|&child| tree.deprels[child] == Deprel::CompoundPrt);
    let lemma = format!("{}{}", particle.map_or("", |particle| &tree.words[particle].form), tree.words[verb].lemma);
    let wants = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional);
    if lexicon.frames(&lemma).first().is_some_and(wants) && !has(tree, verb, Deprel::Obj) && !has(tree, verb, Deprel::AuxPass) {
        hang(tree, word, verb, Deprel::Obj);
    }
}

/// "wurde in 32 Sprachen übersetzt": what stands under the auxiliary of the passive is a verb.
fn participle(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
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
fn split_verb(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(verb) = tree.heads[word].filter(|&verb| tree.deprels[word] == Deprel::Xcomp && verb < word) else { return };
    let bare = tree.words[word].feats.verb_form == Some(VerbForm::Inf) && !has(tree, word, Deprel::Mark);
    let both = || format!("{}{}", tree.words[word].form, tree.words[verb].lemma);
    if bare && !lexicon.frames(&both()).is_empty() {
        tree.deprels[word] = Deprel::CompoundPrt;
        let below: Vec<usize> = tree.children(word).collect();
        below.into_iter().for_each(|child| tree.heads[child] = Some(verb));
    }
}

/// "ging er als Arzt nach Afrika", "gilt als einer": behind "als" stands no subject and no second conjunct.
fn as_phrase(tree: &mut Tree, word: usize) {
    if tree.words[word].form != "als" {
        return;
    }
    let Some(noun) = tree.heads[word].filter(|&noun| noun > word) else { return };
    let phrase = is_nominal(tree, noun) || matches!(tree.words[noun].upos, Upos::Adj | Upos::Det);
    if phrase && !is_predicate(tree, noun) && matches!(tree.deprels[word], Deprel::Cc | Deprel::Mark) {
        tree.deprels[word] = Deprel::Case;
    }
    let counted = tree.words[..word].last().is_some_and(|word| matches!(word.form.as_str(), "mehr" | "weniger"));
    if tree.deprels[word] == Deprel::Case && tree.deprels[noun] == Deprel::Nsubj && !counted {
        tree.deprels[noun] = Deprel::Obl;
    }
}

/// "musste mehr als 200 Bewohner retten": no comparison, but a number.
fn quantity(tree: &mut Tree, word: usize) {
    let more = word.checked_sub(1).filter(|&more| matches!(tree.words[more].form.to_lowercase().as_str(), "mehr" | "weniger"));
    let Some(more) = more.filter(|_| tree.words[word].form == "als") else { return };
    let next = word + 1;
    let number =
        tree.words.get(next).is_some_and(|next| next.upos == Upos::Num || matches!(next.form.as_str(), "tausend" | "hundert"));
    let Some(noun) = tree.heads[word].filter(|&noun| number && noun >= next) else { return };
    let strays: Vec<usize> = tree.children(word).collect();
    strays.into_iter().for_each(|child| hang(tree, child, noun, Deprel::Nummod));
    // "mehr" above what it counts: the noun takes its place
    let mut above = tree.heads[noun];
    while let Some(at) = above.filter(|&at| at != more) {
        above = tree.heads[at];
    }
    if above == Some(more) {
        (tree.heads[noun], tree.deprels[noun]) = (tree.heads[more], tree.deprels[more]);
        let below: Vec<usize> = tree.children(more).collect();
        below.into_iter().filter(|&child| child != noun).for_each(|child| tree.heads[child] = Some(noun));
    }
    // "verkaufte weltweit mehr als 200": of the verb
    let adverbs: Vec<usize> = tree.children(more).filter(|&child| child < more && tree.words[child].upos == Upos::Adv).collect();
    if let Some(verb) = tree.heads[noun] {
        adverbs.into_iter().for_each(|adverb| tree.heads[adverb] = Some(verb));
    }
    hang(tree, more, noun, Deprel::Advmod);
    hang(tree, word, more, Deprel::Fixed);
    let Some(verb) = tree.heads[noun].filter(|_| matches!(tree.deprels[noun], Deprel::Obl | Deprel::Advmod)) else { return };
    let case = tree.children(noun).any(|child| tree.deprels[child] == Deprel::Case);
    if is_predicate(tree, verb) && !case {
        let passive = has(tree, verb, Deprel::AuxPass);
        let subject = has(tree, verb, Deprel::Nsubj) || has(tree, verb, Deprel::NsubjPass);
        if !subject {
            tree.deprels[noun] = if passive { Deprel::NsubjPass } else { Deprel::Nsubj };
        } else if !passive && !has(tree, verb, Deprel::Obj) {
            tree.deprels[noun] = Deprel::Obj;
        }
    }
}

/// "ist 340 Meter lang": a measure before an adjective is not its subject.
fn measure(tree: &mut Tree, word: usize) {
    let adjective = word + 1;
    let measures = tree.heads[word] == Some(adjective)
        && tree.deprels[word] == Deprel::Nsubj
        && tree.words[adjective].upos == Upos::Adj
        && has(tree, word, Deprel::Nummod)
        && tree.children(adjective).any(|child| child < word && tree.deprels[child] == Deprel::Nsubj);
    if measures {
        tree.deprels[word] = Deprel::Obl;
    }
}

/// "wurde gegründet und ist damit die älteste Hochschule": a copula that was coordinated without what it says.
fn displaced_copula(tree: &mut Tree, copula: usize) {
    let bare = tree.words[copula].upos == Upos::Aux && tree.deprels[copula] == Deprel::Conj && is_finite(tree, copula);
    let Some(first) = tree.heads[copula].filter(|_| bare) else { return };
    let takes = |&word: &usize| {
        let there = matches!(tree.deprels[word], Deprel::Conj | Deprel::Nsubj | Deprel::Obl | Deprel::Xcomp | Deprel::Obj);
        let plain = !has(tree, word, Deprel::Cc) && !has(tree, word, Deprel::Case);
        tree.heads[word] == Some(first) && there && plain && (is_nominal(tree, word) || tree.words[word].upos == Upos::Adj)
    };
    let Some(predicate) = (copula + 1..tree.words.len()).find(takes) else { return };
    if tree.children(copula).any(|child| matches!(tree.deprels[child], Deprel::Xcomp | Deprel::Obj | Deprel::Nsubj)) {
        return;
    }
    tree.deprels[predicate] = Deprel::Conj;
    let below: Vec<usize> = tree.children(copula).collect();
    below.into_iter().for_each(|child| tree.heads[child] = Some(predicate));
    hang(tree, copula, predicate, Deprel::Cop);
}

/// "gehört zu Frankreich, ist aber kein Bundesland": a second finite verb behind a comma is that of a clause of its own.
fn second_finite(tree: &mut Tree, second: usize) {
    let auxiliary = matches!(tree.deprels[second], Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && is_finite(tree, second);
    let Some(verb) = tree.heads[second].filter(|&verb| auxiliary && verb < second && is_finite(tree, verb)) else { return };
    let joint = (verb..second).rev().find(|&word| tree.words[word].form == "," || tree.words[word].upos == Upos::Cconj);
    if joint.is_none() || tree.words[verb].upos != Upos::Verb {
        return;
    }
    let behind: Vec<usize> = tree.children(verb).filter(|&child| child > second && tree.words[child].upos != Upos::Punct).collect();
    let says = |&&word: &&usize| {
        let deprel = tree.deprels[word];
        let kind = is_nominal(tree, word) || matches!(tree.words[word].upos, Upos::Adj | Upos::Verb);
        kind && !has(tree, word, Deprel::Case) && matches!(deprel, Deprel::Nsubj | Deprel::Xcomp | Deprel::Obj | Deprel::Obl)
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
fn nominative_before_copula(tree: &mut Tree, word: usize) {
    let Some(predicate) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Nmod) else { return };
    let copula = tree.children(predicate).find(|&child| tree.deprels[child] == Deprel::Cop);
    let before = copula.is_some_and(|copula| word < copula && copula < predicate);
    let subject = tree.children(predicate).any(|child| matches!(tree.deprels[child], Deprel::Nsubj | Deprel::Csubj | Deprel::Expl));
    if before && !subject && is_nominal(tree, word) && !has(tree, word, Deprel::Case) {
        tree.deprels[word] = Deprel::Nsubj;
    }
}

/// "Ihr Vater, ein Arzt aus Wien, floh": of two subjects side by side between commas the second explains the first.
fn second_subject(tree: &mut Tree, word: usize) {
    let nominative = |word: usize| matches!(tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass);
    let Some(verb) = tree.heads[word].filter(|_| nominative(word) && tree.words[word].upos == Upos::Noun) else { return };
    let range = tree.subtree(word);
    let comma = |at: usize| tree.words.get(at).is_some_and(|word| word.form == ",");
    let start = if comma(range.start) { range.start } else { range.start.wrapping_sub(1) };
    let closed = comma(range.end) || comma(range.end - 1);
    let first = tree.children(verb).find(|&child| {
        child < word && nominative(child) && {
            let before = tree.subtree(child);
            before.end == start || before.end == start + 1
        }
    });
    if let Some(first) = first.filter(|_| comma(start) && closed && !has(tree, word, Deprel::Cc)) {
        hang(tree, word, first, Deprel::Appos);
    }
}

/// "Lange Zeit war die Stadt ein Zentrum": a time beside a subject is none itself.
fn time_before_subject(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(verb) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Nsubj) else { return };
    let is_time = lexicon.exact_noun(&tree.words[word].lemma).is_some_and(|noun| noun.class == Some(NounClass::Time));
    let other = tree.children(verb).any(|child| child != word && tree.deprels[child] == Deprel::Nsubj);
    if is_time && other && !has(tree, word, Deprel::Det) {
        tree.deprels[word] = Deprel::Obl;
    }
}

/// "besuchte die Schule in Ulm, brach sie ab und wurde Maler": what stands before the joint of two coordinated predicates belongs
/// to the first, what stands behind the second one to that one.
fn strays(tree: &mut Tree, second: usize) {
    let Some(first) = tree.heads[second].filter(|&first| tree.deprels[second] == Deprel::Conj && first < second) else { return };
    if !is_predicate(tree, first) || !is_predicate(tree, second) || bears_finite(tree, first) != bears_finite(tree, second) {
        return;
    }
    let Some(joint) = (first..second).rev().find(|&word| tree.words[word].form == "," || tree.words[word].upos == Upos::Cconj)
    else {
        return;
    };
    let stray = |child: &usize| (first + 1..joint).contains(child) && is_nominal(tree, *child);
    let before: Vec<usize> = tree.children(second).filter(stray).collect();
    for child in before {
        let deprel = if tree.deprels[child] == Deprel::Nmod { Deprel::Obl } else { tree.deprels[child] };
        hang(tree, child, first, deprel);
    }
    if !bears_finite(tree, second) {
        return;
    }
    let end = tree.children(first).filter(|&child| child > second && tree.deprels[child] == Deprel::Conj).min();
    let moves = |child: &usize| {
        matches!(tree.deprels[*child], Deprel::Obj | Deprel::Obl | Deprel::OblArg | Deprel::Iobj | Deprel::Advmod | Deprel::Xcomp)
    };
    let between = |&child: &usize| child > second && end.is_none_or(|end| child < end);
    let behind: Vec<usize> = tree.children(first).filter(|child| between(child) && moves(child)).collect();
    for child in behind {
        let deprel = tree.deprels[child];
        hang(tree, child, second, deprel);
    }
}

/// "Der Präsident des Verbandes, Hans Keller,": a person explains the office, not the body.
fn person(tree: &mut Tree, word: usize) {
    let Some(owner) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Appos) else { return };
    let in_person = |at: usize| tree.names.iter().any(|name| name.class == NameClass::Person && name.words.contains(&at));
    let apart = word.checked_sub(1).is_some_and(|before| tree.words[before].form == ",");
    if !apart || !in_person(word) || in_person(owner) {
        return;
    }
    let mut top = owner;
    while let Some(above) = tree.heads[top].filter(|&above| tree.deprels[top] == Deprel::Nmod && above < top) {
        top = above;
    }
    if top != owner && tree.words[top].upos == Upos::Noun {
        hang(tree, word, top, Deprel::Appos);
    }
}

/// "sank im Mai um 45.000 auf 2,3 Millionen": a time takes no such phrase.
fn beside_time(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(time) = tree.heads[word].filter(|&time| tree.deprels[word] == Deprel::Nmod && time < word) else { return };
    let is_time = lexicon.exact_noun(&tree.words[time].lemma).is_some_and(|noun| noun.class == Some(NounClass::Time));
    let Some(verb) = tree.heads[time].filter(|_| is_time && tree.deprels[time] == Deprel::Obl) else { return };
    let preposition = tree.children(word).find(|&child| child < word && tree.deprels[child] == Deprel::Case);
    let other = preposition.is_some_and(|case| tree.words[case].lemma != "von" && tree.words[case].lemma != "vor");
    if other && is_predicate(tree, verb) {
        hang(tree, word, verb, Deprel::Obl);
    }
}

/// "verurteilte den Mann wegen Betrugs zu Haft": a preposition that the verb asks for and the noun before it does not.
fn wanted(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(noun) = tree.heads[word].filter(|&noun| tree.deprels[word] == Deprel::Nmod && noun < word) else { return };
    let below = tree.deprels[noun] == Deprel::Obl && is_nominal(tree, noun);
    let Some(verb) = tree.heads[noun].filter(|_| below) else { return };
    let lemma_of_case = |word: usize| {
        let case = tree.children(word).filter(|&child| child < word && tree.deprels[child] == Deprel::Case).last();
        case.map(|case| tree.words[case].lemma.to_lowercase())
    };
    let Some(preposition) = lemma_of_case(word) else { return };
    if tree.words[verb].upos != Upos::Verb || lexicon.noun(&tree.words[noun].lemma).is_some_and(|noun| noun.verb.is_some()) {
        return;
    }
    let particle = tree.children(verb).find(|&child| tree.deprels[child] == Deprel::CompoundPrt);
    let lemma = format!("{}{}", particle.map_or("", |particle| &tree.words[particle].form), tree.words[verb].lemma);
    let asks = |kind: &SlotKind| matches!(kind, SlotKind::Preposition(own, _) if *own == preposition);
    let asked = lexicon.frames(&lemma).iter().any(|frame| frame.slots.iter().any(|slot| asks(&slot.kind)));
    let filled = tree.children(verb).any(|child| lemma_of_case(child).as_ref() == Some(&preposition));
    if asked && !filled {
        hang(tree, word, verb, Deprel::Obl);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use crate::tag::Word;
    use crate::ud::Feats;

    /// "form/UPOS/deprel>head" with blanks between, heads from 1; a finite verb is marked by "!", an infinitive by "?".
    fn tree(text: &str) -> Tree {
        let mut tree =
            Tree { span: Span::new(0, text.len()), words: Vec::new(), heads: Vec::new(), deprels: Vec::new(), names: Vec::new() };
        for (token, part) in text.split(' ').enumerate() {
            let (form, rest) = part.split_once('/').expect("a form");
            let (upos, arc) = rest.split_once('/').expect("a part of speech");
            let (deprel, head) = arc.split_once('>').expect("a head");
            let verb_form = match form.chars().last() {
                Some('!') => Some(VerbForm::Fin),
                Some('?') => Some(VerbForm::Inf),
                _ => None,
            };
            let form = form.trim_end_matches(['!', '?']).to_owned();
            tree.words.push(Word {
                lemma: form.clone(),
                form,
                token,
                span: Span::new(token, token + 1),
                upos: Upos::parse(upos).expect("a part of speech"),
                feats: Feats { verb_form, ..Feats::default() },
            });
            tree.deprels.push(Deprel::parse(deprel).expect("a relation"));
            tree.heads.push(head.parse::<usize>().expect("a number").checked_sub(1));
        }
        tree
    }

    /// The arcs of the given words afterwards.
    fn mended(text: &str, words: &[usize]) -> Vec<String> {
        let mut tree = tree(text);
        mend(&mut tree, &crate::lang::language("de").expect("German").lexicon);
        assert_eq!(tree.heads.iter().filter(|head| head.is_none()).count(), 1);
        words
            .iter()
            .map(|&word| format!("{}>{}", tree.deprels[word - 1], tree.heads[word - 1].map_or(0, |head| head + 1)))
            .collect()
    }

    #[test]
    fn a_second_subject_explains_the_first() {
        let text = "Ihr/DET/det:poss>2 Bruder/NOUN/nsubj>7 ,/PUNCT/punct>5 ein/DET/det>5 Maler/NOUN/nsubj>7 ,/PUNCT/punct>5 floh!/VERB/root>0";
        assert_eq!(mended(text, &[2, 5]), ["nsubj>7", "appos>2"]);
    }

    #[test]
    fn one_phrase_stands_before_the_verb() {
        let text = "Das/DET/det>2 Amt/NOUN/obj>7 ,/PUNCT/punct>5 eine/DET/det>5 Bundesbehörde/NOUN/nsubj>7 ,/PUNCT/punct>5 warnte!/VERB/root>0";
        assert_eq!(mended(text, &[2, 5]), ["nsubj>7", "appos>2"]);
        // without a comma before the verb nothing is known
        let text = "Den/DET/det>2 Plan/NOUN/obj>4 Paris/PROPN/nsubj>4 billigte!/VERB/root>0";
        assert_eq!(mended(text, &[2, 3]), ["obj>4", "nsubj>4"]);
    }

    #[test]
    fn an_office_bears_its_name() {
        let text = "Kanzlerin/NOUN/nsubj>3 Merkel/PROPN/nsubj>3 warnte!/VERB/root>0";
        assert_eq!(mended(text, &[1, 2]), ["nsubj>3", "appos>1"]);
        let text = "Gestern/ADV/advmod>2 lobte!/VERB/root>0 die/DET/det>4 Partei/NOUN/nsubj>2 Merkel/PROPN/obj>2";
        assert_eq!(mended(text, &[4, 5]), ["nsubj>2", "obj>2"]);
    }

    #[test]
    fn a_particle_stays_in_its_clause() {
        let text =
            "Rom/PROPN/nsubj>2 lehnt!/VERB/root>0 ab/ADP/compound:prt>6 ,/PUNCT/punct>6 Wien/PROPN/nsubj>6 dankt!/VERB/parataxis>2";
        assert_eq!(mended(text, &[3]), ["compound:prt>2"]);
    }

    #[test]
    fn a_particle_closes_its_clause() {
        let text =
            "Er/PRON/nsubj>2 werfen!/VERB/root>0 dem/DET/det>4 Mann/NOUN/obl>2 vor/ADP/case>4 ,/PUNCT/punct>7 gelogen/VERB/xcomp>2";
        assert_eq!(mended(text, &[5]), ["compound:prt>2"]);
        let text = "Sie/PRON/nsubj>2 gehen!/VERB/root>0 der/DET/det>4 Polizei/NOUN/obl>2 nach/ADP/case>4 ./PUNCT/punct>2";
        assert_eq!(mended(text, &[5]), ["case>4"]);
    }

    #[test]
    fn what_nothing_joins_is_no_conjunct() {
        let text =
            "Gestern/ADV/advmod>2 liefern!/VERB/root>0 Polen/PROPN/nsubj>2 und/CCONJ/cc>5 Mali/PROPN/conj>3 Munition/NOUN/conj>3";
        assert_eq!(mended(text, &[5, 6]), ["conj>3", "obj>2"]);
    }

    #[test]
    fn a_number_is_no_comparison() {
        let text = "Er/PRON/nsubj>2 rettete!/VERB/root>0 mehr/ADV/advmod>2 als/CCONJ/case>6 zehn/NUM/nummod>6 Kinder/NOUN/obl>2";
        assert_eq!(mended(text, &[3, 4, 6]), ["advmod>6", "fixed>3", "obj>2"]);
    }

    #[test]
    fn as_somebody_is_no_subject() {
        let text = "Sie/PRON/nsubj>2 gilt!/VERB/root>0 als/CCONJ/cc>4 Favoritin/NOUN/nsubj>2";
        assert_eq!(mended(text, &[3, 4]), ["case>4", "obl>2"]);
    }

    #[test]
    fn a_copula_has_what_it_says_of_the_subject() {
        let text = "Er/PRON/nsubj>2 siegte!/VERB/root>0 und/CCONJ/cc>4 ist!/AUX/conj>2 damit/ADV/advmod>4 der/DET/det>7 Meister/NOUN/conj>2";
        assert_eq!(mended(text, &[3, 4, 5, 7]), ["cc>7", "cop>7", "advmod>7", "conj>2"]);
        let text =
            "Er/PRON/nsubj>2 lebt!/VERB/root>0 hier/ADV/advmod>2 ,/PUNCT/punct>7 ist!/AUX/cop>2 kein/DET/det>7 Bauer/NOUN/nsubj>2";
        assert_eq!(mended(text, &[5, 7]), ["cop>7", "conj>2"]);
    }

    #[test]
    fn nothing_changes_sides() {
        let text =
            "Er/PRON/nsubj>2 lernte!/VERB/root>0 in/ADP/case>4 Ulm/PROPN/obl>6 und/CCONJ/cc>6 malte!/VERB/conj>2 Bilder/NOUN/obj>2";
        assert_eq!(mended(text, &[4, 7]), ["obl>2", "obj>6"]);
    }

    #[test]
    fn what_is_right_stays() {
        let text =
            "Der/DET/det>2 Hund/NOUN/nsubj>3 beißt!/VERB/root>0 den/DET/det>5 Mann/NOUN/obj>3 im/ADP/case>7 Park/NOUN/nmod>5";
        assert_eq!(mended(text, &[2, 5, 7]), ["nsubj>3", "obj>3", "nmod>5"]);
    }
}
