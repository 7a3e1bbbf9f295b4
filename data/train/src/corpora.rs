//! The corpora: treebanks in CoNLL-U, names in the columns of GermEval, the morphological lexicon.

use std::path::Path;

use tripel::syntax::tag::contraction;
use tripel::ud::{Deprel, Feats, Upos};

/// A sentence of a corpus; what it is not annotated with is `None`.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub forms: Vec<String>,
    /// The number of the token a word belongs to.
    pub tokens: Vec<usize>,
    pub surface: Vec<String>,
    /// Whether a blank stands before each token; where a corpus does not say, where German has one.
    pub spaces: Vec<bool>,
    pub lemmas: Vec<String>,
    pub upos: Option<Vec<Upos>>,
    pub feats: Option<Vec<String>>,
    /// Head's index plus one, 0 for the root.
    pub heads: Option<Vec<usize>>,
    pub deprels: Vec<Deprel>,
    /// `B-PER` and so on, of the outer level.
    pub names: Option<Vec<String>>,
    pub source: Source,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    #[default]
    Any,
    Gsd,
    Pud,
    Hdt,
}

pub fn conllu(path: &Path) -> std::io::Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path)?;
    let hdt = path.file_name().is_some_and(|name| name == "hdt.conllu");
    let mut sentences = Vec::new();
    for block in text.trim().split("\n\n") {
        let mut sentence =
            Sentence { source: if hdt { Source::Hdt } else { Source::Gsd }, ..Default::default() };
        let (mut upos, mut feats, mut heads) = (Vec::new(), Vec::new(), Vec::new());
        let mut inside = 0;
        let mut tight = false;
        for line in block.lines() {
            if line.starts_with("# parallel_id") {
                sentence.source = Source::Pud;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            if line.starts_with('#') || columns.len() < 8 || columns[0].contains('.') {
                continue;
            }
            if let Some((from, to)) = columns[0].split_once('-') {
                inside = to.parse::<usize>().unwrap_or(0) + 1 - from.parse::<usize>().unwrap_or(0);
                sentence.surface.push(columns[1].to_string());
                sentence.spaces.push(!tight);
                tight = glued(&columns);
                continue;
            }
            if inside == 0 {
                sentence.surface.push(columns[1].to_string());
                sentence.spaces.push(!tight);
                tight = glued(&columns);
            }
            inside = inside.saturating_sub(1);
            sentence.tokens.push(sentence.surface.len() - 1);
            sentence.forms.push(columns[1].to_string());
            sentence.lemmas.push(columns[2].to_string());
            upos.push(Upos::parse(columns[3]).unwrap_or(Upos::X));
            feats.push(Feats::parse(columns[5]).to_string());
            heads.push(columns[6].parse().unwrap_or(0));
            let fold = columns[7].split(':').next().unwrap_or("dep");
            sentence
                .deprels
                .push(Deprel::parse(columns[7]).or(Deprel::parse(fold)).unwrap_or(Deprel::Dep));
        }
        sentence.upos = Some(upos);
        sentence.heads = Some(heads);
        sentence.feats = (!hdt).then_some(feats);
        sentences.push(sentence);
    }
    Ok(sentences)
}

/// Whether no blank follows the token of a line of CoNLL-U.
fn glued(columns: &[&str]) -> bool {
    columns.get(9).is_some_and(|misc| misc.contains("SpaceAfter=No"))
}

/// Contractions are split as the product splits them; both words of one carry its tag.
pub fn names(path: &Path) -> std::io::Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path)?;
    let mut sentences = Vec::new();
    for block in text.trim().split("\n\n") {
        let mut sentence = Sentence::default();
        let mut tags: Vec<String> = Vec::new();
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() < 3 {
                continue;
            }
            let form = columns[1];
            let before = sentence.surface.last().map(String::as_str);
            let opens = before.is_some_and(|form| ["(", "[", "„", "‚"].contains(&form));
            let closes = [",", ".", ";", ":", "!", "?", ")", "]", "%", "“", "”", "’", "'", "…"];
            let quote = form == "\"";
            let quoted = sentence.surface.iter().filter(|&form| form == "\"").count() % 2 == 1;
            let after_quote = before == Some("\"") && quoted;
            let tight = opens || closes.contains(&form) || after_quote || (quote && quoted);
            sentence.spaces.push(!tight && before.is_some());
            sentence.surface.push(form.to_string());
            let words = match contraction(columns[1], tripel::de::CONTRACTIONS) {
                Some((first, second)) => vec![first, second.to_string()],
                None => vec![columns[1].to_string()],
            };
            for (i, word) in words.into_iter().enumerate() {
                sentence.tokens.push(sentence.surface.len() - 1);
                sentence.forms.push(word);
                tags.push(if i > 0 {
                    columns[2].replacen("B-", "I-", 1)
                } else {
                    columns[2].to_string()
                });
            }
        }
        sentence.names = Some(tags);
        sentences.push(sentence);
    }
    Ok(sentences)
}

/// Form, lemma, tag of each line.
pub fn lexicon(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?, columns.next()?.split(' ').next()?))
    })
}
