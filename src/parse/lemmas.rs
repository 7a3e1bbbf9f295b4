//! Lemmas of nouns that the tables know and the model of word forms does not.

use super::Tree;
use crate::lexicon::Lexicon;
use crate::ud::{Number, Upos};

/// "Hackern" -> "Hacker" where the model left the form as it was, "Bande" -> "Bande" where it took off too much.
pub(super) fn settle(trees: &mut [Tree], lexicon: &Lexicon) {
    for word in trees.iter_mut().flat_map(|tree| &mut tree.words).filter(|word| word.upos == Upos::Noun) {
        let cut = word.feats.number != Some(Number::Plur) && word.form.strip_suffix('e') == Some(word.lemma.as_str());
        if cut && lexicon.exact_noun(&word.form).is_some() {
            word.lemma = word.form.clone();
        } else if lexicon.exact_noun(&word.lemma).is_none()
            && let Some(lemma) = lexicon.noun_behind(&word.form)
        {
            word.lemma = lemma;
        }
    }
}
