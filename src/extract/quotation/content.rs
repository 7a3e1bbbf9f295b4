//! What a verb of saying has for its content: a clause below it, beside it, or around it.

use std::ops::Range;

use super::Reader;
use super::mood::{Konjunktiv, konjunktiv};
use crate::extract::clause::{Clause, ClauseKind};
use crate::language::lexicon::{Slot, SlotKind};
use crate::record::span::Span;
use crate::syntax::tag::Word;
use crate::ud::{Deprel, Mood, PronType, Upos, VerbForm};

impl Reader<'_> {
    /// Where the content may stand, the likeliest first.
    pub(super) fn contents(&self, clause: &Clause) -> Vec<Span> {
        let mut all: Vec<Span> = self.below(clause);
        all.extend(self.above(clause));
        all.extend(self.beside(clause));
        all
    }

    /// The content with all that belongs to it, if it can be what is said.
    pub(super) fn whole(&self, clause: &Clause, quote: Span, cue: Span) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let words = &tree.words;
        let quote = self.before_colon(clause.tree, self.to_the_end(clause, quote));
        let quote = self.before_verb(clause, quote);
        let first = words.iter().position(|word| quote.contains(word.span))?;
        let last = words.iter().rposition(|word| quote.contains(word.span))?;
        let nominal = |word: usize| {
            words
                .get(word)
                .is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Adj | Upos::Propn))
        };
        let relative = (first..words.len().min(first + 2)).any(|word| {
            words[word].feats.pron_type == Some(PronType::Rel)
                && words[word].upos != Upos::Adv
                && !nominal(word + 1)
        });
        let opens = words[first].form.to_lowercase();
        let condition = self.lang.words.reporting.conditions.contains(&opens.as_str())
            && self.in_konjunktiv(clause.tree, first..last + 1);
        let circumstance =
            self.lang.words.reporting.no_content.contains(&opens.as_str()) && !condition;
        // "räumte ein, ..., sprach aber von ...": what stands before is not the second verb's
        let joined = tree.deprels[clause.head] == Deprel::Conj
            && self.opens_with_as(clause).is_none()
            && tree.heads[clause.head]
                .is_some_and(|head| quote.contains(words[head].span) && head < clause.head)
            && !self.is_marked(words[first].span);
        let short = words[first..=last].iter().filter(|word| word.upos != Upos::Punct).count() < 3
            && !self.in_marks(quote);
        let marks = self.in_marks(quote);
        let dass = self.lang.words.reporting.complementizers.contains(&opens.as_str());
        let consequence = dass && self.follows_so(clause, first);
        let fits = !short
            && !consequence
            && !circumstance
            && (first == 0 || !(relative || self.is_relative(clause.tree, first..last + 1)))
            && !joined
            && (dass
                || marks
                || self.takes_content(clause)
                || self.in_konjunktiv(clause.tree, first..last + 1))
            && self.is_set_off(clause.tree, quote, cue);
        fits.then_some(quote)
    }

    /// "ist so stark, dass ...": a consequence is no content.
    fn follows_so(&self, clause: &Clause, dass: usize) -> bool {
        let words = &self.trees[clause.tree].words;
        let from = dass.saturating_sub(9).max(clause.head.min(dass));
        (from..dass.saturating_sub(1)).any(|word| {
            let degree = self.lang.words.reporting.degrees.contains(&words[word].form.as_str());
            degree && matches!(words[word + 1].upos, Upos::Adj | Upos::Adv)
        })
    }

    /// "der ... verantwortlich ist": the finite verb of the indicative stands last, after a word that can be relative.
    fn is_relative(&self, tree: usize, range: Range<usize>) -> bool {
        let words = &self.trees[tree].words;
        let which = |word: usize| {
            self.lang.grammar.relative.contains(&words[word].form.to_lowercase().as_str())
        };
        let opens = which(range.start)
            || self.lang.words.reporting.where_words.contains(&words[range.start].form.as_str())
            || (words[range.start].upos == Upos::Adp && range.len() > 2 && which(range.start + 1));
        let end = range.clone().find(|&word| words[word].form == ",").unwrap_or(range.end);
        let last = end.saturating_sub(1);
        opens
            && !self.is_marked(words[range.start].span)
            && words[last].feats.verb_form == Some(VerbForm::Fin)
            && words[last].feats.mood != Some(Mood::Sub)
            && !self.in_konjunktiv(tree, range.start..end)
    }

    /// A use of the verb takes a content clause or an infinitive.
    fn takes_content(&self, clause: &Clause) -> bool {
        let lemma = self.lang.grammar.base(&clause.lemma);
        let word = self.trees[clause.tree].words[clause.head].lemma.as_str();
        let takes = |slot: &Slot| matches!(slot.kind, SlotKind::Content | SlotKind::Infinitive);
        let frames = self.lang.lexicon.frames(lemma).iter().chain(self.lang.lexicon.frames(word));
        frames.into_iter().any(|frame| frame.flags.reports() && frame.slots.iter().any(takes))
            || self.lang.words.reporting.quoting.contains(&word)
    }

    fn in_marks(&self, quote: Span) -> bool {
        !self.marks(quote).is_empty()
    }

    fn in_konjunktiv(&self, tree: usize, range: Range<usize>) -> bool {
        range.into_iter().any(|word| {
            konjunktiv(&self.trees[tree], word, None, self.lang) == Some(Konjunktiv::One)
        })
    }

    /// A comma, a colon, a mark of quotation stand between what is said and the rest; or what is said is an infinitive.
    fn is_set_off(&self, tree: usize, quote: Span, cue: Span) -> bool {
        let words = &self.trees[tree].words;
        let mark = |word: usize| words.get(word).is_none_or(|word| word.upos == Upos::Punct);
        let Some(first) = words.iter().position(|word| quote.contains(word.span)) else {
            return false;
        };
        let last = words.iter().rposition(|word| quote.contains(word.span)).unwrap_or(first);
        if first == 0 || quote.start < cue.start {
            return mark(last + 1) || mark(last);
        }
        let opens = words[first].form.to_lowercase();
        let joined = self.lang.words.reporting.complementizers.contains(&opens.as_str())
            || opens == self.lang.grammar.infinitive;
        mark(first - 1)
            || mark(first)
            || joined
            || (first..=last).any(|word| words[word].form == self.lang.grammar.infinitive)
    }

    /// What follows a content clause hangs on it, unless it is joined to the verb of saying: "sagte, dass A, wenn B, und ging".
    fn to_the_end(&self, clause: &Clause, quote: Span) -> Span {
        let tree = &self.trees[clause.tree];
        let words = &tree.words;
        let last = words.iter().rposition(|word| quote.contains(word.span)).unwrap_or(0);
        let Some(next) = words.get(last + 1) else { return quote };
        let comma = next.form == ",";
        let foreign =
            (next.upos == Upos::Punct && !comma) || tree.deprels[last + 1] == Deprel::CompoundPrt;
        if last <= clause.head || foreign || self.is_marked(words[last].span) {
            return quote;
        }
        let joined = |word: usize| {
            let side = matches!(tree.deprels[word], Deprel::Conj | Deprel::Parataxis);
            let part =
                comma && matches!(tree.deprels[word], Deprel::Obl | Deprel::OblArg | Deprel::Nsubj);
            word > last
                && tree.heads[word]
                    .is_some_and(|head| head == clause.head || clause.predicate.contains(&head))
                && (part || (side && !self.in_konjunktiv(clause.tree, tree.subtree(word))))
        };
        let stop = |word: usize| match words[word].form.as_str() {
            ";" | ":" | "„" | "–" | "-" => true,
            form => {
                self.lang.words.reporting.going_on.contains(&form) && words[word - 1].form == ","
            }
        };
        let after =
            (last + 1 + usize::from(comma)..words.len()).find(|&word| joined(word) || stop(word));
        let end = match after {
            Some(word) if stop(word) => word,
            Some(word) => tree.subtree(word).start.max(last + 1),
            None => words.len(),
        };
        self.trimmed(clause.tree, last + 1..end).map_or(quote, |rest| quote.cover(rest))
    }

    /// "..., dass X gehe: „Ich ...": the content ends before the colon that announces direct speech.
    fn before_colon(&self, tree: usize, quote: Span) -> Span {
        let words = &self.trees[tree].words;
        let colon = words.windows(2).find(|pair| {
            pair[0].form == ":"
                && quote.contains(pair[0].span)
                && self.marked.binary_search_by_key(&pair[1].span.start, |mark| mark.start).is_ok()
        });
        match colon {
            Some(pair) if pair[0].span.start > quote.start + 10 => {
                Span::new(quote.start, pair[0].span.start)
            }
            _ => quote,
        }
    }

    /// "sagte, er gehe, und lachte": a verb right behind the comma has the subject of the verb of saying.
    fn before_verb(&self, clause: &Clause, quote: Span) -> Span {
        let tree = &self.trees[clause.tree];
        let words = &tree.words;
        let Some(first) = words.iter().position(|word| quote.contains(word.span)) else {
            return quote;
        };
        let last = words.iter().rposition(|word| quote.contains(word.span)).unwrap_or(first);
        let open = self
            .lang
            .words
            .reporting
            .complementizers
            .contains(&words[first].form.to_lowercase().as_str());
        if open
            || first < clause.head
            || self.in_marks(quote)
            || !self.in_konjunktiv(clause.tree, first..last + 1)
        {
            return quote;
        }
        let verb = |word: usize| {
            matches!(words[word].upos, Upos::Verb | Upos::Aux)
                && words[word].feats.verb_form == Some(VerbForm::Fin)
                && words[word].feats.mood != Some(Mood::Sub)
                && konjunktiv(tree, word, None, self.lang).is_none()
        };
        let cut = (first + 3..last).find(|&word| {
            let form = words[word].form.as_str();
            (form == "," || form == self.lang.words.reporting.and) && verb(word + 1)
        });
        cut.and_then(|word| self.trimmed(clause.tree, first..word)).unwrap_or(quote)
    }

    /// The content clauses below the verb, or below its correlate ("darauf, dass").
    fn below(&self, clause: &Clause) -> Vec<Span> {
        let tree = &self.trees[clause.tree];
        let marked = |child: usize| {
            tree.children(child).any(|word| {
                tree.deprels[word] == Deprel::Mark
                    && self
                        .lang
                        .words
                        .reporting
                        .complementizers
                        .contains(&tree.words[word].form.as_str())
            })
        };
        let content = |child: usize, below: bool| match tree.deprels[child] {
            Deprel::Ccomp => true,
            Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::Parataxis => {
                self.is_clause(clause.tree, child)
            }
            Deprel::Advcl | Deprel::Acl | Deprel::Dep => {
                marked(child) || (below && tree.deprels[child] == Deprel::Acl)
            }
            _ => false,
        };
        let own = clause
            .predicate
            .iter()
            .flat_map(|&verb| tree.children(verb))
            .filter(|&child| content(child, false));
        let correlates = clause.predicate.iter().flat_map(|&verb| tree.children(verb));
        let correlates = correlates
            .filter(|&word| !matches!(tree.words[word].upos, Upos::Verb | Upos::Propn))
            .filter_map(|word| {
                let adverb = matches!(tree.words[word].upos, Upos::Adv | Upos::Pron);
                tree.children(word)
                    .find(|&child| if adverb { content(child, true) } else { marked(child) })
            });
        own.chain(correlates).filter_map(|child| self.clause_span(clause, child)).collect()
    }

    /// "China wird Maßnahmen ergreifen, sagte er": the verb of saying hangs on what is said.
    fn above(&self, clause: &Clause) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let as_clause = tree.children(clause.head).any(|word| {
            tree.words[word].form.eq_ignore_ascii_case(self.lang.words.reporting.as_word)
        });
        let own = tree.subtree(clause.head);
        let aside = tree.deprels[clause.head] == Deprel::Parataxis
            || (as_clause
                && matches!(
                    tree.deprels[clause.head],
                    Deprel::Advcl | Deprel::Ccomp | Deprel::Dep
                ));
        let finite =
            own.clone().any(|word| tree.words[word].feats.verb_form == Some(VerbForm::Fin));
        if !aside || !finite || clause.negated || self.goes_on(clause) {
            return None;
        }
        let said = tree.heads[clause.head]?;
        let whole = if as_clause { 0..tree.words.len() } else { tree.subtree(said) };
        let range = if own.start > said || own.start > whole.start + 3 {
            whole.start..own.start
        } else {
            own.end..whole.end
        };
        self.trimmed(clause.tree, range)
    }

    /// "wollte sich nicht festlegen, sagte aber, die Partei müsse ...": what is said follows the verb.
    fn goes_on(&self, clause: &Clause) -> bool {
        let words = &self.trees[clause.tree].words;
        let comma = (clause.head + 1..words.len().min(clause.head + 3))
            .find(|&word| words[word].form == ",");
        let adverbs = |comma: usize| {
            words[clause.head + 1..comma]
                .iter()
                .all(|word| matches!(word.upos, Upos::Adv | Upos::Cconj))
        };
        let subject = clause.subject().is_none_or(|subject| subject < clause.head);
        let finite = |word: &Word| word.feats.verb_form == Some(VerbForm::Fin);
        subject && comma.is_some_and(|comma| adverbs(comma) && words[comma..].iter().any(finite))
    }

    /// The tree does not tell, the commas do: "..., sagte X.", "X sagte, er sei ...", "X sagte ..., dass ...".
    fn beside(&self, clause: &Clause) -> Vec<Span> {
        let tree = &self.trees[clause.tree];
        let words = &tree.words;
        let mut all = Vec::new();
        let verbs = clause
            .predicate
            .iter()
            .copied()
            .filter(|&word| words[word].feats.verb_form == Some(VerbForm::Fin));
        let Some(verb) = verbs.min() else { return all };
        let finite = |range: Range<usize>, subjunctive: bool| {
            range.into_iter().any(|word| {
                let own = &words[word];
                let reported = || {
                    own.feats.mood == Some(Mood::Sub)
                        || self.lang.words.reporting.hearsay.contains(&own.form.as_str())
                        || konjunktiv(tree, word, None, self.lang) == Some(Konjunktiv::One)
                };
                own.feats.verb_form == Some(VerbForm::Fin) && (!subjunctive || reported())
            })
        };
        let subject_after = clause.subject().is_none_or(|subject| subject > verb);
        let told = |range: Range<usize>| {
            self.clauses_of(clause.tree).any(|other| {
                range.contains(&other.head)
                    && matches!(
                        other.kind,
                        ClauseKind::Main | ClauseKind::Content | ClauseKind::Adverbial
                    )
                    && (words[range.start].feats.pron_type != Some(PronType::Rel)
                        || words.get(range.start + 1).is_some_and(|next| next.upos == Upos::Noun))
            })
        };
        // "wollte nicht zusagen, sagte aber, ...": what stands before is the first verb's
        let joined = matches!(tree.deprels[clause.head], Deprel::Conj | Deprel::Parataxis)
            && clause.subject().is_none_or(|subject| subject < verb)
            && self.goes_on(clause);
        if verb > 4
            && !joined
            && subject_after
            && words[verb - 1].form == ","
            && finite(0..verb, false)
            && told(0..verb)
        {
            all.extend(self.trimmed(clause.tree, 0..verb));
        }
        all.extend(self.around_wie(clause));
        let commas =
            (verb + 1..words.len().saturating_sub(1)).filter(|&word| words[word].form == ",");
        let dass =
            |comma: usize| self.lang.words.reporting.that.contains(&words[comma + 1].form.as_str());
        for comma in commas.filter(|&comma| comma >= clause.head || dass(comma)).take(3) {
            let next = (comma + 1..words.len())
                .find(|&word| words[word].form == ",")
                .unwrap_or(words.len());
            let dass = dass(comma);
            let reported =
                comma > clause.head && finite(comma..next, true) && told(comma + 1..words.len());
            let infinitive = comma >= clause.head && self.is_demanded(clause, comma + 1..next);
            if dass || reported || infinitive {
                all.extend(self.trimmed(clause.tree, comma + 1..words.len()));
                break;
            }
        }
        all
    }

    /// "Wie der Sender berichtet, ist ...", "..., wie der Sender berichtet": the clause with "wie" stands beside what is said.
    fn around_wie(&self, clause: &Clause) -> Option<Span> {
        let words = &self.trees[clause.tree].words;
        let last = clause.predicate.iter().copied().chain([clause.head]).max()?;
        let finite = |word: usize| {
            words.get(word).is_some_and(|word| word.feats.verb_form == Some(VerbForm::Fin))
        };
        let opens = |word: usize| {
            words[word].form.eq_ignore_ascii_case(self.lang.words.reporting.as_word)
                && (word == 0 || words[word - 1].upos == Upos::Punct)
        };
        let wie = (last.saturating_sub(16)..last).rev().find(|&word| opens(word))?;
        let aside = words[wie..last].iter().all(|word| !matches!(word.form.as_str(), ":" | ";"));
        if clause.negated
            || !aside
            || !(words[last].feats.verb_form.is_some()
                && words.get(last + 1).is_some_and(|next| next.upos == Upos::Punct))
        {
            return None;
        }
        if finite(last + 2) && words[last + 1].form == "," && wie < 2 {
            return self.trimmed(clause.tree, last + 2..words.len());
        }
        let main = wie > 4 && (0..wie).any(finite) && words[wie - 1].form == ",";
        main.then(|| self.trimmed(clause.tree, 0..wie)).flatten()
    }

    /// "wurde vorgeworfen, ... gewesen zu sein": a verb that takes an infinitive, and one with "zu" behind the comma.
    fn is_demanded(&self, clause: &Clause, range: Range<usize>) -> bool {
        let words = &self.trees[clause.tree].words;
        let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
        let takes =
            flags.demand() || flags.accuse() || flags.promise() || flags.say() || flags.think();
        let purpose =
            self.lang.words.reporting.purposes.contains(&words[range.start].form.as_str());
        let zu = |word: usize| {
            words[word].form == self.lang.grammar.infinitive
                && words
                    .get(word + 1)
                    .is_some_and(|next| next.feats.verb_form == Some(VerbForm::Inf))
        };
        let inner =
            |word: usize| self.lang.lexicon.has_inner_zu(&words[word].form, &words[word].lemma);
        let finite = range.clone().any(|word| words[word].feats.verb_form == Some(VerbForm::Fin));
        takes && !purpose && !finite && range.into_iter().any(|word| zu(word) || inner(word))
    }

    fn is_clause(&self, tree: usize, word: usize) -> bool {
        self.clauses_of(tree).any(|clause| clause.head == word)
    }

    /// The words below a content clause that do not belong to the clause of saying.
    fn clause_span(&self, clause: &Clause, child: usize) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let mut range = tree.subtree(child);
        if range.contains(&clause.head) {
            range = if child < clause.head {
                range.start..clause.head
            } else {
                clause.head + 1..range.end
            };
        }
        self.trimmed(clause.tree, range)
    }
}
