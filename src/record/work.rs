//! Work: how many steps an article may cost. One that costs more, or that breaks a stage, is an error by its name; the corpus goes on.
//!
//! The stages cannot fail: they take data and return data. What they do again and again (looking through the words of a sentence, making
//! a statement) counts as [`step`]s, and where the budget is spent the stages are left as rust-analyzer leaves a query that is cancelled:
//! by unwinding to [`bounded`]. Steps are counted and no time is taken, so the same article costs the same on every machine.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::record::error::Error;
use crate::record::error::Result;

/// Steps for each byte of an article; ordinary text takes about 30 (bench growth).
pub const STEPS_A_BYTE: u64 = 20_000;
/// Steps that the shortest article may take.
pub const STEPS: u64 = 50_000_000;

thread_local! {
    /// What is left of the budget of the article that this thread works on. Each article is worked on by one thread, and hundreds of
    /// functions that look through a tree would have to hand a counter on.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// The budget is spent.
struct Spent;

/// Counts work: one step is about as much as looking at one word.
#[inline]
pub fn step(steps: usize) {
    match LEFT.get().checked_sub(steps as u64) {
        Some(left) => LEFT.set(left),
        None => resume_unwind(Box::new(Spent)),
    }
}

/// Two pieces of work side by side, each on a thread of the system.
///
/// What is made once and waited for (the tables of a language) is made with this and never with rayon: a thread of rayon that waits for
/// one half takes up other work meanwhile, which may need the very thing that is being made, and then waits for itself.
pub fn side_by_side<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}

/// The steps that an article of so many bytes may cost.
pub fn budget(bytes: usize) -> u64 {
    (bytes as u64).saturating_mul(STEPS_A_BYTE).saturating_add(STEPS)
}

/// The result of some work, and how many steps it took.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = LEFT.get();
    let done = work();
    (done, before - LEFT.get())
}

/// Works on an article of so many bytes within its budget.
///
/// # Errors
/// That of the work; where the budget is spent; where the program has a fault that this article brings to light.
pub fn bounded<T>(article: &str, bytes: usize, work: impl FnOnce() -> Result<T>) -> Result<T> {
    within(budget(bytes), article, work)
}

/// Works on an article within so many steps; errors as in [`bounded`].
pub fn within<T>(steps: u64, article: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let before = LEFT.replace(steps);
    let done = catch_unwind(AssertUnwindSafe(work));
    LEFT.set(before);
    done.unwrap_or_else(|thrown| Err(failure(article, thrown.as_ref())))
}

fn failure(article: &str, thrown: &(dyn Any + Send)) -> Error {
    if thrown.is::<Spent>() {
        return Error::new(format!(
            "the article '{article}' takes far more work than its length allows and is left out"
        ));
    }
    let what = thrown.downcast_ref::<String>().map(String::as_str);
    let what = what.or_else(|| thrown.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
    Error::new(format!(
        "the article '{article}' shows a fault of this program and is left out ({what})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_ends_where_the_budget_is_spent() {
        let endless = || -> Result<()> {
            loop {
                step(1);
            }
        };
        let error = within(1000, "a", endless).expect_err("spent");
        assert_eq!(
            error.to_string(),
            "the article 'a' takes far more work than its length allows and is left out"
        );
        let ((), steps) = counted(|| step(7));
        assert_eq!(steps, 7, "outside of a budget work is only counted");
    }

    #[test]
    fn a_fault_is_an_error_of_its_article() {
        let words: Vec<usize> = Vec::new();
        let error = within(10, "b", || Ok(words[words.len() + 3])).expect_err("a fault");
        assert!(error.to_string().starts_with("the article 'b' shows a fault"), "{error}");
        assert_eq!(within(10, "c", || Ok(1)).expect("done"), 1);
    }
}
