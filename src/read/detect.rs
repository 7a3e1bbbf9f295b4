//! Which language a text is in: "Die Regierung hat das nicht gesagt." is German.

use whatlang::Lang;

use crate::record::span::char_start;

/// Enough to know: so many bytes from the start of the text.
const LOOKED_AT: usize = 8000;

/// ISO 639-1 code of the language that the text is in, where the text is long and clear enough to tell.
pub fn detect(text: &str) -> Option<&'static str> {
    let end = char_start(text, LOOKED_AT);
    whatlang::detect(&text[..end])
        .filter(whatlang::Info::is_reliable)
        .and_then(|found| code(found.lang()))
}

/// ISO 639-1 codes by those of ISO 639-3.
const CODES: &str = "afr af aka ak amh am ara ar aze az bel be ben bn bul bg cat ca ces cs cmn zh cym cy dan da deu de \
    ell el eng en epo eo est et fin fi fra fr guj gu heb he hin hi hrv hr hun hu hye hy ind id ita it jav jv jpn ja kan kn \
    kat ka khm km kor ko lat la lav lv lit lt mal ml mar mr mkd mk mya my nep ne nld nl nob nb ori or pan pa pes fa pol pl \
    por pt ron ro rus ru sin si slk sk slv sl sna sn spa es srp sr swe sv tam ta tel te tgl tl tha th tuk tk tur tr ukr uk \
    urd ur uzb uz vie vi yid yi zul zu";

fn code(lang: Lang) -> Option<&'static str> {
    let mut codes = CODES.split_ascii_whitespace();
    codes.find(|code| *code == lang.code())?;
    codes.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, code) in [
            ("Die Regierung in Wien hat das nicht bestätigt, sagte der Kanzler am Montag.", "de"),
            ("The government said on Monday that it was not able to confirm this.", "en"),
            (
                "Le gouvernement a dit lundi que les négociations dans la capitale sont closes.",
                "fr",
            ),
            ("De regering heeft het niet bevestigd, zei een woordvoerder van de minister.", "nl"),
        ] {
            assert_eq!(detect(text), Some(code), "{text}");
        }
        assert_eq!(detect("12345 67890"), None);
        assert_eq!(detect(""), None);
    }

    #[test]
    fn short_texts_are_not_told() {
        assert_ne!(detect("Boris Johnson traf Elon Musk in New York."), Some("en"));
    }

    #[test]
    fn every_language_has_a_code() {
        assert!(Lang::all().iter().all(|lang| code(*lang).is_some_and(|code| code.len() == 2)));
    }
}
