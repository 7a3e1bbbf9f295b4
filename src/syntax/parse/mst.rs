//! The best tree of scored arcs: maximum spanning arborescence (Chu and Liu 1965, Edmonds 1967), with one root.

/// The head of each of n words, 0 for the root and else the word's index plus one; `scores` has n rows of n + 1 heads.
/// Exactly one word hangs on the root. Sentences in which the best tree has several roots are decided among the words that
/// fit the root best.
pub fn heads(n: usize, scores: &[f32]) -> Vec<usize> {
    let width = n + 1;
    let mut matrix = vec![f32::NEG_INFINITY; width * width];
    for i in 0..n {
        for j in (0..width).filter(|&j| j != i + 1) {
            let score = scores[i * width + j];
            matrix[(i + 1) * width + j] = if score.is_finite() { score } else { -1e6 };
        }
    }
    let best = arborescence(width, &matrix);
    if best.iter().skip(1).filter(|&&h| h == 0).count() == 1 {
        return best[1..].to_vec();
    }
    let mut candidates: Vec<usize> = (1..width).collect();
    candidates.sort_by(|&a, &b| matrix[b * width].total_cmp(&matrix[a * width]).then(a.cmp(&b)));
    let mut winner: Option<(f32, Vec<usize>)> = None;
    for &root in candidates.iter().take(4) {
        let mut only = matrix.clone();
        (1..width).filter(|&i| i != root).for_each(|i| only[i * width] = f32::NEG_INFINITY);
        (1..width).for_each(|j| only[root * width + j] = f32::NEG_INFINITY);
        let tree = arborescence(width, &only);
        let sum =
            tree.iter().enumerate().skip(1).fold(0.0, |sum, (i, &h)| sum + only[i * width + h]);
        if winner.as_ref().is_none_or(|(best, _)| sum > *best) {
            winner = Some((sum, tree));
        }
    }
    winner.map(|(_, tree)| tree[1..].to_vec()).unwrap_or_default()
}

/// Heads of nodes 1.. of a graph with root 0; `matrix[i * width + j]` is the score of j as the head of i.
fn arborescence(width: usize, matrix: &[f32]) -> Vec<usize> {
    let mut best = vec![0; width];
    for i in 1..width {
        let row = &matrix[i * width..(i + 1) * width];
        best[i] =
            (0..width).filter(|&j| j != i).fold(0, |a, b| if row[b] > row[a] { b } else { a });
    }
    let Some(cycle) = cycle(&best) else { return best };
    // the cycle becomes one node, the last of a smaller graph
    let mut inside = vec![false; width];
    cycle.iter().for_each(|&i| inside[i] = true);
    let outside: Vec<usize> = (0..width).filter(|&i| !inside[i]).collect();
    let (small, last) = (outside.len() + 1, outside.len());
    let mut graph = vec![f32::NEG_INFINITY; small * small];
    let (mut enter, mut leave) = (vec![0; small], vec![0; small]);
    for (a, &i) in outside.iter().enumerate() {
        for (b, &j) in outside.iter().enumerate().filter(|(b, _)| *b != a) {
            graph[a * small + b] = matrix[i * width + j];
        }
        let from = cycle.iter().copied().fold(cycle[0], |x, y| {
            if matrix[i * width + y] > matrix[i * width + x] { y } else { x }
        });
        (graph[a * small + last], leave[a]) = (matrix[i * width + from], from);
        let gain = |c: usize| matrix[c * width + i] - matrix[c * width + best[c]];
        let into =
            cycle.iter().copied().fold(cycle[0], |x, y| if gain(y) > gain(x) { y } else { x });
        (graph[last * small + a], enter[a]) = (gain(into), into);
    }
    let tree = arborescence(small, &graph);
    for (a, &i) in outside.iter().enumerate().skip(1) {
        best[i] = if tree[a] == last { leave[a] } else { outside[tree[a]] };
    }
    let from = tree[last];
    best[enter[from]] = outside[from];
    best
}

/// The nodes of a cycle, where there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut i = start;
        while i != 0 && seen[i] == 0 {
            seen[i] = start;
            i = heads[i];
        }
        if i != 0 && seen[i] == start {
            let mut nodes = vec![i];
            let mut j = heads[i];
            while j != i {
                nodes.push(j);
                j = heads[j];
            }
            nodes.sort_unstable();
            return Some(nodes);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best score of all trees with one root, by trying every assignment of heads.
    fn brute(n: usize, scores: &[f32]) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> =
                (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            let roots = heads.iter().filter(|&&h| h == 0).count();
            let full: Vec<usize> = [vec![0], heads.clone()].concat();
            if roots == 1
                && heads.iter().enumerate().all(|(i, &h)| h != i + 1)
                && cycle(&full).is_none()
            {
                best =
                    best.max(heads.iter().enumerate().map(|(i, &h)| scores[i * (n + 1) + h]).sum());
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best(n in 1usize..5, values in prop::collection::vec(-10i32..10, 20)) {
            let scores: Vec<f32> = values.iter().map(|&v| v as f32).collect();
            let heads = heads(n, &scores);
            let sum: f32 = heads.iter().enumerate().map(|(i, &h)| scores[i * (n + 1) + h]).sum();
            prop_assert_eq!(sum, brute(n, &scores));
        }
    }
}
