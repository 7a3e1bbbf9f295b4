//! The index: quads as numbers in sorted orders, in memory or mapped from files, as oxigraph's evaluator reads them.
//!
//! "?s t:status t:claimed" is a range of the quads in the order object, predicate, subject, graph. An index is a stack of
//! segments: a large one, and above it what was added and taken away since; its quads stand in the same order however it came to be.

mod terms;
mod sealed;
mod segment;
mod write;
mod labels;
mod found;

use std::sync::{Arc, OnceLock};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use spareval::{InternalQuad, QueryableDataset};

use found::Found;
pub use labels::{Verdicts, subjects, verdicts};
pub use sealed::{Damage, Sealed, Sealing};
pub use segment::Segment;
use segment::{DEFAULT, GRAPH, Number, OBJECT, ORDERS, PREDICATE, SUBJECT};
pub use terms::{Coding, Key, key};
pub use write::{Delta, Failure, Part, merged};

/// Of several labels the one that counts; the index decides which that is (`labels`).
pub const PREFERRED: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
pub const HIDDEN: &str = "http://www.w3.org/2004/02/skos/core#hiddenLabel";

/// Quads, each once, in sorted orders.
pub struct Index {
    /// The largest first; what is looked up in it has its numbers.
    segments: Vec<Segment>,
    coding: Coding,
    salt: u8,
    len: usize,
    /// Where a quad could not be read and nobody was there to be told.
    damage: OnceLock<Damage>,
}

/// A term by its place among those of the first segment, and by its key where it is none of them: what lies behind the third
/// has the place 6, the third itself 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Known {
    place: u64,
    key: Key,
}

impl Known {
    const DEFAULT: Known = Known { place: u64::MAX, key: 0 };

    fn first(number: Number) -> Known {
        if number == DEFAULT {
            return Known::DEFAULT;
        }
        Known { place: u64::from(number) * 2 + 1, key: 0 }
    }

    /// Its number in the first segment.
    fn number(self) -> Option<Number> {
        (self.place % 2 == 1 && self != Known::DEFAULT).then_some((self.place / 2) as Number)
    }
}

/// A term as the evaluator holds it: where it stands, or whole where no quad has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InternalTerm {
    Known(Known),
    New(Arc<Term>),
}

impl InternalTerm {
    fn known(&self) -> Option<Known> {
        match self {
            InternalTerm::Known(known) => Some(*known),
            InternalTerm::New(_) => None,
        }
    }
}

impl Index {
    /// The index of segments, the largest of them first, with so many different quads.
    pub fn new(mut segments: Vec<Segment>, base: &str, salt: u8, len: usize) -> Index {
        segments.sort_by_key(|own| std::cmp::Reverse(own.head().terms));
        Index { segments, coding: Coding::new(base), salt, len, damage: OnceLock::new() }
    }

    /// The index of quads in memory; of several preferred labels of a thing in a language one stays.
    pub fn of(parts: Vec<Part>, base: &str) -> Index {
        let mut delta = Delta::default();
        parts.into_iter().for_each(|part| delta.add(part, 1));
        let coding = Coding::new(base);
        let segment = |delta: Delta| {
            let content = delta.write(base, Vec::new()).unwrap_or_default();
            Segment::new(Sealed::memory(bare(content)))
        };
        let built = segment(delta).and_then(|first| {
            let mut labels = Delta::default();
            for (key, text) in subjects(&first)? {
                for (object, (bytes, preferred)) in verdicts(&[&first], key, &coding)? {
                    labels.push(
                        [(key, text.clone()), labelling(preferred, &coding, 0), (object, bytes)],
                        1,
                    );
                }
            }
            let both = [first, segment(labels)?];
            let content = merged(&both.each_ref(), base, Vec::new()).unwrap_or_default();
            Segment::new(Sealed::memory(bare(content)))
        });
        // what was just written in memory is as it was written
        let segments: Vec<Segment> = built.into_iter().collect();
        let len = segments.iter().map(Segment::len).sum();
        Index::new(segments, base, 0, len)
    }

