//! What holds for any text: trees with one root and no cycle, valid CoNLL-U, evidence that lies in the text. The fuzz target runs it too.

#![allow(dead_code)] // each test uses a part

pub mod conllu;
mod watch;

use oxigraph::sparql::QueryResults;
use tripel::extract::corrections::Corrections;
use tripel::extract::{Analysis, analyse, analyse_story, extract};
use tripel::kb::graph::Graph;
use tripel::kb::query::filled;
use tripel::kb::rdf::{BASE, quads};
use tripel::language::{Analyser, Language};
use tripel::languages::language_with;
use tripel::record::article::{Article, Metadata};
use tripel::record::span::Span;
use tripel::syntax::conllu::write;
use tripel::syntax::parse::Tree;
use watch::watched;

/// With the small analyser: what holds does not hang on who reads, and random texts are many.
pub fn german() -> &'static Language {
    language_with("de", Analyser::Small).expect("German is built in")
}

pub fn article(text: &str) -> Article {
    Article { id: "a".into(), text: text.to_owned(), ..Article::default() }
}

/// Takes a text down the whole road, once with its boilerplate and once as an article.
pub fn road(text: &str) {
    let article = article(text);
    let (lang, none) = (german(), Corrections::default());
    watched(text.as_bytes(), || {
        check(&article, &analyse_story(&article, &[Span::new(0, text.len())], lang, &none));
        check(&article, &analyse(&article, lang, &none));
    });
}

/// Reads bytes as a file of this name and takes its articles down the whole road.
pub fn file(name: &str, bytes: &[u8]) {
    watched(bytes, || {
        for article in Article::from_bytes(name, bytes.to_vec(), &Metadata::default()).flatten() {
            check(&article, &analyse(&article, german(), &Corrections::default()));
        }
    });
}

/// Names of files whose endings the first byte of an input for the reader chooses.
pub const READ: [&str; 5] = ["a.txt", "a.html", "a.md", "a.jsonl", "a.json"];

/// Names of files whose endings the first byte of an input for the binary formats chooses; most are told by their content.
pub const BINARY: [&str; 6] = ["a.pdf", "a.zip", "a.rtf", "a.eml", "a.xml", "a.csv"];

/// Bytes are read as a file of this name, or refused in one sentence.
pub fn read(name: &str, bytes: &[u8]) {
    watched(bytes, || {
        let articles = Article::from_bytes(name, bytes.to_vec(), &Metadata::default());
        for article in articles.take(1000) {
            match article {
                Ok(article) => assert!(!article.text.trim().is_empty()),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    });
}

/// So few quads that any join of a query of a few hundred words ends.
pub fn small_graph() -> Graph {
    let article = article("Die USA kritisieren China. Xi Jinping lobte Polen.");
    let said = extract(&article, german(), &Corrections::default());
    let quads = quads(&article, &said, BASE).expect("quads");
    Graph::of(quads.into_iter().take(4), BASE)
}

/// A query is refused, or answered to its end.
pub fn query(graph: &Graph, text: &str) {
    let text = filled(text, &[]).unwrap_or_else(|_| text.to_owned());
    let answered = || match graph.query(&text) {
        Ok(QueryResults::Solutions(rows)) => drop(rows.take(1000).filter(Result::is_ok).count()),
        Ok(QueryResults::Graph(triples)) => drop(triples.take(1000).filter(Result::is_ok).count()),
        Ok(QueryResults::Boolean(_)) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    };
    watched(text.as_bytes(), answered);
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
        for span in spans.chain(statement.cue).chain([statement.evidence, statement.sentence_span])
        {
            assert!(
                text.get(span.start..span.end).is_some_and(|words| !words.is_empty()),
                "{statement:?}"
            );
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
        assert!(
            name.words.start >= end && name.words.start < name.words.end && name.words.end <= n
        );
        end = name.words.end;
    }
}
