//! Discourse networks: who is for and against which concepts, and who is with whom because of it.
//!
//! With x(i,k,q) for how often actor i takes stance q (agree, disagree) on concept k in a period, after Leifeld (2017), "Discourse
//! Network Analysis: Policy Debates as Dynamic Networks", in the Oxford Handbook of Political Networks, and the manual of
//! Discourse Network Analyzer:
//!
//! - two modes, actor i and concept k: `all` = x(i,k,agree) + x(i,k,disagree), `subtract` = x(i,k,agree) - x(i,k,disagree);
//! - one mode, actors i and j: `congruence` = sum over k and q of x(i,k,q) x(j,k,q), `conflict` = sum over k of
//!   x(i,k,agree) x(j,k,disagree) + x(i,k,disagree) x(j,k,agree), `subtract` = congruence - conflict, `all` = sum over k of
//!   the products whatever the stance; concepts are joined by actors in the same way.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use crate::kb::rows::{ArticleRow, Rows};
use crate::network::coding::{Claim, Stance};
use crate::record::article::Date;
use crate::record::error::{Error, Result};
use crate::record::names::names;

names! {
    /// What the nodes are, and what joins them.
    Mode { Two = "two-mode", Actors = "actors", Concepts = "concepts" }
}

names! {
    /// What an edge counts.
    Weight {
        All = "all", Agree = "agree", Disagree = "disagree", Congruence = "congruence", Conflict = "conflict",
        Subtract = "subtract",
    }
}

names! {
    /// By what a weight is divided, so that who speaks often is not joined with everybody.
    Normalisation {
        No = "no", Activity = "activity", Prominence = "prominence", Average = "average", Jaccard = "jaccard", Cosine = "cosine",
    }
}

names! {
    /// How often the same actor, concept and stance count: each statement, once an article, once a period.
    Counting { Every = "every", Article = "article", Once = "once" }
}

/// Which network is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub mode: Mode,
    pub weight: Weight,
    pub normalisation: Normalisation,
    pub counting: Counting,
}

impl Kind {
    /// # Errors
    /// Where the weight or the normalisation is not one of this kind of network.
    pub fn check(self) -> Result<()> {
        use Normalisation::{Activity, Average, Cosine, Jaccard, No, Prominence};
        use Weight::{Agree, All, Conflict, Congruence, Disagree, Subtract};
        let (weights, normalisations): (&[Weight], &[Normalisation]) = match self.mode {
            Mode::Two => (&[All, Agree, Disagree, Subtract], &[No, Activity, Prominence]),
            _ => (&[All, Congruence, Conflict, Subtract], &[No, Average, Jaccard, Cosine]),
        };
        let wrong = |what: &str, own: &str, fit: Vec<&str>| {
            let mode = self.mode;
            Err(Error::new(format!(
                "the {what} of a network '{mode}' is {}, not {own}",
                fit.join(", ")
            )))
        };
        if !weights.contains(&self.weight) {
            let fit = weights.iter().map(|own| own.as_str()).collect();
            return wrong("weight", self.weight.as_str(), fit);
        }
        if !normalisations.contains(&self.normalisation) {
            let fit = normalisations.iter().map(|own| own.as_str()).collect();
            return wrong("normalisation", self.normalisation.as_str(), fit);
        }
        Ok(())
    }
}

/// That an actor is for or against a concept, in one statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opinion {
    pub actor: Point,
    pub concept: Point,
    pub stance: Stance,
    /// The day that the article gives for it, else that on which it appeared.
    pub day: Option<Date>,
    pub article: String,
    pub source: String,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub id: String,
    pub label: String,
    /// "State", "Person" ... of an actor, "Concept".
    pub kind: String,
}

/// A network as a matrix. What stands in no cell is 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    pub rows: Vec<Point>,
    /// Of one mode the same as the rows.
    pub columns: Vec<Point>,
    pub cells: BTreeMap<(usize, usize), f64>,
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    TwoMode,
    /// One mode; a cell is that of its mirror image too.
    Undirected,
    /// One mode, from the row to the column.
    Directed,
}

impl Matrix {
    /// Each edge once, with its ends.
    pub fn edges(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let once = |from: usize, to: usize| self.shape != Shape::Undirected || from < to;
        let edges = self.cells.iter().map(|(&(from, to), &weight)| (from, to, weight));
        edges.filter(move |(from, to, _)| once(*from, *to))
    }
}

