//! Noun phrases: the words that belong to a noun, its coordinated sisters, its owners.
//!
//! "den von den USA angeführten Anschuldigungen, dass ..." is the phrase of "Anschuldigungen" without the content clause.

use std::ops::Range;

use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::syntax::tag::Word;
use crate::ud::{Case, Deprel, Feats, Gender, Number, Upos};

/// The words of a noun phrase: what modifies the head, without prepositions at its edge, clauses after it, appositions and
/// coordinated phrases.
pub fn phrase(tree: &Tree, head: usize) -> Range<usize> {
    let mut range = head..head + 1;
    for child in tree.children(head) {
        if !belongs(tree, head, child) {
            continue;
        }
        let below = match tree.deprels[child] {
            deprel if is_flat(deprel) => child..child + 1,
            Deprel::Appos => phrase(tree, child),
            _ => tree.subtree(child),
        };
        range = range.start.min(below.start)..range.end.max(below.end);
    }
    while range.start < head
        && matches!(tree.words[range.start].upos, Upos::Punct | Upos::Adp | Upos::Cconj)
    {
        range.start += 1;
    }
    while range.end > head + 1
        && tree.words[range.end - 1].upos == Upos::Punct
        && !closes_quote(tree, &range)
    {
        range.end -= 1;
    }
    range
}

fn is_flat(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Det | Deprel::Flat)
}

fn belongs(tree: &Tree, head: usize, child: usize) -> bool {
    match tree.deprels[child] {
        Deprel::Det
        | Deprel::DetPoss
        | Deprel::Amod
        | Deprel::Nummod
        | Deprel::Nmod
        | Deprel::Flat
        | Deprel::Compound
        | Deprel::Fixed => true,
        // "Zehntausende von Organisationen" may be parsed with an oblique
        Deprel::Obl | Deprel::OblArg => {
            !matches!(tree.words[head].upos, Upos::Verb | Upos::Aux)
                && child > head
                && child < head + 6
                && !has_copula(tree, head)
        }
        Deprel::Advmod => child < head && !has_copula(tree, head),
        // a name behind its office without a comma: "Innenminister Bernard Cazeneuve"
        Deprel::Appos => child == head + 1 || tight(tree, head, child),
        Deprel::Punct => false,
        _ => false,
    }
}

fn has_copula(tree: &Tree, head: usize) -> bool {
    tree.children(head).any(|child| tree.deprels[child] == Deprel::Cop)
}

/// No comma, bracket or dash between two words.
pub fn tight(tree: &Tree, from: usize, to: usize) -> bool {
    let between = &tree.words[from.min(to) + 1..from.max(to)];
    between.iter().all(|word| {
        word.upos != Upos::Punct || matches!(word.form.as_str(), "\"" | "„" | "“" | "”" | "»" | "«")
    })
}

fn closes_quote(tree: &Tree, range: &Range<usize>) -> bool {
    let opens = tree.words[range.clone()]
        .iter()
        .filter(|word| matches!(word.form.as_str(), "„" | "»"))
        .count();
    opens > 0 && matches!(tree.words[range.end - 1].form.as_str(), "“" | "”" | "«")
}

/// The words of a range as `form` gives them, with blanks where the text has white space: "E-Mail-App" stays one piece.
pub fn joined(tree: &Tree, range: Range<usize>, form: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for at in range.clone() {
        let glued = at > range.start && tree.words[at - 1].span.end == tree.words[at].span.start;
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        text += &form(at);
    }
    text
}

/// The first word of the hyphenated compound that a word ends: of "App" in "Microsoft-E-Mail-App" it is "Microsoft".
pub fn compound_start(tree: &Tree, head: usize) -> usize {
    let glued = |at: usize| tree.words[at - 1].span.end == tree.words[at].span.start;
    let mut start = head;
    while start >= 2
        && glued(start)
        && glued(start - 1)
        && matches!(tree.words[start - 1].form.as_str(), "-" | "‑" | "–")
    {
        start -= 2;
    }
    start
}

/// The lemma of a noun with the first parts of its hyphenated compound: "Microsoft-E-Mail-App".
pub fn compound_lemma(tree: &Tree, head: usize) -> String {
    let start = compound_start(tree, head);
    if start == head {
        return tree.words[head].lemma.clone();
    }
    joined(tree, start..head, |at| tree.words[at].form.clone()) + &tree.words[head].lemma
}

/// The bytes that a range of words covers.
pub fn span(tree: &Tree, words: &Range<usize>) -> Span {
    tree.words[words.start].span.cover(tree.words[words.end - 1].span)
}

