//! What a person can answer, and the state in which a question can be.

use super::{Date, Decimal, Period};

/// A set of options of one question, by position: at most 64, which the check enforces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct OptionSet(pub u64);

impl OptionSet {
    /// The most options that a question can have.
    pub const CAPACITY: usize = 64;

    /// The set of one option; a position past the capacity gives the empty set.
    pub fn of(position: usize) -> Self {
        OptionSet(u32::try_from(position).ok().and_then(|shift| 1u64.checked_shl(shift)).unwrap_or(0))
    }

    /// The first `count` options.
    pub fn first(count: usize) -> Self {
        if count >= Self::CAPACITY { OptionSet(u64::MAX) } else { OptionSet((1u64 << count) - 1) }
    }

    /// Whether the option at `position` is in the set.
    pub fn contains(self, position: usize) -> bool {
        !self.and(Self::of(position)).is_empty()
    }

    /// What both have.
    pub fn and(self, other: Self) -> Self {
        OptionSet(self.0 & other.0)
    }

    /// What either has.
    pub fn or(self, other: Self) -> Self {
        OptionSet(self.0 | other.0)
    }

    /// What this has and the other has not.
    pub fn without(self, other: Self) -> Self {
        OptionSet(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many options are in it.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The positions, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::CAPACITY).filter(move |position| self.contains(*position))
    }
}

impl FromIterator<usize> for OptionSet {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        positions.into_iter().fold(OptionSet::default(), |set, position| set.or(OptionSet::of(position)))
    }
}

/// A typed answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// To a `yes_no` question.
    YesNo(bool),
    /// To a `choice` or `scale` question: the position of the option.
    Choice(usize),
    /// To a `choices` question: the options picked.
    Choices(OptionSet),
    /// To a `number` question.
    Number(Decimal),
    /// To a `date` question.
    Date(Date),
    /// To a `date` question, by somebody who does not know the day.
    Period(Period),
    /// To a `text` question.
    Text(String),
}

/// What a person said to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An answer of the question's type.
    Given(Value),
    /// "Not sure."
    Unsure,
    /// "Rather not say."
    Withheld,
    /// Passed over; only where the question is not required.
    Skipped,
}

/// The state of a question while a response is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State<'a> {
    /// It applies and was answered.
    Answered(&'a Value),
    /// It, or its section, does not apply.
    NotApplicable,
    /// It applies and the person is not sure.
    Unsure,
    /// It applies and the person rather does not say.
    Withheld,
    /// Not answered yet, skipped, or it is not known whether it applies.
    Open,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn option_sets_are_total_at_their_border() {
        assert_eq!(OptionSet::first(64).len(), 64);
        assert_eq!(OptionSet::first(0), OptionSet::default());
        assert!(OptionSet::of(63).contains(63) && OptionSet::of(64).is_empty());
        assert_eq!([1usize, 5, 5].into_iter().collect::<OptionSet>().iter().collect::<Vec<_>>(), [1, 5]);
    }
}
