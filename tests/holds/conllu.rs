//! Whether a text is CoNLL-U as Universal Dependencies want it (version 2), and its offsets point at its forms.

use std::collections::BTreeSet;

const UPOS: &str = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X";
const DEPREL: &str = "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl \
    fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp";

/// What is wrong with it, with the number of the line; `source` is the text that it was made of.
pub fn breaches(conllu: &str, source: &str) -> Vec<String> {
    let letters: Vec<char> = source.chars().collect();
    let (mut found, mut ids, mut block, mut last) = (Vec::new(), BTreeSet::new(), Vec::new(), 0);
    if !conllu.is_empty() && !conllu.ends_with("\n\n") {
        found.push("no empty line at the end".to_owned());
    }
    for (number, line) in conllu.split('\n').enumerate() {
        if !line.is_empty() {
            block.push((number + 1, line));
        } else if !block.is_empty() {
            sentence(&block, &letters, &mut ids, &mut last, &mut found);
            block.clear();
        }
    }
    found
}

fn sentence<'a>(
    block: &[(usize, &'a str)],
    letters: &[char],
    ids: &mut BTreeSet<&'a str>,
    last: &mut usize,
    found: &mut Vec<String>,
) {
    let first = block[0].0;
    let mut wrong = |number: usize, what: &str| found.push(format!("line {number}: {what}"));
    let comment = |name: &str| block.iter().find_map(|(_, line)| line.strip_prefix(name));
    match comment("# sent_id = ") {
        Some(id) if ids.insert(id) => {}
        _ => wrong(first, "no sent_id of its own"),
    }
    let (mut text, mut heads, mut open) = (String::new(), Vec::new(), 0);
    for &(number, line) in block.iter().filter(|(_, line)| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() != 10
            || columns
                .iter()
                .any(|column| column.is_empty() || column.contains(char::is_whitespace))
        {
            wrong(number, "not ten columns without white space");
            return;
        }
        // a token: the line of a range, or a word in none
        let range = columns[0]
            .split_once('-')
            .map(|(from, to)| (from.parse::<usize>(), to.parse::<usize>()));
        match range {
            Some((Ok(from), Ok(to))) if from == heads.len() + 1 && to > from && open < from => {
                open = to;
            }
            Some(_) => wrong(number, "the range is none"),
            None if columns[0] != (heads.len() + 1).to_string() => {
                wrong(number, "the number does not follow");
            }
            None => {}
        }
        if range.is_some() && columns[2..9].iter().any(|column| *column != "_") {
            wrong(number, "a range with more than a form");
        }
        let inside = range.is_none() && heads.len() < open;
        if inside && columns[9] != "_" {
            wrong(number, "a word of a range with offsets");
        }
        if !inside {
            text += columns[1];
            misc(&columns, letters, &mut text, last)
                .into_iter()
                .for_each(|what| wrong(number, &what));
        }
        if range.is_none() {
            word(&columns).into_iter().for_each(|what| wrong(number, &what));
            heads.push(columns[6].parse::<usize>().unwrap_or(usize::MAX));
        }
    }
    if open > heads.len() {
        wrong(first, "a range goes beyond the sentence");
    }
    if comment("# text = ") != Some(text.trim_end()) {
        wrong(first, &format!("# text is not {text:?}"));
    }
    if let Some(what) = shape(&heads) {
        wrong(first, what);
    }
}

/// The offsets give the form, in order; a blank follows where the text has white space.
fn misc(columns: &[&str], letters: &[char], text: &mut String, last: &mut usize) -> Option<String> {
    let pairs: Vec<(&str, &str)> =
        columns[9].split('|').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    let value = |name: &str| pairs.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    let glued = value("SpaceAfter") == Some("No");
    if !glued {
        text.push(' ');
    }
    let offsets = value("TokenRange").and_then(|range| range.split_once(':'));
    let Some((Ok(from), Ok(to))) =
        offsets.map(|(from, to)| (from.parse::<usize>(), to.parse::<usize>()))
    else {
        return Some("no offsets".to_owned());
    };
    let before = std::mem::replace(last, to);
    match letters.get(from..to) {
        Some(form) if from >= before && form.iter().copied().eq(columns[1].chars()) => {
            let space = letters.get(to).is_none_or(|letter| letter.is_whitespace());
            (space == glued).then(|| "SpaceAfter is not as in the text".to_owned())
        }
        _ => Some(format!("{from}:{to} is not {}", columns[1])),
    }
}

fn word(columns: &[&str]) -> Option<String> {
    let base = columns[7].split(':').next().unwrap_or("");
    let wrong = |what: &str, value: &str| Some(format!("{what} {value}"));
    if !UPOS.split(' ').any(|name| name == columns[3]) {
        return wrong("no part of speech:", columns[3]);
    }
    let subtype = columns[7]
        .split(':')
        .skip(1)
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()));
    if !DEPREL.split_whitespace().any(|name| name == base)
        || !subtype
        || columns[7].matches(':').count() > 1
    {
        return wrong("no relation:", columns[7]);
    }
    if (columns[6] == "0") != (columns[7] == "root") {
        return wrong("head 0 and root do not go together:", columns[7]);
    }
    if !features(columns[5]) {
        return wrong("no features:", columns[5]);
    }
    (columns[8] != "_").then(|| "enhanced dependencies".to_owned())
}

/// "Case=Nom|Number=Sing": names in order, each once; several values in order as well.
fn features(column: &str) -> bool {
    let name = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let value = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let pairs: Option<Vec<(&str, &str)>> =
        column.split('|').map(|pair| pair.split_once('=')).collect();
    let sorted = |names: &[String]| names.windows(2).all(|pair| pair[0] < pair[1]);
    column == "_"
        || pairs.is_some_and(|pairs| {
            let names: Vec<String> = pairs.iter().map(|(name, _)| name.to_lowercase()).collect();
            let values = |text: &str| text.split(',').map(str::to_lowercase).collect::<Vec<_>>();
            sorted(&names)
                && pairs.iter().all(|(own, text)| {
                    name(own) && text.split(',').all(value) && sorted(&values(text))
                })
        })
}

/// One root, heads within the sentence, no cycle.
fn shape(heads: &[usize]) -> Option<&'static str> {
    let n = heads.len();
    if n == 0 || heads.iter().filter(|&&head| head == 0).count() != 1 {
        return Some("not one root");
    }
    if heads.iter().any(|&head| head > n) {
        return Some("a head outside of the sentence");
    }
    let reaches = |word: usize| {
        (0..n).try_fold(word, |at, _| heads[at - 1].checked_sub(1).map(|head| head + 1)).is_none()
    };
    (!(1..=n).all(reaches)).then_some("a cycle")
}
