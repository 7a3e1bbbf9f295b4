//! What the program knows of words: verb frames, light verbs, nouns, adjectives, cues, with English glosses and event types.
//!
//! The rows are those of `data/LANGUAGE/*.csv`, written by hand. `vorwerfen` comes out as a frame with a particle, an accused
//! in the dative, the English relation "accuse", and the event type ACCUSE.

mod heads;
mod senses;

pub use super::flags::Flags;
use crate::record::names::names;
use crate::record::plover::EventType;
use crate::record::tables::{Map, rows, size};
use crate::ud::Case;

pub use heads::{LINKS, head_noun};
pub use senses::PartEnglish;
use senses::{PartGloss, Sense};

/// The rows of a language, looked up by lemma.
#[derive(Default)]
pub struct Lexicon {
    frames: Map<String, Vec<Frame>>,
    light: Map<String, Vec<LightVerb>>,
    nouns: Map<&'static str, Noun>,
    adjectives: Map<&'static str, Adjective>,
    words: Map<&'static str, &'static str>,
    parts: Map<&'static str, PartGloss>,
    senses: Map<&'static str, Vec<Sense>>,
    cues: Vec<Cue>,
    /// Beginning or end of a word in small letters -> PLOVER context.
    contexts: Vec<(&'static str, &'static str)>,
    /// Infinitive -> preterite of the strong verbs.
    preterites: Map<&'static str, &'static str>,
    /// Participle -> infinitive, and whether it is the past participle.
    participles: Map<String, (String, bool)>,
}

/// A use of a verb: what it takes, what it means, which event it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The infinitive with its particle, without "sich".
    pub lemma: String,
    pub reflexive: bool,
    /// "zurück" of "zurückweisen".
    pub particle: Option<String>,
    /// What it takes besides the nominative subject.
    pub slots: Vec<Slot>,
    /// The English verb in its base form.
    pub english: String,
    /// The complement that names whom or what the action is done to.
    pub target: Option<SlotKind>,
    pub event: Option<EventType>,
    pub mode: Option<String>,
    pub flags: Flags,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub kind: SlotKind,
    pub optional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    Accusative,
    Dative,
    Genitive,
    /// "auf" with the accusative.
    Preposition(String, Case),
    /// A predicate: "gilt als ...".
    Predicative,
    /// An infinitive with "zu".
    Infinitive,
    /// A content clause: "dass ...", "ob ...", a question, or a main clause.
    Content,
}

/// A noun and a verb that mean one thing together: "Kritik üben".
#[derive(Clone, Debug, PartialEq)]
pub struct LightVerb {
    pub noun: String,
    /// "in" of "in Kraft treten".
    pub preposition: Option<String>,
    /// The whole as a frame; its lemma is "Kritik üben".
    pub frame: Frame,
}

