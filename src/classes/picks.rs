//! Picks of a `choices` question: too many sets for a class each, so they are taken apart by the options that tests ask for.

use super::{ClassCode, Classes};
use crate::condition::Test;
use crate::value::OptionSet;

/// The most options that share a column: 2^8 subsets.
const WIDEST: usize = 8;

impl Classes {
    /// The same, taken apart into several where a single one would have too many: many picks that are asked for go into
    /// columns of at most [`WIDEST`], so that each has a few hundred classes at most.
    pub(crate) fn columns(self) -> Vec<Classes> {
        match self {
            Classes::Picks(options) if options.len() > WIDEST => {
                options.chunks(WIDEST).map(|options| Classes::Picks(options.to_vec())).collect()
            }
            Classes::Picks(_)
            | Classes::YesNo
            | Classes::Options(_)
            | Classes::Numbers(_)
            | Classes::Days(_)
            | Classes::Text => vec![self],
        }
    }
}

/// The options that a test on picks asks for.
pub(crate) fn options_of(test: &Test) -> Option<OptionSet> {
    match test {
        Test::Picks(_, _, options) => Some(*options),
        Test::Yes(_)
        | Test::OneOf(..)
        | Test::Number(..)
        | Test::Date(..)
        | Test::Score(..)
        | Test::Pair(..)
        | Test::Derived(..)
        | Test::Answered(_)
        | Test::Unsure(_)
        | Test::Withheld(_) => None,
    }
}

/// How many subsets there are.
pub(super) fn count(options: &[usize]) -> usize {
    assert!(options.len() <= WIDEST, "a fault of Candidacy: a column of {} picks, of {WIDEST} at most", options.len());
    1 << options.len()
}

/// The subset of `options` that is picked, as bits.
pub(super) fn subset(options: &[usize], picked: OptionSet) -> ClassCode {
    options.iter().enumerate().fold(0, |bits, (bit, option)| bits | ClassCode::from(picked.contains(*option)) << bit)
}

/// The options that the bits of a subset stand for.
pub(super) fn picked(options: &[usize], class: usize) -> OptionSet {
    options.iter().enumerate().filter(|(bit, _)| class >> bit & 1 == 1).map(|(_, option)| *option).collect()
}

/// What picks come to for a test on a set of options, found option by option: sets of picks that touch a set alike pass the
/// same of `has any`, `has all` and `has none` of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Touched {
    picked_one: bool,
    left_one_out: bool,
}

impl Touched {
    /// Nothing looked at yet; `beyond` says whether the set names an option that cannot be picked.
    pub(crate) fn at_first(beyond: bool) -> Touched {
        Touched { picked_one: false, left_one_out: beyond }
    }

    /// Takes account of an option of the set.
    pub(crate) fn take(&mut self, picked: bool) {
        self.picked_one |= picked;
        self.left_one_out |= !picked;
    }
}
