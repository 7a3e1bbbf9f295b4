//! Phrases: what belongs to a noun and what to its verb, appositions, numbers, "als".

use super::{hang, has, is_finite, is_nominal, is_predicate, with_particle};
use crate::language::lexicon::{Frame, Lexicon, NounClass, SlotKind};
use crate::language::{Grammar, Language};
use crate::syntax::parse::{NameClass, Tree};
use crate::ud::{Case, Deprel, Gender, Number, Upos};

/// "Die Times, eine Zeitung, hat Hackern vorgeworfen": one phrase stands before the finite verb of a main clause, and what
/// follows it between commas is its apposition.
pub(super) fn before_the_verb(tree: &mut Tree, word: usize) {
    let auxiliary = |&child: &usize| {
        matches!(tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
            && is_finite(tree, child)
    };
    let Some(verb) = Some(word)
        .filter(|&word| is_finite(tree, word))
        .or_else(|| tree.children(word).find(auxiliary))
    else {
        return;
    };
    let comma = |at: usize| tree.words[at].form == ",";
    if verb == 0 || !comma(verb - 1) {
        return;
    }
    let argument = |child: usize| {
        matches!(
            tree.deprels[child],
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj | Deprel::Obl
        )
    };
    // foreign names are no nouns to the tagger
    let noun = |child: usize| matches!(tree.words[child].upos, Upos::Noun | Upos::Propn | Upos::X);
    let bare = |child: usize| noun(child) && !has(tree, child, Deprel::Case);
    let before: Vec<usize> =
        tree.children(word).filter(|&child| child < verb && argument(child)).collect();
    let &[first, second] = before.as_slice() else { return };
    let range = tree.subtree(second);
    let start = range.start + usize::from(comma(range.start));
    let opens = matches!(
        tree.words[start].upos,
        Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num
    );
    if first + 1 < start && comma(start - 1) && opens && bare(first) && bare(second) {
        if matches!(tree.deprels[second], Deprel::Nsubj | Deprel::NsubjPass) {
            tree.deprels[first] = tree.deprels[second];
        }
        hang(tree, second, first, Deprel::Appos);
    }
}

/// "unterstützte den Kandidaten": the accusative with "den" is one, whatever the ending says.
pub(super) fn accusative_article(tree: &mut Tree, word: usize, grammar: &Grammar) {
    let article = |child: usize| {
        tree.deprels[child] == Deprel::Det
            && tree.words[child].form.eq_ignore_ascii_case(grammar.accusative_article)
    };
    let feats = &tree.words[word].feats;
    // "den Anschuldigungen" is a dative, whatever the model says
    let one = feats.case == Some(Case::Acc) && feats.gender == Some(Gender::Masc);
    if one && tree.children(word).any(article) {
        tree.words[word].feats.number = Some(Number::Sing);
    }
}

/// "Außenministerin Annalena Baerbock warnte": two subjects side by side are an office and its name.
pub(super) fn office_and_name(tree: &mut Tree, word: usize) {
    let Some(verb) = tree.heads[word]
        .filter(|_| tree.deprels[word] == Deprel::Nsubj && tree.words[word].upos == Upos::Propn)
    else {
        return;
    };
    let start = tree.subtree(word).start;
    let office = start.checked_sub(1).filter(|&office| {
        tree.words[office].upos == Upos::Noun
            && tree.heads[office] == Some(verb)
            && tree.deprels[office] == Deprel::Nsubj
    });
    if let Some(office) = office {
        hang(tree, word, office, Deprel::Appos);
    }
}

/// "liefern Polen und Rumänien Munition", "haben Rebellen Aleppo beschossen": what nothing joins to the subject is the object, where the
/// verb wants one and has none.
pub(super) fn unjoined(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let start = tree.subtree(word).start;
    let Some(before) =
        start.checked_sub(1).filter(|_| matches!(tree.words[word].upos, Upos::Noun | Upos::Propn))
    else {
        return;
    };
    let joint = (start..word).any(|at| matches!(tree.words[at].upos, Upos::Cconj | Upos::Punct));
    let side_by_side = matches!(tree.words[before].upos, Upos::Noun | Upos::Propn) && !joint;
    let Some(mut subject) = tree.heads[word].filter(|&head| side_by_side && head < word) else {
        return;
    };
    let several = tree.words[subject].feats.number == Some(Number::Plur)
        && tree.words[subject].upos == Upos::Noun;
    let bare = !tree
        .children(subject)
        .any(|child| matches!(tree.deprels[child], Deprel::Det | Deprel::Nummod | Deprel::Amod));
    match tree.deprels[word] {
        Deprel::Conj if !has(tree, word, Deprel::Cc) => {}
        Deprel::Flat
            if several && bare && tree.words[word].upos == Upos::Propn && word == subject + 1 => {}
        // "Polen und Rumänien Munition": no part of a name, but a thing
        Deprel::Flat if tree.words[word].upos == Upos::Noun && is_thing(tree, word, lexicon) => {}
        _ => return,
    }
    subject = tree.first_conjunct(subject);
    let Some(verb) = tree.heads[subject].filter(|_| tree.deprels[subject] == Deprel::Nsubj) else {
        return;
    };
    let lemma = with_particle(tree, verb);
    let wants = |frame: &Frame| {
        frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative && !slot.optional)
    };
    if lexicon.frames(&lemma).first().is_some_and(wants)
        && !has(tree, verb, Deprel::Obj)
        && !has(tree, verb, Deprel::AuxPass)
    {
        hang(tree, word, verb, Deprel::Obj);
    }
}

