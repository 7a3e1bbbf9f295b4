//! Open mode: every clause's predicate with each of its arguments and adjuncts, in the words of the text, whoever it is about.
//!
//! "Die Bahn wurde 1835 in Nürnberg eröffnet" gives (Die Bahn; wurde eröffnet in; Nürnberg): what an open information extraction
//! system gives. Nothing is resolved, turned around or translated.

mod phrases;
mod apposition;
mod predicate;

use crate::extract::Analysis;
use crate::extract::clause::{Argument, Clause, ClauseKind, Role, Voice};
use crate::language::lexicon::{Frame, SlotKind};
use crate::record::span::Span;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Deprel, Upos, VerbForm};

/// A predicate with its subject and one of its arguments or adjuncts.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// 0-based index of the sentence.
    pub sentence: usize,
    pub subject: Words,
    /// Verb, auxiliaries, particle, negation: the finite verb first in a main clause, else in the order of the text.
    pub relation: String,
    /// Of an adjunct, the relation with the accusative object or the predicate noun: "gewann den Preis", with the complete and with
    /// the minimal object.
    pub with_object: Option<[String; 2]>,
    /// "in" of "in Nürnberg": kept apart from the object.
    pub preposition: Option<String>,
    pub object: Option<Words>,
}

/// A phrase without its preposition: all of it, and as much as ends with its head.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub complete: Span,
    pub minimal: Span,
}

/// A proposition as three strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triple {
    /// 0-based index of the sentence.
    pub sentence: usize,
    /// Subject, relation with object and preposition, object.
    pub parts: [String; 3],
}

impl Proposition {
    /// The relation with the object that it needs and the preposition behind it: "wurde eröffnet in", "gewann den Preis in".
    pub fn relation_words(&self) -> String {
        self.relation_around(|[complete, _]| complete)
    }

    fn relation_around(&self, object: impl Fn(&[String; 2]) -> &String) -> String {
        let relation = self.with_object.as_ref().map_or(&self.relation, object);
        match &self.preposition {
            Some(preposition) => format!("{relation} {preposition}"),
            None => relation.clone(),
        }
    }
}

/// Each proposition that has an object, with complete phrases, and with minimal ones where these differ.
pub fn triples(text: &str, propositions: &[Proposition]) -> Vec<Triple> {
    let plain = |span: Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found: Vec<Triple> = Vec::new();
    for proposition in propositions {
        let Some(object) = &proposition.object else { continue };
        let complete = [
            plain(proposition.subject.complete),
            proposition.relation_words(),
            plain(object.complete),
        ];
        let short = proposition.relation_around(|[_, minimal]| minimal);
        let minimal = [plain(proposition.subject.minimal), short, plain(object.minimal)];
        for parts in [complete, minimal] {
            let triple = Triple { sentence: proposition.sentence, parts };
            if !found.contains(&triple) {
                found.push(triple);
            }
        }
    }
    found
}

/// The propositions of an article, in the order of the text.
pub fn propositions(text: &str, analysis: &Analysis) -> Vec<Proposition> {
    let mut found = Vec::new();
    for clause in &analysis.clauses {
        let tree = &analysis.trees[clause.tree];
        if !matches!(clause.kind, ClauseKind::Nominal | ClauseKind::Attribute) {
            Reading { text, tree, clauses: &analysis.clauses, clause }.propositions(&mut found);
        }
    }
    for (at, tree) in analysis.trees.iter().enumerate() {
        apposition::appositions(at, tree, &mut found);
    }
    found.sort_by_key(|proposition: &Proposition| {
        (proposition.sentence, proposition.subject.complete.start)
    });
    found
}

/// A clause about to be read.
struct Reading<'a> {
    text: &'a str,
    tree: &'a Tree,
    clauses: &'a [Clause],
    clause: &'a Clause,
}

/// What stands beside subject and predicate.
struct Part {
    head: usize,
    kind: PartKind,
    /// Of a relative pronoun, where the antecedent stands for it; empty where the pronoun has none.
    preposition: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    /// The accusative object.
    Object,
    /// What a copula says of the subject.
    Predicative,
    /// "dass ...", "... zu ..."
    Content,
    Other,
}

