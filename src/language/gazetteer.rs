//! What the program knows of actors: names, adjectives, inhabitants, capitals, offices, given names.
//!
//! The rows are those of data/*.csv, written by hand. "Vereinigten Staaten", "US-amerikanisch" and "Washington" lead to `usa`.

mod hints;

pub use hints::{HINTS, Hints};

use crate::record::names::names;
use crate::record::tables::{Map, Row, list, rows, size};

names! {
    /// What an actor is.
    ActorType {
        State = "state", Igo = "igo", Government = "government", Organisation = "organisation", Company = "company",
        Media = "media", Party = "party", ArmedGroup = "armed-group", Group = "group", Person = "person", Place = "place",
    }
}

names! {
    /// The grammatical gender of a name, `p` for names that are plural.
    NameGender { Masculine = "m", Feminine = "f", Neuter = "n", Plural = "p" }
}

/// The known actors and the words that lead to them.
#[derive(Default)]
pub struct Gazetteer {
    actors: Vec<Known>,
    by_id: Map<&'static str, usize>,
    names: Map<&'static str, usize>,
    folded: Map<String, usize>,
    adjectives: Map<String, usize>,
    inhabitants: Map<&'static str, (usize, InhabitantForm)>,
    metonyms: Map<&'static str, usize>,
    /// German name of a capital -> English name.
    capitals: Map<&'static str, &'static str>,
    offices: Map<&'static str, Office>,
    given: Map<&'static str, &'static str>,
    /// Family names, for the hints alone: nobody is meant by one without more.
    surnames: Vec<&'static str>,
    longest: usize,
}

/// An actor with what is certain about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub id: String,
    pub kind: ActorType,
    pub name_de: String,
    pub name_en: String,
    pub gender: Option<NameGender>,
    /// The id of the state that it belongs to.
    pub state: Option<String>,
    pub iso3: Option<String>,
    pub wikidata: Option<String>,
    /// Of a person: "Präsident", "president".
    pub office: Option<(String, String)>,
    /// The English adjective or name as a modifier: "Chinese", where it is known.
    pub adjective_de: Vec<String>,
    pub adjective_en: Option<String>,
}

