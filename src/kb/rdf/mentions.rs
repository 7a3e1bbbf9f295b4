//! Who is called what, by whom, and which program read it: mentions and the activity that made an article's statements.
//!
//! "Merkel, die Mutter der Nation" gives `mention:ID a t:Description ; t:refersTo actor:angela-merkel ; t:name "Mutter der Nation"`,
//! with `t:calledBy` where the article puts the words into somebody's mouth.

use std::collections::BTreeSet;

use oxrdf::Literal;
use oxrdf::vocab::{rdf, rdfs};

use super::{PROV, Writer, integer, named, tagged};
use crate::extract::entity::Alias;
use crate::extract::entity::Entity;
use crate::extract::mention::MentionKind;
use crate::extract::statement::Extraction;
use crate::kb::vocab;
use crate::record::span::Span;

/// Words that somebody said.
struct Voice {
    order: usize,
    words: Span,
    actor: Option<usize>,
    speaker: Option<Span>,
}

/// Who says what, by where it begins.
pub(super) struct Voices {
    sorted: Vec<Voice>,
    longest: usize,
}

impl Voices {
    /// Those of the quotations and those of the attributed clauses, apart: a quotation may be long, a clause is not.
    pub(super) fn of(extraction: &Extraction) -> [Voices; 2] {
        let quoted = extraction.quotations.iter().flat_map(|quotation| {
            let (actor, speaker) = (quotation.actor, quotation.speaker);
            quotation.quote.iter().map(move |&words| Voice { order: 0, words, actor, speaker })
        });
        let attributed = extraction.statements.iter().filter_map(|statement| {
            let speaker = statement.speaker.as_ref()?;
            Some(Voice {
                order: 0,
                words: statement.evidence,
                actor: speaker.actor,
                speaker: Some(speaker.span),
            })
        });
        let quoted = Voices::new(quoted, 0);
        let attributed = Voices::new(attributed, quoted.sorted.len());
        [quoted, attributed]
    }

    fn new(voices: impl Iterator<Item = Voice>, first: usize) -> Voices {
        let known = |voice: &Voice| voice.actor.is_some() || voice.speaker.is_some();
        let numbered = voices.filter(known).zip(first..);
        let mut sorted: Vec<Voice> =
            numbered.map(|(voice, order)| Voice { order, ..voice }).collect();
        sorted.sort_by_key(|voice| voice.words.start);
        let longest = sorted.iter().map(|voice| voice.words.end - voice.words.start).max();
        Voices { sorted, longest: longest.unwrap_or(0) }
    }

    /// Those whose words hold these.
    fn around(&self, span: Span) -> impl Iterator<Item = &Voice> {
        let end = self.sorted.partition_point(|voice| voice.words.start <= span.start);
        let near = self.sorted[..end].iter().rev();
        let near = near.take_while(move |voice| voice.words.start + self.longest >= span.end);
        near.filter(move |voice| voice.words.contains(span))
    }
}

impl Writer<'_> {
    /// The first place of each name of an actor, and every description.
    pub(super) fn mentions(&mut self, actor: &Entity) {
        let mut names = BTreeSet::new();
        for alias in &actor.mentions {
            let Some(name) = alias.name.as_deref() else { continue };
            match alias.kind {
                MentionKind::Description => self.mention(actor, alias, name, vocab::DESCRIPTION),
                _ if names.insert(name) => self.mention(actor, alias, name, vocab::NAMING),
                _ => {}
            }
        }
    }

    fn mention(&mut self, actor: &Entity, alias: &Alias, name: &str, class: &str) {
        let text = self.article.text.as_str();
        let (start, end) = (self.points.at(alias.span.start), self.points.at(alias.span.end));
        let key =
            format!("{}\u{1f}{start}\u{1f}{end}\u{1f}{}\u{1f}{name}", self.article.id, actor.id);
        let node = self.instance("mention", &blake3::hash(key.as_bytes()).to_hex()[..16]);
        let refers_to = self.instance("actor", &actor.id);
        let article = self.instance("article", &self.article.id);
        self.fact(&node, rdf::TYPE.as_str(), named(class));
        self.fact(&node, vocab::REFERS_TO, refers_to);
        self.fact(&node, vocab::NAME, tagged(name, "de"));
        self.fact(&node, vocab::QUOTE, tagged(alias.span.of(text), "de"));
        self.fact(&node, vocab::START, integer(start));
        self.fact(&node, vocab::END, integer(end));
        self.fact(&node, &format!("{PROV}wasDerivedFrom"), article);
        if class == vocab::DESCRIPTION {
            self.called_by(&node, alias.span);
        }
    }

    /// In whose mouth the words of a description stand: of the narrowest quotation or attributed clause around them.
    fn called_by(&mut self, node: &oxrdf::NamedNode, span: Span) {
        let extraction = self.extraction;
        let around = self.voices.iter().flat_map(|voices| voices.around(span));
        // of the same words the first that was told
        let around = around.min_by_key(|voice| {
            (voice.words.end - voice.words.start, voice.words.start, voice.order)
        });
        let Some(&Voice { actor, speaker, .. }) = around else { return };
        if let Some(actor) = actor {
            let actor = self.instance("actor", &extraction.actors[actor].id);
            self.fact(node, vocab::CALLED_BY, actor);
        }
        if let Some(speaker) = speaker {
            self.fact(node, vocab::SPEAKER_TEXT, tagged(speaker.of(&self.article.text), "de"));
        }
    }

    /// Which program read the article. Without the hour: the same text gives the same quads.
    pub(super) fn activity(&mut self) {
        let node = self.instance("activity", &self.article.id);
        let article = self.instance("article", &self.article.id);
        self.fact(&node, rdf::TYPE.as_str(), named(&format!("{PROV}Activity")));
        self.fact(&node, &format!("{PROV}used"), article);
        self.fact(&node, &format!("{PROV}wasAssociatedWith"), named(vocab::PROGRAM));
        let version = env!("CARGO_PKG_VERSION");
        self.fact(&node, rdfs::LABEL.as_str(), Literal::from(format!("tripel {version}")));
        self.fact(&node, "https://schema.org/softwareVersion", Literal::from(version));
        let code = self.article.language.as_deref().unwrap_or("de");
        if let Some(lang) = crate::languages::language(code).or(crate::languages::language("de")) {
            self.fact(&node, vocab::MODEL, Literal::from(lang.models.fingerprint()));
        }
    }
}
