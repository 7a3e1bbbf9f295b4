//! Words that single stages name, as lists for each stage; a language fills them.

use jiff::civil::Weekday;

/// Closed classes by the stage that asks for them; lemmas unless said otherwise.
pub struct Vocabulary {
    /// Contractions of preposition and article that stand for two words, sorted by the first column.
    pub contractions: &'static [(&'static str, &'static str, &'static str)],
    pub time: TimeWords,
    pub reporting: Reporting,
    pub status: StatusWords,
    pub prepositions: Prepositions,
    pub forms: Forms,
    pub counts: Counts,
}

/// How many, how much, how old.
pub struct Counts {
    /// Beginnings of determiners that say how many, with their English: "mehrere", "alle".
    pub determiners: &'static [(&'static str, &'static str)],
    /// Numbers that are nouns, in small letters, with their English: "tausende", "dutzende".
    pub crowds: &'static [(&'static str, &'static str)],
    /// Large numbers before what is counted, in small letters, with their English: "Millionen".
    pub units: &'static [(&'static str, &'static str)],
    /// Words that make a number less exact, with their English: "rund".
    pub about: &'static [(&'static str, &'static str)],
    /// The end of a noun that says how old somebody is, in small letters: "49-Jährige".
    pub aged: &'static str,
}

/// Days and months by their names.
pub struct TimeWords {
    /// "Montag"; compounds begin with them: "Montagabend".
    pub weekdays: &'static [(&'static str, Weekday)],
    /// "Januar" is 1.
    pub months: &'static [(&'static str, i8)],
    /// "gestern" is -1: days from the one on which the article was published, in small letters.
    pub days: &'static [(&'static str, i64)],
    /// "Montagabend": what may follow the name of a weekday.
    pub day_times: &'static [&'static str],
    /// "Anfang April": nouns for a part of a month or year.
    pub parts: &'static [&'static str],
    /// "morgig", "kommend", "vergangen": stems of the adjectives that tell which weekday is meant.
    pub turned: &'static [(&'static str, Turn)],
}

/// Which weekday an adjective means, seen from the day on which the article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// That day, so many days from the article's.
    Days(i64),
    /// The first one after it.
    Next,
    /// The last one before it.
    Last,
}

/// What tells that somebody says or thinks something.
pub struct Reporting {
    /// Words that open a circumstance or a question, not what is said.
    pub no_content: &'static [&'static str],
    /// Words that open a condition of what is said: "sagte, wenn er komme, werde man sehen".
    pub conditions: &'static [&'static str],
    /// Nouns before quotation marks that announce words; others give what stands there a title or name.
    pub announcing: &'static [&'static str],
    /// Forms of the Konjunktiv I that auxiliaries and modals have alone: "sei".
    pub first_subjunctive: &'static [&'static str],
    /// Forms of the Konjunktiv II of auxiliaries and modals: "wäre".
    pub second_subjunctive: &'static [&'static str],
    /// Nouns of thought that have a content as nouns of speech have one.
    pub thoughts: &'static [&'static str],
    /// Adjectives of what somebody thinks: "ist überzeugt, dass".
    pub minds: &'static [&'static str],
    /// Words that make a verb of saying of one that is none: "machte deutlich", "legte Wert darauf".
    pub made_of: &'static [(&'static str, &'static str)],
    /// Verbs of demanding that are deeds themselves.
    pub acts: &'static [&'static str],
    /// Verbs with "auf" that give a figure or point at something.
    pub figures: &'static [&'static str],
    /// What opens a content clause.
    pub complementizers: &'static [&'static str],
    /// Of these the ones that open what is so.
    pub that: &'static [&'static str],
    /// "so stark, dass": before an adjective whose consequence the clause tells.
    pub degrees: &'static [&'static str],
    /// Adverbs that open a relative clause.
    pub where_words: &'static [&'static str],
    /// Verbs that take words without a use in the lexicon that says so.
    pub quoting: &'static [&'static str],
    /// Words behind a comma that go on with something else.
    pub going_on: &'static [&'static str],
    /// "und" between what is said and a second verb of saying.
    pub and: &'static str,
    /// "wie der Sender berichtet"
    pub as_word: &'static str,
    /// Forms of the modal of hearsay: "er soll dort sein".
    pub hearsay: &'static [&'static str],
    /// What opens an infinitive that is no content.
    pub purposes: &'static [&'static str],
    /// "es": the subject of nobody.
    pub it: &'static str,
    /// Who says it, in the first person.
    pub first_person: &'static [&'static str],
    /// Pronouns that can only be a speaker: nominative.
    pub third_person: &'static [&'static str],
    /// Conjunctions of a condition.
    pub conditional: &'static [&'static str],
    /// "es sei denn": a condition, no speech.
    pub unless: &'static [&'static str],
    /// What takes up the sentence before: "Dies bestätigte er".
    pub this: &'static [&'static str],
    /// The verb of "heißt es".
    pub mention: &'static str,
    /// The verb of "zitiert ihn mit".
    pub quote: &'static str,
    /// The verb of "nennt ihn".
    pub call: &'static str,
    /// "wurde bekannt, dass"
    pub known: &'static str,
    /// Prepositions of what is said about: "warnte vor".
    pub topics: &'static [&'static str],
    /// Of these and "als" the ones behind which a name in marks is somebody's word.
    pub naming: &'static [&'static str],
    /// Verbs whose content is nobody's word: "scheint zu", "verpflichtet, ... zu".
    pub wordless: &'static [&'static str],
    /// Verbs whose subject speaks no more.
    pub silenced: &'static [&'static str],
    /// Beginnings of the indefinite article and its negation.
    pub indefinite: &'static [&'static str],
}

