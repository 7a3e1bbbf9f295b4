//! Descriptions: "die chinesische Regierung", "der Ministerpräsident", "die Zeitung", "das Land": who is meant, or an actor of its own.

use super::index::{Office, Whose};
use super::{Found, Resolver, same_office};
use crate::extract::mention::{Mention, MentionKind, Owner};
use crate::language::gazetteer::{ActorType, Known};
use crate::language::lexicon::NounClass;
use crate::record::work;
use crate::syntax::parse::Tree;
use crate::syntax::phrase;
use crate::ud::{Definite, Deprel, Number};

/// How often a way to resolve a description was right on the annotated ones
/// (`data/train/annotations/referents.csv`).
mod chance {
    pub const COUNTRY: f32 = 0.55;
    pub const OFFICE: f32 = 0.75;
    pub const OTHER_WORDS: f32 = 0.6;
    pub const AGAIN: f32 = 0.8;
}

impl Resolver<'_> {
    /// "das Land": the state that was named last, unless the article is about another one.
    fn country(&self, at: usize) -> Option<usize> {
        let last = self.latest(at, 3, |found| found.kind == ActorType::State)?;
        let tree = self.mentions[at].tree;
        let states = self.leading.iter().copied().filter(|&actor| {
            let found = &self.found[actor];
            found.kind == ActorType::State && found.first < tree
        });
        let leading = states.max_by_key(|&actor| self.found[actor].count);
        let rather = |actor: &usize| self.found[*actor].count >= 2 * self.found[last].count;
        Some(leading.filter(rather).unwrap_or(last))
    }

    pub(super) fn description(&mut self, at: usize) {
        let mention = &self.mentions[at];
        if self.is_becoming(mention) {
            return;
        }
        if self.is_country(mention) {
            let tree = &self.trees[mention.tree];
            let possessed =
                tree.children(mention.head).any(|child| tree.words[child].feats.possessive);
            // "wie jedes andere Land"
            if possessed || !mention.definite || self.is_somebody_else(mention) {
                return;
            }
            if let Some(state) = self.country(at) {
                self.chances.push((at, chance::COUNTRY));
                self.assign(at, state, "the country named before".to_owned());
            }
            return;
        }
        let certain = |found: (usize, String)| (found, 1.0);
        let with = |chance: f32| move |found: (usize, String)| (found, chance);
        let resolved = self
            .government(mention)
            .map(certain)
            .or_else(|| self.office_holder(at))
            .or_else(|| self.named_body(at).map(with(chance::AGAIN)))
            .or_else(|| self.same_description(mention).map(with(chance::AGAIN)));
        if let Some(((actor, reason), chance)) = resolved {
            if chance < 1.0 {
                self.chances.push((at, chance));
            }
            self.assign(at, actor, reason);
        } else if self.stands_alone(mention) {
            let actor = self.create(mention);
            // "drei Männer", "ausländische Unternehmen": some of a kind, nobody in particular where nothing is said of them
            let tree = &self.trees[mention.tree];
            let placed = tree
                .children(mention.head)
                .any(|child| child > mention.head && tree.deprels[child] == Deprel::Nmod);
            let several = mention.number == Some(Number::Plur)
                && !mention.definite
                && mention.owner.is_none()
                && !placed;
            self.found[actor].specified &= !several;
            // "ein Mann", "die Klägerin": somebody in this article, whose name it does not say
            self.found[actor].specified &=
                mention.class != Some(ActorType::Person) || mention.owner.is_some();
            self.assign(at, actor, "description".to_owned());
        }
    }

    /// "das Land", "der Inselstaat": a state that was named, or nobody.
    pub(super) fn is_country(&self, mention: &Mention) -> bool {
        let noun = mention.noun.as_deref().unwrap_or("").to_lowercase();
        let country = ["land", "staat", "republik", "königreich", "nation"];
        let singular = mention.number != Some(Number::Plur);
        singular
            && mention.owner.is_none()
            && mention.class == Some(ActorType::Government)
            && (country.contains(&noun.as_str()) || noun.ends_with("staat"))
    }

    /// "die chinesische Regierung", "die Führung in Peking": the state itself.
    pub(super) fn government(&mut self, mention: &Mention) -> Option<(usize, String)> {
        let noun = mention.noun.as_deref()?;
        let last = noun.rsplit('-').next().unwrap_or(noun);
        let governs = [
            "Regierung",
            "Führung",
            "Staatsführung",
            "Administration",
            "Kabinett",
            "Zentralregierung",
            "Staatsspitze",
            "Republik",
            "Staat",
        ];
        if !governs.contains(&last) {
            return None;
        }
        let state = match &mention.owner {
            Some(Owner::Known(known)) => known,
            Some(Owner::Word(word)) => {
                self.actor_at(mention.tree, *word).and_then(|actor| self.found[actor].known)?
            }
            None => self.seat(mention)?,
        };
        // "Biden-Administration"
        let state = match (state.kind, &state.state) {
            (ActorType::Person, Some(own)) => self.lang.gazetteer.by_id(own)?,
            (ActorType::Person, None) => return None,
            _ => state,
        };
        let actor = self.known_actor(state);
        Some((actor, format!("government of {}", state.name_de)))
    }

    /// "die Regierung in Warschau": the state whose capital stands behind it.
    pub(super) fn seat(&self, mention: &Mention) -> Option<&'static Known> {
        let tree = &self.trees[mention.tree];
        let preposition = tree.words.get(mention.head + 1).filter(|word| word.form == "in")?;
        let capital = tree.words.iter().find(|word| word.span.start > preposition.span.start)?;
        self.lang.gazetteer.metonym(&capital.form)
    }

    pub(super) fn known_actor(&mut self, known: &'static Known) -> usize {
        if let Some(at) = self.index.known(known) {
            return at;
        }
        self.found.push(Found {
            kind: known.kind,
            known: Some(known),
            name: known.name_de.clone(),
            full: known.name_de.clone(),
            gender: None,
            number: None,
            nouns: Vec::new(),
            owner: None,
            described: false,
            specified: true,
            count: 0,
            first: usize::MAX,
        });
        self.added()
    }

    /// "der Ministerpräsident": the last person in this office.
    pub(super) fn office_holder(&mut self, at: usize) -> Option<((usize, String), f32)> {
        let mention = &self.mentions[at];
        let noun = mention.noun.as_deref()?;
        if mention.class != Some(ActorType::Person) || !mention.definite && !mention.specified {
            return None;
        }
        // "ein 40 Jahre alter Mann" is no man that was told of before
        if self.is_introduced(mention) {
            return None;
        }
        let owned = self.owned(mention);
        let holds = |found: &Found| {
            let agrees = found.gender.is_none()
                || mention.gender.is_none()
                || found.gender == mention.gender;
            found.kind == ActorType::Person
                && agrees
                && !owned.is_of_another(found)
                && found.nouns.iter().any(|own| same_office(own, noun))
        };
        if self.is_somebody_else(mention) {
            return None;
        }
        let candidate = if self.index.is_office(noun) {
            let office = |whose| (noun.to_owned(), mention.gender, whose);
            let before = match &owned.id {
                None => self.last_holder(at, office(Whose::Anybody), holds),
                Some(id) => {
                    let nobodys = |found: &Found| owned.of(found).is_none() && holds(found);
                    let whose = Whose::Nobody(owned.is_state());
                    let theirs = |found: &Found| owned.of(found).is_some() && holds(found);
                    let found = [
                        self.last_holder(at, office(whose), nobodys),
                        self.last_holder(at, office(Whose::Owner(id.clone())), theirs),
                    ];
                    let place = |actor: &usize| self.index.place_before(*actor, at);
                    found.into_iter().flatten().max_by_key(place)
                }
            };
            // a headline says the office before the text says the name
            let later = || self.found.iter().position(|found| mention.tree < 2 && holds(found));
            before.or_else(later)
        } else {
            None
        };
        candidate
            .map(|actor| ((actor, format!("office {noun}")), chance::OFFICE))
            .or_else(|| self.other_words_for(at).map(|found| (found, chance::OTHER_WORDS)))
    }

    /// The actor of the latest mention before one that holds an office. What was found for the same office before is remembered: who
    /// came to hold it since was mentioned since. Where the mentions since then are more than the persons of the owner, these are
    /// asked.
    fn last_holder(
        &mut self,
        at: usize,
        office: Office,
        holds: impl Fn(&Found) -> bool,
    ) -> Option<usize> {
        let still =
            |(_, last): &(usize, Option<usize>)| last.is_none_or(|actor| holds(&self.found[actor]));
        let remembered = self.index.holders.get(&office).copied().filter(still);
        let (asked, last) = remembered.unwrap_or((0, None));
        let persons = match &office.2 {
            Whose::Owner(owner) => Some(self.index.owned_by(owner)),
            Whose::Anybody | Whose::Nobody(_) => None,
        };
        let few = persons.filter(|persons| persons.len() < at - asked);
        work::step(few.map_or(at - asked, <[usize]>::len));
        let near = if let Some(persons) = few {
            let held = persons.iter().copied().filter(|&actor| holds(&self.found[actor]));
            let placed =
                held.filter_map(|actor| Some((self.index.place_before(actor, at)?, actor)));
            placed.max().map(|(_, actor)| actor)
        } else {
            (asked..at)
                .rev()
                .filter_map(|other| self.of[other])
                .find(|&actor| holds(&self.found[actor]))
        };
        let holder = near.or(last);
        self.index.holders.insert(office, (at, holder));
        holder
    }

    /// "der Senator aus Florida" after "Rubio": other words for the one person in the last two sentences that they fit.
    pub(super) fn other_words_for(&self, at: usize) -> Option<(usize, String)> {
        let mention = &self.mentions[at];
        let singular = mention.number != Some(Number::Plur);
        if !mention.definite
            || !singular
            || matches!(mention.owner, Some(Owner::Word(_)))
            || mention.apposition_of.is_some()
            // "kürte sich zum Meister"
            || phrase::preposition(&self.trees[mention.tree], mention.head) == Some("zu")
            || self.is_predicate(mention)
            || self.is_somebody_else(mention)
        {
            return None;
        }
        let gender = mention.gender?;
        let near = (0..at).rev().take_while(|&other| mention.tree - self.mentions[other].tree <= 2);
        let mut persons: Vec<usize> = near
            .filter(|&other| self.mentions[other].tree < mention.tree)
            .filter_map(|other| self.of[other])
            .filter(|&actor| {
                let found = &self.found[actor];
                found.kind == ActorType::Person
                    && found.gender.is_none_or(|own| own == gender)
                    && !found.described
                    && !self.has_other_office(found, mention)
            })
            .collect();
        // who is another argument of the same verb is somebody else
        let beside = |actor: usize| {
            self.index.of_tree(mention.tree).any(|other| {
                self.of[other] == Some(actor) && self.siblings(mention, &self.mentions[other])
            })
        };
        persons.retain(|&actor| !beside(actor));
        // "ein Palästinenser ... der Mann": who was described since is meant rather than the name before
        let since = |actor: usize| {
            let last = (0..at).rev().find(|&other| self.of[other] == Some(actor)).unwrap_or(0);
            self.mentions[last + 1..at].iter().any(|other| {
                let bare = other.kind == MentionKind::Description
                    && other.class == Some(ActorType::Person)
                    && !other.definite;
                let somebody = other.apposition_of.is_none() && !self.is_predicate(other);
                bare && somebody
                    && other.number != Some(Number::Plur)
                    && other.gender == Some(gender)
                    && other.tree < mention.tree
            })
        };
        persons.retain(|&actor| !since(actor));
        // of several, those in the sentence before
        let last = mention.tree.checked_sub(1).map_or(0..0, |tree| self.index.of_tree(tree));
        let before: Vec<usize> = last
            .filter_map(|other| self.of[other])
            .filter(|actor| persons.contains(actor))
            .collect();
        if !before.is_empty() {
            persons = before;
        }
        persons.sort_unstable();
        persons.dedup();
        match persons[..] {
            [actor] if self.found[actor].gender == Some(gender) => {
                Some((actor, "other words for the only person near".to_owned()))
            }
            _ => None,
        }
    }

    /// "der Gouverneur" after "Präsident Erdogan": who is known by an office is hardly meant by one of another kind.
    fn has_other_office(&self, found: &Found, mention: &Mention) -> bool {
        let class =
            |noun: &str| self.lang.gazetteer.office(noun).map(|office| office.class.as_str());
        let tells = |class: &&str| !matches!(*class, "party" | "title" | "class" | "parliament");
        let Some(meant) = mention.noun.as_deref().and_then(class).filter(tells) else {
            return false;
        };
        let known =
            found.known.and_then(|known| known.office.as_ref()).map(|(german, _)| german.as_str());
        let own: Vec<&str> = found
            .nouns
            .iter()
            .map(String::as_str)
            .chain(known)
            .filter_map(class)
            .filter(tells)
            .collect();
        !own.is_empty() && !own.contains(&meant)
    }

    /// "der Bruder", "der Nachfolger", "der neue Chef": not the person that was just named.
    fn is_somebody_else(&self, mention: &Mention) -> bool {
        let grammar = &self.lang.grammar;
        let tree = &self.trees[mention.tree];
        let new = |child: usize| {
            let lemma = &tree.words[child].lemma;
            tree.deprels[child] == Deprel::Amod
                && grammar
                    .other_holder
                    .iter()
                    .any(|stem| lemma.starts_with(stem) && lemma.len() <= stem.len() + 2)
        };
        let possessed = tree.children(mention.head).any(|child| tree.words[child].feats.possessive);
        let relational =
            mention.noun.as_deref().is_some_and(|noun| grammar.relational.contains(&noun));
        relational || possessed || tree.children(mention.head).any(new)
    }

    /// "die Zeitung", "die Partei", "der Konzern": the last actor that was called so, or that is of this kind.
    pub(super) fn named_body(&self, at: usize) -> Option<(usize, String)> {
        let mention = &self.mentions[at];
        let noun = mention.noun.as_deref()?;
        // "verließ seine Partei": whose it is says which, and not the one that was named last
        let tree = &self.trees[mention.tree];
        let possessed = tree.children(mention.head).any(|child| tree.words[child].feats.possessive);
        if mention.class == Some(ActorType::Person)
            || !mention.definite
            || possessed
            || mention.number == Some(Number::Plur)
            || mention.owner.is_some()
        {
            return None;
        }
        let kind = mention.class?;
        if mention.specified && mention.words.end > mention.head + 1 {
            return None;
        }
        let candidate = self.latest(at, 12, |found| {
            let last = found.name.rsplit(' ').next().unwrap_or("").to_lowercase();
            let in_name = !found.described
                && (last.ends_with(&noun.to_lowercase()) || found.name.starts_with(noun));
            let called =
                in_name || found.nouns.iter().any(|own| own == noun || same_office(own, noun));
            let of_kind = matches!(kind, ActorType::Media | ActorType::Party | ActorType::Company)
                && found.kind == kind
                && !found.described;
            !matches!(found.kind, ActorType::Person | ActorType::State) && (called || of_kind)
        })?;
        Some((candidate, format!("{noun} again")))
    }

    /// "ein Mann", "eine neue Ministerin".
    fn is_introduced(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        tree.children(mention.head).any(|child| {
            tree.deprels[child] == Deprel::Det
                && tree.words[child].feats.definite == Some(Definite::Ind)
        })
    }

    /// The same description again, or its bare noun after it: "chinesische Beamte" ... "die Beamten".
    pub(super) fn same_description(&self, mention: &Mention) -> Option<(usize, String)> {
        let noun = mention.noun.as_ref()?;
        let owned = self.owned(mention);
        // "ein Mann ... ein Mann" are two
        if mention.class == Some(ActorType::Person) && !mention.definite && mention.owner.is_none()
        {
            return None;
        }
        let mut named = self.index.named(&mention.name).iter().copied();
        let same = named
            .find(|&actor| self.found[actor].described && !owned.is_of_another(&self.found[actor]));
        let again = || {
            let bare = mention.definite && !mention.specified;
            let last = self.index.described(noun, mention.number).filter(|_| bare)?;
            (!owned.is_of_another(&self.found[last])).then_some(last)
        };
        same.or_else(again).map(|actor| (actor, "same description".to_owned()))
    }

    /// A description that is an actor of its own: with an owner, an adjective, or as an institution; a role where somebody in
    /// particular has it.
    pub(super) fn stands_alone(&self, mention: &Mention) -> bool {
        let plural = mention.number == Some(Number::Plur);
        let predicate = self.is_predicate(mention);
        match mention.class {
            _ if predicate => false,
            Some(ActorType::Person) => {
                let told = self.is_somebody(mention) || self.is_headline(mention);
                !plural && (mention.owner.is_some() || told)
            }
            Some(ActorType::Group) => {
                mention.specified
                    || mention.definite && self.is_group(mention)
                    || plural && self.are_some(mention)
            }
            Some(_) => mention.specified || mention.definite || self.is_headline(mention),
            None => false,
        }
    }

    /// "ein Mann", "die Klägerin", "sein Anwalt", and neither "kein Mann" nor "der Verbraucher".
    fn is_somebody(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let grammar = &self.lang.grammar;
        let generic = mention.noun.as_deref().is_some_and(|noun| grammar.generic.contains(&noun));
        let mut determiners = tree
            .children(mention.head)
            .filter(|&child| matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss))
            .map(|child| tree.words[child].lemma.as_str())
            .peekable();
        let any = determiners.peek().is_some();
        let argument = matches!(
            tree.deprels[mention.head],
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::Iobj
                | Deprel::OblArg
                | Deprel::Obl
                | Deprel::Conj
        );
        // "zum Präsidenten", "wie ein Vater"
        let role = phrase::preposition(tree, mention.head)
            .is_some_and(|own| self.lang.words.prepositions.as_what.contains(&own));
        !generic
            && any
            && argument
            && !role
            && !determiners.any(|lemma| grammar.indefinite.contains(&lemma))
    }

    /// "Experten rechnen mit ...", "16 Menschen starben": people of this article who do something or
    /// to whom something is done, and neither "keine Experten" nor what somebody is.
    fn are_some(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let head = tree.first_conjunct(mention.head);
        let argument = matches!(
            tree.deprels[head],
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj
        ) || self.is_agent(tree, head);
        let mut determiners = tree
            .children(mention.head)
            .filter(|&child| matches!(tree.deprels[child], Deprel::Det | Deprel::DetPoss));
        let indefinite = &self.lang.grammar.indefinite;
        let numbered = tree
            .children(mention.head)
            .any(|child| child < mention.head && tree.deprels[child] == Deprel::Nummod);
        let generic =
            mention.noun.as_deref().is_some_and(|noun| self.lang.grammar.generic.contains(&noun));
        argument
            && (!generic || numbered)
            && !determiners.any(|child| indefinite.contains(&tree.words[child].lemma.as_str()))
    }

    /// "wurde Präsident", "ist der wichtigste Philosoph": a predicate says what somebody is, and not who.
    fn is_becoming(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let mut children = tree.children(mention.head);
        mention.class == Some(ActorType::Person)
            && children.any(|child| tree.deprels[child] == Deprel::Cop)
    }

    /// "wurden von Entführern verschleppt".
    fn is_agent(&self, tree: &Tree, head: usize) -> bool {
        let by = phrase::preposition(tree, head)
            .is_some_and(|own| self.lang.grammar.agent.contains(&own));
        let passive =
            |verb: usize| tree.children(verb).any(|child| tree.deprels[child] == Deprel::AuxPass);
        by && matches!(tree.deprels[head], Deprel::Obl | Deprel::OblArg)
            && tree.heads[head].is_some_and(passive)
    }

    /// "Landeskirche will ...", "Untersuchungsrichter fordert ...": headlines leave the article out.
    fn is_headline(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let head = mention.head;
        let open = mention.tree < 2
            || tree.words.last().is_some_and(|last| !matches!(last.form.as_str(), "." | "!" | "…"));
        let bare = tree.children(head).all(|child| tree.deprels[child] != Deprel::Det);
        let acts = matches!(tree.deprels[head], Deprel::Nsubj | Deprel::NsubjPass)
            || self.is_agent(tree, head);
        open && bare && acts && mention.number != Some(Number::Plur)
    }

    /// "die Rebellen", "die Opposition": a group by its noun, not several of a role.
    pub(super) fn is_group(&self, mention: &Mention) -> bool {
        let lexicon = &self.lang.lexicon;
        let form = self.trees[mention.tree].words[mention.head].form.as_str();
        let noun = lexicon
            .exact_noun(form)
            .or_else(|| mention.noun.as_ref().and_then(|noun| lexicon.noun(noun)));
        noun.is_some_and(|noun| noun.class == Some(NounClass::Group))
    }

    /// "ist Präsident", "als Kandidat": says what somebody is, and names nobody.
    pub(super) fn is_predicate(&self, mention: &Mention) -> bool {
        let tree = &self.trees[mention.tree];
        let copula = tree.children(mention.head).any(|child| tree.deprels[child] == Deprel::Cop);
        copula
            || phrase::preposition(tree, mention.head) == Some("als")
            || tree.deprels[mention.head] == Deprel::Appos
    }
}
