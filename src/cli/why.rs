//! `tripel why`: how a statement was found, from its words to its confidence.

use std::io;
use std::io::Write;

use tripel::extract::clause::Clause;
use tripel::extract::statement::{Argument, Statement};
use tripel::extract::{Analysis, analyse};
use tripel::record::article::Article;
use tripel::record::error::{Error, Result};
use tripel::record::span::Span;

use super::found::found;
use super::input::stored_language;
use super::output::{failed, to_stdout};
use super::style::{BOLD, CYAN, DIM, GREEN, MAGENTA, Style, YELLOW};
use super::{Global, Outcome, stages, statements};

/// Explain a statement: its words, the clause, the rule, who is meant and why, by whose word it stands
#[derive(clap::Args)]
#[command(after_help = "Example:\n  tripel why s528dbd3      an id, or the beginning of one")]
pub struct Args {
    /// The id of a statement, or as much of it as only one has
    #[arg(value_name = "STATEMENT")]
    statement: String,
}

pub fn run(args: Args, global: &Global) -> Result<Outcome> {
    let (store, graph) = Global { copies: true, ..global.clone() }.graph()?;
    if graph.is_empty() {
        return Ok(global.empty());
    }
    let (id, article) = found(&graph, &args.statement)?;
    let entry = store.find(&article)?;
    let article = store.article(&entry)?;
    let analysis =
        analyse(&article, stored_language(&article, entry.analyser)?, &global.corrections()?);
    let Some(statement) =
        analysis.extraction.statements.iter().find(|statement| statement.id == id)
    else {
        return Err(Error::new(format!(
            "with this version of the program and of actors.csv the article '{}' has no statement {id}; 'tripel rebuild {}' extracts it anew",
            article.id, article.id
        )));
    };
    let explanation = Explanation { article: &article, analysis: &analysis, statement };
    to_stdout(|out| explanation.write(out).map_err(failed))?;
    Ok(Outcome::Done)
}

struct Explanation<'a> {
    article: &'a Article,
    analysis: &'a Analysis,
    statement: &'a Statement,
}

