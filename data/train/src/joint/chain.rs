//! The loss of a sequence of tags whose neighbours speak for and against each other (a conditional random field, Lafferty et
//! al. 2001, over the network's scores as in Lample et al. 2016), and its gradient.

/// `scores`, a row of `tags` for each word, become their gradient; `next` has a row for each tag before and, last, one for the
/// beginning; its gradient is added to `next_g`. All is multiplied by `weight`; returns the loss.
pub fn chain_loss(
    scores: &mut [f32],
    right: &[usize],
    next: &[f32],
    next_g: &mut [f32],
    tags: usize,
    weight: f32,
) -> f32 {
    let n = right.len();
    let step: Vec<f32> = next.iter().map(|x| x.exp()).collect();
    let step = |before: usize| &step[before * tags..(before + 1) * tags];
    let mut loss = 0.0;
    for (i, &tag) in right.iter().enumerate() {
        let before = if i == 0 { tags } else { right[i - 1] };
        loss -= scores[i * tags + tag] + next[before * tags + tag];
    }
    // each word's shares of what leads to it; what they were divided by goes into the loss
    let mut leads = vec![0.0; n * tags];
    let mut sums = vec![0.0; n];
    for i in 0..n {
        let (done, now) = leads.split_at_mut(i * tags);
        let now = &mut now[..tags];
        match i {
            0 => now.copy_from_slice(step(tags)),
            _ => (0..tags).for_each(|b| {
                now.iter_mut().zip(step(b)).for_each(|(x, s)| *x += done[(i - 1) * tags + b] * s);
            }),
        }
        let row = &mut scores[i * tags..(i + 1) * tags];
        let top = row.iter().copied().fold(f32::MIN, f32::max);
        row.iter_mut().for_each(|x| *x = (*x - top).exp());
        now.iter_mut().zip(&*row).for_each(|(x, s)| *x *= s);
        sums[i] = now.iter().sum::<f32>().max(1e-30);
        now.iter_mut().for_each(|x| *x /= sums[i]);
        loss += top + sums[i].ln();
    }
    let mut follows = vec![1.0; tags];
    for i in (0..n).rev() {
        let row = &mut scores[i * tags..(i + 1) * tags];
        // what follows this word's tags, times their own scores
        let own: Vec<f32> = follows.iter().zip(&*row).map(|(f, s)| f * s / sums[i]).collect();
        for tag in 0..tags {
            row[tag] = weight
                * (leads[i * tags + tag] * follows[tag] - f32::from(u8::from(tag == right[i])));
        }
        let mut earlier = vec![0.0; tags];
        let befores = if i == 0 { tags..tags + 1 } else { 0..tags };
        for before in befores {
            let lead = if i == 0 { 1.0 } else { leads[(i - 1) * tags + before] };
            let g = &mut next_g[before * tags..(before + 1) * tags];
            let mut sum = 0.0;
            for ((g, s), own) in g.iter_mut().zip(step(before)).zip(&own) {
                *g += weight * lead * s * own;
                sum += s * own;
            }
            if i > 0 {
                earlier[before] = sum;
            }
        }
        let before = if i == 0 { tags } else { right[i - 1] };
        next_g[before * tags + right[i]] -= weight;
        follows = earlier;
    }
    loss * weight
}
