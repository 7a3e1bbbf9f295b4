//! Terms as numbers that are the same in every index, and as few bytes.
//!
//! The key of a term is a hash of what it says, below two bits that part vocabulary, names and literals: quads in the order of
//! their keys stand in the same order whatever was added first, and `t:status` stands near `t:speaker`.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, Literal, NamedNode, Term};

use crate::kb::vocab::{KINDS, PREFIXES};

/// The number of a term.
pub type Key = u64;
/// Of the default graph, which is no term; it stands behind all graphs that have a name.
pub const DEFAULT_KEY: Key = Key::MAX;

/// Where the words of vocabularies live, whose keys stand before all others.
const VOCABULARIES: [&str; 4] =
    ["https://w3id.org/tripel", "http://www.w3.org/", "https://schema.org/", "http://purl.org/"];
const CLASS_BITS: u32 = 2;

const IRI: u8 = 0;
const BLANK: u8 = 1;
const SIMPLE: u8 = 2;
const TAGGED: u8 = 3;
const TYPED: u8 = 4;
/// What stands as N-Quads: triples in triples, text with a direction.
const OTHER: u8 = 5;
/// From here on the languages and types that most literals have.
const KNOWN: u8 = 6;
const LANGUAGES: [&str; 2] = ["de", "en"];
const TYPES: [&str; 4] =
    [xsd::INTEGER.as_str(), xsd::DECIMAL.as_str(), xsd::BOOLEAN.as_str(), xsd::DATE.as_str()];
/// From here on the prefixes that most IRIs have.
const PREFIXED: u8 = 16;
/// Behind the prefix stand sixteen hexadecimal digits, as eight bytes.
const DIGITS: u8 = 128;

/// The prefixes of a store's IRIs, each of which becomes a byte.
#[derive(Clone, Default)]
pub struct Coding {
    base: String,
    prefixes: Vec<String>,
}

impl Coding {
    pub fn new(base: &str) -> Coding {
        let own = KINDS.iter().map(|kind| format!("{base}{kind}/"));
        // the ids of statements are a letter and digits
        let own = own.chain([format!("{base}statement/s")]);
        let standard = PREFIXES.iter().map(|(_, iri)| (*iri).to_owned());
        Coding { base: base.to_owned(), prefixes: own.chain(standard).collect() }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// The bytes of a term, which `term` reads back.
    pub fn bytes(&self, term: &Term) -> Vec<u8> {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::BlankNode(node) => with(BLANK, node.as_str()),
            Term::Literal(literal) => self.literal(literal).unwrap_or_else(|| other(term)),
            #[allow(unreachable_patterns)]
            _ => other(term),
        }
    }

    fn iri(&self, iri: &str) -> Vec<u8> {
        let fits = |(_, prefix): &(usize, &String)| iri.starts_with(prefix.as_str());
        let longest = self.prefixes.iter().enumerate().filter(fits);
        let Some((at, prefix)) = longest.max_by_key(|(_, prefix)| prefix.len()) else {
            return with(IRI, iri);
        };
        let (tag, rest) = (PREFIXED + at as u8, &iri[prefix.len()..]);
        match packed(rest) {
            Some(digits) => [&[tag | DIGITS][..], &digits.to_be_bytes()].concat(),
            None => with(tag, rest),
        }
    }

    fn literal(&self, literal: &Literal) -> Option<Vec<u8>> {
        if literal.direction().is_some() {
            return None;
        }
        if let Some(language) = literal.language() {
            if let Some(at) = LANGUAGES.iter().position(|own| *own == language) {
                return Some(with(KNOWN + at as u8, literal.value()));
            }
            let length = u8::try_from(language.len()).ok()?;
            return Some(
                [&[TAGGED, length], language.as_bytes(), literal.value().as_bytes()].concat(),
            );
        }
        let datatype = literal.datatype();
        if datatype == xsd::STRING {
            return Some(with(SIMPLE, literal.value()));
        }
        if let Some(at) = TYPES.iter().position(|own| *own == datatype.as_str()) {
            return Some(with(KNOWN + (LANGUAGES.len() + at) as u8, literal.value()));
        }
        let length = u8::try_from(datatype.as_str().len()).ok()?;
        let name = datatype.as_str().as_bytes();
        Some([&[TYPED, length], name, literal.value().as_bytes()].concat())
    }