impl Explanation<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let statement = self.statement;
        let label = |argument: &Option<Argument>| {
            argument.as_ref().map_or("-", |argument| argument.label_en.as_str()).to_owned()
        };
        let relation = statements::relation(statement);
        writeln!(
            out,
            "{BOLD}{} - {relation} - {}{BOLD:#}\n",
            label(&statement.subject),
            label(&statement.object)
        )?;
        writeln!(out, "{}\n", self.marked())?;
        line(out, "article", &format!("{}, sentence {}", self.article.id, statement.sentence + 1))?;
        if let Some(clause) = self.clause() {
            let tree = &self.analysis.trees[clause.tree];
            line(out, "clause", &format!("{}: {}", clause.lemma, stages::arguments(tree, clause)))?;
            let form = stages::form(clause);
            if !form.is_empty() {
                line(out, "form", &form)?;
            }
        }
        line(
            out,
            "predicate",
            &format!(
                "{} = {} ({})",
                statement.predicate.surface, statement.predicate.lemma, statement.predicate.en
            ),
        )?;
        line(out, "rule", statement.rule)?;
        self.argument("subject", statement.subject.as_ref(), out)?;
        self.argument("object", statement.object.as_ref(), out)?;
        self.attribution(out)?;
        if let Some(event) = &statement.event {
            let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(" ({mode})"));
            let contexts = if event.contexts.is_empty() {
                String::new()
            } else {
                format!(", about {}", event.contexts.join(", "))
            };
            line(
                out,
                "event",
                &format!("{}{mode}, score {:.1}{contexts}", event.kind, event.score),
            )?;
        }
        if let Some(time) = &statement.time {
            let day = time.value.map_or(String::new(), |day| format!(" = {day}"));
            line(out, "time", &format!("\"{}\"{day}", time.span.of(&self.article.text)))?;
        }
        line(out, "confidence", &format!("{:.2}", statement.confidence))?;
        for check in &statement.checks {
            let why = check.why.as_ref().map_or(String::new(), |why| format!(": {why}"));
            let day = check.at.get(..10).unwrap_or(&check.at);
            let what = format!("{} ({}) by {}, {day}{why}", check.what, check.id, check.who);
            line(out, "corrected", &what)?;
        }
        line(out, "id", &statement.id)
    }

    /// The clause that the statement was made from.
    fn clause(&self) -> Option<&Clause> {
        let statement = self.statement;
        self.analysis.clauses.iter().find(|clause| {
            let word = self.analysis.trees[clause.tree].words[clause.head].span;
            clause.tree == statement.sentence
                && clause.rule == statement.rule
                && clause.lemma == statement.predicate.lemma
                && statement.evidence.contains(word)
        })
    }

    /// The sentence, subject, predicate and object in colour and in brackets.
    fn marked(&self) -> String {
        let statement = self.statement;
        let mut marks: Vec<(Span, &str, Style)> = Vec::new();
        marks.extend(statement.subject.as_ref().map(|subject| (subject.span, "who", CYAN)));
        marks.extend(statement.object.as_ref().map(|object| (object.span, "whom", MAGENTA)));
        marks.extend(statement.cue.map(|cue| (cue, "cue", YELLOW)));
        if let Some(clause) = self.clause() {
            let words = &self.analysis.trees[clause.tree].words;
            marks.extend(clause.predicate.iter().map(|&word| (words[word].span, "does", GREEN)));
        }
        let sentence = statement.sentence_span;
        marks.retain(|(span, ..)| sentence.contains(*span));
        marks.sort_by_key(|(span, ..)| (span.start, span.end));
        let (mut text, mut at) = (String::new(), sentence.start);
        for (span, name, style) in marks {
            // a mark inside another one is left out
            if span.start >= at {
                text += Span::new(at, span.start).of(&self.article.text);
                text += &format!(
                    "{style}[{DIM}{name}:{DIM:#}{style} {}]{style:#}",
                    span.of(&self.article.text)
                );
                at = span.end;
            }
        }
        text + Span::new(at, sentence.end).of(&self.article.text)
    }

    /// Who is meant by the words, and by which chain of names.
    fn argument(
        &self,
        name: &str,
        argument: Option<&Argument>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(argument) = argument else { return line(out, name, "not named") };
        let words = argument.span.of(&self.article.text);
        let Some(actor) = argument.actor.map(|actor| &self.analysis.extraction.actors[actor])
        else {
            return line(
                out,
                name,
                &format!("\"{words}\" = the concept {} ({})", argument.label_de, argument.label_en),
            );
        };
        let identity = actor
            .wikidata
            .as_ref()
            .map_or(String::new(), |wikidata| format!(", Wikidata {wikidata}"));
        line(out, name, &format!("\"{words}\" = {} ({}{identity})", actor.label_en, actor.kind))?;
        for reason in &actor.corrected {
            writeln!(out, "{:14}{DIM}{reason}{DIM:#}", "")?;
        }
        let mut seen = Vec::new();
        for mention in &actor.mentions {
            let called = (mention.span.of(&self.article.text), mention.reason.as_str());
            let own = argument.span.overlaps(mention.span);
            if own || !seen.contains(&called) {
                let mark = if own { "  <- here" } else { "" };
                writeln!(out, "{:14}{DIM}\"{}\": {}{mark}{DIM:#}", "", called.0, called.1)?;
                seen.push(called);
            }
        }
        Ok(())
    }

    fn attribution(&self, out: &mut dyn Write) -> io::Result<()> {
        let statement = self.statement;
        let mut status = statement.status.to_string();
        if statement.negated {
            status += ", negated";
        }
        if let Some(governor) =
            statement.content_of.map(|at| &self.analysis.extraction.statements[at])
        {
            status += &format!(
                "; it is what the statement {} ({}) is about",
                &governor.id[..8],
                statements::relation(governor)
            );
        }
        line(out, "status", &status)?;
        let beside = [
            ("complement", &statement.complement),
            ("addressee", &statement.addressee),
            ("place", &statement.place),
        ];
        for (name, argument) in beside.into_iter().filter(|(_, argument)| argument.is_some()) {
            self.argument(name, argument.as_ref(), out)?;
        }
        if let Some(speaker) = &statement.speaker {
            self.argument("speaker", Some(speaker), out)?;
        }
        match statement.cue {
            Some(cue) => line(out, "cue", &format!("\"{}\"", cue.of(&self.article.text))),
            None => Ok(()),
        }
    }
}

fn line(out: &mut dyn Write, name: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{BOLD}{name:12}{BOLD:#}  {text}")
}
