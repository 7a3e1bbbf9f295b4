//! Sentences and tokens of German: examples by phenomenon, and what holds for any text.

#[path = "clock/mod.rs"]
mod clock;

use proptest::prelude::*;
use tripel::language::Language;
use tripel::languages::language;
use tripel::record::span::Span;
use tripel::syntax::sentence::{LONGEST, sentences};

fn german() -> &'static Language {
    language("de").expect("German is built in")
}

/// Tokens with blanks between them, a sentence a line.
fn shown(text: &str) -> Vec<String> {
    let words =
        |tokens: &[Span]| tokens.iter().map(|token| token.of(text)).collect::<Vec<_>>().join(" ");
    sentences(text, &[Span::new(0, text.len())], german())
        .iter()
        .map(|sentence| words(&sentence.tokens))
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn abbreviations() {
    check(
        "Das gilt z. B. für Prof. Dr. Meier. Er lacht.",
        &["Das gilt z. B. für Prof. Dr. Meier .", "Er lacht ."],
    );
    check("Es kamen z.B. Ärzte, u.a. aus Graz.", &["Es kamen z.B. Ärzte , u.a. aus Graz ."]);
    check("Es kamen u. a. Ärzte aus St. Pölten.", &["Es kamen u. a. Ärzte aus St. Pölten ."]);
    check(
        "Er zahlt 3 Mio. Euro. Sie zahlt 4 Mrd. Das ist viel.",
        &["Er zahlt 3 Mio. Euro .", "Sie zahlt 4 Mrd.", "Das ist viel ."],
    );
    check("Autos, Züge usw. Alle fuhren.", &["Autos , Züge usw.", "Alle fuhren ."]);
    check("Im Jahr 44 v. Chr. starb Cäsar.", &["Im Jahr 44 v. Chr. starb Cäsar ."]);
    check(
        "George W. Bush und J. F. Kennedy redeten.",
        &["George W. Bush und J. F. Kennedy redeten ."],
    );
    check(
        "Das ist eine Art. Sie lebt. Siehe Art. 5 GG.",
        &["Das ist eine Art .", "Sie lebt .", "Siehe Art. 5 GG ."],
    );
    check(
        "Der Verein e. V. wurde geb. und die U.S. Army kam.",
        &["Der Verein e. V. wurde geb. und die U.S. Army kam ."],
    );
}

#[test]
fn numbers_and_dates() {
    check(
        "Sie trafen sich am 20. Juli 2021 um 14.30 Uhr. Danach ging er.",
        &["Sie trafen sich am 20. Juli 2021 um 14.30 Uhr .", "Danach ging er ."],
    );
    check("Es war 1997. Peking schwieg.", &["Es war 1997 .", "Peking schwieg ."]);
    check(
        "Der 5. Sitz ging an ihn, der 19. an sie.",
        &["Der 5. Sitz ging an ihn , der 19. an sie ."],
    );
    check("Er wurde 15. Das freute ihn.", &["Er wurde 15 .", "Das freute ihn ."]);
    check(
        "Plus 3,5 % auf 1.234.567,89 Euro, also 12%.",
        &["Plus 3,5 % auf 1.234.567,89 Euro , also 12 % ."],
    );
    check("Bei 20 °C, 5 km/h und 1/2 Liter.", &["Bei 20 ° C , 5 km / h und 1/2 Liter ."]);
    check(
        "Es begann am 27. 5. 2016 (59., 61.). Punkt.",
        &["Es begann am 27. 5. 2016 ( 59. , 61. ) .", "Punkt ."],
    );
    check("Karl V. und Ludwig XIV. kamen.", &["Karl V. und Ludwig XIV. kamen ."]);
    check(
        "In den 2000er Jahren, am 1.1.2000 um 8:00.",
        &["In den 2000er Jahren , am 1.1.2000 um 8:00 ."],
    );
}

#[test]
fn quotation_marks() {
    check("„Er sagte ‚ja‘ dazu“, so Meier.", &["„ Er sagte ‚ ja ‘ dazu “ , so Meier ."]);
    check("„Das ist gut.“ Er ging.", &["„ Das ist gut . “", "Er ging ."]);
    check(
        "„Kommt ihr?“, fragte er. »Ja!« rief sie.",
        &["„ Kommt ihr ? “ , fragte er .", "» Ja ! « rief sie ."],
    );
    check("\"Wir gehen.\" \"Nein.\"", &["\" Wir gehen . \"", "\" Nein . \""]);
    check("“Gut”, sagte er. «Nun.» Er kam.", &["“ Gut ” , sagte er .", "« Nun . »", "Er kam ."]);
    check("Er kam (und ging). Sie blieb.", &["Er kam ( und ging ) .", "Sie blieb ."]);
}

#[test]
fn words_with_signs_inside() {
    check(
        "Die US-geführte EU-Kommission und -interessen.",
        &["Die US - geführte EU - Kommission und - interessen ."],
    );
    check("Innen- und Außenpolitik, 10-jährige.", &["Innen - und Außenpolitik , 10 - jährige ."]);
    check(
        "Kolleg(inn)en, Bürger*innen, Schüler:innen.",
        &["Kolleg(inn)en , Bürger*innen , Schüler:innen ."],
    );
    check(
        "Für's c't in L'Aquila geht's um O’Neill.",
        &["Für 's c't in L'Aquila geht 's um O’Neill ."],
    );
    check("AT&T und H&M.", &["AT&T und H&M ."]);
    check("Mu\u{308}nchen gro\u{df} Zu\u{ad}rich", &["Mu\u{308}nchen gro\u{df} Zu\u{ad}rich"]);
}

#[test]
fn addresses() {
    check(
        "Siehe https://www.a-b.at/x?y=1. Dann www.b.de!",
        &["Siehe https://www.a-b.at/x?y=1 .", "Dann www.b.de !"],
    );
    check(
        "Mail an a.b@c-d.org, Amazon.com oder @bka #Wahl2021.",
        &["Mail an a.b@c-d.org , Amazon.com oder @bka #Wahl2021 ."],
    );
}

#[test]
fn ends() {
    check("Er kam … und ging ... Dann nicht.", &["Er kam … und ging ...", "Dann nicht ."]);
    check("Was?! Nein! Doch.", &["Was ? !", "Nein !", "Doch ."]);
    check("Das hat er gesagt.Das stimmt.", &["Das hat er gesagt .", "Das stimmt ."]);
    check("Ein Titel\n\nEin Satz", &["Ein Titel", "Ein Satz"]);
    check("Ein Titel\nEin Satz,\nder weitergeht.", &["Ein Titel", "Ein Satz , der weitergeht ."]);
    check(
        "Der Minister sprach am Montag lange mit der\nOpposition über den neuen Haushalt und das\nWetter. Dann ging er wieder nach Hause zu\nFrau und Kind.",
        &[
            "Der Minister sprach am Montag lange mit der Opposition über den neuen Haushalt und das Wetter .",
            "Dann ging er wieder nach Hause zu Frau und Kind .",
        ],
    );
}

#[test]
fn starts_that_nothing_marks() {
    let count = |text: &str| shown(text).len();
    assert_eq!(
        count("Post baut angeblich Personal um Der Vorstand sagte am Montag, das sei falsch."),
        2
    );
    assert_eq!(count("Nein zur Anlage in Sichtweite Daraufhin hat er den Vertrag gekündigt."), 2);
    assert_eq!(count("Alles war bestens :-) Gute Lage und nette Leute."), 2);
    assert_eq!(count("Die Abgeordneten der Partei Die Linke stimmten dagegen."), 1);
    assert_eq!(count("Er las den Roman Der Untertan und schwieg."), 1);
    assert_eq!(count("Wir danken Ihnen und hoffen, dass Sie bald kommen."), 1);
    assert_eq!(count("Der Gerichtshof in Den Haag entschied anders."), 1);
}

#[test]
fn starts_behind_colons_brackets_and_stops() {
    check(
        "Die Straße war frei; Der Zug kam spät.",
        &["Die Straße war frei ;", "Der Zug kam spät ."],
    );
    check(
        "An Ideen fehlte es dem kleinen Verein im Winter nicht: Die Mitglieder bauten eine Halle.",
        &[
            "An Ideen fehlte es dem kleinen Verein im Winter nicht :",
            "Die Mitglieder bauten eine Halle .",
        ],
    );
    // what is said stays with its speaker
    let said = "Der Sprecher sagte am Montag in Berlin vor der Presse: Die Lage ist ernst.";
    assert_eq!(shown(said).len(), 1);
    assert_eq!(shown("Sein Fazit: Die Lage ist ernst.").len(), 1);
    check(
        "(Mehr dazu auf der Seite 3) Der Rat schwieg.",
        &["( Mehr dazu auf der Seite 3 )", "Der Rat schwieg ."],
    );
    check(
        "Das Hotel war schön. wir kommen wieder.",
        &["Das Hotel war schön .", "wir kommen wieder ."],
    );
    check("Er kennt den Abteilungslt. und geht.", &["Er kennt den Abteilungslt . und geht ."]);
    check(
        "Der Zug fährt gleich ab Der Schaffner hat gepfiffen.",
        &["Der Zug fährt gleich ab", "Der Schaffner hat gepfiffen ."],
    );
    check("Der Gründer Paul Allen war reich.", &["Der Gründer Paul Allen war reich ."]);
}

#[test]
fn no_sentence_is_endless() {
    let text = "Wort ".repeat(5 * LONGEST) + ".";
    let found = sentences(&text, &[Span::new(0, text.len())], german());
    assert!(found.iter().all(|sentence| sentence.tokens.len() <= LONGEST) && found.len() >= 5);
}

#[test]
fn time_is_linear() {
    for hard in [
        "a.", "\"", "'", "a@", ".a", "(a", "1.", "www.", "http://", "a'", "!", "\n", "a\n",
        "ab.de/", "-", "x-", "\u{300}", "ä",
    ] {
        let text = hard.repeat(1_000_000 / hard.len());
        let start = clock::processor_time();
        sentences(&text, &[Span::new(0, text.len())], german());
        let time = clock::processor_time() - start;
        assert!(time.as_secs() < 8, "{hard:?} took {time:?}");
    }
}

/// The invariant of the stage, on any text and any body.
fn holds(text: &str, body: &[Span]) -> Result<(), TestCaseError> {
    let found = sentences(text, body, german());
    let mut covered = 0;
    for span in body {
        let inside: Vec<_> = found.iter().filter(|sentence| span.contains(sentence.span)).collect();
        covered += inside.len();
        let mut at = span.start;
        for token in inside.iter().flat_map(|sentence| &sentence.tokens) {
            prop_assert!(token.start >= at && token.start < token.end);
            prop_assert!(text[at..token.start].chars().all(char::is_whitespace));
            prop_assert!(!token.of(text).is_empty());
            at = token.end;
        }
        prop_assert!(text[at..span.end].chars().all(char::is_whitespace));
    }
    prop_assert_eq!(covered, found.len());
    for sentence in &found {
        prop_assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= LONGEST);
        prop_assert_eq!(sentence.span.start, sentence.tokens[0].start);
        prop_assert_eq!(Some(sentence.span.end), sentence.tokens.last().map(|token| token.end));
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_covered(text in "\\PC*", seed in proptest::collection::vec(any::<char>(), 0..300)) {
        holds(&text, &[Span::new(0, text.len())])?;
        let text: String = seed.into_iter().collect();
        holds(&text, &[Span::new(0, text.len())])?;
    }

    #[test]
    fn text_like_news_is_covered(text in "([A-ZÄa-zß]{1,9}|[0-9]{1,4}|[.,:;!?…„“\"'»«()@#/&*-]{1,3}|z\\.B\\.|Dr\\.|www\\.a\\.de|[ \n\r\t]{1,2}){0,80}") {
        holds(&text, &[Span::new(0, text.len())])?;
    }

    #[test]
    fn spans_of_a_body_are_kept(parts in proptest::collection::vec("[A-Za-z0-9.!?\u{308}\"„“ \n-]{0,30}", 1..8)) {
        let text = parts.concat();
        let mut body = Vec::new();
        let mut at = 0;
        for (n, part) in parts.iter().enumerate() {
            if n % 2 == 0 {
                body.push(Span::new(at, at + part.len()));
            }
            at += part.len();
        }
        holds(&text, &body)?;
    }
}
