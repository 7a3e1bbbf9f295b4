//! Text to statements: who does or says what to whom, with the words that say so.
//!
//! `cargo run --release --example statements`; the library alone is enough (`--no-default-features`).

use tripel::extract::corrections::Corrections;
use tripel::extract::extract;
use tripel::languages::language;
use tripel::record::article::{Article, Metadata};
use tripel::record::error::{Error, Result};

const TEXT: &str = "Deutschland hat am Montag den Botschafter von Belarus ausgewiesen. \
    Die Regierung in Minsk nannte das einen unfreundlichen Schritt.";

fn main() -> Result<()> {
    let german = language("de").ok_or_else(|| Error::new("German is not built in"))?;
    for article in Article::from_bytes("note.txt", TEXT.into(), &Metadata::default()) {
        let article = article?;
        let extraction = extract(&article, german, &Corrections::default());
        for statement in &extraction.statements {
            let label = |argument: Option<&tripel::extract::statement::Argument>| {
                argument.map_or("-".to_owned(), |argument| argument.label_en.clone())
            };
            println!(
                "{} | {} | {}  ({}): \"{}\"",
                label(statement.subject.as_ref()),
                statement.predicate.en,
                label(statement.object.as_ref()),
                statement.status,
                statement.evidence.of(&article.text)
            );
        }
    }
    Ok(())
}
