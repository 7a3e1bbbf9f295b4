//! The grammar of the news, a phenomenon a file: tests/cases/LANGUAGE/NAME.md holds texts and what must and must not be read from them.
//!
//! A text stands on lines that begin with `> `. Below it, `+ who | verb | whom` must be found and `- who | verb | whom` must not. `_` is nobody,
//! `*` anybody; the verb is its lemma, its English relation or `*`. Further columns narrow it: `speaker=`, `status=`, `event=`, `time=`, `negated`, `not negated`.
//! Each text is an article of Wednesday, 2024-05-15; `time=` is the day that is meant, `_` where a time is told and no single day, `none` where no
//! time is told.
//! `~` before `+` or `-` marks what is known to be wrong today. `UPDATE=1` takes the mark away where it is right by now, and names what is new.

use std::fs;
use std::path::{Path, PathBuf};

use tripel::extract::analyse_story;
use tripel::extract::corrections::Corrections;
use tripel::extract::statement::{Argument, Statement};
use tripel::extract::time::Time;
use tripel::record::article::{Article, Date};
use tripel::record::span::Span;

/// Texts that a file has at least, and the largest share of lines that may be marked as wrong.
const LEAST: usize = 8;
const MARKED: f64 = 0.3;

/// The day of each text, a Wednesday.
const PUBLISHED: Date = Date::constant(2024, 5, 15);

struct Line {
    at: usize,
    marked: bool,
    wanted: bool,
    pattern: String,
}

struct Case {
    text: String,
    lines: Vec<Line>,
}

#[test]
fn the_grammar_of_german_news() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/de");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("tests/cases/de")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    let (mut all, mut marked) = (0, 0);
    for path in &files {
        let file = fs::read_to_string(path).expect("UTF-8");
        let cases = cases(&file, path);
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(cases.len() >= LEAST, "{name} has {} texts, {LEAST} are wanted", cases.len());
        let mut better = Vec::new();
        for case in &cases {
            let found = found(&case.text);
            for line in &case.lines {
                let there = found
                    .iter()
                    .any(|(statement, speaker)| matches(&line.pattern, statement, speaker));
                all += 1;
                marked += usize::from(line.marked);
                match (there == line.wanted, line.marked) {
                    (false, false) => wrong.push(format!(
                        "{name}:{} {} {}\n{}",
                        line.at,
                        sign(line.wanted),
                        line.pattern,
                        shown(case, &found)
                    )),
                    (true, true) => better.push(line.at),
                    _ => {}
                }
            }
        }
        if !better.is_empty() {
            println!("{name}: right by now in lines {better:?}");
            if std::env::var_os("UPDATE").is_some() {
                unmark(path, &file, &better);
            }
        }
    }
    println!("{} files, {all} lines, {marked} marked as wrong", files.len());
    assert!(wrong.is_empty(), "{} lines are wrong:\n\n{}", wrong.len(), wrong.join("\n"));
    assert!(
        marked as f64 <= MARKED * f64::from(all),
        "{marked} of {all} lines are marked as wrong"
    );
}

fn sign(wanted: bool) -> char {
    if wanted { '+' } else { '-' }
}

fn cases(file: &str, path: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open = false;
    for (at, line) in file.lines().enumerate() {
        if let Some(text) = line.strip_prefix("> ") {
            match cases.last_mut().filter(|_| open) {
                Some(case) => case.text = format!("{}\n{text}", case.text),
                None => cases.push(Case { text: text.to_owned(), lines: Vec::new() }),
            }
            open = true;
            continue;
        }
        open = false;
        let (marked, rest) = line.strip_prefix('~').map_or((false, line), |rest| (true, rest));
        let Some((wanted, pattern)) = rest
            .strip_prefix("+ ")
            .map(|p| (true, p))
            .or(rest.strip_prefix("- ").map(|p| (false, p)))
        else {
            continue;
        };
        assert!(
            pattern.split('|').count() >= 3,
            "{}:{}: who | verb | whom",
            path.display(),
            at + 1
        );
        let case = cases
            .last_mut()
            .unwrap_or_else(|| panic!("{}:{}: a text comes first", path.display(), at + 1));
        case.lines.push(Line { at: at + 1, marked, wanted, pattern: pattern.to_owned() });
    }
    cases
}

