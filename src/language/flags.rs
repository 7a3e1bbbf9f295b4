//! What a verb does to its complements, as flags: "say", "demand", "control-subject".

use bitflags::bitflags;

bitflags! {
    /// What a verb does to its complements. A table names a flag in small letters: "control-subject".
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Flags: u32 {
        const SAY = 1;
        const THINK = 1 << 1;
        const ASK = 1 << 2;
        const DEMAND = 1 << 3;
        const ACCUSE = 1 << 4;
        const DENY = 1 << 5;
        const PROMISE = 1 << 6;
        const TRY = 1 << 7;
        const FACTIVE = 1 << 8;
        const REFUSE = 1 << 9;
        const PREVENT = 1 << 10;
        const CAUSE = 1 << 11;
        const CONTROL_SUBJECT = 1 << 12;
        const CONTROL_ACC = 1 << 13;
        const CONTROL_DAT = 1 << 14;
        const STATE = 1 << 15;
        const MOTION = 1 << 16;
        const COPULA = 1 << 17;
        const LIGHT = 1 << 18;
        // of several uses of a verb the one of people, of things, of a quarrel in words
        const OF_PEOPLE = 1 << 19;
        const OF_THINGS = 1 << 20;
        const OF_WORDS = 1 << 21;
        // of saying, and nothing more: what it is about may be its object
        const NEUTRAL = 1 << 22;
        // done by somebody, it is worth telling without an object: "starben", "kandidiert"
        const TELLS = 1 << 23;
    }
}

/// A question for each flag, as rules ask it.
macro_rules! questions {
    ($($name:ident = $flag:ident),+ $(,)?) => {
        impl Flags {
            $(pub fn $name(self) -> bool {
                self.contains(Flags::$flag)
            })+
        }
    };
}

questions! {
    say = SAY, think = THINK, ask = ASK, demand = DEMAND, accuse = ACCUSE, deny = DENY, promise = PROMISE,
    try_to = TRY, factive = FACTIVE, refuse = REFUSE, prevent = PREVENT, cause = CAUSE,
    control_subject = CONTROL_SUBJECT, control_acc = CONTROL_ACC, control_dat = CONTROL_DAT, state = STATE,
    motion = MOTION, copula = COPULA, light = LIGHT,
    of_people = OF_PEOPLE, of_things = OF_THINGS, of_words = OF_WORDS, neutral = NEUTRAL, tells = TELLS,
}

impl Flags {
    /// Reads names separated by blanks; the name that is not known is the error.
    pub fn parse(text: &str) -> Result<Flags, String> {
        let flag = |name: &str| Flags::from_name(&name.to_uppercase().replace('-', "_"));
        text.split_whitespace().try_fold(Flags::empty(), |flags, name| {
            Ok(flags | flag(name).ok_or_else(|| name.to_owned())?)
        })
    }

    /// Its content is somebody's word, thought, wish or plan and not the article's.
    pub fn reports(self) -> bool {
        self.say()
            || self.think()
            || self.ask()
            || self.demand()
            || self.accuse()
            || self.deny()
            || self.promise()
    }
}
