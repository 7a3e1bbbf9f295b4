//! Limits of a query's text, checked before it is parsed: parser, optimizer and evaluator call themselves once for each bracket and
//! each operator, so that a text of a few kilobytes could end the whole process.
//!
//! `ASK { FILTER(((( ... 1 ... )))) }` with 5,000 brackets is refused with a sentence.

/// So many brackets may stand in each other.
const DEEPEST: usize = 64;
/// So many operators and keywords that nest: `||`, `/`, UNION, OPTIONAL.
const MOST_OPERATORS: usize = 400;
/// So many triples.
const MOST_TRIPLES: usize = 400;
/// So many bytes.
const LONGEST: usize = 1 << 20;

/// Words each of which wraps what stands before or behind it.
const NESTING: [&str; 9] =
    ["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "GRAPH", "SERVICE", "LATERAL"];

/// Why a query is not even parsed; `None` where it is within the limits.
pub(super) fn beyond(sparql: &str) -> Option<String> {
    if sparql.len() > LONGEST {
        return Some(format!("the query is longer than {} kB", LONGEST >> 10));
    }
    let mut counts = Counts::default();
    let mut rest = sparql;
    while let Some(letter) = rest.chars().next() {
        let length = token(rest);
        counts.add(letter, &rest[..length]);
        if counts.deepest > DEEPEST {
            return Some(format!("the query nests more than {DEEPEST} brackets"));
        }
        rest = &rest[length..];
    }
    if counts.operators > MOST_OPERATORS {
        return Some(format!(
            "the query has more than {MOST_OPERATORS} operators and steps; VALUES or IN say the same in one"
        ));
    }
    (counts.triples > MOST_TRIPLES)
        .then(|| format!("the query has more than {MOST_TRIPLES} triples to match"))
}

#[derive(Default)]
struct Counts {
    depth: usize,
    deepest: usize,
    /// Round brackets that are open: commas in them part arguments and members of lists.
    round: usize,
    operators: usize,
    triples: usize,
}

impl Counts {
    fn add(&mut self, letter: char, token: &str) {
        match letter {
            '(' | '{' | '[' => {
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
                self.round += usize::from(letter == '(');
            }
            ')' | '}' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.round = self.round.saturating_sub(usize::from(letter == ')'));
            }
            '|' | '&' | '/' | '^' | '*' | '+' | '-' | '!' | '?' if token.len() == 1 => {
                self.operators += 1;
            }
            ';' | '.' => self.triples += 1,
            ',' if self.round == 0 => self.triples += 1,
            _ if NESTING.iter().any(|word| word.eq_ignore_ascii_case(token)) => {
                self.operators += 1;
            }
            _ => {}
        }
    }
}

/// The bytes of the token at the beginning of a text: a string, an IRI, a comment, a name, or one sign.
fn token(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    match text.as_bytes()[0] {
        b'#' => text.find(['\n', '\r']).unwrap_or(text.len()),
        b'"' | b'\'' => string(text),
        b'<' => iri(text).unwrap_or(1),
        // a variable or a name; "-" and "." stand inside names as well
        b'?' | b'$' => first + word(&text[first..]),
        _ => word(text).max(first),
    }
}

fn word(text: &str) -> usize {
    let inside =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '%' | '\\');
    let end = text.find(|letter: char| !(inside(letter) || matches!(letter, '-' | '.')));
    let end = end.unwrap_or(text.len());
    if !text.starts_with(inside) {
        return 0;
    }
    // the full stop behind a name ends a triple
    text[..end].trim_end_matches(['.', '-']).len()
}

/// "<" begins an IRI where ">" comes before anything that no IRI holds; else it compares.
fn iri(text: &str) -> Option<usize> {
    let end = text[1..].find(|letter: char| letter <= ' ' || "<>\"{}|^`".contains(letter))?;
    text[1 + end..].starts_with('>').then_some(end + 2)
}

fn string(text: &str) -> usize {
    let quote = &text[..1];
    let long = quote.repeat(3);
    let mark = if text.starts_with(&long) { long.as_str() } else { quote };
    let mut at = mark.len();
    while at < text.len() {
        if text[at..].starts_with('\\') {
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
        } else if text[at..].starts_with(mark) {
            return at + mark.len();
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_too_deep_is_refused_before_it_is_parsed() {
        let nested = |open: &str, close: &str, times: usize| {
            format!("ASK {{ FILTER({}1{}) }}", open.repeat(times), close.repeat(times))
        };
        for (open, close) in [("(", ")"), ("(<a:b> IN (", "))"), ("!", ""), ("1 + ", ""), ("-", "")]
        {
            assert_eq!(beyond(&nested(open, close, 20)), None, "{open}");
            assert!(beyond(&nested(open, close, 5000)).is_some(), "{open}");
        }
        for (part, what) in [("/<a:b>", "operators"), ("/(<a:b>", "brackets")] {
            let text = format!("ASK {{ ?a <a:b>{} ?b }}", part.repeat(1000));
            assert!(beyond(&text).is_some_and(|reason| reason.contains(what)), "{part}");
        }
        for part in ["OPTIONAL { ?a ?b ?c }", "{} UNION {}", "?a ?b ?c .", "{ GRAPH ?g {", "<<( "] {
            let text = format!("ASK {{ {} }}", part.repeat(3000));
            assert!(beyond(&text).is_some(), "{part}");
        }
    }

    #[test]
    fn signs_in_strings_names_and_comments_do_not_count() {
        let many = "(/-||".repeat(2000);
        for text in [
            format!("ASK {{ ?a ?b \"{many}\" }}"),
            format!("ASK {{ ?a ?b '''{many}\n''' }}"),
            format!("# {many}\nASK {{}}"),
            format!("ASK {{ VALUES ?x {{ {} }} }}", "<https://a.b/c-d/e> ".repeat(5000)),
            format!("ASK {{ VALUES ?x {{ {} }} }}", "r:call-on ".repeat(5000)),
            format!("ASK {{ FILTER(?x IN ({}1)) }}", "\"\\\"a\" , ".repeat(3000)),
        ] {
            assert_eq!(beyond(&text), None, "{}", &text[..60]);
        }
    }

    #[test]
    fn the_named_queries_are_far_within_the_limits() {
        for query in crate::kb::query::queries() {
            assert_eq!(beyond(&query.sparql.repeat(4)), None, "{}", query.name);
        }
    }
}