fn is_thing(tree: &Tree, word: usize, lexicon: &Lexicon) -> bool {
    lexicon.exact_noun(&tree.words[word].lemma).is_some_and(|noun| noun.class.is_none())
}

/// "titelte Spaniens größte Zeitung": a state in the genitive right before a bare phrase of the same verb is its owner.
pub(super) fn genitive_before(tree: &mut Tree, word: usize, lang: &Language) {
    let own = &tree.words[word];
    let argument = matches!(tree.deprels[word], Deprel::Nsubj | Deprel::Obj | Deprel::Obl)
        && own.upos == Upos::Propn;
    let stem = own.form.strip_suffix('s').filter(|_| argument && !has(tree, word, Deprel::Case));
    let genitive = stem
        .is_some_and(|stem| lang.gazetteer.name(stem).is_some_and(|known| known.name_de == stem));
    let Some(verb) = tree.heads[word].filter(|_| genitive) else { return };
    let owned = tree.children(verb).find(|&noun| {
        tree.words[noun].upos == Upos::Noun
            && noun > word
            && tree.subtree(noun).start == word + 1
            && !tree.children(noun).any(|child| {
                matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss | Deprel::Case)
            })
    });
    if let Some(noun) = owned {
        if tree.deprels[word] == Deprel::Nsubj {
            tree.deprels[noun] = Deprel::Nsubj;
        }
        hang(tree, word, noun, Deprel::Nmod);
        tree.words[word].feats.case = Some(Case::Gen);
    }
}

/// "übergab den Einsatz später der UNO": a genitive stands right behind its noun; with a word of the verb between, it is the recipient.
pub(super) fn displaced_genitive(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(noun) =
        tree.heads[word].filter(|&noun| tree.deprels[word] == Deprel::Nmod && noun < word)
    else {
        return;
    };
    let Some(verb) = tree.heads[noun]
        .filter(|&verb| tree.words[verb].upos == Upos::Verb && !has(tree, word, Deprel::Case))
    else {
        return;
    };
    let start = tree.subtree(word).start;
    let between = (noun + 1..start)
        .any(|at| tree.heads[at] == Some(verb) && tree.words[at].upos != Upos::Punct);
    let lemma = with_particle(tree, verb);
    let takes = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Dative);
    if between && lexicon.frames(&lemma).iter().any(takes) {
        hang(tree, word, verb, Deprel::OblArg);
        tree.words[word].feats.case = Some(Case::Dat);
    }
}

