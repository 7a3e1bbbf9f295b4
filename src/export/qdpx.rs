//! A REFI-QDA project (.qdpx), which MAXQDA, NVivo, ATLAS.ti and others open: the texts, the codes, the coded segments.
//!
//! It is a ZIP archive of `project.qde`, in XML, and of each text as `Sources/GUID.txt`. Places are Unicode code points from 0, the
//! end is the one behind the last. Identifiers are made of what they name, and no time is noted: the same store gives the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::export::clean::{self, Syntax};
use crate::export::fields::{ARTICLE, Kind, chosen};
use crate::export::markup::{Xml, element, empty, text};
use crate::export::{in_xml, look};
use crate::kb::rows::{ArticleRow, Part, QuotationRow, Rows, StatementRow};
use crate::network::coding::Claim;
use crate::record::error::{Error, Result};

/// What stands at an article as variables: fields of an article.
pub const VARIABLES: &[&str] = &["date", "source", "authors", "url", "language", "id"];

/// A code: what it is one of, its name, and what tells it from others of that name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Code {
    group: Group,
    name: String,
    key: String,
    /// Of a concept: agree or disagree.
    below: Option<&'static str>,
}

/// The codes at the top, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Concept,
    Status,
    Event,
    Relation,
    Actor,
    Quotation,
}

impl Group {
    fn name(self) -> &'static str {
        match self {
            Group::Concept => "Concept",
            Group::Status => "Status",
            Group::Event => "Event",
            Group::Relation => "Relation",
            Group::Actor => "Actor",
            Group::Quotation => "Quotation",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Group::Concept => "Concepts of the codebook, with those who agree and disagree",
            Group::Status => "How the article stands to the statement",
            Group::Event => "Event types of PLOVER",
            Group::Relation => "What is done or said",
            Group::Actor => "Who acts, is acted on, or speaks",
            Group::Quotation => "Words that the article attributes to somebody, by their kind",
        }
    }
}

impl Code {
    fn new(group: Group, name: &str) -> Code {
        Code { group, name: name.to_owned(), key: name.to_owned(), below: None }
    }

    fn actor(part: &Part) -> Option<Code> {
        let is_actor = !part.iri.is_empty() && part.kind != "Concept";
        is_actor.then(|| Code { key: part.id.clone(), ..Code::new(Group::Actor, &part.label_en) })
    }

    fn guid(&self) -> String {
        guid(&[self.group.name(), &self.key, self.below.unwrap_or("")])
    }
}

/// A segment of a text with its codes.
struct Segment {
    id: String,
    start: u64,
    end: u64,
    quote: String,
    description: String,
    codes: Vec<Code>,
}

/// Writes a project of rows. `texts` has the text of each article by its id, `claims` what a codebook makes of the statements.
///
/// # Errors
/// Where `out` cannot be written.
pub fn project(
    rows: &Rows,
    texts: &BTreeMap<String, String>,
    claims: &[Claim],
    out: &mut dyn Write,
) -> Result<()> {
    let segments = segments(rows, claims);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("project.qde", options).map_err(unpacked)?;
    let mut xml = Vec::new();
    qde(rows, &segments, &mut xml)?;
    zip.write_all(&xml).map_err(unwritten)?;
    for article in &rows.articles {
        let name = format!("Sources/{}.txt", source(article));
        zip.start_file(name, options).map_err(unpacked)?;
        let text = texts.get(&article.id).map_or("", String::as_str);
        zip.write_all(text.as_bytes()).map_err(unwritten)?;
    }
    let bytes = zip.finish().map_err(unpacked)?.into_inner();
    out.write_all(&bytes).map_err(unwritten)
}

/// The segments of each article, in the order of the text.
fn segments<'a>(rows: &'a Rows, claims: &[Claim]) -> BTreeMap<&'a str, Vec<Segment>> {
    let concepts: BTreeMap<&str, &Claim> =
        claims.iter().map(|claim| (claim.row.id.as_str(), claim)).collect();
    let mut segments: BTreeMap<&str, Vec<Segment>> = BTreeMap::new();
    for row in &rows.statements {
        let own = of_statement(row, concepts.get(row.id.as_str()).copied());
        segments.entry(&row.article).or_default().extend(own);
    }
    for row in &rows.quotations {
        segments.entry(&row.article).or_default().extend(of_quotation(row));
    }
    for own in segments.values_mut() {
        own.sort_by(|a, b| (a.start, a.end, &a.id).cmp(&(b.start, b.end, &b.id)));
    }
    segments
}

