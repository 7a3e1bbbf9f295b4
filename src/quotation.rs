//! Quotations: who says what, by which words; direct and indirect speech.
//!
//! In "„Das ist falsch“, sagte Hanson. Es sei für China schwer." both sentences are Hanson's, the second without a cue.

use crate::clause::{Clause, ClauseKind, ClauseMood};
use crate::entity::Entities;
use crate::lang::Language;
use crate::lexicon::CueKind;
use crate::parse::Tree;
use crate::phrase;
use crate::span::Span;
use crate::ud::{Deprel, Upos, names};

/// Words that an article attributes to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    pub kind: QuotationKind,
    /// What is said; several spans where the attribution stands in between.
    pub quote: Vec<Span>,
    /// Who says so, as written; `None` where it is left open ("hieß es").
    pub speaker: Option<Span>,
    /// Index into the article's actors.
    pub actor: Option<usize>,
    /// The words that attribute it: "sagte", "laut".
    pub cue: Option<Span>,
}

names! {
    QuotationKind {
        // in quotation marks
        Direct = "direct",
        // in the article's words: "dass ...", Konjunktiv I, "laut ..."
        Indirect = "indirect",
        // partly in quotation marks
        Mixed = "mixed",
    }
}

/// Who says what in an article, in the order of the text.
pub fn quotations(text: &str, trees: &[Tree], clauses: &[Clause], entities: &Entities, lang: &'static Language) -> Vec<Quotation> {
    let reader = Reader { text, trees, clauses, entities, lang };
    let mut quotations: Vec<Quotation> = Vec::new();
    for at in 0..trees.len() {
        let before = quotations.last().cloned();
        let mut found = reader.of_tree(at);
        if found.is_empty()
            && let Some(continued) = before.and_then(|before| reader.continued(at, &before))
        {
            found.push(continued);
        }
        quotations.extend(found);
    }
    quotations
}

struct Reader<'a> {
    text: &'a str,
    trees: &'a [Tree],
    clauses: &'a [Clause],
    entities: &'a Entities,
    lang: &'static Language,
}

