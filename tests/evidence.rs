//! The quote of a statement is a clause that reads by itself: it begins with a clause and not behind
//! the verb of one.

use std::fs;
use std::path::Path;

use tripel::extract::clause::ClauseKind;
use tripel::extract::corrections::Corrections;
use tripel::extract::statement::Statement;
use tripel::extract::{Analysis, analyse};
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};
use tripel::ud::Upos;

fn analysis(text: &str) -> (Article, Analysis) {
    let mut articles = Article::from_bytes("a.txt", text.into(), &Metadata::default());
    let article = articles.next().expect("an article").expect("a good one");
    let lang = language("de").expect("German");
    let analysis = analyse(&article, lang, &Corrections::default());
    (article, analysis)
}

#[test]
fn the_quote_of_a_demand_names_who_demands() {
    for (text, predicate, quote) in [
        (
            "Draghi forderte die EU auf, der georgischen Gesellschaft zu helfen.",
            "help",
            "Draghi forderte die EU auf, der georgischen Gesellschaft zu helfen",
        ),
        (
            "Am Montag forderte Deutschland die USA auf, China zu unterstützen.",
            "support",
            "Am Montag forderte Deutschland die USA auf, China zu unterstützen",
        ),
    ] {
        let (article, analysis) = analysis(text);
        let statements = &analysis.extraction.statements;
        let demanded = statements.iter().find(|statement| statement.predicate.en == predicate);
        let all: Vec<&str> = statements.iter().map(|one| one.predicate.en.as_str()).collect();
        let demanded = demanded.unwrap_or_else(|| panic!("{text}: only {all:?}"));
        assert_eq!(demanded.evidence.of(&article.text).trim_end_matches('.'), quote);
    }
}

/// Clauses inside a noun phrase begin with their noun, wherever that stands.
fn is_phrase(statement: &Statement, analysis: &Analysis) -> bool {
    let kinds = [ClauseKind::Nominal, ClauseKind::Relative, ClauseKind::Attribute];
    analysis.clauses.iter().any(|clause| {
        let head = analysis.trees[clause.tree].words[clause.head].span;
        clause.tree == statement.sentence
            && clause.lemma == statement.predicate.lemma
            && kinds.contains(&clause.kind)
            && statement.evidence.contains(head)
    })
}

#[test]
fn no_quote_begins_behind_the_verb_of_its_governor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    let mut wrong = Vec::new();
    let sample = fs::read_to_string(root.join("data/articles/cyberangriffe.txt")).expect("a text");
    let (article, analysis) = analysis(&sample);
    let statements = analysis.extraction.statements.iter();
    for statement in statements.filter(|one| !is_phrase(one, &analysis)) {
        let tree = &analysis.trees[statement.sentence];
        let before = tree.words.iter().rfind(|word| word.span.end <= statement.evidence.start);
        checked += 1;
        if before.is_some_and(|word| matches!(word.upos, Upos::Verb | Upos::Aux)) {
            wrong.push(format!("{}: {}", statement.rule, statement.evidence.of(&article.text)));
        }
    }
    assert!(checked > 10, "{checked} statements");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An actor that an article knows in the genitive alone is called as in the nominative.
#[test]
fn labels_stand_in_the_nominative() {
    for (text, label, other) in [
        ("Maduros Anhänger warfen der Opposition Gewalt vor.", "Maduro", "Maduros"),
        ("Die Anhänger Guaidós kritisierten die EU.", "Guaidó", "Guaidós"),
        ("Scholz' Sprecher kritisierte Polen.", "Scholz", "Scholz'"),
        ("Der Sturz Mugabes freute Sambia.", "Mugabe", "Mugabes"),
        ("Die EU kritisierte Karin Tarenos Partei.", "Karin Tareno", "Karin Tarenos"),
        // names that end so
        ("Jimmy Morales kritisierte die EU.", "Jimmy Morales", "Jimmy Morale"),
        ("Mahmud Abbas lobte Polen.", "Mahmud Abbas", "Mahmud Abba"),
    ] {
        let (_, analysis) = analysis(text);
        let actors = &analysis.extraction.actors;
        let named = |name: &str| {
            actors.iter().any(|one| one.label_de == name || one.names().contains(&name))
        };
        let all: Vec<&str> = actors.iter().map(|one| one.label_de.as_str()).collect();
        assert!(named(label) && !named(other), "{text}: {all:?}");
    }
}
