//! The story becomes sentences and tokens: "Am 20. Juli kam er. Er ging." is two sentences of five and three tokens.
//!
//! Tokens lie in order, do not overlap, and between them is only white space; no sentence crosses the end of a body span.

mod token;

use crate::language::lexicon::{NounClass, capitalised};
use crate::language::{Ends, Language};
use crate::record::span::Span;
use token::{Gap, Raw, raw_tokens};

/// A sentence of the story: tokens lie in order, do not overlap, and between them is only white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    pub tokens: Vec<Span>,
}

/// No sentence has more tokens; what is longer is cut, at a comma where there is one.
pub const LONGEST: usize = 400;

/// Words before a colon that are a sentence of their own; fewer announce what follows ("Sein Fazit: ...").
const LEAD: usize = 8;

/// The sentences of the body's spans, in order; none crosses a span's end.
pub fn sentences(text: &str, body: &[Span], lang: &Language) -> Vec<Sentence> {
    let mut found = Vec::new();
    for &span in body {
        let raw = raw_tokens(text, span, lang);
        let wrapped = wrapped_lines(text, &raw);
        Splitter { text, raw: &raw, wrapped: &wrapped, lang, quotes: 0 }.split(&mut found);
    }
    found
}

/// What a full stop does.
enum Stop {
    /// It belongs to the word before it: "Dr.", "20."
    Joins { ends: bool },
    /// It stands alone.
    Alone { ends: bool },
}

struct Splitter<'a> {
    text: &'a str,
    raw: &'a [Raw],
    /// Tokens before which the line was broken only because it was full.
    wrapped: &'a [bool],
    lang: &'a Language,
    /// Quotation marks seen in the sentence.
    quotes: usize,
}

impl<'a> Splitter<'a> {
    fn split(&mut self, found: &mut Vec<Sentence>) {
        let mut tokens: Vec<Span> = Vec::new();
        let mut i = 0;
        while i < self.raw.len() {
            let token = self.raw[i];
            if !tokens.is_empty() && self.breaks_line(i) {
                finish(self.text, &mut tokens, found);
                self.quotes = 0;
            }
            if tokens.len() > 1 && (self.starts_unmarked(i) || self.follows_quoted(&tokens, i)) {
                finish(self.text, &mut tokens, found);
                self.quotes = 0;
            }
            let ends;
            match self.form(i) {
                "." if token.gap == Gap::None && !tokens.is_empty() => {
                    match self.stop(i, tokens.len()) {
                        Stop::Joins { ends: last } => {
                            if let Some(word) = tokens.last_mut() {
                                word.end = token.span.end;
                            }
                            ends = last;
                        }
                        Stop::Alone { ends: last } => {
                            tokens.push(token.span);
                            ends = last;
                        }
                    }
                }
                form => {
                    self.quotes += usize::from(is_quote(form));
                    tokens.push(token.span);
                    ends = is_terminal(form) && self.ends_after(i)
                        || self.closes_dateline(&tokens, i)
                        || form == ";" && self.opens_after(i + 1)
                        || form == ":" && self.leads_on(&tokens, i + 1)
                        || form == ")" && self.closes_aside(&tokens, i + 1);
                }
            }
            i += 1;
            if ends {
                let end = self.after_closers(i);
                tokens.extend(self.raw[i..end].iter().map(|raw| raw.span));
                i = end;
                finish(self.text, &mut tokens, found);
                self.quotes = 0;
            }
        }
        finish(self.text, &mut tokens, found);
    }