    pub fn base(&self) -> &str {
        self.coding.base()
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Compares every file with its checksums.
    ///
    /// # Errors
    /// Where one is not as it was written.
    pub fn check(&self) -> Result<(), Damage> {
        self.segments.iter().try_for_each(Segment::check)
    }

    /// Every quad.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        self.whole(Found::new(self, SUBJECT, &[]))
    }

    /// The quads whose subject or graph is a node.
    pub fn about(&self, node: &NamedNode) -> Vec<Quad> {
        let Ok(InternalTerm::Known(known)) = self.internal(Term::from(node.clone())) else {
            return Vec::new();
        };
        let of = |order: usize| self.whole(Found::new(self, order, &[known]));
        of(SUBJECT).chain(of(GRAPH)).collect()
    }

    /// Whether a quad is there.
    pub fn says(&self, quad: &Quad) -> bool {
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => None,
            GraphName::NamedNode(node) => Some(Term::from(node.clone())),
            GraphName::BlankNode(node) => Some(Term::from(node.clone())),
        };
        let terms =
            [Term::from(quad.subject.clone()), quad.predicate.clone().into(), quad.object.clone()];
        let known = |term: Term| self.internal(term).ok().and_then(|own| own.known());
        let mut begin = [Known::DEFAULT; 4];
        for (place, term) in begin.iter_mut().zip(terms.into_iter().chain(graph)) {
            match known(term) {
                Some(known) => *place = known,
                None => return false,
            }
        }
        Found::new(self, SUBJECT, &begin).is_ok_and(|mut found| found.next().is_some())
    }

    /// The quads that are found, until one cannot be read.
    fn whole<'a>(&'a self, found: Result<Found<'a>, Damage>) -> impl Iterator<Item = Quad> + 'a {
        let quads = found.map_or_else(
            |damage| {
                drop(self.damage.set(damage));
                None
            },
            Some,
        );
        let read = |quad: Result<[Known; 4], Damage>| quad.and_then(|quad| self.quad(quad));
        let keep = |quad: Result<Option<Quad>, Damage>| match quad {
            Ok(quad) => Some(quad),
            Err(damage) => {
                drop(self.damage.set(damage));
                None
            }
        };
        quads.into_iter().flatten().map(read).map_while(keep).flatten()
    }

    fn quad(
        &self,
        [subject, predicate, object, graph]: [Known; 4],
    ) -> Result<Option<Quad>, Damage> {
        let graph = match graph {
            Known::DEFAULT => Some(GraphName::DefaultGraph),
            graph => NamedOrBlankNode::try_from(self.term(graph)?).ok().map(GraphName::from),
        };
        let subject = NamedOrBlankNode::try_from(self.term(subject)?).ok();
        let predicate = NamedNode::try_from(self.term(predicate)?).ok();
        let object = self.term(object)?;
        let parts = subject.zip(predicate).zip(graph);
        Ok(parts.map(|((subject, predicate), graph)| Quad::new(subject, predicate, object, graph)))
    }

    fn term(&self, known: Known) -> Result<Term, Damage> {
        let (segment, number) = match (known.number(), self.segments.first()) {
            (Some(number), Some(first)) => (first, number),
            _ => self.elsewhere(known.key)?.ok_or_else(|| self.unknown())?,
        };
        self.coding.term(segment.text(number)?).ok_or_else(|| self.unknown())
    }

    /// Where a term stands that the first segment does not have.
    fn elsewhere(&self, key: Key) -> Result<Option<(&Segment, Number)>, Damage> {
        for segment in self.segments.iter().skip(1) {
            if let Ok(number) = segment.number(key)? {
                return Ok(Some((segment, number)));
            }
        }
        Ok(None)
    }

    /// A number that no term has.
    fn unknown(&self) -> Damage {
        self.segments.first().map_or_else(|| Damage(Default::default()), Segment::damage)
    }

    /// Where a term with a key stands, seen from the first segment.
    fn place(&self, key: Key) -> Result<Known, Damage> {
        let Some(first) = self.segments.first() else { return Ok(Known { place: 0, key }) };
        Ok(match first.number(key)? {
            Ok(number) => Known::first(number),
            Err(before) => Known { place: u64::from(before) * 2, key },
        })
    }

    fn key(&self, known: Known) -> Result<Key, Damage> {
        match (known.number(), self.segments.first()) {
            (Some(number), Some(first)) => first.key(number),
            _ => Ok(known.key),
        }
    }

    fn internal(&self, term: Term) -> Result<InternalTerm, Damage> {
        let (key, bytes) = (key(&term, self.salt), self.coding.bytes(&term));
        for segment in &self.segments {
            if let Ok(number) = segment.number(key)? {
                // another term may have the same key
                return Ok(match segment.text(number)? == bytes {
                    true => InternalTerm::Known(self.place(key)?),
                    false => InternalTerm::New(Arc::new(term)),
                });
            }
        }
        Ok(InternalTerm::New(Arc::new(term)))
    }
}

