//! Languages: a language is a record of data.

use serde::{Deserialize, Serialize};

use super::boilerplate::Boilerplate;
use super::segmentation::Segmentation;
use super::vocabulary::Vocabulary;
use crate::language::gazetteer::Gazetteer;
use crate::language::lexicon::Lexicon;
use crate::language::model::Models;
use crate::language::morphology::Forms;

/// What the stages know of a language.
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    pub segmentation: &'static Segmentation,
    pub boilerplate: &'static Boilerplate,
    pub lexicon: &'static Lexicon,
    pub gazetteer: &'static Gazetteer,
    pub grammar: Grammar,
    pub words: Vocabulary,
    /// Readings and lemmas of word forms.
    pub forms: &'static Forms,
    /// Tags, trees and names.
    pub models: Models,
    /// How a form is read, where that is not as it is written; whether its sentence stands in capitals.
    pub spelling: fn(&str, bool, &Language) -> Option<Spelling>,
}

/// Another spelling of a word, which the analysers and tables know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub read: String,
    /// The word is still called as it is written.
    pub stays: bool,
}

/// The closed classes that the grammar of clauses names; lemmas unless said otherwise.
pub struct Grammar {
    pub modals: &'static [(&'static str, Modal)],
    /// "wurde ... verboten"
    pub passive: &'static str,
    /// "ist ... verboten", "hat ... verboten": auxiliaries of the perfect.
    pub be: &'static str,
    pub have: &'static str,
    /// "bekam ... entzogen": the passive that raises the dative.
    pub recipient_passive: &'static [&'static str],
    /// "von", "durch": prepositions of the agent of a passive.
    /// The article that shows an accusative to be one thing.
    pub accusative_article: &'static str,
    pub agent: &'static [&'static str],
    /// The reflexive pronoun.
    pub reflexive: &'static str,
    /// "zu" before an infinitive.
    pub infinitive: &'static str,
    /// "um ... zu"
    pub purpose: &'static [&'static str],
    /// "ohne zu", "anstatt dass": it does not happen.
    pub undone: &'static [&'static str],
    /// "wenn", "falls"
    pub conditional: &'static [&'static str],
    /// Of these the ones that tell a time: "sobald er ankam".
    pub temporal: &'static [&'static str],
    /// "ließ ... räumen": has done what the infinitive says.
    pub causative: &'static str,
    /// "dass", "ob"
    pub content: &'static [&'static str],
    /// "nicht", "nie"
    pub negators: &'static [&'static str],
    /// "kein"
    pub negative_determiners: &'static [&'static str],
    /// "nicht nur": words after a negator that undo it.
    pub not_only: &'static [&'static str],
    /// Forms of relative pronouns.
    pub relative: &'static [&'static str],
    /// Auxiliary forms that are Konjunktiv I whatever the tagger says: "sei".
    pub reported_forms: &'static [&'static str],
    /// "als" of predicative phrases and of comparisons.
    pub as_word: &'static str,
    /// Comparatives that are no adjectives, before "als".
    pub comparatives: &'static [&'static str],
    /// "mehr als zehn": before such a comparison stands a number and no rival.
    pub quantities: &'static [&'static str],
    /// Prepositions that also stand behind their noun: "der Polizei zufolge", "von Wien aus".
    pub postpositions: &'static [&'static str],
    /// "im Zusammenhang mit": nouns whose next phrase is theirs, with its preposition.
    pub connecting: &'static [(&'static str, &'static str)],
    /// In small letters: "Montagfrüh" is a time.
    pub weekdays: &'static [&'static str],
    /// "nicht Polen, sondern Litauen"
    pub instead: &'static str,
    /// "Holding", "AG": last words of companies' names.
    pub company_words: &'static [&'static str],
    /// "GmbH", "e. V.": what says only of which legal form a company or an association is.
    pub legal_forms: &'static [&'static str],
    /// Ids of the states whose bodies have the same names: "Bundesregierung".
    pub namesakes: &'static [&'static str],
    /// "Bruder", "Nachfolger": nouns that say whose somebody is, lemmas; they stand for somebody else than the person who owns them.
    pub relational: &'static [&'static str],
    /// "neu", "früher": stems of adjectives before an office that tell its holder from the one of now.
    pub other_holder: &'static [&'static str],
    /// "kein", "jeder": before a noun they point at nobody in particular, lemmas.
    pub indefinite: &'static [&'static str],
    /// "Mensch", "Verbraucher": with the article they mean all of their kind, lemmas.
    pub generic: &'static [&'static str],
    /// "miteinander": what several do to one another.
    pub mutual: &'static [&'static str],
}

impl Grammar {
    /// The lemma of a verb without its reflexive pronoun: "sich weigern" is "weigern".
    pub fn base<'a>(&self, lemma: &'a str) -> &'a str {
        let rest = lemma.strip_prefix(self.reflexive).and_then(|rest| rest.strip_prefix(' '));
        rest.unwrap_or(lemma)
    }

    /// Whether the lemma of a verb has a reflexive pronoun: "sich weigern".
    pub fn is_reflexive(&self, lemma: &str) -> bool {
        self.base(lemma).len() < lemma.len()
    }
}

/// What a modal verb does to its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modal {
    /// wollen, werden with an infinitive, möchte: intended.
    Intention,
    /// sollen: planned, demanded, or hearsay.
    Obligation,
    /// müssen: necessary.
    Necessity,
    /// können, dürfen: possible or allowed.
    Possibility,
}

/// Which of its two analysers a language reads with: the large one makes fewer mistakes, the small one is many times faster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Analyser {
    #[default]
    Large,
    Small,
}