impl Reader<'_> {
    fn of_tree(&self, at: usize) -> Vec<Quotation> {
        let marked = self.marked(at);
        let mut found = Vec::new();
        for clause in self.clauses.iter().filter(|clause| clause.tree == at && clause.kind != ClauseKind::Nominal) {
            found.extend(self.by_verb(clause, &marked));
        }
        found.extend(self.by_phrase(at));
        for &quote in marked.iter().filter(|quote| self.is_speech(at, **quote)) {
            if !found.iter().any(|other: &Quotation| other.quote.iter().any(|own| own.overlaps(quote))) {
                found.extend(self.direct(at, quote));
            }
        }
        found.sort_by_key(|quotation| quotation.quote[0]);
        found
    }

    /// What stands in quotation marks in a sentence, marks included.
    fn marked(&self, at: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut open: Option<usize> = None;
        for word in &self.trees[at].words {
            match word.form.as_str() {
                "„" | "»" => open = open.or(Some(word.span.start)),
                "“" | "”" | "«" | "\"" => match open.take() {
                    Some(start) => spans.push(Span::new(start, word.span.end)),
                    None => open = Some(word.span.start),
                },
                _ => {}
            }
        }
        spans
    }

    /// A clause in quotation marks, not a single word or a name.
    fn is_speech(&self, at: usize, quote: Span) -> bool {
        let words = self.trees[at].words.iter().filter(|word| quote.contains(word.span));
        words.clone().count() >= 6 && words.clone().any(|word| matches!(word.upos, Upos::Verb | Upos::Aux))
    }

    /// A verb of saying with its content: "betonte, dass ...", "..., sagte er".
    fn by_verb(&self, clause: &Clause, marked: &[Span]) -> Option<Quotation> {
        let flags = clause.frame?.flags;
        let tree = &self.trees[clause.tree];
        if !(flags.say() || flags.think() || flags.accuse() || flags.deny() || flags.ask()) {
            return None;
        }
        let cue = tree.words[clause.head].span;
        if marked.iter().any(|quote| quote.contains(cue)) {
            return None;
        }
        let (speaker, actor) = self.speaker(clause);
        let quote = self.content(clause).or_else(|| self.above(clause))?;
        let quote = self.widened(quote, cue, speaker, marked);
        let kind = match marked.iter().filter(|own| quote.overlaps(**own)).map(|own| own.end - own.start).sum::<usize>() {
            0 => QuotationKind::Indirect,
            inside if inside + 4 >= quote.end - quote.start => QuotationKind::Direct,
            _ => QuotationKind::Mixed,
        };
        Some(Quotation { kind, quote: vec![quote], speaker, actor, cue: Some(cue) })
    }

    /// The content clause below the verb.
    fn content(&self, clause: &Clause) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let content = |&child: &usize| {
            matches!(tree.deprels[child], Deprel::Ccomp | Deprel::Xcomp)
                || (tree.deprels[child] == Deprel::Parataxis && self.is_clause(clause.tree, child))
        };
        let child = clause.predicate.iter().flat_map(|&verb| tree.children(verb)).find(content)?;
        Some(self.clause_span(clause, child))
    }

    /// "China wird Maßnahmen ergreifen, sagte er": the verb of saying hangs on what is said.
    fn above(&self, clause: &Clause) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        if tree.deprels[clause.head] != Deprel::Parataxis {
            return None;
        }
        let said = tree.heads[clause.head]?;
        let own = phrase::subtree(tree, clause.head);
        let whole = phrase::subtree(tree, said);
        let range = if own.start > said { whole.start..own.start } else { own.end..whole.end };
        (!range.is_empty()).then(|| self.trimmed(clause.tree, range))
    }

    fn is_clause(&self, tree: usize, word: usize) -> bool {
        self.clauses.iter().any(|clause| clause.tree == tree && clause.head == word && clause.kind != ClauseKind::Nominal)
    }

    /// The words below a content clause that do not belong to the clause of saying.
    fn clause_span(&self, clause: &Clause, child: usize) -> Span {
        let tree = &self.trees[clause.tree];
        let mut range = phrase::subtree(tree, child);
        if range.contains(&clause.head) {
            range = if child < clause.head { range.start..clause.head } else { clause.head + 1..range.end };
        }
        self.trimmed(clause.tree, range)
    }

    fn trimmed(&self, tree: usize, mut range: std::ops::Range<usize>) -> Span {
        let words = &self.trees[tree].words;
        let edge = |word: usize| matches!(words[word].form.as_str(), "," | ":" | ";" | "-" | "–" | "." | "(" | ")");
        while range.len() > 1 && edge(range.start) {
            range.start += 1;
        }
        while range.len() > 1 && edge(range.end - 1) {
            range.end -= 1;
        }
        phrase::span(&self.trees[tree], &range)
    }

    /// The quotation marks around a content clause belong to it; the cue and the speaker do not.
    fn widened(&self, quote: Span, cue: Span, speaker: Option<Span>, marked: &[Span]) -> Span {
        let free = |span: Span| !span.overlaps(cue) && speaker.is_none_or(|speaker| !span.overlaps(speaker));
        marked
            .iter()
            .filter(|own| own.overlaps(quote))
            .fold(quote, |quote, own| if free(quote.cover(*own)) { quote.cover(*own) } else { quote })
    }

    fn speaker(&self, clause: &Clause) -> (Option<Span>, Option<usize>) {
        match clause.subject() {
            Some(subject) => {
                let tree = &self.trees[clause.tree];
                let span = phrase::span(tree, &phrase::phrase(tree, subject));
                (Some(span), self.entities.of(clause.tree, subject))
            }
            None => (None, None),
        }
    }

    /// "laut Polizei", "nach Angaben des Ministers", "der Zeitung zufolge", "so der Minister".
    fn by_phrase(&self, at: usize) -> Option<Quotation> {
        let tree = &self.trees[at];
        for word in 0..tree.words.len() {
            let lemma = tree.words[word].lemma.to_lowercase();
            let next = tree.words.get(word + 1).map(|next| format!("{lemma} {}", next.lemma));
            let single = [CueKind::Preposition, CueKind::Postposition].iter().any(|&kind| self.lang.lexicon.is_cue(&lemma, kind));
            let double = next.as_ref().is_some_and(|next| {
                let plural = tree.words.get(word + 1).map(|word| format!("{lemma} {}", word.form));
                self.lang.lexicon.is_cue(next, CueKind::Preposition)
                    || plural.is_some_and(|text| self.lang.lexicon.is_cue(&text, CueKind::Preposition))
            });
            if !(double || single) {
                continue;
            }
            let (cue, speaker) = if double {
                let noun = word + 1;
                (tree.words[word].span.cover(tree.words[noun].span), phrase::owner(tree, noun))
            } else {
                (tree.words[word].span, tree.heads[word].filter(|_| tree.deprels[word] == Deprel::Case))
            };
            let Some(speaker) = speaker else { continue };
            let range = phrase::phrase(tree, speaker);
            let span = phrase::span(tree, &range);
            let left = word.min(range.start);
            let right = range.end.max(word + 1);
            let quote = if left <= 1 { self.trimmed(at, right..tree.words.len()) } else { self.around(at, left..right) };
            if quote.end <= quote.start {
                continue;
            }
            let actor = self.entities.of(at, speaker);
            return Some(Quotation {
                kind: QuotationKind::Indirect,
                quote: vec![quote],
                speaker: Some(span),
                actor,
                cue: Some(cue),
            });
        }
        None
    }

    /// The longer side of a sentence around an inserted phrase.
    fn around(&self, at: usize, inserted: std::ops::Range<usize>) -> Span {
        let count = self.trees[at].words.len();
        if inserted.end + 2 >= count { self.trimmed(at, 0..inserted.start) } else { self.trimmed(at, 0..count) }
    }

    /// A marked quote without a verb of saying in its clause: the verb may stand in the sentence, or the speaker goes on.
    fn direct(&self, at: usize, quote: Span) -> Option<Quotation> {
        let outside = self.clauses.iter().filter(|clause| clause.tree == at && clause.kind != ClauseKind::Nominal);
        let says = outside.filter(|clause| {
            let word = self.trees[at].words[clause.head].span;
            !quote.contains(word) && clause.frame.is_some_and(|frame| frame.flags.say() || frame.flags.think())
        });
        let clause = says.into_iter().next()?;
        let (speaker, actor) = self.speaker(clause);
        let cue = self.trees[at].words[clause.head].span;
        Some(Quotation { kind: QuotationKind::Direct, quote: vec![quote], speaker, actor, cue: Some(cue) })
    }

    /// A sentence in Konjunktiv I, or wholly in quotation marks, after one that was attributed: the same speaker goes on.
    fn continued(&self, at: usize, before: &Quotation) -> Option<Quotation> {
        let near = at > 0 && before.quote.iter().any(|quote| self.trees[at - 1].span.overlaps(*quote));
        let tree = &self.trees[at];
        let root = tree.root()?;
        let reported = self.clauses.iter().any(|clause| {
            clause.tree == at && clause.mood == ClauseMood::Reported && (clause.head == root || clause.kind == ClauseKind::Main)
        });
        let first = tree.words.first()?.form.as_str();
        let marked =
            matches!(first, "„" | "»" | "\"") && self.marked(at).first().is_some_and(|quote| quote.end + 2 >= tree.span.end);
        if !near || !(reported || marked) {
            return None;
        }
        let kind = if marked { QuotationKind::Direct } else { QuotationKind::Indirect };
        let end = self.text[..tree.span.end].trim_end().len();
        Some(Quotation {
            kind,
            quote: vec![Span::new(tree.span.start, end)],
            speaker: before.speaker,
            actor: before.actor,
            cue: None,
        })
    }
}
