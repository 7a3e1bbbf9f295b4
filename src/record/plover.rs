//! PLOVER: the types of political events, their modes and scores.
//!
//! Types and modes are those of the PLOVER manual (Open Event Data Alliance); scores are its Goldstein-like values from -10
//! (conflict) to +10 (cooperation). Where the manual contradicts itself, docs/plover.md says what we settled on.

use std::sync::LazyLock;

use crate::record::names::names;
use crate::record::tables::rows;

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
    let mut codes = Vec::new();
    rows("plover.csv", include_str!("../../data/plover.csv"), |row| {
        codes.push(code(row.cells)?);
        Ok(())
    })
    .expect("tests read the embedded tables");
    codes
});

fn code(cells: &[&'static str]) -> Result<Code, String> {
    Ok(Code {
        kind: EventType::parse(cells[0]).ok_or_else(|| format!("'{}' is no type", cells[0]))?,
        mode: Some(cells[1].to_owned()).filter(|mode| !mode.is_empty()),
        quad: Quad::parse(cells[2]).ok_or_else(|| format!("'{}' is no quadrant", cells[2]))?,
        score: cells[3].parse().map_err(|_| format!("'{}' is no score", cells[3]))?,
        label_en: cells[4].to_owned(),
        label_de: cells[5].to_owned(),
    })
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
