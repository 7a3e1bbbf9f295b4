//! Arithmetic of the models: matrix products and activations whose every output is one chain of fused multiply-adds in a
//! fixed order. So a result depends neither on the batch nor on the machine: vector lanes run over outputs, never over the sum.

// for what the processor has beyond the baseline, asked for at run time
#![allow(unsafe_code)]

use std::ops::Range;

/// Columns of a panel: two vectors of eight.
const WIDTH: usize = 16;
/// Rows that the kernel works on together.
const HEIGHT: usize = 6;
/// Weights that all rows pass before the next come, so that they stay near the processor (512 kB).
const NEAR: usize = 1 << 17;

/// A weight matrix, inputs by outputs, laid out in panels of sixteen columns.
#[derive(Clone, Debug)]
pub struct Matrix {
    pub inputs: usize,
    pub outputs: usize,
    panels: Vec<f32>,
}

impl Matrix {
    /// From rows (one for each input).
    pub fn new(inputs: usize, outputs: usize, rows: &[f32]) -> Self {
        let count = outputs.div_ceil(WIDTH);
        let mut panels = vec![0.0; count * inputs * WIDTH];
        for (k, row) in rows.chunks_exact(outputs.max(1)).enumerate().take(inputs) {
            for (j, &value) in row.iter().enumerate() {
                panels[(j / WIDTH * inputs + k) * WIDTH + j % WIDTH] = value;
            }
        }
        Matrix { inputs, outputs, panels }
    }

    /// Adds the product of `a` (rows of `inputs`) and the matrix to `c` (rows of `outputs`).
    pub fn multiply(&self, a: &[f32], c: &mut [f32]) {
        debug_assert_eq!(a.len() / self.inputs.max(1), c.len() / self.outputs.max(1));
        #[cfg(target_arch = "x86_64")]
        if fused() {
            // SAFETY: the processor has AVX2 and FMA, as `fused` has just found.
            unsafe { self.multiply_avx2(a, c) };
            return;
        }
        self.multiply_lanes(a, c);
    }

