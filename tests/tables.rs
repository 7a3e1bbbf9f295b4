//! The tables of knowledge: how many rows they have, that their cells mean something, and that states are as other lists have them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tripel::record::plover::EventType;

type Row = BTreeMap<String, String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header = reader.headers().expect("a header").clone();
    let cells = |record: csv::StringRecord| {
        header.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| cells(record.expect("a row"))).collect()
}

fn table(name: &str) -> Vec<Row> {
    rows(&root().join("data").join(name))
}

fn parts(cell: &str) -> Vec<&str> {
    cell.split('|').filter(|part| !part.is_empty()).collect()
}

#[test]
fn there_is_enough_of_everything() {
    let verbs: BTreeSet<String> =
        table("de/verbs.csv").into_iter().map(|row| row["lemma"].clone()).collect();
    assert!(verbs.len() >= 2500, "{} verbs", verbs.len());
    assert!(table("de/nouns.csv").len() >= 5000);
    assert!(table("de/adjectives.csv").len() >= 1500);
    assert!(table("organisations.csv").len() >= 400);
    assert!(table("states.csv").len() >= 249);
}

#[test]
fn every_event_and_mode_is_one_of_plover() {
    let mut wrong = Vec::new();
    for name in ["de/verbs.csv", "de/light.csv", "de/nouns.csv"] {
        for row in table(name) {
            let (event, mode) = (row["event"].as_str(), row["mode"].as_str());
            let known = match EventType::parse(event) {
                Some(kind) => kind.code(Some(mode).filter(|mode| !mode.is_empty())).is_some(),
                None => event.is_empty() && mode.is_empty(),
            };
            if !known {
                wrong.push(format!("{name}: {} has '{event} {mode}'", row["lemma"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_word_has_its_english() {
    let mut wrong = Vec::new();
    for name in ["de/verbs.csv", "de/light.csv", "de/nouns.csv", "de/adjectives.csv"] {
        for row in table(name) {
            let english = row["english"].as_str();
            let typed = english.trim() == english
                && !english.contains("  ")
                && !english.contains(['|', ';', '"']);
            if english.is_empty() || !typed {
                wrong.push(format!("{name}: {} is '{english}'", row["lemma"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_identifier_stands_twice() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for name in ["states.csv", "organisations.csv", "regions.csv", "peoples.csv", "persons.csv"] {
        let mut ids = BTreeSet::new();
        for row in table(name) {
            let id = row["id"].clone();
            if !ids.insert(id.clone()) {
                wrong.push(format!("{name}: {id} stands twice"));
            }
            let wikidata = row["wikidata"].clone();
            let form = wikidata.is_empty()
                || wikidata.strip_prefix('Q').is_some_and(|digits| digits.parse::<u64>().is_ok());
            if !form {
                wrong.push(format!("{name}: {id} has the Wikidata id '{wikidata}'"));
            }
            if let Some(other) = seen.insert(wikidata.clone(), id.clone())
                && !wikidata.is_empty()
            {
                wrong.push(format!("{name}: {id} and {other} are both {wikidata}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What another list of the states says, where one lies beside the clone; each difference that is no error stands here with its reason.
#[test]
fn states_are_as_elsewhere() {
    let path = root().join("../shared/corpora/lexicon/states.csv");
    if !path.is_file() {
        println!("skipped: no other list of states is there");
        return;
    }
    // two spellings of one name, or two names of one place
    const CAPITALS: [&str; 6] = ["DJI", "GGY", "JEY", "MNG", "PYF", "SWZ"];
    const NAMES: [&str; 5] = ["COD", "COG", "CIV", "HMD", "TCA"];
    let own: BTreeMap<String, Row> =
        table("states.csv").into_iter().map(|row| (row["iso2"].clone(), row)).collect();
    let mut wrong = Vec::new();
    for other in rows(&path) {
        let iso3 = other["iso3"].as_str();
        // Kosovo has no code of its own in ISO 3166
        let Some(row) = own
            .get(&other["iso2"])
            .or_else(|| own.values().find(|row| row["name_en"] == other["name_en"]))
        else {
            wrong.push(format!("{iso3} is missing"));
            continue;
        };
        let named = |name: &str, aliases: &str, given: &str| {
            row[name] == given || parts(&row[aliases]).contains(&given)
        };
        let mut differs =
            |what: &str| wrong.push(format!("{iso3}: {what} is '{}' elsewhere", other[what]));
        if !other["wikidata"].is_empty() && row["wikidata"] != other["wikidata"] {
            differs("wikidata");
        }
        if row["iso3"] != iso3 && iso3 != "UNK" {
            differs("iso3");
        }
        if !NAMES.contains(&iso3) && !named("name_de", "aliases_de", &other["name_de"]) {
            differs("name_de");
        }
        if !named("name_en", "aliases_en", &other["name_en"]) {
            differs("name_en");
        }
        let capitals = parts(&row["capital_en"]);
        let plain = |name: &str| name.replace([',', '.'], "");
        let same = capitals.iter().any(|capital| plain(capital) == plain(&other["capital_en"]));
        if !same && !capitals.is_empty() && !CAPITALS.contains(&iso3) {
            differs("capital_en");
        }
        // "Slovenian" and "Slovene": the adjective and the inhabitant begin alike
        let begin = |name: &str| name.chars().take(3).collect::<String>().to_lowercase();
        const DEMONYMS: [&str; 10] =
            ["BWA", "GUF", "GNB", "KGZ", "LSO", "PHL", "STP", "TJK", "USA", "VUT"];
        let adjective = begin(&row["adjective_en"]);
        let alike = other["demonym_en"].split(' ').any(|word| begin(word) == adjective)
            || begin(&other["demonym_en"]) == adjective;
        if !adjective.is_empty() && !alike && !DEMONYMS.contains(&iso3) {
            differs("demonym_en");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
