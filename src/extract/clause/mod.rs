//! Clauses: a predicate with its arguments in logical roles, its polarity, modality, mood, and the clause it hangs on.
//!
//! "Die Moschee wurde von der Polizei geschlossen" becomes `schließen` with the police as subject and the mosque as object.

mod agreement;
mod arguments;
mod frames;
mod nominal;
mod predicate;
mod sharing;

use crate::language::lexicon::{Frame, SlotKind};
use crate::language::{Language, Modal};
use crate::syntax::parse::Tree;
use crate::ud::{Deprel, Mood, Number, Person, Tense, Upos, VerbForm};

/// A predicate and what belongs to it; word indices are those of its tree.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Index of the tree.
    pub tree: usize,
    /// The word that carries the meaning.
    pub head: usize,
    pub kind: ClauseKind,
    /// The clause that this one hangs on, an index into the article's clauses.
    pub parent: Option<usize>,
    /// Verb, auxiliaries, particle, reflexive pronoun, light-verb noun; in the order of the text.
    pub predicate: Vec<usize>,
    /// The infinitive with particle, "sich" and light-verb noun: "sich widersetzen", "Kritik üben".
    pub lemma: String,
    pub frame: Option<&'static Frame>,
    pub voice: Voice,
    /// In logical roles: the subject of a passive stands here as the object.
    pub arguments: Vec<Argument>,
    pub negated: bool,
    pub modal: Option<Modal>,
    pub mood: ClauseMood,
    /// Past or present of the finite verb; `future` for "werden" with an infinitive.
    pub tense: Option<Tense>,
    pub future: bool,
    /// "sein", "werden", "bleiben" with a nominal predicate.
    pub copular: bool,
    /// "miteinander", "gegenseitig": what its subjects do to one another.
    pub mutual: bool,
    /// "dass", "weil", "wenn", "um".
    pub marker: Option<String>,
    /// Of an infinitive that is the content of a noun the noun: "den Befehl, ... zu räumen".
    pub noun: Option<usize>,
    /// Which rule found it.
    pub rule: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    Main,
    /// The content of a verb or noun: "dass ...", "ob ...", reported main clauses.
    Content,
    /// "zu" with an infinitive, without a subject of its own.
    Infinitive,
    /// "um ... zu"
    Purpose,
    Adverbial,
    Relative,
    /// A participle before a noun: "die von den USA angeführten Anschuldigungen".
    Attribute,
    /// A noun that names an event: "der Angriff auf ...".
    Nominal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Active,
    Passive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseMood {
    Indicative,
    /// Konjunktiv I: somebody else's word.
    Reported,
    /// Konjunktiv II: not so, or not known to be so.
    Unreal,
    Imperative,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub role: Role,
    /// The head word of the phrase.
    pub head: usize,
    /// Taken over from another clause: a controller, an antecedent, a shared subject.
    pub shared: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who does it.
    Subject,
    /// Accusative object, or the subject of a passive.
    Object,
    Dative,
    Genitive,
    /// With the preposition's lemma.
    Prepositional(String),
    /// The nominal predicate of a copula, an "als" phrase.
    Predicative,
}

impl Clause {
    pub fn argument(&self, role: &Role) -> Option<&Argument> {
        self.arguments.iter().find(|argument| &argument.role == role)
    }

    pub fn subject(&self) -> Option<usize> {
        self.argument(&Role::Subject).map(|argument| argument.head)
    }

    pub fn object(&self) -> Option<usize> {
        self.argument(&Role::Object).map(|argument| argument.head)
    }

    /// The argument that fills a slot of a frame.
    pub fn filler(&self, slot: &SlotKind) -> Option<&Argument> {
        self.arguments.iter().find(|argument| fills(argument, slot))
    }
}

fn fills(argument: &Argument, slot: &SlotKind) -> bool {
    match (slot, &argument.role) {
        (SlotKind::Accusative, Role::Object)
        | (SlotKind::Dative, Role::Dative)
        | (SlotKind::Genitive, Role::Genitive) => true,
        (SlotKind::Predicative, Role::Predicative) => true,
        (SlotKind::Preposition(slot, _), Role::Prepositional(given)) => slot == given,
        _ => false,
    }
}

/// The clauses of trees, in the order of the text.
pub fn clauses(trees: &[Tree], lang: &'static Language) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for (at, tree) in trees.iter().enumerate() {
        let first = clauses.len();
        let mut found = Grammar { at, tree, lang, below: children(tree) }.clauses();
        for clause in &mut found {
            clause.parent = clause.parent.map(|parent| parent + first);
        }
        clauses.extend(found);
    }
    clauses
}

