//! Clauses of single sentences: which verbs are found, and which are not there.

use tripel::extract::clause::clauses;
use tripel::languages::language;
use tripel::record::span::Span;
use tripel::syntax::{parse::trees, sentence::sentences};

fn lemmas(text: &str) -> Vec<String> {
    let german = language("de").expect("German is built in");
    let sentences = sentences(text, &[Span::new(0, text.len())], german);
    let trees = trees(text, &sentences, german);
    clauses(&trees, german).into_iter().map(|clause| clause.lemma).collect()
}

#[test]
fn vague_adjectives_are_no_participles() {
    assert_eq!(lemmas("Die Polizei räumte das gesamte Haus."), ["räumen"]);
    assert_eq!(lemmas("Verschiedene Länder lehnten das Abkommen ab."), ["ablehnen"]);
    let called = lemmas("Die von der Regierung genannten Länder lehnten das Abkommen ab.");
    assert!(called.contains(&"nennen".to_owned()), "{called:?}");
}
