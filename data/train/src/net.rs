//! What training needs of arithmetic: a random source, matrices, Adam.

/// A small random source (splitmix64), the same on every machine.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// In [0, 1).
    pub fn uniform(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// C (m x n) = A B, or C += A B; `ta`, `tb`: A or B lies transposed.
#[allow(clippy::too_many_arguments)]
#[expect(unsafe_code, reason = "matrixmultiply takes pointers")]
pub fn matmul(
    m: usize,
    k: usize,
    n: usize,
    a: &[f32],
    ta: bool,
    b: &[f32],
    tb: bool,
    c: &mut [f32],
    add: bool,
) {
    assert!(a.len() >= m * k && b.len() >= k * n && c.len() >= m * n);
    if m == 0 || n == 0 {
        return;
    }
    let (ra, ca) = if ta { (1, m as isize) } else { (k as isize, 1) };
    let (rb, cb) = if tb { (1, k as isize) } else { (n as isize, 1) };
    // SAFETY: the lengths were checked above.
    unsafe {
        let beta = if add { 1.0 } else { 0.0 };
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.as_ptr(),
            ra,
            ca,
            b.as_ptr(),
            rb,
            cb,
            beta,
            c.as_mut_ptr(),
            n as isize,
            1,
        );
    }
}

/// Weights with their gradient and Adam's two moments. `sparse`: only rows that were touched are updated.
#[derive(Clone)]
pub struct Param {
    pub rows: usize,
    pub columns: usize,
    pub w: Vec<f32>,
    pub g: Vec<f32>,
    m: Vec<f32>,
    v: Vec<f32>,
    touched: Vec<usize>,
    mark: Vec<bool>,
    sparse: bool,
}

impl Param {
    /// Uniform in +-scale.
    pub fn new(rng: &mut Rng, rows: usize, columns: usize, scale: f32) -> Self {
        let w = (0..rows * columns).map(|_| (rng.uniform() * 2.0 - 1.0) * scale).collect();
        Param::of(rows, columns, w)
    }

    /// Uniform, scaled by the numbers of inputs and outputs (Glorot and Bengio 2010).
    pub fn glorot(rng: &mut Rng, rows: usize, columns: usize) -> Self {
        Param::new(rng, rows, columns, (6.0 / (rows + columns) as f32).sqrt())
    }

    pub fn of(rows: usize, columns: usize, w: Vec<f32>) -> Self {
        let zero = vec![0.0; rows * columns];
        Param {
            rows,
            columns,
            w,
            g: zero.clone(),
            m: zero.clone(),
            v: zero,
            touched: Vec::new(),
            mark: vec![false; rows],
            sparse: false,
        }
    }

    pub fn sparse(mut self) -> Self {
        self.sparse = true;
        self
    }

    pub fn row(&self, row: usize) -> &[f32] {
        &self.w[row * self.columns..(row + 1) * self.columns]
    }

    /// Adds to a row's gradient.
    pub fn add_row(&mut self, row: usize, g: &[f32]) {
        if self.sparse && !self.mark[row] {
            self.mark[row] = true;
            self.touched.push(row);
        }
        for (to, from) in self.g[row * self.columns..(row + 1) * self.columns].iter_mut().zip(g) {
            *to += from;
        }
    }

    /// The gradient's squared length.
    pub fn square(&self) -> f32 {
        if self.sparse {
            self.touched
                .iter()
                .flat_map(|&r| &self.g[r * self.columns..(r + 1) * self.columns])
                .map(|x| x * x)
                .sum()
        } else {
            self.g.iter().map(|x| x * x).sum()
        }
    }

    /// Forgets the gradient.
    pub fn clear(&mut self) {
        if self.sparse {
            for row in self.touched.drain(..) {
                self.mark[row] = false;
                self.g[row * self.columns..(row + 1) * self.columns].fill(0.0);
            }
        } else {
            self.g.fill(0.0);
        }
    }

    /// Moves the weights against the gradient times `shrink`, and clears the gradient.
    pub fn adam(&mut self, rate: f32, step: usize, shrink: f32) {
        let (b1, b2) = (0.9f32, 0.98f32);
        let one = 1.0 / (1.0 - b1.powi(step as i32));
        let two = 1.0 / (1.0 - b2.powi(step as i32));
        let mut update = |range: std::ops::Range<usize>| {
            let (w, g, m, v) = (
                &mut self.w[range.clone()],
                &mut self.g[range.clone()],
                &mut self.m[range.clone()],
                &mut self.v[range],
            );
            for i in 0..w.len() {
                let d = g[i] * shrink;
                m[i] = b1 * m[i] + (1.0 - b1) * d;
                v[i] = b2 * v[i] + (1.0 - b2) * d * d;
                w[i] -= rate * (m[i] * one) / ((v[i] * two).sqrt() + 1e-8);
                g[i] = 0.0;
            }
        };
        if self.sparse {
            for row in self.touched.drain(..) {
                self.mark[row] = false;
                update(row * self.columns..(row + 1) * self.columns);
            }
        } else {
            update(0..self.rows * self.columns);
        }
    }
}

/// Softmax in place; returns the loss of the right answer.
pub fn softmax(values: &mut [f32], right: usize) -> f32 {
    let top = values.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for x in values.iter_mut() {
        *x = (*x - top).exp();
        sum += *x;
    }
    values.iter_mut().for_each(|x| *x /= sum);
    -values[right].max(1e-20).ln()
}

/// Adds a bias to each row.
pub fn add_bias(values: &mut [f32], bias: &[f32]) {
    for row in values.chunks_exact_mut(bias.len()) {
        row.iter_mut().zip(bias).for_each(|(x, b)| *x += b);
    }
}

/// Adds the sum over rows.
pub fn add_sums(values: &[f32], sums: &mut [f32]) {
    let width = sums.len();
    for row in values.chunks_exact(width) {
        sums.iter_mut().zip(row).for_each(|(s, x)| *s += x);
    }
}