/// The opinions of claims that have a holder and a stance.
pub fn opinions(claims: &[Claim], rows: &Rows) -> Vec<Opinion> {
    let articles: BTreeMap<&str, &ArticleRow> =
        rows.articles.iter().map(|row| (row.id.as_str(), row)).collect();
    let none = ArticleRow::default();
    let mut opinions = Vec::new();
    for claim in claims {
        let Some(holder) = claim.holder else { continue };
        let article = articles.get(claim.row.article.as_str()).copied().unwrap_or(&none);
        let day = if claim.row.time.is_empty() { &article.date } else { &claim.row.time };
        for coded in &claim.concepts {
            let Some(stance) = coded.stance else { continue };
            let concept = coded.concept.to_owned();
            let kind = "Concept".to_owned();
            opinions.push(Opinion {
                actor: Point {
                    id: holder.id.clone(),
                    label: holder.label_en.clone(),
                    kind: holder.kind.clone(),
                },
                concept: Point { id: concept.clone(), label: concept, kind },
                stance,
                day: day.parse().ok(),
                article: claim.row.article.clone(),
                source: article.source.clone(),
            });
        }
    }
    opinions
}

/// The network of opinions.
pub fn matrix<'a>(opinions: impl IntoIterator<Item = &'a Opinion>, kind: Kind) -> Matrix {
    let table = Table::of(opinions, kind);
    match kind.mode {
        Mode::Two => table.two_modes(kind),
        _ => table.one_mode(kind),
    }
}

/// How often each row takes each stance on each column: x(i,k,q).
struct Table {
    rows: Vec<Point>,
    columns: Vec<Point>,
    /// For each row, by the column: agree and disagree.
    counts: Vec<BTreeMap<usize, [f64; 2]>>,
}

impl Table {
    fn of<'a>(opinions: impl IntoIterator<Item = &'a Opinion>, kind: Kind) -> Table {
        let (mut seen, mut held) = (BTreeSet::new(), Vec::new());
        for own in opinions {
            let (mut row, mut column) = (&own.actor, &own.concept);
            if kind.mode == Mode::Concepts {
                (row, column) = (column, row);
            }
            let article = match kind.counting {
                Counting::Once => "",
                _ => own.article.as_str(),
            };
            let is_new = seen.insert((row, column, own.stance, article));
            if is_new || kind.counting == Counting::Every {
                held.push((row, column, own.stance));
            }
        }
        // of one actor with two labels the first counts
        let points = |of: fn(&(&'a Point, &'a Point, Stance)) -> &'a Point| {
            let mut points: BTreeMap<&str, &Point> = BTreeMap::new();
            for own in held.iter().map(of) {
                points.entry(&own.id).or_insert(own);
            }
            points
        };
        let (rows, columns) = (points(|own| own.0), points(|own| own.1));
        let place = |points: &BTreeMap<&str, &Point>| -> BTreeMap<String, usize> {
            points.keys().enumerate().map(|(at, id)| ((*id).to_owned(), at)).collect()
        };
        let places = (place(&rows), place(&columns));
        let mut counts = vec![BTreeMap::new(); rows.len()];
        for (row, column, stance) in &held {
            let cell: &mut [f64; 2] =
                counts[places.0[&row.id]].entry(places.1[&column.id]).or_default();
            cell[usize::from(*stance == Stance::Disagree)] += 1.0;
        }
        let owned = |points: BTreeMap<&str, &Point>| points.into_values().cloned().collect();
        Table { rows: owned(rows), columns: owned(columns), counts }
    }

    fn two_modes(self, kind: Kind) -> Matrix {
        let sums = |own: &[f64; 2]| own[0] + own[1];
        let activity: Vec<f64> =
            self.counts.iter().map(|row| row.values().map(sums).sum()).collect();
        let mut prominence = vec![0.0; self.columns.len()];
        for (column, own) in self.counts.iter().flatten() {
            prominence[*column] += sums(own);
        }
        let mut cells = BTreeMap::new();
        for (row, own) in self.counts.iter().enumerate() {
            for (&column, &[agree, disagree]) in own {
                let weight = match kind.weight {
                    Weight::Agree => agree,
                    Weight::Disagree => disagree,
                    Weight::Subtract => agree - disagree,
                    _ => agree + disagree,
                };
                let divisor = match kind.normalisation {
                    Normalisation::Activity => activity[row],
                    Normalisation::Prominence => prominence[column],
                    _ => 1.0,
                };
                if weight != 0.0 {
                    cells.insert((row, column), weight / divisor);
                }
            }
        }
        Matrix { rows: self.rows, columns: self.columns, cells, shape: Shape::TwoMode }
    }

    fn one_mode(self, kind: Kind) -> Matrix {
        let vectors: Vec<_> = self.counts.iter().map(|row| vector(row, kind)).collect();
        // only rows that share a column are joined
        let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, own) in self.counts.iter().enumerate() {
            own.keys().for_each(|column| holders.entry(*column).or_default().push(row));
        }
        let mut pairs = BTreeSet::new();
        for own in holders.values() {
            for (at, &one) in own.iter().enumerate() {
                pairs.extend(own[at + 1..].iter().map(|&other| (one, other)));
            }
        }
        let mut cells = BTreeMap::new();
        for (one, other) in pairs {
            let weight = weight(&vectors[one], &vectors[other], kind);
            if weight != 0.0 {
                cells.insert((one, other), weight);
                cells.insert((other, one), weight);
            }
        }
        Matrix { rows: self.rows.clone(), columns: self.rows, cells, shape: Shape::Undirected }
    }
}

