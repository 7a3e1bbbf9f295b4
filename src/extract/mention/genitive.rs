//! Names without the genitive's ending: "Netanyahus Regierung" is the government of Netanyahu.

use std::ops::Range;

use super::{Finder, starts_upper};
use crate::syntax::phrase;
use crate::syntax::tag::Word;
use crate::ud::{Case, Upos};

impl Finder<'_> {
    /// The words of a name without the genitive's ending: "Netanyahus" -> "Netanyahu".
    pub(super) fn nominative_name(&self, range: &Range<usize>) -> String {
        let last = range.end - 1;
        let owns = self.is_owner(range);
        let text = |at: usize| {
            let word = &self.tree.words[at];
            let stem = word.form.strip_suffix(['\'', '’']).or_else(|| word.form.strip_suffix('s'));
            match stem {
                Some(stem)
                    if at == last
                        && stem.chars().count() > 2
                        && (owns || self.is_genitive(word, stem)) =>
                {
                    stem.to_owned()
                }
                _ => word.form.clone(),
            }
        };
        // "der Deutschen Reichsbahn": "Deutsche Reichsbahn"
        let first = &self.tree.words[range.start];
        let inflected = range.len() > 1
            && first.upos == Upos::Adj
            && self.tree.heads[range.start] == Some(last);
        phrase::joined(self.tree, range.clone(), |at| match at == range.start && inflected {
            true => phrase::nominative_adjective(&first.form, &self.tree.words[last].feats),
            false => text(at),
        })
    }

    /// "Karin Tarenos Partei": a noun right behind a person's full name is theirs; who is called "Morales" has "Morales' Partei".
    fn is_owner(&self, range: &Range<usize>) -> bool {
        let words = &self.tree.words;
        let person = range.len() > 1
            && self.lang.gazetteer.given_name(&words[range.start].form).is_some()
            && words[range.start].upos == Upos::Propn;
        let noun = |next: &Word| {
            next.upos == Upos::Noun
                && starts_upper(&next.form)
                && next.span.start > words[range.end - 1].span.end
                && self.lang.lexicon.noun(&next.lemma).is_some()
        };
        person && words.get(range.end).is_some_and(noun)
    }

    pub(super) fn is_genitive(&self, word: &Word, stem: &str) -> bool {
        let seen = self.bare_names.binary_search(&stem).is_ok();
        // "Morales" beside "Jimmy Morales" is no genitive
        if !seen && self.full_names.binary_search(&word.form.as_str()).is_ok() {
            return false;
        }
        seen || (word.feats.case == Some(Case::Gen)
            && !stem.ends_with(['s', 'a', 'e', 'i', 'o', 'u']))
            || (word.feats.case == Some(Case::Gen) && word.lemma == stem)
    }
}
