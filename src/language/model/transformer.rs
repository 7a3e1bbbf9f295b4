//! A layer of a transformer (Vaswani et al. 2017, normalised after each half as in BERT): vectors of pieces come in and
//! leave, each having seen the others of its sentence.
//!
//! As in `matrix`, each output is one chain of operations in a fixed order, so that every machine comes to the same bits.

// for what the processor has beyond the baseline, asked for at run time
#![allow(unsafe_code)]

use std::ops::Range;

use super::Weights;
use super::matrix::{Matrix, exponential, fused};

/// Sums run in so many lanes, which are added up in order.
const LANES: usize = 8;
const EPSILON: f32 = 1e-12;

/// Defines `name` as the version of `name_lanes` for the vector instructions of this processor.
macro_rules! wide {
    ($name:ident, $lanes:ident, ($($arg:ident: $type:ty),*)) => {
        fn $name($($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn vectors($($arg: $type),*) {
                $lanes($($arg),*);
            }
            #[cfg(target_arch = "x86_64")]
            if fused() {
                // SAFETY: the processor has AVX2 and FMA, as `fused` has just found.
                unsafe { vectors($($arg),*) };
                return;
            }
            $lanes($($arg),*);
        }
    };
}

/// The weights of a layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Query, key and value side by side.
    input: Matrix,
    input_bias: Vec<f32>,
    output: Matrix,
    output_bias: Vec<f32>,
    first: Norm,
    inner: Matrix,
    inner_bias: Vec<f32>,
    outer: Matrix,
    outer_bias: Vec<f32>,
    second: Norm,
    heads: usize,
}

/// Weights of a normalisation.
#[derive(Clone, Debug)]
pub struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    pub fn new(weights: &Weights, name: &str) -> Self {
        let values = |part: &str| weights.values(&format!("{name}.{part}"));
        Norm { weight: values("w"), bias: values("b") }
    }

    /// Each row to mean 0 and variance 1, then times the weight plus the bias.
    pub fn apply(&self, rows: &mut [f32]) {
        norm_rows(rows, &self.weight, &self.bias);
    }
}

impl Layer {
    pub fn new(weights: &Weights, number: usize, heads: usize) -> Self {
        let matrix = |name: &str| weights.matrix(&format!("{number}.{name}"));
        let bias = |name: &str| weights.values(&format!("{number}.{name}.b"));
        Layer {
            input: matrix("qkv"),
            input_bias: bias("qkv"),
            output: matrix("ao"),
            output_bias: bias("ao"),
            first: Norm::new(weights, &format!("{number}.aln")),
            inner: matrix("fi"),
            inner_bias: bias("fi"),
            outer: matrix("fo"),
            outer_bias: bias("fo"),
            second: Norm::new(weights, &format!("{number}.oln")),
            heads,
        }
    }

    /// `x`: a row for each piece; `sentences`: the rows of each.
    pub fn apply(&self, x: &mut [f32], sentences: &[Range<usize>]) {
        let width = self.output.outputs;
        let rows = x.len() / width;
        let product = |matrix: &Matrix, bias: &[f32], input: &[f32]| {
            let mut output = bias.repeat(rows);
            matrix.multiply(input, &mut output);
            output
        };
        let seen = product(&self.input, &self.input_bias, x);
        let mut context = vec![0.0; rows * width];
        for sentence in sentences {
            let from = &seen[sentence.start * 3 * width..sentence.end * 3 * width];
            let to = &mut context[sentence.start * width..sentence.end * width];
            attend(from, to, width, self.heads);
        }
        let attended = product(&self.output, &self.output_bias, &context);
        x.iter_mut().zip(&attended).for_each(|(x, y)| *x += y);
        self.first.apply(x);
        let mut inner = product(&self.inner, &self.inner_bias, x);
        gelu(&mut inner);
        let outer = product(&self.outer, &self.outer_bias, &inner);
        x.iter_mut().zip(&outer).for_each(|(x, y)| *x += y);
        self.second.apply(x);
    }
}

wide!(attend, attend_lanes, (seen: &[f32], context: &mut [f32], width: usize, heads: usize));
wide!(gelu, gelu_lanes, (values: &mut [f32]));
wide!(norm_rows, norm_lanes, (rows: &mut [f32], weight: &[f32], bias: &[f32]));

/// What each piece of a sentence takes from the others: `seen` has query, key and value of each, `context` gets a row each.
#[inline(always)]
fn attend_lanes(seen: &[f32], context: &mut [f32], width: usize, heads: usize) {
    let rows = seen.len() / (3 * width);
    let size = width / heads;
    let scale = 1.0 / (size as f32).sqrt();
    let mut keys = vec![0.0; size * rows];
    let mut shares = vec![0.0; rows];
    for head in 0..heads {
        let part = |row: usize, kind: usize| {
            let from = row * 3 * width + kind * width + head * size;
            &seen[from..from + size]
        };
        for row in 0..rows {
            part(row, 1).iter().enumerate().for_each(|(d, &x)| keys[d * rows + row] = x);
        }
        for row in 0..rows {
            shares.fill(0.0);
            for (&query, keys) in part(row, 0).iter().zip(keys.chunks_exact(rows)) {
                let query = query * scale;
                shares.iter_mut().zip(keys).for_each(|(x, &key)| *x = query.mul_add(key, *x));
            }
            softmax(&mut shares);
            let to = row * width + head * size;
            let to = &mut context[to..to + size];
            for (other, &share) in shares.iter().enumerate() {
                let value = part(other, 2);
                to.iter_mut().zip(value).for_each(|(x, &value)| *x = share.mul_add(value, *x));
            }
        }
    }
}

