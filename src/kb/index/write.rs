//! Segments are written: from quads that a thread gathered, or from segments that become one.
//!
//! Two segments with "China" as number 3 and number 9 become one in which it has the number 11; a quad that one article added
//! and another took away is in neither.

use std::collections::HashMap;
use std::io::{self, Write};

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;

use super::PREFERRED;
use super::sealed::{Damage, Sealing};
use super::segment::{
    BLOCK, COUNTED, Columns, DEFAULT, GRAPH, GROUP, Head, IN_DEFAULT, LABELS, Number, ORDERS,
    Range, SMALL, SUBJECT, Segment,
};
use super::terms::{Coding, Key, key};

/// Quads of one article with numbers of their own, which one thread makes.
pub struct Part {
    terms: Vec<(Key, Vec<u8>)>,
    quads: Vec<Columns>,
    labels: Vec<Columns>,
}

impl Part {
    /// # Errors
    /// The first error among the quads.
    pub fn of<E>(
        quads: impl IntoIterator<Item = Result<Quad, E>>,
        coding: &Coding,
        salt: u8,
    ) -> Result<Part, E> {
        let mut numbers: HashMap<Term, Number> = HashMap::new();
        let mut part = Part { terms: Vec::new(), quads: Vec::new(), labels: Vec::new() };
        for quad in quads {
            let quad = quad?;
            let graph = match quad.graph_name {
                GraphName::DefaultGraph => None,
                GraphName::NamedNode(node) => Some(Term::from(node)),
                GraphName::BlankNode(node) => Some(Term::from(node)),
            };
            let is_label = graph.is_none() && quad.predicate.as_str() == PREFERRED;
            let mut number = |term: Term| {
                *numbers.entry(term).or_insert_with_key(|term| {
                    part.terms.push((key(term, salt), coding.bytes(term)));
                    part.terms.len() as Number - 1
                })
            };
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => number(node.into()),
                NamedOrBlankNode::BlankNode(node) => number(node.into()),
            };
            let (predicate, object) = (number(quad.predicate.into()), number(quad.object));
            let columns = [subject, predicate, object, graph.map_or(DEFAULT, number)];
            if is_label { &mut part.labels } else { &mut part.quads }.push(columns);
        }
        Ok(part)
    }
}

/// Quads that are added to an index and taken away from it, before they are sorted.
#[derive(Default)]
pub struct Delta {
    numbers: HashMap<Key, Number>,
    terms: Vec<(Key, Vec<u8>)>,
    quads: Vec<(Columns, i32)>,
    labels: Vec<(Columns, i32)>,
    /// Two terms have one key.
    pub collision: bool,
}

impl Delta {
    /// How many quads and labels were gathered.
    pub fn gathered(&self) -> usize {
        self.quads.len() + self.labels.len()
    }

    /// What an article says is added (1) or taken away (-1).
    pub fn add(&mut self, part: Part, sign: i32) {
        let own: Vec<Number> =
            part.terms.into_iter().map(|(key, text)| self.number(key, text)).collect();
        let global =
            |number: Number| if number == DEFAULT { DEFAULT } else { own[number as usize] };
        self.quads.extend(part.quads.into_iter().map(|quad| (quad.map(global), sign)));
        self.labels.extend(part.labels.into_iter().map(|quad| (quad.map(global), sign)));
    }

    /// A quad of the default graph.
    pub fn push(&mut self, terms: [(Key, Vec<u8>); 3], sign: i32) {
        let [subject, predicate, object] = terms.map(|(key, text)| self.number(key, text));
        self.quads.push(([subject, predicate, object, DEFAULT], sign));
    }

    fn number(&mut self, key: Key, text: Vec<u8>) -> Number {
        let next = self.terms.len() as Number;
        let number = *self.numbers.entry(key).or_insert(next);
        match self.terms.get(number as usize) {
            Some((_, known)) => self.collision |= *known != text,
            None => self.terms.push((key, text)),
        }
        number
    }

