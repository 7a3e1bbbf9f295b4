//! A user's `actors.csv`: each action, the reason that it leaves, its errors, and that it survives a rebuild.

use tripel::extract::corrections::Corrections;
use tripel::extract::entity::Entity;
use tripel::extract::{Analysis, analyse_story};
use tripel::record::article::Article;
use tripel::record::span::Span;

const TEXT: &str = "Angela Merkel kritisierte Emmanuel Macron. Die Kanzlerin warnte ihn vor einem Bruch. Mutti lobte die Grünen. \
                    Der Konzern Wega verklagte Polen. Zukunft Heimat kritisierte Polen.";

fn read(text: &str, rows: &str) -> Analysis {
    let article = Article { id: "case".into(), text: text.to_owned(), ..Article::default() };
    let lang = tripel::languages::language("de").expect("German");
    let rows = format!("action,actor,value,article,note\n{rows}");
    let corrections = Corrections::parse(&rows, "actors.csv").expect("the rows are right");
    analyse_story(&article, &[Span::new(0, text.len())], lang, &corrections)
}

fn actor<'a>(analysis: &'a Analysis, label: &str) -> Option<&'a Entity> {
    analysis.extraction.actors.iter().find(|actor| actor.label_de == label)
}

fn says(analysis: &Analysis, who: &str, verb: &str, whom: &str) -> bool {
    analysis.extraction.statements.iter().any(|statement| {
        let label = |argument: &Option<tripel::extract::statement::Argument>| {
            argument.as_ref().map(|argument| argument.label_de.clone())
        };
        label(&statement.subject).as_deref() == Some(who)
            && statement.predicate.lemma == verb
            && label(&statement.object).as_deref() == Some(whom)
    })
}

#[test]
fn without_rows_nothing_changes() {
    let plain = read(TEXT, "");
    assert!(says(&plain, "Wega", "verklagen", "Polen"));
    assert!(plain.extraction.actors.iter().all(|actor| actor.corrected.is_empty()));
}

#[test]
fn merge_makes_two_one_and_names_the_line() {
    let analysis = read(TEXT, "add,Mutti,person\nmerge,Mutti,Angela Merkel\n");
    let merkel = actor(&analysis, "Angela Merkel").expect("Merkel");
    assert!(merkel.aliases().contains(&"Mutti"), "{:?}", merkel.aliases());
    assert!(actor(&analysis, "Mutti").is_none());
    assert!(
        merkel
            .mentions
            .iter()
            .any(|mention| mention.reason.starts_with("actors.csv, line 3: merge"))
    );
    assert!(analysis.extraction.statements.iter().any(|statement| {
        let subject = statement.subject.as_ref().map(|subject| subject.label_de.as_str());
        subject == Some("Angela Merkel") && statement.predicate.lemma == "loben"
    }));
}

#[test]
fn merge_with_somebody_of_the_tables_brings_identity() {
    let analysis = read(
        "Das Reich der Mitte kritisierte Polen.",
        "add,Reich der Mitte,state\nmerge,Reich der Mitte,China\n",
    );
    let china = actor(&analysis, "China").expect("China");
    assert_eq!((china.id.as_str(), china.wikidata.as_deref()), ("china", Some("Q148")));
}

#[test]
fn split_takes_a_name_and_what_follows_it_away() {
    let text =
        "Angela Merkel kritisierte Polen. Die Kanzlerin lobte Frankreich. Sie warnte Italien.";
    assert!(says(&read(text, ""), "Angela Merkel", "loben", "Frankreich"));
    let analysis = read(text, "split,Angela Merkel,Kanzlerin\n");
    assert!(says(&analysis, "Angela Merkel", "kritisieren", "Polen"));
    assert!(says(&analysis, "Kanzlerin", "loben", "Frankreich"));
    assert!(
        says(&analysis, "Kanzlerin", "warnen", "Italien"),
        "the pronoun follows the name before it"
    );
}