impl LightVerb {
    /// "rückgängig machen", "für nichtig erklären": with an adjective for the noun.
    pub fn is_resultative(&self) -> bool {
        self.noun.chars().next().is_some_and(char::is_lowercase)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Noun {
    pub gender: String,
    pub english: String,
    pub class: Option<NounClass>,
    /// The verb behind a nominalised event: "angreifen" of "Angriff".
    pub verb: Option<String>,
    pub event: Option<EventType>,
    pub mode: Option<String>,
}

names! {
    /// What a noun stands for, as far as it decides who can act.
    NounClass {
        Role = "role", Body = "body", Group = "group", Place = "place", Event = "event", Speech = "speech", Time = "time",
        Measure = "measure",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Adjective {
    pub english: String,
    /// "hedge", "former", "future", "negative", "side", "region"; "state": under "sein" no deed left it behind.
    pub class: Option<String>,
}

/// Words that attribute what is said, or mark it as unsure or denied.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    pub text: String,
    pub kind: CueKind,
}

names! {
    CueKind {
        Preposition = "preposition", Postposition = "postposition", Adverb = "adverb", Impersonal = "impersonal", Hedge = "hedge",
        // "vielleicht": nobody says that it is so
        Guess = "guess", Negation = "negation", Conditional = "conditional", Purpose = "purpose", TimePast = "time-past",
        // nouns and adjectives whose infinitive somebody intends, and those whose infinitive is merely open
        Intention = "intention", Option = "option",
        // what a governing word makes of a dass-clause: "wahr", "Beweis", "Anzeichen", "Zweifel", "erfunden", "offen"; "fehlen" takes it back
        Truth = "truth", Proof = "proof", Hint = "hint", Doubt = "doubt", Falsehood = "falsehood", Open = "open", Lack = "lack",
        // before a phrase: "wohl aber", "nicht aber", "entweder", "gemeinsam mit"; beside a verb: "nicht genug"
        Contrast = "contrast", Exclusion = "exclusion", Either = "either", Aside = "aside", Insufficient = "insufficient",
    }
}

/// The CSV files of a language, as text.
pub struct Sources {
    pub verbs: &'static str,
    pub light: &'static str,
    pub nouns: &'static str,
    pub adjectives: &'static str,
    pub words: &'static str,
    pub parts: &'static str,
    pub senses: &'static str,
    pub cues: &'static str,
    pub strong: &'static str,
    pub contexts: &'static str,
}

impl Lexicon {
    /// Reads the rows; a malformed row is named by its file and content (tests read every embedded file).
    pub fn read(sources: &Sources) -> Result<Lexicon, String> {
        let mut lexicon = Lexicon::default();
        lexicon.make_room(sources);
        let mut strong = Map::default();
        rows("strong.csv", sources.strong, |row| {
            strong.insert(row.cells[0], row.cells[1]);
            lexicon.preterites.insert(row.cells[0], row.cells[2]);
            Ok(())
        })?;
        let mut verbs: Vec<(String, &'static str)> = Vec::new();
        rows("verbs.csv", sources.verbs, |row| {
            let frame = frame(row.cells)?;
            let verb = (frame.lemma.clone(), row.cells[1]);
            if verbs.last() != Some(&verb) {
                verbs.push(verb);
            }
            lexicon.frames.entry(frame.lemma.clone()).or_default().push(frame);
            Ok(())
        })?;
        lexicon.add_participles(verbs, &strong);
        rows("light.csv", sources.light, |row| {
            let (verb, light) = light_verb(row.cells)?;
            lexicon.light.entry(verb).or_default().push(light);
            Ok(())
        })?;
        rows("nouns.csv", sources.nouns, |row| {
            lexicon.nouns.insert(row.cells[0], noun(row.cells)?);
            Ok(())
        })?;
        rows("adjectives.csv", sources.adjectives, |row| {
            lexicon.adjectives.insert(
                row.cells[0],
                Adjective { english: row.cells[1].to_owned(), class: filled(row.cells[2]) },
            );
            Ok(())
        })?;
        rows("words.csv", sources.words, |row| {
            lexicon.words.entry(row.cells[0]).or_insert(row.cells[2]);
            Ok(())
        })?;
        rows("parts.csv", sources.parts, |row| {
            lexicon.parts.insert(row.cells[0], PartGloss::new(row.cells[1], row.cells[2]));
            Ok(())
        })?;
        rows("senses.csv", sources.senses, |row| {
            let sense = Sense::new(row.cells[1], row.cells[2]);
            lexicon.senses.entry(row.cells[0]).or_default().push(sense);
            Ok(())
        })?;
        rows("cues.csv", sources.cues, |row| {
            let kind = CueKind::parse(row.cells[1])
                .ok_or_else(|| format!("'{}' is no kind of cue", row.cells[1]))?;
            lexicon.cues.push(Cue { text: row.cells[0].to_owned(), kind });
            Ok(())
        })?;
        rows("contexts.csv", sources.contexts, |row| {
            lexicon.contexts.push((row.cells[0], row.cells[1]));
            Ok(())
        })?;
        Ok(lexicon)
    }

    /// So that no map grows while it is read, which costs more than the reading.
    fn make_room(&mut self, sources: &Sources) {
        let verbs = size(sources.verbs);
        self.frames.reserve(verbs);
        self.participles.reserve(3 * verbs);
        self.nouns.reserve(size(sources.nouns));
        self.adjectives.reserve(size(sources.adjectives));
        self.words.reserve(size(sources.words));
    }

    /// Of verbs with their particles; the first of the table has a participle that two share.
    fn add_participles(&mut self, verbs: Vec<(String, &'static str)>, strong: &Map<&str, &str>) {
        let particle =
            |particle: &'static str| Some(particle).filter(|particle| !particle.is_empty());
        for &(ref lemma, own) in &verbs {
            let past = past_participle(lemma, particle(own), strong);
            self.participles.entry(past).or_insert_with(|| (lemma.clone(), true));
        }
        let none = Map::default();
        for (lemma, own) in verbs {
            // "verhängt" beside "verhangen"
            let weak = past_participle(&lemma, particle(own), &none);
            self.participles.entry(weak).or_insert_with(|| (lemma.clone(), true));
            self.participles.entry(format!("{lemma}d")).or_insert_with(|| (lemma, false));
        }
    }

    /// The verb of a participle in any inflection: "angeführten" -> ("anführen", true), "steigende" -> ("steigen", false).
    pub fn participle(&self, form: &str) -> Option<(&str, bool)> {
        let stems =
            ["", "e", "en", "er", "es", "em"].iter().filter_map(|end| form.strip_suffix(end));
        let found = stems.filter_map(|stem| self.participles.get(stem)).next();
        found.map(|(verb, past)| (verb.as_str(), *past))
    }

    /// The known verb behind a form that the tagger understood wrongly: "verzichtet" -> "verzichten".
    pub fn verb_behind(&self, form: &str) -> Option<String> {
        let form = form.to_lowercase();
        let ends = ["et", "ete", "eten", "t", "te", "ten", "e", "est", "st", "en", "n"];
        let stems =
            ends.iter().filter_map(|end| form.strip_suffix(end)).filter(|stem| stem.len() > 2);
        stems
            .flat_map(|stem| [format!("{stem}en"), format!("{stem}n")])
            .find(|verb| self.frames.contains_key(verb))
    }

    /// "aufzugeben" of "aufgeben": the infinitive marker stands inside the verb.
    pub fn has_inner_zu(&self, form: &str, lemma: &str) -> bool {
        let form = form.to_lowercase();
        form.len() == lemma.len() + 2
            && form.match_indices("zu").any(|(at, _)| {
                at > 0 && lemma.starts_with(&form[..at]) && lemma.ends_with(&form[at + 2..])
            })
    }

    /// "ging" of "gehen"; of verbs without a prefix only.
    pub fn preterite(&self, lemma: &str) -> Option<&str> {
        self.preterites.get(lemma).copied()
    }

    /// The strong verbs of a form of the preterite, particles aside: "sprachen" -> "sprechen".
    pub fn strong_verbs(&self, form: &str) -> impl Iterator<Item = &str> {
        let stem = form.strip_suffix("en").unwrap_or(form);
        let verbs = self
            .preterites
            .iter()
            .filter(move |&(_, &preterite)| preterite == stem || preterite == form);
        verbs.map(|(&verb, _)| verb)
    }

    /// The uses of a verb (lemma with particle, without "sich").
    pub fn frames(&self, lemma: &str) -> &[Frame] {
        self.frames.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Every use of a verb, alone or with a noun, in no order.
    pub fn verbs(&self) -> impl Iterator<Item = &Frame> {
        let light = self.light.values().flatten().map(|light| &light.frame);
        self.frames.values().flatten().chain(light)
    }

    /// The light-verb constructions of a verb.
    pub fn light(&self, verb: &str) -> &[LightVerb] {
        self.light.get(verb).map_or(&[], Vec::as_slice)
    }

    /// The noun itself, or the row of the longest known last part of a compound.
    pub fn noun(&self, lemma: &str) -> Option<&Noun> {
        self.nouns.get(lemma).or_else(|| self.head_noun(lemma).map(|(_, noun)| noun))
    }

    /// Only the very word.
    pub fn exact_noun(&self, lemma: &str) -> Option<&Noun> {
        self.nouns.get(lemma)
    }

    /// The lemmas of all known nouns, in no order.
    pub fn noun_lemmas(&self) -> impl Iterator<Item = &str> {
        self.nouns.keys().copied()
    }

    /// The known noun behind a form that the tagger left as it was: "Länder" -> "Land", "Hackern" -> "Hacker".
    pub fn noun_behind(&self, form: &str) -> Option<String> {
        let stems = ["", "n", "en", "e", "er", "ern", "s", "es", "nen"]
            .iter()
            .filter_map(|end| form.strip_suffix(end));
        let plain = |stem: &str| {
            stem.replace('ä', "a")
                .replace('ö', "o")
                .replace('ü', "u")
                .replace('Ä', "A")
                .replace('Ö', "O")
                .replace('Ü', "U")
        };
        stems
            .flat_map(|stem| [stem.to_owned(), plain(stem)])
            .find(|stem| self.nouns.contains_key(stem.as_str()))
    }

    /// The last part of a compound that is a known noun, and the byte where it begins.
    pub fn head_noun(&self, lemma: &str) -> Option<(usize, &Noun)> {
        head_noun(lemma, self)
    }

    pub fn adjective(&self, lemma: &str) -> Option<&Adjective> {
        self.adjectives.get(lemma)
    }

    /// The English of a function word or adverb.
    pub fn word(&self, lemma: &str) -> Option<&str> {
        self.words.get(lemma).copied()
    }

    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    pub fn is_cue(&self, lemma: &str, kind: CueKind) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind && cue.text == lemma)
    }

    /// The PLOVER contexts that a word points to: "Cyberangriff" -> cyber.
    pub fn contexts(&self, word: &str) -> impl Iterator<Item = &str> {
        let lower = word.to_lowercase();
        self.contexts
            .iter()
            .filter(move |&&(stem, _)| lower.starts_with(stem) || lower.ends_with(stem))
            .map(|&(_, context)| context)
    }

    /// How many verbs, light verbs, nouns, adjectives there are.
    pub fn sizes(&self) -> [usize; 4] {
        [
            self.frames.values().map(Vec::len).sum(),
            self.light.values().map(Vec::len).sum(),
            self.nouns.len(),
            self.adjectives.len(),
        ]
    }
}

/// "angriff" -> "Angriff".
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn filled(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn frame(row: &[&str]) -> Result<Frame, String> {
    let (lemma, reflexive) = without_sich(row[0]);
    Ok(Frame {
        lemma,
        reflexive,
        particle: filled(row[1]),
        slots: row[2].split_whitespace().map(slot).collect::<Result<_, _>>()?,
        english: row[3].to_owned(),
        target: target(row[4])?,
        event: event(row[5])?,
        mode: filled(row[6]),
        flags: flags(row[0], row[7])?,
    })
}

fn light_verb(row: &[&str]) -> Result<(String, LightVerb), String> {
    let (verb, reflexive) = without_sich(row[1]);
    let frame = Frame {
        lemma: row[0].to_owned(),
        reflexive,
        particle: None,
        slots: Vec::new(),
        english: row[4].to_owned(),
        target: target(row[5])?,
        event: event(row[6])?,
        mode: filled(row[7]),
        flags: flags(row[0], row[8])?,
    };
    Ok((verb, LightVerb { noun: row[2].to_owned(), preposition: filled(row[3]), frame }))
}

fn noun(row: &[&str]) -> Result<Noun, String> {
    let class = match row[3] {
        "" => None,
        text => Some(
            NounClass::parse(text)
                .ok_or_else(|| format!("nouns.csv: '{text}' of '{}' is no class", row[0]))?,
        ),
    };
    Ok(Noun {
        gender: row[1].to_owned(),
        english: row[2].to_owned(),
        class,
        verb: filled(row[4]),
        event: event(row[5])?,
        mode: filled(row[6]),
    })
}

/// "anführen" -> "angeführt", "verbieten" -> "verboten", "studieren" -> "studiert".
fn past_participle(lemma: &str, particle: Option<&str>, strong: &Map<&str, &str>) -> String {
    const INSEPARABLE: &[&str] = &[
        "be", "emp", "ent", "er", "ge", "hinter", "miss", "unter", "ver", "wider", "zer", "über",
        "um", "durch", "voll", "wieder",
    ];
    if let Some(base) = particle.and_then(|particle| lemma.strip_prefix(particle)) {
        return format!(
            "{}{}",
            &lemma[..lemma.len() - base.len()],
            past_participle(base, None, strong)
        );
    }
    if let Some(participle) = strong.get(lemma) {
        return (*participle).to_owned();
    }
    let prefix = INSEPARABLE
        .iter()
        .find(|prefix| lemma.strip_prefix(**prefix).is_some_and(|base| base.len() > 4));
    if let Some(prefix) = prefix {
        let base = &lemma[prefix.len()..];
        if let Some(participle) = strong.get(base) {
            return format!("{prefix}{}", participle.strip_prefix("ge").unwrap_or(participle));
        }
    }
    let stem = lemma.strip_suffix("en").or_else(|| lemma.strip_suffix('n')).unwrap_or(lemma);
    let ending = if stem.ends_with(['t', 'd']) || stem.ends_with("chn") || stem.ends_with("fn") {
        "et"
    } else {
        "t"
    };
    let ge = if prefix.is_some() || lemma.ends_with("ieren") { "" } else { "ge" };
    format!("{ge}{stem}{ending}")
}

fn without_sich(lemma: &str) -> (String, bool) {
    match lemma.strip_prefix("sich ") {
        Some(rest) => (rest.to_owned(), true),
        None => (lemma.to_owned(), false),
    }
}

fn flags(lemma: &str, text: &str) -> Result<Flags, String> {
    Flags::parse(text).map_err(|flag| format!("'{flag}' of '{lemma}' is no flag"))
}

fn event(text: &str) -> Result<Option<EventType>, String> {
    match text {
        "" => Ok(None),
        _ => EventType::parse(text).map(Some).ok_or_else(|| format!("'{text}' is no event type")),
    }
}

fn target(text: &str) -> Result<Option<SlotKind>, String> {
    if text.is_empty() { Ok(None) } else { slot_kind(text).map(Some) }
}

fn slot(text: &str) -> Result<Slot, String> {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    Ok(Slot { kind: slot_kind(inner.unwrap_or(text))?, optional: inner.is_some() })
}

fn slot_kind(text: &str) -> Result<SlotKind, String> {
    Ok(match text {
        "acc" => SlotKind::Accusative,
        "dat" => SlotKind::Dative,
        "gen" => SlotKind::Genitive,
        "pred" => SlotKind::Predicative,
        "inf" => SlotKind::Infinitive,
        "dass" => SlotKind::Content,
        _ => {
            let (preposition, case) =
                text.split_once('+').ok_or_else(|| format!("'{text}' is no complement"))?;
            let case = match case {
                "acc" => Case::Acc,
                "dat" => Case::Dat,
                "gen" => Case::Gen,
                "nom" => Case::Nom,
                _ => return Err(format!("'{text}' names no case")),
            };
            SlotKind::Preposition(preposition.to_owned(), case)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participles_are_derived() {
        let strong = Map::from_iter([("bieten", "geboten"), ("werfen", "geworfen")]);
        for (lemma, particle, participle) in [
            ("anführen", Some("an"), "angeführt"),
            ("verbieten", None, "verboten"),
            ("vorwerfen", Some("vor"), "vorgeworfen"),
            ("studieren", None, "studiert"),
            ("antworten", None, "geantwortet"),
            ("verhaften", None, "verhaftet"),
        ] {
            assert_eq!(past_participle(lemma, particle, &strong), participle);
        }
    }
}
