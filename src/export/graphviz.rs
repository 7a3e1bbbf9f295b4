//! Places from Graphviz's programs, where they are there: we hand them boxes and lines and draw ourselves.
//!
//! `dot` draws in layers and does not return on large networks, `sfdp` draws those; neither may take longer than a limit.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::export::layout::Plan;

/// A layout program of Graphviz.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Dot,
    Sfdp,
}

/// Why there are no places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The program is not on this machine.
    Absent,
    /// It took longer than the limit.
    Slow,
    /// It failed, or did not place every box.
    Failed,
}

impl Program {
    pub fn name(self) -> &'static str {
        match self {
            Program::Dot => "dot",
            Program::Sfdp => "sfdp",
        }
    }
}

/// The middle of each box as the program places it.
pub fn places(program: Program, plan: &Plan, limit: Duration) -> Result<Vec<(f64, f64)>, Missing> {
    let mut command = Command::new(program.name());
    command
        .arg("-Tplain")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| Missing::Absent)?;
    let (mut input, mut output) =
        (child.stdin.take().ok_or(Missing::Failed)?, child.stdout.take().ok_or(Missing::Failed)?);
    let text = described(plan);
    // both ends at once, or a full pipe would stop both programs
    thread::spawn(move || input.write_all(text.as_bytes()));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = output.read_to_string(&mut text).map(|_| text);
        // nobody listens after the limit
        sender.send(read).ok();
    });
    let answer = receiver.recv_timeout(limit);
    if answer.is_err() {
        // it may have ended just now
        child.kill().ok();
    }
    child.wait().map_err(|_| Missing::Failed)?;
    let text = answer.map_err(|_| Missing::Slow)?.map_err(|_| Missing::Failed)?;
    read(&text, plan.boxes.len()).ok_or(Missing::Failed)
}

/// The plan in Graphviz's language, in inches.
fn described(plan: &Plan) -> String {
    let mut text = String::from(
        "digraph { graph [rankdir=LR, overlap=prism, nodesep=0.2, ranksep=0.3];\nnode [shape=box, fixedsize=true, label=\"\"];\n",
    );
    for (at, (wide, high)) in plan.boxes.iter().enumerate() {
        text += &format!("{at} [width={:.3}, height={:.3}];\n", wide / 72.0, high / 72.0);
    }
    for (from, to) in &plan.lines {
        text += &format!("{from} -> {to};\n");
    }
    text + "}\n"
}

/// The lines "node 3 x y ..." of Graphviz's plain format.
fn read(text: &str, count: usize) -> Option<Vec<(f64, f64)>> {
    let mut places = vec![None; count];
    for line in text.lines().filter_map(|line| line.strip_prefix("node ")) {
        let mut words = line.split(' ');
        let (at, x, y): (usize, f64, f64) =
            (words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        *places.get_mut(at)? = Some((x * 72.0, y * -72.0));
    }
    places.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_read() {
        let text = "graph 1 2 3\nnode 1 1.5 -2 1 1 \"\" solid box black lightgrey\nnode 0 0 1 1 1 \"\" solid box\nstop\n";
        assert_eq!(read(text, 2), Some(vec![(0.0, -72.0), (108.0, 144.0)]));
        assert_eq!(read(text, 3), None, "a box has no place");
    }

    #[test]
    fn graphviz_places_every_box_within_the_limit() {
        let plan =
            Plan { boxes: vec![(80.0, 20.0); 30], lines: (1..30).map(|at| (at / 3, at)).collect() };
        for program in [Program::Dot, Program::Sfdp] {
            match places(program, &plan, Duration::from_secs(60)) {
                Ok(found) => {
                    assert_eq!(found.len(), 30);
                    assert_eq!(
                        Ok(found),
                        places(program, &plan, Duration::from_secs(60)),
                        "the same again"
                    );
                }
                // Graphviz need not be there
                Err(missing) => assert_eq!(missing, Missing::Absent),
            }
        }
    }

    #[test]
    fn what_takes_too_long_is_ended() {
        let plan = Plan {
            boxes: vec![(80.0, 20.0); 3000],
            lines: (0..9000).map(|at| (at % 3000, at * 7 % 2999)).collect(),
        };
        let missing =
            places(Program::Dot, &plan, Duration::from_millis(100)).expect_err("no places");
        assert!(matches!(missing, Missing::Slow | Missing::Absent), "{missing:?}");
    }
}