    /// Writes the segment.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write<W: Write>(mut self, base: &str, out: W) -> io::Result<W> {
        let mut order: Vec<Number> = (0..self.terms.len() as Number).collect();
        order.par_sort_unstable_by_key(|&number| self.terms[number as usize].0);
        let mut ranks = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, &at)| ranks[at as usize] = rank as Number);
        let rank =
            |number: Number| if number == DEFAULT { DEFAULT } else { ranks[number as usize] };
        for (quad, _) in self.quads.iter_mut().chain(&mut self.labels) {
            *quad = quad.map(rank);
        }
        added_up(&mut self.quads);
        added_up(&mut self.labels);
        let mut writer = Writer::new(base, out);
        let terms = order.iter().map(|&number| &self.terms[number as usize]);
        for (key, text) in terms {
            writer.term(*key, text)?;
        }
        writer.end_terms()?;
        for order in [SUBJECT, 1, 2, GRAPH] {
            let own =
                self.quads.par_iter().filter(|(quad, _)| order != GRAPH || quad[3] != DEFAULT);
            let placed =
                |(quad, count): &(Columns, i32)| (ORDERS[order].map(|at| quad[at]), *count);
            let mut quads: Vec<(Columns, i32)> = own.map(placed).collect();
            quads.par_sort_unstable();
            quads.into_iter().try_for_each(|(quad, count)| writer.quad(order, quad, count))?;
            writer.end_order(order)?;
        }
        for (quad, count) in self.labels {
            writer.quad(LABELS, quad, count)?;
        }
        writer.end_order(LABELS)?;
        writer.finish()
    }
}

/// Sorts quads and adds up how many articles say each.
fn added_up(quads: &mut Vec<(Columns, i32)>) {
    quads.par_sort_unstable();
    quads.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    quads.retain(|(_, count)| *count != 0);
}

/// Writes a segment section by section.
struct Writer<W> {
    out: Sealing<W>,
    head: Head,
    keys: Vec<u8>,
    offsets: Vec<u8>,
    steps: Vec<u8>,
    last: Columns,
    line: Vec<u8>,
}

impl<W: Write> Writer<W> {
    fn new(base: &str, out: W) -> Writer<W> {
        let head = Head { base: base.to_owned(), ..Head::default() };
        let (keys, offsets, steps, line) = Default::default();
        Writer { out: Sealing::new(out), head, keys, offsets, steps, last: [0; 4], line }
    }

    /// The next term by its key.
    fn term(&mut self, key: Key, text: &[u8]) -> io::Result<()> {
        if self.head.terms.is_multiple_of(GROUP) {
            self.offsets.extend((self.out.length() as u64).to_le_bytes());
        }
        self.head.terms += 1;
        let class = (key >> (Key::BITS - 2)) as usize;
        self.head.classes[class + 1..].iter_mut().for_each(|end| *end = self.head.terms);
        self.keys.extend(key.to_le_bytes());
        self.line.clear();
        varint(text.len() as u32, &mut self.line);
        self.out.put(&self.line)?;
        self.out.put(text)
    }

    fn end_terms(&mut self) -> io::Result<()> {
        self.head.offsets = self.out.length();
        self.out.put(&std::mem::take(&mut self.offsets))?;
        self.head.keys = self.out.length();
        self.out.put(&std::mem::take(&mut self.keys))?;
        self.head.orders[SUBJECT].begin = self.out.length();
        Ok(())
    }

