//! Stages on fixed trees: who is meant, who says what, what is said and how the article stands to it, with the words of open facts. Each case
//! of tests/trees/de/stages.conllu has gold trees, so that another parser changes nothing here.
//!
//! A case begins with `# case = NAME`; `# rule = ...` says what it is about. What comes out stands in lines below (`# actor`,
//! `# quotation`, `# statement`, `# fact`), in the order of the text; `UPDATE=1` writes them anew, to be read before they are
//! committed. `# wrong = WHY` marks a case that is known to come out otherwise than it should.

use std::fs;
use std::path::PathBuf;

use tripel::extract::analyse_trees;
use tripel::extract::corrections::Corrections;
use tripel::extract::openie::{propositions, triples};
use tripel::extract::statement::{Argument, Statement};
use tripel::languages::language;
use tripel::record::article::Article;
use tripel::record::span::Span;
use tripel::syntax::conllu;

const MADE: [&str; 4] = ["# actor = ", "# quotation = ", "# statement = ", "# fact = "];

fn said(statement: &Statement) -> String {
    let label = |argument: &Option<Argument>| {
        argument.as_ref().map_or("-".to_owned(), |argument| argument.label_de.clone())
    };
    let negated = if statement.negated { "not " } else { "" };
    let event = statement.event.as_ref().map_or("-", |event| event.kind.as_str());
    format!(
        "# statement = {} | {negated}{} | {} | {} | {} | {event}",
        label(&statement.subject),
        statement.predicate.lemma,
        label(&statement.object),
        statement.status.as_str(),
        label(&statement.speaker),
    )
}

/// What the stages make of the trees of a case.
fn made(block: &str) -> Vec<String> {
    let german = language("de").expect("German is built in");
    let (text, trees) = conllu::read(block).expect("CoNLL-U");
    let article = Article { id: "a".into(), text: text.clone(), ..Article::default() };
    let analysis = analyse_trees(&article, Vec::new(), trees, german, &Corrections::default());
    let words = |span: &Span| span.of(&text).to_owned();
    let all = |spans: &[Span]| spans.iter().map(words).collect::<Vec<_>>().join("; ");
    let mut lines = Vec::new();
    for actor in &analysis.extraction.actors {
        let mentions: Vec<Span> = actor.mentions.iter().map(|mention| mention.span).collect();
        lines.push(format!("# actor = {}: {}", actor.label_de, all(&mentions)));
    }
    for quotation in &analysis.extraction.quotations {
        let speaker = quotation.speaker.as_ref().map_or("-".to_owned(), words);
        let (kind, quote) = (quotation.kind.as_str(), all(&quotation.quote));
        lines.push(format!("# quotation = {kind} | {speaker} | {quote}"));
    }
    lines.extend(analysis.extraction.statements.iter().map(said));
    let facts = triples(&text, &propositions(&text, &analysis));
    lines.extend(facts.iter().map(|fact| format!("# fact = {}", fact.parts.join(" | "))));
    lines
}

#[test]
fn fixed_trees_come_out_as_their_rules_say() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/trees/de/stages.conllu");
    let source = fs::read_to_string(&path).expect("the trees");
    let (mut wrong, mut written, mut count) = (Vec::new(), String::new(), 0);
    for case in source.split("# case = ").skip(1) {
        let block = format!("# case = {}\n", case.trim_end());
        let is_made = |line: &&str| MADE.iter().any(|start| line.starts_with(start));
        let expected: Vec<&str> = block.lines().filter(is_made).collect();
        let rest: Vec<&str> = block.lines().filter(|line| !is_made(line)).collect();
        let head = rest.iter().take_while(|line| line.starts_with('#')).count();
        let (head, trees) = rest.split_at(head);
        let found = made(&format!("{}\n\n", trees.join("\n").trim_end()));
        count += 1;
        let known = head.iter().any(|line| line.starts_with("# wrong = "));
        if found != expected && !known {
            wrong.push(format!(
                "{}\n  must:\n{}\n  is:\n{}",
                head.join("\n"),
                expected.join("\n"),
                found.join("\n")
            ));
        }
        written += &format!(
            "{}\n{}\n{}\n\n",
            head.join("\n"),
            found.join("\n"),
            trees.join("\n").trim_end()
        );
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, written.trim_end().to_owned() + "\n").expect("written");
        return;
    }
    assert!(count >= 18, "{count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
