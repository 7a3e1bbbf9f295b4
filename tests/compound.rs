//! Compounds: a table of words of news text with their parts and heads.

use tripel::compound::compound;
use tripel::lang::language;

const TABLE: &str = include_str!("tables/compounds.csv");
/// Rows whose head must be found.
const FLOOR: f64 = 92.0;

#[test]
fn heads_of_compounds() {
    let german = language("de").expect("German is there");
    let (mut heads, mut splits, mut rows) = (0, 0, 0);
    for line in TABLE.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let found = compound(columns[0], german);
        let parts = found.as_ref().map_or(String::new(), |compound| compound.parts.join("|"));
        let head = found.map_or(String::new(), |compound| compound.head);
        rows += 1;
        heads += (head == columns[2]) as usize;
        splits += (parts == columns[1]) as usize;
        if head != columns[2] {
            println!("{}: {head} by {parts}, not {}", columns[1], columns[2]);
        }
    }
    let share = |count: usize| 100.0 * count as f64 / rows as f64;
    println!("{rows} compounds: heads {:.1} %, splits {:.1} %", share(heads), share(splits));
    assert!(rows >= 300 && share(heads) >= FLOOR);
}

#[test]
fn hyphens_and_simple_words() {
    let german = language("de").expect("German is there");
    let parts = |form| compound(form, german).map(|compound| (compound.parts.join("|"), compound.head));
    assert_eq!(parts("EU-Kommission"), Some(("EU|Kommission".to_owned(), "Kommission".to_owned())));
    for simple in ["Haus", "Regierung", "", "schnell", "-", "EU", "A-", "ß"] {
        assert_eq!(parts(simple), None, "{simple}");
    }
}