fn of_statement(row: &StatementRow, claim: Option<&Claim>) -> Option<Segment> {
    let (start, end) = row.start.zip(row.end)?;
    let mut codes = Vec::new();
    for coded in claim.iter().flat_map(|claim| &claim.concepts) {
        let below = coded.stance.map(|stance| stance.as_str());
        codes.push(Code { below, ..Code::new(Group::Concept, coded.concept) });
    }
    codes.push(Code::new(Group::Status, &row.status));
    if row.negated {
        codes.push(Code::new(Group::Status, "negated"));
    }
    let named = [(Group::Event, &row.event), (Group::Relation, &row.relation_en)];
    let named = named.into_iter().filter(|(_, name)| !name.is_empty());
    codes.extend(named.map(|(group, name)| Code::new(group, name)));
    codes.extend([&row.subject, &row.object, &row.speaker].into_iter().filter_map(Code::actor));
    codes.sort();
    codes.dedup();
    let not = if row.negated { "not " } else { "" };
    let said = match row.speaker.label_en.as_str() {
        "" => String::new(),
        speaker => format!(", said by {speaker}"),
    };
    let description = format!(
        "{} - {not}{} - {} ({}{said}) [{}]",
        row.subject.label_en, row.relation_en, row.object.label_en, row.status, row.id
    );
    Some(Segment { id: row.id.clone(), start, end, quote: row.quote.clone(), description, codes })
}

fn of_quotation(row: &QuotationRow) -> Option<Segment> {
    let (start, end) = row.start.zip(row.end)?;
    let mut codes = vec![Code::new(Group::Quotation, &row.kind)];
    codes.extend(Code::actor(&row.speaker));
    codes.sort();
    let description = match row.speaker.label_en.as_str() {
        "" => format!("{} quotation [{}]", row.kind, row.id),
        speaker => format!("{} quotation of {speaker} [{}]", row.kind, row.id),
    };
    Some(Segment { id: row.id.clone(), start, end, quote: row.quote.clone(), description, codes })
}

/// The XML of the project. The order of elements is the one that the standard wants.
fn qde(rows: &Rows, segments: &BTreeMap<&str, Vec<Segment>>, out: &mut dyn Write) -> Result<()> {
    let user = guid(&["user"]);
    let written = |out: &mut dyn Write| -> std::io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let origin = format!("tripel {}", env!("CARGO_PKG_VERSION"));
        let own = [
            ("xmlns", "urn:QDA-XML:project:1.0"),
            ("name", "tripel"),
            ("origin", &*origin),
            ("creatingUserGUID", &*user),
        ];
        element(&mut xml, "Project", &own, |xml| {
            element(xml, "Users", &[], |xml| {
                empty(xml, "User", &[("guid", &user), ("name", "tripel")])
            })?;
            element(xml, "CodeBook", &[], |xml| {
                element(xml, "Codes", &[], |xml| codes(segments, xml))
            })?;
            element(xml, "Variables", &[], variables)?;
            element(xml, "Sources", &[], |xml| {
                rows.articles.iter().try_for_each(|article| {
                    let own = segments.get(article.id.as_str()).map_or(&[][..], Vec::as_slice);
                    text_source(article, own, &user, xml)
                })
            })
        })?;
        xml.into_inner().write_all(b"\n")
    };
    clean::escaped(out, Syntax::Xml, |out| written(out).map_err(unwritten))
}

