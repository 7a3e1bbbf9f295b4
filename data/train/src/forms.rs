//! The model of word forms: learns from the lexicon what a form may be and which edit makes its lemma.

use std::collections::{BTreeMap, HashMap, HashSet};

use tripel::language::model::{Array, Kind};
use tripel::language::morphology::{BUCKETS, Edit, LemmaClass, READINGS, form_features};

use crate::corpora::{Sentence, lexicon};
use crate::net::{Param, Rng, add_bias, add_sums, matmul};

const WIDTH: usize = 64;
const HIDDEN: usize = 96;

/// Names of the readings, in order; a tag of the lexicon has those of its parts.
const TAGS: &[&str] = &[
    "SUB", "EIG", "VER", "INF", "PA1", "PA2", "IMP", "EIZ", "ADJ", "ADV", "PRP", "KON", "ART",
    "PRO", "ZAL", "ABK", "NEG", "ZUS", "AUX", "MOD", "NEB", "VOR", "NAC", "GEO", "1", "2", "3",
    "PRÄ", "PRT", "KJ1", "KJ2", "vSIN", "vPLU", "nMAS", "nFEM", "nNEU", "nNOMSIN", "nGENSIN",
    "nDATSIN", "nAKKSIN", "nNOMPLU", "nGENPLU", "nDATPLU", "nAKKPLU", "aMAS", "aFEM", "aNEU",
    "aNOMSIN", "aGENSIN", "aDATSIN", "aAKKSIN", "aNOMPLU", "aGENPLU", "aDATPLU", "aAKKPLU", "GRU",
    "KOM", "SUP", "DEF", "IND", "SOL", "FIN",
];

fn readings(tag: &str) -> u64 {
    let parts: Vec<&str> = tag.split(':').collect();
    let has = |name: &str| parts.contains(&name);
    let class = match parts[0] {
        "SUB" | "EIG" => "n",
        "VER" => "v",
        "ADJ" | "PA1" | "PA2" => "a",
        _ => "",
    };
    let mut bits = 0u64;
    let mut add = |name: &str| {
        if let Some(i) = TAGS.iter().position(|t| *t == name) {
            bits |= 1 << i;
        }
    };
    if class != "v" || !["INF", "PA1", "PA2", "IMP", "EIZ"].iter().any(|t| has(t)) {
        add(parts[0]);
    }
    if class == "v" && has("1") || has("2") || has("3") {
        add("FIN");
    }
    for part in &parts[1..] {
        match *part {
            "SIN" | "PLU" if class == "v" => add(&format!("v{part}")),
            "MAS" | "FEM" | "NEU" => add(&format!("{class}{part}")),
            "STD" | "COU" | "GEB" => add("GEO"),
            "SUB" | "ADJ" | "VER" | "ADV" => {}
            part => add(part),
        }
    }
    for case in ["NOM", "GEN", "DAT", "AKK"] {
        for number in ["SIN", "PLU"] {
            if has(case) && has(number) {
                add(&format!("{class}{case}{number}"));
            }
        }
    }
    bits
}

fn classes(tag: &str) -> Option<LemmaClass> {
    match tag.split(':').next()? {
        "SUB" => Some(LemmaClass::Noun),
        "EIG" => Some(LemmaClass::Name),
        "VER" => Some(LemmaClass::Verb),
        "ADJ" | "PA1" | "PA2" => Some(LemmaClass::Adjective),
        _ => None,
    }
}

struct Example {
    form: String,
    bits: Option<u64>,
    lemmas: [Option<usize>; 4],
    repeat: usize,
}

/// What the training learned, for the file, and how well it does on forms of lemmas that it was not shown.
pub struct Outcome {
    pub arrays: Vec<Array>,
    pub report: String,
}

