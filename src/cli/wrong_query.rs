//! Why a text is no query, in the words of the person who wrote it: an update, a prefix that
//! nobody declared, a bracket that nobody closed. The parser names only the place.

use tripel::kb::vocab::PREFIXES;

use super::did_you_mean;

/// Prefixes of the store's own names.
const OWN: [&str; 5] = ["actor", "concept", "statement", "quotation", "article"];
/// How a query begins.
const FORMS: [&str; 4] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
/// How a text begins that would change what it asks.
const UPDATES: [&str; 11] = [
    "ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "UPDATE", "WITH",
];

/// A word of a query; strings, IRIs and comments are none.
struct Word<'a> {
    text: &'a str,
    line: usize,
}

/// The reason, where it is one of those that are known; `None` leaves it to the parser's message.
pub fn reason(sparql: &str) -> Option<String> {
    let words = match words(sparql) {
        Ok(words) => words,
        Err(reason) => return Some(reason),
    };
    let Some(first) = first_keyword(&words) else { return Some("it is empty".to_owned()) };
    let name = first.text.to_uppercase();
    if UPDATES.contains(&name.as_str()) {
        return Some(format!(
            "{name} would change the store, and a query only asks; 'tripel add' and 'tripel \
             remove' change what is in it"
        ));
    }
    if !FORMS.contains(&name.as_str()) {
        let hint = did_you_mean(&name, FORMS);
        return Some(format!(
            "line {}: '{}' begins no query{hint}; SELECT, ASK, CONSTRUCT and DESCRIBE do",
            first.line, first.text
        ));
    }
    undeclared(&words).or_else(|| open(&words))
}

/// The first word behind PREFIX and BASE.
fn first_keyword<'a, 'b>(words: &'b [Word<'a>]) -> Option<&'b Word<'a>> {
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word.text.eq_ignore_ascii_case("PREFIX") {
            rest.next();
        } else if !word.text.eq_ignore_ascii_case("BASE") {
            return Some(word);
        }
    }
    None
}

fn undeclared(words: &[Word]) -> Option<String> {
    let declared = words
        .windows(2)
        .filter(|pair| pair[0].text.eq_ignore_ascii_case("PREFIX"))
        .map(|pair| pair[1].text.trim_end_matches(':'));
    let known: Vec<&str> =
        PREFIXES.iter().map(|(prefix, _)| *prefix).chain(OWN).chain(declared).collect();
    let used = words.iter().filter_map(|word| Some((word, word.text.split_once(':')?.0)));
    let is_new = |prefix: &str| prefix != "_" && !known.contains(&prefix);
    let (word, prefix) = used.into_iter().find(|(_, prefix)| is_new(prefix))?;
    // "oa" is like too much
    let hint = did_you_mean(prefix, known.iter().copied().filter(|name| name.len() > 2));
    Some(format!(
        "line {}: the prefix '{prefix}:' of {} is not declared{hint}; write 'PREFIX {prefix}: \
         <IRI>' before the query",
        word.line, word.text
    ))
}

/// A bracket without its other half.
fn open(words: &[Word]) -> Option<String> {
    let mut opened: Vec<(&str, usize)> = Vec::new();
    for word in words {
        let closes = match word.text {
            "{" | "(" | "[" => {
                opened.push((word.text, word.line));
                continue;
            }
            "}" => "{",
            ")" => "(",
            "]" => "[",
            _ => continue,
        };
        match opened.pop() {
            Some((bracket, _)) if bracket == closes => {}
            Some((bracket, line)) => {
                let closed = word.line;
                return Some(format!(
                    "line {closed}: '{}' stands where the '{bracket}' of line {line} is still open",
                    word.text
                ));
            }
            None => return Some(format!("line {}: '{}' closes nothing", word.line, word.text)),
        }
    }
    opened.pop().map(|(bracket, line)| format!("the '{bracket}' of line {line} is never closed"))
}

/// The words of a query, or what is open in it.
fn words(sparql: &str) -> Result<Vec<Word<'_>>, String> {
    let mut words = Vec::new();
    let mut line = 1;
    let mut rest = sparql;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => string(rest).ok_or_else(|| {
                format!("the quotation mark {letter} of line {line} is never closed")
            })?,
            '<' => iri(rest).unwrap_or(1),
            letter if is_part(letter) => {
                let end = rest.find(|letter: char| !is_part(letter)).unwrap_or(rest.len());
                words.push(Word { text: &rest[..end], line });
                end
            }
            letter => {
                words.push(Word { text: &rest[..letter.len_utf8()], line });
                letter.len_utf8()
            }
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    words.retain(|word| !word.text.trim().is_empty());
    Ok(words)
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | ':' | '%' | '.' | '?' | '$')
}

/// The length of the string at the beginning of a text, with its quotation marks.
fn string(text: &str) -> Option<usize> {
    let mark = &text[..1];
    let long = mark.repeat(3);
    let mark = if text.starts_with(&long) { long.as_str() } else { mark };
    let mut at = mark.len();
    while at < text.len() {
        if text[at..].starts_with('\\') {
            at += 1;
        } else if text[at..].starts_with(mark) {
            return Some(at + mark.len());
        } else if mark.len() == 1 && text[at..].starts_with('\n') {
            return None;
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// The length of the IRI at the beginning of a text; `None` where "<" is smaller than.
fn iri(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    (!text[..end].contains([' ', '\n', '"', '{'])).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use tripel::kb::query::check;
    use tripel::kb::query::filled;
    use tripel::kb::query::queries;

    use super::*;

    #[test]
    fn good_queries_have_no_reason() {
        for query in queries() {
            let sparql = filled(query.sparql, &[]).expect("filled");
            assert_eq!(reason(&sparql), None, "{}", query.name);
        }
        for sparql in [
            "PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?x { ?x a foaf:Person }",
            "BASE <http://example.org/> ASK { ?a ?b 'it\\'s: {' FILTER(?a < 3 && ?b > 2) } # {",
            "SELECT * { _:x t:status \"\"\"a \"b\" :{ \"\"\" . ?x <http://a.b/c:d> 2.5 }",
        ] {
            assert!(check(sparql).is_ok(), "{sparql}");
            assert_eq!(reason(sparql), None, "{sparql}");
        }
    }

    #[test]
    fn wrong_queries_are_told_what_is_wrong() {
        for (sparql, part) in [
            ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT would change the store"),
            ("prefix a: <a:> delete where { ?a ?b ?c }", "DELETE would change the store"),
            ("SELEC ?x { }", "'SELEC' begins no query; did you mean 'SELECT'?"),
            (
                "SELECT ?x {\n ?x nope:y ?z }",
                "line 2: the prefix 'nope:' of nope:y is not declared",
            ),
            ("SELECT ?x { ?x rr:y ?z }", "the prefix 'rr:'"),
            ("SELECT ?x {\n ?x r:reject ?y", "the '{' of line 1 is never closed"),
            ("SELECT ?x { ?x r:reject ?y }}", "'}' closes nothing"),
            ("SELECT ?x { FILTER(?x = 1 }", "'}' stands where the '(' of line 1 is still open"),
            ("SELECT ?x { ?x r:reject 'a }", "the quotation mark ' of line 1 is never closed"),
            (" # nothing", "it is empty"),
        ] {
            assert!(check(sparql).is_err(), "{sparql}");
            let reason = reason(sparql).unwrap_or_default();
            assert!(reason.contains(part), "{sparql}: {reason}");
        }
    }
}