/// Each value's share of the sum of their powers, in place.
#[inline(always)]
fn softmax(values: &mut [f32]) {
    let top = values.iter().copied().fold(f32::MIN, f32::max);
    values.iter_mut().for_each(|x| *x = exponential(*x - top));
    let (lanes, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0f32; LANES];
    for part in lanes {
        sums.iter_mut().zip(part).for_each(|(sum, x)| *sum += x);
    }
    let sum: f32 = sums.iter().sum::<f32>() + rest.iter().sum::<f32>();
    values.iter_mut().for_each(|x| *x /= sum);
}

/// x times the share of a normal distribution below x, exactly enough for 32 bits.
#[inline(always)]
fn gelu_lanes(values: &mut [f32]) {
    for x in values {
        *x *= 0.5 + 0.5 * erf(*x * std::f32::consts::FRAC_1_SQRT_2);
    }
}

/// The error function, to 2e-7 (Abramowitz and Stegun 1964, 7.1.26).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let size = x.abs();
    let t = 1.0 / 0.327_591_1f32.mul_add(size, 1.0);
    let mut sum = 1.061_405_4f32;
    for c in [-1.453_152_1, 1.421_413_8, -0.284_496_72, 0.254_829_6] {
        sum = sum.mul_add(t, c);
    }
    (1.0 - sum * t * exponential(-size * size)).copysign(x)
}

#[inline(always)]
fn norm_lanes(rows: &mut [f32], weight: &[f32], bias: &[f32]) {
    let size = weight.len() as f32;
    for row in rows.chunks_exact_mut(weight.len()) {
        let mean = sum(row, |x| x) / size;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / size;
        let scale = 1.0 / (variance + EPSILON).sqrt();
        for ((x, &w), &b) in row.iter_mut().zip(weight).zip(bias) {
            *x = ((*x - mean) * scale).mul_add(w, b);
        }
    }
}

/// The sum over a row whose length is a multiple of the lanes.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    for part in row.as_chunks::<LANES>().0 {
        lanes.iter_mut().zip(part).for_each(|(lane, &x)| *lane += of(x));
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7919 % 1009) as f32 - 504.0) / 252.0).collect()
    }

    #[test]
    fn gelu_is_x_times_the_normal_share() {
        let mut given = [-3.0, -1.0, 0.0, 0.5, 2.0];
        gelu(&mut given);
        for (got, wanted) in
            given.iter().zip([-0.004_049_7, -0.158_655_3, 0.0, 0.345_731_2, 1.954_499_7])
        {
            assert!((got - wanted).abs() < 1e-6, "{got} but {wanted}");
        }
    }

    #[test]
    fn norm_gives_mean_and_variance() {
        let mut row = values(64);
        norm_rows(&mut row, &[1.0; 64], &[0.5; 64]);
        let mean = row.iter().sum::<f32>() / 64.0;
        let variance = row.iter().map(|x| (x - 0.5) * (x - 0.5)).sum::<f32>() / 64.0;
        assert!((mean - 0.5).abs() < 1e-5 && (variance - 1.0).abs() < 1e-4);
    }

    /// Attention by its definition, in 64 bits.
    #[test]
    fn attention_is_what_it_says() {
        let (rows, width, heads) = (5, 8, 2);
        let seen = values(rows * 3 * width);
        let mut context = vec![0.0; rows * width];
        attend(&seen, &mut context, width, heads);
        let size = width / heads;
        let at =
            |row: usize, kind: usize, d: usize| f64::from(seen[row * 3 * width + kind * width + d]);
        for row in 0..rows {
            for head in 0..heads {
                let dims = head * size..(head + 1) * size;
                let score = |other: usize| -> f64 {
                    let product: f64 = dims.clone().map(|d| at(row, 0, d) * at(other, 1, d)).sum();
                    (product / (size as f64).sqrt()).exp()
                };
                let all: f64 = (0..rows).map(score).sum();
                for d in dims.clone() {
                    let wanted: f64 = (0..rows).map(|o| score(o) / all * at(o, 2, d)).sum();
                    let got = f64::from(context[row * width + d]);
                    assert!((got - wanted).abs() < 1e-5, "{got} but {wanted}");
                }
            }
        }
    }

    #[test]
    fn both_paths_agree_to_the_bit() {
        let seen = values(7 * 3 * 16);
        let (mut a, mut b) = (vec![0.0; 7 * 16], vec![0.0; 7 * 16]);
        attend(&seen, &mut a, 16, 2);
        attend_lanes(&seen, &mut b, 16, 2);
        assert_eq!(a, b);
        let (mut a, mut b) = (values(64), values(64));
        gelu(&mut a);
        gelu_lanes(&mut b);
        assert_eq!(a, b);
        norm_rows(&mut a, &[2.0; 64], &[0.1; 64]);
        norm_lanes(&mut b, &[2.0; 64], &[0.1; 64]);
        assert_eq!(a, b);
    }
}
