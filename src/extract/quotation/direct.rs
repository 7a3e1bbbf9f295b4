//! Direct speech: what stands in quotation marks, if it is speech and not a title, and whose it is.

use super::{Before, Quotation, QuotationKind, Reader, alike};
use crate::extract::clause::{Clause, ClauseKind, Role, Voice};
use crate::language::lexicon::{Frame, NounClass, SlotKind};
use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::syntax::tag::Word;
use crate::ud::{Case, Upos, VerbForm};

/// A mark that closes none so many bytes before opened no quotation.
const LONGEST: usize = 3000;
/// Words in quotation marks from which they are speech even where nothing near them says so.
const LONG: usize = 7;
/// What stands in quotation marks, marks included, in order and without overlaps; it may go on over sentences.
pub(super) fn marked(trees: &[Tree]) -> Vec<Span> {
    let marks: Vec<(usize, &str)> = trees
        .iter()
        .flat_map(|tree| &tree.words)
        .filter(|word| matches!(word.form.as_str(), "„" | "»" | "«" | "\"" | "“" | "”"))
        .map(|word| (word.span.start, word.form.as_str()))
        .collect();
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    let mut inner = 0;
    for (at, &(start, mark)) in marks.iter().enumerate() {
        match (mark, open) {
            // two marks that close before the next one that opens: this one stands inside a quotation
            ("„", Some(_))
                if marks
                    .get(at + 1..at + 3)
                    .is_some_and(|next| next.iter().all(|(_, mark)| *mark != "„")) =>
            {
                inner += 1;
            }
            ("„", _) => (open, inner) = (Some(start), 0),
            (_, Some(_)) if inner > 0 => inner -= 1,
            (_, Some(first)) if start + mark.len() - first < LONGEST => {
                spans.push(Span::new(first, start + mark.len()));
                open = None;
            }
            _ => open = Some(start),
        }
    }
    spans
}

