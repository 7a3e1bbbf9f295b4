//! Statements: who does or says what to whom, by whose word, written where.

mod objects;
mod pairs;

use std::collections::HashSet;

use crate::article::Article;
use crate::attribution::{Attribution, Speaker, Status};
use crate::clause::{self, Clause, ClauseKind, ClauseMood, Role, Voice};
use crate::concept;
use crate::entity::{Entities, Entity};
use crate::event::{Event, contexts, event};
use crate::gazetteer::ActorType;
use crate::lang::Language;
use crate::lexicon::{Frame, NounClass, SlotKind};
use crate::parse::Tree;
use crate::phrase;
use crate::plover::EventType;
use crate::quotation::{Quotation, QuotationKind};
use crate::span::Span;
use crate::time::{Time, time};
use crate::ud::{Deprel, Number, Person, Upos};
use pairs::{confidence, pairs, speaker_first};

/// Statements less likely right than this are left out unless the user asks for them.
pub const LIKELY: f32 = 0.5;

/// What an article says: its actors, who is quoted, and the statements, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    pub actors: Vec<Entity>,
    pub quotations: Vec<Quotation>,
    pub statements: Vec<Statement>,
}

impl Extraction {
    /// Leaves out what only stands there: places, descriptions and doubtful names that take part in no statement and say nothing.
    pub fn new(mut actors: Vec<Entity>, mut quotations: Vec<Quotation>, mut statements: Vec<Statement>) -> Extraction {
        let mut taking_part: HashSet<usize> = quotations.iter().filter_map(|quotation| quotation.actor).collect();
        for statement in &statements {
            let arguments = [&statement.subject, &statement.object, &statement.speaker];
            taking_part.extend(arguments.into_iter().flatten().filter_map(|argument| argument.actor));
        }
        let someone = |actor: &Entity| actor.kind != ActorType::Place && actor.specified;
        let stays = |at: usize, actor: &Entity| taking_part.contains(&at) || someone(actor);
        let kept: Vec<usize> = (0..actors.len()).filter(|&at| stays(at, &actors[at])).collect();
        let moved = |actor: Option<usize>| actor.and_then(|actor| kept.binary_search(&actor).ok());
        for quotation in &mut quotations {
            quotation.actor = moved(quotation.actor);
        }
        for statement in &mut statements {
            for argument in [&mut statement.subject, &mut statement.object, &mut statement.speaker].into_iter().flatten() {
                argument.actor = moved(argument.actor);
            }
        }
        let mut at = 0;
        actors.retain(|_| {
            at += 1;
            kept.binary_search(&(at - 1)).is_ok()
        });
        Extraction { actors, quotations, statements }
    }

    /// Keeps the statements that `keep` wants, and the actors that then still take part.
    pub fn retain(&mut self, keep: impl Fn(&Statement) -> bool) {
        let mut places = Vec::with_capacity(self.statements.len());
        let mut kept = 0;
        for statement in &self.statements {
            places.push(keep(statement).then_some(kept));
            kept += usize::from(keep(statement));
        }
        self.statements.retain(keep);
        for statement in &mut self.statements {
            statement.content_of = statement.content_of.and_then(|at| places[at]);
        }
        let Extraction { actors, quotations, statements } = std::mem::take(self);
        *self = Extraction::new(actors, quotations, statements);
    }
}

/// One subject-predicate-object statement with its evidence.
#[derive(Clone, Debug)]
pub struct Statement {
    /// 16 hexadecimal digits from article, evidence, subject, predicate and object.
    pub id: String,
    /// The index of the sentence in the story, and its span.
    pub sentence: usize,
    pub sentence_span: Span,
    /// `None` where the agent of a passive is not named.
    pub subject: Option<Argument>,
    pub predicate: Predicate,
    /// `None` for an intransitive event.
    pub object: Option<Argument>,
    /// Who says so, where the article attributes the statement.
    pub speaker: Option<Argument>,
    /// The words that attribute it.
    pub cue: Option<Span>,
    pub negated: bool,
    pub status: Status,
    pub event: Option<Event>,
    pub time: Option<Time>,
    /// The clause's words in the article, verbatim.
    pub evidence: Span,
    /// The statement of saying, accusing or demanding whose content this one is: index into `Extraction::statements`.
    pub content_of: Option<usize>,
    /// Which part of the grammar made it: "de.clause.passive".
    pub rule: &'static str,
    /// How likely it is right, 0 to 1, calibrated on annotated articles.
    pub confidence: f32,
}

