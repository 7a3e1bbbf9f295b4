//! Clauses: a predicate with its arguments in logical roles, its polarity, modality, mood, and the clause it hangs on.
//!
//! "Die Moschee wurde von der Polizei geschlossen" becomes `schließen` with the police as subject and the mosque as object.

mod nominal;

use crate::lang::{Language, Modal};
use crate::lexicon::{Frame, NounClass, SlotKind};
use crate::parse::Tree;
use crate::phrase;
use crate::ud::{Case, Deprel, Mood, Number, Person, PronType, Tense, Upos, VerbForm};

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
    /// "dass", "weil", "wenn", "um".
    pub marker: Option<String>,
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
        (SlotKind::Accusative, Role::Object) | (SlotKind::Dative, Role::Dative) | (SlotKind::Genitive, Role::Genitive) => true,
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
        let heads: Vec<usize> = (0..self.tree.words.len()).filter(|&word| self.is_predicate(word)).collect();
        let mut clauses: Vec<Clause> = heads.iter().map(|&head| self.clause(head)).collect();
        let index = |word: usize| heads.iter().position(|&head| head == word);
        for at in 0..clauses.len() {
            clauses[at].parent = self.governor(clauses[at].head, &index);
        }
        self.share_coordinated(&mut clauses, &index);
        self.resolve_relatives(&mut clauses);
        self.control(&mut clauses);
        self.share_coordinated(&mut clauses, &index);
        for clause in &mut clauses {
            self.choose_frame(clause);
        }
        let carried: Vec<usize> = clauses.iter().flat_map(|clause| clause.predicate.clone()).collect();
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
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::CompoundPrt | Deprel::Case | Deprel::Mark | Deprel::Punct
        ) {
            return false;
        }
        if self.below[word].iter().any(|&child| self.tree.deprels[child] == Deprel::Cop) {
            return true;
        }
        match self.tree.words[word].upos {
            Upos::Verb | Upos::Aux => self.modal_content(word).is_none() && !self.is_nominal(word),
            Upos::Adj => deprel == Deprel::Amod && self.participle(word).is_some(),
            _ => false,
        }
    }

    /// A verb that the tagger took for one but that has an article: "das Vorgehen".
    fn is_nominal(&self, word: usize) -> bool {
        let capital = self.tree.words[word].form.chars().next().is_some_and(char::is_uppercase) && word > 0;
        capital && self.below[word].iter().any(|&child| matches!(self.tree.deprels[child], Deprel::Det | Deprel::DetPoss))
    }

    /// "will ... antreten" parsed with the modal on top: the infinitive below it.
    fn modal_content(&self, word: usize) -> Option<usize> {
        let lemma = self.tree.words[word].lemma.as_str();
        let modal = self.lang.grammar.modals.iter().any(|(modal, _)| *modal == lemma);
        let bare = |child: usize| {
            self.tree.deprels[child] == Deprel::Xcomp
                && self.tree.words[child].feats.verb_form == Some(VerbForm::Inf)
                && self.marker(child).is_none()
        };
        if modal { self.below[word].iter().copied().find(|&child| bare(child)) } else { None }
    }

    /// The words that make up the predicate with the head: verbs above it that are modals, and its own auxiliaries.
    fn verbs(&self, head: usize) -> Vec<usize> {
        let mut verbs = vec![head];
        let mut top = head;
        while let Some(above) = self.tree.heads[top].filter(|&above| self.modal_content(above) == Some(top)) {
            verbs.push(above);
            top = above;
        }
        for at in 0..verbs.len() {
            let own = self.below[verbs[at]].iter().copied();
            verbs.extend(own.filter(|&child| matches!(self.tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)));
        }
        verbs.sort_unstable();
        verbs.dedup();
        verbs
    }

    /// The word that stands for the clause towards the rest of the tree.
    fn top(&self, head: usize) -> usize {
        let mut top = head;
        while let Some(above) = self.tree.heads[top].filter(|&above| self.modal_content(above) == Some(top)) {
            top = above;
        }
        top
    }

    fn clause(&self, head: usize) -> Clause {
        let word = &self.tree.words[head];
        let verbs = self.verbs(head);
        let copula = verbs.iter().copied().find(|&verb| self.tree.deprels[verb] == Deprel::Cop);
        let attribute = word.upos == Upos::Adj && self.tree.deprels[head] == Deprel::Amod;
        let mut predicate = verbs.clone();
        let mut lemma = match (copula, attribute) {
            (Some(copula), _) => self.tree.words[copula].lemma.clone(),
            (None, true) => self.participle(head).map_or_else(|| word.lemma.clone(), |(lemma, _)| lemma),
            _ => self.verb_lemma(head, &mut predicate),
        };
        let voice =
            if attribute { self.participle(head).map_or(Voice::Active, |(_, voice)| voice) } else { self.voice(head, &verbs) };
        let mut arguments = if attribute { self.attribute_arguments(head, voice) } else { self.arguments(head, &verbs, voice) };
        if copula.is_some() {
            arguments.push(Argument { role: Role::Predicative, head, shared: false });
        }
        if let Some(at) = arguments.iter().position(|argument| self.is_reflexive(argument.head)) {
            predicate.push(arguments.remove(at).head);
            arguments.retain(|argument| !self.is_reflexive(argument.head));
            lemma = format!("{} {lemma}", self.lang.grammar.reflexive);
        } else if let Some(&sich) = self.below[head].iter().find(|&&child| self.tree.deprels[child] == Deprel::ExplPv) {
            predicate.push(sich);
            lemma = format!("{} {lemma}", self.lang.grammar.reflexive);
        }
        predicate.sort_unstable();
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        Clause {
            tree: self.at,
            head,
            kind: if attribute { ClauseKind::Attribute } else { self.kind(head) },
            parent: None,
            negated: self.negated(head, &verbs, &arguments),
            modal: verbs.iter().filter(|&&verb| verb != head).find_map(|&verb| self.modal(verb)),
            mood: self.mood(finite, &arguments),
            tense: finite.and_then(|verb| self.tree.words[verb].feats.tense),
            future: self.is_future(head, &verbs),
            copular: copula.is_some(),
            marker: self
                .marker(self.top(head))
                .or_else(|| self.marker(head))
                .map(|word| self.tree.words[word].lemma.to_lowercase()),
            rule: if attribute { "de.clause.participle" } else { rule(voice, copula.is_some()) },
            frame: None,
            predicate,
            lemma,
            voice,
            arguments,
        }
    }

    /// "stellt ... fest": the particle stands last.
    fn verb_lemma(&self, head: usize, predicate: &mut Vec<usize>) -> String {
        let lemma = self.tree.words[head].lemma.clone();
        let particle = self.below[head].iter().copied().find(|&child| self.tree.deprels[child] == Deprel::CompoundPrt);
        match particle {
            Some(particle) => {
                predicate.push(particle);
                let form = self.tree.words[particle].form.to_lowercase();
                if lemma.starts_with(&form) { lemma } else { form + &lemma }
            }
            None => lemma,
        }
    }

    /// The verb behind a participle used as an adjective: "angeführt" -> anführen, passive; "steigend" -> steigen, active.
    fn participle(&self, word: usize) -> Option<(String, Voice)> {
        let word = &self.tree.words[word];
        let lexicon = &self.lang.lexicon;
        let (verb, past) = lexicon.participle(&word.lemma).or_else(|| lexicon.participle(&word.form.to_lowercase()))?;
        // "erkrankt", "gestiegen": verbs without an object have no passive
        let takes_object = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
        let passive = past && lexicon.frames(verb).iter().any(takes_object);
        Some((verb.to_owned(), if passive { Voice::Passive } else { Voice::Active }))
    }

    fn voice(&self, head: usize, verbs: &[usize]) -> Voice {
        let grammar = &self.lang.grammar;
        let participle = self.tree.words[head].feats.verb_form == Some(VerbForm::Part);
        let auxiliaries = || verbs.iter().filter(|&&verb| verb != head).map(|&verb| self.tree.words[verb].lemma.as_str());
        // "hat ... zerstört" is active whatever the arcs say
        if !participle || auxiliaries().any(|lemma| lemma == grammar.have) {
            return Voice::Active;
        }
        let takes_object = |frame: &Frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative);
        let frames = self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new()));
        let transitive = frames.is_empty() || frames.iter().any(takes_object);
        let marked = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::AuxPass);
        let subject = verbs.iter().any(|&verb| self.below[verb].iter().any(|&child| self.tree.deprels[child] == Deprel::NsubjPass));
        let passive = if auxiliaries().any(|lemma| lemma == grammar.passive) {
            true
        } else if auxiliaries().any(|lemma| lemma == grammar.be) {
            // "ist verboten" against "ist gelungen"
            transitive && (marked || subject)
        } else {
            // headlines: "Fünf Verdächtige festgenommen"
            transitive && subject
        };
        if passive { Voice::Passive } else { Voice::Active }
    }

    /// The phrases below the verbs of a predicate, in logical roles.
    fn arguments(&self, head: usize, verbs: &[usize], voice: Voice) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let copular = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Cop);
        for &verb in verbs {
            for &child in &self.below[verb] {
                if verbs.contains(&child) || (copular && verb == head && !self.belongs_to_clause(child)) {
                    continue;
                }
                if let Some(role) = self.role(child, voice) {
                    arguments.push(Argument { role, head: child, shared: false });
                }
            }
        }
        arguments.sort_by_key(|argument| argument.head);
        self.one_subject(&mut arguments, verbs, voice);
        self.missing_subject(&mut arguments, verbs, voice);
        arguments
    }

    /// A finite verb has one subject: the one that agrees with it; another nominative behind it may be the object.
    fn one_subject(&self, arguments: &mut Vec<Argument>, verbs: &[usize], voice: Voice) {
        let subject = if voice == Voice::Passive { Role::Object } else { Role::Subject };
        let nominative = |argument: &Argument| {
            argument.role == subject && matches!(self.tree.deprels[argument.head], Deprel::Nsubj | Deprel::NsubjPass)
        };
        let rivals: Vec<usize> = (0..arguments.len()).filter(|&at| nominative(&arguments[at])).collect();
        if rivals.len() < 2 {
            return;
        }
        let number = verbs.iter().find_map(|&verb| {
            self.tree.words[verb].feats.number.filter(|_| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin))
        });
        let agrees = |&at: &usize| {
            number.is_none()
                || self.tree.words[arguments[at].head].feats.number == number
                || phrase::conjuncts(self.tree, arguments[at].head).len() > 1
        };
        let chosen = rivals.iter().copied().find(agrees).unwrap_or(rivals[0]);
        let free =
            voice == Voice::Active && !arguments.iter().any(|argument| argument.role == Role::Object) && self.takes_object(verbs);
        for &at in rivals.iter().rev().filter(|&&at| at != chosen) {
            if free && at > chosen {
                arguments[at].role = Role::Object;
            } else {
                arguments.remove(at);
            }
        }
    }

    /// Some frame of the content verb has an accusative; a verb that nobody knows may have one.
    fn takes_object(&self, verbs: &[usize]) -> bool {
        let content =
            verbs.iter().copied().find(|&verb| !matches!(self.tree.deprels[verb], Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
        let frames = content.map_or(&[][..], |head| self.lang.lexicon.frames(&self.verb_lemma(head, &mut Vec::new())));
        frames.is_empty() || frames.iter().any(|frame| frame.slots.iter().any(|slot| slot.kind == SlotKind::Accusative))
    }

    /// "Seit Jahren kämpft die Partei gegen ...": a finite verb wants a subject; what can be nominative becomes it.
    fn missing_subject(&self, arguments: &mut [Argument], verbs: &[usize], voice: Voice) {
        let finite = verbs.iter().copied().find(|&verb| self.tree.words[verb].feats.verb_form == Some(VerbForm::Fin));
        let Some(finite) = finite else { return };
        let there = |role: &Role| arguments.iter().any(|argument| &argument.role == role);
        let expletive = verbs
            .iter()
            .any(|&verb| self.below[verb].iter().any(|&child| matches!(self.tree.deprels[child], Deprel::Expl | Deprel::Csubj)));
        let coordinated = verbs.iter().any(|&verb| self.tree.deprels[verb] == Deprel::Conj);
        if voice == Voice::Passive || there(&Role::Subject) || expletive || coordinated {
            return;
        }
        let number = self.tree.words[finite].feats.number;
        let accusative = |head: usize| {
            self.below[head]
                .iter()
                .any(|&child| matches!(self.tree.words[child].form.to_lowercase().as_str(), "den" | "einen" | "keinen"))
        };
        let intransitive = !self.takes_object(verbs);
        let candidate = arguments.iter_mut().find(|argument| {
            let fits = self.tree.words[argument.head].feats.number == number || number.is_none();
            argument.role == Role::Object
                && fits
                && !accusative(argument.head)
                && (intransitive || self.tree.words[argument.head].upos == Upos::Propn)
        });
        if let Some(argument) = candidate {
            argument.role = Role::Subject;
        }
    }

    /// Under a copula a noun's own modifiers hang on the same word as the clause's arguments.
    fn belongs_to_clause(&self, child: usize) -> bool {
        !matches!(self.tree.deprels[child], Deprel::Nmod | Deprel::Appos | Deprel::Amod | Deprel::Flat)
    }

    fn role(&self, child: usize, voice: Voice) -> Option<Role> {
        let word = &self.tree.words[child];
        let passive = voice == Voice::Passive;
        // "Ende Juni", "Montag": a bare time is no argument
        let time = self.lang.lexicon.exact_noun(&word.lemma).is_some_and(|noun| noun.class == Some(NounClass::Time));
        if time && self.preposition(child).is_none() && self.tree.deprels[child] != Deprel::Nsubj {
            return None;
        }
        match self.tree.deprels[child] {
            Deprel::Nsubj => Some(if passive { Role::Object } else { Role::Subject }),
            Deprel::NsubjPass => Some(if passive { Role::Object } else { Role::Subject }),
            Deprel::Obj | Deprel::Iobj | Deprel::OblArg | Deprel::Obl | Deprel::Nmod => {
                match (self.preposition(child), word.feats.case) {
                    (Some(preposition), _) if passive && self.lang.grammar.agent.contains(&preposition.as_str()) => {
                        Some(Role::Subject)
                    }
                    (Some(preposition), _) if preposition == self.lang.grammar.as_word => Some(Role::Predicative),
                    (Some(preposition), _) => Some(Role::Prepositional(preposition)),
                    (None, Some(Case::Dat)) => Some(Role::Dative),
                    (None, Some(Case::Gen)) => Some(Role::Genitive),
                    (None, _) if self.tree.deprels[child] == Deprel::Iobj => Some(Role::Dative),
                    (None, _) if self.tree.deprels[child] == Deprel::OblArg => Some(Role::Dative),
                    (None, _) if self.tree.deprels[child] == Deprel::Obj => Some(Role::Object),
                    // "am Dienstag", "diese Woche": a bare oblique is a time or a measure
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The lemma of the preposition or of "als" before a phrase; of a postposition after it.
    pub fn preposition(&self, word: usize) -> Option<String> {
        let case = self.below[word].iter().copied().find(|&child| self.tree.deprels[child] == Deprel::Case);
        case.map(|case| self.tree.words[case].lemma.to_lowercase())
    }

    /// "die von den USA angeführten Anschuldigungen", "die Hass predigenden Gruppen".
    fn attribute_arguments(&self, head: usize, voice: Voice) -> Vec<Argument> {
        let mut arguments = self.arguments(head, &[head], voice);
        if let Some(noun) = self.tree.heads[head] {
            let role = if voice == Voice::Passive { Role::Object } else { Role::Subject };
            arguments.retain(|argument| argument.role != role);
            arguments.push(Argument { role, head: noun, shared: true });
        }
        arguments
    }

    fn is_reflexive(&self, word: usize) -> bool {
        let word = &self.tree.words[word];
        word.lemma == self.lang.grammar.reflexive || word.form.to_lowercase() == self.lang.grammar.reflexive
    }

    fn kind(&self, head: usize) -> ClauseKind {
        let top = self.top(head);
        let marker = self.marker(top).or_else(|| self.marker(head)).map(|word| self.tree.words[word].lemma.to_lowercase());
        let marker = marker.as_deref().unwrap_or("");
        let grammar = &self.lang.grammar;
        let infinitive = self.has_infinitive_marker(head);
        match self.tree.deprels[top] {
            Deprel::AclRelcl => ClauseKind::Relative,
            _ if grammar.purpose.contains(&marker) && infinitive => ClauseKind::Purpose,
            Deprel::Advcl if grammar.content.contains(&marker) && !grammar.conditional.contains(&marker) => ClauseKind::Content,
            Deprel::Advcl => ClauseKind::Adverbial,
            Deprel::Xcomp => ClauseKind::Infinitive,
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass if infinitive => ClauseKind::Infinitive,
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => ClauseKind::Content,
            Deprel::Acl if infinitive => ClauseKind::Infinitive,
            Deprel::Acl if self.relative_pronoun(head).is_some() => ClauseKind::Relative,
            Deprel::Acl => ClauseKind::Content,
            Deprel::Conj => self.tree.heads[top].filter(|&above| self.is_predicate(above)).map_or(ClauseKind::Main, |above| {
                if self.relative_pronoun(head).is_some() { ClauseKind::Relative } else { self.kind(above) }
            }),
            _ if infinitive => ClauseKind::Infinitive,
            _ => ClauseKind::Main,
        }
    }

    fn has_infinitive_marker(&self, head: usize) -> bool {
        let zu = |&child: &usize| {
            self.tree.words[child].upos == Upos::Part && self.tree.words[child].lemma == self.lang.grammar.infinitive
        };
        let word = &self.tree.words[head];
        let inside = word.feats.verb_form == Some(VerbForm::Inf) && self.lang.lexicon.has_inner_zu(&word.form, &word.lemma);
        inside || self.verbs(head).iter().any(|&verb| self.below[verb].iter().any(zu))
    }

    fn marker(&self, head: usize) -> Option<usize> {
        let is_marker = |&child: &usize| self.tree.deprels[child] == Deprel::Mark && self.tree.words[child].upos != Upos::Part;
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
        verbs.iter().any(auxiliary) && (infinitive(head) || verbs.iter().any(|&verb| infinitive(verb)))
    }

    /// The mood of the finite verb. "habe", "werde", "gebe" with a third person singular are Konjunktiv I whatever the tagger says.
    fn mood(&self, finite: Option<usize>, arguments: &[Argument]) -> ClauseMood {
        let Some(finite) = finite else { return ClauseMood::Indicative };
        let word = &self.tree.words[finite];
        let form = word.form.to_lowercase();
        let first_person = arguments.iter().any(|argument| {
            argument.role == Role::Subject
                && matches!(self.tree.words[argument.head].feats.person, Some(Person::First | Person::Second))
        });
        let singular = word.feats.number != Some(Number::Plur);
        let present_e = form.ends_with('e') && !form.ends_with("te") && singular && word.feats.tense != Some(Tense::Past);
        let umlaut_past = form.ends_with("te") && form != word.lemma && word.feats.mood == Some(Mood::Sub);
        if word.feats.mood == Some(Mood::Imp) {
            ClauseMood::Imperative
        } else if self.lang.grammar.reported_forms.contains(&form.as_str()) || (present_e && !first_person) {
            ClauseMood::Reported
        } else if word.feats.mood == Some(Mood::Sub) && (umlaut_past || word.feats.tense == Some(Tense::Past)) {
            ClauseMood::Unreal
        } else if word.feats.mood == Some(Mood::Sub) && !first_person {
            ClauseMood::Reported
        } else {
            ClauseMood::Indicative
        }
    }

    /// "nicht", "kein", "weder": at the verbs or at an argument; "nicht nur" is none.
    fn negated(&self, head: usize, verbs: &[usize], arguments: &[Argument]) -> bool {
        let at_verb = verbs.iter().any(|&verb| self.below[verb].iter().any(|&child| self.negates(child)));
        let at_argument = arguments
            .iter()
            .filter(|argument| !argument.shared && argument.head != head)
            .any(|argument| self.negates(argument.head) || self.below[argument.head].iter().any(|&child| self.negates(child)));
        at_verb || at_argument
    }

    fn negates(&self, word: usize) -> bool {
        let grammar = &self.lang.grammar;
        let lemma = self.tree.words[word].lemma.to_lowercase();
        let undone = self.tree.words.get(word + 1).is_some_and(|next| grammar.not_only.contains(&next.lemma.as_str()));
        let determiner =
            grammar.negative_determiners.contains(&lemma.as_str()) || self.tree.words[word].feats.pron_type == Some(PronType::Neg);
        let correlative = lemma == "weder";
        !undone && (grammar.negators.contains(&lemma.as_str()) || determiner || correlative)
    }

    /// The nearest predicate above, with attributes and relative clauses hanging on the clause that holds their noun.
    fn governor(&self, head: usize, index: &dyn Fn(usize) -> Option<usize>) -> Option<usize> {
        let mut at = self.top(head);
        while let Some(above) = self.tree.heads[at] {
            let content = self.modal_content(above).unwrap_or(above);
            if let Some(clause) = index(content)
                && content != head
            {
                return Some(clause);
            }
            at = above;
        }
        None
    }

    /// "kritisierten und verurteilten": a verb without a subject takes that of the verb it is coordinated with.
    fn share_coordinated(&self, clauses: &mut [Clause], index: &dyn Fn(usize) -> Option<usize>) {
        for at in 0..clauses.len() {
            let top = self.top(clauses[at].head);
            if self.tree.deprels[top] != Deprel::Conj {
                continue;
            }
            let Some(first) = self.tree.heads[top].and_then(|above| index(self.modal_content(above).unwrap_or(above))) else {
                continue;
            };
            let inherited = clauses[first].clone();
            let clause = &mut clauses[at];
            let finite = clause.predicate.iter().any(|&word| self.tree.words[word].feats.verb_form == Some(VerbForm::Fin));
            if !finite {
                clause.modal = clause.modal.or(inherited.modal);
                clause.future |= inherited.future;
                clause.mood = inherited.mood;
                clause.negated |= inherited.negated && inherited.kind == ClauseKind::Infinitive;
                if inherited.voice == Voice::Passive && self.tree.words[clause.head].feats.verb_form == Some(VerbForm::Part) {
                    turn_passive(clause);
                }
            }
            if clause.marker.is_none() {
                clause.marker = inherited.marker.clone();
            }
            let role = |clause: &Clause| if clause.voice == Voice::Passive { Role::Object } else { Role::Subject };
            if clause.argument(&role(clause)).is_none()
                && let Some(shared) = inherited.argument(&role(&inherited))
            {
                let argument = Argument { role: role(clause), head: shared.head, shared: true };
                clause.arguments.push(argument);
            }
        }
    }

    /// A relative pronoun gives way to its antecedent.
    fn resolve_relatives(&self, clauses: &mut [Clause]) {
        let pronouns: Vec<(usize, usize)> = clauses
            .iter()
            .filter(|clause| clause.kind == ClauseKind::Relative)
            .filter_map(|clause| {
                let pronoun = self.relative_pronoun(clause.head)?;
                Some((pronoun, self.antecedent(clause.head, pronoun)?))
            })
            .collect();
        for argument in clauses.iter_mut().flat_map(|clause| &mut clause.arguments) {
            if let Some(&(_, antecedent)) = pronouns.iter().find(|(pronoun, _)| *pronoun == argument.head) {
                *argument = Argument { role: argument.role.clone(), head: antecedent, shared: true };
            }
        }
    }

    /// The relative pronoun among the arguments of a clause; not one that determines a noun ("dessen Anwalt").
    fn relative_pronoun(&self, head: usize) -> Option<usize> {
        let is_relative = |&child: &usize| {
            let word = &self.tree.words[child];
            let marked = matches!(word.feats.pron_type, Some(PronType::DemRel | PronType::Rel | PronType::IntRel));
            word.upos == Upos::Pron && (marked || self.lang.grammar.relative.contains(&word.form.to_lowercase().as_str()))
        };
        self.verbs(head).iter().find_map(|&verb| self.below[verb].iter().copied().find(is_relative))
    }

    /// The noun that a relative clause describes: the one it hangs on, or a nearer one that agrees better.
    fn antecedent(&self, head: usize, pronoun: usize) -> Option<usize> {
        let mut top = self.top(head);
        while self.tree.deprels[top] == Deprel::Conj {
            top = self.top(self.tree.heads[top]?);
        }
        let attached = self.tree.heads[top]?;
        let nominal = |word: usize| matches!(self.tree.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        if nominal(attached) && attached < pronoun {
            return Some(attached);
        }
        (0..pronoun).rev().find(|&word| nominal(word))
    }

    /// The subject of an infinitive is an argument of the verb above: "fordert Kanada auf, ... aufzugeben".
    fn control(&self, clauses: &mut [Clause]) {
        for at in 0..clauses.len() {
            let subjectless =
                clauses[at].subject().is_none() && !(clauses[at].voice == Voice::Passive && clauses[at].object().is_some());
            if !subjectless || !matches!(clauses[at].kind, ClauseKind::Infinitive | ClauseKind::Purpose) {
                continue;
            }
            let Some(mut parent) = clauses[at].parent else { continue };
            // "um ..., entschlossen zu schützen": an adverbial without a subject passes on that of the clause above
            while let Some(above) = clauses[parent].parent.filter(|_| clauses[parent].arguments.is_empty()) {
                parent = above;
            }
            let mut governor = clauses[parent].clone();
            self.choose_frame(&mut governor);
            let flags = governor.frame.map(|frame| frame.flags).unwrap_or_default();
            let purpose = clauses[at].kind == ClauseKind::Purpose;
            let noun_content = self.tree.deprels[self.top(clauses[at].head)] == Deprel::Acl;
            let controller = if !purpose && !noun_content && flags.control_acc() {
                governor.object()
            } else if !purpose && !noun_content && flags.control_dat() {
                governor.argument(&Role::Dative).map(|argument| argument.head)
            } else {
                governor.subject()
            };
            if let Some(head) = controller {
                let role = if clauses[at].voice == Voice::Passive { Role::Object } else { Role::Subject };
                clauses[at].arguments.push(Argument { role, head, shared: true });
            }
        }
    }

    /// The light-verb construction or the frame that fits the arguments best.
    fn choose_frame(&self, clause: &mut Clause) {
        if clause.copular || clause.frame.is_some() {
            return;
        }
        let reflexive = clause.lemma.starts_with("sich ");
        let verb = clause.lemma.strip_prefix("sich ").unwrap_or(&clause.lemma).to_owned();
        if let Some((light, at)) = self.light_verb(clause, &verb, reflexive) {
            let noun = clause.arguments.remove(at).head;
            clause.predicate.push(noun);
            clause.predicate.sort_unstable();
            clause.lemma = light.lemma.clone();
            clause.frame = Some(light);
            clause.rule = "de.clause.light";
            return;
        }
        let frames = self.lang.lexicon.frames(&verb);
        let best = frames.iter().enumerate().max_by_key(|&(at, frame)| (self.fit(clause, frame, reflexive), std::cmp::Reverse(at)));
        clause.frame = best.map(|(_, frame)| frame);
    }

    fn light_verb(&self, clause: &Clause, verb: &str, reflexive: bool) -> Option<(&'static Frame, usize)> {
        self.lang.lexicon.light(verb).iter().find_map(|light| {
            let at = clause.arguments.iter().position(|argument| {
                let preposition = match &argument.role {
                    Role::Prepositional(preposition) => Some(preposition.as_str()),
                    Role::Object if !argument.shared => None,
                    _ => return false,
                };
                let lemma = self.tree.words[argument.head].lemma.as_str();
                let target = || light.frame.target.as_ref().is_some_and(|target| self.has_target(clause, argument.head, target));
                preposition == light.preposition.as_deref() && lemma == light.noun && (preposition.is_some() || target())
            })?;
            (light.frame.reflexive == reflexive).then_some((&light.frame, at))
        })
    }

    /// "Sanktionen gegen China verhängen": the target stands beside the verb or behind the noun. Without one, "Maßnahmen ergreifen"
    /// is a verb with its object.
    fn has_target(&self, clause: &Clause, noun: usize, target: &SlotKind) -> bool {
        let behind = |&child: &usize| match target {
            SlotKind::Preposition(preposition, _) => self.preposition(child).as_deref() == Some(preposition),
            SlotKind::Genitive => self.tree.deprels[child] == Deprel::Nmod && self.preposition(child).is_none(),
            _ => false,
        };
        clause.filler(target).is_some() || self.below[noun].iter().any(behind)
    }

    /// How well a frame fits: complements that it wants and that are there, less those that are missing.
    fn fit(&self, clause: &Clause, frame: &Frame, reflexive: bool) -> i32 {
        let mut score = if frame.reflexive == reflexive { 0 } else { -5 };
        for slot in &frame.slots {
            let there = match slot.kind {
                SlotKind::Infinitive | SlotKind::Content => self.has_content(clause, &slot.kind),
                _ => clause.filler(&slot.kind).is_some(),
            };
            score += match (there, slot.optional) {
                (true, _) => 2,
                (false, true) => 0,
                (false, false) => -2,
            };
        }
        let wanted = |argument: &&Argument| frame.slots.iter().any(|slot| fills(argument, &slot.kind));
        let extra =
            |argument: &&Argument| matches!(argument.role, Role::Object | Role::Dative | Role::Genitive) && !wanted(argument);
        score - 2 * clause.arguments.iter().filter(extra).count() as i32
    }

    fn has_content(&self, clause: &Clause, kind: &SlotKind) -> bool {
        clause.predicate.iter().any(|&verb| {
            self.below[verb].iter().any(|&child| match self.tree.deprels[child] {
                Deprel::Xcomp => *kind == SlotKind::Infinitive,
                Deprel::Ccomp => (*kind == SlotKind::Infinitive) == self.has_infinitive_marker(child),
                _ => false,
            })
        })
    }
}

fn rule(voice: Voice, copular: bool) -> &'static str {
    match (voice, copular) {
        (_, true) => "de.clause.copula",
        (Voice::Passive, _) => "de.clause.passive",
        (Voice::Active, _) => "de.clause.active",
    }
}

/// A participle that shares the passive auxiliary of the one before it: "wurde verhaftet und verurteilt".
fn turn_passive(clause: &mut Clause) {
    if clause.voice == Voice::Passive {
        return;
    }
    clause.voice = Voice::Passive;
    clause.rule = rule(Voice::Passive, false);
    for argument in &mut clause.arguments {
        if argument.role == Role::Subject {
            argument.role = Role::Object;
        }
    }
}
