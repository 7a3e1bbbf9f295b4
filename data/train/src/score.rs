//! How good analyses are: the measures of score_parse.py on given words, and exact spans of names.

use tripel::language::model::Models;
use tripel::language::morphology::Forms;
use tripel::record::span::Span;
use tripel::syntax::parse::{NameClass, NameKind, Tree, name_tag, trees_of};
use tripel::syntax::tag::Word;
use tripel::ud::{Feats, Upos};

use crate::corpora::Sentence;

const CORE: [&str; 7] = ["nsubj", "obj", "iobj", "ccomp", "xcomp", "obl", "csubj"];

/// The trees of a corpus' words.
pub fn analyse(sentences: &[Sentence], models: &Models, forms: &Forms) -> Vec<Tree> {
    trees_of(sentences.iter().map(given).collect(), models, forms)
}

/// A sentence's words without analysis.
pub fn given(sentence: &Sentence) -> (Span, Vec<Word>) {
    let mut at = 0;
    let spans = sentence.surface.iter().zip(&sentence.spaces).map(|(token, &space)| {
        let start = at + usize::from(space);
        at = start + token.len();
        Span::new(start, at)
    });
    let spans: Vec<Span> = spans.collect();
    let word = |(form, &token): (&String, &usize)| Word {
        form: form.clone(),
        token,
        span: spans[token],
        lemma: String::new(),
        upos: Upos::X,
        feats: Feats::default(),
    };
    let words = sentence.forms.iter().zip(&sentence.tokens).map(word).collect();
    (Span::new(0, at), words)
}

/// Shares of words, in per cent: upos, lemma, feats, UAS, LAS; F1 of core arguments.
pub fn trees(sentences: &[Sentence], trees: &[Tree]) -> [f64; 6] {
    let mut right = [0usize; 5];
    let (mut words, mut core_gold, mut core_made, mut core_right) = (0, 0, 0, 0);
    for (sentence, tree) in sentences.iter().zip(trees) {
        for i in 0..sentence.forms.len() {
            words += 1;
            let word = &tree.words[i];
            right[0] += usize::from(sentence.upos.as_ref().is_some_and(|u| u[i] == word.upos));
            right[1] += usize::from(sentence.lemmas[i] == word.lemma || sentence.lemmas[i] == "_");
            right[2] += usize::from(
                sentence.feats.as_ref().is_some_and(|f| f[i] == word.feats.to_string()),
            );
            let head =
                sentence.heads.as_ref().is_some_and(|h| h[i] == tree.heads[i].map_or(0, |h| h + 1));
            let fold = |name: &'static str| name.split(':').next().unwrap_or(name);
            let (gold, made) = (fold(sentence.deprels[i].as_str()), fold(tree.deprels[i].as_str()));
            right[3] += usize::from(head);
            right[4] += usize::from(head && gold == made);
            core_gold += usize::from(CORE.contains(&gold));
            core_made += usize::from(CORE.contains(&made));
            core_right += usize::from(CORE.contains(&gold) && head && gold == made);
        }
    }
    let share = right.map(|r| 100.0 * r as f64 / f64::from(words));
    [
        share[0],
        share[1],
        share[2],
        share[3],
        share[4],
        200.0 * core_right as f64 / (core_gold + core_made).max(1) as f64,
    ]
}

/// F1 of names with exact spans: the plain classes, LOCderiv and LOCpart, all.
pub fn names(sentences: &[Sentence], trees: &[Tree]) -> [f64; 3] {
    let mut counts = [[0usize; 3]; 3];
    for (sentence, tree) in sentences.iter().zip(trees) {
        let gold = spans(sentence);
        let made: Vec<(usize, usize, usize)> = tree
            .names
            .iter()
            .map(|n| (n.words.start, n.words.end, name_tag(n.class, n.kind, true)))
            .collect();
        for (list, column) in [(&gold, 0), (&made, 1)] {
            for name in list {
                for &group in groups(name.2) {
                    counts[group][column] += 1;
                }
            }
        }
        for name in made.iter().filter(|name| gold.contains(name)) {
            groups(name.2).iter().for_each(|&group| counts[group][2] += 1);
        }
    }
    counts.map(|[gold, made, right]| 200.0 * right as f64 / (gold + made).max(1) as f64)
}