impl Known {
    /// A party or a league of states: those that people write in any letters ("Fdp").
    pub fn is_alliance(&self) -> bool {
        matches!(self.kind, ActorType::Party | ActorType::Igo)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InhabitantForm {
    Masculine,
    Feminine,
    Plural,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    pub english: String,
    pub class: String,
    pub feminine: bool,
    /// The masculine form, under which the office is known.
    pub lemma: String,
}

/// The CSV files, as text.
pub struct Sources {
    pub states: &'static str,
    pub organisations: &'static str,
    pub regions: &'static str,
    pub peoples: &'static str,
    pub persons: &'static str,
    pub offices: &'static str,
    pub given_names: &'static str,
    pub surnames: &'static str,
}

impl Gazetteer {
    /// Reads the rows; a malformed one is named (tests read every embedded file).
    pub fn read(sources: &Sources) -> Result<Gazetteer, String> {
        let mut gazetteer = Gazetteer::default();
        gazetteer.make_room(sources);
        rows("states.csv", sources.states, |row| {
            gazetteer.add_state(row);
            Ok(())
        })?;
        for (file, text) in
            [("organisations.csv", sources.organisations), ("regions.csv", sources.regions)]
        {
            rows(file, text, |row| gazetteer.add_organisation(row))?;
        }
        rows("peoples.csv", sources.peoples, |row| {
            gazetteer.add_people(row);
            Ok(())
        })?;
        rows("persons.csv", sources.persons, |row| {
            gazetteer.add_person(row);
            Ok(())
        })?;
        rows("offices.csv", sources.offices, |row| {
            gazetteer.add_office(row);
            Ok(())
        })?;
        rows("firstnames.csv", sources.given_names, |row| {
            gazetteer.given.insert(row.cell("name"), row.cell("gender"));
            Ok(())
        })?;
        rows("surnames.csv", sources.surnames, |row| {
            gazetteer.surnames.push(row.cell("surname"));
            Ok(())
        })?;
        Ok(gazetteer)
    }

    /// So that no map grows while it is read, which costs more than the reading.
    fn make_room(&mut self, sources: &Sources) {
        let named = size(sources.organisations)
            + size(sources.regions)
            + size(sources.persons)
            + size(sources.states);
        self.actors.reserve(named + size(sources.peoples));
        self.by_id.reserve(named + size(sources.peoples));
        self.names.reserve(3 * named / 2);
        self.folded.reserve(named);
        self.offices.reserve(2 * size(sources.offices));
        self.given.reserve(size(sources.given_names));
        self.surnames.reserve(size(sources.surnames));
    }

    pub fn actors(&self) -> &[Known] {
        &self.actors
    }

    pub fn by_id(&self, id: &str) -> Option<&Known> {
        self.by_id.get(id).map(|&at| &self.actors[at])
    }

    /// An actor by a name in any case: "Europäischen Union", "Chinas"; not by its capital.
    pub fn name(&self, name: &str) -> Option<&Known> {
        let at = self.names.get(name).or_else(|| {
            if name.contains(' ') {
                self.folded.get(&fold(name))
            } else {
                let stem = name.strip_suffix(['\'', '’']).or_else(|| name.strip_suffix('s'))?;
                self.names.get(stem).filter(|_| stem.chars().count() > 3)
            }
        });
        at.map(|&at| &self.actors[at])
    }

    /// A name without the genitive's ending, where the form as it stands is none: "Maduros" -> "Maduro", and "Emirates" stays.
    pub fn nominative<'a>(&self, form: &'a str) -> &'a str {
        let stem = form.strip_suffix(['\'', '’']).or_else(|| form.strip_suffix('s'));
        match stem.filter(|stem| self.names.contains_key(stem) && !self.names.contains_key(form)) {
            Some(stem) => stem,
            None => form,
        }
    }