    fn form(&self, i: usize) -> &'a str {
        self.raw.get(i).map_or("", |raw| raw.span.of(self.text))
    }

    /// The token so many before `i`; nothing before the first.
    fn back(&self, i: usize, count: usize) -> &'a str {
        i.checked_sub(count).map_or("", |at| self.form(at))
    }

    fn gap(&self, i: usize) -> Gap {
        match self.raw.get(i) {
            None => Gap::Paragraph,
            Some(raw) if raw.gap == Gap::Line && self.wrapped[i] => Gap::Space,
            Some(raw) => raw.gap,
        }
    }

    /// A line ends a sentence unless it goes on with a small letter or was only full.
    fn breaks_line(&self, i: usize) -> bool {
        let goes_on = self
            .form(i)
            .starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')' | '“' | '«'));
        let open = matches!(self.back(i, 1), "," | "-" | "–" | "(" | "„" | "»");
        match self.gap(i) {
            Gap::Paragraph => true,
            Gap::Line => !goes_on && !open,
            _ => false,
        }
    }

    /// Whether a sentence starts at `i` though nothing ends the one before it: "Post baut Personal ab Der Präsident sagte ..."
    fn starts_unmarked(&self, i: usize) -> bool {
        let (before, form, next) = (self.back(i, 1), self.form(i), self.form(i + 1));
        let segmentation = &self.lang.segmentation;
        if self.gap(i) != Gap::Space {
            return false;
        }
        // "..." "...": the one that closes and the one that opens
        let closed =
            is_quote(before) && self.gap(i - 1) == Gap::None && self.quotes.is_multiple_of(2);
        let after_smiley = || form == "(" || form.starts_with(char::is_uppercase);
        if closed && is_quote(form) && self.gap(i + 1) == Gap::None
            || is_smiley(before) && after_smiley()
        {
            return true;
        }
        let glued = closed || before == ")" || before.ends_with(char::is_alphanumeric);
        // "sagt in letzter Minute ab Der Präsident ...": a particle, not a preposition
        let inside = segmentation.precedes_ordinal(before) && !segmentation.is_particle(before);
        glued
            && segmentation.opens_alone(form)
            && !inside
            && self.lang.gazetteer.given_name(before).is_none() // "Paul Allen"
            && !segmentation.precedes_title(before)
            && self.gap(i + 1) == Gap::Space
            && self.goes_on_small(i + 1)
            && !self.is_name(&format!("{form} {next}"))
    }

    /// "„Ein guter Tag für Graz“ Der Minister ...": a quotation that is a sentence; a comma follows where it is only a part of one.
    fn follows_quoted(&self, tokens: &[Span], i: usize) -> bool {
        let form = |at: usize| tokens[at].of(self.text);
        let small = || (1..tokens.len() - 1).any(|at| form(at).starts_with(char::is_lowercase));
        self.quotes == 2
            && tokens.len() > 4
            && is_quote(form(0))
            && is_quote(form(tokens.len() - 1))
            && self.gap(i) == Gap::Space
            && (self.lang.segmentation.opens(self.form(i))
                || tokens.len() > 7 && self.form(i).starts_with(char::is_uppercase))
            && small()
    }

    /// "Berlin - Die Regierung ...", "Kiew/Moskau (dpa) – Russland ...": where it was written is no part of the sentence.
    fn closes_dateline(&self, tokens: &[Span], i: usize) -> bool {
        let spaced = self.gap(i) == Gap::Space && self.gap(i + 1) == Gap::Space;
        let dash = matches!(self.form(i), "-" | "–" | "—");
        if !dash || !spaced || !(2..=8).contains(&tokens.len()) {
            return false;
        }
        let form = |at: usize| tokens[at].of(self.text);
        let words = (0..tokens.len() - 1).map(form);
        let agency = words.clone().any(|word| word == "(");
        let heading = words.clone().all(|word| {
            !word.starts_with(char::is_lowercase) || agency && word.chars().count() < 6
        });
        let place = || {
            use crate::language::gazetteer::ActorType::{Place, State};
            let gazetteer = self.lang.gazetteer;
            let listed =
                gazetteer.name(form(0)).is_some_and(|known| matches!(known.kind, Place | State));
            listed || gazetteer.capital(form(0)).is_some()
        };
        heading
            && (agency || place())
            && self.form(i + 1).starts_with(char::is_uppercase)
            && self.goes_on_small(i + 2)
    }

    /// "Pius XII. Israel forderte ...": a name and its verb behind a number that ends the sentence before.
    fn begins_clause(&self, i: usize, length: usize) -> bool {
        let verb = |at: usize| {
            let form = self.form(at);
            let lexicon = self.lang.lexicon;
            let weak = || {
                ["te", "ten", "t"].iter().any(|end| form.ends_with(end))
                    && lexicon.verb_behind(form).is_some()
            };
            form.starts_with(char::is_lowercase)
                && (lexicon.strong_verbs(form).next().is_some() || weak())
        };
        let grammar = &self.lang.grammar;
        let before = i.saturating_sub(length + 1)..i - 1;
        let subordinate = before.clone().any(|at| {
            let form = self.form(at).to_lowercase();
            form == grammar.as_word
                || grammar.content.contains(&form.as_str())
                || grammar.conditional.contains(&form.as_str())
        });
        length > 3 && !subordinate && self.is_name(self.form(i)) && verb(i + 1)
    }

    /// Whether a word with a small letter comes soon, as in any sentence: "Die Bürgermeisterin Anna Berger hat ..."
    fn goes_on_small(&self, i: usize) -> bool {
        let words = (i..i + 5).take_while(|&k| self.gap(k) <= Gap::Space).map(|k| self.form(k));
        words
            .take_while(|form| form.starts_with(char::is_alphanumeric))
            .any(|form| form.starts_with(char::is_lowercase))
    }

    /// "Das Wetter war schlecht; Die Stimmung war gut": within a sentence the article would be small.
    fn opens_after(&self, i: usize) -> bool {
        self.gap(i) == Gap::Space && self.lang.segmentation.opens_alone(self.form(i))
    }

    /// "An Ideen fehlte es in diesen Wochen nicht: Der Verein ...": a long sentence that says of nobody that he says what follows.
    fn leads_on(&self, tokens: &[Span], next: usize) -> bool {
        let lexicon = &self.lang.lexicon;
        let verb = |lemma: &str| lexicon.frames(lemma).iter().any(|frame| frame.flags.reports());
        let says = |word: &str| {
            lexicon.noun_behind(word).and_then(|noun| lexicon.noun(&noun)?.class)
                == Some(NounClass::Speech)
                || lexicon.verb_behind(word).is_some_and(|lemma| verb(&lemma))
                || lexicon.participle(word).is_some_and(|(lemma, _)| verb(lemma))
                || lexicon.strong_verbs(word).any(verb)
        };
        tokens.len() > LEAD
            && tokens.len() <= LONGEST
            && self.opens_after(next)
            && self.goes_on_small(next + 1)
            && !tokens
                .iter()
                .any(|token| is_quote(token.of(self.text)) || says(token.of(self.text)))
    }

    /// "(Mehr dazu auf Seite 3) Der Minister ...": a sentence in brackets of its own.
    fn closes_aside(&self, tokens: &[Span], next: usize) -> bool {
        let inside = || tokens[1..tokens.len() - 1].iter().map(|token| token.of(self.text));
        let opens = |form: &str| {
            form.starts_with(char::is_uppercase)
                || is_quote(form) && self.gap(next + 1) == Gap::None
        };
        tokens.len() > 5
            && tokens[0].of(self.text) == "("
            && self.gap(next) == Gap::Space
            && opens(self.form(next))
            && !inside().any(|form| matches!(form, "(" | ")"))
            && inside().any(|form| form.starts_with(char::is_lowercase))
    }

    /// "Die Linke", "Den Haag"
    fn is_name(&self, words: &str) -> bool {
        self.lang.gazetteer.name(words).is_some() || self.lang.gazetteer.metonym(words).is_some()
    }

    /// What the full stop at `i` does, which stands right behind a word; the sentence has `length` tokens before it.
    fn stop(&self, i: usize, length: usize) -> Stop {
        let word = self.back(i, 1);
        let first = word.chars().next().unwrap_or(' ');
        if self.raw[i - 1].span.end != self.raw[i].span.start || !first.is_alphanumeric() {
            return Stop::Alone { ends: self.ends_after(i) };
        }
        let Some(next) = self.next_word(i + 1) else {
            // the last word of the span or paragraph
            let joins = self.abbreviates(i, word).is_some_and(|ends| ends != Ends::BeforeNumber)
                && !self.is_unit(i, word);
            return if joins { Stop::Joins { ends: true } } else { Stop::Alone { ends: true } };
        };
        if word.bytes().all(|b| b.is_ascii_digit()) {
            return self.ordinal(i, word, next, length == 1);
        }
        if self.form(i + 1) == ":" && word.ends_with("innen") {
            return Stop::Alone { ends: false };
        }
        if is_roman(word) && !self.lang.segmentation.opens(next) && self.gap(i + 1) == Gap::Space {
            return Stop::Joins { ends: self.begins_clause(i + 1, length) };
        }
        let opens = self.lang.segmentation.opens(next);
        let capital = next.starts_with(char::is_uppercase);
        if self.is_unit(i, word)
            && (opens || !self.back(i, 2).starts_with(|c: char| c.is_ascii_digit()))
        {
            return Stop::Alone { ends: self.ends_after(i) };
        }
        match self.abbreviates(i, word) {
            Some(Ends::No) => Stop::Joins { ends: false },
            Some(Ends::Maybe) => Stop::Joins { ends: opens && self.ends_after(i) },
            Some(Ends::Likely) => Stop::Joins { ends: capital && self.ends_after(i) },
            Some(Ends::BeforeNumber)
                if next.starts_with(|c: char| c.is_ascii_digit() || c.is_lowercase()) =>
            {
                Stop::Joins { ends: false }
            }
            _ => Stop::Alone { ends: self.ends_after(i) },
        }
    }

    /// "5 km/h.", "20 °C.", "8 m. Das": the sign of a unit, which takes no full stop of its own.
    fn is_unit(&self, i: usize, word: &str) -> bool {
        let before = if i >= 2 { self.back(i, 2) } else { "" };
        let small = word.starts_with(char::is_lowercase)
            && before.starts_with(|c: char| c.is_ascii_digit());
        let behind_sign = matches!(before, "/" | "°") && self.gap(i - 1) == Gap::None;
        word.chars().count() == 1
            && (small || behind_sign)
            && self.lang.segmentation.abbreviation(&format!("{word}.")).is_none()
    }

    /// How the abbreviation ends that the word and the full stop at `i` make, where they make one.
    fn abbreviates(&self, i: usize, word: &str) -> Option<Ends> {
        let known = self.lang.segmentation.abbreviation(&format!("{word}."));
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let dotted = word.contains('.')
            && word
                .split('.')
                .all(|part| part.chars().count() <= 3 && !part.bytes().any(|b| b.is_ascii_digit()));
        let single = letters == 1 && word.chars().count() == 1;
        let street = word.ends_with("str") && word.starts_with(char::is_uppercase); // "Bahnhofstr."
        // an abbreviation that no table knows: short, and a small letter follows
        let unknown = letters <= 5
            && !word.bytes().any(|b| b.is_ascii_digit())
            && self.raw[i].gap == Gap::None;
        let goes_on = || {
            self.form(i + 1).starts_with(char::is_lowercase)
                && self.gap(i + 1) == Gap::Space
                && !self.is_whole_word(word)
        };
        if known.is_some() {
            known
        } else if single && word.starts_with(char::is_lowercase) {
            Some(Ends::No) // "e. V."
        } else if dotted || single || street {
            Some(Ends::Maybe)
        } else {
            (unknown && goes_on()).then_some(Ends::No)
        }
    }

    /// Whether a word before a full stop is no abbreviation that the tables lack: long, or known as it is.
    fn is_whole_word(&self, word: &str) -> bool {
        let lexicon = &self.lang.lexicon;
        let known = || {
            lexicon.word(word).is_some()
                || lexicon.exact_noun(word).is_some()
                || lexicon.adjective(word).is_some()
                || !lexicon.frames(word).is_empty()
                || lexicon.strong_verbs(word).next().is_some()
                || self.lang.segmentation.opens(&capitalised(word))
        };
        // abbreviations break off before an ending, and hardly ever behind a vowel
        let ends = ["en", "te", "a", "e", "i", "o", "u"].iter().any(|end| word.ends_with(end));
        let ending = || word.chars().count() > 3 && (ends || lexicon.participle(word).is_some());
        let vowels = || word.chars().rev().take(3).any(|c| "aeiouyäöü".contains(c));
        word.chars().all(char::is_alphabetic)
            && (word.chars().count() > 7 && vowels() || ending() || known())
    }

    /// "am 20. Juli", "der 5. Sitz", "im Jahr 1997. Peking".
    fn ordinal(&self, i: usize, number: &str, next: &str, first: bool) -> Stop {
        let segmentation = &self.lang.segmentation;
        let before = if i >= 2 { self.back(i, 2) } else { "" };
        let short = number.len() <= 3;
        let spaced = self.gap(i + 1) == Gap::Space;
        let ordinal = match next.chars().next() {
            _ if first && short => true, // "2. Soziale Bewegungen": the number of a point
            _ if segmentation.follows_ordinal(next) => number.len() <= 4,
            _ if matches!(self.form(i + 1), "," | ")") => short, // "am 5., 6. und 7. Mai", "(59.)"
            Some(c) if c.is_lowercase() => short,
            Some(c) if c.is_uppercase() => {
                // "am 60. Geburtstag", "ihr lange geplantes 60. Jubiläum"
                let adjective = before.len() > 5
                    && before.ends_with("es")
                    && before.starts_with(char::is_lowercase);
                let expected = segmentation.precedes_ordinal(before) || adjective;
                short && !segmentation.opens(next) && expected && self.form(i + 1) == next
            }
            Some(c) if c.is_ascii_digit() => {
                // "27. 5. 2016"
                let month = number.len() <= 2 && next.len() <= 2 && self.form(i + 2) == ".";
                month || number.len() <= 2 && next.len() == 4 && before == "."
            }
            _ => short && segmentation.precedes_ordinal(before),
        };
        match ordinal {
            true if spaced || self.gap(i + 1) == Gap::None => Stop::Joins { ends: false },
            _ => Stop::Alone { ends: self.ends_after(i) },
        }
    }

    /// The next token with a letter or digit in the same line, looking through quotation marks and brackets.
    fn next_word(&self, i: usize) -> Option<&'a str> {
        let end = self.raw.len().min(i + 4);
        let mut forms =
            (i..end).take_while(|&k| self.gap(k) < Gap::Line).map(|k| self.form(k)).peekable();
        forms.peek()?;
        Some(forms.find(|form| form.starts_with(|c: char| c.is_alphanumeric())).unwrap_or("-"))
    }

    /// Whether the sentence ends with the terminal at `i` and the closing signs behind it.
    fn ends_after(&self, i: usize) -> bool {
        let k = self.after_closers(i + 1);
        let closed = k > i + 1;
        if k >= self.raw.len() || self.gap(k) >= Gap::Line {
            return true;
        }
        let form = self.form(k);
        let first = form.chars().next().unwrap_or(' ');
        if self.gap(k) == Gap::None {
            // "gesagt.Das": the space is missing
            let glued = self.form(i) == "."
                && first.is_uppercase()
                && form.chars().nth(1).is_some_and(char::is_lowercase);
            return glued && (closed || self.back(i, 1).ends_with(char::is_lowercase));
        }
        // ", Keiner blieb '": a comma glued to what follows is a quotation mark of old typewriters
        let comma_quote = form == ","
            && self.gap(k + 1) == Gap::None
            && self.form(k + 1).starts_with(char::is_uppercase);
        if comma_quote {
            return true;
        }
        if is_terminal(form) || matches!(first, ',' | ';' | ':' | ')' | ']' | '/' | '&') {
            return false;
        }
        // "Das war gut. wir kommen wieder": a full stop ends a sentence whatever follows, if no abbreviation bears it
        let full = self.form(i) == "." && !closed && self.is_whole_word(self.back(i, 1));
        if first.is_lowercase() {
            return full;
        }
        if closed && is_quote(form) && is_quote(self.back(k, 1)) {
            return true;
        }
        if is_quote(form) || matches!(form, "(" | "[" | "–" | "-" | "--" | "—" | "‚" | "," | "'")
        {
            let next = self.next_word(k + 1).unwrap_or("");
            let opening =
                is_quote(form) && self.gap(k + 1) == Gap::None && self.quotes.is_multiple_of(2);
            return full && opening || !next.starts_with(char::is_lowercase) || next.is_empty();
        }
        true
    }

    /// The first token from `i` on that does not close what the terminal before it ended.
    fn after_closers(&self, mut i: usize) -> usize {
        let start = i;
        while i < self.raw.len() && i < start + 6 && self.closes(i) {
            i += 1;
        }
        i
    }

    fn closes(&self, i: usize) -> bool {
        let form = self.form(i);
        let last =
            self.gap(i + 1) != Gap::None || !self.form(i + 1).starts_with(char::is_alphanumeric);
        match form {
            ")" | "]" | "''" | "’" | "›" | "‹" | "''." => self.gap(i) == Gap::None && last,
            _ if is_smiley(form) => self.gap(i) < Gap::Line,
            "!" | "?" | "..." | "…" => self.gap(i) == Gap::None,
            _ if is_quote(form) || form == "'" || form == "‘" => {
                let glued = self.gap(i) == Gap::None && last && form != "„";
                // « Texte . » with spaces inside: the second mark of a pair closes
                let spaced = self.gap(i) == Gap::Space
                    && self.gap(i + 1) >= Gap::Space
                    && self.quotes % 2 == 1;
                glued || spaced && !matches!(form, "„" | "``")
            }
            _ => false,
        }
    }
}

