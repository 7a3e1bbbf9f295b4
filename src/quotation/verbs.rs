//! Quotations by a verb: "betonte, dass ...", "..., sagte er", "rief Russland auf, ... zu ...".

use super::mood::{Konjunktiv, konjunktiv};
use super::{Quotation, QuotationKind, Reader};
use crate::clause::{Argument, Clause, ClauseKind, Role, Voice};
use crate::lexicon::{Slot, SlotKind};
use crate::phrase;
use crate::span::Span;
use crate::ud::{Case, Deprel, Mood, PronType, Upos, VerbForm};

/// Words that open a circumstance or a question, not what is said.
const NO_CONTENT: [&str; 24] = [
    "da", "um", "während", "nachdem", "als", "wenn", "obwohl", "was", "wie", "welche", "welcher", "bevor", "damit", "indem",
    "sobald", "so", "wer", "ohne", "weil", "falls", "wodurch", "wobei", "warum", "sofern",
];
/// Words that make a verb of saying of one that is none: "machte deutlich", "legte Wert darauf".
const MAKES_SAYING: [(&str, &str); 20] = [
    ("geben", "bekannt"),
    ("geben", "zu"),
    ("geben", "an"),
    ("machen", "bekannt"),
    ("machen", "deutlich"),
    ("machen", "klar"),
    ("werden", "bekannt"),
    ("werden", "deutlich"),
    ("werden", "klar"),
    ("werden", "laut"),
    ("stellen", "klar"),
    ("stellen", "fest"),
    ("stellen", "heraus"),
    ("stellen", "Aussicht"),
    ("legen", "Wert"),
    ("legen", "dar"),
    ("legen", "nahe"),
    ("erklären", "bereit"),
    ("schließen", "aus"),
    ("sein", "bekannt"),
];

/// Verbs of demanding that are deeds themselves.
const ACTS: [&str; 8] = ["anordnen", "aufrufen", "ausrufen", "beantragen", "beauftragen", "befehlen", "bitten", "verbieten"];