/// "Marcus Mandl, Geschäftsführer und Gründer der Agentur": a second bare role behind an apposition is the same person's.
fn explains(tree: &Tree, head: usize, conjunct: usize) -> bool {
    let word = &tree.words[conjunct];
    let bare = word.upos == Upos::Noun
        && word.feats.number != Some(Number::Plur)
        && !tree.children(conjunct).any(|child| {
            child < conjunct && matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss)
        });
    let apposition = |child: usize| {
        tree.deprels[child] == Deprel::Appos
            && tree.words[child].upos == Upos::Noun
            && (head..child).any(|at| tree.words[at].form == ",")
            && child < conjunct
    };
    bare && tree.words[head].upos == Upos::Propn && tree.children(head).any(apposition)
}

/// The head and the heads coordinated with it: "A, B und C".
pub fn conjuncts(tree: &Tree, head: usize) -> Vec<usize> {
    let mut heads = vec![head];
    let mut at = 0;
    while at < heads.len() {
        let nominal = |&child: &usize| {
            tree.deprels[child] == Deprel::Conj
                && matches!(
                    tree.words[child].upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::X | Upos::Num
                )
                && !begins_anew(tree, head, child)
                && !explains(tree, head, child)
        };
        heads.extend(tree.children(heads[at]).filter(nominal));
        // "Ministerpräsident A und Präsident B": the second hangs on the name of the first
        let name = |&child: &usize| {
            tree.deprels[child] == Deprel::Appos
                && tree.words[child].upos == Upos::Propn
                && tight(tree, heads[at], child)
        };
        let names: Vec<usize> = tree.children(heads[at]).filter(name).collect();
        heads.extend(names.iter().flat_map(|&name| tree.children(name)).filter(nominal));
        at += 1;
    }
    // "Ruanda, ein Nachbarland des Kongo": without a conjunction, a second phrase with an article explains the first
    let joined = |&head: &usize| tree.children(head).any(|child| tree.deprels[child] == Deprel::Cc);
    let determined = |&head: &usize| {
        tree.children(head).any(|child| child < head && tree.deprels[child] == Deprel::Det)
    };
    if heads.len() == 2
        && tree.words[head].upos == Upos::Propn
        && !heads[1..].iter().any(joined)
        && heads[1..].iter().any(determined)
    {
        heads.truncate(1);
    }
    // "hatte Anfragen abgelehnt, Treffen ...": nothing joins what stands behind the verb to what stands before it
    if let Some(verb) = tree.heads[head]
        && !heads[1..].iter().any(joined)
    {
        heads.retain(|&other| !(head < verb && verb < other));
    }
    heads.sort_unstable();
    heads
}

/// "verteidigen die Führung - Kritik an Lyon", "A ist Präsident, B wurde Regierungschef": what stands behind a colon or a dash without a
/// conjunction, or has a verb of its own, is no sister.
fn begins_anew(tree: &Tree, head: usize, child: usize) -> bool {
    let joined = tree.children(child).any(|below| tree.deprels[below] == Deprel::Cc);
    let parts = |word: &Word| matches!(word.form.as_str(), ":" | ";" | "–" | "—" | "-");
    // "Zivil- und Militärschiffe", "Nord-Süd": hyphens are glued to their words
    let apart = (head.min(child) + 1..head.max(child)).any(|at| {
        parts(&tree.words[at])
            && tree.words[at - 1].span.end != tree.words[at].span.start
            && tree.words.get(at + 1).is_some_and(|next| tree.words[at].span.end != next.span.start)
            || matches!(tree.words[at].form.as_str(), ":" | ";")
    });
    let own_verb = tree
        .children(child)
        .any(|below| matches!(tree.deprels[below], Deprel::Cop | Deprel::Nsubj | Deprel::Aux));
    (apart && !joined) || own_verb
}

/// The case that determiners and adjectives of a phrase show behind a preposition; `None` where the forms leave it open.
/// "auf slowenischer Seite" is dative, "in die Stadt" accusative.
pub fn shown_case(tree: &Tree, head: usize) -> Option<Case> {
    let plural = tree.words[head].feats.number == Some(Number::Plur);
    let before = || tree.children(head).filter(|&child| child < head);
    let determiner =
        before().find(|&child| matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss));
    let adjective = || before().find(|&child| tree.deprels[child] == Deprel::Amod);
    let word = &tree.words[determiner.or_else(adjective)?];
    let form = word.form.to_lowercase();
    // "in Wiener Lokalen": of places, without endings
    if determiner.is_none() && word.form.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    match form.as_str() {
        "der" => Some(Case::Dat),
        "das" => Some(Case::Acc),
        form if form.ends_with("em") || (form.ends_with("er") && !plural) => Some(Case::Dat),
        form if form.ends_with('e') => Some(Case::Acc),
        // "den Mann" against "den Männern"; an adjective in "-en" alone is both
        form if form.ends_with("en") && determiner.is_some() => {
            Some(if plural { Case::Dat } else { Case::Acc })
        }
        _ => None,
    }
}

