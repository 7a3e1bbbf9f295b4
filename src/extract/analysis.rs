//! The stages, composed: an article goes in, what it says comes out.

use crate::extract::attribution::{Attribution, attributions};
use crate::extract::clause::{Clause, clauses};
use crate::extract::corrections::Corrections;
use crate::extract::entity::{Entities, entities};
use crate::extract::judged;
use crate::extract::mention::{Mention, mentions};
use crate::extract::quotation::{Quotation, quotations};
use crate::extract::statement::{Extraction, Links, Reading, Statement, statements};
use crate::language::Language;
use crate::record::article::Article;
use crate::record::span::Span;
use crate::syntax::parse::{Tree, trees};
use crate::syntax::sentence::{Sentence, sentences};

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
pub fn extract(
    article: &Article,
    lang: &'static Language,
    corrections: &Corrections,
) -> Extraction {
    let mut extraction = analyse(article, lang, corrections).extraction;
    extraction.retain(Statement::is_likely);
    extraction
}

/// What an article says, with what each stage found on the way.
pub fn analyse(article: &Article, lang: &'static Language, corrections: &Corrections) -> Analysis {
    analyse_story(article, &article.body(lang).story, lang, corrections)
}

/// What the given spans of an article say, with what each stage found on the way.
pub fn analyse_story(
    article: &Article,
    story: &[Span],
    lang: &'static Language,
    corrections: &Corrections,
) -> Analysis {
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
        links: Links::new(&trees, &quotations, &attributions),
        days: article.entry_days(),
    };
    let statements = statements(&reading);
    let mut extraction = Extraction::new(entities.actors.clone(), quotations.clone(), statements);
    judged::apply(article, &trees, lang, corrections, &mut extraction);
    Analysis { sentences, trees, clauses, mentions, entities, quotations, attributions, extraction }
}
