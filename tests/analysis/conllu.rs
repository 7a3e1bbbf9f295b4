//! `show --stage tree` writes CoNLL-U that a validator accepts.

use std::fs;

use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::syntax::conllu::write;

use crate::holds::conllu::breaches;
use crate::holds::german;
use crate::{articles, news, root, sample, tripel};

#[test]
fn the_program_writes_valid_trees() {
    let fixtures = fs::read_dir(root().join("tests/fixtures"))
        .expect("fixtures")
        .map(|entry| entry.expect("an entry").path());
    let files: Vec<_> = fixtures.chain([sample()]).collect();
    assert!(files.len() >= 3);
    for file in files {
        let printed = tripel(&["show", file.to_str().expect("a path"), "--stage", "tree"], &[]);
        assert!(printed.starts_with("# sent_id = "), "{}: {printed}", file.display());
        assert_eq!(breaches(&printed, &articles(&file)[0].text), [""; 0], "{}", file.display());
    }
}

#[test]
fn trees_of_news_are_valid() {
    let Some(news) = news() else { return };
    for article in news.iter().take(200) {
        let analysis = analyse(article, german(), &Corrections::default());
        let mut written = Vec::new();
        write(&article.id, &article.text, &analysis.trees, &mut written).expect("written");
        assert_eq!(
            breaches(std::str::from_utf8(&written).expect("UTF-8"), &article.text),
            [""; 0],
            "{}",
            article.id
        );
    }
}

const GOOD: &str = "# sent_id = x-1
# text = Er geht zum Arzt.
1\tEr\ter\tPRON\t_\tCase=Nom|Number=Sing\t2\tnsubj\t_\tTokenRange=0:2
2\tgeht\tgehen\tVERB\t_\t_\t0\troot\t_\tTokenRange=3:7
3-4\tzum\t_\t_\t_\t_\t_\t_\t_\tTokenRange=8:11
3\tzu\tzu\tADP\t_\t_\t5\tcase\t_\t_
4\tdem\tder\tDET\t_\t_\t5\tdet\t_\t_
5\tArzt\tArzt\tNOUN\t_\t_\t2\tobl:arg\t_\tSpaceAfter=No|TokenRange=12:16
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tTokenRange=16:17

";

/// A validator that accepts everything would pass as well.
#[test]
fn the_validator_finds_what_is_wrong() {
    let text = "Er geht zum Arzt.\n";
    assert_eq!(breaches(GOOD, text), [""; 0]);
    for (from, to) in [
        ("\t2\tnsubj", "\t0\tnsubj"),
        ("\t2\tnsubj", "\t0\troot"),
        ("\t2\tnsubj", "\t7\tnsubj"),
        ("\t2\tnsubj", "\t1\tnsubj"),
        ("\t0\troot\t", "\t1\tobj\t"),
        ("obl:arg", "oblique"),
        ("obl:arg", "obl:"),
        ("PUNCT", "PUNKT"),
        ("Case=Nom|Number=Sing", "Number=Sing|Case=Nom"),
        ("Case=Nom|Number=Sing", "Case=Nom|Case=Nom"),
        ("Case=Nom|Number=Sing", "Case=|Number=Sing"),
        ("3-4", "3-7"),
        ("3-4", "2-4"),
        ("5\tArzt\tA", "6\tArzt\tA"),
        ("12:16", "12:15"),
        ("12:16", "11:15"),
        ("SpaceAfter=No|", ""),
        ("# text = Er", "# text = Es"),
        ("# sent_id", "# sentence"),
        ("\tPRON\t_", "\tPRON"),
        ("\tgehen\t", "\t\t"),
        ("16:17\n\n", "16:17\n"),
    ] {
        let bad = GOOD.replacen(from, to, 1);
        assert_ne!(bad, GOOD);
        assert!(!breaches(&bad, text).is_empty(), "{from:?} -> {to:?}");
    }
}