    /// The term of some bytes; `None` where they are not as `bytes` writes them.
    pub fn term(&self, bytes: &[u8]) -> Option<Term> {
        let (&tag, rest) = bytes.split_first()?;
        if tag & DIGITS != 0 {
            let prefix = self.prefixes.get(usize::from((tag & !DIGITS).checked_sub(PREFIXED)?))?;
            let digits = u64::from_be_bytes(rest.try_into().ok()?);
            return Some(NamedNode::new_unchecked(format!("{prefix}{digits:016x}")).into());
        }
        let text = std::str::from_utf8(rest).ok()?;
        let cut = |text: &str| {
            let length = usize::from(*rest.first()?);
            let name = text.get(1..=length)?;
            Some((name.to_owned(), text.get(1 + length..)?.to_owned()))
        };
        Some(match tag {
            IRI => NamedNode::new_unchecked(text).into(),
            BLANK => BlankNode::new_unchecked(text).into(),
            SIMPLE => Literal::new_simple_literal(text).into(),
            TAGGED => {
                let (language, value) = cut(text)?;
                Literal::new_language_tagged_literal_unchecked(value, language).into()
            }
            TYPED => {
                let (datatype, value) = cut(text)?;
                Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
            }
            OTHER => text.parse().ok()?,
            _ if tag >= PREFIXED => {
                let prefix = self.prefixes.get(usize::from(tag - PREFIXED))?;
                NamedNode::new_unchecked(format!("{prefix}{text}")).into()
            }
            _ => {
                let at = usize::from(tag - KNOWN);
                match LANGUAGES.get(at) {
                    Some(tag) => Literal::new_language_tagged_literal_unchecked(text, *tag).into(),
                    None => {
                        let name = TYPES.get(at - LANGUAGES.len())?;
                        Literal::new_typed_literal(text, NamedNode::new_unchecked(*name)).into()
                    }
                }
            }
        })
    }
}

fn with(tag: u8, text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 + text.len());
    bytes.push(tag);
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

fn other(term: &Term) -> Vec<u8> {
    with(OTHER, &term.to_string())
}

/// Sixteen hexadecimal digits in small letters as a number.
fn packed(text: &str) -> Option<u64> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = text.len() == 16 && text.bytes().all(is_digit);
    digits.then(|| u64::from_str_radix(text, 16).ok()).flatten()
}

/// The key of a term; `salt` makes other keys where two terms have the same.
pub fn key(term: &Term, salt: u8) -> Key {
    let mut hasher = blake3::Hasher::new();
    let class = match term {
        Term::NamedNode(node) => {
            hasher.update(&[b'<', salt]).update(node.as_str().as_bytes());
            let known = VOCABULARIES.iter().any(|prefix| node.as_str().starts_with(prefix));
            u64::from(!known)
        }
        term => {
            hasher.update(&[b'"', salt]).update(term.to_string().as_bytes());
            2
        }
    };
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_be_bytes(first) >> CLASS_BITS | class << (Key::BITS - CLASS_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_back() {
        let coding = Coding::new("https://tripel.example/");
        for text in [
            "<https://tripel.example/statement/0123456789abcdef>",
            "<https://tripel.example/statement/0123456789abcdeF>",
            "<https://tripel.example/actor/china>",
            "<https://w3id.org/tripel#status>",
            "<urn:x>",
            "_:b1",
            "\"\"",
            "\"a\\nb\"",
            "\"x\"@de",
            "\"x\"@fr",
            "\"12\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            "\"12\"^^<urn:own>",
            "\"2021-07-20\"^^<http://www.w3.org/2001/XMLSchema#date>",
        ] {
            let term: Term = text.parse().expect("a term");
            assert_eq!(coding.term(&coding.bytes(&term)), Some(term), "{text}");
        }
        assert_eq!(coding.term(&[PREFIXED + 100]), None);
        assert_eq!(coding.term(&[]), None);
    }

    #[test]
    fn vocabulary_stands_first_and_literals_last() {
        let key = |text: &str| key(&text.parse().expect("a term"), 0);
        assert!(key("<https://w3id.org/tripel#status>") < key("<urn:x>"));
        assert!(key("<urn:x>") < key("\"x\"") && key("\"x\"") < DEFAULT_KEY);
        assert_ne!(key("\"x\"@de"), key("\"x\"@en"));
    }
}