/// "im Zusammenhang mit der Liste": what follows such a noun is its own.
pub(super) fn connected(tree: &mut Tree, word: usize, grammar: &Grammar) {
    let case = |child: &usize| *child < word && tree.deprels[*child] == Deprel::Case;
    let Some(preposition) = tree.children(word).find(case) else { return };
    let Some(noun) = preposition.checked_sub(1).filter(|&noun| tree.heads[word] != Some(noun))
    else {
        return;
    };
    let lemma = tree.words[preposition].lemma.to_lowercase();
    let connects = grammar
        .connecting
        .iter()
        .any(|&(own, with)| tree.words[noun].lemma == own && lemma == with);
    if connects
        && has(tree, noun, Deprel::Case)
        && matches!(tree.deprels[word], Deprel::Obl | Deprel::OblArg)
    {
        hang(tree, word, noun, Deprel::Nmod);
    }
}

/// "Googles Anwälte": a name in the genitive, not an adjective.
pub(super) fn genitive_name(tree: &mut Tree, word: usize, lang: &Language) {
    let own = &tree.words[word];
    let adjective = own.upos == Upos::Adj
        && tree.deprels[word] == Deprel::Amod
        && own.form.chars().next().is_some_and(char::is_uppercase);
    let stem = own
        .form
        .strip_suffix('s')
        .filter(|_| adjective && lang.lexicon.adjective(&own.lemma).is_none());
    if stem.is_some_and(|stem| lang.gazetteer.name(stem).is_some()) {
        let name = &mut tree.words[word];
        (name.upos, name.feats.case, name.lemma) =
            (Upos::Propn, Some(Case::Gen), name.form.trim_end_matches('s').to_owned());
        tree.deprels[word] = Deprel::Nmod;
    }
}

/// "ging er als Arzt nach Afrika", "gilt als einer": behind "als" stands no subject and no second conjunct.
pub(super) fn as_phrase(tree: &mut Tree, word: usize, grammar: &Grammar) {
    if tree.words[word].form.to_lowercase() != grammar.as_word {
        return;
    }
    let Some(noun) = tree.heads[word].filter(|&noun| noun > word) else { return };
    let phrase = is_nominal(tree, noun) || matches!(tree.words[noun].upos, Upos::Adj | Upos::Det);
    if phrase
        && !is_predicate(tree, noun)
        && matches!(tree.deprels[word], Deprel::Cc | Deprel::Mark)
    {
        tree.deprels[word] = Deprel::Case;
    }
    let counted = tree.words[..word]
        .last()
        .is_some_and(|word| grammar.quantities.contains(&word.form.as_str()));
    let subject = matches!(tree.deprels[noun], Deprel::Nsubj | Deprel::NsubjPass);
    if tree.deprels[word] == Deprel::Case && subject && !counted {
        tree.deprels[noun] = Deprel::Obl;
    }
}

