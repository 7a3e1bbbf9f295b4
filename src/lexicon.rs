//! What the program knows of words: verb frames, nouns, adjectives, cues, with English glosses and event types.

pub struct Lexicon {}
