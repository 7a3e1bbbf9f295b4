//! What holds for any text: trees with one root and no cycle, valid CoNLL-U, evidence that lies in the text. The fuzz target runs it too.

#![allow(dead_code)] // each test uses a part

pub mod conllu;

use tripel::article::{Article, Metadata};
use tripel::conllu::write;
use tripel::corrections::Corrections;
use tripel::extract::{Analysis, analyse, analyse_story};
use tripel::lang::{Language, language};
use tripel::parse::Tree;
use tripel::span::Span;

pub fn german() -> &'static Language {
    language("de").expect("German is built in")
}

pub fn article(text: &str) -> Article {
    Article { id: "a".into(), title: None, date: None, source: None, url: None, language: None, text: text.to_owned() }
}

/// Takes a text down the whole road, once with its boilerplate and once as an article.
pub fn road(text: &str) {
    let article = article(text);
    let (lang, none) = (german(), Corrections::default());
    check(&article, &analyse_story(&article, &[Span::new(0, text.len())], lang, &none));
    check(&article, &analyse(&article, lang, &none));
}

/// Reads bytes as a file of this name and takes its articles down the whole road.
pub fn file(name: &str, bytes: &[u8]) {
    for article in Article::from_bytes(name, bytes.to_vec(), &Metadata::default()).flatten() {
        check(&article, &analyse(&article, german(), &Corrections::default()));
    }
}

/// What holds for the analysis of any article.
pub fn check(article: &Article, analysis: &Analysis) {
    let text = article.text.as_str();
    assert_eq!(analysis.sentences.len(), analysis.trees.len());
    analysis.trees.iter().for_each(tree);
    let mut written = Vec::new();
    write(&article.id, text, &analysis.trees, &mut written).expect("written");
    let breaches = conllu::breaches(std::str::from_utf8(&written).expect("UTF-8"), text);
    assert!(breaches.is_empty(), "{breaches:?}");
    for statement in &analysis.extraction.statements {
        let arguments = [&statement.subject, &statement.object, &statement.speaker];
        let spans = arguments.into_iter().flatten().map(|argument| argument.span);
        for span in spans.chain(statement.cue).chain([statement.evidence, statement.sentence_span]) {
            assert!(text.get(span.start..span.end).is_some_and(|words| !words.is_empty()), "{statement:?}");
        }
        assert!(statement.sentence_span.contains(statement.evidence), "{statement:?}");
        assert!((0.0..=1.0).contains(&statement.confidence), "{statement:?}");
    }
}

/// One root, no cycle, names in order.
pub fn tree(tree: &Tree) {
    let n = tree.words.len();
    assert_eq!((tree.heads.len(), tree.deprels.len()), (n, n));
    assert_eq!(tree.heads.iter().filter(|head| head.is_none()).count(), n.min(1));
    for mut i in 0..n {
        let mut steps = 0;
        while let Some(head) = tree.heads[i] {
            assert!(head < n);
            i = head;
            steps += 1;
            assert!(steps <= n, "a cycle");
        }
    }
    let mut end = 0;
    for name in &tree.names {
        assert!(name.words.start >= end && name.words.start < name.words.end && name.words.end <= n);
        end = name.words.end;
    }
}
