//! Quotations by a phrase: "laut Polizei", "nach Angaben von X", "X zufolge", "so der Minister", "demnach".

use std::ops::Range;

use super::mood::{Konjunktiv, konjunktiv};
use super::{Before, Quotation, QuotationKind, Reader};
use crate::extract::clause::ClauseKind;
use crate::language::lexicon::{CueKind, NounClass, capitalised};
use crate::record::span::Span;
use crate::syntax::phrase;
use crate::syntax::tag::Word;
use crate::ud::{Case, Deprel, Upos, VerbForm};

/// A phrase that attributes: its words, its cue, who is named.
struct Phrase {
    words: Range<usize>,
    cue: Span,
    speaker: Option<Range<usize>>,
    head: Option<usize>,
}

impl Reader<'_> {
    pub(super) fn by_phrases(&self, at: usize, before: &Before) -> Vec<Quotation> {
        let tree = &self.trees[at];
        let mut found = Vec::new();
        let mut from = 0;
        for word in 0..tree.words.len() {
            if word < from || self.is_marked(tree.words[word].span) {
                continue;
            }
            let phrase = self
                .adposition(at, word)
                .or_else(|| self.so(at, word))
                .or_else(|| self.adverb(at, word));
            let Some(phrase) = phrase else { continue };
            if self.is_own_will(at, &phrase) {
                continue;
            }
            let quote = self.rest(at, &phrase);
            from = phrase.words.end.max(word + 1);
            if super::size(&quote) < 12 {
                continue;
            }
            let mut speaker = phrase.speaker.as_ref().map(|range| phrase::span(tree, range));
            let mut actor = phrase.head.and_then(|head| self.entities.of(at, head));
            // "nach eigenen Angaben": whose they are is the subject's
            if phrase.speaker.as_ref().is_some_and(|range| {
                tree.words[range.clone()].iter().any(|word| word.lemma.starts_with("eigen"))
            }) {
                let around =
                    self.clauses_of(at).filter(|clause| !phrase.words.contains(&clause.head));
                let near = around.min_by_key(|clause| clause.head.abs_diff(phrase.words.start));
                actor = near
                    .and_then(|clause| clause.subject().or(clause.object()))
                    .and_then(|subject| self.entities.of(at, subject));
            }
            // "Demnach ...": the word stands for who spoke before
            if phrase.speaker.is_none() {
                speaker = Some(phrase.cue);
                let source = self
                    .source_before(at, before, 2)
                    .or_else(|| self.subject_of(at.checked_sub(1)?).filter(|_| self.was_told(at)));
                // "X kam auf acht Prozent. Demnach erhielt er zwei Sitze": a conclusion, and nobody's word
                if source.is_none() && !self.is_reported(at) {
                    continue;
                }
                actor = source.and_then(|(_, actor)| actor);
            }
            found.push(Quotation {
                kind: QuotationKind::Indirect,
                quote,
                speaker,
                actor,
                cue: Some(phrase.cue),
            });
        }
        found
    }

    /// "nach eigenen Wünschen", "nach ihren Vorstellungen": how it is done, and nobody's word.
    fn is_own_will(&self, at: usize, phrase: &Phrase) -> bool {
        let words = &self.trees[at].words[phrase.words.clone()];
        let own = words.iter().any(|word| word.lemma.starts_with("eigen"));
        let kinds = [CueKind::Intention, CueKind::Option];
        let will =
            |word: &Word| kinds.iter().any(|&kind| self.lang.lexicon.is_cue(&word.lemma, kind));
        own && words.iter().any(will)
    }

    /// "laut", "nach", "gemäß" before, "zufolge", "nach" behind a noun phrase.
    fn adposition(&self, at: usize, word: usize) -> Option<Phrase> {
        if let Some(phrase) = self.behind(at, word).or_else(|| self.of_which(at, word)) {
            return Some(phrase);
        }
        let tree = &self.trees[at];
        let lemma = tree.words[word].form.to_lowercase();
        let below =
            tree.heads[word].filter(|&noun| tree.deprels[word] == Deprel::Case && noun > word);
        // "nach Meiers Meinung": the tree may take the name for the noun
        let inside = |&noun: &usize| {
            matches!(
                tree.words[noun].upos,
                Upos::Det | Upos::Adj | Upos::Propn | Upos::Num | Upos::Noun
            )
        };
        let double =
            |&noun: &usize| tree.words[noun].upos == Upos::Noun && self.is_double(at, word, noun);
        let second = || (word + 1..tree.words.len().min(word + 5)).take_while(inside).find(double);
        let noun = below.filter(double).or_else(second).or(below)?;
        let known = self.lang.lexicon.is_cue(&lemma, CueKind::Preposition);
        let single =
            known && !matches!(lemma.as_str(), "nach" | "seitens" | "in" | "aus" | "von" | "gemäß");
        // "Zwei Monate nach dem Urteil", "nach dem Urteil"
        let after = word.checked_sub(1).is_some_and(|before| {
            let class =
                self.lang.lexicon.noun(&tree.words[before].lemma).and_then(|noun| noun.class);
            class == Some(NounClass::Time) || tree.words[before].form == "kurz"
        });
        let verdict = tree.words[noun].lemma == "Urteil" && tree.words[word + 1].upos == Upos::Det;
        if (!single && !self.is_double(at, word, noun)) || (lemma == "nach" && (after || verdict)) {
            return None;
        }
        let below = tree.subtree(noun);
        let range = word..self.end_of(at, noun, below.end);
        // "laut einer Sprecherin der Polizei": she says so, and not the police
        let owner = phrase::owner(tree, noun)
            .filter(|owner| range.contains(owner) && !self.is_somebody(at, noun));
        let owner = owner
            .filter(|&owner| self.entities.of(at, owner).is_some() || self.can_tell(at, owner));
        // "aus seiner Sicht" is his
        let own = (word + 1..noun).find(|&other| tree.words[other].feats.possessive);
        let owner = owner.or(own.filter(|_| self.is_double(at, word, noun)));
        let speaker = owner.map_or(word + 1..range.end, |owner| {
            let phrase = phrase::phrase(tree, owner);
            let end = if Some(owner) == own { owner + 1 } else { phrase.end.min(range.end) };
            phrase.start.max(word + 1)..end
        });
        // "nach türkischen Angaben": whose the report is
        let adjective = |&child: &usize| {
            tree.deprels[child] == Deprel::Amod && self.entities.of(at, child).is_some()
        };
        let head = owner.or_else(|| tree.children(noun).find(adjective)).or(Some(noun));
        Some(Phrase { words: range, cue: tree.words[word].span, speaker: Some(speaker), head })
    }

    /// A person, or people: who says it needs no owner.
    fn is_somebody(&self, at: usize, noun: usize) -> bool {
        let class =
            self.lang.lexicon.noun(&self.trees[at].words[noun].lemma).and_then(|noun| noun.class);
        matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body))
    }

    /// "der Beobachtungsstelle" of "nach Angaben der Beobachtungsstelle": whose the report is, where the noun is no report, time or measure.
    fn can_tell(&self, at: usize, noun: usize) -> bool {
        let word = &self.trees[at].words[noun];
        let class = self.lang.lexicon.noun(&word.lemma).and_then(|noun| noun.class);
        let other = matches!(
            class,
            Some(NounClass::Speech | NounClass::Time | NounClass::Measure | NounClass::Event)
        );
        word.upos == Upos::Noun && !other
    }

    /// Up to where a noun behind a preposition reaches: the tree may give it what belongs to the verb.
    fn end_of(&self, at: usize, noun: usize, end: usize) -> usize {
        let words = &self.trees[at].words;
        let mut next = noun + 1;
        while next < end && words[next].upos != Upos::Punct {
            let own = &words[next];
            let article =
                own.upos == Upos::Det && matches!(own.feats.case, Some(Case::Nom | Case::Acc));
            let foreign = own.upos == Upos::Adp
                && !matches!(
                    own.form.as_str(),
                    "von" | "vom" | "für" | "in" | "im" | "aus" | "bei" | "beim" | "der" | "des"
                );
            if article
                || foreign
                || matches!(own.upos, Upos::Verb | Upos::Aux | Upos::Pron | Upos::Adv | Upos::Sconj)
            {
                return next;
            }
            next += 1;
        }
        if (next..end).any(|word| self.trees[at].heads[word].is_none()) {
            next
        } else {
            end.max(noun + 1)
        }
    }

    /// "ersten Angaben zufolge", "ihrer Ansicht nach": the tree often does not see a postposition.
    fn behind(&self, at: usize, word: usize) -> Option<Phrase> {
        let tree = &self.trees[at];
        let words = &tree.words;
        let form = words[word].form.to_lowercase();
        let noun = word.checked_sub(1)?;
        let source = |noun: usize| {
            let texts =
                [format!("{} nach", words[noun].lemma), format!("{} nach", words[noun].form)];
            texts.iter().any(|text| self.lang.lexicon.is_cue(text, CueKind::Postposition))
        };
        let after = words.get(word + 1).map(|next| next.upos);
        let postposed = form == "zufolge"
            || (form == "nach"
                && source(noun)
                && !matches!(after, Some(Upos::Det | Upos::Noun | Upos::Propn) if tree.heads[word].is_some_and(|head| head > word)));
        if !postposed || !matches!(words[noun].upos, Upos::Noun | Upos::Propn | Upos::X) {
            return None;
        }
        let inside = |upos: Upos| {
            matches!(
                upos,
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num | Upos::X | Upos::Adp
            )
        };
        let reach = (0..word).rev().take(14).take_while(|&other| inside(words[other].upos));
        let head = reach
            .filter(|&other| {
                words[other].upos == Upos::Noun && (source(other) || self.tells(at, other))
            })
            .last();
        let head = head.unwrap_or(noun);
        let mut start = head;
        let name = words[head].upos == Upos::Propn;
        while start > 0
            && (matches!(words[start - 1].upos, Upos::Adj | Upos::Det | Upos::Num)
                || (name && words[start - 1].upos == Upos::Propn))
        {
            start -= 1;
        }
        // "seiner Ansicht nach" is his
        let own = (start..head).find(|&other| words[other].feats.possessive);
        let owner = own.or_else(|| {
            (head + 1..word).rev().find(|&other| self.entities.of(at, other).is_some())
        });
        let speaker = own.map_or(start..word, |own| own..own + 1);
        let words = start..word + 1;
        Some(Phrase {
            cue: tree.words[word].span,
            speaker: Some(speaker),
            head: owner.or(Some(head)),
            words,
        })
    }

    /// "Studien, nach denen ...": the words before are the source.
    fn of_which(&self, at: usize, word: usize) -> Option<Phrase> {
        let words = &self.trees[at].words;
        let which = matches!(
            words.get(word + 1)?.form.as_str(),
            "denen" | "dem" | "der" | "welchen" | "welchem" | "welcher"
        );
        let bare = words
            .get(word + 2)
            .is_some_and(|next| !matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Adj));
        let comma = word.checked_sub(1).is_some_and(|before| words[before].form == ",");
        let relative = words[word + 1].upos == Upos::Pron
            || matches!(words[word + 1].form.as_str(), "denen" | "welchen" | "welchem");
        let fits = which && comma && relative && (bare || words[word + 1].form == "denen");
        (words[word].form == "nach" && fits).then(|| Phrase {
            words: word..word + 2,
            cue: words[word].span,
            speaker: Some(word + 1..word + 2),
            head: None,
        })
    }

    /// A noun of speech.
    pub(super) fn tells(&self, at: usize, noun: usize) -> bool {
        let noun = self.lang.lexicon.noun(&self.trees[at].words[noun].lemma);
        noun.and_then(|noun| noun.class) == Some(NounClass::Speech)
    }

    /// "nach Angaben", "aus Sicht" of the rows of cues.
    fn is_double(&self, at: usize, word: usize, noun: usize) -> bool {
        let tree = &self.trees[at];
        let (preposition, noun) = (tree.words[word].form.to_lowercase(), &tree.words[noun]);
        let prefixed = |start: usize| {
            matches!(&noun.lemma[..start], "Aus" | "Ein" | "Vor" | "Nach" | "Ab" | "An" | "Auf")
        };
        let base = self.lang.lexicon.head_noun(&noun.lemma).filter(|(start, _)| !prefixed(*start));
        let base = base.map(|(start, _)| capitalised(&noun.lemma[start..]));
        // "gemäß dem Bericht" tells whose word it is, "gemäß dem Vertrag" by what right
        let preposition = if preposition == "gemäß" { "nach" } else { &preposition };
        let mut forms =
            [Some(noun.lemma.clone()), Some(noun.form.clone()), base].into_iter().flatten();
        forms.any(|form| {
            self.lang.lexicon.is_cue(&format!("{preposition} {form}"), CueKind::Preposition)
        })
    }

    /// ", so der Minister": no verb up to the next comma.
    fn so(&self, at: usize, word: usize) -> Option<Phrase> {
        let words = &self.trees[at].words;
        if words[word].form != "so" || word == 0 || words[word - 1].upos != Upos::Punct {
            return None;
        }
        let speech = |next: usize| words[next].form == "„" && words[next - 1].upos != Upos::Noun;
        let stop = |&next: &usize| {
            !self.is_marked(words[next].span)
                && (matches!(words[next].form.as_str(), "," | ":" | "." | "–") || speech(next))
        };
        let end = (word + 1..words.len()).find(stop);
        let end = end.unwrap_or(words.len());
        // ", so schätzen die Forscher,"
        let verb = words.get(word + 1).is_some_and(|next| {
            next.upos == Upos::Verb
                && self.clauses_of(at).any(|clause| clause.head == word + 1 && self.reports(clause))
        });
        let word = if verb { word + 1 } else { word };
        let named = word + 1..end;
        let nominal = words.get(word + 1).is_some_and(|next| {
            matches!(next.upos, Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron)
                || next.form.starts_with(char::is_uppercase)
        });
        if !nominal
            || named.len() > 24
            || words[named.clone()].iter().any(|word| matches!(word.upos, Upos::Verb | Upos::Aux))
        {
            return None;
        }
        let head = named
            .clone()
            .find(|&word| matches!(words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron));
        Some(Phrase {
            words: word - usize::from(verb)..end,
            cue: words[word].span,
            speaker: Some(named),
            head,
        })
    }

    /// "Demnach ...", "..., wonach ...": what was named before is the source.
    fn adverb(&self, at: usize, word: usize) -> Option<Phrase> {
        let tree = &self.trees[at];
        let words = &tree.words;
        let form = words[word].form.to_lowercase();
        let comma = |before: &usize| words[*before].form == ",";
        if form == "wonach"
            && let Some(noun) =
                word.checked_sub(1).filter(comma).and_then(|comma| comma.checked_sub(1))
        {
            let mut head = noun;
            for above in tree.above(noun) {
                let part = matches!(
                    tree.deprels[head],
                    Deprel::Nmod | Deprel::Flat | Deprel::Appos | Deprel::Compound
                );
                if !part || above >= word {
                    break;
                }
                head = above;
            }
            let speaker = phrase::phrase(tree, head).start..word - 1;
            let named = matches!(words[head].upos, Upos::Noun | Upos::Propn) && !speaker.is_empty();
            let speaker = if named { speaker } else { word..word + 1 };
            return Some(Phrase {
                words: word..word + 1,
                cue: words[word].span,
                speaker: Some(speaker),
                head: Some(head),
            });
        }
        let accords = matches!(form.as_str(), "demnach" | "demzufolge")
            || (form == "danach" && self.is_reported(at));
        accords.then(|| Phrase {
            words: word..word + 1,
            cue: words[word].span,
            speaker: None,
            head: None,
        })
    }

    /// The sentence before speaks of a report, a study, a judgement.
    fn was_told(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        (0..self.trees[before].words.len())
            .any(|word| self.tells(before, word) || self.is_content_noun(before, word))
    }

    /// "Danach habe ...", "Danach soll ...": what stands in the words of another.
    fn is_reported(&self, at: usize) -> bool {
        let tree = &self.trees[at];
        tree.root().is_some_and(|root| {
            let main = |word: usize| word == root || tree.heads[word] == Some(root);
            (0..tree.words.len()).filter(|&word| main(word)).any(|word| {
                konjunktiv(tree, word, None, self.lang) == Some(Konjunktiv::One)
                    || (matches!(tree.words[word].form.as_str(), "soll" | "sollen")
                        && tree.words[word].feats.verb_form == Some(VerbForm::Fin))
            })
        })
    }

    /// The sentence without the phrase; of a phrase inside a clause only the clause.
    fn rest(&self, at: usize, phrase: &Phrase) -> Vec<Span> {
        let tree = &self.trees[at];
        let count = tree.words.len();
        let mut whole = 0..count;
        let first = &tree.words[phrase.words.start];
        let which =
            tree.words.get(phrase.words.start + 1).is_some_and(|next| next.upos == Upos::Pron)
                && phrase.words.len() == 2;
        if first.form == "wonach" || (which && first.form == "nach") {
            let above = (phrase.words.end..count).find(|&word| {
                self.clauses_of(at)
                    .any(|clause| clause.head == word && clause.kind == ClauseKind::Relative)
            });
            let end = above.map_or(count, |head| tree.subtree(head).end.max(phrase.words.end));
            whole = phrase.words.start..end;
        } else if tree.words[phrase.words.start].form != "so" && phrase.words.start > 0 {
            let outside = phrase
                .words
                .clone()
                .filter_map(|word| tree.heads[word])
                .find(|head| !phrase.words.contains(head));
            let clause = outside.and_then(|head| {
                self.clauses_of(at)
                    .find(|clause| clause.head == head || clause.predicate.contains(&head))
            });
            if let Some(clause) = clause
                && matches!(
                    tree.deprels[clause.head],
                    Deprel::AclRelcl
                        | Deprel::Advcl
                        | Deprel::Ccomp
                        | Deprel::Conj
                        | Deprel::Parataxis
                )
            {
                let below = tree.subtree(clause.head);
                if below.contains(&phrase.words.start) && below.len() > phrase.words.len() + 3 {
                    whole = below;
                }
            }
        }
        let left = whole.start..phrase.words.start.max(whole.start);
        let mut right = phrase.words.end.min(whole.end)..whole.end;
        // ", so Rice: ..." and ", so der Minister. Er ..."
        if first.form == "so" && tree.words.get(right.start).is_some_and(|next| next.form == ":") {
            right = right.end..right.end;
        }
        let left = if left.len() > 1 { self.trimmed(at, left) } else { None };
        left.into_iter().chain(self.trimmed(at, right)).collect()
    }
}
