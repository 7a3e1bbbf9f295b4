//! Compounds: a table of words of news text with their parts and heads.

use tripel::languages::language;
use tripel::syntax::compound::{Compound, compound};

const TABLE: &str = include_str!("tables/compounds.csv");
/// Rows whose head must be found.
const FLOOR: f64 = 92.0;

fn texts(compound: &Compound) -> String {
    compound.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("|")
}

#[test]
fn heads_of_compounds() {
    let german = language("de").expect("German is there");
    let (mut heads, mut splits, mut rows) = (0, 0, 0);
    for line in TABLE.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let found = compound(columns[0], german);
        let parts = found.as_ref().map_or(String::new(), texts);
        let head = found.map_or(String::new(), |compound| compound.head);
        rows += 1;
        heads += usize::from(head == columns[2]);
        splits += usize::from(parts == columns[1]);
        if head != columns[2] {
            println!("{}: {head} by {parts}, not {}", columns[1], columns[2]);
        }
    }
    let share = |count: usize| 100.0 * count as f64 / f64::from(rows);
    println!("{rows} compounds: heads {:.1} %, splits {:.1} %", share(heads), share(splits));
    assert!(rows >= 300 && share(heads) >= FLOOR);
}

#[test]
fn hyphens_and_simple_words() {
    let german = language("de").expect("German is there");
    let parts = |form| compound(form, german).map(|compound| (texts(&compound), compound.head));
    assert_eq!(parts("EU-Kommission"), Some(("EU|Kommission".to_owned(), "Kommission".to_owned())));
    for simple in ["Haus", "Regierung", "", "schnell", "-", "EU", "A-", "ß"] {
        assert_eq!(parts(simple), None, "{simple}");
    }
}