/// A row by column and stance; without stances where all count alike, of ones where only presence counts.
fn vector(row: &BTreeMap<usize, [f64; 2]>, kind: Kind) -> BTreeMap<(usize, usize), f64> {
    let mut vector = BTreeMap::new();
    for (&column, own) in row {
        for (at, count) in own.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            let at = if kind.weight == Weight::All { 0 } else { at };
            *vector.entry((column, at)).or_insert(0.0) += count;
        }
    }
    if kind.normalisation == Normalisation::Jaccard {
        vector.values_mut().for_each(|count| *count = 1.0);
    }
    vector
}

fn weight(
    one: &BTreeMap<(usize, usize), f64>,
    other: &BTreeMap<(usize, usize), f64>,
    kind: Kind,
) -> f64 {
    let product = |opposite: bool| -> f64 {
        let twin = |&(column, at): &(usize, usize)| (column, if opposite { 1 - at } else { at });
        one.iter().map(|(key, count)| count * other.get(&twin(key)).copied().unwrap_or(0.0)).sum()
    };
    let weight = match kind.weight {
        Weight::Conflict => product(true),
        Weight::Subtract => product(false) - product(true),
        _ => product(false),
    };
    let sum = |own: &BTreeMap<(usize, usize), f64>| own.values().sum::<f64>();
    let length =
        |own: &BTreeMap<(usize, usize), f64>| own.values().map(|own| own * own).sum::<f64>().sqrt();
    let divisor = match kind.normalisation {
        Normalisation::Average => (sum(one) + sum(other)) / 2.0,
        Normalisation::Jaccard => {
            one.keys().chain(other.keys()).collect::<BTreeSet<_>>().len() as f64
        }
        Normalisation::Cosine => length(one) * length(other),
        _ => 1.0,
    };
    weight / divisor
}

/// How opinions are cut into periods and by source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Days of a period; one period of all where it is `None`.
    pub window: Option<u32>,
    /// Days from the beginning of one to that of the next; as many as it has where it is `None`.
    pub step: Option<u32>,
    /// Every period begins with the first day.
    pub cumulative: bool,
    pub by_source: bool,
}

/// A period, a source, or both, with the opinions in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice<'a> {
    pub days: Option<(Date, Date)>,
    pub source: Option<&'a str>,
    pub opinions: Vec<&'a Opinion>,
}

/// More periods are a slip of the pen.
const MOST: usize = 10_000;

/// The slices that hold opinions, by day and then by source. What has no day is in none of several periods.
///
/// # Errors
/// Where there would be more than 10,000 periods.
pub fn slices<'a>(opinions: &'a [Opinion], cut: Cut) -> Result<Vec<Slice<'a>>> {
    let mut slices = Vec::new();
    for days in periods(opinions, cut)? {
        let within = |own: &&Opinion| match (days, own.day) {
            (None, _) => true,
            (Some((first, last)), Some(day)) => (first..=last).contains(&day),
            (Some(_), None) => false,
        };
        let own: Vec<&Opinion> = opinions.iter().filter(within).collect();
        if !cut.by_source {
            slices.push(Slice { days, source: None, opinions: own });
            continue;
        }
        let mut sources: BTreeMap<&str, Vec<&Opinion>> = BTreeMap::new();
        for opinion in own {
            sources.entry(&opinion.source).or_default().push(opinion);
        }
        let of = |(source, opinions)| Slice { days, source: Some(source), opinions };
        slices.extend(sources.into_iter().map(of));
    }
    slices.retain(|slice| !slice.opinions.is_empty());
    Ok(slices)
}