#[test]
fn rename_changes_both_labels_and_not_the_id() {
    let analysis = read(TEXT, "rename,Polen,Republic of Poland|Republik Polen\n");
    let poland = actor(&analysis, "Republik Polen").expect("Poland");
    assert_eq!((poland.id.as_str(), poland.label_en.as_str()), ("poland", "Republic of Poland"));
    assert_eq!(poland.corrected, ["actors.csv, line 2: rename"]);
    assert!(says(&analysis, "Wega", "verklagen", "Republik Polen"));
}

#[test]
fn retype_and_drop() {
    let analysis = read(TEXT, "retype,Wega,company\ndrop,Emmanuel Macron,\n");
    assert_eq!(actor(&analysis, "Wega").expect("Wega").kind.as_str(), "company");
    assert!(actor(&analysis, "Emmanuel Macron").is_none());
    assert!(!says(&analysis, "Emmanuel Macron", "kritisieren", "Polen"));
}

#[test]
fn drop_of_one_name_leaves_the_others() {
    let text = "China kritisierte Polen. Peking warnte Polen.";
    let analysis = read(text, "drop,Peking\n");
    assert!(says(&analysis, "China", "kritisieren", "Polen"));
    assert!(!says(&analysis, "China", "warnen", "Polen"));
}

#[test]
fn add_finds_a_name_and_its_genitive() {
    let text = "Die Partei Zukunft Heimat verklagte Polen. Frankreich lobte den Widerstand Zukunft Heimats.";
    let analysis = read(text, "add,Zukunft Heimat,organisation\n");
    let added = actor(&analysis, "Zukunft Heimat").expect("added");
    let named: Vec<&str> = added
        .mentions
        .iter()
        .filter(|mention| mention.name.as_deref() == Some("Zukunft Heimat"))
        .map(|mention| &*mention.reason)
        .collect();
    assert_eq!(added.kind.as_str(), "organisation");
    assert_eq!(named, ["actors.csv, line 2: add"; 2]);
    assert!(says(&analysis, "Zukunft Heimat", "verklagen", "Polen"));
}

#[test]
fn a_row_for_one_article_leaves_others_alone() {
    assert!(actor(&read(TEXT, "drop,Polen,,other\n"), "Polen").is_some());
    assert!(actor(&read(TEXT, "drop,Polen,,case\n"), "Polen").is_none());
}

#[test]
fn wrong_rows_are_named_by_their_line() {
    let wrong = |rows: &str| Corrections::parse(rows, "actors.csv").expect_err("wrong").to_string();
    assert_eq!(
        wrong("action,actor,value\ndelete,China,\n"),
        "line 2: 'delete' is no action; actions are merge, split, rename, drop, retype, add"
    );
    assert!(
        wrong("action,actor,value\n\nmerge,China,\n")
            .contains("line 3: 'merge' of 'China' does not say with whom")
    );
    assert!(
        wrong("action,actor,value\nretype,Hamas,army\n")
            .contains("'army' is no type of actor; types are state, igo")
    );
    assert!(wrong("action,actor,value\ndrop,,\n").contains("does not say which actor"));
    assert!(
        wrong("who,what\nChina,drop\n")
            .contains("line 1: the columns are action, actor, value, article, note")
    );
    assert!(
        Corrections::parse("action;actor;value\r\ndrop;China;\r\n", "actors.csv").is_ok(),
        "as a spreadsheet writes it"
    );
    assert!(Corrections::parse("", "actors.csv").is_err());
}

/// A statement's id comes from places in the text, so that what people correct about it still finds it.
#[test]
fn corrections_change_no_id_of_a_statement() {
    let ids = |rows: &str| -> Vec<String> {
        read(TEXT, rows).extraction.statements.into_iter().map(|own| own.id).collect()
    };
    let before = ids("");
    assert!(before.len() > 1 && before.iter().all(|id| id.starts_with('s') && id.len() == 17));
    for rows in ["rename,Polen,Republic of Poland|Republik Polen\n", "retype,Polen,company\n"] {
        assert_eq!(ids(rows), before, "{rows}");
    }
}
