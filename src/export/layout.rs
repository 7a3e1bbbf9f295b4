//! Places for boxes on a plane: a force layout without chance, then boxes that overlap are pushed apart.
//!
//! (Fruchterman and Reingold 1991, from places on a spiral instead of random ones.)

use std::time::Duration;

use petgraph::visit::EdgeRef;
use rayon::prelude::*;

use crate::export::graphviz::{self, Missing, Program};
use crate::network::Network;
use crate::record::error::{Error, Result};

/// The middle of a box.
pub type Place = (f64, f64);

/// Boxes and the lines between them.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Width and height of each box.
    pub boxes: Vec<(f64, f64)>,
    pub lines: Vec<(usize, usize)>,
}

/// An actor as a box of the same size, an edge as a line.
pub fn plain(network: &Network) -> Plan {
    Plan {
        boxes: vec![(90.0, 30.0); network.graph.node_count()],
        lines: network
            .graph
            .edge_references()
            .map(|edge| (edge.source().index(), edge.target().index()))
            .collect(),
    }
}

/// Who places the boxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// We do; sfdp of Graphviz where it is there and there are many boxes.
    #[default]
    Auto,
    Own,
    Graphviz(Program),
}

/// So many boxes are many: our own places begin to look like a ball of wool.
pub const MANY: usize = 300;

/// How long a program of Graphviz may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The middle of each box, so that no two boxes overlap; and what a person should know about how they were placed.
///
/// # Errors
/// Where a program of Graphviz was asked for and gives no places.
pub fn placed(plan: &Plan, engine: Engine) -> Result<(Vec<Place>, Option<String>)> {
    let program = match engine {
        Engine::Own => return Ok((layout(plan), None)),
        Engine::Auto if plan.boxes.len() <= MANY => return Ok((layout(plan), None)),
        Engine::Auto => Program::Sfdp,
        Engine::Graphviz(program) => program,
    };
    let name = program.name();
    match (graphviz::places(program, plan, LIMIT), engine) {
        (Ok(mut places), _) => {
            spread(&plan.boxes, &mut places);
            Ok((places, None))
        }
        (Err(Missing::Absent), Engine::Auto) => Ok((layout(plan), None)),
        (Err(Missing::Absent), _) => {
            Err(Error::new(format!("{name} is not there; it is part of Graphviz")))
        }
        (Err(missing), _) => {
            let what =
                if missing == Missing::Slow { "took longer than a minute" } else { "failed" };
            let advice = "'--top' shows fewer actors, '--layout own' needs no Graphviz";
            match engine {
                Engine::Auto => {
                    Ok((layout(plan), Some(format!("{name} {what}, drawn without it; {advice}"))))
                }
                _ => Err(Error::new(format!("{name} {what}; {advice}"))),
            }
        }
    }
}

/// The middle of each box by our own forces, so that no two boxes overlap.
pub fn layout(plan: &Plan) -> Vec<(f64, f64)> {
    let mut places = spiral(plan);
    spring(plan, &mut places);
    for place in &mut places {
        // letters run from left to right, so pictures are wide
        place.0 *= 1.5;
    }
    spread(&plan.boxes, &mut places);
    places
}

fn spread(boxes: &[(f64, f64)], places: &mut [(f64, f64)]) {
    for _ in 0..60 {
        if separate(boxes, places) {
            break;
        }
        for place in places.iter_mut() {
            *place = (place.0 * 1.08, place.1 * 1.08);
        }
    }
}

/// Places on a spiral, the box with the most lines in the middle. The golden angle is turned by multiplication: sine and cosine
/// differ between machines.
fn spiral(plan: &Plan) -> Vec<(f64, f64)> {
    const TURN: (f64, f64) = (-0.737_368_878_078_319_9, 0.675_490_294_261_523_8);
    let mut degrees = vec![0_usize; plan.boxes.len()];
    for &(from, to) in &plan.lines {
        degrees[from] += 1;
        degrees[to] += 1;
    }
    let mut order: Vec<usize> = (0..plan.boxes.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(degrees[at]), at));
    let mut places = vec![(0.0, 0.0); plan.boxes.len()];
    let mut way = (1.0, 0.0);
    for (at, own) in order.into_iter().enumerate() {
        let radius = 60.0 * (at as f64 + 0.5).sqrt();
        places[own] = (radius * way.0, radius * way.1);
        way = (way.0 * TURN.0 - way.1 * TURN.1, way.0 * TURN.1 + way.1 * TURN.0);
    }
    places
}

/// So many boxes are placed by quicker, rougher means.
const CROWD: usize = 800;

/// How long a line is meant to be.
const IDEAL: f64 = 64.0;

fn spring(plan: &Plan, places: &mut [(f64, f64)]) {
    let many = places.len() > CROWD;
    let rounds = if many { 120 } else { 400 };
    for round in 0..rounds {
        let mut forces = if many { pushed_by_cells(places) } else { pushed(places) };
        for &(a, b) in &plan.lines {
            let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
            let pull = (dx * dx + dy * dy).sqrt() / IDEAL;
            forces[a] = (forces[a].0 - dx * pull, forces[a].1 - dy * pull);
            forces[b] = (forces[b].0 + dx * pull, forces[b].1 + dy * pull);
        }
        // a step that shrinks, and a little gravity that keeps parts together
        let most = IDEAL * (1.0 - f64::from(round) / f64::from(rounds)) + 0.5;
        for (place, force) in places.iter_mut().zip(forces) {
            let (fx, fy) = (force.0 - place.0 * 0.6, force.1 - place.1 * 0.6);
            let length = (fx * fx + fy * fy).sqrt().max(1e-9);
            let step = length.min(most) / length;
            *place = (place.0 + fx * step, place.1 + fy * step);
        }
    }
}