/// The periods from the first day to the one that holds the last.
fn periods(opinions: &[Opinion], cut: Cut) -> Result<Vec<Option<(Date, Date)>>> {
    let Some(window) = cut.window else { return Ok(vec![None]) };
    let days = || opinions.iter().filter_map(|own| own.day);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Vec::new()) };
    let step = cut.step.unwrap_or(window);
    let mut periods = Vec::new();
    let mut start = first;
    for _ in 0..MOST {
        let after = |days: u32| start.saturating_add(i64::from(days).days());
        let end = after(window.saturating_sub(1));
        periods.push(Some((if cut.cumulative { first } else { start }, end)));
        if end >= last {
            return Ok(periods);
        }
        start = after(step.max(1));
    }
    Err(Error::new(format!(
        "from {first} to {last} there are more than {MOST} periods; give a longer --step, or days with --since and --until"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "A +x 1" is that A is for x in the article 1.
    fn debate(lines: &[&str]) -> Vec<Opinion> {
        let point =
            |name: &str| Point { id: name.to_owned(), label: name.to_owned(), kind: String::new() };
        let opinion = |line: &&str| {
            let parts: Vec<&str> = line.split(' ').collect();
            let stance = if parts[1].starts_with('+') { Stance::Agree } else { Stance::Disagree };
            Opinion {
                actor: point(parts[0]),
                concept: point(&parts[1][1..]),
                stance,
                day: parts.get(3).and_then(|day| day.parse().ok()),
                article: parts[2].to_owned(),
                source: parts.get(4).copied().unwrap_or("").to_owned(),
            }
        };
        lines.iter().map(opinion).collect()
    }

    const DEBATE: &[&str] = &[
        "A +x 1", "A +x 1", "A +x 2", "A -y 1", "B +x 1", "B +y 1", "B +z 3", "C -x 1", "C -y 2",
        "C -y 3", "D +w 1",
    ];

    fn kind(mode: Mode, weight: Weight, normalisation: Normalisation, counting: Counting) -> Kind {
        let kind = Kind { mode, weight, normalisation, counting };
        kind.check().expect("a kind");
        kind
    }

    /// "A x 2" for each edge, with at most four decimals.
    fn edges(kind: Kind) -> Vec<String> {
        let debate = debate(DEBATE);
        let matrix = matrix(&debate, kind);
        let number = |weight: f64| {
            let text = format!("{weight:.4}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        let edge = |(from, to, weight): (usize, usize, f64)| {
            format!("{} {} {}", matrix.rows[from].label, matrix.columns[to].label, number(weight))
        };
        matrix.edges().map(edge).collect()
    }

    use Counting::{Article, Every, Once};
    use Normalisation::{Activity, Average, Cosine, Jaccard, No, Prominence};
    use Weight::{Agree, All, Conflict, Congruence, Disagree, Subtract};

    #[test]
    fn two_modes_as_by_hand() {
        let two = |weight, normalisation, counting| {
            edges(kind(Mode::Two, weight, normalisation, counting))
        };
        assert_eq!(
            two(Subtract, No, Article),
            ["A x 2", "A y -1", "B x 1", "B y 1", "B z 1", "C x -1", "C y -2", "D w 1"]
        );
        assert_eq!(two(All, No, Every)[0], "A x 3");
        assert_eq!(two(All, No, Once)[0], "A x 1");
        assert_eq!(two(Agree, No, Every), ["A x 3", "B x 1", "B y 1", "B z 1", "D w 1"]);
        assert_eq!(two(Disagree, No, Article), ["A y 1", "C x 1", "C y 2"]);
        // A has 3 statements: 2 of 3 and 1 of 3
        assert_eq!(
            two(Subtract, Activity, Article)[..3],
            ["A x 0.6667", "A y -0.3333", "B x 0.3333"]
        );
        // x has 4 statements (A twice, B, C), y has 4 (A, B, C twice)
        assert_eq!(two(Subtract, Prominence, Article)[..3], ["A x 0.5", "A y -0.25", "B x 0.25"]);
    }

    #[test]
    fn one_mode_as_by_hand() {
        let actors = |weight, normalisation, counting| {
            edges(kind(Mode::Actors, weight, normalisation, counting))
        };
        // once: A +x -y, B +x +y +z, C -x -y, D +w
        assert_eq!(actors(Congruence, No, Once), ["A B 1", "A C 1"]);
        assert_eq!(actors(Conflict, No, Once), ["A B 1", "A C 1", "B C 2"]);
        assert_eq!(actors(Subtract, No, Once), ["B C -2"]);
        assert_eq!(actors(All, No, Once), ["A B 2", "A C 2", "B C 2"]);
        // (2 + 3) / 2, (2 + 2) / 2
        assert_eq!(actors(Congruence, Average, Once), ["A B 0.4", "A C 0.5"]);
        // +x -y +y +z are four, +x -y -x three
        assert_eq!(actors(Congruence, Jaccard, Article), ["A B 0.25", "A C 0.3333"]);
        // 1 / (√2 √3), 1 / (√2 √2); 2 / (√3 √2)
        assert_eq!(actors(Congruence, Cosine, Once), ["A B 0.4082", "A C 0.5"]);
        assert_eq!(actors(Subtract, Cosine, Once), ["B C -0.8165"]);
        // by article: A 2(+x) 1(-y), B 1 1 1, C 1(-x) 2(-y)
        assert_eq!(actors(Congruence, No, Article), ["A B 2", "A C 2"]);
        assert_eq!(actors(Conflict, No, Article), ["A B 1", "A C 2", "B C 3"]);
        // |A| = √5, |B| = √3, |C| = √5
        assert_eq!(actors(Subtract, Cosine, Article), ["A B 0.2582", "B C -0.7746"]);
        // the concepts x and y: A +- , B ++, C --
        let concepts = |weight| edges(kind(Mode::Concepts, weight, No, Once));
        assert_eq!(concepts(Congruence), ["x y 2", "x z 1", "y z 1"]);
        assert_eq!(concepts(Conflict), ["x y 1"]);
    }

    #[test]
    fn a_kind_that_is_none_is_refused() {
        let wrong = Kind { mode: Mode::Two, weight: Congruence, normalisation: No, counting: Once };
        assert_eq!(
            wrong.check().expect_err("refused").to_string(),
            "the weight of a network 'two-mode' is all, agree, disagree, subtract, not congruence"
        );
        let wrong =
            Kind { mode: Mode::Actors, weight: All, normalisation: Activity, counting: Once };
        assert!(wrong.check().is_err());
    }

    /// First and last day, source and number of opinions of each slice.
    fn cut(cut: Cut) -> Vec<String> {
        let lines = [
            "A +x 1 2024-01-01 P",
            "B +x 2 2024-01-10 Q",
            "C -x 3 2024-01-11 P",
            "D -x 4 2024-03-01 P",
            "E -x 5",
        ];
        let debate = debate(&lines);
        let slice = |slice: &Slice| {
            let days = slice.days.map_or(String::new(), |(first, last)| format!("{first} {last} "));
            format!("{days}{}{}", slice.source.unwrap_or(""), slice.opinions.len())
        };
        slices(&debate, cut).expect("slices").iter().map(slice).collect()
    }

    #[test]
    fn periods_slide_and_grow() {
        let window = Some(10);
        assert_eq!(cut(Cut::default()), ["5"]);
        let tumbling = Cut { window, ..Cut::default() };
        let wanted =
            ["2024-01-01 2024-01-10 2", "2024-01-11 2024-01-20 1", "2024-03-01 2024-03-10 1"];
        assert_eq!(cut(tumbling), wanted);
        let sliding = cut(Cut { window, step: Some(5), ..Cut::default() });
        assert_eq!(
            sliding[..3],
            ["2024-01-01 2024-01-10 2", "2024-01-06 2024-01-15 2", "2024-01-11 2024-01-20 1"]
        );
        let growing = cut(Cut { window, cumulative: true, ..Cut::default() });
        assert_eq!(growing[..2], ["2024-01-01 2024-01-10 2", "2024-01-01 2024-01-20 3"]);
        assert_eq!(growing.last().expect("a last one"), "2024-01-01 2024-03-10 4");
        let by_source = Cut { by_source: true, ..Cut::default() };
        assert_eq!(cut(by_source), ["1", "P3", "Q1"]);
    }
}