    /// The name that differs from a form of as many letters in their case alone; of several the first in the alphabet.
    pub fn name_in_any_case(&self, form: &str) -> Option<&'static str> {
        let lower = form.to_lowercase();
        let alike = |name: &&&'static str| name.len() == form.len() && name.to_lowercase() == lower;
        let names = self.names.keys().chain(self.capitals.keys());
        names.filter(alike).min().copied()
    }

    /// The number of words of the longest name.
    pub fn longest_name(&self) -> usize {
        self.longest
    }

    /// The actor that an adjective belongs to: "chinesisch" -> China.
    pub fn adjective(&self, lemma: &str) -> Option<&Known> {
        let lower = lemma.to_lowercase();
        self.adjectives.get(&lower).map(|&at| &self.actors[at])
    }

    /// The state of an inhabitant: "Chinese", "Chinesin", "Chinesen".
    pub fn inhabitant(&self, form: &str) -> Option<(&Known, InhabitantForm)> {
        self.inhabitants.get(form).map(|&(at, kind)| (&self.actors[at], kind))
    }

    /// The state for whose government a capital or a building stands: "Peking", "Kreml".
    pub fn metonym(&self, name: &str) -> Option<&Known> {
        let stem = || name.strip_suffix(['s', '\'', '’']);
        self.metonyms
            .get(name)
            .or_else(|| stem().and_then(|stem| self.metonyms.get(stem)))
            .map(|&at| &self.actors[at])
    }

    /// The English name of a capital.
    pub fn capital(&self, name: &str) -> Option<&str> {
        self.capitals.get(name).copied()
    }

    /// Whether a noun is an office by itself, not by its last part.
    pub fn is_office(&self, lemma: &str) -> bool {
        self.offices.contains_key(lemma)
    }

    /// An office by its lemma, or by the last part of a compound: "Vizeaußenminister", "US-Präsident".
    pub fn office(&self, lemma: &str) -> Option<&Office> {
        if let Some(office) = self.offices.get(lemma) {
            return Some(office);
        }
        let begin = lemma.rfind('-').map_or(0, |at| at + 1);
        if begin > 0 && self.offices.contains_key(&lemma[begin..]) {
            return self.offices.get(&lemma[begin..]);
        }
        lemma[begin..].char_indices().skip(2).find_map(|(at, _)| {
            let tail = &lemma[begin + at..];
            if tail.chars().count() < 4 {
                None
            } else {
                self.offices.get(crate::language::lexicon::capitalised(tail).as_str())
            }
        })
    }

    /// "m", "f" or "u" of a given name.
    pub fn given_name(&self, name: &str) -> Option<&str> {
        self.given.get(name).copied()
    }

    fn add_state(&mut self, row: &Row) {
        let gender = match row.cell("article") {
            "die-pl" => Some(NameGender::Plural),
            "die" => Some(NameGender::Feminine),
            "der" => Some(NameGender::Masculine),
            _ => Some(NameGender::Neuter),
        };
        let at = self.add(
            row.cell("id"),
            Known {
                id: row.cell("id").to_owned(),
                kind: ActorType::State,
                name_de: row.cell("name_de").to_owned(),
                name_en: row.cell("name_en").to_owned(),
                gender,
                state: None,
                iso3: filled(row.cell("iso3")),
                wikidata: filled(row.cell("wikidata")),
                office: None,
                adjective_de: strings(row.cell("adjective_de")),
                adjective_en: filled(row.cell("adjective_en")),
            },
        );
        for (german, english) in list(row.cell("capital_de")).zip(list(row.cell("capital_en"))) {
            self.capitals.entry(german).or_insert(english);
        }
        self.alias(at, row.cell("name_de"));
        self.aliases(at, row.cell("aliases_de"));
        self.adjectives_of(at, row.cell("adjective_de"));
        let forms = [InhabitantForm::Masculine, InhabitantForm::Feminine, InhabitantForm::Plural];
        for (form, kind) in list(row.cell("inhabitant_de")).zip(forms) {
            self.inhabitants.entry(form).or_insert((at, kind));
        }
        for name in list(row.cell("capital_de")).chain(list(row.cell("metonyms_de"))) {
            self.metonyms.entry(name).or_insert(at);
        }
    }

    fn add_organisation(&mut self, row: &Row) -> Result<(), String> {
        let kind = ActorType::parse(row.cell("type"))
            .or((row.cell("type") == "region").then_some(ActorType::Place));
        let kind = kind.ok_or_else(|| {
            format!("'{}' of '{}' is no type of actor", row.cell("type"), row.cell("id"))
        })?;
        let at = self.add(
            row.cell("id"),
            Known {
                id: row.cell("id").to_owned(),
                kind,
                name_de: row.cell("name_de").to_owned(),
                name_en: row.cell("name_en").to_owned(),
                gender: row.get("gender").and_then(NameGender::parse),
                state: filled(row.cell("state")),
                iso3: None,
                wikidata: filled(row.cell("wikidata")),
                office: None,
                adjective_de: strings(row.cell("adjective_de")),
                adjective_en: None,
            },
        );
        self.alias(at, row.cell("name_de"));
        if let Some(aliases) = row.get("aliases_de") {
            self.aliases(at, aliases);
        }
        if kind != ActorType::Place {
            self.alias(at, row.cell("name_en"));
        }
        if let Some(adjectives) = row.get("adjective_de") {
            self.adjectives_of(at, adjectives);
        }
        Ok(())
    }

    fn add_people(&mut self, row: &Row) {
        let at = self.add(
            row.cell("id"),
            Known {
                id: row.cell("id").to_owned(),
                kind: ActorType::Group,
                name_de: row.cell("name_de").to_owned(),
                name_en: row.cell("name_en").to_owned(),
                gender: Some(NameGender::Plural),
                state: None,
                iso3: None,
                wikidata: filled(row.cell("wikidata")),
                office: None,
                adjective_de: strings(row.cell("adjective_de")),
                adjective_en: None,
            },
        );
        for name in list(row.cell("name_de")) {
            self.inhabitants.entry(name).or_insert((at, InhabitantForm::Plural));
        }
        let forms = [InhabitantForm::Masculine, InhabitantForm::Feminine];
        for (name, form) in list(row.cell("singular_de")).zip(forms) {
            self.inhabitants.entry(name).or_insert((at, form));
        }
        self.adjectives_of(at, row.cell("adjective_de"));
    }

    fn add_person(&mut self, row: &Row) {
        let at = self.add(
            row.cell("id"),
            Known {
                id: row.cell("id").to_owned(),
                kind: ActorType::Person,
                name_de: row.cell("name").to_owned(),
                name_en: filled(row.cell("name_en")).unwrap_or_else(|| row.cell("name").to_owned()),
                gender: NameGender::parse(row.cell("gender")),
                state: filled(row.cell("state")),
                iso3: None,
                wikidata: filled(row.cell("wikidata")),
                office: filled(row.cell("office_de")).zip(filled(row.cell("office_en"))),
                adjective_de: Vec::new(),
                adjective_en: None,
            },
        );
        self.alias(at, row.cell("name"));
        self.aliases(at, row.cell("aliases"));
    }

    fn add_office(&mut self, row: &Row) {
        let office = |feminine| Office {
            english: row.cell("english").to_owned(),
            class: row.cell("class").to_owned(),
            feminine,
            lemma: row.cell("lemma").to_owned(),
        };
        self.offices.entry(row.cell("lemma")).or_insert_with(|| office(false));
        if !row.cell("feminine").is_empty() {
            self.offices.entry(row.cell("feminine")).or_insert_with(|| office(true));
        }
    }

    fn add(&mut self, id: &'static str, known: Known) -> usize {
        let at = self.actors.len();
        self.by_id.entry(id).or_insert(at);
        self.actors.push(known);
        at
    }

    fn aliases(&mut self, at: usize, cell: &'static str) {
        for alias in list(cell) {
            self.alias(at, alias);
        }
    }

    fn alias(&mut self, at: usize, name: &'static str) {
        if name.is_empty() {
            return;
        }
        self.longest = self.longest.max(name.split_whitespace().count());
        self.names.entry(name).or_insert(at);
        if name.contains(' ') {
            self.folded.entry(fold(name)).or_insert(at);
        }
    }

    fn adjectives_of(&mut self, at: usize, cell: &'static str) {
        for adjective in list(cell) {
            self.adjectives.entry(adjective.to_lowercase()).or_insert(at);
        }
    }
}

/// A name of several words without the endings of its adjectives: "Europäischen Union" -> "europäisch union".
fn fold(name: &str) -> String {
    let folded: Vec<String> = name.split_whitespace().map(fold_word).collect();
    folded.join(" ")
}

fn fold_word(word: &str) -> String {
    let lower = word.to_lowercase();
    for end in ["en", "er", "em", "es", "e", "s", "n"] {
        if let Some(stem) = lower.strip_suffix(end)
            && stem.chars().count() > 3
        {
            return stem.to_owned();
        }
    }
    lower
}

fn strings(cell: &'static str) -> Vec<String> {
    list(cell).map(str::to_owned).collect()
}

fn filled(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_their_endings() {
        assert_eq!(fold("Europäischen Union"), fold("Europäische Union"));
        assert_eq!(fold("Vereinigten Staaten"), fold("Vereinigte Staaten"));
        assert_ne!(fold("Rote Kreuz"), fold("Rote Khmer"));
    }
}
