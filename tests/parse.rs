//! Trees: whatever the text, a tree has one root and no cycle, and does not depend on what it is analysed beside.

mod holds;

use holds::{german, tree as check};
use proptest::prelude::*;
use tripel::record::span::Span;
use tripel::syntax::parse::{Tree, trees};
use tripel::syntax::sentence::Sentence;
use tripel::ud::Upos;

/// Tokens between blanks, one sentence.
fn sentence(text: &str, from: usize) -> Sentence {
    let mut tokens = Vec::new();
    for part in text.split_whitespace() {
        let start = part.as_ptr() as usize - text.as_ptr() as usize + from;
        tokens.push(Span::new(start, start + part.len()));
    }
    Sentence { span: Span::new(from, from + text.len()), tokens }
}

fn tree(text: &str) -> Tree {
    trees(text, &[sentence(text, 0)], german()).remove(0)
}

#[test]
fn a_plain_sentence() {
    let tree = tree("Der Minister kritisierte am Montag die Pläne der Regierung .");
    check(&tree);
    let root = tree.root().expect("one root");
    assert_eq!(
        (tree.words[root].form.as_str(), tree.words[root].lemma.as_str()),
        ("kritisierte", "kritisieren")
    );
    assert_eq!(tree.words[root].upos, Upos::Verb);
    let words: Vec<&str> = tree.words.iter().map(|word| word.form.as_str()).collect();
    assert_eq!(words[3..6], ["an", "dem", "Montag"]);
    assert_eq!((tree.words[3].token, tree.words[4].token, tree.words[5].token), (3, 3, 4));
}

#[test]
fn no_tokens_give_an_empty_tree() {
    check(&tree(""));
}

#[test]
fn a_sentence_of_absurd_length() {
    check(&tree(&"und dann ging der Hund zum Haus , ".repeat(300)));
}

#[test]
fn the_company_does_not_matter() {
    let texts = [
        "Die EU verhängt Sanktionen .",
        "Nein !",
        "Russland wies die Vorwürfe am Dienstag als haltlos zurück .",
    ];
    let all = texts.join("");
    let mut from = 0;
    let mut sentences = Vec::new();
    for text in texts {
        sentences.push(sentence(text, from));
        from += text.len();
    }
    let together = trees(&all, &sentences, german());
    for (i, one) in sentences.iter().enumerate() {
        let alone = trees(&all, std::slice::from_ref(one), german()).remove(0);
        assert_eq!(format!("{alone:?}"), format!("{:?}", together[i]));
    }
}

#[test]
fn tables_hint_at_words() {
    let hints = &german().models.hints;
    let of = |word: &str| hints.of(&[word])[0];
    assert_eq!(of("und"), 0);
    // a name in the genitive, an inflected adjective, a compound of a known noun
    assert_eq!(of("Frankreichs"), of("Frankreich"));
    assert_eq!(of("chinesischen"), of("chinesisch"));
    for word in ["Angelas", "Hamburger", "Friedensverhandlungen", "EU-Kommission", "US-geführt"] {
        assert_ne!(of(word), 0, "{word}");
    }
    let name = hints.of(&["die", "Vereinigten", "Staaten", "sind"]);
    assert_eq!((name[0], name[3]), (0, 0));
    assert_ne!(name[1] & name[2], 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn any_tokens_give_a_tree(text in "(\\PC{0,12} ){0,40}") {
        check(&tree(&text));
    }
}
