//! `tripel coverage`: how many words of articles the tables gloss.

use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::extract::gloss::{Coverage, coverage};
use tripel::record::article::Article;
use tripel::record::error::Result;

use super::input::Input;
use super::output::{failed, to_stdout};
use super::table::Table;
use super::{Global, Outcome};

/// Count the verbs, nouns and adjectives that have an English gloss
#[derive(clap::Args)]
#[command(after_help = "Examples:
  tripel coverage corpus.jsonl
  tripel coverage --missing 50 article.txt      the words to add to data/de/*.csv first")]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// How many words without a gloss are named, the most frequent first
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    missing: usize,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let mut sums = <[Coverage; 3]>::default();
    let languages = args.input.languages(global)?;
    let work = |article: Article| {
        let lang = languages.of(&article)?;
        Ok(coverage(&analyse(&article, lang, &Corrections::default()).trees, lang))
    };
    let outcome = args.input.each(global, work, |own| {
        for (sum, own) in sums.iter_mut().zip(own) {
            sum.add(own);
        }
        Ok(())
    })?;
    let mut table = Table::new(["words", "glossed", "of", "share", "without a gloss"]);
    for (name, sum) in ["verbs", "nouns", "adjectives"].iter().zip(&sums) {
        let mut missing: Vec<(&String, &usize)> = sum.missing.iter().collect();
        missing.sort_by_key(|(lemma, count)| (std::cmp::Reverse(**count), lemma.as_str()));
        let named: Vec<String> = missing
            .iter()
            .take(args.missing)
            .map(|(lemma, count)| format!("{lemma} {count}"))
            .collect();
        let share = if sum.all == 0 {
            String::new()
        } else {
            format!("{:.1} %", 100.0 * sum.known as f64 / sum.all as f64)
        };
        table.push(vec![
            (*name).into(),
            sum.known.to_string().into(),
            sum.all.to_string().into(),
            share.into(),
            named.join(", ").into(),
        ]);
    }
    to_stdout(|out| table.write(out).map_err(failed))?;
    Ok(outcome)
}