fn children(tree: &Tree) -> Vec<Vec<usize>> {
    let mut below = vec![Vec::new(); tree.words.len()];
    for (word, head) in tree.heads.iter().enumerate() {
        if let Some(head) = *head {
            below[head].push(word);
        }
    }
    below
}

/// A tree under the rules of a language: one method for each construction.
struct Grammar<'a> {
    at: usize,
    tree: &'a Tree,
    lang: &'static Language,
    below: Vec<Vec<usize>>,
}

impl Grammar<'_> {
    fn clauses(&self) -> Vec<Clause> {
        let heads: Vec<usize> =
            (0..self.tree.words.len()).filter(|&word| self.is_predicate(word)).collect();
        let mut clauses: Vec<Clause> = heads.iter().map(|&head| self.clause(head)).collect();
        let index = |word: usize| heads.iter().position(|&head| head == word);
        for clause in &mut clauses {
            clause.parent = self.governor(clause.head, &index);
        }
        self.purposes(&mut clauses);
        self.divide_coordinated(&mut clauses, &index);
        self.share_coordinated(&mut clauses, &index);
        self.resolve_relatives(&mut clauses);
        self.contents_of_nouns(&mut clauses);
        self.plans_that_one_has(&mut clauses);
        self.control(&mut clauses);
        self.share_coordinated(&mut clauses, &index);
        for clause in &mut clauses {
            self.choose_frame(clause);
        }
        for clause in clauses.iter_mut().filter(|clause| self.has_done(clause.head)) {
            clause.lemma = format!("{} {}", clause.lemma, self.lang.grammar.causative);
        }
        let carried: Vec<usize> =
            clauses.iter().flat_map(|clause| clause.predicate.clone()).collect();
        for mut clause in self.nominal_clauses() {
            if !carried.contains(&clause.head) {
                clause.parent = self.governor(clause.head, &index);
                clauses.push(clause);
            }
        }
        clauses
    }

    /// A verb, or a noun or adjective under a copula; a modal with an infinitive is part of that one's predicate.
    fn is_predicate(&self, word: usize) -> bool {
        let deprel = self.tree.deprels[word];
        if matches!(
            deprel,
            Deprel::Aux
                | Deprel::AuxPass
                | Deprel::Cop
                | Deprel::CompoundPrt
                | Deprel::Case
                | Deprel::Mark
                | Deprel::Punct
        ) {
            return false;
        }
        if self.below[word].iter().any(|&child| self.tree.deprels[child] == Deprel::Cop) {
            return true;
        }
        match self.tree.words[word].upos {
            Upos::Verb | Upos::Aux => {
                self.modal_content(word).is_none()
                    && !self.is_nominal(word)
                    && !self.raises_recipient(word)
            }
            Upos::Adj => deprel == Deprel::Amod && self.participle(word).is_some(),
            _ => false,
        }
    }

    /// A verb that the tagger took for one but that has an article: "das Vorgehen".
    fn is_nominal(&self, word: usize) -> bool {
        let capital =
            self.tree.words[word].form.chars().next().is_some_and(char::is_uppercase) && word > 0;
        capital
            && self.below[word]
                .iter()
                .any(|&child| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss))
    }

    fn clause(&self, head: usize) -> Clause {
        let word = &self.tree.words[head];
        let verbs = self.verbs(head);
        let copula = verbs.iter().copied().find(|&verb| self.tree.deprels[verb] == Deprel::Cop);
        let equates = if copula.is_none() { self.equated(head) } else { None };
        let attribute = word.upos == Upos::Adj && self.tree.deprels[head] == Deprel::Amod;
        let mut predicate = verbs.clone();
        let mut lemma = match (copula, attribute) {
            (Some(copula), _) => self.tree.words[copula].lemma.clone(),
            (None, true) => {
                self.participle(head).map_or_else(|| word.lemma.clone(), |(lemma, _)| lemma)
            }
            _ => self.verb_lemma(head, &mut predicate),
        };
        let voice = if attribute {
            self.participle(head).map_or(Voice::Active, |(_, voice)| voice)
        } else {
            self.voice(head, &verbs)
        };
        let mut arguments = if attribute {
            self.attribute_arguments(head, voice)
        } else {
            self.arguments(head, &verbs, voice)
        };
        if copula.is_some() {
            arguments.push(Argument { role: Role::Predicative, head, shared: false });
        }
        if self.recipient_verb(head).is_some() {
            // "bekam Panzer geliefert": what is not raised is what is given
            let given = |argument: &&mut Argument| argument.role == Role::Dative;
            arguments.iter_mut().filter(given).for_each(|argument| argument.role = Role::Object);
            let raised = |argument: &&mut Argument| {
                self.tree.deprels[argument.head] == Deprel::Nsubj && argument.role == Role::Object
            };
            arguments.iter_mut().filter(raised).for_each(|argument| argument.role = Role::Dative);
        }
        if let Some(noun) = equates {
            arguments.retain(|argument| argument.head != noun);
            arguments.push(Argument { role: Role::Predicative, head: noun, shared: false });
        }
        // "behauptet von sich", "entscheidet für sich": no reflexive verb
        let words = &self.lang.words.prepositions;
        let loose = |role: &Role| matches!(role, Role::Prepositional(form) if *form == words.of || *form == words.for_whom);
        let bare = |argument: &Argument| self.is_reflexive(argument.head) && !loose(&argument.role);
        if let Some(at) = arguments.iter().position(bare) {
            predicate.push(arguments.remove(at).head);
            arguments.retain(|argument| !self.is_reflexive(argument.head));
            lemma = format!("{} {lemma}", self.lang.grammar.reflexive);
        } else if let Some(&sich) =
            self.below[head].iter().find(|&&child| self.tree.deprels[child] == Deprel::ExplPv)
        {
            predicate.push(sich);
            lemma = format!("{} {lemma}", self.lang.grammar.reflexive);
        }
        arguments.retain(|argument| !self.is_reflexive(argument.head));
        self.leave_plans(head, &verbs, &mut arguments);
        predicate.sort_unstable();
        let finite = verbs
            .iter()
            .copied()
            .find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        Clause {
            tree: self.at,
            head,
            kind: if attribute { ClauseKind::Attribute } else { self.kind(head) },
            parent: None,
            negated: self.negated(head, &verbs, &arguments) || self.negated_at_particle(&predicate),
            modal: if self.is_to_be_done(head, &verbs) {
                Some(Modal::Possibility)
            } else if self.has_to(head, &verbs) {
                Some(Modal::Necessity)
            } else {
                verbs.iter().filter(|&&verb| verb != head).find_map(|&verb| self.modal(verb))
            },
            mood: self.mood(finite, &arguments),
            tense: finite.and_then(|verb| self.tree.words[verb].feats.tense),
            future: self.is_future(head, &verbs),
            copular: copula.is_some() || equates.is_some(),
            mutual: self.below[head].iter().any(|&child| {
                self.lang
                    .grammar
                    .mutual
                    .contains(&self.tree.words[child].form.to_lowercase().as_str())
            }),
            marker: self
                .marker(self.top(head))
                .or_else(|| self.marker(head))
                .map(|word| self.tree.words[word].lemma.to_lowercase())
                .or_else(|| {
                    self.is_verb_first(head).then(|| self.lang.grammar.conditional[0].to_owned())
                }),
            rule: if attribute {
                "de.clause.participle"
            } else {
                rule(voice, copula.is_some() || equates.is_some())
            },
            noun: None,
            frame: None,
            predicate,
            lemma,
            voice,
            arguments,
        }
    }

    fn kind(&self, head: usize) -> ClauseKind {
        let top = self.top(head);
        let marker = self
            .marker(top)
            .or_else(|| self.marker(head))
            .map(|word| self.tree.words[word].lemma.to_lowercase());
        let marker = marker.as_deref().unwrap_or("");
        let grammar = &self.lang.grammar;
        let infinitive = self.has_infinitive_marker(head);
        if self.is_consequence(top) || self.is_consequence(head) {
            return ClauseKind::Adverbial;
        }
        match self.tree.deprels[top] {
            Deprel::AclRelcl => ClauseKind::Relative,
            Deprel::Ccomp | Deprel::Advcl | Deprel::Parataxis if self.follows_antecedent(head) => {
                ClauseKind::Relative
            }
            _ if grammar.purpose.contains(&marker) && infinitive => ClauseKind::Purpose,
            Deprel::Ccomp if self.is_verb_first(head) => ClauseKind::Adverbial,
            Deprel::Advcl
                if grammar.content.contains(&marker) && !grammar.conditional.contains(&marker) =>
            {
                ClauseKind::Content
            }
            // "forderten den Iran auf, die Gefangenen freizulassen"
            Deprel::Advcl if infinitive && marker.is_empty() => ClauseKind::Infinitive,
            Deprel::Advcl => ClauseKind::Adverbial,
            Deprel::Xcomp => ClauseKind::Infinitive,
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass if infinitive => {
                ClauseKind::Infinitive
            }
            // "da ...", "nachdem ...": no content, whatever the arc says
            Deprel::Ccomp
                if self
                    .marker(top)
                    .or_else(|| self.marker(head))
                    .is_some_and(|mark| self.tree.words[mark].upos == Upos::Sconj)
                    && !grammar.content.contains(&marker) =>
            {
                ClauseKind::Adverbial
            }
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => ClauseKind::Content,
            Deprel::Acl if infinitive => ClauseKind::Infinitive,
            Deprel::Acl if self.relative_pronoun(head).is_some() => ClauseKind::Relative,
            Deprel::Acl => ClauseKind::Content,
            // "hat Hackern vorgeworfen, ... durchgeführt zu haben": no second conjunct
            Deprel::Conj
                if infinitive
                    && !self.tree.heads[top]
                        .is_some_and(|above| self.has_infinitive_marker(above)) =>
            {
                ClauseKind::Infinitive
            }
            Deprel::Conj => self.tree.heads[top].filter(|&above| self.is_predicate(above)).map_or(
                ClauseKind::Main,
                |above| {
                    if self.relative_pronoun(head).is_some() {
                        ClauseKind::Relative
                    } else {
                        self.kind(above)
                    }
                },
            ),
            _ if infinitive => ClauseKind::Infinitive,
            _ => ClauseKind::Main,
        }
    }

    /// "Sollte Israel angreifen, schließt ...": a dependent clause that the finite verb opens is a condition.
    fn is_verb_first(&self, head: usize) -> bool {
        let top = self.top(head);
        let first = &self.tree.words[0];
        let dependent = matches!(self.tree.deprels[top], Deprel::Ccomp | Deprel::Advcl)
            && self.tree.heads[top].is_some_and(|above| above > head);
        dependent && self.verbs(head).contains(&0) && first.feats.verb_form == Some(VerbForm::Fin)
    }

    /// "Merkel, die Putin in Moskau traf, ...": a relative pronoun behind a noun and a comma, the finite verb last.
    fn follows_antecedent(&self, head: usize) -> bool {
        let Some(pronoun) = self.relative_pronoun(head) else { return false };
        let words = &self.tree.words;
        let comma = (pronoun.saturating_sub(2)..pronoun)
            .find(|&at| words[at].form == ",")
            .filter(|&at| at > 0);
        let opens = comma.is_some_and(|comma| {
            matches!(words[comma - 1].upos, Upos::Noun | Upos::Propn)
                && (comma + 1 == pronoun || words[pronoun - 1].upos == Upos::Adp)
        });
        let last = self.verbs(head).last().copied().unwrap_or(head);
        opens
            && words
                .get(last + 1)
                .is_none_or(|next| next.upos == Upos::Punct || next.upos == Upos::Cconj)
    }

    fn has_infinitive_marker(&self, head: usize) -> bool {
        let zu = |&child: &usize| {
            self.tree.words[child].upos == Upos::Part
                && self.tree.words[child].lemma == self.lang.grammar.infinitive
        };
        let word = &self.tree.words[head];
        let inside = word.feats.verb_form == Some(VerbForm::Inf)
            && self.lang.lexicon.has_inner_zu(&word.form, &word.lemma);
        inside || self.verbs(head).iter().any(|&verb| self.below[verb].iter().any(zu))
    }

    /// ", so dass ...": what follows from it, and no content.
    fn is_consequence(&self, head: usize) -> bool {
        let Some(mark) = self.marker(head).filter(|&mark| mark > 0) else { return false };
        let form = |word: usize| self.tree.words[word].form.to_lowercase();
        let apart = mark < 2 || self.tree.words[mark - 2].upos == Upos::Punct;
        let that = self.lang.words.reporting.that.contains(&form(mark).as_str());
        that && apart && form(mark - 1) == self.lang.words.reporting.degrees[0]
    }

    fn marker(&self, head: usize) -> Option<usize> {
        let is_marker = |&child: &usize| {
            self.tree.deprels[child] == Deprel::Mark && self.tree.words[child].upos != Upos::Part
        };
        self.below[head].iter().copied().find(is_marker)
    }

    fn modal(&self, verb: usize) -> Option<Modal> {
        let lemma = self.tree.words[verb].lemma.as_str();
        self.lang.grammar.modals.iter().find(|(modal, _)| *modal == lemma).map(|&(_, modal)| modal)
    }

    /// "wird ... ergreifen": the auxiliary of the passive with an infinitive.
    fn is_future(&self, head: usize, verbs: &[usize]) -> bool {
        let infinitive = |word: usize| self.tree.words[word].feats.verb_form == Some(VerbForm::Inf);
        let auxiliary = |&verb: &usize| {
            let word = &self.tree.words[verb];
            verb != head
                && word.lemma == self.lang.grammar.passive
                && word.feats.tense == Some(Tense::Pres)
                && word.feats.mood == Some(Mood::Ind)
        };
        verbs.iter().any(auxiliary)
            && (infinitive(head) || verbs.iter().any(|&verb| infinitive(verb)))
    }

    /// The mood of the finite verb. "habe", "werde", "gebe" with a third person singular are Konjunktiv I whatever the tagger says.
    fn mood(&self, finite: Option<usize>, arguments: &[Argument]) -> ClauseMood {
        let Some(finite) = finite else { return ClauseMood::Indicative };
        let word = &self.tree.words[finite];
        let form = word.form.to_lowercase();
        let first_person = arguments.iter().any(|argument| {
            argument.role == Role::Subject
                && matches!(
                    self.tree.words[argument.head].feats.person,
                    Some(Person::First | Person::Second)
                )
        });
        let singular = word.feats.number != Some(Number::Plur);
        let present_e = form.ends_with('e')
            && !form.ends_with("te")
            && singular
            && word.feats.tense != Some(Tense::Past);
        let umlaut_past =
            form.ends_with("te") && form != word.lemma && word.feats.mood == Some(Mood::Sub);
        if word.feats.mood == Some(Mood::Imp) {
            ClauseMood::Imperative
        } else if self.lang.grammar.reported_forms.contains(&form.as_str())
            || (present_e && !first_person)
            || self.stands_for_present(finite)
        {
            ClauseMood::Reported
        } else if word.feats.mood == Some(Mood::Sub)
            && (umlaut_past || word.feats.tense == Some(Tense::Past))
        {
            ClauseMood::Unreal
        } else if word.feats.mood == Some(Mood::Sub) && !first_person {
            ClauseMood::Reported
        } else {
            ClauseMood::Indicative
        }
    }

    /// "nicht", "kein", "weder": at the verbs or at an argument; "nicht nur" is none.
    fn negated(&self, head: usize, verbs: &[usize], arguments: &[Argument]) -> bool {
        let at_verb =
            verbs.iter().any(|&verb| self.below[verb].iter().any(|&child| self.negates(child)));
        let at_argument = arguments
            .iter()
            .filter(|argument| !argument.shared && argument.head != head)
            .any(|argument| {
                self.negates(argument.head)
                    || self.below[argument.head].iter().any(|&child| self.negates(child))
            });
        at_verb || at_argument
    }

    /// "geht den Vorwürfen nicht nach": the arcs may hang the negation on the particle.
    fn negated_at_particle(&self, predicate: &[usize]) -> bool {
        let particles =
            predicate.iter().filter(|&&word| self.tree.deprels[word] == Deprel::CompoundPrt);
        particles.flat_map(|&particle| &self.below[particle]).any(|&child| self.negates(child))
    }

    fn negates(&self, word: usize) -> bool {
        let grammar = &self.lang.grammar;
        let lemma = self.tree.words[word].lemma.to_lowercase();
        let undone = self
            .tree
            .words
            .get(word + 1)
            .is_some_and(|next| grammar.not_only.contains(&next.lemma.as_str()));
        let determiner =
            grammar.negative_determiners.iter().any(|determiner| lemma.starts_with(determiner));
        let correlative = lemma == self.lang.words.forms.not_either;
        !undone && (grammar.negators.contains(&lemma.as_str()) || determiner || correlative)
    }
}

fn rule(voice: Voice, copular: bool) -> &'static str {
    match (voice, copular) {
        (_, true) => "de.clause.copula",
        (Voice::Passive, _) => "de.clause.passive",
        (Voice::Active, _) => "de.clause.active",
    }
}
