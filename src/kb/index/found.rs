//! The quads of one order of an index that begin alike, from all of its segments, each once.
//!
//! What only the large segment has comes as it stands there; where others say something of the same range, all are read side by
//! side, and a quad that was taken away is left out.

use super::segment::{Columns, DEFAULT, Number, ORDERS, Range, Segment};
use super::{Damage, Index, Known};

/// Goes through quads in their order.
pub struct Found<'a> {
    index: &'a Index,
    order: usize,
    first: Option<Range<'a>>,
    /// Of the other segments, and of the first one where there are any, with the quad that comes next.
    others: Vec<Other<'a>>,
}

struct Other<'a> {
    /// `None` is the first one.
    segment: Option<&'a Segment>,
    range: Range<'a>,
    next: Option<([Known; 4], i32)>,
}

impl<'a> Found<'a> {
    pub fn none(index: &'a Index) -> Found<'a> {
        Found { index, order: 0, first: None, others: Vec::new() }
    }

    /// The quads that begin with some terms.
    pub fn new(index: &'a Index, order: usize, begin: &[Known]) -> Result<Found<'a>, Damage> {
        let mut found = Found::none(index);
        found.order = order;
        for segment in index.segments.iter().skip(1) {
            let Some(columns) = columns(index, segment, begin)? else { continue };
            let range = segment.range(order, &columns[..begin.len()])?;
            let mut other = Other { segment: Some(segment), range, next: None };
            other.advance(index)?;
            if other.next.is_some() {
                found.others.push(other);
            }
        }
        let mut own = [0; 4];
        for (place, known) in own.iter_mut().zip(begin) {
            match (known.number(), *known) {
                (Some(number), _) => *place = number,
                (None, Known::DEFAULT) => *place = DEFAULT,
                _ => return Ok(found),
            }
        }
        let Some(first) = index.segments.first() else { return Ok(found) };
        let range = first.range(order, &own[..begin.len()])?;
        if found.others.is_empty() {
            found.first = Some(range);
        } else {
            let mut other = Other { segment: None, range, next: None };
            other.advance(index)?;
            found.others.push(other);
        }
        Ok(found)
    }

    /// The next quad of several segments, in the order's columns.
    fn least(&mut self) -> Result<Option<[Known; 4]>, Damage> {
        while let Some(least) = self.others.iter().filter_map(|own| own.next).map(|own| own.0).min()
        {
            let mut all = 0;
            for other in &mut self.others {
                if let Some((_, count)) = other.next.filter(|own| own.0 == least) {
                    all += count;
                    other.advance(self.index)?;
                }
            }
            if all > 0 {
                return Ok(Some(least));
            }
        }
        Ok(None)
    }

    fn placed(&self, columns: [Known; 4]) -> [Known; 4] {
        let mut quad = [Known::DEFAULT; 4];
        for (known, place) in columns.into_iter().zip(ORDERS[self.order]) {
            quad[place] = known;
        }
        quad
    }
}

impl Iterator for Found<'_> {
    type Item = Result<[Known; 4], Damage>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let next = match &mut self.first {
            Some(range) => range.next()?.map(|(columns, _)| Some(columns.map(Known::first))),
            None => self.least(),
        };
        next.transpose().map(|columns| columns.map(|columns| self.placed(columns)))
    }
}

/// The numbers of some terms in a segment; `None` where it does not have one of them.
fn columns(index: &Index, segment: &Segment, begin: &[Known]) -> Result<Option<Columns>, Damage> {
    let mut columns = [0; 4];
    for (place, known) in columns.iter_mut().zip(begin) {
        *place = match *known {
            Known::DEFAULT => DEFAULT,
            known => match segment.number(index.key(known)?)? {
                Ok(number) => number,
                Err(_) => return Ok(None),
            },
        };
    }
    Ok(Some(columns))
}

impl Other<'_> {
    fn advance(&mut self, index: &Index) -> Result<(), Damage> {
        self.next = None;
        let Some((columns, count)) = self.range.next().transpose()? else { return Ok(()) };
        let mut quad = [Known::DEFAULT; 4];
        for (known, number) in quad.iter_mut().zip(columns) {
            *known = self.known(index, number)?;
        }
        self.next = Some((quad, count));
        Ok(())
    }

    fn known(&self, index: &Index, number: Number) -> Result<Known, Damage> {
        match self.segment {
            Some(segment) if number != DEFAULT => index.place(segment.key(number)?),
            _ => Ok(Known::first(number)),
        }
    }
}
