//! Quotations: who says what, by which words; direct and indirect speech.
//!
//! In "„Das ist falsch“, sagte Hanson. Es sei für China schwer." both sentences are Hanson's, the second without a cue.

mod phrases;
mod verbs;

use crate::clause::{Clause, ClauseKind, ClauseMood};
use crate::entity::Entities;
use crate::lang::Language;
use crate::parse::Tree;
use crate::phrase;
use crate::span::Span;
use crate::ud::{Case, Deprel, Mood, Upos, VerbForm, names};

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
        // a sentence that goes on in the Konjunktiv, or by "soll", without a cue
        Free = "free",
        // what somebody says is told as a deed, without a content clause: "forderte die Rückgabe"
        Reported = "reported",
    }
}

/// Who says what in an article, in the order of the text.
pub fn quotations(text: &str, trees: &[Tree], clauses: &[Clause], entities: &Entities, lang: &'static Language) -> Vec<Quotation> {
    let marked = marked(trees);
    let reader = Reader { text, trees, clauses, entities, lang, marked };
    let mut quotations: Vec<Quotation> = Vec::new();
    for at in 0..trees.len() {
        let found = reader.of_tree(at, &quotations);
        quotations.extend(found);
    }
    quotations
}

/// What stands in quotation marks, marks included; it may go on over sentences.
fn marked(trees: &[Tree]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for word in trees.iter().flat_map(|tree| &tree.words) {
        match word.form.as_str() {
            "„" => open = Some(word.span.start),
            "»" | "«" | "\"" | "“" | "”" => match open.take() {
                Some(start) if word.span.end - start < LONGEST => spans.push(Span::new(start, word.span.end)),
                _ => open = Some(word.span.start),
            },
            _ => {}
        }
    }
    spans
}

/// A mark that closes none so many bytes before opened no quotation.
const LONGEST: usize = 3000;
/// Words in quotation marks, marks counted, from which they are speech and not a name or a single word.
const SPEECH: usize = 6;

struct Reader<'a> {
    text: &'a str,
    trees: &'a [Tree],
    clauses: &'a [Clause],
    entities: &'a Entities,
    lang: &'static Language,
    marked: Vec<Span>,
}

