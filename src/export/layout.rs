//! Places for boxes on a plane: a force layout without chance, then boxes that overlap are pushed apart.
//!
//! (Fruchterman and Reingold 1991, from places on a spiral instead of random ones.)

use petgraph::visit::EdgeRef;

use crate::network::Network;

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
        lines: network.graph.edge_references().map(|edge| (edge.source().index(), edge.target().index())).collect(),
    }
}

/// The middle of each box, so that no two boxes overlap.
pub fn layout(plan: &Plan) -> Vec<(f64, f64)> {
    let mut places = spiral(plan.boxes.len());
    spring(plan, &mut places);
    for place in &mut places {
        // letters run from left to right, so pictures are wide
        place.0 *= 1.5;
    }
    for _ in 0..60 {
        if separate(&plan.boxes, &mut places) {
            break;
        }
        for place in &mut places {
            *place = (place.0 * 1.08, place.1 * 1.08);
        }
    }
    places
}

fn spiral(count: usize) -> Vec<(f64, f64)> {
    let golden = std::f64::consts::PI * (3.0 - 5.0_f64.sqrt());
    (0..count)
        .map(|at| {
            let (angle, radius) = (at as f64 * golden, 60.0 * (at as f64 + 0.5).sqrt());
            (radius * angle.cos(), radius * angle.sin())
        })
        .collect()
}

fn spring(plan: &Plan, places: &mut [(f64, f64)]) {
    let count = places.len();
    let ideal = 64.0;
    let rounds = if count > 800 { 120 } else { 400 };
    for round in 0..rounds {
        let mut forces = vec![(0.0, 0.0); count];
        for a in 0..count {
            for b in a + 1..count {
                let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
                let push = ideal * ideal / (dx * dx + dy * dy).max(1.0);
                let (fx, fy) = (dx * push, dy * push);
                forces[a] = (forces[a].0 + fx, forces[a].1 + fy);
                forces[b] = (forces[b].0 - fx, forces[b].1 - fy);
            }
        }
        for &(a, b) in &plan.lines {
            let (dx, dy) = (places[a].0 - places[b].0, places[a].1 - places[b].1);
            let pull = (dx * dx + dy * dy).sqrt() / ideal;
            forces[a] = (forces[a].0 - dx * pull, forces[a].1 - dy * pull);
            forces[b] = (forces[b].0 + dx * pull, forces[b].1 + dy * pull);
        }
        // a step that shrinks, and a little gravity that keeps parts together
        let most = ideal * (1.0 - f64::from(round) / f64::from(rounds)) + 0.5;
        for (place, force) in places.iter_mut().zip(forces) {
            let (fx, fy) = (force.0 - place.0 * 0.6, force.1 - place.1 * 0.6);
            let length = (fx * fx + fy * fy).sqrt().max(1e-9);
            let step = length.min(most) / length;
            *place = (place.0 + fx * step, place.1 + fy * step);
        }
    }
}

/// Pushes overlapping boxes apart, each way by half; true where none is left.
fn separate(boxes: &[(f64, f64)], places: &mut [(f64, f64)]) -> bool {
    const GAP: f64 = 10.0;
    for _ in 0..200 {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|&a, &b| (places[a].0 - boxes[a].0 / 2.0).total_cmp(&(places[b].0 - boxes[b].0 / 2.0)).then(a.cmp(&b)));
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
        let count = 60;
        let lines = (1..count).map(|at| (at, at / 3)).collect();
        let plan = Plan { boxes: (0..count).map(|at| (60.0 + at as f64 * 2.0, 20.0 + (at % 4) as f64 * 8.0)).collect(), lines };
        let places = layout(&plan);
        assert_eq!(places, layout(&plan));
        for a in 0..count {
            for b in a + 1..count {
                let wide = (plan.boxes[a].0 + plan.boxes[b].0) / 2.0 - (places[a].0 - places[b].0).abs();
                let high = (plan.boxes[a].1 + plan.boxes[b].1) / 2.0 - (places[a].1 - places[b].1).abs();
                assert!(wide <= 0.0 || high <= 0.0, "{a} and {b}");
            }
        }
    }
}
