//! Events: the PLOVER type, mode, context and score of what a statement tells.
//!
//! The verb decides ("verhaften": COERCE, arrest); where it only carries a noun ("startete Angriffe"), the noun does.

use std::collections::BTreeSet;

use crate::language::Language;
use crate::language::lexicon::Frame;
use crate::record::plover::EventType;

/// What a statement is in PLOVER's terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub kind: EventType,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    /// From -10 (conflict) to +10 (cooperation).
    pub score: f32,
}

impl Event {
    pub fn new(kind: EventType, mode: Option<&str>) -> Self {
        let mode = mode.filter(|mode| kind.code(Some(mode)).is_some());
        Event { kind, mode: mode.map(str::to_owned), contexts: Vec::new(), score: kind.score(mode) }
    }
}

/// The contexts that words point to, in alphabetical order, each once.
pub fn contexts<'a>(words: impl Iterator<Item = &'a str>, lang: &Language) -> Vec<String> {
    let found: BTreeSet<String> = words
        .flat_map(|word| lang.lexicon.contexts(word).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    found.into_iter().collect()
}

/// The event of a verb in a frame with an object's head noun (lemma).
pub fn event(frame: Option<&Frame>, object: Option<&str>, lang: &Language) -> Option<Event> {
    let frame = frame?;
    if let Some(kind) = frame.event {
        return Some(Event::new(kind, frame.mode.as_deref()));
    }
    let noun = lang.lexicon.noun(object?)?;
    let carried = frame.flags.light();
    noun.event.filter(|_| carried).map(|kind| Event::new(kind, noun.mode.as_deref()))
}
