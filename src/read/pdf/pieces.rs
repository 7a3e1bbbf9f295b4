//! The pages of a PDF become pieces of text with their places, in the order in which they are drawn.
//!
//! `BT /F1 10 Tf 72 700 Td (Der Rat) Tj ET` is the piece "Der Rat", 72 points from the left and 700 from the bottom.

use std::collections::HashMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, number};

/// A piece of text on one line.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Where it begins and ends, from the left, and its line, from the bottom: in points.
    pub left: f64,
    pub right: f64,
    pub line: f64,
    /// Of its letters.
    pub size: f64,
    pub text: String,
}

/// What a page shows.
#[derive(Default)]
pub(super) struct Page {
    pub pieces: Vec<Piece>,
    pub pictures: usize,
}

/// No page has more instructions, and no document more bytes of them; pages call each other no deeper.
const MOST_STEPS: usize = 4_000_000;
const MOST_BYTES: usize = 256 << 20;
const DEEPEST: usize = 8;

/// The pages of a document in their order.
pub(super) fn pages(document: &Document) -> Vec<Page> {
    let mut left = MOST_BYTES;
    let page = |id: ObjectId| {
        let mut drawing = Drawing::new(document, left);
        drawing.page(id);
        left = drawing.bytes;
        drawing.page
    };
    document.page_iter().take(20_000).map(page).collect()
}

/// "a b c d e f" of a PDF: x and y become a·x + c·y + e and b·x + d·y + f.
type Matrix = [f64; 6];

const UNMOVED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What the first does and then the second.
fn both(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = second;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}

/// How text is drawn.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<usize>,
    size: f64,
    letters: f64,
    words: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

struct Drawing<'a> {
    document: &'a Document,
    fonts: Vec<Font>,
    /// By their dictionaries.
    known: HashMap<*const Dictionary, usize>,
    page: Page,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    start: Matrix,
    /// The text that the page gives for what is drawn now, until it has been taken, and how deep that stands.
    instead: Vec<Option<Option<String>>>,
    steps: usize,
    bytes: usize,
}

