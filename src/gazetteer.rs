//! What the program knows of actors: names, adjectives, inhabitants, capitals, offices.

pub struct Gazetteer {}
