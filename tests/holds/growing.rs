//! Texts that can be made as long as one likes, each of a kind that could cost more than its length: bench `growth` times them at n, 2n,
//! 4n, and tests/growth.rs counts the steps of the same.

#![allow(dead_code)] // the bench and the test use parts

/// A kind of text.
pub struct Kind {
    pub name: &'static str,
    /// How many of it the bench begins with; the test takes a tenth.
    pub count: usize,
    make: fn(usize) -> String,
}

impl Kind {
    /// A text with so many of the kind's parts.
    pub fn text(&self, count: usize) -> String {
        (self.make)(count)
    }
}

pub const KINDS: [Kind; 20] = [
    Kind { name: "distinct persons", count: 1000, make: persons },
    Kind { name: "persons, then last names", count: 1000, make: persons_again },
    Kind { name: "persons with offices and pronouns", count: 500, make: persons_told },
    Kind { name: "persons of one family", count: 1000, make: family },
    Kind { name: "persons as owners", count: 1000, make: owners },
    Kind { name: "persons who quote persons", count: 500, make: persons_quoted },
    Kind { name: "descriptions", count: 500, make: descriptions },
    Kind { name: "offices", count: 1000, make: offices },
    Kind { name: "quotations with a speaker", count: 2000, make: quotations },
    Kind { name: "quotations without", count: 2000, make: anonymous },
    Kind { name: "quotations inside quotations", count: 1000, make: nested },
    Kind { name: "sentences in the Konjunktiv", count: 1000, make: reported },
    Kind { name: "the sample again", count: 40, make: document },
    Kind { name: "one sentence", count: 2000, make: sentence },
    Kind { name: "one coordination", count: 5000, make: coordination },
    Kind { name: "one name", count: 10_000, make: one_name },
    Kind { name: "pronouns", count: 1000, make: pronouns },
    Kind { name: "lines of one word", count: 5000, make: lines },
    Kind { name: "one word", count: 1_000_000, make: word },
    Kind { name: "marks", count: 20_000, make: marks },
];

fn each(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

/// A name that no list has, another one for each number: "Tareno", "Tarenu" ...
fn surname(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ta", "re", "no", "ku", "mi", "la", "do", "si", "be", "fa", "go", "hu", "pe", "ri", "so",
        "wu",
    ];
    let mut name = String::from("B");
    for _ in 0..4 {
        name += SYLLABLES[number % 16];
        number /= 16;
    }
    name + "ling"
}

fn given(number: usize) -> &'static str {
    ["Anna", "Peter", "Maria", "Thomas", "Julia", "Stefan", "Claudia", "Markus"][number % 8]
}

fn persons(count: usize) -> String {
    each(count, |at| format!("{} {} kritisierte die Stadt. ", given(at), surname(at)))
}

fn persons_again(count: usize) -> String {
    persons(count) + &each(count, |at| format!("{} lobte die Polizei. ", surname(at)))
}

fn persons_told(count: usize) -> String {
    each(count, |at| {
        let (name, other) = (surname(at), surname(at + 7));
        let (first, second) = (given(at), given(at + 3));
        format!(
            "Minister {first} {name} traf {second} {other}. Der Politiker lobte sie, und {name} \
             warf {other} vor, ihn zu meiden. "
        )
    })
}

/// One last name, with as many given names as there are persons, of as many initials as there are letters.
fn family(count: usize) -> String {
    each(count, |at| {
        let name = surname(at);
        let initial = char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 26]);
        format!("{initial}{} Tareling kritisierte die Stadt. ", &name[1..])
    })
}

fn owners(count: usize) -> String {
    each(count, |at| format!("{} {}s Anwalt lobte die Polizei. ", given(at), surname(at)))
}

fn persons_quoted(count: usize) -> String {
    each(count, |at| {
        let (name, other) = (surname(at), surname(at * 3 + 1));
        format!("„{other} sei ein Freund von {name}“, sagte {} {name} über sie. ", given(at))
    })
}

fn descriptions(count: usize) -> String {
    each(count, |at| {
        format!("Der Sprecher der Firma {} kritisierte das Unternehmen. ", surname(at))
    })
}

fn offices(count: usize) -> String {
    each(count, |at| {
        let office = ["Minister", "Präsident", "Außenminister", "Sprecher"][at % 4];
        format!("{office} {} {} kam. Der {office} lobte Polen. ", given(at), surname(at))
    })
}

fn quotations(count: usize) -> String {
    each(count, |at| format!("„Das ist die Nummer {at} auf der Liste“, sagte Hanson. "))
}

fn anonymous(count: usize) -> String {
    each(count, |at| format!("„Wir gehen heute {at} Schritte und bleiben dann dort stehen.“ "))
}

fn nested(count: usize) -> String {
    each(count, |at| format!("„Er rief: „Ich habe {at} gesehen“, und ging“, sagte der Minister. "))
}

fn reported(count: usize) -> String {
    each(count, |at| format!("Das Land sei in {at} Jahren sicher und habe genug. "))
}

fn document(count: usize) -> String {
    let sample = include_str!("../../data/articles/cyberangriffe.txt");
    each(count, |_| format!("{sample}\n\n"))
}

fn sentence(count: usize) -> String {
    each(count, |_| "Die USA werfen China vor, dass der Minister ".to_owned())
}

fn coordination(count: usize) -> String {
    each(count, |at| format!("{}, ", ["Merkel", "Macron", "Putin", "Biden"][at % 4]))
}

fn one_name(count: usize) -> String {
    each(count, |_| "Merkel lobte Polen. ".to_owned())
}

fn pronouns(count: usize) -> String {
    each(count, |_| "Er sagte, sie habe ihn gesehen. ".to_owned())
}

fn lines(count: usize) -> String {
    each(count, |at| format!("{}\n\n", surname(at)))
}

fn word(count: usize) -> String {
    each(count, |_| "a".to_owned())
}

fn marks(count: usize) -> String {
    // a line without a letter is no story
    let marks = each(count, |at| ["(", "„", "-", ",", "\"", ".", "“", ":"][at % 8].to_owned());
    format!("Merkel lobte {marks} Polen.")
}