impl<'a> Drawing<'a> {
    fn new(document: &'a Document, bytes: usize) -> Drawing<'a> {
        let state = State {
            matrix: UNMOVED,
            font: None,
            size: 0.0,
            letters: 0.0,
            words: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Drawing {
            document,
            fonts: Vec::new(),
            known: HashMap::new(),
            page: Page::default(),
            state,
            saved: Vec::new(),
            text: UNMOVED,
            start: UNMOVED,
            instead: Vec::new(),
            steps: 0,
            bytes,
        }
    }

    fn page(&mut self, id: ObjectId) {
        let Ok(bytes) = self.document.get_page_content_with_limit(id, self.bytes) else { return };
        self.bytes = self.bytes.saturating_sub(bytes.len());
        self.state.matrix = match self.inherited(id, b"Rotate").and_then(number) {
            Some(90.0) => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
            Some(180.0) => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            Some(270.0 | -90.0) => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
            _ => UNMOVED,
        };
        let (own, ids) = self.document.get_page_resources(id).unwrap_or_default();
        let others = ids.iter().filter_map(|id| self.document.get_dictionary(*id).ok());
        let resources: Vec<&Dictionary> = own.into_iter().chain(others).collect();
        self.draw(&bytes, &resources, 0);
    }

    /// What a page, or one that it belongs to, says.
    fn inherited(&self, id: ObjectId, key: &[u8]) -> Option<&'a Object> {
        let mut page = self.document.get_dictionary(id).ok()?;
        for _ in 0..50 {
            if let Ok(found) = page.get_deref(key, self.document) {
                return Some(found);
            }
            page = page.get_deref(b"Parent", self.document).ok()?.as_dict().ok()?;
        }
        None
    }

    fn draw(&mut self, bytes: &[u8], resources: &[&'a Dictionary], depth: usize) {
        for operation in Content::decode_iter(bytes) {
            let Ok(operation) = operation else { return };
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return;
            }
            if operation.operator == "Do" {
                self.inner(&operation, resources, depth);
            } else {
                self.step(&operation, resources);
            }
        }
    }

    /// A picture, or a page in the page.
    fn inner(&mut self, operation: &Operation, resources: &[&'a Dictionary], depth: usize) {
        let Some(Object::Name(name)) = operation.operands.first() else { return };
        let Some(Ok(stream)) = self.resource(resources, b"XObject", name).map(Object::as_stream)
        else {
            return;
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.page.pictures += 1,
            Ok(b"Form") if depth < DEEPEST => {
                let Ok(bytes) = stream.get_plain_content_with_limit(self.bytes) else { return };
                self.bytes = self.bytes.saturating_sub(bytes.len());
                let before = self.state.clone();
                if let Ok(list) = stream.dict.get_deref(b"Matrix", self.document)
                    && let Some(matrix) = list.as_array().ok().and_then(|list| matrix(list))
                {
                    self.state.matrix = both(matrix, self.state.matrix);
                }
                let own = stream.dict.get_deref(b"Resources", self.document);
                match own.and_then(Object::as_dict) {
                    Ok(own) => self.draw(&bytes, &[own], depth + 1),
                    Err(_) => self.draw(&bytes, resources, depth + 1),
                }
                self.state = before;
            }
            _ => {}
        }
    }

    fn resource(
        &self,
        resources: &[&'a Dictionary],
        kind: &[u8],
        name: &[u8],
    ) -> Option<&'a Object> {
        resources.iter().find_map(|own| {
            let list = own.get_deref(kind, self.document).ok()?.as_dict().ok()?;
            list.get_deref(name, self.document).ok()
        })
    }

    fn step(&mut self, operation: &Operation, resources: &[&'a Dictionary]) {
        let operands = &operation.operands;
        let at = |n: usize| operands.get(n).and_then(number).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < 1000 => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => {
                if let Some(matrix) = matrix(operands) {
                    self.state.matrix = both(matrix, self.state.matrix);
                }
            }
            "BT" => (self.text, self.start) = (UNMOVED, UNMOVED),
            "Tf" => {
                if let Some(Object::Name(name)) = operands.first() {
                    self.state.font = self.font(resources, name);
                }
                self.state.size = at(1);
            }
            "Tc" => self.state.letters = at(0),
            "Tw" => self.state.words = at(0),
            "Tz" => self.state.scale = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Ts" => self.state.rise = at(0),
            "Tm" => {
                if let Some(matrix) = matrix(operands) {
                    (self.text, self.start) = (matrix, matrix);
                }
            }
            "Td" => self.line(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.line(at(0), at(1));
            }
            "T*" => self.line(0.0, -self.state.leading),
            "Tj" => self.show(operands.first()),
            "'" => {
                self.line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                (self.state.words, self.state.letters) = (at(0), at(1));
                self.line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => self.show_parts(operands),
            "BMC" | "BDC" => self.mark(operands.get(1), resources),
            "EMC" => drop(self.instead.pop()),
            _ => {}
        }
    }

    /// A mark may say which text stands for what is drawn: a hyphen at the end of a line, a ligature.
    fn mark(&mut self, properties: Option<&Object>, resources: &[&'a Dictionary]) {
        let own = match properties {
            Some(Object::Dictionary(own)) => Some(own),
            Some(Object::Name(name)) => {
                self.resource(resources, b"Properties", name).and_then(|own| own.as_dict().ok())
            }
            _ => None,
        };
        let text = own.and_then(|own| own.get(b"ActualText").ok());
        let text = text.and_then(|text| lopdf::decode_text_string(text).ok());
        if self.instead.len() < 1000 {
            self.instead.push(text.map(Some));
        }
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<usize> {
        let dict = self.resource(resources, b"Font", name)?.as_dict().ok()?;
        let place: *const Dictionary = dict;
        if let Some(at) = self.known.get(&place) {
            return Some(*at);
        }
        self.fonts.push(Font::of(dict, self.document));
        self.known.insert(place, self.fonts.len() - 1);
        Some(self.fonts.len() - 1)
    }

    fn line(&mut self, right: f64, up: f64) {
        self.start = both([1.0, 0.0, 0.0, 1.0, right, up], self.start);
        self.text = self.start;
    }

    fn show_parts(&mut self, operands: &[Object]) {
        let Some(Object::Array(parts)) = operands.first() else { return };
        for part in parts {
            match number(part) {
                Some(back) => {
                    let forward = -back / 1000.0 * self.state.size * self.state.scale;
                    self.text = both([1.0, 0.0, 0.0, 1.0, forward, 0.0], self.text);
                }
                None => self.show(Some(part)),
            }
        }
    }

    fn show(&mut self, text: Option<&Object>) {
        let Some(Object::String(bytes, _)) = text else { return };
        let Some(font) = self.state.font.and_then(|at| self.fonts.get(at)) else { return };
        let shown = font.shown(bytes);
        for own in shown {
            let state = &self.state;
            let place = both([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], both(self.text, state.matrix));
            let space = if own.blank { state.words } else { 0.0 };
            let width = own.width * state.size * state.scale;
            let forward = width + (state.letters + space) * state.scale;
            let size = state.size * place[2].hypot(place[3]);
            let end = place[4] + width * place[0];
            // what is turned is no text of the story
            let level = place[1].abs() <= 0.1 * place[0].abs() && place[0] > 0.0;
            self.text = both([1.0, 0.0, 0.0, 1.0, forward, 0.0], self.text);
            let text = match self.instead.iter_mut().rev().find_map(Option::as_mut) {
                Some(instead) => instead.take().unwrap_or_default(),
                None => own.text,
            };
            if level && size.is_finite() && place[4].is_finite() && place[5].is_finite() {
                self.push(Piece {
                    left: place[4],
                    right: end.max(place[4]),
                    line: place[5],
                    size: size.abs(),
                    text,
                });
            }
        }
    }

    /// Adds a letter to the piece that it goes on with, else as a new one.
    fn push(&mut self, piece: Piece) {
        if let Some(last) = self.page.pieces.last_mut() {
            let gap = piece.left - last.right;
            let same = (last.line - piece.line).abs() < 0.02 * piece.size
                && (last.size - piece.size).abs() < 0.02 * piece.size;
            if same && gap.abs() < 0.12 * piece.size {
                last.text.push_str(&piece.text);
                last.right = last.right.max(piece.right);
                return;
            }
        }
        if !piece.text.trim().is_empty() {
            self.page.pieces.push(piece);
        } else if let Some(last) = self.page.pieces.last_mut()
            && (last.line - piece.line).abs() < 0.1 * piece.size
            && piece.left >= last.right - 0.1 * piece.size
            && piece.left - last.right < piece.size
            && !last.text.ends_with(' ')
        {
            // a blank is what parts two words, however narrow
            last.text.push(' ');
        }
    }
}

fn matrix(operands: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> = operands.iter().filter_map(number).take(6).collect();
    numbers.try_into().ok()
}
