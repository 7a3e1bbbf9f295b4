//! The stages, composed: an article goes in, what it says comes out.

use crate::article::Article;
use crate::attribution::{Attribution, attributions};
use crate::clause::{Clause, clauses};
use crate::corrections::Corrections;
use crate::entity::{Entities, entities};
use crate::lang::Language;
use crate::mention::{Mention, mentions};
use crate::parse::{Tree, trees};
use crate::quotation::{Quotation, quotations};
use crate::sentence::{Sentence, sentences};
use crate::span::Span;
use crate::statement::{Extraction, LIKELY, Reading, statements};

/// Every stage's result, for looking inside.
pub struct Analysis {
    pub sentences: Vec<Sentence>,
    pub trees: Vec<Tree>,
    pub clauses: Vec<Clause>,
    pub mentions: Vec<Mention>,
    pub entities: Entities,
    pub quotations: Vec<Quotation>,
    pub attributions: Vec<Attribution>,
    pub extraction: Extraction,
}

/// What an article says, without what is likely wrong.
pub fn extract(article: &Article, lang: &'static Language, corrections: &Corrections) -> Extraction {
    let mut extraction = analyse(article, lang, corrections).extraction;
    extraction.retain(|statement| statement.confidence >= LIKELY);
    extraction
}

/// What an article says, with what each stage found on the way.
pub fn analyse(article: &Article, lang: &'static Language, corrections: &Corrections) -> Analysis {
    analyse_story(article, &article.body(lang).story, lang, corrections)
}

/// What the given spans of an article say, with what each stage found on the way.
pub fn analyse_story(article: &Article, story: &[Span], lang: &'static Language, corrections: &Corrections) -> Analysis {
    let text = article.text.as_str();
    let sentences = sentences(text, story, lang);
    let trees = trees(text, &sentences, lang);
    analyse_trees(article, sentences, trees, lang, corrections)
}

/// What the sentences of an article say, given their trees.
pub fn analyse_trees(
    article: &Article,
    sentences: Vec<Sentence>,
    trees: Vec<Tree>,
    lang: &'static Language,
    corrections: &Corrections,
) -> Analysis {
    let text = article.text.as_str();
    let clauses = clauses(&trees, lang);
    let mut mentions = mentions(text, &trees, lang);
    corrections.add(&article.id, &trees, &mut mentions);
    let mut entities = entities(text, &trees, &mentions, lang);
    corrections.apply(&article.id, &trees, &mut entities, lang);
    let quotations = quotations(text, &trees, &clauses, &entities, lang);
    let attributions = attributions(&trees, &clauses, &quotations, lang);
    let reading = Reading {
        article,
        lang,
        trees: &trees,
        clauses: &clauses,
        entities: &entities,
        quotations: &quotations,
        attributions: &attributions,
    };
    let statements = statements(&reading);
    let extraction = Extraction::new(entities.actors.clone(), quotations.clone(), statements);
    Analysis { sentences, trees, clauses, mentions, entities, quotations, attributions, extraction }
}