/// How so many boxes at one place push away one at another.
fn push(at: (f64, f64), from: (f64, f64), count: f64) -> (f64, f64) {
    let (dx, dy) = (at.0 - from.0, at.1 - from.1);
    let push = count * IDEAL * IDEAL / (dx * dx + dy * dy).max(1.0);
    (dx * push, dy * push)
}

fn pushed(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut forces = vec![(0.0, 0.0); places.len()];
    for a in 0..places.len() {
        for b in a + 1..places.len() {
            let (fx, fy) = push(places[a], places[b], 1.0);
            forces[a] = (forces[a].0 + fx, forces[a].1 + fy);
            forces[b] = (forces[b].0 - fx, forces[b].1 - fy);
        }
    }
    forces
}

/// The same for many boxes: those in the cells around push one by one, those of a cell farther away from its middle.
fn pushed_by_cells(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let side = ((places.len() as f64 / 6.0).sqrt() as usize).max(1);
    let low = places
        .iter()
        .fold((f64::MAX, f64::MAX), |low, place| (low.0.min(place.0), low.1.min(place.1)));
    let high = places
        .iter()
        .fold((f64::MIN, f64::MIN), |high, place| (high.0.max(place.0), high.1.max(place.1)));
    let part = |value: f64, low: f64, high: f64| {
        (((value - low) / (high - low).max(1e-9) * side as f64) as usize).min(side - 1)
    };
    let cell = |place: &(f64, f64)| (part(place.0, low.0, high.0), part(place.1, low.1, high.1));
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); side * side];
    for (at, place) in places.iter().enumerate() {
        let (column, row) = cell(place);
        cells[row * side + column].push(at);
    }
    let middle = |own: &Vec<usize>| {
        let sum =
            own.iter().fold((0.0, 0.0), |sum, &at| (sum.0 + places[at].0, sum.1 + places[at].1));
        (sum.0 / own.len() as f64, sum.1 / own.len() as f64)
    };
    let full: Vec<(usize, usize, Place, &Vec<usize>)> = cells
        .iter()
        .enumerate()
        .filter(|(_, own)| !own.is_empty())
        .map(|(at, own)| (at % side, at / side, middle(own), own))
        .collect();
    let force = |(at, place): (usize, &(f64, f64))| {
        let (column, row) = cell(place);
        let mut sum = (0.0, 0.0);
        for (x, y, middle, own) in &full {
            let mut add = |from: (f64, f64), count: f64| {
                let (fx, fy) = push(*place, from, count);
                sum = (sum.0 + fx, sum.1 + fy);
            };
            if x.abs_diff(column) <= 1 && y.abs_diff(row) <= 1 {
                own.iter().filter(|&&other| other != at).for_each(|&other| add(places[other], 1.0));
            } else {
                add(*middle, own.len() as f64);
            }
        }
        sum
    };
    places.par_iter().enumerate().map(force).collect()
}

/// Pushes overlapping boxes apart, each way by half; true where none is left.
fn separate(boxes: &[(f64, f64)], places: &mut [(f64, f64)]) -> bool {
    const GAP: f64 = 10.0;
    // with many boxes more room helps sooner than more pushing
    let sweeps = if boxes.len() > CROWD { 20 } else { 200 };
    for _ in 0..sweeps {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|&a, &b| {
            (places[a].0 - boxes[a].0 / 2.0)
                .total_cmp(&(places[b].0 - boxes[b].0 / 2.0))
                .then(a.cmp(&b))
        });
        let widest = boxes.iter().map(|own| own.0).fold(0.0, f64::max);
        let mut clear = true;
        for (at, &a) in order.iter().enumerate() {
            for &b in &order[at + 1..] {
                let (dx, dy) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
                if dx - widest > boxes[a].0 + GAP {
                    break;
                }
                let wide = (boxes[a].0 + boxes[b].0) / 2.0 + GAP - dx.abs();
                let high = (boxes[a].1 + boxes[b].1) / 2.0 + GAP - dy.abs();
                if wide <= 0.0 || high <= 0.0 {
                    continue;
                }
                clear = false;
                if wide < high {
                    let push = (wide / 2.0 + 0.1).copysign(if dx == 0.0 { 1.0 } else { dx });
                    places[a].0 -= push;
                    places[b].0 += push;
                } else {
                    let push = (high / 2.0 + 0.1).copysign(if dy == 0.0 { 1.0 } else { dy });
                    places[a].1 -= push;
                    places[b].1 += push;
                }
            }
        }
        if clear {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_boxes_overlap() {
        clear(60);
        clear(1200);
    }

    fn clear(count: usize) {
        let lines = (1..count).map(|at| (at, at / 3)).collect();
        let plan = Plan {
            boxes: (0..count)
                .map(|at| (60.0 + (at % 60) as f64 * 2.0, 20.0 + (at % 4) as f64 * 8.0))
                .collect(),
            lines,
        };
        let places = layout(&plan);
        assert_eq!(places, layout(&plan));
        for a in 0..count {
            for b in a + 1..count {
                let wide =
                    (plan.boxes[a].0 + plan.boxes[b].0) / 2.0 - (places[a].0 - places[b].0).abs();
                let high =
                    (plan.boxes[a].1 + plan.boxes[b].1) / 2.0 - (places[a].1 - places[b].1).abs();
                assert!(wide <= 0.0 || high <= 0.0, "{a} and {b}");
            }
        }
    }
}