/// The subject, object or speaker of a statement: an actor or a concept.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Index into `Extraction::actors`; `None` for a concept.
    pub actor: Option<usize>,
    /// The canonical names of the actor or of the concept.
    pub label_de: String,
    pub label_en: String,
    /// The head word's lemma (of a name: the name) and its English gloss.
    pub head: String,
    pub head_en: String,
    /// The phrase in the article.
    pub span: Span,
    /// Several in English as well: "western allies".
    pub plural: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The German infinitive, with particle and "sich".
    pub lemma: String,
    /// The English verb in its base form: "call on".
    pub en: String,
    /// The predicate's words in the order of the text, gaps as "...": "wies ... zurück".
    pub surface: String,
}

/// What the stages before have found, as the grammar of statements reads it.
pub struct Reading<'a> {
    pub article: &'a Article,
    pub lang: &'static Language,
    pub trees: &'a [Tree],
    pub clauses: &'a [Clause],
    pub entities: &'a Entities,
    pub quotations: &'a [Quotation],
    pub attributions: &'a [Attribution],
}

/// The statements of an article, in the order of the text; each has an actor as its subject or object.
pub fn statements(reading: &Reading) -> Vec<Statement> {
    let mut drafts = Vec::new();
    for at in 0..reading.clauses.len() {
        reading.of_clause(at, &mut drafts);
    }
    drafts.sort_by_key(|draft: &Draft| (draft.sentence, draft.order));
    link(drafts)
}

/// A statement with the clause it came from, before the statements are numbered.
struct Draft {
    sentence: usize,
    /// Position of the predicate, then of the object: the order of the text.
    order: (usize, usize),
    clause: Option<usize>,
    content_of: Option<usize>,
    statement: Statement,
}

/// Drops repetitions and turns clauses into indices of statements.
fn link(drafts: Vec<Draft>) -> Vec<Statement> {
    let mut seen = HashSet::new();
    let drafts: Vec<Draft> = drafts.into_iter().filter(|draft| seen.insert(draft.statement.id.clone())).collect();
    let governs = |clause: usize| drafts.iter().position(|draft| draft.clause == Some(clause));
    let contents: Vec<Option<usize>> = drafts.iter().map(|draft| draft.content_of.and_then(governs)).collect();
    let statements = drafts.into_iter().zip(contents);
    statements.map(|(draft, content_of)| Statement { content_of, ..draft.statement }).collect()
}

/// The heads that a statement links, each with what it costs in confidence.
struct Pair {
    subject: Option<Filled>,
    object: Option<Filled>,
}

#[derive(Clone)]
struct Filled {
    argument: Argument,
    head: usize,
    /// How sure it is that this is the argument, 0 to 1.
    trust: f32,
    /// What the content of the verb is about, not its object.
    topic: bool,
    /// Nobody who could act: no actor, no role, no body.
    thing: bool,
    /// The preposition before it, where it is neither subject nor bare object.
    preposition: Option<String>,
    /// "nicht Polen, sondern Litauen": what is said of it is not negated.
    instead: bool,
    /// A pronoun; a topic may stand in another sentence than its verb, so its word is not asked for again.
    pronoun: bool,
}

