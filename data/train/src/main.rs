//! tripel-train: makes the files of data/de from treebanks, names and raw text.
//!
//! `tripel-train de --corpora FOLDER` makes all of them, with fixed seeds; `--only vectors|forms|network` one of them.

mod corpora;
mod forms;
mod joint;
mod net;
mod network;
mod raw;
mod score;
mod vectors;

use std::path::{Path, PathBuf};
use std::time::Instant;

use tripel::model::{Array, write};
use tripel::morphology::Forms;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "usage: tripel-train de --corpora FOLDER [--only vectors|forms|network] [--epochs N] [--seed N]";

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1)).cloned();
    let number = |name: &str, default: usize| option(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    let corpora = PathBuf::from(option("--corpora").unwrap_or("../shared/corpora".to_string()));
    let folder = PathBuf::from(option("--out").unwrap_or("data/de".to_string()));
    let plan = network::Plan { epochs: number("--epochs", 24), rate: 2e-3, trees: 16, names: 10, seed: number("--seed", 1) as u64 };
    match arguments.first().map(String::as_str) {
        Some("de") => german(&corpora, &folder, option("--only").as_deref(), &plan),
        _ => Err(USAGE.into()),
    }
}

fn german(corpora: &Path, folder: &Path, only: Option<&str>, plan: &network::Plan) -> Outcome<()> {
    let start = Instant::now();
    let wanted = |step: &str| only.is_none_or(|only| only == step);
    let train = corpora::conllu(&corpora.join("ud/train.conllu"))?;
    if wanted("vectors") || wanted("forms") {
        let text = vectors::text(&raw::read_xz(&corpora.join("raw/bundestag.txt.xz"))?, 60_000);
        eprintln!("{:.0?} text read", start.elapsed());
        if wanted("forms") {
            let lexicon = raw::read_gz(&corpora.join("lexicon/morphology.tsv.gz"))?;
            std::fs::write(folder.join("forms.bin"), made_forms(&lexicon, &text, &train)?)?;
            eprintln!("{:.0?} forms made", start.elapsed());
        }
        if wanted("vectors") {
            let vectors = vectors::train(&text, 4, 1);
            std::fs::write(folder.join("vectors.bin"), write(&vectors::arrays(&text, &vectors, 50_000)))?;
            eprintln!("{:.0?} vectors made", start.elapsed());
        }
    }
    if wanted("network") {
        let data = network::Data {
            train,
            hdt: corpora::conllu(&corpora.join("ud/hdt.conllu"))?,
            names: corpora::names(&corpora.join("names/train.tsv"))?,
            dev: corpora::conllu(&corpora.join("ud/dev.conllu"))?,
            names_dev: corpora::names(&corpora.join("names/dev.tsv"))?,
        };
        let read = |name: &str| std::fs::read(folder.join(name)).map(|bytes| &*bytes.leak());
        let forms = Forms::new(read("forms.bin")?)?;
        std::fs::write(folder.join("network.bin"), network::train(&data, read("vectors.bin")?, &forms, plan)?)?;
        eprintln!("{:.0?} network made", start.elapsed());
    }
    Ok(())
}

/// The file of the model of word forms, with the treebank's exceptions to it.
fn made_forms(lexicon: &str, text: &vectors::Text, treebank: &[corpora::Sentence]) -> Outcome<Vec<u8>> {
    let outcome = forms::train(lexicon, &text.all, treebank, 4, 1);
    eprintln!("{}", outcome.report);
    let mut arrays = outcome.arrays;
    let forms = Forms::new(write(&arrays).leak())?;
    arrays.push(Array::text("exceptions", forms::exceptions(&forms, treebank)));
    Ok(write(&arrays))
}
