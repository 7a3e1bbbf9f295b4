//! Names: what belongs to a compound with a name, two names side by side, pairs of both genders.

use super::{hang, has, with_particle};
use crate::language::Language;
use crate::language::gazetteer::ActorType;
use crate::language::lexicon::{Frame, SlotKind};
use crate::syntax::parse::{Name, NameClass, NameKind, Tree};
use crate::ud::{Deprel, Number, Upos};

fn glued(tree: &Tree, at: usize) -> bool {
    at > 0 && at < tree.words.len() && tree.words[at - 1].span.end == tree.words[at].span.start
}

fn is_hyphen(tree: &Tree, at: usize) -> bool {
    tree.words.get(at).is_some_and(|word| word.form == "-")
}

/// The last part of the hyphenated compound that begins or goes on at a word: "Trump-Anwalt".
fn last_part(tree: &Tree, mut word: usize) -> usize {
    while is_hyphen(tree, word + 1) && glued(tree, word + 1) && glued(tree, word + 2) {
        word += 2;
    }
    word
}

/// "Der SPD-Vorsitzende Lars Klingbeil": what stands outside a compound belongs to its last part.
pub(super) fn outside_compound(tree: &mut Tree, word: usize) {
    let Some(part) = tree.heads[word].filter(|_| tree.words[word].upos != Upos::Punct) else {
        return;
    };
    let last = last_part(tree, part);
    let outside = word > last || word < part && last_part(tree, word) < part;
    if last != part && outside && tree.heads[part] == Some(last) {
        hang(tree, word, last, tree.deprels[word]);
    }
}

/// "Bundeskanzler a. D. Gerhard Schröder": the abbreviation is no name.
pub(super) fn retired(tree: &mut Tree, word: usize) {
    let form = |at: usize| tree.words[at].form.as_str();
    let start = match form(word) {
        "a.D." | "i.R." | "a.D" | "i.R" => word,
        "D." | "R." if word > 0 && matches!(form(word - 1), "a." | "i.") => word - 1,
        _ => return,
    };
    let Some(noun) = start.checked_sub(1).filter(|&noun| tree.words[noun].upos == Upos::Noun)
    else {
        return;
    };
    let below: Vec<usize> = tree
        .children(word)
        .filter(|&child| child > word && tree.words[child].upos == Upos::Propn)
        .collect();
    if tree.heads[noun] == Some(word) {
        (tree.heads[noun], tree.deprels[noun]) = (tree.heads[word], tree.deprels[word]);
    }
    hang(tree, word, noun, Deprel::Dep);
    if start < word {
        hang(tree, start, word, Deprel::Dep);
    }
    if let Some((&first, rest)) = below.split_first() {
        hang(tree, first, noun, Deprel::Appos);
        rest.iter().for_each(|&other| hang(tree, other, first, Deprel::Flat));
    }
    for name in &mut tree.names {
        if name.words.contains(&word) {
            name.words.start = word + 1;
        }
    }
    tree.names.retain(|name| !name.words.is_empty());
}

/// "Alan Bruder klagte": two subjects side by side, the first a given name, are one person.
pub(super) fn given_and_family(tree: &mut Tree, word: usize, lang: &Language) {
    let Some(given) = word.checked_sub(1) else { return };
    let alike = tree.heads[given] == tree.heads[word]
        && tree.deprels[given] == tree.deprels[word]
        && matches!(tree.deprels[word], Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj);
    let proper = |at: usize| tree.words[at].upos == Upos::Propn;
    let first = lang.gazetteer.given_name(&tree.words[given].form).is_some();
    let known = lang
        .gazetteer
        .name(&tree.words[word].form)
        .is_some_and(|known| known.kind != ActorType::Person);
    if alike && proper(given) && proper(word) && first && !known {
        hang(tree, word, given, Deprel::Flat);
        let inside = |name: &Name| name.words.contains(&given) || name.words.contains(&word);
        tree.names.retain(|name| !inside(name));
        tree.names.push(Name {
            words: given..word + 1,
            class: NameClass::Person,
            kind: NameKind::Plain,
        });
        tree.names.sort_by_key(|name| name.words.start);
    }
}