    /// The next quad of an order, and how many articles say it.
    fn quad(&mut self, order: usize, quad: Columns, count: i32) -> io::Result<()> {
        let section = &mut self.head.orders[order];
        let is_first = section.quads.is_multiple_of(BLOCK);
        section.quads += 1;
        self.line.clear();
        self.line.push(0);
        let mut lead = 0;
        if is_first {
            section.blocks += 1;
            quad.iter().for_each(|number| self.steps.extend(number.to_le_bytes()));
            self.steps.extend(((self.out.length() - section.begin) as u64).to_le_bytes());
        } else {
            lead = changes(order, self.last, quad, &mut self.line);
        }
        if count != 1 {
            lead |= COUNTED;
            varint((count << 1 ^ count >> 31) as u32, &mut self.line);
        }
        self.head.takes_away |= count < 0;
        self.line[0] = lead;
        self.last = quad;
        self.out.put(&self.line)
    }

    fn end_order(&mut self, order: usize) -> io::Result<()> {
        self.head.orders[order].steps = self.out.length();
        self.out.put(&std::mem::take(&mut self.steps))?;
        if let Some(next) = self.head.orders.get_mut(order + 1) {
            next.begin = self.out.length();
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<W> {
        let head = serde_json::to_vec(&self.head).map_err(io::Error::other)?;
        self.out.put(&head)?;
        self.out.put(&(head.len() as u32).to_le_bytes())?;
        self.out.finish()
    }
}

/// Writes what is new in a quad; the first column that differs, by how much, and what the graph is.
fn changes(order: usize, last: Columns, quad: Columns, line: &mut Vec<u8>) -> u8 {
    let column = (0..4).find(|&at| last[at] != quad[at]).unwrap_or(3);
    let graph = ORDERS[order].iter().position(|place| *place == 3).unwrap_or(3);
    let is_default = graph >= column && quad[graph] == DEFAULT;
    let difference = if is_default && graph == column { 1 } else { quad[column] - last[column] };
    let small = u32::min(difference, u32::from(SMALL));
    if small == u32::from(SMALL) {
        varint(difference, line);
    }
    for at in (column + 1..4).filter(|&at| !(at == graph && is_default)) {
        varint(quad[at], line);
    }
    column as u8 | (if is_default { IN_DEFAULT } else { 0 }) | (small as u8) << 4
}

fn varint(mut value: u32, bytes: &mut Vec<u8>) {
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Why segments did not become one.
pub enum Failure {
    Damage(Damage),
    /// Two terms have one key.
    Collision,
    Io(io::Error),
}

impl From<Damage> for Failure {
    fn from(damage: Damage) -> Failure {
        Failure::Damage(damage)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Io(error)
    }
}

/// Writes one segment with what several say together.
///
/// # Errors
/// Where one of them is damaged, two terms have one key, or it cannot be written.
pub fn merged<W: Write>(segments: &[&Segment], base: &str, out: W) -> Result<W, Failure> {
    let numbers = numbered(segments)?;
    let kept = kept(segments, &numbers)?;
    let mut writer = Writer::new(base, out);
    for (segment, number) in places(segments, &numbers) {
        let is_kept = kept
            .as_ref()
            .is_none_or(|kept| kept[numbers[segment][number as usize] as usize] != DEFAULT);
        if is_kept {
            writer.term(segments[segment].key(number)?, segments[segment].text(number)?)?;
        }
    }
    writer.end_terms()?;
    let anew = |number: Number| match &kept {
        Some(kept) if number != DEFAULT => kept[number as usize],
        _ => number,
    };
    for order in [SUBJECT, 1, 2, GRAPH, LABELS] {
        for quad in together(segments, &numbers, order) {
            let (quad, count) = quad?;
            writer.quad(order, quad.map(anew), count)?;
        }
        writer.end_order(order)?;
    }
    Ok(writer.finish()?)
}

/// The number that each term of each segment gets in the order of the keys.
fn numbered(segments: &[&Segment]) -> Result<Vec<Vec<Number>>, Failure> {
    let mut numbers: Vec<Vec<Number>> =
        segments.iter().map(|own| Vec::with_capacity(own.head().terms)).collect();
    let key = |segment: usize, numbers: &[Vec<Number>]| {
        let at = numbers[segment].len();
        (at < segments[segment].head().terms)
            .then(|| segments[segment].key(at as Number))
            .transpose()
    };
    let mut keys: Vec<Option<Key>> = Vec::new();
    for segment in 0..segments.len() {
        keys.push(key(segment, &numbers)?);
    }
    let mut next = 0;
    while let Some(least) = keys.iter().flatten().min().copied() {
        let mut text: Option<&[u8]> = None;
        for segment in 0..segments.len() {
            if keys[segment] == Some(least) {
                let own = segments[segment].text(numbers[segment].len() as Number)?;
                if text.is_some_and(|text| text != own) {
                    return Err(Failure::Collision);
                }
                text = Some(own);
                numbers[segment].push(next);
                keys[segment] = key(segment, &numbers)?;
            }
        }
        next += 1;
    }
    Ok(numbers)
}

/// What is taken away leaves terms behind that nothing needs: new numbers for the others, `None` where nothing is taken away.
fn kept(segments: &[&Segment], numbers: &[Vec<Number>]) -> Result<Option<Vec<Number>>, Failure> {
    if !segments.iter().any(|segment| segment.head().takes_away) {
        return Ok(None);
    }
    let count = numbers.iter().flatten().max().map_or(0, |most| *most as usize + 1);
    let mut used = vec![false; count];
    for order in [SUBJECT, LABELS] {
        for quad in together(segments, numbers, order) {
            let named = quad?.0.into_iter().filter(|number| *number != DEFAULT);
            named.for_each(|number| used[number as usize] = true);
        }
    }
    let mut next = 0;
    let renumber = |used: bool| {
        next += Number::from(used);
        if used { next - 1 } else { DEFAULT }
    };
    Ok(Some(used.into_iter().map(renumber).collect()))
}

/// Segment and place of each term, each once, in the order of their numbers.
fn places(segments: &[&Segment], numbers: &[Vec<Number>]) -> Vec<(usize, Number)> {
    let of = |segment: usize| (0..numbers[segment].len() as Number).map(move |at| (segment, at));
    let mut places: Vec<(usize, Number)> = (0..segments.len()).flat_map(of).collect();
    places.par_sort_unstable_by_key(|&(segment, at)| numbers[segment][at as usize]);
    places.dedup_by_key(|(segment, at)| numbers[*segment][*at as usize]);
    places
}

/// The quads of an order in several segments, each once with how many articles say it in all.
fn together<'a>(
    segments: &[&'a Segment],
    numbers: &'a [Vec<Number>],
    order: usize,
) -> impl Iterator<Item = Result<(Columns, i32), Damage>> + use<'a> {
    let mut ranges: Vec<(Range<'a>, Option<(Columns, i32)>)> =
        segments.iter().map(|segment| (segment.all(order), None)).collect();
    let mut begun = false;
    std::iter::from_fn(move || {
        if !begun {
            begun = true;
            for at in 0..ranges.len() {
                if let Err(damage) = advance(&mut ranges[at], &numbers[at]) {
                    return Some(Err(damage));
                }
            }
        }
        while let Some(least) = ranges.iter().filter_map(|own| own.1).map(|own| own.0).min() {
            let mut all = 0;
            for at in 0..ranges.len() {
                if let Some((_, count)) = ranges[at].1.filter(|own| own.0 == least) {
                    all += count;
                    if let Err(damage) = advance(&mut ranges[at], &numbers[at]) {
                        return Some(Err(damage));
                    }
                }
            }
            if all != 0 {
                return Some(Ok((least, all)));
            }
        }
        None
    })
}

fn advance(
    (range, head): &mut (Range<'_>, Option<(Columns, i32)>),
    numbers: &[Number],
) -> Result<(), Damage> {
    let global =
        |number: Number| if number == DEFAULT { DEFAULT } else { numbers[number as usize] };
    *head = range.next().transpose()?.map(|(quad, count)| (quad.map(global), count));
    Ok(())
}
