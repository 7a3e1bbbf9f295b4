//! What is done to words before and after they are analysed: other spellings are read as the tables have them, and a name that begins
//! with a preposition ("Von der Leyen warnte") is read without it.

use std::collections::BTreeSet;

use super::{Name, NameClass, NameKind, Tree};
use crate::language::Language;
use crate::record::span::Span;
use crate::syntax::tag::Word;
use crate::ud::{Deprel, Feats, Upos};

/// The words as they were before they were made easier to read.
pub(super) struct Written {
    /// The words that were read otherwise, with the form that each has in the text.
    forms: Vec<Form>,
    /// For each sentence the first words that were taken away.
    particles: Vec<Vec<Word>>,
    /// "Leyen": the last words of names with a preposition.
    names: BTreeSet<String>,
}

/// The form of a word in the text.
struct Form {
    sentence: usize,
    word: usize,
    form: String,
    /// The text's form is the one to show, whatever the word is.
    stays: bool,
}

/// Makes the words of an article easier to read.
pub(super) fn ease(sentences: &mut [(Span, Vec<Word>)], lang: &Language) -> Written {
    let names = with_particles(sentences, lang);
    let mut written = Written { forms: Vec::new(), particles: Vec::new(), names };
    for (at, (_, words)) in sentences.iter_mut().enumerate() {
        let shouted = is_shouted(words);
        for (place, word) in words.iter_mut().enumerate() {
            let Some(spelling) = (lang.spelling)(&word.form, shouted, lang) else { continue };
            let form = std::mem::replace(&mut word.form, spelling.read);
            written.forms.push(Form { sentence: at, word: place, form, stays: spelling.stays });
        }
        let particles = leading(words, &written.names);
        written.particles.push(words.drain(..particles).collect());
    }
    written
}

impl Written {
    /// Puts back what was taken away, and what words are called.
    pub(super) fn restore(self, trees: &mut [Tree], lang: &Language) {
        for (at, (tree, particles)) in trees.iter_mut().zip(self.particles).enumerate() {
            put_back(tree, particles);
            if !self.names.is_empty() {
                (0..tree.words.len()).for_each(|word| named(tree, word, &self.names));
            }
            for Form { word, form, stays, .. } in
                self.forms.iter().filter(|form| form.sentence == at)
            {
                if *stays {
                    tree.words[*word].form.clone_from(form);
                    // of both genders
                    tree.words[*word].feats.gender = None;
                } else if is_family(tree, *word, lang) {
                    tree.words[*word].form.clone_from(form);
                    tree.words[*word].lemma.clone_from(form);
                }
            }
        }
    }
}

/// "Robert Weiss", "Mueller": a person that no table knows is called as the text has it.
fn is_family(tree: &Tree, word: usize, lang: &Language) -> bool {
    let read = &tree.words[word];
    let person = |name: &Name| name.class == NameClass::Person && name.words.contains(&word);
    read.upos == Upos::Propn
        && tree.names.iter().any(person)
        && lang.gazetteer.name(&read.form).is_none()
}

/// Three words or more, all in capitals.
fn is_shouted(words: &[Word]) -> bool {
    let mut letters = words.iter().filter(|word| word.form.chars().all(char::is_alphabetic));
    let small = |word: &&Word| word.form.chars().any(char::is_lowercase);
    letters.clone().count() > 2 && letters.all(|word| !small(&word))
}

fn is_particle(form: &str) -> bool {
    matches!(form, "von" | "Von" | "zu" | "Zu" | "vom" | "zum" | "zur")
}

fn is_article(form: &str) -> bool {
    matches!(form, "der" | "den" | "dem" | "zu" | "und")
}

/// Where the last name behind the particle at a place stands: "von der Leyen", "von und zu Eltz".
fn behind(words: &[Word], particle: usize) -> Option<usize> {
    let end =
        (particle + 1..words.len().min(particle + 4)).find(|&at| !is_article(&words[at].form))?;
    words[end].form.starts_with(char::is_uppercase).then_some(end)
}

