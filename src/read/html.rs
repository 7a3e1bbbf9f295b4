//! A web page becomes text: the title, a blank line, and the paragraphs of the article; what the page says about itself is kept.
//!
//! The lines of the page are numbered, the extractor (dom_smoothie) says which stand in its main part, and `story` weighs that against
//! what the elements are called and what the page says about itself.

mod page;
mod told;
mod measure;
mod marks;
mod lines;
mod story;
mod entries;
mod title;
mod day;
mod authors;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

pub(super) use lines::tidy;
pub use story::Witness;

use crate::language::Reason;
use crate::record::article::Metadata;
use lines::{Kind, Line, NUMBER, letters};

/// A page as it was read: its text, what is known about it, and what became of each of its lines.
pub struct Page {
    pub text: String,
    pub metadata: Metadata,
    pub lines: Vec<PageLine>,
}

/// A line of a page.
pub struct PageLine {
    pub text: String,
    /// Why it is in the story or not.
    pub verdict: Result<Witness, Reason>,
    /// Where in the page's text it stands, or would stand.
    pub at: usize,
}

/// The page, or why there is none: a clause about the file.
pub(super) fn read(html: &str) -> Result<Page, String> {
    let page = page::parse(html)?;
    let mut told = told::told(&page);
    told.body = told.body.map(|body| if body.contains("</") { fragment(&body) } else { body });
    let mut lines = lines::lines(&page);
    let title = title::title(&page, &told);
    let own = title.as_deref().map(letters);
    let at = lines
        .iter()
        .position(|line| Some(line.letters()) == own)
        .or_else(|| lines.iter().position(|line| line.kind == Kind::Heading(1)));
    let metadata = Metadata {
        id: None,
        origin: None,
        date: day::day(&page, &told, &lines, at),
        authors: authors::authors(&told, &lines, at),
        source: told.source.clone(),
        url: told.url.clone(),
        language: told.language.clone(),
        title,
    };
    let main = main_part(page, lines.len());
    let mut verdicts = story::verdicts(&lines, &main, metadata.title.as_deref(), &told);
    entries::timed(&mut lines, &mut verdicts, &told);
    let kept: usize = lines
        .iter()
        .zip(&verdicts)
        .filter(|(_, verdict)| verdict.is_ok())
        .map(|(line, _)| line.text.len())
        .sum();
    let body = told.body.as_deref().map(tidy).unwrap_or_default();
    if body.len() > 200 && kept * 10 < body.len() * 7 {
        return page_of_told(body, metadata);
    }
    let read = assemble(lines, verdicts, metadata);
    match read.text.is_empty() {
        true => Err("has no text in its HTML".into()),
        false => Ok(read),
    }
}

/// The lines of markup that is all story: "<p>Der Rat tagte.</p><p>Er vertagte sich.</p>" has two.
pub(super) fn fragment(markup: &str) -> String {
    let Ok(page) = page::parse(markup) else { return markup.to_owned() };
    let lines = lines::lines(&page);
    let story = lines.iter().filter(|line| line.out.is_none()).map(|line| line.text.as_str());
    story.collect::<Vec<_>>().join("\n\n")
}

/// Which lines the extractor keeps.
fn main_part(page: Document, count: usize) -> Vec<bool> {
    let mut main = vec![false; count];
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article =
        Readability::with_document(page, None, Some(config)).and_then(|mut reader| reader.parse());
    let Ok(article) = article else { return vec![true; count] };
    for part in article.content.split(&format!("{NUMBER}=\"")).skip(1) {
        let number = part.split('"').next().and_then(|number| number.parse::<usize>().ok());
        if let Some(kept) = number.and_then(|number| main.get_mut(number)) {
            *kept = true;
        }
    }
    main
}

/// A page whose story stands only in its JSON-LD.
fn page_of_told(body: String, metadata: Metadata) -> Result<Page, String> {
    let mut page = Page { text: String::new(), metadata, lines: Vec::new() };
    start(&mut page);
    for line in body.lines() {
        push(&mut page, line.to_owned(), Ok(Witness::Told));
    }
    Ok(page)
}

/// The title stands first in the text, with a blank line behind it.
fn start(page: &mut Page) {
    page.text.extend(page.metadata.title.clone());
}

fn push(page: &mut Page, text: String, verdict: Result<Witness, Reason>) {
    let at = page.text.len();
    if verdict.is_ok() {
        if at > 0 {
            page.text.push_str("\n\n");
        }
        page.text.push_str(&text);
    }
    page.lines.push(PageLine { text, verdict, at });
}

fn assemble(lines: Vec<Line>, verdicts: story::Verdicts, metadata: Metadata) -> Page {
    let mut page = Page { text: String::new(), metadata, lines: Vec::new() };
    if !verdicts.iter().any(Result::is_ok) {
        return page;
    }
    start(&mut page);
    let title = page.metadata.title.as_deref().map(letters);
    for (line, verdict) in lines.into_iter().zip(verdicts) {
        let repeated = title.as_ref().is_some_and(|title| *title == line.letters());
        let verdict = match verdict {
            Ok(_) | Err(Reason::Elsewhere) if repeated => Err(Reason::RepeatedTitle),
            verdict => verdict,
        };
        push(&mut page, line.text, verdict);
    }
    page
}
