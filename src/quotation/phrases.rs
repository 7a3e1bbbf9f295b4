//! Quotations by a phrase: "laut Polizei", "nach Angaben von X", "X zufolge", "so der Minister", "demnach".

use std::ops::Range;

use super::{Quotation, QuotationKind, Reader};
use crate::lexicon::{CueKind, NounClass};
use crate::phrase;
use crate::span::Span;
use crate::ud::{Case, Deprel, Upos};

/// A phrase that attributes: its words, its cue, who is named.
struct Phrase {
    words: Range<usize>,
    cue: Span,
    speaker: Option<Range<usize>>,
    head: Option<usize>,
}

impl Reader<'_> {
    pub(super) fn by_phrases(&self, at: usize, before: &[Quotation]) -> Vec<Quotation> {
        let tree = &self.trees[at];
        let mut found = Vec::new();
        let mut from = 0;
        for word in 0..tree.words.len() {
            if word < from || self.is_marked(tree.words[word].span) {
                continue;
            }
            let phrase = self.adposition(at, word).or_else(|| self.so(at, word)).or_else(|| self.adverb(at, word));
            let Some(phrase) = phrase else { continue };
            let quote = self.rest(at, &phrase);
            from = phrase.words.end.max(word + 1);
            if super::size(&quote) < 12 {
                continue;
            }
            let mut speaker = phrase.speaker.as_ref().map(|range| phrase::span(tree, range));
            let mut actor = phrase.head.and_then(|head| self.entities.of(at, head));
            if phrase.speaker.is_none()
                && let Some(last) = before.last()
            {
                (speaker, actor) = (last.speaker, last.actor);
            }
            found.push(Quotation { kind: QuotationKind::Indirect, quote, speaker, actor, cue: Some(phrase.cue) });
        }
        found
    }

    /// "laut", "nach", "gemäß" before, "zufolge", "nach" behind a noun phrase.
    fn adposition(&self, at: usize, word: usize) -> Option<Phrase> {
        let tree = &self.trees[at];
        let lemma = tree.words[word].form.to_lowercase();
        let noun = tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Case);
        let lexicon = &self.lang.lexicon;
        let speech = |noun: usize| {
            let class = lexicon.noun(&tree.words[noun].lemma).and_then(|noun| noun.class);
            (class == Some(NounClass::Speech) && lemma == "nach") || self.is_double(at, word, noun)
        };
        let known = [CueKind::Preposition, CueKind::Postposition].iter().any(|&kind| lexicon.is_cue(&lemma, kind));
        let single = known && !matches!(lemma.as_str(), "nach" | "seitens" | "in" | "aus" | "von");
        let noun = match noun {
            Some(noun) if single || speech(noun) => noun,
            // the tree does not see the postposition
            None if lemma == "zufolge" && word > 0 => tree.heads[word].filter(|&head| head + 1 == word).unwrap_or(word - 1),
            _ => return None,
        };
        let below = phrase::subtree(tree, noun);
        let mut range = below.start.min(word)..below.end.max(word + 1);
        if word > noun {
            range = below.start.max(word.saturating_sub(12))..word + 1;
        } else if range.start < word {
            range.start = word;
        }
        let verb = (range.start..range.end).any(|inner| tree.heads[inner].is_none());
        if verb {
            range = word.min(noun)..word.max(noun) + 1;
        }
        // "nach Armeeangaben zwei Lager": an object that the tree takes for the noun's
        let stray = tree.children(noun).find(|&child| {
            child > noun
                && tree.deprels[child] == Deprel::Nmod
                && phrase::preposition(tree, child).is_none()
                && matches!(tree.words[child].feats.case, Some(Case::Nom | Case::Acc))
        });
        if stray.is_some() && word < noun {
            range.end = noun + 1;
        }
        let speaker = if word > noun { range.start..word } else { word + 1..range.end };
        if speaker.is_empty() {
            return None;
        }
        let head = phrase::owner(tree, noun).filter(|_| stray.is_none()).or(Some(noun));
        let owner = head.filter(|&head| head != noun && self.entities.of(at, head).is_some());
        let speaker = owner.map_or(speaker, |owner| phrase::phrase(tree, owner));
        Some(Phrase { words: range, cue: tree.words[word].span, speaker: Some(speaker), head })
    }

    /// "nach Angaben", "aus Sicht" of the rows of cues.
    fn is_double(&self, at: usize, word: usize, noun: usize) -> bool {
        let tree = &self.trees[at];
        let (preposition, noun) = (tree.words[word].form.to_lowercase(), &tree.words[noun]);
        let before = [format!("{preposition} {}", noun.lemma), format!("{preposition} {}", noun.form)];
        let behind = [format!("{} {preposition}", noun.lemma), format!("{} {preposition}", noun.form)];
        before.iter().any(|text| self.lang.lexicon.is_cue(text, CueKind::Preposition))
            || behind.iter().any(|text| self.lang.lexicon.is_cue(text, CueKind::Postposition))
    }

    /// ", so der Minister": no verb up to the next comma.
    fn so(&self, at: usize, word: usize) -> Option<Phrase> {
        let words = &self.trees[at].words;
        if words[word].form != "so" || word == 0 || words[word - 1].upos != Upos::Punct {
            return None;
        }
        let end = (word + 1..words.len()).find(|&next| matches!(words[next].form.as_str(), "," | ":" | "." | "„" | "–"));
        let end = end.unwrap_or(words.len());
        let named = word + 1..end;
        let nominal = words.get(word + 1).is_some_and(|next| {
            matches!(next.upos, Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron) || next.form.starts_with(char::is_uppercase)
        });
        if !nominal || named.len() > 14 || words[named.clone()].iter().any(|word| matches!(word.upos, Upos::Verb | Upos::Aux)) {
            return None;
        }
        let head = named.clone().find(|&word| matches!(words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron));
        Some(Phrase { words: word..end, cue: words[word].span, speaker: Some(named), head })
    }

    /// "Demnach ...", "..., wonach ...": what was named before is the source.
    fn adverb(&self, at: usize, word: usize) -> Option<Phrase> {
        let words = &self.trees[at].words;
        let form = words[word].form.to_lowercase();
        if form == "wonach" {
            return Some(Phrase { words: word..word + 1, cue: words[word].span, speaker: Some(word..word + 1), head: None });
        }
        let early = word < 6 && matches!(form.as_str(), "demnach" | "demzufolge");
        early.then(|| Phrase { words: word..word + 1, cue: words[word].span, speaker: None, head: None })
    }

    /// The sentence without the phrase; of a phrase inside a clause only the clause.
    fn rest(&self, at: usize, phrase: &Phrase) -> Vec<Span> {
        let tree = &self.trees[at];
        let count = tree.words.len();
        let mut whole = 0..count;
        if tree.words[phrase.words.start].form == "wonach" {
            whole = phrase.words.start..count;
        } else if tree.words[phrase.words.start].form != "so" {
            let outside = phrase.words.clone().filter_map(|word| tree.heads[word]).find(|head| !phrase.words.contains(head));
            let clause =
                outside.and_then(|head| self.clauses_of(at).find(|clause| clause.head == head || clause.predicate.contains(&head)));
            if let Some(clause) = clause
                && matches!(
                    tree.deprels[clause.head],
                    Deprel::AclRelcl | Deprel::Advcl | Deprel::Ccomp | Deprel::Conj | Deprel::Parataxis
                )
            {
                let below = phrase::subtree(tree, clause.head);
                if below.contains(&phrase.words.start) && below.len() > phrase.words.len() + 3 {
                    whole = below;
                }
            }
        }
        let left = whole.start..phrase.words.start.max(whole.start);
        let right = phrase.words.end.min(whole.end)..whole.end;
        let left = if left.len() > 1 { self.trimmed(at, left) } else { None };
        left.into_iter().chain(self.trimmed(at, right)).collect()
    }
}