pub fn train(
    lexicon_text: &str,
    counts: &HashMap<String, u64>,
    treebank: &[Sentence],
    epochs: usize,
    seed: u64,
) -> Outcome {
    let mut entries: BTreeMap<&str, (u64, [Vec<&str>; 4])> = BTreeMap::new();
    for (form, lemma, tag) in lexicon(lexicon_text) {
        let entry = entries.entry(form).or_default();
        entry.0 |= readings(tag);
        if let Some(class) = classes(tag) {
            let lemmas = &mut entry.1[class as usize];
            if !lemmas.contains(&lemma) {
                lemmas.push(lemma);
            }
        }
    }
    let count = |word: &str| counts.get(word).copied().unwrap_or(0);
    let mut edit_counts: [BTreeMap<Edit, usize>; 4] = Default::default();
    let mut pairs: Vec<Pair> = Vec::new();
    for (form, (bits, lemmas)) in entries {
        let edits: [Option<Edit>; 4] = std::array::from_fn(|c| {
            let lemma = lemmas[c].iter().rev().max_by_key(|lemma| count(lemma))?;
            Some(Edit::between(form, lemma))
        });
        for (c, edit) in edits.iter().enumerate() {
            if let Some(edit) = edit {
                *edit_counts[c].entry(edit.clone()).or_default() += 1;
            }
        }
        // "Zeugen" is rather of "Zeuge" than a noun of its own, unless it is ten times as frequent
        let better: [Option<Edit>; 4] = std::array::from_fn(|c| {
            let weight = |lemma: &str| if lemma == form { count(lemma) / 10 } else { count(lemma) };
            let lemma = lemmas[c].iter().rev().max_by_key(|lemma| weight(lemma))?;
            Some(Edit::between(form, lemma))
        });
        // a twentieth of the lemmas is held out to see how the model does on what it was not shown
        let key = lemmas.iter().flatten().next().copied().unwrap_or(form);
        let held = tripel::language::morphology::bucket(
            99,
            &key.to_lowercase().chars().collect::<Vec<_>>(),
        )
        .is_multiple_of(20)
            && count(form) < 2000;
        let seen = count(form);
        let repeat = if seen == 0 { 1 } else { 3 + (seen as f64).log10() as usize * 2 };
        pairs.push(Pair { form: form.to_string(), bits: Some(bits), edits, better, repeat, held });
    }
    for sentence in treebank {
        let Some(upos) = &sentence.upos else { continue };
        for ((form, lemma), upos) in sentence.forms.iter().zip(&sentence.lemmas).zip(upos) {
            if let (Some(class), false) = (LemmaClass::of(*upos), lemma == "_") {
                let edit = Edit::between(form, lemma);
                *edit_counts[class as usize].entry(edit.clone()).or_default() += 2;
                let mut edits: [Option<Edit>; 4] = Default::default();
                edits[class as usize] = Some(edit);
                pairs.push(Pair {
                    form: form.clone(),
                    bits: None,
                    better: edits.clone(),
                    edits,
                    repeat: 2,
                    held: false,
                });
            }
        }
    }
    let edits: [Vec<Edit>; 4] = edit_counts.map(|counts| {
        let mut list: Vec<(Edit, usize)> = counts.into_iter().filter(|(_, n)| *n >= 4).collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        list.into_iter().take(900).map(|(edit, _)| edit).collect()
    });
    let number: [HashMap<&Edit, usize>; 4] =
        std::array::from_fn(|c| edits[c].iter().enumerate().map(|(i, edit)| (edit, i)).collect());
    let (mut examples, mut better, mut unseen) = (Vec::new(), Vec::new(), Vec::new());
    for Pair { form, bits, edits, better: other, repeat, held } in pairs {
        let numbers = |edits: [Option<Edit>; 4]| {
            std::array::from_fn(|c| edits[c].as_ref().and_then(|e| number[c].get(e).copied()))
        };
        let [lemmas, other] = [edits, other].map(numbers);
        if held {
            unseen.push(Example { form, bits, lemmas: other, repeat });
        } else {
            examples.push(Example { form: form.clone(), bits, lemmas, repeat });
            better.push(Example {
                form,
                bits: None,
                lemmas: other,
                repeat: repeat * if bits.is_none() { 5 } else { 1 },
            });
        }
    }
    let mut report = format!(
        "{} forms, {} held out, edits {:?}\n",
        examples.len(),
        unseen.len(),
        edits.each_ref().map(Vec::len)
    );
    let mut net = Net::new(&edits, seed);
    report += &net.epochs(&examples, &unseen, epochs, false, seed + 1);
    report += &net.epochs(&better, &unseen, 3, true, seed + 2);
    Outcome { arrays: net.arrays(&edits), report }
}

