//! Quotations by a verb: "betonte, dass ...", "..., sagte er", "rief Russland auf, ... zu ...".

use super::{Quotation, QuotationKind, Reader};
use crate::extract::clause::{Argument, Clause, ClauseKind, ClauseMood, Role, Voice};
use crate::language::lexicon::{CueKind, Slot, SlotKind};
use crate::record::span::Span;
use crate::syntax::phrase;
use crate::ud::{Case, Deprel, Upos, VerbForm};

impl Reader<'_> {
    /// The clause's verb tells that somebody says, thinks, demands or promises something.
    pub(super) fn reports(&self, clause: &Clause) -> bool {
        let tree = &self.trees[clause.tree];
        let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
        let lemma = tree.words[clause.head].lemma.as_str();
        let es = |word: usize| {
            tree.words
                .get(word)
                .is_some_and(|es| es.form.eq_ignore_ascii_case(self.lang.words.reporting.it))
        };
        let impersonal = lemma == self.lang.words.reporting.mention
            && (es(clause.head + 1)
                || clause.head.checked_sub(1).is_some_and(es)
                || tree.children(clause.head).any(es));
        // "Deshalb heißt meine Tochter Xenia": a name, no speech
        let named = |subject: usize| {
            !tree.words[subject].form.eq_ignore_ascii_case(self.lang.words.reporting.it)
        };
        if lemma == self.lang.words.reporting.mention
            && !impersonal
            && clause.subject().is_some_and(named)
        {
            return false;
        }
        // "es besteht kein Zweifel, dass", "Beweise liegen vor": nobody speaks
        let judges = [CueKind::Truth, CueKind::Proof, CueKind::Hint, CueKind::Doubt];
        let judged = |subject: usize| {
            let lemma = &tree.words[subject].lemma;
            judges.iter().any(|&kind| self.lang.lexicon.is_cue(lemma, kind))
        };
        if clause.subject().is_some_and(judged) {
            return false;
        }
        let made = self.lang.words.reporting.made_of.iter().any(|(verb, word)| {
            *verb == lemma
                && tree.children(clause.head).any(|child| tree.words[child].form == *word)
        });
        let content = || {
            let lemma = clause.lemma.strip_prefix("sich ");
            let takes = |slot: &Slot| matches!(slot.kind, SlotKind::Content | SlotKind::Infinitive);
            // "besteht darauf, dass" but not "besteht darin, dass"
            let there = |slot: &Slot| match &slot.kind {
                SlotKind::Preposition(form, _) => {
                    slot.optional
                        || tree.words.iter().any(|word| {
                            word.form.starts_with("da") && word.form.ends_with(form.as_str())
                        })
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
        // "sagte weiter, dass"
        let further = || {
            let base = self.lang.lexicon.frames(lemma);
            clause.lemma.strip_suffix(lemma) == Some("weiter")
                && base.iter().any(|frame| frame.flags.say())
        };
        // "kurz gesagt": a participle alone tells of nobody's speech
        let alone = tree.words[clause.head].feats.verb_form == Some(VerbForm::Part)
            && clause.predicate.len() == 1;
        // "besteht darin, dass", "zeigt sich darin, dass": no words either
        let inside = tree
            .children(clause.head)
            .any(|child| matches!(tree.words[child].form.as_str(), "darin" | "dadurch"));
        let silent = inside || (alone && clause.subject().is_none());
        !silent && (flags.reports() || impersonal || made || further() || content())
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
            .map_or(tree.words[clause.head].span, |&word| {
                tree.words[word].span.cover(tree.words[clause.head].span)
            })
    }

    /// A verb of saying with its content.
    pub(super) fn by_verb(&self, clause: &Clause) -> Option<Quotation> {
        let tree = &self.trees[clause.tree];
        let head = tree.words[clause.head].span;
        if !self.reports(clause) || self.is_marked(head) || clause.kind == ClauseKind::Attribute {
            return None;
        }
        // "hätte Boeing die Mängel gemeldet, wäre ...": nobody said it, and what follows is no content
        let marker = clause.marker.as_deref().unwrap_or("");
        let conditional =
            clause.kind == ClauseKind::Adverbial && self.lang.grammar.conditional.contains(&marker);
        if conditional && clause.mood == ClauseMood::Unreal {
            return None;
        }
        // "ich glaube, dass ..." outside of marks is the interviewer's page; "scheint zu sein" is nobody's word
        let first = clause.subject().is_some_and(|word| self.is_first(&tree.words[word].form));
        if first || self.lang.words.reporting.wordless.contains(&clause.lemma.as_str()) {
            return None;
        }
        // "wollte nicht bestätigen, dass ..." says nothing; "glaubt nicht, dass ..." and "schloss nicht aus" do
        let flags = clause.frame.map(|frame| frame.flags).unwrap_or_default();
        let nobody = clause
            .subject()
            .is_some_and(|subject| tree.words[subject].lemma.eq_ignore_ascii_case("niemand"));
        if nobody || (clause.negated && flags.say() && !flags.think() && !flags.deny()) {
            return None;
        }
        let cue = self.cue(clause);
        let (speaker, actor) = self.sayer(clause);
        let quote =
            self.contents(clause).into_iter().find_map(|quote| self.whole(clause, quote, cue))?;
        let quote = self.widened(quote, cue, speaker);
        let kind = match self.marks(quote).iter().map(|own| own.end - own.start).sum::<usize>() {
            0 => QuotationKind::Indirect,
            inside if inside + 4 >= quote.end - quote.start => QuotationKind::Direct,
            _ => QuotationKind::Mixed,
        };
        Some(Quotation { kind, quote: vec![quote], speaker, actor, cue: Some(cue) })
    }

    /// Who says it: the subject; who is cited; where it is said; what stands behind the verb without a noun.
    pub(super) fn sayer(&self, clause: &Clause) -> (Option<Span>, Option<usize>) {
        let tree = &self.trees[clause.tree];
        let named = |word: usize| self.named(clause, word);
        if tree.words[clause.head].lemma == self.lang.words.reporting.quote
            && let Some(cited) = clause.object()
        {
            return named(cited);
        }
        let (speaker, actor) = self.speaker(clause);
        // "A stand unter Druck, wie B mitteilte": A is not who says so
        let aside = self.opens_with_as(clause);
        if speaker.is_some() && !(aside > Some(0) && clause.subject() < aside) {
            return (speaker, actor);
        }
        let impersonal = clause.voice == Voice::Passive
            || tree.words[clause.head].lemma == self.lang.words.reporting.mention;
        // "eine Erklärung, in der es heißt, dass ...": the declaration says so
        let within = clause.kind == ClauseKind::Relative
            && tree.words[clause.head].lemma == self.lang.words.reporting.mention;
        if within && let Some(source) = tree.heads[clause.head] {
            return self.named(clause, source);
        }
        if impersonal {
            let place = self.source(clause).or_else(|| {
                let inside = |&word: &usize| {
                    tree.words[word].upos == Upos::Noun
                        && phrase::preposition(tree, word) == Some("in")
                };
                (0..clause.head)
                    .find(inside)
                    .filter(|_| tree.words[clause.head].lemma == self.lang.words.reporting.mention)
            });
            return place.map_or((None, None), named);
        }
        // "sagte der 81-jährige"
        let verbs = clause.predicate.iter().copied();
        let finite = verbs
            .filter(|&word| tree.words[word].feats.verb_form == Some(VerbForm::Fin))
            .min()
            .unwrap_or(clause.head);
        let bare = tree.words.get(finite + 1..finite + 3).filter(|words| {
            words[0].upos == Upos::Det
                && words[0].feats.case != Some(Case::Dat)
                && matches!(words[1].upos, Upos::Adj | Upos::Num | Upos::X)
        });
        if let Some(words) = bare {
            return (
                Some(words[0].span.cover(words[1].span)),
                self.entities.of(clause.tree, finite + 2),
            );
        }
        // "meldeten dann die Internet-Nachrichten", "sieht es Uribe an"
        let behind = (finite + 1..tree.words.len().min(finite + 8))
            .take_while(|&word| tree.words[word].form != ",")
            .find(|&word| {
                let own = &tree.words[word];
                matches!(own.upos, Upos::Noun | Upos::Propn)
                    && !matches!(own.feats.case, Some(Case::Dat | Case::Gen))
                    && phrase::preposition(tree, word).is_none()
                    && self.can_speak(clause.tree, word)
            });
        // "Wie Ärzte ohne Grenzen mitteilte": the tree may miss the subject before the verb
        let from = (0..finite)
            .rev()
            .find(|&word| matches!(tree.words[word].form.as_str(), ":" | ";" | "wie" | "Wie"))
            .unwrap_or(0);
        let before = (from..finite).find(|&word| {
            let own = &tree.words[word];
            matches!(own.upos, Upos::Noun | Upos::Propn)
                && !matches!(own.feats.case, Some(Case::Dat | Case::Gen))
                && phrase::preposition(tree, word).is_none()
                && self.can_speak(clause.tree, word)
        });
        let before = before.filter(|_| {
            clause.kind != ClauseKind::Infinitive && clause.kind != ClauseKind::Relative
        });
        behind.or(before).or_else(|| self.source(clause)).map_or((None, None), named)
    }

    /// A noun as a speaker: its phrase without what is the verb's; of a report whose it is.
    pub(super) fn named(&self, clause: &Clause, word: usize) -> (Option<Span>, Option<usize>) {
        let tree = &self.trees[clause.tree];
        let of = |word: usize| self.entities.of(clause.tree, word);
        let span = |word: usize| {
            let range = phrase::phrase(tree, word);
            // "aus einer Mitteilung von X hervor": the particle is the verb's
            let verbal =
                |&next: &usize| tree.words[next].form == "," || clause.predicate.contains(&next);
            let end = (word + 1..range.end).find(verbal).unwrap_or(range.end);
            Some(phrase::span(tree, &(range.start..end.max(word + 1))))
        };
        let owner = || phrase::owner(tree, word).filter(|&owner| of(owner).is_some());
        match self.tells(clause.tree, word).then(owner).flatten() {
            Some(owner) => (span(owner), of(owner)),
            None => (span(word), of(word)),
        }
    }

    /// Where "wie" opens a clause: "wie der Sender berichtet".
    pub(super) fn opens_with_as(&self, clause: &Clause) -> Option<usize> {
        let tree = &self.trees[clause.tree];
        tree.children(clause.head).find(|&word| {
            tree.deprels[word] == Deprel::Mark
                && tree.words[word].form.eq_ignore_ascii_case(self.lang.words.reporting.as_word)
        })
    }

    /// "In dem Antrag heißt es": where it is said stands for who says so.
    pub(super) fn source(&self, clause: &Clause) -> Option<usize> {
        let tree = &self.trees[clause.tree];
        tree.children(clause.head).find(|&child| {
            matches!(tree.deprels[child], Deprel::Obl | Deprel::OblArg)
                && matches!(tree.words[child].upos, Upos::Noun | Upos::Propn)
                && matches!(
                    phrase::preposition(tree, child),
                    Some("in" | "aus" | "bei" | "von" | "durch")
                )
                && self.lang.lexicon.exact_noun(&tree.words[child].lemma).is_none_or(|noun| {
                    noun.class != Some(crate::language::lexicon::NounClass::Time)
                })
        })
    }

    /// The quotation marks around a content clause belong to it; the cue and the speaker do not.
    fn widened(&self, quote: Span, cue: Span, speaker: Option<Span>) -> Span {
        let free = |span: Span| {
            !span.overlaps(cue) && speaker.is_none_or(|speaker| !span.overlaps(speaker))
        };
        self.marks(quote).iter().fold(quote, |quote, own| {
            if free(quote.cover(*own)) { quote.cover(*own) } else { quote }
        })
    }

    /// "Die Opposition forderte die Rückgabe", "sprach von einer Krise": an act of speech without its words.
    pub(super) fn reported(&self, clause: &Clause) -> Option<Quotation> {
        let tree = &self.trees[clause.tree];
        let flags = clause.frame?.flags;
        let lemma = clause.lemma.as_str();
        let sich = self.lang.grammar.is_reflexive(lemma);
        let by = |argument: &Argument| match &argument.role {
            Role::Object => {
                flags.accuse()
                    || (flags.demand() && !self.lang.words.reporting.acts.contains(&lemma))
            }
            // "bezeichnete die Wahl als gefälscht"
            Role::Predicative => flags.say() && !clause.copular,
            Role::Prepositional(form) => match form.as_str() {
                "von" | "vor" => flags.say() || flags.think() || flags.demand(),
                "für" | "zu" | "gegen" => flags.think() || flags.demand() || (flags.say() && sich),
                "auf" => self.lang.words.reporting.figures.contains(&lemma),
                "mit" => matches!(lemma, "rechnen" | "drohen" | "beziffern"),
                _ => false,
            },
            _ => false,
        };
        let speaks = clause.arguments.iter().any(by);
        let told = matches!(clause.kind, ClauseKind::Main)
            && clause.arguments.len() > 1
            && !clause.negated;
        if !speaks
            || !told
            || lemma.contains(' ')
            || self.is_marked(tree.words[clause.head].span)
            || tree.root() != Some(clause.head)
        {
            return None;
        }
        clause.subject().filter(|&subject| {
            self.can_speak(clause.tree, subject) || tree.words[subject].upos == Upos::Pron
        })?;
        let (speaker, actor) = self.speaker(clause);
        Some(Quotation {
            kind: QuotationKind::Reported,
            quote: vec![self.sentence(clause.tree)],
            speaker,
            actor,
            cue: None,
        })
    }
}