/// "musste mehr als 200 Bewohner retten": no comparison, but a number.
pub(super) fn quantity(tree: &mut Tree, word: usize, grammar: &Grammar) {
    let more = word.checked_sub(1).filter(|&more| {
        grammar.quantities.contains(&tree.words[more].form.to_lowercase().as_str())
    });
    let Some(more) = more.filter(|_| tree.words[word].form == grammar.as_word) else { return };
    let next = word + 1;
    let number = tree.words.get(next).is_some_and(|next| {
        next.upos == Upos::Num || matches!(next.form.as_str(), "tausend" | "hundert")
    });
    let Some(noun) = tree.heads[word].filter(|&noun| number && noun >= next) else { return };
    let strays: Vec<usize> = tree.children(word).collect();
    strays.into_iter().for_each(|child| hang(tree, child, noun, Deprel::Nummod));
    // "mehr" above what it counts: the noun takes its place
    if tree.above(noun).any(|at| at == more) {
        (tree.heads[noun], tree.deprels[noun]) = (tree.heads[more], tree.deprels[more]);
        let below: Vec<usize> = tree.children(more).collect();
        below
            .into_iter()
            .filter(|&child| child != noun)
            .for_each(|child| tree.heads[child] = Some(noun));
    }
    // "verkaufte weltweit mehr als 200": of the verb
    let adverbs: Vec<usize> = tree
        .children(more)
        .filter(|&child| child < more && tree.words[child].upos == Upos::Adv)
        .collect();
    if let Some(verb) = tree.heads[noun] {
        adverbs.into_iter().for_each(|adverb| tree.heads[adverb] = Some(verb));
    }
    hang(tree, more, noun, Deprel::Advmod);
    hang(tree, word, more, Deprel::Fixed);
    let Some(verb) =
        tree.heads[noun].filter(|_| matches!(tree.deprels[noun], Deprel::Obl | Deprel::Advmod))
    else {
        return;
    };
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
pub(super) fn measure(tree: &mut Tree, word: usize) {
    let adjective = word + 1;
    let measures = tree.heads[word] == Some(adjective)
        && tree.deprels[word] == Deprel::Nsubj
        && tree.words[adjective].upos == Upos::Adj
        && has(tree, word, Deprel::Nummod)
        && tree
            .children(adjective)
            .any(|child| child < word && tree.deprels[child] == Deprel::Nsubj);
    if measures {
        tree.deprels[word] = Deprel::Obl;
    }
}

/// "Ihr Vater, ein Arzt aus Wien, floh": of two subjects side by side between commas the second explains the first.
pub(super) fn second_subject(tree: &mut Tree, word: usize) {
    let nominative = |word: usize| matches!(tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass);
    let Some(verb) =
        tree.heads[word].filter(|_| nominative(word) && tree.words[word].upos == Upos::Noun)
    else {
        return;
    };
    let range = tree.subtree(word);
    let comma = |at: usize| tree.words.get(at).is_some_and(|word| word.form == ",");
    let start = match range.start {
        start if comma(start) => start,
        0 => return,
        start => start - 1,
    };
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

/// "Der Präsident des Verbandes, Hans Keller,": a person explains the office, not the body.
pub(super) fn person(tree: &mut Tree, word: usize) {
    let Some(owner) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Appos) else {
        return;
    };
    let in_person = |at: usize| {
        tree.names.iter().any(|name| name.class == NameClass::Person && name.words.contains(&at))
    };
    let apart = word.checked_sub(1).is_some_and(|before| tree.words[before].form == ",");
    if !apart || !in_person(word) || in_person(owner) {
        return;
    }
    let mut top = owner;
    for above in tree.above(owner) {
        if tree.deprels[top] != Deprel::Nmod || above > top {
            break;
        }
        top = above;
    }
    if top != owner && tree.words[top].upos == Upos::Noun {
        hang(tree, word, top, Deprel::Appos);
    }
}

/// "sank im Mai um 45.000 auf 2,3 Millionen": a time takes no such phrase.
pub(super) fn beside_time(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(time) =
        tree.heads[word].filter(|&time| tree.deprels[word] == Deprel::Nmod && time < word)
    else {
        return;
    };
    let is_time = lexicon
        .exact_noun(&tree.words[time].lemma)
        .is_some_and(|noun| noun.class == Some(NounClass::Time));
    let Some(verb) = tree.heads[time].filter(|_| is_time && tree.deprels[time] == Deprel::Obl)
    else {
        return;
    };
    let preposition =
        tree.children(word).find(|&child| child < word && tree.deprels[child] == Deprel::Case);
    let other = preposition
        .is_some_and(|case| tree.words[case].lemma != "von" && tree.words[case].lemma != "vor");
    if other && is_predicate(tree, verb) {
        hang(tree, word, verb, Deprel::Obl);
    }
}

/// "verurteilte den Mann wegen Betrugs zu Haft": a preposition that the verb asks for and the noun before it does not.
pub(super) fn wanted(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(noun) =
        tree.heads[word].filter(|&noun| tree.deprels[word] == Deprel::Nmod && noun < word)
    else {
        return;
    };
    let below = tree.deprels[noun] == Deprel::Obl && is_nominal(tree, noun);
    let Some(verb) = tree.heads[noun].filter(|_| below) else { return };
    let lemma_of_case = |word: usize| {
        let case = tree
            .children(word)
            .filter(|&child| child < word && tree.deprels[child] == Deprel::Case)
            .last();
        case.map(|case| tree.words[case].lemma.to_lowercase())
    };
    let Some(preposition) = lemma_of_case(word) else { return };
    if tree.words[verb].upos != Upos::Verb
        || lexicon.noun(&tree.words[noun].lemma).is_some_and(|noun| noun.verb.is_some())
    {
        return;
    }
    let lemma = with_particle(tree, verb);
    let asks =
        |kind: &SlotKind| matches!(kind, SlotKind::Preposition(own, _) if *own == preposition);
    let asked =
        lexicon.frames(&lemma).iter().any(|frame| frame.slots.iter().any(|slot| asks(&slot.kind)));
    let filled =
        tree.children(verb).any(|child| lemma_of_case(child).as_ref() == Some(&preposition));
    if asked && !filled {
        hang(tree, word, verb, Deprel::Obl);
    }
}

/// "Lange Zeit war die Stadt ein Zentrum": a time beside a subject is none itself.
pub(super) fn time_before_subject(tree: &mut Tree, word: usize, lexicon: &Lexicon) {
    let Some(verb) = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Nsubj) else {
        return;
    };
    let is_time = lexicon
        .exact_noun(&tree.words[word].lemma)
        .is_some_and(|noun| noun.class == Some(NounClass::Time));
    let other =
        tree.children(verb).any(|child| child != word && tree.deprels[child] == Deprel::Nsubj);
    if is_time && other && !has(tree, word, Deprel::Det) {
        tree.deprels[word] = Deprel::Obl;
    }
}