/// A form with its readings, its lemmas' edits, and the edits once more where the likelier of two lemmas was chosen.
struct Pair {
    form: String,
    bits: Option<u64>,
    edits: [Option<Edit>; 4],
    better: [Option<Edit>; 4],
    repeat: usize,
    held: bool,
}

struct Net {
    table: Param,
    bias: Param,
    hidden: Param,
    hidden_bias: Param,
    readings: Param,
    readings_bias: Param,
    edits: [(Param, Param); 4],
}

struct Forward {
    features: Vec<Vec<usize>>,
    sums: Vec<f32>,
    hidden: Vec<f32>,
}

impl Net {
    fn new(edits: &[Vec<Edit>; 4], seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        Net {
            table: Param::new(&mut rng, BUCKETS, WIDTH, 0.05).sparse(),
            bias: Param::of(1, WIDTH, vec![0.0; WIDTH]),
            hidden: Param::glorot(&mut rng, WIDTH, HIDDEN),
            hidden_bias: Param::of(1, HIDDEN, vec![0.0; HIDDEN]),
            readings: Param::glorot(&mut rng, HIDDEN, READINGS),
            readings_bias: Param::of(1, READINGS, vec![0.0; READINGS]),
            edits: std::array::from_fn(|c| {
                (
                    Param::glorot(&mut rng, HIDDEN, edits[c].len()),
                    Param::of(1, edits[c].len(), vec![0.0; edits[c].len()]),
                )
            }),
        }
    }

    fn forward(&self, examples: &[&Example]) -> Forward {
        let n = examples.len();
        let mut sums = self.bias.w.repeat(n);
        let mut features = Vec::with_capacity(n);
        for (example, sum) in examples.iter().zip(sums.chunks_exact_mut(WIDTH)) {
            let mut list = Vec::new();
            form_features(&example.form, &mut list);
            for &row in &list {
                sum.iter_mut().zip(self.table.row(row)).for_each(|(s, x)| *s += x);
            }
            features.push(list);
        }
        sums.iter_mut().for_each(|x| *x = x.max(0.0));
        let mut hidden = self.hidden_bias.w.repeat(n);
        matmul(n, WIDTH, HIDDEN, &sums, false, &self.hidden.w, false, &mut hidden, true);
        hidden.iter_mut().for_each(|x| *x = x.max(0.0));
        Forward { features, sums, hidden }
    }

    /// Trains on the examples; `lemmas`: only the last layer, on lemmas.
    fn epochs(
        &mut self,
        examples: &[Example],
        unseen: &[Example],
        epochs: usize,
        lemmas: bool,
        seed: u64,
    ) -> String {
        let mut order: Vec<usize> = examples
            .iter()
            .enumerate()
            .flat_map(|(i, e)| std::iter::repeat_n(i, e.repeat))
            .collect();
        let mut rng = Rng::new(seed);
        let (mut step, batch) = (0, 128);
        let steps = (order.len() / batch + 1) * epochs;
        let mut report = String::new();
        for epoch in 0..epochs {
            rng.shuffle(&mut order);
            let mut loss = 0.0;
            for chunk in order.chunks(batch) {
                step += 1;
                let rate = 2e-3 * (1.0 - step as f32 / steps as f32) + 2e-5;
                let chunk: Vec<&Example> = chunk.iter().map(|&i| &examples[i]).collect();
                loss += self.step(&chunk, rate, step, lemmas);
            }
            let line = format!(
                "epoch {epoch}: loss {:.4}, unseen {}",
                loss * epochs as f32 / steps as f32,
                self.score(unseen)
            );
            eprintln!("{line}");
            report = report + &line + "\n";
        }
        report
    }