/// The last names of persons that the article calls with a given name or a title and "von" or "zu".
fn with_particles(sentences: &[(Span, Vec<Word>)], lang: &Language) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, words) in sentences {
        for at in 1..words.len() {
            if !is_particle(&words[at].form) || words[at].form.starts_with(char::is_uppercase) {
                continue;
            }
            let before = &words[at - 1].form;
            let named = lang.gazetteer.given_name(before).is_some()
                || lang.gazetteer.office(before).is_some_and(|office| office.class == "title");
            let Some(end) = behind(words, at).filter(|_| named) else { continue };
            names.insert(words[end].form.clone());
        }
    }
    for (_, words) in sentences {
        let first =
            behind(words, 0).filter(|_| words.first().is_some_and(|word| is_particle(&word.form)));
        let known = |form: &str| {
            lang.gazetteer.name(form).is_some_and(|known| {
                known.name_de.split(' ').any(is_particle) && known.name_de.ends_with(form)
            })
        };
        if let Some(end) = first.filter(|&end| known(&words[end].form)) {
            names.insert(words[end].form.clone());
        }
    }
    names
}

/// How many words before a name at the beginning belong to it: "Von der Leyen warnte".
fn leading(words: &[Word], names: &BTreeSet<String>) -> usize {
    if names.is_empty() || !words.first().is_some_and(|word| is_particle(&word.form)) {
        return 0;
    }
    behind(words, 0)
        .filter(|&end| names.contains(&words[end].form))
        .filter(|&end| {
            words.get(end + 1).is_some_and(|next| next.form.starts_with(char::is_lowercase))
        })
        .unwrap_or(0)
}

fn put_back(tree: &mut Tree, particles: Vec<Word>) {
    let count = particles.len();
    if count == 0 {
        return;
    }
    tree.heads.iter_mut().flatten().for_each(|head| *head += count);
    tree.heads.splice(..0, (0..count).map(|_| Some(count)));
    tree.deprels.splice(..0, (0..count).map(|_| Deprel::Flat));
    tree.chances.splice(..0, (0..count).map(|_| 1.0));
    for name in &mut tree.names {
        name.words = name.words.start + count..name.words.end + count;
    }
    let part = |word: Word| Word {
        lemma: word.form.to_lowercase(),
        upos: Upos::Propn,
        feats: Feats::default(),
        ..word
    };
    tree.words.splice(..0, particles.into_iter().map(part));
    tree.words[count].upos = Upos::Propn;
    name(tree, 0, count);
}

/// "lobte von der Leyen", "Herr von Notz": a name where the preposition has no other noun to belong to.
fn named(tree: &mut Tree, word: usize, names: &BTreeSet<String>) {
    if !names.contains(&tree.words[word].form) {
        return;
    }
    let case = |child: &usize| *child < word && tree.deprels[*child] == Deprel::Case;
    let Some(particle) =
        tree.children(word).find(case).filter(|&case| is_particle(&tree.words[case].form))
    else {
        return;
    };
    let Some(head) = tree.heads[word] else { return };
    let has = |deprel| tree.children(head).any(|child| tree.deprels[child] == deprel);
    let deprel = match tree.deprels[word] {
        Deprel::Nmod | Deprel::Appos if head + 1 == particle => Deprel::Appos,
        Deprel::Obl | Deprel::OblArg if !has(Deprel::Nsubj) && !has(Deprel::NsubjPass) => {
            Deprel::Nsubj
        }
        _ => return,
    };
    tree.deprels[word] = deprel;
    (particle..word).for_each(|at| {
        tree.deprels[at] = Deprel::Flat;
        tree.heads[at] = Some(word);
    });
    tree.words[word].upos = Upos::Propn;
    name(tree, particle, word);
}

/// The words from one to another are a person's name.
fn name(tree: &mut Tree, start: usize, last: usize) {
    let inside = |name: &Name| name.words.start <= last && name.words.end > start;
    let covering = tree.names.iter().find(|name| name.words.start < start && inside(name));
    let start = covering.map_or(start, |name| name.words.start);
    tree.names.retain(|name| !inside(name));
    tree.names.push(Name {
        words: start..last + 1,
        class: NameClass::Person,
        kind: NameKind::Plain,
    });
    tree.names.sort_by_key(|name| name.words.start);
}
