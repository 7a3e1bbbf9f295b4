//! What is known of files before they are read: of their articles, of their columns, of what their names say.
//!
//! `--column text=Volltext` and `--name '{date}_{source}_{title}'` come in; "2024-03-12_Bote_Brücke.txt" is an article of 12 March 2024.

use std::path::Path;
use std::sync::Arc;

use crate::record::article::{Article, Metadata};
use crate::record::date;

/// What a column, a key or a part of a file's name says about an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Id,
    Title,
    Date,
    Source,
    Url,
    Language,
    Authors,
    Text,
}

impl Field {
    /// All with their names, which are those of the keys in records as well.
    pub const ALL: [(Field, &'static str); 8] = [
        (Field::Id, "id"),
        (Field::Title, "title"),
        (Field::Date, "date"),
        (Field::Source, "source"),
        (Field::Url, "url"),
        (Field::Language, "language"),
        (Field::Authors, "authors"),
        (Field::Text, "text"),
    ];

    fn parse(name: &str) -> Option<Field> {
        let name = name.trim().to_lowercase();
        let name = if name == "author" { "authors" } else { &name };
        Field::ALL.iter().find(|(_, own)| *own == name).map(|(field, _)| *field)
    }

    fn key(self) -> &'static str {
        Field::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Columns of tables and keys of records, in small letters, with what they hold.
    pub columns: Vec<(String, Field)>,
    /// What the names of files say.
    pub name: Option<Pattern>,
    /// PDF files are read by the program `pdftotext`.
    pub pdftotext: bool,
}

impl How {
    /// What a column or key counts as: its own name, or that of the field that it was said to hold. One that has the name of such a
    /// field by chance gives way.
    pub(super) fn renamed(&self, column: String) -> String {
        if let Some((_, field)) = self.columns.iter().find(|(name, _)| *name == column) {
            return field.key().to_owned();
        }
        let taken = self.columns.iter().any(|(_, field)| field.key() == column);
        if taken { format!("other {column}") } else { column }
    }
}

/// "text=Volltext" as the column and its field.
///
/// # Errors
/// What is wrong with it, as a sentence without its end.
pub fn column(written: &str) -> Result<(String, Field), String> {
    let fields = || Field::ALL.map(|(_, name)| name).join(", ");
    let (field, column) =
        written
            .split_once('=')
            .filter(|(_, column)| !column.trim().is_empty())
            .ok_or_else(|| format!("write it as text=Volltext; the fields are {}", fields()))?;
    let field = Field::parse(field).ok_or_else(|| format!("the fields are {}", fields()))?;
    Ok((column.trim().to_lowercase(), field))
}

/// What the names of files say: "{date}_{source}_{title}".
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Field(Field),
    /// `{}`: whatever stands there says nothing.
    Anything,
    Sign(String),
}

impl std::str::FromStr for Pattern {
    type Err = String;

    fn from_str(written: &str) -> Result<Pattern, String> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Sign(before.to_owned()));
            } else if parts.last().is_some_and(|part| !matches!(part, Part::Sign(_))) {
                return Err("between two fields a sign is needed, such as '{date}_{title}'".into());
            }
            let (name, after) = after.split_once('}').ok_or("a '{' without its '}'")?;
            parts.push(match Field::parse(name) {
                _ if name.trim().is_empty() => Part::Anything,
                Some(field) if field != Field::Text => Part::Field(field),
                _ => return Err(format!("'{{{name}}}' is no field that a file's name can hold")),
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Sign(rest.to_owned()));
        }
        if !parts.iter().any(|part| matches!(part, Part::Field(_))) {
            return Err("it names no field, such as {date}, {source} or {title}".into());
        }
        Ok(Pattern { written: written.to_owned(), parts })
    }
}

impl Pattern {
    /// What the name of a file says, or that it does not fit: a clause about the file.
    fn metadata(&self, name: &str) -> Result<Metadata, String> {
        let stem = super::stem(name);
        let mut found = Vec::new();
        if !fits(&self.parts, &stem, &mut found) {
            return Err(format!("has a name that does not fit '{}'", self.written));
        }
        let mut metadata = Metadata::default();
        for (field, value) in found {
            let text = value.replace('_', " ").trim().to_owned();
            match field {
                Field::Id => metadata.id = Some(value),
                Field::Title => metadata.title = Some(text),
                Field::Date => metadata.date = date::parse(&value),
                Field::Source => metadata.source = Some(text),
                Field::Url => metadata.url = Some(value),
                Field::Language => metadata.language = Some(value),
                Field::Authors => metadata.authors = vec![text],
                Field::Text => {}
            }
        }
        Ok(metadata)
    }
}

