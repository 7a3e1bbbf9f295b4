//! Drawn trees: for the terminal, and as a picture in which no text stands over another.

use resvg::usvg::{Group, Node, Rect};
use tripel::export::{png, tree};
use tripel::extract::analyse;
use tripel::extract::corrections::Corrections;
use tripel::syntax::parse::Tree;
use unicode_width::UnicodeWidthStr;

use crate::holds::{article, german};
use crate::{articles, sample, tripel};

#[test]
fn the_terminal_gets_a_line_for_each_word() {
    let file = sample();
    let file = file.to_str().expect("a path");
    let words = |conllu: &str| {
        conllu
            .lines()
            .filter(|line| line.split('\t').next().is_some_and(|id| id.parse::<usize>().is_ok()))
            .count()
    };
    let conllu = tripel(&["show", file, "--stage", "tree"], &[]);
    assert_eq!(conllu, tripel(&["show", file, "--stage", "tree", "--format", "conllu"], &[]));
    let second = tripel(&["show", file, "--stage", "tree", "--sentence", "2"], &[]);
    assert!(
        second.starts_with("# sent_id = cyberangriffe-2\n") && conllu.contains(&second),
        "{second}"
    );
    for columns in ["60", "80", "120"] {
        let drawn = tripel(&["show", file, "--draw", "--sentence", "2"], &[("COLUMNS", columns)]);
        let limit: usize = columns.parse().expect("a number");
        assert!(drawn.lines().all(|line| line.width() <= limit), "{columns}: {drawn}");
        let (_, tree) = drawn.split_once("\n\n").expect("the sentence, then its tree");
        assert_eq!(tree.trim_end().lines().count(), words(&second), "{drawn}");
        assert!(
            tree.lines().any(|line| line.starts_with("widersetzt") && line.contains("root")),
            "{drawn}"
        );
        assert!(!drawn.contains('\u{1b}'), "no colours where the output is no terminal");
    }
    let coloured = tripel(&["show", file, "--draw", "--color", "always"], &[]);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

#[test]
fn no_text_stands_over_another() {
    let article = &articles(&sample())[0];
    let analysis = analyse(article, german(), &Corrections::default());
    let all: Vec<(usize, &Tree)> = (1..).zip(&analysis.trees).collect();
    let svg = tree::draw(&article.text, &all);
    let picture = png::tree(&svg).expect("an SVG");
    let mut boxes = Vec::new();
    texts(picture.root(), &mut boxes);
    let words: usize = analysis.trees.iter().map(|tree| tree.words.len()).sum();
    // form, part of speech and relation of each word
    assert!(boxes.len() >= 3 * words, "{} texts of {words} words", boxes.len());
    let size = picture.size();
    for (at, (text, one)) in boxes.iter().enumerate() {
        let inside = one.left() >= 0.0
            && one.top() >= 0.0
            && one.right() <= size.width()
            && one.bottom() <= size.height();
        assert!(inside, "{text} stands outside: {one:?}");
        for (other, two) in &boxes[..at] {
            let apart = one.left() >= two.right()
                || two.left() >= one.right()
                || one.top() >= two.bottom()
                || two.top() >= one.bottom();
            assert!(apart, "{text} and {other}: {one:?} {two:?}");
        }
    }
}

fn texts(group: &Group, boxes: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => texts(inner, boxes),
            Node::Text(text) => {
                let words = text.chunks().iter().map(resvg::usvg::TextChunk::text).collect();
                boxes.push((words, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

#[test]
fn any_text_makes_valid_xml() {
    let draw = |text: &str| {
        let article = article(text);
        let analysis = analyse(&article, german(), &Corrections::default());
        tree::draw(text, &(1..).zip(&analysis.trees).collect::<Vec<_>>())
    };
    for text in [
        "",
        "<a href=\"x\">&amp; \u{1} \u{fffe} ]]> 'ja'",
        "\u{5d0}\u{5d1} 😀 \u{300}\u{300} 中文 z\u{200d}",
        &"Wort".repeat(60),
    ] {
        let svg = draw(text);
        let mut reader = quick_xml::Reader::from_str(&svg);
        while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
        png::tree(&svg).expect("an SVG");
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let file = sample();
    let refused = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tripel"));
        let output = command.arg("show").arg(&file).args(arguments).output().expect("tripel runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&["--stage", "actors", "--draw"]).contains("are for the stage tree"));
    assert!(refused(&["--sentence", "1"]).contains("are for the stage tree"));
    assert!(refused(&["--draw", "--svg"]).contains("does not go together with"));
    assert!(refused(&["--stage", "tree", "--format", "jsonl"]).contains("--format jsonl is for"));
}
