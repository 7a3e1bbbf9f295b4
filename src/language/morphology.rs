//! Word forms: which readings a form may have, and its lemma.
//!
//! A small network learned from a morphological lexicon reads the beginnings and ends of a form and tells what the form may
//! be (`readings`), and which edit makes its lemma (`lemma`): "gegangen" as a verb is `ge0 keep 5 ehen`, "gehen".
//! It has no list of forms, so that it says as much of forms that no lexicon has.

use std::fmt;

use crate::language::model::{Table, Weights, matrix::Matrix, matrix::sigmoids};
use crate::record::error::Result;
use crate::ud::Upos;

/// Buckets of form features.
pub const BUCKETS: usize = 1 << 15;
/// What a form may be; see `data/train` for the order.
pub const READINGS: usize = 64;
/// How many edits are tried before a form is its own lemma.
const TRIES: usize = 8;
/// Forms are read to this many characters.
const LONGEST: usize = 60;

/// The network of word forms.
#[derive(Clone, Debug)]
pub struct Forms {
    table: Table,
    bias: Vec<f32>,
    hidden: Matrix,
    hidden_bias: Vec<f32>,
    readings: Matrix,
    readings_bias: Vec<f32>,
    edits: [(Matrix, Vec<f32>, Vec<Edit>); 4],
    /// `form TAB upos TAB lemma`, sorted.
    exceptions: Vec<&'static str>,
}

/// The classes of words that have edits of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LemmaClass {
    Noun,
    Name,
    Verb,
    Adjective,
}

impl LemmaClass {
    pub const ALL: [LemmaClass; 4] =
        [LemmaClass::Noun, LemmaClass::Name, LemmaClass::Verb, LemmaClass::Adjective];

    pub fn of(upos: Upos) -> Option<Self> {
        match upos {
            Upos::Noun => Some(LemmaClass::Noun),
            Upos::Propn => Some(LemmaClass::Name),
            Upos::Verb | Upos::Aux => Some(LemmaClass::Verb),
            Upos::Adj => Some(LemmaClass::Adjective),
            _ => None,
        }
    }

    /// The name of the class in the model's file.
    pub fn name(self) -> &'static str {
        ["noun", "name", "verb", "adjective"][self as usize]
    }
}

impl Forms {
    /// Fails where the file is broken.
    pub fn new(file: &'static [u8]) -> Result<Self> {
        let weights = Weights::new(file)?;
        let edits = LemmaClass::ALL.map(|class| {
            let name = class.name();
            let edits =
                weights.lines(&format!("{name}.edits")).into_iter().map(Edit::parse).collect();
            (weights.matrix(name), weights.values(&format!("{name}.bias")), edits)
        });
        Ok(Forms {
            table: weights.table("features"),
            bias: weights.values("bias"),
            hidden: weights.matrix("hidden"),
            hidden_bias: weights.values("hidden.bias"),
            readings: weights.matrix("readings"),
            readings_bias: weights.values("readings.bias"),
            edits,
            exceptions: weights.lines("exceptions"),
        })
    }

    /// How many values the hidden layer has.
    pub fn width(&self) -> usize {
        self.hidden.outputs
    }

    /// The hidden layer for each form, row by row.
    pub fn hidden(&self, forms: &[&str]) -> Vec<f32> {
        let mut sums = self.bias.repeat(forms.len());
        let mut features = Vec::new();
        for (form, sum) in forms.iter().zip(sums.chunks_exact_mut(self.table.columns)) {
            form_features(form, &mut features);
            features.iter().for_each(|&row| self.table.add(row, sum));
        }
        sums.iter_mut().for_each(|x| *x = x.max(0.0));
        let mut hidden = self.hidden_bias.repeat(forms.len());
        self.hidden.multiply(&sums, &mut hidden);
        hidden.iter_mut().for_each(|x| *x = x.max(0.0));
        hidden
    }

    /// How likely each reading is for each row of the hidden layer.
    pub fn readings(&self, hidden: &[f32]) -> Vec<f32> {
        let mut readings = self.readings_bias.repeat(hidden.len() / self.hidden.outputs);
        self.readings.multiply(hidden, &mut readings);
        sigmoids(&mut readings);
        readings
    }

    /// The lemma of a form with its row of the hidden layer.
    pub fn lemma(&self, form: &str, hidden: &[f32], upos: Upos) -> String {
        if let Some(lemma) = self.exception(form, upos) {
            return lemma.to_string();
        }
        let Some(class) = LemmaClass::of(upos) else {
            let open = matches!(upos, Upos::X | Upos::Sym | Upos::Num | Upos::Punct);
            return if open { form.to_string() } else { form.to_lowercase() };
        };
        let (matrix, bias, edits) = &self.edits[class as usize];
        let mut scores = bias.clone();
        matrix.multiply(hidden, &mut scores);
        for _ in 0..TRIES {
            let best = (1..edits.len()).fold(0, |a, b| if scores[b] > scores[a] { b } else { a });
            match edits.get(best).and_then(|edit| edit.apply(form)) {
                Some(lemma) => return lemma,
                None => scores.get_mut(best).into_iter().for_each(|score| *score = f32::MIN),
            }
        }
        form.to_string()
    }

    fn exception(&self, form: &str, upos: Upos) -> Option<&'static str> {
        let key = format!(
            "{}\t{upos}\t",
            if upos == Upos::Noun || upos == Upos::Propn {
                form.to_string()
            } else {
                form.to_lowercase()
            }
        );
        let at = self.exceptions.partition_point(|line| *line < key.as_str());
        self.exceptions.get(at)?.strip_prefix(key.as_str())
    }
}

