//! Corrections of people: they reach the store and the graph, stay when the article moves, are told where they are lost, and are undone.

use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::extract::judgement::{Judgement, What};
use tripel::kb::graph::Graph;
use tripel::kb::rdf;
use tripel::kb::rows::{Rows, StatementRow, rows};
use tripel::kb::store::Store;
use tripel::kb::verify::verify;
use tripel::language::Analyser;
use tripel::languages::language_with;
use tripel::record::article::Article;
use tripel::review::agreement::agreement;
use tripel::review::apply::{Applied, catch_up};
use tripel::review::draft::{self, Addition, By};
use tripel::review::log::{self, Log};
use tripel::review::{queue, table};

const TEXT: &str = "China weist die Vorwürfe der USA zurück. Russland kritisiert die NATO. Angela Merkel lobte Polen.";

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
}

impl Desk {
    fn new(text: &str) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(folder.path().join("kb")).expect("a store");
        let desk = Desk { _folder: folder, store: store.with_analyser(Analyser::Small) };
        desk.add(text);
        desk
    }

    /// Adds the article as `tripel add` does: with what people decided.
    fn add(&self, text: &str) -> Corrections {
        let article = Article { id: "a".to_owned(), text: text.to_owned(), ..Article::default() };
        let german = language_with("de", Analyser::Small).expect("German");
        let log = Log::open(self.store.dir()).expect("a log");
        let corrections = Corrections::default().with_judgements(log.active());
        let extraction = extract(&article, german, &corrections);
        let quads = rdf::quads(&article, &extraction, rdf::BASE).expect("quads");
        let text: String = quads.iter().map(|quad| format!("{quad} .\n")).collect();
        self.store.add(&article, rdf::BASE, extraction.statements.len(), &text).expect("added");
        corrections
    }

    fn rows(&self) -> Rows {
        rows(&Graph::open(&self.store).expect("a graph").0)
    }

    fn article(&self) -> Article {
        self.store.article(&self.store.find("a").expect("an entry")).expect("an article")
    }

    fn row(&self, lemma: &str) -> Option<StatementRow> {
        self.rows().statements.into_iter().find(|row| row.relation_de == lemma)
    }

    fn judge(&self, lemma: &str, what: What, value: Option<&str>) -> Applied {
        let row = self.row(lemma).unwrap_or_else(|| panic!("no statement '{lemma}'"));
        let new = draft::about_statement(&row, &self.article(), what, value, &by("anna"));
        self.apply(new.expect("a correction"))
    }

    fn apply(&self, new: Judgement) -> Applied {
        let rows = self.rows();
        log::append(self.store.dir(), &[new]).expect("written");
        catch_up(&self.store, &Corrections::default(), &rows).expect("applied")
    }

    fn last(&self) -> Judgement {
        let log = Log::open(self.store.dir()).expect("a log");
        Judgement::clone(log.lines.last().expect("a line"))
    }
}

fn by(who: &str) -> By {
    By { who: who.to_owned(), why: Some("geprüft".to_owned()) }
}

#[test]
fn a_statement_is_changed_and_says_by_whom_until_that_is_undone() {
    let desk = Desk::new(TEXT);
    assert_eq!(desk.row("kritisieren").expect("a statement").status, "asserted");
    assert_eq!(desk.judge("kritisieren", What::Status, Some("claimed")).articles, ["a"]);
    desk.judge("kritisieren", What::Speaker, Some("China"));
    desk.judge("kritisieren", What::Event, Some("REJECT"));
    desk.judge("kritisieren", What::Polarity, Some("negated"));
    desk.judge("kritisieren", What::Object, Some("Polen"));
    let row = desk.row("kritisieren").expect("a statement");
    assert_eq!((row.status.as_str(), row.event.as_str(), row.negated), ("claimed", "REJECT", true));
    assert_eq!((row.speaker.id.as_str(), row.object.id.as_str()), ("china", "poland"));
    assert_eq!(
        row.checked(),
        "status (anna); speaker (anna); event (anna); polarity (anna); object (anna)"
    );
    let graph = Graph::open(&desk.store).expect("a graph").0;
    let quads: Vec<String> = graph.quads().map(|quad| quad.to_string()).collect();
    assert!(quads.iter().any(|quad| quad.contains("tripel#correctedBy")));
    assert!(
        !quads.iter().any(|quad| quad.contains("actor/russia")
            && quad.contains("relation/criticise")
            && !quad.contains("tripel#relation")
            && quad.split(' ').count() == 4),
        "no plain fact"
    );
    let verification = verify(&desk.store).expect("verified");
    assert!(verification.breaches.is_empty(), "{:?}", verification.breaches);
    let last = desk.last();
    desk.apply(draft::undo(&last, &by("anna")));
    assert_eq!(desk.row("kritisieren").expect("a statement").object.id, "nato");
}

#[test]
fn a_rejected_statement_leaves_and_comes_back() {
    let desk = Desk::new(TEXT);
    let before = desk.rows().statements.len();
    desk.judge("loben", What::Reject, None);
    assert!(desk.row("loben").is_none());
    assert_eq!(desk.rows().statements.len(), before - 1);
    let last = desk.last();
    desk.apply(draft::undo(&last, &by("ben")));
    assert!(desk.row("loben").is_some());
}