impl Reading<'_> {
    fn propositions(&self, found: &mut Vec<Proposition>) {
        if self.lends_itself() || self.is_broken() {
            return;
        }
        let predicate = self.predicate();
        let subject = self
            .above_bare()
            .map_or_else(|| self.subject(self.clause), |above| self.subject(above));
        let Some(subject) = subject.filter(|_| !predicate.is_empty()) else { return };
        let parts = self.parts(subject);
        let carried =
            parts.iter().find(|part| matches!(part.kind, PartKind::Object | PartKind::Predicative));
        let relation = self.written(&predicate);
        let with_object = carried.map(|part| self.with_object(&predicate, part));
        let adjuncts = parts.iter().any(|part| part.kind == PartKind::Other);
        for subject in phrase::conjuncts(self.tree, subject) {
            let mut push = |with_object, preposition, object| {
                let subject = phrases::words(self.tree, subject);
                let (sentence, relation) = (self.clause.tree, relation.clone());
                found.push(Proposition {
                    sentence,
                    subject,
                    relation,
                    with_object,
                    preposition,
                    object,
                });
            };
            for part in &parts {
                let own = matches!(part.kind, PartKind::Object | PartKind::Predicative);
                // "ist berühmt für seinen Dom": that it is famous is no fact of its own
                if part.kind == PartKind::Predicative
                    && adjuncts
                    && self.tree.words[part.head].upos == Upos::Adj
                {
                    continue;
                }
                for (preposition, words) in self.objects(part) {
                    push(if own { None } else { with_object.clone() }, preposition, Some(words));
                }
            }
            for behind in carried.iter().flat_map(|part| self.behind_object(part)) {
                let minimal = with_object.clone().map(|[_, minimal]| [minimal.clone(), minimal]);
                let preposition = phrases::preposition(self.text, self.tree, behind);
                push(minimal, preposition, Some(phrases::words(self.tree, behind)));
            }
            if parts.is_empty() {
                match self.manner() {
                    Some(adverb) => push(None, None, Some(phrases::words(self.tree, adverb))),
                    None => push(None, None, None),
                }
            }
        }
    }

    /// The subject as the text has it: of a passive the one to whom it happens.
    fn subject(&self, clause: &Clause) -> Option<usize> {
        let role = if clause.voice == Voice::Passive { Role::Object } else { Role::Subject };
        let nominative =
            |head: usize| matches!(self.tree.deprels[head], Deprel::Nsubj | Deprel::NsubjPass);
        let own = clause.arguments.iter().find(|argument| argument.role == role);
        let own = own.or_else(|| {
            clause.arguments.iter().find(|argument| nominative(argument.head) && !argument.shared)
        });
        own.map(|argument| argument.head).filter(|&head| !phrases::is_relative(self.tree, head))
    }

    /// Two finite verbs: the tree has run two clauses together.
    fn is_broken(&self) -> bool {
        let finite = |&&word: &&usize| self.tree.words[word].feats.verb_form == Some(VerbForm::Fin);
        self.clause.predicate.iter().filter(finite).count() > 1
    }

    /// "lässt sich entfernen": a verb with a bare infinitive is read with that.
    fn lends_itself(&self) -> bool {
        let bare = |&verb: &usize| self.tree.children(verb).any(|child| self.is_bare(verb, child));
        self.clause.predicate.iter().any(bare)
    }

    fn is_bare(&self, verb: usize, infinitive: usize) -> bool {
        let tree = self.tree;
        let word = &tree.words[infinitive];
        tree.deprels[infinitive] == Deprel::Xcomp
            && word.upos == Upos::Verb
            && word.feats.verb_form == Some(VerbForm::Inf)
            && tree.words[verb].upos == Upos::Verb
            && !tree.children(infinitive).any(|child| tree.deprels[child] == Deprel::Mark)
            && tree.words[infinitive].form == tree.words[infinitive].lemma
    }

    /// The clause whose verb an infinitive without "zu" belongs to.
    fn above_bare(&self) -> Option<&Clause> {
        let head = self.clause.head;
        let verb = self.tree.heads[head].filter(|&verb| self.is_bare(verb, head))?;
        self.clause
            .parent
            .map(|parent| &self.clauses[parent])
            .filter(|parent| parent.predicate.contains(&verb))
    }

    /// What stands beside subject and predicate, in the order of the text.
    fn parts(&self, subject: usize) -> Vec<Part> {
        let (tree, clause) = (self.tree, self.clause);
        let mut parts: Vec<Part> = Vec::new();
        let above = self.above_bare();
        let arguments =
            || clause.arguments.iter().chain(above.iter().flat_map(|above| &above.arguments));
        for argument in arguments().filter(|argument| argument.head != subject) {
            let kind = match argument.role {
                Role::Object if clause.voice == Voice::Active => PartKind::Object,
                Role::Predicative if clause.copular => PartKind::Predicative,
                _ => PartKind::Other,
            };
            // an antecedent stands behind a preposition of its own
            let preposition = match &argument.role {
                Role::Prepositional(preposition) if argument.shared => Some(preposition.clone()),
                _ if argument.shared => Some(String::new()),
                _ => None,
            };
            // "sie entfernen lassen": whose doing it is, and the verb itself
            let lent =
                above.is_some() && (argument.role == Role::Subject || argument.head == clause.head);
            let said =
                kind == PartKind::Predicative && self.tree.words[argument.head].upos == Upos::Verb;
            if !lent && !said && !self.is_stray_dative(argument) {
                parts.push(Part { head: argument.head, kind, preposition });
            }
        }
        let objects = parts.iter().filter(|part| part.kind == PartKind::Object).count();
        let verbs =
            || clause.predicate.iter().chain(above.iter().flat_map(|above| &above.predicate));
        for child in verbs().flat_map(|&verb| tree.children(verb)) {
            let kind = match tree.deprels[child] {
                Deprel::Obl | Deprel::Obj | Deprel::Iobj | Deprel::OblArg => PartKind::Other,
                Deprel::Nummod if tree.words[child].upos == Upos::Num => PartKind::Other,
                Deprel::Ccomp | Deprel::Xcomp if objects == 0 && child > clause.predicate[0] => {
                    PartKind::Content
                }
                _ => continue,
            };
            let known = child == subject
                || arguments().any(|argument| argument.head == child)
                || verbs().any(|&verb| verb == child)
                || parts.iter().any(|part| part.head == child);
            let within = clause.copular
                && child < clause.head
                && tree.heads[child] == Some(clause.head)
                && kind == PartKind::Other
                && phrases::whole(tree, clause.head).contains(&child);
            if !known && !within && !phrases::is_relative(tree, child) {
                parts.push(Part { head: child, kind, preposition: None });
            }
        }
        parts.sort_by_key(|part| part.head);
        parts.dedup_by_key(|part| part.head);
        parts
    }

    /// "besteht aus dem Sänger Berg, dem Gitarristen Holm": no recipient of a verb that has none.
    fn is_stray_dative(&self, argument: &Argument) -> bool {
        let takes = |frame: &&Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Dative);
        let known = self.clause.frame.is_some_and(|frame| !takes(&frame));
        let bare = matches!(self.tree.deprels[argument.head], Deprel::Obl | Deprel::Obj);
        argument.role == Role::Dative && !argument.shared && known && bare
    }

    /// The phrases that a part stands for, coordinated ones each on its own, with their prepositions.
    fn objects(&self, part: &Part) -> Vec<(Option<String>, Words)> {
        let tree = self.tree;
        if part.kind == PartKind::Content {
            return phrases::clause(tree, part.head)
                .map(|words| (None, words))
                .into_iter()
                .collect();
        }
        let first =
            part.preposition.clone().or_else(|| phrases::preposition(self.text, tree, part.head));
        let heads = phrase::conjuncts(tree, part.head);
        if heads.len() > 1
            && phrase::preposition(tree, part.head)
                .is_some_and(|lemma| lemma.to_lowercase() == "zwischen")
        {
            return phrases::together(tree, &heads)
                .map(|words| (first, words))
                .into_iter()
                .collect();
        }
        heads
            .into_iter()
            .map(|head| {
                // "von Insekten und Früchten"
                let own = if part.preposition.is_some() {
                    None
                } else {
                    phrases::preposition(self.text, tree, head)
                };
                let preposition =
                    own.or_else(|| first.clone()).filter(|preposition| !preposition.is_empty());
                (preposition, phrases::words(tree, head))
            })
            .collect()
    }

    /// "bietet Platz für 200 Gäste", "zeigt Bilder von Dürer": what stands behind the object with a preposition, whatever it hangs on.
    fn behind_object(&self, part: &Part) -> Option<usize> {
        let tree = self.tree;
        let whole = phrases::whole(tree, part.head);
        let behind = |&child: &usize| {
            child > part.head
                && whole.contains(&child)
                && tree.deprels[child] == Deprel::Nmod
                && phrases::preposition(self.text, tree, child).is_some()
        };
        let infinitive = matches!(self.clause.kind, ClauseKind::Infinitive | ClauseKind::Purpose);
        if infinitive || phrase::conjuncts(tree, part.head).len() > 1 {
            return None;
        }
        tree.children(part.head).find(behind)
    }

    /// "Der Hund bellt laut": how it is done, where nothing else is said.
    fn manner(&self) -> Option<usize> {
        let manner = |&child: &usize| {
            self.tree.deprels[child] == Deprel::Advmod && self.tree.words[child].upos == Upos::Adj
        };
        self.clause.predicate.iter().flat_map(|&verb| self.tree.children(verb)).find(manner)
    }
}