/// The buckets of a form: its beginnings, its ends, itself, its length and capital.
pub fn form_features(form: &str, features: &mut Vec<usize>) {
    features.clear();
    let chars: Vec<char> = form.chars().take(LONGEST).collect();
    let capital = chars.first().is_some_and(|c| c.is_uppercase());
    let lower: Vec<char> = chars.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let mut add = |kind: u32, part: &[char]| {
        features.push(bucket(kind * 2 + u32::from(capital), part) as usize % BUCKETS);
    };
    for length in 1..=8.min(lower.len()) {
        add(length as u32, &lower[lower.len() - length..]);
    }
    for length in 1..=5.min(lower.len()) {
        add(10 + length as u32, &lower[..length]);
    }
    add(20, &lower);
    add(21 + lower.len().min(12) as u32, &[]);
    let inner = chars.iter().skip(1).any(|c| c.is_uppercase());
    let digit = chars.iter().any(|c| c.is_ascii_digit());
    let hyphen = chars.contains(&'-');
    add(40 + u32::from(inner) + 2 * u32::from(digit) + 4 * u32::from(hyphen), &[]);
    // the letters before an end: "-ung|s", "ge-...-t"
    if lower.len() > 4 {
        add(60, &[lower[0], lower[1], lower[lower.len() - 2], lower[lower.len() - 1]]);
    }
}

/// A hash of characters (FNV-1a).
pub fn bucket(kind: u32, part: &[char]) -> u32 {
    let mut hash = 2_166_136_261u32;
    for value in std::iter::once(kind).chain(part.iter().map(|&c| c as u32)) {
        for byte in value.to_le_bytes() {
            hash = (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
        }
    }
    hash ^ (hash >> 15)
}

/// How a lemma is made of a form: take out the n-th "ge" or "zu", set the first letter's case, cut the end, add another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// "ge" or "zu", and how many of them stand before the one to take out.
    drop: Option<(bool, usize)>,
    /// `Some(true)` for a capital.
    capital: Option<bool>,
    cut: usize,
    append: String,
}

impl Edit {
    /// The edit that makes the lemma of the form and keeps most of it.
    pub fn between(form: &str, lemma: &str) -> Self {
        let is_capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
        let capital = (is_capital(form) != is_capital(lemma)).then(|| is_capital(lemma));
        let drops = [None].into_iter().chain((0..6).map(|i| Some((i >= 3, i % 3))));
        let mut best: Option<Edit> = None;
        for drop in drops {
            let bare = Edit { drop, capital, cut: 0, append: String::new() };
            let Some(stem) = bare.apply(form) else { continue };
            let same = stem.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
            let edit = Edit {
                cut: stem.chars().count() - same,
                append: lemma.chars().skip(same).collect(),
                ..bare
            };
            if best.as_ref().is_none_or(|b| edit.cut + edit.append.len() < b.cut + b.append.len()) {
                best = Some(edit);
            }
        }
        best.unwrap_or(Edit { drop: None, capital, cut: 0, append: String::new() })
    }

    /// The lemma, where the edit fits the form.
    pub fn apply(&self, form: &str) -> Option<String> {
        let mut stem = match self.drop {
            None => form.to_string(),
            Some((zu, skip)) => {
                let (at, part) = form.match_indices(if zu { "zu" } else { "ge" }).nth(skip)?;
                format!("{}{}", &form[..at], &form[at + part.len()..])
            }
        };
        if let Some(capital) = self.capital {
            let mut chars = stem.chars();
            let first = chars.next()?;
            stem = if capital {
                first.to_uppercase().chain(chars).collect()
            } else {
                first.to_lowercase().chain(chars).collect()
            };
        }
        for _ in 0..self.cut {
            stem.pop()?;
        }
        stem.push_str(&self.append);
        (!stem.is_empty()).then_some(stem)
    }

    /// Reads what `Display` writes.
    pub fn parse(line: &str) -> Self {
        let mut fields = line.split(' ');
        let drop = fields.next().and_then(|f| {
            Some((
                f.starts_with("zu"),
                f.strip_prefix("ge").or(f.strip_prefix("zu"))?.parse().ok()?,
            ))
        });
        let capital = match fields.next() {
            Some("upper") => Some(true),
            Some("lower") => Some(false),
            _ => None,
        };
        let cut = fields.next().and_then(|f| f.parse().ok()).unwrap_or(0);
        Edit { drop, capital, cut, append: fields.next().unwrap_or("").to_string() }
    }
}

impl fmt::Display for Edit {
    /// `ge0 keep 5 ehen`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.drop {
            None => f.write_str("all")?,
            Some((zu, skip)) => write!(f, "{}{skip}", if zu { "zu" } else { "ge" })?,
        }
        let capital = match self.capital {
            None => "keep",
            Some(true) => "upper",
            Some(false) => "lower",
        };
        write!(f, " {capital} {} {}", self.cut, self.append)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_make_the_lemma_and_print_as_they_were_read() {
        for (form, lemma) in [
            ("gegangen", "gehen"),
            ("anzufangen", "anfangen"),
            ("Häuser", "Haus"),
            ("Gehen", "gehen"),
            ("gut", "gut"),
        ] {
            let edit = Edit::between(form, lemma);
            assert_eq!(edit.apply(form).as_deref(), Some(lemma));
            assert_eq!(Edit::parse(&edit.to_string()), edit);
        }
        assert_eq!(Edit::between("angerufen", "anrufen").to_string(), "ge0 keep 0 ");
    }
}
