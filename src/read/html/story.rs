//! Which lines of a page are the story.
//!
//! Four witnesses are weighed for every line, in this order:
//! 1. what the elements around it say (data/pages.csv): a caption is no story, wherever it stands;
//! 2. the story that the page gives in JSON-LD, where it is as long as what was found: a paragraph that it lacks is out, one that it
//!    has is in;
//! 3. the extractor (dom_smoothie, after Mozilla's Readability), which finds the element with the most text and the fewest links;
//! 4. its place: a paragraph in the same elements as others of the story is one too, a heading belongs to the paragraph behind it, the
//!    sentences between the title and the first paragraph are the lead, and a headline above it is none of the story.

use super::lines::{Kind, Line, letters};
use super::told::Told;
use crate::language::Reason;

/// Why a line is in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// It stands in the element with the most text and the fewest links.
    Main,
    /// It stands in the story that the page gives in JSON-LD.
    Told,
    /// It is the lead: between title and story, or what the page says of itself.
    Lead,
    /// It stands in the same elements as other paragraphs of the story, or above one.
    Place,
    /// It is the time of an entry of a live blog.
    Hour,
}

impl Witness {
    /// For people: why the line was kept.
    pub fn sentence(self) -> &'static str {
        match self {
            Witness::Main => "stands in the main part of the page",
            Witness::Told => "stands in the story that the page gives in its JSON-LD",
            Witness::Place => "stands in elements like those of other paragraphs of the story",
            Witness::Hour => "is the time of an entry of the live blog",
            Witness::Lead => "stands between the title and the story, or sums it up",
        }
    }
}

/// For every line why it is in the story or not.
pub(super) type Verdicts = Vec<Result<Witness, Reason>>;

/// A line of so many letters may be a paragraph.
const PARAGRAPH: usize = 50;
/// The lead is no longer.
const LEAD: usize = 1200;

/// For every line whether it is story; `main` says which the extractor kept.
pub(super) fn verdicts(
    lines: &[Line],
    main: &[bool],
    title: Option<&str>,
    told: &Told,
) -> Verdicts {
    let whole: Vec<String> = lines.iter().map(Line::letters).collect();
    let title = title.map(letters).unwrap_or_default();
    let body = told.body.as_deref().map(letters).unwrap_or_default();
    let mut verdicts: Verdicts = lines
        .iter()
        .zip(main)
        .map(|(line, &main)| match line.out.or_else(|| form(line)) {
            Some(reason) => Err(reason),
            None if main => Ok(Witness::Main),
            None => Err(Reason::Elsewhere),
        })
        .collect();
    by_told(lines, &whole, &body, &mut verdicts);
    by_place(lines, &whole, &title, &mut verdicts);
    headlines(lines, &whole, &title, &mut verdicts);
    lead(lines, &whole, &title, told, &mut verdicts);
    twice(&whole, &title, &mut verdicts);
    ends(lines, &whole, &title, &mut verdicts);
    verdicts
}

/// What a line is by its own form: a link to another article, a caption, the label of a button.
fn form(line: &Line) -> Option<Reason> {
    let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
    let ended = line.text.ends_with(['.', '!', '?', ':', '…', '"', '“', '«', '»', ')']);
    let linked = line.linked * 10 >= letters * 9;
    let item = line.kind == Kind::Item && line.linked * 2 > letters;
    if linked || item {
        return Some(Reason::Teaser);
    }
    if is_caption(&line.text) {
        return Some(Reason::Caption);
    }
    let label = line.kind == Kind::Other && line.text.chars().count() <= 30 && !ended;
    label.then_some(Reason::Box)
}

/// "Der Hafen im Winter. Bild: Sven Brandt", "Der Rat. Sven Brandt/dpa": a picture's credit ends the line.
fn is_caption(text: &str) -> bool {
    let length = text.chars().count();
    if length > 350 || text.ends_with(['.', '!', '?', ':', '“', '"', '«', '»']) {
        return false;
    }
    let end: String = text.chars().skip(length.saturating_sub(60)).collect();
    let signs = [
        " Bild: ",
        " Foto: ",
        " Fotos: ",
        " Grafik: ",
        "©",
        "IMAGO",
        "imago/",
        "Imago/",
        "Getty Images",
        "picture alliance",
        "picture-alliance",
    ];
    let agencies = ["/dpa", "/AFP", "/AP", "/Reuters", "/APA", "/REUTERS"];
    signs.iter().any(|sign| end.contains(sign))
        || agencies.iter().any(|agency| end.ends_with(agency))
}