/// "Deshalb lehnt Trump Machado ab": somebody known by this name, and whom the verb is about.
pub(super) fn side_by_side(tree: &mut Tree, word: usize, lang: &Language) {
    let flat = tree.deprels[word] == Deprel::Flat && tree.words[word].upos == Upos::Propn;
    let Some(first) = tree.heads[word].filter(|&first| flat && first < word) else { return };
    let form = |at: usize| tree.words[at].form.as_str();
    let gazetteer = lang.gazetteer;
    let joined = |end: usize| (first..end).map(form).collect::<Vec<_>>().join(" ");
    let name = joined(word);
    let person = gazetteer.name(&name).is_some_and(|known| {
        known.kind == ActorType::Person && known.name_de.ends_with(form(word - 1))
    }) && (first + 1 < word || gazetteer.given_name(&name).is_none());
    let of_company = lang.grammar.company_words.contains(&form(word)) || form(word).ends_with('.');
    if !person || of_company || gazetteer.name(&joined(word + 1)).is_some() {
        return;
    }
    let Some(verb) = tree.heads[first].filter(|_| tree.deprels[first] == Deprel::Nsubj) else {
        return;
    };
    let finite = |at: usize| super::is_finite(tree, at);
    let behind = (0..first).any(|at| finite(at) && (at == verb || tree.heads[at] == Some(verb)));
    let wants = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
    let lemma = with_particle(tree, verb);
    if (behind || has(tree, verb, Deprel::Mark))
        && !has(tree, verb, Deprel::Obj)
        && lang.lexicon.frames(&lemma).iter().any(wants)
    {
        hang(tree, word, verb, Deprel::Obj);
        if let Some(at) = tree
            .names
            .iter()
            .position(|name| name.words.contains(&first) && name.words.contains(&word))
        {
            let rest = Name { words: word..tree.names[at].words.end, ..tree.names[at].clone() };
            tree.names[at].words.end = word;
            tree.names.insert(at + 1, rest);
        }
    }
}

/// "US- und britische Flugzeuge": what has a hyphen and nothing behind it is a part of the noun that follows.
pub(super) fn open_compound(tree: &mut Tree, word: usize) {
    let open = is_hyphen(tree, word + 1) && glued(tree, word + 1) && !glued(tree, word + 2);
    let joined = tree.words.get(word + 2).is_some_and(|next| next.upos == Upos::Cconj);
    if !open || !joined || tree.words[word].upos != Upos::Propn {
        return;
    }
    let noun = |&child: &usize| {
        child > word + 2
            && tree.deprels[child] == Deprel::Conj
            && tree.words[child].upos == Upos::Noun
    };
    let Some(noun) = tree.children(word).filter(noun).last() else { return };
    (tree.heads[noun], tree.deprels[noun]) = (tree.heads[word], tree.deprels[word]);
    let start = word + 1;
    let below: Vec<usize> = tree.children(word).filter(|&child| child != start).collect();
    for child in below {
        let part = last_part(tree, child) == noun;
        tree.heads[child] = Some(noun);
        tree.deprels[child] = if part { Deprel::Compound } else { tree.deprels[child] };
    }
    (tree.heads[word], tree.deprels[word]) = (Some(noun), Deprel::Compound);
}

/// "Die Adidas SE", "Müller & Söhne": one company, whatever its name looks like.
pub(super) fn company(tree: &mut Tree, word: usize, lang: &Language) {
    let form = |at: usize| tree.words[at].form.as_str();
    let Some(head) = tree.heads[word].filter(|&head| head < word) else { return };
    let legal =
        tree.deprels[word] == Deprel::Flat && lang.grammar.legal_forms.contains(&form(word));
    let partners = tree.deprels[word] == Deprel::Conj
        && head + 2 == word
        && matches!(form(word - 1), "&" | "+")
        && tree.words[head].upos == Upos::Propn;
    if partners {
        (tree.deprels[word], tree.deprels[word - 1]) = (Deprel::Flat, Deprel::Flat);
        tree.heads[word - 1] = Some(head);
    }
    if legal || partners {
        tree.words[head].feats.number = Some(Number::Sing);
    }
}

/// "500 Ukrainerinnen und Ukrainer": one group, called by the shorter form.
pub(super) fn pair(tree: &mut Tree, word: usize) {
    let Some(first) =
        tree.heads[word].filter(|&first| tree.deprels[word] == Deprel::Conj && first + 2 == word)
    else {
        return;
    };
    if tree.words[word - 1].upos != Upos::Cconj {
        return;
    }
    let (women, men) = match tree.words[first].form.ends_with("innen") {
        true => (first, word),
        false => (word, first),
    };
    if !is_pair(&tree.words[women].form, &tree.words[men].form) {
        return;
    }
    if men == word {
        (tree.heads[men], tree.deprels[men]) = (tree.heads[women], tree.deprels[women]);
        let below: Vec<usize> = tree.children(women).collect();
        below.into_iter().for_each(|child| tree.heads[child] = Some(men));
    }
    (tree.heads[women], tree.deprels[women]) = (Some(men), Deprel::Compound);
    tree.heads[word - 1] = Some(women);
    tree.words[men].feats.number = Some(Number::Plur);
}

/// "Ärztinnen" and "Ärzte": the same but for the ending.
fn is_pair(women: &str, men: &str) -> bool {
    let plain =
        |form: &str| form.to_lowercase().replace('ä', "a").replace('ö', "o").replace('ü', "u");
    let (women, men) = (plain(women), plain(men));
    let Some(stem) = women.strip_suffix("innen").filter(|stem| stem.len() > 2) else {
        return false;
    };
    men.strip_prefix(stem).is_some_and(|end| matches!(end, "" | "e" | "en" | "n" | "er" | "ern"))
}
