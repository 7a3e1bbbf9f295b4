//! Languages: a language is a record of data.

mod boilerplate;
mod de;
mod detect;
mod segmentation;

pub use boilerplate::{Boilerplate, Position, Reason};
pub use detect::detect;
pub use segmentation::{Ends, Segmentation};

use crate::gazetteer::Gazetteer;
use crate::lexicon::Lexicon;
use crate::model::Models;
use crate::morphology::Forms;

/// What the stages know of a language.
pub struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    pub segmentation: Segmentation,
    pub boilerplate: Boilerplate,
    pub lexicon: Lexicon,
    pub gazetteer: Gazetteer,
    pub grammar: Grammar,
    /// Readings and lemmas of word forms.
    pub forms: Forms,
    /// Tags, trees and names.
    pub models: Models,
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
    /// "Bruder", "Nachfolger": nouns that say whose somebody is, lemmas; they stand for somebody else than the person who owns them.
    pub relational: &'static [&'static str],
    /// "neu", "früher": stems of adjectives before an office that tell its holder from the one of now.
    pub other_holder: &'static [&'static str],
    /// "miteinander": what several do to one another.
    pub mutual: &'static [&'static str],
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

/// The language with an ISO 639-1 code, where there is one.
pub fn language(code: &str) -> Option<&'static Language> {
    match code {
        "de" => Some(de::german()),
        _ => None,
    }
}
