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
use crate::kb::vocab;
use crate::record::span::Span;

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
        let quoted = extraction.quotations.iter().flat_map(|quotation| {
            let actor = quotation.actor;
            quotation.quote.iter().map(move |quote| (*quote, actor, quotation.speaker))
        });
        let attributed = extraction.statements.iter().filter_map(|statement| {
            let speaker = statement.speaker.as_ref()?;
            Some((statement.evidence, speaker.actor, Some(speaker.span)))
        });
        let around = quoted
            .chain(attributed)
            .filter(|(words, actor, speaker)| {
                words.contains(span) && (actor.is_some() || speaker.is_some())
            })
            .min_by_key(|(words, ..)| (words.end - words.start, words.start));
        let Some((_, actor, speaker)) = around else { return };
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
