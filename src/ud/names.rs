//! The names of Universal Dependencies: parts of speech, features, relations, as closed sets that print and parse.

use std::fmt;

use crate::record::names::names;

names! {
    /// Universal part of speech.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
        Verb = "VERB", X = "X",
    }
}

names! {
    /// Dependency relation, with the subtypes that German treebanks use.
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux",
        AuxPass = "aux:pass", Case = "case", Cc = "cc", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt",
        Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjPass = "csubj:pass", Dep = "dep", Det = "det", DetPoss = "det:poss",
        Discourse = "discourse", Expl = "expl", ExplPv = "expl:pv", Fixed = "fixed", Flat = "flat", Iobj = "iobj", Mark = "mark",
        Nmod = "nmod", Nsubj = "nsubj", NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblArg = "obl:arg",
        Orphan = "orphan", Parataxis = "parataxis", Punct = "punct", Reparandum = "reparandum", Root = "root",
        Vocative = "vocative", Xcomp = "xcomp",
    }
}

names! { Case { Acc = "Acc", Dat = "Dat", Gen = "Gen", Nom = "Nom" } }
names! { Gender { Fem = "Fem", Masc = "Masc", Neut = "Neut" } }
names! { Number { Plur = "Plur", Sing = "Sing" } }
names! { Person { First = "1", Second = "2", Third = "3" } }
names! { Mood { Imp = "Imp", Ind = "Ind", Sub = "Sub" } }
names! { Tense { Past = "Past", Pres = "Pres" } }
names! { VerbForm { Fin = "Fin", Inf = "Inf", Part = "Part" } }
names! { Degree { Cmp = "Cmp", Pos = "Pos", Sup = "Sup" } }
names! { Definite { Def = "Def", Ind = "Ind" } }
names! { NumType { Card = "Card", Ord = "Ord" } }
names! {
    PronType {
        Art = "Art", Dem = "Dem", DemRel = "Dem,Rel", Emp = "Emp", Ind = "Ind", Int = "Int", IntRel = "Int,Rel", Neg = "Neg",
        Prs = "Prs", Rcp = "Rcp", Rel = "Rel", Tot = "Tot",
    }
}

/// Morphological features; what a word does not have is `None` or `false`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feats {
    pub case: Option<Case>,
    pub definite: Option<Definite>,
    pub degree: Option<Degree>,
    pub gender: Option<Gender>,
    pub mood: Option<Mood>,
    pub num_type: Option<NumType>,
    pub number: Option<Number>,
    pub person: Option<Person>,
    /// Polarity=Neg
    pub negative: bool,
    /// Polite=Form
    pub polite: bool,
    /// Poss=Yes
    pub possessive: bool,
    pub pron_type: Option<PronType>,
    /// Reflex=Yes
    pub reflexive: bool,
    pub tense: Option<Tense>,
    pub verb_form: Option<VerbForm>,
}

impl Feats {
    /// Reads `Case=Nom|Number=Sing`; `_` and names that are not in the set give nothing.
    pub fn parse(text: &str) -> Self {
        let mut feats = Feats::default();
        for pair in text.split('|') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "Case" => feats.case = Case::parse(value),
                "Definite" => feats.definite = Definite::parse(value),
                "Degree" => feats.degree = Degree::parse(value),
                "Gender" => feats.gender = Gender::parse(value),
                "Mood" => feats.mood = Mood::parse(value),
                "NumType" => feats.num_type = NumType::parse(value),
                "Number" => feats.number = Number::parse(value),
                "Person" => feats.person = Person::parse(value),
                "Polarity" => feats.negative = value == "Neg",
                "Polite" => feats.polite = value == "Form",
                "Poss" => feats.possessive = value == "Yes",
                "PronType" => feats.pron_type = PronType::parse(value),
                "Reflex" => feats.reflexive = value == "Yes",
                "Tense" => feats.tense = Tense::parse(value),
                "VerbForm" => feats.verb_form = VerbForm::parse(value),
                _ => {}
            }
        }
        feats
    }
}

impl fmt::Display for Feats {
    /// The CoNLL-U column: names in alphabetical order, capitals or not; `_` where there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yes = |on: bool, text: &'static str| on.then_some(text);
        let pairs = [
            ("Case", self.case.map(Case::as_str)),
            ("Definite", self.definite.map(Definite::as_str)),
            ("Degree", self.degree.map(Degree::as_str)),
            ("Gender", self.gender.map(Gender::as_str)),
            ("Mood", self.mood.map(Mood::as_str)),
            ("Number", self.number.map(Number::as_str)),
            ("NumType", self.num_type.map(NumType::as_str)),
            ("Person", self.person.map(Person::as_str)),
            ("Polarity", yes(self.negative, "Neg")),
            ("Polite", yes(self.polite, "Form")),
            ("Poss", yes(self.possessive, "Yes")),
            ("PronType", self.pron_type.map(PronType::as_str)),
            ("Reflex", yes(self.reflexive, "Yes")),
            ("Tense", self.tense.map(Tense::as_str)),
            ("VerbForm", self.verb_form.map(VerbForm::as_str)),
        ];
        let mut first = true;
        for (name, value) in pairs {
            if let Some(value) = value {
                write!(f, "{}{name}={value}", if first { "" } else { "|" })?;
                first = false;
            }
        }
        if first { f.write_str("_") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feats_print_as_they_were_read() {
        for text in [
            "_",
            "Case=Nom|Gender=Fem|Number=Sing",
            "Mood=Sub|Number=Sing|Person=3|Tense=Past|VerbForm=Fin",
            "Definite=Ind|Number=Sing|NumType=Card|PronType=Art",
            "PronType=Dem,Rel",
        ] {
            assert_eq!(Feats::parse(text).to_string(), text);
        }
    }
}