/// Every code that a segment has, below its group.
fn codes(segments: &BTreeMap<&str, Vec<Segment>>, xml: &mut Xml) -> std::io::Result<()> {
    let mut groups: BTreeMap<Group, BTreeMap<(&str, &str), Vec<&Code>>> = BTreeMap::new();
    for code in segments.values().flatten().flat_map(|segment| &segment.codes) {
        let names = groups.entry(code.group).or_default();
        names.entry((&code.name, &code.key)).or_default().push(code);
    }
    for (group, names) in groups {
        let own = guid(&[group.name()]);
        let attributes = [("guid", &*own), ("name", group.name()), ("isCodable", "false")];
        element(xml, "Code", &attributes, |xml| {
            text(xml, "Description", group.description())?;
            names.into_iter().try_for_each(|((name, key), mut below)| {
                below.sort();
                below.dedup();
                let top = Code { key: key.to_owned(), ..Code::new(group, name) };
                let below: Vec<&Code> =
                    below.into_iter().filter(|code| code.below.is_some()).collect();
                coded(&top, &below, xml)
            })
        })?;
    }
    Ok(())
}

fn coded(code: &Code, below: &[&Code], xml: &mut Xml) -> std::io::Result<()> {
    let (own, name) = (code.guid(), in_xml(code.below.unwrap_or(&code.name)));
    let attributes = [("guid", &*own), ("name", &*name), ("isCodable", "true")];
    if below.is_empty() {
        return empty(xml, "Code", &attributes);
    }
    element(xml, "Code", &attributes, |xml| {
        below.iter().try_for_each(|inner| coded(inner, &[], xml))
    })
}

fn variables(xml: &mut Xml) -> std::io::Result<()> {
    for field in chosen(ARTICLE, VARIABLES.iter().copied()) {
        let own = guid(&["variable", field.name]);
        let kind = if field.kind == Kind::Day { "Date" } else { "Text" };
        let attributes = [("guid", &*own), ("name", field.name), ("typeOfVariable", kind)];
        element(xml, "Variable", &attributes, |xml| text(xml, "Description", field.meaning()))?;
    }
    Ok(())
}

/// The name of an article's text.
fn source(article: &ArticleRow) -> String {
    guid(&["source", &article.id])
}

fn text_source(
    article: &ArticleRow,
    segments: &[Segment],
    user: &str,
    xml: &mut Xml,
) -> std::io::Result<()> {
    let own = source(article);
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let (title, path) = (in_xml(&look::plain(title)), format!("internal://{own}.txt"));
    let attributes =
        [("guid", &*own), ("name", &*title), ("plainTextPath", &*path), ("creatingUser", user)];
    element(xml, "TextSource", &attributes, |xml| {
        segments.iter().try_for_each(|segment| selection(&article.id, segment, user, xml))?;
        for field in chosen(ARTICLE, VARIABLES.iter().copied()) {
            let value = field.text(article, &());
            if value.is_empty() {
                continue;
            }
            element(xml, "VariableValue", &[], |xml| {
                empty(xml, "VariableRef", &[("targetGUID", &guid(&["variable", field.name]))])?;
                let kind = if field.kind == Kind::Day { "DateValue" } else { "TextValue" };
                text(xml, kind, &in_xml(&value))
            })?;
        }
        Ok(())
    })
}

fn selection(article: &str, segment: &Segment, user: &str, xml: &mut Xml) -> std::io::Result<()> {
    let own = guid(&["selection", article, &segment.id]);
    let name = in_xml(&look::short(&segment.quote, 60));
    let (start, end) = (segment.start.to_string(), segment.end.to_string());
    let attributes = [
        ("guid", &*own),
        ("name", &*name),
        ("startPosition", &*start),
        ("endPosition", &*end),
        ("creatingUser", user),
    ];
    element(xml, "PlainTextSelection", &attributes, |xml| {
        text(xml, "Description", &in_xml(&look::plain(&segment.description)))?;
        segment.codes.iter().try_for_each(|code| {
            let target = code.guid();
            let coding = guid(&["coding", &own, &target]);
            element(xml, "Coding", &[("guid", &coding), ("creatingUser", user)], |xml| {
                empty(xml, "CodeRef", &[("targetGUID", &target)])
            })
        })
    })
}

/// A GUID made of what it names (version 8 of RFC 9562: the first 122 bits of a BLAKE3 hash).
fn guid(names: &[&str]) -> String {
    let hash = blake3::hash(names.join("\u{1f}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

fn unwritten(error: std::io::Error) -> Error {
    Error::because("cannot write the project", error)
}

fn unpacked(error: zip::result::ZipError) -> Error {
    Error::because("cannot write the project", error)
}