/// Longer names do not fit, as there are too many ways to part them.
const LONGEST_NAME: usize = 400;

/// Whether a name can be parted so that each field has something and the date is one; the first fields are as short as that allows.
fn fits(parts: &[Part], name: &str, found: &mut Vec<(Field, String)>) -> bool {
    let Some((part, rest)) = parts.split_first() else { return name.is_empty() };
    if name.len() > LONGEST_NAME || parts.len() > 16 {
        return false;
    }
    if let Part::Sign(sign) = part {
        return name.strip_prefix(sign.as_str()).is_some_and(|name| fits(rest, name, found));
    }
    let ends: Vec<usize> = match rest.first() {
        Some(Part::Sign(sign)) => name.match_indices(sign.as_str()).map(|(at, _)| at).collect(),
        _ => vec![name.len()],
    };
    for end in ends.into_iter().filter(|end| *end > 0) {
        let before = found.len();
        let value = &name[..end];
        match part {
            // a date in a name begins with a figure: "bote_20240312" is none
            Part::Field(Field::Date)
                if !value.starts_with(|letter: char| letter.is_ascii_digit())
                    || date::parse(value).is_none() =>
            {
                continue;
            }
            Part::Field(field) => found.push((*field, value.to_owned())),
            _ => {}
        }
        if fits(rest, &name[end..], found) {
            return true;
        }
        found.truncate(before);
    }
    false
}

/// What is known of a file, and how it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub known: Metadata,
    pub how: Arc<How>,
    /// It lies in an archive.
    pub packed: bool,
}

impl Given {
    pub fn new(known: &Metadata, how: &How) -> Given {
        Given { known: known.clone(), how: Arc::new(how.clone()), packed: false }
    }

    /// With what the file's name says, where names are said to say something.
    pub fn named(self, name: &str) -> Result<Given, String> {
        let Some(pattern) = &self.how.name else { return Ok(self) };
        let own = pattern.metadata(name)?;
        Ok(Given { known: self.known.or(own), ..self })
    }

    /// Of one record among many: an id names one article, so that of the options cannot name them, and each has a place of its own
    /// in the file.
    pub fn record(&self, number: usize) -> Given {
        self.part(&format!("#{number}"))
    }

    /// Of a file in an archive.
    pub fn inside(&self, file: &str) -> Given {
        Given { packed: true, ..self.part(&format!("/{file}")) }
    }

    fn part(&self, place: &str) -> Given {
        let origin = self.known.origin.as_ref().map(|file| format!("{file}{place}"));
        Given { known: Metadata { id: None, origin, ..self.known.clone() }, ..self.clone() }
    }

    /// The article of a text with what the file itself says of it.
    pub fn article(&self, own: Metadata, id: &str, text: String) -> Article {
        super::article(self.known.clone(), own, id, text)
    }
}

/// The name of a file for messages and ids, without the ending of what it is packed with.
pub(super) fn unpacked_name(name: &str) -> &str {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    match ending {
        Some("gz" | "xz" | "zst") => &name[..name.len() - ending.map_or(0, str::len) - 1],
        Some("tgz" | "txz" | "tzst") => &name[..name.len() - ending.map_or(0, str::len) - 1],
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, name: &str) -> Option<Metadata> {
        pattern.parse::<Pattern>().expect("a pattern").metadata(name).ok()
    }

    #[test]
    fn names_are_parted_so_that_they_fit() {
        let read_one = |pattern, name| read(pattern, name).unwrap_or_default();
        let one = read_one("{date}_{source}_{title}", "a/2024-03-12_Norderauer Bote_Brücke_zu.txt");
        assert_eq!(one.date.map(|day| day.to_string()).as_deref(), Some("2024-03-12"));
        assert_eq!(one.source.as_deref(), Some("Norderauer Bote"));
        assert_eq!(one.title.as_deref(), Some("Brücke zu"));
        let two = read_one("{source}_{date}", "norderauer_bote_20240312.html");
        assert_eq!(two.source.as_deref(), Some("norderauer bote"));
        assert!(read("{date}_{title}", "bruecke.txt").is_none());
        assert!(read("{}-{date}", "a-b-12.3.2024.txt").is_some());
    }

    #[test]
    fn wrong_patterns_say_why() {
        for written in ["{date}{title}", "{date", "{text}", "artikel", "{datum}"] {
            assert!(written.parse::<Pattern>().is_err(), "{written}");
        }
    }
}
