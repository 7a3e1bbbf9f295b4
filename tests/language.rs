//! Which language an article is taken for: what the user says, else what the text is clearly in, else German.

use std::io::Write;
use std::process::{Command, Stdio};

use tripel::record::article::{Article, Metadata};

/// Nine words, of which an English name takes four.
const SHORT: &str = "Boris Johnson kritisierte am Montag The New York Times.";
const GERMAN: &str = "Die Regierung in Wien hat das am Montag nicht bestätigt, sagte der Kanzler.";
const ENGLISH: &str =
    "The government said on Monday that it was not able to confirm this to the press.";

/// Exit code and messages of `tripel show --stage body` on a text.
fn shown(text: &str, options: &[&str]) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tripel"))
        .args(["show", "--stage", "body"])
        .args(options)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("tripel runs");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an answer");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn short_german_with_an_english_name_is_read() {
    assert_eq!(shown(SHORT, &[]), (Some(0), String::new()));
    assert_eq!(shown(SHORT, &["--language", "de"]), (Some(0), String::new()));
}

#[test]
fn what_the_user_says_wins() {
    let (code, message) = shown(GERMAN, &["--language", "en"]);
    assert_eq!(code, Some(2));
    assert!(message.contains("'en'"), "{message}");
    assert_eq!(shown(ENGLISH, &["--language", "de"]).0, Some(0));
}

#[test]
fn clear_english_is_refused() {
    let (code, message) = shown(ENGLISH, &[]);
    assert_eq!(code, Some(2));
    assert!(message.contains("'en'"), "{message}");
}

#[test]
fn a_page_that_claims_a_wrong_language_is_not_believed() {
    let page = format!("<html lang=\"en\"><body><article><p>{GERMAN}</p></article></body></html>");
    let read = |known: &Metadata| {
        let mut articles = Article::from_bytes("a.html", page.clone().into_bytes(), known);
        articles.next().expect("an article").expect("readable").language
    };
    assert_eq!(read(&Metadata::default()).as_deref(), Some("de"));
    let said = Metadata { language: Some("fr".to_owned()), ..Metadata::default() };
    assert_eq!(read(&said).as_deref(), Some("fr"));
}