fn found(text: &str) -> Vec<(Statement, String)> {
    let article = Article {
        id: "case".into(),
        text: text.to_owned(),
        date: Some(PUBLISHED),
        ..Article::default()
    };
    let lang = tripel::languages::language("de").expect("German is built in");
    let extraction =
        analyse_story(&article, &[Span::new(0, text.len())], lang, &Corrections::default())
            .extraction;
    let likely = extraction.statements.into_iter().filter(Statement::is_likely);
    likely.map(|statement| (statement, text.to_owned())).collect()
}

fn matches(pattern: &str, statement: &Statement, text: &str) -> bool {
    let columns: Vec<&str> = pattern.split('|').map(str::trim).collect();
    let verb = columns[1];
    let rest = columns[3..].iter().all(|column| match column.split_once('=') {
        Some(("speaker", who)) => is(who, statement.speaker.as_ref(), text),
        Some(("status", status)) => status == statement.status.as_str(),
        Some(("event", event)) => {
            statement.event.as_ref().map_or("_", |found| found.kind.as_str()) == event
        }
        Some(("time", day)) => {
            let time = statement.time.as_ref();
            let value = |time: &Time| time.value.map_or("_".to_owned(), |day| day.to_string());
            time.map_or("none".to_owned(), value) == day
        }
        Some((name, _)) => panic!("{name}= is not known"),
        None if *column == "negated" => statement.negated,
        None if *column == "not negated" => !statement.negated,
        None => panic!("{column} is not known"),
    });
    rest && is(columns[0], statement.subject.as_ref(), text)
        && is(columns[2], statement.object.as_ref(), text)
        && (verb == "*" || verb == statement.predicate.lemma || verb == statement.predicate.en)
}

fn is(who: &str, argument: Option<&Argument>, text: &str) -> bool {
    let Some(argument) = argument else { return who == "_" || who == "*" };
    let words = without_determiner(argument.span.of(text));
    who == "*"
        || [&*argument.label_de, &*argument.label_en, &*argument.head, &*argument.head_en, words]
            .contains(&who)
}

/// "die EU" -> "EU".
fn without_determiner(words: &str) -> &str {
    let article = [
        "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer",
        "seine", "ihre",
    ];
    match words.split_once(' ') {
        Some((first, rest)) if article.contains(&first.to_lowercase().as_str()) => rest,
        _ => words,
    }
}

fn shown(case: &Case, found: &[(Statement, String)]) -> String {
    let mut lines = format!("    {}\n", case.text.replace('\n', "\n    "));
    let label = |argument: &Option<Argument>| {
        argument.as_ref().map_or("_".to_owned(), |a| a.label_de.clone())
    };
    for (s, _) in found {
        let event = s.event.as_ref().map_or("_", |event| event.kind.as_str());
        let (who, whom, speaker) = (label(&s.subject), label(&s.object), label(&s.speaker));
        let negated = if s.negated { " | negated" } else { "" };
        lines += &format!(
            "    found: {who} | {} | {whom} | speaker={speaker} | status={} | event={event}{negated}\n",
            s.predicate.lemma,
            s.status.as_str()
        );
    }
    lines
}

/// Takes the marks away from the given lines.
fn unmark(path: &Path, file: &str, lines: &[usize]) {
    let text: String = file
        .lines()
        .enumerate()
        .map(|(at, line)| {
            format!(
                "{}\n",
                if lines.contains(&(at + 1)) { line.trim_start_matches('~') } else { line }
            )
        })
        .collect();
    fs::write(path, text).expect("written");
}
