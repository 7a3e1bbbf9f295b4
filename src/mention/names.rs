//! Names: by the gazetteer and by the model, with the parts that belong to them.

use std::ops::Range;

use super::{Finder, Named, known_name, starts_upper};
use crate::gazetteer::{ActorType, Known, NameGender};
use crate::lexicon::NounClass;
use crate::parse::{Name, NameClass, NameKind};
use crate::phrase;
use crate::ud::{Case, Deprel, Gender, Number, Upos};

impl Finder<'_> {
    /// Names by the gazetteer and by the model; the longer one counts, the gazetteer's where both are equal.
    pub(super) fn names(&self) -> Vec<Named> {
        let mut names: Vec<Named> = Vec::new();
        let mut word = 0;
        while word < self.tree.words.len() {
            let model = self.tree.names.iter().find(|name| name.words.start == word && name.kind == NameKind::Plain);
            let listed = self.listed(word).filter(|listed| !self.is_overlapped(&listed.words, true));
            let model = model.map(|name| Name { words: self.connected(&name.words), ..name.clone() });
            let model = model.as_ref().filter(|name| !self.is_overlapped(&name.words, false));
            let longer =
                |listed: &Named| model.is_none_or(|name| listed.words.end >= name.words.end || name.class == NameClass::Other);
            if let Some(listed) = listed.filter(longer) {
                word = listed.words.end;
                names.push(listed);
            } else if model.is_none() && self.is_known_surname(word) {
                names.extend(self.model_name(word..word + 1, NameClass::Person));
                word += 1;
            } else if let Some(name) = model {
                let words = self.extended(name.words.clone(), name.class);
                word = words.end;
                names.extend(self.model_name(words, name.class));
            } else {
                word += 1;
            }
        }
        names
    }

    /// "dass die USA Polen schützen": two names side by side that the tree holds apart, one of them known by itself, are two.
    fn connected(&self, words: &Range<usize>) -> Range<usize> {
        let outside = |&word: &usize| self.tree.heads[word].is_none_or(|head| !words.contains(&head));
        let Some(second) = words.clone().filter(outside).nth(1) else { return words.clone() };
        let alone = |start: usize, end: usize| self.listed(start).is_some_and(|listed| listed.words.end == end);
        let apart = second > words.start && (alone(words.start, second) || alone(second, words.end));
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
        word.upos == Upos::Propn && (known(form) || form.strip_suffix('s').is_some_and(known))
    }

    /// The longest name of the gazetteer that begins at a word.
    pub(super) fn listed(&self, start: usize) -> Option<Named> {
        let words = &self.tree.words;
        if !starts_upper(&words[start].form)
            || !matches!(words[start].upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::X | Upos::Num)
        {
            return None;
        }
        let longest = self.lang.gazetteer.longest_name().min(words.len() - start);
        let glued = |at: usize| at > 0 && words.get(at).is_some_and(|word| words[at - 1].span.end == word.span.start);
        for length in (1..=longest).rev() {
            let range = start..start + length;
            // "US-Republikaner": the first part of a compound is no mention of its own
            if words.get(range.end).is_some_and(|word| word.form == "-") && glued(range.end) && glued(range.end + 1) {
                continue;
            }
            let text = phrase::joined(self.tree, range.clone(), |at| words[at].form.clone());
            if let Some(known) = self.lang.gazetteer.name(&text) {
                if length == 1 && (words[start].upos == Upos::Adj || self.is_plain_word(start, known)) {
                    continue;
                }
                return Some(Named { words: range, name: known_name(known, &text), known: Some(known), class: known.kind });
            }
            if length <= 2
                && let Some(state) = self.lang.gazetteer.metonym(&text)
                && (length > 1 || matches!(words[start].upos, Upos::Propn | Upos::Noun | Upos::X))
            {
                let head = self.head_of(&range);
                let (known, class) = if self.acts(head) { (Some(state), ActorType::State) } else { (None, ActorType::Place) };
                let name = self.nominative_name(&range);
                return Some(Named { words: range, name, known, class });
            }
        }
        None
    }

    /// "das Bild", "unsere Standards": a word of the language that is also the name of a newspaper.
    fn is_plain_word(&self, at: usize, known: &Known) -> bool {
        let word = &self.tree.words[at];
        let plain = word.upos == Upos::Noun && self.lang.lexicon.exact_noun(&word.lemma).is_some();
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
        let several = word.feats.number == Some(Number::Plur);
        plain && known.kind == ActorType::Media && (several || self.tree.children(at).any(other))
    }

    /// A capital stands for its government where it is an argument or an owner, not where something happens in it.
    pub(super) fn acts(&self, head: usize) -> bool {
        let mut word = head;
        while self.tree.deprels[word] == Deprel::Conj {
            match self.tree.heads[word] {
                Some(above) => word = above,
                None => break,
            }
        }
        let preposition = phrase::preposition(self.tree, word).map(str::to_owned);
        match self.tree.deprels[word] {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj => preposition.is_none(),
            Deprel::Obl | Deprel::OblArg => {
                matches!(preposition.as_deref(), Some("von" | "durch" | "gegen" | "mit" | "für"))
                    && self.tree.words[head].upos != Upos::Adv
            }
            Deprel::Nmod | Deprel::DetPoss => {
                preposition.as_deref().is_none_or(|preposition| matches!(preposition, "gegen" | "zwischen" | "mit"))
            }
            _ => false,
        }
    }

    /// A model's name with what belongs to it: parts joined by hyphens, given names, a second name right after it; without offices.
    pub(super) fn extended(&self, mut range: Range<usize>, class: NameClass) -> Range<usize> {
        let words = &self.tree.words;
        let glued = |at: usize| at > 0 && at < words.len() && words[at - 1].span.end == words[at].span.start;
        let hyphen = |at: usize| words.get(at).is_some_and(|word| word.form == "-");
        while hyphen(range.end) && glued(range.end) && glued(range.end + 1) {
            range.end += 2;
        }
        while range.start >= 2 && hyphen(range.start - 1) && glued(range.start) && glued(range.start - 1) {
            range.start -= 2;
        }
        if let Some(comma) = range.clone().find(|&at| words[at].form == ",") {
            range.end = comma.max(range.start + 1);
        }
        if class != NameClass::Person {
            return range;
        }
        while range.len() > 1 && self.lang.gazetteer.office(&words[range.start].lemma).is_some() {
            range.start += 1;
        }
        while self
            .tree
            .names
            .iter()
            .any(|next| next.words.start == range.end && next.kind == NameKind::Plain && next.class == class)
        {
            range.end += 1;
        }
        let given = |at: usize| starts_upper(&words[at].form) && self.lang.gazetteer.given_name(&words[at].form).is_some();
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
        }
        // "Maggie De Block", "van Hout": a particle is not the end of a name
        let small = |form: &str| {
            matches!(
                form.to_lowercase().as_str(),
                "van" | "von" | "de" | "den" | "der" | "di" | "da" | "dos" | "bin" | "al" | "el" | "la" | "le"
            )
        };
        while range.end < words.len() && small(&words[range.end - 1].form) && starts_upper(&words[range.end].form) {
            range.end += 1;
        }
        while range.len() > 1 && self.lang.gazetteer.office(&words[range.end - 1].form).is_some() {
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
        let noun = self.tree.words[words.end - 1].upos == Upos::Noun;
        if (class == ActorType::Organisation || class == ActorType::Place && noun) && self.is_common(&words) {
            return None;
        }
        let common = |word: &crate::tag::Word| {
            word.upos == Upos::Adj
                || (word.upos != Upos::Propn
                    && self.lang.lexicon.noun(&word.lemma).is_some()
                    && self.lang.gazetteer.given_name(&word.form).is_none())
        };
        // "Brute-Force-Angriffe", "Kalten": a common noun or an adjective is no name
        if self.tree.words[words.end - 1].form.chars().count() < 2
            || common(&self.tree.words[words.end - 1]) && class != ActorType::Organisation
            || self.tree.words[words.clone()].iter().all(|word| word.upos == Upos::Adj)
            || (words.len() > 1 && self.tree.words[words.end - 2].form == "-" && common(&self.tree.words[words.end - 1]))
        {
            return None;
        }
        let first = self.tree.words[words.start].form.to_lowercase();
        let site = self.tree.words[words.clone()].iter().any(|word| word.form.contains('/') || word.form.contains('@'));
        if site
            || (words.len() == 1
                && self.lang.grammar.weekdays.iter().any(|day| first.starts_with(day) && first.len() > day.len() + 1))
        {
            return None;
        }
        let name = self.nominative_name(&words);
        let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
        (letters > 1).then_some(Named { words, name, known: None, class })
    }

    /// "Institut für": a name does not end with a preposition or an article.
    fn whole_words(&self, mut words: Range<usize>) -> Option<Range<usize>> {
        while !words.is_empty() && matches!(self.tree.words[words.end - 1].upos, Upos::Adp | Upos::Det | Upos::Cconj | Upos::Punct)
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
        let plain = words.clone().all(|at| starts_upper(form(at)) && self.lang.lexicon.exact_noun(form(at)).is_none());
        match class {
            ActorType::Person if words.len() > 1 && of_company => ActorType::Organisation,
            ActorType::Organisation if (2..=3).contains(&words.len()) && given && plain && !of_company => ActorType::Person,
            _ => class,
        }
    }

    /// "Verband", "Firmware", "Industrielle Revolution": a noun of the language that the model took for an organisation's name.
    fn is_common(&self, words: &Range<usize>) -> bool {
        let lexicon = &self.lang.lexicon;
        let last = &self.tree.words[words.end - 1];
        // "Galaxy S6", "Airbus A380": a model, and "Europa League": a thing with a name
        let model = last.form.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let digits = !model.is_empty() && model.len() < last.form.len() && last.form.len() - model.len() < 3;
        let thing = phrase::joined(self.tree, words.clone(), |at| self.tree.words[at].form.clone());
        if digits && model.chars().all(|letter| letter.is_ascii_digit())
            || lexicon.exact_noun(&thing).is_some_and(|noun| noun.class.is_none())
        {
            return true;
        }
        let noun = lexicon.exact_noun(&last.form).or_else(|| lexicon.exact_noun(&last.lemma));
        let Some(noun) = noun else {
            return words.len() == 1 && lexicon.head_noun(&last.form).is_some() && last.upos == Upos::Noun;
        };
        let adjectives = words.start..words.end - 1;
        let described = adjectives.clone().all(|at| self.tree.words[at].upos == Upos::Adj);
        described && (words.len() == 1 || !matches!(noun.class, Some(NounClass::Body | NounClass::Group)))
    }

    /// The words of a name without the genitive's ending: "Netanyahus" -> "Netanyahu".
    pub(super) fn nominative_name(&self, range: &Range<usize>) -> String {
        let last = range.end - 1;
        let text = |at: usize| {
            let word = &self.tree.words[at];
            let stem = word.form.strip_suffix(['\'', '’']).or_else(|| word.form.strip_suffix('s'));
            match stem {
                Some(stem) if at == last && stem.chars().count() > 2 && self.is_genitive(word, stem) => stem.to_owned(),
                _ => word.form.clone(),
            }
        };
        // "der Deutschen Reichsbahn": "Deutsche Reichsbahn"
        let first = &self.tree.words[range.start];
        let inflected = range.len() > 1 && first.upos == Upos::Adj && self.tree.heads[range.start] == Some(last);
        phrase::joined(self.tree, range.clone(), |at| match at == range.start && inflected {
            true => phrase::nominative_adjective(&first.form, &self.tree.words[last].feats),
            false => text(at),
        })
    }

    pub(super) fn is_genitive(&self, word: &crate::tag::Word, stem: &str) -> bool {
        let seen = self.bare_names.binary_search(&stem).is_ok();
        // "Morales" beside "Jimmy Morales" is no genitive
        if !seen && self.full_names.binary_search(&word.form.as_str()).is_ok() {
            return false;
        }
        seen || (word.feats.case == Some(Case::Gen) && !stem.ends_with(['s', 'a', 'e', 'i', 'o', 'u']))
            || (word.feats.case == Some(Case::Gen) && word.lemma == stem)
    }
}
