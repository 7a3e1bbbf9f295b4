//! tripel-train: makes the files of data/de from treebanks, names and raw text.
//!
//! `tripel-train score` measures them. `tripel-train de --corpora FOLDER` makes all of them, with fixed seeds; `--only vectors|forms|encoder|network` one of them.

mod confidence;
mod corpora;
mod forms;
mod joint;
mod net;
mod network;
mod pretrain;
mod raw;
mod referents;
mod score;
mod vectors;

use std::path::{Path, PathBuf};
use std::time::Instant;

use joint::Joint;
use tripel::language::model::encoder::Encoder;
use tripel::language::model::{Array, Balance, Models, Vectors, Weights, write};
use tripel::language::morphology::Forms;
use tripel::record::span::Span;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How often the encoder reads the words of the annotated corpora (after Gururangan et al. 2020).
const AT_HOME: usize = 6;

const USAGE: &str = "usage: tripel-train de|score|balance|confidence|referents --corpora FOLDER [--only vectors|forms|encoder|network] [--epochs N] [--seed N] [--texts FILE,FILE]";

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| {
        arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1)).cloned()
    };
    let number =
        |name: &str, default: usize| option(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    let corpora = PathBuf::from(option("--corpora").unwrap_or("../shared/corpora".to_string()));
    let folder = PathBuf::from(option("--out").unwrap_or("data/de".to_string()));
    let plan = network::Plan {
        epochs: number("--epochs", 22),
        rate: 2e-3,
        trees: 16,
        names: number("--names", 24),
        seed: number("--seed", 1) as u64,
        skip: number("--skip", 2),
    };
    match arguments.first().map(String::as_str) {
        Some("de") => german(&corpora, &folder, option("--only").as_deref(), &plan),
        Some("score") => scores(&corpora, &folder, Path::new("target")),
        Some("balance") => balance(&corpora, &folder),
        Some("confidence") => {
            let texts = option("--texts").ok_or("--texts FILE[,FILE] is needed")?;
            let texts: Vec<&Path> = texts.split(',').map(Path::new).collect();
            let verdicts = Path::new("data/train/annotations/statements.csv");
            confidence::fit(&texts, verdicts, &folder.join("confidence.csv"))
        }
        Some("referents") => {
            let texts = option("--texts").ok_or("--texts FILE[,FILE] is needed")?;
            let texts: Vec<&Path> = texts.split(',').map(Path::new).collect();
            let annotations = Path::new("data/train/annotations/referents.csv");
            let check = Path::new("data/train/annotations/referents_check.csv");
            referents::fit(&texts, annotations, check, &folder.join("referents.csv"))
        }
        _ => Err(USAGE.into()),
    }
}

/// The models of a folder's files; the word forms beside them.
fn models_of(folder: &Path) -> Outcome<(Models, Forms)> {
    let read = |name: &str| std::fs::read(folder.join(name)).map(|bytes| &*bytes.leak());
    let forms = Forms::new(read("forms.bin")?)?;
    let german = tripel::languages::language("de").ok_or("German is not built in")?;
    let hints = german.models.hints.clone();
    let mut models = Models::new(read("vectors.bin")?, read("network.bin")?, hints)?;
    models.encoder = Some(Encoder::new(&Weights::new(read("encoder.bin")?)?));
    Ok((models, forms))
}

/// Dev figures for shares of the large analyser, one question after the other: what `Balance::LARGE` is set to.
fn balance(corpora: &Path, folder: &Path) -> Outcome<()> {
    let (mut models, forms) = models_of(folder)?;
    let dev = corpora::conllu(&corpora.join("ud/dev.conllu"))?;
    let names = corpora::names(&corpora.join("names/dev.tsv"))?;
    for share in [1.0, 0.85, 0.7, 0.55, 0.4, 0.0] {
        let all = Balance { tags: share, feats: share, arcs: share, labels: share, names: share };
        models.balance = all;
        let trees = score::analyse(&dev, &models, &forms);
        let [upos, _, feats, uas, las, core] = score::trees(&dev, &trees);
        let [plain, ..] = score::names(&names, &score::analyse(&names, &models, &forms));
        println!(
            "{share:.2}: upos {upos:.2} feats {feats:.2} uas {uas:.2} las {las:.2} core {core:.2} names {plain:.2}"
        );
    }
    Ok(())
}