    fn step(&mut self, examples: &[&Example], rate: f32, step: usize, lemmas: bool) -> f32 {
        let n = examples.len();
        let scale = 1.0 / n as f32;
        let forward = self.forward(examples);
        let mut hidden_g = vec![0.0; n * HIDDEN];
        let mut loss = 0.0;
        let mut out = vec![0.0; n * READINGS];
        matmul(
            n,
            HIDDEN,
            READINGS,
            &forward.hidden,
            false,
            &self.readings.w,
            false,
            &mut out,
            false,
        );
        add_bias(&mut out, &self.readings_bias.w);
        for (example, row) in examples.iter().zip(out.chunks_exact_mut(READINGS)) {
            for (i, x) in row.iter_mut().enumerate() {
                let Some(bits) = example.bits else {
                    *x = 0.0;
                    continue;
                };
                let want = (bits >> i & 1) as f32;
                let p = 1.0 / (1.0 + (-*x).exp());
                loss -= scale * (if want > 0.0 { p } else { 1.0 - p }).max(1e-9).ln()
                    / READINGS as f32
                    * 8.0;
                *x = (p - want) * scale / 4.0;
            }
        }
        matmul(HIDDEN, n, READINGS, &forward.hidden, true, &out, false, &mut self.readings.g, true);
        add_sums(&out, &mut self.readings_bias.g);
        matmul(n, READINGS, HIDDEN, &out, false, &self.readings.w, true, &mut hidden_g, true);
        for c in 0..4 {
            let rows: Vec<usize> = (0..n).filter(|&i| examples[i].lemmas[c].is_some()).collect();
            let width = self.edits[c].0.columns;
            let h: Vec<f32> = rows
                .iter()
                .flat_map(|&i| &forward.hidden[i * HIDDEN..(i + 1) * HIDDEN])
                .copied()
                .collect();
            let mut out = self.edits[c].1.w.repeat(rows.len());
            matmul(rows.len(), HIDDEN, width, &h, false, &self.edits[c].0.w, false, &mut out, true);
            for (&i, row) in rows.iter().zip(out.chunks_exact_mut(width.max(1))) {
                let right = examples[i].lemmas[c].unwrap_or(0);
                loss += crate::net::softmax(row, right) * scale;
                row[right] -= 1.0;
                row.iter_mut().for_each(|x| *x *= scale);
            }
            matmul(HIDDEN, rows.len(), width, &h, true, &out, false, &mut self.edits[c].0.g, true);
            add_sums(&out, &mut self.edits[c].1.g);
            let mut g = vec![0.0; rows.len() * HIDDEN];
            matmul(rows.len(), width, HIDDEN, &out, false, &self.edits[c].0.w, true, &mut g, false);
            for (&i, g) in rows.iter().zip(g.chunks_exact(HIDDEN)) {
                hidden_g[i * HIDDEN..(i + 1) * HIDDEN].iter_mut().zip(g).for_each(|(a, b)| *a += b);
            }
        }
        hidden_g
            .iter_mut()
            .zip(&forward.hidden)
            .for_each(|(g, h)| *g *= f32::from(u8::from(*h > 0.0)));
        matmul(WIDTH, n, HIDDEN, &forward.sums, true, &hidden_g, false, &mut self.hidden.g, true);
        add_sums(&hidden_g, &mut self.hidden_bias.g);
        let mut sums_g = vec![0.0; n * WIDTH];
        matmul(n, HIDDEN, WIDTH, &hidden_g, false, &self.hidden.w, true, &mut sums_g, false);
        sums_g.iter_mut().zip(&forward.sums).for_each(|(g, h)| *g *= f32::from(u8::from(*h > 0.0)));
        add_sums(&sums_g, &mut self.bias.g);
        for (features, g) in forward.features.iter().zip(sums_g.chunks_exact(WIDTH)) {
            features.iter().for_each(|&row| self.table.add_row(row, g));
        }
        for (i, param) in self.params().into_iter().enumerate() {
            if lemmas && i < 6 {
                param.clear();
            } else {
                param.adam(rate, if lemmas { step + 100_000 } else { step }, 1.0);
            }
        }
        loss
    }

    fn params(&mut self) -> Vec<&mut Param> {
        let mut list = vec![
            &mut self.table,
            &mut self.bias,
            &mut self.hidden,
            &mut self.hidden_bias,
            &mut self.readings,
            &mut self.readings_bias,
        ];
        list.extend(self.edits.iter_mut().flat_map(|(a, b)| [a, b]));
        list
    }

