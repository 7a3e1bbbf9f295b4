//! Quotations by a verb: "betonte, dass ...", "..., sagte er", "rief Russland auf, ... zu ...".

use super::{Quotation, QuotationKind, Reader};
use crate::clause::{Clause, ClauseKind};
use crate::phrase;
use crate::span::Span;
use crate::ud::{Deprel, Mood, Upos, VerbForm};

/// Words that open a circumstance or a question, not what is said.
const NO_CONTENT: [&str; 18] = [
    "da", "um", "während", "nachdem", "als", "wenn", "obwohl", "was", "wie", "welche", "welcher", "bevor", "damit", "indem",
    "sobald", "so", "wer", "ohne",
];

impl Reader<'_> {
    /// The clause's verb tells that somebody says, thinks, demands or promises something.
    pub(super) fn says(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
        let impersonal = tree.words[clause.head].lemma == "heißen"
            && tree
                .words
                .iter()
                .enumerate()
                .any(|(word, es)| tree.heads[word] == Some(clause.head) && es.form.eq_ignore_ascii_case("es"));
        flags.reports() || impersonal
    }

    /// The verb with its particle; the head alone where other words stand in between.
    pub(super) fn cue(&self, clause: &Clause) -> Span {
        let tree = &self.trees[clause.tree];
        let verb = |&&word: &&usize| matches!(tree.words[word].upos, Upos::Verb | Upos::Aux);
        clause
            .predicate
            .iter()
            .find(verb)
            .filter(|&&word| word + 1 == clause.head)
            .map_or(tree.words[clause.head].span, |&word| tree.words[word].span.cover(tree.words[clause.head].span))
    }

    /// A verb of saying with its content.
    pub(super) fn by_verb(&self, clause: &Clause) -> Option<Quotation> {
        let tree = &self.trees[clause.tree];
        let head = tree.words[clause.head].span;
        if !self.says(clause) || self.is_marked(head) || clause.kind == ClauseKind::Attribute {
            return None;
        }
        let cue = self.cue(clause);
        let (mut speaker, mut actor) = self.speaker(clause);
        if speaker.is_none()
            && let Some(place) = self.source(clause)
        {
            speaker = Some(phrase::span(tree, &phrase::phrase(tree, place)));
            actor = self.entities.of(clause.tree, place);
        }
        let quote = self.content(clause).or_else(|| self.above(clause)).or_else(|| self.beside(clause))?;
        if tree.words.iter().filter(|word| quote.contains(word.span)).count() < 3 {
            return None;
        }
        let first = tree.words.iter().find(|word| quote.contains(word.span)).map(|word| word.form.to_lowercase());
        if first.is_some_and(|first| NO_CONTENT.contains(&first.as_str())) {
            return None;
        }
        let quote = self.widened(quote, cue, speaker);
        let kind = match self.marked.iter().filter(|own| quote.overlaps(**own)).map(|own| own.end - own.start).sum::<usize>() {
            0 => QuotationKind::Indirect,
            inside if inside + 4 >= quote.end - quote.start => QuotationKind::Direct,
            _ => QuotationKind::Mixed,
        };
        Some(Quotation { kind, quote: vec![quote], speaker, actor, cue: Some(cue) })
    }

    /// "In dem Antrag heißt es": where it is said stands for who says so.
    pub(super) fn source(&self, clause: &Clause) -> Option<usize> {
        let tree = &self.trees[clause.tree];
        tree.children(clause.head).find(|&child| {
            matches!(tree.deprels[child], Deprel::Obl | Deprel::OblArg)
                && matches!(tree.words[child].upos, Upos::Noun | Upos::Propn)
                && matches!(phrase::preposition(tree, child), Some("in" | "aus" | "bei" | "von" | "durch"))
                && self
                    .lang
                    .lexicon
                    .exact_noun(&tree.words[child].lemma)
                    .is_none_or(|noun| noun.class != Some(crate::lexicon::NounClass::Time))
        })
    }

    /// The content clause below the verb, or below its correlate ("darauf, dass").
    fn content(&self, clause: &Clause) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let marked = |child: usize| {
            tree.children(child)
                .any(|word| tree.deprels[word] == Deprel::Mark && matches!(tree.words[word].form.as_str(), "dass" | "daß" | "ob"))
        };
        let content = |child: usize, below: bool| match tree.deprels[child] {
            Deprel::Ccomp => true,
            Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass | Deprel::Parataxis => self.is_clause(clause.tree, child),
            Deprel::Advcl | Deprel::Acl | Deprel::Dep => marked(child) || (below && tree.deprels[child] == Deprel::Acl),
            _ => false,
        };
        let own = clause.predicate.iter().flat_map(|&verb| tree.children(verb)).find(|&child| content(child, false));
        let child = own.or_else(|| {
            let correlates = clause.predicate.iter().flat_map(|&verb| tree.children(verb));
            correlates.filter(|&word| !matches!(tree.words[word].upos, Upos::Verb | Upos::Propn)).find_map(|word| {
                let adverb = matches!(tree.words[word].upos, Upos::Adv | Upos::Pron);
                tree.children(word).find(|&child| if adverb { content(child, true) } else { marked(child) })
            })
        })?;
        self.clause_span(clause, child)
    }

    /// "China wird Maßnahmen ergreifen, sagte er": the verb of saying hangs on what is said.
    fn above(&self, clause: &Clause) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let as_clause = tree.children(clause.head).any(|word| tree.words[word].form.eq_ignore_ascii_case("wie"));
        let aside = tree.deprels[clause.head] == Deprel::Parataxis || (as_clause && tree.deprels[clause.head] == Deprel::Advcl);
        if !aside {
            return None;
        }
        let said = tree.heads[clause.head]?;
        let own = phrase::subtree(tree, clause.head);
        let whole = phrase::subtree(tree, said);
        let range = if own.start > said || own.start > whole.start + 3 { whole.start..own.start } else { own.end..whole.end };
        self.trimmed(clause.tree, range)
    }

    /// The tree does not tell, the commas do: "..., sagte X." and "X sagte, er sei ...".
    fn beside(&self, clause: &Clause) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let words = &tree.words;
        let verbs = clause.predicate.iter().copied().filter(|&word| words[word].feats.verb_form == Some(VerbForm::Fin));
        let verb = verbs.min()?;
        let finite = |range: std::ops::Range<usize>, subjunctive: bool| {
            words[range]
                .iter()
                .any(|word| word.feats.verb_form == Some(VerbForm::Fin) && (!subjunctive || word.feats.mood == Some(Mood::Sub)))
        };
        let subject_after = clause.subject().is_none_or(|subject| subject > verb);
        if verb > 4 && subject_after && words[verb - 1].form == "," && finite(0..verb, false) {
            return self.trimmed(clause.tree, 0..verb);
        }
        let comma = (verb + 1..words.len()).find(|&word| words[word].form == "," && word > clause.head)?;
        let next = (comma + 1..words.len()).find(|&word| words[word].form == ",").unwrap_or(words.len());
        if finite(comma..next, true) {
            return self.trimmed(clause.tree, comma + 1..words.len());
        }
        None
    }

    fn is_clause(&self, tree: usize, word: usize) -> bool {
        self.clauses_of(tree).any(|clause| clause.head == word)
    }

    /// The words below a content clause that do not belong to the clause of saying.
    fn clause_span(&self, clause: &Clause, child: usize) -> Option<Span> {
        let tree = &self.trees[clause.tree];
        let mut range = phrase::subtree(tree, child);
        if range.contains(&clause.head) {
            range = if child < clause.head { range.start..clause.head } else { clause.head + 1..range.end };
        }
        self.trimmed(clause.tree, range)
    }

    /// The quotation marks around a content clause belong to it; the cue and the speaker do not.
    fn widened(&self, quote: Span, cue: Span, speaker: Option<Span>) -> Span {
        let free = |span: Span| !span.overlaps(cue) && speaker.is_none_or(|speaker| !span.overlaps(speaker));
        let near = self.marked.iter().filter(|own| own.overlaps(quote));
        near.fold(quote, |quote, own| if free(quote.cover(*own)) { quote.cover(*own) } else { quote })
    }

    /// "Die Opposition forderte die Rückgabe": an act of speech without its words.
    pub(super) fn reported(&self, clause: &Clause) -> Option<Quotation> {
        let tree = &self.trees[clause.tree];
        let flags = clause.frame?.flags;
        let speaks = flags.demand() || flags.accuse();
        let told = clause.kind == ClauseKind::Main && clause.subject().is_some() && clause.arguments.len() > 1;
        if !speaks || !told || self.is_marked(tree.words[clause.head].span) || tree.root() != Some(clause.head) {
            return None;
        }
        let (speaker, actor) = self.speaker(clause);
        Some(Quotation { kind: QuotationKind::Reported, quote: vec![self.sentence(clause.tree)], speaker, actor, cue: None })
    }
}