    /// The portable path: slow where the processor has no fused multiply-add, and of the same result.
    fn multiply_lanes(&self, a: &[f32], c: &mut [f32]) {
        for (a, c) in a.chunks_exact(self.inputs).zip(c.chunks_exact_mut(self.outputs)) {
            for (panel, c) in self.panels.chunks_exact(self.inputs * WIDTH).zip(c.chunks_mut(WIDTH))
            {
                let mut sums = [0f32; WIDTH];
                sums[..c.len()].copy_from_slice(c);
                for (&x, weights) in a.iter().zip(panel.chunks_exact(WIDTH)) {
                    for (sum, &weight) in sums.iter_mut().zip(weights) {
                        *sum = x.mul_add(weight, *sum);
                    }
                }
                c.copy_from_slice(&sums[..c.len()]);
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn multiply_avx2(&self, a: &[f32], c: &mut [f32]) {
        let rows = a.len() / self.inputs;
        let panels = self.outputs.div_ceil(WIDTH);
        let group = (NEAR / (self.inputs * WIDTH)).max(1);
        for first in (0..panels).step_by(group) {
            let group = first..panels.min(first + group);
            let mut row = 0;
            while row < rows {
                let group = group.clone();
                match rows - row {
                    1 => row += self.block::<1>(a, c, row, group),
                    2 => row += self.block::<2>(a, c, row, group),
                    3 => row += self.block::<3>(a, c, row, group),
                    4 => row += self.block::<4>(a, c, row, group),
                    5 => row += self.block::<5>(a, c, row, group),
                    _ => row += self.block::<HEIGHT>(a, c, row, group),
                }
            }
        }
    }

    /// `N` rows against a group of panels.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn block<const N: usize>(
        &self,
        a: &[f32],
        c: &mut [f32],
        row: usize,
        group: Range<usize>,
    ) -> usize {
        use std::arch::x86_64::*;
        let (inputs, outputs) = (self.inputs, self.outputs);
        assert!(a.len() >= (row + N) * inputs && c.len() >= (row + N) * outputs);
        for number in group {
            let panel = &self.panels[number * inputs * WIDTH..(number + 1) * inputs * WIDTH];
            let column = number * WIDTH;
            let width = WIDTH.min(outputs - column);
            let mut edge = [[0f32; WIDTH]; N];
            for (i, edge) in edge.iter_mut().enumerate() {
                let from = (row + i) * outputs + column;
                edge[..width].copy_from_slice(&c[from..from + width]);
            }
            let mut left = [_mm256_setzero_ps(); N];
            let mut right = [_mm256_setzero_ps(); N];
            // SAFETY: `edge` rows hold sixteen values; `panel` holds `inputs` rows of sixteen; `a` was checked above.
            unsafe {
                for i in 0..N {
                    left[i] = _mm256_loadu_ps(edge[i].as_ptr());
                    right[i] = _mm256_loadu_ps(edge[i].as_ptr().add(8));
                }
                let mut weights = panel.as_ptr();
                let mut input = a.as_ptr().add(row * inputs);
                for _ in 0..inputs {
                    let (w, v) = (_mm256_loadu_ps(weights), _mm256_loadu_ps(weights.add(8)));
                    for i in 0..N {
                        let x = _mm256_broadcast_ss(&*input.add(i * inputs));
                        left[i] = _mm256_fmadd_ps(x, w, left[i]);
                        right[i] = _mm256_fmadd_ps(x, v, right[i]);
                    }
                    weights = weights.add(WIDTH);
                    input = input.add(1);
                }
                for i in 0..N {
                    _mm256_storeu_ps(edge[i].as_mut_ptr(), left[i]);
                    _mm256_storeu_ps(edge[i].as_mut_ptr().add(8), right[i]);
                }
            }
            for (i, edge) in edge.iter().enumerate() {
                let from = (row + i) * outputs + column;
                c[from..from + width].copy_from_slice(&edge[..width]);
            }
        }
        N
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) fn fused() -> bool {
    std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")
}

/// e to the power of x, to about 1e-7, without a library whose last bit differs between machines.
#[inline(always)]
pub(super) fn exponential(x: f32) -> f32 {
    const MAGIC: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x.mul_add(std::f32::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let mut p = 1.987_569_2e-4_f32;
    for c in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_6e-1, 0.5] {
        p = p.mul_add(r, c);
    }
    let p = (p * r).mul_add(r, r) + 1.0;
    let power =
        f32::from_bits((shifted.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127)) << 23);
    p * power
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exponential(-x))
}

#[inline(always)]
fn tanh(x: f32) -> f32 {
    2.0f32.mul_add(sigmoid(2.0 * x), -1.0)
}

/// One step of a long short-term memory: gates `i f g o` of a row become its new cell and output.
#[inline(always)]
fn cell_lanes(gates: &[f32], cell: &mut [f32], output: &mut [f32]) {
    let width = cell.len();
    let (i, rest) = gates.split_at(width);
    let (f, rest) = rest.split_at(width);
    let (g, o) = rest.split_at(width);
    let o = &o[..width];
    for j in 0..width {
        let c = sigmoid(f[j]) * cell[j];
        let c = sigmoid(i[j]).mul_add(tanh(g[j]), c);
        cell[j] = c;
        output[j] = sigmoid(o[j]) * tanh(c);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn cell_avx2(gates: &[f32], cell: &mut [f32], output: &mut [f32]) {
    cell_lanes(gates, cell, output);
}

/// One step of a long short-term memory for a row.
pub fn cell(gates: &[f32], cell: &mut [f32], output: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if fused() {
        // SAFETY: the processor has AVX2 and FMA.
        unsafe { cell_avx2(gates, cell, output) };
        return;
    }
    cell_lanes(gates, cell, output);
}

/// The activations of rows of gates `i f g o`, in place: what `cell` uses of them, for training.
pub fn gates(rows: &mut [f32], width: usize) {
    for row in rows.chunks_exact_mut(4 * width) {
        sigmoids(&mut row[..2 * width]);
        tanhs(&mut row[2 * width..3 * width]);
        sigmoids(&mut row[3 * width..]);
    }
}

/// Each value's sigmoid, in place.
pub fn sigmoids(values: &mut [f32]) {
    each(values, Activation::Sigmoid);
}

/// Each value's hyperbolic tangent, in place.
pub fn tanhs(values: &mut [f32]) {
    each(values, Activation::Tangent);
}

#[derive(Clone, Copy)]
enum Activation {
    Sigmoid,
    Tangent,
    Exponential,
}

fn each(values: &mut [f32], kind: Activation) {
    #[cfg(target_arch = "x86_64")]
    if fused() {
        // SAFETY: the processor has AVX2 and FMA.
        unsafe { each_avx2(values, kind) };
        return;
    }
    each_lanes(values, kind);
}

#[inline(always)]
fn each_lanes(values: &mut [f32], kind: Activation) {
    match kind {
        Activation::Tangent => values.iter_mut().for_each(|x| *x = tanh(*x)),
        Activation::Exponential => values.iter_mut().for_each(|x| *x = exponential(*x)),
        Activation::Sigmoid => values.iter_mut().for_each(|x| *x = sigmoid(*x)),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn each_avx2(values: &mut [f32], kind: Activation) {
    each_lanes(values, kind);
}

/// The logarithm of each value's share after softmax, in place: log p = x - log sum e^x. An empty row stays.
pub fn log_softmax(values: &mut [f32]) {
    let top = values.iter().copied().fold(f32::MIN, f32::max);
    let mut powers: Vec<f32> = values.iter().map(|x| x - top).collect();
    each(&mut powers, Activation::Exponential);
    let sum = powers.iter().fold(0.0, |a, b| a + b);
    let shift = top + logarithm(sum);
    values.iter_mut().for_each(|x| *x -= shift);
}

/// The natural logarithm of x >= 1: two steps of Newton on `exponential`, from the exponent's bits.
fn logarithm(x: f32) -> f32 {
    let mut y = (x.to_bits() as f32 - 1_064_866_805.0) * (std::f32::consts::LN_2 / 8_388_608.0);
    for _ in 0..3 {
        y += 2.0 * (x - exponential(y)) / (x + exponential(y));
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of either sign and several sizes, from nothing but a seed.
    fn random(seed: u32, count: usize) -> Vec<f32> {
        let mut state = seed | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state
        };
        let sizes = [1.0, 0.1, 0.001, 5.0];
        (0..count)
            .map(|_| (next() as f32 / 2e9 - 1.0) * sizes[(next() >> 8) as usize % 4])
            .collect()
    }

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn both_paths_agree_to_the_bit() {
        // every remainder of the kernel's rows, of its vectors and of its panels
        for rows in 1..=13 {
            for (inputs, outputs) in [(5, 3), (33, 40), (64, 16), (1, 17), (96, 129)] {
                let seed = (rows * 1000 + inputs * outputs) as u32;
                let weights = random(seed, inputs * outputs);
                let matrix = Matrix::new(inputs, outputs, &weights);
                let a = random(seed + 1, rows * inputs);
                let (mut c, mut d) = (vec![0.5; rows * outputs], vec![0.5; rows * outputs]);
                matrix.multiply(&a, &mut c);
                matrix.multiply_lanes(&a, &mut d);
                assert_eq!(bits(&c), bits(&d));
                // the same in whatever batch
                let mut alone = vec![0.5; outputs];
                matrix.multiply(&a[..inputs], &mut alone);
                assert_eq!(bits(&alone), bits(&c[..outputs]));
            }
        }
    }

    #[test]
    fn activations_agree_to_the_bit() {
        for kind in [Activation::Sigmoid, Activation::Tangent, Activation::Exponential] {
            for count in [1, 7, 8, 9, 31, 4099] {
                let mut values = random(count as u32, count);
                values.extend([0.0, -0.0, 1e-30, -1e-30, 87.5, -87.5, 1e9, f32::MIN_POSITIVE]);
                let mut lanes = values.clone();
                each(&mut values, kind);
                each_lanes(&mut lanes, kind);
                assert_eq!(bits(&values), bits(&lanes));
            }
        }
    }

    /// Written down from one build: debug and release, this machine and any other must come to it.
    #[test]
    fn every_build_comes_to_the_same_bits() {
        let matrix = Matrix::new(48, 33, &random(7, 48 * 33));
        let mut values = vec![0.0; 9 * 33];
        matrix.multiply(&random(8, 9 * 48), &mut values);
        let mut all = values.clone();
        sigmoids(&mut values[..99]);
        tanhs(&mut values[99..198]);
        log_softmax(&mut values[198..]);
        all.extend(&values);
        let sum = bits(&all).into_iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, bits| {
            (sum ^ u64::from(bits)).wrapping_mul(0x100_0000_01b3)
        });
        assert_eq!(sum, 14_926_253_836_770_807_169);
    }

    #[test]
    fn activations_are_close() {
        for i in -400..400 {
            let x = i as f32 / 20.0;
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-6);
            assert!((tanh(x) - x.tanh()).abs() < 1e-6);
            assert!((logarithm(1.0 + x * x) - (1.0 + x * x).ln()).abs() < 1e-5);
        }
    }
}
