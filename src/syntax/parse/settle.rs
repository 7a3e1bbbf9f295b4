//! What endings and tables settle, whatever the network says: lemmas of known nouns, the number of finite verbs.

use super::Tree;
use super::mend::mend;
use crate::language::Language;
use crate::language::lexicon::{Lexicon, NounClass};
use crate::syntax::tag::Word;
use crate::ud::{Gender, Number, Person, Upos, VerbForm};

pub(super) fn settle(trees: &mut [Tree], lang: &Language) {
    let lexicon = &lang.lexicon;
    for word in trees.iter_mut().flat_map(|tree| &mut tree.words) {
        match word.upos {
            Upos::Noun => noun(word, lexicon),
            Upos::Verb | Upos::Aux => verb(word, lexicon),
            _ => {}
        }
    }
    trees.iter_mut().for_each(|tree| mend(tree, lang));
}

/// "Hackern" -> "Hacker" where the model left the form as it was, "Bande" -> "Bande" where it took off too much.
fn noun(word: &mut Word, lexicon: &Lexicon) {
    let plural = word.feats.number == Some(Number::Plur);
    let cut = !plural && word.form.strip_suffix('e') == Some(word.lemma.as_str());
    let feminine =
        word.feats.gender == Some(Gender::Fem) && word.feats.number == Some(Number::Sing);
    if cut && (feminine || lexicon.exact_noun(&word.form).is_some()) {
        word.lemma = word.form.clone();
    } else if lexicon.exact_noun(&word.lemma).is_none()
        && let Some(lemma) = lexicon.noun_behind(&word.form)
    {
        word.lemma = lemma;
    }
    if let Some(gender) = gender(&word.lemma, lexicon) {
        word.feats.gender = Some(gender);
    }
}

/// "der Ansatz", "das Gericht": the gender of a noun that the tables know, by itself or as the end of a compound; that of
/// "Abgeordnete" shows only in its sentence.
fn gender(lemma: &str, lexicon: &Lexicon) -> Option<Gender> {
    let noun = lexicon.noun(lemma)?;
    let declined = noun.class == Some(NounClass::Role) && lemma.ends_with(['e', 'r']);
    match noun.gender.as_str() {
        _ if declined => None,
        "m" => Some(Gender::Masc),
        "f" => Some(Gender::Fem),
        "n" => Some(Gender::Neut),
        _ => None,
    }
}

/// The third person plural of a German verb ends in "n", its singular does not: "bombardierte" is one, "bombardierten" are several.
fn verb(word: &mut Word, lexicon: &Lexicon) {
    if word.upos == Upos::Verb
        && lexicon.frames(&word.lemma).is_empty()
        && let Some(lemma) = lexicon.verb_behind(&word.form)
    {
        word.lemma = lemma;
    }
    // "gelangt" is of "gelangen": participles of strong verbs do not end in "t"
    let form = word.form.to_lowercase();
    if word.feats.verb_form == Some(VerbForm::Part)
        && form.ends_with('t')
        && lexicon.preterite(&word.lemma).is_some()
        && let Some((lemma, true)) = lexicon.participle(&form)
    {
        word.lemma = lemma.to_owned();
    }
    // "warfen" is of "werfen", whatever the model makes of a rare form
    if word.feats.verb_form == Some(VerbForm::Fin) && word.upos == Upos::Verb {
        let stem: String = word.lemma.chars().take(3).collect();
        let mut strong = lexicon.strong_verbs(&form);
        if let (Some(lemma), None) = (strong.next(), strong.next())
            && !word.lemma.ends_with(lemma)
            && !form.starts_with(&stem)
        {
            word.lemma = lemma.to_owned();
        }
    }
    if word.feats.verb_form != Some(VerbForm::Fin) || word.feats.person != Some(Person::Third) {
        return;
    }
    let singular = form.ends_with("schien") || matches!(form.as_str(), "kann" | "darf");
    let several =
        form == "sind" || ["en", "ern", "eln", "tun"].iter().any(|end| form.ends_with(end));
    word.feats.number = Some(if several && !singular { Number::Plur } else { Number::Sing });
}
