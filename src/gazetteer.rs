//! What the program knows of actors: names, adjectives, inhabitants, capitals, offices.

use crate::ud::names;

names! {
    /// What an actor is.
    ActorType {
        State = "state", Igo = "igo", Government = "government", Organisation = "organisation", Company = "company",
        Media = "media", Party = "party", ArmedGroup = "armed-group", Group = "group", Person = "person", Place = "place",
    }
}

pub struct Gazetteer {}