impl Reading<'_> {
    fn of_clause(&self, at: usize, drafts: &mut Vec<Draft>) {
        let clause = &self.clauses[at];
        let tree = &self.trees[clause.tree];
        let unknown = clause.frame.is_none() && !clause.copular && !self.is_verb(clause);
        if clause.mood == ClauseMood::Imperative || unknown || self.is_torn(clause) || self.is_state(clause) {
            return;
        }
        let subjects = self.subjects(clause);
        let objects = self.objects(at);
        for pair in pairs(clause, subjects, objects).into_iter().map(|pair| speaker_first(clause, pair, &self.entities.actors)) {
            let (subject, object) = (pair.subject.as_ref(), pair.object.as_ref());
            let is_actor = |filled: Option<&Filled>| filled.is_some_and(|filled| filled.argument.actor.is_some());
            let same = is_actor(subject) && subject.map(|s| s.argument.actor) == object.map(|o| o.argument.actor);
            let nominal = clause.kind == ClauseKind::Nominal;
            // "staatlich unterstützte Zeitung", "Angriff auf ...": who did it is not said, and that it was done hardly
            let nobody = subject.is_none() && matches!(clause.kind, ClauseKind::Attribute | ClauseKind::Nominal);
            if nobody && (clause.kind == ClauseKind::Attribute || clause.frame.is_none_or(|frame| frame.event.is_none())) {
                continue;
            }
            let enough = if nominal {
                is_actor(object) || (is_actor(subject) && object.is_some())
            } else {
                is_actor(subject) || is_actor(object)
            };
            if same || !enough || (subject.is_none() && !is_actor(object)) {
                continue;
            }
            let frame = self.use_towards(clause, object);
            let Some(predicate) = self.predicate(clause, frame, object) else { continue };
            let attribution = match self.speaks_itself(clause, subject, &self.attributions[at]) {
                true => &Attribution { status: Status::Asserted, speaker: None, cue: None, prevented: false, content_of: None },
                false => &self.attributions[at],
            };
            let evidence = self.evidence(clause, subject, object);
            let event = self.event(frame, clause.tree, subject, object, evidence);
            let confidence = confidence(tree, clause, subject, object, event.is_some());
            let (speaker, cue) = self.speaker(attribution);
            let instead = [subject, object].into_iter().flatten().any(|filled| filled.instead);
            let statement = Statement {
                id: identifier(self.article, evidence, subject, &predicate, object),
                sentence: clause.tree,
                sentence_span: tree.span,
                subject: pair.subject.as_ref().map(|filled| filled.argument.clone()),
                predicate,
                object: pair.object.as_ref().map(|filled| filled.argument.clone()),
                speaker,
                cue,
                negated: (clause.negated && !instead) != attribution.prevented,
                status: attribution.status,
                event,
                time: time(tree, clause, self.article.date),
                evidence,
                content_of: None,
                rule: clause.rule,
                confidence,
            };
            let order = (clause.head, pair.object.as_ref().map_or(0, |filled| filled.head));
            drafts.push(Draft { sentence: clause.tree, order, clause: Some(at), content_of: attribution.content_of, statement });
        }
    }

    /// "Zhao betonte, ..., und forderte die USA auf": what somebody says or demands in the indicative is no report of his own.
    fn speaks_itself(&self, clause: &Clause, subject: Option<&Filled>, attribution: &Attribution) -> bool {
        let Some(actor) = subject.and_then(|subject| subject.argument.actor) else { return false };
        let speaker = match &attribution.speaker {
            Some(Speaker::Actor(actor, _)) => *actor,
            Some(Speaker::Phrase(tree, head)) => self.entities.of(*tree, *head),
            None => None,
        };
        let tree = &self.trees[clause.tree];
        let pronoun = subject.is_some_and(|subject| subject.pronoun);
        let coordinated = tree.deprels[clause.head] == Deprel::Conj;
        let indicative = clause.mood == ClauseMood::Indicative && clause.modal.is_none();
        let quoted = self.quotations.iter().any(|quotation| {
            quotation.kind == QuotationKind::Direct
                && quotation.quote.iter().any(|quote| quote.contains(tree.words[clause.head].span))
        });
        let reports = clause.frame.is_some_and(|frame| frame.flags.reports());
        speaker == Some(actor) && !pronoun && coordinated && indicative && reports && !quoted
    }

    fn is_verb(&self, clause: &Clause) -> bool {
        let word = &self.trees[clause.tree].words[clause.head];
        word.upos == Upos::Verb && word.form.chars().all(char::is_alphabetic)
    }

    /// The logical subjects, coordination distributed; `None` stands for an agent that is not named.
    fn subjects(&self, clause: &Clause) -> Vec<Option<Filled>> {
        let subjects: Vec<&clause::Argument> = clause.arguments.iter().filter(|argument| argument.role == Role::Subject).collect();
        if subjects.is_empty() && clause.voice == Voice::Passive {
            return vec![None];
        }
        subjects.into_iter().flat_map(|argument| self.distribute(clause.tree, argument)).map(Some).collect()
    }

    /// What the content of a verb of saying is about: the subject of the content clause.
    fn topic(&self, at: usize) -> Vec<Filled> {
        let is_content = |&other: &usize| {
            let clause = &self.clauses[other];
            let attributed = self.attributions[other].content_of == Some(at);
            attributed && matches!(clause.kind, ClauseKind::Content | ClauseKind::Main | ClauseKind::Infinitive)
        };
        let Some(content) = (0..self.clauses.len()).find(is_content) else { return Vec::new() };
        let clause = &self.clauses[content];
        let tree = &self.trees[clause.tree];
        let nominative = |argument: &&clause::Argument| matches!(tree.deprels[argument.head], Deprel::Nsubj | Deprel::NsubjPass);
        let topic = clause
            .arguments
            .iter()
            .find(nominative)
            .or_else(|| clause.argument(&Role::Subject))
            .or_else(|| clause.argument(&Role::Object));
        topic.map_or(Vec::new(), |topic| {
            let filled = self.distribute(clause.tree, topic);
            filled.into_iter().map(|filled| Filled { trust: filled.trust * 0.8, topic: true, ..filled }).collect()
        })
    }

    /// An argument and the phrases coordinated with it.
    fn distribute(&self, tree: usize, argument: &clause::Argument) -> Vec<Filled> {
        let shared = if argument.shared { 0.9 } else { 1.0 };
        let words = &self.trees[tree];
        let instead = |head: usize| words.children(head).any(|child| words.words[child].form == self.lang.grammar.instead);
        let heads = phrase::conjuncts(words, argument.head);
        let filled = heads.iter().filter_map(|&head| Some(Filled { instead: instead(head), ..self.filled(tree, head, shared)? }));
        filled.collect()
    }

    fn filled(&self, tree: usize, head: usize, trust: f32) -> Option<Filled> {
        let argument = self.argument(tree, head)?;
        let pronoun = self.trees[tree].words[head].upos == Upos::Pron;
        let class = self.lang.lexicon.noun(&argument.head).and_then(|noun| noun.class);
        // "verlor 20 Prozent": a measure of nothing tells little
        let trust = if argument.actor.is_none() && class == Some(NounClass::Measure) { trust * 0.6 } else { trust };
        let agent = matches!(class, Some(NounClass::Role | NounClass::Group | NounClass::Body));
        let thing = argument.actor.is_none() && !agent;
        let trust = if pronoun { trust * 0.85 } else { trust };
        Some(Filled { argument, head, trust, topic: false, thing, preposition: None, instead: false, pronoun })
    }

    /// The phrase as an actor or a concept; `None` for pronouns that nobody resolved and for measures.
    fn argument(&self, tree: usize, head: usize) -> Option<Argument> {
        let words = &self.trees[tree];
        let span = phrase::span(words, &phrase::phrase(words, head));
        if let Some(actor) = self.entities.of(tree, head).or_else(|| self.first_person(tree, head)) {
            let entity = &self.entities.actors[actor];
            return Some(Argument {
                actor: Some(actor),
                label_de: entity.label_de.clone(),
                label_en: entity.label_en.clone(),
                head: self.head_of(entity, tree, head),
                head_en: entity.label_en.clone(),
                span,
                plural: entity.plural,
            });
        }
        concept::concept(words, head, self.lang).map(|concept| Argument {
            actor: None,
            label_de: concept.label_de,
            label_en: concept.label_en,
            head: concept.head,
            head_en: concept.head_en,
            span,
            plural: false,
        })
    }

    /// "Ich will nicht ...", sagte Rubio: the speaker.
    fn first_person(&self, tree: usize, head: usize) -> Option<usize> {
        let feats = self.trees[tree].words[head].feats;
        if feats.person != Some(Person::First) || feats.number == Some(Number::Plur) {
            return None;
        }
        let takes = |clause: &Clause| clause.tree == tree && clause.arguments.iter().any(|argument| argument.head == head);
        let at = self.clauses.iter().position(takes)?;
        match self.attributions[at].speaker.as_ref()? {
            Speaker::Actor(actor, _) => *actor,
            Speaker::Phrase(tree, word) => self.entities.of(*tree, *word),
        }
    }

    /// Of a description the noun ("Hacker"), of a name the name.
    fn head_of(&self, entity: &Entity, tree: usize, head: usize) -> String {
        let word = &self.trees[tree].words[head];
        let described = word.upos == Upos::Noun && entity.label_de != word.form && entity.wikidata.is_none();
        if described { phrase::compound_lemma(&self.trees[tree], head) } else { entity.label_de.clone() }
    }

    /// "kämpft um den Markt gegen Netflix": towards an object behind another preposition the use of the verb with that one.
    fn use_towards(&self, clause: &Clause, object: Option<&Filled>) -> Option<&'static Frame> {
        let frame = clause.frame?;
        let Some(preposition) = object.and_then(|object| object.preposition.as_ref()) else { return Some(frame) };
        let towards = |frame: &&Frame| matches!(&frame.target, Some(SlotKind::Preposition(own, _)) if own == preposition);
        if towards(&frame) || clause.rule == "de.clause.light" {
            return Some(frame);
        }
        let mut uses = self.lang.lexicon.frames(&frame.lemma).iter().filter(|other| other.reflexive == frame.reflexive);
        uses.find(towards).or(Some(frame))
    }

    /// The verb; its English names the preposition before an object that no use of the verb is about: "play against".
    fn predicate(&self, clause: &Clause, frame: Option<&'static Frame>, object: Option<&Filled>) -> Option<Predicate> {
        let tree = &self.trees[clause.tree];
        let topic = object.is_some_and(|object| object.topic);
        let loose = object.and_then(|object| object.preposition.as_deref()).filter(|preposition| {
            let slot = |slot: &SlotKind| matches!(slot, SlotKind::Preposition(own, _) if own == preposition);
            frame.is_some_and(|frame| !frame.target.as_ref().is_some_and(slot) && !frame.slots.iter().any(|own| slot(&own.kind)))
        });
        let with = loose.and_then(|given| objects::LOOSE.iter().find(|(own, _)| *own == given)).map(|&(_, english)| english);
        let en = match frame {
            Some(frame) if topic => self.about(frame).to_owned(),
            Some(frame) => match with.filter(|with| !frame.english.ends_with(with)) {
                Some(with) => format!("{} {with}", frame.english),
                None => frame.english.clone(),
            },
            None if clause.copular && clause.lemma == self.lang.grammar.be => "is".to_owned(),
            None if clause.copular && clause.lemma == self.lang.grammar.passive => "become".to_owned(),
            None if clause.copular => "remain".to_owned(),
            None => return None,
        };
        let mut surface = String::new();
        let mut last: Option<usize> = None;
        for &word in clause.predicate.iter().filter(|&&word| {
            !clause.copular || word != clause.head || tree.words[word].upos == Upos::Verb || tree.words[word].upos == Upos::Aux
        }) {
            let gap = last.is_some_and(|last| word > last + 1);
            surface += if gap {
                " ... "
            } else if surface.is_empty() {
                ""
            } else {
                " "
            };
            surface += &tree.words[word].form;
            last = Some(word);
        }
        Some(Predicate { lemma: clause.lemma.clone(), en, surface })
    }

    /// Towards a topic, "say" is "comment on", "write" is "write about": the verb's use with "zu" or "über".
    fn about<'f>(&self, frame: &'f Frame) -> &'f str
    where
        Self: 'f,
    {
        let uses = self.lang.lexicon.frames(&frame.lemma).iter();
        let about = uses.filter(|other| other.flags.say()).find(|other| {
            matches!(&other.target, Some(SlotKind::Preposition(preposition, _)) if matches!(preposition.as_str(), "zu" | "über"))
        });
        about.map_or(frame.english.as_str(), |other| other.english.as_str())
    }

    fn event(
        &self,
        frame: Option<&'static Frame>,
        tree: usize,
        subject: Option<&Filled>,
        object: Option<&Filled>,
        evidence: Span,
    ) -> Option<Event> {
        let nouns = self.trees[tree].words.iter().filter(|word| evidence.contains(word.span));
        let nouns = nouns.filter(|word| matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Verb | Upos::Propn));
        let contexts = contexts(nouns.map(|word| word.lemma.as_str()), self.lang);
        let acts = subject.is_none_or(|subject| subject.argument.actor.is_some());
        let concept = object.filter(|object| object.argument.actor.is_none()).map(|object| object.argument.head.as_str());
        // "traf eine Maßnahme", "sprach mit der Liste": nobody was met
        let nobody = frame.is_some_and(|frame| frame.event == Some(EventType::Consult) && !frame.lemma.contains(' '))
            && object.is_some_and(|object| {
                let fills = match (frame.and_then(|frame| frame.target.as_ref()), &object.preposition) {
                    (Some(SlotKind::Accusative), None) => true,
                    (Some(SlotKind::Preposition(target, _)), Some(given)) => target == given && target == "mit",
                    _ => false,
                };
                object.thing && fills
            });
        let acts = acts && !nobody;
        event(frame, concept, self.lang).filter(|_| acts).map(|event| Event { contexts, ..event })
    }

    fn speaker(&self, attribution: &Attribution) -> (Option<Argument>, Option<Span>) {
        let speaker = match &attribution.speaker {
            Some(Speaker::Phrase(tree, head)) => self.argument(*tree, *head),
            Some(Speaker::Actor(Some(actor), span)) => {
                let entity = &self.entities.actors[*actor];
                Some(Argument {
                    actor: Some(*actor),
                    label_de: entity.label_de.clone(),
                    label_en: entity.label_en.clone(),
                    head: entity.label_de.clone(),
                    head_en: entity.label_en.clone(),
                    span: *span,
                    plural: entity.plural,
                })
            }
            Some(Speaker::Actor(None, span)) => {
                let text = span.of(&self.article.text).to_owned();
                Some(Argument {
                    actor: None,
                    label_de: text.clone(),
                    label_en: text.clone(),
                    head: text.clone(),
                    head_en: text,
                    span: *span,
                    plural: false,
                })
            }
            None => None,
        };
        (speaker, attribution.cue)
    }

    /// The words of the clause, with its subject and object where they stand in the same sentence.
    fn evidence(&self, clause: &Clause, subject: Option<&Filled>, object: Option<&Filled>) -> Span {
        let tree = &self.trees[clause.tree];
        let first = clause.predicate.first().copied().unwrap_or(clause.head);
        let mut span = phrase::span(tree, &tree.subtree(clause.head)).cover(tree.words[first].span);
        for filled in [subject, object].into_iter().flatten().filter(|filled| tree.span.contains(filled.argument.span)) {
            span = span.cover(filled.argument.span);
        }
        let text = span.of(&self.article.text);
        let begin = text.len() - text.trim_start_matches([',', ';', ':', '.', '-', '–', ')', ' ', '\n']).len();
        Span::new(span.start + begin, span.end)
    }
}

/// From content alone, so that the same input gives the same identifier.
fn identifier(
    article: &Article,
    evidence: Span,
    subject: Option<&Filled>,
    predicate: &Predicate,
    object: Option<&Filled>,
) -> String {
    let label = |filled: Option<&Filled>| filled.map_or(String::new(), |filled| filled.argument.label_de.clone());
    let parts = [&article.id, evidence.of(&article.text), &label(subject), &predicate.lemma, &label(object)].map(str::to_owned);
    blake3::hash(parts.join("\u{1f}").as_bytes()).to_hex()[..16].to_owned()
}
