//! A line of values cut into runs, where tests change their mind.

use super::ClassCode;
use crate::value::index::{fault, item};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Runs of values that nothing tells apart, in order, from the least value to the greatest.
#[derive(Clone, Debug)]
pub(crate) struct Runs<T> {
    /// A value of the first run, which has no least one.
    of_first: T,
    /// The least value of each of the others.
    starts: Vec<T>,
}

impl<T: Copy + Ord> Runs<T> {
    /// Cuts between neighbours that are told apart. Whatever tells values apart must do so between two of these: who makes the
    /// list takes both sides of every bound.
    pub(super) fn cut(values: BTreeSet<T>, apart: impl Fn(T, T) -> bool) -> Runs<T> {
        let Some(of_first) = values.first().copied() else { fault("a line is cut between values, yet there is none") };
        let neighbours = values.iter().zip(values.iter().skip(1));
        let starts = neighbours.filter(|(before, after)| apart(**before, **after)).map(|(_, after)| *after).collect();
        Runs { of_first, starts }
    }

    /// How many runs there are.
    pub(crate) fn count(&self) -> usize {
        self.starts.len() + 1
    }

    /// The run of a value: how many starts it has reached. There are a few at most: adding up beats halving, which guesses
    /// wrong half the time.
    pub(crate) fn of(&self, value: &T) -> ClassCode {
        self.starts.iter().map(|start| ClassCode::from(start <= value)).sum()
    }

    /// How many pairs of runs there are.
    pub(super) fn pairs(&self) -> usize {
        self.count() * (self.count() - 1) / 2
    }

    /// The class of what lies between two values, the second of which is no less than the first: their run, if they are in one;
    /// else, after all runs, the pair of theirs.
    pub(super) fn of_both(&self, first: &T, last: &T) -> ClassCode {
        let (from, to) = (self.of(first), self.of(last));
        // Pairs are in the order of the second, and then of the first.
        if from == to { to } else { self.starts.len() as ClassCode + 1 + to * (to - 1) / 2 + from }
    }

    /// The runs of a class that [`of_both`](Runs::of_both) gives, from the first to the last.
    pub(super) fn covered(&self, class: usize) -> RangeInclusive<usize> {
        let Some(pair) = class.checked_sub(self.count()) else { return class..=class };
        let before = |to: usize| to * (to - 1) / 2;
        match (1..self.count()).rev().find(|to| before(*to) <= pair) {
            Some(to) => pair - before(to)..=to,
            None => fault("a class is a run or a pair of runs, yet there are not so many"),
        }
    }

    /// A value of a run: the least, except of the first.
    pub(crate) fn shown(&self, run: usize) -> T {
        self.start(run).unwrap_or(self.of_first)
    }

    /// The least value of a run; none of the first.
    pub(crate) fn start(&self, run: usize) -> Option<T> {
        run.checked_sub(1).map(|before| *item(&self.starts, before, "start of a run"))
    }

    /// The least value of the run after it; none of the last.
    pub(crate) fn start_of_next(&self, run: usize) -> Option<T> {
        self.starts.get(run).copied()
    }

    /// Whether a value is in a run.
    pub(crate) fn holds(&self, run: usize, value: &T) -> bool {
        self.of(value) as usize == run
    }

    /// The least values of the runs after the first.
    pub(crate) fn starts(&self) -> &[T] {
        &self.starts
    }
}