/// `skos:prefLabel` or `skos:hiddenLabel`.
pub fn labelling(preferred: bool, coding: &Coding, salt: u8) -> (Key, Vec<u8>) {
    let term = Term::from(NamedNode::new_unchecked(if preferred { PREFERRED } else { HIDDEN }));
    (key(&term, salt), coding.bytes(&term))
}

/// The content without what stands behind it for its file.
fn bare(file: Vec<u8>) -> Vec<u8> {
    sealed::content(file)
}

/// The order in which the quads of a pattern stand together.
fn order(pattern: &[Option<Known>; 4], any_named: bool) -> usize {
    match pattern {
        // a graph of a statement holds one triple
        [.., Some(graph)] if *graph != Known::DEFAULT => GRAPH,
        [Some(_), ..] => SUBJECT,
        [_, _, Some(_), _] => OBJECT,
        [_, Some(_), ..] => PREDICATE,
        _ if any_named => GRAPH,
        _ => SUBJECT,
    }
}

impl<'a> QueryableDataset<'a> for &'a Index {
    type InternalTerm = InternalTerm;
    type Error = Damage;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&InternalTerm>,
        predicate: Option<&InternalTerm>,
        object: Option<&InternalTerm>,
        graph_name: Option<Option<&InternalTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<InternalTerm>, Damage>> + use<'a> {
        let index: &'a Index = self;
        let given = [subject, predicate, object, graph_name.flatten()];
        // a term that no quad has is in no quad
        let absent = given.iter().flatten().any(|term| term.known().is_none());
        let mut pattern = given.map(|term| term.and_then(InternalTerm::known));
        if graph_name == Some(None) {
            pattern[3] = Some(Known::DEFAULT);
        }
        let any_named = graph_name.is_none();
        let order = order(&pattern, any_named);
        let mut begin = [Known::DEFAULT; 4];
        let mut length = 0;
        while let Some(known) = ORDERS[order].get(length).and_then(|&place| pattern[place]) {
            begin[length] = known;
            length += 1;
        }
        let found = if absent {
            Ok(Found::none(index))
        } else {
            Found::new(index, order, &begin[..length])
        };
        let (found, damage) = match found {
            Ok(found) => (Some(found), None),
            Err(damage) => (None, Some(Err(damage))),
        };
        let fits = move |quad: &[Known; 4]| {
            let same = |(found, wanted): (&Known, &Option<Known>)| {
                wanted.is_none_or(|wanted| wanted == *found)
            };
            quad.iter().zip(&pattern).all(same) && !(any_named && quad[3] == Known::DEFAULT)
        };
        let matching =
            found.into_iter().flatten().filter(move |quad| quad.as_ref().map_or(true, &fits));
        let quad = |[subject, predicate, object, graph]: [Known; 4]| InternalQuad {
            subject: InternalTerm::Known(subject),
            predicate: InternalTerm::Known(predicate),
            object: InternalTerm::Known(object),
            graph_name: (graph != Known::DEFAULT).then_some(InternalTerm::Known(graph)),
        };
        damage.into_iter().chain(matching.map(move |found| found.map(quad)))
    }

    fn internalize_term(&self, term: Term) -> Result<InternalTerm, Damage> {
        self.internal(term)
    }

    fn externalize_term(&self, term: InternalTerm) -> Result<Term, Damage> {
        match term {
            InternalTerm::Known(known) => self.term(known),
            InternalTerm::New(term) => Ok(Arc::unwrap_or_clone(term)),
        }
    }
}