/// What tells that something is, or is only said to be.
pub struct StatusWords {
    /// Words before a condition that take it back: "auch wenn", "selbst wenn", "immer wenn".
    pub conceding: &'static [&'static str],
    /// The stative verbs whose infinitive under "sollen" is hearsay: "soll dort wohnen".
    pub states: &'static [&'static str],
    /// Beginnings of past forms of modals that tell what happened: "konnte verhindern".
    pub done: &'static [&'static str],
    /// Beginnings of forms of being able that are no guess: negated they tell what is not done.
    pub able: &'static [&'static str],
    /// Beginnings of the modal of a wish: "möge".
    pub wish: &'static [&'static str],
    /// Forms of the modal of hearsay before a state: "soll dort wohnen".
    pub hearsay: &'static [&'static str],
    /// Beginnings of forms of an obligation.
    pub must: &'static [&'static str],
    /// Adjectives whose infinitive is done: "ist dafür bekannt, ... zu"; lemmas.
    pub habits: &'static [&'static str],
}

/// Prepositions that verbs govern.
pub struct Prepositions {
    /// Prepositions that take the dative of a place and the accusative of a direction.
    pub two_way: &'static [&'static str],
    /// Prepositions that verbs govern, also where no use in the lexicon says so.
    pub loose: &'static [&'static str],
    /// Behind a noun of a deed: whom it is done to, "Angriff auf".
    pub towards: &'static [&'static str],
    /// "Gespräche zwischen A und B": the one and the other.
    pub between: &'static str,
    /// "Gespräche mit"
    pub with: &'static str,
    /// "Räumung durch": who does it.
    pub by: &'static str,
    /// "Forderung von": whose it is.
    pub of: &'static str,
    /// "ist für ihn zu lösen": who has to do it.
    pub for_whom: &'static str,
    /// "Auftrag an": who has to do it.
    pub to: &'static str,
    /// "Vorwurf gegen": who is to have done it.
    pub against: &'static str,
    /// "von Wien aus": behind where it starts.
    pub from: &'static str,
    /// "seiner Meinung nach": behind whose word it is.
    pub opinion: &'static [&'static str],
    /// "nach": "von Wien nach Linz" goes on to a place.
    pub onward: &'static str,
    /// "zum Präsidenten" wählen: before what somebody becomes.
    pub role: &'static str,
    /// "zur Hauptstadt" erklären, "für einen Lügner" halten: before what a verb makes of its object or
    /// takes it for, with these verbs.
    pub making: &'static [(&'static str, &'static [&'static str])],
    /// "zum Präsidenten", "wie ein Vater": before what somebody is and who that somebody is not.
    pub as_what: &'static [&'static str],
    /// "gegenüber": before whom it is said to.
    pub faced: &'static [&'static str],
    /// "zu Reportern", "vor Journalisten": behind verbs of saying, before who hears it.
    pub heard: &'static [&'static str],
    /// "in Bonn": before where it happens.
    pub places: &'static [&'static str],
    /// "Ausfuhr von Panzern", "Kritik an": before the complement of a noun, with its English there.
    pub complements: &'static [(&'static str, &'static str)],
    /// "Aufsichtsrat der Bank": the English before a genitive.
    pub genitive_english: &'static str,
    /// "zu Hause", "nach Hause": before the noun that makes an adverb with them.
    pub homeward: &'static [&'static str],
}

/// Forms of determiners and pronouns that show a case or a number by themselves.
pub struct Forms {
    /// Between two that make a plural or a list.
    pub joining: &'static [&'static str],
    /// Before one of two that make a plural: "sowohl".
    pub both: &'static [&'static str],
    /// Determiners that are only dative.
    pub dative: &'static [&'static str],
    /// Determiners that before a feminine singular are no nominative.
    pub feminine_dative: &'static [&'static str],
    /// "Ministerin"
    pub feminine_ending: &'static str,
    /// The lemma of the indefinite article.
    pub one: &'static str,
    /// Pronouns that are only nominative.
    pub nominative_pronouns: &'static [&'static str],
    /// "der": before a masculine singular only nominative.
    pub masculine_nominative: &'static str,
    /// Determiners that before a masculine are only nominative.
    pub masculine_determiners: &'static [&'static str],
    /// Determiners and pronouns that are only accusative.
    pub accusative: &'static [&'static str],
    /// "zu Hause": the noun of an adverb of two words.
    pub home: &'static str,
    /// "ein Leben lang": behind how long it lasts.
    pub lasting: &'static str,
    /// "wie": "wie in Syrien" compares.
    pub like: &'static str,
    /// The lemma of the definite article.
    pub the: &'static str,
    /// Before the first of two that are both denied: "weder A noch B".
    pub neither: &'static [&'static str],
    /// Before the second of them.
    pub nor: &'static str,
    /// "weder": it denies, and stands before its word.
    pub not_either: &'static str,
    /// "hätten" in the plural reports where the other subjunctive looks like the indicative.
    pub perfect_of_report: &'static str,
    /// "der" as a subject is masculine.
    pub relative_masculine: &'static str,
    /// "die" in the singular is feminine.
    pub relative_feminine: &'static str,
    /// "das" is neuter.
    pub relative_neuter: &'static str,
}