/// Paragraphs in the same elements as three of the story, boxes of the story, and headings above paragraphs of the story.
fn by_place(lines: &[Line], whole: &[String], title: &str, verdicts: &mut Verdicts) {
    let paragraph = |n: usize| {
        let line = &lines[n];
        line.text.chars().count() >= PARAGRAPH
            && !matches!(line.kind, Kind::Heading(_))
            && line.linked * 3 < line.text.len()
    };
    let mut places: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for n in (0..lines.len()).filter(|&n| verdicts[n].is_ok() && paragraph(n)) {
        *places.entry(&lines[n].place).or_default() += 1;
    }
    let kept: Vec<usize> =
        (0..lines.len()).filter(|&n| verdicts[n].is_ok() && whole[n] != title).collect();
    let (Some(&first), Some(&last)) = (kept.first(), kept.last()) else { return };
    let heading = (0..first).find(|&n| whole[n] == title || lines[n].kind == Kind::Heading(1));
    let first = heading.unwrap_or(first);
    for n in 0..lines.len() {
        let alike = places.get(lines[n].place.as_str()).is_some_and(|count| *count >= 3);
        let boxed = lines[n].boxed && lines[n].linked == 0 && n > first && n <= last + 10;
        let alone = matches!(verdicts[n], Err(Reason::Elsewhere));
        let plain = matches!(lines[n].kind, Kind::Paragraph | Kind::Other);
        if alone && (alike && plain && n > first && paragraph(n) || boxed) {
            verdicts[n] = Ok(Witness::Place);
        }
    }
    for n in (first..lines.len().saturating_sub(1)).rev() {
        let heading = matches!(lines[n].kind, Kind::Heading(2..=4));
        if heading
            && matches!(verdicts[n], Err(Reason::Elsewhere))
            && verdicts[n + 1].is_ok()
            && paragraph(n + 1)
        {
            verdicts[n] = Ok(Witness::Place);
        }
    }
}

/// Headlines above the story: the title, other headings of the first order, and what stands above the title.
fn headlines(lines: &[Line], whole: &[String], title: &str, verdicts: &mut Verdicts) {
    let Some(first) = first_paragraph(lines, verdicts) else { return };
    let heading =
        (0..first).rev().find(|&n| whole[n] == title || lines[n].kind == Kind::Heading(1));
    // without the title among the lines, every headline above the first paragraph is another one
    let above = heading.unwrap_or(first);
    for n in 0..lines.len() {
        let first_order = lines[n].kind == Kind::Heading(1);
        if verdicts[n].is_ok() && whole[n] != title && (n < above || first_order) {
            verdicts[n] = Err(Reason::Kicker);
        }
    }
}

/// Headings at the end with nothing of the story behind them, and notes in italics there.
fn ends(lines: &[Line], whole: &[String], title: &str, verdicts: &mut Verdicts) {
    let mut notes = 0;
    for n in (0..lines.len()).rev() {
        if verdicts[n].is_err() || whole[n] == title {
            continue;
        }
        let length = lines[n].text.chars().count();
        let heading = matches!(lines[n].kind, Kind::Heading(_));
        if heading && length < 80 && !lines[n].text.ends_with(['.', '?', '!']) {
            verdicts[n] = Err(Reason::Teaser);
        } else if lines[n].slanted && notes < 3 && length < 500 {
            verdicts[n] = Err(Reason::AboutAuthor);
            notes += 1;
        } else {
            break;
        }
    }
}

