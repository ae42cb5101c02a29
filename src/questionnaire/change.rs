//! What an answer may become one day: all that a what-if may change.
//!
//! Time goes forward only, and a person is never told to have another past. So nothing changes unless the author says into
//! what, one step at a time, and by whom. What is asked of the past, of a diagnosis or of a screening never changes at all, and
//! a medicine only by whoever prescribes it: the check holds both, by the tags of a question.

use std::fmt::{self, Display, Formatter};

use crate::value::{OptionSet, Value};

/// What the answer to a question may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CanChange {
    /// Nothing.
    No,
    /// Of yes or no, and of one option: by the position of what was answered (no is 0, yes is 1).
    Becomes(Vec<Becomes>),
    /// Of several options: by its position, whether an option may be left out one day, and by whom.
    Passes(Vec<Option<ChangedBy>>),
    /// Of a number: which way it goes.
    Number(Direction),
}

/// What one answer may become, in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Becomes {
    /// The positions of what it may become; none if it stays.
    pub to: OptionSet,
    /// Who brings it about.
    pub by: ChangedBy,
}

/// Who brings a change about, from the least to the most to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangedBy {
    /// The person who answers.
    Person,
    /// Nobody: it comes or passes by itself.
    Time,
    /// Whoever prescribes a medicine or a treatment. It is told as a wait, never as something to do.
    Prescriber,
}

/// Which way a number changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It only grows, by itself, as an age does.
    Up,
    /// It only falls, by itself.
    Down,
    /// Either way, as the person wishes.
    Either,
}

impl CanChange {
    /// Who could bring it about that `from` becomes `to`; nobody, if it never does. Both answer the same question, in which the
    /// options of `alone` exclude the others.
    ///
    /// ```
    /// use candidacy::questionnaire::{CanChange, ChangedBy};
    /// use candidacy::value::{OptionSet, Value};
    ///
    /// let fever_or_none = CanChange::Passes(vec![Some(ChangedBy::Time), None]);
    /// let (fever, none) = (OptionSet::of(0), OptionSet::of(1));
    /// let change = |from, to| fever_or_none.changed_by(&Value::Choices(from), &Value::Choices(to), none);
    /// assert_eq!(change(fever, none), Some(ChangedBy::Time));
    /// assert_eq!(change(none, fever), None);
    /// assert_eq!(change(OptionSet::default(), none), Some(ChangedBy::Person));
    /// ```
    pub fn changed_by(&self, from: &Value, to: &Value, alone: OptionSet) -> Option<ChangedBy> {
        if from == to {
            return None;
        }
        match (self, from, to) {
            (CanChange::Becomes(becomes), Value::YesNo(from), Value::YesNo(to)) => {
                step(becomes, usize::from(*from), usize::from(*to))
            }
            (CanChange::Becomes(becomes), Value::Choice(from), Value::Choice(to)) => step(becomes, *from, *to),
            (CanChange::Passes(passes), Value::Choices(from), Value::Choices(to)) => {
                let gone = from.without(*to);
                let passed: Option<Vec<ChangedBy>> = gone.iter().map(|gone| *passes.get(gone)?).collect();
                // Nothing new is picked but what says that there is nothing.
                let passed = passed.filter(|_| to.without(*from).without(alone).is_empty());
                // Where nothing was picked, it is only said in other words that there is nothing.
                passed.map(|by| by.into_iter().max().unwrap_or(ChangedBy::Person))
            }
            (CanChange::Number(direction), Value::Number(from), Value::Number(to)) => match direction {
                Direction::Either => Some(ChangedBy::Person),
                Direction::Up => (to > from).then_some(ChangedBy::Time),
                Direction::Down => (to < from).then_some(ChangedBy::Time),
            },
            (CanChange::No | CanChange::Becomes(_) | CanChange::Passes(_) | CanChange::Number(_), _, _) => None,
        }
    }

    /// Everybody who could bring a change about.
    pub fn movers(&self) -> Vec<ChangedBy> {
        match self {
            CanChange::No => Vec::new(),
            CanChange::Becomes(becomes) => {
                becomes.iter().filter(|becomes| !becomes.to.is_empty()).map(|becomes| becomes.by).collect()
            }
            CanChange::Passes(passes) => passes.iter().flatten().copied().collect(),
            CanChange::Number(Direction::Either) => vec![ChangedBy::Person],
            CanChange::Number(Direction::Up | Direction::Down) => vec![ChangedBy::Time],
        }
    }
}

fn step(becomes: &[Becomes], from: usize, to: usize) -> Option<ChangedBy> {
    becomes.get(from).filter(|becomes| becomes.to.contains(to)).map(|becomes| becomes.by)
}

impl ChangedBy {
    /// The word in the YAML, in JSON and in templates.
    pub fn name(self) -> &'static str {
        match self {
            ChangedBy::Person => "person",
            ChangedBy::Time => "time",
            ChangedBy::Prescriber => "prescriber",
        }
    }
}

impl Display for ChangedBy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Direction {
    /// The word in the YAML.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::Either => "yes",
        }
    }
}