    fn score(&self, examples: &[Example]) -> String {
        let (mut right, mut wrong, mut missed) = (0usize, 0usize, 0usize);
        let mut lemmas = [(0usize, 0usize); 4];
        for chunk in examples.chunks(256) {
            let chunk: Vec<&Example> = chunk.iter().collect();
            let forward = self.forward(&chunk);
            for (i, example) in chunk.iter().enumerate() {
                let h = &forward.hidden[i * HIDDEN..(i + 1) * HIDDEN];
                let mut out = self.readings_bias.w.clone();
                matmul(1, HIDDEN, READINGS, h, false, &self.readings.w, false, &mut out, true);
                for (j, x) in out.iter().enumerate() {
                    match (*x > 0.0, example.bits.unwrap_or(0) >> j & 1 == 1) {
                        (true, true) => right += 1,
                        (true, false) => wrong += 1,
                        (false, true) => missed += 1,
                        _ => {}
                    }
                }
                for ((want, (edits, bias)), counts) in
                    example.lemmas.iter().zip(&self.edits).zip(&mut lemmas)
                {
                    let Some(want) = *want else { continue };
                    let mut out = bias.w.clone();
                    let width = out.len();
                    matmul(1, HIDDEN, width, h, false, &edits.w, false, &mut out, true);
                    let best = (0..width).max_by(|&a, &b| out[a].total_cmp(&out[b])).unwrap_or(0);
                    counts.0 += usize::from(best == want);
                    counts.1 += 1;
                }
            }
        }
        let f1 = 200.0 * right as f64 / (2 * right + wrong + missed).max(1) as f64;
        let share = lemmas.map(|(a, b)| format!("{:.1}", 100.0 * a as f64 / b.max(1) as f64));
        format!("readings F1 {f1:.2}, lemmas {}", share.join(" "))
    }

    fn arrays(&self, edits: &[Vec<Edit>; 4]) -> Vec<Array> {
        let array = |name: &str, kind: Kind, p: &Param| {
            Array::new(name, kind, p.rows, p.columns, p.w.clone())
        };
        let mut arrays = vec![
            array("features", Kind::Byte, &self.table),
            array("bias", Kind::Float, &self.bias),
            array("hidden", Kind::Short, &self.hidden),
            array("hidden.bias", Kind::Float, &self.hidden_bias),
            array("readings", Kind::Short, &self.readings),
            array("readings.bias", Kind::Float, &self.readings_bias),
        ];
        for class in LemmaClass::ALL {
            let (name, (weights, bias)) = (class.name(), &self.edits[class as usize]);
            arrays.push(array(name, Kind::Byte, weights));
            arrays.push(array(&format!("{name}.bias"), Kind::Float, bias));
            let lines: Vec<String> = edits[class as usize].iter().map(Edit::to_string).collect();
            arrays.push(Array::text(&format!("{name}.edits"), lines.join("\n")));
        }
        arrays
    }
}

/// The treebank's lemmas that the model gets wrong or that belong to closed classes: `form TAB upos TAB lemma`.
pub fn exceptions(forms: &tripel::language::morphology::Forms, treebank: &[Sentence]) -> String {
    let mut lemmas: BTreeMap<(String, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for sentence in treebank {
        let Some(upos) = &sentence.upos else { continue };
        for ((form, lemma), upos) in sentence.forms.iter().zip(&sentence.lemmas).zip(upos) {
            if lemma != "_" {
                let nominal = matches!(upos.as_str(), "NOUN" | "PROPN");
                let key = if nominal { form.clone() } else { form.to_lowercase() };
                *lemmas.entry((key, upos.as_str())).or_default().entry(lemma).or_default() += 1;
            }
        }
    }
    let mut lines = HashSet::new();
    for ((form, upos), lemmas) in &lemmas {
        let Some((lemma, count)) = lemmas.iter().rev().max_by_key(|(_, n)| **n) else { continue };
        let hidden = forms.hidden(&[form.as_str()]);
        let Some(tag) = tripel::ud::Upos::parse(upos) else { continue };
        let made = forms.lemma(form, &hidden, tag);
        if made != **lemma
            && (*count > 1 || LemmaClass::of(tag).is_none())
            && !form.bytes().any(|b| b.is_ascii_digit())
        {
            lines.insert(format!("{form}\t{upos}\t{lemma}"));
        }
    }
    let mut lines: Vec<String> = lines.into_iter().collect();
    lines.sort();
    lines.join("\n")
}