/// The lemma of the preposition or postposition of a phrase; of "als" and "wie" as well.
pub fn preposition(tree: &Tree, head: usize) -> Option<&str> {
    let cases = || tree.children(head).filter(|&child| tree.deprels[child] == Deprel::Case);
    // of several, the nearest one before the noun
    cases()
        .filter(|&case| case < head)
        .last()
        .or_else(|| cases().next())
        .map(|case| tree.words[case].lemma.as_str())
}

/// "der Angriff Israels": a modifier in the genitive or with "von".
pub fn owner(tree: &Tree, head: usize) -> Option<usize> {
    let before = |child: usize| {
        child + 1 == head
            && tree.words[child].upos == Upos::Propn
            && tree.words[child].form.ends_with('s')
    };
    let genitive = |&child: &usize| {
        if tree.deprels[child] == Deprel::Dep {
            return before(child);
        }
        tree.deprels[child] == Deprel::Nmod
            && (preposition(tree, child) == Some("von")
                || (preposition(tree, child).is_none()
                    && tree.words[child].feats.case != Some(Case::Dat)))
    };
    tree.children(head).find(genitive)
}

/// An adjective before a noun without an article, in the nominative: "chinesischen" -> "chinesischer (Präsident)".
pub fn nominative_adjective(form: &str, noun: &Feats) -> String {
    let lower_end = ["en", "er", "em", "es", "e"].iter().find_map(|end| form.strip_suffix(end));
    // "Pekinger", "Dresdner" take no endings
    let of_place = form.ends_with("er") && form.chars().next().is_some_and(char::is_uppercase);
    let Some(stem) = lower_end.filter(|stem| stem.chars().count() > 2 && !of_place) else {
        return form.to_owned();
    };
    let ending = match (noun.number, noun.gender) {
        (Some(Number::Plur), _) | (_, Some(Gender::Fem) | None) => "e",
        (_, Some(Gender::Masc)) => "er",
        (_, Some(Gender::Neut)) => "es",
    };
    format!("{stem}{ending}")
}

/// "kräft" beside "kraft": the same word but for its umlaut.
fn has_own_umlaut(stem: &str, lemma: &str) -> bool {
    let plain = stem.replace('ä', "a").replace('ö', "o").replace('ü', "u");
    stem != lemma && plain == lemma.replace('ä', "a").replace('ö', "o").replace('ü', "u")
}

/// A noun in the nominative of its number: "Hackern" -> "Hacker", "Außenministeriums" -> "Außenministerium".
pub fn nominative_noun(word: &Word) -> String {
    if word.feats.number != Some(Number::Plur) {
        // a feminine noun has no endings in the singular
        let invariable = word.feats.gender == Some(Gender::Fem)
            && word.feats.number == Some(Number::Sing)
            && word.feats.degree.is_none();
        return if invariable && !word.form.ends_with('n') {
            word.form.clone()
        } else {
            word.lemma.clone()
        };
    }
    let form = &word.form;
    // the dative plural adds "n" to a plural on -er and -el: "Hackern", "Ländern"
    let stem = form.strip_suffix('n').filter(|stem| {
        word.feats.case == Some(Case::Dat) && (stem.ends_with("er") || stem.ends_with("el"))
    });
    let hackers = form
        .strip_suffix('n')
        .filter(|stem| *stem == word.lemma && stem.ends_with("er") && !stem.ends_with("auer"));
    let stem = stem.or(hackers);
    // and to one on -e, which an umlaut tells from one on -en: "Sicherheitskräften"
    let dative = form.strip_suffix('n').filter(|stem| {
        word.feats.case == Some(Case::Dat)
            && stem.strip_suffix('e').is_some_and(|stem| has_own_umlaut(stem, &word.lemma))
    });
    let stem = stem.or(dative);
    if word.lemma.ends_with('e')
        && form.strip_suffix('n') == Some(word.lemma.as_str())
        && word.feats.degree.is_some()
    {
        return word.lemma.clone();
    }
    stem.unwrap_or(form).to_owned()
}