impl Reader<'_> {
    /// The clause's verb tells that somebody says, thinks, demands or promises something.
    pub(super) fn reports(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
        let lemma = tree.words[clause.head].lemma.as_str();
        let es = |word: usize| tree.words.get(word).is_some_and(|es| es.form.eq_ignore_ascii_case("es"));
        let impersonal = lemma == "heißen"
            && (es(clause.head + 1) || clause.head.checked_sub(1).is_some_and(es) || tree.children(clause.head).any(es));
        let made = MAKES_SAYING
            .iter()
            .any(|(verb, word)| *verb == lemma && tree.children(clause.head).any(|child| tree.words[child].form == *word));
        let content = || {
            let lemma = clause.lemma.strip_prefix("sich ");
            let takes = |slot: &Slot| matches!(slot.kind, SlotKind::Content | SlotKind::Infinitive);
            // "besteht darauf, dass" but not "besteht darin, dass"
            let there = |slot: &Slot| match &slot.kind {
                SlotKind::Preposition(form, _) => {
                    slot.optional || tree.words.iter().any(|word| word.form.starts_with("da") && word.form.ends_with(form.as_str()))
                }
                _ => true,
            };
            self.lang.lexicon.frames(lemma.unwrap_or(&clause.lemma)).iter().any(|frame| {
                frame.reflexive == lemma.is_some()
                    && frame.flags.reports()
                    && frame.slots.iter().any(takes)
                    && frame.slots.iter().all(there)
            })
        };
        flags.reports() || impersonal || made || content()
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
        if !self.reports(clause) || self.is_marked(head) || clause.kind == ClauseKind::Attribute {
            return None;
        }
        let cue = self.cue(clause);
        let (speaker, actor) = self.sayer(clause);
        let quote = self.content(clause).or_else(|| self.above(clause)).or_else(|| self.beside(clause))?;
        if tree.words.iter().filter(|word| quote.contains(word.span)).count() < 3 {
            return None;
        }
        let quote = self.before_colon(clause.tree, self.to_the_end(clause, quote));
        let first = tree.words.iter().position(|word| quote.contains(word.span))?;
        let relative = (first..tree.words.len().min(first + 2))
            .any(|word| tree.words[word].feats.pron_type == Some(PronType::Rel) && tree.words[word].upos != Upos::Adv);
        if NO_CONTENT.contains(&tree.words[first].form.to_lowercase().as_str()) || (relative && first > 0) {
            return None;
        }
        if !self.is_set_off(clause.tree, quote, cue) {
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

    /// A comma, a colon, a mark of quotation stand between what is said and the rest; or what is said is an infinitive.
    fn is_set_off(&self, tree: usize, quote: Span, cue: Span) -> bool {
        let words = &self.trees[tree].words;
        let mark = |word: usize| words.get(word).is_none_or(|word| word.upos == Upos::Punct);
        let Some(first) = words.iter().position(|word| quote.contains(word.span)) else { return false };
        let last = words.iter().rposition(|word| quote.contains(word.span)).unwrap_or(first);
        if first == 0 || quote.start < cue.start {
            return mark(last + 1) || mark(last);
        }
        let joined = matches!(words[first].form.to_lowercase().as_str(), "dass" | "daß" | "ob" | "zu");
        mark(first - 1) || mark(first) || joined || (first..=last).any(|word| words[word].form == "zu")
    }

    /// Who says it: the subject; who is cited; where it is said; what stands behind the verb without a noun.
    fn sayer(&self, clause: &Clause) -> (Option<Span>, Option<usize>) {
        let tree = &self.trees[clause.tree];
        let named = |word: usize| {
            let span = phrase::span(tree, &phrase::phrase(tree, word));
            (Some(span), self.entities.of(clause.tree, word))
        };
        if tree.words[clause.head].lemma == "zitieren"
            && let Some(cited) = clause.object()
        {
            return named(cited);
        }
        let (speaker, actor) = self.speaker(clause);
        if speaker.is_some() {
            return (speaker, actor);
        }
        let impersonal = clause.voice == Voice::Passive || tree.words[clause.head].lemma == "heißen";
        if impersonal {
            return self.source(clause).map_or((None, None), named);
        }
        // "sagte der 81-jährige"
        let verbs = clause.predicate.iter().copied();
        let finite = verbs.filter(|&word| tree.words[word].feats.verb_form == Some(VerbForm::Fin)).min().unwrap_or(clause.head);
        let bare = tree.words.get(finite + 1..finite + 3).filter(|words| {
            words[0].upos == Upos::Det
                && words[0].feats.case != Some(Case::Dat)
                && matches!(words[1].upos, Upos::Adj | Upos::Num | Upos::X)
        });
        if let Some(words) = bare {
            return (Some(words[0].span.cover(words[1].span)), self.entities.of(clause.tree, finite + 2));
        }
        self.source(clause).map_or((None, None), named)
    }

    /// What follows a content clause hangs on it, unless it is joined to the verb of saying: "sagte, dass A, wenn B, und ging".
    fn to_the_end(&self, clause: &Clause, quote: Span) -> Span {
        let tree = &self.trees[clause.tree];
        let words = &tree.words;
        let last = words.iter().rposition(|word| quote.contains(word.span)).unwrap_or(0);
        if last <= clause.head || words.get(last + 1).is_none_or(|next| next.form != ",") || self.is_marked(words[last].span) {
            return quote;
        }
        let joined = |word: usize| {
            word > last
                && tree.heads[word].is_some_and(|head| head == clause.head || clause.predicate.contains(&head))
                && matches!(tree.deprels[word], Deprel::Conj | Deprel::Parataxis | Deprel::Obl | Deprel::OblArg | Deprel::Nsubj)
        };
        let stop = |word: usize| matches!(words[word].form.as_str(), ";" | ":" | "„" | "–" | "-" | "so" | "wie" | "aber" | "doch");
        let after = (last + 2..words.len()).find(|&word| joined(word) || stop(word));
        let end = match after {
            Some(word) if stop(word) => word,
            Some(word) => phrase::subtree(tree, word).start.max(last + 1),
            None => words.len(),
        };
        self.trimmed(clause.tree, last + 1..end).map_or(quote, |rest| quote.cover(rest))
    }

    /// "..., dass X gehe: „Ich ...": the content ends before the colon that announces direct speech.
    fn before_colon(&self, tree: usize, quote: Span) -> Span {
        let words = &self.trees[tree].words;
        let colon = words.windows(2).find(|pair| {
            pair[0].form == ":" && quote.contains(pair[0].span) && self.marked.iter().any(|mark| mark.start == pair[1].span.start)
        });
        match colon {
            Some(pair) if pair[0].span.start > quote.start + 10 => Span::new(quote.start, pair[0].span.start),
            _ => quote,
        }
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
        let own = phrase::subtree(tree, clause.head);
        let aside = tree.deprels[clause.head] == Deprel::Parataxis
            || (as_clause && matches!(tree.deprels[clause.head], Deprel::Advcl | Deprel::Ccomp | Deprel::Dep));
        let finite = own.clone().any(|word| tree.words[word].feats.verb_form == Some(VerbForm::Fin));
        if !aside || !finite || clause.negated {
            return None;
        }
        let said = tree.heads[clause.head]?;
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
            range.into_iter().any(|word| {
                let own = &words[word];
                let reported = || {
                    own.feats.mood == Some(Mood::Sub)
                        || matches!(own.form.as_str(), "soll" | "sollen")
                        || konjunktiv(tree, word, None, self.lang) == Some(Konjunktiv::One)
                };
                own.feats.verb_form == Some(VerbForm::Fin) && (!subjunctive || reported())
            })
        };
        let subject_after = clause.subject().is_none_or(|subject| subject > verb);
        let told = |range: std::ops::Range<usize>| {
            self.clauses_of(clause.tree).any(|other| {
                range.contains(&other.head)
                    && matches!(other.kind, ClauseKind::Main | ClauseKind::Content | ClauseKind::Adverbial)
                    && (words[range.start].feats.pron_type != Some(PronType::Rel) || words[range.start + 1].upos == Upos::Noun)
            })
        };
        if verb > 4 && subject_after && words[verb - 1].form == "," && finite(0..verb, false) && told(0..verb) {
            return self.trimmed(clause.tree, 0..verb);
        }
        let comma = (verb + 1..words.len()).find(|&word| words[word].form == "," && word > clause.head)?;
        let next = (comma + 1..words.len()).find(|&word| words[word].form == ",").unwrap_or(words.len());
        if finite(comma..next, true) && told(comma + 1..words.len()) {
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

    /// "Die Opposition forderte die Rückgabe", "sprach von einer Krise": an act of speech without its words.
    pub(super) fn reported(&self, clause: &Clause) -> Option<Quotation> {
        let tree = &self.trees[clause.tree];
        let flags = clause.frame?.flags;
        let lemma = clause.lemma.as_str();
        let by = |argument: &Argument| match &argument.role {
            Role::Object => flags.accuse() || (flags.demand() && !ACTS.contains(&lemma)),
            Role::Prepositional(form) => match form.as_str() {
                "von" | "vor" | "für" | "zu" | "gegen" => flags.say() || flags.think() || flags.demand(),
                "auf" => lemma == "schätzen" || lemma == "beziffern" || flags.say(),
                "mit" => matches!(lemma, "rechnen" | "drohen"),
                _ => false,
            },
            _ => false,
        };
        let speaks = clause.arguments.iter().any(by);
        let told = matches!(clause.kind, ClauseKind::Main) && clause.arguments.len() > 1;
        if !speaks
            || !told
            || lemma.contains(' ')
            || self.is_marked(tree.words[clause.head].span)
            || tree.root() != Some(clause.head)
        {
            return None;
        }
        clause.subject().filter(|&subject| self.can_speak(clause.tree, subject) || tree.words[subject].upos == Upos::Pron)?;
        let (speaker, actor) = self.speaker(clause);
        Some(Quotation { kind: QuotationKind::Reported, quote: vec![self.sentence(clause.tree)], speaker, actor, cue: None })
    }
}
