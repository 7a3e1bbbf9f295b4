//! Names: by the gazetteer and by the model, with the parts that belong to them.

use std::ops::Range;

use super::{Finder, Named, known_name, starts_upper};
use crate::language::gazetteer::{ActorType, Known, NameGender};
use crate::language::lexicon::NounClass;
use crate::syntax::parse::{Name, NameClass, NameKind};
use crate::syntax::phrase;
use crate::ud::{Deprel, Gender, Number, Upos};

impl Finder<'_> {
    /// Names by the gazetteer and by the model; the longer one counts, the gazetteer's where both are equal.
    pub(super) fn names(&self) -> Vec<Named> {
        let mut names: Vec<Named> = Vec::new();
        let mut word = 0;
        while word < self.tree.words.len() {
            let model = self
                .tree
                .names
                .iter()
                .find(|name| name.words.start == word && name.kind == NameKind::Plain);
            let listed =
                self.listed(word).filter(|listed| !self.is_overlapped(&listed.words, true));
            let model =
                model.map(|name| Name { words: self.connected(&name.words), ..name.clone() });
            let model = model.as_ref().filter(|name| !self.is_overlapped(&name.words, false));
            let longer = |listed: &Named| {
                model.is_none_or(|name| {
                    listed.words.end >= name.words.end || name.class == NameClass::Other
                })
            };
            let mut next = word + 1;
            if let Some(quoted) = self.quoted(word) {
                next = quoted.words.end;
                names.push(quoted);
            } else if let Some(listed) = listed.filter(longer) {
                next = listed.words.end;
                names.push(listed);
            } else if model.is_none() && self.is_known_surname(word) {
                names.push(Named {
                    words: word..word + 1,
                    name: self.nominative_name(&(word..word + 1)),
                    known: None,
                    class: ActorType::Person,
                    noun: None,
                });
            } else if let Some(name) = model {
                let words = self.extended(name.words.clone(), name.class);
                next = words.end;
                names.extend(self.model_name(words, name.class));
            }
            // whatever was found, the search goes on behind the word at which it began
            word = next.max(word + 1);
        }
        names
    }

    /// "dass die USA Polen schützen": two names side by side that the tree holds apart, one of them known by itself, are two.
    fn connected(&self, words: &Range<usize>) -> Range<usize> {
        let outside =
            |&word: &usize| self.tree.heads[word].is_none_or(|head| !words.contains(&head));
        let Some(second) = words.clone().filter(outside).nth(1) else { return words.clone() };
        let alone = |start: usize, end: usize| {
            self.listed(start).is_some_and(|listed| listed.words.end == end)
        };
        let apart =
            second > words.start && (alone(words.start, second) || alone(second, words.end));
        if apart { words.start..second } else { words.clone() }
    }

    /// "Präsident Xi" against "Xi Jinping": a name of the gazetteer that begins inside and reaches as far or further is the better one.
    /// Of a name that is itself the gazetteer's ("Johanna Mikl-Leitner") only one that reaches further is better.
    pub(super) fn is_overlapped(&self, words: &Range<usize>, known: bool) -> bool {
        let better = |listed: Named| {
            listed.words.len() > 1 && listed.words.end > words.end
                || !known && listed.words.len() > 2 && listed.words.end == words.end
        };
        (words.start + 1..words.end).any(|start| self.listed(start).is_some_and(better))
    }

    /// "Netanyahus Büro": the last name of somebody whom the article names elsewhere.
    pub(super) fn is_known_surname(&self, at: usize) -> bool {
        let word = &self.tree.words[at];
        let known = |form: &str| self.bare_names.binary_search(&form).is_ok();
        let form = word.form.as_str();
        // "Jäger lobte": nothing before it as before a hunter
        let unknown = || self.lang.lexicon.noun(&word.lemma).is_none();
        let alone = || {
            word.upos == Upos::Noun
                && word.feats.number != Some(Number::Plur)
                && self.full_names.binary_search(&form).is_ok()
                && (self.tree.children(at).all(|child| child > at) || unknown())
                && self.tree.deprels[at] != Deprel::Compound
        };
        word.upos == Upos::Propn && (known(form) || form.strip_suffix('s').is_some_and(known))
            || alone()
    }

    /// "Raab" after "Claudia Raab": whom the article introduced, and no place or company of this name.
    fn is_outranked(&self, at: usize, known: &Known) -> bool {
        let form = self.tree.words[at].form.as_str();
        let stem = form.strip_suffix('s').unwrap_or(form);
        let mut own = self.persons.iter().filter(|name| {
            name.rsplit(' ').next().is_some_and(|last| last == form || last == stem)
        });
        match known.kind {
            ActorType::State | ActorType::Igo => false,
            ActorType::Person => {
                let same = |name: &String| {
                    self.lang.gazetteer.name(name).is_some_and(|other| other.id == known.id)
                };
                own.clone().next().is_some() && !own.any(same)
            }
            _ => {
                let placed = matches!(
                    phrase::preposition(self.tree, at),
                    Some("in" | "nach" | "aus" | "bei" | "um")
                );
                !placed && own.next().is_some()
            }
        }
    }

    /// Where the legal form behind a name ends: "Apple Inc.", "ADAC e. V.", "Wolf GmbH & Co. KG".
    fn legal_end(&self, mut end: usize) -> usize {
        let form = |at: usize| self.tree.words.get(at).map_or("", |word| word.form.as_str());
        let forms = self.lang.grammar.legal_forms;
        // at most as often as there are words: an end that is not moved on ends the loop
        for _ in &self.tree.words {
            let two = format!("{} {}", form(end), form(end + 1));
            if forms.contains(&two.as_str()) {
                end += 2;
            } else if forms.contains(&form(end)) {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    /// "die Organisation „Pro Asyl“": a name in quotation marks behind what it is.
    fn quoted(&self, noun: usize) -> Option<Named> {
        let words = &self.tree.words;
        let open = noun + 1;
        let opens = |form: &str| matches!(form, "„" | "\"" | "»" | "“" | "«");
        let closes = |form: &str| matches!(form, "“" | "”" | "\"" | "«" | "»");
        let one = words[noun].upos == Upos::Noun && words[noun].feats.number != Some(Number::Plur);
        if !one || !words.get(open).is_some_and(|word| opens(&word.form)) {
            return None;
        }
        let kind = self.lang.lexicon.noun(&words[noun].lemma)?.class;
        if !matches!(kind, Some(NounClass::Body | NounClass::Group)) {
            return None;
        }
        let close = (open + 2..words.len().min(open + 9)).find(|&at| closes(&words[at].form))?;
        let inner = open + 1..close;
        let said = words[inner.clone()].iter().any(|word| word.upos == Upos::Aux)
            || words.get(close + 1).is_some_and(|word| word.form == "-");
        if said || !starts_upper(&words[open + 1].form) {
            return None;
        }
        let name = phrase::joined(self.tree, inner, |at| words[at].form.clone());
        let known = self.lang.gazetteer.name(&name);
        let class = match super::body_type(&words[noun].lemma) {
            ActorType::Government | ActorType::Place => ActorType::Organisation,
            kind => kind,
        };
        Some(Named {
            words: noun..close + 1,
            name: known.map_or(name, |known| known.name_de.clone()),
            known,
            class: known.map_or(class, |known| known.kind),
            noun: Some(words[noun].lemma.clone()),
        })
    }

    /// The longest name of the gazetteer that begins at a word.
    pub(super) fn listed(&self, start: usize) -> Option<Named> {
        let words = &self.tree.words;
        if !starts_upper(&words[start].form)
            || !matches!(
                words[start].upos,
                Upos::Propn | Upos::Noun | Upos::Adj | Upos::X | Upos::Num
            )
        {
            return None;
        }
        let longest = self.lang.gazetteer.longest_name().min(words.len() - start);
        let glued = |at: usize| {
            at > 0 && words.get(at).is_some_and(|word| words[at - 1].span.end == word.span.start)
        };
        for length in (1..=longest).rev() {
            let range = start..start + length;
            // "US-Republikaner": the first part of a compound is no mention of its own
            if words.get(range.end).is_some_and(|word| word.form == "-")
                && glued(range.end)
                && glued(range.end + 1)
            {
                continue;
            }
            let text = phrase::joined(self.tree, range.clone(), |at| words[at].form.clone());
            if let Some(known) = self.lang.gazetteer.name(&text) {
                if self.is_member(range.end - 1, known) {
                    continue;
                }
                if length == 1
                    && (words[start].upos == Upos::Adj
                        || self.is_plain_word(start, known)
                        || self.is_outranked(start, known)
                        || self.is_open_part(start))
                {
                    continue;
                }
                let body = matches!(known.kind, ActorType::Company | ActorType::Organisation);
                return Some(Named {
                    words: start..if body { self.legal_end(range.end) } else { range.end },
                    name: known_name(known, &text, self.lang),
                    known: Some(known),
                    class: known.kind,
                    noun: None,
                });
            }
            if length <= 2
                && !self.is_common_noun(start..range.end)
                && let Some(state) = self.lang.gazetteer.metonym(&text)
                && (length > 1 || matches!(words[start].upos, Upos::Propn | Upos::Noun | Upos::X))
            {
                let head = self.head_of(&range);
                let (known, class) = if self.acts(head) {
                    (Some(state), ActorType::State)
                } else {
                    (None, ActorType::Place)
                };
                let name = self.nominative_name(&range);
                return Some(Named { words: range, name, known, class, noun: None });
            }
        }
        None
    }

    /// "der Republikaner Marco Rubio": one of the party, not the party.
    fn is_member(&self, at: usize, known: &Known) -> bool {
        let name = |child: usize| {
            child > at
                && matches!(self.tree.deprels[child], Deprel::Appos | Deprel::Flat)
                && self.tree.words[child].upos == Upos::Propn
        };
        known.kind == ActorType::Party
            && self.tree.words[at].upos == Upos::Noun
            && self.tree.words[at].feats.number != Some(Number::Plur)
            && self.tree.children(at).any(name)
    }

    /// "SPD- und Grünen-Politiker": no mention of its own, as in "SPD-Politiker".
    fn is_open_part(&self, at: usize) -> bool {
        let words = &self.tree.words;
        self.tree.deprels[at] == Deprel::Compound
            && words
                .get(at + 1)
                .is_some_and(|hyphen| hyphen.form == "-" && hyphen.span.start == words[at].span.end)
    }

    /// "mehrere Male": a word of the language in a form that is also a capital's name.
    fn is_common_noun(&self, words: Range<usize>) -> bool {
        let word = &self.tree.words[words.start];
        words.len() == 1
            && word.upos == Upos::Noun
            && word.lemma != word.form
            && self.lang.lexicon.exact_noun(&word.lemma).is_some()
    }

    /// "das Bild", "unsere Standards", "der Kanton": a word of the language that is also the name of a newspaper or a town.
    fn is_plain_word(&self, at: usize, known: &Known) -> bool {
        let word = &self.tree.words[at];
        let listed =
            known.kind == ActorType::Place || self.lang.lexicon.exact_noun(&word.lemma).is_some();
        let plain = word.upos == Upos::Noun && listed;
        let gender = match known.gender {
            Some(NameGender::Masculine) => Some(Gender::Masc),
            Some(NameGender::Feminine) => Some(Gender::Fem),
            Some(NameGender::Neuter) => Some(Gender::Neut),
            _ => None,
        };
        let other = |child: usize| {
            let determiner = &self.tree.words[child];
            match self.tree.deprels[child] {
                Deprel::Det => {
                    let feats = &determiner.feats;
                    determiner.lemma != "der"
                        || feats.gender.is_some() && feats.gender != gender
                        || feats.number == Some(Number::Plur)
                }
                Deprel::DetPoss | Deprel::Amod | Deprel::Nummod => true,
                _ => false,
            }
        };
        // "mit Blick auf": a noun with its own preposition
        let connects = self.tree.words.get(at + 1).is_some_and(|next| {
            let mut connecting = self.lang.grammar.connecting.iter();
            connecting.any(|&(noun, with)| word.lemma == noun && next.lemma == with)
        });
        if connects {
            return true;
        }
        let several = word.feats.number == Some(Number::Plur);
        plain
            && matches!(known.kind, ActorType::Media | ActorType::Place)
            && (several || self.tree.children(at).any(other))
    }

    /// A capital stands for its government where it is an argument or an owner, not where something happens in it.
    pub(super) fn acts(&self, head: usize) -> bool {
        let word = self.tree.first_conjunct(head);
        let preposition = phrase::preposition(self.tree, word).map(str::to_owned);
        match self.tree.deprels[word] {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj => preposition.is_none(),
            Deprel::Obl | Deprel::OblArg => {
                matches!(preposition.as_deref(), Some("von" | "durch" | "gegen" | "mit" | "für"))
                    && self.tree.words[head].upos != Upos::Adv
            }
            Deprel::Nmod | Deprel::DetPoss => preposition
                .as_deref()
                .is_none_or(|preposition| matches!(preposition, "gegen" | "zwischen" | "mit")),
            _ => false,
        }
    }

    /// A name with the parts joined to it by hyphens, and without a compound before it.
    fn hyphenated(&self, mut range: Range<usize>, class: NameClass) -> Range<usize> {
        let words = &self.tree.words;
        let glued = |at: usize| {
            at > 0 && at < words.len() && words[at - 1].span.end == words[at].span.start
        };
        let hyphen = |at: usize| words.get(at).is_some_and(|word| word.form == "-");
        while hyphen(range.end) && glued(range.end) && glued(range.end + 1) {
            range.end += 2;
        }
        // "5,-Euro": a mark before the hyphen is no part of a name
        while range.start >= 2
            && hyphen(range.start - 1)
            && glued(range.start)
            && glued(range.start - 1)
            && words[range.start - 2].form.contains(char::is_alphanumeric)
        {
            range.start -= 2;
        }
        if let Some(comma) = range.clone().find(|&at| words[at].form == ",") {
            range.end = comma.max(range.start + 1);
        }
        // "Trump-Anwalt Rudy Giuliani": whose lawyer he is, is no part of his name
        let of_compound = |at: usize| hyphen(at - 1) && glued(at) && glued(at - 1);
        let begins = |at: usize| {
            class == NameClass::Person
                || words
                    .get(at)
                    .is_some_and(|word| self.lang.gazetteer.given_name(&word.form).is_some())
        };
        let noun = |&at: &usize| words[at].upos == Upos::Noun && of_compound(at) && begins(at + 1);
        // "Karin Stein-Neubauer" ends with one
        let apart = |&at: &usize| at + 1 < range.end || at == range.start + 2;
        if let Some(noun) = (range.start + 1..range.end).rev().filter(apart).find(noun) {
            range.start = noun + 1;
        }
        range
    }

    /// A model's name with what belongs to it: parts joined by hyphens, given names, a second name right after it; without offices.
    pub(super) fn extended(&self, range: Range<usize>, class: NameClass) -> Range<usize> {
        let words = &self.tree.words;
        let glued = |at: usize| {
            at > 0 && at < words.len() && words[at - 1].span.end == words[at].span.start
        };
        let hyphen = |at: usize| words.get(at).is_some_and(|word| word.form == "-");
        let mut range = self.hyphenated(range, class);
        if class != NameClass::Person {
            return range;
        }
        while range.len() > 1 && self.lang.gazetteer.office(&words[range.start].lemma).is_some() {
            range.start += 1;
        }
        while self.tree.names.iter().any(|next| {
            next.words.start == range.end && next.kind == NameKind::Plain && next.class == class
        }) {
            range.end += 1;
        }
        let given = |at: usize| {
            starts_upper(&words[at].form)
                && self.lang.gazetteer.given_name(&words[at].form).is_some()
        };
        while range.start > 0 && given(range.start - 1) {
            range.start -= 1;
        }
        while range.end < words.len()
            && words[range.end].upos == Upos::Propn
            && self.tree.deprels[range.end] == Deprel::Flat
            && self.tree.heads[range.end].is_some_and(|head| range.contains(&head))
            && starts_upper(&words[range.end].form)
        {
            range.end += 1;
            // "Jean-Claude Fischer-Karrenbauer": the last name is a double one as well
            while hyphen(range.end) && glued(range.end) && glued(range.end + 1) {
                range.end += 2;
            }
        }
        // "Maggie De Block", "van Hout": a particle is not the end of a name
        let small = |form: &str| {
            matches!(
                form.to_lowercase().as_str(),
                "van"
                    | "von"
                    | "de"
                    | "den"
                    | "der"
                    | "di"
                    | "da"
                    | "dos"
                    | "bin"
                    | "al"
                    | "el"
                    | "la"
                    | "le"
            )
        };
        while range.end < words.len()
            && small(&words[range.end - 1].form)
            && starts_upper(&words[range.end].form)
        {
            range.end += 1;
        }
        // "Karin Stein-Neubauer": the last part of a double name is no office
        let joined = |at: usize| at > 0 && hyphen(at - 1) && glued(at) && glued(at - 1);
        while range.len() > 1
            && words[range.end - 1].upos != Upos::Propn
            && !joined(range.end - 1)
            && self.lang.gazetteer.office(&words[range.end - 1].form).is_some()
        {
            range.end -= 1;
        }
        range
    }

    pub(super) fn model_name(&self, words: Range<usize>, class: NameClass) -> Option<Named> {
        let class = match class {
            NameClass::Person => ActorType::Person,
            NameClass::Organisation => ActorType::Organisation,
            NameClass::Location => ActorType::Place,
            NameClass::Other => return None,
        };
        let words = self.whole_words(words)?;
        let class = self.class_by_words(&words, class);
        if class == ActorType::Organisation
            && let Some(company) = self.company(&words)
        {
            return Some(company);
        }
        let noun = self.tree.words[words.end - 1].upos == Upos::Noun;
        if (class == ActorType::Organisation || class == ActorType::Place && noun)
            && self.is_common(&words)
        {
            return None;
        }
        let common = |word: &crate::syntax::tag::Word| {
            word.upos == Upos::Adj
                || (word.upos != Upos::Propn
                    && (self.lang.lexicon.noun(&word.lemma).is_some()
                        || self.lang.gazetteer.office(&word.lemma).is_some())
                    && self.lang.gazetteer.given_name(&word.form).is_none())
        };
        // "Brute-Force-Angriffe", "Kalten": a common noun or an adjective is no name
        if self.tree.words[words.end - 1].form.chars().count() < 2
            || common(&self.tree.words[words.end - 1]) && class != ActorType::Organisation
            || self.tree.words[words.clone()].iter().all(|word| word.upos == Upos::Adj)
            || (words.len() > 1
                && self.tree.words[words.end - 2].form == "-"
                && common(&self.tree.words[words.end - 1]))
        {
            return None;
        }
        let first = self.tree.words[words.start].form.to_lowercase();
        let site = self.tree.words[words.clone()]
            .iter()
            .any(|word| word.form.contains('/') || word.form.contains('@'));
        if site
            || (words.len() == 1
                && self
                    .lang
                    .grammar
                    .weekdays
                    .iter()
                    .any(|day| first.starts_with(day) && first.len() > day.len() + 1))
        {
            return None;
        }
        let name = self.nominative_name(&words);
        let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
        (letters > 1).then_some(Named { words, name, known: None, class, noun: None })
    }

    /// "Wolf Bau GmbH": the company is called "Wolf Bau".
    fn company(&self, words: &Range<usize>) -> Option<Named> {
        let bare = (words.start + 1..words.end + 1).find(|&end| self.legal_end(end) > end)?;
        let end = self.legal_end(bare);
        (end >= words.end).then(|| Named {
            words: words.start..end,
            name: self.nominative_name(&(words.start..bare)),
            known: None,
            class: ActorType::Company,
            noun: None,
        })
    }

    /// "Institut für": a name does not end with a preposition or an article.
    fn whole_words(&self, mut words: Range<usize>) -> Option<Range<usize>> {
        while !words.is_empty()
            && matches!(
                self.tree.words[words.end - 1].upos,
                Upos::Adp | Upos::Det | Upos::Cconj | Upos::Punct
            )
        {
            words.end -= 1;
        }
        (!words.is_empty()).then_some(words)
    }

    /// "Oscar Wilde" is somebody and "Hubert Burda Media" a company, whatever the model says: given names begin, words of companies end.
    fn class_by_words(&self, words: &Range<usize>, class: ActorType) -> ActorType {
        let form = |at: usize| self.tree.words[at].form.as_str();
        let of_company = self.lang.grammar.company_words.contains(&form(words.end - 1));
        let given = self.lang.gazetteer.given_name(form(words.start)).is_some();
        let plain = words
            .clone()
            .all(|at| starts_upper(form(at)) && self.lang.lexicon.exact_noun(form(at)).is_none());
        // "Rom Braslavski" is somebody whom the article calls "Braslavski" elsewhere
        let surname = || {
            words.len() == 2 && plain && self.bare_names.binary_search(&form(words.end - 1)).is_ok()
        };
        match class {
            ActorType::Person if words.len() > 1 && of_company => ActorType::Organisation,
            ActorType::Place if surname() => ActorType::Person,
            ActorType::Organisation
                if (2..=3).contains(&words.len()) && given && plain && !of_company =>
            {
                ActorType::Person
            }
            _ => class,
        }
    }

    /// "Verband", "Firmware", "Industrielle Revolution": a noun of the language that the model took for an organisation's name.
    fn is_common(&self, words: &Range<usize>) -> bool {
        let lexicon = &self.lang.lexicon;
        let last = &self.tree.words[words.end - 1];
        // "Galaxy S6", "Airbus A380": a model, and "Europa League": a thing with a name
        let model = last.form.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let digits =
            !model.is_empty() && model.len() < last.form.len() && last.form.len() - model.len() < 3;
        let thing = phrase::joined(self.tree, words.clone(), |at| self.tree.words[at].form.clone());
        if digits && model.chars().all(|letter| letter.is_ascii_digit())
            || lexicon.exact_noun(&thing).is_some_and(|noun| noun.class.is_none())
        {
            return true;
        }
        let noun = lexicon.exact_noun(&last.form).or_else(|| lexicon.exact_noun(&last.lemma));
        let Some(noun) = noun else {
            return words.len() == 1
                && lexicon.head_noun(&last.form).is_some()
                && last.upos == Upos::Noun;
        };
        let adjectives = words.start..words.end - 1;
        let described = adjectives.clone().all(|at| self.tree.words[at].upos == Upos::Adj);
        described
            && (words.len() == 1 || !matches!(noun.class, Some(NounClass::Body | NounClass::Group)))
    }
}
