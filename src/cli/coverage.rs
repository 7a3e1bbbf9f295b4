//! `tripel coverage`: how many words of articles the tables gloss.

use tripel::article::Article;
use tripel::corrections::Corrections;
use tripel::error::Result;
use tripel::extract::analyse;
use tripel::gloss::{Coverage, coverage};

use super::Outcome;
use super::input::{Input, language};
use super::output::{failed, to_stdout};
use super::table::Table;

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

pub fn run(args: Args) -> Result<Outcome> {
    let mut sums = <[Coverage; 3]>::default();
    let work = |article: Article| {
        let lang = language(&article)?;
        Ok(coverage(&analyse(&article, lang, &Corrections::default()).trees, lang))
    };
    let outcome = args.input.each(work, |own| {
        for (sum, own) in sums.iter_mut().zip(own) {
            sum.add(own);
        }
        Ok(())
    })?;
    let mut table = Table::new(["words", "glossed", "of", "share", "without a gloss"]);
    for (name, sum) in ["verbs", "nouns", "adjectives"].iter().zip(&sums) {
        let mut missing: Vec<(&String, &usize)> = sum.missing.iter().collect();
        missing.sort_by_key(|(lemma, count)| (std::cmp::Reverse(**count), lemma.as_str()));
        let named: Vec<String> = missing.iter().take(args.missing).map(|(lemma, count)| format!("{lemma} {count}")).collect();
        let share = if sum.all == 0 { String::new() } else { format!("{:.1} %", 100.0 * sum.known as f64 / sum.all as f64) };
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