/// "Weder A noch B unterstützen C": "weder" is no preposition; what stands behind it is the subject where the verb has none.
pub(super) fn neither(tree: &mut Tree, word: usize, lang: &Language) {
    if tree.deprels[word] != Deprel::Case
        || !lang.words.forms.neither.contains(&tree.words[word].form.to_lowercase().as_str())
    {
        return;
    }
    tree.deprels[word] = Deprel::Cc;
    let Some(noun) = tree.heads[word] else { return };
    let oblique = matches!(tree.deprels[noun], Deprel::Obl | Deprel::Nmod);
    let Some(verb) = tree.heads[noun].filter(|_| oblique && !has(tree, noun, Deprel::Case)) else {
        return;
    };
    let subject = has(tree, verb, Deprel::Nsubj) || has(tree, verb, Deprel::NsubjPass);
    tree.deprels[noun] = if subject { Deprel::Obj } else { Deprel::Nsubj };
}

/// "ist nach Auffassung der USA eine Terrororganisation": a phrase with a preposition before the article of a predicate noun
/// is no part of it.
pub(super) fn before_the_article(tree: &mut Tree, word: usize) {
    let Some(noun) = tree.heads[word].filter(|&noun| word < noun) else { return };
    let article = tree.children(noun).any(|child| {
        word < child && child < noun && matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss)
    });
    if tree.deprels[word] == Deprel::Nmod
        && has(tree, word, Deprel::Case)
        && article
        && has(tree, noun, Deprel::Cop)
    {
        tree.deprels[word] = Deprel::Obl;
    }
}
