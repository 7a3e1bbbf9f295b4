//! Whatever the text, the whole road gives trees with one root and statements with evidence, in time.

use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;

use crate::clock::processor_time;
use crate::holds::{article, check, file, german, road};
use crate::{news, sample};

fn sample_bytes() -> Vec<u8> {
    std::fs::read(sample()).expect("the sample")
}

/// How bytes are spoilt: at one place, by a share of the text, with a byte.
type Damage = (u8, f64, f64, u8);

/// Cuts, doubles, moves, turns around, overwrites.
fn spoilt(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(kind, place, share, byte) in damages {
        let at = (place * bytes.len() as f64) as usize;
        let end = (at + 1 + (share * 400.0) as usize).min(bytes.len());
        if at >= end {
            continue;
        }
        let part = bytes[at..end].to_vec();
        match kind % 6 {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, part)),
            2 => {
                bytes.drain(at..end);
                let other = (share * bytes.len() as f64) as usize;
                drop(bytes.splice(other..other, part));
            }
            3 => bytes[at..end].reverse(),
            4 => bytes[at] = byte,
            _ => bytes.insert(at, byte),
        }
    }
    bytes
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    // bytes that mean something to the stages, and any others
    let byte = prop_oneof![prop::sample::select(b".,:;\"'-()\n\t @#/0".to_vec()), any::<u8>()];
    prop::collection::vec((any::<u8>(), 0.0..1.0, 0.0..1.0, byte), 1..40)
}

proptest! {
    #[test]
    fn any_letters(text in "\\PC{0,300}", wild in prop::collection::vec(any::<char>(), 0..300)) {
        road(&text);
        road(&wild.into_iter().collect::<String>());
    }

    #[test]
    fn german_cut_and_shuffled(damages in damages(), from in 0.0..1.0, length in 1..1500_usize) {
        let bytes = sample_bytes();
        let at = (from * bytes.len() as f64) as usize;
        let part = &bytes[at..(at + length).min(bytes.len())];
        road(&String::from_utf8_lossy(&spoilt(part, &damages)));
    }

    #[test]
    fn german_words_in_any_order(order in prop::collection::vec(0..1000_usize, 1..120), gaps in prop::collection::vec(0..12_usize, 120)) {
        let text = String::from_utf8(sample_bytes()).expect("UTF-8");
        let words: Vec<&str> = text.split_whitespace().collect();
        let gap = |at: usize| [" ", " ", " ", " ", " ", "", "\n", "\n\n", ". ", ", ", "“ ", " „"][gaps[at % gaps.len()]];
        road(&order.iter().enumerate().map(|(at, word)| [words[word % words.len()], gap(at)].concat()).collect::<String>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// As bytes, from the file on: whatever the reader makes of them.
    #[test]
    fn the_sample_damaged(damages in damages(), ending in prop::sample::select(vec!["txt", "html", "md", "jsonl"])) {
        file(&format!("a.{ending}"), &spoilt(&sample_bytes(), &damages));
    }
}

#[test]
fn news_damaged() {
    let Some(news) = news() else { return };
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for one in news.iter().step_by(10) {
        let damages = damages().new_tree(&mut runner).expect("damages").current();
        road(&String::from_utf8_lossy(&spoilt(one.text.as_bytes(), &damages)));
    }
}

/// As long as no article is, and the slowest that was found: each word has the same score as a head.
#[test]
fn a_sentence_of_100_000_words_takes_bounded_time() {
    let most = Duration::from_secs(if cfg!(debug_assertions) { 900 } else { 180 });
    for part in ["Die USA werfen China vor, dass der Minister ", "Merkel, "] {
        let words = part.split_whitespace().count();
        let article = article(&part.repeat(100_000_usize.div_ceil(words)));
        let begin = processor_time();
        let analysis = analyse(&article, german(), &Corrections::default());
        let time = processor_time() - begin;
        println!("{part:?}: {time:.1?}, {} statements", analysis.extraction.statements.len());
        assert!(analysis.trees.iter().map(|tree| tree.words.len()).sum::<usize>() >= 100_000);
        check(&article, &analysis);
        assert!(time < most, "{part:?} took {time:?}");
    }
}
