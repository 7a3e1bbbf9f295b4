//! Arcs that German grammar rules out, put where they can stand: a verb has one subject, a finite verb no second finite verb inside
//! it, and between two coordinated main clauses nothing changes sides.

mod names;
mod phrases;
mod verbs;

use super::Tree;
use crate::language::Language;
use crate::ud::{Deprel, Upos, VerbForm};

pub fn mend(tree: &mut Tree, lang: &Language) {
    for word in 0..tree.words.len() {
        verbs::participle(tree, word, lang.lexicon);
        verbs::split_verb(tree, word, lang.lexicon);
        phrases::as_phrase(tree, word, &lang.grammar);
        phrases::quantity(tree, word, &lang.grammar);
        phrases::measure(tree, word);
        phrases::accusative_article(tree, word, &lang.grammar);
        phrases::neither(tree, word, lang);
        phrases::before_the_article(tree, word);
        names::retired(tree, word);
        names::given_and_family(tree, word, lang);
        names::open_compound(tree, word);
        names::pair(tree, word);
        names::company(tree, word, lang);
    }
    for word in 0..tree.words.len() {
        names::outside_compound(tree, word);
        names::side_by_side(tree, word, lang);
        verbs::displaced_copula(tree, word);
        phrases::before_the_verb(tree, word);
        phrases::office_and_name(tree, word);
        verbs::particle_of_the_next(tree, word);
        verbs::stranded_particle(tree, word, lang);
        phrases::unjoined(tree, word, lang.lexicon);
        phrases::genitive_name(tree, word, lang);
        phrases::genitive_before(tree, word, lang);
        phrases::connected(tree, word, &lang.grammar);
        phrases::displaced_genitive(tree, word, lang.lexicon);
        verbs::enclosed(tree, word);
        verbs::without(tree, word, &lang.grammar);
        verbs::second_finite(tree, word);
        verbs::nominative_before_copula(tree, word);
        phrases::second_subject(tree, word);
        verbs::two_nominatives(tree, word, lang.lexicon);
        phrases::time_before_subject(tree, word, lang.lexicon);
    }
    for word in 0..tree.words.len() {
        verbs::strays(tree, word);
        verbs::agent(tree, word, lang);
        phrases::person(tree, word);
        phrases::beside_time(tree, word, lang.lexicon);
        phrases::wanted(tree, word, lang.lexicon);
    }
}

fn is_finite(tree: &Tree, word: usize) -> bool {
    tree.words[word].feats.verb_form == Some(VerbForm::Fin)
}

