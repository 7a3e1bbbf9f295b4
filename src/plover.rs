//! PLOVER: the types of political events, their modes and scores.
//!
//! Types and modes are those of the PLOVER manual (Open Event Data Alliance); scores are its Goldstein-like values from -10
//! (conflict) to +10 (cooperation). Where the manual contradicts itself, docs/plover.md says what we settled on.

use std::sync::LazyLock;

use crate::ud::names;

names! {
    /// PLOVER event type, from cooperation to conflict.
    EventType {
        Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE", Cooperate = "COOPERATE", Aid = "AID",
        Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT", Threaten = "THREATEN",
        Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE", Coerce = "COERCE", Assault = "ASSAULT",
    }
}

names! {
    /// The quadrant of an event: by word or by deed, with or against one another.
    Quad {
        VerbalCooperation = "verbal-cooperation", MaterialCooperation = "material-cooperation",
        VerbalConflict = "verbal-conflict", MaterialConflict = "material-conflict",
    }
}

impl Quad {
    pub fn is_conflict(self) -> bool {
        matches!(self, Quad::VerbalConflict | Quad::MaterialConflict)
    }
}

/// A row of data/plover.csv.
#[derive(Clone, Debug)]
pub struct Code {
    pub kind: EventType,
    /// `None` for the type itself.
    pub mode: Option<String>,
    pub quad: Quad,
    pub score: f32,
    /// Only where `mode` is `None`.
    pub label_en: String,
    pub label_de: String,
}

static CODES: LazyLock<Vec<Code>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("../data/plover.csv").as_bytes());
    reader.records().map(|record| code(&record.expect("data/plover.csv is well formed"))).collect()
});

fn code(record: &csv::StringRecord) -> Code {
    Code {
        kind: EventType::parse(&record[0]).expect("data/plover.csv names a type"),
        mode: Some(record[1].to_owned()).filter(|mode| !mode.is_empty()),
        quad: Quad::parse(&record[2]).expect("data/plover.csv names a quadrant"),
        score: record[3].parse().expect("data/plover.csv gives a score"),
        label_en: record[4].to_owned(),
        label_de: record[5].to_owned(),
    }
}

/// Every type and mode, in the manual's order.
pub fn codes() -> &'static [Code] {
    &CODES
}

impl EventType {
    /// The row of the type with a mode, or of the type alone.
    pub fn code(self, mode: Option<&str>) -> Option<&'static Code> {
        CODES.iter().find(|code| code.kind == self && code.mode.as_deref() == mode)
    }

    pub fn quad(self) -> Quad {
        self.code(None).map_or(Quad::VerbalConflict, |code| code.quad)
    }

    /// The score of the type in a mode; of the type alone where the mode is unknown.
    pub fn score(self, mode: Option<&str>) -> f32 {
        self.code(mode).or_else(|| self.code(None)).map_or(0.0, |code| code.score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflict_is_negative_and_cooperation_is_positive() {
        for code in codes() {
            let verbal_request = code.kind == EventType::Request;
            assert!(verbal_request || (code.score < 0.0) == code.quad.is_conflict(), "{:?}", code);
        }
        assert!(EventType::ALL.iter().all(|kind| kind.code(None).is_some()));
    }
}