#[test]
fn corrections_stay_when_the_article_moves_and_are_told_when_it_loses_the_words() {
    let desk = Desk::new(TEXT);
    desk.judge("kritisieren", What::Status, Some("claimed"));
    desk.judge("loben", What::Reject, None);
    let corrections = desk.add(&format!("Berlin. Russland reagiert auf China.\n\n{TEXT}"));
    assert!(corrections.lost().is_empty());
    assert_eq!(desk.row("kritisieren").expect("a statement").status, "claimed");
    assert!(desk.row("loben").is_none());
    let corrections = desk.add("China weist die Vorwürfe der USA zurück.");
    assert_eq!(corrections.lost().len(), 2);
}

#[test]
fn what_a_later_version_does_not_find_is_made_from_the_log() {
    let desk = Desk::new(TEXT);
    let row = desk.row("kritisieren").expect("a statement");
    let mut accepted =
        draft::about_statement(&row, &desk.article(), What::Accept, None, &by("anna"))
            .expect("one");
    // as if the program had found another verb then
    let told = accepted.statement.as_mut().expect("a statement");
    told.id = "s0000000000000000".to_owned();
    (told.lemma, told.relation, told.surface) = ("tadeln".to_owned(), "rebuke".to_owned(), None);
    desk.apply(accepted);
    let row = desk.row("tadeln").expect("made from the log");
    assert_eq!((row.subject.id.as_str(), row.object.id.as_str()), ("russia", "nato"));
    assert_eq!((row.rule.as_str(), row.checked().as_str()), ("person", "accept (anna)"));
}

#[test]
fn a_person_adds_a_statement_by_words_of_the_article() {
    let desk = Desk::new(TEXT);
    let added = Addition {
        quote: "Angela Merkel lobte Polen".to_owned(),
        subject: Some("Polen".to_owned()),
        lemma: "danken".to_owned(),
        object: Some("Angela Merkel".to_owned()),
        ..Addition::default()
    };
    let new = draft::addition(&desk.article(), &desk.rows(), &added, &by("anna")).expect("added");
    desk.apply(new);
    let row = desk.row("danken").expect("a statement");
    assert_eq!((row.subject.id.as_str(), row.relation_en.as_str()), ("poland", "thank"));
    let wrong = Addition { quote: "steht nicht da".to_owned(), ..added };
    let error = draft::addition(&desk.article(), &desk.rows(), &wrong, &by("anna"));
    let error = error.expect_err("no such words").to_string();
    assert_eq!(error, "the article 'a' does not have the words 'steht nicht da'");
}

#[test]
fn actors_are_merged_renamed_and_retyped() {
    let desk = Desk::new(TEXT);
    let judge = |name: &str, what: What, value: &str| {
        let rows = desk.rows();
        draft::about_actor(&rows, name, what, Some(value), None, &by("anna"))
    };
    desk.apply(judge("Angela Merkel", What::Rename, "A. Merkel|Bundeskanzlerin").expect("one"));
    desk.apply(judge("Russland", What::Merge, "China").expect("one"));
    let rows = desk.rows();
    assert!(rows.actors.iter().any(|actor| actor.label_de == "Bundeskanzlerin"));
    assert!(!rows.actors.iter().any(|actor| actor.id == "russia"));
    assert_eq!(desk.row("kritisieren").expect("a statement").subject.id, "china");
    let last = desk.last();
    desk.apply(draft::undo(&last, &by("anna")));
    assert_eq!(desk.row("kritisieren").expect("a statement").subject.id, "russia");
    let error = judge("Nemo", What::Drop, "x").expect_err("nobody").to_string();
    assert_eq!(error, "no actor is called 'Nemo'");
    let error = judge("China", What::Retype, "planet").expect_err("no type").to_string();
    assert!(error.starts_with("'planet' is no type of actor"), "{error}");
}

#[test]
fn two_people_agree_as_far_as_they_decide_alike() {
    let desk = Desk::new(TEXT);
    let article = desk.article();
    let log = |who: &str, decisions: &[(&str, What, Option<&str>)]| {
        let lines = decisions.iter().map(|(lemma, what, value)| {
            let row = desk.row(lemma).expect("a statement");
            let one = draft::about_statement(&row, &article, *what, *value, &by(who));
            std::sync::Arc::new(log::sealed(one.expect("one")))
        });
        lines.collect::<Vec<_>>()
    };
    let anna = log(
        "anna",
        &[("kritisieren", What::Status, Some("claimed")), ("loben", What::Accept, None)],
    );
    let ben = log("ben", &[("kritisieren", What::Accept, None), ("loben", What::Accept, None)]);
    let found = agreement(&anna, &ben);
    assert_eq!((found.both, found.right), (2, [2, 2, 2]));
    assert_eq!(found.f1(), Some(1.0));
    assert!(found.status.expect("alpha") < 0.1);
    let rows = table::judged(&anna);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1][2..5], ["part", "1", "status"].map(str::to_owned));
}

#[test]
fn the_queue_holds_what_nobody_looked_at() {
    let desk = Desk::new(TEXT);
    let before = queue::queue(&desk.rows(), &Default::default()).len();
    desk.judge("kritisieren", What::Accept, None);
    let rows = desk.rows();
    let left = queue::queue(&rows, &Default::default());
    assert_eq!(left.len(), before - 1);
    assert!(left.iter().all(|open| rows.statements[open.at].relation_de != "kritisieren"));
}