/// The word or an auxiliary below it is finite.
fn bears_finite(tree: &Tree, word: usize) -> bool {
    let auxiliary =
        |child: usize| matches!(tree.deprels[child], Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    is_finite(tree, word)
        || tree.children(word).any(|child| auxiliary(child) && is_finite(tree, child))
}

fn is_nominal(tree: &Tree, word: usize) -> bool {
    matches!(tree.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
}

fn has(tree: &Tree, head: usize, deprel: Deprel) -> bool {
    tree.children(head).any(|child| tree.deprels[child] == deprel)
}

fn is_predicate(tree: &Tree, word: usize) -> bool {
    matches!(tree.words[word].upos, Upos::Verb | Upos::Aux) || has(tree, word, Deprel::Cop)
}

/// "ab" and "lehnen": the infinitive with its particle.
fn with_particle(tree: &Tree, verb: usize) -> String {
    let particle = tree.children(verb).find(|&child| tree.deprels[child] == Deprel::CompoundPrt);
    format!(
        "{}{}",
        particle.map_or("", |particle| &tree.words[particle].form),
        tree.words[verb].lemma
    )
}

fn hang(tree: &mut Tree, word: usize, head: usize, deprel: Deprel) {
    if head == word || tree.above(head).any(|at| at == word) {
        return;
    }
    (tree.heads[word], tree.deprels[word]) = (Some(head), deprel);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::span::Span;
    use crate::syntax::tag::Word;
    use crate::ud::Feats;

    /// "form/UPOS/deprel>head" with blanks between, heads from 1; a finite verb is marked by "!", an infinitive by "?".
    fn tree(text: &str) -> Tree {
        let mut tree = Tree {
            span: Span::new(0, text.len()),
            words: Vec::new(),
            heads: Vec::new(),
            deprels: Vec::new(),
            chances: Vec::new(),
            names: Vec::new(),
        };
        for (token, part) in text.split(' ').enumerate() {
            let (form, rest) = part.split_once('/').expect("a form");
            let (upos, arc) = rest.split_once('/').expect("a part of speech");
            let (deprel, head) = arc.split_once('>').expect("a head");
            let verb_form = match form.chars().last() {
                Some('!') => Some(VerbForm::Fin),
                Some('?') => Some(VerbForm::Inf),
                _ => None,
            };
            let form = form.trim_end_matches(['!', '?']).to_owned();
            tree.words.push(Word {
                lemma: form.clone(),
                form,
                token,
                span: Span::new(token, token + 1),
                upos: Upos::parse(upos).expect("a part of speech"),
                feats: Feats { verb_form, ..Feats::default() },
            });
            tree.deprels.push(Deprel::parse(deprel).expect("a relation"));
            tree.heads.push(head.parse::<usize>().expect("a number").checked_sub(1));
        }
        tree
    }

    /// The arcs of the given words afterwards.
    fn mended(text: &str, words: &[usize]) -> Vec<String> {
        let mut tree = tree(text);
        mend(&mut tree, crate::languages::language("de").expect("German"));
        assert_eq!(tree.heads.iter().filter(|head| head.is_none()).count(), 1);
        words
            .iter()
            .map(|&word| {
                format!(
                    "{}>{}",
                    tree.deprels[word - 1],
                    tree.heads[word - 1].map_or(0, |head| head + 1)
                )
            })
            .collect()
    }

    #[test]
    fn a_second_subject_explains_the_first() {
        let text = "Ihr/DET/det:poss>2 Bruder/NOUN/nsubj>7 ,/PUNCT/punct>5 ein/DET/det>5 Maler/NOUN/nsubj>7 ,/PUNCT/punct>5 floh!/VERB/root>0";
        assert_eq!(mended(text, &[2, 5]), ["nsubj>7", "appos>2"]);
    }

    #[test]
    fn one_phrase_stands_before_the_verb() {
        let text = "Das/DET/det>2 Amt/NOUN/obj>7 ,/PUNCT/punct>5 eine/DET/det>5 Bundesbehörde/NOUN/nsubj>7 ,/PUNCT/punct>5 warnte!/VERB/root>0";
        assert_eq!(mended(text, &[2, 5]), ["nsubj>7", "appos>2"]);
        // without a comma before the verb nothing is known
        let text = "Den/DET/det>2 Plan/NOUN/obj>4 Paris/PROPN/nsubj>4 billigte!/VERB/root>0";
        assert_eq!(mended(text, &[2, 3]), ["obj>4", "nsubj>4"]);
    }

    #[test]
    fn an_office_bears_its_name() {
        let text = "Kanzlerin/NOUN/nsubj>3 Merkel/PROPN/nsubj>3 warnte!/VERB/root>0";
        assert_eq!(mended(text, &[1, 2]), ["nsubj>3", "appos>1"]);
        let text = "Gestern/ADV/advmod>2 lobte!/VERB/root>0 die/DET/det>4 Partei/NOUN/nsubj>2 Merkel/PROPN/obj>2";
        assert_eq!(mended(text, &[4, 5]), ["nsubj>2", "obj>2"]);
    }

    #[test]
    fn a_particle_stays_in_its_clause() {
        let text = "Rom/PROPN/nsubj>2 lehnt!/VERB/root>0 ab/ADP/compound:prt>6 ,/PUNCT/punct>6 Wien/PROPN/nsubj>6 dankt!/VERB/parataxis>2";
        assert_eq!(mended(text, &[3]), ["compound:prt>2"]);
    }

    #[test]
    fn a_particle_closes_its_clause() {
        let text = "Er/PRON/nsubj>2 werfen!/VERB/root>0 dem/DET/det>4 Mann/NOUN/obl>2 vor/ADP/case>4 ,/PUNCT/punct>7 gelogen/VERB/xcomp>2";
        assert_eq!(mended(text, &[5]), ["compound:prt>2"]);
        let text = "Sie/PRON/nsubj>2 gehen!/VERB/root>0 der/DET/det>4 Polizei/NOUN/obl>2 nach/ADP/case>4 ./PUNCT/punct>2";
        assert_eq!(mended(text, &[5]), ["case>4"]);
    }

    #[test]
    fn what_a_clause_encloses_belongs_to_it() {
        let text = "Rom/PROPN/nsubj>8 hat!/AUX/aux>8 ,/PUNCT/punct>6 als/SCONJ/mark>6 Gespräche/NOUN/obj>8 enden!/VERB/advcl>8 ,/PUNCT/punct>6 geschwiegen/VERB/root>0";
        assert_eq!(mended(text, &[5]), ["nsubj>6"]);
    }

    #[test]
    fn of_two_names_the_second_is_the_object() {
        let text = "Putin/PROPN/nsubj>2 empfangen!/VERB/root>0 am/ADP/case>4 Freitag/NOUN/obl>2 Xi/PROPN/nsubj>2";
        assert_eq!(mended(text, &[1, 5]), ["nsubj>2", "obj>2"]);
    }

    #[test]
    fn a_genitive_stands_behind_its_noun() {
        let text = "Rom/PROPN/nsubj>2 übergeben!/VERB/root>0 den/DET/det>4 Einsatz/NOUN/obj>2 später/ADV/advmod>2 der/DET/det>7 Truppe/NOUN/nmod>4";
        assert_eq!(mended(text, &[4, 7]), ["obj>2", "obl:arg>2"]);
    }

    #[test]
    fn without_opens_an_infinitive() {
        let text = "Rom/PROPN/nsubj>2 schwieg!/VERB/root>0 ,/PUNCT/punct>7 ohne/ADP/case>5 Wien/PROPN/obj>7 zu/PART/mark>7 fragen?/VERB/xcomp>2";
        assert_eq!(mended(text, &[4, 5]), ["mark>7", "obj>7"]);
    }

    #[test]
    fn what_nothing_joins_is_no_conjunct() {
        let text = "Gestern/ADV/advmod>2 liefern!/VERB/root>0 Polen/PROPN/nsubj>2 und/CCONJ/cc>5 Mali/PROPN/conj>3 Munition/NOUN/conj>3";
        assert_eq!(mended(text, &[5, 6]), ["conj>3", "obj>2"]);
    }

    #[test]
    fn a_number_is_no_comparison() {
        let text = "Er/PRON/nsubj>2 rettete!/VERB/root>0 mehr/ADV/advmod>2 als/CCONJ/case>6 zehn/NUM/nummod>6 Kinder/NOUN/obl>2";
        assert_eq!(mended(text, &[3, 4, 6]), ["advmod>6", "fixed>3", "obj>2"]);
    }

    #[test]
    fn as_somebody_is_no_subject() {
        let text = "Sie/PRON/nsubj>2 gilt!/VERB/root>0 als/CCONJ/cc>4 Favoritin/NOUN/nsubj>2";
        assert_eq!(mended(text, &[3, 4]), ["case>4", "obl>2"]);
        let text = "Als/CCONJ/case>2 Nachbar/NOUN/nsubj:pass>5 wurde!/AUX/aux:pass>5 Polen/PROPN/nsubj:pass>5 geladen/VERB/root>0";
        assert_eq!(mended(text, &[2, 4]), ["obl>5", "nsubj:pass>5"]);
    }

    #[test]
    fn a_copula_has_what_it_says_of_the_subject() {
        let text = "Er/PRON/nsubj>2 siegte!/VERB/root>0 und/CCONJ/cc>4 ist!/AUX/conj>2 damit/ADV/advmod>4 der/DET/det>7 Meister/NOUN/conj>2";
        assert_eq!(mended(text, &[3, 4, 5, 7]), ["cc>7", "cop>7", "advmod>7", "conj>2"]);
        let text = "Er/PRON/nsubj>2 lebt!/VERB/root>0 hier/ADV/advmod>2 ,/PUNCT/punct>7 ist!/AUX/cop>2 kein/DET/det>7 Bauer/NOUN/nsubj>2";
        assert_eq!(mended(text, &[5, 7]), ["cop>7", "conj>2"]);
    }

    #[test]
    fn nothing_changes_sides() {
        let text = "Er/PRON/nsubj>2 lernte!/VERB/root>0 in/ADP/case>4 Ulm/PROPN/obl>6 und/CCONJ/cc>6 malte!/VERB/conj>2 Bilder/NOUN/obj>2";
        assert_eq!(mended(text, &[4, 7]), ["obl>2", "obj>6"]);
    }

    #[test]
    fn names_and_groups_are_one() {
        let text = "Alan/PROPN/nsubj>3 Bruder/PROPN/nsubj>3 klagte!/VERB/root>0";
        assert_eq!(mended(text, &[1, 2]), ["nsubj>3", "flat>1"]);
        let text =
            "Ukrainerinnen/NOUN/nsubj>4 und/CCONJ/cc>3 Ukrainer/NOUN/conj>1 kamen!/VERB/root>0";
        assert_eq!(mended(text, &[1, 3]), ["compound>3", "nsubj>4"]);
        let text =
            "Arbeiterinnen/NOUN/nsubj>4 und/CCONJ/cc>3 Bauern/NOUN/conj>1 kamen!/VERB/root>0";
        assert_eq!(mended(text, &[1, 3]), ["nsubj>4", "conj>1"]);
        let text = "Kanzler/NOUN/nsubj>6 a./PUNCT/punct>3 D./PROPN/appos>1 Max/PROPN/flat>3 Roth/PROPN/flat>4 kam!/VERB/root>0";
        assert_eq!(mended(text, &[3, 4, 5]), ["dep>1", "appos>1", "flat>4"]);
    }

    #[test]
    fn what_is_right_stays() {
        let text = "Der/DET/det>2 Hund/NOUN/nsubj>3 beißt!/VERB/root>0 den/DET/det>5 Mann/NOUN/obj>3 im/ADP/case>7 Park/NOUN/nmod>5";
        assert_eq!(mended(text, &[2, 5, 7]), ["nsubj>3", "obj>3", "nmod>5"]);
    }
}