/// The kinds of error of names: missed, made of nothing, another class, other words.
pub fn name_errors(sentences: &[Sentence], trees: &[Tree]) -> String {
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    let title = |tag: usize| format!("{:?} {:?}", CLASSES[tag / 2 / 3], KINDS[tag / 2 % 3]);
    for (sentence, tree) in sentences.iter().zip(trees) {
        let gold = spans(sentence);
        let made: Vec<(usize, usize, usize)> = tree
            .names
            .iter()
            .map(|n| (n.words.start, n.words.end, name_tag(n.class, n.kind, true)))
            .collect();
        let meets = |a: &(usize, usize, usize), b: &(usize, usize, usize)| a.0 < b.1 && b.0 < a.1;
        for name in &gold {
            let kind = match made.iter().find(|other| meets(name, other)) {
                None => "missed".to_string(),
                Some(other) if other == name => continue,
                Some(other) if other.2 == name.2 => "of other words".to_string(),
                Some(other) => format!("as {}", title(other.2)),
            };
            *counts.entry(format!("{} {kind}", title(name.2))).or_default() += 1;
        }
        for name in made.iter().filter(|name| !gold.iter().any(|other| meets(name, other))) {
            *counts.entry(format!("{} of nothing", title(name.2))).or_default() += 1;
        }
    }
    let mut list: Vec<(String, usize)> = counts.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    list.iter().take(16).map(|(kind, count)| format!("{count:5} {kind}\n")).collect()
}

const CLASSES: [NameClass; 4] =
    [NameClass::Person, NameClass::Location, NameClass::Organisation, NameClass::Other];
const KINDS: [NameKind; 3] = [NameKind::Plain, NameKind::Derived, NameKind::Part];

fn groups(tag: usize) -> &'static [usize] {
    let number = tag / 2;
    match (number / 3, number % 3) {
        (_, 0) => &[0, 2],
        (1, _) => &[1, 2],
        _ => &[2],
    }
}

/// The number of a tag such as `B-LOCderiv`.
pub fn tag_number(tag: &str) -> usize {
    let Some((place, name)) = tag.split_once('-') else { return 0 };
    let class = match &name[..3] {
        "PER" => NameClass::Person,
        "LOC" => NameClass::Location,
        "ORG" => NameClass::Organisation,
        _ => NameClass::Other,
    };
    let kind = match &name[3..] {
        "deriv" => NameKind::Derived,
        "part" => NameKind::Part,
        _ => NameKind::Plain,
    };
    name_tag(class, kind, place == "B")
}

fn spans(sentence: &Sentence) -> Vec<(usize, usize, usize)> {
    let tags: Vec<usize> = sentence.names.iter().flatten().map(|tag| tag_number(tag)).collect();
    let mut spans: Vec<(usize, usize, usize)> = Vec::new();
    for (i, &tag) in tags.iter().enumerate() {
        match tag {
            0 => {}
            tag if tag % 2 == 1 => spans.push((i, i + 1, tag)),
            tag => match spans.last_mut() {
                Some(last) if last.1 == i && last.2 + 1 == tag => last.1 = i + 1,
                _ => spans.push((i, i + 1, tag - 1)),
            },
        }
    }
    spans
}

/// The most frequent kinds of error of trees: wrong relation by wrong relation, and part of speech by part of speech.
pub fn errors(sentences: &[Sentence], trees: &[Tree]) -> String {
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    let mut add = |text: String| *counts.entry(text).or_default() += 1;
    for (sentence, tree) in sentences.iter().zip(trees) {
        for i in 0..sentence.forms.len() {
            let head =
                sentence.heads.as_ref().is_some_and(|h| h[i] == tree.heads[i].map_or(0, |h| h + 1));
            let (gold, made) = (sentence.deprels[i], tree.deprels[i]);
            match (head, gold == made) {
                (false, true) => add(format!("{gold}: wrong head")),
                (_, false) => {
                    add(format!("{gold} as {made}{}", if head { "" } else { ", wrong head" }));
                }
                _ => {}
            }
            if let Some(upos) =
                sentence.upos.as_ref().map(|u| u[i]).filter(|u| *u != tree.words[i].upos)
            {
                add(format!("{upos} as {}", tree.words[i].upos));
            }
        }
    }
    let mut list: Vec<(String, usize)> = counts.into_iter().collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    list.iter().take(20).map(|(kind, count)| format!("{count:5} {kind}\n")).collect()
}

/// Every sentence's tokens as text, one blank between two sentences, and the spans of the sentences.
pub fn text(path: &std::path::Path) -> std::io::Result<String> {
    let file = std::fs::read_to_string(path)?;
    Ok(file.lines().filter_map(|line| line.strip_prefix("# text = ")).collect::<Vec<_>>().join(" "))
}