/// Scores of the files of a folder on the dev parts, and CoNLL-U for score_parse.py: of given words, and of raw text.
fn scores(corpora: &Path, folder: &Path, out: &Path) -> Outcome<()> {
    let start = Instant::now();
    let (models, forms) = models_of(folder)?;
    println!("models read in {:.1?}", start.elapsed());
    let path = corpora.join("ud/dev.conllu");
    let dev = corpora::conllu(&path)?;
    let trees = score::analyse(&dev, &models, &forms);
    let [upos, lemma, feats, uas, las, core] = score::trees(&dev, &trees);
    println!(
        "upos {upos:.2} lemma {lemma:.2} feats {feats:.2} uas {uas:.2} las {las:.2} core {core:.2}"
    );
    let names = corpora::names(&corpora.join("names/dev.tsv"))?;
    let named = score::analyse(&names, &models, &forms);
    let [plain, places, all] = score::names(&names, &named);
    println!("names: plain {plain:.2}, LOCderiv and LOCpart {places:.2}, all {all:.2}");
    print!("{}{}", score::name_errors(&names, &named), score::errors(&dev, &trees));
    let text = score::text(&path)?;
    let german = tripel::languages::language("de").ok_or("German is not built in")?;
    let start = Instant::now();
    let sentences = tripel::syntax::sentence::sentences(&text, &[Span::new(0, text.len())], german);
    let cut = start.elapsed();
    let given: Vec<_> = sentences
        .iter()
        .map(|s| (s.span, tripel::syntax::tag::words(&text, s, tripel::de::CONTRACTIONS)))
        .collect();
    let words: usize = given.iter().map(|(_, words)| words.len()).sum();
    let raw = tripel::syntax::parse::trees_of(given, &models, &forms);
    let all = start.elapsed();
    println!(
        "{words} words: sentences {cut:.1?}, all {all:.1?}, {:.0} words/s",
        words as f64 / all.as_secs_f64()
    );
    let mut file = std::fs::File::create(out.join("dev-raw.conllu"))?;
    tripel::syntax::conllu::write("dev", &text, &raw, &mut file)?;
    Ok(())
}

fn german(corpora: &Path, folder: &Path, only: Option<&str>, plan: &network::Plan) -> Outcome<()> {
    let start = Instant::now();
    let encoder_path = Path::new("target/encoder.f32");
    let wanted = |step: &str| only.is_none_or(|only| only == step);
    let train = corpora::conllu(&corpora.join("ud/train.conllu"))?;
    let read = |name: &str| std::fs::read(folder.join(name)).map(|bytes| &*bytes.leak());
    if wanted("vectors") || wanted("forms") || wanted("encoder") {
        let raw = raw::read_xz(&corpora.join("raw/bundestag.txt.xz"))?;
        let text = vectors::text(&raw, 60_000);
        eprintln!("{:.0?} text read", start.elapsed());
        if wanted("forms") {
            let lexicon = raw::read_gz(&corpora.join("lexicon/morphology.tsv.gz"))?;
            std::fs::write(folder.join("forms.bin"), made_forms(&lexicon, &text, &train)?)?;
            eprintln!("{:.0?} forms made", start.elapsed());
        }
        if wanted("vectors") {
            let vectors = vectors::train(&text, 4, 1);
            std::fs::write(
                folder.join("vectors.bin"),
                write(&vectors::arrays(&text, &vectors, 50_000)),
            )?;
            eprintln!("{:.0?} vectors made", start.elapsed());
        }
        if wanted("encoder") {
            let weights = Weights::new(read("vectors.bin")?)?;
            let forms = Forms::new(read("forms.bin")?)?;
            let mut joint = Joint::new(weights.values("vectors"), Vec::new(), plan.seed);
            let mut sentences = raw::sample(&raw, plan.skip);
            // the encoder is to feel at home in news and encyclopedias as well
            let hdt = corpora::conllu(&corpora.join("ud/hdt.conllu"))?;
            let names = corpora::names(&corpora.join("names/train.tsv"))?;
            for _ in 0..AT_HOME {
                sentences.extend(
                    [&train, &hdt, &names]
                        .into_iter()
                        .flatten()
                        .map(|s| s.forms.clone())
                        .filter(|s| s.len() > 3),
                );
            }
            pretrain::train(
                &mut joint,
                &sentences,
                &text,
                &Vectors::new(&weights),
                &forms,
                2e-3,
                plan.seed,
            );
            std::fs::write(encoder_path, joint.encoder())?;
            eprintln!("{:.0?} encoder made", start.elapsed());
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
        let forms = Forms::new(read("forms.bin")?)?;
        let hints =
            &tripel::languages::language("de").ok_or("German is not built in")?.models.hints;
        let plan = network::Plan { seed: plan.seed + 2, ..*plan };
        let bytes = network::train(
            &data,
            read("vectors.bin")?,
            &forms,
            hints,
            &std::fs::read(encoder_path)?,
            &plan,
        )?;
        std::fs::write(folder.join("network.bin"), bytes)?;
        eprintln!("{:.0?} network made", start.elapsed());
    }
    Ok(())
}

/// The file of the model of word forms, with the treebank's exceptions to it.
fn made_forms(
    lexicon: &str,
    text: &vectors::Text,
    treebank: &[corpora::Sentence],
) -> Outcome<Vec<u8>> {
    let outcome = forms::train(lexicon, &text.all, treebank, 4, 1);
    eprintln!("{}", outcome.report);
    let mut arrays = outcome.arrays;
    let forms = Forms::new(write(&arrays).leak())?;
    arrays.push(Array::text("exceptions", forms::exceptions(&forms, treebank)));
    Ok(write(&arrays))
}