impl Reader<'_> {
    fn of_tree(&self, at: usize, before: &[Quotation]) -> Vec<Quotation> {
        let tree = &self.trees[at];
        let mut found: Vec<Quotation> = Vec::new();
        for clause in self.clauses_of(at) {
            found.extend(self.by_verb(clause));
        }
        for other in self.by_phrases(at, before) {
            if !found.iter().any(|own| alike(own, &other)) {
                found.push(other);
            }
        }
        let begun: Vec<Span> =
            self.marked.iter().copied().filter(|mark| tree.span.contains(Span::new(mark.start, mark.start + 1))).collect();
        for mark in begun {
            let Some(direct) = self.direct(at, mark, &found, before) else { continue };
            if found.iter().any(|other| other.kind == QuotationKind::Mixed && alike(other, &direct)) {
                continue;
            }
            found.retain(|other| !alike(other, &direct));
            found.push(direct);
        }
        if let Some(free) = self.free(at, &found, before) {
            found.push(free);
        } else if found.is_empty()
            && let Some(referred) = at.checked_sub(1).and_then(|last| self.referred(at, last))
        {
            found.push(referred);
        } else if found.is_empty() {
            found.extend(self.clauses_of(at).filter_map(|clause| self.reported(clause)).next());
        }
        found.sort_by_key(|quotation| quotation.quote[0]);
        found
    }

    fn clauses_of(&self, at: usize) -> impl Iterator<Item = &Clause> {
        let first = self.clauses.partition_point(|clause| clause.tree < at);
        self.clauses[first..].iter().take_while(move |clause| clause.tree == at).filter(|clause| clause.kind != ClauseKind::Nominal)
    }

    fn is_marked(&self, span: Span) -> bool {
        self.marked.iter().any(|mark| mark.contains(span) && mark.end - mark.start > span.end - span.start + 30)
    }

    /// Words in quotation marks: whose they are is told in their sentence, before a colon, or they are the last speaker's.
    fn direct(&self, at: usize, mark: Span, found: &[Quotation], before: &[Quotation]) -> Option<Quotation> {
        let inside = self.trees[at..].iter().take_while(|tree| tree.span.start < mark.end).flat_map(|tree| &tree.words);
        let count = inside.filter(|word| mark.contains(word.span)).count();
        let attributed = found.iter().find(|other| other.quote.iter().any(|quote| quote.overlaps(mark)));
        if count < SPEECH && !(count >= SPEECH - 1 && attributed.is_some()) {
            return None;
        }
        let quotation =
            |speaker, actor, cue| Some(Quotation { kind: QuotationKind::Direct, quote: vec![mark], speaker, actor, cue });
        if let Some(other) = attributed.filter(|other| other.speaker.is_some_and(|speaker| !speaker.overlaps(mark))) {
            return quotation(other.speaker, other.actor, other.cue);
        }
        let last = (at..self.trees.len()).take_while(|&other| self.trees[other].span.start < mark.end).last().unwrap_or(at);
        let colon = |other: &usize| self.text[self.trees[*other].span.start..mark.start].trim_end().ends_with(':');
        let places = [Some(at), Some(last), at.checked_sub(1).filter(colon)];
        for place in places.into_iter().flatten() {
            if let Some(clause) = self.saying(place, mark) {
                let (speaker, actor) = self.speaker_outside(clause, mark);
                return quotation(speaker, actor, Some(self.cue(clause)));
            }
        }
        if let Some(phrase) = self.by_phrases(last, before).into_iter().next().filter(|_| last != at) {
            return quotation(phrase.speaker, phrase.actor, phrase.cue);
        }
        let subject = places.into_iter().flatten().find_map(|place| {
            let outside = |clause: &&Clause| !mark.contains(self.head_span(clause));
            self.clauses_of(place)
                .filter(outside)
                .find(|clause| self.speaker(clause).0.is_some_and(|speaker| !speaker.overlaps(mark)))
        });
        if let Some(clause) = subject {
            let (speaker, actor) = self.speaker(clause);
            return quotation(speaker, actor, Some(self.cue(clause)));
        }
        match found.last().or(before.last()) {
            Some(other) => quotation(other.speaker, other.actor, None),
            None => quotation(None, None, None),
        }
    }

    /// The clause of saying next to words in quotation marks.
    fn saying(&self, at: usize, mark: Span) -> Option<&Clause> {
        let distance = |clause: &&Clause| {
            let head = self.head_span(clause);
            if head.start >= mark.end { head.start - mark.end } else { mark.start.saturating_sub(head.end) }
        };
        let outside = self.clauses_of(at).filter(|clause| !mark.contains(self.head_span(clause)) && self.says(clause));
        outside.min_by_key(distance)
    }

    /// A sentence in the Konjunktiv after one that is attributed: the same speaker goes on. Hearsay by "soll" as well.
    fn free(&self, at: usize, found: &[Quotation], before: &[Quotation]) -> Option<Quotation> {
        let tree = &self.trees[at];
        let whole = self.sentence(at);
        let root = tree.root()?;
        let own = tree.words[root].span;
        let holds = |other: &Quotation| {
            other.cue.is_some_and(|cue| cue.overlaps(own)) || other.quote.iter().any(|quote| quote.contains(own))
        };
        if found.iter().any(|other| alike_span(&other.quote, whole) || (other.kind != QuotationKind::Direct && holds(other))) {
            return None;
        }
        let main = |word: usize| {
            word == root
                || (tree.heads[word] == Some(root)
                    && matches!(tree.deprels[word], Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Conj))
        };
        let finite = (0..tree.words.len()).filter(|&word| main(word) && tree.words[word].feats.verb_form == Some(VerbForm::Fin));
        let reports = |word: usize| tree.words[word].feats.mood == Some(Mood::Sub) && !self.is_marked(tree.words[word].span);
        let in_mood = |clause: &Clause| {
            clause.mood == ClauseMood::Reported
                && (clause.head == root || clause.kind == ClauseKind::Main)
                && !self.is_marked(self.head_span(clause))
        };
        let reported = finite.clone().any(reports) || self.clauses_of(at).any(in_mood);
        let near = |quotation: &&Quotation| {
            let reach = at.saturating_sub(2);
            quotation.quote.iter().chain(quotation.cue.iter()).any(|span| span.end > self.trees[reach].span.start)
        };
        let other = |quotation: &&Quotation| {
            quotation.speaker.is_none_or(|speaker| !matches!(speaker.of(self.text), "ich" | "wir" | "Ich" | "Wir"))
        };
        let last = before.iter().rev().filter(near).find(other);
        let hearsay = last.is_some() && finite.clone().any(|word| matches!(tree.words[word].form.as_str(), "soll" | "sollen"));
        let question = self.text[whole.start..whole.end].ends_with(['?', '!', '“']);
        if question || !(reported || hearsay) || (last.is_none() && !finite.clone().any(|word| self.is_present(at, word))) {
            return None;
        }
        let (speaker, actor) = match last {
            Some(last) => (last.speaker, last.actor),
            None => at
                .checked_sub(1)
                .and_then(|place| self.clauses_of(place).find(|clause| clause.subject().is_some()))
                .map_or((None, None), |clause| self.speaker(clause)),
        };
        Some(Quotation { kind: QuotationKind::Free, quote: vec![whole], speaker, actor, cue: None })
    }

    /// Konjunktiv I of the third person, which only reported speech has.
    fn is_present(&self, at: usize, word: usize) -> bool {
        let form = self.trees[at].words[word].form.to_lowercase();
        matches!(form.as_str(), "sei" | "seien" | "habe" | "werde" | "könne" | "müsse" | "dürfe" | "solle" | "wolle")
    }

    fn sentence(&self, at: usize) -> Span {
        let span = self.trees[at].span;
        Span::new(span.start, span.start + self.text[span.start..span.end].trim_end().len())
    }

    fn head_span(&self, clause: &Clause) -> Span {
        self.trees[clause.tree].words[clause.head].span
    }

    fn speaker(&self, clause: &Clause) -> (Option<Span>, Option<usize>) {
        let tree = &self.trees[clause.tree];
        match clause.subject().filter(|&subject| !matches!(tree.words[subject].form.as_str(), "es" | "Es")) {
            Some(subject) => {
                let span = phrase::span(tree, &phrase::phrase(tree, subject));
                (Some(span), self.entities.of(clause.tree, subject))
            }
            None => (None, None),
        }
    }

    /// The speaker next to words in quotation marks, where the tree takes one of these words for the subject.
    fn speaker_outside(&self, clause: &Clause, mark: Span) -> (Option<Span>, Option<usize>) {
        let (speaker, actor) = self.speaker(clause);
        if speaker.is_some_and(|speaker| !speaker.overlaps(mark)) {
            return (speaker, actor);
        }
        let tree = &self.trees[clause.tree];
        let nominal = |&word: &usize| {
            let own = &tree.words[word];
            matches!(own.upos, Upos::Noun | Upos::Propn | Upos::Pron)
                && (own.feats.case == Some(Case::Nom) || own.upos == Upos::Propn)
                && !mark.overlaps(own.span)
                && !own.feats.reflexive
                && !own.form.eq_ignore_ascii_case("es")
        };
        let behind = (clause.head + 1..tree.words.len().min(clause.head + 7)).find(nominal);
        let Some(word) = behind.or_else(|| (0..clause.head).rev().find(nominal)).or_else(|| self.source(clause)) else {
            return (None, None);
        };
        let span = phrase::span(tree, &phrase::phrase(tree, word));
        (Some(if span.overlaps(mark) { tree.words[word].span } else { span }), self.entities.of(clause.tree, word))
    }

    /// "Dies bestätigte der Minister": the sentence before is what was said.
    fn referred(&self, at: usize, last: usize) -> Option<Quotation> {
        let tree = &self.trees[at];
        let first = tree.words.first().filter(|word| matches!(word.form.as_str(), "Dies" | "Das"))?;
        let clause = self.clauses_of(at).find(|clause| {
            clause.frame.is_some_and(|frame| frame.flags.say()) && clause.predicate.first() == Some(&1) && tree.words.len() > 3
        })?;
        let (speaker, actor) = self.speaker_outside(clause, first.span);
        let quote = vec![self.sentence(last), first.span];
        speaker?;
        Some(Quotation { kind: QuotationKind::Indirect, quote, speaker, actor, cue: Some(self.cue(clause)) })
    }

    fn trimmed(&self, tree: usize, mut range: std::ops::Range<usize>) -> Option<Span> {
        let words = &self.trees[tree].words;
        let edge = |word: usize| matches!(words[word].form.as_str(), "," | ":" | ";" | "-" | "–" | "." | "(" | ")");
        while !range.is_empty() && edge(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && edge(range.end - 1) {
            range.end -= 1;
        }
        (!range.is_empty()).then(|| phrase::span(&self.trees[tree], &range))
    }
}

fn size(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.end - span.start).sum()
}

/// Two quotations that share most of their text.
fn alike(one: &Quotation, other: &Quotation) -> bool {
    let common: usize = one.quote.iter().map(|span| shared(&other.quote, *span)).sum();
    common * 2 > size(&one.quote) + size(&other.quote) - common
}

fn alike_span(spans: &[Span], whole: Span) -> bool {
    let common = shared(spans, whole);
    common * 2 > size(spans) + (whole.end - whole.start) - common
}

fn shared(spans: &[Span], with: Span) -> usize {
    spans.iter().map(|span| span.end.min(with.end).saturating_sub(span.start.max(with.start))).sum()
}