/// A sentence of the tokens gathered, in pieces where it is too long.
fn finish(text: &str, tokens: &mut Vec<Span>, found: &mut Vec<Sentence>) {
    let all = std::mem::take(tokens);
    if all.len() <= LONGEST {
        found.extend(sentence(all));
        return;
    }
    let mut rest = &all[..];
    while !rest.is_empty() {
        let longest = rest.len().min(LONGEST);
        let comma = (longest / 2..longest)
            .rev()
            .find(|&k| matches!(rest[k].of(text), "," | ";" | ":" | "–" | "|" | "•"));
        let cut = if rest.len() > LONGEST { comma.map_or(longest, |k| k + 1) } else { longest };
        found.extend(sentence(rest[..cut].to_vec()));
        rest = &rest[cut..];
    }
}

fn sentence(tokens: Vec<Span>) -> Option<Sentence> {
    let span = tokens.first()?.cover(*tokens.last()?);
    Some(Sentence { span, tokens })
}

/// Marks the tokens before which a full line was wrapped: in such a text no line had room for the first word of the next.
fn wrapped_lines(text: &str, raw: &[Raw]) -> Vec<bool> {
    let mut wrapped = vec![false; raw.len()];
    let mut start = 0;
    while start < raw.len() {
        let end =
            (start + 1..raw.len()).find(|&k| raw[k].gap == Gap::Paragraph).unwrap_or(raw.len());
        let breaks: Vec<usize> = (start + 1..end).filter(|&k| raw[k].gap == Gap::Line).collect();
        let mut lines = vec![start];
        lines.extend(&breaks);
        let width = |from: usize, to: usize| {
            raw[from].span.cover(raw[to - 1].span).of(text).chars().take(1000).count()
        };
        let widths: Vec<usize> = lines
            .iter()
            .enumerate()
            .map(|(n, &from)| width(from, *lines.get(n + 1).unwrap_or(&end)))
            .collect();
        let longest = widths.iter().copied().max().unwrap_or(0);
        let full =
            |n: usize| widths[n] + 1 + raw[breaks[n]].span.of(text).chars().count() > longest;
        let exceptions = (0..breaks.len()).filter(|&n| !full(n)).count();
        if !breaks.is_empty() && (40..=120).contains(&longest) && exceptions * 10 <= breaks.len() {
            breaks
                .iter()
                .enumerate()
                .filter(|&(n, _)| full(n))
                .for_each(|(_, &k)| wrapped[k] = true);
        }
        start = end;
    }
    wrapped
}

fn is_terminal(form: &str) -> bool {
    matches!(form, "." | "!" | "?" | "…" | "。" | "！" | "？" | "؟" | "‽" | "⁇" | "⁉")
        || form.len() > 1 && form.bytes().all(|b| b == b'.')
}

fn is_smiley(form: &str) -> bool {
    matches!(form, ":-)" | ";-)" | ":)" | ";)")
}

fn is_quote(form: &str) -> bool {
    matches!(form, "\"" | "„" | "“" | "”" | "»" | "«" | "``" | "''")
}

/// "II", "XIV": the numbers of rulers; single letters are initials.
fn is_roman(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}
