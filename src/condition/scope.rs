//! What a condition may name: the questions, named conditions and scores that come before it.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use super::class_table::ClassTable;
use super::derived::DerivedNumber;
use crate::source::Span;
use crate::value::index::{ConditionIx, QuestionIx, ScoreIx};
use crate::value::{Date, Decimal, Duration, OptionSet};

/// What a question takes, as far as the language cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerType {
    /// Yes or no.
    YesNo,
    /// One option of several, by id.
    Choice(Vec<String>),
    /// One option of an ordered list, by id.
    Scale(Vec<String>),
    /// Several options.
    Choices {
        /// All of them, by id.
        options: Vec<String>,
        /// Those that exclude the others: they do not count as picks.
        exclusive: OptionSet,
    },
    /// A number with that many decimals.
    Number {
        /// Digits after the point.
        decimals: u32,
        /// What is counted: numbers of different units are not held against each other.
        unit: Option<String>,
        /// Whether it has a least and a greatest.
        ranged: bool,
    },
    /// A day.
    Date,
    /// Free text, which no condition may judge.
    Text,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol<'a> {
    /// A question, what it takes and where its id is written.
    Question(QuestionIx, &'a AnswerType, Span),
    /// A named condition.
    Condition(ConditionIx, Span),
    /// A score.
    Score(ScoreIx, Span),
    /// A number worked out from answers.
    Derived(Arc<DerivedNumber>, Span),
    /// A class that a table gives to two answers.
    Classes(Arc<ClassTable>, Span),
    /// A value with a name.
    Value(Constant, Span),
    /// Something that only comes later.
    Later {
        /// Where it stands.
        stands: Span,
        /// The question that it rests on, by id and place, if that is what comes later.
        because: Option<(&'a str, Span)>,
    },
    /// Something that is there, or may be there, with a fault that is reported where it stands: nothing is said here.
    Broken,
}

/// A value that stands under one name wherever it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A span of time: `6 months`.
    Duration(Duration),
    /// A number: `18`, `2.5`.
    Number(Decimal),
    /// A fixed day: `2022-01-04`.
    Day(Date),
}

impl Constant {
    /// As people read it in a text: `6 months`, `18`, `4 January 2022`.
    pub fn in_words(&self) -> String {
        match self {
            Constant::Day(day) => day.strftime("%-d %B %Y").to_string(),
            Constant::Duration(_) | Constant::Number(_) => self.to_string(),
        }
    }
}

impl Display for Constant {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Constant::Duration(duration) => duration.fmt(f),
            Constant::Number(number) => number.fmt(f),
            Constant::Day(day) => day.fmt(f),
        }
    }
}

/// The names that a condition can see.
pub trait Scope {
    /// What `name` stands for here.
    fn resolve(&self, name: &str) -> Option<Symbol<'_>>;

    /// All names in scope, for the offer of the nearest.
    fn names(&self) -> Vec<&str>;
}
