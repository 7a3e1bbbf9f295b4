//! Rules of clauses on fixed trees: each sentence of tests/trees/de has its gold tree, the rule that it is about, and the
//! clauses that must come out, so that another parser changes nothing here.
//!
//! `# clause = LEMMA: ROLE WORD; ROLE WORD`, one line for each clause; roles in any order. `# wrong = WHY` marks what is known
//! to come out otherwise, until it comes out right.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tripel::extract::clause::{Clause, Role, clauses};
use tripel::languages::language;
use tripel::syntax::conllu;
use tripel::syntax::parse::Tree;

/// A clause as the files write it, its arguments sorted.
fn written(clause: &Clause, tree: &Tree) -> String {
    let role = |role: &Role| match role {
        Role::Subject => "subject".to_owned(),
        Role::Object => "object".to_owned(),
        Role::Dative => "dative".to_owned(),
        Role::Genitive => "genitive".to_owned(),
        Role::Predicative => "predicative".to_owned(),
        Role::Prepositional(preposition) => preposition.clone(),
    };
    let arguments = clause.arguments.iter();
    let arguments: BTreeSet<String> =
        arguments.map(|own| format!("{} {}", role(&own.role), tree.words[own.head].form)).collect();
    format!("{}: {}", clause.lemma, arguments.into_iter().collect::<Vec<_>>().join("; "))
}

fn sorted(line: &str) -> String {
    let (lemma, arguments) = line.split_once(": ").expect("a lemma and its arguments");
    let arguments: BTreeSet<&str> = arguments.split("; ").collect();
    format!("{lemma}: {}", arguments.into_iter().collect::<Vec<_>>().join("; "))
}

#[test]
fn fixed_trees_have_the_clauses_that_their_rules_say() {
    let german = language("de").expect("German is built in");
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/trees/de/clauses.conllu");
    let source = fs::read_to_string(file).expect("the trees");
    let mut wrong = Vec::new();
    let mut count = 0;
    for block in source.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let field = |name: &'static str| {
            block.lines().filter_map(move |line| line.strip_prefix(name)?.strip_prefix(" = "))
        };
        let (_, trees) = conllu::read(&format!("{block}\n")).expect("CoNLL-U");
        let found = clauses(&trees, german);
        let found: BTreeSet<String> = found.iter().map(|own| written(own, &trees[0])).collect();
        let expected: BTreeSet<String> = field("# clause").map(sorted).collect();
        count += 1;
        let wrong_by_now = field("# wrong").next().is_some();
        if wrong_by_now && found == expected {
            wrong.push(format!("right by now, no 'wrong': {expected:?}"));
        }
        if found != expected && !wrong_by_now {
            let (text, rule) = (field("# text").next(), field("# rule").next());
            wrong.push(format!(
                "{}\n  {}\n  must: {expected:?}\n  is:   {found:?}",
                text.unwrap_or_default(),
                rule.unwrap_or_default()
            ));
        }
    }
    assert!(count >= 7, "{count} trees");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