/// The story in JSON-LD decides where it has most of what was found.
fn by_told(lines: &[Line], whole: &[String], body: &str, verdicts: &mut Verdicts) {
    let size = |n: usize| whole[n].len();
    let kept: usize = (0..lines.len()).filter(|&n| verdicts[n].is_ok()).map(size).sum();
    let both: usize = (0..lines.len())
        .filter(|&n| verdicts[n].is_ok() && body.contains(&whole[n]))
        .map(size)
        .sum();
    if body.len() < 400 || both * 10 < kept * 6 {
        return;
    }
    for n in 0..lines.len() {
        let headed = matches!(lines[n].kind, Kind::Heading(_));
        let has = body.contains(&whole[n]);
        match verdicts[n] {
            Ok(_) if has => verdicts[n] = Ok(Witness::Told),
            Ok(_) if !headed && !near(&whole[n], body) => verdicts[n] = Err(Reason::Untold),
            Err(Reason::Elsewhere) if has && size(n) >= PARAGRAPH => {
                verdicts[n] = Ok(Witness::Told);
            }
            _ => {}
        }
    }
}

/// Half of the pieces of a line stand in the story: it was only written a little otherwise.
fn near(line: &str, body: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    let pieces: Vec<String> = letters
        .chunks(20)
        .filter(|piece| piece.len() == 20)
        .map(|piece| piece.iter().collect())
        .collect();
    let found = pieces.iter().filter(|piece| body.contains(piece.as_str())).count();
    !pieces.is_empty() && found * 2 >= pieces.len()
}

/// The lead: a line before the story that the page gives as its description, or the sentences between title and story.
fn lead(lines: &[Line], whole: &[String], title: &str, told: &Told, verdicts: &mut Verdicts) {
    let Some(first) = first_paragraph(lines, verdicts) else { return };
    let descriptions: Vec<String> = told.descriptions.iter().map(|text| letters(text)).collect();
    let heading = (0..first)
        .rev()
        .find(|&n| {
            !title.is_empty()
                && (whole[n] == title || whole[n].len() > 20 && whole[n].ends_with(title))
        })
        .or_else(|| (0..first).rev().find(|&n| lines[n].kind == Kind::Heading(1)));
    let described = |n: usize| {
        whole[n].len() >= 30 && descriptions.iter().any(|text| same_start(text, &whole[n]))
    };
    let caption = |n: usize| matches!(verdicts[n], Err(Reason::Caption));
    let other = (0..=first).any(|n| described(n) && !caption(n));
    let pictures: Vec<bool> =
        (0..first).map(|n| caption(n) && (other || is_caption(&lines[n].text))).collect();
    for n in 0..first {
        let line = &lines[n];
        if whole[n] == title || line.text.len() > LEAD || pictures[n] {
            continue;
        }
        let described = described(n);
        let between = heading.is_some_and(|heading| heading < n);
        let free = match verdicts[n] {
            Ok(_) => continue,
            Err(Reason::Elsewhere | Reason::Untold | Reason::Kicker) => true,
            Err(Reason::Teaser) => line.lead && line.linked == 0,
            Err(_) => false,
        };
        let length = line.text.chars().count();
        let sentence = length >= PARAGRAPH
            && line.text.ends_with(['.', '!', '?', '…', '"', '“', '«', '»', ')']);
        let shaped = line.linked * 4 < whole[n].len();
        let called = line.lead && length >= 30;
        if described && shaped && !matches!(verdicts[n], Err(Reason::Hidden))
            || free && between && shaped && (sentence || called)
        {
            verdicts[n] = Ok(Witness::Lead);
        }
    }
}

/// The first line of the story that is a paragraph.
fn first_paragraph(lines: &[Line], verdicts: &Verdicts) -> Option<usize> {
    (0..lines.len()).find(|&n| {
        verdicts[n].is_ok()
            && lines[n].text.chars().count() >= PARAGRAPH
            && !matches!(lines[n].kind, Kind::Heading(_))
    })
}

/// One begins with the first letters of the other.
fn same_start(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count()).min(60);
    length >= 30 && one.chars().zip(other.chars()).take(length).all(|(a, b)| a == b)
}

/// A line that stands in the page a second time.
fn twice(whole: &[String], title: &str, verdicts: &mut Verdicts) {
    let mut seen = std::collections::HashSet::new();
    for (letters, verdict) in whole.iter().zip(verdicts.iter_mut()) {
        if verdict.is_ok() && letters.len() >= 30 && letters != title && !seen.insert(letters) {
            *verdict = Err(Reason::Twice);
        }
    }
}