impl Reader<'_> {
    pub(super) fn is_marked(&self, span: Span) -> bool {
        self.marks(span)
            .iter()
            .any(|mark| mark.contains(span) && mark.end - mark.start > span.end - span.start + 30)
    }

    /// The words in quotation marks that a span overlaps.
    pub(super) fn marks(&self, span: Span) -> &[Span] {
        let first = self.marked.partition_point(|mark| mark.end <= span.start);
        let end = self.marked.partition_point(|mark| mark.start < span.end);
        &self.marked[first..end.max(first)]
    }

    /// Somebody whose words may go on: named outside of quotation marks, not by a word that stands for the sentence before.
    pub(super) fn is_told(&self, quotation: &Quotation) -> bool {
        quotation.speaker.is_some_and(|speaker| {
            !self.is_marked(speaker) && !self.is_first(speaker.of(self.text))
        }) && !self.refers(quotation)
    }

    /// Words in quotation marks: whose they are is told in their sentence, before a colon, or they are the last speaker's.
    pub(super) fn direct(
        &self,
        at: usize,
        mark: Span,
        found: &[Quotation],
        before: &Before,
    ) -> Option<Quotation> {
        let quotation = |speaker, actor, cue| {
            Some(Quotation { kind: QuotationKind::Direct, quote: vec![mark], speaker, actor, cue })
        };
        let around = found.iter().find(|other| {
            other.kind != QuotationKind::Reported
                && other.quote.iter().any(|quote| quote.overlaps(mark))
        });
        let last = (at..self.trees.len())
            .take_while(|&other| self.trees[other].span.start < mark.end)
            .last()
            .unwrap_or(at);
        let colon = |place: usize| {
            self.text[self.trees[place].span.start..mark.start].trim_end().ends_with(':')
        };
        let places = [Some(at), Some(last), at.checked_sub(1).filter(|&place| colon(place))];
        let saying = places.into_iter().flatten().find_map(|place| self.saying(place, mark));
        let valued = self.valued(at, mark);
        if valued.is_none() && !self.is_speech(at, mark, around.is_some(), saying) {
            return None;
        }
        let judged = valued.is_some();
        let saying = if around.is_some() { saying } else { valued.or(saying) };
        if let Some(other) =
            around.filter(|other| other.speaker.is_some_and(|speaker| !speaker.overlaps(mark)))
        {
            return quotation(other.speaker, other.actor, other.cue);
        }
        // "Koppelin wörtlich: „...“", "das lehnt er ab: „...“": who stands before the colon
        if !judged && let Some((speaker, actor, cue)) = self.announcer(at, mark) {
            return quotation(Some(speaker), actor, cue);
        }
        if let Some(clause) = saying {
            let cited = clause.voice == Voice::Passive
                || self.trees[clause.tree].words[clause.head].lemma
                    == self.lang.words.reporting.quote;
            let (speaker, actor) =
                if cited { self.sayer(clause) } else { self.speaker_outside(clause, mark) };
            return quotation(speaker, actor, Some(self.cue(clause)));
        }
        // "BKA-Präsident Ziercke: „..."
        if let Some((speaker, actor)) =
            places.into_iter().flatten().find_map(|place| self.before_mark(place, mark))
        {
            return quotation(Some(speaker), actor, None);
        }
        if let Some(phrase) =
            self.by_phrases(last, before).into_iter().next().filter(|_| last != at)
        {
            return quotation(phrase.speaker, phrase.actor, phrase.cue);
        }
        let subject = places.into_iter().flatten().find_map(|place| {
            let outside = |clause: &&Clause| !mark.contains(self.head_span(clause));
            self.clauses_of(place).filter(outside).find(|clause| {
                self.speaker(clause).0.is_some_and(|speaker| !speaker.overlaps(mark))
            })
        });
        if let Some(clause) = subject {
            let (speaker, actor) = self.finder(clause);
            return quotation(speaker, actor, Some(self.cue(clause)));
        }
        let outside =
            |other: &&Quotation| other.speaker.is_some_and(|speaker| !speaker.overlaps(mark));
        let mut own = found.iter().rev().filter(|other| self.is_told(other));
        match own.find(outside).or_else(|| before.told().find(outside)) {
            Some(other) => quotation(other.speaker, other.actor, None),
            None => quotation(None, None, None),
        }
    }

    /// "In der Zeitung fand sich die Feststellung „...“": the words' name says nothing, the newspaper does.
    fn finder(&self, clause: &Clause) -> (Option<Span>, Option<usize>) {
        let named = clause.subject().is_some_and(|word| self.is_words(clause.tree, word));
        match self.source(clause).filter(|_| named) {
            Some(source) => self.named(clause, source),
            None => self.speaker(clause),
        }
    }

    /// Whom the words right before a colon name, where a mark follows it: without a verb, or as the subject of the last one.
    fn announcer(&self, at: usize, mark: Span) -> Option<(Span, Option<usize>, Option<Span>)> {
        let colon = |&place: &usize| {
            let start = self.trees[place].span.start;
            let end = self.trees[place].span.end.min(mark.start);
            end > start
                && self.text[start..end].trim_end().ends_with(':')
                && self.text[end..mark.start].trim().is_empty()
        };
        let place = [Some(at), at.checked_sub(1)].into_iter().flatten().find(colon)?;
        if let Some((speaker, actor)) = self.before_mark(place, mark) {
            return Some((speaker, actor, None));
        }
        let tree = &self.trees[place];
        let before = |clause: &&Clause| {
            self.head_span(clause).end <= mark.start
                && clause.kind == ClauseKind::Main
                && clause.voice == Voice::Active
        };
        let last = self.clauses_of(place).filter(before).max_by_key(|clause| clause.head)?;
        let subject = last.subject()?;
        let speaks =
            self.can_speak(place, subject) || self.is_pronoun_of_speaker(&tree.words[subject].form);
        let quotes = tree.words[last.head].lemma == self.lang.words.reporting.quote;
        let (speaker, actor) = self.speaker(last);
        let speaker = speaker.filter(|speaker| speaks && !quotes && !speaker.overlaps(mark))?;
        Some((speaker, actor, Some(self.cue(last))))
    }

    /// "Feststellung", "Frage": a noun that announces words.
    fn is_words(&self, at: usize, word: usize) -> bool {
        let lemma = &self.trees[at].words[word].lemma;
        let noun = self.trees[at].words[word].upos == Upos::Noun;
        noun && (self.lang.words.reporting.announcing.contains(&lemma.as_str())
            || self.is_content_noun(at, word))
    }

    /// The name before a colon where no verb stands.
    fn before_mark(&self, at: usize, mark: Span) -> Option<(Span, Option<usize>)> {
        let tree = &self.trees[at];
        let colon =
            tree.words.iter().rposition(|word| word.form == ":" && word.span.end <= mark.start)?;
        let verb = |word: &Word| {
            matches!(word.upos, Upos::Verb | Upos::Aux)
                && word.feats.verb_form == Some(VerbForm::Fin)
        };
        if colon == 0
            || colon > 16
            || !self.text[tree.words[colon].span.end..mark.start].trim().is_empty()
            || tree.words[..colon].iter().any(verb)
        {
            return None;
        }
        let actor = (0..colon).rev().find_map(|word| self.entities.of(at, word));
        Some((phrase::span(tree, &(0..colon)), actor))
    }

    /// Somebody's words, and not a title, a name, a word that is doubted.
    fn is_speech(&self, at: usize, mark: Span, around: bool, saying: Option<&Clause>) -> bool {
        let inside = self.trees[at..]
            .iter()
            .take_while(|tree| tree.span.start < mark.end)
            .flat_map(|tree| &tree.words);
        let words: Vec<_> =
            inside.filter(|word| mark.contains(word.span) && word.upos != Upos::Punct).collect();
        let count = words.len();
        let own = &self.trees[at].words;
        let first = own.iter().position(|word| word.span.start >= mark.start).unwrap_or(0);
        let verb = words.iter().any(|word| {
            word.feats.verb_form == Some(VerbForm::Fin)
                && matches!(word.upos, Upos::Verb | Upos::Aux)
        });
        if first
            .checked_sub(1)
            .is_some_and(|before| own[before].form.to_lowercase().starts_with("genannt"))
        {
            return false;
        }
        if let Some(noun) = first.checked_sub(1).map(|word| &own[word])
            && noun.upos == Upos::Noun
            && count < LONG * 2
        {
            let base = self.lang.lexicon.head_noun(&noun.lemma).map_or(0, |(start, _)| start);
            let named =
                self.lang.words.reporting.announcing.iter().any(|word| {
                    noun.lemma == *word || noun.lemma[base..].eq_ignore_ascii_case(word)
                });
            return named || noun.form == "Worten";
        }
        let name = words.iter().all(|word| {
            word.form.starts_with(|first: char| first.is_uppercase() || first.is_numeric())
                || matches!(word.upos, Upos::Det | Upos::Adp | Upos::Cconj)
        });
        let naming = || {
            saying.is_some_and(|clause| {
                clause.frame.is_some_and(|frame| frame.flags.say()) && self.names(clause)
            })
        };
        if name && count < LONG && !verb {
            return !around && naming();
        }
        match count {
            0 => false,
            _ if around => true,
            _ if count >= LONG => verb || count >= 2 * LONG || saying.is_some(),
            1 | 2 => naming(),
            _ => verb || saying.is_some(),
        }
    }

    /// "bezeichnete die Karten als „übertrieben“", "sprach von einer „Katastrophe“", "nannte ihn einen „Lügner“": few words in marks, and the
    /// verb whose judgement they are.
    fn valued(&self, at: usize, mark: Span) -> Option<&Clause> {
        let words = &self.trees[at].words;
        let first = words.iter().position(|word| word.span.start >= mark.start)?;
        let beside = |&word: &usize| {
            matches!(words[word].upos, Upos::Det | Upos::Adj | Upos::Adv | Upos::Num | Upos::Part)
        };
        let open = first - (0..first).rev().take(4).take_while(beside).count();
        let before = open.checked_sub(1).map_or("", |word| words[word].form.as_str());
        let lexicon = &self.lang.lexicon;
        // "der „Aktion Hilfe“", "die Zeitung „Bild“": a name, which nobody judges by
        let inside = words[first..]
            .iter()
            .take_while(|word| word.span.start < mark.end)
            .filter(|word| word.upos != Upos::Punct);
        let capital = |word: &Word| {
            word.form.starts_with(|first: char| first.is_uppercase() || first.is_numeric())
        };
        let named = inside
            .clone()
            .all(|word| capital(word) || matches!(word.upos, Upos::Det | Upos::Adp | Upos::Cconj));
        let article = words[open..first]
            .iter()
            .find(|word| word.upos == Upos::Det)
            .map(|word| word.form.to_lowercase());
        let indefinite = article.is_some_and(|article| {
            self.lang.words.reporting.indefinite.iter().any(|own| article.starts_with(own))
        });
        if inside.clone().count() == 0
            || inside.count() > 2 * LONG
            || (named && !indefinite && before != "als" && before != "von")
        {
            return None;
        }
        if named && open < first && !indefinite {
            return None;
        }
        let fits = |clause: &&Clause| {
            let frames = lexicon.frames(self.lang.grammar.base(&clause.lemma));
            let judges = |frame: &Frame| {
                frame.flags.reports()
                    && frame.slots.iter().any(|slot| slot.kind == SlotKind::Predicative)
            };
            let governs = |frame: &Frame| {
                let given = |kind: &SlotKind| matches!(kind, SlotKind::Preposition(form, _) if form == before);
                frame.flags.reports()
                    && (frame.slots.iter().any(|slot| given(&slot.kind))
                        || frame.target.as_ref().is_some_and(given))
            };
            let object = || clause.object().is_some_and(|object| mark.contains(words[object].span));
            let near = self.head_span(clause).start.abs_diff(mark.start) < 160;
            let verb = !clause.copular
                && !matches!(clause.kind, ClauseKind::Attribute | ClauseKind::Relative)
                && !mark.contains(self.head_span(clause))
                && !words[clause.head].form.ends_with("nannt");
            verb && near
                && match before {
                    before if before == self.lang.grammar.as_word => frames.iter().any(judges),
                    before if self.lang.words.reporting.topics.contains(&before) => {
                        frames.iter().any(governs)
                    }
                    _ => {
                        words[clause.head].lemma == self.lang.words.reporting.call
                            || (object() && clause.frame.is_some_and(|frame| frame.flags.reports()))
                    }
                }
        };
        let distance = |clause: &&Clause| self.head_span(clause).start.abs_diff(mark.start);
        self.clauses_of(at).filter(fits).min_by_key(distance)
    }

    /// "nannte ihn einen ...", "bezeichnete es als ...", "sprach von ...", "warnte vor ...".
    fn names(&self, clause: &Clause) -> bool {
        clause.arguments.iter().any(|argument| match &argument.role {
            Role::Predicative => true,
            Role::Prepositional(lemma) => {
                self.lang.words.reporting.naming.contains(&lemma.as_str())
            }
            _ => false,
        })
    }

    /// The clause of saying next to words in quotation marks.
    fn saying(&self, at: usize, mark: Span) -> Option<&Clause> {
        let distance = |clause: &&Clause| {
            let head = self.head_span(clause);
            if head.start >= mark.end {
                head.start - mark.end
            } else {
                mark.start.saturating_sub(head.end)
            }
        };
        let outside = self.clauses_of(at).filter(|clause| {
            let head = self.head_span(clause);
            !mark.contains(head)
                && !self.is_marked(head)
                && clause.kind != ClauseKind::Attribute
                && self.reports(clause)
        });
        let finite = |clause: &&Clause| {
            clause.kind == ClauseKind::Infinitive
                || clause.frame.is_none_or(|frame| !frame.flags.reports())
        };
        outside.min_by_key(|clause| (finite(clause), distance(clause)))
    }

    /// The speaker next to words in quotation marks, where the tree takes one of these words for the subject.
    pub(super) fn speaker_outside(
        &self,
        clause: &Clause,
        mark: Span,
    ) -> (Option<Span>, Option<usize>) {
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
                && !own.form.eq_ignore_ascii_case(self.lang.words.reporting.it)
                && phrase::preposition(tree, word).is_none()
                && self.lang.lexicon.noun(&own.lemma).and_then(|noun| noun.class)
                    != Some(NounClass::Time)
        };
        let behind = (clause.head + 1..tree.words.len().min(clause.head + 7)).find(nominal);
        let Some(word) =
            behind.or_else(|| (0..clause.head).rev().find(nominal)).or_else(|| self.source(clause))
        else {
            return (None, None);
        };
        let (span, actor) = self.named(clause, word);
        let free = span.filter(|span| !span.overlaps(mark));
        (free.or(Some(tree.words[word].span)), actor)
    }

    /// Direct speech takes the place of what the verb gave for the same words; words beside the marks are told as well.
    pub(super) fn replaces(&self, direct: &Quotation, other: &Quotation) -> bool {
        let mark = direct.quote[0];
        let beside: usize = other
            .quote
            .iter()
            .map(|quote| {
                let left = if quote.start < mark.start {
                    &self.text[quote.start..mark.start.min(quote.end)]
                } else {
                    ""
                };
                let right = if quote.end > mark.end {
                    &self.text[mark.end.max(quote.start)..quote.end]
                } else {
                    ""
                };
                left.chars().chain(right.chars()).filter(|letter| letter.is_alphanumeric()).count()
            })
            .sum();
        alike(direct, other) && beside < 3
    }
}
